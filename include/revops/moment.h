/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_MOMENT_H
#define REVOPS_MOMENT_H

#include <revops/base.h>
#include <revops/intent.h>
#include <revops/score.h>

/**
 * @file
 * @defgroup moment Moment: when leads became MQLs, and how their scores changed
 *
 * Computes the scoring history of all leads in one call, from their events and their fit (SC11). revops_moment_trace()
 * lists the moments at which grades or the MQL status change, revops_moment_sample() gives the scores at chosen
 * instants, and revops_moment_reach() the first instant at or above a threshold.
 *
 * A lead's *engagement grade* is the grade of its intent score (@ref intent), its *fit grade* that of its fit score
 * (@ref score). Both follow the hysteresis of their rules. A matrix of both grades (revops_score_qualify()) decides
 * whether the lead is an MQL.
 *
 * Moments are the lead's events, the changes of its fit, and the exact millisecond at which fading makes the engagement
 * grade fall (or rise, if negative points fade). All events and changes of fit of an instant count together; their
 * order doesn't matter. Before its first event or dated fit a lead isn't an MQL, has the worst fit grade, and the
 * engagement grade of a lead without events.
 *
 * Between two events, the computation takes the time of about two scores if no threshold is crossed. A crossing takes
 * microseconds. A rise between half-lives that nearly cancel takes the time of up to about ten thousand scores.
 *
 * **Threads.** Compiled rules and columns are only read and may be shared. Each call needs a record of its own as
 * working memory.
 *
 * Example: examples/moments.c.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** @name Changes at a moment, as bits
 * @{ */
#define REVOPS_MOMENT_MQL        1u /**< The lead became an MQL, or ceased to be one. */
#define REVOPS_MOMENT_ENGAGEMENT 2u /**< The engagement grade changed. */
#define REVOPS_MOMENT_FIT        4u /**< The fit grade changed. */
#define REVOPS_MOMENT_SCORE      8u /**< An event changed the intent score, or the fit score changed. */
/** @} */

/** @name Causes of a change, as bits
 * @{ */
#define REVOPS_MOMENT_BY_EVENT  1u /**< Events happened. */
#define REVOPS_MOMENT_BY_FADING 2u /**< Points faded. */
#define REVOPS_MOMENT_BY_FIT    4u /**< The fit changed. */
/** @} */

/** A moment of change, and the state of the lead from then on. @since 0.1 */
typedef struct revops_moment {
    uint64_t lead;       /**< Index of the lead. */
    int64_t at_ms;       /**< Instant. */
    int32_t intent_mpt;  /**< Intent score. */
    int32_t fit_mpt;     /**< Fit score; 0 before it is known, and if columns hold grades. */
    uint32_t engagement; /**< Engagement grade, 0 for the best. */
    uint32_t fit;        /**< Fit grade, 0 for the best. */
    uint32_t is_mql;     /**< 1 if the lead is an MQL, else 0. */
    uint32_t changes;    /**< Changes: sum of #REVOPS_MOMENT_MQL … */
    uint32_t causes;     /**< Causes: sum of #REVOPS_MOMENT_BY_EVENT … */
    uint32_t
        behaviour; /**< Behaviour of this instant with the most points in the direction of the change (the first
                              of equals); #REVOPS_NO_ROW without events. */
} revops_moment;

/** Events and fit of many leads. @since 0.1 */
typedef struct revops_moment_columns {
    uint32_t struct_size;        /**< sizeof(revops_moment_columns) as compiled. */
    uint32_t flags;              /**< 0. */
    uint64_t count;              /**< Events. */
    const int64_t *at_ms;        /**< Instants of the events, sorted by lead and then by time. */
    const uint32_t *behaviour;   /**< Behaviour of each event. */
    uint64_t lead_count;         /**< Leads. */
    const uint64_t *first_event; /**< `lead_count` + 1 offsets of each lead's events, never falling. */
    uint64_t fit_count;          /**< Rows of fit. */
    const uint64_t
        *first_fit; /**< `lead_count` + 1 offsets of each lead's rows of fit; NULL: lead i has row i at
                                      all times. */
    const int64_t
        *fit_at_ms; /**< Start of each row of fit, sorted by lead, then time; NULL with `first_fit`. */
    const int32_t *fit_mpt; /**< Fit scores; without a rule set of fit, fit grades (0 for the best). */
} revops_moment_columns;

