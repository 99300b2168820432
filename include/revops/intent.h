/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_INTENT_H
#define REVOPS_INTENT_H

#include <revops/base.h>
#include <revops/score.h>

/**
 * @file
 * @defgroup intent Intent: points for behaviour that fade with time
 *
 * Scores the buying intent that a lead has shown, at any instant (SC5, SC6, SC15). revops_intent_build() compiles the
 * rules, revops_intent_apply() adds an event to a lead's record, and revops_intent_rate() computes the score at an
 * instant.
 *
 * A *behaviour* (demo requested, pricing page visited, unsubscribed …) is an index. Rule k defines the points of each
 * event of behaviour k and how they fade. An event of p points has the following points left at age a (milliseconds
 * since the event):
 *
 * | decay | points left |
 * |---|---|
 * | #REVOPS_INTENT_LASTING | p |
 * | #REVOPS_INTENT_WINDOW | p while a < period, then 0 |
 * | #REVOPS_INTENT_STEP | p minus `loss_bp` of p after each whole period, not below 0 |
 * | #REVOPS_INTENT_LINEAR | p minus `loss_bp` of p per period, continuously, not below 0 (HubSpot: 10 points at 50 % a month are 5 after a month) |
 * | #REVOPS_INTENT_HALF_LIFE | p × 2^(−a ÷ period), 0 from 64 periods on |
 * | #REVOPS_INTENT_TIERS | the rule has the points of its best tier, "at least `count` events within `within_ms`" (Eloqua); single events have none |
 *
 * Each event fades by its own age; a new event never resets the age of another. At age 0 an event counts in full. Rules
 * may belong to groups with limits (@ref score). The sum has limits, too, and is rounded down once, to thousandths of a
 * point.
 *
 * **Inactivity** (SC15). If `inactivity_loss_bp` is set, a score above 0 loses that share for each whole
 * `inactivity_period_ms` since the lead's latest activity: 5 % after 30 days, 10 % after 60. Every event is an
 * activity, even beyond its daily limit, except events of #REVOPS_INTENT_PASSIVE rules.
 *
 * **Disqualifiers** (SC15). From the first event of an #REVOPS_INTENT_ENDS rule on ("unsubscribed", "competitor"), the
 * score is always `ended_mpt`.
 *
 * **Record** (SEM26). A record is a head of 32 bytes and one slot of 32 bytes per rule. revops_intent_apply() updates
 * it, and all other functions read it. The points that the record gives define the score; they can differ slightly from
 * the table above:
 *
 * | decay | content of the slot | difference from the points above |
 * |---|---|---|
 * | lasting | a count | none |
 * | half-life | the faded sum, with 39 fractional bits | exact at 64 ages per period, linear in between: at most 15 millionths too high |
 * | window, step, linear, tiers | 16 counts (each up to 255), one per span of a fifteenth of the rule's life; events of the newest span have the age of its newest event, those of an older span the age of its middle | each event's age differs by less than a span; only the first 255 events of a span count |
 *
 * The life of a rule is the time until an event has no points left (for tiers, the longest `within_ms`). A span is a
 * fifteenth of it, rounded up to a millisecond; spans are consecutive from a fixed instant on. Events beyond 255 of one
 * span are lost, so a tier whose `count` is above 255 may be missed. If no byte of `state` is 255, no event was lost. A
 * `daily_limit` of at most 255 ÷ (span in days, rounded up, + 1) prevents losses, for example 85 for a window of 30
 * days. revops_intent_audit() computes the exact score from a lead's history.
 *
 * **Order.** Events of one rule must come in order of time. An event older than the newest one of its rule is refused
 * (#REVOPS_ERR_LATE: apply the history again). The order doesn't matter for lasting rules without a daily limit, nor
 * between rules.
 *
 * **Threads.** A compiled #revops_intent is read-only and may be shared. A record belongs to one thread at a time.
 *
 * intent-next.h tells when a score will fall and which events would raise it. intent-total.h combines fit and behaviour
 * in one score.
 *
 * Example: examples/intent.c.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    /** Rules of a set: companies score about 50 behaviours, large ones 250. @since 0.1 */
    REVOPS_INTENT_RULES_MAX = 1024,
    /** Tiers of a set, and of all its rules together. @since 0.1 */
    REVOPS_INTENT_TIERS_MAX = 4096,
    /** Tiers of one rule: Eloqua has at most four by four. @since 0.1 */
    REVOPS_INTENT_TIERS_OF_RULE_MAX = 16,
    /** Events that count per rule and lead: a number of 24 bits. @since 0.1 */
    REVOPS_INTENT_EVENTS_MAX = 16777215
};
/** Longest period, ten years, in milliseconds. @since 0.1 */
#define REVOPS_INTENT_PERIOD_MAX_MS INT64_C(315576000000)
/** Instants lie between −2^52 and 2^52 milliseconds (140,000 years either way). @since 0.1 */
#define REVOPS_INTENT_TIME_MAX_MS (INT64_C(1) << 52)

