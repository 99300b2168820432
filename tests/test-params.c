/* SPDX-License-Identifier: MIT */
/* Structs and rows that grow [C50], memory for compiled things, and faults as text. */
#include "test.h"

#include "core/params.h"

/* Three releases of one struct. */
typedef struct first {
    uint32_t struct_size, flags;
    int64_t a;
} first;
typedef struct second {
    uint32_t struct_size, flags;
    int64_t a;
    uint32_t b, c;
} second;
typedef struct third {
    uint32_t struct_size, flags;
    int64_t a;
    uint32_t b, c;
    int64_t d;
} third;

static revops_status copy(void *own, const void *given) /* a library of the second release */
{
    return revops__params_copy(own, sizeof(second), sizeof(first), given);
}

START_TEST(test_C50_copy)
{
    second own;
    first older = {sizeof older, 1, -7};
    memset(&own, 0xaa, sizeof own);
    ck_assert_int_eq(copy(&own, &older), REVOPS_OK);
    ck_assert_uint_eq(own.struct_size, sizeof own);
    ck_assert_uint_eq(own.flags, 1);
    ck_assert_int_eq(own.a, -7);
    ck_assert_uint_eq(own.b | own.c, 0);
    second same = {sizeof same, 0, 5, 6, 7}, kept = own;
    ck_assert_int_eq(copy(&own, &same), REVOPS_OK);
    ck_assert_mem_eq(&own, &same, sizeof own);
    third newer = {sizeof newer, 0, 5, 6, 7, 0};
    ck_assert_int_eq(copy(&own, &newer), REVOPS_OK);
    ck_assert_mem_eq(&own, &same, sizeof own);
    own = kept;
    newer.d = INT64_C(1) << 62; /* any byte of it */
    ck_assert_int_eq(copy(&own, &newer), REVOPS_ERR_NEWER);
    ck_assert_int_eq(copy(&own, NULL), REVOPS_ERR_ARG);
    const uint32_t sizes[] = {0, 8, sizeof(first) - 1, 4097, UINT32_MAX};
    for (int i = 0; i < ROWS(sizes); i++) {
        same.struct_size = sizes[i];
        ck_assert_int_eq(copy(&own, &same), REVOPS_ERR_ABI);
    }
    ck_assert_mem_eq(&own, &kept, sizeof own);
}
END_TEST

START_TEST(test_C51_defaults_keep_to_the_callers_size)
{
    const second own = {sizeof own, 0, 5, 6, 7};
    struct {
        first given;
        uint64_t behind;
    } older = {{0}, 77};
    ck_assert_int_eq(revops__params_give(&older.given, sizeof older.given, &own, sizeof own, sizeof(first)),
                     REVOPS_OK);
    ck_assert_uint_eq(older.given.struct_size, sizeof older.given);
    ck_assert_int_eq(older.given.a, 5);
    ck_assert_uint_eq(older.behind, 77);
    third newer;
    memset(&newer, 0xaa, sizeof newer);
    ck_assert_int_eq(revops__params_give(&newer, sizeof newer, &own, sizeof own, sizeof(first)), REVOPS_OK);
    ck_assert_uint_eq(newer.struct_size, sizeof newer);
    ck_assert_uint_eq(newer.c, 7);
    ck_assert_int_eq(newer.d, 0);
    second back;
    ck_assert_int_eq(copy(&back, &newer), REVOPS_OK);
    ck_assert_int_eq(revops__params_give(NULL, sizeof own, &own, sizeof own, sizeof(first)), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops__params_give(&newer, sizeof(first) - 1, &own, sizeof own, sizeof(first)),
                     REVOPS_ERR_ABI);
    ck_assert_int_eq(revops__params_give(&newer, 4097, &own, sizeof own, sizeof(first)), REVOPS_ERR_ABI);
}
END_TEST

START_TEST(test_C50_rows)
{
    third rows[3] = {{1, 2, 3, 4, 5, 0}, {6, 7, 8, 9, 10, 0}, {11, 12, 13, 14, 15, 0}};
    second own;
    ck_assert_int_eq(revops__rows_check(rows, 3, sizeof rows[0], sizeof own, sizeof(first)), REVOPS_OK);
    revops__row_get(&own, sizeof own, rows, sizeof rows[0], 1);
    ck_assert_mem_eq(&own, &rows[1], sizeof own);
    /* The same bytes as rows of the first release. */
    ck_assert_int_eq(revops__rows_check(rows, 6, sizeof(first), sizeof own, sizeof(first)), REVOPS_OK);
    revops__row_get(&own, sizeof own, rows, sizeof(first), 2);
    ck_assert_mem_eq(&own, &rows[1], sizeof(first));
    ck_assert_uint_eq(own.b | own.c, 0);
    rows[2].d = 1;
    ck_assert_int_eq(revops__rows_check(rows, 3, sizeof rows[0], sizeof own, sizeof(first)),
                     REVOPS_ERR_NEWER);
    ck_assert_int_eq(revops__rows_check(rows, 2, sizeof rows[0], sizeof own, sizeof(first)), REVOPS_OK);
    ck_assert_int_eq(revops__rows_check(NULL, 1, sizeof own, sizeof own, sizeof(first)), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops__rows_check(NULL, 0, 0, sizeof own, sizeof(first)), REVOPS_OK);
    ck_assert_int_eq(revops__rows_check(rows, 1, 0, sizeof own, sizeof(first)), REVOPS_ERR_ABI);
    ck_assert_int_eq(revops__rows_check(rows, 1, 4097, sizeof own, sizeof(first)), REVOPS_ERR_ABI);
}
END_TEST

