/* SPDX-License-Identifier: MIT */
#include <revops/email.h>

#include <string.h>

#include "judge/email-tables.h"

enum { LOCAL_MAX = 64, DOMAIN_MAX = 253, LABEL_MAX = 63 };

static int is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static int is_alphanumeric(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Length of the UTF-8 character at `text`, 0 when it isn't well formed (RFC 3629). */
static size_t utf8_length(const unsigned char *text, size_t length)
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
static int is_deceptive(const unsigned char *text, size_t size)
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

static int is_among(const char *characters, unsigned char c)
{
    while (*characters && (unsigned char)*characters != c) {
        characters++;
    }
    return *characters != '\0';
}

static int is_local_part(const unsigned char *text, size_t length)
{
    static const char others[] = "!#$%&'*+-/=?^_`{|}~";
    if (length == 0 || length > LOCAL_MAX) {
        return 0;
    }
    int quoted = length > 2 && text[0] == '"' && text[length - 1] == '"', after_dot = 1;
    for (size_t i = (size_t)quoted; i < length - (size_t)quoted;) {
        size_t size = utf8_length(text + i, length - (size_t)quoted - i);
        if (size == 0 || (size > 1 && is_deceptive(text + i, size))) {
            return 0;
        }
        unsigned char c = text[i];
        if (quoted) {
            if (c < ' ' || c == 0x7f || c == '"' ||
                (c == '\\' && (++i >= length - 1 || text[i] < ' ' || text[i] > '~'))) {
                return 0;
            }
        } else if (c == '.') {
            if (after_dot) {
                return 0;
            }
        } else if (c < 0x80 && !is_alphanumeric(c) && !is_among(others, c)) {
            return 0;
        }
        after_dot = c == '.';
        i += size;
    }
    return quoted || !after_dot;
}

/* Writes the domain in lower case (of ASCII) and returns its length, 0 when it is none. */
static size_t read_domain(const unsigned char *text, size_t length, char *out)
{
    if (length > 0 && text[length - 1] == '.') {
        length--; /* the root */
    }
    if (length == 0 || length > DOMAIN_MAX) {
        return 0;
    }
    size_t label = 0, labels = 1;
    int digits_only = 1;
    for (size_t i = 0; i < length;) {
        unsigned char c = text[i];
        size_t size = utf8_length(text + i, length - i);
        if (size == 0 || (size > 1 && is_deceptive(text + i, size))) {
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
            if ((c < 0x80 && !is_alphanumeric(c) && c != '-') || (c == '-' && label == 0)) {
                return 0;
            }
            digits_only &= c >= '0' && c <= '9';
            label += size;
            if (label > LABEL_MAX) {
                return 0;
            }
        }
        for (size_t k = 0; k < size; k++, i++) {
            out[i] = (char)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] + ('a' - 'A') : text[i]);
        }
    }
    return label == 0 || text[length - 1] == '-' || labels < 2 || digits_only ? 0 : length;
}

/* Whether a sorted table of rows of `width` bytes holds a text. */
static int holds(const char *table, size_t count, size_t width, const char *text, size_t length)
{
    if (length >= width) {
        return 0;
    }
    char key[32] = {0}; /* rows are padded with NULs, so one memcmp orders them */
    memcpy(key, text, length);
    size_t low = 0;
    while (count > 0) {
        size_t half = count / 2;
        int order = memcmp(table + (low + half) * width, key, width);
        if (order == 0) {
            return 1;
        }
        if (order < 0) {
            low += half + 1;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    return 0;
}

#define HOLDS(table, text, length)                                                                           \
    holds(&(table)[0][0], sizeof(table) / sizeof((table)[0]), sizeof((table)[0]), text, length)

static int is_disposable(const char *domain, size_t length)
{
    for (size_t start = 0; start < length;) {
        if (HOLDS(disposable_providers, domain + start, length - start)) {
            return 1;
        }
        while (start < length && domain[start] != '.') {
            start++;
        }
        start++;
    }
    return 0;
}

/* Whether the local part is a role's name, or starts with one and a separator. */
static int is_role(const unsigned char *local, size_t length)
{
    char name[LOCAL_MAX];
    for (size_t i = 0; i < length; i++) {
        unsigned char c = local[i];
        int separates = is_among(".-_+", c);
        if (separates && HOLDS(role_names, name, i)) {
            return 1;
        }
        name[i] = (char)(separates ? '-' : c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    }
    return HOLDS(role_names, name, length);
}

revops_email_class revops_email_classify(const char *text, size_t length)
{
    while (text && length > 0 && is_space(text[length - 1])) {
        length--;
    }
    while (text && length > 0 && is_space(text[0])) {
        text++;
        length--;
    }
    if (!text || length > LOCAL_MAX + 1 + DOMAIN_MAX + 1) {
        return REVOPS_EMAIL_INVALID;
    }
    size_t at = length;
    while (at > 0 && text[at - 1] != '@') {
        at--;
    }
    if (at == 0) {
        return REVOPS_EMAIL_INVALID;
    }
    const unsigned char *bytes = (const unsigned char *)text;
    char domain[DOMAIN_MAX];
    size_t domain_length = read_domain(bytes + at, length - at, domain);
    if (domain_length == 0 || !is_local_part(bytes, at - 1)) {
        return REVOPS_EMAIL_INVALID;
    }
    if (is_disposable(domain, domain_length)) {
        return REVOPS_EMAIL_DISPOSABLE;
    }
    if (HOLDS(free_providers, domain, domain_length)) {
        return REVOPS_EMAIL_FREE;
    }
    return is_role(bytes, at - 1) ? REVOPS_EMAIL_ROLE : REVOPS_EMAIL_COMPANY;
}

revops_status revops_email_classify_column(const char *bytes, const int64_t *offsets, size_t count,
                                           uint8_t *classes)
{
    if (count == 0) {
        return REVOPS_OK;
    }
    if (!offsets || !classes || offsets[0] < 0) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        if (offsets[i + 1] < offsets[i]) {
            return REVOPS_ERR_ARG;
        }
    }
    if (!bytes && offsets[count] > 0) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        size_t length = (size_t)(offsets[i + 1] - offsets[i]);
        classes[i] = (uint8_t)revops_email_classify(length ? bytes + offsets[i] : NULL, length);
    }
    return REVOPS_OK;
}

const char *revops_email_class_name(revops_email_class value)
{
    static const char names[][12] = {"company", "free", "role", "disposable", "invalid"};
    return value >= REVOPS_EMAIL_COMPANY && value <= REVOPS_EMAIL_INVALID ? names[value - 1] : "unknown";
}
