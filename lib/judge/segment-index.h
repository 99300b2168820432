/* SPDX-License-Identifier: MIT */
/* The index of a table: the first of many rules that matches a row.

   Problem: rules come in an order that must be kept, each asks for several attributes at once, and a company has
   thousands of them. Walking them costs a few nanoseconds a rule.

   Format: the rules lie in blocks of 1,024. A block has a lane for each attribute that its rules ask for by equality, set or
   range. A lane maps a value to the set of rules of the block whose condition on the attribute holds, a bit a rule:
   - ranges cut the numbers into classes; each class has its set, rules that don't ask for the attribute included;
   - equality and sets name values; a hash table of these leads to the rules that name each, which join the class's set. Whole
     texts are values, too, by a number that all texts have which fold to the same; the text itself decides.
   A lane also has the set of the rules that don't ask for its attribute. A block has the set of its rules with conditions
   that no lane holds (negated ones, flags, texts, presence, a second condition on one attribute): those are looked at
   one by one where the rest of the rule holds.

   Algorithm: intersect the sets of all lanes; the lowest bit is the first rule. An attribute that isn't known leaves two
   questions: who matches (only the rules that don't ask for it) and who would, were it known (all rules, for
   revops_segment_answer.missing). So the sets of known lanes and those of unknown ones are intersected apart. Where all is
   known, a summary of each set tells which of its words have a rule at all: most blocks are passed over by these alone.
   Rows of columns go through the index block by block together, so that a block's part of the index is in the cache.

   In time that is a few words for each lane, whatever the rules are; in room at most 256 bytes a range and 64 a value. */
#ifndef REVOPS_LIB_SEGMENT_INDEX_H
#define REVOPS_LIB_SEGMENT_INDEX_H

#include "judge/segment-internal.h"

/* Rules of a block, words of its sets; with more lanes than these a block's sets are intersected whole. */
enum { INDEX_BLOCK = 1024, INDEX_WORDS = INDEX_BLOCK / 64, INDEX_LANES = 8 };

typedef struct index_block {
    uint32_t first_rule, rule_count, words, lane_count;
    uint64_t lanes, others; /* offsets from the block: lanes; the set of rules to be looked at */
    uint64_t used;          /* attributes of all its conditions */
    uint64_t size;
} index_block;

enum index_kind { INDEX_NOTHING, INDEX_NUMBERS, INDEX_TEXTS };

typedef struct index_lane {
    uint32_t attribute, bound_count, shift, slot_count;
    uint32_t kind, reserved;                                    /* an index_kind */
    uint64_t bounds, classes, summaries, slots, rules, without; /* offsets from the block */
} index_lane;

typedef struct index_slot {
    int64_t value;         /* or the number of a text */
    uint32_t first, count; /* into `rules`; nobody names the value: 0 */
    uint32_t text, reserved;
} index_slot;

static inline const void *index_at(const index_block *block, uint64_t offset)
{
    return (const unsigned char *)block + offset;
}

static inline uint32_t index_hash(int64_t value, uint32_t shift)
{
    return (uint32_t)(((uint64_t)value * UINT64_C(0x9e3779b97f4a7c15)) >> shift);
}

/* Number of the class that a value is in: how many bounds aren't above it. */
static inline uint32_t index_class(const int64_t *bounds, uint32_t count, int64_t value)
{
    const int64_t *base = bounds;
    while (count > 1) {
        uint32_t half = count / 2;
        base = base[half - 1] <= value ? base + half : base;
        count -= half;
    }
    return (uint32_t)(base - bounds) + (count > 0 && *base <= value);
}

#endif
