/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_EVALUATION_H
#define REVOPS_EVALUATION_H

#include <revops/base.h>

/**
 * @file
 * @defgroup evaluation Evaluation: how good a score is
 *
 * Measures how well scores separate won leads from lost ones, and how accurate predicted probabilities are (SC8).
 *
 * revops_evaluation_rank() sorts scores with their outcomes once. From that ranking other functions compute the area
 * under the ROC curve, average precision, the table of thresholds, and lift and gain by tenths. Leads of equal score
 * are one step of every curve. If a tenth ends among leads of equal score, their wins are spread evenly over them; gain
 * and lift then count fractions of a lead, so a constant score has no lift anywhere. The order of rows never matters.
 * revops_evaluation_calibrate() compares probabilities with outcomes.
 *
 * Shares are fixed-point numbers: a field that ends in `_q56` holds the value × 2^56, rounded down. Probabilities are
 * parts per billion (`_ppb`).
 *
 * **Threads.** No function keeps state; threads may call them at once. Arrays of one call must not overlap.
 *
 * Sources: Hanley and McNeil, "The meaning and use of the area under a ROC curve" (1982); Brier, "Verification of
 * forecasts expressed in terms of probability" (1950). Average precision is Σ (R_n − R_(n−1)) P_n, without
 * interpolation.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** 1 in fields that end in `_q56`. @since 0.1 */
#define REVOPS_EVALUATION_ONE (UINT64_C(1) << 56)
enum {
    REVOPS_EVALUATION_BILLION = 1000000000, /**< A probability of 1 in parts per billion. @since 0.1 */
    REVOPS_EVALUATION_BINS_MAX = 1000 /**< Bins of probability: more than a chart can show. @since 0.1 */
};

/**
 * Sorts scores together with their outcomes.
 *
 * @param      scores_mpt  Scores; a higher score means a likelier win.
 * @param      outcomes    1 for won, 0 for lost.
 * @param      count       Leads, 1 … 2^31 − 1.
 * @param[out] ranking     @p count numbers, score × 2 + outcome, ascending, for the functions below.
 * @retval REVOPS_OK       Sorted.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, @p count is out of range or an outcome neither 0 nor 1.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_evaluation_rank(const int32_t *scores_mpt,
                                                                 const uint8_t *outcomes, size_t count,
                                                                 int64_t *ranking);

/** Measures of discrimination. @since 0.1 */
typedef struct revops_evaluation_discrimination {
    uint64_t count;   /**< Leads. */
    uint64_t won;     /**< Won leads. */
    uint64_t auc_q56; /**< Probability that a won lead scores above a lost one; ties count half. */
    uint64_t average_precision_q56; /**< Area under the stepwise precision-recall curve. */
} revops_evaluation_discrimination;

/**
 * Area under the ROC curve and average precision.
 *
 * @param      ranking  From revops_evaluation_rank().
 * @param      count    Length of the ranking.
 * @param[out] out      The measures.
 * @retval REVOPS_OK         Measured.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, @p count is out of range or the ranking isn't ascending.
 * @retval REVOPS_ERR_RANGE  All leads were won, or all were lost: the measures are undefined.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status
revops_evaluation_discriminate(const int64_t *ranking, size_t count, revops_evaluation_discrimination *out);

/** Result of working every lead from a score on. @since 0.1 */
typedef struct revops_evaluation_threshold {
    int32_t score_mpt;      /**< Least score. */
    uint32_t precision_bp;  /**< won ÷ volume, rounded down. */
    uint32_t recall_bp;     /**< won ÷ all won leads, rounded down; 0 without won leads. */
    uint32_t reserved;      /**< 0. */
    uint64_t volume;        /**< Leads of that score or more. */
    uint64_t won;           /**< Won leads among them. */
    int64_t expected_value; /**< won × gain − volume × cost. */
} revops_evaluation_threshold;

