/* SPDX-License-Identifier: MIT */
/* Part of growth-samples.h: those of moment.h. */
#ifndef REVOPS_TESTS_GROWTH_SAMPLES_MOMENT_H
#define REVOPS_TESTS_GROWTH_SAMPLES_MOMENT_H

static void sample_revops_moment_columns(revops_moment_columns *out)
{
    static const uint64_t first_event[] = {0, 2}, first_fit[] = {0, 1};
    static const uint32_t behaviour[] = {0, 1};
    static const int64_t at_ms[] = {5, 6}, fit_at_ms[] = {5};
    static const int32_t fit_mpt[] = {0};
    out->struct_size = sizeof *out;
    out->count = 2;
    out->at_ms = at_ms;
    out->behaviour = behaviour;
    out->lead_count = 1;
    out->first_event = first_event;
    out->fit_count = 1;
    out->first_fit = first_fit;
    out->fit_at_ms = fit_at_ms;
    out->fit_mpt = fit_mpt;
}

/* What is asked of the columns and the matrix: moments, a sample or the first instant at a threshold. */
static revops_status moment_after(const revops_moment_columns *columns,
                                  const revops_score_matrix_params *matrix, int question, int64_t *answer)
{
    revops_intent_params params;
    const revops_intent *intent;
    sample_revops_intent_params(&params);
    revops_status status = revops_intent_build(&params, growth_memory, sizeof growth_memory, NULL, &intent);
    revops_intent_record *record = (revops_intent_record *)(void *)growth_state;
    revops_cursor cursor = {0};
    revops_moment moments[4];
    const int64_t instant_ms = 7;
    int64_t reached_ms = 0;
    int32_t score_mpt = 0;
    size_t count = 0;
    if (status == REVOPS_OK && question == 0) {
        status =
            revops_moment_trace(intent, NULL, matrix, columns, 9, 15, record, &cursor, moments, 4, &count);
        *answer = status ? 0 : (int64_t)count * 1000 + (count ? moments[0].intent_mpt : 0);
    } else if (status == REVOPS_OK && question == 1) {
        status = revops_moment_sample(intent, NULL, matrix, columns, &instant_ms, 1, record, &cursor,
                                      &score_mpt, NULL, NULL, NULL, NULL);
        *answer = score_mpt;
    } else if (status == REVOPS_OK) {
        status = revops_moment_reach(intent, columns, 2000, 9, record, &cursor, &reached_ms);
        *answer = reached_ms;
    }
    return status;
}

static revops_status call_revops_moment_trace(const revops_moment_columns *columns, int64_t *answer)
{
    static const revops_score_matrix_params matrix = REVOPS_SCORE_MATRIX_PARAMS_INIT;
    return moment_after(columns, &matrix, 0, answer);
}

static revops_status call_revops_moment_sample(const revops_moment_columns *columns, int64_t *answer)
{
    static const revops_score_matrix_params matrix = REVOPS_SCORE_MATRIX_PARAMS_INIT;
    return moment_after(columns, &matrix, 1, answer);
}

static revops_status call_revops_moment_reach(const revops_moment_columns *columns, int64_t *answer)
{
    return moment_after(columns, NULL, 2, answer);
}

static revops_status call_revops_moment_trace_revops_score_matrix_params(
    const revops_score_matrix_params *matrix, int64_t *answer)
{
    revops_moment_columns columns = {0};
    sample_revops_moment_columns(&columns);
    return moment_after(&columns, matrix, 0, answer);
}

static revops_status call_revops_moment_sample_revops_score_matrix_params(
    const revops_score_matrix_params *matrix, int64_t *answer)
{
    revops_moment_columns columns = {0};
    sample_revops_moment_columns(&columns);
    return moment_after(&columns, matrix, 1, answer);
}

#endif
