/* SPDX-License-Identifier: MIT */
/* Scoring of columns: 20 mixed rules over 1 million rows (which the third cache holds) and 16 million (which it
   doesn't). The floor is reading the same columns once with 32-byte loads. */
#include <string.h>

#include <revops/score.h>

#include "bench.h"
#include "random.h"
#include "judge/score-internal.h"

enum { COLUMNS = 10, RULES = 20 };

static const struct {
    revops_column_width width;
    size_t size;
    int64_t least, most;
} shapes[COLUMNS] = {
    {REVOPS_COLUMN_I32, 4, 1, 5000},       /* employees */
    {REVOPS_COLUMN_I64, 8, 0, 5000000000}, /* revenue, cents */
    {REVOPS_COLUMN_U8, 1, 0, 24},          /* industry */
    {REVOPS_COLUMN_U16, 2, 0, 240},        /* country */
    {REVOPS_COLUMN_U8, 1, 0, 6},           /* seniority */
    {REVOPS_COLUMN_U32, 4, 0, 65535},      /* technologies, flags */
    {REVOPS_COLUMN_I8, 1, 0, 12},          /* source */
    {REVOPS_COLUMN_I32, 4, 15000, 20500},  /* day of the last funding */
    {REVOPS_COLUMN_I16, 2, 0, 300},        /* team size */
    {REVOPS_COLUMN_U8, 1, 0, 5},           /* e-mail class */
};

static const int64_t values[] = {2, 3, 5, 7, 11, 13, 21, 30, 44, 46, 49, 61, 81};

#define RANGE(attribute, low, high)                                                                          \
    {                                                                                                        \
        attribute, REVOPS_CONDITION_IN_RANGE, low, high, 0, 0, 0, 0                                          \
    }
#define EQUAL(attribute, value)                                                                              \
    {                                                                                                        \
        attribute, REVOPS_CONDITION_IS_EQUAL, value, 0, 0, 0, 0, 0                                           \
    }
#define SET(attribute, first, n)                                                                             \
    {                                                                                                        \
        attribute, REVOPS_CONDITION_IS_ONE_OF, 0, 0, first, n, 0, 0                                          \
    }
#define FLAGS(attribute, test, bits)                                                                         \
    {                                                                                                        \
        attribute, REVOPS_CONDITION_##test, bits, 0, 0, 0, 0, 0                                              \
    }

static const revops_condition conditions[] = {
    RANGE(0, 50, 500),
    RANGE(0, 501, 2000),
    RANGE(0, 2001, INT64_MAX),
    RANGE(1, 100000000, 999999999),
    RANGE(1, 1000000000, INT64_MAX),
    SET(2, 0, 4),
    EQUAL(2, 9),
    EQUAL(2, 17),
    SET(3, 4, 9),
    RANGE(4, 4, 6),
    EQUAL(4, 3),
    FLAGS(5, ALL_FLAGS, 5),
    FLAGS(5, ANY_FLAG, 0x700),
    SET(6, 1, 3),
    EQUAL(6, 12),
    RANGE(7, 20100, 20500),
    RANGE(8, 10, 49),
    RANGE(8, 50, INT64_MAX),
    EQUAL(9, 1),
    EQUAL(9, 4),
    RANGE(0, 200, 1000),
    RANGE(4, 5, 6),
};

static const int32_t points[RULES] = {20, 15, 10, 5, 12, 15, 8, -10, 6, 14, 7, 9, 4, 5, -6, 11, 6, 9, -15, 8};

typedef struct bench {
    const revops_score *score;
    revops_column columns[COLUMNS];
    size_t rows;
    int32_t *scores;
    int path;
} bench;

