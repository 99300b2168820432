/* SPDX-License-Identifier: MIT */
/* Conditions and clocks of a policy, row by row. */
#include "test.h"

#include "engine-desk.h"
#include "engine-faults.h"
#include "engine-turns.h"
#include "random.h"

enum { ROOM = 512, RECORD = 4096 };

static const int64_t NINE_MS = 1772442000000; /* Monday 2026-03-02T09:00Z */
static const int64_t OFFSETS[] = {0, 5, 10};
static const revops_texts TEXTS = {"NORD\xc3\xa9south", OFFSETS, 2};

typedef struct desk {
    const revops_engine *engine;
    unsigned char record[RECORD];
    revops_effect effects[ROOM];
    size_t count;
    revops_status status;
} desk;

static const revops_engine *desk_engine;

static void setup(void)
{
    revops_policy_params policy;
    desk_policy(&policy);
    desk_engine = engine_of(&policy);
    ck_assert_ptr_nonnull(desk_engine);
}

static void teardown(void)
{
    free((void *)(uintptr_t)desk_engine);
}

static void begin(desk *d)
{
    d->engine = desk_engine;
    ck_assert_uint_le(revops_lead_size(d->engine), RECORD);
    ck_assert_uint_le(revops_engine_effects_max(d->engine), ROOM);
    ck_assert_int_eq(revops_lead_init(d->engine, d->record), REVOPS_OK);
}

static void happens(desk *d, int64_t at_ms, uint32_t kind, int64_t value)
{
    revops_event event = {.at_ms = at_ms, .kind = kind, .value = value};
    ck_assert_int_eq(revops_engine_apply(d->engine, &TEXTS, d->record, &event, REVOPS_ENGINE_RECORD,
                                         REVOPS_EFFECTS_ALL, d->effects, ROOM, &d->count),
                     REVOPS_OK);
    ck_assert_int_eq(revops_lead_verify(d->engine, d->record, 1), REVOPS_OK);
}

static void passes(desk *d, int64_t now_ms)
{
    ck_assert_int_eq(revops_engine_advance(d->engine, &TEXTS, d->record, now_ms, REVOPS_EFFECTS_ALL,
                                           d->effects, ROOM, &d->count),
                     REVOPS_OK);
    ck_assert_int_eq(revops_lead_verify(d->engine, d->record, 1), REVOPS_OK);
}

static const revops_effect *told(const desk *d, revops_effect_kind kind, uint32_t clock)
{
    for (size_t i = 0; i < d->count; i++) {
        if (d->effects[i].kind == kind && d->effects[i].clock == clock) {
            return &d->effects[i];
        }
    }
    return NULL;
}

static void names(desk *d, int64_t at_ms, uint32_t stage)
{
    happens(d, at_ms, E_STAGE, stage);
}

START_TEST(test_SL9_the_first_case_that_holds_gives_the_target)
{
    static const struct {
        int64_t priority;
        uint32_t row;
        int64_t due_ms;
    } cases[] = {
        {P_TOP, 1, REVOPS_HOUR_MS}, {P_LOW, 2, 4 * REVOPS_HOUR_MS}, {REVOPS_MISSING, 2, 4 * REVOPS_HOUR_MS}};
    desk d;
    begin(&d);
    happens(&d, NINE_MS - REVOPS_DAY_MS, E_PRIORITY, cases[_i].priority);
    names(&d, NINE_MS, S_MQL);
    const revops_effect *started = told(&d, REVOPS_EFFECT_STARTED, C_CONTACT);
    ck_assert_ptr_nonnull(started);
    ck_assert_uint_eq(started->row, cases[_i].row);
    ck_assert_int_eq(started->value, NINE_MS + cases[_i].due_ms);
}
END_TEST

