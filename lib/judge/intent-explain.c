/* SPDX-License-Identifier: MIT */
/* How an intent score came about, and what would lift it. */
#include <string.h>

#include "judge/intent-internal.h"
#include "judge/score-internal.h"

enum { EVENTS_TRIED = 1000 };

static void write_lines(const revops_intent *intent, const revops__intent_tallies *tallies,
                        revops__score_lines *lines)
{
    int64_t sums[REVOPS_SCORE_GROUPS_MAX + 1] = {0};
    for (uint32_t r = 0; r < intent->rule_count; r++) {
        const revops_intent_rule *rule = &revops__intent_rules(intent)[r].rule;
        const revops__intent_tally *tally = &tallies->rules[r];
        sums[rule->group] += tally->value_mpt;
        if (rule->decay == REVOPS_INTENT_TIERS) {
            revops__score_line_put(lines, REVOPS_SCORE_RULE, r, tally->value_mpt);
            continue;
        }
        int64_t counted = (int64_t)tally->counted * rule->points_mpt;
        int64_t over = (int64_t)tally->over_limit * rule->points_mpt;
        revops__score_line_put(lines, REVOPS_SCORE_RULE, r, counted + over);
        revops__score_line_put(lines, REVOPS_SCORE_DAILY_LIMIT, r, -over);
        revops__score_line_put(lines, REVOPS_SCORE_DECAY, r, tally->value_mpt - counted);
    }
    revops__score_limits_put(lines, sums, revops__intent_groups(intent), intent->group_count,
                             intent->floor_mpt, intent->cap_mpt);
}

revops_status revops_intent_explain(const revops_intent *intent, const revops_intent_source *source,
                                    int64_t at_ms, revops_score_line *out, size_t capacity, size_t *needed)
{
    if (!revops__intent_is_usable(intent, source, at_ms) || !needed || (!out && capacity)) {
        return REVOPS_ERR_ARG;
    }
    revops__intent_tallies tallies;
    revops_status status = revops__intent_measure(intent, source, at_ms, at_ms, at_ms, &tallies);
    if (status != REVOPS_OK) {
        return status;
    }
    revops__score_lines count = {NULL, 0, 0};
    write_lines(intent, &tallies, &count);
    *needed = count.count;
    if (count.count > capacity) {
        return REVOPS_ERR_NOSPACE;
    }
    revops__score_lines lines = {out, capacity, 0};
    write_lines(intent, &tallies, &lines);
    return REVOPS_OK;
}

/* Events of a rule that would still count on the day of `at_ms`. */
static uint32_t events_allowed(const revops_intent *intent, uint32_t r, const revops__intent_tally *tally,
                               int64_t at_ms)
{
    const revops_intent_rule *rule = &revops__intent_rules(intent)[r].rule;
    uint32_t allowed = REVOPS_INTENT_EVENTS_MAX - tally->counted;
    if (rule->daily_limit) {
        int today = tally->counted && revops__intent_is_same_day(intent, tally->newest_ms, at_ms);
        uint32_t today_left = rule->daily_limit - (today ? tally->day_count : 0);
        allowed = today_left < allowed ? today_left : allowed;
    }
    return allowed < EVENTS_TRIED ? allowed : EVENTS_TRIED;
}

/* A rule's value with so many events more. */
static int64_t value_with(const revops_intent *intent, uint32_t r, const revops__intent_tallies *tallies,
                          int64_t before_mpt, uint32_t more)
{
    const revops__intent_rule *rule = &revops__intent_rules(intent)[r];
    return rule->rule.decay == REVOPS_INTENT_TIERS ? revops__intent_tier_points(intent, rule, tallies, more)
                                                   : before_mpt + (int64_t)more * rule->rule.points_mpt;
}

static uint32_t grade_of(const revops_intent *intent, int32_t score_mpt)
{
    return revops__score_grade(intent->grades_mpt, intent->grade_count, 0, score_mpt, REVOPS_SCORE_UNGRADED);
}

/* What more events could do: how many of each rule would count, and what each rule is worth without them. */
typedef struct room {
    uint32_t rules[REVOPS_INTENT_RULES]; /* those that can gain */
    uint32_t allowed[REVOPS_INTENT_RULES];
    int64_t before_mpt[REVOPS_INTENT_RULES];
    uint32_t count;
} room;

/* Fewest events of a rule, of at most `most`, that reach the target beside what the others have; more than `most` when
   none do. More events never lower a score, so halving finds them. */
