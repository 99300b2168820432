/* SPDX-License-Identifier: MIT */
/* Slots keep sums, not events: what is carried to a rule that fades otherwise is what can be known of them. */
#include "judge/intent-carry.h"

#include "judge/intent-internal.h"
#include "judge/intent-join.h"

#define CARRY_ONE (UINT64_C(1) << REVOPS__INTENT_SUM_BITS)

static int carry_is_counted(const revops__intent_rule *rule)
{
    switch ((enum revops_intent_decays)rule->rule.decay) {
    case REVOPS_INTENT_LASTING:
    case REVOPS_INTENT_HALF_LIFE:
        return 0;
    case REVOPS_INTENT_WINDOW:
    case REVOPS_INTENT_STEP:
    case REVOPS_INTENT_LINEAR:
    case REVOPS_INTENT_TIERS:
        break;
    }
    return 1;
}

/* Counts by spans of one length as counts by those of another one. */
static void carry_counts(const revops__intent_rule *from, const revops_intent_slot *slot,
                         const revops__intent_rule *to, uint64_t *state)
{
    uint64_t counts[REVOPS__INTENT_SPANS] = {0};
    uint64_t newest = revops__quotient_of(revops__intent_shifted(slot->newest_ms), &to->span);
    for (uint32_t i = 0; i < REVOPS__INTENT_SPANS; i++) {
        uint64_t age_ms = i * from->span.value, since_ms = revops__intent_shifted(slot->newest_ms);
        uint64_t back = from->span.value == to->span.value ? i
                        : age_ms > since_ms                ? REVOPS__INTENT_SPANS
                                            : newest - revops__quotient_of(since_ms - age_ms, &to->span);
        if (back < REVOPS__INTENT_SPANS) {
            counts[back] += slot->state[i / 8] >> i % 8 * 8 & 0xff;
        }
    }
    state[0] = state[1] = 0;
    for (uint32_t i = 0; i < REVOPS__INTENT_SPANS; i++) {
        state[i / 8] |= (counts[i] < 0xff ? counts[i] : 0xff) << i % 8 * 8;
    }
}

/* Events as of the newest one. */
static uint64_t carry_events(const revops__intent_rule *from, const revops_intent_slot *slot)
{
    uint64_t events = slot->counted;
    if (from->rule.decay == REVOPS_INTENT_HALF_LIFE) {
        events = (slot->state[0] + CARRY_ONE / 2) / CARRY_ONE;
    } else if (carry_is_counted(from)) {
        events = revops__intent_events(slot);
    }
    return events < 1 ? 1 : events < slot->counted ? events : slot->counted;
}

void revops__intent_carry_slot(const revops_intent *from, uint32_t from_rule, const revops_intent_slot *slot,
                               const revops_intent *to, uint32_t to_rule, revops_intent_slot *out)
{
    const revops__intent_rule *was = &revops__intent_rules(from)[from_rule],
                              *is = &revops__intent_rules(to)[to_rule];
    if (slot->counted == 0) {
        return;
    }
    revops_intent_slot carried = *slot;
    if (carry_is_counted(is)) {
        if (carry_is_counted(was)) {
            carry_counts(was, slot, is, carried.state);
        } else {
            uint64_t events = carry_events(was, slot);
            carried.state[0] = events < 0xff ? events : 0xff;
            carried.state[1] = 0;
        }
    } else if (is->rule.decay == REVOPS_INTENT_LASTING) {
        carried.state[0] = carried.state[1] = 0;
    } else if (was->rule.decay != REVOPS_INTENT_HALF_LIFE) {
        carried.state[0] = carry_events(was, slot) * CARRY_ONE;
        carried.state[1] = 0;
    }
    uint32_t limit = is->rule.daily_limit;
    uint32_t on_day = carried.day_count ? carried.day_count : 1;
    carried.day_count = (uint16_t)(on_day < limit ? on_day : limit);
    carried.over_limit = limit && carried.counted >= limit ? carried.over_limit : 0;
    revops__intent_join_slot(to, to_rule, out, &carried);
}

void revops__intent_carry_head(const revops_intent_record *record, const revops_intent *to, uint32_t ended_by,
                               revops_intent_record *out)
{
    revops_intent_record head = *record;
    if (!to->inactivity_loss_bp) {
        head.active_ms = 0;
        head.is_active = 0;
    }
    head.ended_by =
        ended_by && revops__intent_rules(to)[ended_by - 1].rule.flags & REVOPS_INTENT_ENDS ? ended_by : 0;
    head.ended_ms = head.ended_by ? record->ended_ms : 0;
    revops__intent_join_head(out, &head);
}
