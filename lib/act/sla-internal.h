/* SPDX-License-Identifier: MIT */
/* The compiled form of a policy of clocks, shared by the files of this module. */
#ifndef REVOPS_LIB_SLA_INTERNAL_H
#define REVOPS_LIB_SLA_INTERNAL_H

#include <revops/sla.h>

struct revops_sla {
    uint32_t magic; /* marks a block of this format */
    uint32_t clock_count;
    uint32_t row_count;
    uint32_t calendar_count;
    uint64_t signals;                              /* that concern any clock */
    uint64_t clock_signals[REVOPS_SLA_CLOCKS_MAX]; /* that concern each */
    uint64_t clock_starts[REVOPS_SLA_CLOCKS_MAX];  /* that may start each */
    uint16_t first[REVOPS_SLA_CLOCKS_MAX + 1];     /* where each clock's rows start in `order` */
    uint16_t order[REVOPS_SLA_ROWS_MAX];           /* indexes of rows by clock, then in order of precedence */
    uint16_t reserved[3];
    revops_sla_row rows[]; /* row_count of them */
};

enum { REVOPS__SLA_MAGIC = 0x31414c53 };

/* Warnings that a row has. */
uint32_t revops__sla_warnings(const revops_sla_row *row);
typedef const revops_calendar *const *revops__sla_calendars;

/* One call at work on one lead: records as they will be, and the effects so far. */
typedef struct revops__sla_work {
    const revops_sla *sla;
    revops__sla_calendars calendars;
    uint32_t effect_count;
    revops_sla_record records[REVOPS_SLA_CLOCKS_MAX];
    revops_sla_effect effects[REVOPS_SLA_CLOCKS_MAX * REVOPS_SLA_EFFECTS_PER_CLOCK];
} revops__sla_work;

/* A run is under way. */
static inline int revops__sla_is_open(const revops_sla_record *record)
{
    return record->state == REVOPS_SLA_RUNNING || record->state == REVOPS_SLA_PAUSED ||
           record->state == REVOPS_SLA_BREACHED;
}

/* What a record read from storage must fulfil for the functions below to be safe. */
int revops__sla_is_sane(const revops_sla *sla, const revops_sla_record *record);
/* The deadline of an open run, whatever warnings come before it; REVOPS_TIME_NONE while paused. */
revops_status revops__sla_deadline(revops__sla_calendars calendars, const revops_sla_record *record,
                                   const revops_sla_row *row, int64_t *out_ms);
/* Brings an open run up to an instant that is not before its last change. */
revops_status revops__sla_consume(const revops_sla *sla, revops__sla_calendars calendars,
                                  revops_sla_record *record, int64_t at_ms);
/* Fires what is due before an instant. */
revops_status revops__sla_fire(revops__sla_work *at, uint32_t clock, int64_t before_ms);
/* What a signal that concerns the clock does to it. */
revops_status revops__sla_take(revops__sla_work *at, uint32_t clock, uint64_t signal, int64_t at_ms,
                               const revops_sla_attributes *attributes);
/* Puts a started clock, already up to date, under its row of another policy. */
revops_status revops__sla_move(revops__sla_work *at, uint32_t clock, const revops_sla *to,
                               revops__sla_calendars to_calendars, int64_t at_ms,
                               const revops_sla_attributes *attributes);
/* First row of a clock whose conditions the attributes fit; REVOPS_SLA_NO_ROW if none does. */
uint32_t revops__sla_match(const revops_sla *sla, uint32_t clock, const revops_sla_attributes *attributes);

#endif
