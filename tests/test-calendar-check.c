/* SPDX-License-Identifier: MIT */
/* What calendars refuse: parameters with each fault, arguments, memory. */
#include "calendar-fixtures.h"
#include "test.h"

/* One fault each; `also` is the row that it contradicts. */
static const struct {
    const char *why;
    revops_calendar_opening openings[3];
    uint32_t opening_count;
    int32_t holidays[3];
    uint32_t holiday_count;
    revops_calendar_exception exceptions[3];
    uint32_t exception_count;
    const char *part, *field;
    uint32_t row, also;
    int64_t found;
} unsound[] = {
    {"nothing", {{0}}, 0, {0}, 0, {{0}}, 0, "params", "opening_count", REVOPS_NO_ROW, REVOPS_NO_ROW, 0},
    {"weekday", {{7, 540, 1020}}, 1, {0}, 0, {{0}}, 0, "openings", "weekday", 0, REVOPS_NO_ROW, 7},
    {"start at 24:00",
     {{0, 540, 600}, {0, 1440, 1500}},
     2,
     {0},
     0,
     {{0}},
     0,
     "openings",
     "start_min",
     1,
     REVOPS_NO_ROW,
     1440},
    {"end past 48:00", {{0, 540, 2881}}, 1, {0}, 0, {{0}}, 0, "openings", "end_min", 0, REVOPS_NO_ROW, 2881},
    {"22:00 to 6:00, not to 30:00",
     {{0, 540, 600}, {1, 1320, 360}},
     2,
     {0},
     0,
     {{0}},
     0,
     "openings",
     "end_min",
     1,
     REVOPS_NO_ROW,
     360},
    {"empty", {{0, 540, 540}}, 1, {0}, 0, {{0}}, 0, "openings", "end_min", 0, REVOPS_NO_ROW, 540},
    {"overlap", {{0, 540, 600}, {0, 599, 700}}, 2, {0}, 0, {{0}}, 0, "openings", "start_min", 1, 0, 599},
    {"same hours twice",
     {{0, 540, 600}, {0, 540, 600}},
     2,
     {0},
     0,
     {{0}},
     0,
     "openings",
     "start_min",
     1,
     0,
     540},
    {"unsorted", {{1, 540, 600}, {0, 541, 600}}, 2, {0}, 0, {{0}}, 0, "openings", "start_min", 1, 0, 541},
    {"night into the next morning",
     {{0, 1320, 2000}, {1, 500, 600}},
     2,
     {0},
     0,
     {{0}},
     0,
     "openings",
     "start_min",
     1,
     0,
     500},
    {"Sunday night into Monday",
     {{0, 100, 200}, {6, 1320, 1600}},
     2,
     {0},
     0,
     {{0}},
     0,
     "openings",
     "end_min",
     1,
     0,
     1600},
    {"holidays unsorted", {{0, 540, 600}}, 1, {5, 7, 6}, 3, {{0}}, 0, "holidays", "day", 2, 1, 6},
    {"holiday far away",
     {{0, 540, 600}},
     1,
     {INT32_MIN},
     1,
     {{0}},
     0,
     "holidays",
     "day",
     0,
     REVOPS_NO_ROW,
     INT32_MIN},
    {"exceptions unsorted",
     {{0, 540, 600}},
     1,
     {0},
     0,
     {{5, 1, 2}, {4, 1, 2}},
     2,
     "exceptions",
     "day",
     1,
     0,
     4},
    {"exceptions overlap",
     {{0, 540, 600}},
     1,
     {0},
     0,
     {{5, 1, 3}, {5, 2, 4}},
     2,
     "exceptions",
     "start_min",
     1,
     0,
     2},
    {"exception's night",
     {{0, 540, 600}},
     1,
     {0},
     0,
     {{5, 1400, 1500}, {6, 59, 400}},
     2,
     "exceptions",
     "start_min",
     1,
     0,
     59},
    {"exception reversed",
     {{0, 540, 600}},
     1,
     {0},
     0,
     {{5, 3, 1}},
     1,
     "exceptions",
     "end_min",
     0,
     REVOPS_NO_ROW,
     1},
    {"exception far away",
     {{0, 540, 600}},
     1,
     {0},
     0,
     {{99000001, 3, 4}},
     1,
     "exceptions",
     "day",
     0,
     REVOPS_NO_ROW,
     99000001},
};

