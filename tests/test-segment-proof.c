/* SPDX-License-Identifier: MIT */
/* Proofs of territory tables (RT9), and tables large enough for an index. */
#include "test.h"

#include "random.h"

#define UNKNOWN REVOPS_MISSING

/* SG-like territories: a region, an industry and a size. */
enum { REGION, INDUSTRY, EMPLOYEES, ATTRIBUTES };
static const int64_t lists[] = {49, 43, 41};
static const revops_condition asked[] = {
    {REGION, REVOPS_CONDITION_IS_ONE_OF, 0, 0, 0, 3, 0, 0},                    /* 0: DACH */
    {EMPLOYEES, REVOPS_CONDITION_IN_RANGE, 0, 499, 0, 0, 0, 0},                /* 1: small */
    {REGION, REVOPS_CONDITION_IS_EQUAL, 49, 0, 0, 0, 0, 0},                    /* 2: Germany */
    {EMPLOYEES, REVOPS_CONDITION_IN_RANGE, 10, 99, 0, 0, 0, 0},                /* 3: inside of small */
    {EMPLOYEES, REVOPS_CONDITION_IN_RANGE, 500, INT64_MAX, 0, 0, 0, 0},        /* 4: large */
    {EMPLOYEES, REVOPS_CONDITION_IN_RANGE, 500, 999, 0, 0, 0, 0},              /* 5 */
    {EMPLOYEES, REVOPS_CONDITION_IN_RANGE, 1000, 1999, 0, 0, 0, 0},            /* 6: contradicts 5 */
    {REGION, REVOPS_CONDITION_IS_ONE_OF, 0, 0, 0, 3, REVOPS_CONDITION_NOT, 0}, /* 7: elsewhere */
};

static const revops_segment *built_of(const revops_segment_rule *rules, uint32_t count)
{
    static _Alignas(8) unsigned char memory[1 << 16];
    const revops_segment *segment;
    revops_segment_params params = REVOPS_SEGMENT_PARAMS_INIT;
    params.attribute_count = ATTRIBUTES;
    params.rules = rules;
    params.rule_count = count;
    params.conditions = asked;
    params.condition_count = ROWS(asked);
    params.values = lists;
    params.value_count = ROWS(lists);
    ck_assert_int_eq(revops_segment_build(&params, memory, sizeof memory, NULL, &segment), REVOPS_OK);
    return segment;
}

static _Alignas(8) unsigned char work[1 << 20];

START_TEST(test_dead_hidden_and_hidden_together_RT9)
{
    static const revops_segment_rule rules[] = {
        {1, 0, 2, 0}, /* DACH, small */
        {2, 2, 2, 0}, /* Germany, 10 to 99: hidden by rule 0 */
        {3, 5, 2, 0}, /* 500 to 999 and 1,000 to 1,999: dead */
        {4, 4, 1, 0}, /* large */
        {5, 2, 1, 0}, /* Germany: known sizes are small or large, but an unknown size is left */
        {6, 3, 1, 0}, /* 10 to 99 anywhere: fine */
        {7, 1, 2, 0}, /* Germany, small: hidden by rule 0 */
    };
    const revops_segment *segment = built_of(rules, ROWS(rules));
    revops_segment_flaw out[8];
    size_t count;
    ck_assert_uint_le(revops_segment_proof_size(segment), sizeof work);
    ck_assert_int_eq(revops_segment_prove(segment, 0, work, sizeof work, out, 8, &count), REVOPS_OK);
    ck_assert_uint_eq(count, 3);
    ck_assert_uint_eq(out[0].finding, REVOPS_SEGMENT_HIDDEN);
    ck_assert_uint_eq(out[0].rule, 1);
    ck_assert_uint_eq(out[0].other, 0);
    ck_assert_uint_eq(out[1].finding, REVOPS_SEGMENT_DEAD);
    ck_assert_uint_eq(out[1].rule, 2);
    ck_assert_uint_eq(out[1].other, REVOPS_SEGMENT_NO_RULE);
    ck_assert_uint_eq(out[2].finding, REVOPS_SEGMENT_HIDDEN);
    ck_assert_uint_eq(out[2].rule, 6);
    ck_assert_int_eq(revops_segment_prove(segment, 0, work, sizeof work, out, 2, &count), REVOPS_ERR_NOSPACE);
    ck_assert_uint_eq(count, 3);
}
END_TEST

