/* SPDX-License-Identifier: MIT */
/* Problem: compute the leads that a goal needs at given rates, the inverse (PL6), and the step that causes a gap
   (MT17).

   Each number is a quotient of whole products, taken exactly and rounded once. The attainment of a step is its actual
   rate over its planned one; attainments multiply to that of the whole, so the part of each step is known. */
#include <revops/plan.h>

#include <string.h>

#include "core/ratio.h"

enum { PLAN_ONE_BP = 10000 };

revops_status revops_plan_funnel_for(int64_t goal, int64_t contract_value, const uint32_t *rates_bp,
                                     uint32_t rate_count, int64_t *out)
{
    int64_t found[REVOPS_PLAN_STEPS_MAX + 1];
    if (goal < 0 || contract_value < 1 || (rate_count && !rates_bp) || rate_count > REVOPS_PLAN_STEPS_MAX ||
        !out) {
        return REVOPS_ERR_ARG;
    }
    revops__product above = revops__product_of((uint64_t)goal);
    revops__product below = revops__product_of((uint64_t)contract_value);
    for (uint32_t step = rate_count;; step--) { /* 64 + 16 × 14 bits fit */
        revops_status status = revops__quotient(&above, &below, REVOPS__ROUND_UP, &found[step]);
        if (status != REVOPS_OK) {
            return status;
        }
        if (step == 0) {
            break;
        }
        uint32_t rate = rates_bp[step - 1];
        if (rate < 1 || rate > PLAN_ONE_BP || revops__product_times(&above, PLAN_ONE_BP) ||
            revops__product_times(&below, rate)) {
            return REVOPS_ERR_ARG;
        }
    }
    memcpy(out, found, (rate_count + 1) * sizeof *out);
    return REVOPS_OK;
}

revops_status revops_plan_funnel_from(int64_t entered, int64_t contract_value, const uint32_t *rates_bp,
                                      uint32_t rate_count, int64_t *revenue, int64_t *out)
{
    int64_t found[REVOPS_PLAN_STEPS_MAX + 1];
    if (entered < 0 || contract_value < 0 || (rate_count && !rates_bp) ||
        rate_count > REVOPS_PLAN_STEPS_MAX || !revenue) {
        return REVOPS_ERR_ARG;
    }
    revops__product above = revops__product_of((uint64_t)entered), below = revops__product_of(1);
    found[0] = entered;
    for (uint32_t step = 0; step < rate_count; step++) {
        if (rates_bp[step] > PLAN_ONE_BP || revops__product_times(&above, rates_bp[step]) ||
            revops__product_times(&below, PLAN_ONE_BP)) {
            return REVOPS_ERR_ARG;
        }
        revops_status status = revops__quotient(&above, &below, REVOPS__ROUND_DOWN, &found[step + 1]);
        if (status != REVOPS_OK) {
            return status;
        }
    }
    int64_t money;
    if (revops__product_times(&above, (uint64_t)contract_value)) {
        return REVOPS_ERR_OVERFLOW;
    }
    revops_status status = revops__quotient(&above, &below, REVOPS__ROUND_DOWN, &money);
    if (status != REVOPS_OK) {
        return status;
    }
    if (out) {
        memcpy(out, found, (rate_count + 1) * sizeof *out);
    }
    *revenue = money;
    return REVOPS_OK;
}

/* A step's actual over its planned rate: (actual ÷ actual before) ÷ (planned ÷ planned before), as factors. */
typedef struct plan_rates {
    int64_t above[3], below[3];
} plan_rates;

static plan_rates plan_rates_of(const int64_t *planned, const int64_t *actual, uint32_t step)
{
    plan_rates rates = {{actual[step], step ? planned[step - 1] : 1, 1},
                        {planned[step], step ? actual[step - 1] : 1, 1}};
    if (step && actual[step - 1] == 0) { /* nothing came so far: the step can't be blamed */
        plan_rates one = {{1, 1, 1}, {1, 1, 1}};
        return one;
    }
    return rates;
}

