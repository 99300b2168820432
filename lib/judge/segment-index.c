/* SPDX-License-Identifier: MIT */
/* Writes the index of a table (segment-index.h). */
#include <string.h>

#include "core/sort.h"
#include "core/text-fold.h"
#include "judge/segment-index.h"

/* What an attribute needs room for. */
typedef struct index_need {
    enum index_kind kind; /* of the first condition */
    uint32_t ranges, points;
} index_need;

static int index_is_range(const revops_condition *condition)
{
    return condition->test == REVOPS_CONDITION_IN_RANGE && !condition->flags &&
           condition->low != condition->high;
}

static uint32_t index_points(const revops_condition *condition)
{
    switch ((enum revops_condition_tests)condition->test) {
    case REVOPS_CONDITION_IS_ONE_OF:
    case REVOPS_CONDITION_TEXT_IS:
        return condition->flags ? 0 : condition->value_count;
    case REVOPS_CONDITION_IS_EQUAL:
        return condition->flags ? 0 : 1;
    case REVOPS_CONDITION_IN_RANGE:
        return !condition->flags && condition->low == condition->high ? 1 : 0;
    case REVOPS_CONDITION_ALL_FLAGS:
    case REVOPS_CONDITION_ANY_FLAG:
    case REVOPS_CONDITION_IS_MISSING:
    case REVOPS_CONDITION_IS_PRESENT:
    case REVOPS_CONDITION_TEXT_CONTAINS:
    case REVOPS_CONDITION_TEXT_STARTS:
    case REVOPS_CONDITION_TEXT_ENDS:
        break;
    }
    return 0;
}

/* Of which kind a lane must be to hold a condition. */
static enum index_kind index_kind_of(const revops_condition *condition)
{
    return condition->test == REVOPS_CONDITION_TEXT_IS ? (condition->flags ? INDEX_NOTHING : INDEX_TEXTS)
           : index_is_range(condition) || index_points(condition) > 0 ? INDEX_NUMBERS
                                                                      : INDEX_NOTHING;
}

/* Notes a condition of a rule; returns whether a lane holds it: the first one that can be on each attribute. */
static int index_note(index_need *needs, uint64_t *seen, const revops_condition *condition)
{
    uint64_t bit = UINT64_C(1) << condition->attribute;
    index_need *need = &needs[condition->attribute];
    enum index_kind kind = index_kind_of(condition);
    if ((*seen & bit) || kind == INDEX_NOTHING || (need->kind != INDEX_NOTHING && need->kind != kind)) {
        return 0;
    }
    *seen |= bit;
    need->kind = kind;
    need->ranges += (uint32_t)index_is_range(condition);
    need->points += index_points(condition);
    return 1;
}

uint32_t revops__segment_block_count(uint32_t rule_count)
{
    return rule_count <= REVOPS_SEGMENT_SCANNED_MAX ? 0 : (rule_count + INDEX_BLOCK - 1) / INDEX_BLOCK;
}

static uint32_t index_slot_count(uint32_t points)
{
    uint32_t count = 4;
    while (count < points + points / 2) {
        count *= 2;
    }
    return points ? count : 0;
}

/* Lays a block out after `at` bytes of it, lane by lane; tells its size. */
static uint64_t index_lay_out(const index_need *needs, uint32_t words, index_block *block, index_lane *lanes)
{
    uint64_t at = sizeof(index_block);
    uint32_t count = 0;
    for (uint32_t i = 0; i < REVOPS_SEGMENT_ATTRIBUTES_MAX; i++) {
        count += needs[i].kind != INDEX_NOTHING;
    }
    uint64_t lanes_at = at, bytes = words * sizeof(uint64_t);
    at += count * sizeof(index_lane);
    uint64_t others_at = at;
    at += bytes;
    for (uint32_t i = 0, lane = 0; i < REVOPS_SEGMENT_ATTRIBUTES_MAX; i++) {
        if (needs[i].kind == INDEX_NOTHING) {
            continue;
        }
        index_lane own = {0};
        own.attribute = i;
        own.kind = needs[i].kind;
        own.bound_count = 2 * needs[i].ranges;
        own.slot_count = index_slot_count(needs[i].points);
        own.bounds = at;
        at += own.bound_count * sizeof(int64_t);
        own.classes = at;
        at += (own.bound_count + 1) * bytes;
        own.summaries = at;
        at += ((own.bound_count + 1) * sizeof(uint32_t) + 7) / 8 * 8;
        own.slots = at;
        at += own.slot_count * sizeof(index_slot);
        own.without = at;
        at += bytes;
        own.rules = at;
        at += (needs[i].points * sizeof(uint16_t) + 7) / 8 * 8;
        for (own.shift = 64; (own.slot_count >> (64 - own.shift)) > 1; own.shift--) {
        }
        if (lanes) {
            lanes[lane++] = own;
        }
    }
    if (block) {
        block->lanes = lanes_at;
        block->others = others_at;
        block->lane_count = count;
    }
    return at;
}

