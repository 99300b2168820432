/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_INTENT_H
#define REVOPS_INTENT_H

#include <revops/base.h>
#include <revops/score.h>

/**
 * @file
 * @defgroup intent Intent: points for behaviour that fade with time
 *
 * How much buying intent a lead has shown, at any instant (SC5, SC6).
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
 * its instant, so that at age 0 it counts in full. What is left of one event is cut to thousandths towards 0
 * (half-life: of all events of a rule together).
 *
 * **Two evaluations**, of one @ref revops_intent_source. From a lead's *history*, its events in order of time, everything
 * is exact as defined above. From a *record*, one 32-byte slot a rule that revops_intent_apply() keeps up to date:
 *
 * | decay | the slot keeps | differs from the history |
 * |---|---|---|
 * | lasting | a count | not at all |
 * | half-life | the faded sum, with 39 binary digits behind the point | by at most 1 thousandth while points_mpt × events < 2^38 |
 * | window, step, linear, tiers | 16 counts (each up to 255) in spans of a fifteenth of the rule's life; the newest span counts as of its newest event, older ones as of their middle | each event's age by less than a span; of one span's events, those after the first 255 count nothing |
 *
 * A life is the time until nothing is left of an event (of tiers: the longest `within_ms`); a span is a fifteenth of it,
 * rounded up to a millisecond, and spans follow one another from a fixed instant on. As long as no span holds more than 255
 * events that count, the first half of the last row is all there is. Else the record falls short by what those beyond 255 have
 * left (a thousand events at once count as 255), and a tier whose `count` is above 255 may be missed. To see it: as long as no
 * byte of `state` is 255, nothing was left out. To rule it out: a `daily_limit` of at most 255 ÷ (span in days, rounded
 * up, + 1), such as 85 for a window of 30 days. Where more must count, keep the history.
 *
 * The record takes events in order of time; it refuses one of a rule that is older than that rule's newest
 * (REVOPS_ERR_LATE: fold the history again), except where the rule is lasting and has no daily limit, when order doesn't
 * matter.
 *
 * Points, groups, caps, grades and lines of explanation are those of @ref score.
 *
 * Example: examples/intent.c.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** Rules that a set may have. @since 0.1 */
#define REVOPS_INTENT_RULES 128
/** Tiers that a set may have, and that all of its rules together may use. @since 0.1 */
#define REVOPS_INTENT_TIERS_MAX 256
/** Longest period, ten years, in milliseconds. @since 0.1 */
#define REVOPS_INTENT_PERIOD_MAX_MS INT64_C(315576000000)
/** Instants lie between −2^52 and 2^52 milliseconds (140,000 years either way). @since 0.1 */
#define REVOPS_INTENT_TIME_MAX_MS (INT64_C(1) << 52)
/** Events that count, per rule and lead: beyond 2^24 − 1 they are counted no more. @since 0.1 */
#define REVOPS_INTENT_EVENTS_MAX 16777215

/** How points fade. @since 0.1 */
typedef uint32_t revops_intent_decay;

#define REVOPS_INTENT_LASTING   1u /**< Not at all. */
#define REVOPS_INTENT_WINDOW    2u /**< At once, when the period is over. */
#define REVOPS_INTENT_STEP      3u /**< By a share of the original points after each period. */
#define REVOPS_INTENT_LINEAR    4u /**< Evenly, by a share of the original points per period. */
#define REVOPS_INTENT_HALF_LIFE 5u /**< By half of what is left per period. */
#define REVOPS_INTENT_TIERS     6u /**< By tiers of frequency and recency. */

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
    uint32_t tier_count;  /**< 1 or more with tiers. */
    uint32_t reserved;    /**< 0. */
} revops_intent_rule;

