/* SPDX-License-Identifier: MIT */
/* Clocks of one lead. A call first looks whether it can be done: arguments,
   records, order, room. After that nothing fails, so that records are changed
   in place and effects go straight to the caller [SEM27]. */
#include <revops/sla.h>

#include <stddef.h>

#include "core/bits.h"
#include "core/compiler.h"
#include "act/sla-internal.h"

enum { SLA_EVENT_FLAGS = REVOPS_SLA_UNCHANGED | REVOPS_SLA_FADED | REVOPS_SLA_MERGES };

/* What the signals of an event do to each clock. Returns a bit for each clock
 * that they concern. */
static uint64_t sla_parts(const revops_sla *sla, const revops_sla_event *event, uint16_t *parts)
{
    const uint32_t *first = revops__sla_at(sla, sla->first_uses_at);
    const revops__sla_use *uses = revops__sla_at(sla, sla->uses_at);
    uint64_t concerned = 0;
    for (uint32_t i = 0; i < event->signal_count; i++) {
        uint32_t signal = event->signals[i];
        for (uint32_t use = first[signal]; use < first[signal + 1]; use++) {
            uint32_t clock = uses[use].clock;
            uint64_t bit = UINT64_C(1) << clock;
            parts[clock] = (uint16_t)(uses[use].parts | (concerned & bit ? parts[clock] : 0u));
            concerned |= bit;
        }
    }
    return concerned;
}

revops_status revops__sla_check_event(const revops_sla *sla, const revops_sla_event *event)
{
    if (!event || (event->signal_count > 0 && !event->signals) || !revops__sla_in_range(event->at_ms) ||
        event->owner_calendar > sla->calendar_count || event->lead_calendar > sla->calendar_count) {
        return REVOPS_ERR_ARG;
    }
    if (event->flags & ~(uint32_t)SLA_EVENT_FLAGS) {
        return REVOPS_ERR_NEWER;
    }
    for (uint32_t i = 0; i < event->signal_count; i++) {
        if (event->signals[i] >= sla->signal_count) {
            return REVOPS_ERR_ARG;
        }
    }
    return REVOPS_OK;
}

static int sla_lacks_calendars(const revops_sla *sla, revops__sla_calendars calendars)
{
    if (sla->calendar_count > 0 && !calendars) {
        return 1;
    }
    for (uint32_t i = 0; i < sla->calendar_count; i++) {
        if (!calendars[i]) {
            return 1;
        }
    }
    return 0;
}

static int sla_is_due(const revops_sla_record *record, int64_t before_ms)
{
    return record->state == REVOPS_SLA_RUNNING && record->due_ms < before_ms;
}

/* Pauses follow each other; the last one has no end while it stands still, and
 * may have none when it is over. */
static int sla_has_sane_pauses(const revops_sla_record *record)
{
    int64_t after_ms = record->known_from_ms;
    uint32_t count = record->still_count;
    if (count > REVOPS_SLA_PAUSES_MAX || after_ms < record->started_ms) {
        return 0;
    }
    int is_open = count > 0 && record->still_until_ms[count - 1] == REVOPS_TIME_NONE;
    for (uint32_t i = 0; i < count; i++) {
        int64_t until_ms = i + 1 == count && is_open ? record->since_ms : record->still_until_ms[i];
        if (record->still_from_ms[i] < after_ms || until_ms < record->still_from_ms[i]) {
            return 0;
        }
        after_ms = until_ms;
    }
    return after_ms <= record->since_ms &&
           (record->flags & REVOPS_SLA_STANDING ? is_open : !is_open || !revops__sla_is_open(record));
}

