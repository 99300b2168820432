/* SPDX-License-Identifier: MIT */
/* Calendars [SL9]: edges, exceptions, business days, far times, arrays; tables made by hand. */
#include "calendar-fixtures.h"
#include "test.h"

/* ---- hand-made: edges ----------------------------------------------------------------------------------- */

enum { BETWEEN, STAY, NEXT, OPEN, NEXT_OPEN, NEXT_CLOSE, PREVIOUS_OPEN, PREVIOUS_CLOSE };

/* Office hours, Monday 2026-03-02 to Friday; 2026-03-04 is a holiday; times in minutes from Monday midnight. */
static const struct {
    int what;
    int64_t from_min, other_min, expected_min;
} edges[] = {
    {BETWEEN, 540, 1020, 480},
    {BETWEEN, 0, 10080, 4 * 480},
    {BETWEEN, 10080, 0, -4 * 480},
    {BETWEEN, 600, 600, 0},
    {BETWEEN, 2880, 4320, 0}, /* the holiday */
    {STAY, 540, 480, 1020},
    {NEXT, 540, 480, 1440 + 540},
    {STAY, 960, 60, 1020},
    {NEXT, 960, 60, 1440 + 540},
    {STAY, 960, 61, 1440 + 541},
    {STAY, 0, 0, 0}, /* zero while closed */
    {NEXT, 0, 0, 540},
    {STAY, 600, 0, 600}, /* zero while open */
    {NEXT, 600, 0, 600},
    {STAY, 1020, 0, 1020}, /* zero at the closing instant */
    {NEXT, 1020, 0, 1440 + 540},
    {STAY, 540, 0, 540},
    {NEXT, 540, 0, 540},
    {STAY, 600, -60, 540}, /* back to the opening instant */
    {NEXT, 600, -60, 1020 - 3 * 1440},
    {STAY, 600, -61, 1019 - 3 * 1440},
    {STAY, 1440 + 1020, 480, 3 * 1440 + 1020}, /* over the holiday */
    {STAY, 3 * 1440 + 540, -480, 1440 + 540},
    {OPEN, 539, 0, 0},
    {OPEN, 540, 0, 1},
    {OPEN, 1019, 0, 1},
    {OPEN, 1020, 0, 0},
    {OPEN, 2880 + 600, 0, 0},
    {NEXT_OPEN, 539, 0, 540},
    {NEXT_OPEN, 540, 0, 540},
    {NEXT_OPEN, 541, 0, 1440 + 540},
    {NEXT_OPEN, 1440 + 541, 0, 3 * 1440 + 540},
    {NEXT_CLOSE, 0, 0, 1020},
    {NEXT_CLOSE, 540, 0, 1020},
    {NEXT_CLOSE, 1020, 0, 1020},
    {NEXT_CLOSE, 1021, 0, 1440 + 1020},
    {PREVIOUS_OPEN, 1439, 0, 540},
    {PREVIOUS_OPEN, 540, 0, 540},
    {PREVIOUS_OPEN, 539, 0, 540 - 3 * 1440},
    {PREVIOUS_CLOSE, 1020, 0, 1020},
    {PREVIOUS_CLOSE, 1019, 0, 1020 - 3 * 1440},
    {PREVIOUS_CLOSE, 3 * 1440, 0, 1440 + 1020},
};

