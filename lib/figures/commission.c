/* SPDX-License-Identifier: MIT */
/* Problem: pay by tiers of attainment, to the minor unit (PL5).

   Algorithm: amounts and tier boundaries in ten-thousandths of a minor unit, which makes boundaries whole; the sum of
   portion × rate as one wide number; one division at the end. The inverse is a bisection, because pay never falls. */
#include <revops/commission.h>

#include <string.h>

#include "core/params.h"
#include "core/ratio.h"

enum { COMMISSION_BP = 10000, COMMISSION_RATE_MAX = 1000000 };

static const revops_commission_tier commission_tiers[] = {{0, 10000}, {10000, 12500}};

revops_status revops_commission_defaults(revops_commission_params *out, size_t size)
{
    const revops_commission_params defaults = {
        .variable = 1875000,
        .quota = 18750000,
        .clawback_day = 90,
        .tier_count = sizeof commission_tiers / sizeof commission_tiers[0],
        .tiers = commission_tiers,
        .tier_row_size = sizeof commission_tiers[0],
    };
    return REVOPS__PARAMS_GIVE(revops_commission_params, out, size, &defaults);
}

/* A plan with its tiers copied. */
typedef struct commission_plan {
    revops_commission_params params;
    revops_commission_tier tiers[REVOPS_COMMISSION_TIERS_MAX];
} commission_plan;

static void commission_put(revops__problems *problems, revops_status status, const char *field, int64_t found,
                           const char *expected)
{
    revops__problem_put(problems, status, "params", REVOPS_NO_ROW, field, found, expected);
}

static void commission_check_tiers(const commission_plan *plan, revops__problems *problems)
{
    for (uint32_t i = 0; i < plan->params.tier_count; i++) {
        const revops_commission_tier *tier = &plan->tiers[i];
        if (tier->rate_bp > COMMISSION_RATE_MAX) {
            revops__problem_put(problems, REVOPS_ERR_ARG, "tiers", i, "rate_bp", tier->rate_bp,
                                "0 to 1000000");
        }
        if (i == 0 && tier->from_bp) {
            revops__problem_put(problems, REVOPS_ERR_UNSOUND, "tiers", i, "from_bp", tier->from_bp, "0");
        } else if (i > 0 && tier->from_bp <= plan->tiers[i - 1].from_bp) {
            revops__problem_put_pair(problems, REVOPS_ERR_UNSOUND, "tiers", i, i - 1, "from_bp",
                                     tier->from_bp, "more than the tier before");
        }
    }
}

static revops_status commission_read(const revops_commission_params *params, commission_plan *out,
                                     revops__problems *problems)
{
    revops_commission_params *own = &out->params;
    revops_status status = REVOPS__PARAMS_COPY(revops_commission_params, own, params);
    if (status != REVOPS_OK) {
        if (status != REVOPS_ERR_ABI) {
            commission_put(problems, status, "struct_size", params ? params->struct_size : 0,
                           "params without fields that this library doesn't know");
        }
        return status;
    }
    if (own->flags) {
        commission_put(problems, REVOPS_ERR_NEWER, "flags", own->flags, "0");
    }
    if (own->reserved) {
        commission_put(problems, REVOPS_ERR_NEWER, "reserved", own->reserved, "0");
    }
    if (own->variable < 0) {
        commission_put(problems, REVOPS_ERR_ARG, "variable", own->variable, "0 or more");
    }
    if (own->quota < 1) {
        commission_put(problems, REVOPS_ERR_ARG, "quota", own->quota, "1 or more");
    }
    if (own->tier_count < 1 || own->tier_count > REVOPS_COMMISSION_TIERS_MAX) {
        commission_put(problems, REVOPS_ERR_ARG, "tier_count", own->tier_count, "1 to 64");
        return problems->status;
    }
    status = REVOPS__ROWS_CHECK(revops_commission_tier, own->tiers, own->tier_count, own->tier_row_size);
    if (status == REVOPS_ERR_ABI) {
        return status;
    }
    if (status != REVOPS_OK) {
        commission_put(problems, status, "tier_row_size", own->tier_row_size,
                       "rows without fields that this library doesn't know");
        return problems->status;
    }
    for (uint32_t i = 0; i < own->tier_count; i++) {
        REVOPS__ROW_GET(revops_commission_tier, &out->tiers[i], own->tiers, own->tier_row_size, i);
    }
    commission_check_tiers(out, problems);
    return problems->count ? problems->status : REVOPS_OK;
}

