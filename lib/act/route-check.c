/* SPDX-License-Identifier: MIT */
/* Every fault of a router's parameters. What is checked is the same with and without memory to sort in; only how rows are found
   by their ids differs. */
#include <string.h>

#include "act/route-check.h"
#include "time/calendar-internal.h"

/* ---- Rows ---- */

revops_route_rep revops__route_rep_given(const revops__route_tables *tables, uint32_t row)
{
    revops_route_rep rep;
    REVOPS__ROW_GET(revops_route_rep, &rep, tables->params.reps, tables->params.rep_row_size, row);
    return rep;
}

revops_route_queue revops__route_queue_given(const revops__route_tables *tables, uint32_t row)
{
    revops_route_queue queue;
    REVOPS__ROW_GET(revops_route_queue, &queue, tables->params.queues, tables->params.queue_row_size, row);
    return queue;
}

revops_route_member revops__route_member_given(const revops__route_tables *tables, uint32_t row)
{
    revops_route_member member;
    REVOPS__ROW_GET(revops_route_member, &member, tables->params.members, tables->params.member_row_size,
                    row);
    return member;
}

revops_route_absence revops__route_absence_given(const revops__route_tables *tables, uint32_t row)
{
    revops_route_absence absence;
    REVOPS__ROW_GET(revops_route_absence, &absence, tables->params.absences, tables->params.absence_row_size,
                    row);
    return absence;
}

static uint32_t route_id_of(const revops__route_ids *ids, uint32_t row)
{
    uint32_t id;
    memcpy(&id, ids->rows + (size_t)row * ids->row_size, sizeof id);
    return id;
}

uint32_t revops__route_row_of(const revops__route_ids *ids, uint32_t id)
{
    if (!ids->keys && !ids->ascend) {
        for (uint32_t i = 0; i < ids->count; i++) {
            if (route_id_of(ids, i) == id) {
                return i;
            }
        }
        return REVOPS__NIL;
    }
    uint32_t low = 0, high = ids->count;
    int64_t sought = revops__route_key(id, 0);
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (ids->keys ? ids->keys[middle] < sought : route_id_of(ids, middle) < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == ids->count) {
        return REVOPS__NIL;
    }
    uint32_t row = ids->keys ? (uint32_t)ids->keys[low] : low;
    return route_id_of(ids, row) == id ? row : REVOPS__NIL;
}

static revops__route_ids route_ids_of(const void *rows, uint32_t row_size, uint32_t count)
{
    revops__route_ids ids = {rows, row_size, count, NULL, 1};
    for (uint32_t i = 1; i < count && ids.ascend; i++) {
        ids.ascend = route_id_of(&ids, i - 1) < route_id_of(&ids, i);
    }
    return ids;
}

/* ---- The struct itself ---- */

static void route_check_count(revops__problems *problems, const char *field, uint32_t found, uint32_t least,
                              uint32_t most, const char *expected)
{
    if (found < least || found > most) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, field, found, expected);
    }
}

static void route_check_table(revops__problems *problems, revops_status status, const char *rows,
                              const char *row_size, uint32_t found)
{
    if (status == REVOPS_ERR_ARG) {
        revops__problem_put(problems, status, "params", REVOPS_NO_ROW, rows, 0, "rows");
    } else if (status != REVOPS_OK) {
        revops__problem_put(problems, status, "params", REVOPS_NO_ROW, row_size, found,
                            "the size of its row");
    }
}

static void route_check_tables(revops__problems *problems, const revops_route_params *params)
{
    route_check_table(
        problems, REVOPS__ROWS_CHECK(revops_route_rep, params->reps, params->rep_count, params->rep_row_size),
        "reps", "rep_row_size", params->rep_row_size);
    route_check_table(
        problems,
        REVOPS__ROWS_CHECK(revops_route_queue, params->queues, params->queue_count, params->queue_row_size),
        "queues", "queue_row_size", params->queue_row_size);
    route_check_table(problems,
                      REVOPS__ROWS_CHECK(revops_route_member, params->members, params->member_count,
                                         params->member_row_size),
                      "members", "member_row_size", params->member_row_size);
    route_check_table(problems,
                      REVOPS__ROWS_CHECK(revops_route_absence, params->absences, params->absence_count,
                                         params->absence_row_size),
                      "absences", "absence_row_size", params->absence_row_size);
}

static void route_check_calendars(revops__problems *problems, const revops_route_params *params)
{
    if (params->calendar_count && !params->calendars) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, "calendars", 0, "calendars");
        return;
    }
    for (uint32_t i = 0; i < params->calendar_count; i++) {
        const revops_calendar *calendar = params->calendars[i];
        if (!calendar) {
            revops__problem_put(problems, REVOPS_ERR_ARG, "calendars", i, "calendar", 0, "a calendar");
        } else if (calendar->magic != REVOPS__CALENDAR_MAGIC) {
            revops__problem_put(problems, REVOPS_ERR_CORRUPT, "calendars", i, "calendar", calendar->magic,
                                "what revops_calendar_build() made");
        }
    }
}

