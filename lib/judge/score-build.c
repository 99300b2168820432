/* SPDX-License-Identifier: MIT */
/* Compiles a rule set for single rows and for columns.

   Rows evaluate the conditions one by one. For columns, every rule with one condition, on numbers or on flags of one
   attribute, and without dates, is a function of one attribute's value: a sum of steps (ranges), of points (equal values)
   and of flags. All such rules of a group that read one attribute are merged into one function, a program; a negated
   condition is "known" minus what it negates. A block then holds, in this order: the head, rules, groups, conditions,
   sections (one a group), programs by section, how columns meet each condition, its programs, and the steps, equal
   values and flags of all programs. Other rules are met one by one, by the programs of their conditions. */
#include <string.h>

#include "core/params.h"
#include "core/sort.h"
#include "judge/score-internal.h"

/* The attribute of rules that are met one by one, in the order of rules. */
enum { SCORE_SINGLE = REVOPS_CONDITION_ATTRIBUTES_MAX, SCORE_KEYS = 2 * SCORE_SINGLE };

/* What is being written; pointers into the block. */
typedef struct score_compiler {
    revops_score *score;
    const revops__conditions *conditions;
    const revops_score_rule *rules;
    revops__score_section *sections;
    revops__score_program *programs;
    revops__score_asked *asked;
    revops__score_program *asked_programs;
    revops__score_step *steps;
    revops__score_equal *equals;
    revops__score_flag *flags;
    int64_t *order;
    uint32_t program_count, asked_program_count, step_count, equal_count, flag_count;
} score_compiler;

static int32_t score_common_divisor(const revops_score_params *params)
{
    uint64_t divisor = 0;
    for (uint32_t i = 0; i < params->rule_count; i++) {
        uint64_t rest = revops__score_magnitude(revops__score_rule_given(params, i).points_mpt);
        while (rest) {
            uint64_t next = divisor % rest;
            divisor = rest;
            rest = next;
        }
    }
    return divisor ? (int32_t)divisor : 1;
}

/* From `at` on; `at` is above INT64_MIN, which is "missing". */
static void score_put_step(score_compiler *to, int64_t at, int64_t delta)
{
    revops__score_step step = {at - 1, (int32_t)delta, 0};
    to->steps[to->step_count++] = step;
}

static void score_put_flag(score_compiler *to, revops__score_program *program, int64_t mask, int32_t units,
                           int is_all)
{
    revops__score_flag flag = {mask, units, is_all ? 1 : 0};
    to->flags[to->flag_count++] = flag;
    program->flag_count++;
}

enum { SCORE_LEAST_OFFSET = 1 }; /* the least value that isn't "missing" is INT64_MIN + 1 */

static void score_put_known(score_compiler *to, int32_t units)
{
    score_put_step(to, INT64_MIN + SCORE_LEAST_OFFSET, units);
}

static void score_put_value(score_compiler *to, int64_t value, int32_t units)
{
    score_put_step(to, value, units);
    if (value < INT64_MAX) {
        score_put_step(to, value + 1, -(int64_t)units);
    }
}

static void score_put_range(score_compiler *to, const revops_condition *condition, int32_t units)
{
    const int64_t first = INT64_MIN + SCORE_LEAST_OFFSET;
    if (condition->high < first) {
        return; /* only "missing" lies within */
    }
    score_put_step(to, condition->low > first ? condition->low : first, units);
    if (condition->high < INT64_MAX) {
        score_put_step(to, condition->high + 1, -(int64_t)units);
    }
}

