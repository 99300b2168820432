/* SPDX-License-Identifier: MIT */
/* Samples of growth: planning. Included by growth-samples.h alone. */
#ifndef REVOPS_TESTS_GROWTH_SAMPLES_PLAN_H
#define REVOPS_TESTS_GROWTH_SAMPLES_PLAN_H

/* capacity.h */

static void sample_revops_capacity_params(revops_capacity_params *out)
{
    if (revops_capacity_defaults(out, sizeof *out) != REVOPS_OK) {
        abort();
    }
}

static revops_status call_revops_capacity_project(const revops_capacity_params *params, int64_t *answer)
{
    const revops_capacity_group group = {10, 2};
    revops_capacity_month months[3] = {{0}};
    revops_status status = revops_capacity_project(params, &group, 1, NULL, 3, months);
    *answer = months[2].capacity;
    return status;
}

static revops_status call_revops_capacity_hires_for(const revops_capacity_params *params, int64_t *answer)
{
    const int64_t goals[8] = {0, 0, 0, 0, 0, 0, 0, 10000000};
    uint32_t hires[8] = {0};
    revops_capacity_answer plan = {0};
    revops_status status = revops_capacity_hires_for(params, NULL, 0, goals, 8, &plan, hires);
    *answer = (int64_t)plan.hires;
    return status;
}

/* commission.h */

static void sample_revops_commission_params(revops_commission_params *out)
{
    static const revops_commission_tier tiers[] = {{0, 10000}, {8000, 20000}};
    if (revops_commission_defaults(out, sizeof *out) != REVOPS_OK) {
        abort();
    }
    GROWTH_ROWS(out, tiers, tier, tiers);
}

static revops_status call_revops_commission_pay(const revops_commission_params *params, int64_t *answer)
{
    const int64_t achieved = 20000000;
    return revops_commission_pay(params, &achieved, 1, answer);
}

static revops_status call_revops_commission_explain(const revops_commission_params *params, int64_t *answer)
{
    revops_commission_line lines[2] = {{0}};
    size_t needed;
    revops_status status = revops_commission_explain(params, 20000000, lines, 2, &needed);
    *answer = lines[1].commission;
    return status;
}

static revops_status call_revops_commission_achieved_for(const revops_commission_params *params,
                                                         int64_t *answer)
{
    return revops_commission_achieved_for(params, 2000000, answer);
}

static revops_status call_revops_commission_settle(const revops_commission_params *params, int64_t *answer)
{
    const revops_commission_deal deals[] = {{20000000, 0, INT32_MAX}, {1000000, 0, 5}};
    const uint64_t offsets[] = {0, 2};
    revops_commission_settlement settlement = {0};
    revops_status status = revops_commission_settle(params, deals, offsets, 10, 1, &settlement);
    *answer = settlement.clawback;
    return status;
}

/* decision.h */

static void sample_revops_decision_params(revops_decision_params *out)
{
    static const revops_decision_row decisions[] = {{1000, 0, "a", "yes", "no"}, {1001, 0, "b", "yes", "no"}};
    static const revops_decision_group groups[] = {{1000, 1, "a"}, {1001, 1, "b"}};
    static const revops_decision_criterion criteria[] = {{0, 0, REVOPS_DECISION_AT_LEAST, 0, 5},
                                                         {1, 1, REVOPS_DECISION_AT_MOST, 0, 7}};
    static const revops_decision_weight weights[] = {{0, 1, 0, 100}, {1, 3, 0, 100}};
    if (revops_decision_defaults(out, sizeof *out) != REVOPS_OK) {
        abort();
    }
    GROWTH_ROWS(out, decisions, decision, decisions);
    GROWTH_ROWS(out, groups, group, groups);
    GROWTH_ROWS(out, criteria, criterion, criteria);
    GROWTH_ROWS(out, weights, weight, weights);
}

static revops_status call_revops_decision_decide(const revops_decision_params *params, int64_t *answer)
{
    const int64_t inputs[] = {3, 9};
    revops_decision_answer decided = {0};
    revops_decision_reason reason = {0};
    revops_status status = revops_decision_decide(params, 1001, inputs, 2, &decided, &reason, 1, NULL);
    *answer = decided.verdict * 100 + reason.change;
    return status;
}

