/* SPDX-License-Identifier: MIT */
/* Parts of a simulation: taken over; leads that wait; owners of accounts and identities. */
#include <string.h>

#include "core/params.h"
#include "engine/simulate-internal.h"

revops_status revops_simulate_route(const revops_engine *engine, void *memory, size_t memory_size,
                                    size_t *needed, const revops_route **out)
{
    const revops__engine_routing *routing = engine ? revops__engine_routing_of(engine) : NULL;
    if (!routing) {
        return REVOPS_ERR_ARG;
    }
    const revops_calendar *calendars[REVOPS__ENGINE_CALENDARS_MAX];
    const uint32_t *places = revops__engine_at(engine, engine->calendars);
    for (uint32_t i = 0; i < engine->calendar_count; i++) {
        calendars[i] = revops__engine_at(engine, places[i]);
    }
    revops_segment_params territories = REVOPS_SEGMENT_PARAMS_INIT;
    territories.rule_count = territories.condition_count = routing->territory_count;
    territories.rules = routing->territory_count ? revops__engine_at(engine, routing->rules) : NULL;
    territories.conditions = routing->territory_count ? revops__engine_at(engine, routing->conditions) : NULL;
    territories.otherwise = routing->otherwise;
    revops_route_params params = REVOPS_ROUTE_PARAMS_INIT;
    params.rep_count = routing->rep_count;
    params.queue_count = routing->queue_count;
    params.member_count = routing->member_count;
    params.absence_count = routing->absence_count;
    params.calendar_count = engine->calendar_count;
    params.fallback_queue = routing->fallback;
    params.owed_limit = routing->owed_at_most;
    params.owner_away = params.owner_full = routing->if_away;
    params.owner_left = routing->if_gone;
    params.reps = routing->rep_count ? revops__engine_at(engine, routing->reps) : NULL;
    params.queues = revops__engine_at(engine, routing->queues);
    params.members = routing->member_count ? revops__engine_at(engine, routing->members) : NULL;
    params.absences = routing->absence_count ? revops__engine_at(engine, routing->absences) : NULL;
    params.calendars = engine->calendar_count ? calendars : NULL;
    params.territories = &territories;
    return revops_route_build(&params, memory, memory_size, needed, out);
}

/* The first event of the vocabulary that gives an owner and does nothing else; 0 for none. */
static uint32_t simulate_event(const revops_engine *engine)
{
    for (uint32_t i = 1; i <= engine->counts[REVOPS_ENGINE_LIST_EVENTS]; i++) {
        const revops__engine_event *row = revops__engine_event_of(engine, i);
        int names = row->owner == REVOPS_POLICY_OWNER_VALUE && row->value == REVOPS_POLICY_VALUE_PERSON;
        int acts = row->owner == REVOPS_POLICY_OWNER_ACTOR && row->value == REVOPS_POLICY_VALUE_NONE;
        if ((names || acts) && !row->pulls && !row->touch && !row->proves && !row->withdraws) {
            return i;
        }
    }
    return 0;
}

static revops_status simulate_check(const revops_simulate_columns *p)
{
    if (p->flags) {
        return REVOPS_ERR_NEWER;
    }
    if (!p->engine || !p->engine->has_routing || p->mode > REVOPS_ENGINE_ENFORCE_AND_TELL ||
        p->count >= UINT32_MAX || p->until_ms > REVOPS_ZONE_TIME_MAX_MS ||
        p->until_ms < -REVOPS_ZONE_TIME_MAX_MS || (p->count && (!p->leads || !p->firsts)) ||
        p->event > p->engine->counts[REVOPS_ENGINE_LIST_EVENTS]) {
        return REVOPS_ERR_ARG;
    }
    for (uint64_t i = 0; i < p->count; i++) {
        if (p->firsts[i] > p->firsts[i + 1]) {
            return REVOPS_ERR_ARG;
        }
    }
    if (p->count && p->firsts[p->count] > p->firsts[0] && !p->events) {
        return REVOPS_ERR_ARG;
    }
    if (p->event && revops__engine_event_of(p->engine, p->event)->owner == REVOPS_POLICY_OWNER_NONE) {
        return REVOPS_ERR_ARG;
    }
    return p->event || simulate_event(p->engine) ? REVOPS_OK : REVOPS_ERR_UNSOUND;
}

static uint64_t simulate_place(uint64_t *size, uint64_t count, size_t row)
{
    uint64_t place = *size;
    *size += (count * row + 63) / 64 * 64;
    return place;
}

