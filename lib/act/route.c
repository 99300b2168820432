/* SPDX-License-Identifier: MIT */
/* Assigning and releasing leads.

   One lead takes: the state's clock moved on, the owner's claim, the territory, and turns in one queue after the other. */
#include "act/route-internal.h"

static void route_count_lead(const revops_route *route, revops_route_state *state, uint32_t index)
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

revops__route_walk revops__route_first(const revops_route *route, const revops__route_asked *asked,
                                       const int64_t *row, const revops_texts *const *texts)
{
    revops__route_walk walk = {route->fallback, route->fallback, REVOPS_SEGMENT_NO_RULE, 1, 0};
    if (asked->home != REVOPS__NIL) {
        walk.queue = asked->home;
        walk.is_ruled = 1;
    } else if (route->has_territories) {
        const revops_segment *territories = revops__route_territories(route);
        revops_segment_answer match =
            asked->match ? *asked->match : revops__segment_first(territories, row, texts);
        walk.queue = match.outcome;
        walk.territory = match.rule;
        walk.is_ruled = territories->rule_count > 0;
    }
    walk.asked_queue = walk.queue;
    walk.at_fallback = walk.queue == route->fallback;
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

static int route_has_left(const revops_route_state *state, uint32_t index)
{
    const revops__rep_state *reps = (const revops__rep_state *)(const void *)(state + 1);
    return index != REVOPS__NIL && (reps[index].status & REVOPS__LEFT) != 0;
}

/* Who gets a lead that has an owner (RT5, RT6). */
static void route_ask_owner(const revops_route *route, const revops_route_state *state, uint32_t id,
                            revops__route_asked *asked)
{
    const revops__rep_state *reps = (const revops__rep_state *)(const void *)(state + 1);
    asked->owner = revops__route_find_rep(route, id);
    if (asked->owner == REVOPS__NIL) {
        asked->flags |= REVOPS_ROUTE_OWNER_UNKNOWN;
        return;
    }
    uint32_t status = reps[asked->owner].status;
    revops_route_policy policy = REVOPS_ROUTE_TO_OWNER;
    if (status & (REVOPS__FULL | REVOPS__FULL_TODAY)) {
        asked->flags |= REVOPS_ROUTE_OWNER_FULL;
        policy = route->owner_full;
    }
    if (status & (REVOPS__NOT_STARTED | REVOPS__TIME_OFF | REVOPS__ABSENT | REVOPS__OFF_HOURS)) {
        asked->flags |= REVOPS_ROUTE_OWNER_AWAY;
        policy = route->owner_away;
    }
    if (status & REVOPS__LEFT) {
        asked->flags |= REVOPS_ROUTE_OWNER_LEFT;
        policy = route->owner_left;
    }
    switch ((enum revops_route_policies)policy) {
    case REVOPS_ROUTE_TO_OWNER:
        asked->to_owner = 1;
        break;
    case REVOPS_ROUTE_TO_COLLEAGUE:
        asked->home = revops__route_reps(route)[asked->owner].home;
        break;
    case REVOPS_ROUTE_TO_QUEUE:
        break;
    }
}

revops_status revops__route_begin(const revops_route *route, revops_route_state *state,
                                  const revops_route_lead *lead, revops__route_asked *asked)
{
    if (!lead) {
        return REVOPS_ERR_ARG;
    }
    if (lead->reserved) {
        return REVOPS_ERR_NEWER;
    }
    if (lead->at_ms < state->at_ms || lead->day < state->day) {
        return REVOPS_ERR_LATE;
    }
    *asked = (revops__route_asked){REVOPS__NIL, REVOPS__NIL, 0, 0, REVOPS__NIL, NULL};
    if (lead->previous != REVOPS_NONE) {
        asked->previous = revops__route_find_rep(route, lead->previous);
        asked->flags = asked->previous == REVOPS__NIL
                           ? REVOPS_ROUTE_REASSIGNED | REVOPS_ROUTE_PREVIOUS_UNKNOWN
                           : REVOPS_ROUTE_REASSIGNED;
    }
    if (!state->has_begun || lead->at_ms != state->at_ms || lead->day != state->day) {
        revops__route_advance(route, state, lead->at_ms, lead->day);
    }
    /* Whose deadline it was has no claim to the lead; who has left hands it on by the policy for leavers. */
    if (lead->owner != REVOPS_NONE &&
        (lead->owner != lead->previous || route_has_left(state, asked->previous))) {
        route_ask_owner(route, state, lead->owner, asked);
    }
    return REVOPS_OK;
}

/* The seat that gets a lead in a queue, or NIL; who had the lead before takes no part. */
static uint32_t route_take_turn(const revops_route *route, revops_route_state *state, uint32_t queue,
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

/* How a seat that was found came to its turn. */
static revops_route_reason route_reason(const revops__route_walk *walk, const revops__route_asked *asked)
{
    int moved = walk->queue != walk->asked_queue;
    return !moved && asked->home != REVOPS__NIL             ? REVOPS_ROUTE_BY_COLLEAGUE
           : walk->at_fallback && (moved || walk->is_ruled) ? REVOPS_ROUTE_BY_FALLBACK
           : moved                                          ? REVOPS_ROUTE_BY_OVERFLOW
                                                            : REVOPS_ROUTE_BY_TURN;
}

/* Assigns a lead; the state is the router's, and there is a row where there are territories. */
static revops_status route_assign(const revops_route *route, revops_route_state *state,
                                  const revops_route_lead *lead, const int64_t *row,
                                  const revops_texts *const *texts, const revops_segment_answer *match,
                                  revops_route_assignment *out)
{
    revops__route_asked asked;
    revops_status status = revops__route_begin(route, state, lead, &asked);
    if (status != REVOPS_OK) {
        return status;
    }
    asked.match = match;
    revops_route_assignment own = {0};
    own.territory = REVOPS_SEGMENT_NO_RULE;
    own.flags = asked.flags;
    own.previous = lead->previous;
    if (asked.previous != REVOPS__NIL) {
        revops__rep_state *rep = &revops__state_reps(state)[asked.previous];
        rep->open -= rep->open > 0;
        revops__route_settle(route, state, asked.previous);
    }
    if (asked.to_owner) {
        own.reason = REVOPS_ROUTE_BY_OWNER;
        own.owner = revops__route_reps(route)[asked.owner].rep;
        route_count_lead(route, state, asked.owner);
        *out = own;
        return REVOPS_OK;
    }
    revops__route_walk walk = revops__route_first(route, &asked, row, texts);
    uint32_t seat;
    do {
        seat = route_take_turn(route, state, walk.queue, asked.previous, &own);
    } while (seat == REVOPS__NIL && revops__route_next(route, &walk));
    const revops__queue *queues = revops__route_queues(route);
    own.flags |= walk.is_ruled && asked.home == REVOPS__NIL && walk.territory == REVOPS_SEGMENT_NO_RULE
                     ? REVOPS_ROUTE_NO_TERRITORY
                     : 0u;
    own.queue = queues[walk.queue].queue;
    own.asked_queue = queues[walk.asked_queue].queue;
    own.territory = walk.territory;
    if (seat == REVOPS__NIL) {
        own.reason = REVOPS_ROUTE_HELD;
    } else {
        uint32_t rep = revops__route_members(route)[queues[walk.queue].first_member + seat].rep;
        own.reason = route_reason(&walk, &asked);
        own.owner = revops__route_reps(route)[rep].rep;
        route_count_lead(route, state, rep);
    }
    *out = own;
    return REVOPS_OK;
}

revops_status revops_route_assign(const revops_route *route, revops_route_state *state,
                                  const revops_route_lead *lead, const int64_t *row,
                                  const revops_texts *const *texts, revops_route_assignment *out)
{
    return out && revops__route_fits(route, state) && (row || !route->has_territories)
               ? route_assign(route, state, lead, row, texts, NULL, out)
               : REVOPS_ERR_ARG;
}

enum { ROUTE_STRIP = 16 }; /* leads of a batch whose territories are found together */

/* Whether no lead has an owner, so that each needs its territory. */
static int route_are_new(const revops_route_lead *leads, size_t count)
{
    uint32_t owners = 0;
    for (size_t i = 0; i < count; i++) {
        owners |= leads[i].owner;
    }
    return owners == REVOPS_NONE;
}

/* Leads from where the cursor is; `leaver` is the previous owner of all of them, or REVOPS_NONE. */
static revops_status route_assign_rows(const revops_route *route, revops_route_state *state, uint32_t leaver,
                                       const revops_route_lead *leads, const revops_column *columns,
                                       size_t count, revops_cursor *cursor, revops_route_assignment *out)
{
    int64_t strip[REVOPS__SEGMENT_STRIP];
    revops_segment_answer matches[ROUTE_STRIP];
    const revops_texts *own_texts[REVOPS_SEGMENT_ATTRIBUTES_MAX], *const *texts = NULL;
    const revops_segment *territories = route->has_territories ? revops__route_territories(route) : NULL;
    size_t rows = count, i = (size_t)cursor->next;
    revops_status status = REVOPS_OK;
    if (territories) {
        texts = revops__segment_texts(territories, columns, own_texts);
        rows = revops__segment_strip_rows(territories);
        rows = rows < ROUTE_STRIP ? rows : ROUTE_STRIP;
    }
    while (status == REVOPS_OK && i < count) {
        size_t first = i, now = count - i < rows ? count - i : rows;
        int is_matched = 0;
        if (territories) {
            revops__segment_gather(territories, columns, first, now, strip);
            /* A table that is walked, or of one block, stays in the cache and is read while turns wait for memory. */
            is_matched = territories->block_count > 1 && route_are_new(leads + first, now);
            if (is_matched) {
                revops__segment_first_rows(territories, strip, now, texts, matches);
            }
        }
        for (; status == REVOPS_OK && i < first + now; i += status == REVOPS_OK) {
            const int64_t *row = territories ? strip + (i - first) * territories->attribute_count : NULL;
            const revops_segment_answer *match = is_matched ? &matches[i - first] : NULL;
            if (leaver == REVOPS_NONE) {
                status = route_assign(route, state, &leads[i], row, texts, match, &out[i]);
                continue;
            }
            revops_route_lead lead = leads[i];
            if (lead.previous != REVOPS_NONE && lead.previous != leaver) {
                status = REVOPS_ERR_ARG;
                continue;
            }
            lead.previous = leaver;
            status = route_assign(route, state, &lead, row, texts, match, &out[i]);
        }
    }
    cursor->applied += i - cursor->next;
    cursor->next = i;
    return status;
}

static int route_rows_fit(const revops_route *route, const revops_route_state *state,
                          const revops_route_lead *leads, const revops_column *columns, size_t column_count,
                          size_t count, const revops_cursor *cursor, const revops_route_assignment *out)
{
    return revops__cursor_is_whole(cursor) && cursor->next <= count && revops__route_fits(route, state) &&
           (!count || (leads && out)) &&
           (route->has_territories ? !count || revops__segment_columns_fit(revops__route_territories(route),
                                                                           columns, column_count)
                                   : column_count == 0);
}

revops_status revops_route_assign_many(const revops_route *route, revops_route_state *state,
                                       const revops_route_lead *leads, const revops_column *columns,
                                       size_t column_count, size_t count, revops_cursor *cursor,
                                       revops_route_assignment *out)
{
    return route_rows_fit(route, state, leads, columns, column_count, count, cursor, out)
               ? route_assign_rows(route, state, REVOPS_NONE, leads, columns, count, cursor, out)
               : REVOPS_ERR_ARG;
}

revops_status revops_route_redistribute(const revops_route *route, revops_route_state *state, uint32_t rep,
                                        const revops_route_lead *leads, const revops_column *columns,
                                        size_t column_count, size_t count, revops_cursor *cursor,
                                        revops_route_assignment *out)
{
    if (!route_rows_fit(route, state, leads, columns, column_count, count, cursor, out)) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = revops_route_set_left(route, state, rep, 1);
    if (status == REVOPS_OK) {
        status = route_assign_rows(route, state, rep, leads, columns, count, cursor, out);
    }
    return status == REVOPS_OK ? revops_route_set_open(route, state, rep, 0) : status;
}

/* ---- What the host tells ---- */

revops_status revops_route_release(const revops_route *route, revops_route_state *state, uint32_t rep,
                                   uint32_t queue, revops_route_turn turn)
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
    if (state->has_begun) {
        revops__route_settle(route, state, index);
    }
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
    if (state->has_begun) {
        revops__route_settle(route, state, index);
    }
    return REVOPS_OK;
}

revops_status revops_route_set_left(const revops_route *route, revops_route_state *state, uint32_t rep,
                                    int left)
{
    uint32_t index = revops__route_fits(route, state) ? revops__route_find_rep(route, rep) : REVOPS__NIL;
    if (index == REVOPS__NIL || left < 0 || left > 1) {
        return REVOPS_ERR_ARG;
    }
    revops__state_reps(state)[index].left = (uint32_t)left;
    if (state->has_begun) {
        revops__route_settle(route, state, index);
    }
    return REVOPS_OK;
}