/** Kinds of decay. @since 0.1 */
enum revops_intent_decays {
    REVOPS_INTENT_LASTING = 1,   /**< No decay. */
    REVOPS_INTENT_WINDOW = 2,    /**< All points are lost after the period. */
    REVOPS_INTENT_STEP = 3,      /**< A share of the original points is lost after each period. */
    REVOPS_INTENT_LINEAR = 4,    /**< A share of the original points is lost per period, continuously. */
    REVOPS_INTENT_HALF_LIFE = 5, /**< Half of the remaining points is lost per period. */
    REVOPS_INTENT_TIERS = 6      /**< Tiers of frequency and recency. */
};
/** One of #revops_intent_decays. @since 0.1 */
typedef uint32_t revops_intent_decay;

/** Flag of a rule: an event ends scoring (a hard disqualifier). @since 0.1 */
#define REVOPS_INTENT_ENDS 1u
/** Flag of a rule: an event isn't an activity of the lead, such as a signal about its company. @since 0.1 */
#define REVOPS_INTENT_PASSIVE 2u

/** One tier. A rule has the points of the highest tier that is met. @since 0.1 */
typedef struct revops_intent_tier {
    int64_t within_ms;  /**< Events younger than this count; 1 … #REVOPS_INTENT_PERIOD_MAX_MS. */
    uint32_t count;     /**< Events needed, 1 or more. */
    int32_t points_mpt; /**< Thousandths of a point, above 0. */
} revops_intent_tier;

/** Rule of a behaviour. Fields that its decay doesn't use are 0. @since 0.1 */
typedef struct revops_intent_rule {
    int32_t points_mpt; /**< Points of an event, thousandths, of either sign, not INT32_MIN; 0 with tiers. */
    uint32_t group;     /**< 1 … `group_count`, or #REVOPS_NONE. */
    revops_intent_decay decay; /**< One of #revops_intent_decays. */
    uint32_t daily_limit;      /**< First events of a day that count, 1 … 65535; 0 for all. */
    int64_t period_ms;         /**< Period, 1 … #REVOPS_INTENT_PERIOD_MAX_MS; 0 if lasting or with tiers. */
    uint32_t loss_bp;          /**< Share lost per period, 1 … 10,000 basis points, for step and linear. */
    uint32_t first_tier;       /**< Index into `tiers`. */
    uint32_t tier_count;       /**< 1 … #REVOPS_INTENT_TIERS_OF_RULE_MAX with tiers. */
    uint32_t flags;            /**< Sum of #REVOPS_INTENT_ENDS and #REVOPS_INTENT_PASSIVE. */
} revops_intent_rule;

