/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_USAGE_METRICS_H
#define REVOPS_USAGE_METRICS_H

#include <revops/base.h>

/**
 * @file
 * @addtogroup usage
 *
 * Measures the outcomes of signals (PQ9). plan.h finds accounts at the plan's ceiling (PQ8).
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** Outcome of one signal (PQ9). Instants are #REVOPS_TIME_NONE for events that didn't happen. @since 0.1 */
typedef struct revops_usage_outcome {
    int64_t signal_ms;      /**< Instant of the signal. */
    int64_t contact_ms;     /**< First contact by sales. */
    int64_t opportunity_ms; /**< Opening of the opportunity. */
    int64_t won_ms;         /**< Closed-won. */
    int64_t revenue;        /**< Revenue won, minor units. */
    int64_t expansion;      /**< Part of the revenue that is expansion of a customer. */
} revops_usage_outcome;

/** Bands of the share of won signals: the target is 25 to 35 % (PQ9). @since 0.1 */
enum revops_usage_bands {
    REVOPS_USAGE_BAND_BELOW = 0,  /**< Below the target. */
    REVOPS_USAGE_BAND_WITHIN = 1, /**< Within the target. */
    REVOPS_USAGE_BAND_ABOVE = 2,  /**< Above the target. */
    REVOPS_USAGE_BAND_NONE = 3    /**< No signals. */
};
/** One of #revops_usage_bands. @since 0.1 */
typedef uint32_t revops_usage_band;

/** Metrics of signals (PQ9). Times are #REVOPS_TIME_NONE without such signals. @since 0.1 */
typedef struct revops_usage_metrics {
    uint64_t signals;        /**< Signals. */
    uint64_t contacted;      /**< Signals with a contact. */
    uint64_t opportunities;  /**< Signals that became an opportunity. */
    uint64_t won;            /**< Signals that were won. */
    int64_t contact_mean_ms; /**< Mean time from signal to first contact. */
    int64_t
        contact_median_ms; /**< Median time to first contact; of two middle values the mean, rounded down. */
    int64_t contact_worst_ms; /**< Longest time from signal to first contact. */
    int64_t won_mean_ms;      /**< Mean time from signal to win. */
    int64_t won_median_ms;    /**< Median time from signal to win. */
    int64_t revenue;          /**< Sum of revenue, minor units. */
    int64_t expansion;        /**< Sum of expansion, minor units. */
    int64_t velocity; /**< Revenue ÷ mean time from signal to win, minor units per day; 0 without a win. */
    uint32_t opportunity_bp;    /**< Opportunities ÷ signals, rounded down. */
    uint32_t won_bp;            /**< Won ÷ signals, rounded down. */
    revops_usage_band won_band; /**< Band of `won_bp`. */
    uint32_t misdated;          /**< Contacts or wins before their signal: counted, but not in times. */
} revops_usage_metrics;

/**
 * Computes metrics of signals by group, for example by week and segment (PQ9). To number weeks, take the first day of
 * each (revops_zone_first_day_many()) minus the first day of the earliest, ÷ 7. The group of a row is then week ×
 * number of segments + segment.
 *
 * @param      rows         One row per signal; may be NULL when @p count is 0.
 * @param      count        Number of rows, less than 2^32.
 * @param      group        Group of each row; NULL: all in group 0.
 * @param      group_count  Number of groups, 1 or more.
 * @param      memory       Working memory, aligned to #REVOPS_ALIGNMENT; may be NULL to ask for the size.
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
