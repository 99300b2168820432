/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_SLA_H
#define REVOPS_SLA_H

#include <revops/base.h>
#include <revops/calendar.h>
#include <revops/stats.h>

/**
 * @file
 * @defgroup sla Service levels: clocks that start, pause, warn, breach and are met
 *
 * Who must do what by when, and whether they did (SL1–SL10).
 *
 * A **clock** is a promise with a deadline: route within 5 minutes, contact within 4 hours, 6 touches within
 * two weeks. The host tells of what happens in **signals**, small numbers of its own choosing (0 … 63): a lead
 * qualified, a call made, "stage 3 entered". A clock says by masks of signals what starts, pauses, resumes,
 * meets and cancels it, and on which calendar its time runs: real elapsed time, or the open time of a
 * revops_calendar. A policy of such clocks is compiled once by revops_sla_build(); each lead has one
 * #revops_sla_record a clock; revops_sla_signal() and revops_sla_advance() change these records and report
 * **effects** (started, warned, breached, met …).
 *
 * **Verdicts belong to the instant they fell**, not to the call that noticed them: a breach effect carries the
 * deadline, whenever it was found. What is due at an instant happens once time has *passed* that instant, so
 * that a clock met exactly at its deadline is met in time, and the outcome never depends on how often the host
 * calls revops_sla_advance(). revops_sla_next_wakeup() is therefore the millisecond after.
 *
 * **One signal** acts on a clock in this order: everything due before its instant fires; then, on a run under
 * way, cancel, else meet, else pause, resume and "answered"; then start. See #revops_sla_row for each.
 *
 * **Time consumed** counts while the clock runs, also after a breach, and stands still while it is paused; it
 * is exact to the millisecond, whatever the number of pauses.
 *
 * **Order.** Signals of one lead come in order of time. One that is older than what its clocks have seen is
 * refused with #REVOPS_ERR_LATE; fold that lead's signals again, in order. A signal given twice counts twice:
 * drop duplicates before (the engine does, by sequence number).
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** The mask of one signal, 0 … 63. */
#define REVOPS_SIGNAL(signal) (UINT64_C(1) << (signal))
/** Most clocks of a policy. */
#define REVOPS_SLA_CLOCKS_MAX 16
/** Most rows of a policy. */
#define REVOPS_SLA_ROWS_MAX 256
/** Warnings that a row may have. */
#define REVOPS_SLA_WARNINGS_MAX 2
/** Room that always suffices for the effects of one call: so many for each clock. */
#define REVOPS_SLA_EFFECTS_PER_CLOCK 6
/** Longest target, 100 years of 365 days. */
#define REVOPS_SLA_TARGET_MAX_MS (INT64_C(36500) * REVOPS_DAY_MS)
/** "No row", in a record or effect. */
#define REVOPS_SLA_NO_ROW 0xffffu

/** How often a clock runs; values never change. @since 0.1 */
typedef uint32_t revops_sla_kind;
/** Runs once in a lead's life: first contact. */
#define REVOPS_SLA_ONCE ((revops_sla_kind)0)
/** Runs anew with each start signal that finds no run under way: next contact after a customer's message. A
    second message doesn't restart it. A signal that both meets and starts ends one run and begins the next. */
#define REVOPS_SLA_REPEATING ((revops_sla_kind)1)
/** Runs once; after it was met, a pause or resume signal reopens it, going on from what it had consumed. The
    verdict given before stands; the next meeting or breach is another one. */
#define REVOPS_SLA_RESOLUTION ((revops_sla_kind)2)

/** Where a clock stands; values never change. @since 0.1 */
typedef uint32_t revops_sla_state;
/** No start signal has come. */
#define REVOPS_SLA_NOT_STARTED ((revops_sla_state)0)
/** Time is being consumed, the deadline has not passed. */
#define REVOPS_SLA_RUNNING ((revops_sla_state)1)
/** Standing still before the deadline. */
#define REVOPS_SLA_PAUSED ((revops_sla_state)2)
/** Met in time. */
#define REVOPS_SLA_MET ((revops_sla_state)3)
/** Met after the deadline. */
#define REVOPS_SLA_MET_LATE ((revops_sla_state)4)
/** The deadline passed and it isn't met yet (running on, or paused: see revops_sla_record::flags). */
#define REVOPS_SLA_BREACHED ((revops_sla_state)5)
/** Called off before it was met. */
#define REVOPS_SLA_CANCELLED ((revops_sla_state)6)

