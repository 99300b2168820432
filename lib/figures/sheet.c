/* SPDX-License-Identifier: MIT */
/* Lays figures out as tables.

   Problem: a page has figures of many units, most of them unknown somewhere, and lists of which only the worst are shown.
   Algorithm: every table is columns and cells in one block. The same code runs twice: first it counts cells, then it writes
   them. The worst rows are kept in order by insertion, as only a few are shown. */
#include <revops/stats.h>

#include <string.h>

#include "core/params.h"
#include "figures/sheet-internal.h"

enum { SHEET_WHOLE_BP = 10000, SHEET_PPB_OF_BP = 100000, SHEET_OWN_TABLES = 5 };

static const revops_sheet_column sheet_key_columns[] = {
    {"figure", REVOPS_SHEET_NAME, 0}, {"value", REVOPS_SHEET_SHARE, 0}, {"from", REVOPS_SHEET_SHARE, 0},
    {"to", REVOPS_SHEET_SHARE, 0},    {"band", REVOPS_SHEET_NAME, 0},
};
static const revops_sheet_column sheet_funnel_columns[] = {
    {"stage", REVOPS_SHEET_NAME, 0},  {"reached", REVOPS_SHEET_COUNT, 0}, {"went on", REVOPS_SHEET_COUNT, 0},
    {"share", REVOPS_SHEET_SHARE, 0}, {"from", REVOPS_SHEET_SHARE, 0},    {"to", REVOPS_SHEET_SHARE, 0},
};
static const revops_sheet_column sheet_service_columns[] = {
    {"side", REVOPS_SHEET_NAME, 0},         {"met", REVOPS_SHEET_COUNT, 0},
    {"breached", REVOPS_SHEET_COUNT, 0},    {"compliance", REVOPS_SHEET_SHARE, 0},
    {"met late", REVOPS_SHEET_COUNT, 0},    {"under 5 min", REVOPS_SHEET_COUNT, 0},
    {"5 to 30 min", REVOPS_SHEET_COUNT, 0}, {"from 30 min", REVOPS_SHEET_COUNT, 0},
};
static const revops_sheet_column sheet_deviation_columns[] = {
    {"deviation", REVOPS_SHEET_NAME, 0},
    {"times", REVOPS_SHEET_COUNT, 0},
    {"leads", REVOPS_SHEET_COUNT, 0},
    {"time lost", REVOPS_SHEET_SPAN, 0},
};
static const revops_sheet_column sheet_queue_columns[] = {
    {"queue", REVOPS_SHEET_NAME, 0},
    {"waiting", REVOPS_SHEET_COUNT, 0},
    {"overdue", REVOPS_SHEET_COUNT, 0},
    {"longest wait", REVOPS_SHEET_SPAN, 0},
};

/* Where tables and cells go; without memory they are counted only. */
typedef struct sheet_layout {
    const revops_sheet_params *own;
    revops_sheet_table *tables;
    revops_sheet_cell *cells;
    uint32_t table_count;
    size_t cell_count;
} sheet_layout;

#define SHEET_BEGIN(to, name, columns)                                                                       \
    sheet_begin((to), (name), (columns), sizeof(columns) / sizeof((columns)[0]))

static void sheet_begin(sheet_layout *to, const char *name, const revops_sheet_column *columns,
                        uint32_t count)
{
    if (to->tables) {
        const revops_sheet_table table = {
            name, columns, to->cells + to->cell_count, count, sizeof(revops_sheet_column), 0, 0};
        to->tables[to->table_count] = table;
    }
    to->table_count++;
}

static void sheet_put(sheet_layout *to, revops_sheet_kind kind, int64_t value)
{
    if (to->cells) {
        const revops_sheet_cell cell = {value, NULL, kind, 0};
        to->cells[to->cell_count] = cell;
    }
    to->cell_count++;
}

static void sheet_put_text(sheet_layout *to, const char *text)
{
    if (to->cells) {
        const revops_sheet_cell cell = {0, text, REVOPS_SHEET_NAME, 0};
        to->cells[to->cell_count] = cell;
    }
    to->cell_count++;
}

static void sheet_put_count(sheet_layout *to, uint64_t count)
{
    sheet_put(to, REVOPS_SHEET_COUNT, count > INT64_MAX ? INT64_MAX : (int64_t)count);
}

static void sheet_end_row(sheet_layout *to)
{
    if (to->tables) {
        to->tables[to->table_count - 1].row_count++;
    }
}

