/* SPDX-License-Identifier: MIT */
/* Rules: PQ5, PQ6, PQ7: combinations, cooldown, hysteresis, routes, words. */
#include "usage-test.h"

START_TEST(test_PQ7_cooldown_and_working)
{
    const revops_usage *model = built_in();
    revops_usage_event seat = {.at_ms = signup_ms, .kind = REVOPS_USAGE_SEAT_ADDED};
    ck_assert_uint_eq(give(model, record, seat), 1);
    seat.at_ms += 30 * DAY - 1;
    ck_assert_uint_eq(give(model, record, seat), 0);
    revops_usage_explanation explanation;
    ck_assert_int_eq(revops_usage_explain(model, record, 0, REVOPS_TIME_NONE, 0, &explanation), REVOPS_OK);
    ck_assert_uint_eq(explanation.state, REVOPS_USAGE_HOLDS | REVOPS_USAGE_COOLING);
    ck_assert_int_eq(explanation.next_ms, signup_ms + 30 * DAY);
    ck_assert_int_eq(revops_usage_work(model, record, 1), REVOPS_OK);
    seat.at_ms += 1;
    ck_assert_uint_eq(give(model, record, seat), 0);
    ck_assert_int_eq(revops_usage_explain(model, record, 0, REVOPS_TIME_NONE, 0, &explanation), REVOPS_OK);
    ck_assert_uint_eq(explanation.state, REVOPS_USAGE_HOLDS | REVOPS_USAGE_WORKED);
    ck_assert_int_eq(revops_usage_work(model, record, 0), REVOPS_OK);
    ck_assert_uint_eq(give(model, record, seat), 1);
    seat.at_ms += 1;
    ck_assert_uint_eq(give(model, record, seat), 0);
}
END_TEST

START_TEST(test_PQ7_hysteresis)
{
    /* 3 active days of the last 7 to be met, 2 to stay so; once while it holds. */
    signup_ms = revops_utc_ms(2024, 2, 26, 0, 0);
    revops_usage_criterion criterion = {.kinds = BITS,
                                        .measure = REVOPS_USAGE_ACTIVE_DAYS,
                                        .window = REVOPS_USAGE_ROLLING,
                                        .window_days = 7,
                                        .threshold = 3,
                                        .release = 2};
    revops_usage_signal signal = {.all_of = 1, .flags = REVOPS_USAGE_ONCE};
    revops_usage_params params = params_of(&criterion, 1, &signal, 1);
    const revops_usage *model;
    ck_assert_int_eq(revops_usage_build(&params, memory, sizeof memory, NULL, &model), REVOPS_OK);
    ck_assert_int_eq(revops_usage_record_init(model, record, signup_ms, 0), REVOPS_OK);
    static const int32_t days[] = {0, 1, 2, 7, 8, 13, 14, 30, 31, 32};
    static const uint32_t fires[] = {0, 0, 1, 0, 0, 0, 0, 0, 0, 1};
    /* Before days 7, 8, 13 and 14 there are 2 of the last 7: still met. Before day 30 there are none. */
    for (int i = 0; i < ROWS(days); i++) {
        ck_assert_uint_eq(use_at(model, signup_ms + days[i] * DAY), fires[i]);
    }
}
END_TEST

START_TEST(test_PQ5_combinations_and_exclusions)
{
    revops_usage_criterion criteria[4];
    for (uint32_t i = 0; i < 4; i++) {
        criteria[i] = (revops_usage_criterion){.kinds = REVOPS_USAGE_KIND(20 + i), .threshold = 1};
    }
    /* At least 2 of the first three, unless the fourth. */
    revops_usage_signal signal = {
        .at_least_of = 7, .at_least_count = 2, .none_of = 8, .flags = REVOPS_USAGE_ONCE};
    revops_usage_params params = params_of(criteria, 4, &signal, 1);
    const revops_usage *model;
    ck_assert_int_eq(revops_usage_build(&params, memory, sizeof memory, NULL, &model), REVOPS_OK);
    signup_ms = 0;
    for (uint32_t excluded = 0; excluded < 2; excluded++) {
        ck_assert_int_eq(revops_usage_record_init(model, record, signup_ms, 0), REVOPS_OK);
        if (excluded) {
            ck_assert_uint_eq(give(model, record, (revops_usage_event){.kind = 23}), 0);
        }
        ck_assert_uint_eq(give(model, record, (revops_usage_event){.kind = 21}), 0);
        ck_assert_uint_eq(give(model, record, (revops_usage_event){.kind = 21}), 0);
        ck_assert_uint_eq(give(model, record, (revops_usage_event){.kind = 22}), !excluded);
        revops_usage_explanation explanation;
        ck_assert_int_eq(revops_usage_explain(model, record, 0, REVOPS_TIME_NONE, 0, &explanation),
                         REVOPS_OK);
        ck_assert_uint_eq(explanation.excluding, excluded ? 8 : 0);
        ck_assert_uint_eq(explanation.lacking, 0);
        char text[512];
        revops_usage_explanation_text(model, record, 0, REVOPS_TIME_NONE, 0, text, sizeof text);
        ck_assert_int_eq(strncmp(text, excluded ? "excluded;" : "qualifies", 9), 0);
    }
}
END_TEST

