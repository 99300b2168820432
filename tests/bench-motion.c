/* SPDX-License-Identifier: MIT */
/* A million accounts of outbound, inbound and target accounts into twelve cells, beside a bare loop that adds the same columns unchecked. */
#include <string.h>

#include <revops/revops.h>

#include "bench.h"
#include "random.h"

enum { ROWS = 1000000, GROUPS = 12 };

static uint32_t group[ROWS], steps[ROWS], committee[ROWS], contacted[ROWS], decided[ROWS], won[ROWS];
static int64_t response_ms[ROWS], engagement_mpt[ROWS], pipeline[ROWS], revenue[ROWS];
static revops_motion cells[GROUPS];

static uint64_t check_of(void)
{
    const unsigned char *bytes = (const unsigned char *)cells;
    uint64_t check = 0;
    for (size_t i = 0; i < sizeof cells; i += 8) {
        uint64_t sum;
        memcpy(&sum, bytes + i, sizeof sum);
        check = check * 31 + sum;
    }
    return check;
}

static uint64_t run_bare(void *context)
{
    (void)context;
    memset(cells, 0, sizeof cells);
    for (int i = 0; i < ROWS; i++) {
        revops_motion *cell = &cells[group[i]];
        cell->rows++;
        for (int step = 0; step < REVOPS_MOTION_STEPS_MAX; step++) {
            cell->reached[step] += steps[i] >> step & 1;
        }
        cell->responses++;
        cell->response_ms += (uint64_t)response_ms[i];
        cell->engagement_mpt += (uint64_t)engagement_mpt[i];
        cell->committee += committee[i];
        cell->contacted += contacted[i];
        cell->pipeline += (uint64_t)pipeline[i];
        cell->revenue += (uint64_t)revenue[i];
        cell->deals_decided += decided[i];
        cell->deals_won += won[i];
    }
    return check_of();
}

static uint64_t run_library(void *context)
{
    const revops_motion_columns columns = {.struct_size = sizeof columns,
                                           .count = ROWS,
                                           .group = group,
                                           .steps = steps,
                                           .response_ms = response_ms,
                                           .engagement_mpt = engagement_mpt,
                                           .committee = committee,
                                           .contacted = contacted,
                                           .pipeline = pipeline,
                                           .revenue = revenue,
                                           .deals_decided = decided,
                                           .deals_won = won};
    (void)context;
    memset(cells, 0, sizeof cells);
    return revops_motion_add(&columns, cells, GROUPS) == REVOPS_OK ? check_of() : 0;
}

int main(void)
{
    random_state random = {20261127};
    for (int i = 0; i < ROWS; i++) {
        group[i] = (uint32_t)random_below(&random, GROUPS);
        steps[i] = (uint32_t)random_below(&random, 1 << REVOPS_MOTION_STEPS_MAX);
        response_ms[i] = (int64_t)random_below(&random, REVOPS_DAY_MS);
        engagement_mpt[i] = (int64_t)random_below(&random, 100000);
        pipeline[i] = (int64_t)random_below(&random, 10000000);
        revenue[i] = (int64_t)random_below(&random, 10000000);
        committee[i] = (uint32_t)random_below(&random, 9);
        contacted[i] = (uint32_t)random_below(&random, committee[i] + 1);
        decided[i] = (uint32_t)random_below(&random, 4);
        won[i] = (uint32_t)random_below(&random, decided[i] + 1);
    }
    bench_contestant contestants[] = {{.name = "floor: the same sums, unchecked", .run = run_bare},
                                      {.name = "revops_motion_add", .run = run_library}};
    const int failed = bench_run("a row of eleven steps and nine sums", contestants, 2, ROWS, 1);
    return failed | bench_bar("over the floor", &contestants[1], &contestants[0], 2.5);
}
