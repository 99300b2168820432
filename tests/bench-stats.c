/* SPDX-License-Identifier: MIT */
/* A million times to first contact into the histogram. The floor finds each bucket and adds one to it, without checks,
   extremes or sum; sorting is what exact percentiles cost. */
#include <string.h>

#include <revops/revops.h>

#include "bench.h"
#include "random.h"

enum { VALUES = 1000000 };

static int64_t values[VALUES], sorted[VALUES];
static revops_histogram histogram;
static uint32_t bare[REVOPS_HISTOGRAM_BUCKETS];

static void clear(void *context)
{
    (void)context;
    memset(&histogram, 0, sizeof histogram);
    memset(bare, 0, sizeof bare);
    memcpy(sorted, values, sizeof sorted);
}

static uint64_t sum_of(const uint32_t *buckets)
{
    uint64_t sum = 0;
    for (uint64_t i = 0; i < REVOPS_HISTOGRAM_BUCKETS; i++) {
        sum += buckets[i] * i;
    }
    return sum;
}

static uint64_t run_bare(void *context)
{
    (void)context;
    for (int i = 0; i < VALUES; i++) {
        uint64_t value = (uint64_t)values[i];
        unsigned shift = value < 64 ? 0 : 57u - (unsigned)__builtin_clzll(value);
        bare[shift * 64 + (value >> shift)]++;
    }
    return sum_of(bare);
}

static uint64_t run_library(void *context)
{
    (void)context;
    return revops_histogram_add(&histogram, values, VALUES) == REVOPS_OK ? sum_of(histogram.buckets) : 0;
}

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static uint64_t run_sort(void *context)
{
    (void)context;
    qsort(sorted, VALUES, sizeof sorted[0], compare);
    return run_bare(NULL);
}

int main(void)
{
    random_state random = {8};
    for (int i = 0; i < VALUES; i++) {
        values[i] = (int64_t)(random_next(&random) >> (24 + random_below(&random, 24)));
    }
    bench_contestant contestants[] = {
        {.name = "bare bucket counting", .run = run_bare, .prepare = clear},
        {.name = "revops_histogram_add", .run = run_library, .prepare = clear},
        {.name = "sorting, for exact percentiles", .run = run_sort, .prepare = clear},
    };
    int failed = bench_run("a million values into a histogram", contestants, 3, VALUES, 1);
    failed |= bench_bar("counting to the floor", &contestants[1], &contestants[0], 1.5);
    failed |= bench_bar("counting to sorting", &contestants[1], &contestants[2], 0.1);
    return failed;
}
