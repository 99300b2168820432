/* SPDX-License-Identifier: MIT */
/* Conditions checked, compiled and evaluated (SC14).

   A compiled block is a head, the conditions, the values of sets (each set sorted, so that membership is a binary search)
   and masks (in their order), then the offsets and bytes of the folded texts. Texts are folded once when they are
   compiled; the texts of leads are folded on the fly, a character at a time, so that nothing is copied. */
#include "core/condition.h"

#include <string.h>

#include "core/sort.h"
#include "core/text-fold.h"

struct revops__conditions {
    uint32_t condition_count, value_count, text_count, has_texts;
    uint64_t values, text_offsets, text_bytes; /* offsets in bytes from the block's start */
};

static size_t condition_text_length(const char *text)
{
    size_t length = 0;
    while (length <= REVOPS_CONDITION_TEXT_MAX && text[length]) {
        length++;
    }
    return length;
}

static const void *conditions_at(const revops__conditions *conditions, uint64_t offset)
{
    return (const unsigned char *)conditions + offset;
}

static revops_condition condition_given(const revops__condition_tables *tables, uint32_t index)
{
    revops_condition condition;
    REVOPS__ROW_GET(revops_condition, &condition, tables->conditions, tables->condition_row_size, index);
    return condition;
}

static int is_text_test(enum revops_condition_tests test)
{
    return test >= REVOPS_CONDITION_TEXT_IS && test <= REVOPS_CONDITION_TEXT_ENDS;
}

static int has_masks(const revops_condition *condition)
{
    return (condition->test == REVOPS_CONDITION_ALL_FLAGS || condition->test == REVOPS_CONDITION_ANY_FLAG) &&
           condition->value_count > 0;
}

/* A range of `values` or `texts`. */
static int condition_is_range(uint32_t first, uint32_t count, uint32_t limit)
{
    return count > 0 && first <= limit && count <= limit - first;
}

static void condition_put_unused(revops__problems *problems, uint32_t row, const char *field, int64_t found)
{
    if (found != 0) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "conditions", row, field, found,
                            "0: its test doesn't use it");
    }
}

static void condition_check_masks(revops__problems *problems, const revops__condition_tables *tables,
                                  uint32_t row, const revops_condition *condition)
{
    condition_put_unused(problems, row, "high", condition->high);
    if (condition->value_count == 0) {
        condition_put_unused(problems, row, "first_value", condition->first_value);
        if (condition->low <= 0) {
            revops__problem_put(problems, REVOPS_ERR_ARG, "conditions", row, "low", condition->low,
                                "a mask of flags, 1 to INT64_MAX");
        }
        return;
    }
    condition_put_unused(problems, row, "low", condition->low);
    if (!condition_is_range(condition->first_value, condition->value_count, tables->value_count)) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "conditions", row, "value_count",
                            condition->value_count, "masks that lie within values");
        return;
    }
    if (condition->value_count > tables->attribute_count - condition->attribute) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "conditions", row, "value_count",
                            condition->value_count, "at most one mask per attribute from this one on");
    }
    int64_t all = 0;
    for (uint32_t i = 0; i < condition->value_count; i++) {
        int64_t mask = tables->values[condition->first_value + i];
        if (mask < 0) {
            revops__problem_put(problems, REVOPS_ERR_ARG, "values", condition->first_value + i, "value", mask,
                                "a mask of flags, 0 to INT64_MAX");
        }
        all |= mask;
    }
    if (all == 0) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "conditions", row, "value_count",
                            condition->value_count, "masks with at least one flag");
    }
}

