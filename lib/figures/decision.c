/* SPDX-License-Identifier: MIT */
/* Decisions as tables: the built-in ones (DC1–DC4, MT16), and the check. */
#include "figures/decision-internal.h"

/* clang-format off */
static const revops_decision_row decision_rows[] = {
    {REVOPS_DECISION_SALES_TEAM, 0, "sales team", "go on towards sales",
     "no sales team: raise the price 2 to 5 times, or focus on frictionless acquisition"},
    {REVOPS_DECISION_SALES_SUPPORT, 0, "sales support", "support large trials by sales", "leave trials to self-service"},
    {REVOPS_DECISION_SALES_LED, 0, "sales-led", "add sales to self-service", "too early for sales beside self-service"},
    {REVOPS_DECISION_HIRE_EXECUTIVES, 0, "hire executives", "hire account executives",
     "hire customer success with commercial duty first"},
    {REVOPS_DECISION_READINESS, 0, "readiness", "ready for sales", "not ready for sales"},
};

enum { DECISION_1, DECISION_2_VALUE, DECISION_2_TRIALS, DECISION_2_HARD, DECISION_3_SIGNS, DECISION_3_SIZE, DECISION_4,
       DECISION_5_VALUE, DECISION_5_TRIALS, DECISION_5_HARD, DECISION_5_SIGNS, DECISION_5_SIZE };

static const revops_decision_group decision_groups[] = {
    [DECISION_1] = {REVOPS_DECISION_SALES_TEAM, 1, "a customer is worth it"},
    [DECISION_2_VALUE] = {REVOPS_DECISION_SALES_SUPPORT, 1, "a customer is worth it"},
    [DECISION_2_TRIALS] = {REVOPS_DECISION_SALES_SUPPORT, 2, "large trials convert worse"},
    [DECISION_2_HARD] = {REVOPS_DECISION_SALES_SUPPORT, 2, "buying is hard"},
    [DECISION_3_SIGNS] = {REVOPS_DECISION_SALES_LED, 2, "customers ask for sales"},
    [DECISION_3_SIZE] = {REVOPS_DECISION_SALES_LED, 1, "the company is large enough"},
    [DECISION_4] = {REVOPS_DECISION_HIRE_EXECUTIVES, 1, "there are accounts to work"},
    [DECISION_5_VALUE] = {REVOPS_DECISION_READINESS, 1, "a customer is worth it"},
    [DECISION_5_TRIALS] = {REVOPS_DECISION_READINESS, 2, "large trials convert worse"},
    [DECISION_5_HARD] = {REVOPS_DECISION_READINESS, 2, "buying is hard"},
    [DECISION_5_SIGNS] = {REVOPS_DECISION_READINESS, 2, "customers ask for sales"},
    [DECISION_5_SIZE] = {REVOPS_DECISION_READINESS, 1, "the company is large enough"},
};

#define DECISION_LEAST(group, input, threshold) {DECISION_##group, REVOPS_DECISION_##input, REVOPS_DECISION_AT_LEAST, 0, threshold}
#define DECISION_VALUE(group) DECISION_LEAST(group, LIFETIME_VALUE, 100000)
#define DECISION_TRIALS(group) DECISION_LEAST(group, TRIAL_GAP, 1), DECISION_LEAST(group, TRIAL_CONFIDENCE, 9500)
#define DECISION_HARD(group) \
    DECISION_LEAST(group, CONTACT_IS_NO_DECIDER, 1), DECISION_LEAST(group, COMPETITORS, 1), \
    DECISION_LEAST(group, STAGED_PURCHASE, 1), DECISION_LEAST(group, MANY_STAKEHOLDERS, 1), \
    DECISION_LEAST(group, TECHNICAL_CONCERNS, 1), DECISION_LEAST(group, BUDGET_TO_NEGOTIATE, 1)
#define DECISION_SIGNS(group) \
    DECISION_LEAST(group, TOP_PLAN_ACCOUNTS, 20), DECISION_LEAST(group, CUSTOM_REQUESTS, 4), \
    DECISION_LEAST(group, COMPLEX_USE_CASES, 1), DECISION_LEAST(group, LARGE_CYCLE, 90)
#define DECISION_SIZE(group) DECISION_LEAST(group, ANNUAL_REVENUE, 1000000000)

static const revops_decision_criterion decision_criteria[] = {
    DECISION_VALUE(1),
    DECISION_VALUE(2_VALUE), DECISION_TRIALS(2_TRIALS), DECISION_HARD(2_HARD),
    DECISION_SIGNS(3_SIGNS), DECISION_SIZE(3_SIZE),
    DECISION_LEAST(4, LARGE_ACCOUNTS, 10),
    DECISION_VALUE(5_VALUE), DECISION_TRIALS(5_TRIALS), DECISION_HARD(5_HARD), DECISION_SIGNS(5_SIGNS), DECISION_SIZE(5_SIZE),
};

