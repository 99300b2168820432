/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_COMPLIANCE_H
#define REVOPS_COMPLIANCE_H

#include <revops/sla.h>
#include <revops/stats.h>

/**
 * @file
 * @defgroup compliance Compliance: kept and missed promises, and escalation
 *
 * Counts the effects of SLA clocks by week, side, owner, team, source or segment, escalates missed weeks, and judges
 * promises that aren't clocks [SL2, SL5–SL8]. revops_compliance_add() counts effects, revops_compliance_share() gives
 * the share of kept promises, and revops_compliance_escalate() the level of escalation.
 *
 * **Threads.** Counters belong to one thread at a time. Input arrays must not overlap output arrays;
 * revops_compliance_merge() allows @p others to be @p counters.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** Counters of one group, modulo 2^64 [SEM22]. Frozen; all zero is empty. @since 0.1 */
typedef struct revops_compliance {
    uint64_t started;      /**< Runs begun. */
    uint64_t warned;       /**< Warnings given. */
    uint64_t met;          /**< Runs met in time: kept. */
    uint64_t breached;     /**< Runs whose deadline passed: missed. */
    uint64_t met_late;     /**< Missed runs that were met afterwards. */
    uint64_t cancelled;    /**< Runs cancelled, lapsed or merged; no verdict before the deadline. */
    uint64_t reopened;     /**< Resolutions undone. */
    uint64_t under_5_min;  /**< Runs met, in time or late, in less than 5 minutes of own time [SL2]. */
    uint64_t under_30_min; /**< Runs met in 5 to less than 30 minutes. */
    uint64_t from_30_min;  /**< Runs met in 30 minutes or more. */
} revops_compliance;

/**
 * Counts effects into groups of the caller's choice [SL8]: a week, a side, an owner, a team, a source, a segment, or
 * any combination. A breach counts at its deadline, a meeting when it happened. Effects without a verdict (paused,
 * resumed, re-targeted) are ignored.
 *
 * @param[in]     effects      Effects of any number of leads and calls.
 * @param         count        Number of them.
 * @param[in]     groups       Index of each effect's group; NULL if all are in group 0.
 * @param[in,out] counters     One per group.
 * @param[in,out] times        One per group: times to meet, in time or late; NULL if not wanted.
 * @param         group_count  Groups, 1 or more.
 * @retval REVOPS_OK       Counted.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, a group isn't below @p group_count, a kind is unknown or a time is
 *                              negative; nothing was counted.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_compliance_add(const revops_sla_effect *effects,
                                                                size_t count, const uint32_t *groups,
                                                                revops_compliance *counters,
                                                                revops_histogram *times, size_t group_count);

/** Effects of clocks as columns, for example from another system. @since 0.1 */
typedef struct revops_compliance_columns {
    uint32_t struct_size;       /**< Size of the struct as compiled. */
    uint32_t flags;             /**< 0. */
    uint64_t count;             /**< Rows. */
    const uint8_t *kind;        /**< One of #revops_sla_effect_kinds. */
    const int64_t *consumed_ms; /**< Time consumed, 0 or more; NULL: 0. */
    const uint32_t *group;      /**< Group of each row, #REVOPS_NO_ROW for none; NULL: all in group 0. */
    const int8_t *weight;       /**< 1 adds, −1 subtracts [SEM22], 0 ignores the row; NULL: 1. */
} revops_compliance_columns;

/**
 * Counts columns into groups of the caller's choice, as revops_compliance_add() counts effects.
 * revops_zone_first_day_many() gives the week of each row in a time zone [SL14]. Speed to lead has two parts, the
 * system's and the owner's; they are two clocks and so two groups [SL16].
 *
 * Subtraction works in any order, modulo 2^64. A time can only be subtracted from a cell that holds it.
 *
 * @param[in]     columns      Effects of clocks; columns of one type may be the same array.
 * @param[in,out] counters     One per group.
 * @param[in,out] times        One per group: times to meet, in time or late; NULL if not wanted.
 * @param         group_count  Groups, 1 or more.
 * @retval REVOPS_OK         Counted.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or a value is out of range; nothing was counted.
 * @retval REVOPS_ERR_ABI    `struct_size` fits no version.
 * @retval REVOPS_ERR_NEWER  A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_RANGE  A time is subtracted that its cell doesn't hold; nothing was counted.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_compliance_count(const revops_compliance_columns *columns,
                                                                  revops_compliance *counters,
                                                                  revops_histogram *times,
                                                                  size_t group_count);

/** Audit of the pauses of a group [SL15]. All zero is empty. @since 0.1 */
typedef struct revops_compliance_audit {
    uint64_t pauses;   /**< Pauses begun. */
    uint64_t resumed;  /**< Pauses that ended. */
    uint64_t runs;     /**< Runs that were paused at least once. */
    int64_t paused_ms; /**< Total time of ended pauses; saturates at INT64_MAX. */
    int64_t open_ms;   /**< Total time of pauses that have not ended; saturates at INT64_MAX. */
} revops_compliance_audit;

