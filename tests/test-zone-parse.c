/* SPDX-License-Identifier: MIT */
/* Instants as exports write them [SEM32]: without a format, by a format, in a zone; one and columns of them. */
#include "calendar-fixtures.h"
#include "test.h"

static const char berlin_rule[] = "CET-1CEST,M3.5.0,M10.5.0/3";

enum { NO_ZONE, BERLIN };

static const struct {
    int zone;
    const char *format, *text;
    revops_status status;
    const char *expected; /* RFC 3339 */
} readings[] = {
    {NO_ZONE, NULL, "2026-03-02T09:00:00Z", REVOPS_OK, "2026-03-02T09:00:00Z"},
    {NO_ZONE, NULL, "2026-03-02 10:00:00.250+01:00", REVOPS_OK, "2026-03-02T09:00:00.250Z"},
    {NO_ZONE, NULL, "2025-12-10T04:45:00.000+0000", REVOPS_OK, "2025-12-10T04:45:00Z"},
    {NO_ZONE, NULL, "2026-03-02T10:00+01", REVOPS_OK, "2026-03-02T09:00:00Z"},
    {NO_ZONE, NULL, "1772442060000", REVOPS_OK, "2026-03-02T09:01:00Z"},
    {NO_ZONE, NULL, "-1", REVOPS_OK, "1969-12-31T23:59:59.999Z"},
    {NO_ZONE, NULL, "253402300799999", REVOPS_OK, "9999-12-31T23:59:59.999Z"},
    {NO_ZONE, NULL, "253402300800000", REVOPS_ERR_FORMAT, NULL},
    {NO_ZONE, NULL, "9223372036854775808", REVOPS_ERR_FORMAT, NULL},
    {NO_ZONE, NULL, "-", REVOPS_ERR_FORMAT, NULL},
    {NO_ZONE, NULL, "2026-03-02", REVOPS_ERR_RANGE, NULL},
    {NO_ZONE, NULL, "2026-03-02 10:00", REVOPS_ERR_RANGE, NULL},
    {NO_ZONE, NULL, "2026-02-30", REVOPS_ERR_FORMAT, NULL},
    {NO_ZONE, NULL, "2026-03-02T09:00:00Z ", REVOPS_ERR_FORMAT, NULL},
    {NO_ZONE, NULL, "08/12/2025 03:27", REVOPS_ERR_FORMAT, NULL},
    {NO_ZONE, NULL, "noon", REVOPS_ERR_FORMAT, NULL},
    {BERLIN, NULL, "2026-03-02", REVOPS_OK, "2026-03-01T23:00:00Z"},
    {BERLIN, NULL, "2026-07-02 10:00", REVOPS_OK, "2026-07-02T08:00:00Z"},
    {BERLIN, NULL, "2026-07-02T10:00:00.5", REVOPS_OK, "2026-07-02T08:00:00.500Z"},
    {BERLIN, NULL, "2026-07-02T10:00:00Z", REVOPS_OK, "2026-07-02T10:00:00Z"},
    {BERLIN, NULL, "2026-03-29 02:30", REVOPS_OK, "2026-03-29T01:30:00Z"}, /* skipped: moves forward */
    {BERLIN, NULL, "2026-10-25 02:30", REVOPS_OK, "2026-10-25T00:30:00Z"}, /* twice: the first pass */
    {BERLIN, NULL, "2026-07-02T10:00:", REVOPS_ERR_FORMAT, NULL},
    {BERLIN, NULL, "2026-07-02T10:00:00.", REVOPS_ERR_FORMAT, NULL},
    {BERLIN, NULL, "2026-07-02T24:00", REVOPS_ERR_FORMAT, NULL},
    {BERLIN, "%m/%d/%Y %I:%M %p", "11/19/2025 09:10 PM", REVOPS_OK, "2025-11-19T20:10:00Z"},
    {BERLIN, "%m/%d/%Y %I:%M %p", "11/19/2025 12:10 AM", REVOPS_OK, "2025-11-18T23:10:00Z"},
    {BERLIN, "%m/%d/%Y %I:%M %p", "11/19/2025 12:10 pm", REVOPS_OK, "2025-11-19T11:10:00Z"},
    {BERLIN, "%m/%d/%Y %I:%M %p", "11/19/2025 13:10 PM", REVOPS_ERR_FORMAT, NULL},
    {BERLIN, "%m/%d/%Y %H:%M %p", "11/19/2025 00:10 PM", REVOPS_ERR_FORMAT, NULL},
    {BERLIN, "%m/%d/%Y %I:%M %p", "19/11/2025 09:10 PM", REVOPS_ERR_FORMAT, NULL},
    {BERLIN, "%d-%m-%Y %H:%M", "22-04-2014 03:53", REVOPS_OK, "2014-04-22T01:53:00Z"},
    {BERLIN, "%d.%m.%y", "1.2.26", REVOPS_OK, "2026-01-31T23:00:00Z"},
    {BERLIN, "%d.%m.%y", "1.2.69", REVOPS_OK, "1969-01-31T23:00:00Z"},
    {NO_ZONE, "%Y-%m-%dT%H:%M:%S.%f%z", "2026-03-02T09:00:00.1239-0130", REVOPS_OK,
     "2026-03-02T10:30:00.123Z"},
    {NO_ZONE, "%Y%m%d %H%M%S %z", "20260302 090000 Z", REVOPS_OK, "2026-03-02T09:00:00Z"},
    {NO_ZONE, "%Y-%m-%d", "2026-03-02", REVOPS_ERR_RANGE, NULL},
    {BERLIN, "%Y-%m-%d 100%%", "2026-07-02 100%", REVOPS_OK, "2026-07-01T22:00:00Z"},
    {BERLIN, "%Y-%m-%d %B", "2026-07-02 July", REVOPS_ERR_FORMAT, NULL}, /* no such directive */
    {BERLIN, "%Y-%m-%d%", "2026-07-02%", REVOPS_ERR_FORMAT, NULL},
    {BERLIN, "%H:%M", "10:00", REVOPS_ERR_FORMAT, NULL}, /* no date */
    {NO_ZONE, "%Y-%m-%d%z", "2026-07-02+24:00", REVOPS_ERR_FORMAT, NULL},
    {NO_ZONE, "%Y-%m-%d%z", "2026-07-02+02:6", REVOPS_ERR_FORMAT, NULL},
    {NO_ZONE, "%Y-%m-%d%z", "0000-01-01+02:00", REVOPS_ERR_FORMAT, NULL}, /* before the year 0000 */
};

