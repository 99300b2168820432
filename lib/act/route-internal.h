/* SPDX-License-Identifier: MIT */
/* The built router, the state, and what the parts of the module share.

   In front of the state's arrays lies a head with the marks of the router that it belongs to. Three chains keep what an event
   concerns short: the representatives who got leads today, those who are still growing, and the changes of absences in order. */
#ifndef REVOPS_LIB_ROUTE_INTERNAL_H
#define REVOPS_LIB_ROUTE_INTERNAL_H

#include <revops/route.h>

#include "core/params.h"
#include "judge/segment-internal.h"
#include "core/divide.h"

#define REVOPS__NIL        UINT32_MAX
#define REVOPS__ROUTE_MARK 0x74756f72u /* "rout", the first bytes of router and state */

/* The router: this head, then the arrays at offsets in bytes from its start. */
typedef struct revops__rep {
    uint32_t rep, max_open, max_per_day, ramp_days;
    int32_t start_day;
    uint32_t first_seat, seat_count; /* into `seats_of_reps`: indexes of members */
    uint32_t calendar;               /* 1 + index, 0 for none */
    uint32_t home;                   /* index of a queue, or NIL */
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

/* Working hours, and who has them. */
typedef struct revops__hours {
    uint64_t calendar;             /* offset of the copy */
    uint32_t first_rep, rep_count; /* into `reps_of_hours`: indexes of representatives */
} revops__hours;

struct revops_route {
    uint32_t mark, fingerprint;
    uint32_t rep_count, queue_count, member_count, change_count, hours_count;
    uint32_t fallback, owed_limit;
    revops_route_policy owner_away, owner_full, owner_left;
    uint32_t has_territories, most_seats; /* of one queue */
    uint64_t reps, queues, members, seats_of_reps, hours, reps_of_hours, changes, territories, size;
};

/* The state: this head, then reps, queues ("turns"), members ("seats") and hours in the router's order, and room to sort the
   seats of a queue in. */
struct revops_route_state {
    uint32_t mark, fingerprint;
    uint32_t rep_count, queue_count, member_count, hours_count, most_seats;
    int32_t day;
    int64_t at_ms;
    int64_t hours_ms; /* when working hours begin or end next */
    uint32_t next_change, today_first, growing_first;
    uint32_t has_begun; /* 1 from the first lead on: everybody was settled */
};

typedef struct revops__hours_state {
    int64_t next_ms; /* when they begin or end next */
    uint32_t is_open, reserved;
} revops__hours_state;

/* A seat and its deadline, to be sorted. */
typedef struct revops__sort_seat {
    uint64_t due;
    uint64_t seat;
} revops__sort_seat;

enum { /* bits of revops__rep_state.status */
       REVOPS__NOT_STARTED = 1,
       REVOPS__TIME_OFF = 2,
       REVOPS__ABSENT = 4,
       REVOPS__FULL = 8,
       REVOPS__FULL_TODAY = 16,
       REVOPS__OFF_HOURS = 32,
       REVOPS__LEFT = 64,
       REVOPS__UNSETTLED = 256 /* nothing is known yet */
};

typedef struct revops__rep_state {
    uint32_t rep, open, today, today_next, growing_next;
    uint32_t absent, time_off; /* absences that last */
    uint32_t percent, status;
    uint32_t left; /* has left: 1 */
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

enum revops__seat_mode { REVOPS__SEAT_OUT, REVOPS__SEAT_PRESENT, REVOPS__SEAT_OWED };

typedef struct revops__turns {
    uint64_t clock; /* wraps around; only differences count */
    int64_t lag;    /* sum of the credits of the seats present */
    uint64_t owed;  /* clock of those who keep their claim while absent, 2^32 a lead */
    uint32_t clock_rest, owed_rest;
    uint32_t weight, owed_weight; /* of the seats present, of those absent with a claim */
    uint32_t root, present;
    uint32_t queue, first_seat, seat_count;
    uint32_t changing; /* seats about to change, while many do */
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
/* The same as revops__turns_set() but for the tree, which is left as it is until revops__turns_plant(). */
void revops__turns_set_unplanted(revops__turns *turns, revops__seat *seats, uint32_t seat, uint32_t mode,
                                 uint32_t weight, uint32_t owed_limit);
/* Builds the tree of the seats present; `room` is for two rows of each seat. */
void revops__turns_plant(revops__turns *turns, revops__seat *seats, revops__sort_seat *room);
/* Whether stored turns are ones that there can be. */
int revops__turns_are_valid(const revops__turns *turns, const revops__seat *seats);

/* Rounds down; `b` is positive. */
static inline int64_t revops__turns_divide(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

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
static inline const revops_segment *revops__route_territories(const revops_route *route)
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

static inline const revops__hours *revops__route_hours(const revops_route *route)
{
    return revops__route_at(route, route->hours);
}
static inline revops__hours_state *revops__state_hours(revops_route_state *state)
{
    return (revops__hours_state *)(void *)(revops__state_seats(state) + state->member_count);
}
static inline revops__sort_seat *revops__state_room(revops_route_state *state)
{
    return (revops__sort_seat *)(void *)(revops__state_hours(state) + state->hours_count);
}

/* Bytes of a state with so many parts. */
uint64_t revops__state_size(uint32_t rep_count, uint32_t queue_count, uint32_t member_count,
                            uint32_t hours_count, uint32_t most_seats);

/* Index of an id, or NIL. */
uint32_t revops__route_find_rep(const revops_route *route, uint32_t rep);
uint32_t revops__route_find_queue(const revops_route *route, uint32_t queue);

/* Whether the state is this router's. */
int revops__route_fits(const revops_route *route, const revops_route_state *state);
/* Brings a representative's seats in line with what is known of them. */
void revops__route_settle(const revops_route *route, revops_route_state *state, uint32_t index);
/* The same for all representatives, or for those of a list of indexes, in one go. */
void revops__route_settle_many(const revops_route *route, revops_route_state *state, const uint32_t *indexes,
                               uint32_t count);
/* Lets happen what falls due until an instant and a day that aren't before the state's. */
void revops__route_advance(const revops_route *route, revops_route_state *state, int64_t at_ms, int32_t day);
/* Counts absences up to an instant, and reads the calendars there; settles nobody. */
void revops__route_catch_up(const revops_route *route, revops_route_state *state, int64_t at_ms);

/* A lead that was checked: whose it was, whose it would be, and what is known of that. */
typedef struct revops__route_asked {
    uint32_t previous, owner; /* indexes or NIL */
    uint32_t flags;
    int to_owner;  /* it is the owner's */
    uint32_t home; /* else the home queue of the owner, if colleagues are to get it, or NIL */
    const revops_segment_answer *match; /* of the territories, where it is known already; else NULL */
} revops__route_asked;
/* Checks a lead and moves the state's clock on to it. */
revops_status revops__route_begin(const revops_route *route, revops_route_state *state,
                                  const revops_route_lead *lead, revops__route_asked *asked);

/* The queues that a lead asks in turn: the first by territory, then overflows, at last the fallback queue. */
typedef struct revops__route_walk {
    uint32_t queue, asked_queue, territory; /* indexes, NIL and REVOPS_SEGMENT_NO_RULE for none */
    int at_fallback;
    int is_ruled; /* a territory could have matched */
} revops__route_walk;
revops__route_walk revops__route_first(const revops_route *route, const revops__route_asked *asked,
                                       const int64_t *row, const revops_texts *const *texts);
/* Moves on to the next queue; 0 when the fallback queue was asked. */
int revops__route_next(const revops_route *route, revops__route_walk *walk);
/* The seat of a representative in a queue, as an index into the queue's own, or NIL. */
uint32_t revops__route_seat(const revops_route *route, uint32_t rep, uint32_t queue);

#endif
