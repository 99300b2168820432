/* SPDX-License-Identifier: MIT */
/* Usage of a lead: what an event is to the model, signals that come, what an account's signals are to its leads [SEM14, SEM16,
   SEM18, SEM19]. */
#include "engine/engine-usage.h"

#include <string.h>

#include "core/bits.h"
#include "engine/engine-work.h"
#include "judge/usage-internal.h"

static unsigned char *use_section(const revops_engine *engine, const unsigned char *lead)
{
    return (unsigned char *)(uintptr_t)lead + engine->use_at;
}

static const revops_usage *use_model(const revops_engine *engine, const revops__engine_use *use)
{
    return revops__engine_at(engine, use->model);
}

static const revops__use_event *use_event(const revops_engine *engine, const revops__engine_use *use,
                                          uint32_t event)
{
    return (const revops__use_event *)revops__engine_at(engine, use->events) + (event - 1);
}

int revops__use_hears(const revops_engine *engine, uint32_t event)
{
    const revops__engine_use *use = revops__use_of(engine);
    if (!use) {
        return 0;
    }
    const revops__use_event *row = use_event(engine, use, event);
    return row->is_use || row->starts || use->asked_count;
}

/* ---- read ---- */

int32_t revops__offset_min(const revops_engine *engine, uint32_t zone, int64_t at_ms)
{
    int32_t offset_s = 0;
    if (zone && revops_zone_utc_offset(revops__engine_at(engine, zone), at_ms, &offset_s) != REVOPS_OK) {
        return 0; /* beyond range */
    }
    return offset_s / 60;
}

int32_t revops__use_offset(const revops_engine *engine, int64_t at_ms)
{
    return revops__offset_min(engine, revops__use_of(engine)->zone, at_ms);
}

uint32_t revops__use_narrow(uint64_t id)
{
    if (id <= UINT32_MAX) {
        return (uint32_t)id;
    }
    uint64_t mixed = (id ^ id >> 32) * UINT64_C(0x9e3779b97f4a7c15);
    return (uint32_t)(mixed >> 32) | 1;
}

static uint32_t use_amount(int64_t value)
{
    return value <= 0 ? 0 : value > (int64_t)VALUE_MAX ? VALUE_MAX : (uint32_t)value;
}

revops_usage_event revops__use_read(revops__facts *facts, const revops_event *event, uint64_t user)
{
    const revops_engine *engine = facts->engine;
    const revops__engine_use *use = revops__use_of(engine);
    const revops__use_event *row = use_event(engine, use, event->kind);
    const uint32_t *tests = revops__engine_at(engine, row->first_test);
    int is_known = event->value != REVOPS_MISSING, is_level = 0;
    uint32_t index = (uint32_t)is_known;
    for (uint32_t i = 0; i < row->test_count; i++) {
        index |= (uint32_t)(revops__where_holds(facts, tests[i]) != 0) << (i + 1);
    }
    is_level = revops__engine_event_of(engine, event->kind)->value == REVOPS_POLICY_VALUE_LEVEL;
    revops_usage_event read = {
        .at_ms = event->at_ms,
        .kind = ((const uint8_t *)revops__engine_at(engine, row->first_kind))[index],
        .user = revops__use_narrow(user), /* nobody is REVOPS_NONE */
        .item = {is_known ? revops__use_narrow((uint64_t)event->value + 1) : REVOPS_NONE},
        .value = !is_known  ? 0
                 : is_level ? (uint32_t)event->value
                            : use_amount(event->value),
        .limit = is_known && is_level ? (uint32_t)((uint64_t)event->value >> 32) : 0,
        .utc_offset_min = revops__use_offset(engine, event->at_ms)};
    read.value = read.value > VALUE_MAX ? VALUE_MAX : read.value;
    return read;
}

/* ---- folded ---- */

