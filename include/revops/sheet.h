/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_SHEET_H
#define REVOPS_SHEET_H

#include <revops/plan.h>

/**
 * @file
 * @defgroup sheet Sheet: the executive page, and any tables, as text, JSON and CSV
 *
 * Writes what others computed. It knows no engine: a figure comes from a fold, from plan.h or from anywhere else.
 *
 * revops_sheet_build() lays figures out as tables: key figures with their bands (coverage, acceptance, gap and the
 * stage that causes it, payback, alignment, time to contact), the funnel with Wilson's intervals, service levels of
 * both sides, deviations and the worst queues, and then any tables of the caller's. What isn't known is left out. One
 * sheet is then written in three forms:
 *
 * | form | numbers | unknown |
 * |---|---|---|
 * | revops_sheet_text() | for people: 12,345.67, 31.6 %, 4.00x, 3 d 4 h, in columns | – |
 * | revops_sheet_json_text() | integers in the units of #revops_sheet_kinds; instants and days as text | null |
 * | revops_sheet_csv_text() | decimals: 12345.67, 0.3158, 4.0000, seconds (RFC 4180) | empty |
 *
 * **Names** are UTF-8 of any origin. On a terminal, control characters, those that turn the direction of writing, and
 * bytes that are no UTF-8 are written as `\x1b`, `\u202e`, `\xff`; columns are aligned by the width that characters
 * have there: none for combining marks, two for wide ones. In JSON such bytes become U+FFFD.
 * #REVOPS_SHEET_FOR_SPREADSHEETS puts an apostrophe before a name that a spreadsheet would take for a formula.
 *
 * **Memory.** A sheet points to the texts and tables it was built from: they must outlive it. It is read-only and may
 * be shared by threads.
 *
 * Example: examples/sheet.c.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    REVOPS_SHEET_ROWS_MAX = 1048576, /**< Rows of a table: 10,000 owners by 52 weeks, times two. @since 0.1 */
    REVOPS_SHEET_COLUMNS_MAX = 64,   /**< Columns of a table: a page is forty wide. @since 0.1 */
    REVOPS_SHEET_TABLES_MAX = 256,   /**< Tables of the caller's: a page has ten. @since 0.1 */
    REVOPS_SHEET_WORST_MAX = 256     /**< Deviations and queues that are shown. @since 0.1 */
};

/** What a cell is, and its unit. @since 0.1 */
enum revops_sheet_kinds {
    REVOPS_SHEET_NAME = 1,     /**< A text; a text of NULL is unknown. */
    REVOPS_SHEET_COUNT = 2,    /**< A whole number. */
    REVOPS_SHEET_MONEY = 3,    /**< Minor units, a hundredth of the currency. */
    REVOPS_SHEET_SHARE = 4,    /**< Basis points, shown as a percentage. */
    REVOPS_SHEET_MULTIPLE = 5, /**< Ten-thousandths: "4 times". */
    REVOPS_SHEET_MONTHS = 6,   /**< Months, in ten-thousandths. */
    REVOPS_SHEET_SPAN = 7,     /**< Milliseconds. */
    REVOPS_SHEET_INSTANT = 8,  /**< Milliseconds since the epoch, UTC. */
    REVOPS_SHEET_DAY = 9       /**< Days since the epoch. */
};
/** One of #revops_sheet_kinds. @since 0.1 */
typedef uint32_t revops_sheet_kind;

/** A cell. Frozen. @since 0.1 */
typedef struct revops_sheet_cell {
    int64_t value;          /**< #REVOPS_MISSING: unknown. Not read for a name. */
    const char *text;       /**< Of a name. */
    revops_sheet_kind kind; /**< 0: that of its column. */
    uint32_t reserved;      /**< 0. */
} revops_sheet_cell;

/** A column. Grows at its end. @since 0.1 */
typedef struct revops_sheet_column {
    const char *name;       /**< Its heading. */
    revops_sheet_kind kind; /**< Of its cells. */
    uint32_t reserved;      /**< 0. */
} revops_sheet_column;

/** A table. Grows at its end. @since 0.1 */
typedef struct revops_sheet_table {
    const char *name;                   /**< Its title. */
    const revops_sheet_column *columns; /**< Columns. */
    const revops_sheet_cell *cells;     /**< `row_count` × `column_count` cells, row by row. */
    uint32_t column_count;              /**< 1 … #REVOPS_SHEET_COLUMNS_MAX. */
    uint32_t column_row_size;           /**< sizeof(revops_sheet_column) as compiled. */
    uint32_t row_count;                 /**< 0 … #REVOPS_SHEET_ROWS_MAX. */
    uint32_t reserved;                  /**< 0. */
} revops_sheet_table;