/** A set of intent rules. Start from #REVOPS_INTENT_RULES_INIT or revops_intent_rules_defaults(). @since 0.1 */
typedef struct revops_intent_rules {
    uint32_t struct_size;   /**< sizeof(revops_intent_rules) as compiled. */
    uint32_t flags;         /**< 0. */
    uint32_t rule_count;    /**< 0 … #REVOPS_INTENT_RULES. */
    uint32_t tier_count;    /**< 0 … #REVOPS_INTENT_TIERS_MAX. */
    uint32_t group_count;   /**< 0 … #REVOPS_SCORE_GROUPS_MAX. */
    uint32_t grade_count;   /**< Grades but the last, 0 … #REVOPS_SCORE_GRADES_MAX − 1. */
    int32_t floor_mpt;      /**< Least score; #REVOPS_SCORE_NO_FLOOR for none. */
    int32_t cap_mpt;        /**< Greatest score, at least the floor; #REVOPS_SCORE_NO_CAP for none. */
    int32_t hysteresis_mpt; /**< How far below a grade's threshold a lead keeps it, 0 or more. */
    int32_t
        utc_offset_min; /**< Where a day begins, for daily limits: local minus UTC, −1,440 … 1,440 minutes. */
    int32_t grades_mpt[8];            /**< Least score of each grade but the last, falling. */
    const revops_intent_rule *rules;  /**< One a behaviour; NULL only when there are none. */
    const revops_intent_tier *tiers;  /**< NULL only when there are none. */
    const revops_score_group *groups; /**< Group 1 first; NULL only when there are none. */
} revops_intent_rules;

/** No rules, no limits, grades 1–4 (as 0–3) at 50, 20 and 5 points. @since 0.1 */
#define REVOPS_INTENT_RULES_INIT                                                                             \
    {                                                                                                        \
        sizeof(revops_intent_rules), 0, 0, 0, 0, 3, REVOPS_SCORE_NO_FLOOR, REVOPS_SCORE_NO_CAP, 0, 0,        \
            {50000, 20000, 5000, 0, 0, 0, 0, 0}, NULL, NULL, NULL                                            \
    }

/**
 * Writes #REVOPS_INTENT_RULES_INIT, for bindings.
 *
 * @param[out] out   Rules; may be NULL when @p size is 0.
 * @param      size  Bytes at @p out; no more are written.
 * @since 0.1
 */
REVOPS_API void revops_intent_rules_defaults(revops_intent_rules *out, size_t size);

/** Compiled intent rules: read-only, free of pointers, may be shared by threads and processes. @since 0.1 */
typedef struct revops_intent revops_intent;

/**
 * Checks intent rules and compiles them.
 *
 * @param      rules        The rules; not needed afterwards.
 * @param[out] memory       Where to compile it, aligned to #REVOPS_ALIGNMENT; may be NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed; may be NULL. Set on REVOPS_OK and REVOPS_ERR_NOSPACE.
 * @param[out] out          The compiled rules, inside @p memory.
 * @retval REVOPS_OK           Compiled.
 * @retval REVOPS_ERR_ARG      A pointer is missing, or a count, index, period, share or limit is out of range.
 * @retval REVOPS_ERR_ABI      `struct_size` fits no version.
 * @retval REVOPS_ERR_NEWER    A flag, field or decay is set that this library doesn't know.
 * @retval REVOPS_ERR_NOSPACE  @p memory_size is too small.
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned.
 * @retval REVOPS_ERR_UNSOUND  A floor lies above its cap, or thresholds of grades don't fall.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_intent_build(const revops_intent_rules *rules, void *memory,
                                                              size_t memory_size, size_t *needed,
                                                              const revops_intent **out);

/** What a record keeps of one rule; all bytes 0 when nothing has happened. @since 0.1 */
typedef struct revops_intent_slot {
    int64_t newest_ms;   /**< Newest event that counted. */
    uint64_t state[2];   /**< Faded sum, or 16 counts, the newest span's in the lowest byte (see above). */
    uint32_t counted;    /**< Events that counted, 0 … #REVOPS_INTENT_EVENTS_MAX. */
    uint16_t day_count;  /**< Those on the day of `newest_ms`, up to 65,535. */
    uint16_t over_limit; /**< Events that the daily limit left out, up to 65,535. */
} revops_intent_slot;

