/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_MOTION_H
#define REVOPS_MOTION_H

#include <revops/base.h>

/**
 * @file
 * @defgroup motion Motion: figures of outbound, inbound and account-based sales, and the revenue mix
 *
 * Sums plain columns, one row per account, lead or deal, and computes the figures of each sales motion.
 * revops_motion_add() adds rows to cells; revops_motion_rates_of() and revops_motion_means_of() read them.
 *
 * | motion | figures |
 * |---|---|
 * | outbound [MT11] | accounts contacted, response rate, meeting rate, qualified opportunities |
 * | inbound [MT11] | response time, lead→opportunity, demo show rate, opportunity→close |
 * | account-based [MT12] | engagement, stakeholder coverage, pipeline per account, win rate; target accounts are one group, others another |
 * | revenue mix [MT13] | self-service, sales-assisted and enterprise revenue; an alarm if self-service falls while the others grow |
 *
 * A row belongs to one group and counts in that group's cell. Groups are the caller's: target accounts and others,
 * classes of the mix, owners by month (revops_zone_first_day_many()), or any combination. Cells are sums modulo 2^64:
 * cells of parts add up to those of the whole in any order, to the byte. A weight of −1 subtracts a row.
 *
 * revops_histogram_percentile() gives percentiles of response times. revops_stats_compare() tests whether two win rates
 * differ by more than chance.
 *
 * **Threads.** Cells belong to one thread at a time. Input arrays must not overlap output arrays. Input arrays of one
 * type may be the same array.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    REVOPS_MOTION_CLASSES_MAX = 3, /**< Classes of the mix. @since 0.1 */
    REVOPS_MOTION_STEPS_MAX = 11   /**< Steps, bits of a word. @since 0.1 */
};

/** Steps that a row can reach, one bit each. No step implies another. @since 0.1 */
enum revops_motion_steps {
    REVOPS_MOTION_CONTACTED = 0,   /**< Outbound: the account was contacted. */
    REVOPS_MOTION_RESPONDED = 1,   /**< Outbound: the account responded. */
    REVOPS_MOTION_MET = 2,         /**< Outbound: a meeting took place. */
    REVOPS_MOTION_QUALIFIED = 3,   /**< Outbound: the opportunity is qualified. */
    REVOPS_MOTION_LEAD = 4,        /**< Inbound: the lead asked. */
    REVOPS_MOTION_DEMO_BOOKED = 5, /**< Inbound: a demo was booked. */
    REVOPS_MOTION_DEMO_SHOWN = 6,  /**< Inbound: the demo took place. */
    REVOPS_MOTION_OPPORTUNITY = 7, /**< Inbound: an opportunity was opened. */
    REVOPS_MOTION_CLOSED = 8,      /**< Inbound: the opportunity was won. */
    REVOPS_MOTION_SIGNED_UP = 9,   /**< Self-service: the user signed up. */
    REVOPS_MOTION_PAID = 10        /**< Self-service: the user pays. */
};
/** One of #revops_motion_steps. @since 0.1 */
typedef uint32_t revops_motion_step;

/** Shares of a cell. @since 0.1 */
enum revops_motion_rates {
    REVOPS_MOTION_RESPONSE_RATE = 1,        /**< Responded ÷ contacted. */
    REVOPS_MOTION_MEETING_RATE = 2,         /**< Met ÷ contacted. */
    REVOPS_MOTION_QUALIFICATION_RATE = 3,   /**< Qualified ÷ contacted. */
    REVOPS_MOTION_OPPORTUNITY_RATE = 4,     /**< Opportunities ÷ leads. */
    REVOPS_MOTION_SHOW_RATE = 5,            /**< Demos shown ÷ demos booked. */
    REVOPS_MOTION_CLOSE_RATE = 6,           /**< Closed ÷ opportunities. */
    REVOPS_MOTION_PAID_RATE = 7,            /**< Paying ÷ signed up. */
    REVOPS_MOTION_STAKEHOLDER_COVERAGE = 8, /**< Stakeholders contacted ÷ members of buying committees. */
    REVOPS_MOTION_WIN_RATE = 9              /**< Deals won ÷ deals decided. */
};
/** One of #revops_motion_rates. @since 0.1 */
typedef uint32_t revops_motion_rate;