/* Reading alone. */
#if defined(__x86_64__)
__attribute__((target("avx2")))
#endif
static uint64_t
read_columns(void *context)
{
    typedef uint64_t lanes __attribute__((vector_size(32), aligned(1), may_alias));
    const bench *b = context;
    lanes a0 = {0}, a1 = {0}, a2 = {0}, a3 = {0};
    for (int c = 0; c < COLUMNS; c++) {
        const unsigned char *at = b->columns[c].values;
        for (size_t i = 0; i < b->rows * shapes[c].size; i += 128) {
            a0 ^= *(const lanes *)(const void *)(at + i);
            a1 ^= *(const lanes *)(const void *)(at + i + 32);
            a2 ^= *(const lanes *)(const void *)(at + i + 64);
            a3 ^= *(const lanes *)(const void *)(at + i + 96);
        }
    }
    a0 ^= a1 ^ a2 ^ a3;
    return a0[0] ^ a0[1] ^ a0[2] ^ a0[3];
}

static uint64_t check_of(const bench *b)
{
    return (uint64_t)(b->scores[0] + 3 * b->scores[b->rows / 2] + 5 * b->scores[b->rows - 1]);
}

static uint64_t score_columns(void *context)
{
    bench *b = context;
    if (revops__score_rate_many(
            &(revops__score_request){b->score, b->columns, b->rows, 0, b->scores, NULL, NULL}, COLUMNS,
            b->path) != REVOPS_OK) {
        return 0;
    }
    return check_of(b);
}

int main(void)
{
    revops_score_rule rules[RULES];
    for (uint32_t i = 0; i < RULES; i++) {
        revops_score_rule rule = {points[i] * 1000, i < 9 ? 1 : i < 15 ? 2 : 3, i, 1, 0, 0};
        rules[i] = rule;
    }
    rules[18].first_condition = 18; /* two conjunctions */
    rules[9].first_condition = 20;
    rules[9].condition_count = 2;
    const revops_score_group groups[] = {{-20000, 60000}, {0, 40000}, {-15000, 25000}};
    revops_score_params params = REVOPS_SCORE_PARAMS_INIT;
    params.attribute_count = COLUMNS;
    params.rule_count = RULES;
    params.condition_count = sizeof conditions / sizeof conditions[0];
    params.value_count = sizeof values / sizeof values[0];
    params.group_count = 3;
    params.rules = rules;
    params.conditions = conditions;
    params.values = values;
    params.groups = groups;
    params.floor_mpt = 0;
    params.cap_mpt = 100000;
    static _Alignas(16) unsigned char memory[1 << 16];
    bench b = {.path = REVOPS__PATH_BEST};
    if (revops_score_build(&params, memory, sizeof memory, NULL, &b.score) != REVOPS_OK) {
        return EXIT_FAILURE;
    }
    int failed = 0;
    for (size_t rows = 1 << 20; rows <= 1 << 24; rows <<= 4) {
        random_state random = {20};
        b.rows = rows;
        b.scores = malloc(rows * sizeof *b.scores);
        for (int c = 0; c < COLUMNS; c++) {
            unsigned char *column = malloc(rows * shapes[c].size);
            for (size_t i = 0; i < rows; i++) {
                int64_t value = random_between(&random, shapes[c].least, shapes[c].most);
                memcpy(column + i * shapes[c].size, &value, shapes[c].size); /* little endian */
            }
            revops_column shape = {column, NULL, c % 2 ? REVOPS_MISSING : 0, shapes[c].width, 0};
            b.columns[c] = shape;
        }
        bench baseline = b, by_row = b;
        baseline.path = REVOPS__PATH_BASELINE;
        by_row.path = REVOPS__PATH_ROWS;
        bench_contestant contestants[] = {
            {"reading the columns (AVX2)", read_columns, &b, NULL, {0}},
            {"revops_score_rate_many()", score_columns, &b, NULL, {0}},
            {"same, without AVX2", score_columns, &baseline, NULL, {0}},
            {"row by row", score_columns, &by_row, NULL, {0}},
        };
        char title[80];
        snprintf(title, sizeof title, "20 rules over 10 columns, %zu million rows, per row", rows >> 20);
        failed |= bench_run(title, contestants, rows == 1 << 20 ? 4 : 3, (double)rows, 0);
        failed |= bench_bar("score / read", &contestants[1], &contestants[0], 2.0);
        for (int c = 0; c < COLUMNS; c++) {
            free((void *)(uintptr_t)b.columns[c].values);
        }
        free(b.scores);
    }
    return failed;
}
