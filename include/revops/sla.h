/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_SLA_H
#define REVOPS_SLA_H

#include <revops/base.h>
#include <revops/calendar.h>
#include <revops/condition.h>

/**
 * @file
 * @defgroup sla Service levels: clocks that start, pause, warn, breach and are met
 *
 * Who must do what by when, and whether they did [SL1–SL4, SL9–SL17].
 *
 * A **clock** is a promise with a deadline: route within 5 minutes, contact within 4 hours, 6 touches within two weeks. The
 * host tells of what happens in **signals**, numbers of its own choosing from 0 up. A table says which signal does what to
 * which clock. The **cases** of a clock are what it promises to whom: the first case whose conditions the lead fulfils
 * gives the target, the calendar and the warnings of a run.
 *
 * revops_sla_build() compiles a policy once. Each lead has one #revops_sla_record a clock. revops_sla_apply() and
 * revops_sla_advance() change these records and tell **effects** (started, warned, breached, met …).
 *
 * **Targets** are elapsed time, open time of a calendar, business days, or calendar days (#revops_calendar_units). The calendar
 * is fixed, or it is that of the lead or of the owner, which the host names with each event [SL12, SL17].
 *
 * **Verdicts belong to the instant they fell**, not to the call that noticed them: a breach carries the deadline. What is
 * due at an instant happens once time has *passed* that instant, so that a clock met exactly at its deadline is met in
 * time, and nothing depends on how often the host calls revops_sla_advance().
 *
 * **One event** acts on a clock in this order: everything due before its instant fires. A run under way lapses or is
 * merged if the event says so, else counts a meeting, else is ended, else is handed over, else is re-targeted, then pauses
 * or resumes. Where no run is under way, one is reopened or started.
 *
 * **Within an instant** meetings and starts alternate whatever their order: the run under way is met, a start begins the
 * next, a meeting not yet used meets it, and so on [SEM3].
 *
 * **Time consumed** is the run's own time less what it stood still; it goes on counting after a breach. Own time is elapsed
 * time for elapsed targets and for days without a calendar, else open time of the calendar.
 *
 * **Order.** Events of one lead come in order of time. One that is older than what its clocks have seen is refused with
 * #REVOPS_ERR_LATE. An event given twice counts twice.
 *
 * **Threads.** A compiled policy is read-only and may be shared. The records of one lead belong to one thread at a time;
 * no in array may overlap an out array.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    /** Clocks of a policy: four times what a large company promises. @since 0.1 */
    REVOPS_SLA_CLOCKS_MAX = 64,
    /** Cases of a policy: 64 a clock. @since 0.1 */
    REVOPS_SLA_CASES_MAX = 4096,
    /** Signals: ten times the event kinds of a large CRM. @since 0.1 */
    REVOPS_SLA_SIGNALS_MAX = 4096,
    /** Rows that say what a signal does: each of 4096 signals to 16 clocks. @since 0.1 */
    REVOPS_SLA_USES_MAX = 65536,
    /** Calendars: one for each office of a company with one in every city. @since 0.1 */
    REVOPS_SLA_CALENDARS_MAX = 4096,
    /** Attributes that conditions of cases may ask for. @since 0.1 */
    REVOPS_SLA_ATTRIBUTES_MAX = 128,
    /** Warnings of a case. @since 0.1 */
    REVOPS_SLA_WARNINGS_MAX = 4,
    /** Pauses of a run that are known one by one, so that another calendar judges their dates anew; of those before
        them a record holds how many dates counted. @since 0.1 */
    REVOPS_SLA_PAUSES_MAX = 4,
    /** Effects that one call tells of one clock at most. @since 0.1 */
    REVOPS_SLA_EFFECTS_OF_CLOCK_MAX = 12,
    /** Bytes of a signal's name. @since 0.1 */
    REVOPS_SLA_NAME_MAX = 255,
    /** "No case", in a record or effect. @since 0.1 */
    REVOPS_SLA_NO_CASE = 0xffff
};
/** Longest target, in milliseconds or days: whatever has an end in range is shorter. @since 0.1 */
#define REVOPS_SLA_TARGET_MAX REVOPS_ZONE_TIME_MAX_MS
/** "Never": a deadline beyond #REVOPS_ZONE_TIME_MAX_MS [SEM27]. @since 0.1 */
#define REVOPS_SLA_NEVER_MS INT64_MAX

