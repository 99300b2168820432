/* SPDX-License-Identifier: MIT */
/* Calendars [SL9] and the vectors of tests/vectors: an oracle, pandas, published service levels, numpy. */
#include "time/zone-internal.h"

#include "calendar-fixtures.h"
#include "test.h"

/* ---- vectors -------------------------------------------------------------------------------------------- */

static fixture hours_fixture, pandas_fixture, sla_fixture, days_fixture, offsets_fixture;
static const char *weeks[8192];             /* the W lines of business-hours.tsv */
static int hour_rows[8192], hour_row_count; /* its rows of cases */
/* The Z lines: each zone by a table of transitions, by its rule, and by its TZif file where there is one. */
static const revops_zone *zones[128][3];

static void read_fixtures(void)
{
    hours_fixture = fixture_read("business-hours.tsv");
    pandas_fixture = fixture_read("pandas-hours.tsv");
    sla_fixture = fixture_read("sla-published.tsv");
    days_fixture = fixture_read("numpy-busday.tsv");
    offsets_fixture = fixture_read("tz-offsets.tsv");
    int week_count = 0, zone_count = 0;
    for (int row = 0; row < hours_fixture.count; row++) {
        char letter = fixture_field(&hours_fixture, row, 0)[0];
        if (letter == 'W') {
            weeks[week_count++] = fixture_field(&hours_fixture, row, 1);
        } else if (letter == 'Z') {
            const char *name = fixture_field(&hours_fixture, row, 1);
            zones[zone_count][0] = fixture_zone_of_table(&offsets_fixture, name);
            zones[zone_count][1] = fixture_zone_of_rule(fixture_field(&hours_fixture, row, 2));
            zones[zone_count++][2] = fixture_zone_of_file(name);
        } else {
            hour_rows[hour_row_count++] = row;
        }
    }
}

/* Whether two readings of a zone are the same in a span; past 2037 the fixture knows nothing. */
static int zones_agree(const revops_zone *a, const revops_zone *b, int64_t from, int64_t until)
{
    while (from < until) {
        int64_t next_a, next_b;
        if (revops__zone_at(a, from, &next_a) != revops__zone_at(b, from, &next_b)) {
            return 0;
        }
        from = next_a < next_b ? next_a : next_b;
    }
    return 1;
}

/* The first and last instant that a row is about. */
static void row_span(int row, int64_t *from, int64_t *until)
{
    *from = *until = 0;
    for (int field = 7; field <= 9; field++) {
        int64_t since = fixture_number(&hours_fixture, row, field);
        *from = since < *from ? since : *from;
        *until = since > *until ? since : *until;
    }
    int64_t start = fixture_number(&hours_fixture, row, 5);
    *from = (*from + start) * 1000;
    *until = (*until + start) * 1000 + 1;
}

/* Both directions: forwards from the start, and back again from the deadline. */
static void check_oracle_row(int row, const revops_zone *zone, const char *form)
{
    fixture *in = &hours_fixture;
    const revops_calendar *calendar =
        fixture_calendar(weeks[fixture_number(in, row, 3)], fixture_field(in, row, 4), zone);
    if (fixture_field(in, row, 7)[0] == '-' && !fixture_field(in, row, 7)[1]) {
        ck_assert_ptr_null(calendar); /* never opens */
        return;
    }
    int64_t start = fixture_number(in, row, 5) * 1000, span = fixture_number(in, row, 6) * 1000;
    int64_t first = start + fixture_number(in, row, 7) * 1000,
            next = start + fixture_number(in, row, 8) * 1000;
    int64_t end = start + fixture_number(in, row, 9) * 1000, open = fixture_number(in, row, 10) * 1000, got;
    ck_assert_int_eq(revops_calendar_between(calendar, start, end, &got), REVOPS_OK);
    ck_assert_msg(got == open, "%s by %s between: %" PRId64, fixture_field(in, row, 0), form, got);
    ck_assert_int_eq(revops_calendar_between(calendar, end, start, &got), REVOPS_OK);
    ck_assert_int_eq(got, -open);
    ck_assert_int_eq(revops_calendar_add(calendar, start, span, REVOPS_CALENDAR_AT_CLOSE_STAY, &got),
                     REVOPS_OK);
    ck_assert_msg(got == first, "%s by %s first: %" PRId64, fixture_field(in, row, 0), form, got - start);
    ck_assert_int_eq(revops_calendar_add(calendar, start, span, REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN, &got),
                     REVOPS_OK);
    ck_assert_msg(got == next, "%s by %s next: %" PRId64, fixture_field(in, row, 0), form, got - start);
    for (uint32_t at_close = 0; at_close < 2; at_close++) {
        int64_t back, between;
        ck_assert_int_eq(revops_calendar_add(calendar, next, -span, at_close, &back), REVOPS_OK);
        ck_assert_int_eq(revops_calendar_between(calendar, back, start, &between), REVOPS_OK);
        ck_assert_int_eq(between, 0);
        int is_open;
        ck_assert_int_eq(revops_calendar_is_open(calendar, start, &is_open), REVOPS_OK);
        ck_assert(!is_open || span == 0 || at_close || back == start);
    }
    free((void *)(uintptr_t)calendar);
}

