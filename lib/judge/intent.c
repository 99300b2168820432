/* SPDX-License-Identifier: MIT */
/* Checks and compiles intent rules; takes events into records. */
#include <string.h>

#include "judge/intent-internal.h"
#include "core/params.h"

enum { BASIS = 10000 };

void revops_intent_rules_defaults(revops_intent_rules *out, size_t size)
{
    revops_intent_rules defaults = REVOPS_INTENT_RULES_INIT;
    if (out) {
        REVOPS__PARAMS_GIVE(revops_intent_rules, out, size, &defaults);
    }
}

static revops_status check_rule(const revops_intent_rules *rules, const revops_intent_rule *rule)
{
    if (rule->decay < REVOPS_INTENT_LASTING || rule->decay > REVOPS_INTENT_TIERS || rule->reserved) {
        return REVOPS_ERR_NEWER;
    }
    int timed = rule->decay >= REVOPS_INTENT_WINDOW && rule->decay <= REVOPS_INTENT_HALF_LIFE;
    int shared = rule->decay == REVOPS_INTENT_STEP || rule->decay == REVOPS_INTENT_LINEAR;
    int tiers = rule->decay == REVOPS_INTENT_TIERS;
    if (rule->points_mpt == INT32_MIN || (tiers && rule->points_mpt) || rule->group > rules->group_count ||
        rule->daily_limit > UINT16_MAX ||
        (timed ? rule->period_ms < 1 || rule->period_ms > REVOPS_INTENT_PERIOD_MAX_MS
               : rule->period_ms != 0) ||
        (shared ? rule->loss_bp < 1 || rule->loss_bp > BASIS : rule->loss_bp != 0) ||
        (tiers ? rule->tier_count < 1 || rule->first_tier > rules->tier_count ||
                     rule->tier_count > rules->tier_count - rule->first_tier
               : rule->tier_count != 0 || rule->first_tier != 0)) {
        return REVOPS_ERR_ARG;
    }
    return REVOPS_OK;
}

/* Also counts the tiers of all rules together. */
static revops_status check(const revops_intent_rules *rules, uint32_t *out_tiers)
{
    if (rules->flags) {
        return REVOPS_ERR_NEWER;
    }
    if (rules->rule_count > REVOPS_INTENT_RULES || rules->tier_count > REVOPS_INTENT_TIERS_MAX ||
        rules->group_count > REVOPS_SCORE_GROUPS_MAX || rules->grade_count >= REVOPS_SCORE_GRADES_MAX ||
        rules->hysteresis_mpt < 0 || rules->utc_offset_min < -1440 || rules->utc_offset_min > 1440 ||
        (!rules->rules && rules->rule_count) || (!rules->tiers && rules->tier_count) ||
        (!rules->groups && rules->group_count)) {
        return REVOPS_ERR_ARG;
    }
    uint32_t tiers = 0;
    for (uint32_t i = 0; i < rules->rule_count; i++) {
        revops_status status = check_rule(rules, &rules->rules[i]);
        if (status != REVOPS_OK) {
            return status;
        }
        tiers += rules->rules[i].tier_count;
    }
    if (tiers > REVOPS_INTENT_TIERS_MAX) {
        return REVOPS_ERR_ARG;
    }
    *out_tiers = tiers;
    for (uint32_t i = 0; i < rules->tier_count; i++) {
        const revops_intent_tier *tier = &rules->tiers[i];
        if (tier->within_ms < 1 || tier->within_ms > REVOPS_INTENT_PERIOD_MAX_MS || tier->count < 1 ||
            tier->points_mpt <= 0) {
            return REVOPS_ERR_ARG;
        }
    }
    for (uint32_t i = 1; i < rules->grade_count; i++) {
        if (rules->grades_mpt[i] >= rules->grades_mpt[i - 1]) {
            return REVOPS_ERR_UNSOUND;
        }
    }
    for (uint32_t i = 0; i < rules->group_count; i++) {
        if (rules->groups[i].floor_mpt > rules->groups[i].cap_mpt) {
            return REVOPS_ERR_UNSOUND;
        }
    }
    return rules->floor_mpt > rules->cap_mpt ? REVOPS_ERR_UNSOUND : REVOPS_OK;
}