/** How often a clock runs. @since 0.1 */
enum revops_sla_kinds {
    REVOPS_SLA_ONCE = 0,      /**< Once in a cycle of the lead: first contact. */
    REVOPS_SLA_REPEATING = 1, /**< With each start that finds no run under way: the answer to a message. */
    REVOPS_SLA_RESOLUTION = 2 /**< Once in a cycle; a run that was met may be reopened and then goes on. */
};
/** One of #revops_sla_kinds. @since 0.1 */
typedef uint32_t revops_sla_kind;

/** Where a clock stands. @since 0.1 */
enum revops_sla_states {
    REVOPS_SLA_NOT_STARTED = 0, /**< No run has begun. */
    REVOPS_SLA_RUNNING = 1,     /**< Time is being consumed; the deadline has not passed. */
    REVOPS_SLA_PAUSED = 2,      /**< Standing still before the deadline. */
    REVOPS_SLA_MET = 3,         /**< Met in time. */
    REVOPS_SLA_MET_LATE = 4,    /**< Met after the deadline. */
    REVOPS_SLA_BREACHED = 5,    /**< The deadline passed and it isn't met yet; it runs on or stands still. */
    REVOPS_SLA_CANCELLED = 6,   /**< Called off before it was met. */
    REVOPS_SLA_LAPSED = 7, /**< Ended because the lead lost by fading alone what it was owed for [SEM16]. */
    REVOPS_SLA_MERGED = 8  /**< Ended because the lead was merged into another [SEM23]. */
};
/** One of #revops_sla_states. @since 0.1 */
typedef uint32_t revops_sla_state;

/** What an effect tells. @since 0.1 */
enum revops_sla_effect_kinds {
    REVOPS_SLA_EFFECT_STARTED = 1,     /**< A run began. */
    REVOPS_SLA_EFFECT_WARNED = 2,      /**< A share of the target was consumed: `detail` in basis points. */
    REVOPS_SLA_EFFECT_BREACHED = 3,    /**< The deadline passed. */
    REVOPS_SLA_EFFECT_MET = 4,         /**< Met in time. */
    REVOPS_SLA_EFFECT_MET_LATE = 5,    /**< Met after the deadline. */
    REVOPS_SLA_EFFECT_CANCELLED = 6,   /**< Called off. */
    REVOPS_SLA_EFFECT_PAUSED = 7,      /**< Stands still from here. */
    REVOPS_SLA_EFFECT_RESUMED = 8,     /**< Runs on from here, with a new deadline. */
    REVOPS_SLA_EFFECT_REOPENED = 9,    /**< A resolution was undone and goes on. */
    REVOPS_SLA_EFFECT_RETARGETED = 10, /**< Has another case or deadline. */
    REVOPS_SLA_EFFECT_LAPSED = 11,     /**< As #REVOPS_SLA_LAPSED. */
    REVOPS_SLA_EFFECT_MERGED = 12      /**< As #REVOPS_SLA_MERGED. */
};
/** One of #revops_sla_effect_kinds. @since 0.1 */
typedef uint32_t revops_sla_effect_kind;

/** Whose promise a clock is [SL8]. @since 0.1 */
enum revops_sla_sides {
    REVOPS_SLA_SIDE_NONE = 0,      /**< Nobody's in particular. */
    REVOPS_SLA_SIDE_MARKETING = 1, /**< Marketing's. */
    REVOPS_SLA_SIDE_SALES = 2      /**< Sales'. */
};
/** One of #revops_sla_sides. @since 0.1 */
typedef uint32_t revops_sla_side;

/** Whose calendar a case runs on [SL17]. @since 0.1 */
enum revops_sla_calendar_sources {
    REVOPS_SLA_CALENDAR_FIXED = 0,   /**< That of the case. */
    REVOPS_SLA_CALENDAR_OF_LEAD = 1, /**< That of the lead, otherwise that of the case. */
    REVOPS_SLA_CALENDAR_OF_OWNER = 2 /**< That of the owner, otherwise that of the case. */
};
/** One of #revops_sla_calendar_sources. @since 0.1 */
typedef uint32_t revops_sla_calendar_source;

