/* SPDX-License-Identifier: MIT */
/* Rules: PQ4, PQ5, PQ10: what each measure measures. */
#include "usage-test.h"

START_TEST(test_elapsed_days_of_seven)
{
    /* The two readings of "3 separate days within a 7-day window" differ by the event exactly 7 days on. */
    for (uint32_t flags = 0; flags < 2; flags++) {
        signup_ms = revops_utc_ms(2026, 3, 2, 0, 0);
        const revops_usage *model =
            model_of((revops_usage_criterion){.measure = REVOPS_USAGE_ACTIVE_DAYS,
                                              .window = REVOPS_USAGE_ROLLING,
                                              .window_days = 7,
                                              .threshold = 3,
                                              .flags = flags ? REVOPS_USAGE_ELAPSED : 0});
        ck_assert_uint_eq(use_at(model, signup_ms), 0);
        ck_assert_uint_eq(use_at(model, signup_ms + 3 * DAY), 0);
        ck_assert_uint_eq(use_at(model, signup_ms + 3 * DAY + 1), 0);
        ck_assert_uint_eq(use_at(model, signup_ms + 7 * DAY), flags);
    }
}
END_TEST

START_TEST(test_growth_and_streak)
{
    signup_ms = revops_utc_ms(2023, 12, 25, 0, 0);
    const revops_usage *model = model_of((revops_usage_criterion){.measure = REVOPS_USAGE_GROWTH,
                                                                  .window = REVOPS_USAGE_ROLLING,
                                                                  .window_days = 7,
                                                                  .threshold = 15000});
    ck_assert_uint_eq(reading_of(model, record, 0, signup_ms).state, REVOPS_USAGE_NO_VALUE);
    for (int i = 0; i < 4; i++) {
        ck_assert_uint_eq(use_at(model, signup_ms + i * DAY), 0); /* four before the year's end … */
    }
    for (int i = 0; i < 6; i++) {
        ck_assert_uint_eq(use_at(model, signup_ms + 10 * DAY), i == 5); /* … and six after it */
    }
    ck_assert_uint_eq(reading_of(model, record, 0, signup_ms + 10 * DAY).value, 15000);

    signup_ms = revops_utc_ms(2024, 2, 27, 0, 0);
    model = model_of((revops_usage_criterion){.measure = REVOPS_USAGE_STREAK, .threshold = 4});
    static const int32_t days[] = {0, 1, 1, 3, 4, 5, 6}; /* the leap day is missing, then 1 to 4 March */
    for (int i = 0; i < ROWS(days); i++) {
        ck_assert_uint_eq(use_at(model, signup_ms + days[i] * DAY), days[i] == 6);
    }
    ck_assert_uint_eq(reading_of(model, record, 0, signup_ms + 7 * DAY).value, 4);
    ck_assert_uint_eq(reading_of(model, record, 0, signup_ms + 8 * DAY).value, 0);
}
END_TEST

START_TEST(test_users_exact_then_estimated_within_stated_error)
{
    /* Over many sets of users, the root mean square error is the stated standard error or less. */
    random_state random = {1};
    signup_ms = 0;
    const revops_usage *model =
        model_of((revops_usage_criterion){.measure = REVOPS_USAGE_USERS, .threshold = 50, .exact = 128});
    double squares = 0;
    enum { SETS = 600, TRUE_USERS = 1000 };
    for (int set = 0; set < SETS; set++) {
        ck_assert_int_eq(revops_usage_record_init(model, record, signup_ms, 0), REVOPS_OK);
        ck_assert_int_eq(revops_usage_record_init(model, other, signup_ms, 0), REVOPS_OK);
        uint32_t first = (uint32_t)random_below(&random, 1000000000) + 1;
        for (uint32_t i = 0; i < TRUE_USERS; i++) {
            /* Many users are in both, so that the merger must not count them twice. */
            if (i < 700) {
                give(model, record, (revops_usage_event){.at_ms = 0, .user = first + i});
            }
            if (i >= 300) {
                give(model, other, (revops_usage_event){.at_ms = 0, .user = first + i});
            }
            if (set == 0 && i < 128) {
                ck_assert_uint_eq(reading_of(model, record, 0, 0).value, i + 1);
                ck_assert_uint_eq(reading_of(model, record, 0, 0).error_bp, 0);
            }
        }
        uint32_t fired;
        ck_assert_int_eq(revops_usage_merge(model, record, other, 0, 0, &fired), REVOPS_OK);
        revops_usage_reading reading = reading_of(model, record, 0, 0);
        ck_assert_uint_eq(reading.state, REVOPS_USAGE_MET | REVOPS_USAGE_ESTIMATE);
        ck_assert_uint_eq(reading.error_bp, 890); /* 1 ÷ √126 */
        double error = ((double)reading.value - TRUE_USERS) / TRUE_USERS;
        squares += error * error;
        /* The order of events doesn't matter: all in one record gives the same. */
        ck_assert_int_eq(revops_usage_record_init(model, other, signup_ms, 0), REVOPS_OK);
        for (uint32_t i = TRUE_USERS; i > 0; i--) {
            give(model, other, (revops_usage_event){.at_ms = 0, .user = first + i - 1});
        }
        ck_assert_uint_eq(reading_of(model, other, 0, 0).value, reading.value);
    }
    ck_assert_double_lt(squares / SETS, 0.0890 * 0.0890 * 1.1);
    ck_assert_double_gt(squares / SETS, 0.0890 * 0.0890 * 0.5);
}
END_TEST