/** What an effect tells; values never change. @since 0.1 */
typedef uint32_t revops_sla_effect_kind;
/** A run began; the effect has its deadline. */
#define REVOPS_SLA_EFFECT_STARTED ((revops_sla_effect_kind)1)
/** A warning share of the target was consumed; `detail` has the share in basis points. */
#define REVOPS_SLA_EFFECT_WARNED ((revops_sla_effect_kind)2)
/** The deadline passed. */
#define REVOPS_SLA_EFFECT_BREACHED ((revops_sla_effect_kind)3)
/** Met in time. */
#define REVOPS_SLA_EFFECT_MET ((revops_sla_effect_kind)4)
/** Met after the deadline. */
#define REVOPS_SLA_EFFECT_MET_LATE ((revops_sla_effect_kind)5)
/** Called off. */
#define REVOPS_SLA_EFFECT_CANCELLED ((revops_sla_effect_kind)6)
/** Stands still from here. */
#define REVOPS_SLA_EFFECT_PAUSED ((revops_sla_effect_kind)7)
/** Runs on from here; the effect has the new deadline. */
#define REVOPS_SLA_EFFECT_RESUMED ((revops_sla_effect_kind)8)
/** A resolution was undone (see #REVOPS_SLA_RESOLUTION); the effect has the new deadline. */
#define REVOPS_SLA_EFFECT_REOPENED ((revops_sla_effect_kind)9)
/** Came under another row in mid-flight, see revops_sla_rebase(); the effect has the new row and deadline. */
#define REVOPS_SLA_EFFECT_MOVED ((revops_sla_effect_kind)10)

/** Whose promise a clock is (SL8); values never change. @since 0.1 */
typedef uint32_t revops_sla_side;
/** Nobody's in particular. */
#define REVOPS_SLA_SIDE_NONE ((revops_sla_side)0)
/** Marketing's. */
#define REVOPS_SLA_SIDE_MARKETING ((revops_sla_side)1)
/** Sales'. */
#define REVOPS_SLA_SIDE_SALES ((revops_sla_side)2)

/** By whom a lead's row is chosen (SL10); the host numbers each from 1, 0 is unknown. Frozen. @since 0.1 */
typedef struct revops_sla_attributes {
    uint32_t intent;  /**< such as 1 standard, 2 high */
    uint32_t segment; /**< customer segment */
    uint32_t source;  /**< where the lead came from */
    uint32_t motion;  /**< inbound, outbound, product-led … */
} revops_sla_attributes;

/**
 * One row of a policy: a clock as it is for some leads.
 *
 * Several rows may describe the same clock (`clock`): when a start signal comes, the first of them whose
 * conditions the lead fits is the one that counts, its masks alone, and it stays until the run ends (or
 * revops_sla_rebase()). Conditions: 0 fits every lead, else the lead's attribute must be equal.
 *
 * A clock may need several meeting signals (6 touches within two weeks): the last of them meets it.
 *
 * A start signal that also pauses starts the clock standing still; one that also meets counts as its first
 * meeting signal, but for #REVOPS_SLA_REPEATING. Zero-fill, then set. @since 0.1
 */
typedef struct revops_sla_row {
    uint64_t start;    /**< signals that start it; not empty */
    uint64_t pause;    /**< signals at which it stands still */
    uint64_t resume;   /**< signals at which it runs on; shares none with `pause` */
    uint64_t meet;     /**< signals that meet it; not empty */
    uint64_t cancel;   /**< signals that call it off; shares none with `meet` */
    uint64_t answered; /**< signals by which the customer answered, for the audit of pauses */
    int64_t target_ms; /**< 1 … #REVOPS_SLA_TARGET_MAX_MS, of open time where there is a calendar */
    uint32_t clock;    /**< which clock this row is of: index of its record in the lead's array */
    uint32_t kind;     /**< a #revops_sla_kind */
    uint32_t calendar; /**< 0 elapsed time, else 1 + index in the calendars passed with each call */
    uint32_t
        at_close; /**< a deadline at closing time: #REVOPS_CALENDAR_AT_CLOSE_STAY, #REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN */
    uint32_t needed;                           /**< meeting signals that it needs, up to 65535; 0 is 1 */
    uint32_t side;                             /**< a #revops_sla_side */
    uint32_t intent;                           /**< condition, 0 any */
    uint32_t segment;                          /**< condition, 0 any */
    uint32_t source;                           /**< condition, 0 any */
    uint32_t motion;                           /**< condition, 0 any */
    uint32_t warn_bp[REVOPS_SLA_WARNINGS_MAX]; /**< shares of the target, ascending, 1 … 9999; 0 none */
} revops_sla_row;

/** A policy of clocks. Zero-fill, set struct_size and row_size, then fields. @since 0.1 */
typedef struct revops_sla_params {
    uint32_t struct_size;       /**< sizeof(revops_sla_params) as compiled */
    uint32_t flags;             /**< 0 */
    uint32_t clock_count;       /**< clocks, 1 … #REVOPS_SLA_CLOCKS_MAX; each needs a row */
    uint32_t row_count;         /**< rows, 1 … #REVOPS_SLA_ROWS_MAX */
    uint32_t row_size;          /**< sizeof(revops_sla_row) as compiled */
    uint32_t calendar_count;    /**< calendars that rows may name */
    const revops_sla_row *rows; /**< in order of precedence; read during the call only */
} revops_sla_params;

