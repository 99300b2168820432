/* SPDX-License-Identifier: MIT */
/* Rules: LC13, MT1, MT2, MT3, MT4, MT5, MT6, MT7, MT13, MT14, MT15, MT17, PL1, PL2, PL4, PL5, PL6, PL7, PQ8, RT4. */
#include "test.h"

enum { DAY = 86400000 };

/* ---- formulas: worked numbers, and every quantity back from the others */

static const struct {
    revops_plan_formula formula;
    uint32_t unknown;
    int64_t values[REVOPS_PLAN_QUANTITIES_MAX]; /* that of the unknown is the answer */
    const char *text;
} solved[] = {
    /* PL1: 10M ÷ (750K × 0.75) = 17.8 → 18, in cents */
    {REVOPS_PLAN_REPS,
     0,
     {18, 1000000000, 75000000, 7500},
     "reps = goal ÷ (quota × attainment) = 1000000000 ÷ (75000000 × 75 %) = 17.77, rounded up 18"},
    {REVOPS_PLAN_REPS,
     1,
     {18, 1012500000, 75000000, 7500},
     "goal = reps × quota × attainment = 18 × 75000000 × 75 % = 1012500000"},
    /* PL2: top-down quota = (goal ÷ reps) ÷ expected attainment */
    {REVOPS_PLAN_REPS,
     2,
     {18, 1000000000, 74074075, 7500},
     "quota = goal ÷ (reps × attainment) = 1000000000 ÷ (18 × 75 %) = 74074074.07, rounded up 74074075"},
    {REVOPS_PLAN_REPS, 3, {18, 1000000000, 75000000, 7408}, NULL},
    /* MT1: 25 % and $1M → $4M, coverage 4 times */
    {REVOPS_PLAN_PIPELINE,
     0,
     {400000000, 100000000, 2500},
     "pipeline = quota ÷ win rate = 100000000 ÷ 25 % = 400000000"},
    {REVOPS_PLAN_PIPELINE, 1, {400000000, 100000000, 2500}, NULL},
    {REVOPS_PLAN_PIPELINE, 2, {400000000, 100000000, 2500}, NULL},
    {REVOPS_PLAN_COVERAGE,
     0,
     {40000, 400000000, 100000000},
     "coverage = pipeline ÷ quota = 400000000 ÷ 100000000 = 4 times"},
    {REVOPS_PLAN_COVERAGE, 1, {40000, 400000000, 100000000}, NULL},
    {REVOPS_PLAN_COVERAGE, 2, {40000, 400000000, 100000000}, NULL},
    /* MT5: 10,000 ÷ (1,000 × 0.80) = 12.5 months */
    {REVOPS_PLAN_PAYBACK,
     0,
     {125000, 1000000, 100000, 8000},
     "payback = acquisition cost ÷ (monthly revenue × margin) = 1000000 ÷ (100000 × 80 %) = 12.5 months"},
    {REVOPS_PLAN_PAYBACK, 1, {125000, 1000000, 100000, 8000}, NULL},
    {REVOPS_PLAN_PAYBACK, 2, {125000, 1000000, 100000, 8000}, NULL},
    {REVOPS_PLAN_PAYBACK, 3, {125000, 1000000, 100000, 8000}, NULL},
    /* PL7: 50 PQLs × 30 % × $75K = 15 deals = $1.125M */
    {REVOPS_PLAN_CONVERSION, 0, {15, 50, 3000}, "reached = entered × rate = 50 × 30 % = 15"},
    {REVOPS_PLAN_CONVERTED_REVENUE,
     0,
     {112500000, 50, 3000, 7500000},
     "revenue = entered × rate × contract value = 50 × 30 % × 7500000 = 112500000"},
    {REVOPS_PLAN_CONVERTED_REVENUE, 1, {112500000, 50, 3000, 7500000}, NULL},
    {REVOPS_PLAN_CONVERTED_REVENUE, 2, {112500000, 50, 3000, 7500000}, NULL},
    {REVOPS_PLAN_CONVERTED_REVENUE, 3, {112500000, 50, 3000, 7500000}, NULL},
    /* MT6: 24 of 76 are 31.58 %, to nearest; the number that gives 24 */
    {REVOPS_PLAN_CONVERSION, 2, {24, 76, 3158}, "rate = reached ÷ entered = 24 ÷ 76 = 31.58 %"},
    {REVOPS_PLAN_CONVERSION, 1, {24, 76, 3158}, NULL},
    /* MT4, MT15 */
    {REVOPS_PLAN_CONTRACT_VALUE, 0, {3333, 10000, 3}, NULL},
    {REVOPS_PLAN_CONTRACT_VALUE,
     2,
     {3333, 10000, 4},
     "deals = revenue ÷ contract value = 10000 ÷ 3333 = 3, rounded up 4"},
    {REVOPS_PLAN_UNIT_COST, 0, {1667, 10000, 6}, NULL},
    {REVOPS_PLAN_UNIT_COST, 2, {1500, 10000, 6}, NULL},
    {REVOPS_PLAN_RETURN, 0, {35000, 350, 100}, "return = revenue ÷ spend = 350 ÷ 100 = 3.5 times"},
    /* DC1's input */
    {REVOPS_PLAN_LIFETIME_VALUE, 0, {160000, 10000, 8000, 500}, NULL},
    {REVOPS_PLAN_LIFETIME_VALUE, 3, {160000, 10000, 8000, 500}, NULL},
    {REVOPS_PLAN_VELOCITY, 0, {166666, 40, 2500, 1000000, 60}, NULL},
    {REVOPS_PLAN_VELOCITY, 1, {166667, 41, 2500, 1000000, 60}, NULL},
    /* PL4, PL5 */
    {REVOPS_PLAN_ATTAINMENT, 0, {11000, 550, 500}, NULL},
    {REVOPS_PLAN_VARIABLE_PAY, 0, {10000000, 20000000, 5000}, NULL},
    {REVOPS_PLAN_COMMISSION_RATE, 0, {1333, 10000000, 75000000}, NULL},
    /* whatever the size: the largest amounts there are */
    {REVOPS_PLAN_REPS, 0, {1, INT64_MAX, INT64_MAX, 10000}, NULL},
    {REVOPS_PLAN_REPS, 1, {1, INT64_MAX, INT64_MAX, 10000}, NULL},
    {REVOPS_PLAN_PIPELINE, 1, {INT64_MAX, INT64_C(922337203685477580), 1000}, NULL},
};

