/* SPDX-License-Identifier: MIT */
/* A router's parameters as they are checked and built: rows found by their ids. */
#ifndef REVOPS_LIB_ROUTE_CHECK_H
#define REVOPS_LIB_ROUTE_CHECK_H

#include "act/route-internal.h"

/* Rows that start with an id. They are found by halving where their ids ascend, or where there are keys: sorted, each an
   id and its row. Else they are walked. */
typedef struct revops__route_ids {
    const unsigned char *rows;
    uint32_t row_size, count;
    const int64_t *keys;
    int ascend;
} revops__route_ids;

/* What is checked; the keys are there when there is memory for them. */
typedef struct revops__route_tables {
    revops_route_params params;
    revops_segment_params territories;
    revops__route_ids reps, queues;
    const int64_t
        *seat_keys; /* row of the queue, of the representative and of the member, 18 bits each; sorted */
} revops__route_tables;

/* Copies a caller's parameters and checks all that their sizes hang on. */
revops_status revops__route_read(const revops_route_params *theirs, revops__route_tables *tables,
                                 revops__problems *problems);
/* Checks the rows. */
void revops__route_check_rows(const revops__route_tables *tables, revops__problems *problems);
/* The lowest row of an id, or NIL. */
uint32_t revops__route_row_of(const revops__route_ids *ids, uint32_t id);
/* A sort key of an id or a number of rows with an index, in their order. */
static inline int64_t revops__route_key(uint64_t id, uint32_t index)
{
    return (int64_t)((id << 32 | index) ^ UINT64_C(1) << 63);
}
static inline int64_t revops__route_seat_key(uint32_t queue, uint32_t rep, uint32_t member)
{
    return (int64_t)((uint64_t)queue << 36 | (uint64_t)rep << 18 | member);
}

revops_route_rep revops__route_rep_given(const revops__route_tables *tables, uint32_t row);
revops_route_queue revops__route_queue_given(const revops__route_tables *tables, uint32_t row);
revops_route_member revops__route_member_given(const revops__route_tables *tables, uint32_t row);
revops_route_absence revops__route_absence_given(const revops__route_tables *tables, uint32_t row);

#endif
