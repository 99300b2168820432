/* SPDX-License-Identifier: MIT */
/* Two records of intent in one: what is older is brought to the newest event of both, then both add up. */
#include "judge/intent-join.h"

#include "judge/intent-take.h"

static void join_halved(const revops__intent_rule *rule, revops_intent_slot *slot,
                        const revops_intent_slot *older)
{
    uint64_t share = revops__half_life((uint64_t)(slot->newest_ms - older->newest_ms), &rule->period);
    uint64_t most = (uint64_t)slot->counted << REVOPS__INTENT_SUM_BITS;
    uint64_t left = revops__multiply_high(older->state[0] << 1, share);
    slot->state[0] = left > most - slot->state[0] ? most : slot->state[0] + left;
}

static void join_counts(const revops__intent_rule *rule, revops_intent_slot *slot,
                        const revops_intent_slot *older)
{
    uint64_t state[2] = {older->state[0], older->state[1]};
    intent_age_counts(state, revops__quotient_of(revops__intent_shifted(slot->newest_ms), &rule->span) -
                                 revops__quotient_of(revops__intent_shifted(older->newest_ms), &rule->span));
    for (uint32_t i = 0; i < REVOPS__INTENT_SPANS; i++) {
        unsigned shift = i % 8 * 8;
        uint64_t own = slot->state[i / 8] >> shift & 0xff, sum = own + (state[i / 8] >> shift & 0xff);
        slot->state[i / 8] += ((sum < 0xff ? sum : 0xff) - own) << shift;
    }
}

void revops__intent_join_slot(const revops_intent *intent, uint32_t rule_number, revops_intent_slot *slot,
                              const revops_intent_slot *other)
{
    const revops__intent_rule *rule = &revops__intent_rules(intent)[rule_number];
    if (other->counted == 0) {
        return;
    }
    if (slot->counted == 0) {
        *slot = *other;
        return;
    }
    revops_intent_slot older = other->newest_ms > slot->newest_ms ? *slot : *other;
    revops_intent_slot sum = other->newest_ms > slot->newest_ms ? *other : *slot;
    uint64_t counted = (uint64_t)sum.counted + older.counted,
             over = (uint64_t)sum.over_limit + older.over_limit;
    sum.counted = counted < REVOPS_INTENT_EVENTS_MAX ? (uint32_t)counted : REVOPS_INTENT_EVENTS_MAX;
    sum.over_limit = over < UINT16_MAX ? (uint16_t)over : UINT16_MAX;
    if (revops__intent_is_same_day(intent, older.newest_ms, sum.newest_ms)) {
        uint32_t on_day = (uint32_t)sum.day_count + older.day_count;
        sum.day_count = (uint16_t)(on_day < rule->rule.daily_limit ? on_day : rule->rule.daily_limit);
    }
    switch ((enum revops_intent_decays)rule->rule.decay) {
    case REVOPS_INTENT_LASTING:
        break;
    case REVOPS_INTENT_HALF_LIFE:
        join_halved(rule, &sum, &older);
        break;
    case REVOPS_INTENT_WINDOW:
    case REVOPS_INTENT_STEP:
    case REVOPS_INTENT_LINEAR:
    case REVOPS_INTENT_TIERS:
        join_counts(rule, &sum, &older);
        break;
    }
    *slot = sum;
}

void revops__intent_join_head(revops_intent_record *record, const revops_intent_record *other)
{
    if (other->is_active && (!record->is_active || other->active_ms > record->active_ms)) {
        record->active_ms = other->active_ms;
        record->is_active = 1;
    }
    if (other->ended_by && (!record->ended_by || other->ended_ms < record->ended_ms ||
                            (other->ended_ms == record->ended_ms && other->ended_by < record->ended_by))) {
        record->ended_ms = other->ended_ms;
        record->ended_by = other->ended_by;
    }
}
