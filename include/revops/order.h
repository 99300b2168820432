/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_ORDER_H
#define REVOPS_ORDER_H

#include <revops/base.h>
#include <revops/condition.h>

/**
 * @file
 * @defgroup order Order: one order for a set of events, whatever order they came in
 *
 * What is folded must not depend on the order of rows in a file [LC20]. revops_order_sort() brings columns of events
 * into their **canonical order** and tells which rows are given twice. Both are functions of the set of rows.
 *
 * **Canonical order** [SEM1]: instant; sequence (the log's own counter); rank of the event's kind; id; then the fields,
 * one after the other. Across leads [SEM7] an instant's events go by the lead's id first. With #REVOPS_ORDER_BY_LEAD
 * all rows of a lead stand together: lead, then as above.
 *
 * **Ranks** say what comes first within one instant, such as facts before moves [SEM2]. They are a table by kind.
 *
 * **Ids** compare as unsigned numbers, 0 for none, or as texts by their bytes. Their scope is one lead [SEM4].
 *
 * **Fields** are whatever else a row says, in the order in which they are compared: of a log usually the event's name
 * (folded), value, reason, actor, source, campaign and account. A field with texts compares by their UTF-8 bytes, where
 * nothing is known like an empty text. Others compare as signed numbers, where nothing is known before all numbers.
 *
 * **Twice** [SEM4]: of rows with one id and equal in all they say, the first row counts and the others are *duplicates*.
 * Of rows with one id that say different things, the last in canonical order counts and the others are *conflicts*. Rows
 * without an id are duplicates where they are equal in all they say.
 *
 * The work is a radix sort of instants; only rows that share an instant are compared further. Its time hardly depends on
 * what the rows hold: n log n comparisons of fields at worst.
 *
 * **Threads.** Nothing is shared: each call works in the memory that it is given.
 *
 * Example: examples/order.c.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    /** Fields of a row: twice those of SEM1. @since 0.1 */
    REVOPS_ORDER_FIELDS_MAX = 16
};
/** Rows of one call: positions are 32 bits wide. @since 0.1 */
#define REVOPS_ORDER_ROWS_MAX UINT64_C(4294967294)

/** revops_order_columns::flags: the rows of a lead stand together, leads by id. @since 0.1 */
#define REVOPS_ORDER_BY_LEAD 1u

/** Columns of events, one element a row each. Zero-fill it, set `struct_size`, then what there is. @since 0.1 */
typedef struct revops_order_columns {
    uint32_t struct_size;     /**< Size of the struct as compiled. */
    uint32_t flags;           /**< 0 or #REVOPS_ORDER_BY_LEAD. */
    uint64_t count;           /**< Rows, up to #REVOPS_ORDER_ROWS_MAX. */
    const int64_t *at_ms;     /**< Instants; may be NULL only if there are no rows. */
    const uint64_t *lead;     /**< Ids of leads; NULL where all rows are of one lead. */
    const uint64_t *sequence; /**< The log's own counter, 0 for none; NULL where no row has one. */
    const uint32_t *kind; /**< Index into `ranks`, any other number for rank 0; NULL where all have rank 0. */
    const uint16_t *ranks;        /**< Rank of each kind; NULL where `kind` is the rank itself. */
    const uint64_t *id;           /**< Ids of events, 0 for none; NULL where no row has one. */
    const revops_texts *id_texts; /**< With it, id n is the text n − 1. */
    const revops_column *fields;  /**< Whatever else rows say, in the order of comparison. */
    uint32_t rank_count;          /**< Kinds that have a rank. */
    uint32_t field_count;         /**< Fields, up to #REVOPS_ORDER_FIELDS_MAX. */
} revops_order_columns;

/** What becomes of a row. @since 0.1 */
enum revops_order_fates {
    REVOPS_ORDER_COUNTS = 0,    /**< It is an event. */
    REVOPS_ORDER_DUPLICATE = 1, /**< A row that counts, or a conflict, says the same with the same id. */
    REVOPS_ORDER_CONFLICT = 2   /**< A later row with the same id says something else. */
};
/** One of #revops_order_fates. @since 0.1 */
typedef uint32_t revops_order_fate;

/** How many rows came to what. @since 0.1 */
typedef struct revops_order_counts {
    uint64_t counted;    /**< Rows that count. */
    uint64_t duplicates; /**< #REVOPS_ORDER_DUPLICATE. */
    uint64_t conflicts;  /**< #REVOPS_ORDER_CONFLICT. */
    uint64_t
        without_id; /**< Of the duplicates, those that have no id: they may have been events of their own. */
} revops_order_counts;

/**
 * Brings rows into canonical order and finds what is given twice.
 *
 * @param[in]  columns      The rows; outputs must not overlap them.
 * @param[out] memory       Working memory, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed, 32 a row and a little; may be NULL.
 * @param[out] order        Numbers of all rows, in canonical order; rows equal in all they say stay in theirs.
 * @param[out] fates        One of #revops_order_fates for each row, by its number; NULL if not wanted, which saves the
 *                          search for conflicts.
 * @param[out] counts       How many; NULL if not wanted; all 0 where @p fates is NULL.
 * @retval REVOPS_OK           Ordered.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, there are too many rows or fields, or a column or its texts can't be read.
 * @retval REVOPS_ERR_ABI      struct_size fits no version.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned.
 * @retval REVOPS_ERR_NOSPACE  @p memory_size is below @p needed.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_order_sort(const revops_order_columns *columns, void *memory,
                                                            size_t memory_size, size_t *needed,
                                                            uint32_t *order, uint8_t *fates,
                                                            revops_order_counts *counts);

/**
 * "counts", "duplicate", "conflict".
 *
 * @param fate  Any value.
 * @return The name; "unknown" for any other value. Never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_order_fate_name(revops_order_fate fate);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
