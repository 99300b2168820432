/* SPDX-License-Identifier: MIT */
#include "test.h"

#include "sla-plain.h"
#include "calendar-fixtures.h"

/* Signals of these tests. */
enum { QUALIFIED, ASSIGNED, CALL, ACCEPTED, DISPOSED, WAITING, RESUMED, ANSWERED, LEFT, MESSAGE, OTHER = 63 };

#define T0 INT64_C(1772442000000) /* 2026-03-02T09:00Z, a Monday */

static _Alignas(16) unsigned char memory[32768];

/* One clock on elapsed time of 100 s that warns at 50 % and 80 %. */
static plain_row plain(void)
{
    return (plain_row){.start = ON(QUALIFIED),
                       .pause = ON(WAITING),
                       .resume = ON(RESUMED),
                       .answered = ON(ANSWERED),
                       .meet = ON(CALL),
                       .cancel = ON(LEFT),
                       .target = 100 * REVOPS_SECOND_MS,
                       .warn_bp = {5000, 8000}};
}

static revops_sla_record records[REVOPS_SLA_CLOCKS_MAX];
static revops_sla_effect effects[4 * REVOPS_SLA_EFFECTS_OF_CLOCK_MAX];
static size_t count;

static void fresh(void)
{
    memset(records, 0, sizeof records);
}

static void expect(size_t index, revops_sla_effect_kind kind, int64_t at_ms, int64_t consumed_ms)
{
    ck_assert_uint_lt(index, count);
    ck_assert_str_eq(revops_sla_effect_name(effects[index].kind), revops_sla_effect_name(kind));
    ck_assert_int_eq(effects[index].at_ms, at_ms);
    ck_assert_int_eq(effects[index].consumed_ms, consumed_ms);
}

/* SL9: opening hours, a target that ends at closing time, and pauses on business time. */
START_TEST(test_SL9_business_hours)
{
    fixture_hours hours;
    fixture_parse_hours("09:00-17:00|09:00-17:00|09:00-17:00|09:00-17:00|09:00-17:00||", "", &hours);
    const revops_calendar *calendar = fixture_build(&hours.params);
    plain_row rows[2] = {plain(), plain()};
    for (uint32_t i = 0; i < 2; i++) {
        rows[i].clock = i;
        rows[i].calendar = 1;
        rows[i].unit = REVOPS_CALENDAR_UNIT_OPEN;
        rows[i].at_close = i ? REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN : REVOPS_CALENDAR_AT_CLOSE_STAY;
        rows[i].target = 8 * REVOPS_HOUR_MS;
        rows[i].warn_bp[0] = rows[i].warn_bp[1] = 0;
    }
    const revops_sla *sla;
    ck_assert_int_eq(plain_build(rows, 2, 2, 1, memory, sizeof memory, &sla), REVOPS_OK);
    fresh();
#define SIGNAL_AT(signal, at_ms)                                                                             \
    ck_assert_int_eq(                                                                                        \
        plain_signal(sla, &calendar, records, signal, at_ms, NULL, effects, ROWS(effects), &count),          \
        REVOPS_OK)
    SIGNAL_AT(QUALIFIED, T0); /* Monday 09:00 */
    ck_assert_int_eq(effects[0].due_ms, T0 + 8 * REVOPS_HOUR_MS);
    ck_assert_int_eq(effects[1].due_ms, T0 + 24 * REVOPS_HOUR_MS);
    SIGNAL_AT(CALL, T0 + 12 * REVOPS_HOUR_MS); /* at 21:00, eight open hours on */
    ck_assert_uint_eq(count, 3);
    expect(0, REVOPS_SLA_EFFECT_BREACHED, T0 + 8 * REVOPS_HOUR_MS, 8 * REVOPS_HOUR_MS);
    expect(1, REVOPS_SLA_EFFECT_MET_LATE, T0 + 12 * REVOPS_HOUR_MS, 8 * REVOPS_HOUR_MS);
    expect(2, REVOPS_SLA_EFFECT_MET, T0 + 12 * REVOPS_HOUR_MS, 8 * REVOPS_HOUR_MS);
    fresh();
    SIGNAL_AT(QUALIFIED, T0 + 4 * REVOPS_DAY_MS + 6 * REVOPS_HOUR_MS); /* Friday 15:00 */
    SIGNAL_AT(WAITING, T0 + 5 * REVOPS_DAY_MS);                        /* Saturday */
    SIGNAL_AT(ANSWERED, T0 + 6 * REVOPS_DAY_MS);
    SIGNAL_AT(RESUMED, T0 + 7 * REVOPS_DAY_MS + REVOPS_HOUR_MS); /* Monday 10:00 */
    for (int i = 0; i < 2; i++) {
        expect((size_t)i, REVOPS_SLA_EFFECT_RESUMED, T0 + 7 * REVOPS_DAY_MS + REVOPS_HOUR_MS,
               2 * REVOPS_HOUR_MS);
        ck_assert_int_eq(records[i].answered_ms, REVOPS_HOUR_MS); /* of which an hour was open */
        ck_assert_int_eq(effects[i].due_ms, T0 + 7 * REVOPS_DAY_MS + 7 * REVOPS_HOUR_MS);
    }
    /* Beyond what a calendar can answer, nothing changes. */
    revops_sla_record before = records[0];
    ck_assert_int_eq(
        plain_signal(sla, &calendar, records, CALL, INT64_MAX, NULL, effects, ROWS(effects), &count),
        REVOPS_ERR_ARG);
    ck_assert_mem_eq(&records[0], &before, sizeof before);
    free((void *)(uintptr_t)calendar);
#undef SIGNAL_AT
}
END_TEST

