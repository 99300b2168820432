/* SPDX-License-Identifier: MIT */
/* Compiles intent rules; takes events into records. */
#include <string.h>

#include "core/params.h"
#include "judge/intent-internal.h"

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

static void intent_compile_rule(const revops_intent_params *params, uint32_t index, revops_intent_tier *tiers,
                                uint32_t *tier_count, revops__intent_rule *out)
{
    revops_intent_rule *rule = &out->rule;
    REVOPS__ROW_GET(revops_intent_rule, rule, params->rules, params->rule_row_size, index);
    out->size_mpt =
        rule->points_mpt < 0 ? (uint64_t) - (int64_t)rule->points_mpt : (uint64_t)rule->points_mpt;
    out->life_ms = intent_life_of(params, rule);
    out->day_most = rule->daily_limit ? rule->daily_limit : UINT32_MAX;
    out->loss =
        rule->decay == REVOPS_INTENT_LINEAR ? intent_loss_of(rule, out->size_mpt) : revops__fine_of(0);
    uint64_t span_ms = (uint64_t)(out->life_ms + REVOPS__INTENT_SPANS - 2) / (REVOPS__INTENT_SPANS - 1);
    out->span = revops__divisor_of(span_ms ? span_ms : (uint64_t)REVOPS_INTENT_PERIOD_MAX_MS);
    out->period = revops__divisor_of(rule->period_ms ? (uint64_t)rule->period_ms
                                                     : (uint64_t)REVOPS_INTENT_PERIOD_MAX_MS);
    for (uint32_t k = 0; k < rule->tier_count; k++) {
        REVOPS__ROW_GET(revops_intent_tier, &tiers[*tier_count + k], params->tiers, params->tier_row_size,
                        rule->first_tier + k);
    }
    rule->first_tier = *tier_count;
    *tier_count += rule->tier_count;
}

