/* SPDX-License-Identifier: MIT */
/* Compliance with the clocks, its escalation, and promises that are no clocks. */
#include <revops/sla.h>

#include "core/params.h"

static void count_time(revops_sla_compliance *counter, int64_t consumed_ms)
{
    if (consumed_ms < 5 * REVOPS_MINUTE_MS) {
        counter->under_5_min++;
    } else if (consumed_ms < 30 * REVOPS_MINUTE_MS) {
        counter->under_30_min++;
    } else {
        counter->from_30_min++;
    }
}

revops_status revops_sla_compliance_add(const revops_sla_effect *effects, size_t count,
                                        const uint32_t *groups, revops_sla_compliance *counters,
                                        revops_histogram *times, size_t group_count)
{
    if ((!effects && count > 0) || !counters || group_count == 0) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        if ((groups && groups[i] >= group_count) || effects[i].consumed_ms < 0) {
            return REVOPS_ERR_ARG;
        }
    }
    for (size_t i = 0; i < count; i++) {
        size_t group = groups ? groups[i] : 0;
        revops_sla_compliance *counter = &counters[group];
        switch (effects[i].kind) {
        case REVOPS_SLA_EFFECT_STARTED:
            counter->started++;
            break;
        case REVOPS_SLA_EFFECT_WARNED:
            counter->warned++;
            break;
        case REVOPS_SLA_EFFECT_BREACHED:
            counter->breached++;
            break;
        case REVOPS_SLA_EFFECT_CANCELLED:
            counter->cancelled++;
            break;
        case REVOPS_SLA_EFFECT_REOPENED:
            counter->reopened++;
            break;
        case REVOPS_SLA_EFFECT_MET:
        case REVOPS_SLA_EFFECT_MET_LATE:
            if (times) {
                revops_status status = revops_histogram_add(&times[group], &effects[i].consumed_ms, 1);
                if (status != REVOPS_OK) {
                    return status;
                }
            }
            counter->met += effects[i].kind == REVOPS_SLA_EFFECT_MET;
            counter->met_late += effects[i].kind == REVOPS_SLA_EFFECT_MET_LATE;
            count_time(counter, effects[i].consumed_ms);
            break;
        default:
            break;
        }
    }
    return REVOPS_OK;
}

revops_status revops_sla_compliance_merge(revops_sla_compliance *counters,
                                          const revops_sla_compliance *others, size_t count)
{
    if ((!counters || !others) && count > 0) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        counters[i].started += others[i].started;
        counters[i].warned += others[i].warned;
        counters[i].met += others[i].met;
        counters[i].breached += others[i].breached;
        counters[i].met_late += others[i].met_late;
        counters[i].cancelled += others[i].cancelled;
        counters[i].reopened += others[i].reopened;
        counters[i].under_5_min += others[i].under_5_min;
        counters[i].under_30_min += others[i].under_30_min;
        counters[i].from_30_min += others[i].from_30_min;
    }
    return REVOPS_OK;
}

revops_status revops_sla_compliance_share(const revops_sla_compliance *counter, uint32_t *share_bp)
{
    if (!counter || !share_bp) {
        return REVOPS_ERR_ARG;
    }
    uint64_t judged = counter->met + counter->breached;
    if (judged == 0) {
        return REVOPS_ERR_RANGE;
    }
    *share_bp = (uint32_t)(counter->met * 10000 / judged);
    return REVOPS_OK;
}

revops_status revops_sla_week(int64_t at_ms, int64_t offset_ms, int32_t *out_day)
{
    int64_t local_ms;
    if (!out_day) {
        return REVOPS_ERR_ARG;
    }
    if (revops_add(at_ms, offset_ms, &local_ms) != REVOPS_OK) {
        return REVOPS_ERR_RANGE;
    }
    int64_t day = local_ms / REVOPS_DAY_MS - (local_ms % REVOPS_DAY_MS < 0);
    if (day < INT32_MIN + 6 || day > INT32_MAX) {
        return REVOPS_ERR_RANGE;
    }
    *out_day = (int32_t)day - (int32_t)revops_weekday((int32_t)day);
    return REVOPS_OK;
}

