/* SPDX-License-Identifier: MIT */
/* Proofs of tables (RT9) against a naive twin that tries every row: attributes of a few numbers, of flags and of texts. Which
   rules match some row first, which earlier rules cover a rule alone or together, and which rows are left over. Where rules
   ask for parts of texts, what is told must be true, but not everything need be told. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <revops/segment.h>

#include "random.h"

/* Attributes 0 and 1 are numbers, 2 holds flags, 3 texts. */
enum {
    RULES = 14,
    MOST = 4,
    VALUES = 8,
    TEXTS = 4,
    ATTRIBUTES = 4,
    NAMES = 5,
    NUMBERS = 10,
    FLAGS = 8,
    CASES = 4000
};

static const char *const sought[TEXTS] = {"acme", "BANK", "Acme", "corp"};
static const char *const folded[TEXTS] = {"acme", "bank", "acme", "corp"};
static const char *const folded_names[NAMES] = {"acme", "bank", "corp", "else", "other"};

static revops_condition conditions[RULES * MOST];
static revops_segment_rule rules[RULES];
static int64_t values[VALUES];

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

static int naive_holds(const revops_condition *condition, const int64_t *row)
{
    int64_t value = row[condition->attribute];
    int holds = 0;
    if (value == REVOPS_MISSING || condition->test == REVOPS_CONDITION_IS_MISSING ||
        condition->test == REVOPS_CONDITION_IS_PRESENT) {
        return condition->test ==
               (value == REVOPS_MISSING ? REVOPS_CONDITION_IS_MISSING : REVOPS_CONDITION_IS_PRESENT);
    }
    switch (condition->test) {
    case REVOPS_CONDITION_IN_RANGE:
        holds = value >= condition->low && value <= condition->high;
        break;
    case REVOPS_CONDITION_IS_EQUAL:
        holds = value == condition->low;
        break;
    case REVOPS_CONDITION_ALL_FLAGS:
        holds = (value & condition->low) == condition->low;
        break;
    case REVOPS_CONDITION_ANY_FLAG:
        holds = (value & condition->low) != 0;
        break;
    case REVOPS_CONDITION_IS_ONE_OF:
        for (uint32_t i = 0; i < condition->value_count; i++) {
            holds |= values[condition->first_value + i] == value;
        }
        break;
    default:
        for (uint32_t i = 0; i < condition->value_count; i++) {
            holds |= text_holds(condition->test, folded_names[value], folded[condition->first_value + i]);
        }
        break;
    }
    return holds != (int)condition->flags;
}

static int with_parts;

static revops_condition make_condition(random_state *random)
{
    revops_condition condition = {
        (uint32_t)random_below(random, ATTRIBUTES), 0, 0, 0, 0, 0, random_below(random, 3) == 0, 0};
    if (random_below(random, 10) == 0) {
        condition.test = random_below(random, 2) ? REVOPS_CONDITION_IS_MISSING : REVOPS_CONDITION_IS_PRESENT;
        condition.flags = 0;
    } else if (condition.attribute == 2) {
        condition.test = random_below(random, 2) ? REVOPS_CONDITION_ALL_FLAGS : REVOPS_CONDITION_ANY_FLAG;
        condition.low = random_between(random, 1, FLAGS - 1);
    } else if (condition.attribute == 3) {
        condition.test = with_parts ? (uint32_t)random_between(random, REVOPS_CONDITION_TEXT_IS,
                                                               REVOPS_CONDITION_TEXT_ENDS)
                                    : REVOPS_CONDITION_TEXT_IS;
        condition.first_value = (uint32_t)random_below(random, TEXTS);
        condition.value_count = (uint32_t)random_between(random, 1, TEXTS - condition.first_value);
    } else if (random_below(random, 3) == 0) {
        condition.test = REVOPS_CONDITION_IS_ONE_OF;
        condition.first_value = (uint32_t)random_below(random, VALUES);
        condition.value_count = (uint32_t)random_between(random, 1, VALUES - condition.first_value);
    } else if (random_below(random, 3) == 0) {
        condition.test = REVOPS_CONDITION_IS_EQUAL;
        condition.low = random_between(random, 1, NUMBERS - 2);
    } else {
        condition.test = REVOPS_CONDITION_IN_RANGE;
        condition.low = random_below(random, 4) ? random_between(random, 1, 5) : INT64_MIN;
        condition.high = random_below(random, 4) ? random_between(random, 5, NUMBERS - 2) : INT64_MAX;
    }
    return condition;
}

