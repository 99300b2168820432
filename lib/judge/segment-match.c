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

void revops__segment_first_rows(const revops_segment *segment, const int64_t *rows, size_t count,
                                const revops_texts *const *texts, revops_segment_answer *out)
{
    if (segment->block_count > 0) {
        revops__segment_index_first_rows(segment, rows, count, texts, out);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        out[i] = revops__segment_first(segment, rows + i * segment->attribute_count, texts);
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

/* ---- Tables that are walked, column by column ---- */

/* As many rows as a word has bits, so that what is known of them is a word each. */
enum { SEGMENT_LANES = 64 };

typedef struct segment_lanes {
    const revops_segment *segment;
    const revops_column *columns;
    const revops_texts *const *texts;
    size_t first, count;
    int64_t values[SEGMENT_LANES];
} segment_lanes;

/* Whether each condition asks for one attribute. */
static int segment_has_lanes(const revops_segment *segment)
{
    const revops__segment_rule *rules = revops__segment_rules(segment);
    const revops_condition *first = revops__condition_at(revops__segment_conditions(segment), 0);
    int has = segment->block_count == 0;
    for (uint32_t rule = 0; rule < segment->rule_count; rule++) {
        for (uint32_t i = 0; i < rules[rule].condition_count; i++) {
            has = has && !revops__condition_has_masks(&first[rules[rule].first_condition + i]);
        }
    }
    return has;
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

static const int64_t *segment_lane_values(segment_lanes *lanes, uint32_t attribute)
{
    const revops_column *column = &lanes->columns[attribute];
    if (column->width == REVOPS_COLUMN_I64 && column->missing == REVOPS_MISSING &&
        (uintptr_t)column->values % sizeof(int64_t) == 0) {
        return (const int64_t *)column->values + lanes->first;
    }
    for (size_t k = 0; k < lanes->count; k++) {
        lanes->values[k] = revops__column_value(column, lanes->first + k);
    }
    return lanes->values;
}

/* Bit k: whether value k lies in a span. */
static uint64_t segment_lanes_in(const int64_t *values, size_t count, uint64_t low, uint64_t span)
{
    uint64_t bits = 0;
    for (size_t k = count; k > 0; k--) { /* without a branch that depends on a row */
        bits = bits << 1 | ((uint64_t)values[k - 1] - low <= span);
    }
    return bits;
}

/* For which of the rows `asked` a condition holds, and of which others its attribute is unknown. */
static uint64_t segment_lanes_hold(segment_lanes *lanes, uint32_t index, uint64_t asked, uint64_t *unknown)
{
    const revops__conditions *conditions = revops__segment_conditions(lanes->segment);
    const revops_condition *condition = revops__condition_at(conditions, index);
    uint32_t attribute = condition->attribute;
    int64_t row[REVOPS_SEGMENT_ATTRIBUTES_MAX];
    uint64_t low, span, holds = 0;
    if (!lanes->columns[attribute].values) {
        row[attribute] = REVOPS_MISSING;
        holds = revops__condition_holds_inline(conditions, index, condition, row, NULL) ? asked : 0;
        *unknown = asked & ~holds;
        return holds;
    }
    const int64_t *values = segment_lane_values(lanes, attribute);
    if (segment_span_of(condition, &low, &span)) {
        holds = asked & segment_lanes_in(values, lanes->count, low, span);
    } else {
        for (uint64_t left = asked; left; left &= left - 1) {
            uint32_t k = revops__lowest_bit(left);
            row[attribute] = values[k];
            holds |= (uint64_t)revops__condition_holds_inline(conditions, index, condition, row,
                                                              segment_texts_for(lanes->texts, attribute))
                     << k;
        }
    }
    *unknown = 0;
    if (asked & ~holds) {
        *unknown = asked & ~holds & segment_lanes_in(values, lanes->count, (uint64_t)REVOPS_MISSING, 0);
    }
    return holds;
}

/* Asks a rule for the rows that are left, as segment_rule_holds() does for one; returns those that it matches. */
static uint64_t segment_lanes_match(segment_lanes *lanes, const revops__segment_rule *rule, uint64_t left,
                                    revops_segment_answer *out)
{
    uint64_t refused = 0, absent = 0;
    uint32_t end = rule->first_condition + rule->condition_count;
    for (uint32_t i = rule->first_condition; i < end; i++) {
        uint64_t unknown, asked = left & ~refused;
        refused |= asked & ~segment_lanes_hold(lanes, i, asked, &unknown) & ~unknown;
        absent |= unknown;
    }
    absent &= ~refused;
    for (uint32_t i = rule->first_condition; i < end && absent; i++) {
        uint64_t unknown;
        (void)segment_lanes_hold(lanes, i, absent, &unknown);
        uint32_t attribute = revops__condition_at(revops__segment_conditions(lanes->segment), i)->attribute;
        for (; unknown; unknown &= unknown - 1) {
            out[revops__lowest_bit(unknown)].missing |= UINT64_C(1) << attribute;
        }
    }
    return left & ~refused & ~absent;
}

static void segment_walk_lanes(segment_lanes *lanes, revops_segment_answer *out)
{
    const revops_segment *segment = lanes->segment;
    const revops__segment_rule *rules = revops__segment_rules(segment);
    uint64_t left = ~UINT64_C(0) >> (SEGMENT_LANES - lanes->count);
    for (size_t k = 0; k < lanes->count; k++) {
        out[k] = (revops_segment_answer){segment->otherwise, REVOPS_SEGMENT_NO_RULE, 0};
    }
    for (uint32_t rule = 0; rule < segment->rule_count && left; rule++) {
        uint64_t matched = segment_lanes_match(lanes, &rules[rule], left, out);
        left &= ~matched;
        for (; matched; matched &= matched - 1) {
            revops_segment_answer *answer = &out[revops__lowest_bit(matched)];
            answer->outcome = rules[rule].outcome;
            answer->rule = rule;
        }
    }
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
    if (segment_has_lanes(segment)) {
        segment_lanes lanes;
        lanes.segment = segment;
        lanes.columns = columns;
        lanes.texts = texts;
        for (lanes.first = 0; lanes.first < count; lanes.first += SEGMENT_LANES) {
            size_t rest = count - lanes.first;
            lanes.count = rest < SEGMENT_LANES ? rest : SEGMENT_LANES;
            segment_walk_lanes(&lanes, out + lanes.first);
        }
        return REVOPS_OK;
    }
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
