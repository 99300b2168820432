/* SPDX-License-Identifier: MIT */
/* Looks rows up in the index of a table (segment-index.h). */
#include "core/bits.h"
#include "core/compiler.h"
#include "core/text-fold.h"
#include "judge/segment-index.h"

static const index_slot *index_slot_of(const index_block *block, const index_lane *lane, int64_t value)
{
    const index_slot *slots = index_at(block, lane->slots);
    uint32_t at = index_hash(value, lane->shift);
    while (slots[at].count > 0 && slots[at].value != value) {
        at = (at + 1) & (lane->slot_count - 1);
    }
    return &slots[at];
}

/* The slot of a text, or of nobody. */
static const index_slot *index_slot_of_text(const index_block *block, const index_lane *lane,
                                            const revops__conditions *conditions, const char *text,
                                            size_t length)
{
    const index_slot *slots = index_at(block, lane->slots);
    int64_t value = (int64_t)revops__text_hash(text, length);
    uint32_t at = index_hash(value, lane->shift);
    size_t own_length;
    for (; slots[at].count > 0; at = (at + 1) & (lane->slot_count - 1)) {
        const char *own = revops__condition_text(conditions, slots[at].text, &own_length);
        if (slots[at].value == value && revops__text_has(text, length, own, own_length, REVOPS__TEXT_WHOLE)) {
            break;
        }
    }
    return &slots[at];
}

/* The rules that name a value, if any. */
static const index_slot *index_named(const revops_segment *segment, const index_block *block,
                                     const index_lane *lane, int64_t value, const revops_texts *const *texts)
{
    if (lane->slot_count == 0) {
        return NULL;
    }
    if (lane->kind == INDEX_NUMBERS) {
        return index_slot_of(block, lane, value);
    }
    const revops_texts *own = texts ? texts[lane->attribute] : NULL;
    if (!own || value < 0 || (uint64_t)value >= own->count) {
        return NULL;
    }
    return index_slot_of_text(block, lane, revops__segment_conditions(segment),
                              own->bytes + own->offsets[value],
                              (size_t)(own->offsets[value + 1] - own->offsets[value]));
}

/* Takes out of `set` the rules whose condition on the lane's attribute doesn't hold. */
static void index_intersect(const index_block *block, const index_lane *lane, int64_t value,
                            const index_slot *slot, uint64_t *set)
{
    const uint64_t *class = index_at(block, lane->classes);
    if (lane->bound_count > 0) {
        class += (size_t)block->words * index_class(index_at(block, lane->bounds), lane->bound_count, value);
    }
    if (slot && slot->count > 0) {
        const uint16_t *rules = (const uint16_t *)index_at(block, lane->rules) + slot->first;
        uint64_t named[INDEX_WORDS];
        for (uint32_t w = 0; w < block->words; w++) {
            named[w] = class[w];
        }
        for (uint32_t i = 0; i < slot->count; i++) {
            named[rules[i] / 64] |= UINT64_C(1) << (rules[i] % 64);
        }
        for (uint32_t w = 0; w < block->words; w++) {
            set[w] &= named[w];
        }
    } else {
        for (uint32_t w = 0; w < block->words; w++) {
            set[w] &= class[w];
        }
    }
}

/* So many rules that name a value are looked at one by one. */
enum { INDEX_FEW = 16 };
#define INDEX_UNTOLD UINT32_MAX

/* What is asked of one block. */
typedef struct index_query {
    const revops_segment *segment;
    const index_block *block;
    const int64_t *row;
    const revops_texts *const *texts;
    uint64_t known[INDEX_WORDS];       /* rules that the known attributes allow */
    uint64_t independent[INDEX_WORDS]; /* rules that ask for no unknown one */
    uint64_t unknown;                  /* attributes of lanes */
} index_query;

