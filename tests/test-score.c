/* SPDX-License-Identifier: MIT */
/* Rules: SC1, SC2, SC3, SC6, SC7, SC9, SC10, and LC2, SG3 where scores decide. */
#include "judge/score-internal.h"
#include "test.h"

static _Alignas(8) unsigned char memory[1 << 16];

enum { EMPLOYEES, INDUSTRY, STACK, TITLE, EMAIL, ATTRIBUTES };
enum { SLACK = 1, TEAMS = 2, SALESFORCE = 4 };
enum { FREE = 2, COMPANY = 1 };

/* The profile of SG3: 50–500 employees, an agency, technology or services firm, Slack or Teams. */
static const int64_t industries[] = {7, 3, 5};
static const revops_condition conditions[] = {
    {EMPLOYEES, REVOPS_CONDITION_IN_RANGE, 50, 500, 0, 0, 0, 0},
    {INDUSTRY, REVOPS_CONDITION_IS_ONE_OF, 0, 0, 0, 3, 0, 0},
    {STACK, REVOPS_CONDITION_ANY_FLAG, SLACK | TEAMS, 0, 0, 0, 0, 0},
    {TITLE, REVOPS_CONDITION_IS_PRESENT, 0, 0, 0, 0, 0, 0},
    {EMAIL, REVOPS_CONDITION_IS_EQUAL, FREE, 0, 0, 0, 0, 0},
    {EMPLOYEES, REVOPS_CONDITION_IN_RANGE, 200, INT64_MAX, 0, 0, 0, 0},
    {TITLE, REVOPS_CONDITION_IN_RANGE, 4, 6, 0, 0, 0, 0},
    {STACK, REVOPS_CONDITION_ALL_FLAGS, SLACK | SALESFORCE, 0, 0, 0, 0, 0},
    {TITLE, REVOPS_CONDITION_IS_MISSING, 0, 0, 0, 0, 0, 0},
};
static const revops_score_rule rules[] = {
    {30000, 0, 0, 1, 0, 0},  /* size */
    {20000, 0, 1, 1, 0, 0},  /* industry */
    {15000, 1, 2, 1, 0, 0},  /* Slack or Teams */
    {5000, 1, 3, 1, 0, 0},   /* title known */
    {-25000, 0, 4, 1, 0, 0}, /* free e-mail */
    {12500, 0, 5, 2, 0, 0},  /* 200 or more and a senior title */
    {10000, 1, 7, 1, 0, 0},  /* Slack and Salesforce */
    {-5000, 0, 8, 1, 0, 0},  /* title missing */
};
static const revops_score_group groups[] = {{REVOPS_SCORE_NO_FLOOR, 22000}};

static revops_score_params policy(void)
{
    revops_score_params params = REVOPS_SCORE_PARAMS_INIT;
    params.attribute_count = ATTRIBUTES;
    params.rules = rules;
    params.rule_count = ROWS(rules);
    params.conditions = conditions;
    params.condition_count = ROWS(conditions);
    params.values = industries;
    params.value_count = ROWS(industries);
    params.groups = groups;
    params.group_count = ROWS(groups);
    params.floor_mpt = 0;
    params.cap_mpt = 85000;
    params.hysteresis_mpt = 5000;
    return params;
}

static const revops_score *build(const revops_score_params *params)
{
    const revops_score *score;
    ck_assert_int_eq(revops_score_build(params, memory, sizeof memory, NULL, &score), REVOPS_OK);
    return score;
}

#define NONE REVOPS_MISSING

static const struct {
    int64_t row[ATTRIBUTES];
    int32_t score_mpt;
    uint32_t grade;
} leads[] = {
    {{NONE, NONE, NONE, NONE, NONE}, 0, 3},               /* −5, floored */
    {{50, 3, SLACK, 1, COMPANY}, 70000, 1},               /* 30 + 20 + 15 + 5 */
    {{49, 3, SLACK, 1, COMPANY}, 40000, 2},               /* bounds are included */
    {{500, 5, TEAMS, 3, FREE}, 45000, 2},                 /* −25: an individual (SC3) */
    {{501, 7, 0, 4, COMPANY}, 37500, 3},                  /* 20 + 5 + 12.5 */
    {{200, 7, SLACK | SALESFORCE, 6, COMPANY}, 84500, 0}, /* group 30 capped at 22 */
    {{200, 4, SALESFORCE, 7, COMPANY}, 35000, 3},         /* neither all flags nor any */
    {{300, 7, SLACK | TEAMS | SALESFORCE, 5, NONE}, 84500, 0},
    {{INT64_MAX, 7, INT64_MAX, 5, NONE}, 54500, 2},
    {{INT64_MIN + 1, 7, INT64_MIN + 1, INT64_MIN + 1, NONE}, 40000, 2}, /* −(2^63 − 1) has bit 0 */
};

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
SPOIL(grade_count, p->grade_count = REVOPS_SCORE_GRADES_MAX)
SPOIL(hysteresis, p->hysteresis_mpt = -1)
SPOIL(flags, p->flags = 1)
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
    ck_assert_int_eq(revops_score_build(&params, memory, sizeof memory, &needed, &score), faults[_i].status);
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

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("score");
    TCase *rows = tcase_create("rules");
    tcase_add_loop_test(rows, test_SC1_SC2_rules_groups_and_limits, 0, ROWS(leads));
    tcase_add_test(rows, test_SC10_columns_equal_rows);
    tcase_add_test(rows, test_SC10_many_scores_equal_rows);
    tcase_add_loop_test(rows, test_SC6_hysteresis_of_grades, 0, ROWS(grading));
    tcase_add_test(rows, test_empty_rule_set);
    suite_add_tcase(suite, rows);
    TCase *explanation = tcase_create("explanation");
    tcase_add_test(explanation, test_SC7_explanation_adds_up);
    tcase_add_test(explanation, test_SC7_difference);
    tcase_add_loop_test(explanation, test_SC7_lines_in_words, 0, ROWS(texts));
    tcase_add_test(explanation, test_SC7_next_grade_cheapest_first);
    tcase_add_test(explanation, test_SC7_steps_in_words);
    suite_add_tcase(suite, explanation);
    TCase *together = tcase_create("together");
    tcase_add_loop_test(together, test_LC2_SC1_both_halves_are_needed, 0, ROWS(decisions));
    tcase_add_test(together, test_LC2_unsound_matrices);
    tcase_add_test(together, test_SC9_accounts_and_coverage);
    suite_add_tcase(suite, together);
    TCase *building = tcase_create("building");
    tcase_add_loop_test(building, test_faults_of_rule_sets, 0, ROWS(faults));
    tcase_add_test(building, test_memory_of_rule_sets);
    suite_add_tcase(suite, building);
    return suite;
}
