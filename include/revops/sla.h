/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_SLA_H
#define REVOPS_SLA_H

#include <revops/base.h>
#include <revops/calendar.h>
#include <revops/condition.h>

/**
 * @file
 * @defgroup sla SLA: clocks that start, pause, warn, breach and are met
 *
 * Tracks promises with deadlines: who must do what by when, and whether they did [SL1–SL4, SL9–SL17].
 *
 * A **clock** is such a promise: route within 5 minutes, contact within 4 hours, 6 touches within two weeks. The host
 * reports events as **signals**, numbers of its own choice from 0 up. A table of **uses** defines what each signal does
 * to each clock. A clock has **cases**: the first case whose conditions the lead meets gives the target, the calendar
 * and the warnings of a run.
 *
 * revops_sla_build() compiles a policy once. Each lead has one #revops_sla_record per clock. revops_sla_apply() applies
 * an event, revops_sla_advance() lets time pass. Both change these records and write **effects** (started, warned,
 * breached, met …).
 *
 * **Targets** are elapsed time, open time of a calendar, business days, or calendar days (#revops_calendar_units). The
 * calendar is fixed, or that of the lead or of the owner, which the host gives with each event [SL12, SL17].
 *
 * **Verdicts** carry the instant at which they became true, not that of the call: a breach carries the deadline. A
 * warning or breach fires once time has *passed* its instant, so a clock that is met exactly at its deadline is met in
 * time. The result doesn't depend on how often the host calls revops_sla_advance().
 *
 * **One event** acts on a clock in this order. Everything due before its instant fires. The current run lapses or is
 * merged if the event has that flag; else it counts a meeting, else is ended, else is handed over, else is re-targeted;
 * then it pauses or resumes. Without a current run, a run is reopened or started.
 *
 * **Within an instant** the order of meetings and starts doesn't matter; they alternate: the current run is met, a
 * start begins the next run, an unused meeting meets it, and so on [SEM3].
 *
 * **Time consumed** is the own time of a run minus its pauses; it keeps counting after a breach. Own time is elapsed
 * time for elapsed targets and for days without a calendar, otherwise open time of the calendar.
 *
 * **Order.** Events of one lead must come in order of time. An event older than the last change of its clocks is
 * refused with #REVOPS_ERR_LATE. A repeated event counts twice.
 *
 * **Threads.** A compiled policy is read-only and may be shared. The records of one lead belong to one thread at a
 * time. Input arrays must not overlap output arrays.
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
    /** Uses of a policy: 16 clocks for each of 4096 signals. @since 0.1 */
    REVOPS_SLA_USES_MAX = 65536,
    /** Calendars: one per office of a global company. @since 0.1 */
    REVOPS_SLA_CALENDARS_MAX = 4096,
    /** Attributes that conditions of cases may test. @since 0.1 */
    REVOPS_SLA_ATTRIBUTES_MAX = 128,
    /** Warnings of a case. @since 0.1 */
    REVOPS_SLA_WARNINGS_MAX = 4,
    /** Pauses that a record holds one by one; of earlier ones it holds the number of dates. @since 0.1 */
    REVOPS_SLA_PAUSES_MAX = 4,
    /** Effects of one clock in one call. @since 0.1 */
    REVOPS_SLA_EFFECTS_OF_CLOCK_MAX = 12,
    /** Bytes of a signal's name. @since 0.1 */
    REVOPS_SLA_NAME_MAX = 255,
    /** "No case", in a record or effect. @since 0.1 */
    REVOPS_SLA_NO_CASE = 0xffff
};
/** Longest target, in milliseconds or days. @since 0.1 */
#define REVOPS_SLA_TARGET_MAX REVOPS_ZONE_TIME_MAX_MS
/** "Never": a deadline beyond #REVOPS_ZONE_TIME_MAX_MS [SEM27]. @since 0.1 */
#define REVOPS_SLA_NEVER_MS INT64_MAX