/* MT16: both sides of the agreement, shared metrics, stable coverage (no variation to 50 %), partners' view */
static const revops_decision_weight decision_weights[] = {
    {REVOPS_DECISION_MARKETING_SLA, 20, 0, 10000}, {REVOPS_DECISION_SALES_SLA, 20, 0, 10000},
    {REVOPS_DECISION_SHARED_METRICS, 25, 0, 10000}, {REVOPS_DECISION_COVERAGE_VARIATION, 15, 5000, 0},
    {REVOPS_DECISION_PARTNER_NPS, 20, -100, 100},
};
/* clang-format on */

#define DECISION_COUNT(rows) ((uint32_t)(sizeof(rows) / sizeof((rows)[0])))

static revops_decision_params decision_defaults(void)
{
    const revops_decision_params defaults = {
        .struct_size = sizeof defaults,
        .decisions = decision_rows,
        .groups = decision_groups,
        .criteria = decision_criteria,
        .weights = decision_weights,
        .decision_count = DECISION_COUNT(decision_rows),
        .decision_row_size = sizeof decision_rows[0],
        .group_count = DECISION_COUNT(decision_groups),
        .group_row_size = sizeof decision_groups[0],
        .criterion_count = DECISION_COUNT(decision_criteria),
        .criterion_row_size = sizeof decision_criteria[0],
        .weight_count = DECISION_COUNT(decision_weights),
        .weight_row_size = sizeof decision_weights[0],
        .target_bp = 7000,
    };
    return defaults;
}

revops_status revops_decision_defaults(revops_decision_params *out, size_t size)
{
    const revops_decision_params defaults = decision_defaults();
    return REVOPS__PARAMS_GIVE(revops_decision_params, out, size, &defaults);
}

static void decision_put(revops__problems *problems, revops_status status, const char *part, uint32_t row,
                         const char *field, int64_t found, const char *expected)
{
    revops__problem_put(problems, status, part, row, field, found, expected);
}

static void decision_check_decisions(const revops_decision_params *known, revops__problems *problems)
{
    for (uint32_t i = 0; i < known->decision_count; i++) {
        const revops_decision_row row = revops__decision_row(known, i);
        if (row.decision == 0) {
            decision_put(problems, REVOPS_ERR_ARG, "decisions", i, "decision", 0, "1 or more");
        }
        if (row.reserved) {
            decision_put(problems, REVOPS_ERR_NEWER, "decisions", i, "reserved", row.reserved, "0");
        }
        if (!row.name || !row.yes || !row.no) {
            decision_put(problems, REVOPS_ERR_ARG, "decisions", i, "name", 0,
                         "a name and both texts of advice");
        }
        for (uint32_t j = 0; j < i; j++) {
            if (revops__decision_row(known, j).decision == row.decision) {
                revops__problem_put_pair(problems, REVOPS_ERR_UNSOUND, "decisions", i, j, "decision",
                                         row.decision, "a number that no other decision has");
            }
        }
    }
}

static void decision_check_groups(const revops_decision_params *known, revops__problems *problems)
{
    for (uint32_t i = 0; i < known->group_count; i++) {
        const revops_decision_group group = revops__decision_group(known, i);
        uint32_t decision = 0, criteria = 0;
        while (decision < known->decision_count &&
               revops__decision_row(known, decision).decision != group.decision) {
            decision++;
        }
        for (uint32_t j = 0; j < known->criterion_count; j++) {
            criteria += revops__decision_criterion(known, j).group == i;
        }
        if (decision == known->decision_count) {
            decision_put(problems, REVOPS_ERR_UNSOUND, "groups", i, "decision", group.decision,
                         "a decision of the table");
        }
        if (group.at_least < 1 || group.at_least > criteria) {
            decision_put(problems, REVOPS_ERR_UNSOUND, "groups", i, "at_least", group.at_least,
                         "1 to the number of its criteria");
        }
        if (!group.name) {
            decision_put(problems, REVOPS_ERR_ARG, "groups", i, "name", 0, "a name");
        }
    }
}

static void decision_check_criteria(const revops_decision_params *known, revops__problems *problems)
{
    for (uint32_t i = 0; i < known->criterion_count; i++) {
        const revops_decision_criterion row = revops__decision_criterion(known, i);
        if (row.group >= known->group_count) {
            decision_put(problems, REVOPS_ERR_UNSOUND, "criteria", i, "group", row.group,
                         "a group of the table");
        }
        if (row.input >= REVOPS_DECISION_INPUTS_MAX) {
            decision_put(problems, REVOPS_ERR_ARG, "criteria", i, "input", row.input, "0 to 1023");
        }
        if (row.test < REVOPS_DECISION_AT_LEAST || row.test > REVOPS_DECISION_AT_MOST) {
            decision_put(problems, REVOPS_ERR_NEWER, "criteria", i, "test", row.test, "AT_LEAST or AT_MOST");
        }
        if (row.reserved) {
            decision_put(problems, REVOPS_ERR_NEWER, "criteria", i, "reserved", row.reserved, "0");
        }
        if (row.threshold == REVOPS_MISSING) {
            decision_put(problems, REVOPS_ERR_ARG, "criteria", i, "threshold", row.threshold, "a value");
        }
    }
}

