/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_CONDITION_H
#define REVOPS_CONDITION_H

#include <revops/base.h>

/**
 * @file
 * @defgroup condition Condition: what is known of a lead, and what rules ask of it
 *
 * The one language in which scores, segments, territories and usage ask about a lead or an account (SC14).
 *
 * A *row* is what is known of one lead: one `int64_t` per attribute, #REVOPS_MISSING where nothing is known. What the
 * number means is the host's affair: a count, cents, a day, an instant, the number of a choice, a set of flags, or the
 * number of a text in #revops_texts.
 *
 * A *column* is one attribute of many leads: integers of 1, 2, 4 or 8 bytes, with a value that stands for "nothing is
 * known".
 *
 * A *condition* asks one thing of one attribute; a rule is met when all of its conditions hold. On a missing value only
 * #REVOPS_CONDITION_IS_MISSING holds: negated conditions don't, either.
 *
 * **Flags.** One attribute holds 63 flags (bits 0 to 62). A larger set takes several attributes one after the other:
 * flag n is bit n % 63 of word n / 63. The condition then names the first word and one mask a word. The first word says
 * whether anything is known of the set; a later word that is missing has no flag set.
 *
 * **Texts** compare without regard to the case of letters and to accents: A–Z fold to a–z, and the Latin letters of
 * U+00C0 to U+017F to their base letters ("É" to "e", "ß" to "ss"); combining marks (U+0300 to U+036F) are left out.
 * Other characters compare byte by byte.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** "Nothing is known", as the value of an attribute. @since 0.1 */
#define REVOPS_MISSING INT64_MIN

enum {
    /** Attributes of a row: ten times what CRMs score by, with room for sets of flags. @since 0.1 */
    REVOPS_CONDITION_ATTRIBUTES_MAX = 1024,
    /** Conditions of one rule. @since 0.1 */
    REVOPS_CONDITION_OF_RULE_MAX = 64,
    /** Conditions, values and texts of a table of rules, each. @since 0.1 */
    REVOPS_CONDITION_ROWS_MAX = 65535,
    /** Bytes of one text that is asked for. @since 0.1 */
    REVOPS_CONDITION_TEXT_MAX = 255
};

/** What a condition asks. @since 0.1 */
enum revops_condition_tests {
    REVOPS_CONDITION_IN_RANGE = 1, /**< `low` ≤ value ≤ `high`. */
    REVOPS_CONDITION_IS_EQUAL = 2, /**< value = `low`. */
    REVOPS_CONDITION_IS_ONE_OF =
        3, /**< value is among `value_count` of the `values` from `first_value` on. */
    REVOPS_CONDITION_ALL_FLAGS = 4,  /**< Every flag of the masks is set. */
    REVOPS_CONDITION_ANY_FLAG = 5,   /**< At least one flag of the masks is set. */
    REVOPS_CONDITION_IS_MISSING = 6, /**< Nothing is known. */
    REVOPS_CONDITION_IS_PRESENT = 7, /**< Something is known. */
    REVOPS_CONDITION_TEXT_IS =
        8, /**< The text equals one of `value_count` of the `texts` from `first_value` on. */
    REVOPS_CONDITION_TEXT_CONTAINS = 9, /**< The text contains one of them. */
    REVOPS_CONDITION_TEXT_STARTS = 10,  /**< The text starts with one of them. */
    REVOPS_CONDITION_TEXT_ENDS = 11     /**< The text ends with one of them. */
};
/** One of #revops_condition_tests. @since 0.1 */
typedef uint32_t revops_condition_test;

/** The condition holds where its test doesn't, of values that are known. Not for #REVOPS_CONDITION_IS_MISSING and
 * #REVOPS_CONDITION_IS_PRESENT, each of which is the other's negation. @since 0.1 */
#define REVOPS_CONDITION_NOT 1u

/** One condition; what its test doesn't use is 0. @since 0.1 */
typedef struct revops_condition {
    uint32_t attribute;         /**< Index into the row. */
    revops_condition_test test; /**< What is asked. */
    int64_t low;  /**< Least value, or the value, or the mask of flags of one word (1 … INT64_MAX). */
    int64_t high; /**< Greatest value, for #REVOPS_CONDITION_IN_RANGE; at least `low`. */
    uint32_t first_value; /**< Index into `values` (sets; masks of flags of several words) or `texts`. */
    uint32_t value_count; /**< How many of them, 1 or more; 0 for the mask in `low`. */
    uint32_t flags;       /**< #REVOPS_CONDITION_NOT or 0. */
    uint32_t reserved;    /**< 0. */
} revops_condition;

/**
 * Texts that values of a text attribute are numbers of, as Arrow lays out strings: text i is the bytes from `offsets[i]`
 * up to `offsets[i + 1]`. @since 0.1
 */
typedef struct revops_texts {
    const char *bytes;      /**< UTF-8; may be NULL when all texts are empty. */
    const int64_t *offsets; /**< `count` + 1 of them, never falling, from 0 up. */
    uint64_t count;         /**< Texts. */
} revops_texts;

/** Width and sign of a column's integers. @since 0.1 */
enum revops_column_widths {
    REVOPS_COLUMN_I8 = 1,  /**< `int8_t` */
    REVOPS_COLUMN_U8 = 2,  /**< `uint8_t` */
    REVOPS_COLUMN_I16 = 3, /**< `int16_t` */
    REVOPS_COLUMN_U16 = 4, /**< `uint16_t` */
    REVOPS_COLUMN_I32 = 5, /**< `int32_t` */
    REVOPS_COLUMN_U32 = 6, /**< `uint32_t` */
    REVOPS_COLUMN_I64 =
        7 /**< `int64_t`, or `uint64_t` below 2^63; #REVOPS_MISSING is missing here, whatever `missing` says. */
};
/** One of #revops_column_widths. @since 0.1 */
typedef uint32_t revops_column_width;

/** One attribute of all leads. @since 0.1 */
typedef struct revops_column {
    const void *values; /**< Row 0 first, without gaps, of any alignment; NULL where no row has a value. */
    const revops_texts *texts; /**< What the values are numbers of, for an attribute of texts; else NULL. */
    int64_t missing; /**< The value that stands for "nothing is known"; one that the width can't hold (such as
                                    #REVOPS_MISSING) when none does. */
    revops_column_width width; /**< What an element is; 0 where `values` is NULL. */
    uint32_t reserved;         /**< 0. */
} revops_column;

/**
 * Name of a test, such as "is one of".
 *
 * @param test  Any value.
 * @return Text, "unknown" for an unknown value, never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_condition_test_name(revops_condition_test test);

/**
 * A text as conditions compare it: letters without case and accents.
 *
 * @param      text      UTF-8; need not end in a NUL; may be NULL when @p length is 0.
 * @param      length    Bytes of it.
 * @param[out] out       Text closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity  Bytes at @p out; 1 more than @p length always suffices.
 * @return Full length of the folded text (see @ref base).
 * @since 0.1
 */
REVOPS_API size_t revops_condition_folded_text(const char *text, size_t length, char *out, size_t capacity);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
