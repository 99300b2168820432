/* SPDX-License-Identifier: MIT */
/* Targets of all four units and their inverse [SL12]: tables made by hand, then the vectors of an independent model. */
#include "calendar-fixtures.h"
#include "test.h"

static fixture cases_fixture, offsets_fixture;
static int case_rows[4096], case_count;
static const revops_calendar *calendars[128];

static void read_exceptions(const char *text, revops_calendar_exception *out, uint32_t *count)
{
    for (*count = 0; *text; text += *text == ';') {
        char *at;
        int32_t day = (int32_t)strtol(text, &at, 10);
        for (text = at + 1; *text && *text != ';'; text += *text == ',') {
            unsigned start_hour, start_minute, end_hour, end_minute;
            int used;
            FIXTURE_MUST(sscanf(text, "%u:%u-%u:%u%n", &start_hour, &start_minute, &end_hour, &end_minute,
                                &used) == 4);
            out[(*count)++] = (revops_calendar_exception){day, (uint16_t)(start_hour * 60 + start_minute),
                                                          (uint16_t)(end_hour * 60 + end_minute)};
            text += used;
        }
    }
}

static void read_fixtures(void)
{
    cases_fixture = fixture_read("clock-targets.tsv");
    offsets_fixture = fixture_read("tz-offsets.tsv");
    int calendar_count = 0;
    for (int row = 0; row < cases_fixture.count; row++) {
        if (strcmp(fixture_field(&cases_fixture, row, 0), "C") != 0) {
            case_rows[case_count++] = row;
            continue;
        }
        static fixture_hours hours;
        static revops_calendar_exception exceptions[64];
        const char *name = fixture_field(&cases_fixture, row, 1);
        const revops_zone *zone = NULL;
        if (strcmp(name, "UTC") != 0) {
            zone = fixture_zone_of_table(&offsets_fixture, name);
        }
        fixture_parse_hours(fixture_field(&cases_fixture, row, 2), fixture_field(&cases_fixture, row, 3),
                            &hours);
        read_exceptions(fixture_field(&cases_fixture, row, 4), exceptions, &hours.params.exception_count);
        hours.params.exceptions = exceptions;
        hours.params.zone = zone;
        calendars[calendar_count] = fixture_build(&hours.params);
        FIXTURE_MUST(calendars[calendar_count]);
        calendar_count++;
        free((void *)(uintptr_t)zone);
    }
}

START_TEST(test_targets_of_the_clock_vectors_SL12)
{
    const fixture *in = &cases_fixture;
    int row = case_rows[_i];
    const char *number = fixture_field(in, row, 1), *end = fixture_field(in, row, 6);
    const revops_calendar *calendar = number[0] == '-' ? NULL : calendars[fixture_number(in, row, 1)];
    int64_t start_ms = fixture_number(in, row, 2), amount = fixture_number(in, row, 3), got = -1;
    revops_calendar_unit unit = (revops_calendar_unit)(strchr("eobd", fixture_field(in, row, 4)[0]) - "eobd");
    revops_calendar_at_close at_close = (revops_calendar_at_close)fixture_number(in, row, 5);
    if (strcmp(end, "never") == 0) {
        ck_assert_int_eq(revops_calendar_deadline(calendar, start_ms, amount, unit, at_close, &got),
                         REVOPS_ERR_RANGE);
        return;
    }
    ck_assert_int_eq(revops_calendar_deadline(calendar, start_ms, amount, unit, at_close, &got), REVOPS_OK);
    ck_assert_msg(got == fixture_number(in, row, 6), "%s: %" PRId64 " not %s", fixture_field(in, row, 0), got,
                  end);
    /* The inverse finds the amount again; just before the end, less. */
    if (at_close == REVOPS_CALENDAR_AT_CLOSE_STAY || unit == REVOPS_CALENDAR_UNIT_ELAPSED) {
        int64_t measured;
        ck_assert_int_eq(revops_calendar_measure(calendar, start_ms, got, unit, &measured), REVOPS_OK);
        ck_assert_int_eq(measured, amount);
        ck_assert_int_eq(revops_calendar_measure(calendar, start_ms, got - 1, unit, &measured), REVOPS_OK);
        ck_assert_int_eq(measured, amount - 1);
    }
}
END_TEST

#define NIGHTS "22:00-30:00|22:00-30:00|22:00-30:00|22:00-30:00|22:00-30:00||"
#define BREAKS                                                                                               \
    "09:00-12:30,13:30-18:00|09:00-12:30,13:30-18:00|09:00-12:30,13:30-18:00|09:00-12:30,13:30-18:00|09:00-" \
    "15:00||"

