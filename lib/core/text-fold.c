/* SPDX-License-Identifier: MIT */
/* Folding a text byte by byte, so that nothing has to be copied to be compared.

   A-Z fold to a-z. The Latin letters of U+00C0 to U+017F, two bytes each in UTF-8, fold to their base letters as Unicode
   decomposes them (NFKD without marks); those without a decomposition to what is commonly written instead ("ss", "ae",
   "o"). Combining marks (U+0300 to U+036F) are left out. All other bytes stay as they are, valid UTF-8 or not. */
#include "core/text-fold.h"

#include <stdint.h>

/* Base letters of U+00C0 to U+017F; empty for the two signs among them. */
static const char base_letters[192][3] = {
    "a", "a", "a",  "a",  "a", "a", "ae", "c",  "e",  "e", "e", "e", "i",  "i",  "i", "i", "d", "n",
    "o", "o", "o",  "o",  "o", "",  "o",  "u",  "u",  "u", "u", "y", "th", "ss", "a", "a", "a", "a",
    "a", "a", "ae", "c",  "e", "e", "e",  "e",  "i",  "i", "i", "i", "d",  "n",  "o", "o", "o", "o",
    "o", "",  "o",  "u",  "u", "u", "u",  "y",  "th", "y", "a", "a", "a",  "a",  "a", "a", "c", "c",
    "c", "c", "c",  "c",  "c", "c", "d",  "d",  "d",  "d", "e", "e", "e",  "e",  "e", "e", "e", "e",
    "e", "e", "g",  "g",  "g", "g", "g",  "g",  "g",  "g", "h", "h", "h",  "h",  "i", "i", "i", "i",
    "i", "i", "i",  "i",  "i", "i", "ij", "ij", "j",  "j", "k", "k", "k",  "l",  "l", "l", "l", "l",
    "l", "l", "l",  "l",  "l", "n", "n",  "n",  "n",  "n", "n", "n", "n",  "n",  "o", "o", "o", "o",
    "o", "o", "oe", "oe", "r", "r", "r",  "r",  "r",  "r", "s", "s", "s",  "s",  "s", "s", "s", "s",
    "t", "t", "t",  "t",  "t", "t", "u",  "u",  "u",  "u", "u", "u", "u",  "u",  "u", "u", "u", "u",
    "w", "w", "y",  "y",  "y", "z", "z",  "z",  "z",  "z", "z", "s",
};

typedef struct folding {
    const unsigned char *at, *end;
    char second; /* of two base letters, still to come */
} folding;

static folding fold_begin(const char *text, size_t length)
{
    const unsigned char *at = (const unsigned char *)text;
    folding it = {at, length ? at + length : at, 0}; /* an empty text may be NULL */
    return it;
}

/* The next folded byte, or -1 at the end. */
static int fold_next(folding *it)
{
    if (it->second) {
        int second = (unsigned char)it->second;
        it->second = 0;
        return second;
    }
    while (it->at < it->end) {
        unsigned byte = *it->at++;
        if (byte < 0x80) {
            return (int)(byte >= 'A' && byte <= 'Z' ? byte - 'A' + 'a' : byte);
        }
        unsigned next = it->at < it->end ? *it->at : 0;
        if ((next & 0xc0) != 0x80) {
            return (int)byte;
        }
        uint32_t code = ((byte & 0x1f) << 6) | (next & 0x3f);
        if (byte >= 0xc3 && byte <= 0xc5 && base_letters[code - 0xc0][0]) {
            it->at++;
            it->second = base_letters[code - 0xc0][1];
            return base_letters[code - 0xc0][0];
        }
        if ((byte == 0xcc || byte == 0xcd) && code < 0x370) {
            it->at++;
            continue;
        }
        return (int)byte;
    }
    return -1;
}

size_t revops__text_fold(const char *text, size_t length, char *out, size_t capacity)
{
    folding it = fold_begin(text, length);
    size_t count = 0;
    for (int byte = fold_next(&it); byte >= 0; byte = fold_next(&it)) {
        if (out && count < capacity) {
            out[count] = (char)byte;
        }
        count++;
    }
    return count;
}

/* FNV-1a. */
static uint64_t fold_hash_byte(uint64_t hash, unsigned byte)
{
    return (hash ^ byte) * UINT64_C(0x100000001b3);
}

uint64_t revops__text_hash(const char *text, size_t length)
{
    folding it = fold_begin(text, length);
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (int byte = fold_next(&it); byte >= 0; byte = fold_next(&it)) {
        hash = fold_hash_byte(hash, (unsigned)byte);
    }
    return hash;
}

uint64_t revops__text_hash_folded(const char *folded, size_t length)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < length; i++) {
        hash = fold_hash_byte(hash, (unsigned char)folded[i]);
    }
    return hash;
}

/* Whether what comes next is the folded text; afterwards `it` is behind it. */
static int fold_matches(folding *it, const char *folded, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (fold_next(it) != (unsigned char)folded[i]) {
            return 0;
        }
    }
    return 1;
}

int revops__text_has(const char *text, size_t length, const char *folded, size_t folded_length,
                     enum revops__text_place place)
{
    int from_anywhere = place == REVOPS__TEXT_ANYWHERE || place == REVOPS__TEXT_AT_END;
    int to_the_end = place == REVOPS__TEXT_WHOLE || place == REVOPS__TEXT_AT_END;
    folding start = fold_begin(text, length);
    do {
        folding it = start;
        if (fold_matches(&it, folded, folded_length) && (!to_the_end || fold_next(&it) < 0)) {
            return 1;
        }
    } while (from_anywhere && fold_next(&start) >= 0);
    return 0;
}