START_TEST(test_PQ6_routes)
{
    const revops_usage *model = built_in();
    revops_usage_route route = 99;
    ck_assert_int_eq(revops_usage_choose_route(model, record, 0, REVOPS_TIME_NONE, 0, &route), REVOPS_OK);
    ck_assert_uint_eq(route, REVOPS_USAGE_SELF_SERVICE);
    ck_assert_int_eq(revops_usage_choose_route(model, record, 1, REVOPS_TIME_NONE, 0, &route), REVOPS_OK);
    ck_assert_uint_eq(route, REVOPS_USAGE_SALES);
    for (revops_usage_kind kind = 1; kind <= 3; kind++) {
        for (int i = 0; i < 3; i++) {
            give(model, record, (revops_usage_event){.at_ms = signup_ms, .kind = kind});
        }
    }
    ck_assert_int_eq(revops_usage_choose_route(model, record, 0, REVOPS_TIME_NONE, 0, &route), REVOPS_OK);
    ck_assert_uint_eq(route, REVOPS_USAGE_SALES);
    give(model, record, (revops_usage_event){.at_ms = signup_ms, .kind = REVOPS_USAGE_KEY_FEATURE});
    ck_assert_int_eq(revops_usage_choose_route(model, record, 0, REVOPS_TIME_NONE, 0, &route), REVOPS_OK);
    ck_assert_uint_eq(route, REVOPS_USAGE_CUSTOMER_SUCCESS);
    ck_assert_str_eq(revops_usage_route_name(route), "customer success");
    ck_assert_str_eq(revops_usage_route_name(3), "unknown");
    ck_assert_str_eq(revops_usage_measure_name(REVOPS_USAGE_GROWTH), "growth");
    ck_assert_str_eq(revops_usage_measure_name(13), "unknown");
}
END_TEST

START_TEST(test_text_tells_exclusions_from_criteria_PQ5)
{
    static const revops_usage_criterion criteria[2] = {{.kinds = BITS, .threshold = 2},
                                                       {.kinds = REVOPS_USAGE_KIND(20), .threshold = 1}};
    static const revops_usage_signal signal = {.all_of = 1, .none_of = 2, .cooldown_ms = 1};
    revops_usage_params params = params_of(criteria, 2, &signal, 1);
    const revops_usage *model;
    char text[300];
    signup_ms = 0;
    ck_assert_int_eq(revops_usage_build(&params, memory, sizeof memory, NULL, &model), REVOPS_OK);
    ck_assert_int_eq(revops_usage_record_init(model, record, signup_ms, 0), REVOPS_OK);
    use_at(model, 0);
    revops_usage_explanation_text(model, record, 0, REVOPS_TIME_NONE, 0, text, sizeof text);
    ck_assert_str_eq(
        text, "lacks 1 criterion; criterion 0: events at least 2: 1, 1 missing; exclusion 1: events at "
              "least 1: 0");
    give(model, record, (revops_usage_event){.at_ms = 1000, .kind = 20});
    revops_usage_explanation_text(model, record, 0, REVOPS_TIME_NONE, 0, text, sizeof text);
    ck_assert_str_eq(
        text, "lacks 1 criterion and is excluded; criterion 0: events at least 2: 1, 1 missing; exclusion "
              "1: events at least 1: 1, met first at 1970-01-01T00:00:01Z");
}
END_TEST

