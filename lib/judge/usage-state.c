/* SPDX-License-Identifier: MIT */
/* What each measure keeps, how an event changes it, and its value as of an instant. */
#include "judge/usage-internal.h"

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

/* The latest event, for silence and return. */

enum { LATEST_DAY = INSTANT_SIZE, LATEST_GAP = INSTANT_SIZE + 2 };

static uint32_t days_between(const revops__usage_rule *rule, int64_t from, uint32_t from_day,
                             const revops__usage_when *to)
{
    int64_t days = rule->elapsed ? (to->instant - from) / REVOPS_DAY_MS : (int64_t)to->day - from_day;
    return days < 0 ? 0 : days < UINT16_MAX - 1 ? (uint32_t)days : UINT16_MAX - 1;
}

static uint32_t silence_value(const revops__usage_rule *rule, const uint8_t *state,
                              const revops__usage_when *when)
{
    int64_t latest = get40(state);
    return latest == 0 ? days_between(rule, INSTANT_BIAS, DAY_BIAS, when)
                       : days_between(rule, latest, get16(state + LATEST_DAY), when);
}

static void latest_add(const revops__usage_rule *rule, uint8_t *state, const revops__usage_when *when)
{
    int64_t latest = get40(state);
    uint32_t day = get16(state + LATEST_DAY);
    if (rule->form == FORM_RETURN && latest != 0 && (rule->elapsed || when->day > day)) {
        put16(state + LATEST_GAP, days_between(rule, latest, day, when) + 1);
    }
    put40(state, when->instant);
    put16(state + LATEST_DAY, when->day > day ? when->day : day);
}

static uint32_t usage_saturated(uint64_t value)
{
    return value < VALUE_MAX ? (uint32_t)value : VALUE_MAX;
}

int revops__usage_value(const revops_usage *usage, uint32_t index, const uint8_t *record,
                        const revops__usage_when *when, uint32_t *value)
{
    const revops__usage_rule *rule = usage_rule(usage, index);
    const uint8_t *state = record + rule->offset;
    uint32_t error_bp;
    switch ((enum revops__usage_form)rule->form) {
    case FORM_FLAG:
        *value = get40(record + met_at(usage, index)) != 0;
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
            *value += usage_bit_count(state[i]);
        }
        return 1;
    case FORM_RING_COUNT:
    case FORM_RING_DAYS:
    case FORM_RING_SUM:
        *value = usage_saturated(revops__usage_ring_value(rule, state, when->day));
        return 1;
    case FORM_STREAK:
        *value = revops__usage_streak_value(rule, state, when->day);
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
    case FORM_SUM_GROWTH:
        return revops__usage_growth_value(rule, state, when->day, value);
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
    case FORM_DISTINCT:
        *value = revops__distinct_value(rule, state, when->day, &error_bp);
        return 1;
    case FORM_SUM:
        *value = get32(state);
        return 1;
    case FORM_SILENCE:
        *value = silence_value(rule, state, when);
        return 1;
    case FORM_RETURN:
        *value = get16(state + LATEST_GAP) - 1;
        return get16(state + LATEST_GAP) != 0;
    case FORM_ATTRIBUTES:
        *value = held_get(usage, record) >> index & 1;
        return 1;
    }
    return 0;
}

void revops__usage_update(const revops__usage_rule *rule, uint8_t *record, const revops__usage_when *when,
                          const revops_usage_event *event)
{
    uint8_t *state = record + rule->offset;
    uint32_t day = when->day;
    switch ((enum revops__usage_form)rule->form) {
    case FORM_FLAG:
    case FORM_ATTRIBUTES:
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
        revops__usage_ring_add(rule, state, day > get16(state) ? day : get16(state), 1);
        break;
    case FORM_GROWTH:
        revops__usage_ring_add(rule, state, day > get16(state) ? day : get16(state), 1);
        revops__usage_growth_judged(rule, state, get16(state));
        break;
    case FORM_RING_SUM:
        revops__usage_ring_add(rule, state, day > get16(state) ? day : get16(state), event->value);
        break;
    case FORM_SUM_GROWTH:
        revops__usage_ring_add(rule, state, day > get16(state) ? day : get16(state), event->value);
        revops__usage_growth_judged(rule, state, get16(state));
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
        put32(state, event->value + 1);
        break;
    case FORM_SHARE: {
        uint64_t share = event->limit == 0 ? 0 : (uint64_t)event->value * 10000 / event->limit + 1;
        put16(state, share < UINT16_MAX ? (uint32_t)share : UINT16_MAX);
        break;
    }
    case FORM_DISTINCT:
        revops__distinct_add(rule, state,
                             rule->criterion.measure == REVOPS_USAGE_USERS
                                 ? event->user
                                 : event->item[rule->criterion.item % REVOPS_USAGE_ITEMS_MAX],
                             day);
        break;
    case FORM_SUM:
        put32(state, usage_saturated((uint64_t)get32(state) + event->value));
        break;
    case FORM_SILENCE:
    case FORM_RETURN:
        latest_add(rule, state, when);
        break;
    }
}

int revops__usage_is_met(const revops_usage *usage, uint32_t index, const uint8_t *record,
                         const revops__usage_when *when, int was_met)
{
    const revops__usage_rule *rule = usage_rule(usage, index);
    if (rule->form == FORM_INSTANTS || rule->form == FORM_DAY_INSTANTS) {
        return entries_met(rule, record + rule->offset, when->instant, was_met);
    }
    if (rule->form == FORM_GROWTH || rule->form == FORM_SUM_GROWTH) {
        return revops__usage_growth_is_met(rule, record + rule->offset, when->day, was_met);
    }
    uint32_t value = 0;
    int has = revops__usage_value(usage, index, record, when, &value);
    return revops__usage_meets(rule, was_met, has, value);
}
