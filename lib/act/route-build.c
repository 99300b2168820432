/* SPDX-License-Identifier: MIT */
/* Checks a router's parameters and writes the router. */
#include <string.h>

#include "core/params.h"
#include "act/route-internal.h"
#include "core/sort.h"

enum { MOST_ABSENCES = 1000000 };

/* Sort key of an id with the index of its row, in the order of ids. */
static int64_t key_of(uint32_t id, uint32_t index)
{
    return (int64_t)(((uint64_t)id << 32 | index) ^ UINT64_C(1) << 63);
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

static revops_status check_rows(const revops_route_params *params)
{
    for (uint32_t i = 0; i < params->rep_count; i++) {
        if (params->reps[i].reserved) {
            return REVOPS_ERR_NEWER;
        }
        if (params->reps[i].rep == REVOPS_NONE || params->reps[i].ramp_days > INT32_MAX) {
            return REVOPS_ERR_ARG;
        }
    }
    for (uint32_t i = 0; i < params->queue_count; i++) {
        if (params->queues[i].queue == REVOPS_NONE) {
            return REVOPS_ERR_ARG;
        }
    }
    for (uint32_t i = 0; i < params->member_count; i++) {
        if (params->members[i].reserved) {
            return REVOPS_ERR_NEWER;
        }
        if (params->members[i].weight < 1 || params->members[i].weight > REVOPS_ROUTE_WEIGHT) {
            return REVOPS_ERR_ARG;
        }
    }
    for (uint32_t i = 0; i < params->absence_count; i++) {
        if (params->absences[i].kind > REVOPS_ROUTE_TIME_OFF) {
            return REVOPS_ERR_NEWER;
        }
        if (params->absences[i].from_ms >= params->absences[i].until_ms) {
            return REVOPS_ERR_ARG;
        }
    }
    return REVOPS_OK;
}

static revops_status check_params(const revops_route_params *params)
{
    if (params->flags) {
        return REVOPS_ERR_NEWER;
    }
    if (params->queue_count < 1 || params->rep_count > REVOPS_ROUTE_ROWS ||
        params->queue_count > REVOPS_ROUTE_ROWS || params->member_count > REVOPS_ROUTE_ROWS ||
        params->absence_count > MOST_ABSENCES || params->owed_limit > REVOPS_ROUTE_OWED || !params->queues ||
        (params->rep_count && !params->reps) || (params->member_count && !params->members) ||
        (params->absence_count && !params->absences)) {
        return REVOPS_ERR_ARG;
    }
    return check_rows(params);
}

static void *array_at(revops_route *route, uint64_t offset)
{
    return (unsigned char *)route + offset;
}

static uint64_t rounded(uint64_t size)
{
    return (size + 15) / 16 * 16;
}

/* Offsets of all arrays; keys for sorting lie where changes and territories come later, or behind. */
static uint64_t lay_out(revops_route *head, const revops_route_params *params, size_t territories_size)
{
    uint64_t at = rounded(sizeof *head);
    head->reps = at;
    at += rounded(params->rep_count * sizeof(revops__rep));
    head->queues = at;
    at += rounded(params->queue_count * sizeof(revops__queue));
    head->members = at;
    at += rounded(params->member_count * sizeof(revops__member));
    head->seats_of_reps = at;
    at += rounded(params->member_count * sizeof(uint32_t));
    head->changes = at;
    uint64_t keys_end =
        at +
        (params->rep_count > params->queue_count ? params->rep_count : params->queue_count) * sizeof(int64_t);
    at += rounded(2 * (uint64_t)params->absence_count * sizeof(revops__change));
    head->territories = at;
    at += rounded(territories_size);
    head->size = at > keys_end ? at : rounded(keys_end);
    return head->size;
}

static revops_status put_reps(revops_route *route, const revops_route_params *params)
{
    int64_t *keys = array_at(route, route->changes);
    revops__rep *reps = array_at(route, route->reps);
    for (uint32_t i = 0; i < params->rep_count; i++) {
        keys[i] = key_of(params->reps[i].rep, i);
    }
    revops__sort(keys, params->rep_count, sizeof *keys);
    for (uint32_t i = 0; i < params->rep_count; i++) {
        const revops_route_rep *row = &params->reps[(uint32_t)keys[i]];
        reps[i] = (revops__rep){
            row->rep, row->max_open, row->max_per_day, row->ramp_days, row->start_day, 0, 0, 0,
        };
        if (i > 0 && reps[i - 1].rep == row->rep) {
            return REVOPS_ERR_UNSOUND;
        }
    }
    return REVOPS_OK;
}

static revops_status put_queues(revops_route *route, const revops_route_params *params)
{
    int64_t *keys = array_at(route, route->changes);
    revops__queue *queues = array_at(route, route->queues);
    for (uint32_t i = 0; i < params->queue_count; i++) {
        keys[i] = key_of(params->queues[i].queue, i);
    }
    revops__sort(keys, params->queue_count, sizeof *keys);
    for (uint32_t i = 0; i < params->queue_count; i++) {
        const revops_route_queue *row = &params->queues[(uint32_t)keys[i]];
        queues[i] = (revops__queue){row->queue, row->overflow, 0, 0};
        if (i > 0 && queues[i - 1].queue == row->queue) {
            return REVOPS_ERR_UNSOUND;
        }
    }
    route->fallback = revops__route_find_queue(route, params->fallback_queue);
    if (route->fallback == REVOPS__NIL) {
        return REVOPS_ERR_UNSOUND;
    }
    for (uint32_t i = 0; i < params->queue_count; i++) {
        uint32_t overflow = queues[i].overflow;
        queues[i].overflow =
            overflow == REVOPS_NONE ? REVOPS__NIL : revops__route_find_queue(route, overflow);
        if (overflow != REVOPS_NONE && queues[i].overflow == REVOPS__NIL) {
            return REVOPS_ERR_UNSOUND;
        }
    }
    for (uint32_t i = 0; i < params->queue_count; i++) {
        uint32_t at = i, steps = 0;
        for (; at != REVOPS__NIL && at != route->fallback; at = queues[at].overflow) {
            if (++steps > REVOPS_ROUTE_OVERFLOWS + 1) {
                return REVOPS_ERR_UNSOUND;
            }
        }
    }
    return REVOPS_OK;
}

/* Members come queue by queue, in their own order within each. */
static revops_status put_members(revops_route *route, const revops_route_params *params)
{
    revops__rep *reps = array_at(route, route->reps);
    revops__queue *queues = array_at(route, route->queues);
    revops__member *members = array_at(route, route->members);
    uint32_t *seats = array_at(route, route->seats_of_reps);
    for (uint32_t i = 0; i < params->member_count; i++) {
        uint32_t rep = revops__route_find_rep(route, params->members[i].rep);
        uint32_t queue = revops__route_find_queue(route, params->members[i].queue);
        if (rep == REVOPS__NIL || queue == REVOPS__NIL) {
            return REVOPS_ERR_UNSOUND;
        }
        reps[rep].seat_count++;
        queues[queue].member_count++;
    }
    for (uint32_t i = 0, first = 0; i < params->queue_count; i++) {
        queues[i].first_member = first;
        first += queues[i].member_count;
        queues[i].member_count = 0;
    }
    for (uint32_t i = 0, first = 0; i < params->rep_count; i++) {
        reps[i].first_seat = first;
        first += reps[i].seat_count;
        reps[i].seat_count = 0;
    }
    for (uint32_t i = 0; i < params->member_count; i++) {
        uint32_t rep = revops__route_find_rep(route, params->members[i].rep);
        uint32_t queue = revops__route_find_queue(route, params->members[i].queue);
        uint32_t at = queues[queue].first_member + queues[queue].member_count++;
        members[at] = (revops__member){rep, queue, params->members[i].weight};
    }
    for (uint32_t i = 0; i < params->queue_count; i++) {
        uint64_t weights = 0;
        for (uint32_t k = 0; k < queues[i].member_count; k++) {
            uint32_t seat = queues[i].first_member + k;
            revops__rep *rep = &reps[members[seat].rep];
            if (rep->seat_count > 0 && members[seats[rep->first_seat + rep->seat_count - 1]].queue == i) {
                return REVOPS_ERR_UNSOUND;
            }
            seats[rep->first_seat + rep->seat_count++] = seat;
            weights += members[seat].weight;
        }
        if (weights > REVOPS_ROUTE_WEIGHTS) {
            return REVOPS_ERR_RANGE;
        }
    }
    return REVOPS_OK;
}

static revops_status put_changes(revops_route *route, const revops_route_params *params)
{
    revops__change *changes = array_at(route, route->changes);
    for (uint32_t i = 0; i < params->absence_count; i++) {
        const revops_route_absence *row = &params->absences[i];
        uint32_t rep = revops__route_find_rep(route, row->rep);
        if (rep == REVOPS__NIL) {
            return REVOPS_ERR_UNSOUND;
        }
        changes[2 * i] = (revops__change){row->from_ms, rep, (uint16_t)row->kind, 1};
        changes[2 * i + 1] = (revops__change){row->until_ms, rep, (uint16_t)row->kind, -1};
    }
    revops__sort(changes, route->change_count, sizeof *changes);
    return REVOPS_OK;
}

/* The rules' outcomes become indexes of queues. */
static revops_status put_territories(revops_route *route, const revops_segment_params *params)
{
    revops_segment_rules *rules = revops__segment_write(params, array_at(route, route->territories));
    revops_segment_rule *rows = (revops_segment_rule *)(void *)(rules + 1);
    for (uint32_t i = 0; i < rules->rule_count; i++) {
        rows[i].outcome = revops__route_find_queue(route, rows[i].outcome);
        if (rows[i].outcome == REVOPS__NIL) {
            return REVOPS_ERR_UNSOUND;
        }
    }
    if (rules->otherwise == REVOPS_NONE) {
        rules->otherwise = route->fallback;
    } else {
        rules->otherwise = revops__route_find_queue(route, rules->otherwise);
    }
    return rules->otherwise == REVOPS__NIL ? REVOPS_ERR_UNSOUND : REVOPS_OK;
}

/* Tells routers apart, so that a state isn't used with another by mistake (FNV-1a). */
static uint32_t fingerprint_of(const revops_route *route)
{
    const unsigned char *bytes = (const unsigned char *)route;
    uint32_t hash = 2166136261u;
    for (uint64_t i = 0; i < route->size; i++) {
        hash = (hash ^ bytes[i]) * 16777619u;
    }
    return hash;
}

revops_status revops_route_build(const revops_route_params *params, void *memory, size_t memory_size,
                                 size_t *needed, const revops_route **out)
{
    revops_route_params own;
    revops_segment_params territories = {0};
    revops_route head = {0};
    size_t territories_size = 0;
    revops_status status = REVOPS__PARAMS_COPY(revops_route_params, &own, params);
    if (status == REVOPS_OK) {
        status = check_params(&own);
    }
    if (status == REVOPS_OK && own.territories) {
        status = revops__segment_read(own.territories, &territories, &territories_size);
    }
    if (status != REVOPS_OK) {
        return status;
    }
    uint64_t size = lay_out(&head, &own, territories_size);
    if (size > SIZE_MAX) {
        return REVOPS_ERR_RANGE;
    }
    status = revops__params_room(memory, memory_size, (size_t)size, needed, out);
    if (status != REVOPS_OK) {
        return status;
    }
    if (!out) {
        return REVOPS_ERR_ARG;
    }
    revops_route *route = memory;
    memset(memory, 0, (size_t)size);
    head.rep_count = own.rep_count;
    head.queue_count = own.queue_count;
    head.member_count = own.member_count;
    head.change_count = 2 * own.absence_count;
    head.owed_limit = own.owed_limit ? own.owed_limit : REVOPS_ROUTE_OWED;
    head.has_territories = own.territories != NULL;
    *route = head;
    status = put_reps(route, &own);
    if (status == REVOPS_OK) {
        status = put_queues(route, &own);
    }
    if (status == REVOPS_OK) {
        status = put_members(route, &own);
    }
    if (status == REVOPS_OK) { /* the sort keys are done with */
        memset(array_at(route, route->changes), 0, (size_t)(route->size - route->changes));
        status = put_changes(route, &own);
    }
    if (status == REVOPS_OK && own.territories) {
        status = put_territories(route, &territories);
    }
    if (status == REVOPS_OK) {
        route->fingerprint = fingerprint_of(route);
        route->mark = REVOPS__ROUTE_MARK;
        *out = route;
    }
    return status;
}
