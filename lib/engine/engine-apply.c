/* SPDX-License-Identifier: MIT */
/* Calls over one lead: what fell due, an event, time. */
#include <string.h>

#include "core/compiler.h"
#include "engine/engine-usage.h"

enum { APPLY_EFFECTS = 8 }; /* resume, first stage, cleared, move, deviation, win, owner; and one to spare */

static uint32_t apply_effects_max(const revops_engine *engine)
{
    return APPLY_EFFECTS + engine->effects_max;
}

uint32_t revops_engine_effects_max(const revops_engine *engine)
{
    return engine ? apply_effects_max(engine) : 0;
}

revops_effect *revops__tell(revops__work *w, revops_effect_kind kind, int64_t at_ms)
{
    int is_wanted = (int)(w->wanted >> kind & 1);
    revops_effect *effect = is_wanted && w->effects ? &w->effects[w->count] : &w->unwanted;
    w->count += (size_t)is_wanted;
    w->told++;
    w->is_refused |= kind == REVOPS_EFFECT_REFUSED;
    uint8_t place = w->lead[REVOPS__LEAD_PLACE];
    *effect = (revops_effect){
        .at_ms = at_ms,
        .kind = (uint16_t)kind,
        .owner = w->owner,
        .source = revops__lead_u64(w->lead, REVOPS__LEAD_SOURCE),
        .campaign = revops__lead_u64(w->lead, REVOPS__LEAD_CAMPAIGN),
        .segment = w->lead[REVOPS__LEAD_SEGMENT],
        .motion = w->lead[REVOPS__LEAD_MOTION],
        .stage = place == REVOPS__LEAD_UNKNOWN ? 0 : (uint16_t)(place + 1),
        .cycle = (uint16_t)revops__lead_get(w->lead, REVOPS__LEAD_CYCLE, 2),
    };
    if (w->event) {
        effect->event = w->event->kind;
        effect->event_id = w->event->id;
        effect->reason = w->event->reason;
    }
    return effect;
}

/* The earlier of two instants, of which either may be none. */
static int64_t apply_earlier(int64_t one_ms, int64_t other_ms)
{
    return one_ms == REVOPS_TIME_NONE || (other_ms != REVOPS_TIME_NONE && other_ms < one_ms) ? other_ms
                                                                                             : one_ms;
}

/* What is due first beside fading, and of which clock; none where that is the time to resume. */
static int64_t apply_next(const revops_engine *engine, const unsigned char *lead, uint32_t *clock,
                          int *is_clock)
{
    int64_t clocks_ms = revops__clocks_due(engine, lead, clock);
    int64_t resume_ms = revops__lead_i64(lead, REVOPS__LEAD_RESUME_MS);
    if (resume_ms == INT64_MAX || lead[REVOPS__LEAD_FLAGS] & REVOPS__LEAD_RESUME_TOLD) {
        resume_ms = REVOPS_TIME_NONE;
    }
    int64_t first_ms = apply_earlier(clocks_ms, resume_ms);
    *is_clock = clocks_ms != REVOPS_TIME_NONE && clocks_ms == first_ms; /* of one instant, clocks first */
    return first_ms;
}

static int64_t apply_fall(const revops_engine *engine, const unsigned char *lead)
{
    return engine->has_scores ? revops__lead_i64(lead + engine->scores_at, REVOPS__SCORES_FALL_MS)
                              : REVOPS_TIME_NONE;
}

/* What is due at an instant is told strictly behind it. */
static int64_t apply_wakeup(int64_t due_ms)
{
    return due_ms == REVOPS_TIME_NONE || due_ms == INT64_MAX ? REVOPS_TIME_NONE : due_ms + 1;
}

int64_t revops__lead_wakeup(const revops_engine *engine, const unsigned char *lead)
{
    uint32_t clock;
    int is_clock;
    return apply_wakeup(apply_earlier(apply_next(engine, lead, &clock, &is_clock), apply_fall(engine, lead)));
}

