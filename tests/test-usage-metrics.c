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

/* Revenue of any size over times of any length, against 128 bits. */
START_TEST(test_PQ9_velocity_of_any_size)
{
    __extension__ typedef __int128 wide;
    random_state random = {29};
    for (int i = 0; i < 20000; i++) {
        const int64_t revenue = (int64_t)random_next(&random) >> random_below(&random, 64),
                      won_ms = (int64_t)(random_next(&random) >> random_between(&random, 1, 63));
        const revops_usage_outcome row = {0, REVOPS_TIME_NONE, REVOPS_TIME_NONE, won_ms, revenue, 0};
        const wide expected = won_ms ? (wide)revenue * DAY / won_ms : 0;
        const int fits = expected >= -INT64_MAX && expected <= INT64_MAX;
        revops_usage_metrics metrics;
        EQUALS(measure(&row, 1, &metrics), fits ? REVOPS_OK : REVOPS_ERR_OVERFLOW);
        if (fits) {
            EQUALS(metrics.velocity, (int64_t)expected);
        }
    }
}
END_TEST

/* By the local week and the segment of the signal. */
enum { SEGMENTS = 3, WEEKS = 30, SIGNALS = 4000 };

static int compare_spans(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int64_t naive_median(int64_t *spans, size_t count)
{
    qsort(spans, count, sizeof *spans, compare_spans);
    return count == 0 ? REVOPS_TIME_NONE : (spans[(count - 1) / 2] + spans[count / 2]) / 2;
}

START_TEST(test_PQ9_medians_by_week_and_segment)
{
    static revops_usage_outcome rows[SIGNALS];
    static int64_t signal_ms[SIGNALS], spans[SIGNALS];
    static int32_t monday[SIGNALS];
    static uint32_t group[SIGNALS];
    static revops_usage_metrics metrics[WEEKS * SEGMENTS];
    _Alignas(8) static unsigned char zone_memory[1 << 12];
    random_state random = {9};
    const char rule[] = "CET-1CEST,M3.5.0,M10.5.0/3";
    revops_zone_params params = REVOPS_ZONE_PARAMS_INIT;
    params.posix = rule;
    params.posix_length = sizeof rule - 1;
    const revops_zone *berlin;
    ck_assert_int_eq(revops_zone_build(&params, zone_memory, sizeof zone_memory, NULL, &berlin), REVOPS_OK);
    const int64_t start_ms = revops_utc_ms(2026, 2, 1, 23, 0); /* a Monday there */
    for (int i = 0; i < SIGNALS; i++) {
        signal_ms[i] = start_ms + random_between(&random, 0, (WEEKS - 1) * 7 * DAY - 2 * REVOPS_HOUR_MS);
        const int64_t contact_ms = signal_ms[i] + random_between(&random, -DAY, 9 * DAY),
                      won_ms = signal_ms[i] + random_between(&random, 0, 99 * DAY);
        rows[i] = (revops_usage_outcome){signal_ms[i],
                                         random_below(&random, 5) ? contact_ms : REVOPS_TIME_NONE,
                                         REVOPS_TIME_NONE,
                                         random_below(&random, 3) ? REVOPS_TIME_NONE : won_ms,
                                         7,
                                         0};
    }
    ck_assert_int_eq(revops_zone_first_day_many(berlin, REVOPS_ZONE_WEEK, signal_ms, SIGNALS, monday),
                     REVOPS_OK);
    int32_t first_monday;
    ck_assert_int_eq(revops_zone_first_day(berlin, REVOPS_ZONE_WEEK, start_ms, &first_monday), REVOPS_OK);
    for (int i = 0; i < SIGNALS; i++) {
        ck_assert_uint_eq(revops_weekday(monday[i]), revops_weekday(monday[0]));
        group[i] =
            (uint32_t)(monday[i] - first_monday) / 7 * SEGMENTS + (uint32_t)random_below(&random, SEGMENTS);
    }
    size_t needed = 0;
    ck_assert_int_eq(
        revops_usage_measure_outcomes(rows, SIGNALS, group, WEEKS * SEGMENTS, NULL, 0, &needed, NULL),
        REVOPS_ERR_NOSPACE);
    ck_assert_uint_le(needed, sizeof memory);
    ck_assert_int_eq(revops_usage_measure_outcomes(rows, SIGNALS, group, WEEKS * SEGMENTS, memory, needed - 1,
                                                   NULL, metrics),
                     REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_usage_measure_outcomes(rows, SIGNALS, group, WEEKS * SEGMENTS, memory + 1, needed,
                                                   NULL, metrics),
                     REVOPS_ERR_ALIGN);
    ck_assert_int_eq(
        revops_usage_measure_outcomes(rows, SIGNALS, group, WEEKS * SEGMENTS, memory, needed, NULL, metrics),
        REVOPS_OK);
    uint64_t empty = 0;
    for (uint32_t g = 0; g < WEEKS * SEGMENTS; g++) {
        uint64_t signals = 0, contacted = 0, misdated = 0;
        size_t count = 0;
        for (int i = 0; i < SIGNALS; i++) {
            if (group[i] == g) {
                signals++;
                contacted += rows[i].contact_ms != REVOPS_TIME_NONE;
                if (rows[i].contact_ms != REVOPS_TIME_NONE && rows[i].contact_ms >= rows[i].signal_ms) {
                    spans[count++] = rows[i].contact_ms - rows[i].signal_ms;
                } else {
                    misdated += rows[i].contact_ms != REVOPS_TIME_NONE;
                }
            }
        }
        ck_assert_uint_eq(metrics[g].signals, signals);
        ck_assert_uint_eq(metrics[g].contacted, contacted);
        ck_assert_uint_eq(metrics[g].misdated, misdated);
        ck_assert_int_eq(metrics[g].contact_median_ms, naive_median(spans, count));
        count = 0;
        for (int i = 0; i < SIGNALS; i++) {
            if (group[i] == g && rows[i].won_ms != REVOPS_TIME_NONE) {
                spans[count++] = rows[i].won_ms - rows[i].signal_ms;
            }
        }
        ck_assert_uint_eq(metrics[g].won, count);
        ck_assert_int_eq(metrics[g].won_median_ms, naive_median(spans, count));
        empty += signals == 0;
    }
    ck_assert_uint_eq(empty, SEGMENTS); /* the last week has begun nowhere */
    group[SIGNALS - 1] = WEEKS * SEGMENTS;
    ck_assert_int_eq(
        revops_usage_measure_outcomes(rows, SIGNALS, group, WEEKS * SEGMENTS, memory, needed, NULL, metrics),
        REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_usage_measure_outcomes(rows, SIGNALS, NULL, 0, memory, needed, NULL, metrics),
                     REVOPS_ERR_ARG);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("usage-metrics");
    TCase *tests = tcase_create("usage-metrics");
    tcase_add_test(tests, test_PQ9_metrics);
    tcase_add_test(tests, test_PQ9_velocity_of_any_size);
    tcase_add_test(tests, test_PQ9_medians_by_week_and_segment);
    suite_add_tcase(suite, tests);
    return suite;
}
