/* SPDX-License-Identifier: MIT */
/* Why this representative: candidates and loads. */
#include "act/route-internal.h"

static int64_t explain_thousandths(int64_t credit)
{
    int64_t whole = revops__turns_divide(credit, REVOPS__LEAD), rest = credit - whole * REVOPS__LEAD;
    return whole * 1000 + (rest * 1000 + REVOPS__LEAD / 2) / REVOPS__LEAD;
}

static revops_route_standing explain_standing(uint32_t status)
{
    return status & REVOPS__LEFT          ? REVOPS_ROUTE_HAS_LEFT
           : status & REVOPS__NOT_STARTED ? REVOPS_ROUTE_NOT_STARTED
           : status & REVOPS__TIME_OFF    ? REVOPS_ROUTE_ON_TIME_OFF
           : status & REVOPS__ABSENT      ? REVOPS_ROUTE_IS_ABSENT
           : status & REVOPS__OFF_HOURS   ? REVOPS_ROUTE_OFF_HOURS
           : status & REVOPS__FULL        ? REVOPS_ROUTE_FULL
           : status & REVOPS__FULL_TODAY  ? REVOPS_ROUTE_FULL_TODAY
                                          : REVOPS_ROUTE_WAITS;
}

/* Whose turn it is, found by looking at every seat; `had` takes no part. The tree must agree. */
static uint32_t explain_next(const revops__turns *turns, const revops__seat *seats, uint32_t had)
{
    uint32_t weight = turns->weight, rest = turns->clock_rest, next = REVOPS__NIL;
    int64_t lag = turns->lag;
    int next_due = 0;
    if (had != REVOPS__NIL && seats[had].mode == REVOPS__SEAT_PRESENT) {
        weight -= seats[had].weight;
        rest = (uint32_t)((uint64_t)rest * weight / turns->weight);
        lag = weight ? lag - revops__turns_credit(turns, &seats[had], 0) : 0;
    }
    if (weight == 0) {
        return REVOPS__NIL;
    }
    uint64_t limit = revops__turns_limit(turns->clock, rest, lag, weight);
    for (uint32_t i = 0; i < turns->seat_count; i++) {
        if (seats[i].mode != REVOPS__SEAT_PRESENT || i == had) {
            continue;
        }
        int due = (int64_t)(seats[i].start - limit) < 0;
        if (next == REVOPS__NIL || due > next_due ||
            (due == next_due && (int64_t)(seats[i].due - seats[next].due) < 0)) {
            next = i;
            next_due = due;
        }
    }
    return next;
}

/* Candidates of one queue; returns whether one of them gets the lead. */
static int explain_queue(const revops_route *route, revops_route_state *state, uint32_t queue,
                         uint32_t previous, revops_route_candidate *out, size_t capacity, size_t *count)
{
    const revops__turns *turns = &revops__state_turns(state)[queue];
    const revops__seat *seats = revops__state_seats(state) + turns->first_seat;
    uint32_t had = previous == REVOPS__NIL ? REVOPS__NIL : revops__route_seat(route, previous, queue);
    uint32_t next = explain_next(turns, seats, had);
    for (uint32_t i = 0; i < turns->seat_count; i++, ++*count) {
        if (*count >= capacity) {
            continue;
        }
        const revops__member *member = &revops__route_members(route)[turns->first_seat + i];
        revops__rep_state rep = revops__state_reps(state)[member->rep];
        revops_route_candidate *row = &out[*count];
        row->rep = rep.rep;
        row->queue = turns->queue;
        row->standing = i == next                                  ? REVOPS_ROUTE_NEXT
                        : i == had && !(rep.status & REVOPS__LEFT) ? REVOPS_ROUTE_HAD_IT
                                                                   : explain_standing(rep.status);
        row->weight = member->weight * rep.percent;
        row->open = rep.open;
        row->today = rep.today;
        row->credit_mlead = explain_thousandths(revops__turns_credit(turns, &seats[i], route->owed_limit));
    }
    return next != REVOPS__NIL;
}

revops_status revops_route_explain(const revops_route *route, revops_route_state *state,
                                   const revops_route_lead *lead, const int64_t *row,
                                   const revops_texts *const *texts, revops_route_candidate *out,
                                   size_t capacity, size_t *needed)
{
    revops__route_asked asked;
    if (!needed || (capacity && !out) || !revops__route_fits(route, state) ||
        (route->has_territories && !row)) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = revops__route_begin(route, state, lead, &asked);
    if (status != REVOPS_OK) {
        return status;
    }
    size_t count = 0;
    if (!asked.to_owner) {
        revops__route_walk walk = revops__route_first(route, &asked, row, texts);
        while (!explain_queue(route, state, walk.queue, asked.previous, out, capacity, &count) &&
               revops__route_next(route, &walk)) {
        }
    }
    *needed = count;
    return count > capacity ? REVOPS_ERR_NOSPACE : REVOPS_OK;
}

revops_status revops_route_loads(const revops_route *route, const revops_route_state *state,
                                 revops_route_load *out, size_t capacity, size_t *needed)
{
    if (!revops__route_fits(route, state) || !needed || (capacity && !out)) {
        return REVOPS_ERR_ARG;
    }
    *needed = route->member_count;
    if (capacity < route->member_count) {
        return REVOPS_ERR_NOSPACE;
    }
    const revops__rep_state *reps = (const revops__rep_state *)(const void *)(state + 1);
    const revops__turns *turns = (const revops__turns *)(const void *)(reps + state->rep_count);
    const revops__seat *seats = (const revops__seat *)(const void *)(turns + state->queue_count);
    for (uint32_t i = 0; i < route->member_count; i++) {
        const revops__member *member = &revops__route_members(route)[i];
        const revops__rep_state *rep = &reps[member->rep];
        int64_t credit = revops__turns_credit(&turns[member->queue], &seats[i], route->owed_limit);
        out[i] = (revops_route_load){
            turns[member->queue].queue,  rep->rep,  seats[i].received,
            explain_thousandths(credit), rep->open, rep->today,
        };
    }
    return REVOPS_OK;
}
