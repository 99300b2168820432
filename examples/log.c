/* SPDX-License-Identifier: MIT */
#include "log.h"

#include <csv.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"

static const char *const own_names[LOG_COLUMNS] = {
    [LOG_AT] = "at",           [LOG_LEAD] = "lead",     [LOG_EVENT] = "event",       [LOG_VALUE] = "value",
    [LOG_REASON] = "reason",   [LOG_SOURCE] = "source", [LOG_CAMPAIGN] = "campaign", [LOG_ACTOR] = "actor",
    [LOG_ACCOUNT] = "account", [LOG_ID] = "id",         [LOG_SEQUENCE] = "sequence", [LOG_RESUME] = "resume"};
const log_form log_own_form = {.names = own_names, .count = LOG_COLUMNS, .required = LOG_EVENT + 1};

enum {
    ROW_MAX = 1 << 20, /* bytes of a row's fields: more is no event */
    FIELDS_MAX = 1024, /* columns of a log */
    CHUNK = 1 << 16,   /* bytes read at a time */
    BATCH_ROWS = 512,  /* rows handed over at a time */
    BATCH_TEXT = 1 << 18,
    BATCHES = 4,
    STRIDE = 64, /* bytes looked at together */
};

/* Rows on their way from the thread that parses to the one that folds, which take about as long: reading ahead
   halves the time on two cores. */
typedef struct batch {
    log_row rows[BATCH_ROWS];
    size_t count;
    char *text; /* of their fields: BATCH_TEXT, and room for one row more */
    size_t text_size;
} batch;

typedef struct queue {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    batch batches[BATCHES];
    uint64_t filled, emptied; /* batches so far */
    int done;                 /* no more will be filled */
    int stopped;              /* no more are wanted */
} queue;

typedef struct reader {
    const char *name;
    const log_form *form;
    FILE *file;
    queue *queue;
    batch *batch;        /* being filled */
    uint64_t line;       /* of the character being read */
    uint64_t row_line;   /* of the row's first character */
    int carriage_return; /* the last row ended in one, so that a line feed may follow */
    int failed;
    char error[800];            /* told once all rows before it are done */
    int columns[FIELDS_MAX];    /* place in a log_row of each field; -1 ignored */
    int places[LOG_FIELDS_MAX]; /* and back */
    int header_count;           /* 0 before the header */
    int other_separator;        /* the header has semicolons or tabs */
    int is_between;             /* rows: the last line feed ended one */
    int field_count;
    size_t row_size; /* of all fields, wanted or not */
    log_field fields[LOG_FIELDS_MAX];
} reader;

static int fail(reader *in, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    if (!in->failed) {
        vsnprintf(in->error, sizeof in->error, format, arguments);
    }
    va_end(arguments);
    in->failed = 1;
    return 1;
}

/* Says where: the file's name comes when the error is told. */
#define FAIL_HERE(in, message)                                                                               \
    fail(in, "%llu: column %d: %s", (unsigned long long)(in)->row_line, (in)->field_count + 1, message)

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

int log_error(const char *name, const log_form *form, const log_row *row, int column, const char *expected)
{
    char shown[LOG_SHOWN];
    const log_field *field = &row->fields[column];
    fprintf(stderr, "%s:%llu: column \"%s\": expected %s, found \"%s\"\n", name,
            (unsigned long long)row->line, form->names[column], expected,
            log_show(field->text, field->length, shown));
    return 1;
}

