/* SPDX-License-Identifier: MIT */
#include "test.h"

#include "sla-plain.h"

/* Signals of these tests. */
enum { QUALIFIED, ASSIGNED, CALL, ACCEPTED, DISPOSED, WAITING, RESUMED, ANSWERED, LEFT, MESSAGE, OTHER = 63 };

#define T0 INT64_C(1772442000000) /* 2026-03-02T09:00Z, a Monday */

static _Alignas(16) unsigned char memory[32768];

static const revops_sla *build(void *at, const plain_row *rows, uint32_t row_count, uint32_t clock_count)
{
    const revops_sla *sla = NULL;
    ck_assert_int_eq(plain_build(rows, row_count, clock_count, 0, at, 8192, &sla), REVOPS_OK);
    return sla;
}

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

static void signal_at(const revops_sla *sla, uint32_t signal, int64_t at_ms)
{
    ck_assert_int_eq(plain_signal(sla, NULL, records, signal, at_ms, NULL, effects, ROWS(effects), &count),
                     REVOPS_OK);
    ck_assert_int_eq(revops_sla_verify(sla, records, 1), REVOPS_OK);
}

static void advance_to(const revops_sla *sla, int64_t at_ms)
{
    ck_assert_int_eq(revops_sla_advance(sla, NULL, records, at_ms, effects, ROWS(effects), &count),
                     REVOPS_OK);
}

static void expect(size_t index, revops_sla_effect_kind kind, int64_t at_ms, int64_t consumed_ms)
{
    ck_assert_uint_lt(index, count);
    ck_assert_str_eq(revops_sla_effect_name(effects[index].kind), revops_sla_effect_name(kind));
    ck_assert_int_eq(effects[index].at_ms, at_ms);
    ck_assert_int_eq(effects[index].consumed_ms, consumed_ms);
}

static revops_status rebase(const revops_sla *from, const revops_sla *to, int64_t at_ms)
{
    const revops_sla_event event = {.at_ms = at_ms};
    return revops_sla_rebase(from, NULL, to, NULL, records, &event, REVOPS_SLA_MOVE, effects, ROWS(effects),
                             &count);
}

/* SL9: warnings and breach carry the instant they happened, however late they are noticed. */
START_TEST(test_SL9_verdicts_belong_to_their_instant)
{
    plain_row row = plain();
    const revops_sla *sla = build(memory, &row, 1, 1);
    fresh();
    signal_at(sla, QUALIFIED, T0);
    expect(0, REVOPS_SLA_EFFECT_STARTED, T0, 0);
    ck_assert_int_eq(effects[0].due_ms, T0 + 100000);
    ck_assert_int_eq(revops_sla_next_wakeup(records, 1), T0 + 50001);
    advance_to(sla, T0 + 50000); /* time hasn't passed it */
    ck_assert_uint_eq(count, 0);
    advance_to(sla, T0 + REVOPS_DAY_MS);
    ck_assert_uint_eq(count, 3);
    expect(0, REVOPS_SLA_EFFECT_WARNED, T0 + 50000, 50000);
    ck_assert_uint_eq(effects[0].detail, 5000);
    ck_assert_int_eq(effects[0].due_ms, T0 + 100000);
    expect(1, REVOPS_SLA_EFFECT_WARNED, T0 + 80000, 80000);
    expect(2, REVOPS_SLA_EFFECT_BREACHED, T0 + 100000, 100000);
    ck_assert_int_eq(revops_sla_next_wakeup(records, 1), REVOPS_TIME_NONE);
    advance_to(sla, T0 + 2 * REVOPS_DAY_MS);
    ck_assert_uint_eq(count, 0);
    signal_at(sla, CALL, T0 + 3 * REVOPS_DAY_MS);
    expect(0, REVOPS_SLA_EFFECT_MET_LATE, T0 + 3 * REVOPS_DAY_MS, 3 * REVOPS_DAY_MS);
    ck_assert_int_eq(effects[0].due_ms, T0 + 100000);
}
END_TEST

