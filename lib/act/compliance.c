/* SPDX-License-Identifier: MIT */
/* Compliance with the clocks, its escalation, and promises that are no clocks. */
#include <revops/compliance.h>

#include "core/params.h"

/* Modulo 2^64, so that what was taken back in one part meets what was added in another. */
static void compliance_count(uint64_t *sum, uint64_t more)
{
    *sum += more;
}

static void compliance_count_time(revops_compliance *counter, int64_t consumed_ms)
{
    if (consumed_ms < 5 * REVOPS_MINUTE_MS) {
        compliance_count(&counter->under_5_min, 1);
    } else if (consumed_ms < 30 * REVOPS_MINUTE_MS) {
        compliance_count(&counter->under_30_min, 1);
    } else {
        compliance_count(&counter->from_30_min, 1);
    }
}

/* Counts one effect; the histogram is NULL if not wanted. */
static revops_status compliance_add(revops_compliance *counter, revops_histogram *times,
                                    const revops_sla_effect *effect)
{
    switch ((enum revops_sla_effect_kinds)effect->kind) {
    case REVOPS_SLA_EFFECT_STARTED:
        compliance_count(&counter->started, 1);
        break;
    case REVOPS_SLA_EFFECT_WARNED:
        compliance_count(&counter->warned, 1);
        break;
    case REVOPS_SLA_EFFECT_BREACHED:
        compliance_count(&counter->breached, 1);
        break;
    case REVOPS_SLA_EFFECT_CANCELLED:
    case REVOPS_SLA_EFFECT_LAPSED:
    case REVOPS_SLA_EFFECT_MERGED:
        compliance_count(&counter->cancelled, 1);
        break;
    case REVOPS_SLA_EFFECT_REOPENED:
        compliance_count(&counter->reopened, 1);
        break;
    case REVOPS_SLA_EFFECT_MET:
    case REVOPS_SLA_EFFECT_MET_LATE:
        if (times) {
            revops_status status = revops_histogram_add(times, &effect->consumed_ms, 1);
            if (status != REVOPS_OK) {
                return status;
            }
        }
        compliance_count(effect->kind == REVOPS_SLA_EFFECT_MET ? &counter->met : &counter->met_late, 1);
        compliance_count_time(counter, effect->consumed_ms);
        break;
    case REVOPS_SLA_EFFECT_PAUSED:
    case REVOPS_SLA_EFFECT_RESUMED:
    case REVOPS_SLA_EFFECT_RETARGETED:
        break;
    }
    return REVOPS_OK;
}

revops_status revops_compliance_add(const revops_sla_effect *effects, size_t count, const uint32_t *groups,
                                    revops_compliance *counters, revops_histogram *times, size_t group_count)
{
    if ((!effects && count > 0) || !counters || group_count == 0) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        if ((groups && groups[i] >= group_count) || effects[i].consumed_ms < 0 || effects[i].kind < 1 ||
            effects[i].kind > REVOPS_SLA_EFFECT_MERGED) {
            return REVOPS_ERR_ARG;
        }
    }
    for (size_t i = 0; i < count; i++) {
        size_t group = groups ? groups[i] : 0;
        revops_status status = compliance_add(&counters[group], times ? &times[group] : NULL, &effects[i]);
        if (status != REVOPS_OK) {
            return status;
        }
    }
    return REVOPS_OK;
}

revops_status revops_compliance_merge(revops_compliance *counters, const revops_compliance *others,
                                      size_t count)
{
    if ((!counters || !others) && count > 0) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        compliance_count(&counters[i].started, others[i].started);
        compliance_count(&counters[i].warned, others[i].warned);
        compliance_count(&counters[i].met, others[i].met);
        compliance_count(&counters[i].breached, others[i].breached);
        compliance_count(&counters[i].met_late, others[i].met_late);
        compliance_count(&counters[i].cancelled, others[i].cancelled);
        compliance_count(&counters[i].reopened, others[i].reopened);
        compliance_count(&counters[i].under_5_min, others[i].under_5_min);
        compliance_count(&counters[i].under_30_min, others[i].under_30_min);
        compliance_count(&counters[i].from_30_min, others[i].from_30_min);
    }
    return REVOPS_OK;
}

revops_status revops_compliance_share(const revops_compliance *counter, uint32_t *share_bp)
{
    if (!counter || !share_bp) {
        return REVOPS_ERR_ARG;
    }
    uint64_t met = counter->met, breached = counter->breached;
    while (met > UINT64_MAX / 20000 ||
           breached > UINT64_MAX / 20000) { /* neither sum nor product overflows */
        met /= 2;
        breached /= 2;
    }
    if (met + breached == 0) {
        return REVOPS_ERR_RANGE;
    }
    *share_bp = (uint32_t)(met * 10000 / (met + breached));
    return REVOPS_OK;
}

const char *revops_compliance_level_name(revops_compliance_level level)
{
    switch ((enum revops_compliance_levels)level) {
    case REVOPS_COMPLIANCE_NONE:
        return "none";
    case REVOPS_COMPLIANCE_OPERATIONS:
        return "operations talk";
    case REVOPS_COMPLIANCE_REVIEW:
        return "vice-president review";
    case REVOPS_COMPLIANCE_EXECUTIVE:
        return "executive intervention";
    }
    return "unknown";
}

