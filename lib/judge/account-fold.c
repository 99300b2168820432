/* SPDX-License-Identifier: MIT */
/* Keys, domains and names of companies as they are compared (RT8). */
#include <string.h>

#include "core/text-fold.h"
#include "core/text-words.h"
#include "core/text.h"
#include "judge/account-internal.h"
#include "judge/email-internal.h"

/* Legal forms at the end of a name, folded; between spaces. */
static const char account_forms[] = " inc incorporated llc lc ltd limited plc corp corporation co company "
                                    "gmbh mbh ag kg kgaa ohg gbr ug ev eg se sa sas "
                                    "sarl sasu sl slu srl sro spa bv nv vof cv oy oyj ab as aps asa pty pte "
                                    "pvt lp llp lllp pllc kk ltda zoo sp doo kft zrt ";

static int account_is_form(const char *word, size_t length)
{
    char sought[16];
    if (length + 2 > sizeof sought) {
        return 0;
    }
    sought[0] = ' ';
    memcpy(sought + 1, word, length);
    sought[length + 1] = ' ';
    for (size_t i = 0; i + length + 2 < sizeof account_forms; i++) {
        if (memcmp(account_forms + i, sought, length + 2) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Where the last word begins. */
static size_t account_last_word(const char *text, size_t length)
{
    while (length > 0 && text[length - 1] != ' ') {
        length--;
    }
    return length;
}

static size_t account_fold_name(const char *text, size_t length, char *out)
{
    enum { FOLDED_MAX = 256 };
    char folded[FOLDED_MAX], words[REVOPS__TEXT_WORDS_GROWTH * FOLDED_MAX];
    size_t count = revops__text_fold(text, length, folded, FOLDED_MAX);
    if (count > FOLDED_MAX) {
        return 0;
    }
    count = revops__text_words(folded, count, words);
    count -= count > 0 && words[count - 1] == ' ';
    size_t begin = count > 4 && memcmp(words, "the ", 4) == 0 ? 4 : 0;
    begin += begin < count && words[begin] == ' ';
    for (size_t last = account_last_word(words, count); last > begin + 1;
         last = account_last_word(words, count)) {
        int is_and = count - last == 3 && memcmp(words + last, "and", 3) == 0;
        if (!is_and && !account_is_form(words + last, count - last)) {
            break;
        }
        count = last - 1;
    }
    size_t all = count - begin;
    if (all > REVOPS_ACCOUNT_TEXT_MAX) {
        return 0;
    }
    memcpy(out, words + begin, all);
    return all;
}

static char account_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static int account_starts(const char *text, size_t length, const char *with, size_t with_length)
{
    for (size_t i = 0; i < with_length; i++) {
        if (i >= length || account_lower(text[i]) != with[i]) {
            return 0;
        }
    }
    return 1;
}

/* The host of a web address, or a domain as it is. */
static size_t account_fold_domain(const char *text, size_t length, char *out)
{
    while (length > 0 && (text[0] == ' ' || text[0] == '\t')) {
        text++;
        length--;
    }
    size_t skipped = account_starts(text, length, "http://", 7)    ? 7
                     : account_starts(text, length, "https://", 8) ? 8
                                                                   : 0;
    text += skipped;
    length -= skipped;
    size_t end = 0;
    while (end < length && text[end] != '/' && text[end] != ':' && text[end] != '?' && text[end] != '#' &&
           text[end] != ' ' && text[end] != '\t') {
        end++;
    }
    if (account_starts(text, end, "www.", 4)) {
        text += 4;
        end -= 4;
    }
    end = revops__email_domain_length((const unsigned char *)text, end);
    for (size_t i = 0; i < end; i++) {
        out[i] = account_lower(text[i]);
    }
    return end;
}

size_t revops__account_fold(revops_account_kind kind, const char *text, size_t length,
                            char key[REVOPS__ACCOUNT_KEY_MAX])
{
    size_t count = 0;
    key[0] = (char)kind;
    if (kind < REVOPS_ACCOUNT_BY_KEY || kind > REVOPS_ACCOUNT_BY_NAME || !text || length == 0) {
        return 0;
    }
    switch ((enum revops_account_kinds)kind) {
    case REVOPS_ACCOUNT_BY_KEY:
        count = length <= REVOPS_ACCOUNT_TEXT_MAX ? length : 0;
        memcpy(key + 1, text, count);
        break;
    case REVOPS_ACCOUNT_BY_DOMAIN:
        count = account_fold_domain(text, length, key + 1);
        break;
    case REVOPS_ACCOUNT_BY_NAME:
        count = account_fold_name(text, length, key + 1);
        break;
    }
    return count ? count + 1 : 0;
}

size_t revops_account_folded_text(revops_account_kind kind, const char *text, size_t length, char *out,
                                  size_t capacity)
{
    char key[REVOPS__ACCOUNT_KEY_MAX];
    revops__text folded = revops__text_begin(out, capacity);
    size_t count = revops__account_fold(kind, text, length, key);
    for (size_t i = 1; i < count; i++) {
        revops__text_char(&folded, key[i]);
    }
    return revops__text_end(&folded);
}

const char *revops_account_kind_name(revops_account_kind kind)
{
    static const char *const names[] = {
        [REVOPS_ACCOUNT_BY_KEY] = "key",
        [REVOPS_ACCOUNT_BY_DOMAIN] = "domain",
        [REVOPS_ACCOUNT_BY_NAME] = "name",
    };
    return kind < sizeof names / sizeof names[0] && names[kind] ? names[kind] : "unknown";
}
