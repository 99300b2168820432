/* SPDX-License-Identifier: MIT */
/* What is known of users and accounts, for criteria that ask for attributes. */
#include "core/bits.h"
#include "judge/usage-batch.h"

/* What an attribute of a row is, and the texts that it may be a number of. */
typedef struct usage_attributes {
    const int64_t *row;
    const revops_texts *texts;    /* of all, or … */
    const revops_column *columns; /* … each with its own */
} usage_attributes;

/* Criteria met by the attributes of a row. */
static uint64_t criteria_met(const revops_usage *usage, const usage_attributes *attributes)
{
    const revops__conditions *conditions = usage_part(usage, usage->conditions);
    uint64_t met = 0;
    for (uint64_t left = usage->attributes; left != 0; left &= left - 1) {
        uint32_t i = revops__lowest_bit(left);
        const revops_usage_criterion *criterion = &usage_rule(usage, i)->criterion;
        uint32_t index = criterion->first_condition, end = index + criterion->condition_count;
        for (; index < end; index++) {
            uint32_t attribute = revops__condition_at(conditions, index)->attribute;
            const revops_texts *texts =
                attributes->columns ? attributes->columns[attribute].texts : attributes->texts;
            if (!revops__condition_holds(conditions, index, attributes->row, texts)) {
                break;
            }
        }
        met |= (uint64_t)(index == end) << i;
    }
    return met;
}

revops_status revops_usage_set_attributes(const revops_usage *usage, void *record, const int64_t *attributes,
                                          const revops_texts *texts, int64_t at_ms, int32_t utc_offset_min,
                                          uint32_t *fired)
{
    if (!is_built(usage) || !record || !attributes || !fired || !offset_ok(utc_offset_min)) {
        return REVOPS_ERR_ARG;
    }
    const revops_usage_event event = {.at_ms = at_ms, .utc_offset_min = utc_offset_min};
    const usage_attributes known = {attributes, texts, NULL};
    const revops__usage_step step = {&usage->knowing, &event, criteria_met(usage, &known), -1, 0};
    revops__usage_outcome out;
    revops_status status = revops__usage_fold(usage, record, &step, &out);
    if (status == REVOPS_OK) {
        *fired = out.fired;
    }
    return status;
}

revops_status revops_usage_set_attributes_many(const revops_usage *usage, void *records, size_t record_count,
                                               const revops_column *columns, size_t column_count,
                                               const int64_t *at_ms, revops_cursor *cursor,
                                               revops_usage_hit *hits, size_t capacity, size_t *count)
{
    usage_batch given = {
        .usage = usage, .records = records, .record_count = record_count, .hits = hits, .capacity = capacity};
    revops_status status = revops__usage_batch_begin(&given, cursor, count);
    if (status != REVOPS_OK || cursor->next > record_count || column_count != usage->attribute_count ||
        (column_count > 0 && !columns)) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < column_count; i++) {
        if (!revops__column_is_valid(&columns[i])) {
            return REVOPS_ERR_ARG;
        }
    }
    int64_t attributes[REVOPS_USAGE_ATTRIBUTES_MAX];
    enum usage_row_end end_of_row = USAGE_ROW_DONE;
    size_t row = (size_t)cursor->next;
    for (; row < record_count && end_of_row != USAGE_ROW_FULL; row++) {
        for (size_t i = 0; i < column_count; i++) {
            attributes[i] = revops__column_value(&columns[i], row);
        }
        const uint8_t *record = given.records + row * usage->record_size;
        int64_t last = get40(record + HEAD_LAST);
        const usage_attributes known = {attributes, NULL, columns};
        const revops_usage_event event = {.at_ms = at_ms       ? at_ms[row]
                                                   : last != 0 ? instant_ms(record, last)
                                                               : get64(record + HEAD_SIGNUP)};
        const revops__usage_step step = {&usage->knowing, &event, criteria_met(usage, &known), -1, 0};
        end_of_row = revops__usage_batch_step(&given, row, &step);
    }
    return revops__usage_batch_end(&given, row, record_count, cursor, count);
}
