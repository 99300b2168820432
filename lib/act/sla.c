/* SPDX-License-Identifier: MIT */
/* Clocks of one lead. Every change works on a copy of the lead's records, which is written back only when all of
   it has succeeded and the effects fit. */
#include <revops/sla.h>

#include <string.h>

#include "act/sla-internal.h"

static const revops_sla_attributes unknown = {0, 0, 0, 0};

static int is_late(const revops_sla_record *record, int64_t at_ms)
{
    return record->state != REVOPS_SLA_NOT_STARTED &&
           (at_ms < record->since_ms || (at_ms == record->since_ms && (record->flags & REVOPS_SLA_PASSED)));
}

/* Writes back the clocks named in a mask, and the effects in order of time. */
static revops_status commit(revops__sla_work *at, uint32_t clocks, revops_sla_record *records,
                            revops_sla_effect *effects, size_t capacity, size_t *count)
{
    if (at->effect_count > capacity) {
        *count = at->effect_count;
        return REVOPS_ERR_NOSPACE;
    }
    for (uint32_t i = 0; i < at->effect_count; i++) {
        /* Insertion keeps the order of clocks at one instant; there are few, and mostly sorted. */
        uint32_t place = i;
        while (place > 0 && effects[place - 1].at_ms > at->effects[i].at_ms) {
            effects[place] = effects[place - 1];
            place--;
        }
        effects[place] = at->effects[i];
    }
    for (uint32_t clock = 0; clock < REVOPS_SLA_CLOCKS_MAX && clocks >> clock != 0; clock++) {
        if (clocks >> clock & 1) {
            records[clock] = at->records[clock];
        }
    }
    *count = at->effect_count;
    return REVOPS_OK;
}

/* Copies the records for which something is due before an instant or which a signal concerns. */
static revops_status collect(revops__sla_work *at, const revops_sla *sla, revops__sla_calendars calendars,
                             const revops_sla_record *records, int64_t before_ms, uint64_t signal,
                             uint32_t *out_clocks)
{
    uint32_t clocks = 0;
    at->sla = sla;
    at->calendars = calendars;
    at->effect_count = 0;
    for (uint32_t clock = 0; clock < sla->clock_count; clock++) {
        const revops_sla_record *record = &records[clock];
        uint64_t heard =
            record->state == REVOPS_SLA_NOT_STARTED ? sla->clock_starts[clock] : sla->clock_signals[clock];
        if ((signal & heard) || (record->state == REVOPS_SLA_RUNNING && record->due_ms < before_ms)) {
            if (!revops__sla_is_sane(sla, record)) {
                return REVOPS_ERR_CORRUPT;
            }
            at->records[clock] = *record;
            clocks |= 1u << clock;
        }
    }
    *out_clocks = clocks;
    return REVOPS_OK;
}

revops_status revops_sla_signal(const revops_sla *sla, revops__sla_calendars calendars,
                                revops_sla_record *records, uint32_t signal, int64_t at_ms,
                                const revops_sla_attributes *attributes, revops_sla_effect *effects,
                                size_t capacity, size_t *count)
{
    revops__sla_work at;
    uint32_t clocks = 0;
    if (!sla || !records || !count || (!effects && capacity > 0) || signal > 63) {
        return REVOPS_ERR_ARG;
    }
    uint64_t bit = REVOPS_SIGNAL(signal);
    revops_status status = collect(&at, sla, calendars, records, at_ms, bit, &clocks);
    for (uint32_t clock = 0; status == REVOPS_OK && clock < sla->clock_count; clock++) {
        revops_sla_record *record = &at.records[clock];
        if (!(clocks >> clock & 1)) {
            continue;
        }
        int concerned = (bit & sla->clock_signals[clock]) != 0;
        if (concerned && is_late(record, at_ms)) {
            return REVOPS_ERR_LATE;
        }
        status = revops__sla_fire(&at, clock, at_ms);
        if (status == REVOPS_OK && concerned) {
            status = revops__sla_take(&at, clock, bit, at_ms, attributes ? attributes : &unknown);
        }
    }
    return status == REVOPS_OK ? commit(&at, clocks, records, effects, capacity, count) : status;
}

