/* SPDX-License-Identifier: MIT */
/* Rules: PL1, PL2, PL3. */
#include "random.h"
#include "test.h"

enum { MILLION = 1000000, MONTHS = 24 };

static revops_capacity_params team(uint32_t attrition_bp, uint32_t ramp_bp_count)
{
    revops_capacity_params params;
    ck_assert_int_eq(revops_capacity_defaults(&params, sizeof params), REVOPS_OK);
    params.attrition_bp = attrition_bp;
    params.ramp_bp_count = ramp_bp_count;
    return params;
}

START_TEST(test_eighteen_reps_bring_in_what_they_were_planned_for_PL1_PL3)
{
    revops_capacity_params params = team(0, 0);
    const revops_capacity_group group = {18, 36};
    revops_capacity_month months[12];
    ck_assert_int_eq(revops_capacity_project(&params, &group, 1, NULL, 12, months), REVOPS_OK);
    int64_t year = 0;
    for (int month = 0; month < 12; month++) {
        ck_assert_int_eq(months[month].heads, 18 * MILLION);
        ck_assert_int_eq(months[month].productive, 18 * MILLION);
        ck_assert_int_eq(months[month].leavers, 0);
        year += months[month].capacity;
    }
    ck_assert_int_eq(year, 1012500000); /* 18 × $750K × 75 % */
}
END_TEST

START_TEST(test_leavers_and_ramp_month_by_month_PL3)
{
    revops_capacity_params params = team(1200, 5); /* 1 % a month */
    const revops_capacity_group group = {10, 60};
    uint32_t hires[8] = {0, 6};
    revops_capacity_month months[8];
    ck_assert_int_eq(revops_capacity_project(&params, &group, 1, hires, 8, months), REVOPS_OK);
    ck_assert_int_eq(months[0].heads, 10 * MILLION);
    ck_assert_int_eq(months[0].leavers, 100000);
    ck_assert_int_eq(months[1].heads, 9900000 + 6 * MILLION);
    ck_assert_int_eq(months[1].productive, 9900000 + 1000200); /* 6 × 16.67 % */
    ck_assert_int_eq(months[2].heads, 9801000 + 5940000);
    ck_assert_int_eq(months[2].productive, 9801000 + 1979802); /* 5.94 × 33.33 % */
    ck_assert_int_eq(months[0].capacity, 46875000);            /* 10 × $62,500 × 75 % */
    ck_assert_int_eq(months[6].productive, months[6].heads);   /* productive in the sixth month */
    ck_assert_int_lt(months[5].productive, months[5].heads);
}
END_TEST

START_TEST(test_usual_teams_are_those_of_the_plan_PL3)
{
    revops_capacity_params params = team(1750, 5);
    revops_plan_judgement judgement;
    ck_assert_uint_eq(params.hire_ahead, 6);
    ck_assert_int_eq(
        revops_plan_judge(NULL, REVOPS_PLAN_METRIC_RAMP_MONTHS, params.ramp_bp_count + 1, &judgement),
        REVOPS_OK);
    ck_assert_str_eq(judgement.name, "usual");
    ck_assert_int_eq(revops_plan_judge(NULL, REVOPS_PLAN_METRIC_ATTRITION, params.attrition_bp, &judgement),
                     REVOPS_OK);
    ck_assert_str_eq(judgement.name, "usual");
    ck_assert_int_eq(revops_plan_judge(NULL, REVOPS_PLAN_METRIC_QUOTA, params.quota, &judgement), REVOPS_OK);
    ck_assert_str_eq(judgement.name, "usual");
}
END_TEST

START_TEST(test_hires_start_ahead_of_the_month_that_needs_them_PL3)
{
    revops_capacity_params params = team(0, 5);
    const revops_capacity_group group = {10, 60};
    int64_t goals[16];
    uint32_t hires[16];
    revops_capacity_answer answer;
    for (int month = 0; month < 16; month++) {
        goals[month] = month < 12 ? 46875000 : 46875000 / 10 * 12; /* 12 reps from month 12 on */
    }
    ck_assert_int_eq(revops_capacity_hires_for(&params, &group, 1, goals, 16, &answer, hires), REVOPS_OK);
    ck_assert_uint_eq(answer.hires, 2);
    ck_assert_uint_eq(answer.short_month, REVOPS_NO_ROW);
    ck_assert_uint_eq(hires[7], 2); /* their sixth month is month 12 */
    /* what nobody can be hired for any more */
    goals[3] = 46875001;
    ck_assert_int_eq(revops_capacity_hires_for(&params, &group, 1, goals, 16, &answer, hires), REVOPS_OK);
    ck_assert_uint_eq(answer.short_month, 3);
    ck_assert_int_eq(answer.shortfall, 1);
    ck_assert_uint_eq(answer.hires, 2);
}
END_TEST

