/* SPDX-License-Identifier: MIT */
#include "test.h"

#define UNKNOWN REVOPS_MISSING
#define DOLLARS *INT64_C(100)

static _Alignas(16) unsigned char memory[1 << 16];

static revops_segment_params table_of(uint32_t attribute_count, const revops_segment_rule *rules,
                                      uint32_t rule_count, const revops_condition *conditions,
                                      uint32_t condition_count, const int64_t *values, uint32_t value_count)
{
    revops_segment_params params;
    ck_assert_int_eq(revops_segment_defaults(&params, sizeof params), REVOPS_OK);
    params.attribute_count = attribute_count;
    params.rules = rules;
    params.rule_count = rule_count;
    params.conditions = conditions;
    params.condition_count = condition_count;
    params.values = values;
    params.value_count = value_count;
    return params;
}

static const revops_segment *built(const revops_segment_params *params)
{
    const revops_segment *rules;
    size_t needed;
    ck_assert_int_eq(revops_segment_build(params, memory, sizeof memory, &needed, &rules), REVOPS_OK);
    ck_assert_uint_le(needed, sizeof memory);
    return rules;
}

static const revops_segment *builtin(revops_segment_table table)
{
    revops_segment_params params;
    ck_assert_int_eq(revops_segment_standard(table, &params, sizeof params), REVOPS_OK);
    return built(&params);
}

static revops_segment_answer matched(const revops_segment *rules, const int64_t *row)
{
    revops_segment_answer match;
    ck_assert_int_eq(revops_segment_match(rules, row, NULL, &match), REVOPS_OK);
    return match;
}

/* SG1, SG2: every boundary, each attribute alone, contradictions and gaps. */
static const struct {
    int64_t employees, acv, team_size, email, signals;
    revops_segment_kind sales_led, hybrid;
} accounts[] = {
    {UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_NONE, REVOPS_NONE},
    {0, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_NONE, REVOPS_NONE},
    {-5, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_NONE, REVOPS_NONE},
    {1, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_SEGMENT_SMB, REVOPS_SEGMENT_SELF_SERVICE},
    {49, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_SEGMENT_SMB, REVOPS_SEGMENT_SELF_SERVICE},
    {50, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_SEGMENT_MID_MARKET, REVOPS_SEGMENT_SELF_SERVICE},
    {99, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_SEGMENT_MID_MARKET, REVOPS_SEGMENT_SELF_SERVICE},
    {100, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_SEGMENT_MID_MARKET, REVOPS_SEGMENT_SALES_ASSISTED},
    {499, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_SEGMENT_MID_MARKET, REVOPS_SEGMENT_SALES_ASSISTED},
    {500, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_SEGMENT_ENTERPRISE, REVOPS_SEGMENT_SALES_ASSISTED},
    {999, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_SEGMENT_ENTERPRISE, REVOPS_SEGMENT_SALES_ASSISTED},
    {1000, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_SEGMENT_ENTERPRISE, REVOPS_SEGMENT_ENTERPRISE},
    {INT64_MAX, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_SEGMENT_ENTERPRISE, REVOPS_SEGMENT_ENTERPRISE},
    {UNKNOWN, 0, UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_SEGMENT_SMB, REVOPS_SEGMENT_SELF_SERVICE},
    {UNKNOWN, -1, UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_NONE, REVOPS_NONE},
    {UNKNOWN, 5000 DOLLARS, UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_SEGMENT_SMB, REVOPS_SEGMENT_SELF_SERVICE},
    {UNKNOWN, 15000 DOLLARS - 1, UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_SEGMENT_SMB, REVOPS_SEGMENT_SELF_SERVICE},
    {UNKNOWN, 15000 DOLLARS, UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_SEGMENT_SMB, REVOPS_SEGMENT_SALES_ASSISTED},
    {UNKNOWN, 25000 DOLLARS - 1, UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_SEGMENT_SMB,
     REVOPS_SEGMENT_SALES_ASSISTED},
    {UNKNOWN, 25000 DOLLARS, UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_SEGMENT_MID_MARKET,
     REVOPS_SEGMENT_SALES_ASSISTED},
    {UNKNOWN, 100000 DOLLARS - 1, UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_SEGMENT_MID_MARKET,
     REVOPS_SEGMENT_SALES_ASSISTED},
    {UNKNOWN, 100000 DOLLARS, UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_SEGMENT_ENTERPRISE,
     REVOPS_SEGMENT_ENTERPRISE},
    /* the larger one wins, whichever attribute says so */
    {600, 5000 DOLLARS, UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_SEGMENT_ENTERPRISE, REVOPS_SEGMENT_SALES_ASSISTED},
    {10, 200000 DOLLARS, UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_SEGMENT_ENTERPRISE, REVOPS_SEGMENT_ENTERPRISE},
    {10, 30000 DOLLARS, UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_SEGMENT_MID_MARKET, REVOPS_SEGMENT_SALES_ASSISTED},
    /* SC4: the answer about the team stands in for employees only where they aren't known */
    {UNKNOWN, UNKNOWN, 20, UNKNOWN, UNKNOWN, REVOPS_SEGMENT_SMB, REVOPS_SEGMENT_SELF_SERVICE},
    {UNKNOWN, UNKNOWN, 200, UNKNOWN, UNKNOWN, REVOPS_SEGMENT_MID_MARKET, REVOPS_SEGMENT_SALES_ASSISTED},
    {UNKNOWN, UNKNOWN, 1000, UNKNOWN, UNKNOWN, REVOPS_SEGMENT_ENTERPRISE, REVOPS_SEGMENT_ENTERPRISE},
    {30, UNKNOWN, 1000, UNKNOWN, UNKNOWN, REVOPS_SEGMENT_SMB, REVOPS_SEGMENT_SELF_SERVICE},
    /* SC3 */
    {UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_EMAIL_FREE, UNKNOWN, REVOPS_SEGMENT_SMB, REVOPS_SEGMENT_SELF_SERVICE},
    {UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_EMAIL_FORWARDING, UNKNOWN, REVOPS_SEGMENT_SMB,
     REVOPS_SEGMENT_SELF_SERVICE},
    {UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_EMAIL_COMPANY, UNKNOWN, REVOPS_NONE, REVOPS_NONE},
    {UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_EMAIL_ROLE, UNKNOWN, REVOPS_NONE, REVOPS_NONE},
    {UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_EMAIL_DISPOSABLE, UNKNOWN, REVOPS_NONE, REVOPS_NONE},
    {UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_EMAIL_INVALID, UNKNOWN, REVOPS_NONE, REVOPS_NONE},
    {700, UNKNOWN, UNKNOWN, REVOPS_EMAIL_FREE, UNKNOWN, REVOPS_SEGMENT_ENTERPRISE,
     REVOPS_SEGMENT_SALES_ASSISTED},
    /* SC5 */
    {UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_SEGMENT_SIGNAL_ENTERPRISE_PLAN, REVOPS_SEGMENT_ENTERPRISE,
     REVOPS_SEGMENT_ENTERPRISE},
    {20, UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_SEGMENT_SIGNAL_CONTACT_SALES, REVOPS_SEGMENT_SMB,
     REVOPS_SEGMENT_SELF_SERVICE},
};

