/* SPDX-License-Identifier: MIT */
/* Ten million events of a million leads in any order of leads, beside bare folds that do the same work: counts and time
   in stage; then stage to stage, with those that wait. */
#include <revops/revops.h>

#include <string.h>

#include "bench.h"
#include "random.h"

enum { LEADS = 1000000, EVENTS = 10000000, STAGES = 8, SPANS = STAGES - 2, LOST = STAGES - 1 };
#define AS_OF_MS (EVENTS * INT64_C(1000))

static uint32_t lead[EVENTS];
static uint8_t stage[EVENTS];
static int64_t at_ms[EVENTS];
static revops_funnel_columns columns;
static const revops_funnel *funnel;
static revops_funnel_place places[LEADS];
static void *records, *cells;
static size_t cells_size;

/* What a bare fold keeps of a lead. */
static struct {
    int64_t since_ms;
    uint32_t reached, stage;
} bare[LEADS];

static uint64_t check_of(const uint64_t *numbers, size_t count)
{
    uint64_t check = 0;
    for (size_t i = 0; i < count; i++) {
        check = check * 31 + numbers[i];
    }
    return check;
}

static void clear_bare(void *context)
{
    (void)context;
    memset(bare, 0, sizeof bare);
}

static void clear_places(void *context)
{
    (void)context;
    memset(places, 0, sizeof places);
}

static uint64_t run_bare(void *context)
{
    static uint64_t sums[STAGES + 1][STAGES][2];
    (void)context;
    memset(sums, 0, sizeof sums);
    for (size_t i = 0; i < EVENTS; i++) {
        __builtin_prefetch(&bare[lead[i + 16 < EVENTS ? i + 16 : i]], 1);
        uint32_t of = lead[i], to = stage[i], from = bare[of].reached ? bare[of].stage : STAGES;
        sums[from][to][0]++;
        sums[from][to][1] += bare[of].reached ? (uint64_t)(at_ms[i] - bare[of].since_ms) : 0;
        bare[of].since_ms = at_ms[i];
        bare[of].stage = to;
        bare[of].reached |= 1u << to;
    }
    return check_of(&sums[0][0][0], sizeof sums / 8);
}

static uint64_t run_flow(void *context)
{
    static revops_funnel_move moves[(STAGES + 1) * STAGES];
    revops_cursor cursor = {0};
    (void)context;
    memset(moves, 0, sizeof moves);
    if (revops_funnel_flow_add(funnel, &columns, places, LEADS, moves, &cursor) != REVOPS_OK ||
        cursor.applied != EVENTS) {
        abort();
    }
    return check_of((const uint64_t *)(const void *)moves, sizeof moves / 8);
}

/* The full form: first dates of each stage, and then, of each lead, which stages, how long from one to the next, or how
   long it has waited, in log-linear buckets. */
static struct {
    int64_t dates[STAGES];
    int64_t since_ms;
    uint32_t reached, stage;
} wide[LEADS];
static uint32_t buckets[SPANS][2][2240];

static void clear_wide(void *context)
{
    (void)context;
    memset(wide, 0, sizeof wide);
    memset(buckets, 0, sizeof buckets);
}

static uint64_t run_wide(void *context)
{
    uint64_t reached[STAGES][STAGES] = {{0}};
    (void)context;
    for (size_t i = 0; i < EVENTS; i++) {
        __builtin_prefetch(&wide[lead[i + 12 < EVENTS ? i + 12 : i]], 1);
        __builtin_prefetch((char *)&wide[lead[i + 12 < EVENTS ? i + 12 : i]] + 64, 1);
        uint32_t of = lead[i], to = stage[i];
        if (!(wide[of].reached >> to & 1)) {
            wide[of].dates[to] = at_ms[i];
            wide[of].reached |= 1u << to;
        }
        wide[of].stage = to;
        wide[of].since_ms = at_ms[i];
    }
    for (size_t i = 0; i < LEADS; i++) {
        uint32_t bits = wide[i].reached;
        for (int from = 0; from < STAGES; from++) {
            for (int to = 0; to < STAGES; to++) {
                reached[from][to] += bits >> from & bits >> to & 1;
            }
        }
        for (int span = 0; span < SPANS; span++) {
            if (bits >> span & 1) {
                int is_done = bits >> (span + 1) & 1;
                int64_t waited = (is_done ? wide[i].dates[span + 1] : AS_OF_MS) - wide[i].dates[span];
                uint64_t value = (uint64_t)(waited < 0 ? 0 : waited);
                uint32_t shift = 57 - (uint32_t)__builtin_clzll(value | 64);
                buckets[span][is_done][shift * 64 + (value >> shift)]++;
            }
        }
    }
    return check_of(&reached[0][0], STAGES * STAGES);
}

