/* SPDX-License-Identifier: MIT */
/* Classes and canonical forms of addresses; email-internal.h tells how they are read. */
#include "core/bits.h"
#include "core/compiler.h"
#include "judge/email-internal.h"

#include <string.h>

#include "core/text.h"

#ifdef __SSE2__
#include <emmintrin.h>
#define EMAIL_HAS_MASKS 1
#else
#define EMAIL_HAS_MASKS 0
#endif

/* Addresses up to this length are read by table; a column is read in blocks of so many when the lists have 2^15 slots or more. */
enum { EMAIL_SHORT = 64, EMAIL_BLOCK = 16, EMAIL_LARGE_BITS = 15, EMAIL_NAMES_MAX = 8 };

/* States in which the bytes before leave an address; six bits each. A start is also what follows a dot of the local part. */
enum {
    EMAIL_START = 0,
    EMAIL_LOCAL = 6,
    EMAIL_FIRST_START = 12, /* of the first label */
    EMAIL_FIRST = 18,
    EMAIL_FIRST_HYPHEN = 24,
    EMAIL_LABEL_START = 30, /* of another label */
    EMAIL_LABEL = 36,
    EMAIL_LABEL_HYPHEN = 42,
    EMAIL_WRONG = 48,
    EMAIL_UNSURE = 54 /* for revops__email_read() to judge */
};

/* A byte's next states, by the state before in the order above. */
#define EMAIL_STATE(next, state) ((uint64_t)(next) << (state))
#define EMAIL_ROW(start, local, first_start, first, first_hyphen, label_start, label, label_hyphen)          \
    (EMAIL_STATE(start, EMAIL_START) | EMAIL_STATE(local, EMAIL_LOCAL) |                                     \
     EMAIL_STATE(first_start, EMAIL_FIRST_START) | EMAIL_STATE(first, EMAIL_FIRST) |                         \
     EMAIL_STATE(first_hyphen, EMAIL_FIRST_HYPHEN) | EMAIL_STATE(label_start, EMAIL_LABEL_START) |           \
     EMAIL_STATE(label, EMAIL_LABEL) | EMAIL_STATE(label_hyphen, EMAIL_LABEL_HYPHEN) |                       \
     EMAIL_STATE(EMAIL_WRONG, EMAIL_WRONG) | EMAIL_STATE(EMAIL_UNSURE, EMAIL_UNSURE))
#define X EMAIL_WRONG
#define U EMAIL_UNSURE
#define L EMAIL_LOCAL

/* clang-format off */
/* Letters and digits; other characters of a local part, and the hyphen; dot; at; bytes that mean nothing
   by themselves; bytes that are nowhere. */
#define A EMAIL_ROW(L, L, EMAIL_FIRST, EMAIL_FIRST, EMAIL_FIRST, EMAIL_LABEL, EMAIL_LABEL, EMAIL_LABEL)
#define O EMAIL_ROW(L, L, X, X, X, X, X, X)
#define H EMAIL_ROW(L, L, X, EMAIL_FIRST_HYPHEN, EMAIL_FIRST_HYPHEN, X, EMAIL_LABEL_HYPHEN, EMAIL_LABEL_HYPHEN)
#define D EMAIL_ROW(X, EMAIL_START, X, EMAIL_LABEL_START, X, X, EMAIL_LABEL_START, X)
#define T EMAIL_ROW(X, EMAIL_FIRST_START, X, X, X, X, X, X)
#define P EMAIL_ROW(U, U, U, U, U, U, U, U)
#define B EMAIL_ROW(X, X, X, X, X, X, X, X)
static const uint64_t email_rows[256] = {
    B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B, B,
    B, O, P, O, O, O, O, O, B, B, O, O, B, H, D, O, A, A, A, A, A, A, A, A, A, A, B, B, B, P, B, P,
    T, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, B, B, B, O, O,
    O, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, O, O, O, O, B,
    P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
    P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
    P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
    P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P,
};
#undef A
#undef O
#undef H
#undef D
#undef T
#undef P
#undef B
#undef X
#undef U
#undef L
/* clang-format on */

static inline int email_is_odd_end(unsigned char c)
{
    return c <= ' ' || c == '.';
}

