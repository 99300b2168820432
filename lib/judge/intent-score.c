/* SPDX-License-Identifier: MIT */
/* Scores of records and histories, and when they will fall. */
#include <string.h>

#include "judge/intent-internal.h"
#include "judge/score-internal.h"

/* What an event has left, of a rule that fades by itself event by event. */
static int64_t left_of(const revops__intent_rule *rule, uint64_t age)
{
    int64_t points = rule->rule.points_mpt;
    if (rule->rule.decay == REVOPS_INTENT_LASTING) {
        return points;
    }
    if (age >= (uint64_t)rule->life_ms) {
        return 0;
    }
    uint64_t size = points < 0 ? (uint64_t)-points : (uint64_t)points,
             period = (uint64_t)rule->rule.period_ms;
    if (rule->rule.decay == REVOPS_INTENT_STEP) {
        size = size * (10000 - age / period * rule->rule.loss_bp) / 10000;
    } else if (rule->rule.decay == REVOPS_INTENT_LINEAR) {
        uint64_t whole = period * 10000;
        size = revops__multiply_divide(size, whole - age * rule->rule.loss_bp, whole);
    }
    return points < 0 ? -(int64_t)size : (int64_t)size;
}

/* Points of a sum of half-lives. */
static int64_t points_of_sum(int32_t points_mpt, uint64_t sum)
{
    uint64_t size = points_mpt < 0 ? (uint64_t) - (int64_t)points_mpt : (uint64_t)points_mpt;
    size = revops__multiply_high(size << (64 - REVOPS__INTENT_SUM_BITS), sum);
    return points_mpt < 0 ? -(int64_t)size : (int64_t)size;
}

/* Adds `count` events of one age. */
static void add_events(const revops_intent *intent, const revops__intent_rule *rule, uint64_t age,
                       uint32_t count, revops__intent_tally *tally, revops__intent_tallies *out)
{
    switch (rule->rule.decay) {
    case REVOPS_INTENT_TIERS:
        for (uint32_t i = rule->rule.first_tier; i < rule->rule.first_tier + rule->rule.tier_count; i++) {
            out->tier_counts[i] += age < (uint64_t)revops__intent_tiers(intent)[i].within_ms ? count : 0;
        }
        break;
    case REVOPS_INTENT_HALF_LIFE:
        tally->sum += (revops__half_life(age, &rule->period) >> (63 - REVOPS__INTENT_SUM_BITS)) * count;
        break;
    default:
        tally->value_mpt += left_of(rule, age) * count;
        break;
    }
}

static revops_status measure_slot(const revops_intent *intent, const revops__intent_rule *rule,
                                  const revops_intent_slot *slot, int64_t at_ms, revops__intent_tally *tally,
                                  revops__intent_tallies *out)
{
    if (slot->counted == 0) {
        return REVOPS_OK;
    }
    if (slot->newest_ms < -REVOPS_INTENT_TIME_MAX_MS || slot->newest_ms > REVOPS_INTENT_TIME_MAX_MS ||
        slot->counted > REVOPS_INTENT_EVENTS_MAX) {
        return REVOPS_ERR_CORRUPT;
    }
    if (at_ms < slot->newest_ms) {
        return REVOPS_ERR_LATE;
    }
    tally->counted = slot->counted;
    tally->over_limit = slot->over_limit;
    tally->newest_ms = slot->newest_ms;
    tally->day_count = slot->day_count;
    uint64_t age = (uint64_t)(at_ms - slot->newest_ms);
    switch (rule->rule.decay) {
    case REVOPS_INTENT_LASTING:
        tally->value_mpt = (int64_t)slot->counted * rule->rule.points_mpt;
        break;
    case REVOPS_INTENT_HALF_LIFE:
        if (slot->state[0] > (uint64_t)slot->counted << REVOPS__INTENT_SUM_BITS) {
            return REVOPS_ERR_CORRUPT;
        }
        tally->sum = revops__multiply_high(slot->state[0] << 1, revops__half_life(age, &rule->period));
        break;
    default: {
        uint64_t at = revops__intent_shifted(at_ms),
                 newest = revops__quotient_of(revops__intent_shifted(slot->newest_ms), &rule->span);
        for (uint32_t back = 0; back < REVOPS__INTENT_SPANS && back <= newest; back++) {
            uint64_t span = newest - back;
            uint32_t count = (uint32_t)(slot->state[back / 8] >> back % 8 * 8 & 0xff);
            if (count) {
                uint64_t middle = span * rule->span.value + rule->span.value / 2;
                add_events(intent, rule, back ? at - middle : age, count, tally, out);
            }
        }
        break;
    }
    }
    return REVOPS_OK;
}