/* Conditions of signals that aren't what they were. Returns the signals that come of it. */
static uint32_t use_know(revops__facts *facts, unsigned char *record, int64_t at_ms, uint32_t held_back)
{
    const revops_engine *engine = facts->engine;
    const revops__engine_use *use = revops__use_of(engine);
    const revops_usage *model = use_model(engine, use);
    const uint32_t *asked = revops__engine_at(engine, use->asked);
    uint64_t known = 0, held = held_get(model, record) & model->attributes;
    for (uint32_t i = 0; i < use->asked_count; i++) {
        known |= (uint64_t)(revops__where_holds(facts, asked[i]) != 0) << i;
    }
    known <<= model->criterion_count - use->asked_count;
    if (known == held) {
        return 0;
    }
    const revops_usage_event event = {.at_ms = at_ms, .utc_offset_min = revops__use_offset(engine, at_ms)};
    const revops__usage_step step = {&model->knowing, &event, known, -1, held_back};
    revops__usage_outcome out;
    return revops__usage_fold(model, record, &step, &out) == REVOPS_OK ? out.fired : 0;
}

uint32_t revops__use_fold(revops__facts *facts, unsigned char *begun, unsigned char *record,
                          const revops_event *event, uint64_t user, uint32_t held_back)
{
    const revops_engine *engine = facts->engine;
    const revops__engine_use *use = revops__use_of(engine);
    const revops__use_event *row = use_event(engine, use, event->kind);
    const revops_usage *model = use_model(engine, use);
    if (!*begun) {
        if ((!row->is_use && !row->starts) ||
            revops_usage_record_init(model, record, event->at_ms, revops__use_offset(engine, event->at_ms)) !=
                REVOPS_OK) {
            return 0;
        }
        *begun = 1;
    }
    uint32_t signals = use->asked_count ? use_know(facts, record, event->at_ms, held_back) : 0;
    if (!row->is_use) {
        return signals;
    }
    revops_usage_event read = revops__use_read(facts, event, user);
    revops__usage_outcome out = {0, 0, 0};
    revops_status status = REVOPS_OK;
    if (read.kind && held_back) {
        status = revops__usage_fold_event(model, record, &read, -1, held_back, &out);
    } else if (read.kind) {
        status = revops_usage_apply(model, record, &read, &out.fired);
    }
    return signals | (status == REVOPS_OK ? out.fired : 0);
}

/* ---- a lead's ---- */

/* Tells signals in order of precedence, with the criteria that held. */
static void use_tell(revops__work *w, uint32_t signals, uint64_t criteria, int64_t at_ms)
{
    const revops__engine_use *use = revops__use_of(w->engine);
    unsigned char *section = use_section(w->engine, w->lead);
    uint32_t before = revops__lead_u32(section, REVOPS__USE_SIGNALS);
    if (!signals) {
        return;
    }
    for (uint32_t rest = signals; rest; rest &= rest - 1) {
        uint32_t i = revops__lowest_bit(rest);
        const revops__use_signal *row = revops__use_signal_of(w->engine, use, i);
        revops_effect *effect = revops__tell(w, REVOPS_EFFECT_SIGNALLED, at_ms);
        effect->row = (uint16_t)(i + 1);
        effect->move = row->move;
        effect->items = criteria & use->criteria;
        effect->value = row->is_to_nobody ? -1 : (int64_t)row->goes_to;
        effect->flags = before >> i & 1 ? REVOPS_EFFECT_FURTHER : 0;
        effect->reason = 0;
    }
    revops__lead_set(section, REVOPS__USE_SIGNAL_MS, (uint64_t)at_ms);
    revops__lead_put(section, REVOPS__USE_SIGNALS, 4, before | signals);
    revops__lead_put(section, REVOPS__USE_SIGNAL, 2, revops__lowest_bit(signals) + 1);
    w->what.signals |= signals;
}

static uint64_t use_held(const revops_engine *engine, const unsigned char *section)
{
    return held_get(use_model(engine, revops__use_of(engine)), section + REVOPS__USE_HEAD);
}