START_TEST(test_SEM32_instants_of_exports)
{
    const revops_zone *zone = readings[_i].zone == BERLIN ? fixture_zone_of_rule(berlin_rule) : NULL;
    size_t length = strlen(readings[_i].text);
    char *exact = malloc(length); /* so that a reader beyond the end is seen */
    int64_t at_ms = 77, expected_ms = 77, many_ms = 77;
    memcpy(exact, readings[_i].text, length);
    revops_status status = revops_zone_parse(zone, readings[_i].format, exact, length, &at_ms);
    ck_assert_msg(status == readings[_i].status, "%s: %d", readings[_i].text, (int)status);
    if (readings[_i].expected) {
        ck_assert_int_eq(
            revops_time_parse(readings[_i].expected, strlen(readings[_i].expected), &expected_ms), REVOPS_OK);
    }
    ck_assert_msg(at_ms == expected_ms, "%s: %" PRId64, readings[_i].text, at_ms);
    const int64_t offsets[2] = {0, (int64_t)length};
    const revops_texts texts = {exact, offsets, 1};
    ck_assert_int_eq(revops_zone_parse_many(zone, readings[_i].format, &texts, &many_ms),
                     readings[_i].status);
    ck_assert_int_eq(many_ms, status == REVOPS_OK ? expected_ms : REVOPS_TIME_NONE);
    free(exact);
    free((void *)(uintptr_t)zone);
}
END_TEST

START_TEST(test_a_bad_row_of_a_column_stops_no_other)
{
    const char bytes[] = "2026-03-02T09:00:00Z2026-03-02noon1772442060000";
    const int64_t offsets[] = {0, 20, 30, 30, 34, 47}, falling[] = {0, 20, 10, 30};
    const revops_texts texts = {bytes, offsets, 5}, naive = {bytes, offsets, 2}, none = {NULL, offsets, 0},
                       wrong = {bytes, falling, 3}, empty = {NULL, (const int64_t[]){0, 0, 0}, 2};
    int64_t out[5] = {1, 1, 1, 1, 1};
    ck_assert_int_eq(revops_zone_parse_many(NULL, NULL, &texts, out), REVOPS_ERR_FORMAT);
    ck_assert(out[0] == INT64_C(1772442000000) && out[1] == REVOPS_TIME_NONE && out[2] == REVOPS_TIME_NONE);
    ck_assert(out[3] == REVOPS_TIME_NONE && out[4] == INT64_C(1772442060000));
    ck_assert_int_eq(revops_zone_parse_many(NULL, NULL, &naive, out), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_zone_parse_many(NULL, NULL, &none, NULL), REVOPS_OK);
    ck_assert_int_eq(revops_zone_parse_many(NULL, NULL, &empty, out), REVOPS_OK);
    ck_assert(out[0] == REVOPS_TIME_NONE && out[1] == REVOPS_TIME_NONE);
    ck_assert_int_eq(revops_zone_parse_many(NULL, NULL, &wrong, out), REVOPS_ERR_ARG);
    ck_assert(out[0] == INT64_C(1772442000000) && out[1] == REVOPS_TIME_NONE);
    ck_assert_int_eq(revops_zone_parse_many(NULL, NULL, &texts, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_zone_parse_many(NULL, NULL, NULL, out), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_zone_parse(NULL, NULL, NULL, 0, out), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_zone_parse(NULL, NULL, "", 0, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_zone_parse(NULL, NULL, "", 0, out), REVOPS_ERR_FORMAT);
    ck_assert_int_eq(revops_zone_parse(NULL, "", "", 0, out), REVOPS_ERR_FORMAT);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("zone-parse");
    TCase *tcase = tcase_create("zone-parse");
    tcase_add_loop_test(tcase, test_SEM32_instants_of_exports, 0, sizeof readings / sizeof readings[0]);
    tcase_add_test(tcase, test_a_bad_row_of_a_column_stops_no_other);
    suite_add_tcase(suite, tcase);
    return suite;
}