/* Where time passed and nothing was told, it may be later than the bound of the next fall says. */
int revops__lead_wakeup_is_legal(const revops_engine *engine, const unsigned char *lead)
{
    uint32_t clock;
    int is_clock;
    int64_t wakeup_ms = revops__lead_i64(lead, REVOPS__LEAD_WAKEUP_MS);
    int64_t least_ms = revops__lead_wakeup(engine, lead),
            most_ms = apply_wakeup(apply_next(engine, lead, &clock, &is_clock));
    return wakeup_ms == least_ms || wakeup_ms == most_ms ||
           (wakeup_ms > least_ms && least_ms != most_ms &&
            (most_ms == REVOPS_TIME_NONE || wakeup_ms < most_ms));
}

/* What fell and wasn't told: it stays as it was until something is. */
typedef struct apply_untold {
    unsigned char scores[REVOPS__SCORES_HEAD];
    size_t count;
    int is_kept;
    uint8_t flags; /* of the record's: those that rating clears */
} apply_untold;

static void apply_keep(const revops__work *w, apply_untold *untold)
{
    if (!untold->is_kept) {
        memcpy(untold->scores, w->lead + w->engine->scores_at, sizeof untold->scores);
        untold->count = w->count;
        untold->flags = w->lead[REVOPS__LEAD_FLAGS] & (REVOPS__LEAD_STEADY | REVOPS__LEAD_SETTLED);
        untold->is_kept = 1;
    }
}

static void apply_told(revops__work *w, int64_t at_ms, apply_untold *untold)
{
    revops__lead_told(w->lead, at_ms);
    untold->is_kept = 0;
}

/* Tells what falls due strictly before an instant: what fades, clocks, the time to resume. Returns when the next is due. */
static int64_t apply_until(revops__work *w, int64_t now_ms, apply_untold *untold)
{
    int64_t fall_ms = apply_fall(w->engine, w->lead);
    int is_exact = 0;
    for (;;) {
        uint32_t clock = 0;
        int is_clock;
        int64_t due_ms = apply_next(w->engine, w->lead, &clock, &is_clock);
        int is_due = due_ms != REVOPS_TIME_NONE && due_ms < now_ms;
        /* a fall is an event: it comes before what falls due at its instant [SEM3] */
        if (fall_ms != REVOPS_TIME_NONE && fall_ms < now_ms && (!is_due || fall_ms <= due_ms)) {
            if (w->lead[REVOPS__LEAD_FLAGS] & REVOPS__LEAD_STEADY) {
                apply_keep(w, untold);
                revops__scores_catch_up(w, revops__lead_i64(w->lead, REVOPS__LEAD_LAST_MS));
                fall_ms = apply_fall(w->engine, w->lead);
                continue;
            }
            if (!is_exact) {
                fall_ms = revops__scores_fall(w->engine, w->lead, fall_ms, now_ms, &is_exact);
                continue;
            }
            apply_keep(w, untold);
            if (revops__scores_fade(w, fall_ms)) {
                apply_told(w, fall_ms, untold);
            }
            fall_ms = apply_fall(w->engine, w->lead);
            is_exact = 0;
            continue;
        }
        if (!is_due) {
            return apply_earlier(due_ms, fall_ms);
        }
        if (is_clock) {
            revops__clocks_fire(w, clock, due_ms);
        } else {
            revops__tell(w, REVOPS_EFFECT_RESUME_DUE, due_ms);
            w->lead[REVOPS__LEAD_FLAGS] |= REVOPS__LEAD_RESUME_TOLD;
        }
        apply_told(w, due_ms, untold);
    }
}

/* Tells what fell due strictly before an instant, with the event that found it or as time passes. A grade that fell by time
   alone, without anything that followed from it, is left for the next event to find, so that time told in between changes nothing. */
static REVOPS__APART void apply_what_is_due(revops__work *w, int64_t now_ms)
{
    const revops_event *cause = w->event;
    apply_untold untold;
    untold.is_kept = 0;
    untold.count = 0;
    untold.flags = 0;
    w->event = NULL;
    int64_t next_ms = apply_until(w, now_ms, &untold);
    w->event = cause;
    if (!cause && untold.is_kept) {
        memcpy(w->lead + w->engine->scores_at, untold.scores, sizeof untold.scores);
        w->lead[REVOPS__LEAD_FLAGS] |= untold.flags;
        w->count = untold.count;
    }
    revops__lead_set(w->lead, REVOPS__LEAD_WAKEUP_MS, (uint64_t)apply_wakeup(next_ms));
    w->is_due_changed = 0;
}

