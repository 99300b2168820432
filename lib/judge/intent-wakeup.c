/* SPDX-License-Identifier: MIT */
/* Finds an instant before which a score won't be below a threshold, in a few dozen nanoseconds.

   Problem: a host asks after every event when to check again. It knows the score and so the margin, the points that
   the score may lose. The loss of each rule per millisecond is bounded from its slot, without computing the points of
   the rule.

   Algorithm: positive rules only; negative ones fade, which helps, and limits only hold a fall back. The best group
   falls no further than all groups together.

   - Half-life: the loss at the start of its present line, which is the steepest of those to come.
   - Linear: its loss times its events, over or not.
   - Window, step, tiers: they fall all at once. Where all that is left of one fits into half of the margin, it is
     taken off the margin; else its next fall bounds the answer.

   The margin divided by the sum of losses is the time to wait. As the bound is a bit too steep, each question asked
   at its answer leaves at most a small part of the margin. Below two thousandths of a point the margin is worked out
   to its fractions, so that these questions end. */
#include "core/bits.h"
#include "judge/intent-internal.h"

/* How often a step above 0 fits into a distance from 0 up, or less, by one division. */
static uint64_t intent_steps_at_least(revops__fine distance, revops__fine step)
{
    uint64_t whole = (uint64_t)step.whole, far = (uint64_t)distance.whole;
    if (whole > far) {
        return 0;
    }
    unsigned digits = 0; /* behind the point, of both; as many as leave the distance its upper ones */
    for (unsigned half = 32; half; half /= 2) {
        digits += digits + half <= 62 && far >> (62 - digits - half) == 0 ? half : 0;
    }
    if (digits == 0) {
        return far / (whole + 1);
    }
    return (far << digits | distance.part >> (64 - digits)) /
           ((whole << digits | step.part >> (64 - digits)) + 1);
}

/* The least sum whose score isn't below a threshold. */
static revops__fine intent_least_sum(int32_t threshold_mpt, uint32_t share_bp)
{
    revops__fine least = revops__fine_of(threshold_mpt);
    if (threshold_mpt > 0 && share_bp < REVOPS__INTENT_BASIS) {
        uint64_t parts = (uint64_t)threshold_mpt * REVOPS__INTENT_BASIS, share = share_bp ? share_bp : 1;
        revops__wide rest = {parts % share, UINT64_MAX};
        least.whole = (int64_t)(parts / share);
        least.part = parts % share ? revops__wide_divide(rest, share) : 0;
    }
    return revops__fine_subtract(least, revops__intent_up());
}

/* The same from the sum itself, to parts of a thousandth. */
static int64_t intent_wakeup_near(const revops_intent *intent, const revops_intent_record *record,
                                  int64_t from_ms, int32_t threshold_mpt)
{
    const revops__intent_rule *rules = revops__intent_rules(intent);
    const uint32_t *order = revops__intent_order(intent);
    const revops_intent_slot *slots = revops__intent_slots(record);
    const revops_score_group *groups = revops__intent_groups(intent);
    revops__intent_joined joined = {{0, 0}, {0, 0}};
    revops__fine slope = {0, 0};
    int64_t drop_ms;
    uint32_t share_bp = revops__intent_share(intent, record, from_ms, &drop_ms), i = 0;
    for (uint32_t group = 0; group <= intent->group_count; group++) {
        revops__fine sum = {0, 0};
        for (; i < intent->rule_count && rules[order[i]].rule.group == group; i++) {
            const revops__intent_rule *rule = &rules[order[i]];
            if (slots[order[i]].counted == 0) {
                continue;
            }
            revops__intent_piece piece = revops__intent_piece_of(intent, rule, &slots[order[i]], from_ms);
            if (rule->rule.points_mpt < 0) {
                sum = revops__fine_subtract(sum, piece.value);
                continue;
            }
            sum = revops__fine_add(sum, piece.value);
            slope = revops__fine_add(slope, piece.slope);
            if (!piece.is_curved && piece.end_ms < drop_ms) {
                drop_ms = piece.end_ms;
            }
        }
        if (group > 0) {
            sum = revops__fine_clamp(sum, groups[group - 1].floor_mpt, groups[group - 1].cap_mpt);
        }
        revops__intent_join(intent->has_best_group, group, sum, &joined);
    }
    revops__fine total = revops__fine_clamp(revops__fine_add(joined.alone, joined.of_groups),
                                            intent->floor_mpt, intent->cap_mpt);
    if (revops__intent_round(intent, total, share_bp) < threshold_mpt) {
        return from_ms;
    }
    if (threshold_mpt <= intent->floor_mpt) {
        return REVOPS_TIME_NONE;
    }
    revops__fine least = intent_least_sum(threshold_mpt, share_bp);
    const revops__fine slack = {0, UINT64_C(1) << 30}; /* binary digits that were cut off */
    revops__fine margin = revops__fine_subtract(revops__fine_subtract(total, least), slack);
    uint64_t steps = margin.whole < 0                      ? 0
                     : slope.whole == 0 && slope.part == 0 ? (uint64_t)REVOPS__INTENT_NEVER
                                                           : intent_steps_at_least(margin, slope);
    int64_t reached_ms =
        steps < (uint64_t)REVOPS__INTENT_NEVER / 2 ? from_ms + (int64_t)steps + 1 : REVOPS__INTENT_NEVER;
    drop_ms = drop_ms < reached_ms ? drop_ms : reached_ms;
    return drop_ms < REVOPS__INTENT_NEVER ? drop_ms : REVOPS_TIME_NONE;
}

