/* SPDX-License-Identifier: MIT */
/* Several clocks of one lead: re-targeted, within one instant, over cycles, lapsed and merged, on the lead's calendar. Each
   figure is worked out by hand from the rule that the test names. */
#include "test.h"

#include "calendar-fixtures.h"
#include "sla-plain.h"

enum { START, MEET, PAUSE, RESUME, ASSIGN, NOTHING };

static _Alignas(8) unsigned char memory[32768];
static const revops_sla *sla;
static revops_sla_record records[8];
static revops_sla_effect effects[8 * REVOPS_SLA_EFFECTS_OF_CLOCK_MAX];
static size_t count;
static const revops_calendar *calendars[2];

/* Monday 2026-03-02 and so many days later, in UTC. */
static int64_t at(int day, int hour, int minute)
{
    return UTC(2026, 3, 2, hour, minute) + day * REVOPS_DAY_MS;
}

static void build(const plain_row *rows, uint32_t row_count, uint32_t clock_count)
{
    static const char *const hours[] = {OFFICE,
                                        "13:00-21:00|13:00-21:00|13:00-21:00|13:00-21:00|13:00-21:00||"};
    for (int i = 0; i < ROWS(hours); i++) {
        calendars[i] = calendars[i] ? calendars[i] : fixture_calendar(hours[i], "", NULL);
    }
    memset(records, 0, sizeof records);
    ck_assert_int_eq(plain_build(rows, row_count, clock_count, ROWS(hours), memory, sizeof memory, &sla),
                     REVOPS_OK);
}

static plain_row promise(uint32_t clock, uint32_t unit, int64_t target)
{
    return (plain_row){.clock = clock,
                       .start = ON(START),
                       .meet = ON(MEET),
                       .pause = ON(PAUSE),
                       .resume = ON(RESUME),
                       .target = target,
                       .unit = unit,
                       .calendar = 1};
}

static void tell_event(uint32_t signal, uint32_t priority, revops_sla_event event)
{
    const int64_t attributes[PLAIN_ATTRIBUTES] = {priority, REVOPS_MISSING, REVOPS_MISSING, REVOPS_MISSING};
    event.signals = &signal;
    event.signal_count = 1;
    event.attributes = attributes;
    ck_assert_int_eq(revops_sla_apply(sla, calendars, records, &event, effects, ROWS(effects), &count),
                     REVOPS_OK);
    ck_assert_int_eq(revops_sla_verify(sla, records, 1), REVOPS_OK);
}

static void tell(uint32_t signal, int64_t at_ms, uint32_t priority)
{
    tell_event(signal, priority, (revops_sla_event){.at_ms = at_ms});
}

/* ---- another case in mid-flight ---- */

enum { TIGHTENS, STAYS, MOVES, CHANGES };

static const uint32_t changes[CHANGES] = {REVOPS_SLA_TIGHTEN, REVOPS_SLA_KEEP, REVOPS_SLA_MOVE};

/* Starts on Monday at 9 with priority 1, which becomes 2 at 11; with pause: stands still from 10 to 12. Deadlines of
   clocks that tighten, stay and move, after the change or, with pause, after the resume. */
