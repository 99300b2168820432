/* SPDX-License-Identifier: MIT */
/* Routing of a policy: compiled into rows of a router; told where something asks for it. */
#include <string.h>

#include "engine/engine-route.h"

/* ---- rows of the policy ---- */

static revops_policy_queue routing_queue(const revops_policy_params *policy, uint32_t index)
{
    revops_policy_queue row;
    REVOPS__POLICY_ROW(revops_policy_queue, &row, policy, queues, queue_row_size, index);
    return row;
}

static revops_policy_territory routing_territory(const revops_policy_params *policy, uint32_t index)
{
    revops_policy_territory row;
    REVOPS__POLICY_ROW(revops_policy_territory, &row, policy, territories, territory_row_size, index);
    return row;
}

static revops_policy_member routing_member(const revops_policy_params *policy, uint32_t index)
{
    revops_policy_member row;
    REVOPS__POLICY_ROW(revops_policy_member, &row, policy, members, member_row_size, index);
    return row;
}

static revops_policy_person routing_person(const revops_policy_params *policy, uint32_t index)
{
    revops_policy_person row;
    REVOPS__POLICY_ROW(revops_policy_person, &row, policy, people, people_row_size, index);
    return row;
}

static revops_policy_absence routing_absence(const revops_policy_params *policy, uint32_t index)
{
    revops_policy_absence row;
    REVOPS__POLICY_ROW(revops_policy_absence, &row, policy, absences, absence_row_size, index);
    return row;
}

/* The queue itself, or the one whose members it shares. */
static uint32_t routing_like(const revops_policy_params *policy, uint32_t queue)
{
    for (uint32_t steps = 0; queue && steps < policy->queue_count; steps++) {
        uint32_t like = routing_queue(policy, queue - 1).like;
        if (!like) {
            break;
        }
        queue = like;
    }
    return queue;
}

/* ---- checked ---- */

static void routing_tell(revops__problems *problems, const char *part, uint32_t row, const char *field,
                         int64_t found, const char *expected)
{
    revops__problem_put(problems, REVOPS_ERR_ARG, part, row, field, found, expected);
}

static void routing_check_queues(const revops_policy_params *policy, revops__problems *problems)
{
    for (uint32_t i = 0; i < policy->queue_count; i++) {
        revops_policy_queue row = routing_queue(policy, i);
        if (!row.name || row.overflow > policy->queue_count || row.like > policy->queue_count) {
            routing_tell(problems, "queues", i, "overflow", row.overflow,
                         "a name, and queues that there are");
        }
        if (row.first_member > policy->member_count ||
            row.member_count > policy->member_count - row.first_member) {
            routing_tell(problems, "queues", i, "first_member", row.first_member,
                         "a list that lies within its table");
        }
    }
    for (uint32_t i = 0; i < policy->queue_count && problems->count == 0; i++) {
        uint32_t queue = routing_like(policy, i + 1);
        if (routing_queue(policy, queue - 1).like) {
            revops__problem_put(problems, REVOPS_ERR_UNSOUND, "queues", i, "like", queue,
                                "queues that don't lead in a circle");
        }
    }
    for (uint32_t i = 0; i < policy->member_count; i++) {
        revops_policy_member row = routing_member(policy, i);
        if (row.person == 0 || row.person > policy->people_count || row.weight > REVOPS_ROUTE_WEIGHT_MAX) {
            routing_tell(problems, "members", i, "person", row.person,
                         "a person of the roster, with a weight up to 1000");
        }
    }
    for (uint32_t i = 0; i < policy->territory_count; i++) {
        revops_policy_territory row = routing_territory(policy, i);
        if (!row.name || row.queue == 0 || row.queue > policy->queue_count ||
            row.where > policy->condition_count) {
            routing_tell(problems, "territories", i, "queue", row.queue, "a name, a queue and a condition");
        }
    }
}

