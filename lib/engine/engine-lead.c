/* SPDX-License-Identifier: MIT */
/* Records: beginning, proof, readers, dates, touches. */
#include "engine/engine-usage.h"

#include <string.h>

uint64_t revops_engine_mark(const revops_engine *engine)
{
    return engine ? engine->mark : 0;
}

size_t revops_lead_size(const revops_engine *engine)
{
    return engine ? engine->record_size : 0;
}

/* Where a new record holds REVOPS_TIME_NONE: the n-th place, ascending; behind the last one the record's end. */
static size_t lead_none_at(const revops_engine *engine, size_t n)
{
    static const uint8_t of_head[] = {REVOPS__LEAD_LAST_MS,
                                      REVOPS__LEAD_WAKEUP_MS,
                                      REVOPS__LEAD_RESUME_MS,
                                      REVOPS__LEAD_TOLD_MS,
                                      REVOPS__LEAD_SINCE_MS,
                                      REVOPS__LEAD_TOUCHED + REVOPS__TOUCHED_FIRST_MS,
                                      REVOPS__LEAD_TOUCHED_SINCE + REVOPS__TOUCHED_FIRST_MS,
                                      REVOPS__LEAD_WON_LATEST};
    size_t of_use = engine->use != 0,
           of_dates = engine->dates_at ? 2u * engine->counts[REVOPS_ENGINE_LIST_STAGES] : 0;
    if (n < sizeof of_head) {
        return of_head[n];
    }
    n -= sizeof of_head;
    if (n < engine->channel_count) {
        return engine->channels_at + n * REVOPS__LEAD_CHANNEL;
    }
    n -= engine->channel_count;
    if (n < of_use) {
        return engine->use_at + (size_t)REVOPS__USE_SIGNAL_MS;
    }
    n -= of_use;
    if (n < of_dates) {
        return engine->dates_at + n / 2 * REVOPS__LEAD_DATES + n % 2 * sizeof(int64_t);
    }
    n -= of_dates;
    return n < engine->attribute_count ? engine->attributes_at + n * sizeof(int64_t) : engine->record_size;
}

revops_status revops_lead_init(const revops_engine *engine, void *lead)
{
    if (!engine || !lead) {
        return REVOPS_ERR_ARG;
    }
    unsigned char *bytes = lead;
    memset(bytes, 0, engine->record_size);
    revops__lead_set(bytes, REVOPS__LEAD_MARK, engine->mark);
    bytes[REVOPS__LEAD_PLACE] = REVOPS__LEAD_UNKNOWN;
    for (size_t n = 0, at; (at = lead_none_at(engine, n)) < engine->record_size; n++) {
        revops__lead_set(bytes, at, (uint64_t)REVOPS_TIME_NONE);
    }
    revops__scores_begin(engine, bytes);
    return REVOPS_OK;
}

void revops__lead_observe(const revops_engine *engine, unsigned char *lead, uint32_t stage, int64_t at_ms,
                          int reached)
{
    uint64_t bit = revops__engine_bit(stage), visited = revops__lead_u64(lead, REVOPS__LEAD_VISITED),
             observed = revops__lead_u64(lead, REVOPS__LEAD_OBSERVED);
    revops__lead_set(lead, REVOPS__LEAD_VISITED, visited | bit);
    revops__lead_set(lead, REVOPS__LEAD_OBSERVED, observed | bit);
    if (!engine->dates_at) {
        return;
    }
    size_t at = revops__lead_dates_at(engine, stage);
    uint8_t flags = lead[at + 16];
    int of_this_cycle = (visited & ~observed & bit) != 0; /* what was inferred in it becomes observed */
    if (revops__lead_i64(lead, at) == REVOPS_TIME_NONE ||
        (flags & REVOPS__DATE_FIRST_INFERRED && of_this_cycle)) {
        revops__lead_set(lead, at, (uint64_t)at_ms);
        flags &= (uint8_t)~REVOPS__DATE_FIRST_INFERRED;
    }
    revops__lead_set(lead, at + 8, (uint64_t)at_ms);
    flags &= (uint8_t)~REVOPS__DATE_LATEST_INFERRED;
    lead[at + 16] = flags | (reached ? REVOPS__DATE_REACHED : 0);
}