START_TEST(test_segments_SG1_SG2_SC3_SC4_SC5)
{
    int64_t row[] = {accounts[_i].employees,
                     accounts[_i].acv,
                     accounts[_i].team_size,
                     accounts[_i].email,
                     accounts[_i].signals,
                     UNKNOWN,
                     UNKNOWN,
                     UNKNOWN,
                     UNKNOWN,
                     UNKNOWN};
    ck_assert_uint_eq(matched(builtin(REVOPS_SEGMENT_TABLE_SALES_LED), row).outcome, accounts[_i].sales_led);
    ck_assert_uint_eq(matched(builtin(REVOPS_SEGMENT_TABLE_HYBRID), row).outcome, accounts[_i].hybrid);
}
END_TEST

START_TEST(test_what_is_missing_is_named)
{
    int64_t row[10];
    for (int i = 0; i < 10; i++) {
        row[i] = UNKNOWN;
    }
    const revops_segment *rules = builtin(REVOPS_SEGMENT_TABLE_SALES_LED);
    row[REVOPS_SEGMENT_ATTRIBUTE_EMPLOYEES] = 30;
    revops_segment_answer match = matched(rules, row);
    ck_assert_uint_eq(match.outcome, REVOPS_SEGMENT_SMB);
    ck_assert_uint_eq(match.rule, 7);
    /* A large contract or a request for the enterprise plan would still change it; the team's size would not. */
    ck_assert_uint_eq(match.missing,
                      1u << REVOPS_SEGMENT_ATTRIBUTE_ACV | 1u << REVOPS_SEGMENT_ATTRIBUTE_SIGNALS);
    row[REVOPS_SEGMENT_ATTRIBUTE_ACV] = 1000;
    row[REVOPS_SEGMENT_ATTRIBUTE_SIGNALS] = 0;
    ck_assert_uint_eq(matched(rules, row).missing, 0);
}
END_TEST

