/* SPDX-License-Identifier: MIT */
#include "params.h"
#include "usage-internal.h"

#if defined(__GNUC__)
#define PREFETCH(address) __builtin_prefetch(address, 1)
#define REVOPS__INLINE    inline __attribute__((always_inline)) /* into the loop over columns, too */
#else
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
        put32(record + HEAD_SIGNUP_DAY,
              (uint32_t)(int32_t)local_day(signup_ms[i], utc_offset_min ? utc_offset_min[i] : 0));
        record[HEAD_CHECK] = (uint8_t)model->check;
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

uint32_t revops__usage_fire(const revops_usage_model *model, uint8_t *record, int64_t instant,
                            uint32_t held_before, uint32_t held, uint32_t *repeats)
{
    uint32_t state = record[HEAD_STATE], holds = true_signals(model, held);
    *repeats = 0;
    uint32_t came = state >> 1 & holds & (held_before == held ? holds : true_signals(model, held_before));
    uint32_t due = state & STATE_WORKED ? 0 : holds & ~(came & model->once), fired = 0;
    for (uint32_t i = 0; due != 0; i++, due >>= 1) {
        uint8_t *last_at = record + signal_at(model, i);
        int64_t last = get40(last_at);
        if ((due & 1) && (last == 0 || instant - last >= model->signals[i].cooldown_ms)) {
            fired |= 1u << i;
            *repeats |= (uint32_t)(last != 0) << i;
            put40(last_at, instant);
        }
    }
    record[HEAD_STATE] = (uint8_t)((state & STATE_WORKED) | (came | fired) << 1);
    return fired;
}

/* Criteria met before an event that are no longer when it comes: values fall as time passes. */
static uint32_t still_met(const revops_usage_model *model, const uint8_t *record,
                          const revops__usage_when *when, uint32_t held)
{
    uint32_t left = held & model->always;
    for (uint32_t i = 0; left != 0; i++, left >>= 1) {
        if ((left & 1) && !revops__usage_is_met(&model->rules[i], i, record, when, 1)) {
            held &= ~(1u << i);
        }
    }
    return held;
}