static const struct {
    const char *what;
    uint32_t unit;
    int64_t first, second; /* targets of the priorities */
    int pauses;
    struct {
        int day, hour;
    } due[CHANGES];
} retargeted[] = {
    {"shorter",
     REVOPS_CALENDAR_UNIT_ELAPSED,
     24 * REVOPS_HOUR_MS,
     4 * REVOPS_HOUR_MS,
     0,
     {{0, 15}, {1, 9}, {0, 13}}},
    {"shorter, standing still: an hour is consumed",
     REVOPS_CALENDAR_UNIT_ELAPSED,
     24 * REVOPS_HOUR_MS,
     4 * REVOPS_HOUR_MS,
     1,
     {{0, 16}, {1, 11}, {0, 15}}},
    {"longer: nothing to tighten",
     REVOPS_CALENDAR_UNIT_ELAPSED,
     4 * REVOPS_HOUR_MS,
     24 * REVOPS_HOUR_MS,
     0,
     {{0, 13}, {0, 13}, {1, 9}}},
    {"longer, standing still",
     REVOPS_CALENDAR_UNIT_ELAPSED,
     4 * REVOPS_HOUR_MS,
     24 * REVOPS_HOUR_MS,
     1,
     {{0, 15}, {0, 15}, {1, 11}}},
    {"shorter, but later from the change on",
     REVOPS_CALENDAR_UNIT_ELAPSED,
     5 * REVOPS_HOUR_MS,
     4 * REVOPS_HOUR_MS,
     0,
     {{0, 14}, {0, 14}, {0, 13}}},
    {"moved behind: due at once",
     REVOPS_CALENDAR_UNIT_ELAPSED,
     24 * REVOPS_HOUR_MS,
     REVOPS_HOUR_MS,
     0,
     {{0, 12}, {1, 9}, {0, 11}}},
    {"open time",
     REVOPS_CALENDAR_UNIT_OPEN,
     16 * REVOPS_HOUR_MS,
     8 * REVOPS_HOUR_MS,
     0,
     {{1, 11}, {1, 17}, {0, 17}}},
    {"open time, standing still",
     REVOPS_CALENDAR_UNIT_OPEN,
     16 * REVOPS_HOUR_MS,
     8 * REVOPS_HOUR_MS,
     1,
     {{1, 12}, {2, 11}, {1, 11}}},
    {"business days", REVOPS_CALENDAR_UNIT_BUSINESS_DAYS, 10, 2, 0, {{2, 11}, {14, 9}, {2, 9}}},
    {"days", REVOPS_CALENDAR_UNIT_DAYS, 14, 2, 0, {{2, 11}, {14, 9}, {2, 9}}},
};

START_TEST(test_SL13_SEM25_several_clocks_are_retargeted)
{
    plain_row rows[2 * CHANGES];
    int64_t due_ms[CHANGES];
    for (uint32_t clock = 0; clock < CHANGES; clock++) {
        rows[2 * clock] = promise(clock, retargeted[_i].unit, retargeted[_i].first);
        rows[2 * clock].change = changes[clock];
        rows[2 * clock].is[0] = 1;
        rows[2 * clock + 1] = promise(clock, retargeted[_i].unit, retargeted[_i].second);
        rows[2 * clock + 1].is[0] = 2;
        due_ms[clock] = at(retargeted[_i].due[clock].day, retargeted[_i].due[clock].hour, 0);
    }
    build(rows, ROWS(rows), CHANGES);
    tell(START, at(0, 9, 0), 1);
    ck_assert_uint_eq(count, CHANGES);
    int64_t before_ms = records[0].deadline_ms;
    if (retargeted[_i].pauses) {
        tell(PAUSE, at(0, 10, 0), 1);
    }
    tell(NOTHING, at(0, 11, 0), 2);
    size_t told = 0;
    for (size_t i = 0; i < count; i++) {
        told += effects[i].kind == REVOPS_SLA_EFFECT_RETARGETED && effects[i].at_ms == at(0, 11, 0);
    }
    ck_assert_uint_eq(told, count);
    ck_assert_msg(records[STAYS].row == 2 * STAYS && records[MOVES].row == 2 * MOVES + 1, "%s",
                  retargeted[_i].what);
    ck_assert_int_eq(records[MOVES].consumed_ms, records[STAYS].consumed_ms);
    if (retargeted[_i].pauses) {
        tell(RESUME, at(0, 12, 0), 2);
    } else {
        ck_assert_int_eq(records[STAYS].deadline_ms, before_ms);
    }
    for (uint32_t clock = 0; clock < CHANGES; clock++) {
        ck_assert_msg(records[clock].deadline_ms == due_ms[clock], "%s, clock %u: %lld h after Monday",
                      retargeted[_i].what, clock,
                      (long long)((records[clock].deadline_ms - at(0, 0, 0)) / REVOPS_HOUR_MS));
        ck_assert_int_eq(revops_sla_next_wakeup(&records[clock], 1), due_ms[clock] + 1);
    }
    /* The verdicts fall where they are due, each once. */
    size_t breaches = 0;
    ck_assert_int_eq(
        revops_sla_advance(sla, calendars, records, at(30, 0, 0), effects, ROWS(effects), &count), REVOPS_OK);
    for (size_t i = 0; i < count; i++) {
        breaches +=
            effects[i].kind == REVOPS_SLA_EFFECT_BREACHED && effects[i].at_ms == due_ms[effects[i].clock];
    }
    ck_assert_uint_eq(breaches, CHANGES);
}
END_TEST

