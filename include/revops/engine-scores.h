/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_ENGINE_SCORES_H
#define REVOPS_ENGINE_SCORES_H

#include <revops/base.h>
#include <revops/engine.h>
#include <revops/score.h>

/**
 * @file
 * @addtogroup engine
 *
 * What a lead is worth under the engine's policy: points and grades of fit, engagement and their total, and how they came about.
 *
 * **Fit** is rated as soon as an attribute is known that one of its rules asks for; a grade that an event gave goes before it.
 * **Intent** is that of @ref intent: its record lies in the lead's. **Grades** rise and fall at events; engagement falls by
 * itself, too, at the very instant at which its points fall below what keeps its grade. The total is that of the latest event.
 * The matrix says which grades make an MQL [SC11]: whether they do is what the engine's automatic move goes by.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** What has points. @since 0.1 */
enum revops_engine_scores {
    REVOPS_ENGINE_SCORE_FIT = 1,        /**< Fit. */
    REVOPS_ENGINE_SCORE_ENGAGEMENT = 2, /**< Intent. */
    REVOPS_ENGINE_SCORE_TOTAL = 3       /**< Both, by their weights. */
};
/** One of #revops_engine_scores. @since 0.1 */
typedef uint32_t revops_engine_score;

/** What a lead is worth. Grades are numbers of #REVOPS_ENGINE_LIST_FIT_GRADES and the lists behind it; 0 none. @since 0.1 */
typedef struct revops_lead_scores_state {
    int64_t
        rated_ms; /**< As of when grades and fit are: the latest event or fall; #REVOPS_TIME_NONE for none. */
    int64_t fit_mpt;     /**< Fit in thousandths of a point; #REVOPS_MISSING where nothing is known. */
    int64_t intent_mpt;  /**< Intent at the instant asked for; #REVOPS_MISSING where the policy has none. */
    int64_t total_mpt;   /**< The total; #REVOPS_MISSING where there is none. */
    uint32_t fit;        /**< Fit grade: given, by rules, or that of the ungraded. */
    uint32_t engagement; /**< Engagement grade. */
    uint32_t band;       /**< Band of the total. */
    uint8_t is_graded;   /**< 1 where an event or rules graded fit. */
    uint8_t is_given;    /**< 1 where an event did. */
    uint8_t is_mql;      /**< 1 where the matrix holds. */
    uint8_t reserved;    /**< 0. */
} revops_lead_scores_state;

/**
 * Reads what a lead is worth.
 *
 * @param[in]  engine  An engine.
 * @param[in]  lead    A record.
 * @param      at_ms   Instant of the intent points; not before the lead's last event.
 * @param[out] out     What it is worth.
 * @retval REVOPS_OK           Read; all is missing where the policy has no scores.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_LATE     @p at_ms is before the lead's last event.
 * @retval REVOPS_ERR_CORRUPT  The record is of a policy with other names.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lead_scores(const revops_engine *engine, const void *lead,
                                                             int64_t at_ms, revops_lead_scores_state *out);

/**
 * How points of fit or intent came about (SC7). Indexes are of rules (from 0) and groups (from 1) of the policy; their names are
 * those of #REVOPS_ENGINE_LIST_FIT_RULES and the lists behind it. revops_score_line_text() writes a line.
 *
 * @param[in]  engine    An engine.
 * @param[in]  texts     As for revops_engine_apply().
 * @param[in]  lead      A record.
 * @param      score     #REVOPS_ENGINE_SCORE_FIT or #REVOPS_ENGINE_SCORE_ENGAGEMENT.
 * @param      at_ms     Instant; not before the lead's last event.
 * @param[out] out       Lines that add up to the points; none where there are no points.
 * @param      capacity  Room at @p out.
 * @param[out] needed    Lines there are; also written on #REVOPS_ERR_NOSPACE.
 * @retval REVOPS_OK           Explained.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or @p score is another.
 * @retval REVOPS_ERR_LATE     @p at_ms is before the lead's last event.
 * @retval REVOPS_ERR_NOSPACE  @p capacity is too small.
 * @retval REVOPS_ERR_CORRUPT  The record is damaged, or of a policy with other names.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lead_explain(const revops_engine *engine,
                                                              const revops_texts *texts, const void *lead,
                                                              revops_engine_score score, int64_t at_ms,
                                                              revops_score_line *out, size_t capacity,
                                                              size_t *needed);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
