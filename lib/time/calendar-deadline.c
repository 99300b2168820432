/* SPDX-License-Identifier: MIT */
/* Targets of any unit [SL12]. Elapsed and open time are F's; days and business days are counted on paper, in local
   readings, and turned into instants at the end. */
#include "core/divide.h"
#include "time/calendar-internal.h"

/* An instant on paper: a date and a reading counted from its midnight. */
typedef struct deadline_reading {
    int64_t day, reading_ms;
} deadline_reading;

static int64_t deadline_offset(const revops_calendar *calendar, int64_t at_ms)
{
    const revops_zone *zone = calendar ? revops__calendar_zone(calendar) : NULL;
    int64_t next_ms;
    return zone ? revops__zone_at(zone, at_ms, &next_ms) * REVOPS_SECOND_MS : 0;
}

/* The instant of a reading; NONE out of range. */
static int64_t deadline_instant(const revops_calendar *calendar, int64_t local_ms, enum revops__folds fold)
{
    const revops_zone *zone = calendar ? revops__calendar_zone(calendar) : NULL;
    if (!revops__in_range(local_ms)) {
        return REVOPS_TIME_NONE;
    }
    int64_t at_ms = zone ? revops__zone_instant(zone, local_ms, fold) : local_ms;
    return revops__in_range(at_ms) ? at_ms : REVOPS_TIME_NONE;
}

/* The compiled lists, as the functions about hours read them. */
static revops_calendar_params deadline_lists(const revops_calendar *calendar)
{
    return (revops_calendar_params){
        .openings = revops__calendar_at(calendar, calendar->openings_at),
        .holidays = revops__calendar_at(calendar, calendar->holidays_at),
        .exceptions = revops__calendar_at(calendar, calendar->exceptions_at),
        .opening_count = calendar->opening_count,
        .opening_row_size = sizeof(revops_calendar_opening),
        .holiday_count = calendar->holiday_count,
        .exception_count = calendar->exception_count,
        .exception_row_size = sizeof(revops_calendar_exception),
    };
}

/* Whether hours that begin on a date hold a reading. */
static int deadline_holds(const revops_calendar_params *lists, int64_t day, int64_t reading_ms)
{
    revops__own_hours own = revops__own_hours_of(lists, day);
    for (uint32_t i = 0; i < own.count; i++) {
        revops__span span = revops__own_span(lists, &own, i);
        if (reading_ms >= span.start_min * REVOPS_MINUTE_MS && reading_ms < span.end_min * REVOPS_MINUTE_MS) {
            return 1;
        }
    }
    return 0;
}

/* A reading moved into the hours that begin on a business day: to the next opening, or else to the last close. */
static int64_t deadline_clip(const revops_calendar_params *lists, int64_t day, int64_t reading_ms)
{
    revops__own_hours own = revops__own_hours_of(lists, day);
    int64_t end_ms = 0;
    for (uint32_t i = 0; i < own.count; i++) {
        revops__span span = revops__own_span(lists, &own, i);
        int64_t start_ms = span.start_min * REVOPS_MINUTE_MS;
        end_ms = span.end_min * REVOPS_MINUTE_MS;
        if (reading_ms <= end_ms) {
            return reading_ms < start_ms ? start_ms : reading_ms;
        }
    }
    return end_ms;
}

/* By local date; or by the date before, where an instant is within hours that began on it. */
static deadline_reading deadline_read(const revops_calendar *calendar, int64_t at_ms, int by_hours)
{
    int64_t local_ms = at_ms + deadline_offset(calendar, at_ms);
    int64_t day = revops__floor_divide(local_ms, REVOPS_DAY_MS), reading_ms = local_ms - day * REVOPS_DAY_MS;
    if (by_hours) {
        revops_calendar_params lists = deadline_lists(calendar);
        if (deadline_holds(&lists, day - 1, reading_ms + REVOPS_DAY_MS)) {
            return (deadline_reading){day - 1, reading_ms + REVOPS_DAY_MS};
        }
    }
    return (deadline_reading){day, reading_ms};
}

/* The n-th business day after a date, or before it for a negative n, not 0; INT64_MIN where there is none. */
static int64_t deadline_business_day(const revops_calendar *calendar, int64_t day, int64_t n)
{
    int64_t before = n > 0 ? revops__days_before(calendar, day + 1) - 1 : revops__days_before(calendar, day);
    int64_t found = revops__day_after(calendar, before + n);
    return found < -REVOPS_CALENDAR_DAY_MAX || found > REVOPS_CALENDAR_DAY_MAX ? INT64_MIN : found;
}

