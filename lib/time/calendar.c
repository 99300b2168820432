/* SPDX-License-Identifier: MIT */
/* F and its inverse, and what follows from them. The layout of F is explained in calendar-internal.h. */
#include "core/compiler.h"
#include "time/calendar-near.h"

enum { CALENDAR_ADD_BLOCK = 64 };

int64_t revops__open_time(const revops_calendar *calendar, int64_t at_ms)
{
    return revops__is_near(calendar, at_ms) ? calendar->near_open_ms + revops__near_open_time(calendar, at_ms)
                                            : revops__far_open_time(calendar, at_ms);
}

int64_t revops__open_inverse(const revops_calendar *calendar, int64_t open_ms)
{
    uint64_t since_ms = (uint64_t)open_ms - (uint64_t)calendar->near_open_ms;
    return since_ms < calendar->near_span_ms ? revops__near_inverse(calendar, since_ms)
                                             : revops__far_inverse(calendar, open_ms);
}

static inline int64_t calendar_within_range(int64_t at_ms)
{
    return revops__in_range(at_ms) ? at_ms : REVOPS_TIME_NONE;
}

revops_status revops_calendar_between(const revops_calendar *calendar, int64_t start_ms, int64_t end_ms,
                                      int64_t *out_ms)
{
    if (!calendar || !out_ms) {
        return REVOPS_ERR_ARG;
    }
    if (revops__is_near(calendar, start_ms) && revops__is_near(calendar, end_ms)) {
        *out_ms = revops__near_open_time(calendar, end_ms) - revops__near_open_time(calendar, start_ms);
        return REVOPS_OK;
    }
    if (!revops__in_range(start_ms) || !revops__in_range(end_ms)) {
        return REVOPS_ERR_RANGE;
    }
    *out_ms = revops__open_time(calendar, end_ms) - revops__open_time(calendar, start_ms);
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
        if (revops__is_near(calendar, start) && revops__is_near(calendar, end)) {
            out_ms[i] = revops__near_open_time(calendar, end) - revops__near_open_time(calendar, start);
        } else if (revops__in_range(start) && revops__in_range(end)) {
            out_ms[i] = revops__open_time(calendar, end) - revops__open_time(calendar, start);
        } else {
            status = start == REVOPS_TIME_NONE || end == REVOPS_TIME_NONE ? status : REVOPS_ERR_RANGE;
            out_ms[i] = REVOPS_TIME_NONE;
        }
    }
    return status;
}

/* The first instant forwards under STAY is the last one backwards, and the other way round. The sign of the span, or of
   minus the span, without a branch; a span of INT64_MIN has no answer anyway. */
static inline int64_t calendar_wants_first(int64_t span_ms, revops_calendar_at_close at_close)
{
    uint64_t flip = (uint64_t)at_close - 1; /* all ones for STAY */
    return (int64_t)((((uint64_t)span_ms ^ flip) - flip) >> 63);
}

/* REVOPS_TIME_NONE where there is no answer. */
static int64_t calendar_far_add(const revops_calendar *calendar, int64_t start_ms, int64_t span_ms,
                                revops_calendar_at_close at_close)
{
    /* A span beyond twice the range can't have an answer, and must not overflow. */
    if (!revops__in_range(start_ms) || span_ms > 2 * REVOPS_ZONE_TIME_MAX_MS ||
        span_ms < -2 * REVOPS_ZONE_TIME_MAX_MS) {
        return REVOPS_TIME_NONE;
    }
    if (span_ms == 0 && at_close == REVOPS_CALENDAR_AT_CLOSE_STAY) {
        return start_ms;
    }
    int64_t first = calendar_wants_first(span_ms, at_close);
    int64_t at_ms = revops__open_inverse(calendar, revops__open_time(calendar, start_ms) + span_ms - first);
    return at_ms == REVOPS_TIME_NONE ? REVOPS_TIME_NONE : calendar_within_range(at_ms + first);
}

/* What open time from the table's begin has to be at the answer; UINT64_MAX where it takes more care than that. */
static inline uint64_t calendar_near_target(const revops_calendar *calendar, int64_t start_ms,
                                            int64_t span_ms, revops_calendar_at_close at_close)
{
    if (!revops__is_near(calendar, start_ms) || (at_close == REVOPS_CALENDAR_AT_CLOSE_STAY && span_ms == 0)) {
        return UINT64_MAX;
    }
    /* Where the sum would overflow it is far beyond the table. */
    return (uint64_t)revops__near_open_time(calendar, start_ms) + (uint64_t)span_ms -
           (uint64_t)calendar_wants_first(span_ms, at_close);
}

