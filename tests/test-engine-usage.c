/* SPDX-License-Identifier: MIT */
/* Usage of a lead in the engine: criteria, signals, what follows from them. */
#include "test.h"

#include "engine-used.h"

enum { ROOM = 256, RECORD = 4096 };

static const int64_t T0 = 1772406000000; /* Sunday 2026-03-01T23:00Z, Monday 09:00 where dates are counted */

enum { S_LEAD = 1, S_PQL, S_SAL, S_WON, S_OUT };
enum {
    E_ACCEPTED = 1,
    E_ACTIVATED,
    E_CALLED,
    E_FILLED,
    E_HELD,
    E_OUT,
    E_PLAN,
    E_PQL,
    E_SIGNED_UP,
    E_SIZE,
    E_USED,
    E_WON
};
enum { C_ACTIVATED = 1, C_BACK, C_BIG, C_DAYS, C_FULL, C_PEOPLE };
enum { G_PQL = 1, G_PAID, G_EXPANDS };
#define CRITERION(number) (UINT64_C(1) << ((number)-1))

static _Alignas(8) unsigned char rows[USED_BYTES];
static revops_policy_params policy;
static const revops_engine *used;

typedef struct play {
    unsigned char record[RECORD];
    revops_effect effects[ROOM];
    size_t count;
    revops_engine_mode mode;
} play;

static const revops_engine *build(const revops_policy_params *given)
{
    revops_engine_params params;
    const revops_engine *engine;
    size_t needed = 0;
    ck_assert_int_eq(revops_engine_defaults(&params, sizeof params), REVOPS_OK);
    params.policy = given;
    ck_assert_int_eq(revops_engine_build(&params, NULL, 0, &needed, NULL), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_engine_build(&params, malloc(needed), needed, NULL, &engine), REVOPS_OK);
    return engine;
}

static void setup(void)
{
    used_policy("lead", rows, &policy);
    used = build(&policy);
    ck_assert_uint_le(revops_lead_size(used), RECORD);
    ck_assert_uint_le(revops_engine_effects_max(used), ROOM);
}

static void teardown(void)
{
    free((void *)(uintptr_t)used);
}

static uint32_t number(revops_engine_list list, const char *name)
{
    uint32_t found = 0;
    ck_assert_int_eq(revops_engine_find(used, list, name, strlen(name), &found), REVOPS_OK);
    return found;
}

static void begin(play *p, revops_engine_mode mode)
{
    memset(p, 0, sizeof *p);
    p->mode = mode;
    ck_assert_int_eq(revops_lead_init(used, p->record), REVOPS_OK);
    ck_assert_int_eq(revops_lead_verify(used, p->record, 1), REVOPS_OK);
}

static void happens(play *p, int64_t at_ms, uint32_t kind, int64_t value)
{
    revops_event event = {.at_ms = at_ms, .kind = kind, .value = value};
    ck_assert_int_eq(revops_engine_apply(used, NULL, p->record, &event, p->mode, REVOPS_EFFECTS_ALL,
                                         p->effects, ROOM, &p->count),
                     REVOPS_OK);
    ck_assert_int_eq(revops_lead_verify(used, p->record, 1), REVOPS_OK);
}

static const revops_effect *told(const play *p, revops_effect_kind kind, size_t skip)
{
    for (size_t i = 0; i < p->count; i++) {
        if (p->effects[i].kind == kind && skip-- == 0) {
            return &p->effects[i];
        }
    }
    return NULL;
}

static uint32_t stage_of(const play *p)
{
    revops_lead_state state;
    ck_assert_int_eq(revops_lead_read(used, p->record, &state), REVOPS_OK);
    return state.stage;
}

static int64_t day(int64_t n)
{
    return T0 + n * REVOPS_DAY_MS;
}

/* Use of three dates within seven, once set up. */
static void qualifies(play *p, int64_t from)
{
    happens(p, day(from), E_ACTIVATED, REVOPS_MISSING);
    happens(p, day(from) + 1, E_USED, REVOPS_MISSING);
    happens(p, day(from + 3), E_USED, REVOPS_MISSING);
    ck_assert_ptr_null(told(p, REVOPS_EFFECT_SIGNALLED, 0));
    happens(p, day(from + 6), E_USED, REVOPS_MISSING);
}