static int routing_is_instant(revops_policy_unit unit, int64_t value)
{
    int64_t most = unit == REVOPS_POLICY_UNIT_DATE ? REVOPS_CALENDAR_DAY_MAX : REVOPS_ZONE_TIME_MAX_MS;
    return (unit == REVOPS_POLICY_UNIT_DATE || unit == REVOPS_POLICY_UNIT_INSTANT) && value <= most &&
           value >= -most;
}

static void routing_check_people(const revops_policy_params *policy, revops__problems *problems)
{
    for (uint32_t i = 0; i < policy->people_count; i++) {
        revops_policy_person row = routing_person(policy, i);
        int is_leaving = row.flags & REVOPS_POLICY_HAS_LEAVES;
        if (row.first_absence > policy->absence_count ||
            row.absence_count > policy->absence_count - row.first_absence) {
            routing_tell(problems, "people", i, "first_absence", row.first_absence,
                         "a list that lies within its table");
        }
        if (row.ramp_ms < 0 || row.ramp_ms > 10000 * REVOPS_DAY_MS ||
            (is_leaving && !routing_is_instant(REVOPS_POLICY_UNIT_DATE, row.leaves_day))) {
            routing_tell(problems, "people", i, "ramp_ms", row.ramp_ms,
                         "0 to 10,000 days, and dates in range");
        }
    }
    for (uint32_t i = 0; i < policy->absence_count; i++) {
        revops_policy_absence row = routing_absence(policy, i);
        if (!routing_is_instant(row.from_unit, row.from) || !routing_is_instant(row.until_unit, row.until)) {
            routing_tell(problems, "absences", i, "from", row.from, "dates or instants in range");
        }
    }
}

void revops__routing_check(const revops_policy_params *policy, revops__problems *problems)
{
    const struct {
        uint32_t count, most;
        const char *field, *expected;
    } limits[] = {
        {policy->queue_count, REVOPS_POLICY_ROWS_MAX, "queue_count", "0 to 65535"},
        {policy->territory_count, REVOPS_POLICY_ROWS_MAX, "territory_count", "0 to 65535"},
        {policy->member_count, REVOPS_ROUTE_ROWS_MAX, "member_count", "0 to 262143"},
        {policy->absence_count, REVOPS_ROUTE_ABSENCES_MAX, "absence_count", "0 to 1000000"},
        {policy->owed_at_most, REVOPS_ROUTE_OWED_MAX, "owed_at_most", "0 to 100000"},
        {policy->if_away, REVOPS_POLICY_TO_OWNER, "if_away", "0 to 2"},
        {policy->if_gone, REVOPS_POLICY_TO_COLLEAGUE, "if_gone", "0 to 1"},
        {policy->route_otherwise, policy->queue_count, "route_otherwise", "a queue"},
        {policy->route_fallback, policy->queue_count, "route_fallback", "a queue"},
    };
    size_t before = problems->count;
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        if (limits[i].count > limits[i].most) {
            routing_tell(problems, "params", REVOPS_NO_ROW, limits[i].field, limits[i].count,
                         limits[i].expected);
        }
    }
    if (policy->first_route > policy->happening_count ||
        policy->route_count > policy->happening_count - policy->first_route) {
        routing_tell(problems, "params", REVOPS_NO_ROW, "first_route", policy->first_route,
                     "a list that lies within `happenings`");
    }
    if (problems->count != before) {
        return;
    }
    for (uint32_t i = 0; i < policy->route_count; i++) {
        revops_policy_happening row = revops__clock_happening(policy, policy->first_route + i);
        revops__happening_check(policy, problems, policy->first_route + i);
        if (row.kind == REVOPS_POLICY_HAPPENS_ASSIGNED) {
            revops__problem_put(problems, REVOPS_ERR_UNSOUND, "happenings", policy->first_route + i, "kind",
                                row.kind, "what asks for an owner: not that there is one");
        }
    }
    routing_check_queues(policy, problems);
    routing_check_people(policy, problems);
}

/* ---- compiled ---- */

