/* SPDX-License-Identifier: MIT */
/* Rules: SC1, SC2, SC3, SC7, SC10, SC12, SC14, and SG3 where scores decide. */
#include "score-fixtures.h"

START_TEST(test_SC1_SC2_rules_groups_and_limits)
{
    revops_score_params params = policy();
    const revops_score *score = build(&params);
    int32_t score_mpt = 7;
    uint32_t grade;
    ck_assert_int_eq(revops_score_rate(score, leads[_i].row, NULL, 0, &score_mpt), REVOPS_OK);
    ck_assert_int_eq(score_mpt, leads[_i].score_mpt);
    ck_assert_int_eq(revops_score_grade(score, score_mpt, REVOPS_SCORE_UNGRADED, &grade), REVOPS_OK);
    ck_assert_uint_eq(grade, leads[_i].grade);
}
END_TEST

START_TEST(test_SC10_columns_equal_rows)
{
    revops_score_params params = policy();
    const revops_score *score = build(&params);
    enum { COUNT = ROWS(leads) };
    int64_t columns[ATTRIBUTES][COUNT];
    revops_column described[ATTRIBUTES];
    for (int a = 0; a < ATTRIBUTES; a++) {
        for (int i = 0; i < COUNT; i++) {
            columns[a][i] = leads[i].row[a];
        }
        revops_column column = {columns[a], NULL, REVOPS_MISSING, REVOPS_COLUMN_I64, 0};
        described[a] = column;
    }
    int32_t scores[COUNT], contributions[ROWS(rules) * COUNT];
    uint8_t grades[COUNT];
    ck_assert_int_eq(
        revops_score_rate_many(score, described, ATTRIBUTES, COUNT, 0, scores, grades, contributions),
        REVOPS_OK);
    for (int i = 0; i < COUNT; i++) {
        ck_assert_int_eq(scores[i], leads[i].score_mpt);
        ck_assert_uint_eq(grades[i], leads[i].grade);
    }
    ck_assert_int_eq(contributions[0 * COUNT + 1], 30000);
    ck_assert_int_eq(contributions[7 * COUNT + 0], -5000);
    ck_assert_int_eq(contributions[5 * COUNT + 4], 12500);
    ck_assert_int_eq(contributions[5 * COUNT + 1], 0);
    ck_assert_int_eq(revops_score_rate_many(score, described, ATTRIBUTES - 1, COUNT, 0, scores, NULL, NULL),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_score_rate_many(score, described, ATTRIBUTES, 0, 0, NULL, NULL, NULL), REVOPS_OK);
    described[2].width = 8;
    ck_assert_int_eq(revops_score_rate_many(score, described, ATTRIBUTES, COUNT, 0, scores, NULL, NULL),
                     REVOPS_ERR_ARG);
    described[2].width = REVOPS_COLUMN_I64;
    described[2].values = NULL; /* a column without values has no width */
    ck_assert_int_eq(revops_score_rate_many(score, described, ATTRIBUTES, COUNT, 0, scores, NULL, NULL),
                     REVOPS_ERR_ARG);
}
END_TEST

/* So many scores that they are written past the caches, to arrays of any alignment; no row but its own is touched. */
START_TEST(test_SC10_many_scores_equal_rows)
{
    enum { COUNT = (1 << 19) + 77, ROOM = COUNT + 32 };
    revops_score_params params = policy();
    const revops_score *score = build(&params);
    revops_column described[ATTRIBUTES];
    int16_t *values = malloc(ATTRIBUTES * COUNT * sizeof *values);
    for (int a = 0; a < ATTRIBUTES; a++) {
        for (int i = 0; i < COUNT; i++) {
            values[a * COUNT + i] = (int16_t)((i * INT64_C(7919) + a * 31) % 997 - 3);
        }
        revops_column column = {values + a * COUNT, NULL, -3, REVOPS_COLUMN_I16, 0};
        described[a] = column;
    }
    int32_t *expected = malloc(COUNT * sizeof *expected), *scores = malloc(ROOM * sizeof *scores);
    ck_assert_int_eq(
        revops__score_rate_many(&(revops__score_request){score, described, COUNT, 0, expected, NULL, NULL},
                                ATTRIBUTES, REVOPS__PATH_ROWS),
        REVOPS_OK);
    for (int off = 0; off < 17; off++) {
        memset(scores, 0x55, ROOM * sizeof *scores);
        ck_assert_int_eq(
            revops_score_rate_many(score, described, ATTRIBUTES, COUNT, 0, scores + off, NULL, NULL),
            REVOPS_OK);
        ck_assert_mem_eq(scores + off, expected, COUNT * sizeof *expected);
        for (int i = 0; i < ROOM - COUNT; i++) {
            ck_assert_int_eq(scores[i < off ? i : i + COUNT], 0x55555555);
        }
    }
    free(expected);
    free(scores);
    free(values);
}
END_TEST

