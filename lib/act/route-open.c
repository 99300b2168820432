/* SPDX-License-Identifier: MIT */
/* Opens the stored bytes of a state.

   Stored bytes are used only after these checks: sizes and order of the parts, ascending ids, every number in its
   range, and clocks, starts and credits within the limits of any team, so that no sum of them overflows. Everything
   that can be derived (chains, trees, statuses, working hours) is computed again. */
#include <string.h>

#include "act/route-internal.h"

/* The parts of stored bytes. */
typedef struct open_parts {
    const revops_route_state *head;
    const revops__rep_state *reps;
    const revops__turns *turns;
    const revops__seat *seats;
} open_parts;

static int open_part(const void *stored, size_t stored_size, open_parts *parts)
{
    const revops_route_state *head = stored;
    if (stored_size < sizeof *head || head->mark != REVOPS__ROUTE_MARK || head->has_begun > 1 ||
        head->rep_count > REVOPS_ROUTE_ROWS_MAX || head->queue_count > REVOPS_ROUTE_ROWS_MAX ||
        head->member_count > REVOPS_ROUTE_ROWS_MAX || head->hours_count > REVOPS_ROUTE_CALENDARS_MAX ||
        head->most_seats > head->member_count ||
        stored_size != revops__state_size(head->rep_count, head->queue_count, head->member_count,
                                          head->hours_count, head->most_seats)) {
        return 0;
    }
    parts->head = head;
    parts->reps = (const revops__rep_state *)(const void *)(head + 1);
    parts->turns = (const revops__turns *)(const void *)(parts->reps + head->rep_count);
    parts->seats = (const revops__seat *)(const void *)(parts->turns + head->queue_count);
    return 1;
}

static int open_reps_are_valid(const open_parts *parts)
{
    for (uint32_t i = 0; i < parts->head->rep_count; i++) {
        const revops__rep_state *rep = &parts->reps[i];
        if (rep->rep == REVOPS_NONE || (i > 0 && rep->rep <= rep[-1].rep) || rep->left > 1 ||
            rep->percent > 100) {
            return 0;
        }
    }
    return 1;
}

/* Queues follow each other, and so do their seats; all of them are some queue's. */
static int open_turns_are_valid(const open_parts *parts)
{
    uint32_t next = 0;
    for (uint32_t i = 0; i < parts->head->queue_count; i++) {
        const revops__turns *turns = &parts->turns[i];
        if (turns->queue == REVOPS_NONE || (i > 0 && turns->queue <= turns[-1].queue) ||
            turns->first_seat != next || turns->seat_count > parts->head->member_count - next ||
            turns->seat_count > parts->head->most_seats ||
            !revops__turns_are_valid(turns, parts->seats + turns->first_seat)) {
            return 0;
        }
        next += turns->seat_count;
    }
    return next == parts->head->member_count;
}

static revops_status open_verify(const void *stored, size_t stored_size, open_parts *parts)
{
    if (!stored) {
        return REVOPS_ERR_ARG;
    }
    if ((uintptr_t)stored % REVOPS_ALIGNMENT) {
        return REVOPS_ERR_ALIGN;
    }
    return open_part(stored, stored_size, parts) && open_reps_are_valid(parts) && open_turns_are_valid(parts)
               ? REVOPS_OK
               : REVOPS_ERR_CORRUPT;
}

revops_status revops_route_verify(const void *stored, size_t stored_size)
{
    open_parts parts;
    return open_verify(stored, stored_size, &parts);
}

/* Whether a stored queue has the same members in the same order as a router's. */
static int open_is_same(const revops__turns *old, const revops__seat *old_seats, const revops__turns *turns,
                        const revops__seat *seats)
{
    if (old->seat_count != turns->seat_count) {
        return 0;
    }
    for (uint32_t i = 0; i < old->seat_count; i++) {
        if (old_seats[i].rep != seats[i].rep) {
            return 0;
        }
    }
    return 1;
}

static void open_queue(const revops_route *route, revops_route_state *state, uint32_t queue,
                       const revops__turns *old, const revops__seat *old_seats)
{
    revops__turns *turns = &revops__state_turns(state)[queue];
    revops__seat *seats = revops__state_seats(state) + turns->first_seat;
    if (open_is_same(old, old_seats, turns, seats)) {
        uint32_t first = turns->first_seat;
        *turns = *old;
        turns->first_seat = first;
        if (turns->seat_count) {
            memcpy(seats, old_seats, turns->seat_count * sizeof *seats);
        }
        revops__turns_plant(turns, seats, revops__state_room(state));
        return;
    }
    for (uint32_t i = 0; i < old->seat_count; i++) {
        uint32_t rep = revops__route_find_rep(route, old_seats[i].rep);
        uint32_t seat = rep == REVOPS__NIL ? REVOPS__NIL : revops__route_seat(route, rep, queue);
        if (seat != REVOPS__NIL) {
            seats[seat].credit = revops__turns_credit(old, &old_seats[i], route->owed_limit);
            seats[seat].received = old_seats[i].received;
        }
    }
}

revops_status revops_route_state_open(const revops_route *route, const void *stored, size_t stored_size,
                                      void *memory, size_t memory_size, size_t *needed,
                                      revops_route_state **out)
{
    open_parts old;
    revops_route_state *state;
    if (!route) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = open_verify(stored, stored_size, &old);
    if (status == REVOPS_OK) {
        status = revops_route_state_init(route, memory, memory_size, needed, out ? &state : NULL);
    }
    if (status != REVOPS_OK) {
        return status;
    }
    for (uint32_t i = 0; i < old.head->queue_count; i++) {
        uint32_t queue = revops__route_find_queue(route, old.turns[i].queue);
        if (queue != REVOPS__NIL) {
            open_queue(route, state, queue, &old.turns[i], old.seats + old.turns[i].first_seat);
        }
    }
    for (uint32_t i = 0; i < old.head->rep_count; i++) {
        uint32_t index = revops__route_find_rep(route, old.reps[i].rep);
        if (index == REVOPS__NIL) {
            continue;
        }
        revops__rep_state *rep = &revops__state_reps(state)[index];
        rep->open = old.reps[i].open;
        rep->today = old.reps[i].today;
        rep->left = old.reps[i].left;
        if (rep->today > 0) {
            rep->today_next = state->today_first;
            state->today_first = index;
        }
    }
    if (old.head->has_begun) {
        state->has_begun = 1;
        revops__route_catch_up(route, state, old.head->at_ms);
        state->day = old.head->day;
        revops__route_settle_many(route, state, NULL, route->rep_count);
    }
    *out = state;
    return REVOPS_OK;
}
