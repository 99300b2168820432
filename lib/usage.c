/* SPDX-License-Identifier: MIT */
#include "params.h"
#include "usage-internal.h"

#if defined(__GNUC__)
#define PREFETCH(address) __builtin_prefetch(address, 1)
#define REVOPS__INLINE    inline __attribute__((always_inline)) /* into the loop over columns, too */
#define REVOPS__APART     __attribute__((noinline))
#define RARELY(condition) __builtin_expect(!!(condition), 0)
#else
#define REVOPS__APART
#define RARELY(condition) (condition)
#define PREFETCH(address) ((void)(address))
#define REVOPS__INLINE    inline
#endif

size_t revops_usage_record_size(const revops_usage_model *model)
{
    return is_built(model) ? model->record_size : 0;
}

revops_status revops_usage_init(const revops_usage_model *model, void *records, size_t count,
                                const int64_t *signup_ms, const int32_t *utc_offset_min)
{
    if (!is_built(model) || (count > 0 && (!records || !signup_ms))) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        if (utc_offset_min && !offset_ok(utc_offset_min[i])) {
            return REVOPS_ERR_ARG;
        }
        if (signup_ms[i] < INT64_C(-62167219200000) || signup_ms[i] > INT64_C(253402300799999)) {
            return REVOPS_ERR_RANGE;
        }
    }
    for (size_t i = 0; i < count; i++) {
        uint8_t *record = (uint8_t *)records + i * model->record_size;
        memset(record, 0, model->record_size);
        put64(record + HEAD_SIGNUP, signup_ms[i]);
        int64_t day = local_day(signup_ms[i], utc_offset_min ? utc_offset_min[i] : 0);
        put32(record + HEAD_SIGNUP_DAY, (uint32_t)(day + DAY_SHIFT) | model->check << 24);
    }
    return REVOPS_OK;
}

static inline uint32_t true_signals(const revops_usage_model *model, uint32_t held)
{
    if (model->criterion_count <= 8) {
        return model->true_of[held & 255];
    }
    uint32_t holds = 0;
    for (uint32_t i = 0; i < model->signal_count; i++) {
        holds |= (uint32_t)combination_holds(&model->signals[i], held) << i;
    }
    return holds;
}

/* What became of signals: those given, those of them that came before, and the record's state. */
typedef struct signals {
    uint32_t fired, repeats, state;
} signals;

static REVOPS__APART signals give_signals(const revops_usage_model *model, uint8_t *record, int64_t instant,
                                          uint32_t state, uint32_t held_before, uint32_t held)
{
    uint32_t holds = true_signals(model, held), came = 0;
    signals given = {0, 0, 0};
    if ((state & ~(uint32_t)STATE_WORKED) != 0) {
        came = state >> 1 & holds & (held_before == held ? holds : true_signals(model, held_before));
    }
    uint32_t due = state & STATE_WORKED ? 0 : holds & ~(came & model->once);
    for (; due != 0; due &= due - 1) {
        uint32_t i = lowest_bit(due);
        uint8_t *last_at = record + signal_at(model, i);
        int64_t last = get40(last_at);
        if (last == 0 || instant - last >= model->signals[i].cooldown_ms) {
            given.fired |= 1u << i;
            given.repeats |= (uint32_t)(last != 0) << i;
            put40(last_at, instant);
        }
    }
    given.state = (state & STATE_WORKED) | (came | given.fired) << 1;
    return given;
}

uint32_t revops__usage_fire(const revops_usage_model *model, uint8_t *record, int64_t instant,
                            uint32_t held_before, uint32_t held, uint32_t *repeats)
{
    signals given = give_signals(model, record, instant, record[HEAD_STATE], held_before, held);
    record[HEAD_STATE] = (uint8_t)given.state;
    *repeats = given.repeats;
    return given.fired;
}

/* Criteria met before an event that are no longer when it comes: values fall as time passes. */
static uint32_t still_met(const revops_usage_model *model, const uint8_t *record,
                          const revops__usage_when *when, uint32_t held)
{
    for (uint32_t left = held & model->always; left != 0; left &= left - 1) {
        uint32_t i = lowest_bit(left);
        if (!revops__usage_is_met(&model->rules[i], i, record, when, 1)) {
            held &= ~(1u << i);
        }
    }
    return held;
}

