/* SPDX-License-Identifier: MIT */
/* Rules: LC2, LC3, LC4, LC5, LC9, LC10, LC11, LC12, LC15, SL1, SL2, SL3, SL4, SL9. Events move leads and clocks. */
#include "builtin-fixtures.h"

/* ---- clocks: verdicts at the deadline's instant, whenever noticed (SL1–SL4) */

/* One clock's run: started at day 1, 09:00, its deadline, and the event that meets it. */
static const struct {
    const char *name;
    revops_builtin_event_kind cause; /* of the MQL */
    int is_accepted;                 /* the clock starts with the acceptance */
    int64_t target_ms, warning_ms;
    revops_builtin_event_kind meets;
    int times;
} clocks[] = {
    {"routing", REVOPS_BUILTIN_EVENT_DEMO_REQUESTED, 0, 5 * REVOPS_MINUTE_MS, 4 * REVOPS_MINUTE_MS,
     REVOPS_BUILTIN_EVENT_ASSIGNED, 1}, /* SL1 */
    {"first contact", REVOPS_BUILTIN_EVENT_DEMO_REQUESTED, 0, 4 * REVOPS_HOUR_MS, 192 * REVOPS_MINUTE_MS,
     REVOPS_BUILTIN_EVENT_CALLED, 1}, /* SL2, high intent */
    {"first contact", REVOPS_BUILTIN_EVENT_CONTACT_REQUESTED, 0, 4 * REVOPS_HOUR_MS, 192 * REVOPS_MINUTE_MS,
     REVOPS_BUILTIN_EVENT_EMAILED, 1},
    {"first contact", REVOPS_BUILTIN_EVENT_PRICING_VISITED, 0, 24 * REVOPS_HOUR_MS, 1152 * REVOPS_MINUTE_MS,
     REVOPS_BUILTIN_EVENT_MESSAGED, 1}, /* SL2, standard */
    {"first contact", REVOPS_BUILTIN_EVENT_CONTENT_DOWNLOADED, 0, 24 * REVOPS_HOUR_MS,
     1152 * REVOPS_MINUTE_MS, REVOPS_BUILTIN_EVENT_CONTACTED, 1},
    {"touches", REVOPS_BUILTIN_EVENT_DEMO_REQUESTED, 1, 14 * REVOPS_DAY_MS, 268 * REVOPS_HOUR_MS + 2880000,
     REVOPS_BUILTIN_EVENT_EMAILED, 6}, /* SL3 */
    {"disposition", REVOPS_BUILTIN_EVENT_DEMO_REQUESTED, 1, 14 * REVOPS_DAY_MS,
     268 * REVOPS_HOUR_MS + 2880000, REVOPS_BUILTIN_EVENT_QUALIFIED, 1}, /* SL4 */
};

static uint32_t clock_number(const char *name)
{
    uint32_t clock = 0;
    while (strcmp(revops_builtin_clock_name(engine, clock), name) != 0) {
        ck_assert_uint_lt(++clock, REVOPS_BUILTIN_CLOCKS_MAX);
    }
    return clock;
}

/* The effects of one clock in a call. */
static size_t of_clock(uint32_t clock, const revops_builtin_effect *effects, size_t count,
                       revops_builtin_effect *out)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        ck_assert(i == 0 || effects[i].at_ms >= effects[i - 1].at_ms); /* in order of time */
        if (effects[i].kind > REVOPS_BUILTIN_EFFECT_CLOCK && effects[i].clock == clock) {
            out[found++] = effects[i];
        }
    }
    return found;
}

static void check_effect(const revops_builtin_effect *effect, revops_sla_effect_kind kind, int64_t at_ms,
                         int64_t due_ms, revops_builtin_event_kind cause)
{
    ck_assert_uint_eq(effect->kind, REVOPS_BUILTIN_EFFECT_CLOCK + kind);
    ck_assert_int_eq(effect->at_ms, at_ms);
    ck_assert_int_eq(effect->value, due_ms);
    ck_assert_uint_eq(effect->event, cause);
}

