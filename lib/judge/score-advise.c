/* SPDX-License-Identifier: MIT */
/* What is missing for the next grade.

   The problem is as hard as set cover, so this is a heuristic: take the best single change of the row, again and again,
   until the grade is reached; where no single change gains anything, the best pair of two; then leave out what turns out
   not to be needed. Three strategies order the changes; the cheapest plan is told.

   A change makes a rule hold, or one condition of it fail. The row is changed to that end: a number goes to the nearest
   end of a range, a flag is set or cleared, a text becomes one that is asked for (numbered behind the lead's own texts) or
   the empty one. */
#include <string.h>

#include "judge/score-internal.h"

enum {
    ADVISE_VARIANTS = 2,            /* by the lower or the upper end, the first or the last value */
    ADVISE_EVERY_CONDITION = 64,    /* make the rule hold, instead of making this condition fail */
    ADVISE_PAIR_RULES = 32,         /* pairs are tried of so many rules at most: their number is the square */
    ADVISE_LEVELS = 3,              /* the row, the row after a change, after a second one */
    ADVISE_COST_OF_CHANGE = 1 << 20 /* more than all that could be learned */
};

/* Which of the changes that gain something comes first. */
typedef enum advise_strategy {
    ADVISE_CHEAPEST,
    ADVISE_GREATEST,
    ADVISE_BEST_VALUE,
    ADVISE_STRATEGIES
} advise_strategy;

/* A change, and what it brings. */
typedef struct advise_candidate {
    uint32_t rule, condition, variant;
    revops_score_advice advice;
    int64_t gain_mpt; /* after limits; where they hide it, before floors; 0 for no candidate */
    int64_t cost;
} advise_candidate;

typedef struct advise_plan {
    advise_candidate steps[REVOPS_SCORE_ADVICE_MAX];
    uint32_t count;
    int64_t cost; /* INT64_MAX: it doesn't lead there */
} advise_plan;

/* The rows of a search, and what they are worth: after limits, and without floors, which shows what a change gains where a
   floor still hides it. */
typedef struct advise_search {
    const revops_score *score;
    const revops__score_lead *lead;
    int64_t rows[ADVISE_LEVELS][REVOPS_CONDITION_ATTRIBUTES_MAX];
    int32_t score_mpt[ADVISE_LEVELS];
    int64_t floorless_mpt[ADVISE_LEVELS];
} advise_search;

static int64_t advise_first_text(const advise_search *search)
{
    return search->lead->texts ? (int64_t)search->lead->texts->count : 0;
}

/* The empty text, as the value of an attribute. */
static int64_t advise_empty_text(const advise_search *search)
{
    return advise_first_text(search) + UINT32_MAX;
}

static int advise_holds(const advise_search *search, const int64_t *row, uint32_t index)
{
    const revops__conditions *conditions = revops__score_conditions(search->score);
    const revops_condition *condition = revops__condition_at(conditions, index);
    int64_t value = row[condition->attribute], first = advise_first_text(search);
    /* Missing values are below 0; a number that names no text is for the condition to refuse. */
    uint64_t own = value < first ? UINT64_MAX : (uint64_t)(value - first);
    size_t length = 0;
    const char *text = own == UINT32_MAX ? "" : NULL;
    if (own < UINT32_MAX) {
        text = revops__condition_text(conditions, (uint32_t)own, &length);
    }
    if (!text || !revops__condition_asks_text(condition)) {
        return revops__condition_holds(conditions, index, row, search->lead->texts);
    }
    return revops__condition_holds_for_text(conditions, index, text, length);
}

static int advise_fires(const advise_search *search, const int64_t *row, const revops_score_rule *rule)
{
    if (!revops__score_counts(rule, search->lead->at_ms)) {
        return 0;
    }
    for (uint32_t i = 0; i < rule->condition_count; i++) {
        if (!advise_holds(search, row, rule->first_condition + i)) {
            return 0;
        }
    }
    return 1;
}

/* The lowest of a mask's flags or, by the other variant, the highest. */
static int64_t advise_one_flag(int64_t flags, uint32_t variant)
{
    uint64_t left = (uint64_t)flags;
    while (variant && (left & (left - 1))) {
        left &= left - 1;
    }
    return (int64_t)(left & (0 - left));
}