revops_status revops_commission_check(const revops_commission_params *params, revops_problem *problems,
                                      size_t capacity, size_t *needed)
{
    commission_plan plan;
    revops__problems found = revops__problems_begin(problems, capacity);
    revops_status status = commission_read(params, &plan, &found);
    if (status != REVOPS_ERR_ABI) {
        (void)revops__problems_end(&found, needed);
    }
    return status;
}

static revops_status commission_begin(const revops_commission_params *params, commission_plan *out)
{
    revops__problems unwanted = revops__problems_begin(NULL, 0);
    return commission_read(params, out, &unwanted);
}

/* Boundary where a tier begins, in ten-thousandths of a minor unit. */
static revops__product commission_boundary(const commission_plan *plan, uint32_t tier)
{
    revops__product boundary = revops__product_of((uint64_t)plan->params.quota);
    (void)revops__product_times(&boundary, plan->tiers[tier].from_bp);
    return boundary;
}

/* What was achieved up to a tier's end, in ten-thousandths; the last tier has none. */
static revops__product commission_end(const commission_plan *plan, uint32_t tier,
                                      const revops__product *achieved)
{
    if (tier + 1 < plan->params.tier_count) {
        revops__product end = commission_boundary(plan, tier + 1);
        if (revops__product_compare(&end, achieved) < 0) {
            return end;
        }
    }
    return *achieved;
}

static revops__product commission_scaled(int64_t achieved)
{
    revops__product scaled = revops__product_of((uint64_t)achieved);
    (void)revops__product_times(&scaled, COMMISSION_BP);
    return scaled;
}

/* Adds a tier's portion × rate to a sum; 0 when the tier wasn't reached. Below 2^63 × 10^10 × 64, which fits. */
static int commission_add_tier(const commission_plan *plan, uint32_t tier, const revops__product *achieved,
                               revops__product *sum)
{
    revops__product start = commission_boundary(plan, tier);
    if (tier && revops__product_compare(&start, achieved) >= 0) {
        return 0;
    }
    revops__product portion = commission_end(plan, tier, achieved);
    revops__product_minus(&portion, &start);
    (void)revops__product_times(&portion, plan->tiers[tier].rate_bp);
    (void)revops__product_plus(sum, &portion);
    return 1;
}

/* variable × sum ÷ (quota × 10^8), to nearest. */
static revops_status commission_money(const commission_plan *plan, revops__product sum, int64_t *out)
{
    revops__product below = revops__product_of((uint64_t)plan->params.quota);
    (void)revops__product_times(&below, (uint64_t)COMMISSION_BP * COMMISSION_BP);
    (void)revops__product_times(&sum, (uint64_t)plan->params.variable);
    return revops__quotient(&sum, &below, REVOPS__ROUND_NEAREST, out);
}

static revops_status commission_pay(const commission_plan *plan, int64_t achieved, int64_t *out)
{
    revops__product scaled = commission_scaled(achieved), sum = revops__product_of(0);
    uint32_t tier = 0;
    while (tier < plan->params.tier_count && commission_add_tier(plan, tier, &scaled, &sum)) {
        tier++;
    }
    return commission_money(plan, sum, out);
}

revops_status revops_commission_pay(const revops_commission_params *params, const int64_t *achieved,
                                    size_t count, int64_t *out)
{
    commission_plan plan;
    if (count && (!achieved || !out)) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = commission_begin(params, &plan);
    int64_t least = 0, most = 0, unwanted;
    for (size_t i = 0; i < count; i++) {
        least = achieved[i] < least ? achieved[i] : least;
        most = achieved[i] > most ? achieved[i] : most;
    }
    if (status == REVOPS_OK) { /* pay grows with what is achieved: where the most fits, all do */
        status = least < 0 ? REVOPS_ERR_ARG : commission_pay(&plan, most, &unwanted);
    }
    for (size_t i = 0; status == REVOPS_OK && i < count; i++) {
        status = commission_pay(&plan, achieved[i], &out[i]);
    }
    return status;
}

