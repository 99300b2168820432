/* SPDX-License-Identifier: MIT */
/* F and its inverse, and what follows from them. The layout of F is explained in calendar-internal.h. */
#include "time/calendar-internal.h"

/* No instant; what inner functions answer where there is no answer. */
#define NONE REVOPS_TIME_NONE

enum { ADD_BLOCK = 128 };

/* ---- F -------------------------------------------------------------------------------------------------- */

/* The last segment from `low` up to before `high` that begins, in time or in open time, at or before the value; that
   at `low` does. */
static const revops__segment *search(const revops__segment *low, const revops__segment *high, int open,
                                     int64_t value)
{
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

/* F within a segment, given W there. */
static inline int64_t segment_open_time(const revops__segment *segment, int64_t open_ms)
{
    return segment->base_ms + (open_ms > segment->floor_ms ? open_ms : segment->floor_ms);
}

/* W(x) in a given week. */
static inline int64_t week_open_time(const revops_calendar *calendar, int64_t local_ms, int64_t week)
{
    const int32_t *slots = revops__at(calendar, calendar->slots_at);
    uint32_t within_ms = (uint32_t)(local_ms - week * REVOPS__WEEK_MS);
    int32_t slot = slots[(within_ms / 32 * calendar->slot_magic) >> REVOPS__SLOT_SHIFT];
    int32_t open = -(slot & 1); /* all ones or none */
    return week * calendar->week_open_ms + ((slot >> 1) + ((int32_t)within_ms & open));
}

/* Without the index; outside the table by way of whole periods. */
int64_t revops__open_time(const revops_calendar *calendar, int64_t at_ms)
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
    const revops__segment *segments = revops__segments(calendar);
    const revops__segment *segment = search(segments, segments + calendar->segment_count, 0, at_ms);
    int64_t open_ms = at_ms + segment->shift_ms;
    if (segment->follows_week) {
        open_ms = week_open_time(calendar, open_ms, revops__floor_divide(open_ms, REVOPS__WEEK_MS));
    }
    return segment_open_time(segment, open_ms) + added_ms;
}

/* From 1970 until 2109 the index says where to look, and local time isn't negative. */
static inline int is_hot(int64_t at_ms)
{
    return (uint64_t)at_ms >> REVOPS__HOT_BITS == 0;
}

/* Where an index entry spans more than one knot. */
static const revops__segment *search_entry(const revops_calendar *calendar, const uint16_t *entry, int open,
                                           int64_t value)
{
    const revops__segment *segments = revops__segments(calendar);
    return search(segments + entry[0], segments + entry[1] + 1, open, value);
}

static inline int64_t hot_open_time(const revops_calendar *calendar, int64_t at_ms)
{
    const uint16_t *entry = revops__at(calendar, calendar->time_index_at);
    entry += (uint64_t)at_ms >> calendar->time_shift;
    const revops__segment *segment = revops__segments(calendar) + *entry;
    /* Mostly it spans at most one, so that this takes no branch. */
    segment += segment->next_start_ms <= at_ms;
    if (segment->next_start_ms <= at_ms) {
        segment = search_entry(calendar, entry, 0, at_ms);
    }
    int64_t open_ms = at_ms + segment->shift_ms;
    if (segment->follows_week) {
        open_ms = week_open_time(calendar, open_ms, (int64_t)((uint64_t)open_ms / (uint64_t)REVOPS__WEEK_MS));
    }
    return segment_open_time(segment, open_ms);
}

static int64_t open_time(const revops_calendar *calendar, int64_t at_ms)
{
    return is_hot(at_ms) ? hot_open_time(calendar, at_ms) : revops__open_time(calendar, at_ms);
}

/* ---- its inverse ---------------------------------------------------------------------------------------- */

/* The last local instant at which W is `open_ms`, given how many weeks are in it. */
static inline int64_t week_inverse(const revops_calendar *calendar, int64_t open_ms, int64_t week)
{
    const int32_t *open_slots = revops__at(calendar, calendar->open_slots_at);
    uint32_t within_ms = (uint32_t)(open_ms - week * calendar->week_open_ms);
    int32_t closed_ms = open_slots[(within_ms / 32 * calendar->slot_magic) >> REVOPS__SLOT_SHIFT];
    return week * REVOPS__WEEK_MS + within_ms + closed_ms;
}

