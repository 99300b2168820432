/* SPDX-License-Identifier: MIT */
/* Adds records to cells, and cells to cells.

   All numbers of a cell are sums modulo a power of two, so that −1 undoes +1 in any order and at any place. */
#include "core/bits.h"
#include "figures/funnel-internal.h"

#include "time/stats-histogram.h"

/* A lead with its weight, as 64 bits that wrap. */
typedef struct funnel_share {
    const revops_funnel *funnel;
    const funnel_record *record;
    uint64_t *cell;
    uint64_t weight;
    int64_t as_of_ms;
} funnel_share;

static int64_t funnel_wait_ms(int64_t as_of_ms, int64_t since_ms)
{
    uint64_t waited = (uint64_t)as_of_ms - (uint64_t)since_ms;
    return waited > INT64_MAX ? INT64_MAX : (int64_t)waited;
}

static void funnel_count_time(const funnel_share *share, size_t measure, int64_t time_ms, int is_done)
{
    uint64_t *words = share->cell + funnel_times_at(share->funnel) + measure * (size_t)FUNNEL_TIME_WORDS;
    uint32_t *buckets = (uint32_t *)(void *)(words + 1);
    words[0] += is_done ? share->weight * (uint64_t)time_ms : 0;
    buckets[revops__histogram_bucket_of(time_ms) + (is_done ? 0u : REVOPS_HISTOGRAM_BUCKETS)] +=
        (uint32_t)share->weight;
}

static void funnel_count_stages(const funnel_share *share)
{
    const revops_funnel *funnel = share->funnel;
    const funnel_record *record = share->record;
    const uint32_t stages = funnel->stage_count, now = record->stage - UINT32_C(1);
    uint64_t *went_on = share->cell + funnel_column_at(funnel, FUNNEL_WENT_ON);
    uint64_t *still_open = share->cell + funnel_column_at(funnel, FUNNEL_STILL_OPEN);
    uint64_t *all = share->cell + funnel_pairs_at(funnel, 0);
    uint64_t *observed = share->cell + funnel_pairs_at(funnel, 1);
    uint64_t is_open = funnel->path_open >> now & 1 ? share->weight : 0;
    share->cell[funnel_column_at(funnel, FUNNEL_NOW) + now] += share->weight;
    for (uint32_t reached = record->reached; reached; reached &= reached - 1) {
        uint32_t i = revops__lowest_bit(reached);
        went_on[i] += record->reached & funnel->after[i] ? share->weight : 0;
        still_open[i] += is_open;
        uint64_t seen = record->observed >> i & 1 ? share->weight : 0;
        for (uint32_t j = 0; j < stages; j++) {
            all[i * stages + j] += share->weight & (0 - (uint64_t)(record->reached >> j & 1));
            observed[i * stages + j] += seen & (0 - (uint64_t)(record->observed >> j & 1));
        }
    }
}

static void funnel_count_totals(const funnel_share *share)
{
    const revops_funnel *funnel = share->funnel;
    const funnel_record *record = share->record;
    const uint32_t now = record->stage - UINT32_C(1);
    uint64_t *cell = share->cell, weight = share->weight;
    cell[FUNNEL_LEADS] += weight;
    cell[FUNNEL_CYCLES] += weight * record->cycles;
    cell[FUNNEL_WON] += record->wins ? weight : 0;
    cell[FUNNEL_WINS] += weight * record->wins;
    cell[FUNNEL_EXPANSIONS] += weight * record->expansions;
    cell[FUNNEL_AMOUNT] += weight * (uint64_t)record->amount;
    cell[FUNNEL_EXPANSION_AMOUNT] += weight * (uint64_t)record->expansion_amount;
    switch ((enum revops_funnel_kinds)funnel->kind[now]) {
    case REVOPS_FUNNEL_PATH:
        cell[FUNNEL_OPEN] += weight;
        break;
    case REVOPS_FUNNEL_WON:
        break;
    case REVOPS_FUNNEL_CLOSED:
        cell[FUNNEL_CLOSED] += weight;
        uint32_t reason = record->reason ? record->reason - UINT32_C(1) : funnel->reason_count;
        uint32_t from = record->lost_from ? record->lost_from - UINT32_C(1) : now;
        cell[funnel_reasons_at(funnel) + (size_t)reason * funnel->stage_count + from] += weight;
        break;
    }
}

static void funnel_count_stays(const funnel_share *share, const int64_t *stays)
{
    const funnel_record *record = share->record;
    const uint32_t now = record->stage - UINT32_C(1);
    for (uint32_t i = 0; i < share->funnel->stage_count; i++) {
        if (i == now) {
            int64_t waited = funnel_wait_ms(share->as_of_ms, record->since_ms);
            funnel_count_time(share, i, waited > INT64_MAX - stays[i] ? INT64_MAX : stays[i] + waited, 0);
        } else if (record->stayed >> i & 1) {
            funnel_count_time(share, i, stays[i], 1);
        }
    }
}

static void funnel_count_spans(const funnel_share *share, const int64_t *times)
{
    const funnel_record *record = share->record;
    const uint64_t measured = funnel_measured(record), under_way = funnel_under_way(record);
    size_t first = funnel_stay_count(share->funnel);
    for (uint64_t spans = record->begun | record->ended; spans; spans &= spans - 1) {
        uint32_t i = revops__lowest_bit(spans);
        int64_t time_ms = under_way >> i & 1 ? funnel_wait_ms(share->as_of_ms, times[i]) : times[i];
        funnel_count_time(share, first + i, time_ms, measured >> i & 1);
    }
}

