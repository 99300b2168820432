/* SPDX-License-Identifier: MIT */
/* The event log of a made-up software company's year, as CSV (docs/format.md); see `usage`.

   The rows of each lead's story wait in a calendar, one box an hour; a box is sorted and written when all leads up to
   the end of that day have been told. So the log is in order of time, and memory holds only the rows still to come. */
#include "simulate.h"

#include <revops/base.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef _WIN32
#include <fcntl.h>
#include <io.h>
#endif

enum { BOXES = DAYS * 24 + 1, CHUNK = 32, MAX_LEADS = 1000000000 };

static const char usage[] =
    "Usage: simulate [OPTION]...\n"
    "Writes the event log of a made-up software company's year, as CSV.\n\n"
    "  --leads N        how many leads, 0 to 1000000000 (default 300)\n"
    "  --seed S         another year for another number, 0 to 18446744073709551615 (default 1)\n"
    "  --start INSTANT  where the 365 days begin, RFC 3339 (default 2025-01-01T00:00:00Z)\n"
    "  --clean          leave out the planted dirt: rows twice, rows too late, unknown events\n"
    "  --output FILE    write there instead of standard output\n"
    "  --help           this text\n\n"
    "Exit status: 0 done, 1 the log couldn't be written, 2 bad usage.\n";

/* clang-format off */
#define EVENT(constant, name, value, sales) {name, value},
#define NAME(constant, name) name,
static const struct { const char *name; enum value value; } events[] = {EVENTS(EVENT)};
static const char *const reasons[] = {REASONS(NAME)}, *const items[] = {ITEM_NAMES};
/* clang-format on */

struct chunk {
    struct chunk *next;
    uint32_t count;
    struct row rows[CHUNK];
};
static struct chunk *boxes[BOXES], *spare;
static int64_t base_s; /* when the first box opens: the hour of --start */

static FILE *out;
static const char *out_name = "standard output";
static char text[1 << 16]; /* waits to be written */
static size_t length;

static void fail(const char *what, const char *name)
{
    fprintf(stderr, "simulate: %s%s: %s\n", what, name, strerror(errno));
    exit(1);
}

static void *allocate(void *old, size_t size)
{
    void *memory = realloc(old, size);
    if (!memory) {
        fail("no memory for the leads under way", "");
    }
    return memory;
}

/* ---- The calendar ---- */

void put_row(const struct row *row)
{
    if (row->written / HOUR >= BOXES) {
        return; /* after the year */
    }
    struct chunk **box = &boxes[row->written / HOUR];
    if (!*box || (*box)->count == CHUNK) {
        struct chunk *chunk = spare ? spare : allocate(NULL, sizeof *chunk);
        spare = spare ? chunk->next : NULL;
        chunk->next = *box;
        chunk->count = 0;
        *box = chunk;
    }
    (*box)->rows[(*box)->count++] = *row;
}

static int compare_rows(const void *left, const void *right)
{
    const struct row *a = left, *b = right;
    if (a->written != b->written) {
        return a->written < b->written ? -1 : 1;
    }
    if (a->lead != b->lead) {
        return a->lead < b->lead ? -1 : 1;
    }
    return a->order < b->order ? -1 : a->order > b->order;
}

/* ---- Writing ---- */

static void flush(void)
{
    if (fwrite(text, 1, length, out) != length) {
        fail("can't write ", out_name);
    }
    length = 0;
}

static void put_text(const char *part)
{
    size_t size = strlen(part);
    memcpy(text + length, part, size);
    length += size;
}

static void put_number(uint32_t number, unsigned digits)
{
    char reversed[10];
    unsigned used = 0;
    while (number || used < digits) {
        reversed[used++] = (char)('0' + number % 10);
        number /= 10;
    }
    while (used) {
        text[length++] = reversed[--used];
    }
}

static void put_value(enum value kind, uint32_t value)
{
    char instant[32];
    if (kind == GRADE) {
        text[length++] = (char)('A' + value);
    } else if (kind == AMOUNT) {
        put_number(value, 1);
    } else if (kind == INSTANT && value) {
        revops_time_text((base_s + value) * 1000, instant, sizeof instant);
        put_text(instant);
    } else if (kind == ITEMS) {
        for (const char *const *item = items; value; value >>= 1, item++) {
            if (value & 1) {
                put_text(*item);
                put_text(value > 1 ? "+" : "");
            }
        }
    }
}

static void write_row(const struct row *row)
{
    static uint32_t hour = UINT32_MAX;
    static char prefix[32];            /* the date and hour as text */
    if (length > sizeof text - 1024) { /* no row is longer than that */
        flush();
    }
    if (row->at / HOUR != hour) {
        hour = row->at / HOUR;
        revops_time_text((base_s + (int64_t)hour * HOUR) * 1000, prefix, sizeof prefix);
        prefix[strlen("2025-01-01T00:")] = 0;
    }
    put_text(prefix);
    put_number(row->at % HOUR / MINUTE, 2);
    put_text(":");
    put_number(row->at % MINUTE, 2);
    put_text("Z,L");
    put_number(row->lead, 6);
    put_text(",");
    put_text(events[row->event].name);
    put_text(",");
    put_value(events[row->event].value, row->value);
    put_text(",");
    put_text(reasons[row->reason]);
    put_text(",");
    if (row->event == CREATED) {
        put_text(campaigns[row->campaign].source);
        put_text(",");
        put_text(campaigns[row->campaign].name);
        put_text(row->account ? ",,A" : ",,");
        put_number(row->account, row->account ? 5 : 0);
    } else {
        put_text(",,");
        put_text(people[row->person]);
        put_text(",");
    }
    put_text("\n");
}

