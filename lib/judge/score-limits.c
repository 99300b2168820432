/* SPDX-License-Identifier: MIT */
#include "judge/score-limits.h"

int revops__score_limits_table(revops__problems *problems, revops_status rows, uint32_t count, uint32_t most,
                               uint32_t row_size, const char *rows_name, const char *count_name,
                               const char *row_size_name, const char *expected)
{
    if (count > most) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, count_name, count, expected);
    } else if (rows == REVOPS_ERR_ARG) {
        revops__problem_put(problems, rows, "params", REVOPS_NO_ROW, rows_name, 0, "a pointer to the rows");
    } else if (rows != REVOPS_OK) {
        revops__problem_put(problems, rows, "params", REVOPS_NO_ROW, row_size_name, row_size,
                            "the size of the row as compiled");
    }
    return count <= most && rows == REVOPS_OK;
}

int revops__score_limits_check(revops__problems *problems, const revops__score_limits *limits)
{
    int has_groups = REVOPS__SCORE_LIMITS_TABLE(
        problems, revops_score_group, limits->groups, limits->group_count, limits->group_row_size,
        REVOPS_SCORE_GROUPS_MAX, "groups", "group_count", "group_row_size", "0 to 255");
    for (uint32_t i = 0; has_groups && i < limits->group_count; i++) {
        revops_score_group group;
        REVOPS__ROW_GET(revops_score_group, &group, limits->groups, limits->group_row_size, i);
        if (group.floor_mpt > group.cap_mpt) {
            revops__problem_put(problems, REVOPS_ERR_UNSOUND, "groups", i, "floor_mpt", group.floor_mpt,
                                "cap_mpt or less");
        }
    }
    if (limits->hysteresis_mpt < 0) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, "hysteresis_mpt",
                            limits->hysteresis_mpt, "0 or more");
    }
    if (limits->grade_count >= REVOPS_SCORE_GRADES_MAX) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, limits->grade_count_name,
                            limits->grade_count, "0 to 7");
    }
    for (uint32_t i = 1; i < limits->grade_count && limits->grade_count < REVOPS_SCORE_GRADES_MAX; i++) {
        if (limits->grades_mpt[i] >= limits->grades_mpt[i - 1]) {
            revops__problem_put_pair(problems, REVOPS_ERR_UNSOUND, limits->grades_name, i, i - 1, "value",
                                     limits->grades_mpt[i], "less than the grade before");
        }
    }
    for (uint32_t i = limits->grade_count; i < REVOPS_SCORE_GRADES_MAX; i++) {
        if (limits->grades_mpt[i] != 0) {
            revops__problem_put(problems, REVOPS_ERR_ARG, limits->grades_name, i, "value",
                                limits->grades_mpt[i], "0 beyond their number");
        }
    }
    if (limits->floor_mpt > limits->cap_mpt) {
        revops__problem_put(problems, REVOPS_ERR_UNSOUND, "params", REVOPS_NO_ROW, "floor_mpt",
                            limits->floor_mpt, "cap_mpt or less");
    }
    return has_groups;
}
