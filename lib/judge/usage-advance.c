/* SPDX-License-Identifier: MIT */
/* Time that passes without an event. */
#include "judge/usage-batch.h"

revops_status revops_usage_advance(const revops_usage *usage, void *record, int64_t at_ms,
                                   int32_t utc_offset_min, uint32_t *fired)
{
    if (!is_built(usage) || !record || !fired || !offset_ok(utc_offset_min)) {
        return REVOPS_ERR_ARG;
    }
    const revops_usage_event event = {.at_ms = at_ms, .utc_offset_min = utc_offset_min};
    const revops__usage_step step = {&usage->advancing, &event, 0, -1, 0};
    revops__usage_outcome out;
    revops_status status = revops__usage_fold(usage, record, &step, &out);
    if (status == REVOPS_OK) {
        *fired = out.fired;
    }
    return status;
}

revops_status revops_usage_advance_many(const revops_usage *usage, void *records, size_t record_count,
                                        int64_t at_ms, int32_t utc_offset_min, revops_cursor *cursor,
                                        revops_usage_hit *hits, size_t capacity, size_t *count)
{
    usage_batch given = {
        .usage = usage, .records = records, .record_count = record_count, .hits = hits, .capacity = capacity};
    revops_status status = revops__usage_batch_begin(&given, cursor, count);
    if (status != REVOPS_OK || !offset_ok(utc_offset_min) || cursor->next > record_count) {
        return REVOPS_ERR_ARG;
    }
    const revops_usage_event event = {.at_ms = at_ms, .utc_offset_min = utc_offset_min};
    const revops__usage_step step = {&usage->advancing, &event, 0, -1, 0};
    size_t row = (size_t)cursor->next;
    while (row < record_count && revops__usage_batch_step(&given, row++, &step) != USAGE_ROW_FULL) {
    }
    return revops__usage_batch_end(&given, row, record_count, cursor, count);
}
