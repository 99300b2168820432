/* SPDX-License-Identifier: MIT */
/* What can happen to one clock. */
#include <revops/sla.h>

#include <string.h>

#include "act/sla-internal.h"

int revops__sla_is_sane(const revops_sla *sla, const revops_sla_record *record)
{
    if (record->state == REVOPS_SLA_NOT_STARTED) {
        return 1;
    }
    if (record->state > REVOPS_SLA_CANCELLED || record->consumed_ms < 0 || record->answered_ms < 0 ||
        record->flags > 7) {
        return 0;
    }
    if (record->row >= sla->row_count) {
        return record->row == REVOPS_SLA_NO_ROW && !revops__sla_is_open(record);
    }
    int standing = (record->flags & REVOPS_SLA_STANDING) != 0;
    return record->warned <= revops__sla_warnings(&sla->rows[record->row]) &&
           (record->state != REVOPS_SLA_RUNNING || !standing) &&
           (record->state != REVOPS_SLA_PAUSED || standing);
}

/* The calendar of a row; NULL for elapsed time. */
static revops_status calendar_of(revops__sla_calendars calendars, const revops_sla_row *row,
                                 const revops_calendar **out)
{
    *out = NULL;
    if (row->calendar != 0) {
        if (!calendars || !calendars[row->calendar - 1]) {
            return REVOPS_ERR_ARG;
        }
        *out = calendars[row->calendar - 1];
    }
    return REVOPS_OK;
}

/* Time of the row's clock between two instants, start not after end. */
static revops_status time_between(revops__sla_calendars calendars, const revops_sla_row *row,
                                  int64_t start_ms, int64_t end_ms, int64_t *out_ms)
{
    const revops_calendar *calendar;
    revops_status status = calendar_of(calendars, row, &calendar);
    if (status != REVOPS_OK) {
        return status;
    }
    return calendar ? revops_calendar_between(calendar, start_ms, end_ms, out_ms)
                    : revops_subtract(end_ms, start_ms, out_ms);
}

static revops_status time_after(revops__sla_calendars calendars, const revops_sla_row *row, int64_t start_ms,
                                int64_t span_ms, int64_t *out_ms)
{
    const revops_calendar *calendar;
    revops_status status = calendar_of(calendars, row, &calendar);
    if (status != REVOPS_OK) {
        return status;
    }
    return calendar ? revops_calendar_add(calendar, start_ms, span_ms, row->at_close, out_ms)
                    : revops_add(start_ms, span_ms, out_ms);
}

/* Consumption at which the run's warning with that number falls due; the target after the last. */
static int64_t threshold(const revops_sla_row *row, uint32_t number)
{
    if (number < revops__sla_warnings(row)) {
        /* Rounded up, so that it never warns before the share is reached. The target's limit keeps it exact. */
        return (row->target_ms * (int64_t)row->warn_bp[number] + 9999) / 10000;
    }
    return row->target_ms;
}

/* When consumption reaches a threshold, if the clock runs on from `since_ms`; there, if it has already. */
static revops_status instant_of(revops__sla_calendars calendars, const revops_sla_record *record,
                                const revops_sla_row *row, int64_t threshold_ms, int64_t *out_ms)
{
    if (record->consumed_ms > threshold_ms || (record->consumed_ms == threshold_ms && !row->at_close)) {
        *out_ms = record->since_ms;
        return REVOPS_OK;
    }
    return time_after(calendars, row, record->since_ms, threshold_ms - record->consumed_ms, out_ms);
}

revops_status revops__sla_deadline(revops__sla_calendars calendars, const revops_sla_record *record,
                                   const revops_sla_row *row, int64_t *out_ms)
{
    if (record->state == REVOPS_SLA_BREACHED ||
        (record->state == REVOPS_SLA_RUNNING && record->warned == revops__sla_warnings(row))) {
        *out_ms = record->due_ms;
        return REVOPS_OK;
    }
    if (record->state != REVOPS_SLA_RUNNING) {
        *out_ms = REVOPS_TIME_NONE;
        return REVOPS_OK;
    }
    return instant_of(calendars, record, row, row->target_ms, out_ms);
}

