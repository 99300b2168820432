/* SPDX-License-Identifier: MIT */
/* Rules: PQ8, PQ9. */
#include "usage-test.h"

static revops_status measure(const revops_usage_outcome *rows, size_t count, revops_usage_metrics *metrics)
{
    return revops_usage_measure_outcomes(rows, count, NULL, 1, memory, sizeof memory, NULL, metrics);
}

START_TEST(test_PQ8_plan_ceiling)
{
    /* 50 accounts at $999 a month that would pay $5K to 10K: $2.4M to 5.4M a year. */
    revops_usage_ceiling_row rows[60];
    revops_usage_ceiling found;
    for (int i = 0; i < 60; i++) {
        rows[i] = (revops_usage_ceiling_row){99900, 500000, 1000000, i < 55, i < 50 ? 20000u : 19999u};
    }
    ck_assert_int_eq(revops_usage_find_ceiling(rows, 60, 0, 0, 0, &found), REVOPS_OK);
    ck_assert_uint_eq(found.accounts, 50);
    ck_assert_int_eq(found.missed_low, INT64_C(50) * 12 * (500000 - 99900));
    ck_assert_int_eq(found.missed_high, INT64_C(50) * 12 * (1000000 - 99900));
    ck_assert_uint_eq(found.sales_due, 2);
    for (size_t count = 19; count <= 31; count++) {
        ck_assert_int_eq(revops_usage_find_ceiling(rows, count, 0, 0, 0, &found), REVOPS_OK);
        ck_assert_uint_eq(found.sales_due, count < 20 ? 0 : count <= 30 ? 1 : 2);
    }
    rows[0] = (revops_usage_ceiling_row){99900, 0, 0, 1, 25000}; /* by demand: 2.5 times the price */
    ck_assert_int_eq(revops_usage_find_ceiling(rows, 1, 0, 0, 0, &found), REVOPS_OK);
    ck_assert_int_eq(found.missed_low, 12 * (249750 - 99900));
    ck_assert_int_eq(found.missed_high, found.missed_low);
    rows[0].price = -1;
    ck_assert_int_eq(revops_usage_find_ceiling(rows, 1, 0, 0, 0, &found), REVOPS_ERR_ARG);
    rows[0] = (revops_usage_ceiling_row){0, INT64_MAX, 1, 1, 30000};
    ck_assert_int_eq(revops_usage_find_ceiling(rows, 1, 0, 0, 0, &found), REVOPS_ERR_OVERFLOW);
    ck_assert_int_eq(revops_usage_find_ceiling(rows, 1, 0, 5, 4, &found), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_usage_find_ceiling(NULL, 0, 0, 0, 0, &found), REVOPS_OK);
}
END_TEST

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
    tcase_add_test(tests, test_PQ8_plan_ceiling);
    tcase_add_test(tests, test_PQ9_metrics);
    suite_add_tcase(suite, tests);
    return suite;
}
