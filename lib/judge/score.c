/* SPDX-License-Identifier: MIT */
/* Checks a rule set and compiles it. */
#include <string.h>

#include "core/params.h"
#include "judge/score-internal.h"
#include "core/sort.h"

enum { CONDITIONS_OF_RULE = 64, CONJUNCTION = REVOPS_CONDITION_ATTRIBUTES_MAX };

revops_status revops_score_defaults(revops_score_params *out, size_t size)
{
    revops_score_params defaults = REVOPS_SCORE_PARAMS_INIT;
    return REVOPS__PARAMS_GIVE(revops_score_params, out, size, &defaults);
}

static uint64_t magnitude(int32_t value)
{
    return value < 0 ? (uint64_t) - (int64_t)value : (uint64_t)value;
}

static revops_status check_condition(const revops_score_params *rules, const revops_condition *condition)
{
    if (condition->attribute >= rules->attribute_count) {
        return REVOPS_ERR_ARG;
    }
    int set = condition->test == REVOPS_CONDITION_IS_ONE_OF;
    if (set ? condition->value_count == 0 || condition->first_value > rules->value_count ||
                  condition->value_count > rules->value_count - condition->first_value
            : condition->value_count != 0 || condition->first_value != 0) {
        return REVOPS_ERR_ARG;
    }
    int64_t low = condition->low, high = condition->high;
    switch (condition->test) {
    case REVOPS_CONDITION_IN_RANGE:
        return low <= high ? REVOPS_OK : REVOPS_ERR_ARG;
    case REVOPS_CONDITION_IS_EQUAL:
        return low != REVOPS_MISSING && high == 0 ? REVOPS_OK : REVOPS_ERR_ARG;
    case REVOPS_CONDITION_ALL_FLAGS:
    case REVOPS_CONDITION_ANY_FLAG:
        return low > 0 && high == 0 ? REVOPS_OK : REVOPS_ERR_ARG;
    case REVOPS_CONDITION_IS_ONE_OF:
    case REVOPS_CONDITION_IS_MISSING:
    case REVOPS_CONDITION_IS_PRESENT:
        return low == 0 && high == 0 ? REVOPS_OK : REVOPS_ERR_ARG;
    default:
        return REVOPS_ERR_NEWER;
    }
}

static revops_status check_limits(const revops_score_params *rules)
{
    for (uint32_t i = 1; i < rules->grade_count; i++) {
        if (rules->grades_mpt[i] >= rules->grades_mpt[i - 1]) {
            return REVOPS_ERR_UNSOUND;
        }
    }
    for (uint32_t i = 0; i < rules->group_count; i++) {
        if (rules->groups[i].floor_mpt > rules->groups[i].cap_mpt) {
            return REVOPS_ERR_UNSOUND;
        }
    }
    return rules->floor_mpt > rules->cap_mpt ? REVOPS_ERR_UNSOUND : REVOPS_OK;
}

/* Base, points and the limits that may add to them: below 2^31 together, no sum can overflow. */
static revops_status check_sums(const revops_score_params *rules)
{
    uint64_t sum = magnitude(rules->base_mpt);
    for (uint32_t i = 0; i < rules->rule_count; i++) {
        sum += magnitude(rules->rules[i].points_mpt);
    }
    for (uint32_t i = 0; i < rules->group_count; i++) {
        const revops_score_group *group = &rules->groups[i];
        sum += group->floor_mpt > 0 ? magnitude(group->floor_mpt) : 0;
        sum += group->cap_mpt < 0 ? magnitude(group->cap_mpt) : 0;
    }
    return sum > INT32_MAX ? REVOPS_ERR_OVERFLOW : REVOPS_OK;
}