/* The last instant at which F is `open_ms`, without the index. */
static int64_t far_inverse(const revops_calendar *calendar, int64_t open_ms)
{
    int64_t added_ms = 0;
    if (calendar->has_period && open_ms >= calendar->end_open_ms) {
        if (calendar->growth_ms == 0) {
            return NONE;
        }
        int64_t periods = (open_ms - calendar->period_open_ms) / calendar->growth_ms;
        open_ms -= periods * calendar->growth_ms;
        added_ms = periods * REVOPS__PERIOD_MS;
    } else if (calendar->has_past && open_ms < calendar->begin_open_ms) {
        if (calendar->growth_ms == 0) {
            return NONE;
        }
        open_ms -= calendar->past_ms;
        int64_t periods =
            (calendar->period_open_ms - open_ms + calendar->growth_ms - 1) / calendar->growth_ms;
        open_ms += periods * calendar->growth_ms;
        added_ms = -periods * REVOPS__PERIOD_MS;
    }
    const revops__segment *segments = revops__segments(calendar);
    if (open_ms < segments->open_ms) {
        return NONE;
    }
    const revops__segment *segment = search(segments, segments + calendar->segment_count, 1, open_ms);
    int64_t local_ms = open_ms - segment->base_ms;
    if (segment->follows_week) {
        if (calendar->week_open_ms == 0) {
            return NONE; /* the last one, closed for ever */
        }
        local_ms = week_inverse(calendar, local_ms, revops__floor_divide(local_ms, calendar->week_open_ms));
    }
    return local_ms - segment->shift_ms + added_ms;
}

static inline int is_hot_open(const revops_calendar *calendar, int64_t open_ms)
{
    return (uint64_t)open_ms >> calendar->open_shift < calendar->open_entries;
}

static inline int64_t hot_inverse(const revops_calendar *calendar, int64_t open_ms)
{
    const uint16_t *entry = revops__at(calendar, calendar->open_index_at);
    entry += (uint64_t)open_ms >> calendar->open_shift;
    const revops__segment *segment = revops__segments(calendar) + *entry;
    segment += segment->next_open_ms <= open_ms;
    if (segment->next_open_ms <= open_ms) {
        segment = search_entry(calendar, entry, 1, open_ms);
    }
    int64_t local_ms = open_ms - segment->base_ms;
    if (segment->follows_week) {
        /* The index ends before 2109, so that the weeks are few enough for a multiplication. */
        uint64_t week =
            ((uint64_t)local_ms / (uint64_t)REVOPS_MINUTE_MS * calendar->week_magic) >> REVOPS__WEEK_SHIFT;
        local_ms = week_inverse(calendar, local_ms, (int64_t)week);
    }
    return local_ms - segment->shift_ms;
}

/* The last instant at which F is `open_ms`. */
static int64_t inverse(const revops_calendar *calendar, int64_t open_ms)
{
    return is_hot_open(calendar, open_ms) ? hot_inverse(calendar, open_ms) : far_inverse(calendar, open_ms);
}

/* The first instant at which F is `open_ms`: right after the open millisecond before it. */
static inline int64_t first_inverse(const revops_calendar *calendar, int64_t open_ms)
{
    int64_t at_ms = inverse(calendar, open_ms - 1);
    return at_ms == NONE ? NONE : at_ms + 1;
}

/* ---- between and add ------------------------------------------------------------------------------------ */

static inline int64_t within_range(int64_t at_ms)
{
    return revops__in_range(at_ms) ? at_ms : NONE;
}

revops_status revops_calendar_open_time(const revops_calendar *calendar, int64_t at_ms, int64_t *out_ms)
{
    if (!calendar || !out_ms) {
        return REVOPS_ERR_ARG;
    }
    if (!revops__in_range(at_ms)) {
        return REVOPS_ERR_RANGE;
    }
    *out_ms = open_time(calendar, at_ms);
    return REVOPS_OK;
}