static int sla_has_sane_more(const revops_sla_record *record)
{
    return revops__sla_in_range(record->from_ms) && record->from_ms <= record->since_ms &&
           record->answered_ms >= 0 && record->answered_ms <= 2 * REVOPS_ZONE_TIME_MAX_MS &&
           record->base_ms >= 0 && record->base_ms <= record->consumed_ms && record->target >= 0 &&
           record->target <= 2 * REVOPS_ZONE_TIME_MAX_MS && record->ran_day >= -REVOPS__SLA_DAY_LIMIT &&
           record->ran_day <= REVOPS__SLA_DAY_LIMIT && sla_has_sane_pauses(record);
}

/* What a record must fulfil, its second part aside, for the functions here to be safe. */
static inline int sla_is_sane_first(const revops_sla *sla, const revops_sla_record *record)
{
    int standing = (record->flags & REVOPS_SLA_STANDING) != 0;
    if (record->state > REVOPS_SLA_MERGED || record->flags > REVOPS__SLA_ALL_RECORD_FLAGS ||
        !revops__sla_in_range(record->since_ms)) {
        return 0;
    }
    if (record->state == REVOPS_SLA_NOT_STARTED) {
        return 1;
    }
    if (record->unit > REVOPS_CALENDAR_UNIT_DAYS || record->calendar > sla->calendar_count ||
        (record->calendar == 0 &&
         (record->unit == REVOPS_CALENDAR_UNIT_OPEN || record->unit == REVOPS_CALENDAR_UNIT_BUSINESS_DAYS)) ||
        !revops__sla_in_range(record->started_ms) || record->started_ms > record->since_ms ||
        record->consumed_ms < 0 || record->consumed_ms > 2 * REVOPS_ZONE_TIME_MAX_MS ||
        (standing && !revops__sla_has_more(record))) {
        return 0;
    }
    if (record->row >= sla->case_count) {
        return record->row == REVOPS_SLA_NO_CASE && !revops__sla_is_open(record);
    }
    return record->warned <= revops__sla_cases(sla)[record->row].warning_count &&
           (record->held_row < sla->case_count || record->held_row == REVOPS_SLA_NO_CASE) &&
           (record->state != REVOPS_SLA_RUNNING || !standing) &&
           (record->state != REVOPS_SLA_PAUSED || standing);
}

int revops__sla_is_sane(const revops_sla *sla, const revops_sla_record *record)
{
    return sla_is_sane_first(sla, record) && (record->state == REVOPS_SLA_NOT_STARTED ||
                                              !revops__sla_has_more(record) || sla_has_sane_more(record));
}

static inline int sla_is_late(const revops_sla_record *record, int64_t at_ms)
{
    return record->state != REVOPS_SLA_NOT_STARTED &&
           (at_ms < record->since_ms || (at_ms == record->since_ms && (record->flags & REVOPS_SLA_PASSED)));
}

/* What a signal can do to a clock that has never run. */
enum {
    SLA_HEARD_BEFORE =
        REVOPS_SLA_STARTS | REVOPS_SLA_MEETS | REVOPS_SLA_ENTERS_STILL | REVOPS_SLA_LEAVES_STILL
};

/* Whether an event whose signals don't concern a clock does: it ends all runs,
 * or may change what an open one promises. */
static int sla_is_touched(const revops_sla *sla, const revops_sla_record *record, uint32_t clock,
                          const revops_sla_event *event)
{
    if (!revops__sla_is_open(record)) {
        return 0;
    }
    return (event->flags & (REVOPS_SLA_FADED | REVOPS_SLA_MERGES)) != 0 || record->owner != event->owner ||
           revops__sla_clocks(sla)[clock].looks != 0;
}

/* The first look at one clock. */
static inline revops_status sla_look_at(const revops_sla *sla, const revops_sla_record *record,
                                        uint32_t clock, int64_t at_ms, int is_concerned)
{
    if (!sla_is_sane_first(sla, record)) {
        return REVOPS_ERR_CORRUPT;
    }
    if (record->state == REVOPS_SLA_NOT_STARTED) {
        return REVOPS_OK;
    }
    if ((revops__sla_has_more(record) && !sla_has_sane_more(record)) ||
        (record->row != REVOPS_SLA_NO_CASE && revops__sla_cases(sla)[record->row].clock != clock)) {
        return REVOPS_ERR_CORRUPT;
    }
    return is_concerned && sla_is_late(record, at_ms) ? REVOPS_ERR_LATE : REVOPS_OK;
}