/* Appends a condition on one attribute, times `units`, to the program that is being written last. */
static void score_put_condition(score_compiler *to, revops__score_program *program,
                                const revops_condition *condition, int32_t units)
{
    if (condition->flags & REVOPS_CONDITION_NOT) {
        score_put_known(to, units);
        units = -units;
    }
    switch ((enum revops_condition_tests)condition->test) {
    case REVOPS_CONDITION_IN_RANGE:
        score_put_range(to, condition, units);
        break;
    case REVOPS_CONDITION_IS_EQUAL:
        score_put_value(to, condition->low, units);
        break;
    case REVOPS_CONDITION_IS_ONE_OF: {
        const int64_t *values = revops__condition_values(to->conditions) + condition->first_value;
        for (uint32_t i = 0; i < condition->value_count; i++) {
            if (i == 0 || values[i] != values[i - 1]) {
                score_put_value(to, values[i], units);
            }
        }
        break;
    }
    case REVOPS_CONDITION_ALL_FLAGS:
        score_put_flag(to, program, condition->low, units, 1);
        break;
    case REVOPS_CONDITION_ANY_FLAG:
        score_put_flag(to, program, condition->low, units, 0);
        break;
    case REVOPS_CONDITION_IS_MISSING:
        program->missing_units += units;
        break;
    case REVOPS_CONDITION_IS_PRESENT:
        score_put_known(to, units);
        break;
    case REVOPS_CONDITION_TEXT_IS:
    case REVOPS_CONDITION_TEXT_CONTAINS:
    case REVOPS_CONDITION_TEXT_STARTS:
    case REVOPS_CONDITION_TEXT_ENDS:
        break; /* no function of a number: never asked for */
    }
}

static revops__score_program score_program_begin(const score_compiler *to, uint32_t attribute)
{
    revops__score_program program = {attribute, to->step_count, 0, 0, 0, to->flag_count, 0, 0, 0, 0};
    return program;
}

/* Joins steps at one place; leaves out those of 0. */
static uint32_t score_steps_join(revops__score_step *steps, uint32_t count)
{
    uint32_t kept = 0;
    revops__sort(steps, count, sizeof *steps);
    for (uint32_t i = 0; i < count; i++) {
        if (kept > 0 && steps[kept - 1].above == steps[i].above) {
            steps[kept - 1].delta += steps[i].delta;
        } else {
            steps[kept++] = steps[i];
        }
        if (steps[kept - 1].delta == 0 && (i + 1 == count || steps[i + 1].above != steps[i].above)) {
            kept--;
        }
    }
    return kept;
}

/* Bounds of the function, "missing" included. Wide ones are cut: they only tell that narrow lanes don't do. */
static void score_bounds_find(const score_compiler *to, revops__score_program *program,
                              const revops__score_step *steps, uint32_t count)
{
    int64_t level = 0, least = program->missing_units, most = program->missing_units;
    for (uint32_t i = 0; i < count; i++) {
        level += steps[i].delta;
        least = level < least ? level : least;
        most = level > most ? level : most;
    }
    least = least < 0 ? least : 0;
    most = most > 0 ? most : 0;
    for (uint32_t i = 0; i < program->flag_count; i++) {
        int32_t delta = to->flags[program->first_flag + i].delta;
        least += delta < 0 ? delta : 0;
        most += delta > 0 ? delta : 0;
    }
    program->least_units = revops__clamp(least, INT32_MIN, 0);
    program->most_units = revops__clamp(most, 0, INT32_MAX);
}

static void score_program_end(score_compiler *to, revops__score_program *program)
{
    revops__score_step *steps = to->steps + program->first_step;
    uint32_t kept = score_steps_join(steps, to->step_count - program->first_step);
    score_bounds_find(to, program, steps, kept);
    /* A step up and back down at the very next value is one comparison instead of two. */
    program->first_equal = to->equal_count;
    for (uint32_t i = 0; i < kept; i++) {
        if (i + 1 < kept && steps[i].above + 1 == steps[i + 1].above &&
            steps[i].delta == -steps[i + 1].delta) {
            revops__score_equal equal = {steps[i + 1].above, steps[i].delta, 0};
            to->equals[to->equal_count++] = equal;
            i++;
        } else {
            steps[program->step_count++] = steps[i];
        }
    }
    program->equal_count = to->equal_count - program->first_equal;
    to->step_count = program->first_step + program->step_count;
}

