/* SPDX-License-Identifier: MIT */
/* The router's state: who is available, and what happens as time goes on. */
#include <string.h>

#include "act/route-internal.h"
#include "time/calendar-internal.h"

int revops__route_fits(const revops_route *route, const revops_route_state *state)
{
    return route && state && route->mark == REVOPS__ROUTE_MARK && state->mark == REVOPS__ROUTE_MARK &&
           state->fingerprint == route->fingerprint && state->rep_count == route->rep_count &&
           state->queue_count == route->queue_count && state->member_count == route->member_count &&
           state->hours_count == route->hours_count && state->most_seats == route->most_seats;
}

/* ---- Availability ---- */

/* Hundredths of full weight and capacity on a day since the start. */
static uint32_t route_percent(const revops__rep *rep, int32_t day)
{
    if (day < rep->start_day || rep->ramp_days <= 1) {
        return 100;
    }
    int64_t worked = (int64_t)day - rep->start_day + 1, percent = worked * 100 / rep->ramp_days;
    return percent > 100 ? 100 : percent < 1 ? 1 : (uint32_t)percent;
}

static int route_is_full(uint32_t count, uint32_t most, uint32_t percent)
{
    return most > 0 && count >= ((uint64_t)most * percent + 99) / 100;
}

/* Notes what is known of a representative; returns whether anything changed. */
static int route_note(const revops_route *route, revops_route_state *state, uint32_t index)
{
    const revops__rep *rep = &revops__route_reps(route)[index];
    revops__rep_state *own = &revops__state_reps(state)[index];
    uint32_t percent = route_percent(rep, state->day);
    int off_hours = rep->calendar && !revops__state_hours(state)[rep->calendar - 1].is_open;
    uint32_t status = (own->left ? REVOPS__LEFT : 0u) |
                      (state->day < rep->start_day ? REVOPS__NOT_STARTED : 0u) |
                      (own->time_off ? REVOPS__TIME_OFF : 0u) | (own->absent ? REVOPS__ABSENT : 0u) |
                      (off_hours ? REVOPS__OFF_HOURS : 0u) |
                      (route_is_full(own->open, rep->max_open, percent) ? REVOPS__FULL : 0u) |
                      (route_is_full(own->today, rep->max_per_day, percent) ? REVOPS__FULL_TODAY : 0u);
    if (status == own->status && percent == own->percent) {
        return 0;
    }
    own->status = status;
    own->percent = percent;
    return 1;
}

/* One seat and what it is to become. */
typedef struct route_seat_change {
    revops__turns *turns;
    revops__seat *seats; /* of the queue */
    uint32_t seat, mode, weight;
    int differs;
} route_seat_change;

static inline route_seat_change route_seat_change_of(const revops_route *route, revops_route_state *state,
                                                     uint32_t rep, uint32_t member_index)
{
    const revops__member *member = &revops__route_members(route)[member_index];
    const revops__rep_state *own = &revops__state_reps(state)[rep];
    route_seat_change change;
    change.turns = &revops__state_turns(state)[member->queue];
    change.seats = revops__state_seats(state) + change.turns->first_seat;
    change.seat = member_index - change.turns->first_seat;
    change.mode = own->status == 0                ? REVOPS__SEAT_PRESENT
                  : own->status == REVOPS__ABSENT ? REVOPS__SEAT_OWED
                                                  : REVOPS__SEAT_OUT;
    change.weight = member->weight * own->percent;
    const revops__seat *seat = &change.seats[change.seat];
    change.differs = seat->mode != change.mode || (change.mode && seat->weight != change.weight);
    return change;
}

void revops__route_settle(const revops_route *route, revops_route_state *state, uint32_t index)
{
    if (!route_note(route, state, index)) {
        return;
    }
    const revops__rep *rep = &revops__route_reps(route)[index];
    const uint32_t *members =
        (const uint32_t *)revops__route_at(route, route->seats_of_reps) + rep->first_seat;
    for (uint32_t i = 0; i < rep->seat_count; i++) {
        route_seat_change change = route_seat_change_of(route, state, index, members[i]);
        if (change.differs) {
            revops__turns_set(change.turns, change.seats, change.seat, change.mode, change.weight,
                              route->owed_limit);
        }
    }
}

/* From how many changes on, as a part of a queue's seats, its tree is planted anew. */
enum { ROUTE_PLANTED_FROM = 8 };