/**
 * Lists the moments of change of all leads.
 *
 * @param[in]     intent   Compiled intent rules.
 * @param[in]     fit      Compiled rule set whose thresholds and hysteresis grade the fit scores; NULL if columns hold
 *                         grades.
 * @param[in]     matrix   Pairs of grades that make an MQL.
 * @param[in]     columns  Events and fit.
 * @param         until_ms Last instant: events, fit and fading count up to it.
 * @param         changes  Changes to list, as bits: #REVOPS_MOMENT_MQL for the moments at which leads become MQLs or
 *                         cease to be; all four bits for every change.
 * @param[out]    record   Working memory of revops_intent_record_size() bytes, aligned to 8.
 * @param[in,out] cursor   Zero-filled at first. `next` is the current lead, `applied` the number of its moments that
 *                         were written.
 * @param[out]    out      Moments, sorted by lead, then time. Must not overlap other arrays.
 * @param         capacity Moments at @p out.
 * @param[out]    count    Moments written by this call.
 * @retval REVOPS_OK           All leads are done.
 * @retval REVOPS_ERR_ARG      A pointer is missing; @p changes has an unknown bit; the matrix has another number of
 *                             grades than the rules; offsets fall or lie beyond the rows; or an instant, behaviour or
 *                             grade of lead `cursor->next` is out of range.
 * @retval REVOPS_ERR_ABI      A `struct_size` fits no version.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND  As revops_score_matrix_check().
 * @retval REVOPS_ERR_ALIGN    @p record isn't aligned.
 * @retval REVOPS_ERR_LATE     Rows of lead `cursor->next` aren't in order of time. To skip the lead, raise `next` by 1
 *                             and set `applied` to 0.
 * @retval REVOPS_ERR_NOSPACE  @p out is full: take it and call again.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_moment_trace(
    const revops_intent *intent, const revops_score *fit, const revops_score_matrix_params *matrix,
    const revops_moment_columns *columns, int64_t until_ms, uint32_t changes, revops_intent_record *record,
    revops_cursor *cursor, revops_moment *out, size_t capacity, size_t *count);

/**
 * Scores and grades of all leads at chosen instants. The value of lead i at instant k is at index i × @p instant_count
 * + k of each output.
 *
 * @param[in]     intent         Compiled intent rules.
 * @param[in]     fit            As for revops_moment_trace().
 * @param[in]     matrix         As for revops_moment_trace().
 * @param[in]     columns        Events and fit.
 * @param[in]     instants_ms    Instants, never falling; events at an instant count.
 * @param         instant_count  Instants.
 * @param[out]    record         As for revops_moment_trace().
 * @param[in,out] cursor         Zero-filled at first; `next` is the lead that failed, `applied` counts leads.
 * @param[out]    intents_mpt    Intent scores. Each output may be NULL and must not overlap other arrays.
 * @param[out]    fits_mpt       Fit scores; 0 before the fit is known, and if columns hold grades.
 * @param[out]    engagements    Engagement grades.
 * @param[out]    fits           Fit grades.
 * @param[out]    mqls           1 for an MQL, else 0.
 * @retval REVOPS_OK           All leads are done.
 * @retval REVOPS_ERR_ARG      As for revops_moment_trace(), or instants fall.
 * @retval REVOPS_ERR_ABI      As for revops_moment_trace().
 * @retval REVOPS_ERR_NEWER    As for revops_moment_trace().
 * @retval REVOPS_ERR_UNSOUND  As for revops_moment_trace().
 * @retval REVOPS_ERR_ALIGN    As for revops_moment_trace().
 * @retval REVOPS_ERR_LATE     Rows of lead `cursor->next` aren't in order of time.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_moment_sample(
    const revops_intent *intent, const revops_score *fit, const revops_score_matrix_params *matrix,
    const revops_moment_columns *columns, const int64_t *instants_ms, size_t instant_count,
    revops_intent_record *record, revops_cursor *cursor, int32_t *intents_mpt, int32_t *fits_mpt,
    uint8_t *engagements, uint8_t *fits, uint8_t *mqls);

/**
 * The first instant at which each lead's intent score was at or above a threshold.
 *
 * @param[in]     intent         Compiled intent rules.
 * @param[in]     columns        Events; fit isn't used.
 * @param         threshold_mpt  Thousandths of a point.
 * @param         until_ms       Last instant: events and fading count up to it.
 * @param[out]    record         As for revops_moment_trace().
 * @param[in,out] cursor         As for revops_moment_sample().
 * @param[out]    out_ms         One instant per lead, not before its first event; #REVOPS_TIME_NONE for never. Must not
 *                               overlap other arrays.
 * @retval REVOPS_OK         All leads are done.
 * @retval REVOPS_ERR_ARG    A pointer is missing, offsets fall, or an instant or behaviour of lead `cursor->next` is
 *                           out of range.
 * @retval REVOPS_ERR_ABI    `struct_size` fits no version.
 * @retval REVOPS_ERR_NEWER  A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_ALIGN  @p record isn't aligned.
 * @retval REVOPS_ERR_LATE   Events of lead `cursor->next` aren't in order of time.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_moment_reach(const revops_intent *intent,
                                                              const revops_moment_columns *columns,
                                                              int32_t threshold_mpt, int64_t until_ms,
                                                              revops_intent_record *record,
                                                              revops_cursor *cursor, int64_t *out_ms);

/**
 * Engagement grades of many scores, as revops_intent_grade() gives them.
 *
 * @param[in]  intent      Compiled intent rules.
 * @param[in]  scores_mpt  @p count scores.
 * @param[in]  previous    Grades so far, UINT8_MAX for none; NULL when no lead has one.
 * @param      count       Leads.
 * @param[out] grades      @p count grades; @p previous may be the same array.
 * @retval REVOPS_OK       Graded.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or a previous grade isn't a grade; nothing was written.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_moment_grade(const revops_intent *intent,
                                                              const int32_t *scores_mpt,
                                                              const uint8_t *previous, size_t count,
                                                              uint8_t *grades);

/**
 * Writes a moment as text: `became MQL: fit A (82 points), engagement 1 (55 points), by "demo requested"`, or `ceased
 * to be MQL: fit A (82 points), engagement 3 (19.999 points), by fading`.
 *
 * @param[in]  moment           The moment.
 * @param[in]  behaviour_names  Names by behaviour; NULL for "behaviour 2".
 * @param[out] out              Text closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity         Bytes at @p out.
 * @return Full length of the text (see @ref base); 0 when @p moment is NULL.
 * @since 0.1
 */
REVOPS_API size_t revops_moment_text(const revops_moment *moment, const char *const *behaviour_names,
                                     char *out, size_t capacity);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
