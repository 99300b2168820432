/* SPDX-License-Identifier: MIT */
#include "test.h"

#define UNKNOWN REVOPS_MISSING
#define DOLLARS *INT64_C(100)

static _Alignas(16) unsigned char memory[1 << 16];

static const revops_segment_rules *built(const revops_segment_params *params)
{
    const revops_segment_rules *rules;
    size_t needed;
    ck_assert_int_eq(revops_segment_build(params, memory, sizeof memory, &needed, &rules), REVOPS_OK);
    ck_assert_uint_le(needed, sizeof memory);
    return rules;
}

static const revops_segment_rules *builtin(revops_segment_table table)
{
    revops_segment_params params;
    ck_assert_int_eq(revops_segment_builtin(table, &params, sizeof params), REVOPS_OK);
    return built(&params);
}

static revops_segment_answer matched(const revops_segment_rules *rules, const int64_t *row)
{
    revops_segment_answer match;
    ck_assert_int_eq(revops_segment_match(rules, row, &match), REVOPS_OK);
    return match;
}

/* SG1, SG2: every boundary, each attribute alone, contradictions and gaps. */
static const struct {
    int64_t employees, acv, team_size, email, signals;
    revops_segment sales_led, hybrid;
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
    {UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_EMAIL_COMPANY, UNKNOWN, REVOPS_NONE, REVOPS_NONE},
    {700, UNKNOWN, UNKNOWN, REVOPS_EMAIL_FREE, UNKNOWN, REVOPS_SEGMENT_ENTERPRISE,
     REVOPS_SEGMENT_SALES_ASSISTED},
    /* SC5 */
    {UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_SIGNAL_ENTERPRISE_PLAN, REVOPS_SEGMENT_ENTERPRISE,
     REVOPS_SEGMENT_ENTERPRISE},
    {20, UNKNOWN, UNKNOWN, UNKNOWN, REVOPS_SIGNAL_CONTACT_SALES, REVOPS_SEGMENT_SMB,
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
    const revops_segment_rules *rules = builtin(REVOPS_SEGMENT_TABLE_SALES_LED);
    row[REVOPS_ATTRIBUTE_EMPLOYEES] = 30;
    revops_segment_answer match = matched(rules, row);
    ck_assert_uint_eq(match.outcome, REVOPS_SEGMENT_SMB);
    ck_assert_uint_eq(match.rule, 7);
    /* A large contract or a request for the enterprise plan would still change it; the team's size would not. */
    ck_assert_uint_eq(match.missing, 1u << REVOPS_ATTRIBUTE_ACV | 1u << REVOPS_ATTRIBUTE_SIGNALS);
    row[REVOPS_ATTRIBUTE_ACV] = 1000;
    row[REVOPS_ATTRIBUTE_SIGNALS] = 0;
    ck_assert_uint_eq(matched(rules, row).missing, 0);
}
END_TEST

/* SG4, LC11 */
static const struct {
    int64_t signals, acv;
    revops_motion deal, customer;
    revops_effort effort;
} deals[] = {
    {UNKNOWN, UNKNOWN, REVOPS_NONE, REVOPS_NONE, REVOPS_NONE},
    {0, 0, REVOPS_NONE, REVOPS_NONE, REVOPS_EFFORT_SELF_SERVICE},
    {REVOPS_SIGNAL_SIGNED_UP, UNKNOWN, REVOPS_MOTION_INBOUND, REVOPS_MOTION_SELF_SERVICE, REVOPS_NONE},
    {REVOPS_SIGNAL_SIGNED_UP | REVOPS_SIGNAL_PRODUCT, 24999 DOLLARS, REVOPS_MOTION_PRODUCT_LED,
     REVOPS_MOTION_SALES_ASSISTED, REVOPS_EFFORT_SELF_SERVICE},
    {REVOPS_SIGNAL_CONTACT_SALES, 25000 DOLLARS, REVOPS_MOTION_INBOUND, REVOPS_MOTION_ENTERPRISE,
     REVOPS_EFFORT_DEDICATED},
    {REVOPS_SIGNAL_OUTBOUND, 99999 DOLLARS, REVOPS_MOTION_OUTBOUND, REVOPS_NONE, REVOPS_EFFORT_DEDICATED},
    {REVOPS_SIGNAL_TARGET_ACCOUNT | REVOPS_SIGNAL_OUTBOUND, 99999 DOLLARS, REVOPS_MOTION_OUTBOUND,
     REVOPS_NONE, REVOPS_EFFORT_DEDICATED},
    {REVOPS_SIGNAL_TARGET_ACCOUNT | REVOPS_SIGNAL_OUTBOUND, 100000 DOLLARS, REVOPS_MOTION_ACCOUNT_BASED,
     REVOPS_NONE, REVOPS_EFFORT_ACCOUNT_BASED},
    {REVOPS_SIGNAL_INBOUND | REVOPS_SIGNAL_ENTERPRISE_PLAN, UNKNOWN, REVOPS_MOTION_INBOUND,
     REVOPS_MOTION_ENTERPRISE, REVOPS_NONE},
};

START_TEST(test_motions_SG4_LC11)
{
    int64_t row[10];
    for (int i = 0; i < 10; i++) {
        row[i] = UNKNOWN;
    }
    row[REVOPS_ATTRIBUTE_SIGNALS] = deals[_i].signals;
    row[REVOPS_ATTRIBUTE_ACV] = deals[_i].acv;
    ck_assert_uint_eq(matched(builtin(REVOPS_SEGMENT_TABLE_MOTION_OF_DEAL), row).outcome, deals[_i].deal);
    ck_assert_uint_eq(matched(builtin(REVOPS_SEGMENT_TABLE_MOTION_OF_CUSTOMER), row).outcome,
                      deals[_i].customer);
    ck_assert_uint_eq(matched(builtin(REVOPS_SEGMENT_TABLE_EFFORT), row).outcome, deals[_i].effort);
}
END_TEST

START_TEST(test_ideal_customer_SG3)
{
    const revops_segment_rules *rules = builtin(REVOPS_SEGMENT_TABLE_IDEAL_CUSTOMER);
    int64_t row[10] = {50,
                       UNKNOWN,
                       UNKNOWN,
                       UNKNOWN,
                       REVOPS_SIGNAL_CROSS_FUNCTIONAL | REVOPS_SIGNAL_GROWING,
                       REVOPS_STACK_TEAMS,
                       REVOPS_INDUSTRY_AGENCY,
                       UNKNOWN,
                       UNKNOWN,
                       UNKNOWN};
    uint32_t met, missing;
    ck_assert_uint_eq(matched(rules, row).outcome, 1);
    row[REVOPS_ATTRIBUTE_EMPLOYEES] = 500;
    ck_assert_uint_eq(matched(rules, row).outcome, 1);
    row[REVOPS_ATTRIBUTE_EMPLOYEES] = 501;
    ck_assert_uint_eq(matched(rules, row).outcome, 0);
    row[REVOPS_ATTRIBUTE_INDUSTRY] = 100;
    row[REVOPS_ATTRIBUTE_STACK] = UNKNOWN;
    ck_assert_int_eq(revops_segment_check(rules, 0, row, &met, &missing), REVOPS_OK);
    ck_assert_uint_eq(met, 1u << 1 | 1u << 2);
    ck_assert_uint_eq(missing, 1u << 4);
    ck_assert_int_eq(revops_segment_check(rules, 1, row, &met, &missing), REVOPS_ERR_ARG);
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
    revops_segment_params params = {sizeof params, 0, 1, 1, 1, 4, 9, 0, &rule, &kinds[_i].condition, values};
    revops_segment_answer match = matched(built(&params), &kinds[_i].value);
    ck_assert_uint_eq(match.outcome, kinds[_i].holds ? 5 : 9);
    ck_assert_uint_eq(match.rule, kinds[_i].holds ? 0 : REVOPS_SEGMENT_NO_RULE);
    ck_assert_uint_eq(match.missing, !kinds[_i].holds && kinds[_i].value == UNKNOWN);
}
END_TEST

START_TEST(test_columns_equal_rows)
{
    enum { COUNT = 300 };
    static int64_t employees[COUNT], acv[COUNT];
    const int64_t *columns[10] = {employees, acv};
    static revops_segment_answer out[COUNT];
    for (int i = 0; i < COUNT; i++) {
        employees[i] = i % 7 ? i * 7 : UNKNOWN;
        acv[i] = i % 5 ? i * (500 DOLLARS) : UNKNOWN;
    }
    const revops_segment_rules *rules = builtin(REVOPS_SEGMENT_TABLE_HYBRID);
    ck_assert_int_eq(revops_segment_match_batch(rules, columns, COUNT, out), REVOPS_OK);
    for (int i = 0; i < COUNT; i++) {
        int64_t row[] = {employees[i], acv[i],  UNKNOWN, UNKNOWN, UNKNOWN,
                         UNKNOWN,      UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN};
        revops_segment_answer match = matched(rules, row);
        ck_assert_mem_eq(&match, &out[i], sizeof match);
    }
    ck_assert_int_eq(revops_segment_match_batch(rules, NULL, COUNT, out), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_segment_match_batch(rules, columns, 1, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_segment_match_batch(rules, columns, 0, NULL), REVOPS_OK);
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
    revops_segment_params params = {sizeof params, 0, 1, 3, 2, 4, 0, 0, rows, conditions, values};
    const revops_segment_rules *rules = built(&params);
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
    {{0, 0, 0, 0, 0, 0, 0, 0}, {1, 0, 1, 0}, REVOPS_ERR_NEWER},
    {{0, 77, 0, 0, 0, 0, 0, 0}, {1, 0, 1, 0}, REVOPS_ERR_NEWER},
    {{0, REVOPS_CONDITION_IS_PRESENT, 0, 0, 0, 0, 0, 0}, {1, 1, 1, 0}, REVOPS_ERR_ARG},
    {{0, REVOPS_CONDITION_IS_PRESENT, 0, 0, 0, 0, 0, 0}, {1, UINT32_MAX, 2, 0}, REVOPS_ERR_ARG},
    {{0, REVOPS_CONDITION_IS_PRESENT, 0, 0, 0, 0, 0, 0}, {1, 0, 1, 1}, REVOPS_ERR_NEWER},
};

START_TEST(test_what_is_refused)
{
    const int64_t values[] = {1, 2};
    const revops_segment_rules *rules = NULL;
    revops_segment_params params = {sizeof params,          0,     2, 1, 1, 2, 0, 0, &refused[_i].rule,
                                    &refused[_i].condition, values};
    ck_assert_int_eq(revops_segment_build(&params, memory, sizeof memory, NULL, &rules), refused[_i].status);
    ck_assert_ptr_null(rules);
}
END_TEST

START_TEST(test_parameters_and_memory)
{
    revops_segment_params params;
    const revops_segment_rules *rules = NULL;
    size_t needed = 0;
    ck_assert_int_eq(revops_segment_builtin(6, &params, sizeof params), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_segment_builtin(0, NULL, sizeof params), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_segment_builtin(0, &params, sizeof params - 1), REVOPS_ERR_ABI);
    ck_assert_int_eq(revops_segment_builtin(0, &params, sizeof params), REVOPS_OK);
    ck_assert_int_eq(revops_segment_build(&params, NULL, 0, &needed, NULL), REVOPS_ERR_NOSPACE);
    ck_assert_uint_gt(needed, 0);
    ck_assert_int_eq(revops_segment_build(&params, memory, needed - 1, NULL, &rules), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_segment_build(&params, memory + 4, needed, NULL, &rules), REVOPS_ERR_ALIGN);
    ck_assert_int_eq(revops_segment_build(&params, memory, needed, NULL, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_segment_build(NULL, memory, needed, NULL, &rules), REVOPS_ERR_ARG);
    memset(memory, '#', sizeof memory);
    ck_assert_int_eq(revops_segment_build(&params, memory, needed, NULL, &rules), REVOPS_OK);
    ck_assert_uint_eq(memory[needed], '#');
    params.struct_size = 8;
    ck_assert_int_eq(revops_segment_build(&params, memory, needed, NULL, &rules), REVOPS_ERR_ABI);
    params.struct_size = sizeof params;
    params.flags = 1;
    ck_assert_int_eq(revops_segment_build(&params, memory, needed, NULL, &rules), REVOPS_ERR_NEWER);
    params.flags = 0;
    params.attribute_count = 0;
    ck_assert_int_eq(revops_segment_build(&params, memory, needed, NULL, &rules), REVOPS_ERR_ARG);
    params.attribute_count = 65;
    ck_assert_int_eq(revops_segment_build(&params, memory, needed, NULL, &rules), REVOPS_ERR_ARG);
    params.attribute_count = 10;
    params.reserved = 1;
    ck_assert_int_eq(revops_segment_build(&params, memory, needed, NULL, &rules), REVOPS_ERR_NEWER);
    params.reserved = 0;
    params.rule_count = 1000001;
    ck_assert_int_eq(revops_segment_build(&params, memory, needed, NULL, &rules), REVOPS_ERR_ARG);
    params.rule_count = 1;
    params.condition_count = 10000001;
    ck_assert_int_eq(revops_segment_build(&params, memory, needed, NULL, &rules), REVOPS_ERR_ARG);
    params.condition_count = 1;
    params.value_count = 100000001;
    ck_assert_int_eq(revops_segment_build(&params, memory, needed, NULL, &rules), REVOPS_ERR_ARG);
    params.value_count = 1;
    params.values = NULL;
    ck_assert_int_eq(revops_segment_build(&params, memory, needed, NULL, &rules), REVOPS_ERR_ARG);
    params.value_count = 0;
    params.conditions = NULL;
    ck_assert_int_eq(revops_segment_build(&params, memory, needed, NULL, &rules), REVOPS_ERR_ARG);
    params.rules = NULL;
    ck_assert_int_eq(revops_segment_build(&params, memory, needed, NULL, &rules), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_segment_match(NULL, (int64_t[]){0}, &(revops_segment_answer){0}), REVOPS_ERR_ARG);
}
END_TEST

START_TEST(test_sets_of_too_many_values)
{
    /* Each set is copied, so that overlapping ones could ask for more memory than their values have. */
    enum { VALUES = 1000000, SETS = 101 };
    int64_t *values = calloc(VALUES, sizeof *values);
    static revops_condition conditions[SETS];
    for (int i = 0; i < SETS; i++) {
        conditions[i] = (revops_condition){0, REVOPS_CONDITION_IS_ONE_OF, 0, 0, 0, VALUES, 0, 0};
    }
    revops_segment_params params = {sizeof params, 0, 1, 0, SETS, VALUES, 0, 0, NULL, conditions, values};
    size_t needed = 0;
    ck_assert_int_eq(revops_segment_build(&params, NULL, 0, &needed, NULL), REVOPS_ERR_ARG);
    params.condition_count--;
    ck_assert_int_eq(revops_segment_build(&params, NULL, 0, &needed, NULL), REVOPS_ERR_NOSPACE);
    ck_assert_uint_gt(needed, 800000000);
    free(values);
}
END_TEST

START_TEST(test_missing_pointers)
{
    const revops_segment_rules *rules = builtin(REVOPS_SEGMENT_TABLE_EFFORT);
    int64_t row[10] = {0};
    uint32_t bits;
    ck_assert_int_eq(revops_segment_match(rules, NULL, &(revops_segment_answer){0}), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_segment_match(rules, row, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_segment_match_batch(NULL, (const int64_t *const[]){row}, 0, NULL),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_segment_check(NULL, 0, row, &bits, &bits), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_segment_check(rules, 0, NULL, &bits, &bits), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_segment_check(rules, 0, row, NULL, &bits), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_segment_check(rules, 0, row, &bits, NULL), REVOPS_ERR_ARG);
}
END_TEST

START_TEST(test_names)
{
    ck_assert_str_eq(revops_segment_name(REVOPS_SEGMENT_MID_MARKET), "mid-market");
    ck_assert_str_eq(revops_segment_name(REVOPS_SEGMENT_SALES_ASSISTED), "sales-assisted");
    ck_assert_str_eq(revops_segment_name(0), "unknown");
    ck_assert_str_eq(revops_segment_name(6), "unknown");
    ck_assert_str_eq(revops_motion_name(REVOPS_MOTION_PRODUCT_LED), "product-led");
    ck_assert_str_eq(revops_motion_name(REVOPS_MOTION_ENTERPRISE), "enterprise");
    ck_assert_str_eq(revops_motion_name(UINT32_MAX), "unknown");
    ck_assert_str_eq(revops_effort_name(REVOPS_EFFORT_ACCOUNT_BASED), "account-based");
    ck_assert_str_eq(revops_effort_name(4), "unknown");
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
    tcase_add_test(tests, test_parameters_and_memory);
    tcase_add_test(tests, test_sets_of_too_many_values);
    tcase_add_test(tests, test_missing_pointers);
    tcase_add_test(tests, test_names);
    suite_add_tcase(suite, tests);
    return suite;
}
