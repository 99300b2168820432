/* SPDX-License-Identifier: MIT */
/* Compliance out of columns, with weights, and the audit of pauses. */
#include <revops/compliance.h>

#include "core/params.h"

enum { COMPLIANCE_KINDS = REVOPS_SLA_EFFECT_MERGED + 1 };

/* The counter of each kind, + 1; those that say nothing of compliance have none. */
static const uint8_t compliance_counter_of[COMPLIANCE_KINDS] = {
    [REVOPS_SLA_EFFECT_STARTED] = offsetof(revops_compliance, started) / 8 + 1,
    [REVOPS_SLA_EFFECT_WARNED] = offsetof(revops_compliance, warned) / 8 + 1,
    [REVOPS_SLA_EFFECT_BREACHED] = offsetof(revops_compliance, breached) / 8 + 1,
    [REVOPS_SLA_EFFECT_MET] = offsetof(revops_compliance, met) / 8 + 1,
    [REVOPS_SLA_EFFECT_MET_LATE] = offsetof(revops_compliance, met_late) / 8 + 1,
    [REVOPS_SLA_EFFECT_CANCELLED] = offsetof(revops_compliance, cancelled) / 8 + 1,
    [REVOPS_SLA_EFFECT_LAPSED] = offsetof(revops_compliance, cancelled) / 8 + 1,
    [REVOPS_SLA_EFFECT_MERGED] = offsetof(revops_compliance, cancelled) / 8 + 1,
    [REVOPS_SLA_EFFECT_REOPENED] = offsetof(revops_compliance, reopened) / 8 + 1,
    [REVOPS_SLA_EFFECT_PAUSED] = 0,
    [REVOPS_SLA_EFFECT_RESUMED] = 0,
    [REVOPS_SLA_EFFECT_RETARGETED] = 0,
};

/* Which kinds end a pause. */
static const uint8_t compliance_ends_pause[COMPLIANCE_KINDS] = {
    [REVOPS_SLA_EFFECT_STARTED] = 1,    [REVOPS_SLA_EFFECT_WARNED] = 0,   [REVOPS_SLA_EFFECT_BREACHED] = 0,
    [REVOPS_SLA_EFFECT_MET] = 1,        [REVOPS_SLA_EFFECT_MET_LATE] = 1, [REVOPS_SLA_EFFECT_CANCELLED] = 1,
    [REVOPS_SLA_EFFECT_PAUSED] = 0,     [REVOPS_SLA_EFFECT_RESUMED] = 1,  [REVOPS_SLA_EFFECT_REOPENED] = 0,
    [REVOPS_SLA_EFFECT_RETARGETED] = 0, [REVOPS_SLA_EFFECT_LAPSED] = 1,   [REVOPS_SLA_EFFECT_MERGED] = 1,
};

static int compliance_is_met(uint32_t kind)
{
    return kind == REVOPS_SLA_EFFECT_MET || kind == REVOPS_SLA_EFFECT_MET_LATE;
}

static revops_status compliance_check_columns(const revops_compliance_columns *own, size_t group_count)
{
    if (own->count > 0 && !own->kind) {
        return REVOPS_ERR_ARG;
    }
    for (uint64_t i = 0; i < own->count; i++) {
        if (own->kind[i] < 1 || own->kind[i] >= COMPLIANCE_KINDS ||
            (own->group && own->group[i] >= group_count && own->group[i] != REVOPS_NO_ROW) ||
            (own->consumed_ms && own->consumed_ms[i] < 0) ||
            (own->weight && (own->weight[i] < -1 || own->weight[i] > 1))) {
            return REVOPS_ERR_ARG;
        }
    }
    return REVOPS_OK;
}

/* Weight of a row whose time counts; 0 for others. */
static int compliance_time_weight(const revops_compliance_columns *own, uint64_t row)
{
    int is_out = own->group && own->group[row] == REVOPS_NO_ROW;
    return is_out || !compliance_is_met(own->kind[row]) ? 0 : own->weight ? own->weight[row] : 1;
}

static revops_status compliance_change_time(const revops_compliance_columns *own, uint64_t row,
                                            revops_histogram *times, int weight)
{
    const int64_t consumed_ms = own->consumed_ms ? own->consumed_ms[row] : 0;
    revops_histogram *of = &times[own->group ? own->group[row] : 0];
    return weight > 0   ? revops_histogram_add(of, &consumed_ms, 1)
           : weight < 0 ? revops_histogram_take(of, &consumed_ms, 1)
                        : REVOPS_OK;
}

/* All that is added comes before what is taken back, so that the order of rows means nothing; on a failure, what was done
   is undone. */
static revops_status compliance_count_times(const revops_compliance_columns *own, revops_histogram *times)
{
    for (uint64_t i = 0; i < own->count; i++) {
        int weight = compliance_time_weight(own, i);
        if (weight > 0 && compliance_change_time(own, i, times, 1) != REVOPS_OK) {
            return REVOPS_ERR_ARG; /* its time was checked */
        }
    }
    for (uint64_t i = 0; i < own->count; i++) {
        if (compliance_time_weight(own, i) < 0 && compliance_change_time(own, i, times, -1) != REVOPS_OK) {
            while (i-- > 0) {
                if (compliance_time_weight(own, i) < 0) {
                    (void)!compliance_change_time(own, i, times, 1);
                }
            }
            for (uint64_t k = 0; k < own->count; k++) {
                if (compliance_time_weight(own, k) > 0) {
                    (void)!compliance_change_time(own, k, times, -1);
                }
            }
            return REVOPS_ERR_RANGE;
        }
    }
    return REVOPS_OK;
}

