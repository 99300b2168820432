/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_INTENT_H
#define REVOPS_INTENT_H

#include <revops/base.h>
#include <revops/score.h>

/**
 * @file
 * @defgroup intent Intent: points for behaviour that fade with time
 *
 * How much buying intent a lead has shown, at any instant (SC5, SC6, SC15).
 *
 * A *behaviour* (demo requested, pricing page visited, unsubscribed …) is an index; rule k says what each event of
 * behaviour k is worth and how that fades. An event of p points has, at age a (milliseconds since it happened):
 *
 * | decay | points left |
 * |---|---|
 * | #REVOPS_INTENT_LASTING | p |
 * | #REVOPS_INTENT_WINDOW | p while a < period, then 0 |
 * | #REVOPS_INTENT_STEP | p less `loss_bp` of p after each whole period, not below 0 |
 * | #REVOPS_INTENT_LINEAR | p less `loss_bp` of p per period, continuously, not below 0 (HubSpot: 10 points at 50 % a month are 5 after one) |
 * | #REVOPS_INTENT_HALF_LIFE | p × 2^(−a ÷ period), 0 from 64 periods on |
 * | #REVOPS_INTENT_TIERS | none by itself: the rule has the points of its best tier "at least `count` events within `within_ms`" (Eloqua) |
 *
 * Each event fades by its own age; a new one, whatever it is worth, never resets another's clock. An event happens at
 * its instant, so that at age 0 it counts in full. Rules may belong to groups with limits (@ref score); the sum has
 * limits, too. Only then is it rounded down to thousandths of a point, once.
 *
 * **Inactivity** (SC15). Where `inactivity_loss_bp` is set, a score above 0 loses that share of itself after each whole
 * `inactivity_period_ms` since the lead's latest activity: 5 % after 30 days, 10 % after 60. Any event is an activity,
 * also one beyond its daily limit, but those of rules that are #REVOPS_INTENT_PASSIVE.
 *
 * **Disqualifiers** (SC15). From an event of a rule that #REVOPS_INTENT_ENDS on ("unsubscribed", "competitor"), the
 * score is `ended_mpt`, whatever else happens.
 *
 * **The record is the definition** (SEM26): a head of 32 bytes and one slot of 32 bytes a rule, which
 * revops_intent_apply() keeps up to date and all other functions read. What a slot keeps:
 *
 * | decay | the slot keeps | differs from the points above |
 * |---|---|---|
 * | lasting | a count | not at all |
 * | half-life | the faded sum, with 39 binary digits behind the point | 64 points a period are exact, with straight lines between them: at most 15 millionths above |
 * | window, step, linear, tiers | 16 counts (each up to 255) in spans of a fifteenth of the rule's life; the newest span counts as of its newest event, older ones as of their middle | each event's age by less than a span; of one span's events, those after the first 255 count nothing |
 *
 * A life is the time until nothing is left of an event (of tiers: the longest `within_ms`); a span is a fifteenth of
 * it, rounded up to a millisecond, and spans follow one another from a fixed instant on. A span with more than 255
 * events falls short by what those beyond have left, and a tier whose `count` is above 255 may be missed. No byte of
 * `state` is 255 as long as nothing was left out. A `daily_limit` of at most 255 ÷ (span in days, rounded up, + 1)
 * rules it out, such as 85 for a window of 30 days. revops_intent_audit() computes from a lead's history, event by
 * event, what the record comes near to.
 *
 * The record takes events in order of time; it refuses one of a rule that is older than that rule's newest
 * (#REVOPS_ERR_LATE: fold the history again), except where the rule is lasting and has no daily limit, when order
 * doesn't matter. Between rules order never matters.
 *
 * **Threads.** A compiled #revops_intent is read-only and may be shared. A record belongs to one thread at a time.
 *
 * When a score will fall and what would lift it: intent-next.h. Fit and behaviour in one score: intent-total.h.
 *
 * Example: examples/intent.c.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    /** Rules of a set: a company scores by some 50 behaviours, large ones by 250. @since 0.1 */
    REVOPS_INTENT_RULES_MAX = 1024,
    /** Tiers of a set, and of all of its rules together. @since 0.1 */
    REVOPS_INTENT_TIERS_MAX = 4096,
    /** Tiers of one rule: Eloqua has at most four by four. @since 0.1 */
    REVOPS_INTENT_TIERS_OF_RULE_MAX = 16,
    /** Events of a rule and lead that count: what 24 bits hold. @since 0.1 */
    REVOPS_INTENT_EVENTS_MAX = 16777215
};
/** Longest period, ten years, in milliseconds. @since 0.1 */
#define REVOPS_INTENT_PERIOD_MAX_MS INT64_C(315576000000)
/** Instants lie between −2^52 and 2^52 milliseconds (140,000 years either way). @since 0.1 */
#define REVOPS_INTENT_TIME_MAX_MS (INT64_C(1) << 52)

