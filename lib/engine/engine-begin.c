/* SPDX-License-Identifier: MIT */
/* Live leads whose events aren't known. */
#include <revops/engine-records.h>

#include "engine/engine-work.h"

static int begin_is_possible(const revops_engine *engine, uint32_t stage, const int64_t *entered_ms,
                             uint32_t stage_count, int64_t at_ms)
{
    uint32_t stages = engine->counts[REVOPS_ENGINE_LIST_STAGES];
    if (stage == 0 || stage > stages || (stage_count != 0 && (stage_count != stages || !entered_ms)) ||
        at_ms > REVOPS_ZONE_TIME_MAX_MS || at_ms < -REVOPS_ZONE_TIME_MAX_MS) {
        return 0;
    }
    for (uint32_t i = 0; i < stage_count; i++) {
        if (entered_ms[i] != REVOPS_TIME_NONE &&
            (entered_ms[i] > at_ms || entered_ms[i] < -REVOPS_ZONE_TIME_MAX_MS)) {
            return 0;
        }
    }
    return 1;
}

revops_status revops_lead_begin(const revops_engine *engine, void *lead, uint32_t stage,
                                const int64_t *entered_ms, uint32_t stage_count, int64_t at_ms)
{
    if (!engine || !lead || !begin_is_possible(engine, stage, entered_ms, stage_count, at_ms)) {
        return REVOPS_ERR_ARG;
    }
    const revops__engine_stage *stages = revops__engine_stages(engine);
    unsigned char *bytes = lead;
    uint32_t place = stages[stage - 1].leaf, parent = stages[place].parent;
    revops_status status = revops_lead_init(engine, lead);
    for (uint32_t i = 0; i < stage_count; i++) {
        if (entered_ms[i] != REVOPS_TIME_NONE) {
            revops__lead_observe(engine, bytes, i, entered_ms[i], 1);
        }
    }
    const uint32_t here[] = {parent,
                             place}; /* where it stands it is since the takeover, unless it is known */
    for (uint32_t i = 0; i < sizeof here / sizeof here[0]; i++) {
        if (!stage_count || entered_ms[here[i]] == REVOPS_TIME_NONE) {
            revops__lead_infer(engine, bytes, here[i], at_ms);
        }
    }
    bytes[REVOPS__LEAD_PLACE] = (unsigned char)place;
    revops__lead_put(bytes, REVOPS__LEAD_CYCLE, 2, 1);
    revops__lead_set(bytes, REVOPS__LEAD_LAST_MS, (uint64_t)at_ms);
    revops__work w = {.engine = engine, .lead = bytes};
    revops__facts_begin(&w.facts, engine, bytes, NULL, at_ms);
    revops__segments_find(&w);
    return status;
}