/** Service levels of marketing, sales, a team or an owner, as revops_compliance counts them. Grows at its end. @since 0.1 */
typedef struct revops_sheet_side {
    const char *name;      /**< Whose. */
    uint64_t met;          /**< Kept. */
    uint64_t breached;     /**< Missed. */
    uint64_t met_late;     /**< Of those, met afterwards. */
    uint64_t under_5_min;  /**< Met after less than 5 minutes. */
    uint64_t under_30_min; /**< Met after 5 to less than 30 minutes. */
    uint64_t from_30_min;  /**< Met after 30 minutes or more. */
} revops_sheet_side;

/** A step of the funnel. Grows at its end. @since 0.1 */
typedef struct revops_sheet_step {
    const char *name; /**< The stage. */
    uint32_t reached; /**< Leads that reached it. */
    uint32_t went_on; /**< Of those, leads that reached the next one; 0 for the last one. */
} revops_sheet_step;

/** What was left of the policy. Grows at its end. @since 0.1 */
typedef struct revops_sheet_deviation {
    const char *name;    /**< The rule, item or stage. */
    uint64_t deviations; /**< How often. */
    uint64_t leads;      /**< Of how many leads. */
    int64_t lost_ms;     /**< Time lost; #REVOPS_MISSING: not measured. */
} revops_sheet_deviation;

/** A queue or an owner. Grows at its end. @since 0.1 */
typedef struct revops_sheet_queue {
    const char *name;   /**< Its name. */
    uint64_t waiting;   /**< Leads that wait. */
    uint64_t overdue;   /**< Of those, leads whose promise is broken. */
    int64_t longest_ms; /**< Longest wait; #REVOPS_MISSING: not measured. */
} revops_sheet_queue;

/** The figures of a page. Start from revops_sheet_defaults(), by which nothing is known. @since 0.1 */
typedef struct revops_sheet_params {
    uint32_t struct_size;                     /**< sizeof(revops_sheet_params) as compiled. */
    uint32_t flags;                           /**< 0. */
    const char *title;                        /**< Title; NULL for none. */
    int64_t as_of_ms;                         /**< The present of the page; #REVOPS_MISSING: not told. */
    int64_t pipeline;                         /**< Pipeline there, minor units, 0 or more (MT1, MT17). */
    int64_t needed;                           /**< Pipeline needed, minor units, 1 or more (MT17). */
    int64_t quota;                            /**< Quota, minor units, 1 or more (MT1). */
    const char *gap_stage;                    /**< Stage that causes the gap; NULL: not told. */
    int64_t offered;                          /**< Leads that sales decided on (MT7). */
    int64_t accepted;                         /**< Of those, accepted. */
    int64_t payback;                          /**< CAC payback in ten-thousandths of a month (MT5). */
    int64_t alignment_bp;                     /**< Alignment score (MT16). */
    int64_t contact_median_ms;                /**< Time to first contact, median (MT8). */
    int64_t contact_late_ms;                  /**< The same, within which 90 of 100 are contacted (MT8). */
    const revops_plan_params *bands;          /**< Bands; NULL for the built-in ones. */
    const revops_sheet_side *sides;           /**< Service levels (SL8). */
    const revops_sheet_step *steps;           /**< The funnel. */
    const revops_sheet_deviation *deviations; /**< Deviations, in any order (MT19). */
    const revops_sheet_queue *queues;         /**< Queues, in any order. */
    const revops_sheet_table *tables;         /**< Further tables. */
    uint32_t side_count;                      /**< Rows at `sides`, up to #REVOPS_SHEET_ROWS_MAX. */
    uint32_t side_row_size;                   /**< sizeof(revops_sheet_side) as compiled. */
    uint32_t step_count;                      /**< Rows at `steps`, up to #REVOPS_SHEET_ROWS_MAX. */
    uint32_t step_row_size;                   /**< sizeof(revops_sheet_step) as compiled. */
    uint32_t deviation_count;                 /**< Rows at `deviations`, up to #REVOPS_SHEET_ROWS_MAX. */
    uint32_t deviation_row_size;              /**< sizeof(revops_sheet_deviation) as compiled. */
    uint32_t queue_count;                     /**< Rows at `queues`, up to #REVOPS_SHEET_ROWS_MAX. */
    uint32_t queue_row_size;                  /**< sizeof(revops_sheet_queue) as compiled. */
    uint32_t table_count;                     /**< Rows at `tables`, up to #REVOPS_SHEET_TABLES_MAX. */
    uint32_t table_row_size;                  /**< sizeof(revops_sheet_table) as compiled. */
    uint32_t confidence_bp;                   /**< Of intervals, 5000 … 9999; 9500. */
    uint32_t worst_count; /**< Deviations and queues that are shown, 1 … #REVOPS_SHEET_WORST_MAX; 10. */
} revops_sheet_params;

