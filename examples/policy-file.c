/* SPDX-License-Identifier: MIT */
#include "policy-file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { FAULTS = 256 };
static const char BUILT_IN[] = "the built-in policy";

char *policy_file_text(const char *path, uint64_t *length)
{
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    size_t size = 0, capacity = 1 << 14, got = 1;
    while (file && got > 0 && size <= REVOPS_POLICY_SIZE_MAX) {
        char *more = realloc(text, capacity + 1);
        if (!more) {
            break;
        }
        text = more;
        got = fread(text + size, 1, capacity - size, file);
        size += got;
        capacity = size == capacity ? 2 * capacity : capacity;
    }
    int is_whole = file && got == 0 && !ferror(file);
    errno = file && size > REVOPS_POLICY_SIZE_MAX ? EFBIG : errno;
    if (file) {
        int error = errno;
        fclose(file);
        errno = error;
    }
    if (!is_whole) {
        free(text);
        return NULL;
    }
    text[size] = '\0';
    *length = size;
    return text;
}

char *policy_file_zone(const char *name, uint64_t *length)
{
    char path[512];
    const char *folder = getenv("TZDIR");
    if (strstr(name, "..") || name[0] == '/') {
        return NULL;
    }
    snprintf(path, sizeof path, "%s/%s", folder ? folder : "/usr/share/zoneinfo", name);
    return policy_file_text(path, length);
}

/* The library opens no file: time zones that the document names and doesn't define are read here. */
static void read_zones(const revops_policy_read_params *params, policy_file *out)
{
    const char *names[POLICY_FILE_ZONES];
    size_t needed = 0, count = 0;
    if (revops_policy_zones(params, NULL, 0, &needed, NULL, 0, NULL) != REVOPS_ERR_NOSPACE) {
        return;
    }
    void *memory = malloc(needed);
    if (memory &&
        revops_policy_zones(params, memory, needed, NULL, names, POLICY_FILE_ZONES, &count) == REVOPS_OK) {
        for (size_t i = 0; i < count; i++) {
            uint64_t length = 0;
            char *name = malloc(strlen(names[i]) + 1),
                 *bytes = name ? policy_file_zone(names[i], &length) : NULL;
            if (!bytes) {
                free(name);
                continue; /* the reader tells that nobody knows the zone */
            }
            revops_policy_zone zone = {.name = strcpy(name, names[i]), .tzif = bytes, .tzif_size = length};
            out->zones[out->zone_count++] = zone;
        }
    }
    free(memory);
}

static int tell_status(const char *program, const char *path, revops_status status)
{
    fprintf(stderr, "%s: %s: %s\n", program, path, revops_status_text(status));
    return POLICY_FILE_COULD_NOT;
}

/* The built-in policy as a document, since others extend it. */
static char *built_in_text(uint64_t *length)
{
    revops_policy_params policy;
    size_t needed = 0;
    char *text = NULL;
    if (revops_policy_built_in(&policy, sizeof policy) == REVOPS_OK &&
        revops_policy_write(&policy, NULL, 0, &needed) == REVOPS_ERR_NOSPACE) {
        text = malloc(needed);
    }
    if (text && revops_policy_write(&policy, text, needed, NULL) != REVOPS_OK) {
        free(text);
        return NULL;
    }
    *length = needed - 1;
    return text;
}

int policy_file_read(const char *program, const char *path, const char *const *bases, uint32_t base_count,
                     FILE *faults_to, policy_file *out)
{
    memset(out, 0, sizeof *out);
    for (uint32_t i = 0; i <= base_count; i++) {
        const char *from = i < base_count ? bases[i] : path;
        out->texts[i] = from ? policy_file_text(from, &out->lengths[i]) : built_in_text(&out->lengths[i]);
        out->count = i + 1;
        if (!out->texts[i]) {
            fprintf(stderr, "%s: %s: %s\n", program, from ? from : BUILT_IN, strerror(errno));
            return POLICY_FILE_COULD_NOT;
        }
    }
    revops_policy_read_params params;
    static revops_policy_fault faults[FAULTS];
    size_t needed = 0, count = 0;
    revops_status status = revops_policy_read_defaults(&params, sizeof params);
    if (status != REVOPS_OK) {
        return tell_status(program, path ? path : BUILT_IN, status);
    }
    params.documents = out->texts;
    params.lengths = out->lengths;
    params.document_count = params.length_count = out->count;
    read_zones(&params, out);
    params.zones = out->zones;
    params.zone_count = out->zone_count;
    params.zone_row_size = sizeof out->zones[0];
    status = revops_policy_read(&params, NULL, 0, &needed, faults, FAULTS, &count, &out->params,
                                sizeof out->params);
    if (status == REVOPS_ERR_NOSPACE) {
        out->memory = malloc(needed);
        status = out->memory ? revops_policy_read(&params, out->memory, needed, NULL, faults, FAULTS, &count,
                                                  &out->params, sizeof out->params)
                             : REVOPS_ERR_NOSPACE;
    }
    if (status != REVOPS_OK && status != REVOPS_ERR_FORMAT) {
        return tell_status(program, path ? path : BUILT_IN, status);
    }
    for (size_t i = 0; status == REVOPS_ERR_FORMAT && i < count && i < FAULTS; i++) {
        char text[1024];
        const char *from = faults[i].document < base_count ? bases[faults[i].document] : path;
        const char *name = from ? strrchr(from, '/') : NULL;
        revops_policy_fault_text(&faults[i], text, sizeof text);
        fprintf(faults_to, "%s: %s\n", name ? name + 1 : from ? from : BUILT_IN, text);
    }
    return status == REVOPS_OK ? 0 : POLICY_FILE_FAULTY;
}

void policy_file_free(policy_file *of)
{
    for (uint32_t i = 0; i < of->zone_count; i++) {
        free((void *)(uintptr_t)of->zones[i].name);
        free((void *)(uintptr_t)of->zones[i].tzif);
    }
    for (uint32_t i = 0; i < of->count; i++) {
        free((void *)(uintptr_t)of->texts[i]);
    }
    free(of->memory);
}
