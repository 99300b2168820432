/* SPDX-License-Identifier: MIT */
/* Faults of the figures of a sheet. */
#include "core/params.h"
#include "figures/sheet-internal.h"

enum {
    SHEET_LEAST_CONFIDENCE_BP = 5000,
    SHEET_MOST_CONFIDENCE_BP = 9999,
    SHEET_WORST = 10,
    SHEET_CONFIDENCE_BP = 9500
};
#define SHEET_DAY_MOST (INT64_MAX / REVOPS_DAY_MS)

revops_status revops_sheet_defaults(revops_sheet_params *out, size_t size)
{
    const revops_sheet_params defaults = {
        .struct_size = sizeof defaults,
        .as_of_ms = REVOPS_MISSING,
        .pipeline = REVOPS_MISSING,
        .needed = REVOPS_MISSING,
        .quota = REVOPS_MISSING,
        .offered = REVOPS_MISSING,
        .accepted = REVOPS_MISSING,
        .payback = REVOPS_MISSING,
        .alignment_bp = REVOPS_MISSING,
        .contact_median_ms = REVOPS_MISSING,
        .contact_late_ms = REVOPS_MISSING,
        .side_row_size = sizeof(revops_sheet_side),
        .step_row_size = sizeof(revops_sheet_step),
        .deviation_row_size = sizeof(revops_sheet_deviation),
        .queue_row_size = sizeof(revops_sheet_queue),
        .table_row_size = sizeof(revops_sheet_table),
        .figure_row_size = sizeof(revops_sheet_figure),
        .confidence_bp = SHEET_CONFIDENCE_BP,
        .worst_count = SHEET_WORST,
    };
    return REVOPS__PARAMS_GIVE(revops_sheet_params, out, size, &defaults);
}

static void sheet_check_least(revops__problems *to, const char *field, int64_t value, int64_t least)
{
    if (value != REVOPS_MISSING && value < least) {
        revops__problem_put(to, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, field, value,
                            least ? "1 or more" : "0 or more");
    }
}

static void sheet_check_values(const revops_sheet_params *own, revops__problems *to)
{
    if (own->flags) {
        revops__problem_put(to, REVOPS_ERR_NEWER, "params", REVOPS_NO_ROW, "flags", own->flags, "0");
    }
    sheet_check_least(to, "pipeline", own->pipeline, 0);
    sheet_check_least(to, "needed", own->needed, 1);
    sheet_check_least(to, "quota", own->quota, 1);
    sheet_check_least(to, "offered", own->offered, 0);
    sheet_check_least(to, "payback", own->payback, 0);
    sheet_check_least(to, "alignment_bp", own->alignment_bp, 0);
    sheet_check_least(to, "contact_median_ms", own->contact_median_ms, 0);
    sheet_check_least(to, "contact_late_ms", own->contact_late_ms, 0);
    if (own->offered != REVOPS_MISSING && (own->accepted < 0 || own->offered > UINT32_MAX)) {
        revops__problem_put(to, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, "accepted", own->accepted,
                            "0 or more, of less than 2^32 leads");
    } else if (own->offered != REVOPS_MISSING && own->accepted > own->offered) {
        revops__problem_put(to, REVOPS_ERR_UNSOUND, "params", REVOPS_NO_ROW, "accepted", own->accepted,
                            "at most offered");
    }
    if (own->confidence_bp < SHEET_LEAST_CONFIDENCE_BP || own->confidence_bp > SHEET_MOST_CONFIDENCE_BP) {
        revops__problem_put(to, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, "confidence_bp", own->confidence_bp,
                            "5000 to 9999");
    }
    if (own->worst_count < 1 || own->worst_count > REVOPS_SHEET_WORST_MAX) {
        revops__problem_put(to, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, "worst_count", own->worst_count,
                            "1 to 256");
    }
    revops_status status = own->bands ? revops_plan_check(own->bands, NULL, 0, NULL) : REVOPS_OK;
    if (status != REVOPS_OK) {
        revops__problem_put(to, status, "params", REVOPS_NO_ROW, "bands", status,
                            "what revops_plan_check() takes");
    }
}

/* Whether the rows of a table can be read. */
static int sheet_can_read(revops__problems *to, const char *part, revops_status status, uint32_t count,
                          uint32_t most)
{
    if (status == REVOPS_OK && count > most) {
        status = REVOPS_ERR_ARG;
    }
    if (status != REVOPS_OK) {
        revops__problem_put(to, status, part, REVOPS_NO_ROW, "rows", count,
                            "a table of a known row size, within its limit");
    }
    return status == REVOPS_OK;
}