/* Random teams and goals: every month that can be met is met, and no hire can be left out. */
START_TEST(test_hiring_plans_are_enough_and_not_too_much_PL3)
{
    random_state state = {(uint64_t)_i + 5};
    revops_capacity_params params =
        team((uint32_t)random_below(&state, 4000), (uint32_t)random_below(&state, 6));
    params.hire_ahead = (uint32_t)random_below(&state, 8);
    revops_capacity_group groups[] = {{0, 0}, {0, 0}};
    groups[0].reps = (uint32_t)random_below(&state, 20);
    groups[0].tenure_months = (uint32_t)random_below(&state, 12);
    groups[1].reps = (uint32_t)random_below(&state, 5);
    int64_t goals[MONTHS];
    uint32_t hires[MONTHS];
    revops_capacity_month months[MONTHS], alone[MONTHS];
    revops_capacity_answer answer;
    for (int month = 0; month < MONTHS; month++) {
        goals[month] = (int64_t)random_below(&state, 200000000);
    }
    ck_assert_int_eq(revops_capacity_hires_for(&params, groups, 2, goals, MONTHS, &answer, hires), REVOPS_OK);
    ck_assert_int_eq(revops_capacity_project(&params, groups, 2, hires, MONTHS, months), REVOPS_OK);
    uint64_t all = 0;
    for (uint32_t month = 0; month < MONTHS; month++) {
        all += hires[month];
        ck_assert(month >= params.hire_ahead || hires[month] == 0);
        ck_assert(month < params.hire_ahead || months[month].capacity >= goals[month]);
    }
    ck_assert_uint_eq(all, answer.hires);
    for (uint32_t start = 0; start < MONTHS; start++) {
        if (hires[start]) {
            int met = 1;
            hires[start]--;
            ck_assert_int_eq(revops_capacity_project(&params, groups, 2, hires, MONTHS, alone), REVOPS_OK);
            hires[start]++;
            for (int month = 0; month < MONTHS; month++) {
                met &= alone[month].capacity >= goals[month] || months[month].capacity < goals[month];
            }
            ck_assert_int_eq(met, 0);
        }
    }
}
END_TEST

/* A naive twin in long double: one representative a group, month after month. */
START_TEST(test_projection_beside_plain_arithmetic_PL3)
{
    revops_capacity_params params = team((uint32_t)_i * 97 % 5000, (uint32_t)_i % 6);
    const revops_capacity_group groups[] = {{7, (uint32_t)_i % 9}, {(uint32_t)_i, 2}};
    uint32_t hires[MONTHS];
    revops_capacity_month months[MONTHS];
    for (int month = 0; month < MONTHS; month++) {
        hires[month] = (uint32_t)(_i * month % 5);
    }
    ck_assert_int_eq(revops_capacity_project(&params, groups, 2, hires, MONTHS, months), REVOPS_OK);
    for (int month = 0; month < MONTHS; month++) {
        long double heads = 0, productive = 0;
        for (int who = 0; who < 2 + MONTHS; who++) {
            int start = who < 2 ? 0 : who - 2;
            long double left = who < 2 ? groups[who].reps : hires[start];
            uint32_t tenure = (uint32_t)(month - start) + (who < 2 ? groups[who].tenure_months : 0);
            if (start > month) {
                continue;
            }
            for (int past = start; past < month; past++) {
                left *= 1 - params.attrition_bp / 120000.0L;
            }
            heads += left;
            productive += tenure < params.ramp_bp_count ? left * params.ramp_bp[tenure] / 10000.0L : left;
        }
        long double money = productive * (long double)params.quota / 12 * params.attainment_bp / 10000;
        ck_assert(months[month].heads > heads * MILLION - 300 && months[month].heads < heads * MILLION + 300);
        ck_assert(months[month].capacity > money - 3000 && months[month].capacity < money + 3000);
    }
}
END_TEST

START_TEST(test_quotas_from_the_top_add_up_PL2)
{
    const uint32_t weights[] = {1, 1, 1, 0, 3};
    int64_t quotas[5], sum = 0;
    ck_assert_int_eq(revops_capacity_quotas_from_goal(1000000000, 7500, weights, 5, quotas), REVOPS_OK);
    for (int i = 0; i < 5; i++) {
        sum += quotas[i];
    }
    ck_assert_int_eq(sum, 1333333334); /* goal ÷ 75 %, rounded up */
    ck_assert_int_eq(quotas[0], 222222222);
    ck_assert_int_eq(quotas[3], 0);
    ck_assert_int_eq(quotas[4], 666666667);
    ck_assert_int_eq(revops_capacity_quotas_from_goal(1, 10000, weights + 3, 1, quotas), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_capacity_quotas_from_goal(-1, 10000, weights, 5, quotas), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_capacity_quotas_from_goal(1, 0, weights, 5, quotas), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_capacity_quotas_from_goal(1, 1, NULL, 5, quotas), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_capacity_quotas_from_goal(INT64_MAX, 1, weights, 5, quotas), REVOPS_ERR_OVERFLOW);
    ck_assert_int_eq(revops_capacity_quotas_from_goal(INT64_MAX, 10000, weights, 5, quotas), REVOPS_OK);
    ck_assert_int_eq(quotas[0] + quotas[1] + quotas[2] + quotas[4], INT64_MAX);
}
END_TEST

