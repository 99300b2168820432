/* SPDX-License-Identifier: MIT */
/* Why this representative: candidates, loads and the reason in words. */
#include "act/route-internal.h"

#include "core/text.h"

static int64_t thousandths(int64_t credit)
{
    int64_t whole = revops__floor_divide(credit, REVOPS__LEAD), rest = credit - whole * REVOPS__LEAD;
    return whole * 1000 + (rest * 1000 + REVOPS__LEAD / 2) / REVOPS__LEAD;
}

static revops_route_standing standing_of(uint32_t status)
{
    return status & REVOPS__NOT_STARTED  ? REVOPS_ROUTE_NOT_STARTED
           : status & REVOPS__TIME_OFF   ? REVOPS_ROUTE_ON_TIME_OFF
           : status & REVOPS__ABSENT     ? REVOPS_ROUTE_IS_ABSENT
           : status & REVOPS__FULL       ? REVOPS_ROUTE_FULL
           : status & REVOPS__FULL_TODAY ? REVOPS_ROUTE_FULL_TODAY
                                         : REVOPS_ROUTE_WAITS;
}

/* Whose turn it is, found by looking at every seat; `had` takes no part. The tree must agree. */
static uint32_t look_for_next(const revops__turns *turns, const revops__seat *seats, uint32_t had)
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
static int look_at(const revops_route *route, revops_route_state *state, uint32_t queue, uint32_t previous,
                   revops_route_candidate *out, size_t capacity, size_t *count)
{
    const revops__turns *turns = &revops__state_turns(state)[queue];
    const revops__seat *seats = revops__state_seats(state) + turns->first_seat;
    uint32_t had = previous == REVOPS__NIL ? REVOPS__NIL : revops__route_seat(route, previous, queue);
    uint32_t next = look_for_next(turns, seats, had);
    for (uint32_t i = 0; i < turns->seat_count; i++, ++*count) {
        if (*count >= capacity) {
            continue;
        }
        const revops__member *member = &revops__route_members(route)[turns->first_seat + i];
        revops__rep_state rep = revops__state_reps(state)[member->rep];
        revops_route_candidate *row = &out[*count];
        row->rep = rep.rep;
        row->queue = turns->queue;
        row->standing = i == next  ? REVOPS_ROUTE_NEXT
                        : i == had ? REVOPS_ROUTE_HAD_IT
                                   : standing_of(rep.status);
        row->weight = member->weight * rep.percent;
        row->open = rep.open;
        row->today = rep.today;
        row->credit_mlead = thousandths(revops__turns_credit(turns, &seats[i], route->owed_limit));
    }
    return next != REVOPS__NIL;
}

revops_status revops_route_candidates(const revops_route *route, revops_route_state *state,
                                      const revops_route_lead *lead, const int64_t *attributes,
                                      revops_route_candidate *out, size_t capacity, size_t *needed)
{
    uint32_t previous;
    if (!needed || (capacity && !out)) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = revops__route_begin(route, state, lead, attributes != NULL, &previous);
    if (status != REVOPS_OK) {
        return status;
    }
    size_t count = 0;
    if (lead->owner == REVOPS_NONE || lead->owner == lead->previous ||
        revops__route_find_rep(route, lead->owner) == REVOPS__NIL) {
        revops_segment_answer match = {route->fallback, REVOPS_SEGMENT_NO_RULE, 0};
        if (route->has_territories) {
            match = revops__segment_first(revops__route_territories(route), attributes, NULL, 0);
        }
        revops__route_walk walk = revops__route_first(route, &match);
        while (!look_at(route, state, walk.queue, previous, out, capacity, &count) &&
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
            turns[member->queue].queue, rep->rep,  seats[i].received,
            thousandths(credit),        rep->open, rep->today,
        };
    }
    return REVOPS_OK;
}

/* ---- Words ---- */

static const char *name_of(const char *const *names, uint32_t count, uint32_t value)
{
    return value < count ? names[value] : "unknown";
}

const char *revops_route_reason_name(revops_route_reason reason)
{
    static const char *const names[] = {"unknown", "owner", "turn", "overflow", "fallback", "held"};
    return name_of(names, sizeof names / sizeof names[0], reason);
}

const char *revops_route_standing_name(revops_route_standing standing)
{
    static const char *const names[] = {"unknown", "next", "waits",      "not started",        "on time off",
                                        "absent",  "full", "full today", "missed its deadline"};
    return name_of(names, sizeof names / sizeof names[0], standing);
}

static void put_name(revops__text *text, const char *kind, const char *const *names, uint32_t count,
                     uint32_t id)
{
    if (names && id < count && names[id]) {
        revops__text_put(text, names[id]);
        return;
    }
    revops__text_put(text, kind);
    revops__text_unsigned(text, id, 0);
}

