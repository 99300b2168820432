/* SPDX-License-Identifier: MIT */
/* One record folded into another, and the check of records from outside. */
#include "judge/usage-internal.h"

/* How far the numbers of one record lie from those of another. */
typedef struct shift {
    int64_t instant, day;
} shift;

static int moved_fits(int64_t instant, int64_t by)
{
    return instant == 0 || (instant + by >= 1 && instant + by < INSTANT_END);
}

/* Moves an instant that fits; 0 stays 0. */
static int64_t moved(int64_t instant, int64_t by)
{
    return instant == 0 ? 0 : instant + by;
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a == 0 || (b != 0 && b < a) ? b : a;
}

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* Whether all that a record holds has a place in the other. */
static revops_status check_places(const revops_usage_model *model, const uint8_t *from, shift by)
{
    uint32_t instants = model->criterion_count + model->signal_count;
    if (!moved_fits(get40(from + HEAD_LAST), by.instant)) {
        return REVOPS_ERR_RANGE;
    }
    for (uint32_t i = 0; i < instants; i++) {
        if (!moved_fits(get40(from + met_at(i)), by.instant)) {
            return REVOPS_ERR_RANGE;
        }
    }
    for (uint32_t i = 0; i < model->criterion_count; i++) {
        const revops__usage_rule *rule = &model->rules[i];
        const uint8_t *state = from + rule->offset;
        int64_t day = 0;
        switch ((revops__usage_form)rule->form) {
        case FORM_DAYS:
            return REVOPS_ERR_REFUSED;
        case FORM_RING_COUNT:
        case FORM_RING_DAYS:
        case FORM_STREAK:
        case FORM_GROWTH:
        case FORM_WORD:
        case FORM_COUNTS:
            day = get16(state);
            break;
        case FORM_INSTANTS:
        case FORM_DAY_INSTANTS:
            for (uint32_t entry = 0; entry < rule->capacity && entry_instant(rule->form, state, entry) != 0;
                 entry++) {
                int64_t dated =
                    rule->form == FORM_DAY_INSTANTS ? entry_day(rule->form, state, entry) + by.day : 1;
                if (!moved_fits(entry_instant(rule->form, state, entry), by.instant) || dated < 1 ||
                    dated > UINT16_MAX) {
                    return REVOPS_ERR_RANGE;
                }
            }
            break;
        case FORM_USERS:
            day = get16(state + 2);
            break;
        default:
            break;
        }
        if (day != 0 && (day + by.day < 1 || day + by.day > UINT16_MAX)) {
            return REVOPS_ERR_RANGE;
        }
    }
    return REVOPS_OK;
}

static void merge_ring(const revops__usage_rule *rule, uint8_t *into, const uint8_t *from, shift by)
{
    uint32_t latest = get16(from);
    if (latest == 0) {
        return;
    }
    uint32_t first = latest > rule->capacity ? latest - rule->capacity + 1 : 1;
    for (uint32_t day = first; day <= latest; day++) {
        uint32_t count = revops__usage_bucket(rule, from, day);
        if (count > 0 && day + by.day >= 1) {
            revops__usage_ring_add(rule, into, (uint32_t)(day + by.day), count);
        }
    }
}

/* Joins two lists of instants, or of dates with their latest instant, keeping the latest. */
static void merge_entries(const revops__usage_rule *rule, uint8_t *into, const uint8_t *from, shift by)
{
    uint8_t merged[INSTANTS_MAX * (INSTANT_SIZE + 2)] = {0};
    size_t size = entry_size(rule->form);
    int dated = rule->form == FORM_DAY_INSTANTS;
    uint32_t left = 0, right = 0;
    for (uint32_t count = 0; count < rule->capacity; count++) {
        int64_t a = entry_instant(rule->form, into, left),
                b = moved(entry_instant(rule->form, from, right), by.instant);
        if (a == 0 && b == 0) {
            break;
        }
        int64_t day_a = dated && a != 0 ? entry_day(rule->form, into, left) : 0;
        int64_t day_b = dated && b != 0 ? entry_day(rule->form, from, right) + by.day : 0;
        int same = dated && day_a == day_b;
        int take_a = dated && !same ? day_a > day_b : a >= b;
        put40(merged + count * size, take_a ? a : b);
        if (dated) {
            put16(merged + count * size + INSTANT_SIZE, (uint32_t)(take_a ? day_a : day_b));
        }
        left += (uint32_t)(take_a || same);
        right += (uint32_t)(!take_a || same);
    }
    memcpy(into, merged, rule->capacity * size);
}

