/* SPDX-License-Identifier: MIT */
/* Parameter structs start with `uint32_t struct_size, flags;` and grow only at their end; rows of their tables grow in
   the same way, their size is the params' `…_row_size`. An older caller's struct or row is shorter than the library's
   own: what it lacks reads as 0. A newer caller's is longer: what the library doesn't know must be 0.

   The type's name is enough: first-sizes.h knows how long its first release was. */
#ifndef REVOPS_LIB_PARAMS_H
#define REVOPS_LIB_PARAMS_H

#include <string.h>

#include <revops/base.h>

#include "core/first-sizes.h"
#include "core/text.h"

/* Whether bytes are all 0, from one place to before another. */
int revops__is_zero(const void *bytes, size_t from, size_t to);

/* Copies a caller's struct into the library's own. ARG: it is NULL. ABI: its size fits no version. NEWER: it has more
   than the library knows. */
#define REVOPS__PARAMS_COPY(type, own, given)                                                                \
    revops__params_copy((own), sizeof(type), REVOPS__FIRST_SIZE_##type, (given))
/* Writes defaults to a caller's struct of `size` bytes, for _defaults(). ARG and ABI as above. */
#define REVOPS__PARAMS_GIVE(type, out, size, own)                                                            \
    revops__params_give((out), (size), (own), sizeof(type), REVOPS__FIRST_SIZE_##type)
/* Checks a caller's table: ARG where it is NULL with rows, ABI and NEWER as above. A table without rows is fine. */
#define REVOPS__ROWS_CHECK(type, rows, count, row_size)                                                      \
    revops__rows_check((rows), (count), (row_size), sizeof(type), REVOPS__FIRST_SIZE_##type)
/* Copies one row of a checked table into the library's own. */
#define REVOPS__ROW_GET(type, own, rows, row_size, index)                                                    \
    revops__row_get((own), sizeof(type), (rows), (row_size), (index))

/* A row of another size than this library's: cut short, or filled up with zeros. */
void revops__row_get_other(void *own, size_t own_size, const void *rows, size_t row_size, size_t index);

static inline void revops__row_get(void *own, size_t own_size, const void *rows, size_t row_size,
                                   size_t index)
{
    if (row_size == own_size) {
        memcpy(own, (const unsigned char *)rows + index * own_size, own_size);
    } else {
        revops__row_get_other(own, own_size, rows, row_size, index);
    }
}

revops_status revops__params_copy(void *own, size_t own_size, size_t first_size, const void *given);
revops_status revops__params_give(void *out, size_t size, const void *own, size_t own_size,
                                  size_t first_size);
revops_status revops__rows_check(const void *rows, size_t count, size_t row_size, size_t own_size,
                                 size_t first_size);

/* Whether a compiled block of `size` bytes can go to the caller's memory; tells its size in any case. NOSPACE is also
   the answer to the question for the size, with `memory` NULL; `out` may be NULL in that question only. */
revops_status revops__params_room(const void *memory, size_t memory_size, size_t size, size_t *needed,
                                  const void *out);

/* Faults as a _check() finds them: counted in full, stored as far as there is room. */
typedef struct revops__problems {
    revops_problem *out;
    size_t capacity, count;
    revops_status status; /* of the first one; REVOPS_OK while there is none */
} revops__problems;

revops__problems revops__problems_begin(revops_problem *out, size_t capacity);
/* A fault of one field of one row; the row may be REVOPS_NO_ROW. The texts must be literals. */
void revops__problem_put(revops__problems *to, revops_status status, const char *part, uint32_t row,
                         const char *field, int64_t found, const char *expected);
/* The same with a second row that contradicts the first. */
void revops__problem_put_pair(revops__problems *to, revops_status status, const char *part, uint32_t row,
                              uint32_t other_row, const char *field, int64_t found, const char *expected);
/* What a _check() returns, the status of the first fault or REVOPS_OK; tells the number of faults. */
revops_status revops__problems_end(const revops__problems *problems, size_t *needed);
/* "field is found; expected …", and the other row: what follows the place in the words of a fault. */
void revops__problem_put_words(revops__text *to, const revops_problem *problem);

/* Whether a caller's cursor is there and what isn't used of it yet is 0. */
int revops__cursor_is_whole(const revops_cursor *cursor);

#endif
