/* SPDX-License-Identifier: MIT */
#define FUZZ_WORDS                                                                                           \
    "\1\0\0\0", "\2\0\0\0", "\3\0\0\0", "\4\0\0\0", "\5\0\0\0", "\6\0\0\0", "\7\0\0\0", "\0\0\0\0\0\0\0\0",  \
        "\0\0\0\0\0\0\0\x80", "\xff\xff\xff\xff\xff\xff\xff\x7f", "\xe8\3\0\0"
#include "fuzz.h"

#include "judge/score-internal.h"

/* Any bytes as a rule set: refused with a status, or all paths agree and explanations add up. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { RULES = 5, CONDITIONS = 8, VALUES = 6, ATTRIBUTES = 3, ROWS_HERE = 40 };
    struct {
        revops_score_rule rules[RULES];
        revops_condition conditions[CONDITIONS];
        int64_t values[VALUES];
        revops_score_group groups[2];
        int64_t missing;
        uint8_t widths[ATTRIBUTES], tame;
    } input;
    memset(&input, 0, sizeof input);
    memcpy(&input, data, size < sizeof input ? size : sizeof input);
    if (input.tame & 1) { /* mostly valid, so that more than the checks is reached */
        for (int i = 0; i < RULES; i++) {
            input.rules[i].points_mpt %= 1000000;
            input.rules[i].group %= 3;
            input.rules[i].first_condition %= CONDITIONS;
            input.rules[i].condition_count =
                1 + input.rules[i].condition_count % 3 % (CONDITIONS - input.rules[i].first_condition);
        }
        for (int i = 0; i < CONDITIONS; i++) {
            revops_condition *condition = &input.conditions[i];
            condition->attribute %= ATTRIBUTES;
            condition->test = 1 + condition->test % 7;
            int set = condition->test == REVOPS_CONDITION_IS_ONE_OF;
            condition->first_value = set ? condition->first_value % VALUES : 0;
            condition->value_count = set ? 1 + condition->value_count % (VALUES - condition->first_value) : 0;
            if (condition->test != REVOPS_CONDITION_IN_RANGE) {
                condition->high = 0;
            } else if (condition->low > condition->high) {
                condition->high = condition->low;
            }
            if (condition->test > REVOPS_CONDITION_ANY_FLAG || set) {
                condition->low = 0;
            } else if (condition->test > REVOPS_CONDITION_IS_ONE_OF) {
                condition->low = (condition->low & INT64_MAX) | 1;
            }
        }
        for (int i = 0; i < 2; i++) {
            if (input.groups[i].floor_mpt > input.groups[i].cap_mpt) {
                input.groups[i].floor_mpt = REVOPS_SCORE_NO_FLOOR;
            }
        }
    }
    revops_score_params params = REVOPS_SCORE_PARAMS_INIT;
    params.attribute_count = ATTRIBUTES;
    params.rules = input.rules;
    params.rule_count = RULES;
    params.conditions = input.conditions;
    params.condition_count = CONDITIONS;
    params.values = input.values;
    params.value_count = VALUES;
    params.groups = input.groups;
    params.group_count = 2;
    static _Alignas(16) unsigned char memory[1 << 14];
    const revops_score *score;
    if (revops_score_build(&params, memory, sizeof memory, NULL, &score) != REVOPS_OK) {
        return 0;
    }
    revops_column columns[ATTRIBUTES];
    static uint8_t bytes[8 * ROWS_HERE];
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = size ? data[(i * 7 + i / 8) % size] : 0;
    }
    for (int a = 0; a < ATTRIBUTES; a++) {
        revops_column column = {bytes, NULL, input.missing, 1 + input.widths[a] % 7u, 0};
        columns[a] = column;
    }
    int32_t by_row[ROWS_HERE], by_column[ROWS_HERE];
    MUST(revops__score_rate_many(score, columns, ATTRIBUTES, ROWS_HERE, by_row, NULL, NULL,
                                 REVOPS__PATH_ROWS) == REVOPS_OK);
    for (int path = REVOPS__PATH_BEST; path <= REVOPS__PATH_BASELINE; path++) {
        if (revops__score_rate_many(score, columns, ATTRIBUTES, ROWS_HERE, by_column, NULL, NULL, path) ==
            REVOPS_OK) {
            MUST(memcmp(by_row, by_column, sizeof by_row) == 0);
        }
    }
    int64_t row[ATTRIBUTES], sum = 0;
    memcpy(row, input.values, sizeof row);
    revops_score_line lines[RULES + 4];
    revops_score_advice steps[64];
    size_t needed;
    int32_t score_mpt;
    MUST(revops_score_rate(score, row, &score_mpt) == REVOPS_OK);
    MUST(revops_score_explain(score, row, lines, RULES + 4, &needed) == REVOPS_OK);
    for (size_t i = 0; i < needed; i++) {
        char text[64];
        MUST(revops_score_line_text(&lines[i], NULL, NULL, text, sizeof text) < sizeof text);
        sum += lines[i].points_mpt;
    }
    MUST(sum == score_mpt);
    MUST(revops_score_advise(score, row, steps, 64, &needed) == REVOPS_OK);
    return 0;
}