size_t revops__segment_index_size(const revops_segment_params *params)
{
    uint32_t blocks = revops__segment_block_count(params->rule_count);
    size_t size = blocks * sizeof(uint64_t);
    for (uint32_t b = 0; b < blocks; b++) {
        index_need needs[REVOPS_SEGMENT_ATTRIBUTES_MAX];
        memset(needs, 0, sizeof needs);
        uint32_t end = b + 1 < blocks ? (b + 1) * INDEX_BLOCK : params->rule_count;
        for (uint32_t i = b * INDEX_BLOCK; i < end; i++) {
            revops_segment_rule rule;
            uint64_t seen = 0;
            REVOPS__ROW_GET(revops_segment_rule, &rule, params->rules, params->rule_row_size, i);
            for (uint32_t k = 0; k < rule.condition_count; k++) {
                revops_condition condition;
                REVOPS__ROW_GET(revops_condition, &condition, params->conditions, params->condition_row_size,
                                rule.first_condition + k);
                index_note(needs, &seen, &condition);
            }
        }
        size += (size_t)index_lay_out(needs, (end - b * INDEX_BLOCK + 63) / 64, NULL, NULL);
    }
    return size;
}

static void index_put(uint64_t *set, uint32_t rule)
{
    set[rule / 64] |= UINT64_C(1) << rule % 64;
}

/* Goes through the conditions that a lane holds. */
typedef struct index_walk {
    const revops_segment *segment;
    const index_block *block;
    const index_lane *lane;
    uint32_t rule;
    const revops_condition *condition;
} index_walk;

static int index_walk_next(index_walk *walk)
{
    const revops__conditions *conditions = revops__segment_conditions(walk->segment);
    for (; walk->rule < walk->block->rule_count; walk->rule++) {
        const revops__segment_rule *rule =
            &revops__segment_rules(walk->segment)[walk->block->first_rule + walk->rule];
        for (uint32_t k = 0; k < rule->condition_count; k++) {
            walk->condition = revops__condition_at(conditions, rule->first_condition + k);
            if (walk->condition->attribute == walk->lane->attribute &&
                index_kind_of(walk->condition) == walk->lane->kind) {
                return 1;
            }
        }
    }
    return 0;
}

static void index_fill_classes(index_walk walk, index_block *block, index_lane *lane)
{
    int64_t *bounds = (int64_t *)(uintptr_t)index_at(block, lane->bounds);
    uint64_t *classes = (uint64_t *)(uintptr_t)index_at(block, lane->classes);
    uint64_t *without = (uint64_t *)(uintptr_t)index_at(block, lane->without);
    uint32_t count = 0, kept = 0;
    index_walk again = walk;
    for (uint32_t i = 0; i < block->rule_count; i++) {
        index_put(without, i);
    }
    for (; index_walk_next(&walk); walk.rule++) {
        without[walk.rule / 64] &= ~(UINT64_C(1) << walk.rule % 64);
        if (index_is_range(walk.condition)) {
            bounds[count++] = walk.condition->low;
            if (walk.condition->high < INT64_MAX) {
                bounds[count++] = walk.condition->high + 1;
            }
        }
    }
    revops__sort(bounds, count, sizeof *bounds);
    for (uint32_t i = 0; i < count; i++) {
        if (kept == 0 || bounds[kept - 1] != bounds[i]) {
            bounds[kept++] = bounds[i];
        }
    }
    lane->bound_count = kept;
    for (uint32_t i = 0; i <= kept; i++) {
        memcpy(classes + (size_t)i * block->words, without, block->words * sizeof *without);
    }
    for (walk = again; index_walk_next(&walk); walk.rule++) {
        if (index_is_range(walk.condition)) {
            uint32_t last = index_class(bounds, kept, walk.condition->high);
            for (uint32_t i = index_class(bounds, kept, walk.condition->low); i <= last; i++) {
                index_put(classes + (size_t)i * block->words, walk.rule);
            }
        }
    }
}

static void index_fill_summaries(const index_block *block, const index_lane *lane)
{
    const uint64_t *classes = index_at(block, lane->classes);
    uint32_t *summaries = (uint32_t *)(uintptr_t)index_at(block, lane->summaries);
    for (uint32_t i = 0; i <= lane->bound_count; i++) {
        for (uint32_t w = 0; w < block->words; w++) {
            summaries[i] |= (uint32_t)(classes[(size_t)i * block->words + w] != 0) << w;
        }
    }
}

