/* SPDX-License-Identifier: MIT */
/* Many events, and many records.

   Problem: a log of millions of events over a million records in random order. The time of a fold (some 100
   instructions) is near that of the cache miss on its record, so that calls, branches that can't be predicted, and
   words that are written in one size and read in another decide.

   The fast path takes kinds with at most one criterion to update. That criterion is a counter; in models with
   criteria that change with time it may also be the latest instants (up to 13), dates in a word, or events per date
   of up to 8 dates. It has no at_most and no range of values. The model must be narrow, and its signals separate
   (usage-build.c). Everything else goes through revops__usage_fold(), like a single event: several criteria, distinct
   users, sums, levels and shares, growth, silence, rings and long lists.

   Format: a revops__usage_fast for each kind below 64 holds all that is asked of its criterion, so that a row reads
   the columns, the record and one such line.

   Algorithm: all criteria with a fast path in one model have one form; the loop over rows is compiled once for each
   of the four forms, and again for rows that only say "used", whose revops__usage_fast then stays in registers.
   Within the loop no branch asks whether an event lies in a window; one asks whether a criterion changes or a signal
   may come, and leaves the loop for revops__usage_settle(), which ends single events, too. Records are prefetched 32
   rows ahead, columns a block ahead, because the processor's prefetcher doesn't recognise their order between random
   records. Statuses are written for refused rows only. A test compares both ways, record for record, over hundreds of
   random models and all columns. */
#include "core/bits.h"
#include "core/compiler.h"
#include "judge/usage-batch.h"

#include "core/params.h"
#include "judge/usage-fast.h"

/* Notes the signals of a row that is done, and whether there is room for those of another. */
enum usage_row_end revops__usage_batch_hits(usage_batch *given, size_t row, uint32_t record, int64_t at_ms,
                                            const revops__usage_outcome *out)
{
    if (given->capacity == 0) {
        return USAGE_ROW_DONE;
    }
    for (uint32_t fired = out->fired; fired != 0; fired &= fired - 1) {
        uint32_t i = revops__lowest_bit(fired);
        given->hits[given->found++] = (revops_usage_hit){.at_ms = at_ms,
                                                         .row = row,
                                                         .held = out->held,
                                                         .record = record,
                                                         .signal = i,
                                                         .route = usage_signal(given->usage, i)->route,
                                                         .repeat = out->repeats >> i & 1};
    }
    return given->capacity - given->found < given->usage->signal_count ? USAGE_ROW_FULL : USAGE_ROW_DONE;
}

void revops__usage_batch_refuse(usage_batch *given, size_t row, revops_status status)
{
    if (given->statuses) {
        given->statuses[row] = status;
    }
    if (status == REVOPS_ERR_LATE) {
        given->cursor.late++;
    } else if (status == REVOPS_ERR_DUPLICATE) {
        given->cursor.duplicate++;
    } else {
        given->cursor.invalid++;
    }
}

/* Folds any row. */
static REVOPS__APART enum usage_row_end fold_any_row(usage_batch *given, size_t row)
{
    const revops_usage_columns *columns = &given->columns;
    revops_usage_event event = {
        .at_ms = columns->at_ms[row],
        .kind = columns->kind ? columns->kind[row] : REVOPS_USAGE_USED,
        .user = columns->user ? columns->user[row] : REVOPS_NONE,
        .value = columns->value ? columns->value[row] : 0,
        .limit = columns->limit ? columns->limit[row] : 0,
        .sequence = columns->sequence ? columns->sequence[row] : 0,
        .utc_offset_min = columns->utc_offset_min ? columns->utc_offset_min[row] : 0,
    };
    for (uint32_t i = 0; i < REVOPS_USAGE_ITEMS_MAX; i++) {
        event.item[i] = columns->item[i] ? columns->item[i][row] : REVOPS_NONE;
    }
    revops__usage_outcome out = {0, 0, 0};
    revops_status status = REVOPS_ERR_ARG;
    if (columns->record[row] < given->record_count) {
        status = revops__usage_fold_event(
            given->usage, given->records + columns->record[row] * (size_t)given->usage->record_size, &event,
            columns->working ? columns->working[row] != 0 : -1, 0, &out);
    }
    if (status != REVOPS_OK) {
        revops__usage_batch_refuse(given, row, status);
    }
    return revops__usage_batch_hits(given, row, columns->record[row], event.at_ms, &out);
}

/* Ends a fast row that changes criteria or may give a signal. */
static REVOPS__APART enum usage_row_end settle_row(usage_batch *given, size_t row, uint8_t *record,
                                                   uint32_t judged, usage_fast_row change, int waits)
{
    revops__usage_outcome out;
    usage_end_fast(given->usage, record, judged, change, waits, &out);
    return revops__usage_batch_hits(given, row, given->columns.record[row], given->columns.at_ms[row], &out);
}