START_TEST(test_SL1_to_SL4_verdicts_fall_at_the_deadline)
{
    uint32_t clock = clock_number(clocks[_i].name);
    /* Met this long after the deadline; noticed by the meeting event or by advancing at many moments before. */
    static const int64_t delays[] = {-1, 0, 1, 1000, 40 * REVOPS_DAY_MS};
    for (int delay = 0; delay < ROWS(delays); delay++) {
        for (int steps = 0; steps <= 7; steps++) {
            int64_t start_ms = at(1, 9, 0);
            revops_builtin_lead lead = {0};
            revops_builtin_effect effects[REVOPS_BUILTIN_EFFECTS_MAX], mine[REVOPS_BUILTIN_EFFECTS_MAX * 8];
            size_t count, found = 0;
            (void)apply(&lead, event(start_ms - clocks[_i].is_accepted, clocks[_i].cause));
            if (clocks[_i].is_accepted) {
                (void)apply(&lead, event(start_ms, REVOPS_BUILTIN_EVENT_ACCEPTED));
                (void)apply(&lead, with_value(start_ms, REVOPS_BUILTIN_EVENT_CONFIRMED,
                                              BANT | REVOPS_LIFECYCLE_ITEM_CONTACT));
            }
            int64_t due_ms = start_ms + clocks[_i].target_ms, met_ms = due_ms + delays[delay];
            ck_assert_int_eq(lead.clocks[clock].started_ms, start_ms);
            for (int i = 1; i < clocks[_i].times; i++) {
                (void)apply(&lead, event(start_ms + i, clocks[_i].meets));
            }
            for (int step = 1; step <= steps; step++) {
                int64_t now_ms = start_ms + 10 + (met_ms - start_ms - 10) / steps * step;
                ck_assert_int_eq(revops_builtin_advance(engine, &lead, now_ms, effects,
                                                        REVOPS_BUILTIN_EFFECTS_MAX, &count),
                                 REVOPS_OK);
                found += of_clock(clock, effects, count, mine + found);
            }
            revops_builtin_event meets = event(met_ms, clocks[_i].meets);
            ck_assert_int_eq(
                revops_builtin_apply(engine, &lead, &meets, effects, REVOPS_BUILTIN_EFFECTS_MAX, &count),
                REVOPS_OK);
            found += of_clock(clock, effects, count, mine + found);
            int is_late = delays[delay] > 0;
            ck_assert_uint_eq(found, is_late ? 3 : 2);
            check_effect(&mine[0], REVOPS_SLA_EFFECT_WARNED, start_ms + clocks[_i].warning_ms, due_ms,
                         REVOPS_BUILTIN_EVENT_NONE);
            if (is_late) {
                check_effect(&mine[1], REVOPS_SLA_EFFECT_BREACHED, due_ms, due_ms, REVOPS_BUILTIN_EVENT_NONE);
            }
            check_effect(&mine[found - 1], is_late ? REVOPS_SLA_EFFECT_MET_LATE : REVOPS_SLA_EFFECT_MET,
                         met_ms, due_ms, clocks[_i].meets);
        }
    }
}
END_TEST

START_TEST(test_SL9_a_paused_disposition_waits_for_the_customer)
{
    revops_builtin_lead lead = accepted_at(at(1, 9, 0) - 1); /* accepted at 9:00 */
    ck_assert_uint_eq(lead.clocks[clock_number("routing")].state, REVOPS_SLA_MET);
    revops_builtin_event assigned = event(at(1, 9, 1), REVOPS_BUILTIN_EVENT_ASSIGNED);
    assigned.actor = 7;
    ck_assert_str_eq(apply(&lead, assigned), "1 09:01 assigned to 7");
    ck_assert_str_eq(apply(&lead, event(at(1, 9, 2), REVOPS_BUILTIN_EVENT_CALLED)),
                     "1 09:02 first contact in time, was due 2026-03-02 12:59:59.999");
    ck_assert_str_eq(apply(&lead, event(at(3, 9, 0), REVOPS_BUILTIN_EVENT_PAUSED)),
                     "3 09:00 disposition stands still");
    ck_assert_str_eq(
        apply(&lead, event(at(13, 9, 0), REVOPS_BUILTIN_EVENT_RESUMED)),
        "12 13:48 touches soon due, 2026-03-16 09:00; 13 09:00 disposition runs on, due 2026-03-26 "
        "09:00");
    ck_assert_str_eq(
        apply(&lead,
              with_reason(at(20, 9, 0), REVOPS_BUILTIN_EVENT_DISQUALIFIED, REVOPS_LIFECYCLE_REASON_NO_NEED)),
        "15 09:00 touches missed, was due 2026-03-16 09:00; 20 09:00 became DISQUALIFIED: disqualified, "
        "reason no "
        "need; 20 09:00 touches called off; 20 09:00 disposition in time, was due 2026-03-26 09:00");
    ck_assert_int_eq(revops_builtin_next_wakeup(engine, &lead), REVOPS_TIME_NONE);
}
END_TEST

