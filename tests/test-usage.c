/* SPDX-License-Identifier: MIT */
/* Rules: PQ1, PQ2, PQ3, PQ4 and C43: the built-in model, windows and dates, late and bad events. */
#include "usage-test.h"

START_TEST(test_built_in_record_is_64_bytes)
{
    const revops_usage *model = built_in();
    ck_assert_uint_eq(revops_usage_record_size(model), REVOPS_USAGE_BUILT_IN_RECORD_MAX);
    ck_assert_uint_le(revops_usage_record_size(model), 64);
    ck_assert_uint_eq(revops_usage_record_size(NULL), 0);
}
END_TEST

START_TEST(test_PQ1_PQ2_PQ3_make_a_pql_and_say_when)
{
    const revops_usage *model = built_in();
    int64_t use[3] = {signup_ms + 1, signup_ms + 2 * DAY, signup_ms + 5 * DAY};
    ck_assert_uint_eq(use_at(model, use[0]), 0);
    ck_assert_uint_eq(
        give(model, record, (revops_usage_event){.at_ms = use[0] + 5, .kind = REVOPS_USAGE_ACTIVATED}), 0);
    ck_assert_uint_eq(use_at(model, use[1]), 0);
    ck_assert_uint_eq(
        give(model, record, (revops_usage_event){.at_ms = use[1] + 7, .kind = REVOPS_USAGE_VALUE_REALISED}),
        0);
    revops_usage_explanation explanation;
    ck_assert_int_eq(
        revops_usage_explain(model, record, REVOPS_USAGE_SIGNAL_PQL, REVOPS_TIME_NONE, 0, &explanation),
        REVOPS_OK);
    ck_assert_uint_eq(explanation.missing, 1u << REVOPS_USAGE_PQ_ENGAGED);
    ck_assert_uint_eq(explanation.lacking, 1);
    ck_assert_uint_eq(explanation.near_bp, (10000 + 6666 + 10000) / 3);
    ck_assert_uint_eq(use_at(model, use[2]), 1u << REVOPS_USAGE_SIGNAL_PQL);
    ck_assert_int_eq(reading_of(model, record, REVOPS_USAGE_PQ_ACTIVATED, use[2]).met_ms, use[0] + 5);
    ck_assert_int_eq(reading_of(model, record, REVOPS_USAGE_PQ_ENGAGED, use[2]).met_ms, use[2]);
    ck_assert_int_eq(reading_of(model, record, REVOPS_USAGE_PQ_VALUE, use[2]).met_ms, use[1] + 7);
    ck_assert_int_eq(reading_of(model, record, REVOPS_USAGE_PQ_EXPANSION, use[2]).met_ms, REVOPS_TIME_NONE);
    ck_assert_int_eq(
        revops_usage_explain(model, record, REVOPS_USAGE_SIGNAL_PQL, REVOPS_TIME_NONE, 0, &explanation),
        REVOPS_OK);
    ck_assert_int_eq(explanation.last_ms, use[2]);
    ck_assert_uint_eq(explanation.near_bp, 10000);
}
END_TEST

static const struct {
    revops_usage_kind kind;
    uint32_t value, limit, fired;
} expansions[] = {
    {REVOPS_USAGE_LIMIT, 79, 100, 0},
    {REVOPS_USAGE_LIMIT, 80, 100, 1},
    {REVOPS_USAGE_LIMIT, 7999, 10000, 0},
    {REVOPS_USAGE_LIMIT, UINT32_MAX - 1, 1, 1},
    {REVOPS_USAGE_LIMIT, 80, 0, 0}, /* no limit */
    {REVOPS_USAGE_SEAT_ADDED, 0, 0, 1},
    {REVOPS_USAGE_TEAMMATE_INVITED, 0, 0, 1},
    {REVOPS_USAGE_PREMIUM_EXPLORED, 0, 0, 1},
    {REVOPS_USAGE_KEY_FEATURE, 0, 0, 1},
    {REVOPS_USAGE_USED, 0, 0, 0},
    {40, 0, 0, 0},
};