/** A compiled policy: read-only, holds no pointers, may be shared and copied. @since 0.1 */
typedef struct revops_sla revops_sla;

/**
 * One clock of one lead. Frozen; all zero is "not started".
 *
 * Read it freely; write it only through the functions here. @since 0.1
 */
typedef struct revops_sla_record {
    int64_t started_ms;  /**< when the latest run began; meaningful once started */
    int64_t since_ms;    /**< instant of the last change: up to here time is in `consumed_ms` */
    int64_t consumed_ms; /**< time consumed by the latest run up to `since_ms`, pauses left out */
    int64_t due_ms;      /**< running: the next warning or the deadline; breached: the deadline it missed */
    int64_t answered_ms; /**< audit: how long the customer had answered while the clock stood still */
    uint16_t row;        /**< row of the policy; #REVOPS_SLA_NO_ROW where a new policy has none for it */
    uint16_t count;      /**< meeting signals counted in the latest run */
    uint8_t state;       /**< a #revops_sla_state */
    uint8_t warned;      /**< warnings of the latest run that are behind it */
    uint8_t flags;    /**< 1 standing still, 2 and the customer has answered, 4 time has passed `since_ms` */
    uint8_t reserved; /**< 0 */
} revops_sla_record;

/** revops_sla_record::flags: the clock stands still (paused, or breached and paused). */
#define REVOPS_SLA_STANDING 1u
/** revops_sla_record::flags: it stands still though the customer has answered, since `since_ms`. */
#define REVOPS_SLA_ANSWERED 2u
/** revops_sla_record::flags: what fell due at `since_ms` has happened, so time has passed that instant. */
#define REVOPS_SLA_PASSED 4u

/** Something that happened to a clock. Frozen. @since 0.1 */
typedef struct revops_sla_effect {
    int64_t at_ms;       /**< when it happened: for a breach its deadline, whenever noticed */
    int64_t started_ms;  /**< when the run began */
    int64_t due_ms;      /**< the run's deadline; #REVOPS_TIME_NONE while it stands still before it */
    int64_t consumed_ms; /**< time consumed by the run at `at_ms` */
    uint32_t lead;       /**< index of the lead in a batch; 0 from functions over one lead */
    uint32_t detail;     /**< warned: share of the target in basis points; else meeting signals counted */
    uint16_t kind;       /**< a #revops_sla_effect_kind */
    uint16_t clock;      /**< index of the clock */
    uint16_t row;        /**< row of the policy; #REVOPS_SLA_NO_ROW if a new policy has none */
    uint16_t side;       /**< a #revops_sla_side, of the row */
} revops_sla_effect;

/** What a row can have wrong; values never change. @since 0.1 */
typedef uint32_t revops_sla_fault;
/** Nothing. */
#define REVOPS_SLA_SOUND ((revops_sla_fault)0)
/** `clock` is not below the policy's clock_count. */
#define REVOPS_SLA_BAD_CLOCK ((revops_sla_fault)1)
/** `kind`, `at_close` or `side` is no value of its list. */
#define REVOPS_SLA_BAD_CHOICE ((revops_sla_fault)2)
/** `target_ms` is out of range. */
#define REVOPS_SLA_BAD_TARGET ((revops_sla_fault)3)
/** `calendar` is above the policy's calendar_count. */
#define REVOPS_SLA_BAD_CALENDAR ((revops_sla_fault)4)
/** `warn_bp` isn't ascending within 1 … 9999. */
#define REVOPS_SLA_BAD_WARNING ((revops_sla_fault)5)
/** `needed` is above 65535. */
#define REVOPS_SLA_BAD_COUNT ((revops_sla_fault)6)
/** No signal starts it. */
#define REVOPS_SLA_NEVER_STARTS ((revops_sla_fault)7)
/** No signal meets it. */
#define REVOPS_SLA_NEVER_MET ((revops_sla_fault)8)
/** A signal both pauses and resumes, or both meets and cancels. */
#define REVOPS_SLA_CONTRADICTION ((revops_sla_fault)9)
/** An earlier row of the same clock fits every lead that this one fits. */
#define REVOPS_SLA_UNREACHABLE ((revops_sla_fault)10)
/** The clock whose number stands in place of a row's has no row. */
#define REVOPS_SLA_NO_ROWS ((revops_sla_fault)11)

