/* SPDX-License-Identifier: MIT */
/* Scores of single rows, and grades. */
#include <string.h>

#include "judge/score-internal.h"

int revops__score_fires(const revops_score *score, const revops_score_rule *rule,
                        const revops__score_lead *lead)
{
    const revops__conditions *conditions = revops__score_conditions(score);
    if (!revops__score_counts(rule, lead->at_ms)) {
        return 0;
    }
    for (uint32_t i = rule->first_condition; i < rule->first_condition + rule->condition_count; i++) {
        const revops_texts *texts =
            lead->columns ? lead->columns[revops__condition_at(conditions, i)->attribute].texts : lead->texts;
        if (!revops__condition_holds(conditions, i, lead->row, texts)) {
            return 0;
        }
    }
    return 1;
}

int32_t revops__score_total(const revops_score *score, const revops__score_lead *lead)
{
    const revops_score_rule *rules = revops__score_rules(score);
    const revops_score_group *groups = revops__score_at(score, score->groups);
    int32_t sums[REVOPS_SCORE_GROUPS_MAX + 1];
    memset(sums, 0, (score->group_count + 1) * sizeof sums[0]);
    for (uint32_t i = 0; i < score->rule_count; i++) {
        if (revops__score_fires(score, &rules[i], lead)) {
            sums[rules[i].group] += rules[i].points_mpt;
        }
    }
    int32_t of_groups = 0;
    for (uint32_t g = 0; g < score->group_count; g++) {
        int32_t sum = revops__clamp(sums[g + 1], groups[g].floor_mpt, groups[g].cap_mpt);
        of_groups = (int32_t)revops__score_join(score->has_best_group, g, of_groups, sum);
    }
    return revops__clamp((int64_t)score->base_mpt + sums[0] + of_groups, score->floor_mpt, score->cap_mpt);
}

revops_status revops_score_rate(const revops_score *score, const int64_t *row, const revops_texts *texts,
                                int64_t at_ms, int32_t *out_score_mpt)
{
    if (!score || !row || !out_score_mpt || (!texts && score->has_texts)) {
        return REVOPS_ERR_ARG;
    }
    const revops__score_lead lead = {row, texts, NULL, at_ms};
    *out_score_mpt = revops__score_total(score, &lead);
    return REVOPS_OK;
}

uint32_t revops__score_grade(const int32_t *grades_mpt, uint32_t grade_count, int32_t hysteresis_mpt,
                             int32_t score_mpt, uint32_t previous)
{
    uint32_t grade = 0;
    while (grade < grade_count && score_mpt < grades_mpt[grade]) {
        grade++;
    }
    /* Of the grades between the earlier one and this, the best whose lowered threshold is still met. */
    while (previous < grade && (int64_t)score_mpt < (int64_t)grades_mpt[previous] - hysteresis_mpt) {
        previous++;
    }
    return previous < grade ? previous : grade;
}

revops_status revops_score_grade(const revops_score *score, int32_t score_mpt, uint32_t previous,
                                 uint32_t *out_grade)
{
    if (!score || !out_grade || (previous > score->grade_count && previous != REVOPS_SCORE_UNGRADED)) {
        return REVOPS_ERR_ARG;
    }
    *out_grade = revops__score_grade(score->grades_mpt, score->grade_count, score->hysteresis_mpt, score_mpt,
                                     previous);
    return REVOPS_OK;
}

revops_status revops_score_grade_many(const revops_score *score, const int32_t *scores_mpt,
                                      const uint8_t *previous, size_t count, uint8_t *grades)
{
    if (!score || ((!scores_mpt || !grades) && count)) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; previous && i < count; i++) {
        if (previous[i] > score->grade_count && previous[i] != UINT8_MAX) {
            return REVOPS_ERR_ARG;
        }
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t before = previous && previous[i] != UINT8_MAX ? previous[i] : REVOPS_SCORE_UNGRADED;
        grades[i] = (uint8_t)revops__score_grade(score->grades_mpt, score->grade_count, score->hysteresis_mpt,
                                                 scores_mpt[i], before);
    }
    return REVOPS_OK;
}
