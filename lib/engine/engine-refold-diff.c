/* SPDX-License-Identifier: MIT */
/* What was told and what is to be told: first what is equal in all bytes goes, then what tells of the same thing makes a pair
   [SEM21]. Both by sorting small entries that name effects by their position. */
#include "engine/engine-refold.h"

#include <string.h>

#include <revops/policy-rows.h>

/* Three words to sort by, and the run of a clock. */
typedef struct refold_entry {
    uint64_t first, second, third, run;
} refold_entry;

#define REFOLD_OF_NOW (UINT64_C(1) << 63) /* in `third`: the effect is of the list of now */
enum { REFOLD_SHORT = 8 };                /* entries that are sorted by insertion */

/* What an effect of a kind tells of. */
enum refold_subjects {
    REFOLD_SUBJECT_NONE,
    REFOLD_SUBJECT_STAGE,
    REFOLD_SUBJECT_CLOCK,
    REFOLD_SUBJECT_ROW,
    REFOLD_SUBJECT_MOVE
};

static const uint8_t refold_subjects[REVOPS_EFFECT_REMOVED + 1] = {
    [REVOPS_EFFECT_ENTERED] = REFOLD_SUBJECT_STAGE,
    [REVOPS_EFFECT_REFUSED] = REFOLD_SUBJECT_STAGE,
    [REVOPS_EFFECT_UNCHANGED] = REFOLD_SUBJECT_STAGE,
    [REVOPS_EFFECT_DEVIATION] = REFOLD_SUBJECT_STAGE,
    [REVOPS_EFFECT_UNPLACEABLE] = REFOLD_SUBJECT_NONE,
    [REVOPS_EFFECT_CLEARED] = REFOLD_SUBJECT_STAGE,
    [REVOPS_EFFECT_OWNER] = REFOLD_SUBJECT_NONE,
    [REVOPS_EFFECT_WON] = REFOLD_SUBJECT_NONE,
    [REVOPS_EFFECT_RESUME_DUE] = REFOLD_SUBJECT_NONE,
    [REVOPS_EFFECT_LATE] = REFOLD_SUBJECT_NONE,
    [REVOPS_EFFECT_DUPLICATE] = REFOLD_SUBJECT_NONE,
    [REVOPS_EFFECT_STARTED] = REFOLD_SUBJECT_CLOCK,
    [REVOPS_EFFECT_WARNED] = REFOLD_SUBJECT_CLOCK,
    [REVOPS_EFFECT_BREACHED] = REFOLD_SUBJECT_CLOCK,
    [REVOPS_EFFECT_MET] = REFOLD_SUBJECT_CLOCK,
    [REVOPS_EFFECT_MET_LATE] = REFOLD_SUBJECT_CLOCK,
    [REVOPS_EFFECT_CANCELLED] = REFOLD_SUBJECT_CLOCK,
    [REVOPS_EFFECT_PAUSED] = REFOLD_SUBJECT_CLOCK,
    [REVOPS_EFFECT_RESUMED] = REFOLD_SUBJECT_CLOCK,
    [REVOPS_EFFECT_REOPENED] = REFOLD_SUBJECT_CLOCK,
    [REVOPS_EFFECT_RETARGETED] = REFOLD_SUBJECT_CLOCK,
    [REVOPS_EFFECT_LAPSED] = REFOLD_SUBJECT_CLOCK,
    [REVOPS_EFFECT_MERGED] = REFOLD_SUBJECT_CLOCK,
    [REVOPS_EFFECT_GRADED] = REFOLD_SUBJECT_ROW,
    [REVOPS_EFFECT_INTENT_SHOWN] = REFOLD_SUBJECT_NONE,
    [REVOPS_EFFECT_WOULD_MOVE] = REFOLD_SUBJECT_MOVE,
    [REVOPS_EFFECT_NO_LONGER_QUALIFIES] = REFOLD_SUBJECT_NONE,
    [REVOPS_EFFECT_ASKED] = REFOLD_SUBJECT_NONE,
    [REVOPS_EFFECT_REMOVED] = REFOLD_SUBJECT_ROW,
    [REVOPS_EFFECT_SIGNALLED] = REFOLD_SUBJECT_ROW,
};

