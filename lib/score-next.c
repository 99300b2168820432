/* SPDX-License-Identifier: MIT */
/* What is missing for the next grade: the cheapest change of the row, again and again, until it is reached. */
#include <string.h>

#include "score-internal.h"

enum { STEPS = 64, VARIANTS = 2, EVERY_CONDITION = 64 };

/* One way to change a row: make a rule hold, or break one condition of it. Conditions can be met or broken
   by more than one value; the variant says by which. */
typedef struct choice {
    uint32_t rule, condition, variant;
} choice;

/* A value that meets a condition; the row's own where it does already. */
static int64_t meeting(const revops_score *score, const revops_score_condition *condition, int64_t value,
                       uint32_t variant)
{
    if (revops__score_holds(score, condition, value)) {
        return value;
    }
    int known = value != REVOPS_SCORE_MISSING;
    const int64_t *values = revops__score_at(score, score->values);
    switch (condition->test) {
    case REVOPS_SCORE_IN_RANGE: {
        int low = known ? value < condition->low : variant == 0;
        low = condition->low == INT64_MIN ? 0 : condition->high == INT64_MAX ? 1 : low;
        return low ? condition->low : condition->high;
    }
    case REVOPS_SCORE_IS_EQUAL:
        return condition->low;
    case REVOPS_SCORE_IS_ONE_OF:
        return values[condition->first_value + (variant ? condition->value_count - 1 : 0)];
    case REVOPS_SCORE_ALL_FLAGS:
        return (known ? value : 0) | condition->low;
    case REVOPS_SCORE_ANY_FLAG:
        return (known ? value : 0) | (condition->low & -condition->low);
    case REVOPS_SCORE_IS_PRESENT:
        return 0;
    default: /* what is known can't be forgotten */
        return value;
    }
}

/* A value that doesn't meet a condition, or the same when there is none. */
static int64_t breaking(const revops_score *score, const revops_score_condition *condition, int64_t value,
                        uint32_t variant)
{
    const int64_t *values = revops__score_at(score, score->values);
    int64_t low = condition->low, high = condition->low;
    switch (condition->test) {
    case REVOPS_SCORE_IS_ONE_OF:
        low = values[condition->first_value];
        high = values[condition->first_value + condition->value_count - 1];
        break;
    case REVOPS_SCORE_IN_RANGE:
        high = condition->high;
        break;
    case REVOPS_SCORE_IS_EQUAL:
        break;
    case REVOPS_SCORE_ALL_FLAGS:
        return value & ~(condition->low & -condition->low);
    case REVOPS_SCORE_ANY_FLAG:
        return value & ~condition->low;
    case REVOPS_SCORE_IS_MISSING:
        return 0;
    default:
        return value;
    }
    int below = low > INT64_MIN + 1 && (variant == 0 || high == INT64_MAX);
    return below ? low - 1 : high < INT64_MAX ? high + 1 : value;
}

/* Changes `row` as chosen; 0 when that can't be done. */
static int apply(const revops_score *score, const choice *chosen, int64_t *row)
{
    const revops_score_rule *rule =
        (const revops_score_rule *)revops__score_at(score, score->rules) + chosen->rule;
    const revops_score_condition *conditions =
        (const revops_score_condition *)revops__score_at(score, score->conditions) + rule->first_condition;
    if (chosen->condition == EVERY_CONDITION) {
        for (uint32_t i = 0; i < rule->condition_count; i++) {
            int64_t *value = &row[conditions[i].attribute];
            *value = meeting(score, &conditions[i], *value, chosen->variant);
        }
        return revops__score_fires(score, rule, row);
    }
    const revops_score_condition *condition = &conditions[chosen->condition];
    int64_t *value = &row[condition->attribute];
    *value = breaking(score, condition, *value, chosen->variant);
    return !revops__score_holds(score, condition, *value);
}

/* What a choice costs and brings; gain 0 when nothing. */
static revops_score_step weigh(const revops_score *score, const choice *chosen, const int64_t *row,
                               int32_t score_mpt)
{
    revops_score_step step = {chosen->rule, 0, 0, 0, score_mpt, 0};
    int64_t changed[REVOPS_SCORE_ATTRIBUTES];
    memcpy(changed, row, score->attribute_count * sizeof row[0]);
    if (!apply(score, chosen, changed)) {
        return step;
    }
    step.score_mpt = revops__score_total(score, changed);
    if (step.score_mpt <= score_mpt) {
        return step;
    }
    /* A rise of more than an int32_t can say is as good as the greatest. */
    int64_t gain = (int64_t)step.score_mpt - score_mpt;
    step.gain_mpt = gain < INT32_MAX ? (int32_t)gain : INT32_MAX;
    step.grade =
        revops__score_grade(score->grades_mpt, score->grade_count, 0, step.score_mpt, REVOPS_SCORE_UNGRADED);
    for (uint32_t a = 0; a < score->attribute_count; a++) {
        if (changed[a] != row[a]) {
            step.ask_count += row[a] == REVOPS_SCORE_MISSING;
            step.alter_count += row[a] != REVOPS_SCORE_MISSING;
        }
    }
    return step;
}

