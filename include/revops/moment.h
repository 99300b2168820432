/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_MOMENT_H
#define REVOPS_MOMENT_H

#include <revops/base.h>
#include <revops/intent.h>
#include <revops/score.h>

/**
 * @file
 * @defgroup moment Moments: when leads became MQLs and ceased to be, and how their scores went
 *
 * The history of all leads in one call, from their events and their fit (SC11).
 *
 * A lead's *engagement grade* is that of its intent score (@ref intent), its *fit grade* that of its fit score (@ref
 * score); both keep to the hysteresis of their rules from change to change. Both together make it an MQL by a matrix
 * (revops_score_qualify()), which is the one definition of an MQL.
 *
 * The walk through a lead's history stops wherever something changes: at its events, at changes of its fit, and in
 * between at the very millisecond at which fading makes the engagement grade fall or, where negative points fade, rise.
 * All events and changes of fit of one instant count together; their order doesn't matter. Before a lead's first event
 * or dated fit there is no MQL, its fit grade is the worst and its engagement grade that of no event.
 *
 * Between two events, the walk costs about two scores where nothing fades below a threshold. A crossing costs
 * microseconds; a rise between half-lives that nearly cancel out may take some ten thousand scores, no more.
 *
 * **Threads.** Compiled rules and columns are only read and may be shared. The record that a call works with belongs to
 * it.
 *
 * Example: examples/moments.c.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** @name What changed at a moment, as bits
 * @{ */
#define REVOPS_MOMENT_MQL        1u /**< The lead became an MQL, or ceased to be one. */
#define REVOPS_MOMENT_ENGAGEMENT 2u /**< Its engagement grade. */
#define REVOPS_MOMENT_FIT        4u /**< Its fit grade. */
#define REVOPS_MOMENT_SCORE      8u /**< Its intent score by an event, or its fit score. */
/** @} */

/** @name Why, as bits
 * @{ */
#define REVOPS_MOMENT_BY_EVENT  1u /**< Events happened. */
#define REVOPS_MOMENT_BY_FADING 2u /**< Points faded. */
#define REVOPS_MOMENT_BY_FIT    4u /**< Its fit changed. */
/** @} */

/** A moment at which something changed, and how the lead stood from then on. @since 0.1 */
typedef struct revops_moment {
    uint64_t lead;       /**< Index of the lead. */
    int64_t at_ms;       /**< When. */
    int32_t intent_mpt;  /**< Intent score then. */
    int32_t fit_mpt;     /**< Fit score then; 0 before it is known, and where columns hold grades. */
    uint32_t engagement; /**< Engagement grade from then on, 0 for the best. */
    uint32_t fit;        /**< Fit grade from then on, 0 for the best. */
    uint32_t is_mql;     /**< 1 if it is an MQL from then on, else 0. */
    uint32_t changes;    /**< What changed: sum of #REVOPS_MOMENT_MQL … */
    uint32_t causes;     /**< Why: sum of #REVOPS_MOMENT_BY_EVENT … */
    uint32_t
        behaviour; /**< By event: behaviour, among those of this instant, whose points are greatest in the direction
                        of the change (of equal ones the first); else #REVOPS_NO_ROW. */
} revops_moment;

/** Events and fit of many leads. @since 0.1 */
typedef struct revops_moment_columns {
    uint32_t struct_size;        /**< sizeof(revops_moment_columns) as compiled. */
    uint32_t flags;              /**< 0. */
    uint64_t count;              /**< Events. */
    const int64_t *at_ms;        /**< Instants of the events, sorted by lead and then by time. */
    const uint32_t *behaviour;   /**< Behaviour of each event. */
    uint64_t lead_count;         /**< Leads. */
    const uint64_t *first_event; /**< Where each lead's events start, `lead_count` + 1 of them, rising. */
    uint64_t fit_count;          /**< Rows of fit. */
    const uint64_t *
        first_fit; /**< Where each lead's rows of fit start, `lead_count` + 1 of them, rising; NULL where lead i has
                      row i, which always counts. */
    const int64_t
        *fit_at_ms; /**< From when each row counts, sorted by lead and then by time; NULL with `first_fit`. */
    const int32_t *fit_mpt; /**< Fit scores; fit grades (0 for the best) where no rule set of fit is given. */
} revops_moment_columns;

