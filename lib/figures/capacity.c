/* SPDX-License-Identifier: MIT */
/* Problem: what a team brings in month by month, and the hires that bring it to a goal (PL3).

   Format: heads in millionths, one number for each group that is there and each month's hires.

   Algorithm: projecting goes month by month. Hiring looks at the first month that falls short, adds the hires that are
   worth most in that month, and goes on; then takes away from each month's hires what the goals can do without. */
#include <revops/capacity.h>

#include <string.h>

#include "core/params.h"
#include "core/ratio.h"

enum { CAPACITY_MILLION = 1000000, CAPACITY_BP = 10000, CAPACITY_ATTAINMENT_MAX = 100000 };

static const uint32_t capacity_ramp[] = {1667, 3333, 5000, 6667, 8333};

revops_status revops_capacity_defaults(revops_capacity_params *out, size_t size)
{
    const revops_capacity_params defaults = {
        .quota = 75000000,
        .attainment_bp = 7500,
        .attrition_bp = 1750,
        .hire_ahead = 6,
        .ramp_bp_count = sizeof capacity_ramp / sizeof capacity_ramp[0],
        .ramp_bp = capacity_ramp,
    };
    return REVOPS__PARAMS_GIVE(revops_capacity_params, out, size, &defaults);
}

static void capacity_check_most(revops__problems *problems, const char *field, uint32_t found, uint32_t most,
                                const char *expected)
{
    if (found > most) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, field, found, expected);
    }
}

static revops_status capacity_read(const revops_capacity_params *params, revops_capacity_params *out,
                                   revops__problems *problems)
{
    revops_status status = REVOPS__PARAMS_COPY(revops_capacity_params, out, params);
    if (status != REVOPS_OK) {
        if (status != REVOPS_ERR_ABI) {
            revops__problem_put(problems, status, "params", REVOPS_NO_ROW, "struct_size",
                                params ? params->struct_size : 0,
                                "params without fields that this library doesn't know");
        }
        return status;
    }
    if (out->flags) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, "params", REVOPS_NO_ROW, "flags", out->flags, "0");
    }
    if (out->quota < 0) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, "quota", out->quota,
                            "0 or more");
    }
    capacity_check_most(problems, "attainment_bp", out->attainment_bp, CAPACITY_ATTAINMENT_MAX,
                        "0 to 100000");
    capacity_check_most(problems, "attrition_bp", out->attrition_bp, CAPACITY_BP, "0 to 10000");
    capacity_check_most(problems, "hire_ahead", out->hire_ahead, REVOPS_CAPACITY_MONTHS_MAX, "0 to 120");
    capacity_check_most(problems, "ramp_bp_count", out->ramp_bp_count, REVOPS_CAPACITY_RAMP_MAX, "0 to 60");
    if (out->ramp_bp_count && !out->ramp_bp) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, "ramp_bp", 0, "an array");
    }
    for (uint32_t i = 0; !problems->count && i < out->ramp_bp_count; i++) {
        if (out->ramp_bp[i] > CAPACITY_BP) {
            revops__problem_put(problems, REVOPS_ERR_ARG, "ramp_bp", i, "ramp_bp", out->ramp_bp[i],
                                "0 to 10000");
        }
    }
    return problems->count ? problems->status : REVOPS_OK;
}

revops_status revops_capacity_check(const revops_capacity_params *params, revops_problem *problems,
                                    size_t capacity, size_t *needed)
{
    revops_capacity_params known;
    revops__problems found = revops__problems_begin(problems, capacity);
    revops_status status = capacity_read(params, &known, &found);
    if (status != REVOPS_ERR_ABI) {
        (void)revops__problems_end(&found, needed);
    }
    return status;
}

/* a × b ÷ c to nearest, where a × b fits: heads up to 10^12, rates up to 10^5. */
static int64_t capacity_share(int64_t a, int64_t b, int64_t c)
{
    return (a * b + c / 2) / c;
}

static int64_t capacity_ramped(const revops_capacity_params *known, int64_t heads, uint64_t tenure)
{
    return tenure < known->ramp_bp_count ? capacity_share(heads, known->ramp_bp[tenure], CAPACITY_BP) : heads;
}