revops_status revops_compliance_defaults(revops_compliance_params *out, size_t size)
{
    const revops_compliance_params params = REVOPS_COMPLIANCE_PARAMS_INIT;
    return REVOPS__PARAMS_GIVE(revops_compliance_params, out, size, &params);
}

static void compliance_check_number(revops__problems *problems, const char *field, uint32_t value,
                                    uint32_t most, const char *expected)
{
    if (value < 1 || value > most) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, field, value, expected);
    }
}

static revops_status compliance_read(const revops_compliance_params *params, revops_compliance_params *own,
                                     revops__problems *problems)
{
    static const char *const newer = "0";
    revops_status status = REVOPS__PARAMS_COPY(revops_compliance_params, own, params);
    if (status != REVOPS_OK) {
        revops__problem_put(problems, status, "params", REVOPS_NO_ROW, "struct_size",
                            params ? params->struct_size : 0, "sizeof(revops_compliance_params)");
        return status;
    }
    if (own->flags != 0) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, "params", REVOPS_NO_ROW, "flags", own->flags, newer);
    }
    if (own->reserved != 0) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, "params", REVOPS_NO_ROW, "reserved", own->reserved,
                            newer);
    }
    compliance_check_number(problems, "target_bp", own->target_bp, 10000, "1 to 10000");
    compliance_check_number(problems, "review_weeks", own->review_weeks, REVOPS_COMPLIANCE_WEEKS_MAX,
                            "1 to 64");
    compliance_check_number(problems, "review_missed", own->review_missed, own->review_weeks,
                            "1 to review_weeks");
    compliance_check_number(problems, "executive_weeks", own->executive_weeks, REVOPS_COMPLIANCE_WEEKS_MAX,
                            "1 to 64");
    compliance_check_number(problems, "executive_missed", own->executive_missed, own->executive_weeks,
                            "1 to executive_weeks");
    return problems->status;
}

revops_status revops_compliance_check(const revops_compliance_params *params, revops_problem *problems,
                                      size_t capacity, size_t *needed)
{
    revops_compliance_params own;
    if (!problems && capacity > 0) {
        return REVOPS_ERR_ARG;
    }
    revops__problems found = revops__problems_begin(problems, capacity);
    (void)compliance_read(params, &own, &found);
    return revops__problems_end(&found, needed);
}

/* Missed weeks among the latest so many, of a history with the latest in the lowest bit. */
static uint32_t compliance_missed_of(uint64_t history, uint32_t weeks)
{
    uint32_t missed = 0;
    for (uint32_t i = 0; i < weeks; i++) {
        missed += (uint32_t)(history >> i & 1);
    }
    return missed;
}

revops_status revops_compliance_escalate(const revops_compliance_params *params,
                                         const revops_compliance *weeks, size_t count, uint32_t *levels)
{
    revops_compliance_params own;
    revops__problems problems = revops__problems_begin(NULL, 0);
    revops_status status = compliance_read(params, &own, &problems);
    if (status != REVOPS_OK) {
        return status;
    }
    if ((!weeks || !levels) && count > 0) {
        return REVOPS_ERR_ARG;
    }
    uint64_t history = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t share_bp;
        levels[i] = REVOPS_COMPLIANCE_NONE;
        if (revops_compliance_share(&weeks[i], &share_bp) != REVOPS_OK) {
            continue;
        }
        uint64_t missed = share_bp < own.target_bp;
        history = history << 1 | missed;
        if (!missed) {
            continue;
        }
        levels[i] = compliance_missed_of(history, own.executive_weeks) >= own.executive_missed
                        ? REVOPS_COMPLIANCE_EXECUTIVE
                    : compliance_missed_of(history, own.review_weeks) >= own.review_missed
                        ? REVOPS_COMPLIANCE_REVIEW
                        : REVOPS_COMPLIANCE_OPERATIONS;
    }
    return REVOPS_OK;
}

revops_status revops_compliance_judge(revops_compliance_promise promise, int64_t minimum, int64_t done,
                                      int64_t of, revops_compliance *counter, int64_t *missing)
{
    if (!missing || promise > REVOPS_COMPLIANCE_SHARE || minimum < 0 || done < 0 || of < 0 ||
        (promise == REVOPS_COMPLIANCE_AT_LEAST && of != 0) ||
        (promise == REVOPS_COMPLIANCE_SHARE && (minimum > 10000 || done > of))) {
        return REVOPS_ERR_ARG;
    }
    int64_t needed = minimum;
    if (promise == REVOPS_COMPLIANCE_SHARE) {
        revops_status status = revops_multiply(minimum, of, &needed);
        if (status != REVOPS_OK) {
            return status;
        }
        needed = needed / 10000 + (needed % 10000 != 0);
    }
    *missing = needed > done ? needed - done : 0;
    if (counter) {
        compliance_count(&counter->met, *missing == 0);
        compliance_count(&counter->breached, *missing != 0);
    }
    return REVOPS_OK;
}
