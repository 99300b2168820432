/* SPDX-License-Identifier: MIT */
/* The log-linear histogram.

   Problem: percentiles of any spans and amounts within 1 %, in a struct of fixed size that merges exactly.
   Format: bucket v for a value v below 64; above, the leading bit and the six bits below it say which bucket: 64 for each
   doubling. A bucket is at most 1/64 of its lower end wide, so its middle is within 1/128 of any of its values.
   Algorithm: blocks that fit the first-level cache are passed twice, first for the extremes and the sum, then for the
   buckets; with 64 or-ed to the value, those below 64 need no branch. */
#include <revops/stats.h>

#include "core/fixed.h"
#include "time/stats-histogram.h"

enum { HISTOGRAM_BLOCK = 1024 };

/* What a block of values adds besides its buckets. */
typedef struct histogram_block {
    int64_t minimum, maximum;
    uint64_t low, high; /* sums of the lower and of the upper 32 bits */
} histogram_block;

static histogram_block histogram_measure(const int64_t *values, size_t count)
{
    histogram_block block = {INT64_MAX, INT64_MIN, 0, 0};
    for (size_t i = 0; i < count; i++) {
        block.minimum = values[i] < block.minimum ? values[i] : block.minimum;
        block.maximum = values[i] > block.maximum ? values[i] : block.maximum;
        block.low += (uint64_t)values[i] & UINT32_MAX;
        block.high += (uint64_t)values[i] >> 32;
    }
    return block;
}

static size_t histogram_block_size(size_t left)
{
    return left < HISTOGRAM_BLOCK ? left : HISTOGRAM_BLOCK;
}

static revops_status histogram_check(const revops_histogram *histogram, const int64_t *values, size_t count)
{
    if (!histogram || (!values && count > 0)) {
        return REVOPS_ERR_ARG;
    }
    uint64_t any = 0;
    for (size_t i = 0; i < count; i++) { /* the sign is all that matters */
        any |= (uint64_t)values[i];
    }
    return any >> 63 ? REVOPS_ERR_ARG : REVOPS_OK;
}

static void histogram_add_sum(revops_histogram *histogram, uint64_t low, uint64_t high)
{
    histogram->sum_low += low;
    histogram->sum_high += high + (histogram->sum_low < low);
}

static void histogram_take_sum(revops_histogram *histogram, uint64_t low, uint64_t high)
{
    uint64_t before = histogram->sum_low;
    histogram->sum_low -= low;
    histogram->sum_high -= high + (before < low);
}

static void histogram_widen(revops_histogram *histogram, int64_t minimum, int64_t maximum)
{
    if (histogram->count == 0 || minimum < histogram->minimum) {
        histogram->minimum = minimum;
    }
    if (histogram->count == 0 || maximum > histogram->maximum) {
        histogram->maximum = maximum;
    }
}

/* Counts a block; returns how many found room. */
static uint64_t histogram_count(uint32_t *buckets, const int64_t *values, size_t count, int64_t maximum,
                                int has_room)
{
    if (has_room && maximum <= REVOPS_HISTOGRAM_MAX) {
        for (size_t i = 0; i < count; i++) {
            buckets[revops__histogram_bucket((uint64_t)values[i])]++;
        }
        return count;
    }
    uint64_t counted = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t bucket = revops__histogram_bucket_of(values[i]);
        uint32_t more = buckets[bucket] < UINT32_MAX; /* a full bucket stays so */
        buckets[bucket] += more;
        counted += more;
    }
    return counted;
}

revops_status revops_histogram_add(revops_histogram *histogram, const int64_t *values, size_t count)
{
    if (!histogram || (!values && count > 0)) {
        return REVOPS_ERR_ARG;
    }
    /* Where no bucket can get full, blocks before a negative value can be taken back exactly. */
    int has_room = count < UINT32_MAX && histogram->count < UINT32_MAX - count;
    if (!has_room && histogram_check(histogram, values, count) != REVOPS_OK) {
        return REVOPS_ERR_ARG;
    }
    histogram_block all = {INT64_MAX, INT64_MIN, 0, 0};
    revops__wide sum = {0, 0};
    uint64_t counted = 0;
    for (size_t i = 0, size; i < count; i += size) {
        size = histogram_block_size(count - i);
        histogram_block block = histogram_measure(values + i, size);
        if (block.minimum < 0) {
            while (i-- > 0) {
                histogram->buckets[revops__histogram_bucket_of(values[i])]--;
            }
            return REVOPS_ERR_ARG;
        }
        counted += histogram_count(histogram->buckets, values + i, size, block.maximum, has_room);
        all.minimum = block.minimum < all.minimum ? block.minimum : all.minimum;
        all.maximum = block.maximum > all.maximum ? block.maximum : all.maximum;
        revops__wide_add(&sum, block.low);
        revops__wide_add_product(&sum, block.high, UINT64_C(1) << 32);
    }
    if (count > 0) {
        histogram_widen(histogram, all.minimum, all.maximum);
        histogram->count += counted;
        histogram_add_sum(histogram, sum.low, sum.high);
    }
    return REVOPS_OK;
}

