/* SPDX-License-Identifier: MIT */
/* Finds openings and closes. If the table of weeks has a stretch that lies within its week, the table holds its ends.
   Elsewhere, a stretch is open as long as F rises by exactly the time that passes. Its end is found by bisection,
   first among the knots and then within a week. */
#include "time/calendar-near.h"

static int seek_is_open(const revops_calendar *calendar, int64_t at_ms)
{
    return revops__open_time(calendar, at_ms + 1) > revops__open_time(calendar, at_ms);
}

static int seek_is_open_throughout(const revops_calendar *calendar, int64_t from_ms, int64_t until_ms)
{
    return revops__open_time(calendar, until_ms) - revops__open_time(calendar, from_ms) == until_ms - from_ms;
}

/* The first instant at which F is `open_ms`: right after the open millisecond before it. */
static int64_t seek_first_inverse(const revops_calendar *calendar, int64_t open_ms)
{
    int64_t at_ms = revops__open_inverse(calendar, open_ms - 1);
    return at_ms == REVOPS_TIME_NONE ? REVOPS_TIME_NONE : at_ms + 1;
}

/* When the open stretch that holds an open instant ends; REVOPS_TIME_NONE when it never does. */
static int64_t seek_stretch_end(const revops_calendar *calendar, int64_t at_ms)
{
    if (revops__is_near(calendar, at_ms)) {
        revops__near_place place = revops__near_find(calendar, at_ms);
        if (place.slot->end_ms < (int32_t)REVOPS__WEEK_MS) {
            return at_ms + (place.slot->end_ms - place.within_ms);
        }
    }
    int64_t periods_ms = 0;
    if (calendar->has_period && at_ms >= calendar->end_ms) {
        periods_ms = (at_ms - calendar->period_ms) / REVOPS__PERIOD_MS * REVOPS__PERIOD_MS;
        at_ms -= periods_ms;
    }
    /* The last knot until which it stays open ... */
    const revops__segment *segments = revops__segments(calendar);
    int64_t low_ms = at_ms;
    for (uint32_t low = 0, high = calendar->segment_count; low < high;) {
        uint32_t middle = low + (high - low) / 2;
        if (segments[middle].start_ms <= at_ms ||
            seek_is_open_throughout(calendar, at_ms, segments[middle].start_ms)) {
            low = middle + 1;
            low_ms = segments[middle].start_ms > at_ms ? segments[middle].start_ms : at_ms;
        } else {
            high = middle;
        }
    }
    /* ... and within two weeks after it the week closes, if ever: daylight saving may skip one closed hour. */
    int64_t high_ms = low_ms + 2 * REVOPS__WEEK_MS;
    if (seek_is_open_throughout(calendar, low_ms, high_ms)) {
        return REVOPS_TIME_NONE;
    }
    while (high_ms - low_ms > 1) {
        int64_t middle_ms = low_ms + (high_ms - low_ms) / 2;
        if (seek_is_open_throughout(calendar, low_ms, middle_ms)) {
            low_ms = middle_ms;
        } else {
            high_ms = middle_ms;
        }
    }
    return low_ms + periods_ms;
}

/* When the open stretch that ends with or holds the millisecond before an instant began; REVOPS_TIME_NONE when it never did. */
static int64_t seek_stretch_start(const revops_calendar *calendar, int64_t at_ms)
{
    if (revops__is_near(calendar, at_ms - 1)) {
        revops__near_place place = revops__near_find(calendar, at_ms - 1);
        if (place.slot->start_ms > 0) {
            return at_ms - 1 - (place.within_ms - place.slot->start_ms);
        }
    }
    const revops__segment *segments = revops__segments(calendar);
    int64_t periods_ms = 0;
    if (calendar->has_period && at_ms >= calendar->end_ms) {
        /* One period later than for the end, so that there is time before it. */
        periods_ms = ((at_ms - calendar->period_ms) / REVOPS__PERIOD_MS - 1) * REVOPS__PERIOD_MS;
        at_ms -= periods_ms;
    }
    /* The first knot since which it stays open; it was closed at some time after the knot before that ... */
    int64_t high_ms = at_ms, low_ms = 0;
    uint32_t low = 0;
    for (uint32_t high = calendar->segment_count; low < high;) {
        uint32_t middle = low + (high - low) / 2;
        if (segments[middle].start_ms >= at_ms ||
            seek_is_open_throughout(calendar, segments[middle].start_ms, at_ms)) {
            high = middle;
            high_ms = segments[middle].start_ms < at_ms ? segments[middle].start_ms : at_ms;
        } else {
            low = middle + 1;
            low_ms = segments[middle].start_ms;
        }
    }
    if (low == 0) { /* ... or within two weeks, if ever, before the first of all */
        low_ms = high_ms - 2 * REVOPS__WEEK_MS;
        if (seek_is_open_throughout(calendar, low_ms, high_ms)) {
            return REVOPS_TIME_NONE;
        }
    }
    while (high_ms - low_ms > 1) {
        int64_t middle_ms = low_ms + (high_ms - low_ms) / 2;
        if (seek_is_open_throughout(calendar, middle_ms, high_ms)) {
            high_ms = middle_ms;
        } else {
            low_ms = middle_ms;
        }
    }
    /* Open through a whole period: it began before what repeats. */
    return high_ms < calendar->period_ms ? high_ms : high_ms + periods_ms;
}

