/* SPDX-License-Identifier: MIT */
/* A small reader of JSON (RFC 8259) for documents that programs are configured by. */
#ifndef EXAMPLES_JSON_H
#define EXAMPLES_JSON_H

#include <stddef.h>

enum json_kind { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_TEXT, JSON_LIST, JSON_OBJECT };

typedef struct json {
    enum json_kind kind;
    unsigned line;     /* of its first character, from 1 */
    const char *key;   /* of a member; else NULL */
    const char *text;  /* of a text without escapes; of a number as it stands; "true" and "false" */
    struct json *next; /* the next member of the same list or object */
    struct json *first;
} json;

/* Reads a document. Its texts lie in `text`, which is written to; free it after json_free(). NULL after an error, which
   was written to `error` with its line. */
json *json_read(char *text, char *error, size_t capacity);
/* A member of an object; NULL if there is none. */
const json *json_member(const json *object, const char *key);
void json_free(json *root);

#endif