static int is_better(const revops_score_step *a, const revops_score_step *b)
{
    if (a->gain_mpt == 0 || b->gain_mpt == 0) {
        return a->gain_mpt > b->gain_mpt;
    }
    if (a->alter_count != b->alter_count) {
        return a->alter_count < b->alter_count;
    }
    if (a->ask_count != b->ask_count) {
        return a->ask_count < b->ask_count;
    }
    return a->gain_mpt > b->gain_mpt;
}

static revops_score_step cheapest(const revops_score *score, const int64_t *row, int32_t score_mpt,
                                  choice *out)
{
    const revops_score_rule *rules = revops__score_at(score, score->rules);
    revops_score_step best = {0, 0, 0, 0, score_mpt, 0};
    for (uint32_t r = 0; r < score->rule_count; r++) {
        int fires = revops__score_fires(score, &rules[r], row);
        if (rules[r].points_mpt == 0 || fires == (rules[r].points_mpt > 0)) {
            continue;
        }
        uint32_t first = fires ? 0 : EVERY_CONDITION;
        uint32_t end = fires ? rules[r].condition_count : EVERY_CONDITION + 1;
        for (uint32_t condition = first; condition < end; condition++) {
            for (uint32_t variant = 0; variant < VARIANTS; variant++) {
                choice candidate = {r, condition, variant};
                revops_score_step step = weigh(score, &candidate, row, score_mpt);
                if (is_better(&step, &best)) {
                    best = step;
                    *out = candidate;
                }
            }
        }
    }
    return best;
}

/* Takes the choices but one; returns whether each of them gains and the grade is reached. */
static int replay(const revops_score *score, const int64_t *row, const choice *choices, uint32_t count,
                  uint32_t without, uint32_t target, revops_score_step *steps)
{
    int64_t changed[REVOPS_SCORE_ATTRIBUTES];
    memcpy(changed, row, score->attribute_count * sizeof row[0]);
    int32_t score_mpt = revops__score_total(score, row);
    uint32_t kept = 0, grade = UINT32_MAX;
    for (uint32_t i = 0; i < count; i++) {
        if (i == without) {
            continue;
        }
        steps[kept] = weigh(score, &choices[i], changed, score_mpt);
        if (steps[kept].gain_mpt == 0) {
            return 0;
        }
        apply(score, &choices[i], changed);
        score_mpt = steps[kept].score_mpt;
        grade = steps[kept++].grade;
    }
    return grade <= target;
}

revops_status revops_score_next_grade(const revops_score *score, const int64_t *row, revops_score_step *out,
                                      size_t capacity, size_t *needed)
{
    if (!score || !row || !needed || (!out && capacity)) {
        return REVOPS_ERR_ARG;
    }
    int64_t changed[REVOPS_SCORE_ATTRIBUTES];
    choice choices[STEPS];
    revops_score_step steps[STEPS], fewer[STEPS];
    uint32_t count = 0;
    memcpy(changed, row, score->attribute_count * sizeof row[0]);
    int32_t score_mpt = revops__score_total(score, row);
    uint32_t grade =
        revops__score_grade(score->grades_mpt, score->grade_count, 0, score_mpt, REVOPS_SCORE_UNGRADED);
    uint32_t target = grade ? grade - 1 : 0;
    while (grade > target && count < STEPS) {
        steps[count] = cheapest(score, changed, score_mpt, &choices[count]);
        if (steps[count].gain_mpt == 0) {
            break;
        }
        apply(score, &choices[count], changed);
        score_mpt = steps[count].score_mpt;
        grade = steps[count++].grade;
    }
    for (uint32_t i = 0; grade <= target && i < count && count > 1;) {
        if (replay(score, row, choices, count, i, target, fewer)) {
            count--;
            memmove(&choices[i], &choices[i + 1], (count - i) * sizeof choices[0]);
            memcpy(steps, fewer, count * sizeof steps[0]);
        } else {
            i++;
        }
    }
    *needed = count;
    if (count > capacity) {
        return REVOPS_ERR_NOSPACE;
    }
    if (count) {
        memcpy(out, steps, count * sizeof steps[0]);
    }
    return REVOPS_OK;
}
