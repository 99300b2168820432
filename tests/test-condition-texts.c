/* SPDX-License-Identifier: MIT */
/* Texts of a column: hashes, the first of equal ones, numbers; what is refused. */
#include "test.h"

static _Alignas(REVOPS_ALIGNMENT) unsigned char memory[1 << 16];

/* "ad", "", "mail", "ad", "ad\0", "mail", "" */
static const char bytes[] = "admailadad\0mail";
static const int64_t offsets[] = {0, 2, 2, 6, 8, 11, 15, 15};
enum { COUNT = ROWS(offsets) - 1 };
static const revops_texts column = {bytes, offsets, COUNT};

static const struct {
    uint32_t shares;
    uint64_t seed;
} share_rows[] = {{1, 0}, {1, 7}, {2, 0}, {3, UINT64_MAX}, {100, 1}, {UINT32_MAX, 2}};

START_TEST(test_equal_texts_have_one_first_row_and_number)
{
    static const uint32_t wanted[COUNT] = {0, 1, 2, 0, 4, 2, 1};
    static const int64_t numbered[COUNT] = {0, 1, 2, 0, 3, 2, 1};
    uint32_t hashes[COUNT], first[COUNT], once[COUNT];
    memset(first, 0xff, sizeof first);
    uint64_t seed = share_rows[_i].seed, shares = share_rows[_i].shares;
    ck_assert_int_eq(revops_texts_hash(&column, 0, 3, seed, hashes), REVOPS_OK);
    ck_assert_int_eq(revops_texts_hash(&column, 3, COUNT - 3, seed, hashes + 3), REVOPS_OK);
    ck_assert_uint_eq(hashes[0], hashes[3]);
    ck_assert_uint_ne(hashes[0], hashes[4]);
    for (int i = 0; i < COUNT; i++) { /* of so many shares those to which a text belongs */
        ck_assert_int_eq(revops_texts_same(&column, hashes, (uint32_t)(hashes[i] * shares >> 32),
                                           (uint32_t)shares, memory, sizeof memory, NULL, first),
                         REVOPS_OK);
    }
    ck_assert_mem_eq(first, wanted, sizeof first);
    int64_t numbers[COUNT];
    uint64_t distinct;
    ck_assert_int_eq(revops_texts_number(first, COUNT, numbers, once, &distinct), REVOPS_OK);
    ck_assert_uint_eq(distinct, 4);
    ck_assert_mem_eq(numbers, numbered, sizeof numbers);
    ck_assert(once[0] == 0 && once[1] == 1 && once[2] == 2 && once[3] == 4);
}
END_TEST

START_TEST(test_a_share_writes_its_own_rows)
{
    static const uint32_t hashes[] = {0, UINT32_C(1) << 31, 5, UINT32_MAX};
    static const int64_t own[] = {0, 1, 2, 3, 4};
    const revops_texts texts = {"abcd", own, 4};
    uint32_t first[4] = {9, 9, 9, 9};
    ck_assert_int_eq(revops_texts_same(&texts, hashes, 1, 2, memory, sizeof memory, NULL, first), REVOPS_OK);
    ck_assert(first[0] == 9 && first[1] == 1 && first[2] == 9 && first[3] == 3);
}
END_TEST

START_TEST(test_texts_of_one_hash_are_told_apart)
{
    static const uint32_t hashes[COUNT] = {3, 3, 3, 3,
                                           3, 3, 3}; /* whatever they are, equal texts only are equal */
    uint32_t first[COUNT];
    ck_assert_int_eq(revops_texts_same(&column, hashes, 0, 1, memory, sizeof memory, NULL, first), REVOPS_OK);
    ck_assert(first[3] == 0 && first[4] == 4 && first[5] == 2 && first[6] == 1);
}
END_TEST

START_TEST(test_what_is_refused)
{
    static const int64_t falling[] = {0, 3, 2, 4}, negative[] = {-1, 0}, empty[] = {0, 0, 0};
    const revops_texts of_falling = {"abcd", falling, 3}, of_negative = {"a", negative, 1},
                       nowhere = {NULL, offsets, COUNT}, of_empty = {NULL, empty, 2},
                       endless = {bytes, offsets, UINT32_MAX}, without = {bytes, NULL, 1};
    uint32_t hashes[COUNT] = {0}, first[COUNT] = {0}, once[COUNT];
    const revops_texts *bad[] = {NULL, &of_falling, &of_negative, &nowhere, &without};
    for (int i = 0; i < ROWS(bad); i++) {
        ck_assert_int_eq(revops_texts_hash(bad[i], 0, bad[i] ? bad[i]->count : 0, 0, hashes), REVOPS_ERR_ARG);
        ck_assert_int_eq(revops_texts_same(bad[i], hashes, 0, 1, memory, sizeof memory, NULL, first),
                         REVOPS_ERR_ARG);
    }
    ck_assert_int_eq(revops_texts_hash(&column, 0, COUNT, 0, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_texts_hash(&column, 1, COUNT, 0, hashes), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_texts_hash(&column, COUNT + 1, 0, 0, hashes), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_texts_hash(&of_empty, 0, 2, 0, hashes), REVOPS_OK);
    ck_assert_int_eq(revops_texts_same(&of_empty, hashes, 0, 1, memory, sizeof memory, NULL, first),
                     REVOPS_OK);
    ck_assert(first[0] == 0 && first[1] == 0);
    ck_assert_int_eq(revops_texts_same(&endless, hashes, 0, 1, memory, sizeof memory, NULL, first),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_texts_same(&column, NULL, 0, 1, memory, sizeof memory, NULL, first),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_texts_same(&column, hashes, 1, 1, memory, sizeof memory, NULL, first),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_texts_same(&column, hashes, 0, 0, memory, sizeof memory, NULL, first),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_texts_same(&column, hashes, 0, 1, memory, sizeof memory, NULL, NULL),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_texts_same(&column, hashes, 0, 1, memory + 1, sizeof memory - 1, NULL, first),
                     REVOPS_ERR_ALIGN);
    size_t needed = 0;
    ck_assert_int_eq(revops_texts_same(&column, hashes, 0, 1, NULL, 0, &needed, first), REVOPS_ERR_NOSPACE);
    ck_assert(needed > 0 && needed <= sizeof memory);
    ck_assert_int_eq(revops_texts_same(&column, hashes, 0, 1, memory, needed - 1, NULL, first),
                     REVOPS_ERR_NOSPACE);
    static const uint32_t behind[] = {0, 2, 2};
    int64_t numbers[COUNT];
    uint64_t distinct = 0;
    ck_assert_int_eq(revops_texts_number(behind, 3, numbers, once, &distinct), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_texts_number(NULL, 1, numbers, once, &distinct), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_texts_number(behind, 1, NULL, once, &distinct), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_texts_number(behind, 1, numbers, NULL, &distinct), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_texts_number(behind, 1, numbers, once, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_texts_number(behind, UINT32_MAX, numbers, once, &distinct), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_texts_number(NULL, 0, NULL, NULL, &distinct), REVOPS_OK);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("condition-texts");
    TCase *tests = tcase_create("texts");
    tcase_add_loop_test(tests, test_equal_texts_have_one_first_row_and_number, 0, ROWS(share_rows));
    tcase_add_test(tests, test_a_share_writes_its_own_rows);
    tcase_add_test(tests, test_texts_of_one_hash_are_told_apart);
    tcase_add_test(tests, test_what_is_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