/* The end of n business days, not 0; NONE where there is none. */
static int64_t deadline_of_business_days(const revops_calendar *calendar, deadline_reading start, int64_t n)
{
    int64_t day = deadline_business_day(calendar, start.day, n);
    if (day == INT64_MIN) {
        return REVOPS_TIME_NONE;
    }
    revops_calendar_params lists = deadline_lists(calendar);
    int64_t reading_ms = deadline_clip(&lists, day, start.reading_ms);
    return deadline_instant(calendar, day * REVOPS_DAY_MS + reading_ms, REVOPS__FOLD_BEFORE);
}

static int64_t deadline_of_days(const revops_calendar *calendar, deadline_reading start, int64_t n)
{
    return deadline_instant(calendar, (start.day + n) * REVOPS_DAY_MS + start.reading_ms,
                            REVOPS__FOLD_BEFORE);
}

/* An end that isn't open goes on to the next opening. */
static int64_t deadline_next_open(const revops_calendar *calendar, int64_t at_ms)
{
    if (at_ms == REVOPS_TIME_NONE ||
        revops__open_time(calendar, at_ms + 1) > revops__open_time(calendar, at_ms)) {
        return at_ms;
    }
    return revops__seek(calendar, at_ms, REVOPS_CALENDAR_EDGE_NEXT_OPEN);
}

/* NONE where there is no answer. */
static int64_t deadline_end(const revops_calendar *calendar, int64_t start_ms, int64_t amount,
                            enum revops_calendar_units unit, revops_calendar_at_close at_close)
{
    int is_amount_in_range =
        amount >= -2 * (int64_t)REVOPS_CALENDAR_DAY_MAX && amount <= 2 * (int64_t)REVOPS_CALENDAR_DAY_MAX;
    int64_t end_ms = REVOPS_TIME_NONE;
    if (!revops__in_range(start_ms)) {
        return REVOPS_TIME_NONE;
    }
    switch (unit) {
    case REVOPS_CALENDAR_UNIT_ELAPSED:
        if (amount >= -REVOPS_ZONE_TIME_MAX_MS - start_ms && amount <= REVOPS_ZONE_TIME_MAX_MS - start_ms) {
            end_ms = start_ms + amount;
        }
        break;
    case REVOPS_CALENDAR_UNIT_OPEN:
        if (revops_calendar_add(calendar, start_ms, amount, at_close, &end_ms) != REVOPS_OK) {
            end_ms = REVOPS_TIME_NONE;
        }
        break;
    case REVOPS_CALENDAR_UNIT_BUSINESS_DAYS:
        if (is_amount_in_range) {
            end_ms = amount == 0
                         ? start_ms
                         : deadline_of_business_days(calendar, deadline_read(calendar, start_ms, 1), amount);
            if (at_close == REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN) {
                end_ms = deadline_next_open(calendar, end_ms);
            }
        }
        break;
    case REVOPS_CALENDAR_UNIT_DAYS:
        if (is_amount_in_range) {
            end_ms = amount == 0 ? start_ms
                                 : deadline_of_days(calendar, deadline_read(calendar, start_ms, 0), amount);
        }
        break;
    }
    return end_ms;
}

/* Local time is nowhere further from UTC than this, so that no instant of a later date is sooner. */
static int64_t deadline_last_day(int64_t end_ms)
{
    return revops__floor_divide(end_ms + REVOPS_ZONE_OFFSET_MAX_S * REVOPS_SECOND_MS, REVOPS_DAY_MS);
}

/* Both go from a number of days that is too large or right down to the first whose end isn't too late; INT64_MIN where
   that would be out of range. */
static int64_t deadline_measure_days(const revops_calendar *calendar, int64_t start_ms, int64_t end_ms)
{
    deadline_reading start = deadline_read(calendar, start_ms, 0);
    for (int64_t n = deadline_last_day(end_ms) - start.day;; n--) {
        int64_t at_ms = n == 0 ? start_ms : deadline_of_days(calendar, start, n);
        if (at_ms == REVOPS_TIME_NONE && n < 0) {
            return INT64_MIN;
        }
        if (at_ms != REVOPS_TIME_NONE && at_ms <= end_ms) {
            return n;
        }
    }
}

