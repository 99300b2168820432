/* SPDX-License-Identifier: MIT */
/* The router's state: who is available, starting, going on from stored bytes. */
#include <string.h>

#include "act/route-internal.h"

int revops__route_fits(const revops_route *route, const revops_route_state *state)
{
    return route && state && route->mark == REVOPS__ROUTE_MARK && state->mark == REVOPS__ROUTE_MARK &&
           state->fingerprint == route->fingerprint && state->rep_count == route->rep_count &&
           state->queue_count == route->queue_count && state->member_count == route->member_count;
}

/* ---- Availability ---- */

/* Hundredths of full weight and capacity on a day since the start. */
static uint32_t percent_of(const revops__rep *rep, int32_t day)
{
    if (day < rep->start_day || rep->ramp_days <= 1) {
        return 100;
    }
    int64_t worked = (int64_t)day - rep->start_day + 1, percent = worked * 100 / rep->ramp_days;
    return percent > 100 ? 100 : percent < 1 ? 1 : (uint32_t)percent;
}

static int is_full(uint32_t count, uint32_t most, uint32_t percent)
{
    return most > 0 && count >= ((uint64_t)most * percent + 99) / 100;
}

void revops__route_settle(const revops_route *route, revops_route_state *state, uint32_t index)
{
    const revops__rep *rep = &revops__route_reps(route)[index];
    revops__rep_state *own = &revops__state_reps(state)[index];
    uint32_t percent = percent_of(rep, state->day);
    uint32_t status = (state->day < rep->start_day ? REVOPS__NOT_STARTED : 0u) |
                      (own->time_off ? REVOPS__TIME_OFF : 0u) | (own->absent ? REVOPS__ABSENT : 0u) |
                      (is_full(own->open, rep->max_open, percent) ? REVOPS__FULL : 0u) |
                      (is_full(own->today, rep->max_per_day, percent) ? REVOPS__FULL_TODAY : 0u);
    if (status == own->status && percent == own->percent) {
        return;
    }
    own->status = status;
    own->percent = percent;
    uint32_t mode = status == 0                ? REVOPS__SEAT_PRESENT
                    : status == REVOPS__ABSENT ? REVOPS__SEAT_OWED
                                               : REVOPS__SEAT_OUT;
    const uint32_t *seats = revops__route_at(route, route->seats_of_reps);
    for (uint32_t i = 0; i < rep->seat_count; i++) {
        const revops__member *member = &revops__route_members(route)[seats[rep->first_seat + i]];
        revops__turns *turns = &revops__state_turns(state)[member->queue];
        revops__seat *first = revops__state_seats(state) + turns->first_seat;
        uint32_t seat = seats[rep->first_seat + i] - turns->first_seat;
        if (first[seat].mode != mode || (mode && first[seat].weight != member->weight * percent)) {
            revops__turns_set(turns, first, seat, mode, member->weight * percent, route->owed_limit);
        }
    }
}

static void begin_day(const revops_route *route, revops_route_state *state, int32_t day)
{
    revops__rep_state *reps = revops__state_reps(state);
    state->day = day;
    for (uint32_t i = state->today_first; i != REVOPS__NIL;) {
        uint32_t next = reps[i].today_next;
        reps[i].today = 0;
        reps[i].today_next = REVOPS__NIL;
        revops__route_settle(route, state, i);
        i = next;
    }
    state->today_first = REVOPS__NIL;
    /* Newcomers, until they are at full weight. */
    uint32_t *link = &state->growing_first;
    while (*link != REVOPS__NIL) {
        uint32_t i = *link;
        revops__route_settle(route, state, i);
        if (reps[i].percent == 100 && !(reps[i].status & REVOPS__NOT_STARTED)) {
            *link = reps[i].growing_next;
            reps[i].growing_next = REVOPS__NIL;
        } else {
            link = &reps[i].growing_next;
        }
    }
}

static void count_change(revops_route_state *state, const revops__change *change)
{
    revops__rep_state *rep = &revops__state_reps(state)[change->rep];
    uint32_t *count = change->kind == REVOPS_ROUTE_TIME_OFF ? &rep->time_off : &rep->absent;
    if (change->step > 0) {
        ++*count;
    } else {
        --*count;
    }
}