void revops__lead_infer(const revops_engine *engine, unsigned char *lead, uint32_t stage, int64_t at_ms)
{
    uint64_t bit = revops__engine_bit(stage), visited = revops__lead_u64(lead, REVOPS__LEAD_VISITED);
    if (visited & bit) {
        return; /* it stays as it is in this cycle [SEM13] */
    }
    revops__lead_set(lead, REVOPS__LEAD_VISITED, visited | bit);
    if (!engine->dates_at) {
        return;
    }
    size_t at = revops__lead_dates_at(engine, stage);
    if (revops__lead_i64(lead, at) == REVOPS_TIME_NONE) {
        revops__lead_set(lead, at, (uint64_t)at_ms);
        lead[at + 16] |= REVOPS__DATE_FIRST_INFERRED;
    }
    revops__lead_set(lead, at + 8, (uint64_t)at_ms);
    lead[at + 16] |= REVOPS__DATE_LATEST_INFERRED;
}

/* The zone of touches; NULL for UTC. */
static const revops_zone *lead_touch_zone(const revops_engine *engine)
{
    return engine->touch_zone_bytes ? revops__engine_at(engine, engine->touch_zone) : NULL;
}

static int32_t lead_day(const revops_engine *engine, int64_t at_ms)
{
    const revops_zone *zone = lead_touch_zone(engine);
    int32_t day = (int32_t)(at_ms / REVOPS_DAY_MS - (at_ms % REVOPS_DAY_MS < 0));
    if (zone) {
        (void)!revops_zone_first_day(zone, REVOPS_ZONE_DAY, at_ms, &day); /* in range */
    }
    return day;
}

/* From when on touches that began at an instant have gone on for long enough. */
static int64_t lead_touches_due(const revops_engine *engine, int64_t since_ms)
{
    const revops_zone *zone = lead_touch_zone(engine);
    int32_t offset_s = 0;
    int64_t due_ms = since_ms + engine->touch_over_ms;
    if (engine->touch_over_days && zone && revops_zone_utc_offset(zone, since_ms, &offset_s) == REVOPS_OK) {
        due_ms += offset_s * REVOPS_SECOND_MS; /* the same time of day */
        if (revops_zone_from_local(zone, due_ms, 0, &due_ms) != REVOPS_OK) {
            due_ms = INT64_MAX; /* beyond range */
        }
    }
    return due_ms;
}

void revops__lead_begin_touches(unsigned char *lead, int64_t at_ms)
{
    if (revops__lead_i64(lead, REVOPS__LEAD_SINCE_MS) == REVOPS_TIME_NONE) {
        revops__lead_set(lead, REVOPS__LEAD_SINCE_MS, (uint64_t)at_ms);
    }
}

static void lead_touched(const revops_engine *engine, unsigned char *at, uint32_t channel, int64_t at_ms,
                         uint32_t day)
{
    uint32_t bit = UINT32_C(1) << (channel - 1);
    if (revops__lead_i64(at, REVOPS__TOUCHED_FIRST_MS) == REVOPS_TIME_NONE) {
        revops__lead_set(at, REVOPS__TOUCHED_FIRST_MS, (uint64_t)at_ms);
    }
    revops__lead_put(at, REVOPS__TOUCHED_CHANNELS, 4, revops__lead_u32(at, REVOPS__TOUCHED_CHANNELS) | bit);
    if (!(engine->touch_in & bit)) {
        return;
    }
    uint32_t touches = revops__lead_u32(at, REVOPS__TOUCHED_COUNT),
             days = revops__lead_u32(at, REVOPS__TOUCHED_DAYS);
    if (days == 0 || day != revops__lead_u32(at, REVOPS__TOUCHED_DAY)) {
        revops__lead_put(at, REVOPS__TOUCHED_DAYS, 4, days + (days != UINT32_MAX));
        revops__lead_put(at, REVOPS__TOUCHED_DAY, 4, day);
    }
    revops__lead_put(at, REVOPS__TOUCHED_COUNT, 4, touches + (touches != UINT32_MAX));
}

void revops__lead_channel_add(unsigned char *channel, const unsigned char *other)
{
    uint32_t count = revops__lead_u32(channel, 8), more = revops__lead_u32(other, 8);
    if (revops__lead_i64(other, 0) > revops__lead_i64(channel, 0)) {
        revops__lead_set(channel, 0, revops__lead_u64(other, 0)); /* none is before all */
    }
    revops__lead_put(channel, 8, 4, count > UINT32_MAX - more ? UINT32_MAX : count + more);
}