/* An instant and a date as a record holds them, of which not all fit. */
static inline uint64_t instant_of(const uint8_t *record, int64_t at_ms)
{
    return (uint64_t)at_ms - get_word(record + HEAD_SIGNUP) + (uint64_t)INSTANT_BIAS;
}

static inline int instant_fits(uint64_t instant)
{
    return instant - 1 < (uint64_t)INSTANT_END - 1;
}

/* What a record's date of an event is counted from, with the model's check, so that one subtraction compares checks and
   gives the date: out of its range, should the checks differ. */
static inline uint32_t dated_from(const revops_usage_model *model, int64_t day)
{
    return (model->check << 24) + (uint32_t)(day + DAY_SHIFT + DAY_BIAS);
}

static inline int date_fits(uint32_t date)
{
    return date - 1 < UINT16_MAX;
}

/* Notes the instant of criteria that were never met before. */
static inline void note_met(uint8_t *record, uint32_t criteria, uint64_t instant)
{
    for (; criteria != 0; criteria &= criteria - 1) {
        uint8_t *met = record + met_at(lowest_bit(criteria));
        if (get40(met) == 0) {
            put40(met, (int64_t)instant);
        }
    }
}

static inline void put_head(uint8_t *record, uint32_t held, uint32_t state, uint64_t instant)
{
    put_word(record + HEAD_HELD, held | state << HEAD_STATE_SHIFT | instant << HEAD_LAST_SHIFT);
}

static inline const revops__usage_rule *rule_at(const revops_usage_model *model, uint32_t offset)
{
    return (const revops__usage_rule *)(const void *)((const uint8_t *)model + offset);
}

/* What only some measures ask of an event. */
typedef struct details {
    uint32_t user, value, limit;
} details;

/* What a fold gives. */
typedef struct outcome {
    uint32_t fired, repeats, held;
} outcome;

/* Folds an event into one measure and says whether its criterion is met now. */
static int fold_rule(const revops__usage_rule *rule, uint8_t *record, const revops__usage_when *when,
                     uint32_t touched, int was_met, const details *given)
{
    uint32_t index = lowest_bit(rule->bit);
    return touched && is_counted(rule, when) ? revops__usage_update(rule, index, record, when, given->user,
                                                                    given->value, given->limit, was_met)
                                             : revops__usage_is_met(rule, index, record, when, was_met);
}

/* Folds an event whose values are in range. The record is changed only once nothing can fail any more; its head is
   read and written whole. */
static REVOPS__INLINE revops_status fold(const revops_usage_model *model, uint8_t *record, int64_t at_ms,
                                         int64_t day, uint32_t kind, uint32_t sequence, const details *given,
                                         outcome *out)
{
    uint64_t head = get_word(record + HEAD_HELD);
    uint64_t instant = instant_of(record, at_ms);
    uint32_t date = dated_from(model, day) - get32(record + HEAD_SIGNUP_DAY);
    if (record[HEAD_CHECK] != model->check) {
        return REVOPS_ERR_CORRUPT;
    }
    if (sequence != 0 && sequence <= get32(record + HEAD_SEQUENCE)) {
        return REVOPS_ERR_DUPLICATE;
    }
    if (!instant_fits(instant) || !date_fits(date)) {
        return REVOPS_ERR_RANGE;
    }
    if (instant < head >> HEAD_LAST_SHIFT) {
        return REVOPS_ERR_LATE;
    }
    revops__usage_when when = {(int64_t)instant, date};
    const revops__usage_plan *plan = &model->plans[kind];
    uint32_t earlier = (uint32_t)head & 0xffff, state = (uint32_t)(head >> HEAD_STATE_SHIFT) & 0xff;
    uint32_t before = still_met(model, record, &when, earlier);
    uint32_t held = before | plan->flags;
    for (uint32_t left = plan->look; left != 0; left &= left - 1) {
        const revops__usage_rule *rule = &model->rules[lowest_bit(left)];
        uint32_t bit = rule->bit;
        int met = fold_rule(rule, record, &when, plan->touched & bit, (before & bit) != 0, given);
        held = (held & ~bit) | (met ? bit : 0);
    }
    note_met(record, held & ~earlier, instant);
    signals gave = give_signals(model, record, when.instant, state, before, held);
    *out = (outcome){gave.fired, gave.repeats, held};
    put_head(record, held, gave.state, instant);
    if (sequence != 0) {
        put32(record + HEAD_SEQUENCE, sequence);
    }
    return REVOPS_OK;
}

