/* SPDX-License-Identifier: MIT */
/* A table of twenty thousand rows of a name, a count, money, a share and an instant as CSV, JSON and text, beside printf of the numbers, which
   knows neither escapes nor widths. */
#include <inttypes.h>
#include <string.h>

#include <revops/revops.h>

#include "bench.h"
#include "random.h"

enum { ROWS = 20000, COLUMNS = 5, TEXT = ROWS * 160 };

static char names[ROWS][24], out[TEXT];
static revops_sheet_cell cells[ROWS * COLUMNS];
static const revops_sheet *sheet;

static uint64_t run_printf(void *context)
{
    size_t length = 0;
    (void)context;
    for (int row = 0; row < ROWS; row++) {
        const revops_sheet_cell *cell = &cells[row * COLUMNS];
        length += (size_t)snprintf(out + length, TEXT - length,
                                   "%s,%" PRId64 ",%" PRId64 ".%02d,0.%04d,%" PRId64 "\r\n", cell[0].text,
                                   cell[1].value, cell[2].value / 100, (int)(cell[2].value % 100),
                                   (int)cell[3].value, cell[4].value);
    }
    return length;
}

static uint64_t run_csv(void *context)
{
    (void)context;
    return revops_sheet_csv_text(sheet, 0, REVOPS_SHEET_FOR_SPREADSHEETS, out, TEXT);
}

static uint64_t run_json(void *context)
{
    (void)context;
    return revops_sheet_json_text(sheet, out, TEXT);
}

static uint64_t run_text(void *context)
{
    (void)context;
    return revops_sheet_text(sheet, out, TEXT);
}

int main(void)
{
    static uint64_t memory[512];
    static const revops_sheet_column columns[COLUMNS] = {{"owner", REVOPS_SHEET_NAME, 0},
                                                         {"leads", REVOPS_SHEET_COUNT, 0},
                                                         {"pipeline", REVOPS_SHEET_MONEY, 0},
                                                         {"win rate", REVOPS_SHEET_SHARE, 0},
                                                         {"as of", REVOPS_SHEET_INSTANT, 0}};
    const revops_sheet_table table = {.name = "Owners",
                                      .columns = columns,
                                      .cells = cells,
                                      .column_count = COLUMNS,
                                      .column_row_size = sizeof columns[0],
                                      .row_count = ROWS};
    revops_sheet_params params;
    random_state random = {20261127};
    for (int row = 0; row < ROWS; row++) {
        revops_sheet_cell *cell = &cells[row * COLUMNS];
        snprintf(names[row], sizeof names[row], "%s %d", row % 3 ? "Representative" : "Ren\xc3\xa9", row);
        cell[0].text = names[row];
        cell[1].value = (int64_t)random_below(&random, 100000);
        cell[2].value = (int64_t)random_below(&random, 1000000000);
        cell[3].value = (int64_t)random_below(&random, 10000);
        cell[4].value = INT64_C(1767225600000) + (int64_t)random_below(&random, 365) * REVOPS_DAY_MS;
    }
    if (revops_sheet_defaults(&params, sizeof params) != REVOPS_OK) {
        abort();
    }
    params.tables = &table;
    params.table_count = 1;
    params.table_row_size = sizeof table;
    if (revops_sheet_build(&params, memory, sizeof memory, NULL, &sheet) != REVOPS_OK) {
        abort();
    }
    bench_contestant contestants[] = {{.name = "floor: printf", .run = run_printf},
                                      {.name = "CSV", .run = run_csv},
                                      {.name = "JSON", .run = run_json},
                                      {.name = "text", .run = run_text}};
    int failed = bench_run("a row of five cells", contestants, 4, ROWS, 0);
    failed |= bench_bar("CSV over printf", &contestants[1], &contestants[0], 2);
    return failed | bench_bar("text over printf", &contestants[3], &contestants[0], 5);
}
