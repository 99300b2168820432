/* SPDX-License-Identifier: MIT */
/* Rows of a policy. */
#include "test.h"

/* C55: the six touches and two weeks are stated once, in C */
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

/* Targets are bands, too: of metrics by the names of their parts, of the policy's own otherwise. */
START_TEST(test_MT2_MT3_MT14_targets_of_a_policy_judge)
{
    static const revops_policy_band coverage[] = {
        {"coverage", "short", 3500, REVOPS_POLICY_UNIT_NUMBER, 0},
        {"coverage", "healthy", 0, REVOPS_POLICY_UNIT_NONE, 0},
        {"tea", "cold", 0, REVOPS_POLICY_UNIT_NONE, 0},
    };
    static const revops_policy_target rows[] = {
        {"Win Rate", "overall", 2000, 2500, REVOPS_POLICY_UNIT_SHARE, REVOPS_POLICY_UNIT_SHARE},
        {"cycle by segment", "enterprise", 120, 270, REVOPS_POLICY_UNIT_DAYS, REVOPS_POLICY_UNIT_DAYS},
        {"cycle by segment", "strategic", 270, 0, REVOPS_POLICY_UNIT_DAYS, REVOPS_POLICY_UNIT_NONE},
        {"pipeline coverage", "overall", 3000, 0, REVOPS_POLICY_UNIT_NUMBER, REVOPS_POLICY_UNIT_NONE},
        {"CAC payback", "overall", 0, 18, REVOPS_POLICY_UNIT_NONE, REVOPS_POLICY_UNIT_MONTHS},
        {"ceiling accounts", "overall", 19500, 30500, REVOPS_POLICY_UNIT_NUMBER, REVOPS_POLICY_UNIT_NUMBER},
    };
    static revops_plan_band bands[128];
    revops_policy_params policy;
    revops_plan_params plan;
    revops_plan_judgement judged;
    revops_plan_metric metric = 0;
    size_t count;
    ck_assert_int_eq(revops_policy_defaults(&policy, sizeof policy), REVOPS_OK);
    policy.bands = coverage;
    policy.band_count = (uint32_t)ROWS(coverage);
    policy.targets = rows;
    policy.target_count = (uint32_t)ROWS(rows);
    ck_assert_int_eq(revops_policy_plan_bands(&policy, bands, ROWS(bands), &count), REVOPS_OK);
    ck_assert_int_eq(revops_plan_defaults(&plan, sizeof plan), REVOPS_OK);
    plan.bands = bands;
    plan.band_count = (uint32_t)count;
    ck_assert_int_eq(revops_plan_check(&plan, NULL, 0, NULL), REVOPS_OK);
    static const struct {
        const char *figure;
        int64_t value;
        const char *band;
        revops_plan_verdict verdict;
    } cases[] = {
        {"win rate", 1999, "below target", REVOPS_PLAN_BAD},
        {"win rate", 2000, "on target", REVOPS_PLAN_GOOD},
        {"win rate: Overall", 2500, "on target", REVOPS_PLAN_GOOD},
        {"win rate", 2501, "above target", REVOPS_PLAN_GOOD},
        {"cycle enterprise", 119, "below target", REVOPS_PLAN_GOOD},
        {"Cycle by Segment:enterprise", 270, "on target", REVOPS_PLAN_GOOD},
        {"cycle enterprise", 271, "above target", REVOPS_PLAN_FAIR},
        {"cycle small", 61, "slow", REVOPS_PLAN_BAD}, /* the policy says nothing of it */
        {"cycle by segment: strategic", 269, "below target", REVOPS_PLAN_FAIR},
        {"cycle by segment: strategic", INT64_MAX, "on target", REVOPS_PLAN_GOOD},
        {"coverage", 34999, "short", REVOPS_PLAN_BAD}, /* its bands; the target has a number of its own */
        {"pipeline coverage: overall", 30000, "on target", REVOPS_PLAN_GOOD},
        {"pipeline coverage: overall", 29999, "below target", REVOPS_PLAN_BAD},
        {"payback", 180000, "on target", REVOPS_PLAN_GOOD},
        {"payback", 180001, "above target", REVOPS_PLAN_BAD},
        {"ceiling accounts", 19, "below target", REVOPS_PLAN_FAIR}, /* 19.5 to 30.5 are 20 to 30 */
        {"ceiling accounts", 20, "on target", REVOPS_PLAN_GOOD},
        {"ceiling accounts", 30, "on target", REVOPS_PLAN_GOOD},
        {"ceiling accounts", 31, "above target", REVOPS_PLAN_BAD},
        {"tea", 7, "cold", REVOPS_PLAN_FAIR},
    };
    for (size_t i = 0; i < ROWS(cases); i++) {
        ck_assert_int_eq(
            revops_policy_metric_find(&policy, cases[i].figure, strlen(cases[i].figure), &metric), REVOPS_OK);
        ck_assert_int_eq(revops_plan_judge(&plan, metric, cases[i].value, &judged), REVOPS_OK);
        ck_assert_str_eq(judged.name, cases[i].band);
        ck_assert_uint_eq(judged.verdict, cases[i].verdict);
    }
    ck_assert_int_eq(revops_policy_metric_find(&policy, "cycle by segment: maker", 23, &metric),
                     REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_policy_metric_find(&policy, "overall", 7, &metric), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_policy_metric_find(&policy, ":", 1, &metric), REVOPS_ERR_RANGE);
}
END_TEST