START_TEST(test_SC7_explanation_adds_up)
{
    revops_score_params params = policy();
    const revops_score *score = build(&params);
    revops_score_line lines[16];
    size_t needed;
    ck_assert_int_eq(revops_score_explain(score, leads[5].row, NULL, 0, lines, 16, &needed), REVOPS_OK);
    static const revops_score_line expected[] = {
        {REVOPS_SCORE_RULE, 0, 30000},      {REVOPS_SCORE_RULE, 1, 20000}, {REVOPS_SCORE_RULE, 2, 15000},
        {REVOPS_SCORE_RULE, 3, 5000},       {REVOPS_SCORE_RULE, 5, 12500}, {REVOPS_SCORE_RULE, 6, 10000},
        {REVOPS_SCORE_GROUP_CAP, 1, -8000},
    };
    ck_assert_uint_eq(needed, ROWS(expected));
    ck_assert_mem_eq(lines, expected, sizeof expected);
    ck_assert_int_eq(revops_score_explain(score, leads[0].row, NULL, 0, lines, 16, &needed), REVOPS_OK);
    ck_assert_uint_eq(needed, 2);
    ck_assert_uint_eq(lines[1].reason, REVOPS_SCORE_FLOOR);
    ck_assert_int_eq(lines[0].points_mpt + lines[1].points_mpt, 0);
    lines[0].index = 99;
    ck_assert_int_eq(revops_score_explain(score, leads[0].row, NULL, 0, lines, 1, &needed),
                     REVOPS_ERR_NOSPACE);
    ck_assert_uint_eq(needed, 2);
    ck_assert_uint_eq(lines[0].index, 99);
}
END_TEST

/* Of size and industry (group 2, at least 10) and technology (group 1, at most 22) the better one counts, and what has no
   group beside it [SC6, SC7, SC10]; rows, columns and explanations agree. */
START_TEST(test_SC6_only_the_best_group_counts)
{
    static const int32_t expected[] = {5000, 50000, 20000, 25000, 32500, 62500, 30000};
    const revops_score_group both[] = {{REVOPS_SCORE_NO_FLOOR, 22000}, {10000, REVOPS_SCORE_NO_CAP}};
    revops_score_rule own[ROWS(rules)];
    revops_score_params params = policy();
    memcpy(own, rules, sizeof own);
    own[0].group = own[1].group = 2;
    own[4].group = own[7].group = 0;
    params.flags = REVOPS_SCORE_BEST_GROUP;
    params.rules = own;
    params.groups = both;
    params.group_count = 2;
    params.floor_mpt = REVOPS_SCORE_NO_FLOOR;
    const revops_score *score = build(&params);
    for (size_t i = 0; i < ROWS(expected); i++) {
        revops_score_line lines[2 + ROWS(rules) + 2 * ROWS(both)];
        int32_t score_mpt;
        size_t needed;
        int64_t sum = 0;
        ck_assert_int_eq(revops_score_rate(score, leads[i].row, NULL, 0, &score_mpt), REVOPS_OK);
        ck_assert_int_eq(revops_score_explain(score, leads[i].row, NULL, 0, lines, ROWS(lines), &needed),
                         REVOPS_OK);
        for (size_t k = 0; k < needed; k++) {
            sum += lines[k].points_mpt;
        }
        ck_assert_int_eq(sum, score_mpt);
        ck_assert_int_eq(score_mpt, expected[i]);
    }
    params.flags = 2;
    ck_assert_int_eq(revops_score_check(&params, NULL, 0, NULL), REVOPS_ERR_NEWER);
}
END_TEST