revops_status revops_commission_explain(const revops_commission_params *params, int64_t achieved,
                                        revops_commission_line *out, size_t capacity, size_t *needed)
{
    commission_plan plan;
    revops_commission_line lines[REVOPS_COMMISSION_TIERS_MAX];
    revops_status status = commission_begin(params, &plan);
    if (status != REVOPS_OK) {
        return status;
    }
    if (achieved < 0 || !needed || (capacity && !out)) {
        return REVOPS_ERR_ARG;
    }
    const revops__product one = revops__product_of(COMMISSION_BP);
    revops__product scaled = commission_scaled(achieved), sum = revops__product_of(0);
    int64_t paid = 0, counted = 0;
    uint32_t count = 0;
    while (count < plan.params.tier_count && commission_add_tier(&plan, count, &scaled, &sum)) {
        int64_t so_far = 0, amount = 0;
        revops__product end = commission_end(&plan, count, &scaled);
        status = commission_money(&plan, sum, &so_far);
        if (status == REVOPS_OK) {
            status = revops__quotient(&end, &one, REVOPS__ROUND_DOWN, &amount);
        }
        if (status != REVOPS_OK) {
            return status;
        }
        const revops_commission_line line = {count, plan.tiers[count].rate_bp, amount - counted,
                                             so_far - paid};
        lines[count++] = line;
        paid = so_far;
        counted = amount;
    }
    *needed = count;
    if (count > capacity) {
        return REVOPS_ERR_NOSPACE;
    }
    memcpy(out, lines, count * sizeof *out);
    return REVOPS_OK;
}

revops_status revops_commission_achieved_for(const revops_commission_params *params, int64_t commission,
                                             int64_t *out)
{
    commission_plan plan;
    revops_status status = commission_begin(params, &plan);
    if (status != REVOPS_OK) {
        return status;
    }
    if (commission < 0 || !out) {
        return REVOPS_ERR_ARG;
    }
    int64_t low = 0, high = INT64_MAX, paid;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        status = commission_pay(&plan, middle, &paid);
        if (status == REVOPS_ERR_OVERFLOW || (status == REVOPS_OK && paid >= commission)) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    status = commission_pay(&plan, low, &paid);
    if (status != REVOPS_OK || paid < commission) {
        return REVOPS_ERR_RANGE;
    }
    *out = low;
    return REVOPS_OK;
}

static int commission_is_taken_back(const commission_plan *plan, const revops_commission_deal *deal,
                                    int32_t as_of_day)
{
    return deal->lost_day != INT32_MAX && deal->lost_day <= as_of_day &&
           (int64_t)deal->lost_day - deal->won_day <= (int64_t)plan->params.clawback_day;
}

static revops_status commission_settle(const commission_plan *plan, const revops_commission_deal *deals,
                                       uint64_t count, int32_t as_of_day, revops_commission_settlement *out)
{
    int64_t all = 0, stayed = 0, kept = 0;
    for (uint64_t i = 0; i < count; i++) {
        if (deals[i].amount < 0 || deals[i].lost_day < deals[i].won_day) {
            return REVOPS_ERR_ARG;
        }
        if (revops_add(all, deals[i].amount, &all) != REVOPS_OK) {
            return REVOPS_ERR_OVERFLOW;
        }
        stayed += commission_is_taken_back(plan, &deals[i], as_of_day) ? 0 : deals[i].amount;
    }
    revops_status status = commission_pay(plan, all, &out->earned);
    if (status == REVOPS_OK) {
        status = commission_pay(plan, stayed, &kept);
    }
    out->clawback = status == REVOPS_OK ? out->earned - kept : 0;
    out->net = kept;
    return status;
}

revops_status revops_commission_settle(const revops_commission_params *params,
                                       const revops_commission_deal *deals, const uint64_t *offsets,
                                       int32_t as_of_day, size_t count, revops_commission_settlement *out)
{
    commission_plan plan;
    if (count && (!offsets || !out || (!deals && offsets[count] > offsets[0]))) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = commission_begin(params, &plan);
    for (int pass = 0; pass < 2; pass++) { /* the second writes: outputs stay untouched on failure */
        for (size_t i = 0; status == REVOPS_OK && i < count; i++) {
            revops_commission_settlement settlement;
            status = offsets[i] > offsets[i + 1]
                         ? REVOPS_ERR_ARG
                         : commission_settle(&plan, deals ? deals + offsets[i] : NULL,
                                             offsets[i + 1] - offsets[i], as_of_day, &settlement);
            if (status == REVOPS_OK && pass == 1) {
                out[i] = settlement;
            }
        }
    }
    return status;
}
