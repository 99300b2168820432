/* SPDX-License-Identifier: MIT */
/* What an assignment costs. The floor is the least that any fair method must do: find the member with the earliest
   deadline of those due by looking at all of them, in plain arrays (for few members), and a binary heap of
   deadlines alone, which isn't fair but O(log members) (for many). The choices of the first are compared. */
#include <string.h>

#include <revops/revops.h>

#include "bench.h"

enum { LEADS = 200000, MOST = 65535 };

static uint32_t member_count;
static revops_route_rep reps[MOST];
static revops_route_member members[MOST];

static uint32_t weight_of(uint32_t i)
{
    return 1 + i * 7 % 13;
}

typedef struct router {
    const revops_route *route;
    revops_route_state *state;
    void *route_memory, *state_memory;
    size_t state_size;
    int busy; /* leads are closed too, so that members become full and free again */
    uint32_t open[75];
} router;

static void build(router *out, int territory_count)
{
    uint32_t per = member_count;
    static int64_t accounts[10000];
    for (uint32_t i = 0; i < per; i++) {
        reps[i] = (revops_route_rep){i + 1, out->busy ? 3 : 0, 0, 0, 0, 0, 0, 0};
        members[i] = (revops_route_member){1, i + 1, weight_of(i), 0};
    }
    for (int i = 0; i < 10000; i++) {
        accounts[i] = i * 3 + 1000000;
    }
    revops_condition conditions[32] = {{0}};
    revops_segment_rule rules[32];
    for (int i = 0; i < territory_count; i++) {
        rules[i] = (revops_segment_rule){1, (uint32_t)i, 1, 0};
        conditions[i] = i == 0 ? (revops_condition){1, REVOPS_CONDITION_IS_ONE_OF, 0, 0, 0, 10000, 0, 0}
                               : (revops_condition){0, REVOPS_CONDITION_IS_EQUAL, i, 0, 0, 0, 0, 0};
    }
    revops_segment_params territories = REVOPS_SEGMENT_PARAMS_INIT;
    territories.attribute_count = 2;
    territories.rule_count = territories.condition_count = (uint32_t)territory_count;
    territories.value_count = 10000;
    territories.otherwise = 1;
    territories.rules = rules;
    territories.conditions = conditions;
    territories.values = accounts;
    revops_route_queue queue = {1, REVOPS_NONE};
    revops_route_params params = REVOPS_ROUTE_PARAMS_INIT;
    params.rep_count = params.member_count = per;
    params.queue_count = params.fallback_queue = 1;
    params.reps = reps;
    params.queues = &queue;
    params.members = members;
    params.territories = territory_count ? &territories : NULL;
    size_t needed;
    if (revops_route_build(&params, NULL, 0, &needed, NULL) != REVOPS_ERR_NOSPACE) {
        abort();
    }
    out->route_memory = aligned_alloc(16, (needed + 15) / 16 * 16);
    if (revops_route_build(&params, out->route_memory, needed, NULL, &out->route) != REVOPS_OK) {
        abort();
    }
    if (revops_route_state_init(out->route, NULL, 0, &out->state_size, NULL) != REVOPS_ERR_NOSPACE) {
        abort();
    }
    out->state_size = (out->state_size + 15) / 16 * 16;
    out->state_memory = aligned_alloc(16, out->state_size);
}

static void restart(void *context)
{
    router *own = context;
    if (revops_route_state_init(own->route, own->state_memory, own->state_size, NULL, &own->state) !=
        REVOPS_OK) {
        abort();
    }
    memset(own->open, 0, sizeof own->open);
}

static uint64_t run_router(void *context)
{
    router *own = context;
    uint64_t check = 0;
    int64_t row[2] = {0, 0};
    for (uint32_t n = 0; n < LEADS; n++) {
        revops_route_lead lead = {n, 0, 0, 0, 0};
        revops_route_assignment out;
        row[0] = n % 37;
        row[1] = n;
        if (revops_route_assign(own->route, own->state, &lead, row, NULL, &out) != REVOPS_OK) {
            abort();
        }
        check = check * 31 + out.owner;
        if (own->busy) { /* each lead stays open for 75 more: nearly all that the team can hold */
            uint32_t *closed = &own->open[n % 75];
            if (*closed && revops_route_release(own->route, own->state, *closed, 1, REVOPS_ROUTE_KEEP_TURN)) {
                abort();
            }
            *closed = out.owner;
        }
    }
    return check;
}

/* Looks at every member for every lead; the same rule, as fractions. */
static uint64_t counts[MOST];

