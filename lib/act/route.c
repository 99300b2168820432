/* SPDX-License-Identifier: MIT */
/* Assigning and releasing leads. */
#include "act/route-internal.h"

static void count_lead(const revops_route *route, revops_route_state *state, uint32_t index)
{
    revops__rep_state *rep = &revops__state_reps(state)[index];
    rep->open += rep->open < UINT32_MAX;
    if (rep->today == 0) {
        rep->today_next = state->today_first;
        state->today_first = index;
    }
    rep->today += rep->today < UINT32_MAX;
    revops__route_settle(route, state, index);
}

uint32_t revops__route_seat(const revops_route *route, uint32_t rep, uint32_t queue)
{
    const revops__rep *own = &revops__route_reps(route)[rep];
    const uint32_t *seats = revops__route_at(route, route->seats_of_reps);
    uint32_t low = 0, high = own->seat_count; /* seats come in the order of queues */
    const revops__queue *row = &revops__route_queues(route)[queue];
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (seats[own->first_seat + middle] < row->first_member) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == own->seat_count || seats[own->first_seat + low] >= row->first_member + row->member_count) {
        return REVOPS__NIL;
    }
    return seats[own->first_seat + low] - row->first_member;
}

revops__route_walk revops__route_first(const revops_route *route, const revops_segment_answer *match)
{
    revops__route_walk walk = {match->outcome, match->outcome, match->rule,
                               match->outcome == route->fallback};
    return walk;
}

int revops__route_next(const revops_route *route, revops__route_walk *walk)
{
    if (walk->at_fallback) {
        return 0;
    }
    uint32_t overflow = revops__route_queues(route)[walk->queue].overflow;
    walk->queue = overflow == REVOPS__NIL ? route->fallback : overflow;
    walk->at_fallback = walk->queue == route->fallback;
    return 1;
}

revops_status revops__route_begin(const revops_route *route, revops_route_state *state,
                                  const revops_route_lead *lead, int has_attributes, uint32_t *previous)
{
    if (!revops__route_fits(route, state) || !lead || (route->has_territories && !has_attributes)) {
        return REVOPS_ERR_ARG;
    }
    if (lead->reserved) {
        return REVOPS_ERR_NEWER;
    }
    *previous = lead->previous == REVOPS_NONE ? REVOPS__NIL : revops__route_find_rep(route, lead->previous);
    if (lead->previous != REVOPS_NONE && *previous == REVOPS__NIL) {
        return REVOPS_ERR_ARG;
    }
    if (lead->at_ms < state->at_ms || lead->day < state->day) {
        return REVOPS_ERR_LATE;
    }
    revops__route_advance(route, state, lead->at_ms, lead->day);
    return REVOPS_OK;
}

/* The seat that gets a lead in a queue, or NIL; who had the lead before takes no part. */
static uint32_t take_turn(const revops_route *route, revops_route_state *state, uint32_t queue,
                          uint32_t previous, revops_route_assignment *out)
{
    revops__turns *turns = &revops__state_turns(state)[queue];
    revops__seat *seats = revops__state_seats(state) + turns->first_seat;
    uint32_t had = previous == REVOPS__NIL ? REVOPS__NIL : revops__route_seat(route, previous, queue);
    int held = had != REVOPS__NIL && seats[had].mode == REVOPS__SEAT_PRESENT;
    if (held) {
        revops__turns_set(turns, seats, had, REVOPS__SEAT_OUT, seats[had].weight, route->owed_limit);
    }
    out->passed_over += turns->seat_count - turns->present;
    uint32_t seat = revops__turns_next(turns, seats);
    if (seat != REVOPS__NIL) {
        revops__turns_give(turns, seats, seat);
    }
    if (held) {
        revops__turns_set(turns, seats, had, REVOPS__SEAT_PRESENT, seats[had].weight, route->owed_limit);
    }
    return seat;
}

static void give_to_owner(const revops_route *route, revops_route_state *state, uint32_t owner,
                          revops_route_assignment *out)
{
    uint32_t status = revops__state_reps(state)[owner].status;
    out->reason = REVOPS_ROUTE_BY_OWNER;
    out->flags |=
        (status & (REVOPS__NOT_STARTED | REVOPS__TIME_OFF | REVOPS__ABSENT) ? REVOPS_ROUTE_OWNER_AWAY : 0u) |
        (status & (REVOPS__FULL | REVOPS__FULL_TODAY) ? REVOPS_ROUTE_OWNER_FULL : 0u);
    out->owner = revops__route_reps(route)[owner].rep;
    count_lead(route, state, owner);
}