/* Where no case holds any more, a promise that moves is called off, the others stay. */
START_TEST(test_SL13_SEM25_no_case_holds_any_more)
{
    plain_row rows[CHANGES];
    for (uint32_t clock = 0; clock < CHANGES; clock++) {
        rows[clock] = promise(clock, REVOPS_CALENDAR_UNIT_ELAPSED, REVOPS_DAY_MS);
        rows[clock].change = changes[clock];
        rows[clock].is[0] = 1;
    }
    build(rows, CHANGES, CHANGES);
    tell(START, at(0, 9, 0), 1);
    tell(NOTHING, at(0, 10, 0), 3);
    ck_assert_uint_eq(count, 1);
    ck_assert_uint_eq(effects[0].kind, REVOPS_SLA_EFFECT_CANCELLED);
    ck_assert_uint_eq(effects[0].clock, MOVES);
    ck_assert_int_eq(records[TIGHTENS].deadline_ms, at(1, 9, 0));
    ck_assert_int_eq(records[STAYS].deadline_ms, at(1, 9, 0));
}
END_TEST

/* In the very instant of the start the case is chosen anew, whatever the change. */
START_TEST(test_SEM3_case_of_the_starts_instant)
{
    plain_row rows[2 * CHANGES];
    for (uint32_t i = 0; i < 2 * CHANGES; i++) {
        rows[i] = promise(i / 2, REVOPS_CALENDAR_UNIT_ELAPSED, (i % 2 ? 48 : 24) * REVOPS_HOUR_MS);
        rows[i].change = changes[i / 2];
        rows[i].is[0] = 1 + i % 2;
    }
    build(rows, 2 * CHANGES, CHANGES);
    tell(START, at(0, 9, 0), 1);
    tell(NOTHING, at(0, 9, 0), 2);
    for (int clock = 0; clock < CHANGES; clock++) {
        ck_assert_int_eq(records[clock].deadline_ms, at(2, 9, 0));
    }
}
END_TEST

/* ---- one instant ---- */

/* Signals of one instant in every order; a run may be under way since before. */
static const struct {
    uint32_t kind;
    int runs_already;
    uint32_t starts, meets;
    uint32_t state;     /* at the end of the instant */
    uint32_t met;       /* runs met */
    uint32_t is_of_now; /* the latest run began in this instant */
} instants[] = {
    {REVOPS_SLA_ONCE, 0, 1, 0, REVOPS_SLA_RUNNING, 0, 1},
    {REVOPS_SLA_ONCE, 0, 1, 1, REVOPS_SLA_MET, 1, 1},
    {REVOPS_SLA_ONCE, 0, 1, 2, REVOPS_SLA_MET, 1, 1},
    {REVOPS_SLA_ONCE, 1, 1, 1, REVOPS_SLA_MET, 1, 0},
    {REVOPS_SLA_RESOLUTION, 0, 1, 1, REVOPS_SLA_MET, 1, 1},
    {REVOPS_SLA_REPEATING, 0, 1, 1, REVOPS_SLA_MET, 1, 1},
    {REVOPS_SLA_REPEATING, 1, 1, 1, REVOPS_SLA_RUNNING, 1, 1},
    {REVOPS_SLA_REPEATING, 1, 1, 2, REVOPS_SLA_MET, 2, 1},
    {REVOPS_SLA_REPEATING, 1, 2, 2, REVOPS_SLA_RUNNING, 2, 1},
    {REVOPS_SLA_REPEATING, 0, 2, 1, REVOPS_SLA_RUNNING, 1, 1},
    {REVOPS_SLA_REPEATING, 1, 0, 2, REVOPS_SLA_MET, 1, 0},
};

