/* SPDX-License-Identifier: MIT */
/* Other structures for the timer queue, kept to show by measurement why the library has the one it has: an indexed
   4-ary heap, a wheel with doubly linked slots, and a wheel with slots of chunks, lazy cancelling and bounded
   compaction. All keep to the millisecond and to the order of instants; none takes instants in the past, before
   1970 or beyond 2^48 ms, which the library does. */
#ifndef REVOPS_TESTS_RIVALS_TIMERS_H
#define REVOPS_TESTS_RIVALS_TIMERS_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define RIVAL_NONE INT64_MIN

/* What comes out, in order: the check value. */
static uint64_t fired_check, fired_count;

static inline void fired(uint32_t id, int64_t now_ms)
{
    fired_check = fired_check * UINT64_C(0x9e3779b97f4a7c15) + id + (uint64_t)now_ms;
    fired_count++;
}

static void *array(size_t count, size_t size)
{
    void *memory = calloc(count, size);
    if (!memory) {
        abort();
    }
    return memory;
}

/* ---- 4-ary heap: 16 bytes a timer */

static struct {
    int64_t *due_ms;  /* by place */
    uint32_t *ids;    /* by place */
    uint32_t *places; /* by id; 0 is "not armed" */
    uint32_t count;   /* places are 1 … count */
} heap;

static inline void heap_put(uint32_t place, int64_t due_ms, uint32_t id)
{
    heap.due_ms[place] = due_ms;
    heap.ids[place] = id;
    heap.places[id] = place;
}

static inline int heap_before(int64_t due_ms, uint32_t id, uint32_t place)
{
    return due_ms < heap.due_ms[place] || (due_ms == heap.due_ms[place] && id < heap.ids[place]);
}

static void heap_sift(uint32_t place, int64_t due_ms, uint32_t id)
{
    while (place > 1 && heap_before(due_ms, id, (place + 2) / 4)) {
        uint32_t parent = (place + 2) / 4;
        heap_put(place, heap.due_ms[parent], heap.ids[parent]);
        place = parent;
    }
    for (;;) {
        uint32_t first = place * 4 - 2, least = first;
        if (first > heap.count) {
            break;
        }
        for (uint32_t child = first + 1; child < first + 4 && child <= heap.count; child++) {
            least = heap_before(heap.due_ms[child], heap.ids[child], least) ? child : least;
        }
        if (heap_before(due_ms, id, least)) {
            break;
        }
        heap_put(place, heap.due_ms[least], heap.ids[least]);
        place = least;
    }
    heap_put(place, due_ms, id);
}

static void heap_start(uint32_t capacity)
{
    if (!heap.ids) {
        heap.due_ms = array(capacity + 1, sizeof *heap.due_ms);
        heap.ids = array(capacity + 1, sizeof *heap.ids);
        heap.places = array(capacity + 1, sizeof *heap.places);
    }
    memset(heap.places, 0, (capacity + 1) * sizeof *heap.places);
    heap.count = 0;
}

static void heap_set(uint32_t id, int64_t due_ms)
{
    heap_sift(heap.places[id] ? heap.places[id] : ++heap.count, due_ms, id);
}

static void heap_cancel(uint32_t id)
{
    uint32_t place = heap.places[id], last = heap.count;
    if (place) {
        heap.places[id] = 0;
        heap.count--;
        if (place != last) {
            heap_sift(place, heap.due_ms[last], heap.ids[last]);
        }
    }
}

static void heap_advance(int64_t now_ms)
{
    while (heap.count > 0 && heap.due_ms[1] <= now_ms) {
        fired(heap.ids[1], now_ms);
        heap_cancel(heap.ids[1]);
    }
}

/* ---- what both wheels share: slots of 8 s, 64 a level; a timer lies at the level of the highest digit (to
   base 64) in which its slot differs from that of the wheel's instant */

enum { GRAIN_BITS = 13, SLOT_BITS = 6, WHEEL_SLOTS = 64, WHEEL_LEVELS = 6 };

struct wheel {
    int64_t now_ms;
    uint64_t filled[WHEEL_LEVELS]; /* a bit a slot */
    int64_t *due_ms;               /* by id */
    uint32_t *batch;               /* ids taken from a slot */
};

static inline uint32_t wheel_slot(const struct wheel *wheel, int64_t due_ms)
{
    uint64_t differs = (uint64_t)(due_ms ^ wheel->now_ms) >> GRAIN_BITS;
    uint32_t level = differs ? (63 - (uint32_t)__builtin_clzll(differs)) / SLOT_BITS : 0;
    return level * WHEEL_SLOTS + (uint32_t)((due_ms >> (GRAIN_BITS + SLOT_BITS * level)) % WHEEL_SLOTS);
}

