/* SPDX-License-Identifier: MIT */
/* Fields of rows, written: what is usual is left out. */
#include "engine/policy-fields.h"

static int64_t write_wide(const unsigned char *row, uint32_t offset)
{
    int64_t value;
    memcpy(&value, row + offset, sizeof value);
    return value;
}

static void write_number(policy_writer *to, const char *key, int64_t thousandths)
{
    char text[40];
    revops__text own = revops__text_begin(text, sizeof text);
    revops__policy_put_thousandths(&own, thousandths);
    revops__text_end(&own);
    revops__policy_put_key(to, key);
    revops__policy_put(to, text);
}

static void write_names(policy_writer *to, const char *key, enum policy_table table, uint32_t first,
                        uint32_t count)
{
    if (count == 0) {
        return;
    }
    revops__policy_open(to, key, '[');
    for (uint32_t i = 0; i < count; i++) {
        uint32_t position;
        revops__policy_get(&to->view, POLICY_IN_numbers, first + i, &position);
        revops__policy_put_key(to, NULL);
        revops__policy_put_name(to, table, position);
    }
    revops__policy_close(to);
}

static void write_texts(policy_writer *to, const char *key, uint32_t first, uint32_t count)
{
    if (count == 0) {
        return;
    }
    revops__policy_open(to, key, '[');
    for (uint32_t i = 0; i < count; i++) {
        const char *text;
        revops__policy_get(&to->view, POLICY_IN_texts, first + i, &text);
        revops__policy_put_key(to, NULL);
        revops__policy_put_string(to, text);
    }
    revops__policy_close(to);
}

static void write_word(policy_writer *to, const policy_field *field, uint32_t value)
{
    for (const policy_word *word = field->detail; word->word; word++) {
        if (word->value == value) {
            revops__policy_put_key(to, field->key);
            revops__policy_put_string(to, word->word);
            return;
        }
    }
}

static int write_is_params(const policy_writer *to, const policy_written *from)
{
    return from->row == (const unsigned char *)&to->view.params;
}

/* Whether a field of 32 bits isn't what is usual there. */
static int write_is_told(const policy_field *field, const policy_written *from)
{
    return revops__policy_u32(from->row, field->offset) != revops__policy_u32(from->usual, field->offset);
}

void revops__policy_writes_nothing(policy_writer *to, const policy_field *field, const policy_written *from)
{
    (void)to;
    (void)field;
    (void)from;
}

void revops__policy_writes_text(policy_writer *to, const policy_field *field, const policy_written *from)
{
    const char *text;
    memcpy(&text, from->row + field->offset, sizeof text);
    if (text && !(to->without_prose && field->flags & POLICY_PROSE)) {
        revops__policy_put_key(to, field->key);
        revops__policy_put_string(to, text);
    }
}

void revops__policy_writes_flag_word(policy_writer *to, const policy_field *field, const policy_written *from)
{
    uint32_t value = revops__policy_u32(from->row, field->offset) & (uint32_t)field->low;
    if (value) {
        write_word(to, field, value);
    }
}

void revops__policy_writes_bit(policy_writer *to, const policy_field *field, const policy_written *from)
{
    if (revops__policy_u32(from->row, field->offset) & field->low) {
        revops__policy_put_key(to, field->key);
        revops__policy_put(to, field->high ? "false" : "true");
    }
}

void revops__policy_writes_word(policy_writer *to, const policy_field *field, const policy_written *from)
{
    if (write_is_told(field, from)) {
        write_word(to, field, revops__policy_u32(from->row, field->offset));
    }
}

void revops__policy_writes_count(policy_writer *to, const policy_field *field, const policy_written *from)
{
    int is_decimals =
        write_is_params(to, from) && field->offset == offsetof(revops_policy_params, money_decimals);
    if (write_is_told(field, from) || (is_decimals && to->view.params.money_code[0])) {
        write_number(to, field->key, (int64_t)revops__policy_u32(from->row, field->offset) * 1000);
    }
}

void revops__policy_writes_points(policy_writer *to, const policy_field *field, const policy_written *from)
{
    if (write_is_told(field, from) || (field->flags & POLICY_REQUIRED && !write_is_params(to, from))) {
        write_number(to, field->key, (int32_t)revops__policy_u32(from->row, field->offset));
    }
}

