/* SPDX-License-Identifier: MIT */
/* What changes a promise in mid-flight: another case, another calendar, another
   policy [SL13, SEM25].

   A run that stands still is compared as if it ran on from the change: a copy
   of its record is let run. */
#include <revops/sla.h>

#include <string.h>

#include "act/sla-internal.h"
#include "time/calendar-internal.h"

/* The record as if it ran on from `since_ms`. */
static revops_sla_record sla_as_running(const revops_sla_record *record)
{
    revops_sla_record running = *record;
    if (running.flags & REVOPS_SLA_STANDING) {
        revops__sla_days_go(&running, running.since_ms);
        running.flags &= (uint8_t)~REVOPS_SLA_STANDING;
    }
    return running;
}

/* The deadline under which it runs, or would if it ran on. */
static int64_t sla_deadline_if_running(const revops__sla_work *at, const revops_sla_record *record)
{
    if (record->state == REVOPS_SLA_RUNNING) {
        return record->deadline_ms;
    }
    return revops__sla_deadline_if_resumed(at->sla, at->calendars, record);
}

/* Sets deadline and what is due, after case or calendar changed. */
static void sla_renew(revops__sla_work *at)
{
    revops_sla_record *record = at->record;
    if (record->state == REVOPS_SLA_RUNNING) {
        if (!(record->flags & REVOPS_SLA_KEPT)) {
            record->deadline_ms = revops__sla_deadline(at->sla, at->calendars, record);
        }
        revops__sla_schedule(at->sla, at->calendars, record);
    }
}

/* A warning given stays given only if its share is consumed under the new
 * promise, too. */
static void sla_unwarn(revops__sla_work *at)
{
    revops_sla_record running = sla_as_running(at->record);
    revops__sla_unwarn(at->sla, at->calendars, &running,
                       revops__sla_deadline(at->sla, at->calendars, &running));
    at->record->warned = running.warned;
}

/* Another calendar: what was consumed stays, the rest runs on the new one. */
static void sla_change_calendar(revops__sla_work *at)
{
    revops_sla_record *record = at->record;
    uint16_t calendar = revops__sla_calendar_of(&revops__sla_cases(at->sla)[record->row], at->event);
    if (calendar == record->calendar) {
        return;
    }
    record->calendar = calendar;
    if (record->unit != REVOPS_CALENDAR_UNIT_ELAPSED) {
        record->flags &= (uint8_t)~REVOPS_SLA_KEPT;
        sla_renew(at);
    }
}

/* The new target from the start; time consumed is kept. */
static void sla_move_case(revops__sla_work *at, uint32_t row)
{
    revops_sla_record *record = at->record;
    uint16_t calendar = revops__sla_calendar_of(&revops__sla_cases(at->sla)[row], at->event);
    uint32_t warnings = revops__sla_cases(at->sla)[row].warning_count;
    record->warned = record->warned < warnings ? record->warned : (uint8_t)warnings;
    if (record->state == REVOPS_SLA_BREACHED) {
        record->row = (uint16_t)row; /* the verdict stays */
        record->calendar = calendar;
        record->unit = revops__sla_cases(at->sla)[row].unit;
        revops__sla_use_more(at->sla, record);
        record->target = revops__sla_cases(at->sla)[row].target;
        return;
    }
    revops__sla_promise(at->sla, record, row, calendar, 0, record->started_ms);
    revops__sla_days_begin(at->calendars, record);
    sla_unwarn(at);
    sla_renew(at);
}

/* The earlier of the deadline and that of the new target from the change on. */
static void sla_tighten_case(revops__sla_work *at, uint32_t row)
{
    revops_sla_record *record = at->record, tight = *record;
    if (record->state == REVOPS_SLA_BREACHED) {
        return;
    }
    revops__sla_promise(at->sla, &tight, row,
                        revops__sla_calendar_of(&revops__sla_cases(at->sla)[row], at->event),
                        record->consumed_ms, record->since_ms);
    tight.warned = 0; /* no share of the new promise is behind */
    revops__sla_days_begin(at->calendars, &tight);
    revops_sla_record running = sla_as_running(&tight);
    if (revops__sla_deadline(at->sla, at->calendars, &running) < sla_deadline_if_running(at, record)) {
        *record = tight;
        sla_renew(at);
    }
}

