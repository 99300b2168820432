/* SPDX-License-Identifier: MIT */
/* A sheet for people.

   Problem: columns must line up for names of any script, and a name must not be able to move the cursor, turn the direction
   of writing or forge a row. Algorithm: what isn't safe is written as an escape, the rest has the width that terminals
   give it; each column is measured by writing it to nowhere first. */
#include "figures/sheet-internal.h"

typedef struct sheet_range {
    uint32_t first, last;
} sheet_range;

/* Marks that combine with what is before them. */
static const sheet_range sheet_narrow[] = {
    {0x300, 0x36f},   {0x483, 0x489},   {0x591, 0x5bd},     {0x610, 0x61a},     {0x64b, 0x65f},
    {0x6d6, 0x6dc},   {0x6df, 0x6e4},   {0x900, 0x902},     {0x93c, 0x93c},     {0x941, 0x948},
    {0x94d, 0x94d},   {0xe31, 0xe31},   {0xe34, 0xe3a},     {0xe47, 0xe4e},     {0x1ab0, 0x1aff},
    {0x1dc0, 0x1dff}, {0x200b, 0x200d}, {0x20d0, 0x20ff},   {0x3099, 0x309a},   {0xfe00, 0xfe0f},
    {0xfe20, 0xfe2f}, {0xfeff, 0xfeff}, {0x1f3fb, 0x1f3ff}, {0xe0100, 0xe01ef},
};

/* East Asian wide characters and pictures. */
static const sheet_range sheet_wide[] = {
    {0x1100, 0x115f},   {0x231a, 0x231b},   {0x2e80, 0x303e}, {0x3041, 0x33ff},   {0x3400, 0x4dbf},
    {0x4e00, 0x9fff},   {0xa000, 0xa4cf},   {0xa960, 0xa97f}, {0xac00, 0xd7a3},   {0xf900, 0xfaff},
    {0xfe30, 0xfe6f},   {0xff00, 0xff60},   {0xffe0, 0xffe6}, {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff},
    {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd},
};

static int sheet_is_in(const sheet_range *ranges, size_t count, uint32_t code)
{
    for (size_t i = 0; i < count; i++) {
        if (code >= ranges[i].first && code <= ranges[i].last) {
            return 1;
        }
    }
    return 0;
}

static uint32_t sheet_width_of(uint32_t code)
{
    if (code < 0x300) {
        return 1;
    }
    if (sheet_is_in(sheet_narrow, sizeof sheet_narrow / sizeof sheet_narrow[0], code)) {
        return 0;
    }
    return sheet_is_in(sheet_wide, sizeof sheet_wide / sizeof sheet_wide[0], code) ? 2 : 1;
}

