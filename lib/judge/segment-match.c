/* SPDX-License-Identifier: MIT */
/* Which rule matches a row or the rows of columns, and how one rule stands to a row. */
#include "core/bits.h"
#include "judge/segment-internal.h"

static const revops_texts *segment_texts_for(const revops_texts *const *texts, uint32_t attribute)
{
    return texts ? texts[attribute] : NULL;
}

/* The conditions of a table lie one after the other from `first` on. */
static inline int segment_rule_holds(const revops__conditions *conditions, const revops_condition *first,
                                     const revops__segment_rule *rule, const int64_t *row,
                                     const revops_texts *const *texts, uint64_t *missing)
{
    uint64_t absent = 0;
    for (uint32_t i = rule->first_condition, end = i + rule->condition_count; i < end; i++) {
        uint32_t attribute = first[i].attribute;
        if (!revops__condition_holds_inline(conditions, i, &first[i], row,
                                            segment_texts_for(texts, attribute))) {
            if (row[attribute] != REVOPS_MISSING) {
                return 0;
            }
            absent |= UINT64_C(1) << attribute;
        }
    }
    *missing |= absent;
    return absent == 0;
}

int revops__segment_rule_matches(const revops_segment *segment, uint32_t rule, const int64_t *row,
                                 const revops_texts *const *texts, uint64_t *missing)
{
    const revops__conditions *conditions = revops__segment_conditions(segment);
    return segment_rule_holds(conditions, revops__condition_at(conditions, 0),
                              &revops__segment_rules(segment)[rule], row, texts, missing);
}

revops_segment_answer revops__segment_first(const revops_segment *segment, const int64_t *row,
                                            const revops_texts *const *texts)
{
    if (segment->block_count > 0) {
        return revops__segment_index_first(segment, row, texts);
    }
    revops_segment_answer out = {segment->otherwise, REVOPS_SEGMENT_NO_RULE, 0};
    const revops__conditions *conditions = revops__segment_conditions(segment);
    const revops_condition *first = revops__condition_at(conditions, 0);
    const revops__segment_rule *rules = revops__segment_rules(segment);
    for (uint32_t i = 0; i < segment->rule_count; i++) {
        if (segment_rule_holds(conditions, first, &rules[i], row, texts, &out.missing)) {
            out.outcome = rules[i].outcome;
            out.rule = i;
            break;
        }
    }
    return out;
}

/* The values for which a condition holds, as the least and how many above it; 0 where it asks for something else. */
static int segment_span_of(const revops_condition *condition, uint64_t *low, uint64_t *span)
{
    int is_range = condition->test == REVOPS_CONDITION_IN_RANGE;
    int64_t high = is_range ? condition->high : condition->low;
    int64_t least = condition->low == REVOPS_MISSING ? REVOPS_MISSING + 1 : condition->low;
    *low = (uint64_t)least;
    *span = (uint64_t)high - (uint64_t)least;
    return !condition->flags && least <= high && (is_range || condition->test == REVOPS_CONDITION_IS_EQUAL);
}

/* Which of the rows at `left` a rule matches, all known. */
static void segment_ask_rows(const revops__conditions *conditions, const revops__segment_rule *rule,
                             const int64_t *rows, const uint8_t *left, size_t count,
                             const revops_texts *const *texts, uint8_t *holds)
{
    const revops_condition *first = revops__condition_at(conditions, 0);
    for (size_t k = 0; k < count; k++) {
        holds[k] = 1;
    }
    for (uint32_t i = rule->first_condition, end = i + rule->condition_count; i < end; i++) {
        uint64_t low, span;
        uint32_t attribute = first[i].attribute;
        if (segment_span_of(&first[i], &low, &span)) {
            const int64_t *values = rows + attribute;
            for (size_t k = 0; k < count; k++) { /* without a branch that depends on a row */
                holds[k] &= (uint8_t)((uint64_t)values[left[k]] - low <= span);
            }
            continue;
        }
        for (size_t k = 0; k < count; k++) {
            holds[k] = holds[k] && revops__condition_holds_inline(conditions, i, &first[i], rows + left[k],
                                                                  segment_texts_for(texts, attribute));
        }
    }
}

/* Asks one rule after the other for all rows that are left. Rows of which something is unknown go alone, as it has to be told. */
static void segment_walk_rows(const revops_segment *segment, const int64_t *rows, size_t count,
                              const revops_texts *const *texts, revops_segment_answer *out)
{
    const revops__segment_rule *rules = revops__segment_rules(segment);
    uint8_t left[REVOPS__SEGMENT_STRIP], holds[REVOPS__SEGMENT_STRIP]; /* where rows begin */
    uint32_t found[REVOPS__SEGMENT_STRIP];
    size_t left_count = 0, width = segment->attribute_count;
    for (size_t i = 0; i < count; i++) {
        found[i * width] = REVOPS_SEGMENT_NO_RULE;
        left[left_count] = (uint8_t)(i * width);
        left_count += (size_t)revops__segment_is_known(segment, rows + i * width);
    }
    for (uint32_t rule = 0; rule < segment->rule_count && left_count > 0; rule++) {
        segment_ask_rows(revops__segment_conditions(segment), &rules[rule], rows, left, left_count, texts,
                         holds);
        size_t kept = 0;
        for (size_t k = 0; k < left_count; k++) {
            found[left[k]] = holds[k] ? rule : REVOPS_SEGMENT_NO_RULE;
            left[kept] = left[k];
            kept += !holds[k];
        }
        left_count = kept;
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t rule = found[i * width];
        out[i] = (revops_segment_answer){
            rule == REVOPS_SEGMENT_NO_RULE ? segment->otherwise : rules[rule].outcome, rule, 0};
        if (!revops__segment_is_known(segment, rows + i * width)) {
            out[i] = revops__segment_first(segment, rows + i * width, texts);
        }
    }
}

