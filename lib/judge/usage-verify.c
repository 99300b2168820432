/* SPDX-License-Identifier: MIT */
/* The proof that stored bytes are a record that a fold of the model may have written.

   What is proved: the record is of this model; signup, dates and instants go together and none lies after the last event;
   criteria are met by the values that are stored, as far as time doesn't change these; signals that came are of
   combinations that are true; states are well-formed; and all that a fold leaves 0 is 0. */
#include "judge/usage-internal.h"

static int entries_are_sound(const revops__usage_rule *rule, const uint8_t *state, int64_t last,
                             uint32_t last_day)
{
    int dated = rule->form == FORM_DAY_INSTANTS;
    uint32_t later_day = last_day + 1;
    for (uint32_t i = 0; i < rule->capacity; i++) {
        int64_t instant = entry_instant(rule->form, state, i);
        uint32_t day = dated ? entry_day(rule->form, state, i) : 0;
        if (instant > last || (dated && ((instant != 0) != (day != 0) || (day != 0 && day >= later_day)))) {
            return 0;
        }
        last = instant;
        later_day = dated ? day : later_day;
    }
    return 1;
}

/* The latest date of a state with one, which lies not after the last event's. */
static int day_is_sound(const uint8_t *state, uint32_t last_day)
{
    return get16(state) <= last_day;
}

static int latest_is_sound(const revops__usage_rule *rule, const uint8_t *state, int64_t last,
                           uint32_t last_day)
{
    int64_t instant = get40(state);
    uint32_t day = get16(state + INSTANT_SIZE);
    uint32_t gap = rule->form == FORM_RETURN ? get16(state + INSTANT_SIZE + 2) : 0;
    return instant <= last && day <= last_day && (instant != 0) == (day != 0) && (instant != 0 || gap == 0);
}

static int state_is_sound(const revops__usage_rule *rule, const uint8_t *state, int64_t last,
                          uint32_t last_day)
{
    switch ((enum revops__usage_form)rule->form) {
    case FORM_RING_COUNT:
    case FORM_RING_DAYS:
    case FORM_RING_SUM:
    case FORM_STREAK:
    case FORM_GROWTH:
    case FORM_SUM_GROWTH:
        return day_is_sound(state, last_day) && revops__usage_ring_is_sound(rule, state);
    case FORM_WORD:
        return day_is_sound(state, last_day) && (get16(state) != 0) == (get_word(state + 2) & 1) &&
               (get16(state) != 0 || get_word(state + 2) == 0);
    case FORM_COUNTS:
        return day_is_sound(state, last_day) && (get16(state) != 0) == (get16(state + 2) != 0) &&
               (get16(state) != 0 || (get_word(state + 2) | get_word(state + 10)) == 0);
    case FORM_INSTANTS:
    case FORM_DAY_INSTANTS:
        return entries_are_sound(rule, state, last, last_day);
    case FORM_DISTINCT:
        return revops__distinct_sound(rule, state, last_day);
    case FORM_DAYS:
        return day_is_sound(state, last_day) && (get16(state) != 0) == (get16(state + 2) != 0);
    case FORM_DAY_SET:
        return rule->capacity % 8 == 0 || state[rule->capacity / 8] >> rule->capacity % 8 == 0;
    case FORM_SILENCE:
    case FORM_RETURN:
        return latest_is_sound(rule, state, last, last_day);
    case FORM_SUM:
        return get32(state) <= VALUE_MAX;
    case FORM_FLAG:
    case FORM_COUNTER:
    case FORM_LEVEL:
    case FORM_SHARE:
    case FORM_ATTRIBUTES:
        return 1;
    }
    return 0;
}

/* Whether a criterion is held as its state says. What changes with time may have changed since it was looked at. */
static int held_is_sound(const revops_usage *usage, const uint8_t *bytes, uint32_t index,
                         const revops__usage_when *when)
{
    const revops__usage_rule *rule = usage_rule(usage, index);
    int held = (int)(held_get(usage, bytes) >> index & 1), has_met = get40(bytes + met_at(usage, index)) != 0;
    if (rule->form == FORM_FLAG) {
        return held == has_met;
    }
    if (held && !has_met) {
        return 0;
    }
    if (usage->always >> index & 1) {
        return 1;
    }
    uint32_t value = 0;
    int has = revops__usage_value(usage, index, bytes, when, &value);
    return revops__usage_meets(rule, held, has, value) == held;
}

static int states_are_sound(const revops_usage *usage, const uint8_t *bytes, int64_t last)
{
    if (last == 0) { /* nothing has happened */
        return revops__is_zero(bytes, HEAD_SIZE, usage->record_size) && get16(bytes + HEAD_HELD) == 0 &&
               get32(bytes + HEAD_SEQUENCE) == 0;
    }
    revops__usage_when when = {last, usage_date_of(bytes, usage_local_day(instant_ms(bytes, last), 0))};
    for (uint32_t i = 0; i < usage->criterion_count + usage->signal_count; i++) {
        if (get40(bytes + met_at(usage, i)) > last) {
            return 0;
        }
    }
    for (uint32_t i = 0; i < usage->criterion_count; i++) {
        const revops__usage_rule *rule = usage_rule(usage, i);
        /* a local date is within a day of the UTC date */
        if (!state_is_sound(rule, bytes + rule->offset, last, when.day + 1) ||
            !held_is_sound(usage, bytes, i, &when)) {
            return 0;
        }
    }
    return 1;
}

revops_status revops_usage_verify(const revops_usage *usage, const void *record)
{
    if (!is_built(usage) || !record) {
        return REVOPS_ERR_ARG;
    }
    const uint8_t *bytes = record;
    int64_t signup = get64(bytes + HEAD_SIGNUP), last = get40(bytes + HEAD_LAST);
    uint64_t held = held_get(usage, bytes);
    if (bytes[HEAD_CHECK] != usage->check || signup < SIGNUP_MIN_MS || signup > SIGNUP_MAX_MS ||
        (usage->criterion_count < 64 && held >> usage->criterion_count != 0)) {
        return REVOPS_ERR_CORRUPT;
    }
    int64_t apart = (int64_t)signup_day(bytes) - usage_local_day(signup, 0);
    size_t padding = usage->state_end;
    int sound = apart >= -1 && apart <= 1 && revops__usage_state_is_sound(usage, bytes) &&
                revops__is_zero(bytes, padding, usage->record_size);
    if (usage->is_wide) {
        uint32_t unused = ~(uint32_t)(STATE_WORKED | STATE_WAITING);
        sound = sound && get16(bytes + HEAD_HELD) == 0 && (bytes[HEAD_STATE] & unused) == 0 &&
                get32(bytes + WIDE_ALREADY_FIRED + 4) == 0;
    }
    return sound && states_are_sound(usage, bytes, last) ? REVOPS_OK : REVOPS_ERR_CORRUPT;
}
