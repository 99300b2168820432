/* SPDX-License-Identifier: MIT */
/* Which rules can never match, and whether any row is left over (RT9).

   Problem: a rule is dead when no row is matched by it and by no earlier one. For rules over several attributes that
   is a search, exponential at worst.

   Format: each attribute is a variable, and each condition that can only be taken as a whole is one of its own. The
   values of a variable fall into classes that no condition tells apart; a class is kept as the set of the rules whose
   conditions on the variable all hold there, one bit per rule; equal sets are stored once. The last bit stands for a
   rule without conditions.

   Algorithm: choose a class for one variable after the other and keep the set of earlier rules that all classes
   chosen so far allow. When it is empty, a row was found. It can't become empty any more once it holds a rule without
   conditions on the variables to come. Classes that leave fewest rules come first; a class is skipped when another
   one tried before leaves a part of its rules. So a row is nearly always found at once, and the proof that there is
   none is short if one or a few earlier rules cover everything. */
#include <string.h>

#include "core/bits.h"
#include "judge/segment-internal.h"
#include "judge/segment-prove.h"

enum prove_result { PROVE_FOUND, PROVE_NONE, PROVE_GAVE_UP };
static const uint64_t prove_steps = 1000000000;

static uint32_t prove_count_bits(uint64_t bits)
{
    bits -= bits >> 1 & UINT64_C(0x5555555555555555);
    bits = (bits & UINT64_C(0x3333333333333333)) + (bits >> 2 & UINT64_C(0x3333333333333333));
    bits = (bits + (bits >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    return (uint32_t)(bits * UINT64_C(0x0101010101010101) >> 56);
}

static int prove_has(const uint64_t *set, uint32_t rule)
{
    return (int)(set[rule / 64] >> rule % 64 & 1);
}

static int prove_is_empty(const uint64_t *set, uint32_t words)
{
    uint64_t all = 0;
    for (uint32_t w = 0; w < words; w++) {
        all |= set[w];
    }
    return all == 0;
}

/* ---- The search ---- */

/* One question: a row that `rule` matches and none of the set `levels[0]` of others. */
typedef struct prove_question {
    revops__proof *proof;
    uint32_t rule;
    int known_only;
    uint64_t steps; /* left */
} prove_question;

/* How many rules of `from` a class leaves; UINT32_MAX where it isn't open to the rule. */
static uint32_t prove_left(const prove_question *question, const uint64_t *from, uint32_t class)
{
    const revops__proof *proof = question->proof;
    const uint64_t *set = revops__proof_class(proof, class);
    if (!prove_has(set, question->rule) || (question->known_only && proof->probes[class] == REVOPS_MISSING)) {
        return UINT32_MAX;
    }
    uint32_t count = 0;
    for (uint32_t w = 0; w < proof->words; w++) {
        count += prove_count_bits(from[w] & set[w]);
    }
    return count;
}

static int prove_is_part(const revops__proof *proof, const uint64_t *from, uint32_t class, uint32_t of)
{
    const uint64_t *part = revops__proof_class(proof, class), *whole = revops__proof_class(proof, of);
    uint64_t more = 0;
    for (uint32_t w = 0; w < proof->words; w++) {
        more |= from[w] & part[w] & ~whole[w];
    }
    return more == 0;
}

/* Whether a class that comes before (fewer rules left, or as many and a lower number) leaves a part of its rules. */
static int prove_is_dominated(const prove_question *question, const revops__proof_variable *variable,
                              const uint64_t *from, uint32_t class, uint32_t left)
{
    for (uint32_t i = 0; i < variable->class_count; i++) {
        uint32_t other = variable->first_class + i;
        if (other == class || !prove_is_part(question->proof, from, other, class)) {
            continue;
        }
        uint32_t others = prove_left(question, from, other);
        if (others < left || (others == left && other < class)) {
            return 1;
        }
    }
    return 0;
}

/* The next class to try on a level, after the one it stands at; 0 when there is none. */
static int prove_next_class(prove_question *question, revops__proof_level *level, const uint64_t *from)
{
    const revops__proof *proof = question->proof;
    const revops__proof_variable *variable = &proof->variables[level->variable];
    for (;;) {
        uint32_t best = UINT32_MAX, best_left = UINT32_MAX;
        for (uint32_t i = 0; i < variable->class_count; i++) {
            uint32_t class = variable->first_class + i, left = prove_left(question, from, class);
            int after = !level->begun || left > level->left || (left == level->left && class > level->class);
            if (left != UINT32_MAX && after && left < best_left) {
                best = class;
                best_left = left;
            }
        }
        uint64_t cost = 2 * (uint64_t)variable->class_count * proof->words + 1;
        question->steps = question->steps > cost ? question->steps - cost : 0;
        if (best == UINT32_MAX || question->steps == 0) {
            return 0;
        }
        level->begun = 1;
        level->class = best;
        level->left = best_left;
        if (!prove_is_dominated(question, variable, from, best, best_left)) {
            return 1;
        }
    }
}

static uint64_t *prove_alive(const revops__proof *proof, uint32_t level)
{
    return proof->alive + (size_t)level * proof->words;
}

/* Whether a rule of the set has no conditions on variables from `variable` on. */
static int prove_is_hopeless(const revops__proof *proof, const uint64_t *alive, uint32_t variable)
{
    const uint64_t *done = proof->suffix + (size_t)variable * proof->words;
    uint64_t left = 0;
    for (uint32_t w = 0; w < proof->words; w++) {
        left |= alive[w] & done[w];
    }
    return left != 0;
}

/* The first variable from `variable` on that a rule of the set asks for; there is one unless it is hopeless. */
static uint32_t prove_next_variable(const revops__proof *proof, const uint64_t *alive, uint32_t variable)
{
    for (; variable < proof->variable_count; variable++) {
        const uint64_t *without = proof->without + (size_t)variable * proof->words;
        uint64_t asks = 0;
        for (uint32_t w = 0; w < proof->words; w++) {
            asks |= alive[w] & ~without[w];
        }
        if (asks) {
            break;
        }
    }
    return variable;
}

/* Looks for a row; its classes are those of levels 0 to `*depth` - 1. */
static enum prove_result prove_search(prove_question *question, uint32_t *depth)
{
    revops__proof *proof = question->proof;
    uint32_t at = 0;
    for (int descend = 1;;) {
        const uint64_t *alive = prove_alive(proof, at);
        revops__proof_level *level = &proof->levels[at];
        if (descend) {
            uint32_t from = at ? proof->levels[at - 1].variable + 1 : 0;
            if (prove_is_empty(alive, proof->words)) {
                *depth = at;
                return PROVE_FOUND;
            }
            level->begun = 0;
            level->variable = prove_is_hopeless(proof, alive, from) ? proof->variable_count
                                                                    : prove_next_variable(proof, alive, from);
        }
        if (level->variable < proof->variable_count && prove_next_class(question, level, alive)) {
            const uint64_t *set = revops__proof_class(proof, level->class);
            uint64_t *next = prove_alive(proof, at + 1);
            for (uint32_t w = 0; w < proof->words; w++) {
                next[w] = alive[w] & set[w];
            }
            at++;
            descend = 1;
            continue;
        }
        if (question->steps == 0) {
            return PROVE_GAVE_UP;
        }
        if (at == 0) {
            return PROVE_NONE;
        }
        at--;
        descend = 0;
    }
}

/* ---- What becomes of one rule ---- */

/* For all rules at once: those that are met by some row of the rule, those met by all of them. */
static int prove_relations(const revops__proof *proof, uint32_t rule, uint64_t *meet, uint64_t *cover)
{
    for (uint32_t w = 0; w < proof->words; w++) {
        meet[w] = cover[w] = UINT64_MAX;
    }
    for (uint32_t v = 0; v < proof->variable_count; v++) {
        const revops__proof_variable *variable = &proof->variables[v];
        int open = 0;
        uint64_t *any = proof->scratch;
        memset(any, 0, proof->words * sizeof *any);
        for (uint32_t i = 0; i < variable->class_count; i++) {
            const uint64_t *set = revops__proof_class(proof, variable->first_class + i);
            if (!prove_has(set, rule)) {
                continue;
            }
            open = 1;
            for (uint32_t w = 0; w < proof->words; w++) {
                any[w] |= set[w];
                cover[w] &= set[w];
            }
        }
        if (!open) {
            return 0;
        }
        for (uint32_t w = 0; w < proof->words; w++) {
            meet[w] &= any[w];
        }
    }
    return 1;
}

static void prove_keep_below(uint64_t *set, uint32_t rule, uint32_t words)
{
    for (uint32_t w = rule / 64; w < words; w++) {
        set[w] &= w == rule / 64 ? (UINT64_C(1) << rule % 64) - 1 : 0;
    }
}

typedef struct prove_list {
    revops_segment_flaw *out;
    size_t capacity, count;
} prove_list;

static void prove_tell(prove_list *list, enum revops_segment_findings finding, uint32_t rule, uint32_t other)
{
    if (list->count < list->capacity) {
        list->out[list->count] = (revops_segment_flaw){(uint32_t)finding, rule, other, 0};
    }
    list->count++;
}

/* Leaves out of the set what isn't needed to hide the rule, the latest rules first, and tells the others. */
static void prove_tell_cover(prove_question *question, prove_list *list)
{
    revops__proof *proof = question->proof;
    uint64_t *needed = proof->needed;
    uint32_t depth;
    for (uint32_t other = question->rule; other-- > 0;) {
        if (prove_has(needed, other)) {
            needed[other / 64] &= ~(UINT64_C(1) << other % 64);
            memcpy(prove_alive(proof, 0), needed, proof->words * sizeof *needed);
            if (prove_search(question, &depth) != PROVE_NONE) {
                needed[other / 64] |= UINT64_C(1) << other % 64;
            }
        }
    }
    for (uint32_t other = 0; other < question->rule; other++) {
        if (prove_has(needed, other)) {
            prove_tell(list, REVOPS_SEGMENT_HIDDEN_TOGETHER, question->rule, other);
        }
    }
}

static void prove_rule(revops__proof *proof, uint32_t rule, uint64_t steps, prove_list *list)
{
    uint64_t *meet = proof->needed, *cover = prove_alive(proof, 0);
    if (!prove_relations(proof, rule, meet, cover)) {
        prove_tell(list, REVOPS_SEGMENT_DEAD, rule, REVOPS_SEGMENT_NO_RULE);
        return;
    }
    prove_keep_below(cover, rule, proof->words);
    prove_keep_below(meet, rule, proof->words);
    for (uint32_t w = 0; w < proof->words; w++) {
        if (cover[w]) {
            prove_tell(list, REVOPS_SEGMENT_HIDDEN, rule, w * 64 + revops__lowest_bit(cover[w]));
            return;
        }
    }
    memcpy(prove_alive(proof, 0), meet, proof->words * sizeof *meet);
    prove_question question = {proof, rule, 0, steps};
    uint32_t depth;
    enum prove_result result = prove_search(&question, &depth);
    switch ((enum prove_result)result) {
    case PROVE_NONE:
        prove_tell_cover(&question, list);
        break;
    case PROVE_GAVE_UP:
        prove_tell(list, REVOPS_SEGMENT_UNDECIDED, rule, REVOPS_SEGMENT_NO_RULE);
        break;
    case PROVE_FOUND:
        break;
    }
}

revops_status revops_segment_prove(const revops_segment *segment, uint64_t steps, void *memory,
                                   size_t memory_size, revops_segment_flaw *out, size_t capacity,
                                   size_t *needed)
{
    revops__proof proof;
    if (!needed || (capacity && !out)) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = revops__proof_begin(&proof, segment, memory, memory_size);
    if (status != REVOPS_OK) {
        *needed = 0;
        return status;
    }
    prove_list list = {out, capacity, 0};
    for (uint32_t i = 0; i < segment->rule_count; i++) {
        prove_rule(&proof, i, steps ? steps : prove_steps, &list);
    }
    *needed = list.count;
    return list.count > capacity ? REVOPS_ERR_NOSPACE : REVOPS_OK;
}

/* ---- What no rule matches ---- */

/* A class that everybody can have, a known one if there is any. */
static uint32_t prove_any_class(const revops__proof *proof, const revops__proof_variable *variable)
{
    uint32_t class = variable->first_class;
    while (class + 1 < variable->first_class + variable->class_count &&
           proof->probes[class] == REVOPS_MISSING) {
        class ++;
    }
    return class;
}

static void prove_write_row(const revops__proof *proof, uint32_t depth, int64_t *row)
{
    memset(row, 0, proof->segment->attribute_count * sizeof *row);
    for (uint32_t v = 0; v < proof->variable_count; v++) {
        const revops__proof_variable *variable = &proof->variables[v];
        if (variable->kind != REVOPS__PROOF_WHOLE) {
            row[variable->attribute] = proof->probes[prove_any_class(proof, variable)];
        }
    }
    for (uint32_t i = 0; i < depth; i++) {
        const revops__proof_variable *variable = &proof->variables[proof->levels[i].variable];
        int64_t probe = proof->probes[proof->levels[i].class];
        if (variable->kind != REVOPS__PROOF_WHOLE || probe == REVOPS_MISSING) {
            row[variable->attribute] = probe;
        }
    }
}

revops_status revops_segment_uncovered(const revops_segment *segment, uint64_t steps, void *memory,
                                       size_t memory_size, int64_t *out_row,
                                       revops_segment_coverage *out_coverage)
{
    revops__proof proof;
    if (!out_row || !out_coverage) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = revops__proof_begin(&proof, segment, memory, memory_size);
    if (status != REVOPS_OK) {
        return status;
    }
    revops_segment_coverage coverage = REVOPS_SEGMENT_COVERED;
    for (int known_only = 1; known_only >= 0 && coverage == REVOPS_SEGMENT_COVERED; known_only--) {
        uint64_t *all = prove_alive(&proof, 0);
        uint32_t depth;
        memset(all, 0xff, proof.words * sizeof *all);
        prove_keep_below(all, segment->rule_count, proof.words);
        prove_question question = {&proof, segment->rule_count, known_only, steps ? steps : prove_steps};
        enum prove_result found = prove_search(&question, &depth);
        if (found == PROVE_GAVE_UP || (found == PROVE_FOUND && !proof.is_exact)) {
            coverage = REVOPS_SEGMENT_COVERAGE_UNDECIDED;
        } else if (found == PROVE_FOUND) {
            coverage = known_only ? REVOPS_SEGMENT_NOT_COVERED : REVOPS_SEGMENT_COVERED_WHERE_KNOWN;
            prove_write_row(&proof, depth, out_row);
        }
    }
    *out_coverage = coverage;
    return REVOPS_OK;
}

const char *revops_segment_finding_name(revops_segment_finding finding)
{
    switch ((enum revops_segment_findings)finding) {
    case REVOPS_SEGMENT_DEAD:
        return "dead";
    case REVOPS_SEGMENT_HIDDEN:
        return "hidden";
    case REVOPS_SEGMENT_HIDDEN_TOGETHER:
        return "hidden together";
    case REVOPS_SEGMENT_UNDECIDED:
        return "undecided";
    }
    return "unknown";
}

const char *revops_segment_coverage_name(revops_segment_coverage coverage)
{
    switch ((enum revops_segment_coverages)coverage) {
    case REVOPS_SEGMENT_COVERED:
        return "covered";
    case REVOPS_SEGMENT_COVERED_WHERE_KNOWN:
        return "covered where known";
    case REVOPS_SEGMENT_NOT_COVERED:
        return "not covered";
    case REVOPS_SEGMENT_COVERAGE_UNDECIDED:
        return "undecided";
    }
    return "unknown";
}