/* Berlin's local readings, year, month, day, hour, minute. */
static const struct {
    const char *why, *weekly;
    int start[5];
    int64_t amount;
    revops_calendar_unit unit;
    revops_calendar_at_close at_close;
    int end[5];
} readings[] = {
    {"C32: 14 days over the end of summer time",
     OFFICE,
     {2026, 10, 20, 16, 0},
     14,
     REVOPS_CALENDAR_UNIT_DAYS,
     0,
     {2026, 11, 3, 16, 0}},
    {"C32: 2 business days",
     OFFICE,
     {2026, 10, 20, 16, 0},
     2,
     REVOPS_CALENDAR_UNIT_BUSINESS_DAYS,
     0,
     {2026, 10, 22, 16, 0}},
    {"started after closing: they end with the second day's hours",
     OFFICE,
     {2026, 10, 20, 19, 0},
     2,
     REVOPS_CALENDAR_UNIT_BUSINESS_DAYS,
     0,
     {2026, 10, 22, 17, 0}},
    {"the same, on to the next opening",
     OFFICE,
     {2026, 10, 20, 19, 0},
     2,
     REVOPS_CALENDAR_UNIT_BUSINESS_DAYS,
     1,
     {2026, 10, 23, 9, 0}},
    {"before the opening: to the opening",
     OFFICE,
     {2026, 10, 20, 7, 0},
     1,
     REVOPS_CALENDAR_UNIT_BUSINESS_DAYS,
     0,
     {2026, 10, 21, 9, 0}},
    {"over the weekend",
     OFFICE,
     {2026, 10, 23, 16, 30},
     1,
     REVOPS_CALENDAR_UNIT_BUSINESS_DAYS,
     0,
     {2026, 10, 26, 16, 30}},
    {"from a Saturday",
     OFFICE,
     {2026, 10, 24, 12, 0},
     1,
     REVOPS_CALENDAR_UNIT_BUSINESS_DAYS,
     0,
     {2026, 10, 26, 12, 0}},
    {"back from a Saturday",
     OFFICE,
     {2026, 10, 24, 12, 0},
     -1,
     REVOPS_CALENDAR_UNIT_BUSINESS_DAYS,
     0,
     {2026, 10, 23, 12, 0}},
    {"back over the weekend",
     OFFICE,
     {2026, 10, 26, 12, 0},
     -2,
     REVOPS_CALENDAR_UNIT_BUSINESS_DAYS,
     0,
     {2026, 10, 22, 12, 0}},
    {"in a break: to its end",
     BREAKS,
     {2026, 10, 24, 13, 0},
     3,
     REVOPS_CALENDAR_UNIT_BUSINESS_DAYS,
     0,
     {2026, 10, 28, 13, 30}},
    {"a shorter Friday",
     BREAKS,
     {2026, 10, 22, 17, 0},
     1,
     REVOPS_CALENDAR_UNIT_BUSINESS_DAYS,
     0,
     {2026, 10, 23, 15, 0}},
    {"2:00 within Tuesday's night shift belongs to Tuesday",
     NIGHTS,
     {2026, 10, 21, 2, 0},
     1,
     REVOPS_CALENDAR_UNIT_BUSINESS_DAYS,
     0,
     {2026, 10, 22, 2, 0}},
    {"7:00 is after the night: Wednesday's",
     NIGHTS,
     {2026, 10, 21, 7, 0},
     1,
     REVOPS_CALENDAR_UNIT_BUSINESS_DAYS,
     0,
     {2026, 10, 22, 22, 0}},
    {"Saturday's early hours are Friday's",
     NIGHTS,
     {2026, 10, 24, 2, 0},
     1,
     REVOPS_CALENDAR_UNIT_BUSINESS_DAYS,
     0,
     {2026, 10, 27, 2, 0}},
    {"a reading that is skipped goes by the offset before",
     OFFICE,
     {2026, 3, 28, 2, 30},
     1,
     REVOPS_CALENDAR_UNIT_DAYS,
     0,
     {2026, 3, 29, 3, 30}},
    {"days back", OFFICE, {2026, 4, 2, 12, 0}, -7, REVOPS_CALENDAR_UNIT_DAYS, 0, {2026, 3, 26, 12, 0}},
    {"no days, outside of hours",
     OFFICE,
     {2026, 10, 24, 12, 0},
     0,
     REVOPS_CALENDAR_UNIT_BUSINESS_DAYS,
     0,
     {2026, 10, 24, 12, 0}},
    {"no days, on to the next opening",
     OFFICE,
     {2026, 10, 24, 12, 0},
     0,
     REVOPS_CALENDAR_UNIT_BUSINESS_DAYS,
     1,
     {2026, 10, 26, 9, 0}},
    {"elapsed hours",
     OFFICE,
     {2026, 10, 24, 12, 0},
     86400000,
     REVOPS_CALENDAR_UNIT_ELAPSED,
     1,
     {2026, 10, 25, 11, 0}},
    {"open hours",
     OFFICE,
     {2026, 10, 23, 16, 0},
     3 * 3600000,
     REVOPS_CALENDAR_UNIT_OPEN,
     0,
     {2026, 10, 26, 11, 0}},
};

