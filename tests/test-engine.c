/* SPDX-License-Identifier: MIT */
#include "test.h"

#include "engine-play.h"

START_TEST(test_SEM12_the_first_event_finds_the_lead_in_the_first_stage)
{
    static const struct {
        uint32_t kind;
        int64_t value;
        uint16_t flags;
    } firsts[] = {{E_CREATED, REVOPS_MISSING, 0},
                  {E_STAGE, S_LEAD, 0},
                  {E_STAGE, S_SAL, REVOPS_EFFECT_INFERRED},
                  {E_MQL, REVOPS_MISSING, REVOPS_EFFECT_INFERRED}};
    for (size_t i = 0; i < sizeof firsts / sizeof firsts[0]; i++) {
        play p = begin(REVOPS_ENGINE_RECORD);
        ck_assert_int_eq(apply(&p, (revops_event){.kind = firsts[i].kind, .value = firsts[i].value}),
                         REVOPS_OK);
        ck_assert_uint_eq(p.effects[0].kind, REVOPS_EFFECT_ENTERED);
        ck_assert_uint_eq(p.effects[0].stage, S_LEAD);
        ck_assert_uint_eq(p.effects[0].flags, firsts[i].flags);
    }
}
END_TEST

START_TEST(test_LC15_LC18_SEM8_a_refused_move_says_what_is_missing_and_a_recorded_one_is_taken)
{
    play p = begin(REVOPS_ENGINE_ENFORCE);
    happens(&p, E_CREATED);
    happens(&p, E_QUALIFIED); /* fit for MQL, contact comes with it, budget and need aren't there */
    const revops_effect *refused = told(&p, REVOPS_EFFECT_REFUSED);
    ck_assert_ptr_nonnull(refused);
    ck_assert_uint_eq(refused->why, REVOPS_EFFECT_ITEM_MISSING);
    ck_assert_uint_eq(refused->items, bit(I_FIT) | bit(I_BUDGET) | bit(I_NEED));
    ck_assert_uint_eq(place(&p), S_LEAD);
    ck_assert_uint_eq(state(&p).items, 0); /* nothing of a refused move [SEM11] */
    char text[200];
    revops_effect_text(sales, refused, text, sizeof text);
    ck_assert_str_eq(text, "refused SQL: missing fit, budget, need");

    play r = begin(REVOPS_ENGINE_RECORD);
    happens(&r, E_CREATED);
    happens(&r, E_QUALIFIED);
    ck_assert_uint_eq(place(&r), S_SQL);
    const revops_effect *deviation = told(&r, REVOPS_EFFECT_DEVIATION);
    ck_assert_ptr_nonnull(deviation);
    ck_assert_uint_eq(deviation->why, REVOPS_EFFECT_ITEM_MISSING | REVOPS_EFFECT_STAGE_SKIPPED);
    ck_assert_uint_eq(deviation->items, refused->items);
    ck_assert_uint_eq(deviation->stages, bit(S_MQL) | bit(S_SAL));
    ck_assert_uint_eq(state(&r).items, bit(I_CONTACT));
}
END_TEST

START_TEST(test_LC7_steps_are_left_by_their_criteria_and_passed_over_as_inferred)
{
    play p = begin(REVOPS_ENGINE_ENFORCE);
    happens(&p, E_CREATED);
    confirm(&p, bit(I_FIT) | bit(I_BUDGET) | bit(I_NEED));
    happens(&p, E_QUALIFIED);
    ck_assert_uint_eq(place(&p), S_SQL);
    happens(&p, E_OFFER); /* passes the demo: value must be seen */
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_REFUSED)->items, bit(I_DEMO));
    confirm(&p, bit(I_DEMO));
    happens(&p, E_OFFER);
    ck_assert_uint_eq(place(&p), S_OFFER);
    ck_assert_uint_eq(state(&p).stage, S_DEAL);
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_ENTERED)->stages, bit(S_DEMO));
    revops_lead_dates dates;
    ck_assert_int_eq(revops_lead_entered(sales, p.record, S_DEMO, &dates), REVOPS_OK);
    ck_assert(dates.first_inferred && !dates.reached && dates.first_ms == p.at_ms);
    ck_assert_int_eq(revops_lead_entered(sales, p.record, S_DEAL, &dates), REVOPS_OK);
    ck_assert(!dates.first_inferred && dates.reached);
    names(&p, S_DEAL); /* a stage with ordered steps is present at any of them */
    ck_assert_ptr_nonnull(told(&p, REVOPS_EFFECT_UNCHANGED));
}
END_TEST