/* The first rule of the block that matches, as an index into it, or its number of rules. */
static uint32_t index_find(const index_query *query, uint64_t *missing)
{
    const index_block *block = query->block;
    const uint64_t *others = index_at(block, block->others);
    for (uint32_t w = 0; w < block->words; w++) {
        for (uint64_t left = query->known[w] & query->independent[w]; left; left &= left - 1) {
            uint64_t bit = left & (~left + 1);
            uint32_t rule = w * 64 + revops__lowest_bit(left);
            if (!(others[w] & bit) || revops__segment_rule_matches(query->segment, block->first_rule + rule,
                                                                   query->row, query->texts, missing)) {
                return rule;
            }
        }
    }
    return block->rule_count;
}

/* Attributes whose absence alone keeps one of the first `end` rules from matching. */
static void index_find_missing(const index_query *query, uint32_t end, uint64_t *missing)
{
    const index_block *block = query->block;
    const index_lane *lanes = index_at(block, block->lanes);
    const uint64_t *others = index_at(block, block->others);
    uint64_t wanted = 0;
    for (uint64_t left = block->used; left; left &= left - 1) {
        uint32_t attribute = revops__lowest_bit(left);
        wanted |= query->row[attribute] == REVOPS_MISSING ? UINT64_C(1) << attribute : 0;
    }
    for (uint32_t i = 0; i < block->lane_count; i++) {
        if (!(query->unknown >> lanes[i].attribute & 1)) {
            continue;
        }
        const uint64_t *without = index_at(block, lanes[i].without);
        uint64_t found = 0;
        for (uint32_t w = 0; w * 64 < end; w++) {
            uint64_t below = end - w * 64 >= 64 ? UINT64_MAX : (UINT64_C(1) << (end - w * 64)) - 1;
            found |= query->known[w] & ~without[w] & ~others[w] & below;
        }
        *missing |= found ? UINT64_C(1) << lanes[i].attribute : 0;
    }
    for (uint32_t w = 0; w * 64 < end && (wanted & ~*missing); w++) {
        uint64_t below = end - w * 64 >= 64 ? UINT64_MAX : (UINT64_C(1) << (end - w * 64)) - 1;
        /* Those that ask for no unknown attribute of a lane were looked at on the way. */
        uint64_t left = query->known[w] & ~query->independent[w] & others[w] & below;
        for (; left && (wanted & ~*missing); left &= left - 1) {
            revops__segment_rule_matches(query->segment,
                                         block->first_rule + w * 64 + revops__lowest_bit(left), query->row,
                                         query->texts, missing);
        }
    }
}

/* The first rule of a block that matches, as an index into it, or its number of rules; for any row. */
static uint32_t index_first_any(index_query *query, uint64_t *missing)
{
    const index_block *block = query->block;
    const index_lane *lanes = index_at(block, block->lanes);
    query->unknown = 0;
    for (uint32_t w = 0; w < block->words; w++) {
        query->known[w] = query->independent[w] = UINT64_MAX;
    }
    if (block->rule_count % 64) {
        query->known[block->words - 1] = (UINT64_C(1) << block->rule_count % 64) - 1;
    }
    for (uint32_t i = 0; i < block->lane_count; i++) {
        int64_t value = query->row[lanes[i].attribute];
        if (value == REVOPS_MISSING) {
            const uint64_t *without = index_at(block, lanes[i].without);
            query->unknown |= UINT64_C(1) << lanes[i].attribute;
            for (uint32_t w = 0; w < block->words; w++) {
                query->independent[w] &= without[w];
            }
        } else {
            index_intersect(block, &lanes[i], value,
                            index_named(query->segment, block, &lanes[i], value, query->texts), query->known);
        }
    }
    uint32_t rule = index_find(query, missing);
    if (query->unknown) {
        index_find_missing(query, rule, missing);
    }
    return rule;
}

/* The rules of a lane that a value leads to: a set, and those that name it, the last one first. */
typedef struct index_hit {
    const uint64_t *class;
    const uint16_t *named;
    uint32_t count, summary; /* a bit for each word of the set that has a rule */
} index_hit;

