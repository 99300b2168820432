/* SPDX-License-Identifier: MIT */
/* Distinct users: the smallest hashes are kept, with the latest date of each where the window rolls.

   The hash is one to one on 32 bits, so that the set is exact until one has to be dropped. From then on those
   below a limit are a uniform sample of all, and their number ÷ (limit ÷ 2^32) estimates the whole
   (Bar-Yossef, Jayram, Kumar, Sivakumar and Trevisan, "Counting distinct elements in a data stream", 2002; the
   unbiased form is Beyer, Haas, Reinwald, Sismanis and Gemulla, "On synopses for distinct-value estimation
   under multiset operations", 2007). Two samples join by the lower limit, so that it merges without loss.

   State: u16 number, u16 latest date of a dropped user, u32 limit (0: none), hashes in rising order, dates. */
#include "judge/usage-internal.h"

enum { USERS_NUMBER = 0, USERS_DROPPED = 2, USERS_LIMIT = 4, USERS_HEAD = 8 };

static int rolls(const revops__usage_rule *rule)
{
    return rule->criterion.window == REVOPS_USAGE_ROLLING;
}

size_t revops__users_size(const revops__usage_rule *rule)
{
    return USERS_HEAD + (size_t)rule->capacity * (rolls(rule) ? 6 : 4);
}

static uint32_t number_of(const revops__usage_rule *rule, const uint8_t *state)
{
    uint32_t number = get16(state + USERS_NUMBER);
    return number < rule->capacity ? number : rule->capacity; /* damaged bytes stay in bounds */
}

static size_t hash_at(uint32_t position)
{
    return USERS_HEAD + (size_t)4 * position;
}

static size_t day_at(const revops__usage_rule *rule, uint32_t position)
{
    return hash_at(rule->capacity) + (size_t)2 * position;
}

/* The finaliser of MurmurHash3 (Appleby): one to one, every bit depends on all. */
static uint32_t hash_of(uint32_t user)
{
    user = (user ^ user >> 16) * 0x85ebca6bu;
    user = (user ^ user >> 13) * 0xc2b2ae35u;
    return user ^ user >> 16;
}

static void remove_at(const revops__usage_rule *rule, uint8_t *state, uint32_t position, uint32_t number)
{
    memmove(state + hash_at(position), state + hash_at(position + 1), (size_t)4 * (number - position - 1));
    if (rolls(rule)) {
        memmove(state + day_at(rule, position), state + day_at(rule, position + 1),
                (size_t)2 * (number - position - 1));
    }
    put16(state + USERS_NUMBER, number - 1);
}

/* A user beyond the limit was seen: the window isn't complete until that date has left it. */
static void drop(uint8_t *state, uint32_t day)
{
    if (day > get16(state + USERS_DROPPED)) {
        put16(state + USERS_DROPPED, day);
    }
}

/* Frees the place of everyone who has left the window. */
static void purge(const revops__usage_rule *rule, uint8_t *state, uint32_t today)
{
    uint32_t kept = 0, number = number_of(rule, state);
    for (uint32_t i = 0; i < number; i++) {
        uint32_t day = get16(state + day_at(rule, i));
        if (day + rule->criterion.window_days > today) {
            put32(state + hash_at(kept), get32(state + hash_at(i)));
            put16(state + day_at(rule, kept), day);
            kept++;
        }
    }
    put16(state + USERS_NUMBER, kept);
}

/* Notes a hash, seen on `day`, when it is `today`. */
static void note(const revops__usage_rule *rule, uint8_t *state, uint32_t hash, uint32_t day, uint32_t today)
{
    uint32_t limit = get32(state + USERS_LIMIT);
    if (limit != 0 && hash >= limit) {
        drop(state, day);
        return;
    }
    uint32_t number = number_of(rule, state), low = 0, high = number;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (get32(state + hash_at(middle)) < hash) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low < number && get32(state + hash_at(low)) == hash) {
        if (rolls(rule) && day > get16(state + day_at(rule, low))) {
            put16(state + day_at(rule, low), day);
        }
        return;
    }
    if (number == rule->capacity && rolls(rule)) {
        purge(rule, state, today);
        if (number_of(rule, state) < number) {
            number = number_of(rule, state);
            for (low = 0; low < number && get32(state + hash_at(low)) < hash; low++) {
            }
        }
    }
    if (number == rule->capacity) {
        if (low == number) {
            put32(state + USERS_LIMIT, hash);
            drop(state, day);
            return;
        }
        put32(state + USERS_LIMIT, get32(state + hash_at(number - 1)));
        drop(state, rolls(rule) ? get16(state + day_at(rule, number - 1)) : day);
        number--;
    }
    memmove(state + hash_at(low + 1), state + hash_at(low), (size_t)4 * (number - low));
    put32(state + hash_at(low), hash);
    if (rolls(rule)) {
        memmove(state + day_at(rule, low + 1), state + day_at(rule, low), (size_t)2 * (number - low));
        put16(state + day_at(rule, low), day);
    }
    put16(state + USERS_NUMBER, number + 1);
}