/* What the test needs of `low`, `high`, `first_value` and `value_count`. */
static void condition_check_operands(revops__problems *problems, const revops__condition_tables *tables,
                                     uint32_t row, const revops_condition *condition)
{
    enum revops_condition_tests test = (enum revops_condition_tests)condition->test;
    switch (test) {
    case REVOPS_CONDITION_ALL_FLAGS:
    case REVOPS_CONDITION_ANY_FLAG:
        condition_check_masks(problems, tables, row, condition);
        return;
    case REVOPS_CONDITION_IN_RANGE:
        if (condition->low > condition->high) {
            revops__problem_put(problems, REVOPS_ERR_ARG, "conditions", row, "high", condition->high,
                                "low or more");
        }
        break;
    case REVOPS_CONDITION_IS_EQUAL:
        condition_put_unused(problems, row, "high", condition->high);
        if (condition->low == REVOPS_MISSING) {
            revops__problem_put(problems, REVOPS_ERR_ARG, "conditions", row, "low", condition->low,
                                "a value: to ask for missing ones, use REVOPS_CONDITION_IS_MISSING");
        }
        break;
    case REVOPS_CONDITION_IS_ONE_OF:
    case REVOPS_CONDITION_TEXT_IS:
    case REVOPS_CONDITION_TEXT_CONTAINS:
    case REVOPS_CONDITION_TEXT_STARTS:
    case REVOPS_CONDITION_TEXT_ENDS:
        condition_put_unused(problems, row, "low", condition->low);
        condition_put_unused(problems, row, "high", condition->high);
        if (!condition_is_range(condition->first_value, condition->value_count,
                                is_text_test(test) ? tables->text_count : tables->value_count)) {
            revops__problem_put(
                problems, REVOPS_ERR_ARG, "conditions", row, "value_count", condition->value_count,
                is_text_test(test) ? "1 or more that lie within texts" : "1 or more that lie within values");
        }
        return;
    case REVOPS_CONDITION_IS_MISSING:
    case REVOPS_CONDITION_IS_PRESENT:
        condition_put_unused(problems, row, "low", condition->low);
        condition_put_unused(problems, row, "high", condition->high);
        condition_put_unused(problems, row, "flags", condition->flags);
        break;
    }
    condition_put_unused(problems, row, "first_value", condition->first_value);
    condition_put_unused(problems, row, "value_count", condition->value_count);
}

static void condition_check(revops__problems *problems, const revops__condition_tables *tables, uint32_t row)
{
    revops_condition condition = condition_given(tables, row);
    if (condition.attribute >= tables->attribute_count) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "conditions", row, "attribute", condition.attribute,
                            "less than attribute_count");
        return;
    }
    if (condition.flags & ~REVOPS_CONDITION_NOT) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, "conditions", row, "flags", condition.flags,
                            "REVOPS_CONDITION_NOT or 0");
    }
    if (condition.reserved) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, "conditions", row, "reserved", condition.reserved,
                            "0");
    }
    if (condition.test < REVOPS_CONDITION_IN_RANGE || condition.test > REVOPS_CONDITION_TEXT_ENDS) {
        revops__problem_put(problems, condition.test ? REVOPS_ERR_NEWER : REVOPS_ERR_ARG, "conditions", row,
                            "test", condition.test, "one of revops_condition_tests");
        return;
    }
    condition_check_operands(problems, tables, row, &condition);
}

static uint32_t condition_rows_max(const revops__condition_tables *tables)
{
    return tables->rows_max ? tables->rows_max : REVOPS_CONDITION_ROWS_MAX;
}

static void condition_check_count(revops__problems *problems, const revops__condition_tables *tables,
                                  const char *field, uint32_t count)
{
    if (count > condition_rows_max(tables)) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, field, count,
                            tables->rows_max ? "0 to the limit of its header" : "0 to 65535");
    }
}

static void condition_check_text(revops__problems *problems, const char *text, uint32_t row)
{
    size_t length = text ? condition_text_length(text) : 0;
    if (length == 0 || length > REVOPS_CONDITION_TEXT_MAX) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "texts", row, "length", (int64_t)length,
                            "1 to 255 bytes");
    } else if (revops__text_fold(text, length, NULL, 0) == 0) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "texts", row, "length", (int64_t)length,
                            "a text with more than combining marks");
    }
}

