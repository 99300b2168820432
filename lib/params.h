/* SPDX-License-Identifier: MIT */
/* Parameter structs start with `uint32_t struct_size, flags;` and grow only at their end. */
#ifndef REVOPS_LIB_PARAMS_H
#define REVOPS_LIB_PARAMS_H

#include <revops/base.h>

/* Copies a caller's parameter struct into the library's own: what a smaller (older) one lacks reads as 0, what a
   larger (newer) one has beyond `own_size` must be 0. `first_size` is the size of the struct's first version. */
revops_status revops__params_copy(void *own, size_t own_size, size_t first_size, const void *params);
/* Writes at most `size` bytes of defaults and sets struct_size to what was written, for _defaults() functions. */
void revops__params_give(void *out, size_t size, void *own, size_t own_size);
/* Whether a compiled block of `size` bytes can go to the caller's memory; says its size in any case. NOSPACE is also the
   answer to the question for the size, with `memory` NULL. */
revops_status revops__params_room(const void *memory, size_t memory_size, size_t size, size_t alignment,
                                  size_t *needed);

#endif