static void route_check_policy(revops__problems *problems, const char *field, revops_route_policy policy,
                               revops_route_policy least, const char *expected)
{
    if (policy > REVOPS_ROUTE_TO_QUEUE) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, "params", REVOPS_NO_ROW, field, policy, expected);
    } else if (policy < least) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, field, policy, expected);
    }
}

revops_status revops__route_read(const revops_route_params *theirs, revops__route_tables *tables,
                                 revops__problems *problems)
{
    memset(tables, 0, sizeof *tables);
    revops_route_params *params = &tables->params;
    revops_status status = REVOPS__PARAMS_COPY(revops_route_params, params, theirs);
    if (status == REVOPS_ERR_NEWER) {
        revops__problem_put(problems, status, "params", REVOPS_NO_ROW, "struct_size", 0,
                            "0 in the fields that this library doesn't know");
    }
    if (status != REVOPS_OK) {
        return status;
    }
    if (params->flags) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, "params", REVOPS_NO_ROW, "flags", params->flags, "0");
    }
    route_check_count(problems, "rep_count", params->rep_count, 0, REVOPS_ROUTE_ROWS_MAX, "0 to 262143");
    route_check_count(problems, "queue_count", params->queue_count, 1, REVOPS_ROUTE_ROWS_MAX, "1 to 262143");
    route_check_count(problems, "member_count", params->member_count, 0, REVOPS_ROUTE_ROWS_MAX,
                      "0 to 262143");
    route_check_count(problems, "absence_count", params->absence_count, 0, REVOPS_ROUTE_ABSENCES_MAX,
                      "0 to 1000000");
    route_check_count(problems, "calendar_count", params->calendar_count, 0, REVOPS_ROUTE_CALENDARS_MAX,
                      "0 to 10000");
    route_check_count(problems, "owed_limit", params->owed_limit, 0, REVOPS_ROUTE_OWED_MAX, "0 to 100000");
    route_check_policy(problems, "owner_away", params->owner_away, REVOPS_ROUTE_TO_OWNER,
                       "one of revops_route_policies");
    route_check_policy(problems, "owner_full", params->owner_full, REVOPS_ROUTE_TO_OWNER,
                       "one of revops_route_policies");
    route_check_policy(problems, "owner_left", params->owner_left, REVOPS_ROUTE_TO_COLLEAGUE,
                       "REVOPS_ROUTE_TO_COLLEAGUE or REVOPS_ROUTE_TO_QUEUE");
    if (problems->count > 0) {
        return problems->status;
    }
    route_check_tables(problems, params);
    route_check_calendars(problems, params);
    if (params->territories) {
        status = revops__segment_read(params->territories, &tables->territories, problems);
        if (status != REVOPS_OK && problems->count == 0) {
            revops__problem_put(problems, status, "params", REVOPS_NO_ROW, "territories", 0,
                                "revops_segment_params with a known struct_size");
        }
    }
    return problems->status;
}

/* ---- Rows against each other ---- */

static void route_check_reps(const revops__route_tables *tables, revops__problems *problems)
{
    for (uint32_t i = 0; i < tables->params.rep_count; i++) {
        revops_route_rep rep = revops__route_rep_given(tables, i);
        uint32_t first = revops__route_row_of(&tables->reps, rep.rep);
        if (rep.reserved) {
            revops__problem_put(problems, REVOPS_ERR_NEWER, "reps", i, "reserved", rep.reserved, "0");
        }
        if (rep.rep == REVOPS_NONE) {
            revops__problem_put(problems, REVOPS_ERR_ARG, "reps", i, "rep", rep.rep, "an id, 1 or more");
        } else if (first != i) {
            revops__problem_put_pair(problems, REVOPS_ERR_UNSOUND, "reps", i, first, "rep", rep.rep,
                                     "an id that no other row has");
        }
        if (rep.ramp_days > INT32_MAX) {
            revops__problem_put(problems, REVOPS_ERR_ARG, "reps", i, "ramp_days", rep.ramp_days,
                                "0 to 2147483647");
        }
        if (rep.calendar > tables->params.calendar_count) {
            revops__problem_put(problems, REVOPS_ERR_ARG, "reps", i, "calendar", rep.calendar,
                                "0, or 1 + the index of a calendar");
        }
        if (rep.home_queue != REVOPS_NONE &&
            revops__route_row_of(&tables->queues, rep.home_queue) == REVOPS__NIL) {
            revops__problem_put(problems, REVOPS_ERR_UNSOUND, "reps", i, "home_queue", rep.home_queue,
                                "the id of a queue, or REVOPS_NONE");
        }
    }
}

