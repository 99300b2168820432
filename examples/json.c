/* SPDX-License-Identifier: MIT */
#include "json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"

enum { DEPTH_MAX = 32 };

typedef struct reader {
    char *at;
    unsigned line;
    const char *expected; /* after an error */
} reader;

static void skip(reader *in)
{
    for (; *in->at == ' ' || *in->at == '\t' || *in->at == '\r' || *in->at == '\n'; in->at++) {
        in->line += *in->at == '\n';
    }
}

static json *fail(reader *in, const char *expected)
{
    if (!in->expected) {
        in->expected = expected;
    }
    return NULL;
}

static int hex(reader *in, unsigned *out)
{
    *out = 0;
    for (int i = 0; i < 4; i++, in->at++) {
        char c = *in->at;
        unsigned digit = c >= '0' && c <= '9'   ? (unsigned)(c - '0')
                         : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10)
                         : c >= 'A' && c <= 'F' ? (unsigned)(c - 'A' + 10)
                                                : 16;
        if (digit == 16) {
            return 0;
        }
        *out = *out * 16 + digit;
    }
    return 1;
}

/* One character of an escape, as UTF-8; it never takes more than its escape did. Returns its end, NULL for none. */
static char *escape(reader *in, char *to)
{
    static const char from[] = "\"\\/bfnrt", into[] = "\"\\/\b\f\n\r\t";
    unsigned code, low;
    const char *found = *in->at && *in->at != 'u' ? strchr(from, *in->at) : NULL;
    if (found) {
        in->at++;
        *to++ = into[found - from];
        return to;
    }
    if (*in->at++ != 'u' || !hex(in, &code) || code == 0 || code >> 10 == 0x37) {
        return NULL; /* also text with NUL, and the second half of a pair */
    }
    if (code >> 10 == 0x36) {
        if (in->at[0] != '\\' || in->at[1] != 'u' || (in->at += 2, !hex(in, &low)) || low >> 10 != 0x37) {
            return NULL;
        }
        code = 0x10000 + ((code & 0x3ff) << 10) + (low & 0x3ff);
    }
    if (code < 0x80) {
        *to++ = (char)code;
    } else {
        int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
        static const unsigned char marks[] = {0, 0xc0, 0xe0, 0xf0};
        *to++ = (char)(marks[more] | code >> 6 * more);
        while (more-- > 0) {
            *to++ = (char)(0x80 | (code >> 6 * more & 0x3f));
        }
    }
    return to;
}

static char *text(reader *in)
{
    if (*in->at != '"') {
        fail(in, "a text in quotation marks");
        return NULL;
    }
    char *start = ++in->at, *to = start;
    while (*in->at != '"') {
        if ((unsigned char)*in->at < 32) {
            fail(in, "a closing quotation mark");
            return NULL;
        }
        if (*in->at != '\\') {
            *to++ = *in->at++;
            continue;
        }
        in->at++;
        to = escape(in, to);
        if (!to) {
            fail(in, "an escape of RFC 8259");
            return NULL;
        }
    }
    in->at++;
    *to = '\0';
    return start;
}

static json *value(reader *in, int depth);

/* Members of a list or an object, from after its bracket. */
static json *members(reader *in, json *out, char close, int depth)
{
    json **end = &out->first;
    skip(in);
    if (*in->at == close) {
        in->at++;
        return out;
    }
    for (;;) {
        char *key = NULL;
        skip(in);
        if (close == '}') {
            key = text(in);
            if (key) {
                skip(in);
            }
            if (key && *in->at++ != ':') {
                fail(in, "a colon");
            }
        }
        json *member = in->expected ? NULL : value(in, depth + 1);
        *end = member;
        if (!member) {
            return out;
        }
        member->key = key;
        if (key) {
            for (const json *other = out->first; other != member; other = other->next) {
                if (strcmp(other->key, key) == 0) {
                    fail(in, "each key once");
                }
            }
        }
        end = &member->next;
        if (in->expected) {
            return out;
        }
        skip(in);
        if (*in->at == close) {
            in->at++;
            return out;
        }
        if (*in->at++ != ',') {
            fail(in, close == '}' ? "a comma or a closing brace" : "a comma or a closing bracket");
            return out;
        }
    }
}

static json *number(reader *in, json *out)
{
    const char *start = in->at;
    size_t length = strspn(start, "+-.0123456789eE");
    char *end, *copy = grow(NULL, length + 1, 1);
    memcpy(copy, start, length);
    copy[length] = '\0';
    strtod(copy, &end);
    out->text = copy;
    if (length == 0 || *end || !strchr("-0123456789", *start)) {
        fail(in, "a value");
    }
    in->at += length;
    return out;
}

static json *value(reader *in, int depth)
{
    static const struct {
        const char *name;
        enum json_kind kind;
    } words[] = {{"null", JSON_NULL}, {"true", JSON_BOOL}, {"false", JSON_BOOL}};
    skip(in);
    if (depth > DEPTH_MAX) {
        return fail(in, "fewer arrays and objects within each other");
    }
    json *out = grow(NULL, 1, sizeof *out);
    memset(out, 0, sizeof *out);
    out->line = in->line;
    if (*in->at == '{' || *in->at == '[') {
        out->kind = *in->at == '{' ? JSON_OBJECT : JSON_LIST;
        char close = *in->at++ == '{' ? '}' : ']';
        return members(in, out, close, depth);
    }
    if (*in->at == '"') {
        out->kind = JSON_TEXT;
        out->text = text(in);
        return out;
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t length = strlen(words[i].name);
        if (strncmp(in->at, words[i].name, length) == 0) {
            out->kind = words[i].kind;
            out->text = words[i].name;
            in->at += length;
            return out;
        }
    }
    out->kind = JSON_NUMBER;
    return number(in, out);
}

json *json_read(char *document, char *error, size_t capacity)
{
    reader in = {.at = document, .line = 1};
    if (strncmp(in.at, "\xef\xbb\xbf", 3) == 0) {
        in.at += 3;
    }
    json *root = value(&in, 0);
    if (!in.expected) {
        skip(&in);
    }
    if (!in.expected && *in.at) {
        fail(&in, "the end of the document");
    }
    if (in.expected) { /* nothing is read behind an error: it may be the end of the text */
        snprintf(error, capacity, "line %u: expected %s", in.line, in.expected);
        json_free(root);
        return NULL;
    }
    return root;
}

const json *json_member(const json *object, const char *key)
{
    for (const json *member = object && object->kind == JSON_OBJECT ? object->first : NULL; member;
         member = member->next) {
        if (strcmp(member->key, key) == 0) {
            return member;
        }
    }
    return NULL;
}

void json_free(json *root)
{
    while (root) {
        json *next = root->next;
        json_free(root->first);
        if (root->kind == JSON_NUMBER) {
            free((void *)(size_t)root->text);
        }
        free(root);
        root = next;
    }
}