revops_status revops_simulate_state_init(const revops_simulate_columns *columns, void *memory,
                                         size_t memory_size, size_t *needed, revops_simulate_state **out)
{
    revops_simulate_columns p;
    revops_status status = REVOPS__PARAMS_COPY(revops_simulate_columns, &p, columns);
    if (status == REVOPS_OK) {
        status = simulate_check(&p);
    }
    if (status != REVOPS_OK) {
        return status;
    }
    const revops_engine *engine = p.engine;
    uint32_t bits = 1, people = engine->counts[REVOPS_ENGINE_LIST_PEOPLE];
    while (bits < 33 && UINT64_C(1) << bits < 2 * p.count) {
        bits++;
    }
    const revops__engine_routing *routing = revops__engine_at(engine, engine->routing);
    int has_accounts = routing->of_account != 0, has_duplicates = routing->of_duplicate && p.identities;
    uint64_t size = 0, rows, heap, open, accounts, duplicates, scratch, effects;
    simulate_place(&size, 1, sizeof(revops_simulate_state));
    rows = simulate_place(&size, p.count, sizeof(revops__simulate_lead));
    heap = simulate_place(&size, p.count, sizeof(uint32_t));
    open = simulate_place(&size, people, sizeof(uint32_t));
    accounts = simulate_place(&size, has_accounts ? UINT64_C(1) << bits : 0, sizeof(revops__simulate_owners));
    duplicates =
        simulate_place(&size, has_duplicates ? UINT64_C(1) << bits : 0, sizeof(revops__simulate_owners));
    scratch = simulate_place(&size, 1, engine->record_size);
    effects = simulate_place(&size, revops_engine_effects_max(engine), sizeof(revops_effect));
    if (size > SIZE_MAX / 2) {
        return REVOPS_ERR_ARG;
    }
    status = revops__params_room(memory, memory_size, (size_t)size, needed, out);
    if (status != REVOPS_OK) {
        return status;
    }
    char *bytes = memory;
    memset(bytes, 0, (size_t)effects);
    revops_simulate_state *state = memory;
    *state = (revops_simulate_state){
        .engine = engine,
        .texts = p.texts,
        .leads = p.leads,
        .ids = p.ids,
        .firsts = p.firsts,
        .identities = p.identities,
        .events = p.events,
        .until_ms = p.until_ms,
        .left_ms = INT64_MIN,
        .wanted = p.wanted,
        .mode = p.mode,
        .event = p.event ? p.event : simulate_event(engine),
        .lead_count = (uint32_t)p.count,
        .current = REVOPS__SIMULATE_NONE,
        .owners_bits = bits,
        .people = people,
        .day = INT32_MIN,
        .rows = (revops__simulate_lead *)(void *)(bytes + rows),
        .heap = (uint32_t *)(void *)(bytes + heap),
        .open = (uint32_t *)(void *)(bytes + open),
        .accounts = has_accounts ? (revops__simulate_owners *)(void *)(bytes + accounts) : NULL,
        .duplicates = has_duplicates ? (revops__simulate_owners *)(void *)(bytes + duplicates) : NULL,
        .scratch = (unsigned char *)bytes + scratch,
        .effects = (revops_effect *)(void *)(bytes + effects)};
    for (uint32_t i = 0; i < state->lead_count; i++) {
        state->rows[i].next = p.firsts[i];
        state->rows[i].since_ms = INT64_MIN;
    }
    *out = state;
    return REVOPS_OK;
}

uint64_t revops_simulate_left_out(const revops_simulate_state *state)
{
    return state ? state->left_out : 0;
}

/* ---- leads that wait: a heap ---- */

int revops__simulate_is_before(const revops_simulate_state *a, uint32_t lead, const revops_simulate_state *b,
                               uint32_t other)
{
    int64_t at_ms = a->rows[lead].at_ms, other_ms = b->rows[other].at_ms;
    return at_ms != other_ms ? at_ms < other_ms
                             : revops__simulate_id(a, lead) < revops__simulate_id(b, other); /* [SEM7] */
}

void revops__simulate_push(revops_simulate_state *part, uint32_t lead)
{
    uint32_t at = part->waiting++;
    while (at && revops__simulate_is_before(part, lead, part, part->heap[(at - 1) / 2])) {
        part->heap[at] = part->heap[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    part->heap[at] = lead;
}

uint32_t revops__simulate_pop(revops_simulate_state *part)
{
    uint32_t first = part->heap[0], last = part->heap[--part->waiting], at = 0;
    for (;;) {
        uint32_t child = 2 * at + 1;
        if (child >= part->waiting) {
            break;
        }
        if (child + 1 < part->waiting &&
            revops__simulate_is_before(part, part->heap[child + 1], part, part->heap[child])) {
            child++;
        }
        if (!revops__simulate_is_before(part, part->heap[child], part, last)) {
            break;
        }
        part->heap[at] = part->heap[child];
        at = child;
    }
    part->heap[at] = last;
    return first;
}

/* ---- owners of accounts and identities: tables of twice the leads, open to the next free row ---- */

static revops__simulate_owners *simulate_owners(const revops_simulate_state *part,
                                                revops__simulate_owners *table, uint64_t key)
{
    uint64_t mask = (UINT64_C(1) << part->owners_bits) - 1;
    uint64_t at = (key * UINT64_C(0x9e3779b97f4a7c15)) >> (64 - part->owners_bits);
    while (table[at].key && table[at].key != key) {
        at = (at + 1) & mask;
    }
    return &table[at];
}

void revops__simulate_own(const revops_simulate_state *part, revops__simulate_owners *table, uint64_t key,
                          int64_t at_ms, uint64_t lead, uint32_t person)
{
    if (!key || !person || !table) {
        return;
    }
    revops__simulate_owners *row = simulate_owners(part, table, key);
    row->key = key;
    if (row->latest.is_known && row->latest.lead != lead) {
        row->other = row->latest;
    }
    row->latest = (revops__simulate_owner){.at_ms = at_ms, .lead = lead, .person = person, .is_known = 1};
}

void revops__simulate_owned(const revops_simulate_state *part, revops__simulate_owners *table, uint64_t key,
                            uint64_t lead, revops__simulate_owner *found)
{
    if (!key || !table) {
        return;
    }
    const revops__simulate_owners *row = simulate_owners(part, table, key);
    const revops__simulate_owner *owner =
        row->latest.is_known && row->latest.lead != lead ? &row->latest : &row->other;
    int is_later = !found->is_known || owner->at_ms > found->at_ms ||
                   (owner->at_ms == found->at_ms && owner->lead > found->lead);
    if (owner->is_known && is_later) {
        *found = *owner;
    }
}
