/* SPDX-License-Identifier: MIT */
/* The segments of F, from knot to knot. */
#include "core/divide.h"
#include "time/calendar-internal.h"

/* Open time of the week's hours up to an instant within it. */
static int64_t segment_open_within(const revops__builder *build, int64_t within_ms)
{
    int64_t open_ms = 0;
    for (uint32_t i = 0; i < build->params->opening_count; i++) {
        revops_calendar_opening hours;
        REVOPS__ROW_GET(revops_calendar_opening, &hours, build->params->openings,
                        build->params->opening_row_size, i);
        int64_t start_ms = (hours.weekday * 1440 + hours.start_min) * REVOPS_MINUTE_MS;
        int64_t end_ms = (hours.weekday * 1440 + hours.end_min) * REVOPS_MINUTE_MS;
        for (int round = 0; round < 2; round++) { /* Sunday night's hours also open the week */
            int64_t from = start_ms > 0 ? start_ms : 0, until = within_ms < end_ms ? within_ms : end_ms;
            open_ms += until > from ? until - from : 0;
            start_ms -= REVOPS__WEEK_MS;
            end_ms -= REVOPS__WEEK_MS;
        }
    }
    return open_ms;
}

/* W, from the parameters. */
static int64_t segment_week_open(const revops__builder *build, int64_t local_ms)
{
    int64_t week = revops__floor_divide(local_ms, REVOPS__WEEK_MS),
            within_ms = local_ms - week * REVOPS__WEEK_MS;
    int64_t day = within_ms / REVOPS_DAY_MS, open_ms = build->midnights_ms[day];
    if (within_ms != day * REVOPS_DAY_MS && build->midnights_ms[day + 1] != open_ms) {
        open_ms = segment_open_within(build, within_ms);
    }
    return week * build->week_open_ms + open_ms;
}

static void segment_put_closed(revops__builder *build, int64_t from_ms)
{
    if (!build->level) {
        build->level = 1;
        build->level_ms = from_ms;
    }
}

/* Time from … until that follows the week or is open throughout. */
static void segment_put_open(revops__builder *build, int64_t from_ms, int64_t until_ms, int64_t shift_ms,
                             uint32_t follows_week)
{
    int64_t floor_ms = from_ms + shift_ms, end_ms = until_ms + shift_ms;
    if (follows_week) {
        floor_ms = segment_week_open(build, floor_ms);
        end_ms = segment_week_open(build, end_ms);
    }
    int goes_on = !build->level && build->count > 0 && build->last.follows_week == follows_week &&
                  build->last.shift_ms == shift_ms;
    if (!goes_on) {
        build->last = (revops__segment){
            .start_ms = build->level ? build->level_ms : from_ms,
            .open_ms = build->open_ms,
            .base_ms = build->open_ms - floor_ms,
            .floor_ms = floor_ms,
            .shift_ms = (int32_t)shift_ms,
            .follows_week = follows_week,
        };
        if (build->count < build->capacity) {
            build->segments[build->count] = build->last;
        }
        build->count++;
        build->level = 0;
    }
    build->open_ms += end_ms - floor_ms;
}

static void segment_put_irregular(revops__builder *build, int64_t day, int64_t from_ms, int64_t until_ms,
                                  int64_t offset_ms)
{
    int64_t midnight_ms = day * REVOPS_DAY_MS - offset_ms;
    int64_t at_ms = from_ms;
    revops__span open;
    /* A stretch of the zone may begin within a minute; what is open then is found from that minute on. */
    int32_t minute = (int32_t)((from_ms - midnight_ms) / REVOPS_MINUTE_MS);
    while (at_ms < until_ms && revops__open_on(build->params, day, minute, &open)) {
        int64_t start_ms = midnight_ms + open.start_min * REVOPS_MINUTE_MS;
        int64_t end_ms = midnight_ms + open.end_min * REVOPS_MINUTE_MS;
        start_ms = start_ms < at_ms ? at_ms : start_ms;
        end_ms = end_ms > until_ms ? until_ms : end_ms;
        if (start_ms >= until_ms) {
            break;
        }
        if (start_ms > at_ms) {
            segment_put_closed(build, at_ms);
        }
        if (end_ms > start_ms) {
            segment_put_open(build, start_ms, end_ms, REVOPS__LOCAL_BIAS_MS, 0);
        }
        at_ms = end_ms;
        minute = open.end_min;
    }
    if (at_ms < until_ms) {
        segment_put_closed(build, at_ms);
    }
}

