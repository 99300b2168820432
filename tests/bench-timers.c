/* SPDX-License-Identifier: MIT */
/* A million timers over two weeks: armed in order of the id, half of them cancelled in random order, the rest
   taken out by a clock that ticks once a minute. Then the same number moved about at random while the clock ticks.
   libev and libevent run where they are installed; clock_gettime() is replaced by a clock that this program
   sets, so that they live through two weeks in an instant. */
#define _GNU_SOURCE
#ifdef HAVE_LIBEV
#include <ev.h>
#endif
#ifdef HAVE_LIBEVENT
#include <event2/event.h>
#include <event2/event_struct.h>
#endif

#if defined HAVE_LIBEV || defined HAVE_LIBEVENT
#include <sys/syscall.h>
#include <unistd.h>
#endif

#include <revops/revops.h>

#include "bench.h"
#include "random.h"
#include "rivals-timers.h"

enum { TIMERS = 1000000, MOVES_A_TICK = 50 };
#define SPAN_MS (14 * REVOPS_DAY_MS)
#define TICK_MS REVOPS_MINUTE_MS

static int64_t due_ms[TIMERS + 1];
static uint32_t shuffled[TIMERS];

static int is_virtual;

#if defined HAVE_LIBEV || defined HAVE_LIBEVENT
static int64_t virtual_ms;

int clock_gettime(clockid_t clock, struct timespec *out)
{
    if (!is_virtual) {
        return (int)syscall(SYS_clock_gettime, clock, out);
    }
    out->tv_sec = 1000 + virtual_ms / 1000;
    out->tv_nsec = virtual_ms % 1000 * 1000000;
    return 0;
}
#endif

/* ---- the library */

static revops_timers_state *timers;
static size_t timers_size;

static void library_start(uint32_t capacity)
{
    static void *memory;
    if (revops_timers_state_init(capacity, NULL, 0, &timers_size, &timers) == REVOPS_ERR_NOSPACE && !memory) {
        memory = aligned_alloc(64, (timers_size + 63) / 64 * 64);
    }
    if (revops_timers_state_init(capacity, memory, timers_size, NULL, &timers) != REVOPS_OK) {
        abort();
    }
}

static void library_set(uint32_t id, int64_t at_ms)
{
    if (revops_timers_set(timers, id, at_ms) != REVOPS_OK) {
        abort();
    }
}

static void library_cancel(uint32_t id)
{
    if (revops_timers_cancel(timers, id) != REVOPS_OK) {
        abort();
    }
}

static void library_advance(int64_t now_ms)
{
    uint32_t ids[256];
    size_t count;
    do {
        if (revops_timers_pop(timers, now_ms, ids, NULL, 256, &count) != REVOPS_OK) {
            abort();
        }
        for (size_t i = 0; i < count; i++) {
            fired(ids[i], now_ms);
        }
    } while (count == 256);
}

/* ---- libev, libevent */

#ifdef HAVE_LIBEV
static struct ev_loop *libev_loop;
static ev_timer *ev_timers;

static void ev_fired(struct ev_loop *loop, ev_timer *timer, int events)
{
    (void)loop, (void)events;
    fired((uint32_t)(timer - ev_timers), virtual_ms);
}

static void ev_start(uint32_t capacity)
{
    if (libev_loop) {
        ev_loop_destroy(libev_loop);
    } else {
        ev_timers = array(capacity + 1, sizeof *ev_timers);
    }
    virtual_ms = 0;
    libev_loop = ev_loop_new(EVBACKEND_SELECT | EVFLAG_NOENV);
    ev_now_update(libev_loop);
    for (uint32_t i = 0; i <= capacity; i++) {
        ev_timer_init(&ev_timers[i], ev_fired, 0, 0);
    }
}

static void ev_set(uint32_t id, int64_t at_ms)
{
    ev_timer_stop(libev_loop, &ev_timers[id]);
    ev_timer_set(&ev_timers[id], (double)(at_ms - virtual_ms) / 1000, 0);
    ev_timer_start(libev_loop, &ev_timers[id]);
}

static void ev_cancel(uint32_t id)
{
    ev_timer_stop(libev_loop, &ev_timers[id]);
}

static void ev_advance(int64_t now_ms)
{
    virtual_ms = now_ms;
    ev_run(libev_loop, EVRUN_NOWAIT);
}
#endif

#ifdef HAVE_LIBEVENT
static struct event_base *event_loop;
static struct event *events;

