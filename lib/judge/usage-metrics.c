/* SPDX-License-Identifier: MIT */
/* What became of signals.

   Medians by group take one sort: the times of all rows, each with its group, are sorted by time; in that order the k-th
   time of a group is met when k of it have gone by. */
#include <revops/usage-metrics.h>

#include <string.h>

#include "core/fixed.h"
#include "core/params.h"
#include "core/sort.h"

/* Share in basis points, cut off, of counts that may be large. */
static uint32_t usage_share_bp(uint64_t part, uint64_t whole)
{
    if (whole == 0) {
        return 0;
    }
    while (whole > UINT64_MAX / 10000) {
        part >>= 1;
        whole >>= 1;
    }
    return (uint32_t)(part * 10000 / whole);
}

/* The times from signals to something else in one group; those before the signal are misdated. */
typedef struct usage_span_sum {
    int64_t sum, worst;
    int64_t count;
} usage_span_sum;

/* What is summed up of a group. */
typedef struct outcome_sums {
    revops_usage_metrics metrics;
    usage_span_sum contact, won;
    uint64_t passed; /* times of this group that have gone by in sorted order */
} outcome_sums;

/* A time on its way to the median of its group. */
typedef struct usage_timed_row {
    int64_t span;
    uint64_t group;
} usage_timed_row;

/* The time from a signal to what came of it, if it did and isn't misdated. */
static int usage_has_span(int64_t signal_ms, int64_t end_ms)
{
    return end_ms != REVOPS_TIME_NONE && end_ms >= signal_ms;
}

static revops_status usage_add_span(usage_span_sum *sum, int64_t from_ms, int64_t to_ms, uint32_t *misdated)
{
    if (to_ms == REVOPS_TIME_NONE) {
        return REVOPS_OK;
    }
    if (to_ms < from_ms) {
        *misdated += *misdated < UINT32_MAX;
        return REVOPS_OK;
    }
    int64_t span;
    revops_status status = revops_subtract(to_ms, from_ms, &span);
    if (status == REVOPS_OK) {
        status = revops_add(sum->sum, span, &sum->sum);
    }
    if (status == REVOPS_OK) {
        sum->worst = span > sum->worst ? span : sum->worst;
        sum->count++;
    }
    return status;
}

/* revenue × a day ÷ the mean time, the mean being sum ÷ count; cut off. */
static revops_status velocity_of(int64_t revenue, const usage_span_sum *won, int64_t *out)
{
    const uint64_t mean = won->count ? (uint64_t)(won->sum / won->count) : 0,
                   size = revenue < 0 ? 0 - (uint64_t)revenue : (uint64_t)revenue;
    const uint64_t velocity = mean ? revops__multiply_divide(size, (uint64_t)REVOPS_DAY_MS, mean) : 0;
    if (velocity > INT64_MAX) {
        return REVOPS_ERR_OVERFLOW;
    }
    *out = revenue < 0 ? -(int64_t)velocity : (int64_t)velocity;
    return REVOPS_OK;
}

static revops_status add_outcome(const revops_usage_outcome *row, outcome_sums *sums,
                                 revops_usage_metrics *metrics)
{
    metrics->signals++;
    metrics->opportunities += row->opportunity_ms != REVOPS_TIME_NONE;
    metrics->contacted += row->contact_ms != REVOPS_TIME_NONE;
    metrics->won += row->won_ms != REVOPS_TIME_NONE;
    revops_status status =
        usage_add_span(&sums->contact, row->signal_ms, row->contact_ms, &metrics->misdated);
    if (status == REVOPS_OK) {
        status = usage_add_span(&sums->won, row->signal_ms, row->won_ms, &metrics->misdated);
    }
    if (status == REVOPS_OK) {
        status = revops_add(metrics->revenue, row->revenue, &metrics->revenue);
    }
    return status == REVOPS_OK ? revops_add(metrics->expansion, row->expansion, &metrics->expansion) : status;
}

