/* SPDX-License-Identifier: MIT */
/* Tables of rules against a naive twin (RT2, SG1-SG4): random tables and rows, each condition judged by itself. */
#include <stdio.h>
#include <stdlib.h>

#include <revops/segment.h>

#include "random.h"

enum { RULES = 12, MOST = 3, VALUES = 10, ATTRIBUTES = 5, ROWS = 40, CASES = 20000 };

static int naive_holds(const revops_condition *condition, const int64_t *values, int64_t value)
{
    int known = value != REVOPS_MISSING, found = 0;
    for (uint32_t i = 0; i < condition->value_count; i++) {
        found |= values[condition->first_value + i] == value;
    }
    switch (condition->test) {
    case REVOPS_CONDITION_IN_RANGE:
        return known && value >= condition->low && value <= condition->high;
    case REVOPS_CONDITION_IS_EQUAL:
        return known && value == condition->low;
    case REVOPS_CONDITION_IS_ONE_OF:
        return known && found;
    case REVOPS_CONDITION_ALL_FLAGS:
        return known && (~value & condition->low) == 0;
    case REVOPS_CONDITION_ANY_FLAG:
        return known && (value & condition->low) != 0;
    case REVOPS_CONDITION_IS_MISSING:
        return !known;
    default:
        return known;
    }
}

static revops_condition make_condition(random_state *random)
{
    revops_condition condition = {
        (uint32_t)random_below(random, ATTRIBUTES), (uint32_t)random_between(random, 1, 7), 0, 0, 0, 0, 0, 0};
    switch (condition.test) {
    case REVOPS_CONDITION_IN_RANGE:
        condition.low = random_below(random, 5) ? random_between(random, -4, 4) : INT64_MIN;
        condition.high = random_below(random, 5) ? random_between(random, 4, 7) : INT64_MAX;
        break;
    case REVOPS_CONDITION_IS_EQUAL:
        condition.low = random_between(random, -4, 7);
        break;
    case REVOPS_CONDITION_IS_ONE_OF:
        condition.first_value = (uint32_t)random_below(random, VALUES);
        condition.value_count = (uint32_t)random_between(random, 1, VALUES - condition.first_value);
        break;
    case REVOPS_CONDITION_ALL_FLAGS:
    case REVOPS_CONDITION_ANY_FLAG:
        condition.low = random_between(random, 1, 7);
        break;
    default:
        break;
    }
    return condition;
}

static void fail(int number, const char *what)
{
    printf("case %d: %s differs\n", number, what);
    exit(EXIT_FAILURE);
}

static void one_case(random_state *random, int number)
{
    revops_condition conditions[RULES * MOST];
    revops_segment_rule rules[RULES];
    int64_t values[VALUES], columns[ATTRIBUTES][ROWS];
    static _Alignas(16) unsigned char memory[1 << 14];
    for (int i = 0; i < VALUES; i++) {
        values[i] = random_between(random, -4, 7);
    }
    for (int i = 0; i < RULES * MOST; i++) {
        conditions[i] = make_condition(random);
    }
    for (uint32_t i = 0; i < RULES; i++) { /* conditions may be shared by rules */
        rules[i] = (revops_segment_rule){(uint32_t)random_below(random, 5),
                                         (uint32_t)random_below(random, (RULES - 1) * MOST),
                                         (uint32_t)random_between(random, number % 50 == 0 ? 0 : 1, MOST), 0};
    }
    revops_segment_params params = {
        sizeof params, 0,          ATTRIBUTES, (uint32_t)random_below(random, RULES + 1),
        RULES * MOST,  VALUES,     77,         0,
        rules,         conditions, values};
    const revops_segment_rules *built;
    if (revops_segment_build(&params, memory, sizeof memory, NULL, &built) != REVOPS_OK) {
        fail(number, "building");
    }
    const int64_t *pointers[ATTRIBUTES];
    for (int k = 0; k < ATTRIBUTES; k++) {
        int absent = random_below(random, 8) == 0;
        for (int i = 0; i < ROWS; i++) {
            columns[k][i] =
                absent || random_below(random, 4) == 0 ? REVOPS_MISSING : random_between(random, -5, 8);
        }
        pointers[k] = absent ? NULL : columns[k];
    }
    revops_segment_answer batch[ROWS];
    if (revops_segment_match_batch(built, pointers, ROWS, batch) != REVOPS_OK) {
        fail(number, "the batch");
    }
    for (int i = 0; i < ROWS; i++) {
        int64_t row[ATTRIBUTES];
        for (int k = 0; k < ATTRIBUTES; k++) {
            row[k] = columns[k][i];
        }
        uint32_t outcome = 77, rule = REVOPS_SEGMENT_NO_RULE;
        uint64_t missing = 0;
        for (uint32_t r = 0; r < params.rule_count && rule == REVOPS_SEGMENT_NO_RULE; r++) {
            uint32_t met = 0, open = 0, refuted = 0;
            uint64_t lacking = 0;
            for (uint32_t k = 0; k < rules[r].condition_count; k++) {
                const revops_condition *condition = &conditions[rules[r].first_condition + k];
                int64_t value = row[condition->attribute];
                if (naive_holds(condition, values, value)) {
                    met |= 1u << k;
                } else if (value == REVOPS_MISSING) {
                    open |= 1u << k;
                    lacking |= UINT64_C(1) << condition->attribute;
                } else {
                    refuted = 1;
                }
            }
            uint32_t found_met = 99, found_open = 99;
            if (revops_segment_check(built, r, row, &found_met, &found_open) != REVOPS_OK ||
                found_met != met || found_open != open) {
                fail(number, "the check of a rule");
            }
            if (!refuted && !open) {
                rule = r;
                outcome = rules[r].outcome;
            } else if (!refuted) {
                missing |= lacking;
            }
        }
        revops_segment_answer one;
        if (revops_segment_match(built, row, &one) != REVOPS_OK || one.outcome != outcome ||
            one.rule != rule || one.missing != missing) {
            fail(number, "a row's match");
        }
        if (batch[i].outcome != outcome || batch[i].rule != rule || batch[i].missing != missing) {
            fail(number, "a match of the batch");
        }
    }
}

int main(void)
{
    random_state random = {6};
    for (int number = 0; number < CASES; number++) {
        one_case(&random, number);
    }
    printf("%d cases\n", CASES);
    return EXIT_SUCCESS;
}
