/* SPDX-License-Identifier: MIT */
/* F and its inverse by the segments, for all of time: outside of them by way of whole periods of 400 years. */
#include "core/divide.h"
#include "time/calendar-internal.h"

/* The last segment that begins, in time or in open time, at or before the value; the first one in any case. */
static const revops__segment *far_search(const revops_calendar *calendar, int open, int64_t value)
{
    const revops__segment *low = revops__segments(calendar), *high = low + calendar->segment_count;
    while (high - low > 1) {
        const revops__segment *middle = low + (high - low) / 2;
        if ((open ? middle->open_ms : middle->start_ms) <= value) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

/* The last part of the week that begins, in time or in open time, at or before the value; the first one in any case. */
static const revops__week_part *far_part(const revops_calendar *calendar, int open, int32_t value)
{
    const revops__week_part *low = revops__calendar_at(calendar, calendar->parts_at),
                            *high = low + calendar->part_count;
    while (high - low > 1) {
        const revops__week_part *middle = low + (high - low) / 2;
        if ((open ? middle->open_ms : middle->start_ms) <= value) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

/* W(x). */
static int64_t far_week_open(const revops_calendar *calendar, int64_t local_ms)
{
    int64_t week = revops__floor_divide(local_ms, REVOPS__WEEK_MS);
    int32_t within_ms = (int32_t)(local_ms - week * REVOPS__WEEK_MS), open_ms = 0;
    if (calendar->part_count > 0) {
        const revops__week_part *part = far_part(calendar, 0, within_ms);
        int32_t until_ms = within_ms < part->end_ms ? within_ms : part->end_ms;
        open_ms = part->open_ms + (until_ms > part->start_ms ? until_ms - part->start_ms : 0);
    }
    return week * calendar->week_open_ms + open_ms;
}

int64_t revops__far_open_time(const revops_calendar *calendar, int64_t at_ms)
{
    int64_t added_ms = 0;
    if (calendar->has_period && at_ms >= calendar->end_ms) {
        int64_t periods = (at_ms - calendar->period_ms) / REVOPS__PERIOD_MS;
        at_ms -= periods * REVOPS__PERIOD_MS;
        added_ms = periods * calendar->growth_ms;
    } else if (calendar->has_past && at_ms < calendar->begin_ms) {
        int64_t periods = (calendar->period_ms - at_ms + REVOPS__PERIOD_MS - 1) / REVOPS__PERIOD_MS;
        at_ms += periods * REVOPS__PERIOD_MS;
        added_ms = calendar->past_ms - periods * calendar->growth_ms;
    }
    const revops__segment *segment = far_search(calendar, 0, at_ms);
    int64_t open_ms = at_ms + segment->shift_ms;
    if (segment->follows_week) {
        open_ms = far_week_open(calendar, open_ms);
    }
    return segment->base_ms + (open_ms > segment->floor_ms ? open_ms : segment->floor_ms) + added_ms;
}

int64_t revops__far_inverse(const revops_calendar *calendar, int64_t open_ms)
{
    int64_t added_ms = 0;
    if (calendar->has_period && open_ms >= calendar->end_open_ms) {
        if (calendar->growth_ms == 0) {
            return REVOPS_TIME_NONE;
        }
        int64_t periods = (open_ms - calendar->period_open_ms) / calendar->growth_ms;
        open_ms -= periods * calendar->growth_ms;
        added_ms = periods * REVOPS__PERIOD_MS;
    } else if (calendar->has_past && open_ms < calendar->begin_open_ms) {
        if (calendar->growth_ms == 0) {
            return REVOPS_TIME_NONE;
        }
        open_ms -= calendar->past_ms;
        int64_t periods =
            (calendar->period_open_ms - open_ms + calendar->growth_ms - 1) / calendar->growth_ms;
        open_ms += periods * calendar->growth_ms;
        added_ms = -periods * REVOPS__PERIOD_MS;
    }
    if (open_ms < revops__segments(calendar)->open_ms) {
        return REVOPS_TIME_NONE;
    }
    const revops__segment *segment = far_search(calendar, 1, open_ms);
    int64_t local_ms = open_ms - segment->base_ms;
    if (segment->follows_week) {
        if (calendar->week_open_ms == 0) {
            return REVOPS_TIME_NONE; /* the last one, closed for ever */
        }
        int64_t week = revops__floor_divide(local_ms, calendar->week_open_ms);
        int32_t within_ms = (int32_t)(local_ms - week * calendar->week_open_ms);
        const revops__week_part *part = far_part(calendar, 1, within_ms);
        local_ms = week * REVOPS__WEEK_MS + part->start_ms + (within_ms - part->open_ms);
    }
    return local_ms - segment->shift_ms + added_ms;
}
