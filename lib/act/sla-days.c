/* SPDX-License-Identifier: MIT */
/* Day targets: the same reading on the n-th later date that counts [SL12,
   SEM25].

   Problem: a date after the start's doesn't count if the clock stood still in
   all of its open time (of calendar days: from midnight to midnight), and a
   deadline never lies within time stood still. Another calendar judges the
   dates anew.

   Record: `from_ms` is where the promise counts from. The latest pauses of the
   run are known one by one; of those before, which ended at `known_from_ms`,
   `days` dates up to `ran_day` counted.

   Algorithm: between two pauses the clock ran, and the dates from the first to the last one in which it ran count.
   The n-th date that counts is found by going over these few spans. If its local time lies within a pause, the next
   date that counts is taken. The calendar answers for dates, so nothing walks over days. */
#include <revops/sla.h>

#include "act/sla-internal.h"

/* A span in which the clock ran; without end, INT64_MAX. */
typedef struct sla_span {
    int64_t from_ms, until_ms;
} sla_span;

static int32_t sla_date(revops__sla_calendars calendars, const revops_sla_record *record, int64_t at_ms)
{
    const revops_calendar *calendar = revops__sla_own_calendar(calendars, record);
    int32_t day = 0;
    (void)!revops_calendar_date(calendar, at_ms, record->unit, &day); /* instants were seen to be in range */
    return day;
}

/* The first date from `day` on that may count, or that many later ones;
 * INT32_MAX where there is none. */
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
    if (end_day <= begin_day) {
        return 0;
    }
    if (record->unit == REVOPS_CALENDAR_UNIT_BUSINESS_DAYS) {
        (void)!revops_calendar_count_days(revops__sla_own_calendar(calendars, record), begin_day, end_day,
                                          &dates);
    }
    return dates;
}

/* The pauses before the known ones are forgotten, and they concern the
 * promise. */
static int sla_has_forgotten(const revops_sla_record *record)
{
    return revops__sla_has_more(record) && record->known_from_ms > record->from_ms;
}

/* The span with that number, of those since `known_from_ms`. */
static sla_span sla_span_at(const revops_sla_record *record, uint32_t number)
{
    uint32_t count = revops__sla_pause_count(record);
    int64_t from_ms = revops__sla_from(record), begin_ms = from_ms;
    if (revops__sla_has_more(record)) {
        begin_ms = number > 0 ? record->still_until_ms[number - 1] : record->known_from_ms;
    }
    sla_span span = {begin_ms, number < count ? record->still_from_ms[number] : INT64_MAX};
    if (begin_ms == REVOPS_TIME_NONE) {
        span.from_ms = INT64_MAX; /* it stands still */
    } else if (begin_ms < from_ms) {
        span.from_ms = from_ms;
    }
    return span;
}

/* The first and the last date in which it ran, of a span; the last of one
   without end is INT32_MAX. Returns whether there is any. */
static int sla_dates_of(revops__sla_calendars calendars, const revops_sla_record *record, sla_span span,
                        int32_t *first, int32_t *last)
{
    const revops_calendar *calendar = revops__sla_own_calendar(calendars, record);
    int is_business = record->unit == REVOPS_CALENDAR_UNIT_BUSINESS_DAYS;
    int64_t last_ms = span.until_ms - 1, start_ms, end_ms;
    if (span.from_ms >= span.until_ms ||
        (is_business && revops_calendar_add(calendar, span.from_ms, 0, REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN,
                                            &span.from_ms) != REVOPS_OK) ||
        span.from_ms >= span.until_ms) {
        return 0;
    }
    *first = sla_date(calendars, record, span.from_ms);
    *last = INT32_MAX;
    if (span.until_ms == INT64_MAX) {
        return 1;
    }
    if (is_business) {
        (void)!revops_calendar_add(calendar, span.until_ms, -1, REVOPS_CALENDAR_AT_CLOSE_STAY, &last_ms);
    }
    *last = sla_date(calendars, record, last_ms);
    if (is_business &&
        revops_calendar_bounds(calendar, *last + 1, record->unit, &start_ms, &end_ms) == REVOPS_OK &&
        start_ms <= last_ms) {
        ++*last; /* hours that overlap those of the date before */
    }
    return 1;
}

/* Counts the dates of a span after the last one counted. */
static void sla_settle(revops__sla_calendars calendars, revops_sla_record *record, sla_span span)
{
    int32_t first, last;
    if (!sla_dates_of(calendars, record, span, &first, &last) || last <= record->ran_day) {
        return;
    }
    first = first > record->ran_day ? first : record->ran_day + 1;
    record->days += (uint32_t)sla_dates_between(calendars, record, first, last + 1);
    record->ran_day = last;
}

void revops__sla_days_begin(revops__sla_calendars calendars, revops_sla_record *record)
{
    if (sla_has_forgotten(record) && revops__sla_counts_days(record)) {
        sla_span span = {record->from_ms, record->known_from_ms};
        record->ran_day = sla_date(calendars, record, record->from_ms);
        record->days = 0;
        sla_settle(calendars, record, span);
    }
}

