/* SPDX-License-Identifier: MIT */
/* Routing for a company of 10,000 people: the slowest single call of a run, tables of territories by index, and the build.

   The slowest call is the one at which all begin to work, become full, are free again or are given another weight. Of each call
   of a run the least of several runs counts, as a busy machine adds to any of them; the slowest is the greatest of these. Its
   floor does for 10,000 seats what no method can leave out: one line of memory written each, and a heap of their deadlines. */
#include <string.h>

#include <revops/revops.h>

#include "bench.h"

enum {
    PEOPLE = 10000,
    DAYS = 4,
    PER_DAY = 12000, /* more leads than all may get on a day */
    CALLS = DAYS * PER_DAY,
    RUNS = 9,
    DAY_MS = 86400000
};

static uint32_t weight_of(uint32_t i)
{
    return 1 + i * 7 % 13;
}

static revops_route_rep reps[PEOPLE];
static revops_route_queue queues[PEOPLE];
static revops_route_member members[PEOPLE];

typedef struct router {
    const revops_route *route;
    revops_route_state *state;
    void *memory, *state_memory;
    size_t size, state_size;
} router;

static void *aligned(size_t *size)
{
    *size = (*size + 15) / 16 * 16;
    void *memory = aligned_alloc(16, *size);
    if (!memory) {
        abort();
    }
    return memory;
}

static void restart(void *context)
{
    router *own = context;
    if (revops_route_state_init(own->route, own->state_memory, own->state_size, NULL, &own->state) !=
        REVOPS_OK) {
        abort();
    }
}

static void build(router *own, const revops_route_params *params)
{
    if (revops_route_build(params, NULL, 0, &own->size, NULL) != REVOPS_ERR_NOSPACE) {
        abort();
    }
    own->memory = aligned(&own->size);
    if (revops_route_build(params, own->memory, own->size, NULL, &own->route) != REVOPS_OK ||
        revops_route_state_init(own->route, NULL, 0, &own->state_size, NULL) != REVOPS_ERR_NOSPACE) {
        abort();
    }
    own->state_memory = aligned(&own->state_size);
}

static void release(router *own)
{
    free(own->memory);
    free(own->state_memory);
}

/* ---- The slowest call ---- */

enum team_kinds { WITH_HOURS, WITH_MOST_PER_DAY, OF_NEWCOMERS, TEAM_KINDS };

static const char *const team_names[TEAM_KINDS] = {
    [WITH_HOURS] = "all begin and end work together",
    [WITH_MOST_PER_DAY] = "all full each day, free on the next",
    [OF_NEWCOMERS] = "all newcomers, another weight each day",
};

static const revops_calendar *working_hours(void)
{
    static _Alignas(8) unsigned char memory[1 << 17];
    static revops_calendar_exception days[DAYS];
    const revops_calendar *calendar;
    revops_calendar_params params = REVOPS_CALENDAR_PARAMS_INIT;
    for (int i = 0; i < DAYS; i++) {
        days[i] = (revops_calendar_exception){i, 9 * 60, 17 * 60};
    }
    params.exceptions = days;
    params.exception_count = DAYS;
    if (revops_calendar_build(&params, memory, sizeof memory, NULL, &calendar) != REVOPS_OK) {
        abort();
    }
    return calendar;
}

static void build_team(router *own, enum team_kinds kind)
{
    const revops_calendar *calendar = working_hours();
    for (uint32_t i = 0; i < PEOPLE; i++) {
        reps[i] = (revops_route_rep){i + 1, 0, 0, 0, 0, 0, 0, 0};
        reps[i].calendar = kind == WITH_HOURS;
        reps[i].max_per_day = kind == WITH_MOST_PER_DAY;
        reps[i].ramp_days = kind == OF_NEWCOMERS ? 90 : 0;
        members[i] = (revops_route_member){1, i + 1, weight_of(i), 0};
    }
    queues[0] = (revops_route_queue){1, REVOPS_NONE};
    revops_route_params params = REVOPS_ROUTE_PARAMS_INIT;
    params.rep_count = params.member_count = PEOPLE;
    params.queue_count = params.fallback_queue = 1;
    params.calendar_count = 1;
    params.reps = reps;
    params.queues = queues;
    params.members = members;
    params.calendars = &calendar;
    build(own, &params);
}

