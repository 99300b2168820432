/* SPDX-License-Identifier: MIT */
/* Canonical order: instants by distribution, then what shares an instant. */
#include "engine/order-internal.h"

#include <string.h>

const char *revops_order_fate_name(revops_order_fate fate)
{
    static const char *const names[] = {[REVOPS_ORDER_COUNTS] = "counts",
                                        [REVOPS_ORDER_DUPLICATE] = "duplicate",
                                        [REVOPS_ORDER_CONFLICT] = "conflict"};
    return fate < sizeof names / sizeof *names ? names[fate] : "unknown";
}

static revops_status order_read(const revops_order_columns *columns, revops__order *order)
{
    revops_status status = REVOPS__PARAMS_COPY(revops_order_columns, &order->columns, columns);
    if (status != REVOPS_OK) {
        return status;
    }
    const revops_order_columns *own = &order->columns;
    if (own->flags & ~REVOPS_ORDER_BY_LEAD) {
        return REVOPS_ERR_NEWER;
    }
    if (own->count > REVOPS_ORDER_ROWS_MAX || (own->count && !own->at_ms) ||
        own->field_count > REVOPS_ORDER_FIELDS_MAX || (own->id_texts && !own->id) ||
        (own->ranks && !own->kind)) {
        return REVOPS_ERR_ARG;
    }
    if (own->field_count && !own->fields) {
        return REVOPS_ERR_ARG;
    }
    for (uint32_t i = 0; i < own->field_count; i++) {
        order->fields[i] = own->fields[i];
        if (!revops__column_is_valid(&order->fields[i])) {
            return REVOPS_ERR_ARG;
        }
    }
    return own->id_texts && !revops__texts_are_valid(own->id_texts) ? REVOPS_ERR_ARG : REVOPS_OK;
}

/* Gives the entries from `first` on the key of a column less its least value; tells the greatest such key. */
static uint64_t order_take_keys(revops__order *order, size_t first, size_t count, const uint64_t *values)
{
    revops__order_entry *entries = order->entries + first;
    uint64_t least = UINT64_MAX, greatest = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t key = values[entries[i].row];
        entries[i].key = key;
        least = key < least ? key : least;
        greatest = key > greatest ? key : greatest;
    }
    for (size_t i = 0; i < count; i++) {
        entries[i].key -= least;
    }
    return greatest - least;
}

/* Instants, and leads before them where they stand together. */
static void order_by_time(revops__order *order)
{
    const revops_order_columns *columns = &order->columns;
    size_t count = (size_t)columns->count;
    int64_t least = INT64_MAX, greatest = INT64_MIN, before = INT64_MIN;
    int ordered = 1;
    for (size_t i = 0; i < count; i++) {
        int64_t at_ms = columns->at_ms[i];
        ordered &= at_ms >= before;
        before = at_ms;
        least = at_ms < least ? at_ms : least;
        greatest = at_ms > greatest ? at_ms : greatest;
    }
    for (size_t i = 0; i < count; i++) {
        order->entries[i] =
            (revops__order_entry){.key = (uint64_t)columns->at_ms[i] - (uint64_t)least, .row = (uint32_t)i};
    }
    if (!ordered) {
        revops__order_by_key(order, 0, count, (uint64_t)greatest - (uint64_t)least);
    }
    if (columns->flags & REVOPS_ORDER_BY_LEAD && columns->lead) {
        revops__order_by_key(order, 0, count, order_take_keys(order, 0, count, columns->lead));
    }
}