/** What happens to a promise when another case holds [SL13, SEM25]. @since 0.1 */
enum revops_sla_changes {
    REVOPS_SLA_TIGHTEN = 0, /**< The earlier of the deadline and that of the new target from the change on. */
    REVOPS_SLA_KEEP = 1,    /**< It stays. */
    REVOPS_SLA_MOVE = 2     /**< The new target from the start; time consumed is kept. */
};
/** One of #revops_sla_changes. @since 0.1 */
typedef uint32_t revops_sla_change;

/** What a hand-over from one owner to another does to a run [SL16]. @since 0.1 */
enum revops_sla_hand_overs {
    REVOPS_SLA_GOES_ON = 0, /**< It goes on. */
    REVOPS_SLA_ANEW = 1     /**< It is cancelled, and a new run starts for the new owner. */
};
/** One of #revops_sla_hand_overs. @since 0.1 */
typedef uint32_t revops_sla_hand_over;

/** It starts the clock. @since 0.1 */
#define REVOPS_SLA_STARTS 1u
/** A signal meets it. @since 0.1 */
#define REVOPS_SLA_MEETS 2u
/** A signal calls it off; where one event meets it, too, meeting goes first. @since 0.1 */
#define REVOPS_SLA_ENDS 4u
/** It stands still from here. @since 0.1 */
#define REVOPS_SLA_PAUSES 8u
/** It runs on from here. @since 0.1 */
#define REVOPS_SLA_RESUMES 16u
/** The customer answered: the audit counts how long it stood still nevertheless. @since 0.1 */
#define REVOPS_SLA_ANSWERS 32u
/** Reopens a resolution; where no signal does, those that pause or resume do. @since 0.1 */
#define REVOPS_SLA_REOPENS 64u
/** The lead comes to a place in which the clock stands still; a run that starts there is paused at once. @since 0.1 */
#define REVOPS_SLA_ENTERS_STILL 128u
/** The lead leaves such a place. @since 0.1 */
#define REVOPS_SLA_LEAVES_STILL 256u

/** A row of #revops_sla_params::uses: what a signal does to a clock. @since 0.1 */
typedef struct revops_sla_use {
    uint32_t signal;   /**< Number of the signal. */
    uint32_t clock;    /**< Index of the clock. */
    uint32_t parts;    /**< #REVOPS_SLA_STARTS, #REVOPS_SLA_MEETS …, one or several. */
    uint32_t reserved; /**< 0. */
} revops_sla_use;

/** revops_sla_clock::flags: a start during a run cancels it and begins it anew. @since 0.1 */
#define REVOPS_SLA_RESTARTS 1u

/** A row of #revops_sla_params::clocks. @since 0.1 */
typedef struct revops_sla_clock {
    revops_sla_kind kind;              /**< How often it runs. */
    revops_sla_side side;              /**< Whose promise it is. */
    uint32_t needed;                   /**< Meetings that meet it, up to 65535; 0 is 1. */
    revops_sla_change when_it_changes; /**< When another case holds. */
    revops_sla_hand_over at_hand_over; /**< When the owner changes. */
    uint32_t at_close; /**< Deadlines and warnings of open time and business days that aren't open:
                            #REVOPS_CALENDAR_AT_CLOSE_STAY, #REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN. */
    uint32_t flags;    /**< #REVOPS_SLA_RESTARTS or 0. */
    uint32_t reserved; /**< 0. */
} revops_sla_clock;

/** A row of #revops_sla_params::cases: what a clock promises to whom. @since 0.1 */
typedef struct revops_sla_case {
    int64_t target;            /**< 1 … #REVOPS_SLA_TARGET_MAX milliseconds or days. */
    revops_calendar_unit unit; /**< What the target counts. */
    uint32_t clock;            /**< Index of its clock. The first case of a clock that holds counts. */
    revops_sla_calendar_source calendar_of; /**< Whose calendar it runs on. */
    uint32_t calendar; /**< 0 none, else 1 + index in the calendars given with each call; of the lead or the
                                   owner: the calendar of one who has none, which must be given. */
    uint32_t first_condition;                  /**< Its conditions, all of which must hold. */
    uint32_t condition_count;                  /**< How many; 0 holds for every lead. */
    uint32_t warn_bp[REVOPS_SLA_WARNINGS_MAX]; /**< Shares of the target, ascending, 1 … 9999; 0 none. */
} revops_sla_case;

