/* SPDX-License-Identifier: MIT */
/* Plans the block: everything but the arrays, and how long they are. */
#include "time/calendar-internal.h"

/* What the segments span: all of time, or from before the first knot to a period after the last. */
static void plan_span(const revops_calendar_params *params, revops_calendar *plan)
{
    int64_t margin_ms = 10 * REVOPS_DAY_MS;
    plan->begin_ms = -REVOPS_ZONE_TIME_MAX_MS - margin_ms;
    plan->end_ms = REVOPS_ZONE_TIME_MAX_MS + margin_ms;
    const revops_zone *zone = params->zone;
    if (!zone || !zone->has_rule || zone->rule.standard_s == zone->rule.daylight_s) {
        return;
    }
    int64_t first_day = 0, last_day = 0;
    if (params->holiday_count > 0) {
        int32_t first = params->holidays[0], last = params->holidays[params->holiday_count - 1];
        first_day = first < first_day ? first : first_day;
        last_day = last > last_day ? last : last_day;
    }
    if (params->exception_count > 0) {
        revops_calendar_exception first, last;
        REVOPS__ROW_GET(revops_calendar_exception, &first, params->exceptions, params->exception_row_size, 0);
        REVOPS__ROW_GET(revops_calendar_exception, &last, params->exceptions, params->exception_row_size,
                        params->exception_count - 1);
        first_day = first.day < first_day ? first.day : first_day;
        last_day = last.day > last_day ? last.day : last_day;
    }
    plan->has_period = 1;
    plan->period_ms = last_day * REVOPS_DAY_MS + margin_ms;
    int64_t zone_last_ms = revops__zone_last_ms(zone);
    if (zone_last_ms == INT64_MIN) {
        plan->has_past = 1;
        plan->begin_ms = first_day * REVOPS_DAY_MS - margin_ms;
    } else if (zone_last_ms + margin_ms > plan->period_ms) {
        plan->period_ms = zone_last_ms + margin_ms;
    }
    plan->end_ms = plan->period_ms + REVOPS__PERIOD_MS;
}

static void plan_week(const revops_calendar_params *params, revops_calendar *plan)
{
    for (uint32_t i = 0; i < params->opening_count; i++) {
        revops_calendar_opening row;
        REVOPS__ROW_GET(revops_calendar_opening, &row, params->openings, params->opening_row_size, i);
        plan->week_open_ms += (row.end_min - row.start_min) * REVOPS_MINUTE_MS;
        plan->weekdays |= 1u << row.weekday;
    }
}

/* Dates whose own hours begin where their weekday has none, or the other way round. */
uint32_t revops__day_knots(const revops_calendar_params *params, uint32_t weekdays, revops__day_knot *out)
{
    uint32_t holiday = 0, exception = 0, count = 0;
    int32_t surplus = 0;
    while (holiday < params->holiday_count || exception < params->exception_count) {
        int opens = 0;
        int32_t day = holiday < params->holiday_count ? params->holidays[holiday] : INT32_MAX;
        for (; exception < params->exception_count; exception++) {
            revops_calendar_exception row;
            REVOPS__ROW_GET(revops_calendar_exception, &row, params->exceptions, params->exception_row_size,
                            exception);
            if (row.day > day || (opens && row.day != day)) {
                break;
            }
            day = row.day; /* on a holiday, the exception wins */
            opens = 1;
        }
        while (holiday < params->holiday_count && params->holidays[holiday] == day) {
            holiday++;
        }
        int is_weekday = (int)(weekdays >> revops_weekday(day) & 1);
        if (opens != is_weekday) {
            surplus += opens ? 1 : -1;
            if (out) {
                out[count] = (revops__day_knot){day, surplus};
            }
            count++;
        }
    }
    return count;
}

size_t revops__calendar_lay_out(revops__week_shapes *shapes, revops_calendar *plan)
{
    const revops_calendar_params *params = shapes->params;
    size_t weeks_size = revops__plan_weeks(shapes, plan);
    size_t zone_size = params->zone ? revops__zone_size(params->zone->transition_count) : 0;
    struct {
        uint32_t *distance;
        size_t size;
    } const parts[] = {
        {&plan->weeks_at, weeks_size},
        {&plan->segments_at, plan->segment_count * sizeof(revops__segment)},
        {&plan->zone_at, zone_size},
        {&plan->parts_at, (plan->opening_count + 1) * sizeof(revops__week_part)},
        {&plan->day_knots_at, plan->day_knot_count * sizeof(revops__day_knot)},
        {&plan->openings_at, plan->opening_count * sizeof(revops_calendar_opening)},
        {&plan->holidays_at, plan->holiday_count * sizeof(int32_t)},
        {&plan->exceptions_at, plan->exception_count * sizeof(revops_calendar_exception)},
    };
    size_t at = (sizeof *plan + 7) / 8 * 8;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        *parts[i].distance = (uint32_t)at;
        at += (parts[i].size + 7) / 8 * 8;
    }
    plan->index_at += plan->weeks_at;
    plan->zone_at = params->zone ? plan->zone_at : 0;
    plan->size = (uint32_t)at;
    return at;
}

revops_status revops__calendar_plan(const revops_calendar_params *params, revops_calendar *plan,
                                    uint32_t *segment_count)
{
    *plan = (revops_calendar){.magic = REVOPS__CALENDAR_MAGIC};
    plan_span(params, plan);
    plan_week(params, plan);
    revops__builder count = {.params = params, .week_open_ms = plan->week_open_ms};
    revops__put_segments(&count, plan);
    *segment_count = count.count;
    plan->segment_count = count.count;
    plan->opening_count = params->opening_count;
    plan->holiday_count = params->holiday_count;
    plan->exception_count = params->exception_count;
    plan->day_knot_count = revops__day_knots(params, plan->weekdays, NULL);
    return count.count > REVOPS_CALENDAR_CHANGES_MAX || count.open_ms == 0 ? REVOPS_ERR_UNSOUND : REVOPS_OK;
}
