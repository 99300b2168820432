/* SPDX-License-Identifier: MIT */
/* Fields of a single value, of references and of names. */
#include "engine/policy-fields.h"

#include <string.h>

int revops__policy_is_kind(policy_reader *in, const policy_node *node, enum revops__json_kind kind,
                           const char *expected)
{
    if (node->kind != kind) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_TYPE, expected, NULL);
    }
    return node->kind == kind;
}

int revops__policy_get_span(policy_reader *in, const policy_node *node, uint32_t allowed,
                            const char *expected, policy_span *out)
{
    if (!revops__policy_is_kind(in, node, REVOPS__JSON_STRING, expected)) {
        return 0;
    }
    if (!revops__policy_read_span(node->text, allowed, out)) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE, expected, NULL);
        return 0;
    }
    return 1;
}

/* Whether a text may be a name: told where it may not. */
int revops__policy_may_be_name(policy_reader *in, const policy_node *node, const char *text, uint32_t length)
{
    uint32_t characters = 0;
    int is_fine = length > 0 && text[0] != ' ' && text[0] != '$' && text[length - 1] != ' ';
    for (uint32_t i = 0; i < length; i++) {
        characters += ((unsigned char)text[i] & 0xc0) != 0x80;
        is_fine = is_fine && (unsigned char)text[i] >= 0x20;
    }
    if (!is_fine || characters > REVOPS_POLICY_NAME_MAX) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE,
                            "a name of 1 to 120 characters, without a space or $ at its ends", NULL);
        return 0;
    }
    return 1;
}

int revops__policy_is_name(policy_reader *in, const policy_node *node)
{
    return revops__policy_is_kind(in, node, REVOPS__JSON_STRING, "a name in quotation marks") &&
           revops__policy_may_be_name(in, node, node->text, node->text_length);
}

uint32_t revops__policy_refer(policy_reader *in, const policy_node *node, enum policy_table table,
                              uint32_t owner, const char *expected)
{
    if (in->pass == POLICY_NAMING || !revops__policy_is_kind(in, node, REVOPS__JSON_STRING, expected)) {
        return 0;
    }
    uint32_t position = revops__policy_name_find(&in->names, table, owner, node->text);
    if (!position) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_NAME, expected,
                            revops__policy_name_nearest(&in->names, table, owner, node->text));
    }
    return position;
}

int revops__policy_get_integer(policy_reader *in, const policy_node *node, int64_t low, int64_t high,
                               const char *expected, int64_t *out)
{
    if (!revops__policy_is_kind(in, node, REVOPS__JSON_NUMBER, expected)) {
        return 0;
    }
    if (revops__json_decimal_of(node->text, 0, out) != REVOPS_OK || *out < low || *out > high) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE, expected, NULL);
        return 0;
    }
    return 1;
}

int revops__policy_get_points(policy_reader *in, const policy_node *node, int32_t *out)
{
    static const char expected[] = "points: a number of up to three decimals, at most 2147483 either way";
    int64_t value;
    if (!revops__policy_is_kind(in, node, REVOPS__JSON_NUMBER, expected)) {
        return 0;
    }
    if (revops__json_decimal_of(node->text, 3, &value) != REVOPS_OK || value < -2147483000 ||
        value > 2147483000) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE, expected, NULL);
        return 0;
    }
    *out = (int32_t)value;
    return 1;
}

void revops__policy_register(policy_reader *in, enum policy_table table, uint32_t owner, const char *name,
                             uint32_t position, const policy_node *node)
{
    const policy_entry *known = revops__policy_name_add(&in->names, table, owner, name, position, node);
    if (known && (known->position != position || known->node != node)) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_DOUBLED, "a name that nothing beside it has", NULL);
    }
}

void revops__policy_set_u32(unsigned char *row, uint32_t offset, uint32_t value)
{
    memcpy(row + offset, &value, sizeof value);
}

void revops__policy_add_bit(unsigned char *row, uint32_t offset, uint32_t bit)
{
    uint32_t flags;
    memcpy(&flags, row + offset, sizeof flags);
    revops__policy_set_u32(row, offset, flags | bit);
}

void revops__policy_set_text(unsigned char *row, uint32_t offset, const char *name)
{
    memcpy(row + offset, &name, sizeof name);
}

static const policy_word *read_word(policy_reader *in, const policy_field *field, const policy_node *node)
{
    static const char expected[] = "one of the words that the grammar has here";
    const policy_word *words = field->detail;
    const char *nearest = NULL;
    uint32_t least = UINT32_MAX;
    if (!revops__policy_is_kind(in, node, REVOPS__JSON_STRING, expected)) {
        return NULL;
    }
    for (const policy_word *word = words; word->word; word++) {
        if (revops__policy_equal(word->word, node->text)) {
            return word;
        }
        uint32_t distance = revops__policy_distance(word->word, node->text);
        if (distance < least) {
            least = distance;
            nearest = word->word;
        }
    }
    for (const policy_word *word = words; !nearest && word->word; word++) {
        nearest = revops__policy_is_within(node->text, word->word) ? word->word : NULL;
    }
    char told[160];
    revops__text to = revops__text_begin(told, sizeof told);
    for (const policy_word *word = words; word->word; word++) {
        revops__text_put(&to, word == words ? "\"" : word[1].word ? "\", \"" : "\" or \"");
        revops__text_put(&to, word->word);
    }
    revops__text_put(&to, "\"");
    revops__text_end(&to);
    revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE, told, nearest);
    return NULL;
}

