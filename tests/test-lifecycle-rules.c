/* SPDX-License-Identifier: MIT */
/* Rules: LC3, LC5, LC6, LC7, LC8, LC9, LC10, LC11, LC16. */
#include "lifecycle-fixtures.h"

START_TEST(test_LC5_checklists_name_every_missing_item)
{
    static const struct {
        uint64_t checklist;
        const char *missing;
    } cases[] = {
        {REVOPS_LIFECYCLE_CHECKLIST_BANT, "contact, budget, authority, need, timeline"},
        {REVOPS_LIFECYCLE_CHECKLIST_MEDDIC,
         "contact, metrics, economic buyer, decision criteria, decision process, identify "
         "pain, champion"},
        {REVOPS_LIFECYCLE_CHECKLIST_CHAMP, "contact, authority, challenges, money, prioritization"},
        {REVOPS_LIFECYCLE_ITEM_NEED | REVOPS_LIFECYCLE_ITEM_CHAMPION, "contact, need, champion"},
    };
    for (int i = 0; i < ROWS(cases); i++) {
        revops_lifecycle_params params = defaults();
        params.qualification_items = cases[i].checklist;
        const revops_lifecycle *lifecycle = build(&params);
        revops_lifecycle_record record = record_in(lifecycle, REVOPS_LIFECYCLE_STAGE_SAL);
        revops_lifecycle_result result;
        ck_assert_int_eq(
            apply(lifecycle, &record, REVOPS_LIFECYCLE_TRIGGER_QUALIFIED, start_ms, 0, 0, &result),
            REVOPS_ERR_REFUSED);
        char text[256], expected[256];
        revops_lifecycle_result_text(lifecycle, &result, text, sizeof text);
        snprintf(expected, sizeof expected, "\"qualified\" refused in SAL: missing %s", cases[i].missing);
        ck_assert_str_eq(text, expected);
        ck_assert_int_eq(apply(lifecycle, &record, REVOPS_LIFECYCLE_TRIGGER_QUALIFIED, start_ms,
                               cases[i].checklist | REVOPS_LIFECYCLE_ITEM_CONTACT, 0, &result),
                         REVOPS_OK);
        ck_assert_uint_eq(record.stage, REVOPS_LIFECYCLE_STAGE_SQL);
    }
}
END_TEST

START_TEST(test_LC5_a_checklist_of_the_callers_own)
{
    static const char *const items[] = {"fit",     "intent",          "product qualified",
                                        "contact", "security review", "pilot"};
    static const revops_lifecycle_stage_row stages[] = {
        {"LEAD", "new", 4, 1, 0, 0}, {"SQL", "verified", 4, 2, 1, 0}, {"WON", "won", 3, 3, 2, 0}};
    static const char *const triggers[] = {"qualified", "won"};
    static const revops_lifecycle_transition rows[] = {
        {0, 1, 1, REVOPS_LIFECYCLE_TRANSITION_NEEDS_QUALIFICATION, 0, 0, 0}, {1, 3, 2, 0, 0, 0, 0}};
    revops_lifecycle_params params = {.struct_size = sizeof params,
                                      .qualification_items = 0x30,
                                      .stage_count = 3,
                                      .trigger_count = 2,
                                      .item_count = 6,
                                      .transition_count = 2,
                                      .stages = stages,
                                      .triggers = triggers,
                                      .items = items,
                                      .transitions = rows,
                                      .stage_row_size = sizeof stages[0],
                                      .transition_row_size = sizeof rows[0]};
    const revops_lifecycle *lifecycle = build(&params);
    revops_lifecycle_record record = record_from(0);
    revops_lifecycle_result result;
    ck_assert_int_eq(apply(lifecycle, &record, 0, 1, 0x20, 0, &result), REVOPS_ERR_REFUSED);
    char text[128];
    revops_lifecycle_result_text(lifecycle, &result, text, sizeof text);
    ck_assert_str_eq(text, "\"qualified\" refused in LEAD: missing security review");
    ck_assert_int_eq(apply(lifecycle, &record, 0, 1, 0x30, 0, &result), REVOPS_OK);
    ck_assert_int_eq(apply(lifecycle, &record, 1, 2, 0, 0, &result), REVOPS_OK);
    ck_assert_uint_eq(record.stage, 2);
}
END_TEST