void revops__conditions_check(revops__problems *problems, const revops__condition_tables *tables)
{
    size_t before = problems->count;
    if (tables->attribute_count > REVOPS_CONDITION_ATTRIBUTES_MAX) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, "attribute_count",
                            tables->attribute_count, "0 to 1024");
    }
    condition_check_count(problems, tables, "condition_count", tables->condition_count);
    condition_check_count(problems, tables, "value_count", tables->value_count);
    condition_check_count(problems, tables, "text_count", tables->text_count);
    revops_status status = REVOPS__ROWS_CHECK(revops_condition, tables->conditions, tables->condition_count,
                                              tables->condition_row_size);
    if (status != REVOPS_OK) {
        revops__problem_put(problems, status, "params", REVOPS_NO_ROW,
                            status == REVOPS_ERR_ARG ? "conditions" : "condition_row_size",
                            status == REVOPS_ERR_ARG ? 0 : tables->condition_row_size,
                            status == REVOPS_ERR_ARG ? "rows" : "sizeof(revops_condition)");
    }
    if (!tables->values && tables->value_count) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, "values", 0, "values");
    }
    if (!tables->texts && tables->text_count) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, "texts", 0, "texts");
    }
    if (problems->count > before) {
        return; /* the rows can't be read */
    }
    for (uint32_t i = 0; i < tables->value_count; i++) {
        if (tables->values[i] == REVOPS_MISSING) {
            revops__problem_put(problems, REVOPS_ERR_ARG, "values", i, "value", REVOPS_MISSING,
                                "a value: to ask for missing ones, use REVOPS_CONDITION_IS_MISSING");
        }
    }
    for (uint32_t i = 0; i < tables->text_count; i++) {
        condition_check_text(problems, tables->texts[i], i);
    }
    uint64_t stored = 0;
    for (uint32_t i = 0; i < tables->condition_count; i++) {
        condition_check(problems, tables, i);
        stored += condition_given(tables, i).value_count;
    }
    if (problems->count == before && stored > condition_rows_max(tables)) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "conditions", REVOPS_NO_ROW, "value_count",
                            (int64_t)stored,
                            "fewer values in all conditions together, repeated uses included");
    }
}

void revops__condition_range_check(revops__problems *problems, const revops__condition_tables *tables,
                                   const char *part, uint32_t row, uint32_t first, uint32_t count)
{
    if (count < 1 || count > REVOPS_CONDITION_OF_RULE_MAX) {
        revops__problem_put(problems, REVOPS_ERR_ARG, part, row, "condition_count", count, "1 to 64");
    } else if (first > tables->condition_count || count > tables->condition_count - first) {
        revops__problem_put(problems, REVOPS_ERR_ARG, part, row, "first_condition", first,
                            "conditions that lie within conditions");
    }
}

/* Values that are stored: sets and masks, once for each condition, so that each set can be sorted by itself. */
static uint32_t stored_value_count(const revops__condition_tables *tables)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < tables->condition_count; i++) {
        revops_condition condition = condition_given(tables, i);
        count += is_text_test((enum revops_condition_tests)condition.test) ? 0 : condition.value_count;
    }
    return count;
}

static size_t folded_bytes(const revops__condition_tables *tables)
{
    size_t bytes = 0;
    for (uint32_t i = 0; i < tables->text_count; i++) {
        bytes += revops__text_fold(tables->texts[i], condition_text_length(tables->texts[i]), NULL, 0);
    }
    return bytes;
}

size_t revops__conditions_size(const revops__condition_tables *tables)
{
    size_t size = sizeof(revops__conditions) + tables->condition_count * sizeof(revops_condition) +
                  stored_value_count(tables) * sizeof(int64_t) +
                  ((size_t)tables->text_count + 1) * sizeof(uint32_t) + folded_bytes(tables);
    return (size + 7) / 8 * 8;
}