static revops_status schedule(const revops__sla_work *at, revops_sla_record *record,
                              const revops_sla_row *row)
{
    return instant_of(at->calendars, record, row, threshold(row, record->warned), &record->due_ms);
}

static void tell(revops__sla_work *at, uint32_t clock, revops_sla_effect_kind kind, int64_t at_ms,
                 int64_t due_ms, uint32_t detail)
{
    const revops_sla_record *record = &at->records[clock];
    revops_sla_effect *effect = &at->effects[at->effect_count++];
    effect->at_ms = at_ms;
    effect->started_ms = record->started_ms;
    effect->due_ms = due_ms;
    effect->consumed_ms = record->consumed_ms;
    effect->lead = 0;
    effect->detail = detail;
    effect->kind = (uint16_t)kind;
    effect->clock = (uint16_t)clock;
    effect->row = record->row;
    effect->side = record->row < at->sla->row_count ? (uint16_t)at->sla->rows[record->row].side : 0;
}

revops_status revops__sla_fire(revops__sla_work *at, uint32_t clock, int64_t before_ms)
{
    revops_sla_record *record = &at->records[clock];
    while (record->state == REVOPS_SLA_RUNNING && record->due_ms < before_ms) {
        const revops_sla_row *row = &at->sla->rows[record->row];
        int64_t due_ms = record->due_ms, reached_ms = threshold(row, record->warned);
        record->since_ms = due_ms;
        record->consumed_ms = record->consumed_ms > reached_ms ? record->consumed_ms : reached_ms;
        record->flags |= REVOPS_SLA_PASSED;
        if (record->warned < revops__sla_warnings(row)) {
            uint32_t share_bp = row->warn_bp[record->warned++];
            int64_t deadline_ms;
            revops_status status = schedule(at, record, row);
            if (status == REVOPS_OK) {
                status = revops__sla_deadline(at->calendars, record, row, &deadline_ms);
            }
            if (status != REVOPS_OK) {
                return status;
            }
            tell(at, clock, REVOPS_SLA_EFFECT_WARNED, due_ms, deadline_ms, share_bp);
        } else {
            record->state = REVOPS_SLA_BREACHED;
            tell(at, clock, REVOPS_SLA_EFFECT_BREACHED, due_ms, due_ms, record->count);
        }
    }
    return REVOPS_OK;
}

revops_status revops__sla_consume(const revops_sla *sla, revops__sla_calendars calendars,
                                  revops_sla_record *record, int64_t at_ms)
{
    const revops_sla_row *row = &sla->rows[record->row];
    int64_t passed_ms;
    revops_status status;
    if (!(record->flags & REVOPS_SLA_STANDING)) {
        status = time_between(calendars, row, record->since_ms, at_ms, &passed_ms);
        if (status == REVOPS_OK) {
            status = revops_add(record->consumed_ms, passed_ms, &record->consumed_ms);
        }
    } else if (record->flags & REVOPS_SLA_ANSWERED) {
        status = time_between(calendars, row, record->since_ms, at_ms, &passed_ms);
        if (status == REVOPS_OK) {
            status = revops_add(record->answered_ms, passed_ms, &record->answered_ms);
        }
    } else {
        status = REVOPS_OK;
    }
    if (status == REVOPS_OK) {
        if (at_ms != record->since_ms) {
            record->flags &= (uint8_t)~REVOPS_SLA_PASSED;
        }
        record->since_ms = at_ms;
    }
    return status;
}

static revops_status run_on(revops__sla_work *at, uint32_t clock, revops_sla_effect_kind kind, int64_t at_ms)
{
    revops_sla_record *record = &at->records[clock];
    const revops_sla_row *row = &at->sla->rows[record->row];
    int64_t deadline_ms;
    revops_status status = REVOPS_OK;
    record->flags &= (uint8_t) ~(REVOPS_SLA_STANDING | REVOPS_SLA_ANSWERED);
    if (record->state == REVOPS_SLA_PAUSED) {
        record->state = REVOPS_SLA_RUNNING;
    }
    if (record->state == REVOPS_SLA_RUNNING) {
        status = schedule(at, record, row);
    }
    if (status == REVOPS_OK) {
        status = revops__sla_deadline(at->calendars, record, row, &deadline_ms);
    }
    if (status == REVOPS_OK) {
        tell(at, clock, kind, at_ms, deadline_ms, record->count);
    }
    return status;
}