START_TEST(test_rolling_users_are_exact_again_after_a_crowd)
{
    signup_ms = 0;
    const revops_usage *model = model_of((revops_usage_criterion){.measure = REVOPS_USAGE_USERS,
                                                                  .window = REVOPS_USAGE_ROLLING,
                                                                  .window_days = 7,
                                                                  .threshold = 3,
                                                                  .exact = 8});
    for (uint32_t day = 0; day < 60; day++) { /* 60 users, 7 at a time: never a crowd */
        give(model, record, (revops_usage_event){.at_ms = day * DAY, .user = day + 1});
        ck_assert_uint_eq(reading_of(model, record, 0, day * DAY).value, day < 7 ? day + 1 : 7);
    }
    for (uint32_t user = 1; user <= 100; user++) {
        give(model, record, (revops_usage_event){.at_ms = 60 * DAY, .user = user});
    }
    ck_assert_uint_eq(reading_of(model, record, 0, 60 * DAY).state, REVOPS_USAGE_MET | REVOPS_USAGE_ESTIMATE);
    give(model, record, (revops_usage_event){.at_ms = 67 * DAY, .user = 5});
    ck_assert_uint_eq(reading_of(model, record, 0, 67 * DAY).value, 1);
    ck_assert_uint_eq(reading_of(model, record, 0, 67 * DAY).state, 0);
}
END_TEST

/* Sums and counts beyond 32 and 16 bits a date: growth is exact, and where it can't be there is none. */
START_TEST(test_PQ10_growth_of_large_amounts)
{
    const uint32_t most = UINT32_MAX - 1;
    signup_ms = 0;
    revops_usage_criterion criterion = {.measure = REVOPS_USAGE_SUM_GROWTH,
                                        .window = REVOPS_USAGE_ROLLING,
                                        .window_days = 7,
                                        .threshold = 30000};
    const revops_usage *model = model_of(criterion);
    for (int i = 0; i < 2; i++) { /* 2^33 in a date, then three times as much */
        give(model, record, (revops_usage_event){.at_ms = 0, .value = most});
    }
    for (int i = 0; i < 6; i++) {
        EQUALS(give(model, record, (revops_usage_event){.at_ms = 7 * DAY, .value = most}), i == 5);
    }
    ck_assert_uint_eq(reading_of(model, record, 0, 7 * DAY).value, 30000);
    ck_assert_int_eq(revops_usage_verify(model, record), REVOPS_OK);
    /* two records, each with half of it */
    model = model_of(criterion);
    uint32_t fired;
    for (int i = 0; i < 4; i++) {
        uint8_t *to = i % 2 ? other : record;
        give(model, to, (revops_usage_event){.at_ms = i / 2 * 7 * DAY, .value = i < 2 ? most / 2 : most});
    }
    ck_assert_int_eq(revops_usage_merge(model, record, other, 7 * DAY, 0, &fired), REVOPS_OK);
    ck_assert_uint_eq(reading_of(model, record, 0, 7 * DAY).value, 20000);

    /* 2^19 events of the greatest value reach what a date may sum up to */
    model = model_of(criterion);
    give(model, record, (revops_usage_event){.at_ms = 0, .value = 1});
    for (int i = 0; i < 1 << 19; i++) {
        give(model, record, (revops_usage_event){.at_ms = 7 * DAY, .value = most});
    }
    revops_usage_reading reading = reading_of(model, record, 0, 7 * DAY);
    ck_assert_uint_eq(reading.state, REVOPS_USAGE_MET);
    ck_assert_uint_eq(reading.value, most);
    give(model, record, (revops_usage_event){.at_ms = 7 * DAY, .value = most});
    reading = reading_of(model, record, 0, 7 * DAY);
    ck_assert_uint_eq(reading.state, REVOPS_USAGE_NO_VALUE);
    ck_assert_int_eq(revops_usage_verify(model, record), REVOPS_OK);

    criterion.measure = REVOPS_USAGE_GROWTH;
    model = model_of(criterion);
    for (int i = 0; i < 4 * 70000; i++) { /* calls of an interface: three times 70,000 after 70,000 */
        EQUALS(use_at(model, i < 70000 ? 0 : 7 * DAY), i == 4 * 70000 - 1);
    }
    ck_assert_uint_eq(reading_of(model, record, 0, 7 * DAY).value, 30000);
}
END_TEST

