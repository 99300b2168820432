/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_CALIBRATION_H
#define REVOPS_CALIBRATION_H

#include <revops/base.h>

/**
 * @file
 * @defgroup calibration Calibration: true probabilities from scores
 *
 * Turns scores, learned or written by hand, into win probabilities by newer outcomes (SC13).
 *
 * - **Two parameters**: odds double every `double_mpt` points and are even at `even_mpt`; both by maximum likelihood
 *   (Platt's method, with his smoothed targets, so that it never runs off to infinity).
 * - **Monotone steps**: the share of won leads by score that never falls and is nearest to the outcomes by squares
 *   (isotonic regression, by pooling adjacent violators). Leads of equal score are one group. A score between two steps
 *   has the probability of the step below, one below all has that of the first.
 *
 * Everything is computed in integers: the same leads in any order give the same calibration on every machine. Compare
 * with outcomes that were not learned from, by revops_evaluation_calibrate().
 *
 * No function keeps anything: threads may call them at once. Arrays of one call must not overlap.
 *
 * Sources: Platt, "Probabilistic outputs for support vector machines" (1999); Lin, Lin and Weng, "A note on Platt's
 * probabilistic outputs" (2007); Ayer and others, "An empirical distribution function for sampling with incomplete
 * information" (1955).
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** Two parameters: what revops_scorecard_probabilities() takes. @since 0.1 */
typedef struct revops_calibration_line {
    int32_t double_mpt;    /**< Points that double the odds, 1 … 100,000,000. */
    int32_t even_mpt;      /**< Points of even odds. */
    uint32_t is_converged; /**< 1, or 0 where the steps ended before the likelihood was greatest. */
    uint32_t
        is_flat; /**< 1 where higher scores win no more: the odds are those of all leads, whatever the score. */
} revops_calibration_line;

/**
 * Finds the two parameters.
 *
 * @param      ranking  From revops_evaluation_rank(): scores with outcomes, rising.
 * @param      count    Its length, 1 … 2^31 − 1.
 * @param[out] out      The parameters.
 * @retval REVOPS_OK         Found.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, @p count is out of range or the ranking doesn't rise.
 * @retval REVOPS_ERR_RANGE  All leads were won or all lost: any steepness would do.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calibration_fit_line(const int64_t *ranking, size_t count,
                                                                      revops_calibration_line *out);

/** One monotone step. @since 0.1 */
typedef struct revops_calibration_step {
    int32_t from_mpt;         /**< Least score of the step. */
    uint32_t probability_ppb; /**< Share of won leads, parts per billion, rounded; rises from step to step. */
    uint64_t count;           /**< Leads. */
    uint64_t won;             /**< Those won. */
} revops_calibration_step;

/**
 * Finds the monotone steps.
 *
 * @param      ranking   From revops_evaluation_rank().
 * @param      count     Its length, 1 … 2^31 − 1.
 * @param[out] out       Steps, rising; used as working memory, so that it needs a place for each distinct score.
 * @param      capacity  Steps at @p out.
 * @param[out] needed    Steps found or, on REVOPS_ERR_NOSPACE, distinct scores.
 * @retval REVOPS_OK           Found.
 * @retval REVOPS_ERR_ARG      A pointer is missing, @p count is out of range or the ranking doesn't rise.
 * @retval REVOPS_ERR_NOSPACE  There are more distinct scores than @p capacity; @p out is untouched.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calibration_fit_steps(const int64_t *ranking, size_t count,
                                                                       revops_calibration_step *out,
                                                                       size_t capacity, size_t *needed);

/**
 * Win probabilities of scores by monotone steps.
 *
 * @param      steps              From revops_calibration_fit_steps(): `from_mpt` rising.
 * @param      step_count         Their number, 1 or more.
 * @param      scores_mpt         Scores.
 * @param      count              Number of them.
 * @param[out] probabilities_ppb  Parts per billion.
 * @retval REVOPS_OK       Done.
 * @retval REVOPS_ERR_ARG  A pointer is missing, or the steps don't rise or have a probability above 1.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status
revops_calibration_probabilities(const revops_calibration_step *steps, size_t step_count,
                                 const int32_t *scores_mpt, size_t count, uint32_t *probabilities_ppb);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