/** How points fade. @since 0.1 */
enum revops_intent_decays {
    REVOPS_INTENT_LASTING = 1,   /**< Not at all. */
    REVOPS_INTENT_WINDOW = 2,    /**< At once, when the period is over. */
    REVOPS_INTENT_STEP = 3,      /**< By a share of the original points after each period. */
    REVOPS_INTENT_LINEAR = 4,    /**< Evenly, by a share of the original points per period. */
    REVOPS_INTENT_HALF_LIFE = 5, /**< By half of what is left per period. */
    REVOPS_INTENT_TIERS = 6      /**< By tiers of frequency and recency. */
};
/** One of #revops_intent_decays. @since 0.1 */
typedef uint32_t revops_intent_decay;

/** An event of the rule ends scoring: a hard disqualifier. @since 0.1 */
#define REVOPS_INTENT_ENDS 1u
/** An event of the rule is no activity of the lead's, such as a signal about its company. @since 0.1 */
#define REVOPS_INTENT_PASSIVE 2u

/** One tier; a rule's contribution is that of the tier with most points that is met. @since 0.1 */
typedef struct revops_intent_tier {
    int64_t within_ms;  /**< Events of age 0 … this − 1 count; 1 … #REVOPS_INTENT_PERIOD_MAX_MS. */
    uint32_t count;     /**< Events needed, 1 or more. */
    int32_t points_mpt; /**< Thousandths of a point, above 0. */
} revops_intent_tier;

/** What a behaviour is worth; what its decay doesn't use is 0. @since 0.1 */
typedef struct revops_intent_rule {
    int32_t points_mpt; /**< Thousandths of a point an event, of either sign, not INT32_MIN; 0 with tiers. */
    uint32_t group;     /**< 1 … `group_count`, or #REVOPS_NONE. */
    revops_intent_decay decay; /**< How the points fade. */
    uint32_t daily_limit; /**< Events of one day that count, the first of them, 1 … 65535; 0 for all. */
    int64_t period_ms;    /**< 1 … #REVOPS_INTENT_PERIOD_MAX_MS, for window, step, linear and half-life. */
    uint32_t loss_bp;     /**< Share lost per period, 1 … 10,000 basis points, for step and linear. */
    uint32_t first_tier;  /**< Index into `tiers`. */
    uint32_t tier_count;  /**< 1 … #REVOPS_INTENT_TIERS_OF_RULE_MAX with tiers. */
    uint32_t flags;       /**< Sum of #REVOPS_INTENT_ENDS and #REVOPS_INTENT_PASSIVE. */
} revops_intent_rule;