/* −1, 0, 1 as the first attainment is less than, equal to, greater than the second. */
static int plan_compare_rates(const plan_rates *a, const plan_rates *b)
{
    revops__product left = revops__product_of(1), right = left;
    for (uint32_t i = 0; i < 2; i++) {
        (void)revops__product_times(&left, (uint64_t)a->above[i]);
        (void)revops__product_times(&left, (uint64_t)b->below[i]);
        (void)revops__product_times(&right, (uint64_t)b->above[i]);
        (void)revops__product_times(&right, (uint64_t)a->below[i]);
    }
    return revops__product_compare(&left, &right);
}

/* What the planned rate alone would add: there ÷ attainment − there. */
static revops_status plan_restores(const plan_rates *rates, int64_t there, int64_t *out)
{
    int64_t above[3] = {there, rates->below[0], rates->below[1]}, with_plan;
    revops_status status = revops__ratio(above, 3, rates->above, 2, REVOPS__ROUND_DOWN, &with_plan);
    if (status == REVOPS_ERR_RANGE) { /* nothing passed: what would have come can't be told */
        *out = 0;
        return REVOPS_OK;
    }
    return status == REVOPS_OK ? revops_subtract(with_plan, there, out) : status;
}

static revops_status plan_measure_step(const plan_rates *rates, int64_t there, revops_plan_gap_step *out)
{
    int64_t above[3] = {rates->above[0], rates->above[1], PLAN_ONE_BP}, attainment;
    revops_status status = revops__ratio(above, 3, rates->below, 2, REVOPS__ROUND_NEAREST, &attainment);
    if (status == REVOPS_ERR_OVERFLOW || (status == REVOPS_OK && attainment > UINT32_MAX)) {
        attainment = UINT32_MAX;
        status = REVOPS_OK;
    }
    out->attainment_bp = (uint32_t)attainment;
    out->reserved = 0;
    return status == REVOPS_OK ? plan_restores(rates, there, &out->restores) : status;
}

revops_status revops_plan_gap_between(int64_t needed, int64_t there, const int64_t *planned,
                                      const int64_t *actual, uint32_t step_count, revops_plan_gap_step *steps,
                                      revops_plan_gap *out)
{
    if (needed < 1 || there < 0 || step_count > REVOPS_PLAN_STEPS_MAX || !out ||
        (step_count && (!planned || !actual || !steps))) {
        return REVOPS_ERR_ARG;
    }
    for (uint32_t step = 0; step < step_count; step++) {
        if (planned[step] < 1 || actual[step] < 0) {
            return REVOPS_ERR_ARG;
        }
    }
    revops_plan_gap gap = {needed - there, 0, REVOPS_NO_ROW};
    revops_plan_gap_step found[REVOPS_PLAN_STEPS_MAX];
    plan_rates worst = {{1, 1, 1}, {1, 1, 1}};
    if (gap.gap > 0) {
        int64_t above[2] = {gap.gap, PLAN_ONE_BP}, share;
        revops_status status = revops__ratio(above, 2, &needed, 1, REVOPS__ROUND_NEAREST, &share);
        if (status != REVOPS_OK) {
            return status;
        }
        gap.gap_bp = (uint32_t)share;
    }
    for (uint32_t step = 0; step < step_count; step++) {
        plan_rates rates = plan_rates_of(planned, actual, step);
        revops_status status = plan_measure_step(&rates, there, &found[step]);
        if (status != REVOPS_OK) {
            return status;
        }
        if (step == 0 || plan_compare_rates(&rates, &worst) < 0) {
            worst = rates;
            gap.worst_step = step;
        }
    }
    if (step_count) {
        memcpy(steps, found, step_count * sizeof *steps);
    }
    *out = gap;
    return REVOPS_OK;
}
