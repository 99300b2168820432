/* SPDX-License-Identifier: MIT */
/* The built-in policy whole, as far as the engine executes it: stages, dates, clocks in hours, touches, fit, intent that fades, the
   matrix. Three million events in order of time: 60 % use and touches, 25 % behaviour, 10 % facts, 5 % moves; then such as
   concern nobody, under a policy without scores. The floor is that of bench-fold.h. An argument names another number of leads. */
#include "bench-fold.h"
#include "engine-policies.h"
#include "random.h"

enum { FULL_EVENTS = 3000000, FULL_NAMES = 8 };

/* Words of the built-in policy by what they are, each with its share of a hundred. */
typedef struct full_kind {
    uint32_t share, count;
    const char *names[FULL_NAMES];
} full_kind;

static const full_kind full_kinds[] = {
    {60, 4, {"product_used", "called", "emailed", "messaged"}},
    {25, 4, {"pricing_visited", "content_downloaded", "email_clicked", "webinar_attended"}},
    {10, 3, {"assigned", "confirmed", "contacted"}},
    {5, 5, {"mql", "accepted", "qualified", "opportunity_opened", "demo_held"}}};

static uint32_t full_number(const revops_engine *engine, const char *name)
{
    uint32_t number = 0;
    if (revops_engine_find(engine, REVOPS_ENGINE_LIST_EVENTS, name, strlen(name), &number) != REVOPS_OK) {
        fprintf(stderr, "no event %s\n", name);
        exit(EXIT_FAILURE);
    }
    return number;
}

static void full_log(event_log *log)
{
    random_state random = {23};
    for (size_t i = 0; i < log->count; i++) {
        uint64_t share = random_below(&random, 100);
        const full_kind *kind = full_kinds;
        while (share >= kind->share) {
            share -= kind->share;
            kind++;
        }
        uint32_t lead = (uint32_t)random_below(&random, log->leads);
        log->indexes[i] = lead;
        log->events[i] =
            (revops_event){.at_ms = 1700000000000 + (int64_t)i * 1000,
                           .id = i + 1,
                           .value = REVOPS_MISSING,
                           .actor = 1 + lead % 50,
                           .kind = full_number(log->engine, kind->names[random_below(&random, kind->count)])};
    }
}

static void idle_log(event_log *log, uint32_t kind)
{
    random_state random = {29};
    for (size_t i = 0; i < log->count; i++) {
        log->indexes[i] = (uint32_t)random_below(&random, log->leads);
        log->events[i] = (revops_event){
            .at_ms = 1700000000000 + (int64_t)i * 1000, .id = i + 1, .value = REVOPS_MISSING, .kind = kind};
    }
}

int main(int count, char **arguments)
{
    static event_log log;
    revops_policy_params policy;
    log.leads = count > 1 ? (size_t)strtoull(arguments[1], NULL, 10) : 200000;
    make_room(&log, FULL_EVENTS);
    if (revops_policy_built_in(&policy, sizeof policy) != REVOPS_OK) {
        return EXIT_FAILURE;
    }
    log.engine = engine_of(&policy);
    if (!log.engine) {
        return EXIT_FAILURE;
    }
    full_log(&log);
    int failed = compare_with_floor(&log, "the built-in policy whole, per event", 2.5);
    free((void *)(uintptr_t)log.engine);
    promises_policy(&policy, 0);
    log.engine = engine_of(&policy);
    idle_log(&log, E_CREATED);
    failed |= compare_with_floor(&log, "events that concern nobody, per event", 1.5);
    free((void *)(uintptr_t)log.engine);
    return failed;
}
