/* SPDX-License-Identifier: MIT */
/* Values of attributes divided into classes that no condition of a table tells apart, for its proofs.

   A class is found by trying values (probes): for numbers each end of a range and each value of a set, and what is just
   above; for flags all combinations of the kinds of bits that the masks tell apart; for texts each text and one that is
   none of them; and nothing known. Probes that the same rules' conditions allow are one class. */
#include <string.h>

#include "core/bits.h"
#include "judge/segment-prove.h"

/* Of kinds of bits of one attribute, and of their combinations: none of a kind, some, all. */
enum { CLASSES_MOST_KINDS = 10, CLASSES_MOST_COMBINED = 1024 };

static int classes_is_text(const revops_condition *condition)
{
    return condition->test >= REVOPS_CONDITION_TEXT_IS && condition->test <= REVOPS_CONDITION_TEXT_ENDS;
}

static int classes_is_flags(const revops_condition *condition)
{
    return condition->test == REVOPS_CONDITION_ALL_FLAGS || condition->test == REVOPS_CONDITION_ANY_FLAG;
}

static int classes_is_presence(const revops_condition *condition)
{
    return condition->test == REVOPS_CONDITION_IS_MISSING || condition->test == REVOPS_CONDITION_IS_PRESENT;
}

/* How much there can be at most. */
typedef struct classes_room {
    size_t variables, classes, uses, texts;
} classes_room;

static classes_room classes_count(const revops_segment *segment)
{
    const revops__conditions *conditions = revops__segment_conditions(segment);
    classes_room room = {segment->attribute_count, 2 * (size_t)segment->attribute_count, 0, 0};
    uint64_t with_flags = 0;
    for (uint32_t i = 0; i < segment->condition_count; i++) {
        const revops_condition *condition = revops__condition_at(conditions, i);
        if (classes_is_text(condition)) {
            size_t end = (size_t)condition->first_value + condition->value_count;
            room.texts = end > room.texts ? end : room.texts;
            room.classes += condition->value_count + 3;
            room.variables++;
        } else if (classes_is_flags(condition)) {
            with_flags |= UINT64_C(1) << condition->attribute;
            room.classes += 3;
            room.variables++;
        } else {
            room.classes += 2 * (condition->value_count ? (size_t)condition->value_count : 1);
        }
    }
    for (; with_flags; with_flags &= with_flags - 1) {
        room.classes += CLASSES_MOST_COMBINED;
    }
    for (uint32_t i = 0; i < segment->rule_count; i++) {
        room.uses += revops__segment_rules(segment)[i].condition_count;
    }
    return room;
}

/* Takes `size` bytes off the memory, or only counts them. */
static void *classes_take(unsigned char *memory, size_t *at, size_t size)
{
    unsigned char *taken = memory ? memory + *at : NULL;
    *at += (size + 7) / 8 * 8;
    return taken;
}

static size_t classes_lay_out(revops__proof *proof, const revops_segment *segment, unsigned char *memory)
{
    classes_room room = classes_count(segment);
    size_t at = 0, set = ((size_t)segment->rule_count / 64 + 1) * sizeof(uint64_t);
    proof->segment = segment;
    proof->words = segment->rule_count / 64 + 1;
    proof->variable_count = proof->class_count = 0;
    proof->text_count = (uint32_t)room.texts;
    proof->is_exact = 1;
    proof->variables = classes_take(memory, &at, room.variables * sizeof *proof->variables);
    proof->variable_of = classes_take(memory, &at, segment->condition_count * sizeof(uint32_t));
    proof->text_ids = classes_take(memory, &at, room.texts * sizeof(uint32_t));
    proof->uses = classes_take(memory, &at, room.uses * sizeof *proof->uses);
    proof->probes = classes_take(memory, &at, room.classes * sizeof(int64_t));
    proof->hashes = classes_take(memory, &at, room.classes * sizeof(uint64_t));
    proof->classes = classes_take(memory, &at, room.classes * set);
    proof->without = classes_take(memory, &at, room.variables * set);
    proof->suffix = classes_take(memory, &at, (room.variables + 1) * set);
    proof->alive = classes_take(memory, &at, (room.variables + 2) * set);
    proof->needed = classes_take(memory, &at, set);
    proof->scratch = classes_take(memory, &at, set);
    proof->levels = classes_take(memory, &at, (room.variables + 2) * sizeof *proof->levels);
    return at;
}

size_t revops_segment_proof_size(const revops_segment *segment)
{
    revops__proof proof;
    return segment ? classes_lay_out(&proof, segment, NULL) : 0;
}

/* ---- Variables ---- */