void revops__route_advance(const revops_route *route, revops_route_state *state, int64_t at_ms, int32_t day)
{
    const revops__change *changes = revops__route_at(route, route->changes);
    if (day > state->day) {
        begin_day(route, state, day);
    }
    for (; state->next_change < route->change_count && changes[state->next_change].at_ms <= at_ms;
         state->next_change++) {
        count_change(state, &changes[state->next_change]);
        revops__route_settle(route, state, changes[state->next_change].rep);
    }
    state->at_ms = at_ms;
}

/* ---- Starting ---- */

size_t revops_route_state_size(const revops_route *route)
{
    return route ? sizeof(revops_route_state) + route->rep_count * sizeof(revops__rep_state) +
                       route->queue_count * sizeof(revops__turns) + route->member_count * sizeof(revops__seat)
                 : 0;
}

revops_status revops_route_state_init(const revops_route *route, void *memory, size_t memory_size,
                                      revops_route_state **out)
{
    if (!route || !memory || !out) {
        return REVOPS_ERR_ARG;
    }
    if (memory_size < revops_route_state_size(route)) {
        return REVOPS_ERR_NOSPACE;
    }
    if ((uintptr_t)memory % 16) {
        return REVOPS_ERR_ALIGN;
    }
    revops_route_state *state = memory;
    memset(memory, 0, revops_route_state_size(route));
    state->mark = REVOPS__ROUTE_MARK;
    state->fingerprint = route->fingerprint;
    state->rep_count = route->rep_count;
    state->queue_count = route->queue_count;
    state->member_count = route->member_count;
    state->day = INT32_MIN;
    state->at_ms = INT64_MIN;
    state->today_first = state->growing_first = REVOPS__NIL;
    for (uint32_t i = 0; i < route->queue_count; i++) {
        const revops__queue *queue = &revops__route_queues(route)[i];
        revops__turns *turns = &revops__state_turns(state)[i];
        turns->queue = queue->queue;
        turns->root = REVOPS__NIL;
        turns->first_seat = queue->first_member;
        turns->seat_count = queue->member_count;
    }
    for (uint32_t i = 0; i < route->member_count; i++) {
        const revops__member *member = &revops__route_members(route)[i];
        revops__state_seats(state)[i].weight = member->weight;
        revops__state_seats(state)[i].rep = revops__route_reps(route)[member->rep].rep;
    }
    for (uint32_t i = route->rep_count; i-- > 0;) {
        revops__rep_state *rep = &revops__state_reps(state)[i];
        rep->rep = revops__route_reps(route)[i].rep;
        rep->status = REVOPS__UNSETTLED;
        rep->today_next = REVOPS__NIL;
        rep->growing_next = state->growing_first; /* until the first day says otherwise */
        state->growing_first = i;
    }
    *out = state;
    return REVOPS_OK;
}

/* ---- Going on from stored bytes ---- */

/* Whether a stored queue has the same members in the same order as a router's. */
static int same_members(const revops__turns *old, const revops__seat *old_seats,
                        const revops__turns *new_turns, const revops__seat *new_seats)
{
    if (old->seat_count != new_turns->seat_count) {
        return 0;
    }
    for (uint32_t i = 0; i < old->seat_count; i++) {
        if (old_seats[old->first_seat + i].rep != new_seats[new_turns->first_seat + i].rep) {
            return 0;
        }
    }
    return 1;
}