/** How often a clock runs. @since 0.1 */
enum revops_sla_kinds {
    REVOPS_SLA_ONCE = 0,      /**< Once per cycle of the lead, such as first contact. */
    REVOPS_SLA_REPEATING = 1, /**< At each start without a current run, such as the answer to a message. */
    REVOPS_SLA_RESOLUTION = 2 /**< Once per cycle; a met run may be reopened and then continues. */
};
/** One of #revops_sla_kinds. @since 0.1 */
typedef uint32_t revops_sla_kind;

/** States of a clock. @since 0.1 */
enum revops_sla_states {
    REVOPS_SLA_NOT_STARTED = 0, /**< No run has begun. */
    REVOPS_SLA_RUNNING = 1,     /**< Running before the deadline. */
    REVOPS_SLA_PAUSED = 2,      /**< Paused before the deadline. */
    REVOPS_SLA_MET = 3,         /**< Met in time. */
    REVOPS_SLA_MET_LATE = 4,    /**< Met after the deadline. */
    REVOPS_SLA_BREACHED = 5,    /**< Not met when the deadline passed; running or paused. */
    REVOPS_SLA_CANCELLED = 6,   /**< Cancelled before it was met. */
    REVOPS_SLA_LAPSED = 7,      /**< Ended because fading alone moved the lead [SEM16]. */
    REVOPS_SLA_MERGED = 8       /**< Ended because the lead was merged into another [SEM23]. */
};
/** One of #revops_sla_states. @since 0.1 */
typedef uint32_t revops_sla_state;

/** Kinds of effect. @since 0.1 */
enum revops_sla_effect_kinds {
    REVOPS_SLA_EFFECT_STARTED = 1, /**< A run began. */
    REVOPS_SLA_EFFECT_WARNED = 2, /**< A share of the target was consumed; `detail` has it in basis points. */
    REVOPS_SLA_EFFECT_BREACHED = 3,    /**< The deadline passed. */
    REVOPS_SLA_EFFECT_MET = 4,         /**< Met in time. */
    REVOPS_SLA_EFFECT_MET_LATE = 5,    /**< Met after the deadline. */
    REVOPS_SLA_EFFECT_CANCELLED = 6,   /**< Cancelled before it was met. */
    REVOPS_SLA_EFFECT_PAUSED = 7,      /**< A pause began. */
    REVOPS_SLA_EFFECT_RESUMED = 8,     /**< A pause ended; the deadline is new. */
    REVOPS_SLA_EFFECT_REOPENED = 9,    /**< A resolution was undone; the run continues. */
    REVOPS_SLA_EFFECT_RETARGETED = 10, /**< The case or the deadline changed. */
    REVOPS_SLA_EFFECT_LAPSED = 11,     /**< As #REVOPS_SLA_LAPSED. */
    REVOPS_SLA_EFFECT_MERGED = 12      /**< As #REVOPS_SLA_MERGED. */
};
/** One of #revops_sla_effect_kinds. @since 0.1 */
typedef uint32_t revops_sla_effect_kind;

/** Sides that make promises [SL8]. @since 0.1 */
enum revops_sla_sides {
    REVOPS_SLA_SIDE_NONE = 0,      /**< No side. */
    REVOPS_SLA_SIDE_MARKETING = 1, /**< Marketing. */
    REVOPS_SLA_SIDE_SALES = 2      /**< Sales. */
};
/** One of #revops_sla_sides. @since 0.1 */
typedef uint32_t revops_sla_side;

/** Sources of a case's calendar [SL17]. @since 0.1 */
enum revops_sla_calendar_sources {
    REVOPS_SLA_CALENDAR_FIXED = 0,   /**< The case's. */
    REVOPS_SLA_CALENDAR_OF_LEAD = 1, /**< The lead's; without one, the case's. */
    REVOPS_SLA_CALENDAR_OF_OWNER = 2 /**< The owner's; without one, the case's. */
};
/** One of #revops_sla_calendar_sources. @since 0.1 */
typedef uint32_t revops_sla_calendar_source;