/* What the conditions on one attribute are. */
typedef struct classes_kinds {
    int numbers, flags, words, texts, parts;
} classes_kinds;

static classes_kinds classes_kinds_of(const revops_segment *segment, uint32_t attribute)
{
    const revops__conditions *conditions = revops__segment_conditions(segment);
    classes_kinds kinds = {0};
    for (uint32_t i = 0; i < segment->condition_count; i++) {
        const revops_condition *condition = revops__condition_at(conditions, i);
        int words = classes_is_flags(condition) && condition->value_count > 0;
        if (words && attribute >= condition->attribute &&
            attribute - condition->attribute < condition->value_count) {
            kinds.words = 1; /* also where it is another word of the set */
        }
        if (condition->attribute != attribute || words) {
            continue;
        }
        kinds.flags |= classes_is_flags(condition);
        kinds.texts |= condition->test == REVOPS_CONDITION_TEXT_IS;
        kinds.parts |= classes_is_text(condition) && condition->test != REVOPS_CONDITION_TEXT_IS;
        kinds.numbers |=
            !classes_is_flags(condition) && !classes_is_text(condition) && !classes_is_presence(condition);
    }
    return kinds;
}

/* The kinds of bits that the masks on an attribute tell apart; 0 when there are too many. */
static uint32_t classes_bits_apart(const revops_segment *segment, uint32_t attribute, uint64_t *kinds)
{
    const revops__conditions *conditions = revops__segment_conditions(segment);
    uint32_t count = 0;
    for (uint32_t i = 0; i < segment->condition_count; i++) {
        const revops_condition *condition = revops__condition_at(conditions, i);
        if (condition->attribute != attribute || !classes_is_flags(condition) || condition->value_count > 0) {
            continue;
        }
        uint64_t mask = (uint64_t)condition->low;
        for (uint32_t k = 0, before = count; k < before; k++) { /* split what it only takes a part of */
            uint64_t inside = kinds[k] & mask, outside = kinds[k] & ~mask;
            mask &= ~kinds[k];
            if (inside && outside) {
                if (count == CLASSES_MOST_KINDS) {
                    return 0;
                }
                kinds[k] = inside;
                kinds[count++] = outside;
            }
        }
        if (mask) {
            if (count == CLASSES_MOST_KINDS) {
                return 0;
            }
            kinds[count++] = mask;
        }
    }
    uint32_t combined = 1;
    for (uint32_t k = 0; k < count; k++) {
        combined *= kinds[k] & (kinds[k] - 1) ? 3 : 2;
    }
    return combined <= CLASSES_MOST_COMBINED ? count : 0;
}

static int classes_same(const revops__proof *proof, const revops_condition *a, const revops_condition *b)
{
    const int64_t *values = revops__condition_values(revops__segment_conditions(proof->segment));
    if (a->attribute != b->attribute || a->test != b->test || a->low != b->low ||
        a->value_count != b->value_count) {
        return 0;
    }
    for (uint32_t i = 0; i < a->value_count; i++) {
        if (classes_is_text(a) ? proof->text_ids[a->first_value + i] != proof->text_ids[b->first_value + i]
                               : values[a->first_value + i] != values[b->first_value + i]) {
            return 0;
        }
    }
    return 1;
}

/* The variable of a condition that is taken as a whole. */
static uint32_t classes_whole(revops__proof *proof, uint32_t first, uint32_t index)
{
    const revops__conditions *conditions = revops__segment_conditions(proof->segment);
    const revops_condition *condition = revops__condition_at(conditions, index);
    for (uint32_t v = first; v < proof->variable_count; v++) {
        if (proof->variables[v].kind == REVOPS__PROOF_WHOLE &&
            classes_same(proof, revops__condition_at(conditions, proof->variables[v].condition), condition)) {
            return v;
        }
    }
    proof->variables[proof->variable_count] =
        (revops__proof_variable){condition->attribute, REVOPS__PROOF_WHOLE, index, 0, 0, 0, 0};
    return proof->variable_count++;
}

