/* SPDX-License-Identifier: MIT */
/* How criteria and signals stand as of an instant, in numbers. */
#include "core/bits.h"
#include "judge/usage-internal.h"

revops_status revops__usage_place_reading(const revops_usage *usage, const uint8_t *record, int64_t at_ms,
                                          int32_t utc_offset_min, revops__usage_when *when)
{
    if (record[HEAD_CHECK] != usage->check) {
        return REVOPS_ERR_CORRUPT;
    }
    int64_t last = get40(record + HEAD_LAST);
    if (at_ms == REVOPS_TIME_NONE) {
        at_ms = last != 0 ? instant_ms(record, last) : get64(record + HEAD_SIGNUP);
    }
    revops_status status = usage_place(record, at_ms, utc_offset_min, when);
    return status == REVOPS_OK && when->instant < last ? REVOPS_ERR_LATE : status;
}

static void usage_read_one(const revops_usage *usage, const uint8_t *record, uint32_t index,
                           const revops__usage_when *when, revops_usage_reading *out)
{
    const revops__usage_rule *rule = usage_rule(usage, index);
    uint32_t value = 0, threshold = rule->criterion.threshold, error_bp = 0;
    int at_most = (rule->criterion.flags & REVOPS_USAGE_AT_MOST) != 0;
    int was_met = (int)(held_get(usage, record) >> index & 1);
    int has = revops__usage_value(usage, index, record, when, &value);
    int met = revops__usage_is_met(usage, index, record, when, was_met);
    value = has ? value : 0;
    if (rule->form == FORM_DISTINCT) {
        revops__distinct_value(rule, record + rule->offset, when->day, &error_bp);
    }
    out->met_ms = instant_ms(record, get40(record + met_at(usage, index)));
    out->value = value;
    out->threshold = threshold;
    out->missing = met ? 0 : at_most ? (value > threshold ? value - threshold : 0) : threshold - value;
    uint64_t near = 0;
    if (has && (at_most ? value : threshold) != 0) {
        near = at_most ? (uint64_t)threshold * 10000 / value : (uint64_t)value * 10000 / threshold;
    }
    out->near_bp = met ? 10000 : near < 9999 ? (uint32_t)near : 9999;
    out->state = (met ? REVOPS_USAGE_MET : 0) | (has ? 0 : REVOPS_USAGE_NO_VALUE) |
                 (error_bp != 0 ? REVOPS_USAGE_ESTIMATE : 0);
    out->error_bp = error_bp;
}

revops_status revops_usage_read_many(const revops_usage *usage, const void *records, size_t count,
                                     uint32_t criterion, int64_t at_ms, int32_t utc_offset_min,
                                     revops_usage_reading *out)
{
    if (!is_built(usage) || (count > 0 && (!records || !out)) || criterion >= usage->criterion_count ||
        !offset_ok(utc_offset_min)) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        const uint8_t *record = (const uint8_t *)records + i * usage->record_size;
        revops__usage_when when;
        revops_status status = revops__usage_place_reading(usage, record, at_ms, utc_offset_min, &when);
        if (status != REVOPS_OK) {
            return status;
        }
        usage_read_one(usage, record, criterion, &when, &out[i]);
    }
    return REVOPS_OK;
}

revops_status revops_usage_read(const revops_usage *usage, const void *record, uint32_t criterion,
                                int64_t at_ms, int32_t utc_offset_min, revops_usage_reading *out)
{
    return revops_usage_read_many(usage, record, 1, criterion, at_ms, utc_offset_min, out);
}

/* Sum of the nearness of the `most` nearest criteria of a mask. */
static uint32_t usage_nearest(const uint32_t near_bp[], uint64_t mask, uint32_t most)
{
    uint32_t sum = 0;
    for (; most > 0 && mask != 0; most--) {
        uint32_t best = revops__lowest_bit(mask);
        for (uint64_t left = mask; left != 0; left &= left - 1) {
            uint32_t i = revops__lowest_bit(left);
            best = near_bp[i] > near_bp[best] ? i : best;
        }
        sum += near_bp[best];
        mask &= ~(UINT64_C(1) << best);
    }
    return sum;
}

