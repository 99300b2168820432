/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_STATS_H
#define REVOPS_STATS_H

#include <revops/base.h>

/**
 * @file
 * @defgroup stats Statistics: percentiles, intervals, comparisons, trends, without floating point
 *
 * What marketing and sales argue about, in integers.
 *
 * **Histogram.** Counts values in buckets whose width grows with the value: exact below 128, then 64 buckets for each
 * doubling (a log-linear histogram, as in Tene's HdrHistogram). Any percentile is within 1/128 of the exact one.
 * Histograms of parts merge to the histogram of the whole, to the byte and in any order; what was added can be taken
 * back.
 *
 * **Shares.** revops_stats_wilson() tells how sure a rate is, revops_stats_compare() whether two rates differ by more
 * than chance (MT18).
 *
 * **Series.** revops_stats_trend() fits a line and tells its standard error, revops_stats_variation() how steady values
 * are, revops_stats_band() in which band a value lies.
 *
 * Every function is integer arithmetic: the same answer on every machine. Where a root or the tail of the normal
 * distribution is needed, the page states how far the answer may be from the exact one.
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
/** Largest value that has a bucket of its own size: 2^40 − 1, in milliseconds nearly 35 years. Larger values count in the
 * last bucket. @since 0.1 */
#define REVOPS_HISTOGRAM_MAX ((INT64_C(1) << 40) - 1)

/** A histogram of values from 0 up. All zero is empty. @since 0.1 */
typedef struct revops_histogram {
    uint64_t count;    /**< Values counted: the sum of the buckets. */
    uint64_t sum_low;  /**< Sum of the values: `sum_high` × 2^64 + `sum_low`, exact. */
    uint64_t sum_high; /**< See `sum_low`. */
    int64_t
        minimum; /**< Smallest value; once it was taken back, the least that there may be. 0 when empty. */
    int64_t maximum; /**< Largest value; once it was taken back, the most that there may be. 0 when empty. */
    uint32_t buckets
        [REVOPS_HISTOGRAM_BUCKETS]; /**< Values in each bucket; stays at UINT32_MAX once it gets there. */
} revops_histogram;