static int64_t instant_of(const revops_zone *zone, const int *reading)
{
    int64_t at_ms = 0;
    ck_assert_int_eq(revops_zone_from_local(
                         zone, UTC(reading[0], reading[1], reading[2], reading[3], reading[4]), 0, &at_ms),
                     REVOPS_OK);
    return at_ms;
}

START_TEST(test_targets_by_hand_SL12)
{
    const revops_zone *zone = fixture_zone_of_rule("CET-1CEST,M3.5.0,M10.5.0/3");
    const revops_calendar *calendar = fixture_calendar(readings[_i].weekly, "", zone);
    int64_t start_ms = instant_of(zone, readings[_i].start), end_ms = instant_of(zone, readings[_i].end),
            got = 0;
    ck_assert_int_eq(revops_calendar_deadline(calendar, start_ms, readings[_i].amount, readings[_i].unit,
                                              readings[_i].at_close, &got),
                     REVOPS_OK);
    ck_assert_msg(got == end_ms, "%s: %" PRId64 " min off", readings[_i].why,
                  (got - end_ms) / REVOPS_MINUTE_MS);
    if (readings[_i].at_close == 0) {
        ck_assert_int_eq(revops_calendar_measure(calendar, start_ms, got, readings[_i].unit, &got),
                         REVOPS_OK);
        ck_assert_int_eq(got, readings[_i].amount);
    }
    free((void *)(uintptr_t)calendar);
    free((void *)(uintptr_t)zone);
}
END_TEST

START_TEST(test_dates_and_their_bounds_SL12)
{
    const revops_zone *zone = fixture_zone_of_rule("CET-1CEST,M3.5.0,M10.5.0/3");
    const revops_calendar *calendar = fixture_calendar(NIGHTS, "", zone);
    int32_t tuesday = fixture_day(2026, 10, 20), day;
    int64_t two = instant_of(zone, (const int[]){2026, 10, 21, 2, 0}), start_ms, end_ms;
    ck_assert_int_eq(revops_calendar_date(calendar, two, REVOPS_CALENDAR_UNIT_BUSINESS_DAYS, &day),
                     REVOPS_OK);
    ck_assert_int_eq(day, tuesday);
    ck_assert_int_eq(revops_calendar_date(calendar, two, REVOPS_CALENDAR_UNIT_DAYS, &day), REVOPS_OK);
    ck_assert_int_eq(day, tuesday + 1);
    ck_assert_int_eq(revops_calendar_date(NULL, two, REVOPS_CALENDAR_UNIT_DAYS, &day), REVOPS_OK);
    ck_assert_int_eq(day, tuesday + 1);
    ck_assert_int_eq(
        revops_calendar_bounds(calendar, tuesday, REVOPS_CALENDAR_UNIT_BUSINESS_DAYS, &start_ms, &end_ms),
        REVOPS_OK);
    ck_assert_int_eq(start_ms, instant_of(zone, (const int[]){2026, 10, 20, 22, 0}));
    ck_assert_int_eq(end_ms, instant_of(zone, (const int[]){2026, 10, 21, 6, 0}));
    /* The day on which summer time ends has 25 hours. */
    ck_assert_int_eq(
        revops_calendar_bounds(calendar, tuesday + 5, REVOPS_CALENDAR_UNIT_DAYS, &start_ms, &end_ms),
        REVOPS_OK);
    ck_assert_int_eq(end_ms - start_ms, 25 * REVOPS_HOUR_MS);
    ck_assert_int_eq(revops_calendar_bounds(NULL, 0, REVOPS_CALENDAR_UNIT_DAYS, &start_ms, &end_ms),
                     REVOPS_OK);
    ck_assert(start_ms == 0 && end_ms == REVOPS_DAY_MS);
    ck_assert_int_eq(
        revops_calendar_bounds(calendar, tuesday + 4, REVOPS_CALENDAR_UNIT_BUSINESS_DAYS, &start_ms, &end_ms),
        REVOPS_ERR_REFUSED);
    free((void *)(uintptr_t)calendar);
    free((void *)(uintptr_t)zone);
}
END_TEST