static revops_status end_metrics(const outcome_sums *sums, revops_usage_metrics *metrics)
{
    const usage_span_sum *contact = &sums->contact, *won = &sums->won;
    metrics->contact_mean_ms = contact->count ? contact->sum / contact->count : REVOPS_TIME_NONE;
    metrics->contact_worst_ms = contact->count ? contact->worst : REVOPS_TIME_NONE;
    metrics->won_mean_ms = won->count ? won->sum / won->count : REVOPS_TIME_NONE;
    metrics->contact_median_ms = metrics->won_median_ms = REVOPS_TIME_NONE;
    metrics->opportunity_bp = usage_share_bp(metrics->opportunities, metrics->signals);
    metrics->won_bp = usage_share_bp(metrics->won, metrics->signals);
    metrics->won_band = metrics->signals == 0                         ? REVOPS_USAGE_BAND_NONE
                        : metrics->won * 100 < metrics->signals * 25  ? REVOPS_USAGE_BAND_BELOW
                        : metrics->won * 100 <= metrics->signals * 35 ? REVOPS_USAGE_BAND_WITHIN
                                                                      : REVOPS_USAGE_BAND_ABOVE;
    return velocity_of(metrics->revenue, won, &metrics->velocity);
}

/* Puts the medians of sorted times into the metrics of their groups. */
static void take_medians(const usage_timed_row *timed, size_t count, int of_wins, outcome_sums *sums,
                         revops_usage_metrics *out)
{
    for (size_t i = 0; i < count; i++) {
        outcome_sums *group = &sums[timed[i].group];
        uint64_t all = (uint64_t)(of_wins ? group->won.count : group->contact.count);
        int64_t *median =
            of_wins ? &out[timed[i].group].won_median_ms : &out[timed[i].group].contact_median_ms;
        if (group->passed == (all - 1) / 2) {
            *median = timed[i].span;
        } else if (group->passed == all / 2) {
            *median += (timed[i].span - *median) / 2;
        }
        group->passed = group->passed + 1 == all ? 0 : group->passed + 1;
    }
}

static void find_medians(const revops_usage_outcome *rows, size_t count, const uint32_t *group, int of_wins,
                         outcome_sums *sums, usage_timed_row *timed, revops_usage_metrics *out)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t end_ms = of_wins ? rows[i].won_ms : rows[i].contact_ms;
        if (usage_has_span(rows[i].signal_ms, end_ms)) {
            timed[found++] = (usage_timed_row){end_ms - rows[i].signal_ms, group ? group[i] : 0};
        }
    }
    revops__sort(timed, found, sizeof *timed);
    take_medians(timed, found, of_wins, sums, out);
}

revops_status revops_usage_measure_outcomes(const revops_usage_outcome *rows, size_t count,
                                            const uint32_t *group, uint32_t group_count, void *memory,
                                            size_t memory_size, size_t *needed, revops_usage_metrics *out)
{
    if ((count > 0 && !rows) || group_count == 0 || count > UINT32_MAX) {
        return REVOPS_ERR_ARG;
    }
    const uint64_t sums_size = (uint64_t)group_count * sizeof(outcome_sums),
                   size = sums_size + (uint64_t)count * sizeof(usage_timed_row);
    if (size > SIZE_MAX) { /* where pointers have 32 bits */
        return REVOPS_ERR_ARG;
    }
    revops_status status = revops__params_room(memory, memory_size, (size_t)size, needed, out);
    if (status != REVOPS_OK) {
        return status;
    }
    for (size_t i = 0; i < count; i++) {
        if (rows[i].signal_ms == REVOPS_TIME_NONE || (group && group[i] >= group_count)) {
            return REVOPS_ERR_ARG;
        }
    }
    outcome_sums *sums = memory;
    usage_timed_row *timed = (usage_timed_row *)(void *)((unsigned char *)memory + sums_size);
    memset(sums, 0, (size_t)sums_size);
    for (size_t i = 0; i < count && status == REVOPS_OK; i++) {
        outcome_sums *own = &sums[group ? group[i] : 0];
        status = add_outcome(&rows[i], own, &own->metrics);
    }
    for (uint32_t i = 0; i < group_count && status == REVOPS_OK; i++) {
        status = end_metrics(&sums[i], &sums[i].metrics);
    }
    if (status != REVOPS_OK) {
        return status;
    }
    for (uint32_t i = 0; i < group_count; i++) {
        out[i] = sums[i].metrics;
    }
    find_medians(rows, count, group, 0, sums, timed, out);
    find_medians(rows, count, group, 1, sums, timed, out);
    return REVOPS_OK;
}