START_TEST(test_edges_SL9)
{
    int64_t monday = UTC(2026, 3, 2, 0, 0), minute = REVOPS_MINUTE_MS, got = -1;
    char holiday[16];
    snprintf(holiday, sizeof holiday, "%d", fixture_day(2026, 3, 4));
    const revops_calendar *calendar = fixture_calendar(OFFICE, holiday, NULL);
    int64_t from = monday + edges[_i].from_min * minute, other = edges[_i].other_min * minute;
    int64_t expected = monday + edges[_i].expected_min * minute;
    int open = 2;
    revops_status status = REVOPS_ERR_ARG;
    switch (edges[_i].what) {
    case BETWEEN:
        status = revops_calendar_between(calendar, from, monday + other, &got);
        expected -= monday;
        break;
    case STAY:
        status = revops_calendar_add(calendar, from, other, REVOPS_CALENDAR_AT_CLOSE_STAY, &got);
        break;
    case NEXT:
        status = revops_calendar_add(calendar, from, other, REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN, &got);
        break;
    case OPEN:
        status = revops_calendar_is_open(calendar, from, &open);
        got = open;
        expected = edges[_i].expected_min;
        break;
    case NEXT_OPEN:
        status = revops_calendar_seek(calendar, from, REVOPS_CALENDAR_EDGE_NEXT_OPEN, &got);
        break;
    case NEXT_CLOSE:
        status = revops_calendar_seek(calendar, from, REVOPS_CALENDAR_EDGE_NEXT_CLOSE, &got);
        break;
    case PREVIOUS_OPEN:
        status = revops_calendar_seek(calendar, from, REVOPS_CALENDAR_EDGE_PREVIOUS_OPEN, &got);
        break;
    case PREVIOUS_CLOSE:
        status = revops_calendar_seek(calendar, from, REVOPS_CALENDAR_EDGE_PREVIOUS_CLOSE, &got);
        break;
    }
    ck_assert_int_eq(status, REVOPS_OK);
    ck_assert_int_eq(got, expected);
    free((void *)(uintptr_t)calendar);
}
END_TEST

/* ---- hand-made: dated exceptions ------------------------------------------------------------------------ */

START_TEST(test_exceptions_open_close_and_change_dates)
{
    int32_t saturday = fixture_day(2026, 3, 7);
    /* Nights from Monday to Friday; Saturday opens by exception, Tuesday opens late and runs into Wednesday. */
    const revops_calendar_exception exceptions[] = {
        {saturday - 4, 23 * 60, 25 * 60},
        {saturday, 600, 660},
        {saturday, 660, 720},
    };
    fixture_hours hours;
    fixture_parse_hours("22:00-30:00|22:00-30:00|22:00-30:00|22:00-30:00|22:00-30:00||", "", &hours);
    hours.params.exceptions = exceptions;
    hours.params.exception_count = ROWS(exceptions);
    const revops_calendar *calendar = fixture_build(&hours.params);
    static const struct {
        int32_t from_hour, until_hour, open_min; /* from Monday 2026-03-02 00:00 */
    } rows[] = {
        {0, 22, 0},      /* Sunday has no hours */
        {22, 30, 480},   /* Monday night, into Tuesday */
        {30, 47, 0},     /* Tuesday */
        {47, 49, 120},   /* its own hours, into Wednesday */
        {49, 70, 0},     /* the weekly rest of its night is replaced */
        {70, 78, 480},   /* Wednesday night */
        {118, 126, 480}, /* Friday night runs into the Saturday that has hours of its own */
        {120, 126, 360}, {126, 130, 0}, {130, 132, 120}, {132, 190, 0},
    };
    for (int i = 0; i < ROWS(rows); i++) {
        int64_t monday = UTC(2026, 3, 2, 0, 0), got;
        ck_assert_int_eq(revops_calendar_between(calendar, monday + rows[i].from_hour * REVOPS_HOUR_MS,
                                                 monday + rows[i].until_hour * REVOPS_HOUR_MS, &got),
                         REVOPS_OK);
        ck_assert_msg(got == rows[i].open_min * REVOPS_MINUTE_MS, "row %d: %" PRId64, i,
                      got / REVOPS_MINUTE_MS);
    }
    int64_t close;
    ck_assert_int_eq(
        revops_calendar_seek(calendar, UTC(2026, 3, 7, 10, 30), REVOPS_CALENDAR_EDGE_NEXT_CLOSE, &close),
        REVOPS_OK);
    ck_assert_int_eq(close, UTC(2026, 3, 7, 12, 0)); /* hours that touch are one stretch */
    int business;
    ck_assert_int_eq(revops_calendar_is_business_day(calendar, saturday, &business), REVOPS_OK);
    ck_assert_int_eq(business, 1);
    free((void *)(uintptr_t)calendar);
}
END_TEST

