/* SPDX-License-Identifier: MIT */
/* Rows of a policy. */
#include "test.h"

START_TEST(test_C55_defaults_are_stated_once)
{
    revops_policy_params params;
    ck_assert_int_eq(revops_policy_defaults(&params, sizeof params), REVOPS_OK);
    ck_assert_uint_eq(params.struct_size, sizeof params);
    ck_assert_uint_eq(params.stage_row_size, sizeof(revops_policy_stage));
    ck_assert_uint_eq(params.touch_at_least, 6); /* LC10 */
    ck_assert_int_eq(params.touch_over, 14);
    ck_assert_int_eq(revops_policy_defaults(NULL, sizeof params), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_policy_defaults(&params, 4), REVOPS_ERR_ABI);
}
END_TEST

/* Bands are data of the policy: its own, and the built-in ones of what it doesn't speak of. */
START_TEST(test_MT1_MT5_MT8_bands_of_a_policy_judge)
{
    static const revops_policy_band rows[] = {
        {"pipeline coverage", "short", 3500, REVOPS_POLICY_UNIT_NUMBER, 0},
        {"pipeline coverage", "healthy", 5000, REVOPS_POLICY_UNIT_NUMBER, 0},
        {"pipeline coverage", "check qualification", 0, REVOPS_POLICY_UNIT_NONE, 0},
        {"time to first contact", "gold", 300000, REVOPS_POLICY_UNIT_MS, 0},
        {"time to first contact", "cold", 0, REVOPS_POLICY_UNIT_NONE, 0},
        {"CAC payback", "good", 14, REVOPS_POLICY_UNIT_MONTHS, 0},
        {"CAC payback", "unsustainable", 0, REVOPS_POLICY_UNIT_NONE, 0}};
    static revops_plan_band bands[128];
    revops_policy_params policy;
    revops_plan_params plan;
    revops_plan_judgement judged;
    revops_plan_metric metric = 0;
    size_t needed, fewer;
    ck_assert_int_eq(revops_policy_defaults(&policy, sizeof policy), REVOPS_OK);
    ck_assert_int_eq(revops_policy_plan_bands(&policy, NULL, 0, &needed), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_plan_defaults(&plan, sizeof plan), REVOPS_OK);
    ck_assert_uint_eq(needed, plan.band_count);
    policy.bands = rows;
    policy.band_count = (uint32_t)ROWS(rows);
    policy.band_row_size = sizeof rows[0];
    ck_assert_int_eq(revops_policy_plan_bands(&policy, bands, ROWS(bands), &fewer), REVOPS_OK);
    ck_assert_uint_eq(fewer, needed - 4 - 4 + ROWS(rows)); /* coverage and payback have four bands each */
    plan.bands = bands;
    plan.band_count = (uint32_t)fewer;
    ck_assert_int_eq(revops_plan_check(&plan, NULL, 0, NULL), REVOPS_OK);
    static const struct {
        const char *figure;
        int64_t value;
        const char *band;
        revops_plan_verdict verdict;
    } cases[] = {{"Pipeline-Coverage", 34999, "short", REVOPS_PLAN_BAD},
                 {"coverage", 35000, "healthy", REVOPS_PLAN_GOOD},
                 {"coverage", 50000, "check qualification", REVOPS_PLAN_FAIR},
                 {"CAC payback", 139999, "good", REVOPS_PLAN_FAIR},
                 {"payback", 140000, "unsustainable", REVOPS_PLAN_BAD},
                 {"time to first contact", 299999, "gold", REVOPS_PLAN_FAIR},
                 {"time to first contact", 300000, "cold", REVOPS_PLAN_FAIR},
                 {"win rate", 2500, "usual", REVOPS_PLAN_GOOD}};
    for (size_t i = 0; i < ROWS(cases); i++) {
        ck_assert_int_eq(
            revops_policy_metric_find(&policy, cases[i].figure, strlen(cases[i].figure), &metric), REVOPS_OK);
        ck_assert_int_eq(revops_plan_judge(&plan, metric, cases[i].value, &judged), REVOPS_OK);
        ck_assert_str_eq(judged.name, cases[i].band);
        ck_assert_uint_eq(judged.verdict, cases[i].verdict);
    }
    ck_assert_int_eq(revops_policy_metric_find(&policy, "tea", 3, &metric), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_policy_metric_find(&policy, NULL, 3, &metric), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_policy_plan_bands(NULL, bands, 1, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_policy_plan_bands(&policy, NULL, 1, NULL), REVOPS_ERR_ARG);
    static const revops_policy_band falling[] = {{"tea", "a", 5, REVOPS_POLICY_UNIT_NUMBER, 0},
                                                 {"tea", "b", 5, REVOPS_POLICY_UNIT_NUMBER, 0}};
    static const revops_policy_band other[] = {{"win rate", "a", 5, REVOPS_POLICY_UNIT_NUMBER, 0}};
    policy.bands = falling;
    policy.band_count = 2;
    ck_assert_int_eq(revops_policy_plan_bands(&policy, bands, ROWS(bands), NULL), REVOPS_ERR_UNSOUND);
    policy.bands = other;
    policy.band_count = 1;
    ck_assert_int_eq(revops_policy_plan_bands(&policy, bands, ROWS(bands), NULL), REVOPS_ERR_UNSOUND);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("policy-rows");
    TCase *tests = tcase_create("rows");
    tcase_add_test(tests, test_C55_defaults_are_stated_once);
    tcase_add_test(tests, test_MT1_MT5_MT8_bands_of_a_policy_judge);
    suite_add_tcase(suite, tests);
    return suite;
}
