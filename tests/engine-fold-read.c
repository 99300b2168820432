/* SPDX-License-Identifier: MIT */
/* What engine-fold reads: policies with their zones, logs, values as the twin spells them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine-fold.h"

enum { FOLD_ZONES = 64, FOLD_FAULTS = 4 };

static void *fold_need(void *memory)
{
    if (!memory) {
        abort();
    }
    return memory;
}

char *fold_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        return NULL;
    }
    char *bytes = fold_need(malloc(1));
    size_t room = 0, used = 0, got = 1;
    while (got) {
        room = used + 65536;
        bytes = fold_need(realloc(bytes, room + 1));
        got = fread(bytes + used, 1, room - used, file);
        used += got;
    }
    fclose(file);
    bytes[used] = '\0';
    *size = used;
    return bytes;
}

static void fold_fail(const char *path, const char *what)
{
    fprintf(stderr, "engine-fold: %s: %s\n", path, what);
    exit(1);
}

static void fold_zones(const revops_policy_read_params *params, fold_policy *out)
{
    const char *names[FOLD_ZONES], *folder = getenv("TZDIR");
    size_t needed = 0, count = 0;
    revops_status status = revops_policy_zones(params, NULL, 0, &needed, NULL, 0, &count);
    void *memory = fold_need(malloc(needed + 8));
    status = revops_policy_zones(params, memory, needed, NULL, names, FOLD_ZONES, &count);
    out->zones = fold_need(calloc(count + 1, sizeof *out->zones));
    for (size_t i = 0; status == REVOPS_OK && i < count; i++) {
        char path[1024];
        size_t size = 0;
        snprintf(path, sizeof path, "%s/%s", folder ? folder : "/usr/share/zoneinfo", names[i]);
        char *bytes = fold_file(path, &size), *name = fold_need(malloc(strlen(names[i]) + 1));
        if (!bytes) {
            fold_fail(path, "no such zone");
        }
        memcpy(name, names[i], strlen(names[i]) + 1);
        out->zones[out->zone_count++] =
            (revops_policy_zone){.name = name, .tzif = (const unsigned char *)bytes, .tzif_size = size};
    }
    free(memory);
}

void fold_policy_read(const char *path, fold_policy *out)
{
    static revops_policy_fault faults[FOLD_FAULTS];
    static char text[1024];
    revops_policy_read_params params;
    size_t size = 0, needed = 0, count = 0;
    memset(out, 0, sizeof *out);
    out->document = fold_file(path, &size);
    if (!out->document || revops_policy_read_defaults(&params, sizeof params) != REVOPS_OK) {
        fold_fail(path, "can't be read");
    }
    const char *documents[] = {out->document};
    const uint64_t lengths[] = {size};
    params.documents = documents;
    params.lengths = lengths;
    params.document_count = params.length_count = 1;
    fold_zones(&params, out);
    params.zones = out->zones;
    params.zone_count = out->zone_count;
    params.zone_row_size = sizeof out->zones[0];
    revops_status status =
        revops_policy_read(&params, NULL, 0, &needed, NULL, 0, NULL, &out->rows, sizeof out->rows);
    out->memory = fold_need(malloc(needed + 8));
    status = revops_policy_read(&params, out->memory, needed, NULL, faults, FOLD_FAULTS, &count, &out->rows,
                                sizeof out->rows);
    if (status != REVOPS_OK) {
        revops_policy_fault_text(count ? &faults[0] : NULL, text, sizeof text);
        fold_fail(path, text);
    }
    revops_engine_params given;
    revops_problem problem;
    if (revops_engine_defaults(&given, sizeof given) != REVOPS_OK) {
        abort();
    }
    given.policy = &out->rows;
    out->rows.queue_count = 0; /* the twin has no routing */
    status = revops_engine_check(&given, &problem, 1, &count);
    if (status != REVOPS_OK) {
        revops_problem_text(count ? &problem : NULL, text, sizeof text);
        fold_fail(path, text);
    }
    status = revops_engine_build(&given, NULL, 0, &needed, NULL);
    void *memory = fold_need(malloc(needed));
    if (revops_engine_build(&given, memory, needed, NULL, &out->engine) != REVOPS_OK) {
        fold_fail(path, "can't be built");
    }
}