START_TEST(test_quotas_from_the_bottom_PL2)
{
    /* half history of $600K, half a territory of $4M at 25 %: $800K; ramping half a year: $400K */
    revops_capacity_rep reps[] = {{60000000, 400000000, 2500, 5000, 10000, 0},
                                  {60000000, 400000000, 2500, 5000, 5000, 0}};
    int64_t quotas[2], sum;
    ck_assert_int_eq(revops_capacity_quotas_from_reps(reps, 2, &sum, quotas), REVOPS_OK);
    ck_assert(quotas[0] == 80000000 && quotas[1] == 40000000 && sum == 120000000);
    reps[0] = (revops_capacity_rep){INT64_MAX, INT64_MAX, 10000, 5000, 10000, 0};
    ck_assert_int_eq(revops_capacity_quotas_from_reps(reps, 1, NULL, quotas), REVOPS_OK);
    ck_assert_int_eq(quotas[0], INT64_MAX);
    ck_assert_int_eq(revops_capacity_quotas_from_reps(reps, 2, &sum, quotas), REVOPS_ERR_OVERFLOW);
    reps[0].history_bp = 10001;
    ck_assert_int_eq(revops_capacity_quotas_from_reps(reps, 1, NULL, quotas), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_capacity_quotas_from_reps(NULL, 1, NULL, quotas), REVOPS_ERR_ARG);
}
END_TEST

START_TEST(test_teams_that_cannot_be)
{
    revops_capacity_params params = team(1750, 5);
    const revops_capacity_group group = {1000001, 0};
    const uint32_t hires[2] = {0, 1000001}, ramp[] = {10001};
    const int64_t goals[2] = {1, -1};
    revops_capacity_month months[2];
    revops_capacity_answer answer;
    revops_problem problems[6];
    uint32_t out[2];
    size_t needed;
    ck_assert_int_eq(revops_capacity_check(&params, problems, 6, &needed), REVOPS_OK);
    ck_assert_int_eq(revops_capacity_project(&params, &group, 1, NULL, 2, months), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_capacity_project(&params, NULL, 0, hires, 2, months), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_capacity_project(&params, NULL, 0, NULL, 0, months), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_capacity_project(&params, NULL, 0, NULL, 121, months), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_capacity_project(&params, NULL, 0, NULL, 2, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_capacity_hires_for(&params, NULL, 0, goals, 2, &answer, out), REVOPS_ERR_ARG);
    params.hire_ahead = 0, params.ramp_bp_count = 0;
    const int64_t huge[1] = {INT64_MAX};
    ck_assert_int_eq(revops_capacity_hires_for(&params, NULL, 0, huge, 1, &answer, out), REVOPS_ERR_OVERFLOW);
    params.quota = 0; /* nobody brings anything in */
    ck_assert_int_eq(revops_capacity_hires_for(&params, NULL, 0, huge, 1, &answer, out), REVOPS_OK);
    ck_assert(answer.short_month == 0 && answer.shortfall == INT64_MAX && answer.hires == 0);
    params.quota = -1, params.attrition_bp = 10001, params.hire_ahead = 121, params.attainment_bp = 100001;
    ck_assert_int_eq(revops_capacity_check(&params, problems, 6, &needed), REVOPS_ERR_ARG);
    ck_assert_uint_eq(needed, 4);
    params = team(0, 1);
    params.ramp_bp = ramp;
    ck_assert_int_eq(revops_capacity_check(&params, problems, 6, &needed), REVOPS_ERR_ARG);
    ck_assert_uint_eq(problems[0].row, 0);
    params.ramp_bp = NULL;
    ck_assert_int_eq(revops_capacity_check(&params, problems, 6, &needed), REVOPS_ERR_ARG);
    params = team(0, 61);
    ck_assert_int_eq(revops_capacity_check(&params, problems, 6, &needed), REVOPS_ERR_ARG);
    params = team(0, 0);
    params.flags = 1;
    ck_assert_int_eq(revops_capacity_check(&params, problems, 6, &needed), REVOPS_ERR_NEWER);
    params.struct_size = 3;
    ck_assert_int_eq(revops_capacity_check(&params, problems, 6, &needed), REVOPS_ERR_ABI);
    ck_assert_int_eq(revops_capacity_check(NULL, problems, 6, &needed), REVOPS_ERR_ARG);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("capacity");
    TCase *tests = tcase_create("capacity");
    tcase_add_test(tests, test_eighteen_reps_bring_in_what_they_were_planned_for_PL1_PL3);
    tcase_add_test(tests, test_leavers_and_ramp_month_by_month_PL3);
    tcase_add_test(tests, test_usual_teams_are_those_of_the_plan_PL3);
    tcase_add_test(tests, test_hires_start_ahead_of_the_month_that_needs_them_PL3);
    tcase_add_loop_test(tests, test_hiring_plans_are_enough_and_not_too_much_PL3, 0, 200);
    tcase_add_loop_test(tests, test_projection_beside_plain_arithmetic_PL3, 0, 60);
    tcase_add_test(tests, test_quotas_from_the_top_add_up_PL2);
    tcase_add_test(tests, test_quotas_from_the_bottom_PL2);
    tcase_add_test(tests, test_teams_that_cannot_be);
    suite_add_tcase(suite, tests);
    return suite;
}