/** Means of a cell. @since 0.1 */
enum revops_motion_means {
    REVOPS_MOTION_MEAN_RESPONSE = 1,   /**< Response time of rows that have one, milliseconds. */
    REVOPS_MOTION_MEAN_ENGAGEMENT = 2, /**< Engagement per row, thousandths of a point. */
    REVOPS_MOTION_MEAN_PIPELINE = 3,   /**< Pipeline per row, minor units. */
    REVOPS_MOTION_MEAN_REVENUE = 4     /**< Revenue per row, minor units. */
};
/** One of #revops_motion_means. @since 0.1 */
typedef uint32_t revops_motion_mean;

/** Classes of the revenue mix, by yearly contract value. @since 0.1 */
enum revops_motion_classes {
    REVOPS_MOTION_SELF_SERVICE = 0,   /**< Below the lower bound. */
    REVOPS_MOTION_SALES_ASSISTED = 1, /**< Between the bounds. */
    REVOPS_MOTION_ENTERPRISE = 2      /**< Above the upper bound. */
};
/** One of #revops_motion_classes. @since 0.1 */
typedef uint32_t revops_motion_class;

/** Rows as columns. @since 0.1 */
typedef struct revops_motion_columns {
    uint32_t struct_size;          /**< sizeof(revops_motion_columns) as compiled. */
    uint32_t flags;                /**< 0. */
    uint64_t count;                /**< Rows. */
    const uint32_t *group;         /**< Group of each row, #REVOPS_NO_ROW for none; NULL: all in group 0. */
    const uint32_t *steps;         /**< Steps reached, one bit per #revops_motion_steps; NULL: none. */
    const int64_t *response_ms;    /**< Response time, 0 or more, or #REVOPS_MISSING; NULL: all missing. */
    const int64_t *engagement_mpt; /**< Engagement of an account, 0 or more; NULL: 0. */
    const uint32_t *committee;     /**< Members of its buying committee; NULL: 0. */
    const uint32_t *contacted;     /**< Members contacted, up to `committee`; NULL: 0. */
    const int64_t *pipeline;       /**< Open pipeline, minor units, 0 or more; NULL: 0. */
    const int64_t *revenue;        /**< Revenue won, minor units, 0 or more; NULL: 0. */
    const uint32_t *deals_decided; /**< Deals won or lost; NULL: 0. */
    const uint32_t *deals_won;     /**< Deals won, up to `deals_decided`; NULL: 0. */
    const int8_t *weight;          /**< 1 adds, −1 subtracts; NULL: 1. */
} revops_motion_columns;

/** Sums of one group. All zero is empty. @since 0.1 */
typedef struct revops_motion {
    uint64_t rows;                             /**< Rows. */
    uint64_t reached[REVOPS_MOTION_STEPS_MAX]; /**< Rows that reached each step. */
    uint64_t responses;                        /**< Rows with a response time. */
    uint64_t response_ms;                      /**< Sum of response times. */
    uint64_t engagement_mpt;                   /**< Sum of engagement. */
    uint64_t committee;                        /**< Members of buying committees. */
    uint64_t contacted;                        /**< Members contacted. */
    uint64_t pipeline;                         /**< Open pipeline, minor units. */
    uint64_t revenue;                          /**< Revenue, minor units. */
    uint64_t deals_decided;                    /**< Deals won or lost. */
    uint64_t deals_won;                        /**< Deals won. */
} revops_motion;