/* The first look of a call that hears of no event: finds the clocks for which
 * something is due beside those given, and says whether all can be done. */
static revops_status sla_look_first(const revops_sla *sla, revops__sla_calendars calendars,
                                    const revops_sla_record *records, int64_t at_ms, uint64_t concerned,
                                    uint64_t *clocks)
{
    revops_status status = REVOPS_OK;
    *clocks = concerned;
    for (uint32_t clock = 0; clock < sla->clock_count && status == REVOPS_OK; clock++) {
        int is_concerned = (concerned >> clock & 1) != 0;
        if (is_concerned || sla_is_due(&records[clock], at_ms)) {
            *clocks |= UINT64_C(1) << clock;
            status = sla_look_at(sla, &records[clock], clock, at_ms, is_concerned);
        }
    }
    return status == REVOPS_OK && *clocks && sla_lacks_calendars(sla, calendars) ? REVOPS_ERR_ARG : status;
}

/* The first look of an event: the clocks that it concerns, and those for which
 * something is due. */
static revops_status sla_look_for_event(const revops_sla *sla, revops__sla_calendars calendars,
                                        const revops_sla_record *records, const revops_sla_event *event,
                                        const uint16_t *parts, uint64_t *heard, uint64_t *clocks)
{
    int64_t at_ms = event->at_ms;
    int touches = event->flags != REVOPS_SLA_UNCHANGED;
    uint64_t concerned = 0, any = 0, bit = 1;
    for (uint32_t clock = 0; clock < sla->clock_count; clock++, bit <<= 1) {
        const revops_sla_record *record = &records[clock];
        int is_concerned = 0;
        if (*heard & bit) {
            is_concerned = record->state != REVOPS_SLA_NOT_STARTED || (parts[clock] & SLA_HEARD_BEFORE) != 0;
        } else if (touches) {
            is_concerned = sla_is_touched(sla, record, clock, event);
        }
        if (!is_concerned && !sla_is_due(record, at_ms)) {
            continue;
        }
        revops_status status = sla_look_at(sla, record, clock, at_ms, is_concerned);
        if (status != REVOPS_OK) {
            return status;
        }
        concerned |= is_concerned ? bit : 0;
        any |= bit;
    }
    *heard = concerned;
    *clocks = any;
    return any && sla_lacks_calendars(sla, calendars) ? REVOPS_ERR_ARG : REVOPS_OK;
}

static revops_status sla_check_room(uint64_t clocks, const revops_sla_effect *effects, size_t capacity,
                                    size_t *count)
{
    size_t room = 0;
    for (; clocks; clocks &= clocks - 1) {
        room += REVOPS_SLA_EFFECTS_OF_CLOCK_MAX;
    }
    if (effects && capacity < room) {
        *count = room;
        return REVOPS_ERR_NOSPACE;
    }
    return REVOPS_OK;
}

revops_status revops__sla_apply(const revops_sla *sla, revops__sla_calendars calendars,
                                revops_sla_record *records, const revops_sla_event *event,
                                const revops_column *columns, revops_sla_effect *effects, size_t capacity,
                                size_t *count)
{
    uint16_t parts[REVOPS_SLA_CLOCKS_MAX];
    uint64_t clocks;
    uint64_t heard = sla_parts(sla, event, parts), concerned = heard;
    revops_status status = sla_look_for_event(sla, calendars, records, event, parts, &concerned, &clocks);
    if (status == REVOPS_OK) {
        status = sla_check_room(clocks, effects, capacity, count);
    }
    if (status != REVOPS_OK) {
        return status;
    }
    revops__sla_work at = {sla, calendars, event, columns, effects, 0, 0, NULL};
    for (; clocks != 0; clocks &= clocks - 1) {
        uint32_t clock = revops__lowest_bit(clocks);
        at.clock = clock;
        at.record = &records[clock];
        if (sla_is_due(at.record, event->at_ms)) {
            revops__sla_fire(&at, event->at_ms);
        }
        if (concerned >> clock & 1) {
            revops__sla_take(&at, heard >> clock & 1 ? parts[clock] : 0u);
        }
    }
    *count = at.effect_count;
    return REVOPS_OK;
}

