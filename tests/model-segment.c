/* SPDX-License-Identifier: MIT */
/* Tables of rules against a naive twin (RT2, SG1-SG4): random tables of 0 to 2,500 rules and random rows, each condition
   judged by itself, one rule after the other; by rows, by columns of all widths, and rule by rule. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <revops/segment.h>

#include "random.h"

enum {
    MOST_RULES = 2500,
    MOST = 3,
    VALUES = 10,
    TEXTS = 6,
    ATTRIBUTES = 6,
    NAMES = 5,
    ROWS = 40,
    CASES = 3000
};

static const char *const sought[TEXTS] = {"acme", "ac", "bank", "k", "Ärzte", "me"};
static const char *const folded[TEXTS] = {"acme", "ac", "bank", "k", "arzte", "me"};
static const char *const names[NAMES] = {"Acme", "BANK", "aerzte", "Ärzte", ""};
static const char *const folded_names[NAMES] = {"acme", "bank", "aerzte", "arzte", ""};

static int text_holds(uint32_t test, const char *name, const char *part)
{
    size_t length = strlen(name), part_length = strlen(part);
    switch (test) {
    case REVOPS_CONDITION_TEXT_IS:
        return strcmp(name, part) == 0;
    case REVOPS_CONDITION_TEXT_CONTAINS:
        return strstr(name, part) != NULL;
    case REVOPS_CONDITION_TEXT_STARTS:
        return strncmp(name, part, part_length) == 0;
    default:
        return length >= part_length && strcmp(name + length - part_length, part) == 0;
    }
}

/* The last attribute holds texts. */
static int naive_holds(const revops_condition *condition, const int64_t *values, const int64_t *row)
{
    int64_t value = row[condition->attribute];
    int holds = 0;
    if (value == REVOPS_MISSING) {
        return condition->test == REVOPS_CONDITION_IS_MISSING;
    }
    if (condition->test >= REVOPS_CONDITION_TEXT_IS) {
        if (condition->attribute != ATTRIBUTES - 1 || value < 0 || value >= NAMES) {
            return 0;
        }
        for (uint32_t i = 0; i < condition->value_count; i++) {
            holds |= text_holds(condition->test, folded_names[value], folded[condition->first_value + i]);
        }
        return holds != (int)condition->flags;
    }
    switch (condition->test) {
    case REVOPS_CONDITION_IN_RANGE:
        holds = value >= condition->low && value <= condition->high;
        break;
    case REVOPS_CONDITION_IS_EQUAL:
        holds = value == condition->low;
        break;
    case REVOPS_CONDITION_IS_ONE_OF:
        for (uint32_t i = 0; i < condition->value_count; i++) {
            holds |= values[condition->first_value + i] == value;
        }
        break;
    case REVOPS_CONDITION_ALL_FLAGS:
        holds = (~value & condition->low) == 0;
        for (uint32_t i = 0; i < condition->value_count; i++) {
            int64_t word = row[condition->attribute + i], mask = values[condition->first_value + i];
            holds &= ((word == REVOPS_MISSING ? 0 : word) & mask) == mask;
        }
        break;
    case REVOPS_CONDITION_ANY_FLAG:
        holds = (value & condition->low) != 0;
        for (uint32_t i = 0; i < condition->value_count; i++) {
            int64_t word = row[condition->attribute + i], mask = values[condition->first_value + i];
            holds |= ((word == REVOPS_MISSING ? 0 : word) & mask) != 0;
        }
        break;
    case REVOPS_CONDITION_IS_MISSING:
        return 0;
    default:
        return 1;
    }
    return holds != (int)condition->flags;
}

static revops_condition make_condition(random_state *random, int plain)
{
    revops_condition condition = {(uint32_t)random_below(random, ATTRIBUTES - 1),
                                  (uint32_t)random_between(random, 1, plain ? 3 : 8),
                                  0,
                                  0,
                                  0,
                                  0,
                                  random_below(random, plain ? 40 : 4) == 0,
                                  0};
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
        if (random_below(random, 3) == 0 && condition.attribute + 1 < ATTRIBUTES - 1) {
            condition.first_value = VALUES; /* two masks that aren't negative */
            condition.value_count = 2;
        } else {
            condition.low = random_between(random, 1, 7);
        }
        break;
    case REVOPS_CONDITION_IS_MISSING:
    case REVOPS_CONDITION_IS_PRESENT:
        condition.flags = 0;
        break;
    default: /* one of texts, on the attribute that has them */
        condition.attribute = ATTRIBUTES - 1;
        condition.test =
            (uint32_t)random_between(random, REVOPS_CONDITION_TEXT_IS, REVOPS_CONDITION_TEXT_ENDS);
        condition.first_value = (uint32_t)random_below(random, TEXTS);
        condition.value_count = (uint32_t)random_between(random, 1, TEXTS - condition.first_value);
        break;
    }
    return condition;
}

static void fail(int number, const char *what)
{
    printf("case %d: %s differs\n", number, what);
    exit(EXIT_FAILURE);
}

static revops_condition conditions[MOST_RULES * MOST];
static revops_segment_rule rules[MOST_RULES];
static int64_t values[VALUES + 2], columns[ATTRIBUTES][ROWS];
static int8_t narrow[ATTRIBUTES][ROWS];
static revops_texts texts;

