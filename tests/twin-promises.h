/* SPDX-License-Identifier: MIT */
/* The naive reading of promises: it keeps every pause of a run, looks at every minute of every date, and reads its
   deadlines anew from the definitions each time (SL12, SL13, SL16, SL17, SEM3, SEM16, SEM25). */
#ifndef REVOPS_TESTS_TWIN_PROMISES_H
#define REVOPS_TESTS_TWIN_PROMISES_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <revops/revops.h>

#include "sla-plain.h"
#include "twin-offices.h"

#define MUST(condition)                                                                                      \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            fprintf(stderr, "%s:%d: stream %d, event %d: %s doesn't hold\n", __FILE__, __LINE__, stream,     \
                    event_number, #condition);                                                               \
            print_stream();                                                                                  \
            exit(EXIT_FAILURE);                                                                              \
        }                                                                                                    \
    } while (0)

enum { CLOCKS = 3, ROWS_MOST = 9, EFFECTS_MOST = 4096, PAUSES_MOST = 64, EVENTS_MOST = 64 };

static int stream, event_number;

typedef struct twin_event {
    int64_t at_ms;
    uint32_t signal, priority, owner, owner_calendar, lead_calendar, cycle, flags;
    int change, version; /* of policy: 0 or a revops_sla_change; calendars from then on */
} twin_event;

typedef struct twin_run {
    int state, standing, answered, kept;
    uint32_t row, held, count, warned, owner, cycle;
    int calendar, idle_meetings, idle_starts;
    uint32_t unit;
    int64_t target, started_ms, since_ms, from_ms, consumed_ms, base_ms, answered_ms, deadline_ms, idle_at_ms;
    int64_t pauses[PAUSES_MOST][2]; /* the last until INT64_MAX while it stands still or is over */
    int pause_count;
} twin_run;

static plain_row rows[ROWS_MOST];
static uint32_t row_count;
static twin_run runs[CLOCKS];
static twin_event events[EVENTS_MOST];
static int version;
static revops_sla_effect told[EFFECTS_MOST];
static int told_count;

static void print_stream(void);

/* ---- time ---- */

static const plain_row *clock_of(int i)
{
    return &rows[i]; /* the first row of each clock says what the clock is */
}

static int is_open_run(const twin_run *run)
{
    return run->state == REVOPS_SLA_RUNNING || run->state == REVOPS_SLA_PAUSED ||
           run->state == REVOPS_SLA_BREACHED;
}

static int counts_days(const twin_run *run)
{
    return run->unit == REVOPS_CALENDAR_UNIT_BUSINESS_DAYS || run->unit == REVOPS_CALENDAR_UNIT_DAYS;
}

static const office *office_of(const twin_run *run)
{
    return &offices[version][run->calendar ? run->calendar - 1 : OFFICES];
}

/* Own time between two instants. */
static int64_t own_ms(const twin_run *run, int64_t from_ms, int64_t until_ms)
{
    if (run->unit == REVOPS_CALENDAR_UNIT_ELAPSED || run->calendar == 0) {
        return until_ms - from_ms;
    }
    return office_open_ms(office_of(run), until_ms) - office_open_ms(office_of(run), from_ms);
}

static int moves_to_opening(const twin_run *run, int i)
{
    return clock_of(i)->at_close && !run->kept &&
           (run->unit == REVOPS_CALENDAR_UNIT_OPEN || run->unit == REVOPS_CALENDAR_UNIT_BUSINESS_DAYS);
}

/* When so much is consumed, from `since_ms` on. */
static int64_t reaches(const twin_run *run, int i, int64_t threshold_ms)
{
    int64_t rest_ms = threshold_ms - run->consumed_ms;
    if (rest_ms < 0) {
        return run->since_ms; /* overdue */
    }
    if (run->unit == REVOPS_CALENDAR_UNIT_ELAPSED || run->calendar == 0) {
        return run->since_ms + rest_ms;
    }
    int64_t at_ms = office_reach(office_of(run), run->since_ms, rest_ms);
    return moves_to_opening(run, i) ? office_next_open(office_of(run), at_ms) : at_ms;
}