START_TEST(test_LC6_LC7_a_deal_goes_on_when_its_step_is_done)
{
    static const struct {
        revops_lifecycle_stage from;
        uint32_t trigger;
        uint64_t items;
        revops_lifecycle_stage to;
        const char *refused;
    } cases[] = {
        {REVOPS_LIFECYCLE_STAGE_SQL, REVOPS_LIFECYCLE_TRIGGER_OPPORTUNITY_OPENED,
         REVOPS_LIFECYCLE_ITEM_DECISION_PROCESS | REVOPS_LIFECYCLE_ITEM_STAKEHOLDERS |
             REVOPS_LIFECYCLE_ITEM_TIMELINE,
         REVOPS_LIFECYCLE_STAGE_DISCOVERY,
         "\"opportunity opened\" refused in SQL: missing timeline, decision process, stakeholders"},
        {REVOPS_LIFECYCLE_STAGE_DISCOVERY, REVOPS_LIFECYCLE_TRIGGER_DEMO_HELD,
         REVOPS_LIFECYCLE_ITEM_NEXT_STEP, REVOPS_LIFECYCLE_STAGE_DEMO,
         "\"demo held\" refused in DISCOVERY: missing next step"},
        {REVOPS_LIFECYCLE_STAGE_DEMO, REVOPS_LIFECYCLE_TRIGGER_PROPOSAL_SENT,
         REVOPS_LIFECYCLE_ITEM_VALUE_SEEN, REVOPS_LIFECYCLE_STAGE_PROPOSAL,
         "\"proposal sent\" refused in DEMO: missing value seen"},
        {REVOPS_LIFECYCLE_STAGE_DISCOVERY, REVOPS_LIFECYCLE_TRIGGER_PROPOSAL_SENT,
         REVOPS_LIFECYCLE_ITEM_NEXT_STEP | REVOPS_LIFECYCLE_ITEM_VALUE_SEEN, REVOPS_LIFECYCLE_STAGE_PROPOSAL,
         "\"proposal sent\" refused in DISCOVERY: missing next step, value seen"},
        {REVOPS_LIFECYCLE_STAGE_PROPOSAL, REVOPS_LIFECYCLE_TRIGGER_NEGOTIATION_STARTED,
         REVOPS_LIFECYCLE_ITEM_TERMS_AGREED, REVOPS_LIFECYCLE_STAGE_NEGOTIATION,
         "\"negotiation started\" refused in PROPOSAL: missing terms agreed"},
        {REVOPS_LIFECYCLE_STAGE_NEGOTIATION, REVOPS_LIFECYCLE_TRIGGER_WON, REVOPS_LIFECYCLE_ITEM_SIGNATURE,
         REVOPS_LIFECYCLE_STAGE_CLOSED_WON, "\"won\" refused in NEGOTIATION: missing signature"},
    };
    const revops_lifecycle *lifecycle = built_in();
    for (int i = 0; i < ROWS(cases); i++) {
        revops_lifecycle_record record = record_in(lifecycle, cases[i].from);
        revops_lifecycle_result result;
        ck_assert_int_eq(apply(lifecycle, &record, cases[i].trigger, start_ms, 0, 0, &result),
                         REVOPS_ERR_REFUSED);
        char text[160];
        revops_lifecycle_result_text(lifecycle, &result, text, sizeof text);
        ck_assert_str_eq(text, cases[i].refused);
        for (uint64_t item = 1; item <= cases[i].items; item <<= 1) { /* each of them is needed */
            if (item & cases[i].items) {
                ck_assert_int_eq(
                    apply(lifecycle, &record, cases[i].trigger, start_ms, cases[i].items & ~item, 0, &result),
                    REVOPS_ERR_REFUSED);
                ck_assert_uint_eq(result.missing_items, item);
            }
        }
        ck_assert_int_eq(apply(lifecycle, &record, cases[i].trigger, start_ms, cases[i].items, 0, &result),
                         REVOPS_OK);
        ck_assert_uint_eq(record.step, cases[i].to);
    }
}
END_TEST

START_TEST(test_LC8_an_accepted_lead_ends_with_one_of_the_dispositions)
{
    static const char *const dispositions[] = {"not interested",   "no budget",    "wrong timing",
                                               "chose competitor", "no authority", "no need",
                                               "unreachable",      "other"};
    const revops_lifecycle *lifecycle = built_in();
    revops_lifecycle_result result;
    for (int i = -1; i < ROWS(dispositions); i++) {
        revops_lifecycle_record record = record_in(lifecycle, REVOPS_LIFECYCLE_STAGE_SAL);
        record.touches = 6; /* unreachable asks for them (LC10) */
        record.first_touch_ms = start_ms - 14 * (int64_t)DAY;
        uint32_t reason = 0;
        if (i >= 0) {
            ck_assert_int_eq(revops_lifecycle_find(lifecycle, REVOPS_LIFECYCLE_LIST_REASONS, dispositions[i],
                                                   strlen(dispositions[i]), &reason),
                             REVOPS_OK);
        }
        revops_status status =
            apply(lifecycle, &record, REVOPS_LIFECYCLE_TRIGGER_DISQUALIFIED, start_ms, 0, reason, &result);
        if (i < 0) {
            ck_assert_int_eq(status, REVOPS_ERR_REFUSED);
            ck_assert_uint_eq(result.refusal, REVOPS_LIFECYCLE_REFUSED_REASON);
        } else if (reason == REVOPS_LIFECYCLE_REASON_WRONG_TIMING) { /* leads to nurture only (LC9) */
            ck_assert_int_eq(status, REVOPS_ERR_REFUSED);
            ck_assert_uint_eq(result.refusal, REVOPS_LIFECYCLE_REFUSED_WRONG_REASON);
        } else {
            ck_assert_int_eq(status, REVOPS_OK);
            ck_assert_uint_eq(record.stage, REVOPS_LIFECYCLE_STAGE_DISQUALIFIED);
            ck_assert_uint_eq(record.reason, reason);
        }
    }
}
END_TEST

