/* SPDX-License-Identifier: MIT */
/* Engines of documents that tests write as texts. */
#ifndef REVOPS_TESTS_ENGINE_JSON_H
#define REVOPS_TESTS_ENGINE_JSON_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <revops/revops.h>

/* Tables of Check include test.h before this, twins model.h. */
#ifdef MUST
#define JSON_MUST(condition) MUST(condition)
#else
#define JSON_MUST(condition) ck_assert(condition)
#endif

/* A document, read; its rows lie in memory that free() gives back. */
typedef struct json_policy {
    revops_policy_params params;
    void *memory;
} json_policy;

static inline json_policy json_policy_of(const char *text)
{
    json_policy out;
    revops_policy_read_params params;
    revops_policy_fault faults[4];
    uint64_t length = strlen(text);
    size_t needed = 0, fault_count = 0;
    JSON_MUST(revops_policy_read_defaults(&params, sizeof params) == REVOPS_OK);
    params.documents = &text;
    params.lengths = &length;
    params.document_count = params.length_count = 1;
    revops_status status =
        revops_policy_read(&params, NULL, 0, &needed, faults, 4, &fault_count, NULL, sizeof out.params);
    JSON_MUST(status == REVOPS_ERR_NOSPACE);
    out.memory = malloc(needed);
    status = revops_policy_read(&params, out.memory, needed, &needed, faults, 4, &fault_count, &out.params,
                                sizeof out.params);
    for (size_t i = 0; i < fault_count && i < 4; i++) {
        char sentence[1024];
        revops_policy_fault_text(&faults[i], sentence, sizeof sentence);
        fprintf(stderr, "%s\n", sentence);
    }
    JSON_MUST(status == REVOPS_OK);
    return out;
}

/* An engine of a document; free() gives it back. */
static inline const revops_engine *json_engine_of(const char *text)
{
    json_policy policy = json_policy_of(text);
    revops_engine_params params;
    const revops_engine *engine = NULL;
    size_t needed = 0;
    JSON_MUST(revops_engine_defaults(&params, sizeof params) == REVOPS_OK);
    params.policy = &policy.params;
    JSON_MUST(revops_engine_build(&params, NULL, 0, &needed, &engine) == REVOPS_ERR_NOSPACE);
    void *memory = malloc(needed);
    JSON_MUST(revops_engine_build(&params, memory, needed, &needed, &engine) == REVOPS_OK);
    free(policy.memory);
    return engine;
}

/* The number of a name. */
static inline uint32_t json_number(const revops_engine *engine, revops_engine_list list, const char *name)
{
    uint32_t number = 0;
    JSON_MUST(revops_engine_find(engine, list, name, strlen(name), &number) == REVOPS_OK);
    return number;
}

#endif
