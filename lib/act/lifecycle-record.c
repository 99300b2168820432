/* SPDX-License-Identifier: MIT */
/* Records apart from moves: starting one, proving stored ones, noting items and touches. */
#include "act/lifecycle-internal.h"

#include <string.h>

revops_status revops_lifecycle_record_init(revops_lifecycle_record *record, int64_t at_ms)
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
    for (uint32_t s = 0; s < REVOPS_LIFECYCLE_STAGES_MAX; s++) {
        record->dates[s].first_ms = REVOPS_TIME_NONE;
        record->dates[s].latest_ms = REVOPS_TIME_NONE;
    }
    record->dates[0].first_ms = at_ms;
    record->dates[0].latest_ms = at_ms;
    return REVOPS_OK;
}

/* Whether dates, counts and masks of one stage agree. */
static int lifecycle_is_stage_legal(const revops_lifecycle *lifecycle, const revops_lifecycle_record *record,
                                    uint32_t stage)
{
    const revops_lifecycle_dates *dates = &record->dates[stage];
    if (stage >= lifecycle->stage_count || record->count[stage] == 0) {
        return record->count[stage] == 0 && dates->first_ms == REVOPS_TIME_NONE &&
               dates->latest_ms == REVOPS_TIME_NONE &&
               !((record->visited_mask | record->first_inferred_mask | record->latest_inferred_mask) >>
                     stage &
                 1);
    }
    return dates->first_ms != REVOPS_TIME_NONE && dates->first_ms <= dates->latest_ms &&
           dates->latest_ms <= record->dates[record->step].latest_ms &&
           (record->count[stage] > 1 || dates->first_ms == dates->latest_ms);
}

static int lifecycle_is_record_legal(const revops_lifecycle *lifecycle, const revops_lifecycle_record *record)
{
    uint32_t step = record->step;
    if (step >= lifecycle->stage_count || lifecycle->stages[step].parent != record->stage ||
        (lifecycle->divided_mask >> step & 1) || record->count[step] == 0 ||
        record->count[record->stage] == 0) {
        return 0;
    }
    if (record->reserved0 || record->reserved1 || record->cycle == 0 ||
        record->reason > lifecycle->reason_count || (record->items & ~lifecycle->known_items) ||
        (record->touches == 0) != (record->first_touch_ms == REVOPS_TIME_NONE) ||
        (record->resume_ms != REVOPS_TIME_NONE && record->resume_ms <= record->dates[step].latest_ms) ||
        ((record->visited_mask | record->first_inferred_mask | record->latest_inferred_mask) >>
         REVOPS_LIFECYCLE_STAGES_MAX)) {
        return 0;
    }
    int legal = 1;
    for (uint32_t stage = 0; stage < REVOPS_LIFECYCLE_STAGES_MAX; stage++) {
        legal &= lifecycle_is_stage_legal(lifecycle, record, stage);
    }
    return legal;
}

revops_status revops_lifecycle_verify(const revops_lifecycle *lifecycle,
                                      const revops_lifecycle_record *records, size_t count, size_t *first)
{
    if (!lifecycle || (!records && count)) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        if (!lifecycle_is_record_legal(lifecycle, &records[i])) {
            if (first) {
                *first = i;
            }
            return REVOPS_ERR_CORRUPT;
        }
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
    record->touches = revops__lifecycle_saturate(record->touches);
    if (record->first_touch_ms == REVOPS_TIME_NONE) {
        record->first_touch_ms = at_ms;
    }
    return REVOPS_OK;
}
