/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_COMMISSION_H
#define REVOPS_COMMISSION_H

#include <revops/base.h>

/**
 * @file
 * @defgroup commission Commission: pay by attainment, accelerators, clawback
 *
 * What a representative earns on closed-won deals, tier by tier, and what is taken back when a customer leaves early
 * (PL5).
 *
 * At the quota, the commission is the variable pay. Tiers say how fast it grows: 10,000 bp up to the quota and 12,500
 * above, for instance. For customer success, what is achieved may be net revenue retention instead of new deals.
 *
 * **Exact.** The commission is variable ÷ quota × the sum of amount × rate over the tiers, rounded once, to the nearest
 * minor unit. Lines of an explanation end where that sum ends, so they add up.
 *
 * No function here has state. Output arrays must not overlap inputs.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    REVOPS_COMMISSION_TIERS_MAX = 64 /**< Tiers of a plan; companies have five. @since 0.1 */
};

/** A tier: from an attainment up to the next tier's. Grows at its end. @since 0.1 */
typedef struct revops_commission_tier {
    uint32_t from_bp; /**< Attainment from which it holds; the first is 0, then rising. */
    uint32_t rate_bp; /**< Its rate, of the rate at quota: 10,000 is that rate; up to 1,000,000. */
} revops_commission_tier;

/** A commission plan. Start from revops_commission_defaults(). @since 0.1 */
typedef struct revops_commission_params {
    uint32_t struct_size;  /**< sizeof(revops_commission_params) as compiled. */
    uint32_t flags;        /**< 0. */
    int64_t variable;      /**< Variable pay of the period at quota, 0 or more. */
    int64_t quota;         /**< Quota of the period, 1 or more. */
    uint32_t clawback_day; /**< Days from closed-won within which a loss takes the commission back; 90. */
    uint32_t tier_count;   /**< 1 to #REVOPS_COMMISSION_TIERS_MAX. */
    const revops_commission_tier *tiers; /**< The tiers; 100 % to quota and 125 % above by default. */
    uint32_t tier_row_size;              /**< sizeof(revops_commission_tier) as compiled. */
    uint32_t reserved;                   /**< 0. */
} revops_commission_params;

/**
 * Writes a usual plan: 100 % of the rate to quota, 125 % above, clawback within 90 days; for a quarter, $18,750 at a
 * quota of $187,500.
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
 * @retval REVOPS_ERR_UNSOUND  The tiers don't start at 0 and rise.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_commission_check(const revops_commission_params *params,
                                                                  revops_problem *problems, size_t capacity,
                                                                  size_t *needed);

/**
 * Commission of many representatives on one plan.
 *
 * @param[in]  params    The plan.
 * @param[in]  achieved  What each achieved in the period, 0 or more.
 * @param      count     Representatives.
 * @param[out] out       count commissions; may be @p achieved.
 * @retval REVOPS_OK            Written.
 * @retval REVOPS_ERR_ARG       A pointer is NULL or a value out of range.
 * @retval REVOPS_ERR_ABI       A size fits no version.
 * @retval REVOPS_ERR_NEWER     A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND   The tiers don't start at 0 and rise.
 * @retval REVOPS_ERR_OVERFLOW  A commission doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_commission_pay(const revops_commission_params *params,
                                                                const int64_t *achieved, size_t count,
                                                                int64_t *out);

/** What one tier adds to a commission. @since 0.1 */
typedef struct revops_commission_line {
    uint32_t tier;      /**< Row of the tier. */
    uint32_t rate_bp;   /**< Its rate. */
    int64_t amount;     /**< What was achieved in it, rounded down at its end. */
    int64_t commission; /**< What that earns. */
} revops_commission_line;

/**
 * The lines that a commission adds up from.
 *
 * @param[in]  params    The plan.
 * @param      achieved  What was achieved in the period, 0 or more.
 * @param[out] out       One line a tier that was reached, lowest first; may be NULL when @p capacity is 0.
 * @param      capacity  Lines at @p out.
 * @param[out] needed    Number of lines.
 * @retval REVOPS_OK            Written.
 * @retval REVOPS_ERR_NOSPACE   More lines than @p capacity.
 * @retval REVOPS_ERR_ARG       A pointer is NULL or a value out of range.
 * @retval REVOPS_ERR_ABI       A size fits no version.
 * @retval REVOPS_ERR_NEWER     A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND   The tiers don't start at 0 and rise.
 * @retval REVOPS_ERR_OVERFLOW  A commission doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_commission_explain(const revops_commission_params *params,
                                                                    int64_t achieved,
                                                                    revops_commission_line *out,
                                                                    size_t capacity, size_t *needed);

/**
 * The least that must be achieved for a commission: the inverse of revops_commission_pay().
 *
 * @param[in]  params      The plan.
 * @param      commission  The commission, 0 or more.
 * @param[out] out         The least amount that earns it.
 * @retval REVOPS_OK            Found.
 * @retval REVOPS_ERR_ARG       A pointer is NULL or a value out of range.
 * @retval REVOPS_ERR_ABI       A size fits no version.
 * @retval REVOPS_ERR_NEWER     A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND   The tiers don't start at 0 and rise.
 * @retval REVOPS_ERR_RANGE     No amount that can be represented earns it.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status
revops_commission_achieved_for(const revops_commission_params *params, int64_t commission, int64_t *out);

/** A deal of a representative. Frozen. @since 0.1 */
typedef struct revops_commission_deal {
    int64_t amount;  /**< What it counts towards the quota, 0 or more. */
    int32_t won_day; /**< When it was closed-won. */
    int32_t
        lost_day; /**< When the customer left, not before `won_day`; INT32_MAX for a customer who stays. */
} revops_commission_deal;

/** What becomes of a representative's commission. @since 0.1 */
typedef struct revops_commission_settlement {
    int64_t earned;   /**< On all deals of the period. */
    int64_t clawback; /**< Of that, what is taken back: the commission less that on the deals which stayed. */
    int64_t net;      /**< earned − clawback. */
} revops_commission_settlement;

/**
 * Settles the commissions of many representatives, clawback included.
 *
 * A deal is taken back when its customer left within `clawback_day` days of closing and no later than @p as_of_day.
 *
 * @param[in]  params     The plan.
 * @param[in]  deals      Deals of one representative after the other; may be NULL without deals.
 * @param[in]  offsets    count + 1 of them: the deals of representative i are those from offsets[i] up to offsets[i +
 *                        1].
 * @param      as_of_day  The present.
 * @param      count      Representatives.
 * @param[out] out        count settlements.
 * @retval REVOPS_OK            Settled.
 * @retval REVOPS_ERR_ARG       A pointer is NULL or a value out of range.
 * @retval REVOPS_ERR_ABI       A size fits no version.
 * @retval REVOPS_ERR_NEWER     A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND   The tiers don't start at 0 and rise.
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