/* Windows of up to ten years, by dates and by instants of signup; leap days count. */
static const struct {
    revops_usage_criterion criterion;
    int32_t kept,
        gone; /* days after the first event at which a second one still meets it with the first, and not any more */
} years[] = {
    {{.threshold = 2, .window = REVOPS_USAGE_ROLLING, .window_days = 3660}, 3659, 3660},
    {{.threshold = 2, .window = REVOPS_USAGE_ROLLING, .window_days = 366}, 365, 366},
    {{.threshold = 2, .window = REVOPS_USAGE_ROLLING, .window_days = 3660, .flags = REVOPS_USAGE_ELAPSED},
     3660,
     3661},
    {{.threshold = 2, .window = REVOPS_USAGE_SINCE_SIGNUP, .window_days = 3660}, 3659, 3660},
    {{.threshold = 2,
      .window = REVOPS_USAGE_SINCE_SIGNUP,
      .window_days = 3660,
      .flags = REVOPS_USAGE_ELAPSED},
     3660,
     3661},
    {{.threshold = 2,
      .measure = REVOPS_USAGE_ACTIVE_DAYS,
      .window = REVOPS_USAGE_ROLLING,
      .window_days = 1461},
     1460,
     1461},
    {{.threshold = 2,
      .measure = REVOPS_USAGE_ACTIVE_DAYS,
      .window = REVOPS_USAGE_SINCE_SIGNUP,
      .window_days = 1461},
     1460,
     1461},
    {{.threshold = 10, .measure = REVOPS_USAGE_SUM, .window = REVOPS_USAGE_ROLLING, .window_days = 3660},
     3659,
     3660},
    {{.threshold = 2, .measure = REVOPS_USAGE_USERS, .window = REVOPS_USAGE_ROLLING, .window_days = 3660},
     3659,
     3660},
    {{.threshold = 2,
      .measure = REVOPS_USAGE_ITEMS,
      .item = 3,
      .window = REVOPS_USAGE_ROLLING,
      .window_days = 3660},
     3659,
     3660},
    /* one event now against one in the window before */
    {{.threshold = 10000,
      .measure = REVOPS_USAGE_GROWTH,
      .window = REVOPS_USAGE_ROLLING,
      .window_days = 1830},
     3659,
     3660},
};

START_TEST(test_PQ10_windows_of_years)
{
    signup_ms = revops_utc_ms(2016, 2, 29, 0, 0);
    for (int gone = 0; gone < 2; gone++) {
        const revops_usage *model = model_of(years[_i].criterion);
        give(model, record,
             (revops_usage_event){.at_ms = signup_ms, .user = 1, .item = {0, 0, 0, 1}, .value = 5});
        const revops_usage_event second = {.at_ms =
                                               signup_ms + (gone ? years[_i].gone : years[_i].kept) * DAY,
                                           .user = 2,
                                           .item = {0, 0, 0, 2},
                                           .value = 5};
        ck_assert_uint_eq(give(model, record, second), !gone);
        ck_assert_int_eq(revops_usage_verify(model, record), REVOPS_OK);
    }
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("usage-measures");
    TCase *tests = tcase_create("usage-measures");
    tcase_add_test(tests, test_elapsed_days_of_seven);
    tcase_add_test(tests, test_growth_and_streak);
    tcase_add_test(tests, test_users_exact_then_estimated_within_stated_error);
    tcase_add_test(tests, test_rolling_users_are_exact_again_after_a_crowd);
    tcase_add_test(tests, test_PQ10_growth_of_large_amounts);
    tcase_add_loop_test(tests, test_PQ10_windows_of_years, 0, ROWS(years));
    suite_add_tcase(suite, tests);
    return suite;
}