/* LC19: events that name the stage reached */
START_TEST(test_LC19_a_named_stage_claims_what_only_its_move_proves)
{
    play p = begin(REVOPS_ENGINE_ENFORCE);
    happens(&p, E_CREATED);
    names(&p, S_WON); /* a signature is proof enough for what is passed over */
    ck_assert_uint_eq(place(&p), S_WON);
    ck_assert_uint_eq(state(&p).wins, 1);
    ck_assert_uint_eq(state(&p).items, 0); /* the claim isn't stored */
    ck_assert_int_eq(told(&p, REVOPS_EFFECT_WON)->value, REVOPS_MISSING);
}
END_TEST

START_TEST(test_SEM12_moves_back_by_name_and_by_trigger)
{
    play p = begin(REVOPS_ENGINE_ENFORCE);
    happens(&p, E_CREATED);
    confirm(&p, bit(I_FIT));
    happens(&p, E_ACCEPTED);
    names(&p, S_MQL);
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_REFUSED)->why, REVOPS_EFFECT_MOVED_BACK);
    happens(&p, E_MQL); /* where moves back are refused, no trigger has one */
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_REFUSED)->why, REVOPS_EFFECT_MOVED_BACK | REVOPS_EFFECT_NO_ROW);
    p.mode = REVOPS_ENGINE_RECORD;
    names(&p, S_MQL);
    ck_assert_uint_eq(place(&p), S_MQL);
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_DEVIATION)->why, REVOPS_EFFECT_MOVED_BACK);
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_ENTERED)->flags, REVOPS_EFFECT_BACK);
    ck_assert_uint_eq(state(&p).cycle, 1);
}
END_TEST

START_TEST(test_SEM9_a_verdict_is_history)
{
    play p = begin(REVOPS_ENGINE_ENFORCE);
    happens(&p, E_CREATED);
    ck_assert_int_eq(
        apply(&p, (revops_event){.kind = E_MQL, .value = REVOPS_MISSING, .verdict = REVOPS_EVENT_TAKEN}),
        REVOPS_OK);
    ck_assert_uint_eq(place(&p), S_MQL);
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_DEVIATION)->why, REVOPS_EFFECT_ITEM_MISSING);
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_ACCEPTED,
                                              .value = REVOPS_MISSING,
                                              .verdict = REVOPS_EVENT_REFUSED,
                                              .actor = 4}),
                     REVOPS_OK);
    ck_assert_uint_eq(place(&p), S_MQL);
    ck_assert_uint_eq(state(&p).owner, 0);
    ck_assert(told(&p, REVOPS_EFFECT_REFUSED)->why & REVOPS_EFFECT_REFUSED_BEFORE);
}
END_TEST

START_TEST(test_SEM11_C36_facts_of_a_refused_move_do_not_count_but_attributes_do)
{
    play p = begin(REVOPS_ENGINE_ENFORCE);
    ck_assert_int_eq(
        apply(&p, (revops_event){.kind = E_ACCEPTED, .value = REVOPS_MISSING, .actor = 9, .source = 3}),
        REVOPS_OK);
    ck_assert_uint_eq(state(&p).owner, 0);
    ck_assert_uint_eq(state(&p).source, 3);
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_COMPANY, .value = 250}), REVOPS_OK);
    int64_t employees;
    ck_assert_int_eq(revops_lead_attribute(sales, p.record, 1, &employees), REVOPS_OK);
    ck_assert_int_eq(employees, 250);
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_COMPANY, .value = REVOPS_MISSING}), REVOPS_OK);
    ck_assert_int_eq(revops_lead_attribute(sales, p.record, 1, &employees), REVOPS_OK);
    ck_assert_int_eq(employees, REVOPS_MISSING);
    happens(&p, E_STAGE); /* an empty stage is refused here */
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_REFUSED)->why, REVOPS_EFFECT_VALUE_MISSING);
}
END_TEST

START_TEST(test_SEM17_effects_carry_the_owner_before_the_event)
{
    play p = begin(REVOPS_ENGINE_RECORD);
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_ASSIGNED, .value = REVOPS_MISSING, .actor = 5}),
                     REVOPS_OK);
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_OWNER)->owner, 5);
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_ACCEPTED, .value = REVOPS_MISSING, .actor = 6}),
                     REVOPS_OK);
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_ENTERED)->owner, 5);
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_OWNER)->owner, 6);
    ck_assert_int_eq(told(&p, REVOPS_EFFECT_OWNER)->value, 5);
}
END_TEST

