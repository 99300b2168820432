/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_EFFECTS_H
#define REVOPS_EFFECTS_H

#include <revops/engine.h>
#include <revops/funnel.h>

/**
 * @file
 * @defgroup effects Effects: figures from the effects of an engine
 *
 * Converts the effects of an engine (engine-events.h) to the inputs of @ref funnel, @ref compliance and @ref
 * conformance, under any policy. Figures need nothing but these effects.
 *
 * | figure | how |
 * |---|---|
 * | funnel | revops_effects_stages(), then revops_effects_to_funnel() for each block of effects, then revops_funnel_add() by the caller's keys |
 * | service levels, pauses | revops_effects_to_clocks(), then revops_compliance_add() and revops_compliance_audit_add() |
 * | conformance | revops_effects_to_deviations(), then revops_conformance_add() |
 *
 * **Keys.** An effect carries the owner, source and campaign at its instant [SEM17]. revops_effects_to_clocks() and
 * revops_effects_to_deviations() write to `rows` the index of the effect of each row, so the caller can group rows by
 * any key, for example by week (revops_zone_first_day_many()).
 *
 * **Blocks.** A replay writes effects block by block (revops_engine_apply_many()). Process each block at once, while it
 * is in the cache: the figures then take a fraction of the time of the replay.
 *
 * **Threads.** Whatever a call changes belongs to one thread at a time. Input arrays must not overlap output arrays.
 *
 * Example: examples/page.c.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Converts the stages of an engine to stages of a funnel. Steps count as their stage. Lost, closed and nurture stages
 * are closing stages. A stage that is an alternative to another has the same rank. A stage beside the path has rank 0.
 *
 * @param[in]  engine    An engine.
 * @param[out] rows      Row of the funnel for each stage or step, by its number − 1; revops_engine_count() rows.
 * @param[out] out       Stages of the funnel, in the order of the policy; NULL with @p capacity 0 to ask for their
 *                       number.
 * @param      capacity  Room at @p out.
 * @param[out] needed    Number of stages of the funnel; may be NULL.
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
 * Applies effects to records of a funnel, as revops_funnel_apply_many() applies columns. Entries, later observations of
 * stages and wins count; all other effects are ignored. Stages that the engine inferred are inferred here, too, so
 * #REVOPS_FUNNEL_INFER isn't needed.
 *
 * @param[in]     funnel        The funnel. Its reasons are numbers of the policy's reasons − 1; with a `reason_count`
 *                              of 0 reasons don't count.
 * @param[in]     rows          Row of the funnel for each stage or step, by its number − 1, from
 *                              revops_effects_stages() or the caller's own; #REVOPS_NO_ROW ignores its entries.
 * @param         row_count     Numbers at @p rows, up to 64.
 * @param[in]     effects       Effects, those of one lead in order of time; `lead` is the index of its record.
 * @param         count         Number of them.
 * @param[in,out] records       @p record_count records, one after the other.
 * @param         record_count  Leads.
 * @param[in,out] cursor        Counts `applied`, `late` and `invalid` effects; late and invalid ones are skipped.
 * @retval REVOPS_OK       All effects are done.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, records aren't aligned, a number at @p rows is out of range, or the cursor
 *                         is beyond the effects.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_effects_to_funnel(const revops_funnel *funnel,
                                                                   const uint32_t *rows, uint32_t row_count,
                                                                   const revops_effect *effects, size_t count,
                                                                   void *records, size_t record_count,
                                                                   revops_cursor *cursor);

/**
 * Selects the effects of clocks, in the form of @ref compliance. `clock` and `row` are the policy's numbers − 1.
 * `owner` and `side` are 0. `started_ms` is set at the start of a run and #REVOPS_TIME_NONE otherwise.
 *
 * For revops_compliance_audit_add(), sort the result by lead and clock with a stable sort.
 *
 * @param[in]  effects   Effects.
 * @param      count     Number of them.
 * @param[out] rows      Index of the effect of each row; NULL if not wanted.
 * @param[out] out       Effects of clocks; NULL with @p capacity 0 to ask for their number.
 * @param      capacity  Room at @p out and @p rows.
 * @param[out] needed    Number of rows; may be NULL.
 * @retval REVOPS_OK           Written.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_NOSPACE  @p capacity is too small; the rows that fit were written.
 * @retval REVOPS_ERR_RANGE    The `lead` of an effect doesn't fit 32 bits; the rows before it were written.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_effects_to_clocks(const revops_effect *effects, size_t count,
                                                                   uint64_t *rows, revops_sla_effect *out,
                                                                   size_t capacity, size_t *needed);

/** Kinds of bits of a deviation. @since 0.1 */
enum revops_effects_parts {
    REVOPS_EFFECTS_RULES = 0, /**< Broken rules: the lowest ten bits of revops_effect::why. */
    REVOPS_EFFECTS_ITEMS = 1, /**< Missing items: bit n − 1 is item n. */
    REVOPS_EFFECTS_STAGES = 2 /**< Skipped stages: bit n − 1 is stage n. */
};
/** One of #revops_effects_parts. @since 0.1 */
typedef uint32_t revops_effects_part;

enum {
    /** Rules that a deviation can break: bits of revops_effect::why. @since 0.1 */
    REVOPS_EFFECTS_RULES_MAX = 10
};

/**
 * Selects deviations from the policy, as columns for revops_conformance_add(). That function needs the rows of a lead
 * to be consecutive: sort them by lead when effects of several leads alternate.
 *
 * @param[in]  effects   Effects.
 * @param      count     Number of effects.
 * @param      part      One of #revops_effects_parts; deviations without such a bit
 *                       are skipped.
 * @param[out] rows      Index of the effect of each row; NULL if not wanted.
 * @param[out] leads     Lead of each row; NULL with @p capacity 0 to ask for the number of rows.
 * @param[out] bits      Bits of each row; NULL with @p capacity 0.
 * @param      capacity  Room at @p rows, @p leads and @p bits.
 * @param[out] needed    Number of rows; may be NULL.
 * @retval REVOPS_OK           Written.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or @p part is unknown.
 * @retval REVOPS_ERR_NOSPACE  @p capacity is too small; the rows that fit were written.
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
