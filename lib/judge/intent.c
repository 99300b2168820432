/* SPDX-License-Identifier: MIT */
/* Compiles intent rules; takes one event into a record. Many: intent-batch.c. */
#include <string.h>

#include "core/compiler.h"
#include "core/params.h"
#include "judge/intent-day.h"
#include "judge/intent-take.h"

static int64_t intent_life_of(const revops_intent_params *params, const revops_intent_rule *rule)
{
    int64_t life = 0;
    switch ((enum revops_intent_decays)rule->decay) {
    case REVOPS_INTENT_LASTING:
        break;
    case REVOPS_INTENT_WINDOW:
        return rule->period_ms;
    case REVOPS_INTENT_STEP:
        return rule->period_ms * ((REVOPS__INTENT_BASIS + rule->loss_bp - 1) / rule->loss_bp);
    case REVOPS_INTENT_LINEAR:
        return (rule->period_ms * REVOPS__INTENT_BASIS + rule->loss_bp - 1) / rule->loss_bp;
    case REVOPS_INTENT_HALF_LIFE:
        return rule->period_ms * 64;
    case REVOPS_INTENT_TIERS:
        for (uint32_t i = 0; i < rule->tier_count; i++) {
            revops_intent_tier tier;
            REVOPS__ROW_GET(revops_intent_tier, &tier, params->tiers, params->tier_row_size,
                            rule->first_tier + i);
            life = tier.within_ms > life ? tier.within_ms : life;
        }
        break;
    }
    return life;
}

/* What one event of a linear rule loses a millisecond: points × loss ÷ (10,000 × period). */
static revops__fine intent_loss_of(const revops_intent_rule *rule, uint64_t size_mpt)
{
    uint64_t whole = (uint64_t)rule->period_ms * REVOPS__INTENT_BASIS, lost = size_mpt * rule->loss_bp;
    revops__wide rest = {lost % whole, 0};
    revops__fine loss = {(int64_t)(lost / whole), revops__wide_divide(rest, whole)};
    return loss;
}

/* What an event of a half-life loses in its first millisecond at most: points × ln 2 ÷ period, rounded up. */
static revops__fine intent_steepest_of(uint64_t period_ms, uint64_t size_mpt)
{
    const uint64_t ln2 = UINT64_C(0xb17217f7d1cf79ac); /* in Q64, rounded up */
    uint64_t whole = revops__multiply_high(size_mpt, ln2);
    revops__wide rest = {whole % period_ms, size_mpt * ln2};
    revops__fine loss = {(int64_t)(whole / period_ms), revops__wide_divide(rest, period_ms)};
    const revops__fine digit = {0, 1};
    return revops__fine_add(loss, digit);
}

/* The loss for wake-ups, rounded up: of a linear rule below 2^50, so that 4,080 events stay below 2^62; of a half-life shifted so
   that the upper word of its product with what is left, in Q39, has as many digits. */
static uint64_t intent_risk_of(const revops__intent_rule *rule)
{
    const revops__fine loss = rule->loss;
    const int is_linear = rule->rule.decay == REVOPS_INTENT_LINEAR;
    if (loss.whole >> (is_linear ? 20 : 8)) {
        return REVOPS__INTENT_RISK_MAX;
    }
    uint64_t risk =
        ((uint64_t)loss.whole << REVOPS__INTENT_RISK_BITS | loss.part >> (64 - REVOPS__INTENT_RISK_BITS)) + 1;
    return is_linear ? risk : risk << (64 - REVOPS__INTENT_SUM_BITS);
}

static enum revops__intent_update intent_update_of(const revops_intent_rule *rule)
{
    const int limited = rule->daily_limit != 0;
    switch ((enum revops_intent_decays)rule->decay) {
    case REVOPS_INTENT_LASTING:
        return limited ? REVOPS__INTENT_UPDATE_LASTS_LIMITED : REVOPS__INTENT_UPDATE_LASTS;
    case REVOPS_INTENT_HALF_LIFE:
        return limited ? REVOPS__INTENT_UPDATE_FADES_LIMITED : REVOPS__INTENT_UPDATE_FADES;
    case REVOPS_INTENT_WINDOW:
    case REVOPS_INTENT_STEP:
    case REVOPS_INTENT_LINEAR:
    case REVOPS_INTENT_TIERS:
        break;
    }
    return limited ? REVOPS__INTENT_UPDATE_COUNTS_LIMITED : REVOPS__INTENT_UPDATE_COUNTS;
}