/** A policy of clocks. Start from revops_sla_defaults(). @since 0.1 */
typedef struct revops_sla_params {
    uint32_t struct_size;               /**< Size of the struct as compiled. */
    uint32_t flags;                     /**< 0. */
    const revops_sla_clock *clocks;     /**< The clocks. */
    const revops_sla_case *cases;       /**< Their cases, in order of precedence. */
    const revops_sla_use *uses;         /**< What signals do. */
    const char *const *signals;         /**< A name for each signal, all different; or NULL. */
    const revops_condition *conditions; /**< Conditions of the cases. */
    const int64_t *values;              /**< Sets and masks of conditions. */
    const char *const *texts;           /**< Texts of conditions. */
    uint32_t clock_count;               /**< 1 … #REVOPS_SLA_CLOCKS_MAX; each clock needs a case. */
    uint32_t clock_row_size;            /**< Size of a clock as compiled. */
    uint32_t case_count;                /**< 1 … #REVOPS_SLA_CASES_MAX. */
    uint32_t case_row_size;             /**< Size of a case as compiled. */
    uint32_t use_count;                 /**< 1 … #REVOPS_SLA_USES_MAX. */
    uint32_t use_row_size;              /**< Size of a use as compiled. */
    uint32_t signal_count;              /**< 1 … #REVOPS_SLA_SIGNALS_MAX. */
    uint32_t calendar_count;            /**< Calendars that cases, leads and owners may name. */
    uint32_t condition_count;           /**< Conditions. */
    uint32_t condition_row_size;        /**< Size of a condition as compiled. */
    uint32_t value_count;               /**< Values. */
    uint32_t text_count;                /**< Texts. */
    uint32_t attribute_count;           /**< Attributes of a lead, up to #REVOPS_SLA_ATTRIBUTES_MAX. */
    uint32_t reserved;                  /**< 0. */
} revops_sla_params;

/** A compiled policy: read-only, without pointers, in the caller's memory. @since 0.1 */
typedef struct revops_sla revops_sla;

/** One clock of one lead. Frozen; all zero is "not started". Read it freely; only the functions here write it. Most events
    need its first 64 bytes only, so that records at a multiple of 64 are faster. @since 0.1 */
typedef struct revops_sla_record {
    int64_t due_ms;      /**< Running: the next warning, or the deadline. */
    int64_t since_ms;    /**< Instant of the last change: up to here time is in `consumed_ms`. */
    int64_t consumed_ms; /**< Time consumed by the latest run up to `since_ms`. */
    int64_t
        deadline_ms; /**< Its deadline, missed or not; #REVOPS_SLA_NEVER_MS beyond range; #REVOPS_TIME_NONE while it
                              stands still before it. */
    int64_t started_ms;       /**< When the latest run began. */
    uint32_t cycle;           /**< Cycle of the lead in which the run began. */
    uint32_t owner;           /**< Owner of the lead as of then; 0 none. */
    uint16_t row;             /**< Its case; #REVOPS_SLA_NO_CASE where a new policy has none for it. */
    uint16_t held_row;        /**< The case that held when it was last looked at. */
    uint16_t calendar;        /**< 0 none, else 1 + index of the calendar. */
    uint16_t count;           /**< Meetings counted in the latest run. */
    uint16_t unused_meetings; /**< Meetings of the instant `since_ms` that met no run yet. */
    uint16_t unused_starts;   /**< Starts of that instant that found a run under way. */
    uint8_t state;            /**< One of #revops_sla_states. */
    uint8_t unit;             /**< One of #revops_calendar_units. */
    uint8_t warned;           /**< Warnings of the latest run that are behind it. */
    uint8_t flags;            /**< #REVOPS_SLA_STANDING … */
    int64_t target;      /**< Of the promise. It and what follows is 0 unless #REVOPS_SLA_HAS_MORE is set. */
    int64_t base_ms;     /**< Consumed when the present promise was made. */
    int64_t from_ms;     /**< Instant from which the present promise counts days; else the start. */
    int64_t answered_ms; /**< Audit: own time in which it stood still though the customer had answered. */
    int64_t
        known_from_ms; /**< Since when the pauses are known: the start, or the end of the last one forgotten. */
    int32_t ran_day;   /**< Day targets: the last date with forgotten pauses in it. */
    uint32_t days;     /**< Day targets: dates up to `ran_day` that count. */
    uint32_t still_count;                         /**< Pauses known: the latest of the run. */
    uint32_t reserved[3];                         /**< 0. */
    int64_t still_from_ms[REVOPS_SLA_PAUSES_MAX]; /**< When it began to stand still … */
    int64_t
        still_until_ms[REVOPS_SLA_PAUSES_MAX]; /**< … and ran on; #REVOPS_TIME_NONE while it stands still. */
} revops_sla_record;

