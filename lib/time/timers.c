/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "core/params.h"
#include "time/timers-internal.h"

/* "revt" in the order of the processor's bytes, with a number that goes up with the layout. */
#define TIMERS_FORMAT UINT32_C(0x72767402)

static uint64_t timers_key_of(int64_t due_ms)
{
    return (uint64_t)due_ms + INT64_MAX;
}

static int64_t timers_due_of(uint64_t key)
{
    return (int64_t)(key - INT64_MAX);
}

/* Arms, moves or cancels the timer at an index. */
static inline void timers_set(revops_timers_state *timers, uint32_t index, uint64_t key)
{
    uint64_t *place = revops__timers_level(timers, 0) + index, old = *place;
    timers->armed += (uint32_t)(old == REVOPS__UNARMED) - (uint32_t)(key == REVOPS__UNARMED);
    *place = key;
    if (old > timers->bound_key &&
        key > timers->bound_key) { /* nearly always, and nearly always this is all */
        uint64_t least = revops__timers_level(timers, 1)[index / FANOUT];
        if (key < least || old == least) {
            revops__timers_carry_up(timers, index, old, key);
        }
        return;
    }
    if (old == key) {
        return;
    }
    int was_windowed = revops__timers_is_windowed(timers, old, index);
    int is_windowed = revops__timers_is_windowed(timers, key, index);
    if (was_windowed) {
        revops__timers_remove(timers, old, index);
    }
    revops__timers_carry_up(timers, index, was_windowed ? REVOPS__UNARMED : old,
                            is_windowed ? REVOPS__UNARMED : key);
    if (is_windowed) {
        revops__timers_insert(timers, key, index);
    } else if (timers->count == 0) {
        revops__timers_fill(timers);
    }
}

/* What depends on the capacity alone. */
static void timers_lay_out(revops_timers_state *timers, uint32_t capacity)
{
    memset(timers, 0, sizeof *timers);
    timers->format = TIMERS_FORMAT;
    timers->capacity = capacity;
    /* A window that holds most of a small queue would be moved about at every call. */
    uint32_t entries = capacity / 16 < WINDOW_MAX ? capacity / 16 : (uint32_t)WINDOW_MAX;
    timers->window_capacity = entries / WINDOW_MIN * WINDOW_MIN + (entries < WINDOW_MIN ? WINDOW_MIN : 0);
    timers->bound_key = REVOPS__UNARMED;
    uint64_t at = sizeof *timers + timers->window_capacity * (uint64_t)REVOPS__TIMERS_ENTRY_SIZE;
    uint64_t nodes = capacity;
    do {
        nodes = (nodes + FANOUT - 1) / FANOUT;
        timers->level[timers->levels++] = at;
        at += nodes * FANOUT * sizeof(uint64_t);
    } while (nodes > 1);
    timers->level[timers->levels++] = at;
    timers->size = at + sizeof(uint64_t);
}

revops_status revops_timers_state_init(uint32_t capacity, void *memory, size_t memory_size, size_t *needed,
                                       revops_timers_state **out)
{
    if (capacity == 0 || capacity > REVOPS_TIMERS_CAPACITY_MAX) {
        return REVOPS_ERR_ARG;
    }
    revops_timers_state timers;
    timers_lay_out(&timers, capacity);
    if (timers.size > SIZE_MAX) {
        return REVOPS_ERR_OVERFLOW;
    }
    revops_status status = revops__params_room(memory, memory_size, (size_t)timers.size, needed, out);
    if (status != REVOPS_OK) {
        return status;
    }
    memset(memory, 0, (size_t)timers.level[0]);
    memcpy(memory, &timers, sizeof timers);
    *out = memory;
    uint64_t *keys = revops__timers_level(*out, 0);
    for (uint64_t i = 0; i < (timers.size - timers.level[0]) / sizeof *keys; i++) {
        keys[i] = REVOPS__UNARMED;
    }
    return REVOPS_OK;
}