/**
 * Audits pauses: how often and how long clocks were paused. Frequent pauses can make a missed promise look kept. A run
 * begins at a start effect, and where `started_ms` changes.
 *
 * @param[in]     effects      Effects of any number of leads; those of one lead and clock are consecutive and in order
 *                             of time.
 * @param         count        Number of them.
 * @param[in]     groups       Index of each effect's group; a pause counts in the group of its start. NULL: all in
 *                             group 0.
 * @param         as_of_ms     Instant up to which unended pauses count.
 * @param[in,out] audits       One per group.
 * @param         group_count  Groups, 1 or more.
 * @retval REVOPS_OK       Counted.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, a group isn't below @p group_count, a kind is unknown, or an effect is
 *                         after @p as_of_ms or earlier than the effect before it; nothing was counted.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_compliance_audit_add(const revops_sla_effect *effects,
                                                                      size_t count, const uint32_t *groups,
                                                                      int64_t as_of_ms,
                                                                      revops_compliance_audit *audits,
                                                                      size_t group_count);

/**
 * Adds counters to counters, modulo 2^64: what one part subtracted meets what another one added.
 *
 * @param[in,out] counters  As many as @p others.
 * @param[in]     others    Counters to add, one to one; may be @p counters.
 * @param         count     Number of each.
 * @retval REVOPS_OK       Added.
 * @retval REVOPS_ERR_ARG  A pointer is NULL.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_compliance_merge(revops_compliance *counters,
                                                                  const revops_compliance *others,
                                                                  size_t count);

/**
 * Share of kept promises: met ÷ (met + breached).
 *
 * @param[in]  counter   One group.
 * @param[out] share_bp  0 … 10000 basis points, rounded down, so that 10000 means all.
 * @retval REVOPS_OK         Written.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_RANGE  No run was met or breached.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_compliance_share(const revops_compliance *counter,
                                                                  uint32_t *share_bp);

/** Levels of escalation [SL7]. @since 0.1 */
enum revops_compliance_levels {
    REVOPS_COMPLIANCE_NONE = 0,       /**< The week was kept or had no verdicts. */
    REVOPS_COMPLIANCE_OPERATIONS = 1, /**< A missed week: marketing and sales operations talk. */
    REVOPS_COMPLIANCE_REVIEW = 2,     /**< Misses for a month: the vice presidents review. */
    REVOPS_COMPLIANCE_EXECUTIVE = 3   /**< Systematic misses: the executives intervene. */
};
/** One of #revops_compliance_levels. @since 0.1 */
typedef uint32_t revops_compliance_level;

enum {
    /** Greatest number of weeks of a rule: more than a year. @since 0.1 */
    REVOPS_COMPLIANCE_WEEKS_MAX = 64
};

/** Rules of escalation. @since 0.1 */
typedef struct revops_compliance_params {
    uint32_t struct_size;      /**< Size of the struct as compiled. */
    uint32_t flags;            /**< 0. */
    uint32_t target_bp;        /**< Share below which a week is missed; 1 … 10000. */
    uint32_t review_missed;    /**< Missed weeks, of the last `review_weeks`, for a review. */
    uint32_t review_weeks;     /**< 1 … 64. */
    uint32_t executive_missed; /**< Missed weeks, of the last `executive_weeks`, for the executives. */
    uint32_t executive_weeks;  /**< 1 … 64. */
    uint32_t reserved;         /**< 0. */
} revops_compliance_params;