static void event_fired(evutil_socket_t socket, short kind, void *event)
{
    (void)socket, (void)kind;
    fired((uint32_t)((struct event *)event - events), virtual_ms);
}

static void event_start(uint32_t capacity)
{
    if (event_loop) {
        event_base_free(event_loop);
    } else {
        events = array(capacity + 1, sizeof *events);
    }
    virtual_ms = 0;
    event_loop = event_base_new();
    for (uint32_t i = 0; i <= capacity; i++) {
        event_assign(&events[i], event_loop, -1, 0, event_fired, &events[i]);
    }
}

static void event_set(uint32_t id, int64_t at_ms)
{
    int64_t wait_ms = at_ms - virtual_ms;
    event_add(&events[id], &(struct timeval){wait_ms / 1000, wait_ms % 1000 * 1000});
}

static void event_cancel(uint32_t id)
{
    event_del(&events[id]);
}

static void event_advance(int64_t now_ms)
{
    virtual_ms = now_ms;
    event_base_loop(event_loop, EVLOOP_NONBLOCK);
}
#endif

/* ---- the work */

struct rival {
    void (*start)(uint32_t capacity);
    void (*set)(uint32_t id, int64_t at_ms);
    void (*cancel)(uint32_t id);
    void (*advance)(int64_t now_ms);
};

static struct rival library_rival = {library_start, library_set, library_cancel, library_advance};
static struct rival heap_rival = {heap_start, heap_set, heap_cancel, heap_advance};
static struct rival linked_rival = {linked_start, linked_set, linked_cancel, linked_advance};
static struct rival lazy_rival = {lazy_start, lazy_set, lazy_drop, lazy_advance};
#ifdef HAVE_LIBEV
static struct rival ev_rival = {ev_start, ev_set, ev_cancel, ev_advance};
#endif
#ifdef HAVE_LIBEVENT
static struct rival event_rival = {event_start, event_set, event_cancel, event_advance};
#endif

static void forget(void *context)
{
    (void)context;
    fired_check = fired_count = 0;
}

/* The clock of bench.h is read outside of this only. */
static uint64_t arm_cancel_drain(void *context)
{
    const struct rival *rival = context;
    is_virtual = 1;
    rival->start(TIMERS);
    for (uint32_t id = 1; id <= TIMERS; id++) {
        rival->set(id, due_ms[id]);
    }
    for (uint32_t i = 0; i < TIMERS / 2; i++) {
        rival->cancel(shuffled[i]);
    }
    for (int64_t now_ms = 0; now_ms <= SPAN_MS + TICK_MS; now_ms += TICK_MS) {
        rival->advance(now_ms);
    }
    is_virtual = 0;
    return fired_check + fired_count;
}

/* Starts from a full queue. A moved timer is due within two weeks of then; each has an instant of its own. */
static void fill(void *context)
{
    forget(context);
    is_virtual = 1;
    ((struct rival *)context)->start(TIMERS);
    for (uint32_t id = 1; id <= TIMERS; id++) {
        ((struct rival *)context)->set(id, due_ms[id]);
    }
    is_virtual = 0;
}

static uint64_t move_about(void *context)
{
    const struct rival *rival = context;
    int64_t now_ms = 0;
    is_virtual = 1;
    for (uint32_t i = 0; i < TIMERS; i++) {
        if (i % MOVES_A_TICK == 0) {
            rival->advance(now_ms += TICK_MS);
        }
        uint32_t id = shuffled[i];
        rival->set(id, now_ms + due_ms[id]);
    }
    is_virtual = 0;
    return fired_count; /* instants may tie here, which the event loops don't order */
}

