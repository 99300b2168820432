/* SPDX-License-Identifier: MIT */
/* Rule: PL5. */
#include "random.h"
#include "test.h"

static revops_commission_params defaults(void)
{
    revops_commission_params params;
    ck_assert_int_eq(revops_commission_defaults(&params, sizeof params), REVOPS_OK);
    return params;
}

START_TEST(test_full_rate_to_quota_and_an_accelerator_above_PL5)
{
    /* $18,750 at a quota of $187,500: 10 % up to it, 12.5 % above */
    static const struct {
        int64_t achieved, commission;
    } cases[] = {{0, 0},
                 {5, 1},
                 {4, 0},
                 {9375000, 937500},
                 {18750000, 1875000},
                 {18750010, 1875001},
                 {22500000, 2343750},
                 {INT64_C(1000000000000), INT64_C(124999531250)}};
    revops_commission_params params = defaults();
    for (int i = 0; i < ROWS(cases); i++) {
        int64_t commission = -7;
        ck_assert_int_eq(revops_commission_pay(&params, &cases[i].achieved, 1, &commission), REVOPS_OK);
        ck_assert_int_eq(commission, cases[i].commission);
    }
}
END_TEST

START_TEST(test_lines_add_up_PL5)
{
    const revops_commission_tier tiers[] = {{0, 5000}, {5000, 10000}, {10000, 12500}, {15000, 20000}};
    revops_commission_params params = defaults();
    params.tiers = tiers;
    params.tier_count = 4;
    params.variable = 1000003;
    params.quota = 3333333;
    for (int64_t achieved = 0; achieved < 9000000; achieved += 123457) {
        revops_commission_line lines[4];
        size_t needed = 0;
        int64_t commission, amount = 0, sum = 0;
        ck_assert_int_eq(revops_commission_explain(&params, achieved, lines, 4, &needed), REVOPS_OK);
        ck_assert_int_eq(revops_commission_pay(&params, &achieved, 1, &commission), REVOPS_OK);
        for (size_t i = 0; i < needed; i++) {
            ck_assert_uint_eq(lines[i].tier, i);
            ck_assert_uint_eq(lines[i].rate_bp, tiers[i].rate_bp);
            amount += lines[i].amount;
            sum += lines[i].commission;
        }
        ck_assert_int_eq(amount, achieved);
        ck_assert_int_eq(sum, commission);
        ck_assert_uint_eq(needed, achieved > 4999999   ? 4
                                  : achieved > 3333333 ? 3
                                  : achieved > 1666666 ? 2
                                                       : 1);
        ck_assert_int_eq(revops_commission_explain(&params, achieved, NULL, 0, &needed), REVOPS_ERR_NOSPACE);
    }
}
END_TEST

/* A naive twin by whole minor units, and the inverse: the least amount that earns a commission. */
START_TEST(test_pay_and_its_inverse_beside_plain_arithmetic_PL5)
{
    random_state state = {99};
    for (int round = 0; round < 3000; round++) {
        revops_commission_tier tiers[3] = {
            {0, (uint32_t)random_below(&state, 20000)},
            {(uint32_t)random_below(&state, 5000) + 1, (uint32_t)random_below(&state, 20000)},
            {(uint32_t)random_below(&state, 9000) + 5002, (uint32_t)random_below(&state, 20000) + 1}};
        revops_commission_params params = defaults();
        params.tiers = tiers;
        params.tier_count = 3;
        params.variable = (int64_t)random_below(&state, 1000000);
        params.quota = (int64_t)random_below(&state, 1000000) + 1;
        int64_t achieved = (int64_t)random_below(&state, 3000000), commission, least;
        ck_assert_int_eq(revops_commission_pay(&params, &achieved, 1, &commission), REVOPS_OK);
        long double sum = 0;
        for (int tier = 0; tier < 3; tier++) {
            long double from = (long double)params.quota * tiers[tier].from_bp / 10000;
            long double end = tier < 2 ? (long double)params.quota * tiers[tier + 1].from_bp / 10000 : 1e18L;
            long double portion = (achieved < end ? (long double)achieved : end) - from;
            sum += portion > 0 ? portion * tiers[tier].rate_bp / 10000 : 0;
        }
        sum = sum * (long double)params.variable / (long double)params.quota;
        ck_assert(commission > sum - 0.51L && commission < sum + 0.51L);
        ck_assert_int_eq(revops_commission_achieved_for(&params, commission, &least), REVOPS_OK);
        ck_assert_int_le(least, achieved);
        int64_t again;
        ck_assert_int_eq(revops_commission_pay(&params, &least, 1, &again), REVOPS_OK);
        ck_assert_int_ge(again, commission);
        if (least > 0) {
            least--;
            ck_assert_int_eq(revops_commission_pay(&params, &least, 1, &again), REVOPS_OK);
            ck_assert_int_lt(again, commission);
        }
    }
}
END_TEST