/* The state in which up to 64 bytes leave an address, and where the last '@' is. */
static inline unsigned email_split(const unsigned char *text, size_t length, size_t *out_at)
{
    uint64_t state = EMAIL_START; /* in the lowest six bits */
    size_t at = 0;
    for (size_t i = 0; i < length; i++) {
        state = email_rows[text[i]] >> (state & 63);
        at = text[i] == '@' ? i : at;
    }
    *out_at = at;
    return (unsigned)state & 63;
}

static inline uint64_t email_load(const unsigned char *bytes)
{
    return (uint64_t)bytes[0] | (uint64_t)bytes[1] << 8 | (uint64_t)bytes[2] << 16 |
           (uint64_t)bytes[3] << 24 | (uint64_t)bytes[4] << 32 | (uint64_t)bytes[5] << 40 |
           (uint64_t)bytes[6] << 48 | (uint64_t)bytes[7] << 56;
}

/* The words of a domain of ASCII that ends at `end`; `before` bytes in front of its end can be read. Setting bit 5 makes letters
   lower case and leaves digits, hyphens and dots alone. */
static inline void email_domain_words(const unsigned char *end, size_t length, size_t before, uint64_t *words)
{
    const uint64_t lower = UINT64_C(0x2020202020202020);
    size_t done = 0, i = 0;
    for (; done < length && done + 8 <= before; done += 8) {
        end -= 8;
        words[i++] = email_load(end) | lower;
    }
    if (done < length) {
        uint64_t word = 0;
        for (unsigned shift = 56; done < length; done++, shift -= 8) {
            word |= (uint64_t) * --end << shift;
        }
        words[i++] = word | lower;
    }
    words[i - 1] = revops__email_first_word(words[i - 1], length);
}

/* The top bit of each byte of a word that is a dot. */
static inline uint64_t email_dots(uint64_t word)
{
    const uint64_t low = UINT64_C(0x7f7f7f7f7f7f7f7f);
    uint64_t other = word ^ UINT64_C(0x2e2e2e2e2e2e2e2e);
    return ~(((other & low) + low) | other | low);
}

/* The row of the nearest domain above one that is not listed, if it counts there; else NULL. */
static inline const revops__email_entry *email_row_above(const revops_email *email, const uint64_t *words,
                                                         size_t length)
{
    for (size_t i = (length + 7) / 8; i-- > 0;) {
        for (uint64_t dots = email_dots(words[i]); dots && (i > 0 || (dots & (dots - 1))); dots &= dots - 1) {
            const revops__email_entry *row =
                revops__email_find(email, words, i * 8 + 7 - revops__lowest_bit(dots) / 8);
            if (row && row->flags & REVOPS_EMAIL_WITH_SUBDOMAINS) {
                return row;
            }
        }
    }
    return NULL;
}

static inline int email_is_separator(unsigned char c)
{
    return c == '.' || c == '-' || c == '_' || c == '+';
}

/* Whether a local part is a role's. Lengths that no role's name with its first two bytes has are not looked at, nor those at which
   no name can end: `ends` has a bit for each at which one may. */
static int email_is_role(const revops_email *email, const unsigned char *local, size_t local_length,
                         uint64_t ends)
{
    uint64_t lengths = email->role_lengths[revops__email_role_place(local[0], local[1])] & ends;
    for (; lengths; lengths &= lengths - 1) {
        size_t length = revops__lowest_bit(lengths);
        if (length > local_length) {
            break;
        }
        if (length == local_length || email_is_separator(local[length])) {
            revops__email_key key;
            revops__email_role_key(local, length, &key);
            if (revops__email_find(email, key.words, key.length)) {
                return 1;
            }
        }
    }
    return 0;
}

/* The class of an address whose domain has a row, its own or one above it, or none. */
static inline revops_email_class email_class_of(const revops_email *email, const revops__email_entry *row,
                                                const unsigned char *local, size_t local_length,
                                                uint64_t ends)
{
    revops_email_class found = row ? row->email_class : REVOPS_EMAIL_COMPANY;
    return found == REVOPS_EMAIL_COMPANY && email_is_role(email, local, local_length, ends)
               ? REVOPS_EMAIL_ROLE
               : found;
}