/** A set of intent rules. Start from #REVOPS_INTENT_PARAMS_INIT or revops_intent_defaults(). @since 0.1 */
typedef struct revops_intent_params {
    uint32_t struct_size;    /**< sizeof(revops_intent_params) as compiled. */
    uint32_t flags;          /**< 0. */
    uint32_t rule_count;     /**< 0 … #REVOPS_INTENT_RULES_MAX. */
    uint32_t rule_row_size;  /**< sizeof(revops_intent_rule) as compiled. */
    uint32_t tier_count;     /**< 0 … #REVOPS_INTENT_TIERS_MAX. */
    uint32_t tier_row_size;  /**< sizeof(revops_intent_tier) as compiled. */
    uint32_t group_count;    /**< 0 … #REVOPS_SCORE_GROUPS_MAX. */
    uint32_t group_row_size; /**< sizeof(revops_score_group) as compiled. */
    uint32_t grade_count;    /**< Grades but the last, 0 … #REVOPS_SCORE_GRADES_MAX − 1. */
    int32_t floor_mpt;       /**< Least score; #REVOPS_SCORE_NO_FLOOR for none. */
    int32_t cap_mpt;         /**< Greatest score, at least the floor; #REVOPS_SCORE_NO_CAP for none. */
    int32_t hysteresis_mpt;  /**< How far below a grade's threshold a lead keeps it, 0 or more. */
    int32_t
        utc_offset_min; /**< Where a day begins, for daily limits: local minus UTC, −1,440 … 1,440 minutes. */
    int32_t grades_mpt[8];        /**< Least score of each grade but the last, falling; 0 beyond. */
    uint32_t inactivity_loss_bp;  /**< Share of the score lost per period without activity, 0 … 10,000. */
    int32_t ended_mpt;            /**< Score of a lead that a rule disqualified. */
    uint32_t reserved;            /**< 0. */
    int64_t inactivity_period_ms; /**< 1 … #REVOPS_INTENT_PERIOD_MAX_MS where a share is lost, else 0. */
    const revops_intent_rule *rules;  /**< One per behaviour; NULL only when there are none. */
    const revops_intent_tier *tiers;  /**< NULL only when there are none. */
    const revops_score_group *groups; /**< Group 1 first; NULL only when there are none. */
} revops_intent_params;

/** No rules, no limits, no loss by inactivity, grades 1–4 (as 0–3) at 50, 20 and 5 points. @since 0.1 */
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
 * @retval REVOPS_ERR_UNSOUND  A floor lies above its cap, or thresholds of grades don't fall.
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
 * @retval REVOPS_ERR_UNSOUND  A floor lies above its cap, or thresholds of grades don't fall.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_intent_build(const revops_intent_params *params,
                                                              void *memory, size_t memory_size,
                                                              size_t *needed, const revops_intent **out);

/** @name Records
 * @{ */

/** What a record keeps of one rule; all bytes 0 when nothing has happened. @since 0.1 */
typedef struct revops_intent_slot {
    int64_t newest_ms; /**< Newest event that counted. */
    uint64_t
        state[2]; /**< Faded sum, or 16 counts, the newest span's in the lowest byte; 0 where points last. */
    uint32_t counted;    /**< Events that counted, 0 … #REVOPS_INTENT_EVENTS_MAX. */
    uint16_t day_count;  /**< Those on the day of `newest_ms`; 0 where the rule has no daily limit. */
    uint16_t over_limit; /**< Events that the daily limit left out, up to 65,535. */
} revops_intent_slot;

/** A lead's record; its slots follow it in memory, one per rule. All bytes 0 when nothing has happened. @since 0.1 */
typedef struct revops_intent_record {
    int64_t active_ms;  /**< Latest activity, kept where rules lose by inactivity. */
    int64_t ended_ms;   /**< Earliest event that ended scoring. */
    uint32_t is_active; /**< 1 where `active_ms` is an instant, else 0. */
    uint32_t ended_by;  /**< The rule of `ended_ms` + 1; 0 where none ended scoring. */
    uint64_t reserved;  /**< 0. */
} revops_intent_record;

/**
 * Bytes of a record: 32 and 32 a rule.
 *
 * @param intent  Compiled rules.
 * @return Bytes; 0 when @p intent is NULL.
 * @since 0.1
 */
REVOPS_API size_t revops_intent_record_size(const revops_intent *intent);

/**
 * Starts a record: all of its bytes become 0.
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
 * Whether the bytes of a stored record are legal under these rules.
 *
 * @param intent  Compiled rules.
 * @param record  The record.
 * @retval REVOPS_OK           They are.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_CORRUPT  They can't have come from here: a count, an instant, a sum or a reserved byte is
 *                             impossible.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_intent_verify(const revops_intent *intent,
                                                               const revops_intent_record *record);

/**
 * Takes an event into a lead's record.
 *
 * @param         intent     Compiled rules.
 * @param[in,out] record     The lead's record.
 * @param         behaviour  Which behaviour, an index.
 * @param         at_ms      When; within ±#REVOPS_INTENT_TIME_MAX_MS.
 * @retval REVOPS_OK           Taken; an event beyond its daily limit is only counted as such.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or a value out of range.
 * @retval REVOPS_ERR_LATE     It is older than the rule's newest event; nothing was changed.
 * @retval REVOPS_ERR_CORRUPT  The slot can't have come from here; nothing was changed.
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
    const int64_t *at_ms;      /**< When; in order of time within each lead and behaviour. */
} revops_intent_columns;

