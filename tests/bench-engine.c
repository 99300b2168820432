/* SPDX-License-Identifier: MIT */
/* Ten million events in order of time over 200,000 and over 4 million leads, with stages, dates and four clocks, beside the floor of
   bench-fold.h. Building an engine from rows, in microseconds. An argument names another number of leads, alone. */
#include "bench-desk.h"
#include "bench-fold.h"
#include "engine-policies.h"

enum { EVENTS = 10000000 };

static _Alignas(8) unsigned char engine_memory[1 << 18];

static uint64_t build(void *context)
{
    const revops_engine_params params = {.struct_size = sizeof params, .policy = context};
    const revops_engine *engine = NULL;
    return (uint64_t)(revops_engine_build(&params, engine_memory, sizeof engine_memory, NULL, &engine) ==
                      REVOPS_OK);
}

static int compare_folds(event_log *log, size_t leads, int in_hours)
{
    revops_policy_params policy;
    promises_policy(&policy, in_hours);
    log->engine = engine_of(&policy);
    log->leads = leads;
    uint8_t *at = room(leads);
    make_desk_log(log->events, log->indexes, EVENTS, at, log->leads);
    free(at);
    /* what hours cost is calendar.h's, with bars of its own */
    int failed = compare_with_floor(
        log,
        in_hours ? "10 million events in order of time, two clocks in hours of a zone, per event"
                 : "10 million events in order of time, per event",
        in_hours ? 0 : 2);
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
    make_room(&log, EVENTS);
    if (count > 1) {
        return compare_folds(&log, (size_t)strtoull(arguments[1], NULL, 10), count > 2) | failed;
    }
    failed |= compare_folds(&log, 200000, 0);
    failed |= compare_folds(&log, 4000000, 0);
    return compare_folds(&log, 200000, 1) | failed;
}