START_TEST(test_PQ5_names_are_those_of_the_policy)
{
    ck_assert_uint_eq(revops_engine_count(used, REVOPS_ENGINE_LIST_SIGNALS), 3);
    ck_assert_uint_eq(revops_engine_count(used, REVOPS_ENGINE_LIST_CRITERIA), 6);
    ck_assert_uint_eq(number(REVOPS_ENGINE_LIST_SIGNALS, "pql"), G_PQL);
    ck_assert_uint_eq(number(REVOPS_ENGINE_LIST_CRITERIA, "Big_Meetings"), C_BIG);
    ck_assert_uint_eq(number(REVOPS_ENGINE_LIST_CRITERIA, "people"), C_PEOPLE);
    ck_assert_uint_eq(number(REVOPS_ENGINE_LIST_EVENTS, "used"), E_USED);
}
END_TEST

START_TEST(test_PQ5_SEM10_a_signal_is_told_with_its_criteria_and_makes_its_move)
{
    static play p;
    char text[REVOPS_ENGINE_TEXT_MAX];
    begin(&p, REVOPS_ENGINE_ENFORCE);
    qualifies(&p, 0);
    const revops_effect *signal = told(&p, REVOPS_EFFECT_SIGNALLED, 0);
    ck_assert_ptr_nonnull(signal);
    ck_assert_uint_eq(signal->row, G_PQL);
    ck_assert_uint_eq(signal->items, CRITERION(C_ACTIVATED) | CRITERION(C_DAYS));
    ck_assert_int_eq(signal->at_ms, day(6));
    ck_assert_uint_eq(signal->stage, S_LEAD); /* as of then */
    ck_assert_uint_eq(signal->flags, 0);
    revops_effect_text(used, signal, text, sizeof text);
    ck_assert_str_eq(text, "signalled PQL: activated, days");
    const revops_effect *entered = told(&p, REVOPS_EFFECT_ENTERED, 0);
    ck_assert_ptr_nonnull(entered);
    ck_assert_uint_eq(entered->stage, S_PQL);
    ck_assert_uint_eq(entered->flags, REVOPS_EFFECT_BY_SIGNAL);
    ck_assert_uint_eq(entered->detail, G_PQL);
    revops_effect_text(used, entered, text, sizeof text);
    ck_assert_str_eq(text, "became PQL from LEAD by PQL");
    revops_lead_state state;
    ck_assert_int_eq(revops_lead_read(used, p.record, &state), REVOPS_OK);
    ck_assert_uint_eq(state.items, 0); /* what counts as shown isn't stored */
    /* the clock starts at the signal, with its own case; a touch meets it */
    const revops_effect *started = told(&p, REVOPS_EFFECT_STARTED, 0);
    ck_assert_ptr_nonnull(started);
    ck_assert_uint_eq(started->row, 1);
    ck_assert_int_eq(started->value, day(6) + 4 * REVOPS_HOUR_MS);
    happens(&p, day(6) + REVOPS_HOUR_MS, E_CALLED, REVOPS_MISSING);
    ck_assert_ptr_nonnull(told(&p, REVOPS_EFFECT_MET, 0));
}
END_TEST

START_TEST(test_PQ7_not_again_within_its_time)
{
    static play p;
    begin(&p, REVOPS_ENGINE_ENFORCE);
    qualifies(&p, 0);
    for (int64_t n = 7; n < 36; n += 2) {
        happens(&p, day(n), E_USED, REVOPS_MISSING);
        ck_assert_ptr_null(told(&p, REVOPS_EFFECT_SIGNALLED, 0));
    }
    happens(&p, day(36), E_USED, REVOPS_MISSING);
    const revops_effect *again = told(&p, REVOPS_EFFECT_SIGNALLED, 0);
    ck_assert_ptr_nonnull(again);
    ck_assert_uint_eq(again->flags, REVOPS_EFFECT_FURTHER);
}
END_TEST