/* `attributes` or, for a batch, row `index` of `columns`. */
static revops_status assign(const revops_route *route, revops_route_state *state,
                            const revops_route_lead *lead, const int64_t *attributes,
                            const int64_t *const *columns, size_t index, revops_route_assignment *out)
{
    uint32_t previous;
    revops_status status = revops__route_begin(route, state, lead, attributes || columns, &previous);
    if (status != REVOPS_OK) {
        return status;
    }
    revops_route_assignment own = {0};
    own.territory = REVOPS_SEGMENT_NO_RULE;
    if (previous != REVOPS__NIL) {
        revops__rep_state *rep = &revops__state_reps(state)[previous];
        rep->open -= rep->open > 0;
        own.flags |= REVOPS_ROUTE_REASSIGNED;
        revops__route_settle(route, state, previous);
    }
    if (lead->owner != REVOPS_NONE && lead->owner != lead->previous) {
        uint32_t owner = revops__route_find_rep(route, lead->owner);
        if (owner != REVOPS__NIL) {
            give_to_owner(route, state, owner, &own);
            *out = own;
            return REVOPS_OK;
        }
        own.flags |= REVOPS_ROUTE_OWNER_UNKNOWN;
    }
    revops_segment_answer match = {route->fallback, REVOPS_SEGMENT_NO_RULE, 0};
    if (route->has_territories) {
        match = revops__segment_first(revops__route_territories(route), attributes, columns, index);
    }
    int ruled = route->has_territories && revops__route_territories(route)->rule_count > 0;
    own.flags |= ruled && match.rule == REVOPS_SEGMENT_NO_RULE ? REVOPS_ROUTE_NO_TERRITORY : 0u;
    revops__route_walk walk = revops__route_first(route, &match);
    uint32_t seat;
    do {
        seat = take_turn(route, state, walk.queue, previous, &own);
    } while (seat == REVOPS__NIL && revops__route_next(route, &walk));
    const revops__queue *queues = revops__route_queues(route);
    own.queue = queues[walk.queue].queue;
    own.asked_queue = queues[walk.asked_queue].queue;
    own.territory = walk.territory;
    if (seat == REVOPS__NIL) {
        own.reason = REVOPS_ROUTE_HELD;
    } else {
        int moved = walk.queue != walk.asked_queue;
        own.reason = walk.at_fallback && (moved || ruled) ? REVOPS_ROUTE_BY_FALLBACK
                     : moved                              ? REVOPS_ROUTE_BY_OVERFLOW
                                                          : REVOPS_ROUTE_BY_TURN;
        uint32_t rep = revops__route_members(route)[queues[walk.queue].first_member + seat].rep;
        own.owner = revops__route_reps(route)[rep].rep;
        count_lead(route, state, rep);
    }
    *out = own;
    return REVOPS_OK;
}

revops_status revops_route_assign(const revops_route *route, revops_route_state *state,
                                  const revops_route_lead *lead, const int64_t *attributes,
                                  revops_route_assignment *out)
{
    return out ? assign(route, state, lead, attributes, NULL, 0, out) : REVOPS_ERR_ARG;
}

revops_status revops_route_assign_batch(const revops_route *route, revops_route_state *state,
                                        const revops_route_lead *leads, const int64_t *const *columns,
                                        size_t count, revops_route_assignment *out, size_t *done)
{
    revops_status status = count && (!leads || !out) ? REVOPS_ERR_ARG : REVOPS_OK;
    size_t i = 0;
    for (; status == REVOPS_OK && i < count; i += status == REVOPS_OK) {
        status = assign(route, state, &leads[i], NULL, columns, i, &out[i]);
    }
    if (done) {
        *done = i;
    }
    return status;
}

/* ---- What the host tells ---- */

revops_status revops_route_release(const revops_route *route, revops_route_state *state, uint32_t rep,
                                   uint32_t queue, uint32_t turn)
{
    if (!revops__route_fits(route, state) || turn > REVOPS_ROUTE_RETURN_TURN) {
        return REVOPS_ERR_ARG;
    }
    uint32_t index = revops__route_find_rep(route, rep), at = revops__route_find_queue(route, queue);
    if (index == REVOPS__NIL || (queue != REVOPS_NONE && at == REVOPS__NIL)) {
        return REVOPS_ERR_ARG;
    }
    revops__rep_state *own = &revops__state_reps(state)[index];
    uint32_t seat = at == REVOPS__NIL ? REVOPS__NIL : revops__route_seat(route, index, at);
    revops__turns *turns = at == REVOPS__NIL ? NULL : &revops__state_turns(state)[at];
    revops__seat *seats = turns ? revops__state_seats(state) + turns->first_seat : NULL;
    if (turn == REVOPS_ROUTE_RETURN_TURN && (seat == REVOPS__NIL || seats[seat].received == 0)) {
        return REVOPS_ERR_ARG;
    }
    if (own->open == 0) {
        return REVOPS_ERR_REFUSED;
    }
    own->open--;
    if (turn == REVOPS_ROUTE_RETURN_TURN) {
        revops__turns_return(turns, seats, seat);
    }
    revops__route_settle(route, state, index);
    return REVOPS_OK;
}

revops_status revops_route_set_open(const revops_route *route, revops_route_state *state, uint32_t rep,
                                    uint32_t open)
{
    uint32_t index = revops__route_fits(route, state) ? revops__route_find_rep(route, rep) : REVOPS__NIL;
    if (index == REVOPS__NIL) {
        return REVOPS_ERR_ARG;
    }
    revops__state_reps(state)[index].open = open;
    revops__route_settle(route, state, index);
    return REVOPS_OK;
}