/** A set of intent rules. Start from #REVOPS_INTENT_PARAMS_INIT or revops_intent_defaults(). @since 0.1 */
typedef struct revops_intent_params {
    uint32_t struct_size;    /**< sizeof(revops_intent_params) as compiled. */
    uint32_t flags;          /**< 0 or #REVOPS_SCORE_BEST_GROUP. */
    uint32_t rule_count;     /**< 0 … #REVOPS_INTENT_RULES_MAX. */
    uint32_t rule_row_size;  /**< sizeof(revops_intent_rule) as compiled. */
    uint32_t tier_count;     /**< 0 … #REVOPS_INTENT_TIERS_MAX. */
    uint32_t tier_row_size;  /**< sizeof(revops_intent_tier) as compiled. */
    uint32_t group_count;    /**< 0 … #REVOPS_SCORE_GROUPS_MAX. */
    uint32_t group_row_size; /**< sizeof(revops_score_group) as compiled. */
    uint32_t grade_count;    /**< Grades except the last, 0 … #REVOPS_SCORE_GRADES_MAX − 1. */
    int32_t floor_mpt;       /**< Least score; #REVOPS_SCORE_NO_FLOOR for none. */
    int32_t cap_mpt;         /**< Greatest score, at least the floor; #REVOPS_SCORE_NO_CAP for none. */
    int32_t
        hysteresis_mpt; /**< Distance below a grade's threshold within which a lead keeps the grade, 0 or more. */
    int32_t utc_offset_min;       /**< Local minus UTC of the days of daily limits, −1,440 … 1,440. */
    int32_t grades_mpt[8];        /**< Least score of each grade except the last, descending; else 0. */
    uint32_t inactivity_loss_bp;  /**< Share of the score lost per period without activity, 0 … 10,000. */
    int32_t ended_mpt;            /**< Score of a lead that a rule disqualified. */
    uint32_t reserved;            /**< 0. */
    int64_t inactivity_period_ms; /**< 1 … #REVOPS_INTENT_PERIOD_MAX_MS with a loss, else 0. */
    const revops_intent_rule *rules;  /**< Rules, one per behaviour; NULL only when there are none. */
    const revops_intent_tier *tiers;  /**< NULL only when there are none. */
    const revops_score_group *groups; /**< Group 1 first; NULL only when there are none. */
} revops_intent_params;

/** No rules, no limits, no loss by inactivity; grades 1–4 (numbers 0–3) from 50, 20 and 5 points. @since 0.1 */
#define REVOPS_INTENT_PARAMS_INIT                                                                            \
    {                                                                                                        \
        sizeof(revops_intent_params), 0, 0, sizeof(revops_intent_rule), 0, sizeof(revops_intent_tier), 0,    \
            sizeof(revops_score_group), 3, REVOPS_SCORE_NO_FLOOR, REVOPS_SCORE_NO_CAP, 0, 0,                 \
            {50000, 20000, 5000, 0, 0, 0, 0, 0}, 0, 0, 0, 0, NULL, NULL, NULL                                \
    }

/**
 * Writes #REVOPS_INTENT_PARAMS_INIT.
 *
 * @param[out] out   Rules.
 * @param      size  sizeof(revops_intent_params) as compiled.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_intent_defaults(revops_intent_params *out, size_t size);

/**
 * Lists every fault of intent rules.
 *
 * @param[in]  params    The rules.
 * @param[out] problems  Faults; may be NULL when @p capacity is 0.
 * @param      capacity  Problems at @p problems.
 * @param[out] needed    Number of faults; may be NULL.
 * @retval REVOPS_OK           revops_intent_build() would take them.
 * @retval REVOPS_ERR_ARG      @p params is NULL, or a count, index, period, share or limit is out of range.
 * @retval REVOPS_ERR_ABI      `struct_size` or a `_row_size` fits no version.
 * @retval REVOPS_ERR_NEWER    A flag, field or decay is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND  A floor lies above its cap, or thresholds of grades aren't descending.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_intent_check(const revops_intent_params *params,
                                                              revops_problem *problems, size_t capacity,
                                                              size_t *needed);

/** Compiled intent rules: read-only, free of pointers, may be shared by threads and processes. @since 0.1 */
typedef struct revops_intent revops_intent;

