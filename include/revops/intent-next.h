/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_INTENT_NEXT_H
#define REVOPS_INTENT_NEXT_H

#include <revops/intent.h>

/**
 * @file
 * @addtogroup intent
 *
 * Predicts when a score will fall below a threshold, exactly or as a cheap bound, and which events would raise a lead
 * to the next grade. No function here changes a record, so several threads may read the same record at once.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/**
 * First instant at which a score will be below a threshold, without new events.
 *
 * The answer agrees with revops_intent_rate() to the millisecond, also when negative points fade and the score rises in
 * between. The score is linear between the instants at which an event ends or a half-life enters its next linear piece,
 * so the crossing is computed in each piece. Pieces that can't reach the threshold are skipped. The search takes
 * microseconds.
 *
 * **Bounded work.** Half-lives of opposite signs that nearly cancel can keep a score within millionths of the threshold
 * for years. The search therefore stops after some milliseconds with #REVOPS_ERR_RANGE. The score isn't below the
 * threshold before the instant in @p out_ms. Use that instant as a wake-up, and continue with the same call from there.
 *
 * @param      intent         Compiled rules.
 * @param      record         The lead's record.
 * @param      from_ms        Start of the search.
 * @param      threshold_mpt  Thousandths of a point.
 * @param[out] out_ms         First instant from @p from_ms on with a score below the threshold; #REVOPS_TIME_NONE for
 *                            never. With #REVOPS_ERR_RANGE, the instant up to which the score isn't below.
 * @retval REVOPS_OK           Found.
 * @retval REVOPS_ERR_RANGE    Not found within the bounded work; @p out_ms was written.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or the instant out of range.
 * @retval REVOPS_ERR_LATE     As for revops_intent_rate().
 * @retval REVOPS_ERR_CORRUPT  As for revops_intent_rate().
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_intent_crossing(const revops_intent *intent,
                                                                 const revops_intent_record *record,
                                                                 int64_t from_ms, int32_t threshold_mpt,
                                                                 int64_t *out_ms);

/**
 * Lower bound of revops_intent_crossing(): an instant before which the score won't be below a threshold, without new
 * events. It takes a fraction of the time of a score (SEM26). Ask again at that instant.
 *
 * @param      intent         Compiled rules.
 * @param      record         The lead's record.
 * @param      from_ms        Start of the search.
 * @param      score_mpt      The score at @p from_ms, from revops_intent_rate(). With any other value the bound is
 *                            meaningless.
 * @param      threshold_mpt  Thousandths of a point. For the next fall of the grade, it is the threshold of the grade
 *                            minus the hysteresis.
 * @param[out] out_ms         The instant, above @p from_ms; @p from_ms itself when the score is below the threshold;
 *                            #REVOPS_TIME_NONE for never.
 * @retval REVOPS_OK           Found.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or the instant out of range.
 * @retval REVOPS_ERR_LATE     As for revops_intent_rate().
 * @retval REVOPS_ERR_CORRUPT  As for revops_intent_rate().
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_intent_next_wakeup(const revops_intent *intent,
                                                                    const revops_intent_record *record,
                                                                    int64_t from_ms, int32_t score_mpt,
                                                                    int32_t threshold_mpt, int64_t *out_ms);

/** A number of events of one behaviour: a way to the next grade, or a step of one. @since 0.1 */
typedef struct revops_intent_advice {
    uint32_t behaviour;   /**< Behaviour. */
    uint32_t event_count; /**< Number of events, 1 or more. */
    int32_t score_mpt;    /**< Score after these events and all earlier steps of the way. */
    uint32_t grade;       /**< Grade of that score. */
} revops_intent_advice;

/**
 * Lists the behaviours whose events would reach the next grade now, fewest events first.
 *
 * If no single behaviour is enough (because of daily limits, capped groups or tiers), the answer is one way of several
 * steps: the behaviour with most points per event first, and no more events than needed. Only its last step then has a
 * better grade, whereas every single way has one.
 *
 * @param      intent    Compiled rules.
 * @param      record    The lead's record.
 * @param      at_ms     The instant.
 * @param[out] out       Single ways, or the steps of one way. Empty when the lead has the best grade, when its scoring
 *                       has ended, or when 1,000 events of each behaviour wouldn't reach the next grade.
 * @param      capacity  Steps at @p out; the number of rules always suffices.
 * @param[out] needed    Number of steps; also written on REVOPS_ERR_NOSPACE.
 * @retval REVOPS_OK           Found.
 * @retval REVOPS_ERR_ARG      A pointer is missing, or the instant out of range.
 * @retval REVOPS_ERR_LATE     As for revops_intent_rate().
 * @retval REVOPS_ERR_CORRUPT  As for revops_intent_rate().
 * @retval REVOPS_ERR_NOSPACE  There are more steps; @p out holds the first ones.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_intent_advise(const revops_intent *intent,
                                                               const revops_intent_record *record,
                                                               int64_t at_ms, revops_intent_advice *out,
                                                               size_t capacity, size_t *needed);

/**
 * Writes a step as text: `3 of "visit": then 6 points, grade 3`. Grades count from 1.
 *
 * @param      advice           The step.
 * @param      behaviour_names  Names by behaviour; NULL for "behaviour 2".
 * @param[out] out              Text closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity         Bytes at @p out.
 * @return Full length of the text (see @ref base); 0 when @p advice is NULL.
 * @since 0.1
 */
REVOPS_API size_t revops_intent_advice_text(const revops_intent_advice *advice,
                                            const char *const *behaviour_names, char *out, size_t capacity);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
