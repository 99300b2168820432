/* SPDX-License-Identifier: MIT */
/* Fixed-point mathematics (SC10): the stated bounds, against values computed with 90 digits and, densely, against long
   double, whose 64 binary digits are far finer than the bounds. */
#include <math.h>

#include "core/fixed.h"
#include "random.h"
#include "test.h"

START_TEST(test_SC10_exp2_against_exact_values)
{
    char path[1024], line[256];
    const char *folder = getenv("REVOPS_VECTORS");
    snprintf(path, sizeof path, "%s/exp2.tsv", folder ? folder : "tests/vectors");
    FILE *file = fopen(path, "r");
    ck_assert_msg(file != NULL, "%s can't be opened", path);
    int count = 0;
    while (fgets(line, sizeof line, file)) {
        uint64_t f, exact;
        if (sscanf(line, "%" SCNx64 "\t%" SCNx64, &f, &exact) == 2 && line[0] != '#' && line[1] != '\t') {
            uint64_t got = revops__exp2_negative(f);
            uint64_t error = got > exact ? got - exact : exact - got;
            ck_assert_uint_lt(error, UINT64_C(1) << 6); /* 2^-57 in Q63 */
            count++;
        }
    }
    fclose(file);
    ck_assert_int_eq(count, 600);
}
END_TEST

START_TEST(test_SC10_exp2_over_the_whole_range)
{
    const long double one = 0x1p63L;
    uint64_t before = UINT64_MAX;
    for (uint64_t i = 0; i < UINT64_C(1) << 22; i++) { /* evenly, each table entry 1,024 times */
        uint64_t f = i << 42, got = revops__exp2_negative(f);
        long double error = fabsl((long double)got / one - exp2l(-(long double)f / 0x1p64L));
        if (!(error < 0x1p-57L) ||
            got > before) { /* asserted only here: Check is slow at millions of assertions */
            ck_abort_msg("f %" PRIx64 " error %Lg", f, error);
        }
        before = got;
    }
    ck_assert_uint_eq(revops__exp2_negative(0), UINT64_C(1) << 63);
    ck_assert_uint_lt(revops__exp2_negative(UINT64_MAX) - (UINT64_C(1) << 62), 1 << 6);
}
END_TEST

/* Periods from a millisecond to the longest; every step of a millisecond falls. */
START_TEST(test_SC6_half_life_never_rises)
{
    random_state random = {9};
    for (int i = 0; i < 300000; i++) {
        uint64_t period = 1 + (random_next(&random) >> (25 + random_below(&random, 38)));
        revops__divisor divisor = revops__divisor_of(period);
        uint64_t age = random_below(&random, 66 * period + 2);
        uint64_t a = revops__half_life(age, &divisor), b = revops__half_life(age + 1, &divisor);
        long double exact = age / period >= 64 ? 0 : exp2l(-(long double)age / (long double)period);
        if (b > a || !(fabsl((long double)a / 0x1p63L - exact) < 0x1p-55L)) {
            ck_abort_msg("period %" PRIu64 " age %" PRIu64, period, age);
        }
    }
}
END_TEST

START_TEST(test_log2)
{
    random_state random = {10};
    ck_assert_uint_eq(revops__log2(1), 0);
    ck_assert_uint_eq(revops__log2(UINT64_C(1) << 63), UINT64_C(63) << 56);
    for (int i = 0; i < 200000; i++) {
        uint64_t x = random_next(&random) >> random_below(&random, 64);
        x += x == 0;
        long double error = log2l((long double)x) - (long double)revops__log2(x) / 0x1p56L;
        if (error < -0x1p-57L || error >= 0x1p-55L) {
            ck_abort_msg("log2 of %" PRIu64 ": error %Lg", x, error);
        }
    }
}
END_TEST

START_TEST(test_wide_arithmetic)
{
    random_state random = {11};
    for (int i = 0; i < 300000; i++) {
        uint64_t a = random_next(&random) >> random_below(&random, 64);
        uint64_t b = random_next(&random) >> random_below(&random, 64);
        uint64_t d = random_next(&random) >> random_below(&random, 64);
        d += d == 0;
        random_wide exact = (random_wide)a * b / d, product = (random_wide)a * b, total = product + d;
        revops__wide sum = {0, 0};
        revops__wide_add_product(&sum, a, b);
        revops__wide_add(&sum, d);
        if (revops__multiply_divide(a, b, d) != (exact > UINT64_MAX ? UINT64_MAX : (uint64_t)exact) ||
            revops__multiply_high(a, b) != (uint64_t)(product >> 64) || sum.low != (uint64_t)total ||
            sum.high != (uint64_t)(total >> 64)) {
            ck_abort_msg("%" PRIu64 " %" PRIu64 " %" PRIu64, a, b, d);
        }
    }
}
END_TEST

START_TEST(test_prepared_divisors)
{
    random_state random = {12};
    for (int i = 0; i < 300000; i++) {
        uint64_t d =
            i < 58 ? UINT64_C(1) << i : 1 + (random_next(&random) >> (7 + random_below(&random, 57)));
        uint64_t n = random_next(&random) >> (1 + random_below(&random, 63));
        n = random_below(&random, 2) ? n : n / d * d - (random_below(&random, 2) && n >= d); /* at edges */
        revops__divisor divisor = revops__divisor_of(d);
        uint64_t number = n % (64 * d), ratio = revops__ratio_of(number, &divisor);
        uint64_t exact = (uint64_t)(((random_wide)number << 57) / d);
        if (revops__quotient_of(n, &divisor) != n / d || ratio > exact || exact - ratio > 1) {
            ck_abort_msg("%" PRIu64 " %" PRIu64, n, d);
        }
    }
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("fixed");
    TCase *tcase = tcase_create("fixed");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, test_SC10_exp2_against_exact_values);
    tcase_add_test(tcase, test_SC10_exp2_over_the_whole_range);
    tcase_add_test(tcase, test_SC6_half_life_never_rises);
    tcase_add_test(tcase, test_log2);
    tcase_add_test(tcase, test_wide_arithmetic);
    tcase_add_test(tcase, test_prepared_divisors);
    suite_add_tcase(suite, tcase);
    return suite;
}