revops_status revops_calendar_between(const revops_calendar *calendar, int64_t start_ms, int64_t end_ms,
                                      int64_t *out_ms)
{
    if (!calendar || !out_ms) {
        return REVOPS_ERR_ARG;
    }
    if (is_hot(start_ms | end_ms)) {
        *out_ms = hot_open_time(calendar, end_ms) - hot_open_time(calendar, start_ms);
        return REVOPS_OK;
    }
    if (!revops__in_range(start_ms) || !revops__in_range(end_ms)) {
        return REVOPS_ERR_RANGE;
    }
    *out_ms = open_time(calendar, end_ms) - open_time(calendar, start_ms);
    return REVOPS_OK;
}

revops_status revops_calendar_between_many(const revops_calendar *calendar, const int64_t *start_ms,
                                           const int64_t *end_ms, size_t count, int64_t *out_ms)
{
    if (!calendar || (count > 0 && (!start_ms || !end_ms || !out_ms))) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = REVOPS_OK;
    for (size_t i = 0; i < count; i++) {
        int64_t start = start_ms[i], end = end_ms[i];
        if (is_hot(start | end)) {
            out_ms[i] = hot_open_time(calendar, end) - hot_open_time(calendar, start);
        } else if (revops__in_range(start) && revops__in_range(end)) {
            out_ms[i] = open_time(calendar, end) - open_time(calendar, start);
        } else {
            status = start == NONE || end == NONE ? status : REVOPS_ERR_RANGE;
            out_ms[i] = NONE;
        }
    }
    return status;
}

/* The first instant forwards under STAY is the last one backwards, and the other way round. */
static inline int wants_first(int64_t span_ms, uint32_t at_close)
{
    return at_close == REVOPS_AT_CLOSE_STAY ? span_ms > 0 : span_ms < 0;
}

/* NONE where there is no answer. */
static int64_t far_add(const revops_calendar *calendar, int64_t start_ms, int64_t span_ms, uint32_t at_close)
{
    /* A span beyond twice the range can't have an answer, and must not overflow. */
    if (!revops__in_range(start_ms) || span_ms > 2 * REVOPS_CALENDAR_LIMIT_MS ||
        span_ms < -2 * REVOPS_CALENDAR_LIMIT_MS) {
        return NONE;
    }
    if (span_ms == 0 && at_close == REVOPS_AT_CLOSE_STAY) {
        return start_ms;
    }
    int first = wants_first(span_ms, at_close);
    int64_t at_ms = inverse(calendar, open_time(calendar, start_ms) + span_ms - first);
    return at_ms == NONE ? NONE : within_range(at_ms + first);
}

/* What F has to be at the answer; a negative number where it takes more care than that. */
static inline int64_t hot_target(const revops_calendar *calendar, int64_t start_ms, int64_t span_ms,
                                 uint32_t at_close)
{
    if (!is_hot(start_ms) || (span_ms == 0 && at_close == REVOPS_AT_CLOSE_STAY)) {
        return -1;
    }
    /* Where the sum would overflow it is far from hot. */
    return (int64_t)((uint64_t)hot_open_time(calendar, start_ms) + (uint64_t)span_ms -
                     (uint64_t)wants_first(span_ms, at_close));
}

revops_status revops_calendar_add(const revops_calendar *calendar, int64_t start_ms, int64_t span_ms,
                                  uint32_t at_close, int64_t *out_ms)
{
    if (!calendar || !out_ms || at_close > REVOPS_AT_CLOSE_NEXT_OPEN) {
        return REVOPS_ERR_ARG;
    }
    int64_t target_ms = hot_target(calendar, start_ms, span_ms, at_close);
    if (is_hot_open(calendar, target_ms)) {
        *out_ms = hot_inverse(calendar, target_ms) + wants_first(span_ms, at_close);
        return REVOPS_OK;
    }
    int64_t at_ms = far_add(calendar, start_ms, span_ms, at_close);
    if (at_ms == NONE) {
        return REVOPS_ERR_RANGE;
    }
    *out_ms = at_ms;
    return REVOPS_OK;
}