/* The slot of the i-th value or text that a condition names, taken if it is new. */
static index_slot *index_take_slot(const index_walk *walk, const index_block *block, const index_lane *lane,
                                   uint32_t i)
{
    const revops__conditions *conditions = revops__segment_conditions(walk->segment);
    const revops_condition *condition = walk->condition;
    index_slot *slots = (index_slot *)(uintptr_t)index_at(block, lane->slots);
    uint32_t text = lane->kind == INDEX_TEXTS ? condition->first_value + i : 0;
    size_t length = 0, other_length;
    const char *own = lane->kind == INDEX_TEXTS ? revops__condition_text(conditions, text, &length) : NULL;
    int64_t value = own ? (int64_t)revops__text_hash_folded(own, length)
                    : condition->test == REVOPS_CONDITION_IS_ONE_OF
                        ? revops__condition_values(conditions)[condition->first_value + i]
                        : condition->low;
    uint32_t at = index_hash(value, lane->shift);
    for (; slots[at].count > 0; at = (at + 1) & (lane->slot_count - 1)) {
        const char *other = own ? revops__condition_text(conditions, slots[at].text, &other_length) : NULL;
        if (slots[at].value == value &&
            (!own || (length == other_length && memcmp(own, other, length) == 0))) {
            break;
        }
    }
    if (slots[at].count == 0) {
        slots[at].value = value;
        slots[at].text = text;
    }
    return &slots[at];
}

static void index_fill_slots(index_walk walk, index_block *block, index_lane *lane)
{
    index_slot *slots = (index_slot *)(uintptr_t)index_at(block, lane->slots);
    uint16_t *rules = (uint16_t *)(uintptr_t)index_at(block, lane->rules);
    index_walk again = walk;
    uint32_t first = 0;
    for (; index_walk_next(&walk); walk.rule++) {
        for (uint32_t i = 0, count = index_points(walk.condition); i < count; i++) {
            index_take_slot(&walk, block, lane, i)->count++;
        }
    }
    for (uint32_t i = 0; i < lane->slot_count;
         i++) { /* `first` is where the slot's rules end, and moves back */
        first += slots[i].count;
        slots[i].first = first;
    }
    for (walk = again; index_walk_next(&walk); walk.rule++) {
        for (uint32_t i = 0, count = index_points(walk.condition); i < count; i++) {
            rules[--index_take_slot(&walk, block, lane, i)->first] = (uint16_t)walk.rule;
        }
    }
}

void revops__segment_index_write(revops_segment *segment)
{
    segment->block_count = revops__segment_block_count(segment->rule_count);
    uint64_t *starts = (uint64_t *)(void *)((unsigned char *)segment + segment->blocks);
    uint64_t at = segment->blocks + segment->block_count * sizeof *starts;
    for (uint32_t b = 0; b < segment->block_count; b++) {
        const revops__conditions *conditions = revops__segment_conditions(segment);
        index_need needs[REVOPS_SEGMENT_ATTRIBUTES_MAX];
        index_block *block = (index_block *)(void *)((unsigned char *)segment + at);
        memset(needs, 0, sizeof needs);
        memset(block, 0, sizeof *block);
        starts[b] = at;
        block->first_rule = b * INDEX_BLOCK;
        block->rule_count = segment->rule_count - block->first_rule;
        block->rule_count = block->rule_count < INDEX_BLOCK ? block->rule_count : INDEX_BLOCK;
        block->words = (block->rule_count + 63) / 64;
        for (int pass = 0; pass < 2; pass++) { /* first what it needs, then whom no lane holds in full */
            uint64_t *others = (uint64_t *)(uintptr_t)index_at(block, block->others);
            for (uint32_t i = 0; i < block->rule_count; i++) {
                const revops__segment_rule *rule = &revops__segment_rules(segment)[block->first_rule + i];
                uint64_t seen = 0;
                for (uint32_t k = 0; k < rule->condition_count; k++) {
                    const revops_condition *condition =
                        revops__condition_at(conditions, rule->first_condition + k);
                    if (pass == 0) {
                        block->used |= UINT64_C(1) << condition->attribute;
                        index_note(needs, &seen, condition);
                    } else if (!index_note(needs, &seen, condition)) {
                        index_put(others, i);
                    }
                }
            }
            if (pass == 0) {
                block->size = index_lay_out(needs, block->words, block, NULL);
                memset(block + 1, 0, (size_t)block->size - sizeof *block);
                index_lay_out(needs, block->words, NULL,
                              (index_lane *)(uintptr_t)index_at(block, block->lanes));
            }
        }
        index_lane *lanes = (index_lane *)(uintptr_t)index_at(block, block->lanes);
        for (uint32_t i = 0; i < block->lane_count; i++) {
            index_walk walk = {segment, block, &lanes[i], 0, NULL};
            index_fill_classes(walk, block, &lanes[i]);
            index_fill_summaries(block, &lanes[i]);
            if (lanes[i].slot_count > 0) {
                index_fill_slots(walk, block, &lanes[i]);
            }
        }
        at += block->size;
    }
}