/* The next slot that is due, its level 0 or higher; −1 if there is none. */
static inline int wheel_next(const struct wheel *wheel, int64_t now_ms, int64_t *start_ms)
{
    for (int level = 0; level < WHEEL_LEVELS; level++) {
        int shift = GRAIN_BITS + SLOT_BITS * level;
        int64_t digit = (wheel->now_ms >> shift) % WHEEL_SLOTS;
        uint64_t ahead = wheel->filled[level] & (~UINT64_C(0) << digit);
        if (ahead) {
            int slot = __builtin_ctzll(ahead);
            *start_ms = ((wheel->now_ms >> shift) - digit + slot) << shift;
            return *start_ms <= now_ms ? level * WHEEL_SLOTS + slot : -1;
        }
    }
    return -1;
}

/* Takes out what is due: slots of higher levels are dealt out to lower ones, those of level 0 sorted. */
static inline void wheel_advance(struct wheel *wheel, int64_t now_ms, uint32_t (*take)(uint32_t slot),
                                 void (*put)(uint32_t id), void (*drop)(uint32_t id))
{
    int64_t start_ms;
    for (int slot; (slot = wheel_next(wheel, now_ms, &start_ms)) >= 0;) {
        uint32_t count = take((uint32_t)slot), left = 0;
        uint32_t *ids = wheel->batch;
        wheel->now_ms = start_ms > wheel->now_ms ? start_ms : wheel->now_ms;
        if (slot >= WHEEL_SLOTS) {
            for (uint32_t i = 0; i < count; i++) {
                put(ids[i]);
            }
            continue;
        }
        for (uint32_t i = 1; i < count; i++) {
            uint32_t id = ids[i], at = i;
            int64_t due_ms = wheel->due_ms[id];
            for (; at > 0 && (wheel->due_ms[ids[at - 1]] > due_ms ||
                              (wheel->due_ms[ids[at - 1]] == due_ms && ids[at - 1] > id));
                 at--) {
                ids[at] = ids[at - 1];
            }
            ids[at] = id;
        }
        for (uint32_t i = 0; i < count; i++) {
            if (i > 0 && ids[i] == ids[i - 1]) {
                continue; /* listed twice by the lazy wheel */
            }
            if (wheel->due_ms[ids[i]] <= now_ms) {
                fired(ids[i], now_ms);
                drop(ids[i]);
            } else {
                put(ids[i]);
                left++;
            }
        }
        if (left > 0) {
            break;
        }
    }
    wheel->now_ms = now_ms;
}

/* ---- doubly linked slots, eager cancelling: 16 bytes a timer */

static struct wheel linked;
static uint32_t *linked_next, *linked_previous, linked_heads; /* a slot's head lies behind the ids */

static void linked_start(uint32_t capacity)
{
    linked_heads = capacity + 1;
    size_t nodes = capacity + 1 + WHEEL_SLOTS * WHEEL_LEVELS;
    if (!linked_next) {
        linked.due_ms = array(capacity + 1, sizeof *linked.due_ms);
        linked.batch = array(capacity, sizeof *linked.batch);
        linked_next = array(nodes, sizeof *linked_next);
        linked_previous = array(nodes, sizeof *linked_previous);
    }
    for (uint32_t i = 0; i <= capacity; i++) {
        linked.due_ms[i] = RIVAL_NONE;
    }
    for (uint32_t i = 0; i < WHEEL_SLOTS * WHEEL_LEVELS; i++) {
        linked_next[linked_heads + i] = linked_previous[linked_heads + i] = linked_heads + i;
    }
    memset(linked.filled, 0, sizeof linked.filled);
    linked.now_ms = 0;
}

static void linked_put(uint32_t id)
{
    uint32_t slot = wheel_slot(&linked, linked.due_ms[id]), head = linked_heads + slot,
             next = linked_next[head];
    linked_next[id] = next;
    linked_previous[id] = head;
    linked_previous[next] = id;
    linked_next[head] = id;
    linked.filled[slot / WHEEL_SLOTS] |= UINT64_C(1) << slot % WHEEL_SLOTS;
}

static void linked_drop(uint32_t id)
{
    linked.due_ms[id] = RIVAL_NONE;
}

static void linked_cancel(uint32_t id)
{
    if (linked.due_ms[id] != RIVAL_NONE) {
        linked_next[linked_previous[id]] = linked_next[id];
        linked_previous[linked_next[id]] = linked_previous[id];
        linked.due_ms[id] = RIVAL_NONE;
    }
}

static void linked_set(uint32_t id, int64_t due_ms)
{
    linked_cancel(id);
    linked.due_ms[id] = due_ms;
    linked_put(id);
}

