/* SPDX-License-Identifier: MIT */
/* Deviations by rule, item, stage, owner, period (MT19), beside a naive count over seeded random rows. */
#include "test.h"

#include "random.h"

enum { SKIPPED, MOVED_BACK, ITEM_MISSING, KINDS, OWNERS = 2 };

/* MT19: ten leads; three of them leave the policy, one of them in two ways and twice in one. */
START_TEST(test_MT19_deviations_by_rule_and_owner)
{
    const uint64_t lead[] = {1, 1, 1, 5, 8}, bits[] = {1u << SKIPPED | 1u << ITEM_MISSING, 1u << SKIPPED,
                                                       1u << MOVED_BACK, 1u << SKIPPED, 1u << ITEM_MISSING};
    const uint32_t owner[] = {0, 0, 1, 1, REVOPS_NO_ROW};
    const int64_t lost_ms[] = {100, 20, 3, 7, 50};
    revops_conformance_columns columns = {
        .struct_size = sizeof columns, .count = 5, .lead = lead, .bits = bits, .lost_ms = lost_ms};
    revops_conformance all[KINDS + 1], by_owner[OWNERS * (KINDS + 1)];
    uint64_t marks[OWNERS * (KINDS + 1)];
    uint32_t share_bp = 7;
    memset(all, 0, sizeof all);
    memset(by_owner, 0, sizeof by_owner);
    ck_assert_int_eq(revops_conformance_add(&columns, all, marks, 1, KINDS), REVOPS_OK);
    ck_assert(all[SKIPPED].deviations == 3 && all[SKIPPED].leads == 2 && all[SKIPPED].lost_ms == 127);
    ck_assert(all[MOVED_BACK].deviations == 1 && all[MOVED_BACK].leads == 1 && all[MOVED_BACK].lost_ms == 3);
    ck_assert(all[ITEM_MISSING].deviations == 2 && all[ITEM_MISSING].leads == 2);
    ck_assert(all[KINDS].deviations == 6 && all[KINDS].leads == 3 && all[KINDS].lost_ms == 180);
    ck_assert_int_eq(revops_conformance_share(&all[KINDS], 10, &share_bp), REVOPS_OK);
    ck_assert_uint_eq(share_bp, 7000);
    ck_assert_int_eq(revops_conformance_share(&all[KINDS], 2, &share_bp), REVOPS_ERR_ARG);
    const revops_conformance none = {0};
    ck_assert_int_eq(revops_conformance_share(&none, 0, &share_bp), REVOPS_ERR_RANGE);
    columns.group = owner;
    ck_assert_int_eq(revops_conformance_add(&columns, by_owner, marks, OWNERS, KINDS), REVOPS_OK);
    ck_assert(by_owner[KINDS].deviations == 3 && by_owner[KINDS].leads == 1 &&
              by_owner[KINDS].lost_ms == 120);
    ck_assert(by_owner[KINDS + 1 + KINDS].deviations == 2 && by_owner[KINDS + 1 + KINDS].leads == 2);
    ck_assert(by_owner[KINDS + 1 + MOVED_BACK].leads == 1 && by_owner[KINDS + 1 + SKIPPED].leads == 1);
}
END_TEST

START_TEST(test_arguments)
{
    uint64_t lead[] = {1, 1}, bits[] = {1, 1}, marks[4];
    uint32_t group[] = {0, 1};
    int64_t lost_ms[] = {0, -1};
    int8_t weight[] = {1, -1};
    revops_conformance cells[2] = {{0}};
    revops_conformance_columns columns = {
        .struct_size = sizeof columns, .count = 2, .lead = lead, .bits = bits};
    ck_assert_int_eq(revops_conformance_add(NULL, cells, marks, 1, 1), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_conformance_add(&columns, NULL, marks, 1, 1), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_conformance_add(&columns, cells, NULL, 1, 1), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_conformance_add(&columns, cells, marks, 0, 1), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_conformance_add(&columns, cells, marks, 1, 0), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_conformance_add(&columns, cells, marks, 1, 65), REVOPS_ERR_ARG);
    columns.weight = weight;
    ck_assert_int_eq(revops_conformance_add(&columns, cells, marks, 1, 1), REVOPS_ERR_ARG);
    columns.weight = NULL;
    columns.lost_ms = lost_ms;
    ck_assert_int_eq(revops_conformance_add(&columns, cells, marks, 1, 1), REVOPS_ERR_ARG);
    columns.lost_ms = NULL;
    columns.group = group;
    ck_assert_int_eq(revops_conformance_add(&columns, cells, marks, 1, 1), REVOPS_ERR_ARG);
    columns.group = NULL;
    bits[1] = 2;
    ck_assert_int_eq(revops_conformance_add(&columns, cells, marks, 1, 1), REVOPS_ERR_ARG);
    ck_assert_uint_eq(cells[0].deviations, 0);
    columns.flags = 1;
    ck_assert_int_eq(revops_conformance_add(&columns, cells, marks, 1, 2), REVOPS_ERR_NEWER);
    ck_assert_int_eq(revops_conformance_merge(cells, cells, 1, 2), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_conformance_merge(NULL, cells, 1, 1), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_conformance_merge(NULL, NULL, 0, 1), REVOPS_OK);
}
END_TEST

