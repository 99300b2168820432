/* SPDX-License-Identifier: MIT */
#include "intent-fixtures.h"

static const struct {
    revops_intent_rule rule;
    revops_status status;
} faults[] = {
    {{1000, 0, REVOPS_INTENT_LASTING, 0, 0, 0, 0, 0, 0}, REVOPS_OK},
    {{1000, 0, 0, 0, 0, 0, 0, 0, 0}, REVOPS_ERR_NEWER},
    {{1000, 0, 7, 0, 0, 0, 0, 0, 0}, REVOPS_ERR_NEWER},
    {{1000, 0, REVOPS_INTENT_LASTING, 0, 1, 0, 0, 0, 0}, REVOPS_ERR_ARG},
    {{1000, 0, REVOPS_INTENT_WINDOW, 0, 0, 0, 0, 0, 0}, REVOPS_ERR_ARG},
    {{1000, 0, REVOPS_INTENT_WINDOW, 0, REVOPS_INTENT_PERIOD_MAX_MS + 1, 0, 0, 0, 0}, REVOPS_ERR_ARG},
    {{1000, 0, REVOPS_INTENT_WINDOW, 0, 5, 1, 0, 0, 0}, REVOPS_ERR_ARG},
    {{1000, 0, REVOPS_INTENT_STEP, 0, 5, 0, 0, 0, 0}, REVOPS_ERR_ARG},
    {{1000, 0, REVOPS_INTENT_LINEAR, 0, 5, 10001, 0, 0, 0}, REVOPS_ERR_ARG},
    {{1000, 2, REVOPS_INTENT_LASTING, 0, 0, 0, 0, 0, 0}, REVOPS_ERR_ARG},
    {{INT32_MIN, 0, REVOPS_INTENT_LASTING, 0, 0, 0, 0, 0, 0}, REVOPS_ERR_ARG},
    {{1000, 0, REVOPS_INTENT_LASTING, 65536, 0, 0, 0, 0, 0}, REVOPS_ERR_ARG},
    {{1000, 0, REVOPS_INTENT_TIERS, 0, 0, 0, 0, 1, 0}, REVOPS_ERR_ARG},
    {{0, 0, REVOPS_INTENT_TIERS, 0, 0, 0, 2, 2, 0}, REVOPS_ERR_ARG},
    {{0, 0, REVOPS_INTENT_TIERS, 0, 0, 0, 0, 0, 0}, REVOPS_ERR_ARG},
    {{1000, 0, REVOPS_INTENT_LASTING, 0, 0, 0, 0, 0, 4}, REVOPS_ERR_NEWER},
    {{0, 0, REVOPS_INTENT_TIERS, 0, 0, 0, 0, 17, 0}, REVOPS_ERR_ARG},
    {{0, 0, REVOPS_INTENT_TIERS, 0, 0, 5, 0, 1, 0}, REVOPS_ERR_ARG},
};

START_TEST(test_faults_of_intent_rules)
{
    revops_intent_params params = policy();
    params.rules = &faults[_i].rule;
    params.rule_count = 1;
    const revops_intent *intent = NULL;
    revops_problem problem;
    size_t needed;
    ck_assert_int_eq(revops_intent_build(&params, memory, sizeof memory, NULL, &intent), faults[_i].status);
    ck_assert_int_eq(revops_intent_check(&params, &problem, 1, &needed), faults[_i].status);
    ck_assert_int_eq(needed > 0, faults[_i].status != REVOPS_OK);
    ck_assert(needed == 0 || (problem.row == 0 && strcmp(problem.part, "rules") == 0));
}
END_TEST