int64_t revops__seek(const revops_calendar *calendar, int64_t at_ms, enum revops_calendar_edges edge)
{
    int open = seek_is_open(calendar, at_ms), was_open = seek_is_open(calendar, at_ms - 1);
    int opens = edge == REVOPS_CALENDAR_EDGE_NEXT_OPEN || edge == REVOPS_CALENDAR_EDGE_PREVIOUS_OPEN;
    int forwards = edge == REVOPS_CALENDAR_EDGE_NEXT_OPEN || edge == REVOPS_CALENDAR_EDGE_NEXT_CLOSE;
    if (open != was_open && open == opens) {
        return at_ms;
    }
    int64_t open_ms = revops__open_time(calendar, at_ms), found_ms = at_ms;
    if (forwards) {
        /* Closed: the next opening, and its end. Open: the end, and the opening after it. */
        if (open) {
            found_ms = seek_stretch_end(calendar, at_ms);
        }
        if (found_ms != REVOPS_TIME_NONE && (opens || !open)) {
            found_ms = revops__open_inverse(calendar, open ? revops__open_time(calendar, found_ms) : open_ms);
        }
        if (found_ms != REVOPS_TIME_NONE && !opens && !open) {
            found_ms = seek_stretch_end(calendar, found_ms);
        }
    } else {
        if (was_open) {
            found_ms = seek_stretch_start(calendar, at_ms);
        }
        if (found_ms != REVOPS_TIME_NONE && (!opens || !was_open)) {
            found_ms =
                seek_first_inverse(calendar, was_open ? revops__open_time(calendar, found_ms) : open_ms);
        }
        if (found_ms != REVOPS_TIME_NONE && opens && !was_open) {
            found_ms = seek_stretch_start(calendar, found_ms);
        }
    }
    return revops__in_range(found_ms) ? found_ms : REVOPS_TIME_NONE;
}

revops_status revops_calendar_seek(const revops_calendar *calendar, int64_t at_ms, revops_calendar_edge edge,
                                   int64_t *out_ms)
{
    if (!calendar || !out_ms || edge > REVOPS_CALENDAR_EDGE_PREVIOUS_CLOSE) {
        return REVOPS_ERR_ARG;
    }
    int64_t found_ms = REVOPS_TIME_NONE;
    if (revops__in_range(at_ms)) {
        found_ms = revops__seek(calendar, at_ms, (enum revops_calendar_edges)edge);
    }
    if (found_ms == REVOPS_TIME_NONE) {
        return REVOPS_ERR_RANGE;
    }
    *out_ms = found_ms;
    return REVOPS_OK;
}

revops_status revops_calendar_seek_many(const revops_calendar *calendar, const int64_t *at_ms, size_t count,
                                        revops_calendar_edge edge, int64_t *out_ms)
{
    if (!calendar || edge > REVOPS_CALENDAR_EDGE_PREVIOUS_CLOSE || (count > 0 && (!at_ms || !out_ms))) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = REVOPS_OK;
    for (size_t i = 0; i < count; i++) {
        int64_t at = at_ms[i], found_ms = REVOPS_TIME_NONE;
        if (revops__in_range(at)) {
            found_ms = revops__seek(calendar, at, (enum revops_calendar_edges)edge);
        }
        if (found_ms == REVOPS_TIME_NONE && at != REVOPS_TIME_NONE) {
            status = REVOPS_ERR_RANGE;
        }
        out_ms[i] = found_ms;
    }
    return status;
}