/* A program of one condition, in units of 1. */
static void score_asked_put(score_compiler *to, const revops_condition *condition)
{
    revops__score_program program = score_program_begin(to, condition->attribute);
    score_put_condition(to, &program, condition, 1);
    score_program_end(to, &program);
    to->asked_programs[to->asked_program_count++] = program;
}

/* Flags of several attributes: "all of them" is that each attribute has all of its own; "any of them" is the contrary of
   that each attribute has none of its own. An attribute that is missing has no flag. */
static void score_asked_put_masks(score_compiler *to, const revops_condition *condition,
                                  revops__score_asked *asked)
{
    const int64_t *masks = revops__condition_values(to->conditions) + condition->first_value;
    int is_all = condition->test == REVOPS_CONDITION_ALL_FLAGS;
    revops_condition known = {condition->attribute, REVOPS_CONDITION_IS_PRESENT, 0, 0, 0, 0, 0, 0};
    score_asked_put(to, &known);
    for (uint32_t i = 0; i < condition->value_count; i++) {
        if (masks[i] == 0) {
            continue;
        }
        revops__score_program program = score_program_begin(to, condition->attribute + i);
        if (is_all) {
            score_put_flag(to, &program, masks[i], 1, 1);
        } else {
            score_put_known(to, 1);
            program.missing_units = 1;
            score_put_flag(to, &program, masks[i], -1, 0);
        }
        score_program_end(to, &program);
        to->asked_programs[to->asked_program_count++] = program;
    }
    asked->is_inverted = (condition->flags & REVOPS_CONDITION_NOT ? 1 : 0) == (uint32_t)is_all;
}

static void score_compile_conditions(score_compiler *to, uint32_t condition_count)
{
    uint32_t text_count = 0;
    for (uint32_t i = 0; i < condition_count; i++) {
        const revops_condition *condition = revops__condition_at(to->conditions, i);
        revops__score_asked asked = {to->asked_program_count, 0, 0, 0};
        if (revops__condition_asks_text(condition)) {
            asked.is_text = 1;
            asked.first_program = text_count++;
        } else if (revops__condition_has_masks(condition)) {
            score_asked_put_masks(to, condition, &asked);
        } else {
            score_asked_put(to, condition);
        }
        asked.program_count = asked.is_text ? 0 : to->asked_program_count - asked.first_program;
        to->asked[i] = asked;
    }
}

/* Rules by group, then by attribute; those that are met one by one last. */
static void score_order_rules(score_compiler *to)
{
    uint32_t count = to->score->rule_count;
    for (uint32_t i = 0; i < count; i++) {
        const revops_score_rule *rule = &to->rules[i];
        const revops_condition *condition = revops__condition_at(to->conditions, rule->first_condition);
        int is_merged = rule->condition_count == 1 && rule->since_ms == 0 && rule->until_ms == 0 &&
                        !revops__condition_asks_text(condition) && !revops__condition_has_masks(condition);
        uint32_t attribute = is_merged ? condition->attribute : SCORE_SINGLE;
        to->order[i] = (int64_t)(rule->group * SCORE_KEYS + attribute) << 32 | i;
    }
    revops__sort(to->order, count, sizeof *to->order);
}

/* A limit as sections need it; "none" stays out of reach of any sum. */
static int32_t score_in_units(const revops_score *score, int32_t limit_mpt)
{
    int none = limit_mpt == REVOPS_SCORE_NO_FLOOR || limit_mpt == REVOPS_SCORE_NO_CAP;
    return none ? limit_mpt : limit_mpt / score->last_unit_mpt;
}