START_TEST(test_SEM3_meetings_and_starts_of_one_instant)
{
    plain_row row = promise(0, REVOPS_CALENDAR_UNIT_ELAPSED, REVOPS_HOUR_MS);
    row.kind = instants[_i].kind;
    uint32_t signals = instants[_i].starts + instants[_i].meets;
    for (uint32_t order = 0; order < 1u << signals; order++) {
        uint32_t meets = 0, met = 0;
        for (uint32_t i = 0; i < signals; i++) {
            meets += order >> i & 1;
        }
        if (meets != instants[_i].meets) {
            continue;
        }
        build(&row, 1, 1);
        if (instants[_i].runs_already) {
            tell(START, at(0, 9, 0), 0);
        }
        for (uint32_t i = 0; i < signals; i++) {
            tell(order >> i & 1 ? MEET : START, at(0, 10, 0), 0); /* at the deadline: in time */
            for (size_t k = 0; k < count; k++) {
                met += effects[k].kind == REVOPS_SLA_EFFECT_MET;
                ck_assert_uint_ne(effects[k].kind, REVOPS_SLA_EFFECT_BREACHED);
            }
        }
        ck_assert_uint_eq(records[0].state, instants[_i].state);
        ck_assert_uint_eq(met, instants[_i].met);
        ck_assert_int_eq(records[0].started_ms, at(0, instants[_i].is_of_now ? 10 : 9, 0));
        ck_assert_int_eq(records[0].consumed_ms, instants[_i].is_of_now ? 0 : REVOPS_HOUR_MS);
    }
}
END_TEST

/* ---- cycles, lapsed and merged ---- */

START_TEST(test_SEM25_once_is_once_a_cycle)
{
    static const uint32_t kinds[] = {REVOPS_SLA_ONCE, REVOPS_SLA_REPEATING, REVOPS_SLA_RESOLUTION};
    plain_row rows[ROWS(kinds)];
    for (uint32_t clock = 0; clock < ROWS(kinds); clock++) {
        rows[clock] = promise(clock, REVOPS_CALENDAR_UNIT_ELAPSED, REVOPS_DAY_MS);
        rows[clock].kind = kinds[clock];
    }
    build(rows, ROWS(rows), ROWS(rows));
    for (uint32_t cycle = 1; cycle <= 3; cycle++) {
        int day = 3 * (int)cycle;
        tell_event(START, 0, (revops_sla_event){.at_ms = at(day, 9, 0), .cycle = cycle});
        ck_assert_uint_eq(count, 3);
        tell_event(MEET, 0, (revops_sla_event){.at_ms = at(day, 10, 0), .cycle = cycle});
        ck_assert_uint_eq(count, 3);
        tell_event(START, 0, (revops_sla_event){.at_ms = at(day, 11, 0), .cycle = cycle});
        ck_assert_uint_eq(count, 1);
        ck_assert_uint_eq(effects[0].clock, 1);
        tell_event(MEET, 0, (revops_sla_event){.at_ms = at(day, 12, 0), .cycle = cycle});
        ck_assert_uint_eq(count, 1);
    }
}
END_TEST

/* SEM16: runs under way lapse, breached ones too, whose breach stands; such an event meets nothing. */
START_TEST(test_SEM16_SEM23_lapsed_and_merged)
{
    static const struct {
        uint32_t flag, state, effect;
    } ends[] = {{REVOPS_SLA_FADED, REVOPS_SLA_LAPSED, REVOPS_SLA_EFFECT_LAPSED},
                {REVOPS_SLA_MERGES, REVOPS_SLA_MERGED, REVOPS_SLA_EFFECT_MERGED}};
    plain_row rows[] = {promise(0, REVOPS_CALENDAR_UNIT_ELAPSED, REVOPS_HOUR_MS),
                        promise(1, REVOPS_CALENDAR_UNIT_ELAPSED, REVOPS_DAY_MS),
                        promise(2, REVOPS_CALENDAR_UNIT_ELAPSED, REVOPS_DAY_MS),
                        promise(3, REVOPS_CALENDAR_UNIT_ELAPSED, REVOPS_DAY_MS)};
    rows[0].pause = 0;
    rows[1].pause = 0;
    rows[3].start = ON(ASSIGN); /* never starts */
    build(rows, ROWS(rows), ROWS(rows));
    tell(START, at(0, 9, 0), 0);
    tell(PAUSE, at(0, 9, 30), 0);
    tell_event(MEET, 0, (revops_sla_event){.at_ms = at(0, 11, 0), .flags = ends[_i].flag});
    ck_assert_uint_eq(count, 4);
    ck_assert_uint_eq(effects[0].kind, REVOPS_SLA_EFFECT_BREACHED);
    ck_assert_int_eq(effects[0].at_ms, at(0, 10, 0));
    for (uint32_t clock = 0; clock < 3; clock++) {
        ck_assert_uint_eq(effects[1 + clock].kind, ends[_i].effect);
        ck_assert_uint_eq(effects[1 + clock].clock, clock);
        ck_assert_uint_eq(records[clock].state, ends[_i].state);
    }
    ck_assert_int_eq(records[0].consumed_ms, 2 * REVOPS_HOUR_MS);
    ck_assert_int_eq(records[1].consumed_ms, 2 * REVOPS_HOUR_MS);
    ck_assert_int_eq(records[2].consumed_ms, REVOPS_HOUR_MS / 2); /* it stood still */
    ck_assert_uint_eq(records[3].state, REVOPS_SLA_NOT_STARTED);
    ck_assert_int_eq(revops_sla_next_wakeup(records, ROWS(rows)), REVOPS_TIME_NONE);
}
END_TEST

