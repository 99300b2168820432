/* SPDX-License-Identifier: MIT */
/* Conditions as the document has them. A group is an object where its members can stand side by side in one, in the order in
   which they would be read; else it is `all`, a list. */
#include "engine/policy-write.h"

#include <string.h>

static revops_policy_condition asked_row(const policy_writer *to, uint32_t index)
{
    revops_policy_condition row;
    revops__policy_get(&to->view, POLICY_IN_conditions, index, &row);
    return row;
}

static const char *asked_key_of(const policy_writer *to, const revops_policy_condition *row)
{
    switch ((enum revops_policy_condition_kinds)row->kind) {
    case REVOPS_POLICY_ALL:
        return "all";
    case REVOPS_POLICY_EITHER:
        return "any";
    case REVOPS_POLICY_NOT:
        return "not";
    case REVOPS_POLICY_PROVEN:
        return "proven";
    case REVOPS_POLICY_TEST:
        break;
    }
    if (row->about == REVOPS_POLICY_ATTRIBUTE || row->about == REVOPS_POLICY_TABLE) {
        return revops__policy_name_at(
            to, row->about == REVOPS_POLICY_TABLE ? POLICY_IN_tables : POLICY_IN_attributes, row->subject);
    }
    uint32_t about = row->about == REVOPS_POLICY_FIT_POINTS          ? REVOPS_POLICY_FIT
                     : row->about == REVOPS_POLICY_ENGAGEMENT_POINTS ? REVOPS_POLICY_ENGAGEMENT
                     : row->about == REVOPS_POLICY_TOTAL_POINTS      ? REVOPS_POLICY_TOTAL
                                                                     : row->about;
    for (const policy_word *word = revops__policy_subjects; word->word; word++) {
        if (word->value == about) {
            return word->word;
        }
    }
    return "";
}

/* Place of a test among those of one object, and its key. */
static uint32_t asked_place(const revops_policy_condition *row, const char **out_key)
{
    int is_not = (row->flags & REVOPS_CONDITION_NOT) != 0, is_one = row->value_count == 1;
    switch ((enum revops_condition_tests)row->test) {
    case REVOPS_CONDITION_IN_RANGE:
        *out_key = "at_least";
        return 0;
    case REVOPS_CONDITION_IS_EQUAL:
        *out_key = is_not ? "is_not" : "is";
        return is_not ? 2 : 1;
    case REVOPS_CONDITION_TEXT_IS:
        *out_key = is_one ? (is_not ? "is_not" : "is") : is_not ? "none_of" : "one_of";
        return (is_one ? 1u : 3u) + (is_not ? 1u : 0u);
    case REVOPS_CONDITION_IS_ONE_OF:
        *out_key = is_not ? "none_of" : "one_of";
        return is_not ? 4 : 3;
    case REVOPS_CONDITION_ANY_FLAG:
        *out_key = is_not ? "none_of" : "any_of";
        return is_not ? 4 : 5;
    case REVOPS_CONDITION_ALL_FLAGS:
        *out_key = "all_of";
        return 6;
    case REVOPS_CONDITION_IS_MISSING:
    case REVOPS_CONDITION_IS_PRESENT:
        *out_key = "known";
        return 7;
    case REVOPS_CONDITION_TEXT_CONTAINS:
        *out_key = is_not ? "not_contains" : "contains";
        return is_not ? 11 : 8;
    case REVOPS_CONDITION_TEXT_STARTS:
        *out_key = is_not ? "not_starts_with" : "starts_with";
        return is_not ? 12 : 9;
    case REVOPS_CONDITION_TEXT_ENDS:
        *out_key = is_not ? "not_ends_with" : "ends_with";
        return is_not ? 13 : 10;
    }
    *out_key = "within_last";
    return 14;
}