/* Whether all limits of groups are multiples of the unit. */
static int score_limits_are_in_units(const revops_score_params *params, int32_t unit_mpt)
{
    for (uint32_t i = 0; i < params->group_count; i++) {
        revops_score_group group = revops__score_group_given(params, i);
        if ((group.floor_mpt != REVOPS_SCORE_NO_FLOOR && group.floor_mpt % unit_mpt) ||
            (group.cap_mpt != REVOPS_SCORE_NO_CAP && group.cap_mpt % unit_mpt)) {
            return 0;
        }
    }
    return 1;
}

/* All rules of a section that read one attribute become one program; returns the first rule behind them. */
static uint32_t score_compile_program(score_compiler *to, uint32_t at)
{
    int64_t key = to->order[at] >> 32;
    revops__score_program program = score_program_begin(to, (uint32_t)(key % SCORE_KEYS));
    for (; at < to->score->rule_count && to->order[at] >> 32 == key; at++) {
        const revops_score_rule *rule = &to->rules[(uint32_t)to->order[at]];
        score_put_condition(to, &program, revops__condition_at(to->conditions, rule->first_condition),
                            rule->points_mpt / to->score->unit_mpt);
    }
    score_program_end(to, &program);
    to->programs[to->program_count++] = program;
    return at;
}

static void score_compile_sections(score_compiler *to, const revops_score_group *groups)
{
    uint32_t at = 0, rule_count = to->score->rule_count;
    for (uint32_t group = 0; group <= to->score->group_count; group++) {
        revops__score_section section = {group, to->program_count, 0, 0, 0, INT32_MIN, INT32_MAX, 0};
        if (group) {
            section.floor = score_in_units(to->score, groups[group - 1].floor_mpt);
            section.cap = score_in_units(to->score, groups[group - 1].cap_mpt);
        }
        int64_t singles = (int64_t)group * SCORE_KEYS + SCORE_SINGLE;
        while (at < rule_count && to->order[at] >> 32 < singles) {
            at = score_compile_program(to, at);
        }
        section.program_count = to->program_count - section.first_program;
        section.first_single = at;
        while (at < rule_count && to->order[at] >> 32 == singles) {
            at++;
        }
        section.single_count = at - section.first_single;
        to->sections[group] = section;
    }
}

/* Reserves an array in the block and returns its offset. */
static uint64_t score_reserve(uint64_t *size, uint64_t count, size_t element)
{
    uint64_t offset = *size;
    *size += (count * element + 7) / 8 * 8;
    return offset;
}

/* Where each array lies; returns the block's size. */
static uint64_t score_place(const revops_score_params *params, const revops__condition_tables *tables,
                            revops_score *head)
{
    /* Values of sets and masks, counted as often as conditions name them. */
    uint64_t values = 0;
    for (uint32_t i = 0; i < params->condition_count; i++) {
        revops_condition condition;
        REVOPS__ROW_GET(revops_condition, &condition, tables->conditions, tables->condition_row_size, i);
        values += condition.value_count;
    }
    /* Each condition is compiled at most twice: alone, and merged with others of its group and attribute. It takes a step
       for "known" and two steps a value; a mask takes a step and a flag. */
    uint64_t steps = 2 * (4 * (uint64_t)params->condition_count + 2 * values), size = 0;
    score_reserve(&size, 1, sizeof *head);
    head->rules = score_reserve(&size, params->rule_count, sizeof(revops_score_rule));
    head->groups = score_reserve(&size, params->group_count, sizeof(revops_score_group));
    head->conditions = score_reserve(&size, 1, revops__conditions_size(tables));
    head->sections = score_reserve(&size, (uint64_t)params->group_count + 1, sizeof(revops__score_section));
    head->programs = score_reserve(&size, params->rule_count, sizeof(revops__score_program));
    head->asked = score_reserve(&size, params->condition_count, sizeof(revops__score_asked));
    head->asked_programs =
        score_reserve(&size, params->condition_count + values, sizeof(revops__score_program));
    head->steps = score_reserve(&size, steps, sizeof(revops__score_step));
    head->equals = score_reserve(&size, steps / 2, sizeof(revops__score_equal));
    head->flags = score_reserve(&size, 2 * params->condition_count + values, sizeof(revops__score_flag));
    head->order = score_reserve(&size, params->rule_count, sizeof(int64_t));
    return size;
}