START_TEST(test_room)
{
    static _Alignas(8) unsigned char memory[64];
    size_t needed = 7;
    const void *out = memory;
    ck_assert_int_eq(revops__params_room(NULL, 0, 40, &needed, NULL), REVOPS_ERR_NOSPACE);
    ck_assert_uint_eq(needed, 40);
    needed = 0;
    ck_assert_int_eq(revops__params_room(memory, 39, 40, &needed, out), REVOPS_ERR_NOSPACE);
    ck_assert_uint_eq(needed, 40);
    ck_assert_int_eq(revops__params_room(NULL, 0, 40, NULL, NULL), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops__params_room(memory, 40, 40, &needed, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops__params_room(memory + 4, 60, 40, &needed, out), REVOPS_ERR_ALIGN);
    ck_assert_int_eq(revops__params_room(memory + 8, 40, 40, NULL, out), REVOPS_OK);
}
END_TEST

START_TEST(test_problems)
{
    revops_problem kept[2];
    revops__problems problems = revops__problems_begin(kept, 2);
    size_t needed = 9;
    ck_assert_int_eq(revops__problems_end(&problems, &needed), REVOPS_OK);
    ck_assert_uint_eq(needed, 0);
    revops__problem_put(&problems, REVOPS_ERR_RANGE, "rules", 3, "points_mpt", -1, "1 to 64");
    revops__problem_put_pair(&problems, REVOPS_ERR_UNSOUND, "params", REVOPS_NO_ROW, 5, "flags", 8, "0");
    revops__problem_put(&problems, REVOPS_ERR_ARG, "rules", 4, "x", 0, "y");
    ck_assert_int_eq(revops__problems_end(&problems, &needed), REVOPS_ERR_RANGE);
    ck_assert_uint_eq(needed, 3);
    char text[100];
    size_t length = revops_problem_text(&kept[0], text, sizeof text);
    ck_assert_str_eq(text, "rules[3].points_mpt is -1; expected 1 to 64");
    ck_assert_uint_eq(length, strlen(text));
    ck_assert_uint_eq(revops_problem_text(&kept[0], text, 10), length);
    ck_assert_str_eq(text, "rules[3].");
    ck_assert_uint_eq(revops_problem_text(&kept[0], NULL, 0), length);
    revops_problem_text(&kept[1], text, sizeof text);
    ck_assert_str_eq(text, "params.flags is 8; expected 0 (see also row 5)");
    const revops_problem none = {0};
    revops_problem_text(&none, text, sizeof text);
    ck_assert_str_eq(text, "no problem");
    revops_problem_text(NULL, text, sizeof text);
    ck_assert_str_eq(text, "no problem");
    problems = revops__problems_begin(NULL, 5);
    revops__problem_put(&problems, REVOPS_ERR_ARG, "rules", 0, "x", 0, "y");
    ck_assert_int_eq(revops__problems_end(&problems, NULL), REVOPS_ERR_ARG);
}
END_TEST

START_TEST(test_C50_cursor)
{
    ck_assert(!revops__cursor_is_whole(NULL));
    revops_cursor cursor = {.next = 7, .invalid = 1};
    ck_assert(revops__cursor_is_whole(&cursor));
    for (int i = 0; i < 2; i++) {
        cursor.reserved[i] = 1; /* a newer caller's: refused, not passed over */
        ck_assert(!revops__cursor_is_whole(&cursor));
        cursor.reserved[i] = 0;
    }
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("params");
    TCase *tests = tcase_create("params");
    tcase_add_test(tests, test_C50_copy);
    tcase_add_test(tests, test_C51_defaults_keep_to_the_callers_size);
    tcase_add_test(tests, test_C50_rows);
    tcase_add_test(tests, test_room);
    tcase_add_test(tests, test_problems);
    tcase_add_test(tests, test_C50_cursor);
    suite_add_tcase(suite, tests);
    return suite;
}