revops_status revops_calendar_add_many(const revops_calendar *calendar, const int64_t *start_ms,
                                       const int64_t *span_ms, size_t count, uint32_t at_close,
                                       int64_t *out_ms)
{
    if (!calendar || at_close > REVOPS_AT_CLOSE_NEXT_OPEN ||
        (count > 0 && (!start_ms || !span_ms || !out_ms))) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = REVOPS_OK;
    /* First F of a block, then its inverse: two short chains of dependent steps overlap better than one long one. */
    int64_t targets_ms[ADD_BLOCK];
    for (size_t done = 0; done < count; done += ADD_BLOCK) {
        size_t size = count - done < ADD_BLOCK ? count - done : ADD_BLOCK;
        const int64_t *starts = start_ms + done, *spans = span_ms + done;
        int64_t *outs = out_ms + done;
        for (size_t i = 0; i < size; i++) {
            targets_ms[i] = hot_target(calendar, starts[i], spans[i], at_close);
        }
        for (size_t i = 0; i < size; i++) {
            int64_t span = spans[i];
            if (is_hot_open(calendar, targets_ms[i])) {
                outs[i] = hot_inverse(calendar, targets_ms[i]) + wants_first(span, at_close);
            } else {
                int none = starts[i] == NONE || span == NONE;
                outs[i] = none ? NONE : far_add(calendar, starts[i], span, at_close);
                status = outs[i] == NONE && !none ? REVOPS_ERR_RANGE : status;
            }
        }
    }
    return status;
}

/* ---- open or closed, and the edges between ------------------------------------------------------------- */

static inline int is_open(const revops_calendar *calendar, int64_t at_ms)
{
    return open_time(calendar, at_ms + 1) > open_time(calendar, at_ms);
}

static inline int is_open_throughout(const revops_calendar *calendar, int64_t from_ms, int64_t until_ms)
{
    return open_time(calendar, until_ms) - open_time(calendar, from_ms) == until_ms - from_ms;
}

/* When the open stretch that holds an open instant ends; NONE when it never does. */
static int64_t stretch_end(const revops_calendar *calendar, int64_t at_ms)
{
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
            is_open_throughout(calendar, at_ms, segments[middle].start_ms)) {
            low = middle + 1;
            low_ms = segments[middle].start_ms > at_ms ? segments[middle].start_ms : at_ms;
        } else {
            high = middle;
        }
    }
    /* ... and within two weeks after it the week closes, if ever: daylight saving may skip one closed hour. */
    int64_t high_ms = low_ms + 2 * REVOPS__WEEK_MS;
    if (is_open_throughout(calendar, low_ms, high_ms)) {
        return NONE;
    }
    while (high_ms - low_ms > 1) {
        int64_t middle_ms = low_ms + (high_ms - low_ms) / 2;
        if (is_open_throughout(calendar, low_ms, middle_ms)) {
            low_ms = middle_ms;
        } else {
            high_ms = middle_ms;
        }
    }
    return low_ms + periods_ms;
}

/* When the open stretch that ends with or holds the millisecond before an instant began; NONE when it never did. */
static int64_t stretch_start(const revops_calendar *calendar, int64_t at_ms)
{
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
            is_open_throughout(calendar, segments[middle].start_ms, at_ms)) {
            high = middle;
            high_ms = segments[middle].start_ms < at_ms ? segments[middle].start_ms : at_ms;
        } else {
            low = middle + 1;
            low_ms = segments[middle].start_ms;
        }
    }
    if (low == 0) { /* ... or within two weeks, if ever, before the first of all */
        low_ms = high_ms - 2 * REVOPS__WEEK_MS;
        if (is_open_throughout(calendar, low_ms, high_ms)) {
            return NONE;
        }
    }
    while (high_ms - low_ms > 1) {
        int64_t middle_ms = low_ms + (high_ms - low_ms) / 2;
        if (is_open_throughout(calendar, middle_ms, high_ms)) {
            high_ms = middle_ms;
        } else {
            low_ms = middle_ms;
        }
    }
    /* Open through a whole period: it began before what repeats. */
    return high_ms < calendar->period_ms ? high_ms : high_ms + periods_ms;
}