START_TEST(test_formulas_and_their_inverses_PL1_PL2_PL7_MT1_MT4_MT5_MT6_MT15)
{
    int64_t values[REVOPS_PLAN_QUANTITIES_MAX], found = -7;
    memcpy(values, solved[_i].values, sizeof values);
    values[solved[_i].unknown] = -1; /* isn't read */
    ck_assert_int_eq(revops_plan_solve(solved[_i].formula, solved[_i].unknown, values, &found), REVOPS_OK);
    ck_assert_int_eq(found, solved[_i].values[solved[_i].unknown]);
    if (solved[_i].text) {
        char text[200];
        size_t length =
            revops_plan_solve_text(solved[_i].formula, solved[_i].unknown, values, text, sizeof text);
        ck_assert_str_eq(text, solved[_i].text);
        ck_assert_uint_eq(length, strlen(text));
    }
    const int64_t *columns[REVOPS_PLAN_QUANTITIES_MAX];
    for (int place = 0; place < REVOPS_PLAN_QUANTITIES_MAX; place++) {
        columns[place] = &values[place];
    }
    revops_status status = -7;
    ck_assert_int_eq(revops_plan_solve_many(solved[_i].formula, solved[_i].unknown, columns, 1, &status,
                                            &values[solved[_i].unknown]),
                     REVOPS_OK);
    ck_assert_int_eq(status, REVOPS_OK);
    ck_assert_int_eq(values[solved[_i].unknown], found);
}
END_TEST

