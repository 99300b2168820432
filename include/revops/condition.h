/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_CONDITION_H
#define REVOPS_CONDITION_H

#include <revops/base.h>

/**
 * @file
 * @defgroup condition Condition: attributes of leads, and tests of them
 *
 * Scores, segments, territories and usage all test the attributes of a lead or an account by the same conditions
 * (SC14).
 *
 * A *row* holds the attributes of one lead: one `int64_t` per attribute, #REVOPS_MISSING where the value is missing.
 * The host decides what the number means: a count, cents, a day, an instant, the number of a choice, a set of flags,
 * or the number of a text in #revops_texts.
 *
 * A *column* holds one attribute of many leads: integers of 1, 2, 4 or 8 bytes, one of which can stand for a missing
 * value.
 *
 * A *condition* tests one attribute. A rule is met when all of its conditions hold. A missing value meets only
 * #REVOPS_CONDITION_IS_MISSING; it doesn't meet a negated condition, either.
 *
 * **Flags.** One attribute holds 63 flags (bits 0 to 62). A larger set takes several consecutive attributes (words):
 * flag n is bit n % 63 of word n / 63. The condition then names the first word and gives one mask per word. The set
 * is missing when its first word is missing. A later word that is missing has no flag set.
 *
 * **Texts** are compared without case and accents. A–Z fold to a–z. The Latin letters of U+00C0 to U+017F fold to
 * their base letters ("É" to "e", "ß" to "ss"). Combining marks (U+0300 to U+036F) are ignored. All other characters
 * are compared byte by byte.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** A missing value of an attribute. @since 0.1 */
#define REVOPS_MISSING INT64_MIN

enum {
    /** Attributes of a row: ten times as many as CRMs score by, with room for sets of flags. @since 0.1 */
    REVOPS_CONDITION_ATTRIBUTES_MAX = 1024,
    /** Conditions of one rule. @since 0.1 */
    REVOPS_CONDITION_OF_RULE_MAX = 64,
    /** Conditions of a table of rules; also its values, and its texts. @since 0.1 */
    REVOPS_CONDITION_ROWS_MAX = 65535,
    /** Bytes of one text of a condition. @since 0.1 */
    REVOPS_CONDITION_TEXT_MAX = 255
};

/** Tests of a condition. @since 0.1 */
enum revops_condition_tests {
    REVOPS_CONDITION_IN_RANGE = 1,      /**< `low` ≤ value ≤ `high`. */
    REVOPS_CONDITION_IS_EQUAL = 2,      /**< value = `low`. */
    REVOPS_CONDITION_IS_ONE_OF = 3,     /**< value is one of the condition's `values`. */
    REVOPS_CONDITION_ALL_FLAGS = 4,     /**< Every flag of the masks is set. */
    REVOPS_CONDITION_ANY_FLAG = 5,      /**< At least one flag of the masks is set. */
    REVOPS_CONDITION_IS_MISSING = 6,    /**< The value is missing. */
    REVOPS_CONDITION_IS_PRESENT = 7,    /**< The value isn't missing. */
    REVOPS_CONDITION_TEXT_IS = 8,       /**< The text equals one of the condition's `texts`. */
    REVOPS_CONDITION_TEXT_CONTAINS = 9, /**< The text contains one of them. */
    REVOPS_CONDITION_TEXT_STARTS = 10,  /**< The text starts with one of them. */
    REVOPS_CONDITION_TEXT_ENDS = 11     /**< The text ends with one of them. */
};
/** One of #revops_condition_tests. @since 0.1 */
typedef uint32_t revops_condition_test;

/**
 * Negates the test; a missing value still doesn't meet the condition. Not allowed with #REVOPS_CONDITION_IS_MISSING
 * and #REVOPS_CONDITION_IS_PRESENT, which negate each other. @since 0.1
 */
#define REVOPS_CONDITION_NOT 1u

/** One condition. Fields that its test doesn't use are 0. @since 0.1 */
typedef struct revops_condition {
    uint32_t attribute;         /**< Index into the row. */
    revops_condition_test test; /**< One of #revops_condition_tests. */
    int64_t low;  /**< Least value, the value, or the mask of flags of one word (1 … INT64_MAX). */
    int64_t high; /**< Greatest value, for #REVOPS_CONDITION_IN_RANGE; at least `low`. */
    uint32_t
        first_value; /**< Index of the first of its `values` (of a set, or masks of several words) or `texts`. */
    uint32_t value_count; /**< Number of its values or texts, 1 or more; 0 with the mask in `low`. */
    uint32_t flags;       /**< #REVOPS_CONDITION_NOT or 0. */
    uint32_t reserved;    /**< 0. */
} revops_condition;