/* SG4, LC11 */
static const struct {
    int64_t signals, acv;
    revops_segment_motion deal, customer;
    revops_segment_effort effort;
} deals[] = {
    {UNKNOWN, UNKNOWN, REVOPS_NONE, REVOPS_NONE, REVOPS_NONE},
    {0, 0, REVOPS_NONE, REVOPS_NONE, REVOPS_SEGMENT_EFFORT_SELF_SERVICE},
    {REVOPS_SEGMENT_SIGNAL_SIGNED_UP, UNKNOWN, REVOPS_SEGMENT_MOTION_INBOUND,
     REVOPS_SEGMENT_MOTION_SELF_SERVICE, REVOPS_NONE},
    {REVOPS_SEGMENT_SIGNAL_SIGNED_UP | REVOPS_SEGMENT_SIGNAL_PRODUCT, 24999 DOLLARS,
     REVOPS_SEGMENT_MOTION_PRODUCT_LED, REVOPS_SEGMENT_MOTION_SALES_ASSISTED,
     REVOPS_SEGMENT_EFFORT_SELF_SERVICE},
    {REVOPS_SEGMENT_SIGNAL_CONTACT_SALES, 25000 DOLLARS, REVOPS_SEGMENT_MOTION_INBOUND,
     REVOPS_SEGMENT_MOTION_ENTERPRISE, REVOPS_SEGMENT_EFFORT_DEDICATED},
    {REVOPS_SEGMENT_SIGNAL_OUTBOUND, 99999 DOLLARS, REVOPS_SEGMENT_MOTION_OUTBOUND, REVOPS_NONE,
     REVOPS_SEGMENT_EFFORT_DEDICATED},
    {REVOPS_SEGMENT_SIGNAL_TARGET_ACCOUNT | REVOPS_SEGMENT_SIGNAL_OUTBOUND, 99999 DOLLARS,
     REVOPS_SEGMENT_MOTION_OUTBOUND, REVOPS_NONE, REVOPS_SEGMENT_EFFORT_DEDICATED},
    {REVOPS_SEGMENT_SIGNAL_TARGET_ACCOUNT | REVOPS_SEGMENT_SIGNAL_OUTBOUND, 100000 DOLLARS,
     REVOPS_SEGMENT_MOTION_ACCOUNT_BASED, REVOPS_NONE, REVOPS_SEGMENT_EFFORT_ACCOUNT_BASED},
    {REVOPS_SEGMENT_SIGNAL_INBOUND | REVOPS_SEGMENT_SIGNAL_ENTERPRISE_PLAN, UNKNOWN,
     REVOPS_SEGMENT_MOTION_INBOUND, REVOPS_SEGMENT_MOTION_ENTERPRISE, REVOPS_NONE},
};

START_TEST(test_motions_SG4_LC11)
{
    int64_t row[10];
    for (int i = 0; i < 10; i++) {
        row[i] = UNKNOWN;
    }
    row[REVOPS_SEGMENT_ATTRIBUTE_SIGNALS] = deals[_i].signals;
    row[REVOPS_SEGMENT_ATTRIBUTE_ACV] = deals[_i].acv;
    ck_assert_uint_eq(matched(builtin(REVOPS_SEGMENT_TABLE_MOTION_OF_DEAL), row).outcome, deals[_i].deal);
    ck_assert_uint_eq(matched(builtin(REVOPS_SEGMENT_TABLE_MOTION_OF_CUSTOMER), row).outcome,
                      deals[_i].customer);
    ck_assert_uint_eq(matched(builtin(REVOPS_SEGMENT_TABLE_EFFORT), row).outcome, deals[_i].effort);
}
END_TEST

START_TEST(test_ideal_customer_SG3)
{
    const revops_segment *rules = builtin(REVOPS_SEGMENT_TABLE_IDEAL_CUSTOMER);
    int64_t row[10] = {50,
                       UNKNOWN,
                       UNKNOWN,
                       UNKNOWN,
                       REVOPS_SEGMENT_SIGNAL_CROSS_FUNCTIONAL | REVOPS_SEGMENT_SIGNAL_GROWING,
                       REVOPS_SEGMENT_STACK_TEAMS,
                       REVOPS_SEGMENT_INDUSTRY_AGENCY,
                       UNKNOWN,
                       UNKNOWN,
                       UNKNOWN};
    uint64_t met, missing;
    ck_assert_uint_eq(matched(rules, row).outcome, 1);
    row[REVOPS_SEGMENT_ATTRIBUTE_EMPLOYEES] = 500;
    ck_assert_uint_eq(matched(rules, row).outcome, 1);
    row[REVOPS_SEGMENT_ATTRIBUTE_EMPLOYEES] = 501;
    ck_assert_uint_eq(matched(rules, row).outcome, 0);
    row[REVOPS_SEGMENT_ATTRIBUTE_INDUSTRY] = 100;
    row[REVOPS_SEGMENT_ATTRIBUTE_STACK] = UNKNOWN;
    ck_assert_int_eq(revops_segment_explain(rules, 0, row, NULL, &met, &missing), REVOPS_OK);
    ck_assert_uint_eq(met, 1u << 1 | 1u << 2);
    ck_assert_uint_eq(missing, 1u << 4);
    ck_assert_int_eq(revops_segment_explain(rules, 1, row, NULL, &met, &missing), REVOPS_ERR_ARG);
}
END_TEST