START_TEST(test_together_RT9)
{
    /* Germany and small, elsewhere and small: together they are 10 to 99 wherever the region is known. */
    static const revops_condition present[] = {
        {REGION, REVOPS_CONDITION_IN_RANGE, INT64_MIN, 9, 0, 0, 0, 0},
        {REGION, REVOPS_CONDITION_IN_RANGE, 5, 20, 0, 0, 0, 0},
        {REGION, REVOPS_CONDITION_IN_RANGE, 15, INT64_MAX, 0, 0, 0, 0},
        {REGION, REVOPS_CONDITION_IS_PRESENT, 0, 0, 0, 0, 0, 0},
        {REGION, REVOPS_CONDITION_IS_MISSING, 0, 0, 0, 0, 0, 0},
        {EMPLOYEES, REVOPS_CONDITION_IS_EQUAL, 3, 0, 0, 0, 0, 0},
    };
    static const revops_segment_rule rules[] = {{1, 5, 1, 0}, {2, 0, 1, 0}, {3, 1, 1, 0}, {4, 2, 1, 0},
                                                {5, 3, 1, 0}, {6, 4, 1, 0}, {7, 0, 0, 0}};
    static _Alignas(8) unsigned char memory[1 << 12];
    const revops_segment *segment;
    revops_segment_params params = REVOPS_SEGMENT_PARAMS_INIT;
    params.attribute_count = ATTRIBUTES;
    params.rules = rules;
    params.rule_count = ROWS(rules);
    params.conditions = present;
    params.condition_count = ROWS(present);
    ck_assert_int_eq(revops_segment_build(&params, memory, sizeof memory, NULL, &segment), REVOPS_OK);
    revops_segment_flaw out[16];
    size_t count;
    ck_assert_int_eq(revops_segment_prove(segment, 0, work, sizeof work, out, 16, &count), REVOPS_OK);
    /* Rule 4 by 1, 2 and 3; rule 6 by 4, which the others make up, and 5. */
    static const uint32_t expected[][2] = {{4, 1}, {4, 2}, {4, 3}};
    for (size_t i = 0; i < 3; i++) {
        ck_assert_uint_eq(out[i].finding, REVOPS_SEGMENT_HIDDEN_TOGETHER);
        ck_assert_uint_eq(out[i].rule, expected[i][0]);
        ck_assert_uint_eq(out[i].other, expected[i][1]);
    }
    ck_assert_uint_eq(out[count - 1].finding, REVOPS_SEGMENT_HIDDEN_TOGETHER);
    ck_assert_uint_eq(out[count - 1].rule, 6);
    ck_assert_uint_eq(out[count - 1].other, 5);
    int64_t row[ATTRIBUTES] = {7, 7, 7};
    revops_segment_coverage coverage = 0;
    ck_assert_int_eq(revops_segment_uncovered(segment, 0, work, sizeof work, row, &coverage), REVOPS_OK);
    ck_assert_uint_eq(coverage, REVOPS_SEGMENT_COVERED);
    ck_assert_int_eq(row[0], 7);
}
END_TEST