static void usage_explain_one(const revops_usage *usage, const uint8_t *record, uint32_t index,
                              const revops__usage_when *when, revops_usage_explanation *out)
{
    const revops_usage_signal *signal = usage_signal(usage, index);
    uint32_t near_bp[REVOPS_USAGE_CRITERIA_MAX] = {0};
    uint64_t held = 0;
    for (uint32_t i = 0; i < usage->criterion_count; i++) {
        revops_usage_reading reading;
        usage_read_one(usage, record, i, when, &reading);
        near_bp[i] = reading.near_bp;
        held |= (uint64_t)(reading.state & REVOPS_USAGE_MET) << i;
    }
    uint64_t open = ~held, all = signal->all_of & open;
    uint64_t any = signal->any_of & held ? 0 : signal->any_of & ~signal->none_of;
    uint32_t have = usage_bit_count(signal->at_least_of & held);
    uint32_t short_of = signal->at_least_count > have ? signal->at_least_count - have : 0;
    uint64_t some = short_of > 0 ? signal->at_least_of & open & ~signal->none_of : 0;
    uint32_t wanted = usage_bit_count(signal->all_of) + (signal->any_of != 0) + signal->at_least_count;
    /* One criterion may serve several demands: those of all first, then as many as possible that are both any and
       at least. */
    uint32_t served = usage_bit_count(some & all);
    uint32_t remaining = short_of > served ? short_of - served : 0;
    uint32_t lacking = usage_bit_count(all) + remaining;
    if (any != 0 && (any & all) == 0 && !(remaining > 0 && (any & some & ~all) != 0)) {
        lacking++;
    }
    int64_t last = get40(record + signal_at(usage, index));
    uint32_t near = usage_nearest(near_bp, signal->all_of, REVOPS_USAGE_CRITERIA_MAX) +
                    usage_nearest(near_bp, signal->any_of & ~signal->none_of, 1) +
                    usage_nearest(near_bp, signal->at_least_of & ~signal->none_of, signal->at_least_count);
    int holds = combination_holds(signal, held);
    int already_fired = (int)(already_fired_get(usage, record) >> index & 1);
    memset(out, 0, sizeof *out);
    out->last_ms = instant_ms(record, last);
    out->next_ms = REVOPS_TIME_NONE;
    out->state = holds ? REVOPS_USAGE_HOLDS : 0;
    if (last != 0 && when->instant - last < signal->cooldown_ms) {
        int64_t next;
        if (revops_add(out->last_ms, signal->cooldown_ms, &next) != REVOPS_OK) {
            next = INT64_MAX;
        }
        out->next_ms = next;
        out->state |= REVOPS_USAGE_COOLING;
    }
    out->state |= record[HEAD_STATE] & STATE_WORKED ? REVOPS_USAGE_WORKED : 0;
    out->state |= holds && already_fired && (signal->flags & REVOPS_USAGE_ONCE) ? REVOPS_USAGE_SPENT : 0;
    out->held = held;
    out->missing = all | any | some;
    out->excluding = held & signal->none_of;
    out->lacking = lacking;
    out->near_bp = holds ? 10000 : near / wanted < 10000 ? near / wanted : 9999;
    out->route = signal->route;
}

revops_status revops_usage_explain_many(const revops_usage *usage, const void *records, size_t count,
                                        uint32_t signal, int64_t at_ms, int32_t utc_offset_min,
                                        revops_usage_explanation *out)
{
    if (!is_built(usage) || (count > 0 && (!records || !out)) || signal >= usage->signal_count ||
        !offset_ok(utc_offset_min)) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        const uint8_t *record = (const uint8_t *)records + i * usage->record_size;
        revops__usage_when when;
        revops_status status = revops__usage_place_reading(usage, record, at_ms, utc_offset_min, &when);
        if (status != REVOPS_OK) {
            return status;
        }
        usage_explain_one(usage, record, signal, &when, &out[i]);
    }
    return REVOPS_OK;
}

revops_status revops_usage_explain(const revops_usage *usage, const void *record, uint32_t signal,
                                   int64_t at_ms, int32_t utc_offset_min, revops_usage_explanation *out)
{
    return revops_usage_explain_many(usage, record, 1, signal, at_ms, utc_offset_min, out);
}

revops_status revops_usage_choose_route_many(const revops_usage *usage, const void *records, size_t count,
                                             const uint8_t *enterprise, int64_t at_ms, int32_t utc_offset_min,
                                             revops_usage_route *out)
{
    if (!is_built(usage) || (count > 0 && (!records || !out)) || !offset_ok(utc_offset_min)) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        const uint8_t *record = (const uint8_t *)records + i * usage->record_size;
        revops__usage_when when;
        revops_status status = revops__usage_place_reading(usage, record, at_ms, utc_offset_min, &when);
        if (status != REVOPS_OK) {
            return status;
        }
        revops_usage_explanation explanation;
        usage_explain_one(usage, record, 0, &when, &explanation);
        out[i] = REVOPS_USAGE_SELF_SERVICE;
        for (uint32_t signal = usage->signal_count; signal > 0; signal--) {
            if (combination_holds(usage_signal(usage, signal - 1), explanation.held)) {
                out[i] = usage_signal(usage, signal - 1)->route;
            }
        }
        out[i] = enterprise && enterprise[i] ? REVOPS_USAGE_SALES : out[i];
    }
    return REVOPS_OK;
}

revops_status revops_usage_choose_route(const revops_usage *usage, const void *record, int enterprise,
                                        int64_t at_ms, int32_t utc_offset_min, revops_usage_route *out)
{
    const uint8_t profile = enterprise != 0;
    return revops_usage_choose_route_many(usage, record, 1, &profile, at_ms, utc_offset_min, out);
}