revops_status revops_usage_apply(const revops_usage_model *model, void *record,
                                 const revops_usage_event *event, uint32_t *fired)
{
    if (!is_built(model) || !record || !event || !fired || event->kind - 1 >= 63 ||
        event->value > VALUE_MAX || !offset_ok(event->utc_offset_min)) {
        return REVOPS_ERR_ARG;
    }
    details given = {event->user, event->value, event->limit};
    outcome out = {0, 0, 0};
    revops_status status = fold(model, record, event->at_ms, local_day(event->at_ms, event->utc_offset_min),
                                event->kind, event->sequence, &given, &out);
    if (status == REVOPS_OK) {
        *fired = out.fired;
    }
    return status;
}

static void count_refusal(revops_usage_progress *progress, revops_status status)
{
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

/* The caller's side of a batch, checked. */
typedef struct batch {
    revops_usage_columns columns;
    uint8_t *records;
    size_t record_count;
    revops_status *statuses;
    revops_usage_hit *hits;
    size_t capacity, found;
    size_t tail; /* last byte of a record, if not in the cache line of its first; else 0 */
} batch;

/* Whether there is no room for the signals of another event. */
static inline int is_full(const batch *given)
{
    return given->capacity > 0 && given->capacity - given->found < REVOPS_USAGE_SIGNALS_MAX;
}

static REVOPS__APART void note_hits(batch *given, size_t row, const outcome *out)
{
    if (given->capacity == 0) {
        return;
    }
    for (uint32_t fired = out->fired; fired != 0; fired &= fired - 1) {
        uint32_t i = lowest_bit(fired);
        given->hits[given->found++] = (revops_usage_hit){
            given->columns.at_ms[row], row, given->columns.record[row], i, out->held, out->repeats >> i & 1};
    }
}

enum { AHEAD = 32 }; /* rows; enough to cover a miss, few enough to stay in the first-level cache */

static REVOPS__INLINE void fetch(const batch *given, size_t row, size_t record_size)
{
    size_t index = given->columns.record[row];
    if (index < given->record_count) {
        const uint8_t *record = given->records + index * record_size;
        PREFETCH(record);
        if (given->tail != 0) {
            PREFETCH(record + given->tail);
        }
    }
}

/* Folds rows from `row` on for as long as they are light: of the date `day` in UTC, not refused, and of a
   kind whose plan is light. The same as fold() does, but without calls, so that all is in registers;
   whether an event lies in a window since signup follows no pattern, so that is no branch. Returns the first row that
   it left. Both constants: `form` is that of all light plans; `alike` says that all rows are of one kind, the
   plan of which then stays in registers. */
static REVOPS__INLINE size_t light_rows_of(const revops_usage_model *model, batch *given, size_t row,
                                           int64_t day, revops__usage_form form, int alike)
{
    const int64_t *at_ms = given->columns.at_ms;
    const uint32_t *records = given->columns.record;
    const uint8_t *kinds = given->columns.kind;
    const revops__usage_plan used = model->plans[REVOPS_USAGE_USED];
    const revops__usage_rule used_rule = *rule_at(model, used.rule);
    const size_t count = (size_t)given->columns.count, record_count = given->record_count;
    const size_t record_size = model->record_size, fetched = count > AHEAD ? count - AHEAD : 0;
    const uint64_t midnight_ms = (uint64_t)day * (uint64_t)REVOPS_DAY_MS;
    const uint32_t from = dated_from(model, day);
    if (alike && !used.light) {
        return row;
    }
    for (; row < count; row++) {
        if (row < fetched) {
            fetch(given, row + AHEAD, record_size);
        }
        uint32_t kind = alike ? REVOPS_USAGE_USED : kinds[row];
        const revops__usage_plan *plan = alike ? &used : &model->plans[kind & 63];
        if ((!alike && (kind > 63 || !plan->light)) || records[row] >= record_count ||
            (uint64_t)at_ms[row] - midnight_ms >= (uint64_t)REVOPS_DAY_MS) {
            break;
        }
        uint8_t *record = given->records + records[row] * record_size;
        uint64_t head = get_word(record + HEAD_HELD), instant = instant_of(record, at_ms[row]);
        revops__usage_when when = {(int64_t)instant, from - get32(record + HEAD_SIGNUP_DAY)};
        if (!instant_fits(instant) || !date_fits(when.day) || instant < head >> HEAD_LAST_SHIFT) {
            break;
        }
        const revops__usage_rule *rule = alike ? &used_rule : rule_at(model, plan->rule);
        uint8_t *own = record + plan->offset;
        uint32_t earlier = (uint32_t)head & 0xffff, before = earlier, bit = plan->look, fired = 0,
                 repeats = 0, value = 0, latest = 0;
        uint64_t dates = 0;
        /* latest instants are those of a rolling window, which takes all */
        uint32_t counted = plan->counts & (form == FORM_INSTANTS || is_counted(rule, &when));
        int was_met = (earlier & bit) != 0, met;
        if (form == FORM_COUNTER) {
            value = get16(own);
            value += counted & (value < UINT16_MAX);
            met = (value >= rule->bound[was_met]) ^ rule->at_most;
        } else if (form == FORM_INSTANTS) {
            if (was_met && !entries_met(rule, form, own, when.instant, 1, 0)) {
                before &= ~bit;
                was_met = 0;
            }
            met = entries_met(rule, form, own, when.instant, was_met, counted);
        } else {
            latest = get16(own);
            dates = get_word(own + 2);
            if (was_met && !((word_value(rule, latest, dates, when.day) >= rule->bound[1]) ^ rule->at_most)) {
                before &= ~bit;
                was_met = 0;
            }
            if (counted && when.day > latest) {
                dates = word_seen(dates, when.day - latest) | 1;
                latest = when.day;
            }
            met = (word_value(rule, latest, dates, when.day) >= rule->bound[was_met]) ^ rule->at_most;
        }
        uint32_t held = ((earlier | plan->flags) & ~bit) | (met ? bit : 0);
        uint32_t state = (uint32_t)head >> HEAD_STATE_SHIFT & 0xff, holds = model->true_of[held & 255];
        if ((holds | state) != 0) {
            uint32_t came = state >> 1 & holds & model->true_of[before & 255];
            uint32_t due = state & STATE_WORKED ? 0 : holds & ~(came & model->once);
            for (; due != 0; due &= due - 1) {
                uint32_t i = lowest_bit(due);
                int64_t last = get40(record + signal_at(model, i));
                if (last == 0 || when.instant - last >= model->signals[i].cooldown_ms) {
                    fired |= 1u << i;
                    repeats |= (uint32_t)(last != 0) << i;
                    put40(record + signal_at(model, i), when.instant);
                }
            }
            state = (state & STATE_WORKED) | (came | fired) << 1;
        }
        if (form == FORM_COUNTER) {
            put16(own, value);
        } else if (form == FORM_INSTANTS) {
            if (counted) {
                entries_add(rule, form, own, &when, 1);
            }
        } else {
            put16(own, latest);
            put_word(own + 2, dates);
        }
        note_met(record, held & ~earlier, instant);
        put_head(record, held, state, instant);
        if (fired != 0) {
            note_hits(given, row, &(outcome){fired, repeats, held});
            if (is_full(given)) {
                return row + 1;
            }
        }
    }
    return row;
}

static REVOPS__APART size_t light_rows(const revops_usage_model *model, batch *given, size_t row, int64_t day)
{
    const int alike = !given->columns.kind;
    switch (model->light) {
    case FORM_INSTANTS:
        return alike ? light_rows_of(model, given, row, day, FORM_INSTANTS, 1)
                     : light_rows_of(model, given, row, day, FORM_INSTANTS, 0);
    case FORM_WORD:
        return alike ? light_rows_of(model, given, row, day, FORM_WORD, 1)
                     : light_rows_of(model, given, row, day, FORM_WORD, 0);
    default:
        return alike ? light_rows_of(model, given, row, day, FORM_COUNTER, 1)
                     : light_rows_of(model, given, row, day, FORM_COUNTER, 0);
    }
}

/* Folds the rows of a batch; returns the one at which it stopped. `plain`: there is no column but instants, records
   and kinds, and some kinds are light. */
static size_t run(const revops_usage_model *model, batch *given, revops_usage_progress *progress, int plain)
{
    const revops_usage_columns *columns = &given->columns;
    const size_t count = (size_t)columns->count, record_size = model->record_size;
    for (size_t row = (size_t)progress->next; row < count; row++) {
        uint32_t kind = columns->kind ? columns->kind[row] : REVOPS_USAGE_USED;
        int32_t offset_min = columns->utc_offset_min ? columns->utc_offset_min[row] : 0;
        uint32_t sequence = columns->sequence ? columns->sequence[row] : 0;
        details more = {columns->user ? columns->user[row] : REVOPS_NONE,
                        columns->value ? columns->value[row] : 0, columns->limit ? columns->limit[row] : 0};
        int64_t day = 0;
        outcome out = {0, 0, 0};
        revops_status status = REVOPS_ERR_ARG;
        if (count - row > AHEAD) {
            fetch(given, row + AHEAD, record_size);
        }
        if (kind - 1 < 63 && more.value <= VALUE_MAX && offset_ok(offset_min) &&
            columns->record[row] < given->record_count) {
            day = local_day(columns->at_ms[row], offset_min);
            status = fold(model, given->records + columns->record[row] * record_size, columns->at_ms[row],
                          day, kind, sequence, &more, &out);
        }
        if (given->statuses) {
            given->statuses[row] = status;
        }
        if (status != REVOPS_OK) {
            count_refusal(progress, status);
        } else if (out.fired != 0) {
            note_hits(given, row, &out);
            if (is_full(given)) {
                return row + 1;
            }
        }
        if (plain) {
            size_t next = light_rows(model, given, row + 1, day);
            if (given->statuses) {
                memset(given->statuses + row + 1, 0, (next - row - 1) * sizeof *given->statuses);
            }
            if (is_full(given)) {
                return next;
            }
            row = next - 1;
        }
    }
    return count;
}

revops_status revops_usage_apply_columns(const revops_usage_model *model, void *records, size_t record_count,
                                         const revops_usage_columns *columns, revops_usage_progress *progress,
                                         revops_status *statuses, revops_usage_hit *hits, size_t capacity,
                                         size_t *hit_count)
{
    batch given = {.records = records,
                   .record_count = record_count,
                   .statuses = statuses,
                   .hits = hits,
                   .capacity = capacity};
    if (!is_built(model) || !progress || !hit_count || (record_count > 0 && !records) ||
        (capacity > 0 && (!hits || capacity < REVOPS_USAGE_SIGNALS_MAX))) {
        return REVOPS_ERR_ARG;
    }
    revops_status status =
        revops__params_copy(&given.columns, sizeof given.columns, sizeof given.columns, columns);
    if (status != REVOPS_OK) {
        return status;
    }
    const revops_usage_columns *known = &given.columns;
    given.tail = 64 % model->record_size == 0 && (uintptr_t)records % 64 == 0 ? 0 : model->record_size - 1;
    if (known->flags != 0) {
        return REVOPS_ERR_NEWER;
    }
    if (known->count > 0 && (!known->at_ms || !known->record)) {
        return REVOPS_ERR_ARG;
    }
    int plain = model->light && !known->user && !known->value && !known->limit && !known->sequence &&
                !known->utc_offset_min;
    revops_usage_progress now = *progress;
    size_t stop = run(model, &given, &now, plain);
    uint64_t refused =
        now.late + now.duplicate + now.invalid - progress->late - progress->duplicate - progress->invalid;
    now.applied += stop - (size_t)now.next - refused;
    now.next = stop;
    *progress = now;
    *hit_count = given.found;
    return stop < known->count ? REVOPS_ERR_NOSPACE : REVOPS_OK;
}

revops_status revops_usage_work(const revops_usage_model *model, void *record, int working)
{
    if (!is_built(model) || !record) {
        return REVOPS_ERR_ARG;
    }
    uint8_t *bytes = record;
    if (bytes[HEAD_CHECK] != model->check) {
        return REVOPS_ERR_CORRUPT;
    }
    bytes[HEAD_STATE] = (uint8_t)((bytes[HEAD_STATE] & ~1u) | (working ? STATE_WORKED : 0u));
    return REVOPS_OK;
}
