/* SPDX-License-Identifier: MIT */
/* What can happen to one clock [SL9, SEM3, SEM25].

   An event acts in a fixed order on a run under way: it lapses or is merged,
   else counts a meeting, else is ended, else is handed over, else is looked at
   for another case or calendar, then pauses or resumes. Where no run is under
   way, one is reopened or started. Meetings and starts of one instant that
   found nothing to do are kept in the record and are used by what later events
   of that instant begin or meet. */
#include <revops/sla.h>

#include <stddef.h>
#include <string.h>

#include "act/sla-internal.h"

static int sla_holds(const revops__sla_work *at, const revops__conditions *conditions, uint32_t index)
{
    const revops_texts *texts = at->columns
                                    ? at->columns[revops__condition_at(conditions, index)->attribute].texts
                                    : at->event->texts;
    return revops__condition_holds(conditions, index, at->event->attributes, texts);
}

uint32_t revops__sla_match(const revops__sla_work *at, const revops_sla *sla)
{
    const revops__sla_clock *own = &revops__sla_clocks(sla)[at->clock];
    const revops__sla_case *cases = revops__sla_cases(sla);
    const uint16_t *order = (const uint16_t *)revops__sla_at(sla, sla->order_at) + own->first;
    const revops__conditions *conditions = revops__sla_at(sla, sla->conditions_at);
    for (uint32_t i = 0; i < own->count; i++) {
        const revops__sla_case *row = &cases[order[i]];
        uint32_t met = 0;
        while (met < row->condition_count && at->event->attributes &&
               sla_holds(at, conditions, row->first_condition + met)) {
            met++;
        }
        if (met == row->condition_count) {
            return order[i];
        }
    }
    return REVOPS_SLA_NO_CASE;
}

uint16_t revops__sla_calendar_of(const revops__sla_case *row, const revops_sla_event *event)
{
    uint32_t calendar = 0;
    switch ((enum revops_sla_calendar_sources)row->calendar_of) {
    case REVOPS_SLA_CALENDAR_FIXED:
        break;
    case REVOPS_SLA_CALENDAR_OF_LEAD:
        calendar = event->lead_calendar;
        break;
    case REVOPS_SLA_CALENDAR_OF_OWNER:
        calendar = event->owner_calendar;
        break;
    }
    return calendar ? (uint16_t)calendar : row->calendar;
}

void revops__sla_promise(const revops_sla *sla, revops_sla_record *record, uint32_t row, uint16_t calendar,
                         int64_t base_ms, int64_t from_ms)
{
    record->row = (uint16_t)row;
    record->calendar = calendar;
    record->unit = revops__sla_cases(sla)[row].unit;
    record->flags &= (uint8_t)~REVOPS_SLA_KEPT;
    if (revops__sla_has_more(record) || base_ms != 0 || from_ms != record->started_ms) {
        revops__sla_use_more(sla, record);
        record->target = revops__sla_cases(sla)[row].target;
        record->base_ms = base_ms;
        record->from_ms = from_ms;
    }
}

void revops__sla_tell(revops__sla_work *at, revops_sla_effect_kind kind, int64_t at_ms, uint32_t detail)
{
    const revops_sla_record *record = at->record;
    size_t place = at->effect_count++;
    if (!at->effects) {
        return;
    }
    /* Insertion keeps the order of clocks at one instant; there are few, and
   * mostly sorted. */
    while (place > 0 && at->effects[place - 1].at_ms > at_ms) {
        at->effects[place] = at->effects[place - 1];
        place--;
    }
    revops_sla_effect *effect = &at->effects[place];
    effect->at_ms = at_ms;
    effect->started_ms = record->started_ms;
    effect->due_ms = record->deadline_ms;
    effect->consumed_ms = record->consumed_ms;
    effect->lead = 0;
    effect->owner = record->owner;
    effect->detail = detail;
    effect->reserved = 0;
    effect->kind = (uint16_t)kind;
    effect->clock = (uint16_t)at->clock;
    effect->row = record->row;
    effect->side = revops__sla_clocks(at->sla)[at->clock].side;
}

void revops__sla_fire(revops__sla_work *at, int64_t before_ms)
{
    revops_sla_record *record = at->record;
    while (record->state == REVOPS_SLA_RUNNING && record->due_ms < before_ms) {
        const revops__sla_case *row = &revops__sla_cases(at->sla)[record->row];
        int64_t due_ms = record->due_ms;
        revops__sla_consume(at->calendars, record, due_ms);
        record->flags |= REVOPS_SLA_PASSED;
        if (revops__sla_warns(at->sla, at->calendars, record)) {
            uint32_t share_bp = row->warn_bp[record->warned++];
            revops__sla_schedule(at->sla, at->calendars, record);
            revops__sla_tell(at, REVOPS_SLA_EFFECT_WARNED, due_ms, share_bp);
        } else {
            record->state = REVOPS_SLA_BREACHED;
            record->deadline_ms = due_ms;
            revops__sla_tell(at, REVOPS_SLA_EFFECT_BREACHED, due_ms, record->count);
        }
    }
}