revops_status revops_calendar_add(const revops_calendar *calendar, int64_t start_ms, int64_t span_ms,
                                  revops_calendar_at_close at_close, int64_t *out_ms)
{
    if (!calendar || !out_ms || at_close > REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN) {
        return REVOPS_ERR_ARG;
    }
    uint64_t target_ms = calendar_near_target(calendar, start_ms, span_ms, at_close);
    if (target_ms < calendar->near_span_ms) {
        *out_ms = revops__near_inverse(calendar, target_ms) + calendar_wants_first(span_ms, at_close);
        return REVOPS_OK;
    }
    int64_t at_ms = calendar_far_add(calendar, start_ms, span_ms, at_close);
    if (at_ms == REVOPS_TIME_NONE) {
        return REVOPS_ERR_RANGE;
    }
    *out_ms = at_ms;
    return REVOPS_OK;
}

/* A block: first F, then its inverse: two short chains of dependent steps overlap better than one long one. There is one of
   each `at_close`, as a tenth of the instructions are about it. */
static REVOPS__INLINE revops_status calendar_add_block(const revops_calendar *calendar,
                                                       const int64_t *start_ms, const int64_t *span_ms,
                                                       size_t count, revops_calendar_at_close at_close,
                                                       int64_t *out_ms)
{
    uint64_t targets_ms[CALENDAR_ADD_BLOCK], near_span_ms = calendar->near_span_ms;
    revops_status status = REVOPS_OK;
    for (size_t i = 0; i < count; i++) {
        targets_ms[i] = calendar_near_target(calendar, start_ms[i], span_ms[i], at_close);
    }
    for (size_t i = 0; i < count; i++) {
        int64_t span = span_ms[i];
        if (targets_ms[i] < near_span_ms) {
            out_ms[i] = revops__near_inverse(calendar, targets_ms[i]) + calendar_wants_first(span, at_close);
        } else {
            int none = start_ms[i] == REVOPS_TIME_NONE || span == REVOPS_TIME_NONE;
            out_ms[i] = none ? REVOPS_TIME_NONE : calendar_far_add(calendar, start_ms[i], span, at_close);
            status = out_ms[i] == REVOPS_TIME_NONE && !none ? REVOPS_ERR_RANGE : status;
        }
    }
    return status;
}

revops_status revops_calendar_add_many(const revops_calendar *calendar, const int64_t *start_ms,
                                       const int64_t *span_ms, size_t count,
                                       revops_calendar_at_close at_close, int64_t *out_ms)
{
    if (!calendar || at_close > REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN ||
        (count > 0 && (!start_ms || !span_ms || !out_ms))) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = REVOPS_OK;
    for (size_t done = 0; done < count; done += CALENDAR_ADD_BLOCK) {
        size_t size = count - done < CALENDAR_ADD_BLOCK ? count - done : CALENDAR_ADD_BLOCK;
        const int64_t *starts = start_ms + done, *spans = span_ms + done;
        revops_status block = at_close == REVOPS_CALENDAR_AT_CLOSE_STAY
                                  ? calendar_add_block(calendar, starts, spans, size,
                                                       REVOPS_CALENDAR_AT_CLOSE_STAY, out_ms + done)
                                  : calendar_add_block(calendar, starts, spans, size,
                                                       REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN, out_ms + done);
        status = block != REVOPS_OK ? block : status;
    }
    return status;
}

/* ---- open or closed ------------------------------------------------------------------------------------ */

static inline int calendar_is_open(const revops_calendar *calendar, int64_t at_ms)
{
    return revops__open_time(calendar, at_ms + 1) > revops__open_time(calendar, at_ms);
}

revops_status revops_calendar_is_open(const revops_calendar *calendar, int64_t at_ms, int *out)
{
    if (!calendar || !out) {
        return REVOPS_ERR_ARG;
    }
    if (!revops__in_range(at_ms)) {
        return REVOPS_ERR_RANGE;
    }
    *out = calendar_is_open(calendar, at_ms);
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
        out[i] = in_range && calendar_is_open(calendar, at_ms[i]);
        if (!in_range && at_ms[i] != REVOPS_TIME_NONE) {
            status = REVOPS_ERR_RANGE;
        }
    }
    return status;
}
