/* SPDX-License-Identifier: MIT */
/* Columns of events. Rows whose kind's plan is light have a short way of their own: at most one criterion has to be looked at,
   of a form known here, so that there is no call unless a criterion changes or a signal waits. All others are folded as single
   events are: two criteria to look at, at-most criteria, distinct users, levels and shares, growth, rings and long lists. */
#include "core/params.h"
#include "judge/usage-internal.h"

#if defined(__GNUC__)
#define PREFETCH(address)      __builtin_prefetch(address, 1)
#define PREFETCH_READ(address) __builtin_prefetch(address, 0)
#define REVOPS__INLINE         inline __attribute__((always_inline)) /* into the loop over columns */
#define REVOPS__APART          __attribute__((noinline))
#define RARELY(condition)      __builtin_expect(!!(condition), 0)
#else
#define PREFETCH(address)      ((void)(address))
#define PREFETCH_READ(address) ((void)(address))
#define REVOPS__INLINE         inline
#define REVOPS__APART
#define RARELY(condition) (condition)
#endif

/* The caller's side of a batch, checked. */
typedef struct batch {
    const revops_usage_model *model;
    revops_usage_columns columns;
    uint8_t *records;
    size_t record_count;
    revops_status *statuses;
    revops_usage_hit *hits;
    size_t capacity, found;
    size_t tail; /* last byte of a record, if not in the cache line of its first; else 0 */
    revops_usage_progress progress;
} batch;

/* What became of a row: left for another way, done, or done and there is no room left for signals. */
typedef enum row_end { ROW_LEFT, ROW_DONE, ROW_FULL } row_end;

/* Notes the signals of a row that is done, and whether there is room for those of another. */
static row_end note_hits(batch *given, size_t row, const revops__usage_outcome *out)
{
    if (given->capacity == 0) {
        return ROW_DONE;
    }
    for (uint32_t fired = out->fired; fired != 0; fired &= fired - 1) {
        uint32_t i = lowest_bit(fired);
        given->hits[given->found++] = (revops_usage_hit){
            given->columns.at_ms[row], row, given->columns.record[row], i, out->held, out->repeats >> i & 1};
    }
    return given->capacity - given->found < REVOPS_USAGE_SIGNALS_MAX ? ROW_FULL : ROW_DONE;
}

static void count_refusal(batch *given, size_t row, revops_status status)
{
    revops_usage_progress *progress = &given->progress;
    if (given->statuses) {
        given->statuses[row] = status;
    }
    switch (status) {
    case REVOPS_ERR_LATE:
        progress->late++;
        break;
    case REVOPS_ERR_DUPLICATE:
        progress->duplicate++;
        break;
    default:
        progress->invalid++;
    }
}

/* Folds any row. */
static REVOPS__APART row_end fold_row(batch *given, size_t row)
{
    const revops_usage_columns *columns = &given->columns;
    const revops_usage_event event = {
        .at_ms = columns->at_ms[row],
        .kind = columns->kind ? columns->kind[row] : REVOPS_USAGE_USED,
        .user = columns->user ? columns->user[row] : REVOPS_NONE,
        .value = columns->value ? columns->value[row] : 0,
        .limit = columns->limit ? columns->limit[row] : 0,
        .sequence = columns->sequence ? columns->sequence[row] : 0,
        .utc_offset_min = columns->utc_offset_min ? columns->utc_offset_min[row] : 0,
    };
    revops__usage_outcome out = {0, 0, 0};
    revops_status status = REVOPS_ERR_ARG;
    if (columns->record[row] < given->record_count) {
        status = revops__usage_fold(
            given->model, given->records + columns->record[row] * given->model->record_size, &event, &out);
    }
    if (status != REVOPS_OK) {
        count_refusal(given, row, status);
    }
    return note_hits(given, row, &out);
}

