/* SPDX-License-Identifier: MIT */
/* What each measure keeps, how an event changes it, and its value as of an instant. */
#include "judge/usage-internal.h"

/* Rings: the date d has bucket d mod capacity. */

static uint32_t place_of(const revops__usage_rule *rule, uint32_t day)
{
    return day - (uint32_t)(day * rule->inverse >> 32) * rule->capacity;
}

static int has_bits(const revops__usage_rule *rule)
{
    return rule->form == FORM_RING_DAYS || rule->form == FORM_STREAK;
}

static uint32_t bucket_get(const revops__usage_rule *rule, const uint8_t *state, uint32_t index)
{
    return has_bits(rule) ? (uint32_t)state[RING_HEAD + index / 8] >> index % 8 & 1u
                          : get16(state + RING_HEAD + (size_t)2 * index);
}

static void bucket_put(const revops__usage_rule *rule, uint8_t *state, uint32_t index, uint32_t value)
{
    if (has_bits(rule)) {
        uint8_t *byte = &state[RING_HEAD + index / 8];
        *byte = (uint8_t)((*byte & ~(1u << index % 8)) | value << index % 8);
    } else {
        put16(state + RING_HEAD + (size_t)2 * index, value);
    }
}

uint32_t revops__usage_bucket(const revops__usage_rule *rule, const uint8_t *state, uint32_t day)
{
    uint32_t latest = get16(state);
    return day == 0 || day > latest || day + rule->capacity <= latest
               ? 0
               : bucket_get(rule, state, place_of(rule, day));
}

/* Sum of the buckets that leave a ring by a date. */
static uint32_t ring_leaving(const revops__usage_rule *rule, const uint8_t *state, uint32_t day)
{
    uint32_t latest = get16(state), sum = 0;
    if (day <= latest) {
        return 0;
    }
    if (day >= latest + rule->capacity) {
        return get32(state + 2);
    }
    uint32_t index = place_of(rule, latest);
    for (uint32_t left = day - latest; left > 0; left--) {
        index = index + 1 == rule->capacity ? 0 : index + 1;
        sum += bucket_get(rule, state, index);
    }
    return sum;
}

void revops__usage_ring_add(const revops__usage_rule *rule, uint8_t *state, uint32_t day, uint32_t count)
{
    uint32_t latest = get16(state), total = get32(state + 2);
    if (day >= latest + rule->capacity) {
        memset(state + RING_HEAD, 0, has_bits(rule) ? (rule->capacity + 7u) / 8 : (size_t)rule->capacity * 2);
        total = 0;
        latest = day;
    } else if (day > latest) {
        uint32_t index = place_of(rule, latest);
        for (uint32_t steps = day - latest; steps > 0; steps--) {
            index = index + 1 == rule->capacity ? 0 : index + 1;
            total -= bucket_get(rule, state, index);
            bucket_put(rule, state, index, 0);
        }
        latest = day;
    }
    if (day + rule->capacity > latest) {
        uint32_t index = place_of(rule, day), old = bucket_get(rule, state, index);
        uint32_t most = has_bits(rule) ? 1 : UINT16_MAX;
        uint32_t new = old + count < most ? old + count : most;
        bucket_put(rule, state, index, new);
        total += new - old;
    }
    put16(state, latest);
    put32(state + 2, total);
}

static uint32_t streak_value(const revops__usage_rule *rule, const uint8_t *state, uint32_t day)
{
    uint32_t latest = get16(state), length = 0;
    if (latest == 0 || day > latest + 1) {
        return 0;
    }
    uint32_t index = place_of(rule, latest);
    while (length < rule->capacity && bucket_get(rule, state, index)) {
        length++;
        index = index == 0 ? rule->capacity - 1u : index - 1;
    }
    return length;
}

static int growth_value(const revops__usage_rule *rule, const uint8_t *state, uint32_t day, uint32_t *value)
{
    uint64_t now = 0, before = 0;
    uint32_t days = rule->criterion.window_days;
    day = day > get16(state) ? day : get16(state);
    for (uint32_t back = 0; back < days && back < day; back++) {
        now += revops__usage_bucket(rule, state, day - back);
    }
    for (uint32_t back = days; back < 2 * days && back < day; back++) {
        before += revops__usage_bucket(rule, state, day - back);
    }
    if (before == 0) {
        return 0;
    }
    uint64_t growth = now * 10000 / before;
    *value = growth < VALUE_MAX ? (uint32_t)growth : VALUE_MAX;
    return 1;
}

/* Dates in a word. */

static void word_add(uint8_t *state, uint32_t day)
{
    uint32_t latest = get16(state);
    if (day > latest) {
        put_word(state + 2, word_seen(get_word(state + 2), day - latest) | 1);
        put16(state, day);
    }
}

/* Events a date. */

static void counts_fold(uint8_t *state, uint32_t day)
{
    uint32_t latest = get16(state), later = dates_later(day, latest);
    put_counts(state + 2, counts_add(counts_seen(get_counts(state + 2), later)));
    put16(state, latest + later);
}

/* The latest instants. */

static void entries_add(const revops__usage_rule *rule, uint8_t *state, const revops__usage_when *when)
{
    size_t size = entry_size(rule->form);
    uint32_t latest = rule->form == FORM_DAY_INSTANTS ? entry_day(rule->form, state, 0) : 0;
    if (rule->form == FORM_INSTANTS || when->day > latest) {
        memmove(state + size, state, (rule->capacity - 1u) * size);
    }
    put40(state, when->instant);
    if (rule->form == FORM_DAY_INSTANTS) {
        put16(state + INSTANT_SIZE, when->day > latest ? when->day : latest);
    }
}

