/* SPDX-License-Identifier: MIT */
#include "core/text-words.h"

#include <string.h>

static int words_is_letter(unsigned char c)
{
    return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Bytes of a sign in UTF-8 that is no letter and no ASCII, else 0: U+00A0 to U+00BF but for three letters, general punctuation, the
   ideographic space and stops, and full-width signs. */
static size_t words_wide_sign(const unsigned char *at, size_t left)
{
    if (left >= 2 && at[0] == 0xc2) {
        return at[1] >= 0xa0 && at[1] <= 0xbf && at[1] != 0xaa && at[1] != 0xb5 && at[1] != 0xba ? 2 : 0;
    }
    if (left < 3 || (at[2] & 0xc0) != 0x80) { /* cut short: what follows is no part of it */
        return 0;
    }
    int is_sign = (at[0] == 0xe2 && (at[1] == 0x80 || (at[1] == 0x81 && at[2] <= 0xaf))) ||
                  (at[0] == 0xe3 && at[1] == 0x80 && at[2] <= 0x83) ||
                  (at[0] == 0xef && at[1] == 0xbc && (at[2] <= 0x8f || at[2] >= 0x9a) && at[2] <= 0xa0);
    return is_sign ? 3 : 0;
}

/* Whether a sign of three bytes is an apostrophe or joins letters. */
static int words_is_within(const unsigned char *sign)
{
    return sign[0] == 0xe2 && sign[1] == 0x80 && (sign[2] == 0x99 || sign[2] == 0x8c || sign[2] == 0x8d);
}

size_t revops__text_words(const char *folded, size_t length, char *out)
{
    const unsigned char *text = (const unsigned char *)folded;
    size_t count = 0, since = 0, bytes = 1; /* letters since a dot or a space */
    int was_dot = 0;
    for (size_t i = 0; i < length; i += bytes) {
        unsigned char c = text[i];
        size_t wide = c >= 0x80 ? words_wide_sign(text + i, length - i) : 0;
        bytes = wide ? wide : 1;
        if (wide == 0 && words_is_letter(c)) {
            if (was_dot && since == 0 && i + 1 < length && words_is_letter(text[i + 1])) {
                out[count] = ' '; /* "S.A.Acme" */
                count += count > 0 && out[count - 1] != ' ';
            }
            out[count++] = (char)c;
            since++;
            was_dot = 0;
        } else if (c == '.' && since == 1) {
            since = 0;
            was_dot = 1;
        } else if (c == '&' || c == '+') {
            count -= count > 0 && out[count - 1] == ' ';
            memcpy(out + count, " and ", 5);
            count += 5;
            since = 0;
            was_dot = 0;
        } else if (c != '\'' && !(wide == 3 && words_is_within(text + i))) {
            out[count] = ' ';
            count += count > 0 && out[count - 1] != ' ';
            since = 0;
            was_dot = 0;
        }
    }
    return count;
}