/* Nothing [SL9] says how many kinds of weeks there are: more than the builder remembers, all of them twice, in turn. */
START_TEST(test_more_kinds_of_weeks_than_are_remembered_SL9)
{
    enum { KINDS = 70, DATES = 2 * KINDS };
    revops_calendar_exception exceptions[DATES];
    int32_t monday = fixture_day(2026, 3, 2);
    for (int i = 0; i < DATES; i++) {
        uint16_t later = (uint16_t)(i % KINDS);
        exceptions[i] =
            (revops_calendar_exception){monday + 7 * i, (uint16_t)(480 + later), (uint16_t)(960 - later)};
    }
    fixture_hours hours;
    fixture_parse_hours("09:00-17:00|09:00-17:00|09:00-17:00|09:00-17:00|09:00-17:00||", "", &hours);
    hours.params.exceptions = exceptions;
    hours.params.exception_count = DATES;
    const revops_calendar *calendar = fixture_build(&hours.params);
    int64_t until_ms = UTC(2026, 3, 2, 0, 0), open_min = 0, got_ms;
    for (int i = 0; i < DATES; i++) {
        int64_t from_ms = UTC(2026, 3, 2, 0, 0);
        open_min += 4 * 480 + 480 - 2 * (i % KINDS);
        until_ms += 7 * REVOPS_DAY_MS;
        ck_assert_int_eq(revops_calendar_between(calendar, from_ms, until_ms, &got_ms), REVOPS_OK);
        ck_assert_int_eq(got_ms, open_min * REVOPS_MINUTE_MS);
    }
    free((void *)(uintptr_t)calendar);
}
END_TEST

START_TEST(test_only_dated_hours_open_and_then_never_again)
{
    const revops_calendar_exception exceptions[] = {{20000, 600, 660}, {20010, 0, 1440}};
    revops_calendar_params params = REVOPS_CALENDAR_PARAMS_INIT;
    params.exceptions = exceptions;
    params.exception_count = ROWS(exceptions);
    for (int with_rule = 0; with_rule < 2; with_rule++) {
        const revops_zone *zone = with_rule ? fixture_zone_of_rule("GMT0BST,M3.5.0/1,M10.5.0") : NULL;
        params.zone = zone;
        const revops_calendar *calendar = fixture_build(&params);
        int64_t got, hour = REVOPS_HOUR_MS;
        ck_assert_int_eq(
            revops_calendar_between(calendar, UTC(1900, 1, 1, 0, 0), UTC(9000, 1, 1, 0, 0), &got), REVOPS_OK);
        ck_assert_int_eq(got, 25 * hour);
        ck_assert_int_eq(revops_calendar_add(calendar, 0, 25 * hour, REVOPS_CALENDAR_AT_CLOSE_STAY, &got),
                         REVOPS_OK);
        ck_assert_int_eq(got, (int64_t)20011 * REVOPS_DAY_MS -
                                  (with_rule ? hour : 0)); /* in October, summer time */
        ck_assert_int_eq(
            revops_calendar_add(calendar, 0, 25 * hour, REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN, &got),
            REVOPS_ERR_RANGE);
        ck_assert_int_eq(revops_calendar_add(calendar, 0, 25 * hour + 1, REVOPS_CALENDAR_AT_CLOSE_STAY, &got),
                         REVOPS_ERR_RANGE);
        ck_assert_int_eq(revops_calendar_add(calendar, 0, -1, REVOPS_CALENDAR_AT_CLOSE_STAY, &got),
                         REVOPS_ERR_RANGE);
        ck_assert_int_eq(
            revops_calendar_seek(calendar, UTC(2100, 1, 1, 0, 0), REVOPS_CALENDAR_EDGE_NEXT_OPEN, &got),
            REVOPS_ERR_RANGE);
        ck_assert_int_eq(
            revops_calendar_seek(calendar, UTC(5000, 1, 1, 0, 0), REVOPS_CALENDAR_EDGE_PREVIOUS_CLOSE, &got),
            REVOPS_OK);
        ck_assert_int_eq(got, (int64_t)20011 * REVOPS_DAY_MS - (with_rule ? hour : 0));
        ck_assert_int_eq(revops_calendar_seek(calendar, 0, REVOPS_CALENDAR_EDGE_PREVIOUS_OPEN, &got),
                         REVOPS_ERR_RANGE);
        free((void *)(uintptr_t)calendar);
        free((void *)(uintptr_t)zone);
    }
}
END_TEST