static revops_email_class email_classify_any(const revops_email *email, const char *text, size_t length)
{
    revops__email_parts parts;
    if (!revops__email_read(text, length, &parts)) {
        return REVOPS_EMAIL_INVALID;
    }
    revops__email_key key;
    revops__email_domain_key(parts.domain, parts.domain_length, &key);
    const revops__email_entry *row = revops__email_find(email, key.words, key.length);
    row = row ? row : email_row_above(email, key.words, key.length);
    return email_class_of(email, row, parts.local, parts.local_length, UINT64_MAX);
}

/* An address of up to 64 bytes with a domain that is to be sought. */
typedef struct email_query {
    const unsigned char *text;
    size_t local_length, domain_length, index;
    uint64_t hash, words[EMAIL_SHORT / 8];
} email_query;

/* Reads an address, of which `before` bytes in front can be read, too: 0 when the query is to be answered, else the class.
   Only then is all of the query written; what is written always is for compilers, which can't see that from the class. */
static inline revops_email_class email_ask(const revops_email *email, const char *text, size_t length,
                                           size_t before, email_query *query)
{
    const unsigned char *bytes = (const unsigned char *)text;
    query->text = bytes;
    query->local_length = query->domain_length = 0;
    query->hash = query->words[0] = 0;
    if (length == 0) {
        return REVOPS_EMAIL_INVALID;
    }
    if (length > EMAIL_SHORT || email_is_odd_end(bytes[length - 1]) || bytes[0] <= ' ') {
        return email_classify_any(email, text, length);
    }
    unsigned state = email_split(bytes, length, &query->local_length);
    if (state != EMAIL_LABEL || bytes[length - 1] <= '9') { /* a last label of digits perhaps */
        return state == EMAIL_LABEL || state == EMAIL_UNSURE ? email_classify_any(email, text, length)
                                                             : REVOPS_EMAIL_INVALID;
    }
    query->domain_length = length - query->local_length - 1;
    email_domain_words(bytes + length, query->domain_length, before + length, query->words);
    query->hash = revops__email_hash(query->words, query->domain_length);
    return 0;
}

static inline revops_email_class email_answer(const revops_email *email, const email_query *query)
{
    const revops__email_entry *row =
        revops__email_find_hashed(email, query->words, query->domain_length, query->hash);
    row = row ? row : email_row_above(email, query->words, query->domain_length);
    return email_class_of(email, row, query->text, query->local_length, UINT64_MAX);
}

#if EMAIL_HAS_MASKS
/* What each byte of an address is, a bit each: any that addresses usually have; of these a dot, a hyphen, an '@', an underscore or
   a plus; the others are letters and digits. */
typedef struct email_masks {
    uint64_t usual, dots, hyphens, ats, others;
} email_masks;

static inline uint64_t email_mask_of(__m128i bytes)
{
    return (uint64_t)(unsigned)_mm_movemask_epi8(bytes);
}

/* Whether each byte is one of `count` from `first` on. */
static inline __m128i email_mask_range(__m128i bytes, char first, char count)
{
    __m128i above = _mm_sub_epi8(bytes, _mm_set1_epi8(first));
    return _mm_cmpeq_epi8(_mm_min_epu8(above, _mm_set1_epi8((char)(count - 1))), above);
}

/* Adds what 16 bytes from `at` on are. */
static inline void email_mask_add(const unsigned char *text, unsigned at, email_masks *masks)
{
    __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(text + at));
    __m128i dots = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('.'));
    __m128i hyphens = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('-'));
    __m128i ats = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('@'));
    __m128i others =
        _mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('_')), _mm_cmpeq_epi8(bytes, _mm_set1_epi8('+')));
    __m128i usual = _mm_or_si128(email_mask_range(_mm_or_si128(bytes, _mm_set1_epi8(0x20)), 'a', 26),
                                 email_mask_range(bytes, '0', 10));
    usual = _mm_or_si128(_mm_or_si128(usual, dots), _mm_or_si128(_mm_or_si128(hyphens, ats), others));
    masks->usual |= email_mask_of(usual) << at;
    masks->dots |= email_mask_of(dots) << at;
    masks->hyphens |= email_mask_of(hyphens) << at;
    masks->ats |= email_mask_of(ats) << at;
    masks->others |= email_mask_of(others) << at;
}

