/* SPDX-License-Identifier: MIT */
/* Touches sorted by lead and instant, proved block by block. */
#ifndef REVOPS_LIB_ATTRIBUTION_ORDER_H
#define REVOPS_LIB_ATTRIBUTION_ORDER_H

#include <revops/attribution.h>

#include "core/processor.h"

enum {
    REVOPS__ATTRIBUTION_BLOCK = 512, /* touches that stay in the cache */
    REVOPS__ATTRIBUTION_SLACK = 16   /* starts that may be written beyond the last one */
};

typedef struct revops__attribution_order {
    const revops_attribution_row_columns *rows;
    uint64_t proved; /* touches whose order and channels hold */
    uint64_t first;  /* the last touch noted as a lead's first */
    uint32_t channel_count, start_count;
    int path; /* REVOPS__PATH_BASELINE or more */
    uint16_t starts[REVOPS__ATTRIBUTION_BLOCK +
                    REVOPS__ATTRIBUTION_SLACK]; /* within the block proved last: where leads begin */
} revops__attribution_order;

/* Proves the next block; 0 where order or channels don't hold. Zero-filled at first but for rows and channels. */
int revops__attribution_prove(revops__attribution_order *order);

static inline uint32_t revops__attribution_channel_at(const revops_attribution_row_columns *rows,
                                                      uint64_t touch)
{
    return rows->channel8 ? rows->channel8[touch] : rows->channel[touch];
}

#endif