/* Arrays do as one after the other, in place too; none in is none out, and a bad row stops no other. */
START_TEST(test_many_targets_SL12)
{
    for (revops_calendar_unit unit = 0; unit < 4; unit++) {
        int64_t monday = UTC(2026, 3, 2, 10, 0), far = REVOPS_ZONE_TIME_MAX_MS + 1;
        const int64_t starts[5] = {monday, REVOPS_TIME_NONE, far, monday + 3600000, monday};
        int64_t amounts[5] = {3, 3, 3, -2, REVOPS_TIME_NONE}, ends[5], one, in_place[5];
        const revops_calendar *calendar = fixture_calendar(OFFICE, "", NULL);
        memcpy(in_place, amounts, sizeof amounts);
        ck_assert_int_eq(revops_calendar_deadline_many(calendar, starts, amounts, 5, unit, 0, ends),
                         REVOPS_ERR_RANGE);
        ck_assert_int_eq(revops_calendar_deadline_many(calendar, starts, in_place, 5, unit, 0, in_place),
                         REVOPS_ERR_RANGE);
        ck_assert_mem_eq(ends, in_place, sizeof ends);
        ck_assert(ends[1] == REVOPS_TIME_NONE && ends[2] == REVOPS_TIME_NONE && ends[4] == REVOPS_TIME_NONE);
        for (int i = 0; i < 4; i += 3) {
            ck_assert_int_eq(revops_calendar_deadline(calendar, starts[i], amounts[i], unit, 0, &one),
                             REVOPS_OK);
            ck_assert_int_eq(ends[i], one);
        }
        int64_t measured[5];
        ck_assert_int_eq(revops_calendar_measure_many(calendar, starts, ends, 5, unit, measured),
                         unit == 1 ? REVOPS_OK : REVOPS_OK);
        ck_assert(measured[0] == 3 && measured[3] == -2);
        ck_assert(measured[1] == REVOPS_TIME_NONE && measured[2] == REVOPS_TIME_NONE);
        const int64_t other_ends[5] = {monday, monday, monday, far, REVOPS_TIME_NONE};
        ck_assert_int_eq(revops_calendar_measure_many(calendar, starts, other_ends, 5, unit, measured),
                         REVOPS_ERR_RANGE);
        ck_assert(measured[0] == 0 && measured[3] == REVOPS_TIME_NONE && measured[4] == REVOPS_TIME_NONE);
        free((void *)(uintptr_t)calendar);
    }
}
END_TEST

START_TEST(test_business_days_run_out_where_only_exceptions_open)
{
    const revops_calendar_exception exceptions[] = {{100, 600, 660}, {110, 600, 660}};
    revops_calendar_params params = REVOPS_CALENDAR_PARAMS_INIT;
    params.exceptions = exceptions;
    params.exception_count = 2;
    const revops_calendar *calendar = fixture_build(&params);
    int64_t got = 0, noon = 105 * REVOPS_DAY_MS + 12 * REVOPS_HOUR_MS;
    revops_calendar_unit unit = REVOPS_CALENDAR_UNIT_BUSINESS_DAYS;
    ck_assert_int_eq(revops_calendar_deadline(calendar, noon, 1, unit, 0, &got), REVOPS_OK);
    ck_assert_int_eq(got, 110 * REVOPS_DAY_MS + 11 * REVOPS_HOUR_MS);
    ck_assert_int_eq(revops_calendar_deadline(calendar, noon, 1, unit, 1, &got), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_calendar_deadline(calendar, noon, 2, unit, 0, &got), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_calendar_deadline(calendar, noon, -2, unit, 0, &got), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_calendar_measure(calendar, noon, REVOPS_ZONE_TIME_MAX_MS, unit, &got), REVOPS_OK);
    ck_assert_int_eq(got, 1);
    ck_assert_int_eq(revops_calendar_measure(calendar, noon, 101 * REVOPS_DAY_MS, unit, &got), REVOPS_OK);
    ck_assert_int_eq(got, -1);
    ck_assert_int_eq(revops_calendar_measure(calendar, noon, 0, unit, &got), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_calendar_measure(calendar, -REVOPS_ZONE_TIME_MAX_MS, REVOPS_ZONE_TIME_MAX_MS,
                                             REVOPS_CALENDAR_UNIT_DAYS, &got),
                     REVOPS_OK);
    ck_assert_int_eq(got, 200000000);
    free((void *)(uintptr_t)calendar);
}
END_TEST

static Suite *suite_of_tests(void)
{
    read_fixtures();
    Suite *suite = suite_create("calendar-deadline");
    TCase *tcase = tcase_create("targets");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, test_targets_by_hand_SL12, 0, ROWS(readings));
    tcase_add_loop_test(tcase, test_targets_of_the_clock_vectors_SL12, 0, case_count);
    tcase_add_test(tcase, test_dates_and_their_bounds_SL12);
    tcase_add_test(tcase, test_many_targets_SL12);
    tcase_add_test(tcase, test_business_days_run_out_where_only_exceptions_open);
    suite_add_tcase(suite, tcase);
    return suite;
}
