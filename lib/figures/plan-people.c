/* SPDX-License-Identifier: MIT */
/* Staff, quotas, accounts at the plan's ceiling, outreach sequences: counts against the params' ratios and targets. */
#include <string.h>

#include "core/ratio.h"
#include "figures/plan-internal.h"

revops_status revops_plan_staff_for(const revops_plan_params *params, uint32_t executives,
                                    revops_plan_staff *out)
{
    revops_plan_params known;
    revops_status status = out ? revops__plan_read(params, &known) : REVOPS_ERR_ARG;
    if (status != REVOPS_OK) {
        return status;
    }
    uint64_t sdrs = (uint64_t)executives * known.sdrs_per_executive_high;
    if (sdrs > UINT32_MAX) {
        return REVOPS_ERR_OVERFLOW;
    }
    uint32_t most_each = known.executives_per_engineer_high;
    uint32_t least = executives / most_each + (executives % most_each != 0);
    uint32_t most = executives / known.executives_per_engineer_low;
    out->sdrs_low = executives * known.sdrs_per_executive_low;
    out->sdrs_high = (uint32_t)sdrs;
    out->engineers_low = least;
    out->engineers_high = most > least ? most : least;
    return REVOPS_OK;
}

revops_status revops_plan_executives_for(const revops_plan_params *params, uint32_t sdrs, uint32_t engineers,
                                         uint32_t *out)
{
    revops_plan_params known;
    revops_status status = out ? revops__plan_read(params, &known) : REVOPS_ERR_ARG;
    if (status != REVOPS_OK) {
        return status;
    }
    uint64_t by_sdrs = known.sdrs_per_executive_low ? sdrs / known.sdrs_per_executive_low : UINT32_MAX;
    uint64_t by_engineers = (uint64_t)engineers * known.executives_per_engineer_high;
    uint64_t least = by_sdrs < by_engineers ? by_sdrs : by_engineers;
    *out = least < UINT32_MAX ? (uint32_t)least : UINT32_MAX;
    return REVOPS_OK;
}

/* part ÷ whole in basis points, to nearest, UINT32_MAX at most; whole isn't 0. */
static uint32_t plan_share_bp(int64_t part, int64_t whole)
{
    const int64_t above[2] = {part, 10000};
    int64_t share;
    revops_status status = revops__ratio(above, 2, &whole, 1, REVOPS__ROUND_NEAREST, &share);
    return status != REVOPS_OK || share > UINT32_MAX ? UINT32_MAX : (uint32_t)share;
}

revops_status revops_plan_check_quotas(const revops_plan_params *params, const int64_t *achieved,
                                       const int64_t *quotas, size_t count, revops_plan_quota_check *out)
{
    revops_plan_params known;
    if (!out || (count && (!achieved || !quotas))) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = revops__plan_read(params, &known);
    if (status != REVOPS_OK) {
        return status;
    }
    int64_t all_achieved = 0, all_quotas = 0;
    revops_plan_quota_check check = {0};
    for (size_t i = 0; i < count; i++) {
        if (achieved[i] < 0 || quotas[i] < 0) {
            return REVOPS_ERR_ARG;
        }
        if (quotas[i] == 0) {
            continue;
        }
        check.reps++;
        check.reached += achieved[i] >= quotas[i];
        if (revops_add(all_achieved, achieved[i], &all_achieved) != REVOPS_OK ||
            revops_add(all_quotas, quotas[i], &all_quotas) != REVOPS_OK) {
            return REVOPS_ERR_OVERFLOW;
        }
    }
    if (check.reps == 0) {
        return REVOPS_ERR_RANGE;
    }
    check.reached_bp = plan_share_bp((int64_t)check.reached, (int64_t)check.reps);
    check.attainment_bp = plan_share_bp(all_achieved, all_quotas);
    status = revops__plan_judge(&known, REVOPS_PLAN_METRIC_QUOTA_REACHED, check.reached_bp, &check.judgement);
    if (status == REVOPS_OK) {
        *out = check;
    }
    return status;
}

/* Adds twelve months of what an account would pay beyond its price. */
static revops_status plan_add_missed(int64_t price, int64_t potential, int64_t *sum)
{
    int64_t year;
    revops_status status = revops_multiply(potential > price ? potential - price : 0, 12, &year);
    return status == REVOPS_OK ? revops_add(*sum, year, sum) : status;
}