/* The class of an address of 1 to 64 bytes behind whose start 64 bytes can be read, and `before` in front of it; 0 for one with bytes
   that are unusual or an end that is odd, which email_ask() has to read. */
static inline revops_email_class email_classify_masks(const revops_email *email, const unsigned char *text,
                                                      size_t length, size_t before)
{
    email_masks masks = {0, 0, 0, 0, 0};
    email_mask_add(text, 0, &masks);
    email_mask_add(text, 16, &masks);
    if (length > 32) {
        email_mask_add(text, 32, &masks);
        email_mask_add(text, 48, &masks);
    }
    uint64_t all = UINT64_MAX >> (EMAIL_SHORT - length), ats = masks.ats & all;
    if ((~masks.usual & all) || text[length - 1] <= '9') {
        return 0;
    }
    uint64_t domain = all & ~(ats | (ats - 1)), hyphens = masks.hyphens & domain, dots = masks.dots & domain;
    uint64_t starts = (masks.dots | ats) << 1 | 1; /* where a part or a label would begin */
    uint64_t wrong = (starts & (masks.dots | ats | hyphens)) | (hyphens << 1 & masks.dots) |
                     (masks.others & domain) | (ats & (ats - 1));
    if ((wrong & all) || !ats || !dots) {
        return REVOPS_EMAIL_INVALID;
    }
    size_t local_length = revops__lowest_bit(ats), domain_length = length - local_length - 1;
    uint64_t words[EMAIL_SHORT / 8];
    email_domain_words(text + length, domain_length, before + length, words);
    const revops__email_entry *row = revops__email_find(email, words, domain_length);
    for (; !row && (dots & (dots - 1)); dots &= dots - 1) { /* the nearest domain above, if it counts here */
        row = revops__email_find(email, words, length - revops__lowest_bit(dots) - 1);
        row = row && row->flags & REVOPS_EMAIL_WITH_SUBDOMAINS ? row : NULL;
    }
    return email_class_of(email, row, text, local_length,
                          masks.dots | masks.hyphens | masks.others | masks.ats);
}
#endif

revops_email_class revops_email_classify(const revops_email *email, const char *text, size_t length)
{
    if (!email || !text) {
        return REVOPS_EMAIL_INVALID;
    }
    email_query query;
    revops_email_class found = email_ask(email, text, length, 0, &query);
    return found ? found : email_answer(email, &query);
}

/* Whether all pointers and offsets of a column are sane. */
static int email_is_column(const revops_texts *texts)
{
    if (!texts || texts->count == 0) {
        return texts != NULL;
    }
    if (!texts->offsets || texts->offsets[0] < 0 || texts->count >= SIZE_MAX / sizeof(int64_t)) {
        return 0;
    }
    int falls = 0;
    for (size_t i = 0; i < texts->count; i++) {
        falls |= texts->offsets[i + 1] < texts->offsets[i];
    }
    return !falls && (texts->bytes || texts->offsets[texts->count] == 0);
}

/* Addresses are read in blocks, so that what memory answers to a block's queries comes while others are read: worth it when the
   lists don't fit the cache. */
static void email_classify_blocks(const revops_email *email, const revops_texts *texts, size_t first,
                                  uint8_t *classes)
{
    email_query queries[EMAIL_BLOCK];
    for (size_t i = 0; i < texts->count;) {
        size_t asked = 0;
        for (size_t k = 0; k < EMAIL_BLOCK && i < texts->count; k++, i++) {
            size_t start = (size_t)texts->offsets[i], length = (size_t)texts->offsets[i + 1] - start;
            email_query *query = &queries[asked];
            query->index = i;
            revops_email_class found =
                length ? email_ask(email, texts->bytes + start, length, start - first, query)
                       : REVOPS_EMAIL_INVALID;
            classes[i] = (uint8_t)found;
            if (!found) {
                asked++;
                REVOPS__FETCH(&revops__email_slots(email)[query->hash >> email->slot_shift]);
            }
        }
        for (size_t k = 0; k < asked; k++) {
            classes[queries[k].index] = (uint8_t)email_answer(email, &queries[k]);
        }
    }
}

