/* SPDX-License-Identifier: MIT */
/* The first of equal texts beside a naive twin that compares each text with all before it: short alphabets, so that many
   are equal, in one to five shares, more texts than the least table has room for. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <revops/condition.h>

#include "random.h"

enum { ROUNDS = 60, TEXTS = 2000, LONGEST = 20 };

static char bytes[TEXTS * LONGEST];
static int64_t offsets[TEXTS + 1];
static uint32_t hashes[TEXTS], first[TEXTS], once[TEXTS];
static int64_t numbers[TEXTS];

static size_t length_of(uint32_t text)
{
    return (size_t)(offsets[text + 1] - offsets[text]);
}

static uint32_t twin_first(uint32_t text)
{
    for (uint32_t other = 0; other < text; other++) {
        if (length_of(other) == length_of(text) &&
            memcmp(bytes + offsets[other], bytes + offsets[text], length_of(text)) == 0) {
            return other;
        }
    }
    return text;
}

static void check(int holds, const char *what, int round, uint32_t text)
{
    if (!holds) {
        printf("round %d, text %u: %s\n", round, (unsigned)text, what);
        exit(1);
    }
}

int main(void)
{
    random_state random = {20261127};
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t count = (uint32_t)random_below(&random, TEXTS + 1),
                 shares = 1 + (uint32_t)random_below(&random, 5);
        uint64_t letters = 1 + random_below(&random, 4), longest = random_below(&random, LONGEST + 1),
                 seed = random_next(&random);
        for (uint32_t text = 0; text < count; text++) {
            size_t length = (size_t)random_below(&random, longest + 1);
            for (size_t i = 0; i < length; i++) {
                bytes[(size_t)offsets[text] + i] = (char)random_below(&random, letters);
            }
            offsets[text + 1] = offsets[text] + (int64_t)length;
        }
        revops_texts texts = {bytes, offsets, count};
        uint32_t cut = (uint32_t)random_below(&random, count + 1);
        check(revops_texts_hash(&texts, 0, cut, seed, hashes) == REVOPS_OK &&
                  revops_texts_hash(&texts, cut, count - cut, seed, hashes + cut) == REVOPS_OK,
              "not hashed", round, 0);
        for (uint32_t share = shares; share-- > 0;) {
            size_t needed = 0;
            check(revops_texts_same(&texts, hashes, share, shares, NULL, 0, &needed, first) ==
                      REVOPS_ERR_NOSPACE,
                  "no size", round, share);
            void *memory = aligned_alloc(REVOPS_ALIGNMENT, (needed + REVOPS_ALIGNMENT - 1) /
                                                               REVOPS_ALIGNMENT * REVOPS_ALIGNMENT);
            check(memory && revops_texts_same(&texts, hashes, share, shares, memory, needed, NULL, first) ==
                                REVOPS_OK,
                  "not found", round, share);
            free(memory);
        }
        uint64_t distinct = 0, known = 0;
        check(revops_texts_number(first, count, numbers, once, &distinct) == REVOPS_OK, "not numbered", round,
              0);
        for (uint32_t text = 0; text < count; text++) {
            uint32_t wanted = twin_first(text);
            check(first[text] == wanted, "another first text", round, text);
            check(numbers[text] == (wanted == text ? (int64_t)known : numbers[wanted]), "another number",
                  round, text);
            check(wanted != text || once[known] == text, "another row of a number", round, text);
            known += wanted == text;
        }
        check(known == distinct, "another count", round, 0);
    }
    printf("%d columns agree\n", ROUNDS);
    return 0;
}