static int stood_still(const twin_run *run, int64_t at_ms, int pauses)
{
    for (int i = 0; i < pauses; i++) {
        if (at_ms >= run->pauses[i][0] && at_ms < run->pauses[i][1]) {
            return 1;
        }
    }
    return 0;
}

/* Whether it stood still in all of a span. */
static int stood_through(const twin_run *run, int64_t from_ms, int64_t until_ms)
{
    while (from_ms < until_ms) {
        int64_t next_ms = from_ms;
        for (int i = 0; i < run->pause_count; i++) {
            if (from_ms >= run->pauses[i][0] && from_ms < run->pauses[i][1]) {
                next_ms = run->pauses[i][1];
            }
        }
        if (next_ms == from_ms) {
            return 0;
        }
        from_ms = next_ms;
    }
    return 1;
}

/* Whether a later date counts: minute by minute. */
static int date_counts(const twin_run *run, int64_t day)
{
    const office *of = office_of(run);
    int is_business = run->unit == REVOPS_CALENDAR_UNIT_BUSINESS_DAYS;
    if (is_business && !office_hours(of, day)) {
        return 0;
    }
    for (int64_t minute = (day - 1) * 1440; minute < (day + 4) * 1440; minute++) {
        int64_t local_min = office_local_min(of, minute);
        int belongs = is_business ? office_within(of, local_min, day) : local_min / 1440 == day;
        if (belongs && !stood_through(run, minute * 60000, (minute + 1) * 60000)) {
            return 1;
        }
    }
    return 0;
}

static int64_t day_deadline(const twin_run *run, int i, int pauses)
{
    const office *of = office_of(run);
    int is_business = run->unit == REVOPS_CALENDAR_UNIT_BUSINESS_DAYS;
    int64_t start_day = office_date(of, run->from_ms, is_business), left = run->target;
    int64_t reading_ms =
        office_local_min(of, run->from_ms / 60000) * 60000 + run->from_ms % 60000 - start_day * REVOPS_DAY_MS;
    for (int64_t day = start_day + 1;; day++) {
        if (!date_counts(run, day) || --left > 0) {
            continue;
        }
        int64_t at_ms = office_instant(of, day * REVOPS_DAY_MS +
                                               (is_business ? office_clip(of, day, reading_ms) : reading_ms));
        if (moves_to_opening(run, i)) {
            at_ms = office_next_open(of, at_ms);
        }
        if (!stood_still(run, at_ms, pauses)) {
            return at_ms > run->since_ms ? at_ms : run->since_ms;
        }
    }
}

static int64_t deadline_of(const twin_run *run, int i)
{
    return counts_days(run) ? day_deadline(run, i, run->pause_count)
                            : reaches(run, i, run->base_ms + run->target);
}

/* The consumption at which a warning is due; INT64_MAX for none. */
static int64_t threshold_of(const twin_run *run, uint32_t number, int64_t deadline_ms)
{
    const plain_row *row = &rows[run->row];
    int64_t target_ms = run->target;
    if (number >= REVOPS_SLA_WARNINGS_MAX || row->warn_bp[number] == 0) {
        return INT64_MAX;
    }
    if (counts_days(run)) {
        target_ms = run->consumed_ms - run->base_ms + own_ms(run, run->since_ms, deadline_ms);
    }
    return target_ms == 0 ? INT64_MAX : run->base_ms + (target_ms * row->warn_bp[number] + 9999) / 10000;
}

static void consume(twin_run *run, int64_t at_ms)
{
    if (!run->standing) {
        run->consumed_ms += own_ms(run, run->since_ms, at_ms);
    } else if (run->answered) {
        run->answered_ms += own_ms(run, run->since_ms, at_ms);
    }
    run->since_ms = at_ms;
}

static void say(int i, revops_sla_effect_kind kind, int64_t at_ms, uint32_t detail)
{
    const twin_run *run = &runs[i];
    revops_sla_effect *effect = &told[told_count++];
    MUST(told_count < EFFECTS_MOST);
    memset(effect, 0, sizeof *effect);
    effect->at_ms = at_ms;
    effect->started_ms = run->started_ms;
    effect->due_ms = run->deadline_ms;
    effect->consumed_ms = run->consumed_ms;
    effect->owner = run->owner;
    effect->detail = detail;
    effect->kind = (uint16_t)kind;
    effect->clock = (uint16_t)i;
    effect->row = (uint16_t)run->row;
}