/** What happens to the current run when another case applies [SL13, SEM25]. @since 0.1 */
enum revops_sla_changes {
    REVOPS_SLA_TIGHTEN = 0, /**< The earlier of the old deadline and the new target from the change on. */
    REVOPS_SLA_KEEP = 1,    /**< The deadline stays. */
    REVOPS_SLA_MOVE = 2     /**< The new target, from the start; time consumed is kept. */
};
/** One of #revops_sla_changes. @since 0.1 */
typedef uint32_t revops_sla_change;

/** What a change of owner does to the current run [SL16]. @since 0.1 */
enum revops_sla_hand_overs {
    REVOPS_SLA_GOES_ON = 0, /**< It continues. */
    REVOPS_SLA_ANEW = 1     /**< It is cancelled, and a new run starts for the new owner. */
};
/** One of #revops_sla_hand_overs. @since 0.1 */
typedef uint32_t revops_sla_hand_over;

/** Starts the clock. @since 0.1 */
#define REVOPS_SLA_STARTS 1u
/** Counts as a meeting. @since 0.1 */
#define REVOPS_SLA_MEETS 2u
/** Cancels the run; if the same event also meets it, meeting takes precedence. @since 0.1 */
#define REVOPS_SLA_ENDS 4u
/** Pauses the run. @since 0.1 */
#define REVOPS_SLA_PAUSES 8u
/** Resumes the run. @since 0.1 */
#define REVOPS_SLA_RESUMES 16u
/** The customer answered; the audit counts further paused time. @since 0.1 */
#define REVOPS_SLA_ANSWERS 32u
/** Reopens a resolution. If no signal of the clock has this part, those that pause or resume reopen it. @since 0.1 */
#define REVOPS_SLA_REOPENS 64u
/** The lead enters a place in which the clock is paused; a run that starts there is paused at once. @since 0.1 */
#define REVOPS_SLA_ENTERS_STILL 128u
/** The lead leaves such a place. @since 0.1 */
#define REVOPS_SLA_LEAVES_STILL 256u

/** A use: what a signal does to a clock. @since 0.1 */
typedef struct revops_sla_use {
    uint32_t signal;   /**< Number of the signal. */
    uint32_t clock;    /**< Index of the clock. */
    uint32_t parts;    /**< #REVOPS_SLA_STARTS, #REVOPS_SLA_MEETS …, one or several. */
    uint32_t reserved; /**< 0. */
} revops_sla_use;

/** Flag of revops_sla_clock::flags: a start cancels the current run and begins a new one. @since 0.1 */
#define REVOPS_SLA_RESTARTS 1u

/** A clock. @since 0.1 */
typedef struct revops_sla_clock {
    revops_sla_kind kind;              /**< How often it runs. */
    revops_sla_side side;              /**< Side that made the promise. */
    uint32_t needed;                   /**< Meetings needed to meet it, up to 65535; 0 means 1. */
    revops_sla_change when_it_changes; /**< What happens when another case applies. */
    revops_sla_hand_over at_hand_over; /**< What happens when the owner changes. */
    uint32_t at_close; /**< One of #revops_calendar_at_closes, for open time and business days. */
    uint32_t flags;    /**< #REVOPS_SLA_RESTARTS or 0. */
    uint32_t reserved; /**< 0. */
} revops_sla_clock;

/** A case: what a clock promises to which leads. @since 0.1 */
typedef struct revops_sla_case {
    int64_t target;                         /**< 1 … #REVOPS_SLA_TARGET_MAX milliseconds or days. */
    revops_calendar_unit unit;              /**< Unit of the target. */
    uint32_t clock;                         /**< Index of its clock. The first case that applies counts. */
    revops_sla_calendar_source calendar_of; /**< Source of its calendar. */
    uint32_t calendar;        /**< 0 none, else 1 + index in the calendars given with each call; also the
                           calendar of a lead or owner without one. */
    uint32_t first_condition; /**< Index of its first condition; all must hold. */
    uint32_t condition_count; /**< Number of conditions; 0 applies to every lead. */
    uint32_t warn_bp[REVOPS_SLA_WARNINGS_MAX]; /**< Shares of the target, ascending, 1 … 9999; 0 none. */
} revops_sla_case;