void revops__use_take(revops__work *w)
{
    const revops_engine *engine = w->engine;
    const revops__engine_use *use = revops__use_of(engine);
    if (!use || use->is_of_account) {
        return;
    }
    const revops__use_event *row = use_event(engine, use, w->event->kind);
    unsigned char *section = use_section(engine, w->lead);
    if (!row->is_use && !row->starts && !use->asked_count) {
        return; /* whatever the section says: its line isn't touched */
    }
    if (!row->is_use && (section[REVOPS__USE_BEGUN] ? !use->asked_count : !row->starts)) {
        return;
    }
    if (use->asked_count | row->test_count) {
        revops__event_look(w, 0);
    } else {
        w->facts.engine = engine; /* nothing is asked about the lead: its lines aren't touched */
    }
    uint32_t signals =
        revops__use_fold(&w->facts, &section[REVOPS__USE_BEGUN], section + REVOPS__USE_HEAD, w->event,
                         w->event->actor, use->held_back[w->lead[REVOPS__LEAD_PLACE]]);
    if (signals) {
        use_tell(w, signals, use_held(engine, section), w->event->at_ms);
    }
}

/* Conditions of a lead's signals, where something else than its use changed. */
static uint32_t use_look_again(revops__work *w, int64_t at_ms)
{
    const revops__engine_use *use = revops__use_of(w->engine);
    unsigned char *section = use_section(w->engine, w->lead);
    if (!use || use->is_of_account || !use->asked_count || !section[REVOPS__USE_BEGUN]) {
        return 0;
    }
    revops__facts_begin(&w->facts, w->engine, w->lead, w->facts.texts, at_ms);
    return use_know(&w->facts, section + REVOPS__USE_HEAD, at_ms,
                    use->held_back[w->lead[REVOPS__LEAD_PLACE]]);
}

int revops__use_answer_is_possible(const revops_engine *engine, const revops_event *event)
{
    const revops__engine_use *use = revops__use_of(engine);
    if (event->kind || event->reason || event->verdict) {
        return 0;
    }
    if (event->flags == (REVOPS_EVENT_ANSWER | REVOPS_EVENT_SIGNAL)) {
        return use && use->is_of_account && event->value >= 1 && event->value <= (int64_t)use->signal_count;
    }
    return event->flags == (REVOPS_EVENT_ANSWER | REVOPS_EVENT_ATTRIBUTE) && event->actor >= 1 &&
           event->actor <= engine->attribute_count;
}

void revops__use_answer(revops__work *w)
{
    const revops_engine *engine = w->engine;
    const revops_event *event = w->event;
    int64_t at_ms = event->at_ms;
    revops__lead_unmark(w->lead, REVOPS__LEAD_SETTLED);
    revops__scores_catch_up(w, revops__lead_i64(w->lead, REVOPS__LEAD_LAST_MS));
    revops__scores_before before = revops__scores_look(engine, w->lead);
    if (event->flags & REVOPS_EVENT_ATTRIBUTE) {
        revops__lead_set(w->lead, engine->attributes_at + ((size_t)event->actor - 1) * sizeof(int64_t),
                         (uint64_t)event->value);
    }
    revops__facts_begin(&w->facts, engine, w->lead, w->facts.texts, at_ms);
    if (engine->has_scores) {
        revops__scores_rate(w, at_ms);
    }
    revops__segments_find(w);
    if (event->flags & REVOPS_EVENT_SIGNAL) {
        const revops__engine_use *use = revops__use_of(engine);
        uint32_t i = (uint32_t)event->value - 1;
        int is_held = (int)(use->held_back[w->lead[REVOPS__LEAD_PLACE]] >> i & 1);
        if (!is_held && revops__where_holds(&w->facts, revops__use_signal_of(engine, use, i)->where)) {
            use_tell(w, UINT32_C(1) << i, event->actor, at_ms);
        }
    } else if (engine->use) {
        uint32_t signals = use_look_again(w, at_ms);
        use_tell(w, signals, signals ? use_held(engine, use_section(engine, w->lead)) : 0, at_ms);
    }
    if (engine->has_scores) {
        revops__automatic_follow(w, &before, at_ms);
    }
    revops__facts_begin(&w->facts, engine, w->lead, w->facts.texts, at_ms);
    revops__event_end(w, at_ms);
}

