/* SPDX-License-Identifier: MIT */
/* Moving records through a compiled lifecycle. */
#include "act/lifecycle-internal.h"

#include <stddef.h>
#include <string.h>

revops_status revops_lifecycle_start(revops_lifecycle_record *record, int64_t at_ms)
{
    if (!record || at_ms == REVOPS_TIME_NONE) {
        return REVOPS_ERR_ARG;
    }
    memset(record, 0, sizeof *record);
    record->cycle = 1;
    record->visited_mask = 1;
    record->count[0] = 1;
    record->first_touch_ms = REVOPS_TIME_NONE;
    record->resume_ms = REVOPS_TIME_NONE;
    for (uint32_t s = 0; s < REVOPS_LIFECYCLE_STAGES; s++) {
        record->dates[s].first_ms = REVOPS_TIME_NONE;
        record->dates[s].latest_ms = REVOPS_TIME_NONE;
    }
    record->dates[0].first_ms = at_ms;
    record->dates[0].latest_ms = at_ms;
    return REVOPS_OK;
}

static uint16_t saturate(uint16_t count)
{
    return (uint16_t)(count + (count < UINT16_MAX));
}

/* Notes the entry of one stage. Loads nothing from the dates: a load would hold up what comes after it. */
static inline void enter(revops_lifecycle_record *record, uint32_t stage, int64_t at_ms)
{
    if (record->count[stage] == 0) {
        record->dates[stage].first_ms = at_ms;
    }
    record->dates[stage].latest_ms = at_ms;
    record->count[stage] = (uint8_t)(record->count[stage] + (record->count[stage] < UINT8_MAX));
}

/* What the touch guard still misses; both 0 when it holds. */
static void count_missing_touches(const revops_lifecycle *lifecycle, const revops_lifecycle_record *record,
                                  int64_t at_ms, revops_lifecycle_result *result)
{
    if (record->touches < lifecycle->min_touches) {
        result->missing_touches = lifecycle->min_touches - record->touches;
    }
    if (record->first_touch_ms == REVOPS_TIME_NONE) {
        result->missing_ms = lifecycle->min_touch_span_ms;
        return;
    }
    int64_t end_ms;
    if (revops_add(record->first_touch_ms, lifecycle->min_touch_span_ms, &end_ms) != REVOPS_OK) {
        end_ms = INT64_MAX;
    }
    if (at_ms < end_ms && revops_subtract(end_ms, at_ms, &result->missing_ms) != REVOPS_OK) {
        result->missing_ms = INT64_MAX;
    }
}

/* Takes the transition, whose guards hold. */
static void take(const revops__move *move, revops_lifecycle_record *record,
                 const revops_lifecycle_input *input, revops_lifecycle_result *result)
{
    record->items = (record->items & move->kept_items) | input->items;
    if (move->flags & REVOPS_TRANSITION_NEW_CYCLE) {
        record->cycle = saturate(record->cycle);
        record->visited_mask = 0;
        record->touches = 0;
        record->first_touch_ms = REVOPS_TIME_NONE;
    }
    if (!move->entered_mask) { /* stays where it is; a nurture may be put off */
        if (move->flags & REVOPS_TRANSITION_NEEDS_RESUME) {
            record->resume_ms = input->resume_ms;
            record->reason = (uint8_t)input->reason;
        }
        return;
    }
    uint32_t inferred = move->inferred_mask & ~(uint32_t)record->visited_mask;
    uint32_t entered = inferred | move->entered_mask;
    for (uint32_t stage = 0, mask = inferred; mask; stage++, mask >>= 1) {
        if (mask & 1) {
            uint32_t first = record->count[stage] == 0 ? UINT32_C(1) << stage : 0;
            record->first_inferred_mask = (uint16_t)(record->first_inferred_mask | first);
            enter(record, stage, input->at_ms);
        }
    }
    enter(record, move->to, input->at_ms);
    if (move->entered_mask >> move->to_stage & 1 && move->to_stage != move->to) {
        enter(record, move->to_stage, input->at_ms);
    }
    record->latest_inferred_mask = (uint16_t)((record->latest_inferred_mask & ~entered) | inferred);
    record->visited_mask = (uint16_t)(record->visited_mask | entered);
    record->stage = move->to_stage;
    record->step = (uint8_t)move->to;
    record->reason = (uint8_t)input->reason;
    record->resume_ms = move->flags & REVOPS_TRANSITION_NEEDS_RESUME ? input->resume_ms : REVOPS_TIME_NONE;
    result->inferred_mask = inferred;
}

