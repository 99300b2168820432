/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_LIB_SHEET_INTERNAL_H
#define REVOPS_LIB_SHEET_INTERNAL_H

#include <revops/condition.h>
#include <revops/sheet.h>

#include "core/text.h"

/* The head, then the tables; columns and cells that were laid out follow. */
struct revops_sheet {
    const char *title;
    int64_t as_of_ms;
    const revops_sheet_table *tables;
    uint32_t table_count, reserved;
};

/* Length of the UTF-8 character that a text begins with and its code point; 0 where it is none. Not at the NUL. */
uint32_t revops__sheet_decode(const char *text, uint32_t *code);
/* Writes a name so that a terminal shows it and does nothing else; returns the columns it takes. */
size_t revops__sheet_put_name(revops__text *to, const char *name);
/* A cell's kind: its own or its column's. */
revops_sheet_kind revops__sheet_kind_of(const revops_sheet_table *table, uint32_t column,
                                        const revops_sheet_cell *cell);
revops_sheet_column revops__sheet_column_at(const revops_sheet_table *table, uint32_t column);
/* A day as a date. */
void revops__sheet_put_day(revops__text *to, int64_t day);
/* A number in units of 10^-places as a decimal, with commas where `commas` is 1. */
void revops__sheet_put_decimal(revops__text *to, int64_t value, uint32_t places, int commas);

#endif
