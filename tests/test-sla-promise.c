/* SPDX-License-Identifier: MIT */
/* Promises in days, on calendars of owners, re-targeted and handed over: what a reader of the header would check by hand. */
#include "test.h"

#include "calendar-fixtures.h"
#include "sla-plain.h"

enum { START, MEET, PAUSE, RESUME, REOPEN, SIGNALS_USED };
enum { TUESDAY_OFF = 1 };

static _Alignas(8) unsigned char memory[32768];
static const revops_sla *sla;
static revops_sla_record records[REVOPS_SLA_CLOCKS_MAX];
static revops_sla_effect effects[8 * REVOPS_SLA_EFFECTS_OF_CLOCK_MAX];
static size_t count;
static const revops_calendar *calendars[3];

/* Monday 2026-03-02 and so many days later, in UTC. */
static int64_t at(int day, int hour, int minute)
{
    return UTC(2026, 3, 2, hour, minute) + day * REVOPS_DAY_MS;
}

/* Offices: Monday to Friday 9-17; the same without Tuesday; 10-12 of every day. */
static void build(const plain_row *rows, uint32_t row_count, uint32_t clock_count)
{
    static const char every_day[] = "10:00-12:00|10:00-12:00|10:00-12:00|10:00-12:00|10:00-12:00|"
                                    "10:00-12:00|10:00-12:00";
    static const char *const hours[] = {OFFICE, "09:00-17:00||09:00-17:00|09:00-17:00|09:00-17:00||",
                                        every_day};
    for (int i = 0; i < ROWS(hours); i++) {
        calendars[i] = calendars[i] ? calendars[i] : fixture_calendar(hours[i], "", NULL);
    }
    memset(records, 0, sizeof records);
    ck_assert_int_eq(plain_build(rows, row_count, clock_count, ROWS(hours), memory, sizeof memory, &sla),
                     REVOPS_OK);
}

static plain_row days(uint32_t unit, int64_t target)
{
    return (plain_row){.start = ON(START),
                       .meet = ON(MEET),
                       .pause = ON(PAUSE),
                       .resume = ON(RESUME),
                       .target = target,
                       .unit = unit,
                       .calendar = 1};
}

static void tell_of(uint32_t signal, int64_t at_ms, int64_t priority, uint32_t owner, uint32_t owner_calendar)
{
    const int64_t attributes[PLAIN_ATTRIBUTES] = {priority ? priority : REVOPS_MISSING, REVOPS_MISSING,
                                                  REVOPS_MISSING, REVOPS_MISSING};
    const revops_sla_event event = {.at_ms = at_ms,
                                    .signals = &signal,
                                    .signal_count = signal < SIGNALS_USED,
                                    .attributes = attributes,
                                    .owner = owner,
                                    .owner_calendar = owner_calendar};
    ck_assert_int_eq(revops_sla_apply(sla, calendars, records, &event, effects, ROWS(effects), &count),
                     REVOPS_OK);
    ck_assert_int_eq(revops_sla_verify(sla, records, 1), REVOPS_OK);
}

static void tell(uint32_t signal, int64_t at_ms)
{
    tell_of(signal, at_ms, 0, 0, 0);
}

/* The calendars are others from now on. */
static void change(const revops_calendar *first, int64_t at_ms, revops_sla_change promises)
{
    const revops_calendar *others[] = {first, calendars[1], calendars[2]};
    const revops_sla_event event = {.at_ms = at_ms};
    ck_assert_int_eq(revops_sla_rebase(sla, calendars, sla, others, records, &event, promises, effects,
                                       ROWS(effects), &count),
                     REVOPS_OK);
    memcpy(calendars, others, sizeof others);
}

#define EXPECT(index, what, clock_number, when_ms, deadline)                                                 \
    do {                                                                                                     \
        ck_assert_uint_gt(count, index);                                                                     \
        ck_assert_str_eq(revops_sla_effect_name(effects[index].kind), what);                                 \
        ck_assert_uint_eq(effects[index].clock, clock_number);                                               \
        ck_assert_int_eq(effects[index].at_ms, when_ms);                                                     \
        ck_assert_int_eq(effects[index].due_ms, deadline);                                                   \
    } while (0)

