/* SPDX-License-Identifier: MIT */
/* An engine of a random policy with usage, and a random log of leads of accounts. */
#ifndef REVOPS_TESTS_ENGINE_USED_LOG_H
#define REVOPS_TESTS_ENGINE_USED_LOG_H

#include "engine-used-rules.h"

#include <revops/engine-account.h>

enum { ACCOUNTS = 3, LEADS = 7, LOG = 110, ROOM = 128, RECORD = 4096, TOLD = 4096 };

static const int64_t T0 = 1772406000000; /* 2026-03-02, so that the clocks change within it */

/* A row of the log. */
typedef struct entry {
    revops_event event;
    uint32_t what, lead; /* one of used_events; index */
    uint32_t account;    /* that it names, from 1; 0 none */
} entry;

static random_state seed;
static used_rules rules;
static const revops_engine *engine;
static revops_engine_mode mode;
static uint32_t events[USED_EVENTS], attributes[USED_ATTRIBUTES], stages[8], criteria[USED_CRITERIA],
    signals[USED_SIGNALS];
static entry entries[LOG];

static uint32_t below(uint32_t n)
{
    return used_draw(&seed, n);
}

/* ---- drawn ---- */

static uint32_t find(revops_engine_list list, const char *name)
{
    uint32_t found = turn_find(engine, list, name);
    MUST(found != 0);
    return found;
}

static void build(void)
{
    static used_text text;
    revops_policy_fault fault = {.expected = ""};
    used_draw_rules(&seed, &rules);
    used_write(&rules, &text);
    engine = turn_engine(text.text, 1, &fault);
    if (!engine) {
        fprintf(stderr, "%s\n%s: %s\n", text.text, fault.path, fault.expected);
    }
    MUST(engine && revops_lead_size(engine) <= RECORD && revops_engine_account_size(engine) <= RECORD);
    MUST(revops_engine_effects_max(engine) <= ROOM);
    for (uint32_t i = 0; i < USED_EVENTS; i++) {
        events[i] = find(REVOPS_ENGINE_LIST_EVENTS, used_event_names[i]);
    }
    for (uint32_t i = 0; i < USED_ATTRIBUTES; i++) {
        attributes[i] = find(REVOPS_ENGINE_LIST_ATTRIBUTES, used_attribute_names[i]);
    }
    for (uint32_t i = USED_LEAD; i <= USED_STAGE_OUT; i++) {
        stages[i] = find(REVOPS_ENGINE_LIST_STAGES, used_stage_names[i]);
    }
    for (uint32_t i = 0; i < rules.criterion_count; i++) {
        char name[8];
        snprintf(name, sizeof name, "c%u", (unsigned)i);
        criteria[i] = find(REVOPS_ENGINE_LIST_CRITERIA, name);
    }
    for (uint32_t i = 0; i < rules.signal_count; i++) {
        signals[i] = i + 1;
    }
}

static int64_t any_value(uint32_t what)
{
    if (below(12) == 0) {
        return what == USED_PLAN || what == USED_SIZE ? 1 : REVOPS_MISSING;
    }
    switch (what) {
    case USED_HELD:
    case USED_OPENED:
        return below(6);
    case USED_SEATS:
        return 2 + 2 * (int64_t)below(4);
    case USED_FILLED:
        return (int64_t)below(11) | (int64_t)(below(8) ? 10 : 0) << 32;
    case USED_PLAN:
        return 1 + (int64_t)below(2);
    case USED_SIZE:
        return 30 * (int64_t)below(4);
    default:
        return REVOPS_MISSING;
    }
}

static int entry_is_before(const entry *a, const entry *b)
{
    uint16_t ranks[] = {revops_engine_rank(engine, a->event.kind, a->event.value),
                        revops_engine_rank(engine, b->event.kind, b->event.value)};
    return a->event.at_ms != b->event.at_ms         ? a->event.at_ms < b->event.at_ms
           : a->event.sequence != b->event.sequence ? a->event.sequence < b->event.sequence
           : a->lead != b->lead                     ? a->lead < b->lead
           : ranks[0] != ranks[1]                   ? ranks[0] < ranks[1]
                                                    : a->event.id < b->event.id;
}

/* A log in the order of accounts. The log's own counter is there or not; instants are often equal. */
static void draw_log(void)
{
    static const int64_t grains_ms[] = {REVOPS_HOUR_MS, 5 * REVOPS_HOUR_MS, REVOPS_DAY_MS};
    static const uint32_t usual[] = {USED_USED,   USED_USED,   USED_VIEWED, USED_HELD,
                                     USED_FILLED, USED_OPENED, USED_SEATS};
    int64_t at_ms = T0, grain_ms = grains_ms[below(3)];
    int is_counted = (int)below(2);
    for (uint32_t i = 0; i < LOG; i++) {
        at_ms += (int64_t)below(3) * grain_ms + (below(20) == 0 ? 4 * REVOPS_DAY_MS : 0);
        uint32_t what = below(3) ? usual[below(7)] : below(USED_EVENTS), who = below(LEADS);
        uint32_t names = below(4) == 0 ? 0 : 1 + who % ACCOUNTS;
        entry drawn = {.what = what, .lead = who, .account = names};
        drawn.event = (revops_event){.at_ms = at_ms,
                                     .sequence = is_counted ? i + 1 : 0,
                                     .id = i + 1,
                                     .kind = events[what],
                                     .value = any_value(what),
                                     .actor = below(4),
                                     .account = names ? 100 + names : 0};
        uint32_t k = i;
        for (; k > 0 && entry_is_before(&drawn, &entries[k - 1]); k--) {
            entries[k] = entries[k - 1];
        }
        entries[k] = drawn;
    }
}

#endif
