/* SPDX-License-Identifier: MIT */
/* A sheet for programs: JSON (RFC 8259) and CSV (RFC 4180).

   Names are bytes of any origin. JSON takes UTF-8 only: other bytes become U+FFFD. A spreadsheet takes what begins with = + - @
   or a tab for a formula: an apostrophe before it makes it a text. */
#include "figures/sheet-internal.h"

static void sheet_put_json_name(revops__text *to, const char *name)
{
    revops__text_char(to, '"');
    while (*name) {
        uint32_t code = 0, length = revops__sheet_decode(name, &code);
        if (length == 0) {
            revops__text_put(to, "\xef\xbf\xbd");
            name++;
        } else if (length == 1 && (code < 0x20 || code == '"' || code == '\\' || code == 0x7f)) {
            static const char digits[] = "0123456789abcdef";
            revops__text_put(to, "\\u00");
            revops__text_char(to, digits[code >> 4]);
            revops__text_char(to, digits[code & 15]);
            name++;
        } else {
            for (; length > 0; length--) {
                revops__text_char(to, *name++);
            }
        }
    }
    revops__text_char(to, '"');
}

static void sheet_put_json_cell(revops__text *to, revops_sheet_kind kind, const revops_sheet_cell *cell)
{
    if (kind == REVOPS_SHEET_NAME ? !cell->text : cell->value == REVOPS_MISSING) {
        revops__text_put(to, "null");
        return;
    }
    switch ((enum revops_sheet_kinds)kind) {
    case REVOPS_SHEET_NAME:
        sheet_put_json_name(to, cell->text);
        break;
    case REVOPS_SHEET_COUNT:
    case REVOPS_SHEET_MONEY:
    case REVOPS_SHEET_SHARE:
    case REVOPS_SHEET_MULTIPLE:
    case REVOPS_SHEET_MONTHS:
    case REVOPS_SHEET_SPAN:
        revops__text_signed(to, cell->value);
        break;
    case REVOPS_SHEET_INSTANT:
        revops__text_char(to, '"');
        revops__text_time(to, cell->value);
        revops__text_char(to, '"');
        break;
    case REVOPS_SHEET_DAY:
        revops__text_char(to, '"');
        revops__sheet_put_day(to, cell->value);
        revops__text_char(to, '"');
        break;
    }
}

static void sheet_put_json_columns(revops__text *to, const revops_sheet_table *table)
{
    revops__text_put(to, ",\"columns\":[");
    for (uint32_t c = 0; c < table->column_count; c++) {
        const revops_sheet_column column = revops__sheet_column_at(table, c);
        revops__text_put(to, c ? ",{\"name\":" : "{\"name\":");
        sheet_put_json_name(to, column.name);
        revops__text_put(to, ",\"kind\":\"");
        revops__text_put(to, revops_sheet_kind_name(column.kind));
        revops__text_put(to, "\"}");
    }
    revops__text_char(to, ']');
}

static void sheet_put_json_rows(revops__text *to, const revops_sheet_table *table)
{
    revops__text_put(to, ",\"rows\":[");
    for (uint32_t r = 0; r < table->row_count; r++) {
        revops__text_put(to, r ? ",[" : "[");
        for (uint32_t c = 0; c < table->column_count; c++) {
            const revops_sheet_cell *cell = &table->cells[(size_t)r * table->column_count + c];
            revops_sheet_kind kind = revops__sheet_kind_of(table, c, cell);
            int is_other = kind != revops__sheet_column_at(table, c).kind;
            revops__text_put(to, c ? "," : "");
            if (is_other) {
                revops__text_put(to, "{\"kind\":\"");
                revops__text_put(to, revops_sheet_kind_name(kind));
                revops__text_put(to, "\",\"value\":");
            }
            sheet_put_json_cell(to, kind, cell);
            revops__text_put(to, is_other ? "}" : "");
        }
        revops__text_char(to, ']');
    }
    revops__text_char(to, ']');
}

