/* SPDX-License-Identifier: MIT */
/* For naive twins of routing: what must hold names the case and the step, and routers are built in memory of their own. */
#ifndef REVOPS_TESTS_ROUTE_MODEL_H
#define REVOPS_TESTS_ROUTE_MODEL_H

#include <stdio.h>
#include <stdlib.h>

#include <revops/route.h>

#define EXPECT(condition)                                                                                    \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            printf("%s:%d: case %d, step %d: %s doesn't hold\n", __FILE__, __LINE__, current_case,           \
                   current_step, #condition);                                                                \
            exit(EXIT_FAILURE);                                                                              \
        }                                                                                                    \
    } while (0)

static int current_case, current_step;

static inline size_t state_size(const revops_route *route)
{
    size_t needed = 0;
    EXPECT(revops_route_state_init(route, NULL, 0, &needed, NULL) == REVOPS_ERR_NOSPACE);
    return needed;
}

static inline const revops_route *build(const revops_route_params *params)
{
    size_t needed = 0;
    const revops_route *route = NULL;
    EXPECT(revops_route_build(params, NULL, 0, &needed, NULL) == REVOPS_ERR_NOSPACE);
    void *memory = aligned_alloc(16, (needed + 15) / 16 * 16);
    EXPECT(revops_route_build(params, memory, needed, NULL, &route) == REVOPS_OK);
    return route;
}

static inline revops_route_state *start(const revops_route *route)
{
    size_t size = state_size(route);
    void *memory = aligned_alloc(16, (size + 15) / 16 * 16);
    revops_route_state *state = NULL;
    EXPECT(revops_route_state_init(route, memory, size, NULL, &state) == REVOPS_OK);
    return state;
}

#endif