/** A policy of clocks. Start from revops_sla_defaults(). @since 0.1 */
typedef struct revops_sla_params {
    uint32_t struct_size;               /**< Size of the struct as compiled. */
    uint32_t flags;                     /**< 0. */
    const revops_sla_clock *clocks;     /**< The clocks. */
    const revops_sla_case *cases;       /**< Their cases, in order of precedence. */
    const revops_sla_use *uses;         /**< Uses of signals by clocks. */
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
    uint32_t calendar_count;            /**< Calendars that cases, leads and owners may use. */
    uint32_t condition_count;           /**< Conditions. */
    uint32_t condition_row_size;        /**< Size of a condition as compiled. */
    uint32_t value_count;               /**< Values. */
    uint32_t text_count;                /**< Texts. */
    uint32_t attribute_count;           /**< Attributes of a lead, up to #REVOPS_SLA_ATTRIBUTES_MAX. */
    uint32_t reserved;                  /**< 0. */
} revops_sla_params;

/** A compiled policy: read-only, without pointers, in the caller's memory. @since 0.1 */
typedef struct revops_sla revops_sla;

/** State of one clock of one lead. Frozen; all zero means "not started". Read it freely, but change it only with the
 * functions here. Most events need only its first 64 bytes, so records aligned to 64 are faster. @since 0.1 */
typedef struct revops_sla_record {
    int64_t due_ms;           /**< While running: the next warning or the deadline. */
    int64_t since_ms;         /**< Instant of the last change; `consumed_ms` holds the time up to it. */
    int64_t consumed_ms;      /**< Time consumed by the latest run up to `since_ms`. */
    int64_t deadline_ms;      /**< Deadline; #REVOPS_SLA_NEVER_MS beyond range;
                              #REVOPS_TIME_NONE while paused before it. */
    int64_t started_ms;       /**< When the latest run began. */
    uint32_t cycle;           /**< Cycle of the lead in which the run began. */
    uint32_t owner;           /**< Owner at the last event of the run; 0 none. */
    uint16_t row;             /**< Its case; #REVOPS_SLA_NO_CASE if a new policy has none. */
    uint16_t held_row;        /**< Case that applied at the last check. */
    uint16_t calendar;        /**< 0 none, else 1 + index of the calendar. */
    uint16_t count;           /**< Meetings counted in the latest run. */
    uint16_t unused_meetings; /**< Meetings at `since_ms` that met no run yet. */
    uint16_t unused_starts;   /**< Starts at `since_ms` during a run. */
    uint8_t state;            /**< One of #revops_sla_states. */
    uint8_t unit;             /**< One of #revops_calendar_units. */
    uint8_t warned;           /**< Warnings of the latest run that are past. */
    uint8_t flags;            /**< #REVOPS_SLA_STANDING … */
    int64_t target;        /**< Target. This and the next fields are 0 unless #REVOPS_SLA_HAS_MORE is set. */
    int64_t base_ms;       /**< Time consumed when the current target was set. */
    int64_t from_ms;       /**< Day targets: instant from which days count; else the start. */
    int64_t answered_ms;   /**< Audit: own time paused after the customer had answered. */
    int64_t known_from_ms; /**< Start, or end of the last pause that isn't held. */
    int32_t ran_day;       /**< Day targets: last date with a pause that isn't held. */
    uint32_t days;         /**< Day targets: dates up to `ran_day` that count. */
    uint32_t still_count;  /**< Pauses held: the latest of the run. */
    uint32_t reserved[3];  /**< 0. */
    int64_t still_from_ms[REVOPS_SLA_PAUSES_MAX];  /**< Start of each pause. */
    int64_t still_until_ms[REVOPS_SLA_PAUSES_MAX]; /**< End of each; #REVOPS_TIME_NONE while paused. */
} revops_sla_record;