/** Names that a spreadsheet would take for a formula get an apostrophe. @since 0.1 */
#define REVOPS_SHEET_FOR_SPREADSHEETS 1u

/** A sheet that was laid out. @since 0.1 */
typedef struct revops_sheet revops_sheet;

/**
 * Writes a page of which nothing is known.
 *
 * @param[out] out   Parameters.
 * @param      size  sizeof(revops_sheet_params) as compiled.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sheet_defaults(revops_sheet_params *out, size_t size);

/**
 * Lists every fault of the figures.
 *
 * @param[in]  params    The figures.
 * @param[out] problems  The first @p capacity faults; may be NULL.
 * @param      capacity  Faults at @p problems.
 * @param[out] needed    Number of faults; may be NULL.
 * @retval REVOPS_OK          No fault.
 * @retval REVOPS_ERR_ARG     @p params is NULL, or a value is out of range.
 * @retval REVOPS_ERR_ABI     A size fits no version.
 * @retval REVOPS_ERR_NEWER   A flag, kind or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND A part is more than its whole, or the bands contradict each other.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sheet_check(const revops_sheet_params *params,
                                                             revops_problem *problems, size_t capacity,
                                                             size_t *needed);

/**
 * Lays a page out.
 *
 * @param[in]  params       The figures; what they point to must outlive the sheet.
 * @param[out] memory       Memory for it, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed; may be NULL.
 * @param[out] out          The sheet, inside @p memory; may be NULL when asking for the size.
 * @retval REVOPS_OK          Laid out.
 * @retval REVOPS_ERR_ARG     As revops_sheet_check(), or @p out is missing.
 * @retval REVOPS_ERR_ABI     As revops_sheet_check().
 * @retval REVOPS_ERR_NEWER   As revops_sheet_check().
 * @retval REVOPS_ERR_UNSOUND As revops_sheet_check().
 * @retval REVOPS_ERR_NOSPACE @p memory is NULL or too small.
 * @retval REVOPS_ERR_ALIGN   @p memory isn't aligned.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sheet_build(const revops_sheet_params *params, void *memory,
                                                             size_t memory_size, size_t *needed,
                                                             const revops_sheet **out);

/**
 * Tables of a sheet.
 *
 * @param[in] sheet  The sheet.
 * @return Their number; 0 for NULL.
 * @since 0.1
 */
REVOPS_API uint32_t revops_sheet_table_count(const revops_sheet *sheet);

/**
 * Name of a table of a sheet, such as "Funnel".
 *
 * @param[in] sheet  The sheet.
 * @param     table  Any value.
 * @return Text; "unknown" where there is none. Never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_sheet_table_name(const revops_sheet *sheet, uint32_t table);

/**
 * The sheet for people, in columns.
 *
 * @param[in]  sheet     The sheet.
 * @param[out] out       Text (UTF-8) closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity  Bytes at @p out.
 * @return Full length of the text (see @ref base); 0 for NULL.
 * @since 0.1
 */
REVOPS_API size_t revops_sheet_text(const revops_sheet *sheet, char *out, size_t capacity);

/**
 * The sheet as one JSON object (RFC 8259): `title`, `as_of`, and `tables`, each with `name`, `columns` (`name`, `kind`)
 * and `rows`. A cell of another kind than its column's is an object of `kind` and `value`.
 *
 * @param[in]  sheet     The sheet.
 * @param[out] out       Text (UTF-8) closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity  Bytes at @p out.
 * @return Full length of the text (see @ref base); 0 for NULL.
 * @since 0.1
 */
REVOPS_API size_t revops_sheet_json_text(const revops_sheet *sheet, char *out, size_t capacity);

/**
 * One table as CSV (RFC 4180): a line of headings, then a line a row, each closed by CR and LF.
 *
 * @param[in]  sheet     The sheet.
 * @param      table     Which table.
 * @param      flags     #REVOPS_SHEET_FOR_SPREADSHEETS or 0.
 * @param[out] out       Text (UTF-8) closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity  Bytes at @p out.
 * @return Full length of the text (see @ref base); 0 for NULL, no such table or another flag.
 * @since 0.1
 */
REVOPS_API size_t revops_sheet_csv_text(const revops_sheet *sheet, uint32_t table, uint32_t flags, char *out,
                                        size_t capacity);

/**
 * Name of a kind, such as "share".
 *
 * @param kind  Any value.
 * @return Text; "unknown" for any other value. Never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_sheet_kind_name(revops_sheet_kind kind);

/**
 * Columns that a text takes on a terminal, as revops_sheet_text() escapes it.
 *
 * @param[in] text  Text closed by a NUL.
 * @return Columns; 0 for NULL.
 * @since 0.1
 */
REVOPS_API size_t revops_sheet_width(const char *text);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