START_TEST(test_C17_C18_LC23_wins_add_up_over_cycles_and_belong_to_someone)
{
    play p = begin(REVOPS_ENGINE_RECORD);
    happens(&p, E_CREATED);
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_WON, .value = 100, .actor = 8}), REVOPS_OK);
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_WON)->owner, 8);
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_WON, .value = 7}), REVOPS_OK); /* a further one */
    ck_assert_ptr_nonnull(told(&p, REVOPS_EFFECT_UNCHANGED));
    ck_assert_int_eq(told(&p, REVOPS_EFFECT_WON)->value, 7);
    names(&p, S_WON); /* by name nothing changes */
    ck_assert_ptr_null(told(&p, REVOPS_EFFECT_WON));
    happens(&p, E_REOPENED);
    ck_assert_uint_eq(state(&p).cycle, 2);
    ck_assert(told(&p, REVOPS_EFFECT_ENTERED)->flags & REVOPS_EFFECT_NEW_CYCLE);
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_WON, .value = 5}), REVOPS_OK);
    ck_assert_uint_eq(state(&p).wins, 3);
    ck_assert_int_eq(state(&p).won_amount, 112);
    ck_assert_int_eq(state(&p).won_latest, 5);
}
END_TEST

START_TEST(test_LC23_items_given_while_closed_belong_to_the_next_cycle)
{
    play p = begin(REVOPS_ENGINE_ENFORCE);
    happens(&p, E_CREATED);
    confirm(&p, bit(I_FIT) | bit(I_NEED));
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_OUT, .value = REVOPS_MISSING, .reason = R_SIZE}),
                     REVOPS_OK);
    ck_assert_uint_eq(place(&p), S_OUT);
    confirm(&p, bit(I_BUDGET));
    happens(&p, E_REOPENED);
    ck_assert_uint_eq(state(&p).items, bit(I_FIT) | bit(I_BUDGET)); /* fit lasts, need doesn't */
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_WITHDRAWN, .value = (int64_t)bit(I_FIT)}), REVOPS_OK);
    ck_assert_uint_eq(state(&p).items, bit(I_BUDGET));
}
END_TEST

START_TEST(test_LC4_LC9_LC27_reasons_need_what_they_need)
{
    play p = begin(REVOPS_ENGINE_ENFORCE);
    happens(&p, E_CREATED);
    happens(&p, E_OUT);
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_REFUSED)->why, REVOPS_EFFECT_REASON_MISSING);
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_RECYCLED, .value = 1, .reason = R_PRICE}), REVOPS_OK);
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_REFUSED)->why,
                      REVOPS_EFFECT_REASON_MISSING | REVOPS_EFFECT_RESUME_MISSING);
    int64_t resume_ms = T0 + 90 * REVOPS_DAY_MS;
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_RECYCLED, .value = resume_ms, .reason = R_TIMING}),
                     REVOPS_OK);
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_REFUSED)->items, bit(I_NEED)); /* wrong timing needs a need */
    confirm(&p, bit(I_NEED));
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_RECYCLED, .value = resume_ms, .reason = R_TIMING}),
                     REVOPS_OK);
    ck_assert_uint_eq(place(&p), S_NURTURE);
    ck_assert_int_eq(state(&p).resume_ms, resume_ms);
    ck_assert_int_eq(revops_lead_next_wakeup(sales, p.record), resume_ms + 1);
    /* entered again: put off */
    ck_assert_int_eq(
        apply(&p, (revops_event){.kind = E_RECYCLED, .value = resume_ms + 5, .reason = R_TIMING}), REVOPS_OK);
    ck_assert_ptr_nonnull(told(&p, REVOPS_EFFECT_ENTERED));
    ck_assert_int_eq(state(&p).resume_ms, resume_ms + 5);
    p.mode = REVOPS_ENGINE_RECORD;
    happens(&p, E_OUT);
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_DEVIATION)->why, REVOPS_EFFECT_REASON_MISSING);
    ck_assert_uint_eq(state(&p).reason, 0);
}
END_TEST

