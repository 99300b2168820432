/* SPDX-License-Identifier: MIT */
/* The clocks over columns and over many leads. */
#include <revops/sla-many.h>

#include "core/compiler.h"
#include "act/sla-internal.h"
#include "core/params.h"

/* Leads come in any order, so that each is a wait for memory; asked for some
 * events ahead, it is there in time. */
enum { SLA_AHEAD = 12 };

/* Whether the room suffices for any one lead; if not, it never will. */
static int sla_has_room(const revops_sla *sla, const revops_sla_effect *effects, size_t capacity)
{
    return effects ? capacity >= revops_sla_effects_max(sla) : capacity == 0;
}

/* Reads the attributes that conditions ask for. */
static void sla_read_attributes(const revops_sla *sla, const revops_sla_columns *columns, size_t row,
                                int64_t *out)
{
    const uint16_t *asked = revops__sla_at(sla, sla->asked_at);
    for (uint32_t i = 0; i < sla->asked_count; i++) {
        uint32_t attribute = asked[i];
        out[attribute] = revops__column_value(&columns->attributes[attribute], row);
    }
}

static revops_status sla_check_columns(const revops_sla *sla, const revops_sla_columns *columns)
{
    if (columns->flags & ~REVOPS_SLA_BY_EVENT) {
        return REVOPS_ERR_NEWER;
    }
    if (columns->attributes && columns->attribute_count < sla->attribute_count) {
        return REVOPS_ERR_ARG;
    }
    if (columns->count > 0 && (!columns->at_ms || !columns->lead || !columns->signals)) {
        return REVOPS_ERR_ARG;
    }
    const uint16_t *asked = revops__sla_at(sla, sla->asked_at);
    for (uint32_t i = 0; columns->attributes && i < sla->asked_count; i++) {
        const revops_column *column = &columns->attributes[asked[i]];
        if (!revops__column_is_valid(column)) {
            return REVOPS_ERR_ARG;
        }
    }
    return REVOPS_OK;
}

/* Whether any signal of the event may ask for the lead's attributes. */
static int sla_asks(const revops_sla *sla, const revops_sla_event *event)
{
    if (!(event->flags & REVOPS_SLA_UNCHANGED)) {
        return 1;
    }
    const uint32_t *first = revops__sla_at(sla, sla->first_uses_at);
    const revops__sla_use *uses = revops__sla_at(sla, sla->uses_at);
    for (uint32_t i = 0; i < event->signal_count; i++) {
        for (uint32_t use = first[event->signals[i]]; use < first[event->signals[i] + 1]; use++) {
            if (uses[use].parts != REVOPS_SLA_ENDS) {
                return 1;
            }
        }
    }
    return 0;
}

static void sla_read_event(const revops_sla_columns *columns, uint64_t i, uint32_t always,
                           revops_sla_event *event)
{
    event->at_ms = columns->at_ms[i];
    event->flags = (columns->event_flags ? columns->event_flags[i] : 0) | always;
    event->cycle = columns->cycle ? columns->cycle[i] : 0;
    event->owner = columns->owner ? columns->owner[i] : REVOPS_NONE;
    event->owner_calendar = columns->owner_calendar ? columns->owner_calendar[i] : 0;
    event->lead_calendar = columns->lead_calendar ? columns->lead_calendar[i] : 0;
    if (columns->first_signal) {
        event->signals = columns->signals + columns->first_signal[i];
        event->signal_count = (uint32_t)(columns->first_signal[i + 1] - columns->first_signal[i]);
    } else {
        event->signals = columns->signals + i;
        event->signal_count = 1;
    }
}