/**
 * Adds rows to the cells of their groups, or subtracts them.
 *
 * @param[in]     columns      Rows.
 * @param[in,out] cells        One per group.
 * @param         group_count  Cells, 1 or more.
 * @retval REVOPS_OK         Added.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or a value is out of range; nothing was added.
 * @retval REVOPS_ERR_ABI    `struct_size` fits no version.
 * @retval REVOPS_ERR_NEWER  A flag, step or field is set that this library doesn't know.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_motion_add(const revops_motion_columns *columns,
                                                            revops_motion *cells, uint32_t group_count);

/**
 * Adds cells to cells, or subtracts them.
 *
 * @param[in,out] cells   As many as @p others.
 * @param[in]     others  Cells to add, one to one; may be @p cells.
 * @param         count   Number of each.
 * @param         weight  +1 or −1.
 * @retval REVOPS_OK       Added.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or @p weight is neither 1 nor −1.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_motion_merge(revops_motion *cells,
                                                              const revops_motion *others, size_t count,
                                                              int32_t weight);

/** A share of a cell, such as 24 of 76. @since 0.1 */
typedef struct revops_motion_share {
    uint64_t part;     /**< Numerator. */
    uint64_t whole;    /**< Denominator. */
    uint32_t share_bp; /**< part ÷ whole, rounded to nearest, at most UINT32_MAX; 0 if `whole` is 0. */
    uint32_t reserved; /**< 0. */
} revops_motion_share;

/**
 * A share of many cells.
 *
 * @param[in]  cells  Cells.
 * @param      count  Number of them.
 * @param      rate   One of #revops_motion_rates.
 * @param[out] out    One per cell.
 * @retval REVOPS_OK         Written.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or there is no such rate.
 * @retval REVOPS_ERR_RANGE  A count exceeds 2^63 ÷ 10,000, or more was subtracted than added.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_motion_rates_of(const revops_motion *cells, size_t count,
                                                                 revops_motion_rate rate,
                                                                 revops_motion_share *out);

/**
 * A mean of many cells.
 *
 * @param[in]  cells  Cells.
 * @param      count  Number of them.
 * @param      mean   One of #revops_motion_means.
 * @param[out] out    One per cell, rounded to nearest; #REVOPS_MISSING without rows.
 * @retval REVOPS_OK         Written.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or there is no such mean.
 * @retval REVOPS_ERR_RANGE  A sum is 2^63 or more: more was subtracted than added.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_motion_means_of(const revops_motion *cells, size_t count,
                                                                 revops_motion_mean mean, int64_t *out);

/** Bounds and alarm of the revenue mix. Start from #REVOPS_MOTION_PARAMS_INIT or revops_motion_defaults(). @since 0.1 */
typedef struct revops_motion_params {
    uint32_t struct_size;     /**< sizeof(revops_motion_params) as compiled. */
    uint32_t flags;           /**< 0. */
    int64_t assisted_from;    /**< Least value of sales-assisted, minor units, 0 or more; default $15,000. */
    int64_t enterprise_above; /**< Greatest value of sales-assisted, minor units; default $100,000. */
    uint32_t fall_bp;  /**< Fall of self-service conversion for an alarm, 1 … 10,000; default 3,000. */
    uint32_t reserved; /**< 0. */
} revops_motion_params;

/** Self-service below $15,000 a year, enterprise above $100,000, alarm on a fall of 30 % (MT13). @since 0.1 */
#define REVOPS_MOTION_PARAMS_INIT                                                                            \
    {                                                                                                        \
        sizeof(revops_motion_params), 0, 1500000, 10000000, 3000, 0                                          \
    }

