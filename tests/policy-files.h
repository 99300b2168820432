/* SPDX-License-Identifier: MIT */
/* Policy documents of files, read for tests. */
#ifndef REVOPS_TESTS_POLICY_FILES_H
#define REVOPS_TESTS_POLICY_FILES_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <revops/revops.h>

enum { POLICY_TEXT_MAX = 1 << 17, POLICY_MEMORY_MAX = 1 << 21, POLICY_FAULTS_MAX = 64 };

typedef struct policy_file {
    char text[2][POLICY_TEXT_MAX];
    uint64_t lengths[2];
    _Alignas(8) unsigned char memory[POLICY_MEMORY_MAX];
    revops_policy_params params;
    revops_policy_fault faults[POLICY_FAULTS_MAX];
    size_t fault_count;
} policy_file;

/* A file of a folder that an environment variable names. */
static uint64_t policy_load(const char *variable, const char *folder, const char *name, char *out)
{
    char path[1024];
    const char *root = getenv(variable);
    snprintf(path, sizeof path, "%s/%s/%s.json", root ? root : ".", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        exit(2);
    }
    size_t length = fread(out, 1, POLICY_TEXT_MAX, file);
    fclose(file);
    return length;
}

static revops_status policy_read_texts(policy_file *file, uint32_t count)
{
    revops_policy_read_params params;
    const char *texts[2] = {file->text[0], file->text[1]};
    if (revops_policy_read_defaults(&params, sizeof params) != REVOPS_OK) {
        return REVOPS_ERR_ARG;
    }
    params.documents = texts;
    params.lengths = file->lengths;
    params.document_count = params.length_count = count;
    return revops_policy_read(&params, file->memory, sizeof file->memory, NULL, file->faults,
                              POLICY_FAULTS_MAX, &file->fault_count, &file->params, sizeof file->params);
}

#endif