/**
 * Name of a kind of clock.
 * @param kind  Any value.
 * @return "once", "repeating", "resolution"; else "unknown". Never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_sla_kind_name(revops_sla_kind kind);

/**
 * Name of a state.
 * @param state  Any value.
 * @return "not started", "running", "paused", "met", "met late", "breached", "cancelled"; else "unknown".
 * @since 0.1
 */
REVOPS_API const char *revops_sla_state_name(revops_sla_state state);

/**
 * Name of a kind of effect.
 * @param kind  Any value.
 * @return "started", "warned", "breached", "met", "met late", "cancelled", "paused", "resumed", "reopened",
 *         "moved"; else "unknown".
 * @since 0.1
 */
REVOPS_API const char *revops_sla_effect_name(revops_sla_effect_kind kind);

/**
 * A sentence that says what is wrong with a row.
 * @param fault  Any value.
 * @return Text in English, never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_sla_fault_text(revops_sla_fault fault);

/**
 * Finds the first thing wrong with a policy's rows.
 *
 * @param[in]  params     Read during the call only.
 * @param[out] out_row      Index of the row at fault (of the clock, for #REVOPS_SLA_NO_ROWS); 0 if none.
 * @param[out] out_fault  What it is; #REVOPS_SLA_SOUND if nothing.
 * @retval REVOPS_OK         Looked; see @p out_fault.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or a count is out of range.
 * @retval REVOPS_ERR_ABI    struct_size or row_size fits no version.
 * @retval REVOPS_ERR_NEWER  A flag or a field is set that this library doesn't know.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sla_check(const revops_sla_params *params, uint32_t *out_row,
                                                           revops_sla_fault *out_fault);

/**
 * Compiles a policy into the caller's memory.
 *
 * @param[in]  params   Read during the call only.
 * @param[out] memory   Where to compile it, aligned to 8; may be NULL to ask for the size.
 * @param      size     Bytes at @p memory.
 * @param[out] needed   Bytes that it takes, also set on #REVOPS_ERR_NOSPACE; may be NULL.
 * @param[out] out      The compiled policy, at the start of @p memory.
 * @retval REVOPS_OK           Built.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or a count is out of range.
 * @retval REVOPS_ERR_ABI      struct_size or row_size fits no version.
 * @retval REVOPS_ERR_NEWER    A flag or a field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND  A row is wrong; revops_sla_check() says which and why.
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned to 8 bytes.
 * @retval REVOPS_ERR_NOSPACE  @p size is below @p needed.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sla_build(const revops_sla_params *params, void *memory,
                                                           size_t size, size_t *needed,
                                                           const revops_sla **out);

/**
 * Number of clocks, and so of records a lead.
 * @param sla  Compiled policy.
 * @return 1 … #REVOPS_SLA_CLOCKS_MAX; 0 for NULL.
 * @since 0.1
 */
REVOPS_API uint32_t revops_sla_clock_count(const revops_sla *sla);

/**
 * A row as compiled.
 * @param[in]  sla  Compiled policy.
 * @param      row  Index of the row.
 * @param[out] out  The row.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  A pointer is NULL or there is no such row.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sla_row_get(const revops_sla *sla, uint32_t row,
                                                             revops_sla_row *out);

/**
 * The signals that concern any clock: others change nothing and need not be passed.
 * @param sla  Compiled policy.
 * @return Mask of signals; 0 for NULL.
 * @since 0.1
 */
REVOPS_API uint64_t revops_sla_signals(const revops_sla *sla);

/** Clocks of revops_sla_default_rows(). @since 0.1 */
#define REVOPS_SLA_ROUTE 0u
/** First contact (SL2). */
#define REVOPS_SLA_FIRST_CONTACT 1u
/** Touches before disqualification (SL3). */
#define REVOPS_SLA_TOUCHES 2u
/** Disposition after acceptance (SL4). */
#define REVOPS_SLA_DISPOSITION 3u
/** Clocks that revops_sla_default_rows() describes. */
#define REVOPS_SLA_DEFAULT_CLOCKS 4u
/** Rows that revops_sla_default_rows() writes. */
#define REVOPS_SLA_DEFAULT_ROWS 5u

/** Which of the host's signals mean what, for revops_sla_default_rows(). Zero-fill, then set. @since 0.1 */
typedef struct revops_sla_meanings {
    uint64_t qualified;   /**< became MQL or PQL: route it, contact it */
    uint64_t assigned;    /**< has an owner: routed */
    uint64_t contacted;   /**< sales reached out for the first time, or again: first contact, a touch */
    uint64_t accepted;    /**< sales accepted it: touches and disposition are owed */
    uint64_t disposed;    /**< qualified, or not with a reason */
    uint64_t waiting;     /**< waiting for the customer: disposition stands still */
    uint64_t resumed;     /**< no longer waiting */
    uint64_t answered;    /**< the customer answered */
    uint64_t left;        /**< closed, recycled, disqualified: nothing is owed any more */
    uint32_t high_intent; /**< value of revops_sla_attributes::intent for a demo request, contact us; 1 … */
    uint32_t calendar;    /**< calendar of all four, as in revops_sla_row; 0 elapsed time */
} revops_sla_meanings;

