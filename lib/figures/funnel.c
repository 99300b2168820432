/* SPDX-License-Identifier: MIT */
/* Folds events into a lead's record.

   Problem: ten million events of a million leads in any order of leads; the record of the next one is not in the cache.
   Format: funnel-internal.h.
   Algorithm: records of the events to come are prefetched. Spans are measured when their end is observed, within its
   cycle; those under way when a cycle ends are kept as having waited, until some cycle gets there. */
#include "core/bits.h"
#include "figures/funnel-internal.h"

#include "core/params.h"

static int64_t funnel_difference(int64_t later_ms, int64_t earlier_ms)
{
    uint64_t difference = (uint64_t)later_ms - (uint64_t)earlier_ms;
    return later_ms < earlier_ms ? 0 : difference > INT64_MAX ? INT64_MAX : (int64_t)difference;
}

static int64_t funnel_sum(int64_t a, int64_t b)
{
    int64_t sum;
    return revops_add(a, b, &sum) == REVOPS_OK ? sum : a < 0 ? INT64_MIN : INT64_MAX;
}

/* Spans that were under way hold their times. */
static void funnel_measure(funnel_record *record, uint64_t spans, int64_t at_ms)
{
    int64_t *times = funnel_times(record);
    for (; spans; spans &= spans - 1) {
        uint32_t span = revops__lowest_bit(spans);
        times[span] = funnel_difference(at_ms, times[span]);
    }
}

/* Spans under way, but those `besides`, wait no longer: their cycle ended. */
static void funnel_end_waits(funnel_record *record, int64_t at_ms, uint64_t besides)
{
    uint64_t ending = funnel_under_way(record) & ~besides;
    record->ended |= ending;
    record->begun &= ~ending;
    funnel_measure(record, ending, at_ms);
}

/* A stage was observed for the first time in this cycle. */
static void funnel_observe(const revops_funnel *funnel, funnel_record *record, uint32_t stage, int64_t at_ms)
{
    record->cycle_observed |= UINT32_C(1) << stage;
    record->observed |= UINT32_C(1) << stage;
    uint64_t ending = funnel->ending[stage] & funnel_under_way(record);
    record->ended |= ending;
    funnel_measure(record, ending, at_ms);
    uint64_t beginning = funnel->leaving[stage] & ~funnel_measured(record);
    record->begun |= beginning;
    record->ended &= ~beginning;
    for (int64_t *times = funnel_times(record); beginning; beginning &= beginning - 1) {
        times[revops__lowest_bit(beginning)] = at_ms;
    }
}

void revops__funnel_win(funnel_record *record, int64_t amount)
{
    record->wins += record->wins < UINT32_MAX;
    record->amount = funnel_sum(record->amount, amount);
    if (record->is_customer) {
        record->expansions += record->expansions < UINT32_MAX;
        record->expansion_amount = funnel_sum(record->expansion_amount, amount);
    }
    record->is_customer = 1;
}

static void funnel_reach(const revops_funnel *funnel, funnel_record *record, uint32_t stages, int64_t at_ms)
{
    record->cycle_reached |= stages;
    record->reached |= stages;
    if (!record->has_cohort &&
        (funnel->cohort_stage == REVOPS_NO_ROW || stages >> funnel->cohort_stage & 1)) {
        record->has_cohort = 1;
        record->cohort_ms = at_ms;
    }
}

/* A closing move ends the cycle. Closed while won is a customer lost; a later cycle of a customer's may be lost without that. */
static void funnel_close(const revops_funnel *funnel, funnel_record *record, const revops_funnel_event *event)
{
    funnel_end_waits(record, event->at_ms, 0);
    if (record->stage != 0 && funnel->kind[record->stage - 1] != REVOPS_FUNNEL_CLOSED) {
        if (funnel->winning >> (record->stage - 1) & 1) {
            record->is_customer = 0;
        }
        record->lost_from = record->stage;
    }
    record->reason = (uint16_t)(event->reason == REVOPS_NO_ROW ? 0 : event->reason + 1);
}

