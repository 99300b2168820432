/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_CAPACITY_H
#define REVOPS_CAPACITY_H

#include <revops/base.h>

/**
 * @file
 * @defgroup capacity Capacity: sales capacity by month, hires, quotas
 *
 * Computes what a sales team is expected to sell in each month, how many to hire in which month for a goal (PL3), and
 * quotas (PL2). Start from revops_capacity_defaults(), set the team's figures, and call revops_capacity_project() or
 * revops_capacity_hires_for().
 *
 * A representative's productivity rises along a ramp. Each month, a twelfth of the yearly attrition rate leaves. A hire
 * starts `hire_ahead` months after the decision, so hiring can't change the first months of a plan.
 *
 * **Exact.** Heads are counted in millionths, because expected leavers are fractions. Each group's heads and productive
 * heads are rounded to the nearest millionth every month. Money is the exact product, rounded down once per month.
 *
 * **Threads.** No function keeps state. Output arrays must not overlap input arrays.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    REVOPS_CAPACITY_MONTHS_MAX = 120,  /**< Months of a plan: ten years. @since 0.1 */
    REVOPS_CAPACITY_RAMP_MAX = 60,     /**< Months of a ramp: the longest last two years. @since 0.1 */
    REVOPS_CAPACITY_GROUPS_MAX = 64,   /**< Groups: one per month of five years. @since 0.1 */
    REVOPS_CAPACITY_REPS_MAX = 1000000 /**< Representatives of a group, and hires of a month. @since 0.1 */
};

/** Figures of a team. Start from revops_capacity_defaults(). @since 0.1 */
typedef struct revops_capacity_params {
    uint32_t struct_size; /**< sizeof(revops_capacity_params) as compiled. */
    uint32_t flags;       /**< 0. */
    int64_t quota; /**< Yearly quota of a representative, minor units, 0 or more; default 75,000,000. */
    uint32_t attainment_bp; /**< Expected share of the quota, up to 100,000; default 7,500. */
    uint32_t attrition_bp;  /**< Share that leaves in a year, up to 10,000; default 1,750. */
    uint32_t hire_ahead; /**< Months from decision to start, up to #REVOPS_CAPACITY_MONTHS_MAX; default 6. */
    uint32_t ramp_bp_count;  /**< Months at `ramp_bp`, up to #REVOPS_CAPACITY_RAMP_MAX; default 5. */
    const uint32_t *ramp_bp; /**< Productivity in the first, second … month, up to 10,000; later 10,000. */
} revops_capacity_params;

/** Representatives who are employed when the plan begins. Frozen. @since 0.1 */
typedef struct revops_capacity_group {
    uint32_t reps;          /**< Number of representatives, up to #REVOPS_CAPACITY_REPS_MAX. */
    uint32_t tenure_months; /**< Whole months since they started. */
} revops_capacity_group;

/** One month of a plan. @since 0.1 */
typedef struct revops_capacity_month {
    int64_t heads;      /**< Representatives at its beginning, new ones included, millionths. */
    int64_t productive; /**< Productive representatives, millionths. */
    int64_t leavers;    /**< Representatives who leave at its end, millionths. */
    int64_t capacity;   /**< Expected sales, minor units. */
} revops_capacity_month;

/**
 * Writes a typical team: a quota of $750,000 a year with 75 % expected (PL1), full productivity from the sixth month,
 * 17.5 % attrition, hires decided six months ahead (PL3).
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
 * Lists every fault of a team's parameters.
 *
 * @param[in]  params    Parameters.
 * @param[out] problems  The first @p capacity faults; may be NULL.
 * @param      capacity  Faults at @p problems.
 * @param[out] needed    Number of faults; may be NULL.
 * @retval REVOPS_OK         No fault.
 * @retval REVOPS_ERR_ARG    @p params is NULL, or a value is out of range.
 * @retval REVOPS_ERR_ABI    `struct_size` fits no version.
 * @retval REVOPS_ERR_NEWER  A flag or field is set that this library doesn't know.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_capacity_check(const revops_capacity_params *params,
                                                                revops_problem *problems, size_t capacity,
                                                                size_t *needed);

/**
 * Projects the capacity of each month (PL3).
 *
 * @param[in]  params       The team's parameters.
 * @param[in]  groups       Representatives when the plan begins; may be NULL when @p group_count is 0.
 * @param      group_count  Groups, up to #REVOPS_CAPACITY_GROUPS_MAX.
 * @param[in]  hires        @p month_count numbers of representatives who start in each month, up to
 *                          #REVOPS_CAPACITY_REPS_MAX each; NULL for none.
 * @param      month_count  Months, 1 to #REVOPS_CAPACITY_MONTHS_MAX.
 * @param[out] out          @p month_count months.
 * @retval REVOPS_OK            Written.
 * @retval REVOPS_ERR_ARG       A pointer is NULL, or a value is out of range.
 * @retval REVOPS_ERR_ABI       `struct_size` fits no version.
 * @retval REVOPS_ERR_NEWER     A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_OVERFLOW  A capacity doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_capacity_project(const revops_capacity_params *params,
                                                                  const revops_capacity_group *groups,
                                                                  uint32_t group_count, const uint32_t *hires,
                                                                  uint32_t month_count,
                                                                  revops_capacity_month *out);

/** Summary of a hiring plan. @since 0.1 */
typedef struct revops_capacity_answer {
    uint64_t hires;       /**< All hires. */
    uint32_t short_month; /**< First month whose goal no hire can reach; #REVOPS_NO_ROW for none. */
    uint32_t reserved;    /**< 0. */
    int64_t shortfall;    /**< Money that this month lacks under the plan. */
} revops_capacity_answer;