START_TEST(test_PQ7_SEM18_what_sales_works_is_held_back_and_stays_due)
{
    static play p;
    begin(&p, REVOPS_ENGINE_RECORD_AND_TAKE);
    happens(&p, day(0), E_ACCEPTED, REVOPS_MISSING);
    qualifies(&p, 1);
    ck_assert_ptr_null(told(&p, REVOPS_EFFECT_SIGNALLED, 0));
    ck_assert_uint_eq(stage_of(&p), S_SAL);
    happens(&p, day(8), E_OUT, REVOPS_MISSING);
    happens(&p, day(9), E_USED, REVOPS_MISSING); /* dates 4, 7, 9 */
    ck_assert_ptr_nonnull(told(&p, REVOPS_EFFECT_SIGNALLED, 0));
    ck_assert_ptr_nonnull(told(&p, REVOPS_EFFECT_INTENT_SHOWN, 0)); /* [SEM14] */
    ck_assert_uint_eq(stage_of(&p), S_OUT);
}
END_TEST

START_TEST(test_SEM14_use_and_signing_up_are_intent_of_a_closed_lead)
{
    static play p;
    begin(&p, REVOPS_ENGINE_ENFORCE);
    happens(&p, day(0), E_OUT, REVOPS_MISSING);
    happens(&p, day(0) + 1, E_SIGNED_UP, REVOPS_MISSING);
    ck_assert_ptr_nonnull(told(&p, REVOPS_EFFECT_INTENT_SHOWN, 0));
    happens(&p, day(1), E_USED, REVOPS_MISSING);
    ck_assert_ptr_null(told(&p, REVOPS_EFFECT_INTENT_SHOWN, 0)); /* once in two days */
    happens(&p, day(2) + 1, E_ACTIVATED, REVOPS_MISSING);
    ck_assert_ptr_nonnull(told(&p, REVOPS_EFFECT_INTENT_SHOWN, 0));
    /* use always counts [SEM11] */
    happens(&p, day(2) + 2, E_USED, REVOPS_MISSING);
    happens(&p, day(3), E_USED, REVOPS_MISSING);
    ck_assert_ptr_nonnull(told(&p, REVOPS_EFFECT_SIGNALLED, 0));
    ck_assert_uint_eq(stage_of(&p), S_OUT);
}
END_TEST

START_TEST(test_SEM16_a_rise_arms_anew_and_time_tells_nothing)
{
    static play p;
    begin(&p, REVOPS_ENGINE_ENFORCE);
    happens(&p, day(0), E_FILLED, 80 | INT64_C(100) << 32);
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_SIGNALLED, 0)->row, G_EXPANDS);
    happens(&p, day(1), E_FILLED, 90 | INT64_C(100) << 32);
    ck_assert_ptr_null(told(&p, REVOPS_EFFECT_SIGNALLED, 0)); /* it holds since */
    happens(&p, day(2), E_FILLED, 70 | INT64_C(100) << 32);
    happens(&p, day(2) + 1, E_FILLED, 80 | INT64_C(100) << 32);
    ck_assert_ptr_null(told(&p, REVOPS_EFFECT_SIGNALLED, 0)); /* 70 % keep it */
    happens(&p, day(3), E_FILLED, 69 | INT64_C(100) << 32);
    happens(&p, day(4), E_FILLED, REVOPS_MISSING); /* says nothing */
    ck_assert_ptr_null(told(&p, REVOPS_EFFECT_SIGNALLED, 0));
    happens(&p, day(5), E_FILLED, 80 | INT64_C(100) << 32);
    const revops_effect *again = told(&p, REVOPS_EFFECT_SIGNALLED, 0);
    ck_assert_ptr_nonnull(again);
    ck_assert_uint_eq(again->flags, REVOPS_EFFECT_FURTHER);
    ck_assert_int_eq(revops_lead_next_wakeup(used, p.record), REVOPS_TIME_NONE);
}
END_TEST

START_TEST(test_PQ10_attributes_inside_combinations_once)
{
    static play p;
    begin(&p, REVOPS_ENGINE_ENFORCE);
    happens(&p, day(0), E_ACTIVATED, REVOPS_MISSING);
    ck_assert_ptr_null(told(&p, REVOPS_EFFECT_SIGNALLED, 0));
    happens(&p, day(1), E_PLAN, 2);
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_SIGNALLED, 0)->row, G_PAID); /* the last part of it came */
    happens(&p, day(2), E_PLAN, 1);
    happens(&p, day(3), E_PLAN, 2);
    ck_assert_ptr_null(told(&p, REVOPS_EFFECT_SIGNALLED, 0)); /* once */
}
END_TEST

