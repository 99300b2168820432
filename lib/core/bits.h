/* SPDX-License-Identifier: MIT */
/* Sets of up to 64 as bits of a word. */
#ifndef REVOPS_LIB_BITS_H
#define REVOPS_LIB_BITS_H

#include <stdint.h>

/* Position of the lowest bit set; bits is not 0. */
static inline uint32_t revops__lowest_bit(uint64_t bits)
{
#if defined(__GNUC__) && (defined(__x86_64__) || defined(__aarch64__)) /* elsewhere it may be a call */
    return (uint32_t)__builtin_ctzll(bits);
#else
    uint32_t bit = 0;
    while (!(bits >> bit & 1)) {
        bit++;
    }
    return bit;
#endif
}

/* Position of the highest bit set; bits is not 0. */
static inline uint32_t revops__highest_bit(uint64_t bits)
{
#if defined(__GNUC__) && (defined(__x86_64__) || defined(__aarch64__)) /* elsewhere it may be a call */
    return 63u - (uint32_t)__builtin_clzll(bits);
#else
    uint32_t bit = 0;
    for (uint32_t half = 32; half > 0; half /= 2) {
        if (bits >> half) {
            bits >>= half;
            bit += half;
        }
    }
    return bit;
#endif
}

#endif