START_TEST(test_PQ4_expansion_signals)
{
    const revops_usage *model = built_in();
    revops_usage_event event = {.at_ms = signup_ms + 400 * DAY,
                                .kind = expansions[_i].kind,
                                .value = expansions[_i].value,
                                .limit = expansions[_i].limit};
    ck_assert_uint_eq(give(model, record, event), expansions[_i].fired);
    ck_assert_int_eq(revops_usage_verify(model, record), REVOPS_OK);
}
END_TEST

static const struct {
    uint32_t flags;
    int64_t after_ms; /* of the third use, after the signup at 09:00 */
    uint32_t met;
} first_weeks[] = {
    {0, 6 * DAY + 15 * REVOPS_HOUR_MS - 1, 1}, /* the seventh date's last millisecond */
    {0, 6 * DAY + 15 * REVOPS_HOUR_MS, 0},     /* the eighth date, though within 168 hours */
    {REVOPS_USAGE_ELAPSED, 6 * DAY + 15 * REVOPS_HOUR_MS, 1},
    {REVOPS_USAGE_ELAPSED, 7 * DAY, 1}, /* both ends included */
    {REVOPS_USAGE_ELAPSED, 7 * DAY + 1, 0},
};

START_TEST(test_PQ2_first_week_by_dates_and_by_hours)
{
    signup_ms = revops_utc_ms(2026, 3, 2, 9, 0);
    const revops_usage *model = model_of((revops_usage_criterion){.window = REVOPS_USAGE_SINCE_SIGNUP,
                                                                  .window_days = 7,
                                                                  .threshold = 3,
                                                                  .flags = first_weeks[_i].flags});
    use_at(model, signup_ms);
    use_at(model, signup_ms);
    ck_assert_uint_eq(use_at(model, signup_ms + first_weeks[_i].after_ms), first_weeks[_i].met);
}
END_TEST

START_TEST(test_dates_are_those_of_the_callers_zone)
{
    /* 23:30 and 00:30 in New York are one UTC date and two local ones. */
    signup_ms = revops_utc_ms(2026, 3, 2, 9, 0);
    const revops_usage *model =
        model_of((revops_usage_criterion){.measure = REVOPS_USAGE_ACTIVE_DAYS, .threshold = 2});
    for (int32_t offset_min = 0; offset_min >= -300; offset_min -= 300) {
        ck_assert_int_eq(revops_usage_record_init_many(model, record, 1, &signup_ms, &offset_min), REVOPS_OK);
        give(model, record,
             (revops_usage_event){.at_ms = revops_utc_ms(2026, 3, 4, 4, 30), .utc_offset_min = offset_min});
        ck_assert_uint_eq(give(model, record,
                               (revops_usage_event){.at_ms = revops_utc_ms(2026, 3, 4, 5, 30),
                                                    .utc_offset_min = offset_min}),
                          offset_min != 0);
    }
}
END_TEST

START_TEST(test_late_and_duplicate_events_leave_no_trace)
{
    const revops_usage *model = built_in();
    give(model, record, (revops_usage_event){.at_ms = signup_ms + DAY, .sequence = 7});
    memcpy(other, record, 64);
    uint32_t fired = 99;
    revops_usage_event late = {.at_ms = signup_ms + DAY - 1, .kind = REVOPS_USAGE_USED, .sequence = 8};
    revops_usage_event twice = {.at_ms = signup_ms + DAY, .kind = REVOPS_USAGE_USED, .sequence = 7};
    ck_assert_int_eq(revops_usage_apply(model, record, &late, &fired), REVOPS_ERR_LATE);
    ck_assert_int_eq(revops_usage_apply(model, record, &twice, &fired), REVOPS_ERR_DUPLICATE);
    ck_assert_uint_eq(fired, 99);
    ck_assert_mem_eq(record, other, 64);
}
END_TEST

