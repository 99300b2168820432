/* SPDX-License-Identifier: MIT */
/* Commissions of a hundred thousand representatives on a plan of three tiers, beside a bare loop in 128-bit integers, which fits these
   amounts but not all. */
#include <revops/revops.h>

#include "bench.h"
#include "random.h"

enum { REPS = 100000, TIERS = 3 };

__extension__ typedef unsigned __int128 wide;

static int64_t achieved[REPS], pay[REPS];
static const revops_commission_tier tiers[TIERS] = {{0, 8000}, {7500, 10000}, {10000, 12500}};
static revops_commission_params params;

static uint64_t check_of(void)
{
    uint64_t check = 0;
    for (int i = 0; i < REPS; i++) {
        check = check * 31 + (uint64_t)pay[i];
    }
    return check;
}

static uint64_t run_bare(void *context)
{
    const uint64_t quota = (uint64_t)params.quota;
    (void)context;
    for (int i = 0; i < REPS; i++) {
        const uint64_t scaled = (uint64_t)achieved[i] * 10000;
        wide sum = 0;
        for (int tier = 0; tier < TIERS; tier++) {
            const uint64_t start = quota * tiers[tier].from_bp;
            const uint64_t end = tier + 1 < TIERS && quota * tiers[tier + 1].from_bp < scaled
                                     ? quota * tiers[tier + 1].from_bp
                                     : scaled;
            sum += end > start ? (wide)(end - start) * tiers[tier].rate_bp : 0;
        }
        const wide unit = (wide)quota * 100000000;
        pay[i] = (int64_t)((sum * (uint64_t)params.variable + unit / 2) / unit);
    }
    return check_of();
}

static uint64_t run_library(void *context)
{
    (void)context;
    return revops_commission_pay(&params, achieved, REPS, pay) == REVOPS_OK ? check_of() : 0;
}

int main(void)
{
    random_state random = {20261127};
    if (revops_commission_defaults(&params, sizeof params) != REVOPS_OK) {
        abort();
    }
    params.tiers = tiers;
    params.tier_count = TIERS;
    params.tier_row_size = sizeof tiers[0];
    for (int i = 0; i < REPS; i++) {
        achieved[i] = (int64_t)random_below(&random, 40000000);
    }
    bench_contestant contestants[] = {{.name = "floor: 128 bits, these amounts only", .run = run_bare},
                                      {.name = "revops_commission_pay", .run = run_library}};
    const int failed = bench_run("commission of a representative", contestants, 2, REPS, 1);
    return failed | bench_bar("over the floor", &contestants[1], &contestants[0], 40);
}