static uint64_t refold_subject(const revops_effect *effect)
{
    uint8_t subject = effect->kind <= REVOPS_EFFECT_REMOVED ? refold_subjects[effect->kind] : 0;
    switch ((enum refold_subjects)subject) {
    case REFOLD_SUBJECT_NONE:
        return 0;
    case REFOLD_SUBJECT_STAGE:
        return effect->stage;
    case REFOLD_SUBJECT_CLOCK:
        return effect->clock;
    case REFOLD_SUBJECT_ROW:
        return effect->row;
    case REFOLD_SUBJECT_MOVE:
        return effect->move;
    }
    return 0;
}

static int refold_is_of_clock(const revops_effect *effect)
{
    return effect->kind <= REVOPS_EFFECT_REMOVED && refold_subjects[effect->kind] == REFOLD_SUBJECT_CLOCK &&
           effect->clock >= 1 && effect->clock <= REVOPS_POLICY_CLOCKS_MAX;
}

/* Kind, subject and cycle. */
static uint64_t refold_thing(const revops_effect *effect)
{
    return (uint64_t)effect->kind << 48 | refold_subject(effect) << 16 | effect->cycle;
}

static uint64_t refold_hash(const revops_effect *effect)
{
    uint64_t words[sizeof *effect / sizeof(uint64_t)], hash = 0;
    memcpy(words, effect, sizeof words);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        hash = (hash ^ words[i]) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 29;
    }
    return hash;
}

static int refold_is_before(const refold_entry *a, const refold_entry *b)
{
    return a->first != b->first     ? a->first < b->first
           : a->second != b->second ? a->second < b->second
                                    : a->third < b->third;
}

/* Sorted in `entries`; `other` has as much room. */
static void refold_sort(refold_entry *entries, refold_entry *other, size_t count)
{
    for (size_t from = 0; from < count; from += REFOLD_SHORT) {
        size_t end = count - from < REFOLD_SHORT ? count : from + REFOLD_SHORT;
        for (size_t i = from + 1; i < end; i++) {
            refold_entry entry = entries[i];
            size_t k = i;
            for (; k > from && refold_is_before(&entry, &entries[k - 1]); k--) {
                entries[k] = entries[k - 1];
            }
            entries[k] = entry;
        }
    }
    refold_entry *in = entries, *out = other;
    for (size_t width = REFOLD_SHORT; width < count; width *= 2) {
        for (size_t from = 0; from < count; from += 2 * width) {
            size_t half = count - from < width ? count : from + width;
            size_t end = count - from < 2 * width ? count : from + 2 * width;
            size_t a = from, b = half;
            for (size_t i = from; i < end; i++) {
                int is_first = b == end || (a < half && !refold_is_before(&in[b], &in[a]));
                out[i] = in[is_first ? a++ : b++];
            }
        }
        refold_entry *swapped = in;
        in = out;
        out = swapped;
    }
    if (in != entries) {
        memcpy(entries, in, count * sizeof *entries);
    }
}

/* An entry for each effect of a list, with the run of its clock: its cycle and its number in it; 0 for one from before. */
static size_t refold_enter(const revops__refold_list *list, uint64_t side, refold_entry *out)
{
    uint32_t runs[REVOPS_POLICY_CLOCKS_MAX] = {0};
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        const revops_effect *effect = &list->effects[i];
        if (revops__refold_is_answer(effect)) {
            continue;
        }
        uint64_t run = 0;
        if (refold_is_of_clock(effect)) {
            uint32_t *of_clock = &runs[effect->clock - 1];
            if (effect->kind == REVOPS_EFFECT_STARTED) {
                *of_clock =
                    *of_clock >> 16 == effect->cycle ? *of_clock + 1 : (uint32_t)effect->cycle << 16 | 1;
            }
            run = *of_clock;
        }
        out[count++] = (refold_entry){(uint64_t)effect->at_ms, refold_hash(effect), side | i, run};
    }
    return count;
}

typedef struct refold_lists {
    const revops_effect *told, *now;
} refold_lists;

static const revops_effect *refold_effect(const refold_lists *lists, const refold_entry *entry)
{
    return entry->third & REFOLD_OF_NOW ? &lists->now[entry->third & ~REFOLD_OF_NOW]
                                        : &lists->told[entry->third];
}

/* The end of the entries that share the first two words with the one at `from`. Returns where those of now begin among them. */
static size_t refold_group(const refold_entry *entries, size_t from, size_t count, size_t *end)
{
    size_t half = from, at = from;
    for (;
         at < count && entries[at].first == entries[from].first && entries[at].second == entries[from].second;
         at++) {
        half += !(entries[at].third & REFOLD_OF_NOW);
    }
    *end = at;
    return half;
}

