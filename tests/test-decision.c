/* SPDX-License-Identifier: MIT */
/* Rules: DC1, DC2, DC3, DC4, DC5, MT16, MT18. */
#include "test.h"

enum { INPUTS = REVOPS_DECISION_PARTNER_NPS + 1, REASONS = 32 };

static void clear(int64_t *inputs)
{
    for (int i = 0; i < INPUTS; i++) {
        inputs[i] = REVOPS_MISSING;
    }
}

/* A company that all is true of. */
static void ready(int64_t *inputs)
{
    clear(inputs);
    inputs[REVOPS_DECISION_LIFETIME_VALUE] = 250000;
    inputs[REVOPS_DECISION_TRIAL_GAP] = 800;
    inputs[REVOPS_DECISION_TRIAL_CONFIDENCE] = 9900;
    for (int i = REVOPS_DECISION_CONTACT_IS_NO_DECIDER; i <= REVOPS_DECISION_BUDGET_TO_NEGOTIATE; i++) {
        inputs[i] = i < REVOPS_DECISION_STAGED_PURCHASE;
    }
    inputs[REVOPS_DECISION_TOP_PLAN_ACCOUNTS] = 25;
    inputs[REVOPS_DECISION_CUSTOM_REQUESTS] = 4;
    inputs[REVOPS_DECISION_COMPLEX_USE_CASES] = 0;
    inputs[REVOPS_DECISION_LARGE_CYCLE] = 60;
    inputs[REVOPS_DECISION_ANNUAL_REVENUE] = 1200000000;
    inputs[REVOPS_DECISION_LARGE_ACCOUNTS] = 9;
}

static revops_decision_verdict decide(revops_decision_kind decision, const int64_t *inputs,
                                      revops_decision_reason *reasons, size_t *count)
{
    revops_decision_answer answer = {0};
    ck_assert_int_eq(revops_decision_decide(NULL, decision, inputs, INPUTS, &answer, reasons, REASONS, count),
                     REVOPS_OK);
    const int64_t *columns[INPUTS];
    for (int i = 0; i < INPUTS; i++) {
        columns[i] = inputs[i] == REVOPS_MISSING ? NULL : &inputs[i];
    }
    revops_decision_verdict verdict = 77;
    ck_assert_int_eq(revops_decision_decide_many(NULL, decision, columns, INPUTS, 1, &verdict), REVOPS_OK);
    ck_assert_uint_eq(verdict, answer.verdict);
    return verdict;
}

START_TEST(test_below_1000_dollars_no_sales_team_DC1_DC5)
{
    int64_t inputs[INPUTS];
    revops_decision_reason reasons[REASONS];
    revops_decision_answer answer;
    size_t count;
    clear(inputs);
    inputs[REVOPS_DECISION_LIFETIME_VALUE] = 80000;
    ck_assert_uint_eq(decide(REVOPS_DECISION_SALES_TEAM, inputs, reasons, &count), REVOPS_DECISION_NO);
    ck_assert_uint_eq(count, 1);
    ck_assert(reasons[0].verdict == REVOPS_DECISION_NO && reasons[0].changes_answer &&
              reasons[0].change == 20000);
    char text[160];
    revops_decision_reason_text(NULL, &reasons[0], text, sizeof text);
    ck_assert_str_eq(
        text, "lifetime value is 80000, at least 100000 asked for: 20000 more would change the answer");
    ck_assert_int_eq(
        revops_decision_decide(NULL, REVOPS_DECISION_SALES_TEAM, inputs, INPUTS, &answer, NULL, 0, NULL),
        REVOPS_OK);
    ck_assert_str_eq(answer.advice,
                     "no sales team: raise the price 2 to 5 times, or focus on frictionless acquisition");
    inputs[REVOPS_DECISION_LIFETIME_VALUE] = 100000;
    ck_assert_uint_eq(decide(REVOPS_DECISION_SALES_TEAM, inputs, reasons, &count), REVOPS_DECISION_YES);
    ck_assert(reasons[0].changes_answer && reasons[0].change == -1);
    clear(inputs);
    ck_assert_uint_eq(decide(REVOPS_DECISION_SALES_TEAM, inputs, reasons, &count), REVOPS_DECISION_UNKNOWN);
    ck_assert(reasons[0].verdict == REVOPS_DECISION_UNKNOWN && !reasons[0].changes_answer);
    revops_decision_reason_text(NULL, &reasons[0], text, sizeof text);
    ck_assert_str_eq(text, "lifetime value is not known, at least 100000 asked for");
}
END_TEST

