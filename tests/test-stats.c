/* SPDX-License-Identifier: MIT */
#include "test.h"

#include "random.h"

static revops_histogram histogram, part, whole;

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

START_TEST(test_bad_arguments)
{
    int64_t value = 5, bad[2] = {1, -1}, out = 77;
    memset(&histogram, 0, sizeof histogram);
    ck_assert_int_eq(revops_histogram_add(NULL, &value, 1), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_histogram_add(&histogram, NULL, 1), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_histogram_add(&histogram, NULL, 0), REVOPS_OK);
    ck_assert_int_eq(revops_histogram_add(&histogram, bad, 2), REVOPS_ERR_ARG);
    ck_assert_uint_eq(histogram.count, 0);
    ck_assert_int_eq(revops_histogram_merge(NULL, &histogram), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_histogram_merge(&histogram, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_histogram_percentile(&histogram, 5000, &out), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_histogram_add(&histogram, &value, 1), REVOPS_OK);
    ck_assert_int_eq(revops_histogram_percentile(NULL, 5000, &out), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_histogram_percentile(&histogram, 5000, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_histogram_percentile(&histogram, 10001, &out), REVOPS_ERR_ARG);
    ck_assert_int_eq(out, 77);
    histogram.count = UINT32_MAX;
    ck_assert_int_eq(revops_histogram_add(&histogram, &value, 1), REVOPS_ERR_OVERFLOW);
    ck_assert_int_eq(revops_histogram_merge(&histogram, &histogram), REVOPS_ERR_OVERFLOW);
}
END_TEST

START_TEST(test_small_values_are_exact)
{
    int64_t values[64], out;
    memset(&histogram, 0, sizeof histogram);
    for (int i = 0; i < 64; i++) {
        values[i] = 63 - i;
    }
    ck_assert_int_eq(revops_histogram_add(&histogram, values, 64), REVOPS_OK);
    for (uint32_t rank = 1; rank <= 64; rank++) {
        ck_assert_int_eq(revops_histogram_percentile(&histogram, rank * 10000 / 64, &out), REVOPS_OK);
        ck_assert_int_eq(out, (int64_t)((rank * 10000 / 64 * 64 + 9999) / 10000) - 1);
    }
    ck_assert_int_eq(histogram.sum, 63 * 64 / 2);
}
END_TEST

/* MT8: percentiles of every shape of data within 1 % of the exact nearest rank; a merge of parts is the whole. */
START_TEST(test_percentiles_within_one_percent)
{
    static int64_t values[5000];
    random_state random = {(uint64_t)_i + 1};
    memset(&whole, 0, sizeof whole);
    memset(&histogram, 0, sizeof histogram);
    int count = 1 + (int)random_below(&random, ROWS(values));
    for (int i = 0; i < count; i++) {
        uint64_t bits = 1 + random_below(&random, 40);
        values[i] = (int64_t)(random_next(&random) >> (64 - bits));
    }
    ck_assert_int_eq(revops_histogram_add(&whole, values, (size_t)count), REVOPS_OK);
    for (int i = 0; i < count;) {
        int some = 1 + (int)random_below(&random, 100);
        some = some < count - i ? some : count - i;
        memset(&part, 0, sizeof part);
        ck_assert_int_eq(revops_histogram_add(&part, values + i, (size_t)some), REVOPS_OK);
        ck_assert_int_eq(revops_histogram_merge(&histogram, &part), REVOPS_OK);
        i += some;
    }
    ck_assert_mem_eq(&histogram, &whole, sizeof whole);
    qsort(values, (size_t)count, sizeof values[0], compare);
    for (uint32_t share_bp = 0; share_bp <= 10000; share_bp += 1 + (uint32_t)random_below(&random, 97)) {
        int64_t rank = ((int64_t)count * share_bp + 9999) / 10000, exact = values[rank > 0 ? rank - 1 : 0],
                out;
        ck_assert_int_eq(revops_histogram_percentile(&whole, share_bp, &out), REVOPS_OK);
        ck_assert_int_le((out > exact ? out - exact : exact - out) * 128, exact);
    }
    int64_t smallest, largest;
    ck_assert_int_eq(revops_histogram_percentile(&whole, 0, &smallest), REVOPS_OK);
    ck_assert_int_eq(revops_histogram_percentile(&whole, 10000, &largest), REVOPS_OK);
    ck_assert_int_eq(smallest, values[0]);
    ck_assert_int_eq(largest, values[count - 1]);
}
END_TEST

START_TEST(test_beyond_the_largest_bucket)
{
    int64_t values[3] = {REVOPS_HISTOGRAM_MAX, REVOPS_HISTOGRAM_MAX + 1, INT64_MAX}, out;
    memset(&histogram, 0, sizeof histogram);
    ck_assert_int_eq(revops_histogram_add(&histogram, values, 3), REVOPS_OK);
    ck_assert_uint_eq(histogram.buckets[REVOPS_HISTOGRAM_BUCKETS - 1], 3);
    ck_assert_int_eq(histogram.sum, INT64_MAX);
    ck_assert_int_eq(revops_histogram_percentile(&histogram, 5000, &out), REVOPS_OK);
    ck_assert_int_ge(out, REVOPS_HISTOGRAM_MAX);
    ck_assert_int_eq(revops_histogram_percentile(&histogram, 10000, &out), REVOPS_OK);
    ck_assert_int_eq(out, INT64_MAX);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("stats");
    TCase *tests = tcase_create("histogram");
    tcase_add_test(tests, test_bad_arguments);
    tcase_add_test(tests, test_small_values_are_exact);
    tcase_add_loop_test(tests, test_percentiles_within_one_percent, 0, 60);
    tcase_add_test(tests, test_beyond_the_largest_bucket);
    suite_add_tcase(suite, tests);
    return suite;
}