static void stand_still(revops__sla_work *at, uint32_t clock, revops_sla_effect_kind kind, int64_t at_ms)
{
    revops_sla_record *record = &at->records[clock];
    record->flags |= REVOPS_SLA_STANDING;
    if (record->state == REVOPS_SLA_RUNNING) {
        record->state = REVOPS_SLA_PAUSED;
    }
    tell(at, clock, kind, at_ms, record->state == REVOPS_SLA_BREACHED ? record->due_ms : REVOPS_TIME_NONE,
         record->count);
}

static revops_status finish(revops__sla_work *at, uint32_t clock, revops_sla_state state, int64_t at_ms)
{
    revops_sla_record *record = &at->records[clock];
    int64_t deadline_ms;
    revops_status status =
        revops__sla_deadline(at->calendars, record, &at->sla->rows[record->row], &deadline_ms);
    if (status != REVOPS_OK) {
        return status;
    }
    record->state = (uint8_t)state;
    record->flags &= (uint8_t) ~(REVOPS_SLA_STANDING | REVOPS_SLA_ANSWERED);
    record->due_ms = deadline_ms;
    tell(at, clock,
         state == REVOPS_SLA_MET        ? REVOPS_SLA_EFFECT_MET
         : state == REVOPS_SLA_MET_LATE ? REVOPS_SLA_EFFECT_MET_LATE
                                        : REVOPS_SLA_EFFECT_CANCELLED,
         at_ms, deadline_ms, record->count);
    return REVOPS_OK;
}

/* Counts a meeting signal, which may finish the run. */
static revops_status meet(revops__sla_work *at, uint32_t clock, int64_t at_ms)
{
    revops_sla_record *record = &at->records[clock];
    if (record->count < UINT16_MAX) {
        record->count++;
    }
    if (record->count < at->sla->rows[record->row].needed) {
        return REVOPS_OK;
    }
    return finish(at, clock, record->state == REVOPS_SLA_BREACHED ? REVOPS_SLA_MET_LATE : REVOPS_SLA_MET,
                  at_ms);
}

/* What a signal does to a run under way. */
static revops_status act(revops__sla_work *at, uint32_t clock, uint64_t signal, int64_t at_ms)
{
    revops_sla_record *record = &at->records[clock];
    const revops_sla_row *row = &at->sla->rows[record->row];
    revops_status status = revops__sla_consume(at->sla, at->calendars, record, at_ms);
    if (status != REVOPS_OK) {
        return status;
    }
    if (signal & row->cancel) {
        return finish(at, clock, REVOPS_SLA_CANCELLED, at_ms);
    }
    if (signal & row->meet) {
        status = meet(at, clock, at_ms);
        if (status != REVOPS_OK || !revops__sla_is_open(record)) {
            return status;
        }
    }
    if (!(record->flags & REVOPS_SLA_STANDING)) {
        if (signal & row->pause) {
            stand_still(at, clock, REVOPS_SLA_EFFECT_PAUSED, at_ms);
        }
    } else if (signal & row->resume) {
        status = run_on(at, clock, REVOPS_SLA_EFFECT_RESUMED, at_ms);
    } else if (signal & row->answered) {
        record->flags |= REVOPS_SLA_ANSWERED;
    }
    return status;
}

static revops_status reopen(revops__sla_work *at, uint32_t clock, uint64_t signal, int64_t at_ms)
{
    revops_sla_record *record = &at->records[clock];
    record->state = record->state == REVOPS_SLA_MET ? REVOPS_SLA_RUNNING : REVOPS_SLA_BREACHED;
    record->flags = 0;
    record->since_ms = at_ms;
    if (signal & at->sla->rows[record->row].resume) {
        return run_on(at, clock, REVOPS_SLA_EFFECT_REOPENED, at_ms);
    }
    stand_still(at, clock, REVOPS_SLA_EFFECT_REOPENED, at_ms);
    return REVOPS_OK;
}

