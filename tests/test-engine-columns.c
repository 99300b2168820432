/* SPDX-License-Identifier: MIT */
/* Events out of columns: each field from its own, in the order asked for; what is refused. */
#include "test.h"

enum { COUNT = 40 };

static int64_t at_ms[COUNT], value[COUNT], resume_ms[COUNT], amount[COUNT];
static uint64_t sequence[COUNT], id[COUNT], actor[COUNT], source[COUNT], campaign[COUNT], account[COUNT];
static uint32_t kind[COUNT], reason[COUNT], rows[COUNT];

static revops_event_columns whole(void)
{
    for (uint32_t i = 0; i < COUNT; i++) {
        at_ms[i] = 1000 + i, sequence[i] = 2000 + i, id[i] = 3000 + i, value[i] = -4000 - (int64_t)i,
        actor[i] = 5000 + i;
        source[i] = 6000 + i, campaign[i] = 7000 + i, account[i] = 8000 + i, resume_ms[i] = 9000 + i,
        kind[i] = 100 + i, reason[i] = 200 + i, amount[i] = 10000 + i;
        rows[i] = i * 7 % COUNT;
    }
    return (revops_event_columns){sizeof(revops_event_columns),
                                  0,
                                  COUNT,
                                  at_ms,
                                  sequence,
                                  id,
                                  value,
                                  actor,
                                  source,
                                  campaign,
                                  account,
                                  resume_ms,
                                  kind,
                                  reason,
                                  amount};
}

START_TEST(test_each_field_comes_from_its_column)
{
    revops_event_columns columns = whole();
    revops_event out[COUNT];
    memset(out, 0xff, sizeof out);
    ck_assert_int_eq(revops_event_take_many(&columns, rows, COUNT, out), REVOPS_OK);
    for (int i = 0; i < COUNT; i++) {
        uint32_t row = rows[i];
        const revops_event wanted = {
            at_ms[row],   sequence[row],  id[row],   value[row],  actor[row], source[row], campaign[row],
            account[row], resume_ms[row], kind[row], reason[row], 0,          0,           amount[row]};
        ck_assert_mem_eq(&out[i], &wanted, sizeof wanted);
    }
}
END_TEST

START_TEST(test_missing_columns_say_nothing)
{
    whole();
    revops_event_columns columns = {.struct_size = sizeof columns, .count = COUNT, .at_ms = at_ms};
    revops_event out[2];
    memset(out, 0xff, sizeof out);
    ck_assert_int_eq(revops_event_take_many(&columns, rows, 2, out), REVOPS_OK);
    const revops_event wanted = {.at_ms = at_ms[rows[1]], .resume_ms = REVOPS_TIME_NONE};
    ck_assert_mem_eq(&out[1], &wanted, sizeof wanted);
}
END_TEST

START_TEST(test_what_is_refused)
{
    revops_event_columns columns = whole(), odd = columns, flagged = columns, untimed = columns;
    revops_event out[COUNT];
    memset(out, 0, sizeof out);
    static const uint32_t beyond[] = {0, COUNT};
    odd.struct_size = 4, flagged.flags = 1, untimed.at_ms = NULL;
    ck_assert_int_eq(revops_event_take_many(NULL, rows, 1, out), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_event_take_many(&columns, NULL, 1, out), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_event_take_many(&columns, rows, 1, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_event_take_many(&untimed, rows, 1, out), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_event_take_many(&columns, beyond, 2, out), REVOPS_ERR_ARG);
    ck_assert_int_eq(out[0].at_ms, 0);
    ck_assert_int_eq(revops_event_take_many(&odd, rows, 1, out), REVOPS_ERR_ABI);
    ck_assert_int_eq(revops_event_take_many(&flagged, rows, 1, out), REVOPS_ERR_NEWER);
    ck_assert_int_eq(revops_event_take_many(&untimed, NULL, 0, NULL), REVOPS_OK);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("engine-columns");
    TCase *tests = tcase_create("columns");
    tcase_add_test(tests, test_each_field_comes_from_its_column);
    tcase_add_test(tests, test_missing_columns_say_nothing);
    tcase_add_test(tests, test_what_is_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
