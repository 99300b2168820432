/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_CONFORMANCE_H
#define REVOPS_CONFORMANCE_H

#include <revops/stats.h>

/**
 * @file
 * @defgroup conformance Conformance: deviations from the policy
 *
 * Counts deviations of leads from the policy [MT19] by rule, missing item or stage (the bits of a word) and by groups
 * of the caller's choice: owner, source, period (revops_zone_first_day_many()). revops_conformance_add() counts columns
 * of deviations into cells, revops_conformance_share() gives the share of leads without deviations.
 *
 * A deviation may have several bits: two skipped stages, three missing items. Each bit counts. A lead counts once per
 * cell, however often it deviates there. Cells are sums modulo 2^64, so cells of parts without common leads add up to
 * those of the whole. A weight of −1 subtracts a lead; the call must contain all of its deviations, as they were added.
 *
 * **Threads.** Cells and marks belong to one thread at a time. Input arrays must not overlap output arrays. Input
 * arrays of one type may be the same array.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    /** Bits of a word: kinds of deviation, items or stages. @since 0.1 */
    REVOPS_CONFORMANCE_BITS_MAX = 64
};

/** Deviations as columns. Rows of one lead are consecutive. @since 0.1 */
typedef struct revops_conformance_columns {
    uint32_t struct_size;   /**< Size of the struct as compiled. */
    uint32_t flags;         /**< 0. */
    uint64_t count;         /**< Rows. */
    const uint64_t *lead;   /**< Lead of each deviation. */
    const uint64_t *bits;   /**< Kinds, missing items or skipped stages, one bit each. */
    const uint32_t *group;  /**< Group of each row, #REVOPS_NO_ROW for none; NULL: all in group 0. */
    const int64_t *lost_ms; /**< Time lost by it, 0 or more; counts for each bit. NULL: 0. */
    const int8_t *weight;   /**< 1 adds, −1 subtracts; equal for all rows of a lead. NULL: 1. */
} revops_conformance_columns;

/** Deviations of one kind in one group. All zero is empty. @since 0.1 */
typedef struct revops_conformance {
    uint64_t deviations; /**< Deviations. */
    uint64_t leads;      /**< Leads with at least one deviation. */
    int64_t lost_ms;     /**< Time lost. */
} revops_conformance;

/**
 * Counts deviations.
 *
 * @param[in]     columns      Deviations.
 * @param[in,out] cells        Row-major: one row per group, one column per bit and a last column for all bits. There a
 *                             deviation counts all its bits, and its lead and time once.
 * @param[out]    marks        Working memory, one number per cell.
 * @param         group_count  Groups, 1 or more.
 * @param         bit_count    1 … #REVOPS_CONFORMANCE_BITS_MAX.
 * @retval REVOPS_OK         Counted.
 * @retval REVOPS_ERR_ARG    A pointer is NULL; a group, bit, weight or time is out of range, or a lead has different
 *                           weights; nothing was counted.
 * @retval REVOPS_ERR_ABI    `struct_size` fits no version.
 * @retval REVOPS_ERR_NEWER  A flag or field is set that this library doesn't know.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_conformance_add(const revops_conformance_columns *columns,
                                                                 revops_conformance *cells, uint64_t *marks,
                                                                 uint32_t group_count, uint32_t bit_count);

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
REVOPS_API REVOPS_NODISCARD revops_status revops_conformance_merge(revops_conformance *cells,
                                                                   const revops_conformance *others,
                                                                   size_t count, int32_t weight);

/**
 * Share of leads that followed the policy.
 *
 * @param[in]  all       The group's cell of all bits (the last column).
 * @param      leads     All leads of the group, with or without deviations.
 * @param[out] share_bp  0 … 10000 basis points, rounded to nearest.
 * @retval REVOPS_OK         Written.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or more leads deviate than @p leads.
 * @retval REVOPS_ERR_RANGE  @p leads is 0.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_conformance_share(const revops_conformance *all,
                                                                   uint64_t leads, uint32_t *share_bp);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