/* Folds a row that has a fast path, unless it may be refused. Constants: `form`; `only_uses`, as for usage_fold_rows(). */
static REVOPS__INLINE enum usage_row_end fold_fast_row(usage_batch *given, size_t row,
                                                       const revops__usage_fast *fast, uint32_t check,
                                                       enum revops__usage_form form, int only_uses,
                                                       uint8_t *record)
{
    const revops_usage_columns *columns = &given->columns;
    const usage_fast_event event = {
        columns->at_ms[row],
        only_uses || !columns->utc_offset_min ? 0 : columns->utc_offset_min[row],
        only_uses || !columns->sequence ? 0 : columns->sequence[row],
        only_uses || !columns->value ? 0 : columns->value[row],
    };
    usage_fast_row change;
    enum usage_fast_end end = usage_fold_fast(fast, check, form, only_uses, record, &event, &change);
    switch ((enum usage_fast_end)end) {
    case FAST_LEFT:
        return USAGE_ROW_LEFT;
    case FAST_DONE:
        return USAGE_ROW_DONE;
    case FAST_CHANGES:
    case FAST_WAITS:
        break;
    }
    return settle_row(given, row, record, fast->judged, change, end == FAST_WAITS);
}

enum {
    ROWS_AHEAD = 32,  /* enough to cover a miss, few enough to stay in the first-level cache */
    ROWS_A_BLOCK = 64 /* of columns prefetched at a time */
};

/* Prefetches a record; whether there is one doesn't matter. */
static REVOPS__INLINE void prefetch_record(const uint8_t *records, size_t offset, size_t tail)
{
    uintptr_t record = (uintptr_t)records + offset;
    REVOPS__FETCH_TO_CHANGE((const void *)record);
    if (tail != 0) {
        REVOPS__FETCH_TO_CHANGE((const void *)(record + tail));
    }
}

/* Prefetches a block of the columns. It may lie beyond their ends, where prefetching does nothing. */
static REVOPS__INLINE void prefetch_columns(const revops_usage_columns *columns, size_t row)
{
    enum { LINE = 64 };
    uintptr_t at = (uintptr_t)columns->at_ms + row * sizeof *columns->at_ms;
    uintptr_t record = (uintptr_t)columns->record + row * sizeof *columns->record;
    for (size_t i = 0; i < ROWS_A_BLOCK * sizeof *columns->at_ms; i += LINE) {
        REVOPS__FETCH((const void *)(at + i));
    }
    for (size_t i = 0; i < ROWS_A_BLOCK * sizeof *columns->record; i += LINE) {
        REVOPS__FETCH((const void *)(record + i));
    }
    if (columns->kind) {
        uintptr_t kind = (uintptr_t)columns->kind + row * sizeof *columns->kind;
        for (size_t i = 0; i < ROWS_A_BLOCK * sizeof *columns->kind; i += LINE) {
            REVOPS__FETCH((const void *)(kind + i));
        }
    }
}

/* Folds rows until all are done or there is no room for signals; returns the row to go on with. Constants: `form` is that
   of all criteria with a fast path; `only_uses` says that all rows are of kind "used", which the criterion counts, and have
   nothing but instants and records, so that what is asked of a row stays in registers. */
static REVOPS__INLINE size_t usage_fold_rows(usage_batch *given, enum revops__usage_form form, int only_uses)
{
    const revops_usage *usage = given->usage;
    const uint32_t *records = given->columns.record;
    const uint16_t *kinds = given->columns.kind;
    const size_t count = (size_t)given->columns.count, record_count = given->record_count;
    const size_t record_size = usage->record_size, tail = given->tail;
    const uint32_t check = usage->check;
    const int has_more = given->columns.working != NULL;
    const revops__usage_fast used = usage->fast[REVOPS_USAGE_USED];
    uint8_t *const first = given->records;
    size_t row = (size_t)given->cursor.next;
    while (row < count) {
        const size_t ahead = count - row > ROWS_AHEAD ? ROWS_AHEAD : 0, left = count - row - ahead;
        const size_t end = row + (left < ROWS_A_BLOCK ? left : ROWS_A_BLOCK);
        prefetch_columns(&given->columns, row + (size_t)2 * ROWS_A_BLOCK);
        for (; row < end; row++) {
            prefetch_record(first, records[row + ahead] * record_size, tail);
            const size_t index = records[row];
            const uint32_t kind = only_uses || !kinds ? REVOPS_USAGE_USED : kinds[row];
            const revops__usage_fast *fast = only_uses ? &used : &usage->fast[kind & (USAGE_FAST_KINDS - 1)];
            enum usage_row_end end_of_row = USAGE_ROW_LEFT;
            if (index < record_count &&
                (only_uses || (fast->has_fast_path && kind < USAGE_FAST_KINDS && !has_more))) {
                end_of_row =
                    fold_fast_row(given, row, fast, check, form, only_uses, first + index * record_size);
            }
            if (REVOPS__RARELY(end_of_row == USAGE_ROW_LEFT)) {
                end_of_row = fold_any_row(given, row);
            }
            if (REVOPS__RARELY(end_of_row == USAGE_ROW_FULL)) {
                return row + 1;
            }
        }
    }
    return count;
}