const revops__conditions *revops__conditions_build(const revops__condition_tables *tables, void *memory)
{
    memset(memory, 0, revops__conditions_size(tables));
    revops__conditions *built = memory;
    built->condition_count = tables->condition_count;
    built->value_count = stored_value_count(tables);
    built->text_count = tables->text_count;
    built->values = sizeof *built + tables->condition_count * sizeof(revops_condition);
    built->text_offsets = built->values + built->value_count * sizeof(int64_t);
    built->text_bytes = built->text_offsets + ((size_t)tables->text_count + 1) * sizeof(uint32_t);

    revops_condition *conditions = (revops_condition *)(void *)(built + 1);
    int64_t *values = (int64_t *)(void *)(conditions + tables->condition_count);
    uint32_t *offsets = (uint32_t *)(void *)(values + built->value_count);
    char *bytes = (char *)(offsets + tables->text_count + 1);
    uint32_t value = 0;
    for (uint32_t i = 0; i < tables->condition_count; i++) {
        revops_condition condition = condition_given(tables, i);
        if (is_text_test((enum revops_condition_tests)condition.test)) {
            built->has_texts = 1;
        } else if (condition.value_count > 0) {
            memcpy(values + value, tables->values + condition.first_value,
                   condition.value_count * sizeof(int64_t));
            if (!has_masks(&condition)) {
                revops__sort(values + value, condition.value_count, sizeof(int64_t));
            }
            condition.first_value = value;
            value += condition.value_count;
        }
        conditions[i] = condition;
    }
    for (uint32_t i = 0; i < tables->text_count; i++) {
        size_t length = revops__text_fold(tables->texts[i], condition_text_length(tables->texts[i]),
                                          bytes + offsets[i], SIZE_MAX);
        offsets[i + 1] = offsets[i] + (uint32_t)length;
    }
    return built;
}

static inline const revops_condition *condition_at(const revops__conditions *conditions, uint32_t index)
{
    return (const revops_condition *)(const void *)(conditions + 1) + index;
}

const revops_condition *revops__condition_at(const revops__conditions *conditions, uint32_t index)
{
    return condition_at(conditions, index);
}

const int64_t *revops__condition_values(const revops__conditions *conditions)
{
    return conditions_at(conditions, conditions->values);
}

int revops__conditions_have_texts(const revops__conditions *conditions)
{
    return (int)conditions->has_texts;
}

/* The set or the masks of a condition. */
static const int64_t *condition_operands(const revops__conditions *conditions,
                                         const revops_condition *condition)
{
    return revops__condition_values(conditions) + condition->first_value;
}

/* Whether a sorted set has the value: binary search for the first member that isn't less. */
static int set_has(const int64_t *set, uint32_t count, int64_t value)
{
    uint32_t first = 0, end = count;
    while (first < end) {
        uint32_t middle = first + (end - first) / 2;
        if (set[middle] < value) {
            first = middle + 1;
        } else {
            end = middle;
        }
    }
    return first < count && set[first] == value;
}

/* Masks over several words; one that is missing counts as having no flag. */
static int condition_masks_hold(const revops_condition *condition, const int64_t *masks, const int64_t *row)
{
    int all = condition->test == REVOPS_CONDITION_ALL_FLAGS;
    for (uint32_t i = 0; i < condition->value_count; i++) {
        int64_t word = row[condition->attribute + i];
        int64_t set = word == REVOPS_MISSING ? 0 : word & masks[i];
        if (all ? set != masks[i] : set != 0) {
            return !all;
        }
    }
    return all;
}

