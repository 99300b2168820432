/* SPDX-License-Identifier: MIT */
/* A compiled table of rules: this head, then rules, conditions (core/condition.h) and the index (segment-index.h). */
#ifndef REVOPS_LIB_SEGMENT_INTERNAL_H
#define REVOPS_LIB_SEGMENT_INTERNAL_H

#include <revops/segment.h>

#include "core/condition.h"
#include "core/bits.h"

typedef struct revops__segment_rule {
    uint32_t outcome, first_condition, condition_count, reserved;
} revops__segment_rule;

struct revops_segment {
    uint32_t attribute_count, rule_count, condition_count, otherwise;
    uint32_t has_texts, block_count;   /* no blocks: the table is walked */
    uint64_t used;                     /* attributes that conditions ask for, a bit each */
    uint64_t conditions, blocks, size; /* offsets in bytes from the head */
};

static inline const revops__segment_rule *revops__segment_rules(const revops_segment *segment)
{
    return (const revops__segment_rule *)(const void *)(segment + 1);
}
static inline const revops__conditions *revops__segment_conditions(const revops_segment *segment)
{
    return (const revops__conditions *)(const void *)((const unsigned char *)segment + segment->conditions);
}

/* Copies a caller's parameters into `own` and tells every fault. */
revops_status revops__segment_read(const revops_segment_params *theirs, revops_segment_params *own,
                                   revops__problems *problems);
/* Bytes of the table of checked parameters, a multiple of 8. */
size_t revops__segment_size(const revops_segment_params *params);
/* Writes it into enough memory, aligned to 8. */
revops_segment *revops__segment_write(const revops_segment_params *params, void *memory);

/* One rule against a row: whether it matches; else the attributes whose absence alone keeps it from matching. */
int revops__segment_rule_matches(const revops_segment *segment, uint32_t rule, const int64_t *row,
                                 const revops_texts *const *texts, uint64_t *missing);
/* The first rule that matches a row, by walking or by the index. */
revops_segment_answer revops__segment_first(const revops_segment *segment, const int64_t *row,
                                            const revops_texts *const *texts);

/* The same for `count` rows one after the other, as many as a strip has at most. */
void revops__segment_first_rows(const revops_segment *segment, const int64_t *rows, size_t count,
                                const revops_texts *const *texts, revops_segment_answer *out);

/* Whether all is known of a row that rules ask for. */
static inline int revops__segment_is_known(const revops_segment *segment, const int64_t *row)
{
    int known = 1;
    for (uint64_t left = segment->used; left; left &= left - 1) {
        known &= row[revops__lowest_bit(left)] != REVOPS_MISSING;
    }
    return known;
}

/* ---- Rows out of columns ---- */
enum { REVOPS__SEGMENT_STRIP = 128 }; /* numbers of a strip of rows */

/* Whether the columns are those of the table. */
int revops__segment_columns_fit(const revops_segment *segment, const revops_column *columns,
                                size_t column_count);
/* How many rows a strip has, 2 at least. */
static inline size_t revops__segment_strip_rows(const revops_segment *segment)
{
    return REVOPS__SEGMENT_STRIP / segment->attribute_count;
}
/* Writes `count` rows from row `first` on, one after the other. */
void revops__segment_gather(const revops_segment *segment, const revops_column *columns, size_t first,
                            size_t count, int64_t *strip);
/* The texts of the columns, for revops__segment_first(); NULL where no condition asks for texts. */
const revops_texts *const *revops__segment_texts(const revops_segment *segment, const revops_column *columns,
                                                 const revops_texts **texts);

/* ---- The index (segment-index.h) ---- */
uint32_t revops__segment_block_count(uint32_t rule_count);
/* Bytes of the index of checked parameters, 0 without one. */
size_t revops__segment_index_size(const revops_segment_params *params);
/* Writes the index behind rules and conditions. */
void revops__segment_index_write(revops_segment *segment);
revops_segment_answer revops__segment_index_first(const revops_segment *segment, const int64_t *row,
                                                  const revops_texts *const *texts);

void revops__segment_index_first_rows(const revops_segment *segment, const int64_t *rows, size_t count,
                                      const revops_texts *const *texts, revops_segment_answer *out);

#endif