/* A field of the header says which column stands there. */
static void name_column(reader *in, const char *text, size_t length)
{
    int place = in->field_count;
    in->columns[place] = -1;
    in->other_separator |= memchr(text, ';', length) || memchr(text, '\t', length);
    for (int column = 0; column < in->form->count; column++) {
        if (strlen(in->form->names[column]) == length && memcmp(in->form->names[column], text, length) == 0) {
            if (in->places[column] >= 0) {
                fail(in, "%llu: column %d: a second column \"%s\"; expected one",
                     (unsigned long long)in->row_line, place + 1, in->form->names[column]);
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
        FAIL_HERE(in, "expected at most 1024 columns");
        return;
    }
    if (in->row_size > ROW_MAX) {
        FAIL_HERE(in, "expected a row of at most 1 MiB");
        return;
    }
    for (const char *at = field; (at = memchr(at, '\n', length - (size_t)(at - field))) != NULL; at++) {
        in->line++; /* a line feed inside quotes */
    }
    if (in->header_count == 0) {
        name_column(in, field, length);
    } else if (in->field_count >= in->header_count) {
        FAIL_HERE(in, "more fields than the header has; expected a quoted field, if it holds commas");
        return;
    } else if (in->columns[in->field_count] >= 0) {
        log_field *out = &in->fields[in->columns[in->field_count]];
        char *copy = in->batch->text + in->batch->text_size;
        if (memchr(field, '\0', length)) {
            fail(in, "%llu: column \"%s\": expected text without NUL bytes", (unsigned long long)in->row_line,
                 in->form->names[in->columns[in->field_count]]);
            return;
        }
        memcpy(copy, field, length);
        copy[length] = '\0';
        in->batch->text_size += length + 1;
        out->text = copy;
        out->length = length;
    }
    in->field_count++;
}

static void end_header(reader *in)
{
    for (int column = 0; column < in->form->required; column++) {
        if (in->places[column] < 0) {
            char expected[512] = "";
            for (int i = 0; i < in->form->required && strlen(expected) < sizeof expected - 64; i++) {
                snprintf(expected + strlen(expected), 64, "%s%.48s", i ? ", " : "", in->form->names[i]);
            }
            fail(in, "%llu: column 1: the header has no column \"%s\"; expected %s%s",
                 (unsigned long long)in->row_line, in->form->names[column], expected,
                 in->other_separator ? ", with commas between them" : "");
            return;
        }
    }
    in->header_count = in->field_count;
}

/* Hands the batch over and waits for an empty one; fails when no more rows are wanted. */
static void next_batch(reader *in)
{
    queue *rows = in->queue;
    pthread_mutex_lock(&rows->lock);
    rows->filled++;
    pthread_cond_signal(&rows->changed);
    while (rows->filled - rows->emptied == BATCHES && !rows->stopped) {
        pthread_cond_wait(&rows->changed, &rows->lock);
    }
    in->failed = in->failed || rows->stopped;
    in->batch = &rows->batches[rows->filled % BATCHES];
    pthread_mutex_unlock(&rows->lock);
    in->batch->count = 0;
    in->batch->text_size = 0;
}

static void end_row(reader *in)
{
    if (in->field_count < in->header_count) {
        fail(in, "%llu: column %d: fewer fields than the header has; expected %d, found %d",
             (unsigned long long)in->row_line, in->field_count + 1, in->header_count, in->field_count);
        return;
    }
    log_row *row = &in->batch->rows[in->batch->count++];
    row->line = in->row_line;
    memcpy(row->fields, in->fields, (size_t)in->form->count * sizeof row->fields[0]);
    if (in->batch->count == BATCH_ROWS || in->batch->text_size > BATCH_TEXT) {
        next_batch(in);
    }
}

/* Called at each end of a line outside quotes, blank lines included; c is -1 at the end of the file. */
static void on_row(int c, void *context)
{
    reader *in = context;
    if (in->failed) {
        return;
    }
    in->is_between = c == '\n';
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
                   ? FAIL_HERE(in, "a quote out of place; expected \"\" for a quote inside a quoted field")
                   : FAIL_HERE(in, csv_strerror(csv_error(parser)));
    }
    /* What libcsv has gathered of an unfinished field. */
    return in->row_size + parser->entry_pos > ROW_MAX
               ? FAIL_HERE(in, "expected a row of at most 1 MiB; is a quote left open?")
               : 0;
}

/* ---- rows without quotes, which are most of a log: split without libcsv ---- */

/* A bit for each of 64 bytes that is a comma. */
static uint64_t commas_of(const char *text)
{
    const uint64_t low = UINT64_C(0x7f7f7f7f7f7f7f7f);
    const unsigned char *at = (const unsigned char *)text;
    uint64_t found = 0;
    for (int i = 0; i < STRIDE; i += 8, at += 8) {
        uint64_t word = (uint64_t)at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16 |
                        (uint64_t)at[3] << 24 | (uint64_t)at[4] << 32 | (uint64_t)at[5] << 40 |
                        (uint64_t)at[6] << 48 | (uint64_t)at[7] << 56;
        word ^= UINT64_C(0x2c2c2c2c2c2c2c2c);
        uint64_t zeros = ~(((word & low) + low) | word | low); /* 0x80 for a comma */
        found |= ((zeros >> 7) * UINT64_C(0x0102040810204080) >> 56) << i;
    }
    return found;
}

static int lowest_bit(uint64_t bits)
{
#ifdef __GNUC__
    return __builtin_ctzll(bits);
#else
    int bit = 0;
    for (; !(bits >> bit & 1); bit++) {
    }
    return bit;
#endif
}

/* Takes a row's fields, whose text is copied whole; does nothing unless there are as many as the header has. */
static int take_plain(reader *in, const char *line, size_t length)
{
    char *copy = in->batch->text + in->batch->text_size;
    size_t begin = 0;
    int field = 0;
    memcpy(copy, line, length);
    copy[length] = ',';
    memset(copy + length + 1, 0, STRIDE);
    for (size_t at = 0; at <= length; at += STRIDE) {
        for (uint64_t commas = commas_of(copy + at); commas; commas &= commas - 1) {
            size_t end = at + (size_t)lowest_bit(commas);
            if (field == in->header_count) {
                return 0;
            }
            copy[end] = '\0';
            if (in->columns[field] >= 0) {
                in->fields[in->columns[field]] = (log_field){copy + begin, end - begin};
            }
            begin = end + 1;
            field++;
        }
    }
    if (field < in->header_count) {
        return 0;
    }
    in->batch->text_size += length + 1;
    in->field_count = field;
    return 1;
}

/* A part of the file, and where in it comes next what libcsv must look at. */
typedef struct part {
    const char *end, *quote, *carriage_return, *nul;
} part;

/* Whether a byte comes before the end of a line; it is looked for anew where the line begins behind the last one. */
static int comes(const part *from, const char **next, char byte, const char *line, const char *end)
{
    if (*next < line) {
        const char *found = memchr(line, byte, (size_t)(from->end - line));
        *next = found ? found : from->end;
    }
    return *next < end;
}

/* A line as far as its line feed. */
static void take_line(struct csv_parser *parser, reader *in, part *from, const char *line,
                      const char *feed_at)
{
    const char *end = feed_at > line && feed_at[-1] == '\r' ? feed_at - 1 : feed_at;
    if (in->is_between && line < end && !comes(from, &from->quote, '"', line, end) &&
        !comes(from, &from->carriage_return, '\r', line, end) && !comes(from, &from->nul, '\0', line, end) &&
        take_plain(in, line, (size_t)(end - line))) {
        on_row('\n', in);
        return;
    }
    in->is_between = 0;
    feed(parser, in, line, (size_t)(feed_at + 1 - line));
}

/* Takes all lines of a part of the file; returns how many bytes at its end wait for the rest of their line. */
static size_t take_lines(struct csv_parser *parser, reader *in, const char *at, size_t size)
{
    part from = {at + size, NULL, NULL, NULL};
    const char *feed_at;
    while (!in->failed && (feed_at = memchr(at, '\n', (size_t)(from.end - at))) != NULL) {
        take_line(parser, in, &from, at, feed_at);
        at = feed_at + 1;
    }
    size_t rest = (size_t)(from.end - at);
    if (!in->failed && rest == CHUNK) { /* a long line */
        in->is_between = 0;
        feed(parser, in, at, rest);
        return 0;
    }
    return in->failed ? 0 : rest;
}

/* The thread that parses. */
static void *parse(void *context)
{
    reader *in = context;
    struct csv_parser parser;
    char *chunk = grow(NULL, CHUNK, 1);
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0) {
        fprintf(stderr, "out of memory\n");
        exit(1);
    }
    csv_set_blk_size(&parser, 4096);
    csv_set_space_func(&parser, is_space); /* spaces belong to a field (RFC 4180) */
    size_t size, held = 0;
    int first = 1;
    while (!in->failed && (size = fread(chunk + held, 1, CHUNK - held, in->file)) > 0) {
        int mark = first && size >= 3 && memcmp(chunk, "\xef\xbb\xbf", 3) == 0; /* byte order mark */
        if (first && size >= 2 && (memcmp(chunk, "\xff\xfe", 2) == 0 || memcmp(chunk, "\xfe\xff", 2) == 0)) {
            FAIL_HERE(in, "the log is in UTF-16; expected UTF-8");
            break;
        }
        first = 0;
        const char *begin = chunk + (mark ? 3 : 0), *end = chunk + held + size;
        if (in->form->is_for_libcsv) {
            feed(&parser, in, begin, (size_t)(end - begin));
        } else {
            held = take_lines(&parser, in, begin, (size_t)(end - begin));
            memmove(chunk, end - held, held);
        }
    }
    if (!in->failed && held > 0) {
        feed(&parser, in, chunk, held); /* a last line without an end */
    }
    if (!in->failed && ferror(in->file)) {
        fail(in, "%llu: can't be read", (unsigned long long)in->line);
    }
    if (!in->failed && csv_fini(&parser, on_field, on_row, in) != 0) {
        FAIL_HERE(in, "the log ends inside a quoted field; expected a closing quote");
    }
    if (!in->failed && in->header_count == 0) {
        FAIL_HERE(in, "the log is empty; expected a header with its columns");
    }
    csv_free(&parser);
    free(chunk);
    pthread_mutex_lock(&in->queue->lock);
    in->queue->filled++; /* the last batch, full or not */
    in->queue->done = 1;
    pthread_cond_signal(&in->queue->changed);
    pthread_mutex_unlock(&in->queue->lock);
    return NULL;
}