revops_status revops_sla_advance(const revops_sla *sla, revops__sla_calendars calendars,
                                 revops_sla_record *records, int64_t now_ms, revops_sla_effect *effects,
                                 size_t capacity, size_t *count)
{
    revops__sla_work at;
    uint32_t clocks = 0;
    if (!sla || !records || !count || (!effects && capacity > 0)) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = collect(&at, sla, calendars, records, now_ms, 0, &clocks);
    for (uint32_t clock = 0; status == REVOPS_OK && clock < sla->clock_count; clock++) {
        if (clocks >> clock & 1) {
            status = revops__sla_fire(&at, clock, now_ms);
        }
    }
    return status == REVOPS_OK ? commit(&at, clocks, records, effects, capacity, count) : status;
}

int64_t revops_sla_next_wakeup(const revops_sla_record *records, size_t count)
{
    int64_t earliest_ms = INT64_MAX;
    for (size_t i = 0; records && i < count; i++) {
        if (records[i].state == REVOPS_SLA_RUNNING) {
            earliest_ms = records[i].due_ms < earliest_ms ? records[i].due_ms : earliest_ms;
        }
    }
    return earliest_ms < INT64_MAX ? earliest_ms + 1 : REVOPS_TIME_NONE; /* no time passes INT64_MAX */
}

revops_status revops_sla_due(const revops_sla *sla, revops__sla_calendars calendars,
                             const revops_sla_record *record, int64_t *out_ms)
{
    if (!sla || !record || !out_ms) {
        return REVOPS_ERR_ARG;
    }
    if (!revops__sla_is_sane(sla, record)) {
        return REVOPS_ERR_CORRUPT;
    }
    if (!revops__sla_is_open(record)) {
        *out_ms = REVOPS_TIME_NONE;
        return REVOPS_OK;
    }
    return revops__sla_deadline(calendars, record, &sla->rows[record->row], out_ms);
}

revops_status revops_sla_measure(const revops_sla *sla, revops__sla_calendars calendars,
                                 const revops_sla_record *record, int64_t at_ms, int64_t *consumed_ms,
                                 int64_t *answered_ms)
{
    if (!sla || !record) {
        return REVOPS_ERR_ARG;
    }
    if (!revops__sla_is_sane(sla, record)) {
        return REVOPS_ERR_CORRUPT;
    }
    revops_sla_record then = *record;
    if (record->state == REVOPS_SLA_NOT_STARTED) {
        memset(&then, 0, sizeof then);
    } else if (at_ms < record->since_ms) {
        return REVOPS_ERR_LATE;
    } else if (revops__sla_is_open(record)) {
        revops_status status = revops__sla_consume(sla, calendars, &then, at_ms);
        if (status != REVOPS_OK) {
            return status;
        }
    }
    if (consumed_ms) {
        *consumed_ms = then.consumed_ms;
    }
    if (answered_ms) {
        *answered_ms = then.answered_ms;
    }
    return REVOPS_OK;
}

revops_status revops_sla_rebase(const revops_sla *from, revops__sla_calendars from_calendars,
                                const revops_sla *to, revops__sla_calendars to_calendars,
                                revops_sla_record *records, int64_t at_ms,
                                const revops_sla_attributes *attributes, revops_sla_effect *effects,
                                size_t capacity, size_t *count)
{
    revops__sla_work at;
    uint32_t clocks = 0;
    if (!from || !to || !records || !count || (!effects && capacity > 0)) {
        return REVOPS_ERR_ARG;
    }
    at.effect_count = 0;
    for (uint32_t clock = 0; clock < from->clock_count; clock++) {
        revops_sla_record *record = &at.records[clock];
        revops_status status = REVOPS_OK;
        *record = records[clock];
        if (record->state == REVOPS_SLA_NOT_STARTED) {
            continue;
        }
        if (!revops__sla_is_sane(from, record)) {
            return REVOPS_ERR_CORRUPT;
        }
        at.sla = from;
        at.calendars = from_calendars;
        if (revops__sla_is_open(record)) {
            if (is_late(record, at_ms)) {
                return REVOPS_ERR_LATE;
            }
            status = revops__sla_fire(&at, clock, at_ms);
            if (status == REVOPS_OK) {
                status = revops__sla_consume(from, from_calendars, record, at_ms);
            }
        }
        if (status == REVOPS_OK) {
            status =
                revops__sla_move(&at, clock, to, to_calendars, at_ms, attributes ? attributes : &unknown);
        }
        if (status != REVOPS_OK) {
            return status;
        }
        clocks |= 1u << clock;
    }
    return commit(&at, clocks, records, effects, capacity, count);
}