/* Where buckets at the ends are empty now, the extremes are bounded by the outermost ones that aren't. */
static void histogram_narrow(revops_histogram *histogram)
{
    if (histogram->count == 0) {
        histogram->minimum = histogram->maximum = 0;
        histogram->sum_low = histogram->sum_high = 0;
        return;
    }
    uint32_t first = revops__histogram_bucket_of(histogram->minimum),
             last = revops__histogram_bucket_of(histogram->maximum);
    if (histogram->buckets[first] == 0) {
        while (histogram->buckets[first] == 0) {
            first++;
        }
        histogram->minimum = revops__histogram_lowest(first);
    }
    if (histogram->buckets[last] == 0) {
        while (histogram->buckets[last] == 0) {
            last--;
        }
        histogram->maximum = revops__histogram_highest(last);
    }
}

revops_status revops_histogram_take(revops_histogram *histogram, const int64_t *values, size_t count)
{
    revops_status status = histogram_check(histogram, values, count);
    if (status != REVOPS_OK) {
        return status;
    }
    uint32_t *buckets = histogram->buckets;
    uint64_t taken = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t bucket = revops__histogram_bucket_of(values[i]);
        if (buckets[bucket] == 0) {
            while (i-- > 0) { /* gives back what was taken so far */
                bucket = revops__histogram_bucket_of(values[i]);
                buckets[bucket] += buckets[bucket] < UINT32_MAX;
            }
            return REVOPS_ERR_RANGE;
        }
        uint32_t one = buckets[bucket] < UINT32_MAX; /* a full bucket stays so */
        buckets[bucket] -= one;
        taken += one;
    }
    histogram->count -= taken;
    for (size_t i = 0, size; i < count; i += size) {
        size = histogram_block_size(count - i);
        histogram_block block = histogram_measure(values + i, size);
        revops__wide sum = {0, block.low};
        revops__wide_add_product(&sum, block.high, UINT64_C(1) << 32);
        histogram_take_sum(histogram, sum.low, sum.high);
    }
    histogram_narrow(histogram);
    return REVOPS_OK;
}

revops_status revops_histogram_merge(revops_histogram *histogram, const revops_histogram *other)
{
    if (!histogram || !other) {
        return REVOPS_ERR_ARG;
    }
    if (other->count == 0) {
        return REVOPS_OK;
    }
    histogram_widen(histogram, other->minimum, other->maximum);
    histogram_add_sum(histogram, other->sum_low, other->sum_high);
    uint64_t count = 0;
    for (size_t i = 0; i < REVOPS_HISTOGRAM_BUCKETS; i++) {
        uint64_t together = (uint64_t)histogram->buckets[i] + other->buckets[i];
        histogram->buckets[i] = (uint32_t)(together < UINT32_MAX ? together : UINT32_MAX);
        count += histogram->buckets[i];
    }
    histogram->count = count;
    return REVOPS_OK;
}

revops_status revops_histogram_unmerge(revops_histogram *histogram, const revops_histogram *other)
{
    if (!histogram || !other) {
        return REVOPS_ERR_ARG;
    }
    int is_more = 0;
    for (size_t i = 0; i < REVOPS_HISTOGRAM_BUCKETS; i++) {
        is_more |= other->buckets[i] > histogram->buckets[i];
    }
    if (is_more) {
        return REVOPS_ERR_RANGE;
    }
    histogram_take_sum(histogram, other->sum_low, other->sum_high);
    uint64_t count = 0;
    for (size_t i = 0; i < REVOPS_HISTOGRAM_BUCKETS; i++) {
        uint32_t is_full = histogram->buckets[i] == UINT32_MAX && other != histogram;
        histogram->buckets[i] -= is_full ? 0 : other->buckets[i];
        count += histogram->buckets[i];
    }
    histogram->count = count;
    histogram_narrow(histogram);
    return REVOPS_OK;
}