/* C30: two weeks are 14 days on office hours, too. */
START_TEST(test_C30_SL3_SL4_SL12_two_weeks_on_office_hours)
{
    plain_row row = days(REVOPS_CALENDAR_UNIT_DAYS, 14);
    build(&row, 1, 1);
    tell(START, UTC(2026, 3, 6, 16, 30));
    EXPECT(0, "started", 0, UTC(2026, 3, 6, 16, 30), UTC(2026, 3, 20, 16, 30));
}
END_TEST

/* C31: a demo request two hours after a download is owed four hours from then on. */
START_TEST(test_C31_SL2_SL13_a_demo_request_tightens)
{
    plain_row rows[] = {days(REVOPS_CALENDAR_UNIT_ELAPSED, 4 * REVOPS_HOUR_MS),
                        days(REVOPS_CALENDAR_UNIT_ELAPSED, 24 * REVOPS_HOUR_MS)};
    rows[0].is[0] = 2;
    build(rows, 2, 1);
    tell_of(START, at(0, 9, 0), 1, 0, 0);
    EXPECT(0, "started", 0, at(0, 9, 0), at(1, 9, 0));
    tell_of(SIGNALS_USED, at(0, 11, 0), 2, 0, 0);
    EXPECT(0, "re-targeted", 0, at(0, 11, 0), at(0, 15, 0));
    tell_of(SIGNALS_USED, at(0, 12, 0), 1, 0, 0); /* and stays so */
    ck_assert_uint_eq(count, 0);
    ck_assert_int_eq(records[0].deadline_ms, at(0, 15, 0));
}
END_TEST

/* C32: the same reading 14 days on, over the end of summer time; the second business day. */
START_TEST(test_C32_SL12_days_and_business_days)
{
    plain_row rows[] = {days(REVOPS_CALENDAR_UNIT_DAYS, 14), days(REVOPS_CALENDAR_UNIT_BUSINESS_DAYS, 2)};
    rows[1].clock = 1;
    build(rows, 2, 2);
    const revops_calendar *utc = calendars[0];
    const revops_zone *zone = fixture_zone_of_rule("CET-1CEST,M3.5.0,M10.5.0/3");
    calendars[0] = fixture_calendar(OFFICE, "", zone);
    tell(START, UTC(2026, 10, 20, 14, 0)); /* 16:00 */
    EXPECT(0, "started", 0, UTC(2026, 10, 20, 14, 0), UTC(2026, 11, 3, 15, 0));
    EXPECT(1, "started", 1, UTC(2026, 10, 20, 14, 0), UTC(2026, 10, 22, 14, 0));
    free((void *)(uintptr_t)calendars[0]);
    free((void *)(uintptr_t)zone);
    calendars[0] = utc;
}
END_TEST

/* C34: a holiday that is added in mid-flight: the promise stays, or moves. */
START_TEST(test_C34_SEM25_a_holiday_in_mid_flight)
{
    plain_row row = days(REVOPS_CALENDAR_UNIT_OPEN, 4 * REVOPS_HOUR_MS);
    char monday[16];
    snprintf(monday, sizeof monday, "%d", (int)fixture_day(2026, 3, 9));
    for (int moves = 0; moves < 2; moves++) {
        build(&row, 1, 1);
        const revops_calendar *before = calendars[0];
        tell(START, at(4, 16, 0)); /* Friday */
        EXPECT(0, "started", 0, at(4, 16, 0), at(7, 12, 0));
        change(fixture_calendar(OFFICE, monday, NULL), at(5, 0, 0),
               moves ? REVOPS_SLA_MOVE : REVOPS_SLA_KEEP);
        ck_assert_int_eq(records[0].deadline_ms, moves ? at(8, 12, 0) : at(7, 12, 0));
        ck_assert_uint_eq(count, (size_t)moves);
        free((void *)(uintptr_t)calendars[0]);
        calendars[0] = before;
    }
}
END_TEST