/**
 * The built-in clocks: route within 5 minutes (SL1), first contact within 4 h for high intent and 24 h else
 * (SL2), 6 touches within 14 days of acceptance (SL3), disposition within 14 days of it (SL4).
 *
 * Each warns at 80 % of its target and runs anew in each cycle of a recycled lead, that is, is
 * #REVOPS_SLA_REPEATING.
 *
 * @param[in]  meanings  The host's signals.
 * @param[out] rows      Room for #REVOPS_SLA_DEFAULT_ROWS rows; change them as you like, then build.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or `high_intent` is 0.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sla_default_rows(const revops_sla_meanings *meanings,
                                                                  revops_sla_row *rows);

/**
 * Applies one signal of one lead: what was due before it fires first.
 *
 * @param[in]     sla         Compiled policy.
 * @param[in]     calendars   As many as the policy's calendar_count; may be NULL if no row names one.
 * @param[in,out] records     The lead's records, one a clock.
 * @param         signal      0 … 63.
 * @param         at_ms       When it happened.
 * @param[in]     attributes  The lead at that instant; NULL for all unknown.
 * @param[out]    effects     In order of time; may be NULL with capacity 0.
 * @param         capacity    Room at @p effects; #REVOPS_SLA_EFFECTS_PER_CLOCK a clock always suffice.
 * @param[out]    count       Effects written; on #REVOPS_ERR_NOSPACE, effects that there are.
 * @retval REVOPS_OK            Applied.
 * @retval REVOPS_ERR_ARG       A pointer or a calendar is NULL, or @p signal is above 63.
 * @retval REVOPS_ERR_LATE      Older than what a clock that it concerns has seen.
 * @retval REVOPS_ERR_NOSPACE   @p capacity is too small.
 * @retval REVOPS_ERR_CORRUPT   A record is damaged or of another policy.
 * @retval REVOPS_ERR_RANGE     A calendar can't answer for that time.
 * @retval REVOPS_ERR_OVERFLOW  An instant doesn't fit.
 * @note On any failure no record and no effect is changed.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status
revops_sla_signal(const revops_sla *sla, const revops_calendar *const *calendars, revops_sla_record *records,
                  uint32_t signal, int64_t at_ms, const revops_sla_attributes *attributes,
                  revops_sla_effect *effects, size_t capacity, size_t *count);

/**
 * Lets time pass: fires every warning and breach due before @p now_ms.
 *
 * @param[in]     sla        Compiled policy.
 * @param[in]     calendars  As for revops_sla_signal().
 * @param[in,out] records    The lead's records, one a clock.
 * @param         now_ms     The present; what is due at exactly this instant isn't fired yet.
 * @param[out]    effects    In order of time; may be NULL with capacity 0.
 * @param         capacity   Room at @p effects.
 * @param[out]    count      Effects written; on #REVOPS_ERR_NOSPACE, effects that there are.
 * @return As revops_sla_signal(), but never #REVOPS_ERR_LATE: a time that has passed already changes nothing.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sla_advance(const revops_sla *sla,
                                                             const revops_calendar *const *calendars,
                                                             revops_sla_record *records, int64_t now_ms,
                                                             revops_sla_effect *effects, size_t capacity,
                                                             size_t *count);

/**
 * The first instant at which revops_sla_advance() would fire something: set one timer to it.
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
 * @param[in]  sla        Compiled policy.
 * @param[in]  calendars  As for revops_sla_signal().
 * @param[in]  record     One clock of a lead.
 * @param[out] out_ms     Running: when its target will be consumed; breached: when it was; else
 *                        #REVOPS_TIME_NONE.
 * @return As revops_sla_signal().
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sla_due(const revops_sla *sla,
                                                         const revops_calendar *const *calendars,
                                                         const revops_sla_record *record, int64_t *out_ms);

/**
 * Time that a clock's latest run has consumed at an instant, and the audit of its pauses.
 *
 * @param[in]  sla           Compiled policy.
 * @param[in]  calendars     As for revops_sla_signal().
 * @param[in]  record        One clock of a lead.
 * @param      at_ms         Not before the record's last change.
 * @param[out] consumed_ms   Time consumed, pauses left out; NULL if not wanted.
 * @param[out] answered_ms   Of the pauses, how long the customer had answered, in the clock's own time; NULL
 *                           if not wanted.
 * @return As revops_sla_signal(); #REVOPS_ERR_LATE where @p at_ms is before the record's last change.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sla_measure(const revops_sla *sla,
                                                             const revops_calendar *const *calendars,
                                                             const revops_sla_record *record, int64_t at_ms,
                                                             int64_t *consumed_ms, int64_t *answered_ms);

/**
 * Moves a lead's records to another policy in mid-flight, keeping what was consumed.
 *
 * Under the old policy everything due before @p at_ms fires and time is consumed up to it. Then each run under
 * way takes the first fitting row of the same clock in the new policy: its target, calendar, warnings. What
 * the new row makes overdue falls due at @p at_ms. Verdicts already given stand. A run for which the new policy
 * has no row is cancelled. The same policy twice, with new attributes, re-targets a lead that has changed.
 *
 * @param[in]     from            Policy of the records so far.
 * @param[in]     from_calendars  Its calendars.
 * @param[in]     to              Policy from now on.
 * @param[in]     to_calendars    Its calendars.
 * @param[in,out] records         As many as the larger of both clock counts; those beyond @p to's are left
 *                                cancelled or finished, those beyond @p from's must be zero.
 * @param         at_ms           When the new policy comes into force.
 * @param[in]     attributes      The lead at that instant; NULL for all unknown.
 * @param[out]    effects         In order of time; #REVOPS_SLA_EFFECT_MOVED where the row is another one.
 * @param         capacity        Room at @p effects.
 * @param[out]    count           Effects written; on #REVOPS_ERR_NOSPACE, effects that there are.
 * @return As revops_sla_signal(); #REVOPS_ERR_LATE where @p at_ms is before a run's last change.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sla_rebase(
    const revops_sla *from, const revops_calendar *const *from_calendars, const revops_sla *to,
    const revops_calendar *const *to_calendars, revops_sla_record *records, int64_t at_ms,
    const revops_sla_attributes *attributes, revops_sla_effect *effects, size_t capacity, size_t *count);

/** Columns of signals, for many leads at once. Zero-fill, set struct_size, then fields. @since 0.1 */
typedef struct revops_sla_columns {
    uint32_t struct_size;                    /**< sizeof(revops_sla_columns) as compiled */
    uint32_t flags;                          /**< 0 */
    uint64_t count;                          /**< signals */
    const int64_t *at_ms;                    /**< when; of one lead in order of time */
    const uint32_t *lead;                    /**< index of the lead */
    const uint8_t *signal;                   /**< 0 … 63 */
    const revops_sla_attributes *attributes; /**< one a lead; NULL for all unknown */
} revops_sla_columns;

