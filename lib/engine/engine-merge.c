/* SPDX-License-Identifier: MIT */
/* A lead that was merged into another [SEM23]. What the other had counts for the lead from then on; nothing before changes. */
#include <stddef.h>
#include <string.h>

#include <revops/engine-refold.h>

#include "engine/engine-score-record.h"
#include "engine/engine-usage.h"
#include "judge/intent-join.h"

static uint64_t merge_sum(uint64_t a, uint64_t b, uint64_t most)
{
    return a > most - b ? most : a + b;
}

/* Adds a counter of the other one. */
static void merge_count(unsigned char *lead, const unsigned char *other, size_t at)
{
    revops__lead_put(lead, at, 4,
                     merge_sum(revops__lead_u32(lead, at), revops__lead_u32(other, at), UINT32_MAX));
}

/* Takes over what the lead doesn't have. */
static void merge_gap(unsigned char *lead, const unsigned char *other, size_t at, uint64_t none)
{
    if (revops__lead_u64(lead, at) == none) {
        revops__lead_set(lead, at, revops__lead_u64(other, at));
    }
}

static void merge_touched(unsigned char *to, const unsigned char *from)
{
    int64_t first_ms = revops__lead_i64(to, REVOPS__TOUCHED_FIRST_MS),
            other_ms = revops__lead_i64(from, REVOPS__TOUCHED_FIRST_MS);
    uint32_t day = revops__lead_u32(to, REVOPS__TOUCHED_DAY),
             other_day = revops__lead_u32(from, REVOPS__TOUCHED_DAY);
    uint32_t days = revops__lead_u32(to, REVOPS__TOUCHED_DAYS),
             other_days = revops__lead_u32(from, REVOPS__TOUCHED_DAYS);
    if (other_ms != REVOPS_TIME_NONE && (first_ms == REVOPS_TIME_NONE || other_ms < first_ms)) {
        revops__lead_set(to, REVOPS__TOUCHED_FIRST_MS, (uint64_t)other_ms);
    }
    merge_count(to, from, REVOPS__TOUCHED_COUNT);
    int is_same_day = days && other_days && day == other_day;
    revops__lead_put(to, REVOPS__TOUCHED_DAYS, 4,
                     merge_sum(days, other_days - (uint32_t)is_same_day, UINT32_MAX));
    if (other_days && (!days || (int32_t)other_day > (int32_t)day)) {
        revops__lead_put(to, REVOPS__TOUCHED_DAY, 4, other_day);
    }
    revops__lead_put(to, REVOPS__TOUCHED_CHANNELS, 4,
                     revops__lead_u32(to, REVOPS__TOUCHED_CHANNELS) |
                         revops__lead_u32(from, REVOPS__TOUCHED_CHANNELS));
}

static void merge_touches(const revops_engine *engine, unsigned char *lead, const unsigned char *other)
{
    for (uint32_t i = 1; i <= engine->channel_count; i++) {
        size_t at = revops__lead_channel_at(engine, i);
        revops__lead_channel_add(lead + at, other + at);
    }
    merge_touched(lead + REVOPS__LEAD_TOUCHED, other + REVOPS__LEAD_TOUCHED);
    merge_touched(lead + REVOPS__LEAD_TOUCHED_SINCE, other + REVOPS__LEAD_TOUCHED_SINCE);
}

static void merge_wins(unsigned char *lead, const unsigned char *other)
{
    int64_t sum = revops__lead_i64(lead, REVOPS__LEAD_WON_SUM),
            more = revops__lead_i64(other, REVOPS__LEAD_WON_SUM);
    if (revops_add(sum, more, &sum) != REVOPS_OK) {
        sum = more > 0 ? INT64_MAX : INT64_MIN + 1;
    }
    merge_count(lead, other, REVOPS__LEAD_WINS);
    revops__lead_set(lead, REVOPS__LEAD_WON_SUM, (uint64_t)sum);
    merge_gap(lead, other, REVOPS__LEAD_WON_LATEST, (uint64_t)REVOPS_MISSING);
}

/* Of stages that both entered the earlier first date counts. */
static void merge_dates(const revops_engine *engine, unsigned char *lead, const unsigned char *other)
{
    for (uint32_t i = 0; engine->dates_at && i < engine->counts[REVOPS_ENGINE_LIST_STAGES]; i++) {
        size_t at = revops__lead_dates_at(engine, i);
        int64_t own_ms = revops__lead_i64(lead, at), other_ms = revops__lead_i64(other, at);
        if (own_ms != REVOPS_TIME_NONE && other_ms != REVOPS_TIME_NONE && other_ms < own_ms) {
            revops__lead_set(lead, at, (uint64_t)other_ms);
            lead[at + 16] = (unsigned char)((lead[at + 16] & ~REVOPS__DATE_FIRST_INFERRED) |
                                            (other[at + 16] & REVOPS__DATE_FIRST_INFERRED));
        }
    }
}

static void merge_items(const revops_engine *engine, unsigned char *lead, const unsigned char *other)
{
    uint64_t given = revops__lead_u64(other, REVOPS__LEAD_ITEMS) & ~revops__scores_against(engine, lead);
    uint64_t since = engine->open >> lead[REVOPS__LEAD_PLACE] & 1
                         ? 0
                         : given; /* of the next cycle, as all that comes now */
    revops__lead_set(lead, REVOPS__LEAD_ITEMS, revops__lead_u64(lead, REVOPS__LEAD_ITEMS) | given);
    revops__lead_set(lead, REVOPS__LEAD_ITEMS_SINCE,
                     revops__lead_u64(lead, REVOPS__LEAD_ITEMS_SINCE) | since);
}

/* ---- points ---- */

