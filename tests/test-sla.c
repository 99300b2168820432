/* SPDX-License-Identifier: MIT */
#include "test.h"

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

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("sla");
    TCase *tests = tcase_create("clocks");
    tcase_add_loop_test(tests, test_SL1_SL2_SL3_SL4_SL10_defaults, 0, ROWS(defaults));
    tcase_add_test(tests, test_SL9_verdicts_belong_to_their_instant);
    tcase_add_test(tests, test_SL9_met_at_the_deadline_is_in_time_however_often_time_is_told);
    tcase_add_test(tests, test_SL9_pauses_and_their_audit);
    suite_add_tcase(suite, tests);
    return suite;
}
