/* SPDX-License-Identifier: MIT */
/* Fills the block that calendar-plan.c planned. */
#include <string.h>

#include "time/calendar-internal.h"

static void *build_part(revops_calendar *calendar, size_t distance)
{
    return (unsigned char *)calendar + distance;
}

static void build_segments(const revops_calendar_params *params, revops_calendar *calendar)
{
    revops__segment *segments = build_part(calendar, calendar->segments_at);
    revops__builder fill = {
        .params = params,
        .week_open_ms = calendar->week_open_ms,
        .segments = segments,
        .capacity = calendar->segment_count,
    };
    revops__put_segments(&fill, calendar);
    /* So far counted from the begin of the table; F counts from 1970. */
    int64_t epoch_ms = revops__far_open_time(calendar, 0);
    for (uint32_t i = 0; i < calendar->segment_count; i++) {
        segments[i].open_ms -= epoch_ms;
        segments[i].base_ms -= epoch_ms;
    }
    calendar->end_open_ms = fill.open_ms - epoch_ms;
    calendar->begin_open_ms = -epoch_ms;
    if (calendar->has_period) {
        calendar->period_open_ms = revops__far_open_time(calendar, calendar->period_ms);
        calendar->growth_ms = calendar->end_open_ms - calendar->period_open_ms;
    }
    if (calendar->has_past) {
        int64_t periods =
            (calendar->period_ms - calendar->begin_ms + REVOPS__PERIOD_MS - 1) / REVOPS__PERIOD_MS;
        calendar->past_ms = calendar->begin_open_ms + periods * calendar->growth_ms -
                            revops__far_open_time(calendar, calendar->begin_ms + periods * REVOPS__PERIOD_MS);
    }
}

/* The lists as this library has them, whatever the size of the caller's rows. */
static void build_lists(const revops_calendar_params *params, revops_calendar *calendar)
{
    revops_calendar_opening *openings = build_part(calendar, calendar->openings_at);
    for (uint32_t i = 0; i < params->opening_count; i++) {
        REVOPS__ROW_GET(revops_calendar_opening, &openings[i], params->openings, params->opening_row_size, i);
    }
    revops_calendar_exception *exceptions = build_part(calendar, calendar->exceptions_at);
    for (uint32_t i = 0; i < params->exception_count; i++) {
        REVOPS__ROW_GET(revops_calendar_exception, &exceptions[i], params->exceptions,
                        params->exception_row_size, i);
    }
    if (params->holiday_count > 0) {
        memcpy(build_part(calendar, calendar->holidays_at), params->holidays,
               params->holiday_count * sizeof *params->holidays);
    }
    if (params->zone) {
        memcpy(build_part(calendar, calendar->zone_at), params->zone,
               revops__zone_size(params->zone->transition_count));
    }
}

revops_status revops_calendar_build(const revops_calendar_params *params, void *memory, size_t memory_size,
                                    size_t *needed, const revops_calendar **out)
{
    revops_calendar_params own;
    revops_calendar plan;
    revops__problems found = revops__problems_begin(NULL, 0);
    revops_status status = revops__calendar_open_params(params, &own, &found, &plan);
    if (status != REVOPS_OK) {
        return status;
    }
    revops__week_shapes shapes = {.params = &own};
    size_t size = revops__calendar_lay_out(&shapes, &plan);
    status = revops__params_room(memory, memory_size, size, needed, out);
    if (status != REVOPS_OK) {
        return status;
    }
    /* Zero between the parts too, so that equal calendars are equal bytes. */
    memset(memory, 0, size);
    revops_calendar *calendar = memory;
    *calendar = plan;
    calendar->part_count = revops__week_parts(&own, build_part(calendar, calendar->parts_at));
    build_segments(&own, calendar);
    build_lists(&own, calendar);
    revops__day_knots(&own, calendar->weekdays, build_part(calendar, calendar->day_knots_at));
    revops__fill_weeks(&shapes, calendar);
    *out = calendar;
    return REVOPS_OK;
}

revops_status revops_calendar_defaults(revops_calendar_params *out, size_t size)
{
    static const revops_calendar_params defaults = REVOPS_CALENDAR_PARAMS_INIT;
    return REVOPS__PARAMS_GIVE(revops_calendar_params, out, size, &defaults);
}