static int64_t deadline_measure_business_days(const revops_calendar *calendar, int64_t start_ms,
                                              int64_t end_ms)
{
    deadline_reading start = deadline_read(calendar, start_ms, 1);
    int64_t last = deadline_last_day(end_ms), n;
    if (last > start.day) {
        n = revops__days_before(calendar, last + 1) - revops__days_before(calendar, start.day + 1);
    } else if (start_ms <= end_ms) {
        n = 0;
    } else {
        /* The last business day up to `last`, counted back from the start. */
        n = revops__days_before(calendar, last + 1) - revops__days_before(calendar, start.day) - 1;
        n = n < -1 ? n : -1;
    }
    for (;; n--) {
        int64_t at_ms = n == 0 ? start_ms : deadline_of_business_days(calendar, start, n);
        if (at_ms == REVOPS_TIME_NONE && n < 0) {
            return INT64_MIN;
        }
        if (at_ms != REVOPS_TIME_NONE && at_ms <= end_ms) {
            return n;
        }
    }
}

/* INT64_MIN where there is no answer. */
static int64_t deadline_amount(const revops_calendar *calendar, int64_t start_ms, int64_t end_ms,
                               enum revops_calendar_units unit)
{
    if (!revops__in_range(start_ms) || !revops__in_range(end_ms)) {
        return INT64_MIN;
    }
    switch (unit) {
    case REVOPS_CALENDAR_UNIT_ELAPSED:
        return end_ms - start_ms;
    case REVOPS_CALENDAR_UNIT_OPEN:
        return revops__open_time(calendar, end_ms) - revops__open_time(calendar, start_ms);
    case REVOPS_CALENDAR_UNIT_BUSINESS_DAYS:
        return deadline_measure_business_days(calendar, start_ms, end_ms);
    case REVOPS_CALENDAR_UNIT_DAYS:
        return deadline_measure_days(calendar, start_ms, end_ms);
    }
    return INT64_MIN;
}

/* Whether there is such a unit, and a calendar where the unit needs one. */
static int deadline_has_calendar(const revops_calendar *calendar, revops_calendar_unit unit)
{
    return calendar || unit == REVOPS_CALENDAR_UNIT_ELAPSED || unit == REVOPS_CALENDAR_UNIT_DAYS;
}

static int deadline_is_known(const revops_calendar *calendar, revops_calendar_unit unit,
                             revops_calendar_at_close at_close)
{
    return unit <= REVOPS_CALENDAR_UNIT_DAYS && at_close <= REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN &&
           deadline_has_calendar(calendar, unit);
}

revops_status revops_calendar_deadline(const revops_calendar *calendar, int64_t start_ms, int64_t amount,
                                       revops_calendar_unit unit, revops_calendar_at_close at_close,
                                       int64_t *out_ms)
{
    if (!out_ms || !deadline_is_known(calendar, unit, at_close)) {
        return REVOPS_ERR_ARG;
    }
    int64_t end_ms = deadline_end(calendar, start_ms, amount, (enum revops_calendar_units)unit, at_close);
    if (end_ms == REVOPS_TIME_NONE) {
        return REVOPS_ERR_RANGE;
    }
    *out_ms = end_ms;
    return REVOPS_OK;
}

revops_status revops_calendar_deadline_many(const revops_calendar *calendar, const int64_t *start_ms,
                                            const int64_t *amounts, size_t count, revops_calendar_unit unit,
                                            revops_calendar_at_close at_close, int64_t *out_ms)
{
    if (!deadline_is_known(calendar, unit, at_close) || (count > 0 && (!start_ms || !amounts || !out_ms))) {
        return REVOPS_ERR_ARG;
    }
    if (unit == REVOPS_CALENDAR_UNIT_OPEN) {
        return revops_calendar_add_many(calendar, start_ms, amounts, count, at_close, out_ms);
    }
    revops_status status = REVOPS_OK;
    for (size_t i = 0; i < count; i++) {
        int none = start_ms[i] == REVOPS_TIME_NONE || amounts[i] == REVOPS_TIME_NONE;
        int64_t end_ms = REVOPS_TIME_NONE;
        if (!none) {
            end_ms =
                deadline_end(calendar, start_ms[i], amounts[i], (enum revops_calendar_units)unit, at_close);
        }
        if (end_ms == REVOPS_TIME_NONE && !none) {
            status = REVOPS_ERR_RANGE;
        }
        out_ms[i] = end_ms;
    }
    return status;
}