static enum revops__text_place condition_place(enum revops_condition_tests test)
{
    switch (test) {
    case REVOPS_CONDITION_TEXT_CONTAINS:
        return REVOPS__TEXT_ANYWHERE;
    case REVOPS_CONDITION_TEXT_STARTS:
        return REVOPS__TEXT_AT_START;
    case REVOPS_CONDITION_TEXT_ENDS:
        return REVOPS__TEXT_AT_END;
    case REVOPS_CONDITION_TEXT_IS:
    case REVOPS_CONDITION_IN_RANGE:
    case REVOPS_CONDITION_IS_EQUAL:
    case REVOPS_CONDITION_IS_ONE_OF:
    case REVOPS_CONDITION_ALL_FLAGS:
    case REVOPS_CONDITION_ANY_FLAG:
    case REVOPS_CONDITION_IS_MISSING:
    case REVOPS_CONDITION_IS_PRESENT:
        break;
    }
    return REVOPS__TEXT_WHOLE;
}

static int condition_text_holds(const revops__conditions *conditions, const revops_condition *condition,
                                const char *text, size_t length)
{
    const uint32_t *offsets = conditions_at(conditions, conditions->text_offsets);
    const char *bytes = conditions_at(conditions, conditions->text_bytes);
    enum revops__text_place place = condition_place((enum revops_condition_tests)condition->test);
    for (uint32_t i = condition->first_value; i < condition->first_value + condition->value_count; i++) {
        if (revops__text_has(text, length, bytes + offsets[i], offsets[i + 1] - offsets[i], place)) {
            return 1;
        }
    }
    return 0;
}

int revops__condition_holds_for_text(const revops__conditions *conditions, uint32_t index, const char *text,
                                     size_t length)
{
    const revops_condition *condition = condition_at(conditions, index);
    return condition_text_holds(conditions, condition, text, length) !=
           (condition->flags & REVOPS_CONDITION_NOT ? 1 : 0);
}

const char *revops__condition_text(const revops__conditions *conditions, uint32_t text, size_t *length)
{
    const uint32_t *offsets = conditions_at(conditions, conditions->text_offsets);
    const char *bytes = conditions_at(conditions, conditions->text_bytes);
    *length = text < conditions->text_count ? offsets[text + 1] - offsets[text] : 0;
    return text < conditions->text_count ? bytes + offsets[text] : NULL;
}

int revops__condition_asks_text(const revops_condition *condition)
{
    return is_text_test((enum revops_condition_tests)condition->test);
}

int revops__condition_has_masks(const revops_condition *condition)
{
    return has_masks(condition);
}

int revops__condition_holds(const revops__conditions *conditions, uint32_t index, const int64_t *row,
                            const revops_texts *texts)
{
    const revops_condition *condition = condition_at(conditions, index);
    enum revops_condition_tests test = (enum revops_condition_tests)condition->test;
    int64_t value = row[condition->attribute];
    if (value == REVOPS_MISSING) {
        return test == REVOPS_CONDITION_IS_MISSING;
    }
    if (is_text_test(test) && (!texts || value < 0 || (uint64_t)value >= texts->count)) {
        return 0;
    }
    int holds = 0;
    switch (test) {
    case REVOPS_CONDITION_IN_RANGE:
        holds = condition->low <= value && value <= condition->high;
        break;
    case REVOPS_CONDITION_IS_EQUAL:
        holds = value == condition->low;
        break;
    case REVOPS_CONDITION_IS_ONE_OF:
        holds = set_has(condition_operands(conditions, condition), condition->value_count, value);
        break;
    case REVOPS_CONDITION_ALL_FLAGS:
        holds = condition->value_count
                    ? condition_masks_hold(condition, condition_operands(conditions, condition), row)
                    : (value & condition->low) == condition->low;
        break;
    case REVOPS_CONDITION_ANY_FLAG:
        holds = condition->value_count
                    ? condition_masks_hold(condition, condition_operands(conditions, condition), row)
                    : (value & condition->low) != 0;
        break;
    case REVOPS_CONDITION_IS_MISSING:
        return 0;
    case REVOPS_CONDITION_IS_PRESENT:
        return 1;
    case REVOPS_CONDITION_TEXT_IS:
    case REVOPS_CONDITION_TEXT_CONTAINS:
    case REVOPS_CONDITION_TEXT_STARTS:
    case REVOPS_CONDITION_TEXT_ENDS:
        holds = condition_text_holds(conditions, condition,
                                     texts->bytes ? texts->bytes + texts->offsets[value] : "",
                                     (size_t)(texts->offsets[value + 1] - texts->offsets[value]));
        break;
    }
    return holds != (condition->flags & REVOPS_CONDITION_NOT ? 1 : 0);
}

