/* SPDX-License-Identifier: MIT */
/* Routing for a company of 10,000 people: the slowest single call of a run, tables of territories by index, and the build.

   Of 10,000 people the slowest call is the one at which all begin to work, become full, are free again or are given another weight. Of each call
   of a run the least of several runs counts, as a busy machine adds to any of them; the slowest is the greatest of these. Its
   floor does for 10,000 seats what no method can leave out: one line of memory written each, and a heap of their deadlines. */
#include <string.h>

#include <revops/revops.h>

#include "bench.h"
#include "segment-large.h"

enum {
    PEOPLE = 10000,
    DAYS = 4,
    PER_DAY = 12000, /* more leads than all may get on a day */
    CALLS = DAYS * PER_DAY,
    RUNS = 9,
    MOST_OVER_FLOOR = 10,
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
        printf("  %-45s %10.0f ns  x%.2f, at most x%d (call %u of day %u; mean of all %.0f ns)\n",
               "revops_route_assign", slowest, slowest / floor_ns, MOST_OVER_FLOOR, at % PER_DAY,
               at / PER_DAY, all / CALLS);
        fflush(stdout);
        failed |= slowest / floor_ns > MOST_OVER_FLOOR * 1.25;
        release(&own);
    }
    return failed;
}

/* ---- Territories by index ---- */

enum { LEADS = 100000, MEMBERS = 30 };

static revops_route_lead leads[LEADS];
static int64_t regions[LEADS], sizes[LEADS];
static revops_route_assignment answers[LEADS];

typedef struct territory_run {
    large_table *table;
    router own;
    int by_hand; /* the router has no territories; each lead's is read by hand */
} territory_run;

static void restart_run(void *context)
{
    territory_run *run = context;
    random_state random = {9};
    for (uint32_t i = 0; i < LEADS; i++) {
        leads[i] = (revops_route_lead){i, 0, 0, 0, 0};
        large_table_row(run->table, &random, &regions[i], &sizes[i]);
    }
    restart(&run->own);
}

static void make_run(territory_run *run, large_table *table, int by_hand)
{
    *run = (territory_run){.table = table, .by_hand = by_hand};
    for (uint32_t i = 0; i < MEMBERS; i++) {
        reps[i] = (revops_route_rep){.rep = i + 1};
        members[i] = (revops_route_member){1, i + 1, weight_of(i), 0};
    }
    queues[0] = (revops_route_queue){1, REVOPS_NONE};
    revops_route_params params = REVOPS_ROUTE_PARAMS_INIT;
    params.rep_count = params.member_count = MEMBERS;
    params.queue_count = params.fallback_queue = 1;
    params.reps = reps;
    params.queues = queues;
    params.members = members;
    params.territories = by_hand ? NULL : &table->params;
    build(&run->own, &params);
}

static uint64_t check_answers(void)
{
    uint64_t sum = 0;
    for (uint32_t i = 0; i < LEADS; i++) {
        sum = sum * 31 + answers[i].owner;
        sum = sum * 31 + answers[i].territory;
    }
    return sum;
}

static uint64_t run_singly(void *context)
{
    territory_run *run = context;
    for (uint32_t i = 0; i < LEADS; i++) {
        int64_t row[2] = {regions[i], sizes[i]};
        if (revops_route_assign(run->own.route, run->own.state, &leads[i], row, NULL, &answers[i]) !=
            REVOPS_OK) {
            abort();
        }
        if (run->by_hand) {
            answers[i].territory = large_table_read(run->table, regions[i], sizes[i]);
        }
    }
    return check_answers();
}

static uint64_t run_columns(void *context)
{
    territory_run *run = context;
    revops_cursor cursor = {0};
    revops_column columns[2] = {{regions, NULL, REVOPS_MISSING, REVOPS_COLUMN_I64, 0},
                                {sizes, NULL, REVOPS_MISSING, REVOPS_COLUMN_I64, 0}};
    if (revops_route_assign_many(run->own.route, run->own.state, leads, columns, 2, LEADS, &cursor,
                                 answers) != REVOPS_OK) {
        abort();
    }
    return check_answers();
}

