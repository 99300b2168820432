/* SPDX-License-Identifier: MIT */
/* What the columns of a file mean: a mapping document, or the log's own form (docs/format.md). */
#ifndef EXAMPLES_REPLAY_MAP_H
#define EXAMPLES_REPLAY_MAP_H

#include <revops/zone.h>

#include "json.h"
#include "log.h"

enum { MAP_ABSENT = -1, MAP_DATES = 16, MAP_FACTS = 24 };

/* What a text of the file is called in the policy; NULL for nothing: it is set aside. */
typedef struct map_name {
    const char *from, *to;
} map_name;

typedef struct map_names {
    map_name *rows;
    size_t count;
} map_names;

/* A column that holds the instant of something: of `what`, or of what another column's text is called. */
typedef struct map_date {
    int at;
    const char *what;
    int by; /* MAP_ABSENT with `what` */
    map_names names;
} map_date;

typedef struct map_fact {
    int column;
    const char *attribute;
} map_fact;

/* Columns that every kind of file may have. */
enum map_role {
    MAP_LEAD,
    MAP_AT,
    MAP_EVENT,
    MAP_VALUE,
    MAP_REASON,
    MAP_SOURCE,
    MAP_CAMPAIGN,
    MAP_ACTOR,
    MAP_ACCOUNT,
    MAP_ID,
    MAP_SEQUENCE,
    MAP_RESUME,
    MAP_OWNER,
    MAP_AMOUNT,
    MAP_ROLES
};

typedef struct file_map {
    log_form form;
    const char *columns[LOG_FIELDS_MAX]; /* what the form points to */
    int roles[MAP_ROLES];                /* places in the form; MAP_ABSENT */
    const char *every;                   /* all rows are this event; NULL */
    map_date dates[MAP_DATES];
    map_fact facts[MAP_FACTS];
    int date_count, fact_count;
    map_names events, stages, reasons;
    int is_major;            /* amounts are in major units, such as euros */
    const char *date_format; /* NULL: as ISO 8601 says */
    const revops_zone *zone; /* of instants without an offset; NULL: there are none */
} file_map;

typedef struct map_document {
    file_map *files;
    size_t count;
    char *text;
    json *root;
} map_document;

/* The log's own form. */
void map_own(file_map *out);
/* Reads a mapping document: one object, or a list of them, one a file. Returns 0, or 1 after telling every fault. */
int map_read(const char *path, map_document *out);
void map_free(map_document *of);
/* What a text is called; itself where it isn't mapped; NULL where it is set aside. */
const char *map_name_of(const map_names *all, const char *text);

/* Reads an instant as the file writes it. Returns whether there is one. */
int map_instant(const file_map *map, const char *text, size_t length, int64_t *out);

#endif
