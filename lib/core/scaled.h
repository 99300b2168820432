/* SPDX-License-Identifier: MIT */
/* Numbers of any size from 0 up, of integers alone: a mantissa of 64 bits and a power of 2. Each operation is off by less
   than 2^-62 of its result, so sums, products and quotients of numbers that are never subtracted keep their digits, and the
   same bits come out everywhere. */
#ifndef REVOPS_LIB_SCALED_H
#define REVOPS_LIB_SCALED_H

#include "core/fixed.h"

typedef struct revops__scaled {
    uint64_t mantissa; /* its highest bit is set, or all of it is 0 */
    int64_t exponent;  /* value = mantissa × 2^exponent */
} revops__scaled;

static inline revops__scaled revops__scaled_of(uint64_t value)
{
    revops__scaled result = {value, 0};
    for (int step = 32; value && step > 0; step /= 2) {
        if (!(result.mantissa >> (64 - step))) {
            result.mantissa <<= step;
            result.exponent -= step;
        }
    }
    return result;
}

static inline revops__scaled revops__scaled_multiply(revops__scaled a, revops__scaled b)
{
    revops__scaled result = {revops__multiply_high(a.mantissa, b.mantissa), a.exponent + b.exponent + 64};
    if (result.mantissa && !(result.mantissa >> 63)) {
        result.mantissa <<= 1;
        result.exponent--;
    }
    return result;
}

static inline revops__scaled revops__scaled_add(revops__scaled a, revops__scaled b)
{
    if (!b.mantissa || (a.mantissa && a.exponent - b.exponent >= 64)) {
        return a;
    }
    if (!a.mantissa || b.exponent - a.exponent >= 64) {
        return b;
    }
    int a_is_larger = a.exponent >= b.exponent;
    revops__scaled large = a_is_larger ? a : b, small = a_is_larger ? b : a;
    uint64_t addend = small.mantissa >> (large.exponent - small.exponent);
    large.mantissa += addend;
    if (large.mantissa < addend) {
        large.mantissa = large.mantissa >> 1 | UINT64_C(1) << 63;
        large.exponent++;
    }
    return large;
}

/* 1 ÷ value, where value > 0. */
static inline revops__scaled revops__scaled_inverse(revops__scaled value)
{
    revops__scaled result = {UINT64_C(1) << 63, -63 - value.exponent - 63};
    if (value.mantissa != UINT64_C(1) << 63) {
        revops__wide one = {UINT64_C(1) << 62, 0}; /* 2^126 */
        result.mantissa = revops__wide_divide(one, value.mantissa) << 1;
        result.exponent = -127 - value.exponent;
    }
    return result;
}

/* floor(value × factor), UINT64_MAX when it doesn't fit. */
static inline uint64_t revops__scaled_times(revops__scaled value, uint64_t factor)
{
    revops__scaled product = revops__scaled_multiply(value, revops__scaled_of(factor));
    if (!product.mantissa || product.exponent <= -64) {
        return 0;
    }
    return product.exponent > 0 ? UINT64_MAX : product.mantissa >> -product.exponent;
}

#endif