START_TEST(test_large_trials_that_convert_worse_ask_for_support_DC2_MT18)
{
    int64_t inputs[INPUTS];
    revops_decision_reason reasons[REASONS];
    size_t count;
    ready(inputs);
    ck_assert_uint_eq(decide(REVOPS_DECISION_SALES_SUPPORT, inputs, reasons, &count), REVOPS_DECISION_YES);
    ck_assert_uint_eq(count, 9);
    ck_assert(reasons[1].changes_answer && reasons[1].change == -800); /* no gap, no support */
    ck_assert(reasons[3].changes_answer && reasons[3].change == -1);   /* one of exactly two signs */
    ck_assert(!reasons[5].changes_answer && reasons[5].change == 1);   /* a third sign */
    inputs[REVOPS_DECISION_TRIAL_CONFIDENCE] = 9000;                   /* may be chance */
    ck_assert_uint_eq(decide(REVOPS_DECISION_SALES_SUPPORT, inputs, reasons, &count), REVOPS_DECISION_NO);
    ck_assert(reasons[2].changes_answer && reasons[2].change == 500);
    ready(inputs);
    inputs[REVOPS_DECISION_COMPETITORS] = 0;
    ck_assert_uint_eq(decide(REVOPS_DECISION_SALES_SUPPORT, inputs, reasons, &count), REVOPS_DECISION_NO);
    ck_assert(reasons[4].changes_answer && reasons[7].changes_answer); /* any one more sign */
    inputs[REVOPS_DECISION_MANY_STAKEHOLDERS] = REVOPS_MISSING;
    ck_assert_uint_eq(decide(REVOPS_DECISION_SALES_SUPPORT, inputs, reasons, &count),
                      REVOPS_DECISION_UNKNOWN);
    inputs[REVOPS_DECISION_LIFETIME_VALUE] = 0; /* decides all the same */
    ck_assert_uint_eq(decide(REVOPS_DECISION_SALES_SUPPORT, inputs, reasons, &count), REVOPS_DECISION_NO);
}
END_TEST

START_TEST(test_signs_of_sales_beside_self_service_DC3)
{
    int64_t inputs[INPUTS];
    revops_decision_reason reasons[REASONS];
    size_t count;
    ready(inputs);
    ck_assert_uint_eq(decide(REVOPS_DECISION_SALES_LED, inputs, reasons, &count), REVOPS_DECISION_YES);
    inputs[REVOPS_DECISION_TOP_PLAN_ACCOUNTS] = 19;
    ck_assert_uint_eq(decide(REVOPS_DECISION_SALES_LED, inputs, reasons, &count), REVOPS_DECISION_NO);
    ck_assert(reasons[0].changes_answer && reasons[0].change == 1);
    ck_assert(reasons[3].changes_answer && reasons[3].change == 30); /* or cycles of 90 days */
    ready(inputs);
    inputs[REVOPS_DECISION_ANNUAL_REVENUE] = 300000000; /* premature at $3M */
    ck_assert_uint_eq(decide(REVOPS_DECISION_SALES_LED, inputs, reasons, &count), REVOPS_DECISION_NO);
    ck_assert(reasons[4].changes_answer && reasons[4].change == 700000000);
}
END_TEST