revops_status revops_compliance_count(const revops_compliance_columns *columns, revops_compliance *counters,
                                      revops_histogram *times, size_t group_count)
{
    revops_compliance_columns own;
    revops_status status = REVOPS__PARAMS_COPY(revops_compliance_columns, &own, columns);
    if (status == REVOPS_OK && own.flags != 0) {
        status = REVOPS_ERR_NEWER;
    }
    if (status == REVOPS_OK && (!counters || group_count == 0)) {
        status = REVOPS_ERR_ARG;
    }
    if (status == REVOPS_OK) {
        status = compliance_check_columns(&own, group_count);
    }
    if (status == REVOPS_OK && times) {
        status = compliance_count_times(&own, times);
    }
    for (uint64_t i = 0; i < own.count && status == REVOPS_OK; i++) {
        size_t group = own.group ? own.group[i] : 0;
        uint32_t counter = compliance_counter_of[own.kind[i]];
        if (group == REVOPS_NO_ROW || counter == 0) {
            continue;
        }
        uint64_t weight = own.weight ? (uint64_t)(int64_t)own.weight[i] : 1;
        uint64_t *of = (uint64_t *)(void *)&counters[group];
        of[counter - 1] += weight;
        if (compliance_is_met(own.kind[i])) {
            int64_t consumed_ms = own.consumed_ms ? own.consumed_ms[i] : 0;
            uint64_t *band = consumed_ms < 5 * REVOPS_MINUTE_MS    ? &counters[group].under_5_min
                             : consumed_ms < 30 * REVOPS_MINUTE_MS ? &counters[group].under_30_min
                                                                   : &counters[group].from_30_min;
            *band += weight;
        }
    }
    return status;
}

static int compliance_follows(const revops_sla_effect *before, const revops_sla_effect *effect)
{
    return before->lead == effect->lead && before->clock == effect->clock;
}

static revops_status compliance_check_audit(const revops_sla_effect *effects, size_t count,
                                            const uint32_t *groups, int64_t as_of_ms, size_t group_count)
{
    for (size_t i = 0; i < count; i++) {
        const revops_sla_effect *before = i > 0 ? &effects[i - 1] : NULL;
        if ((groups && groups[i] >= group_count) || effects[i].kind < 1 ||
            effects[i].kind >= COMPLIANCE_KINDS || effects[i].at_ms > as_of_ms ||
            (before && compliance_follows(before, &effects[i]) && effects[i].at_ms < before->at_ms)) {
            return REVOPS_ERR_ARG;
        }
    }
    return REVOPS_OK;
}

static void compliance_add_span(int64_t *sum, int64_t from_ms, int64_t until_ms)
{
    int64_t span_ms, more;
    *sum = revops_subtract(until_ms, from_ms, &span_ms) == REVOPS_OK &&
                   revops_add(*sum, span_ms, &more) == REVOPS_OK
               ? more
               : INT64_MAX;
}

revops_status revops_compliance_audit_add(const revops_sla_effect *effects, size_t count,
                                          const uint32_t *groups, int64_t as_of_ms,
                                          revops_compliance_audit *audits, size_t group_count)
{
    if ((!effects && count > 0) || !audits || group_count == 0 ||
        compliance_check_audit(effects, count, groups, as_of_ms, group_count) != REVOPS_OK) {
        return REVOPS_ERR_ARG;
    }
    const revops_sla_effect *pause = NULL; /* under way */
    size_t of_pause = 0;
    int is_counted = 0;
    int64_t run_ms = REVOPS_TIME_NONE;
    for (size_t i = 0; i < count; i++) {
        const revops_sla_effect *effect = &effects[i];
        if (i == 0 || !compliance_follows(&effects[i - 1], effect)) {
            if (pause) {
                compliance_add_span(&audits[of_pause].open_ms, pause->at_ms, as_of_ms);
            }
            pause = NULL;
            is_counted = 0;
        }
        is_counted = is_counted && effect->kind != REVOPS_SLA_EFFECT_STARTED && effect->started_ms == run_ms;
        run_ms = effect->started_ms;
        if (pause && compliance_ends_pause[effect->kind]) {
            audits[of_pause].resumed++;
            compliance_add_span(&audits[of_pause].paused_ms, pause->at_ms, effect->at_ms);
            pause = NULL;
        }
        if (effect->kind == REVOPS_SLA_EFFECT_PAUSED && !pause) {
            pause = effect;
            of_pause = groups ? groups[i] : 0;
            audits[of_pause].pauses++;
            audits[of_pause].runs += !is_counted;
            is_counted = 1;
        }
    }
    if (pause) {
        compliance_add_span(&audits[of_pause].open_ms, pause->at_ms, as_of_ms);
    }
    return REVOPS_OK;
}
