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

/* A divisor prepared, so that dividing by it takes multiplications only. */
typedef struct revops__divisor {
    uint64_t value;   /* 1 or more */
    uint64_t inverse; /* floor(2^128 ÷ scaled) − 2^64, where scaled = value shifted up to its top bit */
    uint64_t whole;   /* floor((2^64 − 1) ÷ value) */
    uint64_t shift;
} revops__divisor;

/* floor(number ÷ divisor), for numbers below 2^63: the estimate is at most one too small. */
static inline uint64_t revops__quotient_of(uint64_t number, const revops__divisor *divisor)
{
    uint64_t estimate = revops__multiply_high(number, divisor->whole);
    return estimate + (number - estimate * divisor->value >= divisor->value);
}

revops__divisor revops__divisor_of(uint64_t value);

/* part ÷ divisor in Q64, where part < divisor; at most 2^-63 below the exact value, never above it. */
uint64_t revops__fraction_of(uint64_t part, const revops__divisor *divisor);

/* 2^-f in Q63, where f is in Q64 (0 ≤ f < 1), so from 2^63 down to 2^62.

   Error: below 2^-54. f = i/64 + j/4096 + g with g < 2^-12. The first two powers come from tables rounded to 2^-64;
   2^-g is 1 − y + y²/2 − y³/6 with y = g·ln 2 < 2^-12.5: what the series drops is below y⁴/24 < 2^-54.5; eight
   truncations of at most 2^-62 each stay below 2^-59. */
uint64_t revops__exp2_negative(uint64_t f);

/* 2^-(age ÷ period) in Q63, 0 from 64 periods on; never grows with age when the period is below 2^39 (17 years of
   milliseconds), as a step of 1 in age then changes the value by more than the error. age ≥ 0. */
uint64_t revops__half_life(uint64_t age, const revops__divisor *period);

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

#endif