/* Gives the receiver all rows of a batch; returns what it returned last. */
static int empty(const batch *rows, log_receiver receiver, void *context)
{
    int stop = 0;
    for (size_t i = 0; i < rows->count && !stop; i++) {
        stop = receiver(&rows->rows[i], context);
    }
    return stop;
}

int log_read(FILE *file, const char *name, const log_form *form, log_receiver receiver, void *context)
{
    queue *rows = grow(NULL, 1, sizeof *rows);
    reader in = {.name = name,
                 .form = form,
                 .file = file,
                 .queue = rows,
                 .batch = rows->batches,
                 .line = 1,
                 .row_line = 1,
                 .is_between = 1};
    pthread_t thread;
    memset(rows, 0, sizeof *rows);
    pthread_mutex_init(&rows->lock, NULL);
    pthread_cond_init(&rows->changed, NULL);
    for (int i = 0; i < BATCHES; i++) {
        rows->batches[i].text = grow(NULL, BATCH_TEXT + ROW_MAX + LOG_FIELDS_MAX + STRIDE, 1);
    }
    for (int column = 0; column < LOG_FIELDS_MAX; column++) {
        in.places[column] = -1;
        in.fields[column].text = "";
    }
    if (pthread_create(&thread, NULL, parse, &in) != 0) {
        fprintf(stderr, "%s: no thread could be started to read it\n", name);
        exit(1);
    }
    for (int more = 1; more;) {
        pthread_mutex_lock(&rows->lock);
        while (rows->filled == rows->emptied && !rows->done) {
            pthread_cond_wait(&rows->changed, &rows->lock);
        }
        more = rows->filled != rows->emptied;
        pthread_mutex_unlock(&rows->lock);
        if (more) {
            int stop = !rows->stopped && empty(&rows->batches[rows->emptied % BATCHES], receiver, context);
            pthread_mutex_lock(&rows->lock);
            rows->emptied++;
            rows->stopped |= stop;
            pthread_cond_signal(&rows->changed);
            pthread_mutex_unlock(&rows->lock);
        }
    }
    pthread_join(thread, NULL);
    int failed = in.failed;
    if (failed && !rows->stopped) {
        fprintf(stderr, "%s:%s\n", name, in.error);
    }
    failed |= rows->stopped;
    for (int i = 0; i < BATCHES; i++) {
        free(rows->batches[i].text);
    }
    pthread_cond_destroy(&rows->changed);
    pthread_mutex_destroy(&rows->lock);
    free(rows);
    return failed;
}
