/* SPDX-License-Identifier: MIT */
/* One event: what it does to a record, and the signals it gives. */
#include "judge/usage-internal.h"

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

static uint32_t true_signals(const revops_usage_model *model, uint32_t held)
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

/* Signals whose combination is true and that don't wait for it to become true anew. */
static uint32_t open_signals(const revops_usage_model *model, uint32_t state, uint32_t holds)
{
    return state & STATE_WORKED ? 0 : holds & ~(state >> 1 & model->once);
}

int revops__usage_waits(const revops_usage_model *model, uint32_t state, uint32_t held)
{
    return open_signals(model, state, true_signals(model, held)) != 0;
}

int revops__usage_state_is_sound(const revops_usage_model *model, uint32_t state, uint32_t held)
{
    uint32_t came = (state & ~(uint32_t)STATE_WAITING) >> 1;
    return (came & ~true_signals(model, held)) == 0 &&
           ((state & STATE_WAITING) != 0) == revops__usage_waits(model, state, held);
}

/* Whether the last of a signal is long enough ago, or there was none. */
static uint32_t has_cooled(const revops_usage_model *model, const uint8_t *record, uint32_t signal,
                           uint64_t instant)
{
    int64_t last = get40(record + signal_at(model, signal));
    return (last == 0) | ((int64_t)instant - last >= model->signals[signal].cooldown_ms);
}

int revops__usage_is_due(const revops_usage_model *model, const uint8_t *record, uint64_t instant)
{
    uint32_t due = 0, holds = true_signals(model, get16(record + HEAD_HELD));
    for (uint32_t open = open_signals(model, record[HEAD_STATE], holds); open != 0; open &= open - 1) {
        due |= has_cooled(model, record, lowest_bit(open), instant);
    }
    return due != 0;
}

void revops__usage_settle(const revops_usage_model *model, uint8_t *record, uint64_t instant, uint32_t before,
                          uint32_t held, revops__usage_outcome *out)
{
    uint32_t fired = 0, repeats = 0;
    uint64_t head = get_word(record + HEAD_HELD);
    uint32_t state = (uint32_t)(head >> HEAD_STATE_SHIFT) & 0xff, holds = true_signals(model, held);
    for (uint32_t left = held & ~((uint32_t)head & 0xffff); left != 0; left &= left - 1) {
        uint8_t *met = record + met_at(lowest_bit(left));
        int64_t first = get40(met);
        put40(met, first == 0 ? (int64_t)instant : first);
    }
    /* a signal that came has done so while its combination was true: not any more, if that was interrupted */
    uint32_t came =
        holds == 0 ? 0 : state >> 1 & holds & (before == held ? holds : true_signals(model, before));
    state = (state & STATE_WORKED) | came << 1;
    for (uint32_t due = open_signals(model, state, holds); due != 0; due &= due - 1) {
        uint32_t i = lowest_bit(due);
        if (has_cooled(model, record, i, instant)) {
            uint8_t *last_at = record + signal_at(model, i);
            fired |= 1u << i;
            repeats |= (uint32_t)(get40(last_at) != 0) << i;
            put40(last_at, (int64_t)instant);
        }
    }
    state |= fired << 1;
    state |= open_signals(model, state, holds) ? STATE_WAITING : 0;
    put_word(record + HEAD_HELD, held | (uint64_t)state << HEAD_STATE_SHIFT | instant << HEAD_LAST_SHIFT);
    *out = (revops__usage_outcome){fired, repeats, held};
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

/* Folds an event into one measure and says whether its criterion is met now. */
static int fold_rule(const revops__usage_rule *rule, uint8_t *record, const revops__usage_when *when,
                     uint32_t touched, int was_met, const revops_usage_event *event)
{
    uint32_t index = lowest_bit(rule->bit);
    return touched && is_counted(rule, when) ? revops__usage_update(rule, index, record, when, event->user,
                                                                    event->value, event->limit, was_met)
                                             : revops__usage_is_met(rule, index, record, when, was_met);
}

revops_status revops__usage_fold(const revops_usage_model *model, uint8_t *record,
                                 const revops_usage_event *event, revops__usage_outcome *out)
{
    if (event->kind - 1 >= 63 || event->value > VALUE_MAX || !offset_ok(event->utc_offset_min)) {
        return REVOPS_ERR_ARG;
    }
    if (record[HEAD_CHECK] != model->check) {
        return REVOPS_ERR_CORRUPT;
    }
    if (event->sequence != 0 && event->sequence <= get32(record + HEAD_SEQUENCE)) {
        return REVOPS_ERR_DUPLICATE;
    }
    uint64_t instant = instant_of(record, event->at_ms);
    if (!instant_fits(instant)) {
        return REVOPS_ERR_RANGE;
    }
    uint64_t head = get_word(record + HEAD_HELD);
    if (instant < head >> HEAD_LAST_SHIFT) {
        return REVOPS_ERR_LATE;
    }
    revops__usage_when when = {(int64_t)instant,
                               date_of(record, local_day(event->at_ms, event->utc_offset_min))};
    const revops__usage_plan *plan = &model->plans[event->kind];
    uint32_t before = still_met(model, record, &when, (uint32_t)head & 0xffff);
    uint32_t held = before | plan->flags;
    for (uint32_t left = plan->look; left != 0; left &= left - 1) {
        const revops__usage_rule *rule = &model->rules[lowest_bit(left)];
        uint32_t bit = rule->bit;
        int met = fold_rule(rule, record, &when, plan->touched & bit, (before & bit) != 0, event);
        held = (held & ~bit) | (met ? bit : 0);
    }
    revops__usage_settle(model, record, instant, before, held, out);
    if (event->sequence != 0) {
        put32(record + HEAD_SEQUENCE, event->sequence);
    }
    return REVOPS_OK;
}

revops_status revops_usage_apply(const revops_usage_model *model, void *record,
                                 const revops_usage_event *event, uint32_t *fired)
{
    if (!is_built(model) || !record || !event || !fired) {
        return REVOPS_ERR_ARG;
    }
    revops__usage_outcome out;
    revops_status status = revops__usage_fold(model, record, event, &out);
    if (status == REVOPS_OK) {
        *fired = out.fired;
    }
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
    uint32_t state = bytes[HEAD_STATE] & ~(uint32_t)(STATE_WORKED | STATE_WAITING);
    state |= working ? STATE_WORKED : 0;
    state |= revops__usage_waits(model, state, get16(bytes + HEAD_HELD)) ? STATE_WAITING : 0;
    bytes[HEAD_STATE] = (uint8_t)state;
    return REVOPS_OK;
}