static void intent_compile_rule(const revops_intent_params *params, uint32_t index, revops_intent_tier *tiers,
                                uint32_t *tier_count, revops__intent_rule *out)
{
    revops_intent_rule *rule = &out->rule;
    REVOPS__ROW_GET(revops_intent_rule, rule, params->rules, params->rule_row_size, index);
    out->size_mpt =
        rule->points_mpt < 0 ? (uint64_t) - (int64_t)rule->points_mpt : (uint64_t)rule->points_mpt;
    out->life_ms = intent_life_of(params, rule);
    out->update = intent_update_of(rule);
    out->loss = rule->decay == REVOPS_INTENT_LINEAR ? intent_loss_of(rule, out->size_mpt)
                : rule->decay == REVOPS_INTENT_HALF_LIFE
                    ? intent_steepest_of((uint64_t)rule->period_ms, out->size_mpt)
                    : revops__fine_of(0);
    out->risk = rule->points_mpt < 0 ? 0 : intent_risk_of(out);
    uint64_t span_ms = (uint64_t)(out->life_ms + REVOPS__INTENT_SPANS - 2) / (REVOPS__INTENT_SPANS - 1);
    out->span = revops__divisor_of(span_ms ? span_ms : (uint64_t)REVOPS_INTENT_PERIOD_MAX_MS);
    out->period = revops__divisor_of(rule->period_ms ? (uint64_t)rule->period_ms
                                                     : (uint64_t)REVOPS_INTENT_PERIOD_MAX_MS);
    for (uint32_t k = 0; k < rule->tier_count; k++) {
        revops_intent_tier *tier = &tiers[*tier_count + k];
        REVOPS__ROW_GET(revops_intent_tier, tier, params->tiers, params->tier_row_size, rule->first_tier + k);
        out->size_mpt =
            (uint64_t)tier->points_mpt > out->size_mpt ? (uint64_t)tier->points_mpt : out->size_mpt;
    }
    rule->first_tier = *tier_count;
    *tier_count += rule->tier_count;
}

/* Sorts the steps of older spans by how far they are. */
static void intent_put_stairs(const revops__intent_rule *rule, revops__intent_stairs *out)
{
    const uint64_t period = rule->period.value, step = rule->span.value % period;
    uint64_t ahead = 0;
    for (uint32_t back = 0; back < REVOPS__INTENT_STAIRS; back++) {
        uint32_t place = back;
        for (; place > 0 && out->ahead_ms[place - 1] > ahead; place--) {
            out->ahead_ms[place] = out->ahead_ms[place - 1];
            out->back[place] = out->back[place - 1];
        }
        out->ahead_ms[place] = ahead;
        out->back[place] = (uint8_t)back;
        ahead += step;
        ahead -= ahead >= period ? period : 0;
    }
    out->ahead_ms[REVOPS__INTENT_STAIRS] = (uint64_t)REVOPS__INTENT_NEVER;
}

/* Lists rules by group; equal ones in their order. */
static void intent_put_in_order(revops__intent_rule *rules, uint32_t rule_count, uint32_t group_count,
                                uint32_t *order)
{
    uint32_t count = 0;
    for (uint32_t group = 0; group <= group_count; group++) {
        for (uint32_t i = 0; i < rule_count; i++) {
            if (rules[i].rule.group == group) {
                rules[i].position = count;
                order[count++] = i;
            }
        }
    }
}