START_TEST(test_bad_events_and_records_are_refused)
{
    const revops_usage *model = built_in();
    uint32_t fired;
    revops_usage_event event = {.at_ms = signup_ms, .kind = REVOPS_USAGE_KIND_MAX + 1};
    ck_assert_int_eq(revops_usage_apply(model, record, &event, &fired), REVOPS_ERR_ARG);
    event.kind = 0;
    ck_assert_int_eq(revops_usage_apply(model, record, &event, &fired), REVOPS_ERR_ARG);
    event.kind = 1;
    event.utc_offset_min = 1441;
    ck_assert_int_eq(revops_usage_apply(model, record, &event, &fired), REVOPS_ERR_ARG);
    event.utc_offset_min = 0;
    static const int64_t far[] = {REVOPS_TIME_NONE, INT64_MAX, -4000000000000, 4000000000000};
    for (int i = 0; i < ROWS(far); i++) {
        event.at_ms = far[i];
        ck_assert_int_eq(revops_usage_apply(model, record, &event, &fired), REVOPS_ERR_RANGE);
    }
    memset(other, 0, 64);
    event.at_ms = 0;
    ck_assert_int_eq(revops_usage_apply(model, other, &event, &fired), REVOPS_ERR_CORRUPT);
    ck_assert_int_eq(revops_usage_verify(model, other), REVOPS_ERR_CORRUPT);
    ck_assert_int_eq(revops_usage_merge(model, record, record, 0, 0, &fired), REVOPS_ERR_ARG);
    revops_usage_reading reading;
    ck_assert_int_eq(revops_usage_read(model, record, 5, REVOPS_TIME_NONE, 0, &reading), REVOPS_ERR_ARG);
    use_at(model, signup_ms + 10);
    ck_assert_int_eq(revops_usage_read(model, record, 0, signup_ms + 9, 0, &reading), REVOPS_ERR_LATE);
    int64_t far_signup = INT64_MAX;
    ck_assert_int_eq(revops_usage_record_init_many(model, record, 1, &far_signup, NULL), REVOPS_ERR_RANGE);
}
END_TEST

START_TEST(test_C43_use_on_the_date_of_the_signup)
{
    /* Signed up at 20:00; used at 08:00 of that date, and on the date before. */
    for (uint32_t elapsed = 0; elapsed < 2; elapsed++) {
        signup_ms = revops_utc_ms(2026, 3, 2, 20, 0);
        const revops_usage *model =
            model_of((revops_usage_criterion){.window = REVOPS_USAGE_SINCE_SIGNUP,
                                              .window_days = 7,
                                              .threshold = 3,
                                              .flags = elapsed ? REVOPS_USAGE_ELAPSED : 0});
        use_at(model, signup_ms - 21 * REVOPS_HOUR_MS);
        ck_assert_uint_eq(reading_of(model, record, 0, signup_ms).value, 0);
        use_at(model, signup_ms - 12 * REVOPS_HOUR_MS);
        ck_assert_uint_eq(reading_of(model, record, 0, signup_ms).value, !elapsed);
        use_at(model, signup_ms);
        ck_assert_uint_eq(reading_of(model, record, 0, signup_ms).value, 2 - elapsed);
    }
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("usage");
    TCase *tests = tcase_create("usage");
    tcase_add_test(tests, test_built_in_record_is_64_bytes);
    tcase_add_test(tests, test_PQ1_PQ2_PQ3_make_a_pql_and_say_when);
    tcase_add_loop_test(tests, test_PQ4_expansion_signals, 0, ROWS(expansions));
    tcase_add_loop_test(tests, test_PQ2_first_week_by_dates_and_by_hours, 0, ROWS(first_weeks));
    tcase_add_test(tests, test_dates_are_those_of_the_callers_zone);
    tcase_add_test(tests, test_late_and_duplicate_events_leave_no_trace);
    tcase_add_test(tests, test_bad_events_and_records_are_refused);
    tcase_add_test(tests, test_C43_use_on_the_date_of_the_signup);
    suite_add_tcase(suite, tests);
    return suite;
}
