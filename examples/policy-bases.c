/* SPDX-License-Identifier: MIT */
/* Documents that a policy extends lie beside it, named after them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "policy-file.h"

static const char BUILT_IN_NAME[] = "built-in-1";

/* The path of what a document extends; NULL where it extends nothing, or nothing that has a file's name. `*is_built_in`: it is
   known without a file. */
static char *base_of(const char *path, int *is_built_in)
{
    uint64_t length = 0;
    char error[200], *found = NULL, *text = policy_file_text(path, &length);
    json *root = text ? json_read(text, error, sizeof error) : NULL;
    const json *extends = json_member(root, "extends");
    *is_built_in = 0;
    if (extends && extends->kind == JSON_TEXT && *extends->text && !strchr(extends->text, '/')) {
        const char *slash = strrchr(path, '/');
        size_t folder = slash ? (size_t)(slash - path) + 1 : 0, size = folder + strlen(extends->text) + 6;
        found = malloc(size);
        if (found) {
            snprintf(found, size, "%.*s%s.json", (int)folder, path, extends->text);
        }
        *is_built_in = strcmp(extends->text, BUILT_IN_NAME) == 0;
    }
    json_free(root);
    free(text);
    return found;
}

void policy_bases_find(const char *path, policy_bases *out)
{
    char *base;
    int is_built_in;
    out->count = 0;
    while (path && out->count < POLICY_BASES && (base = base_of(path, &is_built_in)) != NULL) {
        FILE *file = fopen(base, "rb");
        for (uint32_t i = out->count++; i > 0; i--) { /* the base of all first */
            out->paths[i] = out->paths[i - 1];
        }
        out->paths[0] = base;
        if (file) {
            fclose(file);
        } else if (is_built_in) {
            free(base);
            out->paths[0] = NULL;
        }
        path = out->paths[0];
    }
}

void policy_bases_free(policy_bases *of)
{
    for (uint32_t i = 0; i < of->count; i++) {
        free(of->paths[i]);
    }
    of->count = 0;
}
