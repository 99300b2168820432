/* SPDX-License-Identifier: MIT */
/* What a built-in table of segments costs a row, beside the same decisions written out by hand in C; and tables of 10, 1,000 and
   10,000 rules, which are found by an index, beside one read of the cell and beside a walk over all rules. */
#include <revops/revops.h>

#include "bench.h"
#include "random.h"
#include "segment-large.h"

enum { COUNT = 1 << 20 };

static int64_t employees[COUNT], acv[COUNT];
static revops_segment_answer out[COUNT];
static revops_column columns[REVOPS_SEGMENT_ATTRIBUTE_COUNT];
static const revops_segment *rules;
static _Alignas(8) unsigned char memory[1 << 12];

static uint64_t check(void)
{
    uint64_t sum = 0;
    for (int i = 0; i < COUNT; i++) {
        sum = sum * 31 + out[i].outcome;
    }
    return sum;
}

/* The floor: no table, no reason, nothing that could be changed. */
static uint64_t run_hand(void *context)
{
    (void)context;
    for (int i = 0; i < COUNT; i++) {
        int64_t e = employees[i], a = acv[i];
        uint32_t segment = REVOPS_NONE;
        if ((e != REVOPS_MISSING && e >= 1000) || (a != REVOPS_MISSING && a >= 10000000)) {
            segment = REVOPS_SEGMENT_ENTERPRISE;
        } else if ((e != REVOPS_MISSING && e >= 100) || (a != REVOPS_MISSING && a >= 1500000)) {
            segment = REVOPS_SEGMENT_SALES_ASSISTED;
        } else if ((e != REVOPS_MISSING && e >= 1) || (a != REVOPS_MISSING && a >= 0)) {
            segment = REVOPS_SEGMENT_SELF_SERVICE;
        }
        out[i] = (revops_segment_answer){segment, 0, 0};
    }
    return check();
}

static uint64_t run_table(void *context)
{
    (void)context;
    if (revops_segment_match_many(rules, columns, REVOPS_SEGMENT_ATTRIBUTE_COUNT, COUNT, out) != REVOPS_OK) {
        abort();
    }
    return check();
}

/* ---- Large tables ---- */

enum { LARGE_ROWS = 1 << 17 };

typedef struct large_run {
    large_table *table;
    const revops_segment *built;
    void *memory;
    size_t size;
    int64_t *regions, *sizes;
} large_run;

static uint64_t check_rules(void)
{
    uint64_t sum = 0;
    for (int i = 0; i < LARGE_ROWS; i++) {
        sum = sum * 31 + out[i].rule;
    }
    return sum;
}

static uint64_t run_cells(void *context)
{
    large_run *own = context;
    for (int i = 0; i < LARGE_ROWS; i++) {
        out[i] = (revops_segment_answer){0, large_table_read(own->table, own->regions[i], own->sizes[i]), 0};
    }
    return check_rules();
}

static uint64_t run_walk(void *context)
{
    large_run *own = context;
    const revops_condition *conditions = own->table->conditions;
    for (int i = 0; i < LARGE_ROWS; i++) {
        uint32_t rule = 0;
        while (rule < own->table->rule_count &&
               (conditions[2 * rule].low != own->regions[i] || own->sizes[i] < conditions[2 * rule + 1].low ||
                own->sizes[i] > conditions[2 * rule + 1].high)) {
            rule++;
        }
        out[i] = (revops_segment_answer){0, rule < own->table->rule_count ? rule : REVOPS_SEGMENT_NO_RULE, 0};
    }
    return check_rules();
}

static uint64_t run_columns(void *context)
{
    large_run *own = context;
    revops_column two[2] = {{own->regions, NULL, REVOPS_MISSING, REVOPS_COLUMN_I64, 0},
                            {own->sizes, NULL, REVOPS_MISSING, REVOPS_COLUMN_I64, 0}};
    if (revops_segment_match_many(own->built, two, 2, LARGE_ROWS, out) != REVOPS_OK) {
        abort();
    }
    return check_rules();
}

static uint64_t run_rows(void *context)
{
    large_run *own = context;
    for (int i = 0; i < LARGE_ROWS; i++) {
        int64_t row[2] = {own->regions[i], own->sizes[i]};
        if (revops_segment_match(own->built, row, NULL, &out[i]) != REVOPS_OK) {
            abort();
        }
    }
    return check_rules();
}