static void classes_make_variables(revops__proof *proof, uint32_t attribute)
{
    const revops_segment *segment = proof->segment;
    const revops__conditions *conditions = revops__segment_conditions(segment);
    classes_kinds kinds = classes_kinds_of(segment, attribute);
    uint64_t bits[CLASSES_MOST_KINDS];
    int with_flags = kinds.flags && !kinds.numbers && !kinds.texts && !kinds.parts &&
                     classes_bits_apart(segment, attribute, bits) > 0;
    int with_texts = kinds.texts && !kinds.numbers && !kinds.flags && !kinds.parts;
    uint32_t first = proof->variable_count;
    proof->variables[proof->variable_count++] = (revops__proof_variable){
        attribute,
        with_flags ? REVOPS__PROOF_FLAGS : with_texts ? REVOPS__PROOF_TEXTS : REVOPS__PROOF_NUMBERS,
        0,
        0,
        0,
        0,
        0};
    for (uint32_t i = 0; i < segment->condition_count; i++) {
        const revops_condition *condition = revops__condition_at(conditions, i);
        if (condition->attribute != attribute) {
            continue;
        }
        int whole = classes_is_flags(condition)  ? !with_flags || condition->value_count > 0
                    : classes_is_text(condition) ? !with_texts
                                                 : 0;
        proof->variable_of[i] = whole ? classes_whole(proof, first, i) : first;
    }
    /* Presence and one whole condition can be chosen freely but for what is missing. */
    if (proof->variable_count > first + 1 || kinds.words) {
        proof->is_exact = 0;
    }
}

/* ---- Classes ---- */

static int classes_text_holds(const revops__proof *proof, const revops_condition *condition, int64_t probe)
{
    int found = 0;
    for (uint32_t i = 0; i < condition->value_count; i++) {
        found |= proof->text_ids[condition->first_value + i] == probe;
    }
    return found;
}

/* Whether a condition holds for a probe of its variable. */
static int classes_holds(const revops__proof *proof, const revops__proof_variable *variable, uint32_t index,
                         int64_t probe)
{
    const revops__conditions *conditions = revops__segment_conditions(proof->segment);
    const revops_condition *condition = revops__condition_at(conditions, index);
    int negated = condition->flags & REVOPS_CONDITION_NOT ? 1 : 0;
    if (variable->kind == REVOPS__PROOF_WHOLE) {
        return probe != REVOPS_MISSING && (probe != 0) != negated;
    }
    if (classes_is_text(condition)) {
        return probe != REVOPS_MISSING && classes_text_holds(proof, condition, probe) != negated;
    }
    int64_t row[REVOPS_SEGMENT_ATTRIBUTES_MAX];
    row[variable->attribute] = probe;
    return revops__condition_holds(conditions, index, row, NULL);
}

/* Adds the class of a probe unless there is one with the same set. */
static void classes_try(revops__proof *proof, revops__proof_variable *variable, int64_t probe)
{
    uint64_t *set = proof->classes + (size_t)proof->class_count * proof->words, hash = 0;
    memset(set, 0xff, proof->words * sizeof *set);
    for (uint32_t i = 0; i < variable->use_count; i++) {
        const revops__proof_use *use = &proof->uses[variable->first_use + i];
        if (!classes_holds(proof, variable, use->condition, probe)) {
            set[use->rule / 64] &= ~(UINT64_C(1) << use->rule % 64);
        }
    }
    for (uint32_t w = 0; w < proof->words; w++) {
        hash = (hash ^ set[w]) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 32;
    }
    for (uint32_t i = variable->first_class; i < proof->class_count; i++) {
        if (proof->hashes[i] == hash &&
            memcmp(revops__proof_class(proof, i), set, proof->words * sizeof *set) == 0) {
            return;
        }
    }
    proof->hashes[proof->class_count] = hash;
    proof->probes[proof->class_count++] = probe;
}

static void classes_try_numbers(revops__proof *proof, revops__proof_variable *variable)
{
    const revops__conditions *conditions = revops__segment_conditions(proof->segment);
    classes_try(proof, variable, INT64_MIN + 1);
    for (uint32_t i = 0; i < proof->segment->condition_count; i++) {
        const revops_condition *condition = revops__condition_at(conditions, i);
        if (condition->attribute != variable->attribute || classes_is_flags(condition) ||
            classes_is_text(condition)) {
            continue;
        }
        int range = condition->test == REVOPS_CONDITION_IN_RANGE,
            equal = condition->test == REVOPS_CONDITION_IS_EQUAL;
        uint32_t count = condition->test == REVOPS_CONDITION_IS_ONE_OF ? condition->value_count
                                                                       : (uint32_t)(range || equal);
        for (uint32_t k = 0; k < count; k++) {
            int64_t value = range || equal ? condition->low
                                           : revops__condition_values(conditions)[condition->first_value + k];
            int64_t last = range ? condition->high : value;
            if (value != REVOPS_MISSING) {
                classes_try(proof, variable, value);
            }
            if (last < INT64_MAX) {
                classes_try(proof, variable, last + 1);
            }
        }
    }
}

