/* SPDX-License-Identifier: MIT */
/* A compiled table: one block of this head, rows, slots of a hash table and texts.

   A row is a phrase's words; for seniority and for function it has the place in the table of the first phrase of those words, and what
   that stands for. A slot has a row's number, from 1; 0 ends a search. */
#ifndef REVOPS_LIB_TITLE_INTERNAL_H
#define REVOPS_LIB_TITLE_INTERNAL_H

#include <revops/title.h>

enum { REVOPS__TITLE_KINDS = REVOPS_TITLE_FUNCTION };

typedef struct revops__title_row {
    uint64_t hash;
    uint64_t text; /* offset from the block's start */
    uint32_t length;
    uint32_t places[REVOPS__TITLE_KINDS]; /* UINT32_MAX: tells nothing of this kind */
    uint32_t outcomes[REVOPS__TITLE_KINDS];
    uint32_t reserved;
} revops__title_row;

struct revops_title {
    uint32_t row_count, slot_mask;
    uint32_t words_max; /* of a phrase */
    uint32_t reserved;
    uint64_t rows, slots; /* offsets from the block's start */
};

extern const revops_title_phrase revops__title_phrases[];
extern const uint32_t revops__title_phrase_count;

#endif
