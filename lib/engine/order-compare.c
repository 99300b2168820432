/* SPDX-License-Identifier: MIT */
/* What comes first of two rows of one instant. */
#include "engine/order-internal.h"

#include <string.h>

static int order_compare_numbers(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

/* Text `number`, or nothing. */
static const char *order_text(const revops_texts *texts, uint64_t number, size_t *length)
{
    if (number >= texts->count) {
        *length = 0;
        return "";
    }
    *length = (size_t)(texts->offsets[number + 1] - texts->offsets[number]);
    return *length ? texts->bytes + texts->offsets[number] : "";
}

static int order_compare_texts(const revops_texts *texts, uint64_t a, uint64_t b)
{
    if (a == b) {
        return 0;
    }
    size_t a_length, b_length;
    const char *a_text = order_text(texts, a, &a_length), *b_text = order_text(texts, b, &b_length);
    int way = memcmp(a_text, b_text, a_length < b_length ? a_length : b_length);
    return way ? way : (a_length > b_length) - (a_length < b_length);
}

uint16_t revops__order_rank(const revops__order *order, uint32_t row)
{
    const revops_order_columns *columns = &order->columns;
    if (!columns->kind) {
        return 0;
    }
    uint32_t kind = columns->kind[row];
    if (!columns->ranks) {
        return kind <= UINT16_MAX ? (uint16_t)kind : 0;
    }
    return kind < columns->rank_count ? columns->ranks[kind] : 0;
}

static int order_compare_id(const revops__order *order, uint32_t a, uint32_t b)
{
    const revops_order_columns *columns = &order->columns;
    if (!columns->id || columns->id[a] == columns->id[b]) {
        return 0;
    }
    if (columns->id_texts && columns->id[a] && columns->id[b]) {
        return order_compare_texts(columns->id_texts, columns->id[a] - 1, columns->id[b] - 1);
    }
    return order_compare_numbers(columns->id[a], columns->id[b]);
}

int revops__order_compare_ids(const revops__order *order, uint32_t a, uint32_t b)
{
    const revops_order_columns *columns = &order->columns;
    int way = columns->sequence ? order_compare_numbers(columns->sequence[a], columns->sequence[b]) : 0;
    if (!way && columns->kind) {
        way = (int)revops__order_rank(order, a) - (int)revops__order_rank(order, b);
    }
    return way ? way : order_compare_id(order, a, b);
}

int revops__order_compare_fields(const revops__order *order, uint32_t a, uint32_t b)
{
    for (uint32_t i = 0; i < order->columns.field_count; i++) {
        const revops_column *field = &order->fields[i];
        int64_t a_value = revops__column_value(field, a), b_value = revops__column_value(field, b);
        if (a_value == b_value) {
            continue;
        }
        int way = field->texts ? order_compare_texts(field->texts, (uint64_t)a_value, (uint64_t)b_value)
                               : (a_value > b_value) - (a_value < b_value);
        if (way) {
            return way;
        }
    }
    return 0;
}

int revops__order_compare_rows(const revops__order *order, const revops__order_entry *a,
                               const revops__order_entry *b)
{
    const uint64_t *lead = order->columns.lead;
    int way = lead ? order_compare_numbers(lead[a->row], lead[b->row]) : 0;
    if (!way) {
        way = revops__order_compare_ids(order, a->row, b->row);
    }
    return way ? way : revops__order_compare_fields(order, a->row, b->row);
}

int revops__order_is_same(const revops__order *order, uint32_t a, uint32_t b)
{
    const revops_order_columns *columns = &order->columns;
    return columns->at_ms[a] == columns->at_ms[b] &&
           (!columns->lead || columns->lead[a] == columns->lead[b]) &&
           revops__order_compare_ids(order, a, b) == 0 && revops__order_compare_fields(order, a, b) == 0;
}