/* ---- the rules of the lifecycle, by way of events */

START_TEST(test_LC2_an_mql_needs_fit_and_intent)
{
    /* grade of fit (0 not graded) × event: whether the lead becomes an MQL */
    static const struct {
        revops_builtin_event_kind kind;
        int engagement;
    } behaviours[] = {{REVOPS_BUILTIN_EVENT_DEMO_REQUESTED, 1},
                      {REVOPS_BUILTIN_EVENT_CONTACT_REQUESTED, 1},
                      {REVOPS_BUILTIN_EVENT_PRICING_VISITED, 2},
                      {REVOPS_BUILTIN_EVENT_TRIAL_STARTED, 2},
                      {REVOPS_BUILTIN_EVENT_CONTENT_DOWNLOADED, 3},
                      {REVOPS_BUILTIN_EVENT_WEBINAR_ATTENDED, 3},
                      {REVOPS_BUILTIN_EVENT_EMAIL_CLICKED, 4},
                      {REVOPS_BUILTIN_EVENT_PRODUCT_USED, 0},
                      {REVOPS_BUILTIN_EVENT_CREATED, 0},
                      {REVOPS_BUILTIN_EVENT_SIGNED_UP, 0}};
    for (int fit = 0; fit <= 4; fit++) {
        for (int i = 0; i < ROWS(behaviours); i++) {
            int engagement = behaviours[i].engagement;
            int is_mql = fit <= 2 && engagement >= 1 && engagement <= 3;
            for (int fit_first = 0; fit_first < 2; fit_first++) {
                revops_builtin_lead lead = {0};
                for (int turn = 0; turn < 2; turn++) {
                    if (turn != fit_first) {
                        (void)apply(&lead, event(at(1, 9, turn), behaviours[i].kind));
                    } else if (fit) {
                        (void)apply(&lead, with_value(at(1, 9, turn), REVOPS_BUILTIN_EVENT_FIT_GRADED, fit));
                    }
                }
                /* A lead that nobody graded counts as B, so a grade that comes later doesn't undo the MQL. */
                int early = fit_first && engagement >= 1 && engagement <= 3;
                ck_assert_uint_eq(lead.lifecycle.stage,
                                  is_mql || early ? REVOPS_LIFECYCLE_STAGE_MQL : REVOPS_LIFECYCLE_STAGE_LEAD);
                ck_assert_uint_eq(lead.engagement, (unsigned)engagement);
                ck_assert_uint_eq(lead.fit, (unsigned)fit);
            }
        }
    }
}
END_TEST

START_TEST(test_LC2_words_say_what_made_an_mql)
{
    revops_builtin_lead lead = {0};
    ck_assert_str_eq(apply(&lead, event(at(1, 9, 0), REVOPS_BUILTIN_EVENT_EMAIL_CLICKED)), "");
    ck_assert_str_eq(apply(&lead, with_value(at(1, 9, 1), REVOPS_BUILTIN_EVENT_FIT_GRADED, 3)), "");
    ck_assert_str_eq(apply(&lead, event(at(1, 9, 2), REVOPS_BUILTIN_EVENT_PRICING_VISITED)), "");
    ck_assert_str_eq(
        apply(&lead, with_value(at(1, 9, 3), REVOPS_BUILTIN_EVENT_FIT_GRADED, 1)),
        "1 09:03 became MQL: fit A, engagement 2, fit graded; 1 09:03 routing due 2026-03-02 09:08; "
        "1 09:03 first contact due 2026-03-03 09:03");
    revops_builtin_lead other = {0};
    ck_assert_str_eq(
        apply(&other, event(at(1, 9, 0), REVOPS_BUILTIN_EVENT_DEMO_REQUESTED)),
        "1 09:00 became MQL: fit B, engagement 1, demo requested (fit assumed); 1 09:00 routing due "
        "2026-03-02 09:05; 1 09:00 first contact due 2026-03-02 13:00");
    revops_builtin_lead vouched = {0};
    ck_assert_str_eq(
        apply(&vouched, event(at(1, 9, 0), REVOPS_BUILTIN_EVENT_MQL)),
        "1 09:00 became MQL: fit B, mql (fit assumed); 1 09:00 routing due 2026-03-02 09:05; 1 09:00 "
        "first contact due 2026-03-03 09:00");
}
END_TEST

