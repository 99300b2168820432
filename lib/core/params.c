/* SPDX-License-Identifier: MIT */
#include "core/params.h"

#include <string.h>

/* No real struct comes near; a larger size is a struct that was never filled in. */
enum { PARAMS_LARGEST = 4096 };

int revops__is_zero(const void *bytes, size_t from, size_t to)
{
    unsigned char all = 0;
    for (size_t at = from; at < to; at++) {
        all |= ((const unsigned char *)bytes)[at];
    }
    return all == 0;
}

static int params_is_size(size_t size, size_t first_size)
{
    return size >= first_size && size <= PARAMS_LARGEST;
}

revops_status revops__params_copy(void *own, size_t own_size, size_t first_size, const void *given)
{
    if (!given) {
        return REVOPS_ERR_ARG;
    }
    uint32_t size;
    memcpy(&size, given, sizeof size);
    if (!params_is_size(size, first_size)) {
        return REVOPS_ERR_ABI;
    }
    if (!revops__is_zero(given, own_size, size)) {
        return REVOPS_ERR_NEWER;
    }
    memset(own, 0, own_size);
    memcpy(own, given, size < own_size ? size : own_size);
    size = (uint32_t)own_size; /* the copy is complete: it may be passed on as the library's own version */
    memcpy(own, &size, sizeof size);
    return REVOPS_OK;
}

revops_status revops__params_give(void *out, size_t size, const void *own, size_t own_size, size_t first_size)
{
    if (!out) {
        return REVOPS_ERR_ARG;
    }
    if (!params_is_size(size, first_size)) {
        return REVOPS_ERR_ABI;
    }
    memset(out, 0, size);
    memcpy(out, own, size < own_size ? size : own_size);
    uint32_t struct_size =
        (uint32_t)size; /* a newer caller's own, so that what it sets beyond ours is seen */
    memcpy(out, &struct_size, sizeof struct_size);
    return REVOPS_OK;
}

revops_status revops__rows_check(const void *rows, size_t count, size_t row_size, size_t own_size,
                                 size_t first_size)
{
    if (count == 0) {
        return REVOPS_OK;
    }
    if (!rows) {
        return REVOPS_ERR_ARG;
    }
    if (!params_is_size(row_size, first_size)) {
        return REVOPS_ERR_ABI;
    }
    for (size_t i = 0; row_size > own_size && i < count; i++) {
        if (!revops__is_zero((const unsigned char *)rows + i * row_size, own_size, row_size)) {
            return REVOPS_ERR_NEWER;
        }
    }
    return REVOPS_OK;
}

void revops__row_get_other(void *own, size_t own_size, const void *rows, size_t row_size, size_t index)
{
    const unsigned char *row = (const unsigned char *)rows + index * row_size;
    if (row_size < own_size) {
        memset(own, 0, own_size);
        memcpy(own, row, row_size);
    } else {
        memcpy(own, row, own_size);
    }
}

revops_status revops__params_room(const void *memory, size_t memory_size, size_t size, size_t *needed,
                                  const void *out)
{
    if (needed) {
        *needed = size;
    }
    if (!memory || memory_size < size) {
        return REVOPS_ERR_NOSPACE;
    }
    if (!out) {
        return REVOPS_ERR_ARG;
    }
    return (uintptr_t)memory % REVOPS_ALIGNMENT ? REVOPS_ERR_ALIGN : REVOPS_OK;
}

revops__problems revops__problems_begin(revops_problem *out, size_t capacity)
{
    revops__problems problems = {out, out ? capacity : 0, 0, REVOPS_OK};
    return problems;
}

void revops__problem_put_pair(revops__problems *to, revops_status status, const char *part, uint32_t row,
                              uint32_t other_row, const char *field, int64_t found, const char *expected)
{
    if (to->count < to->capacity) {
        revops_problem problem = {status, row, other_row, 0, found, part, field, expected};
        to->out[to->count] = problem;
    }
    if (to->count++ == 0) {
        to->status = status;
    }
}

void revops__problem_put(revops__problems *to, revops_status status, const char *part, uint32_t row,
                         const char *field, int64_t found, const char *expected)
{
    revops__problem_put_pair(to, status, part, row, REVOPS_NO_ROW, field, found, expected);
}

revops_status revops__problems_end(const revops__problems *problems, size_t *needed)
{
    if (needed) {
        *needed = problems->count;
    }
    return problems->status;
}

void revops__problem_put_words(revops__text *to, const revops_problem *problem)
{
    revops__text_put(to, problem->field);
    revops__text_put(to, " is ");
    revops__text_signed(to, problem->found);
    revops__text_put(to, "; expected ");
    revops__text_put(to, problem->expected);
    if (problem->other_row != REVOPS_NO_ROW) {
        revops__text_put(to, " (see also row ");
        revops__text_unsigned(to, problem->other_row, 0);
        revops__text_char(to, ')');
    }
}

size_t revops_problem_text(const revops_problem *problem, char *out, size_t capacity)
{
    revops__text text = revops__text_begin(out, capacity);
    if (!problem || !problem->part || !problem->field || !problem->expected) {
        revops__text_put(&text, "no problem");
        return revops__text_end(&text);
    }
    revops__text_put(&text, problem->part);
    if (problem->row != REVOPS_NO_ROW) {
        revops__text_char(&text, '[');
        revops__text_unsigned(&text, problem->row, 0);
        revops__text_char(&text, ']');
    }
    revops__text_char(&text, '.');
    revops__problem_put_words(&text, problem);
    return revops__text_end(&text);
}

int revops__cursor_is_whole(const revops_cursor *cursor)
{
    return cursor && cursor->reserved[0] == 0 && cursor->reserved[1] == 0;
}
