/* SPDX-License-Identifier: MIT */
/* Readers of scores. */
#include "engine/engine-score-record.h"

static revops_status score_can_be_read(const revops_engine *engine, const unsigned char *lead, int64_t at_ms)
{
    if (!revops__lead_is_of(engine, lead)) {
        return REVOPS_ERR_CORRUPT;
    }
    return at_ms < revops__lead_i64(lead, REVOPS__LEAD_LAST_MS) ? REVOPS_ERR_LATE : REVOPS_OK;
}

revops_status revops_lead_scores(const revops_engine *engine, const void *lead, int64_t at_ms,
                                 revops_lead_scores_state *out)
{
    if (!engine || !lead || !out) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = score_can_be_read(engine, lead, at_ms);
    if (status != REVOPS_OK) {
        return status;
    }
    revops_lead_scores_state state = {
        .rated_ms = REVOPS_TIME_NONE,
        .fit_mpt = revops__scores_points(engine, lead, REVOPS__SCORE_FIT, at_ms),
        .intent_mpt = revops__scores_points(engine, lead, REVOPS__SCORE_ENGAGEMENT, at_ms),
        .total_mpt = revops__scores_points(engine, lead, REVOPS__SCORE_TOTAL, at_ms),
        .fit = revops__scores_grade(engine, lead, REVOPS__SCORE_FIT),
        .engagement = revops__scores_grade(engine, lead, REVOPS__SCORE_ENGAGEMENT),
        .band = revops__scores_grade(engine, lead, REVOPS__SCORE_TOTAL),
        .is_graded = revops__scores_look(engine, lead).was_graded,
        .is_mql = (uint8_t)revops__scores_hold(engine, lead)};
    if (engine->has_scores) {
        const unsigned char *section = revops__scores_section(engine, lead);
        state.rated_ms = revops__scores_rated_ms(engine, lead);
        state.is_given = section[REVOPS__SCORES_GIVEN] != 0;
    }
    *out = state;
    return REVOPS_OK;
}

static revops_status score_explain_fit(const revops_engine *engine, const revops_texts *texts,
                                       const void *lead, int64_t at_ms, revops_score_line *out,
                                       size_t capacity, size_t *needed)
{
    const revops__engine_scores *scores = revops__scores_of(engine);
    int64_t row[REVOPS__SCORE_WORDS];
    revops__facts facts;
    if (revops__scores_points(engine, lead, REVOPS__SCORE_FIT, at_ms) == REVOPS_MISSING) {
        *needed = 0;
        return REVOPS_OK;
    }
    revops__facts_begin(&facts, engine, lead, texts, at_ms);
    if (scores->fit_never && revops__where_holds(&facts, scores->fit_never)) {
        *needed = 0; /* scoring has ended */
        return REVOPS_OK;
    }
    revops__scores_fit_row(&facts, row);
    return revops_score_explain(revops__engine_at(engine, scores->fit), row, NULL, at_ms, out, capacity,
                                needed);
}

static revops_status score_explain_intent(const revops_engine *engine, const void *lead, int64_t at_ms,
                                          revops_score_line *out, size_t capacity, size_t *needed)
{
    const revops__engine_scores *scores = revops__scores_of(engine);
    if (!scores->has_intent) {
        *needed = 0;
        return REVOPS_OK;
    }
    revops__score_opened opened = revops__score_open(engine, lead);
    revops_status status = revops_intent_explain(revops__score_intent_of(engine, scores), opened.record,
                                                 at_ms, out, capacity, needed);
    revops__score_close(&opened);
    return status;
}

revops_status revops_lead_explain(const revops_engine *engine, const revops_texts *texts, const void *lead,
                                  revops_engine_score score, int64_t at_ms, revops_score_line *out,
                                  size_t capacity, size_t *needed)
{
    if (!engine || !lead || !needed || (!out && capacity) ||
        (score != REVOPS_ENGINE_SCORE_FIT && score != REVOPS_ENGINE_SCORE_ENGAGEMENT)) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = score_can_be_read(engine, lead, at_ms);
    if (status != REVOPS_OK) {
        return status;
    }
    if (!engine->has_scores) {
        *needed = 0;
        return REVOPS_OK;
    }
    return score == REVOPS_ENGINE_SCORE_FIT
               ? score_explain_fit(engine, texts, lead, at_ms, out, capacity, needed)
               : score_explain_intent(engine, lead, at_ms, out, capacity, needed);
}