static inline void apply_due(revops__work *w, int64_t now_ms)
{
    int64_t wakeup_ms = revops__lead_i64(w->lead, REVOPS__LEAD_WAKEUP_MS);
    if (w->event && w->engine->has_scores) {
        wakeup_ms = apply_earlier(wakeup_ms, apply_wakeup(apply_fall(w->engine, w->lead)));
    }
    if (wakeup_ms != REVOPS_TIME_NONE && wakeup_ms <= now_ms) {
        apply_what_is_due(w, now_ms);
    }
}

/* Whether a value is possible that is there. */
static int apply_is_value(const revops_engine *engine, const revops_event *event)
{
    uint32_t items = engine->counts[REVOPS_ENGINE_LIST_ITEMS];
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
        return 1;
    case REVOPS_POLICY_VALUE_FIT:
        return engine->counts[REVOPS_ENGINE_LIST_FIT_GRADES] == 0 || /* it says nothing */
               (event->value >= 1 && event->value <= engine->counts[REVOPS_ENGINE_LIST_FIT_GRADES]);
    }
    return 1;
}

static int apply_is_possible(const revops_engine *engine, const revops_event *event)
{
    if (event->flags & (REVOPS_EVENT_SIGNAL | REVOPS_EVENT_ATTRIBUTE)) {
        return event->at_ms <= REVOPS_ZONE_TIME_MAX_MS && event->at_ms >= -REVOPS_ZONE_TIME_MAX_MS &&
               revops__use_answer_is_possible(engine, event);
    }
    if ((uint64_t)event->at_ms + REVOPS_ZONE_TIME_MAX_MS > 2 * (uint64_t)REVOPS_ZONE_TIME_MAX_MS ||
        event->kind - 1 >= engine->counts[REVOPS_ENGINE_LIST_EVENTS] ||
        event->verdict > REVOPS_EVENT_REFUSED || event->amount < 0 ||
        event->reason > engine->counts[REVOPS_ENGINE_LIST_REASONS]) {
        return 0;
    }
    return event->value == REVOPS_MISSING || !revops__engine_event_of(engine, event->kind)->is_checked ||
           apply_is_value(engine, event);
}

/* A sum of products by odd numbers, so that no product waits for another, and one field that differs is always seen. */
static inline uint64_t apply_digest(const revops_event *event)
{
    uint64_t digest =
        ((uint64_t)event->kind << 32 | event->reason) * UINT64_C(0x9e3779b97f4a7c15) +
        (uint64_t)event->value * UINT64_C(0xbf58476d1ce4e5b9) + event->actor * UINT64_C(0x94d049bb133111eb) +
        event->source * UINT64_C(0xd6e8feb86659fd93) + event->campaign * UINT64_C(0xa0761d6478bd642f) +
        event->account * UINT64_C(0xe7037ed1a0b428db) +
        (uint64_t)event->resume_ms * UINT64_C(0x8ebc6af09c88c6e3) +
        (uint64_t)event->amount * UINT64_C(0x589965cc75374cc3);
    return digest ^ digest >> 29;
}

static inline uint16_t apply_rank(const revops_engine *engine, const revops_event *event)
{
    if (event->flags) {
        return event->flags & REVOPS_EVENT_ANSWER ? REVOPS_EVENT_ANSWER_RANK : REVOPS_EVENT_MERGE_RANK;
    }
    const revops__engine_event *row = revops__engine_event_of(engine, event->kind);
    if (event->value == REVOPS_MISSING) {
        return row->rank_empty;
    }
    return row->value == REVOPS_POLICY_VALUE_STAGE ? revops_engine_rank(engine, event->kind, event->value)
                                                   : row->rank_given;
}

/* Below 0: the event is before the last one, which is of the same instant; 0: it stands at the same place of the order. */
static int apply_compare(const revops_engine *engine, const unsigned char *lead, const revops_event *event)
{
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
                                     revops_status status)
{
    revops__tell(w, kind, w->event->at_ms)->value = value;
    return status;
}