static uint64_t run_scan(void *context)
{
    (void)context;
    uint64_t all = 0, check = 0;
    for (uint32_t i = 0; i < member_count; i++) {
        counts[i] = 0;
        all += weight_of(i);
    }
    for (uint64_t n = 0; n < LEADS; n++) {
        uint32_t best = UINT32_MAX;
        for (uint32_t i = 0; i < member_count; i++) {
            if (counts[i] * all < (n + 1) * members[i].weight &&
                (best == UINT32_MAX ||
                 (counts[i] + 1) * members[best].weight < (counts[best] + 1) * members[i].weight)) {
                best = i;
            }
        }
        counts[best]++;
        check = check * 31 + best + 1;
    }
    return check;
}

/* Deadlines in a binary heap, the first replaced by its next: what O(log members) costs at least. */
static struct {
    uint64_t due;
    uint32_t member, weight;
} heap[MOST];

static uint64_t run_heap(void *context)
{
    (void)context;
    uint64_t check = 0;
    for (uint32_t i = 0; i < member_count; i++) {
        heap[i].member = i;
        heap[i].weight = weight_of(i);
        heap[i].due = (UINT64_C(1) << 40) / weight_of(i);
    }
    for (uint32_t i = member_count / 2; i-- > 0;) {
        for (uint32_t at = i, child; (child = 2 * at + 1) < member_count; at = child) {
            child += child + 1 < member_count && heap[child + 1].due < heap[child].due;
            if (heap[at].due <= heap[child].due) {
                break;
            }
            __typeof__(heap[0]) swapped = heap[at];
            heap[at] = heap[child];
            heap[child] = swapped;
        }
    }
    for (uint32_t n = 0; n < LEADS; n++) {
        check += heap[0].member;
        __typeof__(heap[0]) own = heap[0];
        own.due += (UINT64_C(1) << 40) / own.weight;
        uint32_t at = 0;
        for (uint32_t child; (child = 2 * at + 1) < member_count; at = child) {
            child += child + 1 < member_count && heap[child + 1].due < heap[child].due;
            if (own.due <= heap[child].due) {
                break;
            }
            heap[at] = heap[child];
        }
        heap[at] = own;
    }
    return check;
}

int main(void)
{
    int failed = 0;
    static const uint32_t sizes[] = {4, 30, 1000, 65000};
    double ours[4], heaps[4];
    for (int i = 0; i < 4; i++) {
        char title[80];
        member_count = sizes[i];
        router plain = {0};
        build(&plain, 0);
        snprintf(title, sizeof title, "assign to one of %u members, per lead", member_count);
        if (member_count <= 30) {
            bench_contestant same[] = {
                {.name = "floor: looking at each", .run = run_scan},
                {.name = "revops_route_assign", .run = run_router, .context = &plain, .prepare = restart}};
            failed |= bench_run(title, same, 2, LEADS, 1);
        }
        bench_contestant contestants[] = {
            {.name = "floor: heap of deadlines, unfair", .run = run_heap},
            {.name = "revops_route_assign", .run = run_router, .context = &plain, .prepare = restart},
        };
        failed |= bench_run(title, contestants, 2, LEADS, 0);
        ours[i] = bench_median(&contestants[1]);
        heaps[i] = bench_median(&contestants[0]);
        if (member_count >= 1000) {
            failed |= bench_bar("assignment over heap of deadlines", &contestants[1], &contestants[0], 12.0);
        }
        free(plain.route_memory);
        free(plain.state_memory);
    }
    printf("from 1,000 to 65,000 members: heap x%.2f, router x%.2f (log2 ratio 1.6, the rest is cache)\n",
           heaps[3] / heaps[2], ours[3] / ours[2]);

    member_count = 30;
    router plain = {0}, busy = {0}, territories = {0};
    busy.busy = 1;
    build(&plain, 0);
    build(&busy, 0);
    build(&territories, 32);
    bench_contestant kinds[] = {
        {.name = "30 members", .run = run_router, .context = &plain, .prepare = restart},
        {.name = "with capacity and leads closed", .run = run_router, .context = &busy, .prepare = restart},
        {.name = "with 32 territories, 10,000 named accounts",
         .run = run_router,
         .context = &territories,
         .prepare = restart},
    };
    failed |= bench_run("what else an assignment does, per lead", kinds, 3, LEADS, 0);
    failed |= bench_bar("territories over none", &kinds[2], &kinds[0], 6.0);
    return failed;
}
