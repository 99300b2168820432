/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_STATS_H
#define REVOPS_STATS_H

#include <revops/base.h>

/**
 * @file
 * @defgroup stats Statistics: a histogram of fixed size, mergeable, with percentiles within 1 %
 *
 * Counts values in buckets whose width grows with the value, so that one fixed array holds milliseconds and
 * decades alike: exact below 64, then 64 buckets for each doubling (a log-linear histogram, as in Tene's
 * HdrHistogram), which bounds the error of any percentile to 1/128, under 1 %. Histograms of parts add up
 * to the histogram of the whole, bit by bit, in any order.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** Buckets of a histogram: 64 below 64, and 64 for each doubling up to 2^40. */
#define REVOPS_HISTOGRAM_BUCKETS 2240
/** Largest value that has a bucket of its own size: 2^40 − 1, in milliseconds nearly 35 years. Larger values
    count in the last bucket. */
#define REVOPS_HISTOGRAM_MAX ((INT64_C(1) << 40) - 1)

/** A histogram of values from 0 up. Frozen; all zero is empty. @since 0.1 */
typedef struct revops_histogram {
    uint64_t count;  /**< values counted */
    int64_t sum;     /**< of the values, for the mean; stays at INT64_MAX once it gets there */
    int64_t minimum; /**< smallest value, if `count` is not 0 */
    int64_t maximum; /**< largest value, if `count` is not 0 */
    uint32_t buckets[REVOPS_HISTOGRAM_BUCKETS]; /**< values counted in each bucket */
} revops_histogram;

/**
 * Counts values.
 *
 * @param[in,out] histogram  Counts all of them or, on a failure, none.
 * @param[in]     values     0 or more each; such as milliseconds or cents.
 * @param         count      Number of values.
 * @retval REVOPS_OK            Counted.
 * @retval REVOPS_ERR_ARG       A pointer is NULL, or a value is negative.
 * @retval REVOPS_ERR_OVERFLOW  The histogram holds over 2^32 − 1 values with these.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_histogram_add(revops_histogram *histogram,
                                                               const int64_t *values, size_t count);

/**
 * Adds the counts of another histogram.
 *
 * @param[in,out] histogram  Untouched on a failure.
 * @param[in]     other      Counts to add; may be the same one.
 * @retval REVOPS_OK            Added.
 * @retval REVOPS_ERR_ARG       A pointer is NULL.
 * @retval REVOPS_ERR_OVERFLOW  Over 2^32 − 1 values together.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_histogram_merge(revops_histogram *histogram,
                                                                 const revops_histogram *other);

/**
 * A percentile: the smallest value that at least a share of all values do not exceed (nearest rank).
 *
 * @param[in]  histogram  Any.
 * @param      share_bp   0 … 10000 basis points: 5000 is the median, 9500 the 95th percentile; 0 gives the
 *                        smallest value and 10000 the largest, both exact.
 * @param[out] out        Within 1 % of the exact answer, as long as that is at most #REVOPS_HISTOGRAM_MAX;
 *                        exact below 64.
 * @retval REVOPS_OK         Found.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or @p share_bp is above 10000.
 * @retval REVOPS_ERR_RANGE  The histogram is empty.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_histogram_percentile(const revops_histogram *histogram,
                                                                      uint32_t share_bp, int64_t *out);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
