/* SPDX-License-Identifier: MIT */
/* A change of policy: a lead's record under another engine [LC28, SEM24, SEM25]. Of one layout it stays where it is; else what it
   holds is carried over by name. */
#include <string.h>

#include "engine/engine-carry.h"
#include "engine/engine-usage.h"

/* Whether two engines are known to have the same rules. */
static int rebase_is_same(const revops_engine *engine, const revops_engine *next)
{
    return engine == next || (engine->mark == next->mark && (uint32_t)engine->mark != 0);
}

static int rebase_is_in_place(const revops_engine *engine, const revops_engine *next)
{
    return engine->mark >> 32 == next->mark >> 32 && engine->record_size == next->record_size;
}

/* A lead of which something is known. */
static void rebase_known(revops__carrying *c, revops__scores_before *before, const revops_texts *texts)
{
    revops__work *w = c->w;
    uint64_t owner = revops__carry_owner(c, texts);
    if (c->lead == c->was) {
        for (uint32_t i = 0; i < c->to->counts[REVOPS_ENGINE_LIST_CLOCKS]; i++) {
            c->clocks[i] = i + 1;
        }
        revops__carry_touched(c->to, c->lead);
    } else {
        revops__carry_lead(c);
        revops__carry_scores(c);
        revops__carry_use(c);
        for (uint32_t part = 0; part < REVOPS__SCORE_COUNT; part++) {
            before->grades[part] =
                revops__carry_grade(c->from, c->to, (enum revops__score_parts)part, before->grades[part]);
        }
    }
    revops__lead_set(c->lead, REVOPS__LEAD_OWNER, owner);
    w->lead = c->lead;
    w->engine = c->to;
    w->owner = owner;
    revops__clocks_rebase(w, c->from, c->was, c->clocks, c->at_ms);
    revops__scores_rebase(w, before, c->at_ms);
    revops__segments_at(w, c->at_ms);
    revops__use_rebase(w, c->from);
    revops__lead_set(w->lead, REVOPS__LEAD_WAKEUP_MS, (uint64_t)revops__lead_wakeup(c->to, w->lead));
    if (revops__lead_i64(w->lead, REVOPS__LEAD_TOLD_MS) < c->at_ms - 1) {
        revops__lead_told(w->lead, c->at_ms - 1); /* what is before the change is late from now on */
    }
}

static revops_status rebase_into(revops__carrying *c, const revops_texts *texts)
{
    revops__work *w = c->w;
    int is_in_place = rebase_is_in_place(c->from, c->to);
    int is_known = w->lead[REVOPS__LEAD_PLACE] != REVOPS__LEAD_UNKNOWN;
    if (is_known && !is_in_place &&
        revops__carry_place(c->from, c->to, w->lead[REVOPS__LEAD_PLACE]) == REVOPS__LEAD_UNKNOWN) {
        return REVOPS_ERR_RANGE;
    }
    if (is_known && !rebase_is_same(c->from, c->to)) {
        if (w->lead[REVOPS__LEAD_FLAGS] & REVOPS__LEAD_STEADY) {
            revops__scores_catch_up(w, revops__lead_i64(w->lead, REVOPS__LEAD_LAST_MS));
            revops__lead_set(w->lead, REVOPS__LEAD_WAKEUP_MS,
                             (uint64_t)revops__lead_wakeup(c->from, w->lead));
        }
        revops__lead_unmark(w->lead, REVOPS__LEAD_SETTLED);
    }
    c->was = c->lead;
    if (is_in_place && c->lead != w->lead) {
        memcpy(c->lead, w->lead, c->to->record_size);
    } else if (!is_in_place) {
        c->was = w->lead;
        (void)!revops_lead_init(c->to, c->lead); /* neither is NULL */
    }
    if (is_known && rebase_is_same(c->from, c->to)) { /* but for the roster, which is none of the rules */
        revops__lead_set(c->lead, REVOPS__LEAD_OWNER, revops__carry_owner(c, texts));
    } else if (is_known) {
        revops__scores_before before = revops__scores_look(c->from, w->lead);
        rebase_known(c, &before, texts);
    }
    revops__lead_set(c->lead, REVOPS__LEAD_MARK, c->to->mark);
    return REVOPS_OK;
}

uint32_t revops_lead_rebase_effects_max(const revops_engine *engine, const revops_engine *next)
{
    return engine && next ? revops_engine_effects_max(engine) + revops_engine_effects_max(next) : 0;
}

revops_status revops_lead_rebase(const revops_engine *engine, const revops_engine *next,
                                 const revops_texts *texts, void *lead, int64_t at_ms, uint64_t wanted,
                                 void *next_lead, revops_effect *effects, size_t capacity, size_t *count)
{
    if (!engine || !next || !lead || !next_lead || !count || (!effects && capacity) ||
        (lead == next_lead && !rebase_is_in_place(engine, next)) || at_ms > REVOPS_ZONE_TIME_MAX_MS ||
        at_ms < -REVOPS_ZONE_TIME_MAX_MS) {
        return REVOPS_ERR_ARG;
    }
    uint32_t most = revops_lead_rebase_effects_max(engine, next);
    if (effects && capacity < most) {
        *count = most;
        return REVOPS_ERR_NOSPACE;
    }
    if (revops_lead_verify(engine, lead, 1) != REVOPS_OK) {
        return REVOPS_ERR_CORRUPT; /* names are asked by numbers that it holds */
    }
    revops__work w;
    w.wanted = wanted;
    w.effects = effects;
    w.capacity = capacity;
    revops_status status = revops__until(&w, engine, texts, lead, at_ms);
    if (status != REVOPS_OK) {
        return status == REVOPS_ERR_LATE ? status : revops__answer(&w, status, count);
    }
    revops__carrying c = {.from = engine, .to = next, .lead = next_lead, .w = &w, .at_ms = at_ms};
    status = rebase_into(&c, texts);
    *count = w.count;
    return status;
}
