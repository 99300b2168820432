/* SPDX-License-Identifier: MIT */
/* Random tables of random names beside a naive twin: CSV and JSON byte by byte with printf and time from the calendar of proleptic years, and a
   text that is cut anywhere begins as the whole does. */
#include <inttypes.h>
#include <string.h>

#include <revops/revops.h>

#include "model.h"
#include "random.h"

enum { ROUNDS = 2000, COLUMNS = 5, ROWS = 6, TABLES = 3, NAME = 24, TEXT = 1 << 16 };

static random_state rng = {20261130};
static char names[TABLES * (COLUMNS + 1) * (ROWS + 2)][NAME * 4 + 1];
static size_t name_count;
static revops_sheet_column columns[TABLES][COLUMNS];
static revops_sheet_cell cells[TABLES][ROWS * COLUMNS];
static revops_sheet_table tables[TABLES];
static char expected[TEXT], found[TEXT];
static size_t length;

static uint32_t below(uint32_t bound)
{
    return (uint32_t)random_below(&rng, bound);
}

static const char *draw_name(void)
{
    static const char *const pieces[] = {"a",
                                         "Acme",
                                         " ",
                                         ",",
                                         "\"",
                                         "\n",
                                         "=1+1",
                                         "@",
                                         "-",
                                         "+",
                                         "\\",
                                         "\t",
                                         "\xc3\xa9",
                                         "\xe6\xbc\xa2",
                                         "\xff",
                                         "\xc3",
                                         "\x1b",
                                         "\xe2\x80\xae",
                                         "\xcc\x81",
                                         "\x7f",
                                         "\r",
                                         "\xed\xa0\x80",
                                         "\xf0\x9f\x98\x80",
                                         "GTX Pro"};
    char *name = names[name_count++];
    *name = 0;
    for (uint32_t count = below(5); count > 0; count--) {
        strcat(name, pieces[below(sizeof pieces / sizeof pieces[0])]);
    }
    return name;
}

static int64_t draw_value(uint32_t kind)
{
    const int64_t size = INT64_C(1) << (1 + below(60));
    if (below(8) == 0) {
        return REVOPS_MISSING;
    }
    if (kind == REVOPS_SHEET_INSTANT) {
        return random_between(&rng, INT64_C(-2000000000000), INT64_C(4000000000000));
    }
    if (kind == REVOPS_SHEET_DAY) {
        return random_between(&rng, -20000, 40000);
    }
    return below(2) ? random_between(&rng, -size, size) : random_between(&rng, -3, 20000);
}

static void draw(uint32_t table_count)
{
    name_count = 0;
    for (uint32_t t = 0; t < table_count; t++) {
        revops_sheet_table *table = &tables[t];
        *table = (revops_sheet_table){.name = draw_name(),
                                      .columns = columns[t],
                                      .cells = cells[t],
                                      .column_count = 1 + below(COLUMNS),
                                      .column_row_size = sizeof columns[t][0],
                                      .row_count = below(ROWS + 1)};
        for (uint32_t c = 0; c < table->column_count; c++) {
            columns[t][c] = (revops_sheet_column){draw_name(), 1 + below(REVOPS_SHEET_DAY), 0};
        }
        for (uint32_t i = 0; i < table->row_count * table->column_count; i++) {
            const uint32_t kind =
                below(5) ? columns[t][i % table->column_count].kind : 1 + below(REVOPS_SHEET_DAY);
            cells[t][i] = (revops_sheet_cell){
                .kind = kind == columns[t][i % table->column_count].kind && below(2) ? 0 : kind};
            if (kind == REVOPS_SHEET_NAME) {
                cells[t][i].text = below(8) ? draw_name() : NULL;
            } else {
                cells[t][i].value = draw_value(kind);
            }
        }
    }
}

static void put(const char *text)
{
    length += (size_t)snprintf(expected + length, TEXT - length, "%s", text);
}

static int is_leap(int64_t year)
{
    return (year % 4 == 0 && year % 100) || year % 400 == 0;
}

/* The date of a day, a year and a month after another. */
static void put_date(int64_t day)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int64_t year = 1970;
    for (; day < 0; year--) {
        day += is_leap(year - 1) ? 366 : 365;
    }
    for (; day >= (is_leap(year) ? 366 : 365); year++) {
        day -= is_leap(year) ? 366 : 365;
    }
    const int leap = is_leap(year);
    int month = 0;
    for (; day >= lengths[month] + (month == 1 && leap); month++) {
        day -= lengths[month] + (month == 1 && leap);
    }
    char text[32];
    snprintf(text, sizeof text, "%04" PRId64 "-%02d-%02d", year, month + 1, (int)day + 1);
    put(text);
}

