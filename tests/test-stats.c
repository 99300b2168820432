/* SPDX-License-Identifier: MIT */
/* Rates and series beside published values (MT18); the histogram is in test-stats-histogram.c. */
#include "test.h"

#include "time/stats-normal.h"

/* Wilson's intervals as published: Newcombe (1998), "Two-sided confidence intervals for the single proportion", table I,
   at 95 % in ten-thousandths; the last ones as scipy's proportion_ci(method="wilson") gives them. */
static const struct {
    uint32_t won, count, confidence_bp, low, high;
} intervals[] = {
    {81, 263, 9500, 2553, 3662}, {15, 148, 9500, 624, 1605},  {0, 20, 9500, 0, 1611},
    {1, 29, 9500, 61, 1718},     {29, 29, 9500, 8830, 10000}, {24, 76, 9500, 2223, 4270},
    {5, 10, 9000, 2693, 7307},   {1, 1, 9900, 1310, 10000},
};

START_TEST(test_wilson)
{
    revops_stats_interval interval;
    ck_assert_int_eq(
        revops_stats_wilson(intervals[_i].won, intervals[_i].count, intervals[_i].confidence_bp, &interval),
        REVOPS_OK);
    ck_assert_uint_eq((interval.low_ppb + 50000) / 100000, intervals[_i].low);
    ck_assert_uint_eq((interval.high_ppb + 50000) / 100000, intervals[_i].high);
}
END_TEST

