/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_LIB_DIVIDE_H
#define REVOPS_LIB_DIVIDE_H

#include <stdint.h>

/* Rounds towards minus infinity; b is positive. */
static inline int64_t revops__floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

#endif