START_TEST(test_customer_success_first_then_executives_DC4)
{
    int64_t inputs[INPUTS];
    revops_decision_answer answer;
    ready(inputs);
    ck_assert_int_eq(
        revops_decision_decide(NULL, REVOPS_DECISION_HIRE_EXECUTIVES, inputs, INPUTS, &answer, NULL, 0, NULL),
        REVOPS_OK);
    ck_assert_str_eq(answer.advice, "hire customer success with commercial duty first");
    inputs[REVOPS_DECISION_LARGE_ACCOUNTS] = 10;
    ck_assert_int_eq(
        revops_decision_decide(NULL, REVOPS_DECISION_HIRE_EXECUTIVES, inputs, INPUTS, &answer, NULL, 0, NULL),
        REVOPS_OK);
    ck_assert_str_eq(answer.advice, "hire account executives");
}
END_TEST

START_TEST(test_readiness_takes_all_of_them_DC5)
{
    int64_t inputs[INPUTS];
    revops_decision_reason reasons[REASONS], few[3];
    revops_decision_answer answer;
    size_t count;
    ready(inputs);
    ck_assert_uint_eq(decide(REVOPS_DECISION_READINESS, inputs, reasons, &count), REVOPS_DECISION_YES);
    ck_assert_uint_eq(count, 14);
    for (size_t i = 0; i < count;
         i++) { /* every change that is said to change the answer does, and no other */
        int64_t changed[INPUTS];
        memcpy(changed, inputs, sizeof changed);
        changed[reasons[i].input] += reasons[i].change;
        ck_assert_uint_eq(decide(REVOPS_DECISION_READINESS, changed, reasons + 15, &(size_t){0}) !=
                              REVOPS_DECISION_YES,
                          reasons[i].changes_answer);
    }
    ck_assert_int_eq(
        revops_decision_decide(NULL, REVOPS_DECISION_READINESS, inputs, INPUTS, &answer, few, 3, &count),
        REVOPS_ERR_NOSPACE);
    ck_assert(count == 14 && answer.verdict == REVOPS_DECISION_YES);
    ck_assert_int_eq(revops_decision_decide(NULL, 99, inputs, INPUTS, &answer, few, 3, &count),
                     REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_decision_decide(NULL, 1, NULL, 1, &answer, few, 3, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_decision_decide(NULL, 1, inputs, 1, NULL, few, 3, &count), REVOPS_ERR_ARG);
    revops_decision_verdict verdict;
    ck_assert_int_eq(revops_decision_decide_many(NULL, 99, NULL, 0, 1, &verdict), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_decision_decide_many(NULL, 1, NULL, 2, 1, &verdict), REVOPS_ERR_ARG);
}
END_TEST

START_TEST(test_alignment_of_marketing_and_sales_MT16)
{
    int64_t inputs[INPUTS];
    revops_decision_score score;
    revops_decision_part parts[5];
    size_t count;
    clear(inputs);
    inputs[REVOPS_DECISION_MARKETING_SLA] = 9000;
    inputs[REVOPS_DECISION_SALES_SLA] = 8000;
    inputs[REVOPS_DECISION_SHARED_METRICS] = 7000;
    inputs[REVOPS_DECISION_COVERAGE_VARIATION] = 2000;
    inputs[REVOPS_DECISION_PARTNER_NPS] = 20;
    ck_assert_int_eq(revops_decision_align(NULL, inputs, INPUTS, &score, parts, 5, &count), REVOPS_OK);
    /* 20 × 0.9 + 20 × 0.8 + 25 × 0.7 + 15 × 0.6 + 20 × 0.6 = 72.5 */
    ck_assert_uint_eq(score.score_bp, 7250);
    ck_assert_uint_eq(score.known_bp, 10000);
    ck_assert_uint_eq(score.verdict, REVOPS_DECISION_YES);
    static const uint32_t points[] = {1800, 1600, 1750, 900, 1200};
    uint32_t sum = 0;
    for (int i = 0; i < 5; i++) {
        ck_assert_uint_eq(parts[i].points_bp, points[i]);
        sum += parts[i].points_bp;
    }
    ck_assert_uint_eq(sum, score.score_bp);
    ck_assert_uint_eq(parts[2].lost_bp, 750);
    /* marketing's compliance may fall by 12.52 points: 20 × 0.1252 = 2.504, which rounds below 70 */
    ck_assert(parts[0].changes_answer && parts[0].change == -1253);
    ck_assert(parts[4].changes_answer && parts[4].change == -26);
    for (int i = 0; i < 5; i++) { /* that change does, and one less doesn't */
        int64_t changed[INPUTS];
        revops_decision_score again;
        memcpy(changed, inputs, sizeof changed);
        changed[parts[i].input] += parts[i].change;
        ck_assert_int_eq(revops_decision_align(NULL, changed, INPUTS, &again, NULL, 0, NULL), REVOPS_OK);
        ck_assert_uint_eq(again.verdict, REVOPS_DECISION_NO);
        changed[parts[i].input] += parts[i].change < 0 ? 1 : -1;
        ck_assert_int_eq(revops_decision_align(NULL, changed, INPUTS, &again, NULL, 0, NULL), REVOPS_OK);
        ck_assert_uint_eq(again.verdict, REVOPS_DECISION_YES);
    }
    inputs[REVOPS_DECISION_SHARED_METRICS] = REVOPS_MISSING;
    ck_assert_int_eq(revops_decision_align(NULL, inputs, INPUTS, &score, parts, 5, &count), REVOPS_OK);
    ck_assert_uint_eq(score.known_bp, 7500);
    ck_assert_uint_eq(score.score_bp, 7333); /* 55 of 75 */
    ck_assert(parts[2].points_bp == 0 && !parts[2].changes_answer);
    inputs[REVOPS_DECISION_PARTNER_NPS] = -100;
    inputs[REVOPS_DECISION_COVERAGE_VARIATION] = 9000; /* worse than what earns nothing */
    ck_assert_int_eq(revops_decision_align(NULL, inputs, INPUTS, &score, parts, 5, &count), REVOPS_OK);
    ck_assert_uint_eq(score.score_bp, 4533);
    ck_assert_uint_eq(score.verdict, REVOPS_DECISION_NO);
    ck_assert_uint_eq(parts[3].changes_answer, 0); /* not even all of it would do */
    ck_assert(parts[4].changes_answer && parts[4].change == 185);
    clear(inputs);
    ck_assert_int_eq(revops_decision_align(NULL, inputs, INPUTS, &score, NULL, 0, &count), REVOPS_OK);
    ck_assert_uint_eq(score.verdict, REVOPS_DECISION_UNKNOWN);
    ck_assert_int_eq(revops_decision_align(NULL, inputs, INPUTS, &score, parts, 2, &count),
                     REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_decision_align(NULL, NULL, 1, &score, parts, 5, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_decision_align(NULL, inputs, INPUTS, NULL, parts, 5, &count), REVOPS_ERR_ARG);
}
END_TEST

static revops_decision_params defaults(void)
{
    revops_decision_params params;
    ck_assert_int_eq(revops_decision_defaults(&params, sizeof params), REVOPS_OK);
    return params;
}

START_TEST(test_own_decisions_and_their_faults)
{
    revops_decision_row rows[] = {{1000, 0, "own", "do", "don't"}};
    revops_decision_group groups[] = {{1000, 1, "any"}};
    revops_decision_criterion criteria[] = {{0, 40, REVOPS_DECISION_AT_MOST, 0, 5},
                                            {0, 41, REVOPS_DECISION_AT_MOST, 0, INT64_MAX}};
    revops_decision_weight weights[] = {{40, 1, -(INT64_C(1) << 62), INT64_C(1) << 62}};
    revops_decision_params params = defaults();
    revops_problem problems[8];
    revops_decision_reason reasons[2];
    revops_decision_answer answer;
    size_t count;
    params.decisions = rows, params.decision_count = 1;
    params.groups = groups, params.group_count = 1;
    params.criteria = criteria, params.criterion_count = 2;
    params.weights = weights, params.weight_count = 1;
    ck_assert_int_eq(revops_decision_check(&params, problems, 8, &count), REVOPS_OK);
    int64_t inputs[42] = {0};
    inputs[40] = 6, inputs[41] = REVOPS_MISSING;
    ck_assert_int_eq(revops_decision_decide(&params, 1000, inputs, 42, &answer, reasons, 2, &count),
                     REVOPS_OK);
    ck_assert_uint_eq(answer.verdict, REVOPS_DECISION_UNKNOWN);
    ck_assert(reasons[0].change == -1 && reasons[0].changes_answer);
    char text[120];
    revops_decision_reason_text(&params, &reasons[0], text, sizeof text);
    ck_assert_str_eq(text, "input 40 is 6, at most 5 asked for: 1 less would change the answer");
    inputs[41] = 7; /* always met: nothing turns it over */
    ck_assert_int_eq(revops_decision_decide(&params, 1000, inputs, 42, &answer, reasons, 2, &count),
                     REVOPS_OK);
    ck_assert(answer.verdict == REVOPS_DECISION_YES && !reasons[1].changes_answer && reasons[1].change == 0);
    revops_decision_score score;
    revops_decision_part part;
    inputs[40] = 0; /* the widest span there is */
    ck_assert_int_eq(revops_decision_align(&params, inputs, 42, &score, &part, 1, &count), REVOPS_OK);
    ck_assert_uint_eq(score.score_bp, 5000);
    ck_assert(part.changes_answer && part.change > 0);
    groups[0].at_least = 3;
    ck_assert_int_eq(revops_decision_check(&params, problems, 8, &count), REVOPS_ERR_UNSOUND);
    ck_assert_int_eq(revops_decision_align(&params, inputs, 42, &score, &part, 1, &count),
                     REVOPS_ERR_UNSOUND);
    groups[0] = (revops_decision_group){77, 0, NULL};
    criteria[0] = (revops_decision_criterion){9, 5000, 3, 1, REVOPS_MISSING};
    ck_assert_int_eq(revops_decision_check(&params, problems, 8, &count), REVOPS_ERR_UNSOUND);
    ck_assert_uint_eq(count, 8);
    params = defaults();
    params.weights = weights, params.weight_count = 1;
    weights[0] = (revops_decision_weight){5000, 0, INT64_MAX, INT64_MAX};
    ck_assert_int_eq(revops_decision_check(&params, problems, 8, &count), REVOPS_ERR_ARG);
    ck_assert_uint_eq(count, 4);
    params = defaults();
    params.decision_count = 1025, params.target_bp = 10001, params.flags = 1, params.reserved = 1;
    ck_assert_int_eq(revops_decision_check(&params, problems, 8, &count), REVOPS_ERR_NEWER);
    ck_assert_uint_eq(count, 4);
    params = defaults();
    params.criterion_row_size = 4;
    ck_assert_int_eq(revops_decision_check(&params, problems, 8, &count), REVOPS_ERR_ABI);
    params = defaults();
    params.groups = NULL;
    ck_assert_int_eq(revops_decision_check(&params, problems, 8, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_decision_check(NULL, problems, 8, &count), REVOPS_ERR_ARG);
}
END_TEST

START_TEST(test_inputs_have_names)
{
    for (uint32_t input = 0; input < INPUTS; input++) {
        ck_assert_str_ne(revops_decision_input_name(input), "unknown");
    }
    ck_assert_str_eq(revops_decision_input_name(INPUTS), "unknown");
    ck_assert_uint_eq(revops_decision_reason_text(NULL, NULL, NULL, 0), 0);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("decision");
    TCase *tests = tcase_create("decision");
    tcase_add_test(tests, test_below_1000_dollars_no_sales_team_DC1_DC5);
    tcase_add_test(tests, test_large_trials_that_convert_worse_ask_for_support_DC2_MT18);
    tcase_add_test(tests, test_signs_of_sales_beside_self_service_DC3);
    tcase_add_test(tests, test_customer_success_first_then_executives_DC4);
    tcase_add_test(tests, test_readiness_takes_all_of_them_DC5);
    tcase_add_test(tests, test_alignment_of_marketing_and_sales_MT16);
    tcase_add_test(tests, test_own_decisions_and_their_faults);
    tcase_add_test(tests, test_inputs_have_names);
    suite_add_tcase(suite, tests);
    return suite;
}