/**
 * Checks intent rules and compiles them.
 *
 * @param      params       The rules; not needed afterwards.
 * @param[out] memory       Memory for the compiled form, aligned to #REVOPS_ALIGNMENT; may be NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed; may be NULL. Set on REVOPS_OK and REVOPS_ERR_NOSPACE.
 * @param[out] out          The compiled rules, inside @p memory; may be NULL with @p memory.
 * @retval REVOPS_OK           Compiled.
 * @retval REVOPS_ERR_ARG      A pointer is missing, or a count, index, period, share or limit is out of range.
 * @retval REVOPS_ERR_ABI      `struct_size` or a `_row_size` fits no version.
 * @retval REVOPS_ERR_NEWER    A flag, field or decay is set that this library doesn't know.
 * @retval REVOPS_ERR_NOSPACE  @p memory is NULL, or @p memory_size is too small.
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned.
 * @retval REVOPS_ERR_UNSOUND  A floor lies above its cap, or thresholds of grades aren't descending.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_intent_build(const revops_intent_params *params,
                                                              void *memory, size_t memory_size,
                                                              size_t *needed, const revops_intent **out);

/** @name Records
 * @{ */

/** Slot of a rule in a record; all bytes are 0 before its first event. @since 0.1 */
typedef struct revops_intent_slot {
    int64_t newest_ms;   /**< Newest event that counted. */
    uint64_t state[2];   /**< Faded sum, or 16 counts (newest span in the lowest byte); 0 if lasting. */
    uint32_t counted;    /**< Events that counted, 0 … #REVOPS_INTENT_EVENTS_MAX. */
    uint16_t day_count;  /**< Events that counted on the day of `newest_ms`; 0 without a daily limit. */
    uint16_t over_limit; /**< Events beyond the daily limit, up to 65,535. */
} revops_intent_slot;

/** Head of a lead's record. One slot per rule follows in memory. All bytes are 0 before the first event. @since 0.1 */
typedef struct revops_intent_record {
    int64_t active_ms;  /**< Latest activity; used with a loss by inactivity. */
    int64_t ended_ms;   /**< Earliest event that ended scoring. */
    uint32_t is_active; /**< 1 if `active_ms` is an instant, else 0. */
    uint32_t ended_by;  /**< 1 + index of the rule that ended scoring; 0 for none. */
    uint64_t reserved;  /**< 0. */
} revops_intent_record;

/**
 * Size of a record: 32 bytes, and 32 more per rule.
 *
 * @param intent  Compiled rules.
 * @return Bytes; 0 when @p intent is NULL.
 * @since 0.1
 */
REVOPS_API size_t revops_intent_record_size(const revops_intent *intent);

/**
 * Starts a record: sets all its bytes to 0.
 *
 * @param      intent  Compiled rules.
 * @param[out] record  revops_intent_record_size() bytes, aligned to 8.
 * @retval REVOPS_OK         Started.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_intent_record_init(const revops_intent *intent,
                                                                    revops_intent_record *record);

/**
 * Validates a stored record against the rules.
 *
 * @param intent  Compiled rules.
 * @param record  The record.
 * @retval REVOPS_OK           The record is valid.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_CORRUPT  A count, an instant, a sum or a reserved byte is impossible.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_intent_verify(const revops_intent *intent,
                                                               const revops_intent_record *record);

/**
 * Applies an event to a lead's record.
 *
 * @param         intent     Compiled rules.
 * @param[in,out] record     The lead's record.
 * @param         behaviour  Index of the behaviour.
 * @param         at_ms      Instant, within ±#REVOPS_INTENT_TIME_MAX_MS.
 * @retval REVOPS_OK           Applied. An event beyond the daily limit only counts in `over_limit`.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or a value is out of range.
 * @retval REVOPS_ERR_LATE     The event is older than the rule's newest event; nothing was changed.
 * @retval REVOPS_ERR_CORRUPT  The slot is damaged; nothing was changed.
 * @since 0.1  @see revops_intent_apply_many()
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_intent_apply(const revops_intent *intent,
                                                              revops_intent_record *record,
                                                              uint32_t behaviour, int64_t at_ms);

/** Events of many leads. @since 0.1 */
typedef struct revops_intent_columns {
    uint32_t struct_size;      /**< sizeof(revops_intent_columns) as compiled. */
    uint32_t flags;            /**< 0. */
    uint64_t count;            /**< Events. */
    const uint32_t *lead;      /**< Index of each event's lead. */
    const uint32_t *behaviour; /**< Its behaviour. */
    const int64_t *at_ms;      /**< Instants, in order of time within each lead and behaviour. */
} revops_intent_columns;

