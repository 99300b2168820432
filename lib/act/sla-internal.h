/* SPDX-License-Identifier: MIT */
/* The compiled form of a policy of clocks, and what the files of this module
 * ask of each other. */
#ifndef REVOPS_LIB_SLA_INTERNAL_H
#define REVOPS_LIB_SLA_INTERNAL_H

#include <revops/sla.h>

#include <stddef.h>

#include "core/condition.h"

enum {
    REVOPS__SLA_MAGIC = 0x32414c53,
    REVOPS__SLA_ALL_PARTS = 511,
    REVOPS__SLA_ALL_RECORD_FLAGS = 63,
    REVOPS__SLA_DAY_LIMIT =
        100000003, /* of dates: those of instants in range, shifted by any offset and hours past midnight */
    /* What an open run has to be looked at for with every event that may change
     the lead. */
    REVOPS__SLA_LOOKS_CASE = 1,     /* several cases or one with conditions */
    REVOPS__SLA_LOOKS_CALENDAR = 2, /* a case runs on the lead's or the owner's calendar */
    REVOPS__SLA_LOOKS_OWNER = 4     /* starts anew at a hand-over */
};

typedef struct revops__sla_clock {
    uint8_t kind, side, when_it_changes, at_hand_over, at_close, restarts, looks, has_reopeners;
    uint16_t first, count; /* its cases in the order */
    uint16_t needed, reserved;
} revops__sla_clock;

typedef struct revops__sla_case {
    int64_t target;
    uint32_t first_condition;
    uint16_t condition_count, clock, calendar;
    uint16_t warn_bp[REVOPS_SLA_WARNINGS_MAX];
    uint8_t unit, calendar_of, warning_count, reserved[3];
} revops__sla_case;

typedef struct revops__sla_use {
    uint16_t clock, parts;
} revops__sla_use;

/* The block: this head, then at distances from its start clocks, cases, the
   order of cases (by clock, then as given), the first use of each signal, uses,
   where each signal's name begins, numbers of signals in the order of their
   names, names, numbers of the attributes asked for, conditions. */
struct revops_sla {
    uint32_t magic, size;
    uint32_t clock_count, case_count, signal_count, calendar_count, attribute_count, asked_count;
    uint32_t clocks_at, cases_at, order_at, first_uses_at, uses_at, name_offsets_at, name_order_at, names_at;
    uint32_t asked_at, conditions_at;
    uint32_t has_names, reserved;
};

static inline const void *revops__sla_at(const revops_sla *sla, uint32_t distance)
{
    return (const unsigned char *)sla + distance;
}

static inline const revops__sla_clock *revops__sla_clocks(const revops_sla *sla)
{
    return revops__sla_at(sla, sla->clocks_at);
}

static inline const revops__sla_case *revops__sla_cases(const revops_sla *sla)
{
    return revops__sla_at(sla, sla->cases_at);
}

typedef const revops_calendar *const *revops__sla_calendars;

/* One call at work on one lead. Effects go straight to the caller. */
typedef struct revops__sla_work {
    const revops_sla *sla;
    revops__sla_calendars calendars;
    const revops_sla_event *event; /* NULL when only time passes */
    const revops_column *columns;  /* where the texts of the event's attributes
                                    are, of a batch; or NULL */
    revops_sla_effect *effects;    /* NULL when none are wanted */
    size_t effect_count;
    uint32_t clock;            /* the one at work */
    revops_sla_record *record; /* its record */
} revops__sla_work;

/* A run is under way. */
static inline int revops__sla_is_open(const revops_sla_record *record)
{
    return record->state == REVOPS_SLA_RUNNING || record->state == REVOPS_SLA_PAUSED ||
           record->state == REVOPS_SLA_BREACHED;
}

static inline int revops__sla_counts_days(const revops_sla_record *record)
{
    return record->unit == REVOPS_CALENDAR_UNIT_BUSINESS_DAYS || record->unit == REVOPS_CALENDAR_UNIT_DAYS;
}

/* What stands in the second part of a record, if it is used. */
static inline int revops__sla_has_more(const revops_sla_record *record)
{
    return (record->flags & REVOPS_SLA_HAS_MORE) != 0;
}