static void decision_check_weights(const revops_decision_params *known, revops__problems *problems)
{
    const int64_t most = INT64_C(1) << 62;
    for (uint32_t i = 0; i < known->weight_count; i++) {
        const revops_decision_weight row = revops__decision_weight(known, i);
        if (row.input >= REVOPS_DECISION_INPUTS_MAX) {
            decision_put(problems, REVOPS_ERR_ARG, "weights", i, "input", row.input, "0 to 1023");
        }
        if (row.weight < 1 || row.weight > 1000000) {
            decision_put(problems, REVOPS_ERR_ARG, "weights", i, "weight", row.weight, "1 to 1000000");
        }
        if (row.none < -most || row.none > most) {
            decision_put(problems, REVOPS_ERR_ARG, "weights", i, "none", row.none, "within 2^62");
        }
        if (row.full < -most || row.full > most || row.full == row.none) {
            decision_put(problems, REVOPS_ERR_ARG, "weights", i, "full", row.full,
                         "within 2^62, and not what earns nothing");
        }
        for (uint32_t j = 0; j < i; j++) {
            if (revops__decision_weight(known, j).input == row.input) {
                revops__problem_put_pair(problems, REVOPS_ERR_UNSOUND, "weights", i, j, "input", row.input,
                                         "an input that no other weight has");
            }
        }
    }
}

/* Counts and sizes; what isn't OK ends the check. */
static revops_status decision_check_tables(const revops_decision_params *known, revops__problems *problems)
{
    const struct {
        const char *field;
        uint32_t count;
        revops_status status;
    } tables[] = {
        {"decision_count", known->decision_count,
         REVOPS__ROWS_CHECK(revops_decision_row, known->decisions,
                            known->decision_count <= REVOPS_DECISION_ROWS_MAX ? known->decision_count : 0,
                            known->decision_row_size)},
        {"group_count", known->group_count,
         REVOPS__ROWS_CHECK(revops_decision_group, known->groups,
                            known->group_count <= REVOPS_DECISION_ROWS_MAX ? known->group_count : 0,
                            known->group_row_size)},
        {"criterion_count", known->criterion_count,
         REVOPS__ROWS_CHECK(revops_decision_criterion, known->criteria,
                            known->criterion_count <= REVOPS_DECISION_ROWS_MAX ? known->criterion_count : 0,
                            known->criterion_row_size)},
        {"weight_count", known->weight_count,
         REVOPS__ROWS_CHECK(revops_decision_weight, known->weights,
                            known->weight_count <= REVOPS_DECISION_ROWS_MAX ? known->weight_count : 0,
                            known->weight_row_size)},
    };
    for (int i = 0; i < 4; i++) {
        if (tables[i].status == REVOPS_ERR_ABI) {
            return REVOPS_ERR_ABI;
        }
        if (tables[i].count > REVOPS_DECISION_ROWS_MAX) {
            decision_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, tables[i].field, tables[i].count,
                         "0 to 1024");
        } else if (tables[i].status != REVOPS_OK) {
            decision_put(problems, tables[i].status, "params", REVOPS_NO_ROW, tables[i].field,
                         tables[i].count, "rows without fields that this library doesn't know");
        }
    }
    return problems->count ? problems->status : REVOPS_OK;
}

static revops_status decision_check(const revops_decision_params *params, revops_decision_params *out,
                                    revops__problems *problems)
{
    revops_status status = REVOPS__PARAMS_COPY(revops_decision_params, out, params);
    if (status != REVOPS_OK) {
        if (status != REVOPS_ERR_ABI) {
            decision_put(problems, status, "params", REVOPS_NO_ROW, "struct_size",
                         params ? params->struct_size : 0,
                         "params without fields that this library doesn't know");
        }
        return status;
    }
    if (out->flags) {
        decision_put(problems, REVOPS_ERR_NEWER, "params", REVOPS_NO_ROW, "flags", out->flags, "0");
    }
    if (out->reserved) {
        decision_put(problems, REVOPS_ERR_NEWER, "params", REVOPS_NO_ROW, "reserved", out->reserved, "0");
    }
    if (out->target_bp > 10000) {
        decision_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, "target_bp", out->target_bp,
                     "0 to 10000");
    }
    status = decision_check_tables(out, problems);
    if (status == REVOPS_OK) {
        decision_check_decisions(out, problems);
        decision_check_groups(out, problems);
        decision_check_criteria(out, problems);
        decision_check_weights(out, problems);
    }
    return status == REVOPS_ERR_ABI || !problems->count ? status : problems->status;
}

revops_status revops_decision_check(const revops_decision_params *params, revops_problem *problems,
                                    size_t capacity, size_t *needed)
{
    revops_decision_params known;
    revops__problems found = revops__problems_begin(problems, capacity);
    revops_status status = decision_check(params, &known, &found);
    if (status != REVOPS_ERR_ABI) {
        (void)revops__problems_end(&found, needed);
    }
    return status;
}

revops_status revops__decision_read(const revops_decision_params *params, revops_decision_params *out)
{
    revops__problems unwanted = revops__problems_begin(NULL, 0);
    if (!params) {
        *out = decision_defaults();
        return REVOPS_OK;
    }
    return decision_check(params, out, &unwanted);
}
