/* SPDX-License-Identifier: MIT */
/* A log of a million signals over a hundred thousand leads, with the built-in clocks on elapsed time. The floor is the
   same four clocks written out by hand for this one policy: no masks, no checks, no effects but sums. Both must
   come to the same effects. */
#include <string.h>

#include <revops/revops.h>

#include "bench.h"
#include "random.h"

enum { LEADS = 100000, EVENTS = 1000000, ROOM = 4096 };

enum { QUALIFIED, ASSIGNED, CONTACTED, ACCEPTED, DISPOSED, WAITING, RESUMED, LEFT, NOTHING, SIGNALS };

/* The library's numbers of these; the last concerns no clock that runs. */
static const uint32_t numbers[SIGNALS] = {REVOPS_SLA_QUALIFIED, REVOPS_SLA_ASSIGNED, REVOPS_SLA_CONTACTED,
                                          REVOPS_SLA_ACCEPTED,  REVOPS_SLA_DISPOSED, REVOPS_SLA_WAITING,
                                          REVOPS_SLA_CONTINUED, REVOPS_SLA_LEFT,     REVOPS_SLA_REPLIED};

static int64_t at_ms[EVENTS];
static uint32_t lead[EVENTS];
static uint8_t signal[EVENTS];
static uint32_t heard[EVENTS];
static uint8_t intent[LEADS];
static const revops_sla *sla;
static _Alignas(8) unsigned char memory[4096];

static uint64_t mix(int64_t when_ms, uint32_t clock, uint32_t kind)
{
    return (uint64_t)when_ms * (clock * 16 + kind + 1);
}

/* ---- the library ---- */

static _Alignas(64) revops_sla_record records[LEADS * REVOPS_SLA_DEFAULT_CLOCKS];

static void prepare_library(void *context)
{
    (void)context;
    memset(records, 0, sizeof records);
}

static uint64_t run_library(void *context)
{
    static revops_sla_effect effects[ROOM];
    const revops_column column = {.values = intent, .missing = 0, .width = REVOPS_COLUMN_U8};
    const revops_sla_columns columns = {.struct_size = sizeof columns,
                                        .count = EVENTS,
                                        .at_ms = at_ms,
                                        .lead = lead,
                                        .signals = heard,
                                        .attributes = &column,
                                        .attribute_count = 1};
    revops_cursor cursor = {0};
    size_t count;
    uint64_t check = 0;
    revops_status status;
    (void)context;
    do {
        status = revops_sla_apply_many(sla, NULL, records, LEADS, &columns, &cursor, effects, ROOM, &count);
        for (size_t i = 0; i < count; i++) {
            check += mix(effects[i].at_ms, effects[i].clock, effects[i].kind);
        }
    } while (status == REVOPS_ERR_NOSPACE);
    return status == REVOPS_OK ? check : 0;
}

/* The same without the columns: a call a signal. */
static uint64_t run_single(void *context)
{
    revops_sla_effect effects[REVOPS_SLA_DEFAULT_CLOCKS * REVOPS_SLA_EFFECTS_OF_CLOCK_MAX];
    uint64_t check = 0;
    (void)context;
    for (int i = 0; i < EVENTS; i++) {
        size_t count;
        const int64_t attribute = intent[lead[i]];
        const revops_sla_event event = {.at_ms = at_ms[i],
                                        .signals = &heard[i],
                                        .signal_count = 1,
                                        .attributes = &attribute,
                                        .flags = REVOPS_SLA_UNCHANGED};
        if (revops_sla_apply(sla, NULL, records + (size_t)lead[i] * REVOPS_SLA_DEFAULT_CLOCKS, &event,
                             effects, sizeof effects / sizeof effects[0], &count) != REVOPS_OK) {
            return 0;
        }
        for (size_t j = 0; j < count; j++) {
            check += mix(effects[j].at_ms, effects[j].clock, effects[j].kind);
        }
    }
    return check;
}

/* ---- the floor ---- */

typedef struct bare_clock {
    int64_t started_ms, since_ms, consumed_ms, next_ms, target_ms;
    uint8_t state, count, warned, standing;
    uint32_t pad;
} bare_clock;

static _Alignas(64) bare_clock bare[LEADS * REVOPS_SLA_DEFAULT_CLOCKS];

static void prepare_floor(void *context)
{
    (void)context;
    memset(bare, 0, sizeof bare);
}

static uint64_t bare_fire(bare_clock *clock, uint32_t number, int64_t before_ms)
{
    uint64_t check = 0;
    while (clock->state == 1 && clock->next_ms < before_ms) {
        if (!clock->warned) {
            clock->warned = 1;
            check += mix(clock->next_ms, number, REVOPS_SLA_EFFECT_WARNED);
            clock->consumed_ms += clock->next_ms - clock->since_ms;
            clock->since_ms = clock->next_ms;
            clock->next_ms += clock->target_ms - clock->consumed_ms;
        } else {
            clock->consumed_ms += clock->next_ms - clock->since_ms;
            clock->since_ms = clock->next_ms;
            clock->state = 2;
            check += mix(clock->next_ms, number, REVOPS_SLA_EFFECT_BREACHED);
        }
    }
    return check;
}

