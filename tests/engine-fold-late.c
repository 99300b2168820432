/* SPDX-License-Identifier: MIT */
/* A lead's events in another order of arrival: what is late is folded again. In the end the record and the effects that stand must be
   those of the events in order. */
#include "engine-fold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <revops/engine-refold.h>

#include "random.h"

typedef struct late_run {
    const fold_late *of;
    revops_event *events; /* of these so many have arrived */
    size_t *places, arrived;
    uint8_t *marks, *verdicts;
    unsigned char *lead, *memory;
    size_t memory_size, room;
    revops_effect *told, *some;
    size_t told_count, told_room;
    revops_engine_change *changes;
    size_t change_room;
} late_run;

static void *late_grow(void *given, size_t count, size_t size)
{
    void *memory = realloc(given, count * size + 1);
    if (!memory) {
        abort();
    }
    return memory;
}

static void late_tell(late_run *run, const revops_effect *effects, size_t count)
{
    if (run->told_count + count > run->told_room) {
        run->told_room = 2 * (run->told_count + count);
        run->told = late_grow(run->told, run->told_room, sizeof *run->told);
    }
    memcpy(run->told + run->told_count, effects, count * sizeof *effects);
    run->told_count += count;
}

static int late_withdraw(late_run *run, const revops_effect *effect)
{
    for (size_t i = 0; i < run->told_count; i++) {
        if (memcmp(&run->told[i], effect, sizeof *effect) == 0) {
            run->told[i] = run->told[--run->told_count];
            return 1;
        }
    }
    return 0;
}

/* Folds again with the row at a place that is new. Returns whether all went well. */
static int late_refold(late_run *run)
{
    revops_engine_refold_columns history = {.struct_size = sizeof history,
                                            .count = run->arrived,
                                            .events = run->events,
                                            .marks = run->marks,
                                            .engines = &run->of->engine,
                                            .engine_count = 1,
                                            .texts = run->of->texts,
                                            .mode = run->of->mode};
    size_t needed = 0, count = 0;
    revops_status status;
    while ((status = revops_engine_refold(&history, run->lead, run->memory, run->memory_size, &needed, NULL,
                                          run->changes, run->change_room, &count)) == REVOPS_ERR_NOSPACE) {
        if (needed > run->memory_size) {
            run->memory_size = needed;
            run->memory = late_grow(run->memory, needed, 1);
        } else {
            run->change_room = count;
            run->changes = late_grow(run->changes, count, sizeof *run->changes);
        }
    }
    int is_right = status == REVOPS_OK;
    for (size_t i = 0; is_right && i < count; i++) {
        const revops_engine_change *change = &run->changes[i];
        is_right = change->kind == REVOPS_ENGINE_NEW || late_withdraw(run, &change->before);
        if (change->kind != REVOPS_ENGINE_WITHDRAWN) {
            late_tell(run, &change->after, 1);
        }
    }
    return is_right;
}

static int late_arrive(late_run *run, size_t place)
{
    size_t at = run->arrived, count = 0;
    while (at > 0 && run->places[at - 1] > place) {
        at--;
    }
    memmove(&run->places[at + 1], &run->places[at], (run->arrived - at) * sizeof *run->places);
    memmove(&run->events[at + 1], &run->events[at], (run->arrived - at) * sizeof *run->events);
    run->places[at] = place;
    run->events[at] = run->of->events[place];
    memset(run->marks, REVOPS_ENGINE_ROW_FOLDED, ++run->arrived);
    revops_status status = REVOPS_ERR_LATE;
    if (at + 1 == run->arrived) {
        status = revops_engine_apply(run->of->engine, run->of->texts, run->lead, &run->events[at],
                                     run->of->mode, REVOPS_EFFECTS_ALL, run->some, run->room, &count);
    }
    if (status == REVOPS_ERR_LATE) {
        run->marks[at] = REVOPS_ENGINE_ROW_NEW;
        return late_refold(run);
    }
    if (status == REVOPS_OK) {
        late_tell(run, run->some, count);
    }
    return status == REVOPS_OK || status == REVOPS_ERR_DUPLICATE;
}

static int late_advance(late_run *run, int64_t now_ms)
{
    size_t count = 0;
    revops_status status = revops_engine_advance(run->of->engine, run->of->texts, run->lead, now_ms,
                                                 REVOPS_EFFECTS_ALL, run->some, run->room, &count);
    late_tell(run, run->some, count);
    return status == REVOPS_OK;
}

int fold_is_same_late(const fold_late *of, uint64_t seed)
{
    random_state random = {seed};
    int64_t until_ms =
        of->has_until ? of->until_ms : INT64_MAX; /* no time is told beyond it in order either */
    late_run run = {.of = of, .room = revops_engine_effects_max(of->engine)};
    size_t *waiting = late_grow(NULL, of->count, sizeof *waiting), size = revops_lead_size(of->engine);
    run.events = late_grow(NULL, of->count, sizeof *run.events);
    run.places = late_grow(NULL, of->count, sizeof *run.places);
    run.marks = late_grow(NULL, of->count, 1);
    run.lead = late_grow(NULL, size, 1);
    run.some = late_grow(NULL, run.room, sizeof *run.some);
    int is_right = revops_lead_init(of->engine, run.lead) == REVOPS_OK;
    for (size_t i = 0; i < of->count; i++) {
        waiting[i] = i;
    }
    for (size_t left = of->count; is_right && left > 0; left--) {
        size_t at = (size_t)random_below(&random, left < 4 ? left : 4), place = waiting[at];
        memmove(&waiting[at], &waiting[at + 1], (left - at - 1) * sizeof *waiting);
        is_right = late_arrive(&run, place);
        if (is_right && random_below(&random, 4) == 0) {
            int64_t now_ms = of->events[place].at_ms + (int64_t)random_below(&random, 3) * REVOPS_HOUR_MS;
            is_right = late_advance(&run, now_ms < until_ms ? now_ms : until_ms);
        }
    }
    is_right = is_right && (!of->has_until || late_advance(&run, of->until_ms));
    is_right = is_right && memcmp(run.lead, of->lead, size) == 0 && run.told_count == of->told_count;
    for (size_t i = 0; is_right && i < of->told_count; i++) {
        is_right = late_withdraw(&run, &of->told[i]);
    }
    free(waiting);
    free(run.events);
    free(run.places);
    free(run.marks);
    free(run.lead);
    free(run.some);
    free(run.told);
    free(run.changes);
    free(run.memory);
    return is_right;
}