/**
 * Writes #REVOPS_MOTION_PARAMS_INIT.
 *
 * @param[out] out   Parameters.
 * @param      size  sizeof(revops_motion_params) as compiled.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_motion_defaults(revops_motion_params *out, size_t size);

/**
 * Lists every fault of the bounds.
 *
 * @param[in]  params    Parameters.
 * @param[out] problems  The first @p capacity faults; may be NULL.
 * @param      capacity  Faults at @p problems.
 * @param[out] needed    Number of faults; may be NULL.
 * @retval REVOPS_OK           No fault.
 * @retval REVOPS_ERR_ARG      @p params is NULL, or a value is out of range.
 * @retval REVOPS_ERR_ABI      `struct_size` fits no version.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND  The upper bound is below the lower one.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_motion_check(const revops_motion_params *params,
                                                              revops_problem *problems, size_t capacity,
                                                              size_t *needed);

/**
 * Class of the revenue mix of each contract value, as a group for revops_motion_add().
 *
 * @param[in]  params           Bounds; NULL for the built-in ones.
 * @param[in]  contract_values  Yearly contract values, minor units, 0 or more.
 * @param      count            Number of them.
 * @param[out] out              One of #revops_motion_classes per value.
 * @retval REVOPS_OK           Written.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, a value is negative, or revops_motion_check() returns it; nothing was
 *                             written.
 * @retval REVOPS_ERR_ABI      As revops_motion_check().
 * @retval REVOPS_ERR_NEWER    As revops_motion_check().
 * @retval REVOPS_ERR_UNSOUND  As revops_motion_check().
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_motion_classify(const revops_motion_params *params,
                                                                 const int64_t *contract_values, size_t count,
                                                                 uint32_t *out);

/** @name Alarms of the revenue mix, as bits
 * @{ */
#define REVOPS_MOTION_REVENUE_FELL 1u /**< Self-service revenue fell while the others' grew. */
#define REVOPS_MOTION_CONVERSION_FELL                                                                        \
    2u /**< Self-service conversion fell by `fall_bp` or more while the others' revenue grew. */
/** @} */

/** Change of the revenue mix. @since 0.1 */
typedef struct revops_motion_mix {
    uint32_t shares_bp[REVOPS_MOTION_CLASSES_MAX]; /**< Current share of each class; 0 without revenue. */
    uint32_t alarms;                               /**< REVOPS_MOTION_…_FELL bits; 0: none. */
    int64_t revenue_change;                        /**< Change of self-service revenue, now − before. */
    int64_t others_change;                         /**< Change of other revenue, now − before. */
    uint32_t
        conversion_before_bp; /**< Self-service conversion (paid ÷ signed up) before; 0 without signups. */
    uint32_t conversion_bp;   /**< Self-service conversion now; 0 without signups. */
    uint32_t fall_bp;         /**< Relative fall of that conversion, rounded to nearest; 0 without a fall. */
    uint32_t reserved;        /**< 0. */
} revops_motion_mix;

/**
 * Compares the revenue mix of two periods: did sales grow at the expense of self-service [MT13]?
 *
 * @param[in]  params  Bounds; NULL for the built-in ones.
 * @param[in]  before  #REVOPS_MOTION_CLASSES_MAX cells of the earlier period, in the order of #revops_motion_classes.
 * @param[in]  now     The cells of the later period.
 * @param[out] out     The answer.
 * @retval REVOPS_OK           Compared.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or revops_motion_check() returns it.
 * @retval REVOPS_ERR_ABI      As revops_motion_check().
 * @retval REVOPS_ERR_NEWER    As revops_motion_check().
 * @retval REVOPS_ERR_UNSOUND  As revops_motion_check().
 * @retval REVOPS_ERR_RANGE    Revenue of a class is above 2^49, more users pay than signed up, or more than 2^31 signed
 *                             up.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_motion_mix_between(const revops_motion_params *params,
                                                                    const revops_motion *before,
                                                                    const revops_motion *now,
                                                                    revops_motion_mix *out);

/**
 * Name of a step, such as "demo shown".
 *
 * @param step  Any value.
 * @return Text; "unknown" for any other value. Never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_motion_step_name(revops_motion_step step);

/**
 * Name of a rate, such as "response rate".
 *
 * @param rate  Any value.
 * @return Text; "unknown" for any other value. Never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_motion_rate_name(revops_motion_rate rate);

/**
 * Name of a mean, such as "mean response".
 *
 * @param mean  Any value.
 * @return Text; "unknown" for any other value. Never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_motion_mean_name(revops_motion_mean mean);

/**
 * Name of a class, such as "self-service".
 *
 * @param kind  Any value.
 * @return Text; "unknown" for any other value. Never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_motion_class_name(revops_motion_class kind);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