static void fail(int number, uint32_t rule, const char *what)
{
    printf("case %d, rule %u: %s\n", number, rule, what);
    exit(EXIT_FAILURE);
}

/* All rows, one after the other; 0 after the last. The numbers end on both sides of all that is asked for. */
static int next_row(int64_t *row)
{
    static const int64_t counts[ATTRIBUTES] = {NUMBERS, NUMBERS, FLAGS, NAMES};
    for (int i = 0; i < ATTRIBUTES; i++) {
        row[i] = row[i] == REVOPS_MISSING ? 0 : row[i] + 1;
        if (row[i] < counts[i]) {
            return 1;
        }
        row[i] = REVOPS_MISSING;
    }
    return 0;
}

static int matches(uint32_t rule, const int64_t *row)
{
    for (uint32_t k = 0; k < rules[rule].condition_count; k++) {
        if (!naive_holds(&conditions[rules[rule].first_condition + k], row)) {
            return 0;
        }
    }
    return 1;
}

/* What rows say of the rules: which have one, which one of their own, which rules cover which. */
static struct {
    int has_row, is_first;
    uint32_t uncovered_by; /* rules, a bit each, that leave out some row of it */
} found[RULES];
static int left_over, left_over_known;
/* Sets of earlier rules that match a row of each rule. */
static uint8_t seen[RULES][1 << RULES];

static void try_rows(uint32_t rule_count)
{
    int64_t row[ATTRIBUTES] = {REVOPS_MISSING, REVOPS_MISSING, REVOPS_MISSING, REVOPS_MISSING};
    memset(found, 0, sizeof found);
    memset(seen, 0, sizeof seen);
    left_over = left_over_known = 0;
    do {
        uint32_t matched = 0;
        for (uint32_t i = 0; i < rule_count; i++) {
            if (matches(i, row)) {
                found[i].has_row = 1;
                found[i].is_first |= matched == 0;
                found[i].uncovered_by |= ~matched;
                seen[i][matched] = 1;
                matched |= 1u << i;
            }
        }
        int known = 1;
        for (int i = 0; i < ATTRIBUTES; i++) {
            known &= row[i] != REVOPS_MISSING;
        }
        left_over |= matched == 0;
        left_over_known |= matched == 0 && known;
    } while (next_row(row));
}

static int covers(uint32_t set, uint32_t rule)
{
    for (uint32_t matched = 0; matched < 1u << rule; matched++) {
        if (seen[rule][matched] && !(matched & set)) {
            return 0;
        }
    }
    return 1;
}

