/* SPDX-License-Identifier: MIT */
/* Grades and who qualifies: SC1, SC6, SC9, SC11, LC2. */
#include "score-fixtures.h"

static const struct {
    int32_t score_mpt;
    uint32_t previous, grade;
} grading[] = {
    {80000, REVOPS_SCORE_UNGRADED, 0},
    {79999, REVOPS_SCORE_UNGRADED, 1},
    {79999, 0, 0},
    {75000, 0, 0},
    {74999, 0, 1},
    {54999, 0, 2},
    {55000, 0, 1},
    {60000, 2, 1},
    {59999, 2, 2},
    {0, 0, 3},
    {INT32_MIN, 2, 3},
    {INT32_MAX, 3, 0},
    {35000, 2, 2},
    {34999, 2, 3},
};

START_TEST(test_SC6_hysteresis_of_grades)
{
    revops_score_params params = policy();
    const revops_score *score = build(&params);
    uint32_t grade = 77;
    ck_assert_int_eq(revops_score_grade(score, grading[_i].score_mpt, grading[_i].previous, &grade),
                     REVOPS_OK);
    ck_assert_uint_eq(grade, grading[_i].grade);
    ck_assert_int_eq(revops_score_grade(score, 0, 4, &grade), REVOPS_ERR_ARG);
}
END_TEST

static const struct {
    uint32_t fit, engagement;
    int was, mql;
} decisions[] = {
    {0, 0, 0, 1}, {0, 2, 0, 1}, {0, 3, 0, 0}, {0, 3, 1, 0}, {1, 1, 0, 1}, {1, 2, 0, 0},
    {1, 2, 1, 1}, {2, 0, 0, 1}, {2, 1, 0, 0}, {2, 1, 1, 1}, {3, 0, 0, 0}, {3, 0, 1, 0},
};

START_TEST(test_LC2_SC1_both_halves_are_needed)
{
    revops_score_matrix_params matrix = REVOPS_SCORE_MATRIX_PARAMS_INIT;
    int mql = 7;
    ck_assert_int_eq(
        revops_score_qualify(&matrix, decisions[_i].fit, decisions[_i].engagement, decisions[_i].was, &mql),
        REVOPS_OK);
    ck_assert_int_eq(mql, decisions[_i].mql);
}
END_TEST

START_TEST(test_LC2_unsound_matrices)
{
    int mql;
    revops_score_matrix_params matrix = REVOPS_SCORE_MATRIX_PARAMS_INIT;
    matrix.enter[3] = matrix.stay[3] = 1; /* who doesn't fit */
    ck_assert_int_eq(revops_score_qualify(&matrix, 0, 0, 0, &mql), REVOPS_ERR_UNSOUND);
    ck_assert_int_eq(revops_score_matrix_defaults(&matrix, sizeof matrix), REVOPS_OK);
    matrix.enter[0] = matrix.stay[0] = 8; /* who shows no intent */
    ck_assert_int_eq(revops_score_qualify(&matrix, 0, 0, 0, &mql), REVOPS_ERR_UNSOUND);
    ck_assert_int_eq(revops_score_matrix_defaults(&matrix, sizeof matrix), REVOPS_OK);
    matrix.stay[0] = 3; /* doesn't hold what it let in */
    ck_assert_int_eq(revops_score_qualify(&matrix, 0, 0, 0, &mql), REVOPS_ERR_UNSOUND);
    ck_assert_int_eq(revops_score_matrix_defaults(&matrix, sizeof matrix), REVOPS_OK);
    ck_assert_int_eq(revops_score_qualify(&matrix, 4, 0, 0, &mql), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_score_qualify(&matrix, 0, 4, 0, &mql), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_score_qualify(&matrix, 0, 0, 2, &mql), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_score_qualify(NULL, 0, 0, 0, &mql), REVOPS_ERR_ARG);
    matrix.struct_size = 3;
    ck_assert_int_eq(revops_score_qualify(&matrix, 0, 0, 0, &mql), REVOPS_ERR_ABI);
}
END_TEST

START_TEST(test_SC9_accounts_and_coverage)
{
    const int32_t scores[] = {10000, 0, -3000, 2500, INT32_MAX};
    const uint32_t accounts[] = {1, 1, 1, 0, 1};
    const uint8_t roles[] = {3, 1, 1, 2, 0};
    revops_score_account out[3];
    ck_assert_int_eq(revops_score_accounts(scores, accounts, roles, 5, out, 3), REVOPS_OK);
    ck_assert_int_eq(out[1].score_mpt, INT64_C(7000) + INT32_MAX);
    ck_assert_uint_eq(out[1].people, 4);
    ck_assert_uint_eq(out[1].engaged, 2);
    ck_assert_uint_eq(out[1].committee, 3);
    ck_assert_uint_eq(out[1].contacted, 1);
    ck_assert_uint_eq(out[1].coverage_bp, 3333);
    ck_assert_uint_eq(out[0].coverage_bp, 0); /* contacted, but no committee is known */
    ck_assert_uint_eq(out[2].people, 0);
    out[1].people = 99;
    ck_assert_int_eq(revops_score_accounts(scores, accounts, roles, 5, out, 1), REVOPS_ERR_ARG);
    ck_assert_uint_eq(out[1].people, 99);
}
END_TEST