/** revops_sla_record::flags: the clock stands still (paused, or breached and paused). @since 0.1 */
#define REVOPS_SLA_STANDING 1u
/** It stands still though the customer has answered, since `since_ms`. @since 0.1 */
#define REVOPS_SLA_ANSWERED 2u
/** What fell due at `since_ms` has happened, so time has passed that instant. @since 0.1 */
#define REVOPS_SLA_PASSED 4u
/** The lead is in a place in which the clock stands still. @since 0.1 */
#define REVOPS_SLA_IN_STILL 8u
/** Its deadline was kept through a change of policy, until it stands still. @since 0.1 */
#define REVOPS_SLA_KEPT 16u
/** It has stood still, or its promise isn't that of the start: the fields from `target` on are used. @since 0.1 */
#define REVOPS_SLA_HAS_MORE 32u

/** Something that happened to a clock. Frozen. @since 0.1 */
typedef struct revops_sla_effect {
    int64_t at_ms;       /**< When it happened: for a breach its deadline, whenever noticed. */
    int64_t started_ms;  /**< When the run began. */
    int64_t due_ms;      /**< The deadline, as in revops_sla_record::deadline_ms. */
    int64_t consumed_ms; /**< Time consumed by the run at `at_ms`. */
    uint32_t lead;       /**< Index of the lead in a batch; 0 from functions over one lead. */
    uint32_t owner;      /**< Owner as of then [SEM17]; 0 none. */
    uint32_t detail;     /**< Warned: share of the target in basis points; else meetings counted. */
    uint32_t reserved;   /**< 0. */
    uint16_t kind;       /**< One of #revops_sla_effect_kinds. */
    uint16_t clock;      /**< Index of the clock. */
    uint16_t row;        /**< Case; #REVOPS_SLA_NO_CASE if a new policy has none. */
    uint16_t side;       /**< One of #revops_sla_sides. */
} revops_sla_effect;

/** revops_sla_event::flags: attributes, owner and calendars are as at the lead's last event; saves looking. @since 0.1 */
#define REVOPS_SLA_UNCHANGED 1u
/** Fading alone moved the lead: runs under way lapse [SEM16]. @since 0.1 */
#define REVOPS_SLA_FADED 2u
/** The lead was merged into another: runs under way end as merged [SEM23]. @since 0.1 */
#define REVOPS_SLA_MERGES 4u

/** Something that happened to a lead. Frozen; zero-fill it, then set the fields you have. @since 0.1 */
typedef struct revops_sla_event {
    int64_t at_ms;             /**< When, within #REVOPS_ZONE_TIME_MAX_MS. */
    const uint32_t *signals;   /**< All signals of the event; may be NULL when there are none. */
    const int64_t *attributes; /**< The lead just after the event, a value an attribute; NULL: all missing. */
    const revops_texts *texts; /**< What text attributes are numbers of; or NULL. */
    uint32_t signal_count;     /**< Number of signals. */
    uint32_t flags;            /**< #REVOPS_SLA_UNCHANGED … or 0. */
    uint32_t cycle;            /**< The lead's cycle, a number that rises. */
    uint32_t owner;            /**< The owner just after the event; 0 none. */
    uint32_t owner_calendar;   /**< 1 + index of the owner's calendar; 0 none. */
    uint32_t lead_calendar;    /**< 1 + index of the lead's calendar; 0 none. */
} revops_sla_event;

/** @name Names of constants
 *  Never NULL; "unknown" for any other value. @{ */
/** "once", "repeating", "resolution". @param kind Any value. @return The name. @since 0.1 */
REVOPS_API const char *revops_sla_kind_name(revops_sla_kind kind);
/** "not started", "running", "met late" … @param state Any value. @return The name. @since 0.1 */
REVOPS_API const char *revops_sla_state_name(revops_sla_state state);
/** "started", "warned", "re-targeted" … @param kind Any value. @return The name. @since 0.1 */
REVOPS_API const char *revops_sla_effect_name(revops_sla_effect_kind kind);
/** "none", "marketing", "sales". @param side Any value. @return The name. @since 0.1 */
REVOPS_API const char *revops_sla_side_name(revops_sla_side side);
/** @} */