/* Starts a run if the signal and the lead's row say so. */
static revops_status start(revops__sla_work *at, uint32_t clock, uint64_t signal, int64_t at_ms,
                           const revops_sla_attributes *attributes)
{
    revops_sla_record *record = &at->records[clock];
    uint32_t number = revops__sla_match(at->sla, clock, attributes);
    if (number == REVOPS_SLA_NO_ROW) {
        return REVOPS_OK;
    }
    const revops_sla_row *row = &at->sla->rows[number];
    if (!(signal & row->start) ||
        (record->state != REVOPS_SLA_NOT_STARTED && row->kind != REVOPS_SLA_REPEATING)) {
        return REVOPS_OK;
    }
    memset(record, 0, sizeof *record);
    record->started_ms = at_ms;
    record->since_ms = at_ms;
    record->row = (uint16_t)number;
    record->state = REVOPS_SLA_RUNNING;
    revops_status status = run_on(at, clock, REVOPS_SLA_EFFECT_STARTED, at_ms);
    if (status == REVOPS_OK && (signal & row->meet) && row->kind != REVOPS_SLA_REPEATING) {
        status = meet(at, clock, at_ms);
    }
    if (status == REVOPS_OK && revops__sla_is_open(record) && (signal & row->pause)) {
        stand_still(at, clock, REVOPS_SLA_EFFECT_PAUSED, at_ms);
    }
    return status;
}

revops_status revops__sla_take(revops__sla_work *at, uint32_t clock, uint64_t signal, int64_t at_ms,
                               const revops_sla_attributes *attributes)
{
    revops_sla_record *record = &at->records[clock];
    revops_status status = REVOPS_OK;
    if (revops__sla_is_open(record)) {
        status = act(at, clock, signal, at_ms);
    } else if ((record->state == REVOPS_SLA_MET || record->state == REVOPS_SLA_MET_LATE) &&
               record->row != REVOPS_SLA_NO_ROW) {
        const revops_sla_row *row = &at->sla->rows[record->row];
        if (row->kind == REVOPS_SLA_RESOLUTION && (signal & (row->pause | row->resume))) {
            status = reopen(at, clock, signal, at_ms);
        }
    }
    if (status == REVOPS_OK && !revops__sla_is_open(record) && (signal & at->sla->clock_starts[clock])) {
        status = start(at, clock, signal, at_ms, attributes);
    }
    return status;
}

revops_status revops__sla_move(revops__sla_work *at, uint32_t clock, const revops_sla *to,
                               revops__sla_calendars to_calendars, int64_t at_ms,
                               const revops_sla_attributes *attributes)
{
    revops_sla_record *record = &at->records[clock];
    uint32_t number = clock < to->clock_count ? revops__sla_match(to, clock, attributes) : REVOPS_SLA_NO_ROW;
    revops_status status = REVOPS_OK;
    if (number == REVOPS_SLA_NO_ROW) {
        if (revops__sla_is_open(record)) {
            status = finish(at, clock, REVOPS_SLA_CANCELLED, at_ms);
        }
        record->row = REVOPS_SLA_NO_ROW;
        record->warned = 0;
        return status;
    }
    if (at->sla == to && record->row == number) {
        return REVOPS_OK;
    }
    at->sla = to;
    at->calendars = to_calendars;
    /* A warning given stays given if it is behind under the new row too. */
    const revops_sla_row *row = &to->rows[number];
    uint32_t behind = 0;
    while (behind < record->warned && behind < revops__sla_warnings(row) &&
           threshold(row, behind) <= record->consumed_ms) {
        behind++;
    }
    record->row = (uint16_t)number;
    record->warned = (uint8_t)behind;
    if (!revops__sla_is_open(record)) {
        return REVOPS_OK;
    }
    int64_t deadline_ms;
    if (record->state == REVOPS_SLA_RUNNING) {
        status = schedule(at, record, row);
    }
    if (status == REVOPS_OK) {
        status = revops__sla_deadline(to_calendars, record, row, &deadline_ms);
    }
    if (status == REVOPS_OK) {
        tell(at, clock, REVOPS_SLA_EFFECT_MOVED, at_ms, deadline_ms, record->count);
    }
    return status;
}