/* Adds an instant to the latest ones: all is read before any is written, in pieces that may overlap. */
static REVOPS__INLINE void push_instant(uint8_t *state, size_t moved, uint64_t instant)
{
    uint8_t *to = state + INSTANT_SIZE, pieces[4][16];
    if (moved >= 16 && moved <= 32) {
        memcpy(pieces[0], state, 16);
        memcpy(pieces[1], state + moved - 16, 16);
        memcpy(to, pieces[0], 16);
        memcpy(to + moved - 16, pieces[1], 16);
    } else if (moved > 32) {
        memcpy(pieces[0], state, 16);
        memcpy(pieces[1], state + 16, 16);
        memcpy(pieces[2], state + moved - 32, 16);
        memcpy(pieces[3], state + moved - 16, 16);
        memcpy(to, pieces[0], 16);
        memcpy(to + 16, pieces[1], 16);
        memcpy(to + moved - 32, pieces[2], 16);
        memcpy(to + moved - 16, pieces[3], 16);
    } else if (moved >= 8) {
        memcpy(pieces[0], state, 8);
        memcpy(pieces[1], state + moved - 8, 8);
        memcpy(to, pieces[0], 8);
        memcpy(to + moved - 8, pieces[1], 8);
    } else {
        for (; moved > 0; moved--) {
            to[moved - 1] = state[moved - 1];
        }
    }
    put40(state, (int64_t)instant);
}

/* Ends a light row that changes criteria or may give a signal. */
static REVOPS__APART row_end settle_row(batch *given, size_t row, uint8_t *record, uint64_t instant,
                                        uint32_t before, uint32_t held)
{
    revops__usage_outcome out;
    revops__usage_settle(given->model, record, instant, before, held, &out);
    return note_hits(given, row, &out);
}

/* Whether the instant that decides is near enough. */
static REVOPS__INLINE uint32_t is_near(const revops__usage_plan *plan, const uint8_t *record,
                                       uint64_t instant, uint32_t was_met)
{
    return instant - get40_within(record, plan->place[was_met]) <= plan->span[was_met];
}

/* Folds a row whose plan is light, unless it is refused. Constants: `form`; `alike`, as for fold_rows(). */
static REVOPS__INLINE row_end light_row(batch *given, size_t row, const revops__usage_plan *plan,
                                        uint32_t check, revops__usage_form form, int alike, uint8_t *record)
{
    const revops_usage_columns *columns = &given->columns;
    const int64_t at_ms = columns->at_ms[row];
    const int32_t offset_min = alike || !columns->utc_offset_min ? 0 : columns->utc_offset_min[row];
    const uint32_t sequence = alike || !columns->sequence ? 0 : columns->sequence[row];
    uint64_t instant = instant_of(record, at_ms), head = get_word(record + HEAD_HELD);
    if (RARELY(record[HEAD_CHECK] != check || instant - plan->least >= plan->reach ||
               instant < head >> HEAD_LAST_SHIFT)) {
        return ROW_LEFT;
    }
    if (RARELY(!offset_ok(offset_min) || (sequence != 0 && sequence <= get32(record + HEAD_SEQUENCE)) ||
               (!alike && columns->value && columns->value[row] > VALUE_MAX))) {
        return ROW_LEFT;
    }
    /* `still`: met until the event came, `met`: now */
    uint32_t was_met = (head & plan->look) != 0, still = was_met, met;
    const int counts = alike || plan->counts;
    uint8_t *own = record + plan->offset;
    if (form == FORM_COUNTER) {
        uint64_t position = plan->elapsed ? instant : date_of(record, local_day(at_ms, offset_min));
        uint32_t value = get16(own) + (position - plan->first < plan->length);
        value -= value >> 16; /* it stays at the most */
        met = value >= plan->bound[was_met];
        put16(own, value);
    } else if (form == FORM_INSTANTS) {
        met = is_near(plan, record, instant, was_met);
        if (RARELY(met < was_met)) {
            still = 0;
            met = is_near(plan, record, instant, 0);
        }
        if (counts) {
            push_instant(own, plan->moved, instant);
        }
    } else if (form == FORM_COUNTS) {
        uint32_t latest = get16(own),
                 later = dates_later(date_of(record, local_day(at_ms, offset_min)), latest);
        revops__usage_counts seen = counts_seen(get_counts(own + 2), later);
        uint32_t value = counts_value(seen, plan->kept);
        still = was_met & (value >= plan->bound[1]);
        if (counts) {
            seen = counts_add(seen);
            value = counts_value(seen, plan->kept);
            put16(own, latest + later);
            put_counts(own + 2, seen);
        }
        met = value >= plan->bound[still];
    } else {
        uint32_t latest = get16(own),
                 later = dates_later(date_of(record, local_day(at_ms, offset_min)), latest);
        uint64_t dates = get_word(own + 2);
        uint32_t value = word_value(plan->streak, plan->kept.lower, dates, later);
        still = was_met & (value >= plan->bound[1]);
        if (counts && later != 0) {
            dates = word_seen(dates, later) | 1;
            value = plan->streak ? word_value(1, plan->kept.lower, dates, 0) : value + 1;
            put16(own, latest + later);
            put_word(own + 2, dates);
        }
        met = value >= plan->bound[still];
    }
    if (sequence != 0) {
        put32(record + HEAD_SEQUENCE, sequence);
    }
    int changes = (met != was_met) | (still != was_met) | ((plan->flags & ~(uint32_t)head) != 0);
    if (RARELY(changes || ((head >> HEAD_STATE_SHIFT & STATE_WAITING) &&
                           revops__usage_is_due(given->model, record, instant)))) {
        uint32_t others = (uint32_t)head & 0xffff & ~(uint32_t)plan->look;
        return settle_row(given, row, record, instant, others | (still ? plan->look : 0u),
                          others | (met ? plan->look : 0u) | plan->flags);
    }
    put_word(record + HEAD_HELD, (head & 0xffffff) | instant << HEAD_LAST_SHIFT);
    return ROW_DONE;
}

