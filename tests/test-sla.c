/* SPDX-License-Identifier: MIT */
#include "test.h"

#include "calendar-fixtures.h"
#include "random.h"

/* Signals of these tests. */
enum { QUALIFIED, ASSIGNED, CALL, ACCEPTED, DISPOSED, WAITING, RESUMED, ANSWERED, LEFT, MESSAGE, OTHER = 63 };

#define ON(signal) REVOPS_SIGNAL(signal)
#define T0         INT64_C(1772442000000) /* 2026-03-02T09:00Z, a Monday */

static _Alignas(16) unsigned char memory[32768];

static const revops_sla *build(void *at, const revops_sla_row *rows, uint32_t row_count, uint32_t clock_count)
{
    revops_sla_params policy = {.struct_size = sizeof policy,
                                .clock_count = clock_count,
                                .row_count = row_count,
                                .row_size = sizeof *rows,
                                .rows = rows};
    const revops_sla *sla = NULL;
    ck_assert_int_eq(revops_sla_build(&policy, at, sizeof memory, NULL, &sla), REVOPS_OK);
    return sla;
}

static revops_sla_meanings meanings(void)
{
    return (revops_sla_meanings){.qualified = ON(QUALIFIED),
                                 .assigned = ON(ASSIGNED),
                                 .contacted = ON(CALL),
                                 .accepted = ON(ACCEPTED),
                                 .disposed = ON(DISPOSED),
                                 .waiting = ON(WAITING),
                                 .resumed = ON(RESUMED),
                                 .answered = ON(ANSWERED),
                                 .left = ON(LEFT),
                                 .high_intent = 2};
}

static const revops_sla *default_sla(void)
{
    revops_sla_row rows[REVOPS_SLA_DEFAULT_ROWS];
    revops_sla_meanings which = meanings();
    ck_assert_int_eq(revops_sla_default_rows(&which, rows), REVOPS_OK);
    return build(memory, rows, REVOPS_SLA_DEFAULT_ROWS, REVOPS_SLA_DEFAULT_CLOCKS);
}

/* One clock on elapsed time of 100 s that warns at 50 % and 80 %. */
static revops_sla_row plain_row(void)
{
    return (revops_sla_row){.start = ON(QUALIFIED),
                            .pause = ON(WAITING),
                            .resume = ON(RESUMED),
                            .answered = ON(ANSWERED),
                            .meet = ON(CALL),
                            .cancel = ON(LEFT),
                            .target_ms = 100 * REVOPS_SECOND_MS,
                            .warn_bp = {5000, 8000}};
}

static revops_sla_record records[REVOPS_SLA_CLOCKS_MAX];
static revops_sla_effect effects[REVOPS_SLA_CLOCKS_MAX * REVOPS_SLA_EFFECTS_PER_CLOCK];
static size_t count;

static void fresh(void)
{
    memset(records, 0, sizeof records);
}