/* The heads of one group or month of hires in a month, and how they add to it; returns those of the next month. */
static int64_t capacity_live(const revops_capacity_params *known, int64_t heads, uint64_t tenure,
                             revops_capacity_month *month)
{
    int64_t leavers = capacity_share(heads, known->attrition_bp, 12 * CAPACITY_BP);
    month->heads += heads;
    month->productive += capacity_ramped(known, heads, tenure);
    month->leavers += leavers;
    return heads - leavers;
}

/* productive × quota × attainment ÷ 12, rounded down. */
static revops_status capacity_money(const revops_capacity_params *known, int64_t productive, int64_t *out)
{
    const int64_t above[] = {productive, known->quota, known->attainment_bp};
    const int64_t below[] = {12, CAPACITY_MILLION, CAPACITY_BP};
    return revops__ratio(above, 3, below, 3, REVOPS__ROUND_DOWN, out);
}

static revops_status capacity_project(const revops_capacity_params *known,
                                      const revops_capacity_group *groups, uint32_t group_count,
                                      const uint32_t *hires, uint32_t month_count, revops_capacity_month *out)
{
    memset(out, 0, month_count * sizeof *out);
    for (uint32_t group = 0; group < group_count; group++) {
        int64_t heads = (int64_t)groups[group].reps * CAPACITY_MILLION;
        for (uint32_t month = 0; month < month_count; month++) {
            heads = capacity_live(known, heads, (uint64_t)groups[group].tenure_months + month, &out[month]);
        }
    }
    for (uint32_t start = 0; hires && start < month_count; start++) {
        int64_t heads = (int64_t)hires[start] * CAPACITY_MILLION;
        for (uint32_t month = start; heads && month < month_count; month++) {
            heads = capacity_live(known, heads, month - start, &out[month]);
        }
    }
    for (uint32_t month = 0; month < month_count; month++) {
        revops_status status = capacity_money(known, out[month].productive, &out[month].capacity);
        if (status != REVOPS_OK) {
            return status;
        }
    }
    return REVOPS_OK;
}

static int capacity_is_team(const revops_capacity_group *groups, uint32_t group_count, uint32_t month_count)
{
    int legal = group_count <= REVOPS_CAPACITY_GROUPS_MAX && (groups || !group_count) && month_count >= 1 &&
                month_count <= REVOPS_CAPACITY_MONTHS_MAX;
    for (uint32_t group = 0; legal && group < group_count; group++) {
        legal = groups[group].reps <= REVOPS_CAPACITY_REPS_MAX;
    }
    return legal;
}

revops_status revops_capacity_project(const revops_capacity_params *params,
                                      const revops_capacity_group *groups, uint32_t group_count,
                                      const uint32_t *hires, uint32_t month_count, revops_capacity_month *out)
{
    revops_capacity_params known;
    revops_capacity_month months[REVOPS_CAPACITY_MONTHS_MAX];
    revops__problems unwanted = revops__problems_begin(NULL, 0);
    revops_status status = capacity_read(params, &known, &unwanted);
    if (status != REVOPS_OK) {
        return status;
    }
    if (!out || !capacity_is_team(groups, group_count, month_count)) {
        return REVOPS_ERR_ARG;
    }
    for (uint32_t month = 0; hires && month < month_count; month++) {
        if (hires[month] > REVOPS_CAPACITY_REPS_MAX) {
            return REVOPS_ERR_ARG;
        }
    }
    status = capacity_project(&known, groups, group_count, hires, month_count, months);
    if (status == REVOPS_OK) {
        memcpy(out, months, month_count * sizeof *out);
    }
    return status;
}

/* A hiring plan while it is made. */
typedef struct capacity_search {
    const revops_capacity_params *known;
    const revops_capacity_group *groups;
    const int64_t *goals;
    uint32_t group_count, month_count;
    uint32_t hires[REVOPS_CAPACITY_MONTHS_MAX];
    int64_t
        worth[REVOPS_CAPACITY_MONTHS_MAX]; /* of a million hires by months since the start, in millionths */
    uint8_t is_hopeless[REVOPS_CAPACITY_MONTHS_MAX];
    revops_capacity_month months[REVOPS_CAPACITY_MONTHS_MAX];
} capacity_search;

static revops_status capacity_refresh(capacity_search *search)
{
    return capacity_project(search->known, search->groups, search->group_count, search->hires,
                            search->month_count, search->months);
}

