/* SPDX-License-Identifier: MIT */
/* Moving records through a compiled lifecycle. */
#include "core/compiler.h"
#include "act/lifecycle-internal.h"

#include <stddef.h>
#include <string.h>

/* Notes the entry of one stage. Loads nothing from the dates: a load would hold up what comes after it. */
static inline void lifecycle_enter(revops_lifecycle_record *record, uint32_t stage, int64_t at_ms)
{
    if (record->count[stage] == 0) {
        record->dates[stage].first_ms = at_ms;
    }
    record->dates[stage].latest_ms = at_ms;
    record->count[stage] = (uint8_t)(record->count[stage] + (record->count[stage] < UINT8_MAX));
}

/* What the touch guard still misses; both 0 when it holds. */
static void lifecycle_count_missing_touches(const revops_lifecycle *lifecycle,
                                            const revops_lifecycle_record *record, int64_t at_ms,
                                            revops_lifecycle_result *result)
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
static void lifecycle_take(const revops__move *move, revops_lifecycle_record *record,
                           const revops_lifecycle_input *input, revops_lifecycle_result *result)
{
    record->items = (record->items & move->kept_items) | input->items;
    if (move->flags & REVOPS_LIFECYCLE_TRANSITION_NEW_CYCLE) {
        record->cycle = revops__lifecycle_saturate(record->cycle);
        record->visited_mask = 0;
        record->touches = 0;
        record->first_touch_ms = REVOPS_TIME_NONE;
    }
    if (!move->entered_mask) { /* stays where it is; a nurture may be put off */
        if (move->flags & REVOPS_LIFECYCLE_TRANSITION_NEEDS_RESUME) {
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
            lifecycle_enter(record, stage, input->at_ms);
        }
    }
    lifecycle_enter(record, move->to, input->at_ms);
    if (move->entered_mask >> move->to_stage & 1 && move->to_stage != move->to) {
        lifecycle_enter(record, move->to_stage, input->at_ms);
    }
    record->latest_inferred_mask = (uint16_t)((record->latest_inferred_mask & ~entered) | inferred);
    record->visited_mask = (uint16_t)(record->visited_mask | entered);
    record->stage = move->to_stage;
    record->step = (uint8_t)move->to;
    record->reason = (uint8_t)input->reason;
    record->resume_ms =
        move->flags & REVOPS_LIFECYCLE_TRANSITION_NEEDS_RESUME ? input->resume_ms : REVOPS_TIME_NONE;
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
    uint32_t refusal = move->refusal | (missing ? REVOPS_LIFECYCLE_REFUSED_ITEMS : 0);
    *result = (revops_lifecycle_result){.trigger = input->trigger,
                                        .from = from,
                                        .to = move->to,
                                        .row = move->row,
                                        .reason = input->reason,
                                        .missing_items = missing};
    if (!(move->reason_mask >> input->reason & 1)) {
        refusal |= input->reason ? REVOPS_LIFECYCLE_REFUSED_WRONG_REASON : REVOPS_LIFECYCLE_REFUSED_REASON;
    }
    if ((move->flags & REVOPS_LIFECYCLE_TRANSITION_NEEDS_RESUME) &&
        (input->resume_ms <= input->at_ms || input->resume_ms == 0)) {
        refusal |= REVOPS_LIFECYCLE_REFUSED_RESUME;
    }
    if (move->touch_reasons >> input->reason & 1) {
        lifecycle_count_missing_touches(lifecycle, record, input->at_ms, result);
        refusal |= result->missing_touches || result->missing_ms ? REVOPS_LIFECYCLE_REFUSED_TOUCHES : 0;
    }
    result->refusal = refusal;
    if (refusal) {
        return REVOPS_ERR_REFUSED;
    }
    lifecycle_take(move, record, input, result);
    return REVOPS_OK;
}

/* The batch form prefetches the head of a record, a cache line or two, some triggers ahead. To prefetch all of its
   lines, or the dates once the head says which, was slower. */
enum { LIFECYCLE_AHEAD = 12, LIFECYCLE_HEAD_BYTES = offsetof(revops_lifecycle_record, dates) };

static void lifecycle_prefetch(const revops_lifecycle_record *record)
{
    REVOPS__FETCH_TO_CHANGE(record);
    REVOPS__FETCH_TO_CHANGE((const char *)record + LIFECYCLE_HEAD_BYTES);
}

static int lifecycle_overlap(const void *a, size_t a_size, const void *b, size_t b_size)
{
    uintptr_t from_a = (uintptr_t)a, from_b = (uintptr_t)b;
    return a && b && from_a < from_b + b_size && from_b < from_a + a_size;
}

/* Whether what is written overlaps what is read, or other outputs. */
static int lifecycle_arrays_clash(const revops_lifecycle_record *records, size_t record_count,
                                  const uint32_t *indexes, const revops_lifecycle_input *inputs, size_t count,
                                  const revops_status *statuses, const revops_lifecycle_result *results)
{
    const struct {
        const void *at;
        size_t size;
    } arrays[] = {
        {records, record_count * sizeof *records}, {statuses, count * sizeof *statuses},
        {results, count * sizeof *results},        {indexes, count * sizeof *indexes},
        {inputs, count * sizeof *inputs},
    };
    int clash = 0;
    for (size_t written = 0; written < 3; written++) {
        for (size_t other = written + 1; other < 5; other++) {
            clash |= lifecycle_overlap(arrays[written].at, arrays[written].size, arrays[other].at,
                                       arrays[other].size);
        }
    }
    return clash;
}

revops_status revops_lifecycle_apply_many(const revops_lifecycle *lifecycle, revops_lifecycle_record *records,
                                          size_t record_count, const uint32_t *indexes,
                                          const revops_lifecycle_input *inputs, size_t count,
                                          revops_status *statuses, revops_lifecycle_result *results)
{
    if (!lifecycle || !records || !indexes || !inputs || !statuses ||
        lifecycle_arrays_clash(records, record_count, indexes, inputs, count, statuses, results)) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        revops_lifecycle_result result;
        if (i + LIFECYCLE_AHEAD < count && indexes[i + LIFECYCLE_AHEAD] < record_count) {
            lifecycle_prefetch(&records[indexes[i + LIFECYCLE_AHEAD]]);
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