revops_status revops_email_classify_many(const revops_email *email, const revops_texts *texts,
                                         uint8_t *classes)
{
    if (!email || !email_is_column(texts) || (!classes && texts->count)) {
        return REVOPS_ERR_ARG;
    }
    size_t first = texts->count ? (size_t)texts->offsets[0] : 0;
    if (email->slot_shift <= 64 - EMAIL_LARGE_BITS) {
        email_classify_blocks(email, texts, first, classes);
        return REVOPS_OK;
    }
    const char *const bytes = texts->bytes;
    const int64_t *const offsets = texts->offsets;
    const size_t count = (size_t)texts->count;
#if EMAIL_HAS_MASKS
    const size_t last = count ? (size_t)offsets[count] : 0;
#endif
    for (size_t i = 0, start = first; i < count; i++) {
        size_t end = (size_t)offsets[i + 1], length = end - start;
        revops_email_class found = length ? 0 : REVOPS_EMAIL_INVALID;
#if EMAIL_HAS_MASKS
        /* Unlike a single address, one of a column may be read beyond its end: by 16 bytes at a time. */
        if (length - 1 < EMAIL_SHORT && start + EMAIL_SHORT <= last) {
            found = email_classify_masks(email, (const unsigned char *)bytes + start, length, start - first);
        }
#endif
        if (!found) {
            email_query query;
            found = email_ask(email, bytes + start, length, start - first, &query);
            found = found ? found : email_answer(email, &query);
        }
        classes[i] = (uint8_t)found;
        start = end;
    }
    return REVOPS_OK;
}

static char email_lower(unsigned char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

/* Writes the canonical form; nothing for an invalid address. */
static void email_put_canonical(const revops_email *email, const char *given, size_t length,
                                revops__text *text)
{
    revops__email_parts parts;
    if (!revops__email_read(given, length, &parts)) {
        return;
    }
    revops__email_key key;
    revops__email_domain_key(parts.domain, parts.domain_length, &key);
    const revops__email_entry *row = revops__email_find(email, key.words, key.length);
    int dots = parts.is_quoted || !row || !(row->flags & REVOPS_EMAIL_WITHOUT_DOTS);
    for (size_t i = 0; i < parts.local_length; i++) {
        /* What is left must be an address: a tag behind a dot that counts is no tag. */
        if (!parts.is_quoted && parts.local[i] == '+' && i > 0 && (!dots || parts.local[i - 1] != '.')) {
            break;
        }
        if (dots || parts.local[i] != '.') {
            revops__text_char(text, email_lower(parts.local[i]));
        }
    }
    revops__text_char(text, '@');
    const uint64_t *words = key.words;
    size_t left = key.length;
    /* Names of names are followed, so that they have one form as well; not for ever where two name each other. */
    for (int followed = 0; row && row->same_as_length && followed < EMAIL_NAMES_MAX; followed++) {
        words = revops__email_words(email) + row->same_as_word;
        left = row->same_as_length;
        row = revops__email_find(email, words, left);
    }
    while (left-- > 0) {
        revops__text_char(text, (char)(words[left / 8] >> (56 - left % 8 * 8) & 0xff));
    }
}

size_t revops_email_canonical_text(const revops_email *email, const char *text, size_t length, char *out,
                                   size_t capacity)
{
    revops__text written = revops__text_begin(out, capacity);
    if (email) {
        email_put_canonical(email, text, length, &written);
    }
    return revops__text_end(&written);
}

revops_status revops_email_canonical_text_many(const revops_email *email, const revops_texts *texts,
                                               char *bytes, size_t capacity, size_t *needed, int64_t *offsets)
{
    if (!email || !email_is_column(texts) || !needed || !offsets || (!bytes && capacity)) {
        return REVOPS_ERR_ARG;
    }
    size_t length = 0;
    offsets[0] = 0;
    for (size_t i = 0; i < texts->count; i++) {
        size_t start = (size_t)texts->offsets[i];
        revops__text text = {bytes, capacity, length};
        email_put_canonical(email, texts->bytes ? texts->bytes + start : NULL,
                            (size_t)texts->offsets[i + 1] - start, &text);
        length = text.length;
        offsets[i + 1] = (int64_t)length;
    }
    *needed = length;
    return length > capacity ? REVOPS_ERR_NOSPACE : REVOPS_OK;
}
