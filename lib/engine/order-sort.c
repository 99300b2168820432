/* SPDX-License-Identifier: MIT */
/* Sorting of entries: by distribution of their keys' digits, least one first, or by merging. */
#include "engine/order-internal.h"

#include <string.h>

/* Bits that are needed to tell keys up to `greatest` apart. */
static unsigned order_bits(uint64_t greatest)
{
    unsigned bits = 0;
    for (; greatest; greatest >>= 1) {
        bits++;
    }
    return bits;
}

/* Few entries: each goes to its place among those before it. */
static void order_insert(revops__order *order, size_t first, size_t count, revops__order_compare *compare)
{
    revops__order_entry *entries = order->entries + first;
    for (size_t i = 1; i < count; i++) {
        revops__order_entry moving = entries[i];
        size_t at = i;
        for (; at > 0 && compare(order, &moving, &entries[at - 1]) < 0; at--) {
            entries[at] = entries[at - 1];
        }
        entries[at] = moving;
    }
}

static int order_compare_keys(const revops__order *order, const revops__order_entry *a,
                              const revops__order_entry *b)
{
    (void)order;
    return (a->key > b->key) - (a->key < b->key);
}

/* Counts how often each digit occurs, and turns that into the place of its first entry. Tells which passes are needed:
   all entries of one digit stay where they are. */
static unsigned order_count_digits(revops__order *order, const revops__order_entry *entries, size_t count,
                                   unsigned passes, unsigned width)
{
    uint64_t mask = (UINT64_C(1) << width) - 1;
    memset(order->starts, 0, passes * sizeof *order->starts);
    for (size_t i = 0; i < count; i++) {
        uint64_t key = entries[i].key;
        for (unsigned pass = 0; pass < passes; pass++, key >>= width) {
            order->starts[pass][key & mask]++;
        }
    }
    unsigned wanted = 0;
    for (unsigned pass = 0; pass < passes; pass++) {
        uint32_t start = 0;
        wanted |= (unsigned)(order->starts[pass][entries[0].key >> (pass * width) & mask] != count) << pass;
        for (size_t digit = 0; digit <= mask; digit++) {
            uint32_t many = order->starts[pass][digit];
            order->starts[pass][digit] = start;
            start += many;
        }
    }
    return wanted;
}

void revops__order_by_key(revops__order *order, size_t first, size_t count, uint64_t greatest)
{
    if (count <= REVOPS__ORDER_FEW) {
        order_insert(order, first, count, order_compare_keys);
        return;
    }
    unsigned bits = order_bits(greatest);
    unsigned passes = (bits + REVOPS__ORDER_DIGIT_BITS - 1) / REVOPS__ORDER_DIGIT_BITS;
    if (passes == 0) {
        return;
    }
    unsigned width = (bits + passes - 1) / passes;
    uint64_t mask = (UINT64_C(1) << width) - 1;
    revops__order_entry *from = order->entries + first, *to = order->other + first;
    unsigned wanted = order_count_digits(order, from, count, passes, width);
    for (unsigned pass = 0; pass < passes; pass++) {
        if (!(wanted >> pass & 1)) {
            continue;
        }
        uint32_t *starts = order->starts[pass];
        unsigned shift = pass * width;
        for (size_t i = 0; i < count; i++) {
            to[starts[from[i].key >> shift & mask]++] = from[i];
        }
        revops__order_entry *written = to;
        to = from;
        from = written;
    }
    if (from != order->entries + first) {
        memcpy(order->entries + first, from, count * sizeof *from);
    }
}

void revops__order_by_comparing(revops__order *order, size_t first, size_t count,
                                revops__order_compare *compare)
{
    for (size_t at = 0; at < count; at += REVOPS__ORDER_FEW) {
        size_t left = count - at;
        order_insert(order, first + at, left < REVOPS__ORDER_FEW ? left : REVOPS__ORDER_FEW, compare);
    }
    revops__order_entry *from = order->entries + first, *to = order->other + first;
    for (size_t run = REVOPS__ORDER_FEW; run < count; run *= 2) {
        for (size_t at = 0; at < count; at += 2 * run) {
            size_t middle = count - at < run ? count : at + run;
            size_t end = count - at < 2 * run ? count : at + 2 * run;
            size_t left = at, right = middle;
            for (size_t out = at; out < end; out++) {
                int take_left =
                    left < middle && (right >= end || compare(order, &from[left], &from[right]) <= 0);
                to[out] = take_left ? from[left++] : from[right++];
            }
        }
        revops__order_entry *written = to;
        to = from;
        from = written;
    }
    if (from != order->entries + first) {
        memcpy(order->entries + first, from, count * sizeof *from);
    }
}
