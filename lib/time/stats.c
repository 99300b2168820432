/* SPDX-License-Identifier: MIT */
#include <revops/stats.h>

/* Buckets for each doubling; also the values below which each has a bucket of its own. */
enum { HISTOGRAM_STEPS = 64, HISTOGRAM_STEP_BITS = 6 };

/* Position of the highest bit set; value is not 0. */
static uint32_t histogram_highest_bit(uint64_t value)
{
#if defined(__GNUC__) && (defined(__x86_64__) || defined(__aarch64__)) /* elsewhere it may be a call */
    return 63u - (uint32_t)__builtin_clzll(value);
#else
    uint32_t bit = 0;
    for (uint32_t half = 32; half > 0; half /= 2) {
        if (value >> half) {
            value >>= half;
            bit += half;
        }
    }
    return bit;
#endif
}

static uint32_t histogram_bucket(int64_t value)
{
    uint64_t bounded = (uint64_t)(value < REVOPS_HISTOGRAM_MAX ? value : REVOPS_HISTOGRAM_MAX);
    if (bounded < HISTOGRAM_STEPS) {
        return (uint32_t)bounded;
    }
    /* The leading bit and the HISTOGRAM_STEP_BITS below it say which bucket. */
    uint32_t shift = histogram_highest_bit(bounded) - HISTOGRAM_STEP_BITS;
    return shift * HISTOGRAM_STEPS + (uint32_t)(bounded >> shift);
}

/* The value in the middle of a bucket. */
static int64_t histogram_middle(uint32_t bucket)
{
    if (bucket < 2 * HISTOGRAM_STEPS) {
        return bucket;
    }
    uint32_t shift = bucket / HISTOGRAM_STEPS - 1;
    int64_t low = (int64_t)(bucket % HISTOGRAM_STEPS + HISTOGRAM_STEPS) << shift;
    return low + (((int64_t)1 << shift) - 1) / 2;
}

static int64_t histogram_sum(int64_t a, int64_t b)
{
    int64_t sum;
    return revops_add(a, b, &sum) == REVOPS_OK ? sum : INT64_MAX;
}

revops_status revops_histogram_add(revops_histogram *histogram, const int64_t *values, size_t count)
{
    if (!histogram || (!values && count > 0)) {
        return REVOPS_ERR_ARG;
    }
    /* With at most 2^32 - 1 values in all, no bucket can overflow. */
    if (count > UINT32_MAX || histogram->count > UINT32_MAX - count) {
        return REVOPS_ERR_OVERFLOW;
    }
    int64_t minimum = histogram->count > 0 ? histogram->minimum : INT64_MAX;
    int64_t maximum = histogram->count > 0 ? histogram->maximum : 0;
    for (size_t i = 0; i < count; i++) {
        minimum = values[i] < minimum ? values[i] : minimum;
        maximum = values[i] > maximum ? values[i] : maximum;
    }
    if (count == 0 || minimum < 0) {
        return count == 0 ? REVOPS_OK : REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        histogram->sum = histogram_sum(histogram->sum, values[i]);
        histogram->buckets[histogram_bucket(values[i])]++;
    }
    histogram->count += count;
    histogram->minimum = minimum;
    histogram->maximum = maximum;
    return REVOPS_OK;
}

revops_status revops_histogram_merge(revops_histogram *histogram, const revops_histogram *other)
{
    if (!histogram || !other) {
        return REVOPS_ERR_ARG;
    }
    if (other->count > UINT32_MAX || histogram->count > UINT32_MAX - other->count) {
        return REVOPS_ERR_OVERFLOW;
    }
    if (other->count == 0) {
        return REVOPS_OK;
    }
    if (histogram->count == 0 || other->minimum < histogram->minimum) {
        histogram->minimum = other->minimum;
    }
    if (histogram->count == 0 || other->maximum > histogram->maximum) {
        histogram->maximum = other->maximum;
    }
    histogram->count += other->count;
    histogram->sum = histogram_sum(histogram->sum, other->sum);
    for (size_t i = 0; i < REVOPS_HISTOGRAM_BUCKETS; i++) {
        histogram->buckets[i] += other->buckets[i];
    }
    return REVOPS_OK;
}

revops_status revops_histogram_percentile(const revops_histogram *histogram, uint32_t share_bp, int64_t *out)
{
    if (!histogram || !out || share_bp > 10000) {
        return REVOPS_ERR_ARG;
    }
    if (histogram->count == 0) {
        return REVOPS_ERR_RANGE;
    }
    uint64_t rank = (histogram->count * share_bp + 9999) / 10000; /* 1 is the smallest value */
    if (rank <= 1 || rank >= histogram->count) {
        *out = rank <= 1 ? histogram->minimum : histogram->maximum;
        return REVOPS_OK;
    }
    uint64_t seen = 0;
    uint32_t bucket = 0;
    while (bucket < REVOPS_HISTOGRAM_BUCKETS - 1 && (seen += histogram->buckets[bucket]) < rank) {
        bucket++;
    }
    /* No answer lies outside of what was counted. */
    int64_t middle = histogram_middle(bucket);
    middle = middle < histogram->minimum ? histogram->minimum : middle;
    *out = middle > histogram->maximum ? histogram->maximum : middle;
    return REVOPS_OK;
}
