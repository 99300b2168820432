/* SPDX-License-Identifier: MIT */
/* What a rule set may not be, and where it is compiled. */
#include "score-fixtures.h"

/* Each row spoils one thing. */
static void spoil_nothing(revops_score_params *p)
{
    (void)p;
}
static revops_condition spoilt_conditions[ROWS(conditions)];
static revops_score_rule spoilt_rules[ROWS(rules)];
static revops_score_group spoilt_groups[1];
#define SPOIL(name, statement)                                                                               \
    static void spoil_##name(revops_score_params *p)                                                         \
    {                                                                                                        \
        (void)p;                                                                                             \
        statement;                                                                                           \
    }
SPOIL(no_attributes, p->attribute_count = 0)
SPOIL(many_attributes, p->attribute_count = REVOPS_CONDITION_ATTRIBUTES_MAX + 1)
SPOIL(attribute, spoilt_conditions[0].attribute = ATTRIBUTES)
SPOIL(test, spoilt_conditions[0].test = 12)
SPOIL(range, spoilt_conditions[0].high = 49)
SPOIL(set, spoilt_conditions[1].value_count = 4)
SPOIL(empty_set, spoilt_conditions[1].value_count = 0)
SPOIL(set_of_range, spoilt_conditions[0].value_count = 1)
SPOIL(no_flags, spoilt_conditions[2].low = 0)
SPOIL(sign_flag, spoilt_conditions[2].low = INT64_MIN)
SPOIL(equal_missing, spoilt_conditions[4].low = REVOPS_MISSING)
SPOIL(no_conditions, spoilt_rules[0].condition_count = 0)
SPOIL(conditions, spoilt_rules[7].condition_count = 2)
SPOIL(group, spoilt_rules[0].group = 2)
SPOIL(points, spoilt_rules[0].points_mpt = INT32_MIN)
SPOIL(overflow, spoilt_rules[0].points_mpt = INT32_MAX)
SPOIL(group_limits, spoilt_groups[0].floor_mpt = 22001)
SPOIL(group_overflow, (spoilt_groups[0].floor_mpt = INT32_MAX, spoilt_groups[0].cap_mpt = INT32_MAX))
SPOIL(limits, p->floor_mpt = 85001)
SPOIL(grades, p->grades_mpt[1] = 80000)
SPOIL(grade_beyond_count, p->grades_mpt[7] = 1)
SPOIL(grade_count, p->grade_count = REVOPS_SCORE_GRADES_MAX)
SPOIL(hysteresis, p->hysteresis_mpt = -1)
SPOIL(flags, p->flags = 2)
SPOIL(size, p->struct_size = 8)
SPOIL(null_rules, p->rules = NULL)
SPOIL(null_values, p->values = NULL)

static const struct {
    void (*spoil)(revops_score_params *);
    revops_status status;
} faults[] = {
    {spoil_nothing, REVOPS_OK},
    {spoil_no_attributes, REVOPS_ERR_ARG},
    {spoil_many_attributes, REVOPS_ERR_ARG},
    {spoil_attribute, REVOPS_ERR_ARG},
    {spoil_test, REVOPS_ERR_NEWER},
    {spoil_range, REVOPS_ERR_ARG},
    {spoil_set, REVOPS_ERR_ARG},
    {spoil_empty_set, REVOPS_ERR_ARG},
    {spoil_set_of_range, REVOPS_ERR_ARG},
    {spoil_no_flags, REVOPS_ERR_ARG},
    {spoil_sign_flag, REVOPS_ERR_ARG},
    {spoil_equal_missing, REVOPS_ERR_ARG},
    {spoil_no_conditions, REVOPS_ERR_ARG},
    {spoil_conditions, REVOPS_ERR_ARG},
    {spoil_group, REVOPS_ERR_ARG},
    {spoil_points, REVOPS_ERR_ARG},
    {spoil_overflow, REVOPS_ERR_OVERFLOW},
    {spoil_group_limits, REVOPS_ERR_UNSOUND},
    {spoil_group_overflow, REVOPS_ERR_OVERFLOW},
    {spoil_limits, REVOPS_ERR_UNSOUND},
    {spoil_grades, REVOPS_ERR_UNSOUND},
    {spoil_grade_beyond_count, REVOPS_ERR_ARG},
    {spoil_grade_count, REVOPS_ERR_ARG},
    {spoil_hysteresis, REVOPS_ERR_ARG},
    {spoil_flags, REVOPS_ERR_NEWER},
    {spoil_size, REVOPS_ERR_ABI},
    {spoil_null_rules, REVOPS_ERR_ARG},
    {spoil_null_values, REVOPS_ERR_ARG},
};

