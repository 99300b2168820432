/* SPDX-License-Identifier: MIT */
/* What is open on each date. */
#include "time/calendar-internal.h"

static uint32_t hours_weekday(const revops_calendar_params *params, uint32_t index)
{
    revops_calendar_opening row;
    REVOPS__ROW_GET(revops_calendar_opening, &row, params->openings, params->opening_row_size, index);
    return row.weekday;
}

static int32_t hours_exception_day(const revops_calendar_params *params, uint32_t index)
{
    revops_calendar_exception row;
    REVOPS__ROW_GET(revops_calendar_exception, &row, params->exceptions, params->exception_row_size, index);
    return row.day;
}

/* First row whose weekday is `weekday` or later. */
static uint32_t hours_first_opening(const revops_calendar_params *params, uint32_t weekday)
{
    uint32_t low = 0, high = params->opening_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (hours_weekday(params, middle) < weekday) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* First index whose date is `day` or later. */
static uint32_t hours_first_holiday(const revops_calendar_params *params, int64_t day)
{
    uint32_t low = 0, high = params->holiday_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (params->holidays[middle] < day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static uint32_t hours_first_exception(const revops_calendar_params *params, int64_t day)
{
    uint32_t low = 0, high = params->exception_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (hours_exception_day(params, middle) < day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static int hours_is_exceptional(const revops_calendar_params *params, int64_t day)
{
    uint32_t holiday = hours_first_holiday(params, day), exception = hours_first_exception(params, day);
    return (holiday < params->holiday_count && params->holidays[holiday] == day) ||
           (exception < params->exception_count && hours_exception_day(params, exception) == day);
}

static revops__own_hours hours_weekly(const revops_calendar_params *params, int64_t day)
{
    uint32_t weekday = revops_weekday((int32_t)day);
    revops__own_hours own = {hours_first_opening(params, weekday), 0, 0};
    while (own.first + own.count < params->opening_count &&
           hours_weekday(params, own.first + own.count) == weekday) {
        own.count++;
    }
    return own;
}

revops__own_hours revops__own_hours_of(const revops_calendar_params *params, int64_t day)
{
    revops__own_hours own = {params->exception_count ? hours_first_exception(params, day) : 0, 0, 1};
    while (own.first + own.count < params->exception_count &&
           hours_exception_day(params, own.first + own.count) == day) {
        own.count++;
    }
    if (own.count > 0) {
        return own;
    }
    uint32_t holiday = hours_first_holiday(params, day);
    if (holiday < params->holiday_count && params->holidays[holiday] == day) {
        return own;
    }
    return hours_weekly(params, day);
}

revops__span revops__own_span(const revops_calendar_params *params, const revops__own_hours *hours,
                              uint32_t index)
{
    if (hours->is_exception) {
        revops_calendar_exception row;
        REVOPS__ROW_GET(revops_calendar_exception, &row, params->exceptions, params->exception_row_size,
                        hours->first + index);
        return (revops__span){row.start_min, row.end_min};
    }
    revops_calendar_opening row;
    REVOPS__ROW_GET(revops_calendar_opening, &row, params->openings, params->opening_row_size,
                    hours->first + index);
    return (revops__span){row.start_min, row.end_min};
}

static int hours_run_past_midnight(const revops_calendar_params *params, const revops__own_hours *hours)
{
    return hours->count > 0 && revops__own_span(params, hours, hours->count - 1).end_min > 1440;
}

/* A date is irregular when its own hours or those that reach it from the date before aren't the weekly ones. */
static int hours_are_irregular(const revops_calendar_params *params, int64_t day)
{
    if (hours_is_exceptional(params, day)) {
        return 1;
    }
    if (!hours_is_exceptional(params, day - 1)) {
        return 0;
    }
    revops__own_hours weekly = hours_weekly(params, day - 1), own = revops__own_hours_of(params, day - 1);
    return hours_run_past_midnight(params, &weekly) || hours_run_past_midnight(params, &own);
}

int64_t revops__next_irregular(const revops_calendar_params *params, int64_t day)
{
    uint32_t holiday = hours_first_holiday(params, day - 1);
    uint32_t exception = params->exception_count ? hours_first_exception(params, day - 1) : 0;
    int64_t next = INT64_MAX;
    int day_before = holiday < params->holiday_count && params->holidays[holiday] == day - 1;
    while (holiday < params->holiday_count && params->holidays[holiday] < day) {
        holiday++;
    }
    while (exception < params->exception_count && hours_exception_day(params, exception) < day) {
        exception++;
        day_before = 1;
    }
    if (day_before && hours_are_irregular(params, day)) {
        return day;
    }
    if (holiday < params->holiday_count) {
        next = params->holidays[holiday];
    }
    if (exception < params->exception_count && hours_exception_day(params, exception) < next) {
        next = hours_exception_day(params, exception);
    }
    return next;
}

/* What touches or overlaps is one stretch; the rows of a date ascend and don't overlap, those of two dates may. */
int revops__open_of(const revops_calendar_params *params, const revops__own_hours hours[2], int32_t from_min,
                    revops__span *out)
{
    uint32_t next[2] = {0, 0};
    *out = (revops__span){1440, 1440};
    for (;;) {
        revops__span first = {1440, 1440};
        int which = -1;
        for (int i = 0; i < 2; i++) {
            while (next[i] < hours[i].count) {
                revops__span span = revops__own_span(params, &hours[i], next[i]);
                int32_t start = span.start_min - (i == 0 ? 1440 : 0),
                        end = span.end_min - (i == 0 ? 1440 : 0);
                start = start < from_min ? from_min : start;
                end = end > 1440 ? 1440 : end;
                if (start >= end) { /* before the minute, or of the next date */
                    next[i]++;
                    continue;
                }
                if (start < first.start_min) {
                    first = (revops__span){start, end};
                    which = i;
                }
                break;
            }
        }
        if (which < 0 || (out->start_min < out->end_min && first.start_min > out->end_min)) {
            return out->start_min < out->end_min;
        }
        if (out->start_min >= out->end_min) {
            *out = first;
        } else if (first.end_min > out->end_min) {
            out->end_min = first.end_min;
        }
        next[which]++;
    }
}

int revops__open_on(const revops_calendar_params *params, int64_t day, int32_t from_min, revops__span *out)
{
    const revops__own_hours hours[2] = {revops__own_hours_of(params, day - 1),
                                        revops__own_hours_of(params, day)};
    return revops__open_of(params, hours, from_min, out);
}