/* A share and its interval: three cells; unknown where there is nothing. */
static void sheet_put_share(sheet_layout *to, uint64_t part, uint64_t whole)
{
    uint32_t share_bp = 0;
    revops_stats_interval interval;
    int is_known = whole > 0 && part <= whole && revops_stats_rate(part, whole, &share_bp) == REVOPS_OK;
    sheet_put(to, REVOPS_SHEET_SHARE, is_known ? (int64_t)share_bp : REVOPS_MISSING);
    int has_interval =
        is_known && whole <= UINT32_MAX &&
        revops_stats_wilson((uint32_t)part, (uint32_t)whole, to->own->confidence_bp, &interval) == REVOPS_OK;
    sheet_put(to, REVOPS_SHEET_SHARE,
              has_interval ? (interval.low_ppb + SHEET_PPB_OF_BP / 2) / SHEET_PPB_OF_BP : REVOPS_MISSING);
    sheet_put(to, REVOPS_SHEET_SHARE,
              has_interval ? (interval.high_ppb + SHEET_PPB_OF_BP / 2) / SHEET_PPB_OF_BP : REVOPS_MISSING);
}

static const char *sheet_band_of(const sheet_layout *to, revops_plan_metric metric, int64_t value)
{
    revops_plan_judgement judgement;
    revops_status status = revops_plan_judge(to->own->bands, metric, value, &judgement);
    return status == REVOPS_OK ? judgement.name : NULL;
}

/* A key figure without an interval. */
static void sheet_put_figure(sheet_layout *to, const char *name, revops_sheet_kind kind, int64_t value,
                             const char *band)
{
    if (value == REVOPS_MISSING) {
        return;
    }
    sheet_put_text(to, name);
    sheet_put(to, kind, value);
    sheet_put(to, kind, REVOPS_MISSING);
    sheet_put(to, kind, REVOPS_MISSING);
    sheet_put_text(to, band);
    sheet_end_row(to);
}

static void sheet_put_gap(sheet_layout *to)
{
    revops_plan_gap gap;
    const revops_sheet_params *own = to->own;
    if (own->pipeline == REVOPS_MISSING || own->needed == REVOPS_MISSING ||
        revops_plan_gap_between(own->needed, own->pipeline, NULL, NULL, 0, NULL, &gap) != REVOPS_OK) {
        return;
    }
    sheet_put_figure(to, "pipeline gap", REVOPS_SHEET_MONEY, gap.gap, own->gap_stage);
    sheet_put_figure(to, "pipeline gap, share", REVOPS_SHEET_SHARE, gap.gap_bp, own->gap_stage);
}

static void sheet_put_figures(sheet_layout *to)
{
    for (uint32_t i = 0; i < to->own->figure_count; i++) {
        revops_sheet_figure figure;
        REVOPS__ROW_GET(revops_sheet_figure, &figure, to->own->figures, to->own->figure_row_size, i);
        sheet_put_figure(to, figure.name, figure.kind, figure.value,
                         figure.metric ? sheet_band_of(to, figure.metric, figure.value) : NULL);
    }
}

static void sheet_put_keys(sheet_layout *to)
{
    const revops_sheet_params *own = to->own;
    int64_t values[3] = {0, own->pipeline, own->quota}, coverage = REVOPS_MISSING;
    SHEET_BEGIN(to, "Key figures", sheet_key_columns);
    if (own->pipeline != REVOPS_MISSING && own->quota != REVOPS_MISSING &&
        revops_plan_solve(REVOPS_PLAN_COVERAGE, 0, values, &coverage) == REVOPS_OK) {
        sheet_put_figure(to, "pipeline coverage", REVOPS_SHEET_MULTIPLE, coverage,
                         sheet_band_of(to, REVOPS_PLAN_METRIC_COVERAGE, coverage));
    }
    sheet_put_gap(to);
    if (own->offered != REVOPS_MISSING && own->offered > 0) {
        uint32_t share_bp = 0;
        if (revops_stats_rate((uint64_t)own->accepted, (uint64_t)own->offered, &share_bp) != REVOPS_OK) {
            return;
        }
        sheet_put_text(to, "sales acceptance");
        sheet_put_share(to, (uint64_t)own->accepted, (uint64_t)own->offered);
        sheet_put_text(to, sheet_band_of(to, REVOPS_PLAN_METRIC_ACCEPTANCE, share_bp));
        sheet_end_row(to);
    }
    if (own->payback != REVOPS_MISSING) {
        sheet_put_figure(to, "acquisition payback", REVOPS_SHEET_MONTHS, own->payback,
                         sheet_band_of(to, REVOPS_PLAN_METRIC_PAYBACK, own->payback));
    }
    sheet_put_figure(to, "alignment score", REVOPS_SHEET_SHARE, own->alignment_bp, NULL);
    sheet_put_figure(to, "first contact, median", REVOPS_SHEET_SPAN, own->contact_median_ms, NULL);
    sheet_put_figure(to, "first contact, 90 of 100", REVOPS_SHEET_SPAN, own->contact_late_ms, NULL);
    sheet_put_figures(to);
}