static int territories(void)
{
    static const uint32_t counts[] = {10, 1000, 10000};
    static bench_contestant singly[3];
    int failed = 0;
    for (int i = 0; i < 3; i++) {
        char title[80];
        territory_run by_hand, indexed;
        large_table *table = large_table_of(counts[i], 1);
        make_run(&by_hand, table, 1);
        make_run(&indexed, table, 0);
        bench_contestant contestants[] = {
            {.name = "floor: no territories, the cell by hand",
             .run = run_singly,
             .context = &by_hand,
             .prepare = restart_run},
            {.name = "revops_route_assign", .run = run_singly, .context = &indexed, .prepare = restart_run},
            {.name = "revops_route_assign_many",
             .run = run_columns,
             .context = &indexed,
             .prepare = restart_run},
        };
        snprintf(title, sizeof title, "assign among %d members by %u rules, per lead", MEMBERS, counts[i]);
        failed |= bench_run(title, contestants, 3, LEADS, 1);
        failed |= bench_bar("batch over single calls", &contestants[2], &contestants[1], 1.0);
        singly[i] = contestants[1];
        release(&by_hand.own);
        release(&indexed.own);
        free(table);
    }
    return failed | bench_bar("1,000 rules over 10", &singly[1], &singly[0], 2.0);
}

/* ---- The build ---- */

typedef struct build_run {
    revops_route_params params;
    router own;
} build_run;

static uint64_t run_build(void *context)
{
    build_run *run = context;
    if (revops_route_build(&run->params, run->own.memory, run->own.size, NULL, &run->own.route) !=
        REVOPS_OK) {
        abort();
    }
    return run->own.size;
}

/* What no build can leave out: every row is read, every byte written and told apart. */
static uint64_t run_bytes(void *context)
{
    build_run *run = context;
    uint64_t sum = 0, *words = run->own.memory;
    for (uint32_t i = 0; i < PEOPLE; i++) {
        sum += reps[i].rep + queues[i].queue + (uint64_t)members[i].weight;
        sum += (uint64_t)run->params.territories->conditions[2 * i].low;
    }
    for (size_t i = 0; i < run->own.size / sizeof *words; i++) {
        words[i] = sum += i;
    }
    for (size_t i = 0; i < run->own.size / sizeof *words; i++) {
        sum = (sum ^ words[i]) * UINT64_C(0x100000001b3);
    }
    words[0] = sum;
    return run->own.size;
}

static int builds(void)
{
    build_run run = {.params = REVOPS_ROUTE_PARAMS_INIT};
    large_table *table = large_table_of(LARGE_MOST_RULES, PEOPLE);
    for (uint32_t i = 0; i < PEOPLE; i++) {
        uint32_t other = (uint32_t)((uint64_t)i * 7919 % PEOPLE); /* ids in no order */
        reps[i] = (revops_route_rep){.rep = other + 1};
        queues[i] = (revops_route_queue){other + 1, REVOPS_NONE};
        members[i] = (revops_route_member){PEOPLE - i, other + 1, weight_of(i), 0};
    }
    run.params.rep_count = run.params.queue_count = run.params.member_count = PEOPLE;
    run.params.fallback_queue = 1;
    run.params.reps = reps;
    run.params.queues = queues;
    run.params.members = members;
    run.params.territories = &table->params;
    build(&run.own, &run.params);
    bench_contestant contestants[] = {
        {.name = "floor: each row read, each byte written", .run = run_bytes, .context = &run},
        {.name = "revops_route_build", .run = run_build, .context = &run},
    };
    int failed = bench_run("a router of 10,000 people, queues and rules, whole", contestants, 2, 1, 1);
    double ms = bench_median(&contestants[1]) / 1e6;
    printf("  %.1f ms, %zu bytes\n", ms, run.own.size);
    release(&run.own);
    free(table);
    return failed | (ms > 1000);
}

int main(void)
{
    int failed = slowest_calls();
    failed |= territories();
    return failed | builds();
}