static revops_status measure_history(const revops_intent *intent, const revops_intent_source *source,
                                     int64_t until_ms, int64_t early_ms, int64_t late_ms,
                                     revops__intent_tallies *out)
{
    const revops__intent_rule *rules = revops__intent_rules(intent);
    for (size_t i = 0; i < source->event_count; i++) {
        int64_t at_ms = source->at_ms[i];
        uint32_t behaviour = source->behaviours[i];
        if (behaviour >= intent->rule_count || at_ms < -REVOPS_INTENT_TIME_MAX_MS ||
            at_ms > REVOPS_INTENT_TIME_MAX_MS) {
            return REVOPS_ERR_ARG;
        }
        if (i > 0 && at_ms < source->at_ms[i - 1]) {
            return REVOPS_ERR_LATE;
        }
        if (at_ms > until_ms) {
            continue; /* what comes later is only checked */
        }
        const revops__intent_rule *rule = &rules[behaviour];
        revops__intent_tally *tally = &out->rules[behaviour];
        if (rule->rule.daily_limit) {
            if (tally->counted && revops__intent_is_same_day(intent, tally->newest_ms, at_ms)) {
                if (tally->day_count >= rule->rule.daily_limit) {
                    tally->over_limit += tally->over_limit < UINT16_MAX;
                    continue;
                }
                tally->day_count++;
            } else {
                tally->day_count = 1;
            }
        }
        if (tally->counted == REVOPS_INTENT_EVENTS_MAX) {
            continue;
        }
        tally->counted++;
        tally->newest_ms = at_ms;
        int64_t when_ms = rule->rule.points_mpt < 0 ? early_ms : late_ms;
        add_events(intent, rule, (uint64_t)(when_ms - at_ms), 1, tally, out);
    }
    return REVOPS_OK;
}

int64_t revops__intent_tier_points(const revops_intent *intent, const revops__intent_rule *rule,
                                   const revops__intent_tallies *tallies, uint32_t more)
{
    int64_t best = 0;
    for (uint32_t i = rule->rule.first_tier; i < rule->rule.first_tier + rule->rule.tier_count; i++) {
        const revops_intent_tier *tier = &revops__intent_tiers(intent)[i];
        if ((uint64_t)tallies->tier_counts[i] + more >= tier->count && tier->points_mpt > best) {
            best = tier->points_mpt;
        }
    }
    return best;
}

revops_status revops__intent_measure(const revops_intent *intent, const revops_intent_source *source,
                                     int64_t until_ms, int64_t early_ms, int64_t late_ms,
                                     revops__intent_tallies *out)
{
    const revops__intent_rule *rules = revops__intent_rules(intent);
    memset(out->rules, 0, intent->rule_count * sizeof out->rules[0]);
    memset(out->tier_counts, 0, intent->tier_count * sizeof out->tier_counts[0]);
    revops_status status = REVOPS_OK;
    if (source->slots) {
        for (uint32_t r = 0; r < intent->rule_count && status == REVOPS_OK; r++) {
            int64_t when_ms = rules[r].rule.points_mpt < 0 ? early_ms : late_ms;
            status = measure_slot(intent, &rules[r], &source->slots[r], when_ms, &out->rules[r], out);
        }
    } else {
        status = measure_history(intent, source, until_ms, early_ms, late_ms, out);
    }
    for (uint32_t r = 0; r < intent->rule_count && status == REVOPS_OK; r++) {
        if (rules[r].rule.decay == REVOPS_INTENT_HALF_LIFE) {
            out->rules[r].value_mpt = points_of_sum(rules[r].rule.points_mpt, out->rules[r].sum);
        } else if (rules[r].rule.decay == REVOPS_INTENT_TIERS) {
            out->rules[r].value_mpt = revops__intent_tier_points(intent, &rules[r], out, 0);
        }
    }
    return status;
}

int32_t revops__intent_total(const revops_intent *intent, const revops__intent_tallies *tallies)
{
    int64_t sums[REVOPS_SCORE_GROUPS_MAX + 1];
    memset(sums, 0, (intent->group_count + 1) * sizeof sums[0]);
    for (uint32_t r = 0; r < intent->rule_count; r++) {
        sums[revops__intent_rules(intent)[r].rule.group] += tallies->rules[r].value_mpt;
    }
    revops__score_lines none = {NULL, 0, 0};
    return revops__score_limits_put(&none, sums, revops__intent_groups(intent), intent->group_count,
                                    intent->floor_mpt, intent->cap_mpt);
}

int revops__intent_is_usable(const revops_intent *intent, const revops_intent_source *source, int64_t at_ms)
{
    return intent && source && at_ms >= -REVOPS_INTENT_TIME_MAX_MS && at_ms <= REVOPS_INTENT_TIME_MAX_MS &&
           (source->slots || (source->event_count <= INT32_MAX &&
                              ((source->at_ms && source->behaviours) || !source->event_count)));
}