START_TEST(test_SL1_a_clock_is_warned_missed_and_met_late_at_its_own_instants)
{
    desk d;
    begin(&d);
    names(&d, NINE_MS, S_MQL);
    ck_assert_int_eq(revops_lead_next_wakeup(d.engine, d.record), NINE_MS + 2 * REVOPS_HOUR_MS + 1);
    passes(&d, NINE_MS + 5 * REVOPS_HOUR_MS);
    ck_assert_uint_eq(d.count, 3);
    ck_assert_uint_eq(d.effects[0].kind, REVOPS_EFFECT_WARNED);
    ck_assert_int_eq(d.effects[0].at_ms, NINE_MS + 2 * REVOPS_HOUR_MS);
    ck_assert_uint_eq(d.effects[0].detail, 5000);
    ck_assert_uint_eq(d.effects[1].kind, REVOPS_EFFECT_BREACHED);
    ck_assert_int_eq(d.effects[1].at_ms, NINE_MS + 4 * REVOPS_HOUR_MS);
    ck_assert_uint_eq(d.effects[2].kind, REVOPS_EFFECT_STARTED); /* the next waits for the miss */
    ck_assert_uint_eq(d.effects[2].clock, C_FOLLOW_UP);
    happens(&d, NINE_MS + 6 * REVOPS_HOUR_MS, E_MAIL, REVOPS_MISSING);
    ck_assert_ptr_nonnull(told(&d, REVOPS_EFFECT_MET_LATE, C_CONTACT));
    revops_sla_record record;
    int64_t consumed_ms = 0, answered_ms = 1;
    ck_assert_int_eq(revops_lead_clock(d.engine, d.record, C_CONTACT, NINE_MS + 7 * REVOPS_HOUR_MS,
                                       &consumed_ms, &answered_ms, &record),
                     REVOPS_OK);
    ck_assert_uint_eq(record.state, REVOPS_SLA_MET_LATE);
    ck_assert_int_eq(consumed_ms, 6 * REVOPS_HOUR_MS);
    ck_assert_int_eq(answered_ms, 0);
    ck_assert_int_eq(revops_lead_clock(d.engine, d.record, 4, NINE_MS, NULL, NULL, &record), REVOPS_ERR_ARG);
}
END_TEST

START_TEST(test_SEM3_what_happens_at_the_instant_of_the_start_meets_with_nothing_consumed)
{
    desk d;
    begin(&d);
    happens(&d, NINE_MS, E_CALL, REVOPS_MISSING);
    names(&d, NINE_MS, S_MQL);
    const revops_effect *met = told(&d, REVOPS_EFFECT_MET, C_CONTACT);
    ck_assert_ptr_nonnull(met);
    ck_assert_int_eq(met->span_ms, 0);
}
END_TEST

/* A run since before; then, at one instant, a start, what meets and starts, a meeting: two runs are met, the third goes on. */
START_TEST(test_SEM3_a_start_that_also_meets_is_used_after_those_before_it)
{
    static const uint32_t events[] = {E_CALL, E_MAIL, E_TALK};
    static const uint32_t kinds[][4] = {
        {0}, {REVOPS_EFFECT_MET, REVOPS_EFFECT_STARTED}, {REVOPS_EFFECT_MET, REVOPS_EFFECT_STARTED}};
    const revops_policy_happening happenings[] = {{REVOPS_POLICY_HAPPENS_EVENT, E_CALL},
                                                  {REVOPS_POLICY_HAPPENS_EVENT, E_MAIL},
                                                  {REVOPS_POLICY_HAPPENS_EVENT, E_TALK}};
    const revops_policy_case cases[] = {{.target = REVOPS_DAY_MS}};
    const revops_policy_clock clocks[] = {{.name = "answer",
                                           .kind = REVOPS_SLA_REPEATING,
                                           .case_count = 1,
                                           .start_count = 2,
                                           .first_meet = 1,
                                           .meet_count = 2}};
    revops_policy_params policy;
    desk_policy(&policy);
    POLICY_ROWS(&policy, happenings, happening, happenings);
    POLICY_ROWS(&policy, cases, case, cases);
    POLICY_ROWS(&policy, clocks, clock, clocks);
    desk d;
    begin(&d);
    d.engine = engine_of(&policy);
    ck_assert_ptr_nonnull(d.engine);
    ck_assert_int_eq(revops_lead_init(d.engine, d.record), REVOPS_OK);
    happens(&d, NINE_MS - REVOPS_HOUR_MS, E_CALL, REVOPS_MISSING);
    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++) {
        happens(&d, NINE_MS, events[i], REVOPS_MISSING);
        size_t clock_effects = 0;
        for (size_t k = 0; k < d.count; k++) {
            if (d.effects[k].clock) {
                ck_assert_uint_eq(d.effects[k].kind, kinds[i][clock_effects++]);
            }
        }
        ck_assert_uint_eq(clock_effects, i ? 2 : 0);
    }
    free((void *)(uintptr_t)d.engine);
}
END_TEST