static int funnel_begins_cycle(const revops_funnel *funnel, const funnel_record *record,
                               const revops_funnel_event *event)
{
    if (record->stage == 0) {
        return 1;
    }
    if (event->cycle != 0) {
        return event->cycle != record->cycle;
    }
    uint32_t now = funnel->kind[record->stage - 1], next = funnel->kind[event->stage];
    return now != REVOPS_FUNNEL_PATH && next != REVOPS_FUNNEL_CLOSED &&
           !(now == REVOPS_FUNNEL_WON && next == REVOPS_FUNNEL_WON);
}

void revops__funnel_fold(const revops_funnel *funnel, funnel_record *record, const revops_funnel_event *event,
                         uint32_t passed, int wins)
{
    uint32_t bit = UINT32_C(1) << event->stage;
    int64_t at_ms = event->at_ms;
    int begins = funnel_begins_cycle(funnel, record, event);
    int enters = begins || event->stage + 1 != record->stage;
    if (enters && record->stage != 0) {
        if (funnel->flags & REVOPS_FUNNEL_STAYS) {
            record->stayed |= UINT32_C(1) << (record->stage - 1);
            int64_t *stay = &funnel_stays(funnel, record)[record->stage - 1];
            *stay = funnel_sum(*stay, funnel_difference(at_ms, record->since_ms));
        }
    }
    if (begins) {
        funnel_end_waits(record, at_ms, 0);
        record->cycles += record->cycles < UINT32_MAX;
        record->cycle = event->cycle;
        record->cycle_reached = record->cycle_observed = 0;
        record->lost_from = 0;
        record->reason = 0;
    }
    int is_back = funnel->flags & REVOPS_FUNNEL_FORWARD && funnel->path & bit &&
                  record->cycle_reached & funnel->after[event->stage];
    int is_inferred = event->is_inferred || is_back;
    funnel_reach(funnel, record, bit | passed, at_ms);
    uint32_t was_observed = record->cycle_observed & bit;
    if (!is_inferred && !was_observed) {
        funnel_observe(funnel, record, event->stage, at_ms);
    }
    switch ((enum revops_funnel_kinds)funnel->kind[event->stage]) {
    case REVOPS_FUNNEL_PATH:
        break;
    case REVOPS_FUNNEL_WON:
        if (wins && (enters || (was_observed && !is_inferred))) {
            revops__funnel_win(record, event->amount);
        } else { /* a win that was inferred is observed */
            record->amount = funnel_sum(record->amount, event->amount);
        }
        if (enters) {
            funnel_end_waits(record, at_ms, funnel->leaving[event->stage]);
        }
        break;
    case REVOPS_FUNNEL_CLOSED:
        funnel_close(funnel, record, event);
        break;
    }
    if (enters) {
        record->since_ms = at_ms;
        record->stage = (uint8_t)(event->stage + 1);
    }
    record->last_ms = at_ms;
}

static uint32_t funnel_passed(const revops_funnel *funnel, uint32_t stage)
{
    return funnel->flags & REVOPS_FUNNEL_INFER ? funnel->before[stage] : 0;
}

static int funnel_fits(const revops_funnel *funnel, const revops_funnel_event *event)
{
    return event->stage < funnel->stage_count && event->is_inferred <= 1 &&
           (event->reason < funnel->reason_count || event->reason == REVOPS_NO_ROW) &&
           event->at_ms != REVOPS_TIME_NONE;
}

