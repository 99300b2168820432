/* SPDX-License-Identifier: MIT */
/* Merges one record into another.

   Instants and dates of each record count from its own signup. Those of the merged record are shifted by the
   difference, after a check that all of them fit. Then the states of each measure are joined, and the criteria are
   evaluated at the instant of the merge. */
#include "judge/usage-internal.h"

/* How far the numbers of one record lie from those of another. */
typedef struct usage_shift {
    int64_t instant, day;
} usage_shift;

static int usage_moved_fits(int64_t instant, int64_t by)
{
    return instant == 0 || (instant + by >= 1 && instant + by < INSTANT_END);
}

/* Moves an instant that fits; 0 stays 0. */
static int64_t usage_moved(int64_t instant, int64_t by)
{
    return instant == 0 ? 0 : instant + by;
}

static int64_t usage_earlier(int64_t a, int64_t b)
{
    return a == 0 || (b != 0 && b < a) ? b : a;
}

static int64_t usage_later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* Whether all that a record holds has a place in the other. */
static revops_status usage_check_places(const revops_usage *usage, const uint8_t *from, usage_shift by)
{
    uint32_t instants = usage->criterion_count + usage->signal_count;
    if (!usage_moved_fits(get40(from + HEAD_LAST), by.instant)) {
        return REVOPS_ERR_RANGE;
    }
    for (uint32_t i = 0; i < instants; i++) {
        if (!usage_moved_fits(get40(from + met_at(usage, i)), by.instant)) {
            return REVOPS_ERR_RANGE;
        }
    }
    for (uint32_t i = 0; i < usage->criterion_count; i++) {
        const revops__usage_rule *rule = usage_rule(usage, i);
        const uint8_t *state = from + rule->offset;
        int64_t day = 0;
        switch ((enum revops__usage_form)rule->form) {
        case FORM_DAYS:
            return REVOPS_ERR_REFUSED;
        case FORM_RING_COUNT:
        case FORM_RING_DAYS:
        case FORM_RING_SUM:
        case FORM_STREAK:
        case FORM_GROWTH:
        case FORM_SUM_GROWTH:
        case FORM_WORD:
        case FORM_COUNTS:
            day = get16(state);
            break;
        case FORM_SILENCE:
        case FORM_RETURN:
            day = get16(state + INSTANT_SIZE);
            if (!usage_moved_fits(get40(state), by.instant)) {
                return REVOPS_ERR_RANGE;
            }
            break;
        case FORM_INSTANTS:
        case FORM_DAY_INSTANTS:
            for (uint32_t entry = 0; entry < rule->capacity && entry_instant(rule->form, state, entry) != 0;
                 entry++) {
                int64_t dated =
                    rule->form == FORM_DAY_INSTANTS ? entry_day(rule->form, state, entry) + by.day : 1;
                if (!usage_moved_fits(entry_instant(rule->form, state, entry), by.instant) || dated < 1 ||
                    dated > UINT16_MAX) {
                    return REVOPS_ERR_RANGE;
                }
            }
            break;
        case FORM_DISTINCT:
            day = get16(state + 2);
            break;
        case FORM_FLAG:
        case FORM_COUNTER:
        case FORM_DAY_SET:
        case FORM_LEVEL:
        case FORM_SHARE:
        case FORM_SUM:
        case FORM_ATTRIBUTES:
            break;
        }
        if (day != 0 && (day + by.day < 1 || day + by.day > UINT16_MAX)) {
            return REVOPS_ERR_RANGE;
        }
    }
    return REVOPS_OK;
}

static void merge_ring(const revops__usage_rule *rule, uint8_t *into, const uint8_t *from, usage_shift by)
{
    uint32_t latest = get16(from);
    if (latest == 0) {
        return;
    }
    uint32_t first = latest > rule->capacity ? latest - rule->capacity + 1 : 1;
    for (uint32_t day = first; day <= latest; day++) {
        const uint64_t count = revops__usage_bucket(rule, from, day);
        if (count > 0 && day + by.day >= 1) {
            revops__usage_ring_add(rule, into, (uint32_t)(day + by.day), count);
        }
    }
}