/* ---- parts of speed to lead, calendars, kinds of target ---- */

/* SL16: the system's part ends where the owner's begins; the owner's starts anew at a hand-over. */
START_TEST(test_SL1_SL2_SL16_parts_of_speed_to_lead)
{
    plain_row rows[] = {promise(0, REVOPS_CALENDAR_UNIT_ELAPSED, 5 * REVOPS_MINUTE_MS),
                        promise(1, REVOPS_CALENDAR_UNIT_ELAPSED, 4 * REVOPS_HOUR_MS)};
    rows[0].meet = ON(ASSIGN);
    rows[1].start = ON(ASSIGN);
    rows[1].hand_over = REVOPS_SLA_ANEW;
    build(rows, 2, 2);
    tell_event(START, 0, (revops_sla_event){.at_ms = at(0, 9, 0)});
    tell_event(ASSIGN, 0, (revops_sla_event){.at_ms = at(0, 9, 3), .owner = 7});
    ck_assert_uint_eq(count, 2);
    ck_assert_uint_eq(effects[0].kind, REVOPS_SLA_EFFECT_MET);
    ck_assert_int_eq(effects[0].consumed_ms, 3 * REVOPS_MINUTE_MS);
    ck_assert_uint_eq(effects[1].kind, REVOPS_SLA_EFFECT_STARTED);
    ck_assert_uint_eq(effects[1].owner, 7);
    tell_event(ASSIGN, 0, (revops_sla_event){.at_ms = at(0, 12, 3), .owner = 8});
    ck_assert_uint_eq(count, 2);
    ck_assert_uint_eq(effects[0].kind, REVOPS_SLA_EFFECT_CANCELLED);
    ck_assert_uint_eq(effects[0].owner, 7);
    ck_assert_uint_eq(effects[1].kind, REVOPS_SLA_EFFECT_STARTED);
    ck_assert_uint_eq(effects[1].owner, 8);
    ck_assert_int_eq(effects[1].due_ms, at(0, 16, 3));
    tell_event(MEET, 0, (revops_sla_event){.at_ms = at(0, 13, 3), .owner = 8});
    ck_assert_uint_eq(effects[0].kind, REVOPS_SLA_EFFECT_MET);
    ck_assert_int_eq(effects[0].consumed_ms, REVOPS_HOUR_MS);
}
END_TEST

/* SL17: a clock on the lead's calendar, another on the owner's; who has none gets that of the case. */
START_TEST(test_SL17_calendar_of_the_lead_and_of_the_owner)
{
    plain_row rows[] = {promise(0, REVOPS_CALENDAR_UNIT_OPEN, 2 * REVOPS_HOUR_MS),
                        promise(1, REVOPS_CALENDAR_UNIT_OPEN, 2 * REVOPS_HOUR_MS),
                        promise(2, REVOPS_CALENDAR_UNIT_OPEN, 2 * REVOPS_HOUR_MS)};
    rows[1].calendar_of = REVOPS_SLA_CALENDAR_OF_LEAD;
    rows[2].calendar_of = REVOPS_SLA_CALENDAR_OF_OWNER;
    static const struct {
        uint32_t lead, owner;
        int due[3]; /* hours of Monday */
    } given[] = {{0, 0, {11, 11, 11}}, {2, 0, {11, 15, 11}}, {0, 2, {11, 11, 15}}, {2, 1, {11, 15, 11}}};
    for (int i = 0; i < ROWS(given); i++) {
        build(rows, 3, 3);
        tell_event(START, 0,
                   (revops_sla_event){.at_ms = at(0, 9, 0),
                                      .lead_calendar = given[i].lead,
                                      .owner_calendar = given[i].owner});
        for (int clock = 0; clock < 3; clock++) {
            ck_assert_int_eq(records[clock].deadline_ms, at(0, given[i].due[clock], 0));
        }
    }
}
END_TEST

