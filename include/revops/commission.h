/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_COMMISSION_H
#define REVOPS_COMMISSION_H

#include <revops/base.h>

/**
 * @file
 * @defgroup commission Commission: pay by attainment, accelerators, clawback
 *
 * Computes what a representative earns on closed-won deals, tier by tier, and the clawback when a customer leaves early
 * (PL5). Start from revops_commission_defaults(), set quota and variable pay, and call revops_commission_pay().
 *
 * At quota, the commission equals the variable pay. Tiers set how fast it grows, for example 10,000 bp up to the quota
 * and 12,500 bp above. For customer success, the achieved amount may be net revenue retention instead of new deals.
 *
 * **Exact.** The commission is variable ÷ quota × the sum of amount × rate over the tiers, rounded once, to the nearest
 * minor unit. The lines of an explanation add up to the commission.
 *
 * **Threads.** No function keeps state. Output arrays must not overlap input arrays.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    REVOPS_COMMISSION_TIERS_MAX = 64 /**< Tiers of a plan; companies use about five. @since 0.1 */
};

/** A tier, from its attainment up to that of the next tier. Grows at its end. @since 0.1 */
typedef struct revops_commission_tier {
    uint32_t from_bp; /**< Attainment from which it applies; 0 in the first tier, then ascending. */
    uint32_t rate_bp; /**< Rate relative to the rate at quota (10,000); up to 1,000,000. */
} revops_commission_tier;

/** A commission plan. Start from revops_commission_defaults(). @since 0.1 */
typedef struct revops_commission_params {
    uint32_t struct_size;  /**< sizeof(revops_commission_params) as compiled. */
    uint32_t flags;        /**< 0. */
    int64_t variable;      /**< Variable pay of the period at quota, 0 or more. */
    int64_t quota;         /**< Quota of the period, 1 or more. */
    uint32_t clawback_day; /**< Days after closed-won in which a loss means clawback; default 90. */
    uint32_t tier_count;   /**< 1 to #REVOPS_COMMISSION_TIERS_MAX. */
    const revops_commission_tier *tiers; /**< Tiers; by default 100 % up to quota and 125 % above. */
    uint32_t tier_row_size;              /**< sizeof(revops_commission_tier) as compiled. */
    uint32_t reserved;                   /**< 0. */
} revops_commission_params;

/**
 * Writes a typical plan: 100 % of the rate up to quota, 125 % above, clawback within 90 days. Variable pay is $18,750
 * per quarter at a quota of $187,500.
 *
 * @param[out] out   Parameters; its rows are constants of the library.
 * @param      size  sizeof(revops_commission_params) as compiled.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_commission_defaults(revops_commission_params *out,
                                                                     size_t size);

/**
 * Lists every fault of a plan.
 *
 * @param[in]  params    Parameters.
 * @param[out] problems  The first @p capacity faults; may be NULL.
 * @param      capacity  Faults at @p problems.
 * @param[out] needed    Number of faults; may be NULL.
 * @retval REVOPS_OK           No fault.
 * @retval REVOPS_ERR_ARG      @p params is NULL, or a value is out of range.
 * @retval REVOPS_ERR_ABI      A size fits no version.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND  The first tier doesn't start at 0, or tiers aren't ascending.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_commission_check(const revops_commission_params *params,
                                                                  revops_problem *problems, size_t capacity,
                                                                  size_t *needed);

/**
 * Commissions of many representatives on one plan.
 *
 * @param[in]  params    The plan.
 * @param[in]  achieved  Amount that each achieved in the period, 0 or more.
 * @param      count     Representatives.
 * @param[out] out       @p count commissions; may be the same array as @p achieved.
 * @retval REVOPS_OK            Written.
 * @retval REVOPS_ERR_ARG       A pointer is NULL, or a value is out of range.
 * @retval REVOPS_ERR_ABI       A size fits no version.
 * @retval REVOPS_ERR_NEWER     A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND   The first tier doesn't start at 0, or tiers aren't ascending.
 * @retval REVOPS_ERR_OVERFLOW  A commission doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_commission_pay(const revops_commission_params *params,
                                                                const int64_t *achieved, size_t count,
                                                                int64_t *out);

/** Share of one tier in a commission. @since 0.1 */
typedef struct revops_commission_line {
    uint32_t tier;      /**< Row of the tier. */
    uint32_t rate_bp;   /**< Rate of the tier. */
    int64_t amount;     /**< Amount achieved in the tier; its end is rounded down. */
    int64_t commission; /**< Commission on that amount. */
} revops_commission_line;

