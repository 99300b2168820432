/* SPDX-License-Identifier: MIT */
/* Histories of 2,000 leads of 40 events, into each of which one came late: folded again with the effects told so far and without
   them, beside folding the same histories from nothing and telling all effects. Under a policy without clocks and one with. */
#include "bench.h"

#include <revops/engine-refold.h>

#include "bench-desk.h"

enum { LEADS = 2000, EVENTS = 40, TOLD = 256, LOG = LEADS * EVENTS * 2 };

typedef struct bench_lead {
    revops_event events[EVENTS];
    uint8_t marks[EVENTS];
    size_t count, told_count;
    revops_effect told[TOLD];
    unsigned char record[2048];
} bench_lead;

typedef struct bench_refold {
    const revops_engine *engine;
    bench_lead *leads;
    int by_told;
} bench_refold;

static revops_engine_change changes[TOLD];
static revops_effect effects[TOLD + 512];
static _Alignas(8) unsigned char memory[1 << 18], record[2048];

static void must(revops_status status)
{
    if (status != REVOPS_OK) {
        fprintf(stderr, "%s\n", revops_status_text(status));
        exit(EXIT_FAILURE);
    }
}

/* Folds the rows that aren't of a mark from nothing. */
static size_t fold(const revops_engine *engine, const bench_lead *lead, uint8_t left_out)
{
    size_t used = 0, count = 0;
    must(revops_lead_init(engine, record));
    for (size_t i = 0; i < lead->count; i++) {
        if (lead->marks[i] != left_out) {
            must(revops_engine_apply(engine, NULL, record, &lead->events[i], REVOPS_ENGINE_RECORD,
                                     REVOPS_EFFECTS_ALL, effects + used, TOLD + 512 - used, &count));
            used += count;
        }
    }
    return used;
}

static uint64_t replay(void *context)
{
    const bench_refold *of = context;
    uint64_t sum = 0;
    for (size_t i = 0; i < LEADS; i++) {
        fold(of->engine, &of->leads[i], REVOPS_ENGINE_ROW_GONE);
        sum += record[8] + record[9];
    }
    return sum;
}

static uint64_t refold(void *context)
{
    const bench_refold *of = context;
    uint64_t sum = 0;
    for (size_t i = 0; i < LEADS; i++) {
        const bench_lead *lead = &of->leads[i];
        revops_engine_refold_columns history = {.struct_size = sizeof history,
                                                .count = lead->count,
                                                .events = lead->events,
                                                .marks = lead->marks,
                                                .engines = &of->engine,
                                                .engine_count = 1,
                                                .mode = REVOPS_ENGINE_RECORD};
        size_t count = 0;
        if (of->by_told) {
            history.flags = REVOPS_ENGINE_REFOLD_BY_TOLD;
            history.told = lead->told;
            history.told_count = lead->told_count;
        }
        memcpy(record, lead->record, revops_lead_size(of->engine));
        must(
            revops_engine_refold(&history, record, memory, sizeof memory, NULL, NULL, changes, TOLD, &count));
        sum += record[8] + record[9];
    }
    return sum;
}

/* The histories of leads out of the log of a desk; of each a row is late. */
static void prepare(bench_refold *of, void (*policy_of)(revops_policy_params *), const revops_event *log,
                    const uint32_t *indexes)
{
    revops_policy_params policy;
    random_state random = {5};
    policy_of(&policy);
    of->engine = engine_of(&policy);
    memset(of->leads, 0, LEADS * sizeof *of->leads);
    for (size_t i = 0; i < LOG; i++) {
        bench_lead *lead = &of->leads[indexes[i]];
        if (lead->count < EVENTS) {
            lead->events[lead->count++] = log[i];
        }
    }
    for (size_t i = 0; i < LEADS; i++) {
        bench_lead *lead = &of->leads[i];
        lead->marks[1 + random_below(&random, lead->count - 1)] = REVOPS_ENGINE_ROW_NEW;
        lead->told_count = fold(of->engine, lead, REVOPS_ENGINE_ROW_NEW);
        memcpy(lead->told, effects, lead->told_count * sizeof effects[0]);
        memcpy(lead->record, record, revops_lead_size(of->engine));
    }
}

int main(void)
{
    static const struct {
        const char *name;
        void (*policy)(revops_policy_params *);
    } policies[] = {{"without clocks", sales_policy}, {"with clocks", desk_policy}};
    revops_event *log = malloc(LOG * sizeof *log);
    uint32_t *indexes = malloc(LOG * sizeof *indexes);
    uint8_t *at = malloc(LEADS);
    bench_refold of = {.leads = malloc(LEADS * sizeof(bench_lead))};
    int failed = 0;
    if (!log || !indexes || !at || !of.leads) {
        return EXIT_FAILURE;
    }
    make_desk_log(log, indexes, LOG, at, LEADS);
    for (size_t i = 0; i < sizeof policies / sizeof policies[0]; i++) {
        prepare(&of, policies[i].policy, log, indexes);
        bench_refold by_told = of;
        by_told.by_told = 1;
        bench_contestant contestants[] = {{"replay", replay, &of, NULL, {0}},
                                          {"refold with what was told", refold, &by_told, NULL, {0}},
                                          {"refold without", refold, &of, NULL, {0}}};
        printf("%s:\n", policies[i].name);
        failed |= bench_run("a lead of 40 events, one of them late, per lead", contestants, 3, LEADS, 1);
        failed |= bench_bar("refold with what was told over replay", &contestants[1], &contestants[0], 1.5);
        failed |= bench_bar("refold without over replay", &contestants[2], &contestants[0], 2.2);
        free((void *)(uintptr_t)of.engine);
    }
    free(log);
    free(indexes);
    free(at);
    free(of.leads);
    return failed;
}
