/* SPDX-License-Identifier: MIT */
/* Policies of clocks in short: a row is a case with masks of its clock's signals 0 … 63, on conditions of four attributes.
   The first row of a clock says what the clock is. */
#ifndef REVOPS_TESTS_SLA_PLAIN_H
#define REVOPS_TESTS_SLA_PLAIN_H

#include <string.h>

#include <revops/revops.h>

#define ON(signal) (UINT64_C(1) << (signal))

enum { PLAIN_SIGNALS = 64, PLAIN_ATTRIBUTES = 4, PLAIN_ROWS = 64, PLAIN_USES = 16 * 64 };

typedef struct plain_row {
    uint64_t start, pause, resume, meet, cancel, answered, reopen;
    int64_t target;
    uint32_t clock, kind, unit, calendar_of, calendar, at_close, needed, side, change, hand_over, flags;
    uint32_t is[PLAIN_ATTRIBUTES]; /* condition on each attribute; 0 any */
    uint32_t warn_bp[REVOPS_SLA_WARNINGS_MAX];
} plain_row;

/* Parameters with their tables. */
typedef struct plain_policy {
    revops_sla_params params;
    revops_sla_clock clocks[REVOPS_SLA_CLOCKS_MAX];
    revops_sla_case cases[PLAIN_ROWS];
    revops_sla_use uses[PLAIN_USES];
    revops_condition conditions[PLAIN_ROWS * PLAIN_ATTRIBUTES];
} plain_policy;

static inline void plain_uses(plain_policy *out, uint32_t clock, uint64_t signals, uint32_t part)
{
    for (uint32_t signal = 0; signal < PLAIN_SIGNALS; signal++) {
        if (signals >> signal & 1) {
            out->uses[out->params.use_count++] = (revops_sla_use){signal, clock, part, 0};
        }
    }
}

static inline revops_status plain_fill(plain_policy *out, const plain_row *rows, uint32_t row_count,
                                       uint32_t clock_count, uint32_t calendar_count)
{
    memset(out, 0, sizeof *out);
    revops_status status = revops_sla_defaults(&out->params, sizeof out->params);
    out->params.clocks = out->clocks;
    out->params.cases = out->cases;
    out->params.uses = out->uses;
    out->params.conditions = out->conditions;
    out->params.signals = NULL;
    out->params.clock_count = clock_count;
    out->params.case_count = row_count;
    out->params.use_count = 0;
    out->params.signal_count = PLAIN_SIGNALS;
    out->params.calendar_count = calendar_count;
    out->params.condition_count = 0;
    out->params.attribute_count = PLAIN_ATTRIBUTES;
    uint64_t seen = 0;
    for (uint32_t i = 0; i < row_count; i++) {
        const plain_row *row = &rows[i];
        revops_sla_case *out_case = &out->cases[i];
        *out_case = (revops_sla_case){.target = row->target,
                                      .unit = row->unit,
                                      .clock = row->clock,
                                      .calendar_of = row->calendar_of,
                                      .calendar = row->calendar,
                                      .first_condition = out->params.condition_count};
        memcpy(out_case->warn_bp, row->warn_bp, sizeof row->warn_bp);
        for (uint32_t attribute = 0; attribute < PLAIN_ATTRIBUTES; attribute++) {
            if (row->is[attribute]) {
                out->conditions[out->params.condition_count++] = (revops_condition){
                    .attribute = attribute, .test = REVOPS_CONDITION_IS_EQUAL, .low = row->is[attribute]};
                out_case->condition_count++;
            }
        }
        if (row->clock >= clock_count || seen >> row->clock & 1) {
            continue;
        }
        seen |= UINT64_C(1) << row->clock;
        out->clocks[row->clock] = (revops_sla_clock){.kind = row->kind,
                                                     .side = row->side,
                                                     .needed = row->needed,
                                                     .when_it_changes = row->change,
                                                     .at_hand_over = row->hand_over,
                                                     .at_close = row->at_close,
                                                     .flags = row->flags};
        plain_uses(out, row->clock, row->start, REVOPS_SLA_STARTS);
        plain_uses(out, row->clock, row->meet, REVOPS_SLA_MEETS);
        plain_uses(out, row->clock, row->cancel, REVOPS_SLA_ENDS);
        plain_uses(out, row->clock, row->pause, REVOPS_SLA_PAUSES);
        plain_uses(out, row->clock, row->resume, REVOPS_SLA_RESUMES);
        plain_uses(out, row->clock, row->answered, REVOPS_SLA_ANSWERS);
        plain_uses(out, row->clock, row->reopen, REVOPS_SLA_REOPENS);
    }
    return status;
}

static inline revops_status plain_build(const plain_row *rows, uint32_t row_count, uint32_t clock_count,
                                        uint32_t calendar_count, void *to, size_t size,
                                        const revops_sla **out)
{
    static plain_policy policy;
    revops_status status = plain_fill(&policy, rows, row_count, clock_count, calendar_count);
    return status == REVOPS_OK ? revops_sla_build(&policy.params, to, size, NULL, out) : status;
}

/* One signal of a lead with these attributes (0 is missing), NULL for all missing. */
static inline revops_status plain_signal(const revops_sla *sla, const revops_calendar *const *calendars,
                                         revops_sla_record *records, uint32_t signal, int64_t at_ms,
                                         const uint32_t *lead, revops_sla_effect *effects, size_t capacity,
                                         size_t *count)
{
    int64_t attributes[PLAIN_ATTRIBUTES];
    for (int i = 0; lead && i < PLAIN_ATTRIBUTES; i++) {
        attributes[i] = lead[i] ? (int64_t)lead[i] : REVOPS_MISSING;
    }
    const revops_sla_event event = {.at_ms = at_ms,
                                    .signals = &signal,
                                    .signal_count = 1,
                                    .attributes = lead ? attributes : NULL,
                                    .flags = REVOPS_SLA_UNCHANGED};
    return revops_sla_apply(sla, calendars, records, &event, effects, capacity, count);
}

#endif
