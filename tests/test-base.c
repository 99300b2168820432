/* SPDX-License-Identifier: MIT */
#include "test.h"

__extension__ typedef __int128 wide;

START_TEST(test_version_macros_and_functions_agree)
{
    char text[32];
    snprintf(text, sizeof text, "%d.%d.%d", REVOPS_VERSION_MAJOR, REVOPS_VERSION_MINOR, REVOPS_VERSION_PATCH);
    ck_assert_str_eq(revops_version_text(), text);
    ck_assert_uint_eq(revops_version(), REVOPS_VERSION);
    ck_assert(REVOPS_VERSION_AT_LEAST(0, 1, 0));
    ck_assert(!REVOPS_VERSION_AT_LEAST(99, 0, 0));
    ck_assert_str_eq(revops_version_text(), PROJECT_VERSION);
}
END_TEST

static const struct {
    revops_status status;
    const char *name;
} statuses[] = {
    {0, "REVOPS_OK"},
    {-1, "REVOPS_ERR_ARG"},
    {-2, "REVOPS_ERR_ABI"},
    {-3, "REVOPS_ERR_NEWER"},
    {-4, "REVOPS_ERR_NOSPACE"},
    {-5, "REVOPS_ERR_RANGE"},
    {-6, "REVOPS_ERR_OVERFLOW"},
    {-7, "REVOPS_ERR_FORMAT"},
    {-8, "REVOPS_ERR_CORRUPT"},
    {-9, "REVOPS_ERR_ALIGN"},
    {-20, "REVOPS_ERR_REFUSED"},
    {-21, "REVOPS_ERR_UNSOUND"},
    {-22, "REVOPS_ERR_LATE"},
    {-23, "REVOPS_ERR_DUPLICATE"},
};

START_TEST(test_status_names_and_texts)
{
    ck_assert_str_eq(revops_status_name(statuses[_i].status), statuses[_i].name);
    ck_assert_uint_gt(strlen(revops_status_text(statuses[_i].status)), 6);
}
END_TEST

START_TEST(test_unknown_statuses)
{
    int known = 0;
    for (revops_status status = -1000; status <= 1000; status++) {
        known += strcmp(revops_status_name(status), "unknown") != 0;
    }
    ck_assert_int_eq(known, ROWS(statuses));
    ck_assert_ptr_nonnull(strstr(revops_status_text(-999), "unknown"));
}
END_TEST

START_TEST(test_sizeof)
{
    static const struct {
        const char *name;
        size_t size;
    } rows[] = {
        {"revops_problem", sizeof(revops_problem)},
        {"revops_cursor", sizeof(revops_cursor)},
        {"revops_condition", sizeof(revops_condition)},
        {"revops_histogram", sizeof(revops_histogram)},
        {"revops_lead_state", sizeof(revops_lead_state)},
        {"revops_problems", 0},
        {"revops_proble", 0},
        {"", 0},
        {"~", 0},
    };
    for (int i = 0; i < ROWS(rows); i++) {
        ck_assert_uint_eq(revops_sizeof(rows[i].name, strlen(rows[i].name)), rows[i].size);
    }
    ck_assert_uint_eq(revops_sizeof("revops_problem!", 14), sizeof(revops_problem));
    ck_assert_uint_eq(revops_sizeof(NULL, 5), 0);
}
END_TEST

static const int64_t edges[] = {INT64_MIN, INT64_MIN + 1, INT64_MIN / 2, -3037000500,   -2,       -1, 0, 1,
                                2,         3037000500,    INT64_MAX / 2, INT64_MAX - 1, INT64_MAX};

/* __int128 is the naive twin. */
START_TEST(test_checked_arithmetic)
{
    for (int j = 0; j < ROWS(edges); j++) {
        wide a = edges[_i], b = edges[j];
        const struct {
            revops_status (*function)(int64_t, int64_t, int64_t *);
            wide exact;
        } operations[] = {{revops_add, a + b}, {revops_subtract, a - b}, {revops_multiply, a * b}};
        for (int k = 0; k < 3; k++) {
            int64_t out = 77;
            revops_status status = operations[k].function(edges[_i], edges[j], &out);
            if (operations[k].exact >= INT64_MIN && operations[k].exact <= INT64_MAX) {
                ck_assert_int_eq(status, REVOPS_OK);
                ck_assert_int_eq(out, (int64_t)operations[k].exact);
            } else {
                ck_assert_int_eq(status, REVOPS_ERR_OVERFLOW);
                ck_assert_int_eq(out, 77);
            }
            ck_assert_int_eq(operations[k].function(1, 1, NULL), REVOPS_ERR_ARG);
        }
    }
}
END_TEST