START_TEST(test_SEM25_another_case_tightens_and_a_pause_keeps_what_was_consumed)
{
    desk d;
    begin(&d);
    names(&d, NINE_MS, S_MQL);
    happens(&d, NINE_MS + REVOPS_HOUR_MS, E_HOLD, REVOPS_MISSING);
    ck_assert_int_eq(told(&d, REVOPS_EFFECT_PAUSED, C_CONTACT)->value, REVOPS_TIME_NONE);
    happens(&d, NINE_MS + REVOPS_DAY_MS, E_GO_ON, REVOPS_MISSING);
    ck_assert_int_eq(told(&d, REVOPS_EFFECT_RESUMED, C_CONTACT)->value,
                     NINE_MS + REVOPS_DAY_MS + 3 * REVOPS_HOUR_MS);
    happens(&d, NINE_MS + REVOPS_DAY_MS + 1, E_PRIORITY, P_TOP);
    const revops_effect *changed = told(&d, REVOPS_EFFECT_RETARGETED, C_CONTACT);
    ck_assert_ptr_nonnull(changed);
    ck_assert_uint_eq(changed->row, 1);
    ck_assert_int_eq(changed->value, NINE_MS + REVOPS_DAY_MS + REVOPS_HOUR_MS + 1);
}
END_TEST

START_TEST(test_SEM17_at_a_hand_over_the_old_owner_stands_with_the_cancelled_run)
{
    desk d;
    begin(&d);
    happens(&d, NINE_MS - 1, E_GIVEN, 2);
    names(&d, NINE_MS, S_DEMO);
    const revops_effect *started = told(&d, REVOPS_EFFECT_STARTED, C_RESOLUTION);
    ck_assert_int_eq(started->value, NINE_MS + 3 * REVOPS_DAY_MS);
    happens(&d, NINE_MS + REVOPS_HOUR_MS, E_GIVEN,
            1); /* her hours: Monday and Tuesday from 12:00 in Berlin */
    ck_assert_uint_eq(told(&d, REVOPS_EFFECT_CANCELLED, C_RESOLUTION)->owner, 2);
    started = told(&d, REVOPS_EFFECT_STARTED, C_RESOLUTION);
    ck_assert_uint_eq(started->owner, 1);
    ck_assert_int_eq(started->value, NINE_MS + 8 * REVOPS_DAY_MS + 2 * REVOPS_HOUR_MS);
}
END_TEST

/* Whoever held the lead when the promise was missed missed it, whoever has it since. */
/* C38, SL14: what a representative let pass stays hers, whoever holds the lead later. */
START_TEST(test_SL14_C38_a_miss_is_the_owners_as_of_then)
{
    desk d;
    begin(&d);
    happens(&d, NINE_MS - 1, E_GIVEN, 2);
    names(&d, NINE_MS, S_MQL);
    happens(&d, NINE_MS + REVOPS_DAY_MS, E_GIVEN, 1);
    const revops_effect *missed = told(&d, REVOPS_EFFECT_BREACHED, C_CONTACT);
    ck_assert_ptr_nonnull(missed);
    ck_assert_uint_eq(missed->owner, 2);
    happens(&d, NINE_MS + REVOPS_DAY_MS + 1, E_CALL, REVOPS_MISSING);
    const revops_effect *met = told(&d, REVOPS_EFFECT_MET_LATE, C_CONTACT);
    ck_assert_ptr_nonnull(met);
    ck_assert_uint_eq(met->owner, 1);
}
END_TEST