void revops__policy_writes_percent(policy_writer *to, const policy_field *field, const policy_written *from)
{
    int is_total = write_is_params(to, from) &&
                   (field->offset == offsetof(revops_policy_params, total_fit_bp) ||
                    field->offset == offsetof(revops_policy_params, total_intent_bp)) &&
                   (to->view.params.total_fit_bp || to->view.params.total_intent_bp);
    if (field->low ? (revops__policy_u32(from->row, field->more) & field->low) != 0
                   : write_is_told(field, from) || is_total) {
        revops__policy_write_quantity(to, field->key, revops__policy_u32(from->row, field->offset),
                                      REVOPS_POLICY_UNIT_SHARE);
    }
}

void revops__policy_writes_span(policy_writer *to, const policy_field *field, const policy_written *from)
{
    int64_t ms = write_wide(from->row, field->offset);
    char text[40];
    if (ms == write_wide(from->usual, field->offset)) {
        return;
    }
    revops__text own = revops__text_begin(text, sizeof text);
    revops__policy_put_span(&own, ms, REVOPS_POLICY_UNIT_MS, 0, 1);
    revops__text_end(&own);
    revops__policy_put_key(to, field->key);
    revops__policy_put_string(to, text);
}

void revops__policy_writes_day(policy_writer *to, const policy_field *field, const policy_written *from)
{
    if (revops__policy_u32(from->row, field->more) & field->low) {
        revops__policy_write_quantity(to, field->key, (int32_t)revops__policy_u32(from->row, field->offset),
                                      REVOPS_POLICY_UNIT_DATE);
    }
}

void revops__policy_writes_days(policy_writer *to, const policy_field *field, const policy_written *from)
{
    uint32_t days = revops__policy_u32(from->row, field->offset);
    if (days) {
        revops__policy_write_quantity(to, field->key, days, REVOPS_POLICY_UNIT_DAYS);
    }
}

void revops__policy_writes_reference(policy_writer *to, const policy_field *field, const policy_written *from)
{
    uint32_t value = revops__policy_u32(from->row, field->offset);
    if (value == 0) {
        return;
    }
    revops__policy_put_key(to, field->key);
    revops__policy_put_name(to, (enum policy_table)field->low, value);
}

void revops__policy_writes_references(policy_writer *to, const policy_field *field,
                                      const policy_written *from)
{
    write_names(to, field->key, (enum policy_table)field->low, revops__policy_u32(from->row, field->offset),
                revops__policy_u32(from->row, field->more));
}

void revops__policy_writes_stages(policy_writer *to, const policy_field *field, const policy_written *from)
{
    revops__policy_write_stages(to, field->key, revops__policy_u32(from->row, field->offset),
                                revops__policy_u32(from->row, field->more));
}

void revops__policy_writes_texts(policy_writer *to, const policy_field *field, const policy_written *from)
{
    if (to->without_prose && field->flags & POLICY_PROSE) {
        return;
    }
    /* choices and flags of an attribute lie in the same field: its type says which key they have */
    if (field->low != POLICY_IN_attribute_choices ||
        (revops__policy_u32(from->row, offsetof(revops_policy_attribute, type)) == REVOPS_POLICY_FLAGS) ==
            (field->high == REVOPS_POLICY_FLAGS)) {
        write_texts(to, field->key, revops__policy_u32(from->row, field->offset),
                    revops__policy_u32(from->row, field->more));
    }
}

void revops__policy_writes_needs(policy_writer *to, const policy_field *field, const policy_written *from)
{
    revops__policy_write_needs(to, field->key, revops__policy_u32(from->row, field->offset),
                               revops__policy_u32(from->row, field->more));
}

void revops__policy_writes_where(policy_writer *to, const policy_field *field, const policy_written *from)
{
    revops__policy_write_where(to, field->key, revops__policy_u32(from->row, field->offset));
}

void revops__policy_writes_of_value(policy_writer *to, const policy_field *field, const policy_written *from)
{
    revops__policy_write_of_value(to, field->key, revops__policy_u32(from->row, field->offset));
}

void revops__policy_writes_happenings(policy_writer *to, const policy_field *field,
                                      const policy_written *from)
{
    revops__policy_write_happenings(to, field->key, revops__policy_u32(from->row, field->offset),
                                    revops__policy_u32(from->row, field->more),
                                    field->low ? revops__policy_u32(from->row, (uint32_t)field->low) : 0);
}

/* Rows that have no table of their own are one value of their row. */
void revops__policy_writes_map(policy_writer *to, const policy_field *field, const policy_written *from)
{
    const policy_field *instead = ((const policy_shape *)field->detail)->instead;
    revops__policy_functions[instead->kind].writes(to, instead, from);
}

void revops__policy_writes_format(policy_writer *to, const policy_field *field, const policy_written *from)
{
    (void)from;
    write_number(to, field->key, 1000);
}