/**
 * Takes an event into a lead's record.
 *
 * @param         intent     Compiled rules.
 * @param[in,out] slots      The lead's record, one slot a rule.
 * @param         behaviour  Which behaviour, an index.
 * @param         at_ms      When; within ±#REVOPS_INTENT_TIME_MAX_MS.
 * @retval REVOPS_OK           Taken; an event beyond its daily limit is only counted as such.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or a value out of range.
 * @retval REVOPS_ERR_LATE     It is older than the rule's newest event; nothing was changed.
 * @retval REVOPS_ERR_CORRUPT  The slot can't have come from here; nothing was changed.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_intent_apply(const revops_intent *intent,
                                                              revops_intent_slot *slots, uint32_t behaviour,
                                                              int64_t at_ms);

/** What is known of a lead: a record, or a history. @since 0.1 */
typedef struct revops_intent_source {
    const revops_intent_slot *slots; /**< The record; NULL to read the history. */
    const int64_t *at_ms;            /**< Instants of the events, rising (equal ones in any order). */
    const uint32_t *behaviours;      /**< Behaviour of each event. */
    size_t event_count;              /**< Events, below 2^31. */
} revops_intent_source;

/**
 * Score of a lead at an instant.
 *
 * @param      intent         Compiled rules.
 * @param      source         What is known of it. Of a history, events after @p at_ms are left out (as of then).
 * @param      at_ms          The instant.
 * @param[out] out_score_mpt  Thousandths of a point, within the limits and ±(2^31 − 1).
 * @retval REVOPS_OK           Scored.
 * @retval REVOPS_ERR_ARG      A pointer is missing, or an instant or behaviour out of range.
 * @retval REVOPS_ERR_LATE     A record has seen events after @p at_ms, or a history isn't in order of time.
 * @retval REVOPS_ERR_CORRUPT  A slot can't have come from revops_intent_apply().
 * @since 0.1  @see revops_intent_columns() for many leads
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_intent_score(const revops_intent *intent,
                                                              const revops_intent_source *source,
                                                              int64_t at_ms, int32_t *out_score_mpt);

/**
 * How a lead's score at an instant came about (SC7).
 *
 * A rule's line is what its events gave when they happened; lines of its daily limit and of decay say what was taken.
 * A rule with tiers has one line, its best tier. Compare two instants by revops_score_difference().
 *
 * @param      intent    Compiled rules.
 * @param      source    What is known of the lead.
 * @param      at_ms     The instant.
 * @param[out] out       Lines: rules in their order, groups, total; their points add up to the score.
 * @param      capacity  Lines at @p out; 3 × rules + groups + 1 always suffice.
 * @param[out] needed    Lines there are; also written on REVOPS_ERR_NOSPACE.
 * @retval REVOPS_OK           Explained.
 * @retval REVOPS_ERR_ARG      A pointer is missing, or an instant or behaviour out of range.
 * @retval REVOPS_ERR_LATE     As for revops_intent_score().
 * @retval REVOPS_ERR_CORRUPT  As for revops_intent_score().
 * @retval REVOPS_ERR_NOSPACE  There are more lines; @p out is untouched.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_intent_explain(const revops_intent *intent,
                                                                const revops_intent_source *source,
                                                                int64_t at_ms, revops_score_line *out,
                                                                size_t capacity, size_t *needed);

/**
 * When a score will, without new events, first be below a threshold: the one timer a host needs.
 *
 * Exact to the millisecond against revops_intent_score() of the same source, also where negative points fade and the
 * score rises in between.
 *
 * Takes a few dozen scores as a rule. Only where positive and negative points fade side by side while their sum stays at
 * the threshold must each thousandth that fades, of either sign, be looked at: 1 to 35 scores each, never more than 250.
 * With a rule of either sign that is 0.3 s for a hundred points, 3 to 6 s for 2,700. A threshold a point below that sum
 * makes it a thousandth of that, as then only whole points matter; a floor at the threshold answers at once.
 *
 * @param      intent         Compiled rules.
 * @param      source         What is known of the lead.
 * @param      from_ms        Where to start.
 * @param      threshold_mpt  Thousandths of a point.
 * @param[out] out_ms         First instant from @p from_ms on with a score below the threshold; @p from_ms itself when
 *                            it is already; #REVOPS_TIME_NONE when it never will be.
 * @retval REVOPS_OK           Found.
 * @retval REVOPS_ERR_ARG      A pointer is missing, or an instant or behaviour out of range.
 * @retval REVOPS_ERR_LATE     As for revops_intent_score().
 * @retval REVOPS_ERR_CORRUPT  As for revops_intent_score().
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_intent_crossing(const revops_intent *intent,
                                                                 const revops_intent_source *source,
                                                                 int64_t from_ms, int32_t threshold_mpt,
                                                                 int64_t *out_ms);

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

/** So many events of one behaviour now: a way to the next grade, or a part of one. @since 0.1 */
typedef struct revops_intent_step {
    uint32_t behaviour;   /**< Which. */
    uint32_t event_count; /**< How many, 1 or more. */
    int32_t score_mpt;    /**< Score then; in a way of several steps, with those before. */
    uint32_t grade;       /**< Its grade. */
} revops_intent_step;