START_TEST(test_LC9_wrong_timing_recycles_and_never_closes)
{
    const revops_lifecycle *lifecycle = built_in();
    revops_lifecycle_record record = record_in(lifecycle, REVOPS_LIFECYCLE_STAGE_DISCOVERY);
    revops_lifecycle_result result;
    ck_assert_int_eq(apply(lifecycle, &record, REVOPS_LIFECYCLE_TRIGGER_LOST, start_ms, 0,
                           REVOPS_LIFECYCLE_REASON_WRONG_TIMING, &result),
                     REVOPS_ERR_REFUSED);
    char text[160];
    revops_lifecycle_result_text(lifecycle, &result, text, sizeof text);
    ck_assert_str_eq(text, "\"lost\" refused in DISCOVERY: not for the reason \"wrong timing\"");
    revops_lifecycle_input recycle = {start_ms + 5, 0, start_ms + 90 * (int64_t)DAY,
                                      REVOPS_LIFECYCLE_TRIGGER_RECYCLED,
                                      REVOPS_LIFECYCLE_REASON_WRONG_TIMING};
    ck_assert_int_eq(revops_lifecycle_apply(lifecycle, &record, &recycle, &result), REVOPS_OK);
    ck_assert_uint_eq(record.stage, REVOPS_LIFECYCLE_STAGE_RECYCLED);
    ck_assert_int_eq(record.resume_ms, start_ms + 90 * (int64_t)DAY);
}
END_TEST

START_TEST(test_LC11_a_purchase_infers_nothing_and_is_never_refused)
{
    const revops_lifecycle *lifecycle = built_in();
    for (uint32_t step = 0; step < revops_lifecycle_count(lifecycle, REVOPS_LIFECYCLE_LIST_STAGES); step++) {
        if (step == REVOPS_LIFECYCLE_STAGE_OPPORTUNITY) {
            continue;
        }
        revops_lifecycle_record record = record_in(lifecycle, step);
        revops_lifecycle_result result;
        ck_assert_int_eq(
            apply(lifecycle, &record, REVOPS_LIFECYCLE_TRIGGER_PURCHASED, start_ms, 0, 0, &result),
            REVOPS_OK);
        ck_assert_uint_eq(record.stage, REVOPS_LIFECYCLE_STAGE_CLOSED_WON);
        ck_assert_uint_eq(result.inferred_mask, 0);
    }
}
END_TEST

/* LC3: no trigger that the engine may pull by itself leads to SAL or further. */
START_TEST(test_LC3_acceptance_is_never_automatic)
{
    revops_lifecycle_params params = defaults();
    for (uint32_t i = 0; i < params.transition_count; i++) {
        const revops_lifecycle_transition *row = &params.transitions[i];
        if (row->trigger == REVOPS_LIFECYCLE_TRIGGER_MQL || row->trigger == REVOPS_LIFECYCLE_TRIGGER_PQL) {
            ck_assert(row->to == REVOPS_LIFECYCLE_STAGE_MQL || row->to == REVOPS_LIFECYCLE_STAGE_PQL);
        }
        if (row->to == REVOPS_LIFECYCLE_STAGE_SAL) {
            ck_assert_uint_eq(row->trigger, REVOPS_LIFECYCLE_TRIGGER_ACCEPTED);
        }
    }
}
END_TEST

START_TEST(test_entering_a_step_enters_its_stage_once)
{
    const revops_lifecycle *lifecycle = built_in();
    revops_lifecycle_record record = record_in(lifecycle, REVOPS_LIFECYCLE_STAGE_SQL);
    revops_lifecycle_result result;
    uint64_t all = (UINT64_C(1) << 22) - 1;
    ck_assert_int_eq(
        apply(lifecycle, &record, REVOPS_LIFECYCLE_TRIGGER_OPPORTUNITY_OPENED, start_ms + 1, all, 0, &result),
        REVOPS_OK);
    ck_assert_int_eq(
        apply(lifecycle, &record, REVOPS_LIFECYCLE_TRIGGER_PROPOSAL_SENT, start_ms + 2, 0, 0, &result),
        REVOPS_OK);
    ck_assert_uint_eq(record.count[REVOPS_LIFECYCLE_STAGE_OPPORTUNITY], 1);
    ck_assert_int_eq(record.dates[REVOPS_LIFECYCLE_STAGE_OPPORTUNITY].latest_ms, start_ms + 1);
    ck_assert_uint_eq(result.inferred_mask, 1u << REVOPS_LIFECYCLE_STAGE_DEMO);
}
END_TEST

