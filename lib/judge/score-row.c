/* SPDX-License-Identifier: MIT */
/* Scores of single rows, grades, the matrix, accounts. */
#include <string.h>

#include "core/params.h"
#include "judge/score-internal.h"

/* Whether a sorted set holds a value. */
static int is_among(const int64_t *values, uint32_t count, int64_t value)
{
    uint32_t low = 0;
    while (count > 0) {
        uint32_t half = count / 2;
        if (values[low + half] == value) {
            return 1;
        }
        if (values[low + half] < value) {
            low += half + 1;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    return 0;
}

int revops__score_holds(const revops_score *score, const revops_condition *condition, int64_t value)
{
    if (value == REVOPS_MISSING) {
        return condition->test == REVOPS_CONDITION_IS_MISSING;
    }
    switch (condition->test) {
    case REVOPS_CONDITION_IN_RANGE:
        return condition->low <= value && value <= condition->high;
    case REVOPS_CONDITION_IS_EQUAL:
        return value == condition->low;
    case REVOPS_CONDITION_IS_ONE_OF: {
        const int64_t *values = revops__score_at(score, score->values);
        return is_among(values + condition->first_value, condition->value_count, value);
    }
    case REVOPS_CONDITION_ALL_FLAGS:
        return (value & condition->low) == condition->low;
    case REVOPS_CONDITION_ANY_FLAG:
        return (value & condition->low) != 0;
    default:
        return condition->test == REVOPS_CONDITION_IS_PRESENT;
    }
}

int revops__score_fires(const revops_score *score, const revops_score_rule *rule, const int64_t *row)
{
    const revops_condition *conditions = revops__score_at(score, score->conditions);
    for (uint32_t i = 0; i < rule->condition_count; i++) {
        const revops_condition *condition = &conditions[rule->first_condition + i];
        if (!revops__score_holds(score, condition, row[condition->attribute])) {
            return 0;
        }
    }
    return 1;
}

int32_t revops__score_total(const revops_score *score, const int64_t *row)
{
    const revops_score_rule *rules = revops__score_at(score, score->rules);
    const revops_score_group *groups = revops__score_at(score, score->groups);
    int32_t sums[REVOPS_SCORE_GROUPS_MAX + 1];
    memset(sums, 0, (score->group_count + 1) * sizeof sums[0]);
    for (uint32_t i = 0; i < score->rule_count; i++) {
        if (revops__score_fires(score, &rules[i], row)) {
            sums[rules[i].group] += rules[i].points_mpt;
        }
    }
    int32_t total = score->base_mpt + sums[0];
    for (uint32_t g = 0; g < score->group_count; g++) {
        total += revops__clamp(sums[g + 1], groups[g].floor_mpt, groups[g].cap_mpt);
    }
    return revops__clamp(total, score->floor_mpt, score->cap_mpt);
}

revops_status revops_score_rate(const revops_score *score, const int64_t *row, int32_t *out_score_mpt)
{
    if (!score || !row || !out_score_mpt) {
        return REVOPS_ERR_ARG;
    }
    *out_score_mpt = revops__score_total(score, row);
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

revops_status revops_score_matrix_defaults(revops_score_matrix_params *out, size_t size)
{
    revops_score_matrix_params defaults = REVOPS_SCORE_MATRIX_PARAMS_INIT;
    return REVOPS__PARAMS_GIVE(revops_score_matrix_params, out, size, &defaults);
}

revops_status revops_score_qualify(const revops_score_matrix_params *params, uint32_t fit,
                                   uint32_t engagement, uint32_t was_mql, uint32_t *out_mql)
{
    revops_score_matrix_params matrix;
    revops_status status = REVOPS__PARAMS_COPY(revops_score_matrix_params, &matrix, params);
    if (status != REVOPS_OK) {
        return status;
    }
    if (matrix.flags) {
        return REVOPS_ERR_NEWER;
    }
    if (!out_mql || matrix.fit_count < 2 || matrix.fit_count > REVOPS_SCORE_GRADES_MAX ||
        matrix.engagement_count < 2 || matrix.engagement_count > REVOPS_SCORE_GRADES_MAX ||
        fit >= matrix.fit_count || engagement >= matrix.engagement_count || was_mql > 1) {
        return REVOPS_ERR_ARG;
    }
    uint32_t intent = (1u << (matrix.engagement_count - 1)) - 1; /* all but the worst */
    for (uint32_t i = 0; i < REVOPS_SCORE_GRADES_MAX; i++) {
        uint32_t allowed = i + 1 < matrix.fit_count ? intent : 0;
        if ((matrix.stay[i] & ~allowed) || (matrix.enter[i] & ~(uint32_t)matrix.stay[i])) {
            return REVOPS_ERR_UNSOUND;
        }
    }
    uint32_t pairs = was_mql ? matrix.stay[fit] : matrix.enter[fit];
    *out_mql = pairs >> engagement & 1;
    return REVOPS_OK;
}

revops_status revops_score_accounts(const int32_t *scores_mpt, const uint32_t *accounts, const uint8_t *roles,
                                    size_t person_count, revops_score_account *out, size_t account_count)
{
    if (((!scores_mpt || !accounts) && person_count) || (!out && account_count) || person_count > INT32_MAX) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < person_count; i++) {
        if (accounts[i] >= account_count ||
            (roles && roles[i] > (REVOPS_SCORE_COMMITTEE | REVOPS_SCORE_CONTACTED))) {
            return REVOPS_ERR_ARG;
        }
    }
    if (account_count) {
        memset(out, 0, account_count * sizeof *out);
    }
    for (size_t i = 0; i < person_count; i++) {
        revops_score_account *account = &out[accounts[i]];
        uint32_t role = roles ? roles[i] : 0;
        account->score_mpt += scores_mpt[i]; /* below 2^31 people: no overflow */
        account->people++;
        account->engaged += scores_mpt[i] > 0;
        account->committee += (role & REVOPS_SCORE_COMMITTEE) != 0;
        account->contacted += role == (REVOPS_SCORE_COMMITTEE | REVOPS_SCORE_CONTACTED);
    }
    for (size_t i = 0; i < account_count; i++) {
        if (out[i].committee) {
            out[i].coverage_bp = (uint32_t)((uint64_t)out[i].contacted * 10000 / out[i].committee);
        }
    }
    return REVOPS_OK;
}