revops_status revops_intent_build(const revops_intent_params *given, void *memory, size_t memory_size,
                                  size_t *needed, const revops_intent **out)
{
    revops_intent_params params;
    revops__problems problems = revops__problems_begin(NULL, 0);
    revops_status status = revops__intent_params_read(given, &problems, &params);
    if (status != REVOPS_OK) {
        return status;
    }
    uint64_t tier_count = 0;
    uint32_t head_rules = 0, stair_count = 0;
    for (uint32_t i = 0; i < params.rule_count; i++) {
        revops_intent_rule rule;
        REVOPS__ROW_GET(revops_intent_rule, &rule, params.rules, params.rule_row_size, i);
        tier_count += rule.tier_count;
        head_rules += rule.flags & REVOPS_INTENT_ENDS;
        stair_count += rule.decay == REVOPS_INTENT_STEP;
    }
    revops_intent head;
    memset(&head, 0, sizeof head);
    head.rules = (sizeof head + 7) / 8 * 8;
    head.tiers = head.rules + params.rule_count * sizeof(revops__intent_rule);
    head.groups = head.tiers + tier_count * sizeof(revops_intent_tier);
    head.order = head.groups + params.group_count * sizeof(revops_score_group);
    head.stairs = head.order + (params.rule_count * sizeof(uint32_t) + 7) / 8 * 8;
    uint64_t size = head.stairs + stair_count * sizeof(revops__intent_stairs);
    status = revops__params_room(memory, memory_size, (size_t)size, needed, out);
    if (status != REVOPS_OK) {
        return status;
    }
    head.rule_count = params.rule_count;
    head.tier_count = (uint32_t)tier_count;
    head.group_count = params.group_count;
    head.grade_count = params.grade_count;
    head.floor_mpt = params.floor_mpt;
    head.cap_mpt = params.cap_mpt;
    head.hysteresis_mpt = params.hysteresis_mpt;
    head.ended_mpt = params.ended_mpt;
    head.inactivity_loss_bp = params.inactivity_loss_bp;
    head.inactivity_period_ms = params.inactivity_period_ms;
    head.keeps_head = params.inactivity_loss_bp || head_rules;
    head.has_best_group = (params.flags & REVOPS_SCORE_BEST_GROUP) != 0;
    head.day_offset_ms = params.utc_offset_min * REVOPS_MINUTE_MS;
    memcpy(head.grades_mpt, params.grades_mpt, sizeof head.grades_mpt);
    unsigned char *block = memory;
    memset(block, 0, (size_t)size);
    memcpy(block, &head, sizeof head);
    revops__intent_rule *rules = (revops__intent_rule *)(void *)(block + head.rules);
    revops_intent_tier *tiers = (revops_intent_tier *)(void *)(block + head.tiers);
    revops_score_group *groups = (revops_score_group *)(void *)(block + head.groups);
    revops__intent_stairs *stairs = (revops__intent_stairs *)(void *)(block + head.stairs);
    uint32_t tiers_put = 0, stairs_put = 0;
    for (uint32_t i = 0; i < params.rule_count; i++) {
        intent_compile_rule(&params, i, tiers, &tiers_put, &rules[i]);
        if (rules[i].rule.decay == REVOPS_INTENT_STEP) {
            rules[i].stairs = stairs_put++;
            intent_put_stairs(&rules[i], &stairs[rules[i].stairs]);
        }
    }
    for (uint32_t i = 0; i < params.group_count; i++) {
        REVOPS__ROW_GET(revops_score_group, &groups[i], params.groups, params.group_row_size, i);
    }
    intent_put_in_order(rules, params.rule_count, params.group_count,
                        (uint32_t *)(void *)(block + head.order));
    *out = memory;
    return REVOPS_OK;
}

size_t revops_intent_record_size(const revops_intent *intent)
{
    return intent ? sizeof(revops_intent_record) + intent->rule_count * sizeof(revops_intent_slot) : 0;
}

revops_status revops_intent_record_init(const revops_intent *intent, revops_intent_record *record)
{
    if (!intent || !record) {
        return REVOPS_ERR_ARG;
    }
    memset(record, 0, revops_intent_record_size(intent));
    return REVOPS_OK;
}

static int intent_is_empty(const revops_intent_slot *slot)
{
    return slot->newest_ms == 0 && slot->state[0] == 0 && slot->state[1] == 0 && slot->counted == 0 &&
           slot->day_count == 0 && slot->over_limit == 0;
}

static int intent_is_slot(const revops__intent_rule *rule, const revops_intent_slot *slot)
{
    if (intent_is_empty(slot)) {
        return 1;
    }
    if (slot->counted == 0 || slot->counted > REVOPS_INTENT_EVENTS_MAX ||
        !revops__intent_is_time(slot->newest_ms) || (slot->day_count == 0) != (rule->rule.daily_limit == 0) ||
        slot->day_count > slot->counted || slot->day_count > rule->rule.daily_limit ||
        (slot->over_limit && (!rule->rule.daily_limit || slot->counted < rule->rule.daily_limit))) {
        return 0;
    }
    if (rule->rule.decay == REVOPS_INTENT_HALF_LIFE) {
        return slot->state[0] >= UINT64_C(1) << REVOPS__INTENT_SUM_BITS && slot->state[1] == 0 &&
               slot->state[0] <= (uint64_t)slot->counted << REVOPS__INTENT_SUM_BITS;
    }
    if (rule->rule.decay == REVOPS_INTENT_LASTING) {
        return slot->state[0] == 0 && slot->state[1] == 0;
    }
    uint64_t events = 0;
    for (uint32_t i = 0; i < REVOPS__INTENT_SPANS; i++) {
        events += slot->state[i / 8] >> i % 8 * 8 & 0xff;
    }
    return (slot->state[0] & 0xff) && events <= slot->counted;
}