/* Days of 1970 that no weekly hours open; only exceptions do, on at most two dates. */
static const struct {
    int32_t opens[2], day;
    revops_calendar_roll roll;
    int32_t expected; /* INT32_MIN: out of range */
} sparse_days[] = {
    {{19, 19}, 9, REVOPS_CALENDAR_ROLL_MODIFIED_BACKWARD, 19}, /* none before */
    {{19, 19}, 25, REVOPS_CALENDAR_ROLL_MODIFIED_FORWARD, 19}, /* none after */
    {{19, 19}, 9, REVOPS_CALENDAR_ROLL_BACKWARD, INT32_MIN},
    {{19, 19}, 25, REVOPS_CALENDAR_ROLL_FORWARD, INT32_MIN},
    {{19, 19}, 9, REVOPS_CALENDAR_ROLL_MODIFIED_FORWARD, 19},
    {{19, 19}, 40, REVOPS_CALENDAR_ROLL_MODIFIED_FORWARD, 19}, /* only the first choice minds the month */
    {{19, 19},
     40,
     REVOPS_CALENDAR_ROLL_MODIFIED_BACKWARD,
     INT32_MIN}, /* leaves the month, and nothing after */
    {{19, 40}, 25, REVOPS_CALENDAR_ROLL_MODIFIED_FORWARD, 19},
    {{19, 40}, 35, REVOPS_CALENDAR_ROLL_MODIFIED_BACKWARD, 40},
    {{19, 375},
     25,
     REVOPS_CALENDAR_ROLL_MODIFIED_FORWARD,
     19}, /* January of the next year is another month */
    {{19, 375}, 370, REVOPS_CALENDAR_ROLL_MODIFIED_BACKWARD, 375},
};

START_TEST(test_modified_rolls_turn_around_where_no_day_follows)
{
    const revops_calendar_exception exceptions[2] = {{sparse_days[_i].opens[0], 540, 1020},
                                                     {sparse_days[_i].opens[1], 540, 1020}};
    revops_calendar_params params = REVOPS_CALENDAR_PARAMS_INIT;
    params.exceptions = exceptions;
    params.exception_count = exceptions[0].day == exceptions[1].day ? 1 : 2;
    const revops_calendar *calendar = fixture_build(&params);
    int32_t day = INT32_MIN;
    revops_status status =
        revops_calendar_add_days(calendar, sparse_days[_i].day, 0, sparse_days[_i].roll, &day);
    ck_assert_int_eq(status, sparse_days[_i].expected == INT32_MIN ? REVOPS_ERR_RANGE : REVOPS_OK);
    ck_assert_int_eq(day, sparse_days[_i].expected);
    free((void *)(uintptr_t)calendar);
}
END_TEST

START_TEST(test_open_without_end_has_no_edges)
{
    const revops_zone *zone = fixture_zone_of_rule("EET-2EEST,M3.5.0/3,M10.5.0/4");
    for (int with_zone = 0; with_zone < 2; with_zone++) {
        const revops_calendar *calendar = fixture_calendar(ALWAYS, "", with_zone ? zone : NULL);
        const int64_t instants[] = {-REVOPS_ZONE_TIME_MAX_MS, UTC(1, 1, 1, 0, 0),    0,
                                    UTC(2026, 1, 1, 0, 0),    UTC(9999, 1, 1, 0, 0), REVOPS_ZONE_TIME_MAX_MS};
        for (int i = 0; i < ROWS(instants); i++) {
            int64_t got;
            ck_assert_int_eq(
                revops_calendar_seek(calendar, instants[i], REVOPS_CALENDAR_EDGE_NEXT_OPEN, &got),
                REVOPS_ERR_RANGE);
            ck_assert_int_eq(
                revops_calendar_seek(calendar, instants[i], REVOPS_CALENDAR_EDGE_NEXT_CLOSE, &got),
                REVOPS_ERR_RANGE);
            ck_assert_int_eq(
                revops_calendar_seek(calendar, instants[i], REVOPS_CALENDAR_EDGE_PREVIOUS_OPEN, &got),
                REVOPS_ERR_RANGE);
            ck_assert_int_eq(
                revops_calendar_seek(calendar, instants[i], REVOPS_CALENDAR_EDGE_PREVIOUS_CLOSE, &got),
                REVOPS_ERR_RANGE);
            ck_assert_int_eq(revops_calendar_between(calendar, 0, instants[i], &got), REVOPS_OK);
            ck_assert_int_eq(got, instants[i]); /* always open: F is time itself */
        }
        free((void *)(uintptr_t)calendar);
        /* With one holiday, that is the only close there ever was. */
        char holiday[16];
        snprintf(holiday, sizeof holiday, "%d", fixture_day(2026, 7, 1));
        calendar = fixture_calendar(ALWAYS, holiday, with_zone ? zone : NULL);
        int64_t close = UTC(2026, 7, 1, 0, 0) - with_zone * 3 * REVOPS_HOUR_MS, open = close + REVOPS_DAY_MS;
        for (int i = 0; i < ROWS(instants); i++) {
            int before = instants[i] < close;
            int64_t got;
            ck_assert_int_eq(
                revops_calendar_seek(calendar, instants[i], REVOPS_CALENDAR_EDGE_NEXT_CLOSE, &got),
                before ? REVOPS_OK : REVOPS_ERR_RANGE);
            ck_assert(!before || got == close);
            ck_assert_int_eq(
                revops_calendar_seek(calendar, instants[i], REVOPS_CALENDAR_EDGE_NEXT_OPEN, &got),
                before ? REVOPS_OK : REVOPS_ERR_RANGE);
            ck_assert(!before || got == open);
            ck_assert_int_eq(
                revops_calendar_seek(calendar, instants[i], REVOPS_CALENDAR_EDGE_PREVIOUS_CLOSE, &got),
                before ? REVOPS_ERR_RANGE : REVOPS_OK);
            ck_assert(before || got == close);
            ck_assert_int_eq(
                revops_calendar_seek(calendar, instants[i], REVOPS_CALENDAR_EDGE_PREVIOUS_OPEN, &got),
                before ? REVOPS_ERR_RANGE : REVOPS_OK);
            ck_assert(before || got == open);
        }
        free((void *)(uintptr_t)calendar);
    }
    free((void *)(uintptr_t)zone);
}
END_TEST

