/* SPDX-License-Identifier: MIT */
/* Tells every fault of intent rules. */
#include "judge/intent-internal.h"
#include "judge/score-limits.h"

revops_status revops_intent_defaults(revops_intent_params *out, size_t size)
{
    revops_intent_params defaults = REVOPS_INTENT_PARAMS_INIT;
    return REVOPS__PARAMS_GIVE(revops_intent_params, out, size, &defaults);
}

static void intent_problem(revops__problems *problems, uint32_t row, const char *field, int64_t found,
                           const char *expected)
{
    revops__problem_put(problems, REVOPS_ERR_ARG, "rules", row, field, found, expected);
}

/* Whether a kind of decay has a period, and a share. */
static void intent_check_decay(revops__problems *problems, const revops_intent_rule *rule, uint32_t row)
{
    int timed = 0, shared = 0;
    switch ((enum revops_intent_decays)rule->decay) {
    case REVOPS_INTENT_LASTING:
    case REVOPS_INTENT_TIERS:
        break;
    case REVOPS_INTENT_STEP:
    case REVOPS_INTENT_LINEAR:
        shared = 1;
        timed = 1;
        break;
    case REVOPS_INTENT_WINDOW:
    case REVOPS_INTENT_HALF_LIFE:
        timed = 1;
        break;
    }
    if (timed && (rule->period_ms < 1 || rule->period_ms > REVOPS_INTENT_PERIOD_MAX_MS)) {
        intent_problem(problems, row, "period_ms", rule->period_ms, "1 to 315576000000");
    }
    if (!timed && rule->period_ms) {
        intent_problem(problems, row, "period_ms", rule->period_ms, "0, as this decay has no period");
    }
    if (shared && (rule->loss_bp < 1 || rule->loss_bp > REVOPS__INTENT_BASIS)) {
        intent_problem(problems, row, "loss_bp", rule->loss_bp, "1 to 10000");
    }
    if (!shared && rule->loss_bp) {
        intent_problem(problems, row, "loss_bp", rule->loss_bp, "0, as this decay loses no share");
    }
}

static void intent_check_rule(revops__problems *problems, const revops_intent_params *params, uint32_t row)
{
    revops_intent_rule rule;
    REVOPS__ROW_GET(revops_intent_rule, &rule, params->rules, params->rule_row_size, row);
    if (rule.decay < REVOPS_INTENT_LASTING || rule.decay > REVOPS_INTENT_TIERS) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, "rules", row, "decay", rule.decay, "1 to 6");
        return;
    }
    if (rule.flags & ~(REVOPS_INTENT_ENDS | REVOPS_INTENT_PASSIVE)) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, "rules", row, "flags", rule.flags,
                            "a sum of 1 (ends scoring) and 2 (passive)");
    }
    int tiers = rule.decay == REVOPS_INTENT_TIERS;
    if (rule.points_mpt == INT32_MIN || (tiers && rule.points_mpt)) {
        intent_problem(problems, row, "points_mpt", rule.points_mpt,
                       tiers ? "0, as its tiers have the points" : "-2147483647 to 2147483647");
    }
    if (rule.group > params->group_count) {
        intent_problem(problems, row, "group", rule.group, "0 to group_count");
    }
    if (rule.daily_limit > UINT16_MAX) {
        intent_problem(problems, row, "daily_limit", rule.daily_limit, "0 to 65535");
    }
    if (tiers ? rule.tier_count < 1 || rule.tier_count > REVOPS_INTENT_TIERS_OF_RULE_MAX : rule.tier_count) {
        intent_problem(problems, row, "tier_count", rule.tier_count,
                       tiers ? "1 to 16" : "0, as this decay has no tiers");
    }
    if (tiers ? rule.first_tier > params->tier_count || rule.tier_count > params->tier_count - rule.first_tier
              : rule.first_tier) {
        intent_problem(problems, row, "first_tier", rule.first_tier,
                       tiers ? "tiers that all lie below tier_count" : "0, as this decay has no tiers");
    }
    intent_check_decay(problems, &rule, row);
}