/* Takes away the last pause that is known. */
static void sla_drop_last(revops_sla_record *record)
{
    record->still_count--;
    record->still_from_ms[record->still_count] = 0;
    record->still_until_ms[record->still_count] = 0;
}

/* Forgets the earliest pause; the dates before it are counted. */
static void sla_forget(revops__sla_calendars calendars, revops_sla_record *record)
{
    if (revops__sla_counts_days(record)) {
        if (!sla_has_forgotten(record)) {
            record->ran_day = sla_date(calendars, record, record->from_ms);
            record->days = 0;
        }
        sla_settle(calendars, record, sla_span_at(record, 0));
    }
    record->known_from_ms = record->still_until_ms[0];
    for (uint32_t i = 0; i + 1 < record->still_count; i++) {
        record->still_from_ms[i] = record->still_from_ms[i + 1];
        record->still_until_ms[i] = record->still_until_ms[i + 1];
    }
    sla_drop_last(record);
}

void revops__sla_days_stop(const revops_sla *sla, revops__sla_calendars calendars, revops_sla_record *record,
                           int64_t at_ms)
{
    revops__sla_use_more(sla, record);
    uint32_t count = record->still_count;
    if (count > 0 && record->still_until_ms[count - 1] == at_ms) {
        record->still_until_ms[count - 1] = REVOPS_TIME_NONE; /* one pause with the one before it */
        return;
    }
    if (count == REVOPS_SLA_PAUSES_MAX) {
        sla_forget(calendars, record);
    }
    record->still_from_ms[record->still_count] = at_ms;
    record->still_until_ms[record->still_count++] = REVOPS_TIME_NONE;
}

void revops__sla_days_go(revops_sla_record *record, int64_t at_ms)
{
    uint32_t last = record->still_count - 1;
    record->still_until_ms[last] = at_ms;
    if (record->still_from_ms[last] == at_ms) {
        sla_drop_last(record); /* no time passed */
    }
}

/* The n-th date that counts; INT32_MAX where there is none. */
static int32_t sla_nth_date(revops__sla_calendars calendars, const revops_sla_record *record, int64_t number)
{
    uint32_t count = revops__sla_pause_count(record);
    int32_t after = sla_date(calendars, record, revops__sla_from(record));
    if (sla_has_forgotten(record)) {
        after = record->ran_day > after ? record->ran_day : after;
        number -= record->days;
    }
    if (number <= 0) {
        return after; /* one of those with forgotten pauses */
    }
    for (uint32_t i = 0; i <= count; i++) {
        int32_t first, last;
        if (!sla_dates_of(calendars, record, sla_span_at(record, i), &first, &last) || last <= after) {
            continue;
        }
        first = first > after ? first : after + 1;
        int64_t dates = last == INT32_MAX ? INT64_MAX : sla_dates_between(calendars, record, first, last + 1);
        if (number <= dates) {
            return sla_date_from(calendars, record, first, number - 1);
        }
        number -= dates;
        after = last;
    }
    return INT32_MAX;
}

/* An instant within the first so many pauses. */
static int sla_stood_still(const revops_sla_record *record, int64_t at_ms, uint32_t count)
{
    if (sla_has_forgotten(record) && at_ms < record->known_from_ms) {
        return 1; /* else it would have been missed then */
    }
    for (uint32_t i = 0; i < count; i++) {
        if (at_ms >= record->still_from_ms[i] && at_ms < record->still_until_ms[i]) {
            return 1;
        }
    }
    return 0;
}

int64_t revops__sla_days_deadline(const revops_sla *sla, revops__sla_calendars calendars,
                                  const revops_sla_record *record, uint32_t pause_count)
{
    const revops_calendar *calendar = revops__sla_own_calendar(calendars, record);
    int at_close = revops__sla_clocks(sla)[revops__sla_cases(sla)[record->row].clock].at_close;
    int64_t from_ms = revops__sla_from(record), target = revops__sla_target(sla, record);
    int32_t start_day = sla_date(calendars, record, from_ms);
    /* Each pause has few dates that count and the reading of which it covers. */
    int64_t settled = sla_has_forgotten(record) ? (int64_t)record->days : 0;
    for (int64_t number = target > settled ? target : settled;; number++) {
        int64_t at_ms;
        int32_t day = sla_nth_date(calendars, record, number);
        if (day == INT32_MAX ||
            revops_calendar_deadline(calendar, from_ms,
                                     sla_dates_between(calendars, record, start_day + 1, day + 1),
                                     record->unit, (uint32_t)at_close, &at_ms) != REVOPS_OK) {
            return REVOPS_SLA_NEVER_MS;
        }
        if (!sla_stood_still(record, at_ms, pause_count)) {
            return at_ms;
        }
    }
}
