/* SPDX-License-Identifier: MIT */
/* What a lead has, by name: stages and their dates, items, attributes, channels of touches, clocks, reason. What no name of the
   next policy stands for is told as removed. Several things that become one are joined. */
#include "engine/engine-carry.h"

#include <stddef.h>
#include <string.h>

#include "core/bits.h"
#include "engine/engine-standing.h"

uint32_t revops_engine_successor(const revops_engine *engine, const revops_engine *next,
                                 revops_engine_list list, uint32_t number)
{
    if (!engine || !next || number == 0 || number > revops_engine_count(engine, list)) {
        return 0;
    }
    const char *name = revops_engine_name(engine, list, number);
    size_t length = revops__engine_length(name);
    if (number <= revops_engine_count(next, list)) {
        const char *other = revops_engine_name(next, list, number);
        if (revops__engine_length(other) == length && memcmp(name, other, length) == 0) {
            return number;
        }
    }
    uint32_t found = 0;
    return revops_engine_find(next, list, name, length, &found) == REVOPS_OK ? found : 0;
}

void revops__carry_tell(revops__carrying *c, revops_engine_list list, uint64_t removed, uint32_t count)
{
    if (count) {
        revops_effect *effect = revops__tell(c->w, REVOPS_EFFECT_REMOVED, c->at_ms);
        effect->row = (uint16_t)(list + 1);
        effect->items = removed;
        effect->detail = count;
    }
}

/* Things of a list that are removed, as they are found. */
typedef struct carry_removed {
    uint64_t bits;
    uint32_t count;
} carry_removed;

static void carry_remove(carry_removed *removed, uint32_t number)
{
    removed->bits |= number <= 64 ? UINT64_C(1) << (number - 1) : 0;
    removed->count++;
}

static uint32_t carry_number(const revops__carrying *c, revops_engine_list list, uint32_t number)
{
    return revops_engine_successor(c->from, c->to, list, number);
}

/* Bits of numbers as those of their successors. */
static uint64_t carry_bits(const revops__carrying *c, revops_engine_list list, uint64_t bits,
                           carry_removed *removed)
{
    uint64_t carried = 0;
    for (; bits; bits &= bits - 1) {
        uint32_t number = revops__lowest_bit(bits) + 1, next = carry_number(c, list, number);
        if (next) {
            carried |= UINT64_C(1) << (next - 1);
        } else {
            carry_remove(removed, number);
        }
    }
    return carried;
}

/* ---- stages ---- */

uint8_t revops__carry_place(const revops_engine *from, const revops_engine *to, uint8_t place)
{
    if (place == REVOPS__LEAD_UNKNOWN) {
        return place;
    }
    uint32_t next = revops_engine_successor(from, to, REVOPS_ENGINE_LIST_STAGES, place + 1u);
    if (!next) { /* a step that is gone: its stage */
        next = revops_engine_successor(from, to, REVOPS_ENGINE_LIST_STAGES,
                                       revops__engine_stages(from)[place].parent + 1u);
    }
    return next ? revops__engine_stages(to)[next - 1].leaf : REVOPS__LEAD_UNKNOWN;
}

static void carry_dates(const revops__carrying *c, uint32_t stage, uint32_t next)
{
    if (!c->to->dates_at) {
        return;
    }
    unsigned char *to = c->lead + revops__lead_dates_at(c->to, next - 1);
    int64_t own_first_ms = revops__lead_i64(to, 0), own_latest_ms = revops__lead_i64(to, 8);
    int64_t first_ms = REVOPS_TIME_NONE, latest_ms = REVOPS_TIME_NONE;
    uint8_t flags = 0;
    if (c->from->dates_at) {
        const unsigned char *from = c->was + revops__lead_dates_at(c->from, stage - 1);
        first_ms = revops__lead_i64(from, 0);
        latest_ms = revops__lead_i64(from, 8);
        flags = from[16];
    } else if (revops__lead_u64(c->was, REVOPS__LEAD_VISITED) >> (stage - 1) & 1) {
        first_ms = latest_ms = revops__lead_i64(c->was, REVOPS__LEAD_LAST_MS); /* it isn't known when */
        flags = REVOPS__DATE_FIRST_INFERRED | REVOPS__DATE_LATEST_INFERRED;
    }
    if (first_ms == REVOPS_TIME_NONE) {
        return;
    }
    if (own_first_ms == REVOPS_TIME_NONE || first_ms < own_first_ms) {
        revops__lead_set(to, 0, (uint64_t)first_ms);
        to[16] = (uint8_t)((to[16] & ~REVOPS__DATE_FIRST_INFERRED) | (flags & REVOPS__DATE_FIRST_INFERRED));
    }
    if (own_latest_ms == REVOPS_TIME_NONE || latest_ms > own_latest_ms) {
        revops__lead_set(to, 8, (uint64_t)latest_ms);
        to[16] = (uint8_t)((to[16] & ~REVOPS__DATE_LATEST_INFERRED) | (flags & REVOPS__DATE_LATEST_INFERRED));
    }
    to[16] |= flags & REVOPS__DATE_REACHED;
}