START_TEST(test_far_times_repeat_every_400_years)
{
    const revops_zone *zone = fixture_zone_of_rule("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0");
    const revops_calendar *calendar = fixture_calendar(OFFICE, "20000,20001,20003", zone);
    int64_t period = INT64_C(146097) * REVOPS_DAY_MS, growth, got, base;
    ck_assert_int_eq(revops_calendar_between(calendar, UTC(2100, 1, 1, 0, 0), UTC(2500, 1, 1, 0, 0), &growth),
                     REVOPS_OK);
    for (int64_t at = UTC(2030, 1, 1, 0, 0); at < UTC(2040, 1, 1, 0, 0); at += 12345678901) {
        for (int periods = -600; periods <= 600; periods += 7) {
            int64_t far = at + periods * period;
            ck_assert_int_eq(revops_calendar_between(calendar, 0, at, &base), REVOPS_OK);
            ck_assert_int_eq(revops_calendar_between(calendar, 0, far, &got), REVOPS_OK);
            /* Two weekdays off lie between the past and the future. */
            ck_assert_int_eq(got, base + periods * growth + (periods < 0 ? 16 * REVOPS_HOUR_MS : 0));
            int near_open, far_open;
            ck_assert_int_eq(revops_calendar_is_open(calendar, at, &near_open), REVOPS_OK);
            ck_assert_int_eq(revops_calendar_is_open(calendar, far, &far_open), REVOPS_OK);
            ck_assert_int_eq(near_open, far_open);
            int64_t near_at, far_at;
            for (revops_calendar_edge edge = 0; edge < 4; edge++) {
                ck_assert_int_eq(revops_calendar_seek_many(calendar, &at, 1, edge, &near_at), REVOPS_OK);
                ck_assert_int_eq(revops_calendar_seek_many(calendar, &far, 1, edge, &far_at), REVOPS_OK);
                ck_assert_int_eq(far_at - near_at, periods * period);
            }
            ck_assert_int_eq(revops_calendar_add(calendar, at, 987654321, 0, &near_at), REVOPS_OK);
            ck_assert_int_eq(revops_calendar_add(calendar, far, 987654321, 0, &far_at), REVOPS_OK);
            ck_assert_int_eq(far_at - near_at, periods * period);
        }
    }
    free((void *)(uintptr_t)calendar);
    free((void *)(uintptr_t)zone);
}
END_TEST