static void sla_change_case(revops__sla_work *at)
{
    revops_sla_record *record = at->record;
    uint32_t row = revops__sla_match(at, at->sla);
    if (row == record->held_row) {
        return;
    }
    record->held_row = (uint16_t)row;
    /* In the very instant of the start the case is chosen anew. */
    uint32_t change = record->started_ms == at->event->at_ms && row != REVOPS_SLA_NO_CASE
                          ? (uint32_t)REVOPS_SLA_MOVE
                          : revops__sla_clocks(at->sla)[at->clock].when_it_changes;
    switch ((enum revops_sla_changes)change) {
    case REVOPS_SLA_KEEP:
        break;
    case REVOPS_SLA_MOVE:
        if (row == REVOPS_SLA_NO_CASE) {
            revops__sla_finish(at, REVOPS_SLA_CANCELLED, REVOPS_SLA_EFFECT_CANCELLED);
        } else if (row != record->row) {
            sla_move_case(at, row);
        }
        break;
    case REVOPS_SLA_TIGHTEN:
        if (row != REVOPS_SLA_NO_CASE) {
            sla_tighten_case(at, row);
        }
        break;
    }
}

void revops__sla_look(revops__sla_work *at)
{
    revops_sla_record *record = at->record;
    uint32_t looks = revops__sla_clocks(at->sla)[at->clock].looks, row = record->row;
    int64_t deadline_ms = record->deadline_ms;
    if (at->event->flags & REVOPS_SLA_UNCHANGED) {
        return;
    }
    if (looks & REVOPS__SLA_LOOKS_CALENDAR) {
        sla_change_calendar(at);
    }
    if (looks & REVOPS__SLA_LOOKS_CASE) {
        sla_change_case(at);
    }
    if (revops__sla_is_open(record) && (record->row != row || record->deadline_ms != deadline_ms)) {
        revops__sla_tell(at, REVOPS_SLA_EFFECT_RETARGETED, at->event->at_ms, record->count);
    }
}

/* The deadline stays; the target is what is consumed and open until then. A run
 * that stands still keeps its target. */
static void sla_keep_promise(revops__sla_work *at, uint32_t row, uint16_t calendar)
{
    revops_sla_record *record = at->record;
    record->row = (uint16_t)row;
    record->calendar = calendar;
    if (record->state == REVOPS_SLA_RUNNING && record->unit != REVOPS_CALENDAR_UNIT_ELAPSED) {
        record->unit = calendar ? REVOPS_CALENDAR_UNIT_OPEN : REVOPS_CALENDAR_UNIT_ELAPSED;
        if (record->deadline_ms != REVOPS_SLA_NEVER_MS) {
            record->target =
                record->consumed_ms - record->base_ms +
                revops__sla_between(at->calendars, record, record->since_ms, record->deadline_ms);
        }
        record->flags |= REVOPS_SLA_KEPT;
    } else {
        record->unit = record->unit == REVOPS_CALENDAR_UNIT_OPEN && !calendar
                           ? (uint8_t)REVOPS_CALENDAR_UNIT_ELAPSED
                       : record->unit == REVOPS_CALENDAR_UNIT_BUSINESS_DAYS && !calendar
                           ? (uint8_t)REVOPS_CALENDAR_UNIT_DAYS
                           : record->unit;
    }
    sla_renew(at);
}

int revops__sla_is_unchanged(const revops__sla_work *at, const revops_sla *to,
                             revops__sla_calendars to_calendars, revops_sla_change promises)
{
    const revops_sla_record *record = at->record;
    uint32_t row = at->clock < to->clock_count ? revops__sla_match(at, to) : (uint32_t)REVOPS_SLA_NO_CASE;
    if (row == REVOPS_SLA_NO_CASE || row != record->row || row != record->held_row ||
        (promises == REVOPS_SLA_MOVE && record->flags & REVOPS_SLA_KEPT)) {
        return 0;
    }
    const revops__sla_case *was = &revops__sla_cases(at->sla)[row], *is = &revops__sla_cases(to)[row];
    const revops__sla_clock *clock = &revops__sla_clocks(at->sla)[at->clock],
                            *to_clock = &revops__sla_clocks(to)[at->clock];
    if (was->target != is->target || was->unit != is->unit || was->warning_count != is->warning_count ||
        memcmp(was->warn_bp, is->warn_bp, sizeof was->warn_bp) != 0 ||
        memcmp(clock, to_clock, sizeof *clock) != 0 ||
        record->calendar != revops__sla_calendar_of(is, at->event)) {
        return 0;
    }
    const revops_calendar *calendar = revops__sla_own_calendar(at->calendars, record),
                          *to_calendar = revops__sla_own_calendar(to_calendars, record);
    return calendar == to_calendar || (calendar && to_calendar && calendar->size == to_calendar->size &&
                                       memcmp(calendar, to_calendar, calendar->size) == 0);
}

