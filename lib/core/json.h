/* SPDX-License-Identifier: MIT */
/* JSON documents (RFC 8259), read strictly into the caller's memory, and written. */
#ifndef REVOPS_LIB_JSON_H
#define REVOPS_LIB_JSON_H

#include <revops/base.h>

#include "core/text.h"

enum { REVOPS__JSON_DEPTH_MAX = 16 };
#define REVOPS__JSON_SIZE_MAX (UINT32_C(1) << 24) /* 16 MiB: a hundred times the largest policy known */
#define REVOPS__JSON_END      UINT32_MAX

enum revops__json_kind {
    REVOPS__JSON_NULL,
    REVOPS__JSON_FALSE,
    REVOPS__JSON_TRUE,
    REVOPS__JSON_NUMBER,
    REVOPS__JSON_STRING,
    REVOPS__JSON_ARRAY,
    REVOPS__JSON_OBJECT
};

/* A value. Nodes stand in the order of the text, so that those within an array or object follow it. */
typedef struct revops__json_node {
    enum revops__json_kind kind;
    uint32_t line, column; /* of its first character, from 1; columns count code points */
    uint32_t parent; /* the array or object it stands in; REVOPS__JSON_END for the document's own value */
    uint32_t next;   /* first node behind it and all that is within it */
    uint32_t count;  /* values directly within it */
    uint32_t name, name_length; /* of a member: where in `texts`; a name is closed by a NUL, too */
    uint32_t text,
        text_length; /* of a string (unescaped) or number (as written): where in `texts`, closed by a NUL */
} revops__json_node;

/* What is wrong at one place. */
typedef struct revops__json_fault {
    uint32_t line, column;
    uint32_t found;       /* code point (a byte that is no UTF-8 as itself), or REVOPS__JSON_END */
    uint32_t node;        /* the member whose name stands twice; else REVOPS__JSON_END */
    const char *expected; /* a literal */
} revops__json_fault;

typedef struct revops__json {
    const revops__json_node *nodes;
    const char *texts;
    uint32_t node_count;
    size_t fault_count; /* faults there are; the first ones are at the caller's `faults` */
} revops__json;

/* Reads a document. NOSPACE with the size needed and the number of nodes where `memory` is NULL or too small. FORMAT where it is not written as RFC
   8259 says, names a member twice, isn't UTF-8, is nested deeper than REVOPS__JSON_DEPTH_MAX or longer than
   REVOPS__JSON_SIZE_MAX: a fault of writing ends the reading, of doubled names all are told. */
revops_status revops__json_read(const char *text, size_t size, void *memory, size_t memory_size,
                                size_t *needed, revops__json *out, revops__json_fault *faults,
                                size_t fault_capacity);

/* The member of an object that has a name; REVOPS__JSON_END where there is none. */
uint32_t revops__json_member(const revops__json *json, uint32_t object, const char *name);

/* A number × 10^places. FORMAT where it has more decimals, RANGE beyond 64 bits. */
revops_status revops__json_decimal(const revops__json *json, uint32_t node, uint32_t places, int64_t *out);
/* The same of a number as written, closed by a NUL. */
revops_status revops__json_decimal_of(const char *number, uint32_t places, int64_t *out);

/* "$.clocks.first contact.cases[2]" */
void revops__json_put_path(revops__text *to, const revops__json *json, uint32_t node);

/* A string with its quotes: quotes, backslashes and control characters escaped, all else as it is. */
void revops__json_put_string(revops__text *to, const char *text, size_t length);
/* A name as a step of a path: .name, or ["a name"]. */
void revops__json_put_step(revops__text *to, const char *name);

/* A value without white space; members in their order. */
void revops__json_put(revops__text *to, const revops__json *json, uint32_t node);

#endif