/* Sets flags of one or several attributes, or clears them: all of them, or one. */
static void advise_change_flags(const advise_search *search, const revops_condition *condition, int64_t *row,
                                int is_set, int is_one, uint32_t variant)
{
    const int64_t *masks =
        condition->value_count
            ? revops__condition_values(revops__score_conditions(search->score)) + condition->first_value
            : &condition->low;
    uint32_t count = condition->value_count ? condition->value_count : 1, chosen = UINT32_MAX;
    for (uint32_t i = 0; i < count; i++) {
        if (masks[i] && (variant || chosen == UINT32_MAX)) {
            chosen = i;
        }
    }
    if (row[condition->attribute] == REVOPS_MISSING) {
        row[condition->attribute] = 0;
    }
    for (uint32_t i = 0; i < count; i++) {
        int64_t mask = !is_one ? masks[i] : i == chosen ? advise_one_flag(masks[i], variant) : 0;
        int64_t *word = &row[condition->attribute + i];
        if (mask && (is_set || *word != REVOPS_MISSING)) {
            int64_t known = *word == REVOPS_MISSING ? 0 : *word;
            *word = is_set ? known | mask : known & ~mask;
        }
    }
}

/* Changes the row so that a condition's test, whether negated or not, holds. */
static void advise_meet(const advise_search *search, const revops_condition *condition, int64_t *row,
                        uint32_t variant)
{
    int64_t *value = &row[condition->attribute];
    int is_known = *value != REVOPS_MISSING;
    const int64_t *values =
        revops__condition_values(revops__score_conditions(search->score)) + condition->first_value;
    switch ((enum revops_condition_tests)condition->test) {
    case REVOPS_CONDITION_IN_RANGE: {
        int low = is_known ? *value < condition->low : variant == 0;
        low = condition->low == INT64_MIN ? 0 : condition->high == INT64_MAX ? 1 : low;
        *value = low ? condition->low : condition->high;
        break;
    }
    case REVOPS_CONDITION_IS_EQUAL:
        *value = condition->low;
        break;
    case REVOPS_CONDITION_IS_ONE_OF:
        *value = values[variant ? condition->value_count - 1 : 0];
        break;
    case REVOPS_CONDITION_ALL_FLAGS:
        advise_change_flags(search, condition, row, 1, 0, variant);
        break;
    case REVOPS_CONDITION_ANY_FLAG:
        advise_change_flags(search, condition, row, 1, 1, variant);
        break;
    case REVOPS_CONDITION_IS_MISSING:
        break; /* what is known can't be forgotten */
    case REVOPS_CONDITION_IS_PRESENT:
        *value = is_known ? *value : 0;
        break;
    case REVOPS_CONDITION_TEXT_IS:
    case REVOPS_CONDITION_TEXT_CONTAINS:
    case REVOPS_CONDITION_TEXT_STARTS:
    case REVOPS_CONDITION_TEXT_ENDS:
        *value =
            advise_first_text(search) + condition->first_value + (variant ? condition->value_count - 1 : 0);
        break;
    }
}

/* Changes the row so that a condition's test, whether negated or not, fails. */
static void advise_break(const advise_search *search, const revops_condition *condition, int64_t *row,
                         uint32_t variant)
{
    int64_t *value = &row[condition->attribute];
    const int64_t *values =
        revops__condition_values(revops__score_conditions(search->score)) + condition->first_value;
    int64_t low = condition->low, high = condition->low;
    switch ((enum revops_condition_tests)condition->test) {
    case REVOPS_CONDITION_IS_ONE_OF:
        low = values[0];
        high = values[condition->value_count - 1];
        break;
    case REVOPS_CONDITION_IN_RANGE:
        high = condition->high;
        break;
    case REVOPS_CONDITION_IS_EQUAL:
        break;
    case REVOPS_CONDITION_ALL_FLAGS:
        advise_change_flags(search, condition, row, 0, 1, variant);
        return;
    case REVOPS_CONDITION_ANY_FLAG:
        advise_change_flags(search, condition, row, 0, 0, variant);
        return;
    case REVOPS_CONDITION_IS_MISSING:
        *value = *value == REVOPS_MISSING ? 0 : *value;
        return;
    case REVOPS_CONDITION_IS_PRESENT:
        return; /* what is known can't be forgotten */
    case REVOPS_CONDITION_TEXT_IS:
    case REVOPS_CONDITION_TEXT_CONTAINS:
    case REVOPS_CONDITION_TEXT_STARTS:
    case REVOPS_CONDITION_TEXT_ENDS:
        *value = advise_empty_text(search);
        return;
    }
    int is_below = low > INT64_MIN + 1 && (variant == 0 || high == INT64_MAX);
    *value = is_below ? low - 1 : high < INT64_MAX ? high + 1 : *value;
}