/* A lead about which little is known, and what conditions say of it: asked of every step into MQL. */
START_TEST(test_SC14_on_what_is_not_known_only_missing_holds)
{
    static const struct {
        uint32_t where, event;
        int64_t value;
        int holds;
    } cases[] = {{W_TOP, E_CREATED, REVOPS_MISSING, 0},
                 {W_TOP, E_PRIORITY, P_TOP, 1},
                 {W_NOT_TOP, E_CREATED, REVOPS_MISSING, 0},
                 {W_NOT_TOP, E_PRIORITY, P_LOW, 1},
                 {W_NOT_TOP, E_PRIORITY, P_TOP, 0},
                 {W_EITHER, E_PRIORITY, P_HIGH, 1},
                 {W_EITHER, E_PRIORITY, P_LOW, 0},
                 {W_EITHER, E_CREATED, REVOPS_MISSING, 0},
                 {W_LARGE, E_COMPANY, 499, 0},
                 {W_LARGE, E_COMPANY, 500, 1},
                 {W_MISSING, E_CREATED, REVOPS_MISSING, 1},
                 {W_MISSING, E_COMPANY, 0, 0},
                 {W_NORTH, E_REGION, 0, 0}, /* "NORDé" isn't "Nord" */
                 {W_NORTH, E_REGION, 1, 0},
                 {W_NORTH, E_REGION, 7, 0}, /* no such text */
                 {W_PROVEN, E_CONFIRMED, 1 << (I_BUDGET - 1), 0},
                 {W_PROVEN, E_CONFIRMED, 1 << (I_BUDGET - 1) | 1 << (I_NEED - 1), 1}};
    revops_policy_params policy;
    desk_policy(&policy);
    revops_policy_stage *stages = (revops_policy_stage *)(uintptr_t)policy.stages;
    stages[S_MQL - 1].where = cases[_i].where;
    desk d;
    begin(&d);
    d.engine = engine_of(&policy);
    ck_assert_int_eq(revops_lead_init(d.engine, d.record), REVOPS_OK);
    happens(&d, NINE_MS, cases[_i].event, cases[_i].value);
    happens(&d, NINE_MS + 1, E_MQL, REVOPS_MISSING);
    const revops_effect *deviation = told(&d, REVOPS_EFFECT_DEVIATION, 0);
    ck_assert_ptr_nonnull(deviation); /* the item is missing in any case */
    ck_assert_int_eq(!(deviation->why & REVOPS_EFFECT_CONDITION_MISSING), cases[_i].holds);
    free((void *)(uintptr_t)d.engine);
}
END_TEST