/* Rows from `index` on, up to `end`, that one object's key holds. */
static uint32_t asked_run(const policy_writer *to, uint32_t index, uint32_t end)
{
    revops_policy_condition first = asked_row(to, index);
    uint32_t next = index + first.row_count;
    if (first.kind != REVOPS_POLICY_TEST) {
        return next;
    }
    const char *key, *own = asked_key_of(to, &first);
    uint32_t place = asked_place(&first, &key);
    while (next < end) {
        revops_policy_condition row = asked_row(to, next);
        if (row.kind != REVOPS_POLICY_TEST || !revops__policy_same(own, asked_key_of(to, &row)) ||
            asked_place(&row, &key) <= place) {
            break;
        }
        place = asked_place(&row, &key);
        next++;
    }
    return next;
}

static int asked_is_object(const policy_writer *to, uint32_t index)
{
    revops_policy_condition group = asked_row(to, index);
    uint32_t end = index + group.row_count, at = index + 1, members = 0;
    const char *before = NULL;
    while (group.kind == REVOPS_POLICY_ALL && at < end) {
        revops_policy_condition row = asked_row(to, at);
        const char *key = asked_key_of(to, &row);
        if (before && revops__policy_compare(before, key) >= 0) {
            return 0;
        }
        before = key;
        members += asked_run(to, at, end) - at > 1 && row.kind == REVOPS_POLICY_TEST ? 2 : 1;
        at = asked_run(to, at, end);
    }
    return members > 1;
}

/* ---- values ---- */

static void asked_put_value(policy_writer *to, const revops_policy_condition *row, int64_t value)
{
    char text[48];
    revops__text own = revops__text_begin(text, sizeof text);
    enum policy_table table = POLICY_NOWHERE;
    revops_policy_type type = REVOPS_POLICY_NUMBER;
    revops_policy_table rules = {.name = NULL};
    uint32_t of_table = 0;
    switch ((enum revops_policy_subjects)row->about) {
    case REVOPS_POLICY_ATTRIBUTE: {
        revops_policy_attribute attribute;
        revops__policy_get(&to->view, POLICY_IN_attributes, row->subject - 1, &attribute);
        type = attribute.type;
        of_table = attribute.table;
        if ((type == REVOPS_POLICY_CHOICE || type == REVOPS_POLICY_FLAGS) && !of_table) {
            const char *choice = "";
            if (value >= 1 && value <= attribute.choice_count) {
                revops__policy_get(&to->view, POLICY_IN_texts, attribute.first_choice + (uint32_t)value - 1,
                                   &choice);
            }
            revops__policy_put_string(to, choice);
            return;
        }
        break;
    }
    case REVOPS_POLICY_TABLE:
        of_table = row->subject;
        break;
    case REVOPS_POLICY_SEGMENT:
    case REVOPS_POLICY_MOTION:
        for (uint32_t i = 0; i < revops__policy_count(&to->view, POLICY_IN_tables); i++) {
            revops__policy_get(&to->view, POLICY_IN_tables, i, &rules);
            int is_it = rules.kind == (row->about == REVOPS_POLICY_SEGMENT ? REVOPS_POLICY_TABLE_SEGMENTS
                                                                           : REVOPS_POLICY_TABLE_MOTIONS);
            of_table = is_it ? i + 1 : of_table;
        }
        break;
    case REVOPS_POLICY_STAGE:
        table = POLICY_IN_stages;
        break;
    case REVOPS_POLICY_FIT:
        table = POLICY_IN_fit_grades;
        break;
    case REVOPS_POLICY_ENGAGEMENT:
        table = POLICY_IN_intent_grades;
        break;
    case REVOPS_POLICY_TOTAL:
        table = POLICY_IN_total_bands;
        break;
    case REVOPS_POLICY_SIGNAL:
        table = POLICY_IN_signals;
        break;
    case REVOPS_POLICY_ACCOUNT_ENGAGEMENT:
        table = POLICY_IN_account_grades;
        break;
    case REVOPS_POLICY_COVERAGE:
        type = REVOPS_POLICY_SHARE;
        break;
    case REVOPS_POLICY_FIT_POINTS:
    case REVOPS_POLICY_ENGAGEMENT_POINTS:
    case REVOPS_POLICY_TOTAL_POINTS:
        revops__policy_put_thousandths(&own, value);
        revops__text_end(&own);
        revops__policy_put(to, text);
        return;
    case REVOPS_POLICY_SOURCE:
    case REVOPS_POLICY_CAMPAIGN:
    case REVOPS_POLICY_OWNER:
    case REVOPS_POLICY_TEAM:
    case REVOPS_POLICY_PEOPLE_ENGAGED:
    case REVOPS_POLICY_VALUE:
        break;
    }
    if (of_table) {
        revops__policy_get(&to->view, POLICY_IN_tables, of_table - 1, &rules);
        revops_policy_class rule = {.name = rules.otherwise ? rules.otherwise : ""};
        if (value >= 1 && value <= rules.class_count) {
            revops__policy_get(&to->view, POLICY_IN_classes, rules.first_class + (uint32_t)value - 1, &rule);
        }
        revops__policy_put_string(to, rule.name);
        return;
    }
    if (table != POLICY_NOWHERE) {
        revops__policy_put_name(to, table, (uint32_t)value);
        return;
    }
    int is_quoted = type == REVOPS_POLICY_MONEY || type == REVOPS_POLICY_SHARE ||
                    type == REVOPS_POLICY_DATE || type == REVOPS_POLICY_INSTANT;
    if (type == REVOPS_POLICY_MONEY) {
        revops__policy_put_money(&own, value, to->view.params.money_decimals);
    } else if (type == REVOPS_POLICY_SHARE) {
        revops__policy_put_share(&own, (uint32_t)value);
    } else if (type == REVOPS_POLICY_DATE) {
        revops__policy_put_day(&own, (int32_t)value);
    } else if (type == REVOPS_POLICY_INSTANT) {
        revops__text_time(&own, value);
    } else if (type == REVOPS_POLICY_BOOL) {
        revops__text_put(&own, value ? "true" : "false");
    } else {
        revops__text_signed(&own, value);
    }
    revops__text_end(&own);
    if (is_quoted) {
        revops__policy_put_string(to, text);
    } else {
        revops__policy_put(to, text);
    }
}

