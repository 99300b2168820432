/* SPDX-License-Identifier: MIT */
/* Random operations on the queue and on its naive twin (SL11): small and large queues, instants that crowd, tie,
   or span all that there is. Now and then the queue is copied elsewhere and taken up there, which checks its
   inner order as well. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <revops/revops.h>

#include "random.h"
#include "twin-timers.h"

#define MUST(condition)                                                                                      \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            fprintf(stderr, "%s:%d: %s doesn't hold (capacity %u, spread %d, step %u)\n", __FILE__,          \
                    __LINE__, #condition, capacity, spread, step);                                           \
            exit(EXIT_FAILURE);                                                                              \
        }                                                                                                    \
    } while (0)

enum { SPREADS = 6 };

static int64_t some_instant(random_state *random, int spread, int64_t now_ms)
{
    switch (spread) {
    case 0: /* crowded around now */
        return now_ms + random_between(random, -20, 200);
    case 1: /* few instants, many ties */
        return random_between(random, 0, 2);
    case 2: /* all that there is */
        return random_between(random, INT64_MIN + 1, INT64_MAX);
    case 3: /* two weeks */
        return now_ms + random_between(random, 0, 14 * REVOPS_DAY_MS);
    case 4: { /* the ends of time, and nothing between */
        int64_t near = random_between(random, 0, 3);
        return random_below(random, 2) ? INT64_MAX - near : INT64_MIN + 1 + near;
    }
    default: /* bursts at whole hours */
        return (now_ms / REVOPS_HOUR_MS + random_between(random, 0, 5)) * REVOPS_HOUR_MS +
               (random_below(random, 4) ? 0 : random_between(random, 0, 1000));
    }
}

/* A full queue starts with all armed and is kept so: more is armed than taken out. */
static void compare(uint32_t capacity, int spread, int is_full, uint32_t steps, uint64_t seed)
{
    random_state random = {seed};
    uint32_t step = 0;
    size_t size;
    MUST(revops_timers_state_init(capacity, NULL, 0, &size, &(revops_timers_state *){NULL}) ==
         REVOPS_ERR_NOSPACE);
    unsigned char *memory[2] = {malloc(size), malloc(size + 8)};
    revops_timers_state *timers;
    MUST(revops_timers_state_init(capacity, memory[0], size, NULL, &timers) == REVOPS_OK);
    twin_queue twin = {capacity, malloc((capacity + 1) * sizeof(int64_t))};
    for (uint32_t id = 0; id <= capacity; id++) {
        twin.due_ms[id] = REVOPS_TIME_NONE;
    }
    uint32_t room = 1 + (uint32_t)random_below(&random, 2 * capacity);
    uint32_t *ids = malloc(room * sizeof *ids);
    int64_t *due_ms = malloc(room * sizeof *due_ms), now_ms = random_between(&random, -1000, 1000);
    for (uint32_t id = 1; is_full && id <= capacity; id++) {
        twin.due_ms[id] = some_instant(&random, spread, now_ms);
        MUST(revops_timers_set(timers, id, twin.due_ms[id]) == REVOPS_OK);
    }
    for (; step < steps; step++) {
        uint32_t id = 1 + (uint32_t)random_below(&random, capacity);
        uint64_t kind = random_below(&random, 100);
        if (is_full && kind >= 58 && kind < 75 && random_below(&random, 4)) {
            kind = 0;
        }
        if (kind < 55) {
            int64_t at_ms = some_instant(&random, spread, now_ms);
            MUST(revops_timers_set(timers, id, at_ms) == REVOPS_OK);
            twin.due_ms[id] = at_ms;
        } else if (kind < 75) {
            if (random_below(&random, 2)) {
                id = twin_next(&twin); /* the earliest, which the window holds */
            }
            if (id != REVOPS_NONE) {
                MUST(revops_timers_cancel(timers, id) == REVOPS_OK);
                twin.due_ms[id] = REVOPS_TIME_NONE;
            }
        } else if (kind < 85) {
            uint32_t first = twin_next(&twin), next;
            int64_t next_ms, one_ms;
            MUST(revops_timers_next(timers, &next, &next_ms) == REVOPS_OK);
            MUST(next == first && next_ms == (first ? twin.due_ms[first] : REVOPS_TIME_NONE));
            MUST(revops_timers_due(timers, id, &one_ms) == REVOPS_OK && one_ms == twin.due_ms[id]);
            MUST(revops_timers_count(timers) == twin_count(&twin));
        } else if (kind < 87) {
            int from = memory[0] != (unsigned char *)timers;
            unsigned char *to = from ? memory[0] : memory[1] + 8 * random_below(&random, 2);
            memmove(to, timers, size);
            memset(timers, 0xa5, size);
            MUST(revops_timers_verify(to, size, &timers) == REVOPS_OK);
        } else {
            int64_t at_ms = now_ms = spread == 3 ? now_ms + random_between(&random, 0, REVOPS_HOUR_MS)
                                                 : some_instant(&random, spread, now_ms);
            size_t count, capacity_now = 1 + random_below(&random, room);
            if (is_full || random_below(&random, 4)) {
                capacity_now = 1 + random_below(&random, capacity_now < 8 ? capacity_now : 8);
            }
            MUST(revops_timers_pop(timers, at_ms, ids, due_ms, capacity_now, &count) == REVOPS_OK);
            MUST(count <= capacity_now);
            for (size_t i = 0; i < count; i++) {
                int64_t popped_ms = 0;
                MUST(twin_pop(&twin, at_ms, &popped_ms) == ids[i]);
                MUST(popped_ms == due_ms[i]);
            }
            if (count < capacity_now) {
                uint32_t left = twin_next(&twin);
                MUST(left == REVOPS_NONE || twin.due_ms[left] > at_ms);
            }
        }
    }
    free(memory[0]);
    free(memory[1]);
    free(twin.due_ms);
    free(ids);
    free(due_ms);
}

int main(void)
{
    static const struct {
        uint32_t capacity, steps, repeats;
    } sizes[] = {{1, 2000, 3},     {2, 4000, 3},     {15, 20000, 3},  {16, 20000, 3},   {17, 20000, 3},
                 {33, 40000, 3},   {100, 50000, 3},  {257, 50000, 2}, {1024, 30000, 1}, {1025, 30000, 1},
                 {2500, 20000, 1}, {4097, 15000, 1}, {20000, 6000, 1}};
    uint64_t seed = 20260302, steps = 0;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        for (int spread = 0; spread < SPREADS; spread++) {
            for (uint32_t repeat = 0; repeat < sizes[i].repeats; repeat++) {
                compare(sizes[i].capacity, spread, repeat == 0, sizes[i].steps, seed++);
                steps += sizes[i].steps;
            }
        }
    }
    printf("%llu random operations agree with the naive twin\n", (unsigned long long)steps);
    return EXIT_SUCCESS;
}