/** Flag of revops_sla_record::flags: the clock is paused, before or after its deadline. @since 0.1 */
#define REVOPS_SLA_STANDING 1u
/** The customer has answered, at `since_ms`, and the clock is still paused. @since 0.1 */
#define REVOPS_SLA_ANSWERED 2u
/** Time has passed `since_ms`: everything due at it has fired. @since 0.1 */
#define REVOPS_SLA_PASSED 4u
/** The lead is in a place in which the clock is paused. @since 0.1 */
#define REVOPS_SLA_IN_STILL 8u
/** The deadline was kept through a change of policy; a pause ends this. @since 0.1 */
#define REVOPS_SLA_KEPT 16u
/** The run has been paused or re-targeted: the fields from `target` on are used. @since 0.1 */
#define REVOPS_SLA_HAS_MORE 32u

/** A change of a clock. Frozen. @since 0.1 */
typedef struct revops_sla_effect {
    int64_t at_ms;       /**< Instant of the change; for a breach, the deadline. */
    int64_t started_ms;  /**< When the run began. */
    int64_t due_ms;      /**< The deadline, as in revops_sla_record::deadline_ms. */
    int64_t consumed_ms; /**< Time consumed by the run at `at_ms`. */
    uint32_t lead;       /**< Index of the lead in a batch; 0 from functions over one lead. */
    uint32_t owner;      /**< Owner at `at_ms` [SEM17]; 0 none. */
    uint32_t detail;   /**< For a warning, the share of the target in basis points; else meetings counted. */
    uint32_t reserved; /**< 0. */
    uint16_t kind;     /**< One of #revops_sla_effect_kinds. */
    uint16_t clock;    /**< Index of the clock. */
    uint16_t row;      /**< Case; #REVOPS_SLA_NO_CASE if a new policy has none. */
    uint16_t side;     /**< One of #revops_sla_sides. */
} revops_sla_effect;

/** Flag of revops_sla_event::flags: attributes, owner and calendars are unchanged since the last event. @since 0.1 */
#define REVOPS_SLA_UNCHANGED 1u
/** Fading alone moved the lead: current runs lapse [SEM16]. @since 0.1 */
#define REVOPS_SLA_FADED 2u
/** The lead was merged into another: current runs end as merged [SEM23]. @since 0.1 */
#define REVOPS_SLA_MERGES 4u

/** An event of a lead. Frozen. Zero-fill it, then set the fields you have. @since 0.1 */
typedef struct revops_sla_event {
    int64_t at_ms;             /**< Instant, within #REVOPS_ZONE_TIME_MAX_MS. */
    const uint32_t *signals;   /**< All signals of the event; may be NULL when there are none. */
    const int64_t *attributes; /**< Attributes just after the event, one value each; NULL: all missing. */
    const revops_texts *texts; /**< Texts that text attributes are numbers of; or NULL. */
    uint32_t signal_count;     /**< Number of signals. */
    uint32_t flags;            /**< #REVOPS_SLA_UNCHANGED … or 0. */
    uint32_t cycle;            /**< The lead's cycle; it never falls. */
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
    REVOPS_SLA_DEFAULT_CLOCKS = 4, /**< Number of these clocks. */
    REVOPS_SLA_DEFAULT_CASES = 5   /**< Number of their cases. */
};
/** One of #revops_sla_default_clocks. @since 0.1 */
typedef uint32_t revops_sla_default_clock;
/** Signals of revops_sla_defaults(). @since 0.1 */
enum revops_sla_default_signals {
    REVOPS_SLA_QUALIFIED = 0, /**< Became MQL or PQL: starts routing and first contact. */
    REVOPS_SLA_ASSIGNED = 1,  /**< Got an owner: meets routing. */
    REVOPS_SLA_CONTACTED = 2, /**< Sales reached out: meets first contact, counts as a touch. */
    REVOPS_SLA_ACCEPTED = 3,  /**< Sales accepted it: starts touches and disposition. */
    REVOPS_SLA_DISPOSED = 4,  /**< Qualified, or disqualified with a reason. */
    REVOPS_SLA_WAITING = 5,   /**< Waiting for the customer: pauses disposition. */
    REVOPS_SLA_CONTINUED = 6, /**< No longer waiting. */
    REVOPS_SLA_REPLIED = 7,   /**< The customer answered. */
    REVOPS_SLA_LEFT = 8       /**< Closed, recycled or disqualified: cancels the clocks. */
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
    REVOPS_SLA_STANDARD_INTENT = 1, /**< Any other intent. */
    REVOPS_SLA_HIGH_INTENT = 2      /**< A demo or contact request. */
};
/** One of #revops_sla_default_intents. @since 0.1 */
typedef uint32_t revops_sla_default_intent;