static int other_release; /* rows for which the system has another release of the zone database */

/* Of the oracle's rows, every fourth; all in the slow suite. */
static int stride = 4;

START_TEST(test_hours_of_the_oracle_SL9)
{
    /* Disagreements: these are marked as if the rule sufficed, but within their span the zone changed at another hour
       or on another day than the rule says (St John's at 00:01 until 2011, Gaza in spring 2010 and autumn 2017). */
    static const char *const rule_differs[] = {"01823", "02433", "07752"};
    int row = hour_rows[_i * stride];
    const char *id = fixture_field(&hours_fixture, row, 0);
    const revops_zone **forms = zones[fixture_number(&hours_fixture, row, 1)];
    int64_t from, until;
    row_span(row, &from, &until);
    check_oracle_row(row, forms[0], "table");
    if (fixture_number(&hours_fixture, row, 2)) {
        int differs = 0;
        for (int i = 0; i < ROWS(rule_differs); i++) {
            differs |= strcmp(id, rule_differs[i]) == 0;
        }
        if (differs) {
            ck_assert(!zones_agree(forms[0], forms[1], from, until));
        } else {
            check_oracle_row(row, forms[1], "rule");
        }
    }
    if (forms[2] &&
        _i % 4 == 0) { /* the time that building takes adds up; offsets are compared for all below */
        if (zones_agree(forms[0], forms[2], from, until)) {
            check_oracle_row(row, forms[2], "TZif");
        } else {
            other_release++;
        }
    }
}
END_TEST

/* pandas counts the closing instant as open, and goes on past an edge in both directions. */
START_TEST(test_hours_of_pandas_SL9)
{
    fixture *in = &pandas_fixture;
    const char *op = fixture_field(in, _i, 1);
    const revops_calendar *calendar =
        fixture_calendar(fixture_field(in, _i, 2), fixture_field(in, _i, 3), NULL);
    int64_t hours = fixture_number(in, _i, 4), start = fixture_number(in, _i, 5) * 1000;
    int64_t expected = fixture_number(in, _i, 6) * 1000, got = -1;
    if (strcmp(op, "add_hours") == 0) {
        ck_assert_int_eq(revops_calendar_add(calendar, start, hours * REVOPS_HOUR_MS,
                                             REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN, &got),
                         REVOPS_OK);
    } else if (strcmp(op, "next_open") == 0) {
        ck_assert_int_eq(revops_calendar_seek(calendar, start, REVOPS_CALENDAR_EDGE_NEXT_OPEN, &got),
                         REVOPS_OK);
    } else if (strcmp(op, "prev_open") == 0) {
        ck_assert_int_eq(revops_calendar_seek(calendar, start, REVOPS_CALENDAR_EDGE_PREVIOUS_OPEN, &got),
                         REVOPS_OK);
    } else {
        int now, before;
        ck_assert_str_eq(op, "is_open_closed_interval");
        ck_assert_int_eq(revops_calendar_is_open(calendar, start, &now), REVOPS_OK);
        ck_assert_int_eq(revops_calendar_is_open(calendar, start - 1, &before), REVOPS_OK);
        got = (now || before) * 1000;
    }
    ck_assert_msg(got == expected, "%s: %" PRId64 " not %" PRId64, fixture_field(in, _i, 0), got, expected);
    free((void *)(uintptr_t)calendar);
}
END_TEST

