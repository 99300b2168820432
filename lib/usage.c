/* SPDX-License-Identifier: MIT */
#include "params.h"
#include "usage-internal.h"

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
              (uint32_t)local_day(signup_ms[i], utc_offset_min ? utc_offset_min[i] : 0));
        record[HEAD_CHECK] = (uint8_t)model->check;
    }
    return REVOPS_OK;
}

uint32_t revops__usage_fire(const revops_usage_model *model, uint8_t *record, int64_t instant,
                            uint32_t held_before, uint32_t held, uint32_t *repeats)
{
    uint32_t fired = 0, repeated = 0, state = record[HEAD_STATE];
    for (uint32_t i = 0; i < model->signal_count; i++) {
        const revops_usage_signal *signal = &model->signals[i];
        uint32_t came = 2u << i;
        if (!combination_holds(signal, held_before)) {
            state &= ~came;
        }
        if (!combination_holds(signal, held)) {
            state &= ~came;
            continue;
        }
        uint8_t *last_at = record + signal_at(model, i);
        int64_t last = get40(last_at);
        if ((state & STATE_WORKED) || ((signal->flags & REVOPS_USAGE_ONCE) && (state & came)) ||
            (last != 0 && instant - last < signal->cooldown_ms)) {
            continue;
        }
        state |= came;
        fired |= 1u << i;
        repeated |= (uint32_t)(last != 0) << i;
        put40(last_at, instant);
    }
    record[HEAD_STATE] = (uint8_t)state;
    *repeats = repeated;
    return fired;
}

/* Criteria met before an event that are no longer when it comes: values fall as time passes. */
static uint32_t still_met(const revops_usage_model *model, const uint8_t *record,
                          const revops__usage_when *when, uint32_t held)
{
    uint32_t left = held & model->always;
    for (uint32_t i = 0; left != 0; i++, left >>= 1) {
        if (left & 1) {
            uint32_t value = 0;
            int has = revops__usage_value(&model->rules[i], i, record, when, &value);
            if (!revops__usage_meets(&model->rules[i], 1, has, value)) {
                held &= ~(1u << i);
            }
        }
    }
    return held;
}

/* Folds an event whose values are in range. */
static inline revops_status fold(const revops_usage_model *model, uint8_t *record,
                                 const revops_usage_event *event, uint32_t *fired, uint32_t *repeats,
                                 uint32_t *held_after)
{
    revops__usage_when when;
    if (record[HEAD_CHECK] != model->check) {
        return REVOPS_ERR_CORRUPT;
    }
    if (event->sequence != 0 && event->sequence <= get32(record + HEAD_SEQUENCE)) {
        return REVOPS_ERR_DUPLICATE;
    }
    revops_status status = place(record, event->at_ms, event->utc_offset_min, &when);
    if (status != REVOPS_OK) {
        return status;
    }
    if (when.instant < get40(record + HEAD_LAST)) {
        return REVOPS_ERR_LATE;
    }
    put40(record + HEAD_LAST, when.instant);
    if (event->sequence != 0) {
        put32(record + HEAD_SEQUENCE, event->sequence);
    }
    uint32_t touched = model->touch[event->kind], before = get16(record + HEAD_HELD);
    if (model->always != 0) {
        before = still_met(model, record, &when, before);
    }
    uint32_t held = before, left = touched | model->always;
    for (uint32_t i = 0; left != 0; i++, left >>= 1) {
        if (!(left & 1)) {
            continue;
        }
        const revops__usage_rule *rule = &model->rules[i];
        uint32_t value = 0;
        int has = 1;
        if (rule->form == FORM_FLAG) {
            value = 1; /* only touched kinds get here */
        } else {
            if (touched >> i & 1) {
                revops__usage_fold(rule, record, &when, event->user, event->value, event->limit);
            }
            has = revops__usage_value(rule, i, record, &when, &value);
        }
        if (revops__usage_meets(rule, before >> i & 1, has, value)) {
            held |= 1u << i;
            uint8_t *met = record + met_at(i);
            if (get40(met) == 0) {
                put40(met, when.instant);
            }
        } else {
            held &= ~(1u << i);
        }
    }
    put16(record + HEAD_HELD, held);
    *fired = revops__usage_fire(model, record, when.instant, before, held, repeats);
    *held_after = held;
    return REVOPS_OK;
}