/**
 * Explains a commission by lines, one per tier, that add up to it.
 *
 * @param[in]  params    The plan.
 * @param      achieved  Amount achieved in the period, 0 or more.
 * @param[out] out       One line per tier that was reached, lowest first; may be NULL when @p capacity is 0.
 * @param      capacity  Lines at @p out.
 * @param[out] needed    Number of lines.
 * @retval REVOPS_OK            Written.
 * @retval REVOPS_ERR_NOSPACE   There are more lines than @p capacity.
 * @retval REVOPS_ERR_ARG       A pointer is NULL, or a value is out of range.
 * @retval REVOPS_ERR_ABI       A size fits no version.
 * @retval REVOPS_ERR_NEWER     A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND   The first tier doesn't start at 0, or tiers aren't ascending.
 * @retval REVOPS_ERR_OVERFLOW  A commission doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_commission_explain(const revops_commission_params *params,
                                                                    int64_t achieved,
                                                                    revops_commission_line *out,
                                                                    size_t capacity, size_t *needed);

/**
 * Least amount that earns a commission: the inverse of revops_commission_pay().
 *
 * @param[in]  params      The plan.
 * @param      commission  The commission, 0 or more.
 * @param[out] out         Least amount that earns the commission.
 * @retval REVOPS_OK            Found.
 * @retval REVOPS_ERR_ARG       A pointer is NULL, or a value is out of range.
 * @retval REVOPS_ERR_ABI       A size fits no version.
 * @retval REVOPS_ERR_NEWER     A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND   The first tier doesn't start at 0, or tiers aren't ascending.
 * @retval REVOPS_ERR_RANGE     No amount that can be represented earns it.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status
revops_commission_achieved_for(const revops_commission_params *params, int64_t commission, int64_t *out);

/** A deal of a representative. Frozen. @since 0.1 */
typedef struct revops_commission_deal {
    int64_t amount;   /**< Amount that counts towards the quota, 0 or more. */
    int32_t won_day;  /**< Date of closed-won. */
    int32_t lost_day; /**< Date on which the customer left, not before `won_day`; INT32_MAX for never. */
} revops_commission_deal;

/** Settlement of a representative's commission. @since 0.1 */
typedef struct revops_commission_settlement {
    int64_t earned;   /**< Commission on all deals of the period. */
    int64_t clawback; /**< `earned` minus the commission on the deals that stay. */
    int64_t net;      /**< earned − clawback. */
} revops_commission_settlement;

/**
 * Settles the commissions of many representatives, clawback included.
 *
 * A deal is taken back when its customer left within `clawback_day` days of closing and no later than @p as_of_day.
 *
 * @param[in]  params     The plan.
 * @param[in]  deals      All deals, representative after representative; may be NULL without deals.
 * @param[in]  offsets    @p count + 1 offsets: representative i has the deals from `offsets[i]` up to `offsets[i + 1]`.
 * @param      as_of_day  The present.
 * @param      count      Representatives.
 * @param[out] out        @p count settlements.
 * @retval REVOPS_OK            Settled.
 * @retval REVOPS_ERR_ARG       A pointer is NULL, or a value is out of range.
 * @retval REVOPS_ERR_ABI       A size fits no version.
 * @retval REVOPS_ERR_NEWER     A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND   The first tier doesn't start at 0, or tiers aren't ascending.
 * @retval REVOPS_ERR_OVERFLOW  A sum or commission doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_commission_settle(const revops_commission_params *params,
                                                                   const revops_commission_deal *deals,
                                                                   const uint64_t *offsets, int32_t as_of_day,
                                                                   size_t count,
                                                                   revops_commission_settlement *out);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
