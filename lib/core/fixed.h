/* SPDX-License-Identifier: MIT */
/* Fixed-point mathematics: the same bits everywhere, no floating point. "Q63" is a number times 2^63. */
#ifndef REVOPS_LIB_FIXED_H
#define REVOPS_LIB_FIXED_H

#include <stdint.h>

/* floor(a × b ÷ 2^64). */
static inline uint64_t revops__multiply_high(uint64_t a, uint64_t b)
{
#ifdef __SIZEOF_INT128__
    __extension__ typedef unsigned __int128 wide;
    return (uint64_t)(((wide)a * b) >> 64);
#else
    uint64_t a_low = (uint32_t)a, a_high = a >> 32, b_low = (uint32_t)b, b_high = b >> 32;
    uint64_t middle = a_high * b_low + ((a_low * b_low) >> 32);
    uint64_t carry = a_low * b_high + (uint32_t)middle;
    return a_high * b_high + (middle >> 32) + (carry >> 32);
#endif
}

/* floor(a × b ÷ divisor), where divisor > 0; UINT64_MAX when it doesn't fit. */
uint64_t revops__multiply_divide(uint64_t a, uint64_t b, uint64_t divisor);

/* A divisor prepared, so that dividing by it takes one multiplication (the round-down method: (n + 1) × inverse). */
typedef struct revops__divisor {
    uint64_t value;   /* 1 … 2^57 */
    uint64_t inverse; /* floor((2^(64 + shift) − 1) ÷ value) */
    uint64_t shift;   /* 2^shift ≤ value < 2^(shift + 1) */
} revops__divisor;

revops__divisor revops__divisor_of(uint64_t value);

/* floor(number ÷ divisor), where number < 2^63. */
static inline uint64_t revops__quotient_of(uint64_t number, const revops__divisor *divisor)
{
    return revops__multiply_high(number + 1, divisor->inverse) >> divisor->shift;
}

/* number ÷ divisor in Q57, where number < 64 × divisor; less than 2^-56 below the exact value, never above it. */
static inline uint64_t revops__ratio_of(uint64_t number, const revops__divisor *divisor)
{
    return revops__multiply_high(number << (57 - divisor->shift), divisor->inverse);
}

/* 2^-(i/2^6), 2^-(i/2^12) and 2^-(i/2^18) in Q63, rounded to nearest; of the first also the 64th. */
extern const uint64_t revops__coarse_powers[65], revops__fine_powers[64], revops__finest_powers[64];

/* 2^-f in Q63, where f is in Q64 (0 ≤ f < 1), so from 2^63 down to 2^62.

   Error: below 2^-57. f = i/2^6 + j/2^12 + k/2^18 + g with g < 2^-18. The first three powers come from tables rounded to
   2^-64; 2^-g is 1 − y + y²/2 with y = g·ln 2 < 2^-18.5: what the series drops is below y³/6 < 2^-58; eight
   truncations of at most 2^-62 each stay below 2^-59. */
static inline uint64_t revops__exp2_negative(uint64_t f)
{
    const uint64_t one = UINT64_C(1) << 63, ln2 = UINT64_C(0xb17217f7d1cf79ab); /* ln 2 in Q64 */
    uint64_t y = revops__multiply_high(f << 18 >> 18, ln2), y2 = revops__multiply_high(y, y);
    uint64_t table = revops__multiply_high(revops__fine_powers[f >> 52 & 63], revops__coarse_powers[f >> 58]);
    table = revops__multiply_high(table << 1, revops__finest_powers[f >> 46 & 63]);
    uint64_t power = revops__multiply_high(one - (y >> 1) + (y2 >> 2), table) << 2;
    return power > one >> 1 ? power : one >> 1;
}

/* 2^-(age ÷ period) in Q63, 0 from 64 periods on, off by less than 2^-55; never grows with age when the period is below
   2^39 (17 years of milliseconds), as a step of 1 in age then changes the value by more than the error. */
static inline uint64_t revops__half_life(uint64_t age, const revops__divisor *period)
{
    if (age >> 6 >= period->value) {
        return 0;
    }
    uint64_t periods = revops__ratio_of(age, period);
    return revops__exp2_negative(periods << 7) >> (periods >> 57);
}

/* log2 of x ≥ 1 in Q56, at most 2^-55 below the exact value. */
uint64_t revops__log2(uint64_t x);

/* A sum that can't overflow: of up to 2^32 numbers of 64 bits. */
typedef struct revops__wide {
    uint64_t high, low;
} revops__wide;

void revops__wide_add(revops__wide *sum, uint64_t value);
/* Adds a × b. */
void revops__wide_add_product(revops__wide *sum, uint64_t a, uint64_t b);
/* floor(sum ÷ divisor), where divisor > 0; UINT64_MAX when it doesn't fit. */
uint64_t revops__wide_divide(revops__wide sum, uint64_t divisor);
/* floor of the square root of high × 2^64 + low. */
uint64_t revops__wide_root(revops__wide square);

#endif
