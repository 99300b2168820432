/* SPDX-License-Identifier: MIT */
/* What batches over records of usage have in common. */
#ifndef REVOPS_LIB_USAGE_BATCH_H
#define REVOPS_LIB_USAGE_BATCH_H

#include "judge/usage-internal.h"

/* The caller's side of a batch, checked. */
typedef struct usage_batch {
    const revops_usage *usage;
    revops_usage_columns columns;
    uint8_t *records;
    size_t record_count;
    revops_status *statuses;
    revops_usage_hit *hits;
    size_t capacity, found;
    size_t tail; /* last byte of a record, if not in the cache line of its first; else 0 */
    revops_cursor cursor;
} usage_batch;

/* What became of a row: it needs the general fold, is done, or is done and there is no room left for signals. */
enum usage_row_end { USAGE_ROW_LEFT, USAGE_ROW_DONE, USAGE_ROW_FULL };

/* Checks what all batches ask of their arguments. */
revops_status revops__usage_batch_begin(usage_batch *given, const revops_cursor *cursor,
                                        const size_t *hit_count);
/* Notes the signals of a row that is done, and whether there is room for those of another. */
enum usage_row_end revops__usage_batch_hits(usage_batch *given, size_t row, uint32_t record, int64_t at_ms,
                                            const revops__usage_outcome *out);
/* Counts a row that is left out. */
void revops__usage_batch_refuse(usage_batch *given, size_t row, revops_status status);
/* Folds a step that is no event of a column into record `row`. */
enum usage_row_end revops__usage_batch_step(usage_batch *given, size_t row, const revops__usage_step *step);
/* Counts what was applied up to a row, and says where the batch stands. */
revops_status revops__usage_batch_end(usage_batch *given, size_t stop, uint64_t count, revops_cursor *cursor,
                                      size_t *hit_count);

#endif