/**
 * Table of texts in the layout of Arrow's strings: text i is the bytes from `offsets[i]` up to `offsets[i + 1]`. The
 * value of a text attribute is the number of a text in such a table. @since 0.1
 */
typedef struct revops_texts {
    const char *bytes;      /**< UTF-8; may be NULL when all texts are empty. */
    const int64_t *offsets; /**< `count` + 1 offsets, never falling, the first at least 0. */
    uint64_t count;         /**< Number of texts. */
} revops_texts;

/** Width and sign of a column's integers. @since 0.1 */
enum revops_column_widths {
    REVOPS_COLUMN_I8 = 1,  /**< `int8_t` */
    REVOPS_COLUMN_U8 = 2,  /**< `uint8_t` */
    REVOPS_COLUMN_I16 = 3, /**< `int16_t` */
    REVOPS_COLUMN_U16 = 4, /**< `uint16_t` */
    REVOPS_COLUMN_I32 = 5, /**< `int32_t` */
    REVOPS_COLUMN_U32 = 6, /**< `uint32_t` */
    REVOPS_COLUMN_I64 = 7  /**< `int64_t`, or `uint64_t` below 2^63; #REVOPS_MISSING is always missing. */
};
/** One of #revops_column_widths. @since 0.1 */
typedef uint32_t revops_column_width;

/** One attribute of all leads. @since 0.1 */
typedef struct revops_column {
    const void *values; /**< One integer per row, of any alignment; NULL when every row's value is missing. */
    const revops_texts *texts; /**< Table that the values index, for an attribute of texts; else NULL. */
    int64_t missing; /**< Value that means missing; #REVOPS_MISSING when no value of the width does. */
    revops_column_width width; /**< One of #revops_column_widths; 0 when `values` is NULL. */
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
 * Folds a text as conditions compare it: letters without case and accents.
 *
 * @param      text      UTF-8; need not end in a NUL; may be NULL when @p length is 0.
 * @param      length    Bytes of it.
 * @param[out] out       Text closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity  Bytes at @p out; 1 more than @p length always suffices.
 * @return Full length of the folded text (see @ref base).
 * @since 0.1
 */
REVOPS_API size_t revops_condition_folded_text(const char *text, size_t length, char *out, size_t capacity);

/**
 * Hashes texts, for revops_texts_same().
 *
 * @param      texts   The texts; neither array overlaps an output.
 * @param      first   Number of the first one to hash: threads may share a table by its rows.
 * @param      count   How many.
 * @param      seed    A number that nobody can foresee keeps texts from being made so that their hashes collide; any
 *                     does otherwise.
 * @param[out] hashes  A hash each, of texts @p first, @p first + 1, …
 * @retval REVOPS_OK       Hashed.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, there are no such texts, or their offsets fall.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_texts_hash(const revops_texts *texts, uint64_t first,
                                                            uint64_t count, uint64_t seed, uint32_t *hashes);

/**
 * Finds equal texts: for each text the number of the first one that equals it, byte for byte.
 *
 * Threads share the work: text i belongs to share `hashes[i] × share_count / 2^32` (rounded down), so that equal texts
 * are of one share. Each call writes the elements of its share alone; the result is the same in any number of shares.
 * It takes time in proportion to the texts unless their hashes collide: n² at worst.
 *
 * @param      texts        Up to 4,294,967,294 texts.
 * @param      hashes       A hash each, as revops_texts_hash() writes them, all with one seed.
 * @param      share        This share, from 0.
 * @param      share_count  How many shares there are, 1 or more.
 * @param[out] memory       Working memory of this call, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size. What
 *                          there is of it beyond the texts that differ isn't touched.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed, 24 to 48 a text; may be NULL.
 * @param[out] first        An element a text, of which those of the share are written; overlaps no input.
 * @retval REVOPS_OK           Found.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, there are too many texts, their offsets fall, or there is no such share.
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned.
 * @retval REVOPS_ERR_NOSPACE  @p memory_size is below @p needed.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_texts_same(const revops_texts *texts, const uint32_t *hashes,
                                                            uint32_t share, uint32_t share_count,
                                                            void *memory, size_t memory_size, size_t *needed,
                                                            uint32_t *first);

/**
 * Numbers what revops_texts_same() found: equal texts have one number, from 0 by their first row.
 *
 * @param      first    For each row the first one that equals it.
 * @param      count    Rows, up to 4,294,967,294.
 * @param[out] numbers  A number a row; overlaps no input.
 * @param[out] once     Row of each number; room for as many as there are rows.
 * @param[out] needed   How many numbers there are.
 * @retval REVOPS_OK       Numbered.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, there are too many rows, or an element of @p first lies behind its row.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_texts_number(const uint32_t *first, uint64_t count,
                                                              int64_t *numbers, uint32_t *once,
                                                              uint64_t *needed);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