/* The first look of a call at the record and at the room for effects, after which nothing fails [SEM27]. */
static inline revops_status apply_begin(revops__work *w, const revops_engine *engine,
                                        const revops_texts *texts, void *lead, const revops_event *event)
{
    w->count = w->told = 0;
    if (!revops__lead_is_of(engine, lead)) {
        return REVOPS_ERR_CORRUPT;
    }
    if (w->effects && w->capacity < apply_effects_max(engine)) {
        w->count = apply_effects_max(engine);
        return REVOPS_ERR_NOSPACE;
    }
    w->what = (revops__what){.kind = 0};
    w->facts.texts = texts;
    w->engine = engine;
    w->lead = lead;
    w->event = event;
    w->owner = revops__lead_u64(lead, REVOPS__LEAD_OWNER);
    w->is_due_changed = w->is_unlooked = w->is_refused = w->is_rated = w->is_otherwise_proven = w->is_unseen =
        0;
    return REVOPS_OK;
}

/* Whether something was told that isn't before an instant, which isn't before the last event. */
static int apply_was_told(const unsigned char *lead, int64_t at_ms)
{
    return lead[REVOPS__LEAD_FLAGS] & REVOPS__LEAD_TOLD_SINCE &&
           revops__lead_i64(lead, REVOPS__LEAD_TOLD_MS) >= at_ms;
}

static int apply_records(revops_engine_mode mode)
{
    return mode == REVOPS_ENGINE_RECORD || mode == REVOPS_ENGINE_RECORD_AND_TAKE;
}

static int apply_tells(revops_engine_mode mode)
{
    return mode == REVOPS_ENGINE_RECORD || mode == REVOPS_ENGINE_ENFORCE_AND_TELL;
}

/* The record remembers whether what would happen by itself is told only: time that passes has no mode of its own. */
static void apply_mode(revops__work *w, revops_engine_mode mode)
{
    uint8_t *flags = &w->lead[REVOPS__LEAD_FLAGS];
    int changes = w->engine->has_scores && ((*flags & REVOPS__LEAD_TELLS) != 0) != apply_tells(mode);
    *flags = (uint8_t)(changes ? (*flags ^ REVOPS__LEAD_TELLS) & ~REVOPS__LEAD_SETTLED : *flags);
}

revops_status revops__answer(const revops__work *w, revops_status status, size_t *count)
{
    if (status == REVOPS_OK || status == REVOPS_ERR_LATE || status == REVOPS_ERR_DUPLICATE ||
        status == REVOPS_ERR_NOSPACE) {
        *count = w->count;
    }
    return status;
}

/* Whether an event comes after the last one; then what fell due before it is told. */
static inline revops_status apply_place(revops__work *w, uint64_t digest)
{
    const revops_event *event = w->event;
    int64_t last_ms = revops__lead_i64(w->lead, REVOPS__LEAD_LAST_MS);
    if (last_ms == REVOPS_TIME_NONE) {
        return REVOPS_OK;
    }
    int way = event->at_ms == last_ms  ? apply_compare(w->engine, w->lead, event)
              : event->at_ms < last_ms ? -1
                                       : 1;
    if (way == 0 && digest == revops__lead_u64(w->lead, REVOPS__LEAD_LAST_DIGEST)) {
        return apply_leave_out(w, REVOPS_EFFECT_DUPLICATE, last_ms, REVOPS_ERR_DUPLICATE);
    }
    if (way < 0 || apply_was_told(w->lead, event->at_ms)) { /* what was told at its instant stands [SEM6] */
        int64_t told_ms = revops__lead_i64(w->lead, REVOPS__LEAD_TOLD_MS);
        return apply_leave_out(w, REVOPS_EFFECT_LATE, told_ms > last_ms ? told_ms : last_ms, REVOPS_ERR_LATE);
    }
    apply_due(w, event->at_ms);
    return REVOPS_OK;
}