static void put_instant(int64_t at_ms)
{
    int64_t day = at_ms / REVOPS_DAY_MS - (at_ms % REVOPS_DAY_MS < 0), rest = at_ms - day * REVOPS_DAY_MS;
    char text[32];
    put_date(day);
    int size = snprintf(text, sizeof text, "T%02d:%02d:%02d", (int)(rest / 3600000), (int)(rest / 60000 % 60),
                        (int)(rest / 1000 % 60));
    if (rest % 1000) {
        snprintf(text + size, sizeof text - (size_t)size, ".%03d", (int)(rest % 1000));
    }
    put(text);
    put("Z");
}

static void put_decimal(int64_t value, int places)
{
    const uint64_t units[] = {1, 10, 100, 1000, 10000},
                   size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    char text[64];
    snprintf(text, sizeof text, "%s%" PRIu64, value < 0 ? "-" : "", size / units[places]);
    put(text);
    if (places) {
        snprintf(text, sizeof text, ".%0*" PRIu64, places, size % units[places]);
        put(text);
    }
}

static void put_csv_name(const char *name, int is_safe)
{
    const int is_quoted = strpbrk(name, "\",\r\n") != NULL;
    put(is_quoted ? "\"" : "");
    put(is_safe && *name && strchr("=+-@\t\r", *name) ? "'" : "");
    for (; *name; name++) {
        char text[3] = {*name, *name == '"' ? '"' : '\0', 0};
        put(text);
    }
    put(is_quoted ? "\"" : "");
}

/* Bytes of the UTF-8 character that a text begins with, of those that draw_name() knows; 0 for none. */
static size_t character(const char *text)
{
    static const char *const whole[] = {"\xc3\xa9", "\xe6\xbc\xa2", "\xe2\x80\xae", "\xcc\x81",
                                        "\xf0\x9f\x98\x80"};
    if ((unsigned char)*text < 0x80) {
        return 1;
    }
    for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++) {
        if (strncmp(text, whole[i], strlen(whole[i])) == 0) {
            return strlen(whole[i]);
        }
    }
    return 0;
}

static void put_json_name(const char *name)
{
    put("\"");
    while (*name) {
        const size_t size = character(name);
        char text[8] = {0};
        if (size == 0) {
            put("\xef\xbf\xbd");
        } else if (size == 1 &&
                   ((unsigned char)*name < 0x20 || *name == '"' || *name == '\\' || *name == 0x7f)) {
            snprintf(text, sizeof text, "\\u%04x", (unsigned)(unsigned char)*name);
            put(text);
        } else {
            memcpy(text, name, size);
            put(text);
        }
        name += size ? size : 1;
    }
    put("\"");
}

static void put_cell(const revops_sheet_cell *cell, uint32_t kind, int is_json, int is_safe)
{
    const char *quote = is_json ? "\"" : "";
    if (kind == REVOPS_SHEET_NAME ? !cell->text : cell->value == REVOPS_MISSING) {
        put(is_json ? "null" : "");
    } else if (kind == REVOPS_SHEET_NAME && is_json) {
        put_json_name(cell->text);
    } else if (kind == REVOPS_SHEET_NAME) {
        put_csv_name(cell->text, is_safe);
    } else if (kind == REVOPS_SHEET_INSTANT || kind == REVOPS_SHEET_DAY) {
        put(quote);
        if (kind == REVOPS_SHEET_DAY) {
            put_date(cell->value);
        } else {
            put_instant(cell->value);
        }
        put(quote);
    } else {
        static const int places[REVOPS_SHEET_DAY + 1] = {0, 0, 0, 2, 4, 4, 4, 3, 0, 0};
        put_decimal(cell->value, is_json ? 0 : places[kind]);
    }
}

static uint32_t kind_of(uint32_t t, uint32_t i)
{
    return cells[t][i].kind ? cells[t][i].kind : columns[t][i % tables[t].column_count].kind;
}

