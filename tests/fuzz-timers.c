/* SPDX-License-Identifier: MIT */
#define FUZZ_WORDS                                                                                           \
    "\6\1\7\1", "\6\20\11\2", "\6\100\10", "\1\1\1", "\1\2\1", "\2\1", "\3\377", "\3\1", "\4", "\5\20\1",    \
        "\377\377", "\1\3\200"
/* A window of 32 entries, so that these small queues overflow it. */
#define REVOPS__TIMERS_WINDOW_MAX 32
#include "time/timers-window.c"
#include "time/timers.c"

#include "fuzz.h"
#include "twin-timers.h"

enum { CAPACITY_MAX = 255 };

/* Takes bytes off the front; 0 when there are none. */
static uint8_t take(const uint8_t **data, size_t *size)
{
    if (*size == 0) {
        return 0;
    }
    (*size)--;
    return *(*data)++;
}

static int64_t take_instant(const uint8_t **data, size_t *size)
{
    uint64_t value = 0;
    uint8_t kind = take(data, size);
    if (kind < 200) {
        return (int64_t)(kind % 16) - 8;
    }
    for (int i = 0; i < 8; i++) {
        value = value << 8 | take(data, size);
    }
    int64_t instant;
    memcpy(&instant, &value, sizeof instant);
    return instant;
}

/* Bytes are operations: whatever they are, the queue answers as its naive twin does. Operation 5 damages a copy,
   which is refused or is a sound queue. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint32_t capacity = 1 + take(&data, &size) % CAPACITY_MAX;
    int64_t expected[CAPACITY_MAX + 1];
    for (uint32_t id = 0; id <= capacity; id++) {
        expected[id] = REVOPS_TIME_NONE;
    }
    twin_queue twin = {capacity, expected};
    size_t needed;
    revops_timers_state *timers, *copy;
    MUST(revops_timers_state_init(capacity, NULL, 0, &needed, &timers) == REVOPS_ERR_NOSPACE);
    void *memory = malloc(needed), *other = malloc(needed);
    MUST(revops_timers_state_init(capacity, memory, needed, NULL, &timers) == REVOPS_OK);
    while (size > 0) {
        uint8_t kind = take(&data, &size) % 7;
        uint32_t id = take(&data, &size);
        int in_range = id >= 1 && id <= capacity;
        if (kind <= 1) {
            int64_t at_ms = take_instant(&data, &size);
            MUST((revops_timers_set(timers, id, at_ms) == REVOPS_OK) == in_range);
            if (in_range) {
                expected[id] = at_ms;
            }
        } else if (kind == 2) {
            MUST((revops_timers_cancel(timers, id) == REVOPS_OK) == in_range);
            if (in_range) {
                expected[id] = REVOPS_TIME_NONE;
            }
        } else if (kind == 3) {
            int64_t now_ms = take_instant(&data, &size), due_ms[8], popped_ms = 0;
            uint32_t ids[8];
            size_t room = 1 + id % 8, count;
            MUST((revops_timers_pop(timers, now_ms, ids, due_ms, room, &count) == REVOPS_OK) ==
                 (now_ms != REVOPS_TIME_NONE));
            for (size_t i = 0; now_ms != REVOPS_TIME_NONE && i < count; i++) {
                MUST(twin_pop(&twin, now_ms, &popped_ms) == ids[i]);
                MUST(popped_ms == due_ms[i]);
            }
        } else if (kind == 6) { /* a run of ids, at one instant or at instants that rise or fall */
            int64_t at_ms = take_instant(&data, &size);
            int step = take(&data, &size) % 3 - 1;
            for (uint32_t i = id; in_range && i <= capacity && i < id + 100; i++) {
                MUST(revops_timers_set(timers, i, at_ms) == REVOPS_OK);
                expected[i] = at_ms;
                at_ms += at_ms > INT64_MIN + 1 && at_ms < INT64_MAX ? step : 0;
            }
        } else if (kind == 4) {
            memcpy(other, memory, needed);
            MUST(revops_timers_verify(other, needed, &copy) == REVOPS_OK);
        } else {
            memcpy(other, memory, needed);
            size_t at = (id * 256u + take(&data, &size)) % needed;
            ((unsigned char *)other)[at] = (unsigned char)(((unsigned char *)other)[at] ^ take(&data, &size));
            if (revops_timers_verify(other, needed, &copy) == REVOPS_OK) {
                /* It may be another queue now, but then one that is sound throughout. */
                int64_t damaged_ms[CAPACITY_MAX + 16], due_ms[CAPACITY_MAX + 16], popped_ms = 0;
                uint32_t ids[CAPACITY_MAX + 16];
                twin_queue damaged = {revops_timers_capacity(copy), damaged_ms};
                MUST(damaged.capacity <= CAPACITY_MAX + 15);
                for (uint32_t i = 1; i <= damaged.capacity; i++) {
                    MUST(revops_timers_due(copy, i, &damaged_ms[i]) == REVOPS_OK);
                }
                size_t count, all = twin_count(&damaged);
                MUST(revops_timers_count(copy) == all);
                MUST(revops_timers_pop(copy, INT64_MAX, ids, due_ms, CAPACITY_MAX + 16, &count) == REVOPS_OK);
                MUST(count == all);
                for (size_t i = 0; i < count; i++) {
                    MUST(twin_pop(&damaged, INT64_MAX, &popped_ms) == ids[i] && popped_ms == due_ms[i]);
                }
            }
        }
        uint32_t next;
        MUST(revops_timers_next(timers, &next, NULL) == REVOPS_OK);
        MUST(next == twin_next(&twin));
    }
    free(memory);
    free(other);
    return 0;
}