static index_hit index_hit_of(const revops_segment *segment, const index_block *block, const index_lane *lane,
                              int64_t value, const revops_texts *const *texts)
{
    uint32_t at =
        lane->bound_count ? index_class(index_at(block, lane->bounds), lane->bound_count, value) : 0;
    const index_slot *slot = index_named(segment, block, lane, value, texts);
    index_hit hit = {(const uint64_t *)index_at(block, lane->classes) + (size_t)at * block->words,
                     (const uint16_t *)index_at(block, lane->rules) + (slot ? slot->first : 0),
                     slot ? slot->count : 0, ((const uint32_t *)index_at(block, lane->summaries))[at]};
    return hit;
}

static int index_allows(const index_hit *hit, uint32_t rule)
{
    uint64_t allows = hit->class[rule / 64] >> rule % 64 & 1;
    for (uint32_t i = 0; i < hit->count; i++) {
        allows |= hit->named[i] == rule;
    }
    return allows != 0;
}

/* The first of the few rules of one lane that all other lanes allow, as index_first_known() tells it; INDEX_UNTOLD where a rule
   has conditions that no lane holds. Without branches that depend on the row. */
static uint32_t index_first_few(const index_block *block, const index_hit *hits, uint32_t few)
{
    const uint64_t *others = index_at(block, block->others);
    uint32_t first = block->rule_count;
    uint64_t is_untold = 0;
    for (uint32_t i = 0; i < hits[few].count; i++) {
        uint32_t rule = hits[few].named[i], allowed = 1;
        for (uint32_t lane = 0; lane < block->lane_count; lane++) {
            allowed &= (uint32_t)(lane == few || index_allows(&hits[lane], rule));
        }
        is_untold |= allowed & others[rule / 64] >> rule % 64;
        first = allowed ? rule : first;
    }
    return is_untold & 1 ? INDEX_UNTOLD : first;
}

/* The same for many: sets of a lane in `words`. */
static uint32_t index_first_of_words(const revops_segment *segment, const index_block *block,
                                     const index_hit *hits, uint32_t words, const int64_t *row,
                                     const revops_texts *const *texts)
{
    const uint64_t *others = index_at(block, block->others);
    uint64_t named[INDEX_LANES][INDEX_WORDS], missing = 0;
    for (uint32_t i = 0; i < block->lane_count; i++) {
        for (uint32_t w = 0; w < INDEX_WORDS; w++) {
            named[i][w] = 0;
        }
        for (uint32_t k = 0; k < hits[i].count; k++) {
            named[i][hits[i].named[k] / 64] |= UINT64_C(1) << hits[i].named[k] % 64;
        }
    }
    for (; words; words &= words - 1) {
        uint32_t word = revops__lowest_bit(words);
        uint64_t left = block->lane_count                     ? UINT64_MAX
                        : word * 64 + 64 <= block->rule_count ? UINT64_MAX
                                                              : (UINT64_C(1) << block->rule_count % 64) - 1;
        for (uint32_t i = 0; i < block->lane_count; i++) {
            left &= hits[i].class[word] | named[i][word];
        }
        for (; left; left &= left - 1) {
            uint32_t rule = word * 64 + revops__lowest_bit(left);
            if (!(others[word] >> rule % 64 & 1) ||
                revops__segment_rule_matches(segment, block->first_rule + rule, row, texts, &missing)) {
                return rule;
            }
        }
    }
    return block->rule_count;
}

/* The same as index_first_any() for a row of which all is known that rules ask for: blocks in which the summaries have no word in
   common are passed over; where few rules name a value that no other rule is content with, only these are looked at. */
static uint32_t index_first_known(const revops_segment *segment, const index_block *block, const int64_t *row,
                                  const revops_texts *const *texts)
{
    const index_lane *lanes = index_at(block, block->lanes);
    index_hit hits[INDEX_LANES];
    uint32_t words = UINT32_MAX >> (32 - block->words), few = INDEX_LANES, most = 0;
    for (uint32_t i = 0; i < block->lane_count; i++) {
        hits[i] = index_hit_of(segment, block, &lanes[i], row[lanes[i].attribute], texts);
        most = hits[i].count > most ? hits[i].count : most;
        if (hits[i].summary == 0) {
            if (hits[i].count == 0) {
                return block->rule_count;
            }
            few = few == INDEX_LANES || hits[i].count < hits[few].count ? i : few;
        } else if (hits[i].count == 0) {
            words &= hits[i].summary;
        }
    }
    uint32_t rule = few < INDEX_LANES && most <= INDEX_FEW ? index_first_few(block, hits, few) : INDEX_UNTOLD;
    return rule == INDEX_UNTOLD ? index_first_of_words(segment, block, hits, words, row, texts) : rule;
}