START_TEST(test_LC3_no_event_accepts_by_itself)
{
    for (revops_builtin_event_kind kind = REVOPS_BUILTIN_EVENT_CREATED; kind <= REVOPS_BUILTIN_EVENT_RESUMED;
         kind++) {
        revops_builtin_lead lead = mql_at(at(1, 9, 0), REVOPS_BUILTIN_EVENT_DEMO_REQUESTED);
        revops_builtin_event what = event(at(1, 9, 1), kind);
        what.value = revops_builtin_event_value(kind) == REVOPS_BUILTIN_EVENT_VALUE_GRADE ? 1 : 0;
        revops_builtin_effect effects[REVOPS_BUILTIN_EFFECTS_MAX];
        size_t count;
        ck_assert_int_eq(
            revops_builtin_apply(engine, &lead, &what, effects, REVOPS_BUILTIN_EFFECTS_MAX, &count),
            REVOPS_OK);
        ck_assert((lead.lifecycle.stage == REVOPS_LIFECYCLE_STAGE_SAL) ==
                  (kind == REVOPS_BUILTIN_EVENT_ACCEPTED));
    }
}
END_TEST

START_TEST(test_LC4_LC5_LC15_refusals_in_words_change_no_stage)
{
    revops_builtin_lead lead = mql_at(at(1, 9, 0), REVOPS_BUILTIN_EVENT_DEMO_REQUESTED);
    ck_assert_str_eq(apply(&lead, event(at(1, 9, 1), REVOPS_BUILTIN_EVENT_REJECTED)),
                     "1 09:01 \"rejected\" refused in MQL: a reason must be given");
    ck_assert_str_eq(apply(&lead, with_reason(at(1, 9, 2), REVOPS_BUILTIN_EVENT_REJECTED,
                                              REVOPS_LIFECYCLE_REASON_WRONG_TIMING)),
                     "1 09:02 \"rejected\" refused in MQL: not for the reason \"wrong timing\"");
    ck_assert_str_eq(
        apply(&lead, with_value(at(1, 9, 3), REVOPS_BUILTIN_EVENT_QUALIFIED, REVOPS_LIFECYCLE_ITEM_NEED)),
        "1 09:03 \"qualified\" refused in MQL: missing contact, budget, authority, timeline");
    ck_assert_uint_eq(lead.lifecycle.stage, REVOPS_LIFECYCLE_STAGE_MQL);
    ck_assert_uint_eq(lead.lifecycle.items & REVOPS_LIFECYCLE_ITEM_NEED,
                      0); /* a refused event confirms nothing */
    (void)apply(&lead, event(at(1, 9, 4), REVOPS_BUILTIN_EVENT_CONTACTED));
    (void)apply(&lead,
                with_value(at(1, 9, 4), REVOPS_BUILTIN_EVENT_CONFIRMED, BANT & ~REVOPS_LIFECYCLE_ITEM_NEED));
    const char *story =
        apply(&lead, with_value(at(1, 9, 5), REVOPS_BUILTIN_EVENT_QUALIFIED, REVOPS_LIFECYCLE_ITEM_NEED));
    ck_assert_msg(strstr(story, "became SQL: qualified, inferred SAL"), "%s", story);
}
END_TEST

START_TEST(test_LC9_a_recycled_lead_is_due_at_its_instant)
{
    for (int delay = -1; delay <= 2; delay++) {
        revops_builtin_lead lead = mql_at(at(1, 9, 0), REVOPS_BUILTIN_EVENT_DEMO_REQUESTED);
        int64_t resume_ms = at(91, 9, 0);
        revops_builtin_event recycled =
            with_reason(at(1, 9, 1), REVOPS_BUILTIN_EVENT_RECYCLED, REVOPS_LIFECYCLE_REASON_WRONG_TIMING);
        recycled.value = resume_ms;
        ck_assert_str_eq(
            apply(&lead, recycled),
            "1 09:01 became RECYCLED: recycled, reason wrong timing; 1 09:01 routing called off; 1 "
            "09:01 first contact called off");
        ck_assert_uint_eq(lead.engagement, 0);
        ck_assert_int_eq(revops_builtin_next_wakeup(engine, &lead), resume_ms + 1);
        const char *told = "91 09:00 nurture ends: time to resume";
        ck_assert_str_eq(advance(&lead, resume_ms + delay), delay > 0 ? told : "");
        ck_assert_str_eq(advance(&lead, resume_ms + 5), delay > 0 ? "" : told); /* once */
        ck_assert_int_eq(revops_builtin_next_wakeup(engine, &lead), REVOPS_TIME_NONE);
        /* It needs intent of its own: the fit is kept, the cycle counts. */
        ck_assert_str_eq(apply(&lead, with_value(at(92, 9, 0), REVOPS_BUILTIN_EVENT_FIT_GRADED, 1)), "");
        ck_assert_str_eq(apply(&lead, event(at(93, 9, 0), REVOPS_BUILTIN_EVENT_WEBINAR_ATTENDED)),
                         "93 09:00 became MQL: fit A, engagement 3, webinar attended; 93 09:00 routing due "
                         "2026-06-02 09:05; 93 09:00 first contact due 2026-06-03 09:00");
        ck_assert_uint_eq(lead.lifecycle.cycle, 2);
        ck_assert_uint_eq(lead.lifecycle.count[REVOPS_LIFECYCLE_STAGE_MQL], 2);
        ck_assert_int_eq(lead.lifecycle.dates[REVOPS_LIFECYCLE_STAGE_MQL].first_ms, at(1, 9, 0));
        ck_assert_int_eq(lead.lifecycle.dates[REVOPS_LIFECYCLE_STAGE_MQL].latest_ms, at(93, 9, 0));
    }
}
END_TEST

