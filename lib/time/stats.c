/* SPDX-License-Identifier: MIT */
/* Rates and series in exact or fixed-point arithmetic. "Qk" is a number times 2^k. */
#include <revops/stats.h>

#include "core/fixed.h"
#include "time/stats-normal.h"

static const uint64_t billion = UINT64_C(1000000000), million = UINT64_C(1000000);

/* a × b ÷ divisor, rounded to nearest. */
static uint64_t stats_scaled(uint64_t a, uint64_t b, uint64_t divisor)
{
    revops__wide product = {0, divisor / 2};
    revops__wide_add_product(&product, a, b);
    return revops__wide_divide(product, divisor);
}

static int stats_is_rate(uint32_t won, uint32_t count)
{
    return count > 0 && won <= count;
}

static int stats_is_confidence(uint32_t confidence_bp)
{
    return confidence_bp >= 5000 && confidence_bp <= 9999;
}

/* (x + z²/2 ∓ z √(x (n − x) / n + z²/4)) ÷ (n + z²), all doubled. The precision is what 54 bits leave beside n: at least
   Q22, where n is 2^32 and an error of 2^-22 is one of 2^-54 of the answer. */
static revops_stats_interval stats_wilson(uint32_t won, uint32_t count, uint64_t z)
{
    uint32_t half = 27;
    while (half > 11 && (uint64_t)count >> (54 - 2 * half) != 0) {
        half--;
    }
    uint32_t q = 2 * half;                                         /* even */
    uint64_t square = revops__multiply_high(z << half, z << half); /* z² in Qq */
    uint64_t lost = (uint64_t)count - won;
    uint64_t spread =
        revops__multiply_divide(won * lost, UINT64_C(4) << q, count); /* 4 x (n − x) ÷ n in Qq */
    revops__wide under = {square + spread, 0};
    uint64_t root = revops__wide_root(under);                             /* Q(half + 32) */
    uint64_t reach = revops__multiply_high(z << 29, root) >> (29 - half); /* Q(half + 29), then Qq */
    uint64_t middle = ((uint64_t)won << (q + 1)) + square, whole = 2 * (((uint64_t)count << q) + square);
    revops_stats_interval interval = {0, (uint32_t)billion};
    if (won > 0) {
        interval.low_ppb = (uint32_t)stats_scaled(middle - reach, billion, whole);
    }
    if (lost > 0) {
        interval.high_ppb = (uint32_t)stats_scaled(middle + reach, billion, whole);
    }
    return interval;
}

revops_status revops_stats_wilson(uint32_t won, uint32_t count, uint32_t confidence_bp,
                                  revops_stats_interval *out)
{
    return revops_stats_wilson_many(&won, &count, 1, confidence_bp, out);
}

revops_status revops_stats_wilson_many(const uint32_t *won, const uint32_t *counts, size_t count,
                                       uint32_t confidence_bp, revops_stats_interval *out)
{
    if ((count > 0 && (!won || !counts || !out)) || !stats_is_confidence(confidence_bp)) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        if (!stats_is_rate(won[i], counts[i])) {
            return REVOPS_ERR_ARG;
        }
    }
    uint64_t z = revops__normal_quantile(confidence_bp);
    for (size_t i = 0; i < count; i++) {
        out[i] = stats_wilson(won[i], counts[i], z);
    }
    return REVOPS_OK;
}

/* With d = x₁ n₂ − x₂ n₁, N = n₁ + n₂ and X = x₁ + x₂: z = d ÷ √(n₁ n₂) × √(N ÷ (X (N − X))). */
static revops_stats_comparison stats_compare(uint32_t won, uint32_t count, uint32_t other_won,
                                             uint32_t other_count)
{
    uint64_t first = (uint64_t)won * other_count, second = (uint64_t)other_won * count;
    uint64_t difference = first > second ? first - second : second - first;
    uint64_t product = (uint64_t)count * other_count;
    uint64_t all = (uint64_t)count + other_count, all_won = (uint64_t)won + other_won;
    int64_t sign = first < second ? -1 : 1;
    revops_stats_comparison out = {sign * (int64_t)stats_scaled(difference, billion, product), 0,
                                   (uint32_t)billion, 0};
    if (difference > 0) {
        revops__wide sizes = {product, 0};
        uint64_t lean =
            revops__multiply_divide(difference, UINT64_C(1) << 62, revops__wide_root(sizes)); /* Q30 */
        revops__wide weight = {revops__multiply_divide(all, UINT64_C(1) << 60, all_won * (all - all_won)), 0};
        uint64_t z = revops__multiply_high(lean, revops__wide_root(weight)); /* Q(30 + 62 − 64) */
        out.z_ppm = sign * (int64_t)stats_scaled(z, million, UINT64_C(1) << 28);
        uint64_t tail = z >> 28 < 8 ? revops__normal_tail(z << 4) : 0;
        out.p_value_ppb = (uint32_t)stats_scaled(tail, billion, UINT64_C(1) << 62);
    }
    return out;
}

