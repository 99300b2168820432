/* SPDX-License-Identifier: MIT */
/* Usage of a lead or an account in another layout: signals that came, by name; what each criterion counted, where it counts in
   the same way [SEM24]. */
#include <string.h>

#include "core/bits.h"
#include "engine/engine-carry.h"
#include "engine/engine-usage.h"
#include "judge/usage-internal.h"

/* What stays of a set by name. What doesn't is told. */
uint32_t revops__carry_use_signals(revops__carrying *c, uint32_t came)
{
    uint32_t stays = 0, removed = 0, count = 0;
    for (uint32_t rest = came; rest; rest &= rest - 1) {
        uint32_t i = revops__lowest_bit(rest),
                 number = revops_engine_successor(c->from, c->to, REVOPS_ENGINE_LIST_SIGNALS, i + 1);
        stays |= number ? UINT32_C(1) << (number - 1) : 0;
        removed |= number ? 0 : UINT32_C(1) << i;
        count += number == 0;
    }
    if (removed) {
        revops__carry_tell(c, REVOPS_ENGINE_LIST_SIGNALS, removed, count);
    }
    return stays;
}

static size_t carry_use_state(const revops_usage *model, uint32_t criterion)
{
    uint32_t end =
        criterion + 1 < model->criterion_count ? usage_rule(model, criterion + 1)->offset : model->state_end;
    return end - usage_rule(model, criterion)->offset;
}

static int carry_use_is_same(const revops__usage_rule *a, const revops__usage_rule *b)
{
    return a->form == b->form && a->capacity == b->capacity && a->least == b->least && a->reach == b->reach &&
           a->criterion.measure == b->criterion.measure && a->criterion.window == b->criterion.window &&
           a->criterion.window_days == b->criterion.window_days && a->criterion.flags == b->criterion.flags &&
           a->criterion.item == b->criterion.item;
}

/* The criterion that stands for a signal's condition; the number of criteria where there is none. */
static uint32_t carry_use_asked(const revops_usage *model, uint32_t signal)
{
    uint64_t asked = usage_signal(model, signal)->all_of & model->attributes;
    return asked ? revops__lowest_bit(asked) : model->criterion_count;
}

/* What is left of a record's signals: when each came, whether its combination still holds since, and its condition. */
static void carry_use_came(revops__carrying *c, const revops_usage *from, const revops_usage *to,
                           const unsigned char *was, unsigned char *record, uint64_t *held, uint32_t *fired)
{
    for (uint32_t i = 0; i < from->signal_count; i++) {
        uint32_t number = revops_engine_successor(c->from, c->to, REVOPS_ENGINE_LIST_SIGNALS, i + 1);
        if (!number) {
            continue;
        }
        put40(record + signal_at(to, number - 1), get40(was + signal_at(from, i)));
        *fired |= (already_fired_get(from, was) >> i & 1) << (number - 1);
        uint32_t asked = carry_use_asked(from, i), next = carry_use_asked(to, number - 1);
        if (asked < from->criterion_count && next < to->criterion_count) {
            put40(record + met_at(to, next), get40(was + met_at(from, asked)));
            *held |= (held_get(from, was) >> asked & 1) << next;
        }
    }
}

/* Signals that ever came. */
static uint32_t carry_use_ever(const revops_usage *model, const unsigned char *record)
{
    uint32_t came = 0;
    for (uint32_t i = 0; i < model->signal_count; i++) {
        came |= (uint32_t)(get40(record + signal_at(model, i)) != 0) << i;
    }
    return came;
}

uint32_t revops__carry_use_record(revops__carrying *c, const unsigned char *was, unsigned char *record)
{
    const revops_usage *from = revops__engine_at(c->from, revops__use_of(c->from)->model),
                       *to = revops__engine_at(c->to, revops__use_of(c->to)->model);
    uint64_t held = 0, removed = 0;
    uint32_t fired = 0, count = 0;
    memset(record, 0, to->record_size);
    memcpy(record, was, HEAD_CHECK);
    record[HEAD_CHECK] = (unsigned char)to->check;
    put40(record + HEAD_LAST, get40(was + HEAD_LAST));
    for (uint32_t i = 0; i < c->from->counts[REVOPS_ENGINE_LIST_CRITERIA]; i++) {
        uint32_t number = revops_engine_successor(c->from, c->to, REVOPS_ENGINE_LIST_CRITERIA, i + 1);
        uint32_t k = number - 1;
        int64_t met = get40(was + met_at(from, i));
        if (!number || !carry_use_is_same(usage_rule(from, i), usage_rule(to, k))) {
            removed |= met ? UINT64_C(1) << i : 0;
            count += met != 0;
            continue;
        }
        memcpy(record + usage_rule(to, k)->offset, was + usage_rule(from, i)->offset,
               carry_use_state(from, i));
        put40(record + met_at(to, k), met);
        held |= (held_get(from, was) >> i & 1) << k;
    }
    carry_use_came(c, from, to, was, record, &held, &fired);
    if (to->is_wide) {
        put_word(record + WIDE_HELD, held);
        put32(record + WIDE_ALREADY_FIRED, fired);
    } else {
        put16(record + HEAD_HELD, (uint32_t)held);
        record[HEAD_STATE] = (unsigned char)(fired << 1);
    }
    revops__carry_tell(c, REVOPS_ENGINE_LIST_CRITERIA, removed, count);
    return carry_use_ever(from, was);
}

