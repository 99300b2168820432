/* SPDX-License-Identifier: MIT */
/* Usage in another layout: signals that came, by name; what each criterion counted, where it counts in the same way [SEM24]. */
#include <string.h>

#include "core/bits.h"
#include "engine/engine-carry.h"
#include "engine/engine-usage.h"
#include "judge/usage-internal.h"

/* The number that a name of a list has by now; 0 where there is none. */
static uint32_t carry_use_number(const revops__carrying *c, revops_engine_list list, uint32_t number)
{
    const char *name = revops_engine_name(c->from, list, number);
    uint32_t found = 0;
    return revops_engine_find(c->to, list, name, revops__engine_length(name), &found) == REVOPS_OK ? found
                                                                                                   : 0;
}

/* What stays of a set by name. What doesn't is told. */
static uint32_t carry_use_signals(revops__carrying *c, uint32_t came)
{
    uint32_t stays = 0, removed = 0, count = 0;
    for (uint32_t rest = came; rest; rest &= rest - 1) {
        uint32_t i = revops__lowest_bit(rest),
                 number = carry_use_number(c, REVOPS_ENGINE_LIST_SIGNALS, i + 1);
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

/* One record into another of the same signup; the criteria are judged behind it. */
static void carry_use_record(revops__carrying *c, const revops_usage *from, const revops_usage *to,
                             const unsigned char *was, unsigned char *record)
{
    uint64_t held = 0, removed = 0;
    uint32_t came = 0, count = 0;
    memset(record, 0, to->record_size);
    memcpy(record, was, HEAD_CHECK);
    record[HEAD_CHECK] = (unsigned char)to->check;
    put40(record + HEAD_LAST, get40(was + HEAD_LAST));
    for (uint32_t i = 0; i < c->from->counts[REVOPS_ENGINE_LIST_CRITERIA]; i++) {
        uint32_t number = carry_use_number(c, REVOPS_ENGINE_LIST_CRITERIA, i + 1), k = number - 1;
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
    for (uint32_t i = 0; i < from->signal_count; i++) {
        uint32_t number = carry_use_number(c, REVOPS_ENGINE_LIST_SIGNALS, i + 1);
        if (number) {
            put40(record + signal_at(to, number - 1), get40(was + signal_at(from, i)));
            came |= (already_fired_get(from, was) >> i & 1) << (number - 1);
        }
    }
    if (to->is_wide) {
        put_word(record + WIDE_HELD, held);
        put32(record + WIDE_ALREADY_FIRED, came);
    } else {
        put16(record + HEAD_HELD, (uint32_t)held);
        record[HEAD_STATE] = (unsigned char)(came << 1);
    }
    if (removed) {
        revops__carry_tell(c, REVOPS_ENGINE_LIST_CRITERIA, removed, count);
    }
}

void revops__carry_use(revops__carrying *c)
{
    const revops__engine_use *from = revops__use_of(c->from), *to = revops__use_of(c->to);
    if (!from || !to) {
        return;
    }
    const unsigned char *was = c->was + c->from->use_at;
    unsigned char *section = c->lead + c->to->use_at;
    uint32_t came = carry_use_signals(c, revops__lead_u32(was, REVOPS__USE_SIGNALS));
    uint32_t latest = (uint32_t)revops__lead_get(was, REVOPS__USE_SIGNAL, 2);
    if (came) {
        uint32_t number = latest ? carry_use_number(c, REVOPS_ENGINE_LIST_SIGNALS, latest) : 0;
        revops__lead_set(section, REVOPS__USE_SIGNAL_MS, revops__lead_u64(was, REVOPS__USE_SIGNAL_MS));
        revops__lead_put(section, REVOPS__USE_SIGNALS, 4, came);
        revops__lead_put(section, REVOPS__USE_SIGNAL, 2, number ? number : revops__lowest_bit(came) + 1);
    }
    if (was[REVOPS__USE_BEGUN] && !to->is_of_account) {
        section[REVOPS__USE_BEGUN] = 1;
        carry_use_record(c, revops__engine_at(c->from, from->model), revops__engine_at(c->to, to->model),
                         was + REVOPS__USE_HEAD, section + REVOPS__USE_HEAD);
    }
}
