/* SPDX-License-Identifier: MIT */
/* A built table of rules: this head, then rules, conditions and the sets' values, each set sorted. */
#ifndef REVOPS_LIB_SEGMENT_INTERNAL_H
#define REVOPS_LIB_SEGMENT_INTERNAL_H

#include <revops/segment.h>

struct revops_segment_rules {
    uint32_t attribute_count, rule_count, condition_count, value_count;
    uint32_t otherwise, reserved0;
    uint64_t reserved1;
};

/* Checks a caller's parameters, copies them into `own` and tells the size of the table, a multiple of 8. */
revops_status revops__segment_read(const revops_segment_params *theirs, revops_segment_params *own,
                                   size_t *needed);
/* Writes the table of checked parameters into enough memory, aligned to 8. */
revops_segment_rules *revops__segment_write(const revops_segment_params *params, void *memory);

/* The match of a row, or of row `index` of columns. */
revops_segment_answer revops__segment_first(const revops_segment_rules *rules, const int64_t *row,
                                            const int64_t *const *columns, size_t index);

static inline const revops_segment_rule *revops__segment_rows(const revops_segment_rules *rules)
{
    return (const revops_segment_rule *)(const void *)(rules + 1);
}

#endif
