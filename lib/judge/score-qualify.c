/* SPDX-License-Identifier: MIT */
/* Fit and engagement together: who is marketing qualified (LC2, SC1). */
#include "core/params.h"
#include "judge/score-internal.h"

revops_status revops_score_matrix_defaults(revops_score_matrix_params *out, size_t size)
{
    revops_score_matrix_params defaults = REVOPS_SCORE_MATRIX_PARAMS_INIT;
    return REVOPS__PARAMS_GIVE(revops_score_matrix_params, out, size, &defaults);
}

/* Pairs of a fit grade that may stand in the matrix. */
static uint32_t matrix_allowed(const revops_score_matrix_params *matrix, uint32_t fit)
{
    return fit + 1 < matrix->fit_count ? (1u << (matrix->engagement_count - 1)) - 1 : 0;
}

revops_status revops__score_matrix_read(const revops_score_matrix_params *given, revops__problems *problems,
                                        revops_score_matrix_params *own)
{
    revops_status status = REVOPS__PARAMS_COPY(revops_score_matrix_params, own, given);
    if (status != REVOPS_OK) {
        revops__problem_put(problems, status, "params", REVOPS_NO_ROW, "struct_size",
                            given ? given->struct_size : 0, "sizeof(revops_score_matrix_params)");
        return status;
    }
    if (own->flags) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, "params", REVOPS_NO_ROW, "flags", own->flags, "0");
    }
    size_t before = problems->count;
    if (own->fit_count < 2 || own->fit_count > REVOPS_SCORE_GRADES_MAX) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, "fit_count", own->fit_count,
                            "2 to 8");
    }
    if (own->engagement_count < 2 || own->engagement_count > REVOPS_SCORE_GRADES_MAX) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, "engagement_count",
                            own->engagement_count, "2 to 8");
    }
    if (problems->count > before) {
        return problems->status;
    }
    for (uint32_t fit = 0; fit < REVOPS_SCORE_GRADES_MAX; fit++) {
        if (own->stay[fit] & ~matrix_allowed(own, fit)) {
            revops__problem_put(problems, REVOPS_ERR_UNSOUND, "stay", fit, "pairs", own->stay[fit],
                                "grades of the matrix, except the worst of each kind");
        }
        if (own->enter[fit] & ~(uint32_t)own->stay[fit]) {
            revops__problem_put(problems, REVOPS_ERR_UNSOUND, "enter", fit, "pairs", own->enter[fit],
                                "pairs that stay, too");
        }
    }
    return problems->status;
}

revops_status revops_score_matrix_check(const revops_score_matrix_params *params, revops_problem *problems,
                                        size_t capacity, size_t *needed)
{
    revops_score_matrix_params own;
    revops__problems found = revops__problems_begin(problems, capacity);
    (void)revops__score_matrix_read(params, &found, &own);
    return revops__problems_end(&found, needed);
}

int revops__score_qualifies(const revops_score_matrix_params *matrix, uint32_t fit, uint32_t engagement,
                            int was_mql)
{
    uint32_t pairs = was_mql ? matrix->stay[fit] : matrix->enter[fit];
    return (int)(pairs >> engagement & 1);
}

revops_status revops_score_qualify(const revops_score_matrix_params *matrix, uint32_t fit,
                                   uint32_t engagement, int was_mql, int *out_mql)
{
    revops_score_matrix_params own;
    revops__problems problems = revops__problems_begin(NULL, 0);
    revops_status status = revops__score_matrix_read(matrix, &problems, &own);
    if (status != REVOPS_OK) {
        return status;
    }
    if (!out_mql || fit >= own.fit_count || engagement >= own.engagement_count || was_mql < 0 ||
        was_mql > 1) {
        return REVOPS_ERR_ARG;
    }
    *out_mql = revops__score_qualifies(&own, fit, engagement, was_mql);
    return REVOPS_OK;
}

revops_status revops_score_qualify_many(const revops_score_matrix_params *matrix, const uint8_t *fit,
                                        const uint8_t *engagement, const uint8_t *was_mql, size_t count,
                                        uint8_t *mql)
{
    revops_score_matrix_params own;
    revops__problems problems = revops__problems_begin(NULL, 0);
    revops_status status = revops__score_matrix_read(matrix, &problems, &own);
    if (status != REVOPS_OK) {
        return status;
    }
    if ((!fit || !engagement || !mql) && count) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        if (fit[i] >= own.fit_count || engagement[i] >= own.engagement_count || (was_mql && was_mql[i] > 1)) {
            return REVOPS_ERR_ARG;
        }
    }
    for (size_t i = 0; i < count; i++) {
        mql[i] = (uint8_t)revops__score_qualifies(&own, fit[i], engagement[i], was_mql ? was_mql[i] : 0);
    }
    return REVOPS_OK;
}