static inline int64_t revops__sla_target(const revops_sla *sla, const revops_sla_record *record)
{
    return revops__sla_has_more(record) ? record->target : revops__sla_cases(sla)[record->row].target;
}

static inline int64_t revops__sla_base(const revops_sla_record *record)
{
    return revops__sla_has_more(record) ? record->base_ms : 0;
}

static inline int64_t revops__sla_from(const revops_sla_record *record)
{
    return revops__sla_has_more(record) ? record->from_ms : record->started_ms;
}

/* Pauses of the run that are known. */
static inline uint32_t revops__sla_pause_count(const revops_sla_record *record)
{
    return revops__sla_has_more(record) ? record->still_count : 0;
}

/* Begins to use the second part. */
static inline void revops__sla_use_more(const revops_sla *sla, revops_sla_record *record)
{
    if (!revops__sla_has_more(record)) {
        record->target = revops__sla_cases(sla)[record->row].target;
        record->from_ms = record->started_ms;
        record->known_from_ms = record->started_ms;
        record->flags |= REVOPS_SLA_HAS_MORE;
    }
}

static inline int revops__sla_in_range(int64_t at_ms)
{
    return at_ms >= -REVOPS_ZONE_TIME_MAX_MS && at_ms <= REVOPS_ZONE_TIME_MAX_MS;
}

/* ---- sla-check.c ---- */

/* Tells every fault; copies the parameters. Rows of sound parameters can be
 * read with REVOPS__ROW_GET. */
revops_status revops__sla_check(const revops_sla_params *params, revops_sla_params *own,
                                revops__problems *problems);
void revops__sla_tables(const revops_sla_params *params, revops__condition_tables *out);

/* ---- sla.c ---- */

/* ARG or NEWER where an event isn't as its page allows. */
revops_status revops__sla_check_event(const revops_sla *sla, const revops_sla_event *event);
/* What a record must fulfil for the functions here to be safe. */
int revops__sla_is_sane(const revops_sla *sla, const revops_sla_record *record);
/* revops_sla_apply() of a checked event; texts of attributes are those of the
 * columns if there are any. */
revops_status revops__sla_apply(const revops_sla *sla, revops__sla_calendars calendars,
                                revops_sla_record *records, const revops_sla_event *event,
                                const revops_column *columns, revops_sla_effect *effects, size_t capacity,
                                size_t *count);

/* revops_sla_apply() for a caller that knows what the event is to a policy's only clock: its event has no signals and is as its
   page allows, there are all calendars, and there is room for REVOPS_SLA_EFFECTS_OF_CLOCK_MAX effects. */
revops_status revops__sla_hear(const revops_sla *sla, revops__sla_calendars calendars,
                               revops_sla_record *record, const revops_sla_event *event, uint32_t parts,
                               revops_sla_effect *effects, size_t *count);

/* ---- sla-time.c ---- */

/* The calendar of a record's own time; NULL for elapsed time. */
const revops_calendar *revops__sla_own_calendar(revops__sla_calendars calendars,
                                                const revops_sla_record *record);
/* Own time between two instants, start not after end. */
int64_t revops__sla_between(revops__sla_calendars calendars, const revops_sla_record *record,
                            int64_t start_ms, int64_t end_ms);
/* The deadline of a run that goes on from `since_ms`; REVOPS_SLA_NEVER_MS
   beyond range. */
int64_t revops__sla_deadline(const revops_sla *sla, revops__sla_calendars calendars,
                             const revops_sla_record *record);
/* The same of a run that stands still, as if it ran on from `since_ms`: a
   reading within the present pause is one that is reached. */
int64_t revops__sla_deadline_if_resumed(const revops_sla *sla, revops__sla_calendars calendars,
                                        const revops_sla_record *record);
/* Sets what is due next of a running clock whose deadline is set. */
void revops__sla_schedule(const revops_sla *sla, revops__sla_calendars calendars, revops_sla_record *record);
/* Takes back warnings given of which the share isn't consumed yet. */
void revops__sla_unwarn(const revops_sla *sla, revops__sla_calendars calendars, revops_sla_record *record,
                        int64_t deadline_ms);