static inline int in_range(const revops_usage_event *event)
{
    return event->kind - 1 < 63 && event->value <= VALUE_MAX && offset_ok(event->utc_offset_min);
}

revops_status revops_usage_apply(const revops_usage_model *model, void *record,
                                 const revops_usage_event *event, uint32_t *fired)
{
    uint32_t repeats, held;
    if (!is_built(model) || !record || !event || !fired || !in_range(event)) {
        return REVOPS_ERR_ARG;
    }
    return fold(model, record, event, fired, &repeats, &held);
}

static void count_outcome(revops_usage_progress *progress, revops_status status)
{
    switch (status) {
    case REVOPS_OK:
        progress->applied++;
        break;
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

#if defined(__GNUC__)
#define PREFETCH(address) __builtin_prefetch(address, 1)
#else
#define PREFETCH(address) ((void)(address))
#endif

revops_status revops_usage_apply_columns(const revops_usage_model *model, void *records, size_t record_count,
                                         const revops_usage_columns *given, revops_usage_progress *progress,
                                         revops_status *statuses, revops_usage_hit *hits, size_t capacity,
                                         size_t *hit_count)
{
    enum { AHEAD = 24 }; /* rows; enough to cover a miss, few enough to stay in the first-level cache */
    revops_usage_columns columns;
    if (!is_built(model) || !progress || !hit_count || (record_count > 0 && !records) ||
        (capacity > 0 && (!hits || capacity < REVOPS_USAGE_SIGNALS_MAX))) {
        return REVOPS_ERR_ARG;
    }
    revops_status read = revops__params_copy(&columns, sizeof columns, sizeof columns, given);
    if (read != REVOPS_OK) {
        return read;
    }
    if (columns.flags != 0) {
        return REVOPS_ERR_NEWER;
    }
    if (columns.count > 0 && (!columns.at_ms || !columns.record)) {
        return REVOPS_ERR_ARG;
    }
    size_t found = 0;
    revops_usage_progress now = *progress;
    uint8_t *base = records;
    for (; now.next < columns.count; now.next++) {
        size_t row = (size_t)now.next;
        if (capacity > 0 && capacity - found < model->signal_count) {
            *progress = now;
            *hit_count = found;
            return REVOPS_ERR_NOSPACE;
        }
        if (columns.count - row > AHEAD && columns.record[row + AHEAD] < record_count) {
            PREFETCH(base + (size_t)columns.record[row + AHEAD] * model->record_size);
        }
        revops_usage_event event = {
            columns.at_ms[row],
            columns.kind ? columns.kind[row] : REVOPS_USAGE_USED,
            columns.user ? columns.user[row] : REVOPS_NONE,
            columns.value ? columns.value[row] : 0,
            columns.limit ? columns.limit[row] : 0,
            columns.sequence ? columns.sequence[row] : 0,
            columns.utc_offset_min ? columns.utc_offset_min[row] : 0,
        };
        uint32_t fired = 0, repeats = 0, held = 0;
        revops_status status = REVOPS_ERR_ARG;
        if (in_range(&event) && columns.record[row] < record_count) {
            uint8_t *record = base + (size_t)columns.record[row] * model->record_size;
            status = fold(model, record, &event, &fired, &repeats, &held);
        }
        count_outcome(&now, status);
        if (statuses) {
            statuses[row] = status;
        }
        if (fired != 0 && capacity > 0) {
            for (uint32_t i = 0; i < model->signal_count; i++) {
                if (fired >> i & 1) {
                    hits[found++] =
                        (revops_usage_hit){event.at_ms, row, columns.record[row], i, held, repeats >> i & 1};
                }
            }
        }
    }
    *progress = now;
    *hit_count = found;
    return REVOPS_OK;
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