void revops__route_settle_many(const revops_route *route, revops_route_state *state, const uint32_t *indexes,
                               uint32_t count)
{
    /* First how many seats may change in each queue (none of whom nothing new is known), then the changes, then the trees. */
    const revops__member *all_members = revops__route_members(route);
    const uint32_t *all_seats = revops__route_at(route, route->seats_of_reps);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t index = indexes ? indexes[i] : i;
        const revops__rep *rep = &revops__route_reps(route)[index];
        if (route_note(route, state, index)) {
            for (uint32_t k = 0; k < rep->seat_count; k++) {
                revops__state_turns(state)[all_members[all_seats[rep->first_seat + k]].queue].changing++;
            }
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t index = indexes ? indexes[i] : i;
        const revops__rep *rep = &revops__route_reps(route)[index];
        const uint32_t *members =
            (const uint32_t *)revops__route_at(route, route->seats_of_reps) + rep->first_seat;
        for (uint32_t k = 0; k < rep->seat_count; k++) {
            route_seat_change change = route_seat_change_of(route, state, index, members[k]);
            if (!change.differs) {
                continue;
            }
            if (change.turns->changing * ROUTE_PLANTED_FROM >= change.turns->seat_count) {
                revops__turns_set_unplanted(change.turns, change.seats, change.seat, change.mode,
                                            change.weight, route->owed_limit);
            } else {
                revops__turns_set(change.turns, change.seats, change.seat, change.mode, change.weight,
                                  route->owed_limit);
            }
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        const revops__rep *rep = &revops__route_reps(route)[indexes ? indexes[i] : i];
        const uint32_t *members =
            (const uint32_t *)revops__route_at(route, route->seats_of_reps) + rep->first_seat;
        for (uint32_t k = 0; k < rep->seat_count; k++) {
            revops__turns *turns =
                &revops__state_turns(state)[revops__route_members(route)[members[k]].queue];
            if (turns->changing > 0 && turns->changing * ROUTE_PLANTED_FROM >= turns->seat_count) {
                revops__turns_plant(turns, revops__state_seats(state) + turns->first_seat,
                                    revops__state_room(state));
            }
            turns->changing = 0;
        }
    }
}

/* ---- Time ---- */

/* Those who got leads on the day before have got none today. */
static void route_clear_today(revops_route_state *state)
{
    revops__rep_state *reps = revops__state_reps(state);
    for (uint32_t i = state->today_first; i != REVOPS__NIL;) {
        uint32_t next = reps[i].today_next;
        reps[i].today = 0;
        reps[i].today_next = REVOPS__NIL;
        i = next;
    }
    state->today_first = REVOPS__NIL;
}

/* Newcomers stay in their chain until they are at full weight. */
static void route_drop_grown(revops_route_state *state)
{
    revops__rep_state *reps = revops__state_reps(state);
    uint32_t *link = &state->growing_first;
    while (*link != REVOPS__NIL) {
        uint32_t i = *link;
        if (reps[i].percent == 100 && !(reps[i].status & REVOPS__NOT_STARTED)) {
            *link = reps[i].growing_next;
            reps[i].growing_next = REVOPS__NIL;
        } else {
            link = &reps[i].growing_next;
        }
    }
}

/* Whether a chain has few enough members to settle them one by one. */
static int route_is_short(const revops_route *route, const revops_route_state *state)
{
    const revops__rep_state *reps = (const revops__rep_state *)(const void *)(state + 1);
    uint32_t left = route->rep_count / 16 + 16;
    for (uint32_t i = state->today_first; i != REVOPS__NIL && left > 0; i = reps[i].today_next) {
        left--;
    }
    for (uint32_t i = state->growing_first; i != REVOPS__NIL && left > 0; i = reps[i].growing_next) {
        left--;
    }
    return left > 0;
}

static void route_begin_day(const revops_route *route, revops_route_state *state, int32_t day)
{
    revops__rep_state *reps = revops__state_reps(state);
    state->day = day;
    if (!route_is_short(route, state)) {
        route_clear_today(state);
        revops__route_settle_many(route, state, NULL, route->rep_count);
    } else {
        for (uint32_t i = state->today_first; i != REVOPS__NIL;) {
            uint32_t next = reps[i].today_next;
            reps[i].today = 0;
            reps[i].today_next = REVOPS__NIL;
            revops__route_settle(route, state, i);
            i = next;
        }
        state->today_first = REVOPS__NIL;
        for (uint32_t i = state->growing_first; i != REVOPS__NIL; i = reps[i].growing_next) {
            revops__route_settle(route, state, i);
        }
    }
    route_drop_grown(state);
}

static void route_count_change(revops_route_state *state, const revops__change *change)
{
    revops__rep_state *rep = &revops__state_reps(state)[change->rep];
    uint32_t *count = change->kind == REVOPS_ROUTE_TIME_OFF ? &rep->time_off : &rep->absent;
    if (change->step > 0) {
        ++*count;
    } else {
        --*count;
    }
}

/* Reads a calendar at an instant; returns whether opening changed. Outside of its range it is closed. */
static int route_read_hours(const revops_route *route, revops_route_state *state, uint32_t index,
                            int64_t at_ms)
{
    const revops_calendar *calendar = revops__route_at(route, revops__route_hours(route)[index].calendar);
    revops__hours_state *own = &revops__state_hours(state)[index];
    int is_open = 0;
    revops_status status = revops_calendar_is_open(calendar, at_ms, &is_open);
    if (status == REVOPS_OK) {
        status = revops_calendar_seek(
            calendar, at_ms, is_open ? REVOPS_CALENDAR_EDGE_NEXT_CLOSE : REVOPS_CALENDAR_EDGE_NEXT_OPEN,
            &own->next_ms);
    }
    if (status != REVOPS_OK) { /* no change to come, or before the range, where it begins */
        own->next_ms = at_ms < -REVOPS_ZONE_TIME_MAX_MS   ? -REVOPS_ZONE_TIME_MAX_MS
                       : at_ms <= REVOPS_ZONE_TIME_MAX_MS ? REVOPS_ZONE_TIME_MAX_MS + 1
                                                          : INT64_MAX;
    }
    int changed = own->is_open != (uint32_t)is_open;
    own->is_open = (uint32_t)is_open;
    return changed;
}

/* Reads the calendars that change until an instant, and settles those who have them unless `quietly`. */
static void route_advance_hours(const revops_route *route, revops_route_state *state, int64_t at_ms,
                                int quietly)
{
    const uint32_t *reps = revops__route_at(route, route->reps_of_hours);
    revops__hours_state *hours = revops__state_hours(state);
    int64_t next_ms = INT64_MAX;
    for (uint32_t i = 0; i < route->hours_count; i++) {
        const revops__hours *own = &revops__route_hours(route)[i];
        if (hours[i].next_ms <= at_ms && route_read_hours(route, state, i, at_ms) && !quietly) {
            revops__route_settle_many(route, state, reps + own->first_rep, own->rep_count);
        }
        next_ms = hours[i].next_ms < next_ms ? hours[i].next_ms : next_ms;
    }
    state->hours_ms = next_ms;
}

void revops__route_catch_up(const revops_route *route, revops_route_state *state, int64_t at_ms)
{
    const revops__change *changes = revops__route_at(route, route->changes);
    for (; state->next_change < route->change_count && changes[state->next_change].at_ms <= at_ms;
         state->next_change++) {
        route_count_change(state, &changes[state->next_change]);
    }
    route_advance_hours(route, state, at_ms, 1);
    state->at_ms = at_ms;
}

void revops__route_advance(const revops_route *route, revops_route_state *state, int64_t at_ms, int32_t day)
{
    const revops__change *changes = revops__route_at(route, route->changes);
    if (!state->has_begun) { /* everybody is settled at once */
        state->has_begun = 1;
        revops__route_catch_up(route, state, at_ms);
        state->day = day;
        revops__route_settle_many(route, state, NULL, route->rep_count);
        route_drop_grown(state);
        return;
    }
    if (day > state->day) {
        route_begin_day(route, state, day);
    }
    for (; state->next_change < route->change_count && changes[state->next_change].at_ms <= at_ms;
         state->next_change++) {
        route_count_change(state, &changes[state->next_change]);
        revops__route_settle(route, state, changes[state->next_change].rep);
    }
    if (state->hours_ms <= at_ms && route->hours_count > 0) {
        route_advance_hours(route, state, at_ms, 0);
    }
    state->at_ms = at_ms;
}

/* ---- Starting ---- */

uint64_t revops__state_size(uint32_t rep_count, uint32_t queue_count, uint32_t member_count,
                            uint32_t hours_count, uint32_t most_seats)
{
    return sizeof(revops_route_state) + rep_count * (uint64_t)sizeof(revops__rep_state) +
           queue_count * (uint64_t)sizeof(revops__turns) + member_count * (uint64_t)sizeof(revops__seat) +
           hours_count * (uint64_t)sizeof(revops__hours_state) +
           2 * (uint64_t)most_seats * sizeof(revops__sort_seat);
}

revops_status revops_route_state_init(const revops_route *route, void *memory, size_t memory_size,
                                      size_t *needed, revops_route_state **out)
{
    if (!route) {
        return REVOPS_ERR_ARG;
    }
    size_t size = (size_t)revops__state_size(route->rep_count, route->queue_count, route->member_count,
                                             route->hours_count, route->most_seats);
    revops_status status = revops__params_room(memory, memory_size, size, needed, out);
    if (status != REVOPS_OK) {
        return status;
    }
    revops_route_state *state = memory;
    memset(memory, 0, size);
    state->mark = REVOPS__ROUTE_MARK;
    state->fingerprint = route->fingerprint;
    state->rep_count = route->rep_count;
    state->queue_count = route->queue_count;
    state->member_count = route->member_count;
    state->hours_count = route->hours_count;
    state->most_seats = route->most_seats;
    state->day = INT32_MIN;
    state->at_ms = state->hours_ms = INT64_MIN;
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
    for (uint32_t i = 0; i < route->hours_count; i++) {
        revops__state_hours(state)[i].next_ms = INT64_MIN;
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
