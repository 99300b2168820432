/* SPDX-License-Identifier: MIT */
/* What a built-in table of segments costs a row, beside the same decisions written out by hand in C. */
#include <revops/revops.h>

#include "bench.h"
#include "random.h"

enum { COUNT = 1 << 20 };

static int64_t employees[COUNT], acv[COUNT];
static revops_segment_answer out[COUNT];
static revops_column columns[REVOPS_SEGMENT_ATTRIBUTE_COUNT];
static const revops_segment *rules;
static _Alignas(8) unsigned char memory[1 << 12];

static uint64_t check(void)
{
    uint64_t sum = 0;
    for (int i = 0; i < COUNT; i++) {
        sum = sum * 31 + out[i].outcome;
    }
    return sum;
}

/* The floor: no table, no reason, nothing that could be changed. */
static uint64_t run_hand(void *context)
{
    (void)context;
    for (int i = 0; i < COUNT; i++) {
        int64_t e = employees[i], a = acv[i];
        uint32_t segment = REVOPS_NONE;
        if ((e != REVOPS_MISSING && e >= 1000) || (a != REVOPS_MISSING && a >= 10000000)) {
            segment = REVOPS_SEGMENT_ENTERPRISE;
        } else if ((e != REVOPS_MISSING && e >= 100) || (a != REVOPS_MISSING && a >= 1500000)) {
            segment = REVOPS_SEGMENT_SALES_ASSISTED;
        } else if ((e != REVOPS_MISSING && e >= 1) || (a != REVOPS_MISSING && a >= 0)) {
            segment = REVOPS_SEGMENT_SELF_SERVICE;
        }
        out[i] = (revops_segment_answer){segment, 0, 0};
    }
    return check();
}

static uint64_t run_table(void *context)
{
    (void)context;
    if (revops_segment_match_many(rules, columns, REVOPS_SEGMENT_ATTRIBUTE_COUNT, COUNT, out) != REVOPS_OK) {
        abort();
    }
    return check();
}

int main(void)
{
    random_state random = {1};
    revops_segment_params params;
    for (int i = 0; i < COUNT; i++) {
        employees[i] = random_below(&random, 5) ? random_between(&random, 1, 2000) : REVOPS_MISSING;
        acv[i] = random_below(&random, 3) ? random_between(&random, 0, 12000000) : REVOPS_MISSING;
    }
    if (revops_segment_standard(REVOPS_SEGMENT_TABLE_HYBRID, &params, sizeof params) != REVOPS_OK ||
        revops_segment_build(&params, memory, sizeof memory, NULL, &rules) != REVOPS_OK) {
        return 1;
    }
    columns[0] = (revops_column){employees, NULL, REVOPS_MISSING, REVOPS_COLUMN_I64, 0};
    columns[1] = (revops_column){acv, NULL, REVOPS_MISSING, REVOPS_COLUMN_I64, 0};
    bench_contestant contestants[] = {
        {.name = "floor: written out by hand", .run = run_hand},
        {.name = "revops_segment_match_many", .run = run_table},
    };
    int failed = bench_run("segment of an account, per row", contestants, 2, COUNT, 1);
    return failed | bench_bar("table over hand-written", &contestants[1], &contestants[0], 12.0);
}