START_TEST(test_SC7_difference)
{
    revops_score_params params = policy();
    const revops_score *score = build(&params);
    revops_score_line before[16], after[16], change[32];
    size_t counts[2], needed;
    ck_assert_int_eq(revops_score_explain(score, leads[3].row, NULL, 0, before, 16, &counts[0]), REVOPS_OK);
    ck_assert_int_eq(revops_score_explain(score, leads[5].row, NULL, 0, after, 16, &counts[1]), REVOPS_OK);
    ck_assert_int_eq(revops_score_difference(before, counts[0], after, counts[1], change, 32, &needed),
                     REVOPS_OK);
    static const revops_score_line expected[] = {
        {REVOPS_SCORE_RULE, 5, 12500},
        {REVOPS_SCORE_RULE, 6, 10000},
        {REVOPS_SCORE_GROUP_CAP, 1, -8000},
        {REVOPS_SCORE_RULE, 4, 25000},
    };
    ck_assert_uint_eq(needed, ROWS(expected));
    ck_assert_mem_eq(change, expected, sizeof expected);
    ck_assert_int_eq(revops_score_difference(NULL, 0, NULL, 0, NULL, 0, &needed), REVOPS_OK);
    ck_assert_uint_eq(needed, 0);
    before[0].points_mpt = INT64_MIN;
    ck_assert_int_eq(revops_score_difference(before, 1, NULL, 0, change, 32, &needed), REVOPS_ERR_OVERFLOW);
}
END_TEST

static const char *const rule_names[] = {"50-500 employees"};
static const char *const group_names[] = {"technology"};
static const struct {
    revops_score_line line;
    const char *named, *plain;
} texts[] = {
    {{REVOPS_SCORE_BASE, 0, 10000}, "base: +10", "base: +10"},
    {{REVOPS_SCORE_RULE, 0, 12500}, "rule \"50-500 employees\": +12.5", "rule 0: +12.5"},
    {{REVOPS_SCORE_DAILY_LIMIT, 0, -1},
     "daily limit of rule \"50-500 employees\": -0.001",
     "daily limit of rule 0: -0.001"},
    {{REVOPS_SCORE_DECAY, 0, -1050}, "decay of rule \"50-500 employees\": -1.05", "decay of rule 0: -1.05"},
    {{REVOPS_SCORE_GROUP_CAP, 1, -8000}, "cap of group \"technology\": -8", "cap of group 1: -8"},
    {{REVOPS_SCORE_GROUP_FLOOR, 1, 8100}, "floor of group \"technology\": +8.1", "floor of group 1: +8.1"},
    {{REVOPS_SCORE_GROUP_NOT_BEST, 1, -9000},
     "better group than \"technology\": -9",
     "better group than 1: -9"},
    {{REVOPS_SCORE_FLOOR, 0, 3000}, "floor: +3", "floor: +3"},
    {{REVOPS_SCORE_CAP, 0, -3000}, "cap: -3", "cap: -3"},
    {{99, 0, INT64_MIN}, "unknown: -9223372036854775.808", "unknown: -9223372036854775.808"},
};

START_TEST(test_SC7_lines_in_words)
{
    char out[64];
    ck_assert_uint_eq(revops_score_line_text(&texts[_i].line, rule_names, group_names, out, sizeof out),
                      strlen(texts[_i].named));
    ck_assert_str_eq(out, texts[_i].named);
    revops_score_line_text(&texts[_i].line, NULL, NULL, out, sizeof out);
    ck_assert_str_eq(out, texts[_i].plain);
    ck_assert_uint_eq(revops_score_line_text(&texts[_i].line, NULL, NULL, out, 3), strlen(texts[_i].plain));
    ck_assert_uint_eq(strlen(out), 2);
    ck_assert_uint_eq(revops_score_line_text(NULL, NULL, NULL, NULL, 0), 0);
}
END_TEST

/* 45 points and a free address: a company address (−25) leads to 70, the next grade; learning is cheaper. */
START_TEST(test_SC7_next_grade_cheapest_first)
{
    revops_score_params params = policy();
    const revops_score *score = build(&params);
    revops_score_advice steps[64];
    size_t needed;
    ck_assert_int_eq(revops_score_advise(score, leads[3].row, NULL, 0, steps, 64, &needed), REVOPS_OK);
    ck_assert_uint_eq(needed, 1);
    ck_assert_uint_eq(steps[0].rule, 4);
    ck_assert_int_eq(steps[0].gain_mpt, 25000);
    ck_assert_uint_eq(steps[0].alter_count, 1);
    ck_assert_uint_eq(steps[0].ask_count, 0);
    ck_assert_uint_eq(steps[0].grade, 1);

    const int64_t unknown[ATTRIBUTES] = {60, NONE, SLACK, 1, COMPANY}; /* 50: industry missing */
    ck_assert_int_eq(revops_score_advise(score, unknown, NULL, 0, steps, 64, &needed), REVOPS_OK);
    ck_assert_uint_eq(needed, 1);
    ck_assert_uint_eq(steps[0].rule, 1);
    ck_assert_uint_eq(steps[0].ask_count, 1);
    ck_assert_int_eq(steps[0].score_mpt, 70000);

    const int64_t two[ATTRIBUTES] = {250, 7, NONE, NONE, COMPANY}; /* 45: more than one step */
    ck_assert_int_eq(revops_score_advise(score, two, NULL, 0, steps, 64, &needed), REVOPS_OK);
    ck_assert_uint_eq(needed, 1);
    ck_assert_uint_eq(steps[0].rule, 5); /* a senior title brings 12.5, 5 and takes the −5 away */
    ck_assert_int_eq(steps[0].gain_mpt, 22500);

    ck_assert_int_eq(revops_score_advise(score, leads[5].row, NULL, 0, steps, 64, &needed), REVOPS_OK);
    ck_assert_uint_eq(needed, 0); /* A already */
    ck_assert_int_eq(revops_score_advise(score, leads[0].row, NULL, 0, steps, 0, &needed),
                     REVOPS_ERR_NOSPACE);
    ck_assert_uint_ge(needed, 1);
}
END_TEST