revops_status revops_stats_compare(uint32_t won, uint32_t count, uint32_t other_won, uint32_t other_count,
                                   revops_stats_comparison *out)
{
    return revops_stats_compare_many(&won, &count, &other_won, &other_count, 1, out);
}

revops_status revops_stats_compare_many(const uint32_t *won, const uint32_t *counts,
                                        const uint32_t *other_won, const uint32_t *other_counts, size_t count,
                                        revops_stats_comparison *out)
{
    if (count > 0 && (!won || !counts || !other_won || !other_counts || !out)) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        if (!stats_is_rate(won[i], counts[i]) || !stats_is_rate(other_won[i], other_counts[i])) {
            return REVOPS_ERR_ARG;
        }
    }
    for (size_t i = 0; i < count; i++) {
        out[i] = stats_compare(won[i], counts[i], other_won[i], other_counts[i]);
    }
    return REVOPS_OK;
}

static uint64_t stats_magnitude(int64_t value)
{
    return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

static int stats_are_values(const int64_t *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (values[i] > REVOPS_STATS_VALUE_MAX || values[i] < -REVOPS_STATS_VALUE_MAX) {
            return 0;
        }
    }
    return 1;
}

/* a × b ÷ divisor in Q16, towards 0. */
static int64_t stats_part(int64_t a, int64_t b, uint64_t divisor)
{
    int64_t size = (int64_t)revops__multiply_divide(stats_magnitude(a), stats_magnitude(b) << 16, divisor);
    return (a < 0) != (b < 0) ? -size : size;
}

/* The root of a sum in Qq, as precise as 64 bits allow: in Q(q / 2 + shift). */
static uint64_t stats_root(revops__wide sum, uint32_t *shift)
{
    *shift = 0;
    while ((sum.high | sum.low) != 0 && !(sum.high >> 62)) {
        sum.high = sum.high << 2 | sum.low >> 62;
        sum.low <<= 2;
        ++*shift;
    }
    return revops__wide_root(sum);
}

/* With periods X = 2 i − (n − 1) around 0: slope = 2 Σ X y ÷ Σ X², and its standard error is
   2 √(Σ residual² ÷ ((n − 2) Σ X²)). Residuals are in Q16, each off by less than 2^-15. */
revops_status revops_stats_trend(const int64_t *values, size_t count, revops_stats_line *out)
{
    if (!values || !out || count < 3 || count > REVOPS_STATS_PERIODS_MAX ||
        !stats_are_values(values, count)) {
        return REVOPS_ERR_ARG;
    }
    int64_t n = (int64_t)count, sum = 0, product = 0; /* |product| < 2^61 */
    uint64_t squares = (uint64_t)n * ((uint64_t)n * (uint64_t)n - 1) / 3;
    for (int64_t i = 0; i < n; i++) {
        sum += values[i];
        product += (2 * i - (n - 1)) * values[i];
    }
    revops__wide residuals = {0, 0}; /* Q32 */
    for (int64_t i = 0; i < n; i++) {
        int64_t rest =
            stats_part(n * values[i] - sum, 1, (uint64_t)n) - stats_part(product, 2 * i - (n - 1), squares);
        revops__wide_add_product(&residuals, stats_magnitude(rest), stats_magnitude(rest));
    }
    int64_t slope = (int64_t)stats_scaled(stats_magnitude(product), 2 * million, squares);
    uint32_t shift, scale;
    uint64_t root = stats_root(residuals, &shift); /* Q(16 + shift) */
    revops__wide below = {0, (uint64_t)(n - 2) * squares};
    uint64_t divisor = stats_root(below, &scale); /* Qscale */
    /* 2 root ÷ divisor is in Q(16 + shift − scale). */
    uint64_t ratio =
        root ? revops__multiply_divide(root >> 1, UINT64_C(1) << 63, divisor) : 0; /* Q(78 + …) */
    int32_t bits = 78 + (int32_t)shift - (int32_t)scale - 1;
    revops__wide error = {0, 0};
    revops__wide_add_product(&error, ratio, million);
    for (; bits > 0; bits--) { /* the last bit is rounded */
        if (bits == 1) {
            revops__wide_add(&error, 1);
        }
        error.low = error.low >> 1 | error.high << 63;
        error.high >>= 1;
    }
    out->slope_ppm = product < 0 ? -slope : slope;
    out->standard_error_ppm = (int64_t)error.low;
    return REVOPS_OK;
}