static void intent_check_tier(revops__problems *problems, const revops_intent_params *params, uint32_t row)
{
    revops_intent_tier tier;
    REVOPS__ROW_GET(revops_intent_tier, &tier, params->tiers, params->tier_row_size, row);
    if (tier.within_ms < 1 || tier.within_ms > REVOPS_INTENT_PERIOD_MAX_MS) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "tiers", row, "within_ms", tier.within_ms,
                            "1 to 315576000000");
    }
    if (tier.count < 1) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "tiers", row, "count", tier.count, "1 or more");
    }
    if (tier.points_mpt <= 0) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "tiers", row, "points_mpt", tier.points_mpt, "above 0");
    }
}

static void intent_check_inactivity(revops__problems *problems, const revops_intent_params *params)
{
    if (params->inactivity_loss_bp > REVOPS__INTENT_BASIS) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, "inactivity_loss_bp",
                            params->inactivity_loss_bp, "0 to 10000");
    }
    int64_t period_ms = params->inactivity_period_ms;
    if (params->inactivity_loss_bp ? period_ms < 1 || period_ms > REVOPS_INTENT_PERIOD_MAX_MS
                                   : period_ms != 0) {
        revops__problem_put(
            problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, "inactivity_period_ms", period_ms,
            params->inactivity_loss_bp ? "1 to 315576000000" : "0 without a loss by inactivity");
    }
}

revops_status revops__intent_params_read(const revops_intent_params *given, revops__problems *problems,
                                         revops_intent_params *own)
{
    revops_status status = REVOPS__PARAMS_COPY(revops_intent_params, own, given);
    if (status != REVOPS_OK) {
        revops__problem_put(problems, status, "params", REVOPS_NO_ROW, "struct_size",
                            given ? given->struct_size : 0, "sizeof(revops_intent_params)");
        return status;
    }
    if (own->flags & ~REVOPS_SCORE_BEST_GROUP) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, "params", REVOPS_NO_ROW, "flags", own->flags,
                            "0 or 1 (best group)");
    }
    if (own->reserved) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, "params", REVOPS_NO_ROW, "reserved", own->reserved,
                            "0");
    }
    int has_rules = REVOPS__SCORE_LIMITS_TABLE(problems, revops_intent_rule, own->rules, own->rule_count,
                                               own->rule_row_size, REVOPS_INTENT_RULES_MAX, "rules",
                                               "rule_count", "rule_row_size", "0 to 1024");
    int has_tiers = REVOPS__SCORE_LIMITS_TABLE(problems, revops_intent_tier, own->tiers, own->tier_count,
                                               own->tier_row_size, REVOPS_INTENT_TIERS_MAX, "tiers",
                                               "tier_count", "tier_row_size", "0 to 4096");
    if (own->utc_offset_min < -1440 || own->utc_offset_min > 1440) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, "utc_offset_min",
                            own->utc_offset_min, "-1440 to 1440");
    }
    intent_check_inactivity(problems, own);
    uint64_t tiers_of_rules = 0;
    for (uint32_t i = 0; has_rules && i < own->rule_count; i++) {
        revops_intent_rule rule;
        REVOPS__ROW_GET(revops_intent_rule, &rule, own->rules, own->rule_row_size, i);
        tiers_of_rules += rule.tier_count;
        intent_check_rule(problems, own, i);
    }
    if (tiers_of_rules > REVOPS_INTENT_TIERS_MAX) {
        intent_problem(problems, REVOPS_NO_ROW, "tier_count", (int64_t)tiers_of_rules,
                       "at most 4096 for all rules together");
    }
    for (uint32_t i = 0; has_tiers && i < own->tier_count; i++) {
        intent_check_tier(problems, own, i);
    }
    const revops__score_limits limits = {
        own->groups,         own->group_count, own->group_row_size, own->floor_mpt, own->cap_mpt,
        own->hysteresis_mpt, own->grades_mpt,  own->grade_count,    "grade_count",  "grades_mpt"};
    (void)revops__score_limits_check(problems, &limits);
    return problems->status;
}

revops_status revops_intent_check(const revops_intent_params *params, revops_problem *problems,
                                  size_t capacity, size_t *needed)
{
    revops_intent_params own;
    revops__problems found = revops__problems_begin(problems, capacity);
    (void)revops__intent_params_read(params, &found, &own);
    return revops__problems_end(&found, needed);
}