/* The built-in policy's targets have the limits of the built-in bands. */
START_TEST(test_MT2_MT3_MT14_built_in_targets_are_the_built_in_bands)
{
    static revops_plan_band bands[128];
    revops_policy_params policy;
    revops_plan_params plan;
    size_t count, compared = 0;
    ck_assert_int_eq(revops_policy_built_in(&policy, sizeof policy), REVOPS_OK);
    ck_assert_int_eq(revops_policy_plan_bands(&policy, bands, ROWS(bands), &count), REVOPS_OK);
    ck_assert_int_eq(revops_plan_defaults(&plan, sizeof plan), REVOPS_OK);
    for (size_t i = 0; i < plan.band_count; i++) {
        size_t same = 0;
        while (same < count &&
               !(bands[same].metric == plan.bands[i].metric && bands[same].verdict == plan.bands[i].verdict &&
                 (bands[same].from == plan.bands[i].from ||
                  (bands[same].from == INT64_MIN && plan.bands[i].from == 0)))) {
            same++;
        }
        ck_assert_uint_lt(same, count);
        compared += strstr(bands[same].name, "target") != NULL;
    }
    ck_assert_uint_eq(compared,
                      10 * 3); /* ten of the thirteen targets are metrics; three are of contract values */
}
END_TEST