size_t revops_sheet_json_text(const revops_sheet *sheet, char *out, size_t capacity)
{
    if (!sheet) {
        return 0;
    }
    revops__text text = revops__text_begin(out, capacity);
    const revops_sheet_cell title = {0, sheet->title, 0, 0}, as_of = {sheet->as_of_ms, NULL, 0, 0};
    revops__text_put(&text, "{\"title\":");
    sheet_put_json_cell(&text, REVOPS_SHEET_NAME, &title);
    revops__text_put(&text, ",\"as_of\":");
    sheet_put_json_cell(&text, REVOPS_SHEET_INSTANT, &as_of);
    revops__text_put(&text, ",\"tables\":[");
    for (uint32_t i = 0; i < sheet->table_count; i++) {
        revops__text_put(&text, i ? ",{\"name\":" : "{\"name\":");
        sheet_put_json_name(&text, sheet->tables[i].name);
        sheet_put_json_columns(&text, &sheet->tables[i]);
        sheet_put_json_rows(&text, &sheet->tables[i]);
        revops__text_char(&text, '}');
    }
    revops__text_put(&text, "]}\n");
    return revops__text_end(&text);
}

static void sheet_put_csv_name(revops__text *to, const char *name, uint32_t flags)
{
    int is_formula =
        (flags & REVOPS_SHEET_FOR_SPREADSHEETS) &&
        (*name == '=' || *name == '+' || *name == '-' || *name == '@' || *name == '\t' || *name == '\r');
    int is_quoted = 0;
    for (const char *at = name; *at; at++) {
        is_quoted |= *at == '"' || *at == ',' || *at == '\r' || *at == '\n';
    }
    revops__text_put(to, is_quoted ? "\"" : "");
    revops__text_put(to, is_formula ? "'" : "");
    for (; *name; name++) {
        revops__text_char(to, *name);
        if (*name == '"') {
            revops__text_char(to, '"');
        }
    }
    revops__text_put(to, is_quoted ? "\"" : "");
}

static void sheet_put_csv_cell(revops__text *to, revops_sheet_kind kind, const revops_sheet_cell *cell,
                               uint32_t flags)
{
    if (kind == REVOPS_SHEET_NAME ? !cell->text : cell->value == REVOPS_MISSING) {
        return;
    }
    switch ((enum revops_sheet_kinds)kind) {
    case REVOPS_SHEET_NAME:
        sheet_put_csv_name(to, cell->text, flags);
        break;
    case REVOPS_SHEET_COUNT:
        revops__sheet_put_decimal(to, cell->value, 0, 0);
        break;
    case REVOPS_SHEET_MONEY:
        revops__sheet_put_decimal(to, cell->value, 2, 0);
        break;
    case REVOPS_SHEET_SHARE:
    case REVOPS_SHEET_MULTIPLE:
    case REVOPS_SHEET_MONTHS:
        revops__sheet_put_decimal(to, cell->value, 4, 0);
        break;
    case REVOPS_SHEET_SPAN:
        revops__sheet_put_decimal(to, cell->value, 3, 0);
        break;
    case REVOPS_SHEET_INSTANT:
        revops__text_time(to, cell->value);
        break;
    case REVOPS_SHEET_DAY:
        revops__sheet_put_day(to, cell->value);
        break;
    }
}

size_t revops_sheet_csv_text(const revops_sheet *sheet, uint32_t table, uint32_t flags, char *out,
                             size_t capacity)
{
    if (!sheet || table >= sheet->table_count || flags & ~REVOPS_SHEET_FOR_SPREADSHEETS) {
        return 0;
    }
    const revops_sheet_table *of = &sheet->tables[table];
    revops__text text = revops__text_begin(out, capacity);
    for (uint32_t c = 0; c < of->column_count; c++) {
        revops__text_put(&text, c ? "," : "");
        sheet_put_csv_name(&text, revops__sheet_column_at(of, c).name, flags);
    }
    revops__text_put(&text, "\r\n");
    for (uint32_t r = 0; r < of->row_count; r++) {
        for (uint32_t c = 0; c < of->column_count; c++) {
            const revops_sheet_cell *cell = &of->cells[(size_t)r * of->column_count + c];
            revops__text_put(&text, c ? "," : "");
            sheet_put_csv_cell(&text, revops__sheet_kind_of(of, c, cell), cell, flags);
        }
        revops__text_put(&text, "\r\n");
    }
    return revops__text_end(&text);
}
