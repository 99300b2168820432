/* SPDX-License-Identifier: MIT */
/* Any values and any stored histogram: parts merge to the whole in any order, what is taken back leaves nothing, what is refused changes
   nothing, a histogram that is legal answers every question in order, and batch forms agree with single ones. */
#define FUZZ_WORDS                                                                                           \
    "\0\0\0\0\0\0\0\0", "\1\0\0\0", "\x10\x27", "\xff\xff\xff\xff", "\xff\xff\xff\xff\xff\xff\xff\x7f",      \
        "\0\0\0\0\0\0\0\x80"
#include "fuzz.h"
#include "fuzz-take.h"

enum { VALUES = 16, SHARES = 4, ROWS = 3 };

static revops_histogram whole, part, other, before, damaged;

static void ask(const revops_histogram *histogram)
{
    int64_t last = INT64_MIN, value = 0, mean = -1;
    for (uint32_t share_bp = 0; share_bp <= 10000; share_bp += 2500) {
        const revops_status status = revops_histogram_percentile(histogram, share_bp, &value);
        MUST(histogram->count ? status == REVOPS_OK : status == REVOPS_ERR_RANGE);
        if (status == REVOPS_OK) {
            MUST(value >= last && value >= histogram->minimum && value <= histogram->maximum);
            last = value;
            MUST(revops_histogram_interpolate(histogram, share_bp, &value) == REVOPS_OK);
            MUST(value >= histogram->minimum && value <= histogram->maximum);
        }
    }
    const revops_status of_mean = revops_histogram_mean(histogram, &mean);
    MUST(of_mean == REVOPS_OK ? mean >= histogram->minimum && mean <= histogram->maximum
                              : of_mean == REVOPS_ERR_RANGE && mean == -1);
    last = -1;
    for (uint32_t share_bp = 5000; share_bp <= 10000; share_bp += 5000) {
        const revops_status status = revops_histogram_survival(histogram, &other, share_bp, &value);
        MUST(status == REVOPS_OK ? value >= last : status == REVOPS_ERR_RANGE);
        last = status == REVOPS_OK ? value : INT64_MAX;
    }
}

static void count_values(void)
{
    int64_t values[VALUES];
    const uint32_t count = (uint32_t)take(1) % (VALUES + 1), middle = (uint32_t)take(1) % (count + 1);
    const size_t width = 1 + take(1) % 8;
    int is_negative = 0;
    memset(&whole, 0, sizeof whole);
    memset(&part, 0, sizeof part);
    memset(&other, 0, sizeof other);
    memset(&before, 0, sizeof before);
    for (uint32_t i = 0; i < VALUES; i++) {
        values[i] = (int64_t)take(width);
        is_negative |= i < count && values[i] < 0;
    }
    const revops_status status = revops_histogram_add(&whole, values, count);
    MUST(status == (is_negative ? REVOPS_ERR_ARG : REVOPS_OK));
    if (status != REVOPS_OK) {
        MUST(memcmp(&whole, &before, sizeof whole) == 0);
        return;
    }
    MUST(revops_histogram_verify(&whole) == REVOPS_OK);
    MUST(revops_histogram_add(&part, values, middle) == REVOPS_OK);
    MUST(revops_histogram_add(&other, values + middle, count - middle) == REVOPS_OK);
    ask(&whole);
    damaged = other;
    MUST(revops_histogram_merge(&damaged, &part) == REVOPS_OK && memcmp(&damaged, &whole, sizeof whole) == 0);
    MUST(revops_histogram_take(&damaged, values, middle) == REVOPS_OK &&
         revops_histogram_verify(&damaged) == REVOPS_OK);
    MUST(memcmp(damaged.buckets, other.buckets, sizeof other.buckets) == 0);
    MUST(revops_histogram_unmerge(&damaged, &other) == REVOPS_OK &&
         memcmp(&damaged, &before, sizeof damaged) == 0);
    if (count > middle) { /* what isn't there */
        MUST(revops_histogram_unmerge(&part, &whole) == REVOPS_ERR_RANGE);
        damaged = part;
        MUST(revops_histogram_take(&part, values, count) == REVOPS_ERR_RANGE);
        MUST(memcmp(&part, &damaged, sizeof part) == 0);
    }
}

/* A histogram that came from a disk. */
static void damage(void)
{
    damaged = whole;
    for (uint64_t changes = take(1) % 4; changes > 0; changes--) {
        uint8_t *bytes = (uint8_t *)&damaged;
        const size_t place = take(1) % 4 ? take(1) % 64 : take(2) % sizeof damaged;
        bytes[place] = (uint8_t)(bytes[place] ^ take(1));
    }
    if (revops_histogram_verify(&damaged) == REVOPS_OK) {
        ask(&damaged);
        MUST(revops_histogram_merge(&damaged, &damaged) == REVOPS_OK);
        ask(&damaged);
    }
}