/* A byte a span, newest first. */
static inline uint32_t intent_span_count(const revops_intent_slot *slot, uint32_t back)
{
    return (uint32_t)(slot->state[back / 8] >> back % 8 * 8 & 0xff);
}

/* When the first event of any span takes its next step. How far into their steps older spans are differs from one to the next by
   constants of the rule, which are sorted: those nearest to their ends are looked at first. */
static inline uint64_t intent_next_stair(const revops__intent_stairs *stairs, const revops__intent_rule *rule,
                                         const revops_intent_slot *slot, uint64_t newest_age,
                                         uint64_t newest_since)
{
    const uint64_t life = (uint64_t)rule->life_ms, period = rule->period.value, span_ms = rule->span.value;
    uint64_t least = (uint64_t)REVOPS__INTENT_NEVER;
    if (newest_age < life) {
        least = period - (newest_age - revops__quotient_of(newest_age, &rule->period) * period);
    }
    const uint64_t age = newest_since + span_ms - span_ms / 2;                     /* one span back */
    const uint64_t since = age - revops__quotient_of(age, &rule->period) * period; /* its last step */
    uint32_t place = 0; /* of the last stair that hasn't passed the end of its step */
    for (uint32_t half = REVOPS__INTENT_SPANS / 2; half; half /= 2) {
        place += stairs->ahead_ms[place + half] + since < period ? half : 0;
    }
    for (uint32_t tried = 0; tried < REVOPS__INTENT_STAIRS; tried++) {
        uint32_t back = stairs->back[place];
        if (intent_span_count(slot, back + 1) && age + back * span_ms < life) {
            uint64_t into = stairs->ahead_ms[place] + since,
                     left = period - (into < period ? into : into - period);
            least = left < least ? left : least;
            break;
        }
        place = place ? place - 1 : REVOPS__INTENT_STAIRS - 1;
    }
    return least;
}

/* When the first event is over, of those that aren't: the oldest one. `since` the newest span began. */
static inline uint64_t intent_left_of(const revops__intent_rule *rule, const revops_intent_slot *slot,
                                      uint64_t newest_age, uint64_t since, uint64_t life)
{
    uint64_t span_ms = rule->span.value,
             left = newest_age < life ? life - newest_age : (uint64_t)REVOPS__INTENT_NEVER;
    if (since >= life + span_ms / 2) {
        return left;
    }
    uint64_t back = revops__quotient_of(life + span_ms / 2 - 1 - since, &rule->span);
    uint64_t near = slot->state[0] & ~UINT64_C(0xff), far = slot->state[1];
    near = back < 7 ? near & ((UINT64_C(1) << (back + 1) * 8) - 1) : near;
    far = back < 15 ? far & ((UINT64_C(1) << (back < 8 ? 0 : back - 7) * 8) - 1) : far;
    if (near | far) {
        uint64_t oldest = far ? 8 + revops__highest_bit(far) / 8 : revops__highest_bit(near) / 8;
        left = life + span_ms / 2 - since - oldest * span_ms;
    }
    return left;
}

