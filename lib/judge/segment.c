/* SPDX-License-Identifier: MIT */
/* Tables of rules: build, match, check. */
#include <string.h>

#include <revops/segment.h>

#include "core/params.h"
#include "judge/segment-internal.h"
#include "core/sort.h"

enum { MOST_RULES = 1000000, MOST_CONDITIONS = 10000000, MOST_VALUES = 100000000 };

static const revops_condition *conditions_of(const revops_segment_rules *rules)
{
    return (const revops_condition *)(const void *)(revops__segment_rows(rules) + rules->rule_count);
}

static const int64_t *values_of(const revops_segment_rules *rules)
{
    return (const int64_t *)(const void *)(conditions_of(rules) + rules->condition_count);
}

static revops_status check_condition(const revops_segment_params *params, const revops_condition *condition)
{
    int set = condition->test == REVOPS_CONDITION_IS_ONE_OF;
    if (condition->attribute >= params->attribute_count ||
        (set ? condition->value_count == 0 || condition->first_value > params->value_count ||
                   condition->value_count > params->value_count - condition->first_value
             : condition->value_count != 0 || condition->first_value != 0)) {
        return REVOPS_ERR_ARG;
    }
    switch (condition->test) {
    case REVOPS_CONDITION_IN_RANGE:
        return condition->low <= condition->high ? REVOPS_OK : REVOPS_ERR_ARG;
    case REVOPS_CONDITION_IS_EQUAL:
        return condition->low != REVOPS_MISSING && condition->high == 0 ? REVOPS_OK : REVOPS_ERR_ARG;
    case REVOPS_CONDITION_ALL_FLAGS:
    case REVOPS_CONDITION_ANY_FLAG:
        return condition->low > 0 && condition->high == 0 ? REVOPS_OK : REVOPS_ERR_ARG;
    case REVOPS_CONDITION_IS_ONE_OF:
    case REVOPS_CONDITION_IS_MISSING:
    case REVOPS_CONDITION_IS_PRESENT:
        return condition->low == 0 && condition->high == 0 ? REVOPS_OK : REVOPS_ERR_ARG;
    default:
        return REVOPS_ERR_NEWER;
    }
}

static revops_status check_params(const revops_segment_params *params)
{
    if (params->flags || params->reserved) {
        return REVOPS_ERR_NEWER;
    }
    if (params->attribute_count < 1 || params->attribute_count > REVOPS_SEGMENT_ATTRIBUTES_MAX ||
        params->rule_count > MOST_RULES || params->condition_count > MOST_CONDITIONS ||
        params->value_count > MOST_VALUES || (params->rule_count && !params->rules) ||
        (params->condition_count && !params->conditions) || (params->value_count && !params->values)) {
        return REVOPS_ERR_ARG;
    }
    for (uint32_t i = 0; i < params->rule_count; i++) {
        const revops_segment_rule *rule = &params->rules[i];
        if (rule->reserved) {
            return REVOPS_ERR_NEWER;
        }
        if (rule->condition_count > REVOPS_SEGMENT_CONDITIONS_MAX ||
            rule->first_condition > params->condition_count ||
            rule->condition_count > params->condition_count - rule->first_condition) {
            return REVOPS_ERR_ARG;
        }
    }
    for (uint32_t i = 0; i < params->condition_count; i++) {
        revops_status status = check_condition(params, &params->conditions[i]);
        if (status != REVOPS_OK) {
            return status;
        }
    }
    return REVOPS_OK;
}

/* Each set is copied on its own, as sets may overlap in the caller's values and each is sorted. */
static uint64_t count_of_values(const revops_segment_params *params)
{
    uint64_t count = 0;
    for (uint32_t i = 0; i < params->condition_count; i++) {
        count += params->conditions[i].value_count;
    }
    return count;
}

revops_status revops__segment_read(const revops_segment_params *theirs, revops_segment_params *own,
                                   size_t *needed)
{
    revops_status status = REVOPS__PARAMS_COPY(revops_segment_params, own, theirs);
    if (status == REVOPS_OK) {
        status = check_params(own);
    }
    if (status != REVOPS_OK) {
        return status;
    }
    uint64_t values = count_of_values(own);
    if (values > MOST_VALUES) {
        return REVOPS_ERR_ARG;
    }
    *needed = sizeof(revops_segment_rules) + own->rule_count * sizeof(revops_segment_rule) +
              own->condition_count * sizeof(revops_condition) + (size_t)values * sizeof(int64_t);
    return REVOPS_OK;
}

revops_segment_rules *revops__segment_write(const revops_segment_params *params, void *memory)
{
    revops_segment_rules *rules = memory;
    memset(rules, 0, sizeof *rules);
    rules->attribute_count = params->attribute_count;
    rules->rule_count = params->rule_count;
    rules->condition_count = params->condition_count;
    rules->value_count = (uint32_t)count_of_values(params);
    rules->otherwise = params->otherwise;
    revops_segment_rule *rows = (revops_segment_rule *)(void *)(rules + 1);
    revops_condition *conditions = (revops_condition *)(void *)(rows + params->rule_count);
    int64_t *values = (int64_t *)(void *)(conditions + params->condition_count);
    for (uint32_t i = 0; i < params->rule_count; i++) {
        rows[i] = params->rules[i];
    }
    uint32_t first = 0;
    for (uint32_t i = 0; i < params->condition_count; i++) {
        revops_condition *condition = &conditions[i];
        *condition = params->conditions[i];
        if (condition->test == REVOPS_CONDITION_IS_ONE_OF) {
            memcpy(values + first, params->values + condition->first_value,
                   condition->value_count * sizeof *values);
            revops__sort(values + first, condition->value_count, sizeof *values);
            condition->first_value = first;
            first += condition->value_count;
        }
    }
    return rules;
}

