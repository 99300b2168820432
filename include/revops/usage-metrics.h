/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_USAGE_METRICS_H
#define REVOPS_USAGE_METRICS_H

#include <revops/base.h>

/**
 * @file
 * @addtogroup usage
 *
 * What became of signals (PQ9). The plan-ceiling cohort (PQ8) is in plan.h.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** What became of one signal (PQ9); instants are #REVOPS_TIME_NONE where it didn't happen. @since 0.1 */
typedef struct revops_usage_outcome {
    int64_t signal_ms;      /**< The signal. */
    int64_t contact_ms;     /**< First contact by sales. */
    int64_t opportunity_ms; /**< Became an opportunity. */
    int64_t won_ms;         /**< Closed-won. */
    int64_t revenue;        /**< Revenue won, in minor units. */
    int64_t expansion;      /**< The part of it that is expansion of an existing customer. */
} revops_usage_outcome;

/** How the share of signals that were won compares with the target of 25 to 35 % (PQ9). @since 0.1 */
enum revops_usage_bands {
    REVOPS_USAGE_BAND_BELOW = 0,  /**< Below the target. */
    REVOPS_USAGE_BAND_WITHIN = 1, /**< Within it. */
    REVOPS_USAGE_BAND_ABOVE = 2,  /**< Above it. */
    REVOPS_USAGE_BAND_NONE = 3    /**< There is no signal. */
};
/** One of #revops_usage_bands. @since 0.1 */
typedef uint32_t revops_usage_band;

/** Metrics of signals (PQ9); times are #REVOPS_TIME_NONE where there is none. @since 0.1 */
typedef struct revops_usage_metrics {
    uint64_t signals;        /**< Volume. */
    uint64_t contacted;      /**< With a contact. */
    uint64_t opportunities;  /**< That became an opportunity. */
    uint64_t won;            /**< That were won. */
    int64_t contact_mean_ms; /**< Mean time from signal to first contact. */
    int64_t
        contact_median_ms; /**< Median of it; the mean of the two in the middle, cut off, where their number is even. */
    int64_t contact_worst_ms; /**< Longest time from signal to first contact. */
    int64_t won_mean_ms;      /**< Mean time from signal to win. */
    int64_t won_median_ms;    /**< Median of it. */
    int64_t revenue;          /**< Sum, in minor units. */
    int64_t expansion;        /**< Sum, in minor units. */
    int64_t velocity; /**< Revenue a day in the pipeline: opportunities × win rate × mean revenue ÷ mean time
                                   from signal to win = revenue ÷ that time, in minor units a day; 0 without a win. */
    uint32_t opportunity_bp;    /**< Opportunities ÷ signals, in basis points, cut off. */
    uint32_t won_bp;            /**< Won ÷ signals, in basis points, cut off. */
    revops_usage_band won_band; /**< How that compares with the target. */
    uint32_t misdated; /**< Contacts or wins before their signal: counted, but in no mean or median. */
} revops_usage_metrics;

/**
 * Sums up what became of signals by group, such as the week and the segment of a signal (PQ9). The number of a week is
 * its first day (revops_zone_first_day_many()) less the first day of the earliest week, ÷ 7. The group of a row is then
 * week × segments + segment.
 *
 * @param      rows         One row a signal; may be NULL when @p count is 0.
 * @param      count        Number of rows, less than 2^32.
 * @param      group        Index of each row's group; NULL: all are group 0.
 * @param      group_count  Number of groups, 1 or more.
 * @param      memory       Room to sort in, aligned to #REVOPS_ALIGNMENT; may be NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed, set on REVOPS_OK and REVOPS_ERR_NOSPACE; NULL if not wanted.
 * @param[out] out          Metrics, one per group, set only on REVOPS_OK; may be NULL without memory.
 * @retval REVOPS_OK            Done.
 * @retval REVOPS_ERR_ARG       A pointer is NULL, a count or group is out of range, or a row has no signal.
 * @retval REVOPS_ERR_NOSPACE   @p memory_size is too small.
 * @retval REVOPS_ERR_ALIGN     @p memory isn't aligned.
 * @retval REVOPS_ERR_OVERFLOW  A sum doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_measure_outcomes(const revops_usage_outcome *rows,
                                                                        size_t count, const uint32_t *group,
                                                                        uint32_t group_count, void *memory,
                                                                        size_t memory_size, size_t *needed,
                                                                        revops_usage_metrics *out);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
