/* SPDX-License-Identifier: MIT */
/* Fields of rows, checked by the grammar: whether they can be read and refer to what is there. */
#include "engine/policy-fields.h"

void revops__policy_checked_tell(const policy_checked *at, const char *field, int64_t found,
                                 const char *expected)
{
    at->view->absent += found == 0;
    revops__problem_put(at->problems, REVOPS_ERR_ARG, at->part, at->row, field, found, expected);
}

static int check_is_name(const char *text)
{
    uint32_t characters = 0, length = 0;
    for (; text && text[length]; length++) {
        characters += ((unsigned char)text[length] & 0xc0) != 0x80;
        if ((unsigned char)text[length] < 0x20 || characters > REVOPS_POLICY_NAME_MAX) {
            return 0;
        }
    }
    return length > 0 && text[0] != ' ' && text[0] != '$' && text[length - 1] != ' ';
}

int revops__policy_checked_list(const policy_checked *at, const char *field, uint32_t first, uint32_t count,
                                enum policy_table table)
{
    uint32_t all = revops__policy_count(at->view, table);
    if (count > all || (count && first > all - count)) {
        revops__policy_checked_tell(at, field, (int64_t)first + 1, "a list within its table");
        return 0;
    }
    return 1;
}

static void check_numbers(const policy_checked *at, const char *field, uint32_t first, uint32_t count,
                          uint32_t most, uint32_t groups)
{
    for (uint32_t i = 0; revops__policy_checked_list(at, field, first, count, POLICY_IN_numbers) && i < count;
         i++) {
        uint32_t position;
        revops__policy_get(at->view, POLICY_IN_numbers, first + i, &position);
        int is_group = position >= REVOPS_POLICY_ANY && position <= REVOPS_POLICY_ANY_NURTURE &&
                       groups >> (position - REVOPS_POLICY_ANY) & 1;
        if (!is_group && (position == 0 || position > most)) {
            revops__policy_checked_tell(at, field, position, "the position of a row that is there");
        }
    }
}

/* How many positions a table has for references: grades have one more, for the lowest. */
static uint32_t check_most(const policy_view *view, enum policy_table table)
{
    uint32_t count = revops__policy_count(view, table);
    return count + ((table == POLICY_IN_fit_grades && view->params.fit_otherwise) ||
                    (table == POLICY_IN_intent_grades && view->params.intent_otherwise));
}

void revops__policy_checks_nothing(const policy_checked *at, const policy_field *field,
                                   const unsigned char *row)
{
    (void)at;
    (void)field;
    (void)row;
}

void revops__policy_checks_name(const policy_checked *at, const policy_field *field, const unsigned char *row)
{
    const char *text;
    memcpy(&text, row + field->offset, sizeof text);
    if ((text || field->flags & POLICY_REQUIRED) && !check_is_name(text)) {
        revops__policy_checked_tell(at, field->key, 0,
                                    "a name of 1 to 120 characters, without a space or $ at its ends");
    }
}

void revops__policy_checks_word(const policy_checked *at, const policy_field *field, const unsigned char *row)
{
    uint32_t value = revops__policy_u32(row, field->offset);
    int is_value = field->detail && value >= REVOPS_POLICY_VALUE_ATTRIBUTE &&
                   value <= REVOPS_POLICY_VALUE_FIT && revops__policy_equal(field->key, "value");
    int is_known = value == 0 || is_value;
    for (const policy_word *word = field->detail; word->word; word++) {
        is_known = is_known || word->value == value;
    }
    if (value == 0 && field->flags & POLICY_REQUIRED) {
        revops__policy_checked_tell(at, field->key, 0, "a kind that this library knows");
    } else if (!is_known) {
        revops__problem_put(at->problems, REVOPS_ERR_NEWER, at->part, at->row, field->key, value,
                            "a kind that this library knows");
    }
}

void revops__policy_checks_count(const policy_checked *at, const policy_field *field,
                                 const unsigned char *row)
{
    uint32_t value = revops__policy_u32(row, field->offset);
    if (value && (value < field->low || value > field->high)) {
        revops__policy_checked_tell(at, field->key, value, "a number in the range that the grammar gives");
    }
}

void revops__policy_checks_percent(const policy_checked *at, const policy_field *field,
                                   const unsigned char *row)
{
    uint32_t value = revops__policy_u32(row, field->offset);
    if (value > field->high) {
        revops__policy_checked_tell(at, field->key, value, "0 to 10,000 basis points");
    }
}

