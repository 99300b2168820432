/* SPDX-License-Identifier: MIT */
/* The loop: the lead that waits for the earliest instant goes to the router [SEM20]. */
#include "engine/simulate-internal.h"

typedef struct simulate_loop {
    revops_simulate_state *const *parts;
    size_t part_count;
    const revops_route *route;
    revops_route_state *route_state;
    revops__simulate_sink sink;
    revops_simulate_answer *answers;
    size_t answer_capacity, answer_count;
} simulate_loop;

/* ---- what the router knows ---- */

static revops_status simulate_count(const simulate_loop *loop, uint32_t person)
{
    uint64_t open = 0;
    for (size_t i = 0; i < loop->part_count; i++) {
        open += loop->parts[i]->open[person - 1];
    }
    return revops_route_set_open(loop->route, loop->route_state, person,
                                 open < UINT32_MAX ? (uint32_t)open : UINT32_MAX);
}

/* The lead is another person's open one. */
static revops_status simulate_hold(const simulate_loop *loop, revops_simulate_state *part, uint32_t lead,
                                   uint32_t person, int64_t at_ms)
{
    revops__simulate_lead *row = &part->rows[lead];
    const unsigned char *record = revops__simulate_record(part, lead);
    uint32_t before = row->holder;
    uint64_t owner = revops__lead_u64(record, REVOPS__LEAD_OWNER);
    row->account = revops__lead_u64(record, REVOPS__LEAD_ACCOUNT);
    uint64_t id = revops__simulate_id(part, lead);
    uint32_t owned = owner <= part->people ? (uint32_t)owner : 0;
    revops__simulate_own(part, part->accounts, row->account, at_ms, id, owned);
    if (before != person || row->waits != REVOPS__SIMULATE_COUNTS) { /* not for another account alone */
        revops__simulate_own(part, part->duplicates, revops__simulate_identity(part, lead), at_ms, id, owned);
    }
    if (before == person) {
        return REVOPS_OK;
    }
    if (before) {
        part->open[before - 1]--;
    }
    if (person) {
        part->open[person - 1]++;
    }
    row->holder = person;
    row->since_ms = at_ms;
    row->is_left = 0;
    revops_status status = before ? simulate_count(loop, before) : REVOPS_OK;
    return status == REVOPS_OK && person ? simulate_count(loop, person) : status;
}

/* Whoever has left by an instant gets nothing more; the first part remembers who is next. */
static revops_status simulate_let_leave(const simulate_loop *loop, int64_t at_ms)
{
    revops_simulate_state *first = loop->parts[0];
    int64_t next_ms = INT64_MAX;
    if (at_ms < first->left_ms) {
        return REVOPS_OK;
    }
    for (uint32_t person = 1; person <= first->people; person++) {
        int64_t leaves_ms = revops__routing_leaves(first->engine, person);
        if (leaves_ms <= at_ms) {
            revops_status status = revops_route_set_left(loop->route, loop->route_state, person, 1);
            if (status != REVOPS_OK) {
                return status;
            }
        } else if (leaves_ms < next_ms) {
            next_ms = leaves_ms;
        }
    }
    first->left_ms = next_ms;
    return REVOPS_OK;
}

/* When it is worth to ask again for a lead that nobody could take: hours begin, an absence ends, a day begins. */
static int64_t simulate_again(const simulate_loop *loop, int64_t at_ms)
{
    const revops_engine *engine = loop->parts[0]->engine;
    const revops__engine_routing *routing = revops__engine_at(engine, engine->routing);
    const uint32_t *calendars = revops__engine_at(engine, engine->calendars);
    const revops_route_absence *absences = revops__engine_at(engine, routing->absences);
    int64_t again_ms = revops__routing_next_day(engine, at_ms), other_ms;
    for (uint32_t i = 0; i < engine->calendar_count; i++) {
        if (revops_calendar_seek(revops__engine_at(engine, calendars[i]), at_ms + 1,
                                 REVOPS_CALENDAR_EDGE_NEXT_OPEN, &other_ms) == REVOPS_OK &&
            other_ms < again_ms && other_ms > at_ms) {
            again_ms = other_ms;
        }
    }
    for (uint32_t i = 0; i < routing->absence_count; i++) {
        if (absences[i].until_ms > at_ms && absences[i].until_ms < again_ms) {
            again_ms = absences[i].until_ms;
        }
    }
    return again_ms;
}