/**
 * Applies events to the records of many leads, as revops_intent_apply() does. Slots of later rows are prefetched. A row
 * that is skipped changes only the cursor.
 *
 * @param         intent        Compiled rules.
 * @param[in,out] records       Records, one after the other; must not overlap the columns.
 * @param         record_count  Leads.
 * @param[in]     columns       The events.
 * @param[in,out] cursor        Zero-filled at first. Late events are skipped (`late`), as are those whose lead,
 *                              behaviour or instant is out of range or whose slot is damaged (`invalid`).
 * @retval REVOPS_OK           All rows are done.
 * @retval REVOPS_ERR_ARG      A pointer is missing, or the cursor is beyond the end.
 * @retval REVOPS_ERR_ABI      `struct_size` fits no version.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this library doesn't know.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_intent_apply_many(const revops_intent *intent,
                                                                   revops_intent_record *records,
                                                                   size_t record_count,
                                                                   const revops_intent_columns *columns,
                                                                   revops_cursor *cursor);

/**
 * Score of a lead at an instant.
 *
 * @param      intent         Compiled rules.
 * @param      record         The lead's record.
 * @param      at_ms          The instant.
 * @param[out] out_score_mpt  Thousandths of a point, within the limits.
 * @retval REVOPS_OK           Scored.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or the instant is out of range.
 * @retval REVOPS_ERR_LATE     The record has an event after @p at_ms.
 * @retval REVOPS_ERR_CORRUPT  The record is damaged.
 * @since 0.1  @see revops_intent_rate_many()
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_intent_rate(const revops_intent *intent,
                                                             const revops_intent_record *record,
                                                             int64_t at_ms, int32_t *out_score_mpt);

/**
 * Scores of many leads at one instant, as revops_intent_rate() and revops_intent_grade() (without a previous grade)
 * give them.
 *
 * @param      intent        Compiled rules.
 * @param[in]  records       Records, one after the other.
 * @param      record_count  Leads.
 * @param      at_ms         The instant.
 * @param[out] scores_mpt    @p record_count scores; NULL if not wanted. The outputs must not overlap the records.
 * @param[out] grades        @p record_count grades; NULL if not wanted.
 * @param[out] out_bad       Index of the first lead that can't be scored, set only when such a lead is the error; NULL
 *                           if not wanted. Scores of the leads before it were written.
 * @retval REVOPS_OK           Scored.
 * @retval REVOPS_ERR_ARG      A pointer is missing, or the instant is out of range.
 * @retval REVOPS_ERR_LATE     A record has an event after @p at_ms.
 * @retval REVOPS_ERR_CORRUPT  A record is damaged.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_intent_rate_many(const revops_intent *intent,
                                                                  const revops_intent_record *records,
                                                                  size_t record_count, int64_t at_ms,
                                                                  int32_t *scores_mpt, uint8_t *grades,
                                                                  size_t *out_bad);

/**
 * Engagement grade of a score, with hysteresis, as revops_score_grade() computes it.
 *
 * @param      intent     Compiled rules.
 * @param      score_mpt  Thousandths of a point.
 * @param      previous   Grade so far, or #REVOPS_SCORE_UNGRADED.
 * @param[out] out_grade  0 for the best grade … the number of thresholds for the last.
 * @retval REVOPS_OK       Graded.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or @p previous isn't a grade.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_intent_grade(const revops_intent *intent, int32_t score_mpt,
                                                              uint32_t previous, uint32_t *out_grade);

/**
 * Explains a lead's score at an instant by lines that add up to it (SC7).
 *
 * The line of a rule has the original points of its events. Further lines subtract the daily limit and the decay. A
 * rule with tiers has one line, its best tier. Fractions of thousandths are carried from line to line.
 * revops_score_difference() compares two instants. A score that was ended has one line: #REVOPS_SCORE_ENDED of the rule
 * that ended it.
 *
 * @param      intent    Compiled rules.
 * @param      record    The lead's record.
 * @param      at_ms     The instant.
 * @param[out] out       Lines in order: rules, groups, total, inactivity.
 * @param      capacity  Lines at @p out; revops_intent_lines_max() always suffice.
 * @param[out] needed    Number of lines; also written on REVOPS_ERR_NOSPACE.
 * @retval REVOPS_OK           Explained.
 * @retval REVOPS_ERR_ARG      A pointer is missing, or the instant is out of range.
 * @retval REVOPS_ERR_LATE     As for revops_intent_rate().
 * @retval REVOPS_ERR_CORRUPT  As for revops_intent_rate().
 * @retval REVOPS_ERR_NOSPACE  There are more lines; @p out is untouched.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_intent_explain(const revops_intent *intent,
                                                                const revops_intent_record *record,
                                                                int64_t at_ms, revops_score_line *out,
                                                                size_t capacity, size_t *needed);

/**
 * Greatest number of lines of an explanation.
 *
 * @param intent  Compiled rules.
 * @return Lines; 0 when @p intent is NULL.
 * @since 0.1
 */
