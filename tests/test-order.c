/* SPDX-License-Identifier: MIT */
#include "test.h"

enum { ROWS = 16 };

/* Rows of a test, as columns. */
typedef struct rows {
    int64_t at_ms[ROWS];
    uint64_t lead[ROWS], sequence[ROWS], id[ROWS];
    uint32_t kind[ROWS];
    int64_t name[ROWS], value[ROWS];
    uint32_t order[ROWS];
    uint8_t fates[ROWS];
    revops_order_counts counts;
} rows;

static const int64_t offsets[] = {0, 1, 3, 4, 6};
static const revops_texts names = {"bba"
                                   "c\xc3\xa9",
                                   offsets, 4}; /* b, ba, c, é */
static const uint16_t ranks[] = {0, 2, 5};

static void sort(rows *r, size_t count, uint32_t flags)
{
    static _Alignas(8) unsigned char memory[1 << 18];
    const revops_column fields[] = {{r->name, &names, REVOPS_MISSING, REVOPS_COLUMN_I64, 0},
                                    {r->value, NULL, REVOPS_MISSING, REVOPS_COLUMN_I64, 0}};
    const revops_order_columns columns = {.struct_size = sizeof columns,
                                          .flags = flags,
                                          .count = count,
                                          .at_ms = r->at_ms,
                                          .lead = r->lead,
                                          .sequence = r->sequence,
                                          .kind = r->kind,
                                          .ranks = ranks,
                                          .rank_count = 3,
                                          .id = r->id,
                                          .fields = fields,
                                          .field_count = 2};
    ck_assert_int_eq(revops_order_sort(&columns, memory, sizeof memory, NULL, r->order, r->fates, &r->counts),
                     REVOPS_OK);
}

static void expect(const rows *r, const uint32_t *order, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ck_assert_uint_eq(r->order[i], order[i]);
    }
}

START_TEST(test_SEM1_instant_before_sequence_before_rank_before_id_before_fields)
{
    rows r = {.at_ms = {2, 1, 1, 1, 1, 1, 1},
              .sequence = {0, 9, 0, 0, 0, 0, 0},
              .kind = {0, 0, 2, 1, 1, 1, 1},
              .id = {0, 0, 0, 8, UINT64_MAX, 0, 0},
              .name = {0, 0, 0, 0, 0, 2, 1}};
    sort(&r, 7, 0);
    expect(&r, (const uint32_t[]){6, 5, 3, 4, 2, 1, 0}, 7);
}
END_TEST

START_TEST(test_SEM1_fields_compare_as_bytes_and_a_shorter_text_comes_first)
{
    /* nothing, b, ba, c, é */
    rows r = {.name = {3, 2, 1, 0, REVOPS_MISSING}};
    sort(&r, 5, 0);
    expect(&r, (const uint32_t[]){4, 3, 2, 1, 0}, 5);
}
END_TEST

START_TEST(test_SEM1_numbers_of_fields_are_signed_and_nothing_known_comes_first)
{
    rows r = {.value = {5, -5, REVOPS_MISSING, INT64_MAX}};
    sort(&r, 4, 0);
    expect(&r, (const uint32_t[]){2, 1, 0, 3}, 4);
}
END_TEST

START_TEST(test_SEM1_the_logs_own_sequence_wins_over_ranks_within_an_instant)
{
    rows r = {.kind = {2, 0, 2}, .sequence = {1, 2, 3}};
    sort(&r, 3, 0);
    expect(&r, (const uint32_t[]){0, 1, 2}, 3);
}
END_TEST

START_TEST(test_SEM2_a_kind_without_a_rank_has_rank_0)
{
    rows r = {.kind = {1, 7, REVOPS_NO_ROW}, .value = {0, 2, 1}};
    sort(&r, 3, 0);
    expect(&r, (const uint32_t[]){2, 1, 0}, 3);
}
END_TEST

START_TEST(test_SEM4_equal_rows_without_ids_are_duplicates_and_counted)
{
    rows r = {.value = {1, 1, 1, 2}};
    sort(&r, 4, 0);
    ck_assert_uint_eq(r.fates[0], REVOPS_ORDER_COUNTS);
    ck_assert_uint_eq(r.fates[1], REVOPS_ORDER_DUPLICATE);
    ck_assert_uint_eq(r.fates[2], REVOPS_ORDER_DUPLICATE);
    ck_assert_uint_eq(r.counts.counted, 2);
    ck_assert_uint_eq(r.counts.without_id, 2);
}
END_TEST

