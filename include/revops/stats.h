/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_STATS_H
#define REVOPS_STATS_H

#include <revops/base.h>

/**
 * @file
 * @defgroup stats Statistics: percentiles, intervals, comparisons and trends without floating point
 *
 * Computes percentiles, confidence intervals, significance tests, survival times and trends, in integers.
 *
 * **Histogram.** A histogram counts values in buckets whose width grows with the value: exact below 128, then 64
 * buckets per doubling (a log-linear histogram, as Tene's HdrHistogram). Every percentile is within 1/128 of the exact
 * one. Histograms of parts merge to the histogram of the whole, to the byte and in any order. Added values can be
 * subtracted.
 *
 * **Shares.** revops_stats_wilson() gives the confidence interval of a rate. revops_stats_compare() tests whether two
 * rates differ by more than chance (MT18).
 *
 * **Series.** revops_stats_trend() fits a line and gives its standard error. revops_stats_variation() gives the
 * coefficient of variation. revops_stats_band() finds the band of a value.
 *
 * All arithmetic is in integers: the same answer on every machine. A function that needs a root or the tail of the
 * normal distribution documents its error.
 *
 * **Threads.** A histogram belongs to one thread at a time; give each thread its own and merge them.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    /** Buckets of a histogram: 64 below 64, and 64 for each doubling up to 2^40. @since 0.1 */
    REVOPS_HISTOGRAM_BUCKETS = 2240
};
/**
 * Largest value with full precision: 2^40 − 1, nearly 35 years in milliseconds. Larger values count in the last bucket.
 * @since 0.1
 */
#define REVOPS_HISTOGRAM_MAX ((INT64_C(1) << 40) - 1)

/** A histogram of values from 0 up. All zero is empty. @since 0.1 */
typedef struct revops_histogram {
    uint64_t count;    /**< Number of values: the sum of the buckets. */
    uint64_t sum_low;  /**< Exact sum of the values, low 64 bits. */
    uint64_t sum_high; /**< Exact sum of the values, high 64 bits. */
    int64_t minimum;   /**< Smallest value, or a lower bound after it was subtracted; 0 when empty. */
    int64_t maximum;   /**< Largest value, or an upper bound after it was subtracted; 0 when empty. */
    uint32_t buckets[REVOPS_HISTOGRAM_BUCKETS]; /**< Values of each bucket; saturates at UINT32_MAX. */
} revops_histogram;

/**
 * Counts values.
 *
 * @param[in,out] histogram  The histogram; unchanged on failure.
 * @param[in]     values     Values, 0 or more, such as milliseconds or cents; must not overlap the histogram.
 * @param         count      Number of values.
 * @retval REVOPS_OK       Counted.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or a value is negative.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_histogram_add(revops_histogram *histogram,
                                                               const int64_t *values, size_t count);

/**
 * Subtracts values that were counted. Subtracting all values leaves an empty histogram of zeros.
 *
 * @param[in,out] histogram  The histogram; unchanged on failure.
 * @param[in]     values     Values, 0 or more; must not overlap the histogram.
 * @param         count      Number of values.
 * @retval REVOPS_OK         Subtracted.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or a value is negative.
 * @retval REVOPS_ERR_RANGE  More is subtracted than was counted.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_histogram_take(revops_histogram *histogram,
                                                                const int64_t *values, size_t count);

/**
 * Adds the counts of another histogram.
 *
 * @param[in,out] histogram  The histogram; unchanged on failure.
 * @param[in]     other      Counts to add; may be @p histogram.
 * @retval REVOPS_OK       Added.
 * @retval REVOPS_ERR_ARG  A pointer is NULL.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_histogram_merge(revops_histogram *histogram,
                                                                 const revops_histogram *other);

/**
 * Subtracts the counts of another histogram that was merged.
 *
 * @param[in,out] histogram  The histogram; unchanged on failure.
 * @param[in]     other      Counts to subtract; may be @p histogram.
 * @retval REVOPS_OK         Subtracted.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_RANGE  More is subtracted than was counted.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_histogram_unmerge(revops_histogram *histogram,
                                                                   const revops_histogram *other);

/**
 * Validates a stored histogram: the buckets add up to the count, and minimum, maximum and sum fit the buckets.
 *
 * @param[in] histogram The histogram.
 * @retval REVOPS_OK          It is valid.
 * @retval REVOPS_ERR_ARG     @p histogram is NULL.
 * @retval REVOPS_ERR_CORRUPT No values give this histogram.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_histogram_verify(const revops_histogram *histogram);

/**
 * Percentile by nearest rank: the smallest value such that at least a share of all values are less or equal.
 *
 * @param[in]  histogram  The histogram.
 * @param      share_bp   0 … 10000 basis points: 5000 is the median, 9500 the 95th percentile; 0 gives the smallest and
 *                        10000 the largest value, both exact unless they were subtracted.
 * @param[out] out        The percentile: exact below 128, within 1/128 up to #REVOPS_HISTOGRAM_MAX.
 * @retval REVOPS_OK         Found.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or @p share_bp is above 10000.
 * @retval REVOPS_ERR_RANGE  The histogram is empty.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_histogram_percentile(const revops_histogram *histogram,
                                                                      uint32_t share_bp, int64_t *out);

/**
 * Percentile by linear interpolation, as in spreadsheets and numpy: the value at position (n − 1) × share, counted from
 * 0, of n sorted values.
 *
 * @param[in]  histogram The histogram.
 * @param      share_bp  0 … 10000 basis points.
 * @param[out] out       The percentile: within 1/128 plus ½ of the exact one, up to #REVOPS_HISTOGRAM_MAX.
 * @retval REVOPS_OK         Found.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or @p share_bp is above 10000.
 * @retval REVOPS_ERR_RANGE  The histogram is empty.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_histogram_interpolate(const revops_histogram *histogram,
                                                                       uint32_t share_bp, int64_t *out);

/**
 * Mean of all values.
 *
 * @param[in]  histogram The histogram.
 * @param[out] out       The mean, rounded to nearest.
 * @retval REVOPS_OK         Computed.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_RANGE  The histogram is empty, a bucket is saturated, or the mean doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_histogram_mean(const revops_histogram *histogram,
                                                                int64_t *out);

/** Confidence interval of a rate. @since 0.1 */
typedef struct revops_stats_interval {
    uint32_t low_ppb;  /**< Lower end, billionths. */
    uint32_t high_ppb; /**< Upper end, billionths. */
} revops_stats_interval;