void revops__lead_touch(const revops_engine *engine, unsigned char *lead, uint32_t channel, int64_t at_ms)
{
    size_t at = revops__lead_channel_at(engine, channel);
    int64_t before = revops__lead_i64(lead, at);
    /* events of a lead never go back in time, so the difference is 0 or more */
    if (before != REVOPS_TIME_NONE &&
        (uint64_t)at_ms - (uint64_t)before < (uint64_t)engine->touch_once_within_ms) {
        return;
    }
    revops__lead_set(lead, at, (uint64_t)at_ms);
    uint32_t of_channel = revops__lead_u32(lead, at + 8);
    revops__lead_put(lead, at + 8, 4, of_channel + (of_channel != UINT32_MAX));
    uint32_t day = (uint32_t)lead_day(engine, at_ms);
    lead_touched(engine, lead + REVOPS__LEAD_TOUCHED, channel, at_ms, day);
    lead_touched(engine, lead + REVOPS__LEAD_TOUCHED_SINCE, channel, at_ms, day);
}

void revops__lead_part_touches(unsigned char *lead)
{
    memset(lead + REVOPS__LEAD_TOUCHED_SINCE, 0, REVOPS__TOUCHED_SIZE);
    revops__lead_set(lead, REVOPS__LEAD_TOUCHED_SINCE + REVOPS__TOUCHED_FIRST_MS, (uint64_t)REVOPS_TIME_NONE);
}

void revops__lead_renew_touches(unsigned char *lead)
{
    revops__lead_set(lead, REVOPS__LEAD_SINCE_MS, (uint64_t)REVOPS_TIME_NONE);
    memcpy(lead + REVOPS__LEAD_TOUCHED, lead + REVOPS__LEAD_TOUCHED_SINCE, REVOPS__TOUCHED_SIZE);
}

static uint32_t lead_bits(uint32_t mask)
{
    uint32_t bits = 0;
    for (; mask; mask &= mask - 1) {
        bits++;
    }
    return bits;
}

static uint32_t lead_lacks(uint32_t have, uint32_t wanted)
{
    return have < wanted ? wanted - have : 0;
}

int revops__lead_has_touches(const revops_engine *engine, const unsigned char *lead, int64_t at_ms,
                             int of_new_cycle, revops__touches_missing *missing)
{
    const unsigned char *at = lead + (of_new_cycle ? REVOPS__LEAD_TOUCHED_SINCE : REVOPS__LEAD_TOUCHED);
    uint32_t channels = revops__lead_u32(at, REVOPS__TOUCHED_CHANNELS);
    int64_t since_ms = revops__lead_i64(lead, REVOPS__LEAD_SINCE_MS),
            first_ms = revops__lead_i64(at, REVOPS__TOUCHED_FIRST_MS);
    if (engine->since_first_touch && first_ms != REVOPS_TIME_NONE &&
        (since_ms == REVOPS_TIME_NONE || first_ms < since_ms)) {
        since_ms = first_ms;
    }
    missing->touches = lead_lacks(revops__lead_u32(at, REVOPS__TOUCHED_COUNT), engine->touch_at_least);
    missing->days = lead_lacks(revops__lead_u32(at, REVOPS__TOUCHED_DAYS), engine->touch_days);
    missing->channels = lead_lacks(lead_bits(channels & engine->touch_in), engine->touch_channels);
    missing->never = (channels & engine->touch_never) != 0;
    missing->not_begun = since_ms == REVOPS_TIME_NONE;
    int64_t due_ms =
        missing->not_begun || engine->touch_over_ms <= 0 ? at_ms : lead_touches_due(engine, since_ms);
    missing->span_ms = due_ms > at_ms ? due_ms - at_ms : 0;
    return !missing->touches && !missing->days && !missing->channels && !missing->never &&
           !missing->not_begun && !missing->span_ms;
}

/* Nothing that is known of a lead is later: an event, or what was told as time passed. */
static int64_t lead_latest(const unsigned char *lead)
{
    int64_t last_ms = revops__lead_i64(lead, REVOPS__LEAD_LAST_MS),
            told_ms = revops__lead_i64(lead, REVOPS__LEAD_TOLD_MS);
    return told_ms > last_ms ? told_ms : last_ms;
}