START_TEST(test_SL9_met_at_the_deadline_is_in_time_however_often_time_is_told)
{
    plain_row row = plain();
    const revops_sla *sla = build(memory, &row, 1, 1);
    for (int often = 0; often <= 1; often++) {
        fresh();
        signal_at(sla, QUALIFIED, T0);
        for (int64_t now_ms = T0; often && now_ms <= T0 + 100000; now_ms += 1000) {
            advance_to(sla, now_ms);
        }
        signal_at(sla, CALL, T0 + 100000);
        ck_assert_uint_eq(records[0].state, REVOPS_SLA_MET);
    }
}
END_TEST

/* SL9: pausing keeps what was consumed, before and after the breach; the audit counts what the customer had
   answered meanwhile. */
START_TEST(test_SL9_pauses_and_their_audit)
{
    plain_row row = plain();
    const revops_sla *sla = build(memory, &row, 1, 1);
    int64_t consumed_ms, answered_ms;
    fresh();
    signal_at(sla, QUALIFIED, T0);
    signal_at(sla, WAITING, T0 + 30001);
    expect(0, REVOPS_SLA_EFFECT_PAUSED, T0 + 30001, 30001);
    ck_assert_int_eq(revops_sla_next_wakeup(records, 1), REVOPS_TIME_NONE);
    signal_at(sla, WAITING, T0 + 40000); /* already */
    ck_assert_uint_eq(count, 0);
    signal_at(sla, ANSWERED, T0 + 900000);
    signal_at(sla, ANSWERED, T0 + 950000); /* again: counted from the first */
    ck_assert_int_eq(revops_sla_measure(sla, NULL, &records[0], T0 + 960000, &consumed_ms, &answered_ms),
                     REVOPS_OK);
    ck_assert_int_eq(consumed_ms, 30001);
    ck_assert_int_eq(answered_ms, 60000);
    signal_at(sla, RESUMED, T0 + 1000000);
    expect(0, REVOPS_SLA_EFFECT_RESUMED, T0 + 1000000, 30001);
    ck_assert_int_eq(effects[0].due_ms, T0 + 1000000 + 69999);
    ck_assert_int_eq(records[0].answered_ms, 100000);
    signal_at(sla, WAITING, T0 + 1100000); /* 30 s after the breach */
    ck_assert_uint_eq(count, 4);
    expect(2, REVOPS_SLA_EFFECT_BREACHED, T0 + 1069999, 100000);
    expect(3, REVOPS_SLA_EFFECT_PAUSED, T0 + 1100000, 130001);
    ck_assert_uint_eq(records[0].state, REVOPS_SLA_BREACHED);
    signal_at(sla, RESUMED, T0 + 2000000);
    signal_at(sla, CALL, T0 + 2000005);
    expect(0, REVOPS_SLA_EFFECT_MET_LATE, T0 + 2000005, 130006);
}
END_TEST

/* "Next contact": a second message doesn't restart the clock; after the answer the next message does. */
START_TEST(test_SL9_repeating)
{
    plain_row row = plain();
    row.kind = REVOPS_SLA_REPEATING;
    row.start = ON(MESSAGE);
    const revops_sla *sla = build(memory, &row, 1, 1);
    fresh();
    signal_at(sla, MESSAGE, T0);
    signal_at(sla, MESSAGE, T0 + 40000);
    ck_assert_uint_eq(count, 0);
    ck_assert_int_eq(records[0].started_ms, T0);
    signal_at(sla, CALL, T0 + 90000);
    expect(2, REVOPS_SLA_EFFECT_MET, T0 + 90000, 90000); /* after both warnings */
    signal_at(sla, CALL, T0 + 95000);                    /* nothing is owed */
    ck_assert_uint_eq(count, 0);
    signal_at(sla, MESSAGE, T0 + 200000);
    expect(0, REVOPS_SLA_EFFECT_STARTED, T0 + 200000, 0);
    ck_assert_int_eq(effects[0].due_ms, T0 + 300000);
    signal_at(sla, CALL, T0 + 400000);
    expect(2, REVOPS_SLA_EFFECT_BREACHED, T0 + 300000, 100000);
    expect(3, REVOPS_SLA_EFFECT_MET_LATE, T0 + 400000, 200000);
}
END_TEST