void revops__engine_builder_people(revops__engine_builder *b)
{
    for (uint32_t i = 0; i < b->policy->people_count; i++) {
        revops_policy_person row;
        REVOPS__POLICY_ROW(revops_policy_person, &row, b->policy, people, people_row_size, i);
        revops__engine_person person = {
            .name = revops__engine_builder_name(b, REVOPS_ENGINE_LIST_PEOPLE, i + 1, row.name),
            .team = row.team ? revops__engine_builder_text(b, row.team) : 0,
            .calendar = row.calendar};
        revops__engine_builder_also(b, REVOPS_ENGINE_LIST_PEOPLE, i + 1, row.first_also, row.also_count);
        if (b->block) {
            memcpy(revops__engine_builder_row(b, b->engine->people, sizeof person, i), &person,
                   sizeof person);
        }
    }
}

/* The policy's zone: its size, and in the second run the zone itself. */
static uint32_t routing_compile_zone(revops__engine_builder *b, uint32_t place, uint32_t room)
{
    revops_zone_params params = REVOPS_ZONE_PARAMS_INIT;
    const revops_zone *zone;
    size_t needed = 0;
    if (!b->policy->zone) {
        return 0;
    }
    revops_status status = revops__zone_given(b->policy, b->policy->zone, &params);
    if (status == REVOPS_OK) {
        status = revops_zone_build(&params, b->block ? b->block + place : NULL, b->block ? room : 0, &needed,
                                   &zone);
    }
    if (status != REVOPS_OK && status != REVOPS_ERR_NOSPACE && b->problems) {
        revops__problem_put(b->problems, status, "zones", b->policy->zone - 1, "rule", status,
                            "a zone that revops_zone_build() takes");
    }
    return (uint32_t)needed;
}

/* An instant; a date begins in the zone of the person's calendar, else in the policy's. Calendars are compiled by then. */
static int64_t routing_instant(const revops__engine_builder *b, const revops__engine_routing *routing,
                               const revops_policy_person *person, int64_t value, revops_policy_unit unit)
{
    if (unit == REVOPS_POLICY_UNIT_INSTANT) {
        return value;
    }
    int64_t start_ms = value * REVOPS_DAY_MS, end_ms;
    if (person->calendar) {
        const uint32_t *places = revops__engine_at(b->engine, b->engine->calendars);
        (void)!revops_calendar_bounds(revops__engine_at(b->engine, places[person->calendar - 1]),
                                      (int32_t)value, REVOPS_CALENDAR_UNIT_DAYS, &start_ms, &end_ms);
    } else if (routing->zone_bytes) {
        (void)!revops_zone_from_local(revops__engine_at(b->engine, routing->zone), start_ms, 0, &start_ms);
    }
    return start_ms;
}

static void *routing_row(revops__engine_builder *b, uint32_t table, size_t row, size_t index)
{
    return revops__engine_builder_row(b, table, row, index);
}

static void routing_compile_people(revops__engine_builder *b, revops__engine_routing *routing)
{
    for (uint32_t i = 0, absence = 0; i < routing->rep_count; i++) {
        revops_policy_person row = routing_person(b->policy, i);
        revops_route_rep rep = {.rep = i + 1,
                                .max_open = row.open_at_most,
                                .max_per_day = row.per_day_at_most,
                                .ramp_days = (uint32_t)((row.ramp_ms + REVOPS_DAY_MS - 1) / REVOPS_DAY_MS),
                                .start_day = row.flags & REVOPS_POLICY_HAS_STARTS ? row.starts_day : 0,
                                .calendar = row.calendar,
                                .home_queue = REVOPS_NONE};
        int64_t leaves_ms = row.flags & REVOPS_POLICY_HAS_LEAVES
                                ? routing_instant(b, routing, &row, row.leaves_day, REVOPS_POLICY_UNIT_DATE)
                                : INT64_MAX;
        memcpy(routing_row(b, routing->reps, sizeof rep, i), &rep, sizeof rep);
        memcpy(routing_row(b, routing->leaves, sizeof leaves_ms, i), &leaves_ms, sizeof leaves_ms);
        for (uint32_t k = 0; k < row.absence_count; k++, absence++) {
            revops_policy_absence given = routing_absence(b->policy, row.first_absence + k);
            revops_route_absence own = {
                .rep = i + 1,
                .kind = given.flags & REVOPS_POLICY_WAIVED ? REVOPS_ROUTE_TIME_OFF : REVOPS_ROUTE_ABSENT,
                .from_ms = routing_instant(b, routing, &row, given.from, given.from_unit),
                .until_ms = routing_instant(b, routing, &row, given.until, given.until_unit)};
            memcpy(routing_row(b, routing->absences, sizeof own, absence), &own, sizeof own);
        }
    }
}

