/* SPDX-License-Identifier: MIT */
/* Rules: PQ5: records that merge, and the proof of stored bytes. */
#include "usage-test.h"

START_TEST(test_accounts_merge_with_other_signups)
{
    /* The built-in model; the second account signed up 40 days later in another zone. */
    const revops_usage *model = built_in();
    int64_t later_ms = signup_ms + 40 * DAY;
    int32_t offset_min = 540;
    ck_assert_int_eq(revops_usage_record_init_many(model, other, 1, &later_ms, &offset_min), REVOPS_OK);
    give(model, record, (revops_usage_event){.at_ms = signup_ms + 1, .kind = REVOPS_USAGE_ACTIVATED});
    use_at(model, signup_ms + DAY);
    give(model, other, (revops_usage_event){.at_ms = later_ms + 3, .kind = REVOPS_USAGE_VALUE_REALISED});
    give(model, other, (revops_usage_event){.at_ms = later_ms + 4});
    give(model, other, (revops_usage_event){.at_ms = later_ms + 5});
    uint32_t fired = 99;
    int64_t at_ms = later_ms + 10 * DAY;
    ck_assert_int_eq(revops_usage_merge(model, record, other, later_ms, 0, &fired), REVOPS_ERR_LATE);
    ck_assert_uint_eq(fired, 99);
    ck_assert_int_eq(revops_usage_merge(model, record, other, at_ms, 0, &fired), REVOPS_OK);
    ck_assert_uint_eq(fired, 1u << REVOPS_USAGE_SIGNAL_PQL);
    ck_assert_int_eq(reading_of(model, record, REVOPS_USAGE_PQ_ACTIVATED, at_ms).met_ms, signup_ms + 1);
    ck_assert_int_eq(reading_of(model, record, REVOPS_USAGE_PQ_VALUE, at_ms).met_ms, later_ms + 3);
    ck_assert_int_eq(reading_of(model, record, REVOPS_USAGE_PQ_ENGAGED, at_ms).met_ms, at_ms);
    ck_assert_uint_eq(reading_of(model, record, REVOPS_USAGE_PQ_ENGAGED, at_ms).value, 3);
    ck_assert_int_eq(revops_usage_verify(model, record), REVOPS_OK);
}
END_TEST

START_TEST(test_check_finds_signals_that_no_fold_leaves)
{
    enum { STATE_AT = 18, CAME = 2, WAITING = 128 };
    revops_usage_criterion criterion = {.kinds = REVOPS_USAGE_KIND(REVOPS_USAGE_USED), .threshold = 2};
    revops_usage_signal signal = {.all_of = 1, .cooldown_ms = DAY};
    revops_usage_params params = params_of(&criterion, 1, &signal, 1);
    const revops_usage *model;
    ck_assert_int_eq(revops_usage_build(&params, memory, sizeof memory, NULL, &model), REVOPS_OK);
    ck_assert_int_eq(revops_usage_record_init(model, record, signup_ms, 0), REVOPS_OK);
    use_at(model, signup_ms);
    static const uint8_t never[] = {CAME, WAITING, CAME | WAITING, 4};
    for (int i = 0; i < ROWS(never); i++) { /* it isn't true yet */
        ck_assert_uint_eq(record[STATE_AT], 0);
        record[STATE_AT] = never[i];
        ck_assert_int_eq(revops_usage_verify(model, record), REVOPS_ERR_CORRUPT);
        record[STATE_AT] = 0;
    }
    ck_assert_uint_eq(use_at(model, signup_ms + 1), 1);
    ck_assert_uint_eq(record[STATE_AT], CAME | WAITING);
    record[STATE_AT] = CAME; /* it may come again once it has cooled down */
    ck_assert_int_eq(revops_usage_verify(model, record), REVOPS_ERR_CORRUPT);
    ck_assert_int_eq(revops_usage_work(model, record, 1), REVOPS_OK);
    ck_assert_int_eq(revops_usage_verify(model, record), REVOPS_OK);
    ck_assert_int_eq(revops_usage_work(model, record, 0), REVOPS_OK);
    ck_assert_int_eq(revops_usage_verify(model, record), REVOPS_OK);
    ck_assert_uint_eq(record[STATE_AT], CAME | WAITING);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("usage-record");
    TCase *tests = tcase_create("usage-record");
    tcase_add_test(tests, test_accounts_merge_with_other_signups);
    tcase_add_test(tests, test_check_finds_signals_that_no_fold_leaves);
    suite_add_tcase(suite, tests);
    return suite;
}
