/* SPDX-License-Identifier: MIT */
/* The built router, the state, and what the parts of the module share. */
#ifndef REVOPS_LIB_ROUTE_INTERNAL_H
#define REVOPS_LIB_ROUTE_INTERNAL_H

#include <revops/route.h>

#include "judge/segment-internal.h"
#include "core/divide.h"

#define REVOPS__NIL        UINT32_MAX
#define REVOPS__ROUTE_MARK 0x74756f72u /* "rout", the first bytes of router and state */

/* The router: this head, then the arrays at offsets in bytes from its start. */
typedef struct revops__rep {
    uint32_t rep, max_open, max_per_day, ramp_days;
    int32_t start_day;
    uint32_t first_seat, seat_count; /* into `seats_of_reps`: indexes of members */
    uint32_t reserved;
} revops__rep;

typedef struct revops__queue {
    uint32_t queue, overflow; /* an id, an index or NIL */
    uint32_t first_member, member_count;
} revops__queue;

typedef struct revops__member {
    uint32_t rep, queue, weight; /* indexes */
} revops__member;

/* A representative goes away or comes back. */
typedef struct revops__change {
    int64_t at_ms;
    uint32_t rep;
    uint16_t kind;
    int16_t step; /* 1 or -1 */
} revops__change;

struct revops_route {
    uint32_t mark, fingerprint;
    uint32_t rep_count, queue_count, member_count, change_count;
    uint32_t fallback, owed_limit;
    uint32_t has_territories, reserved;
    uint64_t reps, queues, members, seats_of_reps, changes, territories, size;
};

/* The state: this head, then reps, queues ("turns") and members ("seats") in the router's order. */
struct revops_route_state {
    uint32_t mark, fingerprint;
    uint32_t rep_count, queue_count, member_count;
    int32_t day;
    int64_t at_ms;
    uint32_t next_change, today_first, growing_first, reserved;
};

enum { /* bits of revops__rep_state.status */
       REVOPS__NOT_STARTED = 1,
       REVOPS__TIME_OFF = 2,
       REVOPS__ABSENT = 4,
       REVOPS__FULL = 8,
       REVOPS__FULL_TODAY = 16,
       REVOPS__UNSETTLED = 256 /* nothing is known yet */
};

typedef struct revops__rep_state {
    uint32_t rep, open, today, today_next, growing_next;
    uint32_t absent, time_off; /* absences that last */
    uint32_t percent, status;
    uint32_t reserved;
} revops__rep_state;

/* ---- The turns of one queue (route-turn.c) ----

   Virtual time: each lead moves the queue's clock on by LEAD / weights present, each lead received moves a seat's
   start on by LEAD / its weight; both are exact, as the remainders are carried along. A seat's lag, weight × (clock −
   start), is its credit in ticks. A lead is due for a seat whose start lies before the mean of all starts after this
   lead; of these, the seat whose start would next be earliest gets it: the earliest deadline. With one set
   of seats from the beginning the mean is the clock; where seats came and went with credit, `lag` is by how much
   the clock is ahead of the mean. As LEAD exceeds the product of any weight and any sum of weights, starts and clocks
   cut to whole ticks are in the order of the exact fractions. */
#define REVOPS__LEAD (INT64_C(1) << 44)

enum { REVOPS__SEAT_OUT, REVOPS__SEAT_PRESENT, REVOPS__SEAT_OWED };

typedef struct revops__turns {
    uint64_t clock; /* wraps around; only differences count */
    int64_t lag;    /* sum of the credits of the seats present */
    uint64_t owed;  /* clock of those who keep their claim while absent, 2^32 a lead */
    uint32_t clock_rest, owed_rest;
    uint32_t weight, owed_weight; /* of the seats present, of those absent with a claim */
    uint32_t root, present;
    uint32_t queue, first_seat, seat_count, reserved;
} revops__turns;