/* Joins two lists of instants, or of dates with their latest instant, keeping the latest. */
static void merge_entries(const revops__usage_rule *rule, uint8_t *into, const uint8_t *from, usage_shift by)
{
    uint8_t merged[INSTANTS_MAX * (INSTANT_SIZE + 2)] = {0};
    size_t size = entry_size(rule->form);
    int dated = rule->form == FORM_DAY_INSTANTS;
    uint32_t left = 0, right = 0;
    for (uint32_t count = 0; count < rule->capacity; count++) {
        int64_t a = entry_instant(rule->form, into, left),
                b = usage_moved(entry_instant(rule->form, from, right), by.instant);
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
static later_by set_latest(uint8_t *into, const uint8_t *from, usage_shift by)
{
    int64_t own = get16(into), other = get16(from) + by.day, latest = own > other ? own : other;
    put16(into, (uint32_t)latest);
    return (later_by){(uint32_t)(latest - own), (uint32_t)(latest - other)};
}

static void merge_word(uint8_t *into, const uint8_t *from, usage_shift by)
{
    later_by past = set_latest(into, from, by);
    put_word(into + 2, word_seen(get_word(into + 2), past.own) | word_seen(get_word(from + 2), past.other));
}

static void merge_counts(uint8_t *into, const uint8_t *from, usage_shift by)
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

static void merge_day_set(const revops__usage_rule *rule, uint8_t *into, const uint8_t *from, usage_shift by)
{
    for (int64_t i = 0; i < rule->capacity; i++) {
        int64_t index = i + by.day;
        if ((from[i / 8] >> i % 8 & 1) && index >= 0 && index < rule->capacity) {
            into[index / 8] = (uint8_t)(into[index / 8] | 1u << index % 8);
        }
    }
}

/* Joins the latest events. Of the one before, what both know decides: a return is from the latest event to it. */
static void merge_latest(const revops__usage_rule *rule, uint8_t *into, const uint8_t *from, usage_shift by)
{
    enum { DAY = INSTANT_SIZE, GAP = INSTANT_SIZE + 2 };
    int64_t own = get40(into), other = usage_moved(get40(from), by.instant);
    if (other == 0) {
        return;
    }
    int64_t own_day = get16(into + DAY), other_day = get16(from + DAY) + by.day;
    if (rule->form == FORM_RETURN) {
        /* in units of the reading: dates, or milliseconds of whole days */
        int64_t unit = rule->elapsed ? REVOPS_DAY_MS : 1;
        int64_t a = rule->elapsed ? own : own_day, b = rule->elapsed ? other : other_day;
        int64_t before_a = get16(into + GAP) ? a - (get16(into + GAP) - 1) * unit : INT64_MIN;
        int64_t before_b = get16(from + GAP) ? b - (get16(from + GAP) - 1) * unit : INT64_MIN;
        int64_t latest = own != 0 && a > b ? a : b, least = own != 0 && a > b ? b : a;
        int64_t before = usage_later(before_a, before_b);
        before = own != 0 && (rule->elapsed || least != latest) ? usage_later(before, least) : before;
        int64_t gap = before == INT64_MIN ? -1 : (latest - before) / unit;
        put16(into + GAP, (uint32_t)(gap < UINT16_MAX - 1 ? gap : UINT16_MAX - 1) + 1);
    }
    put40(into, usage_later(own, other));
    put16(into + DAY, (uint32_t)usage_later(own_day, other_day));
}

static void usage_merge_state(const revops__usage_rule *rule, uint8_t *into, const uint8_t *from,
                              usage_shift by, uint32_t day)
{
    switch ((enum revops__usage_form)rule->form) {
    case FORM_FLAG:
    case FORM_DAYS:
    case FORM_ATTRIBUTES:
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
    case FORM_RING_SUM:
    case FORM_STREAK:
        merge_ring(rule, into, from, by);
        break;
    case FORM_GROWTH:
    case FORM_SUM_GROWTH:
        merge_ring(rule, into, from, by);
        revops__usage_growth_judged(rule, into, day > get16(into) ? day : get16(into));
        break;
    case FORM_SUM: {
        uint64_t sum = (uint64_t)get32(into) + get32(from);
        put32(into, sum < VALUE_MAX ? (uint32_t)sum : VALUE_MAX);
        break;
    }
    case FORM_SILENCE:
    case FORM_RETURN:
        merge_latest(rule, into, from, by);
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
    case FORM_DISTINCT:
        revops__distinct_merge(rule, into, from, by.day, day);
        break;
    }
}

/* Whether the bytes of two records lie apart. */
static int usage_is_apart(const uint8_t *one, const uint8_t *other, size_t size)
{
    uintptr_t a = (uintptr_t)one, b = (uintptr_t)other;
    return a < b ? b - a >= size : a - b >= size;
}

static void merge_heads(const revops_usage *usage, uint8_t *own, const uint8_t *other, usage_shift by)
{
    for (uint32_t i = 0; i < usage->criterion_count; i++) {
        uint8_t *met = own + met_at(usage, i);
        put40(met, usage_earlier(get40(met), usage_moved(get40(other + met_at(usage, i)), by.instant)));
    }
    for (uint32_t i = 0; i < usage->signal_count; i++) {
        uint8_t *last = own + signal_at(usage, i);
        put40(last, usage_later(get40(last), usage_moved(get40(other + signal_at(usage, i)), by.instant)));
    }
    own[HEAD_STATE] |= other[HEAD_STATE]; /* of narrow models signals that came, too */
    if (usage->is_wide) {
        put32(own + WIDE_ALREADY_FIRED, get32(own + WIDE_ALREADY_FIRED) | get32(other + WIDE_ALREADY_FIRED));
    }
    if (get32(other + HEAD_SEQUENCE) > get32(own + HEAD_SEQUENCE)) {
        put32(own + HEAD_SEQUENCE, get32(other + HEAD_SEQUENCE));
    }
}

revops_status revops__usage_merge(const revops_usage *usage, void *into, const void *from, int64_t at_ms,
                                  int32_t utc_offset_min, uint32_t held_back, uint32_t *fired)
{
    if (!is_built(usage) || !into || !from || !fired || !offset_ok(utc_offset_min) ||
        !usage_is_apart(into, from, usage->record_size)) {
        return REVOPS_ERR_ARG;
    }
    uint8_t *own = into;
    const uint8_t *other = from;
    if (own[HEAD_CHECK] != usage->check || other[HEAD_CHECK] != usage->check) {
        return REVOPS_ERR_CORRUPT;
    }
    revops__usage_when when;
    revops_status status = usage_place(own, at_ms, utc_offset_min, &when);
    if (status != REVOPS_OK) {
        return status;
    }
    usage_shift by;
    if (revops_subtract(get64(other + HEAD_SIGNUP), get64(own + HEAD_SIGNUP), &by.instant) != REVOPS_OK ||
        by.instant >= INSTANT_END || by.instant <= -INSTANT_END) {
        return REVOPS_ERR_RANGE;
    }
    by.day = (int64_t)signup_day(other) - signup_day(own);
    status = usage_check_places(usage, other, by);
    if (status != REVOPS_OK) {
        return status;
    }
    if (when.instant < get40(own + HEAD_LAST) ||
        when.instant < usage_moved(get40(other + HEAD_LAST), by.instant)) {
        return REVOPS_ERR_LATE;
    }
    uint64_t held = 0, either = held_get(usage, own) | held_get(usage, other);
    for (uint32_t i = 0; i < usage->criterion_count; i++) {
        const revops__usage_rule *rule = usage_rule(usage, i);
        usage_merge_state(rule, own + rule->offset, other + rule->offset, by, when.day);
    }
    merge_heads(usage, own, other, by);
    for (uint32_t i = 0; i < usage->criterion_count; i++) {
        uint32_t value = 0;
        int was_met = (int)((usage->attributes >> i & 1 ? held_get(usage, own) : either) >> i & 1);
        int has = revops__usage_value(usage, i, own, &when, &value);
        held |= (uint64_t)revops__usage_meets(usage_rule(usage, i), was_met, has, value) << i;
    }
    revops__usage_outcome out;
    revops__usage_settle(usage, own, (uint64_t)when.instant,
                         (revops__usage_asked){usage->advancing.judged, held_back}, held, held, &out);
    *fired = out.fired;
    return REVOPS_OK;
}

revops_status revops_usage_merge(const revops_usage *usage, void *into, const void *from, int64_t at_ms,
                                 int32_t utc_offset_min, uint32_t *fired)
{
    return revops__usage_merge(usage, into, from, at_ms, utc_offset_min, 0, fired);
}
