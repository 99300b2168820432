/* SPDX-License-Identifier: MIT */
#include "log.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"

const char *const log_column_names[LOG_COLUMNS] = {"at",     "lead",     "event", "value",  "reason",
                                                   "source", "campaign", "actor", "account"};

enum {
    ROW_MAX = 1 << 20, /* bytes of a row's fields: more is no event */
    FIELDS_MAX = 1024, /* columns of a log */
    CHUNK = 1 << 16,   /* bytes read at a time */
};

typedef struct reader {
    const char *name;
    log_receiver receiver;
    void *context;
    uint64_t line;       /* of the character being read */
    uint64_t row_line;   /* of the row's first character */
    int carriage_return; /* the last row ended in one, so that a line feed may follow */
    int failed;
    int columns[FIELDS_MAX]; /* place in a log_row of each field; -1 ignored */
    int places[LOG_COLUMNS]; /* and back */
    int header_count;        /* 0 before the header */
    int field_count;
    char *text; /* of the fields wanted */
    size_t text_size;
    size_t row_size; /* of all fields, wanted or not */
    size_t starts[LOG_COLUMNS];
    size_t lengths[LOG_COLUMNS];
} reader;

static int fail(reader *in, const char *message)
{
    if (!in->failed) {
        fprintf(stderr, "%s:%llu: column %d: %s\n", in->name, (unsigned long long)in->row_line,
                in->field_count + 1, message);
    }
    in->failed = 1;
    return 1;
}

const char *log_show(const char *text, size_t length, char out[LOG_SHOWN])
{
    size_t shown = length < LOG_SHOWN - 4 ? length : LOG_SHOWN - 4;
    for (size_t i = 0; i < shown; i++) {
        unsigned char c = (unsigned char)text[i];
        out[i] = (char)(c < 32 || c == 127 ? '?' : c);
    }
    memcpy(out + shown, shown < length ? "..." : "", shown < length ? 4 : 1);
    return out;
}

int log_error(const char *name, const log_row *row, enum log_column column, const char *expected)
{
    char shown[LOG_SHOWN];
    const log_field *field = &row->fields[column];
    fprintf(stderr, "%s:%llu: column \"%s\": expected %s, found \"%s\"\n", name,
            (unsigned long long)row->line, log_column_names[column], expected,
            log_show(field->text, field->length, shown));
    return 1;
}

/* A field of the header says which column stands there. */
static void name_column(reader *in, const char *text, size_t length)
{
    int place = in->field_count;
    in->columns[place] = -1;
    for (int column = 0; column < LOG_COLUMNS; column++) {
        if (strlen(log_column_names[column]) == length &&
            memcmp(log_column_names[column], text, length) == 0) {
            if (in->places[column] >= 0) {
                char message[80];
                snprintf(message, sizeof message, "a second column \"%s\"; expected one",
                         log_column_names[column]);
                fail(in, message);
                return;
            }
            in->columns[place] = column;
            in->places[column] = place;
        }
    }
}

static void on_field(void *text, size_t length, void *context)
{
    reader *in = context;
    if (in->failed) {
        return;
    }
    const char *field = text ? text : "";
    in->row_size += length;
    if (in->field_count >= FIELDS_MAX) {
        fail(in, "expected at most 1024 columns");
        return;
    }
    if (in->row_size > ROW_MAX) {
        fail(in, "expected a row of at most 1 MiB");
        return;
    }
    for (const char *at = field; (at = memchr(at, '\n', length - (size_t)(at - field))) != NULL; at++) {
        in->line++; /* a line feed inside quotes */
    }
    if (in->header_count == 0) {
        name_column(in, field, length);
    } else if (in->field_count >= in->header_count) {
        fail(in, "more fields than the header has; expected a quoted field, if it holds commas");
        return;
    } else if (in->columns[in->field_count] >= 0) {
        int column = in->columns[in->field_count];
        in->starts[column] = in->text_size;
        in->lengths[column] = length;
        memcpy(in->text + in->text_size, field, length);
        in->text_size += length;
        in->text[in->text_size++] = '\0';
    }
    in->field_count++;
}