enum {
    AHEAD = 32, /* rows; enough to cover a miss, few enough to stay in the first-level cache */
    BLOCK = 64  /* rows; of columns asked for at a time */
};

/* Asks for a record; whether there is one doesn't matter. */
static REVOPS__INLINE void fetch(const uint8_t *records, size_t offset, size_t tail)
{
    uintptr_t record = (uintptr_t)records + offset;
    PREFETCH((const void *)record);
    if (tail != 0) {
        PREFETCH((const void *)(record + tail));
    }
}

/* Asks for a block of the columns: between so many records the processor doesn't see that they are read in order. It may
   lie beyond their ends, where asking does nothing. */
static REVOPS__INLINE void fetch_columns(const revops_usage_columns *columns, size_t row)
{
    enum { LINE = 64 };
    uintptr_t at = (uintptr_t)columns->at_ms + row * sizeof *columns->at_ms;
    uintptr_t record = (uintptr_t)columns->record + row * sizeof *columns->record;
    for (size_t i = 0; i < BLOCK * sizeof *columns->at_ms; i += LINE) {
        PREFETCH_READ((const void *)(at + i));
    }
    for (size_t i = 0; i < BLOCK * sizeof *columns->record; i += LINE) {
        PREFETCH_READ((const void *)(record + i));
    }
    if (columns->kind) {
        PREFETCH_READ((const void *)((uintptr_t)columns->kind + row));
    }
}

/* Folds rows until all are done or there is no room for signals; returns the row to go on with. Constants: `form` is that
   of all light plans; `alike` says that all rows are of kind "used", which counts, and have nothing but instants and
   records, so that what is asked of a row stays in registers. */