static void signal_at(const revops_sla *sla, uint32_t signal, int64_t at_ms)
{
    ck_assert_int_eq(
        revops_sla_signal(sla, NULL, records, signal, at_ms, NULL, effects, ROWS(effects), &count),
        REVOPS_OK);
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

/* SL1, SL2: the built-in targets, by intent (SL10). */
static const struct {
    uint32_t clock;
    uint32_t intent;
    uint32_t starter;
    uint32_t meeter;
    int64_t target_ms;
} defaults[] = {
    {REVOPS_SLA_ROUTE, 0, QUALIFIED, ASSIGNED, INT64_C(300000)},
    {REVOPS_SLA_ROUTE, 2, QUALIFIED, ASSIGNED, INT64_C(300000)},
    {REVOPS_SLA_FIRST_CONTACT, 2, QUALIFIED, CALL, INT64_C(14400000)},
    {REVOPS_SLA_FIRST_CONTACT, 1, QUALIFIED, CALL, INT64_C(86400000)},
    {REVOPS_SLA_FIRST_CONTACT, 0, QUALIFIED, CALL, INT64_C(86400000)},
    {REVOPS_SLA_TOUCHES, 0, ACCEPTED, CALL, INT64_C(1209600000)},
    {REVOPS_SLA_DISPOSITION, 0, ACCEPTED, DISPOSED, INT64_C(1209600000)},
};

START_TEST(test_SL1_SL2_SL3_SL4_SL10_defaults)
{
    const revops_sla *sla = default_sla();
    revops_sla_attributes lead = {defaults[_i].intent, 3, 4, 5};
    uint32_t clock = defaults[_i].clock;
    int64_t due_ms;
    for (int late = 0; late <= 1; late++) {
        fresh();
        ck_assert_int_eq(revops_sla_signal(sla, NULL, records, defaults[_i].starter, T0, &lead, effects,
                                           ROWS(effects), &count),
                         REVOPS_OK);
        ck_assert_int_eq(revops_sla_due(sla, NULL, &records[clock], &due_ms), REVOPS_OK);
        ck_assert_int_eq(due_ms, T0 + defaults[_i].target_ms);
        int touches = clock == REVOPS_SLA_TOUCHES ? 6 : 1;
        for (int touch = 1; touch <= touches; touch++) {
            ck_assert_str_eq(revops_sla_state_name(records[clock].state), "running");
            int64_t at_ms = touch == touches ? due_ms + late : T0 + touch;
            ck_assert_int_eq(revops_sla_signal(sla, NULL, records, defaults[_i].meeter, at_ms, &lead, effects,
                                               ROWS(effects), &count),
                             REVOPS_OK);
        }
        ck_assert_str_eq(revops_sla_state_name(records[clock].state), late ? "met late" : "met");
        ck_assert_int_eq(records[clock].consumed_ms, defaults[_i].target_ms + late);
    }
}
END_TEST

/* SL9: warnings and breach carry the instant they happened, however late they are noticed. */
START_TEST(test_SL9_verdicts_belong_to_their_instant)
{
    revops_sla_row row = plain_row();
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
    revops_sla_row row = plain_row();
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
    revops_sla_row row = plain_row();
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
    revops_sla_row row = plain_row();
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
    revops_sla_row row = {.start = ON(MESSAGE),
                          .meet = ON(MESSAGE),
                          .kind = REVOPS_SLA_REPEATING,
                          .side = REVOPS_SLA_SIDE_MARKETING,
                          .target_ms = 7 * REVOPS_DAY_MS};
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
    revops_sla_row row = plain_row();
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
    revops_sla_row row = plain_row();
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
    revops_sla_row row = plain_row();
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
    revops_sla_row row = plain_row();
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

/* SL10: the first row that a lead fits is the one, and its masks alone count. */
START_TEST(test_SL10_first_fitting_row)
{
    revops_sla_row rows[4] = {plain_row(), plain_row(), plain_row(), plain_row()};
    rows[0].intent = 2;
    rows[0].motion = 3;
    rows[0].target_ms = 1000;
    rows[1].segment = 7;
    rows[1].target_ms = 2000;
    rows[1].start = ON(MESSAGE);
    rows[2].source = 9;
    rows[2].target_ms = 3000;
    rows[3].intent = 2;
    rows[3].target_ms = 4000;
    const revops_sla *sla = build(memory, rows, 4, 1);
    static const struct {
        revops_sla_attributes lead;
        uint32_t signal;
        uint32_t row;
    } cases[] = {
        {{2, 0, 0, 3}, QUALIFIED, 0},
        {{2, 7, 9, 3}, QUALIFIED, 0},
        {{2, 7, 9, 1}, QUALIFIED, REVOPS_SLA_NO_ROW},
        {{2, 7, 9, 1}, MESSAGE, 1},
        {{2, 1, 9, 1}, QUALIFIED, 2},
        {{2, 0, 0, 1}, QUALIFIED, 3},
        {{1, 0, 0, 3}, QUALIFIED, REVOPS_SLA_NO_ROW},
    };
    for (int i = 0; i < ROWS(cases); i++) {
        fresh();
        ck_assert_int_eq(revops_sla_signal(sla, NULL, records, cases[i].signal, T0, &cases[i].lead, effects,
                                           ROWS(effects), &count),
                         REVOPS_OK);
        ck_assert_uint_eq(count, cases[i].row != REVOPS_SLA_NO_ROW);
        if (count) {
            ck_assert_uint_eq(effects[0].row, cases[i].row);
            ck_assert_int_eq(effects[0].due_ms - T0, rows[cases[i].row].target_ms);
        }
    }
}
END_TEST

/* SL9: a new policy in mid-flight keeps what was consumed, to the millisecond. */
START_TEST(test_SL9_rebase_keeps_consumed_time)
{
    revops_sla_row row = plain_row(), other = plain_row();
    const revops_sla *from = build(memory, &row, 1, 1);
    static const struct {
        int64_t target_ms;
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
        other.target_ms = cases[i].target_ms;
        const revops_sla *to = build(second, &other, 1, 1);
        fresh();
        signal_at(from, QUALIFIED, T0);
        signal_at(from, WAITING, T0 + 20000);
        signal_at(from, RESUMED, T0 + 120000);
        ck_assert_int_eq(revops_sla_rebase(from, NULL, to, NULL, records, T0 + 160000, NULL, effects,
                                           ROWS(effects), &count),
                         REVOPS_OK);
        ck_assert_uint_eq(count, 2);
        expect(0, REVOPS_SLA_EFFECT_WARNED, T0 + 150000, 50000);
        expect(1, REVOPS_SLA_EFFECT_MOVED, T0 + 160000, 60000);
        ck_assert_int_eq(effects[1].due_ms, T0 + cases[i].due_ms);
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
    revops_sla_row rows[2] = {plain_row(), plain_row()}, other = plain_row();
    rows[1].clock = 1;
    rows[1].kind = REVOPS_SLA_RESOLUTION;
    other.intent = 2;
    const revops_sla *from = build(memory, rows, 2, 2), *to = build(second, &other, 1, 1);
    fresh();
    signal_at(from, QUALIFIED, T0);
    ck_assert_int_eq(
        revops_sla_rebase(from, NULL, to, NULL, records, T0 + 5, NULL, effects, ROWS(effects), &count),
        REVOPS_OK);
    ck_assert_uint_eq(count, 2);
    for (int i = 0; i < 2; i++) {
        expect((size_t)i, REVOPS_SLA_EFFECT_CANCELLED, T0 + 5, 5);
        ck_assert_uint_eq(records[i].state, REVOPS_SLA_CANCELLED);
        ck_assert_uint_eq(records[i].row, REVOPS_SLA_NO_ROW);
    }
    signal_at(to, RESUMED, T0 + 6); /* has no row to reopen under */
    ck_assert_uint_eq(count, 0);
    /* The same policy and row: nothing is said. */
    from = build(memory, rows, 2, 2);
    fresh();
    signal_at(from, QUALIFIED, T0);
    revops_sla_record before = records[0];
    ck_assert_int_eq(
        revops_sla_rebase(from, NULL, from, NULL, records, T0, NULL, effects, ROWS(effects), &count),
        REVOPS_OK);
    ck_assert_uint_eq(count, 0);
    ck_assert_mem_eq(&records[0], &before, sizeof before);
}
END_TEST

/* LC16: what is older than the clock has seen is refused, and nothing changes. */
START_TEST(test_LC16_late_signals)
{
    revops_sla_row row = plain_row();
    const revops_sla *sla = build(memory, &row, 1, 1);
    fresh();
    signal_at(sla, QUALIFIED, T0);
    signal_at(sla, WAITING, T0 + 10000);
    static const uint32_t signals[] = {QUALIFIED, WAITING, RESUMED, CALL, LEFT, ANSWERED};
    for (int i = 0; i < ROWS(signals); i++) {
        revops_sla_record before = records[0];
        count = 99;
        ck_assert_int_eq(revops_sla_signal(sla, NULL, records, signals[i], T0 + 9999, NULL, effects,
                                           ROWS(effects), &count),
                         REVOPS_ERR_LATE);
        ck_assert_mem_eq(&records[0], &before, sizeof before);
        ck_assert_uint_eq(count, 99);
    }
    signal_at(sla, OTHER, T0); /* doesn't concern the clock: commutes */
    signal_at(sla, RESUMED, T0 + 10000);
    advance_to(sla, T0 + 50001);
    ck_assert_uint_eq(count, 1);
    /* Time has passed the warning's instant: a meeting at it can't be told from one before. */
    ck_assert_int_eq(
        revops_sla_signal(sla, NULL, records, CALL, T0 + 50000, NULL, effects, ROWS(effects), &count),
        REVOPS_ERR_LATE);
    ck_assert_int_eq(
        revops_sla_rebase(sla, NULL, sla, NULL, records, T0 + 50000, NULL, effects, ROWS(effects), &count),
        REVOPS_ERR_LATE);
    ck_assert_int_eq(revops_sla_measure(sla, NULL, records, T0 + 49999, NULL, NULL), REVOPS_ERR_LATE);
    signal_at(sla, CALL, T0 + 50001);
    expect(0, REVOPS_SLA_EFFECT_MET, T0 + 50001, 50001);
}
END_TEST

/* Every capacity below what is needed changes nothing, every other gives the same. */
START_TEST(test_capacities)
{
    const revops_sla *sla = default_sla();
    revops_sla_record before[REVOPS_SLA_DEFAULT_CLOCKS], after[REVOPS_SLA_DEFAULT_CLOCKS];
    fresh();
    signal_at(sla, QUALIFIED, T0);
    signal_at(sla, ACCEPTED, T0);
    memcpy(before, records, sizeof before);
    signal_at(sla, CALL, T0 + 30 * REVOPS_DAY_MS);
    memcpy(after, records, sizeof after);
    size_t all = count;
    ck_assert_uint_eq(all, 9); /* four clocks warn and breach, one is met late */
    for (size_t i = 1; i < all; i++) {
        ck_assert_int_ge(effects[i].at_ms, effects[i - 1].at_ms);
    }
    for (size_t capacity = 0; capacity <= all + 1; capacity++) {
        revops_sla_effect out[12], untouched[12];
        memset(out, 0x5a, sizeof out);
        memset(untouched, 0x5a, sizeof untouched);
        memcpy(records, before, sizeof before);
        revops_status status = revops_sla_signal(sla, NULL, records, CALL, T0 + 30 * REVOPS_DAY_MS, NULL,
                                                 capacity ? out : NULL, capacity, &count);
        ck_assert_uint_eq(count, all);
        ck_assert_int_eq(status, capacity < all ? REVOPS_ERR_NOSPACE : REVOPS_OK);
        ck_assert_mem_eq(records, capacity < all ? before : after, sizeof before);
        size_t written = capacity < all ? 0 : all;
        ck_assert_mem_eq(out, effects, written * sizeof out[0]);
        ck_assert_mem_eq(out + written, untouched, (12 - written) * sizeof out[0]);
    }
}
END_TEST

static const struct {
    const char *what;
    size_t offset;
    uint32_t size;
    uint64_t value;
    revops_sla_fault fault;
} faults[] = {
#define FAULT(field, value, fault)                                                                           \
    {                                                                                                        \
#field, offsetof(revops_sla_row, field), (uint32_t)sizeof(((revops_sla_row *)0)->field), value,      \
            fault                                                                                            \
    }
    FAULT(clock, 2, REVOPS_SLA_BAD_CLOCK),
    FAULT(kind, 3, REVOPS_SLA_BAD_CHOICE),
    FAULT(at_close, 2, REVOPS_SLA_BAD_CHOICE),
    FAULT(side, 3, REVOPS_SLA_BAD_CHOICE),
    FAULT(target_ms, 0, REVOPS_SLA_BAD_TARGET),
    FAULT(target_ms, UINT64_MAX, REVOPS_SLA_BAD_TARGET),
    FAULT(target_ms, (uint64_t)REVOPS_SLA_TARGET_MAX_MS + 1, REVOPS_SLA_BAD_TARGET),
    FAULT(calendar, 1, REVOPS_SLA_BAD_CALENDAR),
    FAULT(warn_bp[0], 10000, REVOPS_SLA_BAD_WARNING),
    FAULT(warn_bp[0], 8000, REVOPS_SLA_BAD_WARNING),
    FAULT(warn_bp[0], 0, REVOPS_SLA_BAD_WARNING),
    FAULT(warn_bp[1], 4999, REVOPS_SLA_BAD_WARNING),
    FAULT(needed, 65536, REVOPS_SLA_BAD_COUNT),
    FAULT(start, 0, REVOPS_SLA_NEVER_STARTS),
    FAULT(meet, 0, REVOPS_SLA_NEVER_MET),
    FAULT(resume, ON(WAITING), REVOPS_SLA_CONTRADICTION),
    FAULT(cancel, ON(CALL), REVOPS_SLA_CONTRADICTION),
    FAULT(clock, 0, REVOPS_SLA_UNREACHABLE),
    FAULT(intent, 0, REVOPS_SLA_SOUND),
#undef FAULT
};

START_TEST(test_faults_of_rows)
{
    revops_sla_row rows[2] = {plain_row(), plain_row()};
    rows[1].clock = 1;
    memcpy((unsigned char *)&rows[1] + faults[_i].offset, &faults[_i].value, faults[_i].size);
    revops_sla_params params = {.struct_size = sizeof params,
                                .clock_count = 2,
                                .row_count = 2,
                                .row_size = sizeof rows[0],
                                .rows = rows};
    uint32_t row = 77;
    revops_sla_fault fault = 77;
    const revops_sla *sla = NULL;
    ck_assert_int_eq(revops_sla_check(&params, &row, &fault), REVOPS_OK);
    ck_assert_msg(fault == faults[_i].fault, "%s: %s", faults[_i].what, revops_sla_fault_text(fault));
    ck_assert_uint_eq(row, fault == REVOPS_SLA_SOUND ? 0 : 1);
    ck_assert_int_eq(revops_sla_build(&params, memory, sizeof memory, NULL, &sla),
                     fault == REVOPS_SLA_SOUND ? REVOPS_OK : REVOPS_ERR_UNSOUND);
    ck_assert_int_eq(sla == NULL, fault != REVOPS_SLA_SOUND);
}
END_TEST

START_TEST(test_build_refusals)
{
    revops_sla_row rows[2] = {plain_row(), plain_row()};
    rows[1].clock = 1;
    revops_sla_params good = {.struct_size = sizeof good,
                              .clock_count = 2,
                              .row_count = 2,
                              .row_size = sizeof rows[0],
                              .rows = rows},
                      bad;
    const revops_sla *sla = NULL;
    size_t needed = 0;
    uint32_t row;
    revops_sla_fault fault;
#define REFUSED(status, change)                                                                              \
    do {                                                                                                     \
        bad = good;                                                                                          \
        change;                                                                                              \
        ck_assert_int_eq(revops_sla_build(&bad, memory, sizeof memory, NULL, &sla), status);                 \
        ck_assert_ptr_null(sla);                                                                             \
    } while (0)
    REFUSED(REVOPS_ERR_ABI, bad.struct_size = 0);
    REFUSED(REVOPS_ERR_ABI, bad.struct_size = sizeof bad - 1);
    REFUSED(REVOPS_ERR_ABI, bad.struct_size = 4097);
    REFUSED(REVOPS_ERR_NEWER, bad.flags = 1);
    REFUSED(REVOPS_ERR_ABI, bad.row_size = sizeof rows[0] - 1);
    REFUSED(REVOPS_ERR_ARG, bad.rows = NULL);
    REFUSED(REVOPS_ERR_ARG, bad.clock_count = 0);
    REFUSED(REVOPS_ERR_ARG, bad.clock_count = REVOPS_SLA_CLOCKS_MAX + 1);
    REFUSED(REVOPS_ERR_ARG, bad.row_count = 0);
    REFUSED(REVOPS_ERR_ARG, bad.row_count = REVOPS_SLA_ROWS_MAX + 1);
    REFUSED(REVOPS_ERR_UNSOUND, bad.clock_count = 3); /* one without a row */
#undef REFUSED
    ck_assert_int_eq(revops_sla_check(&bad, &row, &fault), REVOPS_OK);
    ck_assert_uint_eq(fault, REVOPS_SLA_NO_ROWS);
    ck_assert_uint_eq(row, 2);
    ck_assert_int_eq(revops_sla_build(NULL, memory, sizeof memory, NULL, &sla), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_build(&good, memory, sizeof memory, NULL, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_build(&good, NULL, 8, NULL, &sla), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_sla_build(&good, NULL, 0, &needed, &sla), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_sla_build(&good, memory + 4, sizeof memory - 4, NULL, &sla), REVOPS_ERR_ALIGN);
    ck_assert_int_eq(revops_sla_build(&good, memory, needed - 1, NULL, &sla), REVOPS_ERR_NOSPACE);
    ck_assert_ptr_null(sla);
    memory[needed] = 0x5a;
    ck_assert_int_eq(revops_sla_build(&good, memory, needed, NULL, &sla), REVOPS_OK);
    ck_assert_uint_eq(memory[needed], 0x5a);
    ck_assert_uint_eq(revops_sla_clock_count(sla), 2);
    ck_assert_uint_eq(revops_sla_signals(sla), rows[0].start | rows[0].pause | rows[0].resume | rows[0].meet |
                                                   rows[0].cancel | rows[0].answered);
    ck_assert_int_eq(revops_sla_row_get(sla, 1, &rows[0]), REVOPS_OK);
    ck_assert_uint_eq(rows[0].clock, 1);
    ck_assert_int_eq(revops_sla_row_get(sla, 2, &rows[0]), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_row_get(NULL, 0, &rows[0]), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_row_get(sla, 0, NULL), REVOPS_ERR_ARG);
    ck_assert_uint_eq(revops_sla_clock_count(NULL), 0);
    ck_assert_uint_eq(revops_sla_signals(NULL), 0);
}
END_TEST

/* Rows of a newer caller: longer ones are fine as long as what we don't know is zero. */
START_TEST(test_rows_of_another_size)
{
    struct {
        revops_sla_row row;
        uint64_t unknown;
    } rows[2] = {{plain_row(), 0}, {plain_row(), 0}};
    rows[1].row.clock = 1;
    rows[1].row.target_ms = 5;
    revops_sla_params params = {.struct_size = sizeof params,
                                .clock_count = 2,
                                .row_count = 2,
                                .row_size = sizeof rows[0],
                                .rows = &rows[0].row};
    const revops_sla *sla = NULL;
    revops_sla_row row;
    ck_assert_int_eq(revops_sla_build(&params, memory, sizeof memory, NULL, &sla), REVOPS_OK);
    ck_assert_int_eq(revops_sla_row_get(sla, 1, &row), REVOPS_OK);
    ck_assert_int_eq(row.target_ms, 5);
    rows[1].unknown = 1;
    ck_assert_int_eq(revops_sla_build(&params, memory, sizeof memory, NULL, &sla), REVOPS_ERR_NEWER);
}
END_TEST

START_TEST(test_a_compiled_policy_may_be_moved)
{
    static _Alignas(16) unsigned char second[sizeof memory];
    const revops_sla *sla = default_sla(), *moved = (const revops_sla *)(const void *)second;
    memcpy(second, memory, sizeof memory);
    memset(memory, 0xff, sizeof memory);
    ck_assert_ptr_ne(sla, moved);
    fresh();
    signal_at(moved, QUALIFIED, T0);
    ck_assert_uint_eq(count, 2);
}
END_TEST

/* SL9: opening hours, a target that ends at closing time, and pauses on business time. */
START_TEST(test_SL9_business_hours)
{
    static _Alignas(REVOPS_ALIGNMENT) unsigned char calendar_memory[65536];
    revops_calendar_opening hours[5];
    for (uint16_t day = 0; day < 5; day++) {
        hours[day] = (revops_calendar_opening){day, 9 * 60, 17 * 60};
    }
    revops_calendar_params params = REVOPS_CALENDAR_PARAMS_INIT;
    params.openings = hours;
    params.opening_count = 5;
    const revops_calendar *calendar;
    ck_assert_int_eq(revops_calendar_build(&params, calendar_memory, sizeof calendar_memory, NULL, &calendar),
                     REVOPS_OK);
    revops_sla_row rows[2] = {plain_row(), plain_row()};
    for (uint32_t i = 0; i < 2; i++) {
        rows[i].clock = i;
        rows[i].calendar = 1;
        rows[i].at_close = i ? REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN : REVOPS_CALENDAR_AT_CLOSE_STAY;
        rows[i].target_ms = 8 * REVOPS_HOUR_MS;
        rows[i].warn_bp[0] = rows[i].warn_bp[1] = 0;
    }
    revops_sla_params policy = {.struct_size = sizeof policy,
                                .clock_count = 2,
                                .row_count = 2,
                                .row_size = sizeof rows[0],
                                .calendar_count = 1,
                                .rows = rows};
    const revops_sla *sla;
    ck_assert_int_eq(revops_sla_build(&policy, memory, sizeof memory, NULL, &sla), REVOPS_OK);
    fresh();
#define SIGNAL_AT(signal, at_ms)                                                                             \
    ck_assert_int_eq(                                                                                        \
        revops_sla_signal(sla, &calendar, records, signal, at_ms, NULL, effects, ROWS(effects), &count),     \
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
        revops_sla_signal(sla, &calendar, records, CALL, INT64_MAX, NULL, effects, ROWS(effects), &count),
        REVOPS_ERR_RANGE);
    ck_assert_mem_eq(&records[0], &before, sizeof before);
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
        revops_sla_signal(sla, &calendar, records, signal, at_ms, NULL, effects, ROWS(effects), &count),
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
    revops_sla_row row = plain_row();
    row.warn_bp[0] = row.warn_bp[1] = 0;
    row.target_ms = adds ? amount_ms : REVOPS_SLA_TARGET_MAX_MS / 1000;
    row.calendar = 1;
    row.at_close =
        strcmp(policy, "next_open") == 0 ? REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN : REVOPS_CALENDAR_AT_CLOSE_STAY;
    revops_sla_params params = {.struct_size = sizeof params,
                                .clock_count = 1,
                                .row_count = 1,
                                .row_size = sizeof row,
                                .calendar_count = 1,
                                .rows = &row};
    const revops_sla *sla;
    ck_assert_int_eq(revops_sla_build(&params, memory, sizeof memory, NULL, &sla), REVOPS_OK);
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

/* Records from storage may be anything: they are used if sane and refused if not, never trusted. */
START_TEST(test_damaged_records)
{
    revops_sla_row row = plain_row();
    const revops_sla *sla = build(memory, &row, 1, 1);
    fresh();
    signal_at(sla, QUALIFIED, T0);
    revops_sla_record good = records[0];
    int64_t out_ms = 77;
#define DAMAGED(change)                                                                                      \
    do {                                                                                                     \
        records[0] = good;                                                                                   \
        change;                                                                                              \
        revops_sla_record before = records[0];                                                               \
        ck_assert_int_eq(                                                                                    \
            revops_sla_signal(sla, NULL, records, CALL, T0 + 5, NULL, effects, ROWS(effects), &count),       \
            REVOPS_ERR_CORRUPT);                                                                             \
        ck_assert_int_eq(revops_sla_due(sla, NULL, records, &out_ms), REVOPS_ERR_CORRUPT);                   \
        ck_assert_int_eq(revops_sla_measure(sla, NULL, records, T0 + 5, &out_ms, NULL), REVOPS_ERR_CORRUPT); \
        ck_assert_int_eq(                                                                                    \
            revops_sla_rebase(sla, NULL, sla, NULL, records, T0 + 5, NULL, effects, ROWS(effects), &count),  \
            REVOPS_ERR_CORRUPT);                                                                             \
        ck_assert_mem_eq(&records[0], &before, sizeof before);                                               \
    } while (0)
    DAMAGED(records[0].state = 7);
    DAMAGED(records[0].row = 1);
    DAMAGED(records[0].row = REVOPS_SLA_NO_ROW);
    DAMAGED(records[0].consumed_ms = -1);
    DAMAGED(records[0].answered_ms = INT64_MIN);
    DAMAGED(records[0].warned = 3);
    DAMAGED(records[0].flags = 8);
    DAMAGED(records[0].flags = REVOPS_SLA_STANDING);
    DAMAGED(records[0].state = REVOPS_SLA_PAUSED);
#undef DAMAGED
    ck_assert_int_eq(out_ms, 77);
    records[0] = good;
    records[0].consumed_ms = INT64_MAX;
    ck_assert_int_eq(
        revops_sla_signal(sla, NULL, records, CALL, T0 + 5, NULL, effects, ROWS(effects), &count),
        REVOPS_ERR_OVERFLOW);
    fresh();
    ck_assert_int_eq(
        revops_sla_signal(sla, NULL, records, QUALIFIED, INT64_MAX, NULL, effects, ROWS(effects), &count),
        REVOPS_ERR_OVERFLOW);
    ck_assert_uint_eq(records[0].state, REVOPS_SLA_NOT_STARTED);
}
END_TEST

START_TEST(test_bad_arguments)
{
    revops_sla_row row = plain_row();
    const revops_sla *sla = build(memory, &row, 1, 1);
    revops_sla_params params = {.struct_size = sizeof params,
                                .clock_count = 1,
                                .row_count = 1,
                                .row_size = sizeof row,
                                .rows = &row,
                                .calendar_count = 1};
    int64_t out_ms = 77;
    fresh();
    count = 99;
    ck_assert_int_eq(revops_sla_signal(NULL, NULL, records, 0, T0, NULL, effects, 9, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_signal(sla, NULL, NULL, 0, T0, NULL, effects, 9, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_signal(sla, NULL, records, 64, T0, NULL, effects, 9, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_signal(sla, NULL, records, 0, T0, NULL, NULL, 9, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_signal(sla, NULL, records, 0, T0, NULL, effects, 9, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_advance(NULL, NULL, records, T0, effects, 9, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_advance(sla, NULL, NULL, T0, effects, 9, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_advance(sla, NULL, records, T0, NULL, 9, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_advance(sla, NULL, records, T0, effects, 9, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_rebase(NULL, NULL, sla, NULL, records, T0, NULL, effects, 9, &count),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_rebase(sla, NULL, NULL, NULL, records, T0, NULL, effects, 9, &count),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_due(sla, NULL, NULL, &out_ms), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_due(sla, NULL, records, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_measure(NULL, NULL, records, T0, &out_ms, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_next_wakeup(NULL, 0), REVOPS_TIME_NONE);
    ck_assert_uint_eq(count, 99);
    ck_assert_int_eq(out_ms, 77);
    ck_assert_int_eq(revops_sla_due(sla, NULL, records, &out_ms), REVOPS_OK);
    ck_assert_int_eq(out_ms, REVOPS_TIME_NONE);
    ck_assert_int_eq(revops_sla_measure(sla, NULL, records, T0, &out_ms, NULL), REVOPS_OK);
    ck_assert_int_eq(out_ms, 0);
    /* A row that names a calendar needs it. */
    row.calendar = 1;
    ck_assert_int_eq(revops_sla_build(&params, memory, sizeof memory, NULL, &sla), REVOPS_OK);
    const revops_calendar *none[1] = {NULL};
    ck_assert_int_eq(revops_sla_signal(sla, NULL, records, QUALIFIED, T0, NULL, effects, 9, &count),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_signal(sla, none, records, QUALIFIED, T0, NULL, effects, 9, &count),
                     REVOPS_ERR_ARG);
    ck_assert_uint_eq(records[0].state, REVOPS_SLA_NOT_STARTED);
    revops_sla_meanings which = meanings();
    revops_sla_row rows[REVOPS_SLA_DEFAULT_ROWS];
    ck_assert_int_eq(revops_sla_default_rows(NULL, rows), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_default_rows(&which, NULL), REVOPS_ERR_ARG);
    which.high_intent = 0;
    ck_assert_int_eq(revops_sla_default_rows(&which, rows), REVOPS_ERR_ARG);
}
END_TEST

static void all_names(const char *(*name)(uint32_t), uint32_t first, uint32_t last)
{
    for (uint32_t a = 0; a < 40; a++) {
        ck_assert_int_eq(strncmp(name(a), "unknown", 7) == 0, a < first || a > last);
        for (uint32_t b = first; b < a && a <= last; b++) {
            ck_assert_str_ne(name(a), name(b));
        }
    }
    ck_assert_int_eq(strncmp(name(UINT32_MAX), "unknown", 7), 0);
}

START_TEST(test_names)
{
    all_names(revops_sla_kind_name, 0, REVOPS_SLA_RESOLUTION);
    all_names(revops_sla_state_name, 0, REVOPS_SLA_CANCELLED);
    all_names(revops_sla_effect_name, 1, REVOPS_SLA_EFFECT_MOVED);
    all_names(revops_sla_level_name, 0, REVOPS_SLA_LEVEL_EXECUTIVE);
    all_names(revops_sla_fault_text, 0, REVOPS_SLA_NO_ROWS);
}
END_TEST

/* SL1–SL4 in one life: nothing stays owed by a lead that has left, and a new cycle owes anew. */
START_TEST(test_default_clocks_over_two_cycles)
{
    const revops_sla *sla = default_sla();
    fresh();
    for (int cycle = 0; cycle < 2; cycle++) {
        int64_t start_ms = T0 + cycle * 90 * REVOPS_DAY_MS;
        signal_at(sla, QUALIFIED, start_ms);
        ck_assert_uint_eq(count, 2);
        signal_at(sla, ASSIGNED, start_ms + 60000);
        signal_at(sla, CALL, start_ms + REVOPS_HOUR_MS);
        signal_at(sla, ACCEPTED, start_ms + 2 * REVOPS_HOUR_MS);
        ck_assert_uint_eq(count, 2);
        signal_at(sla, CALL, start_ms + 3 * REVOPS_HOUR_MS);
        signal_at(sla, WAITING, start_ms + 4 * REVOPS_HOUR_MS);
        ck_assert_uint_eq(records[REVOPS_SLA_DISPOSITION].state, REVOPS_SLA_PAUSED);
        signal_at(sla, LEFT, start_ms + 5 * REVOPS_HOUR_MS);
        ck_assert_uint_eq(records[REVOPS_SLA_ROUTE].state, REVOPS_SLA_MET);
        ck_assert_uint_eq(records[REVOPS_SLA_FIRST_CONTACT].state, REVOPS_SLA_MET);
        ck_assert_uint_eq(records[REVOPS_SLA_TOUCHES].state, REVOPS_SLA_CANCELLED);
        ck_assert_uint_eq(records[REVOPS_SLA_DISPOSITION].state, REVOPS_SLA_CANCELLED);
        ck_assert_int_eq(records[REVOPS_SLA_DISPOSITION].consumed_ms, 2 * REVOPS_HOUR_MS);
        ck_assert_int_eq(revops_sla_next_wakeup(records, REVOPS_SLA_DEFAULT_CLOCKS), REVOPS_TIME_NONE);
    }
}
END_TEST

/* Columns over many leads give what one signal at a time gives, whatever the room for effects. */
START_TEST(test_columns_equal_single_signals)
{
    enum { LEADS = 40, EVENTS = 2000 };
    static int64_t at_ms[EVENTS];
    static uint32_t lead[EVENTS];
    static uint8_t signal[EVENTS];
    static revops_sla_attributes attributes[LEADS];
    static revops_sla_record one[LEADS * 4], many[LEADS * 4];
    static revops_sla_effect singles[EVENTS * 24], batch[EVENTS * 24];
    const revops_sla *sla = default_sla();
    random_state random = {7};
    size_t single_count = 0, batch_count = 0, position, late = 0, lates = 0;
    memset(one, 0, sizeof one);
    memset(many, 0, sizeof many);
    for (int i = 0; i < LEADS; i++) {
        attributes[i].intent = (uint32_t)random_below(&random, 3);
    }
    for (int i = 0; i < EVENTS; i++) {
        /* Mostly in order. */
        at_ms[i] = T0 + i * 10 * REVOPS_MINUTE_MS - (int64_t)random_below(&random, 2) * REVOPS_HOUR_MS;
        lead[i] = (uint32_t)random_below(&random, LEADS);
        signal[i] = (uint8_t)random_below(&random, 10);
        revops_status status =
            revops_sla_signal(sla, NULL, one + lead[i] * 4, signal[i], at_ms[i], &attributes[lead[i]],
                              singles + single_count, ROWS(singles) - single_count, &count);
        if (status == REVOPS_ERR_LATE) {
            lates++;
            continue;
        }
        ck_assert_int_eq(status, REVOPS_OK);
        for (size_t j = 0; j < count; j++) {
            singles[single_count + j].lead = lead[i];
        }
        single_count += count;
    }
    ck_assert_uint_gt(lates, 0);
    ck_assert_uint_gt(single_count, 500);
    revops_sla_columns columns = {.struct_size = sizeof columns,
                                  .count = EVENTS,
                                  .at_ms = at_ms,
                                  .lead = lead,
                                  .signal = signal,
                                  .attributes = attributes};
    size_t room = 24 + (size_t)_i * 100;
    position = 0;
    revops_status status;
    do {
        status = revops_sla_signal_many(sla, NULL, many, LEADS, &columns, &position, batch + batch_count,
                                        room, &count, &late);
        batch_count += count;
    } while (status == REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(status, REVOPS_OK);
    ck_assert_uint_eq(position, EVENTS);
    ck_assert_uint_eq(late, lates);
    ck_assert_uint_eq(batch_count, single_count);
    ck_assert_mem_eq(batch, singles, single_count * sizeof singles[0]);
    ck_assert_mem_eq(one, many, sizeof one);
    /* And nobody need listen. */
    memset(many, 0, sizeof many);
    position = 0;
    ck_assert_int_eq(
        revops_sla_signal_many(sla, NULL, many, LEADS, &columns, &position, NULL, 0, &count, NULL),
        REVOPS_OK);
    ck_assert_uint_eq(count, 0);
    ck_assert_mem_eq(one, many, sizeof one);

    int64_t now_ms = T0 + 40 * REVOPS_DAY_MS, wakeups[LEADS], consumed_ms[LEADS * 4], answered_ms[LEADS * 4];
    ck_assert_int_eq(revops_sla_next_wakeup_many(many, 4, LEADS, wakeups), REVOPS_OK);
    ck_assert_int_eq(revops_sla_measure_many(sla, NULL, many, LEADS, now_ms, consumed_ms, answered_ms),
                     REVOPS_OK);
    single_count = batch_count = 0;
    for (int i = 0; i < LEADS; i++) {
        ck_assert_int_eq(wakeups[i], revops_sla_next_wakeup(one + i * 4, 4));
        for (int j = 0; j < 4; j++) {
            int64_t consumed, answered;
            ck_assert_int_eq(revops_sla_measure(sla, NULL, one + i * 4 + j, now_ms, &consumed, &answered),
                             REVOPS_OK);
            ck_assert_int_eq(consumed, consumed_ms[i * 4 + j]);
            ck_assert_int_eq(answered, answered_ms[i * 4 + j]);
        }
        ck_assert_int_eq(revops_sla_advance(sla, NULL, one + i * 4, now_ms, singles + single_count,
                                            ROWS(singles) - single_count, &count),
                         REVOPS_OK);
        for (size_t j = 0; j < count; j++) {
            singles[single_count + j].lead = (uint32_t)i;
        }
        single_count += count;
    }
    position = 0;
    do {
        status = revops_sla_advance_many(sla, NULL, many, LEADS, now_ms, &position, batch + batch_count, room,
                                         &count);
        batch_count += count;
    } while (status == REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(status, REVOPS_OK);
    ck_assert_uint_eq(batch_count, single_count);
    ck_assert_mem_eq(batch, singles, single_count * sizeof singles[0]);
    ck_assert_mem_eq(one, many, sizeof one);
}
END_TEST

START_TEST(test_columns_refusals)
{
    const revops_sla *sla = default_sla();
    int64_t at_ms[3] = {T0, T0 + 1, T0 + 2};
    uint32_t lead[3] = {0, 1, 0};
    uint8_t signal[3] = {QUALIFIED, QUALIFIED, 64};
    revops_sla_columns good = {.struct_size = sizeof good,
                               .count = 3,
                               .at_ms = at_ms,
                               .lead = lead,
                               .signal = signal},
                       bad = good;
    revops_sla_record two[8];
    size_t position = 0;
    memset(two, 0, sizeof two);
    ck_assert_int_eq(revops_sla_signal_many(sla, NULL, two, 1, &good, &position, effects, 24, &count, NULL),
                     REVOPS_ERR_ARG); /* there is no lead 1 */
    ck_assert_uint_eq(position, 1);
    ck_assert_uint_eq(count, 2);
    ck_assert_int_eq(revops_sla_signal_many(sla, NULL, two, 2, &good, &position, effects, 24, &count, NULL),
                     REVOPS_ERR_ARG); /* nor a signal 64 */
    ck_assert_uint_eq(position, 2);
    ck_assert_uint_eq(count, 2);
    ck_assert_uint_eq(effects[0].lead, 1);
    position = 4;
    ck_assert_int_eq(revops_sla_signal_many(sla, NULL, two, 2, &good, &position, effects, 24, &count, NULL),
                     REVOPS_ERR_ARG);
    position = 0;
    ck_assert_int_eq(revops_sla_signal_many(sla, NULL, two, 2, &good, &position, effects, 23, &count, NULL),
                     REVOPS_ERR_ARG); /* too little for any signal */
    ck_assert_int_eq(revops_sla_signal_many(sla, NULL, two, 2, &good, &position, NULL, 24, &count, NULL),
                     REVOPS_ERR_ARG);
    bad.flags = 1;
    ck_assert_int_eq(revops_sla_signal_many(sla, NULL, two, 2, &bad, &position, effects, 24, &count, NULL),
                     REVOPS_ERR_NEWER);
    bad = good;
    bad.struct_size = 8;
    ck_assert_int_eq(revops_sla_signal_many(sla, NULL, two, 2, &bad, &position, effects, 24, &count, NULL),
                     REVOPS_ERR_ABI);
    bad = good;
    bad.lead = NULL;
    ck_assert_int_eq(revops_sla_signal_many(sla, NULL, two, 2, &bad, &position, effects, 24, &count, NULL),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_signal_many(sla, NULL, NULL, 2, &good, &position, effects, 24, &count, NULL),
                     REVOPS_ERR_ARG);
    position = 3;
    ck_assert_int_eq(revops_sla_advance_many(sla, NULL, two, 2, T0, &position, effects, 24, &count),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_next_wakeup_many(two, 0, 2, at_ms), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_measure_many(sla, NULL, NULL, 2, T0, NULL, NULL), REVOPS_ERR_ARG);
    two[0].state = 99;
    ck_assert_int_eq(revops_sla_measure_many(sla, NULL, two, 2, T0, NULL, NULL), REVOPS_ERR_CORRUPT);
}
END_TEST

/* ---- compliance ---- */

static revops_sla_effect effect(revops_sla_effect_kind kind, int64_t consumed_ms)
{
    return (revops_sla_effect){.kind = (uint16_t)kind, .at_ms = T0, .consumed_ms = consumed_ms};
}

/* SL2, SL8: verdicts and the bands of 5 and 30 minutes, by group. */
START_TEST(test_SL2_SL8_compliance)
{
    const revops_sla_effect all[] = {
        effect(REVOPS_SLA_EFFECT_STARTED, 0),
        effect(REVOPS_SLA_EFFECT_WARNED, 1),
        effect(REVOPS_SLA_EFFECT_MET, 0),
        effect(REVOPS_SLA_EFFECT_MET, 5 * REVOPS_MINUTE_MS - 1),
        effect(REVOPS_SLA_EFFECT_MET, 5 * REVOPS_MINUTE_MS),
        effect(REVOPS_SLA_EFFECT_MET, 30 * REVOPS_MINUTE_MS - 1),
        effect(REVOPS_SLA_EFFECT_MET, 30 * REVOPS_MINUTE_MS),
        effect(REVOPS_SLA_EFFECT_BREACHED, REVOPS_HOUR_MS),
        effect(REVOPS_SLA_EFFECT_MET_LATE, 2 * REVOPS_HOUR_MS),
        effect(REVOPS_SLA_EFFECT_CANCELLED, 5),
        effect(REVOPS_SLA_EFFECT_PAUSED, 5),
        effect(REVOPS_SLA_EFFECT_RESUMED, 5),
        effect(REVOPS_SLA_EFFECT_REOPENED, 5),
        effect(REVOPS_SLA_EFFECT_MOVED, 5),
    };
    static revops_histogram times[2];
    revops_sla_compliance one[1], two[2];
    uint32_t groups[ROWS(all)], share_bp = 77;
    int64_t median_ms;
    memset(one, 0, sizeof one);
    memset(two, 0, sizeof two);
    memset(times, 0, sizeof times);
    ck_assert_int_eq(revops_sla_compliance_share(one, &share_bp), REVOPS_ERR_RANGE);
    ck_assert_uint_eq(share_bp, 77);
    ck_assert_int_eq(revops_sla_compliance_add(all, ROWS(all), NULL, one, times, 1), REVOPS_OK);
    const revops_sla_compliance expected = {.started = 1,
                                            .warned = 1,
                                            .met = 5,
                                            .breached = 1,
                                            .met_late = 1,
                                            .cancelled = 1,
                                            .reopened = 1,
                                            .under_5_min = 2,
                                            .under_30_min = 2,
                                            .from_30_min = 2};
    ck_assert_mem_eq(one, &expected, sizeof expected);
    ck_assert_int_eq(revops_sla_compliance_share(one, &share_bp), REVOPS_OK);
    ck_assert_uint_eq(share_bp, 8333);
    ck_assert_uint_eq(times[0].count, 6);
    ck_assert_int_eq(revops_histogram_percentile(&times[0], 5000, &median_ms), REVOPS_OK);
    ck_assert_int_lt(llabs(median_ms - 5 * REVOPS_MINUTE_MS) * 100, 5 * REVOPS_MINUTE_MS);
    /* Any partition adds up to the whole. */
    for (uint32_t cut = 0; cut <= ROWS(all); cut++) {
        memset(two, 0, sizeof two);
        for (uint32_t i = 0; i < ROWS(all); i++) {
            groups[i] = i >= cut;
        }
        ck_assert_int_eq(revops_sla_compliance_add(all, ROWS(all), groups, two, NULL, 2), REVOPS_OK);
        ck_assert_int_eq(revops_sla_compliance_merge(&two[0], &two[1], 1), REVOPS_OK);
        ck_assert_mem_eq(&two[0], &expected, sizeof expected);
    }
    groups[3] = 2;
    ck_assert_int_eq(revops_sla_compliance_add(all, ROWS(all), groups, two, NULL, 2), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_compliance_add(NULL, 1, NULL, two, NULL, 2), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_compliance_add(all, 1, NULL, NULL, NULL, 2), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_compliance_add(all, 1, NULL, two, NULL, 0), REVOPS_ERR_ARG);
    const revops_sla_effect negative = effect(REVOPS_SLA_EFFECT_MET, -1);
    ck_assert_int_eq(revops_sla_compliance_add(&negative, 1, NULL, two, times, 1), REVOPS_ERR_ARG);
    ck_assert_mem_eq(&two[0], &expected, sizeof expected);
    ck_assert_mem_eq(&two[0], &expected, sizeof expected);
    ck_assert_int_eq(revops_sla_compliance_merge(NULL, two, 1), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_compliance_share(NULL, &share_bp), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_compliance_share(one, NULL), REVOPS_ERR_ARG);
}
END_TEST

static const struct {
    const char *at;
    int32_t offset_min;
    const char *monday;
} weeks[] = {
    {"2026-03-02T00:00:00Z", 0, "2026-03-02T00:00:00Z"},
    {"2026-03-01T23:59:59.999Z", 0, "2026-02-23T00:00:00Z"},
    {"2026-03-08T23:59:59Z", 0, "2026-03-02T00:00:00Z"},
    {"2026-03-01T22:00:00Z", 120, "2026-03-02T00:00:00Z"},
    {"2026-03-02T04:59:59Z", -300, "2026-02-23T00:00:00Z"},
    {"1970-01-01T00:00:00Z", 0, "1969-12-29T00:00:00Z"},
    {"1969-12-28T12:00:00Z", 0, "1969-12-22T00:00:00Z"},
    {"0000-01-03T00:00:00Z", 0, "0000-01-03T00:00:00Z"},
};

START_TEST(test_SL8_weeks)
{
    int64_t at_ms, monday_ms;
    int32_t day;
    ck_assert_int_eq(revops_time_parse(weeks[_i].at, strlen(weeks[_i].at), &at_ms), REVOPS_OK);
    ck_assert_int_eq(revops_time_parse(weeks[_i].monday, strlen(weeks[_i].monday), &monday_ms), REVOPS_OK);
    ck_assert_int_eq(revops_sla_week(at_ms, weeks[_i].offset_min * REVOPS_MINUTE_MS, &day), REVOPS_OK);
    ck_assert_int_eq(day * REVOPS_DAY_MS, monday_ms);
    ck_assert_int_eq(revops_sla_week(INT64_MAX, 1, &day), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_sla_week(INT64_MAX, 0, &day), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_sla_week(INT32_MIN * REVOPS_DAY_MS, 0, &day), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_sla_week(0, 0, NULL), REVOPS_ERR_ARG);
}
END_TEST

/* SL7: a week a letter, k kept, m missed, - nothing to judge; below it the level. */
static const struct {
    const char *weeks;
    const char *levels;
} ladders[] = {
    {"kkkk", "0000"},
    {"m", "1"},
    {"mkmk", "1010"},
    {"mmm", "111"},
    {"mmmm", "1112"},
    {"mmmkmmmm", "11101112"},
    {"mm-mm", "11012"},
    {"mmmmmmmm", "11122223"},
    {"mmmmmmmmk", "111222230"},
    {"mkmkmkmkmkmkmk", "10101010101010"},
    {"mmkmmkmmkmmkm", "1101101101303"}, /* the eighth miss is within 13 weeks */
    {"mmmkkkkkkkkkkmmmm", "11100000000001112"},
};

START_TEST(test_SL7_escalation)
{
    revops_sla_compliance history[20];
    uint32_t levels[20];
    revops_sla_ladder ladder;
    size_t length = strlen(ladders[_i].weeks);
    memset(history, 0, sizeof history);
    memset(&ladder, 0xff, sizeof ladder);
    revops_sla_ladder_defaults(&ladder, sizeof ladder);
    for (size_t i = 0; i < length; i++) {
        history[i].met = ladders[_i].weeks[i] == '-' ? 0 : ladders[_i].weeks[i] == 'k' ? 9 : 8;
        history[i].breached = ladders[_i].weeks[i] != '-';
    }
    ck_assert_int_eq(revops_sla_escalate(&ladder, history, length, levels), REVOPS_OK);
    for (size_t i = 0; i < length; i++) {
        ck_assert_msg(levels[i] == (uint32_t)(ladders[_i].levels[i] - '0'), "%s: week %zu is %u",
                      ladders[_i].weeks, i, levels[i]);
    }
}
END_TEST

START_TEST(test_SL7_refusals)
{
    revops_sla_compliance week = {.met = 1};
    revops_sla_ladder good, bad;
    uint32_t level = 77;
    revops_sla_ladder_defaults(&good, sizeof good);
    revops_sla_ladder_defaults(NULL, 8);
#define REFUSED(status, change)                                                                              \
    do {                                                                                                     \
        bad = good;                                                                                          \
        change;                                                                                              \
        ck_assert_int_eq(revops_sla_escalate(&bad, &week, 1, &level), status);                               \
    } while (0)
    REFUSED(REVOPS_ERR_ABI, bad.struct_size = 4);
    REFUSED(REVOPS_ERR_NEWER, bad.flags = 1);
    REFUSED(REVOPS_ERR_NEWER, bad.reserved = 1);
    REFUSED(REVOPS_ERR_ARG, bad.target_bp = 0);
    REFUSED(REVOPS_ERR_ARG, bad.target_bp = 10001);
    REFUSED(REVOPS_ERR_ARG, bad.review_missed = 0);
    REFUSED(REVOPS_ERR_ARG, bad.review_missed = 5);
    REFUSED(REVOPS_ERR_ARG, bad.review_weeks = 65);
    REFUSED(REVOPS_ERR_ARG, bad.executive_missed = 0);
    REFUSED(REVOPS_ERR_ARG, bad.executive_missed = 14);
    REFUSED(REVOPS_ERR_ARG, bad.executive_weeks = 65);
#undef REFUSED
    ck_assert_int_eq(revops_sla_escalate(NULL, &week, 1, &level), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_escalate(&good, NULL, 1, &level), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_escalate(&good, &week, 1, NULL), REVOPS_ERR_ARG);
    ck_assert_uint_eq(level, 77);
    ck_assert_int_eq(revops_sla_escalate(&good, NULL, 0, NULL), REVOPS_OK);
}
END_TEST

/* SL5, SL6: promises that are no clocks. */
static const struct {
    revops_sla_promise promise;
    int64_t minimum, done, of, missing;
    revops_status status;
} promises[] = {
    {REVOPS_SLA_AT_LEAST, 200, 200, 0, 0, REVOPS_OK}, /* MQLs a month */
    {REVOPS_SLA_AT_LEAST, 200, 163, 0, 37, REVOPS_OK},
    {REVOPS_SLA_AT_LEAST, 1, 0, 0, 1, REVOPS_OK}, /* a report a week */
    {REVOPS_SLA_AT_LEAST, REVOPS_SLA_CAPACITY_NOTICE_MS, 31 * REVOPS_DAY_MS, 0, 0, REVOPS_OK},
    {REVOPS_SLA_AT_LEAST, REVOPS_SLA_CAPACITY_NOTICE_MS, 29 * REVOPS_DAY_MS, 0, REVOPS_DAY_MS, REVOPS_OK},
    {REVOPS_SLA_SHARE, 4000, 40, 100, 0, REVOPS_OK},
    {REVOPS_SLA_SHARE, 4000, 39, 100, 1, REVOPS_OK},
    {REVOPS_SLA_SHARE, 4000, 0, 7, 3, REVOPS_OK},     /* 2.8 of 7 */
    {REVOPS_SLA_SHARE, 10000, 99, 100, 1, REVOPS_OK}, /* complete data on every lead */
    {REVOPS_SLA_SHARE, 10000, 0, 0, 0, REVOPS_OK},
    {REVOPS_SLA_SHARE, 10000, 0, INT64_MAX, 77, REVOPS_ERR_OVERFLOW},
    {REVOPS_SLA_SHARE, 10001, 0, 1, 77, REVOPS_ERR_ARG},
    {REVOPS_SLA_SHARE, 5000, 2, 1, 77, REVOPS_ERR_ARG},
    {REVOPS_SLA_SHARE, -1, 0, 1, 77, REVOPS_ERR_ARG},
    {REVOPS_SLA_AT_LEAST, 1, -1, 0, 77, REVOPS_ERR_ARG},
    {REVOPS_SLA_AT_LEAST, 1, 1, 1, 77, REVOPS_ERR_ARG},
    {REVOPS_SLA_SHARE, 1, 0, -1, 77, REVOPS_ERR_ARG},
    {2, 1, 1, 1, 77, REVOPS_ERR_ARG},
};

START_TEST(test_SL5_SL6_promises)
{
    revops_sla_compliance counter = {0};
    int64_t missing = 77;
    ck_assert_int_eq(revops_sla_judge(promises[_i].promise, promises[_i].minimum, promises[_i].done,
                                      promises[_i].of, &counter, &missing),
                     promises[_i].status);
    ck_assert_int_eq(missing, promises[_i].missing);
    ck_assert_uint_eq(counter.met, promises[_i].status == REVOPS_OK && missing == 0);
    ck_assert_uint_eq(counter.breached, promises[_i].status == REVOPS_OK && missing > 0);
    ck_assert_int_eq(revops_sla_judge(promises[_i].promise, 0, 0, 0, NULL, NULL), REVOPS_ERR_ARG);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("sla");
    TCase *clocks = tcase_create("clocks"), *policies = tcase_create("policies"),
          *compliance = tcase_create("compliance");
    published = fixture_read("sla-published.tsv");
    offsets = fixture_read("tz-offsets.tsv");
    tcase_add_loop_test(clocks, test_SL9_published_targets_and_pauses, 0, published.count);
    tcase_add_loop_test(clocks, test_SL1_SL2_SL3_SL4_SL10_defaults, 0, ROWS(defaults));
    tcase_add_test(clocks, test_SL9_verdicts_belong_to_their_instant);
    tcase_add_test(clocks, test_SL9_met_at_the_deadline_is_in_time_however_often_time_is_told);
    tcase_add_test(clocks, test_SL9_pauses_and_their_audit);
    tcase_add_test(clocks, test_SL9_business_hours);
    tcase_add_test(clocks, test_SL9_repeating);
    tcase_add_test(clocks, test_SL6_a_signal_that_meets_and_starts);
    tcase_add_test(clocks, test_once_runs_once);
    tcase_add_test(clocks, test_SL3_counted);
    tcase_add_test(clocks, test_start_signals_that_do_more);
    tcase_add_test(clocks, test_resolution_reopens);
    tcase_add_test(clocks, test_SL10_first_fitting_row);
    tcase_add_test(clocks, test_SL9_rebase_keeps_consumed_time);
    tcase_add_test(clocks, test_rebase_to_a_policy_without_a_row);
    tcase_add_test(clocks, test_LC16_late_signals);
    tcase_add_test(clocks, test_capacities);
    tcase_add_test(clocks, test_default_clocks_over_two_cycles);
    tcase_add_loop_test(clocks, test_columns_equal_single_signals, 0, 4);
    tcase_add_test(clocks, test_columns_refusals);
    suite_add_tcase(suite, clocks);
    tcase_add_loop_test(policies, test_faults_of_rows, 0, ROWS(faults));
    tcase_add_test(policies, test_build_refusals);
    tcase_add_test(policies, test_rows_of_another_size);
    tcase_add_test(policies, test_a_compiled_policy_may_be_moved);
    tcase_add_test(policies, test_damaged_records);
    tcase_add_test(policies, test_bad_arguments);
    tcase_add_test(policies, test_names);
    suite_add_tcase(suite, policies);
    tcase_add_test(compliance, test_SL2_SL8_compliance);
    tcase_add_loop_test(compliance, test_SL8_weeks, 0, ROWS(weeks));
    tcase_add_loop_test(compliance, test_SL7_escalation, 0, ROWS(ladders));
    tcase_add_test(compliance, test_SL7_refusals);
    tcase_add_loop_test(compliance, test_SL5_SL6_promises, 0, ROWS(promises));
    suite_add_tcase(suite, compliance);
    return suite;
}