/* SL6: a weekly report is due again and again; each report keeps one promise and begins the next. */
START_TEST(test_SL6_a_signal_that_meets_and_starts)
{
    plain_row row = {.start = ON(MESSAGE),
                     .meet = ON(MESSAGE),
                     .kind = REVOPS_SLA_REPEATING,
                     .side = REVOPS_SLA_SIDE_MARKETING,
                     .target = 7 * REVOPS_DAY_MS};
    const revops_sla *sla = build(memory, &row, 1, 1);
    fresh();
    signal_at(sla, MESSAGE, T0);
    ck_assert_uint_eq(count, 1);
    signal_at(sla, MESSAGE, T0 + 7 * REVOPS_DAY_MS);
    ck_assert_uint_eq(count, 2);
    expect(0, REVOPS_SLA_EFFECT_MET, T0 + 7 * REVOPS_DAY_MS, 7 * REVOPS_DAY_MS);
    expect(1, REVOPS_SLA_EFFECT_STARTED, T0 + 7 * REVOPS_DAY_MS, 0);
    ck_assert_uint_eq(effects[0].side, REVOPS_SLA_SIDE_MARKETING);
    signal_at(sla, MESSAGE, T0 + 15 * REVOPS_DAY_MS);
    expect(0, REVOPS_SLA_EFFECT_BREACHED, T0 + 14 * REVOPS_DAY_MS, 7 * REVOPS_DAY_MS);
    expect(1, REVOPS_SLA_EFFECT_MET_LATE, T0 + 15 * REVOPS_DAY_MS, 8 * REVOPS_DAY_MS);
    expect(2, REVOPS_SLA_EFFECT_STARTED, T0 + 15 * REVOPS_DAY_MS, 0);
}
END_TEST

START_TEST(test_once_runs_once)
{
    plain_row row = plain();
    const revops_sla *sla = build(memory, &row, 1, 1);
    fresh();
    signal_at(sla, CALL, T0); /* nothing runs yet */
    ck_assert_uint_eq(count, 0);
    signal_at(sla, QUALIFIED, T0 + 1);
    signal_at(sla, LEFT, T0 + 2);
    expect(0, REVOPS_SLA_EFFECT_CANCELLED, T0 + 2, 1);
    ck_assert_uint_eq(records[0].state, REVOPS_SLA_CANCELLED);
    signal_at(sla, QUALIFIED, T0 + 3);
    ck_assert_uint_eq(count, 0);
    signal_at(sla, OTHER, T0 + 4);
    ck_assert_uint_eq(count, 0);
}
END_TEST

/* SL3: the sixth touch meets it, in time or late. */
START_TEST(test_SL3_counted)
{
    plain_row row = plain();
    row.needed = 6;
    const revops_sla *sla = build(memory, &row, 1, 1);
    fresh();
    signal_at(sla, QUALIFIED, T0);
    for (uint32_t touch = 1; touch <= 5; touch++) {
        signal_at(sla, CALL, T0 + touch);
        ck_assert_uint_eq(count, 0);
        ck_assert_uint_eq(records[0].count, touch);
    }
    signal_at(sla, CALL, T0 + 100001);
    expect(2, REVOPS_SLA_EFFECT_BREACHED, T0 + 100000, 100000);
    ck_assert_uint_eq(effects[2].detail, 5); /* touches that there were */
    expect(3, REVOPS_SLA_EFFECT_MET_LATE, T0 + 100001, 100001);
    ck_assert_uint_eq(effects[3].detail, 6);
}
END_TEST