/**
 * What is missing for the next grade: behaviours that would reach it now, fewest events first.
 *
 * Where no behaviour alone does, as with daily limits, capped groups and tiers, one way of several together is told: what
 * gives most an event first, and of no behaviour more than it takes. Only its last step has a better grade; ways
 * that are enough alone have one each.
 *
 * @param      intent    Compiled rules.
 * @param      source    What is known of the lead.
 * @param      at_ms     The instant.
 * @param[out] out       Ways, each enough alone, or the steps of one; none when the lead has the best grade, or when limits
 *                       and caps let nothing get there within 1,000 events of each behaviour.
 * @param      capacity  Steps at @p out; the number of rules always suffices.
 * @param[out] needed    Steps there are; also written on REVOPS_ERR_NOSPACE.
 * @retval REVOPS_OK           Found.
 * @retval REVOPS_ERR_ARG      A pointer is missing, or an instant or behaviour out of range.
 * @retval REVOPS_ERR_LATE     As for revops_intent_score().
 * @retval REVOPS_ERR_CORRUPT  As for revops_intent_score().
 * @retval REVOPS_ERR_NOSPACE  There are more; @p out is untouched.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_intent_next_grade(const revops_intent *intent,
                                                                   const revops_intent_source *source,
                                                                   int64_t at_ms, revops_intent_step *out,
                                                                   size_t capacity, size_t *needed);

/**
 * A way in words: `3 of "visit": then 6 points, grade 3`, grades counted from 1.
 *
 * @param      step             The way.
 * @param      behaviour_names  Names by behaviour; NULL for "behaviour 2".
 * @param[out] out              Text closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity         Bytes at @p out.
 * @return Full length of the text (see @ref base); 0 when @p step is NULL.
 * @since 0.1
 */
REVOPS_API size_t revops_intent_step_text(const revops_intent_step *step, const char *const *behaviour_names,
                                          char *out, size_t capacity);

/**
 * Exact scores of many leads at one instant, from columns of events sorted by lead and then by time.
 *
 * @param      intent      Compiled rules.
 * @param      at_ms       Instants of all events.
 * @param      behaviours  Behaviour of each event.
 * @param      first       Where each lead's events start, @p lead_count + 1 of them, rising; the last is their end.
 * @param      lead_count  Leads.
 * @param      when_ms     The instant to score at.
 * @param[out] scores_mpt  @p lead_count scores; NULL if not wanted.
 * @param[out] grades      @p lead_count grades; NULL if not wanted.
 * @param[out] out_bad     Index of the first lead that can't be scored; NULL if not wanted, set only on an error
 *                         that has one. Scores of the leads before it have been written.
 * @retval REVOPS_OK        Scored.
 * @retval REVOPS_ERR_ARG   A pointer is missing, @p first falls, or an instant or behaviour is out of range.
 * @retval REVOPS_ERR_LATE  A lead's events aren't in order of time.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_intent_columns(
    const revops_intent *intent, const int64_t *at_ms, const uint32_t *behaviours, const uint64_t *first,
    size_t lead_count, int64_t when_ms, int32_t *scores_mpt, uint8_t *grades, size_t *out_bad);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
