/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_INTENT_TOTAL_H
#define REVOPS_INTENT_TOTAL_H

#include <revops/intent.h>

/**
 * @file
 * @addtogroup intent
 *
 * Combines fit and behaviour in one score, with bands such as cold, warm and hot (SC15). No function here keeps state;
 * any number of threads may call it.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** Weights of fit and behaviour, and bands of the total. @since 0.1 */
typedef struct revops_intent_total_params {
    uint32_t struct_size;   /**< sizeof(revops_intent_total_params) as compiled. */
    uint32_t flags;         /**< 0. */
    uint32_t fit_bp;        /**< Weight of the fit score in basis points, 0 … 10,000. */
    uint32_t intent_bp;     /**< Weight of the intent score, 0 … 10,000. */
    uint32_t band_count;    /**< Bands except the last, 0 … #REVOPS_SCORE_GRADES_MAX − 1. */
    int32_t bands_mpt[8];   /**< Least total of each band except the last, descending; else 0. */
    int32_t hysteresis_mpt; /**< Distance below a band's threshold within which a lead keeps it, 0 or more. */
} revops_intent_total_params;

/** 40 % fit and 60 % behaviour; hot (0) from 70 points, warm (1) from 40 points, cold (2) below. @since 0.1 */
#define REVOPS_INTENT_TOTAL_PARAMS_INIT                                                                      \
    {                                                                                                        \
        sizeof(revops_intent_total_params), 0, 4000, 6000, 2, {70000, 40000, 0, 0, 0, 0, 0, 0}, 0            \
    }

/**
 * Writes #REVOPS_INTENT_TOTAL_PARAMS_INIT.
 *
 * @param[out] out   Weights and bands.
 * @param      size  sizeof(revops_intent_total_params) as compiled.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_intent_total_defaults(revops_intent_total_params *out,
                                                                       size_t size);

/**
 * Lists every fault of weights and bands.
 *
 * @param[in]  params    The weights and bands.
 * @param[out] problems  Faults; may be NULL when @p capacity is 0.
 * @param      capacity  Problems at @p problems.
 * @param[out] needed    Number of faults; may be NULL.
 * @retval REVOPS_OK           revops_intent_total() would take them.
 * @retval REVOPS_ERR_ARG      @p params is NULL, or a weight, count or hysteresis is out of range.
 * @retval REVOPS_ERR_ABI      `struct_size` fits no version.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND  Thresholds of bands aren't descending.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_intent_total_check(const revops_intent_total_params *params,
                                                                    revops_problem *problems, size_t capacity,
                                                                    size_t *needed);

/**
 * Total of fit and behaviour: the weighted sum of the scores, rounded down to thousandths of a point.
 *
 * @param[in]  params      Weights and bands.
 * @param      fit_mpt     Fit score (@ref score).
 * @param      intent_mpt  Intent score.
 * @param      previous    Band so far, or #REVOPS_SCORE_UNGRADED.
 * @param[out] out_mpt     The total, in thousandths of a point.
 * @param[out] out_band    Band of the total: 0 for the hottest … the number of thresholds for the last.
 * @retval REVOPS_OK           Done.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or a weight, count, hysteresis or @p previous is out of range.
 * @retval REVOPS_ERR_ABI      `struct_size` fits no version.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND  Thresholds of bands aren't descending.
 * @since 0.1  @see revops_intent_total_many()
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_intent_total(const revops_intent_total_params *params,
                                                              int32_t fit_mpt, int32_t intent_mpt,
                                                              uint32_t previous, int32_t *out_mpt,
                                                              uint32_t *out_band);

/**
 * Totals of many leads, as revops_intent_total() computes them without a previous band.
 *
 * @param[in]  params       Weights and bands.
 * @param[in]  fits_mpt     @p count fit scores.
 * @param[in]  intents_mpt  @p count intent scores.
 * @param      count        Leads.
 * @param[out] totals_mpt   @p count totals; may be the same array as @p fits_mpt or @p intents_mpt, but must not
 *                          overlap them otherwise; NULL if not wanted.
 * @param[out] bands        @p count bands; NULL if not wanted.
 * @retval REVOPS_OK           Done.
 * @retval REVOPS_ERR_ARG      A pointer is missing, or a weight, count or hysteresis is out of range.
 * @retval REVOPS_ERR_ABI      `struct_size` fits no version.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND  Thresholds of bands aren't descending.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_intent_total_many(const revops_intent_total_params *params,
                                                                   const int32_t *fits_mpt,
                                                                   const int32_t *intents_mpt, size_t count,
                                                                   int32_t *totals_mpt, uint8_t *bands);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
