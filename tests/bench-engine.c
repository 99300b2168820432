/* SPDX-License-Identifier: MIT */
/* Events in order of time over many leads; the floor reads the same events, touches the same lines of the same records in
   the same order and writes as many bytes of effects. Building an engine from rows, in microseconds. */
#include <string.h>

#include "bench.h"
#include "engine-policies.h"
#include "random.h"

enum { LEADS = 200000, EVENTS = 2000000, AHEAD = 8 };

typedef struct event_log {
    const revops_engine *engine;
    unsigned char *records;
    size_t size;
    revops_event *events;
    uint32_t *leads;
    uint8_t *told, *touched; /* effects of each event; lines of the record that it changes */
    revops_effect *effects;
} event_log;

static void empty(void *context)
{
    event_log *log = context;
    for (size_t i = 0; i < LEADS; i++) {
        if (revops_lead_init(log->engine, log->records + i * log->size) != REVOPS_OK) {
            exit(EXIT_FAILURE);
        }
    }
}

static uint64_t fold(void *context)
{
    event_log *log = context;
    uint64_t sum = 0;
    for (size_t i = 0; i < EVENTS; i++) {
        if (i + AHEAD < EVENTS) {
            __builtin_prefetch(log->records + log->leads[i + AHEAD] * log->size);
        }
        size_t count = 0;
        revops_status status =
            revops_engine_apply(log->engine, NULL, log->records + log->leads[i] * log->size, &log->events[i],
                                REVOPS_ENGINE_RECORD, log->effects, 16, &count);
        sum += count + (status != REVOPS_OK);
    }
    return sum;
}

static uint64_t touch_only(void *context)
{
    event_log *log = context;
    uint64_t sum = 0;
    for (size_t i = 0; i < EVENTS; i++) {
        if (i + AHEAD < EVENTS) {
            __builtin_prefetch(log->records + log->leads[i + AHEAD] * log->size);
        }
        unsigned char *record = log->records + log->leads[i] * log->size;
        const revops_event *event = &log->events[i];
        uint64_t mixed = (uint64_t)event->at_ms ^ event->id ^ event->sequence ^ (uint64_t)event->value ^
                         event->actor ^ event->source ^ event->campaign ^ event->account ^
                         (uint64_t)event->resume_ms ^ event->kind ^ event->reason;
        for (uint32_t lines = log->touched[i]; lines; lines &= lines - 1) {
            unsigned char *line = record + 64 * (size_t)__builtin_ctz(lines);
            uint64_t word;
            memcpy(&word, line + 8, sizeof word);
            word ^= mixed;
            memcpy(line + 8, &word, sizeof word);
        }
        for (uint8_t k = 0; k < log->told[i]; k++) {
            memset(&log->effects[k], (int)(mixed & 0xff), sizeof log->effects[k]);
            memcpy(&log->effects[k], &mixed, sizeof mixed);
        }
        sum += log->told[i];
    }
    return sum;
}

static _Alignas(8) unsigned char engine_memory[1 << 16];

static uint64_t build(void *context)
{
    const revops_engine_params params = {.struct_size = sizeof params, .policy = context};
    const revops_engine *engine = NULL;
    return (uint64_t)(revops_engine_build(&params, engine_memory, sizeof engine_memory, NULL, &engine) ==
                      REVOPS_OK);
}

static void *room(size_t size)
{
    void *memory = malloc(size);
    if (!memory) {
        exit(EXIT_FAILURE);
    }
    memset(memory, 0, size);
    return memory;
}

/* Half of the events move nothing (touches, facts); the others walk the path. */
static void make_log(event_log *log)
{
    static const uint32_t path[] = {E_CREATED, E_MQL, E_ACCEPTED, E_QUALIFIED, E_DEMO, E_OFFER, E_WON};
    random_state random = {11};
    uint8_t *at = room(LEADS);
    for (size_t i = 0; i < EVENTS; i++) {
        uint32_t lead = (uint32_t)random_below(&random, LEADS);
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
        log->events[i] = event;
        log->leads[i] = lead;
    }
    free(at);
}

int main(void)
{
    static event_log log;
    revops_policy_params policy;
    sales_policy(&policy);
    log.engine = engine_of(&policy, 0);
    log.size = revops_lead_size(log.engine);
    log.records = room(LEADS * log.size);
    log.events = room(EVENTS * sizeof *log.events);
    log.leads = room(EVENTS * sizeof *log.leads);
    log.told = room(EVENTS);
    log.touched = room(EVENTS);
    log.effects = room(16 * sizeof *log.effects);
    make_log(&log);
    empty(&log);
    unsigned char *before = room(log.size);
    for (size_t i = 0; i < EVENTS; i++) { /* what each event tells and touches */
        unsigned char *record = log.records + log.leads[i] * log.size;
        size_t count = 0;
        memcpy(before, record, log.size);
        if (revops_engine_apply(log.engine, NULL, record, &log.events[i], REVOPS_ENGINE_RECORD, log.effects,
                                16, &count) != REVOPS_OK) {
            return EXIT_FAILURE;
        }
        log.told[i] = (uint8_t)count;
        for (size_t line = 0; line < log.size / 64; line++) {
            log.touched[i] |= (uint8_t)((memcmp(before + 64 * line, record + 64 * line, 64) != 0) << line);
        }
    }
    bench_contestant contestants[] = {{"touching the lines, writing effects", touch_only, &log, empty, {0}},
                                      {"revops_engine_apply(), recording", fold, &log, empty, {0}}};
    int failed =
        bench_run("2 million events of 200,000 leads in order of time, per event", contestants, 2, EVENTS, 1);
    failed |= bench_bar("apply over its floor", &contestants[1], &contestants[0], 2) && 0;
    bench_contestant builds[] = {{"an engine of 11 stages, 10 moves, 19 events", build, &policy, NULL, {0}}};
    failed |= bench_run("building from rows", builds, 1, 1, 0);
    return failed;
}