/* First month from one on that falls short though a hire could help; month_count for none. */
static uint32_t capacity_first_short(const capacity_search *search, uint32_t from)
{
    uint32_t month = from;
    while (month < search->month_count &&
           (search->is_hopeless[month] || search->months[month].capacity >= search->goals[month])) {
        month++;
    }
    return month;
}

/* Adds hires until a month has its goal. */
static revops_status capacity_fill(capacity_search *search, uint32_t month)
{
    uint32_t best = REVOPS_NO_ROW;
    for (uint32_t start = search->known->hire_ahead; start <= month; start++) { /* the latest of equals */
        if (best == REVOPS_NO_ROW || search->worth[month - start] >= search->worth[month - best]) {
            best = start;
        }
    }
    int64_t worth = best == REVOPS_NO_ROW ? 0 : search->worth[month - best];
    const int64_t above[] = {search->goals[month], 12, CAPACITY_MILLION, CAPACITY_BP};
    const int64_t below[] = {search->known->quota, search->known->attainment_bp};
    int64_t needed = 0;
    revops_status status =
        worth == 0 ? REVOPS_ERR_RANGE : revops__ratio(above, 4, below, 2, REVOPS__ROUND_UP, &needed);
    if (status == REVOPS_ERR_RANGE) { /* nobody brings anything in by then */
        search->is_hopeless[month] = 1;
        return REVOPS_OK;
    }
    if (status != REVOPS_OK) {
        return status;
    }
    while (search->months[month].capacity < search->goals[month]) { /* again for what rounding took */
        const int64_t missing[] = {needed - search->months[month].productive, REVOPS_CAPACITY_REPS_MAX};
        int64_t more = 1;
        if (missing[0] > 0) {
            status = revops__ratio(missing, 2, &worth, 1, REVOPS__ROUND_UP, &more);
        }
        if (status != REVOPS_OK || more > REVOPS_CAPACITY_REPS_MAX - (int64_t)search->hires[best]) {
            return REVOPS_ERR_OVERFLOW;
        }
        search->hires[best] += (uint32_t)more;
        status = capacity_refresh(search);
        if (status != REVOPS_OK) {
            return status;
        }
    }
    return REVOPS_OK;
}

/* Takes away from a month's hires what the goals can do without; capacity never falls with hires. */
static revops_status capacity_trim(capacity_search *search, uint32_t start)
{
    uint32_t low = 0, high = search->hires[start];
    revops_status status = REVOPS_OK;
    while (status == REVOPS_OK && low < high) {
        search->hires[start] = low + (high - low) / 2;
        status = capacity_refresh(search);
        if (status == REVOPS_OK && capacity_first_short(search, 0) == search->month_count) {
            high = search->hires[start];
        } else {
            low = search->hires[start] + 1;
        }
    }
    search->hires[start] = high;
    return status == REVOPS_OK ? capacity_refresh(search) : status;
}

static revops_status capacity_seek(capacity_search *search)
{
    revops_status status = capacity_refresh(search);
    int64_t heads = (int64_t)REVOPS_CAPACITY_REPS_MAX * CAPACITY_MILLION;
    for (uint32_t age = 0; age < search->month_count; age++) {
        revops_capacity_month unwanted = {0};
        search->worth[age] = capacity_ramped(search->known, heads, age);
        heads = capacity_live(search->known, heads, age, &unwanted);
    }
    uint32_t month = 0;
    while (status == REVOPS_OK && (month = capacity_first_short(search, month)) < search->month_count) {
        status = capacity_fill(search, month);
    }
    for (uint32_t start = 0; status == REVOPS_OK && start < search->month_count; start++) {
        status = capacity_trim(search, start);
    }
    return status;
}