static void sheet_put_funnel(sheet_layout *to)
{
    const revops_sheet_params *own = to->own;
    SHEET_BEGIN(to, "Funnel", sheet_funnel_columns);
    for (uint32_t i = 0; i < own->step_count; i++) {
        revops_sheet_step step;
        REVOPS__ROW_GET(revops_sheet_step, &step, own->steps, own->step_row_size, i);
        int is_last = i + 1 == own->step_count;
        sheet_put_text(to, step.name);
        sheet_put_count(to, step.reached);
        sheet_put(to, REVOPS_SHEET_COUNT, is_last ? REVOPS_MISSING : (int64_t)step.went_on);
        sheet_put_share(to, step.went_on, is_last ? 0 : step.reached);
        sheet_end_row(to);
    }
}

static void sheet_put_sides(sheet_layout *to)
{
    const revops_sheet_params *own = to->own;
    SHEET_BEGIN(to, "Service levels", sheet_service_columns);
    for (uint32_t i = 0; i < own->side_count; i++) {
        revops_sheet_side side;
        REVOPS__ROW_GET(revops_sheet_side, &side, own->sides, own->side_row_size, i);
        uint32_t share_bp = 0;
        int has_share = side.met <= UINT32_MAX && side.breached <= UINT32_MAX &&
                        revops_stats_rate(side.met, side.met + side.breached, &share_bp) == REVOPS_OK;
        sheet_put_text(to, side.name);
        sheet_put_count(to, side.met);
        sheet_put_count(to, side.breached);
        sheet_put(to, REVOPS_SHEET_SHARE, has_share ? (int64_t)share_bp : REVOPS_MISSING);
        sheet_put_count(to, side.met_late);
        sheet_put_count(to, side.under_5_min);
        sheet_put_count(to, side.under_30_min);
        sheet_put_count(to, side.from_30_min);
        sheet_end_row(to);
    }
}

/* Rows that are shown, the worst first. */
typedef struct sheet_worst {
    uint32_t rows[REVOPS_SHEET_WORST_MAX], count;
} sheet_worst;

static revops_sheet_deviation sheet_deviation_at(const revops_sheet_params *own, uint32_t row)
{
    revops_sheet_deviation deviation;
    REVOPS__ROW_GET(revops_sheet_deviation, &deviation, own->deviations, own->deviation_row_size, row);
    return deviation;
}

static revops_sheet_queue sheet_queue_at(const revops_sheet_params *own, uint32_t row)
{
    revops_sheet_queue queue;
    REVOPS__ROW_GET(revops_sheet_queue, &queue, own->queues, own->queue_row_size, row);
    return queue;
}

static int sheet_deviates_more(const revops_sheet_params *own, uint32_t a, uint32_t b)
{
    const revops_sheet_deviation first = sheet_deviation_at(own, a), second = sheet_deviation_at(own, b);
    return first.deviations != second.deviations ? first.deviations > second.deviations
                                                 : first.leads > second.leads;
}

static int sheet_waits_longer(const revops_sheet_params *own, uint32_t a, uint32_t b)
{
    const revops_sheet_queue first = sheet_queue_at(own, a), second = sheet_queue_at(own, b);
    if (first.overdue != second.overdue) {
        return first.overdue > second.overdue;
    }
    return first.waiting != second.waiting ? first.waiting > second.waiting
                                           : first.longest_ms > second.longest_ms;
}

/* The worst rows of deviations or queues; of equals, the first ones. */
static void sheet_find_worst(const revops_sheet_params *own, int are_queues, sheet_worst *out)
{
    uint32_t count = are_queues ? own->queue_count : own->deviation_count;
    out->count = 0;
    for (uint32_t row = 0; row < count; row++) {
        uint32_t place = out->count;
        while (place > 0 && (are_queues ? sheet_waits_longer(own, row, out->rows[place - 1])
                                        : sheet_deviates_more(own, row, out->rows[place - 1]))) {
            place--;
        }
        if (place == own->worst_count) {
            continue;
        }
        out->count += out->count < own->worst_count;
        memmove(&out->rows[place + 1], &out->rows[place], (out->count - 1 - place) * sizeof out->rows[0]);
        out->rows[place] = row;
    }
}