START_TEST(test_LC10_LC25_C24_unreachable_needs_touches_over_time)
{
    play p = begin(REVOPS_ENGINE_ENFORCE);
    happens(&p, E_CREATED);
    for (int i = 0; i < 6; i++) { /* a millisecond apart: one touch */
        ck_assert_int_eq(apply(&p, (revops_event){.kind = E_CALL,
                                                  .at_ms = T0 + 2 * REVOPS_HOUR_MS + i,
                                                  .value = REVOPS_MISSING,
                                                  .id = 1u + (uint64_t)i}),
                         REVOPS_OK);
    }
    ck_assert_uint_eq(state(&p).touches, 1);
    p.at_ms = T0 + 2 * REVOPS_HOUR_MS;
    const revops_event out = {.kind = E_OUT, .value = REVOPS_MISSING, .reason = R_UNREACHABLE};
    ck_assert_int_eq(apply(&p, out), REVOPS_OK);
    const revops_effect *refused = told(&p, REVOPS_EFFECT_REFUSED);
    ck_assert_uint_eq(refused->why, REVOPS_EFFECT_TOO_FEW_TOUCHES);
    ck_assert_uint_eq(refused->missing_touches, 5);
    ck_assert_int_eq(refused->span_ms, 14 * REVOPS_DAY_MS - REVOPS_HOUR_MS);
    for (int i = 0; i < 5; i++) {
        happens(&p, E_MAIL);
    }
    revops_event at_last = out;
    at_last.at_ms = T0 + 2 * REVOPS_HOUR_MS + 14 * REVOPS_DAY_MS;
    play talked = p;
    ck_assert_int_eq(apply(&p, at_last), REVOPS_OK);
    ck_assert_uint_eq(place(&p), S_OUT);
    happens(&talked, E_TALK); /* a conversation: never unreachable */
    ck_assert_int_eq(apply(&talked, at_last), REVOPS_OK);
    ck_assert_uint_eq(place(&talked), S_LEAD);
}
END_TEST

START_TEST(test_SEM12_what_no_row_allows)
{
    play p = begin(REVOPS_ENGINE_RECORD);
    happens(&p, E_CREATED);
    happens(&p, E_REOPENED); /* from an open stage: to its only target, where the lead stands */
    ck_assert_ptr_nonnull(told(&p, REVOPS_EFFECT_UNCHANGED));
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_LOST, .value = REVOPS_MISSING, .reason = R_PRICE}),
                     REVOPS_OK);
    ck_assert_uint_eq(place(&p), S_LOST);
    ck_assert(told(&p, REVOPS_EFFECT_DEVIATION)->why & REVOPS_EFFECT_NO_ROW);
    names(&p, S_SQL); /* from a closed one into a new cycle: no move leads there */
    ck_assert_uint_eq(state(&p).cycle, 2);
    ck_assert(told(&p, REVOPS_EFFECT_DEVIATION)->why & REVOPS_EFFECT_NO_ROW);
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_OUT, .value = REVOPS_MISSING, .reason = R_SIZE}),
                     REVOPS_OK);
    names(&p, S_LEAD); /* there one leads */
    ck_assert_uint_eq(state(&p).cycle, 3);
    ck_assert_ptr_null(told(&p, REVOPS_EFFECT_DEVIATION));
    play q = begin(REVOPS_ENGINE_ENFORCE);
    happens(&q, E_CREATED);
    ck_assert_int_eq(apply(&q, (revops_event){.kind = E_LOST, .value = REVOPS_MISSING, .reason = R_PRICE}),
                     REVOPS_OK);
    ck_assert(told(&q, REVOPS_EFFECT_REFUSED)->why & REVOPS_EFFECT_NO_ROW);
}
END_TEST

START_TEST(test_SEM13_an_inferred_date_stays_until_observed_in_the_same_cycle)
{
    play p = begin(REVOPS_ENGINE_RECORD);
    happens(&p, E_CREATED);
    names(&p, S_SAL);
    revops_lead_dates dates;
    int64_t skipped_ms = p.at_ms;
    ck_assert_int_eq(revops_lead_entered(sales, p.record, S_MQL, &dates), REVOPS_OK);
    ck_assert(dates.first_ms == skipped_ms && dates.first_inferred);
    names(&p, S_LEAD);
    names(&p, S_SAL); /* passed over again */
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_DEVIATION)->stages, bit(S_MQL));
    ck_assert_int_eq(revops_lead_entered(sales, p.record, S_MQL, &dates), REVOPS_OK);
    ck_assert_int_eq(dates.latest_ms, skipped_ms);
    names(&p, S_MQL);
    ck_assert_int_eq(revops_lead_entered(sales, p.record, S_MQL, &dates), REVOPS_OK);
    ck_assert(!dates.first_inferred && dates.first_ms == p.at_ms);
}
END_TEST

/* Four touches around midnight of UTC, which is one date in Berlin and two in UTC; days that have to go on end at the same time
   of day, an hour earlier where the clocks change. */