START_TEST(test_what_is_not_covered_RT9)
{
    static const revops_segment_rule rules[] = {{1, 0, 2, 0}, {2, 4, 1, 0}, {3, 7, 1, 0}};
    const revops_segment *segment = built_of(rules, 3);
    int64_t row[ATTRIBUTES];
    revops_segment_coverage coverage;
    revops_segment_answer answer;
    ck_assert_int_eq(revops_segment_uncovered(segment, 0, work, sizeof work, row, &coverage), REVOPS_OK);
    ck_assert_uint_eq(coverage, REVOPS_SEGMENT_NOT_COVERED); /* DACH below 0 employees */
    ck_assert_int_lt(row[EMPLOYEES], 0);
    ck_assert_int_ne(row[EMPLOYEES], UNKNOWN);
    ck_assert_int_eq(revops_segment_match(segment, row, NULL, &answer), REVOPS_OK);
    ck_assert_uint_eq(answer.rule, REVOPS_SEGMENT_NO_RULE);
    /* With everything from 0 up and below, only what isn't known is left. */
    static const revops_condition all[] = {{EMPLOYEES, REVOPS_CONDITION_IN_RANGE, INT64_MIN, 5, 0, 0, 0, 0},
                                           {EMPLOYEES, REVOPS_CONDITION_IN_RANGE, 5, INT64_MAX, 0, 0, 0, 0}};
    static const revops_segment_rule both[] = {{1, 0, 1, 0}, {2, 1, 1, 0}};
    static _Alignas(8) unsigned char memory[1 << 12];
    revops_segment_params params = REVOPS_SEGMENT_PARAMS_INIT;
    params.attribute_count = ATTRIBUTES;
    params.rules = both;
    params.rule_count = 2;
    params.conditions = all;
    params.condition_count = 2;
    ck_assert_int_eq(revops_segment_build(&params, memory, sizeof memory, NULL, &segment), REVOPS_OK);
    ck_assert_int_eq(revops_segment_uncovered(segment, 0, work, sizeof work, row, &coverage), REVOPS_OK);
    ck_assert_uint_eq(coverage, REVOPS_SEGMENT_COVERED_WHERE_KNOWN);
    ck_assert_int_eq(row[EMPLOYEES], UNKNOWN);
    /* No rules at all: any row. */
    segment = built_of(rules, 0);
    ck_assert_int_eq(revops_segment_uncovered(segment, 0, work, sizeof work, row, &coverage), REVOPS_OK);
    ck_assert_uint_eq(coverage, REVOPS_SEGMENT_NOT_COVERED);
}
END_TEST

START_TEST(test_a_proof_that_takes_too_long_says_so_RT9)
{
    static const revops_segment_rule rules[] = {{1, 0, 2, 0}, {2, 4, 1, 0}, {3, 2, 1, 0}};
    const revops_segment *segment = built_of(rules, 3);
    revops_segment_flaw out[4];
    size_t count;
    int64_t row[ATTRIBUTES];
    revops_segment_coverage coverage;
    ck_assert_int_eq(revops_segment_prove(segment, 1, work, sizeof work, out, 4, &count), REVOPS_OK);
    ck_assert_uint_ge(count, 1);
    ck_assert_uint_eq(out[count - 1].finding, REVOPS_SEGMENT_UNDECIDED);
    ck_assert_uint_eq(out[count - 1].rule, 2);
    ck_assert_int_eq(revops_segment_uncovered(segment, 1, work, sizeof work, row, &coverage), REVOPS_OK);
    ck_assert_uint_eq(coverage, REVOPS_SEGMENT_COVERAGE_UNDECIDED);
}
END_TEST