START_TEST(test_a_customer_who_leaves_takes_commission_back_PL5)
{
    revops_commission_params params = defaults();
    const revops_commission_deal deals[] = {
        {10000000, 100, INT32_MAX},
        {10000000, 100, 190}, /* the 90th day */
        {10000000, 100, 191},
        {10000000, 100, 300},
    };
    const uint64_t offsets[] = {0, 2, 4, 4};
    revops_commission_settlement settlements[3];
    ck_assert_int_eq(revops_commission_settle(&params, deals, offsets, 200, 3, settlements), REVOPS_OK);
    ck_assert_int_eq(settlements[0].earned, 2031250); /* $200,000: above the quota of $187,500 */
    ck_assert_int_eq(settlements[0].clawback, 1031250);
    ck_assert_int_eq(settlements[0].net, 1000000);
    ck_assert_int_eq(settlements[1].earned, 2031250);
    ck_assert_int_eq(settlements[1].clawback, 0); /* a day late */
    ck_assert_int_eq(settlements[2].earned, 0);
    ck_assert_int_eq(revops_commission_settle(&params, deals, offsets, 189, 1, settlements), REVOPS_OK);
    ck_assert_int_eq(settlements[0].clawback, 0); /* not yet known */
    params.clawback_day = 1000;
    ck_assert_int_eq(revops_commission_settle(&params, deals, offsets, 1000, 3, settlements), REVOPS_OK);
    ck_assert_int_eq(settlements[1].net, 0);
    const revops_commission_deal bad[] = {{1, 5, 4}, {-1, 5, 6}, {INT64_MAX, 1, 2}, {INT64_MAX, 1, 2}};
    const uint64_t one[] = {0, 1}, falling[] = {1, 0}, both[] = {2, 4};
    ck_assert_int_eq(revops_commission_settle(&params, bad, one, 0, 1, settlements), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_commission_settle(&params, bad + 1, one, 0, 1, settlements), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_commission_settle(&params, bad, both, 0, 1, settlements), REVOPS_ERR_OVERFLOW);
    ck_assert_int_eq(revops_commission_settle(&params, deals, falling, 0, 1, settlements), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_commission_settle(&params, NULL, offsets, 0, 3, settlements), REVOPS_ERR_ARG);
}
END_TEST

START_TEST(test_plans_that_cannot_be)
{
    revops_commission_params params = defaults();
    revops_commission_tier tiers[] = {{0, 10000}, {10000, 12500}};
    revops_problem problems[6];
    int64_t achieved = -1, out;
    size_t needed;
    ck_assert_int_eq(revops_commission_check(&params, problems, 6, &needed), REVOPS_OK);
    ck_assert_int_eq(revops_commission_pay(&params, &achieved, 1, &out), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_commission_pay(&params, NULL, 1, &out), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_commission_achieved_for(&params, -1, &out), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_commission_explain(&params, 1, NULL, 0, NULL), REVOPS_ERR_ARG);
    params.variable = 0;
    ck_assert_int_eq(revops_commission_achieved_for(&params, 1, &out), REVOPS_ERR_RANGE);
    params.variable = INT64_MAX, params.quota = 1, achieved = INT64_MAX;
    ck_assert_int_eq(revops_commission_pay(&params, &achieved, 1, &out), REVOPS_ERR_OVERFLOW);
    params = defaults();
    params.tiers = tiers;
    tiers[1].from_bp = 0;
    ck_assert_int_eq(revops_commission_check(&params, problems, 6, &needed), REVOPS_ERR_UNSOUND);
    ck_assert(problems[0].row == 1 && problems[0].other_row == 0);
    ck_assert_int_eq(revops_commission_achieved_for(&params, 1, &out), REVOPS_ERR_UNSOUND);
    tiers[0].from_bp = 1, tiers[1].from_bp = 2, tiers[1].rate_bp = 1000001;
    ck_assert_int_eq(revops_commission_check(&params, problems, 6, &needed), REVOPS_ERR_UNSOUND);
    ck_assert_uint_eq(needed, 2);
    params = defaults();
    params.quota = 0, params.variable = -1, params.flags = 1, params.reserved = 1, params.tier_count = 0;
    ck_assert_int_eq(revops_commission_check(&params, problems, 6, &needed), REVOPS_ERR_NEWER);
    ck_assert_uint_eq(needed, 5);
    params = defaults();
    params.tier_row_size = 2;
    ck_assert_int_eq(revops_commission_check(&params, problems, 6, &needed), REVOPS_ERR_ABI);
    ck_assert_int_eq(revops_commission_check(NULL, problems, 6, &needed), REVOPS_ERR_ARG);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("commission");
    TCase *tests = tcase_create("commission");
    tcase_add_test(tests, test_full_rate_to_quota_and_an_accelerator_above_PL5);
    tcase_add_test(tests, test_lines_add_up_PL5);
    tcase_add_test(tests, test_pay_and_its_inverse_beside_plain_arithmetic_PL5);
    tcase_add_test(tests, test_a_customer_who_leaves_takes_commission_back_PL5);
    tcase_add_test(tests, test_plans_that_cannot_be);
    suite_add_tcase(suite, tests);
    return suite;
}
