/* SPDX-License-Identifier: MIT */
/* Any teams, goals and figures of representatives: what is legal is projected, a plan of hires reaches what it says, ends in bounded time and has no
   hire too many, and quotas add up to the minor unit (PL2, PL3). What fails leaves outputs untouched. */
#define FUZZ_WORDS                                                                                           \
    "\0\0\0\0", "\1\0\0\0", "\x10\x27", "\x40\x42\x0f", "\xff\xff\xff\xff", "\xff\xff\xff\xff\xff\xff\xff\x7f"
#include "fuzz.h"
#include "fuzz-take.h"

enum { MONTHS = 24, GROUPS = 3, RAMP = 16, REPS = 5 };

static revops_capacity_params params;
static revops_capacity_group groups[GROUPS];
static uint32_t ramp_bp[RAMP], group_count, month_count;

static int64_t number(void)
{
    return (int64_t)take(1 + take(1) % 8);
}

static void read_team(void)
{
    MUST(revops_capacity_defaults(&params, sizeof params) == REVOPS_OK);
    params.quota = take(1) % 4 ? number() : params.quota;
    params.attainment_bp = take(1) % 4 ? (uint32_t)take(2) : (uint32_t)take(3);
    params.attrition_bp = (uint32_t)take(2) % 10002;
    params.hire_ahead = (uint32_t)take(1) % 16;
    params.ramp_bp_count = (uint32_t)take(1) % (RAMP + 1);
    params.ramp_bp = ramp_bp;
    for (uint32_t i = 0; i < RAMP; i++) {
        ramp_bp[i] = (uint32_t)take(2) % (take(1) % 16 ? 10001 : 10002);
    }
    group_count = (uint32_t)take(1) % (GROUPS + 1);
    month_count = (uint32_t)take(1) % (MONTHS + 1);
    for (uint32_t i = 0; i < GROUPS; i++) {
        groups[i] = (revops_capacity_group){(uint32_t)take(1 + take(1) % 3), (uint32_t)take(1 + take(1) % 4)};
    }
}

static void project(void)
{
    uint32_t hires[MONTHS];
    revops_capacity_month months[MONTHS], before[MONTHS];
    memset(months, 0x5a, sizeof months);
    memcpy(before, months, sizeof before);
    for (uint32_t i = 0; i < MONTHS; i++) {
        hires[i] = (uint32_t)take(1 + take(1) % 3);
    }
    const revops_status checked = revops_capacity_check(&params, NULL, 0, NULL);
    const revops_status status =
        revops_capacity_project(&params, groups, group_count, hires, month_count, months);
    MUST(checked == REVOPS_OK || status == checked);
    if (status != REVOPS_OK) {
        MUST(memcmp(months, before, sizeof months) == 0);
        return;
    }
    for (uint32_t i = 0; i < month_count; i++) {
        MUST(months[i].heads >= months[i].productive && months[i].productive >= 0 &&
             months[i].leavers <= months[i].heads && months[i].capacity >= 0);
        MUST(i == 0 ||
             months[i].heads == months[i - 1].heads - months[i - 1].leavers + hires[i] * INT64_C(1000000));
    }
}

static void plan(void)
{
    int64_t goals[MONTHS];
    uint32_t hires[MONTHS];
    revops_capacity_month months[MONTHS];
    revops_capacity_answer answer;
    for (uint32_t i = 0; i < MONTHS; i++) {
        goals[i] = take(1) % 2 ? number() : 0;
    }
    memset(hires, 0x5a, sizeof hires);
    if (revops_capacity_hires_for(&params, groups, group_count, goals, month_count, &answer, hires) !=
        REVOPS_OK) {
        MUST(hires[0] == 0x5a5a5a5a);
        return;
    }
    MUST(revops_capacity_project(&params, groups, group_count, hires, month_count, months) == REVOPS_OK);
    uint64_t all = 0;
    uint32_t short_month = REVOPS_NO_ROW;
    for (uint32_t i = 0; i < month_count; i++) {
        all += hires[i];
        MUST(hires[i] == 0 || i >= params.hire_ahead);
        short_month = short_month == REVOPS_NO_ROW && months[i].capacity < goals[i] ? i : short_month;
    }
    MUST(answer.hires == all && answer.short_month == short_month);
    MUST(answer.shortfall ==
         (short_month == REVOPS_NO_ROW ? 0 : goals[short_month] - months[short_month].capacity));
}

static void share_quotas(void)
{
    uint32_t weights[REPS];
    int64_t quotas[REPS], sum = 0, one = 0, kept = -7;
    revops_capacity_rep reps[REPS];
    const int64_t goal = number();
    const uint32_t attainment_bp = (uint32_t)take(3);
    const size_t count = take(1) % (REPS + 1);
    memset(reps, 0, sizeof reps);
    for (size_t i = 0; i < REPS; i++) {
        weights[i] = (uint32_t)take(1 + take(1) % 4);
        reps[i] = (revops_capacity_rep){.history = number(),
                                        .potential = number(),
                                        .win_rate_bp = (uint32_t)take(2) % 10002,
                                        .history_bp = (uint32_t)take(2) % 10002,
                                        .productive_bp = (uint32_t)take(2) % 10002};
    }
    if (revops_capacity_quotas_from_goal(goal, attainment_bp, weights, count, quotas) == REVOPS_OK) {
        for (size_t i = 0; i < count; i++) {
            MUST(quotas[i] >= 0 && (weights[i] || quotas[i] == 0));
            sum += quotas[i];
        }
        MUST(revops_capacity_quotas_from_goal(goal, attainment_bp, (const uint32_t[]){1}, 1, &one) ==
             REVOPS_OK);
        MUST(sum == one);
    }
    if (revops_capacity_quotas_from_reps(reps, count, &kept, quotas) == REVOPS_OK) {
        sum = 0;
        for (size_t i = 0; i < count; i++) {
            MUST(revops_capacity_quotas_from_reps(&reps[i], 1, NULL, &one) == REVOPS_OK && one == quotas[i]);
            MUST(one >= 0);
            sum += one;
        }
        MUST(kept == sum);
    } else {
        MUST(kept == -7);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    input = data;
    left = size;
    read_team();
    project();
    plan();
    share_quotas();
    return 0;
}
