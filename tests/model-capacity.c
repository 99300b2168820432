/* SPDX-License-Identifier: MIT */
/* Capacity by month, hires and quotas beside plain 128-bit arithmetic written from the header: each month's heads on their own, every plan
   tried with one hire less, every month that is told as hopeless with more of them (PL2, PL3). */
#include <string.h>

#include <revops/revops.h>

#include "model.h"
#include "random.h"

enum { ROUNDS = 1500, MONTHS = 30, GROUPS = 5, RAMP = 8, REPS = 40 };

__extension__ typedef __int128 wide;

static random_state rng = {20261127};
static uint32_t ramp[RAMP];
static revops_capacity_group groups[GROUPS];
static uint32_t group_count, month_count;
static revops_capacity_params params;

static int64_t below(int64_t bound)
{
    return (int64_t)random_below(&rng, (uint64_t)bound);
}

static void draw_team(void)
{
    static const int64_t quotas[] = {1, 75000000, INT64_C(1) << 40};
    MUST(revops_capacity_defaults(&params, sizeof params) == REVOPS_OK);
    params.quota = below(8) ? 1 + below(quotas[below(3)]) : 0;
    params.attainment_bp = (uint32_t)below(12001);
    params.attrition_bp = below(4) ? (uint32_t)below(4000) : (uint32_t)below(10001);
    params.hire_ahead = (uint32_t)below(9);
    params.ramp_bp_count = (uint32_t)below(RAMP + 1);
    params.ramp_bp = ramp;
    for (uint32_t i = 0; i < RAMP; i++) {
        ramp[i] = below(3) ? (uint32_t)below(10001) : 0;
    }
    group_count = (uint32_t)below(GROUPS + 1);
    month_count = 1 + (uint32_t)below(MONTHS);
    for (uint32_t i = 0; i < group_count; i++) {
        groups[i] = (revops_capacity_group){(uint32_t)below(50), (uint32_t)below(12)};
    }
}

/* a × b ÷ c, the half up. */
static int64_t nearest(wide a, wide b, wide c)
{
    return (int64_t)((2 * a * b + c) / (2 * c));
}

/* One month of those who started together, followed from their start or from the plan's beginning. */
static void twin_follow(revops_capacity_month *out, uint32_t reps, int64_t start, int64_t tenure_at_start)
{
    int64_t heads = reps * INT64_C(1000000);
    for (int64_t month = start; month < (int64_t)month_count; month++) {
        const uint64_t tenure = (uint64_t)(tenure_at_start + month - start);
        const int64_t share_bp = tenure < params.ramp_bp_count ? ramp[tenure] : 10000;
        const int64_t leavers = nearest(heads, params.attrition_bp, 120000);
        out[month].heads += heads;
        out[month].productive += nearest(heads, share_bp, 10000);
        out[month].leavers += leavers;
        heads -= leavers;
    }
}

static void twin_project(const uint32_t *hires, revops_capacity_month *out)
{
    memset(out, 0, month_count * sizeof *out);
    for (uint32_t i = 0; i < group_count; i++) {
        twin_follow(out, groups[i].reps, 0, groups[i].tenure_months);
    }
    for (uint32_t i = 0; hires && i < month_count; i++) {
        twin_follow(out, hires[i], i, 0);
    }
    for (uint32_t i = 0; i < month_count; i++) {
        const wide money = (wide)out[i].productive * params.quota * params.attainment_bp;
        out[i].capacity = (int64_t)(money / (INT64_C(12) * 1000000 * 10000));
    }
}

static void compare_months(void)
{
    uint32_t hires[MONTHS];
    revops_capacity_month found[MONTHS], expected[MONTHS];
    for (uint32_t i = 0; i < month_count; i++) {
        hires[i] = below(2) ? (uint32_t)below(30) : 0;
    }
    const uint32_t *given = below(4) ? hires : NULL;
    twin_project(given, expected);
    MUST(revops_capacity_project(&params, groups, group_count, given, month_count, found) == REVOPS_OK);
    MUST(memcmp(found, expected, month_count * sizeof found[0]) == 0);
}

/* The first month short of its goal; month_count for none. */
static uint32_t first_short(const revops_capacity_month *months, const int64_t *goals,
                            const uint8_t *hopeless)
{
    uint32_t month = 0;
    while (month < month_count && (months[month].capacity >= goals[month] || (hopeless && hopeless[month]))) {
        month++;
    }
    return month;
}