/* C36: what was refused is no signal, and so meets nothing. */
START_TEST(test_C36_what_was_refused_meets_nothing)
{
    plain_row row = days(REVOPS_CALENDAR_UNIT_ELAPSED, REVOPS_HOUR_MS);
    build(&row, 1, 1);
    tell(START, at(0, 9, 0));
    tell(SIGNALS_USED, at(0, 9, 30)); /* the event, without the signal */
    ck_assert_uint_eq(count, 0);
    ck_assert_int_eq(records[0].state, REVOPS_SLA_RUNNING);
    tell(MEET, at(0, 10, 1));
    EXPECT(0, "breached", 0, at(0, 10, 0), at(0, 10, 0));
    EXPECT(1, "met late", 0, at(0, 10, 1), at(0, 10, 0));
}
END_TEST

/* SL16, SL17: several clocks on the owner's calendar; a hand-over begins one anew, the other goes on. */
START_TEST(test_SL16_SL17_hand_over_and_calendars_of_owners)
{
    plain_row rows[] = {days(REVOPS_CALENDAR_UNIT_OPEN, 3 * REVOPS_HOUR_MS),
                        days(REVOPS_CALENDAR_UNIT_BUSINESS_DAYS, 1),
                        days(REVOPS_CALENDAR_UNIT_ELAPSED, REVOPS_DAY_MS)};
    for (uint32_t i = 0; i < 3; i++) {
        rows[i].clock = i;
        rows[i].calendar_of = REVOPS_SLA_CALENDAR_OF_OWNER;
    }
    rows[0].hand_over = REVOPS_SLA_ANEW;
    build(rows, 3, 3);
    tell_of(START, at(0, 9, 0), 0, 7, 1);
    EXPECT(0, "started", 0, at(0, 9, 0), at(0, 12, 0));
    EXPECT(1, "started", 1, at(0, 9, 0), at(1, 9, 0));
    EXPECT(2, "started", 2, at(0, 9, 0), at(1, 9, 0));
    tell_of(SIGNALS_USED, at(0, 11, 0), 0, 8, 3); /* who works from 10 to 12 */
    ck_assert_uint_eq(count, 3);
    EXPECT(0, "cancelled", 0, at(0, 11, 0), at(0, 12, 0));
    EXPECT(1, "started", 0, at(0, 11, 0), at(1, 12, 0));
    EXPECT(2, "re-targeted", 1, at(0, 11, 0), at(1, 10, 0));
    ck_assert_uint_eq(effects[0].owner, 7);
    ck_assert_uint_eq(effects[1].owner, 8);
    ck_assert_uint_eq(effects[2].owner, 8);
    ck_assert_int_eq(effects[2].consumed_ms, 2 * REVOPS_HOUR_MS);
    tell_of(SIGNALS_USED, at(0, 11, 30), 0, 9, 0); /* who has none: that of the case */
    EXPECT(1, "started", 0, at(0, 11, 30), at(0, 14, 30));
}
END_TEST

/* SEM25: what is overdue under another calendar while it stands still falls due at the resume, not a date later. */
START_TEST(test_SEM25_overdue_at_the_resume)
{
    plain_row row = days(REVOPS_CALENDAR_UNIT_BUSINESS_DAYS, 2);
    row.calendar_of = REVOPS_SLA_CALENDAR_OF_OWNER;
    build(&row, 1, 1);
    tell_of(START, at(0, 10, 0), 0, 1, TUESDAY_OFF + 1);
    EXPECT(0, "started", 0, at(0, 10, 0), at(3, 10, 0)); /* Thursday */
    tell_of(PAUSE, at(2, 12, 0), 0, 1, TUESDAY_OFF + 1);
    tell_of(SIGNALS_USED, at(2, 13, 0), 0, 2, 1); /* by this one's calendar it was owed on Wednesday at 10 */
    ck_assert_uint_eq(count, 0);
    tell_of(RESUME, at(2, 14, 0), 0, 2, 1);
    EXPECT(0, "resumed", 0, at(2, 14, 0), at(2, 14, 0));
    tell_of(SIGNALS_USED, at(2, 15, 0), 0, 2, 1);
    EXPECT(0, "breached", 0, at(2, 14, 0), at(2, 14, 0));
}
END_TEST