static void routing_compile_queues(revops__engine_builder *b, revops__engine_routing *routing)
{
    const revops_policy_params *policy = b->policy;
    for (uint32_t i = 0, member = 0; i < routing->queue_count; i++) {
        int is_own = i < policy->queue_count;
        revops_policy_queue row = {0};
        if (is_own) {
            row = routing_queue(policy, i);
        }
        uint32_t overflow = routing_like(policy, row.overflow);
        revops_route_queue queue = {.queue = i + 1, .overflow = overflow ? overflow : REVOPS_NONE};
        memcpy(routing_row(b, routing->queues, sizeof queue, i), &queue, sizeof queue);
        for (uint32_t k = 0; k < row.member_count; k++, member++) {
            revops_policy_member given = routing_member(policy, row.first_member + k);
            revops_route_member own = {
                .queue = i + 1, .rep = given.person, .weight = given.weight ? given.weight : 100};
            memcpy(routing_row(b, routing->members, sizeof own, member), &own, sizeof own);
        }
    }
    for (uint32_t i = 0; i < routing->territory_count; i++) {
        revops_policy_territory row = routing_territory(policy, i);
        revops_segment_rule rule = {
            .outcome = routing_like(policy, row.queue), .first_condition = i, .condition_count = 1};
        revops_condition condition = {.test = REVOPS_CONDITION_IS_EQUAL, .low = i + 1};
        memcpy(routing_row(b, routing->rules, sizeof rule, i), &rule, sizeof rule);
        memcpy(routing_row(b, routing->conditions, sizeof condition, i), &condition, sizeof condition);
        memcpy(routing_row(b, routing->wheres, sizeof row.where, i), &row.where, sizeof row.where);
    }
}

static void routing_names(revops__engine_builder *b)
{
    const revops_policy_params *policy = b->policy;
    const revops_engine *engine = b->engine;
    for (uint32_t i = 0; i < engine->counts[REVOPS_ENGINE_LIST_QUEUES]; i++) {
        uint32_t name =
            revops__engine_builder_name(b, REVOPS_ENGINE_LIST_QUEUES, i + 1, routing_queue(policy, i).name);
        if (b->block) {
            memcpy(routing_row(b, engine->name_places[REVOPS_ENGINE_LIST_QUEUES], sizeof name, i), &name,
                   sizeof name);
        }
    }
    for (uint32_t i = 0; i < engine->counts[REVOPS_ENGINE_LIST_TERRITORIES]; i++) {
        uint32_t name = revops__engine_builder_name(b, REVOPS_ENGINE_LIST_TERRITORIES, i + 1,
                                                    routing_territory(policy, i).name);
        if (b->block) {
            memcpy(routing_row(b, engine->name_places[REVOPS_ENGINE_LIST_TERRITORIES], sizeof name, i), &name,
                   sizeof name);
        }
    }
}

static uint32_t routing_place(uint32_t *at, uint64_t count, size_t row)
{
    uint32_t place = *at;
    *at += (uint32_t)((count * row + 7) / 8 * 8);
    return place;
}

static uint32_t routing_policy_of(revops_policy_substitute substitute)
{
    static const uint32_t policies[] = {[REVOPS_POLICY_TO_QUEUE] = REVOPS_ROUTE_TO_QUEUE,
                                        [REVOPS_POLICY_TO_COLLEAGUE] = REVOPS_ROUTE_TO_COLLEAGUE,
                                        [REVOPS_POLICY_TO_OWNER] = REVOPS_ROUTE_TO_OWNER};
    return policies[substitute];
}