static int64_t sla_now(const revops__sla_work *at)
{
    return at->event->at_ms;
}

/* Runs on from here; the caller tells of it. */
static void sla_run_on(revops__sla_work *at)
{
    revops_sla_record *record = at->record;
    record->flags &= (uint8_t) ~(REVOPS_SLA_STANDING | REVOPS_SLA_ANSWERED);
    if (record->state == REVOPS_SLA_PAUSED) {
        record->state = REVOPS_SLA_RUNNING;
    }
    if (record->state == REVOPS_SLA_RUNNING) {
        record->deadline_ms = revops__sla_deadline(at->sla, at->calendars, record);
        revops__sla_schedule(at->sla, at->calendars, record);
    }
}

static void sla_stand_still(revops__sla_work *at)
{
    revops_sla_record *record = at->record;
    revops__sla_days_stop(at->sla, at->calendars, record, sla_now(at));
    record->flags |= REVOPS_SLA_STANDING;
    record->flags &= (uint8_t)~REVOPS_SLA_KEPT;
    if (record->state == REVOPS_SLA_RUNNING) {
        record->state = REVOPS_SLA_PAUSED;
        record->deadline_ms = REVOPS_TIME_NONE;
    }
}

void revops__sla_finish(revops__sla_work *at, revops_sla_state state, revops_sla_effect_kind kind)
{
    revops_sla_record *record = at->record;
    if (!(record->flags & REVOPS_SLA_STANDING) &&
        revops__sla_clocks(at->sla)[at->clock].kind == REVOPS_SLA_RESOLUTION) {
        revops__sla_days_stop(at->sla, at->calendars, record, sla_now(at)); /* until it is reopened */
    }
    if (state != REVOPS_SLA_MET && state != REVOPS_SLA_MET_LATE) {
        record->unused_starts = 0; /* they found a run that isn't met [SEM3] */
    }
    record->state = (uint8_t)state;
    record->flags &= (uint8_t) ~(REVOPS_SLA_STANDING | REVOPS_SLA_ANSWERED | REVOPS_SLA_KEPT);
    revops__sla_tell(at, kind, sla_now(at), record->count);
}

/* Counts a meeting, which may finish the run. */
static void sla_meet(revops__sla_work *at)
{
    revops_sla_record *record = at->record;
    if (record->count < UINT16_MAX) {
        record->count++;
    }
    if (record->count < revops__sla_clocks(at->sla)[at->clock].needed) {
        return;
    }
    if (record->state == REVOPS_SLA_BREACHED) {
        revops__sla_finish(at, REVOPS_SLA_MET_LATE, REVOPS_SLA_EFFECT_MET_LATE);
    } else {
        revops__sla_finish(at, REVOPS_SLA_MET, REVOPS_SLA_EFFECT_MET);
    }
}

/* Starts a run of a case. */
static void sla_begin(revops__sla_work *at, uint32_t row, uint32_t parts)
{
    revops_sla_record *record = at->record;
    const revops_sla_event *event = at->event;
    if (revops__sla_has_more(record)) {
        memset(&record->target, 0, sizeof *record - offsetof(revops_sla_record, target));
    }
    record->since_ms = event->at_ms;
    record->consumed_ms = 0;
    record->started_ms = event->at_ms;
    record->cycle = event->cycle;
    record->owner = event->owner;
    record->held_row = (uint16_t)row;
    record->count = 0;
    record->state = REVOPS_SLA_RUNNING;
    record->warned = 0;
    record->flags &= REVOPS_SLA_IN_STILL;
    revops__sla_promise(at->sla, record, row,
                        revops__sla_calendar_of(&revops__sla_cases(at->sla)[row], event), 0, event->at_ms);
    sla_run_on(at);
    revops__sla_tell(at, REVOPS_SLA_EFFECT_STARTED, event->at_ms, 0);
    if (parts & REVOPS_SLA_MEETS && !revops__sla_repeats(&revops__sla_clocks(at->sla)[at->clock])) {
        sla_meet(at);
    }
    while (revops__sla_is_open(record) && record->unused_meetings > 0) {
        record->unused_meetings--;
        sla_meet(at);
    }
    if (revops__sla_is_open(record) && (parts & REVOPS_SLA_PAUSES || record->flags & REVOPS_SLA_IN_STILL)) {
        sla_stand_still(at);
        revops__sla_tell(at, REVOPS_SLA_EFFECT_PAUSED, event->at_ms, record->count);
    }
}

