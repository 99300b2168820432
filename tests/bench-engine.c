/* SPDX-License-Identifier: MIT */
/* Ten million events in order of time over 200,000 and over 4 million leads, with stages, dates and four clocks. The floor reads
   the same events, fetches ahead and changes the same lines of the same records in the same order and writes as many effects:
   what memory costs, without a decision. Building an engine from rows, in microseconds. An argument names another number of
   leads, alone. */
#include <string.h>

#include "bench-desk.h"
#include "bench.h"
#include "engine-policies.h"

enum { EVENTS = 10000000, AHEAD = 16, ROOM = 1024, LINES_MAX = 32 };

typedef struct event_log {
    const revops_engine *engine;
    unsigned char *records;
    size_t size, leads;
    revops_event *events;
    uint32_t *indexes;
    uint8_t *told;
    uint32_t *touched; /* lines of the record that an event changes */
    revops_effect *effects;
} event_log;

/* On lines of memory, as records want it: what lies across two lines costs the engine and its floor both. */
static void *room(size_t size)
{
    void *memory = aligned_alloc(64, (size + 63) / 64 * 64);
    if (!memory) {
        fprintf(stderr, "no room for %zu bytes\n", size);
        exit(EXIT_FAILURE);
    }
    return memory;
}

static void empty(void *context)
{
    event_log *log = context;
    for (size_t i = 0; i < log->leads; i++) {
        if (revops_lead_init(log->engine, log->records + i * log->size) != REVOPS_OK) {
            exit(EXIT_FAILURE);
        }
    }
}

static uint64_t fold(void *context)
{
    event_log *log = context;
    revops_cursor cursor = {0};
    uint64_t sum = 0;
    revops_status status;
    do {
        size_t count = 0;
        status = revops_engine_apply_many(log->engine, NULL, log->records, log->leads, NULL, log->indexes,
                                          log->events, EVENTS, REVOPS_ENGINE_RECORD, &cursor,
                                          REVOPS_EFFECTS_ALL, log->effects, ROOM, &count);
        sum += count;
    } while (status == REVOPS_ERR_NOSPACE);
    return sum + (status != REVOPS_OK) + cursor.late + cursor.duplicate + cursor.invalid;
}

static uint64_t touch_only(void *context)
{
    event_log *log = context;
    uint64_t sum = 0;
    size_t used = 0;
    for (size_t i = 0; i < EVENTS; i++) {
        if (i + AHEAD < EVENTS) {
            unsigned char *next = log->records + log->indexes[i + AHEAD] * log->size;
            for (uint32_t lines = log->touched[i + AHEAD]; lines; lines &= lines - 1) {
                __builtin_prefetch(next + 64 * (size_t)__builtin_ctz(lines), 1);
            }
        }
        unsigned char *record = log->records + log->indexes[i] * log->size;
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
        used = used + log->told[i] > ROOM ? 0 : used;
        for (uint8_t k = 0; k < log->told[i]; k++, used++) {
            memset(&log->effects[used], (int)(mixed & 0xff), sizeof log->effects[used]);
            memcpy(&log->effects[used], &mixed, sizeof mixed);
        }
        sum += log->told[i];
    }
    return sum;
}

static _Alignas(8) unsigned char engine_memory[1 << 18];

static uint64_t build(void *context)
{
    const revops_engine_params params = {.struct_size = sizeof params, .policy = context};
    const revops_engine *engine = NULL;
    return (uint64_t)(revops_engine_build(&params, engine_memory, sizeof engine_memory, NULL, &engine) ==
                      REVOPS_OK);
}

/* What each event tells and which lines it changes. */
static void learn(event_log *log)
{
    unsigned char before[64 * LINES_MAX];
    uint64_t lines = 0, effects = 0;
    for (size_t i = 0; i < EVENTS; i++) {
        unsigned char *record = log->records + log->indexes[i] * log->size;
        size_t count = 0;
        memcpy(before, record, log->size);
        if (revops_engine_apply(log->engine, NULL, record, &log->events[i], REVOPS_ENGINE_RECORD,
                                REVOPS_EFFECTS_ALL, log->effects, ROOM, &count) != REVOPS_OK) {
            exit(EXIT_FAILURE);
        }
        log->told[i] = (uint8_t)count;
        log->touched[i] = 0;
        for (size_t line = 0; line < log->size / 64; line++) {
            int is_touched = memcmp(before + 64 * line, record + 64 * line, 64) != 0;
            log->touched[i] |= (uint32_t)is_touched << line;
            lines += (uint64_t)is_touched;
        }
        effects += count;
    }
    printf("%zu leads, records of %zu bytes: %.2f lines changed and %.2f effects an event\n", log->leads,
           log->size, (double)lines / EVENTS, (double)effects / EVENTS);
}

static int compare_folds(event_log *log, size_t leads, int in_hours)
{
    revops_policy_params policy;
    promises_policy(&policy, in_hours);
    log->engine = engine_of(&policy, 0);
    log->size = revops_lead_size(log->engine);
    if (log->size > 64 * LINES_MAX) {
        exit(EXIT_FAILURE);
    }
    log->leads = leads;
    log->records = room(leads * log->size);
    uint8_t *at = room(leads);
    make_desk_log(log->events, log->indexes, EVENTS, at, log->leads);
    free(at);
    empty(log);
    learn(log);
    bench_contestant contestants[] = {{"touching the lines, writing effects", touch_only, log, empty, {0}},
                                      {"revops_engine_apply_many(), recording", fold, log, empty, {0}}};
    int failed =
        bench_run(in_hours ? "10 million events in order of time, two clocks in hours of a zone, per event"
                           : "10 million events in order of time, per event",
                  contestants, 2, EVENTS, 1);
    if (!in_hours) { /* what hours cost is calendar.h's, with bars of its own */
        failed |= bench_bar("apply over its floor", &contestants[1], &contestants[0], 2);
    }
    free(log->records);
    free((void *)(uintptr_t)log->engine);
    return failed;
}

int main(int count, char **arguments)
{
    static event_log log;
    revops_policy_params sales, promises;
    sales_policy(&sales);
    promises_policy(&promises, 0);
    bench_contestant builds[] = {{"11 stages, 10 moves, 19 events", build, &sales, NULL, {0}},
                                 {"the same with four clocks and hours", build, &promises, NULL, {0}}};
    int failed = bench_run("building from rows", builds, 2, 1, 0);
    log.events = room(EVENTS * sizeof *log.events);
    log.indexes = room(EVENTS * sizeof *log.indexes);
    log.told = room(EVENTS);
    log.touched = room(EVENTS * sizeof *log.touched);
    log.effects = room(ROOM * sizeof *log.effects);
    if (count > 1) {
        return compare_folds(&log, (size_t)strtoull(arguments[1], NULL, 10), count > 2) | failed;
    }
    failed |= compare_folds(&log, 200000, 0);
    failed |= compare_folds(&log, 4000000, 0);
    return compare_folds(&log, 200000, 1) | failed;
}
