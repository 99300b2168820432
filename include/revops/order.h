/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_ORDER_H
#define REVOPS_ORDER_H

#include <revops/base.h>
#include <revops/condition.h>

/**
 * @file
 * @defgroup order Order: one canonical order for a set of events
 *
 * The result of a replay must not depend on the order of rows in a file [LC20]. revops_order_sort() sorts columns of
 * events into their **canonical order** and finds duplicate and conflicting rows. Both results depend on the set of
 * rows alone.
 *
 * **Canonical order** [SEM1]: instant; sequence (the log's own counter); rank of the event's kind; id; then the
 * fields, one after the other. With several leads [SEM7] the lead's id comes right after the instant. With
 * #REVOPS_ORDER_BY_LEAD the lead's id comes first, so all rows of a lead are consecutive.
 *
 * **Ranks** order the events of one instant, for example facts before moves [SEM2]. A table gives the rank of each
 * kind.
 *
 * **Ids** are unsigned numbers, 0 for none, or texts that are compared by bytes. An id is unique within one lead
 * [SEM4].
 *
 * **Fields** are the other columns, in the order in which they are compared. Those of a log are usually the event's
 * name (folded), value, reason, actor, source, campaign and account. Texts are compared by their UTF-8 bytes; a
 * missing text equals an empty one. Other fields are compared as signed numbers; a missing number comes before all
 * others.
 *
 * **Duplicates and conflicts** [SEM4]: Rows are equal when they have the same lead, instant, id and fields. The first
 * of equal rows counts, and the others are *duplicates*. When rows with the same id differ, the last in canonical
 * order counts, and the others are *conflicts*. Equal rows without an id are duplicates, too.
 *
 * The sort is a radix sort of instants; only rows of the same instant are compared further. At worst it takes n log n
 * comparisons of fields.
 *
 * **Threads.** Each call works only in the memory that it is given. Calls share nothing.
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

/** Flag of revops_order_columns::flags: sort by lead first. @since 0.1 */
#define REVOPS_ORDER_BY_LEAD 1u

/**
 * Columns of events, one element per row. Zero-fill it, set `struct_size`, then set the columns that you have. @since
 * 0.1
 */
typedef struct revops_order_columns {
    uint32_t struct_size;     /**< Size of the struct as compiled. */
    uint32_t flags;           /**< 0 or #REVOPS_ORDER_BY_LEAD. */
    uint64_t count;           /**< Rows, up to #REVOPS_ORDER_ROWS_MAX. */
    const int64_t *at_ms;     /**< Instants; NULL only when there are no rows. */
    const uint64_t *lead;     /**< Ids of leads; NULL when all rows are of one lead. */
    const uint64_t *sequence; /**< The log's own counter, 0 for none; NULL when no row has one. */
    const uint32_t *kind;  /**< Index into `ranks`, other numbers have rank 0; NULL when all have rank 0. */
    const uint16_t *ranks; /**< Rank of each kind; NULL when `kind` is the rank itself. */
    const uint64_t *id;    /**< Ids of events, 0 for none; NULL when no row has one. */
    const revops_texts *id_texts; /**< Texts of the ids: id n is text n − 1; NULL when ids are numbers. */
    const revops_column *fields;  /**< The other columns, in the order of comparison. */
    uint32_t rank_count;          /**< Kinds that have a rank. */
    uint32_t field_count;         /**< Fields, up to #REVOPS_ORDER_FIELDS_MAX. */
} revops_order_columns;

/** Fate of a row. @since 0.1 */
enum revops_order_fates {
    REVOPS_ORDER_COUNTS = 0,    /**< The row counts. */
    REVOPS_ORDER_DUPLICATE = 1, /**< Equal to an earlier row with the same id. */
    REVOPS_ORDER_CONFLICT = 2   /**< Replaced by a later, different row with the same id. */
};
/** One of #revops_order_fates. @since 0.1 */
typedef uint32_t revops_order_fate;

/** Number of rows of each fate. @since 0.1 */
typedef struct revops_order_counts {
    uint64_t counted;    /**< Rows that count. */
    uint64_t duplicates; /**< #REVOPS_ORDER_DUPLICATE. */
    uint64_t conflicts;  /**< #REVOPS_ORDER_CONFLICT. */
    uint64_t without_id; /**< Duplicates without an id, which may be separate events. */
} revops_order_counts;

/**
 * Sorts rows into canonical order and finds duplicates and conflicts.
 *
 * @param[in]  columns      The rows; outputs must not overlap them.
 * @param[out] memory       Working memory, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed, about 32 per row; may be NULL.
 * @param[out] order        Numbers of all rows, in canonical order; equal rows keep their relative order.
 * @param[out] fates        One of #revops_order_fates per row, by its number; NULL if not wanted, which saves the
 *                          search for conflicts.
 * @param[out] counts       Numbers of rows; all 0 when @p fates is NULL; NULL if not wanted.
 * @retval REVOPS_OK           Ordered.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, there are too many rows or fields, or a column or its texts can't be
 *                             read.
 * @retval REVOPS_ERR_ABI      `struct_size` fits no version.
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