START_TEST(test_memory_and_pointers_of_proofs)
{
    static const revops_segment_rule rules[] = {{1, 0, 2, 0}};
    const revops_segment *segment = built_of(rules, 1);
    size_t size = revops_segment_proof_size(segment), count = 9;
    int64_t row[ATTRIBUTES];
    revops_segment_coverage coverage;
    ck_assert_uint_eq(revops_segment_proof_size(NULL), 0);
    ck_assert_int_eq(revops_segment_prove(segment, 0, work, size - 1, NULL, 0, &count), REVOPS_ERR_NOSPACE);
    ck_assert_uint_eq(count, 0);
    ck_assert_int_eq(revops_segment_prove(segment, 0, work + 4, size, NULL, 0, &count), REVOPS_ERR_ALIGN);
    ck_assert_int_eq(revops_segment_prove(segment, 0, NULL, size, NULL, 0, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_segment_prove(NULL, 0, work, size, NULL, 0, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_segment_prove(segment, 0, work, size, NULL, 0, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_segment_prove(segment, 0, work, size, NULL, 1, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_segment_prove(segment, 0, work, size, NULL, 0, &count), REVOPS_OK);
    ck_assert_int_eq(revops_segment_uncovered(segment, 0, work, size, NULL, &coverage), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_segment_uncovered(segment, 0, work, size, row, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_segment_uncovered(segment, 0, work, 8, row, &coverage), REVOPS_ERR_NOSPACE);
    ck_assert_str_eq(revops_segment_finding_name(REVOPS_SEGMENT_DEAD), "dead");
    ck_assert_str_eq(revops_segment_finding_name(0), "unknown");
    ck_assert_str_eq(revops_segment_coverage_name(REVOPS_SEGMENT_NOT_COVERED), "not covered");
    ck_assert_str_eq(revops_segment_coverage_name(9), "unknown");
}
END_TEST

START_TEST(test_the_largest_table_is_proved_and_matched)
{
    /* 2,000 named accounts for each of 500 people, then a rule for each region that only half of are new. */
    enum { PEOPLE = 500, EACH = 20, RULES = 2 * PEOPLE };
    static int64_t accounts[PEOPLE * EACH];
    static revops_condition conditions[RULES];
    static revops_segment_rule rules[RULES];
    for (int i = 0; i < PEOPLE * EACH; i++) {
        accounts[i] = i * 7;
    }
    for (uint32_t i = 0; i < RULES; i++) {
        rules[i] = (revops_segment_rule){i + 1, i, 1, 0};
        conditions[i] = i < PEOPLE
                            ? (revops_condition){0, REVOPS_CONDITION_IS_ONE_OF, 0, 0, i * EACH, EACH, 0, 0}
                            : (revops_condition){1, REVOPS_CONDITION_IS_EQUAL, i / 2, 0, 0, 0, 0, 0};
    }
    revops_segment_params params = REVOPS_SEGMENT_PARAMS_INIT;
    params.attribute_count = 2;
    params.rules = rules;
    params.rule_count = RULES;
    params.conditions = conditions;
    params.condition_count = RULES;
    params.values = accounts;
    params.value_count = PEOPLE * EACH;
    size_t needed, count;
    const revops_segment *segment;
    ck_assert_int_eq(revops_segment_build(&params, NULL, 0, &needed, NULL), REVOPS_ERR_NOSPACE);
    void *memory = malloc(needed);
    ck_assert_int_eq(revops_segment_build(&params, memory, needed, NULL, &segment), REVOPS_OK);
    size_t size = revops_segment_proof_size(segment);
    void *room = malloc(size);
    static revops_segment_flaw out[RULES];
    ck_assert_int_eq(revops_segment_prove(segment, 0, room, size, out, RULES, &count), REVOPS_OK);
    ck_assert_uint_eq(count, PEOPLE / 2);
    for (size_t i = 0; i < count; i++) {
        ck_assert_uint_eq(out[i].finding, REVOPS_SEGMENT_HIDDEN);
        ck_assert_uint_eq(out[i].rule, PEOPLE + 2 * i + 1);
        ck_assert_uint_eq(out[i].other, PEOPLE + 2 * i);
    }
    for (int64_t i = 0; i < PEOPLE * EACH; i += 37) {
        int64_t row[] = {i * 7, UNKNOWN};
        revops_segment_answer answer;
        ck_assert_int_eq(revops_segment_match(segment, row, NULL, &answer), REVOPS_OK);
        ck_assert_uint_eq(answer.rule, (uint64_t)i / EACH);
        row[0]++;
        ck_assert_int_eq(revops_segment_match(segment, row, NULL, &answer), REVOPS_OK);
        ck_assert_uint_eq(answer.rule, REVOPS_SEGMENT_NO_RULE);
        ck_assert_uint_eq(answer.missing, 2);
    }
    free(memory);
    free(room);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("segment-proof");
    TCase *tests = tcase_create("segment-proof");
    tcase_add_test(tests, test_dead_hidden_and_hidden_together_RT9);
    tcase_add_test(tests, test_together_RT9);
    tcase_add_test(tests, test_what_is_not_covered_RT9);
    tcase_add_test(tests, test_a_proof_that_takes_too_long_says_so_RT9);
    tcase_add_test(tests, test_memory_and_pointers_of_proofs);
    tcase_add_test(tests, test_the_largest_table_is_proved_and_matched);
    suite_add_tcase(suite, tests);
    return suite;
}