REVOPS_API size_t revops_intent_lines_max(const revops_intent *intent);
/** @} */

/** @name Audit: from the history, event by event
 * @{ */

/** A lead's events. @since 0.1 */
typedef struct revops_intent_history {
    const int64_t *at_ms;       /**< Instants, ascending (equal ones in any order). */
    const uint32_t *behaviours; /**< Behaviour of each event. */
    uint64_t event_count;       /**< Events, below 2^31. */
} revops_intent_history;

/**
 * Exact score of a history at an instant: each event fades by its exact age. Use it to audit the score of a record.
 *
 * @param      intent         Compiled rules.
 * @param      history        The lead's events; those after @p at_ms are ignored.
 * @param      at_ms          The instant.
 * @param[out] out_score_mpt  Thousandths of a point, within the limits.
 * @retval REVOPS_OK        Scored.
 * @retval REVOPS_ERR_ARG   A pointer is missing, or an instant or behaviour is out of range.
 * @retval REVOPS_ERR_LATE  The history isn't in order of time.
 * @since 0.1  @see revops_intent_audit_many()
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_intent_audit(const revops_intent *intent,
                                                              const revops_intent_history *history,
                                                              int64_t at_ms, int32_t *out_score_mpt);

/**
 * Audits of many leads at one instant, from columns of events sorted by lead and then by time.
 *
 * @param      intent      Compiled rules.
 * @param[in]  at_ms       Instants of all events.
 * @param[in]  behaviours  Behaviour of each event.
 * @param[in]  first       @p lead_count + 1 offsets, never falling: lead i has the events from `first[i]` up to
 *                         `first[i + 1]`.
 * @param      lead_count  Leads.
 * @param      when_ms     Instant of the scores.
 * @param[out] scores_mpt  @p lead_count scores; must not overlap the columns.
 * @param[out] out_bad     Index of the first lead that can't be scored, set only when such a lead is the error; NULL if
 *                         not wanted. Scores of the leads before it were written.
 * @retval REVOPS_OK        Scored.
 * @retval REVOPS_ERR_ARG   A pointer is missing, @p first falls, or an instant or behaviour is out of range.
 * @retval REVOPS_ERR_LATE  A lead's events aren't in order of time.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_intent_audit_many(
    const revops_intent *intent, const int64_t *at_ms, const uint32_t *behaviours, const uint64_t *first,
    size_t lead_count, int64_t when_ms, int32_t *scores_mpt, size_t *out_bad);
/** @} */

#ifdef __cplusplus
}
#endif

/** @} */
#endif
