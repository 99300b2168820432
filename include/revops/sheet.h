/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_SHEET_H
#define REVOPS_SHEET_H

#include <revops/plan.h>

/**
 * @file
 * @defgroup sheet Sheet: a page of figures and tables as text, JSON and CSV
 *
 * Formats figures that other modules computed. It needs no engine: figures may come from any source.
 *
 * revops_sheet_build() arranges figures in tables: key figures with their bands (coverage, acceptance, gap and the
 * stage that causes it, payback, alignment, time to contact, and any others), the funnel with Wilson intervals, service levels of both
 * sides, deviations, the worst queues, and any tables of the caller. Unknown figures are omitted. A sheet can then be
 * written in three forms:
 *
 * | form | numbers | unknown |
 * |---|---|---|
 * | revops_sheet_text() | aligned columns for people: 12,345.67, 31.6 %, 4.00x, 3 d 4 h | – |
 * | revops_sheet_json_text() | integers in the units of #revops_sheet_kinds; instants and days as text | null |
 * | revops_sheet_csv_text() | decimals: 12345.67, 0.3158, 4.0000, seconds (RFC 4180) | empty |
 *
 * **Names** are UTF-8 from any source, so they are escaped. In text, control characters, bidirectional controls and
 * invalid UTF-8 are written as `\x1b`, `\u202e`, `\xff`. Columns are aligned by the width of characters on a terminal:
 * 0 for combining marks, 2 for wide characters. In JSON, invalid UTF-8 becomes U+FFFD. In CSV,
 * #REVOPS_SHEET_FOR_SPREADSHEETS puts an apostrophe before a name that a spreadsheet would read as a formula.
 *
 * **Memory.** A sheet points to the texts and tables of its parameters, which must outlive it. It is read-only and may
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
    REVOPS_SHEET_COLUMNS_MAX = 64,   /**< Columns of a table; a page holds about forty. @since 0.1 */
    REVOPS_SHEET_TABLES_MAX = 256,   /**< Tables of the caller; a page has about ten. @since 0.1 */
    REVOPS_SHEET_WORST_MAX = 256     /**< Deviations and queues that are shown. @since 0.1 */
};

/** Kinds of cell, with their units. @since 0.1 */
enum revops_sheet_kinds {
    REVOPS_SHEET_NAME = 1,     /**< A text; NULL is unknown. */
    REVOPS_SHEET_COUNT = 2,    /**< A whole number. */
    REVOPS_SHEET_MONEY = 3,    /**< Money in minor units, hundredths of the currency. */
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
    int64_t value;          /**< Value; #REVOPS_MISSING for unknown. Not used for a name. */
    const char *text;       /**< Text of a name. */
    revops_sheet_kind kind; /**< Kind; 0 for that of the column. */
    uint32_t reserved;      /**< 0. */
} revops_sheet_cell;

/** A column. Grows at its end. @since 0.1 */
typedef struct revops_sheet_column {
    const char *name;       /**< Heading. */
    revops_sheet_kind kind; /**< Kind of its cells. */
    uint32_t reserved;      /**< 0. */
} revops_sheet_column;

/** A table. Grows at its end. @since 0.1 */
typedef struct revops_sheet_table {
    const char *name;                   /**< Title. */
    const revops_sheet_column *columns; /**< Columns. */
    const revops_sheet_cell *cells;     /**< `row_count` × `column_count` cells, row by row. */
    uint32_t column_count;              /**< 1 … #REVOPS_SHEET_COLUMNS_MAX. */
    uint32_t column_row_size;           /**< sizeof(revops_sheet_column) as compiled. */
    uint32_t row_count;                 /**< 0 … #REVOPS_SHEET_ROWS_MAX. */
    uint32_t reserved;                  /**< 0. */
} revops_sheet_table;

/** Service levels of a side, team or owner, from a #revops_compliance. Grows at its end. @since 0.1 */
typedef struct revops_sheet_side {
    const char *name;      /**< Name of the side, team or owner. */
    uint64_t met;          /**< Kept promises. */
    uint64_t breached;     /**< Missed promises. */
    uint64_t met_late;     /**< Missed promises that were met afterwards. */
    uint64_t under_5_min;  /**< Met in less than 5 minutes. */
    uint64_t under_30_min; /**< Met in 5 to less than 30 minutes. */
    uint64_t from_30_min;  /**< Met in 30 minutes or more. */
} revops_sheet_side;

/** A step of the funnel. Grows at its end. @since 0.1 */
typedef struct revops_sheet_step {
    const char *name; /**< Name of the stage. */
    uint32_t reached; /**< Leads that reached it. */
    uint32_t went_on; /**< Leads that also reached the next stage; 0 for the last stage. */
} revops_sheet_step;

/** A kind of deviation from the policy. Grows at its end. @since 0.1 */
typedef struct revops_sheet_deviation {
    const char *name;    /**< Name of the rule, item or stage. */
    uint64_t deviations; /**< Number of deviations. */
    uint64_t leads;      /**< Number of leads that deviated. */
    int64_t lost_ms;     /**< Lost time; #REVOPS_MISSING if not measured. */
} revops_sheet_deviation;

/** A queue or an owner. Grows at its end. @since 0.1 */
typedef struct revops_sheet_queue {
    const char *name;   /**< Its name. */
    uint64_t waiting;   /**< Waiting leads. */
    uint64_t overdue;   /**< Waiting leads whose promise is breached. */
    int64_t longest_ms; /**< Longest wait; #REVOPS_MISSING if not measured. */
} revops_sheet_queue;