revops_status revops_segment_build(const revops_segment_params *params, void *memory, size_t memory_size,
                                   size_t *needed, const revops_segment_rules **out)
{
    revops_segment_params own;
    size_t size;
    revops_status status = revops__segment_read(params, &own, &size);
    if (status != REVOPS_OK) {
        return status;
    }
    status = revops__params_room(memory, memory_size, size, needed, out);
    if (status != REVOPS_OK) {
        return status;
    }
    if (!out) {
        return REVOPS_ERR_ARG;
    }
    *out = revops__segment_write(&own, memory);
    return REVOPS_OK;
}

static int is_in(const int64_t *values, uint32_t count, int64_t value)
{
    uint32_t low = 0;
    while (count > 0) {
        uint32_t half = count / 2;
        if (values[low + half] < value) {
            low += half + 1;
            count -= half + 1;
        } else if (values[low + half] > value) {
            count = half;
        } else {
            return 1;
        }
    }
    return 0;
}

static int holds(const int64_t *values, const revops_condition *condition, int64_t value)
{
    if (value == REVOPS_MISSING) {
        return condition->test == REVOPS_CONDITION_IS_MISSING;
    }
    switch (condition->test) {
    case REVOPS_CONDITION_IN_RANGE:
        return condition->low <= value && value <= condition->high;
    case REVOPS_CONDITION_IS_EQUAL:
        return value == condition->low;
    case REVOPS_CONDITION_IS_ONE_OF:
        return is_in(values + condition->first_value, condition->value_count, value);
    case REVOPS_CONDITION_ALL_FLAGS:
        return (value & condition->low) == condition->low;
    case REVOPS_CONDITION_ANY_FLAG:
        return (value & condition->low) != 0;
    default:
        return condition->test == REVOPS_CONDITION_IS_PRESENT;
    }
}

revops_segment_answer revops__segment_first(const revops_segment_rules *rules, const int64_t *row,
                                            const int64_t *const *columns, size_t index)
{
    const revops_condition *conditions = conditions_of(rules);
    const int64_t *values = values_of(rules);
    revops_segment_answer out = {rules->otherwise, REVOPS_SEGMENT_NO_RULE, 0};
    for (uint32_t i = 0; i < rules->rule_count; i++) {
        const revops_segment_rule *rule = &revops__segment_rows(rules)[i];
        uint64_t missing = 0;
        uint32_t k = 0;
        for (; k < rule->condition_count; k++) {
            const revops_condition *condition = &conditions[rule->first_condition + k];
            const int64_t *column = row ? row : columns[condition->attribute];
            int64_t value = !column ? REVOPS_MISSING : column[row ? condition->attribute : index];
            if (!holds(values, condition, value)) {
                if (value != REVOPS_MISSING) {
                    break;
                }
                missing |= UINT64_C(1) << condition->attribute;
            }
        }
        if (k == rule->condition_count) {
            if (!missing) {
                out.outcome = rule->outcome;
                out.rule = i;
                break;
            }
            out.missing |= missing;
        }
    }
    return out;
}

revops_status revops_segment_match(const revops_segment_rules *rules, const int64_t *attributes,
                                   revops_segment_answer *out)
{
    if (!rules || !attributes || !out) {
        return REVOPS_ERR_ARG;
    }
    *out = revops__segment_first(rules, attributes, NULL, 0);
    return REVOPS_OK;
}

revops_status revops_segment_match_batch(const revops_segment_rules *rules, const int64_t *const *columns,
                                         size_t count, revops_segment_answer *out)
{
    if (!rules || !columns || (count && !out)) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        out[i] = revops__segment_first(rules, NULL, columns, i);
    }
    return REVOPS_OK;
}

revops_status revops_segment_check(const revops_segment_rules *rules, uint32_t rule,
                                   const int64_t *attributes, uint32_t *out_met, uint32_t *out_missing)
{
    if (!rules || !attributes || !out_met || !out_missing || rule >= rules->rule_count) {
        return REVOPS_ERR_ARG;
    }
    const revops_segment_rule *row = &revops__segment_rows(rules)[rule];
    uint32_t met = 0, missing = 0;
    for (uint32_t k = 0; k < row->condition_count; k++) {
        const revops_condition *condition = &conditions_of(rules)[row->first_condition + k];
        int64_t value = attributes[condition->attribute];
        if (holds(values_of(rules), condition, value)) {
            met |= UINT32_C(1) << k;
        } else if (value == REVOPS_MISSING) {
            missing |= UINT32_C(1) << k;
        }
    }
    *out_met = met;
    *out_missing = missing;
    return REVOPS_OK;
}
