/* SPDX-License-Identifier: MIT */
/* A change of policy: a lead's record under another engine [LC28, SEM24, SEM25]. */
#include "engine/engine-score.h"

/* Whether two engines are known to have the same rules. */
static int rebase_is_same(const revops_engine *engine, const revops_engine *next)
{
    return engine == next || (engine->mark == next->mark && (uint32_t)engine->mark != 0);
}

static void rebase_known(revops__work *w, const revops_engine *next, int64_t at_ms)
{
    revops__scores_before before = revops__scores_look(w->engine, w->lead);
    revops__clocks_rebase(w, next, at_ms);
    revops__scores_rebase(w, &before, at_ms);
    revops__lead_set(w->lead, REVOPS__LEAD_WAKEUP_MS, (uint64_t)revops__lead_wakeup(next, w->lead));
    if (revops__lead_i64(w->lead, REVOPS__LEAD_TOLD_MS) < at_ms - 1) {
        revops__lead_told(w->lead, at_ms - 1); /* what is before the change is late from now on */
    }
}

revops_status revops_lead_rebase(const revops_engine *engine, const revops_engine *next,
                                 const revops_texts *texts, void *lead, int64_t at_ms, uint64_t wanted,
                                 revops_effect *effects, size_t capacity, size_t *count)
{
    if (!engine || !next || !lead || !count || (!effects && capacity) || at_ms > REVOPS_ZONE_TIME_MAX_MS ||
        at_ms < -REVOPS_ZONE_TIME_MAX_MS) {
        return REVOPS_ERR_ARG;
    }
    if (engine->mark >> 32 != next->mark >> 32) {
        return REVOPS_ERR_UNSOUND;
    }
    revops__work w;
    uint32_t most = revops_engine_effects_max(next);
    if (effects && capacity < most) {
        *count = most;
        return REVOPS_ERR_NOSPACE;
    }
    w.wanted = wanted;
    w.effects = effects;
    w.capacity = capacity;
    revops_status status = revops__until(&w, engine, texts, lead, at_ms);
    if (status != REVOPS_OK) {
        return status == REVOPS_ERR_LATE ? status : revops__answer(&w, status, count);
    }
    if (w.lead[REVOPS__LEAD_PLACE] != REVOPS__LEAD_UNKNOWN && !rebase_is_same(engine, next)) {
        rebase_known(&w, next, at_ms);
    }
    revops__lead_set(lead, REVOPS__LEAD_MARK, next->mark);
    *count = w.count;
    return REVOPS_OK;
}