static int carry_queue(const revops_route *route, revops_route_state *state, uint32_t queue,
                       const revops__turns *old, const revops__seat *old_seats)
{
    revops__turns *turns = &revops__state_turns(state)[queue];
    revops__seat *seats = revops__state_seats(state);
    if (same_members(old, old_seats, turns, seats)) {
        uint32_t first = turns->first_seat;
        *turns = *old;
        turns->first_seat = first;
        if (turns->seat_count) {
            memcpy(seats + first, old_seats + old->first_seat, turns->seat_count * sizeof *seats);
        }
        return revops__turns_restore(turns, seats + first);
    }
    for (uint32_t i = 0; i < old->seat_count; i++) {
        const revops__seat *from = &old_seats[old->first_seat + i];
        if (from->mode > REVOPS__SEAT_OWED || from->weight < 1 || from->weight > 100 * REVOPS_ROUTE_WEIGHT ||
            (from->mode == REVOPS__SEAT_PRESENT && old->weight < from->weight) ||
            from->credit > REVOPS__MOST_CREDIT || from->credit < -REVOPS__MOST_CREDIT) {
            return 0;
        }
        uint32_t rep = revops__route_find_rep(route, from->rep);
        uint32_t seat = rep == REVOPS__NIL ? REVOPS__NIL : revops__route_seat(route, rep, queue);
        int64_t credit = revops__turns_credit(old, from, route->owed_limit);
        if (credit > REVOPS__MOST_CREDIT || credit < -REVOPS__MOST_CREDIT) {
            return 0;
        }
        if (seat != REVOPS__NIL) {
            seats[turns->first_seat + seat].credit = credit;
            seats[turns->first_seat + seat].received = from->received;
        }
    }
    return 1;
}

revops_status revops_route_state_restore(const revops_route *route, const void *stored, size_t stored_size,
                                         void *memory, size_t memory_size, revops_route_state **out)
{
    if (!stored || !out) {
        return REVOPS_ERR_ARG;
    }
    if ((uintptr_t)stored % 8) {
        return REVOPS_ERR_ALIGN;
    }
    const revops_route_state *old = stored;
    if (stored_size < sizeof *old || old->mark != REVOPS__ROUTE_MARK || old->rep_count > REVOPS_ROUTE_ROWS ||
        old->queue_count > REVOPS_ROUTE_ROWS || old->member_count > REVOPS_ROUTE_ROWS ||
        stored_size != sizeof *old + old->rep_count * sizeof(revops__rep_state) +
                           old->queue_count * sizeof(revops__turns) +
                           old->member_count * sizeof(revops__seat)) {
        return REVOPS_ERR_CORRUPT;
    }
    const revops__rep_state *old_reps = (const revops__rep_state *)(const void *)(old + 1);
    const revops__turns *old_turns = (const revops__turns *)(const void *)(old_reps + old->rep_count);
    const revops__seat *old_seats = (const revops__seat *)(const void *)(old_turns + old->queue_count);
    revops_route_state *state;
    revops_status status = revops_route_state_init(route, memory, memory_size, &state);
    if (status != REVOPS_OK) {
        return status;
    }
    for (uint32_t i = 0; i < old->queue_count; i++) {
        uint32_t queue = revops__route_find_queue(route, old_turns[i].queue);
        if (old_turns[i].first_seat > old->member_count ||
            old_turns[i].seat_count > old->member_count - old_turns[i].first_seat ||
            (i > 0 && old_turns[i].queue <= old_turns[i - 1].queue) ||
            (queue != REVOPS__NIL && !carry_queue(route, state, queue, &old_turns[i], old_seats))) {
            return REVOPS_ERR_CORRUPT;
        }
    }
    const revops__change *changes = revops__route_at(route, route->changes);
    for (; state->next_change < route->change_count && changes[state->next_change].at_ms <= old->at_ms;
         state->next_change++) {
        count_change(state, &changes[state->next_change]);
    }
    state->at_ms = old->at_ms;
    state->day = old->day;
    for (uint32_t i = 0; i < old->rep_count; i++) {
        uint32_t index = revops__route_find_rep(route, old_reps[i].rep);
        if (i > 0 && old_reps[i].rep <= old_reps[i - 1].rep) {
            return REVOPS_ERR_CORRUPT;
        }
        if (index != REVOPS__NIL) {
            revops__rep_state *rep = &revops__state_reps(state)[index];
            rep->open = old_reps[i].open;
            rep->today = old_reps[i].today;
            if (rep->today > 0) {
                rep->today_next = state->today_first;
                state->today_first = index;
            }
        }
    }
    if (state->day > INT32_MIN) {
        for (uint32_t i = 0; i < route->rep_count; i++) {
            revops__route_settle(route, state, i);
        }
    }
    *out = state;
    return REVOPS_OK;
}