START_TEST(test_each_fault_is_named_and_refused)
{
    revops_calendar_params params = REVOPS_CALENDAR_PARAMS_INIT;
    params.openings = unsound[_i].openings;
    params.opening_count = unsound[_i].opening_count;
    params.holidays = unsound[_i].holidays;
    params.holiday_count = unsound[_i].holiday_count;
    params.exceptions = unsound[_i].exceptions;
    params.exception_count = unsound[_i].exception_count;
    const revops_calendar *calendar = NULL;
    size_t needed = 77;
    ck_assert_int_eq(revops_calendar_build(&params, NULL, 0, &needed, &calendar), REVOPS_ERR_UNSOUND);
    ck_assert_uint_eq(needed, 77);
    ck_assert_ptr_null(calendar);
    revops_problem problems[2];
    ck_assert_int_eq(revops_calendar_check(&params, problems, 2, &needed), REVOPS_ERR_UNSOUND);
    ck_assert_uint_eq(needed, 1);
    ck_assert_msg(strcmp(problems[0].part, unsound[_i].part) == 0 &&
                      strcmp(problems[0].field, unsound[_i].field) == 0 &&
                      problems[0].row == unsound[_i].row && problems[0].other_row == unsound[_i].also &&
                      problems[0].found == unsound[_i].found,
                  "%s: %s[%u].%s %u", unsound[_i].why, problems[0].part, problems[0].row, problems[0].field,
                  problems[0].other_row);
    ck_assert_int_eq(problems[0].status, REVOPS_ERR_UNSOUND);
    ck_assert_int_eq(revops_calendar_check(&params, NULL, 0, NULL), REVOPS_ERR_UNSOUND);
}
END_TEST

START_TEST(test_all_faults_are_told_not_the_first)
{
    static const revops_calendar_opening openings[] = {{0, 540, 480}, {9, 1, 2}, {1, 540, 600}};
    static const int32_t holidays[] = {7, 5, 99000001};
    static const revops_calendar_exception exceptions[] = {{5, 1440, 1450}, {4, 0, 60}};
    revops_calendar_params params = REVOPS_CALENDAR_PARAMS_INIT;
    params.openings = openings;
    params.opening_count = 3;
    params.holidays = holidays;
    params.holiday_count = 3;
    params.exceptions = exceptions;
    params.exception_count = 2;
    revops_problem problems[8];
    size_t needed;
    ck_assert_int_eq(revops_calendar_check(&params, problems, 8, &needed), REVOPS_ERR_UNSOUND);
    ck_assert_uint_eq(needed, 5);
    char text[200];
    size_t length = revops_problem_text(&problems[0], text, sizeof text);
    ck_assert_uint_lt(length, sizeof text);
    ck_assert_str_eq(text,
                     "openings[0].end_min is 480; expected above start_min, at most 2880; an end on the next "
                     "day is its time of day + 1440");
}
END_TEST

/* C39: hours past midnight are told how to be written and then understood, a date that is a holiday is refused until a roll is
   named, and a date of two feeds of holidays counts once. */