/**
 * revops_sla_signal() over columns of signals.
 *
 * Stops where the effects are full and goes on at the next call: handle the effects, then call again with the same
 * @p position. Late signals change nothing and are counted.
 *
 * @param[in]     sla         Compiled policy.
 * @param[in]     calendars   As for revops_sla_signal().
 * @param[in,out] records     Lead after lead, one a clock each.
 * @param         lead_count  Leads at @p records.
 * @param[in]     columns     The signals.
 * @param[in,out] position    Index of the first signal to apply, 0 to begin; after the call, of the first that wasn't.
 * @param[out]    effects     In the order of the signals; NULL with capacity 0 if none are wanted.
 * @param         capacity    Room at @p effects, at least #REVOPS_SLA_EFFECTS_PER_CLOCK a clock.
 * @param[out]    count       Effects written, also on a failure.
 * @param[in,out] late        Goes up by the late signals; may be NULL.
 * @retval REVOPS_OK           All applied.
 * @retval REVOPS_ERR_NOSPACE  The effects are full; call again.
 * @retval REVOPS_ERR_ARG      As for revops_sla_signal(), or the lead at @p position isn't below @p lead_count, or
 *                             @p capacity is too small for any signal.
 * @return Else as revops_sla_signal(), for the signal at @p position, which changed nothing.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sla_signal_many(
    const revops_sla *sla, const revops_calendar *const *calendars, revops_sla_record *records,
    size_t lead_count, const revops_sla_columns *columns, size_t *position, revops_sla_effect *effects,
    size_t capacity, size_t *count, size_t *late);

/**
 * revops_sla_advance() over many leads.
 *
 * @param[in]     sla         Compiled policy.
 * @param[in]     calendars   As for revops_sla_signal().
 * @param[in,out] records     Lead after lead, one a clock each.
 * @param         lead_count  Leads at @p records.
 * @param         now_ms      The present.
 * @param[in,out] position    Index of the first lead to advance, 0 to begin; after the call, of the first that wasn't.
 * @param[out]    effects     Lead after lead; NULL with capacity 0 if none are wanted.
 * @param         capacity    Room at @p effects, at least #REVOPS_SLA_EFFECTS_PER_CLOCK a clock.
 * @param[out]    count       Effects written, also on a failure.
 * @return As revops_sla_signal_many().
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status
revops_sla_advance_many(const revops_sla *sla, const revops_calendar *const *calendars,
                        revops_sla_record *records, size_t lead_count, int64_t now_ms, size_t *position,
                        revops_sla_effect *effects, size_t capacity, size_t *count);

/**
 * revops_sla_next_wakeup() of many leads.
 *
 * @param[in]  records      Lead after lead.
 * @param      clock_count  Records of each lead, 1 or more.
 * @param      lead_count   Leads.
 * @param[out] out_ms       One a lead.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  A pointer is NULL or @p clock_count is 0.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sla_next_wakeup_many(const revops_sla_record *records,
                                                                      uint32_t clock_count, size_t lead_count,
                                                                      int64_t *out_ms);

/**
 * revops_sla_measure() of every clock of many leads at one instant.
 *
 * @param[in]  sla          Compiled policy.
 * @param[in]  calendars    As for revops_sla_signal().
 * @param[in]  records      Lead after lead, one a clock each.
 * @param      lead_count   Leads at @p records.
 * @param      at_ms        Not before any record's last change.
 * @param[out] consumed_ms  One a record; NULL if not wanted.
 * @param[out] answered_ms  One a record; NULL if not wanted.
 * @return As revops_sla_measure(); on a failure the outputs hold what came before it.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sla_measure_many(const revops_sla *sla,
                                                                  const revops_calendar *const *calendars,
                                                                  const revops_sla_record *records,
                                                                  size_t lead_count, int64_t at_ms,
                                                                  int64_t *consumed_ms, int64_t *answered_ms);

/** What became of clocks: sums that add up over any parts. Frozen; all zero is empty. @since 0.1 */
typedef struct revops_sla_compliance {
    uint64_t started;      /**< runs begun */
    uint64_t warned;       /**< warnings given */
    uint64_t met;          /**< kept: met in time */
    uint64_t breached;     /**< missed: the deadline passed */
    uint64_t met_late;     /**< of the missed ones, met afterwards */
    uint64_t cancelled;    /**< called off, neither kept nor missed if before the deadline */
    uint64_t reopened;     /**< resolutions undone */
    uint64_t under_5_min;  /**< met, in time or late, after less than 5 minutes of the clock's time (SL2) */
    uint64_t under_30_min; /**< met after 5 to less than 30 minutes */
    uint64_t from_30_min;  /**< met after 30 minutes or more */
} revops_sla_compliance;

