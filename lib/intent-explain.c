/* SPDX-License-Identifier: MIT */
/* How an intent score came about, and what would lift it. */
#include <string.h>

#include "intent-internal.h"
#include "score-internal.h"

enum { EVENTS_TRIED = 1000 };

static void write_lines(const revops_intent *intent, const revops__intent_tallies *tallies,
                        revops__score_lines *lines)
{
    int64_t sums[REVOPS_SCORE_GROUPS + 1] = {0};
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

/* Fewest events of one rule that reach the target; event_count 0 when none do. */
static revops_intent_step way_by(const revops_intent *intent, uint32_t r, revops__intent_tallies *tallies,
                                 int64_t at_ms, uint32_t target)
{
    const revops__intent_rule *rule = &revops__intent_rules(intent)[r];
    revops__intent_tally *tally = &tallies->rules[r];
    int64_t before = tally->value_mpt;
    uint32_t allowed = events_allowed(intent, r, tally, at_ms);
    revops_intent_step step = {r, 0, 0, 0};
    for (uint32_t more = 1; more <= allowed && step.event_count == 0; more++) {
        tally->value_mpt = rule->rule.decay == REVOPS_INTENT_TIERS
                               ? revops__intent_tier_points(intent, rule, tallies, more)
                               : before + (int64_t)more * rule->rule.points_mpt;
        int32_t score_mpt = revops__intent_total(intent, tallies);
        uint32_t grade =
            revops__score_grade(intent->grades_mpt, intent->grade_count, 0, score_mpt, REVOPS_SCORE_UNGRADED);
        if (grade <= target) {
            step.event_count = more;
            step.score_mpt = score_mpt;
            step.grade = grade;
        }
    }
    tally->value_mpt = before;
    return step;
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
    uint32_t grade = revops__score_grade(intent->grades_mpt, intent->grade_count, 0,
                                         revops__intent_total(intent, &tallies), REVOPS_SCORE_UNGRADED);
    revops_intent_step steps[REVOPS_INTENT_RULES];
    size_t count = 0;
    for (uint32_t r = 0; grade > 0 && r < intent->rule_count; r++) {
        const revops_intent_rule *rule = &revops__intent_rules(intent)[r].rule;
        if (rule->points_mpt <= 0 && rule->decay != REVOPS_INTENT_TIERS) {
            continue;
        }
        revops_intent_step step = way_by(intent, r, &tallies, at_ms, grade - 1);
        if (step.event_count) {
            size_t place = count++;
            for (; place > 0 && steps[place - 1].event_count > step.event_count; place--) {
                steps[place] = steps[place - 1];
            }
            steps[place] = step;
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