START_TEST(test_SEM24_a_change_of_policy_moves_or_keeps_running_promises)
{
    revops_policy_params policy;
    desk_policy(&policy);
    revops_policy_case cases[4];
    memcpy(cases, policy.cases, sizeof cases);
    cases[1].target = 2 * REVOPS_HOUR_MS;
    policy.cases = cases;
    policy.flags = _i ? REVOPS_POLICY_MOVES_PROMISES : 0;
    const revops_engine *next = engine_of(&policy);
    ck_assert_ptr_nonnull(next);
    desk d;
    begin(&d);
    names(&d, NINE_MS, S_MQL);
    ck_assert_int_eq(revops_lead_rebase(d.engine, next, NULL, d.record, NINE_MS - 1, REVOPS_EFFECTS_ALL,
                                        d.record, d.effects, ROOM, &d.count),
                     REVOPS_ERR_LATE);
    ck_assert_int_eq(revops_lead_rebase(d.engine, next, NULL, d.record, NINE_MS + REVOPS_HOUR_MS,
                                        REVOPS_EFFECTS_ALL, d.record, d.effects, ROOM, &d.count),
                     REVOPS_OK);
    revops_sla_record record;
    ck_assert_int_eq(
        revops_lead_clock(next, d.record, C_CONTACT, NINE_MS + REVOPS_HOUR_MS, NULL, NULL, &record),
        REVOPS_OK);
    ck_assert_int_eq(record.deadline_ms, NINE_MS + (_i ? 2 : 4) * REVOPS_HOUR_MS);
    ck_assert_uint_eq(d.count, _i ? 1 : 0);
    ck_assert_int_eq(revops_lead_rebase(d.engine, next, NULL, d.record, NINE_MS + REVOPS_HOUR_MS,
                                        REVOPS_EFFECTS_ALL, d.record, d.effects, 1, &d.count),
                     REVOPS_ERR_NOSPACE);
    free((void *)(uintptr_t)next);
    sales_policy(&policy);
    next = engine_of(&policy);
    ck_assert_int_eq(revops_lead_rebase(d.engine, next, NULL, d.record, NINE_MS + REVOPS_DAY_MS,
                                        REVOPS_EFFECTS_ALL, d.record, d.effects, ROOM, &d.count),
                     REVOPS_ERR_ARG);
    free((void *)(uintptr_t)next);
}
END_TEST

START_TEST(test_LC14_faults_of_conditions_calendars_and_clocks_have_their_place)
{
    static const struct {
        const char *part, *field;
        revops_status status;
    } faults[] = {
        {"conditions", "kind", REVOPS_ERR_ARG},        {"conditions", "row_count", REVOPS_ERR_ARG},
        {"conditions", "subject", REVOPS_ERR_ARG},     {"conditions", "test", REVOPS_ERR_ARG},
        {"clocks", "case_count", REVOPS_ERR_ARG},      {"clocks", "first_case", REVOPS_ERR_ARG},
        {"clocks", "first_start", REVOPS_ERR_UNSOUND}, {"happenings", "subject", REVOPS_ERR_ARG},
        {"people", "calendar", REVOPS_ERR_ARG},        {"calendars", "first_opening", REVOPS_ERR_ARG},
        {"holidays", "first_day", REVOPS_ERR_ARG},     {"clocks", "name", REVOPS_ERR_ARG},
        {"clocks", "first_case", REVOPS_ERR_UNSOUND}};
    revops_policy_params policy;
    desk_policy(&policy);
    revops_policy_condition conditions[DESK_WHERES];
    revops_policy_clock clocks[C_RESOLUTION];
    revops_policy_case cases[4];
    revops_policy_happening happenings[11];
    revops_policy_person people[2];
    revops_policy_calendar calendars[2];
    revops_policy_holiday holidays[2];
    memcpy(conditions, policy.conditions, sizeof conditions);
    memcpy(clocks, policy.clocks, sizeof clocks);
    memcpy(cases, policy.cases, sizeof cases);
    memcpy(happenings, policy.happenings, sizeof happenings);
    memcpy(people, policy.people, sizeof people);
    memcpy(calendars, policy.calendars, sizeof calendars);
    memcpy(holidays, policy.holidays, sizeof holidays);
    policy.conditions = conditions;
    policy.clocks = clocks;
    policy.cases = cases;
    policy.happenings = happenings;
    policy.people = people;
    policy.calendars = calendars;
    policy.holidays = holidays;
    switch (_i) {
    case 0:
        conditions[1].kind = 9;
        break;
    case 1:
        conditions[W_EITHER - 1].row_count = 40;
        break;
    case 2:
        conditions[0].subject = 4;
        break;
    case 3:
        conditions[0].test = 77;
        break;
    case 4:
        clocks[0].case_count = 0;
        break;
    case 5:
        cases[0].where = DESK_WHERES + 1;
        break;
    case 6: /* the first waits for the second, the second for the first */
        happenings[2] = (revops_policy_happening){REVOPS_POLICY_HAPPENS_MISSED, C_FOLLOW_UP};
        break;
    case 7:
        happenings[2].subject = 99;
        break;
    case 8:
        people[0].calendar = 3;
        break;
    case 9:
        calendars[0].opening_count = 9;
        break;
    case 10:
        holidays[0].month = 13;
        break;
    case 11:
        clocks[1].name = "";
        break;
    default:
        cases[1].at_close = REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN;
    }
    must_be_refused(&policy, faults[_i].part, faults[_i].field, faults[_i].status);
}
END_TEST