/* Control characters, line and paragraph separators, and what turns the direction of writing. */
static int sheet_is_unsafe(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x61c || code == 0x200e ||
           code == 0x200f || (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

uint32_t revops__sheet_decode(const char *text, uint32_t *code)
{
    const unsigned char *at = (const unsigned char *)text;
    if (at[0] < 0x80) {
        *code = at[0];
        return 1;
    }
    uint32_t length = at[0] >= 0xf0 ? 4 : at[0] >= 0xe0 ? 3 : 2;
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (at[0] < 0xc2 || at[0] > 0xf4) {
        return 0;
    }
    uint32_t value = at[0] & (0x7fu >> length);
    for (uint32_t i = 1; i < length; i++) {
        if ((at[i] & 0xc0) != 0x80) { /* a NUL isn't one either: nothing is read beyond it */
            return 0;
        }
        value = value << 6 | (at[i] & 0x3fu);
    }
    if (value < least[length] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) {
        return 0;
    }
    *code = value;
    return length;
}

static size_t sheet_put_escape(revops__text *to, uint32_t code)
{
    static const char digits[] = "0123456789abcdef";
    uint32_t count = code > 0xff ? 4 : 2;
    revops__text_char(to, '\\');
    revops__text_char(to, count == 4 ? 'u' : 'x');
    for (uint32_t i = count; i > 0; i--) {
        revops__text_char(to, digits[code >> (4 * (i - 1)) & 15]);
    }
    return count + 2;
}

size_t revops__sheet_put_name(revops__text *to, const char *name)
{
    size_t width = 0;
    while (*name) {
        if (*name >= 0x20 && *name < 0x7f) { /* most of most names */
            revops__text_char(to, *name++);
            width++;
            continue;
        }
        uint32_t code = 0, length = revops__sheet_decode(name, &code);
        if (length == 0 || sheet_is_unsafe(code)) {
            width += sheet_put_escape(to, length ? code : (unsigned char)*name);
            name += length ? length : 1;
            continue;
        }
        width += sheet_width_of(code);
        for (; length > 0; length--) {
            revops__text_char(to, *name++);
        }
    }
    return width;
}

size_t revops_sheet_width(const char *text)
{
    revops__text nowhere = revops__text_begin(NULL, 0);
    return text ? revops__sheet_put_name(&nowhere, text) : 0;
}

void revops__sheet_put_decimal(revops__text *to, int64_t value, uint32_t places, int commas)
{
    uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value, unit = 1;
    for (uint32_t i = 0; i < places; i++) {
        unit *= 10;
    }
    if (value < 0) {
        revops__text_char(to, '-');
    }
    uint64_t whole = size / unit, group = 1;
    while (whole / group >= 1000) {
        group *= 1000;
    }
    if (commas) {
        revops__text_unsigned(to, whole / group, 0);
        for (whole %= group; group > 1; whole %= group) {
            group /= 1000;
            revops__text_char(to, ',');
            revops__text_unsigned(to, whole / group, 3);
        }
    } else {
        revops__text_unsigned(to, whole, 0);
    }
    if (places) {
        revops__text_char(to, '.');
        revops__text_unsigned(to, size % unit, places);
    }
}

void revops__sheet_put_day(revops__text *to, int64_t day)
{
    char instant[48];
    revops__text text = revops__text_begin(instant, sizeof instant);
    revops__text_time(&text, day * REVOPS_DAY_MS);
    (void)revops__text_end(&text);
    for (const char *at = instant; *at && *at != 'T'; at++) {
        revops__text_char(to, *at);
    }
}

/* value ÷ unit, to nearest, half away from 0; the unit is small. */
static int64_t sheet_round(int64_t value, int64_t unit)
{
    int64_t rest = value % unit;
    return value / unit + (2 * rest >= unit) - (2 * rest <= -unit);
}

/* Writes a cell for people; returns the columns it takes. */
static size_t sheet_put_cell(revops__text *to, revops_sheet_kind kind, const revops_sheet_cell *cell)
{
    char number[64];
    revops__text text = revops__text_begin(number, sizeof number);
    if (kind == REVOPS_SHEET_NAME ? !cell->text : cell->value == REVOPS_MISSING) {
        return revops__sheet_put_name(to, "–");
    }
    switch ((enum revops_sheet_kinds)kind) {
    case REVOPS_SHEET_NAME:
        return revops__sheet_put_name(to, cell->text);
    case REVOPS_SHEET_COUNT:
        revops__sheet_put_decimal(&text, cell->value, 0, 1);
        break;
    case REVOPS_SHEET_MONEY:
        revops__sheet_put_decimal(&text, cell->value, 2, 1);
        break;
    case REVOPS_SHEET_SHARE:
        revops__sheet_put_decimal(&text, sheet_round(cell->value, 10), 1, 1);
        revops__text_put(&text, " %");
        break;
    case REVOPS_SHEET_MULTIPLE:
        revops__sheet_put_decimal(&text, sheet_round(cell->value, 100), 2, 1);
        revops__text_char(&text, 'x');
        break;
    case REVOPS_SHEET_MONTHS:
        revops__sheet_put_decimal(&text, sheet_round(cell->value, 1000), 1, 1);
        revops__text_put(&text, " months");
        break;
    case REVOPS_SHEET_SPAN:
        revops__text_span(&text, cell->value);
        break;
    case REVOPS_SHEET_INSTANT:
        revops__text_time(&text, cell->value);
        break;
    case REVOPS_SHEET_DAY:
        revops__sheet_put_day(&text, cell->value);
        break;
    }
    (void)revops__text_end(&text);
    return revops__sheet_put_name(to, number);
}

static void sheet_put_spaces(revops__text *to, size_t count)
{
    for (; count > 0; count--) {
        revops__text_char(to, ' ');
    }
}

static void sheet_put_padded(revops__text *to, revops_sheet_kind kind, const revops_sheet_cell *cell,
                             size_t width, int is_left, int is_last)
{
    revops__text nowhere = revops__text_begin(NULL, 0);
    size_t own = sheet_put_cell(&nowhere, kind, cell);
    if (!is_left) {
        sheet_put_spaces(to, width - own);
    }
    (void)sheet_put_cell(to, kind, cell);
    if (is_left && !is_last) {
        sheet_put_spaces(to, width - own);
    }
}

static void sheet_put_table(revops__text *to, const revops_sheet_table *table)
{
    size_t widths[REVOPS_SHEET_COLUMNS_MAX];
    for (uint32_t c = 0; c < table->column_count; c++) {
        widths[c] = revops_sheet_width(revops__sheet_column_at(table, c).name);
        for (uint32_t r = 0; r < table->row_count; r++) {
            const revops_sheet_cell *cell = &table->cells[(size_t)r * table->column_count + c];
            revops__text nowhere = revops__text_begin(NULL, 0);
            size_t width = sheet_put_cell(&nowhere, revops__sheet_kind_of(table, c, cell), cell);
            widths[c] = width > widths[c] ? width : widths[c];
        }
    }
    for (uint32_t r = 0; r <= table->row_count; r++) {
        for (uint32_t c = 0; c < table->column_count; c++) {
            const revops_sheet_column column = revops__sheet_column_at(table, c);
            const revops_sheet_cell heading = {0, column.name, 0, 0};
            const revops_sheet_cell *cell =
                r ? &table->cells[(size_t)(r - 1) * table->column_count + c] : &heading;
            revops_sheet_kind kind = r ? revops__sheet_kind_of(table, c, cell) : REVOPS_SHEET_NAME;
            revops__text_put(to, "  ");
            sheet_put_padded(to, kind, cell, widths[c], column.kind == REVOPS_SHEET_NAME,
                             c + 1 == table->column_count);
        }
        revops__text_char(to, '\n');
    }
}

size_t revops_sheet_text(const revops_sheet *sheet, char *out, size_t capacity)
{
    if (!sheet) {
        return 0;
    }
    revops__text text = revops__text_begin(out, capacity);
    if (sheet->title) {
        (void)revops__sheet_put_name(&text, sheet->title);
        revops__text_char(&text, '\n');
    }
    if (sheet->as_of_ms != REVOPS_MISSING) {
        revops__text_put(&text, "as of ");
        revops__text_time(&text, sheet->as_of_ms);
        revops__text_char(&text, '\n');
    }
    for (uint32_t i = 0; i < sheet->table_count; i++) {
        if (text.length) {
            revops__text_char(&text, '\n');
        }
        (void)revops__sheet_put_name(&text, sheet->tables[i].name);
        revops__text_char(&text, '\n');
        sheet_put_table(&text, &sheet->tables[i]);
    }
    return revops__text_end(&text);
}