/* Whether an event asks for an owner: if its move isn't refused; whatever becomes of it. */
enum routing_asks { ROUTING_ASKS_TAKEN = 1, ROUTING_ASKS_ALWAYS = 2 };

static uint32_t routing_asked_by(const revops_policy_params *policy, uint32_t number,
                                 const revops__engine_event *event)
{
    uint32_t asks = 0;
    for (uint32_t k = 0; k < policy->route_count; k++) {
        revops_policy_happening row = revops__clock_happening(policy, policy->first_route + k);
        int is_touch = row.kind == REVOPS_POLICY_HAPPENS_TOUCH && event->touch &&
                       (!row.subject || row.subject == event->touch);
        int is_inbound = row.kind == REVOPS_POLICY_HAPPENS_INBOUND && event->flags & REVOPS_POLICY_INBOUND;
        asks |= row.kind == REVOPS_POLICY_HAPPENS_EVENT && row.subject == number ? ROUTING_ASKS_TAKEN : 0;
        asks |= is_touch || is_inbound ? ROUTING_ASKS_ALWAYS : 0;
    }
    return asks;
}

void revops__engine_builder_routing(revops__engine_builder *b)
{
    const revops_policy_params *policy = b->policy;
    revops_engine *engine = b->engine;
    if (!engine->has_routing) {
        return;
    }
    revops__engine_routing routing = {
        .rep_count = policy->people_count,
        .queue_count = policy->queue_count + 1,
        .territory_count = policy->territory_count,
        .fallback =
            policy->route_fallback ? routing_like(policy, policy->route_fallback) : policy->queue_count + 1,
        .otherwise =
            policy->route_otherwise ? routing_like(policy, policy->route_otherwise) : (uint32_t)REVOPS_NONE,
        .owed_at_most = policy->owed_at_most,
        .if_away = routing_policy_of(policy->if_away),
        .if_gone = routing_policy_of(policy->if_gone),
        .of_account = (policy->flags & REVOPS_POLICY_OWNER_OF_ACCOUNT) != 0,
        .of_duplicate = (policy->flags & REVOPS_POLICY_OWNER_OF_DUPLICATE) != 0};
    for (uint32_t i = 0; i < policy->route_count; i++) {
        revops_policy_happening row = revops__clock_happening(policy, policy->first_route + i);
        revops__engine_builder_hear(b, &row, &routing.asked_on);
    }
    for (uint32_t i = 0; i < policy->queue_count; i++) {
        routing.member_count += routing_queue(policy, i).member_count;
    }
    for (uint32_t i = 0; i < policy->people_count; i++) {
        routing.absence_count += routing_person(policy, i).absence_count;
    }
    uint32_t at = engine->routing + (uint32_t)((sizeof routing + 7) / 8 * 8);
    routing.reps = routing_place(&at, routing.rep_count, sizeof(revops_route_rep));
    routing.queues = routing_place(&at, routing.queue_count, sizeof(revops_route_queue));
    routing.members = routing_place(&at, routing.member_count, sizeof(revops_route_member));
    routing.absences = routing_place(&at, routing.absence_count, sizeof(revops_route_absence));
    routing.rules = routing_place(&at, routing.territory_count, sizeof(revops_segment_rule));
    routing.conditions = routing_place(&at, routing.territory_count, sizeof(revops_condition));
    routing.wheres = routing_place(&at, routing.territory_count, sizeof(uint32_t));
    routing.leaves = routing_place(&at, routing.rep_count, sizeof(int64_t));
    routing.zone = at;
    routing.zone_bytes = b->block ? engine->routing + engine->routing_bytes - at : 0;
    routing.zone_bytes = routing_compile_zone(b, at, routing.zone_bytes);
    at += routing.zone_bytes;
    engine->routing_bytes = at - engine->routing;
    routing_names(b);
    if (b->block && !b->lacks_calendars) {
        memcpy(b->block + engine->routing, &routing, sizeof routing);
        routing_compile_people(b, &routing);
        routing_compile_queues(b, &routing);
        for (uint32_t i = 0; i < policy->event_count; i++) {
            revops__engine_event *event = revops__engine_builder_row(b, engine->events, sizeof *event, i);
            event->asks_route = (uint8_t)routing_asked_by(policy, i + 1, event);
        }
    }
}