/** Clocks of revops_sla_defaults(). @since 0.1 */
enum revops_sla_default_clocks {
    REVOPS_SLA_ROUTE = 0,          /**< Route within 5 minutes [SL1]. */
    REVOPS_SLA_FIRST_CONTACT = 1,  /**< First contact within 4 h for high intent, 24 h else [SL2]. */
    REVOPS_SLA_TOUCHES = 2,        /**< 6 touches within 14 days of acceptance [SL3]. */
    REVOPS_SLA_DISPOSITION = 3,    /**< Disposition within 14 days of acceptance [SL4]. */
    REVOPS_SLA_DEFAULT_CLOCKS = 4, /**< How many they are. */
    REVOPS_SLA_DEFAULT_CASES = 5   /**< How many cases they have. */
};
/** One of #revops_sla_default_clocks. @since 0.1 */
typedef uint32_t revops_sla_default_clock;
/** Signals of revops_sla_defaults(). @since 0.1 */
enum revops_sla_default_signals {
    REVOPS_SLA_QUALIFIED = 0, /**< Became MQL or PQL: route it, contact it. */
    REVOPS_SLA_ASSIGNED = 1,  /**< Has an owner: routed. */
    REVOPS_SLA_CONTACTED = 2, /**< Sales reached out: first contact, a touch. */
    REVOPS_SLA_ACCEPTED = 3,  /**< Sales accepted it: touches and disposition are owed. */
    REVOPS_SLA_DISPOSED = 4,  /**< Qualified, or not with a reason. */
    REVOPS_SLA_WAITING = 5,   /**< Waiting for the customer: disposition stands still. */
    REVOPS_SLA_CONTINUED = 6, /**< No longer waiting. */
    REVOPS_SLA_REPLIED = 7,   /**< The customer answered. */
    REVOPS_SLA_LEFT = 8       /**< Closed, recycled, disqualified: nothing is owed any more. */
};
/** One of #revops_sla_default_signals. @since 0.1 */
typedef uint32_t revops_sla_default_signal;
/** Attributes of revops_sla_defaults(). @since 0.1 */
enum revops_sla_default_attributes {
    REVOPS_SLA_INTENT = 0 /**< Intent of the lead, one of #revops_sla_default_intents. */
};
/** One of #revops_sla_default_attributes. @since 0.1 */
typedef uint32_t revops_sla_default_attribute;
/** Intents of revops_sla_defaults(). @since 0.1 */
enum revops_sla_default_intents {
    REVOPS_SLA_STANDARD_INTENT = 1, /**< Any other. */
    REVOPS_SLA_HIGH_INTENT = 2      /**< A demo request, contact us. */
};
/** One of #revops_sla_default_intents. @since 0.1 */
typedef uint32_t revops_sla_default_intent;

/**
 * The built-in clocks on elapsed time [SL1–SL4]. Each warns at 80 % of its target and is repeating. The tables live as long
 * as the library; copy one to change its rows.
 *
 * @param[out] out   Written as far as @p size goes.
 * @param      size  Bytes at @p out.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sla_defaults(revops_sla_params *out, size_t size);

/**
 * Tells every fault of a policy.
 *
 * @param[in]  params    Read during the call only.
 * @param[out] problems  Faults; may be NULL with @p capacity 0.
 * @param      capacity  Room at @p problems.
 * @param[out] needed    Number of faults; may be NULL.
 * @return What revops_sla_build() would, but for what it says of memory.
 * @retval REVOPS_OK           It is sound.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or a value is out of range.
 * @retval REVOPS_ERR_ABI      struct_size or a row size fits no version.
 * @retval REVOPS_ERR_NEWER    A flag or a field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND  Rows contradict each other.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sla_check(const revops_sla_params *params,
                                                           revops_problem *problems, size_t capacity,
                                                           size_t *needed);

/**
 * Compiles a policy.
 *
 * @param[in]  params       Read during the call only.
 * @param[out] memory       Where it goes, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed; may be NULL.
 * @param[out] out          The compiled policy, at the start of @p memory.
 * @retval REVOPS_OK           Built.
 * @retval REVOPS_ERR_ARG      As revops_sla_check().
 * @retval REVOPS_ERR_ABI      As revops_sla_check().
 * @retval REVOPS_ERR_NEWER    As revops_sla_check().
 * @retval REVOPS_ERR_UNSOUND  As revops_sla_check().
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned.
 * @retval REVOPS_ERR_NOSPACE  @p memory_size is below @p needed.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sla_build(const revops_sla_params *params, void *memory,
                                                           size_t memory_size, size_t *needed,
                                                           const revops_sla **out);

/** Number of clocks, and so of records a lead. @param sla Compiled policy. @return 0 for NULL. @since 0.1 */
REVOPS_API uint32_t revops_sla_clock_count(const revops_sla *sla);
/** Number of signals. @param sla Compiled policy. @return 0 for NULL. @since 0.1 */
REVOPS_API uint32_t revops_sla_signal_count(const revops_sla *sla);
/** Room that suffices for the effects of one call over a lead. @param sla Compiled policy. @return 0 for NULL. @since 0.1 */
REVOPS_API uint32_t revops_sla_effects_max(const revops_sla *sla);
/** The clocks that a signal concerns: others change nothing and need not be passed. @param sla Compiled policy.
 *  @param signal Any value. @return A bit for each clock, 0 for none. @since 0.1 */