/**
 * Counts effects into groups of the caller's choice (SL8): a week, a side, an owner, a team, a source, a segment,
 * or any combination.
 *
 * A verdict counts when it falls: a breach at its deadline, a meeting when it happened. Effects that say nothing of
 * compliance (paused, resumed, moved) are passed over.
 *
 * @param[in]     effects      Of any number of leads and calls.
 * @param         count        Number of them.
 * @param[in]     groups       Index of each effect's group; NULL if all are in group 0.
 * @param[in,out] counters     One a group.
 * @param[in,out] times        One a group: time to meet, of what was met in time or late; NULL if not wanted.
 * @param         group_count  Groups, 1 or more.
 * @retval REVOPS_OK            Counted.
 * @retval REVOPS_ERR_ARG       A pointer is NULL, a group isn't below @p group_count, or a time is negative; nothing was counted.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sla_compliance_add(const revops_sla_effect *effects,
                                                                    size_t count, const uint32_t *groups,
                                                                    revops_sla_compliance *counters,
                                                                    revops_histogram *times,
                                                                    size_t group_count);

/**
 * Adds counters to counters.
 *
 * @param[in,out] counters  As many as @p others.
 * @param[in]     others    To be added, one to one.
 * @param         count     Number of each.
 * @retval REVOPS_OK       Added.
 * @retval REVOPS_ERR_ARG  A pointer is NULL.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sla_compliance_merge(revops_sla_compliance *counters,
                                                                      const revops_sla_compliance *others,
                                                                      size_t count);

/**
 * Share kept of what was judged: met ÷ (met + breached).
 *
 * @param[in]  counter   One group.
 * @param[out] share_bp  0 … 10000 basis points, rounded down, so that 10000 means all.
 * @retval REVOPS_OK         Written.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_RANGE  Nothing was judged.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sla_compliance_share(const revops_sla_compliance *counter,
                                                                      uint32_t *share_bp);

/**
 * The week that an instant belongs to: ISO 8601 weeks, from Monday.
 *
 * @param      at_ms      Any.
 * @param      offset_ms  Local time minus UTC.
 * @param[out] out_day    Day number of the week's Monday.
 * @retval REVOPS_OK         Written.
 * @retval REVOPS_ERR_ARG    @p out_day is NULL.
 * @retval REVOPS_ERR_RANGE  There is no such day number.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sla_week(int64_t at_ms, int64_t offset_ms, int32_t *out_day);

/** How far up a miss goes (SL7); values never change. @since 0.1 */
typedef uint32_t revops_sla_level;
/** The week was kept, or had nothing to judge. */
#define REVOPS_SLA_LEVEL_NONE ((revops_sla_level)0)
/** A missed week: marketing and sales operations talk. */
#define REVOPS_SLA_LEVEL_OPERATIONS ((revops_sla_level)1)
/** Misses through a month: review by the vice presidents. */
#define REVOPS_SLA_LEVEL_REVIEW ((revops_sla_level)2)
/** Systematic misses: the executives intervene. */
#define REVOPS_SLA_LEVEL_EXECUTIVE ((revops_sla_level)3)