/* Also counts the values of all sets together. */
static revops_status check(const revops_score_params *rules, size_t *out_values)
{
    if (rules->flags) {
        return REVOPS_ERR_NEWER;
    }
    if (rules->attribute_count == 0 || rules->attribute_count > REVOPS_CONDITION_ATTRIBUTES_MAX ||
        rules->rule_count > REVOPS_SCORE_RULES_MAX || rules->condition_count > REVOPS_SCORE_RULES_MAX ||
        rules->value_count > REVOPS_SCORE_RULES_MAX || rules->group_count > REVOPS_SCORE_GROUPS_MAX ||
        rules->grade_count >= REVOPS_SCORE_GRADES_MAX || rules->hysteresis_mpt < 0 ||
        (!rules->rules && rules->rule_count) || (!rules->conditions && rules->condition_count) ||
        (!rules->values && rules->value_count) || (!rules->groups && rules->group_count)) {
        return REVOPS_ERR_ARG;
    }
    size_t values = 0;
    for (uint32_t i = 0; i < rules->condition_count; i++) {
        revops_status status = check_condition(rules, &rules->conditions[i]);
        if (status != REVOPS_OK) {
            return status;
        }
        values += rules->conditions[i].value_count;
    }
    if (values > REVOPS_SCORE_RULES_MAX) {
        return REVOPS_ERR_ARG;
    }
    for (uint32_t i = 0; i < rules->value_count; i++) {
        if (rules->values[i] == REVOPS_MISSING) {
            return REVOPS_ERR_ARG;
        }
    }
    for (uint32_t i = 0; i < rules->rule_count; i++) {
        const revops_score_rule *rule = &rules->rules[i];
        if (rule->points_mpt == INT32_MIN || rule->group > rules->group_count || rule->condition_count == 0 ||
            rule->condition_count > CONDITIONS_OF_RULE || rule->first_condition > rules->condition_count ||
            rule->condition_count > rules->condition_count - rule->first_condition) {
            return REVOPS_ERR_ARG;
        }
    }
    *out_values = values;
    revops_status status = check_limits(rules);
    return status != REVOPS_OK ? status : check_sums(rules);
}

static int32_t greatest_common_divisor(const revops_score_params *rules)
{
    uint64_t divisor = 0;
    for (uint32_t i = 0; i < rules->rule_count; i++) {
        uint64_t rest = magnitude(rules->rules[i].points_mpt);
        while (rest) {
            uint64_t next = divisor % rest;
            divisor = rest;
            rest = next;
        }
    }
    return divisor ? (int32_t)divisor : 1;
}

/* What is being written; pointers into the block. */
typedef struct compiler {
    revops_score *score;
    revops_condition *conditions;
    int64_t *values;
    revops__score_program *programs, *condition_programs;
    revops__score_step *steps;
    revops__score_equal *equals;
    revops__score_flag *flags;
    uint32_t step_count, equal_count, flag_count;
} compiler;

/* From `at` on; `at` is above INT64_MIN, which is "missing". */
static void put_step(compiler *to, int64_t at, int64_t delta)
{
    revops__score_step step = {at - 1, (int32_t)delta, 0};
    to->steps[to->step_count++] = step;
}

/* Appends a condition's share of `units` to the program that is being written last. */
static void put_condition(compiler *to, revops__score_program *program, const revops_condition *condition,
                          int32_t units)
{
    int64_t first = INT64_MIN + 1; /* the least value that isn't "missing" */
    switch (condition->test) {
    case REVOPS_CONDITION_IN_RANGE:
        put_step(to, condition->low > first ? condition->low : first, units);
        if (condition->high < INT64_MAX) {
            put_step(to, condition->high > first - 1 ? condition->high + 1 : first, -(int64_t)units);
        }
        break;
    case REVOPS_CONDITION_IS_EQUAL:
    case REVOPS_CONDITION_IS_ONE_OF: {
        int set = condition->test == REVOPS_CONDITION_IS_ONE_OF;
        for (uint32_t i = 0; i < (set ? condition->value_count : 1); i++) {
            int64_t value = set ? to->values[condition->first_value + i] : condition->low;
            if (set && i > 0 && value == to->values[condition->first_value + i - 1]) {
                continue;
            }
            put_step(to, value, units);
            if (value < INT64_MAX) {
                put_step(to, value + 1, -(int64_t)units);
            }
        }
        break;
    }
    case REVOPS_CONDITION_ALL_FLAGS:
    case REVOPS_CONDITION_ANY_FLAG: {
        revops__score_flag flag = {condition->low, units, condition->test == REVOPS_CONDITION_ALL_FLAGS};
        to->flags[to->flag_count++] = flag;
        program->flag_count++;
        break;
    }
    case REVOPS_CONDITION_IS_MISSING:
        program->missing_units += units;
        break;
    default: /* REVOPS_CONDITION_IS_PRESENT */
        put_step(to, first, units);
        break;
    }
}

