/* SPDX-License-Identifier: MIT */
/* Any names and numbers: no read past a text, no control character on a terminal, JSON whose strings and brackets are closed, and each form cut
   anywhere begins as the whole does. */
#define FUZZ_WORDS                                                                                           \
    "=1", "\xe6\xbc\xa2", "\xed\xa0\x80", "\xf4\x90", "\xe2\x80\xae", "\"", ",", "\r\n", "\0", "\xff",       \
        "\\u0000"
#include "fuzz.h"

enum { TEXT = 1 << 15, CELLS = 12, COLUMNS = 3 };

static char whole[TEXT], part[TEXT];

static void cut(const revops_sheet *sheet, size_t (*write)(const revops_sheet *, char *, size_t),
                size_t capacity)
{
    const size_t length = write(sheet, whole, TEXT);
    capacity = length ? 1 + capacity % length : 1;
    MUST(length < TEXT && strlen(whole) == length);
    MUST(write(sheet, NULL, 0) == length && write(sheet, part, capacity) == length);
    MUST(strlen(part) == capacity - 1 && memcmp(part, whole, capacity - 1) == 0);
}

static size_t write_csv(const revops_sheet *sheet, char *out, size_t capacity)
{
    return revops_sheet_csv_text(sheet, 0, REVOPS_SHEET_FOR_SPREADSHEETS, out, capacity);
}

/* What JSON may be made of: strings closed, no bare control characters, brackets that match. */
static void check_json(const char *text)
{
    int depth = 0, is_string = 0;
    for (; *text; text++) {
        MUST((unsigned char)*text >= 0x20 || (!is_string && *text == '\n'));
        if (is_string && *text == '\\') {
            text++;
            MUST(*text == 'u');
        } else if (*text == '"') {
            is_string = !is_string;
        } else if (!is_string) {
            depth += *text == '{' || *text == '[' ? 1 : *text == '}' || *text == ']' ? -1 : 0;
            MUST(depth >= 0);
        }
    }
    MUST(depth == 0 && !is_string);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint64_t memory[1024];
    char *names[CELLS + COLUMNS + 2];
    revops_sheet_column columns[COLUMNS];
    revops_sheet_cell cells[CELLS];
    const size_t name_count = sizeof names / sizeof names[0];
    size_t at = 0;
    for (size_t i = 0; i < name_count; i++) { /* each in memory of its own length */
        size_t length = at < size ? data[at++] % 32 : 0;
        length = length < size - at ? length : size - at;
        names[i] = malloc(length + 1);
        MUST(names[i]);
        memcpy(names[i], data + at, length);
        names[i][length] = '\0';
        at += length;
    }
    for (size_t i = 0; i < COLUMNS; i++) {
        columns[i] = (revops_sheet_column){names[i], at < size ? data[at++] % 11 : 1, 0};
    }
    for (size_t i = 0; i < CELLS; i++) {
        cells[i] = (revops_sheet_cell){0, names[COLUMNS + i], at < size ? data[at++] % 11 : 0, 0};
        for (size_t k = 0; k < 8 && at < size; k++) {
            cells[i].value = (int64_t)((uint64_t)cells[i].value << 8 | data[at++]);
        }
    }
    const revops_sheet_table table = {.name = names[CELLS + COLUMNS],
                                      .columns = columns,
                                      .cells = cells,
                                      .column_count = COLUMNS,
                                      .column_row_size = sizeof columns[0],
                                      .row_count = CELLS / COLUMNS};
    revops_sheet_params params;
    const revops_sheet *sheet = NULL;
    MUST(revops_sheet_defaults(&params, sizeof params) == REVOPS_OK);
    params.title = names[CELLS + COLUMNS + 1];
    params.tables = &table;
    params.table_count = 1;
    params.table_row_size = sizeof table;
    const revops_status checked = revops_sheet_check(&params, NULL, 0, NULL);
    MUST(revops_sheet_build(&params, memory, sizeof memory, NULL, &sheet) == checked);
    if (checked == REVOPS_OK) {
        cut(sheet, revops_sheet_text, size);
        for (const char *text = whole; *text; text++) {
            MUST((unsigned char)*text >= 0x20 || *text == '\n');
        }
        cut(sheet, write_csv, size);
        cut(sheet, revops_sheet_json_text, size);
        check_json(whole);
    }
    for (size_t i = 0; i < name_count; i++) {
        (void)revops_sheet_width(names[i]);
        free(names[i]);
    }
    return 0;
}