START_TEST(test_faults_of_rule_sets)
{
    memcpy(spoilt_conditions, conditions, sizeof conditions);
    memcpy(spoilt_rules, rules, sizeof rules);
    memcpy(spoilt_groups, groups, sizeof groups);
    revops_score_params params = policy();
    params.conditions = spoilt_conditions;
    params.rules = spoilt_rules;
    params.groups = spoilt_groups;
    faults[_i].spoil(&params);
    const revops_score *score = NULL;
    size_t needed = 77;
    revops_problem problems[2];
    ck_assert_int_eq(revops_score_build(&params, memory, sizeof memory, NULL, &score), faults[_i].status);
    ck_assert_int_eq(revops_score_check(&params, problems, 2, &needed), faults[_i].status);
    ck_assert_int_eq(needed > 0, faults[_i].status != REVOPS_OK);
    ck_assert_int_eq(needed > 0 ? problems[0].status : REVOPS_OK, faults[_i].status);
    ck_assert_int_eq(score != NULL, faults[_i].status == REVOPS_OK);
}
END_TEST

START_TEST(test_memory_of_rule_sets)
{
    revops_score_params params = policy();
    const revops_score *score = NULL;
    size_t needed;
    ck_assert_int_eq(revops_score_build(&params, NULL, 0, &needed, NULL), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_score_build(&params, memory, needed - 1, &needed, &score), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_score_build(&params, memory + 4, needed, &needed, &score), REVOPS_ERR_ALIGN);
    ck_assert_ptr_null(score);
    memset(memory, 0xA5, sizeof memory);
    ck_assert_int_eq(revops_score_build(&params, memory, needed, &needed, &score), REVOPS_OK);
    ck_assert_uint_eq(memory[needed], 0xA5);
    /* It holds no pointers: a copy elsewhere works. */
    static _Alignas(8) unsigned char copy[sizeof memory];
    int32_t score_mpt;
    memcpy(copy, memory, needed);
    memset(memory, 0, needed);
    ck_assert_int_eq(
        revops_score_rate((const revops_score *)(const void *)copy, leads[5].row, NULL, 0, &score_mpt),
        REVOPS_OK);
    ck_assert_int_eq(score_mpt, leads[5].score_mpt);
    /* A larger struct of a newer caller is taken as long as what is new is 0. */
    struct {
        revops_score_params known;
        uint64_t later;
    } newer = {policy(), 0};
    newer.known.struct_size = sizeof newer;
    ck_assert_int_eq(revops_score_build(&newer.known, memory, sizeof memory, NULL, &score), REVOPS_OK);
    newer.later = 1;
    ck_assert_int_eq(revops_score_build(&newer.known, memory, sizeof memory, NULL, &score), REVOPS_ERR_NEWER);
}
END_TEST

START_TEST(test_every_fault_is_told)
{
    static revops_score_rule two[2];
    revops_score_params params = policy();
    revops_problem problems[8];
    char text[96];
    size_t needed;
    two[0] = rules[0];
    two[1] = rules[1];
    two[0].group = 2;
    two[1].condition_count = 0;
    two[1].since_ms = two[1].until_ms = 5; /* no instant lies between */
    params.rules = two;
    params.rule_count = 2;
    params.grades_mpt[2] = 60000;
    params.hysteresis_mpt = -1;
    ck_assert_int_eq(revops_score_check(&params, problems, 8, &needed), REVOPS_ERR_ARG);
    ck_assert_uint_eq(needed, 5);
    const char *const said[] = {
        "params.hysteresis_mpt is -1; expected 0 or more",
        "grades_mpt[2].value is 60000; expected less than the grade before (see also row 1)",
        "rules[0].group is 2; expected 0 to group_count", "rules[1].condition_count is 0; expected 1 to 64",
        "rules[1].until_ms is 5; expected 0, or an instant after since_ms"};
    for (int i = 0; i < ROWS(said); i++) {
        revops_problem_text(&problems[i], text, sizeof text);
        ck_assert_str_eq(text, said[i]);
    }
    ck_assert_int_eq(revops_score_check(&params, NULL, 0, &needed), REVOPS_ERR_ARG);
    ck_assert_uint_eq(needed, 5);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("score");
    TCase *building = tcase_create("building");
    tcase_add_loop_test(building, test_faults_of_rule_sets, 0, ROWS(faults));
    tcase_add_test(building, test_every_fault_is_told);
    tcase_add_test(building, test_memory_of_rule_sets);
    suite_add_tcase(suite, building);
    return suite;
}
