/* SPDX-License-Identifier: MIT */
/* The fast path of an event of which at most one criterion has to be looked at: usage-batch.c says why and when. */
#ifndef REVOPS_LIB_USAGE_FAST_H
#define REVOPS_LIB_USAGE_FAST_H

#include "core/compiler.h"
#include "judge/usage-internal.h"

/* What the fast path did: nothing, as it may be refused or isn't for it; all; all but settling that criteria change; all but
   finding out whether a signal comes that was waiting. */
enum usage_fast_end { FAST_LEFT, FAST_DONE, FAST_CHANGES, FAST_WAITS };

/* What it asks of an event, and what is left to settle. */
typedef struct usage_fast_event {
    int64_t at_ms;
    int32_t utc_offset_min;
    uint32_t sequence, value;
} usage_fast_event;

typedef struct usage_fast_row {
    uint64_t instant, before, held;
} usage_fast_row;

/* Adds an instant to the latest ones: all is read before any is written, in pieces that may overlap. */
static REVOPS__INLINE void push_instant(uint8_t *state, size_t moved, uint64_t instant)
{
    uint8_t *to = state + INSTANT_SIZE, pieces[4][16];
    if (moved >= 16 && moved <= 32) {
        memcpy(pieces[0], state, 16);
        memcpy(pieces[1], state + moved - 16, 16);
        memcpy(to, pieces[0], 16);
        memcpy(to + moved - 16, pieces[1], 16);
    } else if (moved > 32) {
        memcpy(pieces[0], state, 16);
        memcpy(pieces[1], state + 16, 16);
        memcpy(pieces[2], state + moved - 32, 16);
        memcpy(pieces[3], state + moved - 16, 16);
        memcpy(to, pieces[0], 16);
        memcpy(to + 16, pieces[1], 16);
        memcpy(to + moved - 32, pieces[2], 16);
        memcpy(to + moved - 16, pieces[3], 16);
    } else if (moved >= 8) {
        memcpy(pieces[0], state, 8);
        memcpy(pieces[1], state + moved - 8, 8);
        memcpy(to, pieces[0], 8);
        memcpy(to + moved - 8, pieces[1], 8);
    } else {
        for (; moved > 0; moved--) {
            to[moved - 1] = state[moved - 1];
        }
    }
    put40(state, (int64_t)instant);
}

/* Whether the instant that decides is near enough. */
static REVOPS__INLINE uint32_t is_near(const revops__usage_fast *fast, const uint8_t *record,
                                       uint64_t instant, uint32_t was_met)
{
    return (instant - get40_within(record, fast->place[was_met]) <= fast->span[was_met]) &
           (fast->affected != 0);
}

/* Folds an event. Constants: `form`, the form of all criteria with a fast path; `counts`, not 0 where the criterion is known
   to count the event. */
static REVOPS__INLINE enum usage_fast_end usage_fold_fast(const revops__usage_fast *fast, uint32_t check,
                                                          enum revops__usage_form form, int counts,
                                                          uint8_t *record, const usage_fast_event *event,
                                                          usage_fast_row *row)
{
    const int64_t at_ms = event->at_ms;
    const int32_t offset_min = event->utc_offset_min;
    const uint32_t sequence = event->sequence;
    uint64_t instant = usage_instant_of(record, at_ms), head = get_word(record + HEAD_HELD);
    if (REVOPS__RARELY(record[HEAD_CHECK] != check || instant - fast->least >= fast->reach ||
                       instant < head >> HEAD_LAST_SHIFT)) {
        return FAST_LEFT;
    }
    if (REVOPS__RARELY(!offset_ok(offset_min) || event->value > VALUE_MAX ||
                       (sequence != 0 && sequence <= get32(record + HEAD_SEQUENCE)))) {
        return FAST_LEFT;
    }
    /* Whether the criterion was met, is so just before the event, and now. */
    uint32_t was_met = (head & fast->affected) != 0, before = was_met, met;
    counts |= fast->counts;
    uint8_t *own = record + fast->offset;
    if (form == FORM_COUNTER) {
        uint64_t position =
            fast->elapsed ? instant : usage_date_of(record, usage_local_day(at_ms, offset_min));
        uint32_t value = get16(own) + (position - fast->first < fast->length);
        value -= value >> 16; /* it stays at the most */
        met = value >= fast->bound[was_met];
        put16(own, value);
    } else if (form == FORM_INSTANTS) {
        met = is_near(fast, record, instant, was_met);
        if (REVOPS__RARELY(met < was_met)) {
            before = 0;
            met = is_near(fast, record, instant, 0);
        }
        if (counts) {
            push_instant(own, fast->moved, instant);
        }
    } else if (form == FORM_COUNTS) {
        uint32_t latest = get16(own),
                 later = dates_later(usage_date_of(record, usage_local_day(at_ms, offset_min)), latest);
        revops__usage_counts seen = counts_seen(get_counts(own + 2), later);
        uint32_t value = counts_value(seen, fast->kept);
        before = was_met & (value >= fast->bound[1]);
        if (counts) {
            seen = counts_add(seen);
            value = counts_value(seen, fast->kept);
            put16(own, latest + later);
            put_counts(own + 2, seen);
        }
        met = value >= fast->bound[before];
    } else {
        uint32_t latest = get16(own),
                 later = dates_later(usage_date_of(record, usage_local_day(at_ms, offset_min)), latest);
        uint64_t dates = get_word(own + 2);
        uint32_t value = word_value(fast->streak, fast->kept.lower, dates, later);
        before = was_met & (value >= fast->bound[1]);
        if (counts && later != 0) {
            dates = word_seen(dates, later) | 1;
            value = fast->streak ? word_value(1, fast->kept.lower, dates, 0) : value + 1;
            put16(own, latest + later);
            put_word(own + 2, dates);
        }
        met = value >= fast->bound[before];
    }
    if (sequence != 0) {
        put32(record + HEAD_SEQUENCE, sequence);
    }
    int changes = (met != was_met) | (before != was_met) | ((fast->flags & ~(uint32_t)head) != 0);
    if (REVOPS__RARELY(changes || (head >> HEAD_STATE_SHIFT & STATE_WAITING))) {
        uint32_t others = (uint32_t)head & 0xffff & ~(uint32_t)fast->affected;
        row->instant = instant;
        row->before = others | (before ? fast->affected : 0u);
        row->held = others | (met ? fast->affected : 0u) | fast->flags;
        return changes ? FAST_CHANGES : FAST_WAITS;
    }
    put_word(record + HEAD_HELD, (head & 0xffffff) | instant << HEAD_LAST_SHIFT);
    return FAST_DONE;
}

/* Ends an event of the fast path that changes criteria, or may give a signal that was waiting. */
static inline void usage_end_fast(const revops_usage *usage, uint8_t *record, uint32_t judged,
                                  usage_fast_row row, int waits, revops__usage_outcome *out)
{
    if (waits && !revops__usage_is_due(usage, record, row.instant, judged)) {
        uint64_t head = get_word(record + HEAD_HELD);
        put_word(record + HEAD_HELD, (head & 0xffffff) | row.instant << HEAD_LAST_SHIFT);
        *out = (revops__usage_outcome){row.held, 0, 0};
        return;
    }
    revops__usage_settle(usage, record, row.instant, (revops__usage_asked){judged, 0}, row.before, row.held,
                         out);
}

#endif
