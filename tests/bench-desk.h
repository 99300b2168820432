/* SPDX-License-Identifier: MIT */
/* The log of a desk's year for benchmarks, in order of time: half of the events move nothing (touches, facts), the others walk
   the path. */
#ifndef REVOPS_TESTS_BENCH_DESK_H
#define REVOPS_TESTS_BENCH_DESK_H

#include <string.h>

#include "engine-desk.h"
#include "random.h"

/* `at` has a byte a lead: how far each has come. */
static void make_desk_log(revops_event *events, uint32_t *indexes, size_t count, uint8_t *at, size_t leads)
{
    static const uint32_t path[] = {E_CREATED, E_MQL, E_ACCEPTED, E_QUALIFIED, E_DEMO, E_OFFER, E_WON};
    random_state random = {11};
    memset(at, 0, leads);
    for (size_t i = 0; i < count; i++) {
        uint32_t lead = (uint32_t)random_below(&random, leads);
        revops_event event = {.at_ms = 1700000000000 + (int64_t)i * 1000,
                              .id = i + 1,
                              .value = REVOPS_MISSING,
                              .actor = 1 + lead % 50};
        if (random_below(&random, 2) || at[lead] == sizeof path / sizeof path[0]) {
            static const uint32_t facts[] = {E_CALL, E_MAIL, E_ASSIGNED, E_COMPANY};
            event.kind = at[lead] ? facts[random_below(&random, 4)] : E_CREATED;
            event.value = event.kind == E_COMPANY ? (int64_t)random_below(&random, 1000) : REVOPS_MISSING;
        } else {
            event.kind = path[at[lead]++];
            event.value = event.kind == E_WON ? 100000 : REVOPS_MISSING;
        }
        events[i] = event;
        indexes[i] = lead;
    }
}

#endif