/* Hours that begin every two minutes are too fine for the table of weeks: all is found by search, and alike. */
START_TEST(test_hours_too_fine_for_a_table_SL9)
{
    enum { PARTS = 600 };
    static revops_calendar_opening openings[PARTS];
    for (int i = 0; i < PARTS; i++) {
        openings[i] = (revops_calendar_opening){0, (uint16_t)(2 * i), (uint16_t)(2 * i + 1)};
    }
    revops_calendar_params params = REVOPS_CALENDAR_PARAMS_INIT;
    params.openings = openings;
    params.opening_count = PARTS;
    const revops_calendar *calendar = fixture_build(&params);
    int64_t monday = UTC(2026, 3, 2, 0, 0), minute = REVOPS_MINUTE_MS, got;
    for (int i = 0; i <= 2 * PARTS; i++) {
        int64_t at_ms = monday + i * minute, open_ms = (i + 1) / 2 * minute;
        ck_assert_int_eq(revops_calendar_between(calendar, monday, at_ms, &got), REVOPS_OK);
        ck_assert_int_eq(got, open_ms);
        ck_assert_int_eq(
            revops_calendar_add(calendar, monday, open_ms, REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN, &got),
            REVOPS_OK);
        int64_t next_ms = monday + (i + 1) / 2 * 2 * minute;
        ck_assert_int_eq(got, i + 1 >= 2 * PARTS ? monday + 7 * REVOPS_DAY_MS : next_ms);
    }
    free((void *)(uintptr_t)calendar);
}
END_TEST

START_TEST(test_united_feeds_of_holidays_SL9)
{
    /* Two feeds with a date in common, neither sorted; an exception on one of them wins. */
    int32_t days[] = {fixture_day(2026, 3, 5), fixture_day(2026, 3, 3), fixture_day(2026, 3, 4),
                      fixture_day(2026, 3, 3)};
    const revops_calendar_exception exception = {fixture_day(2026, 3, 4), 600, 660};
    static fixture_hours hours;
    fixture_parse_hours(OFFICE, "", &hours);
    const int32_t twice[] = {fixture_day(2026, 3, 3), fixture_day(2026, 3, 3), fixture_day(2026, 3, 4),
                             fixture_day(2026, 3, 5)};
    int64_t open[2];
    hours.params.exceptions = &exception;
    hours.params.exception_count = 1;
    hours.params.holidays = twice; /* what is there twice does no harm */
    hours.params.holiday_count = ROWS(twice);
    const revops_calendar *calendar = fixture_build(&hours.params);
    ck_assert_int_eq(
        revops_calendar_between(calendar, UTC(2026, 3, 2, 0, 0), UTC(2026, 3, 9, 0, 0), &open[0]), REVOPS_OK);
    free((void *)(uintptr_t)calendar);
    hours.params.holidays = days;
    hours.params.holiday_count = (uint32_t)revops_calendar_unite(days, ROWS(days));
    ck_assert_uint_eq(hours.params.holiday_count, 3);
    ck_assert_mem_eq(days, twice + 1, 3 * sizeof days[0]);
    calendar = fixture_build(&hours.params);
    ck_assert_int_eq(
        revops_calendar_between(calendar, UTC(2026, 3, 2, 0, 0), UTC(2026, 3, 9, 0, 0), &open[1]), REVOPS_OK);
    ck_assert_int_eq(open[0], 17 * REVOPS_HOUR_MS);
    ck_assert_int_eq(open[1], open[0]);
    int64_t business_days;
    ck_assert_int_eq(revops_calendar_count_days(calendar, days[0], days[0] + 4, &business_days), REVOPS_OK);
    ck_assert_int_eq(business_days, 2); /* the exception's date and Friday */
    ck_assert_uint_eq(revops_calendar_unite(NULL, 5), 0);
    ck_assert_uint_eq(revops_calendar_unite(days, 0), 0);
    int32_t many[97];
    for (int i = 0; i < ROWS(many); i++) {
        many[i] = i * 61 % 97 / 2;
    }
    ck_assert_uint_eq(revops_calendar_unite(many, ROWS(many)), 49);
    for (int i = 0; i < 49; i++) {
        ck_assert_int_eq(many[i], i);
    }
    free((void *)(uintptr_t)calendar);
}
END_TEST