START_TEST(test_SEM4_equal_rows_with_different_ids_are_two_events)
{
    rows r = {.id = {1, 2}}; /* C05 */
    sort(&r, 2, 0);
    ck_assert_uint_eq(r.counts.counted, 2);
}
END_TEST

START_TEST(test_SEM4_of_one_id_with_other_contents_the_later_counts)
{
    rows r = {.at_ms = {3, 1, 3, 2}, .id = {7, 7, 7, 7}, .value = {0, 0, 0, 0}};
    sort(&r, 4, 0);
    ck_assert_uint_eq(r.fates[0], REVOPS_ORDER_COUNTS);
    ck_assert_uint_eq(r.fates[2], REVOPS_ORDER_DUPLICATE);
    ck_assert_uint_eq(r.fates[1], REVOPS_ORDER_CONFLICT);
    ck_assert_uint_eq(r.fates[3], REVOPS_ORDER_CONFLICT);
    ck_assert_uint_eq(r.counts.conflicts, 2);
    ck_assert_uint_eq(r.counts.without_id, 0);
}
END_TEST

START_TEST(test_SEM4_the_scope_of_an_id_is_one_lead)
{
    rows r = {.lead = {1, 2}, .id = {7, 7}, .value = {1, 2}};
    sort(&r, 2, 0);
    ck_assert_uint_eq(r.counts.counted, 2);
}
END_TEST

START_TEST(test_SEM7_equal_instants_go_by_lead)
{
    rows r = {.at_ms = {1, 1, 0, 0}, .lead = {UINT64_MAX, 3, 5, 4}, .kind = {0, 2, 0, 2}};
    sort(&r, 4, 0);
    expect(&r, (const uint32_t[]){3, 2, 1, 0}, 4);
}
END_TEST

START_TEST(test_SEM7_leads_may_stand_together)
{
    rows r = {.at_ms = {1, 5, 0, 0}, .lead = {4, 3, 4, 3}};
    sort(&r, 4, REVOPS_ORDER_BY_LEAD);
    expect(&r, (const uint32_t[]){3, 1, 2, 0}, 4);
}
END_TEST

START_TEST(test_LC16_a_file_given_twice_gives_its_rows_once)
{
    rows r = {.kind = {0, 1, 2, 0, 1, 2}, .value = {1, 2, 3, 1, 2, 3}}; /* C04 */
    sort(&r, 6, 0);
    ck_assert_uint_eq(r.counts.counted, 3);
    ck_assert_uint_eq(r.counts.duplicates, 3);
    expect(&r, (const uint32_t[]){0, 3, 1, 4, 2, 5}, 6);
}
END_TEST

START_TEST(test_extreme_instants_are_ordered)
{
    rows r = {.at_ms = {INT64_MAX, 0, INT64_MIN, -1}};
    sort(&r, 4, 0);
    expect(&r, (const uint32_t[]){2, 3, 1, 0}, 4);
}
END_TEST

START_TEST(test_texts_are_ids_too)
{
    static const int64_t places[] = {0, 2, 3, 4, 6};
    static const revops_texts ids = {"a2"
                                     "aab",
                                     places, 3};
    int64_t at_ms[4] = {0};
    uint64_t id[4] = {1, 2, 3, 0};
    revops_order_columns columns = {
        .struct_size = sizeof columns, .count = 4, .at_ms = at_ms, .id = id, .id_texts = &ids};
    static _Alignas(8) unsigned char memory[1 << 17];
    uint32_t order[4];
    uint8_t fates[4];
    revops_order_counts counts;
    at_ms[2] = 1;
    ck_assert_int_eq(revops_order_sort(&columns, memory, sizeof memory, NULL, order, fates, &counts),
                     REVOPS_OK);
    ck_assert_uint_eq(order[0], 3); /* none */
    ck_assert_uint_eq(order[1], 1); /* a, a text of its own number */
    ck_assert_uint_eq(order[2], 0); /* a2 */
    ck_assert_uint_eq(order[3], 2);
    ck_assert_uint_eq(fates[1], REVOPS_ORDER_CONFLICT); /* "a" again, later */
    ck_assert_uint_eq(counts.counted, 3);
}
END_TEST

