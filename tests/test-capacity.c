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
