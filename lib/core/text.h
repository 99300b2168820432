/* SPDX-License-Identifier: MIT */
/* Bounded text writer: never writes past the capacity, always counts the full length. */
#ifndef REVOPS_LIB_TEXT_H
#define REVOPS_LIB_TEXT_H

#include <stddef.h>
#include <stdint.h>

typedef struct revops__text {
    char *out;
    size_t capacity;
    size_t length; /* of the full text, also of what didn't fit */
} revops__text;

/* A NULL buffer counts as one of capacity 0. */
revops__text revops__text_begin(char *out, size_t capacity);
/* Closes the text with a NUL and returns its full length. */
size_t revops__text_end(revops__text *text);

void revops__text_char(revops__text *text, char c);
void revops__text_put(revops__text *text, const char *string);
/* Decimal digits, padded with zeros to at least `width` (0: as many as needed). */
void revops__text_unsigned(revops__text *text, uint64_t value, unsigned width);
void revops__text_signed(revops__text *text, int64_t value);
/* An instant as revops_time_text() writes it, a span as revops_span_text() does. */
void revops__text_time(revops__text *text, int64_t at_ms);
void revops__text_span(revops__text *text, int64_t span_ms);

#endif