REVOPS_API uint64_t revops_sla_clocks_of(const revops_sla *sla, uint32_t signal);
/** Name of a signal. @param sla Compiled policy. @param signal Any value. @return "unknown" where it has none. @since 0.1 */
REVOPS_API const char *revops_sla_signal_name(const revops_sla *sla, uint32_t signal);

/**
 * The signal of a name.
 *
 * @param[in]  sla     Compiled policy.
 * @param[in]  text    Name; need not end in a NUL.
 * @param      length  Bytes of it.
 * @param[out] out     Number of the signal.
 * @retval REVOPS_OK         Found.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_RANGE  Nothing has that name.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sla_signal_find(const revops_sla *sla, const char *text,
                                                                 size_t length, uint32_t *out);

/**
 * Applies one event of one lead: what was due before it fires first. It can't fail after its first look [SEM27].
 *
 * @param[in]     sla        Compiled policy.
 * @param[in]     calendars  As many as the policy's calendar_count; may be NULL if there are none.
 * @param[in,out] records    The lead's records, one a clock.
 * @param[in]     event      The event.
 * @param[out]    effects    In order of time; NULL with @p capacity 0 if none are wanted.
 * @param         capacity   Room at @p effects: #REVOPS_SLA_EFFECTS_OF_CLOCK_MAX for each clock that it concerns.
 * @param[out]    count      Effects told; on #REVOPS_ERR_NOSPACE, the room that suffices.
 * @retval REVOPS_OK           Applied.
 * @retval REVOPS_ERR_ARG      A pointer or a calendar is NULL, or a field of the event is out of range.
 * @retval REVOPS_ERR_NEWER    A flag is set that this library doesn't know.
 * @retval REVOPS_ERR_LATE     Older than what a clock that it concerns has seen.
 * @retval REVOPS_ERR_NOSPACE  @p capacity is too small.
 * @retval REVOPS_ERR_CORRUPT  A record is damaged or of another policy.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status
revops_sla_apply(const revops_sla *sla, const revops_calendar *const *calendars, revops_sla_record *records,
                 const revops_sla_event *event, revops_sla_effect *effects, size_t capacity, size_t *count);

/**
 * Lets time pass: fires every warning and breach due before @p now_ms. A time that has passed changes nothing.
 *
 * @param[in]     sla        Compiled policy.
 * @param[in]     calendars  As for revops_sla_apply().
 * @param[in,out] records    The lead's records, one a clock.
 * @param         now_ms     The present; what is due at exactly this instant isn't fired yet.
 * @param[out]    effects    As for revops_sla_apply().
 * @param         capacity   As for revops_sla_apply().
 * @param[out]    count      As for revops_sla_apply().
 * @retval REVOPS_OK           Applied.
 * @retval REVOPS_ERR_ARG      A pointer or a calendar is NULL, or @p now_ms is out of range.
 * @retval REVOPS_ERR_NOSPACE  @p capacity is too small.
 * @retval REVOPS_ERR_CORRUPT  A record is damaged or of another policy.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sla_advance(const revops_sla *sla,
                                                             const revops_calendar *const *calendars,
                                                             revops_sla_record *records, int64_t now_ms,
                                                             revops_sla_effect *effects, size_t capacity,
                                                             size_t *count);

/**
 * The first instant at which revops_sla_advance() would fire something.
 *
 * @param[in] records  The lead's records.
 * @param     count    Number of them.
 * @return The millisecond after the earliest coming warning or breach; #REVOPS_TIME_NONE if there is none.
 * @since 0.1
 */