void fold_policy_free(fold_policy *policy)
{
    for (uint32_t i = 0; i < policy->zone_count; i++) {
        free((void *)(uintptr_t)policy->zones[i].name);
        free((void *)(uintptr_t)policy->zones[i].tzif);
    }
    free(policy->zones);
    free(policy->document);
    free(policy->memory);
    free((void *)(uintptr_t)policy->engine);
}

/* ---- texts ---- */

uint32_t fold_text(fold_texts *texts, const char *bytes, size_t length)
{
    for (size_t i = 0; i < texts->count; i++) {
        if ((size_t)(texts->offsets[i + 1] - texts->offsets[i]) == length &&
            memcmp(texts->names[i], bytes, length) == 0) {
            return (uint32_t)i;
        }
    }
    size_t count = texts->count;
    texts->bytes = fold_need(realloc(texts->bytes, texts->size + length + 1));
    texts->offsets = fold_need(realloc(texts->offsets, (count + 2) * sizeof *texts->offsets));
    texts->names = fold_need(realloc(texts->names, (count + 1) * sizeof *texts->names));
    texts->names[count] = fold_need(calloc(length + 1, 1));
    memcpy(texts->names[count], bytes, length);
    memcpy(texts->bytes + texts->size, bytes, length);
    texts->offsets[count] = (int64_t)texts->size;
    texts->size += length;
    texts->offsets[count + 1] = (int64_t)texts->size;
    return (uint32_t)texts->count++;
}

const char *fold_text_of(const fold_texts *texts, uint32_t number)
{
    return texts->names[number];
}

revops_texts fold_texts_given(const fold_texts *texts)
{
    return (revops_texts){.bytes = texts->bytes, .offsets = texts->offsets, .count = texts->count};
}

int fold_same(const char *a, const char *b)
{
    for (;;) {
        int space_a = *a == ' ' || *a == '_' || *a == '-', space_b = *b == ' ' || *b == '_' || *b == '-';
        if (space_a != space_b) {
            return 0;
        }
        if (space_a) {
            a += strspn(a, " _-");
            b += strspn(b, " _-");
            continue;
        }
        int low_a = *a >= 'A' && *a <= 'Z' ? *a + 'a' - 'A' : *a;
        int low_b = *b >= 'A' && *b <= 'Z' ? *b + 'a' - 'A' : *b;
        if (low_a != low_b) {
            return 0;
        }
        if (!*a) {
            return 1;
        }
        a++;
        b++;
    }
}

/* ---- logs ---- */

static const char *const fold_columns[FOLD_COLUMNS] = {
    [FOLD_LEAD] = "lead",         [FOLD_AT] = "at",
    [FOLD_EVENT] = "event",       [FOLD_VALUE] = "value",
    [FOLD_REASON] = "reason",     [FOLD_ACTOR] = "actor",
    [FOLD_SOURCE] = "source",     [FOLD_CAMPAIGN] = "campaign",
    [FOLD_ACCOUNT] = "account",   [FOLD_ID] = "id",
    [FOLD_SEQUENCE] = "sequence", [FOLD_VERDICT] = "verdict"};

/* One field, unquoted in place. Returns where the next begins; `*ends` says whether its line ended. */
static char *fold_field(char *at, char **field, size_t *length, int *ends)
{
    char *to = at;
    int quoted = 0;
    *field = at;
    for (;; at++) {
        if (*at == '"') {
            if (quoted && at[1] == '"') {
                *to++ = *at++;
            } else {
                quoted = !quoted;
            }
        } else if (*at == '\0' || (!quoted && (*at == ',' || *at == '\n'))) {
            break;
        } else if (quoted || *at != '\r') {
            *to++ = *at;
        }
    }
    *length = (size_t)(to - *field);
    *ends = *at != ',';
    return *at ? at + 1 : at;
}