static void asked_put_values(policy_writer *to, const char *key, const revops_policy_condition *row,
                             int is_list)
{
    int is_text = row->test >= REVOPS_CONDITION_TEXT_IS && row->test <= REVOPS_CONDITION_TEXT_ENDS;
    if (is_list) {
        revops__policy_open(to, key, '[');
    }
    for (uint32_t i = 0; i < row->value_count; i++) {
        const char *text = "";
        int64_t value = 0;
        revops__policy_put_key(to, is_list ? NULL : key);
        if (is_text) {
            revops__policy_get(&to->view, POLICY_IN_texts, row->first_value + i, &text);
            revops__policy_put_string(to, text);
        } else {
            revops__policy_get(&to->view, POLICY_IN_values, row->first_value + i, &value);
            asked_put_value(to, row, value);
        }
    }
    if (is_list) {
        revops__policy_close(to);
    }
}

static void asked_put_test(policy_writer *to, const char *key, const revops_policy_condition *row)
{
    if (row->test == REVOPS_CONDITION_IN_RANGE) {
        if (row->low > INT64_MIN + 1) {
            revops__policy_put_key(to, "at_least");
            asked_put_value(to, row, row->low);
        }
        if (row->high < INT64_MAX) {
            revops__policy_put_key(to, "at_most");
            asked_put_value(to, row, row->high);
        }
    } else if (row->test == REVOPS_CONDITION_IS_EQUAL) {
        revops__policy_put_key(to, key);
        asked_put_value(to, row, row->low);
    } else if (row->test == REVOPS_CONDITION_IS_PRESENT || row->test == REVOPS_CONDITION_IS_MISSING) {
        revops__policy_put_key(to, key);
        revops__policy_put(to, row->test == REVOPS_CONDITION_IS_PRESENT ? "true" : "false");
    } else if (row->test == REVOPS_POLICY_WITHIN_LAST) {
        revops__policy_write_quantity(to, key, row->low, REVOPS_POLICY_UNIT_MS);
    } else {
        int is_text = row->test >= REVOPS_CONDITION_TEXT_IS && row->test <= REVOPS_CONDITION_TEXT_ENDS;
        asked_put_values(to, key, row, !is_text || row->value_count != 1);
    }
}

