/* SPDX-License-Identifier: MIT */
/* Tables of many territories for benchmarks, and the same decision without a table of rules: regions of ten sizes each, in an
   order that helps nobody. */
#ifndef REVOPS_TESTS_SEGMENT_LARGE_H
#define REVOPS_TESTS_SEGMENT_LARGE_H

#include <stdlib.h>

#include <revops/segment.h>

#include "random.h"

enum { LARGE_MOST_RULES = 10000, LARGE_SIZES = 10, LARGE_SIZE_WIDTH = 100 };

typedef struct large_table {
    uint32_t rule_count; /* a multiple of LARGE_SIZES */
    revops_segment_rule rules[LARGE_MOST_RULES];
    revops_condition conditions[2 * LARGE_MOST_RULES];
    uint32_t cells[LARGE_MOST_RULES]; /* rule by region and size */
    revops_segment_params params;
} large_table;

/* Rules whose outcomes are 1 … `outcome_count`, again and again. */
static inline large_table *large_table_of(uint32_t rule_count, uint32_t outcome_count)
{
    large_table *table = calloc(1, sizeof *table);
    random_state random = {rule_count};
    if (!table) {
        abort();
    }
    table->rule_count = rule_count;
    for (uint32_t i = 0; i < rule_count; i++) {
        table->cells[i] = i;
    }
    for (uint32_t i = rule_count; i-- > 1;) {
        uint32_t other = (uint32_t)random_below(&random, i + 1), own = table->cells[i];
        table->cells[i] = table->cells[other];
        table->cells[other] = own;
    }
    for (uint32_t cell = 0; cell < rule_count; cell++) {
        uint32_t rule = table->cells[cell];
        int64_t low = cell % LARGE_SIZES * (int64_t)LARGE_SIZE_WIDTH;
        table->rules[rule] = (revops_segment_rule){1 + rule % outcome_count, 2 * rule, 2, 0};
        table->conditions[2 * rule] =
            (revops_condition){0, REVOPS_CONDITION_IS_EQUAL, cell / LARGE_SIZES, 0, 0, 0, 0, 0};
        table->conditions[2 * rule + 1] =
            (revops_condition){1, REVOPS_CONDITION_IN_RANGE, low, low + LARGE_SIZE_WIDTH - 1, 0, 0, 0, 0};
    }
    table->params = (revops_segment_params)REVOPS_SEGMENT_PARAMS_INIT;
    table->params.attribute_count = 2;
    table->params.rule_count = rule_count;
    table->params.condition_count = 2 * rule_count;
    table->params.rules = table->rules;
    table->params.conditions = table->conditions;
    return table;
}

/* The least that decides it: one read of the cell. One in a hundred rows has a size beyond all rules. */
static inline uint32_t large_table_read(const large_table *table, int64_t region, int64_t size)
{
    return size < LARGE_SIZES * LARGE_SIZE_WIDTH
               ? table->cells[region * LARGE_SIZES + size / LARGE_SIZE_WIDTH]
               : REVOPS_SEGMENT_NO_RULE;
}

static inline void large_table_row(const large_table *table, random_state *random, int64_t *region,
                                   int64_t *size)
{
    *region = (int64_t)random_below(random, table->rule_count / LARGE_SIZES);
    *size = (int64_t)random_below(random, LARGE_SIZES * LARGE_SIZE_WIDTH * 100 / 99);
}

#endif