/**
 * Wilson score interval of a rate: 24 won of 76 are 31.6 %, and with 95 % confidence the true rate is between 22.2 %
 * and 42.7 %.
 *
 * @param      won           Successes, such as converted leads, 0 … @p count.
 * @param      count         Trials, 1 or more.
 * @param      confidence_bp Confidence, 5000 … 9999; usually 9500.
 * @param[out] out           The interval, within 1 billionth of the exact one.
 * @retval REVOPS_OK       Computed.
 * @retval REVOPS_ERR_ARG  @p out is NULL, or a value is out of range.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_stats_wilson(uint32_t won, uint32_t count,
                                                              uint32_t confidence_bp,
                                                              revops_stats_interval *out);

/**
 * revops_stats_wilson() of many rates.
 *
 * @param[in]  won            One per row.
 * @param[in]  counts         One per row.
 * @param      count          Rows.
 * @param      confidence_bp  5000 … 9999.
 * @param[out] out            One per row; must not overlap the inputs.
 * @retval REVOPS_OK       Computed.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or a value is out of range; nothing was written.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_stats_wilson_many(const uint32_t *won,
                                                                   const uint32_t *counts, size_t count,
                                                                   uint32_t confidence_bp,
                                                                   revops_stats_interval *out);

/**
 * Rate in basis points: 24 of 76 are 3158, which is 31.6 %.
 *
 * @param      part   Numerator, 0 … @p whole.
 * @param      whole  Denominator, 1 … INT64_MAX ÷ 10000.
 * @param[out] out_bp The rate, 0 … 10000, rounded to nearest.
 * @retval REVOPS_OK         Computed.
 * @retval REVOPS_ERR_ARG    @p out_bp is NULL, or a value is out of range.
 * @retval REVOPS_ERR_RANGE  @p whole is 0.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_stats_rate(uint64_t part, uint64_t whole, uint32_t *out_bp);

/**
 * Survival time: the time until a share is served while some still wait, by the Kaplan–Meier estimate ("Nonparametric
 * Estimation from Incomplete Observations", 1958). Those who wait are censored. At equal times, those served come
 * before those who wait.
 *
 * @param[in,out] served         Times of those served, 0 or more; sorted by the call.
 * @param         served_count  Number of them.
 * @param[in,out] waiting        Times of those who wait so far, 0 or more; sorted by the call; must not overlap @p
 *                               served.
 * @param         waiting_count  Number of them.
 * @param[in]     shares_bp   Shares, 1 … 10000; 5000 is the median.
 * @param         count          Number of shares.
 * @param[out]    out            One time per share: the first at which the share is served, within 10^-12 of it;
 *                 #REVOPS_TIME_NONE if the share is never served. Must not overlap the inputs.
 * @retval REVOPS_OK       Estimated.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or a value is out of range.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_stats_survival(int64_t *served, size_t served_count,
                                                                int64_t *waiting, size_t waiting_count,
                                                                const uint32_t *shares_bp, size_t count,
                                                                int64_t *out);

/**
 * revops_stats_survival() of times that were counted into histograms.
 *
 * @param[in]  done      Times of those served.
 * @param[in]  open      Times of those who wait.
 * @param      share_bp  1 … 10000; 5000 is the median.
 * @param[out] out       The time, within 1/128 of the exact answer for times rounded to their buckets.
 * @retval REVOPS_OK         Estimated.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or @p share_bp is out of range.
 * @retval REVOPS_ERR_RANGE  The share is never served.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_histogram_survival(const revops_histogram *done,
                                                                    const revops_histogram *open,
                                                                    uint32_t share_bp, int64_t *out);

/** Difference of two rates. @since 0.1 */
typedef struct revops_stats_comparison {
    int64_t difference_ppb; /**< First rate minus second rate, billionths, rounded to nearest. */
    int64_t z_ppm;          /**< Difference in standard errors of the pooled rate, millionths. */
    uint32_t p_value_ppb;   /**< Two-sided p-value: chance of such a difference of equal rates, billionths. */
    uint32_t reserved;      /**< 0. */
} revops_stats_comparison;