/* Rows of one instant (and, where they stand together, of one lead). */
static void order_instant(revops__order *order, size_t first, size_t count)
{
    if (count <= REVOPS__ORDER_FEW) {
        revops__order_by_comparing(order, first, count, revops__order_compare_rows);
        return;
    }
    const revops_order_columns *columns = &order->columns;
    revops__order_entry *entries = order->entries + first;
    if (columns->id && !columns->id_texts) {
        revops__order_by_key(order, first, count, order_take_keys(order, first, count, columns->id));
    }
    if (columns->kind) {
        for (size_t i = 0; i < count; i++) {
            entries[i].key = revops__order_rank(order, entries[i].row);
        }
        revops__order_by_key(order, first, count, UINT16_MAX);
    }
    if (columns->sequence) {
        revops__order_by_key(order, first, count, order_take_keys(order, first, count, columns->sequence));
    }
    if (columns->lead) {
        revops__order_by_key(order, first, count, order_take_keys(order, first, count, columns->lead));
    }
    for (size_t from = 0, to; from < count; from = to) {
        uint32_t row = entries[from].row;
        for (to = from + 1; to < count; to++) {
            uint32_t other = entries[to].row;
            if ((columns->lead && columns->lead[row] != columns->lead[other]) ||
                (columns->sequence && columns->sequence[row] != columns->sequence[other]) ||
                revops__order_rank(order, row) != revops__order_rank(order, other) ||
                (columns->id && !columns->id_texts && columns->id[row] != columns->id[other])) {
                break;
            }
        }
        if (to - from > 1) {
            revops__order_by_comparing(order, first + from, to - from, revops__order_compare_rows);
        }
    }
}

/* Rows without ids that say the same stand beside each other. */
static void order_find_equal(const revops__order *order, size_t first, size_t count, uint8_t *fates,
                             revops_order_counts *counts)
{
    const revops__order_entry *entries = order->entries + first;
    const uint64_t *id = order->columns.id;
    for (size_t i = 1; i < count; i++) {
        if ((!id || !id[entries[i].row]) &&
            revops__order_is_same(order, entries[i].row, entries[i - 1].row)) {
            fates[entries[i].row] = REVOPS_ORDER_DUPLICATE;
            counts->duplicates++;
            counts->without_id++;
        }
    }
}

static void order_run(revops__order *order, uint32_t *out, uint8_t *fates, revops_order_counts *counts)
{
    const revops_order_columns *columns = &order->columns;
    size_t count = (size_t)columns->count;
    int by_lead = columns->flags & REVOPS_ORDER_BY_LEAD && columns->lead;
    order_by_time(order);
    const revops__order_entry *entries = order->entries;
    for (size_t first = 0, next; first < count; first = next) {
        for (next = first + 1;
             next < count && entries[next].key == entries[first].key &&
             (!by_lead || columns->at_ms[entries[next].row] == columns->at_ms[entries[first].row]);
             next++) {
        }
        if (next - first == 1) {
            continue;
        }
        order_instant(order, first, next - first);
        if (fates) {
            order_find_equal(order, first, next - first, fates, counts);
        }
    }
    for (size_t i = 0; i < count; i++) {
        out[i] = entries[i].row;
    }
    if (fates && columns->id) {
        revops__order_find_twice(order, fates, counts);
    }
}

revops_status revops_order_sort(const revops_order_columns *columns, void *memory, size_t memory_size,
                                size_t *needed, uint32_t *order, uint8_t *fates, revops_order_counts *counts)
{
    revops__order own;
    memset(&own, 0, sizeof own);
    revops_status status = order_read(columns, &own);
    if (status != REVOPS_OK) {
        return status;
    }
    size_t count = (size_t)own.columns.count;
    size_t starts = REVOPS__ORDER_PASSES_MAX * sizeof *own.starts;
    if (count > (SIZE_MAX - starts) / (2 * sizeof *own.entries)) {
        return REVOPS_ERR_ARG;
    }
    status =
        revops__params_room(memory, memory_size, starts + 2 * count * sizeof *own.entries, needed, order);
    if (status != REVOPS_OK) {
        return status;
    }
    own.starts = memory;
    own.entries = (revops__order_entry *)(void *)((char *)memory + starts);
    own.other = own.entries + count;
    revops_order_counts told = {0};
    if (fates && count) {
        memset(fates, REVOPS_ORDER_COUNTS, count);
    }
    if (count) {
        order_run(&own, order, fates, &told);
    }
    if (fates) {
        told.counted = count - told.duplicates - told.conflicts;
    }
    if (counts) {
        *counts = told;
    }
    return REVOPS_OK;
}