/* Whether the kind allows another run. */
static int sla_may_start(const revops__sla_work *at)
{
    const revops_sla_record *record = at->record;
    return revops__sla_repeats(&revops__sla_clocks(at->sla)[at->clock]) ||
           record->state == REVOPS_SLA_NOT_STARTED || record->cycle != at->event->cycle;
}

/* Starts a run if the kind and the lead's case allow it. */
static void sla_start(revops__sla_work *at, uint32_t parts)
{
    uint32_t row = revops__sla_match(at, at->sla);
    if (row != REVOPS_SLA_NO_CASE && sla_may_start(at)) {
        sla_begin(at, row, parts);
    }
}

/* Starts of this instant that found a run under way begin the next ones. */
static void sla_start_unused(revops__sla_work *at)
{
    revops_sla_record *record = at->record;
    while (record->unused_starts > 0 &&
           (record->state == REVOPS_SLA_MET || record->state == REVOPS_SLA_MET_LATE)) {
        record->unused_starts--;
        sla_start(at, 0);
    }
}

static void sla_reopen(revops__sla_work *at, uint32_t parts)
{
    revops_sla_record *record = at->record;
    record->state = record->state == REVOPS_SLA_MET ? REVOPS_SLA_RUNNING : REVOPS_SLA_BREACHED;
    record->flags &= (uint8_t)~REVOPS_SLA_PASSED;
    record->owner = at->event->owner;
    record->calendar = revops__sla_calendar_of(&revops__sla_cases(at->sla)[record->row], at->event);
    if (revops__sla_pause_count(record) == 0 ||
        record->still_until_ms[record->still_count - 1] != REVOPS_TIME_NONE) {
        /* It ended as a clock of another kind, under another policy. */
        revops__sla_days_stop(at->sla, at->calendars, record, sla_now(at));
    }
    if (parts & REVOPS_SLA_PAUSES || record->flags & REVOPS_SLA_IN_STILL) {
        record->flags |= REVOPS_SLA_STANDING; /* goes on since it was met */
        if (record->state == REVOPS_SLA_RUNNING) {
            record->state = REVOPS_SLA_PAUSED;
            record->deadline_ms = REVOPS_TIME_NONE;
        }
    } else {
        revops__sla_days_go(record, sla_now(at));
        sla_run_on(at);
    }
    revops__sla_tell(at, REVOPS_SLA_EFFECT_REOPENED, sla_now(at), record->count);
    revops__sla_look(at);
}

/* Whether the event hands the run over to another owner, for whom it starts
 * anew. */
static int sla_is_handed_over(const revops__sla_work *at, uint32_t parts)
{
    return revops__sla_clocks(at->sla)[at->clock].at_hand_over == REVOPS_SLA_ANEW &&
           at->record->owner != REVOPS_NONE && at->event->owner != REVOPS_NONE &&
           at->record->owner != at->event->owner && !(parts & REVOPS_SLA_MEETS);
}

static void sla_cancel_and_start(revops__sla_work *at, uint32_t parts)
{
    uint32_t row = revops__sla_match(at, at->sla);
    revops__sla_finish(at, REVOPS_SLA_CANCELLED, REVOPS_SLA_EFFECT_CANCELLED);
    if (row != REVOPS_SLA_NO_CASE) {
        sla_begin(at, row, parts);
    }
}

static void sla_pause_or_resume(revops__sla_work *at, uint32_t parts)
{
    revops_sla_record *record = at->record;
    if (!(record->flags & REVOPS_SLA_STANDING)) {
        if (parts & REVOPS_SLA_PAUSES) {
            sla_stand_still(at);
            revops__sla_tell(at, REVOPS_SLA_EFFECT_PAUSED, sla_now(at), record->count);
        }
    } else if (parts & REVOPS_SLA_RESUMES) {
        revops__sla_days_go(record, sla_now(at));
        sla_run_on(at);
        revops__sla_tell(at, REVOPS_SLA_EFFECT_RESUMED, sla_now(at), record->count);
    } else if (parts & REVOPS_SLA_ANSWERS) {
        record->flags |= REVOPS_SLA_ANSWERED;
    }
}

/* A start that finds a run under way: the next run of this instant. */
static void sla_keep_start(revops__sla_work *at)
{
    revops_sla_record *record = at->record;
    if (revops__sla_repeats(&revops__sla_clocks(at->sla)[at->clock]) && record->unused_starts < UINT16_MAX) {
        record->unused_starts++;
    }
}

