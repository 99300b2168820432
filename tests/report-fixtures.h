/* SPDX-License-Identifier: MIT */
/* What the tests of reports share: the built-in policy, random effects and leads. */
#ifndef REVOPS_TESTS_REPORT_FIXTURES_H
#define REVOPS_TESTS_REPORT_FIXTURES_H

#include "random.h"
#include "test.h"

static _Alignas(8) unsigned char memory[REVOPS_BUILTIN_DEFAULT_SIZE];
static const revops_builtin *engine;

static inline void set_up(void)
{
    ck_assert_int_eq(revops_builtin_default(memory, sizeof memory, &engine), REVOPS_OK);
}

static const int64_t start_ms = INT64_C(1772442000000); /* 2026-03-02T09:00Z */

static inline revops_builtin_effect random_effect(random_state *random)
{
    static const revops_builtin_effect_kind kinds[] = {
        REVOPS_BUILTIN_EFFECT_ENTERED,
        REVOPS_BUILTIN_EFFECT_REFUSED,
        REVOPS_BUILTIN_EFFECT_UNCHANGED,
        REVOPS_BUILTIN_EFFECT_RESUME_DUE,
        REVOPS_BUILTIN_EFFECT_LATE,
        REVOPS_BUILTIN_EFFECT_DUPLICATE,
        REVOPS_BUILTIN_EFFECT_HANDOFF_STARTED,
        REVOPS_BUILTIN_EFFECT_INVALID,
        REVOPS_BUILTIN_EFFECT_ASSIGNED,
        REVOPS_BUILTIN_EFFECT_CLOCK + 1,
        REVOPS_BUILTIN_EFFECT_CLOCK + 2,
        REVOPS_BUILTIN_EFFECT_CLOCK + 3,
        REVOPS_BUILTIN_EFFECT_CLOCK + 4,
        REVOPS_BUILTIN_EFFECT_CLOCK + 5,
        REVOPS_BUILTIN_EFFECT_CLOCK + 6,
        REVOPS_BUILTIN_EFFECT_CLOCK + 7,
        REVOPS_BUILTIN_EFFECT_CLOCK + 8,
        REVOPS_BUILTIN_EFFECT_CLOCK + 99,
    };
    revops_builtin_effect effect = {.kind = kinds[random_below(random, ROWS(kinds))],
                                    .clock = (uint32_t)random_below(random, 5)};
    effect.transition.trigger = (uint32_t)random_below(random, REVOPS_LIFECYCLE_TRIGGERS_MAX);
    effect.transition.reason = (uint32_t)random_below(random, REVOPS_LIFECYCLE_REASONS_MAX + 1);
    effect.transition.refusal = (uint32_t)random_below(random, 256);
    return effect;
}

enum { LEADS = 500 };

/* Leads with random lives, some without any event. */
static inline void make_leads(revops_builtin_lead *all)
{
    random_state random = {7};
    memset(all, 0, LEADS * sizeof *all);
    for (int i = 0; i < LEADS; i++) {
        int64_t now_ms = start_ms;
        for (uint64_t events = random_below(&random, 25); events > 0; events--) {
            revops_builtin_event event = {
                .kind = (uint32_t)random_below(&random, REVOPS_BUILTIN_EVENT_RESUMED + 1),
                .reason = (uint32_t)random_below(&random, 15)};
            revops_builtin_effect effects[REVOPS_BUILTIN_EFFECTS_MAX];
            size_t count;
            now_ms += random_between(&random, 0, 10 * REVOPS_DAY_MS);
            event.at_ms = now_ms;
            event.value = (INT64_C(1) << 22) - 1;
            event.value = event.kind == REVOPS_BUILTIN_EVENT_RECYCLED ? now_ms + REVOPS_DAY_MS : event.value;
            revops_status status =
                revops_builtin_apply(engine, &all[i], &event, effects, REVOPS_BUILTIN_EFFECTS_MAX, &count);
            ck_assert(status != REVOPS_ERR_CORRUPT && status != REVOPS_ERR_NOSPACE);
        }
    }
}

static revops_builtin_lead leads[LEADS];

#endif