/* Brings an open run up to an instant that isn't before its last change. */
void revops__sla_consume(revops__sla_calendars calendars, revops_sla_record *record, int64_t at_ms);
/* Whether the next thing due of a running clock is a warning. */
int revops__sla_warns(const revops_sla *sla, revops__sla_calendars calendars,
                      const revops_sla_record *record);

/* ---- sla-days.c ---- */

/* The deadline of a day target that runs on from `since_ms`, which doesn't lie
 * within its first so many pauses. */
int64_t revops__sla_days_deadline(const revops_sla *sla, revops__sla_calendars calendars,
                                  const revops_sla_record *record, uint32_t pause_count);
/* Keeps account of the dates: of a new promise, when the clock begins to stand
   still, and when it runs on. */
void revops__sla_days_begin(revops__sla_calendars calendars, revops_sla_record *record);
void revops__sla_days_stop(const revops_sla *sla, revops__sla_calendars calendars, revops_sla_record *record,
                           int64_t at_ms);
void revops__sla_days_go(revops_sla_record *record, int64_t at_ms);

/* ---- sla-run.c ---- */

void revops__sla_tell(revops__sla_work *at, revops_sla_effect_kind kind, int64_t at_ms, uint32_t detail);
/* Fires what is due before an instant. */
void revops__sla_fire(revops__sla_work *at, int64_t before_ms);
/* What an event that concerns the clock does to it. */
void revops__sla_take(revops__sla_work *at, uint32_t parts);
/* Ends a run under way. */
void revops__sla_finish(revops__sla_work *at, revops_sla_state state, revops_sla_effect_kind kind);
/* First case of the clock at work, in a policy, that holds for the event's
 * lead; REVOPS_SLA_NO_CASE if none does. */
uint32_t revops__sla_match(const revops__sla_work *at, const revops_sla *sla);
/* The calendar of a case for the event's lead and owner. */
uint16_t revops__sla_calendar_of(const revops__sla_case *row, const revops_sla_event *event);
/* Puts a record under a case's promise, made at `from_ms` with `base_ms`
 * consumed. */
void revops__sla_promise(const revops_sla *sla, revops_sla_record *record, uint32_t row, uint16_t calendar,
                         int64_t base_ms, int64_t from_ms);

/* ---- sla-change.c ---- */

/* Looks at an open run, already up to date, whose lead may have changed. */
void revops__sla_look(revops__sla_work *at);
/* Whether a started clock's promise is the same under another policy: its case, calendar, warnings. */
int revops__sla_is_unchanged(const revops__sla_work *at, const revops_sla *to,
                             revops__sla_calendars to_calendars, revops_sla_change promises);
/* Puts a started clock, already up to date, under another policy. */
void revops__sla_move(revops__sla_work *at, const revops_sla *to, revops__sla_calendars to_calendars,
                      revops_sla_change promises);

/* A run whose clock can't stand still any more: it goes on from the event, its deadline stays, and of its pauses nothing is kept.
   Returns how many effects are told. */
size_t revops__sla_run_on(const revops_sla *sla, revops__sla_calendars calendars,
                          const revops_sla_event *event, revops_sla_record *record,
                          revops_sla_effect *effects);

/* Whether a start begins a run although one ended in this cycle, and waits while one is under way. */
static inline int revops__sla_repeats(const revops__sla_clock *clock)
{
    switch ((enum revops_sla_kinds)clock->kind) {
    case REVOPS_SLA_REPEATING:
        return 1;
    case REVOPS_SLA_ONCE:
    case REVOPS_SLA_RESOLUTION:
        return 0;
    }
    return 0;
}

/* Whether a run that was met may go on. */
static inline int revops__sla_may_reopen(const revops__sla_clock *clock)
{
    switch ((enum revops_sla_kinds)clock->kind) {
    case REVOPS_SLA_RESOLUTION:
        return 1;
    case REVOPS_SLA_ONCE:
    case REVOPS_SLA_REPEATING:
        return 0;
    }
    return 0;
}

#endif