START_TEST(test_LC10_the_touch_rule_counts_to_the_millisecond)
{
    const revops_lifecycle *lifecycle = built_in();
    revops_lifecycle_record record = record_in(lifecycle, REVOPS_LIFECYCLE_STAGE_SAL);
    revops_lifecycle_result result;
    ck_assert_int_eq(apply(lifecycle, &record, REVOPS_LIFECYCLE_TRIGGER_DISQUALIFIED, start_ms, 0,
                           REVOPS_LIFECYCLE_REASON_UNREACHABLE, &result),
                     REVOPS_ERR_REFUSED);
    ck_assert_uint_eq(result.missing_touches, 6);
    ck_assert_int_eq(result.missing_ms, 14 * (int64_t)DAY);
    for (int i = 0; i < 5; i++) {
        touch(&record, start_ms + i * (int64_t)DAY);
    }
    int64_t end_ms = start_ms + 14 * (int64_t)DAY;
    ck_assert_int_eq(apply(lifecycle, &record, REVOPS_LIFECYCLE_TRIGGER_DISQUALIFIED, end_ms - 1, 0,
                           REVOPS_LIFECYCLE_REASON_UNREACHABLE, &result),
                     REVOPS_ERR_REFUSED);
    char text[200];
    revops_lifecycle_result_text(lifecycle, &result, text, sizeof text);
    ck_assert_str_eq(
        text, "\"disqualified\" refused in SAL: too early for \"unreachable\", missing 1 touch and 1 ms "
              "since the first touch");
    touch(&record, end_ms - 1);
    ck_assert_int_eq(apply(lifecycle, &record, REVOPS_LIFECYCLE_TRIGGER_DISQUALIFIED, end_ms, 0,
                           REVOPS_LIFECYCLE_REASON_UNREACHABLE, &result),
                     REVOPS_OK);
    /* any other reason needs no touches */
    record = record_in(lifecycle, REVOPS_LIFECYCLE_STAGE_SAL);
    ck_assert_int_eq(apply(lifecycle, &record, REVOPS_LIFECYCLE_TRIGGER_DISQUALIFIED, start_ms, 0,
                           REVOPS_LIFECYCLE_REASON_NO_NEED, &result),
                     REVOPS_OK);
}
END_TEST

START_TEST(test_LC16_an_earlier_event_is_late_and_changes_nothing)
{
    const revops_lifecycle *lifecycle = built_in();
    revops_lifecycle_record record = record_from(start_ms);
    revops_lifecycle_record before = record;
    revops_lifecycle_result result;
    ck_assert_int_eq(apply(lifecycle, &record, REVOPS_LIFECYCLE_TRIGGER_WON, start_ms - 1,
                           REVOPS_LIFECYCLE_ITEM_SIGNATURE, 0, &result),
                     REVOPS_ERR_LATE);
    ck_assert_int_eq(memcmp(&before, &record, sizeof record), 0);
    ck_assert_int_eq(apply(lifecycle, &record, REVOPS_LIFECYCLE_TRIGGER_WON, start_ms,
                           REVOPS_LIFECYCLE_ITEM_SIGNATURE, 0, &result),
                     REVOPS_OK);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("lifecycle-rules");
    TCase *tests = tcase_create("lifecycle-rules");
    tcase_add_test(tests, test_LC5_checklists_name_every_missing_item);
    tcase_add_test(tests, test_LC5_a_checklist_of_the_callers_own);
    tcase_add_test(tests, test_LC6_LC7_a_deal_goes_on_when_its_step_is_done);
    tcase_add_test(tests, test_LC8_an_accepted_lead_ends_with_one_of_the_dispositions);
    tcase_add_test(tests, test_LC9_wrong_timing_recycles_and_never_closes);
    tcase_add_test(tests, test_LC11_a_purchase_infers_nothing_and_is_never_refused);
    tcase_add_test(tests, test_LC3_acceptance_is_never_automatic);
    tcase_add_test(tests, test_entering_a_step_enters_its_stage_once);
    tcase_add_test(tests, test_LC10_the_touch_rule_counts_to_the_millisecond);
    tcase_add_test(tests, test_LC16_an_earlier_event_is_late_and_changes_nothing);
    suite_add_tcase(suite, tests);
    return suite;
}