void revops__policy_checks_reference(const policy_checked *at, const policy_field *field,
                                     const unsigned char *row)
{
    uint32_t value = revops__policy_u32(row, field->offset);
    if (value > check_most(at->view, (enum policy_table)field->low) ||
        (value == 0 && field->flags & POLICY_REQUIRED && at->row != REVOPS_NO_ROW)) {
        revops__policy_checked_tell(at, field->key, value, "the position of a row that is there");
    }
}

void revops__policy_checks_references(const policy_checked *at, const policy_field *field,
                                      const unsigned char *row)
{
    check_numbers(at, field->key, revops__policy_u32(row, field->offset),
                  revops__policy_u32(row, field->more), check_most(at->view, (enum policy_table)field->low),
                  0);
}

void revops__policy_checks_reason_list(const policy_checked *at, const policy_field *field,
                                       const unsigned char *row)
{
    check_numbers(at, field->key, revops__policy_u32(row, field->offset),
                  revops__policy_u32(row, field->more), revops__policy_count(at->view, POLICY_IN_reasons), 0);
}

void revops__policy_checks_reasons(const policy_checked *at, const policy_field *field,
                                   const unsigned char *row)
{
    revops__policy_checks_reason_list(at, field, row);
    check_numbers(at, field->key, revops__policy_u32(row, (uint32_t)field->low),
                  revops__policy_u32(row, (uint32_t)field->high),
                  revops__policy_count(at->view, POLICY_IN_reason_lists), 0);
}

void revops__policy_checks_stages(const policy_checked *at, const policy_field *field,
                                  const unsigned char *row)
{
    check_numbers(at, field->key, revops__policy_u32(row, field->offset),
                  revops__policy_u32(row, field->more), revops__policy_count(at->view, POLICY_IN_stages),
                  (uint32_t)field->low);
}

/* First and count of rows of a table. */
static void check_rows(const policy_checked *at, const policy_field *field, const unsigned char *row,
                       enum policy_table table)
{
    revops__policy_checked_list(at, field->key, revops__policy_u32(row, field->offset),
                                revops__policy_u32(row, field->more), table);
}

void revops__policy_checks_texts(const policy_checked *at, const policy_field *field,
                                 const unsigned char *row)
{
    check_rows(at, field, row, POLICY_IN_texts);
}

void revops__policy_checks_needs(const policy_checked *at, const policy_field *field,
                                 const unsigned char *row)
{
    check_rows(at, field, row, POLICY_IN_needs);
}

void revops__policy_checks_happenings(const policy_checked *at, const policy_field *field,
                                      const unsigned char *row)
{
    check_rows(at, field, row, POLICY_IN_happenings);
}

void revops__policy_checks_openings(const policy_checked *at, const policy_field *field,
                                    const unsigned char *row)
{
    check_rows(at, field, row, POLICY_IN_openings);
}

void revops__policy_checks_holidays(const policy_checked *at, const policy_field *field,
                                    const unsigned char *row)
{
    check_rows(at, field, row, POLICY_IN_holidays);
}

void revops__policy_checks_exceptions(const policy_checked *at, const policy_field *field,
                                      const unsigned char *row)
{
    check_rows(at, field, row, POLICY_IN_exceptions);
}

void revops__policy_checks_members(const policy_checked *at, const policy_field *field,
                                   const unsigned char *row)
{
    check_rows(at, field, row, POLICY_IN_members);
}

void revops__policy_checks_rows(const policy_checked *at, const policy_field *field, const unsigned char *row)
{
    if (field->more) {
        check_rows(at, field, row, (enum policy_table)field->low);
    }
}

void revops__policy_checks_tiers(const policy_checked *at, const policy_field *field,
                                 const unsigned char *row)
{
    revops__policy_checked_list(at, field->key, revops__policy_u32(row, field->offset),
                                revops__policy_u32(row, (uint32_t)field->low), POLICY_IN_tiers);
}

void revops__policy_checks_condition(const policy_checked *at, const policy_field *field,
                                     const unsigned char *row)
{
    uint32_t value = revops__policy_u32(row, field->offset);
    if (value > revops__policy_count(at->view, POLICY_IN_conditions)) {
        revops__policy_checked_tell(at, field->key, value, "the position of a condition");
    }
}

void revops__policy_checks_zone(const policy_checked *at, const policy_field *field, const unsigned char *row)
{
    uint32_t value = revops__policy_u32(row, field->offset);
    if (value > revops__policy_count(at->view, POLICY_IN_zones)) {
        revops__policy_checked_tell(at, field->key, value, "the position of a zone");
    }
}