START_TEST(test_SC7_steps_in_words)
{
    revops_score_params params = policy();
    const revops_score *score = build(&params);
    revops_score_advice steps[64];
    size_t needed;
    char out[128];
    ck_assert_int_eq(revops_score_advise(score, leads[3].row, NULL, 0, steps, 64, &needed), REVOPS_OK);
    const char *said = "rule \"free\" should not hold (1 to change): +25, then 70 points, grade B";
    const char *names[ROWS(rules)] = {"size", "industry", "chat",   "crm",
                                      "free", "title",    "senior", "unknown"};
    ck_assert_uint_eq(revops_score_advice_text(score, &steps[0], names, out, sizeof out), strlen(said));
    ck_assert_str_eq(out, said);
    const revops_score_advice both = {0, 2, 1, 12500, -500, 9}, neither = {0, 0, 0, 1, 0, 0};
    revops_score_advice_text(score, &both, NULL, out, sizeof out);
    ck_assert_str_eq(out, "rule 0 should hold (2 to learn, 1 to change): +12.5, then -0.5 points, grade ?");
    revops_score_advice_text(score, &neither, NULL, out, sizeof out);
    ck_assert_str_eq(out, "rule 0 should hold: +0.001, then 0 points, grade A");
    ck_assert_uint_eq(revops_score_advice_text(score, &both, NULL, out, 5), 78);
    ck_assert_str_eq(out, "rule");
    ck_assert_uint_eq(revops_score_advice_text(NULL, &both, NULL, NULL, 0), 0);
    ck_assert_uint_eq(revops_score_advice_text(score, NULL, NULL, NULL, 0), 0);
}
END_TEST

/* A rule counts from `since_ms` on until `until_ms`; conditions on texts, negations and many flags. */
START_TEST(test_SC12_SC14_dates_texts_and_negations)
{
    enum { PERSON, TOOLS, MORE_TOOLS, WHAT };
    static const char *const asked[] = {"VP", "chief", "intern"};
    static const int64_t masks[] = {2, 1};
    static const revops_condition what[] = {
        {.attribute = PERSON, .test = REVOPS_CONDITION_TEXT_CONTAINS, .value_count = 2},
        {.attribute = PERSON,
         .test = REVOPS_CONDITION_TEXT_STARTS,
         .first_value = 2,
         .value_count = 1,
         .flags = REVOPS_CONDITION_NOT},
        {.attribute = TOOLS, .test = REVOPS_CONDITION_ALL_FLAGS, .value_count = 2},
    };
    static const revops_score_rule which[] = {
        {30000, 0, 0, 1, 0, 0}, {5000, 0, 1, 1, 0, 0}, {700, 0, 2, 1, 1000, 2000}};
    static const char bytes[] = "vp salesInternEl chief";
    static const int64_t offsets[] = {0, 8, 14, 22};
    static const revops_texts said = {bytes, offsets, 3};
    static const struct {
        int64_t row[WHAT], at_ms;
        int32_t score_mpt;
    } cases[] = {
        {{0, NONE, NONE}, 0, 35000}, {{1, NONE, NONE}, 0, 0},    {{2, NONE, NONE}, 0, 35000},
        {{NONE, 2, 1}, 1000, 700},   {{NONE, 2, 1}, 999, 0},     {{NONE, 2, 1}, 1999, 700},
        {{NONE, 2, 1}, 2000, 0},     {{NONE, 2, NONE}, 1000, 0}, {{NONE, NONE, 1}, 1000, 0},
        {{NONE, NONE, NONE}, 0, 0},  {{1, 3, 5}, 1500, 700},     {{0, 3, 5}, 1500, 35700},
    };
    revops_score_params params = REVOPS_SCORE_PARAMS_INIT;
    params.attribute_count = WHAT;
    params.conditions = what;
    params.condition_count = ROWS(what);
    params.rules = which;
    params.rule_count = ROWS(which);
    params.values = masks;
    params.value_count = ROWS(masks);
    params.texts = asked;
    params.text_count = ROWS(asked);
    const revops_score *score = build(&params);
    for (int i = 0; i < ROWS(cases); i++) {
        int32_t score_mpt = -1;
        ck_assert_int_eq(revops_score_rate(score, cases[i].row, &said, cases[i].at_ms, &score_mpt),
                         REVOPS_OK);
        ck_assert_msg(score_mpt == cases[i].score_mpt, "case %d: %d", i, score_mpt);
        revops_column columns[WHAT];
        for (int a = 0; a < WHAT; a++) {
            const revops_column column = {&cases[i].row[a], a ? NULL : &said, REVOPS_MISSING,
                                          REVOPS_COLUMN_I64, 0};
            columns[a] = column;
        }
        score_mpt = -1;
        ck_assert_int_eq(
            revops_score_rate_many(score, columns, WHAT, 1, cases[i].at_ms, &score_mpt, NULL, NULL),
            REVOPS_OK);
        ck_assert_msg(score_mpt == cases[i].score_mpt, "case %d over columns: %d", i, score_mpt);
        columns[0].texts = NULL;
        ck_assert_int_eq(revops_score_rate_many(score, columns, WHAT, 1, 0, &score_mpt, NULL, NULL),
                         REVOPS_ERR_ARG);
    }
    int32_t score_mpt;
    ck_assert_int_eq(revops_score_rate(score, cases[0].row, NULL, 0, &score_mpt), REVOPS_ERR_ARG);
}
END_TEST

