/* SPDX-License-Identifier: MIT */
/* What scores and intent check alike: tables, groups with limits, limits of the sum, grades. */
#ifndef REVOPS_LIB_SCORE_LIMITS_H
#define REVOPS_LIB_SCORE_LIMITS_H

#include <revops/score.h>

#include "core/params.h"

typedef struct revops__score_limits {
    const revops_score_group *groups;
    uint32_t group_count, group_row_size;
    int32_t floor_mpt, cap_mpt, hysteresis_mpt;
    const int32_t *grades_mpt; /* REVOPS_SCORE_GRADES_MAX of them */
    uint32_t grade_count;
    const char *grade_count_name, *grades_name; /* of the params' fields */
} revops__score_limits;

/* Whether the rows of groups can be read. */
int revops__score_limits_check(revops__problems *problems, const revops__score_limits *limits);

/* Tells faults of a table's count, pointer and row size; whether its rows can be read. */
int revops__score_limits_table(revops__problems *problems, revops_status rows, uint32_t count, uint32_t most,
                               uint32_t row_size, const char *rows_name, const char *count_name,
                               const char *row_size_name, const char *expected);

#define REVOPS__SCORE_LIMITS_TABLE(problems, type, rows, count, row_size, most, rows_name, count_name,       \
                                   row_size_name, expected)                                                  \
    revops__score_limits_table(                                                                              \
        (problems), (count) > (most) ? REVOPS_OK : REVOPS__ROWS_CHECK(type, rows, count, row_size), (count), \
        (most), (row_size), (rows_name), (count_name), (row_size_name), (expected))

#endif
