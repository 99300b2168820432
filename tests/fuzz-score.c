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
        int64_t missing, at_ms;
        char texts[2][4];
        uint8_t widths[ATTRIBUTES], tame;
    } input;
    memset(&input, 0, sizeof input);
    memcpy(&input, data, size < sizeof input ? size : sizeof input);
    if (input.tame & 1) { /* mostly valid, so that more than the checks is reached */
        for (int i = 0; i < RULES; i++) {
            input.rules[i].points_mpt %= 1000000;
            input.rules[i].group %= 3;
            input.rules[i].since_ms = input.rules[i].since_ms & 1 ? input.rules[i].since_ms : 0;
            input.rules[i].until_ms =
                input.rules[i].until_ms > input.rules[i].since_ms ? input.rules[i].until_ms : 0;
            input.rules[i].first_condition %= CONDITIONS;
            input.rules[i].condition_count =
                1 + input.rules[i].condition_count % 3 % (CONDITIONS - input.rules[i].first_condition);
        }
        for (int i = 0; i < CONDITIONS; i++) {
            revops_condition *condition = &input.conditions[i];
            condition->attribute %= ATTRIBUTES;
            condition->test = 1 + condition->test % REVOPS_CONDITION_TEXT_ENDS;
            condition->flags %= 2;
            condition->reserved = 0;
            int text = condition->test >= REVOPS_CONDITION_TEXT_IS;
            int set = condition->test == REVOPS_CONDITION_IS_ONE_OF || text;
            uint32_t most = text ? 2 : VALUES;
            condition->first_value = set ? condition->first_value % most : 0;
            condition->value_count = set ? 1 + condition->value_count % (most - condition->first_value) : 0;
            condition->attribute = text ? ATTRIBUTES - 1 : condition->attribute;
            if (condition->test == REVOPS_CONDITION_IS_MISSING ||
                condition->test == REVOPS_CONDITION_IS_PRESENT) {
                condition->flags = 0;
            }
            if (condition->test != REVOPS_CONDITION_IN_RANGE) {
                condition->high = 0;
            } else if (condition->low > condition->high) {
                condition->high = condition->low;
            }
            if (condition->test > REVOPS_CONDITION_ANY_FLAG || set) { /* texts, too */
                condition->low = 0;
            } else if (condition->test > REVOPS_CONDITION_IS_ONE_OF) {
                condition->low = (condition->low & INT64_MAX) | 1;
            }
        }
        for (int i = 0; i < 2; i++) {
            input.texts[i][0] = (char)(input.texts[i][0] | 0x20);
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
    input.texts[0][3] = input.texts[1][3] = 0;
    const char *const asked[2] = {input.texts[0], input.texts[1]};
    params.texts = asked;
    params.text_count = 2;
    static _Alignas(8) unsigned char memory[1 << 14];
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
    /* The last attribute may be one of texts: any bytes. */
    const int64_t offsets[] = {0, 0, 1, 4, 9, 20};
    const revops_texts texts = {(const char *)bytes, offsets, 5};
    columns[ATTRIBUTES - 1].texts = &texts;
    int32_t by_row[ROWS_HERE], by_column[ROWS_HERE];
    MUST(revops__score_rate_many(
             &(revops__score_request){score, columns, ROWS_HERE, input.at_ms, by_row, NULL, NULL}, ATTRIBUTES,
             REVOPS__PATH_ROWS) == REVOPS_OK);
    for (int path = REVOPS__PATH_BEST; path <= REVOPS__PATH_BASELINE; path++) {
        if (revops__score_rate_many(
                &(revops__score_request){score, columns, ROWS_HERE, input.at_ms, by_column, NULL, NULL},
                ATTRIBUTES, path) == REVOPS_OK) {
            MUST(memcmp(by_row, by_column, sizeof by_row) == 0);
        }
    }
    int64_t row[ATTRIBUTES], sum = 0;
    memcpy(row, input.values, sizeof row);
    revops_score_line lines[RULES + 4];
    revops_score_advice steps[64];
    size_t needed;
    int32_t score_mpt;
    MUST(revops_score_rate(score, row, &texts, input.at_ms, &score_mpt) == REVOPS_OK);
    MUST(revops_score_explain(score, row, &texts, input.at_ms, lines, RULES + 4, &needed) == REVOPS_OK);
    for (size_t i = 0; i < needed; i++) {
        char text[64];
        MUST(revops_score_line_text(&lines[i], NULL, NULL, text, sizeof text) < sizeof text);
        sum += lines[i].points_mpt;
    }
    MUST(sum == score_mpt);
    MUST(revops_score_advise(score, row, &texts, input.at_ms, steps, 64, &needed) == REVOPS_OK);
    return 0;
}