static uint64_t run_build(void *context)
{
    large_run *own = context;
    if (revops_segment_build(&own->table->params, own->memory, own->size, NULL, &own->built) != REVOPS_OK) {
        abort();
    }
    return own->size;
}

/* What no build can leave out: every row is read, every byte written. */
static uint64_t run_bytes(void *context)
{
    large_run *own = context;
    uint64_t sum = 0;
    unsigned char *bytes = own->memory;
    for (uint32_t i = 0; i < 2 * own->table->rule_count; i++) {
        sum += (uint64_t)own->table->conditions[i].low + own->table->rules[i / 2].outcome;
    }
    for (size_t i = 0; i < own->size; i++) {
        bytes[i] = (unsigned char)(sum >> i % 8 * 8);
    }
    return own->size;
}

static int large_tables(void)
{
    static const uint32_t counts[] = {10, 1000, LARGE_MOST_RULES};
    static bench_contestant columns_of[3];
    int failed = 0;
    for (int i = 0; i < 3; i++) {
        random_state random = {3};
        char title[80];
        large_run own = {large_table_of(counts[i], 7), NULL, NULL, 0, NULL, NULL};
        if (revops_segment_build(&own.table->params, NULL, 0, &own.size, NULL) != REVOPS_ERR_NOSPACE) {
            abort();
        }
        own.memory = aligned_alloc(16, (own.size + 15) / 16 * 16);
        own.regions = malloc(LARGE_ROWS * sizeof *own.regions);
        own.sizes = malloc(LARGE_ROWS * sizeof *own.sizes);
        for (int row = 0; row < LARGE_ROWS; row++) {
            large_table_row(own.table, &random, &own.regions[row], &own.sizes[row]);
        }
        bench_contestant builds[] = {
            {.name = "floor: each row read, each byte written", .run = run_bytes, .context = &own},
            {.name = "revops_segment_build", .run = run_build, .context = &own}};
        snprintf(title, sizeof title, "building %u rules, per rule", counts[i]);
        failed |= bench_run(title, builds, 2, counts[i], 1);
        bench_contestant matches[] = {
            {.name = "floor: one read of the cell", .run = run_cells, .context = &own},
            {.name = "revops_segment_match_many", .run = run_columns, .context = &own},
            {.name = "revops_segment_match, one by one", .run = run_rows, .context = &own},
            {.name = "a walk over all rules by hand", .run = run_walk, .context = &own},
        };
        snprintf(title, sizeof title, "first of %u rules of two conditions, per row", counts[i]);
        failed |= bench_run(title, matches, counts[i] > 1000 ? 3 : 4, LARGE_ROWS, 1);
        columns_of[i] = matches[1];
        free(own.table);
        free(own.memory);
        free(own.regions);
        free(own.sizes);
    }
    return failed | bench_bar("1,000 rules over 10", &columns_of[1], &columns_of[0], 2.0);
}

int main(void)
{
    random_state random = {1};
    revops_segment_params params;
    for (int i = 0; i < COUNT; i++) {
        employees[i] = random_below(&random, 5) ? random_between(&random, 1, 2000) : REVOPS_MISSING;
        acv[i] = random_below(&random, 3) ? random_between(&random, 0, 12000000) : REVOPS_MISSING;
    }
    if (revops_segment_standard(REVOPS_SEGMENT_TABLE_HYBRID, &params, sizeof params) != REVOPS_OK ||
        revops_segment_build(&params, memory, sizeof memory, NULL, &rules) != REVOPS_OK) {
        return 1;
    }
    columns[0] = (revops_column){employees, NULL, REVOPS_MISSING, REVOPS_COLUMN_I64, 0};
    columns[1] = (revops_column){acv, NULL, REVOPS_MISSING, REVOPS_COLUMN_I64, 0};
    bench_contestant contestants[] = {
        {.name = "floor: written out by hand", .run = run_hand},
        {.name = "revops_segment_match_many", .run = run_table},
    };
    int failed = bench_run("segment of an account, per row", contestants, 2, COUNT, 1);
    failed |= bench_bar("table over hand-written", &contestants[1], &contestants[0], 12.0);
    return failed | large_tables();
}
