/* SPDX-License-Identifier: MIT */
/* The classes of values that proofs of a table choose from (see segment-prove.c). */
#ifndef REVOPS_LIB_SEGMENT_PROVE_H
#define REVOPS_LIB_SEGMENT_PROVE_H

#include "judge/segment-internal.h"

enum revops__proof_kind {
    REVOPS__PROOF_NUMBERS, /* ranges, equality, sets, presence */
    REVOPS__PROOF_FLAGS,   /* flags of one word, presence */
    REVOPS__PROOF_TEXTS,   /* whole texts, presence */
    REVOPS__PROOF_WHOLE    /* one condition, holding or not */
};

typedef struct revops__proof_variable {
    uint32_t attribute;
    enum revops__proof_kind kind;
    uint32_t condition; /* of REVOPS__PROOF_WHOLE */
    uint32_t first_class, class_count;
    uint32_t first_use, use_count;
} revops__proof_variable;

/* A condition of a rule. */
typedef struct revops__proof_use {
    uint32_t rule, condition;
} revops__proof_use;

/* Where the search stands with one variable: the class tried last and how many rules it leaves. */
typedef struct revops__proof_level {
    uint32_t variable, begun, class, left;
} revops__proof_level;

typedef struct revops__proof {
    const revops_segment *segment;
    uint32_t words; /* of a set */
    uint32_t variable_count, class_count, text_count;
    uint32_t is_exact; /* every choice of classes is a row that there can be */
    revops__proof_variable *variables;
    uint32_t *variable_of;      /* of a condition */
    uint32_t *text_ids;         /* the lowest number of an equal text */
    revops__proof_use *uses;    /* variable by variable */
    int64_t *probes;            /* a value of each class */
    uint64_t *hashes, *classes; /* the class's set, and its hash */
    uint64_t *without, *suffix; /* rules without conditions on a variable, on it and all later ones */
    uint64_t *alive, *needed, *scratch;
    revops__proof_level *levels;
} revops__proof;

/* Divides the values of a table's attributes into classes, in memory of revops_segment_proof_size() bytes. */
revops_status revops__proof_begin(revops__proof *proof, const revops_segment *segment, void *memory,
                                  size_t memory_size);

static inline const uint64_t *revops__proof_class(const revops__proof *proof, uint32_t class)
{
    return proof->classes + (size_t) class * proof->words;
}

#endif
