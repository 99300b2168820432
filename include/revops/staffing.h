/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_STAFFING_H
#define REVOPS_STAFFING_H

#include <revops/base.h>

/**
 * @file
 * @defgroup staffing Staffing: how many people a team needs
 *
 * The people that a number of account executives calls for, by rules of thumb (RT4).
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** Rules of thumb for the size of a team (RT4). Start from revops_staffing_defaults(). @since 0.1 */
typedef struct revops_staffing_params {
    uint32_t struct_size; /**< sizeof(revops_staffing_params) as compiled. */
    uint32_t flags;       /**< 0. */
    uint32_t
        sdrs_per_executive_low; /**< Sales development representatives an account executive needs, at least: 2. */
    uint32_t sdrs_per_executive_high; /**< At most: 3. */
    uint32_t
        executives_per_engineer_low; /**< Account executives a solutions engineer serves, at least, 1 or more: 3. */
    uint32_t executives_per_engineer_high; /**< At most: 5. */
} revops_staffing_params;

/** How many people a number of account executives calls for. @since 0.1 */
typedef struct revops_staffing {
    uint32_t sdrs_low;       /**< Sales development representatives, at least. */
    uint32_t sdrs_high;      /**< At most. */
    uint32_t engineers_low;  /**< Solutions engineers, at least: so many that none serves too many. */
    uint32_t engineers_high; /**< At most: so few that none serves too few, but never below the least. */
} revops_staffing;

/**
 * The rules of RT4: 2–3 sales development representatives an account executive, a solutions engineer for 3–5 of them.
 *
 * @param[out] out   Parameters.
 * @param      size  sizeof(revops_staffing_params) as compiled.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_staffing_defaults(revops_staffing_params *out, size_t size);

/**
 * The people that a number of account executives calls for (RT4).
 *
 * @param[in]  params      Rules of thumb; NULL for the defaults.
 * @param      executives  Account executives.
 * @param[out] out         Set only on REVOPS_OK.
 * @retval REVOPS_OK            Done.
 * @retval REVOPS_ERR_ARG       @p out is NULL, a low end is above its high end, or nobody is served.
 * @retval REVOPS_ERR_ABI       struct_size fits no known version.
 * @retval REVOPS_ERR_NEWER     A flag or later field is set.
 * @retval REVOPS_ERR_OVERFLOW  A number of people doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_staffing_for(const revops_staffing_params *params,
                                                              uint32_t executives, revops_staffing *out);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