/**
 * Counts values.
 *
 * @param[in,out] histogram  Counts all of them or, on a failure, none.
 * @param[in]     values     0 or more each, such as milliseconds or cents; must not overlap the histogram.
 * @param         count      Number of values.
 * @retval REVOPS_OK       Counted.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or a value is negative.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_histogram_add(revops_histogram *histogram,
                                                               const int64_t *values, size_t count);

/**
 * Takes back values that were counted. Taking back all leaves an empty histogram, all zero.
 *
 * @param[in,out] histogram  Takes back all of them or, on a failure, none.
 * @param[in]     values     0 or more each; must not overlap the histogram.
 * @param         count      Number of values.
 * @retval REVOPS_OK         Taken back.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or a value is negative.
 * @retval REVOPS_ERR_RANGE  More is taken back than was counted.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_histogram_take(revops_histogram *histogram,
                                                                const int64_t *values, size_t count);

/**
 * Adds the counts of another histogram.
 *
 * @param[in,out] histogram  Untouched on a failure.
 * @param[in]     other      Counts to add; may be the same one.
 * @retval REVOPS_OK       Added.
 * @retval REVOPS_ERR_ARG  A pointer is NULL.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_histogram_merge(revops_histogram *histogram,
                                                                 const revops_histogram *other);

/**
 * Takes back the counts of another histogram that was merged.
 *
 * @param[in,out] histogram  Untouched on a failure.
 * @param[in]     other      Counts to take back; may be the same one.
 * @retval REVOPS_OK         Taken back.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_RANGE  More is taken back than was counted.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_histogram_unmerge(revops_histogram *histogram,
                                                                   const revops_histogram *other);

/**
 * Proves a stored histogram: the buckets add up to the count, and extremes and sum fit them.
 *
 * @param[in] histogram  From a file or database.
 * @retval REVOPS_OK           It is one that values can lead to.
 * @retval REVOPS_ERR_ARG      @p histogram is NULL.
 * @retval REVOPS_ERR_CORRUPT  It isn't.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_histogram_verify(const revops_histogram *histogram);

/**
 * A percentile by nearest rank: the smallest value that at least a share of all values do not exceed.
 *
 * @param[in]  histogram  Any.
 * @param      share_bp   0 … 10000 basis points: 5000 is the median, 9500 the 95th percentile; 0 gives the
 *                        smallest value and 10000 the largest, both exact as long as neither was taken back.
 * @param[out] out        Within 1/128 of the exact answer, as long as that is at most #REVOPS_HISTOGRAM_MAX; exact
 *                        below 128.
 * @retval REVOPS_OK         Found.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or @p share_bp is above 10000.
 * @retval REVOPS_ERR_RANGE  The histogram is empty.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_histogram_percentile(const revops_histogram *histogram,
                                                                      uint32_t share_bp, int64_t *out);

/**
 * A percentile interpolated between the two nearest values, as spreadsheets and numpy do: of n values in order, the one
 * at position (n − 1) × share, counted from 0.
 *
 * @param[in]  histogram  Any.
 * @param      share_bp   0 … 10000 basis points.
 * @param[out] out        Within 1/128 and ½ of the exact answer, as long as that is at most #REVOPS_HISTOGRAM_MAX.
 * @retval REVOPS_OK         Found.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or @p share_bp is above 10000.
 * @retval REVOPS_ERR_RANGE  The histogram is empty.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_histogram_interpolate(const revops_histogram *histogram,
                                                                       uint32_t share_bp, int64_t *out);

/**
 * The mean of all values.
 *
 * @param[in]  histogram  Any.
 * @param[out] out        Rounded to nearest.
 * @retval REVOPS_OK         Computed.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_RANGE  The histogram is empty, or the mean doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_histogram_mean(const revops_histogram *histogram,
                                                                int64_t *out);

/** Between which rates the true one lies. @since 0.1 */
typedef struct revops_stats_interval {
    uint32_t low_ppb;  /**< Lower end, billionths. */
    uint32_t high_ppb; /**< Upper end, billionths. */
} revops_stats_interval;

/**
 * Wilson's interval of a rate: 24 won of 76 are 31.6 %, and with a confidence of 95 % the true rate is from 22.2 % to
 * 42.7 %.
 *
 * @param      won            Such as leads that converted; 0 … @p count.
 * @param      count          All of them; 1 or more.
 * @param      confidence_bp  5000 … 9999; 9500 is usual.
 * @param[out] out            Within 1 billionth of the exact interval.
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
 * @param[out] out            One per row; may not overlap the others.
 * @retval REVOPS_OK       Computed.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or a value is out of range; nothing was written.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_stats_wilson_many(const uint32_t *won,
                                                                   const uint32_t *counts, size_t count,
                                                                   uint32_t confidence_bp,
                                                                   revops_stats_interval *out);

/**
 * A rate in basis points: 24 of 76 are 3158, which is 31.6 %.
 *
 * @param      part     0 … @p whole.
 * @param      whole    1 … INT64_MAX ÷ 10000.
 * @param[out] out_bp   0 … 10000, rounded to nearest.
 * @retval REVOPS_OK         Computed.
 * @retval REVOPS_ERR_ARG    @p out_bp is NULL, or a value is out of range.
 * @retval REVOPS_ERR_RANGE  @p whole is 0.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_stats_rate(uint64_t part, uint64_t whole, uint32_t *out_bp);

/**
 * How long it takes until a share is served, where some still wait (Kaplan and Meier, "Nonparametric Estimation from
 * Incomplete Observations", 1958): who waits is neither left out nor counted as served. At equal times those served
 * come before those who wait.
 *
 * @param[in,out] served         Times of those served, 0 or more each; sorted by the call.
 * @param         served_count  Number of them.
 * @param[in,out] waiting        Times of those who wait so far, 0 or more each; sorted by the call; must not overlap @p
 *                               served.
 * @param         waiting_count  Number of them.
 * @param[in]     shares_bp   1 … 10000 each; 5000 is the median.
 * @param         count       Shares.
 * @param[out]    out         The first time at which the share is served, within 10^-12 of it; #REVOPS_TIME_NONE where
 *                            so many are never served. One per share; must not overlap the others.
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
 * @param[out] out       Within 1/128 of the exact answer to times told apart no finer than the buckets.
 * @retval REVOPS_OK         Estimated.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or @p share_bp is out of range.
 * @retval REVOPS_ERR_RANGE  So many are never served.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_histogram_survival(const revops_histogram *done,
                                                                    const revops_histogram *open,
                                                                    uint32_t share_bp, int64_t *out);

/** How two rates differ. @since 0.1 */
typedef struct revops_stats_comparison {
    int64_t difference_ppb; /**< First rate minus second rate, billionths, rounded to nearest. */
    int64_t z_ppm;          /**< Difference in standard errors of the pooled rate, millionths. */
    uint32_t
        p_value_ppb; /**< Chance of so large a difference, of either sign, between equal rates; billionths. */
    uint32_t reserved; /**< 0. */
} revops_stats_comparison;