revops_status revops_intent_score(const revops_intent *intent, const revops_intent_source *source,
                                  int64_t at_ms, int32_t *out_score_mpt)
{
    if (!revops__intent_is_usable(intent, source, at_ms) || !out_score_mpt) {
        return REVOPS_ERR_ARG;
    }
    revops__intent_tallies tallies;
    revops_status status = revops__intent_measure(intent, source, at_ms, at_ms, at_ms, &tallies);
    if (status == REVOPS_OK) {
        *out_score_mpt = revops__intent_total(intent, &tallies);
    }
    return status;
}

revops_status revops_intent_grade(const revops_intent *intent, int32_t score_mpt, uint32_t previous,
                                  uint32_t *out_grade)
{
    if (!intent || !out_grade || (previous > intent->grade_count && previous != REVOPS_SCORE_UNGRADED)) {
        return REVOPS_ERR_ARG;
    }
    *out_grade = revops__score_grade(intent->grades_mpt, intent->grade_count, intent->hysteresis_mpt,
                                     score_mpt, previous);
    return REVOPS_OK;
}

/* Positive points only fall and negative ones only fade, so that over a span of time the score is nowhere below what the
   latest of the positive and the earliest of the negative make; groups and limits keep that order. A span that can't fall
   below the threshold is skipped and the next one twice as long; one that might is halved, down to a millisecond. */
revops_status revops_intent_crossing(const revops_intent *intent, const revops_intent_source *source,
                                     int64_t from_ms, int32_t threshold_mpt, int64_t *out_ms)
{
    if (!revops__intent_is_usable(intent, source, from_ms) || !out_ms) {
        return REVOPS_ERR_ARG;
    }
    revops__intent_tallies tallies;
    revops_status status = revops__intent_measure(intent, source, from_ms, from_ms, from_ms, &tallies);
    if (status != REVOPS_OK) {
        return status;
    }
    if (revops__intent_total(intent, &tallies) < threshold_mpt) {
        *out_ms = from_ms;
        return REVOPS_OK;
    }
    int64_t end_ms = from_ms; /* from here on nothing changes */
    for (uint32_t r = 0; r < intent->rule_count; r++) {
        int64_t rule_end_ms = tallies.rules[r].newest_ms + revops__intent_rules(intent)[r].life_ms;
        if (tallies.rules[r].counted && rule_end_ms > end_ms) {
            end_ms = rule_end_ms;
        }
    }
    int64_t at_ms = from_ms, length_ms = end_ms - from_ms;
    while (at_ms < end_ms) {
        int64_t next_ms = length_ms < end_ms - at_ms ? at_ms + length_ms : end_ms;
        status = revops__intent_measure(intent, source, from_ms, at_ms, next_ms, &tallies);
        if (status != REVOPS_OK) {
            return status;
        }
        if (revops__intent_total(intent, &tallies) < threshold_mpt) {
            if (next_ms - at_ms > 1) {
                length_ms = (next_ms - at_ms) / 2;
                continue;
            }
            status = revops__intent_measure(intent, source, from_ms, next_ms, next_ms, &tallies);
            if (status != REVOPS_OK) {
                return status;
            }
            if (revops__intent_total(intent, &tallies) < threshold_mpt) {
                *out_ms = next_ms;
                return REVOPS_OK;
            }
        }
        at_ms = next_ms;
        length_ms = length_ms > (end_ms - at_ms) / 2 ? end_ms - at_ms : length_ms * 2;
        length_ms = length_ms ? length_ms : 1;
    }
    *out_ms = REVOPS_TIME_NONE;
    return REVOPS_OK;
}

revops_status revops_intent_columns(const revops_intent *intent, const int64_t *at_ms,
                                    const uint32_t *behaviours, const uint64_t *first, size_t lead_count,
                                    int64_t when_ms, int32_t *scores_mpt, uint8_t *grades, size_t *out_bad)
{
    if (!intent || (!first && lead_count)) {
        return REVOPS_ERR_ARG;
    }
    for (size_t lead = 0; lead < lead_count; lead++) {
        revops_status status = REVOPS_ERR_ARG;
        int32_t score_mpt = 0;
        if (first[lead] <= first[lead + 1] && ((at_ms && behaviours) || first[lead] == first[lead + 1])) {
            size_t start = (size_t)first[lead];
            revops_intent_source source = {NULL, NULL, NULL, (size_t)(first[lead + 1] - first[lead])};
            if (source.event_count) {
                source.at_ms = at_ms + start;
                source.behaviours = behaviours + start;
            }
            status = revops_intent_score(intent, &source, when_ms, &score_mpt);
        }
        if (status != REVOPS_OK) {
            if (out_bad) {
                *out_bad = lead;
            }
            return status;
        }
        if (scores_mpt) {
            scores_mpt[lead] = score_mpt;
        }
        if (grades) {
            grades[lead] = (uint8_t)revops__score_grade(intent->grades_mpt, intent->grade_count, 0, score_mpt,
                                                        REVOPS_SCORE_UNGRADED);
        }
    }
    return REVOPS_OK;
}
