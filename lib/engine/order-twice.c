/* SPDX-License-Identifier: MIT */
/* Rows of one lead that have the same id: duplicates and conflicts. The key of a row's entry is a number made of lead and
   id, so that rows of one id come together; only these are compared. */
#include "engine/order-internal.h"

static uint64_t order_mix(uint64_t number)
{
    number = (number ^ (number >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    number = (number ^ (number >> 27)) * UINT64_C(0x94d049bb133111eb);
    return number ^ (number >> 31);
}

static uint64_t order_id_hash(const revops__order *order, uint32_t row)
{
    const revops_order_columns *columns = &order->columns;
    uint64_t id = columns->id[row];
    if (columns->id_texts && id - 1 < columns->id_texts->count) {
        const revops_texts *texts = columns->id_texts;
        uint64_t hash = UINT64_C(0xcbf29ce484222325);
        for (int64_t at = texts->offsets[id - 1]; at < texts->offsets[id]; at++) {
            hash = (hash ^ (unsigned char)texts->bytes[at]) * UINT64_C(0x100000001b3);
        }
        id = hash;
    } else if (columns->id_texts) {
        id = UINT64_C(0xcbf29ce484222325); /* as of an empty text, which it compares like */
    }
    return order_mix(id + (columns->lead ? order_mix(columns->lead[row]) : 0));
}

static int order_compare_owners_of_ids(const revops__order *order, uint32_t a, uint32_t b)
{
    revops__order ids = {.columns = {.id = order->columns.id, .id_texts = order->columns.id_texts}};
    const uint64_t *lead = order->columns.lead;
    if (lead && lead[a] != lead[b]) {
        return lead[a] < lead[b] ? -1 : 1;
    }
    return revops__order_compare_ids(&ids, a, b);
}

/* Rows of one id together, in canonical order; equal ones in that of their numbers. */
static int order_compare_twice(const revops__order *order, const revops__order_entry *a,
                               const revops__order_entry *b)
{
    int way = order_compare_owners_of_ids(order, a->row, b->row);
    const int64_t *at_ms = order->columns.at_ms;
    if (!way && at_ms[a->row] != at_ms[b->row]) {
        way = at_ms[a->row] < at_ms[b->row] ? -1 : 1;
    }
    way = way ? way : revops__order_compare_rows(order, a, b);
    return way ? way : (a->row > b->row) - (a->row < b->row);
}

/* Rows of one id in canonical order: the first of the last ones that say the same counts. */
static void order_judge(const revops__order *order, const revops__order_entry *entries, size_t count,
                        uint8_t *fates, revops_order_counts *counts)
{
    size_t last = 0;
    for (size_t i = 1; i < count; i++) {
        if (revops__order_is_same(order, entries[i].row, entries[i - 1].row)) {
            fates[entries[i].row] = REVOPS_ORDER_DUPLICATE;
            counts->duplicates++;
        } else {
            fates[entries[last].row] = REVOPS_ORDER_CONFLICT;
            counts->conflicts++;
            last = i;
        }
    }
}

void revops__order_find_twice(revops__order *order, uint8_t *fates, revops_order_counts *counts)
{
    size_t known = 0;
    for (size_t row = 0; row < order->columns.count; row++) {
        if (order->columns.id[row]) {
            order->entries[known++] =
                (revops__order_entry){.key = order_id_hash(order, (uint32_t)row), .row = (uint32_t)row};
        }
    }
    /* As many digits as bring each id to a place almost of its own; what still shares one is compared. */
    unsigned bits = 1;
    while (bits < 2 * REVOPS__ORDER_DIGIT_BITS && known >> bits) {
        bits++;
    }
    uint64_t mask = (UINT64_C(1) << bits) - 1;
    for (size_t i = 0; i < known; i++) {
        order->entries[i].key &= mask;
    }
    revops__order_by_key(order, 0, known, mask);
    for (size_t first = 0, next; first < known; first = next) {
        for (next = first + 1; next < known && order->entries[next].key == order->entries[first].key;
             next++) {
        }
        if (next - first == 1) {
            continue;
        }
        revops__order_by_comparing(order, first, next - first, order_compare_twice);
        for (size_t from = first, to; from < next; from = to) {
            for (to = from + 1; to < next && order_compare_owners_of_ids(order, order->entries[from].row,
                                                                         order->entries[to].row) == 0;
                 to++) {
            }
            order_judge(order, order->entries + from, to - from, fates, counts);
        }
    }
}