revops_status revops_funnel_apply(const revops_funnel *funnel, void *record, const revops_funnel_event *event)
{
    if (!funnel || !record || !event || (uintptr_t)record % REVOPS_ALIGNMENT || !funnel_fits(funnel, event) ||
        (event->reserved[0] | event->reserved[1] | event->reserved[2])) {
        return REVOPS_ERR_ARG;
    }
    if (revops__funnel_is_late(record, event->at_ms)) {
        return REVOPS_ERR_LATE;
    }
    revops__funnel_fold(funnel, record, event, funnel_passed(funnel, event->stage), 1);
    return REVOPS_OK;
}

revops_status revops__funnel_columns_read(const revops_funnel_columns *columns, revops_funnel_columns *own)
{
    revops_status status = REVOPS__PARAMS_COPY(revops_funnel_columns, own, columns);
    if (status == REVOPS_OK && own->flags != 0) {
        status = REVOPS_ERR_NEWER;
    }
    if (status == REVOPS_OK && own->count > 0 && (!own->lead || !own->stage || !own->at_ms)) {
        status = REVOPS_ERR_ARG;
    }
    return status;
}

revops_status revops_funnel_apply_many(const revops_funnel *funnel, const revops_funnel_columns *columns,
                                       void *records, size_t record_count, revops_cursor *cursor)
{
    revops_funnel_columns own;
    if (!funnel || !revops__cursor_is_whole(cursor) || (record_count > 0 && !records) ||
        (uintptr_t)records % REVOPS_ALIGNMENT) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = revops__funnel_columns_read(columns, &own);
    if (status != REVOPS_OK) {
        return status;
    }
    size_t size = revops_funnel_record_size(funnel);
    for (uint64_t i = cursor->next; i < own.count; i++) {
        const uint64_t ahead = i + REVOPS__FUNNEL_AHEAD;
        if (ahead < own.count && own.lead[ahead] < record_count && own.stage[ahead] < funnel->stage_count) {
            revops__funnel_fetch(funnel, (const char *)records + own.lead[ahead] * size, own.stage[ahead]);
        }
        revops_funnel_event event = {.at_ms = own.at_ms[i],
                                     .amount = own.amount ? own.amount[i] : 0,
                                     .stage = own.stage[i],
                                     .reason = own.reason ? own.reason[i] : REVOPS_NO_ROW,
                                     .cycle = own.cycle ? own.cycle[i] : 0,
                                     .is_inferred = own.is_inferred ? own.is_inferred[i] : 0};
        if (own.lead[i] >= record_count || !funnel_fits(funnel, &event)) {
            cursor->invalid++;
            continue;
        }
        funnel_record *record = (funnel_record *)((char *)records + own.lead[i] * size);
        if (revops__funnel_is_late(record, event.at_ms)) {
            cursor->late++;
            continue;
        }
        revops__funnel_fold(funnel, record, &event, funnel_passed(funnel, event.stage), 1);
        cursor->applied++;
    }
    cursor->next = own.count;
    return REVOPS_OK;
}

revops_status revops_funnel_stand(const revops_funnel *funnel, const void *records, size_t count,
                                  revops_funnel_standing *out)
{
    if (!funnel || (count > 0 && (!records || !out)) || (uintptr_t)records % REVOPS_ALIGNMENT) {
        return REVOPS_ERR_ARG;
    }
    size_t size = revops_funnel_record_size(funnel);
    for (size_t i = 0; i < count; i++) {
        const funnel_record *record = (const funnel_record *)((const char *)records + i * size);
        int any = record->stage != 0;
        out[i] =
            (revops_funnel_standing){.cohort_ms = record->has_cohort ? record->cohort_ms : REVOPS_TIME_NONE,
                                     .since_ms = any ? record->since_ms : REVOPS_TIME_NONE,
                                     .stage = any ? record->stage - UINT32_C(1) : REVOPS_NO_ROW,
                                     .reached = record->reached,
                                     .observed = record->observed,
                                     .cycles = record->cycles,
                                     .wins = record->wins,
                                     .reason = record->reason ? record->reason - UINT32_C(1) : REVOPS_NO_ROW};
    }
    return REVOPS_OK;
}
