/* SPDX-License-Identifier: MIT */
/* Fairness: turns of weights at random against exact fractions, every prefix, every member (RT3). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <revops/route.h>

#include "random.h"
#include "route-model.h"

enum { MOST_MEMBERS = 64 };

/* The member whose next lead has the earliest deadline of those due: cross-multiplied fractions. */
static uint32_t naive_turn(const uint64_t *counts, const uint32_t *weights, uint32_t members, uint64_t slot,
                           uint64_t all)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t i = 0; i < members; i++) {
        if (counts[i] * all < (slot + 1) * weights[i] &&
            (best == UINT32_MAX || (counts[i] + 1) * weights[best] < (counts[best] + 1) * weights[i])) {
            best = i;
        }
    }
    return best;
}

static void fairness(random_state *random, uint32_t members, uint32_t most_weight, uint64_t leads)
{
    revops_route_rep reps[MOST_MEMBERS] = {{0}};
    revops_route_member rows[MOST_MEMBERS] = {{0}};
    revops_route_queue queue = {1, REVOPS_NONE};
    uint32_t weights[MOST_MEMBERS];
    uint64_t counts[MOST_MEMBERS] = {0}, all = 0;
    for (uint32_t i = 0; i < members; i++) {
        /* Often one giant among dwarfs, or all alike: where other methods fail. */
        weights[i] = random_below(random, 4) ? (uint32_t)random_between(random, 1, most_weight)
                                             : (uint32_t)(random_below(random, 2) ? 1 : most_weight);
        reps[i].rep = rows[i].rep = i + 1;
        rows[i].queue = 1;
        rows[i].weight = weights[i];
        all += weights[i];
    }
    revops_route_params params = REVOPS_ROUTE_PARAMS_INIT;
    params.rep_count = params.member_count = members;
    params.queue_count = params.fallback_queue = 1;
    params.reps = reps;
    params.queues = &queue;
    params.members = rows;
    const revops_route *route = build(&params);
    revops_route_state *state = start(route);
    for (uint64_t n = 0; n < leads; n++) {
        revops_route_lead lead = {(int64_t)n, 0, 0, 0, 0};
        revops_route_assignment out;
        current_step = (int)n;
        EXPECT(revops_route_assign(route, state, &lead, NULL, NULL, &out) == REVOPS_OK);
        EXPECT(out.owner >= 1 && out.owner <= members);
        EXPECT(out.owner - 1 == naive_turn(counts, weights, members, n, all));
        counts[out.owner - 1]++;
        for (uint32_t i = 0; i < members; i++) {
            uint64_t share = (n + 1) * weights[i]; /* of `all` */
            EXPECT(counts[i] >= share / all && counts[i] <= (share + all - 1) / all);
        }
    }
    free((void *)(uintptr_t)route);
    free(state);
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 1;
    random_state random = {5};
    for (current_case = 0; current_case < 300 * rounds; current_case++) {
        fairness(&random, (uint32_t)random_between(&random, 1, 12),
                 (uint32_t)random_between(&random, 1, 1000), 400);
    }
    for (; current_case < 310 * rounds; current_case++) {
        fairness(&random, MOST_MEMBERS, 1000, 5000);
    }
    printf("%d cases\n", current_case);
    return EXIT_SUCCESS;
}
