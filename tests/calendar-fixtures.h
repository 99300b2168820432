/* SPDX-License-Identifier: MIT */
/* Calendars and zones out of text, as the fixtures in tests/vectors write them. Aborts on what it can't read. */
#ifndef REVOPS_TESTS_CALENDAR_FIXTURES_H
#define REVOPS_TESTS_CALENDAR_FIXTURES_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <revops/calendar.h>

#define FIXTURE_MUST(condition)                                                                              \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            fprintf(stderr, "%s:%d: %s doesn't hold\n", __FILE__, __LINE__, #condition);                     \
            abort();                                                                                         \
        }                                                                                                    \
    } while (0)

enum { FIXTURE_FIELDS = 16 };

typedef struct fixture {
    char *text;  /* the whole file; fields point into it */
    char **rows; /* FIXTURE_FIELDS pointers a row */
    int count;
} fixture;

/* Lines of fields parted by tabs; lines that start with # are left out. */
static inline fixture fixture_read(const char *name)
{
    char path[1024];
    const char *folder = getenv("REVOPS_VECTORS");
    snprintf(path, sizeof path, "%s/%s", folder ? folder : "tests/vectors", name);
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        abort();
    }
    fseek(file, 0, SEEK_END);
    size_t size = (size_t)ftell(file);
    rewind(file);
    fixture read = {malloc(size + 1), NULL, 0};
    FIXTURE_MUST(read.text && fread(read.text, 1, size, file) == size);
    fclose(file);
    read.text[size] = 0;
    int lines = 0;
    for (size_t i = 0; i < size; i++) {
        lines += read.text[i] == '\n';
    }
    read.rows = calloc((size_t)lines * FIXTURE_FIELDS, sizeof *read.rows);
    FIXTURE_MUST(read.rows);
    for (char *line = read.text; *line;) {
        char *next = strchr(line, '\n');
        *next++ = 0;
        if (line[0] != '#') {
            char **row = read.rows + (size_t)read.count++ * FIXTURE_FIELDS;
            int field = 0;
            for (char *at = line; at && field < FIXTURE_FIELDS; field++) {
                row[field] = at;
                at = strchr(at, '\t');
                if (at) {
                    *at++ = 0;
                }
            }
        }
        line = next;
    }
    return read;
}

static inline char *fixture_field(const fixture *read, int row, int field)
{
    char *text = read->rows[row * FIXTURE_FIELDS + field];
    FIXTURE_MUST(text);
    return text;
}

static inline int64_t fixture_number(const fixture *read, int row, int field)
{
    return strtoll(fixture_field(read, row, field), NULL, 10);
}

static inline void fixture_free(fixture *read)
{
    free(read->text);
    free(read->rows);
}

#define UTC(year, month, day, hour, minute) revops_utc_ms(year, month, day, hour, minute)
#define OFFICE                              "09:00-17:00|09:00-17:00|09:00-17:00|09:00-17:00|09:00-17:00||"
#define ALWAYS                              "00:00-24:00|00:00-24:00|00:00-24:00|00:00-24:00|00:00-24:00|00:00-24:00|00:00-24:00"

static inline int32_t fixture_day(int32_t year, int32_t month, int32_t day)
{
    int32_t out;
    FIXTURE_MUST(revops_day_from_date(year, month, day, &out) == REVOPS_OK);
    return out;
}

/* ---- hours and dates ------------------------------------------------------------------------------------ */

enum { FIXTURE_HOURS = 256, FIXTURE_DATES = 256 };

typedef struct fixture_hours {
    revops_calendar_opening weekly[FIXTURE_HOURS];
    int32_t holidays[FIXTURE_DATES];
    revops_calendar_params params;
} fixture_hours;

/* "09:00-12:00,13:00-17:30|…" from Monday to Sunday, and "15126,15127". */
static inline void fixture_parse_hours(const char *weekly, const char *holidays, fixture_hours *out)
{
    uint32_t count = 0, holiday_count = 0;
    uint16_t weekday = 0;
    for (const char *at = weekly; *at;) {
        if (*at == '|') {
            weekday++;
            at++;
        } else if (*at == ',') {
            at++;
        } else {
            unsigned open_hour, open_minute, close_hour, close_minute;
            int used;
            FIXTURE_MUST(sscanf(at, "%u:%u-%u:%u%n", &open_hour, &open_minute, &close_hour, &close_minute,
                                &used) == 4);
            FIXTURE_MUST(count < FIXTURE_HOURS);
            out->weekly[count++] =
                (revops_calendar_opening){weekday, (uint16_t)(open_hour * 60 + open_minute),
                                          (uint16_t)(close_hour * 60 + close_minute)};
            at += used;
        }
    }
    for (const char *at = holidays; *at; at += *at == ',') {
        char *end;
        FIXTURE_MUST(holiday_count < FIXTURE_DATES);
        out->holidays[holiday_count++] = (int32_t)strtol(at, &end, 10);
        at = end;
    }
    out->params = (revops_calendar_params)REVOPS_CALENDAR_PARAMS_INIT;
    out->params.openings = out->weekly;
    out->params.opening_count = count;
    out->params.holidays = out->holidays;
    out->params.holiday_count = holiday_count;
}

