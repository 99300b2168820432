/* SPDX-License-Identifier: MIT */
/* Calls over one lead: what fell due, an event, time. */
#include <string.h>

#include "engine/engine-work.h"

enum { APPLY_EFFECTS = 8 }; /* resume, first stage, cleared, move, deviation, win, owner; and one to spare */

uint32_t revops_engine_effects_max(const revops_engine *engine)
{
    return engine ? APPLY_EFFECTS + engine->effects_max : 0;
}

revops_effect *revops__tell(revops__work *w, revops_effect_kind kind, int64_t at_ms)
{
    static const revops_effect nothing;
    revops_effect *effect = w->effects ? &w->effects[w->count] : &w->unwanted;
    w->count++;
    *effect = nothing;
    uint8_t place = w->lead[REVOPS__LEAD_PLACE];
    effect->at_ms = at_ms;
    effect->kind = (uint16_t)kind;
    effect->owner = w->owner;
    effect->source = revops__lead_u64(w->lead, REVOPS__LEAD_SOURCE);
    effect->campaign = revops__lead_u64(w->lead, REVOPS__LEAD_CAMPAIGN);
    effect->stage = place == REVOPS__LEAD_UNKNOWN ? 0 : (uint16_t)(place + 1);
    effect->cycle = (uint16_t)revops__lead_get(w->lead, REVOPS__LEAD_CYCLE, 2);
    if (w->event) {
        effect->event = w->event->kind;
        effect->event_id = w->event->id;
        effect->reason = w->event->reason;
    }
    return effect;
}

int64_t revops__lead_wakeup(const revops_engine *engine, const unsigned char *lead)
{
    uint32_t clock;
    int64_t clocks_ms = revops__clocks_due(engine, lead, &clock);
    int64_t resume_ms = revops__lead_i64(lead, REVOPS__LEAD_RESUME_MS);
    if (resume_ms == INT64_MAX || lead[REVOPS__LEAD_FLAGS] & REVOPS__LEAD_RESUME_TOLD) {
        resume_ms = REVOPS_TIME_NONE;
    }
    int64_t first_ms =
        clocks_ms == REVOPS_TIME_NONE || (resume_ms != REVOPS_TIME_NONE && resume_ms < clocks_ms) ? resume_ms
                                                                                                  : clocks_ms;
    return first_ms == REVOPS_TIME_NONE ? REVOPS_TIME_NONE : first_ms + 1;
}

/* Tells what falls due first, if it is strictly before an instant: of clocks and the time to resume at one instant, clocks. */
static int apply_due_once(revops__work *w, int64_t now_ms)
{
    uint32_t clock = 0;
    int64_t wakeup_ms = revops__lead_wakeup(w->engine, w->lead);
    if (wakeup_ms == REVOPS_TIME_NONE || wakeup_ms > now_ms) {
        return 0;
    }
    int64_t due_ms = revops__clocks_due(w->engine, w->lead, &clock);
    if (due_ms != REVOPS_TIME_NONE && due_ms < wakeup_ms) {
        revops__clocks_fire(w, clock, due_ms);
    } else {
        revops__tell(w, REVOPS_EFFECT_RESUME_DUE, wakeup_ms - 1);
        w->lead[REVOPS__LEAD_FLAGS] |= REVOPS__LEAD_RESUME_TOLD;
    }
    revops__lead_set(w->lead, REVOPS__LEAD_TOLD_MS, (uint64_t)(wakeup_ms - 1));
    if (wakeup_ms > revops__lead_i64(w->lead, REVOPS__LEAD_LAST_MS)) {
        w->lead[REVOPS__LEAD_FLAGS] |= REVOPS__LEAD_TOLD_SINCE;
    }
    return 1;
}