/* The tests of one key, rows `index` up to `end`. */
static void asked_put_run(policy_writer *to, const char *key, uint32_t index, uint32_t end)
{
    revops_policy_condition row = asked_row(to, index);
    const char *test;
    asked_place(&row, &test);
    int is_plain = !(row.flags & REVOPS_CONDITION_NOT) &&
                   (row.test == REVOPS_CONDITION_IS_EQUAL || row.test == REVOPS_CONDITION_IS_ONE_OF ||
                    row.test == REVOPS_CONDITION_TEXT_IS || row.test == REVOPS_CONDITION_ANY_FLAG);
    if (end == index + 1 && is_plain) {
        if (row.test == REVOPS_CONDITION_IS_EQUAL) {
            revops__policy_put_key(to, key);
            asked_put_value(to, &row, row.low);
        } else {
            asked_put_values(to, key, &row, row.test == REVOPS_CONDITION_IS_ONE_OF || row.value_count != 1);
        }
        return;
    }
    revops__policy_open(to, key, '{');
    for (; index < end; index++) {
        row = asked_row(to, index);
        asked_place(&row, &test);
        asked_put_test(to, test, &row);
    }
    revops__policy_close(to);
}

/* ---- groups ---- */

typedef struct asked_part {
    uint32_t next, end;
    int is_object;
} asked_part;

static asked_part asked_begin(policy_writer *to, const char *key, uint32_t index)
{
    revops_policy_condition row = asked_row(to, index);
    asked_part part = {index, index + row.row_count, 1};
    revops__policy_open(to, key, '{');
    if (asked_is_object(to, index)) {
        part.next = index + 1;
    }
    return part;
}

void revops__policy_write_where(policy_writer *to, const char *key, uint32_t position)
{
    asked_part parts[2 * REVOPS_POLICY_CONDITION_DEPTH_MAX + 4];
    uint32_t depth = 1;
    if (position == 0) {
        return;
    }
    parts[0] = asked_begin(to, key, position - 1);
    while (depth > 0) {
        asked_part *part = &parts[depth - 1];
        if (part->next >= part->end) {
            revops__policy_close(to);
            depth--;
            continue;
        }
        uint32_t index = part->next;
        revops_policy_condition row = asked_row(to, index);
        int is_full = depth + 1 >= sizeof parts / sizeof parts[0] || to->depth + 4 >= POLICY_WRITE_DEPTH;
        if (!part->is_object) {
            part->next = index + row.row_count;
            if (!is_full) {
                parts[depth++] = asked_begin(to, NULL, index);
            }
            continue;
        }
        part->next = asked_run(to, index, part->end);
        if (row.kind == REVOPS_POLICY_TEST) {
            asked_put_run(to, asked_key_of(to, &row), index, part->next);
        } else if (row.kind == REVOPS_POLICY_PROVEN) {
            revops__policy_write_needs(to, "proven", row.first_value, row.value_count);
        } else if (is_full) {
            continue;
        } else if (row.kind == REVOPS_POLICY_NOT) {
            parts[depth++] = asked_begin(to, "not", index + 1);
        } else {
            asked_part list = {index + 1, index + row.row_count, 0};
            revops__policy_open(to, asked_key_of(to, &row), '[');
            parts[depth++] = list;
        }
    }
}

void revops__policy_write_of_value(policy_writer *to, const char *key, uint32_t position)
{
    if (position == 0) {
        return;
    }
    revops_policy_condition row = asked_row(to, position - 1);
    uint32_t first = row.kind == REVOPS_POLICY_ALL ? position : position - 1;
    asked_put_run(to, key, first, position - 1 + row.row_count);
}