uint32_t revops__carry_use_lost(revops__carrying *c, const unsigned char *was)
{
    const revops_usage *from = revops__engine_at(c->from, revops__use_of(c->from)->model);
    uint64_t removed = 0;
    uint32_t count = 0;
    for (uint32_t i = 0; i < c->from->counts[REVOPS_ENGINE_LIST_CRITERIA]; i++) {
        int is_met = get40(was + met_at(from, i)) != 0;
        removed |= (uint64_t)is_met << i;
        count += (uint32_t)is_met;
    }
    revops__carry_tell(c, REVOPS_ENGINE_LIST_CRITERIA, removed, count);
    return carry_use_ever(from, was);
}

void revops__carry_use(revops__carrying *c)
{
    const revops__engine_use *from = revops__use_of(c->from), *to = revops__use_of(c->to);
    if (!from) {
        return;
    }
    const unsigned char *was = c->was + c->from->use_at;
    unsigned char *section = c->lead + c->to->use_at;
    uint32_t came = revops__carry_use_signals(c, revops__lead_u32(was, REVOPS__USE_SIGNALS));
    uint32_t latest = (uint32_t)revops__lead_get(was, REVOPS__USE_SIGNAL, 2);
    if (to && came) {
        uint32_t number = revops_engine_successor(c->from, c->to, REVOPS_ENGINE_LIST_SIGNALS, latest);
        revops__lead_set(section, REVOPS__USE_SIGNAL_MS, revops__lead_u64(was, REVOPS__USE_SIGNAL_MS));
        revops__lead_put(section, REVOPS__USE_SIGNALS, 4, came);
        revops__lead_put(section, REVOPS__USE_SIGNAL, 2, number ? number : revops__lowest_bit(came) + 1);
    }
    if (was[REVOPS__USE_BEGUN] && to && !to->is_of_account) {
        section[REVOPS__USE_BEGUN] = 1;
        (void)revops__carry_use_record(c, was + REVOPS__USE_HEAD, section + REVOPS__USE_HEAD);
    } else if (was[REVOPS__USE_BEGUN]) {
        (void)revops__carry_use_lost(c, was + REVOPS__USE_HEAD);
    }
}

/* ---- judged ---- */

static int carry_use_is_judged_alike(const revops__usage_rule *a, const revops__usage_rule *b)
{
    return carry_use_is_same(a, b) && a->at_most == b->at_most && a->bound[0] == b->bound[0] &&
           a->bound[1] == b->bound[1];
}

/* Criteria of a combination, by the numbers of the next engine. Conditions of signals look for themselves. */
static uint64_t carry_use_named(const revops_engine *engine, const revops_engine *next, uint64_t named)
{
    uint64_t carried = 0;
    uint32_t count = engine->counts[REVOPS_ENGINE_LIST_CRITERIA];
    for (uint64_t left = count < 64 ? named & ((UINT64_C(1) << count) - 1) : named; left; left &= left - 1) {
        uint32_t number =
            revops_engine_successor(engine, next, REVOPS_ENGINE_LIST_CRITERIA, revops__lowest_bit(left) + 1);
        carried |= number ? UINT64_C(1) << (number - 1) : 0;
    }
    return carried;
}

static int carry_use_combines_alike(const revops_engine *engine, const revops_engine *next,
                                    const revops_usage_signal *a, const revops_usage_signal *b)
{
    uint64_t own = revops__use_of(next)->criteria;
    return carry_use_named(engine, next, a->all_of) == (b->all_of & own) &&
           carry_use_named(engine, next, a->any_of) == (b->any_of & own) &&
           carry_use_named(engine, next, a->none_of) == (b->none_of & own) &&
           carry_use_named(engine, next, a->at_least_of) == (b->at_least_of & own) &&
           a->at_least_count == b->at_least_count && a->flags == b->flags;
}

void revops__use_judge(const revops_engine *engine, const revops_engine *next, unsigned char *record)
{
    const revops_usage *from = revops__engine_at(engine, revops__use_of(engine)->model),
                       *to = revops__engine_at(next, revops__use_of(next)->model);
    uint64_t criteria = revops__use_of(next)->criteria; /* those that are judged in another way, or new */
    uint32_t signals = to->signal_count < 32 ? (UINT32_C(1) << to->signal_count) - 1 : UINT32_MAX;
    int64_t last = get40(record + HEAD_LAST);
    for (uint32_t i = 0; i < engine->counts[REVOPS_ENGINE_LIST_CRITERIA]; i++) {
        uint32_t number = revops_engine_successor(engine, next, REVOPS_ENGINE_LIST_CRITERIA, i + 1);
        if (number && carry_use_is_judged_alike(usage_rule(from, i), usage_rule(to, number - 1))) {
            criteria &= ~(UINT64_C(1) << (number - 1));
        }
    }
    for (uint32_t i = 0; i < from->signal_count; i++) {
        uint32_t number = revops_engine_successor(engine, next, REVOPS_ENGINE_LIST_SIGNALS, i + 1);
        if (number &&
            carry_use_combines_alike(engine, next, usage_signal(from, i), usage_signal(to, number - 1))) {
            signals &= ~(UINT32_C(1) << (number - 1));
        }
    }
    if (last) {
        int64_t last_ms = instant_ms(record, last);
        (void)!revops__usage_judge_anew(to, record, criteria, signals, last_ms,
                                        revops__use_offset(next, last_ms));
    }
}

void revops__use_rebase(revops__work *w, const revops_engine *engine)
{
    const revops__engine_use *from = revops__use_of(engine), *to = revops__use_of(w->engine);
    unsigned char *section = w->lead + w->engine->use_at;
    if (from && to && section[REVOPS__USE_BEGUN]) {
        revops__use_judge(engine, w->engine, section + REVOPS__USE_HEAD);
    }
}
