/* SPDX-License-Identifier: MIT */
/* The rule set that tests of scores share: the profile of SG3 with what rules can ask. */
#ifndef REVOPS_TESTS_SCORE_FIXTURES_H
#define REVOPS_TESTS_SCORE_FIXTURES_H

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

static inline const revops_score *build(const revops_score_params *params)
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

#endif