static void score_fill_head(const revops_score_params *params, revops_score *head)
{
    head->attribute_count = params->attribute_count;
    head->rule_count = params->rule_count;
    head->condition_count = params->condition_count;
    head->group_count = params->group_count;
    head->grade_count = params->grade_count;
    head->section_count = params->group_count + 1;
    head->unit_mpt = score_common_divisor(params);
    int scale_at_end = score_limits_are_in_units(params, head->unit_mpt);
    head->section_unit_mpt = scale_at_end ? 1 : head->unit_mpt;
    head->last_unit_mpt = scale_at_end ? head->unit_mpt : 1;
    head->base_mpt = params->base_mpt;
    head->floor_mpt = params->floor_mpt;
    head->cap_mpt = params->cap_mpt;
    head->hysteresis_mpt = params->hysteresis_mpt;
    head->has_best_group = (params->flags & REVOPS_SCORE_BEST_GROUP) != 0;
    memcpy(head->grades_mpt, params->grades_mpt, sizeof head->grades_mpt);
}

static void score_compile(const revops_score_params *params, const revops__condition_tables *tables,
                          const revops_score *head, size_t size, unsigned char *block)
{
    memset(block, 0, size);
    memcpy(block, head, sizeof *head);
    revops_score_rule *rules = (revops_score_rule *)(void *)(block + head->rules);
    for (uint32_t i = 0; i < params->rule_count; i++) {
        rules[i] = revops__score_rule_given(params, i);
    }
    revops_score_group *groups = (revops_score_group *)(void *)(block + head->groups);
    for (uint32_t i = 0; i < params->group_count; i++) {
        groups[i] = revops__score_group_given(params, i);
    }
    score_compiler to;
    memset(&to, 0, sizeof to);
    to.score = (revops_score *)(void *)block;
    to.conditions = revops__conditions_build(tables, block + head->conditions);
    to.rules = rules;
    to.sections = (revops__score_section *)(void *)(block + head->sections);
    to.programs = (revops__score_program *)(void *)(block + head->programs);
    to.asked = (revops__score_asked *)(void *)(block + head->asked);
    to.asked_programs = (revops__score_program *)(void *)(block + head->asked_programs);
    to.steps = (revops__score_step *)(void *)(block + head->steps);
    to.equals = (revops__score_equal *)(void *)(block + head->equals);
    to.flags = (revops__score_flag *)(void *)(block + head->flags);
    to.order = (int64_t *)(void *)(block + head->order);
    to.score->has_texts = revops__conditions_have_texts(to.conditions) ? 1 : 0;
    score_compile_conditions(&to, params->condition_count);
    score_order_rules(&to);
    score_compile_sections(&to, groups);
}

revops_status revops_score_build(const revops_score_params *params, void *memory, size_t memory_size,
                                 size_t *needed, const revops_score **out)
{
    revops_score_params own;
    revops__problems problems = revops__problems_begin(NULL, 0);
    revops_status status = revops__score_params_read(params, &problems, &own);
    if (status != REVOPS_OK) {
        return status;
    }
    revops__condition_tables tables = revops__score_tables(&own);
    revops_score head;
    memset(&head, 0, sizeof head);
    uint64_t size = score_place(&own, &tables, &head);
    if (size > SIZE_MAX) {
        return REVOPS_ERR_ARG;
    }
    status = revops__params_room(memory, memory_size, (size_t)size, needed, out);
    if (status != REVOPS_OK) {
        return status;
    }
    score_fill_head(&own, &head);
    score_compile(&own, &tables, &head, (size_t)size, memory);
    *out = memory;
    return REVOPS_OK;
}