/* SEM22: random rows beside a count of each cell on its own; parts by lead add up; taking back leaves nothing. */
START_TEST(test_SEM22_partitions)
{
    enum { ROWS_MOST = 40, LEADS = 6, GROUPS = 3, BITS = 5, CELLS = GROUPS * (BITS + 1) };
    random_state rng = {(uint64_t)_i + 1};
    uint64_t lead[ROWS_MOST], bits[ROWS_MOST], marks[CELLS], count = random_below(&rng, ROWS_MOST + 1);
    uint32_t group[ROWS_MOST];
    int64_t lost_ms[ROWS_MOST];
    int8_t back[ROWS_MOST];
    revops_conformance whole[CELLS], parts[CELLS], other[CELLS], zero[CELLS];
    memset(whole, 0, sizeof whole);
    memset(parts, 0, sizeof parts);
    memset(other, 0, sizeof other);
    memset(zero, 0, sizeof zero);
    for (uint64_t i = 0; i < count; i++) {
        lead[i] = i * LEADS / (count ? count : 1);
        bits[i] = random_below(&rng, 1u << BITS);
        group[i] = random_below(&rng, 9) ? (uint32_t)random_below(&rng, GROUPS) : REVOPS_NO_ROW;
        lost_ms[i] = (int64_t)random_below(&rng, 1000);
        back[i] = -1;
    }
    revops_conformance_columns columns = {.struct_size = sizeof columns,
                                          .count = count,
                                          .lead = lead,
                                          .bits = bits,
                                          .group = group,
                                          .lost_ms = lost_ms};
    ck_assert_int_eq(revops_conformance_add(&columns, whole, marks, GROUPS, BITS), REVOPS_OK);
    for (uint32_t g = 0; g < GROUPS; g++) {
        for (uint32_t b = 0; b <= BITS; b++) {
            revops_conformance expected = {0};
            for (uint64_t l = 0; l < LEADS; l++) {
                int any = 0;
                for (uint64_t i = 0; i < count; i++) {
                    uint64_t here = b < BITS ? bits[i] >> b & 1 : (uint64_t)__builtin_popcountll(bits[i]);
                    if (lead[i] == l && group[i] == g && here) {
                        any = 1;
                        expected.deviations += here;
                        expected.lost_ms += lost_ms[i];
                    }
                }
                expected.leads += (uint64_t)any;
            }
            ck_assert_mem_eq(&whole[g * (BITS + 1) + b], &expected, sizeof expected);
        }
    }
    uint64_t cut = 0;
    while (cut < count && lead[cut] < LEADS / 2) {
        cut++;
    }
    columns.count = cut;
    ck_assert_int_eq(revops_conformance_add(&columns, parts, marks, GROUPS, BITS), REVOPS_OK);
    columns = (revops_conformance_columns){.struct_size = sizeof columns,
                                           .count = count - cut,
                                           .lead = lead + cut,
                                           .bits = bits + cut,
                                           .group = group + cut,
                                           .lost_ms = lost_ms + cut};
    ck_assert_int_eq(revops_conformance_add(&columns, other, marks, GROUPS, BITS), REVOPS_OK);
    ck_assert_int_eq(revops_conformance_merge(parts, other, CELLS, 1), REVOPS_OK);
    ck_assert_mem_eq(parts, whole, sizeof whole);
    columns.weight = back;
    ck_assert_int_eq(revops_conformance_add(&columns, other, marks, GROUPS, BITS), REVOPS_OK);
    ck_assert_mem_eq(other, zero, sizeof zero);
    ck_assert_int_eq(revops_conformance_merge(parts, whole, CELLS, -1), REVOPS_OK);
    ck_assert_mem_eq(parts, zero, sizeof zero);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("conformance");
    TCase *tests = tcase_create("conformance");
    tcase_add_test(tests, test_MT19_deviations_by_rule_and_owner);
    tcase_add_test(tests, test_arguments);
    tcase_add_loop_test(tests, test_SEM22_partitions, 0, 200);
    suite_add_tcase(suite, tests);
    return suite;
}