/* SL17, SEM25: another calendar in mid-flight, as the owner changes or a holiday is added: what was consumed stays, the rest runs
   on the new one; a promise that is kept keeps its deadline. From Monday at 15:00, changed at 16:00; Tuesday is the holiday, the
   other owner works from 13 to 21. */
static const struct {
    uint32_t unit;
    int64_t target;
    struct {
        int day, hour;
    } first, owner, holiday;
} calendar_changes[] = {
    {REVOPS_CALENDAR_UNIT_ELAPSED, 24 * REVOPS_HOUR_MS, {1, 15}, {1, 15}, {1, 15}},
    {REVOPS_CALENDAR_UNIT_OPEN, 4 * REVOPS_HOUR_MS, {1, 11}, {0, 19}, {2, 11}},
    {REVOPS_CALENDAR_UNIT_BUSINESS_DAYS, 1, {1, 15}, {1, 15}, {2, 15}},
    {REVOPS_CALENDAR_UNIT_DAYS, 2, {2, 15}, {2, 15}, {2, 15}},
};

START_TEST(test_SL17_SEM25_another_calendar_in_mid_flight)
{
    plain_row row = promise(0, calendar_changes[_i].unit, calendar_changes[_i].target);
    row.calendar_of = REVOPS_SLA_CALENDAR_OF_OWNER;
    char tuesday[16];
    snprintf(tuesday, sizeof tuesday, "%d", (int)fixture_day(2026, 3, 3));
    build(&row, 1, 1);
    int64_t first_ms = at(calendar_changes[_i].first.day, calendar_changes[_i].first.hour, 0);
    int64_t owner_ms = at(calendar_changes[_i].owner.day, calendar_changes[_i].owner.hour, 0);
    int64_t holiday_ms = at(calendar_changes[_i].holiday.day, calendar_changes[_i].holiday.hour, 0);
    const revops_sla_event start = {.at_ms = at(0, 15, 0), .owner = 1, .owner_calendar = 1};
    tell_event(START, 0, start);
    ck_assert_int_eq(records[0].deadline_ms, first_ms);
    tell_event(NOTHING, 0, (revops_sla_event){.at_ms = at(0, 16, 0), .owner = 2, .owner_calendar = 2});
    ck_assert_int_eq(records[0].deadline_ms, owner_ms);
    ck_assert_uint_eq(count, owner_ms != first_ms);
    ck_assert_int_eq(records[0].consumed_ms, REVOPS_HOUR_MS);
    const revops_calendar *others[] = {fixture_calendar(OFFICE, tuesday, NULL), calendars[1]};
    for (int moves = 0; moves < 2; moves++) {
        const revops_sla_event event = {.at_ms = at(0, 16, 0), .owner = 1, .owner_calendar = 1};
        build(&row, 1, 1);
        tell_event(START, 0, start);
        ck_assert_int_eq(revops_sla_rebase(sla, calendars, sla, others, records, &event,
                                           moves ? REVOPS_SLA_MOVE : REVOPS_SLA_KEEP, effects, ROWS(effects),
                                           &count),
                         REVOPS_OK);
        ck_assert_int_eq(records[0].deadline_ms, moves ? holiday_ms : first_ms);
        int64_t consumed_ms = 0;
        ck_assert_int_eq(revops_sla_measure(sla, others, records, event.at_ms, &consumed_ms, NULL),
                         REVOPS_OK);
        ck_assert_int_eq(consumed_ms, REVOPS_HOUR_MS);
    }
    free((void *)(uintptr_t)others[0]);
}
END_TEST

