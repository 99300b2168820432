/* SPDX-License-Identifier: MIT */
/* Addresses taken apart, and compiled lists.

   Problem: millions of addresses, each checked byte by byte, its domain and the domains above it sought among up to a million,
   its local part among role names.

   Format: one hash table with open addressing holds domains ("gmail.com") and role names, which end in '@' ("sales@"). A name
   is kept as words of eight bytes from its end to its start, in lower case, the last word padded with spaces at its front.
   So the words of "mailinator.com" are those of "a.mailinator.com" but the last, and all suffixes of a domain are sought
   without copying.

   Algorithm: email_split() reads an address once, by a table of a byte's next states (ten states of six bits in one
   word). What the table can't judge (quotes, characters beyond ASCII, encoded words,
   more than 64 bytes) goes to revops__email_read(), which is plain and gives the same results. An address of a column may be read
   beyond its end, so there bytes are told apart 16 at a time, as masks with a bit each, by which all rules are a few
   shifts; what the masks can't judge is read as single addresses are. */
#ifndef REVOPS_LIB_EMAIL_INTERNAL_H
#define REVOPS_LIB_EMAIL_INTERNAL_H

#include <revops/email.h>

enum { REVOPS__EMAIL_KEY_WORDS = 32 };

/* A byte of a local part as roles know it: in lower case, all separators alike. */
static inline unsigned char revops__email_fold_local(unsigned char c)
{
    return c >= 'A' && c <= 'Z'               ? (unsigned char)(c + ('a' - 'A'))
           : c == '.' || c == '_' || c == '+' ? '-'
                                              : c;
}

/* A place in `role_lengths`. */
static inline unsigned revops__email_role_place(unsigned char first, unsigned char second)
{
    return (revops__email_fold_local(first) * 29u + revops__email_fold_local(second)) & 255u;
}

/* An address taken apart; pointers into the text. */
typedef struct revops__email_parts {
    const unsigned char *local, *domain;
    size_t local_length, domain_length;
    uint64_t
        ends; /* bit i: a role's name could end before byte i of the local part, which is a separator or its end */
    int is_quoted;
} revops__email_parts;

/* Reads an address of any kind; 0 when it is invalid. */
int revops__email_read(const char *text, size_t length, revops__email_parts *parts);
/* Length of a domain's name without a dot at its end; 0 when it is none. */
size_t revops__email_domain_length(const unsigned char *text, size_t length);
/* Whether it is a local part without quotes. */
int revops__email_is_plain_local(const unsigned char *text, size_t length);

/* A name as words from its end. */
typedef struct revops__email_key {
    uint64_t words[REVOPS__EMAIL_KEY_WORDS];
    uint32_t length;
} revops__email_key;

/* The key of a domain's name of 1 to 253 bytes. */
void revops__email_domain_key(const unsigned char *text, size_t length, revops__email_key *key);
/* The key of a role's name of 1 to 63 bytes, which it closes with '@'. */
void revops__email_role_key(const unsigned char *text, size_t length, revops__email_key *key);

/* A slot holds an entry's number from 1 on and, above it, bits of the name's hash; 0 when it is empty. */
enum { REVOPS__EMAIL_ENTRY_BITS = 21 };

typedef struct revops__email_entry {
    uint32_t first_word, same_as_word;
    uint16_t length, same_as_length; /* no other name: 0 */
    uint8_t email_class, flags;
    uint16_t reserved;
} revops__email_entry;

struct revops_email {
    uint64_t role_lengths[256]; /* by the first two bytes: bit n is set when a role's name is n bytes long */
    uint32_t slot_shift, entry_count;
    uint64_t slots, entries, words, size; /* offsets in bytes from the block's start */
};

static inline const uint32_t *revops__email_slots(const revops_email *email)
{
    return (const uint32_t *)(const void *)((const unsigned char *)email + email->slots);
}

static inline const revops__email_entry *revops__email_entries(const revops_email *email)
{
    return (const revops__email_entry *)(const void *)((const unsigned char *)email + email->entries);
}

static inline const uint64_t *revops__email_words(const revops_email *email)
{
    return (const uint64_t *)(const void *)((const unsigned char *)email + email->words);
}

/* The word of a key's last `length` bytes that holds its first bytes: those before are padding. */
static inline uint64_t revops__email_first_word(uint64_t word, size_t length)
{
    const uint64_t spaces = UINT64_C(0x2020202020202020);
    unsigned padding = (unsigned)(0 - length % 8) % 8 * 8;
    return padding ? (word >> padding << padding) | (spaces & ~(UINT64_MAX << padding)) : word;
}

/* Hash of the last `length` bytes, 1 or more, of a key. */
static inline uint64_t revops__email_hash(const uint64_t *words, size_t length)
{
    uint64_t hash = length;
    size_t last = (length - 1) / 8;
    for (size_t i = 0; i < last; i++) {
        hash = (hash ^ words[i]) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 32;
    }
    return (hash ^ revops__email_first_word(words[last], length)) * UINT64_C(0xd6e8feb86659fd93);
}

/* A slot's upper bits for a hash; the bits that choose the slot are others. */
static inline uint32_t revops__email_tag(uint64_t hash)
{
    return (uint32_t)hash >> REVOPS__EMAIL_ENTRY_BITS << REVOPS__EMAIL_ENTRY_BITS;
}

/* The entry of the last `length` bytes, 1 or more, of a key with this hash, or NULL. */
static inline const revops__email_entry *revops__email_find_hashed(const revops_email *email,
                                                                   const uint64_t *words, size_t length,
                                                                   uint64_t hash)
{
    const uint32_t *slots = revops__email_slots(email), tag = revops__email_tag(hash);
    size_t last = (length - 1) / 8, mask = (size_t)(UINT64_MAX >> email->slot_shift);
    for (size_t at = (size_t)(hash >> email->slot_shift); slots[at]; at = (at + 1) & mask) {
        if ((slots[at] ^ tag) >> REVOPS__EMAIL_ENTRY_BITS) {
            continue;
        }
        uint32_t number = slots[at] & ((1u << REVOPS__EMAIL_ENTRY_BITS) - 1);
        const revops__email_entry *entry = &revops__email_entries(email)[number - 1];
        const uint64_t *own = revops__email_words(email) + entry->first_word;
        size_t i = 0;
        while (entry->length == length && i < last && own[i] == words[i]) {
            i++;
        }
        if (entry->length == length && i == last &&
            own[last] == revops__email_first_word(words[last], length)) {
            return entry;
        }
    }
    return NULL;
}

static inline const revops__email_entry *revops__email_find(const revops_email *email, const uint64_t *words,
                                                            size_t length)
{
    return revops__email_find_hashed(email, words, length, revops__email_hash(words, length));
}

#endif
