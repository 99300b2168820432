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

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("policy-rows");
    TCase *tests = tcase_create("rows");
    tcase_add_test(tests, test_C55_defaults_are_stated_once);
    suite_add_tcase(suite, tests);
    return suite;
}