void fold_log_read(const char *path, fold_log *out)
{
    size_t size = 0;
    char *bytes = fold_file(path, &size);
    int columns[64], column_count = 0, ends = 0;
    memset(out, 0, sizeof *out);
    if (!bytes) {
        fold_fail(path, "can't be read");
    }
    uint32_t empty = fold_text(&out->texts, "", 0);
    char *at = bytes, *field;
    size_t length;
    while (*at && !ends) {
        at = fold_field(at, &field, &length, &ends);
        columns[column_count] = FOLD_COLUMNS;
        for (int i = 0; i < FOLD_COLUMNS; i++) {
            if (strlen(fold_columns[i]) == length && memcmp(fold_columns[i], field, length) == 0) {
                columns[column_count] = i;
            }
        }
        if (columns[column_count++] == FOLD_COLUMNS || column_count == 64) {
            fold_fail(path, "has a column that no log has");
        }
    }
    while (*at) {
        fold_row row = {.at_ms = 0};
        for (int i = 0; i < FOLD_COLUMNS; i++) {
            row.text[i] = empty;
        }
        ends = 0;
        for (int i = 0; !ends && i < column_count; i++) {
            at = fold_field(at, &field, &length, &ends);
            row.text[columns[i]] = fold_text(&out->texts, field, length);
        }
        row.at_ms = strtoll(fold_text_of(&out->texts, row.text[FOLD_AT]), NULL, 10);
        row.sequence = strtoull(fold_text_of(&out->texts, row.text[FOLD_SEQUENCE]), NULL, 10);
        out->rows = fold_need(realloc(out->rows, (out->count + 1) * sizeof row));
        out->rows[out->count++] = row;
    }
    free(bytes);
}

void fold_log_free(fold_log *log)
{
    for (size_t i = 0; i < log->texts.count; i++) {
        free(log->texts.names[i]);
    }
    free(log->texts.names);
    free(log->rows);
    free(log->texts.bytes);
    free(log->texts.offsets);
}

/* ---- values ---- */

static int64_t fold_number(const char *text)
{
    char *end;
    long long value = strtoll(text, &end, 10);
    return end == text || *end ? REVOPS_MISSING : value;
}

static int64_t fold_date(const char *text)
{
    int year, month, day;
    int32_t out;
    return sscanf(text, "%d-%d-%d", &year, &month, &day) == 3 &&
                   revops_day_from_date(year, month, day, &out) == REVOPS_OK
               ? out
               : REVOPS_MISSING;
}

/* Position from 1 of a choice; 0 for none. */
static uint32_t fold_choice(const revops_policy_params *policy, const revops_policy_attribute *row,
                            const char *text)
{
    for (uint32_t i = 0; i < row->choice_count; i++) {
        if (fold_same(policy->texts[row->first_choice + i], text)) {
            return i + 1;
        }
    }
    return 0;
}

/* Names parted by semicolons, as bits. */
static int64_t fold_names(const fold_policy *policy, const revops_policy_attribute *row, const char *text)
{
    char name[256];
    uint64_t bits = 0;
    while (*text) {
        size_t length = strcspn(text, ";");
        uint32_t number = 0;
        snprintf(name, sizeof name, "%.*s", (int)length, text);
        if (row) {
            number = fold_choice(&policy->rows, row, name);
        } else if (revops_engine_find(policy->engine, REVOPS_ENGINE_LIST_ITEMS, name, strlen(name),
                                      &number) != REVOPS_OK) {
            number = 0;
        }
        bits |= number ? UINT64_C(1) << (number - 1) : 0;
        text += length + (text[length] == ';');
    }
    return (int64_t)bits;
}

