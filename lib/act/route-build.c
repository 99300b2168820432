/* SPDX-License-Identifier: MIT */
/* Checks a router's parameters and writes the router.

   Rows may come in any order. Ids are sorted, with the numbers of their rows, in memory that later holds the changes
   of absences. The check and all tables then find a row by binary search. */
#include <string.h>

#include "act/route-check.h"
#include "core/sort.h"
#include "time/calendar-internal.h"

revops_status revops_route_defaults(revops_route_params *out, size_t size)
{
    revops_route_params own = REVOPS_ROUTE_PARAMS_INIT;
    return REVOPS__PARAMS_GIVE(revops_route_params, out, size, &own);
}

uint32_t revops__route_find_rep(const revops_route *route, uint32_t rep)
{
    const revops__rep *reps = revops__route_reps(route);
    uint32_t low = 0, high = route->rep_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (reps[middle].rep < rep) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < route->rep_count && reps[low].rep == rep ? low : REVOPS__NIL;
}

uint32_t revops__route_find_queue(const revops_route *route, uint32_t queue)
{
    const revops__queue *queues = revops__route_queues(route);
    uint32_t low = 0, high = route->queue_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (queues[middle].queue < queue) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < route->queue_count && queues[low].queue == queue ? low : REVOPS__NIL;
}

static void *build_at(revops_route *route, uint64_t offset)
{
    return (unsigned char *)route + offset;
}

static uint64_t build_rounded(uint64_t size)
{
    return (size + 7) / 8 * 8;
}

static uint64_t build_take(uint64_t *at, uint64_t size)
{
    uint64_t taken = *at;
    *at += build_rounded(size);
    return taken;
}

/* Offsets of all arrays; keys for sorting lie where changes and territories come later, or behind. */
static uint64_t build_lay_out(revops_route *head, const revops__route_tables *tables)
{
    const revops_route_params *params = &tables->params;
    uint64_t at = build_rounded(sizeof *head);
    head->reps = build_take(&at, params->rep_count * (uint64_t)sizeof(revops__rep));
    head->queues = build_take(&at, params->queue_count * (uint64_t)sizeof(revops__queue));
    head->members = build_take(&at, params->member_count * (uint64_t)sizeof(revops__member));
    head->seats_of_reps = build_take(&at, params->member_count * (uint64_t)sizeof(uint32_t));
    head->hours = build_take(&at, params->calendar_count * (uint64_t)sizeof(revops__hours));
    head->reps_of_hours = build_take(&at, params->rep_count * (uint64_t)sizeof(uint32_t));
    for (uint32_t i = 0; i < params->calendar_count; i++) {
        at += build_rounded(params->calendars[i]->size);
    }
    uint64_t keys =
        ((uint64_t)params->rep_count + params->queue_count + params->member_count) * sizeof(int64_t);
    head->changes = at;
    uint64_t keys_end = at + keys;
    build_take(&at, 2 * (uint64_t)params->absence_count * sizeof(revops__change));
    head->territories = at;
    at += params->territories ? revops__segment_size(&tables->territories) : 0;
    head->size = at > keys_end ? at : keys_end;
    return head->size;
}

/* Sorts ids with their rows; the tables then find rows by them. */
static void build_sort_ids(revops_route *route, revops__route_tables *tables)
{
    const revops_route_params *params = &tables->params;
    int64_t *reps = build_at(route, route->changes), *queues = reps + params->rep_count;
    int64_t *seats = queues + params->queue_count;
    for (uint32_t i = 0; i < params->rep_count; i++) {
        reps[i] = revops__route_key(revops__route_rep_given(tables, i).rep, i);
    }
    for (uint32_t i = 0; i < params->queue_count; i++) {
        queues[i] = revops__route_key(revops__route_queue_given(tables, i).queue, i);
    }
    revops__sort(reps, params->rep_count, sizeof *reps);
    revops__sort(queues, params->queue_count, sizeof *queues);
    tables->reps = (revops__route_ids){(const unsigned char *)params->reps, params->rep_row_size,
                                       params->rep_count, reps, 0};
    tables->queues = (revops__route_ids){(const unsigned char *)params->queues, params->queue_row_size,
                                         params->queue_count, queues, 0};
    for (uint32_t i = 0; i < params->member_count; i++) {
        revops_route_member member = revops__route_member_given(tables, i);
        uint32_t rep = revops__route_row_of(&tables->reps, member.rep);
        uint32_t queue = revops__route_row_of(&tables->queues, member.queue);
        seats[i] = revops__route_seat_key(queue & REVOPS_ROUTE_ROWS_MAX, rep & REVOPS_ROUTE_ROWS_MAX, i);
    }
    revops__sort(seats, params->member_count, sizeof *seats);
    tables->seat_keys = seats;
}