static fixture published, offsets;

/* Tells the one clock of a signal; the instant of the breach as far as known. */
static int64_t tell(const revops_sla *sla, const revops_calendar *calendar, uint32_t signal, int64_t at_ms)
{
    static int64_t breach_ms;
    breach_ms = records[0].state == REVOPS_SLA_NOT_STARTED ? REVOPS_TIME_NONE : breach_ms;
    ck_assert_int_eq(
        plain_signal(sla, &calendar, records, signal, at_ms, NULL, effects, ROWS(effects), &count),
        REVOPS_OK);
    for (size_t i = 0; i < count; i++) {
        breach_ms = effects[i].kind == REVOPS_SLA_EFFECT_BREACHED ? effects[i].at_ms : breach_ms;
    }
    return breach_ms;
}

/* SL9: what other tools' tests publish, run by the clock itself: its pauses are signals, its deadline is a breach. */
START_TEST(test_SL9_published_targets_and_pauses)
{
    const char *op = fixture_field(&published, _i, 1), *policy = fixture_field(&published, _i, 2);
    int64_t start_ms = fixture_number(&published, _i, 7) * 1000,
            amount_ms = fixture_number(&published, _i, 8) * 1000;
    int64_t expected_ms = fixture_number(&published, _i, 9) * 1000, until_ms;
    int adds = strcmp(op, "add") == 0;
    if (!(adds && amount_ms > 0) && !(strcmp(op, "within") == 0 && amount_ms >= start_ms)) {
        return; /* no matter of clocks: backwards, or a question to the calendar alone */
    }
    const revops_zone *zone = fixture_zone_of_table(&offsets, fixture_field(&published, _i, 3));
    fixture_hours hours;
    fixture_parse_hours(fixture_field(&published, _i, 4), fixture_field(&published, _i, 5), &hours);
    hours.params.zone = zone;
    const revops_calendar *calendar = fixture_build(&hours.params);
    plain_row row = plain();
    row.warn_bp[0] = row.warn_bp[1] = 0;
    row.target = adds ? amount_ms : REVOPS_SLA_TARGET_MAX / 100000;
    row.calendar = 1;
    row.unit = REVOPS_CALENDAR_UNIT_OPEN;
    row.at_close =
        strcmp(policy, "next_open") == 0 ? REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN : REVOPS_CALENDAR_AT_CLOSE_STAY;
    const revops_sla *sla;
    ck_assert_int_eq(plain_build(&row, 1, 1, 1, memory, sizeof memory, &sla), REVOPS_OK);
    until_ms = adds ? start_ms + 400 * REVOPS_DAY_MS : amount_ms;
    fresh();
    tell(sla, calendar, QUALIFIED, start_ms);
    for (char *at = fixture_field(&published, _i, 6); *at; at += *at == ',') {
        int64_t from_ms = strtoll(at, &at, 10) * 1000;
        int64_t to_ms = strtoll(at + 1, &at, 10) * 1000;
        if (to_ms > start_ms && from_ms < until_ms) {
            tell(sla, calendar, WAITING, from_ms > start_ms ? from_ms : start_ms);
            if (to_ms <= until_ms) {
                tell(sla, calendar, RESUMED, to_ms);
            }
        }
    }
    int64_t got_ms = tell(sla, calendar, CALL, until_ms);
    if (!adds) {
        got_ms = records[0].consumed_ms;
        if (strcmp(policy, "whole minutes") == 0) {
            got_ms = got_ms / REVOPS_MINUTE_MS * REVOPS_MINUTE_MS; /* the source cuts off */
        }
    }
    ck_assert_msg(got_ms == expected_ms, "%s: %" PRId64 " not %" PRId64, fixture_field(&published, _i, 0),
                  got_ms / 1000, expected_ms / 1000);
    free((void *)(uintptr_t)calendar);
    free((void *)(uintptr_t)zone);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("sla-calendar");
    TCase *tcase = tcase_create("sla-calendar");
    published = fixture_read("sla-published.tsv");
    offsets = fixture_read("tz-offsets.tsv");
    tcase_add_test(tcase, test_SL9_business_hours);
    tcase_add_loop_test(tcase, test_SL9_published_targets_and_pauses, 0, published.count);
    suite_add_tcase(suite, tcase);
    return suite;
}