int revops__use_move(revops__work *w, int64_t at_ms)
{
    const revops__engine_use *use = revops__use_of(w->engine);
    for (uint32_t rest = w->what.signals; use && rest; rest &= rest - 1) {
        uint32_t i = revops__lowest_bit(rest);
        const revops__use_signal *row = revops__use_signal_of(w->engine, use, i);
        /* the signal stands for the events that pull the move: what only they prove counts as shown */
        if (row->move && revops__automatic_signal(
                             w, i + 1, row->move,
                             row->shows | revops__engine_move_of(w->engine, row->move)->claim, at_ms)) {
            return 1;
        }
    }
    return 0;
}

void revops__use_merge(revops__work *w, const unsigned char *other)
{
    const revops_engine *engine = w->engine;
    const revops__engine_use *use = revops__use_of(engine);
    if (!use) {
        return;
    }
    int64_t at_ms = w->event->at_ms;
    unsigned char *own = use_section(engine, w->lead);
    const unsigned char *from = use_section(engine, other);
    uint32_t signals = 0;
    if (revops__lead_i64(from, REVOPS__USE_SIGNAL_MS) > revops__lead_i64(own, REVOPS__USE_SIGNAL_MS)) {
        revops__lead_set(own, REVOPS__USE_SIGNAL_MS, revops__lead_u64(from, REVOPS__USE_SIGNAL_MS));
        revops__lead_put(own, REVOPS__USE_SIGNAL, 2, revops__lead_get(from, REVOPS__USE_SIGNAL, 2));
    }
    revops__lead_put(own, REVOPS__USE_SIGNALS, 4,
                     revops__lead_u32(own, REVOPS__USE_SIGNALS) |
                         revops__lead_u32(from, REVOPS__USE_SIGNALS));
    if (from[REVOPS__USE_BEGUN] && !own[REVOPS__USE_BEGUN]) {
        memcpy(own + REVOPS__USE_HEAD, from + REVOPS__USE_HEAD, use->record_bytes);
        own[REVOPS__USE_BEGUN] = 1;
    } else if (from[REVOPS__USE_BEGUN]) {
        /* what can't be joined (active days without a window, records decades apart) stays as it was */
        (void)!revops__usage_merge(use_model(engine, use), own + REVOPS__USE_HEAD, from + REVOPS__USE_HEAD,
                                   at_ms, revops__use_offset(engine, at_ms),
                                   use->held_back[w->lead[REVOPS__LEAD_PLACE]], &signals);
    }
    signals |= use_look_again(w, at_ms);
    use_tell(w, signals, signals ? use_held(engine, own) : 0, at_ms);
}

int revops__use_is_legal(const revops_engine *engine, const unsigned char *lead)
{
    const revops__engine_use *use = revops__use_of(engine);
    if (!use) {
        return 1;
    }
    const unsigned char *section = use_section(engine, lead);
    int64_t signal_ms = revops__lead_i64(section, REVOPS__USE_SIGNAL_MS);
    uint32_t signals = revops__lead_u32(section, REVOPS__USE_SIGNALS),
             latest = (uint32_t)revops__lead_get(section, REVOPS__USE_SIGNAL, 2);
    uint8_t begun = section[REVOPS__USE_BEGUN];
    int has_signal = signal_ms != REVOPS_TIME_NONE;
    if (section[REVOPS__USE_ZERO_8] || begun > !use->is_of_account || latest > use->signal_count ||
        (use->signal_count < 32 && signals >> use->signal_count) || has_signal != (latest != 0) ||
        has_signal != (signals != 0) || (has_signal && !(signals >> (latest - 1) & 1)) ||
        signal_ms > revops__lead_i64(lead, REVOPS__LEAD_LAST_MS)) {
        return 0;
    }
    const unsigned char *record = section + REVOPS__USE_HEAD;
    return begun ? revops_usage_verify(use_model(engine, use), record) == REVOPS_OK
                 : revops__is_zero(record, 0, engine->use_bytes - REVOPS__USE_HEAD);
}

uint32_t revops__use_latest(const revops_engine *engine, const unsigned char *lead)
{
    return engine->use ? (uint32_t)revops__lead_get(use_section(engine, lead), REVOPS__USE_SIGNAL, 2) : 0;
}
