/* SPDX-License-Identifier: MIT */
/* The tail of the normal distribution in fixed point.

   Problem: P(Z > z) to ten decimal places and more, from integers only.
   Algorithm: with the density φ(z) = 2^(−z² log2(e) / 2) ÷ √(2π), there are two expansions whose terms are all positive, so
   that nothing cancels:
     below z = 3, ½ − φ(z) (z + z³/3 + z⁵/(3·5) + z⁷/(3·5·7) + …): each term is z²/(2k + 1) of the one before;
     from z = 3 on, φ(z) ÷ (z + 1/(z + 2/(z + 3/(z + …)))), a continued fraction whose convergents lie alternately
     above and below the value, so that two that follow one another bound the error.

   Error: below z = 3 the sum is at most 112; each of up to 60 terms loses 2^-52, which grows to at most 2^-40 in the sum, and
   φ (below 0.4) is off by 2^-56, so that the product is off by less than 2^-40 + 2^-49. From z = 3 on the convergents 59
   and 60 differ by less than 2^-36 of the value; φ is off by 2^-56 of itself and 2^-63. */
#include "time/stats-normal.h"

#include <revops/base.h>

#include "core/fixed.h"

enum { NORMAL_TERMS = 60 };

/* φ(z) in Q63, where z < 8. */
static uint64_t normal_density(uint64_t z)
{
    const uint64_t half_log2_e = UINT64_C(0xb8aa3b295c17f0bc), /* log2(e) ÷ 2 in Q64 */
        inverse_root = UINT64_C(0x662114cf50d94234);           /* 1 ÷ √(2π) in Q64 */
    uint64_t square = revops__multiply_high(z << 28, z << 29); /* z² in Q57, below 2^63 */
    uint64_t exponent = revops__multiply_high(square, half_log2_e);
    uint64_t power = revops__exp2_negative(exponent << 7) >> (exponent >> 57);
    return revops__multiply_high(power, inverse_root);
}

static uint64_t normal_series(uint64_t z)
{
    uint64_t square = revops__multiply_high(z << 30, z << 30); /* z² in Q60, at most 9 */
    uint64_t term = z << 20, sum = 0;                          /* Q52 */
    for (uint64_t k = 1; term > 0; k++) {
        sum += term;
        term = revops__multiply_high(term << 4, square) / (2 * k + 1);
    }
    return (UINT64_C(1) << 62) - (revops__multiply_high(sum, normal_density(z)) << 12);
}

static uint64_t normal_fraction(uint64_t z)
{
    uint64_t z_q56 = z << 24, value = z_q56;
    for (uint64_t k = NORMAL_TERMS; k > 0; k--) {
        value = z_q56 + revops__multiply_divide(k << 56, UINT64_C(1) << 56, value);
    }
    return revops__multiply_divide(normal_density(z), UINT64_C(1) << 56, value);
}

uint64_t revops__normal_tail(uint64_t z)
{
    if (z >> 32 >= 8) {
        return 0;
    }
    return z >> 32 < 3 ? normal_series(z) : normal_fraction(z);
}

uint64_t revops__normal_quantile(uint32_t confidence_bp)
{
    static const struct {
        uint32_t confidence_bp;
        uint64_t z;
    } usual[] = {{9000, UINT64_C(0x1a5152096)}, {9500, UINT64_C(0x1f5c0331f)}, {9900, UINT64_C(0x293698c9b)}};
    for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++) {
        if (usual[i].confidence_bp == confidence_bp) {
            return usual[i].z;
        }
    }
    uint64_t chance = revops__multiply_divide(10000 - confidence_bp, UINT64_C(1) << 63, 20000);
    uint64_t low = 0, high = UINT64_C(8) << 32;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (revops__normal_tail(middle) > chance) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}
