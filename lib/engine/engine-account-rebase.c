/* SPDX-License-Identifier: MIT */
/* A change of policy: an account's record under another engine [LC28, SEM24]. */
#include <revops/engine-account.h>

#include <string.h>

#include "engine/engine-account-record.h"
#include "engine/engine-carry.h"
#include "judge/usage-internal.h"

enum { ACCOUNT_REBASE_EFFECTS = 4 /* attributes, criteria, signals, rules of intent */ };

static int account_is_same(const revops_engine *engine, const revops_engine *next)
{
    return engine == next || (engine->mark == next->mark && (uint32_t)engine->mark != 0);
}

/* In one layout or from one to another, what a record holds of usage. */
static void account_carry_usage(revops__carrying *c)
{
    const revops__engine_use *from = revops__account_use(c->from), *to = revops__account_use(c->to);
    if (!c->was[ACCOUNT_BEGUN]) {
        return;
    }
    const unsigned char *was = c->was + revops__account_record_at(c->from);
    unsigned char *record = c->lead + revops__account_record_at(c->to);
    int is_kept = from && to;
    uint32_t came = is_kept ? revops__carry_use_record(c, was, record) : revops__carry_use_lost(c, was);
    (void)revops__carry_use_signals(c, came);
    if (is_kept) {
        c->lead[ACCOUNT_BEGUN] = 1;
        revops__use_judge(c->from, c->to, record);
    }
}

uint32_t revops_engine_account_rebase_effects_max(const revops_engine *engine, const revops_engine *next)
{
    return engine && next ? ACCOUNT_REBASE_EFFECTS : 0;
}

revops_status revops_engine_account_rebase(const revops_engine *engine, const revops_engine *next,
                                           const void *account, int64_t at_ms, void *next_account,
                                           revops_effect *effects, size_t capacity, size_t *count)
{
    const unsigned char *was = account;
    if (!engine || !next || !account || !next_account || !count || account == next_account ||
        (!effects && capacity) || at_ms > REVOPS_ZONE_TIME_MAX_MS || at_ms < -REVOPS_ZONE_TIME_MAX_MS) {
        return REVOPS_ERR_ARG;
    }
    if (effects && capacity < ACCOUNT_REBASE_EFFECTS) {
        *count = ACCOUNT_REBASE_EFFECTS;
        return REVOPS_ERR_NOSPACE;
    }
    if (revops_engine_account_verify(engine, account, 1) != REVOPS_OK) {
        return REVOPS_ERR_CORRUPT;
    }
    int64_t last_ms = revops__lead_i64(was, ACCOUNT_LAST_MS);
    if (at_ms < last_ms) {
        return REVOPS_ERR_LATE;
    }
    unsigned char nobody[REVOPS__LEAD_HEAD] = {0};
    nobody[REVOPS__LEAD_PLACE] = REVOPS__LEAD_UNKNOWN;
    revops__work w;
    memset(&w, 0, sizeof w);
    w.engine = engine;
    w.lead = nobody;
    w.wanted = REVOPS_EFFECTS_ALL;
    w.effects = effects;
    w.capacity = capacity;
    revops__carrying c = {
        .from = engine, .to = next, .was = was, .lead = next_account, .w = &w, .at_ms = at_ms};
    if (account_is_same(engine, next)) {
        memcpy(next_account, account, revops_engine_account_size(engine));
    } else {
        (void)!revops_engine_account_init(next, next_account); /* neither is NULL */
        if (last_ms != REVOPS_TIME_NONE) {
            revops__lead_set(c.lead, ACCOUNT_LAST_MS,
                             (uint64_t)at_ms); /* what is before is late from now on */
            revops__carry_attributes(&c, ACCOUNT_HEAD, ACCOUNT_HEAD, 1);
            account_carry_usage(&c);
            revops__standing_carry(&c, was[ACCOUNT_PEOPLE], &c.lead[ACCOUNT_PEOPLE],
                                   was + revops__account_standing_at(engine),
                                   c.lead + revops__account_standing_at(next));
        }
        if (at_ms == last_ms) {
            enum { PLACE = ACCOUNT_LAST_SEQUENCE, PLACE_END = ACCOUNT_BEGUN };
            memcpy(c.lead + PLACE, c.was + PLACE, PLACE_END - PLACE);
        }
    }
    *count = w.count;
    return REVOPS_OK;
}
