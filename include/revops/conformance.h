/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_CONFORMANCE_H
#define REVOPS_CONFORMANCE_H

#include <revops/stats.h>

/**
 * @file
 * @defgroup conformance Conformance: where practice leaves the policy
 *
 * A fold over plain columns of deviations [MT19]: by rule, missing item or stage (the bits of a word), and by any
 * groups of the caller's: owner, source, period of a zone (revops_zone_first_day_many()).
 *
 * A deviation may be several at once: two stages skipped, three items missing. Each bit counts; a lead counts once a
 * cell, however often it deviates there. Cells are sums modulo 2^64: those of parts that don't share leads add up to
 * those of the whole, and a weight of −1 takes back a lead's deviations, all of them in one call, as they were added.
 *
 * **Threads.** Cells and marks belong to one thread at a time. Input arrays must not overlap output arrays; of two in
 * arrays of one type one may be the other.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    /** Bits of a word: kinds of deviation, items or stages. @since 0.1 */
    REVOPS_CONFORMANCE_BITS_MAX = 64
};

/** Deviations as columns; rows of one lead stand together. @since 0.1 */
typedef struct revops_conformance_columns {
    uint32_t struct_size;   /**< Size of the struct as compiled. */
    uint32_t flags;         /**< 0. */
    uint64_t count;         /**< Rows. */
    const uint64_t *lead;   /**< Whose deviation it is; rows of one lead follow one another. */
    const uint64_t *bits;   /**< What it is: a bit a kind, a missing item, or a stage passed over. */
    const uint32_t *group;  /**< Group of each row, #REVOPS_NO_ROW for none; NULL: all in group 0. */
    const int64_t *lost_ms; /**< Time lost by it, 0 or more; it counts for each of its bits. NULL: 0. */
    const int8_t
        *weight; /**< +1 adds, −1 takes back, alike for all rows of a lead that stand together; NULL: +1. */
} revops_conformance_columns;

/** Deviations of one kind in one group. All zero is empty. @since 0.1 */
typedef struct revops_conformance {
    uint64_t deviations; /**< Bits set. */
    uint64_t leads;      /**< Leads with at least one. */
    int64_t lost_ms;     /**< Time lost. */
} revops_conformance;

/**
 * Counts deviations.
 *
 * @param[in]     columns      Deviations.
 * @param[in,out] cells        Row-major: a row a group, a column a bit and a last one for all of them, in which a row
 *                             counts its bits, its lead and its time once.
 * @param[out]    marks        As many numbers as there are cells, for the call's own use.
 * @param         group_count  Groups, 1 or more.
 * @param         bit_count    1 … #REVOPS_CONFORMANCE_BITS_MAX.
 * @retval REVOPS_OK         Counted.
 * @retval REVOPS_ERR_ARG    A pointer is NULL; a group, bit, weight or time is out of range, or a lead has both
 *                           weights; nothing was counted.
 * @retval REVOPS_ERR_ABI    `struct_size` fits no version.
 * @retval REVOPS_ERR_NEWER  A flag or field is set that this library doesn't know.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_conformance_add(const revops_conformance_columns *columns,
                                                                 revops_conformance *cells, uint64_t *marks,
                                                                 uint32_t group_count, uint32_t bit_count);

/**
 * Adds cells to cells, or takes them back.
 *
 * @param[in,out] cells   As many as @p others.
 * @param[in]     others  To be added, one to one; may be @p cells.
 * @param         count   Number of each.
 * @param         weight  +1 or −1.
 * @retval REVOPS_OK       Added.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or the weight is neither 1 nor −1.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_conformance_merge(revops_conformance *cells,
                                                                   const revops_conformance *others,
                                                                   size_t count, int32_t weight);

/**
 * Share of leads that followed the policy.
 *
 * @param[in]  all       The group's cell of all bits.
 * @param      leads     Leads of the group, those without deviations included.
 * @param[out] share_bp  0 … 10000 basis points, rounded to nearest.
 * @retval REVOPS_OK         Written.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or more leads deviate than there are.
 * @retval REVOPS_ERR_RANGE  There are no leads.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_conformance_share(const revops_conformance *all,
                                                                   uint64_t leads, uint32_t *share_bp);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
