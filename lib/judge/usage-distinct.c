/* SPDX-License-Identifier: MIT */
/* Distinct users or items: the smallest hashes are kept, with the latest date of each where the window rolls.

   The hash is one to one on 32 bits, so that the set is exact until one has to be dropped. From then on those
   below a limit are a uniform sample of all, and their number ÷ (limit ÷ 2^32) estimates the whole
   (Bar-Yossef, Jayram, Kumar, Sivakumar and Trevisan, "Counting distinct elements in a data stream", 2002; the
   unbiased form is Beyer, Haas, Reinwald, Sismanis and Gemulla, "On synopses for distinct-value estimation
   under multiset operations", 2007). Two samples join by the lower limit, so that it merges without loss.

   State: u16 number, u16 latest date of a dropped user, u32 limit (0: none), hashes in rising order, dates. */
#include "judge/usage-internal.h"

enum { DISTINCT_NUMBER = 0, DISTINCT_DROPPED = 2, DISTINCT_LIMIT = 4, DISTINCT_HEAD = 8 };

static int distinct_rolls(const revops__usage_rule *rule)
{
    return rule->criterion.window == REVOPS_USAGE_ROLLING;
}

size_t revops__distinct_size(const revops__usage_rule *rule)
{
    return DISTINCT_HEAD + (size_t)rule->capacity * (distinct_rolls(rule) ? 6 : 4);
}

static uint32_t distinct_number(const revops__usage_rule *rule, const uint8_t *state)
{
    uint32_t number = get16(state + DISTINCT_NUMBER);
    return number < rule->capacity ? number : rule->capacity; /* damaged bytes stay in bounds */
}

static size_t distinct_hash_at(uint32_t position)
{
    return DISTINCT_HEAD + (size_t)4 * position;
}

static size_t distinct_day_at(const revops__usage_rule *rule, uint32_t position)
{
    return distinct_hash_at(rule->capacity) + (size_t)2 * position;
}

/* The finaliser of MurmurHash3 (Appleby): one to one, every bit depends on all. */
static uint32_t distinct_hash(uint32_t user)
{
    user = (user ^ user >> 16) * 0x85ebca6bu;
    user = (user ^ user >> 13) * 0xc2b2ae35u;
    return user ^ user >> 16;
}

static void distinct_remove(const revops__usage_rule *rule, uint8_t *state, uint32_t position,
                            uint32_t number)
{
    memmove(state + distinct_hash_at(position), state + distinct_hash_at(position + 1),
            (size_t)4 * (number - position - 1));
    if (distinct_rolls(rule)) {
        memmove(state + distinct_day_at(rule, position), state + distinct_day_at(rule, position + 1),
                (size_t)2 * (number - position - 1));
    }
    put32(state + distinct_hash_at(number - 1), 0);
    if (distinct_rolls(rule)) {
        put16(state + distinct_day_at(rule, number - 1), 0);
    }
    put16(state + DISTINCT_NUMBER, number - 1);
}

/* A user beyond the limit was seen: the window isn't complete until that date has left it. */
static void distinct_drop(uint8_t *state, uint32_t day)
{
    if (day > get16(state + DISTINCT_DROPPED)) {
        put16(state + DISTINCT_DROPPED, day);
    }
}

/* Frees the place of everyone who has left the window. */
static void distinct_purge(const revops__usage_rule *rule, uint8_t *state, uint32_t today)
{
    uint32_t kept = 0, number = distinct_number(rule, state);
    for (uint32_t i = 0; i < number; i++) {
        uint32_t day = get16(state + distinct_day_at(rule, i));
        if (day + rule->criterion.window_days > today) {
            put32(state + distinct_hash_at(kept), get32(state + distinct_hash_at(i)));
            put16(state + distinct_day_at(rule, kept), day);
            kept++;
        }
    }
    put16(state + DISTINCT_NUMBER, kept);
    memset(state + distinct_hash_at(kept), 0, (size_t)4 * (number - kept)); /* free places are 0 */
    memset(state + distinct_day_at(rule, kept), 0, (size_t)2 * (number - kept));
}

/* Notes a hash, seen on `day`, when it is `today`. */
static void distinct_note(const revops__usage_rule *rule, uint8_t *state, uint32_t hash, uint32_t day,
                          uint32_t today)
{
    uint32_t limit = get32(state + DISTINCT_LIMIT);
    if (limit != 0 && hash >= limit) {
        distinct_drop(state, day);
        return;
    }
    uint32_t number = distinct_number(rule, state), low = 0, high = number;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (get32(state + distinct_hash_at(middle)) < hash) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low < number && get32(state + distinct_hash_at(low)) == hash) {
        if (distinct_rolls(rule) && day > get16(state + distinct_day_at(rule, low))) {
            put16(state + distinct_day_at(rule, low), day);
        }
        return;
    }
    if (number == rule->capacity && distinct_rolls(rule)) {
        distinct_purge(rule, state, today);
        if (distinct_number(rule, state) < number) {
            number = distinct_number(rule, state);
            for (low = 0; low < number && get32(state + distinct_hash_at(low)) < hash; low++) {
            }
        }
    }
    if (number == rule->capacity) {
        if (low == number) {
            put32(state + DISTINCT_LIMIT, hash);
            distinct_drop(state, day);
            return;
        }
        put32(state + DISTINCT_LIMIT, get32(state + distinct_hash_at(number - 1)));
        distinct_drop(state, distinct_rolls(rule) ? get16(state + distinct_day_at(rule, number - 1)) : day);
        number--;
    }
    memmove(state + distinct_hash_at(low + 1), state + distinct_hash_at(low), (size_t)4 * (number - low));
    put32(state + distinct_hash_at(low), hash);
    if (distinct_rolls(rule)) {
        memmove(state + distinct_day_at(rule, low + 1), state + distinct_day_at(rule, low),
                (size_t)2 * (number - low));
        put16(state + distinct_day_at(rule, low), day);
    }
    put16(state + DISTINCT_NUMBER, number + 1);
}