revops_status revops__sla_hear(const revops_sla *sla, revops__sla_calendars calendars,
                               revops_sla_record *record, const revops_sla_event *event, uint32_t parts,
                               revops_sla_effect *effects, size_t *count)
{
    int is_concerned = parts ? record->state != REVOPS_SLA_NOT_STARTED || (parts & SLA_HEARD_BEFORE) != 0
                             : sla_is_touched(sla, record, 0, event);
    int is_due = sla_is_due(record, event->at_ms);
    if (!is_concerned && !is_due) {
        return REVOPS_OK;
    }
    revops_status status = sla_look_at(sla, record, 0, event->at_ms, is_concerned);
    if (status != REVOPS_OK) {
        return status;
    }
    revops__sla_work at = {sla, calendars, event, NULL, effects, 0, 0, record};
    if (is_due) {
        revops__sla_fire(&at, event->at_ms);
    }
    if (is_concerned) {
        revops__sla_take(&at, parts);
    }
    *count = at.effect_count;
    return REVOPS_OK;
}

revops_status revops_sla_apply(const revops_sla *sla, revops__sla_calendars calendars,
                               revops_sla_record *records, const revops_sla_event *event,
                               revops_sla_effect *effects, size_t capacity, size_t *count)
{
    if (!sla || !records || !count || (!effects && capacity > 0)) {
        return REVOPS_ERR_ARG;
    }
    for (uint32_t clock = 0; clock < sla->clock_count; clock++) {
        REVOPS__FETCH_TO_CHANGE(&records[clock]);
    }
    revops_status status = revops__sla_check_event(sla, event);
    return status == REVOPS_OK
               ? revops__sla_apply(sla, calendars, records, event, NULL, effects, capacity, count)
               : status;
}

revops_status revops_sla_advance(const revops_sla *sla, revops__sla_calendars calendars,
                                 revops_sla_record *records, int64_t now_ms, revops_sla_effect *effects,
                                 size_t capacity, size_t *count)
{
    uint64_t clocks;
    if (!sla || !records || !count || (!effects && capacity > 0)) {
        return REVOPS_ERR_ARG;
    }
    now_ms = now_ms > REVOPS_ZONE_TIME_MAX_MS ? REVOPS_ZONE_TIME_MAX_MS + 1 : now_ms;
    revops_status status = sla_look_first(sla, calendars, records, now_ms, 0, &clocks);
    if (status == REVOPS_OK) {
        status = sla_check_room(clocks, effects, capacity, count);
    }
    if (status != REVOPS_OK) {
        return status;
    }
    revops__sla_work at = {sla, calendars, NULL, NULL, effects, 0, 0, NULL};
    for (; clocks != 0; clocks &= clocks - 1) {
        at.clock = revops__lowest_bit(clocks);
        at.record = &records[at.clock];
        revops__sla_fire(&at, now_ms);
    }
    *count = at.effect_count;
    return REVOPS_OK;
}

int64_t revops_sla_next_wakeup(const revops_sla_record *records, size_t count)
{
    int64_t earliest_ms = REVOPS_SLA_NEVER_MS;
    for (size_t i = 0; records && i < count; i++) {
        if (records[i].state == REVOPS_SLA_RUNNING) {
            earliest_ms = records[i].due_ms < earliest_ms ? records[i].due_ms : earliest_ms;
        }
    }
    return earliest_ms < REVOPS_SLA_NEVER_MS ? earliest_ms + 1 : REVOPS_TIME_NONE;
}