static int lead_dates_are_legal(const revops_engine *engine, const unsigned char *lead)
{
    uint64_t visited = revops__lead_u64(lead, REVOPS__LEAD_VISITED);
    for (uint32_t i = 0; engine->dates_at && i < engine->counts[REVOPS_ENGINE_LIST_STAGES]; i++) {
        size_t at = revops__lead_dates_at(engine, i);
        int64_t first_ms = revops__lead_i64(lead, at), latest_ms = revops__lead_i64(lead, at + 8);
        uint8_t flags = lead[at + 16];
        int never = first_ms == REVOPS_TIME_NONE;
        if (flags & ~REVOPS__DATE_ALL || never != (latest_ms == REVOPS_TIME_NONE) || first_ms > latest_ms ||
            latest_ms > lead_latest(lead) || (never && flags) || (never && visited >> i & 1)) {
            return 0;
        }
    }
    return 1;
}

static int lead_touched_is_legal(const revops_engine *engine, const unsigned char *lead, size_t place)
{
    const unsigned char *at = lead + place;
    uint32_t channels = revops__lead_u32(at, REVOPS__TOUCHED_CHANNELS),
             touches = revops__lead_u32(at, REVOPS__TOUCHED_COUNT),
             days = revops__lead_u32(at, REVOPS__TOUCHED_DAYS);
    int64_t first_ms = revops__lead_i64(at, REVOPS__TOUCHED_FIRST_MS);
    return !(engine->channel_count < 32 && channels >> engine->channel_count) &&
           (first_ms == REVOPS_TIME_NONE) == (channels == 0) &&
           first_ms <= revops__lead_i64(lead, REVOPS__LEAD_LAST_MS) &&
           (!touches || channels & engine->touch_in) && days <= touches && (days != 0) == (touches != 0) &&
           (days || !revops__lead_u32(at, REVOPS__TOUCHED_DAY));
}

static int lead_channels_are_legal(const revops_engine *engine, const unsigned char *lead)
{
    uint32_t mask = revops__lead_u32(lead, REVOPS__LEAD_TOUCHED + REVOPS__TOUCHED_CHANNELS) |
                    revops__lead_u32(lead, REVOPS__LEAD_TOUCHED_SINCE + REVOPS__TOUCHED_CHANNELS);
    for (uint32_t i = 1; i <= engine->channel_count; i++) {
        size_t at = revops__lead_channel_at(engine, i);
        int64_t last_ms = revops__lead_i64(lead, at);
        uint32_t count = revops__lead_u32(lead, at + 8);
        if ((last_ms == REVOPS_TIME_NONE) != (count == 0) ||
            last_ms > revops__lead_i64(lead, REVOPS__LEAD_LAST_MS) || (!count && mask >> (i - 1) & 1)) {
            return 0;
        }
    }
    return lead_touched_is_legal(engine, lead, REVOPS__LEAD_TOUCHED) &&
           lead_touched_is_legal(engine, lead, REVOPS__LEAD_TOUCHED_SINCE);
}

