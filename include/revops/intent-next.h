/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_INTENT_NEXT_H
#define REVOPS_INTENT_NEXT_H

#include <revops/intent.h>

/**
 * @file
 * @addtogroup intent
 *
 * What comes next: when a score will fall below a threshold, exactly or by a cheap bound, and what would lift a lead to
 * the next grade. Nothing here changes a record, so that several threads may ask of one at once.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/**
 * When a score will, without new events, first be below a threshold.
 *
 * Exact to the millisecond against revops_intent_rate(), also where negative points fade and the score rises in
 * between. Between the instants at which an event is over or a half-life turns into its next straight line, the score
 * changes evenly and the instant is computed; stretches that can't fall so far are skipped. That takes microseconds.
 *
 * **Work is bounded.** Half-lives of both signs that nearly cancel each other may keep a score within millionths of the
 * threshold for years. After some milliseconds the search says how far it has come: #REVOPS_ERR_RANGE. Before the
 * instant in @p out_ms the score isn't below the threshold; it serves as a wake-up, and the same call from there goes
 * on.
 *
 * @param      intent         Compiled rules.
 * @param      record         The lead's record.
 * @param      from_ms        Where to start.
 * @param      threshold_mpt  Thousandths of a point.
 * @param[out] out_ms         First instant from @p from_ms on with a score below the threshold; @p from_ms itself when
 *                            it is already; #REVOPS_TIME_NONE when it never will be. With #REVOPS_ERR_RANGE: up to
 *                            where the score has been proved not to be below.
 * @retval REVOPS_OK           Found.
 * @retval REVOPS_ERR_RANGE    Not found with bounded work; @p out_ms was written.
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
 * An instant before which a score won't, without new events, be below a threshold: never later than
 * revops_intent_crossing(), in a fraction of the time that a score takes (SEM26). Ask again at that instant.
 *
 * @param      intent         Compiled rules.
 * @param      record         The lead's record.
 * @param      from_ms        Where to start.
 * @param      score_mpt      The score there, as revops_intent_rate() says. The bound is of no use with any other
 *                            value.
 * @param      threshold_mpt  Thousandths of a point; the threshold of a grade less the hysteresis for the next fall of
 *                            the grade.
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

/** So many events of one behaviour now: a way to the next grade, or a part of one. @since 0.1 */
typedef struct revops_intent_advice {
    uint32_t behaviour;   /**< Which. */
    uint32_t event_count; /**< How many, 1 or more. */
    int32_t score_mpt;    /**< Score then; in a way of several steps, with those before. */
    uint32_t grade;       /**< Its grade. */
} revops_intent_advice;

/**
 * What is missing for the next grade: behaviours that would reach it now, fewest events first.
 *
 * Where no behaviour alone does, as with daily limits, capped groups and tiers, one way of several together is told:
 * what gives most an event first, and of no behaviour more than it takes. Only its last step has a better grade; ways
 * that are enough alone have one each.
 *
 * @param      intent    Compiled rules.
 * @param      record    The lead's record.
 * @param      at_ms     The instant.
 * @param[out] out       Ways, each enough alone, or the steps of one; none when the lead has the best grade, when its
 *                       scoring has ended, or when limits and caps let nothing get there within 1,000 events of each
 *                       behaviour.
 * @param      capacity  Steps at @p out; the number of rules always suffices.
 * @param[out] needed    Number of steps; also written on REVOPS_ERR_NOSPACE.
 * @retval REVOPS_OK           Found.
 * @retval REVOPS_ERR_ARG      A pointer is missing, or the instant out of range.
 * @retval REVOPS_ERR_LATE     As for revops_intent_rate().
 * @retval REVOPS_ERR_CORRUPT  As for revops_intent_rate().
 * @retval REVOPS_ERR_NOSPACE  There are more; @p out holds the first of them.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_intent_advise(const revops_intent *intent,
                                                               const revops_intent_record *record,
                                                               int64_t at_ms, revops_intent_advice *out,
                                                               size_t capacity, size_t *needed);

/**
 * A way in words: `3 of "visit": then 6 points, grade 3`, grades counted from 1.
 *
 * @param      advice           The way.
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