START_TEST(test_SEM28_a_policy_with_hours_is_compiled_where_it_just_fits)
{
    static _Alignas(8) unsigned char memory[1 << 18], more[1 << 18];
    revops_policy_params policy;
    promises_policy(&policy, 1);
    revops_engine_params params = {.struct_size = sizeof params, .policy = &policy};
    const revops_engine *out = NULL;
    size_t needed = 0, again = 0;
    ck_assert_int_eq(revops_engine_build(&params, NULL, 0, &needed, NULL), REVOPS_ERR_NOSPACE);
    ck_assert_uint_le(needed, sizeof memory);
    const size_t rooms[] = {0, 8, needed / 8, needed / 2, needed - 8, needed - 1};
    for (size_t i = 0; i < sizeof rooms / sizeof rooms[0]; i++) {
        again = 0;
        ck_assert_int_eq(revops_engine_build(&params, memory, rooms[i], &again, &out), REVOPS_ERR_NOSPACE);
        ck_assert_uint_eq(again, needed);
        ck_assert_ptr_null(out);
    }
    ck_assert_int_eq(revops_engine_build(&params, memory + 1, sizeof memory - 1, &again, &out),
                     REVOPS_ERR_ALIGN);
    ck_assert_uint_eq(again, needed);
    ck_assert_int_eq(revops_engine_build(&params, memory, needed, &again, &out), REVOPS_OK);
    ck_assert_uint_eq(again, needed);
    ck_assert_int_eq(revops_engine_build(&params, more, sizeof more, &again, &out), REVOPS_OK);
    ck_assert_uint_eq(again, needed);
    ck_assert_mem_eq(memory, more, needed);
}
END_TEST

/* An event that repeats the lead's account says nothing new, but everything is asked: so both ways an event can go are compared. */
static void live_twice(const revops_engine *engine, uint64_t seed)
{
    static desk lives[2];
    random_state random = {seed};
    int64_t at_ms = NINE_MS;
    uint32_t kinds = revops_engine_count(engine, REVOPS_ENGINE_LIST_EVENTS);
    for (int i = 0; i < 2; i++) {
        ck_assert_uint_le(revops_lead_size(engine), RECORD);
        ck_assert_int_eq(revops_lead_init(engine, lives[i].record), REVOPS_OK);
    }
    for (uint64_t id = 1; id <= 400; id++) {
        revops_event event = {.id = id};
        at_ms += (int64_t)random_below(&random, 4) * (int64_t)random_below(&random, 3 * REVOPS_HOUR_MS);
        event.at_ms = at_ms;
        event.kind = 1 + (uint32_t)random_below(&random, kinds);
        event.value = random_below(&random, 3) ? (int64_t)random_below(&random, 5) : REVOPS_MISSING;
        if (id == 1) { /* it says whose lead it is */
            event.kind = 1;
            event.value = REVOPS_MISSING;
        }
        event.actor = random_below(&random, 3);
        for (int i = 0; i < 2; i++) {
            desk *d = &lives[i];
            event.account = i || id == 1 ? 7 : 0;
            d->status = revops_engine_apply(engine, NULL, d->record, &event, REVOPS_ENGINE_RECORD,
                                            REVOPS_EFFECTS_ALL, d->effects, ROOM, &d->count);
            memset(d->record + 32, 0, sizeof event.id); /* the digest of the event */
        }
        ck_assert_int_eq(lives[0].status, lives[1].status);
        ck_assert_uint_eq(lives[0].count, lives[1].count);
        ck_assert_mem_eq(lives[0].effects, lives[1].effects, lives[0].count * sizeof lives[0].effects[0]);
        ck_assert_mem_eq(lives[0].record, lives[1].record, revops_lead_size(engine));
    }
    ck_assert_int_eq(revops_lead_verify(engine, lives[0].record, 1), REVOPS_OK);
}