/* So many are in the window if the last but so many is. */
static int entries_met(const revops__usage_rule *rule, const uint8_t *state, int64_t instant, int was_met)
{
    uint32_t bound = rule->bound[was_met];
    if (bound == UINT32_MAX) { /* a latch with at_most */
        return 1;
    }
    int64_t last = bound > 0 ? entry_instant(rule->form, state, bound - 1) : instant;
    return ((last != 0) & (last >= instant - rule->span)) ^ rule->at_most;
}

static uint32_t entries_value(const revops__usage_rule *rule, const uint8_t *state, int64_t instant)
{
    int64_t start = instant - rule->span;
    uint32_t count = 0;
    while (count < rule->capacity && entry_instant(rule->form, state, count) != 0 &&
           entry_instant(rule->form, state, count) >= start) {
        count++;
    }
    return count;
}

int revops__usage_value(const revops__usage_rule *rule, uint32_t index, const uint8_t *record,
                        const revops__usage_when *when, uint32_t *value)
{
    const uint8_t *state = record + rule->offset;
    uint32_t error_bp;
    switch ((revops__usage_form)rule->form) {
    case FORM_FLAG:
        *value = get40(record + met_at(index)) != 0;
        return 1;
    case FORM_COUNTER:
        *value = get16(state);
        return 1;
    case FORM_DAYS:
        *value = get16(state + 2);
        return 1;
    case FORM_DAY_SET:
        *value = 0;
        for (uint32_t i = 0; i < (rule->capacity + 7u) / 8; i++) {
            *value += bit_count(state[i]);
        }
        return 1;
    case FORM_RING_COUNT:
    case FORM_RING_DAYS:
        *value = get32(state + 2) - ring_leaving(rule, state, when->day);
        return 1;
    case FORM_STREAK:
        *value = streak_value(rule, state, when->day);
        return 1;
    case FORM_WORD:
        *value = word_value(rule->criterion.measure == REVOPS_USAGE_STREAK, word_kept(rule),
                            get_word(state + 2), dates_later(when->day, get16(state)));
        return 1;
    case FORM_COUNTS:
        *value = counts_value(counts_seen(get_counts(state + 2), dates_later(when->day, get16(state))),
                              counts_kept(rule->capacity));
        return 1;
    case FORM_GROWTH:
        return growth_value(rule, state, when->day, value);
    case FORM_INSTANTS:
    case FORM_DAY_INSTANTS:
        *value = entries_value(rule, state, when->instant);
        return 1;
    case FORM_LEVEL:
        *value = get32(state) - 1;
        return get32(state) != 0;
    case FORM_SHARE:
        *value = get16(state) - 1;
        return get16(state) != 0;
    case FORM_USERS:
        *value = revops__users_value(rule, state, when->day, &error_bp);
        return 1;
    }
    return 0;
}

static void fold_state(const revops__usage_rule *rule, uint8_t *record, const revops__usage_when *when,
                       uint32_t user, uint32_t value, uint32_t limit)
{
    uint8_t *state = record + rule->offset;
    uint32_t day = when->day;
    switch ((revops__usage_form)rule->form) {
    case FORM_FLAG:
        break;
    case FORM_COUNTER:
        put16(state, get16(state) + (get16(state) < UINT16_MAX));
        break;
    case FORM_DAYS:
        if (day > get16(state)) {
            put16(state, day);
            put16(state + 2, get16(state + 2) + (get16(state + 2) < UINT16_MAX));
        }
        break;
    case FORM_DAY_SET:
        /* An elapsed window touches one date more, and local clocks may differ by two dates at either end. */
        if (day + 2 >= DAY_BIAS && day + 2 - DAY_BIAS < rule->capacity) {
            uint32_t index = day + 2 - DAY_BIAS;
            state[index / 8] = (uint8_t)(state[index / 8] | 1u << index % 8);
        }
        break;
    case FORM_RING_COUNT:
    case FORM_RING_DAYS:
    case FORM_STREAK:
    case FORM_GROWTH:
        revops__usage_ring_add(rule, state, day > get16(state) ? day : get16(state), 1);
        break;
    case FORM_WORD:
        word_add(state, day);
        break;
    case FORM_COUNTS:
        counts_fold(state, day);
        break;
    case FORM_INSTANTS:
    case FORM_DAY_INSTANTS:
        entries_add(rule, state, when);
        break;
    case FORM_LEVEL:
        put32(state, value + 1);
        break;
    case FORM_SHARE: {
        uint64_t share = limit == 0 ? 0 : (uint64_t)value * 10000 / limit + 1;
        put16(state, share < UINT16_MAX ? (uint32_t)share : UINT16_MAX);
        break;
    }
    case FORM_USERS:
        revops__users_add(rule, state, user, day);
        break;
    }
}

int revops__usage_is_met(const revops__usage_rule *rule, uint32_t index, const uint8_t *record,
                         const revops__usage_when *when, int was_met)
{
    if (rule->form == FORM_INSTANTS || rule->form == FORM_DAY_INSTANTS) {
        return entries_met(rule, record + rule->offset, when->instant, was_met);
    }
    uint32_t value = 0;
    int has = revops__usage_value(rule, index, record, when, &value);
    return revops__usage_meets(rule, was_met, has, value);
}

int revops__usage_update(const revops__usage_rule *rule, uint32_t index, uint8_t *record,
                         const revops__usage_when *when, uint32_t user, uint32_t value, uint32_t limit,
                         int was_met)
{
    fold_state(rule, record, when, user, value, limit);
    return revops__usage_is_met(rule, index, record, when, was_met);
}
