/* SPDX-License-Identifier: MIT */
/* What is open on each date, and from it the segments of F. */
#include "time/calendar-internal.h"

/* ---- what is open on a date ----------------------------------------------------------------------------- */

typedef struct span {
    int32_t start_min, end_min;
} span;

/* First index whose date is `day` or later. */
static uint32_t first_holiday(const revops_calendar_params *params, int64_t day)
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

static uint32_t first_exception(const revops_calendar_params *params, int64_t day)
{
    uint32_t low = 0, high = params->exception_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (params->exceptions[middle].day < day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static int is_exceptional(const revops_calendar_params *params, int64_t day)
{
    uint32_t holiday = first_holiday(params, day), exception = first_exception(params, day);
    return (holiday < params->holiday_count && params->holidays[holiday] == day) ||
           (exception < params->exception_count && params->exceptions[exception].day == day);
}

/* Hands out a date's own hours one after the other, and those of its weekday if asked. */
static int own_hours(const revops_calendar_params *params, int64_t day, int weekly, uint32_t *cursor,
                     span *out)
{
    if (!weekly) {
        uint32_t first = first_exception(params, day) + *cursor;
        if (first >= params->exception_count || params->exceptions[first].day != day) {
            return 0;
        }
        *out = (span){params->exceptions[first].start_min, params->exceptions[first].end_min};
        ++*cursor;
        return 1;
    }
    uint32_t weekday = revops_weekday((int32_t)day);
    for (; *cursor < params->weekly_count; ++*cursor) {
        const revops_weekly_hours *hours = &params->weekly[*cursor];
        if (hours->weekday == weekday) {
            *out = (span){hours->start_min, hours->end_min};
            ++*cursor;
            return 1;
        }
    }
    return 0;
}

static int runs_past_midnight(const revops_calendar_params *params, int64_t day, int weekly)
{
    uint32_t cursor = 0;
    span hours;
    while (own_hours(params, day, weekly, &cursor, &hours)) {
        if (hours.end_min > 1440) {
            return 1;
        }
    }
    return 0;
}

/* A date is irregular when its own hours or those that reach it from the date before aren't the weekly ones. */
static int is_irregular(const revops_calendar_params *params, int64_t day)
{
    return is_exceptional(params, day) ||
           (is_exceptional(params, day - 1) &&
            (runs_past_midnight(params, day - 1, 1) || runs_past_midnight(params, day - 1, 0)));
}

/* First irregular date from `day` on; INT64_MAX when there is none. */
static int64_t next_irregular(const revops_calendar_params *params, int64_t day)
{
    if (is_irregular(params, day)) {
        return day;
    }
    uint32_t holiday = first_holiday(params, day), exception = first_exception(params, day);
    int64_t next = INT64_MAX;
    if (holiday < params->holiday_count) {
        next = params->holidays[holiday];
    }
    if (exception < params->exception_count && params->exceptions[exception].day < next) {
        next = params->exceptions[exception].day;
    }
    return next;
}

/* The first open stretch of a date from a minute on, out of its own hours and what the date before left over. */
static int open_on(const revops_calendar_params *params, int64_t day, int32_t from_min, span *out)
{
    *out = (span){1440, 1440};
    int grown;
    do { /* what touches or overlaps is one stretch */
        grown = 0;
        for (int before = 0; before < 2; before++) {
            uint32_t cursor = 0;
            span hours;
            int weekly = !is_exceptional(params, day - before);
            while (own_hours(params, day - before, weekly, &cursor, &hours)) {
                int32_t start = hours.start_min - before * 1440, end = hours.end_min - before * 1440;
                start = start < from_min ? from_min : start;
                end = end > 1440 ? 1440 : end;
                if (start >= end) {
                    continue;
                }
                if (start < out->start_min) {
                    *out = (span){start, end};
                    grown = 1;
                } else if (start <= out->end_min && end > out->end_min && out->start_min < 1440) {
                    out->end_min = end;
                    grown = 1;
                }
            }
        }
    } while (grown);
    return out->start_min < out->end_min;
}

/* ---- segments ------------------------------------------------------------------------------------------- */

int64_t revops__week_open_time(const revops__builder *build, int64_t local_ms)
{
    int64_t week = revops__floor_divide(local_ms, REVOPS__WEEK_MS),
            within_ms = local_ms - week * REVOPS__WEEK_MS;
    int64_t open_ms = 0;
    for (uint32_t i = 0; i < build->params->weekly_count; i++) {
        const revops_weekly_hours *hours = &build->params->weekly[i];
        int64_t start_ms = (hours->weekday * 1440 + hours->start_min) * REVOPS_MINUTE_MS;
        int64_t end_ms = (hours->weekday * 1440 + hours->end_min) * REVOPS_MINUTE_MS;
        for (int round = 0; round < 2; round++) { /* Sunday night's hours also open the week */
            int64_t from = start_ms > 0 ? start_ms : 0, until = within_ms < end_ms ? within_ms : end_ms;
            open_ms += until > from ? until - from : 0;
            start_ms -= REVOPS__WEEK_MS;
            end_ms -= REVOPS__WEEK_MS;
        }
    }
    return week * build->week_open_ms + open_ms;
}

static void put_closed(revops__builder *build, int64_t from_ms)
{
    if (!build->level) {
        build->level = 1;
        build->level_ms = from_ms;
    }
}

/* Time from … until that follows the week or is open throughout. */
static void put_open(revops__builder *build, int64_t from_ms, int64_t until_ms, int64_t shift_ms,
                     int follows_week)
{
    int64_t floor_ms = from_ms + shift_ms, end_ms = until_ms + shift_ms;
    if (follows_week) {
        floor_ms = revops__week_open_time(build, floor_ms);
        end_ms = revops__week_open_time(build, end_ms);
    }
    int goes_on = !build->level && build->count > 0 && build->last.follows_week == follows_week &&
                  build->last.shift_ms == shift_ms;
    if (!goes_on) {
        build->last = (revops__segment){
            .start_ms = build->level ? build->level_ms : from_ms,
            .open_ms = build->open_ms,
            .next_start_ms = INT64_MAX,
            .next_open_ms = INT64_MAX,
            .base_ms = build->open_ms - floor_ms,
            .floor_ms = floor_ms,
            .shift_ms = shift_ms,
            .follows_week = follows_week,
        };
        if (build->count < build->capacity) {
            build->segments[build->count] = build->last;
            if (build->count > 0) {
                build->segments[build->count - 1].next_start_ms = build->last.start_ms;
                build->segments[build->count - 1].next_open_ms = build->last.open_ms;
            }
        }
        build->count++;
        build->level = 0;
    }
    build->open_ms += end_ms - floor_ms;
}

static void put_irregular(revops__builder *build, int64_t day, int64_t from_ms, int64_t until_ms,
                          int64_t offset_ms)
{
    int64_t midnight_ms = day * REVOPS_DAY_MS - offset_ms;
    int64_t at_ms = from_ms;
    span open;
    /* A stretch of the zone may begin within a minute; what is open then is found from that minute on. */
    int32_t minute = (int32_t)((from_ms - midnight_ms) / REVOPS_MINUTE_MS);
    while (at_ms < until_ms && open_on(build->params, day, minute, &open)) {
        int64_t start_ms = midnight_ms + open.start_min * REVOPS_MINUTE_MS;
        int64_t end_ms = midnight_ms + open.end_min * REVOPS_MINUTE_MS;
        start_ms = start_ms < at_ms ? at_ms : start_ms;
        end_ms = end_ms > until_ms ? until_ms : end_ms;
        if (start_ms >= until_ms) {
            break;
        }
        if (start_ms > at_ms) {
            put_closed(build, at_ms);
        }
        if (end_ms > start_ms) {
            put_open(build, start_ms, end_ms, REVOPS__LOCAL_BIAS_MS, 0);
        }
        at_ms = end_ms;
        minute = open.end_min;
    }
    if (at_ms < until_ms) {
        put_closed(build, at_ms);
    }
}

/* A stretch of one offset, date by date where dates are irregular. */
static void put_stretch(revops__builder *build, int64_t from_ms, int64_t until_ms, int64_t offset_ms)
{
    while (from_ms < until_ms) {
        int64_t day = revops__floor_divide(from_ms + offset_ms, REVOPS_DAY_MS);
        int64_t irregular = next_irregular(build->params, day);
        if (irregular > day) {
            int64_t end_ms = until_ms;
            if (irregular != INT64_MAX && irregular * REVOPS_DAY_MS - offset_ms < until_ms) {
                end_ms = irregular * REVOPS_DAY_MS - offset_ms;
            }
            put_open(build, from_ms, end_ms, offset_ms + REVOPS__LOCAL_BIAS_MS, 1);
            from_ms = end_ms;
        } else {
            int64_t end_ms = (day + 1) * REVOPS_DAY_MS - offset_ms;
            end_ms = end_ms < until_ms ? end_ms : until_ms;
            put_irregular(build, day, from_ms, end_ms, offset_ms);
            from_ms = end_ms;
        }
    }
}

void revops__put_segments(revops__builder *build, const revops_calendar *plan)
{
    for (int64_t at_ms = plan->begin_ms; at_ms < plan->end_ms && build->count <= REVOPS__MOST_SEGMENTS;) {
        int64_t next_ms = INT64_MAX, offset_ms = 0;
        if (build->params->zone) {
            offset_ms = revops__zone_at(build->params->zone, at_ms, &next_ms) * REVOPS_SECOND_MS;
        }
        next_ms = next_ms < plan->end_ms ? next_ms : plan->end_ms;
        put_stretch(build, at_ms, next_ms, offset_ms);
        at_ms = next_ms;
    }
}