static void sheet_check_name(revops__problems *to, const char *part, uint32_t row, const char *name)
{
    if (!name) {
        revops__problem_put(to, REVOPS_ERR_ARG, part, row, "name", 0, "a text");
    }
}

static void sheet_check_lists(const revops_sheet_params *own, revops__problems *to)
{
    revops_status status =
        REVOPS__ROWS_CHECK(revops_sheet_side, own->sides, own->side_count, own->side_row_size);
    uint32_t count =
        sheet_can_read(to, "sides", status, own->side_count, REVOPS_SHEET_ROWS_MAX) ? own->side_count : 0;
    for (uint32_t i = 0; i < count; i++) {
        revops_sheet_side side;
        REVOPS__ROW_GET(revops_sheet_side, &side, own->sides, own->side_row_size, i);
        sheet_check_name(to, "sides", i, side.name);
    }
    status = REVOPS__ROWS_CHECK(revops_sheet_step, own->steps, own->step_count, own->step_row_size);
    count = sheet_can_read(to, "steps", status, own->step_count, REVOPS_SHEET_ROWS_MAX) ? own->step_count : 0;
    for (uint32_t i = 0; i < count; i++) {
        revops_sheet_step step;
        REVOPS__ROW_GET(revops_sheet_step, &step, own->steps, own->step_row_size, i);
        sheet_check_name(to, "steps", i, step.name);
        if (step.went_on > step.reached) {
            revops__problem_put(to, REVOPS_ERR_UNSOUND, "steps", i, "went_on", step.went_on,
                                "at most reached");
        }
    }
    status = REVOPS__ROWS_CHECK(revops_sheet_deviation, own->deviations, own->deviation_count,
                                own->deviation_row_size);
    count = sheet_can_read(to, "deviations", status, own->deviation_count, REVOPS_SHEET_ROWS_MAX)
                ? own->deviation_count
                : 0;
    for (uint32_t i = 0; i < count; i++) {
        revops_sheet_deviation deviation;
        REVOPS__ROW_GET(revops_sheet_deviation, &deviation, own->deviations, own->deviation_row_size, i);
        sheet_check_name(to, "deviations", i, deviation.name);
    }
    status = REVOPS__ROWS_CHECK(revops_sheet_queue, own->queues, own->queue_count, own->queue_row_size);
    count =
        sheet_can_read(to, "queues", status, own->queue_count, REVOPS_SHEET_ROWS_MAX) ? own->queue_count : 0;
    for (uint32_t i = 0; i < count; i++) {
        revops_sheet_queue queue;
        REVOPS__ROW_GET(revops_sheet_queue, &queue, own->queues, own->queue_row_size, i);
        sheet_check_name(to, "queues", i, queue.name);
        if (queue.overdue > queue.waiting) {
            revops__problem_put(to, REVOPS_ERR_UNSOUND, "queues", i, "overdue", (int64_t)queue.overdue,
                                "at most waiting");
        }
    }
}

static void sheet_check_figures(const revops_sheet_params *own, revops__problems *to)
{
    revops_status status =
        REVOPS__ROWS_CHECK(revops_sheet_figure, own->figures, own->figure_count, own->figure_row_size);
    if (!sheet_can_read(to, "figures", status, own->figure_count, REVOPS_SHEET_ROWS_MAX)) {
        return;
    }
    const int has_bands = !own->bands || revops_plan_check(own->bands, NULL, 0, NULL) == REVOPS_OK;
    for (uint32_t i = 0; i < own->figure_count; i++) {
        revops_sheet_figure figure;
        revops_plan_judgement judgement;
        REVOPS__ROW_GET(revops_sheet_figure, &figure, own->figures, own->figure_row_size, i);
        sheet_check_name(to, "figures", i, figure.name);
        if (!figure.kind || figure.kind == REVOPS_SHEET_NAME || figure.kind > REVOPS_SHEET_DAY) {
            revops__problem_put(to, figure.kind > REVOPS_SHEET_DAY ? REVOPS_ERR_NEWER : REVOPS_ERR_ARG,
                                "figures", i, "kind", figure.kind, "a kind other than that of a name");
        } else if (figure.kind == REVOPS_SHEET_DAY && figure.value != REVOPS_MISSING &&
                   (figure.value > SHEET_DAY_MOST || figure.value < -SHEET_DAY_MOST)) {
            revops__problem_put(to, REVOPS_ERR_ARG, "figures", i, "value", figure.value,
                                "a day within INT64_MAX milliseconds of 1970-01-01");
        }
        if (figure.metric && has_bands && figure.value != REVOPS_MISSING &&
            revops_plan_judge(own->bands, figure.metric, figure.value, &judgement) != REVOPS_OK) {
            revops__problem_put(to, REVOPS_ERR_ARG, "figures", i, "metric", figure.metric,
                                "0 or a metric that the bands judge");
        }
    }
}

