/* SPDX-License-Identifier: MIT */
/* What parts of the program engine-fold share: a policy made an engine, a log read, effects printed. */
#ifndef REVOPS_TESTS_ENGINE_FOLD_H
#define REVOPS_TESTS_ENGINE_FOLD_H

#include <revops/engine-records.h>
#include <revops/order.h>
#include <revops/policy.h>

/* A policy and its engine; the rows of the policy are what its memory holds. */
typedef struct fold_policy {
    revops_policy_params rows;
    const revops_engine *engine;
    void *memory;
    char *document;
    revops_policy_zone *zones;
    uint32_t zone_count;
} fold_policy;

/* Exits with a sentence where it can't be read. */
void fold_policy_read(const char *path, fold_policy *out);
void fold_policy_free(fold_policy *policy);
char *fold_file(const char *path, size_t *size);

/* Distinct texts, numbered from 0. */
typedef struct fold_texts {
    char *bytes, **names; /* one after the other; each with a NUL */
    int64_t *offsets;
    size_t count, size;
} fold_texts;

/* Columns of a log, in the order of their names in `fold_columns`. */
enum fold_column {
    FOLD_LEAD,
    FOLD_AT,
    FOLD_EVENT,
    FOLD_VALUE,
    FOLD_REASON,
    FOLD_ACTOR,
    FOLD_SOURCE,
    FOLD_CAMPAIGN,
    FOLD_ACCOUNT,
    FOLD_ID,
    FOLD_SEQUENCE,
    FOLD_VERDICT,
    FOLD_COLUMNS
};

typedef struct fold_row {
    uint32_t text[FOLD_COLUMNS]; /* numbers of texts */
    int64_t at_ms;
    uint64_t sequence;
} fold_row;

typedef struct fold_log {
    fold_row *rows;
    size_t count;
    fold_texts texts;
} fold_log;

uint32_t fold_text(fold_texts *texts, const char *bytes, size_t length);
/* The text that ends in a NUL. */
const char *fold_text_of(const fold_texts *texts, uint32_t number);
/* What the engine reads. */
revops_texts fold_texts_given(const fold_texts *texts);
void fold_log_read(const char *path, fold_log *out);
void fold_log_free(fold_log *log);
/* Whether two names are the same, folded. */
int fold_same(const char *a, const char *b);
/* The value of an event as the engine takes it. */
int64_t fold_value(const fold_policy *policy, fold_log *log, uint32_t event, const char *text);
/* A person as the engine takes it; 0 for an empty text. */
uint64_t fold_person(const fold_policy *policy, fold_log *log, const char *name);

/* A lead's events in order, and what they give. */
typedef struct fold_late {
    const revops_engine *engine;
    const revops_texts *texts;
    revops_engine_mode mode;
    revops_event *events;
    revops_effect *told;
    size_t count, told_count, room;
    const unsigned char *lead;
    int has_until;
    int64_t until_ms;
} fold_late;

/* Whether they give the same in another order of arrival, with time told in between. */
int fold_is_same_late(const fold_late *of, uint64_t seed);

/* One effect, as a JSON object a line; what the twin doesn't tell isn't printed. */
void fold_print(const fold_policy *policy, const fold_log *log, const char *lead,
                const revops_effect *effect);
void fold_print_text(const char *text);

#endif
