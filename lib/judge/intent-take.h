/* SPDX-License-Identifier: MIT */
/* What an event that counts does to a slot and to the head of a record; for one event and for columns of them. */
#ifndef REVOPS_LIB_INTENT_TAKE_H
#define REVOPS_LIB_INTENT_TAKE_H

#include "core/compiler.h"
#include "judge/intent-internal.h"

/* Moves counts to older spans, the newest of which is the lowest byte. By multiplying, without branches, as nothing tells one
   event's distance from the next one's, and shifts by a variable are slow. */
static REVOPS__INLINE void intent_age_counts(uint64_t *state, uint64_t spans)
{
#define INTENT_BYTE(n) UINT64_C(1) << 8 * (n)
    /* 256 to the power of the index less 8; 0 where that is none of a word's bytes */
    static const uint64_t powers[REVOPS__INTENT_SPANS + 9] = {0,
                                                              0,
                                                              0,
                                                              0,
                                                              0,
                                                              0,
                                                              0,
                                                              0,
                                                              INTENT_BYTE(0),
                                                              INTENT_BYTE(1),
                                                              INTENT_BYTE(2),
                                                              INTENT_BYTE(3),
                                                              INTENT_BYTE(4),
                                                              INTENT_BYTE(5),
                                                              INTENT_BYTE(6),
                                                              INTENT_BYTE(7)};
#undef INTENT_BYTE
    spans = spans < REVOPS__INTENT_SPANS ? spans : REVOPS__INTENT_SPANS;
    uint64_t low = state[0], near = powers[spans + 8], far = powers[spans];
    state[0] = low * near;
    state[1] = state[1] * near + revops__multiply_high(low, near) + low * far;
}

/* An event that the head keeps: of activity, or one that ends scoring. */
static REVOPS__INLINE void intent_apply_head(const revops_intent *intent, revops_intent_record *record,
                                             uint32_t behaviour, int64_t at_ms)
{
    uint32_t flags = revops__intent_rules(intent)[behaviour].rule.flags;
    if (intent->inactivity_loss_bp && !(flags & REVOPS_INTENT_PASSIVE) &&
        (!record->is_active || at_ms > record->active_ms)) {
        record->active_ms = at_ms;
        record->is_active = 1;
    }
    if (flags & REVOPS_INTENT_ENDS && (!record->ended_by || at_ms < record->ended_ms ||
                                       (at_ms == record->ended_ms && behaviour + 1 < record->ended_by))) {
        record->ended_ms = at_ms;
        record->ended_by = behaviour + 1;
    }
}

/* An event that counts, at or after the newest one. */
static REVOPS__INLINE void intent_take_fading(const revops__intent_rule *rule, revops_intent_slot *slot,
                                              int64_t newest_ms, int64_t at_ms)
{
    uint64_t share = revops__half_life((uint64_t)(at_ms - newest_ms), &rule->period);
    slot->state[0] =
        revops__multiply_high(slot->state[0] << 1, share) + (UINT64_C(1) << REVOPS__INTENT_SUM_BITS);
    slot->newest_ms = at_ms;
    slot->counted++;
}

static REVOPS__INLINE void intent_take_counted(const revops__intent_rule *rule, revops_intent_slot *slot,
                                               int64_t newest_ms, int64_t at_ms)
{
    uint64_t span = revops__quotient_of(revops__intent_shifted(at_ms), &rule->span),
             newest = revops__quotient_of(revops__intent_shifted(newest_ms), &rule->span);
    intent_age_counts(slot->state, span - newest);
    slot->state[0] += (slot->state[0] & 0xff) < 0xff;
    slot->newest_ms = at_ms;
    slot->counted++;
}

/* Whether an event is within its day's limit, and counts it there. A mask and no branch: whether two events share a day can't be
   guessed. */
static REVOPS__INLINE int intent_day_has_room(const revops__intent_rule *rule, revops_intent_slot *slot,
                                              uint32_t same_day)
{
    uint32_t day_count = slot->day_count & (0 - same_day);
    if (day_count >= rule->rule.daily_limit) {
        slot->over_limit = (uint16_t)(slot->over_limit + (slot->over_limit < UINT16_MAX));
        return 0;
    }
    if (slot->counted < REVOPS_INTENT_EVENTS_MAX) {
        slot->day_count = (uint16_t)(day_count + 1);
    }
    return 1;
}

static REVOPS__INLINE int intent_is_within_limit(const revops_intent *intent, const revops__intent_rule *rule,
                                                 revops_intent_slot *slot, int64_t newest_ms, int64_t at_ms)
{
    return intent_day_has_room(rule, slot, (uint32_t)revops__intent_is_same_day(intent, newest_ms, at_ms));
}

#endif