/**
 * A further key figure, judged by the bands of its metric: a win rate, a cycle, whatever a policy has bands or a target of.
 * Grows at its end. @since 0.1
 */
typedef struct revops_sheet_figure {
    const char *name; /**< Its name. */
    int64_t value;    /**< Value, in the unit of its kind and of its metric; not shown if #REVOPS_MISSING. */
    revops_sheet_kind kind; /**< Kind, other than #REVOPS_SHEET_NAME. */
    uint32_t metric;        /**< One of #revops_plan_metrics or, with the bands of a policy, what
                                 revops_policy_metric_find() finds; 0 if nothing judges it. */
} revops_sheet_figure;

/** Figures of a page. Start from revops_sheet_defaults(), where all are unknown (#REVOPS_MISSING). @since 0.1 */
typedef struct revops_sheet_params {
    uint32_t struct_size;      /**< sizeof(revops_sheet_params) as compiled. */
    uint32_t flags;            /**< 0. */
    const char *title;         /**< Title; NULL for none. */
    int64_t as_of_ms;          /**< Instant of the figures. */
    int64_t pipeline;          /**< Actual pipeline, minor units, 0 or more (MT1, MT17). */
    int64_t needed;            /**< Needed pipeline, minor units, 1 or more (MT17). */
    int64_t quota;             /**< Quota, minor units, 1 or more (MT1). */
    const char *gap_stage;     /**< Stage that causes the gap; or NULL. */
    int64_t offered;           /**< Leads that sales decided on (MT7). */
    int64_t accepted;          /**< Leads that sales accepted. */
    int64_t payback;           /**< CAC payback, ten-thousandths of a month (MT5). */
    int64_t alignment_bp;      /**< Alignment score (MT16). */
    int64_t contact_median_ms; /**< Median time to first contact (MT8). */
    int64_t contact_late_ms;   /**< 90th percentile of that time (MT8). */
    const revops_plan_params
        *bands; /**< Bands, as revops_policy_plan_bands() writes those and the targets of a
                                                   policy; NULL for the built-in ones. */
    const revops_sheet_side *sides;           /**< Service levels (SL8). */
    const revops_sheet_step *steps;           /**< Steps of the funnel. */
    const revops_sheet_deviation *deviations; /**< Deviations, in any order (MT19). */
    const revops_sheet_queue *queues;         /**< Queues, in any order. */
    const revops_sheet_table *tables;         /**< Further tables. */
    const revops_sheet_figure *figures;       /**< Further key figures, in their order. */
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
    uint32_t figure_count;                    /**< Rows at `figures`, up to #REVOPS_SHEET_ROWS_MAX. */
    uint32_t figure_row_size;                 /**< sizeof(revops_sheet_figure) as compiled. */
    uint32_t confidence_bp;                   /**< Confidence of intervals, 5000 … 9999; default 9500. */
    uint32_t worst_count; /**< Deviations and queues shown, 1 … #REVOPS_SHEET_WORST_MAX; default 10. */
} revops_sheet_params;

/** Put an apostrophe before names that a spreadsheet would read as a formula. @since 0.1 */
#define REVOPS_SHEET_FOR_SPREADSHEETS 1u

/** A compiled sheet. @since 0.1 */
typedef struct revops_sheet revops_sheet;

/**
 * Writes figures that are all unknown.
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
 * Arranges the figures in tables.
 *
 * @param[in]  params       The figures. Everything that they point to must outlive the sheet.
 * @param[out] memory       Memory for it, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed; may be NULL.
 * @param[out] out          The sheet, inside @p memory; may be NULL when asking for the size.
 * @retval REVOPS_OK          Built.
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
 * Number of tables of a sheet.
 *
 * @param[in] sheet The sheet.
 * @return Number of tables; 0 for NULL.
 * @since 0.1
 */
REVOPS_API uint32_t revops_sheet_table_count(const revops_sheet *sheet);

/**
 * Name of a table of a sheet, such as "Funnel".
 *
 * @param[in] sheet  The sheet.
 * @param     table  Any value.
 * @return Text; "unknown" for an unknown table. Never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_sheet_table_name(const revops_sheet *sheet, uint32_t table);

/**
 * Writes the sheet for people, in aligned columns.
 *
 * @param[in]  sheet     The sheet.
 * @param[out] out       Text (UTF-8) closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity  Bytes at @p out.
 * @return Full length of the text (see @ref base); 0 for NULL.
 * @since 0.1
 */
REVOPS_API size_t revops_sheet_text(const revops_sheet *sheet, char *out, size_t capacity);

/**
 * Writes the sheet as one JSON object (RFC 8259) with `title`, `as_of` and `tables`. Each table has `name`, `columns`
 * (`name`, `kind`) and `rows`. A cell whose kind differs from that of its column is an object of `kind` and `value`.
 *
 * @param[in]  sheet     The sheet.
 * @param[out] out       Text (UTF-8) closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity  Bytes at @p out.
 * @return Full length of the text (see @ref base); 0 for NULL.
 * @since 0.1
 */
REVOPS_API size_t revops_sheet_json_text(const revops_sheet *sheet, char *out, size_t capacity);

/**
 * Writes one table as CSV (RFC 4180): a line of headings, then one line per row, each ending in CR LF.
 *
 * @param[in]  sheet     The sheet.
 * @param      table     Index of the table.
 * @param      flags     #REVOPS_SHEET_FOR_SPREADSHEETS or 0.
 * @param[out] out       Text (UTF-8) closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity  Bytes at @p out.
 * @return Full length of the text (see @ref base); 0 for NULL, an unknown table or another flag.
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
 * Width of a text on a terminal, escaped as by revops_sheet_text().
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
