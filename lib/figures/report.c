/* SPDX-License-Identifier: MIT */
/* Tallies and funnels. */
#include "figures/report-internal.h"

#include <string.h>

static void report_add_clock(revops_clock_tally *clock, uint32_t kind)
{
    switch (kind) {
    case REVOPS_SLA_EFFECT_STARTED:
        clock->started++;
        break;
    case REVOPS_SLA_EFFECT_MET:
        clock->met++;
        break;
    case REVOPS_SLA_EFFECT_BREACHED:
        clock->breached++;
        break;
    case REVOPS_SLA_EFFECT_MET_LATE:
        clock->met_late++;
        break;
    case REVOPS_SLA_EFFECT_CANCELLED:
        clock->cancelled++;
        break;
    default:
        break;
    }
}

static void report_tally_effect(revops_tally *tally, const revops_builtin_effect *effect)
{
    const revops_lifecycle_result *result = &effect->transition;
    if (effect->kind == REVOPS_BUILTIN_EFFECT_ENTERED) {
        tally->reasons[result->reason % (REVOPS_LIFECYCLE_REASONS_MAX + 1)] += result->reason != 0;
    } else if (effect->kind == REVOPS_BUILTIN_EFFECT_REFUSED) {
        for (uint32_t cause = 0; cause < REVOPS_TALLY_CAUSES; cause++) {
            tally->refused[result->trigger % REVOPS_LIFECYCLE_TRIGGERS_MAX][cause] +=
                result->refusal >> cause & 1;
        }
    } else if (effect->kind > REVOPS_BUILTIN_EFFECT_CLOCK && effect->clock < REVOPS_BUILTIN_CLOCKS_MAX) {
        report_add_clock(&tally->clocks[effect->clock], effect->kind - REVOPS_BUILTIN_EFFECT_CLOCK);
    }
    tally->late += effect->kind == REVOPS_BUILTIN_EFFECT_LATE;
    tally->duplicate += effect->kind == REVOPS_BUILTIN_EFFECT_DUPLICATE;
    tally->invalid += effect->kind == REVOPS_BUILTIN_EFFECT_INVALID;
}

revops_status revops_tally_add(revops_tally *tally, uint64_t events, const revops_builtin_effect *effects,
                               size_t count)
{
    if (!tally || (!effects && count)) {
        return REVOPS_ERR_ARG;
    }
    tally->events += events;
    for (size_t i = 0; i < count; i++) {
        report_tally_effect(tally, &effects[i]);
    }
    return REVOPS_OK;
}

revops_status revops_tally_add_many(revops_tally *tallies, size_t tally_count, const uint32_t *keys,
                                    size_t lead_count, const revops_builtin_effect *effects, size_t count)
{
    if (!tallies || (!keys && lead_count) || (!effects && count)) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t lead = effects[i].lead;
        if (lead >= lead_count || keys[lead] >= tally_count) {
            return REVOPS_ERR_RANGE;
        }
        report_tally_effect(&tallies[keys[lead]], &effects[i]);
    }
    return REVOPS_OK;
}

/* The stages (not steps of stages) on the path, one step a rank, in order of rank. */
static void report_find_steps(const revops_lifecycle *lifecycle, revops_report_funnel *out)
{
    uint32_t last_rank = 0;
    while (out->step_count < REVOPS_REPORT_STEPS_MAX) {
        uint32_t rank = UINT32_MAX, mask = 0;
        for (uint32_t s = 0; s < revops_lifecycle_count(lifecycle, REVOPS_LIFECYCLE_LIST_STAGES); s++) {
            revops_lifecycle_stage_row row;
            if (revops_lifecycle_stage_at(lifecycle, s, &row) != REVOPS_OK || row.parent != s ||
                row.rank <= last_rank || row.rank > rank) {
                continue;
            }
            mask = row.rank < rank ? 0 : mask;
            rank = row.rank;
            mask |= UINT32_C(1) << s;
        }
        if (!mask) {
            break;
        }
        out->steps[out->step_count++].stage_mask = mask;
        last_rank = rank;
    }
}

/* First entry of any stage of a mask, and whether it was inferred; #REVOPS_TIME_NONE before. */
static int64_t report_first_entry(const revops_lifecycle_record *record, uint32_t mask, int *inferred)
{
    int64_t first_ms = REVOPS_TIME_NONE;
    *inferred = 0;
    for (uint32_t s = 0; mask; s++, mask >>= 1) {
        if ((mask & 1) && record->count[s] &&
            (first_ms == REVOPS_TIME_NONE || record->dates[s].first_ms < first_ms)) {
            first_ms = record->dates[s].first_ms;
            *inferred = record->first_inferred_mask >> s & 1;
        }
    }
    return first_ms;
}

static void report_swap(int64_t *a, int64_t *b)
{
    int64_t kept = *a;
    *a = *b;
    *b = kept;
}

/* Puts the k-th smallest (from 0) in its place, smaller ones before, larger ones behind: quickselect with the report_median
   of three, which sorted and equal values don't slow down (Hoare, "Find", 1961). */
static int64_t report_select_kth(int64_t *values, size_t count, size_t k)
{
    size_t low = 0, high = count - 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (values[middle] < values[low]) {
            report_swap(&values[middle], &values[low]);
        }
        if (values[high] < values[low]) {
            report_swap(&values[high], &values[low]);
        }
        if (values[high] < values[middle]) {
            report_swap(&values[high], &values[middle]);
        }
        int64_t pivot = values[middle];
        size_t i = low, j = high;
        for (;;) {
            while (values[i] < pivot) {
                i++;
            }
            while (pivot < values[j]) {
                j--;
            }
            if (i >= j) {
                break;
            }
            report_swap(&values[i++], &values[j--]);
        }
        if (k <= j) {
            high = j;
        } else {
            low = j + 1;
        }
    }
    return values[k];
}