static void one_case(random_state *random, int number)
{
    with_parts = number % 4 == 0;
    for (int i = 0; i < VALUES; i++) {
        values[i] = random_between(random, 1, NUMBERS - 2);
    }
    for (int i = 0; i < RULES * MOST; i++) {
        conditions[i] = make_condition(random);
    }
    for (uint32_t i = 0; i < RULES; i++) {
        rules[i] = (revops_segment_rule){i, i * MOST,
                                         (uint32_t)random_between(random, number % 20 ? 1 : 0, MOST), 0};
    }
    revops_segment_params params = REVOPS_SEGMENT_PARAMS_INIT;
    params.attribute_count = ATTRIBUTES;
    params.rule_count = (uint32_t)random_below(random, RULES + 1);
    params.condition_count = RULES * MOST;
    params.value_count = VALUES;
    params.text_count = TEXTS;
    params.rules = rules;
    params.conditions = conditions;
    params.values = values;
    params.texts = sought;
    static _Alignas(8) unsigned char memory[1 << 16];
    const revops_segment *built;
    if (revops_segment_build(&params, memory, sizeof memory, NULL, &built) != REVOPS_OK) {
        fail(number, 0, "isn't built");
    }
    size_t size = revops_segment_proof_size(built), count;
    void *work = malloc(size);
    revops_segment_flaw out[RULES * RULES];
    if (revops_segment_prove(built, 0, work, size, out, RULES * RULES, &count) != REVOPS_OK) {
        fail(number, 0, "isn't proved");
    }
    try_rows(params.rule_count);
    size_t at = 0;
    for (uint32_t i = 0; i < params.rule_count; i++) {
        uint32_t together = 0, lines = 0, finding = 0, other = 0;
        for (; at < count && out[at].rule == i; at++, lines++) {
            finding = out[at].finding;
            other = out[at].other;
            together |= finding == REVOPS_SEGMENT_HIDDEN_TOGETHER ? 1u << other : 0;
        }
        if (lines ? found[i].is_first : !found[i].is_first && !with_parts) {
            fail(number, i, "can match, or can't");
        }
        if (lines == 0) {
            continue;
        }
        if (finding == REVOPS_SEGMENT_DEAD ? found[i].has_row : !found[i].has_row && !with_parts) {
            fail(number, i, "is dead, or isn't");
        }
        uint32_t covering = ~found[i].uncovered_by & ((1u << i) - 1);
        if (found[i].has_row && (finding == REVOPS_SEGMENT_HIDDEN) != (covering != 0) && !with_parts) {
            fail(number, i, "is hidden by one rule, or isn't");
        }
        if (finding == REVOPS_SEGMENT_HIDDEN &&
            (lines != 1 || !(covering >> other & 1) || (!with_parts && (covering & ((1u << other) - 1))))) {
            fail(number, i, "is hidden by another rule");
        }
        if (finding == REVOPS_SEGMENT_HIDDEN_TOGETHER) {
            if (lines < 2 || !covers(together, i)) {
                fail(number, i, "isn't hidden by these rules together");
            }
            for (uint32_t k = 0; k < i; k++) {
                if (!with_parts && together >> k & 1 && covers(together & ~(1u << k), i)) {
                    fail(number, i, "has a rule to spare");
                }
            }
        }
    }
    if (at != count) {
        fail(number, 0, "has findings out of order");
    }
    int64_t row[ATTRIBUTES];
    revops_segment_coverage coverage;
    revops_segment_coverage expected = left_over_known ? REVOPS_SEGMENT_NOT_COVERED
                                       : left_over     ? REVOPS_SEGMENT_COVERED_WHERE_KNOWN
                                                       : REVOPS_SEGMENT_COVERED;
    if (revops_segment_uncovered(built, 0, work, size, row, &coverage) != REVOPS_OK ||
        (coverage != expected && !(with_parts && coverage == REVOPS_SEGMENT_COVERAGE_UNDECIDED))) {
        fail(number, 0, "is covered, or isn't");
    }
    if (coverage != REVOPS_SEGMENT_COVERED &&
        !with_parts) { /* the row given: its texts are numbers of those sought */
        if (row[3] != REVOPS_MISSING) {
            row[3] = row[3] < 0 ? 4 : row[3] == 3 ? 2 : row[3] == 1 ? 1 : 0;
        }
        for (uint32_t i = 0; i < params.rule_count; i++) {
            if (matches(i, row)) {
                fail(number, i, "matches the row that none does");
            }
        }
    }
    free(work);
}

int main(void)
{
    random_state random = {9};
    for (int number = 0; number < CASES; number++) {
        one_case(&random, number);
    }
    printf("%d cases\n", CASES);
    return EXIT_SUCCESS;
}
