/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_LIB_ATTRIBUTION_INTERNAL_H
#define REVOPS_LIB_ATTRIBUTION_INTERNAL_H

#include <revops/attribution.h>

#include "core/fixed.h"

struct revops_attribution {
    uint32_t model, flags, channel_count, direct_channel;
    uint32_t position_count, rest_bp; /* what the touches without a position share */
    int64_t lookback_ms;              /* 0: any */
    revops__divisor half_life;
    revops_attribution_position positions[REVOPS_ATTRIBUTION_POSITIONS_MAX];
};

/* The head, then a credit a channel and one for no touch, then for each channel the number of the last pass over a
   conversion's touches that met it. */
struct revops_attribution_state {
    uint32_t channel_count, reserved;
    uint64_t pass;
};

static inline revops_attribution_credit *revops__attribution_credits_of(revops_attribution_state *state)
{
    return (revops_attribution_credit *)(void *)(state + 1);
}

static inline uint64_t *revops__attribution_passes_of(revops_attribution_state *state)
{
    return (uint64_t *)(void *)(revops__attribution_credits_of(state) + state->channel_count + 1);
}

/* Adds with saturation. */
static inline void revops__attribution_add(int64_t *sum, int64_t value)
{
    int64_t most = value > 0 ? INT64_MAX - value : INT64_MAX;
    int64_t least = value < 0 ? INT64_MIN - value : INT64_MIN;
    *sum = *sum > most ? INT64_MAX : *sum < least ? INT64_MIN : *sum + value;
}

/* revops_attribution_apply_rows() on a path of processor.h that there is. */
revops_status revops__attribution_apply_rows(const revops_attribution *attribution,
                                             revops_attribution_state *state,
                                             const revops_attribution_row_columns *rows, int32_t weight,
                                             int path);

#endif
