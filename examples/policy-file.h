/* SPDX-License-Identifier: MIT */
/* A policy's document with the documents that it extends and the time zones that it names, as files. */
#ifndef EXAMPLES_POLICY_FILE_H
#define EXAMPLES_POLICY_FILE_H

#include <revops/policy.h>

#include <stdio.h>

enum { POLICY_FILE_ZONES = 64, POLICY_FILE_COULD_NOT = 1, POLICY_FILE_FAULTY = 3 };

typedef struct policy_file {
    const char *texts[REVOPS_POLICY_DOCUMENTS_MAX]; /* bases, then itself */
    uint64_t lengths[REVOPS_POLICY_DOCUMENTS_MAX];
    uint32_t count;
    revops_policy_zone zones[POLICY_FILE_ZONES]; /* handed in */
    uint32_t zone_count;
    void *memory;
    revops_policy_params params;
} policy_file;

/* A whole file of at most REVOPS_POLICY_SIZE_MAX bytes, closed by a NUL; NULL where it can't be read. */
char *policy_file_text(const char *path, uint64_t *length);
/* The TZif bytes of a zone, such as "Europe/Berlin", from the folder TZDIR or the system's; NULL where it has none. */
char *policy_file_zone(const char *name, uint64_t *length);
/* Reads the document of `path` over the bases, the base of all first; tells every fault to `faults`, what else fails to
   stderr. Returns 0, POLICY_FILE_COULD_NOT or POLICY_FILE_FAULTY. `program` is for messages. A path of NULL is the built-in
   policy. */
int policy_file_read(const char *program, const char *path, const char *const *bases, uint32_t base_count,
                     FILE *faults, policy_file *out);
void policy_file_free(policy_file *of);

/* policy-bases.c: what a document extends and that extends, as files beside it named after the documents, the base of all first.
   NULL stands for the built-in policy, which is known without a file. */
enum { POLICY_BASES = REVOPS_POLICY_DOCUMENTS_MAX - 1 };
typedef struct policy_bases {
    char *paths[POLICY_BASES];
    uint32_t count;
} policy_bases;
void policy_bases_find(const char *path, policy_bases *out);
void policy_bases_free(policy_bases *of);

#endif