/* The naive twin counts day by day through 800 years; beyond, both functions must invert each other. */
START_TEST(test_dates_match_a_day_by_day_walk)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int32_t year = 1570, month = 1, day = 1, number = -146097;
    for (; year < 2370; number++) {
        int32_t found, y, m, d;
        ck_assert_int_eq(revops_day_from_date(year, month, day, &found), REVOPS_OK);
        ck_assert_int_eq(found, number);
        revops_date_from_day(number, &y, &m, &d);
        ck_assert(y == year && m == month && d == day);
        ck_assert_uint_eq(revops_weekday(number), (uint32_t)((number + 146097) % 7 + 3) % 7);
        int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        if (++day > lengths[month - 1] + (month == 2 && leap)) {
            day = 1;
            if (++month > 12) {
                month = 1;
                year++;
            }
        }
    }
}
END_TEST

START_TEST(test_dates_far_away)
{
    static const int32_t days[] = {INT32_MIN / 2, -1000000000,  -719529, -719528, -1, 0,
                                   1000000000,    INT32_MAX / 2};
    for (int i = 0; i < ROWS(days); i++) {
        int32_t y, m, d, back;
        revops_date_from_day(days[i], &y, &m, &d);
        ck_assert_int_eq(revops_day_from_date(y, m, d, &back), REVOPS_OK);
        ck_assert_int_eq(back, days[i]);
    }
    revops_date_from_day(INT32_MIN, NULL, NULL, NULL);
    int32_t y;
    revops_date_from_day(INT32_MAX, &y, NULL, NULL);
    ck_assert_int_eq(y, 5881580);
}
END_TEST

static const int32_t no_dates[][3] = {{2026, 2, 29}, {2024, 2, 30},   {2026, 0, 1},
                                      {2026, 13, 1}, {2026, 1, 0},    {2026, 4, 31},
                                      {1900, 2, 29}, {5000001, 1, 1}, {-5000001, 1, 1}};