/* The event is the last one by now. */
static inline void apply_end(revops__work *w, uint64_t digest)
{
    const revops_event *event = w->event;
    unsigned char *lead = w->lead;
    if (lead[REVOPS__LEAD_PLACE] ==
        REVOPS__LEAD_UNKNOWN) { /* a first event without its value: nothing is known */
        lead[REVOPS__LEAD_FLAGS] = 0;
        return;
    }
    revops__lead_set(lead, REVOPS__LEAD_LAST_MS, (uint64_t)event->at_ms);
    revops__lead_set(lead, REVOPS__LEAD_LAST_SEQUENCE, event->sequence);
    revops__lead_set(lead, REVOPS__LEAD_LAST_ID, event->id);
    revops__lead_set(lead, REVOPS__LEAD_LAST_DIGEST, digest);
    revops__lead_put(lead, REVOPS__LEAD_LAST_RANK, 2, apply_rank(w->engine, event));
    revops__lead_unmark(lead, REVOPS__LEAD_TOLD_SINCE);
    if (w->is_due_changed) {
        revops__lead_set(lead, REVOPS__LEAD_WAKEUP_MS, (uint64_t)revops__lead_wakeup(w->engine, lead));
    }
}

/* An event that only touches, use and clocks may hear: whether it is that, behind all that is known, and nothing falls due. */
static inline int apply_is_quiet(revops__work *w, const revops__engine_event *row, revops_engine_mode mode)
{
    const revops_engine *engine = w->engine;
    const revops_event *event = w->event;
    int64_t last_ms = revops__lead_i64(w->lead, REVOPS__LEAD_LAST_MS),
            wakeup_ms = revops__lead_i64(w->lead, REVOPS__LEAD_WAKEUP_MS);
    uint8_t flags = w->lead[REVOPS__LEAD_FLAGS];
    if (!row->is_quiet || last_ms == REVOPS_TIME_NONE || event->at_ms <= last_ms ||
        (wakeup_ms != REVOPS_TIME_NONE && wakeup_ms <= event->at_ms) || flags & REVOPS__LEAD_TOLD_SINCE ||
        event->source | event->campaign | event->account ||
        revops__lead_runs(engine, w->lead) & engine->clocks_looked_at ||
        (row->does & REVOPS__EVENT_OWNS && revops__event_changes_owner(w, row))) {
        return 0;
    }
    return !engine->has_scores ||
           (flags & REVOPS__LEAD_SETTLED && ((flags & REVOPS__LEAD_TELLS) != 0) == apply_tells(mode) &&
            revops__scores_keep(w, row));
}

revops_status revops__apply(revops__work *w, const revops_engine *engine, const revops_texts *texts,
                            void *lead, const revops_event *event, revops_engine_mode mode)
{
    int is_of_account = (event->flags & (REVOPS_EVENT_SIGNAL | REVOPS_EVENT_ATTRIBUTE)) != 0;
    if (event->flags & ~(REVOPS_EVENT_ANSWER | REVOPS_EVENT_SIGNAL | REVOPS_EVENT_ATTRIBUTE)) {
        return REVOPS_ERR_NEWER;
    }
    if (!apply_is_possible(engine, event)) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = apply_begin(w, engine, texts, lead, event);
    if (status != REVOPS_OK) {
        return status;
    }
    uint64_t digest = apply_digest(event);
    const revops__engine_event *row = is_of_account ? NULL : revops__engine_event_of(engine, event->kind);
    if (row && apply_is_quiet(w, row, mode)) {
        if (!row->passes) {
            revops__event_take_quiet(w, row);
        }
        apply_end(w, digest);
        return REVOPS_OK;
    }
    status = apply_place(w, digest);
    if (status != REVOPS_OK) {
        return status;
    }
    apply_mode(w, mode);
    if (!is_of_account) {
        revops__event_take(w, apply_records(mode) ? REVOPS_ENGINE_RECORD : REVOPS_ENGINE_ENFORCE);
    } else if (w->lead[REVOPS__LEAD_PLACE] != REVOPS__LEAD_UNKNOWN) {
        revops__use_answer(w);
    }
    apply_end(w, digest);
    return REVOPS_OK;
}

