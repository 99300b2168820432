/* SPDX-License-Identifier: MIT */
/* Which bucket of a histogram a value falls into, and which values a bucket holds. */
#ifndef REVOPS_LIB_STATS_HISTOGRAM_H
#define REVOPS_LIB_STATS_HISTOGRAM_H

#include "core/bits.h"

#include <revops/stats.h>

enum { REVOPS__HISTOGRAM_STEPS = 64, REVOPS__HISTOGRAM_STEP_BITS = 6 };

/* Of a value up to REVOPS_HISTOGRAM_MAX. */
static inline uint32_t revops__histogram_bucket(uint64_t value)
{
    uint32_t shift = revops__highest_bit(value | REVOPS__HISTOGRAM_STEPS) - REVOPS__HISTOGRAM_STEP_BITS;
    return shift * REVOPS__HISTOGRAM_STEPS + (uint32_t)(value >> shift);
}

static inline uint32_t revops__histogram_bucket_of(int64_t value)
{
    return revops__histogram_bucket((uint64_t)(value < REVOPS_HISTOGRAM_MAX ? value : REVOPS_HISTOGRAM_MAX));
}

static inline uint32_t revops__histogram_shift(uint32_t bucket)
{
    return bucket < 2 * REVOPS__HISTOGRAM_STEPS ? 0 : bucket / REVOPS__HISTOGRAM_STEPS - 1;
}

static inline int64_t revops__histogram_lowest(uint32_t bucket)
{
    uint32_t shift = revops__histogram_shift(bucket);
    return ((int64_t)bucket - (int64_t)shift * REVOPS__HISTOGRAM_STEPS) << shift;
}

/* Of the last bucket the end of those of its size; larger values are there, too. */
static inline int64_t revops__histogram_highest(uint32_t bucket)
{
    return revops__histogram_lowest(bucket) + (((int64_t)1 << revops__histogram_shift(bucket)) - 1);
}

static inline int64_t revops__histogram_middle(uint32_t bucket)
{
    return revops__histogram_lowest(bucket) + (((int64_t)1 << revops__histogram_shift(bucket)) - 1) / 2;
}

#endif