REVOPS_API int64_t revops_sla_next_wakeup(const revops_sla_record *records, size_t count);

/**
 * A clock's deadline.
 *
 * @param[in]  sla     Compiled policy.
 * @param[in]  record  One clock of a lead.
 * @param[out] out_ms  Running: when its target will be consumed, #REVOPS_SLA_NEVER_MS beyond range; breached: when it was;
 *                     else #REVOPS_TIME_NONE.
 * @retval REVOPS_OK           Written.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_CORRUPT  The record is damaged or of another policy.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sla_due(const revops_sla *sla,
                                                         const revops_sla_record *record, int64_t *out_ms);

/**
 * Time that a clock's latest run has consumed at an instant, and the audit of its pauses.
 *
 * @param[in]  sla          Compiled policy.
 * @param[in]  calendars    As for revops_sla_apply().
 * @param[in]  record       One clock of a lead.
 * @param      at_ms        Not before the record's last change, within #REVOPS_ZONE_TIME_MAX_MS.
 * @param[out] consumed_ms  Time consumed; NULL if not wanted.
 * @param[out] answered_ms  How long it stood still though the customer had answered, in own time; NULL if not wanted.
 * @retval REVOPS_OK           Written.
 * @retval REVOPS_ERR_ARG      A pointer or the calendar is NULL, or @p at_ms is beyond the limit.
 * @retval REVOPS_ERR_LATE     @p at_ms is before the record's last change.
 * @retval REVOPS_ERR_CORRUPT  The record is damaged or of another policy.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sla_measure(const revops_sla *sla,
                                                             const revops_calendar *const *calendars,
                                                             const revops_sla_record *record, int64_t at_ms,
                                                             int64_t *consumed_ms, int64_t *answered_ms);

/**
 * Proves that stored records are legal, every field and reserved byte.
 *
 * @param[in] sla      Compiled policy.
 * @param[in] records  Lead after lead, one a clock each.
 * @param     count    Number of leads.
 * @retval REVOPS_OK           They are.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_CORRUPT  A record is damaged or of another policy.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sla_verify(const revops_sla *sla,
                                                            const revops_sla_record *records, size_t count);

/**
 * Brings a lead's records under another policy in mid-flight, keeping what was consumed [SEM25].
 *
 * Under the old policy everything due before the event fires. Then each run under way takes the case that holds of the same
 * clock in the new policy. A run for which there is none is cancelled; verdicts already given stand.
 *
 * @param[in]     from            Policy of the records so far.
 * @param[in]     from_calendars  Its calendars.
 * @param[in]     to              Policy from now on.
 * @param[in]     to_calendars    Its calendars.
 * @param[in,out] records         As many as the larger of both clock counts. Those beyond @p to's end as cancelled.
 * @param[in]     event           When the policy comes into force, and the lead at that instant; its signals don't count.
 * @param         promises        #REVOPS_SLA_KEEP: deadlines stay. #REVOPS_SLA_MOVE: targets and calendars are the new ones.
 * @param[out]    effects         As for revops_sla_apply(); #REVOPS_SLA_EFFECT_RETARGETED where case or deadline changed.
 * @param         capacity        Room at @p effects.
 * @param[out]    count           As for revops_sla_apply().
 * @retval REVOPS_OK           Applied.
 * @retval REVOPS_ERR_ARG      A pointer or a calendar is NULL, or a field of the event is out of range.
 * @retval REVOPS_ERR_NEWER    A flag is set that this library doesn't know.
 * @retval REVOPS_ERR_LATE     The event is older than a run\'s last change.
 * @retval REVOPS_ERR_NOSPACE  @p capacity is too small.
 * @retval REVOPS_ERR_CORRUPT  A record is damaged or of another policy.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sla_rebase(
    const revops_sla *from, const revops_calendar *const *from_calendars, const revops_sla *to,
    const revops_calendar *const *to_calendars, revops_sla_record *records, const revops_sla_event *event,
    revops_sla_change promises, revops_sla_effect *effects, size_t capacity, size_t *count);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
