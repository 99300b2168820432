/* SPDX-License-Identifier: MIT */
/* Simulations for tests: leads with a few events each, divided into parts. */
#ifndef REVOPS_TESTS_ENGINE_ROUTES_H
#define REVOPS_TESTS_ENGINE_ROUTES_H

#include "engine-json.h"

enum { ROUTES_PARTS_MAX = 8 };

/* Events of leads, each lead's together, in canonical order. */
typedef struct routes_log {
    revops_event *events;
    uint64_t *firsts, *ids, *identities; /* NULL: their indexes, none */
    uint64_t lead_count;
} routes_log;

typedef struct routes_run {
    revops_effect *effects;
    revops_simulate_answer *answers;
    size_t effect_count, answer_count;
    unsigned char *leads; /* of all parts, one after the other */
    uint64_t left_out;
} routes_run;

static inline void routes_free(routes_run *run)
{
    free(run->effects);
    free(run->answers);
    free(run->leads);
}

static inline void *routes_aligned(size_t size)
{
    return malloc(size ? size : 1);
}

/* Runs a log in parts: lead i belongs to part i % parts. `room` effects and answers are taken at a time. */
static inline routes_run routes_simulate(const revops_engine *engine, const routes_log *log, size_t parts,
                                         size_t room, int64_t until_ms)
{
    size_t size = revops_lead_size(engine), needed = 0, done = 0;
    uint64_t total = log->firsts[log->lead_count];
    routes_run run = {.leads = routes_aligned((size_t)log->lead_count * size)};
    revops_simulate_state *states[ROUTES_PARTS_MAX];
    void *memories[ROUTES_PARTS_MAX];
    revops_event *events = malloc((size_t)(total ? total : 1) * sizeof *events);
    uint64_t *firsts = malloc((size_t)(log->lead_count + parts) * sizeof *firsts),
             *ids = malloc((size_t)(log->lead_count + 1) * sizeof *ids),
             *identities = malloc((size_t)(log->lead_count + 1) * sizeof *identities);
    size_t event_at = 0, first_at = 0, lead_at = 0;
    for (size_t p = 0; p < parts; p++) {
        revops_simulate_columns params = {
            .struct_size = sizeof params, .wanted = REVOPS_EFFECTS_ALL, .mode = REVOPS_ENGINE_RECORD};
        params.engine = engine;
        params.leads = run.leads + lead_at * size;
        params.ids = ids + lead_at;
        params.identities = log->identities ? identities + lead_at : NULL;
        params.firsts = firsts + first_at;
        params.events = events;
        params.until_ms = until_ms;
        for (uint64_t i = p; i < log->lead_count; i += parts) {
            firsts[first_at++] = event_at;
            ids[lead_at] = log->ids ? log->ids[i] : i;
            identities[lead_at] = log->identities ? log->identities[i] : 0;
            JSON_MUST(revops_lead_init(engine, run.leads + lead_at++ * size) == REVOPS_OK);
            for (uint64_t e = log->firsts[i]; e < log->firsts[i + 1]; e++) {
                events[event_at++] = log->events[e];
            }
            params.count++;
        }
        firsts[first_at++] = event_at;
        JSON_MUST(revops_simulate_state_init(&params, NULL, 0, &needed, NULL) == REVOPS_ERR_NOSPACE);
        memories[p] = routes_aligned(needed);
        JSON_MUST(revops_simulate_state_init(&params, memories[p], needed, NULL, &states[p]) == REVOPS_OK);
    }
    const revops_route *route;
    revops_route_state *state;
    JSON_MUST(revops_simulate_route(engine, NULL, 0, &needed, NULL) == REVOPS_ERR_NOSPACE);
    void *router = routes_aligned(needed);
    JSON_MUST(revops_simulate_route(engine, router, needed, NULL, &route) == REVOPS_OK);
    JSON_MUST(revops_route_state_init(route, NULL, 0, &needed, NULL) == REVOPS_ERR_NOSPACE);
    void *memory = routes_aligned(needed);
    JSON_MUST(revops_route_state_init(route, memory, needed, NULL, &state) == REVOPS_OK);
    revops_status status;
    do {
        size_t count = 0, answers = 0, most = revops_engine_effects_max(engine);
        run.effects = realloc(run.effects, (run.effect_count + most + room) * sizeof *run.effects);
        run.answers = realloc(run.answers, (run.answer_count + 1 + room) * sizeof *run.answers);
        status = revops_simulate(states, parts, route, state, run.effects + run.effect_count, most + room,
                                 &count, run.answers + run.answer_count, 1 + room, &answers);
        JSON_MUST(status == REVOPS_OK || status == REVOPS_ERR_NOSPACE);
        run.effect_count += count;
        run.answer_count += answers;
        JSON_MUST(done++ < 1000000);
    } while (status == REVOPS_ERR_NOSPACE);
    JSON_MUST(revops_lead_verify(engine, run.leads, (size_t)log->lead_count) == REVOPS_OK);
    for (size_t p = 0; p < parts; p++) {
        run.left_out += revops_simulate_left_out(states[p]);
        free(memories[p]);
    }
    free(router);
    free(memory);
    free(events);
    free(firsts);
    free(ids);
    free(identities);
    return run;
}

static inline int routes_compare(const void *a, const void *b)
{
    const revops_effect *one = a, *other = b;
    return (one->lead > other->lead) - (one->lead < other->lead);
}

#endif