revops_status revops__merge(revops__work *w, const revops_engine *engine, const revops_texts *texts,
                            void *lead, const revops_event *event, revops_engine_mode mode,
                            const unsigned char *other)
{
    int is_taken = event->flags == REVOPS_EVENT_MERGE;
    if (event->flags & ~(REVOPS_EVENT_MERGE | REVOPS_EVENT_MERGED)) {
        return REVOPS_ERR_NEWER;
    }
    if ((!is_taken && event->flags != REVOPS_EVENT_MERGED) || is_taken != (other != NULL) || event->kind ||
        event->amount || event->at_ms > REVOPS_ZONE_TIME_MAX_MS || event->at_ms < -REVOPS_ZONE_TIME_MAX_MS) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = apply_begin(w, engine, texts, lead, event);
    if (status != REVOPS_OK) {
        return status;
    }
    if (is_taken && !revops__lead_is_of(engine, other)) {
        return REVOPS_ERR_CORRUPT;
    }
    if (is_taken && revops__lead_i64(other, REVOPS__LEAD_LAST_MS) > event->at_ms) {
        return REVOPS_ERR_ARG;
    }
    uint64_t digest = apply_digest(event);
    status = apply_place(w, digest);
    if (status != REVOPS_OK) {
        return status;
    }
    apply_mode(w, mode);
    revops__lead_unmark(w->lead, REVOPS__LEAD_SETTLED);
    revops__scores_catch_up(w, revops__lead_i64(w->lead, REVOPS__LEAD_LAST_MS));
    if (w->lead[REVOPS__LEAD_PLACE] == REVOPS__LEAD_UNKNOWN) {
        w->lead[REVOPS__LEAD_FLAGS] = 0; /* nothing is known of it */
    } else if (!is_taken) {
        revops__merge_away(w);
    } else if (other[REVOPS__LEAD_PLACE] != REVOPS__LEAD_UNKNOWN) {
        revops__merge_take(w, other);
    }
    apply_end(w, digest);
    return REVOPS_OK;
}

revops_status revops_engine_apply(const revops_engine *engine, const revops_texts *texts, void *lead,
                                  const revops_event *event, revops_engine_mode mode, uint64_t wanted,
                                  revops_effect *effects, size_t capacity, size_t *count)
{
    if (!engine || !lead || !event || !count || (!effects && capacity) ||
        mode > REVOPS_ENGINE_ENFORCE_AND_TELL) {
        return REVOPS_ERR_ARG;
    }
    revops__work w;
    w.wanted = wanted;
    w.effects = effects;
    w.capacity = capacity;
    return revops__answer(&w, revops__apply(&w, engine, texts, lead, event, mode), count);
}

revops_status revops__advance(revops__work *w, const revops_engine *engine, const revops_texts *texts,
                              void *lead, int64_t now_ms)
{
    revops_status status = apply_begin(w, engine, texts, lead, NULL);
    if (status == REVOPS_OK && w->lead[REVOPS__LEAD_PLACE] != REVOPS__LEAD_UNKNOWN) {
        apply_due(w, now_ms);
    }
    return status;
}

revops_status revops__until(revops__work *w, const revops_engine *engine, const revops_texts *texts,
                            void *lead, int64_t at_ms)
{
    revops_status status = apply_begin(w, engine, texts, lead, NULL);
    if (status != REVOPS_OK || w->lead[REVOPS__LEAD_PLACE] == REVOPS__LEAD_UNKNOWN) {
        return status;
    }
    if (at_ms < revops__lead_i64(lead, REVOPS__LEAD_LAST_MS) || apply_was_told(lead, at_ms)) {
        return REVOPS_ERR_LATE;
    }
    apply_due(w, at_ms);
    return REVOPS_OK;
}

revops_status revops_engine_advance(const revops_engine *engine, const revops_texts *texts, void *lead,
                                    int64_t now_ms, uint64_t wanted, revops_effect *effects, size_t capacity,
                                    size_t *count)
{
    if (!engine || !lead || !count || (!effects && capacity) || now_ms == REVOPS_TIME_NONE) {
        return REVOPS_ERR_ARG;
    }
    revops__work w;
    w.wanted = wanted;
    w.effects = effects;
    w.capacity = capacity;
    return revops__answer(&w, revops__advance(&w, engine, texts, lead, now_ms), count);
}