/* Changes the row so that a condition holds, or fails; it may not be possible. */
static void advise_change(const advise_search *search, uint32_t index, int64_t *row, int wanted,
                          uint32_t variant)
{
    const revops_condition *condition = revops__condition_at(revops__score_conditions(search->score), index);
    if (advise_holds(search, row, index) == wanted) {
        return;
    }
    int is_negated = condition->flags & REVOPS_CONDITION_NOT ? 1 : 0;
    if (wanted != is_negated) {
        advise_meet(search, condition, row, variant);
    } else {
        advise_break(search, condition, row, variant);
    }
}

static const revops_score_rule *advise_rule(const advise_search *search, uint32_t rule)
{
    return revops__score_rules(search->score) + rule;
}

/* Changes a row as a candidate says; 0 when that can't be done. */
static int advise_apply(const advise_search *search, const advise_candidate *candidate, int64_t *row)
{
    const revops_score_rule *rule = advise_rule(search, candidate->rule);
    if (candidate->condition == ADVISE_EVERY_CONDITION) {
        for (uint32_t i = 0; i < rule->condition_count; i++) {
            advise_change(search, rule->first_condition + i, row, 1, candidate->variant);
        }
        return advise_fires(search, row, rule);
    }
    uint32_t index = rule->first_condition + candidate->condition;
    advise_change(search, index, row, 0, candidate->variant);
    return !advise_holds(search, row, index);
}

static void advise_measure(advise_search *search, int level)
{
    const revops_score *score = search->score;
    const revops_score_group *groups = revops__score_at(score, score->groups);
    int64_t sums[REVOPS_SCORE_GROUPS_MAX + 1] = {score->base_mpt};
    for (uint32_t i = 0; i < score->rule_count; i++) {
        const revops_score_rule *rule = advise_rule(search, i);
        sums[rule->group] += advise_fires(search, search->rows[level], rule) ? rule->points_mpt : 0;
    }
    int64_t limited = 0, floorless = 0;
    for (uint32_t g = 0; g < score->group_count; g++) {
        int64_t most = sums[g + 1] < groups[g].cap_mpt ? sums[g + 1] : groups[g].cap_mpt,
                held = revops__clamp(sums[g + 1], groups[g].floor_mpt, groups[g].cap_mpt);
        limited = revops__score_join(score->has_best_group, g, limited, held);
        floorless = revops__score_join(score->has_best_group, g, floorless, most);
    }
    search->score_mpt[level] = revops__clamp(sums[0] + limited, score->floor_mpt, score->cap_mpt);
    search->floorless_mpt[level] = sums[0] + floorless;
}

static void advise_start(advise_search *search)
{
    memcpy(search->rows[0], search->lead->row, search->score->attribute_count * sizeof(int64_t));
    advise_measure(search, 0);
}

/* Tries a candidate on the row of a level: the next level's row is the changed one. Attributes that steps before have
   changed cost nothing. 0 when it can't be done or changes nothing. */