static void end_header(reader *in)
{
    for (int column = LOG_AT; column <= LOG_EVENT; column++) {
        if (in->places[column] < 0) {
            char message[120];
            snprintf(message, sizeof message, "the header has no column \"%s\"; expected at, lead, event",
                     log_column_names[column]);
            in->field_count = 0;
            fail(in, message);
            return;
        }
    }
    in->header_count = in->field_count;
}

static void end_row(reader *in)
{
    log_row row = {.line = in->row_line};
    if (in->field_count < in->header_count) {
        char message[80];
        snprintf(message, sizeof message, "fewer fields than the header has; expected %d, found %d",
                 in->header_count, in->field_count);
        fail(in, message);
        return;
    }
    for (int column = 0; column < LOG_COLUMNS; column++) {
        int there = in->places[column] >= 0;
        row.fields[column].text = there ? in->text + in->starts[column] : "";
        row.fields[column].length = there ? in->lengths[column] : 0;
        if (memchr(row.fields[column].text, '\0', row.fields[column].length)) {
            in->failed = log_error(in->name, &row, column, "text without NUL bytes");
            return;
        }
    }
    in->failed = in->receiver(&row, in->context);
}

/* Called at each end of a line outside quotes, blank lines included; c is -1 at the end of the file. */
static void on_row(int c, void *context)
{
    reader *in = context;
    if (in->failed) {
        return;
    }
    int blank = in->field_count == 0;
    if (!blank && in->header_count == 0) {
        end_header(in);
    } else if (!blank) {
        end_row(in);
    }
    /* CR LF calls twice: the line ends once. */
    if (c == '\n' && blank && in->carriage_return) {
        in->carriage_return = 0;
    } else {
        in->line++;
        in->carriage_return = c == '\r';
    }
    in->row_line = in->line;
    in->field_count = 0;
    in->text_size = 0;
    in->row_size = 0;
}

static int is_space(unsigned char c)
{
    (void)c;
    return 0;
}

/* Feeds one chunk; libcsv tells of a quote out of place by stopping short. */
static int feed(struct csv_parser *parser, reader *in, const char *chunk, size_t size)
{
    size_t done = csv_parse(parser, chunk, size, on_field, on_row, in);
    if (in->failed) {
        return 1;
    }
    if (done < size) {
        return csv_error(parser) == CSV_EPARSE
                   ? fail(in, "a quote out of place; expected \"\" for a quote inside a quoted field")
                   : fail(in, csv_strerror(csv_error(parser)));
    }
    /* What libcsv has gathered of an unfinished field. */
    return in->row_size + parser->entry_pos > ROW_MAX
               ? fail(in, "expected a row of at most 1 MiB; is a quote left open?")
               : 0;
}

int log_read(FILE *file, const char *name, log_receiver receiver, void *context)
{
    struct csv_parser parser;
    reader in = {.name = name, .receiver = receiver, .context = context, .line = 1, .row_line = 1};
    char *chunk = grow(NULL, CHUNK, 1);
    in.text = grow(NULL, ROW_MAX + LOG_COLUMNS, 1);
    for (int column = 0; column < LOG_COLUMNS; column++) {
        in.places[column] = -1;
    }
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0) {
        fprintf(stderr, "out of memory\n");
        exit(1);
    }
    csv_set_blk_size(&parser, 4096);
    csv_set_space_func(&parser, is_space); /* spaces belong to a field (RFC 4180) */
    size_t size;
    int first = 1;
    while (!in.failed && (size = fread(chunk, 1, CHUNK, file)) > 0) {
        int mark = first && size >= 3 && memcmp(chunk, "\xef\xbb\xbf", 3) == 0; /* byte order mark */
        first = 0;
        feed(&parser, &in, chunk + (mark ? 3 : 0), size - (mark ? 3 : 0));
    }
    if (!in.failed && ferror(file)) {
        fprintf(stderr, "%s:%llu: can't be read\n", name, (unsigned long long)in.line);
        in.failed = 1;
    }
    if (!in.failed && csv_fini(&parser, on_field, on_row, &in) != 0) {
        fail(&in, "the log ends inside a quoted field; expected a closing quote");
    }
    if (!in.failed && in.header_count == 0) {
        fail(&in, "the log is empty; expected a header with the columns at, lead, event");
    }
    csv_free(&parser);
    free(in.text);
    free(chunk);
    return in.failed;
}