/* A pause is a subtraction: open time minus the open time of what the pauses share with the span. */
static int64_t net_between(const revops_calendar *calendar, const int64_t *pauses, int pause_count,
                           int64_t start, int64_t end)
{
    int64_t net, part;
    ck_assert_int_eq(revops_calendar_between(calendar, start, end, &net), REVOPS_OK);
    for (int i = 0; i < pause_count; i++) {
        int64_t from = pauses[2 * i] > start ? pauses[2 * i] : start;
        int64_t until = pauses[2 * i + 1] < end ? pauses[2 * i + 1] : end;
        if (from < until) {
            ck_assert_int_eq(revops_calendar_between(calendar, from, until, &part), REVOPS_OK);
            net -= part;
        }
    }
    return net;
}

/* A deadline moves by the open time of each pause that begins before it. */
static int64_t net_add(const revops_calendar *calendar, const int64_t *pauses, int pause_count, int64_t start,
                       int64_t span, uint32_t at_close)
{
    int64_t due;
    ck_assert_int_eq(revops_calendar_add(calendar, start, span, at_close, &due), REVOPS_OK);
    for (int i = 0; i < pause_count; i++) {
        int64_t from = pauses[2 * i] > start ? pauses[2 * i] : start;
        if (from < due && pauses[2 * i + 1] > from) {
            int64_t part;
            ck_assert_int_eq(revops_calendar_between(calendar, from, pauses[2 * i + 1], &part), REVOPS_OK);
            span += part;
            ck_assert_int_eq(revops_calendar_add(calendar, start, span, at_close, &due), REVOPS_OK);
        }
    }
    return due;
}

START_TEST(test_published_service_levels_SL9)
{
    fixture *in = &sla_fixture;
    const char *op = fixture_field(in, _i, 1), *policy = fixture_field(in, _i, 2);
    const revops_zone *zone = fixture_zone_of_table(&offsets_fixture, fixture_field(in, _i, 3));
    const revops_calendar *calendar =
        fixture_calendar(fixture_field(in, _i, 4), fixture_field(in, _i, 5), zone);
    int64_t pauses[32], start = fixture_number(in, _i, 7) * 1000, amount = fixture_number(in, _i, 8) * 1000;
    int pause_count = 0;
    for (char *at = fixture_field(in, _i, 6); *at; at += *at == ',') {
        pauses[pause_count++] = strtoll(at, &at, 10) * 1000;
    }
    pause_count /= 2;
    int64_t expected = fixture_number(in, _i, 9) * 1000, got = -1;
    uint32_t at_close =
        strcmp(policy, "next_open") == 0 ? REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN : REVOPS_CALENDAR_AT_CLOSE_STAY;
    if (strcmp(op, "add") == 0) {
        got = net_add(calendar, pauses, pause_count, start, amount, at_close);
    } else if (strcmp(op, "subtract") == 0) {
        if (strcmp(policy, "prev_close") == 0) { /* these take zero away: "the last close" by its name */
            ck_assert_int_eq(amount, 0);
            ck_assert_int_eq(revops_calendar_seek(calendar, start, REVOPS_CALENDAR_EDGE_PREVIOUS_CLOSE, &got),
                             REVOPS_OK);
        } else {
            ck_assert_int_eq(pause_count, 0);
            ck_assert_int_eq(revops_calendar_add(calendar, start, -amount, at_close, &got), REVOPS_OK);
        }
    } else if (strcmp(op, "within") == 0) {
        got = net_between(calendar, pauses, pause_count, start, amount);
        if (amount < start) {
            /* sla111, a disagreement: the source answers 0 for a reversed span; ours is negative, so that times add
               up whatever their order. */
            ck_assert_int_eq(got, -net_between(calendar, pauses, pause_count, amount, start));
            ck_assert_int_lt(got, 0);
            got = 0;
        }
        if (strcmp(policy, "whole minutes") == 0) {
            got = got / REVOPS_MINUTE_MS * REVOPS_MINUTE_MS; /* the source cuts off; exact are 3 seconds */
        }
    } else if (strcmp(op, "is_open") == 0) {
        got = net_between(calendar, pauses, pause_count, start, start + 1) * 1000;
    } else {
        ck_assert_str_eq(op, "next_interval");
        int64_t close, expected_close = strtoll(strchr(fixture_field(in, _i, 9), ',') + 1, NULL, 10) * 1000;
        ck_assert_int_eq(revops_calendar_add(calendar, start, 0, REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN, &got),
                         REVOPS_OK);
        ck_assert_int_eq(revops_calendar_seek(calendar, got, REVOPS_CALENDAR_EDGE_NEXT_CLOSE, &close),
                         REVOPS_OK);
        if (strcmp(policy, "endpoint") == 0) {
            /* sla126, a disagreement: on 2006-04-02 in Los Angeles 02:00 to 03:00 don't exist; the source moves the
               start 02:30 to 03:30, past the end 03:15. By the clock, 03:00 to 03:15 was open. */
            ck_assert_int_eq(got, UTC(2006, 4, 2, 10, 0));
            ck_assert_int_eq(close, UTC(2006, 4, 2, 10, 15));
            ck_assert_int_eq(revops_calendar_seek(calendar, close, REVOPS_CALENDAR_EDGE_NEXT_OPEN, &got),
                             REVOPS_OK);
            ck_assert_int_eq(revops_calendar_seek(calendar, got, REVOPS_CALENDAR_EDGE_NEXT_CLOSE, &close),
                             REVOPS_OK);
        }
        ck_assert_int_eq(close, expected_close);
    }
    ck_assert_msg(got == expected, "%s: %" PRId64 " not %" PRId64, fixture_field(in, _i, 0), got / 1000,
                  expected / 1000);
    free((void *)(uintptr_t)calendar);
    free((void *)(uintptr_t)zone);
}
END_TEST

