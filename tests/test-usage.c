/* SPDX-License-Identifier: MIT */
/* Rules: PQ1, PQ2, PQ3, PQ4, PQ5, PQ6, PQ7, PQ8, PQ9. */
#include "test.h"

#include "random.h"

#define DAY  REVOPS_DAY_MS
#define BITS REVOPS_USAGE_KIND(REVOPS_USAGE_USED)

static _Alignas(16) uint8_t memory[REVOPS_USAGE_MODEL_SIZE];
static uint8_t record[65536], other[65536];
static int64_t signup_ms;

static const revops_usage_model *built_in(void)
{
    const revops_usage_model *model;
    signup_ms = revops_utc_ms(2026, 3, 2, 9, 0);
    ck_assert_int_eq(revops_usage_build(NULL, memory, sizeof memory, NULL, &model), REVOPS_OK);
    ck_assert_int_eq(revops_usage_init(model, record, 1, &signup_ms, NULL), REVOPS_OK);
    return model;
}

/* A model of one criterion and one signal that asks for it. */
static const revops_usage_model *model_of(revops_usage_criterion criterion)
{
    static revops_usage_signal signal;
    signal = (revops_usage_signal){.all_of = 1, .cooldown_ms = 1, .route = REVOPS_USAGE_SALES};
    revops_usage_params params = {sizeof params, 0, 1, 1, &criterion, &signal};
    const revops_usage_model *model;
    criterion.kinds = criterion.kinds ? criterion.kinds : BITS;
    ck_assert_int_eq(revops_usage_build(&params, memory, sizeof memory, NULL, &model), REVOPS_OK);
    ck_assert_uint_le(revops_usage_record_size(model), sizeof record);
    ck_assert_int_eq(revops_usage_init(model, record, 1, &signup_ms, NULL), REVOPS_OK);
    ck_assert_int_eq(revops_usage_init(model, other, 1, &signup_ms, NULL), REVOPS_OK);
    return model;
}

static uint32_t give(const revops_usage_model *model, void *to, revops_usage_event event)
{
    uint32_t fired = 0;
    event.kind = event.kind ? event.kind : REVOPS_USAGE_USED;
    ck_assert_int_eq(revops_usage_apply(model, to, &event, &fired), REVOPS_OK);
    return fired;
}

static uint32_t use_at(const revops_usage_model *model, int64_t at_ms)
{
    return give(model, record, (revops_usage_event){.at_ms = at_ms});
}

static revops_usage_reading reading_of(const revops_usage_model *model, const void *from, uint32_t criterion,
                                       int64_t at_ms)
{
    revops_usage_reading reading;
    ck_assert_int_eq(revops_usage_read(model, from, 1, criterion, at_ms, 0, &reading), REVOPS_OK);
    return reading;
}

START_TEST(test_built_in_record_is_64_bytes)
{
    const revops_usage_model *model = built_in();
    ck_assert_uint_eq(revops_usage_record_size(model), REVOPS_USAGE_DEFAULT_RECORD_SIZE);
    ck_assert_uint_le(revops_usage_record_size(model), 64);
    ck_assert_uint_eq(revops_usage_record_size(NULL), 0);
}
END_TEST