static int carry_was_entered(const revops__carrying *c, uint32_t stage)
{
    return revops__lead_u64(c->was, REVOPS__LEAD_VISITED) >> (stage - 1) & 1 ||
           (c->from->dates_at &&
            revops__lead_i64(c->was, revops__lead_dates_at(c->from, stage - 1)) != REVOPS_TIME_NONE);
}

static void carry_stages(revops__carrying *c)
{
    carry_removed removed = {0, 0}, same = {0, 0};
    uint64_t visited = revops__lead_u64(c->was, REVOPS__LEAD_VISITED),
             observed = revops__lead_u64(c->was, REVOPS__LEAD_OBSERVED);
    for (uint32_t stage = 1; stage <= c->from->counts[REVOPS_ENGINE_LIST_STAGES]; stage++) {
        if (!carry_was_entered(c, stage)) {
            continue;
        }
        uint32_t next = carry_number(c, REVOPS_ENGINE_LIST_STAGES, stage);
        if (next) {
            carry_dates(c, stage, next);
        } else {
            carry_remove(&removed, stage);
        }
    }
    revops__carry_tell(c, REVOPS_ENGINE_LIST_STAGES, removed.bits, removed.count);
    revops__lead_set(c->lead, REVOPS__LEAD_VISITED, carry_bits(c, REVOPS_ENGINE_LIST_STAGES, visited, &same));
    revops__lead_set(c->lead, REVOPS__LEAD_OBSERVED,
                     carry_bits(c, REVOPS_ENGINE_LIST_STAGES, observed, &same));
    uint8_t place = revops__carry_place(c->from, c->to, c->was[REVOPS__LEAD_PLACE]);
    int64_t last_ms = revops__lead_i64(c->was, REVOPS__LEAD_LAST_MS);
    c->lead[REVOPS__LEAD_PLACE] = place;
    revops__lead_infer(c->to, c->lead, revops__engine_stages(c->to)[place].parent, last_ms);
    revops__lead_infer(c->to, c->lead, place, last_ms); /* of another step than it was */
}

/* ---- items, attributes, touches ---- */

static void carry_items(revops__carrying *c)
{
    static const size_t places[] = {REVOPS__LEAD_ITEMS, REVOPS__LEAD_ITEMS_SINCE};
    carry_removed removed[] = {{0, 0}, {0, 0}};
    for (uint32_t i = 0; i < 2; i++) {
        uint64_t items = revops__lead_u64(c->was, places[i]);
        revops__lead_set(c->lead, places[i], carry_bits(c, REVOPS_ENGINE_LIST_ITEMS, items, &removed[i]));
    }
    revops__carry_tell(c, REVOPS_ENGINE_LIST_ITEMS, removed[0].bits, removed[0].count);
}

/* A choice's number in the next policy; 0 where it has none. */
static uint32_t carry_choice(const revops__carrying *c, const revops__engine_kind *from,
                             const revops__engine_kind *to, uint32_t choice)
{
    const uint32_t *names = revops__engine_at(c->from, c->from->choice_names),
                   *next_names = revops__engine_at(c->to, c->to->choice_names);
    for (uint32_t i = 0; choice <= from->choice_count && i < to->choice_count; i++) {
        if (revops__engine_same_name(revops__engine_at(c->from, names[from->first_choice + choice - 1]),
                                     revops__engine_at(c->to, next_names[to->first_choice + i]))) {
            return i + 1;
        }
    }
    return 0;
}

/* A value under the next policy; REVOPS_MISSING where it has none there. */
static int64_t carry_value(const revops__carrying *c, const revops__engine_kind *from,
                           const revops__engine_kind *to, int64_t value, int *is_whole)
{
    if (from->type != to->type) {
        return REVOPS_MISSING;
    }
    if (from->type == REVOPS_POLICY_CHOICE && from->choice_count) {
        uint32_t choice = value <= 0 || value > from->choice_count ? 0
                          : from->list && to->list ? carry_number(c, from->list, (uint32_t)value)
                                                   : carry_choice(c, from, to, (uint32_t)value);
        return choice ? choice : REVOPS_MISSING;
    }
    if (from->type != REVOPS_POLICY_FLAGS || !from->choice_count) {
        return value;
    }
    int64_t carried = 0;
    for (uint64_t bits = (uint64_t)value & INT64_MAX; bits; bits &= bits - 1) {
        uint32_t flag = carry_choice(c, from, to, revops__lowest_bit(bits) + 1);
        carried |= flag ? (int64_t)(UINT64_C(1) << (flag - 1)) : 0;
        *is_whole = *is_whole && flag;
    }
    return carried;
}