static revops_segment_params make_table(random_state *random, int number)
{
    static const uint32_t sizes[] = {8, 12, 13, 40, 65, 400};
    uint32_t most = number % 200 == 0 ? MOST_RULES : sizes[random_below(random, 6)];
    revops_segment_params params = REVOPS_SEGMENT_PARAMS_INIT;
    params.attribute_count = ATTRIBUTES;
    params.rule_count = (uint32_t)random_below(random, most + 1);
    params.condition_count = most * MOST;
    params.value_count = VALUES + 2;
    params.text_count = TEXTS;
    params.otherwise = 77;
    params.rules = rules;
    params.conditions = conditions;
    params.values = values;
    params.texts = sought;
    for (int i = 0; i < VALUES; i++) {
        values[i] = random_between(random, -4, 7);
    }
    values[VALUES] = random_between(random, 0, 3);
    values[VALUES + 1] = random_between(random, 1, 3);
    int plain = number % 3 == 0; /* mostly what the index holds */
    for (uint32_t i = 0; i < params.condition_count; i++) {
        conditions[i] = make_condition(random, plain);
    }
    for (uint32_t i = 0; i < params.rule_count; i++) { /* conditions may be shared by rules */
        rules[i] = (revops_segment_rule){(uint32_t)random_below(random, 5),
                                         (uint32_t)random_below(random, params.condition_count - MOST),
                                         (uint32_t)random_between(random, number % 50 == 0 ? 0 : 1, MOST), 0};
        if (most > 40 && rules[i].condition_count < MOST && random_below(random, 8)) {
            rules[i].condition_count = MOST; /* so that large tables aren't decided by their first rules */
        }
    }
    return params;
}

static void make_columns(random_state *random, revops_column *given)
{
    memset(given, 0, ATTRIBUTES * sizeof *given);
    for (int k = 0; k < ATTRIBUTES; k++) {
        int absent = random_below(random, 8) == 0, small = random_below(random, 2) == 0;
        for (int i = 0; i < ROWS; i++) {
            columns[k][i] =
                absent || random_below(random, 4) == 0 ? REVOPS_MISSING : random_between(random, -5, 8);
            narrow[k][i] = columns[k][i] == REVOPS_MISSING ? -128 : (int8_t)columns[k][i];
        }
        given[k].texts = k == ATTRIBUTES - 1 ? &texts : NULL;
        if (!absent) {
            given[k].values = small ? (const void *)narrow[k] : columns[k];
            given[k].missing = small ? -128 : REVOPS_MISSING;
            given[k].width = small ? REVOPS_COLUMN_I8 : REVOPS_COLUMN_I64;
        }
    }
}

static void one_case(random_state *random, int number)
{
    revops_segment_params params = make_table(random, number);
    const revops_segment *built;
    size_t needed;
    if (revops_segment_build(&params, NULL, 0, &needed, NULL) != REVOPS_ERR_NOSPACE) {
        fail(number, "the size");
    }
    unsigned char *memory = malloc(needed + 8); /* so that sanitizers see what is beyond it */
    memset(memory, 0xa5, needed + 8);
    if (revops_segment_build(&params, memory, needed, NULL, &built) != REVOPS_OK || memory[needed] != 0xa5) {
        fail(number, "building");
    }
    revops_column given[ATTRIBUTES];
    make_columns(random, given);
    revops_segment_answer batch[ROWS];
    if (revops_segment_match_many(built, given, ATTRIBUTES, ROWS, batch) != REVOPS_OK) {
        fail(number, "the batch");
    }
    const revops_texts *row_texts[ATTRIBUTES] = {NULL};
    row_texts[ATTRIBUTES - 1] = &texts;
    for (int i = 0; i < ROWS; i++) {
        int64_t row[ATTRIBUTES];
        for (int k = 0; k < ATTRIBUTES; k++) {
            row[k] = columns[k][i];
        }
        uint32_t outcome = 77, rule = REVOPS_SEGMENT_NO_RULE;
        uint64_t missing = 0;
        for (uint32_t r = 0; r < params.rule_count && rule == REVOPS_SEGMENT_NO_RULE; r++) {
            uint64_t met = 0, open = 0, lacking = 0;
            uint32_t refuted = 0;
            for (uint32_t k = 0; k < rules[r].condition_count; k++) {
                const revops_condition *condition = &conditions[rules[r].first_condition + k];
                if (naive_holds(condition, values, row)) {
                    met |= UINT64_C(1) << k;
                } else if (row[condition->attribute] == REVOPS_MISSING) {
                    open |= UINT64_C(1) << k;
                    lacking |= UINT64_C(1) << condition->attribute;
                } else {
                    refuted = 1;
                }
            }
            uint64_t found_met = 99, found_open = 99;
            if (revops_segment_explain(built, r, row, row_texts, &found_met, &found_open) != REVOPS_OK ||
                found_met != met || found_open != open) {
                fail(number, "the explanation of a rule");
            }
            if (!refuted && !open) {
                rule = r;
                outcome = rules[r].outcome;
            } else if (!refuted) {
                missing |= lacking;
            }
        }
        revops_segment_answer one;
        if (revops_segment_match(built, row, row_texts, &one) != REVOPS_OK || one.outcome != outcome ||
            one.rule != rule || one.missing != missing) {
            fail(number, "a row's match");
        }
        if (batch[i].outcome != outcome || batch[i].rule != rule || batch[i].missing != missing) {
            fail(number, "a match of the batch");
        }
    }
    free(memory);
}

int main(void)
{
    random_state random = {6};
    static char bytes[64];
    static int64_t offsets[NAMES + 1];
    for (int i = 0; i < NAMES; i++) {
        size_t length = strlen(names[i]);
        memcpy(bytes + offsets[i], names[i], length);
        offsets[i + 1] = offsets[i] + (int64_t)length;
    }
    texts = (revops_texts){bytes, offsets, NAMES};
    for (int number = 0; number < CASES; number++) {
        one_case(&random, number);
    }
    printf("%d cases\n", CASES);
    return EXIT_SUCCESS;
}
