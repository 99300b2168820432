/* SPDX-License-Identifier: MIT */
#include "test.h"

#include "random.h"

static revops_histogram histogram, part, whole;
static const revops_histogram empty;

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
    ck_assert_int_eq(revops_histogram_take(&histogram, bad, 2), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_histogram_take(NULL, &value, 1), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_histogram_take(&histogram, &value, 1), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_histogram_merge(NULL, &histogram), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_histogram_merge(&histogram, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_histogram_unmerge(NULL, &histogram), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_histogram_unmerge(&histogram, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_histogram_verify(NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_histogram_percentile(&histogram, 5000, &out), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_histogram_interpolate(&histogram, 5000, &out), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_histogram_mean(&histogram, &out), REVOPS_ERR_RANGE);
    ck_assert_mem_eq(&histogram, &empty, sizeof empty);
    ck_assert_int_eq(revops_histogram_add(&histogram, &value, 1), REVOPS_OK);
    ck_assert_int_eq(revops_histogram_percentile(NULL, 5000, &out), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_histogram_percentile(&histogram, 5000, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_histogram_percentile(&histogram, 10001, &out), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_histogram_interpolate(&histogram, 10001, &out), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_histogram_mean(NULL, &out), REVOPS_ERR_ARG);
    ck_assert_int_eq(out, 77);
}
END_TEST

/* A negative value far behind others leaves no trace, whether buckets may get full or not. */
START_TEST(test_all_or_none)
{
    static int64_t values[5000];
    for (int i = 0; i < ROWS(values); i++) {
        values[i] = i;
    }
    values[ROWS(values) - 1] = -1;
    for (int i = 0; i < 2; i++) {
        memset(&histogram, 0, sizeof histogram);
        ck_assert_int_eq(revops_histogram_add(&histogram, values, ROWS(values) - 1), REVOPS_OK);
        for (int k = 0; i > 0 && k < 33; k++) {
            ck_assert_int_eq(revops_histogram_merge(&histogram, &histogram), REVOPS_OK);
        }
        whole = histogram;
        ck_assert_int_eq(revops_histogram_add(&histogram, values, ROWS(values)), REVOPS_ERR_ARG);
        ck_assert_mem_eq(&histogram, &whole, sizeof whole);
        ck_assert_int_eq(revops_histogram_take(&histogram, values, ROWS(values)), REVOPS_ERR_ARG);
        ck_assert_mem_eq(&histogram, &whole, sizeof whole);
    }
}
END_TEST

START_TEST(test_small_values_are_exact)
{
    int64_t values[128], out;
    memset(&histogram, 0, sizeof histogram);
    for (int i = 0; i < 128; i++) {
        values[i] = 127 - i;
    }
    ck_assert_int_eq(revops_histogram_add(&histogram, values, 128), REVOPS_OK);
    for (uint32_t rank = 1; rank <= 128; rank++) {
        ck_assert_int_eq(revops_histogram_percentile(&histogram, rank * 10000 / 128, &out), REVOPS_OK);
        ck_assert_int_eq(out, (int64_t)((rank * 10000 / 128 * 128 + 9999) / 10000) - 1);
    }
    ck_assert_uint_eq(histogram.sum_low, 127 * 128 / 2);
    ck_assert_int_eq(revops_histogram_mean(&histogram, &out), REVOPS_OK);
    ck_assert_int_eq(out, 64); /* 63.5 */
    ck_assert_int_eq(revops_histogram_interpolate(&histogram, 5000, &out), REVOPS_OK);
    ck_assert_int_eq(out, 64); /* 63.5 */
    ck_assert_int_eq(revops_histogram_interpolate(&histogram, 100, &out), REVOPS_OK);
    ck_assert_int_eq(out, 1); /* 1.27 */
}
END_TEST

static int64_t distance(int64_t a, int64_t b)
{
    return a > b ? a - b : b - a;
}

/* A distribution by the test's number: uniform in bits, constant, two far points, powers, 10^12 and near. */
static int64_t value_of(random_state *random, int kind)
{
    switch (kind % 5) {
    case 1:
        return 123456789;
    case 2:
        return random_below(random, 2) ? 1 : REVOPS_HISTOGRAM_MAX;
    case 3:
        return INT64_C(1) << random_below(random, 40);
    case 4:
        return INT64_C(1000000000000) - (int64_t)random_below(random, 3);
    default:
        return (int64_t)(random_next(random) >> (24 + random_below(random, 40)));
    }
}

/* MT8: percentiles of every shape of data within 1 % of the exact ones by both methods; a merge of parts is the whole, and
   what is taken back leaves what was there. */
START_TEST(test_percentiles_within_one_percent)
{
    static int64_t values[5000];
    random_state random = {(uint64_t)_i + 1};
    memset(&whole, 0, sizeof whole);
    memset(&histogram, 0, sizeof histogram);
    int count = 1 + (int)random_below(&random, ROWS(values));
    for (int i = 0; i < count; i++) {
        values[i] = value_of(&random, _i);
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
    ck_assert_int_eq(revops_histogram_verify(&whole), REVOPS_OK);
    qsort(values, (size_t)count, sizeof values[0], compare);
    for (uint32_t share_bp = 0; share_bp <= 10000; share_bp += 1 + (uint32_t)random_below(&random, 97)) {
        int64_t rank = ((int64_t)count * share_bp + 9999) / 10000, exact = values[rank > 0 ? rank - 1 : 0],
                out;
        ck_assert_int_eq(revops_histogram_percentile(&whole, share_bp, &out), REVOPS_OK);
        ck_assert_int_le(distance(out, exact) * 128, exact);
        int64_t position = (int64_t)(count - 1) * share_bp, below = values[position / 10000];
        int64_t above = position % 10000 ? values[position / 10000 + 1] : below;
        exact = below + (above - below) / 10000 * (position % 10000) +
                (above - below) % 10000 * (position % 10000) / 10000;
        ck_assert_int_eq(revops_histogram_interpolate(&whole, share_bp, &out), REVOPS_OK);
        ck_assert_int_le((distance(out, exact) - 1) * 128, exact);
    }
    int64_t smallest, largest;
    ck_assert_int_eq(revops_histogram_percentile(&whole, 0, &smallest), REVOPS_OK);
    ck_assert_int_eq(revops_histogram_interpolate(&whole, 10000, &largest), REVOPS_OK);
    ck_assert_int_eq(smallest, values[0]);
    ck_assert_int_eq(largest, values[count - 1]);
    /* Takes the middle back: the extremes stay exact. */
    memset(&part, 0, sizeof part);
    ck_assert_int_eq(revops_histogram_add(&part, values, 1), REVOPS_OK);
    ck_assert_int_eq(revops_histogram_add(&part, values + count - 1, 1), REVOPS_OK);
    if (count > 2) {
        ck_assert_int_eq(revops_histogram_take(&histogram, values + 1, (size_t)count - 2), REVOPS_OK);
        ck_assert_mem_eq(&histogram, &part, sizeof part);
    }
    ck_assert_int_eq(revops_histogram_unmerge(&whole, &histogram), REVOPS_OK);
    ck_assert_int_eq(revops_histogram_verify(&whole), REVOPS_OK);
    ck_assert_int_eq(revops_histogram_take(&whole, values + 1, count > 2 ? (size_t)count - 2 : 0), REVOPS_OK);
    ck_assert_mem_eq(&whole, &empty, sizeof empty);
    ck_assert_int_eq(revops_histogram_unmerge(&histogram, &histogram), REVOPS_OK);
    ck_assert_mem_eq(&histogram, &empty, sizeof empty);
}
END_TEST

START_TEST(test_taking_back)
{
    const int64_t values[] = {1000, 2000, 5000}, extremes[] = {1000, 5000}, wrong[] = {2000, 2000};
    int64_t out;
    memset(&histogram, 0, sizeof histogram);
    ck_assert_int_eq(revops_histogram_add(&histogram, values, 3), REVOPS_OK);
    whole = histogram;
    ck_assert_int_eq(revops_histogram_take(&histogram, wrong, 2), REVOPS_ERR_RANGE);
    ck_assert_mem_eq(&histogram, &whole, sizeof whole); /* all or none */
    ck_assert_int_eq(revops_histogram_take(&histogram, extremes, 2), REVOPS_OK);
    ck_assert_int_eq(revops_histogram_verify(&histogram), REVOPS_OK);
    for (uint32_t share_bp = 0; share_bp <= 10000; share_bp += 2500) {
        ck_assert_int_eq(revops_histogram_percentile(&histogram, share_bp, &out), REVOPS_OK);
        ck_assert_int_le(distance(out, 2000) * 64, 2000);
    }
    ck_assert_int_eq(revops_histogram_unmerge(&histogram, &whole), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_histogram_take(&histogram, wrong, 1), REVOPS_OK);
    ck_assert_mem_eq(&histogram, &empty, sizeof empty);
}
END_TEST

START_TEST(test_beyond_the_largest_bucket)
{
    const int64_t values[3] = {REVOPS_HISTOGRAM_MAX, REVOPS_HISTOGRAM_MAX + 1, INT64_MAX};
    int64_t out;
    memset(&histogram, 0, sizeof histogram);
    ck_assert_int_eq(revops_histogram_add(&histogram, values, 3), REVOPS_OK);
    ck_assert_int_eq(revops_histogram_verify(&histogram), REVOPS_OK);
    ck_assert_uint_eq(histogram.buckets[REVOPS_HISTOGRAM_BUCKETS - 1], 3);
    ck_assert_uint_eq(histogram.sum_low, (UINT64_C(1) << 63) + (UINT64_C(1) << 41) - 2);
    ck_assert_int_eq(revops_histogram_percentile(&histogram, 5000, &out), REVOPS_OK);
    ck_assert_int_ge(out, REVOPS_HISTOGRAM_MAX);
    ck_assert_int_eq(revops_histogram_percentile(&histogram, 10000, &out), REVOPS_OK);
    ck_assert_int_eq(out, INT64_MAX);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(revops_histogram_merge(&histogram, &histogram), REVOPS_OK);
    }
    ck_assert_uint_eq(histogram.sum_high, 2);
    ck_assert_int_eq(revops_histogram_mean(&histogram, &out), REVOPS_OK);
    ck_assert_int_eq(out, (int64_t)(((UINT64_C(1) << 63) + (UINT64_C(1) << 41) - 2 + 1) / 3));
}
END_TEST

START_TEST(test_full_buckets_stay_full)
{
    const int64_t values[2] = {3, 1000000};
    int64_t out;
    memset(&histogram, 0, sizeof histogram);
    ck_assert_int_eq(revops_histogram_add(&histogram, values, 2), REVOPS_OK);
    for (int i = 0; i < 40; i++) {
        ck_assert_int_eq(revops_histogram_merge(&histogram, &histogram), REVOPS_OK);
    }
    ck_assert_uint_eq(histogram.buckets[3], UINT32_MAX);
    ck_assert_uint_eq(histogram.count, 2 * (uint64_t)UINT32_MAX);
    ck_assert_int_eq(revops_histogram_verify(&histogram), REVOPS_OK);
    whole = histogram;
    ck_assert_int_eq(revops_histogram_add(&histogram, values, 2), REVOPS_OK);
    ck_assert_uint_eq(histogram.buckets[3], UINT32_MAX);
    ck_assert_uint_eq(histogram.count, whole.count);
    ck_assert_int_eq(revops_histogram_take(&histogram, values, 2), REVOPS_OK);
    ck_assert_mem_eq(&histogram, &whole, sizeof whole);
    ck_assert_int_eq(revops_histogram_verify(&histogram), REVOPS_OK);
    ck_assert_int_eq(revops_histogram_percentile(&histogram, 2500, &out), REVOPS_OK);
    ck_assert_int_eq(out, 3);
}
END_TEST

/* Each kind of damage is refused. */
START_TEST(test_verify)
{
    const int64_t values[] = {10, 500, 70000};
    static const struct {
        size_t offset;
        uint64_t add;
    } damages[] = {
        {offsetof(revops_histogram, count), 1},
        {offsetof(revops_histogram, count), UINT64_MAX},
        {offsetof(revops_histogram, sum_low), 100000},
        {offsetof(revops_histogram, sum_low), 0 - (uint64_t)70000},
        {offsetof(revops_histogram, sum_high), 1},
        {offsetof(revops_histogram, minimum), 1},
        {offsetof(revops_histogram, minimum), 0 - (uint64_t)11},
        {offsetof(revops_histogram, maximum), 0 - (uint64_t)5000},
        {offsetof(revops_histogram, maximum), 5000},
        {offsetof(revops_histogram, buckets) + 40, 1},
    };
    memset(&whole, 0, sizeof whole);
    ck_assert_int_eq(revops_histogram_verify(&whole), REVOPS_OK);
    ck_assert_int_eq(revops_histogram_add(&whole, values, 3), REVOPS_OK);
    ck_assert_int_eq(revops_histogram_verify(&whole), REVOPS_OK);
    for (int i = 0; i < ROWS(damages); i++) {
        uint64_t field;
        histogram = whole;
        memcpy(&field, (char *)&histogram + damages[i].offset, sizeof field);
        field += damages[i].add;
        memcpy((char *)&histogram + damages[i].offset, &field, sizeof field);
        ck_assert_msg(revops_histogram_verify(&histogram) == REVOPS_ERR_CORRUPT, "damage %d", i);
    }
    memset(&histogram, 0, sizeof histogram);
    histogram.maximum = 1;
    ck_assert_int_eq(revops_histogram_verify(&histogram), REVOPS_ERR_CORRUPT);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("stats-histogram");
    TCase *tests = tcase_create("histogram");
    tcase_add_test(tests, test_bad_arguments);
    tcase_add_test(tests, test_all_or_none);
    tcase_add_test(tests, test_small_values_are_exact);
    tcase_add_loop_test(tests, test_percentiles_within_one_percent, 0, 100);
    tcase_add_test(tests, test_taking_back);
    tcase_add_test(tests, test_beyond_the_largest_bucket);
    tcase_add_test(tests, test_full_buckets_stay_full);
    tcase_add_test(tests, test_verify);
    suite_add_tcase(suite, tests);
    return suite;
}