/* Writes the rows of an hour that fall into the year, and keeps the memory for others. */
static void empty_box(uint32_t box, uint32_t end)
{
    static struct row *rows;
    static size_t capacity;
    size_t count = 0;
    for (struct chunk *chunk; (chunk = boxes[box]) != NULL;) {
        if (count + CHUNK > capacity) {
            capacity = 2 * (count + CHUNK);
            rows = allocate(rows, capacity * sizeof *rows);
        }
        memcpy(rows + count, chunk->rows, chunk->count * sizeof *rows);
        count += chunk->count;
        boxes[box] = chunk->next;
        chunk->next = spare;
        spare = chunk;
    }
    if (count) {
        qsort(rows, count, sizeof *rows, compare_rows);
    }
    for (size_t i = 0; i < count && rows[i].written < end; i++) {
        write_row(&rows[i]);
    }
}

static void simulate(struct year *year, uint32_t leads)
{
    uint64_t weights[DAYS], total = 0, so_far = 0;
    for (uint32_t day = 0; day < DAYS; day++) { /* more and more come over the year, fewer on weekends */
        uint32_t weekday = (year->start + year->phase + day * DAY) % WEEK / DAY;
        weights[day] = (300 + day) * (weekday < 5 ? 5 : 2);
        total += weights[day];
    }
    put_text("at,lead,event,value,reason,source,campaign,actor,account\n");
    for (uint32_t day = 0, number = 0, box = 0; day < DAYS; day++) {
        uint32_t begins = year->start + day * DAY, last = day + 1 < DAYS ? (begins + DAY) / HOUR : BOXES;
        uint64_t random = mix(year->seed ^ mix(day + 1));
        so_far += weights[day];
        while (number < so_far * leads / total) {
            bool busy = chance(&random, 70); /* by daylight */
            uint32_t clock = between(&random, busy ? 8 * HOUR : 0, (busy ? 19 * HOUR : DAY) - 1);
            tell(year, ++number, begins + (clock + DAY - (begins + year->phase) % DAY) % DAY);
        }
        for (; box < last; box++) {
            empty_box(box, year->end);
        }
    }
    flush();
    if (fclose(out) != 0) {
        fail("can't write ", out_name);
    }
}

/* ---- Options ---- */

static void bad_usage(const char *option, const char *problem, const char *value)
{
    fprintf(stderr, "simulate: %s%s%s\nTry: simulate --help\n", option, problem, value);
    exit(2);
}

static uint64_t read_number(const char *option, const char *value, uint64_t max, const char *problem)
{
    uint64_t number = 0;
    const char *end = value;
    for (; *end >= '0' && *end <= '9'; end++) {
        unsigned digit = (unsigned)(*end - '0');
        if (number > (max - digit) / 10) {
            bad_usage(option, problem, value);
        }
        number = number * 10 + digit;
    }
    if (*end || end == value) {
        bad_usage(option, problem, value);
    }
    return number;
}

int main(int argc, char **argv)
{
    struct year year = {.seed = 1};
    uint32_t leads = 300;
    const char *output = NULL;
    int64_t start_ms = revops_utc_ms(2025, 1, 1, 0, 0);
    out = stdout;
#ifdef SIGPIPE
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is a failed write like any other */
#endif
#ifdef _WIN32
    _setmode(_fileno(stdout), _O_BINARY);
#endif
    for (int i = 1; i < argc; i++) {
        const char *option = argv[i];
        if (strcmp(option, "--help") == 0) {
            if (fputs(usage, stdout) < 0 || fclose(stdout) != 0) {
                fail("can't write ", out_name);
            }
            return 0;
        }
        if (strcmp(option, "--clean") == 0) {
            year.clean = true;
            continue;
        }
        if (strcmp(option, "--leads") != 0 && strcmp(option, "--seed") != 0 &&
            strcmp(option, "--start") != 0 && strcmp(option, "--output") != 0) {
            bad_usage("there is no option or argument ", option, "");
        }
        const char *value = argv[++i];
        if (!value) {
            bad_usage(option, " needs a value", "");
        } else if (strcmp(option, "--leads") == 0) {
            leads = (uint32_t)read_number(option, value, MAX_LEADS,
                                          " needs a whole number from 0 to 1000000000, not ");
        } else if (strcmp(option, "--seed") == 0) {
            year.seed = read_number(option, value, UINT64_MAX,
                                    " needs a whole number from 0 to 18446744073709551615, not ");
        } else if (strcmp(option, "--output") == 0) {
            out_name = output = value;
        } else if (revops_time_parse(value, strlen(value), &start_ms) != REVOPS_OK || start_ms % 1000 != 0 ||
                   start_ms < revops_utc_ms(1, 1, 1, 0, 0) || start_ms >= revops_utc_ms(9990, 1, 1, 0, 0)) {
            bad_usage(
                option,
                " needs an instant to the second, as 2025-01-01T00:00:00Z, in the years 1 to 9989, not ",
                value);
        }
    }
    int64_t start_s = start_ms / 1000, into_hour = (start_s % HOUR + HOUR) % HOUR;
    base_s = start_s - into_hour;
    year.start = (uint32_t)into_hour;
    year.end = year.start + (uint32_t)DAYS * DAY;
    year.phase = (uint32_t)(((base_s + 3 * DAY) % WEEK + WEEK) % WEEK); /* 1970-01-01 was a Thursday */
    if (output && !(out = fopen(output, "wb"))) {
        fail("can't open ", out_name);
    }
    simulate(&year, leads);
    return 0;
}