START_TEST(test_dates_that_do_not_exist)
{
    int32_t out = 77;
    ck_assert_int_eq(revops_day_from_date(no_dates[_i][0], no_dates[_i][1], no_dates[_i][2], &out),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(out, 77);
}
END_TEST

START_TEST(test_utc_ms)
{
    ck_assert_int_eq(revops_utc_ms(1970, 1, 1, 0, 0), 0);
    ck_assert_int_eq(revops_utc_ms(2026, 3, 2, 9, 1), INT64_C(1772442060000));
    ck_assert_int_eq(revops_utc_ms(2026, 3, 2, 24, 0), revops_utc_ms(2026, 3, 3, 0, 0));
    ck_assert_int_eq(revops_utc_ms(2026, 3, 2, 24, 1), REVOPS_TIME_NONE);
    ck_assert_int_eq(revops_utc_ms(2026, 2, 30, 9, 0), REVOPS_TIME_NONE);
    ck_assert_int_eq(revops_utc_ms(2026, 3, 2, 9, 60), REVOPS_TIME_NONE);
    ck_assert_int_eq(revops_utc_ms(2026, 3, 2, -1, 0), REVOPS_TIME_NONE);
}
END_TEST

/* RFC 3339 section 5.6 and the examples of 5.8. */
static const struct {
    const char *text;
    int64_t ms;
    const char *printed; /* NULL: not an instant */
} instants[] = {
    {"1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00Z"},
    {"1985-04-12T23:20:50.52Z", INT64_C(482196050520), "1985-04-12T23:20:50.520Z"},
    {"1996-12-19T16:39:57-08:00", INT64_C(851042397000), "1996-12-20T00:39:57Z"},
    {"1990-12-31T23:59:60Z", INT64_C(662688000000), "1991-01-01T00:00:00Z"},
    {"1990-12-31T15:59:60-08:00", INT64_C(662688000000), "1991-01-01T00:00:00Z"},
    {"1937-01-01T12:00:27.87+00:20", INT64_C(-1041337172130), "1937-01-01T11:40:27.870Z"},
    {"2026-03-02t09:00:00z", INT64_C(1772442000000), "2026-03-02T09:00:00Z"},
    {"2026-03-02 09:00:00.9999999Z", INT64_C(1772442000999), "2026-03-02T09:00:00.999Z"},
    {"2026-03-02T09:00:00.001-00:00", INT64_C(1772442000001), "2026-03-02T09:00:00.001Z"},
    {"1969-12-31T23:59:59.999Z", -1, "1969-12-31T23:59:59.999Z"},
    {"0000-01-01T00:00:00Z", INT64_C(-62167219200000), "0000-01-01T00:00:00Z"},
    {"9999-12-31T23:59:59.999Z", INT64_C(253402300799999), "9999-12-31T23:59:59.999Z"},
    {"2024-02-29T00:00:00Z", INT64_C(1709164800000), "2024-02-29T00:00:00Z"},
    {"", 0, NULL},
    {"2026-03-02", 0, NULL},
    {"2026-03-02T09:00:00", 0, NULL},
    {"2026-03-02T09:00Z", 0, NULL},
    {"2026-03-02T24:00:00Z", 0, NULL},
    {"2026-03-02T09:60:00Z", 0, NULL},
    {"2026-03-02T09:00:61Z", 0, NULL},
    {"2026-03-02T09:00:60Z", 0, NULL},
    {"2026-02-29T09:00:00Z", 0, NULL},
    {"2026-13-01T09:00:00Z", 0, NULL},
    {"2026-03-02T09:00:00.Z", 0, NULL},
    {"2026-03-02T09:00:00,5Z", 0, NULL},
    {"2026-03-02T09:00:00+24:00", 0, NULL},
    {"2026-03-02T09:00:00+01:60", 0, NULL},
    {"2026-03-02T09:00:00+0100", 0, NULL},
    {"2026-03-02T09:00:00Z ", 0, NULL},
    {" 2026-03-02T09:00:00Z", 0, NULL},
    {"2026-3-2T09:00:00Z     ", 0, NULL},
    {"+026-03-02T09:00:00Z", 0, NULL},
    {"2026-03-02_09:00:00Z", 0, NULL},
    {"2026-03-02T09:00:00.1", 0, NULL},
};

START_TEST(test_instants)
{
    int64_t ms = 77;
    size_t length = strlen(instants[_i].text);
    char *exact = malloc(length + 1); /* so that a sanitizer sees a read past the end */
    memcpy(exact, instants[_i].text, length);
    revops_status status = revops_time_parse(exact, length, &ms);
    free(exact);
    if (!instants[_i].printed) {
        ck_assert_int_eq(status, REVOPS_ERR_FORMAT);
        ck_assert_int_eq(ms, 77);
        return;
    }
    ck_assert_int_eq(status, REVOPS_OK);
    ck_assert_int_eq(ms, instants[_i].ms);
    char text[25];
    ck_assert_uint_lt(revops_time_text(ms, text, sizeof text), sizeof text);
    ck_assert_str_eq(text, instants[_i].printed);
}
END_TEST

static const struct {
    int64_t ms;
    const char *text;
} spans[] = {
    {0, "0 ms"},
    {999, "999 ms"},
    {1000, "1 s"},
    {1001, "1 s 1 ms"},
    {60000, "1 min"},
    {300000, "5 min"},
    {3599999, "59 min 59 s"},
    {-7500000, "-2 h 5 min"},
    {86400000, "1 d"},
    {INT64_C(273600000), "3 d 4 h"},
    {INT64_MAX, "106751991167 d 7 h"},
    {INT64_MIN + 1, "-106751991167 d 7 h"},
    {REVOPS_TIME_NONE, "never"},
};

START_TEST(test_spans)
{
    char text[32];
    ck_assert_uint_lt(revops_span_text(spans[_i].ms, text, sizeof text), sizeof text);
    ck_assert_str_eq(text, spans[_i].text);
}
END_TEST

START_TEST(test_text_is_cut_at_every_capacity)
{
    const char *full = "2026-03-02T09:00:00.250Z";
    for (size_t capacity = 0; capacity <= strlen(full) + 2; capacity++) {
        char text[32];
        memset(text, '#', sizeof text);
        ck_assert_uint_eq(revops_time_text(INT64_C(1772442000250), text, capacity), strlen(full));
        size_t kept = capacity == 0 ? 0 : capacity - 1 < strlen(full) ? capacity - 1 : strlen(full);
        ck_assert_int_eq(strncmp(text, full, kept), 0);
        ck_assert_int_eq(text[kept], capacity == 0 ? '#' : '\0');
        ck_assert_int_eq(text[kept + 1], '#');
    }
    ck_assert_uint_eq(revops_time_text(0, NULL, 10), 20);
}
END_TEST

START_TEST(test_times_without_a_date)
{
    char text[25];
    revops_time_text(REVOPS_TIME_NONE, text, sizeof text);
    ck_assert_str_eq(text, "never");
    revops_time_text(INT64_MAX, text, sizeof text);
    ck_assert_str_eq(text, "out of range");
    revops_time_text(INT64_C(253402300800000), text, sizeof text);
    ck_assert_str_eq(text, "out of range");
    ck_assert_int_eq(revops_time_parse(NULL, 0, &(int64_t){0}), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_time_parse("x", 1, NULL), REVOPS_ERR_ARG);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("base");
    TCase *tests = tcase_create("base");
    tcase_add_test(tests, test_version_macros_and_functions_agree);
    tcase_add_loop_test(tests, test_status_names_and_texts, 0, ROWS(statuses));
    tcase_add_test(tests, test_unknown_statuses);
    tcase_add_test(tests, test_sizeof);
    tcase_add_loop_test(tests, test_checked_arithmetic, 0, ROWS(edges));
    tcase_add_test(tests, test_dates_match_a_day_by_day_walk);
    tcase_add_test(tests, test_dates_far_away);
    tcase_add_loop_test(tests, test_dates_that_do_not_exist, 0, ROWS(no_dates));
    tcase_add_test(tests, test_utc_ms);
    tcase_add_loop_test(tests, test_instants, 0, ROWS(instants));
    tcase_add_loop_test(tests, test_spans, 0, ROWS(spans));
    tcase_add_test(tests, test_text_is_cut_at_every_capacity);
    tcase_add_test(tests, test_times_without_a_date);
    suite_add_tcase(suite, tests);
    return suite;
}