START_TEST(test_formulas_refuse_what_has_no_answer)
{
    int64_t found = 77;
    const int64_t zero[] = {0, 100, 0, 7500}, negative[] = {0, 100, -1, 7500},
                  large[] = {INT64_MAX, 0, INT64_MAX, 10000};
    ck_assert_int_eq(revops_plan_solve(REVOPS_PLAN_REPS, 0, zero, &found), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_plan_solve(REVOPS_PLAN_REPS, 0, negative, &found), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_plan_solve(REVOPS_PLAN_REPS, 1, large, &found), REVOPS_ERR_OVERFLOW);
    ck_assert_int_eq(revops_plan_solve(0, 0, zero, &found), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_plan_solve(99, 0, zero, &found), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_plan_solve(REVOPS_PLAN_REPS, 4, zero, &found), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_plan_solve(REVOPS_PLAN_REPS, 0, NULL, &found), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_plan_solve(REVOPS_PLAN_REPS, 0, zero, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(found, 77);
    char text[120];
    revops_plan_solve_text(REVOPS_PLAN_REPS, 0, zero, text, sizeof text);
    ck_assert_str_eq(text,
                     "reps = goal \xc3\xb7 (quota \xc3\x97 attainment) = 100 \xc3\xb7 (0 \xc3\x97 75 %) = "
                     "no answer: it would be divided by 0");
    ck_assert_uint_eq(revops_plan_solve_text(0, 0, zero, text, sizeof text), 0);
    /* rows of a batch */
    const int64_t goals[] = {1000000000, -1, 100}, quotas[] = {75000000, 1, 0}, attainments[] = {7500, 1, 1};
    const int64_t *columns[] = {NULL, goals, quotas, attainments};
    int64_t reps[3];
    revops_status statuses[3];
    ck_assert_int_eq(revops_plan_solve_many(REVOPS_PLAN_REPS, 0, columns, 3, statuses, reps), REVOPS_OK);
    ck_assert(reps[0] == 18 && reps[1] == 0 && reps[2] == 0);
    ck_assert(statuses[0] == REVOPS_OK && statuses[1] == REVOPS_ERR_ARG && statuses[2] == REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_plan_solve_many(REVOPS_PLAN_REPS, 1, columns, 3, NULL, reps), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_plan_solve_many(REVOPS_PLAN_REPS, 0, columns, 3, NULL, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_plan_solve_many(REVOPS_PLAN_REPS, 0, NULL, 3, NULL, reps), REVOPS_ERR_ARG);
}
END_TEST

START_TEST(test_every_formula_and_quantity_has_a_name_and_a_unit)
{
    for (uint32_t formula = 1; formula <= REVOPS_PLAN_COMMISSION_RATE; formula++) {
        uint32_t count = revops_plan_quantity_count(formula);
        ck_assert_str_ne(revops_plan_formula_name(formula), "unknown");
        ck_assert(count >= 3 && count <= REVOPS_PLAN_QUANTITIES_MAX);
        for (uint32_t place = 0; place < count; place++) {
            ck_assert_str_ne(revops_plan_quantity_name(formula, place), "unknown");
            ck_assert_uint_ge(revops_plan_quantity_unit(formula, place), REVOPS_PLAN_MONEY);
        }
        ck_assert_str_eq(revops_plan_quantity_name(formula, count), "unknown");
        ck_assert_uint_eq(revops_plan_quantity_unit(formula, count), 0);
    }
    ck_assert_str_eq(revops_plan_formula_name(0), "unknown");
    ck_assert_str_eq(revops_plan_formula_name(REVOPS_PLAN_COMMISSION_RATE + 1), "unknown");
    ck_assert_uint_eq(revops_plan_quantity_count(99), 0);
    for (uint32_t metric = 1; metric <= REVOPS_PLAN_METRIC_VARIABLE_SUCCESS; metric++) {
        ck_assert_str_ne(revops_plan_metric_name(metric), "unknown");
    }
    ck_assert_str_eq(revops_plan_metric_name(0), "unknown");
    ck_assert_str_eq(revops_plan_metric_name(REVOPS_PLAN_METRIC_VARIABLE_SUCCESS + 1), "unknown");
}
END_TEST

/* ---- bands */

static const struct {
    revops_plan_metric metric;
    int64_t value;
    revops_plan_verdict verdict;
    const char *name;
    int64_t to_next, to_previous;
} judged[] = {
    {REVOPS_PLAN_METRIC_COVERAGE, 29999, REVOPS_PLAN_BAD, "short", 1, 0}, /* MT1 */
    {REVOPS_PLAN_METRIC_COVERAGE, 20000, REVOPS_PLAN_BAD, "short", 10000, 0},
    {REVOPS_PLAN_METRIC_COVERAGE, 30000, REVOPS_PLAN_FAIR, "minimum", 10000, 1},
    {REVOPS_PLAN_METRIC_COVERAGE, 40000, REVOPS_PLAN_GOOD, "healthy", 20000, 1},
    {REVOPS_PLAN_METRIC_COVERAGE, 60000, REVOPS_PLAN_FAIR, "strong qualification or low win rate", 0, 1},
    {REVOPS_PLAN_METRIC_PAYBACK, 119999, REVOPS_PLAN_GOOD, "excellent", 1, 0}, /* MT5 */
    {REVOPS_PLAN_METRIC_PAYBACK, 125000, REVOPS_PLAN_GOOD, "healthy", 55000, 5001},
    {REVOPS_PLAN_METRIC_PAYBACK, 180000, REVOPS_PLAN_FAIR, "worrying", 60000, 1},
    {REVOPS_PLAN_METRIC_PAYBACK, 240000, REVOPS_PLAN_BAD, "unsustainable", 0, 1},
    {REVOPS_PLAN_METRIC_MQL_TO_SQL, 4000, REVOPS_PLAN_GOOD, "good", 0, 1}, /* MT6 */
    {REVOPS_PLAN_METRIC_MQL_TO_SQL, 1999, REVOPS_PLAN_BAD, "lead quality or unrealistic standards", 1, 0},
    {REVOPS_PLAN_METRIC_ACCEPTANCE, 5999, REVOPS_PLAN_BAD, "qualification problem", 1, 0}, /* MT7 */
    {REVOPS_PLAN_METRIC_WIN_RATE, 3000, REVOPS_PLAN_GOOD, "usual", 1, 1001},               /* MT2 */
    {REVOPS_PLAN_METRIC_DISCOVERY_TO_DEMO, 5999, REVOPS_PLAN_BAD, "low", 1, 0},
    {REVOPS_PLAN_METRIC_DEMO_TO_PROPOSAL, 7000, REVOPS_PLAN_GOOD, "usual", 1, 2001},
    {REVOPS_PLAN_METRIC_PROPOSAL_TO_WON, 6001, REVOPS_PLAN_GOOD, "high", 0, 1},
    {REVOPS_PLAN_METRIC_CYCLE_SMALL, 60, REVOPS_PLAN_GOOD, "usual", 1, 31}, /* MT3 */
    {REVOPS_PLAN_METRIC_CYCLE_MIDDLE, 91, REVOPS_PLAN_BAD, "slow", 0, 1},
    {REVOPS_PLAN_METRIC_CYCLE_ENTERPRISE, 200, REVOPS_PLAN_FAIR, "long", 0, 20},
    {REVOPS_PLAN_METRIC_QUOTA_REACHED, 3000, REVOPS_PLAN_BAD, "quota too high, or wrong representatives", 1,
     0}, /* PL4 */
    {REVOPS_PLAN_METRIC_QUOTA_REACHED, 8000, REVOPS_PLAN_GOOD, "right", 1, 1001},
    {REVOPS_PLAN_METRIC_QUOTA_REACHED, 9500, REVOPS_PLAN_BAD, "quota too low", 0, 1},
    {REVOPS_PLAN_METRIC_SIGNUP_TO_PAID, 999, REVOPS_PLAN_BAD, "low", 1, 0}, /* MT14 */
    {REVOPS_PLAN_METRIC_PQL_TO_WON, 3500, REVOPS_PLAN_GOOD, "usual", 1, 1001},
    {REVOPS_PLAN_METRIC_INQUIRY_TO_WON, 2500, REVOPS_PLAN_GOOD, "usual", 1, 1001},
    {REVOPS_PLAN_METRIC_SELF_SERVICE_FALL, 3000, REVOPS_PLAN_BAD, "sales damages self-service", 0,
     1}, /* MT13 */
    /* where bands begin and end: each named number of theirs */
    {REVOPS_PLAN_METRIC_COVERAGE, 50000, REVOPS_PLAN_GOOD, "healthy", 10000, 10001},  /* MT1: 4 to 5 times */
    {REVOPS_PLAN_METRIC_DISCOVERY_TO_DEMO, 8000, REVOPS_PLAN_GOOD, "usual", 1, 2001}, /* MT2: 60 to 80 % */
    {REVOPS_PLAN_METRIC_DEMO_TO_PROPOSAL, 5000, REVOPS_PLAN_GOOD, "usual", 2001, 1},  /* 50 to 70 % */
    {REVOPS_PLAN_METRIC_PROPOSAL_TO_WON, 6000, REVOPS_PLAN_GOOD, "usual", 1, 2001},   /* 40 to 60 % */
    {REVOPS_PLAN_METRIC_WIN_RATE, 2000, REVOPS_PLAN_GOOD, "usual", 1001, 1},          /* 20 to 30 % */
    {REVOPS_PLAN_METRIC_WIN_RATE, 1500, REVOPS_PLAN_BAD, "low", 500, 0},              /* outbound, 15 % */
    {REVOPS_PLAN_METRIC_WIN_RATE, 3500, REVOPS_PLAN_GOOD, "high", 0, 500},   /* inbound, 35 %: reallocate */
    {REVOPS_PLAN_METRIC_CYCLE_SMALL, 30, REVOPS_PLAN_GOOD, "usual", 31, 1},  /* MT3: 30 to 60 days */
    {REVOPS_PLAN_METRIC_CYCLE_MIDDLE, 90, REVOPS_PLAN_GOOD, "usual", 1, 31}, /* 60 to 90 */
    {REVOPS_PLAN_METRIC_CYCLE_ENTERPRISE, 180, REVOPS_PLAN_GOOD, "usual", 1, 91}, /* 90 to 180, and more */
    {REVOPS_PLAN_METRIC_MQL_TO_SQL, 6000, REVOPS_PLAN_GOOD, "good", 0, 2001},     /* MT6: 60 % versus 10 % */
    {REVOPS_PLAN_METRIC_MQL_TO_SQL, 1000, REVOPS_PLAN_BAD, "lead quality or unrealistic standards", 1000, 0},
    {REVOPS_PLAN_METRIC_ACCEPTANCE, 6000, REVOPS_PLAN_GOOD, "good", 0, 1},         /* MT7 */
    {REVOPS_PLAN_METRIC_SIGNUP_TO_PAID, 1500, REVOPS_PLAN_GOOD, "usual", 1, 501},  /* MT14: 10 to 15 % */
    {REVOPS_PLAN_METRIC_QUOTA, 50000000, REVOPS_PLAN_GOOD, "usual", 100000001, 1}, /* PL2: $500K to 1.5M */
    {REVOPS_PLAN_METRIC_CEILING_ACCOUNTS, 30, REVOPS_PLAN_GOOD, "sales is due", 1, 11}, /* PQ8: 20 to 30 */
    {REVOPS_PLAN_METRIC_RAMP_MONTHS, 6, REVOPS_PLAN_GOOD, "usual", 1, 4},               /* PL3 */
    {REVOPS_PLAN_METRIC_ATTRITION, 2000, REVOPS_PLAN_GOOD, "usual", 1, 501},
    {REVOPS_PLAN_METRIC_QUOTA, 150000000, REVOPS_PLAN_GOOD, "usual", 1, 100000001},     /* PL2 */
    {REVOPS_PLAN_METRIC_CEILING_ACCOUNTS, 20, REVOPS_PLAN_GOOD, "sales is due", 11, 1}, /* PQ8 */
    {REVOPS_PLAN_METRIC_CEILING_ACCOUNTS, 19, REVOPS_PLAN_FAIR, "too early for sales", 1, 0},
    {REVOPS_PLAN_METRIC_PAYBACK_ENTERPRISE, 239999, REVOPS_PLAN_GOOD, "usual", 1, 60000}, /* MT5 */
    {REVOPS_PLAN_METRIC_VARIABLE_EXECUTIVE, 4999, REVOPS_PLAN_FAIR, "little", 1, 0},      /* PL5 */
    {REVOPS_PLAN_METRIC_VARIABLE_EXECUTIVE, 6000, REVOPS_PLAN_GOOD, "usual", 1, 1001},
    {REVOPS_PLAN_METRIC_VARIABLE_EXECUTIVE, 6001, REVOPS_PLAN_FAIR, "much", 0, 1},
    {REVOPS_PLAN_METRIC_VARIABLE_SUCCESS, 3000, REVOPS_PLAN_GOOD, "usual", 1001, 1},
    {REVOPS_PLAN_METRIC_VARIABLE_SUCCESS, 4001, REVOPS_PLAN_FAIR, "much", 0, 1},
    {REVOPS_PLAN_METRIC_COVERAGE, INT64_MIN, REVOPS_PLAN_BAD, "short", INT64_MAX, 0},
    {REVOPS_PLAN_METRIC_COVERAGE, INT64_MAX, REVOPS_PLAN_FAIR, "strong qualification or low win rate", 0,
     INT64_MAX - 60000 + 1},
};

START_TEST(test_bands_MT1_MT2_MT3_MT5_MT6_MT7_MT13_MT14_PL2_PL3_PL4_PL5_PQ8)
{
    revops_plan_judgement judgement;
    uint32_t row = 77;
    ck_assert_int_eq(revops_plan_judge(NULL, judged[_i].metric, judged[_i].value, &judgement), REVOPS_OK);
    ck_assert_str_eq(judgement.name, judged[_i].name);
    ck_assert_uint_eq(judgement.verdict, judged[_i].verdict);
    ck_assert_int_eq(judgement.to_next, judged[_i].to_next);
    ck_assert_int_eq(judgement.to_previous, judged[_i].to_previous);
    ck_assert_int_eq(revops_plan_judge_many(NULL, judged[_i].metric, &judged[_i].value, 1, &row), REVOPS_OK);
    ck_assert_uint_eq(row, judgement.band);
}
END_TEST

static revops_plan_params defaults(void)
{
    revops_plan_params params;
    ck_assert_int_eq(revops_plan_defaults(&params, sizeof params), REVOPS_OK);
    return params;
}

START_TEST(test_own_bands_are_checked)
{
    revops_plan_band bands[] = {{1000, REVOPS_PLAN_BAD, 0, "low"},
                                {1000, REVOPS_PLAN_GOOD, 50, "high"},
                                {7, REVOPS_PLAN_FAIR, -5, "any"}};
    revops_plan_params params = defaults();
    revops_plan_judgement judgement;
    revops_problem problems[4];
    size_t needed;
    params.bands = bands;
    params.band_count = ROWS(bands);
    ck_assert_int_eq(revops_plan_check(&params, problems, 4, &needed), REVOPS_OK);
    ck_assert_uint_eq(needed, 0);
    ck_assert_int_eq(revops_plan_judge(&params, 1000, 50, &judgement), REVOPS_OK);
    ck_assert_str_eq(judgement.name, "high");
    ck_assert_int_eq(revops_plan_judge(&params, 7, -100, &judgement), REVOPS_OK);
    ck_assert_int_eq(revops_plan_judge(&params, 8, 0, &judgement), REVOPS_ERR_RANGE);
    uint32_t row;
    const int64_t value = 0;
    ck_assert_int_eq(revops_plan_judge_many(&params, 8, &value, 1, &row), REVOPS_ERR_RANGE);
    bands[1].from = 0;
    ck_assert_int_eq(revops_plan_check(&params, problems, 4, &needed), REVOPS_ERR_UNSOUND);
    ck_assert(needed == 1 && problems[0].row == 1 && problems[0].other_row == 0);
    ck_assert_int_eq(revops_plan_judge(&params, 1000, 50, &judgement), REVOPS_ERR_UNSOUND);
    bands[1].from = 50;
    bands[2].metric = bands[1].metric, bands[1].metric = 7; /* apart */
    ck_assert_int_eq(revops_plan_check(&params, problems, 4, &needed), REVOPS_ERR_UNSOUND);
    ck_assert_str_eq(problems[0].field, "metric");
    bands[1] = (revops_plan_band){0, 9, 0, NULL};
    ck_assert_int_eq(revops_plan_check(&params, problems, 4, &needed), REVOPS_ERR_ARG);
    ck_assert_uint_eq(needed, 4); /* metric, verdict, name, and 1000 in two places */
    params = defaults();
    params.sdrs_per_executive_low = 4;
    params.executives_per_engineer_low = 0;
    params.reserved = 1;
    ck_assert_int_eq(revops_plan_check(&params, problems, 4, &needed), REVOPS_ERR_NEWER);
    ck_assert_uint_eq(needed, 3);
    params = defaults();
    params.flags = 1;
    ck_assert_int_eq(revops_plan_judge(&params, 1, 0, &judgement), REVOPS_ERR_NEWER);
    params = defaults();
    params.band_row_size = 3;
    ck_assert_int_eq(revops_plan_check(&params, problems, 4, &needed), REVOPS_ERR_ABI);
    params = defaults();
    params.band_count = 4097;
    ck_assert_int_eq(revops_plan_check(&params, problems, 4, &needed), REVOPS_ERR_ARG);
    params = defaults();
    params.bands = NULL;
    ck_assert_int_eq(revops_plan_check(&params, problems, 4, &needed), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_plan_check(NULL, problems, 4, &needed), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_plan_defaults(NULL, sizeof params), REVOPS_ERR_ARG);
}
END_TEST

/* ---- reverse funnel and gap */

START_TEST(test_a_goal_says_what_each_step_must_hold_PL6)
{
    /* leads → MQL → SAL → SQL → opportunities → wins, $1M at $25,000 */
    const uint32_t rates[] = {1000, 6000, 7000, 5000, 2500};
    int64_t numbers[6], back[6], revenue;
    ck_assert_int_eq(revops_plan_funnel_for(100000000, 2500000, rates, 5, numbers), REVOPS_OK);
    const int64_t expected[] = {7620, 762, 458, 320, 160, 40};
    for (int i = 0; i < 6; i++) {
        ck_assert_int_eq(numbers[i], expected[i]);
    }
    ck_assert_int_eq(revops_plan_funnel_from(7620, 2500000, rates, 5, &revenue, back), REVOPS_OK);
    ck_assert_int_eq(back[5], 40);
    ck_assert_int_ge(revenue, 100000000);
    ck_assert_int_eq(revops_plan_funnel_from(7619, 2500000, rates, 5, &revenue, NULL), REVOPS_OK);
    ck_assert_int_lt(revenue, 100000000); /* one fewer doesn't do */
    ck_assert_int_eq(revops_plan_funnel_for(0, 1, rates, 5, numbers), REVOPS_OK);
    ck_assert_int_eq(numbers[0], 0);
    ck_assert_int_eq(revops_plan_funnel_for(10, 3, NULL, 0, numbers), REVOPS_OK);
    ck_assert_int_eq(numbers[0], 4);
    uint32_t worst[REVOPS_PLAN_STEPS_MAX];
    int64_t many[REVOPS_PLAN_STEPS_MAX + 1];
    for (int i = 0; i < REVOPS_PLAN_STEPS_MAX; i++) {
        worst[i] = 1;
    }
    ck_assert_int_eq(revops_plan_funnel_for(INT64_MAX, 1, worst, REVOPS_PLAN_STEPS_MAX, many),
                     REVOPS_ERR_OVERFLOW);
    ck_assert_int_eq(
        revops_plan_funnel_from(INT64_MAX, INT64_MAX, worst, REVOPS_PLAN_STEPS_MAX, &revenue, many),
        REVOPS_OK);
    ck_assert_int_eq(revenue, 0);
    worst[3] = 0;
    ck_assert_int_eq(revops_plan_funnel_for(1, 1, worst, 4, many), REVOPS_ERR_ARG);
    worst[3] = 10001;
    ck_assert_int_eq(revops_plan_funnel_for(1, 1, worst, 4, many), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_plan_funnel_from(1, 1, worst, 4, &revenue, many), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_plan_funnel_for(1, 0, worst, 1, many), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_plan_funnel_for(1, 1, worst, REVOPS_PLAN_STEPS_MAX + 1, many), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_plan_funnel_from(INT64_MAX, INT64_MAX, rates, 0, &revenue, many),
                     REVOPS_ERR_OVERFLOW);
}
END_TEST

START_TEST(test_the_gap_and_the_step_that_causes_it_MT17)
{
    /* $5M needed, $3.2M there: 36 % short; MQL → SQL fell from 40 % to 25.6 %, all else is as planned */
    const int64_t planned[] = {5000, 2000, 500}, actual[] = {5000, 1280, 320};
    revops_plan_gap_step steps[3];
    revops_plan_gap gap;
    ck_assert_int_eq(revops_plan_gap_between(500000000, 320000000, planned, actual, 3, steps, &gap),
                     REVOPS_OK);
    ck_assert_int_eq(gap.gap, 180000000);
    ck_assert_uint_eq(gap.gap_bp, 3600);
    ck_assert_uint_eq(gap.worst_step, 1);
    ck_assert_uint_eq(steps[0].attainment_bp, 10000);
    ck_assert_uint_eq(steps[1].attainment_bp, 6400);
    ck_assert_uint_eq(steps[2].attainment_bp, 10000);
    ck_assert_int_eq(steps[0].restores, 0);
    ck_assert_int_eq(steps[1].restores, 180000000);
    ck_assert_int_eq(revops_plan_gap_between(100, 250, NULL, NULL, 0, NULL, &gap), REVOPS_OK);
    ck_assert(gap.gap == -150 && gap.gap_bp == 0 && gap.worst_step == REVOPS_NO_ROW);
    const int64_t nothing[] = {5000, 0, 0}, better[] = {10000, 4000, 1000};
    ck_assert_int_eq(revops_plan_gap_between(500, 0, planned, nothing, 3, steps, &gap), REVOPS_OK);
    ck_assert_uint_eq(gap.worst_step, 1);
    ck_assert_uint_eq(steps[1].attainment_bp, 0);
    ck_assert_uint_eq(steps[2].attainment_bp, 10000); /* nothing came so far */
    ck_assert_int_eq(steps[1].restores, 0);
    ck_assert_int_eq(revops_plan_gap_between(500, 1000, planned, better, 3, steps, &gap), REVOPS_OK);
    ck_assert_int_eq(steps[0].restores, -500);
    ck_assert_int_eq(revops_plan_gap_between(0, 1, planned, actual, 3, steps, &gap), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_plan_gap_between(1, 1, nothing, actual, 3, steps, &gap), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_plan_gap_between(1, 1, planned, actual, 17, steps, &gap), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_plan_gap_between(1, 1, planned, actual, 3, NULL, &gap), REVOPS_ERR_ARG);
}
END_TEST

/* ---- people */

static const struct {
    uint32_t executives;
    revops_plan_staff staff;
} staffs[] = {
    {0, {0, 0, 0, 0}},    {1, {2, 3, 1, 1}},    {2, {4, 6, 1, 1}},         {3, {6, 9, 1, 1}},
    {5, {10, 15, 1, 1}},  {6, {12, 18, 2, 2}},  {10, {20, 30, 2, 3}},      {11, {22, 33, 3, 3}},
    {15, {30, 45, 3, 5}}, {16, {32, 48, 4, 5}}, {100, {200, 300, 20, 33}},
};

START_TEST(test_staff_beside_executives_RT4)
{
    revops_plan_staff staff;
    uint32_t executives = 77;
    ck_assert_int_eq(revops_plan_staff_for(NULL, staffs[_i].executives, &staff), REVOPS_OK);
    ck_assert_mem_eq(&staff, &staffs[_i].staff, sizeof staff);
    ck_assert_int_eq(revops_plan_executives_for(NULL, staff.sdrs_low, staff.engineers_low, &executives),
                     REVOPS_OK);
    ck_assert_uint_eq(executives, staffs[_i].executives);
    revops_plan_params params = defaults();
    ck_assert_int_eq(revops_plan_staff_for(NULL, UINT32_MAX, &staff), REVOPS_ERR_OVERFLOW);
    ck_assert_int_eq(revops_plan_staff_for(NULL, 1, NULL), REVOPS_ERR_ARG);
    params.sdrs_per_executive_low = params.sdrs_per_executive_high = 0;
    ck_assert_int_eq(revops_plan_executives_for(&params, 0, 1, &executives), REVOPS_OK);
    ck_assert_uint_eq(executives, 5);
    ck_assert_int_eq(revops_plan_executives_for(&params, 0, 1, NULL), REVOPS_ERR_ARG);
    params.sdrs_per_executive_low = 1;
    ck_assert_int_eq(revops_plan_staff_for(&params, 1, &staff), REVOPS_ERR_ARG);
}
END_TEST

START_TEST(test_quotas_are_right_when_most_reach_them_PL4)
{
    int64_t achieved[100], quotas[100];
    revops_plan_quota_check check;
    for (int i = 0; i < 100; i++) {
        quotas[i] = 100;
        achieved[i] = i < 75 ? 100 : 99;
    }
    ck_assert_int_eq(revops_plan_check_quotas(NULL, achieved, quotas, 100, &check), REVOPS_OK);
    ck_assert_uint_eq(check.reached, 75);
    ck_assert_uint_eq(check.reached_bp, 7500);
    ck_assert_uint_eq(check.attainment_bp, 9975);
    ck_assert_str_eq(check.judgement.name, "right");
    ck_assert_int_eq(revops_plan_check_quotas(NULL, achieved + 45, quotas, 55, &check), REVOPS_OK);
    ck_assert_str_eq(check.judgement.name, "below the aim"); /* 30 of 55 */
    ck_assert_int_eq(revops_plan_check_quotas(NULL, achieved, quotas, 76, &check), REVOPS_OK);
    ck_assert_str_eq(check.judgement.name, "quota too low");
    quotas[0] = 0; /* has none */
    ck_assert_int_eq(revops_plan_check_quotas(NULL, achieved, quotas, 1, &check), REVOPS_ERR_RANGE);
    quotas[0] = INT64_MAX;
    ck_assert_int_eq(revops_plan_check_quotas(NULL, achieved, quotas, 2, &check), REVOPS_ERR_OVERFLOW);
    achieved[0] = -1;
    ck_assert_int_eq(revops_plan_check_quotas(NULL, achieved, quotas, 2, &check), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_plan_check_quotas(NULL, NULL, quotas, 2, &check), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_plan_check_quotas(NULL, achieved, quotas, 2, NULL), REVOPS_ERR_ARG);
}
END_TEST

START_TEST(test_accounts_at_the_ceiling_PQ8)
{
    /* 50 accounts at $999 a month that would pay $5K to 10K: $2.4M to 5.4M a year */
    revops_plan_account accounts[60];
    revops_plan_ceiling ceiling;
    memset(accounts, 0, sizeof accounts);
    for (int i = 0; i < 60; i++) {
        accounts[i] = (revops_plan_account){99900, 500000, 1000000, i < 50 ? 20000 : 19999, i < 55, {0}};
    }
    ck_assert_int_eq(revops_plan_ceiling_of(NULL, accounts, 60, &ceiling), REVOPS_OK);
    ck_assert_uint_eq(ceiling.accounts, 50);
    ck_assert_int_eq(ceiling.missed_low, 240060000);
    ck_assert_int_eq(ceiling.missed_high, 540060000);
    ck_assert_str_eq(ceiling.judgement.name, "sales is overdue");
    static const struct {
        size_t count;
        const char *name;
    } signs[] = {{0, "too early for sales"},
                 {19, "too early for sales"},
                 {20, "sales is due"},
                 {30, "sales is due"},
                 {31, "sales is overdue"}};
    for (int i = 0; i < ROWS(signs); i++) {
        ck_assert_int_eq(revops_plan_ceiling_of(NULL, accounts, signs[i].count, &ceiling), REVOPS_OK);
        ck_assert_str_eq(ceiling.judgement.name, signs[i].name);
    }
    accounts[0] = (revops_plan_account){99900, 0, 0, 25000, 1, {0}}; /* by demand: 2.5 times the price */
    ck_assert_int_eq(revops_plan_ceiling_of(NULL, accounts, 1, &ceiling), REVOPS_OK);
    ck_assert_int_eq(ceiling.missed_low, (249750 - 99900) * 12);
    accounts[0].potential_low = 300000; /* what is given bounds what isn't */
    ck_assert_int_eq(revops_plan_ceiling_of(NULL, accounts, 1, &ceiling), REVOPS_OK);
    ck_assert(ceiling.missed_low == (300000 - 99900) * 12 && ceiling.missed_high == ceiling.missed_low);
    accounts[0].potential_low = 0;
    accounts[0].potential_high = 200000;
    ck_assert_int_eq(revops_plan_ceiling_of(NULL, accounts, 1, &ceiling), REVOPS_OK);
    ck_assert(ceiling.missed_high == (200000 - 99900) * 12 && ceiling.missed_low == ceiling.missed_high);
    accounts[0].potential_low = 200001;
    ck_assert_int_eq(revops_plan_ceiling_of(NULL, accounts, 1, &ceiling), REVOPS_ERR_ARG);
    accounts[0].potential_low = 0;
    accounts[0].potential_high = INT64_MAX;
    ck_assert_int_eq(revops_plan_ceiling_of(NULL, accounts, 1, &ceiling), REVOPS_ERR_OVERFLOW);
    accounts[0].potential_high = -1;
    ck_assert_int_eq(revops_plan_ceiling_of(NULL, accounts, 1, &ceiling), REVOPS_ERR_ARG);
    accounts[0].potential_high = 0;
    accounts[0].reserved[1] = 1;
    ck_assert_int_eq(revops_plan_ceiling_of(NULL, accounts, 1, &ceiling), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_plan_ceiling_of(NULL, NULL, 1, &ceiling), REVOPS_ERR_ARG);
    revops_plan_params params = defaults();
    params.ceiling_demand_bp = 30000;
    ck_assert_int_eq(revops_plan_ceiling_of(&params, accounts + 1, 59, &ceiling), REVOPS_OK);
    ck_assert_uint_eq(ceiling.accounts, 0);
}
END_TEST

START_TEST(test_outreach_keeps_to_its_sequence_LC13)
{
    static const struct {
        uint64_t touches;
        int64_t span_ms;
        uint32_t departures, missing_touches;
        int64_t missing_ms;
    } cases[] = {
        {8, 21 * (int64_t)DAY, 0, 0, 0},
        {12, 28 * (int64_t)DAY, 0, 0, 0},
        {7, 21 * (int64_t)DAY, REVOPS_PLAN_TOO_FEW_TOUCHES, 1, 0},
        {13, 28 * (int64_t)DAY + 1, REVOPS_PLAN_TOO_MANY_TOUCHES | REVOPS_PLAN_TOO_LONG, 0, 0},
        {9, 21 * (int64_t)DAY - 1, REVOPS_PLAN_TOO_SHORT, 0, 1},
        {1, 0, REVOPS_PLAN_TOO_FEW_TOUCHES | REVOPS_PLAN_TOO_SHORT, 7, 21 * (int64_t)DAY},
        {0, 0, REVOPS_PLAN_TOO_FEW_TOUCHES | REVOPS_PLAN_TOO_SHORT, 8, 21 * (int64_t)DAY},
    };
    int64_t at_ms[64];
    uint64_t offsets[ROWS(cases) + 1] = {0};
    uint64_t count = 0;
    for (int i = 0; i < ROWS(cases); i++) {
        for (uint64_t touch = 0; touch < cases[i].touches;
             touch++) { /* the last one first: order doesn't matter */
            at_ms[count++] = touch == 0 ? cases[i].span_ms : touch == 1 ? 0 : cases[i].span_ms / 2;
        }
        offsets[i + 1] = count;
    }
    revops_plan_sequence sequences[ROWS(cases)];
    ck_assert_int_eq(revops_plan_compare_sequences(NULL, at_ms, offsets, ROWS(cases), sequences), REVOPS_OK);
    for (int i = 0; i < ROWS(cases); i++) {
        ck_assert_uint_eq(sequences[i].touches, cases[i].touches);
        ck_assert_uint_eq(sequences[i].departures, cases[i].departures);
        ck_assert_uint_eq(sequences[i].missing_touches, cases[i].missing_touches);
        ck_assert_int_eq(sequences[i].missing_ms, cases[i].missing_ms);
        ck_assert_int_eq(sequences[i].span_ms, cases[i].touches > 1 ? cases[i].span_ms : 0);
    }
    at_ms[3] = REVOPS_TIME_NONE;
    ck_assert_int_eq(revops_plan_compare_sequences(NULL, at_ms, offsets, ROWS(cases), sequences),
                     REVOPS_ERR_ARG);
    at_ms[3] = INT64_MAX, at_ms[4] = -INT64_MAX;
    ck_assert_int_eq(revops_plan_compare_sequences(NULL, at_ms, offsets, ROWS(cases), sequences),
                     REVOPS_ERR_OVERFLOW);
    const uint64_t falling[] = {3, 2};
    ck_assert_int_eq(revops_plan_compare_sequences(NULL, at_ms, falling, 1, sequences), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_plan_compare_sequences(NULL, NULL, offsets, 1, sequences), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_plan_compare_sequences(NULL, NULL, NULL, 0, NULL), REVOPS_OK);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("plan");
    TCase *tests = tcase_create("plan");
    tcase_add_loop_test(tests, test_formulas_and_their_inverses_PL1_PL2_PL7_MT1_MT4_MT5_MT6_MT15, 0,
                        ROWS(solved));
    tcase_add_test(tests, test_formulas_refuse_what_has_no_answer);
    tcase_add_test(tests, test_every_formula_and_quantity_has_a_name_and_a_unit);
    tcase_add_loop_test(tests, test_bands_MT1_MT2_MT3_MT5_MT6_MT7_MT13_MT14_PL2_PL3_PL4_PL5_PQ8, 0,
                        ROWS(judged));
    tcase_add_test(tests, test_own_bands_are_checked);
    tcase_add_test(tests, test_a_goal_says_what_each_step_must_hold_PL6);
    tcase_add_test(tests, test_the_gap_and_the_step_that_causes_it_MT17);
    tcase_add_loop_test(tests, test_staff_beside_executives_RT4, 0, ROWS(staffs));
    tcase_add_test(tests, test_quotas_are_right_when_most_reach_them_PL4);
    tcase_add_test(tests, test_accounts_at_the_ceiling_PQ8);
    tcase_add_test(tests, test_outreach_keeps_to_its_sequence_LC13);
    suite_add_tcase(suite, tests);
    return suite;
}
