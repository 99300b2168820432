/* SPDX-License-Identifier: MIT */
/* Intent rules of all kinds, for the tests of intent. */
#ifndef REVOPS_TESTS_INTENT_FIXTURES_H
#define REVOPS_TESTS_INTENT_FIXTURES_H

#include "test.h"

#define DAY   REVOPS_DAY_MS
#define MONTH (30 * REVOPS_DAY_MS)
/* A record as C can declare it: its slots follow its head. */
#define RECORD(count)                                                                                        \
    struct {                                                                                                 \
        revops_intent_record head;                                                                           \
        revops_intent_slot slots[count];                                                                     \
    }

enum { DEMO, VISIT, DOWNLOAD, WEBINAR, HIRING, FORM, UNSUBSCRIBED, RULES };

static const revops_intent_tier tiers[] = {{7 * DAY, 1, 35000}, {14 * DAY, 1, 26250}, {30 * DAY, 1, 17500}};
static const revops_intent_rule rules[RULES] = {
    [DEMO] = {40000, 0, REVOPS_INTENT_HALF_LIFE, 0, 14 * DAY, 0, 0, 0, 0},
    [VISIT] = {2000, 1, REVOPS_INTENT_LINEAR, 3, MONTH, 5000, 0, 0, 0},
    [DOWNLOAD] = {10000, 1, REVOPS_INTENT_LINEAR, 0, MONTH, 5000, 0, 0, 0},
    [WEBINAR] = {8000, 0, REVOPS_INTENT_STEP, 0, MONTH, 2500, 0, 0, 0},
    [HIRING] = {5000, 0, REVOPS_INTENT_LASTING, 0, 0, 0, 0, 0, 0},
    [FORM] = {0, 0, REVOPS_INTENT_TIERS, 0, 0, 0, 0, 3, 0},
    [UNSUBSCRIBED] = {-30000, 0, REVOPS_INTENT_WINDOW, 0, 60 * DAY, 0, 0, 0, 0},
};
static const revops_score_group groups[] = {{REVOPS_SCORE_NO_FLOOR, 25000}};

static _Alignas(8) unsigned char memory[1 << 14];

static inline revops_intent_params policy(void)
{
    revops_intent_params params = REVOPS_INTENT_PARAMS_INIT;
    params.rules = rules;
    params.rule_count = RULES;
    params.tiers = tiers;
    params.tier_count = ROWS(tiers);
    params.groups = groups;
    params.group_count = ROWS(groups);
    params.floor_mpt = 0;
    params.hysteresis_mpt = 2000;
    return params;
}

static inline const revops_intent *build(void)
{
    revops_intent_params params = policy();
    const revops_intent *intent;
    ck_assert_int_eq(revops_intent_build(&params, memory, sizeof memory, NULL, &intent), REVOPS_OK);
    return intent;
}

static inline const revops_intent *build_params(const revops_intent_params *params)
{
    const revops_intent *intent;
    ck_assert_int_eq(revops_intent_build(params, memory, sizeof memory, NULL, &intent), REVOPS_OK);
    return intent;
}

static inline int32_t score_of(const revops_intent *intent, const revops_intent_record *record, int64_t at_ms)
{
    int32_t score_mpt;
    ck_assert_int_eq(revops_intent_rate(intent, record, at_ms, &score_mpt), REVOPS_OK);
    return score_mpt;
}

#endif