/* How much later a date is than those of two states. */
typedef struct later_by {
    uint32_t own, other;
} later_by;

/* Sets the latest date of a state to the later of two. The other has one. */
static later_by set_latest(uint8_t *into, const uint8_t *from, shift by)
{
    int64_t own = get16(into), other = get16(from) + by.day, latest = own > other ? own : other;
    put16(into, (uint32_t)latest);
    return (later_by){(uint32_t)(latest - own), (uint32_t)(latest - other)};
}

static void merge_word(uint8_t *into, const uint8_t *from, shift by)
{
    later_by past = set_latest(into, from, by);
    put_word(into + 2, word_seen(get_word(into + 2), past.own) | word_seen(get_word(from + 2), past.other));
}

static void merge_counts(uint8_t *into, const uint8_t *from, shift by)
{
    later_by past = set_latest(into, from, by);
    uint8_t added[2 * COUNTS_MAX];
    put_counts(into + 2, counts_seen(get_counts(into + 2), past.own));
    put_counts(added, counts_seen(get_counts(from + 2), past.other));
    for (size_t i = 0; i < sizeof added; i += 2) {
        uint32_t sum = get16(into + 2 + i) + get16(added + i);
        put16(into + 2 + i, sum < UINT16_MAX ? sum : UINT16_MAX);
    }
}

static void merge_day_set(const revops__usage_rule *rule, uint8_t *into, const uint8_t *from, shift by)
{
    for (int64_t i = 0; i < rule->capacity; i++) {
        int64_t index = i + by.day;
        if ((from[i / 8] >> i % 8 & 1) && index >= 0 && index < rule->capacity) {
            into[index / 8] = (uint8_t)(into[index / 8] | 1u << index % 8);
        }
    }
}

static void merge_state(const revops__usage_rule *rule, uint8_t *into, const uint8_t *from, shift by,
                        uint32_t day)
{
    switch ((revops__usage_form)rule->form) {
    case FORM_FLAG:
    case FORM_DAYS:
        break;
    case FORM_COUNTER: {
        uint32_t sum = get16(into) + get16(from);
        put16(into, sum < UINT16_MAX ? sum : UINT16_MAX);
        break;
    }
    case FORM_DAY_SET:
        merge_day_set(rule, into, from, by);
        break;
    case FORM_RING_COUNT:
    case FORM_RING_DAYS:
    case FORM_STREAK:
    case FORM_GROWTH:
        merge_ring(rule, into, from, by);
        break;
    case FORM_WORD:
        if (get16(from) != 0) {
            merge_word(into, from, by);
        }
        break;
    case FORM_COUNTS:
        if (get16(from) != 0) {
            merge_counts(into, from, by);
        }
        break;
    case FORM_INSTANTS:
    case FORM_DAY_INSTANTS:
        merge_entries(rule, into, from, by);
        break;
    case FORM_LEVEL:
        if (get32(from) > get32(into)) {
            put32(into, get32(from));
        }
        break;
    case FORM_SHARE:
        if (get16(from) > get16(into)) {
            put16(into, get16(from));
        }
        break;
    case FORM_USERS:
        revops__users_merge(rule, into, from, by.day, day);
        break;
    }
}