START_TEST(test_PQ11_only_events_of_such_a_value_count)
{
    static play p;
    static const struct {
        int64_t value;
        int comes;
    } meetings[] = {{3, 0}, {2, 0}, {REVOPS_MISSING, 0}, {4, 1}};
    begin(&p, REVOPS_ENGINE_ENFORCE);
    for (size_t i = 0; i < sizeof meetings / sizeof meetings[0]; i++) {
        happens(&p, day((int64_t)i), E_HELD, meetings[i].value);
        ck_assert_int_eq(told(&p, REVOPS_EFFECT_SIGNALLED, 0) != NULL, meetings[i].comes);
    }
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_SIGNALLED, 0)->items, CRITERION(C_BIG));
}
END_TEST

START_TEST(test_SEM10_where_moves_are_told_a_signal_would_move_and_the_log_moves_later)
{
    static play p;
    begin(&p, REVOPS_ENGINE_RECORD);
    qualifies(&p, 0);
    const revops_effect *would = told(&p, REVOPS_EFFECT_WOULD_MOVE, 0);
    ck_assert_ptr_nonnull(would);
    ck_assert_uint_eq(would->stage, S_PQL);
    ck_assert_uint_eq(stage_of(&p), S_LEAD);
    happens(&p, day(8), E_PQL, REVOPS_MISSING);
    const revops_effect *entered = told(&p, REVOPS_EFFECT_ENTERED, 0);
    ck_assert_uint_eq(entered->flags, REVOPS_EFFECT_TOLD_BEFORE);
    ck_assert_int_eq(entered->span_ms, 2 * REVOPS_DAY_MS);
}
END_TEST

START_TEST(test_PQ3_dates_are_those_of_the_zone)
{
    static play p;
    begin(&p, REVOPS_ENGINE_ENFORCE);
    happens(&p, T0, E_ACTIVATED, REVOPS_MISSING);
    happens(&p, T0 + 14 * REVOPS_HOUR_MS, E_USED, REVOPS_MISSING); /* 23:00 there, another date in UTC */
    happens(&p, T0 + 16 * REVOPS_HOUR_MS, E_USED, REVOPS_MISSING); /* 01:00 */
    happens(&p, T0 + 40 * REVOPS_HOUR_MS, E_USED, REVOPS_MISSING);
    ck_assert_ptr_nonnull(told(&p, REVOPS_EFFECT_SIGNALLED, 0));
}
END_TEST

START_TEST(test_SEM23_use_adds_when_leads_merge)
{
    static play p, q;
    begin(&p, REVOPS_ENGINE_ENFORCE);
    begin(&q, REVOPS_ENGINE_ENFORCE);
    happens(&p, day(0), E_ACTIVATED, REVOPS_MISSING);
    happens(&p, day(1), E_USED, REVOPS_MISSING);
    happens(&q, day(2), E_USED, REVOPS_MISSING);
    happens(&q, day(3), E_USED, REVOPS_MISSING);
    revops_event merge = {.at_ms = day(4), .value = 7, .flags = REVOPS_EVENT_MERGE};
    ck_assert_int_eq(revops_lead_merge(used, NULL, p.record, &merge, q.record, p.mode, REVOPS_EFFECTS_ALL,
                                       p.effects, ROOM, &p.count),
                     REVOPS_OK);
    ck_assert_int_eq(revops_lead_verify(used, p.record, 1), REVOPS_OK);
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_SIGNALLED, 0)->row, G_PQL);
    ck_assert_uint_eq(stage_of(&p), S_PQL);
    ck_assert_ptr_nonnull(told(&p, REVOPS_EFFECT_STARTED, 0));
}
END_TEST