/* Whatever falls due before an instant. */
static void fire(int i, int64_t before_ms)
{
    twin_run *run = &runs[i];
    while (run->state == REVOPS_SLA_RUNNING) {
        int64_t threshold_ms = threshold_of(run, run->warned, run->deadline_ms), due_ms = run->deadline_ms;
        int warns = threshold_ms != INT64_MAX;
        if (warns && reaches(run, i, threshold_ms) < due_ms) {
            due_ms = reaches(run, i, threshold_ms);
        }
        if (due_ms >= before_ms) {
            return;
        }
        consume(run, due_ms);
        if (warns) {
            say(i, REVOPS_SLA_EFFECT_WARNED, due_ms, rows[run->row].warn_bp[run->warned++]);
        } else {
            run->state = REVOPS_SLA_BREACHED;
            say(i, REVOPS_SLA_EFFECT_BREACHED, due_ms, run->count);
        }
    }
}

/* ---- what happens to a run ---- */

static void stop(twin_run *run, int64_t at_ms)
{
    if (run->pause_count > 0 && run->pauses[run->pause_count - 1][1] >= at_ms) {
        run->pauses[run->pause_count - 1][1] = INT64_MAX;
        return;
    }
    run->pauses[run->pause_count][0] = at_ms;
    run->pauses[run->pause_count++][1] = INT64_MAX;
}

static void end(int i, int state, revops_sla_effect_kind kind, int64_t at_ms)
{
    twin_run *run = &runs[i];
    stop(run, at_ms);
    run->state = state;
    run->standing = run->answered = run->kept = 0;
    say(i, kind, at_ms, run->count);
}

static uint32_t row_for(int i, const twin_event *event)
{
    for (uint32_t n = 0; n < row_count; n++) {
        if (rows[n].clock == (uint32_t)i && (!rows[n].is[0] || rows[n].is[0] == event->priority)) {
            return n;
        }
    }
    return REVOPS_SLA_NO_CASE;
}

static int calendar_for(uint32_t row, const twin_event *event)
{
    uint32_t of = rows[row].calendar_of == REVOPS_SLA_CALENDAR_OF_LEAD    ? event->lead_calendar
                  : rows[row].calendar_of == REVOPS_SLA_CALENDAR_OF_OWNER ? event->owner_calendar
                                                                          : 0;
    return (int)(of ? of : rows[row].calendar);
}

static void go_on(int i)
{
    twin_run *run = &runs[i];
    if (run->pause_count > 0) {
        run->pauses[run->pause_count - 1][1] = run->since_ms;
    }
    run->standing = run->answered = 0;
    run->state = run->state == REVOPS_SLA_PAUSED ? REVOPS_SLA_RUNNING : run->state;
    if (run->state == REVOPS_SLA_RUNNING) {
        run->deadline_ms = deadline_of(run, i);
    }
}

static void stand(int i, int64_t at_ms)
{
    twin_run *run = &runs[i];
    stop(run, at_ms);
    run->standing = 1;
    run->kept = 0;
    if (run->state == REVOPS_SLA_RUNNING) {
        run->state = REVOPS_SLA_PAUSED;
        run->deadline_ms = REVOPS_TIME_NONE;
    }
}

static void meet(int i, int64_t at_ms)
{
    twin_run *run = &runs[i];
    uint32_t needed = clock_of(i)->needed;
    if (++run->count >= (needed ? needed : 1)) {
        int late = run->state == REVOPS_SLA_BREACHED;
        end(i, late ? REVOPS_SLA_MET_LATE : REVOPS_SLA_MET,
            late ? REVOPS_SLA_EFFECT_MET_LATE : REVOPS_SLA_EFFECT_MET, at_ms);
    }
}

