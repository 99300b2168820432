/* SPDX-License-Identifier: MIT */
/* A lead of the second policy, event by event. */
#ifndef REVOPS_TESTS_ENGINE_PLAY_H
#define REVOPS_TESTS_ENGINE_PLAY_H

#include "engine-policies.h"

enum { RECORD_MAX = 2048, TOLD_MAX = 16 };

static const int64_t T0 = 1772442000000; /* 2026-03-02T09:00Z */

/* A lead under test, and what the latest event told. */
typedef struct play {
    const revops_engine *engine;
    unsigned char record[RECORD_MAX];
    revops_effect effects[TOLD_MAX];
    size_t count;
    revops_engine_mode mode;
    int64_t at_ms;
} play;

static const revops_engine *sales;

static inline void setup(void)
{
    revops_policy_params policy;
    sales_policy(&policy);
    sales = engine_of(&policy);
    ck_assert_ptr_nonnull(sales);
}

static inline void teardown(void)
{
    free((void *)(uintptr_t)sales);
}

static inline play begin(revops_engine_mode mode)
{
    play p = {.engine = sales, .mode = mode, .at_ms = T0};
    ck_assert_uint_le(revops_lead_size(sales), RECORD_MAX);
    ck_assert_int_eq(revops_lead_init(sales, p.record), REVOPS_OK);
    return p;
}

static inline revops_status apply(play *p, revops_event event)
{
    event.at_ms = event.at_ms ? event.at_ms : (p->at_ms += REVOPS_HOUR_MS);
    revops_status status = revops_engine_apply(p->engine, NULL, p->record, &event, p->mode,
                                               REVOPS_EFFECTS_ALL, p->effects, TOLD_MAX, &p->count);
    ck_assert_int_eq(revops_lead_verify(p->engine, p->record, 1), REVOPS_OK);
    return status;
}

/* An event of which only its kind matters. */
static inline void happens(play *p, uint32_t kind)
{
    ck_assert_int_eq(apply(p, (revops_event){.kind = kind, .value = REVOPS_MISSING}), REVOPS_OK);
}

static inline void confirm(play *p, uint64_t items)
{
    ck_assert_int_eq(apply(p, (revops_event){.kind = E_CONFIRMED, .value = (int64_t)items}), REVOPS_OK);
}

static inline void names(play *p, uint32_t stage)
{
    ck_assert_int_eq(apply(p, (revops_event){.kind = E_STAGE, .value = stage}), REVOPS_OK);
}

static inline uint64_t bit(uint32_t number)
{
    return UINT64_C(1) << (number - 1);
}

static inline const revops_effect *told(const play *p, revops_effect_kind kind)
{
    for (size_t i = 0; i < p->count; i++) {
        if (p->effects[i].kind == kind) {
            return &p->effects[i];
        }
    }
    return NULL;
}

static inline revops_lead_state state(const play *p)
{
    revops_lead_state out;
    ck_assert_int_eq(revops_lead_read(p->engine, p->record, &out), REVOPS_OK);
    return out;
}

static inline uint32_t place(const play *p)
{
    revops_lead_state s = state(p);
    return s.step ? s.step : s.stage;
}

#endif
