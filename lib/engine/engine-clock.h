/* SPDX-License-Identifier: MIT */
/* Clocks of a policy: compiled, and their records among a lead's bytes.

   Each clock is a policy of clocks of its own (sla.h) with one clock, so that its calendar may be chosen by an attribute of its
   own. Its signals are the nine things that can happen to a clock; which of them an event is, the engine finds out. */
#ifndef REVOPS_LIB_ENGINE_CLOCK_H
#define REVOPS_LIB_ENGINE_CLOCK_H

#include <revops/sla.h>

#include "engine/engine-where.h"

enum {
    REVOPS__CLOCK_PARTS =
        7, /* lists of happenings of a clock: bit n of REVOPS_SLA_STARTS … REVOPS_SLA_REOPENS */
    REVOPS__CLOCK_SIGNALS = 9, /* these, and entering and leaving a place in which it stands still */
    REVOPS__CLOCK_CASES_MAX = 64,
    REVOPS__LEAD_CLOCK = 64,      /* bytes of a clock's record that are always used */
    REVOPS__LEAD_PROMISE = 21,    /* further ones: a promise that isn't its case's from the start */
    REVOPS__LEAD_STOOD_STILL = 79 /* further ones of a clock that can stand still */
};

/* What a list of happenings hears beside events. Stages: crossed from outside; steps: entered or left. */
typedef struct revops__clock_hears {
    uint64_t entered, left;
    uint32_t channels, signals;
    uint16_t missed; /* clocks */
    uint8_t inbound, assigned, reserved[4];
} revops__clock_hears;

typedef struct revops__engine_clock {
    revops__clock_hears hears[REVOPS__CLOCK_PARTS];
    uint64_t still; /* places in which it stands still */
    uint32_t name, sla;
    uint32_t first_case, case_count;
    uint32_t promise_at;  /* in a record */
    uint8_t is_looked_at; /* case or calendar may change while it runs */
    uint8_t anew;         /* at a hand-over */
    uint8_t stops;        /* it can stand still */
    uint8_t reserved;
} revops__engine_clock;

typedef struct revops__clock_case {
    uint32_t where;
    uint32_t attribute, table;                        /* that chooses the calendar; 0 none */
    uint32_t first_chosen, chosen_count;              /* calendars of its values */
    uint8_t calendar_of, names_calendar, reserved[2]; /* a text that names the calendar */
} revops__clock_case;

/* What an event is to a clock: whatever becomes of it, if its move isn't refused, if it assigns an owner. */
typedef struct revops__clock_use {
    uint16_t clock, always, taken, assigned;
} revops__clock_use;

/* What entering and leaving a stage is to a clock; a row for each stage and clock. */
typedef struct revops__clock_stage_use {
    uint16_t entered, left;
} revops__clock_stage_use;

static inline const revops__engine_clock *revops__engine_clock_of(const revops_engine *engine,
                                                                  uint32_t number)
{
    return (const revops__engine_clock *)revops__engine_at(engine, engine->clocks) + (number - 1);
}

static inline size_t revops__lead_clock_at(const revops_engine *engine, uint32_t index)
{
    return engine->clocks_at + (size_t)index * REVOPS__LEAD_CLOCK;
}

static inline uint32_t revops__lead_promise_size(int stops)
{
    return REVOPS__LEAD_PROMISE + (stops ? REVOPS__LEAD_STOOD_STILL : 0u);
}

/* Rows of the policy. */
static inline revops_policy_clock revops__clock_given(const revops_policy_params *policy, uint32_t index)
{
    revops_policy_clock row;
    REVOPS__POLICY_ROW(revops_policy_clock, &row, policy, clocks, clock_row_size, index);
    return row;
}

static inline revops_policy_case revops__clock_case_given(const revops_policy_params *policy, uint32_t index)
{
    revops_policy_case row;
    REVOPS__POLICY_ROW(revops_policy_case, &row, policy, cases, case_row_size, index);
    return row;
}

static inline revops_policy_happening revops__clock_happening(const revops_policy_params *policy,
                                                              uint32_t index)
{
    revops_policy_happening row;
    REVOPS__POLICY_ROW(revops_policy_happening, &row, policy, happenings, happening_row_size, index);
    return row;
}

/* Whether a clock can stand still; when it is met, one that may be reopened does. */
static inline int revops__clock_stops(const revops_policy_clock *row)
{
    return row->pause_count || row->still_count || row->kind == REVOPS_SLA_RESOLUTION;
}

typedef struct revops__clock_list {
    uint32_t first, count;
} revops__clock_list;

/* The lists of a clock, in the order of the parts of sla.h. */
static inline revops__clock_list revops__clock_list_of(const revops_policy_clock *row, uint32_t part)
{
    const revops__clock_list lists[REVOPS__CLOCK_PARTS] = {
        {row->first_start, row->start_count},   {row->first_meet, row->meet_count},
        {row->first_end, row->end_count},       {row->first_pause, row->pause_count},
        {row->first_resume, row->resume_count}, {row->first_answer, row->answer_count},
        {row->first_reopen, row->reopen_count}};
    return lists[part];
}

/* Tells every fault of clocks; of calendars. */
void revops__clocks_check(const revops_policy_params *policy, revops__problems *problems);
void revops__happening_check(const revops_policy_params *policy, revops__problems *problems, uint32_t index);
void revops__calendars_check(const revops_policy_params *policy, revops__problems *problems);
/* The zone in which dates of touches lie [LC25]. */
void revops__touch_zone_check(const revops_policy_params *policy, revops__problems *problems);
void revops__engine_builder_touch_zone(revops__engine_builder *b);
void revops__engine_builder_clocks(revops__engine_builder *b);
/* The uses of an event, one after the other. */
void revops__engine_builder_uses(revops__engine_builder *b, const revops_policy_event *row, uint32_t event,
                                 uint32_t *first, uint32_t *count);
void revops__engine_builder_calendars(revops__engine_builder *b);
/* A zone of the policy, by its position. */
revops_status revops__zone_given(const revops_policy_params *policy, uint32_t position,
                                 revops_zone_params *out);
/* Adds a happening, but for events, to what is heard. */
void revops__engine_builder_hear(const revops__engine_builder *b, const revops_policy_happening *row,
                                 revops__clock_hears *hears);

#endif