START_TEST(test_empty_rule_set)
{
    revops_score_params params;
    ck_assert_int_eq(revops_score_defaults(&params, sizeof params), REVOPS_OK);
    params.base_mpt = 42000;
    const revops_score *score = build(&params);
    int64_t row[1] = {NONE};
    int32_t score_mpt;
    ck_assert_int_eq(revops_score_rate(score, row, NULL, 0, &score_mpt), REVOPS_OK);
    ck_assert_int_eq(score_mpt, 42000);
    int8_t values[3] = {1, 2, 3};
    revops_column column = {values, NULL, REVOPS_MISSING, REVOPS_COLUMN_I8, 0};
    int32_t scores[3];
    ck_assert_int_eq(revops_score_rate_many(score, &column, 1, 3, 0, scores, NULL, NULL), REVOPS_OK);
    ck_assert_int_eq(scores[2], 42000);
}
END_TEST

START_TEST(test_names_of_reasons)
{
    ck_assert_str_eq(revops_score_reason_name(0), "unknown");
    ck_assert_str_eq(revops_score_reason_name(REVOPS_SCORE_GROUP_NOT_BEST + 1), "unknown");
    for (revops_score_reason a = REVOPS_SCORE_BASE; a <= REVOPS_SCORE_CAP; a++) {
        ck_assert_str_ne(revops_score_reason_name(a), "unknown");
        for (revops_score_reason b = REVOPS_SCORE_BASE; b < a; b++) {
            ck_assert_str_ne(revops_score_reason_name(a), revops_score_reason_name(b));
        }
    }
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("score");
    TCase *rows = tcase_create("rows");
    tcase_add_test(rows, test_names_of_reasons);
    tcase_add_loop_test(rows, test_SC1_SC2_rules_groups_and_limits, 0, ROWS(leads));
    tcase_add_test(rows, test_SC10_columns_equal_rows);
    tcase_add_test(rows, test_SC10_many_scores_equal_rows);
    tcase_add_test(rows, test_SC12_SC14_dates_texts_and_negations);
    tcase_add_test(rows, test_empty_rule_set);
    suite_add_tcase(suite, rows);
    TCase *explanation = tcase_create("explanation");
    tcase_add_test(explanation, test_SC7_explanation_adds_up);
    tcase_add_test(explanation, test_SC6_only_the_best_group_counts);
    tcase_add_test(explanation, test_SC7_difference);
    tcase_add_loop_test(explanation, test_SC7_lines_in_words, 0, ROWS(texts));
    tcase_add_test(explanation, test_SC7_next_grade_cheapest_first);
    tcase_add_test(explanation, test_SC7_steps_in_words);
    suite_add_tcase(suite, explanation);
    return suite;
}