static void build_reps(revops_route *route, const revops__route_tables *tables)
{
    revops__rep *reps = build_at(route, route->reps);
    for (uint32_t i = 0; i < tables->params.rep_count; i++) {
        revops_route_rep row = revops__route_rep_given(tables, (uint32_t)tables->reps.keys[i]);
        reps[i] = (revops__rep){row.rep,
                                row.max_open,
                                row.max_per_day,
                                row.ramp_days,
                                row.start_day,
                                0,
                                0,
                                row.calendar,
                                REVOPS__NIL,
                                0};
    }
}

static void build_queues(revops_route *route, const revops__route_tables *tables)
{
    revops__queue *queues = build_at(route, route->queues);
    for (uint32_t i = 0; i < tables->params.queue_count; i++) {
        revops_route_queue row = revops__route_queue_given(tables, (uint32_t)tables->queues.keys[i]);
        queues[i] = (revops__queue){row.queue, row.overflow, 0, 0};
    }
    route->fallback = revops__route_find_queue(route, tables->params.fallback_queue);
    for (uint32_t i = 0; i < tables->params.queue_count; i++) {
        queues[i].overflow = queues[i].overflow == REVOPS_NONE
                                 ? REVOPS__NIL
                                 : revops__route_find_queue(route, queues[i].overflow);
    }
}

/* Members come queue by queue, in their own order within each. */
static void build_members(revops_route *route, const revops__route_tables *tables)
{
    revops__rep *reps = build_at(route, route->reps);
    revops__queue *queues = build_at(route, route->queues);
    revops__member *members = build_at(route, route->members);
    uint32_t *seats = build_at(route, route->seats_of_reps);
    for (uint32_t i = 0; i < tables->params.member_count; i++) {
        revops_route_member row = revops__route_member_given(tables, i);
        reps[revops__route_find_rep(route, row.rep)].seat_count++;
        queues[revops__route_find_queue(route, row.queue)].member_count++;
    }
    for (uint32_t i = 0, first = 0; i < tables->params.queue_count; i++) {
        queues[i].first_member = first;
        first += queues[i].member_count;
        route->most_seats =
            queues[i].member_count > route->most_seats ? queues[i].member_count : route->most_seats;
        queues[i].member_count = 0;
    }
    for (uint32_t i = 0, first = 0; i < tables->params.rep_count; i++) {
        reps[i].first_seat = first;
        first += reps[i].seat_count;
        reps[i].seat_count = 0;
    }
    for (uint32_t i = 0; i < tables->params.member_count; i++) {
        revops_route_member row = revops__route_member_given(tables, i);
        uint32_t rep = revops__route_find_rep(route, row.rep),
                 queue = revops__route_find_queue(route, row.queue);
        uint32_t at = queues[queue].first_member + queues[queue].member_count++;
        members[at] = (revops__member){rep, queue, row.weight};
    }
    for (uint32_t i = 0; i < tables->params.member_count; i++) {
        revops__rep *rep = &reps[members[i].rep];
        seats[rep->first_seat + rep->seat_count++] = i;
    }
}

static void build_homes(revops_route *route, const revops__route_tables *tables)
{
    revops__rep *reps = build_at(route, route->reps);
    const revops__member *members = revops__route_members(route);
    const uint32_t *seats = revops__route_at(route, route->seats_of_reps);
    for (uint32_t i = 0; i < tables->params.rep_count; i++) {
        uint32_t home = revops__route_rep_given(tables, (uint32_t)tables->reps.keys[i]).home_queue;
        reps[i].home = home != REVOPS_NONE      ? revops__route_find_queue(route, home)
                       : reps[i].seat_count > 0 ? members[seats[reps[i].first_seat]].queue
                                                : REVOPS__NIL;
    }
}

