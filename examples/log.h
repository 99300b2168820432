/* SPDX-License-Identifier: MIT */
/* Reading an event log (docs/format.md): CSV as RFC 4180 says, by libcsv, one row at a time. */
#ifndef EXAMPLES_LOG_H
#define EXAMPLES_LOG_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Columns that the log's own form has (docs/format.md), in this order in a row. */
enum log_column {
    LOG_AT,
    LOG_LEAD,
    LOG_EVENT,
    LOG_VALUE,
    LOG_REASON,
    LOG_SOURCE,
    LOG_CAMPAIGN,
    LOG_ACTOR,
    LOG_ACCOUNT,
    LOG_ID,
    LOG_SEQUENCE,
    LOG_RESUME,
    LOG_COLUMNS,
    LOG_FIELDS_MAX = 32 /* columns that any form has */
};

/* Which columns of a file are read: a row's fields stand in this order. */
typedef struct log_form {
    const char *const *names;
    int count;
    int required;      /* the first so many must be there */
    int is_for_libcsv; /* libcsv reads rows without quotes, too: what a test and a benchmark compare with */
} log_form;
extern const log_form log_own_form;

typedef struct log_field {
    const char *text; /* closed by a NUL */
    size_t length;
} log_field;

typedef struct log_row {
    uint64_t line; /* of its first character, from 1 */
    log_field fields[LOG_FIELDS_MAX];
} log_row;

/* Receives each row; returns 0 to go on. */
typedef int (*log_receiver)(const log_row *row, void *context);

/* Reads all of a file, whose name is for messages. Returns 0; or 1 after an error, which was told on stderr. */
int log_read(FILE *file, const char *name, const log_form *form, log_receiver receiver, void *context);

enum { LOG_SHOWN = 64 }; /* bytes that log_show() writes at most */

/* Text from a log as a message may show it: cut short, "?" for what a terminal could stumble over. Returns out. */
const char *log_show(const char *text, size_t length, char out[LOG_SHOWN]);

/* Tells of an error at a field of a row: what was expected, and what was found. Returns 1. */
int log_error(const char *name, const log_form *form, const log_row *row, int column, const char *expected);

#endif