/* Leaves out pairs that are equal in all bytes; entries that share the first two words are told ones, then those of now. */
static size_t refold_leave_out(const refold_lists *lists, refold_entry *entries, size_t count)
{
    size_t kept = 0;
    for (size_t from = 0, end; from < count; from = end) {
        size_t half = refold_group(entries, from, count, &end);
        size_t told = half - from, now = end - half, pairs = told < now ? told : now, equal = 0;
        while (equal < pairs &&
               memcmp(refold_effect(lists, &entries[from + equal]),
                      refold_effect(lists, &entries[half + equal]), sizeof(revops_effect)) == 0) {
            equal++;
        }
        for (size_t i = from; i < end; i++) {
            if (i - from < equal || (i >= half && i - half < equal)) {
                continue;
            }
            entries[kept++] = entries[i];
        }
    }
    return kept;
}

/* Makes pairs of what tells of the same thing. Entries become: 0 or 1 (of now), the position there, 1 + that of the pair. */
static size_t refold_pair(refold_entry *entries, size_t count)
{
    size_t kept = 0;
    for (size_t from = 0, end; from < count; from = end) {
        size_t half = refold_group(entries, from, count, &end);
        size_t told = half - from, now = end - half;
        for (size_t i = 0; i < now; i++) {
            uint64_t pair = i < told ? entries[from + i].third + 1 : 0;
            entries[half + i] =
                (refold_entry){1, entries[half + i].third & ~REFOLD_OF_NOW, pair, entries[half + i].run};
        }
        for (size_t i = now; i < told; i++) {
            refold_entry withdrawn = {0, entries[from + i].third, 0, 0};
            entries[kept++] = withdrawn;
        }
        for (size_t i = 0; i < now; i++) {
            entries[kept++] = entries[half + i];
        }
    }
    return kept;
}

size_t revops__refold_bytes(size_t effects)
{
    return 2 * effects * sizeof(refold_entry);
}

size_t revops__refold_differ(const revops__refold_list *told, const revops__refold_list *now, void *memory,
                             revops_engine_change *changes, size_t capacity)
{
    const refold_lists lists = {told->effects, now->effects};
    refold_entry *entries = memory, *other = entries + told->count + now->count;
    size_t count = refold_enter(told, 0, entries);
    count += refold_enter(now, REFOLD_OF_NOW, entries + count);
    refold_sort(entries, other, count);
    count = refold_leave_out(&lists, entries, count);
    for (size_t i = 0; i < count; i++) {
        entries[i].first = refold_thing(refold_effect(&lists, &entries[i]));
        entries[i].second = entries[i].run;
    }
    refold_sort(entries, other, count);
    count = refold_pair(entries, count);
    refold_sort(entries, other, count);
    for (size_t i = 0; i < count && i < capacity; i++) {
        static const revops_engine_change nothing;
        const refold_entry *entry = &entries[i];
        changes[i] = nothing;
        if (entry->first == 0) {
            changes[i].kind = REVOPS_ENGINE_WITHDRAWN;
            changes[i].before = lists.told[entry->second];
            continue;
        }
        changes[i].kind = entry->third ? REVOPS_ENGINE_CHANGED : REVOPS_ENGINE_NEW;
        changes[i].after = lists.now[entry->second];
        if (entry->third) {
            changes[i].before = lists.told[entry->third - 1];
        }
    }
    return count;
}

const char *revops_engine_change_name(revops_engine_change_kind kind)
{
    static const char *const names[] = {[REVOPS_ENGINE_WITHDRAWN] = "withdrawn",
                                        [REVOPS_ENGINE_NEW] = "new",
                                        [REVOPS_ENGINE_CHANGED] = "changed"};
    return kind >= REVOPS_ENGINE_WITHDRAWN && kind <= REVOPS_ENGINE_CHANGED ? names[kind] : "unknown";
}

revops_event_verdict revops_effects_verdict(const revops_effect *effects, size_t count)
{
    for (size_t i = 0; effects && i < count; i++) {
        if (effects[i].kind == REVOPS_EFFECT_REFUSED) {
            return REVOPS_EVENT_REFUSED;
        }
    }
    return REVOPS_EVENT_TAKEN;
}
