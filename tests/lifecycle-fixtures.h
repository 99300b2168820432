/* SPDX-License-Identifier: MIT */
/* What the tests of the lifecycle share. */
#ifndef REVOPS_TESTS_LIFECYCLE_FIXTURES_H
#define REVOPS_TESTS_LIFECYCLE_FIXTURES_H

#include "test.h"

static _Alignas(16) unsigned char memory[65536];

static inline const revops_lifecycle *build(const revops_lifecycle_params *params)
{
    const revops_lifecycle *lifecycle = NULL;
    ck_assert_int_eq(revops_lifecycle_build(params, memory, sizeof memory, NULL, &lifecycle), REVOPS_OK);
    return lifecycle;
}

static inline revops_lifecycle_params defaults(void)
{
    revops_lifecycle_params params;
    ck_assert_int_eq(revops_lifecycle_defaults(&params, sizeof params), REVOPS_OK);
    return params;
}

static inline const revops_lifecycle *built_in(void)
{
    revops_lifecycle_params params = defaults();
    return build(&params);
}

enum { DAY = 86400000 };
static const int64_t start_ms = INT64_C(1772442000000); /* 2026-03-02T09:00Z */

/* A record put into a stage by hand, as a database may hold it. */
static inline revops_lifecycle_record record_in(const revops_lifecycle *lifecycle,
                                                revops_lifecycle_stage step)
{
    revops_lifecycle_record record;
    revops_lifecycle_stage_row row;
    ck_assert_int_eq(revops_lifecycle_record_init(&record, start_ms), REVOPS_OK);
    ck_assert_int_eq(revops_lifecycle_stage_at(lifecycle, step, &row), REVOPS_OK);
    record.stage = (uint8_t)row.parent;
    record.step = (uint8_t)step;
    return record;
}

static inline revops_status apply(const revops_lifecycle *lifecycle, revops_lifecycle_record *record,
                                  uint32_t trigger, int64_t at_ms, uint64_t items, uint32_t reason,
                                  revops_lifecycle_result *result)
{
    revops_lifecycle_input input = {at_ms, items, 0, trigger, reason};
    return revops_lifecycle_apply(lifecycle, record, &input, result);
}

static inline void touch(revops_lifecycle_record *record, int64_t at_ms)
{
    ck_assert_int_eq(revops_lifecycle_touch(record, at_ms), REVOPS_OK);
}

static inline revops_lifecycle_record record_from(int64_t at_ms)
{
    revops_lifecycle_record record;
    ck_assert_int_eq(revops_lifecycle_record_init(&record, at_ms), REVOPS_OK);
    return record;
}

/* A small sound table: A, then B, then C, then A again. */
enum { OPEN = REVOPS_LIFECYCLE_STAGE_FLAG_BACKFILL, END = REVOPS_LIFECYCLE_STAGE_FLAG_TERMINAL };
static const revops_lifecycle_stage_row small_stages[] = {
    {"A", "first", OPEN, 1, 0, 0}, {"B", "second", OPEN, 2, 1, 0}, {"C", "end", END, 3, 2, 0}};
static const char *const small_triggers[] = {"go", "end"};
static const char *const small_items[] = {"x", "y"};
static const char *const small_reasons[] = {"because"};
static const revops_lifecycle_transition sound_rows[] = {
    {0, 1, 1, 0, 0, 0, 0}, {1, 2, 2, 0, 1, 2, 0}, {0, 4, 0, 1, 0, 0, 0}};

static inline revops_lifecycle_params small(const revops_lifecycle_transition *rows, uint32_t count)
{
    revops_lifecycle_params params = {.struct_size = sizeof params,
                                      .stage_count = 3,
                                      .trigger_count = 2,
                                      .item_count = 2,
                                      .reason_count = 1,
                                      .transition_count = count,
                                      .stages = small_stages,
                                      .triggers = small_triggers,
                                      .items = small_items,
                                      .reasons = small_reasons,
                                      .transitions = rows,
                                      .stage_row_size = sizeof small_stages[0],
                                      .transition_row_size = sizeof *rows};
    return params;
}

#endif