/* SEM25: another calendar judges the dates of each known pause anew; of those forgotten the dates are counted. */
START_TEST(test_SEM25_dates_of_several_pauses)
{
    plain_row row = days(REVOPS_CALENDAR_UNIT_BUSINESS_DAYS, 5);
    row.calendar_of = REVOPS_SLA_CALENDAR_OF_OWNER;
    build(&row, 1, 1);
    tell_of(START, at(0, 11, 0), 0, 1, 1);
    for (int day = 1; day <= 3; day++) { /* in all of 10-12, not in all of 9-17 */
        tell_of(PAUSE, at(day, 9, 30), 0, 1, 1);
        tell_of(RESUME, at(day, 12, 30), 0, 1, 1);
    }
    EXPECT(0, "resumed", 0, at(3, 12, 30), at(7, 11, 0)); /* Tuesday to Friday and Monday count */
    tell_of(SIGNALS_USED, at(3, 13, 0), 0, 2, 3);
    EXPECT(0, "re-targeted", 0, at(3, 13, 0), at(8, 11, 0)); /* Friday to Tuesday */
    for (int day = 4; day <= 7; day++) {
        tell_of(PAUSE, at(day, 9, 0), 0, 2, 3);
        tell_of(RESUME, at(day, 11, 30), 0, 2, 3); /* each counts, as it ran for half an hour */
    }
    EXPECT(0, "resumed", 0, at(7, 11, 30), at(8, 11, 0));
    ck_assert_uint_eq(records[0].still_count, REVOPS_SLA_PAUSES_MAX);
    ck_assert_int_eq(records[0].known_from_ms, at(3, 12, 30));
}
END_TEST

/* SEM25: what is kept where nothing is open until its deadline warns no more. */
START_TEST(test_SEM25_kept_where_nothing_is_open)
{
    plain_row row = days(REVOPS_CALENDAR_UNIT_OPEN, 8 * REVOPS_HOUR_MS);
    row.warn_bp[0] = 9000;
    build(&row, 1, 1);
    const revops_calendar *before = calendars[0];
    tell(START, at(0, 18, 0));
    change(calendars[TUESDAY_OFF], at(0, 19, 0), REVOPS_SLA_KEEP);
    tell(MEET, at(2, 9, 0));
    ck_assert_uint_eq(count, 2);
    EXPECT(0, "breached", 0, at(1, 17, 0), at(1, 17, 0));
    ck_assert_int_eq(effects[0].consumed_ms, 0);
    calendars[0] = before;
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("sla-promise");
    TCase *tcase = tcase_create("sla-promise");
    tcase_add_test(tcase, test_C30_SL3_SL4_SL12_two_weeks_on_office_hours);
    tcase_add_test(tcase, test_C31_SL2_SL13_a_demo_request_tightens);
    tcase_add_test(tcase, test_C32_SL12_days_and_business_days);
    tcase_add_test(tcase, test_C34_SEM25_a_holiday_in_mid_flight);
    tcase_add_test(tcase, test_C36_what_was_refused_meets_nothing);
    tcase_add_test(tcase, test_SL16_SL17_hand_over_and_calendars_of_owners);
    tcase_add_test(tcase, test_SEM25_overdue_at_the_resume);
    tcase_add_test(tcase, test_SEM25_dates_of_several_pauses);
    tcase_add_test(tcase, test_SEM25_kept_where_nothing_is_open);
    suite_add_tcase(suite, tcase);
    return suite;
}