revops_status revops_sla_apply_many(const revops_sla *sla, revops__sla_calendars calendars,
                                    revops_sla_record *records, size_t lead_count,
                                    const revops_sla_columns *columns, revops_cursor *cursor,
                                    revops_sla_effect *effects, size_t capacity, size_t *count)
{
    revops_sla_columns own;
    int64_t attributes[REVOPS_SLA_ATTRIBUTES_MAX];
    if (!sla || !records || !revops__cursor_is_whole(cursor) || !count ||
        !sla_has_room(sla, effects, capacity)) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = REVOPS__PARAMS_COPY(revops_sla_columns, &own, columns);
    if (status == REVOPS_OK) {
        status = sla_check_columns(sla, &own);
    }
    if (status != REVOPS_OK) {
        return status;
    }
    if (cursor->next > own.count) {
        return REVOPS_ERR_ARG;
    }
    revops_sla_event event = {.attributes = own.attributes ? attributes : NULL};
    /* Nothing tells of a change of the lead between its events. */
    int is_fixed =
        !(own.flags & REVOPS_SLA_BY_EVENT) && !own.owner && !own.owner_calendar && !own.lead_calendar;
    uint32_t always = is_fixed ? REVOPS_SLA_UNCHANGED : 0;
    size_t written = 0;
    uint64_t i = cursor->next;
    for (; i < own.count && status == REVOPS_OK; i++) {
        size_t lead = own.lead[i], told = 0;
        if (own.count - i > SLA_AHEAD && own.lead[i + SLA_AHEAD] < lead_count) {
            const revops_sla_record *next = records + (size_t)own.lead[i + SLA_AHEAD] * sla->clock_count;
            for (uint32_t clock = 0; clock < sla->clock_count; clock++) {
                REVOPS__FETCH_TO_CHANGE(&next[clock]);
            }
        }
        if (lead >= lead_count || (own.first_signal && own.first_signal[i] > own.first_signal[i + 1])) {
            cursor->invalid++;
            continue;
        }
        sla_read_event(&own, i, always, &event);
        status = revops__sla_check_event(sla, &event);
        if (status == REVOPS_ERR_ARG) {
            status = REVOPS_OK;
            cursor->invalid++;
            continue;
        }
        if (status != REVOPS_OK) {
            break;
        }
        if (own.attributes && (sla->asked_count <= 2 || sla_asks(sla, &event))) {
            sla_read_attributes(sla, &own, own.flags & REVOPS_SLA_BY_EVENT ? i : lead, attributes);
        }
        status =
            revops__sla_apply(sla, calendars, records + lead * sla->clock_count, &event, own.attributes,
                              effects ? effects + written : NULL, effects ? capacity - written : 0, &told);
        if (status == REVOPS_ERR_LATE) {
            status = REVOPS_OK;
            cursor->late++;
        } else if (status == REVOPS_OK) {
            cursor->applied++;
            for (size_t n = 0; effects && n < told; n++) {
                effects[written + n].lead = (uint32_t)lead;
            }
            written += effects ? told : 0;
        } else {
            break;
        }
    }
    cursor->next = i;
    *count = written;
    return status;
}

revops_status revops_sla_advance_many(const revops_sla *sla, revops__sla_calendars calendars,
                                      revops_sla_record *records, size_t lead_count, int64_t now_ms,
                                      revops_cursor *cursor, revops_sla_effect *effects, size_t capacity,
                                      size_t *count)
{
    if (!sla || !records || !revops__cursor_is_whole(cursor) || !count || cursor->next > lead_count ||
        !sla_has_room(sla, effects, capacity)) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = REVOPS_OK;
    size_t written = 0, lead = (size_t)cursor->next;
    for (; lead < lead_count; lead++) {
        size_t told;
        status =
            revops_sla_advance(sla, calendars, records + lead * sla->clock_count, now_ms,
                               effects ? effects + written : NULL, effects ? capacity - written : 0, &told);
        if (status != REVOPS_OK) {
            break;
        }
        cursor->applied++;
        for (size_t n = 0; effects && n < told; n++) {
            effects[written + n].lead = (uint32_t)lead;
        }
        written += effects ? told : 0;
    }
    cursor->next = lead;
    *count = written;
    return status;
}

revops_status revops_sla_next_wakeup_many(const revops_sla_record *records, uint32_t clock_count,
                                          size_t lead_count, int64_t *out_ms)
{
    if (!records || clock_count == 0 || !out_ms) {
        return REVOPS_ERR_ARG;
    }
    for (size_t lead = 0; lead < lead_count; lead++) {
        out_ms[lead] = revops_sla_next_wakeup(records + lead * clock_count, clock_count);
    }
    return REVOPS_OK;
}

revops_status revops_sla_due_many(const revops_sla *sla, const revops_sla_record *records, size_t lead_count,
                                  int64_t *out_ms)
{
    if (!sla || ((!records || !out_ms) && lead_count > 0)) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = REVOPS_OK;
    for (size_t i = 0; status == REVOPS_OK && i < lead_count * sla->clock_count; i++) {
        status = revops_sla_due(sla, &records[i], &out_ms[i]);
    }
    return status;
}

revops_status revops_sla_measure_many(const revops_sla *sla, revops__sla_calendars calendars,
                                      const revops_sla_record *records, size_t lead_count, int64_t at_ms,
                                      int64_t *consumed_ms, int64_t *answered_ms)
{
    if (!sla || !records) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = REVOPS_OK;
    for (size_t i = 0; status == REVOPS_OK && i < lead_count * sla->clock_count; i++) {
        status = revops_sla_measure(sla, calendars, &records[i], at_ms, consumed_ms ? &consumed_ms[i] : NULL,
                                    answered_ms ? &answered_ms[i] : NULL);
    }
    return status;
}