START_TEST(test_PQ1_PQ2_PQ3_make_a_pql_and_say_when)
{
    const revops_usage_model *model = built_in();
    int64_t use[3] = {signup_ms + 1, signup_ms + 2 * DAY, signup_ms + 5 * DAY};
    ck_assert_uint_eq(use_at(model, use[0]), 0);
    ck_assert_uint_eq(
        give(model, record, (revops_usage_event){.at_ms = use[0] + 5, .kind = REVOPS_USAGE_ACTIVATED}), 0);
    ck_assert_uint_eq(use_at(model, use[1]), 0);
    ck_assert_uint_eq(
        give(model, record, (revops_usage_event){.at_ms = use[1] + 7, .kind = REVOPS_USAGE_VALUE_REALISED}),
        0);
    revops_usage_standing standing;
    ck_assert_int_eq(
        revops_usage_stand(model, record, 1, REVOPS_USAGE_SIGNAL_PQL, REVOPS_TIME_NONE, 0, &standing),
        REVOPS_OK);
    ck_assert_uint_eq(standing.missing, 1u << REVOPS_USAGE_PQ_ENGAGED);
    ck_assert_uint_eq(standing.lacking, 1);
    ck_assert_uint_eq(standing.near_bp, (10000 + 6666 + 10000) / 3);
    ck_assert_uint_eq(use_at(model, use[2]), 1u << REVOPS_USAGE_SIGNAL_PQL);
    ck_assert_int_eq(reading_of(model, record, REVOPS_USAGE_PQ_ACTIVATED, use[2]).met_ms, use[0] + 5);
    ck_assert_int_eq(reading_of(model, record, REVOPS_USAGE_PQ_ENGAGED, use[2]).met_ms, use[2]);
    ck_assert_int_eq(reading_of(model, record, REVOPS_USAGE_PQ_VALUE, use[2]).met_ms, use[1] + 7);
    ck_assert_int_eq(reading_of(model, record, REVOPS_USAGE_PQ_EXPANSION, use[2]).met_ms, REVOPS_TIME_NONE);
    ck_assert_int_eq(
        revops_usage_stand(model, record, 1, REVOPS_USAGE_SIGNAL_PQL, REVOPS_TIME_NONE, 0, &standing),
        REVOPS_OK);
    ck_assert_int_eq(standing.last_ms, use[2]);
    ck_assert_uint_eq(standing.near_bp, 10000);
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
    const revops_usage_model *model = built_in();
    revops_usage_event event = {.at_ms = signup_ms + 400 * DAY,
                                .kind = expansions[_i].kind,
                                .value = expansions[_i].value,
                                .limit = expansions[_i].limit};
    ck_assert_uint_eq(give(model, record, event), expansions[_i].fired);
    ck_assert_int_eq(revops_usage_check(model, record), REVOPS_OK);
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
    const revops_usage_model *model = model_of((revops_usage_criterion){.window = REVOPS_USAGE_SINCE_SIGNUP,
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
    const revops_usage_model *model =
        model_of((revops_usage_criterion){.measure = REVOPS_USAGE_ACTIVE_DAYS, .threshold = 2});
    for (int32_t offset_min = 0; offset_min >= -300; offset_min -= 300) {
        ck_assert_int_eq(revops_usage_init(model, record, 1, &signup_ms, &offset_min), REVOPS_OK);
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
    const revops_usage_model *model = built_in();
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

START_TEST(test_PQ7_cooldown_and_working)
{
    const revops_usage_model *model = built_in();
    revops_usage_event seat = {.at_ms = signup_ms, .kind = REVOPS_USAGE_SEAT_ADDED};
    ck_assert_uint_eq(give(model, record, seat), 1);
    seat.at_ms += 30 * DAY - 1;
    ck_assert_uint_eq(give(model, record, seat), 0);
    revops_usage_standing standing;
    ck_assert_int_eq(revops_usage_stand(model, record, 1, 0, REVOPS_TIME_NONE, 0, &standing), REVOPS_OK);
    ck_assert_uint_eq(standing.state, REVOPS_USAGE_HOLDS | REVOPS_USAGE_COOLING);
    ck_assert_int_eq(standing.next_ms, signup_ms + 30 * DAY);
    ck_assert_int_eq(revops_usage_work(model, record, 1), REVOPS_OK);
    seat.at_ms += 1;
    ck_assert_uint_eq(give(model, record, seat), 0);
    ck_assert_int_eq(revops_usage_stand(model, record, 1, 0, REVOPS_TIME_NONE, 0, &standing), REVOPS_OK);
    ck_assert_uint_eq(standing.state, REVOPS_USAGE_HOLDS | REVOPS_USAGE_WORKED);
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
    revops_usage_params params = {sizeof params, 0, 1, 1, &criterion, &signal};
    const revops_usage_model *model;
    ck_assert_int_eq(revops_usage_build(&params, memory, sizeof memory, NULL, &model), REVOPS_OK);
    ck_assert_int_eq(revops_usage_init(model, record, 1, &signup_ms, NULL), REVOPS_OK);
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
    revops_usage_params params = {sizeof params, 0, 4, 1, criteria, &signal};
    const revops_usage_model *model;
    ck_assert_int_eq(revops_usage_build(&params, memory, sizeof memory, NULL, &model), REVOPS_OK);
    signup_ms = 0;
    for (uint32_t excluded = 0; excluded < 2; excluded++) {
        ck_assert_int_eq(revops_usage_init(model, record, 1, &signup_ms, NULL), REVOPS_OK);
        if (excluded) {
            ck_assert_uint_eq(give(model, record, (revops_usage_event){.kind = 23}), 0);
        }
        ck_assert_uint_eq(give(model, record, (revops_usage_event){.kind = 21}), 0);
        ck_assert_uint_eq(give(model, record, (revops_usage_event){.kind = 21}), 0);
        ck_assert_uint_eq(give(model, record, (revops_usage_event){.kind = 22}), !excluded);
        revops_usage_standing standing;
        ck_assert_int_eq(revops_usage_stand(model, record, 1, 0, REVOPS_TIME_NONE, 0, &standing), REVOPS_OK);
        ck_assert_uint_eq(standing.excluding, excluded ? 8 : 0);
        ck_assert_uint_eq(standing.lacking, 0);
        char text[512];
        revops_usage_text(model, record, 0, REVOPS_TIME_NONE, 0, text, sizeof text);
        ck_assert_int_eq(strncmp(text, excluded ? "excluded;" : "qualifies", 9), 0);
    }
}
END_TEST

START_TEST(test_elapsed_days_of_seven)
{
    /* The two readings of "3 separate days within a 7-day window" differ by the event exactly 7 days on. */
    for (uint32_t flags = 0; flags < 2; flags++) {
        signup_ms = revops_utc_ms(2026, 3, 2, 0, 0);
        const revops_usage_model *model =
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
    const revops_usage_model *model = model_of((revops_usage_criterion){.measure = REVOPS_USAGE_GROWTH,
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
    const revops_usage_model *model = model_of(
        (revops_usage_criterion){.measure = REVOPS_USAGE_USERS, .threshold = 50, .users_exact = 128});
    double squares = 0;
    enum { SETS = 600, TRUE_USERS = 1000 };
    for (int set = 0; set < SETS; set++) {
        ck_assert_int_eq(revops_usage_init(model, record, 1, &signup_ms, NULL), REVOPS_OK);
        ck_assert_int_eq(revops_usage_init(model, other, 1, &signup_ms, NULL), REVOPS_OK);
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
        ck_assert_int_eq(revops_usage_init(model, other, 1, &signup_ms, NULL), REVOPS_OK);
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
    const revops_usage_model *model = model_of((revops_usage_criterion){.measure = REVOPS_USAGE_USERS,
                                                                        .window = REVOPS_USAGE_ROLLING,
                                                                        .window_days = 7,
                                                                        .threshold = 3,
                                                                        .users_exact = 8});
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

START_TEST(test_accounts_merge_with_other_signups)
{
    /* The built-in model; the second account signed up 40 days later in another zone. */
    const revops_usage_model *model = built_in();
    int64_t later_ms = signup_ms + 40 * DAY;
    int32_t offset_min = 540;
    ck_assert_int_eq(revops_usage_init(model, other, 1, &later_ms, &offset_min), REVOPS_OK);
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
    ck_assert_int_eq(revops_usage_check(model, record), REVOPS_OK);
}
END_TEST

START_TEST(test_columns_equal_single_events_and_resume)
{
    enum { EVENTS = 3000, RECORDS = 20 };
    static int64_t at_ms[EVENTS];
    static uint32_t whose[EVENTS], value[EVENTS], limit[EVENTS], sequence[EVENTS];
    static uint8_t kind[EVENTS];
    static uint8_t columns_records[RECORDS * 64], single_records[RECORDS * 64];
    static revops_status statuses[EVENTS];
    static int64_t signups[RECORDS];
    const revops_usage_model *model = built_in();
    random_state random = {5};
    for (int i = 0; i < RECORDS; i++) {
        signups[i] = signup_ms;
    }
    for (int i = 0; i < EVENTS; i++) {
        at_ms[i] = signup_ms + i * (DAY / 20) - random_between(&random, 0, DAY / 4);
        whose[i] = (uint32_t)random_below(&random, RECORDS + 1); /* one beyond the records */
        kind[i] = (uint8_t)random_below(&random, 10);            /* 0 is no kind */
        value[i] = (uint32_t)random_below(&random, 100);
        limit[i] = 100;
        sequence[i] = (uint32_t)(i / 2 + 1);
    }
    revops_usage_columns columns = {.struct_size = sizeof columns,
                                    .count = EVENTS,
                                    .at_ms = at_ms,
                                    .record = whose,
                                    .kind = kind,
                                    .value = value,
                                    .limit = limit,
                                    .sequence = sequence};
    ck_assert_int_eq(revops_usage_init(model, columns_records, RECORDS, signups, NULL), REVOPS_OK);
    ck_assert_int_eq(revops_usage_init(model, single_records, RECORDS, signups, NULL), REVOPS_OK);
    revops_usage_progress progress = {0};
    revops_usage_hit hits[4], taken[EVENTS];
    size_t hit_count, total = 0;
    revops_status status;
    do {
        status = revops_usage_apply_columns(model, columns_records, RECORDS, &columns, &progress, statuses,
                                            hits, 4, &hit_count);
        memcpy(taken + total, hits, hit_count * sizeof hits[0]);
        total += hit_count;
    } while (status == REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(status, REVOPS_OK);
    size_t found = 0;
    for (int i = 0; i < EVENTS; i++) {
        uint32_t fired = 0;
        revops_status expected = REVOPS_ERR_ARG;
        if (whose[i] < RECORDS) {
            revops_usage_event event = {.at_ms = at_ms[i],
                                        .kind = kind[i],
                                        .value = value[i],
                                        .limit = limit[i],
                                        .sequence = sequence[i]};
            expected = revops_usage_apply(model, single_records + 64 * whose[i], &event, &fired);
        }
        ck_assert_int_eq(statuses[i], expected);
        for (uint32_t signal = 0; signal < 2; signal++) {
            if (fired >> signal & 1) {
                ck_assert_int_eq(taken[found].at_ms, at_ms[i]);
                ck_assert_uint_eq(taken[found].row, (uint64_t)i);
                ck_assert_uint_eq(taken[found].record, whose[i]);
                ck_assert_uint_eq(taken[found].signal, signal);
                found++;
            }
        }
    }
    ck_assert_uint_eq(found, total);
    ck_assert_uint_gt(total, RECORDS);
    ck_assert_mem_eq(columns_records, single_records, sizeof single_records);
    ck_assert_uint_eq(progress.applied + progress.late + progress.duplicate + progress.invalid, EVENTS);
    ck_assert_uint_gt(progress.late, 0);
    ck_assert_uint_gt(progress.duplicate, 0);
    ck_assert_uint_gt(progress.invalid, 0);
}
END_TEST

/* A criterion of a form for which columns have a loop of their own, mostly. */
static revops_usage_criterion random_criterion(random_state *random)
{
    revops_usage_criterion criterion = {
        .kinds = 2u << random_below(random, 3) | 2u << random_below(random, 3),
        .measure = random_below(random, 3) ? REVOPS_USAGE_COUNT : REVOPS_USAGE_ACTIVE_DAYS,
        .window = (revops_usage_window)random_below(random, 3),
        .threshold = (uint32_t)random_between(random, 1, 16),
        .flags = (uint32_t)random_below(random, 8) & (random_below(random, 2) ? 1u : 7u),
    };
    if (criterion.window == REVOPS_USAGE_EVER) {
        criterion.flags &= ~REVOPS_USAGE_ELAPSED;
    } else {
        criterion.window_days = (uint32_t)random_between(random, 1, random_below(random, 2) ? 7 : 70);
    }
    if (random_below(random, 3) == 0) {
        criterion.release = criterion.flags & REVOPS_USAGE_AT_MOST
                                ? criterion.threshold + (uint32_t)random_below(random, 4)
                                : (uint32_t)random_between(random, 1, criterion.threshold);
    }
    if (random_below(random, 6) == 0) {
        criterion.measure = REVOPS_USAGE_STREAK;
        criterion.window = REVOPS_USAGE_EVER;
        criterion.window_days = 0;
        criterion.flags &= ~REVOPS_USAGE_ELAPSED;
    }
    return criterion;
}

/* Sales begins or ends work on a record, or it takes in the one after it. */
static void change_two(const revops_usage_model *model, uint8_t *records, size_t turn)
{
    size_t size = revops_usage_record_size(model);
    if (turn % 3 < 2) {
        revops_status status = revops_usage_work(model, records, turn % 3 == 0);
        ck_assert(status == REVOPS_OK || status == REVOPS_ERR_CORRUPT);
        return;
    }
    uint32_t fired;
    revops_status status = revops_usage_merge(model, records, records + size, 67 * DAY, 0, &fired);
    ck_assert(status == REVOPS_OK || status == REVOPS_ERR_REFUSED || status == REVOPS_ERR_CORRUPT ||
              status == REVOPS_ERR_RANGE || status == REVOPS_ERR_LATE);
}

START_TEST(test_columns_equal_single_events_whatever_the_model)
{
    enum { EVENTS = 4000, RECORDS = 24, SIZE = 1024, MODELS = 12 };
    static int64_t at_ms[EVENTS], signups[RECORDS];
    static int32_t offsets[RECORDS];
    static uint32_t whose[EVENTS], user[EVENTS], value[EVENTS], limit[EVENTS], sequence[EVENTS];
    static int32_t utc_offset_min[EVENTS];
    static uint8_t kind[EVENTS], columns_records[RECORDS * SIZE], single_records[RECORDS * SIZE];
    static revops_status statuses[EVENTS];
    random_state random = {(uint64_t)_i + 11};
    for (int turn = 0; turn < MODELS; turn++) {
        revops_usage_criterion criteria[9];
        revops_usage_signal signals[2] = {{.any_of = 1, .cooldown_ms = random_between(&random, 1, 20 * DAY)},
                                          {.all_of = 1, .flags = REVOPS_USAGE_ONCE}};
        uint32_t count = random_below(&random, 3) ? 1 : (uint32_t)random_between(&random, 2, 9);
        for (uint32_t i = 0; i < count; i++) {
            criteria[i] = random_criterion(&random);
        }
        signals[1].all_of = 1u << (count - 1);
        signals[0].none_of = count > 1 && random_below(&random, 2) ? 2 : 0;
        if (count > 2 && random_below(&random, 2)) {
            signals[1].at_least_of = (1u << count) - 1;
            signals[1].at_least_count = 2;
        }
        revops_usage_params params = {sizeof params, 0, count, 2, criteria, signals};
        const revops_usage_model *model;
        ck_assert_int_eq(revops_usage_build(&params, memory, sizeof memory, NULL, &model), REVOPS_OK);
        size_t size = revops_usage_record_size(model);
        ck_assert_uint_le(size, SIZE);
        for (int i = 0; i < RECORDS; i++) {
            signups[i] = random_between(&random, -30 * DAY, 10 * DAY);
            offsets[i] = (int32_t)random_between(&random, -14, 14) * 60;
        }
        int all_used = (int)random_below(&random, 2), untidy = (int)random_below(&random, 2);
        int plain = (int)random_below(&random, 2);
        for (int i = 0; i < EVENTS; i++) {
            user[i] = (uint32_t)random_below(&random, 5);
            limit[i] = 10;
            value[i] = untidy && random_below(&random, 200) == 0 ? UINT32_MAX : 7;
            sequence[i] = random_below(&random, 9) == 0
                              ? 0
                              : (uint32_t)(i + 32 - (int)random_below(&random, untidy ? 20 : 1));
            utc_offset_min[i] =
                untidy && random_below(&random, 200) == 0 ? 1441 : offsets[whose[i] % RECORDS];
            at_ms[i] = i * (DAY / 60) - random_between(&random, 0, untidy ? DAY / 50 : 0);
            whose[i] = (uint32_t)random_below(&random, RECORDS + (uint64_t)untidy);
            kind[i] =
                (uint8_t)(1 + random_below(&random, untidy && random_below(&random, 50) == 0 ? 256 : 4));
        }
        at_ms[EVENTS / 2] += untidy ? INT64_MAX / 8 : 0;
        for (int i = 0; untidy && i < 40;
             i++) { /* long before the signup, where some windows begin before any instant */
            at_ms[i] -= INT64_C(3000) * DAY + i % 2 * 179 * DAY;
        }
        ck_assert_int_eq(revops_usage_init(model, columns_records, RECORDS, signups, offsets), REVOPS_OK);
        ck_assert_int_eq(revops_usage_work(model, columns_records, 1), REVOPS_OK);
        if (untidy) { /* of another model, and of an impossible date and instant of signup */
            columns_records[size + 11] ^= 1;
            columns_records[2 * size + 10] ^= 0x40;
            columns_records[3 * size + 6] ^= 0x40;
        }
        memcpy(single_records, columns_records, sizeof single_records);
        revops_usage_columns columns = {.struct_size = sizeof columns,
                                        .count = EVENTS / 2,
                                        .at_ms = at_ms,
                                        .record = whose,
                                        .kind = all_used ? NULL : kind,
                                        .user = plain ? NULL : user,
                                        .value = plain ? NULL : value,
                                        .limit = plain ? NULL : limit,
                                        .sequence = plain ? NULL : sequence,
                                        .utc_offset_min = plain ? NULL : utc_offset_min};
        revops_usage_progress progress = {0};
        revops_usage_hit hits[9];
        size_t hit_count = 0, hit = 0, row = 0;
        memset(statuses, 0, sizeof statuses);
        revops_status status = REVOPS_ERR_NOSPACE;
        for (; row < EVENTS; row++) {
            if (row == EVENTS / 2) { /* what happens to records between two batches */
                ck_assert_int_eq(status, REVOPS_OK);
                for (size_t i = 0; i + 1 < RECORDS; i += 2) {
                    change_two(model, columns_records + i * size, i);
                    change_two(model, single_records + i * size, i);
                }
                columns.count = EVENTS;
                status = REVOPS_ERR_NOSPACE;
            }
            while (hit == hit_count && status == REVOPS_ERR_NOSPACE && progress.next <= row) {
                status = revops_usage_apply_columns(model, columns_records, RECORDS, &columns, &progress,
                                                    statuses, hits, 9, &hit_count);
                hit = 0;
            }
            revops_usage_event event = {.at_ms = at_ms[row],
                                        .kind = all_used ? REVOPS_USAGE_USED : kind[row],
                                        .user = plain ? REVOPS_NONE : user[row],
                                        .value = plain ? 0 : value[row],
                                        .limit = plain ? 0 : limit[row],
                                        .sequence = plain ? 0 : sequence[row],
                                        .utc_offset_min = plain ? 0 : utc_offset_min[row]};
            uint32_t fired = 0;
            revops_status expected = REVOPS_ERR_ARG;
            if (whose[row] < RECORDS) {
                expected = revops_usage_apply(model, single_records + size * whose[row], &event, &fired);
            }
            ck_assert_int_eq(statuses[row], expected);
            for (uint32_t signal = 0; signal < 2; signal++) {
                if (fired >> signal & 1) {
                    ck_assert_uint_lt(hit, hit_count);
                    ck_assert_uint_eq(hits[hit].row, row);
                    ck_assert_uint_eq(hits[hit].signal, signal);
                    ck_assert_uint_eq(hits[hit].record, whose[row]);
                    hit++;
                }
            }
        }
        ck_assert_uint_eq(hit, hit_count);
        ck_assert_int_eq(status, REVOPS_OK);
        ck_assert_mem_eq(columns_records, single_records, RECORDS * size);
        ck_assert_uint_eq(progress.next, EVENTS);
        ck_assert_uint_eq(progress.applied + progress.late + progress.duplicate + progress.invalid, EVENTS);
        ck_assert_int_eq(progress.invalid > 0, untidy);
        ck_assert_int_eq(progress.duplicate > 0, untidy && !plain);
    }
}
END_TEST

START_TEST(test_check_finds_signals_that_no_fold_leaves)
{
    enum { STATE_AT = 18, CAME = 2, WAITING = 128 };
    revops_usage_criterion criterion = {.kinds = REVOPS_USAGE_KIND(REVOPS_USAGE_USED), .threshold = 2};
    revops_usage_signal signal = {.all_of = 1, .cooldown_ms = DAY};
    revops_usage_params params = {sizeof params, 0, 1, 1, &criterion, &signal};
    const revops_usage_model *model;
    ck_assert_int_eq(revops_usage_build(&params, memory, sizeof memory, NULL, &model), REVOPS_OK);
    ck_assert_int_eq(revops_usage_init(model, record, 1, &signup_ms, NULL), REVOPS_OK);
    use_at(model, signup_ms);
    static const uint8_t never[] = {CAME, WAITING, CAME | WAITING, 4};
    for (int i = 0; i < ROWS(never); i++) { /* it isn't true yet */
        ck_assert_uint_eq(record[STATE_AT], 0);
        record[STATE_AT] = never[i];
        ck_assert_int_eq(revops_usage_check(model, record), REVOPS_ERR_CORRUPT);
        record[STATE_AT] = 0;
    }
    ck_assert_uint_eq(use_at(model, signup_ms + 1), 1);
    ck_assert_uint_eq(record[STATE_AT], CAME | WAITING);
    record[STATE_AT] = CAME; /* it may come again once it has cooled down */
    ck_assert_int_eq(revops_usage_check(model, record), REVOPS_ERR_CORRUPT);
    ck_assert_int_eq(revops_usage_work(model, record, 1), REVOPS_OK);
    ck_assert_int_eq(revops_usage_check(model, record), REVOPS_OK);
    ck_assert_int_eq(revops_usage_work(model, record, 0), REVOPS_OK);
    ck_assert_int_eq(revops_usage_check(model, record), REVOPS_OK);
    ck_assert_uint_eq(record[STATE_AT], CAME | WAITING);
}
END_TEST

START_TEST(test_counts_stay_at_their_most)
{
    enum { EVENTS = UINT16_MAX + 2 };
    static int64_t at_ms[EVENTS];
    static uint32_t whose[EVENTS];
    revops_usage_criterion criterion = {.kinds = REVOPS_USAGE_KIND(REVOPS_USAGE_USED),
                                        .threshold = UINT16_MAX};
    if (_i == 1) {
        criterion.window = REVOPS_USAGE_ROLLING;
        criterion.window_days = 3;
    }
    revops_usage_signal signal = {.all_of = 1, .flags = REVOPS_USAGE_ONCE};
    revops_usage_params params = {sizeof params, 0, 1, 1, &criterion, &signal};
    const revops_usage_model *model;
    ck_assert_int_eq(revops_usage_build(&params, memory, sizeof memory, NULL, &model), REVOPS_OK);
    ck_assert_int_eq(revops_usage_init(model, record, 1, at_ms, NULL), REVOPS_OK);
    ck_assert_int_eq(revops_usage_init(model, other, 1, at_ms, NULL), REVOPS_OK);
    revops_usage_columns columns = {
        .struct_size = sizeof columns, .count = EVENTS, .at_ms = at_ms, .record = whose};
    revops_usage_progress progress = {0};
    revops_usage_hit hits[4];
    size_t hit_count;
    ck_assert_int_eq(
        revops_usage_apply_columns(model, record, 1, &columns, &progress, NULL, hits, 4, &hit_count),
        REVOPS_ERR_NOSPACE);
    ck_assert_uint_eq(hits[0].row, UINT16_MAX - 1);
    ck_assert_int_eq(
        revops_usage_apply_columns(model, record, 1, &columns, &progress, NULL, hits, 4, &hit_count),
        REVOPS_OK);
    ck_assert_uint_eq(hit_count, 0);
    progress.next++;
    ck_assert_int_eq(
        revops_usage_apply_columns(model, record, 1, &columns, &progress, NULL, hits, 4, &hit_count),
        REVOPS_ERR_ARG);
    ck_assert_uint_eq(reading_of(model, record, 0, REVOPS_TIME_NONE).value, UINT16_MAX);
    uint32_t fired;
    for (int i = 0; i < 2; i++) {
        revops_usage_event event = {.at_ms = i * DAY, .kind = REVOPS_USAGE_USED};
        ck_assert_int_eq(revops_usage_apply(model, other, &event, &fired), REVOPS_OK);
    }
    ck_assert_int_eq(revops_usage_merge(model, record, other, DAY, 0, &fired), REVOPS_OK);
    ck_assert_uint_eq(reading_of(model, record, 0, REVOPS_TIME_NONE).value, UINT16_MAX + (uint32_t)_i);
    if (_i == 1) { /* a latest date without an event */
        enum { COUNTS_AT = 24 + 5 + 5, COUNTS_SIZE = 2 + 8 * 2 };
        ck_assert_int_eq(revops_usage_check(model, record), REVOPS_OK);
        memset(record + COUNTS_AT, 0, COUNTS_SIZE);
        ck_assert_int_eq(revops_usage_check(model, record), REVOPS_OK);
        record[COUNTS_AT] = 1;
        ck_assert_int_eq(revops_usage_check(model, record), REVOPS_ERR_CORRUPT);
    }
}
END_TEST

START_TEST(test_PQ6_routes)
{
    const revops_usage_model *model = built_in();
    revops_usage_route route = 99;
    ck_assert_int_eq(revops_usage_route_of(model, record, 0, REVOPS_TIME_NONE, 0, &route), REVOPS_OK);
    ck_assert_uint_eq(route, REVOPS_USAGE_SELF_SERVICE);
    ck_assert_int_eq(revops_usage_route_of(model, record, 1, REVOPS_TIME_NONE, 0, &route), REVOPS_OK);
    ck_assert_uint_eq(route, REVOPS_USAGE_SALES);
    for (revops_usage_kind kind = 1; kind <= 3; kind++) {
        for (int i = 0; i < 3; i++) {
            give(model, record, (revops_usage_event){.at_ms = signup_ms, .kind = kind});
        }
    }
    ck_assert_int_eq(revops_usage_route_of(model, record, 0, REVOPS_TIME_NONE, 0, &route), REVOPS_OK);
    ck_assert_uint_eq(route, REVOPS_USAGE_SALES);
    give(model, record, (revops_usage_event){.at_ms = signup_ms, .kind = REVOPS_USAGE_KEY_FEATURE});
    ck_assert_int_eq(revops_usage_route_of(model, record, 0, REVOPS_TIME_NONE, 0, &route), REVOPS_OK);
    ck_assert_uint_eq(route, REVOPS_USAGE_CUSTOMER_SUCCESS);
    ck_assert_str_eq(revops_usage_route_name(route), "customer success");
    ck_assert_str_eq(revops_usage_route_name(3), "unknown");
    ck_assert_str_eq(revops_usage_measure_name(REVOPS_USAGE_GROWTH), "growth");
    ck_assert_str_eq(revops_usage_measure_name(7), "unknown");
}
END_TEST

START_TEST(test_PQ8_plan_ceiling)
{
    /* 50 accounts at $999 a month that would pay $5K to 10K: $2.4M to 5.4M a year. */
    revops_usage_ceiling_row rows[60];
    revops_usage_ceiling found;
    for (int i = 0; i < 60; i++) {
        rows[i] = (revops_usage_ceiling_row){99900, 500000, 1000000, i < 55, i < 50 ? 20000u : 19999u};
    }
    ck_assert_int_eq(revops_usage_find_ceiling(rows, 60, 0, 0, 0, &found), REVOPS_OK);
    ck_assert_uint_eq(found.accounts, 50);
    ck_assert_int_eq(found.missed_low, INT64_C(50) * 12 * (500000 - 99900));
    ck_assert_int_eq(found.missed_high, INT64_C(50) * 12 * (1000000 - 99900));
    ck_assert_uint_eq(found.sales_due, 2);
    for (size_t count = 19; count <= 31; count++) {
        ck_assert_int_eq(revops_usage_find_ceiling(rows, count, 0, 0, 0, &found), REVOPS_OK);
        ck_assert_uint_eq(found.sales_due, count < 20 ? 0 : count <= 30 ? 1 : 2);
    }
    rows[0] = (revops_usage_ceiling_row){99900, 0, 0, 1, 25000}; /* by demand: 2.5 times the price */
    ck_assert_int_eq(revops_usage_find_ceiling(rows, 1, 0, 0, 0, &found), REVOPS_OK);
    ck_assert_int_eq(found.missed_low, 12 * (249750 - 99900));
    ck_assert_int_eq(found.missed_high, found.missed_low);
    rows[0].price = -1;
    ck_assert_int_eq(revops_usage_find_ceiling(rows, 1, 0, 0, 0, &found), REVOPS_ERR_ARG);
    rows[0] = (revops_usage_ceiling_row){0, INT64_MAX, 1, 1, 30000};
    ck_assert_int_eq(revops_usage_find_ceiling(rows, 1, 0, 0, 0, &found), REVOPS_ERR_OVERFLOW);
    ck_assert_int_eq(revops_usage_find_ceiling(rows, 1, 0, 5, 4, &found), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_usage_find_ceiling(NULL, 0, 0, 0, 0, &found), REVOPS_OK);
}
END_TEST

START_TEST(test_PQ9_metrics)
{
    const int64_t none = REVOPS_TIME_NONE, hour = REVOPS_HOUR_MS;
    revops_usage_outcome rows[] = {
        {0, 2 * hour, 3 * DAY, 20 * DAY, 500000, 100000},
        {DAY, DAY + 4 * hour, 9 * DAY, none, 0, 0},
        {DAY, DAY - 1, none, none, 0, 0}, /* contacted before the signal */
        {DAY, none, none, none, 0, 0},
    };
    revops_usage_metrics metrics;
    ck_assert_int_eq(revops_usage_measure_outcomes(rows, 4, &metrics), REVOPS_OK);
    ck_assert_uint_eq(metrics.signals, 4);
    ck_assert_uint_eq(metrics.contacted, 3);
    ck_assert_uint_eq(metrics.opportunities, 2);
    ck_assert_uint_eq(metrics.won, 1);
    ck_assert_uint_eq(metrics.misdated, 1);
    ck_assert_int_eq(metrics.contact_mean_ms, 3 * hour);
    ck_assert_int_eq(metrics.contact_worst_ms, 4 * hour);
    ck_assert_int_eq(metrics.won_mean_ms, 20 * DAY);
    ck_assert_int_eq(metrics.revenue, 500000);
    ck_assert_int_eq(metrics.expansion, 100000);
    ck_assert_int_eq(metrics.velocity, 25000);
    ck_assert_uint_eq(metrics.opportunity_bp, 5000);
    ck_assert_uint_eq(metrics.won_bp, 2500);
    ck_assert_uint_eq(metrics.won_band, 1);
    ck_assert_int_eq(revops_usage_measure_outcomes(rows + 1, 3, &metrics), REVOPS_OK);
    ck_assert_uint_eq(metrics.won_band, 0);
    ck_assert_int_eq(metrics.won_mean_ms, none);
    ck_assert_int_eq(revops_usage_measure_outcomes(rows, 1, &metrics), REVOPS_OK);
    ck_assert_uint_eq(metrics.won_band, 2);
    ck_assert_int_eq(revops_usage_measure_outcomes(NULL, 0, &metrics), REVOPS_OK);
    ck_assert_uint_eq(metrics.won_band, 3);
    rows[0].signal_ms = none;
    ck_assert_int_eq(revops_usage_measure_outcomes(rows, 1, &metrics), REVOPS_ERR_ARG);
    rows[0] = rows[1] = (revops_usage_outcome){0, none, none, none, INT64_MAX, 0};
    ck_assert_int_eq(revops_usage_measure_outcomes(rows, 2, &metrics), REVOPS_ERR_OVERFLOW);
}
END_TEST

static const struct {
    revops_usage_criterion criterion;
    revops_usage_signal signal;
    revops_status status;
} refusals[] = {
#define GOOD_CRITERION                                                                                       \
    {                                                                                                        \
        .kinds = BITS, .threshold = 1                                                                        \
    }
#define GOOD_SIGNAL                                                                                          \
    {                                                                                                        \
        .all_of = 1, .cooldown_ms = 1                                                                        \
    }
    {GOOD_CRITERION, GOOD_SIGNAL, REVOPS_OK},
    {{.kinds = 0, .threshold = 1}, GOOD_SIGNAL, REVOPS_ERR_ARG},
    {{.kinds = 1, .threshold = 1}, GOOD_SIGNAL, REVOPS_ERR_ARG},
    {{.kinds = BITS}, GOOD_SIGNAL, REVOPS_ERR_ARG},
    {{.kinds = BITS, .flags = REVOPS_USAGE_AT_MOST}, GOOD_SIGNAL, REVOPS_OK},
    {{.kinds = BITS, .threshold = 65536}, GOOD_SIGNAL, REVOPS_ERR_ARG},
    {{.kinds = BITS, .threshold = 1, .window_days = 7}, GOOD_SIGNAL, REVOPS_ERR_ARG},
    {{.kinds = BITS, .threshold = 1, .window = 2}, GOOD_SIGNAL, REVOPS_ERR_ARG},
    {{.kinds = BITS, .threshold = 1, .window = 2, .window_days = 367}, GOOD_SIGNAL, REVOPS_ERR_ARG},
    {{.kinds = BITS, .threshold = 1, .window = 3, .window_days = 7}, GOOD_SIGNAL, REVOPS_ERR_NEWER},
    {{.kinds = BITS, .threshold = 1, .measure = 7}, GOOD_SIGNAL, REVOPS_ERR_NEWER},
    {{.kinds = BITS, .threshold = 1, .flags = 8}, GOOD_SIGNAL, REVOPS_ERR_NEWER},
    {{.kinds = BITS, .threshold = 1, .reserved = 1}, GOOD_SIGNAL, REVOPS_ERR_NEWER},
    {{.kinds = BITS, .threshold = 1, .flags = REVOPS_USAGE_ELAPSED}, GOOD_SIGNAL, REVOPS_ERR_ARG},
    {{.kinds = BITS, .threshold = 1, .users_exact = 9}, GOOD_SIGNAL, REVOPS_ERR_ARG},
    {{.kinds = BITS, .threshold = 1, .measure = REVOPS_USAGE_GROWTH}, GOOD_SIGNAL, REVOPS_ERR_ARG},
    {{.kinds = BITS, .threshold = 3, .release = 4}, GOOD_SIGNAL, REVOPS_ERR_UNSOUND},
    {{.kinds = BITS, .threshold = 3, .release = 2, .flags = REVOPS_USAGE_AT_MOST},
     GOOD_SIGNAL,
     REVOPS_ERR_UNSOUND},
    {GOOD_CRITERION, {.cooldown_ms = 1}, REVOPS_ERR_UNSOUND},
    {GOOD_CRITERION, {.all_of = 2, .cooldown_ms = 1}, REVOPS_ERR_UNSOUND},
    {GOOD_CRITERION, {.all_of = 1, .none_of = 1, .cooldown_ms = 1}, REVOPS_ERR_UNSOUND},
    {GOOD_CRITERION, {.any_of = 1, .none_of = 1, .cooldown_ms = 1}, REVOPS_ERR_UNSOUND},
    {GOOD_CRITERION, {.at_least_of = 1, .cooldown_ms = 1}, REVOPS_ERR_UNSOUND},
    {GOOD_CRITERION, {.at_least_of = 1, .at_least_count = 2, .cooldown_ms = 1}, REVOPS_ERR_UNSOUND},
    {GOOD_CRITERION, {.all_of = 1}, REVOPS_ERR_ARG},
    {GOOD_CRITERION, {.all_of = 1, .flags = REVOPS_USAGE_ONCE}, REVOPS_OK},
    {GOOD_CRITERION, {.all_of = 1, .cooldown_ms = -1}, REVOPS_ERR_ARG},
    {GOOD_CRITERION, {.all_of = 1, .cooldown_ms = 1, .route = 3}, REVOPS_ERR_NEWER},
    {GOOD_CRITERION, {.all_of = 1, .cooldown_ms = 1, .flags = 2}, REVOPS_ERR_NEWER},
    {GOOD_CRITERION, {.all_of = 1, .cooldown_ms = 1, .reserved = 2}, REVOPS_ERR_NEWER},
};

START_TEST(test_build_refuses_with_a_typed_reason)
{
    revops_usage_params params = {sizeof params, 0, 1, 1, &refusals[_i].criterion, &refusals[_i].signal};
    const revops_usage_model *model = NULL;
    ck_assert_int_eq(revops_usage_build(&params, memory, sizeof memory, NULL, &model), refusals[_i].status);
    ck_assert_int_eq(model != NULL, refusals[_i].status == REVOPS_OK);
}
END_TEST

START_TEST(test_memory_and_struct_sizes)
{
    const revops_usage_model *model = NULL;
    size_t needed = 0;
    ck_assert_int_eq(revops_usage_build(NULL, NULL, 0, &needed, &model), REVOPS_ERR_NOSPACE);
    ck_assert_uint_gt(needed, 0);
    ck_assert_uint_le(needed, REVOPS_USAGE_MODEL_SIZE);
    ck_assert_int_eq(revops_usage_build(NULL, memory, needed - 1, NULL, &model), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_usage_build(NULL, memory + 4, sizeof memory - 8, NULL, &model), REVOPS_ERR_ALIGN);
    ck_assert_ptr_null(model);
    ck_assert_int_eq(revops_usage_build(NULL, memory, needed, NULL, &model), REVOPS_OK);
    revops_usage_params params;
    ck_assert_int_eq(revops_usage_defaults(NULL, sizeof params), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_usage_defaults(&params, 4), REVOPS_ERR_ABI);
    ck_assert_int_eq(revops_usage_defaults(&params, sizeof params), REVOPS_OK);
    ck_assert_uint_eq(params.struct_size, sizeof params);
    ck_assert_int_eq(revops_usage_build(&params, memory, needed, NULL, &model), REVOPS_OK);
    params.struct_size--;
    ck_assert_int_eq(revops_usage_build(&params, memory, needed, NULL, &model), REVOPS_ERR_ABI);
    params.struct_size++;
    params.flags = 1;
    ck_assert_int_eq(revops_usage_build(&params, memory, needed, NULL, &model), REVOPS_ERR_NEWER);
    params.flags = 0;
    params.criterion_count = 17;
    ck_assert_int_eq(revops_usage_build(&params, memory, needed, NULL, &model), REVOPS_ERR_ARG);
}
END_TEST

START_TEST(test_bad_events_and_records_are_refused)
{
    const revops_usage_model *model = built_in();
    uint32_t fired;
    revops_usage_event event = {.at_ms = signup_ms, .kind = 64};
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
    ck_assert_int_eq(revops_usage_check(model, other), REVOPS_ERR_CORRUPT);
    ck_assert_int_eq(revops_usage_merge(model, record, record, 0, 0, &fired), REVOPS_ERR_ARG);
    revops_usage_reading reading;
    ck_assert_int_eq(revops_usage_read(model, record, 1, 5, REVOPS_TIME_NONE, 0, &reading), REVOPS_ERR_ARG);
    use_at(model, signup_ms + 10);
    ck_assert_int_eq(revops_usage_read(model, record, 1, 0, signup_ms + 9, 0, &reading), REVOPS_ERR_LATE);
    int64_t far_signup = INT64_MAX;
    ck_assert_int_eq(revops_usage_init(model, record, 1, &far_signup, NULL), REVOPS_ERR_RANGE);
}
END_TEST

START_TEST(test_text_tells_exclusions_from_criteria_PQ5)
{
    static const revops_usage_criterion criteria[2] = {{.kinds = BITS, .threshold = 2},
                                                       {.kinds = REVOPS_USAGE_KIND(20), .threshold = 1}};
    static const revops_usage_signal signal = {.all_of = 1, .none_of = 2, .cooldown_ms = 1};
    revops_usage_params params = {sizeof params, 0, 2, 1, criteria, &signal};
    const revops_usage_model *model;
    char text[300];
    signup_ms = 0;
    ck_assert_int_eq(revops_usage_build(&params, memory, sizeof memory, NULL, &model), REVOPS_OK);
    ck_assert_int_eq(revops_usage_init(model, record, 1, &signup_ms, NULL), REVOPS_OK);
    use_at(model, 0);
    revops_usage_text(model, record, 0, REVOPS_TIME_NONE, 0, text, sizeof text);
    ck_assert_str_eq(
        text, "lacks 1 criterion; criterion 0: events at least 2: 1, 1 missing; exclusion 1: events at "
              "least 1: 0");
    give(model, record, (revops_usage_event){.at_ms = 1000, .kind = 20});
    revops_usage_text(model, record, 0, REVOPS_TIME_NONE, 0, text, sizeof text);
    ck_assert_str_eq(
        text, "lacks 1 criterion and is excluded; criterion 0: events at least 2: 1, 1 missing; exclusion "
              "1: events at least 1: 1, met first at 1970-01-01T00:00:01Z");
}
END_TEST

START_TEST(test_text_says_what_is_missing)
{
    const revops_usage_model *model = built_in();
    use_at(model, signup_ms + 1);
    give(model, record, (revops_usage_event){.at_ms = signup_ms + 1000, .kind = REVOPS_USAGE_ACTIVATED});
    char text[1024], cut[20];
    const char *expected =
        "lacks 2 criteria; criterion 0: events at least 1: 1, met first at 2026-03-02T09:00:01Z; criterion "
        "1: "
        "events in the first 7 days at least 3: 1, 2 missing; criterion 2: events at least 1: 0, 1 missing";
    size_t length =
        revops_usage_text(model, record, REVOPS_USAGE_SIGNAL_PQL, REVOPS_TIME_NONE, 0, text, sizeof text);
    ck_assert_str_eq(text, expected);
    ck_assert_uint_eq(length, strlen(expected));
    ck_assert_uint_eq(revops_usage_text(model, record, 1, REVOPS_TIME_NONE, 0, cut, sizeof cut), length);
    ck_assert_int_eq(strncmp(cut, expected, sizeof cut - 1), 0);
    give(model, record,
         (revops_usage_event){
             .at_ms = signup_ms + 2000, .kind = REVOPS_USAGE_LIMIT, .value = 825, .limit = 1000});
    revops_usage_text(model, record, 0, REVOPS_TIME_NONE, 0, text, sizeof text);
    ck_assert_str_eq(text,
                     "qualifies, for customer success; no signal before 2026-04-01T09:00:02Z; criterion 3: "
                     "share of the limit at least 80 %: 82.5 %, met first at 2026-03-02T09:00:02Z; criterion "
                     "4: events at least 1: 0, 1 missing");
    revops_usage_text(model, record, 9, REVOPS_TIME_NONE, 0, text, sizeof text);
    ck_assert_str_eq(text, "unknown");
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
    tcase_add_test(tests, test_PQ7_cooldown_and_working);
    tcase_add_test(tests, test_PQ7_hysteresis);
    tcase_add_test(tests, test_PQ5_combinations_and_exclusions);
    tcase_add_test(tests, test_elapsed_days_of_seven);
    tcase_add_test(tests, test_growth_and_streak);
    tcase_add_test(tests, test_users_exact_then_estimated_within_stated_error);
    tcase_add_test(tests, test_rolling_users_are_exact_again_after_a_crowd);
    tcase_add_test(tests, test_accounts_merge_with_other_signups);
    tcase_add_test(tests, test_columns_equal_single_events_and_resume);
    tcase_add_loop_test(tests, test_columns_equal_single_events_whatever_the_model, 0, 32);
    tcase_add_test(tests, test_check_finds_signals_that_no_fold_leaves);
    tcase_add_loop_test(tests, test_counts_stay_at_their_most, 0, 2);
    tcase_add_test(tests, test_PQ6_routes);
    tcase_add_test(tests, test_PQ8_plan_ceiling);
    tcase_add_test(tests, test_PQ9_metrics);
    tcase_add_loop_test(tests, test_build_refuses_with_a_typed_reason, 0, ROWS(refusals));
    tcase_add_test(tests, test_memory_and_struct_sizes);
    tcase_add_test(tests, test_bad_events_and_records_are_refused);
    tcase_add_test(tests, test_text_says_what_is_missing);
    tcase_add_test(tests, test_text_tells_exclusions_from_criteria_PQ5);
    suite_add_tcase(suite, tests);
    return suite;
}
