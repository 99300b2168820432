/* SPDX-License-Identifier: MIT */
/* A log folded by the engine beside its floor, which reads the same events, fetches ahead and changes the same lines of the same
   records in the same order and writes as many effects: what memory costs, without a decision. */
#ifndef REVOPS_TESTS_BENCH_FOLD_H
#define REVOPS_TESTS_BENCH_FOLD_H

#include <string.h>

#include <revops/engine.h>

#include "bench.h"

enum { AHEAD = 16, ROOM = 1024, LINES_MAX = 32 };

typedef struct event_log {
    const revops_engine *engine;
    unsigned char *records;
    size_t size, leads, count; /* bytes of a record; leads; events */
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
                                          log->events, log->count, REVOPS_ENGINE_RECORD, &cursor,
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
    for (size_t i = 0; i < log->count; i++) {
        if (i + AHEAD < log->count) {
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

/* What each event tells and which lines it changes. */
static void learn(event_log *log)
{
    unsigned char before[64 * LINES_MAX];
    uint64_t lines = 0, effects = 0;
    for (size_t i = 0; i < log->count; i++) {
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
           log->size, (double)lines / (double)log->count, (double)effects / (double)log->count);
}

/* Room for a log of so many events. */
static void make_room(event_log *log, size_t events)
{
    log->count = events;
    log->events = room(events * sizeof *log->events);
    log->indexes = room(events * sizeof *log->indexes);
    log->told = room(events);
    log->touched = room(events * sizeof *log->touched);
    log->effects = room(ROOM * sizeof *log->effects);
}

/* Folds the log, which is there, and prints both beside a bar; 0 for none. */
static int compare_with_floor(event_log *log, const char *title, double most)
{
    log->size = revops_lead_size(log->engine);
    if (log->size > 64 * LINES_MAX) {
        exit(EXIT_FAILURE);
    }
    log->records = room(log->leads * log->size);
    empty(log);
    learn(log);
    bench_contestant contestants[] = {{"touching the lines, writing effects", touch_only, log, empty, {0}},
                                      {"revops_engine_apply_many(), recording", fold, log, empty, {0}}};
    int failed = bench_run(title, contestants, 2, (double)log->count, 1);
    if (most > 0) {
        failed |= bench_bar("apply over its floor", &contestants[1], &contestants[0], most);
    }
    free(log->records);
    return failed;
}

#endif