revops_status revops_calendar_measure(const revops_calendar *calendar, int64_t start_ms, int64_t end_ms,
                                      revops_calendar_unit unit, int64_t *out_amount)
{
    if (!out_amount || !deadline_is_known(calendar, unit, REVOPS_CALENDAR_AT_CLOSE_STAY)) {
        return REVOPS_ERR_ARG;
    }
    int64_t amount = deadline_amount(calendar, start_ms, end_ms, (enum revops_calendar_units)unit);
    if (amount == INT64_MIN) {
        return REVOPS_ERR_RANGE;
    }
    *out_amount = amount;
    return REVOPS_OK;
}

revops_status revops_calendar_measure_many(const revops_calendar *calendar, const int64_t *start_ms,
                                           const int64_t *end_ms, size_t count, revops_calendar_unit unit,
                                           int64_t *out_amounts)
{
    if (!deadline_is_known(calendar, unit, REVOPS_CALENDAR_AT_CLOSE_STAY) ||
        (count > 0 && (!start_ms || !end_ms || !out_amounts))) {
        return REVOPS_ERR_ARG;
    }
    if (unit == REVOPS_CALENDAR_UNIT_OPEN) {
        return revops_calendar_between_many(calendar, start_ms, end_ms, count, out_amounts);
    }
    revops_status status = REVOPS_OK;
    for (size_t i = 0; i < count; i++) {
        int none = start_ms[i] == REVOPS_TIME_NONE || end_ms[i] == REVOPS_TIME_NONE;
        int64_t amount = deadline_amount(calendar, start_ms[i], end_ms[i], (enum revops_calendar_units)unit);
        if (amount == INT64_MIN && !none) {
            status = REVOPS_ERR_RANGE;
        }
        out_amounts[i] = amount;
    }
    return status;
}

/* ---- dates and their bounds ----------------------------------------------------------------------------- */

static int deadline_is_unit_of_dates(const revops_calendar *calendar, revops_calendar_unit unit)
{
    return (unit == REVOPS_CALENDAR_UNIT_BUSINESS_DAYS || unit == REVOPS_CALENDAR_UNIT_DAYS) &&
           deadline_has_calendar(calendar, unit);
}

revops_status revops_calendar_date(const revops_calendar *calendar, int64_t at_ms, revops_calendar_unit unit,
                                   int32_t *out_day)
{
    if (!out_day || !deadline_is_unit_of_dates(calendar, unit)) {
        return REVOPS_ERR_ARG;
    }
    if (!revops__in_range(at_ms)) {
        return REVOPS_ERR_RANGE;
    }
    *out_day = (int32_t)deadline_read(calendar, at_ms, unit == REVOPS_CALENDAR_UNIT_BUSINESS_DAYS).day;
    return REVOPS_OK;
}

revops_status revops_calendar_bounds(const revops_calendar *calendar, int32_t day, revops_calendar_unit unit,
                                     int64_t *out_start_ms, int64_t *out_end_ms)
{
    if (!out_start_ms || !out_end_ms || !deadline_is_unit_of_dates(calendar, unit)) {
        return REVOPS_ERR_ARG;
    }
    if (day < -REVOPS_CALENDAR_DAY_MAX || day > REVOPS_CALENDAR_DAY_MAX) {
        return REVOPS_ERR_RANGE;
    }
    int64_t midnight_ms = day * REVOPS_DAY_MS, start_ms = 0, end_ms = REVOPS_DAY_MS;
    if (unit == REVOPS_CALENDAR_UNIT_BUSINESS_DAYS) {
        revops_calendar_params lists = deadline_lists(calendar);
        revops__own_hours own = revops__own_hours_of(&lists, day);
        if (own.count == 0) {
            return REVOPS_ERR_REFUSED;
        }
        start_ms = revops__own_span(&lists, &own, 0).start_min * REVOPS_MINUTE_MS;
        end_ms = revops__own_span(&lists, &own, own.count - 1).end_min * REVOPS_MINUTE_MS;
    }
    *out_start_ms = deadline_instant(calendar, midnight_ms + start_ms, REVOPS__FOLD_FIRST);
    *out_end_ms = deadline_instant(calendar, midnight_ms + end_ms, REVOPS__FOLD_LAST);
    return REVOPS_OK;
}
