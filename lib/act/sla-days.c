/* SPDX-License-Identifier: MIT */
/* Day targets: the same reading on the n-th later date that counts [SL12,
   SEM25].

   Problem: a date after the start's doesn't count if the clock stood still in
   all of its open time (of calendar days: from midnight to midnight), and a
   deadline never lies within time stood still. The pauses of a run are not
   kept.

   Record: `from_ms` is where the promise counts from; the run last stood still
   from `still_from_ms` to `still_until_ms`, and has run since. `ran_day` is the
   last date in which it had run when it last began to stand still (the start's
   date before that), `days` the number of dates after the start's up to there
   that count.

   Algorithm: when the clock begins to stand still, the dates from the first to
   the last one in which it ran since it ran on count. The deadline lies on the
   (target − days)-th date from the first date after `ran_day` in which it runs;
   if that instant lies within time stood still, on the next date. Where a run
   that wasn't missed runs on, whatever lies before is within time stood still;
   after a change it is the last pause. The calendar answers for dates, so
   nothing walks over days. */
#include <revops/sla.h>

#include "act/sla-internal.h"

static int32_t sla_date(revops__sla_calendars calendars, const revops_sla_record *record, int64_t at_ms)
{
    const revops_calendar *calendar = revops__sla_own_calendar(calendars, record);
    int32_t day = 0;
    (void)!revops_calendar_date(calendar, at_ms, record->unit, &day); /* instants were seen to be in range */
    return day;
}

/* The first date from `day` on that may count; INT32_MAX where there is none.
 */
static int32_t sla_date_from(revops__sla_calendars calendars, const revops_sla_record *record, int32_t day,
                             int64_t later)
{
    int32_t found = INT32_MAX;
    if (record->unit == REVOPS_CALENDAR_UNIT_DAYS) {
        return later <= 2 * REVOPS__SLA_DAY_LIMIT ? day + (int32_t)later : INT32_MAX;
    }
    const revops_calendar *calendar = revops__sla_own_calendar(calendars, record);
    if (revops_calendar_add_days(calendar, day, later, REVOPS_CALENDAR_ROLL_FORWARD, &found) != REVOPS_OK) {
        return INT32_MAX;
    }
    return found;
}

/* Dates that may count from one on, until before another. */
static int64_t sla_dates_between(revops__sla_calendars calendars, const revops_sla_record *record,
                                 int32_t begin_day, int32_t end_day)
{
    int64_t dates = (int64_t)end_day - begin_day;
    if (record->unit == REVOPS_CALENDAR_UNIT_BUSINESS_DAYS) {
        (void)!revops_calendar_count_days(revops__sla_own_calendar(calendars, record), begin_day, end_day,
                                          &dates);
    }
    return dates;
}

/* Since when it runs. */
static int64_t sla_runs_since(const revops_sla_record *record)
{
    return record->flags & REVOPS_SLA_HAS_STOOD ? record->still_until_ms : record->from_ms;
}

/* The first date in which a clock that runs from an instant has run; INT32_MAX
 * where there is none. */
static int32_t sla_first_run_date(revops__sla_calendars calendars, const revops_sla_record *record,
                                  int64_t from_ms, int64_t until_ms)
{
    if (record->unit == REVOPS_CALENDAR_UNIT_BUSINESS_DAYS &&
        revops_calendar_add(revops__sla_own_calendar(calendars, record), from_ms, 0,
                            REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN, &from_ms) != REVOPS_OK) {
        return INT32_MAX;
    }
    return from_ms < until_ms ? sla_date(calendars, record, from_ms) : INT32_MAX;
}

/* Counts the dates in which it ran. */
static void sla_settle(revops__sla_calendars calendars, revops_sla_record *record, int64_t from_ms,
                       int64_t until_ms)
{
    int32_t first = sla_first_run_date(calendars, record, from_ms, until_ms);
    int64_t last_ms = until_ms - 1;
    if (first == INT32_MAX) {
        return;
    }
    if (record->unit == REVOPS_CALENDAR_UNIT_BUSINESS_DAYS) {
        (void)!revops_calendar_add(revops__sla_own_calendar(calendars, record), until_ms, -1,
                                   REVOPS_CALENDAR_AT_CLOSE_STAY, &last_ms);
    }
    int32_t last = sla_date(calendars, record, last_ms);
    first = first > record->ran_day ? first : record->ran_day + 1;
    if (last >= first) {
        record->days += (uint32_t)sla_dates_between(calendars, record, first, last + 1);
        record->ran_day = last;
    }
}

void revops__sla_days_begin(revops__sla_calendars calendars, revops_sla_record *record)
{
    if (!revops__sla_counts_days(record)) {
        return;
    }
    record->ran_day = sla_date(calendars, record, record->from_ms);
    record->days = 0;
    if (record->flags & REVOPS_SLA_HAS_STOOD) {
        sla_settle(calendars, record, record->from_ms, record->still_from_ms);
    }
}

void revops__sla_days_stop(revops__sla_calendars calendars, revops_sla_record *record, int64_t at_ms)
{
    int64_t since_ms = sla_runs_since(record);
    if (since_ms == at_ms && record->flags & REVOPS_SLA_HAS_STOOD) {
        record->still_until_ms = REVOPS_TIME_NONE; /* one pause with the one before it */
        return;
    }
    if (revops__sla_counts_days(record)) {
        sla_settle(calendars, record, since_ms, at_ms);
    }
    record->flags |= REVOPS_SLA_HAS_STOOD;
    record->still_from_ms = at_ms;
    record->still_until_ms = REVOPS_TIME_NONE;
}

void revops__sla_days_go(revops_sla_record *record, int64_t at_ms)
{
    record->still_until_ms = at_ms;
}

int64_t revops__sla_days_deadline(const revops_sla *sla, revops__sla_calendars calendars,
                                  const revops_sla_record *record, int64_t skip_from_ms,
                                  int64_t skip_until_ms)
{
    const revops_calendar *calendar = revops__sla_own_calendar(calendars, record);
    int at_close = revops__sla_clocks(sla)[revops__sla_cases(sla)[record->row].clock].at_close;
    int64_t since_ms = sla_runs_since(record), remaining = record->target - (int64_t)record->days;
    int32_t start_day = sla_date(calendars, record, record->from_ms);
    int32_t next = sla_first_run_date(calendars, record, since_ms, INT64_MAX), day = record->ran_day;
    next = next > record->ran_day ? next : record->ran_day + 1;
    if (remaining > 0) {
        day = next == INT32_MAX ? next : sla_date_from(calendars, record, next, remaining - 1);
    }
    for (;;) {
        int64_t at_ms, dates;
        if (day == INT32_MAX) {
            return REVOPS_SLA_NEVER_MS;
        }
        dates = sla_dates_between(calendars, record, start_day + 1, day + 1);
        if (revops_calendar_deadline(calendar, record->from_ms, dates, record->unit, (uint32_t)at_close,
                                     &at_ms) != REVOPS_OK) {
            return REVOPS_SLA_NEVER_MS;
        }
        if (at_ms < skip_from_ms || at_ms >= skip_until_ms) {
            return at_ms;
        }
        day = sla_date_from(calendars, record, day < next ? next : day + 1,
                            0); /* not within time stood still */
    }
}