START_TEST(test_LC28_SEM29_thresholds_may_change_under_a_record_and_windows_begin_anew)
{
    static play p, q;
    static const int64_t thresholds[] = {2, 4};
    revops_policy_criterion changed[8];
    revops_lead_signals_state signals;
    begin(&p, REVOPS_ENGINE_ENFORCE);
    happens(&p, day(0), E_ACTIVATED, REVOPS_MISSING);
    happens(&p, day(1), E_USED, REVOPS_MISSING);
    happens(&p, day(2), E_USED, REVOPS_MISSING);
    revops_policy_params other = policy;
    memcpy(changed, policy.criteria, policy.criterion_count * sizeof changed[0]);
    changed[C_DAYS - 1].threshold = thresholds[_i];
    other.criteria = changed;
    const revops_engine *next = build(&other);
    ck_assert_int_eq(revops_lead_rebase(used, next, NULL, p.record, day(2) + 5, REVOPS_EFFECTS_ALL, p.record,
                                        p.effects, ROOM, &p.count),
                     REVOPS_OK);
    ck_assert_ptr_null(told(&p, REVOPS_EFFECT_SIGNALLED, 0)); /* new rules move nobody */
    ck_assert_int_eq(revops_lead_verify(next, p.record, 1), REVOPS_OK);
    q = p;
    revops_event event = {.at_ms = day(3), .kind = E_USED, .value = REVOPS_MISSING};
    ck_assert_int_eq(revops_engine_apply(next, NULL, p.record, &event, p.mode, REVOPS_EFFECTS_ALL, p.effects,
                                         ROOM, &p.count),
                     REVOPS_OK);
    ck_assert_int_eq(told(&p, REVOPS_EFFECT_SIGNALLED, 0) != NULL, _i == 0);
    /* of another window nothing was counted; all else stays, by name */
    changed[C_DAYS - 1].window = 8;
    const revops_engine *foreign = build(&other);
    ck_assert_int_eq(revops_lead_rebase(next, foreign, NULL, p.record, day(4), REVOPS_EFFECTS_ALL, q.record,
                                        q.effects, ROOM, &q.count),
                     REVOPS_OK);
    ck_assert_int_eq(revops_lead_verify(foreign, q.record, 1), REVOPS_OK);
    ck_assert_int_eq(told(&q, REVOPS_EFFECT_REMOVED, 0) != NULL, _i == 0);
    ck_assert_int_eq(revops_lead_signals(foreign, q.record, &signals), REVOPS_OK);
    ck_assert_uint_eq(signals.criteria, CRITERION(C_ACTIVATED));
    ck_assert_uint_eq(signals.latest, _i == 0 ? G_PQL : 0);
    free((void *)(uintptr_t)next);
    free((void *)(uintptr_t)foreign);
}
END_TEST

/* Whatever a byte of the section is: refused, or a record with which calls are safe [C53]. */
START_TEST(test_C53_each_byte_of_use_damaged_is_refused_or_legal)
{
    static play p, q;
    size_t refused = 0, size = revops_lead_size(used);
    begin(&p, REVOPS_ENGINE_ENFORCE);
    qualifies(&p, 0);
    for (size_t at = 0; at < size; at++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            q = p;
            q.record[at] ^= (unsigned char)(1u << bit);
            if (revops_lead_verify(used, q.record, 1) != REVOPS_OK) {
                refused++;
                continue;
            }
            revops_event event = {.at_ms = day(20), .kind = E_USED, .value = REVOPS_MISSING};
            (void)!revops_engine_apply(used, NULL, q.record, &event, q.mode, REVOPS_EFFECTS_ALL, q.effects,
                                       ROOM, &q.count);
        }
    }
    ck_assert_uint_gt(refused, 0);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("engine-usage");
    TCase *tcase = tcase_create("lead");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, test_PQ5_names_are_those_of_the_policy);
    tcase_add_test(tcase, test_PQ5_SEM10_a_signal_is_told_with_its_criteria_and_makes_its_move);
    tcase_add_test(tcase, test_PQ7_not_again_within_its_time);
    tcase_add_test(tcase, test_PQ7_SEM18_what_sales_works_is_held_back_and_stays_due);
    tcase_add_test(tcase, test_SEM14_use_and_signing_up_are_intent_of_a_closed_lead);
    tcase_add_test(tcase, test_SEM16_a_rise_arms_anew_and_time_tells_nothing);
    tcase_add_test(tcase, test_PQ10_attributes_inside_combinations_once);
    tcase_add_test(tcase, test_PQ11_only_events_of_such_a_value_count);
    tcase_add_test(tcase, test_SEM10_where_moves_are_told_a_signal_would_move_and_the_log_moves_later);
    tcase_add_test(tcase, test_PQ3_dates_are_those_of_the_zone);
    tcase_add_test(tcase, test_SEM23_use_adds_when_leads_merge);
    tcase_add_loop_test(tcase, test_LC28_SEM29_thresholds_may_change_under_a_record_and_windows_begin_anew, 0,
                        2);
    tcase_add_test(tcase, test_C53_each_byte_of_use_damaged_is_refused_or_legal);
    suite_add_tcase(suite, tcase);
    return suite;
}
