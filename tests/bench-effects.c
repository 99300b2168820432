/* SPDX-License-Identifier: MIT */
/* Figures out of the effects of a replay, block by block as it tells them, beside the replay alone: funnel with times from stage to
   stage, service levels by owner, deviations. The bar: they take at most a tenth of the replay's time. */
#include <string.h>

#include "bench.h"
#include "bench-desk.h"

#include <revops/revops.h>

enum { LEADS = 200000, EVENTS = 2000000, BLOCK = 256, OWNERS = 64, RULES = REVOPS_EFFECTS_RULES_MAX };

typedef struct replay {
    const revops_engine *engine;
    unsigned char *leads;
    size_t size;
    revops_event *events;
    uint32_t *indexes;
    revops_effect *block;
    const revops_funnel *funnel;
    uint64_t *records;
    uint32_t rows[64], row_count;
    revops_compliance *counters;
    revops_histogram *times;
    int has_figures;
} replay;

/* On lines of memory, as records want it. */
static void *room(size_t size)
{
    void *memory = aligned_alloc(64, (size + 63) / 64 * 64);
    if (!memory) {
        exit(EXIT_FAILURE);
    }
    return memset(memory, 0, size);
}

static void must(revops_status status)
{
    if (status != REVOPS_OK) {
        fprintf(stderr, "%s\n", revops_status_text(status));
        exit(EXIT_FAILURE);
    }
}

static void empty(void *context)
{
    replay *of = context;
    for (size_t i = 0; i < LEADS; i++) {
        must(revops_lead_init(of->engine, of->leads + i * of->size));
    }
    memset(of->records, 0, LEADS * revops_funnel_record_size(of->funnel));
    memset(of->counters, 0, OWNERS * sizeof of->counters[0]);
    memset(of->times, 0, OWNERS * sizeof of->times[0]);
}

static void figures(replay *of, size_t count)
{
    static revops_sla_effect clocks[BLOCK];
    static uint64_t rows[BLOCK], leads[BLOCK], bits[BLOCK], marks[RULES + 1];
    static uint32_t groups[BLOCK];
    static revops_conformance rules[RULES + 1];
    revops_cursor cursor = {0};
    size_t found;
    must(revops_effects_to_funnel(of->funnel, of->rows, of->row_count, of->block, count, of->records, LEADS,
                                  &cursor));
    must(revops_effects_to_clocks(of->block, count, rows, clocks, BLOCK, &found));
    for (size_t i = 0; i < found; i++) {
        groups[i] = (uint32_t)(of->block[rows[i]].owner % OWNERS);
    }
    must(revops_compliance_add(clocks, found, groups, of->counters, of->times, OWNERS));
    must(revops_effects_to_deviations(of->block, count, REVOPS_EFFECTS_RULES, NULL, leads, bits, BLOCK,
                                      &found));
    const revops_conformance_columns columns = {
        .struct_size = sizeof columns, .count = found, .lead = leads, .bits = bits};
    must(revops_conformance_add(&columns, rules, marks, 1, RULES));
}

static uint64_t run(void *context)
{
    replay *of = context;
    revops_cursor cursor = {0};
    revops_status status = REVOPS_ERR_NOSPACE;
    uint64_t told = 0;
    while (status == REVOPS_ERR_NOSPACE) {
        size_t count;
        status = revops_engine_apply_many(of->engine, NULL, of->leads, LEADS, NULL, of->indexes, of->events,
                                          EVENTS, REVOPS_ENGINE_RECORD, &cursor, REVOPS_EFFECTS_ALL,
                                          of->block, BLOCK, &count);
        told += count;
        if (of->has_figures) {
            figures(of, count);
        }
    }
    must(status);
    return told;
}

static void prepare(replay *of, void (*policy_of)(revops_policy_params *))
{
    static uint64_t memory[1024];
    static revops_funnel_stage stages[REVOPS_FUNNEL_STAGES_MAX];
    static const revops_funnel_span spans[] = {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}};
    revops_policy_params policy;
    revops_funnel_params params;
    size_t count;
    policy_of(&policy);
    of->engine = engine_of(&policy);
    of->size = revops_lead_size(of->engine);
    of->leads = room(LEADS * of->size);
    must(revops_effects_stages(of->engine, of->rows, stages, REVOPS_FUNNEL_STAGES_MAX, &count));
    of->row_count = revops_engine_count(of->engine, REVOPS_ENGINE_LIST_STAGES);
    must(revops_funnel_defaults(&params, sizeof params));
    params.stages = stages;
    params.stage_count = (uint32_t)count;
    params.stage_row_size = sizeof stages[0];
    params.spans = spans;
    params.span_count = 5;
    params.span_row_size = sizeof spans[0];
    must(revops_funnel_build(&params, memory, sizeof memory, NULL, &of->funnel));
    of->records = room(LEADS * revops_funnel_record_size(of->funnel));
}

int main(void)
{
    static replay of;
    static const struct {
        const char *name;
        void (*policy)(revops_policy_params *);
    } policies[] = {{"without clocks", sales_policy}, {"with clocks", desk_policy}};
    int failed = 0;
    of.events = room(EVENTS * sizeof *of.events);
    of.indexes = room(EVENTS * sizeof *of.indexes);
    of.block = room(BLOCK * sizeof *of.block);
    of.counters = room(OWNERS * sizeof *of.counters);
    of.times = room(OWNERS * sizeof *of.times);
    uint8_t *at = room(LEADS);
    make_desk_log(of.events, of.indexes, EVENTS, at, LEADS);
    free(at);
    for (size_t i = 0; i < sizeof policies / sizeof policies[0]; i++) {
        prepare(&of, policies[i].policy);
        replay with = of;
        with.has_figures = 1;
        bench_contestant contestants[] = {{"replay", run, &of, empty, {0}},
                                          {"replay and figures", run, &with, empty, {0}}};
        printf("%s:\n", policies[i].name);
        failed |= bench_run("2 million events of 200,000 leads in order of time, per event", contestants, 2,
                            EVENTS, 1);
        failed |= bench_bar("replay with figures over replay", &contestants[1], &contestants[0], 1.1);
        free(of.leads);
        free(of.records);
        free((void *)(uintptr_t)of.engine);
    }
    return failed;
}
