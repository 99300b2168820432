/* SPDX-License-Identifier: MIT */
/* The clocks themselves. Every change works on a copy of the lead's records, which is written back only when
   all of it has succeeded and the effects fit. */
#include <revops/sla.h>

#include <string.h>

#include "sla-internal.h"

enum { EFFECTS_MAX = REVOPS_SLA_CLOCKS_MAX * REVOPS_SLA_EFFECTS_PER_CLOCK };

typedef const struct revops_calendar *const *calendar_list;

static const revops_sla_attributes unknown = {0, 0, 0, 0};

/* One call at work: records as they will be, and the effects so far. */
typedef struct work {
    const revops_sla *sla;
    calendar_list calendars;
    uint32_t effect_count;
    revops_sla_record records[REVOPS_SLA_CLOCKS_MAX];
    revops_sla_effect effects[EFFECTS_MAX];
} work;

static int is_open(const revops_sla_record *record)
{
    return record->state == REVOPS_SLA_RUNNING || record->state == REVOPS_SLA_PAUSED ||
           record->state == REVOPS_SLA_BREACHED;
}

/* What a record read from storage must fulfil for the code below to be safe. */
static int is_sane(const revops_sla *sla, const revops_sla_record *record)
{
    if (record->state == REVOPS_SLA_NOT_STARTED) {
        return 1;
    }
    if (record->state > REVOPS_SLA_CANCELLED || record->consumed_ms < 0 || record->answered_ms < 0 ||
        record->flags > 7) {
        return 0;
    }
    if (record->row >= sla->row_count) {
        return record->row == REVOPS_SLA_NO_ROW && !is_open(record);
    }
    int standing = (record->flags & REVOPS_SLA_STANDING) != 0;
    return record->warned <= revops__sla_warnings(&sla->rows[record->row]) &&
           (record->state != REVOPS_SLA_RUNNING || !standing) &&
           (record->state != REVOPS_SLA_PAUSED || standing);
}

/* The calendar of a row; NULL for elapsed time. */
static revops_status calendar_of(calendar_list calendars, const revops_sla_row *row,
                                 const struct revops_calendar **out)
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
static revops_status time_between(calendar_list calendars, const revops_sla_row *row, int64_t start_ms,
                                  int64_t end_ms, int64_t *out_ms)
{
    const struct revops_calendar *calendar;
    revops_status status = calendar_of(calendars, row, &calendar);
    if (status != REVOPS_OK) {
        return status;
    }
    return revops_subtract(end_ms, start_ms, out_ms);
}

static revops_status time_after(calendar_list calendars, const revops_sla_row *row, int64_t start_ms,
                                int64_t span_ms, int64_t *out_ms)
{
    const struct revops_calendar *calendar;
    revops_status status = calendar_of(calendars, row, &calendar);
    if (status != REVOPS_OK) {
        return status;
    }
    return revops_add(start_ms, span_ms, out_ms);
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

/* When consumption will reach a threshold, if the clock runs on from `since_ms`; there, if it has already. */
static revops_status instant_of(calendar_list calendars, const revops_sla_record *record,
                                const revops_sla_row *row, int64_t threshold_ms, int64_t *out_ms)
{
    if (record->consumed_ms >= threshold_ms) {
        *out_ms = record->since_ms;
        return REVOPS_OK;
    }
    return time_after(calendars, row, record->since_ms, threshold_ms - record->consumed_ms, out_ms);
}

/* The deadline, whatever warnings come before it. */
static revops_status deadline_of(calendar_list calendars, const revops_sla_record *record,
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

static revops_status schedule(const work *at, revops_sla_record *record, const revops_sla_row *row)
{
    return instant_of(at->calendars, record, row, threshold(row, record->warned), &record->due_ms);
}

static void tell(work *at, uint32_t clock, revops_sla_effect_kind kind, int64_t at_ms, int64_t due_ms,
                 uint32_t detail)
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

/* Fires what is due before an instant. */
static revops_status fire(work *at, uint32_t clock, int64_t before_ms)
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
                status = deadline_of(at->calendars, record, row, &deadline_ms);
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

/* Brings an open run up to an instant that is not before its last change. */
static revops_status consume(const revops_sla *sla, calendar_list calendars, revops_sla_record *record,
                             int64_t at_ms)
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

static revops_status run_on(work *at, uint32_t clock, revops_sla_effect_kind kind, int64_t at_ms)
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
        status = deadline_of(at->calendars, record, row, &deadline_ms);
    }
    if (status == REVOPS_OK) {
        tell(at, clock, kind, at_ms, deadline_ms, record->count);
    }
    return status;
}

static void stand_still(work *at, uint32_t clock, revops_sla_effect_kind kind, int64_t at_ms)
{
    revops_sla_record *record = &at->records[clock];
    record->flags |= REVOPS_SLA_STANDING;
    if (record->state == REVOPS_SLA_RUNNING) {
        record->state = REVOPS_SLA_PAUSED;
    }
    tell(at, clock, kind, at_ms, record->state == REVOPS_SLA_BREACHED ? record->due_ms : REVOPS_TIME_NONE,
         record->count);
}

