/* SPDX-License-Identifier: MIT */
/* Rates and series beside naive twins in long double: the textbook's formulas, term by term. Where the header states how far
   an answer may be off, that is what is asked for, and a little for the twin's own rounding. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <revops/revops.h>

#include "random.h"

enum { ROUNDS = 10000, PERIODS = 60 };

static void must(int holds, const char *what, int round)
{
    if (!holds) {
        printf("%s differs in round %d\n", what, round);
        exit(EXIT_FAILURE);
    }
}

static uint32_t random_count(random_state *random)
{
    return 1 + (uint32_t)(random_next(random) >> (32 + random_below(random, 32)) & 0xfffffffe);
}

/* Often at an end. */
static uint32_t random_part(random_state *random, uint32_t count)
{
    uint64_t kind = random_below(random, 6);
    return kind == 0 ? 0 : kind == 1 ? count : (uint32_t)random_below(random, (uint64_t)count + 1);
}

static void compare_rates(random_state *random, int round)
{
    static const struct {
        uint32_t confidence_bp;
        long double z;
    } confidences[] = {{5000, 0.674489750196081743202L}, {9000, 1.644853626951472714864L},
                       {9500, 1.959963984540054235525L}, {9900, 2.575829303548900760966L},
                       {9990, 3.290526731491894794247L}, {9999, 3.890591886413119971926L}};
    uint64_t which = random_below(random, sizeof confidences / sizeof confidences[0]);
    uint32_t n = random_count(random), x = random_part(random, n), m = random_count(random),
             y = random_part(random, m);
    if (random_below(random, 2)) { /* nearly the same rate */
        y = (uint32_t)((uint64_t)x * m / n);
    }
    long double z = confidences[which].z, p = (long double)x / n;
    long double middle = p + z * z / (2.0L * n), reach = z * sqrtl(p * (1 - p) / n + z * z / (4.0L * n * n));
    revops_stats_interval interval;
    must(revops_stats_wilson(x, n, confidences[which].confidence_bp, &interval) == REVOPS_OK, "a status",
         round);
    must(fabsl((middle - reach) / (1 + z * z / n) * 1e9L - interval.low_ppb) < 1, "the lower end", round);
    must(fabsl((middle + reach) / (1 + z * z / n) * 1e9L - interval.high_ppb) < 1, "the upper end", round);

    long double other = (long double)y / m, pooled = ((long double)x + y) / ((long double)n + m);
    long double variance = pooled * (1 - pooled) * (1.0L / n + 1.0L / m);
    long double exact = p == other || variance <= 0 ? 0 : (p - other) / sqrtl(variance);
    revops_stats_comparison comparison;
    must(revops_stats_compare(x, n, y, m, &comparison) == REVOPS_OK, "a status", round);
    must(fabsl(exact * 1e6L - comparison.z_ppm) < 1 + fabsl(exact), "z", round);
    must(fabsl(erfcl(fabsl(exact) / sqrtl(2)) * 1e9L - comparison.p_value_ppb) < 10, "the chance", round);
    must(fabsl((p - other) * 1e9L - comparison.difference_ppb) < 0.6L, "the difference", round);
}

static void compare_series(random_state *random, int round)
{
    int64_t values[PERIODS], most = 1;
    size_t count = 3 + random_below(random, PERIODS - 2);
    for (uint64_t digits = random_below(random, 13); digits > 0; digits--) {
        most *= 10;
    }
    int64_t rise = random_below(random, 2) ? random_between(random, -most, most) / (int64_t)count : 0;
    long double mean = 0;
    for (size_t i = 0; i < count; i++) {
        values[i] = rise ? rise * (int64_t)i + random_between(random, -most, most) / 1000
                         : random_between(random, -most, most);
        values[i] = values[i] > REVOPS_STATS_VALUE_MAX ? REVOPS_STATS_VALUE_MAX : values[i];
        values[i] = values[i] < -REVOPS_STATS_VALUE_MAX ? -REVOPS_STATS_VALUE_MAX : values[i];
        mean += (long double)values[i] / (long double)count;
    }
    long double sxx = 0, sxy = 0, syy = 0, residuals = 0, middle = ((long double)count - 1) / 2;
    for (size_t i = 0; i < count; i++) {
        sxx += ((long double)i - middle) * ((long double)i - middle);
        sxy += ((long double)i - middle) * ((long double)values[i] - mean);
        syy += ((long double)values[i] - mean) * ((long double)values[i] - mean);
    }
    for (size_t i = 0; i < count; i++) {
        long double rest = (long double)values[i] - mean - sxy / sxx * ((long double)i - middle);
        residuals += rest * rest;
    }
    long double error = sqrtl(residuals / ((long double)count - 2) / sxx);
    revops_stats_line line;
    must(revops_stats_trend(values, count, &line) == REVOPS_OK, "a status", round);
    must(fabsl(sxy / sxx * 1e6L - line.slope_ppm) < 0.51L + fabsl(sxy / sxx) * 1e-9L, "the slope", round);
    must(fabsl(error * 1e6L - line.standard_error_ppm) < 100 + error, "the standard error", round);
    uint64_t ppm;
    revops_status status = revops_stats_variation(values, count, &ppm);
    must((status == REVOPS_OK) == (mean * (long double)count > 0.5L), "the sign of the mean", round);
    if (status == REVOPS_OK) {
        long double exact = sqrtl(syy / ((long double)count - 1)) / mean;
        must(fabsl(exact * 1e6L - ppm) < 2 + exact, "the variation", round);
    }
}

int main(int argc, char **argv) /* model-stats [TIMES]: so many times the cases */
{
    int rounds = ROUNDS * (argc > 1 ? atoi(argv[1]) : 1);
    random_state random = {18};
    for (int round = 0; round < rounds; round++) {
        compare_rates(&random, round);
        if (round % 4 == 0) {
            compare_series(&random, round);
        }
    }
    printf("%d rates and pairs of rates, %d series\n", rounds, rounds / 4);
    return EXIT_SUCCESS;
}
