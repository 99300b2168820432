/* SPDX-License-Identifier: MIT */
/* Texts compared without regard to the case of letters and to accents. */
#ifndef REVOPS_LIB_TEXT_FOLD_H
#define REVOPS_LIB_TEXT_FOLD_H

#include <stddef.h>
#include <stdint.h>

/* Writes the folded text, no more than `capacity` bytes of it, and returns its full length, at most that of the text; `out`
   may be NULL to measure. */
size_t revops__text_fold(const char *text, size_t length, char *out, size_t capacity);

/* A number of 64 bits for a text, the same for all that fold to the same; and for bytes that are folded already. */
uint64_t revops__text_hash(const char *text, size_t length);
uint64_t revops__text_hash_folded(const char *folded, size_t length);

/* Where a text is sought in another. */
enum revops__text_place {
    REVOPS__TEXT_WHOLE,
    REVOPS__TEXT_ANYWHERE,
    REVOPS__TEXT_AT_START,
    REVOPS__TEXT_AT_END
};

/* Whether a text has a folded one there. */
int revops__text_has(const char *text, size_t length, const char *folded, size_t folded_length,
                     enum revops__text_place place);

#endif