static void promise(twin_run *run, uint32_t row, int calendar, int64_t base_ms, int64_t from_ms)
{
    run->row = row;
    run->calendar = calendar;
    run->unit = rows[row].unit;
    run->target = rows[row].target;
    run->base_ms = base_ms;
    run->from_ms = from_ms;
    run->kept = 0;
}

/* `meets`: whether the event may count as a meeting, too. */
static void begin(int i, uint64_t bit, const twin_event *event, int meets)
{
    twin_run *run = &runs[i];
    uint32_t row = row_for(i, event);
    int meetings = run->idle_meetings, starts = run->idle_starts;
    if (row == REVOPS_SLA_NO_CASE) {
        return;
    }
    memset(run, 0, sizeof *run);
    run->state = REVOPS_SLA_RUNNING;
    run->started_ms = run->since_ms = run->idle_at_ms = event->at_ms;
    run->held = row;
    run->owner = event->owner;
    run->cycle = event->cycle;
    run->idle_starts = starts;
    promise(run, row, calendar_for(row, event), 0, event->at_ms);
    go_on(i);
    say(i, REVOPS_SLA_EFFECT_STARTED, event->at_ms, 0);
    if (meets && (bit & clock_of(i)->meet) && clock_of(i)->kind != REVOPS_SLA_REPEATING) {
        meet(i, event->at_ms);
    }
    for (; is_open_run(run) && meetings > 0; meetings--) {
        meet(i, event->at_ms);
    }
    run->idle_meetings = meetings;
    if (is_open_run(run) && (bit & clock_of(i)->pause)) {
        stand(i, event->at_ms);
        say(i, REVOPS_SLA_EFFECT_PAUSED, event->at_ms, run->count);
    }
}

static int may_start(int i, const twin_event *event)
{
    return clock_of(i)->kind == REVOPS_SLA_REPEATING || runs[i].state == REVOPS_SLA_NOT_STARTED ||
           runs[i].cycle != event->cycle;
}
static void start(int i, uint64_t bit, const twin_event *event, int meets)
{
    if (may_start(i, event)) {
        begin(i, bit, event, meets);
    }
}

/* The deadline if it ran on from now; what lies within the present pause is reached. */
static int64_t deadline_if_resumed(const twin_run *run, int i)
{
    twin_run copy = *run;
    if (!copy.standing) {
        return run->deadline_ms;
    }
    copy.pauses[copy.pause_count - 1][1] = copy.since_ms;
    copy.standing = 0;
    if (counts_days(&copy)) {
        return day_deadline(&copy, i, copy.pause_count - 1);
    }
    return deadline_of(&copy, i);
}

static twin_run resumed(const twin_run *run)
{
    twin_run copy = *run;
    if (copy.standing) {
        copy.pauses[copy.pause_count - 1][1] = copy.since_ms;
        copy.standing = 0;
    }
    return copy;
}

static void renew(int i)
{
    if (runs[i].state == REVOPS_SLA_RUNNING && !runs[i].kept) {
        runs[i].deadline_ms = deadline_of(&runs[i], i);
    }
}

static void move_to(int i, uint32_t row, const twin_event *event)
{
    twin_run *run = &runs[i];
    uint32_t behind = 0;
    if (run->state == REVOPS_SLA_BREACHED) {
        run->row = row;
        run->calendar = calendar_for(row, event);
        run->unit = rows[row].unit;
        run->target = rows[row].target;
        while (behind < run->warned && behind < REVOPS_SLA_WARNINGS_MAX && rows[row].warn_bp[behind]) {
            behind++;
        }
        run->warned = behind;
        return;
    }
    promise(run, row, calendar_for(row, event), 0, run->started_ms);
    twin_run copy = resumed(run);
    int64_t deadline_ms = deadline_of(&copy, i);
    while (behind < run->warned && threshold_of(&copy, behind, deadline_ms) <= run->consumed_ms) {
        behind++;
    }
    run->warned = behind;
    renew(i);
}