START_TEST(test_C39_nights_rolls_and_feeds)
{
    revops_calendar_opening nights[5];
    for (uint8_t weekday = 0; weekday < ROWS(nights); weekday++) {
        nights[weekday] = (revops_calendar_opening){weekday, 22 * 60, 6 * 60};
    }
    revops_calendar_params params = REVOPS_CALENDAR_PARAMS_INIT;
    params.openings = nights;
    params.opening_count = ROWS(nights);
    revops_problem problems[ROWS(nights)];
    size_t needed;
    ck_assert_int_eq(revops_calendar_check(&params, problems, ROWS(nights), &needed), REVOPS_ERR_UNSOUND);
    ck_assert_uint_eq(needed, ROWS(nights));
    char text[200];
    revops_problem_text(&problems[4], text, sizeof text);
    ck_assert_str_eq(text,
                     "openings[4].end_min is 360; expected above start_min, at most 2880; an end on the next "
                     "day is its time of day + 1440");
    for (int i = 0; i < ROWS(nights); i++) {
        nights[i].end_min += 1440;
    }
    int32_t feeds[] = {fixture_day(2026, 4, 3), fixture_day(2026, 4, 6), fixture_day(2026, 4, 6),
                       fixture_day(2026, 4, 7)};
    params.holidays = feeds;
    params.holiday_count = (uint32_t)revops_calendar_unite(feeds, ROWS(feeds));
    ck_assert_uint_eq(params.holiday_count, 3);
    const revops_calendar *calendar = fixture_build(&params);
    /* Friday's night of 2026-03-06 ends on Saturday at 6; Good Friday's doesn't begin, Thursday's still ends on it. */
    static const struct {
        int month, day, hour, is_open;
    } hours[] = {{3, 6, 21, 0}, {3, 6, 23, 1}, {3, 7, 5, 1},  {3, 7, 6, 0},  {3, 7, 22, 0},
                 {4, 2, 22, 1}, {4, 3, 5, 1},  {4, 3, 23, 0}, {4, 6, 23, 0}, {4, 8, 22, 1}};
    for (int i = 0; i < ROWS(hours); i++) {
        int is_open = 7;
        ck_assert_int_eq(revops_calendar_is_open(
                             calendar, UTC(2026, hours[i].month, hours[i].day, hours[i].hour, 30), &is_open),
                         REVOPS_OK);
        ck_assert_int_eq(is_open, hours[i].is_open);
    }
    static const struct {
        uint32_t roll;
        int64_t days;
        int month, day;
    } rolls[] = {{REVOPS_CALENDAR_ROLL_FORWARD, 0, 4, 8},
                 {REVOPS_CALENDAR_ROLL_BACKWARD, 0, 4, 2},
                 {REVOPS_CALENDAR_ROLL_FORWARD, 1, 4, 9},
                 {REVOPS_CALENDAR_ROLL_BACKWARD, 1, 4, 8}};
    int32_t day = 77;
    ck_assert_int_eq(revops_calendar_add_days(calendar, feeds[1], 1, REVOPS_CALENDAR_ROLL_REFUSE, &day),
                     REVOPS_ERR_REFUSED);
    ck_assert_int_eq(day, 77);
    for (int i = 0; i < ROWS(rolls); i++) {
        ck_assert_int_eq(revops_calendar_add_days(calendar, feeds[1], rolls[i].days, rolls[i].roll, &day),
                         REVOPS_OK);
        ck_assert_int_eq(day, fixture_day(2026, rolls[i].month, rolls[i].day));
    }
    free((void *)(uintptr_t)calendar);
}
END_TEST

/* The hour that is skipped in spring is its only one: it never opens on a Sunday of that kind alone. */
START_TEST(test_hours_that_are_always_skipped_never_open)
{
    revops_zone_transition skip = {UTC(2026, 3, 8, 2, 0), 3600, 0};
    revops_zone_params zone_params = REVOPS_ZONE_PARAMS_INIT;
    zone_params.transitions = &skip;
    zone_params.transition_count = 1;
    const revops_zone *zone = fixture_build_zone(&zone_params);
    const revops_calendar_exception hours = {fixture_day(2026, 3, 8), 120, 180};
    revops_calendar_params params = REVOPS_CALENDAR_PARAMS_INIT;
    params.exceptions = &hours;
    params.exception_count = 1;
    params.zone = zone;
    ck_assert_ptr_null(fixture_build(&params));
    params.zone = NULL;
    const revops_calendar *calendar = fixture_build(&params);
    ck_assert_ptr_nonnull(calendar);
    free((void *)(uintptr_t)calendar);
    free((void *)(uintptr_t)zone);
}
END_TEST

/* More changes than fit are refused, and none of them is walked twice. */
START_TEST(test_too_many_changes_are_refused)
{
    static revops_calendar_exception exceptions[REVOPS_CALENDAR_CHANGES_MAX + 1];
    for (int i = 0; i < ROWS(exceptions); i++) {
        exceptions[i] = (revops_calendar_exception){2 * i, 600, 660};
    }
    revops_calendar_params params = REVOPS_CALENDAR_PARAMS_INIT;
    params.exceptions = exceptions;
    params.exception_count = ROWS(exceptions);
    revops_problem problem;
    size_t needed;
    ck_assert_int_eq(revops_calendar_check(&params, &problem, 1, &needed), REVOPS_ERR_UNSOUND);
    ck_assert_str_eq(problem.field, "exception_count");
    params.exception_count = 20000;
    ck_assert_int_eq(revops_calendar_build(&params, NULL, 0, &needed, NULL), REVOPS_ERR_NOSPACE);
}
END_TEST