/* Whether all who were dropped have left the window, so that the set is whole again. */
static int distinct_is_whole(const revops__usage_rule *rule, const uint8_t *state, uint32_t day)
{
    return get32(state + DISTINCT_LIMIT) == 0 ||
           (distinct_rolls(rule) && get16(state + DISTINCT_DROPPED) + rule->criterion.window_days <= day);
}

void revops__distinct_add(const revops__usage_rule *rule, uint8_t *state, uint32_t user, uint32_t day)
{
    if (user == REVOPS_NONE) {
        return;
    }
    if (distinct_is_whole(rule, state, day)) {
        put32(state + DISTINCT_LIMIT, 0);
        put16(state + DISTINCT_DROPPED, 0);
    }
    distinct_note(rule, state, distinct_hash(user), day, day);
}

static uint32_t distinct_root(uint32_t value)
{
    uint32_t root = 0;
    for (uint32_t bit = 1u << 15; bit; bit >>= 1) {
        if ((root + bit) * (root + bit) <= value) {
            root += bit;
        }
    }
    return root;
}

uint32_t revops__distinct_value(const revops__usage_rule *rule, const uint8_t *state, uint32_t day,
                                uint32_t *error_bp)
{
    uint32_t number = distinct_number(rule, state), seen = number;
    if (distinct_rolls(rule)) {
        seen = 0;
        for (uint32_t i = 0; i < number; i++) {
            seen += get16(state + distinct_day_at(rule, i)) + rule->criterion.window_days > day;
        }
    }
    if (distinct_is_whole(rule, state, day)) {
        *error_bp = 0;
        return seen;
    }
    *error_bp = seen > 3 ? distinct_root(100000000u / (seen - 2)) : 10000;
    uint64_t estimate = ((uint64_t)seen << 32) / get32(state + DISTINCT_LIMIT);
    return estimate < VALUE_MAX ? (uint32_t)estimate : VALUE_MAX;
}

void revops__distinct_merge(const revops__usage_rule *rule, uint8_t *into, const uint8_t *from,
                            int64_t day_shift, uint32_t day)
{
    /* What is whole by now needs no limit any more; a limit kept would make an estimate of an exact number. */
    if (distinct_is_whole(rule, into, day)) {
        put32(into + DISTINCT_LIMIT, 0);
        put16(into + DISTINCT_DROPPED, 0);
    }
    if (!distinct_is_whole(rule, from, day)) {
        uint32_t limit = get32(from + DISTINCT_LIMIT), own = get32(into + DISTINCT_LIMIT);
        limit = own != 0 && own < limit ? own : limit;
        put32(into + DISTINCT_LIMIT, limit);
        distinct_drop(into, (uint32_t)(get16(from + DISTINCT_DROPPED) + day_shift));
        for (uint32_t number = distinct_number(rule, into);
             number > 0 && get32(into + distinct_hash_at(number - 1)) >= limit; number--) {
            distinct_drop(into, distinct_rolls(rule) ? get16(into + distinct_day_at(rule, number - 1)) : day);
            distinct_remove(rule, into, number - 1, number);
        }
    }
    for (uint32_t i = 0; i < distinct_number(rule, from); i++) {
        int64_t seen = distinct_rolls(rule) ? get16(from + distinct_day_at(rule, i)) + day_shift : day;
        if (seen >= 1 && seen <= UINT16_MAX) {
            distinct_note(rule, into, get32(from + distinct_hash_at(i)), (uint32_t)seen, day);
        }
    }
}

int revops__distinct_sound(const revops__usage_rule *rule, const uint8_t *state, uint32_t last_day)
{
    uint32_t number = get16(state + DISTINCT_NUMBER), limit = get32(state + DISTINCT_LIMIT);
    uint32_t dropped = get16(state + DISTINCT_DROPPED);
    if (number > rule->capacity || (limit != 0) != (dropped != 0) || dropped > last_day) {
        return 0;
    }
    for (uint32_t i = 0; i < rule->capacity; i++) {
        uint32_t hash = get32(state + distinct_hash_at(i));
        uint32_t day = distinct_rolls(rule) ? get16(state + distinct_day_at(rule, i)) : 0;
        if (i >= number ? hash != 0 || day != 0
                        : (i > 0 && hash <= get32(state + distinct_hash_at(i - 1))) ||
                              (limit != 0 && hash >= limit) ||
                              (distinct_rolls(rule) && (day == 0 || day > last_day))) {
            return 0;
        }
    }
    return 1;
}