static void compare_rates(void)
{
    uint32_t won[ROWS], counts[ROWS], other_won[ROWS], other_counts[ROWS];
    revops_stats_interval interval, intervals[ROWS];
    revops_stats_comparison comparison, comparisons[ROWS];
    const uint32_t confidence_bp = (uint32_t)take(2);
    revops_status of_wilson = REVOPS_OK, of_compare = REVOPS_OK;
    for (uint32_t i = 0; i < ROWS; i++) {
        counts[i] = (uint32_t)take(4);
        other_counts[i] = (uint32_t)take(4);
        won[i] = (uint32_t)(take(4) % ((uint64_t)counts[i] + 1 + (take(1) % 64 == 0)));
        other_won[i] = (uint32_t)(take(4) % ((uint64_t)other_counts[i] + 1));
        const revops_status one = revops_stats_wilson(won[i], counts[i], confidence_bp, &interval);
        of_wilson = of_wilson == REVOPS_OK ? one : of_wilson;
        MUST(one == REVOPS_ERR_ARG ||
             (interval.low_ppb <= interval.high_ppb && interval.high_ppb <= 1000000000));
        const revops_status two =
            revops_stats_compare(won[i], counts[i], other_won[i], other_counts[i], &comparison);
        of_compare = of_compare == REVOPS_OK ? two : of_compare;
        MUST(two == REVOPS_ERR_ARG ||
             (comparison.p_value_ppb <= 1000000000 && comparison.reserved == 0 &&
              (comparison.z_ppm > 0 ? comparison.difference_ppb >= 0
                                    : comparison.difference_ppb <= 0 || comparison.z_ppm == 0)));
    }
    MUST(revops_stats_wilson_many(won, counts, ROWS, confidence_bp, intervals) == of_wilson);
    MUST(of_wilson != REVOPS_OK || memcmp(&intervals[ROWS - 1], &interval, sizeof interval) == 0);
    MUST(revops_stats_compare_many(won, counts, other_won, other_counts, ROWS, comparisons) == of_compare);
    MUST(of_compare != REVOPS_OK || memcmp(&comparisons[ROWS - 1], &comparison, sizeof comparison) == 0);
}

static void fit(void)
{
    int64_t values[VALUES], waiting[VALUES], times[SHARES];
    uint32_t shares_bp[SHARES], band = 0, bands[VALUES];
    uint64_t ppm, part_count = take(8), whole_count = take(8);
    uint32_t rate_bp = 0;
    revops_stats_line line;
    const size_t count = take(1) % (VALUES + 1), waiting_count = take(1) % (VALUES + 1),
                 bound_count = take(1) % (VALUES + 1), width = 1 + take(1) % 8;
    for (size_t i = 0; i < VALUES; i++) {
        values[i] = (int64_t)take(width) * (take(1) % 2 ? 1 : -1) / (take(1) % 2 ? 1 : 8388608);
        waiting[i] = (int64_t)(take(width) >> 1);
    }
    (void)!revops_stats_trend(values, count, &line);
    (void)!revops_stats_variation(values, count, &ppm);
    const revops_status of_rate = revops_stats_rate(part_count, whole_count, &rate_bp);
    MUST(of_rate != REVOPS_OK || (rate_bp <= 10000 && part_count <= whole_count));
    const revops_status of_band =
        revops_stats_band_many(values, VALUES, waiting, (uint32_t)bound_count, bands);
    for (size_t i = 0; i < VALUES; i++) {
        MUST(revops_stats_band(values[i], waiting, (uint32_t)bound_count, &band) == of_band);
        MUST(of_band != REVOPS_OK || (band == bands[i] && band <= bound_count));
    }
    for (size_t i = 0; i < SHARES; i++) {
        shares_bp[i] = i ? shares_bp[i - 1] + (uint32_t)take(2) % 4000 : (uint32_t)take(1);
    }
    if (revops_stats_survival(values, count, waiting, waiting_count, shares_bp, SHARES, times) == REVOPS_OK) {
        for (size_t i = 0; i < SHARES; i++) {
            MUST(times[i] == REVOPS_TIME_NONE || times[i] >= 0);
            MUST(i == 0 || times[i] == REVOPS_TIME_NONE ||
                 (times[i - 1] != REVOPS_TIME_NONE && times[i] >= times[i - 1]));
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    input = data;
    left = size;
    count_values();
    damage();
    compare_rates();
    fit();
    return 0;
}