/* What an event may ask beside clocks: an owner, a segment, a value. */
static const char ASKING[] =
    "{'revops':1,'name':'asking','attributes':{'size':{'type':'number'},'note':{'type':'number'}},"
    "'touches':{'channels':['call']},'stages':[{'name':'LEAD'},{'name':'WON','kind':'won'}],"
    "'moves':{'won':{'to':'WON'}},'events':{'created':{},'called':{'touch':'call'},'sized':{'sets':'size'},"
    "'noted':{'sets':'note','when_empty':'refuse'},'asked':{'inbound':true},'won':{},"
    "'given':{'value':'person','owner':'value'}},"
    "'segments':{'rules':[{'name':'big','where':{'size':{'at_least':3}}},{'name':'small'}]},"
    "'routing':{'asked_on':{'inbound':true},'queues':{'all':{'members':['ada','bob']}},'otherwise':'all'},"
    "'roster':{'ada':{},'bob':{}}}";

START_TEST(test_SEM3_what_most_events_leave_is_what_they_leave_where_all_is_asked)
{
    revops_policy_params policy;
    revops_policy_fault fault = {.expected = ""};
    const revops_engine *engine = NULL;
    if (_i < 2) {
        promises_policy(&policy, _i);
    } else if (_i == 2) {
        ck_assert_int_eq(revops_policy_built_in(&policy, sizeof policy), REVOPS_OK);
    }
    engine = _i == 3 ? turn_engine(ASKING, 1, &fault) : engine_of(&policy);
    ck_assert_ptr_nonnull(engine);
    for (uint64_t seed = 1; seed <= 40; seed++) {
        live_twice(engine, seed);
    }
    free((void *)(uintptr_t)engine);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("engine-clock");
    TCase *tcase = tcase_create("rules");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_loop_test(tcase, test_SL9_the_first_case_that_holds_gives_the_target, 0, 3);
    tcase_add_test(tcase, test_SL1_a_clock_is_warned_missed_and_met_late_at_its_own_instants);
    tcase_add_test(tcase, test_SEM3_what_happens_at_the_instant_of_the_start_meets_with_nothing_consumed);
    tcase_add_test(tcase, test_SEM3_a_start_that_also_meets_is_used_after_those_before_it);
    tcase_add_test(tcase, test_SEM25_another_case_tightens_and_a_pause_keeps_what_was_consumed);
    tcase_add_test(tcase, test_SL14_C38_a_miss_is_the_owners_as_of_then);
    tcase_add_test(tcase, test_SEM17_at_a_hand_over_the_old_owner_stands_with_the_cancelled_run);
    tcase_add_loop_test(tcase, test_SEM3_what_most_events_leave_is_what_they_leave_where_all_is_asked, 0, 4);
    tcase_add_loop_test(tcase, test_SC14_on_what_is_not_known_only_missing_holds, 0, 17);
    tcase_add_loop_test(tcase, test_SEM24_a_change_of_policy_moves_or_keeps_running_promises, 0, 2);
    tcase_add_loop_test(tcase, test_LC14_faults_of_conditions_calendars_and_clocks_have_their_place, 0, 13);
    tcase_add_test(tcase, test_SEM28_a_policy_with_hours_is_compiled_where_it_just_fits);
    suite_add_tcase(suite, tcase);
    return suite;
}