static int64_t life_of(const revops_intent_rules *rules, const revops_intent_rule *rule)
{
    int64_t life = 0;
    switch (rule->decay) {
    case REVOPS_INTENT_WINDOW:
        return rule->period_ms;
    case REVOPS_INTENT_STEP:
        return rule->period_ms * ((BASIS + rule->loss_bp - 1) / rule->loss_bp);
    case REVOPS_INTENT_LINEAR:
        return (rule->period_ms * BASIS + rule->loss_bp - 1) / rule->loss_bp;
    case REVOPS_INTENT_HALF_LIFE:
        return rule->period_ms * 64;
    case REVOPS_INTENT_TIERS:
        for (uint32_t i = 0; i < rule->tier_count; i++) {
            int64_t within = rules->tiers[rule->first_tier + i].within_ms;
            life = within > life ? within : life;
        }
        return life;
    default:
        return 0;
    }
}

revops_status revops_intent_build(const revops_intent_rules *params, void *memory, size_t memory_size,
                                  size_t *needed, const revops_intent **out)
{
    revops_intent_rules rules;
    revops_status status = REVOPS__PARAMS_COPY(revops_intent_rules, &rules, params);
    uint32_t tier_count;
    if (status != REVOPS_OK || (status = check(&rules, &tier_count)) != REVOPS_OK) {
        return status;
    }
    revops_intent head;
    memset(&head, 0, sizeof head);
    head.rules = (sizeof head + 15) / 16 * 16;
    head.tiers = head.rules + (rules.rule_count * sizeof(revops__intent_rule) + 15) / 16 * 16;
    head.groups = head.tiers + tier_count * sizeof(revops_intent_tier);
    size_t size = (size_t)(head.groups + (rules.group_count * sizeof(revops_score_group) + 15) / 16 * 16);
    status = revops__params_room(memory, memory_size, size, needed, out);
    if (status != REVOPS_OK) {
        return status;
    }
    if (!out) {
        return REVOPS_ERR_ARG;
    }
    head.rule_count = rules.rule_count;
    head.tier_count = tier_count;
    head.group_count = rules.group_count;
    head.grade_count = rules.grade_count;
    head.floor_mpt = rules.floor_mpt;
    head.cap_mpt = rules.cap_mpt;
    head.hysteresis_mpt = rules.hysteresis_mpt;
    head.day_offset_ms = rules.utc_offset_min * REVOPS_MINUTE_MS;
    memcpy(head.grades_mpt, rules.grades_mpt, sizeof head.grades_mpt);
    unsigned char *block = memory;
    memset(block, 0, size);
    memcpy(block, &head, sizeof head);
    revops__intent_rule *compiled = (revops__intent_rule *)(void *)(block + head.rules);
    revops_intent_tier *tiers = (revops_intent_tier *)(void *)(block + head.tiers);
    uint32_t tiers_put = 0;
    for (uint32_t i = 0; i < rules.rule_count; i++) {
        compiled[i].rule = rules.rules[i];
        compiled[i].life_ms = life_of(&rules, &rules.rules[i]);
        compiled[i].day_most = rules.rules[i].daily_limit ? rules.rules[i].daily_limit : UINT32_MAX;
        uint64_t span_ms =
            (uint64_t)(compiled[i].life_ms + REVOPS__INTENT_SPANS - 2) / (REVOPS__INTENT_SPANS - 1);
        compiled[i].span = revops__divisor_of(span_ms ? span_ms : (uint64_t)REVOPS_INTENT_PERIOD_MAX_MS);
        compiled[i].period = revops__divisor_of(rules.rules[i].decay == REVOPS_INTENT_HALF_LIFE
                                                    ? (uint64_t)rules.rules[i].period_ms
                                                    : (uint64_t)REVOPS_INTENT_PERIOD_MAX_MS);
        /* Each rule has its own copy of its tiers, as their counts are kept by tier. */
        compiled[i].rule.first_tier = tiers_put;
        for (uint32_t k = 0; k < rules.rules[i].tier_count; k++) {
            tiers[tiers_put++] = rules.tiers[rules.rules[i].first_tier + k];
        }
    }
    if (rules.group_count) {
        memcpy(block + head.groups, rules.groups, rules.group_count * sizeof *rules.groups);
    }
    *out = memory;
    return REVOPS_OK;
}