static void put_rep(revops__text *text, const revops_route_names *names, uint32_t rep)
{
    put_name(text, "rep ", names ? names->reps : NULL, names ? names->rep_count : 0, rep);
}

static void put_queue(revops__text *text, const revops_route_names *names, uint32_t queue)
{
    revops__text_put(text, "queue ");
    put_name(text, "", names ? names->queues : NULL, names ? names->queue_count : 0, queue);
}

static void put_decision(revops__text *text, const revops_route_assignment *assignment,
                         const revops_route_names *names)
{
    if (assignment->reason == REVOPS_ROUTE_BY_OWNER) {
        revops__text_put(text, "already owned by ");
        put_rep(text, names, assignment->owner);
        if (assignment->flags & REVOPS_ROUTE_OWNER_AWAY) {
            revops__text_put(text, ", who is away");
        }
        if (assignment->flags & REVOPS_ROUTE_OWNER_FULL) {
            revops__text_put(text, ", over capacity");
        }
        return;
    }
    if (assignment->reason == REVOPS_ROUTE_HELD) {
        revops__text_put(text, "nobody is available: held in ");
    } else {
        revops__text_put(text, "turn of ");
        put_rep(text, names, assignment->owner);
        revops__text_put(text, " in ");
    }
    put_queue(text, names, assignment->queue);
    if (assignment->flags & REVOPS_ROUTE_NO_TERRITORY) {
        revops__text_put(text, " (no territory matched)");
    } else if (assignment->territory != REVOPS_SEGMENT_NO_RULE) {
        revops__text_put(text, " (");
        put_name(text, "territory ", names ? names->territories : NULL, names ? names->territory_count : 0,
                 assignment->territory);
        revops__text_char(text, ')');
    }
    if (assignment->queue != assignment->asked_queue) {
        revops__text_put(text, ", as nobody was available in ");
        put_queue(text, names, assignment->asked_queue);
    }
    if (assignment->flags & REVOPS_ROUTE_OWNER_UNKNOWN) {
        revops__text_put(text, "; the former owner is no longer here");
    }
}

static void put_standing(revops__text *text, const revops_route_candidate *candidate)
{
    revops__text_put(text, " (");
    if (candidate->standing == REVOPS_ROUTE_WAITS) {
        uint64_t size = candidate->credit_mlead < 0 ? 0 - (uint64_t)candidate->credit_mlead
                                                    : (uint64_t)candidate->credit_mlead;
        revops__text_put(text, candidate->credit_mlead < 0 ? "-" : "+");
        revops__text_unsigned(text, size / 1000, 0);
        revops__text_char(text, '.');
        revops__text_unsigned(text, size % 1000, 3);
    } else {
        revops__text_put(text, revops_route_standing_name(candidate->standing));
    }
    if (candidate->standing == REVOPS_ROUTE_FULL) {
        revops__text_put(text, ", ");
        revops__text_unsigned(text, candidate->open, 0);
        revops__text_put(text, " open");
    } else if (candidate->standing == REVOPS_ROUTE_FULL_TODAY) {
        revops__text_put(text, ", ");
        revops__text_unsigned(text, candidate->today, 0);
        revops__text_put(text, " today");
    }
    revops__text_char(text, ')');
}

/* The first few of those who were passed over, or of those whose turn comes later with their credit. */
static void put_list(revops__text *text, const char *title, const revops_route_candidate *candidates,
                     size_t count, int waiting, const revops_route_names *names)
{
    enum { SHOWN = 8 };
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        if (candidates[i].standing == REVOPS_ROUTE_NEXT ||
            (candidates[i].standing == REVOPS_ROUTE_WAITS) != waiting || found++ >= SHOWN) {
            continue;
        }
        revops__text_put(text, found == 1 ? title : ", ");
        put_rep(text, names, candidates[i].rep);
        put_standing(text, &candidates[i]);
    }
    if (found > SHOWN) {
        revops__text_put(text, " and ");
        revops__text_unsigned(text, found - SHOWN, 0);
        revops__text_put(text, " more");
    }
}

size_t revops_route_text(const revops_route_assignment *assignment, const revops_route_candidate *candidates,
                         size_t candidate_count, const revops_route_names *names, char *out, size_t capacity)
{
    if (!assignment) {
        return 0;
    }
    revops__text text = revops__text_begin(out, capacity);
    put_decision(&text, assignment, names);
    if (candidates) {
        put_list(&text, "; passed over: ", candidates, candidate_count, 0, names);
        put_list(&text, "; later: ", candidates, candidate_count, 1, names);
    }
    return revops__text_end(&text);
}
