/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_CAPACITY_H
#define REVOPS_CAPACITY_H

#include <revops/base.h>

/**
 * @file
 * @defgroup capacity Capacity: representatives month by month, hires, quotas
 *
 * What a sales team can bring in, month by month, and whom to hire when for a goal (PL2, PL3).
 *
 * A representative's productivity rises along a ramp. A share of the team leaves each month: the year's attrition ÷ 12 of
 * those who are there. A hire starts `hire_ahead` months after the decision, so the first months of a plan are as they are.
 *
 * **Exact.** People are counted in millionths, since expected leavers are fractions. Each group's heads and productive
 * heads are rounded to the nearest millionth each month; money is the exact product, rounded down once a month.
 *
 * No function here has state. Output arrays must not overlap inputs.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    REVOPS_CAPACITY_MONTHS_MAX = 120, /**< Months of a plan: ten years. @since 0.1 */
    REVOPS_CAPACITY_RAMP_MAX = 60,    /**< Months of a ramp: the longest known last two years. @since 0.1 */
    REVOPS_CAPACITY_GROUPS_MAX = 64,  /**< Groups of representatives: one a month of five years. @since 0.1 */
    REVOPS_CAPACITY_REPS_MAX = 1000000 /**< Representatives of a group, and hires of a month. @since 0.1 */
};

/** What a team is like. Start from revops_capacity_defaults(). @since 0.1 */
typedef struct revops_capacity_params {
    uint32_t struct_size; /**< sizeof(revops_capacity_params) as compiled. */
    uint32_t flags;       /**< 0. */
    int64_t quota; /**< Of a productive representative a year, in minor units, 0 or more; 75,000,000. */
    uint32_t attainment_bp; /**< Share of it that is expected, up to 100,000; 7,500. */
    uint32_t attrition_bp;  /**< Who leaves in a year, up to 10,000; 1,750. */
    uint32_t hire_ahead;    /**< Months from decision to start, up to #REVOPS_CAPACITY_MONTHS_MAX; 6. */
    uint32_t ramp_bp_count; /**< Months at `ramp_bp`, up to #REVOPS_CAPACITY_RAMP_MAX; 5. */
    const uint32_t *
        ramp_bp; /**< Productivity in the first, second … month, up to 10,000; later ones are productive whole. */
} revops_capacity_params;

/** Representatives that are there when the plan begins. Frozen. @since 0.1 */
typedef struct revops_capacity_group {
    uint32_t reps;          /**< How many, up to #REVOPS_CAPACITY_REPS_MAX. */
    uint32_t tenure_months; /**< Whole months that they have been there. */
} revops_capacity_group;

/** One month of a plan. @since 0.1 */
typedef struct revops_capacity_month {
    int64_t heads;      /**< Representatives at its beginning, with those who start, in millionths. */
    int64_t productive; /**< Their productivity, in millionths of a productive representative. */
    int64_t leavers;    /**< Who leaves at its end, in millionths. */
    int64_t capacity;   /**< What they are expected to bring in, in minor units. */
} revops_capacity_month;

/**
 * Writes a usual team: $750,000 a year at 75 % (PL1), productive in the sixth month, 17.5 % attrition, hired six months
 * ahead (PL3).
 *
 * @param[out] out   Parameters.
 * @param      size  sizeof(revops_capacity_params) as compiled.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_capacity_defaults(revops_capacity_params *out, size_t size);

/**
 * Tells every fault of a team's parameters.
 *
 * @param[in]  params    Parameters.
 * @param[out] problems  The first @p capacity faults; may be NULL.
 * @param      capacity  Faults at @p problems.
 * @param[out] needed    Faults there are; may be NULL.
 * @retval REVOPS_OK         There is none.
 * @retval REVOPS_ERR_ARG    @p params is NULL, or a value is out of range.
 * @retval REVOPS_ERR_ABI    struct_size fits no version.
 * @retval REVOPS_ERR_NEWER  A flag or field is set that this library doesn't know.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_capacity_check(const revops_capacity_params *params,
                                                                revops_problem *problems, size_t capacity,
                                                                size_t *needed);

/**
 * Capacity month by month (PL3).
 *
 * @param[in]  params       The team's parameters.
 * @param[in]  groups       Who is there when the plan begins; may be NULL when @p group_count is 0.
 * @param      group_count  Groups, up to #REVOPS_CAPACITY_GROUPS_MAX.
 * @param[in]  hires        month_count numbers of representatives that start in each month, up to
 *                          #REVOPS_CAPACITY_REPS_MAX each; NULL for none.
 * @param      month_count  Months, 1 to #REVOPS_CAPACITY_MONTHS_MAX.
 * @param[out] out          month_count months.
 * @retval REVOPS_OK            Written.
 * @retval REVOPS_ERR_ARG       A pointer is NULL or a value out of range.
 * @retval REVOPS_ERR_ABI       struct_size fits no version.
 * @retval REVOPS_ERR_NEWER     A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_OVERFLOW  A capacity doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_capacity_project(const revops_capacity_params *params,
                                                                  const revops_capacity_group *groups,
                                                                  uint32_t group_count, const uint32_t *hires,
                                                                  uint32_t month_count,
                                                                  revops_capacity_month *out);

/** What a hiring plan comes to. @since 0.1 */
typedef struct revops_capacity_answer {
    uint64_t hires;       /**< All hires. */
    uint32_t short_month; /**< First month that no hire can bring to its goal; #REVOPS_NO_ROW for none. */
    uint32_t reserved;    /**< 0. */
    int64_t shortfall;    /**< What that month lacks with this plan. */
} revops_capacity_answer;