START_TEST(test_LC2_SC11_many_leads)
{
    revops_score_matrix_params matrix = REVOPS_SCORE_MATRIX_PARAMS_INIT;
    uint8_t fit[ROWS(decisions)], engagement[ROWS(decisions)], mql[ROWS(decisions)];
    for (int i = 0; i < ROWS(decisions); i++) {
        fit[i] = (uint8_t)decisions[i].fit;
        engagement[i] = (uint8_t)decisions[i].engagement;
        mql[i] = (uint8_t)decisions[i].was;
    }
    ck_assert_int_eq(revops_score_qualify_many(&matrix, fit, engagement, mql, ROWS(decisions), mql),
                     REVOPS_OK);
    for (int i = 0; i < ROWS(decisions); i++) {
        ck_assert_int_eq(mql[i], decisions[i].mql);
    }
    ck_assert_int_eq(revops_score_qualify_many(&matrix, fit, engagement, NULL, ROWS(decisions), mql),
                     REVOPS_OK);
    ck_assert_int_eq(mql[6], 0); /* kept only by those that are one */
    fit[ROWS(decisions) - 1] = 4;
    mql[0] = 77;
    ck_assert_int_eq(revops_score_qualify_many(&matrix, fit, engagement, NULL, ROWS(decisions), mql),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(mql[0], 77);
}
END_TEST

START_TEST(test_SC6_hysteresis_of_many_grades)
{
    revops_score_params params = policy();
    const revops_score *score = build(&params);
    int32_t scores[ROWS(grading)];
    uint8_t grades[ROWS(grading)];
    for (int i = 0; i < ROWS(grading); i++) {
        scores[i] = grading[i].score_mpt;
        grades[i] = grading[i].previous == REVOPS_SCORE_UNGRADED ? UINT8_MAX : (uint8_t)grading[i].previous;
    }
    ck_assert_int_eq(revops_score_grade_many(score, scores, grades, ROWS(grading), grades), REVOPS_OK);
    for (int i = 0; i < ROWS(grading); i++) {
        ck_assert_uint_eq(grades[i], grading[i].grade);
    }
    ck_assert_int_eq(revops_score_grade_many(score, scores, NULL, ROWS(grading), grades), REVOPS_OK);
    ck_assert_uint_eq(grades[2], 1); /* 79.999 without a past */
    grades[1] = 4;
    ck_assert_int_eq(revops_score_grade_many(score, scores, grades, 2, grades), REVOPS_ERR_ARG);
}
END_TEST

START_TEST(test_every_fault_of_a_matrix_is_told)
{
    revops_score_matrix_params matrix = REVOPS_SCORE_MATRIX_PARAMS_INIT;
    revops_problem problems[4];
    char text[96];
    size_t needed;
    ck_assert_int_eq(revops_score_matrix_check(&matrix, problems, 4, &needed), REVOPS_OK);
    ck_assert_uint_eq(needed, 0);
    matrix.stay[0] = 8;
    ck_assert_int_eq(revops_score_matrix_check(&matrix, problems, 4, &needed), REVOPS_ERR_UNSOUND);
    ck_assert_uint_eq(needed, 2);
    revops_problem_text(&problems[1], text, sizeof text);
    ck_assert_str_eq(text, "enter[0].pairs is 7; expected pairs that stay, too");
    matrix.fit_count = 1;
    ck_assert_int_eq(revops_score_matrix_check(&matrix, problems, 4, &needed), REVOPS_ERR_ARG);
    ck_assert_uint_eq(needed, 1);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("score");
    TCase *together = tcase_create("together");
    tcase_add_loop_test(together, test_SC6_hysteresis_of_grades, 0, ROWS(grading));
    tcase_add_test(together, test_SC6_hysteresis_of_many_grades);
    tcase_add_loop_test(together, test_LC2_SC1_both_halves_are_needed, 0, ROWS(decisions));
    tcase_add_test(together, test_LC2_SC11_many_leads);
    tcase_add_test(together, test_LC2_unsound_matrices);
    tcase_add_test(together, test_every_fault_of_a_matrix_is_told);
    tcase_add_test(together, test_SC9_accounts_and_coverage);
    suite_add_tcase(suite, together);
    return suite;
}