/**
 * Takes events into the records of many leads, as revops_intent_apply() takes one. Slots of later rows are prefetched.
 * A row that is left out changes nothing but the cursor.
 *
 * @param         intent        Compiled rules.
 * @param[in,out] records       Records, one after the other; must not overlap the columns.
 * @param         record_count  Leads.
 * @param[in]     columns       The events.
 * @param[in,out] cursor        Zero-filled at first. Late events are counted and left out, as are those whose lead,
 *                              behaviour or instant is out of range, or whose slot can't have come from here
 *                              (`invalid`).
 * @retval REVOPS_OK           All rows were gone through.
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
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or the instant out of range.
 * @retval REVOPS_ERR_LATE     The record has seen events after @p at_ms.
 * @retval REVOPS_ERR_CORRUPT  The record can't have come from here.
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
 * @param[out] out_bad       Index of the first lead that can't be scored; NULL if not wanted, set only on an error that
 *                           has one. Scores of the leads before it have been written.
 * @retval REVOPS_OK           Scored.
 * @retval REVOPS_ERR_ARG      A pointer is missing, or the instant out of range.
 * @retval REVOPS_ERR_LATE     A record has seen events after @p at_ms.
 * @retval REVOPS_ERR_CORRUPT  A record can't have come from here.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_intent_rate_many(const revops_intent *intent,
                                                                  const revops_intent_record *records,
                                                                  size_t record_count, int64_t at_ms,
                                                                  int32_t *scores_mpt, uint8_t *grades,
                                                                  size_t *out_bad);

/**
 * Engagement grade of a score, with hysteresis; as revops_score_grade().
 *
 * @param      intent     Compiled rules.
 * @param      score_mpt  Thousandths of a point.
 * @param      previous   Grade so far, or #REVOPS_SCORE_UNGRADED.
 * @param[out] out_grade  0 for the best … the number of thresholds for the last.
 * @retval REVOPS_OK       Graded.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or @p previous is no grade.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_intent_grade(const revops_intent *intent, int32_t score_mpt,
                                                              uint32_t previous, uint32_t *out_grade);

/**
 * How a lead's score at an instant came about (SC7).
 *
 * A rule's line is what its events gave when they happened; lines of its daily limit and of decay say what was taken.
 * A rule with tiers has one line, its best tier. Fractions of thousandths are carried from line to line. Compare two
 * instants by revops_score_difference(). An ended score has one line, #REVOPS_SCORE_ENDED of the rule that ended it.
 *
 * @param      intent    Compiled rules.
 * @param      record    The lead's record.
 * @param      at_ms     The instant.
 * @param[out] out       Lines: rules in their order, groups, total, inactivity; their points add up to the score.
 * @param      capacity  Lines at @p out; revops_intent_lines_max() always suffice.
 * @param[out] needed    Number of lines; also written on REVOPS_ERR_NOSPACE.
 * @retval REVOPS_OK           Explained.
 * @retval REVOPS_ERR_ARG      A pointer is missing, or the instant out of range.
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
 * Lines that an explanation has at most.
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
    const int64_t *at_ms;       /**< Instants of the events, rising (equal ones in any order). */
    const uint32_t *behaviours; /**< Behaviour of each event. */
    uint64_t event_count;       /**< Events, below 2^31. */
} revops_intent_history;

/**
 * Score of a history at an instant, each event by its own age. For audits of what the record comes near to; all other
 * functions go by the record.
 *
 * @param      intent         Compiled rules.
 * @param      history        The lead's events; those after @p at_ms are left out (as of then).
 * @param      at_ms          The instant.
 * @param[out] out_score_mpt  Thousandths of a point, within the limits.
 * @retval REVOPS_OK        Scored.
 * @retval REVOPS_ERR_ARG   A pointer is missing, or an instant or behaviour out of range.
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
 * @param[in]  first       Where each lead's events start, @p lead_count + 1 of them, rising; the last is their end.
 * @param      lead_count  Leads.
 * @param      when_ms     The instant to score at.
 * @param[out] scores_mpt  @p lead_count scores; must not overlap the columns.
 * @param[out] out_bad     Index of the first lead that can't be scored; NULL if not wanted, set only on an error
 *                         that has one. Scores of the leads before it have been written.
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