void revops__sla_move(revops__sla_work *at, const revops_sla *to, revops__sla_calendars to_calendars,
                      revops_sla_change promises)
{
    revops_sla_record *record = at->record;
    uint32_t row = at->clock < to->clock_count ? revops__sla_match(at, to) : (uint32_t)REVOPS_SLA_NO_CASE;
    if (row == REVOPS_SLA_NO_CASE) {
        if (revops__sla_is_open(record)) {
            revops__sla_finish(at, REVOPS_SLA_CANCELLED, REVOPS_SLA_EFFECT_CANCELLED);
        }
        record->row = REVOPS_SLA_NO_CASE;
        record->held_row = REVOPS_SLA_NO_CASE;
        record->calendar = 0; /* of the earlier policy */
        record->unit = REVOPS_CALENDAR_UNIT_ELAPSED;
        record->warned = 0;
        return;
    }
    const revops__sla_case *to_case = &revops__sla_cases(to)[row];
    uint16_t calendar = revops__sla_calendar_of(to_case, at->event);
    uint32_t old_row = record->row;
    int64_t deadline_ms = record->deadline_ms;
    int is_same =
        at->sla == to && at->calendars == to_calendars && record->row == row && record->calendar == calendar;
    int has_same_warnings = record->row != REVOPS_SLA_NO_CASE &&
                            memcmp(to_case->warn_bp, revops__sla_cases(at->sla)[record->row].warn_bp,
                                   sizeof to_case->warn_bp) == 0;
    if (!is_same && revops__sla_is_open(record)) {
        revops__sla_use_more(at->sla, record); /* its target is that of the earlier policy */
    }
    at->sla = to;
    at->calendars = to_calendars;
    record->held_row = (uint16_t)row;
    record->warned = record->warned < to_case->warning_count ? record->warned : to_case->warning_count;
    if (is_same) {
        return;
    }
    if (!revops__sla_is_open(record)) {
        if (record->row != REVOPS_SLA_NO_CASE) {
            record->row = (uint16_t)row;
            record->calendar = calendar;
            record->unit = to_case->unit;
            if (revops__sla_has_more(record)) {
                record->target = to_case->target;
            }
            revops__sla_days_begin(to_calendars, record);
        }
        return;
    }
    if (promises == REVOPS_SLA_KEEP) {
        sla_keep_promise(at, row, calendar);
    } else if (record->state != REVOPS_SLA_BREACHED && record->unit == to_case->unit &&
               record->target == to_case->target) {
        /* Only calendar or warnings are others: a promise made later than the start
     * stays one. */
        record->row = (uint16_t)row;
        record->calendar = calendar;
        record->flags &= (uint8_t)~REVOPS_SLA_KEPT;
        if (!has_same_warnings) {
            sla_unwarn(at);
        }
        sla_renew(at);
    } else {
        sla_move_case(at, row);
    }
    if (record->row != old_row || record->deadline_ms != deadline_ms) {
        revops__sla_tell(at, REVOPS_SLA_EFFECT_RETARGETED, at->event->at_ms, record->count);
    }
}

size_t revops__sla_run_on(const revops_sla *sla, revops__sla_calendars calendars,
                          const revops_sla_event *event, revops_sla_record *record,
                          revops_sla_effect *effects)
{
    revops__sla_work at = {sla, calendars, event, NULL, effects, 0, 0, record};
    if (!revops__sla_has_more(record)) {
        return 0;
    }
    if (record->flags & REVOPS_SLA_STANDING) {
        revops__sla_take(&at, REVOPS_SLA_RESUMES);
    }
    int has_paused = record->still_count > 0 || record->known_from_ms != record->started_ms;
    if (record->state == REVOPS_SLA_RUNNING && revops__sla_counts_days(record) && has_paused) {
        sla_keep_promise(&at, record->row, record->calendar); /* its dates can't be counted again */
    }
    record->answered_ms = 0;
    record->known_from_ms = record->started_ms;
    record->ran_day = 0;
    record->days = 0;
    record->still_count = 0;
    memset(record->still_from_ms, 0, sizeof record->still_from_ms);
    memset(record->still_until_ms, 0, sizeof record->still_until_ms);
    return at.effect_count;
}