/* Whether a cell is of a kind that there is and has a value that can be written. */
static revops_status sheet_cell_status(const revops_sheet_table *table, uint32_t column,
                                       const revops_sheet_cell *cell)
{
    revops_sheet_kind kind = revops__sheet_kind_of(table, column, cell);
    if (kind > REVOPS_SHEET_DAY || cell->reserved) {
        return REVOPS_ERR_NEWER;
    }
    int is_day = kind == REVOPS_SHEET_DAY && cell->value != REVOPS_MISSING;
    return is_day && (cell->value > SHEET_DAY_MOST || cell->value < -SHEET_DAY_MOST) ? REVOPS_ERR_ARG
                                                                                     : REVOPS_OK;
}

static int sheet_check_columns(const revops_sheet_table *table, uint32_t row, revops__problems *to)
{
    revops_status status =
        REVOPS__ROWS_CHECK(revops_sheet_column, table->columns, table->column_count, table->column_row_size);
    if (status == REVOPS_OK &&
        (table->column_count < 1 || table->column_count > REVOPS_SHEET_COLUMNS_MAX ||
         table->row_count > REVOPS_SHEET_ROWS_MAX || (table->row_count && !table->cells))) {
        status = REVOPS_ERR_ARG;
    }
    for (uint32_t c = 0; status == REVOPS_OK && c < table->column_count; c++) {
        const revops_sheet_column column = revops__sheet_column_at(table, c);
        status = column.name ? REVOPS_OK : REVOPS_ERR_ARG;
        if (status == REVOPS_OK &&
            (column.kind < REVOPS_SHEET_NAME || column.kind > REVOPS_SHEET_DAY || column.reserved)) {
            status = REVOPS_ERR_NEWER;
        }
    }
    if (status != REVOPS_OK) {
        revops__problem_put(to, status, "tables", row, "columns", table->column_count,
                            "1 to 64 named columns of known kinds, and cells where there are rows");
    }
    return status == REVOPS_OK;
}

static void sheet_check_tables(const revops_sheet_params *own, revops__problems *to)
{
    revops_status status =
        REVOPS__ROWS_CHECK(revops_sheet_table, own->tables, own->table_count, own->table_row_size);
    if (!sheet_can_read(to, "tables", status, own->table_count, REVOPS_SHEET_TABLES_MAX)) {
        return;
    }
    for (uint32_t i = 0; i < own->table_count; i++) {
        revops_sheet_table table;
        REVOPS__ROW_GET(revops_sheet_table, &table, own->tables, own->table_row_size, i);
        sheet_check_name(to, "tables", i, table.name);
        if (!sheet_check_columns(&table, i, to)) {
            continue;
        }
        for (size_t c = 0; c < (size_t)table.row_count * table.column_count; c++) {
            status = sheet_cell_status(&table, (uint32_t)(c % table.column_count), &table.cells[c]);
            if (status != REVOPS_OK) {
                revops__problem_put(to, status, "tables", i, "cells", table.cells[c].value,
                                    "a known kind, and a day within INT64_MAX milliseconds of 1970-01-01");
                break;
            }
        }
    }
}

revops_status revops_sheet_check(const revops_sheet_params *params, revops_problem *problems, size_t capacity,
                                 size_t *needed)
{
    revops_sheet_params own;
    revops_status status = REVOPS__PARAMS_COPY(revops_sheet_params, &own, params);
    if (status != REVOPS_OK || (!problems && capacity)) {
        return status == REVOPS_OK ? REVOPS_ERR_ARG : status;
    }
    revops__problems found = revops__problems_begin(problems, capacity);
    sheet_check_values(&own, &found);
    sheet_check_lists(&own, &found);
    sheet_check_figures(&own, &found);
    sheet_check_tables(&own, &found);
    return revops__problems_end(&found, needed);
}
