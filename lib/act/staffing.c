/* SPDX-License-Identifier: MIT */
/* Staffing ratios (RT4). */
#include <revops/staffing.h>

#include "core/params.h"

static revops_staffing_params staffing_usual(void)
{
    revops_staffing_params own = {sizeof own, 0, 2, 3, 3, 5};
    return own;
}

revops_status revops_staffing_defaults(revops_staffing_params *out, size_t size)
{
    revops_staffing_params own = staffing_usual();
    return REVOPS__PARAMS_GIVE(revops_staffing_params, out, size, &own);
}

revops_status revops_staffing_for(const revops_staffing_params *params, uint32_t executives,
                                  revops_staffing *out)
{
    revops_staffing_params own = staffing_usual();
    if (params) {
        revops_status status = REVOPS__PARAMS_COPY(revops_staffing_params, &own, params);
        if (status != REVOPS_OK) {
            return status;
        }
    }
    if (own.flags) {
        return REVOPS_ERR_NEWER;
    }
    if (!out || own.sdrs_per_executive_low > own.sdrs_per_executive_high ||
        own.executives_per_engineer_low > own.executives_per_engineer_high ||
        own.executives_per_engineer_low < 1) {
        return REVOPS_ERR_ARG;
    }
    uint64_t sdrs = (uint64_t)executives * own.sdrs_per_executive_high;
    if (sdrs > UINT32_MAX) {
        return REVOPS_ERR_OVERFLOW;
    }
    uint32_t least =
        executives / own.executives_per_engineer_high + (executives % own.executives_per_engineer_high != 0);
    uint32_t most = executives / own.executives_per_engineer_low;
    out->sdrs_low = executives * own.sdrs_per_executive_low;
    out->sdrs_high = (uint32_t)sdrs;
    out->engineers_low = least;
    out->engineers_high = most > least ? most : least;
    return REVOPS_OK;
}