/* C44: what is beyond a limit is told with the limit and what was found. */
START_TEST(test_C44_faults_say_what_was_found)
{
    static revops_intent_rule many[REVOPS_INTENT_RULES_MAX + 1];
    for (int i = 0; i < ROWS(many); i++) {
        many[i].decay = REVOPS_INTENT_LASTING;
    }
    revops_intent_params params = REVOPS_INTENT_PARAMS_INIT;
    params.rules = many;
    params.rule_count = 129; /* what used to be too many */
    size_t needed;
    revops_problem problems[8];
    char text[128];
    ck_assert_int_eq(revops_intent_check(&params, NULL, 0, NULL), REVOPS_OK);
    params.rule_count = REVOPS_INTENT_RULES_MAX;
    ck_assert_int_eq(revops_intent_check(&params, NULL, 0, NULL), REVOPS_OK);
    ck_assert_int_eq(revops_intent_build(&params, NULL, 0, &needed, NULL), REVOPS_ERR_NOSPACE);
    params.rule_count++;
    ck_assert_int_eq(revops_intent_check(&params, problems, 8, &needed), REVOPS_ERR_ARG);
    ck_assert_uint_eq(needed, 1);
    revops_problem_text(&problems[0], text, sizeof text);
    ck_assert_str_eq(text, "params.rule_count is 1025; expected 0 to 1024");
    /* All faults at once. */
    const revops_score_group crossed = {5, 4};
    const revops_intent_tier tier = {0, 0, 0};
    const revops_intent_rule faulty = {1000, 7, REVOPS_INTENT_STEP, 70000, 0, 0, 0, 0, 0};
    params.rules = &faulty;
    params.rule_count = 1;
    params.groups = &crossed;
    params.group_count = 1;
    params.tiers = &tier;
    params.tier_count = 1;
    params.inactivity_period_ms = 5;
    params.utc_offset_min = 1441;
    params.hysteresis_mpt = -1;
    params.cap_mpt = 1;
    params.floor_mpt = 2;
    params.grade_count = 8;
    params.reserved = 3;
    ck_assert_int_eq(revops_intent_check(&params, NULL, 0, &needed), REVOPS_ERR_NEWER);
    ck_assert_uint_eq(needed, 14);
}
END_TEST

START_TEST(test_faults_of_intent_policies)
{
    revops_intent_params params = policy();
    const revops_intent *intent = NULL;
    size_t needed;
    ck_assert_int_eq(revops_intent_build(&params, NULL, 0, &needed, NULL), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_intent_build(&params, memory, needed - 1, NULL, &intent), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_intent_build(&params, memory + 4, needed, NULL, &intent), REVOPS_ERR_ALIGN);
    ck_assert_int_eq(revops_intent_build(&params, memory, needed, NULL, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_intent_build(NULL, memory, needed, NULL, &intent), REVOPS_ERR_ARG);
#define FAULT(field, value, status)                                                                          \
    do {                                                                                                     \
        params = policy();                                                                                   \
        params.field = (value);                                                                              \
        ck_assert_int_eq(revops_intent_build(&params, memory, sizeof memory, NULL, &intent), status);        \
        ck_assert_int_eq(revops_intent_check(&params, NULL, 0, NULL), status);                               \
    } while (0)
    FAULT(flags, 2, REVOPS_ERR_NEWER);
    FAULT(grades_mpt[2], 20000, REVOPS_ERR_UNSOUND);
    FAULT(grades_mpt[3], 1, REVOPS_ERR_ARG); /* beyond grade_count */
    FAULT(grades_mpt[7], -1, REVOPS_ERR_ARG);
    FAULT(cap_mpt, -1, REVOPS_ERR_UNSOUND);
    FAULT(utc_offset_min, 1441, REVOPS_ERR_ARG);
    FAULT(struct_size, 4, REVOPS_ERR_ABI);
    FAULT(rule_row_size, 4, REVOPS_ERR_ABI);
    FAULT(tier_row_size, 4, REVOPS_ERR_ABI);
    FAULT(group_row_size, 2, REVOPS_ERR_ABI);
    FAULT(rules, NULL, REVOPS_ERR_ARG);
    FAULT(tiers, NULL, REVOPS_ERR_ARG);
    FAULT(groups, NULL, REVOPS_ERR_ARG);
    FAULT(inactivity_loss_bp, 500, REVOPS_ERR_ARG);
    FAULT(inactivity_loss_bp, 10001, REVOPS_ERR_ARG);
    FAULT(inactivity_period_ms, 500, REVOPS_ERR_ARG);
    ck_assert_ptr_null(intent);
    ck_assert_uint_eq(sizeof(revops_intent_slot), 32);
    ck_assert_uint_eq(sizeof(revops_intent_record), 32);
    ck_assert_int_eq(revops_intent_defaults(NULL, sizeof params), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_intent_defaults(&params, 4), REVOPS_ERR_ABI);
    ck_assert_int_eq(revops_intent_defaults(&params, sizeof params), REVOPS_OK);
    ck_assert_int_eq(params.grades_mpt[0], 50000);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("intent-build");
    TCase *faulty = tcase_create("faults");
    tcase_add_loop_test(faulty, test_faults_of_intent_rules, 0, ROWS(faults));
    tcase_add_test(faulty, test_C44_faults_say_what_was_found);
    tcase_add_test(faulty, test_faults_of_intent_policies);
    suite_add_tcase(suite, faulty);
    return suite;
}