/** Rules of escalation: which weeks are missed, and how many of how many. @since 0.1 */
typedef struct revops_sla_ladder {
    uint32_t struct_size;      /**< sizeof(revops_sla_ladder) as compiled */
    uint32_t flags;            /**< 0 */
    uint32_t target_bp;        /**< a week with a smaller share is missed; 1 … 10000 */
    uint32_t review_missed;    /**< so many missed … */
    uint32_t review_weeks;     /**< … of so many weeks are misses through a month; 1 … 64 */
    uint32_t executive_missed; /**< so many missed … */
    uint32_t executive_weeks;  /**< … of so many weeks are systematic; 1 … 64 */
    uint32_t reserved;         /**< 0 */
} revops_sla_ladder;

/**
 * The built-in ladder: a week is missed below 90 %; 4 missed weeks of 4 go to review, 8 of 13 (a quarter) to the
 * executives.
 *
 * @param[out] out   Written as far as @p size goes.
 * @param      size  Bytes at @p out.
 * @since 0.1
 */
REVOPS_API void revops_sla_ladder_defaults(revops_sla_ladder *out, size_t size);

/**
 * Escalation week by week (SL7).
 *
 * A missed week is at least #REVOPS_SLA_LEVEL_OPERATIONS, and more if the weeks up to it say so. A kept week needs
 * none. Weeks with nothing to judge are passed over: they neither help nor hurt.
 *
 * @param[in]  ladder  Rules.
 * @param[in]  weeks   Compliance of consecutive weeks, oldest first.
 * @param      count   Number of weeks.
 * @param[out] levels  A #revops_sla_level a week.
 * @retval REVOPS_OK         Written.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or a rule is out of range.
 * @retval REVOPS_ERR_ABI    struct_size fits no version.
 * @retval REVOPS_ERR_NEWER  A flag or field is set that this library doesn't know.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sla_escalate(const revops_sla_ladder *ladder,
                                                              const revops_sla_compliance *weeks,
                                                              size_t count, uint32_t *levels);

/**
 * Name of a level of escalation.
 * @param level  Any value.
 * @return "none", "operations talk", "vice-president review", "executive intervention"; else "unknown".
 * @since 0.1
 */
REVOPS_API const char *revops_sla_level_name(revops_sla_level level);

/** How far ahead sales announces a limit of its capacity (SL5): 30 days, for #REVOPS_SLA_AT_LEAST. @since 0.1 */
#define REVOPS_SLA_CAPACITY_NOTICE_MS (30 * REVOPS_DAY_MS)

/** How a promise that is no clock is measured; values never change. @since 0.1 */
typedef uint32_t revops_sla_promise;
/** An amount of at least a minimum: MQLs in a month, reports in a week (SL6), milliseconds of notice (SL5). */
#define REVOPS_SLA_AT_LEAST ((revops_sla_promise)0)
/** A share of at least so many basis points: MQL→SQL conversion, leads with complete data (SL6). */
#define REVOPS_SLA_SHARE ((revops_sla_promise)1)

/**
 * Judges a promise that is no clock, for one period (SL5, SL6).
 *
 * @param         promise  How it is measured.
 * @param         minimum  0 or more: the amount, or the share in basis points (up to 10000).
 * @param         done     0 or more: the amount, or how many have it.
 * @param         of       0 or more: of how many, at least @p done; 0 for #REVOPS_SLA_AT_LEAST. A share of none is kept.
 * @param[in,out] counter  Counts it as met or breached, beside the clocks of that side; may be NULL.
 * @param[out]    missing  How many more were needed; 0 means that it was kept.
 * @retval REVOPS_OK            Judged.
 * @retval REVOPS_ERR_ARG       A pointer is NULL or a value is out of range.
 * @retval REVOPS_ERR_OVERFLOW  @p of is too large.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sla_judge(revops_sla_promise promise, int64_t minimum,
                                                           int64_t done, int64_t of,
                                                           revops_sla_compliance *counter, int64_t *missing);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