/**
 * Two-proportion z-test with pooled variance, for example whether large accounts convert worse than small ones (MT18).
 * If all or none were won in both groups, the rates don't differ: z is 0 and the p-value 1.
 *
 * @param      won           Won in the first group; 0 … @p count.
 * @param      count         Size of the first group; 1 or more.
 * @param      other_won     Won in the second group; 0 … @p other_count.
 * @param      other_count   Size of the second group; 1 or more.
 * @param[out] out           The comparison: z within 1 millionth plus a millionth of the exact one, the p-value within
 *                           10 billionths.
 * @retval REVOPS_OK       Computed.
 * @retval REVOPS_ERR_ARG  @p out is NULL, or a value is out of range.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_stats_compare(uint32_t won, uint32_t count,
                                                               uint32_t other_won, uint32_t other_count,
                                                               revops_stats_comparison *out);

/**
 * revops_stats_compare() of many pairs.
 *
 * @param[in]  won           One per row.
 * @param[in]  counts        One per row.
 * @param[in]  other_won     One per row; may be the same array as @p won.
 * @param[in]  other_counts  One per row; may be the same array as @p counts.
 * @param      count         Rows.
 * @param[out] out           One per row; must not overlap the inputs.
 * @retval REVOPS_OK       Computed.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or a value is out of range; nothing was written.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status
revops_stats_compare_many(const uint32_t *won, const uint32_t *counts, const uint32_t *other_won,
                          const uint32_t *other_counts, size_t count, revops_stats_comparison *out);

enum {
    /** Periods of a trend: 39 years of weeks. @since 0.1 */
    REVOPS_STATS_PERIODS_MAX = 2048,
    /** Values of a variation. @since 0.1 */
    REVOPS_STATS_COUNT_MAX = 1048576
};
/** Largest absolute value of a series: ten billion in cents. @since 0.1 */
#define REVOPS_STATS_VALUE_MAX INT64_C(1000000000000)

/** A line through the values of periods. @since 0.1 */
typedef struct revops_stats_line {
    int64_t slope_ppm;          /**< Change per period, millionths, rounded to nearest. */
    int64_t standard_error_ppm; /**< Standard error of the slope, millionths. */
} revops_stats_line;

/**
 * Fits a line by least squares to one value per period.
 *
 * @param[in]  values Values of consecutive periods, within ±#REVOPS_STATS_VALUE_MAX.
 * @param      count  Number of periods, 3 … #REVOPS_STATS_PERIODS_MAX.
 * @param[out] out    The line; the standard error is within 100 millionths plus a millionth of the exact one.
 * @retval REVOPS_OK       Fitted.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or a value is out of range.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_stats_trend(const int64_t *values, size_t count,
                                                             revops_stats_line *out);

/**
 * Coefficient of variation: the sample standard deviation divided by the mean. Steady values have a small one.
 *
 * @param[in]  values  Values, within ±#REVOPS_STATS_VALUE_MAX.
 * @param      count   Number of values, 2 … #REVOPS_STATS_COUNT_MAX.
 * @param[out] out_ppm The coefficient, millionths, within 2 plus a millionth of the exact one.
 * @retval REVOPS_OK         Computed.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or a value is out of range.
 * @retval REVOPS_ERR_RANGE  The mean is 0 or less.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_stats_variation(const int64_t *values, size_t count,
                                                                 uint64_t *out_ppm);

/**
 * Band of a value: the number of bounds that are less or equal.
 *
 * @param      value       Any value.
 * @param[in]  bounds      Lower bounds of all bands except the lowest, ascending.
 * @param      bound_count Number of bounds, 0 or more.
 * @param[out] out_band    The band, 0 … @p bound_count.
 * @retval REVOPS_OK       Found.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or the bounds aren't ascending.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_stats_band(int64_t value, const int64_t *bounds,
                                                            uint32_t bound_count, uint32_t *out_band);

/**
 * revops_stats_band() of many values.
 *
 * @param[in]  values       Any values.
 * @param      count        Number of values.
 * @param[in]  bounds       Lower bounds of all bands except the lowest; may be the same array as @p values.
 * @param      bound_count  Number of bounds, 0 or more.
 * @param[out] out_bands    One per value; must not overlap the inputs.
 * @retval REVOPS_OK       Found.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or the bounds aren't ascending.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_stats_band_many(const int64_t *values, size_t count,
                                                                 const int64_t *bounds, uint32_t bound_count,
                                                                 uint32_t *out_bands);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