/* Whether all who were dropped have left the window, so that the set is whole again. */
static int is_whole(const revops__usage_rule *rule, const uint8_t *state, uint32_t day)
{
    return get32(state + USERS_LIMIT) == 0 ||
           (rolls(rule) && get16(state + USERS_DROPPED) + rule->criterion.window_days <= day);
}

void revops__users_add(const revops__usage_rule *rule, uint8_t *state, uint32_t user, uint32_t day)
{
    if (user == REVOPS_NONE) {
        return;
    }
    if (is_whole(rule, state, day)) {
        put32(state + USERS_LIMIT, 0);
        put16(state + USERS_DROPPED, 0);
    }
    note(rule, state, hash_of(user), day, day);
}

static uint32_t square_root(uint32_t value)
{
    uint32_t root = 0;
    for (uint32_t bit = 1u << 15; bit; bit >>= 1) {
        if ((root + bit) * (root + bit) <= value) {
            root += bit;
        }
    }
    return root;
}

uint32_t revops__users_value(const revops__usage_rule *rule, const uint8_t *state, uint32_t day,
                             uint32_t *error_bp)
{
    uint32_t number = number_of(rule, state), seen = number;
    if (rolls(rule)) {
        seen = 0;
        for (uint32_t i = 0; i < number; i++) {
            seen += get16(state + day_at(rule, i)) + rule->criterion.window_days > day;
        }
    }
    if (is_whole(rule, state, day)) {
        *error_bp = 0;
        return seen;
    }
    *error_bp = seen > 3 ? square_root(100000000u / (seen - 2)) : 10000;
    uint64_t estimate = ((uint64_t)seen << 32) / get32(state + USERS_LIMIT);
    return estimate < VALUE_MAX ? (uint32_t)estimate : VALUE_MAX;
}

void revops__users_merge(const revops__usage_rule *rule, uint8_t *into, const uint8_t *from,
                         int64_t day_shift, uint32_t day)
{
    /* What is whole by now needs no limit any more; a limit kept would make an estimate of an exact number. */
    if (is_whole(rule, into, day)) {
        put32(into + USERS_LIMIT, 0);
        put16(into + USERS_DROPPED, 0);
    }
    if (!is_whole(rule, from, day)) {
        uint32_t limit = get32(from + USERS_LIMIT), own = get32(into + USERS_LIMIT);
        limit = own != 0 && own < limit ? own : limit;
        put32(into + USERS_LIMIT, limit);
        drop(into, (uint32_t)(get16(from + USERS_DROPPED) + day_shift));
        for (uint32_t number = number_of(rule, into);
             number > 0 && get32(into + hash_at(number - 1)) >= limit; number--) {
            drop(into, rolls(rule) ? get16(into + day_at(rule, number - 1)) : day);
            remove_at(rule, into, number - 1, number);
        }
    }
    for (uint32_t i = 0; i < number_of(rule, from); i++) {
        int64_t seen = rolls(rule) ? get16(from + day_at(rule, i)) + day_shift : day;
        if (seen >= 1 && seen <= UINT16_MAX) {
            note(rule, into, get32(from + hash_at(i)), (uint32_t)seen, day);
        }
    }
}

int revops__users_sound(const revops__usage_rule *rule, const uint8_t *state)
{
    uint32_t number = get16(state + USERS_NUMBER), limit = get32(state + USERS_LIMIT);
    if (number > rule->capacity) {
        return 0;
    }
    for (uint32_t i = 0; i < number; i++) {
        uint32_t hash = get32(state + hash_at(i));
        if ((i > 0 && hash <= get32(state + hash_at(i - 1))) || (limit != 0 && hash >= limit)) {
            return 0;
        }
    }
    return 1;
}