revops_status revops_sla_due(const revops_sla *sla, const revops_sla_record *record, int64_t *out_ms)
{
    if (!sla || !record || !out_ms) {
        return REVOPS_ERR_ARG;
    }
    if (!revops__sla_is_sane(sla, record)) {
        return REVOPS_ERR_CORRUPT;
    }
    *out_ms = revops__sla_is_open(record) ? record->deadline_ms : REVOPS_TIME_NONE;
    return REVOPS_OK;
}

revops_status revops_sla_measure(const revops_sla *sla, revops__sla_calendars calendars,
                                 const revops_sla_record *record, int64_t at_ms, int64_t *consumed_ms,
                                 int64_t *answered_ms)
{
    if (!sla || !record || !revops__sla_in_range(at_ms)) {
        return REVOPS_ERR_ARG;
    }
    if (!revops__sla_is_sane(sla, record)) {
        return REVOPS_ERR_CORRUPT;
    }
    revops_sla_record then = *record;
    if (record->state == REVOPS_SLA_NOT_STARTED) {
        then.consumed_ms = 0;
        then.flags = 0;
    } else if (at_ms < record->since_ms) {
        return REVOPS_ERR_LATE;
    } else if (revops__sla_is_open(record)) {
        if (sla_lacks_calendars(sla, calendars)) {
            return REVOPS_ERR_ARG;
        }
        revops__sla_consume(calendars, &then, at_ms);
    }
    if (consumed_ms) {
        *consumed_ms = then.consumed_ms;
    }
    if (answered_ms) {
        *answered_ms = revops__sla_has_more(&then) ? then.answered_ms : 0;
    }
    return REVOPS_OK;
}

revops_status revops_sla_rebase(const revops_sla *from, revops__sla_calendars from_calendars,
                                const revops_sla *to, revops__sla_calendars to_calendars,
                                revops_sla_record *records, const revops_sla_event *event,
                                revops_sla_change promises, revops_sla_effect *effects, size_t capacity,
                                size_t *count)
{
    uint64_t started = 0, clocks;
    if (!from || !to || !records || !count || (!effects && capacity > 0) ||
        (promises != REVOPS_SLA_KEEP && promises != REVOPS_SLA_MOVE) ||
        sla_lacks_calendars(to, to_calendars)) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = revops__sla_check_event(to, event);
    for (uint32_t clock = 0; clock < from->clock_count; clock++) {
        started |= (uint64_t)(records[clock].state != REVOPS_SLA_NOT_STARTED) << clock;
    }
    if (status == REVOPS_OK) {
        status = sla_look_first(from, from_calendars, records, event->at_ms, started, &clocks);
    }
    if (status == REVOPS_OK) {
        status = sla_check_room(clocks, effects, capacity, count);
    }
    if (status != REVOPS_OK) {
        return status;
    }
    revops__sla_work at = {from, from_calendars, event, NULL, effects, 0, 0, NULL};
    for (uint32_t clock = 0; clock < from->clock_count; clock++) {
        if (!(started >> clock & 1)) {
            continue;
        }
        at.clock = clock;
        at.record = &records[clock];
        at.sla = from;
        at.calendars = from_calendars;
        if (revops__sla_is_open(at.record)) {
            revops__sla_fire(&at, event->at_ms);
        }
        if (revops__sla_is_unchanged(&at, to, to_calendars, promises)) {
            continue;
        }
        if (revops__sla_is_open(at.record)) {
            revops__sla_consume(from_calendars, at.record, event->at_ms);
        }
        revops__sla_move(&at, to, to_calendars, promises);
    }
    *count = at.effect_count;
    return REVOPS_OK;
}