/* When a window, steps or tiers fall next: of a slot that has events, none after that instant. */
static int64_t intent_next_drop(const revops_intent *intent, const revops__intent_rule *rule,
                                const revops_intent_slot *slot, int64_t at_ms)
{
    const uint64_t span_ms = rule->span.value, newest_age = (uint64_t)(at_ms - slot->newest_ms),
                   newest_span = revops__quotient_of(revops__intent_shifted(slot->newest_ms), &rule->span),
                   since = revops__intent_shifted(at_ms) - newest_span * span_ms;
    uint64_t least;
    if (rule->rule.decay == REVOPS_INTENT_STEP) {
        least = intent_next_stair(revops__intent_stairs_of(intent, rule), rule, slot, newest_age, since);
    } else if (rule->rule.decay == REVOPS_INTENT_WINDOW) {
        least = intent_left_of(rule, slot, newest_age, since, (uint64_t)rule->life_ms);
    } else {
        const revops_intent_tier *tier = revops__intent_tiers(intent) + rule->rule.first_tier;
        least = (uint64_t)REVOPS__INTENT_NEVER;
        for (const revops_intent_tier *end = tier + rule->rule.tier_count; tier < end; tier++) {
            uint64_t left = intent_left_of(rule, slot, newest_age, since, (uint64_t)tier->within_ms);
            least = left < least ? left : least;
        }
    }
    return least < (uint64_t)REVOPS__INTENT_NEVER ? at_ms + (int64_t)least : REVOPS__INTENT_NEVER;
}

/* What may be lost: a millisecond, and at once. */
typedef struct intent_risk {
    uint64_t slope; /* with REVOPS__INTENT_RISK_BITS; at most 2^62 and a rule's */
    uint64_t spare_mpt, spent_mpt;
    int64_t drop_ms;
} intent_risk;

/* Adds what a rule may lose a millisecond: up to 2^62, which is above any margin. */
static inline void intent_risk_steepen(intent_risk *risk, uint64_t slope)
{
    const uint64_t most = UINT64_C(1) << 62;
    slope += risk->slope;
    risk->slope = slope < most ? slope : most;
}

/* Of a half-life. False where its sum can't have come from here. */
static inline int intent_risk_of_half_life(const revops__intent_rule *rule, const revops_intent_slot *slot,
                                           uint64_t age, intent_risk *risk)
{
    if (slot->state[0] > (uint64_t)slot->counted << REVOPS__INTENT_SUM_BITS) {
        return 0;
    }
    if (rule->risk && age >> 6 < rule->period.value) {
        uint64_t point = revops__quotient_of(age * REVOPS__INTENT_POINTS, &rule->period);
        uint64_t power =
            revops__coarse_powers[point % REVOPS__INTENT_POINTS] >> point / REVOPS__INTENT_POINTS;
        uint64_t left = revops__multiply_high(slot->state[0] << 1, power) + 1;
        intent_risk_steepen(risk, rule->risk == REVOPS__INTENT_RISK_MAX
                                      ? UINT64_C(1) << 62
                                      : revops__multiply_high(left, rule->risk) + 1);
    }
    return 1;
}

/* Of what falls all at once. */
static inline void intent_risk_of_falls(const revops_intent *intent, const revops__intent_rule *rule,
                                        const revops_intent_slot *slot, int64_t from_ms, uint64_t age,
                                        intent_risk *risk)
{
    if (age >= (uint64_t)rule->life_ms + rule->span.value) {
        return; /* nothing is left */
    }
    uint64_t most_mpt =
        (rule->rule.decay == REVOPS_INTENT_TIERS ? 1 : revops__intent_events(slot)) * rule->size_mpt;
    if (most_mpt <= risk->spare_mpt) {
        risk->spare_mpt -= most_mpt;
        risk->spent_mpt += most_mpt;
        return;
    }
    int64_t end_ms = intent_next_drop(intent, rule, slot, from_ms);
    risk->drop_ms = end_ms < risk->drop_ms ? end_ms : risk->drop_ms;
}

