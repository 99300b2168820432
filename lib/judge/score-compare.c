/* SPDX-License-Identifier: MIT */
/* Two rule sets compared: who changes, from what grade to which, because of which rule (SC12). */
#include <string.h>

#include "core/params.h"
#include "judge/score-internal.h"

static int compare_is_valid(const revops_score *before, const revops_score *after, const uint32_t *same_as)
{
    if (!before || !after) {
        return 0;
    }
    for (uint32_t i = 0; same_as && i < after->rule_count; i++) {
        if (same_as[i] >= before->rule_count && same_as[i] != REVOPS_NO_ROW) {
            return 0;
        }
    }
    return 1;
}

static int64_t compare_points(const revops_score *score, uint32_t rule, const revops__score_lead *lead)
{
    const revops_score_rule *rules = revops__score_rules(score);
    return rule < score->rule_count && revops__score_fires(score, &rules[rule], lead) ? rules[rule].points_mpt
                                                                                      : 0;
}

/* The rule of the earlier set that a rule of the later one continues. */
static uint32_t compare_earlier(const revops_score *before, const uint32_t *same_as, uint32_t rule)
{
    return same_as ? same_as[rule] : rule < before->rule_count ? rule : REVOPS_NO_ROW;
}

/* Whether the later set lacks a rule of the earlier one. */
static int compare_is_dropped(const revops_score *after, const uint32_t *same_as, uint32_t rule)
{
    if (!same_as) {
        return rule >= after->rule_count;
    }
    for (uint32_t i = 0; i < after->rule_count; i++) {
        if (same_as[i] == rule) {
            return 0;
        }
    }
    return 1;
}

/* The rule that moved most in the direction of the whole; of equal ones the first of the later set. */
static void compare_explain(const revops_score *before, const revops__score_lead *earlier,
                            const revops_score *after, const revops__score_lead *later,
                            const uint32_t *same_as, revops_score_change *change)
{
    int sign = change->after_mpt > change->before_mpt ? 1 : -1;
    for (uint32_t i = 0; i < after->rule_count; i++) {
        int64_t moved = compare_points(after, i, later) -
                        compare_points(before, compare_earlier(before, same_as, i), earlier);
        if (moved * sign > change->points_mpt * sign) {
            change->points_mpt = moved;
            change->rule = i;
        }
    }
    for (uint32_t i = 0; i < before->rule_count; i++) {
        int64_t moved = -compare_points(before, i, earlier);
        if (moved * sign > change->points_mpt * sign && compare_is_dropped(after, same_as, i)) {
            change->points_mpt = moved;
            change->rule = REVOPS_NO_ROW;
            change->dropped_rule = i;
        }
    }
}

static revops_score_change compare_lead(const revops_score *before, const revops__score_lead *earlier,
                                        const revops_score *after, const revops__score_lead *later)
{
    revops_score_change change = {0, 0, 0, 0, 0, REVOPS_NO_ROW, REVOPS_NO_ROW, 0};
    change.before_mpt = revops__score_total(before, earlier);
    change.after_mpt = revops__score_total(after, later);
    change.grade_before = revops__score_grade(before->grades_mpt, before->grade_count, 0, change.before_mpt,
                                              REVOPS_SCORE_UNGRADED);
    change.grade_after = revops__score_grade(after->grades_mpt, after->grade_count, 0, change.after_mpt,
                                             REVOPS_SCORE_UNGRADED);
    return change;
}

revops_status revops_score_compare(const revops_score *before, const int64_t *before_row,
                                   const revops_texts *before_texts, const revops_score *after,
                                   const int64_t *after_row, const revops_texts *after_texts, int64_t at_ms,
                                   const uint32_t *same_as, revops_score_change *out)
{
    if (!compare_is_valid(before, after, same_as) || !before_row || !after_row || !out ||
        (!before_texts && before->has_texts) || (!after_texts && after->has_texts)) {
        return REVOPS_ERR_ARG;
    }
    const revops__score_lead earlier = {before_row, before_texts, NULL, at_ms};
    const revops__score_lead later = {after_row, after_texts, NULL, at_ms};
    revops_score_change change = compare_lead(before, &earlier, after, &later);
    compare_explain(before, &earlier, after, &later, same_as, &change);
    *out = change;
    return REVOPS_OK;
}

static void compare_read(const revops_score *score, const revops_column *columns, size_t row, int64_t *out)
{
    for (uint32_t a = 0; a < score->attribute_count; a++) {
        out[a] = revops__column_value(&columns[a], row);
    }
}

revops_status revops_score_compare_many(const revops_score *before, const revops_column *before_columns,
                                        size_t before_column_count, const revops_score *after,
                                        const revops_column *after_columns, size_t after_column_count,
                                        size_t row_count, int64_t at_ms, const uint32_t *same_as,
                                        revops_cursor *cursor, revops_score_change *out, size_t capacity,
                                        size_t *count)
{
    if (!compare_is_valid(before, after, same_as) || !revops__cursor_is_whole(cursor) || !count ||
        (!out && capacity) || !revops__score_columns_are_valid(before, before_columns, before_column_count) ||
        !revops__score_columns_are_valid(after, after_columns, after_column_count)) {
        return REVOPS_ERR_ARG;
    }
    int64_t rows[2][REVOPS_CONDITION_ATTRIBUTES_MAX];
    const revops__score_lead earlier = {rows[0], NULL, before_columns, at_ms};
    const revops__score_lead later = {rows[1], NULL, after_columns, at_ms};
    size_t written = 0;
    for (; cursor->next < row_count; cursor->next++, cursor->applied++) {
        compare_read(before, before_columns, (size_t)cursor->next, rows[0]);
        compare_read(after, after_columns, (size_t)cursor->next, rows[1]);
        revops_score_change change = compare_lead(before, &earlier, after, &later);
        if (change.grade_before == change.grade_after) {
            continue;
        }
        if (written == capacity) {
            *count = written;
            return REVOPS_ERR_NOSPACE;
        }
        compare_explain(before, &earlier, after, &later, same_as, &change);
        change.lead = cursor->next;
        out[written++] = change;
    }
    *count = written;
    return REVOPS_OK;
}
