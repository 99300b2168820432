/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "time/timers-internal.h"

static inline uint64_t timers_lesser(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

uint64_t revops__timers_least_of(revops_timers_state *timers, uint32_t level, uint32_t block)
{
    const uint64_t *keys = revops__timers_level(timers, level) + (size_t)block * FANOUT;
    uint64_t even = REVOPS__UNARMED, odd = even; /* two, as each is a chain of dependent steps */
    if (level > 0) {
        for (int i = 0; i < FANOUT; i += 2) {
            even = timers_lesser(even, keys[i]);
            odd = timers_lesser(odd, keys[i + 1]);
        }
    } else {
        /* The bound's index starts a block, so that within a block the key alone decides. */
        uint64_t from = timers->bound_key + (block < timers->bound_index / FANOUT);
        for (int i = 0; i < FANOUT; i += 2) {
            even = timers_lesser(even, keys[i] < from ? REVOPS__UNARMED : keys[i]);
            odd = timers_lesser(odd, keys[i + 1] < from ? REVOPS__UNARMED : keys[i + 1]);
        }
    }
    return timers_lesser(even, odd);
}

void revops__timers_carry_up(revops_timers_state *timers, uint32_t index, uint64_t old, uint64_t key)
{
    for (uint32_t level = 1; level < timers->levels; level++) {
        index /= FANOUT;
        uint64_t *node = revops__timers_level(timers, level) + index, before = *node;
        if (key >= before) {
            if (old != before) {
                return;
            }
            key = revops__timers_least_of(timers, level - 1, index);
            if (key == before) {
                return;
            }
        }
        *node = key;
        old = before;
    }
}

/* Position of the first entry of the window that isn't before (key, index). */
static uint32_t timers_window_find(revops_timers_state *timers, uint64_t key, uint32_t index)
{
    const uint64_t *keys = revops__timers_window_keys(timers);
    const uint32_t *indexes = revops__timers_window_indexes(timers);
    uint32_t low = timers->head, high = timers->head + timers->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (revops__timers_is_before(keys[middle], indexes[middle], key, index)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static void timers_window_shift(revops_timers_state *timers, uint32_t to, uint32_t from, uint32_t count)
{
    uint64_t *keys = revops__timers_window_keys(timers);
    uint32_t *indexes = revops__timers_window_indexes(timers);
    memmove(keys + to, keys + from, count * sizeof *keys);
    memmove(indexes + to, indexes + from, count * sizeof *indexes);
}

void revops__timers_remove(revops_timers_state *timers, uint64_t key, uint32_t index)
{
    uint32_t at = timers_window_find(timers, key, index);
    timers_window_shift(timers, at, at + 1, timers->head + --timers->count - at);
}

/* Gives the window's last entries, up to a block of equal keys, back to the tree. At least one and at most
   FANOUT go, so that some stay. */
static void timers_window_trim(revops_timers_state *timers)
{
    const uint64_t *keys = revops__timers_window_keys(timers) + timers->head;
    const uint32_t *indexes = revops__timers_window_indexes(timers) + timers->head;
    uint32_t last = timers->count - 1;
    timers->bound_key = keys[last];
    timers->bound_index = indexes[last] / FANOUT * FANOUT;
    for (; !revops__timers_is_windowed(timers, keys[last], indexes[last]); last--) {
        revops__timers_carry_up(timers, indexes[last], REVOPS__UNARMED, keys[last]);
    }
    timers->count = last + 1;
}

void revops__timers_insert(revops_timers_state *timers, uint64_t key, uint32_t index)
{
    if (timers->count == timers->window_capacity) {
        timers_window_trim(timers);
        if (!revops__timers_is_windowed(timers, key, index)) {
            revops__timers_carry_up(timers, index, REVOPS__UNARMED, key);
            return;
        }
    }
    uint32_t at = timers_window_find(timers, key, index);
    if (timers->head > 0) {
        timers_window_shift(timers, timers->head - 1, timers->head, at - timers->head);
        timers->head--;
        at--;
    } else {
        timers_window_shift(timers, at + 1, at, timers->count - at);
    }
    revops__timers_window_keys(timers)[at] = key;
    revops__timers_window_indexes(timers)[at] = index;
    timers->count++;
}

enum { WINDOW_AHEAD = 16 };

/* A block has two lines of cache. */
static inline void timers_fetch_ahead(const uint64_t *block)
{
    revops__timers_prefetch(block);
    revops__timers_prefetch(block + FANOUT / 2);
}

/* Lists the children, with a key below `below`, of nodes of level `level` + 1. Stops before a node whose
   children might not fit; returns the number of nodes done. */
static uint32_t timers_descend(revops_timers_state *timers, uint32_t level, uint64_t below,
                               const uint32_t *nodes, uint32_t count, uint32_t *children, uint32_t *out_count)
{
    const uint64_t *keys = revops__timers_level(timers, level);
    uint32_t done = 0, found = 0;
    for (; done < count && found + FANOUT <= timers->window_capacity; done++) {
        if (done + WINDOW_AHEAD < count) {
            timers_fetch_ahead(keys + (size_t)nodes[done + WINDOW_AHEAD] * FANOUT);
        }
        uint32_t first = nodes[done] * FANOUT;
        const uint64_t *block = keys + first;
        for (uint32_t i = 0; i < FANOUT; i += 4) { /* without a branch, as a hit can't be foretold */
            children[found] = first + i;
            found += block[i] < below;
            children[found] = first + i + 1;
            found += block[i + 1] < below;
            children[found] = first + i + 2;
            found += block[i + 2] < below;
            children[found] = first + i + 3;
            found += block[i + 3] < below;
        }
    }
    *out_count = found;
    return done;
}

/* Does the same for the blocks of level 0, and notes the least key left in each. */
static uint32_t timers_collect(revops_timers_state *timers, uint64_t below, const uint32_t *blocks,
                               uint32_t count, uint64_t *left, uint32_t *indexes, uint32_t *out_count)
{
    const uint64_t *keys = revops__timers_level(timers, 0);
    uint32_t done = 0, found = 0;
    for (; done < count && found + FANOUT <= timers->window_capacity; done++) {
        if (done + WINDOW_AHEAD < count) {
            timers_fetch_ahead(keys + (size_t)blocks[done + WINDOW_AHEAD] * FANOUT);
        }
        uint32_t first = blocks[done] * FANOUT;
        const uint64_t *block = keys + first;
        uint64_t even = REVOPS__UNARMED, odd = even;
        for (uint32_t i = 0; i < FANOUT; i += 2) {
            indexes[found] = first + i;
            found += block[i] < below;
            even = timers_lesser(even, block[i] < below ? REVOPS__UNARMED : block[i]);
            indexes[found] = first + i + 1;
            found += block[i + 1] < below;
            odd = timers_lesser(odd, block[i + 1] < below ? REVOPS__UNARMED : block[i + 1]);
        }
        left[done] = timers_lesser(even, odd);
    }
    *out_count = found;
    return done;
}

/* Sorts keys by their distance from the least one, a byte a pass; equal ones keep their order, which is that
   of the index. */
static void timers_sort(uint64_t *keys, uint32_t *indexes, uint64_t *other_keys, uint32_t *other_indexes,
                        uint32_t count, uint64_t least)
{
    uint64_t *from = keys, *to = other_keys;
    uint32_t *from_index = indexes, *to_index = other_indexes;
    uint64_t reach = 0;
    for (uint32_t i = 0; i < count; i++) {
        reach |= keys[i] - least;
    }
    for (unsigned shift = 0; shift < 64 && reach >> shift; shift += 8) {
        uint32_t start[257] = {0};
        for (uint32_t i = 0; i < count; i++) {
            start[((from[i] - least) >> shift & 255) + 1]++;
        }
        for (int i = 0; i < 255; i++) {
            start[i + 1] += start[i];
        }
        for (uint32_t i = 0; i < count; i++) {
            uint32_t at = start[(from[i] - least) >> shift & 255]++;
            to[at] = from[i];
            to_index[at] = from_index[i];
        }
        uint64_t *swap = from;
        from = to;
        to = swap;
        uint32_t *swap_index = from_index;
        from_index = to_index;
        to_index = swap_index;
    }
    if (from != keys) {
        memcpy(keys, from, count * sizeof *keys);
        memcpy(indexes, from_index, count * sizeof *indexes);
    }
}

void revops__timers_fill(revops_timers_state *timers)
{
    revops__timers_scratch scratch = revops__timers_scratch_of(timers);
    uint32_t *const *lists = scratch.lists, top = timers->levels - 1;
    uint32_t *indexes = revops__timers_window_indexes(timers);
    uint64_t *keys = revops__timers_window_keys(timers);
    uint64_t *left = scratch.left, least = revops__timers_level(timers, top)[0];
    timers->head = 0;
    timers->bound_key =
        REVOPS__UNARMED; /* nothing is left in the tree: what comes next goes into the window */
    timers->bound_index = 0;
    if (least == REVOPS__UNARMED) {
        return;
    }
    /* Take all within a span of the first; where they are too many, within half of it, and so on. Too many at
       one instant are cut off at an index, as nodes are visited in its order. */
    uint64_t below;
    uint32_t *blocks, block_count, cut;
    for (;; timers->span_ms /= 2) {
        below = timers->span_ms < REVOPS__UNARMED - least ? least + 1 + timers->span_ms : REVOPS__UNARMED;
        cut = 0;
        blocks = lists[0];
        blocks[0] = 0;
        block_count = 1;
        for (uint32_t level = top - 1; level > 0; level--) {
            uint32_t *children = blocks == lists[0] ? lists[1] : lists[0], found;
            uint32_t done = timers_descend(timers, level, below, blocks, block_count, children, &found);
            if (done < block_count) {
                cut = blocks[done] << (FANOUT_BITS * (level + 1));
            }
            blocks = children;
            block_count = found;
        }
        uint32_t done = timers_collect(timers, below, blocks, block_count, left, indexes, &timers->count);
        if (done < block_count) {
            cut = blocks[done] * FANOUT;
            block_count = done;
        }
        if (cut == 0 || timers->span_ms == 0) {
            break;
        }
    }
    for (uint32_t i = 0; i < timers->count; i++) {
        keys[i] = revops__timers_level(timers, 0)[indexes[i]];
    }
    /* The nodes above what was found, each once. */
    for (uint32_t i = 0; i < block_count; i++) {
        revops__timers_level(timers, 1)[blocks[i]] = left[i];
    }
    for (uint32_t level = 2; level <= top; level++) {
        uint32_t distinct = 0;
        for (uint32_t i = 0; i < block_count; i++) {
            uint32_t node = blocks[i] / FANOUT;
            if (distinct == 0 || node != blocks[distinct - 1]) {
                revops__timers_level(timers, level)[node] = revops__timers_least_of(timers, level - 1, node);
                blocks[distinct++] = node;
            }
        }
        block_count = distinct;
    }
    timers_sort(keys, indexes, left, lists[0], timers->count, least);
    memset(scratch.left, 0, REVOPS__TIMERS_SCRATCH_SIZE * (size_t)timers->window_capacity);
    if (revops__timers_level(timers, top)[0] == REVOPS__UNARMED) {
        return;
    }
    timers->bound_key = cut ? least : below;
    timers->bound_index = cut;
    /* The next one shall fill the window by half at least. */
    if (cut == 0 && timers->count < timers->window_capacity / 2) {
        timers->span_ms = timers->span_ms < UINT64_MAX / 2 ? timers->span_ms * 2 + 1 : UINT64_MAX;
    }
}