/* ---- a question ---- */

/* The answer as an event of the lead. */
static revops_event simulate_event_of(const revops_simulate_state *part, uint32_t lead, uint32_t owner,
                                      int64_t at_ms)
{
    const revops__simulate_lead *row = &part->rows[lead];
    const revops__engine_event *kind = revops__engine_event_of(part->engine, part->event);
    revops_event event = {.at_ms = at_ms,
                          .sequence = row->waits == REVOPS__SIMULATE_ASKS ? row->sequence : 0,
                          .id = UINT64_C(1) << 63 | (row->answers + UINT64_C(1)),
                          .value = REVOPS_MISSING,
                          .kind = part->event,
                          .flags = REVOPS_EVENT_ANSWER};
    if (kind->owner == REVOPS_POLICY_OWNER_VALUE) {
        event.value = owner;
    } else {
        event.actor = owner;
    }
    return event;
}

static revops_status simulate_ask(simulate_loop *loop, revops_simulate_state *part, uint32_t lead)
{
    revops__simulate_lead *row = &part->rows[lead];
    const unsigned char *record = revops__simulate_record(part, lead);
    int64_t at_ms = row->at_ms, territory = row->territory;
    int is_left = row->waits == REVOPS__SIMULATE_LOSES || row->is_left;
    uint64_t id = revops__simulate_id(part, lead);
    revops__simulate_owner owner = {0}, duplicate = {0};
    revops_route_assignment assigned;
    for (size_t i = 0; i < loop->part_count; i++) {
        revops_simulate_state *other = loop->parts[i];
        revops__simulate_owned(other, other->accounts, revops__lead_u64(record, REVOPS__LEAD_ACCOUNT), id,
                               &owner);
        revops__simulate_owned(other, other->duplicates, revops__simulate_identity(part, lead), id,
                               &duplicate);
    }
    uint32_t first_owner = duplicate.person ? duplicate.person : owner.person;
    revops_simulate_state *first = loop->parts[0];
    int32_t day = revops__routing_day(part->engine, at_ms);
    first->day = day > first->day ? day : first->day;
    uint32_t loses = is_left || row->missed ? row->holder : 0;
    const revops_route_lead asked = {.at_ms = at_ms,
                                     .day = first->day,
                                     .owner = first_owner ? first_owner : (uint32_t)REVOPS_NONE,
                                     .previous = loses ? loses : (uint32_t)REVOPS_NONE};
    revops_status status =
        revops_route_assign(loop->route, loop->route_state, &asked, &territory, NULL, &assigned);
    if (status != REVOPS_OK) {
        return status;
    }
    int is_held = assigned.owner == REVOPS_NONE;
    int was_held = row->is_held && row->waits == REVOPS__SIMULATE_ASKS;
    uint32_t before = row->holder;
    revops_simulate_answer answer = {
        .lead = id,
        .owner = is_held ? 0 : assigned.owner,
        .previous = before,
        .reason = assigned.reason,
        .queue = assigned.queue <= part->engine->counts[REVOPS_ENGINE_LIST_QUEUES] ? assigned.queue : 0,
        .territory = row->territory,
        .flags = assigned.flags,
        .missed = row->missed,
        .left = is_left && before};
    if (is_held) {
        row->is_asking = row->is_held = 1;
        row->is_left = is_left != 0;
        row->answer_ms = simulate_again(loop, at_ms);
        row->sequence = 0;
        status = loses ? simulate_count(loop, loses) : REVOPS_OK; /* it is still theirs */
        if (was_held) {
            return status;
        }
    } else {
        answer.event = simulate_event_of(part, lead, assigned.owner, at_ms);
        row->answers++;
        row->is_asking = row->is_held = 0;
        row->missed = 0;
        status = revops__simulate_apply(part, lead, &answer.event, &loop->sink);
        if (status == REVOPS_OK) {
            status = simulate_hold(loop, part, lead, revops__simulate_holder(part, record), at_ms);
        }
        if (status == REVOPS_OK && row->holder == before && before) {
            status = simulate_count(loop, before); /* the router counts it twice */
        }
    }
    loop->answers[loop->answer_count++] = answer;
    return status;
}

