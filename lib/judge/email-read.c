/* SPDX-License-Identifier: MIT */
/* Reads addresses of any kind, plainly. */
#include "judge/email-internal.h"

enum { EMAIL_LABEL_MAX = 63 };

static int email_is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static int email_is_alphanumeric(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Length of the UTF-8 character at `text`, 0 when it isn't well formed (RFC 3629). */
static size_t email_utf8_length(const unsigned char *text, size_t length)
{
    unsigned char first = text[0];
    if (first < 0x80) {
        return 1;
    }
    size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || size > length) {
        return 0;
    }
    for (size_t i = 1; i < size; i++) {
        if ((text[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    /* Not overlong, no surrogate, not beyond U+10FFFF. */
    if ((first == 0xe0 && text[1] < 0xa0) || (first == 0xed && text[1] > 0x9f) ||
        (first == 0xf0 && text[1] < 0x90) || (first == 0xf4 && text[1] > 0x8f)) {
        return 0;
    }
    return size;
}

/* Whether a well-formed character of several bytes is invisible or easily taken for another: no address has it on purpose. */
static int email_is_deceptive(const unsigned char *text, size_t size)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {{0x80, 0xa0},     {0xad, 0xad},     {0x1680, 0x1680}, {0x2000, 0x206f},
                  {0x3000, 0x3002}, {0xfeff, 0xfeff}, {0xff01, 0xff5e}, {0xff61, 0xff61}};
    uint32_t character = text[0] & (0x7fu >> size);
    for (size_t i = 1; i < size; i++) {
        character = character << 6 | (text[i] & 0x3fu);
    }
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        if (character >= ranges[i].first && character <= ranges[i].last) {
            return 1;
        }
    }
    return 0;
}

static int email_is_among(const char *characters, unsigned char c)
{
    while (*characters && (unsigned char)*characters != c) {
        characters++;
    }
    return *characters != '\0';
}

static int email_has_encoded_word(const unsigned char *text, size_t length)
{
    for (size_t i = 1; i < length; i++) {
        if (text[i - 1] == '=' && text[i] == '?') {
            return 1;
        }
    }
    return 0;
}

int revops__email_is_plain_local(const unsigned char *text, size_t length)
{
    static const char others[] = "!#$%&'*+-/=?^_`{|}~";
    if (length == 0 || length > REVOPS_EMAIL_LOCAL_MAX || email_has_encoded_word(text, length)) {
        return 0;
    }
    int after_dot = 1;
    for (size_t i = 0; i < length;) {
        size_t size = email_utf8_length(text + i, length - i);
        unsigned char c = text[i];
        if (size == 0 || (size > 1 && email_is_deceptive(text + i, size)) || (c == '.' && after_dot) ||
            (size == 1 && c != '.' && !email_is_alphanumeric(c) && !email_is_among(others, c))) {
            return 0;
        }
        after_dot = c == '.';
        i += size;
    }
    return !after_dot;
}

static int email_is_quoted_local(const unsigned char *text, size_t length)
{
    if (length < 3 || length > REVOPS_EMAIL_LOCAL_MAX || text[0] != '"' || text[length - 1] != '"' ||
        email_has_encoded_word(text, length)) {
        return 0;
    }
    for (size_t i = 1; i < length - 1;) {
        size_t size = email_utf8_length(text + i, length - 1 - i);
        unsigned char c = text[i];
        if (size == 0 || (size > 1 && email_is_deceptive(text + i, size)) || c < ' ' || c == 0x7f ||
            c == '"' || (c == '\\' && (++i >= length - 1 || text[i] < ' ' || text[i] > '~'))) {
            return 0;
        }
        i += size;
    }
    return 1;
}

size_t revops__email_domain_length(const unsigned char *text, size_t length)
{
    if (length > 0 && text[length - 1] == '.') {
        length--; /* the root */
    }
    if (length == 0 || length > REVOPS_EMAIL_DOMAIN_MAX) {
        return 0;
    }
    size_t label = 0, labels = 1;
    int digits_only = 1;
    for (size_t i = 0; i < length;) {
        unsigned char c = text[i];
        size_t size = email_utf8_length(text + i, length - i);
        if (size == 0 || (size > 1 && email_is_deceptive(text + i, size))) {
            return 0;
        }
        if (c == '.') {
            if (label == 0 || text[i - 1] == '-') {
                return 0;
            }
            label = 0;
            labels++;
            digits_only = 1;
        } else {
            if ((size == 1 && !email_is_alphanumeric(c) && c != '-') || (c == '-' && label == 0)) {
                return 0;
            }
            digits_only &= c >= '0' && c <= '9';
            label += size;
            if (label > EMAIL_LABEL_MAX) {
                return 0;
            }
        }
        i += size;
    }
    return label == 0 || text[length - 1] == '-' || labels < 2 || digits_only ? 0 : length;
}

int revops__email_read(const char *text, size_t length, revops__email_parts *parts)
{
    while (text && length > 0 && email_is_space(text[length - 1])) {
        length--;
    }
    while (text && length > 0 && email_is_space(text[0])) {
        text++;
        length--;
    }
    if (!text || length > REVOPS_EMAIL_LOCAL_MAX + 1 + REVOPS_EMAIL_DOMAIN_MAX + 1) {
        return 0;
    }
    size_t at = length;
    while (at > 0 && text[at - 1] != '@') {
        at--;
    }
    if (at == 0) {
        return 0;
    }
    parts->local = (const unsigned char *)text;
    parts->local_length = at - 1;
    parts->domain = parts->local + at;
    parts->domain_length = revops__email_domain_length(parts->domain, length - at);
    parts->is_quoted = email_is_quoted_local(parts->local, at - 1);
    if (parts->domain_length == 0 ||
        (!parts->is_quoted && !revops__email_is_plain_local(parts->local, at - 1))) {
        return 0;
    }
    return 1;
}

/* Puts a byte before those that the key has. */
static void email_key_put(revops__email_key *key, unsigned char c)
{
    unsigned shift = 56 - key->length % 8 * 8;
    if (shift == 56) {
        key->words[key->length / 8] = UINT64_C(0x2020202020202020);
    }
    key->words[key->length++ / 8] ^= (uint64_t)(c ^ 0x20u) << shift;
}

void revops__email_domain_key(const unsigned char *text, size_t length, revops__email_key *key)
{
    key->length = 0;
    while (length-- > 0) {
        unsigned char c = text[length];
        email_key_put(key, c >= 'A' && c <= 'Z' ? (unsigned char)(c + ('a' - 'A')) : c);
    }
}

void revops__email_role_key(const unsigned char *text, size_t length, revops__email_key *key)
{
    key->length = 0;
    email_key_put(key, '@');
    while (length-- > 0) {
        email_key_put(key, revops__email_fold_local(text[length]));
    }
}