static void compare_hires(void)
{
    int64_t goals[MONTHS], typical = params.quota * (int64_t)params.attainment_bp / 120000;
    uint32_t hires[MONTHS], more[MONTHS];
    uint8_t hopeless[MONTHS];
    revops_capacity_month months[MONTHS];
    revops_capacity_answer answer;
    for (uint32_t i = 0; i < month_count; i++) {
        goals[i] = below(3) ? below(60 * typical + 2) : 0;
    }
    revops_status status =
        revops_capacity_hires_for(&params, groups, group_count, goals, month_count, &answer, hires);
    if (status ==
        REVOPS_ERR_OVERFLOW) { /* a ramp of next to nothing, or a quota of a few cents, asks for millions of hires */
        return;
    }
    MUST(status == REVOPS_OK && answer.reserved == 0);
    uint64_t all = 0;
    for (uint32_t i = 0; i < month_count; i++) {
        MUST(hires[i] == 0 || i >= params.hire_ahead);
        all += hires[i];
    }
    MUST(answer.hires == all);
    twin_project(hires, months);
    /* No hire helps a month that stays short: a thousand in each of the months that could. */
    memset(hopeless, 0, sizeof hopeless);
    memcpy(more, hires, sizeof more);
    for (uint32_t i = params.hire_ahead; i < month_count; i++) {
        more[i] += 1000;
    }
    revops_capacity_month full[MONTHS];
    twin_project(more, full);
    for (uint32_t i = 0; i < month_count; i++) {
        if (months[i].capacity < goals[i]) {
            hopeless[i] = 1;
            MUST(full[i].productive == months[i].productive || typical == 0);
        }
    }
    const uint32_t short_month = first_short(months, goals, NULL);
    MUST(answer.short_month == (short_month < month_count ? short_month : REVOPS_NO_ROW));
    MUST(answer.shortfall ==
         (short_month < month_count ? goals[short_month] - months[short_month].capacity : 0));
    for (uint32_t i = 0; i < month_count; i++) { /* none can be omitted */
        if (hires[i]) {
            hires[i]--;
            twin_project(hires, full);
            MUST(first_short(full, goals, hopeless) < month_count);
            hires[i]++;
        }
    }
}

static void compare_quotas_from_goal(void)
{
    uint32_t weights[REPS], count = 1 + (uint32_t)below(REPS), attainment_bp = 1 + (uint32_t)below(12000);
    int64_t found[REPS], goal = (int64_t)(random_below(&rng, UINT64_C(1) << 50) >> below(50)), weight_sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        weights[i] = below(4) ? (uint32_t)below(1000) : (uint32_t)random_next(&rng) >> below(32);
        weight_sum += weights[i];
    }
    revops_status status = revops_capacity_quotas_from_goal(goal, attainment_bp, weights, count, found);
    if (weight_sum == 0) {
        MUST(status == REVOPS_ERR_ARG);
        return;
    }
    MUST(status == REVOPS_OK);
    const wide all = ((wide)goal * 10000 + attainment_bp - 1) / attainment_bp;
    int64_t sum = 0, weight = 0;
    for (uint32_t i = 0; i < count; i++) {
        sum += found[i];
        weight += weights[i];
        MUST(found[i] >= 0 && (wide)sum == all * weight / weight_sum);
    }
    MUST((wide)sum == all);
}

static void compare_quotas_from_reps(void)
{
    revops_capacity_rep reps[REPS] = {{0}};
    int64_t found[REPS], sum = 0, found_sum = -1;
    const uint32_t count = (uint32_t)below(REPS);
    for (uint32_t i = 0; i < count; i++) {
        reps[i] =
            (revops_capacity_rep){below(INT64_C(1) << 40), below(INT64_C(1) << 40), (uint32_t)below(10001),
                                  (uint32_t)below(10001),  (uint32_t)below(10001),  0};
    }
    MUST(revops_capacity_quotas_from_reps(reps, count, &found_sum, found) == REVOPS_OK);
    for (uint32_t i = 0; i < count; i++) {
        const revops_capacity_rep *rep = &reps[i];
        const wide exact = ((wide)rep->history * rep->history_bp * 10000 +
                            (wide)rep->potential * rep->win_rate_bp * (10000 - rep->history_bp)) *
                           rep->productive_bp;
        MUST(found[i] == nearest(exact, 1, INT64_C(1000000000000)));
        sum += found[i];
    }
    MUST(found_sum == sum);
}

int main(int argc, char **argv)
{
    const int times = argc > 1 ? atoi(argv[1]) : 1;
    for (round_number = 0; round_number < ROUNDS * times; round_number++) {
        draw_team();
        compare_months();
        compare_hires();
        compare_quotas_from_goal();
        compare_quotas_from_reps();
    }
    printf("%d teams agree\n", ROUNDS * times);
    return EXIT_SUCCESS;
}