/**
 * Writes the built-in clocks, in elapsed time [SL1–SL4]. Each warns at 80 % of its target and is repeating. The tables
 * live as long as the library; copy one to change its rows.
 *
 * @param[out] out   Parameters; the first @p size bytes are written.
 * @param      size  Bytes at @p out.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sla_defaults(revops_sla_params *out, size_t size);

/**
 * Lists every fault of a policy.
 *
 * @param[in]  params    Read during the call only.
 * @param[out] problems  Faults; may be NULL with @p capacity 0.
 * @param      capacity  Room at @p problems.
 * @param[out] needed    Number of faults; may be NULL.
 * @return As revops_sla_build(), except the statuses about memory.
 * @retval REVOPS_OK           No fault.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or a value is out of range.
 * @retval REVOPS_ERR_ABI      `struct_size` or a `_row_size` fits no version.
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
 * @param[out] memory       Memory for it, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
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

/** Number of clocks, and so of records per lead. @param sla Compiled policy. @return 0 for NULL. @since 0.1 */
REVOPS_API uint32_t revops_sla_clock_count(const revops_sla *sla);
/** Number of signals. @param sla Compiled policy. @return 0 for NULL. @since 0.1 */
REVOPS_API uint32_t revops_sla_signal_count(const revops_sla *sla);
/** Most effects of a call for a lead. @param sla Compiled policy. @return 0 for NULL. @since 0.1 */
REVOPS_API uint32_t revops_sla_effects_max(const revops_sla *sla);
/** Clocks that use a signal. @param sla Compiled policy. @param signal Any value. @return One bit per clock. @since 0.1 */
REVOPS_API uint64_t revops_sla_clocks_of(const revops_sla *sla, uint32_t signal);
/** Name of a signal. @param sla Compiled policy. @param signal Any value. @return "unknown" where it has none. @since 0.1 */
REVOPS_API const char *revops_sla_signal_name(const revops_sla *sla, uint32_t signal);

/**
 * Finds a signal by its name.
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
 * Applies one event of one lead. Everything due before the event fires first. It checks everything first and can't fail
 * later [SEM27].
 *
 * @param[in]     sla        Compiled policy.
 * @param[in]     calendars  `calendar_count` calendars of the policy; may be NULL if there are none.
 * @param[in,out] records    The lead's records, one per clock.
 * @param[in]     event      The event.
 * @param[out]    effects    In order of time; NULL with @p capacity 0 if none are wanted.
 * @param         capacity   Room at @p effects: #REVOPS_SLA_EFFECTS_OF_CLOCK_MAX for each clock that uses a signal of
 *                           the event.
 * @param[out]    count      Number of effects; on #REVOPS_ERR_NOSPACE, the room that suffices.
 * @retval REVOPS_OK           Applied.
 * @retval REVOPS_ERR_ARG      A pointer or a calendar is NULL, or a field of the event is out of range.
 * @retval REVOPS_ERR_NEWER    A flag is set that this library doesn't know.
 * @retval REVOPS_ERR_LATE     The event is older than the last change of a clock that uses it.
 * @retval REVOPS_ERR_NOSPACE  @p capacity is too small.
 * @retval REVOPS_ERR_CORRUPT  A record is damaged or of another policy.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status
revops_sla_apply(const revops_sla *sla, const revops_calendar *const *calendars, revops_sla_record *records,
                 const revops_sla_event *event, revops_sla_effect *effects, size_t capacity, size_t *count);

/**
 * Lets time pass: fires every warning and breach due before @p now_ms. A @p now_ms in the past changes nothing.
 *
 * @param[in]     sla        Compiled policy.
 * @param[in]     calendars  As for revops_sla_apply().
 * @param[in,out] records    The lead's records, one per clock.
 * @param         now_ms     The present. Warnings and breaches due at exactly this instant don't fire yet.
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
 * First instant at which revops_sla_advance() would fire an effect.
 *
 * @param[in] records  The lead's records.
 * @param     count    Number of them.
 * @return The millisecond after the next warning or breach; #REVOPS_TIME_NONE if there is none.
 * @since 0.1
 */