void revops__carry_attributes(revops__carrying *c, size_t from_at, size_t to_at, int is_of_account)
{
    const revops__engine_kind *kinds = revops__engine_at(c->from, c->from->kinds),
                              *next_kinds = revops__engine_at(c->to, c->to->kinds);
    carry_removed removed = {0, 0};
    for (uint32_t i = 1; i <= c->from->attribute_count; i++) {
        int64_t value = revops__lead_i64(c->was, from_at + (i - (size_t)1) * sizeof(int64_t));
        if (value == REVOPS_MISSING) {
            continue;
        }
        uint32_t next = carry_number(c, REVOPS_ENGINE_LIST_ATTRIBUTES, i);
        if (next && is_of_account &&
            (!revops__attribute_is_of_account(c->to, next) || revops__standing_is_lost(c->from, c->to, i))) {
            next = 0;
        }
        size_t at = to_at + (next - (size_t)1) * sizeof(int64_t);
        int is_whole = 1;
        int64_t carried = REVOPS_MISSING;
        if (next && revops__lead_i64(c->lead, at) == REVOPS_MISSING) { /* of several the first counts */
            carried = carry_value(c, &kinds[i - 1], &next_kinds[next - 1], value, &is_whole);
            revops__lead_set(c->lead, at, (uint64_t)carried);
        }
        if (carried == REVOPS_MISSING || !is_whole) {
            carry_remove(&removed, i);
        }
    }
    revops__carry_tell(c, REVOPS_ENGINE_LIST_ATTRIBUTES, removed.bits, removed.count);
}

void revops__carry_touched(const revops_engine *engine, unsigned char *lead)
{
    static const size_t places[] = {REVOPS__LEAD_TOUCHED, REVOPS__LEAD_TOUCHED_SINCE};
    for (uint32_t i = 0; i < 2; i++) {
        unsigned char *at = lead + places[i];
        uint32_t channels = revops__lead_u32(at, REVOPS__TOUCHED_CHANNELS);
        if (!channels) {
            revops__lead_set(at, REVOPS__TOUCHED_FIRST_MS, (uint64_t)REVOPS_TIME_NONE);
        }
        if (!(channels & engine->touch_in)) {
            memset(at + REVOPS__TOUCHED_COUNT, 0, REVOPS__TOUCHED_CHANNELS - REVOPS__TOUCHED_COUNT);
        }
    }
}

static void carry_channels(revops__carrying *c)
{
    static const size_t places[] = {REVOPS__LEAD_TOUCHED, REVOPS__LEAD_TOUCHED_SINCE};
    carry_removed removed = {0, 0}, same = {0, 0};
    for (uint32_t i = 1; i <= c->from->channel_count; i++) {
        const unsigned char *from = c->was + revops__lead_channel_at(c->from, i);
        uint32_t next = carry_number(c, REVOPS_ENGINE_LIST_CHANNELS, i), touches = revops__lead_u32(from, 8);
        if (touches && next) {
            revops__lead_channel_add(c->lead + revops__lead_channel_at(c->to, next), from);
        } else if (touches) {
            carry_remove(&removed, i);
        }
    }
    for (uint32_t i = 0; i < 2; i++) {
        unsigned char *to = c->lead + places[i];
        memcpy(to, c->was + places[i], REVOPS__TOUCHED_SIZE);
        uint64_t channels =
            carry_bits(c, REVOPS_ENGINE_LIST_CHANNELS, revops__lead_u32(to, REVOPS__TOUCHED_CHANNELS), &same);
        revops__lead_put(to, REVOPS__TOUCHED_CHANNELS, 4, channels);
    }
    revops__carry_touched(c->to, c->lead);
    revops__carry_tell(c, REVOPS_ENGINE_LIST_CHANNELS, removed.bits, removed.count);
}

/* ---- clocks, owner, the rest ---- */