/* Lists rules by group; equal ones in their order. */
static void intent_put_in_order(const revops__intent_rule *rules, uint32_t rule_count, uint32_t group_count,
                                uint32_t *order)
{
    uint32_t count = 0;
    for (uint32_t group = 0; group <= group_count; group++) {
        for (uint32_t i = 0; i < rule_count; i++) {
            if (rules[i].rule.group == group) {
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
    uint32_t head_rules = 0;
    for (uint32_t i = 0; i < params.rule_count; i++) {
        revops_intent_rule rule;
        REVOPS__ROW_GET(revops_intent_rule, &rule, params.rules, params.rule_row_size, i);
        tier_count += rule.tier_count;
        head_rules += rule.flags & REVOPS_INTENT_ENDS;
    }
    revops_intent head;
    memset(&head, 0, sizeof head);
    head.rules = (sizeof head + 7) / 8 * 8;
    head.tiers = head.rules + params.rule_count * sizeof(revops__intent_rule);
    head.groups = head.tiers + tier_count * sizeof(revops_intent_tier);
    head.order = head.groups + params.group_count * sizeof(revops_score_group);
    uint64_t size = head.order + (params.rule_count * sizeof(uint32_t) + 7) / 8 * 8;
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
    head.day_offset_ms = params.utc_offset_min * REVOPS_MINUTE_MS;
    memcpy(head.grades_mpt, params.grades_mpt, sizeof head.grades_mpt);
    unsigned char *block = memory;
    memset(block, 0, (size_t)size);
    memcpy(block, &head, sizeof head);
    revops__intent_rule *rules = (revops__intent_rule *)(void *)(block + head.rules);
    revops_intent_tier *tiers = (revops_intent_tier *)(void *)(block + head.tiers);
    revops_score_group *groups = (revops_score_group *)(void *)(block + head.groups);
    uint32_t tiers_put = 0;
    for (uint32_t i = 0; i < params.rule_count; i++) {
        intent_compile_rule(&params, i, tiers, &tiers_put, &rules[i]);
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
        !revops__intent_is_time(slot->newest_ms) || slot->day_count == 0 || slot->day_count > slot->counted ||
        slot->day_count > rule->day_most ||
        (slot->over_limit && (!rule->rule.daily_limit || slot->counted < rule->day_most))) {
        return 0;
    }
    if (rule->rule.decay == REVOPS_INTENT_HALF_LIFE) {
        return slot->state[0] >= UINT64_C(1) << REVOPS__INTENT_SUM_BITS && slot->state[1] == 0 &&
               slot->state[0] <= (uint64_t)slot->counted << REVOPS__INTENT_SUM_BITS;
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

/* Moves counts to older spans, the newest of which is the lowest byte. Without branches, as nothing tells one event's
   distance from the next one's. */
static inline void intent_age_counts(uint64_t *state, uint64_t spans)
{
    uint64_t bits = (spans < REVOPS__INTENT_SPANS ? spans : REVOPS__INTENT_SPANS) * 8, low = state[0];
    uint64_t near = state[1] << (bits & 63) | low >> 1 >> (63 - (bits & 63)), far = low << (bits & 63);
    state[1] = bits < 64 ? near : bits < 128 ? far : 0;
    state[0] = bits < 64 ? far : 0;
}

/* An event that the head keeps: of activity, or one that ends scoring. */
static void intent_apply_head(const revops_intent *intent, revops_intent_record *record, uint32_t behaviour,
                              int64_t at_ms)
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
static inline void intent_take(const revops__intent_rule *rule, revops_intent_slot *slot, int64_t newest_ms,
                               int64_t at_ms)
{
    /* Both kinds of state are made and one is kept, without a branch: what the next event's behaviour is can't be guessed, and a
       wrong guess costs more than all this. */
    uint64_t fades = 0 - (uint64_t)(rule->rule.decay == REVOPS_INTENT_HALF_LIFE);
    uint64_t share = revops__half_life((uint64_t)(at_ms - newest_ms), &rule->period);
    uint64_t sum =
        revops__multiply_high(slot->state[0] << 1, share) + (UINT64_C(1) << REVOPS__INTENT_SUM_BITS);
    uint64_t span = revops__quotient_of(revops__intent_shifted(at_ms), &rule->span),
             newest = revops__quotient_of(revops__intent_shifted(newest_ms), &rule->span);
    intent_age_counts(slot->state, span - newest);
    uint64_t counts = slot->state[0] + ((slot->state[0] & 0xff) < 0xff);
    slot->state[0] = (sum & fades) | (counts & ~fades);
    slot->state[1] &= ~fades;
    slot->newest_ms = at_ms;
    slot->counted++;
}

void revops__intent_take(const revops__intent_rule *rule, revops_intent_slot *slot, int64_t at_ms,
                         uint32_t count)
{
    intent_take(rule, slot, slot->counted ? slot->newest_ms : at_ms, at_ms);
    slot->counted += count - 1;
    if (rule->rule.decay == REVOPS_INTENT_HALF_LIFE) {
        slot->state[0] += (uint64_t)(count - 1) << REVOPS__INTENT_SUM_BITS;
    } else {
        uint64_t room = 0xff - (slot->state[0] & 0xff);
        slot->state[0] += count - 1 < room ? count - 1 : room;
    }
}

static inline revops_status intent_apply(const revops_intent *intent, revops_intent_record *record,
                                         uint32_t behaviour, int64_t at_ms)
{
    const revops__intent_rule *rule = &revops__intent_rules(intent)[behaviour];
    revops_intent_slot *slot = (revops_intent_slot *)(void *)(record + 1) + behaviour;
    int first = slot->counted == 0;
    int64_t newest_ms = first ? at_ms : slot->newest_ms;
    if (!revops__intent_is_time(newest_ms) || slot->counted > REVOPS_INTENT_EVENTS_MAX) {
        return REVOPS_ERR_CORRUPT;
    }
    if (at_ms < newest_ms && (rule->rule.decay != REVOPS_INTENT_LASTING || rule->rule.daily_limit)) {
        return REVOPS_ERR_LATE;
    }
    if (intent->keeps_head) {
        intent_apply_head(intent, record, behaviour, at_ms);
    }
    at_ms = at_ms < newest_ms ? newest_ms : at_ms; /* where order doesn't matter */
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
    intent_take(rule, slot, newest_ms, at_ms);
    slot->day_count = (uint16_t)(day_count + (day_count < UINT16_MAX));
    return REVOPS_OK;
}

revops_status revops_intent_apply(const revops_intent *intent, revops_intent_record *record,
                                  uint32_t behaviour, int64_t at_ms)
{
    if (!intent || !record || behaviour >= intent->rule_count || !revops__intent_is_time(at_ms)) {
        return REVOPS_ERR_ARG;
    }
    return intent_apply(intent, record, behaviour, at_ms);
}

revops_status revops_intent_apply_many(const revops_intent *intent, revops_intent_record *records,
                                       size_t record_count, const revops_intent_columns *given,
                                       revops_cursor *cursor)
{
    revops_intent_columns columns;
    revops_status status = REVOPS__PARAMS_COPY(revops_intent_columns, &columns, given);
    if (status != REVOPS_OK) {
        return status;
    }
    if (columns.flags) {
        return REVOPS_ERR_NEWER;
    }
    if (!intent || !cursor || (!records && record_count) || cursor->next > columns.count ||
        (columns.count && (!columns.lead || !columns.behaviour || !columns.at_ms))) {
        return REVOPS_ERR_ARG;
    }
    size_t size = revops_intent_record_size(intent);
    for (; cursor->next < columns.count; cursor->next++) {
        size_t i = (size_t)cursor->next;
        if (columns.lead[i] >= record_count || columns.behaviour[i] >= intent->rule_count ||
            !revops__intent_is_time(columns.at_ms[i])) {
            cursor->invalid++;
            continue;
        }
        revops_intent_record *record =
            (revops_intent_record *)(void *)((unsigned char *)records + columns.lead[i] * size);
        status = intent_apply(intent, record, columns.behaviour[i], columns.at_ms[i]);
        if (status == REVOPS_ERR_CORRUPT) {
            return status;
        }
        cursor->applied += status == REVOPS_OK;
        cursor->late += status == REVOPS_ERR_LATE;
    }
    return REVOPS_OK;
}