static REVOPS__INLINE size_t fold_rows(batch *given, revops__usage_form form, int alike)
{
    const revops_usage_model *model = given->model;
    const uint32_t *records = given->columns.record;
    const uint8_t *kinds = given->columns.kind;
    const size_t count = (size_t)given->columns.count, record_count = given->record_count;
    const size_t record_size = model->record_size, tail = given->tail;
    const uint32_t check = model->check;
    const revops__usage_plan used = model->plans[REVOPS_USAGE_USED];
    uint8_t *const first = given->records;
    size_t row = (size_t)given->progress.next;
    while (row < count) {
        const size_t ahead = count - row > AHEAD ? AHEAD : 0, left = count - row - ahead;
        const size_t end = row + (left < BLOCK ? left : BLOCK);
        fetch_columns(&given->columns, row + (size_t)2 * BLOCK);
        for (; row < end; row++) {
            fetch(first, records[row + ahead] * record_size, tail);
            const size_t index = records[row];
            const uint32_t kind = alike || !kinds ? REVOPS_USAGE_USED : kinds[row];
            const revops__usage_plan *plan = alike ? &used : &model->plans[kind & 63];
            row_end done = ROW_LEFT;
            if (index < record_count && (alike || (plan->light && kind < 64))) {
                done = light_row(given, row, plan, check, form, alike, first + index * record_size);
            }
            if (RARELY(done == ROW_LEFT)) {
                done = fold_row(given, row);
            }
            if (RARELY(done == ROW_FULL)) {
                return row + 1;
            }
        }
    }
    return count;
}

/* A function each, as compilers else think the loops cold. */
static REVOPS__APART size_t fold_counters(batch *given, int alike)
{
    return alike ? fold_rows(given, FORM_COUNTER, 1) : fold_rows(given, FORM_COUNTER, 0);
}

static REVOPS__APART size_t fold_instants(batch *given, int alike)
{
    return alike ? fold_rows(given, FORM_INSTANTS, 1) : fold_rows(given, FORM_INSTANTS, 0);
}

static REVOPS__APART size_t fold_words(batch *given, int alike)
{
    return alike ? fold_rows(given, FORM_WORD, 1) : fold_rows(given, FORM_WORD, 0);
}

static REVOPS__APART size_t fold_counts(batch *given, int alike)
{
    return alike ? fold_rows(given, FORM_COUNTS, 1) : fold_rows(given, FORM_COUNTS, 0);
}

static size_t run(batch *given)
{
    const revops_usage_columns *columns = &given->columns;
    const revops__usage_plan *used = &given->model->plans[REVOPS_USAGE_USED];
    const int alike = !columns->kind && !columns->value && !columns->sequence && !columns->utc_offset_min &&
                      used->light && used->counts;
    switch (given->model->light) {
    case FORM_INSTANTS:
        return fold_instants(given, alike);
    case FORM_WORD:
        return fold_words(given, alike);
    case FORM_COUNTS:
        return fold_counts(given, alike);
    default: /* or none is light */
        return fold_counters(given, alike);
    }
}

revops_status revops_usage_apply_columns(const revops_usage_model *model, void *records, size_t record_count,
                                         const revops_usage_columns *columns, revops_usage_progress *progress,
                                         revops_status *statuses, revops_usage_hit *hits, size_t capacity,
                                         size_t *hit_count)
{
    batch given = {.model = model,
                   .records = records,
                   .record_count = record_count,
                   .statuses = statuses,
                   .hits = hits,
                   .capacity = capacity};
    if (!is_built(model) || !progress || !hit_count || (record_count > 0 && !records) ||
        (capacity > 0 && (!hits || capacity < REVOPS_USAGE_SIGNALS_MAX))) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = REVOPS__PARAMS_COPY(revops_usage_columns, &given.columns, columns);
    if (status != REVOPS_OK) {
        return status;
    }
    const revops_usage_columns *known = &given.columns;
    if (known->flags != 0) {
        return REVOPS_ERR_NEWER;
    }
    if ((known->count > 0 && (!known->at_ms || !known->record)) || progress->next > known->count) {
        return REVOPS_ERR_ARG;
    }
    given.tail = 64 % model->record_size == 0 && (uintptr_t)records % 64 == 0 ? 0 : model->record_size - 1;
    given.progress = *progress;
    size_t stop = run(&given);
    revops_usage_progress *now = &given.progress;
    uint64_t refused =
        now->late + now->duplicate + now->invalid - progress->late - progress->duplicate - progress->invalid;
    now->applied += stop - (size_t)now->next - refused;
    now->next = stop;
    *progress = *now;
    *hit_count = given.found;
    return stop < known->count ? REVOPS_ERR_NOSPACE : REVOPS_OK;
}
