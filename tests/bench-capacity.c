/* SPDX-License-Identifier: MIT */
/* Ten years of a team of 64 groups and hires in every month, beside a bare loop over the same months in doubles, which don't round; and the hiring
   plan of three years for goals that rise, in projections of those years. */
#include <string.h>

#include <revops/revops.h>

#include "bench.h"

enum { MONTHS = REVOPS_CAPACITY_MONTHS_MAX, GROUPS = REVOPS_CAPACITY_GROUPS_MAX, YEARS_3 = 36, TIMES = 100 };

static revops_capacity_params params;
static revops_capacity_group groups[GROUPS];
static uint32_t hires[MONTHS];
static int64_t goals[YEARS_3];

static double follow(double *capacity, double heads, uint32_t start, uint32_t tenure)
{
    double sum = 0;
    for (uint32_t month = start; month < MONTHS; month++) {
        const uint32_t age = tenure + month - start;
        const double share = age < params.ramp_bp_count ? params.ramp_bp[age] / 10000.0 : 1;
        capacity[month] += heads * share;
        sum += heads;
        heads -= heads * params.attrition_bp / 120000.0;
    }
    return sum;
}

static uint64_t run_bare(void *context)
{
    static double capacity[MONTHS];
    double sum = 0;
    (void)context;
    memset(capacity, 0, sizeof capacity);
    for (uint32_t i = 0; i < GROUPS; i++) {
        sum += follow(capacity, groups[i].reps, 0, groups[i].tenure_months);
    }
    for (uint32_t i = 0; i < MONTHS; i++) {
        sum += follow(capacity, hires[i], i, 0);
    }
    for (uint32_t i = 0; i < MONTHS; i++) {
        sum += capacity[i] * (double)params.quota * params.attainment_bp / 120000;
    }
    return (uint64_t)sum;
}

static uint64_t run_project(void *context)
{
    static revops_capacity_month months[MONTHS];
    (void)context;
    return revops_capacity_project(&params, groups, GROUPS, hires, MONTHS, months) == REVOPS_OK
               ? (uint64_t)months[MONTHS - 1].capacity
               : 0;
}

static uint64_t run_years(void *context)
{
    static revops_capacity_month months[YEARS_3];
    uint64_t check = 0;
    (void)context;
    for (int i = 0; i < TIMES; i++) {
        check += revops_capacity_project(&params, groups, 4, hires, YEARS_3, months) == REVOPS_OK;
    }
    return check;
}

static uint64_t run_hires(void *context)
{
    uint32_t plan[YEARS_3];
    revops_capacity_answer answer;
    (void)context;
    return revops_capacity_hires_for(&params, groups, 4, goals, YEARS_3, &answer, plan) == REVOPS_OK
               ? answer.hires
               : 0;
}

int main(void)
{
    if (revops_capacity_defaults(&params, sizeof params) != REVOPS_OK) {
        abort();
    }
    for (uint32_t i = 0; i < GROUPS; i++) {
        groups[i] = (revops_capacity_group){5 + i % 7, i % 9};
    }
    for (uint32_t i = 0; i < MONTHS; i++) {
        hires[i] = 1 + i % 4;
    }
    for (uint32_t i = 0; i < YEARS_3; i++) {
        goals[i] = (i + 10) * INT64_C(6000000);
    }
    bench_contestant projection[] = {{.name = "floor: doubles", .run = run_bare},
                                     {.name = "revops_capacity_project", .run = run_project}};
    int failed = bench_run("ten years, 64 groups and hires in each month, a projection", projection, 2, 1, 0);
    failed |= bench_bar("over the floor", &projection[1], &projection[0], 3);
    bench_contestant plan[] = {{.name = "floor: a hundred projections", .run = run_years},
                               {.name = "revops_capacity_hires_for", .run = run_hires}};
    failed |= bench_run("three years, the hires for a goal in each month", plan, 2, 1, 0);
    return failed | bench_bar("hires over a hundred projections", &plan[1], &plan[0], 2);
}
