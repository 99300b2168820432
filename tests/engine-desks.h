/* SPDX-License-Identifier: MIT */
/* A lead of the desk policy in a live system, under three engines whose first promise differs. */
#ifndef REVOPS_TESTS_ENGINE_DESKS_H
#define REVOPS_TESTS_ENGINE_DESKS_H

#define MUST(condition) ck_assert(condition)
#include "engine-desk.h"
#include "engine-live.h"
#include "engine-scored.h"

static const int64_t T0 = 1772442000000; /* Monday, 2026-03-02T09:00Z */
static live l;
static const revops_engine *desks[3];

static inline const revops_engine *desk_of(uint64_t rules, int64_t target, uint32_t promises)
{
    static revops_policy_case cases[4];
    revops_policy_params policy;
    desk_policy(&policy);
    memcpy(cases, policy.cases, sizeof cases);
    cases[1].target = target;
    policy.cases = cases;
    policy.flags |= promises;
    const revops_engine_params params = {.struct_size = sizeof params, .policy = &policy, .rules = rules};
    size_t needed = 0;
    const revops_engine *engine = NULL;
    ck_assert_int_eq(revops_engine_build(&params, NULL, 0, &needed, NULL), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_engine_build(&params, malloc(needed), needed, NULL, &engine), REVOPS_OK);
    return engine;
}

static inline void setup(void)
{
    desks[0] = desk_of(1, 4 * REVOPS_HOUR_MS, 0);
    desks[1] = desk_of(2, 2 * REVOPS_HOUR_MS, REVOPS_POLICY_MOVES_PROMISES);
    desks[2] = desk_of(3, 6 * REVOPS_HOUR_MS, REVOPS_POLICY_MOVES_PROMISES);
}

static inline void teardown(void)
{
    for (size_t i = 0; i < 3; i++) {
        free((void *)(uintptr_t)desks[i]);
    }
}

static inline void begin(revops_engine_mode mode)
{
    memset(&l, 0, sizeof l);
    memcpy(l.engines, desks, sizeof desks);
    l.engine_count = 3;
    l.engine = desks[0];
    l.mode = mode;
    l.id = 7;
    l.as_of_ms = REVOPS_TIME_NONE;
    ck_assert_uint_le(revops_lead_size(l.engine), LIVE_RECORD);
    ck_assert_int_eq(revops_lead_init(l.engine, l.record), REVOPS_OK);
}

/* So many minutes after the beginning. */
static inline int arrive(int64_t minute, uint32_t kind, int64_t value, uint64_t actor)
{
    static uint64_t id;
    return live_arrive(
        &l, (revops_event){
                .at_ms = T0 + minute * 60000, .id = ++id, .kind = kind, .value = value, .actor = actor});
}

static inline int changes_policy(int64_t minute, uint32_t to)
{
    return live_arrive(&l, (revops_event){.at_ms = T0 + minute * 60000,
                                          .flags = REVOPS_EVENT_POLICY,
                                          .value = (int64_t)revops_engine_mark(desks[to])});
}

static inline size_t standing(revops_effect_kind kind, uint32_t clock)
{
    size_t count = 0;
    for (size_t i = 0; i < l.told.count; i++) {
        count += l.told.effects[i].kind == kind && l.told.effects[i].clock == clock;
    }
    return count;
}

static inline const revops_engine_change *change(revops_engine_change_kind kind, revops_effect_kind of)
{
    for (size_t i = 0; i < LIVE_TOLD && live_changes[i].kind; i++) {
        if (live_changes[i].kind == kind &&
            (kind == REVOPS_ENGINE_WITHDRAWN ? live_changes[i].before.kind : live_changes[i].after.kind) ==
                of) {
            return &live_changes[i];
        }
    }
    return NULL;
}

static inline uint32_t stage(void)
{
    revops_lead_state state;
    ck_assert_int_eq(revops_lead_read(l.engine, l.record, &state), REVOPS_OK);
    return state.stage;
}

#endif