START_TEST(test_business_days_of_numpy)
{
    static const struct {
        const char *name;
        revops_calendar_roll roll;
    } rolls[] = {{"raise", REVOPS_CALENDAR_ROLL_REFUSE},
                 {"forward", REVOPS_CALENDAR_ROLL_FORWARD},
                 {"following", REVOPS_CALENDAR_ROLL_FORWARD},
                 {"backward", REVOPS_CALENDAR_ROLL_BACKWARD},
                 {"preceding", REVOPS_CALENDAR_ROLL_BACKWARD},
                 {"modifiedfollowing", REVOPS_CALENDAR_ROLL_MODIFIED_FORWARD},
                 {"modifiedpreceding", REVOPS_CALENDAR_ROLL_MODIFIED_BACKWARD}};
    fixture *in = &days_fixture;
    const char *op = fixture_field(in, _i, 1), *mask = fixture_field(in, _i, 2);
    char weekly[128] = "";
    for (int i = 0; i < 7; i++) {
        strcat(weekly, i ? "|" : "");
        strcat(weekly, mask[i] == '1' ? "09:00-10:00" : "");
    }
    const revops_calendar *calendar = fixture_calendar(weekly, fixture_field(in, _i, 3), NULL);
    int32_t date = (int32_t)fixture_number(in, _i, 4);
    int64_t other = fixture_number(in, _i, 5), expected = fixture_number(in, _i, 7), got = -99;
    if (strcmp(op, "offset") == 0) {
        int32_t day = -99, found = 0;
        for (int i = 0; i < ROWS(rolls); i++) {
            if (strcmp(rolls[i].name, fixture_field(in, _i, 6)) == 0) {
                ck_assert_int_eq(revops_calendar_add_days(calendar, date, other, rolls[i].roll, &day),
                                 REVOPS_OK);
                found = 1;
            }
        }
        ck_assert(found);
        got = day;
    } else if (strcmp(op, "count") == 0) {
        ck_assert_int_eq(revops_calendar_count_days(calendar, date, (int32_t)other, &got), REVOPS_OK);
    } else {
        int business;
        ck_assert_str_eq(op, "is_busday");
        ck_assert_int_eq(revops_calendar_is_business_day(calendar, date, &business), REVOPS_OK);
        got = business;
    }
    ck_assert_msg(got == expected, "%s: %" PRId64, fixture_field(in, _i, 0), got);
    free((void *)(uintptr_t)calendar);
}
END_TEST

static Suite *suite_of_tests(void)
{
    read_fixtures();
    stride = getenv("REVOPS_LONG") ? 1 : 4;
    Suite *suite = suite_create("calendar-vectors");
    TCase *tcase = tcase_create("vectors");
    tcase_set_timeout(tcase, 120);
    FIXTURE_MUST(hour_row_count == 8000);
    tcase_add_loop_test(tcase, test_hours_of_the_oracle_SL9, 0, hour_row_count / stride);
    tcase_add_loop_test(tcase, test_hours_of_pandas_SL9, 0, pandas_fixture.count);
    tcase_add_loop_test(tcase, test_published_service_levels_SL9, 0, sla_fixture.count);
    tcase_add_loop_test(tcase, test_business_days_of_numpy, 0, days_fixture.count);
    suite_add_tcase(suite, tcase);
    return suite;
}