/* The edge asked for from an instant in range; NONE where there is none. */
static int64_t edge(const revops_calendar *calendar, revops_calendar_edge which, int64_t at_ms)
{
    int open = is_open(calendar, at_ms), was_open = is_open(calendar, at_ms - 1);
    int opens = which == REVOPS_EDGE_NEXT_OPEN || which == REVOPS_EDGE_PREVIOUS_OPEN;
    int forwards = which == REVOPS_EDGE_NEXT_OPEN || which == REVOPS_EDGE_NEXT_CLOSE;
    if (open != was_open && open == opens) {
        return at_ms;
    }
    int64_t open_ms = open_time(calendar, at_ms), found_ms = at_ms;
    if (forwards) {
        /* Closed: the next opening, and its end. Open: the end, and the opening after it. */
        if (open) {
            found_ms = stretch_end(calendar, at_ms);
        }
        if (found_ms != NONE && (opens || !open)) {
            found_ms = inverse(calendar, open ? open_time(calendar, found_ms) : open_ms);
        }
        if (found_ms != NONE && !opens && !open) {
            found_ms = stretch_end(calendar, found_ms);
        }
    } else {
        if (was_open) {
            found_ms = stretch_start(calendar, at_ms);
        }
        if (found_ms != NONE && (!opens || !was_open)) {
            found_ms = first_inverse(calendar, was_open ? open_time(calendar, found_ms) : open_ms);
        }
        if (found_ms != NONE && opens && !was_open) {
            found_ms = stretch_start(calendar, found_ms);
        }
    }
    return within_range(found_ms);
}

static revops_status edge_or_range(const revops_calendar *calendar, revops_calendar_edge which, int64_t at_ms,
                                   int64_t *out_ms)
{
    if (!calendar || !out_ms) {
        return REVOPS_ERR_ARG;
    }
    int64_t found_ms = revops__in_range(at_ms) ? edge(calendar, which, at_ms) : NONE;
    if (found_ms == NONE) {
        return REVOPS_ERR_RANGE;
    }
    *out_ms = found_ms;
    return REVOPS_OK;
}

revops_status revops_calendar_next_open(const revops_calendar *calendar, int64_t at_ms, int64_t *out_ms)
{
    return edge_or_range(calendar, REVOPS_EDGE_NEXT_OPEN, at_ms, out_ms);
}

revops_status revops_calendar_next_close(const revops_calendar *calendar, int64_t at_ms, int64_t *out_ms)
{
    return edge_or_range(calendar, REVOPS_EDGE_NEXT_CLOSE, at_ms, out_ms);
}

revops_status revops_calendar_previous_open(const revops_calendar *calendar, int64_t at_ms, int64_t *out_ms)
{
    return edge_or_range(calendar, REVOPS_EDGE_PREVIOUS_OPEN, at_ms, out_ms);
}

revops_status revops_calendar_previous_close(const revops_calendar *calendar, int64_t at_ms, int64_t *out_ms)
{
    return edge_or_range(calendar, REVOPS_EDGE_PREVIOUS_CLOSE, at_ms, out_ms);
}

revops_status revops_calendar_edge_many(const revops_calendar *calendar, revops_calendar_edge which,
                                        const int64_t *at_ms, size_t count, int64_t *out_ms)
{
    if (!calendar || which > REVOPS_EDGE_PREVIOUS_CLOSE || (count > 0 && (!at_ms || !out_ms))) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = REVOPS_OK;
    for (size_t i = 0; i < count; i++) {
        int64_t at = at_ms[i];
        out_ms[i] = revops__in_range(at) ? edge(calendar, which, at) : NONE;
        if (out_ms[i] == NONE && at != NONE) {
            status = REVOPS_ERR_RANGE;
        }
    }
    return status;
}

revops_status revops_calendar_is_open(const revops_calendar *calendar, int64_t at_ms, uint32_t *out)
{
    if (!calendar || !out) {
        return REVOPS_ERR_ARG;
    }
    if (!revops__in_range(at_ms)) {
        return REVOPS_ERR_RANGE;
    }
    *out = (uint32_t)is_open(calendar, at_ms);
    return REVOPS_OK;
}

revops_status revops_calendar_is_open_many(const revops_calendar *calendar, const int64_t *at_ms,
                                           size_t count, uint8_t *out)
{
    if (!calendar || (count > 0 && (!at_ms || !out))) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = REVOPS_OK;
    for (size_t i = 0; i < count; i++) {
        int in_range = revops__in_range(at_ms[i]);
        out[i] = in_range && is_open(calendar, at_ms[i]);
        if (!in_range && at_ms[i] != NONE) {
            status = REVOPS_ERR_RANGE;
        }
    }
    return status;
}