size_t revops_condition_folded_text(const char *text, size_t length, char *out, size_t capacity)
{
    size_t folded = text ? revops__text_fold(text, length, NULL, 0) : 0;
    if (capacity > 0 && out) {
        size_t kept = folded < capacity ? folded : capacity - 1;
        if (text) {
            revops__text_fold(text, length, out, kept);
        }
        out[kept] = 0;
    }
    return folded;
}

const char *revops_condition_test_name(revops_condition_test test)
{
    switch ((enum revops_condition_tests)test) {
    case REVOPS_CONDITION_IN_RANGE:
        return "in range";
    case REVOPS_CONDITION_IS_EQUAL:
        return "is equal";
    case REVOPS_CONDITION_IS_ONE_OF:
        return "is one of";
    case REVOPS_CONDITION_ALL_FLAGS:
        return "all flags";
    case REVOPS_CONDITION_ANY_FLAG:
        return "any flag";
    case REVOPS_CONDITION_IS_MISSING:
        return "is missing";
    case REVOPS_CONDITION_IS_PRESENT:
        return "is present";
    case REVOPS_CONDITION_TEXT_IS:
        return "text is";
    case REVOPS_CONDITION_TEXT_CONTAINS:
        return "text contains";
    case REVOPS_CONDITION_TEXT_STARTS:
        return "text starts";
    case REVOPS_CONDITION_TEXT_ENDS:
        return "text ends";
    }
    return "unknown";
}

static int64_t column_integer(const revops_column *column, size_t row)
{
    const unsigned char *values = column->values;
    switch ((enum revops_column_widths)column->width) {
    case REVOPS_COLUMN_I8:
        return (int8_t)values[row];
    case REVOPS_COLUMN_U8:
        return values[row];
    case REVOPS_COLUMN_I16: {
        int16_t value;
        memcpy(&value, values + row * sizeof value, sizeof value);
        return value;
    }
    case REVOPS_COLUMN_U16: {
        uint16_t value;
        memcpy(&value, values + row * sizeof value, sizeof value);
        return value;
    }
    case REVOPS_COLUMN_I32: {
        int32_t value;
        memcpy(&value, values + row * sizeof value, sizeof value);
        return value;
    }
    case REVOPS_COLUMN_U32: {
        uint32_t value;
        memcpy(&value, values + row * sizeof value, sizeof value);
        return value;
    }
    case REVOPS_COLUMN_I64: {
        int64_t value;
        memcpy(&value, values + row * sizeof value, sizeof value);
        return value;
    }
    }
    return REVOPS_MISSING;
}

int revops__texts_are_valid(const revops_texts *texts)
{
    if (!texts->offsets || texts->count > (uint64_t)INT64_MAX || texts->offsets[0] < 0) {
        return 0;
    }
    for (uint64_t i = 0; i < texts->count; i++) {
        if (texts->offsets[i] > texts->offsets[i + 1]) {
            return 0;
        }
    }
    return texts->bytes || texts->offsets[texts->count] == texts->offsets[0];
}

int revops__column_is_valid(const revops_column *column)
{
    return column->values ? column->width >= REVOPS_COLUMN_I8 && column->width <= REVOPS_COLUMN_I64 &&
                                column->reserved == 0
                          : column->width == 0 && column->reserved == 0;
}

int64_t revops__column_value(const revops_column *column, size_t row)
{
    if (!column->values) {
        return REVOPS_MISSING;
    }
    int64_t value = column_integer(column, row);
    return value == column->missing ? REVOPS_MISSING : value;
}