static inline void note_met(uint8_t *record, uint32_t index, int64_t instant)
{
    uint8_t *met = record + met_at(index);
    if (get40(met) == 0) {
        put40(met, instant);
    }
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
static REVOPS__INLINE int fold_rule(const revops_usage_model *model, uint8_t *record, uint32_t i,
                                    uint32_t form, const revops__usage_when *when, uint32_t touched,
                                    int was_met, const details *given)
{
    const revops__usage_rule *rule = &model->rules[i];
    uint8_t *state = record + rule->offset;
    uint32_t counted = (touched >> i & 1) & (uint32_t)is_counted(rule, when);
    if (form == FORM_COUNTER) {
        /* Without a branch: whether an event lies in the window follows no pattern. */
        uint32_t count = get16(state);
        count += counted & (count < UINT16_MAX);
        put16(state, count);
        return revops__usage_meets(rule, was_met, 1, count);
    }
    if (form == FORM_INSTANTS) {
        int met = entries_met(rule, form, state, when->instant, was_met, counted);
        if (counted) {
            entries_add(rule, form, state, when);
        }
        return met;
    }
    return counted
               ? revops__usage_update(rule, i, record, when, given->user, given->value, given->limit, was_met)
               : revops__usage_is_met(rule, i, record, when, was_met);
}

/* Folds an event whose values are in range. The date is worked out only for measures that need it, and the record is
   changed only once nothing can fail any more. `only` is the form of the model's single criterion, or NOT_ONE: a
   constant, so that the compiler writes a loop over columns for each without what it doesn't need. */
enum { NOT_ONE = -1 };

static REVOPS__INLINE revops_status fold(const revops_usage_model *model, uint8_t *record, int64_t at_ms,
                                         uint32_t kind, uint32_t sequence, int32_t utc_offset_min,
                                         const details *given, outcome *out, int only)
{
    if (record[HEAD_CHECK] != model->check) {
        return REVOPS_ERR_CORRUPT;
    }
    if (sequence != 0 && sequence <= get32(record + HEAD_SEQUENCE)) {
        return REVOPS_ERR_DUPLICATE;
    }
    revops__usage_when when = {place_instant(record, at_ms), 0};
    if (when.instant == 0) {
        return REVOPS_ERR_RANGE;
    }
    if (when.instant < get40(record + HEAD_LAST)) {
        return REVOPS_ERR_LATE;
    }
    uint32_t touched = model->touch[kind], left = (touched & ~model->flags) | model->always;
    if (only != FORM_INSTANTS && left != 0) {
        when.day = place_day(record, at_ms, utc_offset_min);
        if (when.day == 0) {
            return REVOPS_ERR_RANGE;
        }
    }
    put40(record + HEAD_LAST, when.instant);
    if (sequence != 0) {
        put32(record + HEAD_SEQUENCE, sequence);
    }
    uint32_t earlier = get16(record + HEAD_HELD), before = earlier, held;
    if ((before & model->always) != 0) {
        before = still_met(model, record, &when, before);
    }
    if (only != NOT_ONE) {
        held =
            (uint32_t)fold_rule(model, record, 0, (uint32_t)only, &when, touched, (int)(before & 1), given);
    } else {
        /* Flags need no state of their own, and are most of the criteria of most models. */
        held = before | (touched & model->flags);
        for (uint32_t i = 0; left != 0; i++, left >>= 1) {
            if (left & 1) {
                int met =
                    fold_rule(model, record, i, model->rules[i].form, &when, touched, before >> i & 1, given);
                held = (held & ~(1u << i)) | (uint32_t)met << i;
            }
        }
    }
    if (held != earlier) {
        for (uint32_t i = 0, new = held & ~earlier; new != 0; i++, new >>= 1) {
            if (new & 1) {
                note_met(record, i, when.instant);
            }
        }
        put16(record + HEAD_HELD, held);
    }
    if ((true_signals(model, held) | record[HEAD_STATE]) != 0) {
        out->fired = revops__usage_fire(model, record, when.instant, before, held, &out->repeats);
    }
    out->held = held;
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
    revops_status status = fold(model, record, event->at_ms, event->kind, event->sequence,
                                event->utc_offset_min, &given, &out, NOT_ONE);
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
} batch;

/* `plain`: no column but instants, records and kinds; a constant, as `only` is. */
static REVOPS__INLINE revops_status run(const revops_usage_model *model, batch *given,
                                        revops_usage_progress *progress, int plain, int only)
{
    enum { AHEAD = 24 }; /* rows; enough to cover a miss, few enough to stay in the first-level cache */
    const revops_usage_columns columns = given->columns;
    const size_t count = (size_t)columns.count, record_count = given->record_count,
                 capacity = given->capacity;
    const size_t record_size = model->record_size;
    uint8_t *base = given->records;
    revops_usage_progress now = *progress;
    revops_status status = REVOPS_OK;
    size_t row = (size_t)now.next, found = 0;
    for (; row < count; row++) {
        if (capacity > 0 && capacity - found < REVOPS_USAGE_SIGNALS_MAX) {
            break;
        }
        if (count - row > AHEAD && columns.record[row + AHEAD] < record_count) {
            const uint8_t *next = base + columns.record[row + AHEAD] * record_size;
            PREFETCH(next);
            PREFETCH(next + record_size - 1);
        }
        details more = {REVOPS_NONE, 0, 0};
        uint32_t kind = columns.kind ? columns.kind[row] : REVOPS_USAGE_USED, sequence = 0;
        int32_t offset_min = 0;
        if (!plain) {
            more.user = columns.user ? columns.user[row] : REVOPS_NONE;
            more.value = columns.value ? columns.value[row] : 0;
            more.limit = columns.limit ? columns.limit[row] : 0;
            sequence = columns.sequence ? columns.sequence[row] : 0;
            offset_min = columns.utc_offset_min ? columns.utc_offset_min[row] : 0;
        }
        outcome out = {0, 0, 0};
        status = REVOPS_ERR_ARG;
        if (kind - 1 < 63 && more.value <= VALUE_MAX && offset_ok(offset_min) &&
            columns.record[row] < record_count) {
            status = fold(model, base + columns.record[row] * record_size, columns.at_ms[row], kind, sequence,
                          offset_min, &more, &out, only);
        }
        if (status != REVOPS_OK) {
            count_refusal(&now, status);
        }
        if (given->statuses) {
            given->statuses[row] = status;
        }
        if (out.fired != 0 && capacity > 0) {
            for (uint32_t i = 0; i < model->signal_count; i++) {
                if (out.fired >> i & 1) {
                    given->hits[found++] = (revops_usage_hit){
                        columns.at_ms[row], row, columns.record[row], i, out.held, out.repeats >> i & 1};
                }
            }
        }
    }
    uint64_t refused =
        now.late + now.duplicate + now.invalid - progress->late - progress->duplicate - progress->invalid;
    now.applied += row - (size_t)now.next - refused;
    now.next = row;
    *progress = now;
    given->found = found;
    return row < count ? REVOPS_ERR_NOSPACE : REVOPS_OK;
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
    if (known->flags != 0) {
        return REVOPS_ERR_NEWER;
    }
    if (known->count > 0 && (!known->at_ms || !known->record)) {
        return REVOPS_ERR_ARG;
    }
    int plain = !known->user && !known->value && !known->limit && !known->sequence && !known->utc_offset_min;
    int single = plain && model->criterion_count == 1;
    if (single && model->rules[0].form == FORM_INSTANTS) {
        status = run(model, &given, progress, 1, FORM_INSTANTS);
    } else if (plain) {
        status = run(model, &given, progress, 1, NOT_ONE);
    } else {
        status = run(model, &given, progress, 0, NOT_ONE);
    }
    *hit_count = given.found;
    return status;
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
