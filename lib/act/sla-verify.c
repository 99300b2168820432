/* SPDX-License-Identifier: MIT */
/* Proves stored records of clocks.

   Problem: detect a damaged byte, as far as the other bytes determine it. The calls themselves only check what they
   need to be safe. Here every field is compared with the others.

   Algorithm: values that no call writes in a state are refused. The time consumed can't exceed the time that ran.
   Deadline and next due instant of a run in elapsed time or UTC calendar days are computed again. With a calendar,
   which isn't available here, they can't be earlier than if it were always open. Values that only a change of policy
   can leave are allowed only if the second part of the record is in use. */
#include <revops/sla.h>

#include <stddef.h>
#include <string.h>

#include "act/sla-internal.h"

/* Whether the second part of a record is zero. */
static int verify_has_no_more(const revops_sla_record *record)
{
    static const revops_sla_record zero;
    size_t first = offsetof(revops_sla_record, target);
    return memcmp(&record->target, &zero.target, sizeof *record - first) == 0;
}

/* A clock that has never run knows of meetings of its last instant and of its place, no more. */
static int verify_is_unused(const revops_sla_record *record)
{
    revops_sla_record unused = {.since_ms = record->since_ms,
                                .unused_meetings = record->unused_meetings,
                                .flags = record->flags & REVOPS_SLA_IN_STILL};
    return memcmp(record, &unused, sizeof unused) == 0;
}

static int verify_is_instant(int64_t at_ms)
{
    return at_ms == REVOPS_SLA_NEVER_MS || revops__sla_in_range(at_ms);
}

/* Time that it stood still, of the pauses that are known. */
static int64_t verify_stood_ms(const revops_sla_record *record)
{
    int64_t stood_ms = 0;
    for (uint32_t i = 0; i < revops__sla_pause_count(record); i++) {
        int64_t until_ms = record->still_until_ms[i];
        stood_ms += (until_ms == REVOPS_TIME_NONE ? record->since_ms : until_ms) - record->still_from_ms[i];
    }
    return stood_ms;
}

/* The second part, beyond what keeps calls safe. */
static int verify_more(const revops_sla_record *record)
{
    int64_t started_day = record->started_ms / REVOPS_DAY_MS, since_day = record->since_ms / REVOPS_DAY_MS;
    if (record->from_ms < record->started_ms || record->base_ms > record->from_ms - record->started_ms) {
        return 0;
    }
    for (uint32_t i = 0; i < REVOPS_SLA_PAUSES_MAX; i++) {
        int64_t from_ms = record->still_from_ms[i], until_ms = record->still_until_ms[i];
        if (i < record->still_count ? until_ms == from_ms : from_ms != 0 || until_ms != 0) {
            return 0; /* a pause without length is none */
        }
    }
    if (record->ran_day == 0 && record->days == 0) {
        return 1;
    }
    if (record->known_from_ms == record->started_ms) {
        return 0; /* no pause was forgotten */
    }
    /* Offsets shift dates by less than two days, hours past midnight and rounding by one more each. */
    return record->ran_day >= started_day - 4 && record->ran_day <= since_day + 4 &&
           record->days <= since_day - started_day + 4;
}

/* What has no case any more was ended, and names no calendar. */
static int verify_caseless(const revops_sla_record *record)
{
    return record->calendar == 0 && record->unit == REVOPS_CALENDAR_UNIT_ELAPSED && record->warned == 0;
}

/* Case, calendar, unit and count against the policy. */
static int verify_case(const revops_sla *sla, const revops_sla_record *record, uint32_t clock)
{
    const revops__sla_case *row = &revops__sla_cases(sla)[record->row];
    int is_of_case = revops__sla_has_more(record) ||
                     (record->unit == row->unit && (!revops__sla_is_open(record) ||
                                                    record->count < revops__sla_clocks(sla)[clock].needed));
    int has_calendar = row->calendar_of == REVOPS_SLA_CALENDAR_FIXED ? record->calendar == row->calendar
                                                                     : record->calendar != 0;
    return row->clock == clock && is_of_case && has_calendar;
}

/* Flags against the state. */
static int verify_flags(const revops_sla_record *record)
{
    uint32_t flags = record->flags;
    int is_running = record->state == REVOPS_SLA_RUNNING, is_breached = record->state == REVOPS_SLA_BREACHED;
    int standing = (flags & REVOPS_SLA_STANDING) != 0;
    if (standing && !is_breached && record->state != REVOPS_SLA_PAUSED) {
        return 0;
    }
    if (flags & REVOPS_SLA_ANSWERED && !standing) {
        return 0;
    }
    if (flags & REVOPS_SLA_PASSED &&
        (is_running ? record->warned == 0
                    : !is_breached || standing || record->since_ms != record->deadline_ms)) {
        return 0;
    }
    return !(flags & REVOPS_SLA_KEPT) || (flags & REVOPS_SLA_HAS_MORE && !standing &&
                                          (is_breached || (is_running && !revops__sla_counts_days(record))));
}

