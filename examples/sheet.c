/* SPDX-License-Identifier: MIT */
/* The executive page of figures that were computed elsewhere. */
#include <stdio.h>

#include <revops/revops.h>

int main(void)
{
    static const revops_sheet_step steps[] = {
        {"MQL", 412, 268}, {"SAL", 268, 171}, {"SQL", 171, 76}, {"Opportunity", 76, 24}, {"Won", 24, 0}};
    static const revops_sheet_deviation deviations[] = {{"stage passed over", 31, 27, 4 * REVOPS_DAY_MS},
                                                        {"budget not shown", 58, 58, REVOPS_MISSING},
                                                        {"disqualified too early", 9, 9, 2 * REVOPS_HOUR_MS}};
    static const revops_sheet_queue queues[] = {{"Zürich", 12, 5, 9 * REVOPS_HOUR_MS},
                                                {"東京", 40, 5, 26 * REVOPS_HOUR_MS},
                                                {"Austin", 22, 0, 40 * REVOPS_MINUTE_MS}};
    static const revops_sheet_column columns[] = {
        {"source", REVOPS_SHEET_NAME, 0}, {"won", REVOPS_SHEET_COUNT, 0}, {"revenue", REVOPS_SHEET_MONEY, 0}};
    static const revops_sheet_cell cells[] = {{0, "=outbound", 0, 0}, {9, NULL, 0, 0},
                                              {81250000, NULL, 0, 0}, {0, "inbound\x1b[2J", 0, 0},
                                              {15, NULL, 0, 0},       {140000050, NULL, 0, 0}};
    static const revops_sheet_table sources = {"Sources", columns, cells, 3, sizeof(revops_sheet_column),
                                               2,         0};
    static const revops_sheet_side sides[] = {{.name = "marketing", .met = 11, .breached = 1},
                                              {.name = "sales", .met = 240, .breached = 28, .met_late = 19}};
    static _Alignas(8) unsigned char memory[16384];
    static char text[8192];
    revops_sheet_params params;
    const revops_sheet *sheet;
    if (revops_sheet_defaults(&params, sizeof params) != REVOPS_OK) {
        return 1;
    }
    params.title = "Week of 2 March";
    params.as_of_ms = INT64_C(1772960400000);
    params.pipeline = 320000000; /* $3.2M of the $5M needed: 36 % short */
    params.needed = 500000000;
    params.quota = 100000000;
    params.gap_stage = "SQL";
    params.offered = 412;
    params.accepted = 268;
    params.payback = 125000; /* 12.5 months */
    params.alignment_bp = 7420;
    params.contact_median_ms = 12 * REVOPS_MINUTE_MS;
    params.contact_late_ms = 5 * REVOPS_HOUR_MS;
    params.sides = sides;
    params.side_count = 2;
    params.side_row_size = sizeof sides[0];
    params.steps = steps;
    params.step_count = 5;
    params.step_row_size = sizeof steps[0];
    params.deviations = deviations;
    params.deviation_count = 3;
    params.deviation_row_size = sizeof deviations[0];
    params.queues = queues;
    params.queue_count = 3;
    params.queue_row_size = sizeof queues[0];
    params.tables = &sources;
    params.table_count = 1;
    params.table_row_size = sizeof sources;
    if (revops_sheet_build(&params, memory, sizeof memory, NULL, &sheet) != REVOPS_OK) {
        return 1;
    }
    revops_sheet_text(sheet, text, sizeof text);
    fputs(text, stdout);
    revops_sheet_csv_text(sheet, revops_sheet_table_count(sheet) - 1, REVOPS_SHEET_FOR_SPREADSHEETS, text,
                          sizeof text);
    printf("\nThe last table as CSV, for a spreadsheet:\n");
    for (const char *at = text; *at; at++) { /* carriage returns and escapes would disturb a terminal */
        if (*at != '\r') {
            putchar(*at == '\x1b' ? '?' : *at);
        }
    }
    return 0;
}