static revops_status finish(work *at, uint32_t clock, revops_sla_state state, int64_t at_ms)
{
    revops_sla_record *record = &at->records[clock];
    int64_t deadline_ms;
    revops_status status = deadline_of(at->calendars, record, &at->sla->rows[record->row], &deadline_ms);
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
static revops_status meet(work *at, uint32_t clock, int64_t at_ms)
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
static revops_status act(work *at, uint32_t clock, uint64_t signal, int64_t at_ms)
{
    revops_sla_record *record = &at->records[clock];
    const revops_sla_row *row = &at->sla->rows[record->row];
    revops_status status = consume(at->sla, at->calendars, record, at_ms);
    if (status != REVOPS_OK) {
        return status;
    }
    if (signal & row->cancel) {
        return finish(at, clock, REVOPS_SLA_CANCELLED, at_ms);
    }
    if (signal & row->meet) {
        status = meet(at, clock, at_ms);
        if (status != REVOPS_OK || !is_open(record)) {
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

static revops_status reopen(work *at, uint32_t clock, uint64_t signal, int64_t at_ms)
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
static revops_status start(work *at, uint32_t clock, uint64_t signal, int64_t at_ms,
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
    if (status == REVOPS_OK && is_open(record) && (signal & row->pause)) {
        stand_still(at, clock, REVOPS_SLA_EFFECT_PAUSED, at_ms);
    }
    return status;
}

static int is_late(const revops_sla_record *record, int64_t at_ms)
{
    return record->state != REVOPS_SLA_NOT_STARTED &&
           (at_ms < record->since_ms || (at_ms == record->since_ms && (record->flags & REVOPS_SLA_PASSED)));
}

/* Writes back the clocks named in a mask, and the effects in order of time. */
static revops_status commit(work *at, uint32_t clocks, revops_sla_record *records, revops_sla_effect *effects,
                            size_t capacity, size_t *count)
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
    for (uint32_t clock = 0; clock < REVOPS_SLA_CLOCKS_MAX; clock++) {
        if (clocks & 1u << clock) {
            records[clock] = at->records[clock];
        }
    }
    *count = at->effect_count;
    return REVOPS_OK;
}

/* Copies the records for which something is due before an instant or which a signal concerns. */
static revops_status collect(work *at, const revops_sla *sla, calendar_list calendars,
                             const revops_sla_record *records, int64_t before_ms, uint64_t signal,
                             uint32_t *out_clocks)
{
    uint32_t clocks = 0;
    at->sla = sla;
    at->calendars = calendars;
    at->effect_count = 0;
    for (uint32_t clock = 0; clock < sla->clock_count; clock++) {
        const revops_sla_record *record = &records[clock];
        if ((record->state == REVOPS_SLA_RUNNING && record->due_ms < before_ms) ||
            (signal & sla->clock_signals[clock])) {
            if (!is_sane(sla, record)) {
                return REVOPS_ERR_CORRUPT;
            }
            at->records[clock] = *record;
            clocks |= 1u << clock;
        }
    }
    *out_clocks = clocks;
    return REVOPS_OK;
}

revops_status revops_sla_signal(const revops_sla *sla, calendar_list calendars, revops_sla_record *records,
                                uint32_t signal, int64_t at_ms, const revops_sla_attributes *attributes,
                                revops_sla_effect *effects, size_t capacity, size_t *count)
{
    work at;
    uint32_t clocks;
    if (!sla || !records || !count || (!effects && capacity > 0) || signal > 63) {
        return REVOPS_ERR_ARG;
    }
    uint64_t bit = REVOPS_SIGNAL(signal);
    revops_status status = collect(&at, sla, calendars, records, at_ms, bit, &clocks);
    for (uint32_t clock = 0; status == REVOPS_OK && clock < sla->clock_count; clock++) {
        revops_sla_record *record = &at.records[clock];
        if (!(clocks & 1u << clock)) {
            continue;
        }
        int concerned = (bit & sla->clock_signals[clock]) != 0;
        if (concerned && is_late(record, at_ms)) {
            return REVOPS_ERR_LATE;
        }
        status = fire(&at, clock, at_ms);
        if (status != REVOPS_OK || !concerned) {
            continue;
        }
        if (is_open(record)) {
            status = act(&at, clock, bit, at_ms);
        } else if ((record->state == REVOPS_SLA_MET || record->state == REVOPS_SLA_MET_LATE) &&
                   record->row != REVOPS_SLA_NO_ROW && sla->rows[record->row].kind == REVOPS_SLA_RESOLUTION &&
                   (bit & (sla->rows[record->row].pause | sla->rows[record->row].resume))) {
            status = reopen(&at, clock, bit, at_ms);
        }
        if (status == REVOPS_OK && !is_open(record)) {
            status = start(&at, clock, bit, at_ms, attributes ? attributes : &unknown);
        }
    }
    return status == REVOPS_OK ? commit(&at, clocks, records, effects, capacity, count) : status;
}

revops_status revops_sla_advance(const revops_sla *sla, calendar_list calendars, revops_sla_record *records,
                                 int64_t now_ms, revops_sla_effect *effects, size_t capacity, size_t *count)
{
    work at;
    uint32_t clocks;
    if (!sla || !records || !count || (!effects && capacity > 0)) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = collect(&at, sla, calendars, records, now_ms, 0, &clocks);
    for (uint32_t clock = 0; status == REVOPS_OK && clock < sla->clock_count; clock++) {
        if (clocks & 1u << clock) {
            status = fire(&at, clock, now_ms);
        }
    }
    return status == REVOPS_OK ? commit(&at, clocks, records, effects, capacity, count) : status;
}

int64_t revops_sla_next_wakeup(const revops_sla_record *records, size_t count)
{
    int64_t earliest_ms = INT64_MAX;
    int found = 0;
    for (size_t i = 0; records && i < count; i++) {
        if (records[i].state == REVOPS_SLA_RUNNING) {
            found = 1;
            earliest_ms = records[i].due_ms < earliest_ms ? records[i].due_ms : earliest_ms;
        }
    }
    return !found ? REVOPS_TIME_NONE : earliest_ms < INT64_MAX ? earliest_ms + 1 : earliest_ms;
}

revops_status revops_sla_due(const revops_sla *sla, calendar_list calendars, const revops_sla_record *record,
                             int64_t *out_ms)
{
    if (!sla || !record || !out_ms) {
        return REVOPS_ERR_ARG;
    }
    if (!is_sane(sla, record)) {
        return REVOPS_ERR_CORRUPT;
    }
    if (!is_open(record)) {
        *out_ms = REVOPS_TIME_NONE;
        return REVOPS_OK;
    }
    return deadline_of(calendars, record, &sla->rows[record->row], out_ms);
}

revops_status revops_sla_measure(const revops_sla *sla, calendar_list calendars,
                                 const revops_sla_record *record, int64_t at_ms, int64_t *consumed_ms,
                                 int64_t *answered_ms)
{
    if (!sla || !record) {
        return REVOPS_ERR_ARG;
    }
    if (!is_sane(sla, record)) {
        return REVOPS_ERR_CORRUPT;
    }
    revops_sla_record then = *record;
    if (record->state == REVOPS_SLA_NOT_STARTED) {
        memset(&then, 0, sizeof then);
    } else if (at_ms < record->since_ms) {
        return REVOPS_ERR_LATE;
    } else if (is_open(record)) {
        revops_status status = consume(sla, calendars, &then, at_ms);
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

/* Puts one started clock, already up to date, under its row of another policy. */
static revops_status move(work *at, uint32_t clock, const revops_sla *to, calendar_list to_calendars,
                          int64_t at_ms, const revops_sla_attributes *attributes)
{
    revops_sla_record *record = &at->records[clock];
    uint32_t number = clock < to->clock_count ? revops__sla_match(to, clock, attributes) : REVOPS_SLA_NO_ROW;
    revops_status status = REVOPS_OK;
    if (number == REVOPS_SLA_NO_ROW) {
        if (is_open(record)) {
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
    if (!is_open(record)) {
        return REVOPS_OK;
    }
    int64_t deadline_ms;
    if (record->state == REVOPS_SLA_RUNNING) {
        status = schedule(at, record, row);
    }
    if (status == REVOPS_OK) {
        status = deadline_of(to_calendars, record, row, &deadline_ms);
    }
    if (status == REVOPS_OK) {
        tell(at, clock, REVOPS_SLA_EFFECT_MOVED, at_ms, deadline_ms, record->count);
    }
    return status;
}

revops_status revops_sla_rebase(const revops_sla *from, calendar_list from_calendars, const revops_sla *to,
                                calendar_list to_calendars, revops_sla_record *records, int64_t at_ms,
                                const revops_sla_attributes *attributes, revops_sla_effect *effects,
                                size_t capacity, size_t *count)
{
    work at;
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
        if (!is_sane(from, record)) {
            return REVOPS_ERR_CORRUPT;
        }
        at.sla = from;
        at.calendars = from_calendars;
        if (is_open(record)) {
            if (is_late(record, at_ms)) {
                return REVOPS_ERR_LATE;
            }
            status = fire(&at, clock, at_ms);
            if (status == REVOPS_OK) {
                status = consume(from, from_calendars, record, at_ms);
            }
        }
        if (status == REVOPS_OK) {
            status = move(&at, clock, to, to_calendars, at_ms, attributes ? attributes : &unknown);
        }
        if (status != REVOPS_OK) {
            return status;
        }
        clocks |= 1u << clock;
    }
    return commit(&at, clocks, records, effects, capacity, count);
}