/* What is due of a run on a calendar: no earlier than if the calendar were always open. */
static int verify_run_on_calendar(const revops_sla *sla, const revops_sla_record *record)
{
    revops_sla_record open = *record;
    const revops__sla_case *row = &revops__sla_cases(sla)[record->row];
    if (record->warned == row->warning_count || revops__sla_counts_days(record)) {
        open.due_ms = record->deadline_ms; /* the share of a day target can't be told without its calendar */
    }
    if (record->warned == row->warning_count && record->due_ms != record->deadline_ms) {
        return 0;
    }
    if (revops__sla_counts_days(record)) {
        return 1;
    }
    open.unit = REVOPS_CALENDAR_UNIT_ELAPSED;
    open.deadline_ms = revops__sla_deadline(sla, NULL, &open);
    if (record->deadline_ms < open.deadline_ms) {
        return 0;
    }
    revops__sla_schedule(sla, NULL, &open);
    return record->due_ms == record->deadline_ms || record->due_ms >= open.due_ms;
}

/* Deadline and next due of a clock that runs. */
static int verify_run(const revops_sla *sla, const revops_sla_record *record)
{
    if (record->due_ms < record->since_ms || record->deadline_ms < record->due_ms) {
        return 0;
    }
    if (record->unit != REVOPS_CALENDAR_UNIT_ELAPSED && record->calendar != 0) {
        return verify_run_on_calendar(sla, record);
    }
    revops_sla_record again = *record;
    if (!(record->flags & REVOPS_SLA_KEPT)) {
        again.deadline_ms = revops__sla_deadline(sla, NULL, record);
    }
    revops__sla_schedule(sla, NULL, &again);
    return again.deadline_ms == record->deadline_ms && again.due_ms == record->due_ms;
}

/* Deadline and due against the state. */
static int verify_deadline(const revops_sla *sla, const revops_sla_record *record)
{
    int64_t deadline_ms = record->deadline_ms;
    int is_instant = verify_is_instant(deadline_ms) && deadline_ms >= record->started_ms;
    if (!verify_is_instant(record->due_ms) || record->due_ms < record->started_ms) {
        return 0;
    }
    switch ((enum revops_sla_states)record->state) {
    case REVOPS_SLA_NOT_STARTED:
        break;
    case REVOPS_SLA_RUNNING:
        return is_instant && verify_run(sla, record);
    case REVOPS_SLA_PAUSED:
        return deadline_ms == REVOPS_TIME_NONE;
    case REVOPS_SLA_BREACHED:
    case REVOPS_SLA_MET_LATE:
        return is_instant && deadline_ms <= record->since_ms && record->due_ms == deadline_ms;
    case REVOPS_SLA_MET:
    case REVOPS_SLA_CANCELLED:
    case REVOPS_SLA_LAPSED:
    case REVOPS_SLA_MERGED:
        return deadline_ms == REVOPS_TIME_NONE || is_instant;
    }
    return 1;
}

/* Whether all cases of a clock count what passes, on no calendar. */
static int verify_counts_all(const revops_sla *sla, uint32_t clock)
{
    const revops__sla_clock *own = &revops__sla_clocks(sla)[clock];
    const uint16_t *order = (const uint16_t *)revops__sla_at(sla, sla->order_at) + own->first;
    for (uint32_t i = 0; i < own->count; i++) {
        const revops__sla_case *row = &revops__sla_cases(sla)[order[i]];
        if (row->unit != REVOPS_CALENDAR_UNIT_ELAPSED && row->calendar != 0) {
            return 0;
        }
    }
    return 1;
}

/* Time consumed, and stood still after an answer, is of the time since the start. */
static int verify_consumed(const revops_sla *sla, const revops_sla_record *record, uint32_t clock)
{
    int64_t passed_ms = record->since_ms - record->started_ms;
    int is_plain =
        !revops__sla_has_more(record) && revops__sla_is_open(record) && verify_counts_all(sla, clock);
    if (is_plain ? record->consumed_ms != passed_ms
                 : record->consumed_ms > passed_ms - verify_stood_ms(record)) {
        return 0;
    }
    return !revops__sla_has_more(record) || record->answered_ms <= passed_ms - record->consumed_ms;
}

/* The case that held is one of the clock's. */
static int verify_held(const revops_sla *sla, const revops_sla_record *record, uint32_t clock)
{
    return record->held_row == REVOPS_SLA_NO_CASE ||
           (record->held_row < sla->case_count && revops__sla_cases(sla)[record->held_row].clock == clock);
}

static int verify_record(const revops_sla *sla, const revops_sla_record *record, uint32_t clock)
{
    if (record->state == REVOPS_SLA_NOT_STARTED) {
        return revops__sla_in_range(record->since_ms) && verify_is_unused(record);
    }
    if ((record->reserved[0] | record->reserved[1] | record->reserved[2]) != 0 ||
        (!revops__sla_has_more(record) && !verify_has_no_more(record)) || !revops__sla_is_sane(sla, record) ||
        (revops__sla_has_more(record) && !verify_more(record))) {
        return 0;
    }
    return verify_held(sla, record, clock) &&
           (record->row == REVOPS_SLA_NO_CASE ? verify_caseless(record) : verify_case(sla, record, clock)) &&
           verify_flags(record) && verify_consumed(sla, record, clock) && verify_deadline(sla, record);
}

revops_status revops_sla_verify(const revops_sla *sla, const revops_sla_record *records, size_t count)
{
    if (!sla || (!records && count > 0)) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        for (uint32_t clock = 0; clock < sla->clock_count; clock++) {
            if (!verify_record(sla, &records[i * sla->clock_count + clock], clock)) {
                return REVOPS_ERR_CORRUPT;
            }
        }
    }
    return REVOPS_OK;
}