static revops_intent_slot merge_slot(const unsigned char *bytes)
{
    revops_intent_slot slot = {
        .newest_ms = revops__lead_i64(bytes, offsetof(revops_intent_slot, newest_ms)),
        .state = {revops__lead_u64(bytes, offsetof(revops_intent_slot, state)),
                  revops__lead_u64(bytes, offsetof(revops_intent_slot, state) + sizeof(uint64_t))},
        .counted = revops__lead_u32(bytes, offsetof(revops_intent_slot, counted)),
        .day_count = (uint16_t)revops__lead_get(bytes, offsetof(revops_intent_slot, day_count), 2),
        .over_limit = (uint16_t)revops__lead_get(bytes, offsetof(revops_intent_slot, over_limit), 2)};
    return slot;
}

static revops_intent_record merge_head(const unsigned char *bytes)
{
    revops_intent_record head = {
        .active_ms = revops__lead_i64(bytes, offsetof(revops_intent_record, active_ms)),
        .ended_ms = revops__lead_i64(bytes, offsetof(revops_intent_record, ended_ms)),
        .is_active = revops__lead_u32(bytes, offsetof(revops_intent_record, is_active)),
        .ended_by = revops__lead_u32(bytes, offsetof(revops_intent_record, ended_by))};
    return head;
}

static void merge_points(const revops_engine *engine, unsigned char *lead, const unsigned char *other)
{
    const revops__engine_scores *scores = revops__scores_of(engine);
    if (!scores || !scores->has_intent) {
        return;
    }
    const revops_intent *intent = revops__score_intent_of(engine, scores);
    const unsigned char *bytes =
        revops__scores_section(engine, other) + REVOPS__SCORES_HEAD + engine->score_slots * sizeof(int64_t);
    size_t rules = (engine->score_intent_bytes - sizeof(revops_intent_record)) / sizeof(revops_intent_slot);
    revops__score_opened opened = revops__score_open(engine, lead);
    revops_intent_slot *slots = (revops_intent_slot *)(void *)(opened.record + 1);
    revops_intent_record head = merge_head(bytes);
    revops__intent_join_head(opened.record, &head);
    for (size_t i = 0; i < rules; i++) {
        revops_intent_slot slot =
            merge_slot(bytes + sizeof(revops_intent_record) + i * sizeof(revops_intent_slot));
        revops__intent_join_slot(intent, (uint32_t)i, &slots[i], &slot);
    }
    revops__score_close(&opened);
}

/* A grade of fit that an event gave is an attribute like others. */
static void merge_given(const revops_engine *engine, unsigned char *lead, const unsigned char *other)
{
    if (engine->has_scores) {
        unsigned char *own = &revops__scores_section(engine, lead)[REVOPS__SCORES_GIVEN];
        *own = *own ? *own : revops__scores_section(engine, other)[REVOPS__SCORES_GIVEN];
    }
}

void revops__merge_take(revops__work *w, const unsigned char *other)
{
    const revops_engine *engine = w->engine;
    unsigned char *lead = w->lead;
    int64_t at_ms = w->event->at_ms;
    revops__scores_before before = revops__scores_look(engine, lead);
    for (uint32_t i = 0; i < engine->attribute_count; i++) {
        merge_gap(lead, other, engine->attributes_at + i * sizeof(int64_t), (uint64_t)REVOPS_MISSING);
    }
    merge_gap(lead, other, REVOPS__LEAD_SOURCE, 0);
    merge_gap(lead, other, REVOPS__LEAD_CAMPAIGN, 0);
    merge_gap(lead, other, REVOPS__LEAD_ACCOUNT, 0);
    merge_given(engine, lead, other);
    merge_points(engine, lead, other);
    merge_touches(engine, lead, other);
    merge_wins(lead, other);
    merge_dates(engine, lead, other);
    if (engine->has_scores) {
        revops__facts_begin(&w->facts, engine, lead, w->facts.texts, at_ms);
        revops__scores_rate(w, at_ms);
    }
    merge_items(engine, lead, other);
    w->is_otherwise_proven = 1;
    revops__use_merge(w, other);
    if (engine->has_scores) {
        revops__automatic_follow(w, &before, at_ms);
    }
    revops__facts_begin(&w->facts, engine, lead, w->facts.texts, at_ms);
    revops__segments_find(w);
    revops__event_end(w, at_ms);
}

void revops__merge_away(revops__work *w)
{
    int64_t at_ms = w->event->at_ms;
    revops__facts_begin(&w->facts, w->engine, w->lead, w->facts.texts, at_ms);
    revops__clocks_merge(w, at_ms);
    if (revops__lead_i64(w->lead, REVOPS__LEAD_RESUME_MS) != REVOPS_TIME_NONE) {
        w->lead[REVOPS__LEAD_FLAGS] |= REVOPS__LEAD_RESUME_TOLD; /* it isn't to be resumed any more */
    }
    if (w->engine->has_scores) {
        revops__scores_forget(w->engine, w->lead, at_ms); /* they are the other lead's by now */
        revops__scores_are_of(w, at_ms);
    }
    w->is_due_changed = 1;
}

revops_status revops_lead_merge(const revops_engine *engine, const revops_texts *texts, void *lead,
                                const revops_event *event, const void *other, revops_engine_mode mode,
                                uint64_t wanted, revops_effect *effects, size_t capacity, size_t *count)
{
    if (!engine || !lead || !event || !count || (!effects && capacity) ||
        mode > REVOPS_ENGINE_ENFORCE_AND_TELL) {
        return REVOPS_ERR_ARG;
    }
    revops__work w;
    w.wanted = wanted;
    w.effects = effects;
    w.capacity = capacity;
    return revops__answer(&w, revops__merge(&w, engine, texts, lead, event, mode, other), count);
}