/* A function each, as compilers else think the loops cold. */
static REVOPS__APART size_t fold_counters(usage_batch *given, int only_uses)
{
    return only_uses ? usage_fold_rows(given, FORM_COUNTER, 1) : usage_fold_rows(given, FORM_COUNTER, 0);
}

static REVOPS__APART size_t fold_instants(usage_batch *given, int only_uses)
{
    return only_uses ? usage_fold_rows(given, FORM_INSTANTS, 1) : usage_fold_rows(given, FORM_INSTANTS, 0);
}

static REVOPS__APART size_t fold_words(usage_batch *given, int only_uses)
{
    return only_uses ? usage_fold_rows(given, FORM_WORD, 1) : usage_fold_rows(given, FORM_WORD, 0);
}

static REVOPS__APART size_t fold_counts(usage_batch *given, int only_uses)
{
    return only_uses ? usage_fold_rows(given, FORM_COUNTS, 1) : usage_fold_rows(given, FORM_COUNTS, 0);
}

static size_t usage_fold_columns(usage_batch *given)
{
    const revops_usage_columns *columns = &given->columns;
    const revops__usage_fast *used = &given->usage->fast[REVOPS_USAGE_USED];
    const int only_uses = !columns->kind && !columns->value && !columns->sequence &&
                          !columns->utc_offset_min && !columns->working && used->has_fast_path &&
                          used->counts;
    const uint32_t form = given->usage->fast_form;
    return form == FORM_INSTANTS ? fold_instants(given, only_uses)
           : form == FORM_WORD   ? fold_words(given, only_uses)
           : form == FORM_COUNTS ? fold_counts(given, only_uses)
                                 : fold_counters(given, only_uses); /* or none has a fast path */
}

/* What all batches ask of their arguments. */
revops_status revops__usage_batch_begin(usage_batch *given, const revops_cursor *cursor,
                                        const size_t *hit_count)
{
    if (!is_built(given->usage) || !revops__cursor_is_whole(cursor) || !hit_count ||
        (given->record_count > 0 && !given->records) ||
        (given->capacity > 0 && (!given->hits || given->capacity < given->usage->signal_count))) {
        return REVOPS_ERR_ARG;
    }
    given->cursor = *cursor;
    return REVOPS_OK;
}

/* Counts what was applied up to a row, and says where the batch stands. */
revops_status revops__usage_batch_end(usage_batch *given, size_t stop, uint64_t count, revops_cursor *cursor,
                                      size_t *hit_count)
{
    revops_cursor *now = &given->cursor;
    uint64_t left_out =
        now->late + now->duplicate + now->invalid - cursor->late - cursor->duplicate - cursor->invalid;
    now->applied += stop - (size_t)now->next - left_out;
    now->next = stop;
    *cursor = *now;
    *hit_count = given->found;
    return stop < count ? REVOPS_ERR_NOSPACE : REVOPS_OK;
}

revops_status revops_usage_apply_many(const revops_usage *usage, void *records, size_t record_count,
                                      const revops_usage_columns *columns, revops_cursor *cursor,
                                      revops_status *statuses, revops_usage_hit *hits, size_t capacity,
                                      size_t *hit_count)
{
    usage_batch given = {.usage = usage,
                         .records = records,
                         .record_count = record_count,
                         .statuses = statuses,
                         .hits = hits,
                         .capacity = capacity};
    revops_status status = revops__usage_batch_begin(&given, cursor, hit_count);
    if (status == REVOPS_OK) {
        status = REVOPS__PARAMS_COPY(revops_usage_columns, &given.columns, columns);
    }
    if (status != REVOPS_OK) {
        return status;
    }
    const revops_usage_columns *known = &given.columns;
    if (known->flags != 0) {
        return REVOPS_ERR_NEWER;
    }
    if ((known->count > 0 && (!known->at_ms || !known->record)) || cursor->next > known->count) {
        return REVOPS_ERR_ARG;
    }
    given.tail = 64 % usage->record_size == 0 && (uintptr_t)records % 64 == 0 ? 0 : usage->record_size - 1;
    return revops__usage_batch_end(&given, usage_fold_columns(&given), known->count, cursor, hit_count);
}

enum usage_row_end revops__usage_batch_step(usage_batch *given, size_t row, const revops__usage_step *step)
{
    revops__usage_outcome out = {0, 0, 0};
    revops_status status =
        revops__usage_fold(given->usage, given->records + row * given->usage->record_size, step, &out);
    if (status != REVOPS_OK) {
        revops__usage_batch_refuse(given, row, status);
    }
    return revops__usage_batch_hits(given, row, (uint32_t)row, step->event->at_ms, &out);
}