START_TEST(test_text_says_what_is_missing)
{
    const revops_usage *model = built_in();
    use_at(model, signup_ms + 1);
    give(model, record, (revops_usage_event){.at_ms = signup_ms + 1000, .kind = REVOPS_USAGE_ACTIVATED});
    char text[1024], cut[20];
    const char *expected = "lacks 2 criteria; criterion \"activated\": events at least 1: 1, met first at "
                           "2026-03-02T09:00:01Z; criterion "
                           "\"engaged\": "
                           "events in the first 7 days at least 3: 1, 2 missing; criterion \"value "
                           "realised\": events at least 1: 0, 1 missing";
    size_t length = revops_usage_explanation_text(model, record, REVOPS_USAGE_SIGNAL_PQL, REVOPS_TIME_NONE, 0,
                                                  text, sizeof text);
    ck_assert_str_eq(text, expected);
    ck_assert_uint_eq(length, strlen(expected));
    ck_assert_uint_eq(revops_usage_explanation_text(model, record, 1, REVOPS_TIME_NONE, 0, cut, sizeof cut),
                      length);
    ck_assert_int_eq(strncmp(cut, expected, sizeof cut - 1), 0);
    give(model, record,
         (revops_usage_event){
             .at_ms = signup_ms + 2000, .kind = REVOPS_USAGE_LIMIT, .value = 825, .limit = 1000});
    revops_usage_explanation_text(model, record, 0, REVOPS_TIME_NONE, 0, text, sizeof text);
    ck_assert_str_eq(
        text,
        "qualifies, for customer success; no signal before 2026-04-01T09:00:02Z; criterion \"near limit\": "
        "share of the limit at least 80 %: 82.5 %, met first at 2026-03-02T09:00:02Z; criterion "
        "\"expansion\": events at least 1: 0, 1 missing");
    revops_usage_explanation_text(model, record, 9, REVOPS_TIME_NONE, 0, text, sizeof text);
    ck_assert_str_eq(text, "unknown");
}
END_TEST

START_TEST(test_SEM16_unrelated_events_change_nothing)
{
    /* Growth, and a signal once while it holds: the same log of uses with and without invitations in between, which
       none of the signal's criteria counts. */
    static const revops_usage_criterion criteria[] = {
        {.kinds = BITS,
         .measure = REVOPS_USAGE_GROWTH,
         .window = REVOPS_USAGE_ROLLING,
         .window_days = 3,
         .threshold = 15000,
         .release = 9000},
        {.kinds = BITS, .window = REVOPS_USAGE_ROLLING, .window_days = 4, .threshold = 3},
        {.kinds = REVOPS_USAGE_KIND(REVOPS_USAGE_TEAMMATE_INVITED), .threshold = 2},
        {.kinds = BITS,
         .window = REVOPS_USAGE_ROLLING,
         .window_days = 2,
         .threshold = 1,
         .flags = REVOPS_USAGE_AT_MOST},
    };
    static const revops_usage_signal signals[] = {
        {.all_of = 1, .flags = REVOPS_USAGE_ONCE},
        {.all_of = 2, .flags = REVOPS_USAGE_ONCE},
        {.all_of = 8, .cooldown_ms = 1},
        {.all_of = 4, .cooldown_ms = 1},
        {.any_of = 5, .cooldown_ms = REVOPS_DAY_MS},
    };
    revops_usage_params params = params_of(criteria, 4, signals, 4 + (uint32_t)_i % 2);
    const revops_usage *model;
    ck_assert_int_eq(revops_usage_build(&params, memory, sizeof memory, NULL, &model), REVOPS_OK);
    random_state random = {(uint64_t)_i + 1};
    signup_ms = 0;
    ck_assert_int_eq(revops_usage_record_init(model, record, 0, 0), REVOPS_OK);
    ck_assert_int_eq(revops_usage_record_init(model, other, 0, 0), REVOPS_OK);
    int64_t now_ms = 0;
    uint32_t seen = 0;
    for (int i = 0; i < 400; i++) {
        now_ms += random_between(&random, 0, DAY);
        if (random_below(&random, 2)) {
            give(model, record, (revops_usage_event){.at_ms = now_ms, .kind = REVOPS_USAGE_TEAMMATE_INVITED});
            continue;
        }
        uint32_t fired = use_at(model, now_ms) & 7;
        ck_assert_uint_eq(give(model, other, (revops_usage_event){.at_ms = now_ms}) & 7, fired);
        seen |= fired;
        for (uint32_t j = 0; j < 4; j += j == 1 ? 2 : 1) {
            revops_usage_reading with = reading_of(model, record, j, now_ms);
            revops_usage_reading without = reading_of(model, other, j, now_ms);
            ck_assert_uint_eq(with.value, without.value);
            ck_assert_uint_eq(with.state, without.state);
        }
    }
    ck_assert_uint_eq(seen, 7);
}
END_TEST