START_TEST(test_LC25_dates_of_touches_are_those_of_a_zone)
{
    enum { FRIDAY = 20539 }; /* 2026-03-27; the clocks change on Sunday */
    static const revops_policy_zone zones[] = {{.name = "Berlin", .rule = "CET-1CEST,M3.5.0,M10.5.0/3"}};
    static const revops_policy_calendar calendars[] = {
        {.name = "desk", .zone = 1, .flags = REVOPS_POLICY_ALWAYS_OPEN},
        {.name = "UTC", .flags = REVOPS_POLICY_ALWAYS_OPEN}};
    static const struct {
        uint32_t zone, calendar, days_missing;
        int64_t last_ms, span_ms;
    } rows[] = {
        {0, 0, 0, 3 * REVOPS_DAY_MS, REVOPS_HOUR_MS},
        {1, 0, 1, 3 * REVOPS_DAY_MS, 0},
        {0, 1, 1, 3 * REVOPS_DAY_MS - REVOPS_HOUR_MS, REVOPS_HOUR_MS},
        {1, 2, 0, 3 * REVOPS_DAY_MS, REVOPS_HOUR_MS},
    };
    revops_policy_params policy;
    sales_policy(&policy);
    POLICY_ROWS(&policy, zones, zone, zones);
    POLICY_ROWS(&policy, calendars, calendar, calendars);
    policy.touch_at_least = 1;
    policy.touch_days = 2;
    policy.touch_over = 3;
    policy.touch_over_unit = REVOPS_CALENDAR_UNIT_DAYS;
    policy.zone = rows[_i].zone;
    policy.touch_calendar = rows[_i].calendar;
    play p = {.engine = engine_of(&policy), .mode = REVOPS_ENGINE_ENFORCE};
    ck_assert_ptr_nonnull(p.engine);
    ck_assert_int_eq(revops_lead_init(p.engine, p.record), REVOPS_OK);
    int64_t midnight_ms = FRIDAY * REVOPS_DAY_MS + 23 * REVOPS_HOUR_MS + REVOPS_HOUR_MS / 2;
    for (int64_t i = 0; i < 2; i++) {
        revops_event call = {
            .kind = E_CALL, .value = REVOPS_MISSING, .at_ms = midnight_ms + i * REVOPS_HOUR_MS};
        ck_assert_int_eq(apply(&p, call), REVOPS_OK);
    }
    revops_event drop = {.kind = E_OUT,
                         .value = REVOPS_MISSING,
                         .reason = R_UNREACHABLE,
                         .at_ms = midnight_ms + rows[_i].last_ms - REVOPS_HOUR_MS};
    ck_assert_int_eq(apply(&p, drop), REVOPS_OK);
    const revops_effect *refused = &p.effects[p.count - 1];
    ck_assert_uint_eq(refused->kind, REVOPS_EFFECT_REFUSED);
    ck_assert_uint_eq(refused->detail, rows[_i].days_missing);
    ck_assert_int_eq(refused->span_ms, rows[_i].span_ms);
    free((void *)(uintptr_t)p.engine);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("engine");
    TCase *tests = tcase_create("engine");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, test_SEM12_the_first_event_finds_the_lead_in_the_first_stage);
    tcase_add_test(tests,
                   test_LC15_LC18_SEM8_a_refused_move_says_what_is_missing_and_a_recorded_one_is_taken);
    tcase_add_test(tests, test_LC7_steps_are_left_by_their_criteria_and_passed_over_as_inferred);
    tcase_add_test(tests, test_LC19_a_named_stage_claims_what_only_its_move_proves);
    tcase_add_test(tests, test_SEM12_moves_back_by_name_and_by_trigger);
    tcase_add_test(tests, test_SEM9_a_verdict_is_history);
    tcase_add_test(tests, test_SEM11_C36_facts_of_a_refused_move_do_not_count_but_attributes_do);
    tcase_add_test(tests, test_SEM17_effects_carry_the_owner_before_the_event);
    tcase_add_test(tests, test_C17_C18_LC23_wins_add_up_over_cycles_and_belong_to_someone);
    tcase_add_test(tests, test_LC23_items_given_while_closed_belong_to_the_next_cycle);
    tcase_add_test(tests, test_LC4_LC9_LC27_reasons_need_what_they_need);
    tcase_add_test(tests, test_LC10_LC25_C24_unreachable_needs_touches_over_time);
    tcase_add_loop_test(tests, test_LC25_dates_of_touches_are_those_of_a_zone, 0, 4);
    tcase_add_test(tests, test_SEM12_what_no_row_allows);
    tcase_add_test(tests, test_SEM13_an_inferred_date_stays_until_observed_in_the_same_cycle);
    suite_add_tcase(suite, tests);
    return suite;
}