/* Not a queue: knows all that will come, sorts it once, and goes through it. */
static uint64_t sort_and_sweep(void *context)
{
    (void)context;
    static uint64_t *rows, *other;
    static unsigned char *is_cancelled;
    if (!rows) {
        rows = array(TIMERS, sizeof *rows);
        other = array(TIMERS, sizeof *other);
        is_cancelled = array(TIMERS + 1, 1);
    }
    uint32_t count = 0;
    memset(is_cancelled, 0, TIMERS + 1);
    for (uint32_t i = 0; i < TIMERS / 2; i++) {
        is_cancelled[shuffled[i]] = 1;
    }
    for (uint32_t id = 1; id <= TIMERS; id++) {
        rows[count] = (uint64_t)due_ms[id] << 20 | id; /* 31 bits of instant, 20 of id */
        count += !is_cancelled[id];
    }
    for (int shift = 20; shift < 53; shift += 11) {
        uint32_t places[2048] = {0}, sum = 0;
        for (uint32_t i = 0; i < count; i++) {
            places[rows[i] >> shift & 2047]++;
        }
        for (int i = 0; i < 2048; i++) {
            uint32_t here = places[i];
            places[i] = sum;
            sum += here;
        }
        for (uint32_t i = 0; i < count; i++) {
            other[places[rows[i] >> shift & 2047]++] = rows[i];
        }
        uint64_t *swap = rows;
        rows = other;
        other = swap;
    }
    uint32_t at = 0;
    for (int64_t now_ms = 0; now_ms <= SPAN_MS + TICK_MS; now_ms += TICK_MS) {
        for (; at < count && (int64_t)(rows[at] >> 20) <= now_ms; at++) {
            fired((uint32_t)(rows[at] & 0xfffff), now_ms);
        }
    }
    return fired_check + fired_count;
}

int main(void)
{
    /* Each its own instant, so that the order is one; no whole second, which an event loop's floating point could
       take for the tick before or after. */
    random_state random = {14};
    for (uint32_t i = 0; i < TIMERS; i++) {
        shuffled[i] = i + 1;
    }
    for (int again = 0; again < 2; again++) {
        for (uint32_t i = TIMERS - 1; i > 0; i--) {
            uint32_t other = (uint32_t)random_below(&random, i + 1), swap = shuffled[i];
            shuffled[i] = shuffled[other];
            shuffled[other] = swap;
        }
        if (again == 0) {
            const int64_t stride_ms = SPAN_MS / TIMERS;
            for (uint32_t i = 0; i < TIMERS; i++) {
                int64_t at_ms = i * stride_ms + random_between(&random, 1, stride_ms - 2);
                due_ms[shuffled[i]] = at_ms + (at_ms % 1000 == 0);
            }
        }
    }

    bench_contestant rows[] = {
        {.name = "revops_timers", .run = arm_cancel_drain, .context = &library_rival, .prepare = forget},
        {.name = "sort and sweep (floor, not a queue)", .run = sort_and_sweep, .prepare = forget},
        {.name = "wheel, chunks, lazy cancel",
         .run = arm_cancel_drain,
         .context = &lazy_rival,
         .prepare = forget},
        {.name = "wheel, linked slots", .run = arm_cancel_drain, .context = &linked_rival, .prepare = forget},
        {.name = "4-ary indexed heap", .run = arm_cancel_drain, .context = &heap_rival, .prepare = forget},
#ifdef HAVE_LIBEV
        {.name = "libev", .run = arm_cancel_drain, .context = &ev_rival, .prepare = forget},
#endif
#ifdef HAVE_LIBEVENT
        {.name = "libevent", .run = arm_cancel_drain, .context = &event_rival, .prepare = forget},
#endif
    };
    bench_contestant moves[] = {
        {.name = "revops_timers", .run = move_about, .context = &library_rival, .prepare = fill},
        {.name = "wheel, chunks, lazy cancel", .run = move_about, .context = &lazy_rival, .prepare = fill},
        {.name = "wheel, linked slots", .run = move_about, .context = &linked_rival, .prepare = fill},
        {.name = "4-ary indexed heap", .run = move_about, .context = &heap_rival, .prepare = fill},
#ifdef HAVE_LIBEV
        {.name = "libev", .run = move_about, .context = &ev_rival, .prepare = fill},
#endif
#ifdef HAVE_LIBEVENT
        {.name = "libevent", .run = move_about, .context = &event_rival, .prepare = fill},
#endif
    };
    int count = (int)(sizeof rows / sizeof rows[0]), missed = 0;
    missed |= bench_run("a million timers: arm, cancel half, drain; per timer", rows, count, TIMERS, 1);
    printf("  %.2f bytes a timer; linked wheel and heap 16, chunks 13.3\n", (double)timers_size / TIMERS);
    if (count == 5) {
        printf("  neither libev nor libevent is installed: not compared\n");
    }
    for (int i = 5; i < count; i++) {
        missed |= bench_bar(rows[i].name, &rows[0], &rows[i], 0.25);
    }
    if (timers_size > (size_t)TIMERS * 12) {
        printf("  bar: at most 12 bytes a timer: MISSED\n");
        missed = 1;
    }
    missed |= bench_run("the same, moved at random while the clock ticks; per move", moves,
                        (int)(sizeof moves / sizeof moves[0]), TIMERS, 1);
    return missed;
}