static revops_status plan_add_account(const revops_plan_account *account, revops_plan_ceiling *ceiling)
{
    const int64_t above[2] = {account->price, account->demand_bp}, below = 10000;
    int64_t suggested = 0;
    revops_status status = revops__ratio(above, 2, &below, 1, REVOPS__ROUND_DOWN, &suggested);
    /* What is given bounds what isn't. */
    int64_t low = account->potential_low, high = account->potential_high;
    high = high ? high : low > suggested ? low : suggested;
    low = low ? low : high < suggested ? high : suggested;
    if (status == REVOPS_OK) {
        status = plan_add_missed(account->price, low, &ceiling->missed_low);
    }
    if (status == REVOPS_OK) {
        status = plan_add_missed(account->price, high, &ceiling->missed_high);
    }
    ceiling->accounts++;
    return status;
}

static int plan_is_account(const revops_plan_account *account)
{
    return account->price >= 0 && account->potential_low >= 0 && account->potential_high >= 0 &&
           (account->potential_low <= account->potential_high || account->potential_high == 0) &&
           account->is_top_plan <= 1 && !account->reserved[0] && !account->reserved[1] &&
           !account->reserved[2];
}

revops_status revops_plan_ceiling_of(const revops_plan_params *params, const revops_plan_account *accounts,
                                     size_t count, revops_plan_ceiling *out)
{
    revops_plan_params known;
    if (!out || (count && !accounts)) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = revops__plan_read(params, &known);
    revops_plan_ceiling found = {0};
    for (size_t i = 0; status == REVOPS_OK && i < count; i++) {
        if (!plan_is_account(&accounts[i])) {
            return REVOPS_ERR_ARG;
        }
        if (accounts[i].is_top_plan && accounts[i].demand_bp >= known.ceiling_demand_bp) {
            status = plan_add_account(&accounts[i], &found);
        }
    }
    if (status == REVOPS_OK) {
        status = revops__plan_judge(&known, REVOPS_PLAN_METRIC_CEILING_ACCOUNTS, (int64_t)found.accounts,
                                    &found.judgement);
    }
    if (status == REVOPS_OK) {
        *out = found;
    }
    return status;
}

static revops_status plan_compare_sequence(const revops_plan_params *known, const int64_t *at_ms,
                                           uint64_t count, revops_plan_sequence *out)
{
    int64_t first_ms = INT64_MAX, last_ms = INT64_MIN;
    for (uint64_t i = 0; i < count; i++) {
        if (at_ms[i] == REVOPS_TIME_NONE) {
            return REVOPS_ERR_ARG;
        }
        first_ms = at_ms[i] < first_ms ? at_ms[i] : first_ms;
        last_ms = at_ms[i] > last_ms ? at_ms[i] : last_ms;
    }
    revops_plan_sequence sequence = {.touches = count < UINT32_MAX ? (uint32_t)count : UINT32_MAX};
    if (count && revops_subtract(last_ms, first_ms, &sequence.span_ms) != REVOPS_OK) {
        return REVOPS_ERR_OVERFLOW;
    }
    const int64_t low_ms = known->sequence_low_day * REVOPS_DAY_MS;
    const int64_t high_ms = known->sequence_high_day * REVOPS_DAY_MS;
    if (sequence.touches < known->sequence_touches_low) {
        sequence.departures |= REVOPS_PLAN_TOO_FEW_TOUCHES;
        sequence.missing_touches = known->sequence_touches_low - sequence.touches;
    }
    if (sequence.span_ms < low_ms) {
        sequence.departures |= REVOPS_PLAN_TOO_SHORT;
        sequence.missing_ms = low_ms - sequence.span_ms;
    }
    sequence.departures |= sequence.touches > known->sequence_touches_high ? REVOPS_PLAN_TOO_MANY_TOUCHES : 0;
    sequence.departures |= sequence.span_ms > high_ms ? REVOPS_PLAN_TOO_LONG : 0;
    *out = sequence;
    return REVOPS_OK;
}

revops_status revops_plan_compare_sequences(const revops_plan_params *params, const int64_t *at_ms,
                                            const uint64_t *offsets, size_t lead_count,
                                            revops_plan_sequence *out)
{
    revops_plan_params known;
    if (lead_count && (!offsets || !out || (!at_ms && offsets[lead_count] > offsets[0]))) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = revops__plan_read(params, &known);
    for (size_t i = 0; status == REVOPS_OK && i < lead_count;
         i++) { /* all or nothing: outputs stay untouched */
        revops_plan_sequence unwanted;
        status = offsets[i] > offsets[i + 1]
                     ? REVOPS_ERR_ARG
                     : plan_compare_sequence(&known, at_ms ? at_ms + offsets[i] : NULL,
                                             offsets[i + 1] - offsets[i], &unwanted);
    }
    for (size_t i = 0; status == REVOPS_OK && i < lead_count; i++) {
        status = plan_compare_sequence(&known, at_ms ? at_ms + offsets[i] : NULL, offsets[i + 1] - offsets[i],
                                       &out[i]);
    }
    return status;
}