/**
 * The two-proportion test with pooled variance: whether large accounts convert worse than small ones (MT18). Where all
 * or none were won in both groups, the rates don't differ: z is 0 and the chance 1.
 *
 * @param      won           Won in the first group; 0 … @p count.
 * @param      count         Size of the first group; 1 or more.
 * @param      other_won     Won in the second group; 0 … @p other_count.
 * @param      other_count   Size of the second group; 1 or more.
 * @param[out] out           z within 1 millionth and a millionth part of the exact one, the chance within 10
 *                           billionths.
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
 * @param[out] out           One per row; may not overlap the others.
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
    /** Values whose variation is asked for. @since 0.1 */
    REVOPS_STATS_COUNT_MAX = 1048576
};
/** Largest value of a series, of either sign: ten thousand million in cents. @since 0.1 */
#define REVOPS_STATS_VALUE_MAX INT64_C(1000000000000)

/** A line through the values of periods. @since 0.1 */
typedef struct revops_stats_line {
    int64_t slope_ppm;          /**< Change a period, millionths, rounded to nearest. */
    int64_t standard_error_ppm; /**< Standard error of the slope, millionths. */
} revops_stats_line;

/**
 * Fits a line by least squares to one value a period.
 *
 * @param[in]  values  Of periods that follow one another, each within ±#REVOPS_STATS_VALUE_MAX.
 * @param      count   3 … #REVOPS_STATS_PERIODS_MAX.
 * @param[out] out     The standard error is within 100 millionths and a millionth part of the exact one.
 * @retval REVOPS_OK       Fitted.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or a value is out of range.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_stats_trend(const int64_t *values, size_t count,
                                                             revops_stats_line *out);

/**
 * The coefficient of variation: the standard deviation (of a sample) divided by the mean. The smaller, the steadier.
 *
 * @param[in]  values   Each within ±#REVOPS_STATS_VALUE_MAX.
 * @param      count    2 … #REVOPS_STATS_COUNT_MAX.
 * @param[out] out_ppm  Millionths, within 2 and a millionth part of the exact one.
 * @retval REVOPS_OK         Computed.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or a value is out of range.
 * @retval REVOPS_ERR_RANGE  The mean is 0 or less.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_stats_variation(const int64_t *values, size_t count,
                                                                 uint64_t *out_ppm);

/**
 * The band that a value lies in: how many bounds it has reached.
 *
 * @param      value        Any.
 * @param[in]  bounds       Lower ends of the bands but the lowest, each above the one before.
 * @param      bound_count  0 or more.
 * @param[out] out_band     0 … @p bound_count.
 * @retval REVOPS_OK       Found.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or the bounds don't rise.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_stats_band(int64_t value, const int64_t *bounds,
                                                            uint32_t bound_count, uint32_t *out_band);

/**
 * revops_stats_band() of many values.
 *
 * @param[in]  values       Any.
 * @param      count        Values.
 * @param[in]  bounds       Lower ends of the bands but the lowest; may be the same array as @p values.
 * @param      bound_count  0 or more.
 * @param[out] out_bands    One per value; may not overlap the others.
 * @retval REVOPS_OK       Found.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or the bounds don't rise.
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