/* Moves counts to older spans, the newest of which is the lowest byte. Without branches, as nothing tells one event's
   distance from the next one's. */
static void age_counts(uint64_t *state, uint64_t spans)
{
    uint64_t bits = (spans < REVOPS__INTENT_SPANS ? spans : REVOPS__INTENT_SPANS) * 8, low = state[0];
    uint64_t near = state[1] << (bits & 63) | low >> 1 >> (63 - (bits & 63)), far = low << (bits & 63);
    state[1] = bits < 64 ? near : bits < 128 ? far : 0;
    state[0] = bits < 64 ? far : 0;
}

revops_status revops_intent_apply(const revops_intent *intent, revops_intent_slot *slots, uint32_t behaviour,
                                  int64_t at_ms)
{
    if (!intent || !slots || behaviour >= intent->rule_count || !revops__intent_is_time(at_ms)) {
        return REVOPS_ERR_ARG;
    }
    const revops__intent_rule *rule = &revops__intent_rules(intent)[behaviour];
    revops_intent_slot *slot = &slots[behaviour];
    int first = slot->counted == 0;
    int64_t newest_ms = first ? at_ms : slot->newest_ms;
    if (!revops__intent_is_time(newest_ms) || slot->counted > REVOPS_INTENT_EVENTS_MAX) {
        return REVOPS_ERR_CORRUPT;
    }
    if (at_ms < newest_ms) {
        if (rule->rule.decay != REVOPS_INTENT_LASTING || rule->rule.daily_limit) {
            return REVOPS_ERR_LATE;
        }
        at_ms = newest_ms; /* order doesn't matter */
    }
    /* A mask and no branch: whether two events share a day can't be guessed. */
    uint32_t same_day = (uint32_t)revops__intent_is_same_day(intent, newest_ms, at_ms);
    uint32_t day_count = slot->day_count & (0 - same_day);
    if (day_count >= rule->day_most) {
        slot->over_limit = (uint16_t)(slot->over_limit + (slot->over_limit < UINT16_MAX));
        return REVOPS_OK;
    }
    if (slot->counted == REVOPS_INTENT_EVENTS_MAX) {
        return REVOPS_OK;
    }
    /* Both kinds of state are made and one is kept, without a branch: what the next event's behaviour is can't be guessed, and a
       wrong guess costs more than all this. */
    uint64_t fades = 0 - (uint64_t)(rule->rule.decay == REVOPS_INTENT_HALF_LIFE);
    uint64_t share = revops__half_life((uint64_t)(at_ms - newest_ms), &rule->period);
    uint64_t sum =
        revops__multiply_high(slot->state[0] << 1, share) + (UINT64_C(1) << REVOPS__INTENT_SUM_BITS);
    uint64_t span = revops__quotient_of(revops__intent_shifted(at_ms), &rule->span),
             newest = revops__quotient_of(revops__intent_shifted(newest_ms), &rule->span);
    age_counts(slot->state, span - newest);
    uint64_t counts = slot->state[0] + ((slot->state[0] & 0xff) < 0xff);
    slot->state[0] = (sum & fades) | (counts & ~fades);
    slot->state[1] &= ~fades;
    slot->newest_ms = at_ms;
    slot->counted++;
    slot->day_count = (uint16_t)(day_count + (day_count < UINT16_MAX));
    return REVOPS_OK;
}