/* Tells what fell due strictly before an instant. */
static void apply_due(revops__work *w, int64_t now_ms)
{
    int64_t wakeup_ms = revops__lead_i64(w->lead, REVOPS__LEAD_WAKEUP_MS);
    if (wakeup_ms == REVOPS_TIME_NONE || wakeup_ms > now_ms) {
        return;
    }
    const revops_event *cause = w->event;
    w->event = NULL;
    while (apply_due_once(w, now_ms)) {
    }
    w->event = cause;
    revops__lead_set(w->lead, REVOPS__LEAD_WAKEUP_MS, (uint64_t)revops__lead_wakeup(w->engine, w->lead));
}

static int apply_is_possible(const revops_engine *engine, const revops_event *event)
{
    uint32_t items = engine->counts[REVOPS_ENGINE_LIST_ITEMS];
    if (event->at_ms > REVOPS_ZONE_TIME_MAX_MS || event->at_ms < -REVOPS_ZONE_TIME_MAX_MS ||
        event->kind - 1 >= engine->counts[REVOPS_ENGINE_LIST_EVENTS] ||
        event->verdict > REVOPS_EVENT_REFUSED || event->reason > engine->counts[REVOPS_ENGINE_LIST_REASONS]) {
        return 0;
    }
    if (event->value == REVOPS_MISSING || !revops__engine_event_of(engine, event->kind)->is_checked) {
        return 1;
    }
    switch ((enum revops_policy_values)revops__engine_event_of(engine, event->kind)->value) {
    case REVOPS_POLICY_VALUE_STAGE:
        return event->value >= 0 && event->value <= engine->counts[REVOPS_ENGINE_LIST_STAGES];
    case REVOPS_POLICY_VALUE_REASON:
        return event->value >= 0 && event->value <= engine->counts[REVOPS_ENGINE_LIST_REASONS];
    case REVOPS_POLICY_VALUE_ITEMS:
        return items == 64 || !((uint64_t)event->value >> items);
    case REVOPS_POLICY_VALUE_NONE:
    case REVOPS_POLICY_VALUE_NUMBER:
    case REVOPS_POLICY_VALUE_MONEY:
    case REVOPS_POLICY_VALUE_INSTANT:
    case REVOPS_POLICY_VALUE_DATE:
    case REVOPS_POLICY_VALUE_PERSON:
    case REVOPS_POLICY_VALUE_TEXT:
    case REVOPS_POLICY_VALUE_LEVEL:
    case REVOPS_POLICY_VALUE_ATTRIBUTE:
    case REVOPS_POLICY_VALUE_FIT:
        return 1;
    }
    return 1;
}

static inline uint64_t apply_mix(uint64_t word, uint64_t factor)
{
    return (word ^ word >> 32) * factor;
}

/* A sum, so that no product waits for another. */
static uint64_t apply_digest(const revops_event *event)
{
    uint64_t digest = apply_mix((uint64_t)event->kind << 32 | event->reason, UINT64_C(0x9e3779b97f4a7c15)) +
                      apply_mix((uint64_t)event->value, UINT64_C(0xbf58476d1ce4e5b9)) +
                      apply_mix(event->actor, UINT64_C(0x94d049bb133111eb)) +
                      apply_mix(event->source, UINT64_C(0xd6e8feb86659fd93)) +
                      apply_mix(event->campaign, UINT64_C(0xa0761d6478bd642f)) +
                      apply_mix(event->account, UINT64_C(0xe7037ed1a0b428db)) +
                      apply_mix((uint64_t)event->resume_ms, UINT64_C(0x8ebc6af09c88c6e3));
    return digest ^ digest >> 29;
}

static uint16_t apply_rank(const revops_engine *engine, const revops_event *event)
{
    const revops__engine_event *row = revops__engine_event_of(engine, event->kind);
    if (event->value == REVOPS_MISSING) {
        return row->rank_empty;
    }
    return row->value == REVOPS_POLICY_VALUE_STAGE ? revops_engine_rank(engine, event->kind, event->value)
                                                   : row->rank_given;
}