const char *revops_sla_level_name(revops_sla_level level)
{
    switch (level) {
    case REVOPS_SLA_LEVEL_NONE:
        return "none";
    case REVOPS_SLA_LEVEL_OPERATIONS:
        return "operations talk";
    case REVOPS_SLA_LEVEL_REVIEW:
        return "vice-president review";
    case REVOPS_SLA_LEVEL_EXECUTIVE:
        return "executive intervention";
    default:
        return "unknown";
    }
}

void revops_sla_ladder_defaults(revops_sla_ladder *out, size_t size)
{
    revops_sla_ladder ladder = {0};
    ladder.target_bp = 9000;
    ladder.review_missed = 4;
    ladder.review_weeks = 4;
    ladder.executive_missed = 8;
    ladder.executive_weeks = 13;
    if (out) {
        REVOPS__PARAMS_GIVE(revops_sla_ladder, out, size, &ladder);
    }
}

/* Missed weeks among the latest so many, of a history with the latest in the lowest bit. */
static uint32_t missed_of(uint64_t history, uint32_t weeks)
{
    uint32_t missed = 0;
    for (uint32_t i = 0; i < weeks; i++) {
        missed += (uint32_t)(history >> i & 1);
    }
    return missed;
}

revops_status revops_sla_escalate(const revops_sla_ladder *ladder, const revops_sla_compliance *weeks,
                                  size_t count, uint32_t *levels)
{
    revops_sla_ladder own;
    revops_status status = REVOPS__PARAMS_COPY(revops_sla_ladder, &own, ladder);
    if (status != REVOPS_OK) {
        return status;
    }
    if (own.flags != 0 || own.reserved != 0) {
        return REVOPS_ERR_NEWER;
    }
    if (((!weeks || !levels) && count > 0) || own.target_bp < 1 || own.target_bp > 10000 ||
        own.review_missed < 1 || own.review_missed > own.review_weeks || own.review_weeks > 64 ||
        own.executive_missed < 1 || own.executive_missed > own.executive_weeks || own.executive_weeks > 64) {
        return REVOPS_ERR_ARG;
    }
    uint64_t history = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t share_bp;
        levels[i] = REVOPS_SLA_LEVEL_NONE;
        if (revops_sla_compliance_share(&weeks[i], &share_bp) != REVOPS_OK) {
            continue;
        }
        uint64_t missed = share_bp < own.target_bp;
        history = history << 1 | missed;
        if (!missed) {
            continue;
        }
        levels[i] = missed_of(history, own.executive_weeks) >= own.executive_missed
                        ? REVOPS_SLA_LEVEL_EXECUTIVE
                    : missed_of(history, own.review_weeks) >= own.review_missed ? REVOPS_SLA_LEVEL_REVIEW
                                                                                : REVOPS_SLA_LEVEL_OPERATIONS;
    }
    return REVOPS_OK;
}

revops_status revops_sla_judge(revops_sla_promise promise, int64_t minimum, int64_t done, int64_t of,
                               revops_sla_compliance *counter, int64_t *missing)
{
    if (!missing || promise > REVOPS_SLA_SHARE || minimum < 0 || done < 0 || of < 0 ||
        (promise == REVOPS_SLA_AT_LEAST && of != 0) ||
        (promise == REVOPS_SLA_SHARE && (minimum > 10000 || done > of))) {
        return REVOPS_ERR_ARG;
    }
    int64_t needed = minimum;
    if (promise == REVOPS_SLA_SHARE) {
        revops_status status = revops_multiply(minimum, of, &needed);
        if (status != REVOPS_OK) {
            return status;
        }
        needed = needed / 10000 + (needed % 10000 != 0);
    }
    *missing = needed > done ? needed - done : 0;
    if (counter) {
        counter->met += *missing == 0;
        counter->breached += *missing != 0;
    }
    return REVOPS_OK;
}