/* ---- of a lead ---- */

int64_t revops__routing_leaves(const revops_engine *engine, uint64_t person)
{
    const revops__engine_routing *routing = revops__engine_routing_of(engine);
    if (!routing || person == 0 || person > routing->rep_count) {
        return INT64_MAX;
    }
    return ((const int64_t *)revops__engine_at(engine, routing->leaves))[person - 1];
}

static const revops_zone *routing_zone(const revops_engine *engine)
{
    const revops__engine_routing *routing = revops__engine_routing_of(engine);
    return routing && routing->zone_bytes ? revops__engine_at(engine, routing->zone) : NULL;
}

int32_t revops__routing_day(const revops_engine *engine, int64_t at_ms)
{
    const revops_zone *zone = routing_zone(engine);
    int32_t day = (int32_t)(at_ms / REVOPS_DAY_MS - (at_ms % REVOPS_DAY_MS < 0));
    if (zone) {
        (void)!revops_zone_first_day(zone, REVOPS_ZONE_DAY, at_ms, &day); /* in range */
    }
    return day;
}

int64_t revops__routing_next_day(const revops_engine *engine, int64_t at_ms)
{
    const revops_zone *zone = routing_zone(engine);
    int64_t start_ms = (revops__routing_day(engine, at_ms) + INT64_C(1)) * REVOPS_DAY_MS;
    if (zone) {
        (void)!revops_zone_from_local(zone, start_ms, 0, &start_ms);
    }
    return start_ms > at_ms ? start_ms : at_ms + REVOPS_DAY_MS;
}

void revops__routing_hear(revops__work *w, const revops__what *what, int64_t at_ms)
{
    const revops_engine *engine = w->engine;
    const revops__engine_routing *routing = revops__engine_routing_of(engine);
    uint32_t flags = w->event ? w->event->flags & ~(REVOPS_EVENT_SIGNAL | REVOPS_EVENT_ATTRIBUTE) : 0;
    int is_of_account = w->event && flags != w->event->flags; /* a signal, or a change of an attribute */
    if (!routing || (flags && !is_of_account) || !(engine->open >> w->lead[REVOPS__LEAD_PLACE] & 1)) {
        return; /* what assigns or merges asks for nothing, nor does a lead that nobody works */
    }
    uint32_t asks = what->kind ? revops__engine_event_of(engine, what->kind)->asks_route : 0;
    int is_heard = (routing->asked_on.entered & what->entered) | (routing->asked_on.left & what->left) ||
                   routing->asked_on.missed & what->missed || routing->asked_on.signals & what->signals ||
                   asks & ROUTING_ASKS_ALWAYS || (what->event && asks & ROUTING_ASKS_TAKEN);
    if (!is_heard) {
        return;
    }
    const uint32_t *wheres = revops__engine_at(engine, routing->wheres);
    uint32_t territory = 0;
    revops__facts_begin(&w->facts, engine, w->lead, w->facts.texts, at_ms);
    while (territory < routing->territory_count && !revops__where_holds(&w->facts, wheres[territory])) {
        territory++;
    }
    uint32_t missed = 0;
    while (what->missed >> missed) {
        missed++;
    }
    revops_effect *effect = revops__tell(w, REVOPS_EFFECT_ASKED, at_ms);
    effect->owner = revops__lead_u64(w->lead, REVOPS__LEAD_OWNER);
    effect->row = territory < routing->territory_count ? (uint16_t)(territory + 1) : 0;
    effect->detail = missed;
}

uint32_t revops__routing_effects_max(const revops_engine *engine, uint32_t of_clocks)
{
    return engine->has_routing ? 1 + of_clocks / (2 * REVOPS_SLA_EFFECTS_OF_CLOCK_MAX) : 0; /* each miss */
}