START_TEST(test_arguments_of_questions_are_checked)
{
    const revops_calendar *calendar = fixture_calendar(OFFICE, "", NULL);
    int64_t got = 77, other = 77;
    int open = 77;
    uint8_t byte;
    int32_t day = 77;
    int64_t far = REVOPS_ZONE_TIME_MAX_MS + 1;
    ck_assert_int_eq(revops_calendar_between(NULL, 0, 0, &got), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_calendar_between(calendar, 0, 0, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_calendar_between(calendar, far, 0, &got), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_calendar_between(calendar, 0, -far, &got), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_calendar_between(calendar, REVOPS_TIME_NONE, 0, &got), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_calendar_add(calendar, 0, 0, 2, &got), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_calendar_add(NULL, 0, 0, 0, &got), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_calendar_add(calendar, far, 0, 0, &got), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_calendar_add(calendar, 0, INT64_MAX, 0, &got), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_calendar_add(calendar, 0, INT64_MIN, 0, &got), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_calendar_add(calendar, 0, REVOPS_ZONE_TIME_MAX_MS, 0, &got), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_calendar_seek(calendar, far, 0, &got), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_calendar_seek(calendar, REVOPS_ZONE_TIME_MAX_MS, 0, &got), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_calendar_seek(NULL, 0, 0, &got), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_calendar_seek(calendar, 0, 4, &got), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_calendar_seek_many(calendar, &got, 1, 4, &got), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_calendar_is_open(calendar, far, &open), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_calendar_is_open(calendar, 0, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_calendar_is_open_many(calendar, &far, 1, &byte), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_calendar_add_days(calendar, 0, 1, 5, &day), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_calendar_add_days(calendar, INT32_MAX, 1, 1, &day), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_calendar_add_days(calendar, 0, INT64_MAX, 1, &day), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_calendar_add_days(calendar, 0, 99000000, 1, &day), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_calendar_count_days(calendar, INT32_MIN, 1, &got), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_calendar_is_business_day(calendar, INT32_MIN, &open), REVOPS_ERR_RANGE);
    for (revops_calendar_unit unit = 0; unit < 4; unit++) {
        ck_assert_int_eq(revops_calendar_deadline(calendar, far, 1, unit, 0, &got), REVOPS_ERR_RANGE);
        ck_assert_int_eq(revops_calendar_deadline(calendar, 0, INT64_MAX, unit, 0, &got), REVOPS_ERR_RANGE);
        ck_assert_int_eq(revops_calendar_deadline(calendar, 0, INT64_MIN, unit, 0, &got), REVOPS_ERR_RANGE);
        ck_assert_int_eq(revops_calendar_deadline(calendar, 0, 1, unit, 2, &got), REVOPS_ERR_ARG);
        ck_assert_int_eq(revops_calendar_deadline(calendar, 0, 1, unit, 0, NULL), REVOPS_ERR_ARG);
        ck_assert_int_eq(revops_calendar_measure(calendar, 0, far, unit, &got), REVOPS_ERR_RANGE);
        ck_assert_int_eq(revops_calendar_measure(calendar, INT64_MIN, 0, unit, &got), REVOPS_ERR_RANGE);
        ck_assert_int_eq(revops_calendar_measure(calendar, 0, 0, unit, NULL), REVOPS_ERR_ARG);
        ck_assert_int_eq(revops_calendar_deadline_many(calendar, NULL, &got, 1, unit, 0, &got),
                         REVOPS_ERR_ARG);
        ck_assert_int_eq(revops_calendar_measure_many(calendar, &got, NULL, 1, unit, &got), REVOPS_ERR_ARG);
    }
    ck_assert_int_eq(revops_calendar_deadline(calendar, 0, 1, 4, 0, &got), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_calendar_measure(calendar, 0, 1, 4, &got), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_calendar_deadline(NULL, 0, 1, REVOPS_CALENDAR_UNIT_OPEN, 0, &got),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_calendar_deadline(NULL, 0, 1, REVOPS_CALENDAR_UNIT_BUSINESS_DAYS, 0, &got),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_calendar_date(calendar, far, REVOPS_CALENDAR_UNIT_DAYS, &day), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_calendar_date(calendar, 0, REVOPS_CALENDAR_UNIT_OPEN, &day), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_calendar_bounds(calendar, 99000001, REVOPS_CALENDAR_UNIT_DAYS, &got, &other),
                     REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_calendar_bounds(calendar, 2, REVOPS_CALENDAR_UNIT_BUSINESS_DAYS, &got, &other),
                     REVOPS_ERR_REFUSED); /* Saturday */
    ck_assert_int_eq(got, 77);
    ck_assert_int_eq(other, 77);
    ck_assert_int_eq(day, 77);
    ck_assert_int_eq(open, 77);
    free((void *)(uintptr_t)calendar);
}
END_TEST

START_TEST(test_parameters_and_memory_are_checked)
{
    static const revops_calendar_opening opening = {0, 0, 1440};
    static _Alignas(16) unsigned char memory[1 << 18], zeros[256];
    const revops_calendar *none = NULL;
    revops_calendar_params params, own = REVOPS_CALENDAR_PARAMS_INIT;
    size_t needed;
    ck_assert_int_eq(revops_calendar_defaults(NULL, sizeof params), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_calendar_defaults(&params, 3), REVOPS_ERR_ABI);
    ck_assert_int_eq(revops_calendar_defaults(&params, sizeof params), REVOPS_OK);
    ck_assert_mem_eq(&params, &own, sizeof params);
    ck_assert_int_eq(revops_calendar_build(NULL, NULL, 0, &needed, &none), REVOPS_ERR_ARG);
    params.opening_count = 1;
    ck_assert_int_eq(revops_calendar_build(&params, NULL, 0, &needed, &none), REVOPS_ERR_ARG);
    params.openings = &opening;
    ck_assert_int_eq(revops_calendar_build(&params, NULL, 0, &needed, NULL), REVOPS_ERR_NOSPACE);
    params.opening_row_size = 3;
    ck_assert_int_eq(revops_calendar_build(&params, NULL, 0, &needed, &none), REVOPS_ERR_ABI);
    params.opening_row_size = sizeof opening;
    params.holiday_count = 1;
    ck_assert_int_eq(revops_calendar_build(&params, NULL, 0, &needed, &none), REVOPS_ERR_ARG);
    params.holiday_count = 0;
    params.struct_size = 3;
    ck_assert_int_eq(revops_calendar_build(&params, NULL, 0, &needed, &none), REVOPS_ERR_ABI);
    params.struct_size = sizeof params;
    params.flags = 1;
    ck_assert_int_eq(revops_calendar_build(&params, NULL, 0, &needed, &none), REVOPS_ERR_NEWER);
    params.flags = 0;
    params.reserved = 1;
    revops_problem problem;
    ck_assert_int_eq(revops_calendar_check(&params, &problem, 1, &needed), REVOPS_ERR_NEWER);
    ck_assert_str_eq(problem.field, "reserved");
    params.reserved = 0;
    ck_assert_int_eq(revops_calendar_build(&params, memory, sizeof memory, &needed, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_calendar_build(&params, memory + 1, sizeof memory - 1, &needed, &none),
                     REVOPS_ERR_ALIGN);
    ck_assert_int_eq(revops_calendar_build(&params, memory, needed - 1, &needed, &none), REVOPS_ERR_NOSPACE);
    params.zone = (const revops_zone *)(const void *)zeros;
    ck_assert_int_eq(revops_calendar_build(&params, memory, sizeof memory, &needed, &none),
                     REVOPS_ERR_CORRUPT);
    ck_assert_ptr_null(none);
    params.zone = NULL;
    ck_assert_int_eq(revops_calendar_build(&params, memory + 8, sizeof memory - 8, &needed, &none),
                     REVOPS_OK);
    ck_assert_ptr_eq(none, memory + 8);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("calendar-check");
    TCase *tcase = tcase_create("refusals");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, test_each_fault_is_named_and_refused, 0, ROWS(unsound));
    tcase_add_test(tcase, test_all_faults_are_told_not_the_first);
    tcase_add_test(tcase, test_C39_nights_rolls_and_feeds);
    tcase_add_test(tcase, test_hours_that_are_always_skipped_never_open);
    tcase_add_test(tcase, test_too_many_changes_are_refused);
    tcase_add_test(tcase, test_arguments_of_questions_are_checked);
    tcase_add_test(tcase, test_parameters_and_memory_are_checked);
    suite_add_tcase(suite, tcase);
    return suite;
}
