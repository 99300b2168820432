/* SPDX-License-Identifier: MIT */
/* Time of a run: what it consumes, when its target is reached, what is due
   next.

   A record holds how much its run has consumed up to `since_ms`. A promise was
   made when `base_ms` was consumed; a target in milliseconds is reached where
   consumption is base + target, and a warning where it is base + share of the
   target. A day target has its deadline by dates (sla-days.c), and its warnings
   are shares of the own time up to there. While the clock runs, `due_ms` is the
   earlier of the next warning and the deadline; while it stands still, nothing
   is due. */
#include <revops/sla.h>

#include "act/sla-internal.h"

/* Deadlines and warnings move to the next opening. */
static int sla_moves_to_opening(const revops_sla *sla, const revops_sla_record *record)
{
    return (record->unit == REVOPS_CALENDAR_UNIT_OPEN ||
            record->unit == REVOPS_CALENDAR_UNIT_BUSINESS_DAYS) &&
           !(record->flags & REVOPS_SLA_KEPT) &&
           revops__sla_clocks(sla)[revops__sla_cases(sla)[record->row].clock].at_close;
}

const revops_calendar *revops__sla_own_calendar(revops__sla_calendars calendars,
                                                const revops_sla_record *record)
{
    return record->unit == REVOPS_CALENDAR_UNIT_ELAPSED || record->calendar == 0
               ? NULL
               : calendars[record->calendar - 1];
}

int64_t revops__sla_between(revops__sla_calendars calendars, const revops_sla_record *record,
                            int64_t start_ms, int64_t end_ms)
{
    const revops_calendar *calendar = revops__sla_own_calendar(calendars, record);
    int64_t passed_ms = end_ms - start_ms;
    if (calendar && revops_calendar_between(calendar, start_ms, end_ms, &passed_ms) != REVOPS_OK) {
        passed_ms = 0; /* instants were seen to be in range */
    }
    return passed_ms;
}

/* When the run has consumed so much, if it goes on from `since_ms`; there, if
 * it has consumed more already. */
static int64_t sla_reaches(const revops_sla *sla, revops__sla_calendars calendars,
                           const revops_sla_record *record, int64_t threshold_ms)
{
    const revops_calendar *calendar = revops__sla_own_calendar(calendars, record);
    int moves = calendar && sla_moves_to_opening(sla, record);
    int64_t remaining_ms = threshold_ms - record->consumed_ms, at_ms = record->since_ms;
    remaining_ms = remaining_ms > 0 ? remaining_ms : 0;
    if (!calendar) {
        at_ms += remaining_ms;
        return at_ms > REVOPS_ZONE_TIME_MAX_MS ? REVOPS_SLA_NEVER_MS : at_ms;
    }
    if ((remaining_ms > 0 || (moves && threshold_ms == record->consumed_ms)) &&
        revops_calendar_add(calendar, at_ms, remaining_ms,
                            moves ? REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN : REVOPS_CALENDAR_AT_CLOSE_STAY,
                            &at_ms) != REVOPS_OK) {
        return REVOPS_SLA_NEVER_MS;
    }
    return at_ms;
}

int64_t revops__sla_deadline(const revops_sla *sla, revops__sla_calendars calendars,
                             const revops_sla_record *record)
{
    if (!revops__sla_counts_days(record)) {
        return sla_reaches(sla, calendars, record,
                           revops__sla_base(record) + revops__sla_target(sla, record));
    }
    int64_t at_ms = revops__sla_days_deadline(sla, calendars, record, revops__sla_pause_count(record));
    return at_ms > record->since_ms ? at_ms : record->since_ms;
}

int64_t revops__sla_deadline_if_resumed(const revops_sla *sla, revops__sla_calendars calendars,
                                        const revops_sla_record *record)
{
    revops_sla_record running = *record;
    if (!revops__sla_counts_days(record)) {
        return revops__sla_deadline(sla, calendars, record);
    }
    running.still_until_ms[running.still_count - 1] = running.since_ms;
    int64_t at_ms = revops__sla_days_deadline(sla, calendars, &running, running.still_count - 1);
    return at_ms > record->since_ms ? at_ms : record->since_ms;
}

/* Consumption at which the warning with that number is given; INT64_MAX where
 * there is none. */
static int64_t sla_threshold(const revops_sla *sla, revops__sla_calendars calendars,
                             const revops_sla_record *record, uint32_t number, int64_t deadline_ms)
{
    const revops__sla_case *row = &revops__sla_cases(sla)[record->row];
    int64_t target_ms = revops__sla_target(sla, record), base_ms = revops__sla_base(record);
    if (number >= row->warning_count) {
        return INT64_MAX;
    }
    if (revops__sla_counts_days(record)) {
        if (deadline_ms == REVOPS_SLA_NEVER_MS) {
            return INT64_MAX;
        }
        target_ms = record->consumed_ms - base_ms +
                    revops__sla_between(calendars, record, record->since_ms, deadline_ms);
    }
    if (target_ms == 0) {
        return INT64_MAX; /* nothing is open between start and deadline */
    }
    /* Rounded up, so that it never warns before the share is reached: of whole
   * ten thousands and of the rest. */
    int64_t whole = target_ms / 10000, rest = target_ms % 10000;
    return base_ms + whole * row->warn_bp[number] + (rest * row->warn_bp[number] + 9999) / 10000;
}

int revops__sla_warns(const revops_sla *sla, revops__sla_calendars calendars, const revops_sla_record *record)
{
    return sla_threshold(sla, calendars, record, record->warned, record->deadline_ms) != INT64_MAX;
}

void revops__sla_schedule(const revops_sla *sla, revops__sla_calendars calendars, revops_sla_record *record)
{
    record->due_ms = record->deadline_ms;
    int64_t threshold_ms = sla_threshold(sla, calendars, record, record->warned, record->deadline_ms);
    if (threshold_ms != INT64_MAX) {
        int64_t warning_ms = sla_reaches(sla, calendars, record, threshold_ms);
        record->due_ms = warning_ms < record->due_ms ? warning_ms : record->due_ms;
    }
}

void revops__sla_unwarn(const revops_sla *sla, revops__sla_calendars calendars, revops_sla_record *record,
                        int64_t deadline_ms)
{
    uint8_t behind = 0;
    while (behind < record->warned &&
           sla_threshold(sla, calendars, record, behind, deadline_ms) <= record->consumed_ms) {
        behind++;
    }
    record->warned = behind;
}

void revops__sla_consume(revops__sla_calendars calendars, revops_sla_record *record, int64_t at_ms)
{
    if (at_ms == record->since_ms) {
        return;
    }
    if (!(record->flags & REVOPS_SLA_STANDING)) {
        record->consumed_ms += revops__sla_between(calendars, record, record->since_ms, at_ms);
    } else if (record->flags & REVOPS_SLA_ANSWERED) {
        record->answered_ms += revops__sla_between(calendars, record, record->since_ms, at_ms);
    }
    record->flags &= (uint8_t)~REVOPS_SLA_PASSED;
    record->unused_meetings = 0; /* of another instant */
    record->unused_starts = 0;
    record->since_ms = at_ms;
}