static void classes_try_all(revops__proof *proof, revops__proof_variable *variable)
{
    uint64_t kinds[CLASSES_MOST_KINDS], value = 0;
    uint32_t count;
    variable->first_class = proof->class_count;
    switch ((enum revops__proof_kind)variable->kind) {
    case REVOPS__PROOF_NUMBERS:
        classes_try_numbers(proof, variable);
        break;
    case REVOPS__PROOF_FLAGS:
        count = classes_bits_apart(proof->segment, variable->attribute, kinds);
        for (int more = 1; more;) {
            classes_try(proof, variable, (int64_t)value);
            more = 0;
            for (uint32_t k = 0; k < count && !more; k++) { /* count up: none, some, all */
                uint64_t now = value & kinds[k], some = kinds[k] & (~kinds[k] + 1);
                value &= ~kinds[k];
                value |= now == 0 ? some : now != kinds[k] ? kinds[k] : 0;
                more = now != kinds[k];
            }
        }
        break;
    case REVOPS__PROOF_TEXTS:
        classes_try(proof, variable, -1);
        for (uint32_t i = 0; i < variable->use_count; i++) {
            const revops_condition *condition = revops__condition_at(
                revops__segment_conditions(proof->segment), proof->uses[variable->first_use + i].condition);
            for (uint32_t k = 0; classes_is_text(condition) && k < condition->value_count; k++) {
                classes_try(proof, variable, proof->text_ids[condition->first_value + k]);
            }
        }
        break;
    case REVOPS__PROOF_WHOLE:
        classes_try(proof, variable, 0);
        classes_try(proof, variable, 1);
        break;
    }
    classes_try(proof, variable, REVOPS_MISSING);
    variable->class_count = proof->class_count - variable->first_class;
}

static void classes_find_text_ids(revops__proof *proof)
{
    const revops__conditions *conditions = revops__segment_conditions(proof->segment);
    for (uint32_t i = 0; i < proof->text_count; i++) {
        size_t length, other_length;
        uint32_t k = 0;
        const char *text = revops__condition_text(conditions, i, &length);
        for (; k < i; k++) {
            const char *other = revops__condition_text(conditions, k, &other_length);
            if (length == other_length && memcmp(text, other, length) == 0) {
                break;
            }
        }
        proof->text_ids[i] = k;
    }
}

/* Sorts the conditions of rules by variable, and notes which rules have none on each. */
static void classes_sort_uses(revops__proof *proof)
{
    const revops__segment_rule *rules = revops__segment_rules(proof->segment);
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < proof->segment->rule_count; i++) {
            for (uint32_t k = 0; k < rules[i].condition_count; k++) {
                uint32_t condition = rules[i].first_condition + k;
                revops__proof_variable *variable = &proof->variables[proof->variable_of[condition]];
                if (pass == 1) {
                    proof->uses[variable->first_use + variable->use_count] =
                        (revops__proof_use){i, condition};
                    uint64_t *without = proof->without + (size_t)proof->variable_of[condition] * proof->words;
                    without[i / 64] &= ~(UINT64_C(1) << i % 64);
                }
                variable->use_count++;
            }
        }
        for (uint32_t v = 0, first = 0; pass == 0 && v < proof->variable_count; v++) {
            proof->variables[v].first_use = first;
            first += proof->variables[v].use_count;
            proof->variables[v].use_count = 0;
        }
    }
}

revops_status revops__proof_begin(revops__proof *proof, const revops_segment *segment, void *memory,
                                  size_t memory_size)
{
    if (!segment || !memory) {
        return REVOPS_ERR_ARG;
    }
    if (memory_size < revops_segment_proof_size(segment)) {
        return REVOPS_ERR_NOSPACE;
    }
    if ((uintptr_t)memory % REVOPS_ALIGNMENT) {
        return REVOPS_ERR_ALIGN;
    }
    classes_lay_out(proof, segment, memory);
    classes_find_text_ids(proof);
    for (uint64_t left = segment->used; left; left &= left - 1) {
        classes_make_variables(proof, revops__lowest_bit(left));
    }
    memset(proof->without, 0xff, (size_t)proof->variable_count * proof->words * sizeof(uint64_t));
    classes_sort_uses(proof);
    for (uint32_t v = 0; v < proof->variable_count; v++) {
        classes_try_all(proof, &proof->variables[v]);
    }
    uint64_t *suffix = proof->suffix + (size_t)proof->variable_count * proof->words;
    memset(suffix, 0xff, proof->words * sizeof *suffix);
    for (uint32_t v = proof->variable_count; v-- > 0; suffix -= proof->words) {
        const uint64_t *without = proof->without + (size_t)v * proof->words;
        for (uint32_t w = 0; w < proof->words; w++) {
            suffix[(ptrdiff_t)w - (ptrdiff_t)proof->words] = suffix[w] & without[w];
        }
    }
    return REVOPS_OK;
}