/* What an event does to a run under way. Returns whether its start, if it is
 * one, still counts. */
static int sla_act(revops__sla_work *at, uint32_t parts)
{
    revops_sla_record *record = at->record;
    const revops__sla_clock *clock = &revops__sla_clocks(at->sla)[at->clock];
    revops__sla_consume(at->calendars, record, sla_now(at));
    if (at->event->flags & REVOPS_SLA_FADED) {
        revops__sla_finish(at, REVOPS_SLA_LAPSED, REVOPS_SLA_EFFECT_LAPSED);
        return 0;
    }
    if (at->event->flags & REVOPS_SLA_MERGES) {
        revops__sla_finish(at, REVOPS_SLA_MERGED, REVOPS_SLA_EFFECT_MERGED);
        return 0;
    }
    int is_handed_over = sla_is_handed_over(at, parts);
    if (!is_handed_over) {
        record->owner = at->event->owner;
    }
    if (parts & REVOPS_SLA_MEETS) {
        sla_meet(at);
        if (!revops__sla_is_open(record)) {
            sla_start_unused(at);
            return 1;
        }
    }
    if (parts & REVOPS_SLA_ENDS) {
        revops__sla_finish(at, REVOPS_SLA_CANCELLED, REVOPS_SLA_EFFECT_CANCELLED);
        return 1;
    }
    if (is_handed_over) {
        sla_cancel_and_start(at, 0);
        return 0;
    }
    revops__sla_look(at);
    if (!revops__sla_is_open(record)) {
        return 1;
    }
    sla_pause_or_resume(at, parts);
    if (parts & REVOPS_SLA_STARTS && clock->restarts && record->started_ms != sla_now(at)) {
        sla_cancel_and_start(at, parts & ~REVOPS_SLA_MEETS);
    } else if (parts & REVOPS_SLA_STARTS) {
        sla_keep_start(at);
    }
    return 0;
}

static int sla_is_reopened(const revops__sla_work *at, uint32_t parts)
{
    const revops_sla_record *record = at->record;
    const revops__sla_clock *clock = &revops__sla_clocks(at->sla)[at->clock];
    uint32_t reopens =
        clock->has_reopeners ? REVOPS_SLA_REOPENS : (uint32_t)(REVOPS_SLA_PAUSES | REVOPS_SLA_RESUMES);
    return revops__sla_may_reopen(clock) && (parts & reopens) != 0 &&
           (record->state == REVOPS_SLA_MET || record->state == REVOPS_SLA_MET_LATE) &&
           record->row != REVOPS_SLA_NO_CASE && record->cycle == at->event->cycle;
}

void revops__sla_take(revops__sla_work *at, uint32_t parts)
{
    revops_sla_record *record = at->record;
    if (parts & REVOPS_SLA_ENTERS_STILL) {
        parts |= record->flags & REVOPS_SLA_IN_STILL ? 0 : REVOPS_SLA_PAUSES;
        record->flags |= REVOPS_SLA_IN_STILL;
    } else if (parts & REVOPS_SLA_LEAVES_STILL) {
        parts |= record->flags & REVOPS_SLA_IN_STILL ? REVOPS_SLA_RESUMES : 0;
        record->flags &= (uint8_t)~REVOPS_SLA_IN_STILL;
    }
    if (revops__sla_is_open(record)) {
        int starts = sla_act(at, parts) && parts & REVOPS_SLA_STARTS;
        if (starts && revops__sla_is_open(record)) {
            sla_keep_start(at); /* a start before it has begun the next run already */
        } else if (starts) {
            sla_start(at, parts & ~REVOPS_SLA_MEETS); /* the run before has used it [SEM3] */
        }
        return;
    }
    if (sla_now(at) != record->since_ms) {
        record->since_ms = sla_now(at);
        record->flags &= (uint8_t)~REVOPS_SLA_PASSED;
        record->unused_meetings = 0;
        record->unused_starts = 0;
    }
    if (sla_is_reopened(at, parts)) {
        sla_reopen(at, parts);
    } else if (parts & REVOPS_SLA_STARTS && sla_may_start(at)) {
        sla_start(at, parts);
        if (parts & REVOPS_SLA_MEETS && revops__sla_repeats(&revops__sla_clocks(at->sla)[at->clock]) &&
            record->unused_meetings < UINT16_MAX) {
            record
                ->unused_meetings++; /* for the next run of this instant: none meets the run that it starts */
        }
    } else if (parts & REVOPS_SLA_MEETS && record->unused_meetings < UINT16_MAX) {
        record->unused_meetings++;
    }
}
