/* SPDX-License-Identifier: MIT */
/* Reading and writing the built-in policy, and building an engine of its rows. Floors of the same run: a pass over the document
   that finds strings and brackets and hashes each string (what any reader must do), and a copy of all rows. The document's file
   is the first argument, or examples/policies/built-in-1.json below REVOPS_ROOT. */
#include <string.h>

#include <revops/engine.h>
#include <revops/policy.h>

#include "bench.h"

enum { TEXT = 1 << 17, MEMORY = 1 << 21 };

typedef struct documents {
    char text[TEXT], written[TEXT];
    uint64_t length;
    _Alignas(8) unsigned char memory[MEMORY], engine[MEMORY], copy[MEMORY];
    size_t needed;
    revops_policy_params params;
} documents;

static documents all;

static uint64_t scan(void *context)
{
    const documents *of = context;
    uint64_t hash = 0, depth = 0;
    for (const char *at = of->text, *end = of->text + of->length; at < end; at++) {
        if (*at == '"') {
            uint64_t own = UINT64_C(14695981039346656037);
            for (at++; *at != '"'; at++) {
                at += *at == '\\';
                own = (own ^ (unsigned char)*at) * UINT64_C(1099511628211);
            }
            hash += own;
        } else {
            depth += *at == '{' || *at == '[';
        }
    }
    return hash ^ depth;
}

static uint64_t read_document(void *context)
{
    documents *of = context;
    const char *text = of->text;
    revops_policy_read_params params;
    size_t count = 0;
    if (revops_policy_read_defaults(&params, sizeof params) != REVOPS_OK) {
        exit(EXIT_FAILURE);
    }
    params.documents = &text;
    params.lengths = &of->length;
    params.document_count = params.length_count = 1;
    if (revops_policy_read(&params, of->memory, sizeof of->memory, &of->needed, NULL, 0, &count, &of->params,
                           sizeof of->params) != REVOPS_OK) {
        fprintf(stderr, "%zu faults\n", count);
        exit(EXIT_FAILURE);
    }
    return of->params.event_count;
}

static uint64_t check_rows(void *context)
{
    const documents *of = context;
    size_t needed = 1;
    if (revops_policy_check(&of->params, NULL, 0, &needed) != REVOPS_OK) {
        exit(EXIT_FAILURE);
    }
    return needed;
}

static uint64_t write_document(void *context)
{
    documents *of = context;
    size_t needed = 0;
    if (revops_policy_write(&of->params, of->written, sizeof of->written, &needed) != REVOPS_OK) {
        exit(EXIT_FAILURE);
    }
    return needed;
}

static uint64_t copy_rows(void *context)
{
    documents *of = context;
    memcpy(of->copy, of->memory, of->needed);
    return of->copy[of->needed / 2];
}

static uint64_t build_engine(void *context)
{
    documents *of = context;
    revops_engine_params params;
    const revops_engine *engine;
    if (revops_engine_defaults(&params, sizeof params) != REVOPS_OK) {
        exit(EXIT_FAILURE);
    }
    params.policy = &of->params;
    revops_status status = revops_engine_build(&params, of->engine, sizeof of->engine, NULL, &engine);
    if (status != REVOPS_OK) {
        fprintf(stderr, "%s\n", revops_status_text(status));
        exit(EXIT_FAILURE);
    }
    return revops_engine_count(engine, REVOPS_ENGINE_LIST_EVENTS);
}

int main(int argc, char **argv)
{
    char path[1024];
    const char *root = getenv("REVOPS_ROOT");
    snprintf(path, sizeof path, "%s/examples/policies/built-in-1.json", root ? root : ".");
    FILE *file = fopen(argc > 1 ? argv[1] : path, "rb");
    if (!file) {
        perror(path);
        return EXIT_FAILURE;
    }
    all.length = fread(all.text, 1, TEXT - 1, file);
    fclose(file);
    bench_contestant reading[] = {
        {"a pass that hashes strings", scan, &all, NULL, {0}},
        {"read", read_document, &all, NULL, {0}},
        {"write", write_document, &all, NULL, {0}},
        {"check its rows", check_rows, &all, NULL, {0}},
    };
    bench_contestant building[] = {
        {"a copy of all that was read", copy_rows, &all, NULL, {0}},
        {"build an engine, the policy checked", build_engine, &all, NULL, {0}},
    };
    bench_contestant limits[] = {{"2 ms", NULL, NULL, NULL, {2e6}}, {"100 us", NULL, NULL, NULL, {1e5}}};
    int failed = bench_run("the built-in document, whole", reading, 4, 1, 0);
    failed |= bench_bar("read over a pass that hashes strings", &reading[1], &reading[0], 40);
    bench_bar("read over 2 ms", &reading[1], &limits[0],
              1); /* told, not judged: of this machine as busy as it is */
    failed |= bench_run("an engine of its rows", building, 2, 1, 0);
    failed |= bench_bar("build over a copy", &building[1], &building[0], 25);
    bench_bar("build over 100 us", &building[1], &limits[1], 1);
    return failed;
}
