/* SPDX-License-Identifier: MIT */
/* Compiles intent rules; takes events into records. */
#include <string.h>

#include "core/params.h"
#include "judge/intent-internal.h"

#if defined(__GNUC__)
#define INTENT_INLINE inline __attribute__((always_inline))
#else
#define INTENT_INLINE inline
#endif

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

static void intent_compile_rule(const revops_intent_params *params, uint32_t index, revops_intent_tier *tiers,
                                uint32_t *tier_count, revops__intent_rule *out)
{
    revops_intent_rule *rule = &out->rule;
    REVOPS__ROW_GET(revops_intent_rule, rule, params->rules, params->rule_row_size, index);
    out->size_mpt =
        rule->points_mpt < 0 ? (uint64_t) - (int64_t)rule->points_mpt : (uint64_t)rule->points_mpt;
    out->life_ms = intent_life_of(params, rule);
    out->update = rule->daily_limit                        ? REVOPS__INTENT_UPDATE_LIMITED
                  : rule->decay == REVOPS_INTENT_LASTING   ? REVOPS__INTENT_UPDATE_LASTS
                  : rule->decay == REVOPS_INTENT_HALF_LIFE ? REVOPS__INTENT_UPDATE_FADES
                                                           : REVOPS__INTENT_UPDATE_COUNTS;
    out->loss = rule->decay == REVOPS_INTENT_LINEAR ? intent_loss_of(rule, out->size_mpt)
                : rule->decay == REVOPS_INTENT_HALF_LIFE
                    ? intent_steepest_of((uint64_t)rule->period_ms, out->size_mpt)
                    : revops__fine_of(0);
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

/* Moves counts to older spans, the newest of which is the lowest byte. By multiplying, without branches, as nothing tells one
   event's distance from the next one's, and shifts by a variable are slow. */
static inline void intent_age_counts(uint64_t *state, uint64_t spans)
{
#define INTENT_BYTE(n) UINT64_C(1) << 8 * (n)
    /* 256 to the power of the spans, and of the spans less 8; 0 where that is none of a word's bytes */
    static const uint64_t near[REVOPS__INTENT_SPANS + 1] = {INTENT_BYTE(0), INTENT_BYTE(1), INTENT_BYTE(2),
                                                            INTENT_BYTE(3), INTENT_BYTE(4), INTENT_BYTE(5),
                                                            INTENT_BYTE(6), INTENT_BYTE(7)},
                                                      far[REVOPS__INTENT_SPANS + 1] = {0,
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
    uint64_t low = state[0];
    state[0] = low * near[spans];
    state[1] = state[1] * near[spans] + revops__multiply_high(low, near[spans]) + low * far[spans];
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
static INTENT_INLINE void intent_take_fading(const revops__intent_rule *rule, revops_intent_slot *slot,
                                             int64_t newest_ms, int64_t at_ms)
{
    uint64_t share = revops__half_life((uint64_t)(at_ms - newest_ms), &rule->period);
    slot->state[0] =
        revops__multiply_high(slot->state[0] << 1, share) + (UINT64_C(1) << REVOPS__INTENT_SUM_BITS);
    slot->newest_ms = at_ms;
    slot->counted++;
}

static INTENT_INLINE void intent_take_counted(const revops__intent_rule *rule, revops_intent_slot *slot,
                                              int64_t newest_ms, int64_t at_ms)
{
    uint64_t span = revops__quotient_of(revops__intent_shifted(at_ms), &rule->span),
             newest = revops__quotient_of(revops__intent_shifted(newest_ms), &rule->span);
    intent_age_counts(slot->state, span - newest);
    slot->state[0] += (slot->state[0] & 0xff) < 0xff;
    slot->newest_ms = at_ms;
    slot->counted++;
}

static INTENT_INLINE void intent_take_lasting(revops_intent_slot *slot, int64_t newest_ms, int64_t at_ms)
{
    slot->newest_ms = at_ms < newest_ms ? newest_ms : at_ms; /* order doesn't matter */
    slot->counted++;
}

static INTENT_INLINE void intent_take(const revops__intent_rule *rule, revops_intent_slot *slot,
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

/* Takes any event into a slot that isn't damaged. */
static revops_status intent_apply(const revops_intent *intent, revops_intent_record *record,
                                  uint32_t behaviour, int64_t at_ms)
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
    if (rule->rule.daily_limit) {
        /* A mask and no branch: whether two events share a day can't be guessed. */
        uint32_t same_day = (uint32_t)revops__intent_is_same_day(intent, newest_ms, at_ms);
        uint32_t day_count = slot->day_count & (0 - same_day);
        if (day_count >= rule->rule.daily_limit) {
            slot->over_limit = (uint16_t)(slot->over_limit + (slot->over_limit < UINT16_MAX));
            return REVOPS_OK;
        }
        if (slot->counted < REVOPS_INTENT_EVENTS_MAX) {
            slot->day_count = (uint16_t)(day_count + 1);
        }
    }
    if (slot->counted < REVOPS_INTENT_EVENTS_MAX) {
        intent_take(rule, slot, newest_ms, at_ms);
    }
    return REVOPS_OK;
}

revops_status revops_intent_apply(const revops_intent *intent, revops_intent_record *record,
                                  uint32_t behaviour, int64_t at_ms)
{
    if (!intent || !record || behaviour >= intent->rule_count || !revops__intent_is_time(at_ms)) {
        return REVOPS_ERR_ARG;
    }
    if (intent_is_damaged((const revops_intent_slot *)(const void *)(record + 1) + behaviour)) {
        return REVOPS_ERR_CORRUPT;
    }
    return intent_apply(intent, record, behaviour, at_ms);
}

/* Rows of columns are taken by blocks. Of the next block the slots are prefetched; of the present one the rows are sorted by what
   they take, so that each kind has a loop without branches that can't be guessed: which behaviour comes next is random, and
   a wrong guess costs as much as an update. Rows of one behaviour stay in order. */
enum { INTENT_ROWS = 64 };

typedef struct intent_block {
    revops_intent_slot *slots[INTENT_ROWS];
    uint8_t rows[REVOPS__INTENT_UPDATES][INTENT_ROWS];
    uint32_t counts[REVOPS__INTENT_UPDATES];
} intent_block;

typedef struct intent_batch {
    const revops_intent *intent;
    unsigned char *records;
    size_t record_count, record_size;
    revops_intent_columns columns;
} intent_batch;

static inline void intent_prefetch(const intent_batch *batch, size_t row)
{
#if defined(__GNUC__)
    uintptr_t record = (uintptr_t)batch->records + batch->columns.lead[row] * batch->record_size;
    uintptr_t slot =
        record + sizeof(revops_intent_record) + batch->columns.behaviour[row] * sizeof(revops_intent_slot);
    __builtin_prefetch((const void *)slot, 1); /* whether there is one doesn't matter */
    if (batch->intent->keeps_head) {
        __builtin_prefetch((const void *)record, 1);
    }
#else
    (void)batch;
    (void)row;
#endif
}

/* Sorts the rows of a block and returns its end: a row whose slot is damaged, or that given. */
static size_t intent_sort_block(const intent_batch *batch, size_t start, size_t end, intent_block *block,
                                uint64_t *invalid)
{
    const revops__intent_rule *rules = revops__intent_rules(batch->intent);
    const uint32_t rule_count = batch->intent->rule_count, *lead = batch->columns.lead,
                   *behaviour = batch->columns.behaviour;
    const int64_t *at_ms = batch->columns.at_ms;
    memset(block->counts, 0, sizeof block->counts);
    for (size_t i = start; i < end; i++) {
        if (lead[i] >= batch->record_count || behaviour[i] >= rule_count ||
            !revops__intent_is_time(at_ms[i])) {
            ++*invalid;
            continue;
        }
        revops_intent_slot *slot =
            (revops_intent_slot *)(void *)(batch->records + lead[i] * batch->record_size +
                                           sizeof(revops_intent_record)) +
            behaviour[i];
        if (intent_is_damaged(slot)) {
            return i;
        }
        uint32_t update = rules[behaviour[i]].update;
        block->slots[i - start] = slot;
        block->rows[update][block->counts[update]++] = (uint8_t)(i - start);
    }
    return end;
}

/* Takes the rows of one kind; returns how many are late. */
static INTENT_INLINE uint64_t intent_take_rows(const intent_batch *batch, size_t start,
                                               const intent_block *block, enum revops__intent_update update)
{
    const revops__intent_rule *rules = revops__intent_rules(batch->intent);
    const uint32_t keeps_head = batch->intent->keeps_head, *behaviours = batch->columns.behaviour + start;
    const int64_t *times_ms = batch->columns.at_ms + start;
    uint64_t late = 0;
    for (uint32_t k = 0; k < block->counts[update]; k++) {
        uint32_t row = block->rows[update][k], behaviour = behaviours[row];
        revops_intent_slot *slot = block->slots[row];
        int64_t at_ms = times_ms[row], newest_ms = slot->counted ? slot->newest_ms : at_ms;
        if (update != REVOPS__INTENT_UPDATE_LASTS && at_ms < newest_ms) {
            late++;
            continue;
        }
        if (keeps_head || update == REVOPS__INTENT_UPDATE_LIMITED) {
            revops_intent_record *record = (revops_intent_record *)(void *)(slot - behaviour) - 1;
            if (update == REVOPS__INTENT_UPDATE_LIMITED) {
                late += intent_apply(batch->intent, record, behaviour, at_ms) == REVOPS_ERR_LATE;
                continue;
            }
            intent_apply_head(batch->intent, record, behaviour, at_ms);
        }
        if (slot->counted == REVOPS_INTENT_EVENTS_MAX) {
            continue;
        }
        if (update == REVOPS__INTENT_UPDATE_FADES) {
            intent_take_fading(&rules[behaviour], slot, newest_ms, at_ms);
        } else if (update == REVOPS__INTENT_UPDATE_LASTS) {
            intent_take_lasting(slot, newest_ms, at_ms);
        } else {
            intent_take_counted(&rules[behaviour], slot, newest_ms, at_ms);
        }
    }
    return late;
}

static void intent_apply_block(const intent_batch *batch, size_t start, const intent_block *block,
                               revops_cursor *cursor)
{
    uint64_t late = intent_take_rows(batch, start, block, REVOPS__INTENT_UPDATE_COUNTS) +
                    intent_take_rows(batch, start, block, REVOPS__INTENT_UPDATE_FADES) +
                    intent_take_rows(batch, start, block, REVOPS__INTENT_UPDATE_LASTS) +
                    intent_take_rows(batch, start, block, REVOPS__INTENT_UPDATE_LIMITED);
    cursor->late += late;
    for (uint32_t update = 0; update < REVOPS__INTENT_UPDATES; update++) {
        cursor->applied += block->counts[update];
    }
    cursor->applied -= late;
}

revops_status revops_intent_apply_many(const revops_intent *intent, revops_intent_record *records,
                                       size_t record_count, const revops_intent_columns *given,
                                       revops_cursor *cursor)
{
    intent_batch batch = {intent,
                          (unsigned char *)records,
                          record_count,
                          revops_intent_record_size(intent),
                          {0, 0, 0, NULL, NULL, NULL}};
    const revops_intent_columns *columns = &batch.columns;
    revops_status status = REVOPS__PARAMS_COPY(revops_intent_columns, &batch.columns, given);
    if (status != REVOPS_OK) {
        return status;
    }
    if (columns->flags) {
        return REVOPS_ERR_NEWER;
    }
    if (!intent || !cursor || (!records && record_count) || cursor->next > columns->count ||
        (columns->count && (!columns->lead || !columns->behaviour || !columns->at_ms))) {
        return REVOPS_ERR_ARG;
    }
    size_t count = (size_t)columns->count, start = (size_t)cursor->next;
    while (start < count) {
        intent_block block;
        size_t end = count - start < INTENT_ROWS ? count : start + INTENT_ROWS,
               ahead = count - end < INTENT_ROWS ? count : end + INTENT_ROWS;
        for (size_t i = end; i < ahead; i++) {
            intent_prefetch(&batch, i);
        }
        size_t stop = intent_sort_block(&batch, start, end, &block, &cursor->invalid);
        intent_apply_block(&batch, start, &block, cursor);
        cursor->next = start = stop;
        if (stop < end) {
            return REVOPS_ERR_CORRUPT;
        }
    }
    return REVOPS_OK;
}