/* How many overflows lead from a queue to the end or to the fallback queue; too many for a circle. */
static uint32_t route_chain_length(const revops__route_tables *tables, uint32_t row, uint32_t fallback)
{
    uint32_t steps = 0;
    while (row != REVOPS__NIL && row != fallback && steps <= REVOPS_ROUTE_OVERFLOWS_MAX + 1) {
        revops_route_queue queue = revops__route_queue_given(tables, row);
        row = queue.overflow == REVOPS_NONE ? REVOPS__NIL
                                            : revops__route_row_of(&tables->queues, queue.overflow);
        steps++;
    }
    return steps;
}

static void route_check_queues(const revops__route_tables *tables, revops__problems *problems)
{
    uint32_t fallback = revops__route_row_of(&tables->queues, tables->params.fallback_queue);
    if (fallback == REVOPS__NIL || tables->params.fallback_queue == REVOPS_NONE) {
        revops__problem_put(problems, REVOPS_ERR_UNSOUND, "params", REVOPS_NO_ROW, "fallback_queue",
                            tables->params.fallback_queue, "the id of a queue");
    }
    for (uint32_t i = 0; i < tables->params.queue_count; i++) {
        revops_route_queue queue = revops__route_queue_given(tables, i);
        uint32_t first = revops__route_row_of(&tables->queues, queue.queue);
        if (queue.queue == REVOPS_NONE) {
            revops__problem_put(problems, REVOPS_ERR_ARG, "queues", i, "queue", queue.queue,
                                "an id, 1 or more");
        } else if (first != i) {
            revops__problem_put_pair(problems, REVOPS_ERR_UNSOUND, "queues", i, first, "queue", queue.queue,
                                     "an id that no other row has");
        }
        if (queue.overflow != REVOPS_NONE &&
            revops__route_row_of(&tables->queues, queue.overflow) == REVOPS__NIL) {
            revops__problem_put(problems, REVOPS_ERR_UNSOUND, "queues", i, "overflow", queue.overflow,
                                "the id of a queue, or REVOPS_NONE");
        } else if (route_chain_length(tables, i, fallback) > REVOPS_ROUTE_OVERFLOWS_MAX + 1) {
            revops__problem_put(problems, REVOPS_ERR_UNSOUND, "queues", i, "overflow", queue.overflow,
                                "a chain of 16 at most that ends, or leads to the fallback queue");
        }
    }
}

/* The lowest row that has the same queue and representative. */
static uint32_t route_first_seat(const revops__route_tables *tables, const revops_route_member *member,
                                 uint32_t queue, uint32_t rep, uint32_t row)
{
    if (!tables->seat_keys) {
        for (uint32_t i = 0; i < row; i++) {
            revops_route_member other = revops__route_member_given(tables, i);
            if (other.queue == member->queue && other.rep == member->rep) {
                return i;
            }
        }
        return row;
    }
    int64_t sought = revops__route_seat_key(queue, rep, 0);
    uint32_t low = 0, high = tables->params.member_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (tables->seat_keys[middle] < sought) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return (uint32_t)tables->seat_keys[low] & REVOPS_ROUTE_ROWS_MAX;
}

static void route_check_members(const revops__route_tables *tables, revops__problems *problems)
{
    for (uint32_t i = 0; i < tables->params.member_count; i++) {
        revops_route_member member = revops__route_member_given(tables, i);
        uint32_t rep = revops__route_row_of(&tables->reps, member.rep);
        uint32_t queue = revops__route_row_of(&tables->queues, member.queue);
        if (member.reserved) {
            revops__problem_put(problems, REVOPS_ERR_NEWER, "members", i, "reserved", member.reserved, "0");
        }
        if (member.weight < 1 || member.weight > REVOPS_ROUTE_WEIGHT_MAX) {
            revops__problem_put(problems, REVOPS_ERR_ARG, "members", i, "weight", member.weight, "1 to 1000");
        }
        if (rep == REVOPS__NIL) {
            revops__problem_put(problems, REVOPS_ERR_UNSOUND, "members", i, "rep", member.rep,
                                "the id of a representative");
        }
        if (queue == REVOPS__NIL) {
            revops__problem_put(problems, REVOPS_ERR_UNSOUND, "members", i, "queue", member.queue,
                                "the id of a queue");
        }
        if (rep != REVOPS__NIL && queue != REVOPS__NIL) {
            uint32_t first = route_first_seat(tables, &member, queue, rep, i);
            if (first != i) {
                revops__problem_put_pair(problems, REVOPS_ERR_UNSOUND, "members", i, first, "rep", member.rep,
                                         "a representative once in each queue");
            }
        }
    }
}