revops_status revops_intent_verify(const revops_intent *intent, const revops_intent_record *record)
{
    if (!intent || !record) {
        return REVOPS_ERR_ARG;
    }
    const revops__intent_rule *rules = revops__intent_rules(intent);
    int ends = record->ended_by == 0
                   ? record->ended_ms == 0
                   : record->ended_by <= intent->rule_count && revops__intent_is_time(record->ended_ms) &&
                         rules[record->ended_by - 1].rule.flags & REVOPS_INTENT_ENDS;
    int acts = record->is_active == 0 ? record->active_ms == 0
                                      : record->is_active == 1 && intent->inactivity_loss_bp &&
                                            revops__intent_is_time(record->active_ms);
    if (!ends || !acts || record->reserved) {
        return REVOPS_ERR_CORRUPT;
    }
    for (uint32_t i = 0; i < intent->rule_count; i++) {
        if (!intent_is_slot(&rules[i], &revops__intent_slots(record)[i])) {
            return REVOPS_ERR_CORRUPT;
        }
    }
    return REVOPS_OK;
}

static REVOPS__INLINE void intent_take(const revops__intent_rule *rule, revops_intent_slot *slot,
                                       int64_t newest_ms, int64_t at_ms)
{
    if (rule->rule.decay == REVOPS_INTENT_HALF_LIFE) {
        intent_take_fading(rule, slot, newest_ms, at_ms);
        return;
    }
    /* One branch fewer to guess: what lasts keeps no counts of spans, but they are worked out. */
    uint64_t keeps = 0 - (uint64_t)(rule->rule.decay != REVOPS_INTENT_LASTING);
    intent_take_counted(rule, slot, newest_ms, at_ms < newest_ms ? newest_ms : at_ms);
    slot->state[0] &= keeps;
    slot->state[1] &= keeps;
}

void revops__intent_take(const revops__intent_rule *rule, revops_intent_slot *slot, int64_t at_ms,
                         uint32_t count)
{
    int64_t newest_ms = slot->counted ? slot->newest_ms : at_ms;
    intent_take(rule, slot, newest_ms, at_ms);
    if (rule->rule.decay == REVOPS_INTENT_HALF_LIFE) {
        slot->state[0] += (uint64_t)(count - 1) << REVOPS__INTENT_SUM_BITS;
    } else if (rule->rule.decay != REVOPS_INTENT_LASTING) {
        uint64_t room = 0xff - (slot->state[0] & 0xff);
        slot->state[0] += count - 1 < room ? count - 1 : room;
    }
    slot->counted += count - 1;
}

/* Whether a slot can't have come from here, as far as an update asks. */
static inline int intent_is_damaged(const revops_intent_slot *slot)
{
    return slot->counted > REVOPS_INTENT_EVENTS_MAX ||
           (slot->counted && !revops__intent_is_time(slot->newest_ms));
}

/* Takes any event into a slot that isn't damaged. `same_day` below 0: the rules know. */
static revops_status intent_apply(const revops_intent *intent, revops_intent_record *record,
                                  uint32_t behaviour, int64_t at_ms, int same_day)
{
    const revops__intent_rule *rule = &revops__intent_rules(intent)[behaviour];
    revops_intent_slot *slot = (revops_intent_slot *)(void *)(record + 1) + behaviour;
    int64_t newest_ms = slot->counted ? slot->newest_ms : at_ms;
    if (at_ms < newest_ms && (rule->rule.decay != REVOPS_INTENT_LASTING || rule->rule.daily_limit)) {
        return REVOPS_ERR_LATE;
    }
    if (intent->keeps_head) {
        intent_apply_head(intent, record, behaviour, at_ms);
    }
    if ((rule->rule.daily_limit == 0 ||
         (same_day < 0 ? intent_is_within_limit(intent, rule, slot, newest_ms, at_ms)
                       : intent_day_has_room(rule, slot, (uint32_t)same_day))) &&
        slot->counted < REVOPS_INTENT_EVENTS_MAX) {
        intent_take(rule, slot, newest_ms, at_ms);
    }
    return REVOPS_OK;
}

static revops_status intent_apply_checked(const revops_intent *intent, revops_intent_record *record,
                                          uint32_t behaviour, int64_t at_ms, int same_day)
{
    if (!intent || !record || behaviour >= intent->rule_count || !revops__intent_is_time(at_ms)) {
        return REVOPS_ERR_ARG;
    }
    if (intent_is_damaged((const revops_intent_slot *)(const void *)(record + 1) + behaviour)) {
        return REVOPS_ERR_CORRUPT;
    }
    return intent_apply(intent, record, behaviour, at_ms, same_day);
}

revops_status revops_intent_apply(const revops_intent *intent, revops_intent_record *record,
                                  uint32_t behaviour, int64_t at_ms)
{
    return intent_apply_checked(intent, record, behaviour, at_ms, -1);
}

revops_status revops__intent_apply_on_day(const revops_intent *intent, revops_intent_record *record,
                                          uint32_t behaviour, int64_t at_ms, int same_day)
{
    return intent_apply_checked(intent, record, behaviour, at_ms, same_day != 0);
}