/**
 * Whom to hire when for a goal in each month: the inverse of revops_capacity_project().
 *
 * Hires start in month `hire_ahead` at the earliest. Month by month, what is missing is met by those who are most
 * productive in that month, the latest of equals; in the end no hire can be left out. A month that no hire reaches is
 * told, and the later ones are met all the same.
 *
 * @param[in]  params       The team's parameters.
 * @param[in]  groups       Who is there when the plan begins; may be NULL when @p group_count is 0.
 * @param      group_count  Groups, up to #REVOPS_CAPACITY_GROUPS_MAX.
 * @param[in]  goals        month_count amounts, 0 or more each.
 * @param      month_count  Months, 1 to #REVOPS_CAPACITY_MONTHS_MAX.
 * @param[out] answer       What it comes to.
 * @param[out] hires        month_count numbers of representatives to start.
 * @retval REVOPS_OK            Written, with `short_month` telling whether all goals are met.
 * @retval REVOPS_ERR_ARG       A pointer is NULL or a value out of range.
 * @retval REVOPS_ERR_ABI       struct_size fits no version.
 * @retval REVOPS_ERR_NEWER     A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_OVERFLOW  A capacity doesn't fit, or a month needs more than #REVOPS_CAPACITY_REPS_MAX hires.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_capacity_hires_for(
    const revops_capacity_params *params, const revops_capacity_group *groups, uint32_t group_count,
    const int64_t *goals, uint32_t month_count, revops_capacity_answer *answer, uint32_t *hires);

/**
 * Quotas from the top: a goal over the expected attainment, shared by weight to the minor unit (PL2).
 *
 * All quotas together are goal ÷ attainment, rounded up. Each ends where the exact sum of weights up to it ends, rounded
 * down.
 *
 * @param      goal           The goal, 0 or more.
 * @param      attainment_bp  Share of the quotas that is expected, 1 to 100,000.
 * @param[in]  weights        Weight of each representative, 0 or more; not all 0.
 * @param      count          Representatives, 1 or more.
 * @param[out] out            count quotas.
 * @retval REVOPS_OK            Written.
 * @retval REVOPS_ERR_ARG       A pointer is NULL or a value out of range.
 * @retval REVOPS_ERR_OVERFLOW  A sum doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_capacity_quotas_from_goal(int64_t goal,
                                                                           uint32_t attainment_bp,
                                                                           const uint32_t *weights,
                                                                           size_t count, int64_t *out);

/** What speaks for a representative's quota. Frozen. @since 0.1 */
typedef struct revops_capacity_rep {
    int64_t history;        /**< What was brought in the year before, 0 or more. */
    int64_t potential;      /**< Pipeline that the territory can give in the year, 0 or more. */
    uint32_t win_rate_bp;   /**< Of that pipeline, up to 10,000. */
    uint32_t history_bp;    /**< Weight of history; the rest, to 10,000, is the potential's. */
    uint32_t productive_bp; /**< Productivity over the year (ramp, absence), up to 10,000. */
    uint32_t reserved;      /**< 0. */
} revops_capacity_rep;

/**
 * Quotas from the bottom: history, territory, win rate and ramp (PL2).
 *
 * Each is (history × weight + potential × win rate × the rest) × productivity, exact, rounded to nearest.
 *
 * @param[in]  reps   What speaks for each.
 * @param      count  Representatives.
 * @param[out] sum    Sum of the quotas, to hold against a goal; may be NULL.
 * @param[out] out    count quotas.
 * @retval REVOPS_OK            Written.
 * @retval REVOPS_ERR_ARG       A pointer is NULL or a value out of range.
 * @retval REVOPS_ERR_OVERFLOW  A sum doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_capacity_quotas_from_reps(const revops_capacity_rep *reps,
                                                                           size_t count, int64_t *sum,
                                                                           int64_t *out);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