/* Below 0: the event is before the last one; 0: it stands at the same place of the order. */
static int apply_compare(const revops_engine *engine, const unsigned char *lead, const revops_event *event)
{
    int64_t last_ms = revops__lead_i64(lead, REVOPS__LEAD_LAST_MS);
    if (event->at_ms != last_ms) {
        return event->at_ms < last_ms ? -1 : 1;
    }
    uint64_t sequence = revops__lead_u64(lead, REVOPS__LEAD_LAST_SEQUENCE);
    if (event->sequence != sequence) {
        return event->sequence < sequence ? -1 : 1;
    }
    int rank = apply_rank(engine, event) - (int)revops__lead_get(lead, REVOPS__LEAD_LAST_RANK, 2);
    if (rank) {
        return rank;
    }
    uint64_t id = revops__lead_u64(lead, REVOPS__LEAD_LAST_ID);
    return (event->id > id) - (event->id < id);
}

static revops_status apply_leave_out(revops__work *w, revops_effect_kind kind, int64_t value,
                                     revops_status status, size_t *count)
{
    revops__tell(w, kind, w->event->at_ms)->value = value;
    *count = w->count;
    return status;
}

/* The first look of a call at the record and at the room for effects, after which nothing fails [SEM27]. */
static revops_status apply_begin(revops__work *w, const revops_engine *engine, const revops_texts *texts,
                                 void *lead, const revops_event *event, revops_effect *effects,
                                 size_t capacity, size_t *count)
{
    if (!revops__lead_is_of(engine, lead)) {
        return REVOPS_ERR_CORRUPT;
    }
    if (effects && capacity < revops_engine_effects_max(engine)) {
        *count = revops_engine_effects_max(engine);
        return REVOPS_ERR_NOSPACE;
    }
    static const revops__what nothing;
    w->what = nothing;
    w->facts.texts = texts;
    w->engine = engine;
    w->lead = lead;
    w->event = event;
    w->effects = effects;
    w->owner = revops__lead_u64(lead, REVOPS__LEAD_OWNER);
    w->is_due_changed = w->is_unlooked = 0;
    w->count = 0;
    return REVOPS_OK;
}

/* Whether something was told that isn't before an instant, which isn't before the last event. */
static int apply_was_told(const unsigned char *lead, int64_t at_ms)
{
    return lead[REVOPS__LEAD_FLAGS] & REVOPS__LEAD_TOLD_SINCE &&
           revops__lead_i64(lead, REVOPS__LEAD_TOLD_MS) >= at_ms;
}