static int lead_head_is_legal(const revops_engine *engine, const unsigned char *lead)
{
    uint32_t stage_count = engine->counts[REVOPS_ENGINE_LIST_STAGES],
             item_count = engine->counts[REVOPS_ENGINE_LIST_ITEMS];
    uint64_t stages = stage_count == 63 ? (UINT64_C(1) << 63) - 1 : (UINT64_C(1) << stage_count) - 1;
    uint64_t items = item_count == 64 ? UINT64_MAX : (UINT64_C(1) << item_count) - 1;
    uint64_t visited = revops__lead_u64(lead, REVOPS__LEAD_VISITED),
             observed = revops__lead_u64(lead, REVOPS__LEAD_OBSERVED);
    uint8_t place = lead[REVOPS__LEAD_PLACE];
    int64_t last_ms = revops__lead_i64(lead, REVOPS__LEAD_LAST_MS),
            since_ms = revops__lead_i64(lead, REVOPS__LEAD_SINCE_MS);
    int64_t resume_ms = revops__lead_i64(lead, REVOPS__LEAD_RESUME_MS);
    int resume_told = lead[REVOPS__LEAD_FLAGS] & REVOPS__LEAD_RESUME_TOLD;
    int told = (lead[REVOPS__LEAD_FLAGS] & REVOPS__LEAD_TOLD_SINCE) != 0;
    return last_ms != REVOPS_TIME_NONE && revops__lead_get(lead, REVOPS__LEAD_CYCLE, 2) != 0 &&
           !(lead[REVOPS__LEAD_FLAGS] & ~REVOPS__LEAD_FLAGS_ALL) &&
           !revops__lead_u32(lead, REVOPS__LEAD_ZERO_32) &&
           told == (revops__lead_i64(lead, REVOPS__LEAD_TOLD_MS) >= last_ms) &&
           (revops__lead_u32(lead, REVOPS__LEAD_OWNERS) != 0 ||
            !revops__lead_u64(lead, REVOPS__LEAD_OWNER)) &&
           !(visited & ~stages) && !(observed & ~visited) && visited & revops__engine_bit(place) &&
           !(revops__lead_u64(lead, REVOPS__LEAD_ITEMS) & ~items) &&
           !(revops__lead_u64(lead, REVOPS__LEAD_ITEMS_SINCE) &
             ~revops__lead_u64(lead, REVOPS__LEAD_ITEMS)) &&
           revops__lead_get(lead, REVOPS__LEAD_REASON, 2) <= engine->counts[REVOPS_ENGINE_LIST_REASONS] &&
           revops__segments_are_legal(engine, lead) && since_ms <= lead_latest(lead) &&
           !(resume_told && resume_ms == REVOPS_TIME_NONE) &&
           (revops__lead_u32(lead, REVOPS__LEAD_WINS) ||
            (revops__lead_i64(lead, REVOPS__LEAD_WON_SUM) == 0 &&
             revops__lead_i64(lead, REVOPS__LEAD_WON_LATEST) == REVOPS_MISSING));
}

static int lead_is_legal(const revops_engine *engine, const unsigned char *lead)
{
    if (!revops__lead_is_of(engine, lead)) {
        return 0;
    }
    size_t attributes_end = engine->attributes_at + engine->attribute_count * sizeof(int64_t);
    return revops__is_zero(lead, engine->promises_end, engine->clocks_at) &&
           revops__is_zero(lead, attributes_end, engine->record_size) && lead_head_is_legal(engine, lead) &&
           lead_dates_are_legal(engine, lead) && lead_channels_are_legal(engine, lead) &&
           revops__clocks_are_legal(engine, lead) && revops__scores_are_legal(engine, lead) &&
           revops__use_is_legal(engine, lead) && revops__lead_wakeup_is_legal(engine, lead);
}

/* Whether bytes are zero, but for the place and for what scores hold. */
static int lead_is_empty(const revops_engine *engine, const unsigned char *lead, size_t from, size_t to)
{
    size_t end = engine->scores_at + revops__scores_size(engine), place = REVOPS__LEAD_PLACE;
    if (from <= place && to > place) {
        return revops__is_zero(lead, from, place) && revops__is_zero(lead, place + 1, to);
    }
    if (from <= engine->scores_at && to >= end) {
        return revops__is_zero(lead, from, engine->scores_at) && revops__is_zero(lead, end, to);
    }
    return revops__is_zero(lead, from, to);
}

static int lead_is_new(const revops_engine *engine, const unsigned char *lead)
{
    size_t at = REVOPS__LEAD_LAST_MS, none = at;
    for (size_t n = 0; at < engine->record_size; n++, at = none + sizeof(int64_t)) {
        none = lead_none_at(engine, n);
        if (!lead_is_empty(engine, lead, at, none) ||
            (none < engine->record_size && revops__lead_i64(lead, none) != REVOPS_TIME_NONE)) {
            return 0;
        }
    }
    return revops__scores_are_new(engine, lead);
}

revops_status revops_lead_verify(const revops_engine *engine, const void *leads, size_t count)
{
    if (!engine || (!leads && count)) {
        return REVOPS_ERR_ARG;
    }
    const unsigned char *lead = leads;
    for (size_t i = 0; i < count; i++, lead += engine->record_size) {
        int legal = lead[REVOPS__LEAD_PLACE] == REVOPS__LEAD_UNKNOWN
                        ? revops__lead_is_of(engine, lead) && lead_is_new(engine, lead)
                        : lead_is_legal(engine, lead);
        if (!legal) {
            return REVOPS_ERR_CORRUPT;
        }
    }
    return REVOPS_OK;
}

