/* SPDX-License-Identifier: MIT */
/* Compiled entries: one block of this head, elements, slots and texts.

   An entry's text is its kind as a byte and the folded text. Elements are sorted by the hash of that, those of one hash by account,
   each account once a text. A slot of the hash table has the first element of a hash. */
#ifndef REVOPS_LIB_ACCOUNT_INTERNAL_H
#define REVOPS_LIB_ACCOUNT_INTERNAL_H

#include <revops/account.h>

enum { REVOPS__ACCOUNT_KEY_MAX = REVOPS_ACCOUNT_TEXT_MAX + 1 };

/* `place` is where its text begins: a length in a byte, then the bytes. */
typedef struct revops__account_element {
    int64_t key; /* account << 32 | place */
    uint64_t hash;
} revops__account_element;

struct revops_account {
    uint32_t element_count, slot_mask;
    uint64_t elements, slots, texts; /* offsets in bytes from the block's start */
};

/* Folds a text behind its kind; the length with the kind, 0 where it can't be an entry. */
size_t revops__account_fold(revops_account_kind kind, const char *text, size_t length,
                            char key[REVOPS__ACCOUNT_KEY_MAX]);

#endif