/* A start signal that also meets counts one; one that also pauses starts the clock standing still. */
START_TEST(test_start_signals_that_do_more)
{
    plain_row row = plain();
    row.start = ON(QUALIFIED) | ON(CALL) | ON(WAITING);
    row.needed = 2;
    const revops_sla *sla = build(memory, &row, 1, 1);
    fresh();
    signal_at(sla, CALL, T0);
    ck_assert_uint_eq(records[0].count, 1);
    signal_at(sla, CALL, T0 + 5);
    expect(0, REVOPS_SLA_EFFECT_MET, T0 + 5, 5);
    fresh();
    signal_at(sla, WAITING, T0);
    expect(0, REVOPS_SLA_EFFECT_STARTED, T0, 0);
    expect(1, REVOPS_SLA_EFFECT_PAUSED, T0, 0);
    ck_assert_int_eq(effects[1].due_ms, REVOPS_TIME_NONE);
    advance_to(sla, T0 + REVOPS_DAY_MS);
    ck_assert_uint_eq(count, 0);
    row.needed = 0;
    sla = build(memory, &row, 1, 1);
    fresh();
    signal_at(sla, CALL, T0);
    ck_assert_uint_eq(count, 2);
    expect(1, REVOPS_SLA_EFFECT_MET, T0, 0);
}
END_TEST

/* A resolution that is undone goes on from what it had consumed; a verdict given stands. */
START_TEST(test_resolution_reopens)
{
    plain_row row = plain();
    row.kind = REVOPS_SLA_RESOLUTION;
    row.warn_bp[0] = row.warn_bp[1] = 0;
    const revops_sla *sla = build(memory, &row, 1, 1);
    fresh();
    signal_at(sla, QUALIFIED, T0);
    signal_at(sla, CALL, T0 + 60000);
    expect(0, REVOPS_SLA_EFFECT_MET, T0 + 60000, 60000);
    ck_assert_int_eq(effects[0].due_ms, T0 + 100000);
    signal_at(sla, RESUMED, T0 + 500000);
    expect(0, REVOPS_SLA_EFFECT_REOPENED, T0 + 500000, 60000);
    ck_assert_int_eq(effects[0].due_ms, T0 + 540000);
    signal_at(sla, CALL, T0 + 550000);
    expect(0, REVOPS_SLA_EFFECT_BREACHED, T0 + 540000, 100000);
    expect(1, REVOPS_SLA_EFFECT_MET_LATE, T0 + 550000, 110000);
    signal_at(sla, WAITING, T0 + 600000); /* reopened into a pause */
    expect(0, REVOPS_SLA_EFFECT_REOPENED, T0 + 600000, 110000);
    ck_assert_uint_eq(records[0].state, REVOPS_SLA_BREACHED);
    ck_assert_uint_eq(records[0].flags & REVOPS_SLA_STANDING, REVOPS_SLA_STANDING);
    signal_at(sla, CALL, T0 + 700000);
    expect(0, REVOPS_SLA_EFFECT_MET_LATE, T0 + 700000, 110000);
}
END_TEST