START_TEST(test_LC9_the_end_of_nurture_is_told_by_the_next_event_too)
{
    revops_builtin_lead lead = mql_at(at(1, 9, 0), REVOPS_BUILTIN_EVENT_DEMO_REQUESTED);
    revops_builtin_event recycled =
        with_reason(at(1, 9, 1), REVOPS_BUILTIN_EVENT_RECYCLED, REVOPS_LIFECYCLE_REASON_NO_BUDGET);
    recycled.value = at(31, 9, 0);
    (void)apply(&lead, recycled);
    ck_assert_str_eq(apply(&lead, event(at(41, 9, 0), REVOPS_BUILTIN_EVENT_EMAIL_CLICKED)),
                     "31 09:00 nurture ends: time to resume");
    ck_assert_str_eq(apply(&lead, event(at(42, 9, 0), REVOPS_BUILTIN_EVENT_EMAIL_CLICKED)), "");
}
END_TEST

START_TEST(test_LC10_unreachable_needs_six_touches_over_two_weeks)
{
    revops_builtin_lead lead = accepted_at(at(1, 9, 0));
    revops_builtin_event gone =
        with_reason(at(1, 10, 0), REVOPS_BUILTIN_EVENT_DISQUALIFIED, REVOPS_LIFECYCLE_REASON_UNREACHABLE);
    const char *story = apply(&lead, gone);
    ck_assert_msg(strstr(story, "\"disqualified\" refused in SAL: too early for \"unreachable\", missing 6 "
                                "touches and 14 d since"),
                  "%s", story);
    static const revops_builtin_event_kind touches[] = {
        REVOPS_BUILTIN_EVENT_CALLED,    REVOPS_BUILTIN_EVENT_EMAILED, REVOPS_BUILTIN_EVENT_MESSAGED,
        REVOPS_BUILTIN_EVENT_CONTACTED, REVOPS_BUILTIN_EVENT_CALLED,  REVOPS_BUILTIN_EVENT_EMAILED};
    for (int i = 0; i < ROWS(touches); i++) {
        (void)apply(&lead, event(at(2 + i, 9, 0), touches[i]));
    }
    ck_assert_uint_eq(lead.lifecycle.touches, 6);
    gone.at_ms = at(16, 9, 0) - 1;
    story = apply(&lead, gone);
    ck_assert_msg(strstr(story, "too early for \"unreachable\", missing 1 ms since the first touch"), "%s",
                  story);
    ck_assert_uint_eq(lead.lifecycle.stage, REVOPS_LIFECYCLE_STAGE_SAL);
    gone.at_ms = at(16, 9, 0);
    story = apply(&lead, gone);
    ck_assert_msg(strstr(story, "became DISQUALIFIED: disqualified, reason unreachable"), "%s", story);
}
END_TEST