static void look(int i, const twin_event *event)
{
    twin_run *run = &runs[i];
    uint32_t row_before = run->row, row = row_for(i, event);
    int64_t deadline_before = run->deadline_ms;
    int calendar = calendar_for(run->row, event);
    if (calendar != run->calendar) {
        run->calendar = calendar;
        if (run->unit != REVOPS_CALENDAR_UNIT_ELAPSED) {
            run->kept = 0;
            renew(i);
        }
    }
    if (row != run->held) {
        uint32_t change = run->started_ms == event->at_ms && row != REVOPS_SLA_NO_CASE
                              ? (uint32_t)REVOPS_SLA_MOVE
                              : clock_of(i)->change;
        run->held = row;
        if (change == REVOPS_SLA_MOVE && row == REVOPS_SLA_NO_CASE) {
            end(i, REVOPS_SLA_CANCELLED, REVOPS_SLA_EFFECT_CANCELLED, event->at_ms);
            return;
        }
        if (change == REVOPS_SLA_MOVE && row != run->row) {
            move_to(i, row, event);
        } else if (change == REVOPS_SLA_TIGHTEN && row != REVOPS_SLA_NO_CASE &&
                   run->state != REVOPS_SLA_BREACHED) {
            twin_run tight = *run;
            promise(&tight, row, calendar_for(row, event), run->consumed_ms, event->at_ms);
            tight.warned = 0;
            twin_run copy = resumed(&tight);
            if (deadline_of(&copy, i) < deadline_if_resumed(run, i)) {
                *run = tight;
                renew(i);
            }
        }
    }
    if (run->row != row_before || run->deadline_ms != deadline_before) {
        say(i, REVOPS_SLA_EFFECT_RETARGETED, event->at_ms, run->count);
    }
}

/* What an event does to a run under way; returns whether its start still counts. */
static int act(int i, uint64_t bit, const twin_event *event)
{
    twin_run *run = &runs[i];
    const plain_row *clock = clock_of(i);
    consume(run, event->at_ms);
    if (event->flags & (REVOPS_SLA_FADED | REVOPS_SLA_MERGES)) {
        int faded = (event->flags & REVOPS_SLA_FADED) != 0;
        end(i, faded ? REVOPS_SLA_LAPSED : REVOPS_SLA_MERGED,
            faded ? REVOPS_SLA_EFFECT_LAPSED : REVOPS_SLA_EFFECT_MERGED, event->at_ms);
        return 0;
    }
    int handed = clock->hand_over == REVOPS_SLA_ANEW && run->owner && event->owner &&
                 run->owner != event->owner && !(bit & clock->meet);
    run->owner = handed ? run->owner : event->owner;
    if (bit & clock->meet) {
        meet(i, event->at_ms);
        int is_met = !is_open_run(run);
        while (!is_open_run(run) && run->idle_starts > 0) {
            run->idle_starts--;
            start(i, 0, event, 0);
        }
        if (is_met) {
            return 1;
        }
    }
    if (bit & clock->cancel) {
        end(i, REVOPS_SLA_CANCELLED, REVOPS_SLA_EFFECT_CANCELLED, event->at_ms);
        return 1;
    }
    if (handed) {
        end(i, REVOPS_SLA_CANCELLED, REVOPS_SLA_EFFECT_CANCELLED, event->at_ms);
        begin(i, 0, event, 0);
        return 0;
    }
    look(i, event);
    if (!is_open_run(run)) {
        return 1;
    }
    if (!run->standing && (bit & clock->pause)) {
        stand(i, event->at_ms);
        say(i, REVOPS_SLA_EFFECT_PAUSED, event->at_ms, run->count);
    } else if (run->standing && (bit & clock->resume)) {
        go_on(i);
        say(i, REVOPS_SLA_EFFECT_RESUMED, event->at_ms, run->count);
    } else if (run->standing && (bit & clock->answered)) {
        run->answered = 1;
    }
    if ((bit & clock->start) && (clock->flags & REVOPS_SLA_RESTARTS) && run->started_ms != event->at_ms) {
        end(i, REVOPS_SLA_CANCELLED, REVOPS_SLA_EFFECT_CANCELLED, event->at_ms);
        begin(i, bit, event, 0);
    } else if ((bit & clock->start) && clock->kind == REVOPS_SLA_REPEATING) {
        run->idle_starts++;
    }
    return 0;
}

#endif