/* Of n values with the sum S, V = n Σ v² − S² is n (n − 1) times their variance: the answer is √(V n ÷ (n − 1)) ÷ S. */
revops_status revops_stats_variation(const int64_t *values, size_t count, uint64_t *out_ppm)
{
    if (!values || !out_ppm || count < 2 || count > REVOPS_STATS_COUNT_MAX ||
        !stats_are_values(values, count)) {
        return REVOPS_ERR_ARG;
    }
    int64_t sum = 0;
    revops__wide squares = {0, 0}; /* below 2^100 */
    for (size_t i = 0; i < count; i++) {
        sum += values[i];
        revops__wide_add_product(&squares, stats_magnitude(values[i]), stats_magnitude(values[i]));
    }
    if (sum <= 0) {
        return REVOPS_ERR_RANGE;
    }
    revops__wide spread = {squares.high * count, 0}, square = {0, 0}; /* below 2^120 */
    revops__wide_add_product(&spread, squares.low, count);
    revops__wide_add_product(&square, (uint64_t)sum, (uint64_t)sum);
    spread.high -= square.high + (spread.low < square.low);
    spread.low -= square.low;
    uint32_t shift;
    uint64_t root = stats_root(spread, &shift); /* Qshift */
    revops__wide sample = {revops__multiply_divide(count, UINT64_C(1) << 60, count - 1), 0};
    root = revops__multiply_high(root, revops__wide_root(sample)); /* × √(n ÷ (n − 1)), in Q(shift − 2) */
    revops__wide scaled = {0, 0};
    revops__wide_add_product(&scaled, root, million);
    for (uint32_t bit = 2; bit < shift; bit++) {
        scaled.low = scaled.low >> 1 | scaled.high << 63;
        scaled.high >>= 1;
    }
    for (uint32_t bit = shift; bit < 2; bit++) {
        scaled.high = scaled.high << 1 | scaled.low >> 63;
        scaled.low <<= 1;
    }
    revops__wide_add(&scaled, (uint64_t)sum / 2);
    *out_ppm = revops__wide_divide(scaled, (uint64_t)sum);
    return REVOPS_OK;
}

revops_status revops_stats_band(int64_t value, const int64_t *bounds, uint32_t bound_count,
                                uint32_t *out_band)
{
    return revops_stats_band_many(&value, 1, bounds, bound_count, out_band);
}

revops_status revops_stats_band_many(const int64_t *values, size_t count, const int64_t *bounds,
                                     uint32_t bound_count, uint32_t *out_bands)
{
    if ((count > 0 && (!values || !out_bands)) || (!bounds && bound_count > 0)) {
        return REVOPS_ERR_ARG;
    }
    for (uint32_t i = 1; i < bound_count; i++) {
        if (bounds[i - 1] >= bounds[i]) {
            return REVOPS_ERR_ARG;
        }
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t first = 0, end = bound_count; /* the first bound above the value */
        while (first < end) {
            uint32_t middle = first + (end - first) / 2;
            if (bounds[middle] <= values[i]) {
                first = middle + 1;
            } else {
                end = middle;
            }
        }
        out_bands[i] = first;
    }
    return REVOPS_OK;
}
