/* SPDX-License-Identifier: MIT */
/* Tells every fault of a rule set. revops_score_build() reads its params by the same function. */
#include <string.h>

#include "core/params.h"
#include "judge/score-limits.h"
#include "judge/score-internal.h"

revops_status revops_score_defaults(revops_score_params *out, size_t size)
{
    revops_score_params defaults = REVOPS_SCORE_PARAMS_INIT;
    return REVOPS__PARAMS_GIVE(revops_score_params, out, size, &defaults);
}

revops_score_rule revops__score_rule_given(const revops_score_params *params, uint32_t index)
{
    revops_score_rule rule;
    REVOPS__ROW_GET(revops_score_rule, &rule, params->rules, params->rule_row_size, index);
    return rule;
}

revops_score_group revops__score_group_given(const revops_score_params *params, uint32_t index)
{
    revops_score_group group;
    REVOPS__ROW_GET(revops_score_group, &group, params->groups, params->group_row_size, index);
    return group;
}

revops__condition_tables revops__score_tables(const revops_score_params *params)
{
    revops__condition_tables tables = {params->conditions,
                                       params->values,
                                       params->texts,
                                       params->condition_count,
                                       params->condition_row_size,
                                       params->value_count,
                                       params->text_count,
                                       params->attribute_count,
                                       0};
    return tables;
}

uint64_t revops__score_magnitude(int32_t value)
{
    return value < 0 ? (uint64_t) - (int64_t)value : (uint64_t)value;
}

static void score_check_rule(revops__problems *problems, const revops_score_params *params, uint32_t row)
{
    revops__condition_tables tables = revops__score_tables(params);
    revops_score_rule rule = revops__score_rule_given(params, row);
    if (rule.points_mpt == INT32_MIN) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "rules", row, "points_mpt", rule.points_mpt,
                            "-2147483647 to 2147483647");
    }
    if (rule.group > params->group_count) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "rules", row, "group", rule.group, "0 to group_count");
    }
    revops__condition_range_check(problems, &tables, "rules", row, rule.first_condition,
                                  rule.condition_count);
    if (rule.until_ms != 0 && rule.until_ms <= rule.since_ms) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "rules", row, "until_ms", rule.until_ms,
                            "0, or an instant after since_ms");
    }
}

/* Base, points and the limits that may add to them: below 2^31 together, no sum can overflow. */
static void score_check_sums(revops__problems *problems, const revops_score_params *params)
{
    uint64_t sum = revops__score_magnitude(params->base_mpt);
    for (uint32_t i = 0; i < params->rule_count; i++) {
        sum += revops__score_magnitude(revops__score_rule_given(params, i).points_mpt);
    }
    for (uint32_t i = 0; i < params->group_count; i++) {
        revops_score_group group = revops__score_group_given(params, i);
        sum += group.floor_mpt > 0 ? revops__score_magnitude(group.floor_mpt) : 0;
        sum += group.cap_mpt < 0 ? revops__score_magnitude(group.cap_mpt) : 0;
    }
    if (sum > INT32_MAX) {
        revops__problem_put(problems, REVOPS_ERR_OVERFLOW, "rules", REVOPS_NO_ROW, "points_mpt", (int64_t)sum,
                            "absolute values that add up, with that of the base, to less than 2147483648");
    }
}

revops_status revops__score_params_read(const revops_score_params *given, revops__problems *problems,
                                        revops_score_params *own)
{
    revops_status status = REVOPS__PARAMS_COPY(revops_score_params, own, given);
    if (status != REVOPS_OK) {
        revops__problem_put(problems, status, "params", REVOPS_NO_ROW, "struct_size",
                            given ? given->struct_size : 0, "sizeof(revops_score_params)");
        return status;
    }
    if (own->flags & ~REVOPS_SCORE_BEST_GROUP) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, "params", REVOPS_NO_ROW, "flags", own->flags,
                            "0 or 1 (best group)");
    }
    int has_rules = REVOPS__SCORE_LIMITS_TABLE(problems, revops_score_rule, own->rules, own->rule_count,
                                               own->rule_row_size, REVOPS_SCORE_RULES_MAX, "rules",
                                               "rule_count", "rule_row_size", "0 to 65535");
    const revops__score_limits limits = {
        own->groups,         own->group_count, own->group_row_size, own->floor_mpt, own->cap_mpt,
        own->hysteresis_mpt, own->grades_mpt,  own->grade_count,    "grade_count",  "grades_mpt"};
    int has_groups = revops__score_limits_check(problems, &limits);
    revops__condition_tables tables = revops__score_tables(own);
    revops__conditions_check(problems, &tables);
    for (uint32_t i = 0; has_rules && i < own->rule_count; i++) {
        score_check_rule(problems, own, i);
    }
    if (has_rules && has_groups) {
        score_check_sums(problems, own);
    }
    return problems->status;
}

revops_status revops_score_check(const revops_score_params *params, revops_problem *problems, size_t capacity,
                                 size_t *needed)
{
    revops_score_params own;
    revops__problems found = revops__problems_begin(problems, capacity);
    (void)revops__score_params_read(params, &found, &own);
    return revops__problems_end(&found, needed);
}