void revops__segment_first_rows(const revops_segment *segment, const int64_t *rows, size_t count,
                                const revops_texts *const *texts, revops_segment_answer *out)
{
    if (segment->block_count > 0) {
        revops__segment_index_first_rows(segment, rows, count, texts, out);
    } else {
        segment_walk_rows(segment, rows, count, texts, out);
    }
}

revops_status revops_segment_match(const revops_segment *segment, const int64_t *row,
                                   const revops_texts *const *texts, revops_segment_answer *out)
{
    if (!segment || !row || !out) {
        return REVOPS_ERR_ARG;
    }
    *out = revops__segment_first(segment, row, texts);
    return REVOPS_OK;
}

int revops__segment_columns_fit(const revops_segment *segment, const revops_column *columns,
                                size_t column_count)
{
    if (!columns || column_count != segment->attribute_count) {
        return 0;
    }
    for (size_t i = 0; i < column_count; i++) {
        if (!revops__column_is_valid(&columns[i]) ||
            (segment->has_texts && columns[i].texts && !revops__texts_are_valid(columns[i].texts))) {
            return 0;
        }
    }
    return 1;
}

void revops__segment_gather(const revops_segment *segment, const revops_column *columns, size_t first,
                            size_t count, int64_t *strip)
{
    uint32_t width = segment->attribute_count;
    for (uint64_t left = segment->used; left; left &= left - 1) {
        uint32_t attribute = revops__lowest_bit(left);
        const revops_column *column = &columns[attribute];
        int64_t *to = strip + attribute;
        if (!column->values) {
            for (size_t i = 0; i < count; i++) {
                to[i * width] = REVOPS_MISSING;
            }
            continue;
        }
        if (column->width == REVOPS_COLUMN_I64 && column->missing == REVOPS_MISSING &&
            (uintptr_t)column->values % sizeof(int64_t) == 0) {
            const int64_t *from = (const int64_t *)column->values + first;
            for (size_t i = 0; i < count; i++) {
                to[i * width] = from[i];
            }
            continue;
        }
        for (size_t i = 0; i < count; i++) {
            to[i * width] = revops__column_value(column, first + i);
        }
    }
}

const revops_texts *const *revops__segment_texts(const revops_segment *segment, const revops_column *columns,
                                                 const revops_texts **texts)
{
    if (!segment->has_texts) {
        return NULL;
    }
    for (uint32_t i = 0; i < segment->attribute_count; i++) {
        texts[i] = columns[i].texts;
    }
    return texts;
}

revops_status revops_segment_match_many(const revops_segment *segment, const revops_column *columns,
                                        size_t column_count, size_t count, revops_segment_answer *out)
{
    int64_t strip[REVOPS__SEGMENT_STRIP];
    const revops_texts *own_texts[REVOPS_SEGMENT_ATTRIBUTES_MAX];
    if (!segment || !revops__segment_columns_fit(segment, columns, column_count) || (count && !out)) {
        return REVOPS_ERR_ARG;
    }
    const revops_texts *const *texts = revops__segment_texts(segment, columns, own_texts);
    size_t rows = revops__segment_strip_rows(segment);
    for (size_t first = 0; first < count; first += rows) {
        size_t now = count - first < rows ? count - first : rows;
        revops__segment_gather(segment, columns, first, now, strip);
        revops__segment_first_rows(segment, strip, now, texts, out + first);
    }
    return REVOPS_OK;
}

revops_status revops_segment_explain(const revops_segment *segment, uint32_t rule, const int64_t *row,
                                     const revops_texts *const *texts, uint64_t *out_met,
                                     uint64_t *out_missing)
{
    if (!segment || !row || !out_met || !out_missing || rule >= segment->rule_count) {
        return REVOPS_ERR_ARG;
    }
    const revops__conditions *conditions = revops__segment_conditions(segment);
    const revops__segment_rule *own = &revops__segment_rules(segment)[rule];
    uint64_t met = 0, missing = 0;
    for (uint32_t k = 0; k < own->condition_count; k++) {
        uint32_t index = own->first_condition + k;
        uint32_t attribute = revops__condition_at(conditions, index)->attribute;
        if (revops__condition_holds(conditions, index, row, segment_texts_for(texts, attribute))) {
            met |= UINT64_C(1) << k;
        } else if (row[attribute] == REVOPS_MISSING) {
            missing |= UINT64_C(1) << k;
        }
    }
    *out_met = met;
    *out_missing = missing;
    return REVOPS_OK;
}
