/* SPDX-License-Identifier: MIT */
/* The compiled rule set. One block: this head, then the arrays that the offsets name. */
#ifndef REVOPS_LIB_SCORE_INTERNAL_H
#define REVOPS_LIB_SCORE_INTERNAL_H

#include <revops/score.h>

#include "core/condition.h"
#include "core/processor.h"
#include "core/text.h"

/* What one attribute gives as a function of its value, for columns: the sum of the steps passed, of the points equal and
   of the flags set, in units; at "missing" it is `missing_units` instead. */
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

/* How columns meet a condition. Its programs give 1 where they hold. One of flags of several attributes has a program for
   each attribute and, first, one for "something is known" of the first attribute. One on texts has none; its
   `first_program` is its number among those on texts. */
typedef struct revops__score_asked {
    uint32_t first_program, program_count;
    uint32_t is_inverted; /* it holds where the first program does and the others don't all */
    uint32_t is_text;
} revops__score_asked;

/* Rules of one group, or those of none: attributes with their programs, then rules that are met one by one. */
typedef struct revops__score_section {
    uint32_t group;
    uint32_t first_program, program_count;
    uint32_t first_single, single_count; /* into `order`, whose low 32 bits are rules */
    int32_t floor, cap;                  /* in thousandths ÷ last_unit_mpt */
    uint32_t reserved;
} revops__score_section;

struct revops_score {
    uint32_t attribute_count, rule_count, condition_count, group_count, grade_count, section_count;
    /* The greatest common divisor of all points. Sums of sections are brought to thousandths at once or, when all limits of
       groups are multiples of the unit, only at the end: one of the two factors is unit_mpt, the other 1. */
    int32_t unit_mpt, section_unit_mpt, last_unit_mpt;
    int32_t base_mpt, floor_mpt, cap_mpt, hysteresis_mpt;
    int32_t grades_mpt[8];
    uint32_t has_texts, has_best_group;
    /* Offsets in bytes from the block's start. */
    uint64_t rules, groups, conditions, sections, programs, asked, asked_programs, steps, equals, flags,
        order;
};

static inline const void *revops__score_at(const revops_score *score, uint64_t offset)
{
    return (const unsigned char *)score + offset;
}

static inline const revops_score_rule *revops__score_rules(const revops_score *score)
{
    return revops__score_at(score, score->rules);
}

static inline const revops__conditions *revops__score_conditions(const revops_score *score)
{
    return revops__score_at(score, score->conditions);
}

/* A checked copy of a rule set's params, and a rule and a group of its tables. */
revops_status revops__score_params_read(const revops_score_params *given, revops__problems *problems,
                                        revops_score_params *own);
revops_score_rule revops__score_rule_given(const revops_score_params *params, uint32_t index);
revops_score_group revops__score_group_given(const revops_score_params *params, uint32_t index);
revops__condition_tables revops__score_tables(const revops_score_params *params);
uint64_t revops__score_magnitude(int32_t value);

/* A checked copy of a matrix, and its decision. */
revops_status revops__score_matrix_read(const revops_score_matrix_params *given, revops__problems *problems,
                                        revops_score_matrix_params *own);
int revops__score_qualifies(const revops_score_matrix_params *matrix, uint32_t fit, uint32_t engagement,
                            int was_mql);

/* A lead at an instant: a row whose text attributes are numbers of `texts` or, where there are columns, of the column's
   own texts. */
typedef struct revops__score_lead {
    const int64_t *row;
    const revops_texts *texts;
    const revops_column *columns; /* NULL for a single row */
    int64_t at_ms;
} revops__score_lead;

/* Whether a rule counts at an instant. */
static inline int revops__score_counts(const revops_score_rule *rule, int64_t at_ms)
{
    return (rule->since_ms == 0 || at_ms >= rule->since_ms) &&
           (rule->until_ms == 0 || at_ms < rule->until_ms);
}

/* Whether a rule counts and all of its conditions hold. */
int revops__score_fires(const revops_score *score, const revops_score_rule *rule,
                        const revops__score_lead *lead);

/* The score of a lead. */
int32_t revops__score_total(const revops_score *score, const revops__score_lead *lead);

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

/* What groups come to with one more of them, the `before` + 1st: all of them, or the best one. */
static inline int64_t revops__score_join(uint32_t has_best_group, uint32_t before, int64_t joined,
                                         int64_t group)
{
    return !has_best_group ? joined + group : before == 0 || group > joined ? group : joined;
}

/* A name in quotes, or the index where there are no names; names[0] is that of `first`. */
void revops__score_name_put(revops__text *text, const char *kind, const char *const *names, uint32_t first,
                            uint32_t index);

/* Points without trailing zeros: "12.5", "-3"; with signs also "+12.5". */
void revops__score_points_put(revops__text *text, int64_t points_mpt, int signs);

/* What columns are rated with, and to where. */
typedef struct revops__score_request {
    const revops_score *score;
    const revops_column *columns;
    size_t row_count;
    int64_t at_ms;
    int32_t *scores_mpt;
    uint8_t *grades;
    int32_t *contributions_mpt;
} revops__score_request;

/* As revops_score_rate_many(), on a path of choice; REVOPS_ERR_RANGE where this machine lacks it. */
revops_status revops__score_rate_many(const revops__score_request *request, size_t column_count, int path);

/* Whether columns fit a rule set and can be read. */
int revops__score_columns_are_valid(const revops_score *score, const revops_column *columns,
                                    size_t column_count);

static inline int32_t revops__clamp(int64_t value, int32_t least, int32_t most)
{
    return (int32_t)(value < least ? least : value > most ? most : value);
}

#endif