/* Every kind of condition against every kind of value. */
static const struct {
    revops_condition condition;
    int64_t value;
    int holds;
} kinds[] = {
    {{0, REVOPS_CONDITION_IN_RANGE, -2, 3, 0, 0, 0, 0}, -2, 1},
    {{0, REVOPS_CONDITION_IN_RANGE, -2, 3, 0, 0, 0, 0}, 3, 1},
    {{0, REVOPS_CONDITION_IN_RANGE, -2, 3, 0, 0, 0, 0}, 4, 0},
    {{0, REVOPS_CONDITION_IN_RANGE, INT64_MIN, 3, 0, 0, 0, 0}, INT64_MIN + 1, 1},
    {{0, REVOPS_CONDITION_IN_RANGE, INT64_MIN, INT64_MAX, 0, 0, 0, 0}, UNKNOWN, 0},
    {{0, REVOPS_CONDITION_IS_EQUAL, 7, 0, 0, 0, 0, 0}, 7, 1},
    {{0, REVOPS_CONDITION_IS_EQUAL, 7, 0, 0, 0, 0, 0}, 8, 0},
    {{0, REVOPS_CONDITION_IS_EQUAL, 7, 0, 0, 0, 0, 0}, UNKNOWN, 0},
    {{0, REVOPS_CONDITION_IS_ONE_OF, 0, 0, 0, 4, 0, 0}, 9, 1},
    {{0, REVOPS_CONDITION_IS_ONE_OF, 0, 0, 0, 4, 0, 0}, -4, 1},
    {{0, REVOPS_CONDITION_IS_ONE_OF, 0, 0, 1, 2, 0, 0}, 9, 0},
    {{0, REVOPS_CONDITION_IS_ONE_OF, 0, 0, 1, 2, 0, 0}, 2, 1},
    {{0, REVOPS_CONDITION_IS_ONE_OF, 0, 0, 0, 4, 0, 0}, UNKNOWN, 0},
    {{0, REVOPS_CONDITION_ALL_FLAGS, 6, 0, 0, 0, 0, 0}, 7, 1},
    {{0, REVOPS_CONDITION_ALL_FLAGS, 6, 0, 0, 0, 0, 0}, 5, 0},
    {{0, REVOPS_CONDITION_ANY_FLAG, 6, 0, 0, 0, 0, 0}, 5, 1},
    {{0, REVOPS_CONDITION_ANY_FLAG, 6, 0, 0, 0, 0, 0}, 9, 0},
    {{0, REVOPS_CONDITION_ANY_FLAG, 6, 0, 0, 0, 0, 0}, UNKNOWN, 0},
    {{0, REVOPS_CONDITION_IS_PRESENT, 0, 0, 0, 0, 0, 0}, 0, 1},
    {{0, REVOPS_CONDITION_IS_PRESENT, 0, 0, 0, 0, 0, 0}, UNKNOWN, 0},
    {{0, REVOPS_CONDITION_IS_MISSING, 0, 0, 0, 0, 0, 0}, 0, 0},
    {{0, REVOPS_CONDITION_IS_MISSING, 0, 0, 0, 0, 0, 0}, UNKNOWN, 1},
};

START_TEST(test_every_kind_of_condition)
{
    const int64_t values[] = {9, 2, 2, -4};
    revops_segment_rule rule = {5, 0, 1, 0};
    revops_segment_params params = table_of(1, &rule, 1, &kinds[_i].condition, 1, values, 4);
    params.otherwise = 9;
    revops_segment_answer match = matched(built(&params), &kinds[_i].value);
    ck_assert_uint_eq(match.outcome, kinds[_i].holds ? 5 : 9);
    ck_assert_uint_eq(match.rule, kinds[_i].holds ? 0 : REVOPS_SEGMENT_NO_RULE);
    ck_assert_uint_eq(match.missing, !kinds[_i].holds && kinds[_i].value == UNKNOWN);
}
END_TEST

