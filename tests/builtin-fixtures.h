/* SPDX-License-Identifier: MIT */
/* What the tests of the engine share: the built-in policy, events, and effects in words. */
#ifndef REVOPS_TESTS_ENGINE_FIXTURES_H
#define REVOPS_TESTS_ENGINE_FIXTURES_H

#include "test.h"

/* The size that the header promises suffices. */
static _Alignas(8) unsigned char memory[REVOPS_BUILTIN_DEFAULT_SIZE];
static const revops_builtin *engine;

static inline void set_up(void)
{
    ck_assert_int_eq(revops_builtin_default(memory, sizeof memory, &engine), REVOPS_OK);
}

/* Day 1 is Monday, 2 March 2026. */
static inline int64_t at(int day, int hour, int minute)
{
    return revops_utc_ms(2026, 3, 1, hour, minute) + day * REVOPS_DAY_MS;
}

enum { BANT = REVOPS_LIFECYCLE_CHECKLIST_BANT, DEAL = REVOPS_LIFECYCLE_CHECKLIST_OPPORTUNITY };

static inline revops_builtin_event event(int64_t at_ms, revops_builtin_event_kind kind)
{
    revops_builtin_event made = {.at_ms = at_ms, .kind = kind};
    return made;
}

static inline revops_builtin_event with_value(int64_t at_ms, revops_builtin_event_kind kind, int64_t value)
{
    revops_builtin_event made = {.at_ms = at_ms, .kind = kind, .value = value};
    return made;
}

static inline revops_builtin_event with_reason(int64_t at_ms, revops_builtin_event_kind kind, uint32_t reason)
{
    revops_builtin_event made = {.at_ms = at_ms, .kind = kind, .reason = reason};
    return made;
}

static char words[4000];

/* The effects as "day hh:mm words" joined by "; ", so that a case reads as a story. */
static inline const char *in_words(const revops_builtin_effect *effects, size_t count)
{
    size_t length = 0;
    words[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        char text[400];
        int64_t since_ms = effects[i].at_ms - at(0, 0, 0);
        ck_assert(revops_builtin_effect_text(engine, &effects[i], text, sizeof text) < sizeof text);
        length += (size_t)snprintf(words + length, sizeof words - length, "%s%d %02d:%02d %s", i ? "; " : "",
                                   (int)(since_ms / REVOPS_DAY_MS),
                                   (int)(since_ms % REVOPS_DAY_MS / REVOPS_HOUR_MS),
                                   (int)(since_ms % REVOPS_HOUR_MS / REVOPS_MINUTE_MS), text);
        ck_assert(length < sizeof words);
    }
    return words;
}

/* Applies one event and tells what came of it. */
static inline const char *apply(revops_builtin_lead *lead, revops_builtin_event what)
{
    revops_builtin_effect effects[REVOPS_BUILTIN_EFFECTS_MAX];
    size_t count = 99;
    ck_assert_int_eq(revops_builtin_apply(engine, lead, &what, effects, REVOPS_BUILTIN_EFFECTS_MAX, &count),
                     REVOPS_OK);
    return in_words(effects, count);
}

static inline const char *advance(revops_builtin_lead *lead, int64_t now_ms)
{
    revops_builtin_effect effects[REVOPS_BUILTIN_EFFECTS_MAX];
    size_t count = 99;
    ck_assert_int_eq(
        revops_builtin_advance(engine, lead, now_ms, effects, REVOPS_BUILTIN_EFFECTS_MAX, &count), REVOPS_OK);
    return in_words(effects, count);
}

static inline revops_builtin_lead mql_at(int64_t at_ms, revops_builtin_event_kind cause)
{
    revops_builtin_lead lead = {0};
    (void)apply(&lead, event(at_ms, cause));
    ck_assert_uint_eq(lead.lifecycle.stage, REVOPS_LIFECYCLE_STAGE_MQL);
    return lead;
}

static inline revops_builtin_lead accepted_at(int64_t at_ms)
{
    revops_builtin_lead lead = mql_at(at_ms, REVOPS_BUILTIN_EVENT_DEMO_REQUESTED);
    (void)apply(&lead, event(at_ms + 1, REVOPS_BUILTIN_EVENT_ACCEPTED));
    ck_assert_uint_eq(lead.lifecycle.stage, REVOPS_LIFECYCLE_STAGE_SAL);
    return lead;
}

#endif