START_TEST(test_LC11_a_purchase_wins_from_everywhere)
{
    for (uint32_t step = 0; step < REVOPS_LIFECYCLE_STAGES_MAX; step++) {
        revops_builtin_lead lead;
        revops_lifecycle_stage_row row;
        ck_assert_int_eq(revops_builtin_lead_init(&lead, at(1, 9, 0)), REVOPS_OK);
        ck_assert_int_eq(revops_lifecycle_stage_at(revops_builtin_lifecycle(engine), step, &row), REVOPS_OK);
        if (step == REVOPS_LIFECYCLE_STAGE_OPPORTUNITY) {
            continue; /* a lead is in one of its steps */
        }
        lead.lifecycle.stage = (uint8_t)row.parent;
        lead.lifecycle.step = (uint8_t)step;
        const char *story = apply(&lead, with_value(at(1, 9, 1), REVOPS_BUILTIN_EVENT_PURCHASED, 4900));
        if (step == REVOPS_LIFECYCLE_STAGE_CLOSED_WON) {
            ck_assert_str_eq(story, "1 09:01 CLOSED_WON unchanged on \"purchased\"");
            ck_assert_int_eq(lead.amount, 0);
        } else {
            ck_assert_str_eq(story,
                             "1 09:01 became CLOSED_WON: purchased; 1 09:01 hand-off to customer success "
                             "starts");
            ck_assert_int_eq(lead.amount, 4900);
        }
    }
}
END_TEST

START_TEST(test_LC12_won_hands_over_and_may_be_reopened)
{
    revops_builtin_lead lead = accepted_at(at(1, 9, 0) - 1);
    (void)apply(&lead, with_value(at(1, 9, 1), REVOPS_BUILTIN_EVENT_CONFIRMED,
                                  BANT | DEAL | REVOPS_LIFECYCLE_ITEM_CONTACT));
    (void)apply(&lead, event(at(1, 9, 2), REVOPS_BUILTIN_EVENT_OPPORTUNITY_OPENED));
    ck_assert_uint_eq(lead.lifecycle.step, REVOPS_LIFECYCLE_STAGE_DISCOVERY);
    const char *story = apply(&lead, with_value(at(1, 9, 3), REVOPS_BUILTIN_EVENT_WON, 2500000));
    ck_assert_msg(strstr(story,
                         "1 09:03 became CLOSED_WON: won, inferred DEMO, PROPOSAL, NEGOTIATION; 1 09:03 "
                         "hand-off to customer success starts"),
                  "%s", story);
    ck_assert_int_eq(lead.amount, 2500000);
    ck_assert_str_eq(apply(&lead, event(at(2, 9, 0), REVOPS_BUILTIN_EVENT_REOPENED)),
                     "2 09:00 became LEAD: reopened");
    ck_assert_uint_eq(lead.lifecycle.cycle, 2);
    ck_assert_int_eq(lead.lifecycle.dates[REVOPS_LIFECYCLE_STAGE_CLOSED_WON].first_ms, at(1, 9, 3));
}
END_TEST

START_TEST(test_the_amount_of_the_latest_win_is_kept_however_many_there_are)
{
    revops_builtin_lead lead = {0};
    for (int win = 1; win <= 300; win++) {
        (void)apply(&lead, with_value(at(win, 9, 0), REVOPS_BUILTIN_EVENT_WON, win));
        ck_assert_int_eq(lead.amount, win);
        (void)apply(&lead, event(at(win, 10, 0), REVOPS_BUILTIN_EVENT_REOPENED));
    }
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("builtin");
    TCase *cases = tcase_create("builtin");
    tcase_add_checked_fixture(cases, set_up, NULL);
    tcase_set_timeout(cases, 60);
    tcase_add_loop_test(cases, test_SL1_to_SL4_verdicts_fall_at_the_deadline, 0, ROWS(clocks));
    tcase_add_test(cases, test_SL9_a_paused_disposition_waits_for_the_customer);
    tcase_add_test(cases, test_LC2_an_mql_needs_fit_and_intent);
    tcase_add_test(cases, test_LC2_words_say_what_made_an_mql);
    tcase_add_test(cases, test_LC3_no_event_accepts_by_itself);
    tcase_add_test(cases, test_LC4_LC5_LC15_refusals_in_words_change_no_stage);
    tcase_add_test(cases, test_LC9_a_recycled_lead_is_due_at_its_instant);
    tcase_add_test(cases, test_LC9_the_end_of_nurture_is_told_by_the_next_event_too);
    tcase_add_test(cases, test_LC10_unreachable_needs_six_touches_over_two_weeks);
    tcase_add_test(cases, test_LC11_a_purchase_wins_from_everywhere);
    tcase_add_test(cases, test_LC12_won_hands_over_and_may_be_reopened);
    tcase_add_test(cases, test_the_amount_of_the_latest_win_is_kept_however_many_there_are);
    suite_add_tcase(suite, cases);
    return suite;
}