revops_status revops_histogram_verify(const revops_histogram *histogram)
{
    if (!histogram) {
        return REVOPS_ERR_ARG;
    }
    uint64_t count = 0;
    int is_full = 0;
    revops__wide least = {0, 0}, most = {0, 0};
    for (uint32_t i = 0; i < REVOPS_HISTOGRAM_BUCKETS; i++) {
        uint64_t here = histogram->buckets[i];
        count += here;
        is_full |= here == UINT32_MAX;
        int64_t low = revops__histogram_lowest(i), high = revops__histogram_highest(i);
        high = i == REVOPS_HISTOGRAM_BUCKETS - 1 ? INT64_MAX : high;
        if (here && (histogram->minimum > high || histogram->maximum < low)) {
            return REVOPS_ERR_CORRUPT; /* a value outside of the extremes */
        }
        low = low < histogram->minimum ? histogram->minimum : low;
        high = high > histogram->maximum ? histogram->maximum : high;
        if (here) {
            revops__wide_add_product(&least, here, (uint64_t)low);
            revops__wide_add_product(&most, here, (uint64_t)high);
        }
    }
    if (count != histogram->count || histogram->minimum < 0 || histogram->minimum > histogram->maximum) {
        return REVOPS_ERR_CORRUPT;
    }
    if (count == 0) {
        return histogram->maximum || histogram->sum_low || histogram->sum_high ? REVOPS_ERR_CORRUPT
                                                                               : REVOPS_OK;
    }
    if (!histogram->buckets[revops__histogram_bucket_of(histogram->minimum)] ||
        !histogram->buckets[revops__histogram_bucket_of(histogram->maximum)]) {
        return REVOPS_ERR_CORRUPT;
    }
    int is_below = histogram->sum_high < least.high ||
                   (histogram->sum_high == least.high && histogram->sum_low < least.low);
    int is_above = histogram->sum_high > most.high ||
                   (histogram->sum_high == most.high && histogram->sum_low > most.low);
    /* Of a full bucket more values were added than it tells. */
    return is_below || (is_above && !is_full) ? REVOPS_ERR_CORRUPT : REVOPS_OK;
}

/* The value of a rank from 1 (the smallest) up. */
static int64_t histogram_ranked(const revops_histogram *histogram, uint64_t rank)
{
    if (rank <= 1 || rank >= histogram->count) {
        return rank <= 1 ? histogram->minimum : histogram->maximum;
    }
    uint64_t seen = 0;
    uint32_t bucket = 0;
    while (bucket < REVOPS_HISTOGRAM_BUCKETS - 1 && (seen += histogram->buckets[bucket]) < rank) {
        bucket++;
    }
    /* No answer lies outside of what was counted. */
    int64_t middle = revops__histogram_middle(bucket);
    middle = middle < histogram->minimum ? histogram->minimum : middle;
    return middle > histogram->maximum ? histogram->maximum : middle;
}

static revops_status histogram_may_ask(const revops_histogram *histogram, uint32_t share_bp,
                                       const int64_t *out)
{
    if (!histogram || !out || share_bp > 10000) {
        return REVOPS_ERR_ARG;
    }
    return histogram->count == 0 ? REVOPS_ERR_RANGE : REVOPS_OK;
}

revops_status revops_histogram_percentile(const revops_histogram *histogram, uint32_t share_bp, int64_t *out)
{
    revops_status status = histogram_may_ask(histogram, share_bp, out);
    if (status == REVOPS_OK) {
        *out = histogram_ranked(histogram, (histogram->count * share_bp + 9999) / 10000);
    }
    return status;
}

revops_status revops_histogram_interpolate(const revops_histogram *histogram, uint32_t share_bp, int64_t *out)
{
    revops_status status = histogram_may_ask(histogram, share_bp, out);
    if (status != REVOPS_OK) {
        return status;
    }
    uint64_t position = (histogram->count - 1) * share_bp, part = position % 10000; /* ten-thousandths */
    int64_t below = histogram_ranked(histogram, position / 10000 + 1);
    int64_t above = part ? histogram_ranked(histogram, position / 10000 + 2) : below;
    *out = below + (int64_t)((revops__multiply_divide((uint64_t)(above - below), 2 * part, 10000) + 1) / 2);
    return REVOPS_OK;
}

revops_status revops_histogram_mean(const revops_histogram *histogram, int64_t *out)
{
    if (!histogram || !out) {
        return REVOPS_ERR_ARG;
    }
    if (histogram->count == 0) {
        return REVOPS_ERR_RANGE;
    }
    for (uint32_t i = 0; i < REVOPS_HISTOGRAM_BUCKETS; i++) {
        if (histogram->buckets[i] == UINT32_MAX) { /* how many values made the sum isn't known */
            return REVOPS_ERR_RANGE;
        }
    }
    revops__wide sum = {histogram->sum_high, histogram->sum_low};
    revops__wide_add(&sum, histogram->count / 2);
    uint64_t mean = revops__wide_divide(sum, histogram->count);
    if (mean > (uint64_t)INT64_MAX) {
        return REVOPS_ERR_RANGE;
    }
    *out = (int64_t)mean;
    return REVOPS_OK;
}
