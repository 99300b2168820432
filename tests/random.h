/* SPDX-License-Identifier: MIT */
/* Seeded random numbers for model tests, benchmarks and the simulator's twin: splitmix64 (Steele, Lea and
   Flood, "Fast splittable pseudorandom number generators", 2014), the same on every platform. */
#ifndef REVOPS_TESTS_RANDOM_H
#define REVOPS_TESTS_RANDOM_H

#include <stdint.h>

__extension__ typedef unsigned __int128 random_wide;

typedef struct random_state {
    uint64_t state;
} random_state;

static inline uint64_t random_next(random_state *random)
{
    uint64_t z = (random->state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* 0 … bound − 1; the bias is below 2^-32 for the small bounds of tests. */
static inline uint64_t random_below(random_state *random, uint64_t bound)
{
    return (uint64_t)(((random_wide)random_next(random) * bound) >> 64);
}

/* low … high, both included. */
static inline int64_t random_between(random_state *random, int64_t low, int64_t high)
{
    return (int64_t)((uint64_t)low + random_below(random, (uint64_t)high - (uint64_t)low + 1));
}

#endif