typedef struct revops__seat {
    /* What the tree is walked by comes first, within one cache line. */
    uint64_t due, start, least_start;     /* of the next lead, of the subtree; while present */
    uint32_t left, right, parent, height; /* tree by `due` of the seats present */
    uint32_t start_rest, weight, mode, rep;
    int64_t credit;     /* while not present */
    uint64_t owed_from; /* owed clock when the absence began */
    uint64_t received;
} revops__seat;

/* Most credit that is kept, in either direction. */
#define REVOPS__MOST_CREDIT (INT64_C(1) << 61)

/* `seats` are the queue's own, from its first; `seat` is an index into them. */
void revops__turns_set(revops__turns *turns, revops__seat *seats, uint32_t seat, uint32_t mode,
                       uint32_t weight, uint32_t owed_limit);
uint32_t revops__turns_next(const revops__turns *turns, const revops__seat *seats);
void revops__turns_give(revops__turns *turns, revops__seat *seats, uint32_t seat);
void revops__turns_return(revops__turns *turns, revops__seat *seats, uint32_t seat);
int64_t revops__turns_credit(const revops__turns *turns, const revops__seat *seat, uint32_t owed_limit);
/* The instant before which a seat's start must lie for a lead to be due now. */
uint64_t revops__turns_limit(uint64_t clock, uint32_t rest, int64_t lag, uint32_t weight);
/* Takes stored turns over; 0 if they can't be. The tree is built anew. */
int revops__turns_restore(revops__turns *turns, revops__seat *seats);

/* ---- Arrays of router and state ---- */
static inline const void *revops__route_at(const revops_route *route, uint64_t offset)
{
    return (const unsigned char *)route + offset;
}
static inline const revops__rep *revops__route_reps(const revops_route *route)
{
    return revops__route_at(route, route->reps);
}
static inline const revops__queue *revops__route_queues(const revops_route *route)
{
    return revops__route_at(route, route->queues);
}
static inline const revops__member *revops__route_members(const revops_route *route)
{
    return revops__route_at(route, route->members);
}
static inline const revops_segment_rules *revops__route_territories(const revops_route *route)
{
    return revops__route_at(route, route->territories);
}
static inline revops__rep_state *revops__state_reps(revops_route_state *state)
{
    return (revops__rep_state *)(void *)(state + 1);
}
static inline revops__turns *revops__state_turns(revops_route_state *state)
{
    return (revops__turns *)(void *)(revops__state_reps(state) + state->rep_count);
}
static inline revops__seat *revops__state_seats(revops_route_state *state)
{
    return (revops__seat *)(void *)(revops__state_turns(state) + state->queue_count);
}

/* Index of an id, or NIL. */
uint32_t revops__route_find_rep(const revops_route *route, uint32_t rep);
uint32_t revops__route_find_queue(const revops_route *route, uint32_t queue);

/* Whether the state is this router's. */
int revops__route_fits(const revops_route *route, const revops_route_state *state);
/* Brings a representative's seats in line with what is known of them. */
void revops__route_settle(const revops_route *route, revops_route_state *state, uint32_t index);
/* Lets happen what falls due until an instant and a day that aren't before the state's. */
void revops__route_advance(const revops_route *route, revops_route_state *state, int64_t at_ms, int32_t day);
/* Checks a lead and moves the state's clock on to it. */
revops_status revops__route_begin(const revops_route *route, revops_route_state *state,
                                  const revops_route_lead *lead, int has_attributes, uint32_t *previous);

/* The queues that a lead asks in turn: the first by territory, then overflows, at last the fallback queue. */
typedef struct revops__route_walk {
    uint32_t queue, asked_queue, territory; /* indexes, NIL and REVOPS_SEGMENT_NO_RULE for none */
    uint32_t at_fallback;
} revops__route_walk;
revops__route_walk revops__route_first(const revops_route *route, const revops_segment_answer *match);
/* Moves on to the next queue; 0 when the fallback queue was asked. */
int revops__route_next(const revops_route *route, revops__route_walk *walk);
/* The seat of a representative in a queue, as an index into the queue's own, or NIL. */
uint32_t revops__route_seat(const revops_route *route, uint32_t rep, uint32_t queue);

#endif