/* Rows that contradict themselves are told by the check with row and field, and never judge. */
START_TEST(test_SEM32_faults_of_bands_and_targets)
{
    static const struct {
        revops_policy_band bands[2];
        revops_policy_target targets[2];
        const char *part, *field;
    } cases[] = {
        {{{"tea", "a", 5, REVOPS_POLICY_UNIT_NUMBER, 0}, {"tea", "b", 5, REVOPS_POLICY_UNIT_NUMBER, 0}},
         {{"tea", "x", 1, 0, REVOPS_POLICY_UNIT_NUMBER, 0}, {"tea", "y", 1, 0, REVOPS_POLICY_UNIT_NUMBER, 0}},
         "bands",
         "unit"},
        {{{"win rate", "a", 5, REVOPS_POLICY_UNIT_NUMBER, 0}, {"win rate", "b", 0, 0, 0}},
         {{"tea", "x", 1, 0, REVOPS_POLICY_UNIT_NUMBER, 0}, {"tea", "y", 1, 0, REVOPS_POLICY_UNIT_NUMBER, 0}},
         "bands",
         "below"},
        {{{"tea", "a", 0, 0, 0}, {"milk", "b", 0, 0, 0}},
         {{"tea", "x", 2, 1, REVOPS_POLICY_UNIT_NUMBER, REVOPS_POLICY_UNIT_NUMBER},
          {"tea", "y", 1, 0, REVOPS_POLICY_UNIT_NUMBER, 0}},
         "targets",
         "to"},
        {{{"tea", "a", 0, 0, 0}, {"milk", "b", 0, 0, 0}},
         {{"tea", "x", 1, 2, REVOPS_POLICY_UNIT_NUMBER, REVOPS_POLICY_UNIT_SHARE},
          {"tea", "y", 1, 0, REVOPS_POLICY_UNIT_NUMBER, 0}},
         "targets",
         "to"},
        {{{"tea", "a", 0, 0, 0}, {"milk", "b", 0, 0, 0}},
         {{"win rate", "overall", 20, 0, REVOPS_POLICY_UNIT_DAYS, 0},
          {"tea", "y", 1, 0, REVOPS_POLICY_UNIT_NUMBER, 0}},
         "targets",
         "from"},
        {{{"tea", "a", 0, 0, 0}, {"milk", "b", 0, 0, 0}},
         {{"tea", "x", 1, 0, REVOPS_POLICY_UNIT_NUMBER, 0}, {"Tea", "X", 1, 0, REVOPS_POLICY_UNIT_NUMBER, 0}},
         "targets",
         "part"},
        {{{"tea", "a", 0, 0, 0}, {"milk", "b", 0, 0, 0}},
         {{"tea", "x", 1, 0, 0, 0}, {"tea", "y", 1, 0, REVOPS_POLICY_UNIT_NUMBER, 0}},
         "targets",
         "from"},
        {{{"tea", NULL, 0, 0, 0}, {"milk", "b", 0, 0, 0}},
         {{"tea", "x", 1, 0, REVOPS_POLICY_UNIT_NUMBER, 0}, {NULL, "y", 1, 0, REVOPS_POLICY_UNIT_NUMBER, 0}},
         "bands",
         "name"},
    };
    for (size_t i = 0; i < ROWS(cases); i++) {
        static revops_plan_band bands[128];
        revops_policy_params policy;
        revops_problem problems[8];
        uint32_t metric;
        size_t count = 0, found = 0;
        ck_assert_int_eq(revops_policy_built_in(&policy, sizeof policy), REVOPS_OK);
        policy.bands = cases[i].bands;
        policy.targets = cases[i].targets;
        policy.band_count = policy.target_count = 2;
        revops_status status = revops_policy_check(&policy, problems, ROWS(problems), &count);
        ck_assert_int_ne(status, REVOPS_OK);
        for (size_t j = 0; j < count && j < ROWS(problems); j++) {
            found += strcmp(problems[j].part, cases[i].part) == 0 && problems[j].field &&
                     strcmp(problems[j].field, cases[i].field) == 0;
        }
        ck_assert_msg(found > 0, "case %zu isn't told", i);
        ck_assert_int_eq(revops_policy_plan_bands(&policy, bands, ROWS(bands), NULL), status);
        ck_assert_int_eq(revops_policy_metric_find(&policy, "win rate", 8, &metric), status);
    }
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("policy-rows");
    TCase *tests = tcase_create("rows");
    tcase_add_test(tests, test_C55_defaults_are_stated_once);
    tcase_add_test(tests, test_MT1_MT5_MT8_bands_of_a_policy_judge);
    tcase_add_test(tests, test_MT2_MT3_MT14_targets_of_a_policy_judge);
    tcase_add_test(tests, test_MT2_MT3_MT14_built_in_targets_are_the_built_in_bands);
    tcase_add_test(tests, test_SEM32_faults_of_bands_and_targets);
    suite_add_tcase(suite, tests);
    return suite;
}