/* The first irregular date from another on; dates come about in order. */
static int64_t segment_irregular(revops__builder *build, int64_t day)
{
    const revops_calendar_params *params = build->params;
    if (!build->closes_dates) {
        return revops__next_irregular(params, day);
    }
    while (build->holiday > 0 && params->holidays[build->holiday - 1] >= day) {
        build->holiday--;
    }
    while (build->holiday < params->holiday_count && params->holidays[build->holiday] < day) {
        build->holiday++;
    }
    return build->holiday < params->holiday_count ? params->holidays[build->holiday] : INT64_MAX;
}

/* A stretch of one offset, date by date where dates are irregular. */
static void segment_put_stretch(revops__builder *build, int64_t from_ms, int64_t until_ms, int64_t offset_ms)
{
    while (from_ms < until_ms) {
        int64_t day = revops__floor_divide(from_ms + offset_ms, REVOPS_DAY_MS);
        int64_t irregular = segment_irregular(build, day);
        if (irregular > day) {
            int64_t end_ms = until_ms;
            if (irregular != INT64_MAX && irregular * REVOPS_DAY_MS - offset_ms < until_ms) {
                end_ms = irregular * REVOPS_DAY_MS - offset_ms;
            }
            segment_put_open(build, from_ms, end_ms, offset_ms + REVOPS__LOCAL_BIAS_MS, 1);
            from_ms = end_ms;
        } else {
            int64_t end_ms = (day + 1) * REVOPS_DAY_MS - offset_ms;
            end_ms = end_ms < until_ms ? end_ms : until_ms;
            if (build->closes_dates) {
                segment_put_closed(build, from_ms);
            } else {
                segment_put_irregular(build, day, from_ms, end_ms, offset_ms);
            }
            from_ms = end_ms;
        }
    }
}

void revops__put_segments(revops__builder *build, const revops_calendar *plan)
{
    build->closes_dates = build->params->exception_count == 0;
    for (uint32_t i = 0; i < build->params->opening_count; i++) {
        revops_calendar_opening hours;
        REVOPS__ROW_GET(revops_calendar_opening, &hours, build->params->openings,
                        build->params->opening_row_size, i);
        build->closes_dates = build->closes_dates && hours.end_min <= 1440;
    }
    for (int day = 0; day < 8; day++) {
        build->midnights_ms[day] = segment_open_within(build, day * REVOPS_DAY_MS);
    }
    for (int64_t at_ms = plan->begin_ms;
         at_ms < plan->end_ms && build->count <= REVOPS_CALENDAR_CHANGES_MAX;) {
        int64_t next_ms = INT64_MAX, offset_ms = 0;
        if (build->params->zone) {
            offset_ms = revops__zone_at(build->params->zone, at_ms, &next_ms) * REVOPS_SECOND_MS;
        }
        next_ms = next_ms < plan->end_ms ? next_ms : plan->end_ms;
        segment_put_stretch(build, at_ms, next_ms, offset_ms);
        at_ms = next_ms;
    }
}

uint32_t revops__week_parts(const revops_calendar_params *params, revops__week_part *out)
{
    uint32_t count = 0;
    int32_t open_ms = 0;
    /* Sunday night's hours open the week, by the last row. */
    for (int round = 1; round >= 0; round--) {
        for (uint32_t i = round ? params->opening_count - (params->opening_count > 0) : 0;
             i < params->opening_count; i++) {
            revops_calendar_opening row;
            REVOPS__ROW_GET(revops_calendar_opening, &row, params->openings, params->opening_row_size, i);
            int32_t start = row.weekday * 1440 + row.start_min - round * REVOPS__WEEK_MIN;
            int32_t end = row.weekday * 1440 + row.end_min - round * REVOPS__WEEK_MIN;
            start = start < 0 ? 0 : start;
            end = end > REVOPS__WEEK_MIN ? REVOPS__WEEK_MIN : end;
            if (start >= end) {
                continue;
            }
            int32_t start_ms = start * (int32_t)REVOPS_MINUTE_MS, end_ms = end * (int32_t)REVOPS_MINUTE_MS;
            if (count > 0 && out[count - 1].end_ms == start_ms) {
                out[count - 1].end_ms = end_ms;
            } else {
                out[count++] = (revops__week_part){start_ms, end_ms, open_ms};
            }
            open_ms += end_ms - start_ms;
        }
    }
    return count;
}