static uint32_t fewest(const revops_intent *intent, const room *has, uint32_t i, uint32_t most,
                       uint32_t target, revops__intent_tallies *tallies)
{
    uint32_t r = has->rules[i], low = 0, high = most + 1;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        tallies->rules[r].value_mpt =
            value_with(intent, r, tallies, has->before_mpt[i], middle < most ? middle : most);
        if (middle <= most && grade_of(intent, revops__intent_total(intent, tallies)) <= target) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

/* Ways by one behaviour, fewest events first. */
static size_t ways_alone(const revops_intent *intent, const room *has, uint32_t target,
                         revops__intent_tallies *tallies, revops_intent_step *steps)
{
    size_t count = 0;
    for (uint32_t i = 0; i < has->count; i++) {
        uint32_t r = has->rules[i], events = fewest(intent, has, i, has->allowed[i], target, tallies);
        if (events <= has->allowed[i]) {
            tallies->rules[r].value_mpt = value_with(intent, r, tallies, has->before_mpt[i], events);
            int32_t score_mpt = revops__intent_total(intent, tallies);
            size_t place = count++;
            for (; place > 0 && steps[place - 1].event_count > events; place--) {
                steps[place] = steps[place - 1];
            }
            steps[place] = (revops_intent_step){r, events, score_mpt, grade_of(intent, score_mpt)};
        }
        tallies->rules[r].value_mpt = has->before_mpt[i];
    }
    return count;
}

/* One way by several behaviours: all that each allows, and then, those that give least an event first, as few as still
   reach the target. */
static size_t way_together(const revops_intent *intent, const room *has, uint32_t target,
                           revops__intent_tallies *tallies, revops_intent_step *steps)
{
    uint32_t order[REVOPS_INTENT_RULES], events[REVOPS_INTENT_RULES];
    int64_t worth_mpt[REVOPS_INTENT_RULES]; /* an event, at best */
    for (uint32_t i = 0; i < has->count; i++) {
        uint32_t r = has->rules[i], place = i;
        const revops_intent_rule *rule = &revops__intent_rules(intent)[r].rule;
        int64_t most_mpt = value_with(intent, r, tallies, has->before_mpt[i], has->allowed[i]);
        uint32_t needed = 1;
        while (rule->decay == REVOPS_INTENT_TIERS && needed < has->allowed[i] &&
               value_with(intent, r, tallies, has->before_mpt[i], needed) < most_mpt) {
            needed++;
        }
        worth_mpt[i] =
            rule->decay == REVOPS_INTENT_TIERS ? (most_mpt - has->before_mpt[i]) / needed : rule->points_mpt;
        for (; place > 0 && worth_mpt[order[place - 1]] > worth_mpt[i]; place--) {
            order[place] = order[place - 1];
        }
        order[place] = i;
    }
    for (uint32_t i = 0; i < has->count; i++) {
        uint32_t r = has->rules[i];
        events[i] = has->allowed[i];
        tallies->rules[r].value_mpt = value_with(intent, r, tallies, has->before_mpt[i], events[i]);
    }
    if (grade_of(intent, revops__intent_total(intent, tallies)) > target) {
        return 0;
    }
    for (uint32_t k = 0; k < has->count; k++) {
        uint32_t i = order[k], r = has->rules[i];
        events[i] = fewest(intent, has, i, events[i], target, tallies);
        tallies->rules[r].value_mpt = value_with(intent, r, tallies, has->before_mpt[i], events[i]);
    }
    for (uint32_t i = 0; i < has->count; i++) {
        tallies->rules[has->rules[i]].value_mpt = has->before_mpt[i];
    }
    size_t count = 0;
    for (uint32_t k = has->count; k-- > 0;) { /* what gives most first */
        uint32_t i = order[k], r = has->rules[i];
        if (events[i] > 0) {
            tallies->rules[r].value_mpt = value_with(intent, r, tallies, has->before_mpt[i], events[i]);
            int32_t score_mpt = revops__intent_total(intent, tallies);
            steps[count++] = (revops_intent_step){r, events[i], score_mpt, grade_of(intent, score_mpt)};
        }
    }
    return count;
}

revops_status revops_intent_next_grade(const revops_intent *intent, const revops_intent_source *source,
                                       int64_t at_ms, revops_intent_step *out, size_t capacity,
                                       size_t *needed)
{
    if (!revops__intent_is_usable(intent, source, at_ms) || !needed || (!out && capacity)) {
        return REVOPS_ERR_ARG;
    }
    revops__intent_tallies tallies;
    revops_status status = revops__intent_measure(intent, source, at_ms, at_ms, at_ms, &tallies);
    if (status != REVOPS_OK) {
        return status;
    }
    uint32_t grade = grade_of(intent, revops__intent_total(intent, &tallies));
    revops_intent_step steps[REVOPS_INTENT_RULES];
    room has;
    has.count = 0;
    for (uint32_t r = 0; r < intent->rule_count; r++) {
        const revops_intent_rule *rule = &revops__intent_rules(intent)[r].rule;
        uint32_t allowed = events_allowed(intent, r, &tallies.rules[r], at_ms);
        if ((rule->points_mpt > 0 || rule->decay == REVOPS_INTENT_TIERS) && allowed > 0) {
            has.rules[has.count] = r;
            has.allowed[has.count] = allowed;
            has.before_mpt[has.count++] = tallies.rules[r].value_mpt;
        }
    }
    size_t count = grade > 0 ? ways_alone(intent, &has, grade - 1, &tallies, steps) : 0;
    if (grade > 0 && count == 0) {
        count = way_together(intent, &has, grade - 1, &tallies, steps);
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

size_t revops_intent_step_text(const revops_intent_step *step, const char *const *behaviour_names, char *out,
                               size_t capacity)
{
    revops__text text = revops__text_begin(out, capacity);
    if (!step) {
        return revops__text_end(&text);
    }
    revops__text_unsigned(&text, step->event_count, 0);
    revops__score_name_put(&text, behaviour_names ? " of" : " of behaviour", behaviour_names, 0,
                           step->behaviour);
    revops__text_put(&text, ": then ");
    revops__score_points_put(&text, step->score_mpt, 0);
    revops__text_put(&text, " points, grade ");
    revops__text_unsigned(&text, (uint64_t)step->grade + 1, 0);
    return revops__text_end(&text);
}