static uint64_t bare_start(bare_clock *clock, uint32_t number, int64_t now_ms, int64_t target_ms)
{
    if (clock->state == 1 || clock->state == 2) {
        return 0;
    }
    memset(clock, 0, sizeof *clock);
    clock->state = 1;
    clock->started_ms = clock->since_ms = now_ms;
    clock->target_ms = target_ms;
    clock->next_ms = now_ms + target_ms / 10 * 8;
    return mix(now_ms, number, REVOPS_SLA_EFFECT_STARTED);
}

static uint64_t bare_end(bare_clock *clock, uint32_t number, int64_t now_ms, uint32_t kind)
{
    if (clock->state != 1 && clock->state != 2) {
        return 0;
    }
    if (kind == REVOPS_SLA_EFFECT_MET && clock->state == 2) {
        kind = REVOPS_SLA_EFFECT_MET_LATE;
    }
    if (!clock->standing) {
        clock->consumed_ms += now_ms - clock->since_ms;
    }
    clock->since_ms = now_ms;
    clock->state = 0;
    clock->standing = 0;
    return mix(now_ms, number, kind);
}

static uint64_t run_floor(void *context)
{
    uint64_t check = 0;
    (void)context;
    for (int i = 0; i < EVENTS; i++) {
        bare_clock *clocks = bare + (size_t)lead[i] * REVOPS_SLA_DEFAULT_CLOCKS, *disposition = clocks + 3;
        int64_t now_ms = at_ms[i];
        for (uint32_t c = 0; c < 4; c++) {
            if (!clocks[c].standing) {
                check += bare_fire(&clocks[c], c, now_ms);
            }
        }
        switch (signal[i]) {
        case QUALIFIED:
            check += bare_start(&clocks[0], 0, now_ms, 5 * REVOPS_MINUTE_MS);
            check += bare_start(&clocks[1], 1, now_ms, (intent[lead[i]] == 2 ? 4 : 24) * REVOPS_HOUR_MS);
            break;
        case ASSIGNED:
            check += bare_end(&clocks[0], 0, now_ms, REVOPS_SLA_EFFECT_MET);
            break;
        case CONTACTED:
            check += bare_end(&clocks[1], 1, now_ms, REVOPS_SLA_EFFECT_MET);
            if ((clocks[2].state == 1 || clocks[2].state == 2) && ++clocks[2].count == 6) {
                check += bare_end(&clocks[2], 2, now_ms, REVOPS_SLA_EFFECT_MET);
            }
            break;
        case ACCEPTED:
            check += bare_start(&clocks[2], 2, now_ms, 14 * REVOPS_DAY_MS);
            check += bare_start(disposition, 3, now_ms, 14 * REVOPS_DAY_MS);
            break;
        case DISPOSED:
            check += bare_end(&clocks[2], 2, now_ms, REVOPS_SLA_EFFECT_CANCELLED);
            check += bare_end(disposition, 3, now_ms, REVOPS_SLA_EFFECT_MET);
            break;
        case WAITING:
            if ((disposition->state == 1 || disposition->state == 2) && !disposition->standing) {
                disposition->consumed_ms += now_ms - disposition->since_ms;
                disposition->since_ms = now_ms;
                disposition->standing = 1;
                check += mix(now_ms, 3, REVOPS_SLA_EFFECT_PAUSED);
            }
            break;
        case RESUMED:
            if (disposition->standing) {
                disposition->standing = 0;
                disposition->since_ms = now_ms;
                disposition->next_ms =
                    now_ms +
                    (disposition->warned ? disposition->target_ms : disposition->target_ms / 10 * 8) -
                    disposition->consumed_ms;
                check += mix(now_ms, 3, REVOPS_SLA_EFFECT_RESUMED);
            }
            break;
        case LEFT:
            for (uint32_t c = 0; c < 4; c++) {
                check += bare_end(&clocks[c], c, now_ms, REVOPS_SLA_EFFECT_CANCELLED);
            }
            break;
        default:
            break;
        }
    }
    return check;
}

int main(void)
{
    random_state random = {3};
    revops_sla_params params;
    if (revops_sla_defaults(&params, sizeof params) != REVOPS_OK ||
        revops_sla_build(&params, memory, sizeof memory, NULL, &sla) != REVOPS_OK) {
        return 1;
    }
    for (int i = 0; i < LEADS; i++) {
        intent[i] = (uint8_t)(1 + random_below(&random, 2));
    }
    int64_t now_ms = revops_utc_ms(2026, 3, 2, 9, 0);
    for (int i = 0; i < EVENTS; i++) {
        now_ms += (int64_t)random_below(&random, 10 * 1000);
        at_ms[i] = now_ms;
        lead[i] = (uint32_t)random_below(&random, LEADS);
        signal[i] = (uint8_t)random_below(&random, SIGNALS);
        heard[i] = numbers[signal[i]];
    }
    bench_contestant contestants[] = {
        {.name = "bare clocks, this one policy", .run = run_floor, .prepare = prepare_floor},
        {.name = "revops_sla_apply_many", .run = run_library, .prepare = prepare_library},
        {.name = "revops_sla_apply", .run = run_single, .prepare = prepare_library},
    };
    int failed =
        bench_run("signals, random order over 100,000 leads of four clocks", contestants, 3, EVENTS, 1);
    failed |= bench_bar("columns of signals to the floor", &contestants[1], &contestants[0], 4.0);
    return failed;
}