/** A week is missed below 90 %; 4 missed weeks of 4 go to review, 8 of 13 (a quarter) to the executives. @since 0.1 */
#define REVOPS_COMPLIANCE_PARAMS_INIT                                                                        \
    {                                                                                                        \
        sizeof(revops_compliance_params), 0, 9000, 4, 4, 8, 13, 0                                            \
    }

/**
 * The built-in rules of escalation, #REVOPS_COMPLIANCE_PARAMS_INIT.
 *
 * @param[out] out   Parameters; the first @p size bytes are written.
 * @param      size  Bytes at @p out.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_compliance_defaults(revops_compliance_params *out,
                                                                     size_t size);

/**
 * Lists every fault of rules of escalation.
 *
 * @param[in]  params    The rules.
 * @param[out] problems  Faults; may be NULL with @p capacity 0.
 * @param      capacity  Room at @p problems.
 * @param[out] needed    Number of faults; may be NULL.
 * @retval REVOPS_OK         No fault.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or a rule is out of range.
 * @retval REVOPS_ERR_ABI    `struct_size` fits no version.
 * @retval REVOPS_ERR_NEWER  A flag or field is set that this library doesn't know.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_compliance_check(const revops_compliance_params *params,
                                                                  revops_problem *problems, size_t capacity,
                                                                  size_t *needed);

/**
 * Escalation week by week [SL7].
 *
 * A missed week has at least #REVOPS_COMPLIANCE_OPERATIONS, and a higher level if enough of the weeks up to it are
 * missed. A kept week has none. Weeks without verdicts don't count.
 *
 * @param[in]  params  Rules.
 * @param[in]  weeks   Compliance of consecutive weeks, oldest first.
 * @param      count   Number of weeks.
 * @param[out] levels  One of #revops_compliance_levels per week.
 * @retval REVOPS_OK         Written.
 * @retval REVOPS_ERR_ARG    As revops_compliance_check().
 * @retval REVOPS_ERR_ABI    As revops_compliance_check().
 * @retval REVOPS_ERR_NEWER  As revops_compliance_check().
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_compliance_escalate(const revops_compliance_params *params,
                                                                     const revops_compliance *weeks,
                                                                     size_t count, uint32_t *levels);

/**
 * Name of a level of escalation.
 * @param level  Any value.
 * @return "none", "operations talk", "vice-president review", "executive intervention"; else "unknown".
 * @since 0.1
 */
REVOPS_API const char *revops_compliance_level_name(revops_compliance_level level);

/** Notice that sales gives of a limit of its capacity [SL5]: 30 days, for #REVOPS_COMPLIANCE_AT_LEAST. @since 0.1 */
#define REVOPS_COMPLIANCE_CAPACITY_NOTICE_MS (30 * REVOPS_DAY_MS)

/** Promises that aren't clocks. @since 0.1 */
enum revops_compliance_promises {
    /** An amount of at least a minimum: MQLs in a month, reports in a week [SL6], milliseconds of notice [SL5]. */
    REVOPS_COMPLIANCE_AT_LEAST = 0,
    /** A share of at least a minimum: MQL→SQL conversion, leads with complete data [SL6]. */
    REVOPS_COMPLIANCE_SHARE = 1
};
/** One of #revops_compliance_promises. @since 0.1 */
typedef uint32_t revops_compliance_promise;

/**
 * Judges a promise that isn't a clock, for one period [SL5, SL6].
 *
 * @param         promise  One of #revops_compliance_promises.
 * @param         minimum  Minimum amount, 0 or more, or minimum share, 0 … 10000 basis points.
 * @param         done     Actual amount, or number of cases that count, 0 or more.
 * @param         of       Number of all cases, at least @p done; 0 for #REVOPS_COMPLIANCE_AT_LEAST. A share of 0 cases
 *                         is kept.
 * @param[in,out] counter  Counter that counts the promise as met or breached; may be NULL.
 * @param[out]    missing  Amount or cases that were missing; 0 when the promise was kept.
 * @retval REVOPS_OK            Judged.
 * @retval REVOPS_ERR_ARG       A pointer is NULL or a value is out of range.
 * @retval REVOPS_ERR_OVERFLOW  @p of is too large.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_compliance_judge(revops_compliance_promise promise,
                                                                  int64_t minimum, int64_t done, int64_t of,
                                                                  revops_compliance *counter,
                                                                  int64_t *missing);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