static void clear_records(void *context)
{
    (void)context;
    memset(records, 0, LEADS * revops_funnel_record_size(funnel));
}

static uint64_t run_full(void *context)
{
    revops_funnel_state *state;
    revops_cursor cursor = {0};
    uint64_t pairs[STAGES * STAGES];
    (void)context;
    if (revops_funnel_state_init(funnel, cells, cells_size, NULL, &state) != REVOPS_OK ||
        revops_funnel_apply_many(funnel, &columns, records, LEADS, &cursor) != REVOPS_OK ||
        revops_funnel_add(funnel, state, records, LEADS, NULL, NULL, AS_OF_MS) != REVOPS_OK ||
        revops_funnel_pairs(funnel, state, 0, 0, pairs, STAGES * STAGES, NULL) != REVOPS_OK) {
        abort();
    }
    return check_of(pairs, STAGES * STAGES);
}

int main(void)
{
    static uint8_t next[LEADS];
    static uint64_t memory[512];
    revops_funnel_stage stages[STAGES] = {{0}};
    revops_funnel_span spans[SPANS];
    revops_funnel_params params;
    random_state random = {7};
    for (size_t i = 0; i < EVENTS; i++) {
        uint32_t of = (uint32_t)random_below(&random, LEADS);
        lead[i] = of;
        stage[i] = next[of];
        at_ms[i] = (int64_t)i * 1000;
        next[of] = (uint8_t)random_below(&random, STAGES);
    }
    columns = (revops_funnel_columns){
        .struct_size = sizeof columns, .count = EVENTS, .lead = lead, .stage = stage, .at_ms = at_ms};
    if (revops_funnel_defaults(&params, sizeof params) != REVOPS_OK) {
        abort();
    }
    stages[LOST - 1].kind = REVOPS_FUNNEL_WON;
    stages[LOST].kind = REVOPS_FUNNEL_CLOSED;
    for (uint32_t i = 0; i < SPANS; i++) {
        spans[i] = (revops_funnel_span){i, i + 1};
    }
    params.stages = stages;
    params.stage_count = STAGES;
    params.stage_row_size = sizeof stages[0];
    params.spans = spans;
    params.span_count = SPANS;
    params.span_row_size = sizeof spans[0];
    if (revops_funnel_build(&params, memory, sizeof memory, NULL, &funnel) != REVOPS_OK) {
        abort();
    }
    (void)!revops_funnel_state_init(funnel, NULL, 0, &cells_size, NULL);
    records = aligned_alloc(64, LEADS * revops_funnel_record_size(funnel)); /* on lines of memory */
    cells = malloc(cells_size);
    if (!records || !cells) {
        abort();
    }
    bench_contestant flow[] = {
        {.name = "bare fold", .run = run_bare, .prepare = clear_bare},
        {.name = "counts and time in stage", .run = run_flow, .prepare = clear_places}};
    int failed = bench_run("funnel of 10 million events, short form", flow, 2, EVENTS, 1);
    failed |= bench_bar("short form over a bare fold", &flow[1], &flow[0], 1.6);
    bench_contestant full[] = {
        {.name = "bare fold of dates", .run = run_wide, .prepare = clear_wide},
        {.name = "cycles, spans, those that wait", .run = run_full, .prepare = clear_records}};
    failed |= bench_run("funnel of 10 million events, full form", full, 2, EVENTS, 1);
    return failed | bench_bar("full form over a bare fold", &full[1], &full[0], 3.0);
}