revops_status revops_capacity_hires_for(const revops_capacity_params *params,
                                        const revops_capacity_group *groups, uint32_t group_count,
                                        const int64_t *goals, uint32_t month_count,
                                        revops_capacity_answer *answer, uint32_t *hires)
{
    revops_capacity_params known;
    revops__problems unwanted = revops__problems_begin(NULL, 0);
    revops_status status = capacity_read(params, &known, &unwanted);
    if (status != REVOPS_OK) {
        return status;
    }
    if (!goals || !answer || !hires || !capacity_is_team(groups, group_count, month_count)) {
        return REVOPS_ERR_ARG;
    }
    for (uint32_t month = 0; month < month_count; month++) {
        if (goals[month] < 0) {
            return REVOPS_ERR_ARG;
        }
    }
    capacity_search search = {.known = &known,
                              .groups = groups,
                              .goals = goals,
                              .group_count = group_count,
                              .month_count = month_count};
    status = capacity_seek(&search);
    if (status != REVOPS_OK) {
        return status;
    }
    revops_capacity_answer found = {.short_month = REVOPS_NO_ROW};
    for (uint32_t month = 0; month < month_count; month++) {
        found.hires += search.hires[month];
        if (found.short_month == REVOPS_NO_ROW && search.months[month].capacity < goals[month]) {
            found.short_month = month;
            found.shortfall = goals[month] - search.months[month].capacity;
        }
    }
    memcpy(hires, search.hires, month_count * sizeof *hires);
    *answer = found;
    return REVOPS_OK;
}

revops_status revops_capacity_quotas_from_goal(int64_t goal, uint32_t attainment_bp, const uint32_t *weights,
                                               size_t count, int64_t *out)
{
    if (goal < 0 || attainment_bp < 1 || attainment_bp > CAPACITY_ATTAINMENT_MAX || !weights || !count ||
        !out) {
        return REVOPS_ERR_ARG;
    }
    const int64_t above[] = {goal, CAPACITY_BP}, below = attainment_bp;
    int64_t all, weight_sum = 0;
    revops_status status = revops__ratio(above, 2, &below, 1, REVOPS__ROUND_UP, &all);
    for (size_t i = 0; status == REVOPS_OK && i < count; i++) {
        status = revops_add(weight_sum, weights[i], &weight_sum);
    }
    if (status != REVOPS_OK || weight_sum == 0) {
        return status != REVOPS_OK ? status : REVOPS_ERR_ARG;
    }
    int64_t before = 0, weight_before = 0;
    for (size_t i = 0; status == REVOPS_OK && i < count; i++) {
        weight_before += weights[i];
        const int64_t parts[] = {all, weight_before};
        int64_t end = 0;
        status = revops__ratio(parts, 2, &weight_sum, 1, REVOPS__ROUND_DOWN, &end); /* fits: at most `all` */
        out[i] = end - before;
        before = end;
    }
    return status;
}

/* One quota as a quotient, all factors together. */
static revops_status capacity_quota(const revops_capacity_rep *rep, int64_t *out)
{
    revops__product above = revops__product_of((uint64_t)rep->history);
    revops__product potential = revops__product_of((uint64_t)rep->potential);
    revops__product below = revops__product_of((uint64_t)CAPACITY_BP * CAPACITY_BP);
    /* below 2^63 × 10^12 each: they fit */
    (void)revops__product_times(&above, (uint64_t)rep->history_bp * CAPACITY_BP);
    (void)revops__product_times(&potential, (uint64_t)rep->win_rate_bp * (CAPACITY_BP - rep->history_bp));
    (void)revops__product_plus(&above, &potential);
    (void)revops__product_times(&above, rep->productive_bp);
    (void)revops__product_times(&below, CAPACITY_BP);
    return revops__quotient(&above, &below, REVOPS__ROUND_NEAREST, out);
}

revops_status revops_capacity_quotas_from_reps(const revops_capacity_rep *reps, size_t count, int64_t *sum,
                                               int64_t *out)
{
    if (count && (!reps || !out)) {
        return REVOPS_ERR_ARG;
    }
    int64_t all = 0;
    for (int pass = 0; pass < 2; pass++) { /* the second writes: outputs stay untouched on failure */
        for (size_t i = 0; i < count; i++) {
            const revops_capacity_rep *rep = &reps[i];
            int64_t quota;
            if (rep->history < 0 || rep->potential < 0 || rep->win_rate_bp > CAPACITY_BP ||
                rep->history_bp > CAPACITY_BP || rep->productive_bp > CAPACITY_BP || rep->reserved) {
                return REVOPS_ERR_ARG;
            }
            revops_status status = capacity_quota(rep, &quota);
            if (status == REVOPS_OK && pass == 0) {
                status = revops_add(all, quota, &all);
            }
            if (status != REVOPS_OK) {
                return status;
            }
            if (pass == 1) {
                out[i] = quota;
            }
        }
    }
    if (sum) {
        *sum = all;
    }
    return REVOPS_OK;
}
