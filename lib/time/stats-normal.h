/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_LIB_STATS_NORMAL_H
#define REVOPS_LIB_STATS_NORMAL_H

#include <stdint.h>

/* Chance that a standard normal variable exceeds z, in Q63; z in Q32. Off by less than 2^-39. */
uint64_t revops__normal_tail(uint64_t z);
/* z in Q32 with a chance of `confidence_bp` ÷ 10,000 to lie within ±z; 5000 to 9999. */
uint64_t revops__normal_quantile(uint32_t confidence_bp);

#endif