START_TEST(test_columns_equal_rows)
{
    enum { COUNT = 300 };
    static int64_t employees[COUNT];
    static int32_t acv[COUNT];
    revops_column columns[10] = {{0}};
    static revops_segment_answer out[COUNT];
    for (int i = 0; i < COUNT; i++) {
        employees[i] = i % 7 ? i * 7 : UNKNOWN;
        acv[i] = i % 5 ? i * (int32_t)(500 DOLLARS) : -1;
    }
    columns[0] = (revops_column){employees, NULL, UNKNOWN, REVOPS_COLUMN_I64, 0};
    columns[1] = (revops_column){acv, NULL, -1, REVOPS_COLUMN_I32, 0};
    const revops_segment *rules = builtin(REVOPS_SEGMENT_TABLE_HYBRID);
    ck_assert_int_eq(revops_segment_match_many(rules, columns, 10, COUNT, out), REVOPS_OK);
    for (int i = 0; i < COUNT; i++) {
        int64_t row[] = {employees[i], acv[i] < 0 ? UNKNOWN : acv[i],
                         UNKNOWN,      UNKNOWN,
                         UNKNOWN,      UNKNOWN,
                         UNKNOWN,      UNKNOWN,
                         UNKNOWN,      UNKNOWN};
        revops_segment_answer match = matched(rules, row);
        ck_assert_mem_eq(&match, &out[i], sizeof match);
    }
    ck_assert_int_eq(revops_segment_match_many(rules, NULL, 10, COUNT, out), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_segment_match_many(rules, columns, 9, COUNT, out), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_segment_match_many(rules, columns, 10, 1, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_segment_match_many(rules, columns, 10, 0, NULL), REVOPS_OK);
    columns[2].width = 9;
    ck_assert_int_eq(revops_segment_match_many(rules, columns, 10, COUNT, out), REVOPS_ERR_ARG);
}
END_TEST

/* RT2, SC14: texts in single rows and in columns, without regard to case and accents. */
START_TEST(test_texts)
{
    static const char *const sought[] = {"acme", "Initech", "\xc3\xa4rzte"};
    static const revops_condition conditions[] = {{0, REVOPS_CONDITION_TEXT_IS, 0, 0, 0, 2, 0, 0},
                                                  {0, REVOPS_CONDITION_TEXT_STARTS, 0, 0, 2, 1, 0, 0}};
    static const revops_segment_rule rows[] = {{1, 0, 1, 0}, {2, 1, 1, 0}};
    static const char bytes[] = "INITECH\xc3\x84rztehausacme corp";
    static const int64_t offsets[] = {0, 7, 17, 26};
    static const revops_texts texts = {bytes, offsets, 3};
    const revops_texts *row_texts[] = {&texts};
    static const uint8_t names[] = {0, 1, 2, 255, 7};
    static const uint32_t expected[] = {1, 2, 0, 0, 0};
    revops_segment_answer out[5], one;
    revops_segment_params params = table_of(1, rows, 2, conditions, 2, NULL, 0);
    params.texts = sought;
    params.text_count = 3;
    const revops_segment *rules = built(&params);
    const revops_column column = {names, &texts, 255, REVOPS_COLUMN_U8, 0};
    ck_assert_int_eq(revops_segment_match_many(rules, &column, 1, 5, out), REVOPS_OK);
    for (int i = 0; i < 5; i++) {
        int64_t row = names[i] == 255 ? UNKNOWN : names[i];
        ck_assert_uint_eq(out[i].outcome, expected[i]);
        ck_assert_int_eq(revops_segment_match(rules, &row, row_texts, &one), REVOPS_OK);
        ck_assert_mem_eq(&one, &out[i], sizeof one);
        ck_assert_int_eq(revops_segment_match(rules, &row, NULL, &one), REVOPS_OK);
        ck_assert_uint_eq(one.outcome, 0);
    }
    static const int64_t falling[] = {0, 7, 3, 26};
    const revops_texts damaged = {bytes, falling, 3};
    const revops_column refused_column = {names, &damaged, 255, REVOPS_COLUMN_U8, 0};
    ck_assert_int_eq(revops_segment_match_many(rules, &refused_column, 1, 5, out), REVOPS_ERR_ARG);
}
END_TEST

START_TEST(test_sets_may_overlap)
{
    const int64_t values[] = {5, 3, 4, 1};
    const revops_condition conditions[] = {
        {0, REVOPS_CONDITION_IS_ONE_OF, 0, 0, 0, 3, 0, 0},
        {0, REVOPS_CONDITION_IS_ONE_OF, 0, 0, 1, 3, 0, 0},
    };
    const revops_segment_rule rows[] = {{1, 0, 2, 0}, {2, 0, 1, 0}, {3, 1, 1, 0}};
    revops_segment_params params = table_of(1, rows, 3, conditions, 2, values, 4);
    const revops_segment *rules = built(&params);
    static const uint32_t expected[] = {0, 3, 0, 1, 1, 2, 0};
    for (int64_t value = 0; value < 7; value++) {
        ck_assert_uint_eq(matched(rules, &value).outcome, expected[value]);
    }
}
END_TEST

/* What is refused. */
static const struct {
    revops_condition condition;
    revops_segment_rule rule;
    revops_status status;
} refused[] = {
    {{2, REVOPS_CONDITION_IS_PRESENT, 0, 0, 0, 0, 0, 0}, {1, 0, 1, 0}, REVOPS_ERR_ARG},
    {{0, REVOPS_CONDITION_IN_RANGE, 2, 1, 0, 0, 0, 0}, {1, 0, 1, 0}, REVOPS_ERR_ARG},
    {{0, REVOPS_CONDITION_IS_EQUAL, UNKNOWN, 0, 0, 0, 0, 0}, {1, 0, 1, 0}, REVOPS_ERR_ARG},
    {{0, REVOPS_CONDITION_IS_EQUAL, 1, 1, 0, 0, 0, 0}, {1, 0, 1, 0}, REVOPS_ERR_ARG},
    {{0, REVOPS_CONDITION_ALL_FLAGS, 0, 0, 0, 0, 0, 0}, {1, 0, 1, 0}, REVOPS_ERR_ARG},
    {{0, REVOPS_CONDITION_ANY_FLAG, -1, 0, 0, 0, 0, 0}, {1, 0, 1, 0}, REVOPS_ERR_ARG},
    {{0, REVOPS_CONDITION_IS_ONE_OF, 0, 0, 0, 0, 0, 0}, {1, 0, 1, 0}, REVOPS_ERR_ARG},
    {{0, REVOPS_CONDITION_IS_ONE_OF, 0, 0, 2, 1, 0, 0}, {1, 0, 1, 0}, REVOPS_ERR_ARG},
    {{0, REVOPS_CONDITION_IS_ONE_OF, 0, 0, 1, UINT32_MAX, 0, 0}, {1, 0, 1, 0}, REVOPS_ERR_ARG},
    {{0, REVOPS_CONDITION_IS_PRESENT, 0, 0, 1, 0, 0, 0}, {1, 0, 1, 0}, REVOPS_ERR_ARG},
    {{0, REVOPS_CONDITION_IS_MISSING, 1, 0, 0, 0, 0, 0}, {1, 0, 1, 0}, REVOPS_ERR_ARG},
    {{0, 0, 0, 0, 0, 0, 0, 0}, {1, 0, 1, 0}, REVOPS_ERR_ARG},
    {{0, 77, 0, 0, 0, 0, 0, 0}, {1, 0, 1, 0}, REVOPS_ERR_NEWER},
    {{0, REVOPS_CONDITION_IS_PRESENT, 0, 0, 0, 0, 0, 0}, {1, 1, 1, 0}, REVOPS_ERR_ARG},
    {{0, REVOPS_CONDITION_IS_PRESENT, 0, 0, 0, 0, 0, 0}, {1, UINT32_MAX, 2, 0}, REVOPS_ERR_ARG},
    {{0, REVOPS_CONDITION_IS_PRESENT, 0, 0, 0, 0, 0, 0}, {1, 0, 1, 1}, REVOPS_ERR_NEWER},
};

START_TEST(test_what_is_refused)
{
    const int64_t values[] = {1, 2};
    const revops_segment *rules = NULL;
    revops_segment_params params = table_of(2, &refused[_i].rule, 1, &refused[_i].condition, 1, values, 2);
    revops_problem problem;
    size_t count;
    ck_assert_int_eq(revops_segment_check(&params, &problem, 1, &count), refused[_i].status);
    ck_assert_uint_eq(count, 1);
    ck_assert_int_eq(problem.status, refused[_i].status);
    ck_assert_int_eq(revops_segment_build(&params, memory, sizeof memory, NULL, &rules), refused[_i].status);
    ck_assert_ptr_null(rules);
}
END_TEST

START_TEST(test_parameters_and_memory)
{
    revops_segment_params params;
    const revops_segment *rules = NULL;
    size_t needed = 0;
    ck_assert_int_eq(revops_segment_standard(6, &params, sizeof params), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_segment_standard(0, NULL, sizeof params), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_segment_standard(0, &params, sizeof params - 1), REVOPS_ERR_ABI);
    ck_assert_int_eq(revops_segment_defaults(NULL, sizeof params), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_segment_defaults(&params, 8), REVOPS_ERR_ABI);
    ck_assert_int_eq(revops_segment_standard(0, &params, sizeof params), REVOPS_OK);
    ck_assert_int_eq(revops_segment_build(&params, NULL, 0, &needed, NULL), REVOPS_ERR_NOSPACE);
    ck_assert_uint_gt(needed, 0);
    ck_assert_int_eq(revops_segment_build(&params, memory, needed - 1, NULL, &rules), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_segment_build(&params, memory + 4, needed, NULL, &rules), REVOPS_ERR_ALIGN);
    ck_assert_int_eq(revops_segment_build(&params, memory, needed, NULL, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_segment_build(NULL, memory, needed, NULL, &rules), REVOPS_ERR_ARG);
    memset(memory, '#', sizeof memory);
    ck_assert_int_eq(revops_segment_build(&params, memory, needed, NULL, &rules), REVOPS_OK);
    ck_assert_uint_eq(memory[needed], '#');
}
END_TEST

static void no_flags(revops_segment_params *params)
{
    params->flags = 1;
}
static void no_attributes(revops_segment_params *params)
{
    params->attribute_count = 0;
}
static void many_attributes(revops_segment_params *params)
{
    params->attribute_count = REVOPS_SEGMENT_ATTRIBUTES_MAX + 1;
}
static void many_rules(revops_segment_params *params)
{
    params->rule_count = REVOPS_SEGMENT_RULES_MAX + 1;
}
static void many_conditions(revops_segment_params *params)
{
    params->condition_count = REVOPS_SEGMENT_ROWS_MAX + 1;
}
static void many_values(revops_segment_params *params)
{
    params->value_count = REVOPS_SEGMENT_ROWS_MAX + 1;
}
static void missing_rules(revops_segment_params *params)
{
    params->rules = NULL;
}
static void missing_conditions(revops_segment_params *params)
{
    params->conditions = NULL;
}
static void missing_texts(revops_segment_params *params)
{
    params->text_count = 1;
}
static void short_rules(revops_segment_params *params)
{
    params->rule_row_size = 8;
}
static void no_condition_size(revops_segment_params *params)
{
    params->condition_row_size = 0;
}
static void foreign(revops_segment_params *params)
{
    params->struct_size = 8;
}

static const struct {
    void (*change)(revops_segment_params *);
    revops_status status;
    const char *field;
} bad_params[] = {
    {no_flags, REVOPS_ERR_NEWER, "flags"},
    {no_attributes, REVOPS_ERR_ARG, "attribute_count"},
    {many_attributes, REVOPS_ERR_ARG, "attribute_count"},
    {many_rules, REVOPS_ERR_ARG, "rule_count"},
    {many_conditions, REVOPS_ERR_ARG, "condition_count"},
    {many_values, REVOPS_ERR_ARG, "value_count"},
    {missing_rules, REVOPS_ERR_ARG, "rules"},
    {missing_conditions, REVOPS_ERR_ARG, "conditions"},
    {missing_texts, REVOPS_ERR_ARG, "texts"},
    {short_rules, REVOPS_ERR_ABI, "rule_row_size"},
    {no_condition_size, REVOPS_ERR_ABI, "condition_row_size"},
    {foreign, REVOPS_ERR_ABI, "struct_size"},
};

START_TEST(test_check_says_what_build_does)
{
    revops_segment_params params;
    const revops_segment *rules = NULL;
    revops_problem problems[4];
    size_t count = 0;
    ck_assert_int_eq(revops_segment_standard(0, &params, sizeof params), REVOPS_OK);
    ck_assert_int_eq(revops_segment_check(&params, NULL, 0, &count), REVOPS_OK);
    ck_assert_uint_eq(count, 0);
    bad_params[_i].change(&params);
    ck_assert_int_eq(revops_segment_build(&params, memory, sizeof memory, NULL, &rules),
                     bad_params[_i].status);
    ck_assert_ptr_null(rules);
    ck_assert_int_eq(revops_segment_check(&params, problems, 4, &count), bad_params[_i].status);
    if (bad_params[_i].change != foreign) {
        ck_assert_uint_ge(count, 1);
        ck_assert_str_eq(problems[0].field, bad_params[_i].field);
    }
    ck_assert_int_eq(revops_segment_check(NULL, problems, 4, &count), REVOPS_ERR_ARG);
}
END_TEST

START_TEST(test_every_fault_is_told)
{
    static const revops_condition conditions[] = {{9, REVOPS_CONDITION_IS_PRESENT, 0, 0, 0, 0, 0, 0},
                                                  {0, REVOPS_CONDITION_IN_RANGE, 2, 1, 0, 0, 0, 0}};
    static const revops_segment_rule rows[] = {{1, 0, 3, 0}, {1, 0, 65, 7}};
    revops_segment_params params = table_of(2, rows, 2, conditions, 2, NULL, 0);
    revops_problem problems[8];
    size_t count;
    char text[120];
    ck_assert_int_eq(revops_segment_check(&params, problems, 8, &count), REVOPS_ERR_ARG);
    ck_assert_uint_eq(count, 5);
    revops_problem_text(&problems[2], text, sizeof text);
    ck_assert_str_eq(text, "rules[0].first_condition is 0; expected conditions that lie within conditions");
    ck_assert_int_eq(revops_segment_check(&params, NULL, 0, &count), REVOPS_ERR_ARG);
    ck_assert_uint_eq(count, 5);
}
END_TEST

START_TEST(test_sets_of_too_many_values)
{
    /* Each set is copied, so that overlapping ones could ask for more memory than their values have. */
    enum { VALUES = 1000000, SETS = 11 };
    int64_t *values = calloc(VALUES, sizeof *values);
    static revops_condition conditions[SETS];
    for (int i = 0; i < SETS; i++) {
        conditions[i] = (revops_condition){0, REVOPS_CONDITION_IS_ONE_OF, 0, 0, 0, VALUES, 0, 0};
    }
    revops_segment_params params = table_of(1, NULL, 0, conditions, SETS, values, VALUES);
    size_t needed = 0;
    ck_assert_int_eq(revops_segment_build(&params, NULL, 0, &needed, NULL), REVOPS_ERR_ARG);
    params.condition_count--;
    ck_assert_int_eq(revops_segment_build(&params, NULL, 0, &needed, NULL), REVOPS_ERR_NOSPACE);
    ck_assert_uint_gt(needed, 80000000);
    free(values);
}
END_TEST

START_TEST(test_missing_pointers)
{
    const revops_segment *rules = builtin(REVOPS_SEGMENT_TABLE_EFFORT);
    int64_t row[10] = {0};
    uint64_t bits;
    ck_assert_int_eq(revops_segment_match(rules, NULL, NULL, &(revops_segment_answer){0}), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_segment_match(rules, row, NULL, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_segment_match(NULL, row, NULL, &(revops_segment_answer){0}), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_segment_match_many(NULL, &(revops_column){0}, 1, 0, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_segment_explain(NULL, 0, row, NULL, &bits, &bits), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_segment_explain(rules, 0, NULL, NULL, &bits, &bits), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_segment_explain(rules, 0, row, NULL, NULL, &bits), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_segment_explain(rules, 0, row, NULL, &bits, NULL), REVOPS_ERR_ARG);
}
END_TEST

START_TEST(test_names)
{
    ck_assert_str_eq(revops_segment_kind_name(REVOPS_SEGMENT_MID_MARKET), "mid-market");
    ck_assert_str_eq(revops_segment_kind_name(REVOPS_SEGMENT_SALES_ASSISTED), "sales-assisted");
    ck_assert_str_eq(revops_segment_kind_name(0), "unknown");
    ck_assert_str_eq(revops_segment_kind_name(6), "unknown");
    ck_assert_str_eq(revops_segment_motion_name(REVOPS_SEGMENT_MOTION_PRODUCT_LED), "product-led");
    ck_assert_str_eq(revops_segment_motion_name(REVOPS_SEGMENT_MOTION_ENTERPRISE), "enterprise");
    ck_assert_str_eq(revops_segment_motion_name(UINT32_MAX), "unknown");
    ck_assert_str_eq(revops_segment_effort_name(REVOPS_SEGMENT_EFFORT_ACCOUNT_BASED), "account-based");
    ck_assert_str_eq(revops_segment_effort_name(4), "unknown");
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("segment");
    TCase *tests = tcase_create("segment");
    tcase_add_loop_test(tests, test_segments_SG1_SG2_SC3_SC4_SC5, 0, ROWS(accounts));
    tcase_add_test(tests, test_what_is_missing_is_named);
    tcase_add_loop_test(tests, test_motions_SG4_LC11, 0, ROWS(deals));
    tcase_add_test(tests, test_ideal_customer_SG3);
    tcase_add_loop_test(tests, test_every_kind_of_condition, 0, ROWS(kinds));
    tcase_add_test(tests, test_columns_equal_rows);
    tcase_add_test(tests, test_sets_may_overlap);
    tcase_add_loop_test(tests, test_what_is_refused, 0, ROWS(refused));
    tcase_add_test(tests, test_texts);
    tcase_add_test(tests, test_parameters_and_memory);
    tcase_add_loop_test(tests, test_check_says_what_build_does, 0, ROWS(bad_params));
    tcase_add_test(tests, test_every_fault_is_told);
    tcase_add_test(tests, test_sets_of_too_many_values);
    tcase_add_test(tests, test_missing_pointers);
    tcase_add_test(tests, test_names);
    suite_add_tcase(suite, tests);
    return suite;
}
