/* SPDX-License-Identifier: MIT */
/* One of several policies, and events of any kind with values that fit. */
#ifndef REVOPS_TESTS_ENGINE_ANY_H
#define REVOPS_TESTS_ENGINE_ANY_H

#include "random.h"

#include "engine-desk.h"
#include "engine-scored.h"

enum { ANY_POLICIES = 5 };

static inline void any_policy(uint32_t which, revops_policy_params *out)
{
    switch (which) {
    case 0:
        hubspot_policy(out);
        return;
    case 1:
        sales_policy(out);
        return;
    case 2:
        promises_policy(out, 1);
        return;
    case 3:
        scored_policy(out);
        return;
    default:
        desk_policy(out);
    }
}

static inline uint32_t any_below(random_state *random, uint32_t n)
{
    return (uint32_t)random_below(random, n);
}

static inline revops_event any_event_of(random_state *random, const revops_engine *engine, int64_t at_ms,
                                        uint64_t id)
{
    revops_event event = {
        .at_ms = at_ms,
        .id = id,
        .kind = 1 + any_below(random, revops_engine_count(engine, REVOPS_ENGINE_LIST_EVENTS)),
        .value = REVOPS_MISSING,
        .actor = any_below(random, 3),
        .source = any_below(random, 2),
        .reason = any_below(random, 1 + revops_engine_count(engine, REVOPS_ENGINE_LIST_REASONS)),
        .flags = any_below(random, 8) ? 0 : REVOPS_EVENT_ANSWER};
    if (any_below(random, 8) == 0) {
        return event;
    }
    switch ((enum revops_policy_values)revops_engine_value(engine, event.kind)) {
    case REVOPS_POLICY_VALUE_NONE:
        break;
    case REVOPS_POLICY_VALUE_STAGE:
        event.value = 1 + any_below(random, revops_engine_count(engine, REVOPS_ENGINE_LIST_STAGES));
        break;
    case REVOPS_POLICY_VALUE_ITEMS:
        event.value = (int64_t)random_below(
            random, UINT64_C(1) << revops_engine_count(engine, REVOPS_ENGINE_LIST_ITEMS));
        break;
    case REVOPS_POLICY_VALUE_FIT:
        event.value = 1 + any_below(random, revops_engine_count(engine, REVOPS_ENGINE_LIST_FIT_GRADES));
        break;
    case REVOPS_POLICY_VALUE_INSTANT:
    case REVOPS_POLICY_VALUE_DATE:
        event.value = at_ms + any_below(random, 20) * REVOPS_HOUR_MS;
        break;
    case REVOPS_POLICY_VALUE_REASON:
        event.value = any_below(random, 1 + revops_engine_count(engine, REVOPS_ENGINE_LIST_REASONS));
        break;
    case REVOPS_POLICY_VALUE_NUMBER:
    case REVOPS_POLICY_VALUE_MONEY:
    case REVOPS_POLICY_VALUE_PERSON:
    case REVOPS_POLICY_VALUE_TEXT:
    case REVOPS_POLICY_VALUE_LEVEL:
    case REVOPS_POLICY_VALUE_ATTRIBUTE:
        event.value = 1 + any_below(random, 3) * (any_below(random, 2) ? 40 : 1);
        break;
    }
    event.resume_ms = any_below(random, 2) ? at_ms + REVOPS_DAY_MS : 0;
    return event;
}

#endif