static uint32_t linked_take(uint32_t slot)
{
    uint32_t head = linked_heads + slot, count = 0;
    for (uint32_t id = linked_next[head]; id != head; id = linked_next[id]) {
        linked.batch[count++] = id;
    }
    linked_next[head] = linked_previous[head] = head;
    linked.filled[slot / WHEEL_SLOTS] &= ~(UINT64_C(1) << slot % WHEEL_SLOTS);
    return count;
}

static void linked_advance(int64_t now_ms)
{
    wheel_advance(&linked, now_ms, linked_take, linked_put, linked_drop);
}

/* ---- slots of chunks, lazy cancelling; a quarter of room for what is left behind: 13.3 bytes a timer */

enum { CHUNK_IDS = 15 };

typedef struct chunk {
    uint32_t next; /* 0 ends a list */
    uint32_t ids[CHUNK_IDS];
} chunk;

static struct wheel lazy;
static chunk *lazy_chunks;
static uint32_t lazy_capacity, lazy_free, lazy_entries, lazy_heads[WHEEL_SLOTS * WHEEL_LEVELS],
    lazy_fill[WHEEL_SLOTS * WHEEL_LEVELS];

static uint32_t lazy_chunk_count(void)
{
    return lazy_capacity / 4 * 5 / CHUNK_IDS + 2 * WHEEL_SLOTS * WHEEL_LEVELS;
}

static void lazy_clear(void)
{
    for (uint32_t i = 1; i < lazy_chunk_count(); i++) {
        lazy_chunks[i].next = i + 1 < lazy_chunk_count() ? i + 1 : 0;
    }
    lazy_free = 1;
    lazy_entries = 0;
    memset(lazy_heads, 0, sizeof lazy_heads);
    memset(lazy.filled, 0, sizeof lazy.filled);
}

static void lazy_start(uint32_t capacity)
{
    lazy_capacity = capacity;
    if (!lazy_chunks) {
        lazy.due_ms = array(capacity + 1, sizeof *lazy.due_ms);
        lazy.batch = array(capacity / 4 * 5 + 1, sizeof *lazy.batch);
        lazy_chunks = array(lazy_chunk_count(), sizeof *lazy_chunks);
    }
    for (uint32_t i = 0; i <= capacity; i++) {
        lazy.due_ms[i] = RIVAL_NONE;
    }
    lazy_clear();
    lazy.now_ms = 0;
}

static void lazy_put(uint32_t id)
{
    uint32_t slot = wheel_slot(&lazy, lazy.due_ms[id]), head = lazy_heads[slot];
    if (head == 0 || lazy_fill[slot] == CHUNK_IDS) {
        uint32_t taken = lazy_free;
        lazy_free = lazy_chunks[taken].next;
        lazy_chunks[taken].next = head;
        lazy_heads[slot] = head = taken;
        lazy_fill[slot] = 0;
        lazy.filled[slot / WHEEL_SLOTS] |= UINT64_C(1) << slot % WHEEL_SLOTS;
    }
    lazy_chunks[head].ids[lazy_fill[slot]++] = id;
    lazy_entries++;
}

static void lazy_drop(uint32_t id)
{
    lazy.due_ms[id] = RIVAL_NONE;
}

static void lazy_set(uint32_t id, int64_t due_ms)
{
    if (lazy_entries >= lazy_capacity / 4 * 5) { /* list anew what is armed */
        lazy_clear();
        for (uint32_t i = 1; i <= lazy_capacity; i++) {
            if (lazy.due_ms[i] != RIVAL_NONE && i != id) {
                lazy_put(i);
            }
        }
    }
    lazy.due_ms[id] = due_ms;
    lazy_put(id);
}

static uint32_t lazy_take(uint32_t slot)
{
    uint32_t count = 0, fill = lazy_fill[slot];
    for (uint32_t at = lazy_heads[slot], next; at; at = next) {
        next = lazy_chunks[at].next;
        for (uint32_t i = 0; i < fill; i++) {
            uint32_t id = lazy_chunks[at].ids[i];
            lazy.batch[count] = id;
            count += lazy.due_ms[id] != RIVAL_NONE && wheel_slot(&lazy, lazy.due_ms[id]) == slot;
        }
        lazy_entries -= fill;
        fill = CHUNK_IDS;
        lazy_chunks[at].next = lazy_free;
        lazy_free = at;
    }
    lazy_heads[slot] = 0;
    lazy.filled[slot / WHEEL_SLOTS] &= ~(UINT64_C(1) << slot % WHEEL_SLOTS);
    return count;
}

static void lazy_advance(int64_t now_ms)
{
    wheel_advance(&lazy, now_ms, lazy_take, lazy_put, lazy_drop);
}

#endif
