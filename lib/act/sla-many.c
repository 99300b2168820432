/* SPDX-License-Identifier: MIT */
/* The clocks over columns and over many leads. */
#include <revops/sla.h>

#include "core/params.h"
#include "act/sla-internal.h"

typedef const struct revops_calendar *const *calendar_list;

/* Where the effects of the next call go: what is left of the caller's room, or a place to forget them in. */
typedef struct outbox {
    revops_sla_effect *effects;
    size_t capacity;
    size_t count;
    revops_sla_effect forgotten[REVOPS_SLA_CLOCKS_MAX * REVOPS_SLA_EFFECTS_PER_CLOCK];
} outbox;

/* Whether the room suffices for any one lead; if not, it never will. */
static int enter(outbox *room, const revops_sla *sla, revops_sla_effect *effects, size_t capacity)
{
    room->effects = effects;
    room->capacity = capacity;
    room->count = 0;
    return effects ? capacity >= (size_t)sla->clock_count * REVOPS_SLA_EFFECTS_PER_CLOCK : capacity == 0;
}

static revops_sla_effect *place(outbox *room)
{
    return room->effects ? room->effects + room->count : room->forgotten;
}

static size_t left(const outbox *room)
{
    return room->effects ? room->capacity - room->count : sizeof room->forgotten / sizeof room->forgotten[0];
}

/* Leads come in any order, so that each is a wait for memory; asked for some signals ahead, it is there in time. */
enum { AHEAD = 8, LINE = 64 };

static void fetch(const revops_sla_record *records, uint32_t clock_count)
{
#if defined(__GNUC__)
    const char *bytes = (const char *)records;
    for (size_t at = 0; at < clock_count * sizeof *records; at += LINE) {
        __builtin_prefetch(bytes + at, 1);
    }
#else
    (void)records;
    (void)clock_count;
#endif
}

/* Counts effects just written at place(). */
static void keep(outbox *room, size_t lead, size_t written)
{
    if (room->effects) {
        for (size_t i = 0; i < written; i++) {
            room->effects[room->count + i].lead = (uint32_t)lead;
        }
        room->count += written;
    }
}

revops_status revops_sla_signal_many(const revops_sla *sla, calendar_list calendars,
                                     revops_sla_record *records, size_t lead_count,
                                     const revops_sla_columns *columns, size_t *position,
                                     revops_sla_effect *effects, size_t capacity, size_t *count, size_t *late)
{
    revops_sla_columns own;
    outbox room;
    if (!sla || !records || !position || !count) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = REVOPS__PARAMS_COPY(revops_sla_columns, &own, columns);
    if (status != REVOPS_OK) {
        return status;
    }
    if (own.flags != 0) {
        return REVOPS_ERR_NEWER;
    }
    if (((!own.at_ms || !own.lead || !own.signal) && own.count > 0) || *position > own.count ||
        !enter(&room, sla, effects, capacity)) {
        return REVOPS_ERR_ARG;
    }
    size_t i = *position;
    for (; i < own.count; i++) {
        size_t lead = own.lead[i], written = 0;
        if (own.count - i > AHEAD && own.lead[i + AHEAD] < lead_count) {
            fetch(records + (size_t)own.lead[i + AHEAD] * sla->clock_count, sla->clock_count);
        }
        if (lead >= lead_count) {
            status = REVOPS_ERR_ARG;
            break;
        }
        status = revops_sla_signal(sla, calendars, records + lead * sla->clock_count, own.signal[i],
                                   own.at_ms[i], own.attributes ? own.attributes + lead : NULL, place(&room),
                                   left(&room), &written);
        if (status == REVOPS_ERR_LATE) {
            status = REVOPS_OK;
            if (late) {
                ++*late;
            }
        } else if (status != REVOPS_OK) {
            break;
        } else {
            keep(&room, lead, written);
        }
    }
    *position = i;
    *count = room.count;
    return status;
}

revops_status revops_sla_advance_many(const revops_sla *sla, calendar_list calendars,
                                      revops_sla_record *records, size_t lead_count, int64_t now_ms,
                                      size_t *position, revops_sla_effect *effects, size_t capacity,
                                      size_t *count)
{
    outbox room;
    if (!sla || !records || !position || !count || *position > lead_count ||
        !enter(&room, sla, effects, capacity)) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = REVOPS_OK;
    size_t lead = *position;
    for (; lead < lead_count; lead++) {
        size_t written;
        status = revops_sla_advance(sla, calendars, records + lead * sla->clock_count, now_ms, place(&room),
                                    left(&room), &written);
        if (status != REVOPS_OK) {
            break;
        }
        keep(&room, lead, written);
    }
    *position = lead;
    *count = room.count;
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

revops_status revops_sla_measure_many(const revops_sla *sla, calendar_list calendars,
                                      const revops_sla_record *records, size_t lead_count, int64_t at_ms,
                                      int64_t *consumed_ms, int64_t *answered_ms)
{
    if (!sla || !records) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = REVOPS_OK;
    size_t total = lead_count * sla->clock_count;
    for (size_t i = 0; status == REVOPS_OK && i < total; i++) {
        status = revops_sla_measure(sla, calendars, &records[i], at_ms, consumed_ms ? &consumed_ms[i] : NULL,
                                    answered_ms ? &answered_ms[i] : NULL);
    }
    return status;
}