static double least_ns[CALLS];

static void time_calls(router *own)
{
    restart(own);
    for (uint32_t n = 0; n < CALLS; n++) {
        int32_t day = (int32_t)(n / PER_DAY);
        revops_route_lead lead = {(int64_t)day * DAY_MS + n % PER_DAY * (int64_t)(DAY_MS / PER_DAY), day, 0,
                                  0, 0};
        revops_route_assignment out;
        double start = bench_wall_ns();
        if (revops_route_assign(own->route, own->state, &lead, NULL, NULL, &out) != REVOPS_OK) {
            abort();
        }
        double spent = bench_wall_ns() - start;
        least_ns[n] = spent < least_ns[n] ? spent : least_ns[n];
    }
}

typedef struct floor_seat {
    uint64_t start, due, weight, line[5];
} floor_seat;

static floor_seat floor_seats[PEOPLE];
static struct {
    uint64_t due, seat;
} floor_heap[PEOPLE];

static double time_floor(uint64_t clock)
{
    double start = bench_wall_ns();
    for (uint32_t i = 0; i < PEOPLE; i++) {
        floor_seats[i].start += clock;
        floor_seats[i].due = floor_seats[i].start + (UINT64_C(1) << 44) / floor_seats[i].weight;
        floor_heap[i].due = floor_seats[i].due;
        floor_heap[i].seat = i;
    }
    for (uint32_t i = PEOPLE / 2; i-- > 0;) {
        for (uint32_t at = i, child; (child = 2 * at + 1) < PEOPLE; at = child) {
            child += child + 1 < PEOPLE && floor_heap[child + 1].due < floor_heap[child].due;
            if (floor_heap[at].due <= floor_heap[child].due) {
                break;
            }
            __typeof__(floor_heap[0]) swapped = floor_heap[at];
            floor_heap[at] = floor_heap[child];
            floor_heap[child] = swapped;
        }
    }
    return bench_wall_ns() - start;
}

static int slowest_calls(void)
{
    int failed = 0;
    for (uint32_t i = 0; i < PEOPLE; i++) {
        floor_seats[i].weight = 100 * (1 + i * 7919 % 997);
    }
    for (int kind = 0; kind < TEAM_KINDS; kind++) {
        router own;
        build_team(&own, (enum team_kinds)kind);
        double floor_ns = 1e18, slowest = 0, all = 0;
        uint32_t at = 0;
        for (uint32_t n = 0; n < CALLS; n++) {
            least_ns[n] = 1e18;
        }
        printf("slowest of %d calls, %d people: %s\n", CALLS, PEOPLE, team_names[kind]);
        fflush(stdout);
        for (uint32_t run = 0; run < RUNS; run++) {
            time_calls(&own);
            double spent = time_floor(run);
            floor_ns = spent < floor_ns ? spent : floor_ns;
        }
        for (uint32_t n = 0; n < CALLS; n++) {
            all += least_ns[n];
            at = least_ns[n] > slowest ? n : at;
            slowest = least_ns[n] > slowest ? least_ns[n] : slowest;
        }
        printf("  %-45s %10.0f ns\n", "floor: a line of memory and a heap", floor_ns);
        printf("  %-45s %10.0f ns  x%.2f (call %u of day %u; mean of all %.0f ns)\n", "revops_route_assign",
               slowest, slowest / floor_ns, at % PER_DAY, at / PER_DAY, all / CALLS);
        fflush(stdout);
        release(&own);
    }
    return failed;
}

int main(void)
{
    return slowest_calls();
}