int64_t revops_lead_next_wakeup(const revops_engine *engine, const void *lead)
{
    return engine && lead ? revops__lead_i64(lead, REVOPS__LEAD_WAKEUP_MS) : REVOPS_TIME_NONE;
}

revops_status revops_lead_read(const revops_engine *engine, const void *lead, revops_lead_state *out)
{
    if (!engine || !lead || !out) {
        return REVOPS_ERR_ARG;
    }
    const unsigned char *bytes = lead;
    if (!revops__lead_is_of(engine, bytes)) {
        return REVOPS_ERR_CORRUPT;
    }
    uint8_t place = bytes[REVOPS__LEAD_PLACE];
    const revops__engine_stage *stage =
        place == REVOPS__LEAD_UNKNOWN ? NULL : &revops__engine_stages(engine)[place];
    revops_lead_state state = {
        .last_ms = revops__lead_i64(bytes, REVOPS__LEAD_LAST_MS),
        .resume_ms = revops__lead_i64(bytes, REVOPS__LEAD_RESUME_MS),
        .owner = revops__lead_u64(bytes, REVOPS__LEAD_OWNER),
        .source = revops__lead_u64(bytes, REVOPS__LEAD_SOURCE),
        .campaign = revops__lead_u64(bytes, REVOPS__LEAD_CAMPAIGN),
        .account = revops__lead_u64(bytes, REVOPS__LEAD_ACCOUNT),
        .items = revops__lead_u64(bytes, REVOPS__LEAD_ITEMS),
        .won_amount = revops__lead_i64(bytes, REVOPS__LEAD_WON_SUM),
        .won_latest = revops__lead_i64(bytes, REVOPS__LEAD_WON_LATEST),
        .wins = revops__lead_u32(bytes, REVOPS__LEAD_WINS),
        .touches = revops__lead_u32(bytes, REVOPS__LEAD_TOUCHED + REVOPS__TOUCHED_COUNT),
        .reason = (uint32_t)revops__lead_get(bytes, REVOPS__LEAD_REASON, 2),
        .stage = stage ? (uint16_t)(stage->parent + 1) : 0,
        .step = stage && stage->parent != place ? (uint16_t)(place + 1) : 0,
        .cycle = (uint16_t)revops__lead_get(bytes, REVOPS__LEAD_CYCLE, 2),
        .cleared = (bytes[REVOPS__LEAD_FLAGS] & REVOPS__LEAD_CLEARED) != 0,
        .segment = bytes[REVOPS__LEAD_SEGMENT],
        .motion = bytes[REVOPS__LEAD_MOTION],
    };
    *out = state;
    return REVOPS_OK;
}

revops_status revops_lead_entered(const revops_engine *engine, const void *lead, uint32_t stage,
                                  revops_lead_dates *out)
{
    if (!engine || !lead || !out || stage == 0 || stage > engine->counts[REVOPS_ENGINE_LIST_STAGES] ||
        !engine->dates_at) {
        return REVOPS_ERR_ARG;
    }
    const unsigned char *bytes = lead;
    if (!revops__lead_is_of(engine, bytes)) {
        return REVOPS_ERR_CORRUPT;
    }
    size_t at = revops__lead_dates_at(engine, stage - 1);
    uint8_t flags = bytes[at + 16];
    revops_lead_dates dates = {.first_ms = revops__lead_i64(bytes, at),
                               .latest_ms = revops__lead_i64(bytes, at + 8),
                               .first_inferred = (flags & REVOPS__DATE_FIRST_INFERRED) != 0,
                               .latest_inferred = (flags & REVOPS__DATE_LATEST_INFERRED) != 0,
                               .reached = (flags & REVOPS__DATE_REACHED) != 0};
    *out = dates;
    return REVOPS_OK;
}

revops_status revops_lead_attribute(const revops_engine *engine, const void *lead, uint32_t attribute,
                                    int64_t *out)
{
    if (!engine || !lead || !out || attribute == 0 || attribute > engine->attribute_count) {
        return REVOPS_ERR_ARG;
    }
    if (!revops__lead_is_of(engine, lead)) {
        return REVOPS_ERR_CORRUPT;
    }
    *out = revops__lead_i64(lead, engine->attributes_at + (attribute - 1) * sizeof(int64_t));
    return REVOPS_OK;
}
