/* SPDX-License-Identifier: MIT */
/* Words of folded texts: names of companies and job titles are compared by them. */
#ifndef REVOPS_LIB_TEXT_WORDS_H
#define REVOPS_LIB_TEXT_WORDS_H

#include <stddef.h>

enum { REVOPS__TEXT_WORDS_GROWTH = 5 }; /* bytes that one byte becomes at most: "&" is " and " */

/* Writes the words of a folded text, letters and digits, with one space between them and perhaps one around them; returns their
   length. Dots of abbreviations ("S.p.A.", "V.P.") and apostrophes are left out, "&" and "+" are "and". `out` has
   REVOPS__TEXT_WORDS_GROWTH bytes for each of `length`. */
size_t revops__text_words(const char *folded, size_t length, char *out);

#endif
