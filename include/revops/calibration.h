/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_CALIBRATION_H
#define REVOPS_CALIBRATION_H

#include <revops/base.h>

/**
 * @file
 * @defgroup calibration Calibration: true probabilities from scores
 *
 * Maps scores, learned or written by hand, to win probabilities, fitted to known outcomes (SC13). There are two
 * methods:
 *
 * - **Two parameters**: the odds double every `double_mpt` points and are even at `even_mpt`. Maximum likelihood
 *   determines both (Platt's method; its smoothed targets keep the parameters finite).
 * - **Monotone steps**: isotonic regression, the never falling step function of the score with the least squared error
 *   (pool adjacent violators). Leads of equal score are one group. A score between two steps has the probability of the
 *   lower step. A score below all steps has the probability of the first.
 *
 * All computation is in integers: the same leads in any order give the same calibration on every machine. Test it on
 * outcomes that were not used for the fit, with revops_evaluation_calibrate().
 *
 * **Threads.** No function keeps state; threads may call them at once. Arrays of one call must not overlap.
 *
 * Sources: Platt, "Probabilistic outputs for support vector machines" (1999); Lin, Lin and Weng, "A note on Platt's
 * probabilistic outputs" (2007); Ayer and others, "An empirical distribution function for sampling with incomplete
 * information" (1955).
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** The two parameters, for revops_scorecard_probabilities(). @since 0.1 */
typedef struct revops_calibration_line {
    int32_t double_mpt;    /**< Points that double the odds, 1 … 100,000,000. */
    int32_t even_mpt;      /**< Points of even odds. */
    uint32_t is_converged; /**< 1; 0 if the iteration ended before the maximum. */
    uint32_t is_flat; /**< 1 if higher scores don't win more often: every score gets the odds of all leads. */
} revops_calibration_line;

/**
 * Finds the two parameters.
 *
 * @param      ranking  Scores with outcomes in ascending order, from revops_evaluation_rank().
 * @param      count    Length of the ranking, 1 … 2^31 − 1.
 * @param[out] out      The parameters.
 * @retval REVOPS_OK         Found.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, @p count is out of range or the ranking isn't ascending.
 * @retval REVOPS_ERR_RANGE  All leads were won, or all were lost: no slope is determined.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calibration_fit_line(const int64_t *ranking, size_t count,
                                                                      revops_calibration_line *out);

/** One monotone step. @since 0.1 */
typedef struct revops_calibration_step {
    int32_t from_mpt;         /**< Least score of the step. */
    uint32_t probability_ppb; /**< Share of won leads, parts per billion, rounded; ascending. */
    uint64_t count;           /**< Leads. */
    uint64_t won;             /**< Won leads. */
} revops_calibration_step;

/**
 * Finds the monotone steps.
 *
 * @param      ranking   From revops_evaluation_rank().
 * @param      count     Length of the ranking, 1 … 2^31 − 1.
 * @param[out] out       Steps in ascending order. Also the working memory, so it needs room for one step per distinct
 *                       score.
 * @param      capacity  Steps at @p out.
 * @param[out] needed    Number of steps; on REVOPS_ERR_NOSPACE, the number of distinct scores.
 * @retval REVOPS_OK           Found.
 * @retval REVOPS_ERR_ARG      A pointer is missing, @p count is out of range or the ranking isn't ascending.
 * @retval REVOPS_ERR_NOSPACE  There are more distinct scores than @p capacity; @p out is untouched.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calibration_fit_steps(const int64_t *ranking, size_t count,
                                                                       revops_calibration_step *out,
                                                                       size_t capacity, size_t *needed);

/**
 * Win probabilities of scores by monotone steps.
 *
 * @param      steps              Steps of revops_calibration_fit_steps(), ascending by `from_mpt`.
 * @param      step_count         Number of steps, 1 or more.
 * @param      scores_mpt         Scores.
 * @param      count              Number of them.
 * @param[out] probabilities_ppb  Parts per billion.
 * @retval REVOPS_OK       Done.
 * @retval REVOPS_ERR_ARG  A pointer is missing, or the steps aren't ascending or have a probability above 1.
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
