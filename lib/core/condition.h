/* SPDX-License-Identifier: MIT */
/* The one place that checks, compiles and evaluates conditions. A module that has rules with conditions embeds what is
   compiled here in its own block. */
#ifndef REVOPS_LIB_CONDITION_H
#define REVOPS_LIB_CONDITION_H

#include <revops/condition.h>

#include "core/params.h"

/* The tables of a module's params, as given. */
typedef struct revops__condition_tables {
    const revops_condition *conditions; /* of `condition_row_size` bytes each */
    const int64_t *values;
    const char *const *texts; /* closed by NULs */
    uint32_t condition_count, condition_row_size, value_count, text_count, attribute_count;
    uint32_t rows_max; /* most conditions, values and texts, each; 0 for REVOPS_CONDITION_ROWS_MAX */
} revops__condition_tables;

/* Tells every fault of the tables under the part names "conditions", "values" and "texts". No attributes are fine where
   there are no conditions. */
void revops__conditions_check(revops__problems *problems, const revops__condition_tables *tables);
/* Tells a rule's faulty range of conditions: 1 to REVOPS_CONDITION_OF_RULE_MAX of those there are. */
void revops__condition_range_check(revops__problems *problems, const revops__condition_tables *tables,
                                   const char *part, uint32_t row, uint32_t first, uint32_t count);

/* Compiled conditions: a head, conditions with their sets sorted and masks in order, values, folded texts. No pointers. */
typedef struct revops__conditions revops__conditions;

/* Bytes of checked tables when compiled, a multiple of 8. */
size_t revops__conditions_size(const revops__condition_tables *tables);
/* Compiles checked tables into enough memory, aligned to 8. */
const revops__conditions *revops__conditions_build(const revops__condition_tables *tables, void *memory);

/* Condition `index` as compiled. Its `first_value` counts from revops__condition_values(), where sets are sorted; for
   texts it counts the table's texts. */
const revops_condition *revops__condition_at(const revops__conditions *conditions, uint32_t index);
const int64_t *revops__condition_values(const revops__conditions *conditions);

/* Whether a condition holds for a row. `texts` may be NULL where no condition asks for texts. A condition on a text that
   the value doesn't name holds no more than its negation does. */
int revops__condition_holds(const revops__conditions *conditions, uint32_t index, const int64_t *row,
                            const revops_texts *texts);
/* The same where conditions are walked one after the other: the commonest are answered without a call. */
static inline int revops__condition_holds_inline(const revops__conditions *conditions, uint32_t index,
                                                 const revops_condition *condition, const int64_t *row,
                                                 const revops_texts *texts)
{
    int64_t value = row[condition->attribute];
    if (!condition->flags && condition->test == REVOPS_CONDITION_IN_RANGE) {
        return value != REVOPS_MISSING && condition->low <= value && value <= condition->high;
    }
    if (!condition->flags && condition->test == REVOPS_CONDITION_IS_EQUAL) {
        return value == condition->low; /* which is never REVOPS_MISSING */
    }
    if (condition->test == REVOPS_CONDITION_IS_MISSING) {
        return value == REVOPS_MISSING;
    }
    if (!condition->flags && condition->test == REVOPS_CONDITION_ANY_FLAG && condition->value_count == 0) {
        return value != REVOPS_MISSING && (value & condition->low) != 0;
    }
    return revops__condition_holds(conditions, index, row, texts);
}
/* The same for the text that the row's value stands for, where the condition asks for texts. */
int revops__condition_holds_for_text(const revops__conditions *conditions, uint32_t index, const char *text,
                                     size_t length);
/* A text that conditions ask for, folded; NULL where there is none of that number. */
const char *revops__condition_text(const revops__conditions *conditions, uint32_t text, size_t *length);
/* Whether a test asks for texts; whether a condition asks for flags of several attributes. */
int revops__condition_asks_text(const revops_condition *condition);
int revops__condition_has_masks(const revops_condition *condition);
/* Whether any condition asks for texts. */
int revops__conditions_have_texts(const revops__conditions *conditions);

/* Whether texts can be read: reads all offsets. */
int revops__texts_are_valid(const revops_texts *texts);

/* Columns: whether one can be read, and a row's value in it (REVOPS_MISSING where nothing is known). */
int revops__column_is_valid(const revops_column *column);
int64_t revops__column_value(const revops_column *column, size_t row);

#endif
