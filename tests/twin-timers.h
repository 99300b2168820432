/* SPDX-License-Identifier: MIT */
/* The naive twin of the timer queue, for the model test and the fuzz target: an array of instants, searched from
   end to end. */
#ifndef REVOPS_TESTS_TWIN_TIMERS_H
#define REVOPS_TESTS_TWIN_TIMERS_H

#include <revops/timers.h>

typedef struct twin_queue {
    uint32_t capacity;
    int64_t *due_ms; /* by id; [0] is not used */
} twin_queue;

static inline uint32_t twin_next(const twin_queue *twin)
{
    uint32_t first = REVOPS_NONE;
    for (uint32_t id = 1; id <= twin->capacity; id++) {
        if (twin->due_ms[id] != REVOPS_TIME_NONE &&
            (first == REVOPS_NONE || twin->due_ms[id] < twin->due_ms[first])) {
            first = id;
        }
    }
    return first;
}

static inline uint32_t twin_count(const twin_queue *twin)
{
    uint32_t count = 0;
    for (uint32_t id = 1; id <= twin->capacity; id++) {
        count += twin->due_ms[id] != REVOPS_TIME_NONE;
    }
    return count;
}

/* The next one if it is due, else REVOPS_NONE. */
static inline uint32_t twin_pop(twin_queue *twin, int64_t now_ms, int64_t *due_ms)
{
    uint32_t id = twin_next(twin);
    if (id == REVOPS_NONE || twin->due_ms[id] > now_ms) {
        return REVOPS_NONE;
    }
    *due_ms = twin->due_ms[id];
    twin->due_ms[id] = REVOPS_TIME_NONE;
    return id;
}

#endif