/* SL10: the first case that holds for a lead is the one. */
START_TEST(test_SL10_first_case_that_holds)
{
    plain_row rows[4] = {plain(), plain(), plain(), plain()};
    rows[0].is[0] = 2;
    rows[0].is[3] = 3;
    rows[0].target = 1000;
    rows[1].is[1] = 7;
    rows[1].target = 2000;
    rows[2].is[2] = 9;
    rows[2].target = 3000;
    rows[3].is[0] = 2;
    rows[3].target = 4000;
    const revops_sla *sla = build(memory, rows, 4, 1);
    static const struct {
        uint32_t lead[PLAIN_ATTRIBUTES];
        uint32_t signal;
        uint32_t row;
    } cases[] = {
        {{2, 0, 0, 3}, QUALIFIED, 0},
        {{2, 7, 9, 3}, QUALIFIED, 0},
        {{2, 7, 9, 1}, QUALIFIED, 1},
        {{2, 7, 9, 1}, MESSAGE, REVOPS_SLA_NO_CASE},
        {{2, 1, 9, 1}, QUALIFIED, 2},
        {{2, 0, 0, 1}, QUALIFIED, 3},
        {{1, 0, 0, 3}, QUALIFIED, REVOPS_SLA_NO_CASE},
    };
    for (int i = 0; i < ROWS(cases); i++) {
        fresh();
        ck_assert_int_eq(plain_signal(sla, NULL, records, cases[i].signal, T0, cases[i].lead, effects,
                                      ROWS(effects), &count),
                         REVOPS_OK);
        ck_assert_uint_eq(count, cases[i].row != REVOPS_SLA_NO_CASE);
        if (count) {
            ck_assert_uint_eq(effects[0].row, cases[i].row);
            ck_assert_int_eq(effects[0].due_ms - T0, rows[cases[i].row].target);
        }
    }
}
END_TEST

/* SL9: a new policy in mid-flight keeps what was consumed, to the millisecond. */
START_TEST(test_SL9_rebase_keeps_consumed_time)
{
    plain_row row = plain(), other = plain();
    const revops_sla *from = build(memory, &row, 1, 1);
    static const struct {
        int64_t target;
        int64_t due_ms;       /* after T0 */
        int64_t first_effect; /* after T0, at which the next thing happens */
        revops_sla_effect_kind kind;
    } cases[] = {
        {200000, 300000, 200000, REVOPS_SLA_EFFECT_WARNED}, /* 60 s consumed: its first warning comes again */
        {100000, 200000, 180000, REVOPS_SLA_EFFECT_WARNED},
        {70000, 170000, 160000, REVOPS_SLA_EFFECT_WARNED}, /* 80 % of 70 s is behind already */
        {50000, 160000, 160000, REVOPS_SLA_EFFECT_WARNED}, /* overdue from the change on */
    };
    for (int i = 0; i < ROWS(cases); i++) {
        static _Alignas(16) unsigned char second[8192];
        other.target = cases[i].target;
        const revops_sla *to = build(second, &other, 1, 1);
        fresh();
        signal_at(from, QUALIFIED, T0);
        signal_at(from, WAITING, T0 + 20000);
        signal_at(from, RESUMED, T0 + 120000);
        ck_assert_int_eq(rebase(from, to, T0 + 160000), REVOPS_OK);
        int is_other = cases[i].target != row.target; /* else nothing changes, and nothing is told */
        ck_assert_uint_eq(count, is_other ? 2 : 1);
        expect(0, REVOPS_SLA_EFFECT_WARNED, T0 + 150000, 50000);
        if (is_other) {
            expect(1, REVOPS_SLA_EFFECT_RETARGETED, T0 + 160000, 60000);
            ck_assert_int_eq(effects[1].due_ms, T0 + cases[i].due_ms);
        }
        advance_to(to, T0 + REVOPS_DAY_MS);
        ck_assert_int_eq(effects[0].at_ms, T0 + cases[i].first_effect);
        ck_assert_uint_eq(effects[0].kind, cases[i].kind);
        ck_assert_int_eq(effects[count - 1].at_ms, T0 + cases[i].due_ms);
        ck_assert_uint_eq(effects[count - 1].kind, REVOPS_SLA_EFFECT_BREACHED);
    }
}
END_TEST

