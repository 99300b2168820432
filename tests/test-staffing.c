/* SPDX-License-Identifier: MIT */
/* Staffing ratios (RT4). */
#include "test.h"

/* RT4: 2-3 SDRs an account executive, 1 solutions engineer for 3-5 of them. */
static const struct {
    uint32_t executives;
    revops_staffing staffing;
} staffings[] = {
    {0, {0, 0, 0, 0}},    {1, {2, 3, 1, 1}},        {3, {6, 9, 1, 1}},    {5, {10, 15, 1, 1}},
    {6, {12, 18, 2, 2}},  {9, {18, 27, 2, 3}},      {10, {20, 30, 2, 3}}, {11, {22, 33, 3, 3}},
    {15, {30, 45, 3, 5}}, {60, {120, 180, 12, 20}},
};

START_TEST(test_staffing_RT4)
{
    revops_staffing out;
    ck_assert_int_eq(revops_staffing_for(NULL, staffings[_i].executives, &out), REVOPS_OK);
    ck_assert_mem_eq(&out, &staffings[_i].staffing, sizeof out);
}
END_TEST

START_TEST(test_staffing_of_ones_own)
{
    revops_staffing_params params;
    revops_staffing out = {7, 7, 7, 7};
    ck_assert_int_eq(revops_staffing_defaults(&params, sizeof params), REVOPS_OK);
    ck_assert_int_eq(revops_staffing_defaults(NULL, sizeof params), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_staffing_defaults(&params, 4), REVOPS_ERR_ABI);
    ck_assert_int_eq(revops_staffing_defaults(&params, sizeof params), REVOPS_OK);
    params.sdrs_per_executive_low = 0;
    params.sdrs_per_executive_high = 1;
    params.executives_per_engineer_low = params.executives_per_engineer_high = 10;
    ck_assert_int_eq(revops_staffing_for(&params, 25, &out), REVOPS_OK);
    ck_assert_uint_eq(out.sdrs_low, 0);
    ck_assert_uint_eq(out.sdrs_high, 25);
    ck_assert_uint_eq(out.engineers_low, 3);
    ck_assert_uint_eq(out.engineers_high, 3);
    ck_assert_int_eq(revops_staffing_for(NULL, UINT32_MAX, &out), REVOPS_ERR_OVERFLOW);
    ck_assert_int_eq(revops_staffing_for(NULL, 1, NULL), REVOPS_ERR_ARG);
    params.executives_per_engineer_low = 11;
    ck_assert_int_eq(revops_staffing_for(&params, 1, &out), REVOPS_ERR_ARG);
    params.executives_per_engineer_low = 0;
    ck_assert_int_eq(revops_staffing_for(&params, 1, &out), REVOPS_ERR_ARG);
    params.executives_per_engineer_low = 1;
    params.sdrs_per_executive_low = 2;
    ck_assert_int_eq(revops_staffing_for(&params, 1, &out), REVOPS_ERR_ARG);
    params.sdrs_per_executive_low = 0;
    params.flags = 1;
    ck_assert_int_eq(revops_staffing_for(&params, 1, &out), REVOPS_ERR_NEWER);
    params.struct_size = 4;
    ck_assert_int_eq(revops_staffing_for(&params, 1, &out), REVOPS_ERR_ABI);
    ck_assert_uint_eq(out.sdrs_high, 25);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("staffing");
    TCase *tests = tcase_create("staffing");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, test_staffing_RT4, 0, ROWS(staffings));
    tcase_add_test(tests, test_staffing_of_ones_own);
    suite_add_tcase(suite, tests);
    return suite;
}
