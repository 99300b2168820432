/* SPDX-License-Identifier: MIT */
/* The team that most tests of routing use, and what they ask of it. */
#ifndef REVOPS_TESTS_ROUTE_TEAM_H
#define REVOPS_TESTS_ROUTE_TEAM_H

#include "test.h"

#include "random.h"
#include "act/route-internal.h"

#define MISSING REVOPS_MISSING

static _Alignas(8) unsigned char route_memory[1 << 21], state_memory[1 << 23];

/* The team that most tests use: queue 1 of Ada (10), Bob (20) and Cem (30), queue 2 of Dan (40), fallback 9. */
static const revops_route_rep team[] = {{10, 0, 0, 0, 0, 0, 0, 0},
                                        {20, 0, 0, 0, 0, 0, 0, 0},
                                        {30, 0, 0, 0, 0, 0, 0, 0},
                                        {40, 0, 0, 0, 0, 0, 0, 0}};
static const revops_route_queue queues[] = {{1, 2}, {2, REVOPS_NONE}, {9, REVOPS_NONE}};
static const revops_route_member members[] = {{1, 10, 1, 0}, {1, 20, 1, 0}, {1, 30, 1, 0}, {2, 40, 1, 0}};

static inline revops_route_params params_of(const revops_route_rep *reps, uint32_t rep_count,
                                            const revops_route_queue *rows, uint32_t queue_count,
                                            const revops_route_member *seats, uint32_t member_count,
                                            uint32_t fallback_queue)
{
    revops_route_params params;
    ck_assert_int_eq(revops_route_defaults(&params, sizeof params), REVOPS_OK);
    params.reps = reps;
    params.rep_count = rep_count;
    params.queues = rows;
    params.queue_count = queue_count;
    params.members = seats;
    params.member_count = member_count;
    params.fallback_queue = fallback_queue;
    return params;
}

static inline revops_route_params params_of_team(void)
{
    return params_of(team, ROWS(team), queues, ROWS(queues), members, ROWS(members), 9);
}

static inline const revops_segment_params *all_to(uint32_t queue)
{
    static revops_segment_params territories;
    ck_assert_int_eq(revops_segment_defaults(&territories, sizeof territories), REVOPS_OK);
    territories.otherwise = queue;
    return &territories;
}

static inline size_t state_size(const revops_route *route)
{
    size_t needed = 0;
    ck_assert_int_eq(revops_route_state_init(route, NULL, 0, &needed, NULL), REVOPS_ERR_NOSPACE);
    return needed;
}

static inline const revops_route *build(const revops_route_params *params)
{
    const revops_route *route;
    ck_assert_int_eq(revops_route_build(params, route_memory, sizeof route_memory, NULL, &route), REVOPS_OK);
    return route;
}

static inline revops_route_state *start(const revops_route *route)
{
    revops_route_state *state;
    ck_assert_int_eq(revops_route_state_init(route, state_memory, sizeof state_memory, NULL, &state),
                     REVOPS_OK);
    return state;
}

static inline revops_route_assignment assign(const revops_route *route, revops_route_state *state,
                                             revops_route_lead lead)
{
    revops_route_assignment out;
    int64_t row[4] = {MISSING, MISSING, MISSING, MISSING};
    ck_assert_int_eq(revops_route_assign(route, state, &lead, row, NULL, &out), REVOPS_OK);
    return out;
}

/* Owners of some leads in a row, at one instant. */
static inline const uint32_t *owners(const revops_route *route, revops_route_state *state, int64_t at_ms,
                                     int count)
{
    static uint32_t out[1000];
    for (int i = 0; i < count; i++) {
        out[i] = assign(route, state, (revops_route_lead){at_ms, 0, 0, 0, 0}).owner;
    }
    return out;
}

static inline int count_of(const uint32_t *out, int count, uint32_t rep)
{
    int found = 0;
    for (int i = 0; i < count; i++) {
        found += out[i] == rep;
    }
    return found;
}

#define ASSERT_OWNERS(route, state, at_ms, ...)                                                              \
    do {                                                                                                     \
        const uint32_t expected[] = {__VA_ARGS__};                                                           \
        const uint32_t *found = owners(route, state, at_ms, ROWS(expected));                                 \
        for (int i_ = 0; i_ < ROWS(expected); i_++) {                                                        \
            ck_assert_msg(found[i_] == expected[i_], "lead %d went to %u, not %u", i_, found[i_],            \
                          expected[i_]);                                                                     \
        }                                                                                                    \
    } while (0)

/* A batch of leads with columns of 64 bits, one for each attribute; `done` leads were assigned. */
static inline revops_status assign_rows(const revops_route *route, revops_route_state *state,
                                        const revops_route_lead *leads, const int64_t *const *values,
                                        size_t count, revops_route_assignment *out, size_t *done)
{
    revops_column column = {values ? values[0] : NULL, NULL, REVOPS_MISSING, values ? REVOPS_COLUMN_I64 : 0,
                            0};
    revops_cursor cursor = {0};
    revops_status status = revops_route_assign_many(route, state, leads, values ? &column : NULL,
                                                    values != NULL, count, &cursor, out);
    if (done) {
        *done = (size_t)cursor.next;
    }
    return status;
}

#endif