/* SL12, C32: four kinds of target over the end of summer time, from Friday 2026-10-23 16:00 in Berlin (14:00 UTC). */
START_TEST(test_SL12_C32_four_kinds_of_target_over_a_clock_change)
{
    plain_row rows[] = {promise(0, REVOPS_CALENDAR_UNIT_ELAPSED, 3 * REVOPS_DAY_MS),
                        promise(1, REVOPS_CALENDAR_UNIT_OPEN, 9 * REVOPS_HOUR_MS),
                        promise(2, REVOPS_CALENDAR_UNIT_BUSINESS_DAYS, 1),
                        promise(3, REVOPS_CALENDAR_UNIT_DAYS, 3)};
    static const int64_t hours[] = {72, 24 * 3 + 2, 24 * 3 + 1, 24 * 3 + 1};
    build(rows, 4, 4);
    const revops_calendar *utc = calendars[0];
    const revops_zone *zone = fixture_zone_of_rule("CET-1CEST,M3.5.0,M10.5.0/3");
    calendars[0] = fixture_calendar(OFFICE, "", zone);
    tell(START, UTC(2026, 10, 23, 14, 0), 0);
    for (int clock = 0; clock < 4; clock++) {
        ck_assert_int_eq(records[clock].deadline_ms,
                         UTC(2026, 10, 23, 14, 0) + hours[clock] * REVOPS_HOUR_MS);
    }
    free((void *)(uintptr_t)calendars[0]);
    free((void *)(uintptr_t)zone);
    calendars[0] = utc;
}
END_TEST

/* SL9, SL12: "4 h" of the office and "two weeks" warn, stand still, run on, breach and are met late, each in its own time. */
START_TEST(test_SL3_SL4_SL9_SL12_a_life_of_two_clocks)
{
    plain_row rows[] = {promise(0, REVOPS_CALENDAR_UNIT_OPEN, 4 * REVOPS_HOUR_MS),
                        promise(1, REVOPS_CALENDAR_UNIT_DAYS, 14)};
    rows[0].warn_bp[0] = 5000;
    rows[1].needed = 6;
    build(rows, 2, 2);
    tell(START, at(4, 16, 0), 0); /* Friday: an hour is left */
    ck_assert_int_eq(records[0].deadline_ms, at(7, 12, 0));
    ck_assert_int_eq(records[1].deadline_ms, at(18, 16, 0));
    tell(PAUSE, at(4, 16, 30), 0);
    tell(RESUME, at(7, 9, 0), 0); /* Saturday and Sunday lie in the pause in full */
    ck_assert_int_eq(records[0].deadline_ms, at(7, 12, 30));
    ck_assert_int_eq(records[1].deadline_ms, at(20, 16, 0));
    ck_assert_int_eq(records[0].due_ms, at(7, 10, 30)); /* two hours consumed */
    for (int touch = 1; touch <= 6; touch++) {
        tell(MEET, at(7 + touch, 9, 0), 0);
        if (touch == 1) {
            ck_assert_uint_eq(count, 3);
            ck_assert_uint_eq(effects[0].kind, REVOPS_SLA_EFFECT_WARNED);
            ck_assert_uint_eq(effects[0].detail, 5000);
            ck_assert_uint_eq(effects[1].kind, REVOPS_SLA_EFFECT_BREACHED);
            ck_assert_int_eq(effects[1].at_ms, at(7, 12, 30));
            ck_assert_uint_eq(effects[2].kind, REVOPS_SLA_EFFECT_MET_LATE);
            ck_assert_int_eq(effects[2].consumed_ms, 8 * REVOPS_HOUR_MS + REVOPS_HOUR_MS / 2);
        }
    }
    ck_assert_uint_eq(records[1].state, REVOPS_SLA_MET);
    ck_assert_uint_eq(records[1].count, 6);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("sla-several");
    TCase *tcase = tcase_create("sla-several");
    tcase_add_loop_test(tcase, test_SL13_SEM25_several_clocks_are_retargeted, 0, ROWS(retargeted));
    tcase_add_test(tcase, test_SL13_SEM25_no_case_holds_any_more);
    tcase_add_test(tcase, test_SEM3_case_of_the_starts_instant);
    tcase_add_loop_test(tcase, test_SEM3_meetings_and_starts_of_one_instant, 0, ROWS(instants));
    tcase_add_test(tcase, test_SEM25_once_is_once_a_cycle);
    tcase_add_loop_test(tcase, test_SEM16_SEM23_lapsed_and_merged, 0, 2);
    tcase_add_test(tcase, test_SL1_SL2_SL16_parts_of_speed_to_lead);
    tcase_add_test(tcase, test_SL17_calendar_of_the_lead_and_of_the_owner);
    tcase_add_loop_test(tcase, test_SL17_SEM25_another_calendar_in_mid_flight, 0, ROWS(calendar_changes));
    tcase_add_test(tcase, test_SL12_C32_four_kinds_of_target_over_a_clock_change);
    tcase_add_test(tcase, test_SL3_SL4_SL9_SL12_a_life_of_two_clocks);
    suite_add_tcase(suite, tcase);
    return suite;
}