revops_status revops_engine_apply(const revops_engine *engine, const revops_texts *texts, void *lead,
                                  const revops_event *event, revops_engine_mode mode, revops_effect *effects,
                                  size_t capacity, size_t *count)
{
    if (!engine || !lead || !event || !count || (!effects && capacity) || mode > REVOPS_ENGINE_RECORD) {
        return REVOPS_ERR_ARG;
    }
    if (event->flags || event->reserved) {
        return REVOPS_ERR_NEWER;
    }
    if (!apply_is_possible(engine, event)) {
        return REVOPS_ERR_ARG;
    }
    revops__work w;
    revops_status status = apply_begin(&w, engine, texts, lead, event, effects, capacity, count);
    if (status != REVOPS_OK) {
        return status;
    }
    uint64_t digest = apply_digest(event);
    int64_t last_ms = revops__lead_i64(lead, REVOPS__LEAD_LAST_MS);
    if (last_ms != REVOPS_TIME_NONE) {
        int way = apply_compare(engine, lead, event);
        if (way == 0 && digest == revops__lead_u64(lead, REVOPS__LEAD_LAST_DIGEST)) {
            return apply_leave_out(&w, REVOPS_EFFECT_DUPLICATE, last_ms, REVOPS_ERR_DUPLICATE, count);
        }
        if (way < 0 || apply_was_told(lead, event->at_ms)) { /* what was told at its instant stands [SEM6] */
            int64_t told_ms = revops__lead_i64(lead, REVOPS__LEAD_TOLD_MS);
            return apply_leave_out(&w, REVOPS_EFFECT_LATE, told_ms > last_ms ? told_ms : last_ms,
                                   REVOPS_ERR_LATE, count);
        }
        apply_due(&w, event->at_ms);
    }
    revops__event_take(&w, mode);
    if (w.lead[REVOPS__LEAD_PLACE] !=
        REVOPS__LEAD_UNKNOWN) { /* else a first event without its value: nothing is known */
        revops__lead_set(lead, REVOPS__LEAD_LAST_MS, (uint64_t)event->at_ms);
        revops__lead_set(lead, REVOPS__LEAD_LAST_SEQUENCE, event->sequence);
        revops__lead_set(lead, REVOPS__LEAD_LAST_ID, event->id);
        revops__lead_set(lead, REVOPS__LEAD_LAST_DIGEST, digest);
        revops__lead_put(lead, REVOPS__LEAD_LAST_RANK, 2, apply_rank(engine, event));
        w.lead[REVOPS__LEAD_FLAGS] &= (unsigned char)~REVOPS__LEAD_TOLD_SINCE;
        if (w.is_due_changed) {
            revops__lead_set(lead, REVOPS__LEAD_WAKEUP_MS, (uint64_t)revops__lead_wakeup(engine, lead));
        }
    }
    *count = w.count;
    return REVOPS_OK;
}

revops_status revops_engine_advance(const revops_engine *engine, const revops_texts *texts, void *lead,
                                    int64_t now_ms, revops_effect *effects, size_t capacity, size_t *count)
{
    if (!engine || !lead || !count || (!effects && capacity) || now_ms == REVOPS_TIME_NONE) {
        return REVOPS_ERR_ARG;
    }
    revops__work w;
    revops_status status = apply_begin(&w, engine, texts, lead, NULL, effects, capacity, count);
    if (status != REVOPS_OK) {
        return status;
    }
    if (w.lead[REVOPS__LEAD_PLACE] != REVOPS__LEAD_UNKNOWN) {
        apply_due(&w, now_ms);
    }
    *count = w.count;
    return REVOPS_OK;
}

revops_status revops_lead_rebase(const revops_engine *engine, const revops_engine *next,
                                 const revops_texts *texts, void *lead, int64_t at_ms, revops_effect *effects,
                                 size_t capacity, size_t *count)
{
    if (!engine || !next || !lead || !count || (!effects && capacity) || at_ms > REVOPS_ZONE_TIME_MAX_MS ||
        at_ms < -REVOPS_ZONE_TIME_MAX_MS) {
        return REVOPS_ERR_ARG;
    }
    if (engine->mark != next->mark) {
        return REVOPS_ERR_UNSOUND;
    }
    revops__work w;
    uint32_t most = revops_engine_effects_max(next);
    if (effects && capacity < most) {
        *count = most;
        return REVOPS_ERR_NOSPACE;
    }
    revops_status status = apply_begin(&w, engine, texts, lead, NULL, effects, capacity, count);
    if (status != REVOPS_OK) {
        return status;
    }
    if (w.lead[REVOPS__LEAD_PLACE] != REVOPS__LEAD_UNKNOWN) {
        if (at_ms < revops__lead_i64(lead, REVOPS__LEAD_LAST_MS) || apply_was_told(lead, at_ms)) {
            return REVOPS_ERR_LATE;
        }
        apply_due(&w, at_ms);
        revops__clocks_rebase(&w, next, at_ms);
        revops__lead_set(lead, REVOPS__LEAD_WAKEUP_MS, (uint64_t)revops__lead_wakeup(next, lead));
    }
    *count = w.count;
    return REVOPS_OK;
}
