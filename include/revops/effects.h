/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_EFFECTS_H
#define REVOPS_EFFECTS_H

#include <revops/engine.h>
#include <revops/funnel.h>

/**
 * @file
 * @defgroup effects Effects: figures out of what an engine told
 *
 * The effects of a replay (engine-events.h) are all that figures need: @ref funnel, @ref compliance and @ref
 * conformance are folds over them as over plain columns, under any policy, with the stages, clocks and rules of that
 * policy.
 *
 * | figure | how |
 * |---|---|
 * | funnel | revops_effects_stages(), then revops_effects_to_funnel() for each block of effects, then revops_funnel_add() by the caller's keys |
 * | service levels, pauses | revops_effects_to_clocks(), then revops_compliance_add() and revops_compliance_audit_add() |
 * | conformance | revops_effects_to_deviations(), then revops_conformance_add() |
 *
 * **Keys.** An effect says owner, source and campaign as of then [SEM17]. `rows` of the two functions that pick effects
 * out say which effect each row is of, so that a key of any row is found, a week included
 * (revops_zone_first_day_many()).
 *
 * **Blocks.** A replay gives effects block by block (revops_engine_apply_many()). Folded at once, they are still in the
 * cache: then the figures cost a fraction of the replay.
 *
 * **Threads.** As for the figures: what a call changes belongs to one thread at a time. Input arrays must not overlap
 * output arrays.
 *
 * Example: examples/page.c.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The stages of an engine as those of a funnel. Steps count with their stage; lost, closed and nurture stages close;
 * one that stands instead of another has its rank, and one beside the path stands beside the way.
 *
 * @param[in]  engine    An engine.
 * @param[out] rows      revops_engine_count() numbers: for each stage or step, by its number − 1, its row of the
 *                       funnel.
 * @param[out] out       Stages of the funnel, in order of the policy; NULL with @p capacity 0 to ask for their number.
 * @param      capacity  Room at @p out.
 * @param[out] needed    Stages of the funnel; may be NULL.
 * @retval REVOPS_OK           Written.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_NOSPACE  @p capacity is too small.
 * @retval REVOPS_ERR_RANGE    The policy has more stages than #REVOPS_FUNNEL_STAGES_MAX.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_effects_stages(const revops_engine *engine, uint32_t *rows,
                                                                revops_funnel_stage *out, size_t capacity,
                                                                size_t *needed);

/**
 * Folds effects into records of a funnel, as revops_funnel_apply_many() folds columns. Entries, stages observed later
 * and wins count; what the engine inferred is inferred, so that #REVOPS_FUNNEL_INFER isn't needed. All other effects
 * are passed over.
 *
 * @param[in]     funnel        The funnel. Reasons are those of the policy, less one; with a `reason_count` of 0 they
 *                              don't count.
 * @param[in]     rows          For each stage or step, by its number − 1, its row of the funnel, as
 *                              revops_effects_stages() or the caller chose it; #REVOPS_NO_ROW passes entries of it
 *                              over.
 * @param         row_count     Numbers at @p rows, up to 64.
 * @param[in]     effects       Effects, those of one lead in order; `lead` is the index of its record.
 * @param         count         Number of them.
 * @param[in,out] records       @p record_count records, one after the other.
 * @param         record_count  Leads.
 * @param[in,out] cursor        Counts `applied`, `late` and `invalid` effects of those that count; the last two are
 *                              left out.
 * @retval REVOPS_OK       All effects were looked at.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, records aren't aligned, a number at @p rows is out of range, or the cursor
 *                         isn't of these effects.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_effects_to_funnel(const revops_funnel *funnel,
                                                                   const uint32_t *rows, uint32_t row_count,
                                                                   const revops_effect *effects, size_t count,
                                                                   void *records, size_t record_count,
                                                                   revops_cursor *cursor);

/**
 * Picks out what became of clocks, in the form of @ref compliance. `clock` and `row` are numbers less one; `owner` and
 * `side` are 0, `started_ms` is known of a run that begins and #REVOPS_TIME_NONE otherwise.
 *
 * For revops_compliance_audit_add() sort them by lead and clock first, in the order in which they stand.
 *
 * @param[in]  effects   Effects.
 * @param      count     Number of them.
 * @param[out] rows      Index of the effect of each; NULL if not wanted.
 * @param[out] out       Effects of clocks; NULL with @p capacity 0 to ask for their number.
 * @param      capacity  Room at @p out and @p rows.
 * @param[out] needed    Number of them; may be NULL.
 * @retval REVOPS_OK           Written.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_NOSPACE  @p capacity is too small; what fits was written.
 * @retval REVOPS_ERR_RANGE    The `lead` of one doesn't fit 32 bits; those before it were written.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_effects_to_clocks(const revops_effect *effects, size_t count,
                                                                   uint64_t *rows, revops_sla_effect *out,
                                                                   size_t capacity, size_t *needed);

/** What the bits of a deviation are. @since 0.1 */
enum revops_effects_parts {
    REVOPS_EFFECTS_RULES = 0, /**< Rules that were broken: bits of revops_effect::why, the lowest ten. */
    REVOPS_EFFECTS_ITEMS = 1, /**< Missing items: bit n − 1 is item n. */
    REVOPS_EFFECTS_STAGES = 2 /**< Stages passed over unobserved: bit n − 1 is stage n. */
};
/** One of #revops_effects_parts. @since 0.1 */
typedef uint32_t revops_effects_part;

enum {
    /** Rules that a deviation may break: bits of revops_effect::why. @since 0.1 */
    REVOPS_EFFECTS_RULES_MAX = 10
};

/**
 * Picks out deviations from the policy, as the columns of revops_conformance_add(). It wants rows of one lead together:
 * sort them by lead where effects of several leads alternate.
 *
 * @param[in]  effects   Effects.
 * @param      count     Number of them.
 * @param      part      One of #revops_effects_parts; deviations without such a bit are left out.
 * @param[out] rows      Index of the effect of each; NULL if not wanted.
 * @param[out] leads     Whose each is; NULL with @p capacity 0 to ask for their number.
 * @param[out] bits      What each is; NULL with @p capacity 0.
 * @param      capacity  Room at @p rows, @p leads and @p bits.
 * @param[out] needed    Number of them; may be NULL.
 * @retval REVOPS_OK           Written.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or @p part is unknown.
 * @retval REVOPS_ERR_NOSPACE  @p capacity is too small; what fits was written.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_effects_to_deviations(const revops_effect *effects,
                                                                       size_t count, revops_effects_part part,
                                                                       uint64_t *rows, uint64_t *leads,
                                                                       uint64_t *bits, size_t capacity,
                                                                       size_t *needed);

/** Name of a rule, such as "stage skipped". @param rule Position of its bit in revops_effect::why. @return "unknown" for any other;
 *  never NULL. @since 0.1 */
REVOPS_API const char *revops_effects_rule_name(uint32_t rule);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