static const funnel_record *funnel_record_at(const revops_funnel *funnel, const void *records, size_t i)
{
    return (const funnel_record *)(const void *)((const int64_t *)records + i * funnel->record_words);
}

/* Whether a lead can be added. */
static revops_status funnel_check_lead(const revops_funnel *funnel, const void *records, size_t i,
                                       const uint32_t *groups, const int8_t *weights, int64_t as_of_ms)
{
    const funnel_record *record = funnel_record_at(funnel, records, i);
    if ((groups && groups[i] >= funnel->group_count && groups[i] != REVOPS_NO_ROW) ||
        (weights && (weights[i] < -1 || weights[i] > 1)) || record->stage > funnel->stage_count ||
        record->reason > funnel->reason_count) {
        return REVOPS_ERR_ARG;
    }
    return record->stage != 0 && record->last_ms > as_of_ms ? REVOPS_ERR_RANGE : REVOPS_OK;
}

/* Adds leads with their weights times a sign, up to one that can't be added; returns how many. */
static size_t funnel_add_leads(const revops_funnel *funnel, revops_funnel_state *state, const void *records,
                               size_t count, const uint32_t *groups, const int8_t *weights, int64_t as_of_ms,
                               uint64_t sign)
{
    size_t i = 0;
    for (; i < count && funnel_check_lead(funnel, records, i, groups, weights, as_of_ms) == REVOPS_OK; i++) {
        const funnel_record *record = funnel_record_at(funnel, records, i);
        const int64_t *times = (const int64_t *)(const void *)record + FUNNEL_RECORD_WORDS;
        size_t group = groups ? groups[i] : 0;
        if (record->stage == 0 || group == REVOPS_NO_ROW || (weights && weights[i] == 0)) {
            continue;
        }
        funnel_share share = {funnel, record, funnel_cell(funnel, state, group),
                              weights ? sign * (uint64_t)(int64_t)weights[i] : sign, as_of_ms};
        funnel_count_totals(&share);
        funnel_count_stages(&share);
        if (funnel->flags & REVOPS_FUNNEL_STAYS) {
            funnel_count_stays(&share, times + funnel->span_count);
        }
        funnel_count_spans(&share, times);
    }
    return i;
}

revops_status revops_funnel_add(const revops_funnel *funnel, revops_funnel_state *state, const void *records,
                                size_t count, const uint32_t *groups, const int8_t *weights, int64_t as_of_ms)
{
    if (!funnel || !state || (count > 0 && !records) || (uintptr_t)records % REVOPS_ALIGNMENT) {
        return REVOPS_ERR_ARG;
    }
    /* One way through the records; where one of them can't be added, those before it are taken back. */
    revops_status status = REVOPS_OK;
    size_t added = funnel_add_leads(funnel, state, records, count, groups, weights, as_of_ms, 1);
    for (size_t i = added; i < count && status != REVOPS_ERR_ARG; i++) {
        revops_status found = funnel_check_lead(funnel, records, i, groups, weights, as_of_ms);
        status = found != REVOPS_OK ? found : status;
    }
    if (added < count) {
        (void)funnel_add_leads(funnel, state, records, added, groups, weights, as_of_ms, UINT64_MAX);
    }
    return status;
}

/* Adds a cell to another, word by word; the words of times beyond their sum are pairs of 32 bits. */
static void funnel_merge_cell(const revops_funnel *funnel, uint64_t *to, const uint64_t *from,
                              uint64_t weight)
{
    size_t times = funnel_times_at(funnel);
    for (size_t i = 0; i < times; i++) {
        to[i] += weight * from[i];
    }
    for (size_t at = times; at < funnel->cell_words; at += FUNNEL_TIME_WORDS) {
        uint32_t *buckets = (uint32_t *)(void *)(to + at + 1);
        const uint32_t *others = (const uint32_t *)(const void *)(from + at + 1);
        to[at] += weight * from[at];
        for (size_t i = 0; i < (size_t)2 * REVOPS_HISTOGRAM_BUCKETS; i++) {
            buckets[i] += (uint32_t)weight * others[i];
        }
    }
}

revops_status revops_funnel_merge(const revops_funnel *funnel, revops_funnel_state *state,
                                  const revops_funnel_state *other, const uint32_t *groups, int32_t weight)
{
    if (!funnel || !state || !other || (weight != 1 && weight != -1)) {
        return REVOPS_ERR_ARG;
    }
    for (uint32_t i = 0; groups && i < funnel->group_count; i++) {
        if ((groups[i] >= funnel->group_count && groups[i] != REVOPS_NO_ROW) || state == other) {
            return REVOPS_ERR_ARG;
        }
    }
    for (uint32_t i = 0; i < funnel->group_count; i++) {
        uint32_t group = groups ? groups[i] : i;
        if (group != REVOPS_NO_ROW) {
            funnel_merge_cell(funnel, funnel_cell(funnel, state, group), funnel_cell_of(funnel, other, i),
                              (uint64_t)(int64_t)weight);
        }
    }
    return REVOPS_OK;
}