static int advise_try(advise_search *search, int level, advise_candidate *candidate)
{
    const revops_score *score = search->score;
    const int64_t *origin = search->lead->row, *before = search->rows[level];
    int64_t *after = search->rows[level + 1];
    memcpy(after, before, score->attribute_count * sizeof *after);
    if (!advise_apply(search, candidate, after)) {
        return 0;
    }
    revops_score_advice advice = {.rule = candidate->rule};
    int changes = 0;
    for (uint32_t a = 0; a < score->attribute_count; a++) {
        if (after[a] != before[a]) {
            int is_first = before[a] == origin[a], is_known = before[a] != REVOPS_MISSING;
            advice.ask_count += is_first && !is_known;
            advice.alter_count += is_first && is_known;
            changes = 1;
        }
    }
    advise_measure(search, level + 1);
    advice.gain_mpt =
        revops__clamp((int64_t)search->score_mpt[level + 1] - search->score_mpt[level], INT32_MIN, INT32_MAX);
    advice.score_mpt = search->score_mpt[level + 1];
    advice.grade = revops__score_grade(score->grades_mpt, score->grade_count, 0, advice.score_mpt,
                                       REVOPS_SCORE_UNGRADED);
    candidate->advice = advice;
    candidate->cost = ADVISE_COST_OF_CHANGE * (int64_t)advice.alter_count + advice.ask_count;
    return changes;
}

/* Takes a candidate that can be had; 0 when it can't. */
static int advise_take(advise_search *search, advise_candidate *candidate)
{
    if (!advise_try(search, 0, candidate)) {
        return 0;
    }
    memcpy(search->rows[0], search->rows[1], search->score->attribute_count * sizeof(int64_t));
    search->score_mpt[0] = search->score_mpt[1];
    search->floorless_mpt[0] = search->floorless_mpt[1];
    return 1;
}

static int advise_is_better(const advise_candidate *a, const advise_candidate *b, advise_strategy strategy)
{
    if (a->gain_mpt <= 0 || b->gain_mpt <= 0) {
        return a->gain_mpt > b->gain_mpt;
    }
    switch (strategy) {
    case ADVISE_CHEAPEST:
        return a->cost != b->cost ? a->cost < b->cost : a->gain_mpt > b->gain_mpt;
    case ADVISE_GREATEST:
        return a->gain_mpt != b->gain_mpt ? a->gain_mpt > b->gain_mpt : a->cost < b->cost;
    case ADVISE_BEST_VALUE:
    case ADVISE_STRATEGIES:
        break;
    }
    int64_t left = a->gain_mpt * (b->cost + 1), right = b->gain_mpt * (a->cost + 1);
    return left != right ? left > right : a->gain_mpt > b->gain_mpt;
}

/* Whether a candidate is meant to gain by its own rule: making one of points above 0 hold, or breaking another. */
static int advise_is_meant(const advise_search *search, const advise_candidate *candidate, const int64_t *row)
{
    const revops_score_rule *rule = advise_rule(search, candidate->rule);
    int makes = candidate->condition == ADVISE_EVERY_CONDITION;
    return makes == (rule->points_mpt > 0) && makes != advise_fires(search, row, rule);
}

/* All candidates, one after another; starts from one of zeros. Rules that don't count are left out. */
static int advise_next(const advise_search *search, advise_candidate *at)
{
    if (++at->variant < ADVISE_VARIANTS) {
        return 1;
    }
    at->variant = 0;
    if (at->condition == ADVISE_EVERY_CONDITION) {
        at->condition = 0;
        at->rule++;
    } else if (++at->condition == advise_rule(search, at->rule)->condition_count) {
        at->condition = ADVISE_EVERY_CONDITION;
    }
    return at->rule < search->score->rule_count;
}

/* The best candidate on the row of a level that gains something over that of level 0. */
static advise_candidate advise_best(advise_search *search, int level, advise_strategy strategy)
{
    advise_candidate best = {.gain_mpt = 0}, tried = {.gain_mpt = 0};
    if (search->score->rule_count == 0) {
        return best;
    }
    do {
        if (!revops__score_counts(advise_rule(search, tried.rule), search->lead->at_ms) ||
            !advise_is_meant(search, &tried, search->rows[level]) || !advise_try(search, level, &tried)) {
            continue;
        }
        int64_t limited = (int64_t)search->score_mpt[level + 1] - search->score_mpt[0];
        tried.gain_mpt = limited ? limited : search->floorless_mpt[level + 1] - search->floorless_mpt[0];
        if (advise_is_better(&tried, &best, strategy)) {
            best = tried;
        }
    } while (advise_next(search, &tried));
    return best;
}