/* ---- building ------------------------------------------------------------------------------------------- */

/* In memory of exactly its size, so that a sanitizer sees a step beyond; NULL when refused as unsound. */
static inline const revops_calendar *fixture_build(const revops_calendar_params *params)
{
    static _Alignas(64) unsigned char scratch[1 << 22];
    const revops_calendar *calendar = NULL;
    size_t needed = 0;
    revops_status status = revops_calendar_build(params, scratch, sizeof scratch, &needed, &calendar);
    if (status == REVOPS_ERR_UNSOUND) {
        return NULL;
    }
    FIXTURE_MUST(status == REVOPS_OK && needed > 0);
    /* Compiled blocks hold no pointers, and may be copied. */
    void *memory = aligned_alloc(64, (needed + 63) / 64 * 64);
    FIXTURE_MUST(memory);
    return memcpy(memory, scratch, needed);
}

static inline const revops_zone *fixture_build_zone(const revops_zone_params *params)
{
    const revops_zone *zone = NULL;
    size_t needed = 0;
    FIXTURE_MUST(revops_zone_build(params, NULL, 0, &needed, &zone) == REVOPS_ERR_NOSPACE);
    void *memory = aligned_alloc(16, (needed + 15) / 16 * 16);
    FIXTURE_MUST(memory && revops_zone_build(params, memory, needed, &needed, &zone) == REVOPS_OK);
    return zone;
}

static inline const revops_zone *fixture_zone_of_rule(const char *rule)
{
    revops_zone_params params = REVOPS_ZONE_PARAMS_INIT;
    params.posix = rule;
    params.posix_length = (uint32_t)strlen(rule);
    return fixture_build_zone(&params);
}

static inline const revops_calendar *fixture_calendar(const char *weekly, const char *holidays,
                                                      const revops_zone *zone)
{
    static fixture_hours hours;
    fixture_parse_hours(weekly, holidays, &hours);
    hours.params.zone = zone;
    return fixture_build(&hours.params);
}

/* First row of a zone in tz-offsets.tsv; -1 when it isn't there. */
static inline int fixture_find_zone(const fixture *offsets, const char *name)
{
    for (int i = 0; i < offsets->count; i++) {
        if (strcmp(fixture_field(offsets, i, 0), name) == 0) {
            return i;
        }
    }
    return -1;
}

/* The transitions between neighbouring seconds of tz-offsets.tsv, which has all of 1990 to 2037. */
static inline uint32_t fixture_transitions(const fixture *offsets, int row, revops_zone_transition *out,
                                           int32_t *out_first_offset_s)
{
    uint32_t count = 0;
    *out_first_offset_s = (int32_t)fixture_number(offsets, row + 1, 2);
    for (row++; row + 1 < offsets->count && !*fixture_field(offsets, row + 1, 0); row++) {
        int64_t at_s = fixture_number(offsets, row + 1, 1);
        int32_t offset_s = (int32_t)fixture_number(offsets, row + 1, 2);
        if (offset_s != fixture_number(offsets, row, 2)) {
            FIXTURE_MUST(at_s == fixture_number(offsets, row, 1) + 1);
            out[count++] = (revops_zone_transition){at_s * 1000, offset_s, 0};
        }
    }
    return count;
}

static inline const revops_zone *fixture_zone_of_table(const fixture *offsets, const char *name)
{
    int row = fixture_find_zone(offsets, name);
    if (row < 0) {
        return fixture_zone_of_rule(name);
    }
    revops_zone_transition transitions[512];
    revops_zone_params params = REVOPS_ZONE_PARAMS_INIT;
    params.transition_count = fixture_transitions(offsets, row, transitions, &params.utc_offset_s);
    params.transitions = transitions;
    return fixture_build_zone(&params);
}

/* By the system's TZif file of that name; NULL where there is none. */
static inline const revops_zone *fixture_zone_of_file(const char *name)
{
    static uint8_t bytes[1 << 16];
    char path[512];
    snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", name);
    FILE *file = fopen(path, "rb");
    if (!file) {
        return NULL;
    }
    revops_zone_params params = REVOPS_ZONE_PARAMS_INIT;
    params.tzif = bytes;
    params.tzif_length = (uint32_t)fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    return fixture_build_zone(&params);
}

#endif