static void route_check_weight(revops__problems *problems, uint32_t queue, uint64_t weight)
{
    if (weight > REVOPS_ROUTE_WEIGHT_SUM_MAX) {
        revops__problem_put(problems, REVOPS_ERR_RANGE, "queues", queue, "weight", (int64_t)weight,
                            "1000000 at most, over all members");
    }
}

static void route_check_weights(const revops__route_tables *tables, revops__problems *problems)
{
    if (tables->params.member_count <= REVOPS_ROUTE_WEIGHT_SUM_MAX / REVOPS_ROUTE_WEIGHT_MAX) {
        return; /* however they are shared out */
    }
    if (!tables->seat_keys) {
        for (uint32_t i = 0; i < tables->params.queue_count; i++) {
            revops_route_queue queue = revops__route_queue_given(tables, i);
            uint64_t weight = 0;
            for (uint32_t k = 0; k < tables->params.member_count; k++) {
                revops_route_member member = revops__route_member_given(tables, k);
                weight += member.queue == queue.queue ? member.weight : 0;
            }
            route_check_weight(problems, i, weight);
        }
        return;
    }
    for (uint32_t i = 0; i < tables->params.member_count;) {
        int64_t queue = tables->seat_keys[i] >> 36;
        uint64_t weight = 0;
        for (; i < tables->params.member_count && tables->seat_keys[i] >> 36 == queue; i++) {
            weight +=
                revops__route_member_given(tables, (uint32_t)tables->seat_keys[i] & REVOPS_ROUTE_ROWS_MAX)
                    .weight;
        }
        route_check_weight(problems, (uint32_t)queue, weight);
    }
}

static void route_check_absences(const revops__route_tables *tables, revops__problems *problems)
{
    for (uint32_t i = 0; i < tables->params.absence_count; i++) {
        revops_route_absence absence = revops__route_absence_given(tables, i);
        if (absence.kind > REVOPS_ROUTE_TIME_OFF) {
            revops__problem_put(problems, REVOPS_ERR_NEWER, "absences", i, "kind", absence.kind,
                                "one of revops_route_away_kinds");
        }
        if (absence.from_ms >= absence.until_ms) {
            revops__problem_put(problems, REVOPS_ERR_ARG, "absences", i, "until_ms", absence.until_ms,
                                "after from_ms");
        }
        if (revops__route_row_of(&tables->reps, absence.rep) == REVOPS__NIL) {
            revops__problem_put(problems, REVOPS_ERR_UNSOUND, "absences", i, "rep", absence.rep,
                                "the id of a representative");
        }
    }
}

static void route_check_territories(const revops__route_tables *tables, revops__problems *problems)
{
    const revops_segment_params *params = &tables->territories;
    for (uint32_t i = 0; i < params->rule_count; i++) {
        revops_segment_rule rule;
        REVOPS__ROW_GET(revops_segment_rule, &rule, params->rules, params->rule_row_size, i);
        if (revops__route_row_of(&tables->queues, rule.outcome) == REVOPS__NIL) {
            revops__problem_put(problems, REVOPS_ERR_UNSOUND, "rules", i, "outcome", rule.outcome,
                                "the id of a queue");
        }
    }
    if (params->otherwise != REVOPS_NONE &&
        revops__route_row_of(&tables->queues, params->otherwise) == REVOPS__NIL) {
        revops__problem_put(problems, REVOPS_ERR_UNSOUND, "params", REVOPS_NO_ROW, "otherwise",
                            params->otherwise, "the id of a queue, or REVOPS_NONE");
    }
}

void revops__route_check_rows(const revops__route_tables *tables, revops__problems *problems)
{
    route_check_reps(tables, problems);
    route_check_queues(tables, problems);
    route_check_members(tables, problems);
    route_check_weights(tables, problems);
    route_check_absences(tables, problems);
    route_check_territories(tables, problems);
}

revops_status revops_route_check(const revops_route_params *params, revops_problem *problems, size_t capacity,
                                 size_t *needed)
{
    revops__route_tables tables;
    revops__problems found = revops__problems_begin(problems, capacity);
    if (!params || (capacity && !problems)) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = revops__route_read(params, &tables, &found);
    if (status == REVOPS_OK) {
        const revops_route_params *own = &tables.params;
        tables.reps = route_ids_of(own->reps, own->rep_row_size, own->rep_count);
        tables.queues = route_ids_of(own->queues, own->queue_row_size, own->queue_count);
        revops__route_check_rows(&tables, &found);
    }
    return status != REVOPS_OK && found.count == 0 ? status : revops__problems_end(&found, needed);
}