/* Where no single change gains anything, two may: the first makes way for the second. Returns how many there are. */
static uint32_t advise_best_pair(advise_search *search, advise_strategy strategy, advise_candidate pair[2])
{
    advise_candidate best = {.gain_mpt = 0}, first = {.gain_mpt = 0};
    if (search->score->rule_count > ADVISE_PAIR_RULES || search->score->rule_count == 0) {
        return 0;
    }
    do {
        if (!revops__score_counts(advise_rule(search, first.rule), search->lead->at_ms) ||
            !advise_try(search, 0, &first)) {
            continue;
        }
        advise_candidate second = advise_best(search, 1, strategy), both = second;
        both.cost += first.cost;
        if (advise_is_better(&both, &best, strategy)) {
            best = both;
            pair[0] = first;
            pair[1] = second;
        }
    } while (advise_next(search, &first));
    return best.gain_mpt > 0 ? 2 : 0;
}

/* Takes the steps of a plan but one. */
static void advise_replay(advise_search *search, const advise_plan *from, uint32_t without, uint32_t target,
                          advise_plan *out)
{
    uint32_t grade = UINT32_MAX;
    advise_start(search);
    out->count = 0;
    out->cost = 0;
    for (uint32_t i = 0; i < from->count; i++) {
        advise_candidate *step = &out->steps[out->count];
        *step = from->steps[i];
        if (i != without && advise_take(search, step)) {
            out->cost += step->cost;
            grade = step->advice.grade;
            out->count++;
        }
    }
    out->cost = grade <= target ? out->cost : INT64_MAX;
}

static void advise_find(advise_search *search, uint32_t target, advise_strategy strategy, advise_plan *out)
{
    advise_plan other;
    uint32_t grade = UINT32_MAX, count = 1;
    advise_start(search);
    out->count = 0;
    while (grade > target && count > 0 && out->count + 2 <= REVOPS_SCORE_ADVICE_MAX) {
        advise_candidate pair[2] = {advise_best(search, 0, strategy)};
        count = pair[0].gain_mpt > 0 ? 1 : advise_best_pair(search, strategy, pair);
        for (uint32_t i = 0; i < count; i++) {
            (void)advise_take(search, &pair[i]);
            out->steps[out->count++] = pair[i];
            grade = pair[i].advice.grade;
        }
    }
    advise_replay(search, out, UINT32_MAX, target, &other);
    *out = other;
    for (uint32_t i = 0; i < out->count && out->cost < INT64_MAX;) {
        advise_replay(search, out, i, target, &other);
        if (other.cost <= out->cost) {
            *out = other;
        } else {
            i++;
        }
    }
}

revops_status revops_score_advise(const revops_score *score, const int64_t *row, const revops_texts *texts,
                                  int64_t at_ms, revops_score_advice *out, size_t capacity, size_t *needed)
{
    if (!score || !row || !needed || (!out && capacity) || (!texts && score->has_texts)) {
        return REVOPS_ERR_ARG;
    }
    const revops__score_lead lead = {row, texts, NULL, at_ms};
    advise_search search;
    search.score = score;
    search.lead = &lead;
    uint32_t grade = revops__score_grade(score->grades_mpt, score->grade_count, 0,
                                         revops__score_total(score, &lead), REVOPS_SCORE_UNGRADED);
    advise_plan best = {.cost = INT64_MAX}, tried;
    for (int strategy = ADVISE_CHEAPEST; grade > 0 && strategy < ADVISE_STRATEGIES; strategy++) {
        advise_find(&search, grade - 1, (advise_strategy)strategy, &tried);
        if (tried.cost < best.cost || (tried.cost == best.cost && tried.count < best.count)) {
            best = tried;
        }
    }
    size_t count = best.cost < INT64_MAX ? best.count : 0;
    *needed = count;
    if (count > capacity) {
        return REVOPS_ERR_NOSPACE;
    }
    for (size_t i = 0; i < count; i++) {
        out[i] = best.steps[i].advice;
    }
    return REVOPS_OK;
}
