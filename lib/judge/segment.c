/* SPDX-License-Identifier: MIT */
/* Tables of rules: checked and compiled. */
#include <string.h>

#include "core/params.h"
#include "judge/segment-internal.h"

static revops__condition_tables segment_tables_of(const revops_segment_params *params)
{
    revops__condition_tables tables = {0};
    tables.conditions = params->conditions;
    tables.values = params->values;
    tables.texts = params->texts;
    tables.condition_count = params->condition_count;
    tables.condition_row_size = params->condition_row_size;
    tables.value_count = params->value_count;
    tables.text_count = params->text_count;
    tables.attribute_count = params->attribute_count;
    tables.rows_max = REVOPS_SEGMENT_ROWS_MAX;
    return tables;
}

static revops_segment_rule segment_rule_given(const revops_segment_params *params, uint32_t index)
{
    revops_segment_rule rule;
    REVOPS__ROW_GET(revops_segment_rule, &rule, params->rules, params->rule_row_size, index);
    return rule;
}

static void segment_check_rules(revops__problems *problems, const revops_segment_params *params,
                                const revops__condition_tables *tables)
{
    revops_status status =
        REVOPS__ROWS_CHECK(revops_segment_rule, params->rules, params->rule_count, params->rule_row_size);
    if (status != REVOPS_OK) {
        revops__problem_put(problems, status, "params", REVOPS_NO_ROW,
                            status == REVOPS_ERR_ARG ? "rules" : "rule_row_size",
                            status == REVOPS_ERR_ARG ? 0 : params->rule_row_size,
                            status == REVOPS_ERR_ARG ? "rows" : "sizeof(revops_segment_rule)");
        return;
    }
    for (uint32_t i = 0; i < params->rule_count; i++) {
        revops_segment_rule rule = segment_rule_given(params, i);
        if (rule.reserved) {
            revops__problem_put(problems, REVOPS_ERR_NEWER, "rules", i, "reserved", rule.reserved, "0");
        }
        if (rule.condition_count > 0) {
            revops__condition_range_check(problems, tables, "rules", i, rule.first_condition,
                                          rule.condition_count);
        }
    }
}

revops_status revops__segment_read(const revops_segment_params *theirs, revops_segment_params *own,
                                   revops__problems *problems)
{
    revops_status status = REVOPS__PARAMS_COPY(revops_segment_params, own, theirs);
    if (status != REVOPS_OK) {
        if (status == REVOPS_ERR_NEWER) {
            revops__problem_put(problems, status, "params", REVOPS_NO_ROW, "struct_size", 0,
                                "0 in the fields that this library doesn't know");
        }
        return status;
    }
    if (own->flags) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, "params", REVOPS_NO_ROW, "flags", own->flags, "0");
    }
    if (own->rule_count > REVOPS_SEGMENT_RULES_MAX) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, "rule_count", own->rule_count,
                            "0 to 100000");
    }
    if (own->attribute_count < 1 || own->attribute_count > REVOPS_SEGMENT_ATTRIBUTES_MAX) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, "attribute_count",
                            own->attribute_count, "1 to 64");
    }
    if (problems->count > 0) {
        return problems->status; /* the rows would be read in vain */
    }
    revops__condition_tables tables = segment_tables_of(own);
    revops__conditions_check(problems, &tables);
    segment_check_rules(problems, own, &tables);
    return problems->status;
}

revops_status revops_segment_check(const revops_segment_params *params, revops_problem *problems,
                                   size_t capacity, size_t *needed)
{
    revops_segment_params own;
    revops__problems found = revops__problems_begin(problems, capacity);
    if (!params || (capacity && !problems)) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = revops__segment_read(params, &own, &found);
    return status != REVOPS_OK && found.count == 0 ? status : revops__problems_end(&found, needed);
}

static size_t segment_conditions_at(uint32_t rule_count)
{
    return sizeof(revops_segment) + rule_count * sizeof(revops__segment_rule);
}

size_t revops__segment_size(const revops_segment_params *params)
{
    revops__condition_tables tables = segment_tables_of(params);
    return segment_conditions_at(params->rule_count) + revops__conditions_size(&tables) +
           revops__segment_index_size(params);
}

/* Attributes that a condition looks at. */
static uint64_t segment_attributes_of(const revops_condition *condition)
{
    int masks = condition->test == REVOPS_CONDITION_ALL_FLAGS || condition->test == REVOPS_CONDITION_ANY_FLAG;
    uint32_t words = masks && condition->value_count ? condition->value_count : 1;
    return (words == 64 ? UINT64_MAX : (UINT64_C(1) << words) - 1) << condition->attribute;
}

revops_segment *revops__segment_write(const revops_segment_params *params, void *memory)
{
    revops__condition_tables tables = segment_tables_of(params);
    revops_segment *segment = memory;
    memset(segment, 0, sizeof *segment);
    segment->attribute_count = params->attribute_count;
    segment->rule_count = params->rule_count;
    segment->condition_count = params->condition_count;
    segment->otherwise = params->otherwise;
    segment->conditions = segment_conditions_at(params->rule_count);
    segment->blocks = segment->conditions + revops__conditions_size(&tables);
    segment->size = revops__segment_size(params);
    revops__segment_rule *rules = (revops__segment_rule *)(void *)(segment + 1);
    for (uint32_t i = 0; i < params->rule_count; i++) {
        revops_segment_rule rule = segment_rule_given(params, i);
        rules[i] = (revops__segment_rule){rule.outcome, rule.first_condition, rule.condition_count, 0};
    }
    const revops__conditions *conditions =
        revops__conditions_build(&tables, (unsigned char *)memory + segment->conditions);
    segment->has_texts = (uint32_t)revops__conditions_have_texts(conditions);
    for (uint32_t i = 0; i < params->condition_count; i++) {
        segment->used |= segment_attributes_of(revops__condition_at(conditions, i));
    }
    revops__segment_index_write(segment);
    return segment;
}

revops_status revops_segment_build(const revops_segment_params *params, void *memory, size_t memory_size,
                                   size_t *needed, const revops_segment **out)
{
    revops_segment_params own;
    revops__problems problems = revops__problems_begin(NULL, 0);
    revops_status status = revops__segment_read(params, &own, &problems);
    if (status == REVOPS_OK) {
        status = revops__params_room(memory, memory_size, revops__segment_size(&own), needed, out);
    }
    if (status == REVOPS_OK) {
        *out = revops__segment_write(&own, memory);
    }
    return status;
}