/* ---- the loop ---- */

/* Replays what waits for nothing; NOSPACE where effects are to be taken first. */
static revops_status simulate_fold_all(simulate_loop *loop, revops_simulate_state *part)
{
    while (part->current != REVOPS__SIMULATE_NONE || part->folded < part->lead_count) {
        if (part->current == REVOPS__SIMULATE_NONE) {
            part->current = part->folded++;
        }
        revops_status status = revops__simulate_fold(part, part->current, &loop->sink);
        if (status != REVOPS_OK) {
            return status;
        }
        if (part->rows[part->current].waits != REVOPS__SIMULATE_ENDED) {
            revops__simulate_push(part, part->current);
        }
        part->current = REVOPS__SIMULATE_NONE;
    }
    return REVOPS_OK;
}

static revops_simulate_state *simulate_earliest(const simulate_loop *loop)
{
    revops_simulate_state *found = NULL;
    for (size_t i = 0; i < loop->part_count; i++) {
        revops_simulate_state *part = loop->parts[i];
        if (part->waiting &&
            (!found || revops__simulate_is_before(part, part->heap[0], found, found->heap[0]))) {
            found = part;
        }
    }
    return found;
}

static revops_status simulate_run(simulate_loop *loop)
{
    for (;;) {
        for (size_t i = 0; i < loop->part_count; i++) {
            revops_status status = simulate_fold_all(loop, loop->parts[i]);
            if (status != REVOPS_OK) {
                return status;
            }
        }
        revops_simulate_state *part = simulate_earliest(loop);
        if (!part) {
            return REVOPS_OK;
        }
        if (loop->answer_count == loop->answer_capacity || !revops__simulate_has_room(part, &loop->sink)) {
            return REVOPS_ERR_NOSPACE;
        }
        uint32_t lead = revops__simulate_pop(part);
        const unsigned char *record = revops__simulate_record(part, lead);
        int64_t at_ms = part->rows[lead].at_ms;
        int counts = part->rows[lead].waits == REVOPS__SIMULATE_COUNTS;
        revops_status status = simulate_let_leave(loop, at_ms);
        if (status == REVOPS_OK) {
            status = counts ? simulate_hold(loop, part, lead, revops__simulate_holder(part, record), at_ms)
                            : simulate_ask(loop, part, lead);
        }
        part->current = lead;
        if (status != REVOPS_OK) {
            return status;
        }
    }
}

revops_status revops_simulate(revops_simulate_state *const *parts, size_t part_count,
                              const revops_route *route, revops_route_state *route_state,
                              revops_effect *effects, size_t capacity, size_t *count,
                              revops_simulate_answer *answers, size_t answer_capacity, size_t *answer_count)
{
    if (!parts || part_count == 0 || !route || !route_state || (!effects && capacity) || !count || !answers ||
        answer_capacity == 0 || !answer_count) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < part_count; i++) {
        if (!parts[i] || parts[i]->engine != parts[0]->engine) {
            return REVOPS_ERR_ARG;
        }
    }
    simulate_loop loop = {.parts = parts,
                          .part_count = part_count,
                          .route = route,
                          .route_state = route_state,
                          .sink = {.effects = effects, .capacity = capacity},
                          .answers = answers,
                          .answer_capacity = answer_capacity};
    revops_status status = simulate_run(&loop);
    *count = loop.sink.count;
    *answer_count = loop.answer_count;
    return status;
}