void revops__policy_reads_texts(policy_reader *in, policy_frame *frame, const policy_field *field,
                                const policy_node *node)
{
    unsigned char *row = frame->row;
    if (!revops__policy_is_kind(in, node, REVOPS__JSON_ARRAY, "a list of names")) {
        return;
    }
    uint32_t owner = field->low == POLICY_IN_attribute_choices ? frame->index + 1 : 0;
    uint32_t first = in->counts[POLICY_IN_texts], place = 0;
    for (const policy_node *element = node->first; element; element = element->next) {
        place++;
        if (!revops__policy_is_name(in, element)) {
            continue;
        }
        if (in->pass == POLICY_NAMING) {
            if (field->low != POLICY_NOWHERE) {
                revops__policy_register(in, (enum policy_table)field->low, owner, element->text,
                                        owner ? place : frame->index + 1, element);
            }
            continue;
        }
        const char **text = revops__policy_append(in, POLICY_IN_texts, element);
        *text = element->text;
    }
    revops__policy_set_u32(row, field->offset, node->count ? first : 0);
    revops__policy_set_u32(row, field->more, in->counts[POLICY_IN_texts] - first);
}

void revops__policy_reads_references(policy_reader *in, policy_frame *frame, const policy_field *field,
                                     const policy_node *node)
{
    unsigned char *row = frame->row;
    if (!revops__policy_is_kind(in, node, REVOPS__JSON_ARRAY, "a list of names")) {
        return;
    }
    uint32_t first = in->counts[POLICY_IN_numbers];
    for (const policy_node *element = node->first; element; element = element->next) {
        uint32_t position =
            revops__policy_refer(in, element, (enum policy_table)field->low, 0, field->detail);
        *(uint32_t *)revops__policy_append(in, POLICY_IN_numbers, element) = position;
    }
    revops__policy_set_u32(row, field->offset, node->count ? first : 0);
    revops__policy_set_u32(row, field->more, node->count);
}

void revops__policy_reads_stages(policy_reader *in, policy_frame *frame, const policy_field *field,
                                 const policy_node *node)
{
    unsigned char *row = frame->row;
    if (!revops__policy_is_kind(in, node, REVOPS__JSON_ARRAY, "a list of stages")) {
        return;
    }
    uint32_t first = in->counts[POLICY_IN_numbers];
    for (const policy_node *element = node->first; element; element = element->next) {
        uint32_t stage = revops__policy_read_stage(in, element, (uint32_t)field->low);
        *(uint32_t *)revops__policy_append(in, POLICY_IN_numbers, element) = stage;
    }
    revops__policy_set_u32(row, field->offset, node->count ? first : 0);
    revops__policy_set_u32(row, field->more, node->count);
}

void revops__policy_reads_span(policy_reader *in, policy_frame *frame, const policy_field *field,
                               const policy_node *node)
{
    unsigned char *row = frame->row;
    static const char expected[] = "a span of time, such as \"90 min\", \"4 h\" or \"14 days\"";
    policy_span span;
    if (revops__policy_get_span(in, node, POLICY_SPAN_TIME | POLICY_SPAN_DAYS, expected, &span)) {
        int64_t ms = revops__policy_span_ms(span);
        memcpy(row + field->offset, &ms, sizeof ms);
    }
}

void revops__policy_reads_days(policy_reader *in, policy_frame *frame, const policy_field *field,
                               const policy_node *node)
{
    static const char expected[] = "days or weeks, up to 3660 days, such as \"90 days\"";
    policy_span span;
    if (!revops__policy_get_span(in, node, POLICY_SPAN_DAYS, expected, &span)) {
        return;
    }
    if (span.value > field->high) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE, expected, NULL);
    } else {
        revops__policy_set_u32(frame->row, field->offset, (uint32_t)span.value);
    }
}

void revops__policy_reads_day(policy_reader *in, policy_frame *frame, const policy_field *field,
                              const policy_node *node)
{
    unsigned char *row = frame->row;
    static const char expected[] = "a date, such as \"2026-03-02\"";
    int32_t day;
    if (!revops__policy_is_kind(in, node, REVOPS__JSON_STRING, expected)) {
        return;
    }
    if (node->text_length != 10 || !revops__policy_read_day(node->text, &day)) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE, expected, NULL);
        return;
    }
    memcpy(row + field->offset, &day, sizeof day);
    revops__policy_add_bit(row, field->more, (uint32_t)field->low);
}