static int64_t report_median(int64_t *values, size_t count)
{
    if (count == 0) {
        return REVOPS_TIME_NONE;
    }
    int64_t upper = report_select_kth(values, count, count / 2);
    if (count % 2) {
        return upper;
    }
    int64_t lower = values[0];
    for (size_t i = 1; i < count / 2; i++) {
        lower = values[i] > lower ? values[i] : lower;
    }
    return lower + (upper - lower) / 2;
}

static uint32_t report_age_of(int64_t span_ms)
{
    static const int64_t ends_day[REVOPS_REPORT_AGES - 1] = {1, 7, 30, 90};
    uint32_t age = 0;
    while (age < REVOPS_REPORT_AGES - 1 && span_ms >= ends_day[age] * REVOPS_DAY_MS) {
        age++;
    }
    return age;
}

static revops_status report_count_lead(const revops_lifecycle *lifecycle, const revops_builtin_lead *lead,
                                       int64_t as_of_ms, revops_report_funnel *out)
{
    const revops_lifecycle_record *record = &lead->lifecycle;
    revops_lifecycle_stage_row row;
    if (revops_lifecycle_stage_at(lifecycle, record->step, &row) != REVOPS_OK) {
        return REVOPS_ERR_CORRUPT;
    }
    out->leads++;
    out->now[record->step]++;
    if (!(row.flags & REVOPS_LIFECYCLE_STAGE_FLAG_TERMINAL)) {
        int64_t span_ms;
        if (revops_subtract(as_of_ms, record->dates[record->step].latest_ms, &span_ms) != REVOPS_OK) {
            span_ms = INT64_MAX;
        }
        out->open[record->step][report_age_of(span_ms)]++;
    }
    if (lead->amount && revops_add(out->amount, lead->amount, &out->amount) != REVOPS_OK) {
        out->amount = INT64_MAX;
    }
    return REVOPS_OK;
}

/* Counts one step over all leads and collects the times to the next one. */
static void report_count_step(const revops_builtin_lead *leads, const uint32_t *indexes, size_t count,
                              uint32_t next_mask, int64_t *scratch, revops_report_step *step)
{
    for (size_t i = 0; i < count; i++) {
        const revops_lifecycle_record *record = &leads[indexes ? indexes[i] : i].lifecycle;
        int inferred, next_inferred;
        int64_t at_ms =
            record->cycle ? report_first_entry(record, step->stage_mask, &inferred) : REVOPS_TIME_NONE;
        if (at_ms == REVOPS_TIME_NONE) {
            continue;
        }
        int64_t next_ms = report_first_entry(record, next_mask, &next_inferred);
        step->reached++;
        step->inferred += (uint64_t)inferred;
        step->went_on += next_ms != REVOPS_TIME_NONE;
        if (next_ms != REVOPS_TIME_NONE && !inferred && !next_inferred && next_ms >= at_ms &&
            revops_subtract(next_ms, at_ms, &scratch[step->timed]) == REVOPS_OK) {
            step->timed++;
        }
    }
    step->median_ms = report_median(scratch, (size_t)step->timed);
}

revops_status revops_report_measure(const revops_builtin *engine, const revops_builtin_lead *leads,
                                    const uint32_t *indexes, size_t count, int64_t as_of_ms, int64_t *scratch,
                                    revops_report_funnel *out)
{
    const revops_lifecycle *lifecycle = revops_builtin_lifecycle(engine);
    if (!lifecycle || !out || (count && (!leads || !scratch))) {
        return REVOPS_ERR_ARG;
    }
    revops_report_funnel funnel;
    memset(&funnel, 0, sizeof funnel);
    report_find_steps(lifecycle, &funnel);
    for (size_t i = 0; i < count; i++) {
        const revops_builtin_lead *lead = &leads[indexes ? indexes[i] : i];
        revops_status status =
            lead->lifecycle.cycle ? report_count_lead(lifecycle, lead, as_of_ms, &funnel) : REVOPS_OK;
        if (status != REVOPS_OK) {
            return status;
        }
        int inferred;
        if (lead->lifecycle.cycle && lead->lifecycle.count[REVOPS_LIFECYCLE_STAGE_CLOSED_WON]) {
            funnel.won++;
            funnel.purchased +=
                report_first_entry(&lead->lifecycle, UINT32_C(1) << REVOPS_LIFECYCLE_STAGE_OPPORTUNITY,
                                   &inferred) == REVOPS_TIME_NONE;
        }
    }
    for (uint32_t s = 0; s < funnel.step_count; s++) {
        uint32_t next_mask = s + 1 < funnel.step_count ? funnel.steps[s + 1].stage_mask : 0;
        report_count_step(leads, indexes, count, next_mask, scratch, &funnel.steps[s]);
    }
    *out = funnel;
    return REVOPS_OK;
}

int revops__report_read(const revops_builtin *engine, const revops_report *report, revops_report *out)
{
    return engine && REVOPS__PARAMS_COPY(revops_report, out, report) == REVOPS_OK && !out->flags &&
           out->funnel && out->tally &&
           REVOPS__ROWS_CHECK(revops_report_part, out->sources, out->source_count, out->source_row_size) ==
               REVOPS_OK &&
           REVOPS__ROWS_CHECK(revops_report_part, out->campaigns, out->campaign_count,
                              out->campaign_row_size) == REVOPS_OK;
}