revops_status revops_lifecycle_apply(const revops_lifecycle *lifecycle, revops_lifecycle_record *record,
                                     const revops_lifecycle_input *input, revops_lifecycle_result *result)
{
    if (!lifecycle || !record || !input || !result || input->trigger >= lifecycle->trigger_count ||
        input->reason > lifecycle->reason_count || (input->items & ~lifecycle->known_items) ||
        input->at_ms == REVOPS_TIME_NONE) {
        return REVOPS_ERR_ARG;
    }
    uint32_t from = record->step;
    if (from >= lifecycle->stage_count) {
        return REVOPS_ERR_CORRUPT;
    }
    if (input->at_ms < record->dates[from].latest_ms) {
        return REVOPS_ERR_LATE;
    }
    const revops__move *move = revops__lifecycle_move(lifecycle, from, input->trigger);
    uint64_t missing = move->required_items & ~((record->items & move->kept_items) | input->items);
    uint32_t refusal = move->refusal | (missing ? REVOPS_REFUSED_ITEMS : 0);
    *result = (revops_lifecycle_result){.trigger = input->trigger,
                                        .from = from,
                                        .to = move->to,
                                        .row = move->row,
                                        .reason = input->reason,
                                        .missing_items = missing};
    if (!(move->reason_mask >> input->reason & 1)) {
        refusal |= input->reason ? REVOPS_REFUSED_WRONG_REASON : REVOPS_REFUSED_REASON;
    }
    if ((move->flags & REVOPS_TRANSITION_NEEDS_RESUME) &&
        (input->resume_ms <= input->at_ms || input->resume_ms == 0)) {
        refusal |= REVOPS_REFUSED_RESUME;
    }
    if (move->touch_reasons >> input->reason & 1) {
        count_missing_touches(lifecycle, record, input->at_ms, result);
        refusal |= result->missing_touches || result->missing_ms ? REVOPS_REFUSED_TOUCHES : 0;
    }
    result->refusal = refusal;
    if (refusal) {
        return REVOPS_ERR_REFUSED;
    }
    take(move, record, input, result);
    return REVOPS_OK;
}

/* The batch form asks for the head of a record some triggers ahead, which is a cache line or two. Asking for all of its
   lines, or for the dates once the head says which, was slower. */
enum { RECORDS_AHEAD = 12, HEAD_BYTES = offsetof(revops_lifecycle_record, dates) };

static void ask_for(const revops_lifecycle_record *record)
{
#ifdef __GNUC__
    __builtin_prefetch(record, 1);
    __builtin_prefetch((const char *)record + HEAD_BYTES, 1);
#else
    (void)record;
#endif
}

revops_status revops_lifecycle_apply_many(const revops_lifecycle *lifecycle, revops_lifecycle_record *records,
                                          size_t record_count, const uint32_t *indexes,
                                          const revops_lifecycle_input *inputs, size_t count,
                                          revops_status *statuses, revops_lifecycle_result *results)
{
    if (!lifecycle || !records || !indexes || !inputs || !statuses) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        revops_lifecycle_result result;
        if (i + RECORDS_AHEAD < count && indexes[i + RECORDS_AHEAD] < record_count) {
            ask_for(&records[indexes[i + RECORDS_AHEAD]]);
        }
        if (indexes[i] >= record_count) {
            statuses[i] = REVOPS_ERR_RANGE;
            continue;
        }
        statuses[i] = revops_lifecycle_apply(lifecycle, &records[indexes[i]], &inputs[i],
                                             results ? &results[i] : &result);
    }
    return REVOPS_OK;
}

revops_status revops_lifecycle_confirm(const revops_lifecycle *lifecycle, revops_lifecycle_record *record,
                                       uint64_t confirm, uint64_t withdraw)
{
    if (!lifecycle || !record || ((confirm | withdraw) & ~lifecycle->known_items)) {
        return REVOPS_ERR_ARG;
    }
    record->items = (record->items & ~withdraw) | confirm;
    return REVOPS_OK;
}

revops_status revops_lifecycle_touch(revops_lifecycle_record *record, int64_t at_ms)
{
    if (!record || at_ms == REVOPS_TIME_NONE) {
        return REVOPS_ERR_ARG;
    }
    record->touches = saturate(record->touches);
    if (record->first_touch_ms == REVOPS_TIME_NONE) {
        record->first_touch_ms = at_ms;
    }
    return REVOPS_OK;
}
