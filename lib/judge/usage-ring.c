/* SPDX-License-Identifier: MIT */
/* Numbers by date over a rolling window, and what is made of them: sums, streaks, growth.

   Problem: the sum over the latest n dates, for windows of years, an event at a time. Format: the latest date, the total, and
   a ring of n numbers (one bit, 16, 32 or 64 bits each), where date d has place d mod n; the total is that of the ring. An
   event that moves the latest date on clears the places that it passes. A number stays at its most. Where it is compared with
   a threshold, which isn't greater, that changes no answer; a quotient of two sums would be wrong, so that growth has wider
   numbers, and no value while one of them is at its most.

   Growth is the only measure that time alone may raise: what leaves the window before makes the quotient larger. So that
   no criterion depends on how often somebody looked, growth is judged at each date between the one up to which it was
   judged and today; the state remembers that date. */
#include "core/fixed.h"
#include "judge/usage-internal.h"

static uint32_t ring_place(const revops__usage_rule *rule, uint32_t day)
{
    return day - (uint32_t)(day * rule->inverse >> 32) * rule->capacity;
}

/* Bytes of a date; 0: one bit. */
static const uint8_t ring_widths[FORM_ATTRIBUTES + 1] = {
    [FORM_RING_COUNT] = 2, [FORM_GROWTH] = 4, [FORM_RING_SUM] = 4, [FORM_SUM_GROWTH] = 8};

static int ring_has_sums(uint32_t form)
{
    return form == FORM_RING_SUM || form == FORM_SUM_GROWTH;
}

/* What one date holds at most: so little that the total of all dates fits its 32 or 64 bits. */
static uint64_t ring_most(uint32_t form)
{
    const uint8_t width = ring_widths[form];
    return width == 8 ? SUM_OF_DATE_MAX : width == 4 ? VALUE_MAX : width == 2 ? UINT16_MAX : 1;
}

static size_t ring_head(uint32_t form)
{
    return ring_widths[form] >= 4 ? WIDE_RING_HEAD : RING_HEAD;
}

size_t revops__usage_ring_size(uint32_t form, size_t capacity)
{
    const size_t width = ring_widths[form];
    return ring_head(form) + (width ? capacity * width : (capacity + 7) / 8);
}

static uint64_t ring_total(uint32_t form, const uint8_t *state)
{
    return ring_head(form) == WIDE_RING_HEAD ? get_word(state + 2) : get32(state + 2);
}

static uint64_t bucket_get(const revops__usage_rule *rule, const uint8_t *state, uint32_t bucket)
{
    const uint8_t *ring = state + ring_head(rule->form);
    const size_t width = ring_widths[rule->form], at = width * bucket;
    return width == 8   ? get_word(ring + at)
           : width == 4 ? get32(ring + at)
           : width == 2 ? get16(ring + at)
                        : (uint32_t)ring[bucket / 8] >> bucket % 8 & 1u;
}

static void bucket_put(const revops__usage_rule *rule, uint8_t *state, uint32_t bucket, uint64_t value)
{
    uint8_t *ring = state + ring_head(rule->form);
    const size_t width = ring_widths[rule->form], at = width * bucket;
    if (width == 8) {
        put_word(ring + at, value);
    } else if (width == 4) {
        put32(ring + at, (uint32_t)value);
    } else if (width == 2) {
        put16(ring + at, (uint32_t)value);
    } else {
        ring[bucket / 8] =
            (uint8_t)((ring[bucket / 8] & ~(1u << bucket % 8)) | (uint32_t)value << bucket % 8);
    }
}

uint64_t revops__usage_bucket(const revops__usage_rule *rule, const uint8_t *state, uint32_t day)
{
    uint32_t latest = get16(state);
    return day == 0 || day > latest || day + rule->capacity <= latest
               ? 0
               : bucket_get(rule, state, ring_place(rule, day));
}

/* The sum as of a date; what leaves the ring by then is taken off. */
uint64_t revops__usage_ring_value(const revops__usage_rule *rule, const uint8_t *state, uint32_t day)
{
    uint32_t latest = get16(state);
    uint64_t total = ring_total(rule->form, state);
    if (day <= latest) {
        return total;
    }
    if (day >= latest + rule->capacity) {
        return 0;
    }
    uint32_t bucket = ring_place(rule, latest);
    for (uint32_t left = day - latest; left > 0; left--) {
        bucket = bucket + 1 == rule->capacity ? 0 : bucket + 1;
        total -= bucket_get(rule, state, bucket);
    }
    return total;
}

void revops__usage_ring_add(const revops__usage_rule *rule, uint8_t *state, uint32_t day, uint64_t count)
{
    uint32_t latest = get16(state);
    uint64_t total = ring_total(rule->form, state);
    size_t head = ring_head(rule->form);
    if (day >= latest + rule->capacity) {
        memset(state + head, 0, revops__usage_ring_size(rule->form, rule->capacity) - head);
        total = 0;
        latest = day;
    } else if (day > latest) {
        uint32_t bucket = ring_place(rule, latest);
        for (uint32_t steps = day - latest; steps > 0; steps--) {
            bucket = bucket + 1 == rule->capacity ? 0 : bucket + 1;
            total -= bucket_get(rule, state, bucket);
            bucket_put(rule, state, bucket, 0);
        }
        latest = day;
    }
    if (day + rule->capacity > latest) {
        const uint32_t bucket = ring_place(rule, day);
        const uint64_t old = bucket_get(rule, state, bucket), most = ring_most(rule->form),
                       sum = old > most || count > most - old ? most : old + count;
        bucket_put(rule, state, bucket, sum);
        total += sum - old;
    }
    put16(state, latest);
    if (head == WIDE_RING_HEAD) {
        put_word(state + 2, total);
    } else {
        put32(state + 2, (uint32_t)total);
    }
}