/**
 * Table of thresholds: one row per distinct score, best first.
 *
 * @param      ranking   From revops_evaluation_rank().
 * @param      count     Length of the ranking.
 * @param      gain      Value of a won lead, minor units.
 * @param      cost      Cost of working a lead, minor units.
 * @param[out] out       Rows.
 * @param      capacity  Rows at @p out.
 * @param[out] needed    Number of rows; also written on REVOPS_ERR_NOSPACE.
 * @retval REVOPS_OK            Written.
 * @retval REVOPS_ERR_ARG       A pointer is missing, @p count is out of range or the ranking isn't ascending.
 * @retval REVOPS_ERR_NOSPACE   There are more rows; @p out is untouched.
 * @retval REVOPS_ERR_OVERFLOW  A value doesn't fit; @p out is untouched.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_evaluation_thresholds(const int64_t *ranking, size_t count,
                                                                       int64_t gain, int64_t cost,
                                                                       revops_evaluation_threshold *out,
                                                                       size_t capacity, size_t *needed);

/** A part of the ranking, such as its best tenth. @since 0.1 */
typedef struct revops_evaluation_part {
    int32_t least_mpt; /**< Least score in it. */
    uint32_t gain_bp;  /**< Share of all wins in this part and the better ones, rounded down. */
    uint32_t lift_bp;  /**< Win rate of the part ÷ win rate of all (10,000: no lift), rounded. */
    uint32_t reserved; /**< 0. */
    uint64_t count;    /**< Leads. */
    uint64_t won;      /**< Won leads: rounded running sum, minus that of the better parts. */
} revops_evaluation_part;

/**
 * Lift and gain: the ranking in equal parts, best first.
 *
 * @param      ranking     From revops_evaluation_rank().
 * @param      count       Length of the ranking.
 * @param      part_count  Parts, such as 10; 1 … @p count.
 * @param[out] out         @p part_count parts; part k holds ranks ⌊k·n/parts⌋ up to ⌊(k+1)·n/parts⌋.
 * @retval REVOPS_OK         Written.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, a count is out of range or the ranking isn't ascending.
 * @retval REVOPS_ERR_RANGE  No lead was won: lift is undefined.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_evaluation_lift(const int64_t *ranking, size_t count,
                                                                 size_t part_count,
                                                                 revops_evaluation_part *out);

/** Leads whose predicted probability lies in one bin. @since 0.1 */
typedef struct revops_evaluation_bin {
    uint64_t count;         /**< Leads. */
    uint64_t won;           /**< Won leads. */
    uint32_t predicted_ppb; /**< Mean predicted probability, rounded down; 0 without leads. */
    uint32_t observed_ppb;  /**< won ÷ count, rounded down; 0 without leads. */
} revops_evaluation_bin;

/** Accuracy of probabilities. @since 0.1 */
typedef struct revops_evaluation_calibration {
    uint64_t brier_q56;    /**< Mean of (probability − outcome)². */
    uint64_t log_loss_q56; /**< Mean of −ln of the probability of the actual outcome, at least 1 ppb. */
} revops_evaluation_calibration;

/**
 * Compares probabilities with outcomes.
 *
 * @param      probabilities_ppb  Predicted probability of a win, 0 … 1,000,000,000.
 * @param      outcomes           1 for won, 0 for lost.
 * @param      count              Leads, 1 … 2^31 − 1.
 * @param[out] out                Brier score and log loss.
 * @param[out] bins               @p bin_count bins of equal width, 0 … 1; NULL if not wanted.
 * @param      bin_count          Bins, 0 … #REVOPS_EVALUATION_BINS_MAX.
 * @retval REVOPS_OK       Compared.
 * @retval REVOPS_ERR_ARG  A pointer is missing, or a count, probability or outcome is out of range.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_evaluation_calibrate(const uint32_t *probabilities_ppb,
                                                                      const uint8_t *outcomes, size_t count,
                                                                      revops_evaluation_calibration *out,
                                                                      revops_evaluation_bin *bins,
                                                                      size_t bin_count);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