static void twin_csv(uint32_t t, int is_safe)
{
    const uint32_t width = tables[t].column_count;
    length = 0;
    for (uint32_t c = 0; c < width; c++) {
        put(c ? "," : "");
        put_csv_name(columns[t][c].name, is_safe);
    }
    put("\r\n");
    for (uint32_t i = 0; i < width * tables[t].row_count; i++) {
        put(i % width ? "," : "");
        put_cell(&cells[t][i], kind_of(t, i), 0, is_safe);
        put(i % width + 1 == width ? "\r\n" : "");
    }
}

static void twin_json(const char *title, int64_t as_of_ms, uint32_t table_count)
{
    static const char *const kinds[] = {"",         "name",   "count", "money",   "share",
                                        "multiple", "months", "span",  "instant", "day"};
    const revops_sheet_cell heads[] = {{.text = title}, {.value = as_of_ms}};
    length = 0;
    put("{\"title\":");
    put_cell(&heads[0], REVOPS_SHEET_NAME, 1, 0);
    put(",\"as_of\":");
    put_cell(&heads[1], REVOPS_SHEET_INSTANT, 1, 0);
    put(",\"tables\":[");
    for (uint32_t t = 0; t < table_count; t++) {
        const uint32_t width = tables[t].column_count;
        put(t ? ",{\"name\":" : "{\"name\":");
        put_json_name(tables[t].name);
        put(",\"columns\":[");
        for (uint32_t c = 0; c < width; c++) {
            put(c ? ",{\"name\":" : "{\"name\":");
            put_json_name(columns[t][c].name);
            put(",\"kind\":\"");
            put(kinds[columns[t][c].kind]);
            put("\"}");
        }
        put("],\"rows\":[");
        for (uint32_t i = 0; i < width * tables[t].row_count; i++) {
            const int is_other = kind_of(t, i) != columns[t][i % width].kind;
            put(i % width ? "," : i ? ",[" : "[");
            if (is_other) {
                put("{\"kind\":\"");
                put(kinds[kind_of(t, i)]);
                put("\",\"value\":");
            }
            put_cell(&cells[t][i], kind_of(t, i), 1, 0);
            put(is_other ? "}" : "");
            put(i % width + 1 == width ? "]" : "");
        }
        put("]}");
    }
    put("]}\n");
}

static void compare(size_t needed)
{
    if (needed != length || strlen(found) != length || memcmp(found, expected, length) != 0) {
        fprintf(stderr, "found:\n%s\nexpected:\n%s\n", found, expected);
    }
    MUST(needed == length && memcmp(found, expected, length + 1) == 0);
}

static void run(void)
{
    static uint64_t memory[4096];
    revops_sheet_params params;
    const revops_sheet *sheet;
    const uint32_t table_count = below(TABLES + 1);
    draw(table_count);
    MUST(revops_sheet_defaults(&params, sizeof params) == REVOPS_OK);
    params.title = below(3) ? draw_name() : NULL;
    params.as_of_ms = draw_value(REVOPS_SHEET_INSTANT);
    params.tables = tables;
    params.table_count = table_count;
    params.table_row_size = sizeof tables[0];
    MUST(revops_sheet_build(&params, memory, sizeof memory, NULL, &sheet) == REVOPS_OK);
    MUST(revops_sheet_table_count(sheet) == table_count);
    for (uint32_t t = 0; t < table_count; t++) {
        const uint32_t flags = below(2) ? REVOPS_SHEET_FOR_SPREADSHEETS : 0;
        twin_csv(t, flags != 0);
        compare(revops_sheet_csv_text(sheet, t, flags, found, sizeof found));
    }
    twin_json(params.title, params.as_of_ms, table_count);
    compare(revops_sheet_json_text(sheet, found, sizeof found));
    const size_t full = revops_sheet_text(sheet, expected, sizeof expected);
    const size_t capacity = 1 + below((uint32_t)full + 1);
    memset(found, 'x', capacity + 1);
    MUST(revops_sheet_text(sheet, found, capacity) == full && found[capacity] == 'x');
    MUST(strlen(found) == capacity - 1 && memcmp(found, expected, capacity - 1) == 0);
    for (size_t i = 0; i < full; i++) { /* a terminal sees no control characters */
        MUST((unsigned char)expected[i] >= 0x20 || expected[i] == '\n');
    }
}

int main(int argc, char **argv)
{
    const int times = argc > 1 ? atoi(argv[1]) : 1;
    for (round_number = 0; round_number < ROUNDS * times; round_number++) {
        run();
    }
    printf("%d sheets agree\n", ROUNDS * times);
    return EXIT_SUCCESS;
}