static revops__score_program begin_program(const compiler *to, uint32_t attribute)
{
    revops__score_program program = {attribute, to->step_count, 0, 0, 0, to->flag_count, 0, 0, 0, 0};
    return program;
}

/* Joins steps at one place, tells points ("equal") from steps, and finds the bounds. */
static void end_program(compiler *to, revops__score_program *program)
{
    revops__score_step *steps = to->steps + program->first_step;
    uint32_t count = to->step_count - program->first_step, kept = 0;
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
    /* The bounds hold for the function and also leave out nothing: missing is one of its values. */
    int64_t level = 0, least = program->missing_units, most = program->missing_units;
    for (uint32_t i = 0; i < kept; i++) {
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
    program->least_units = (int32_t)least;
    program->most_units = (int32_t)most;
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

/* One program a condition, in units of 1: for conjunctions and for contributions by rule. */
static void compile_conditions(compiler *to, const revops_score_params *rules)
{
    uint32_t value_count = 0;
    for (uint32_t i = 0; i < rules->condition_count; i++) {
        revops_condition *condition = &to->conditions[i];
        *condition = rules->conditions[i];
        if (condition->value_count) {
            int64_t *values = to->values + value_count;
            memcpy(values, rules->values + condition->first_value, condition->value_count * sizeof *values);
            revops__sort(values, condition->value_count, sizeof *values);
            condition->first_value = value_count;
            value_count += condition->value_count;
        }
        revops__score_program program = begin_program(to, condition->attribute);
        put_condition(to, &program, condition, 1);
        end_program(to, &program);
        to->condition_programs[i] = program;
    }
}

/* Rules by group, then by attribute, conjunctions last. */
static void order_rules(const revops_score_params *rules, int64_t *order)
{
    for (uint32_t i = 0; i < rules->rule_count; i++) {
        const revops_score_rule *rule = &rules->rules[i];
        uint32_t attribute =
            rule->condition_count > 1 ? CONJUNCTION : rules->conditions[rule->first_condition].attribute;
        order[i] = (int64_t)(rule->group * 2 * CONJUNCTION + attribute) << 32 | i;
    }
    revops__sort(order, rules->rule_count, sizeof *order);
}

/* A limit as sections need it; "none" stays out of reach of any sum. */
static int32_t in_units(const revops_score *score, int32_t limit_mpt)
{
    int none = limit_mpt == REVOPS_SCORE_NO_FLOOR || limit_mpt == REVOPS_SCORE_NO_CAP;
    return none ? limit_mpt : limit_mpt / score->last_unit_mpt;
}

/* Whether all limits of groups are multiples of the unit. */
static int are_limits_in_units(const revops_score_params *rules, int32_t unit_mpt)
{
    for (uint32_t i = 0; i < rules->group_count; i++) {
        const revops_score_group *group = &rules->groups[i];
        if ((group->floor_mpt != REVOPS_SCORE_NO_FLOOR && group->floor_mpt % unit_mpt) ||
            (group->cap_mpt != REVOPS_SCORE_NO_CAP && group->cap_mpt % unit_mpt)) {
            return 0;
        }
    }
    return 1;
}

/* All simple rules of a group that read one attribute become one program. */
static void compile_sections(compiler *to, const revops_score_params *rules, const int64_t *order,
                             revops__score_section *sections)
{
    uint32_t at = 0, program_count = 0;
    for (uint32_t group = 0; group <= rules->group_count; group++) {
        revops__score_section section = {group, program_count, 0, 0, 0, INT32_MIN, INT32_MAX, 0};
        if (group) {
            section.floor = in_units(to->score, rules->groups[group - 1].floor_mpt);
            section.cap = in_units(to->score, rules->groups[group - 1].cap_mpt);
        }
        while (at < rules->rule_count && order[at] >> 32 < (int64_t)(group * 2 * CONJUNCTION + CONJUNCTION)) {
            int64_t key = order[at] >> 32;
            revops__score_program program = begin_program(to, (uint32_t)key % CONJUNCTION);
            for (; at < rules->rule_count && order[at] >> 32 == key; at++) {
                const revops_score_rule *rule = &rules->rules[(uint32_t)order[at]];
                put_condition(to, &program, &to->conditions[rule->first_condition],
                              rule->points_mpt / to->score->unit_mpt);
            }
            end_program(to, &program);
            to->programs[program_count++] = program;
        }
        section.program_count = program_count - section.first_program;
        section.first_conjunction = at;
        while (at < rules->rule_count &&
               order[at] >> 32 == (int64_t)(group * 2 * CONJUNCTION + CONJUNCTION)) {
            at++;
        }
        section.conjunction_count = at - section.first_conjunction;
        sections[group] = section;
    }
}

/* Reserves an array in the block and returns its offset. */
static uint64_t reserve(uint64_t *size, size_t count, size_t element)
{
    uint64_t offset = *size;
    *size += ((uint64_t)count * element + 15) / 16 * 16;
    return offset;
}

revops_status revops_score_build(const revops_score_params *params, void *memory, size_t memory_size,
                                 size_t *needed, const revops_score **out)
{
    revops_score_params rules;
    revops_status status = REVOPS__PARAMS_COPY(revops_score_params, &rules, params);
    size_t value_count;
    if (status != REVOPS_OK || (status = check(&rules, &value_count)) != REVOPS_OK) {
        return status;
    }
    revops_score head;
    memset(&head, 0, sizeof head);
    uint64_t size = 0;
    /* Each condition is compiled at most twice: alone, and merged with others of its group and attribute. */
    size_t steps = 4 * (rules.condition_count + value_count);
    reserve(&size, 1, sizeof head);
    head.rules = reserve(&size, rules.rule_count, sizeof(revops_score_rule));
    head.conditions = reserve(&size, rules.condition_count, sizeof(revops_condition));
    head.values = reserve(&size, value_count, sizeof(int64_t));
    head.groups = reserve(&size, rules.group_count, sizeof(revops_score_group));
    head.sections = reserve(&size, rules.group_count + 1, sizeof(revops__score_section));
    head.programs = reserve(&size, rules.rule_count, sizeof(revops__score_program));
    head.condition_programs = reserve(&size, rules.condition_count, sizeof(revops__score_program));
    head.steps = reserve(&size, steps, sizeof(revops__score_step));
    head.equals = reserve(&size, steps / 2, sizeof(revops__score_equal));
    head.flags = reserve(&size, 2 * rules.condition_count, sizeof(revops__score_flag));
    head.order = reserve(&size, rules.rule_count, sizeof(int64_t));
    status = revops__params_room(memory, memory_size, (size_t)size, needed, out);
    if (status != REVOPS_OK) {
        return status;
    }
    if (!out) {
        return REVOPS_ERR_ARG;
    }
    head.attribute_count = rules.attribute_count;
    head.rule_count = rules.rule_count;
    head.condition_count = rules.condition_count;
    head.group_count = rules.group_count;
    head.grade_count = rules.grade_count;
    head.section_count = rules.group_count + 1;
    head.unit_mpt = greatest_common_divisor(&rules);
    int late = are_limits_in_units(&rules, head.unit_mpt);
    head.section_unit_mpt = late ? 1 : head.unit_mpt;
    head.last_unit_mpt = late ? head.unit_mpt : 1;
    head.base_mpt = rules.base_mpt;
    head.floor_mpt = rules.floor_mpt;
    head.cap_mpt = rules.cap_mpt;
    head.hysteresis_mpt = rules.hysteresis_mpt;
    memcpy(head.grades_mpt, rules.grades_mpt, sizeof head.grades_mpt);

    unsigned char *block = memory;
    memset(block, 0, (size_t)size);
    memcpy(block, &head, sizeof head);
    if (rules.rule_count) {
        memcpy(block + head.rules, rules.rules, rules.rule_count * sizeof *rules.rules);
    }
    if (rules.group_count) {
        memcpy(block + head.groups, rules.groups, rules.group_count * sizeof *rules.groups);
    }
    compiler to = {
        memory,
        (revops_condition *)(void *)(block + head.conditions),
        (int64_t *)(void *)(block + head.values),
        (revops__score_program *)(void *)(block + head.programs),
        (revops__score_program *)(void *)(block + head.condition_programs),
        (revops__score_step *)(void *)(block + head.steps),
        (revops__score_equal *)(void *)(block + head.equals),
        (revops__score_flag *)(void *)(block + head.flags),
        0,
        0,
        0,
    };
    int64_t *order = (int64_t *)(void *)(block + head.order);
    compile_conditions(&to, &rules);
    order_rules(&rules, order);
    compile_sections(&to, &rules, order, (revops__score_section *)(void *)(block + head.sections));
    *out = memory;
    return REVOPS_OK;
}