static const index_block *index_block_at(const revops_segment *segment, uint32_t block)
{
    const uint64_t *starts =
        (const uint64_t *)(const void *)((const unsigned char *)segment + segment->blocks);
    return (const index_block *)(const void *)((const unsigned char *)segment + starts[block]);
}

static void index_answer(const revops_segment *segment, const index_block *block, uint32_t rule,
                         revops_segment_answer *out)
{
    if (rule < block->rule_count) {
        out->rule = block->first_rule + rule;
        out->outcome = revops__segment_rules(segment)[out->rule].outcome;
    }
}

revops_segment_answer revops__segment_index_first(const revops_segment *segment, const int64_t *row,
                                                  const revops_texts *const *texts)
{
    revops_segment_answer out = {segment->otherwise, REVOPS_SEGMENT_NO_RULE, 0};
    index_query query;
    query.segment = segment;
    query.row = row;
    query.texts = texts;
    int known = revops__segment_is_known(segment, row);
    for (uint32_t b = 0; b < segment->block_count && out.rule == REVOPS_SEGMENT_NO_RULE; b++) {
        query.block = index_block_at(segment, b);
        uint32_t rule = known && query.block->lane_count <= INDEX_LANES
                            ? index_first_known(segment, query.block, row, texts)
                            : index_first_any(&query, &out.missing);
        index_answer(segment, query.block, rule, &out);
    }
    return out;
}

void revops__segment_index_first_rows(const revops_segment *segment, const int64_t *rows, size_t count,
                                      const revops_texts *const *texts, revops_segment_answer *out)
{
    uint8_t left[REVOPS__SEGMENT_STRIP]; /* rows that nothing matched yet */
    size_t left_count = 0;
    for (size_t i = 0; i < count; i++) {
        const int64_t *row = rows + i * segment->attribute_count;
        if (revops__segment_is_known(segment, row)) {
            out[i] = (revops_segment_answer){segment->otherwise, REVOPS_SEGMENT_NO_RULE, 0};
            left[left_count++] = (uint8_t)i;
        } else {
            out[i] = revops__segment_index_first(segment, row, texts);
        }
    }
    for (uint32_t b = 0; b < segment->block_count && left_count > 0; b++) {
        const index_block *block = index_block_at(segment, b);
        const index_lane *lanes = index_at(block, block->lanes);
        for (uint32_t lane = 0; lane < block->lane_count; lane++) {
            if (lanes[lane].kind != INDEX_NUMBERS || lanes[lane].slot_count == 0) {
                continue;
            }
            const index_slot *slots = index_at(block, lanes[lane].slots);
            for (size_t k = 0; k < left_count; k++) {
                int64_t value = rows[left[k] * segment->attribute_count + lanes[lane].attribute];
                REVOPS__FETCH(&slots[index_hash(value, lanes[lane].shift)]);
            }
        }
        size_t kept = 0;
        for (size_t k = 0; k < left_count; k++) {
            const int64_t *row = rows + left[k] * segment->attribute_count;
            uint64_t missing = 0;
            index_query query;
            uint32_t rule;
            if (block->lane_count <= INDEX_LANES) {
                rule = index_first_known(segment, block, row, texts);
            } else {
                query.segment = segment;
                query.block = block;
                query.row = row;
                query.texts = texts;
                rule = index_first_any(&query, &missing);
            }
            index_answer(segment, block, rule, &out[left[k]]);
            left[kept] = left[k];
            kept += rule == block->rule_count;
        }
        left_count = kept;
    }
}