revops_status revops_usage_merge(const revops_usage_model *model, void *into, const void *from, int64_t at_ms,
                                 int32_t utc_offset_min, uint32_t *fired)
{
    if (!is_built(model) || !into || !from || into == from || !fired || !offset_ok(utc_offset_min)) {
        return REVOPS_ERR_ARG;
    }
    uint8_t *own = into;
    const uint8_t *other = from;
    if (own[HEAD_CHECK] != model->check || other[HEAD_CHECK] != model->check) {
        return REVOPS_ERR_CORRUPT;
    }
    revops__usage_when when;
    revops_status status = place(own, at_ms, utc_offset_min, &when);
    if (status != REVOPS_OK) {
        return status;
    }
    shift by;
    if (revops_subtract(get64(other + HEAD_SIGNUP), get64(own + HEAD_SIGNUP), &by.instant) != REVOPS_OK ||
        by.instant >= INSTANT_END || by.instant <= -INSTANT_END) {
        return REVOPS_ERR_RANGE;
    }
    by.day = (int64_t)signup_day(other) - signup_day(own);
    status = check_places(model, other, by);
    if (status != REVOPS_OK) {
        return status;
    }
    if (when.instant < get40(own + HEAD_LAST) || when.instant < moved(get40(other + HEAD_LAST), by.instant)) {
        return REVOPS_ERR_LATE;
    }
    uint32_t held = 0, either = get16(own + HEAD_HELD) | get16(other + HEAD_HELD);
    for (uint32_t i = 0; i < model->criterion_count; i++) {
        const revops__usage_rule *rule = &model->rules[i];
        merge_state(rule, own + rule->offset, other + rule->offset, by, when.day);
        uint8_t *met = own + met_at(i);
        put40(met, earlier(get40(met), moved(get40(other + met_at(i)), by.instant)));
        uint32_t value = 0;
        int has = revops__usage_value(rule, i, own, &when, &value);
        held |= (uint32_t)revops__usage_meets(rule, either >> i & 1, has, value) << i;
    }
    for (uint32_t i = 0; i < model->signal_count; i++) {
        uint8_t *last = own + signal_at(model, i);
        put40(last, later(get40(last), moved(get40(other + signal_at(model, i)), by.instant)));
    }
    own[HEAD_STATE] |= other[HEAD_STATE];
    if (get32(other + HEAD_SEQUENCE) > get32(own + HEAD_SEQUENCE)) {
        put32(own + HEAD_SEQUENCE, get32(other + HEAD_SEQUENCE));
    }
    revops__usage_outcome out;
    revops__usage_settle(model, own, (uint64_t)when.instant, held, held, &out);
    *fired = out.fired;
    return REVOPS_OK;
}

static int ring_is_sound(const revops__usage_rule *rule, const uint8_t *state)
{
    uint32_t latest = get16(state), sum = 0;
    for (uint32_t back = 0; back < rule->capacity && back < latest; back++) {
        sum += revops__usage_bucket(rule, state, latest - back);
    }
    return sum == get32(state + 2) && (latest != 0) == (sum != 0);
}

static int entries_are_sound(const revops__usage_rule *rule, const uint8_t *state, int64_t last)
{
    for (uint32_t i = 0; i < rule->capacity; i++) {
        int64_t instant = entry_instant(rule->form, state, i);
        if (instant > last) {
            return 0;
        }
        last = instant;
    }
    return 1;
}

static int state_is_sound(const revops__usage_rule *rule, const uint8_t *state, int64_t last)
{
    switch ((revops__usage_form)rule->form) {
    case FORM_RING_COUNT:
    case FORM_RING_DAYS:
    case FORM_STREAK:
    case FORM_GROWTH:
        return ring_is_sound(rule, state);
    case FORM_WORD:
        return (get16(state) != 0) == (get_word(state + 2) & 1) &&
               (get16(state) != 0 || get_word(state + 2) == 0);
    case FORM_COUNTS:
        return (get16(state) != 0) == (get16(state + 2) != 0) &&
               (get16(state) != 0 || (get_word(state + 2) | get_word(state + 10)) == 0);
    case FORM_INSTANTS:
    case FORM_DAY_INSTANTS:
        return entries_are_sound(rule, state, last);
    case FORM_USERS:
        return revops__users_sound(rule, state);
    default:
        return 1;
    }
}

revops_status revops_usage_check(const revops_usage_model *model, const void *record)
{
    if (!is_built(model) || !record) {
        return REVOPS_ERR_ARG;
    }
    const uint8_t *bytes = record;
    int64_t signup = get64(bytes + HEAD_SIGNUP), last = get40(bytes + HEAD_LAST);
    uint32_t held = get16(bytes + HEAD_HELD);
    /* A signup is in the years 0000 to 9999, its local date within a day of its UTC date. */
    int sound = bytes[HEAD_CHECK] == model->check && signup >= INT64_C(-62167219200000) &&
                signup <= INT64_C(253402300799999) && held >> model->criterion_count == 0 &&
                revops__usage_state_is_sound(model, bytes[HEAD_STATE], held);
    if (!sound) {
        return REVOPS_ERR_CORRUPT;
    }
    int64_t apart = (int64_t)signup_day(bytes) - local_day(signup, 0);
    sound = apart >= -1 && apart <= 1;
    for (uint32_t i = 0; i < model->criterion_count + model->signal_count; i++) {
        sound = sound && get40(bytes + met_at(i)) <= last;
    }
    for (uint32_t i = 0; sound && i < model->criterion_count; i++) {
        sound = (get40(bytes + met_at(i)) != 0 || !(held >> i & 1)) &&
                state_is_sound(&model->rules[i], bytes + model->rules[i].offset, last);
    }
    return sound ? REVOPS_OK : REVOPS_ERR_CORRUPT;
}