/* Which clock goes on as which; of several that become one the first that is running. */
static void carry_clocks(revops__carrying *c)
{
    carry_removed removed = {0, 0};
    uint32_t runs = revops__lead_runs(c->from, c->was);
    memset(c->clocks, 0, sizeof c->clocks);
    for (uint32_t i = 1; i <= c->from->counts[REVOPS_ENGINE_LIST_CLOCKS]; i++) {
        uint32_t next = carry_number(c, REVOPS_ENGINE_LIST_CLOCKS, i), is_running = runs >> (i - 1) & 1;
        uint32_t *source = next ? &c->clocks[next - 1] : NULL;
        int is_free = source && (!*source || (is_running && !(runs >> (*source - 1) & 1)));
        if (is_free) {
            *source = i;
        } else if (is_running) {
            carry_remove(&removed, i);
        }
    }
    revops__carry_tell(c, REVOPS_ENGINE_LIST_CLOCKS, removed.bits, removed.count);
}

static int carry_is_text(const revops_texts *texts, uint64_t number, const char *name)
{
    size_t length = revops__engine_length(name);
    int64_t from = texts->offsets[number];
    return texts->offsets[number + 1] - from == (int64_t)length &&
           (length == 0 || memcmp(texts->bytes + from, name, length) == 0);
}

uint64_t revops__carry_owner(revops__carrying *c, const revops_texts *texts)
{
    uint64_t owner = revops__lead_u64(c->was, REVOPS__LEAD_OWNER);
    uint32_t people = c->from->counts[REVOPS_ENGINE_LIST_PEOPLE],
             next_people = c->to->counts[REVOPS_ENGINE_LIST_PEOPLE], found = 0;
    uint64_t number = owner - people - 1;
    if (owner == 0) {
        return 0;
    }
    if (owner <= people) {
        uint32_t next = carry_number(c, REVOPS_ENGINE_LIST_PEOPLE, (uint32_t)owner);
        const char *name = revops_engine_name(c->from, REVOPS_ENGINE_LIST_PEOPLE, (uint32_t)owner);
        for (uint64_t i = 0; !next && texts && i < texts->count; i++) {
            if (carry_is_text(texts, i, name)) {
                return 1 + next_people + i;
            }
        }
        if (!next) {
            revops__carry_tell(c, REVOPS_ENGINE_LIST_PEOPLE, owner <= 64 ? UINT64_C(1) << (owner - 1) : 0, 1);
        }
        return next;
    }
    if (!texts || number >= texts->count) {
        return owner; /* a number of the host's own */
    }
    size_t length = (size_t)(texts->offsets[number + 1] - texts->offsets[number]);
    if (length && revops_engine_find(c->to, REVOPS_ENGINE_LIST_PEOPLE, texts->bytes + texts->offsets[number],
                                     length, &found) == REVOPS_OK) {
        return found;
    }
    return 1 + next_people + number;
}

void revops__carry_lead(revops__carrying *c)
{
    static const uint8_t same[][2] = {
        /* place, bytes */
        {REVOPS__LEAD_LAST_MS, 8},     {REVOPS__LEAD_LAST_SEQUENCE, 8}, {REVOPS__LEAD_LAST_ID, 8},
        {REVOPS__LEAD_LAST_DIGEST, 8}, {REVOPS__LEAD_WAKEUP_MS, 8},     {REVOPS__LEAD_LAST_RANK, 2},
        {REVOPS__LEAD_CYCLE, 2},       {REVOPS__LEAD_SOURCE, 8},        {REVOPS__LEAD_CAMPAIGN, 8},
        {REVOPS__LEAD_RESUME_MS, 8},   {REVOPS__LEAD_OWNERS, 4},        {REVOPS__LEAD_TOLD_MS, 8},
        {REVOPS__LEAD_SINCE_MS, 8},    {REVOPS__LEAD_ACCOUNT, 8},       {REVOPS__LEAD_WON_SUM, 8},
        {REVOPS__LEAD_WON_LATEST, 8},  {REVOPS__LEAD_WINS, 4}};
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        memcpy(c->lead + same[i][0], c->was + same[i][0], same[i][1]);
    }
    uint8_t flags = c->was[REVOPS__LEAD_FLAGS];
    c->lead[REVOPS__LEAD_FLAGS] = c->to->has_scores ? flags : (uint8_t)(flags & ~REVOPS__LEAD_TELLS);
    uint32_t reason = (uint32_t)revops__lead_get(c->was, REVOPS__LEAD_REASON, 2);
    uint32_t next = reason ? carry_number(c, REVOPS_ENGINE_LIST_REASONS, reason) : 0;
    revops__lead_put(c->lead, REVOPS__LEAD_REASON, 2, next);
    carry_stages(c);
    carry_items(c);
    revops__carry_attributes(c, c->from->attributes_at, c->to->attributes_at, 0);
    carry_channels(c);
    carry_clocks(c);
    if (reason && !next) {
        revops__carry_tell(c, REVOPS_ENGINE_LIST_REASONS, reason <= 64 ? UINT64_C(1) << (reason - 1) : 0, 1);
    }
}
