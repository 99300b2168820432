/* SPDX-License-Identifier: MIT */
/* Rule: PQ9. */
#include "usage-test.h"

static revops_status measure(const revops_usage_outcome *rows, size_t count, revops_usage_metrics *metrics)
{
    return revops_usage_measure_outcomes(rows, count, NULL, 1, memory, sizeof memory, NULL, metrics);
}

START_TEST(test_PQ9_metrics)
{
    const int64_t none = REVOPS_TIME_NONE, hour = REVOPS_HOUR_MS;
    revops_usage_outcome rows[] = {
        {0, 2 * hour, 3 * DAY, 20 * DAY, 500000, 100000},
        {DAY, DAY + 4 * hour, 9 * DAY, none, 0, 0},
        {DAY, DAY - 1, none, none, 0, 0}, /* contacted before the signal */
        {DAY, none, none, none, 0, 0},
    };
    revops_usage_metrics metrics;
    ck_assert_int_eq(measure(rows, 4, &metrics), REVOPS_OK);
    ck_assert_uint_eq(metrics.signals, 4);
    ck_assert_uint_eq(metrics.contacted, 3);
    ck_assert_uint_eq(metrics.opportunities, 2);
    ck_assert_uint_eq(metrics.won, 1);
    ck_assert_uint_eq(metrics.misdated, 1);
    ck_assert_int_eq(metrics.contact_mean_ms, 3 * hour);
    ck_assert_int_eq(metrics.contact_worst_ms, 4 * hour);
    ck_assert_int_eq(metrics.won_mean_ms, 20 * DAY);
    ck_assert_int_eq(metrics.revenue, 500000);
    ck_assert_int_eq(metrics.expansion, 100000);
    ck_assert_int_eq(metrics.velocity, 25000);
    ck_assert_uint_eq(metrics.opportunity_bp, 5000);
    ck_assert_uint_eq(metrics.won_bp, 2500);
    ck_assert_uint_eq(metrics.won_band, 1);
    ck_assert_int_eq(measure(rows + 1, 3, &metrics), REVOPS_OK);
    ck_assert_uint_eq(metrics.won_band, 0);
    ck_assert_int_eq(metrics.won_mean_ms, none);
    ck_assert_int_eq(measure(rows, 1, &metrics), REVOPS_OK);
    ck_assert_uint_eq(metrics.won_band, 2);
    ck_assert_int_eq(measure(NULL, 0, &metrics), REVOPS_OK);
    ck_assert_uint_eq(metrics.won_band, 3);
    rows[0].signal_ms = none;
    ck_assert_int_eq(measure(rows, 1, &metrics), REVOPS_ERR_ARG);
    rows[0] = rows[1] = (revops_usage_outcome){0, none, none, none, INT64_MAX, 0};
    ck_assert_int_eq(measure(rows, 2, &metrics), REVOPS_ERR_OVERFLOW);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("usage-metrics");
    TCase *tests = tcase_create("usage-metrics");
    tcase_add_test(tests, test_PQ9_metrics);
    suite_add_tcase(suite, tests);
    return suite;
}