START_TEST(test_rebase_to_a_policy_without_a_row)
{
    static _Alignas(16) unsigned char second[8192];
    plain_row rows[2] = {plain(), plain()}, other = plain();
    rows[1].clock = 1;
    rows[1].kind = REVOPS_SLA_RESOLUTION;
    other.is[0] = 2;
    const revops_sla *from = build(memory, rows, 2, 2), *to = build(second, &other, 1, 1);
    fresh();
    signal_at(from, QUALIFIED, T0);
    ck_assert_int_eq(rebase(from, to, T0 + 5), REVOPS_OK);
    ck_assert_uint_eq(count, 2);
    for (int i = 0; i < 2; i++) {
        expect((size_t)i, REVOPS_SLA_EFFECT_CANCELLED, T0 + 5, 5);
        ck_assert_uint_eq(records[i].state, REVOPS_SLA_CANCELLED);
        ck_assert_uint_eq(records[i].row, REVOPS_SLA_NO_CASE);
    }
    signal_at(to, RESUMED, T0 + 6); /* has no row to reopen under */
    ck_assert_uint_eq(count, 0);
    /* The same policy and row: nothing is said. */
    from = build(memory, rows, 2, 2);
    fresh();
    signal_at(from, QUALIFIED, T0);
    revops_sla_record before = records[0];
    ck_assert_int_eq(rebase(from, from, T0), REVOPS_OK);
    ck_assert_uint_eq(count, 0);
    ck_assert_mem_eq(&records[0], &before, sizeof before);
}
END_TEST

/* LC16: what is older than the clock has seen is refused, and nothing changes. */
START_TEST(test_LC16_late_signals)
{
    plain_row row = plain();
    const revops_sla *sla = build(memory, &row, 1, 1);
    fresh();
    signal_at(sla, QUALIFIED, T0);
    signal_at(sla, WAITING, T0 + 10000);
    static const uint32_t signals[] = {QUALIFIED, WAITING, RESUMED, CALL, LEFT, ANSWERED};
    for (int i = 0; i < ROWS(signals); i++) {
        revops_sla_record before = records[0];
        count = 99;
        ck_assert_int_eq(
            plain_signal(sla, NULL, records, signals[i], T0 + 9999, NULL, effects, ROWS(effects), &count),
            REVOPS_ERR_LATE);
        ck_assert_mem_eq(&records[0], &before, sizeof before);
        ck_assert_uint_eq(count, 99);
    }
    signal_at(sla, OTHER, T0); /* doesn't concern the clock: commutes */
    signal_at(sla, RESUMED, T0 + 10000);
    advance_to(sla, T0 + 50001);
    ck_assert_uint_eq(count, 1);
    /* Time has passed the warning's instant: a meeting at it can't be told from one before. */
    ck_assert_int_eq(plain_signal(sla, NULL, records, CALL, T0 + 50000, NULL, effects, ROWS(effects), &count),
                     REVOPS_ERR_LATE);
    ck_assert_int_eq(rebase(sla, sla, T0 + 50000), REVOPS_ERR_LATE);
    ck_assert_int_eq(revops_sla_measure(sla, NULL, records, T0 + 49999, NULL, NULL), REVOPS_ERR_LATE);
    signal_at(sla, CALL, T0 + 50001);
    expect(0, REVOPS_SLA_EFFECT_MET, T0 + 50001, 50001);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("sla");
    TCase *tcase = tcase_create("sla");
    tcase_add_test(tcase, test_SL9_verdicts_belong_to_their_instant);
    tcase_add_test(tcase, test_SL9_met_at_the_deadline_is_in_time_however_often_time_is_told);
    tcase_add_test(tcase, test_SL9_pauses_and_their_audit);
    tcase_add_test(tcase, test_SL9_repeating);
    tcase_add_test(tcase, test_SL6_a_signal_that_meets_and_starts);
    tcase_add_test(tcase, test_once_runs_once);
    tcase_add_test(tcase, test_SL3_counted);
    tcase_add_test(tcase, test_start_signals_that_do_more);
    tcase_add_test(tcase, test_resolution_reopens);
    tcase_add_test(tcase, test_SL10_first_case_that_holds);
    tcase_add_test(tcase, test_SL9_rebase_keeps_consumed_time);
    tcase_add_test(tcase, test_rebase_to_a_policy_without_a_row);
    tcase_add_test(tcase, test_LC16_late_signals);
    suite_add_tcase(suite, tcase);
    return suite;
}