uint32_t revops__usage_streak_value(const revops__usage_rule *rule, const uint8_t *state, uint32_t day)
{
    uint32_t latest = get16(state), length = 0;
    if (latest == 0 || day > latest + 1) {
        return 0;
    }
    uint32_t bucket = ring_place(rule, latest);
    while (length < rule->capacity && bucket_get(rule, state, bucket)) {
        length++;
        bucket = bucket == 0 ? rule->capacity - 1u : bucket - 1;
    }
    return length;
}

/* The sums of the two windows that end on a date, and the dates of both that are at their most. */
typedef struct growth_sums {
    uint64_t now, before;
    uint32_t full;
} growth_sums;

static uint32_t is_full(const revops__usage_rule *rule, uint64_t sum)
{
    return sum >= ring_most(rule->form);
}

static growth_sums sums_until(const revops__usage_rule *rule, const uint8_t *state, uint32_t day)
{
    growth_sums sums = {0, 0, 0};
    uint32_t days = rule->criterion.window_days;
    for (uint32_t back = 0; back < 2 * days && back < day; back++) {
        const uint64_t sum = revops__usage_bucket(rule, state, day - back);
        sums.now += back < days ? sum : 0;
        sums.before += back < days ? 0 : sum;
        sums.full += is_full(rule, sum);
    }
    return sums;
}

static int usage_quotient_of(growth_sums sums, uint32_t *value)
{
    *value = 0;
    if (sums.before == 0 || sums.full) {
        return 0;
    }
    const uint64_t growth = revops__multiply_divide(sums.now, 10000, sums.before);
    *value = growth < VALUE_MAX ? (uint32_t)growth : VALUE_MAX;
    return 1;
}

int revops__usage_growth_value(const revops__usage_rule *rule, const uint8_t *state, uint32_t day,
                               uint32_t *value)
{
    uint32_t latest = get16(state);
    return usage_quotient_of(sums_until(rule, state, day > latest ? day : latest), value);
}

static size_t judged_at(const revops__usage_rule *rule)
{
    return revops__usage_ring_size(rule->form, rule->capacity);
}

void revops__usage_growth_judged(const revops__usage_rule *rule, uint8_t *state, uint32_t day)
{
    if (get16(state) != 0 && day > get16(state + judged_at(rule))) {
        put16(state + judged_at(rule), day);
    }
}

int revops__usage_growth_is_met(const revops__usage_rule *rule, const uint8_t *state, uint32_t day,
                                int was_met)
{
    uint32_t latest = get16(state), days = rule->criterion.window_days, value;
    if (latest == 0) {
        return revops__usage_meets(rule, was_met, 0, 0);
    }
    uint32_t judged = get16(state + judged_at(rule));
    judged = judged > latest ? judged : latest;
    uint32_t date = day > judged ? judged + 1 : judged, last = day > judged ? day : judged;
    /* After two windows without an event there is no value, whatever the date. */
    uint32_t end = latest + 2 * days;
    last = last < end ? last : end;
    date = date < last ? date : last;
    growth_sums sums = sums_until(rule, state, date);
    for (;;) {
        int has = usage_quotient_of(sums, &value);
        was_met = revops__usage_meets(rule, was_met, has, value);
        if (date == last) {
            return was_met;
        }
        date++;
        const uint64_t added = revops__usage_bucket(rule, state, date),
                       from_now = date > days ? revops__usage_bucket(rule, state, date - days) : 0,
                       from_before = date > 2 * days ? revops__usage_bucket(rule, state, date - 2 * days) : 0;
        sums.now += added - from_now;
        sums.before += from_now - from_before;
        sums.full += is_full(rule, added) - is_full(rule, from_before);
    }
}

int revops__usage_ring_is_sound(const revops__usage_rule *rule, const uint8_t *state)
{
    uint32_t latest = get16(state), form = rule->form;
    uint64_t sum = 0;
    int grows = form == FORM_GROWTH || form == FORM_SUM_GROWTH;
    for (uint32_t bucket = 0; bucket < rule->capacity; bucket++) {
        const uint64_t count = bucket_get(rule, state, bucket);
        if (count > ring_most(form)) {
            return 0;
        }
        sum += count;
    }
    for (uint32_t bucket = rule->capacity; !ring_widths[form] && bucket % 8 != 0; bucket++) {
        if (bucket_get(rule, state, bucket)) {
            return 0;
        }
    }
    if (sum != ring_total(form, state) || (latest == 0 && sum != 0)) {
        return 0;
    }
    if (!ring_has_sums(form) && latest != 0 && bucket_get(rule, state, ring_place(rule, latest)) == 0) {
        return 0;
    }
    uint32_t judged = grows ? get16(state + judged_at(rule)) : latest;
    return (latest != 0) == (judged != 0) && judged >= latest;
}