static revops_status call_revops_decision_decide_many(const revops_decision_params *params, int64_t *answer)
{
    const int64_t input = 9;
    const int64_t *const columns[] = {&input, &input};
    revops_decision_verdict verdicts[2] = {0};
    revops_status status = revops_decision_decide_many(params, 1001, columns, 2, 1, verdicts);
    *answer = verdicts[0];
    return status;
}

static revops_status call_revops_decision_align(const revops_decision_params *params, int64_t *answer)
{
    const int64_t inputs[] = {40, 60};
    revops_decision_score score = {0};
    revops_status status = revops_decision_align(params, inputs, 2, &score, NULL, 0, NULL);
    *answer = score.score_bp;
    return status;
}

/* plan.h */

static void sample_revops_plan_params(revops_plan_params *out)
{
    static const revops_plan_band bands[] = {
        {.metric = REVOPS_PLAN_METRIC_QUOTA_REACHED, .verdict = REVOPS_PLAN_BAD, .from = 0, .name = "low"},
        {.metric = REVOPS_PLAN_METRIC_QUOTA_REACHED, .verdict = REVOPS_PLAN_GOOD, .from = 50, .name = "high"},
        {.metric = REVOPS_PLAN_METRIC_CEILING_ACCOUNTS,
         .verdict = REVOPS_PLAN_FAIR,
         .from = 1,
         .name = "any"},
    };
    if (revops_plan_defaults(out, sizeof *out) != REVOPS_OK) {
        abort();
    }
    GROWTH_ROWS(out, bands, band, bands);
}

static revops_status call_revops_plan_judge(const revops_plan_params *params, int64_t *answer)
{
    revops_plan_judgement judgement = {0};
    revops_status status = revops_plan_judge(params, REVOPS_PLAN_METRIC_QUOTA_REACHED, 40, &judgement);
    *answer = judgement.verdict * 1000 + judgement.to_next;
    return status;
}

static revops_status call_revops_plan_judge_many(const revops_plan_params *params, int64_t *answer)
{
    const int64_t values[] = {40, 60};
    uint32_t rows[2] = {0};
    revops_status status = revops_plan_judge_many(params, REVOPS_PLAN_METRIC_QUOTA_REACHED, values, 2, rows);
    *answer = rows[0] * 10 + rows[1];
    return status;
}

static revops_status call_revops_plan_staff_for(const revops_plan_params *params, int64_t *answer)
{
    revops_plan_staff staff = {0};
    revops_status status = revops_plan_staff_for(params, 10, &staff);
    *answer = staff.sdrs_low * 100 + staff.engineers_high;
    return status;
}

static revops_status call_revops_plan_executives_for(const revops_plan_params *params, int64_t *answer)
{
    uint32_t executives = 0;
    revops_status status = revops_plan_executives_for(params, 20, 3, &executives);
    *answer = executives;
    return status;
}

static revops_status call_revops_plan_check_quotas(const revops_plan_params *params, int64_t *answer)
{
    const int64_t achieved[] = {1, 2}, quotas[] = {2, 2};
    revops_plan_quota_check check = {0};
    revops_status status = revops_plan_check_quotas(params, achieved, quotas, 2, &check);
    *answer = check.judgement.band * 100000 + check.reached_bp;
    return status;
}

static revops_status call_revops_plan_ceiling_of(const revops_plan_params *params, int64_t *answer)
{
    const revops_plan_account account = {100, 0, 0, 30000, 1, {0}};
    revops_plan_ceiling ceiling = {0};
    revops_status status = revops_plan_ceiling_of(params, &account, 1, &ceiling);
    *answer = ceiling.missed_low + ceiling.judgement.band;
    return status;
}

static revops_status call_revops_plan_compare_sequences(const revops_plan_params *params, int64_t *answer)
{
    const int64_t at_ms[] = {0, 1000};
    const uint64_t offsets[] = {0, 2};
    revops_plan_sequence sequence = {0};
    revops_status status = revops_plan_compare_sequences(params, at_ms, offsets, 1, &sequence);
    *answer = sequence.missing_ms + sequence.departures;
    return status;
}

#endif