void revops__policy_reads_percent(policy_reader *in, policy_frame *frame, const policy_field *field,
                                  const policy_node *node)
{
    unsigned char *row = frame->row;
    static const char expected[] = "a share, such as \"80 %\" or \"0.25 %\"";
    uint32_t bp;
    if (!revops__policy_is_kind(in, node, REVOPS__JSON_STRING, expected)) {
        return;
    }
    if (!revops__policy_read_share(node->text, &bp) || bp > field->high) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE, expected, NULL);
        return;
    }
    revops__policy_set_u32(row, field->offset, bp);
    if (field->low) {
        revops__policy_add_bit(row, field->more, (uint32_t)field->low);
    }
}

void revops__policy_reads_nothing(policy_reader *in, policy_frame *frame, const policy_field *field,
                                  const policy_node *node)
{
    (void)in;
    (void)frame;
    (void)field;
    (void)node;
}

void revops__policy_reads_name(policy_reader *in, policy_frame *frame, const policy_field *field,
                               const policy_node *node)
{
    if (in->pass != POLICY_NAMING) {
        if (revops__policy_is_name(in, node)) {
            revops__policy_set_text(frame->row, field->offset, node->text);
        }
    } else if (frame->table == POLICY_IN_stages && node->kind == REVOPS__JSON_STRING &&
               revops__policy_equal(field->key, "short")) {
        revops__policy_register(in, POLICY_IN_stages, 0, node->text, frame->index + 1, node);
    }
}

void revops__policy_reads_text(policy_reader *in, policy_frame *frame, const policy_field *field,
                               const policy_node *node)
{
    if (revops__policy_is_kind(in, node, REVOPS__JSON_STRING, "a text")) {
        revops__policy_set_text(frame->row, field->offset, node->text);
    }
}

void revops__policy_reads_flag_word(policy_reader *in, policy_frame *frame, const policy_field *field,
                                    const policy_node *node)
{
    const policy_word *word = read_word(in, field, node);
    if (word && word->value) {
        revops__policy_add_bit(frame->row, field->offset, word->value);
    }
}

void revops__policy_reads_bit(policy_reader *in, policy_frame *frame, const policy_field *field,
                              const policy_node *node)
{
    if (node->kind != REVOPS__JSON_TRUE && node->kind != REVOPS__JSON_FALSE) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_TYPE, "true or false", NULL);
    } else if ((node->kind == REVOPS__JSON_TRUE) == (field->high == 0)) {
        revops__policy_add_bit(frame->row, field->offset, (uint32_t)field->low);
    }
}

void revops__policy_reads_word(policy_reader *in, policy_frame *frame, const policy_field *field,
                               const policy_node *node)
{
    const policy_word *word = read_word(in, field, node);
    if (word) {
        revops__policy_set_u32(frame->row, field->offset, word->value);
    }
}

void revops__policy_reads_count(policy_reader *in, policy_frame *frame, const policy_field *field,
                                const policy_node *node)
{
    int64_t number;
    if (revops__policy_get_integer(in, node, field->low, field->high, "a whole number in range", &number)) {
        revops__policy_set_u32(frame->row, field->offset, (uint32_t)number);
    }
}

void revops__policy_reads_points(policy_reader *in, policy_frame *frame, const policy_field *field,
                                 const policy_node *node)
{
    revops__policy_get_points(in, node, (int32_t *)(void *)(frame->row + field->offset));
}

void revops__policy_reads_reference(policy_reader *in, policy_frame *frame, const policy_field *field,
                                    const policy_node *node)
{
    revops__policy_set_u32(frame->row, field->offset,
                           revops__policy_refer(in, node, (enum policy_table)field->low, 0, field->detail));
}

static uint32_t *read_u32_at(const policy_frame *frame, int64_t offset)
{
    return (uint32_t *)(void *)(frame->row + offset);
}

void revops__policy_reads_needs(policy_reader *in, policy_frame *frame, const policy_field *field,
                                const policy_node *node)
{
    revops__policy_read_needs(in, node, field->low ? POLICY_NEEDS_ANY_OF_TOO : POLICY_NEEDS_PLAIN,
                              read_u32_at(frame, field->offset), read_u32_at(frame, field->more));
}

void revops__policy_reads_where(policy_reader *in, policy_frame *frame, const policy_field *field,
                                const policy_node *node)
{
    revops__policy_read_where(in, node, read_u32_at(frame, field->offset));
}

void revops__policy_reads_of_value(policy_reader *in, policy_frame *frame, const policy_field *field,
                                   const policy_node *node)
{
    revops__policy_read_of_value(in, node, read_u32_at(frame, field->offset));
}

void revops__policy_reads_happenings(policy_reader *in, policy_frame *frame, const policy_field *field,
                                     const policy_node *node)
{
    revops__policy_read_happenings(in, node, read_u32_at(frame, field->offset),
                                   read_u32_at(frame, field->more),
                                   field->low ? read_u32_at(frame, field->low) : NULL);
}