/* Copies of the calendars, and who has each. */
static void build_hours(revops_route *route, const revops__route_tables *tables)
{
    const revops_route_params *params = &tables->params;
    revops__hours *hours = build_at(route, route->hours);
    uint32_t *members = build_at(route, route->reps_of_hours);
    const revops__rep *reps = revops__route_reps(route);
    uint64_t at = route->reps_of_hours + build_rounded(params->rep_count * (uint64_t)sizeof *members);
    for (uint32_t i = 0; i < params->calendar_count; i++) {
        memcpy(build_at(route, at), params->calendars[i], params->calendars[i]->size);
        hours[i].calendar = at;
        at += build_rounded(params->calendars[i]->size);
    }
    for (uint32_t i = 0; i < params->rep_count; i++) {
        if (reps[i].calendar) {
            hours[reps[i].calendar - 1].rep_count++;
        }
    }
    for (uint32_t i = 0, first = 0; i < params->calendar_count; i++) {
        hours[i].first_rep = first;
        first += hours[i].rep_count;
        hours[i].rep_count = 0;
    }
    for (uint32_t i = 0; i < params->rep_count; i++) {
        if (reps[i].calendar) {
            revops__hours *own = &hours[reps[i].calendar - 1];
            members[own->first_rep + own->rep_count++] = i;
        }
    }
}

static void build_changes(revops_route *route, const revops__route_tables *tables)
{
    revops__change *changes = build_at(route, route->changes);
    for (uint32_t i = 0; i < tables->params.absence_count; i++) {
        revops_route_absence row = revops__route_absence_given(tables, i);
        uint32_t rep = revops__route_find_rep(route, row.rep);
        changes[2 * i] = (revops__change){row.from_ms, rep, (uint16_t)row.kind, 1};
        changes[2 * i + 1] = (revops__change){row.until_ms, rep, (uint16_t)row.kind, -1};
    }
    revops__sort(changes, route->change_count, sizeof *changes);
}

/* The rules' outcomes become indexes of queues. */
static void build_territories(revops_route *route, const revops__route_tables *tables)
{
    revops_segment *territories =
        revops__segment_write(&tables->territories, build_at(route, route->territories));
    revops__segment_rule *rules = (revops__segment_rule *)(void *)(territories + 1);
    for (uint32_t i = 0; i < territories->rule_count; i++) {
        rules[i].outcome = revops__route_find_queue(route, rules[i].outcome);
    }
    territories->otherwise = territories->otherwise == REVOPS_NONE
                                 ? route->fallback
                                 : revops__route_find_queue(route, territories->otherwise);
}

/* Tells routers apart, so that a state isn't used with another by mistake (FNV-1a, a word at a time). */
static uint32_t build_fingerprint(const revops_route *route)
{
    const unsigned char *bytes = (const unsigned char *)route;
    uint64_t hash = UINT64_C(0xcbf29ce484222325), word;
    for (uint64_t i = 0; i + sizeof word <= route->size; i += sizeof word) {
        memcpy(&word, bytes + i, sizeof word);
        hash = (hash ^ word) * UINT64_C(0x100000001b3);
        hash ^= hash >> 29;
    }
    return (uint32_t)(hash ^ hash >> 32);
}

revops_status revops_route_build(const revops_route_params *params, void *memory, size_t memory_size,
                                 size_t *needed, const revops_route **out)
{
    revops__route_tables tables;
    revops_route head = {0};
    revops__problems problems = revops__problems_begin(NULL, 0);
    revops_status status = revops__route_read(params, &tables, &problems);
    if (status != REVOPS_OK) {
        return status;
    }
    uint64_t size = build_lay_out(&head, &tables);
    if (size > SIZE_MAX) {
        return REVOPS_ERR_RANGE;
    }
    status = revops__params_room(memory, memory_size, (size_t)size, needed, out);
    if (status != REVOPS_OK) {
        return status;
    }
    const revops_route_params *own = &tables.params;
    revops_route *route = memory;
    memset(memory, 0, (size_t)size);
    head.rep_count = own->rep_count;
    head.queue_count = own->queue_count;
    head.member_count = own->member_count;
    head.change_count = 2 * own->absence_count;
    head.hours_count = own->calendar_count;
    head.owed_limit = own->owed_limit ? own->owed_limit : REVOPS_ROUTE_OWED_MAX;
    head.owner_away = own->owner_away;
    head.owner_full = own->owner_full;
    head.owner_left = own->owner_left;
    head.has_territories = own->territories != NULL;
    *route = head;
    build_sort_ids(route, &tables);
    revops__route_check_rows(&tables, &problems);
    if (problems.status != REVOPS_OK) {
        return problems.status;
    }
    build_reps(route, &tables);
    build_queues(route, &tables);
    build_members(route, &tables);
    build_homes(route, &tables);
    build_hours(route, &tables);
    /* The sort keys are done with. */
    memset(build_at(route, route->changes), 0, (size_t)(route->size - route->changes));
    build_changes(route, &tables);
    if (own->territories) {
        build_territories(route, &tables);
    }
    route->fingerprint = build_fingerprint(route);
    route->mark = REVOPS__ROUTE_MARK;
    *out = route;
    return REVOPS_OK;
}