START_TEST(test_PQ7_working_as_a_column)
{
    /* Sales works on the first of two accounts from the second row on, and no longer from the fifth on. */
    revops_usage_criterion criterion = {.kinds = BITS, .threshold = 1};
    revops_usage_signal signal = {.all_of = 1, .cooldown_ms = 1, .route = REVOPS_USAGE_CUSTOMER_SUCCESS};
    revops_usage_params params = params_of(&criterion, 1, &signal, 1);
    const revops_usage *model;
    ck_assert_int_eq(revops_usage_build(&params, memory, sizeof memory, NULL, &model), REVOPS_OK);
    size_t size = revops_usage_record_size(model), count = 0;
    const int64_t starts[2] = {0, 0}, at_ms[] = {1, 2, 3, 4, 5, 0, 6};
    const uint32_t whose[] = {0, 0, 1, 0, 0, 0, 0};
    const uint8_t working[] = {0, 1, 0, 1, 0, 1, 0};
    ck_assert_int_eq(revops_usage_record_init_many(model, record, 2, starts, NULL), REVOPS_OK);
    revops_usage_columns columns = {
        .struct_size = sizeof columns, .count = 7, .at_ms = at_ms, .record = whose, .working = working};
    revops_cursor cursor = {0};
    revops_usage_hit hits[8];
    ck_assert_int_eq(revops_usage_apply_many(model, record, 2, &columns, &cursor, NULL, hits, 8, &count),
                     REVOPS_OK);
    static const uint64_t rows[] = {0, 2, 4, 6};
    ck_assert_uint_eq(count, 4);
    for (size_t i = 0; i < count; i++) {
        ck_assert_uint_eq(hits[i].row, rows[i]);
        ck_assert_uint_eq(hits[i].route, REVOPS_USAGE_CUSTOMER_SUCCESS);
    }
    ck_assert_uint_eq(cursor.late, 1); /* a refused row says nothing of work */
    ck_assert_int_eq(revops_usage_verify(model, record), REVOPS_OK);
    ck_assert_int_eq(revops_usage_verify(model, record + size), REVOPS_OK);
}
END_TEST

START_TEST(test_PQ10_attributes_within_a_combination)
{
    /* Enterprise accounts of 200 people or more that use the product twice; no students. */
    static const revops_condition conditions[] = {
        {.attribute = 0, .test = REVOPS_CONDITION_IN_RANGE, .low = 200, .high = INT64_MAX},
        {.attribute = 1, .test = REVOPS_CONDITION_IS_EQUAL, .low = 1},
    };
    static const revops_usage_criterion criteria[] = {
        {.kinds = BITS, .threshold = 2},
        {.measure = REVOPS_USAGE_ATTRIBUTES, .threshold = 1, .condition_count = 1},
        {.measure = REVOPS_USAGE_ATTRIBUTES, .threshold = 1, .first_condition = 1, .condition_count = 1},
    };
    static const revops_usage_signal signal = {.all_of = 3, .none_of = 4, .flags = REVOPS_USAGE_ONCE};
    revops_usage_params params = params_of(criteria, 3, &signal, 1);
    params.conditions = conditions;
    params.condition_count = params.attribute_count = 2;
    const revops_usage *model;
    uint32_t fired = 9;
    ck_assert_int_eq(revops_usage_build(&params, memory, sizeof memory, NULL, &model), REVOPS_OK);
    ck_assert_int_eq(revops_usage_record_init(model, record, 0, 0), REVOPS_OK);
    use_at(model, 1);
    use_at(model, 2);
    static const struct {
        int64_t attributes[2];
        uint32_t fired;
    } changes[] = {
        {{199, 0}, 0}, {{200, 1}, 0}, {{200, REVOPS_MISSING}, 1}, {{500, 0}, 0}, /* once */
        {{10, 0}, 0},  {{300, 0}, 1},
    };
    for (int i = 0; i < ROWS(changes); i++) {
        ck_assert_int_eq(
            revops_usage_set_attributes(model, record, changes[i].attributes, NULL, 10 + i, 0, &fired),
            REVOPS_OK);
        ck_assert_uint_eq(fired, changes[i].fired);
        ck_assert_int_eq(revops_usage_verify(model, record), REVOPS_OK);
    }
    char text[300];
    revops_usage_explanation_text(model, record, 0, REVOPS_TIME_NONE, 0, text, sizeof text);
    ck_assert_ptr_nonnull(strstr(text, "criterion 1: attributes: as asked, met first at"));
    ck_assert_ptr_nonnull(strstr(text, "exclusion 2: attributes: not as asked, met before at"));
    ck_assert_int_eq(revops_usage_set_attributes(model, record, changes[0].attributes, NULL, 1, 0, &fired),
                     REVOPS_ERR_LATE);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("usage-signals");
    TCase *tests = tcase_create("usage-signals");
    tcase_add_test(tests, test_PQ7_cooldown_and_working);
    tcase_add_test(tests, test_PQ7_hysteresis);
    tcase_add_test(tests, test_PQ5_combinations_and_exclusions);
    tcase_add_test(tests, test_PQ6_routes);
    tcase_add_test(tests, test_text_tells_exclusions_from_criteria_PQ5);
    tcase_add_test(tests, test_text_says_what_is_missing);
    tcase_add_loop_test(tests, test_SEM16_unrelated_events_change_nothing, 0, 20);
    tcase_add_test(tests, test_PQ7_working_as_a_column);
    tcase_add_test(tests, test_PQ10_attributes_within_a_combination);
    suite_add_tcase(suite, tests);
    return suite;
}