START_TEST(test_what_is_wrong_is_refused)
{
    rows r = {0};
    static _Alignas(8) unsigned char memory[1 << 17];
    size_t needed = 0;
    revops_order_columns columns = {.struct_size = sizeof columns, .count = 2, .at_ms = r.at_ms};
    ck_assert_int_eq(revops_order_sort(&columns, NULL, 0, &needed, NULL, NULL, NULL), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_order_sort(&columns, memory, needed - 1, NULL, r.order, NULL, NULL),
                     REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_order_sort(&columns, memory, needed, NULL, r.order, NULL, NULL), REVOPS_OK);
    ck_assert_int_eq(revops_order_sort(&columns, memory + 1, needed, NULL, r.order, NULL, NULL),
                     REVOPS_ERR_ALIGN);
    ck_assert_int_eq(revops_order_sort(&columns, memory, needed, NULL, NULL, NULL, NULL), REVOPS_ERR_ARG);
    columns.flags = 2;
    ck_assert_int_eq(revops_order_sort(&columns, memory, needed, NULL, r.order, NULL, NULL),
                     REVOPS_ERR_NEWER);
    columns.flags = 0;
    columns.struct_size = 8;
    ck_assert_int_eq(revops_order_sort(&columns, memory, needed, NULL, r.order, NULL, NULL), REVOPS_ERR_ABI);
    columns.struct_size = sizeof columns;
    columns.at_ms = NULL;
    ck_assert_int_eq(revops_order_sort(&columns, memory, needed, NULL, r.order, NULL, NULL), REVOPS_ERR_ARG);
    columns.at_ms = r.at_ms;
    columns.ranks = ranks;
    ck_assert_int_eq(revops_order_sort(&columns, memory, needed, NULL, r.order, NULL, NULL), REVOPS_ERR_ARG);
    columns.ranks = NULL;
    columns.field_count = REVOPS_ORDER_FIELDS_MAX + 1;
    ck_assert_int_eq(revops_order_sort(&columns, memory, needed, NULL, r.order, NULL, NULL), REVOPS_ERR_ARG);
    columns.field_count = 1;
    ck_assert_int_eq(revops_order_sort(&columns, memory, needed, NULL, r.order, NULL, NULL), REVOPS_ERR_ARG);
    revops_column field = {.values = r.value, .width = 99};
    columns.fields = &field;
    ck_assert_int_eq(revops_order_sort(&columns, memory, needed, NULL, r.order, NULL, NULL), REVOPS_ERR_ARG);
}
END_TEST

START_TEST(test_no_rows_are_fine)
{
    static _Alignas(8) unsigned char memory[1 << 17];
    revops_order_columns columns = {.struct_size = sizeof columns};
    uint32_t order = 0;
    revops_order_counts counts = {.counted = 9};
    ck_assert_int_eq(revops_order_sort(&columns, memory, sizeof memory, NULL, &order, NULL, &counts),
                     REVOPS_OK);
    ck_assert_uint_eq(counts.counted, 0);
}
END_TEST

START_TEST(test_fates_have_names)
{
    ck_assert_str_eq(revops_order_fate_name(REVOPS_ORDER_CONFLICT), "conflict");
    ck_assert_str_eq(revops_order_fate_name(REVOPS_ORDER_CONFLICT + 1), "unknown");
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("order");
    TCase *tests = tcase_create("order");
    tcase_add_test(tests, test_SEM1_instant_before_sequence_before_rank_before_id_before_fields);
    tcase_add_test(tests, test_SEM1_fields_compare_as_bytes_and_a_shorter_text_comes_first);
    tcase_add_test(tests, test_SEM1_numbers_of_fields_are_signed_and_nothing_known_comes_first);
    tcase_add_test(tests, test_SEM1_the_logs_own_sequence_wins_over_ranks_within_an_instant);
    tcase_add_test(tests, test_SEM2_a_kind_without_a_rank_has_rank_0);
    tcase_add_test(tests, test_SEM4_equal_rows_without_ids_are_duplicates_and_counted);
    tcase_add_test(tests, test_SEM4_equal_rows_with_different_ids_are_two_events);
    tcase_add_test(tests, test_SEM4_of_one_id_with_other_contents_the_later_counts);
    tcase_add_test(tests, test_SEM4_the_scope_of_an_id_is_one_lead);
    tcase_add_test(tests, test_SEM7_equal_instants_go_by_lead);
    tcase_add_test(tests, test_SEM7_leads_may_stand_together);
    tcase_add_test(tests, test_LC16_a_file_given_twice_gives_its_rows_once);
    tcase_add_test(tests, test_extreme_instants_are_ordered);
    tcase_add_test(tests, test_texts_are_ids_too);
    tcase_add_test(tests, test_what_is_wrong_is_refused);
    tcase_add_test(tests, test_no_rows_are_fine);
    tcase_add_test(tests, test_fates_have_names);
    suite_add_tcase(suite, tests);
    return suite;
}