/**
 * The moments of all leads at which something changed.
 *
 * @param[in]     intent   Compiled intent rules.
 * @param[in]     fit      Compiled rule set whose thresholds and hysteresis grade the fit scores; NULL where columns
 *                         hold grades.
 * @param[in]     matrix   Which pairs of grades make an MQL.
 * @param[in]     columns  Events and fit.
 * @param         until_ms Events, fit and fading up to this instant count.
 * @param         changes  Which moments to tell: those at which one of these changed. #REVOPS_MOMENT_MQL for when leads
 *                         became MQLs and ceased to be; all four for every change.
 * @param[out]    record   Working memory of revops_intent_record_size() bytes, aligned to 8.
 * @param[in,out] cursor   Zero-filled at first. `next` is the lead that the walk stands in, `applied` how many of its
 *                         moments have been told.
 * @param[out]    out      Moments, by lead and then by time. Must overlap nothing.
 * @param         capacity Moments at @p out.
 * @param[out]    count    Moments written by this call.
 * @retval REVOPS_OK           All leads were gone through.
 * @retval REVOPS_ERR_ARG      A pointer is missing; @p changes has an unknown bit; the matrix has another number of
 *                             grades than the rules; offsets fall or lie beyond the rows; or an instant, behaviour or
 *                             grade of lead `cursor->next` is out of range.
 * @retval REVOPS_ERR_ABI      A `struct_size` fits no version.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND  As revops_score_matrix_check() says.
 * @retval REVOPS_ERR_ALIGN    @p record isn't aligned.
 * @retval REVOPS_ERR_LATE     Rows of lead `cursor->next` aren't in order of time. Raise `next` by one and set
 *                             `applied` to 0 to leave it out.
 * @retval REVOPS_ERR_NOSPACE  @p out is full: take it and call again.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_moment_trace(
    const revops_intent *intent, const revops_score *fit, const revops_score_matrix_params *matrix,
    const revops_moment_columns *columns, int64_t until_ms, uint32_t changes, revops_intent_record *record,
    revops_cursor *cursor, revops_moment *out, size_t capacity, size_t *count);

/**
 * How all leads stood at chosen instants. Row k of lead i is at i × @p instant_count + k of each output.
 *
 * @param[in]     intent         Compiled intent rules.
 * @param[in]     fit            As for revops_moment_trace().
 * @param[in]     matrix         As for revops_moment_trace().
 * @param[in]     columns        Events and fit.
 * @param[in]     instants_ms    Instants, rising; what happens at one counts.
 * @param         instant_count  Instants.
 * @param[out]    record         As for revops_moment_trace().
 * @param[in,out] cursor         Zero-filled at first; `next` is the lead that failed, `applied` counts leads.
 * @param[out]    intents_mpt    Intent scores; this and the others: NULL if not wanted; must overlap nothing.
 * @param[out]    fits_mpt       Fit scores; 0 before one is known, and where columns hold grades.
 * @param[out]    engagements    Engagement grades.
 * @param[out]    fits           Fit grades.
 * @param[out]    mqls           1 for an MQL, else 0.
 * @retval REVOPS_OK           All leads were gone through.
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
 * @param[in]     columns        Events; fit isn't looked at.
 * @param         threshold_mpt  Thousandths of a point.
 * @param         until_ms       Events and fading up to this instant count.
 * @param[out]    record         As for revops_moment_trace().
 * @param[in,out] cursor         As for revops_moment_sample().
 * @param[out]    out_ms         An instant a lead, not before its first event; #REVOPS_TIME_NONE for never. Must
 *                               overlap nothing.
 * @retval REVOPS_OK         All leads were gone through.
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
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or a previous grade is none; nothing was written.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_moment_grade(const revops_intent *intent,
                                                              const int32_t *scores_mpt,
                                                              const uint8_t *previous, size_t count,
                                                              uint8_t *grades);

/**
 * A moment in words: `became MQL: fit A (82 points), engagement 1 (55 points), by "demo requested"`, or
 * `ceased to be MQL: fit A (82 points), engagement 3 (19.999 points), by fading`.
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