REVOPS_API int64_t revops_sla_next_wakeup(const revops_sla_record *records, size_t count);

/**
 * Deadline of a clock.
 *
 * @param[in]  sla     Compiled policy.
 * @param[in]  record  One clock of a lead.
 * @param[out] out_ms  The deadline if the clock is running or breached, #REVOPS_SLA_NEVER_MS beyond range; else
 *                     #REVOPS_TIME_NONE.
 * @retval REVOPS_OK           Written.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_CORRUPT  The record is damaged or of another policy.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sla_due(const revops_sla *sla,
                                                         const revops_sla_record *record, int64_t *out_ms);

/**
 * Time consumed by the latest run of a clock at an instant, and the audit of its pauses.
 *
 * @param[in]  sla          Compiled policy.
 * @param[in]  calendars    As for revops_sla_apply().
 * @param[in]  record       One clock of a lead.
 * @param      at_ms        Not before the record's last change, within #REVOPS_ZONE_TIME_MAX_MS.
 * @param[out] consumed_ms  Time consumed; NULL if not wanted.
 * @param[out] answered_ms  Own time paused after the customer had answered; NULL if not wanted.
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
 * Validates stored records: every field and reserved byte.
 *
 * @param[in] sla      Compiled policy.
 * @param[in] records  Lead after lead, one per clock each.
 * @param     count    Number of leads.
 * @retval REVOPS_OK           The records are valid.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_CORRUPT  A record is damaged or of another policy.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sla_verify(const revops_sla *sla,
                                                            const revops_sla_record *records, size_t count);

/**
 * Moves a lead's records from one policy to another. Current runs keep their consumed time [SEM25].
 *
 * First, everything due before the event fires under the old policy. Then each current run takes the case of the same
 * clock that applies under the new policy. A run without such a case is cancelled. Earlier verdicts stay.
 *
 * @param[in]     from            Policy of the records so far.
 * @param[in]     from_calendars  Its calendars.
 * @param[in]     to              Policy from now on.
 * @param[in]     to_calendars    Its calendars.
 * @param[in,out] records         As many as the larger of both clock counts; runs of clocks that @p to doesn't have are
 *                                cancelled.
 * @param[in]     event           Instant of the change, and the lead at that instant; signals are ignored.
 * @param         promises        #REVOPS_SLA_KEEP: deadlines stay. #REVOPS_SLA_MOVE: targets and calendars are the new
 *                                ones.
 * @param[out]    effects         As for revops_sla_apply(); #REVOPS_SLA_EFFECT_RETARGETED when case or deadline
 *                                changed.
 * @param         capacity        Room at @p effects.
 * @param[out]    count           As for revops_sla_apply().
 * @retval REVOPS_OK           Applied.
 * @retval REVOPS_ERR_ARG      A pointer or a calendar is NULL, or a field of the event is out of range.
 * @retval REVOPS_ERR_NEWER    A flag is set that this library doesn't know.
 * @retval REVOPS_ERR_LATE     The event is older than a run's last change.
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