/* Whether all that must hold between calls does; the layout is right already. */
static int timers_is_sound(revops_timers_state *timers)
{
    const uint64_t *keys = revops__timers_keys(timers);
    if (timers->count > timers->window_capacity || timers->head > timers->window_capacity - timers->count ||
        timers->bound_index % FANOUT != 0 ||
        (timers->bound_key == REVOPS__UNARMED && timers->bound_index != 0)) {
        return 0;
    }
    const unsigned char *scratch = (const unsigned char *)revops__timers_scratch_of(timers).left;
    for (size_t i = 0; i < REVOPS__TIMERS_SCRATCH_SIZE * (size_t)timers->window_capacity; i++) {
        if (scratch[i] != 0) {
            return 0;
        }
    }
    uint64_t nodes = (timers->level[1] - timers->level[0]) / sizeof *keys;
    uint32_t armed = 0, windowed = 0;
    for (uint64_t i = 0; i < nodes; i++) {
        armed += keys[i] != REVOPS__UNARMED;
        windowed += revops__timers_is_windowed(timers, keys[i], (uint32_t)i) != 0;
        if (i >= timers->capacity && keys[i] != REVOPS__UNARMED) {
            return 0;
        }
    }
    if (armed != timers->armed || windowed != timers->count || (timers->count == 0 && armed > 0)) {
        return 0;
    }
    const uint64_t *entry_keys = revops__timers_window_keys(timers) + timers->head;
    const uint32_t *entries = revops__timers_window_indexes(timers) + timers->head;
    for (uint32_t i = 0; i < timers->count; i++) {
        if (entries[i] >= timers->capacity || keys[entries[i]] != entry_keys[i] ||
            !revops__timers_is_windowed(timers, entry_keys[i], entries[i]) ||
            (i > 0 &&
             !revops__timers_is_before(entry_keys[i - 1], entries[i - 1], entry_keys[i], entries[i]))) {
            return 0;
        }
    }
    for (uint32_t level = 1; level < timers->levels; level++) {
        const uint64_t *least = revops__timers_level(timers, level);
        uint64_t blocks = nodes / FANOUT;
        nodes = level + 1 < timers->levels ? (timers->level[level + 1] - timers->level[level]) / sizeof *least
                                           : 1;
        for (uint64_t i = 0; i < nodes; i++) {
            if (least[i] !=
                (i < blocks ? revops__timers_least_of(timers, level - 1, (uint32_t)i) : REVOPS__UNARMED)) {
                return 0;
            }
        }
    }
    return 1;
}

revops_status revops_timers_verify(void *memory, size_t memory_size, revops_timers_state **out)
{
    if (!memory || !out) {
        return REVOPS_ERR_ARG;
    }
    if ((uintptr_t)memory % REVOPS_ALIGNMENT != 0) {
        return REVOPS_ERR_ALIGN;
    }
    revops_timers_state *timers = memory, right;
    if (memory_size < sizeof *timers || timers->format != TIMERS_FORMAT || timers->capacity == 0 ||
        timers->capacity > REVOPS_TIMERS_CAPACITY_MAX) {
        return REVOPS_ERR_CORRUPT;
    }
    timers_lay_out(&right, timers->capacity);
    if (timers->size != right.size || memory_size < right.size || timers->levels != right.levels ||
        timers->window_capacity != right.window_capacity ||
        memcmp(timers->level, right.level, sizeof right.level) != 0 || !timers_is_sound(timers)) {
        return REVOPS_ERR_CORRUPT;
    }
    *out = timers;
    return REVOPS_OK;
}

uint32_t revops_timers_capacity(const revops_timers_state *timers)
{
    return timers ? timers->capacity : 0;
}

uint32_t revops_timers_count(const revops_timers_state *timers)
{
    return timers ? timers->armed : 0;
}

enum { TIMERS_AHEAD = 8 };

/* Of id 0 this makes the largest number, which no queue holds. */
static int timers_holds(const revops_timers_state *timers, uint32_t id)
{
    return id - 1 < timers->capacity;
}

