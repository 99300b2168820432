/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_LIB_SORT_H
#define REVOPS_LIB_SORT_H

#include <stddef.h>
#include <stdint.h>

/* Sorts elements of 8 or 16 bytes that start with an int64_t by it, in place: heap sort, no recursion, no memory,
   O(n log n) whatever the input. Not stable. */
void revops__sort(void *elements, size_t count, size_t size);

#endif
