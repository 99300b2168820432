/* SPDX-License-Identifier: MIT */
/* What is missing for the next grade: a change of the row, again and again, until it is reached, by several tastes; what
   turns out not to be needed is left out, and the cheapest way is told. */
#include <string.h>

#include "judge/score-internal.h"

enum { STEPS = 64, VARIANTS = 2, EVERY_CONDITION = 64, PAIR_RULES = 32 };

/* Which of the changes that gain something comes first. */
typedef enum taste { CHEAPEST, GREATEST, BEST_VALUE, TASTES } taste;

/* One way to change a row: make a rule hold, or break one condition of it. Conditions can be met or broken
   by more than one value; the variant says by which. */
typedef struct choice {
    uint32_t rule, condition, variant;
} choice;

/* The lowest of a set's flags or, by the other variant, the highest. */
static int64_t one_flag(int64_t flags, uint32_t variant)
{
    uint64_t left = (uint64_t)flags;
    while (variant && (left & (left - 1))) {
        left &= left - 1;
    }
    return (int64_t)(left & (0 - left));
}

/* A value that meets a condition; the row's own where it does already. */
static int64_t meeting(const revops_score *score, const revops_condition *condition, int64_t value,
                       uint32_t variant)
{
    if (revops__score_holds(score, condition, value)) {
        return value;
    }
    int known = value != REVOPS_MISSING;
    const int64_t *values = revops__score_at(score, score->values);
    switch (condition->test) {
    case REVOPS_CONDITION_IN_RANGE: {
        int low = known ? value < condition->low : variant == 0;
        low = condition->low == INT64_MIN ? 0 : condition->high == INT64_MAX ? 1 : low;
        return low ? condition->low : condition->high;
    }
    case REVOPS_CONDITION_IS_EQUAL:
        return condition->low;
    case REVOPS_CONDITION_IS_ONE_OF:
        return values[condition->first_value + (variant ? condition->value_count - 1 : 0)];
    case REVOPS_CONDITION_ALL_FLAGS:
        return (known ? value : 0) | condition->low;
    case REVOPS_CONDITION_ANY_FLAG:
        return (known ? value : 0) | one_flag(condition->low, variant);
    case REVOPS_CONDITION_IS_PRESENT:
        return 0;
    default: /* what is known can't be forgotten */
        return value;
    }
}

