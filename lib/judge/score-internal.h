/* SPDX-License-Identifier: MIT */
/* The compiled rule set. One block: this head, then the arrays that the offsets name. */
#ifndef REVOPS_LIB_SCORE_INTERNAL_H
#define REVOPS_LIB_SCORE_INTERNAL_H

#include <revops/score.h>

#include "core/condition.h"
#include "core/text.h"

/* What one attribute gives as a function of its value, for the batch path: the sum of the steps passed, of the
   points equal and of the flags set, in units; at "missing" it is `missing_units` instead. */
typedef struct revops__score_program {
    uint32_t attribute;
    uint32_t first_step, step_count;   /* value > above: + delta */
    uint32_t first_equal, equal_count; /* value = at: + delta */
    uint32_t first_flag, flag_count;
    int32_t missing_units;
    int32_t least_units, most_units; /* bounds of the function, to choose the width of lanes */
} revops__score_program;

typedef struct revops__score_step {
    int64_t above; /* passed by greater values */
    int32_t delta;
    int32_t reserved;
} revops__score_step;

typedef struct revops__score_equal {
    int64_t at;
    int32_t delta;
    int32_t reserved;
} revops__score_equal;

typedef struct revops__score_flag {
    int64_t mask;
    int32_t delta;
    uint32_t all; /* 1: all bits of the mask, 0: any */
} revops__score_flag;

/* Rules of one group, or those of none: attributes with their programs, then conjunctions. */
typedef struct revops__score_section {
    uint32_t group;
    uint32_t first_program, program_count;
    uint32_t first_conjunction, conjunction_count; /* into `order`, whose low 32 bits are rules */
    int32_t floor, cap;                            /* in thousandths ÷ last_unit_mpt */
    uint32_t reserved;
} revops__score_section;

struct revops_score {
    uint32_t attribute_count, rule_count, condition_count, group_count, grade_count, section_count;
    /* The greatest common divisor of all points. Sums of sections are brought to thousandths at once or, when all limits of
       groups are multiples of the unit, only at the end: one of the two factors is unit_mpt, the other 1. */
    int32_t unit_mpt, section_unit_mpt, last_unit_mpt;
    int32_t base_mpt, floor_mpt, cap_mpt, hysteresis_mpt;
    int32_t grades_mpt[8];
    uint32_t reserved;
    /* Offsets in bytes from the block's start. */
    uint64_t rules, conditions, values, groups, sections, programs, condition_programs, steps, equals, flags,
        order;
};

static inline const void *revops__score_at(const revops_score *score, uint64_t offset)
{
    return (const unsigned char *)score + offset;
}

/* Whether a condition of a compiled rule set holds for a value. */
int revops__score_holds(const revops_score *score, const revops_condition *condition, int64_t value);

/* Whether all conditions of a rule hold for a row. */
int revops__score_fires(const revops_score *score, const revops_score_rule *rule, const int64_t *row);

/* The score of a row. */
int32_t revops__score_total(const revops_score *score, const int64_t *row);

/* Grade of a score; `previous` may be REVOPS_SCORE_UNGRADED. */
uint32_t revops__score_grade(const int32_t *grades_mpt, uint32_t grade_count, int32_t hysteresis_mpt,
                             int32_t score_mpt, uint32_t previous);

/* Lines of an explanation as they are written: counted in full, stored as far as there is room. */
typedef struct revops__score_lines {
    revops_score_line *out;
    size_t capacity, count;
} revops__score_lines;

/* Leaves out lines of 0 points. */
void revops__score_line_put(revops__score_lines *lines, revops_score_reason reason, uint32_t index,
                            int64_t points_mpt);

/* Adds up sums by group (0: no group), writes what floors and caps did, and returns the score. */
int32_t revops__score_limits_put(revops__score_lines *lines, const int64_t *sums_mpt,
                                 const revops_score_group *groups, uint32_t group_count, int32_t floor_mpt,
                                 int32_t cap_mpt);

/* A name in quotes, or the index where there are no names; names[0] is that of `first`. */
void revops__score_name_put(revops__text *text, const char *kind, const char *const *names, uint32_t first,
                            uint32_t index);

/* Points without trailing zeros: "12.5", "-3"; with signs also "+12.5". */
void revops__score_points_put(revops__text *text, int64_t points_mpt, int signs);

/* Code paths of the batch form; tests ask for each. */
enum {
    REVOPS__PATH_ROWS = -1,
    REVOPS__PATH_BEST,
    REVOPS__PATH_BASELINE,
    REVOPS__PATH_AVX2,
    REVOPS__PATH_AVX512
};

/* As revops_score_rate_many(), on a path of choice; REVOPS_ERR_RANGE where this machine lacks it. */
revops_status revops__score_rate_many(const revops_score *score, const revops_column *columns,
                                      size_t column_count, size_t row_count, int32_t *scores_mpt,
                                      uint8_t *grades, int32_t *contributions_mpt, int path);

static inline int32_t revops__clamp(int64_t value, int32_t least, int32_t most)
{
    return (int32_t)(value < least ? least : value > most ? most : value);
}

#endif