/* False where a slot can't be scored. */
static inline int intent_risk_add(const revops_intent *intent, const revops__intent_rule *rule,
                                  const revops_intent_slot *slot, int64_t from_ms, intent_risk *risk)
{
    const uint64_t age = (uint64_t)from_ms - (uint64_t)slot->newest_ms;
    if (age > (uint64_t)from_ms + (uint64_t)REVOPS_INTENT_TIME_MAX_MS ||
        slot->counted > REVOPS_INTENT_EVENTS_MAX) {
        return 0; /* its newest event is later, or no instant */
    }
    switch ((enum revops_intent_decays)rule->rule.decay) {
    case REVOPS_INTENT_LASTING:
        break;
    case REVOPS_INTENT_HALF_LIFE:
        return intent_risk_of_half_life(rule, slot, age, risk);
    case REVOPS_INTENT_LINEAR:
        intent_risk_steepen(risk, rule->risk == REVOPS__INTENT_RISK_MAX
                                      ? UINT64_C(1) << 62
                                      : rule->risk * revops__intent_events(slot));
        break;
    case REVOPS_INTENT_WINDOW:
    case REVOPS_INTENT_STEP:
    case REVOPS_INTENT_TIERS:
        if (rule->rule.points_mpt >= 0) {
            intent_risk_of_falls(intent, rule, slot, from_ms, age, risk);
        }
        break;
    }
    return 1;
}

/* Goes through the slots once: whether they can be scored is seen on the way. */
static revops_status intent_wakeup(const revops_intent *intent, const revops_intent_record *record,
                                   int64_t from_ms, uint64_t margin_mpt, int64_t *out_ms)
{
    const revops__intent_rule *rule = revops__intent_rules(intent);
    const revops_intent_slot *slot = revops__intent_slots(record);
    revops_status status = revops__intent_head_status(intent, record, from_ms);
    if (status != REVOPS_OK) {
        return revops__intent_can_rate(intent, record, from_ms);
    }
    intent_risk risk = {0, margin_mpt / 2, 0, REVOPS__INTENT_NEVER};
    (void)revops__intent_share(intent, record, from_ms, &risk.drop_ms);
    for (const revops__intent_rule *end = rule + intent->rule_count; rule < end; rule++, slot++) {
        if (slot->counted && !intent_risk_add(intent, rule, slot, from_ms, &risk)) {
            return revops__intent_can_rate(intent, record, from_ms);
        }
    }
    if (risk.slope) {
        /* a quarter of a thousandth for binary digits that were cut off */
        uint64_t margin = ((margin_mpt - risk.spent_mpt) << REVOPS__INTENT_RISK_BITS) -
                          (UINT64_C(1) << (REVOPS__INTENT_RISK_BITS - 2));
        int64_t reached_ms = from_ms + (int64_t)(margin / risk.slope) + 1;
        risk.drop_ms = reached_ms < risk.drop_ms ? reached_ms : risk.drop_ms;
    }
    *out_ms = risk.drop_ms < REVOPS__INTENT_NEVER ? risk.drop_ms : REVOPS_TIME_NONE;
    return REVOPS_OK;
}

revops_status revops_intent_next_wakeup(const revops_intent *intent, const revops_intent_record *record,
                                        int64_t from_ms, int32_t score_mpt, int32_t threshold_mpt,
                                        int64_t *out_ms)
{
    if (!intent || !record || !out_ms || !revops__intent_is_time(from_ms)) {
        return REVOPS_ERR_ARG;
    }
    int64_t margin_mpt = (int64_t)score_mpt - threshold_mpt;
    if (margin_mpt >= 2 && !record->ended_by && threshold_mpt > intent->floor_mpt) {
        return intent_wakeup(intent, record, from_ms, (uint64_t)margin_mpt, out_ms);
    }
    revops_status status = revops__intent_can_rate(intent, record, from_ms);
    if (status != REVOPS_OK) {
        return status;
    }
    if (margin_mpt < 0) {
        *out_ms = from_ms;
    } else if (record->ended_by || threshold_mpt <= intent->floor_mpt) {
        *out_ms = REVOPS_TIME_NONE;
    } else {
        *out_ms = intent_wakeup_near(intent, record, from_ms, threshold_mpt);
    }
    return REVOPS_OK;
}
