/* SPDX-License-Identifier: MIT */
/* Fit and behaviour in one score. */
#include "judge/intent-internal.h"
#include "judge/score-limits.h"
#include "judge/score-internal.h"

revops_status revops_intent_total_defaults(revops_intent_total_params *out, size_t size)
{
    revops_intent_total_params defaults = REVOPS_INTENT_TOTAL_PARAMS_INIT;
    return REVOPS__PARAMS_GIVE(revops_intent_total_params, out, size, &defaults);
}

static void intent_check_weight(revops__problems *problems, const char *field, uint32_t weight_bp)
{
    if (weight_bp > REVOPS__INTENT_BASIS) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, field, weight_bp,
                            "0 to 10000");
    }
}

static revops_status intent_total_read(const revops_intent_total_params *given, revops__problems *problems,
                                       revops_intent_total_params *own)
{
    revops_status status = REVOPS__PARAMS_COPY(revops_intent_total_params, own, given);
    if (status != REVOPS_OK) {
        revops__problem_put(problems, status, "params", REVOPS_NO_ROW, "struct_size",
                            given ? given->struct_size : 0, "sizeof(revops_intent_total_params)");
        return status;
    }
    if (own->flags) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, "params", REVOPS_NO_ROW, "flags", own->flags, "0");
    }
    intent_check_weight(problems, "fit_bp", own->fit_bp);
    intent_check_weight(problems, "intent_bp", own->intent_bp);
    const revops__score_limits limits = {NULL,
                                         0,
                                         sizeof(revops_score_group),
                                         REVOPS_SCORE_NO_FLOOR,
                                         REVOPS_SCORE_NO_CAP,
                                         own->hysteresis_mpt,
                                         own->bands_mpt,
                                         own->band_count,
                                         "band_count",
                                         "bands_mpt"};
    (void)revops__score_limits_check(problems, &limits);
    return problems->status;
}

revops_status revops_intent_total_check(const revops_intent_total_params *params, revops_problem *problems,
                                        size_t capacity, size_t *needed)
{
    revops_intent_total_params own;
    revops__problems found = revops__problems_begin(problems, capacity);
    (void)intent_total_read(params, &found, &own);
    return revops__problems_end(&found, needed);
}

/* Rounded down; at most 2 × 2^31. */
static int32_t intent_total_of(const revops_intent_total_params *params, int32_t fit_mpt, int32_t intent_mpt)
{
    int64_t parts = (int64_t)fit_mpt * params->fit_bp + (int64_t)intent_mpt * params->intent_bp;
    int64_t total_mpt = parts / REVOPS__INTENT_BASIS - (parts % REVOPS__INTENT_BASIS < 0);
    return revops__clamp(total_mpt, INT32_MIN, INT32_MAX);
}

revops_status revops_intent_total(const revops_intent_total_params *given, int32_t fit_mpt,
                                  int32_t intent_mpt, uint32_t previous, int32_t *out_mpt, uint32_t *out_band)
{
    revops_intent_total_params params;
    revops__problems problems = revops__problems_begin(NULL, 0);
    revops_status status = intent_total_read(given, &problems, &params);
    if (status != REVOPS_OK) {
        return status;
    }
    if (!out_mpt || !out_band || (previous > params.band_count && previous != REVOPS_SCORE_UNGRADED)) {
        return REVOPS_ERR_ARG;
    }
    *out_mpt = intent_total_of(&params, fit_mpt, intent_mpt);
    *out_band =
        revops__score_grade(params.bands_mpt, params.band_count, params.hysteresis_mpt, *out_mpt, previous);
    return REVOPS_OK;
}

revops_status revops_intent_total_many(const revops_intent_total_params *given, const int32_t *fits_mpt,
                                       const int32_t *intents_mpt, size_t count, int32_t *totals_mpt,
                                       uint8_t *bands)
{
    revops_intent_total_params params;
    revops__problems problems = revops__problems_begin(NULL, 0);
    revops_status status = intent_total_read(given, &problems, &params);
    if (status != REVOPS_OK) {
        return status;
    }
    if (count && (!fits_mpt || !intents_mpt)) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        int32_t total_mpt = intent_total_of(&params, fits_mpt[i], intents_mpt[i]);
        if (totals_mpt) {
            totals_mpt[i] = total_mpt;
        }
        if (bands) {
            bands[i] = (uint8_t)revops__score_grade(params.bands_mpt, params.band_count, 0, total_mpt,
                                                    REVOPS_SCORE_UNGRADED);
        }
    }
    return REVOPS_OK;
}