/**
 * How many to hire in which month for a goal in each month: the inverse of revops_capacity_project().
 *
 * Hires start in month `hire_ahead` at the earliest. Month by month, a shortfall is filled with hires whose start makes
 * them most productive in that month; among equal starts, the latest is taken. No hire of the final plan can be
 * omitted. A month whose goal no hire can reach is reported, and the later goals are still met.
 *
 * @param[in]  params       The team's parameters.
 * @param[in]  groups       Representatives when the plan begins; may be NULL when @p group_count is 0.
 * @param      group_count  Groups, up to #REVOPS_CAPACITY_GROUPS_MAX.
 * @param[in]  goals        @p month_count amounts, 0 or more each.
 * @param      month_count  Months, 1 to #REVOPS_CAPACITY_MONTHS_MAX.
 * @param[out] answer       Summary of the plan.
 * @param[out] hires        @p month_count numbers of representatives to start in each month.
 * @retval REVOPS_OK            Written; `short_month` is #REVOPS_NO_ROW if all goals are met.
 * @retval REVOPS_ERR_ARG       A pointer is NULL, or a value is out of range.
 * @retval REVOPS_ERR_ABI       `struct_size` fits no version.
 * @retval REVOPS_ERR_NEWER     A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_OVERFLOW  A capacity doesn't fit, or a month needs more than #REVOPS_CAPACITY_REPS_MAX hires.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_capacity_hires_for(
    const revops_capacity_params *params, const revops_capacity_group *groups, uint32_t group_count,
    const int64_t *goals, uint32_t month_count, revops_capacity_answer *answer, uint32_t *hires);

/**
 * Quotas top-down: goal ÷ expected attainment, divided by weight to the minor unit (PL2).
 *
 * The quotas add up to goal ÷ attainment, rounded up. The running sum of exact quotas is rounded down at each
 * representative; a quota is the difference of two such sums.
 *
 * @param      goal           The goal, 0 or more.
 * @param      attainment_bp  Expected share of the quotas, 1 to 100,000.
 * @param[in]  weights        Weight of each representative, 0 or more; not all 0.
 * @param      count          Representatives, 1 or more.
 * @param[out] out            @p count quotas.
 * @retval REVOPS_OK            Written.
 * @retval REVOPS_ERR_ARG       A pointer is NULL, or a value is out of range.
 * @retval REVOPS_ERR_OVERFLOW  A sum doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_capacity_quotas_from_goal(int64_t goal,
                                                                           uint32_t attainment_bp,
                                                                           const uint32_t *weights,
                                                                           size_t count, int64_t *out);

/** Figures that determine a representative's quota. Frozen. @since 0.1 */
typedef struct revops_capacity_rep {
    int64_t history;        /**< Sales of the previous year, 0 or more. */
    int64_t potential;      /**< Pipeline that the territory can give in a year, 0 or more. */
    uint32_t win_rate_bp;   /**< Win rate of that pipeline, up to 10,000. */
    uint32_t history_bp;    /**< Weight of `history`; `potential` has the rest to 10,000. */
    uint32_t productive_bp; /**< Productivity over the year (ramp, absence), up to 10,000. */
    uint32_t reserved;      /**< 0. */
} revops_capacity_rep;

/**
 * Quotas bottom-up: from history, territory, win rate and ramp (PL2).
 *
 * Each quota is (`history` × `history_bp` + `potential` × `win_rate_bp` × (1 − `history_bp`)) × `productive_bp`,
 * computed exactly and rounded to the nearest minor unit.
 *
 * @param[in]  reps   Figures of each representative.
 * @param      count  Representatives.
 * @param[out] sum    Sum of the quotas, to compare with a goal; may be NULL.
 * @param[out] out    @p count quotas.
 * @retval REVOPS_OK            Written.
 * @retval REVOPS_ERR_ARG       A pointer is NULL, or a value is out of range.
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