static int64_t fold_attribute(const fold_policy *policy, fold_log *log, uint32_t attribute, const char *text)
{
    const revops_policy_attribute *row = &policy->rows.attributes[attribute - 1];
    uint32_t choice;
    switch ((enum revops_policy_types)row->type) {
    case REVOPS_POLICY_NUMBER:
    case REVOPS_POLICY_MONEY:
    case REVOPS_POLICY_SHARE:
    case REVOPS_POLICY_INSTANT:
        return fold_number(text);
    case REVOPS_POLICY_DATE:
        return fold_date(text);
    case REVOPS_POLICY_FLAGS:
        return fold_names(policy, row, text);
    case REVOPS_POLICY_CHOICE:
        choice = fold_choice(&policy->rows, row, text);
        return choice ? choice : REVOPS_MISSING;
    case REVOPS_POLICY_BOOL:
        return fold_same(text, "yes") || fold_same(text, "true") || fold_same(text, "1");
    case REVOPS_POLICY_TEXT:
        return fold_text(&log->texts, text, strlen(text));
    }
    return REVOPS_MISSING;
}

uint64_t fold_person(const fold_policy *policy, fold_log *log, const char *name)
{
    uint32_t number;
    if (!*name) {
        return 0;
    }
    if (revops_engine_find(policy->engine, REVOPS_ENGINE_LIST_PEOPLE, name, strlen(name), &number) ==
        REVOPS_OK) {
        return number;
    }
    return UINT64_C(1) + revops_engine_count(policy->engine, REVOPS_ENGINE_LIST_PEOPLE) +
           fold_text(&log->texts, name, strlen(name));
}

static int64_t fold_grade(const fold_policy *policy, fold_log *log, const char *text)
{
    if (!policy->rows.fit_otherwise && !policy->rows.fit_grade_count) {
        return 1 + (int64_t)fold_text(&log->texts, text, strlen(text)); /* of no meaning, but a value */
    }
    for (uint32_t i = 0; i < policy->rows.fit_grade_count; i++) {
        if (fold_same(policy->rows.fit_grades[i].name, text)) {
            return i + 1;
        }
    }
    return policy->rows.fit_otherwise && fold_same(policy->rows.fit_otherwise, text)
               ? policy->rows.fit_grade_count + 1
               : REVOPS_MISSING;
}

/* "8" or, of a limit, "8/10". */
static int64_t fold_level(const char *text)
{
    long long level, limit = 0;
    return sscanf(text, "%lld/%lld", &level, &limit) >= 1 ? (int64_t)(level | limit << 32) : REVOPS_MISSING;
}

int64_t fold_value(const fold_policy *policy, fold_log *log, uint32_t event, const char *text)
{
    uint32_t number = 0;
    const revops_engine *engine = policy->engine;
    text += strspn(text, " ");
    if (!*text) {
        return REVOPS_MISSING;
    }
    switch ((enum revops_policy_values)revops_engine_value(engine, event)) {
    case REVOPS_POLICY_VALUE_NONE:
        return REVOPS_MISSING;
    case REVOPS_POLICY_VALUE_NUMBER:
    case REVOPS_POLICY_VALUE_MONEY:
    case REVOPS_POLICY_VALUE_INSTANT:
        return fold_number(text);
    case REVOPS_POLICY_VALUE_LEVEL:
        return fold_level(text);
    case REVOPS_POLICY_VALUE_DATE:
        return fold_date(text);
    case REVOPS_POLICY_VALUE_ITEMS:
        return fold_names(policy, NULL, text);
    case REVOPS_POLICY_VALUE_STAGE:
        return revops_engine_find(engine, REVOPS_ENGINE_LIST_STAGES, text, strlen(text), &number) == REVOPS_OK
                   ? number
                   : 0;
    case REVOPS_POLICY_VALUE_REASON:
        return revops_engine_find(engine, REVOPS_ENGINE_LIST_REASONS, text, strlen(text), &number) ==
                       REVOPS_OK
                   ? number
                   : 0;
    case REVOPS_POLICY_VALUE_PERSON:
        return (int64_t)fold_person(policy, log, text);
    case REVOPS_POLICY_VALUE_TEXT:
        return fold_text(&log->texts, text, strlen(text));
    case REVOPS_POLICY_VALUE_ATTRIBUTE:
        return fold_attribute(policy, log, policy->rows.events[event - 1].attribute, text);
    case REVOPS_POLICY_VALUE_FIT:
        return fold_grade(policy, log, text);
    }
    return REVOPS_MISSING;
}