START_TEST(test_wilson_arguments)
{
    revops_stats_interval interval = {7, 8};
    const uint32_t won[2] = {1, 3}, counts[2] = {2, 2};
    ck_assert_int_eq(revops_stats_wilson(0, 0, 9500, &interval), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_stats_wilson(2, 1, 9500, &interval), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_stats_wilson(1, 2, 4999, &interval), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_stats_wilson(1, 2, 10000, &interval), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_stats_wilson(1, 2, 9500, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_stats_wilson_many(won, counts, 2, 9500, &interval), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_stats_wilson_many(NULL, counts, 1, 9500, &interval), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_stats_wilson_many(NULL, NULL, 0, 9500, NULL), REVOPS_OK);
    ck_assert_uint_eq(interval.low_ppb, 7);
}
END_TEST

/* MT18: z and the two-sided chance, as statsmodels' proportions_ztest() gives them. */
static const struct {
    uint32_t won, count, other_won, other_count;
    int64_t z_ppm;
    uint32_t p_value_ppb;
} comparisons[] = {
    {12, 60, 90, 240, -2559453, 10483688},
    {45, 100, 30, 100, 2190890, 28459736},
    {5, 10, 5, 10, 0, 1000000000},
    {0, 10, 0, 12, 0, 1000000000},
    {10, 10, 12, 12, 0, 1000000000},
    {1, 1, 0, 1, 1414214, 157299207},
    {0, UINT32_MAX, UINT32_MAX, UINT32_MAX, -92681900013, 0},
};

START_TEST(test_MT18_two_proportions)
{
    revops_stats_comparison forth, back;
    ck_assert_int_eq(revops_stats_compare(comparisons[_i].won, comparisons[_i].count,
                                          comparisons[_i].other_won, comparisons[_i].other_count, &forth),
                     REVOPS_OK);
    ck_assert_int_eq(revops_stats_compare(comparisons[_i].other_won, comparisons[_i].other_count,
                                          comparisons[_i].won, comparisons[_i].count, &back),
                     REVOPS_OK);
    int64_t most = 1 + llabs(comparisons[_i].z_ppm) / 1000000;
    ck_assert_int_le(llabs(forth.z_ppm - comparisons[_i].z_ppm), most);
    ck_assert_int_le(llabs((int64_t)forth.p_value_ppb - (int64_t)comparisons[_i].p_value_ppb), 10);
    ck_assert_int_eq(back.z_ppm, -forth.z_ppm);
    ck_assert_int_eq(back.difference_ppb, -forth.difference_ppb);
    ck_assert_uint_eq(back.p_value_ppb, forth.p_value_ppb);
    ck_assert_uint_eq(forth.reserved, 0);
}
END_TEST

START_TEST(test_comparison_arguments)
{
    revops_stats_comparison out = {.z_ppm = 77};
    const uint32_t won[2] = {1, 3}, counts[2] = {2, 2}, fine[2] = {1, 1};
    ck_assert_int_eq(revops_stats_compare(3, 2, 1, 2, &out), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_stats_compare(1, 2, 0, 0, &out), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_stats_compare(1, 2, 1, 2, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_stats_compare_many(fine, counts, won, counts, 2, &out), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_stats_compare_many(fine, counts, NULL, counts, 1, &out), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_stats_compare_many(NULL, NULL, NULL, NULL, 0, NULL), REVOPS_OK);
    ck_assert_int_eq(out.z_ppm, 77);
}
END_TEST

/* Upper tails as in Abramowitz and Stegun, table 26.1, and beyond; in Q63. */
START_TEST(test_normal_tail)
{
    static const struct {
        uint32_t z_milli;
        int64_t tail; /* × 10^15 */
    } rows[] = {
        {0, INT64_C(500000000000000)},
        {500, INT64_C(308537538725987)},
        {1000, INT64_C(158655253931457)},
        {1960, INT64_C(24997895148220)},
        {2000, INT64_C(22750131948179)},
        {2999, INT64_C(1354336533727)},
        {3000, INT64_C(1349898031630)},
        {4000, INT64_C(31671241833)},
        {5000, INT64_C(286651572)},
        {6000, INT64_C(986588)},
        {7900, 1},
    };
    for (int i = 0; i < ROWS(rows); i++) {
        uint64_t z = ((uint64_t)rows[i].z_milli << 32) / 1000;
        int64_t tail = (int64_t)((double)revops__normal_tail(z) / 9223372036854775808.0 * 1e15 + 0.5);
        int is_exact = rows[i].z_milli % 125 == 0; /* else z is cut off by up to 2^-32 */
        ck_assert_int_le(llabs(tail - rows[i].tail), is_exact ? 1 : 20000);
    }
    ck_assert_uint_eq(revops__normal_tail(UINT64_C(8) << 32), 0);
    ck_assert_uint_eq(revops__normal_tail(UINT64_MAX), 0);
    uint64_t before = UINT64_MAX;
    for (uint64_t z = 0; z < UINT64_C(8) << 32;
         z += UINT64_C(1) << 20) { /* falls throughout, over z = 3, too */
        uint64_t tail = revops__normal_tail(z);
        ck_assert_uint_lt(tail, before);
        before = tail + (z >> 32 > 6);
    }
}
END_TEST

START_TEST(test_normal_quantile)
{
    for (uint32_t confidence_bp = 5000; confidence_bp <= 9999; confidence_bp += 1 + confidence_bp / 97) {
        uint64_t tail = revops__normal_tail(revops__normal_quantile(confidence_bp));
        ck_assert_int_le(
            llabs((int64_t)(tail - (UINT64_C(10000) - confidence_bp) * ((UINT64_C(1) << 63) / 20000))),
            INT64_C(1) << 32);
    }
    const uint32_t usual[] = {9000, 9500, 9900}; /* kept as constants */
    for (int i = 0; i < ROWS(usual); i++) {
        uint64_t z = revops__normal_quantile(usual[i]),
                 chance = (10000 - usual[i]) * ((UINT64_C(1) << 63) / 20000);
        ck_assert_uint_ge(revops__normal_tail(z - 2), chance);
        ck_assert_uint_le(revops__normal_tail(z + 2), chance);
    }
}
END_TEST

/* The slope and standard error of ordinary least squares, computed by hand. */
START_TEST(test_trend)
{
    static const struct {
        int64_t values[6];
        size_t count;
        int64_t slope_ppm, error_ppm;
    } rows[] = {
        {{1, 2, 3, 4, 5, 6}, 6, 1000000, 0},
        {{6, 5, 4, 3, 2, 1}, 6, -1000000, 0},
        {{7, 7, 7, 0, 0, 0}, 3, 0, 0},
        {{0, 3, 0, 0, 0, 0}, 3, 0, 1732051},
        {{10, 12, 15, 14, 18, 0}, 5, 1800000, 382971}, /* 18 / 10; residuals² 4.4: √(4.4 / 3 / 10) */
        {{1000000000000, 0, -1000000000000, 0, 0, 0}, 3, INT64_C(-1000000000000000000), 0},
    };
    for (int i = 0; i < ROWS(rows); i++) {
        revops_stats_line line;
        ck_assert_int_eq(revops_stats_trend(rows[i].values, rows[i].count, &line), REVOPS_OK);
        ck_assert_int_eq(line.slope_ppm, rows[i].slope_ppm);
        ck_assert_int_le(llabs(line.standard_error_ppm - rows[i].error_ppm),
                         100 + rows[i].error_ppm / 1000000);
    }
    static int64_t values[REVOPS_STATS_PERIODS_MAX + 1];
    revops_stats_line line = {7, 7};
    ck_assert_int_eq(revops_stats_trend(values, 2, &line), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_stats_trend(values, ROWS(values), &line), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_stats_trend(NULL, 3, &line), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_stats_trend(values, 3, NULL), REVOPS_ERR_ARG);
    values[2] = REVOPS_STATS_VALUE_MAX + 1;
    ck_assert_int_eq(revops_stats_trend(values, 3, &line), REVOPS_ERR_ARG);
    ck_assert_int_eq(line.slope_ppm, 7);
}
END_TEST

START_TEST(test_variation)
{
    static const struct {
        int64_t values[4];
        size_t count;
        uint64_t ppm;
    } rows[] = {
        {{5, 5, 5, 5}, 4, 0},
        {{1, 3, 0, 0}, 2, 707107}, /* √2 ÷ 2 */
        {{2, 4, 4, 6}, 4, 408248}, /* √(8 / 3) ÷ 4 */
        {{1000000000000, 0, 0, 0}, 4, 2000000},
        {{-1, 3, 0, 0}, 2, 2828427},
    };
    uint64_t ppm = 7;
    for (int i = 0; i < ROWS(rows); i++) {
        ck_assert_int_eq(revops_stats_variation(rows[i].values, rows[i].count, &ppm), REVOPS_OK);
        ck_assert_int_le(llabs((int64_t)(ppm - rows[i].ppm)), 2);
    }
    const int64_t falling[2] = {-3, 3}, large[2] = {REVOPS_STATS_VALUE_MAX, -REVOPS_STATS_VALUE_MAX - 1};
    ppm = 7;
    ck_assert_int_eq(revops_stats_variation(falling, 2, &ppm), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_stats_variation(large, 2, &ppm), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_stats_variation(falling, 1, &ppm), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_stats_variation(NULL, 2, &ppm), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_stats_variation(falling, 2, NULL), REVOPS_ERR_ARG);
    ck_assert_uint_eq(ppm, 7);
}
END_TEST

START_TEST(test_band)
{
    const int64_t bounds[] = {5, 60, 1440}, values[] = {INT64_MIN, 4, 5, 59, 60, 1439, 1440, INT64_MAX};
    const uint32_t expected[] = {0, 0, 1, 1, 2, 2, 3, 3};
    uint32_t bands[8], band = 77;
    ck_assert_int_eq(revops_stats_band_many(values, 8, bounds, 3, bands), REVOPS_OK);
    ck_assert_mem_eq(bands, expected, sizeof bands);
    ck_assert_int_eq(revops_stats_band(5, NULL, 0, &band), REVOPS_OK);
    ck_assert_uint_eq(band, 0);
    const int64_t equal[] = {5, 5};
    band = 77;
    ck_assert_int_eq(revops_stats_band(5, equal, 2, &band), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_stats_band(5, NULL, 1, &band), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_stats_band(5, bounds, 3, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_stats_band_many(NULL, 1, bounds, 3, &band), REVOPS_ERR_ARG);
    ck_assert_uint_eq(band, 77);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("stats");
    TCase *tests = tcase_create("stats");
    tcase_add_loop_test(tests, test_wilson, 0, ROWS(intervals));
    tcase_add_test(tests, test_wilson_arguments);
    tcase_add_loop_test(tests, test_MT18_two_proportions, 0, ROWS(comparisons));
    tcase_add_test(tests, test_comparison_arguments);
    tcase_add_test(tests, test_normal_tail);
    tcase_add_test(tests, test_normal_quantile);
    tcase_add_test(tests, test_trend);
    tcase_add_test(tests, test_variation);
    tcase_add_test(tests, test_band);
    suite_add_tcase(suite, tests);
    return suite;
}