START_TEST(test_many_carry_none_and_go_on_after_a_bad_row)
{
    const revops_calendar *calendar = fixture_calendar(OFFICE, "", NULL);
    int64_t monday = UTC(2026, 3, 2, 9, 0), far = REVOPS_ZONE_TIME_MAX_MS + 1, hour = REVOPS_HOUR_MS;
    const int64_t starts[4] = {monday, REVOPS_TIME_NONE, far, monday};
    const int64_t ends[4] = {monday + hour, monday, monday, monday + 2 * hour};
    const int64_t spans[4] = {hour, hour, hour, REVOPS_TIME_NONE};
    int64_t out[4];
    uint8_t open[4];
    ck_assert_int_eq(revops_calendar_between_many(calendar, starts, ends, 4, out), REVOPS_ERR_RANGE);
    ck_assert(out[0] == hour && out[1] == REVOPS_TIME_NONE && out[2] == REVOPS_TIME_NONE &&
              out[3] == 2 * hour);
    ck_assert_int_eq(revops_calendar_between_many(calendar, starts, ends, 2, out), REVOPS_OK);
    ck_assert_int_eq(revops_calendar_add_many(calendar, starts, spans, 4, 0, out), REVOPS_ERR_RANGE);
    ck_assert(out[0] == monday + hour && out[1] == REVOPS_TIME_NONE && out[2] == REVOPS_TIME_NONE &&
              out[3] == REVOPS_TIME_NONE);
    ck_assert_int_eq(revops_calendar_is_open_many(calendar, starts, 4, open), REVOPS_ERR_RANGE);
    ck_assert(open[0] == 1 && open[1] == 0 && open[2] == 0 && open[3] == 1);
    ck_assert_int_eq(revops_calendar_seek_many(calendar, starts, 4, REVOPS_CALENDAR_EDGE_NEXT_CLOSE, out),
                     REVOPS_ERR_RANGE);
    ck_assert(out[0] == monday + 8 * hour && out[1] == REVOPS_TIME_NONE && out[3] == monday + 8 * hour);
    const int32_t days[3] = {fixture_day(2026, 3, 2), INT32_MIN, fixture_day(2026, 3, 7)};
    const int64_t counts[3] = {1, 1, 1};
    int32_t out_days[3];
    int64_t out_counts[3];
    ck_assert_int_eq(
        revops_calendar_add_days_many(calendar, days, counts, 3, REVOPS_CALENDAR_ROLL_REFUSE, out_days),
        REVOPS_ERR_REFUSED);
    ck_assert(out_days[0] == days[0] + 1 && out_days[1] == INT32_MIN && out_days[2] == INT32_MIN);
    ck_assert_int_eq(
        revops_calendar_add_days_many(calendar, days, counts, 3, REVOPS_CALENDAR_ROLL_FORWARD, out_days),
        REVOPS_OK);
    ck_assert(out_days[2] == days[2] + 3);
    ck_assert_int_eq(revops_calendar_count_days_many(calendar, days, days + 1, 2, out_counts), REVOPS_OK);
    ck_assert(out_counts[0] == INT64_MIN && out_counts[1] == INT64_MIN);
    ck_assert_int_eq(revops_calendar_is_business_day_many(calendar, days, 3, open), REVOPS_OK);
    ck_assert(open[0] == 1 && open[1] == 0 && open[2] == 0);
    free((void *)(uintptr_t)calendar);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("calendar");
    TCase *tcase = tcase_create("made by hand");
    tcase_add_loop_test(tcase, test_edges_SL9, 0, ROWS(edges));
    tcase_add_test(tcase, test_exceptions_open_close_and_change_dates);
    tcase_add_test(tcase, test_more_kinds_of_weeks_than_are_remembered_SL9);
    tcase_add_test(tcase, test_only_dated_hours_open_and_then_never_again);
    tcase_add_loop_test(tcase, test_modified_rolls_turn_around_where_no_day_follows, 0, ROWS(sparse_days));
    tcase_add_test(tcase, test_open_without_end_has_no_edges);
    tcase_add_test(tcase, test_far_times_repeat_every_400_years);
    tcase_add_test(tcase, test_hours_too_fine_for_a_table_SL9);
    tcase_add_test(tcase, test_united_feeds_of_holidays_SL9);
    tcase_add_test(tcase, test_many_carry_none_and_go_on_after_a_bad_row);
    suite_add_tcase(suite, tcase);
    return suite;
}
