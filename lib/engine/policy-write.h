/* SPDX-License-Identifier: MIT */
/* The canonical document, as it is written and as it is marked. */
#ifndef REVOPS_LIB_POLICY_WRITE_H
#define REVOPS_LIB_POLICY_WRITE_H

#include "engine/policy-internal.h"

enum { POLICY_WRITE_DEPTH = 16, POLICY_WRITE_INLINE = 3 };

typedef struct policy_writer {
    policy_view view;
    revops__text out;
    uint64_t hash;
    int without_prose; /* only what the engine goes by */
    uint32_t depth;    /* brackets open */
    char close[POLICY_WRITE_DEPTH];
    uint32_t members[POLICY_WRITE_DEPTH];    /* written within each */
    const char *waiting[POLICY_WRITE_DEPTH]; /* keys of objects that open once something is within them */
    uint32_t waiting_count;
} policy_writer;

void revops__policy_put_char(policy_writer *to, char c);
void revops__policy_put(policy_writer *to, const char *text);
void revops__policy_put_string(policy_writer *to, const char *text);
/* Begins a member: comma, line, key (NULL in a list). */
void revops__policy_put_key(policy_writer *to, const char *key);
void revops__policy_open(policy_writer *to, const char *key, char bracket);
void revops__policy_close(policy_writer *to);
/* An object that opens once something is within it, and its end. */
void revops__policy_await(policy_writer *to, const char *key);
void revops__policy_unawait(policy_writer *to, uint32_t depth, uint32_t waiting_count);

void revops__policy_put_name(policy_writer *to, enum policy_table table, uint32_t position);
const char *revops__policy_name_at(const policy_writer *to, enum policy_table table, uint32_t position);
void revops__policy_write_needs(policy_writer *to, const char *key, uint32_t first, uint32_t count);
void revops__policy_write_happenings(policy_writer *to, const char *key, uint32_t first, uint32_t count,
                                     uint32_t times);
void revops__policy_write_stages(policy_writer *to, const char *key, uint32_t first, uint32_t count);
void revops__policy_write_where(policy_writer *to, const char *key, uint32_t position);
void revops__policy_write_of_value(policy_writer *to, const char *key, uint32_t position);
void revops__policy_write_quantity(policy_writer *to, const char *key, int64_t value,
                                   revops_policy_unit unit);
void revops__policy_write_all(policy_writer *to);

#endif