revops_status revops_timers_set(revops_timers_state *timers, uint32_t id, int64_t due_ms)
{
    if (!timers || !timers_holds(timers, id)) {
        return REVOPS_ERR_ARG;
    }
    timers_set(timers, id - 1, timers_key_of(due_ms));
    return REVOPS_OK;
}

static int timers_holds_all(const revops_timers_state *timers, size_t count, const uint32_t *ids)
{
    int all = 1;
    for (size_t i = 0; i < count; i++) {
        all &= timers_holds(timers, ids[i]);
    }
    return all;
}

revops_status revops_timers_set_many(revops_timers_state *timers, const uint32_t *ids, const int64_t *due_ms,
                                     size_t count)
{
    if (!timers || (count > 0 && (!ids || !due_ms)) || !timers_holds_all(timers, count, ids)) {
        return REVOPS_ERR_ARG;
    }
    const uint64_t *keys = revops__timers_keys(timers), *blocks = revops__timers_level(timers, 1);
    for (size_t i = 0; i < count; i++) {
        if (i + TIMERS_AHEAD < count) { /* what the row needs of the tree, mostly */
            uint32_t index = ids[i + TIMERS_AHEAD] - 1;
            revops__timers_prefetch(keys + index);
            revops__timers_prefetch(blocks + index / FANOUT);
        }
        timers_set(timers, ids[i] - 1, timers_key_of(due_ms[i]));
    }
    return REVOPS_OK;
}

revops_status revops_timers_cancel(revops_timers_state *timers, uint32_t id)
{
    return revops_timers_set(timers, id, REVOPS_TIME_NONE);
}

revops_status revops_timers_due(const revops_timers_state *timers, uint32_t id, int64_t *due_ms)
{
    return revops_timers_due_many(timers, &id, 1, due_ms);
}

revops_status revops_timers_due_many(const revops_timers_state *timers, const uint32_t *ids, size_t count,
                                     int64_t *due_ms)
{
    if (!timers || (count > 0 && (!ids || !due_ms)) || !timers_holds_all(timers, count, ids)) {
        return REVOPS_ERR_ARG;
    }
    const uint64_t *keys = revops__timers_keys(timers);
    for (size_t i = 0; i < count; i++) {
        due_ms[i] = timers_due_of(keys[ids[i] - 1]);
    }
    return REVOPS_OK;
}

revops_status revops_timers_next(const revops_timers_state *timers, uint32_t *id, int64_t *due_ms)
{
    if (!timers) {
        return REVOPS_ERR_ARG;
    }
    const uint64_t *keys = (const uint64_t *)(const void *)(timers + 1);
    const uint32_t *indexes = (const uint32_t *)(const void *)(keys + timers->window_capacity);
    if (id) {
        *id = timers->count ? indexes[timers->head] + 1 : REVOPS_NONE;
    }
    if (due_ms) {
        *due_ms = timers->count ? timers_due_of(keys[timers->head]) : REVOPS_TIME_NONE;
    }
    return REVOPS_OK;
}

revops_status revops_timers_pop(revops_timers_state *timers, int64_t now_ms, uint32_t *ids, int64_t *due_ms,
                                size_t capacity, size_t *count)
{
    if (!timers || !ids || !count || capacity == 0 || now_ms == REVOPS_TIME_NONE) {
        return REVOPS_ERR_ARG;
    }
    uint64_t *keys = revops__timers_level(timers, 0);
    const uint64_t *entry_keys = revops__timers_window_keys(timers);
    const uint32_t *entries = revops__timers_window_indexes(timers);
    uint64_t now = timers_key_of(now_ms);
    size_t popped = 0;
    for (; popped < capacity && timers->count > 0 && entry_keys[timers->head] <= now; popped++) {
        uint32_t index = entries[timers->head];
        ids[popped] = index + 1;
        if (due_ms) {
            due_ms[popped] = timers_due_of(entry_keys[timers->head]);
        }
        keys[index] = REVOPS__UNARMED; /* nothing above counts it */
        timers->armed--;
        timers->head++;
        if (--timers->count == 0) {
            revops__timers_fill(timers);
        }
    }
    *count = popped;
    return REVOPS_OK;
}