/* A value that doesn't meet a condition, or the same when there is none. */
static int64_t breaking(const revops_score *score, const revops_condition *condition, int64_t value,
                        uint32_t variant)
{
    const int64_t *values = revops__score_at(score, score->values);
    int64_t low = condition->low, high = condition->low;
    switch (condition->test) {
    case REVOPS_CONDITION_IS_ONE_OF:
        low = values[condition->first_value];
        high = values[condition->first_value + condition->value_count - 1];
        break;
    case REVOPS_CONDITION_IN_RANGE:
        high = condition->high;
        break;
    case REVOPS_CONDITION_IS_EQUAL:
        break;
    case REVOPS_CONDITION_ALL_FLAGS:
        return value & ~one_flag(condition->low, variant);
    case REVOPS_CONDITION_ANY_FLAG:
        return value & ~condition->low;
    case REVOPS_CONDITION_IS_MISSING:
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
    const revops_condition *conditions =
        (const revops_condition *)revops__score_at(score, score->conditions) + rule->first_condition;
    if (chosen->condition == EVERY_CONDITION) {
        for (uint32_t i = 0; i < rule->condition_count; i++) {
            int64_t *value = &row[conditions[i].attribute];
            *value = meeting(score, &conditions[i], *value, chosen->variant);
        }
        return revops__score_fires(score, rule, row);
    }
    const revops_condition *condition = &conditions[chosen->condition];
    int64_t *value = &row[condition->attribute];
    *value = breaking(score, condition, *value, chosen->variant);
    return !revops__score_holds(score, condition, *value);
}

/* A row on its way: as it was, as it is after some changes, and what it is worth now: after limits, and without floors,
   which shows what a change gains where a floor still hides it. */
typedef struct way {
    const int64_t *origin;
    int64_t row[REVOPS_CONDITION_ATTRIBUTES_MAX];
    int32_t score_mpt;
    int64_t floorless_mpt;
} way;

static void measure(const revops_score *score, way *at)
{
    const revops_score_rule *rules = revops__score_at(score, score->rules);
    const revops_score_group *groups = revops__score_at(score, score->groups);
    int64_t sums[REVOPS_SCORE_GROUPS_MAX + 1] = {score->base_mpt};
    for (uint32_t i = 0; i < score->rule_count; i++) {
        sums[rules[i].group] += revops__score_fires(score, &rules[i], at->row) ? rules[i].points_mpt : 0;
    }
    int64_t total = sums[0];
    at->floorless_mpt = sums[0];
    for (uint32_t g = 0; g < score->group_count; g++) {
        total += revops__clamp(sums[g + 1], groups[g].floor_mpt, groups[g].cap_mpt);
        at->floorless_mpt += sums[g + 1] < groups[g].cap_mpt ? sums[g + 1] : groups[g].cap_mpt;
    }
    at->score_mpt = revops__clamp(total, score->floor_mpt, score->cap_mpt);
}

static void start(const revops_score *score, const int64_t *row, way *out)
{
    out->origin = row;
    memcpy(out->row, row, score->attribute_count * sizeof row[0]);
    measure(score, out);
}

/* Attributes to change weigh more than any number of attributes to learn. */
static int64_t cost_of(const revops_score_advice *step)
{
    return 1024 * (int64_t)step->alter_count + step->ask_count;
}

/* What a choice costs and brings; asks and alters count attributes that are as they were. 0 when it can't be done or
   changes nothing. */
static int take(const revops_score *score, const way *at, const choice *chosen, way *to,
                revops_score_advice *step)
{
    to->origin = at->origin;
    memcpy(to->row, at->row, score->attribute_count * sizeof to->row[0]);
    if (!apply(score, chosen, to->row)) {
        return 0;
    }
    *step = (revops_score_advice){.rule = chosen->rule};
    int changes = 0;
    for (uint32_t a = 0; a < score->attribute_count; a++) {
        if (to->row[a] != at->row[a]) {
            int again = at->row[a] != at->origin[a], known = at->row[a] != REVOPS_MISSING;
            step->ask_count += !again && !known;
            step->alter_count += !again && known;
            changes = 1;
        }
    }
    measure(score, to);
    step->gain_mpt = revops__clamp((int64_t)to->score_mpt - at->score_mpt, INT32_MIN, INT32_MAX);
    step->score_mpt = to->score_mpt;
    step->grade =
        revops__score_grade(score->grades_mpt, score->grade_count, 0, step->score_mpt, REVOPS_SCORE_UNGRADED);
    return changes;
}

/* Goes on by a choice; 0 when it can't be done or changes nothing. */
static int go_on(const revops_score *score, way *at, const choice *chosen, revops_score_advice *step)
{
    way to;
    if (!take(score, at, chosen, &to, step)) {
        return 0;
    }
    memcpy(at->row, to.row, score->attribute_count * sizeof to.row[0]);
    at->score_mpt = to.score_mpt;
    at->floorless_mpt = to.floorless_mpt;
    return 1;
}

/* A change and what it brings beyond a state. */
typedef struct offer {
    choice chosen;
    revops_score_advice step;
    int64_t gain_mpt; /* after limits; where they hide it, before floors; 0 for no offer */
    int64_t cost;
} offer;

static int is_better(const offer *a, const offer *b, taste by)
{
    if (a->gain_mpt <= 0 || b->gain_mpt <= 0) {
        return a->gain_mpt > b->gain_mpt;
    }
    if (by == GREATEST) {
        return a->gain_mpt != b->gain_mpt ? a->gain_mpt > b->gain_mpt : a->cost < b->cost;
    }
    int64_t left = by == CHEAPEST ? b->cost : a->gain_mpt * (b->cost + 1);
    int64_t right = by == CHEAPEST ? a->cost : b->gain_mpt * (a->cost + 1);
    return left != right ? left > right : a->gain_mpt > b->gain_mpt;
}

/* Whether a choice is meant to gain by its own rule: making one of points above 0 hold, or breaking another. */
static int is_meant(const revops_score *score, const choice *chosen, const int64_t *row)
{
    const revops_score_rule *rule =
        (const revops_score_rule *)revops__score_at(score, score->rules) + chosen->rule;
    int makes = chosen->condition == EVERY_CONDITION;
    return makes == (rule->points_mpt > 0) && makes != revops__score_fires(score, rule, row);
}

/* All choices, one after another; starts from {0, 0, 0}. */
static int next_choice(const revops_score *score, choice *at)
{
    const revops_score_rule *rules = revops__score_at(score, score->rules);
    if (++at->variant < VARIANTS) {
        return 1;
    }
    at->variant = 0;
    if (at->condition == EVERY_CONDITION) {
        at->condition = 0;
        at->rule++;
    } else if (++at->condition == rules[at->rule].condition_count) {
        at->condition = EVERY_CONDITION;
    }
    return at->rule < score->rule_count;
}

/* The best offer at `at` that gains something over `base`. */
static offer best_offer(const revops_score *score, const way *at, const way *base, taste by)
{
    offer best = {.gain_mpt = 0};
    choice chosen = {0, 0, 0};
    way to;
    if (score->rule_count == 0) {
        return best;
    }
    do {
        offer made = {.chosen = chosen};
        if (!is_meant(score, &chosen, at->row) || !take(score, at, &chosen, &to, &made.step)) {
            continue;
        }
        int64_t limited = (int64_t)to.score_mpt - base->score_mpt;
        made.gain_mpt = limited ? limited : to.floorless_mpt - base->floorless_mpt;
        made.cost = cost_of(&made.step);
        if (is_better(&made, &best, by)) {
            best = made;
        }
    } while (next_choice(score, &chosen));
    return best;
}

/* Where no single change gains anything, two may: the first makes way for the second. */
static int best_pair(const revops_score *score, const way *at, taste by, choice pair[2])
{
    offer best = {.gain_mpt = 0};
    choice chosen = {0, 0, 0};
    way to;
    if (score->rule_count > PAIR_RULES || score->rule_count == 0) {
        return 0;
    }
    do {
        revops_score_advice step;
        if (!take(score, at, &chosen, &to, &step)) {
            continue;
        }
        offer made = best_offer(score, &to, at, by);
        made.cost += cost_of(&step);
        if (is_better(&made, &best, by)) {
            best = made;
            pair[0] = chosen;
            pair[1] = made.chosen;
        }
    } while (next_choice(score, &chosen));
    return best.gain_mpt > 0;
}

/* A way to a grade. */
typedef struct plan {
    choice choices[STEPS];
    revops_score_advice steps[STEPS];
    uint32_t count;
    int64_t cost; /* INT64_MAX: it doesn't lead there */
} plan;

/* Takes the choices of a plan but one. */
static void replay(const revops_score *score, const int64_t *row, const plan *from, uint32_t without,
                   uint32_t target, plan *out)
{
    way at;
    start(score, row, &at);
    out->count = 0;
    out->cost = 0;
    uint32_t grade = UINT32_MAX;
    for (uint32_t i = 0; i < from->count; i++) {
        revops_score_advice *step = &out->steps[out->count];
        if (i == without || !go_on(score, &at, &from->choices[i], step)) {
            continue;
        }
        out->choices[out->count++] = from->choices[i];
        out->cost += cost_of(step);
        grade = step->grade;
    }
    out->cost = grade <= target ? out->cost : INT64_MAX;
}

static void search(const revops_score *score, const int64_t *row, uint32_t target, taste by, plan *out)
{
    plan other;
    way at;
    start(score, row, &at);
    uint32_t grade = UINT32_MAX;
    out->count = 0;
    while (grade > target && out->count + 2 <= STEPS) {
        offer one = best_offer(score, &at, &at, by);
        choice pair[2] = {one.chosen};
        int count = one.gain_mpt > 0 ? 1 : 2 * best_pair(score, &at, by, pair);
        for (int i = 0; i < count; i++) {
            go_on(score, &at, &pair[i], &one.step);
            out->choices[out->count++] = pair[i];
            grade = one.step.grade;
        }
        if (count == 0) {
            break;
        }
    }
    replay(score, row, out, UINT32_MAX, target, &other);
    *out = other;
    for (uint32_t i = 0; i < out->count && out->cost < INT64_MAX;) {
        replay(score, row, out, i, target, &other);
        if (other.cost <= out->cost) {
            *out = other;
        } else {
            i++;
        }
    }
}

revops_status revops_score_advise(const revops_score *score, const int64_t *row, revops_score_advice *out,
                                  size_t capacity, size_t *needed)
{
    if (!score || !row || !needed || (!out && capacity)) {
        return REVOPS_ERR_ARG;
    }
    uint32_t grade = revops__score_grade(score->grades_mpt, score->grade_count, 0,
                                         revops__score_total(score, row), REVOPS_SCORE_UNGRADED);
    plan best = {.cost = INT64_MAX}, tried;
    for (taste by = CHEAPEST; grade > 0 && by < TASTES; by++) {
        search(score, row, grade - 1, by, &tried);
        if (tried.cost < best.cost || (tried.cost == best.cost && tried.count < best.count)) {
            best = tried;
        }
    }
    size_t count = best.cost < INT64_MAX ? best.count : 0;
    *needed = count;
    if (count > capacity) {
        return REVOPS_ERR_NOSPACE;
    }
    if (count) {
        memcpy(out, best.steps, count * sizeof best.steps[0]);
    }
    return REVOPS_OK;
}