static void sheet_put_worst(sheet_layout *to)
{
    const revops_sheet_params *own = to->own;
    sheet_worst worst;
    if (own->deviation_count) {
        SHEET_BEGIN(to, "Deviations", sheet_deviation_columns);
        sheet_find_worst(own, 0, &worst);
        for (uint32_t i = 0; i < worst.count; i++) {
            const revops_sheet_deviation deviation = sheet_deviation_at(own, worst.rows[i]);
            sheet_put_text(to, deviation.name);
            sheet_put_count(to, deviation.deviations);
            sheet_put_count(to, deviation.leads);
            sheet_put(to, REVOPS_SHEET_SPAN, deviation.lost_ms);
            sheet_end_row(to);
        }
    }
    if (own->queue_count) {
        SHEET_BEGIN(to, "Worst queues", sheet_queue_columns);
        sheet_find_worst(own, 1, &worst);
        for (uint32_t i = 0; i < worst.count; i++) {
            const revops_sheet_queue queue = sheet_queue_at(own, worst.rows[i]);
            sheet_put_text(to, queue.name);
            sheet_put_count(to, queue.waiting);
            sheet_put_count(to, queue.overdue);
            sheet_put(to, REVOPS_SHEET_SPAN, queue.longest_ms);
            sheet_end_row(to);
        }
    }
}

static void sheet_lay(sheet_layout *to)
{
    const revops_sheet_params *own = to->own;
    sheet_put_keys(to);
    if (to->tables ? to->tables[0].row_count == 0 : to->cell_count == 0) {
        to->table_count--; /* nothing is known: no table */
    }
    if (own->step_count) {
        sheet_put_funnel(to);
    }
    if (own->side_count) {
        sheet_put_sides(to);
    }
    sheet_put_worst(to);
    for (uint32_t i = 0; i < own->table_count; i++) {
        if (to->tables) {
            REVOPS__ROW_GET(revops_sheet_table, &to->tables[to->table_count], own->tables,
                            own->table_row_size, i);
        }
        to->table_count++;
    }
}

revops_sheet_kind revops__sheet_kind_of(const revops_sheet_table *table, uint32_t column,
                                        const revops_sheet_cell *cell)
{
    return cell->kind ? cell->kind : revops__sheet_column_at(table, column).kind;
}

revops_sheet_column revops__sheet_column_at(const revops_sheet_table *table, uint32_t column)
{
    revops_sheet_column own;
    REVOPS__ROW_GET(revops_sheet_column, &own, table->columns, table->column_row_size, column);
    return own;
}

revops_status revops_sheet_build(const revops_sheet_params *params, void *memory, size_t memory_size,
                                 size_t *needed, const revops_sheet **out)
{
    revops_status status = revops_sheet_check(params, NULL, 0, NULL);
    if (status != REVOPS_OK) {
        return status;
    }
    revops_sheet_params own;
    (void)REVOPS__PARAMS_COPY(revops_sheet_params, &own, params);
    sheet_layout counted = {&own, NULL, NULL, 0, 0};
    sheet_lay(&counted);
    const size_t table_bytes = counted.table_count * sizeof(revops_sheet_table);
    const size_t size = sizeof(revops_sheet) + table_bytes + counted.cell_count * sizeof(revops_sheet_cell);
    status = revops__params_room(memory, memory_size, size, needed, (const void *)out);
    if (status != REVOPS_OK) {
        return status;
    }
    revops_sheet *sheet = memory;
    memset(memory, 0, size);
    revops_sheet_table *tables = (revops_sheet_table *)(void *)(sheet + 1);
    revops_sheet_cell *cells = (revops_sheet_cell *)(void *)((char *)tables + table_bytes);
    sheet_layout laid = {&own, tables, cells, 0, 0};
    if (counted.table_count) {
        sheet_lay(&laid);
    }
    sheet->title = own.title;
    sheet->as_of_ms = own.as_of_ms;
    sheet->tables = tables;
    sheet->table_count = laid.table_count;
    *out = sheet;
    return REVOPS_OK;
}

uint32_t revops_sheet_table_count(const revops_sheet *sheet)
{
    return sheet ? sheet->table_count : 0;
}

const char *revops_sheet_table_name(const revops_sheet *sheet, uint32_t table)
{
    return sheet && table < sheet->table_count ? sheet->tables[table].name : "unknown";
}

const char *revops_sheet_kind_name(revops_sheet_kind kind)
{
    static const char *const names[REVOPS_SHEET_DAY + 1] = {
        [REVOPS_SHEET_NAME] = "name",         [REVOPS_SHEET_COUNT] = "count",
        [REVOPS_SHEET_MONEY] = "money",       [REVOPS_SHEET_SHARE] = "share",
        [REVOPS_SHEET_MULTIPLE] = "multiple", [REVOPS_SHEET_MONTHS] = "months",
        [REVOPS_SHEET_SPAN] = "span",         [REVOPS_SHEET_INSTANT] = "instant",
        [REVOPS_SHEET_DAY] = "day",
    };
    return kind >= REVOPS_SHEET_NAME && kind <= REVOPS_SHEET_DAY ? names[kind] : "unknown";
}
