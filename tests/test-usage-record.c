/* SPDX-License-Identifier: MIT */
/* Rules: PQ5, PQ10: records that merge, the proof of stored bytes, many records at once. */
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

/* What a merger adds up stays at the most that a fold would leave, and is a record that a fold may have written. */
static const struct {
    revops_usage_criterion criterion;
    uint32_t own, other; /* values of the events; 0 for more events than a count holds */
    int32_t apart_days;
    uint32_t value;
} saturated[] = {
    {{.threshold = 9}, 0, 0, 0, UINT16_MAX},
    {{.threshold = 9, .window = REVOPS_USAGE_SINCE_SIGNUP, .window_days = 14}, 0, 0, 0, UINT16_MAX},
    {{.threshold = 9, .window = REVOPS_USAGE_ROLLING, .window_days = 7}, 0, 0, 0, UINT16_MAX},
    {{.threshold = 9, .window = REVOPS_USAGE_ROLLING, .window_days = 7}, 0, 0, 1, 2 * UINT16_MAX},
    {{.threshold = 9, .window = REVOPS_USAGE_ROLLING, .window_days = 90}, 0, 0, 0, UINT16_MAX},
    {{.threshold = 9, .window = REVOPS_USAGE_ROLLING, .window_days = 90}, 0, 0, 1, 2 * UINT16_MAX},
    {{.threshold = 9, .measure = REVOPS_USAGE_SUM}, UINT32_MAX - 2, 5, 0, UINT32_MAX - 1},
    {{.threshold = 9, .measure = REVOPS_USAGE_SUM}, UINT32_MAX - 1, UINT32_MAX - 1, 0, UINT32_MAX - 1},
    {{.threshold = 9, .measure = REVOPS_USAGE_SUM, .window = REVOPS_USAGE_ROLLING, .window_days = 3660},
     UINT32_MAX - 2,
     5,
     0,
     UINT32_MAX - 1},
    {{.threshold = 9, .measure = REVOPS_USAGE_SUM, .window = REVOPS_USAGE_ROLLING, .window_days = 3660},
     UINT32_MAX - 2,
     5,
     900,
     UINT32_MAX - 1},
    {{.threshold = 9, .measure = REVOPS_USAGE_LEVEL}, 7, UINT32_MAX - 1, 0, UINT32_MAX - 1},
    {{.threshold = 9, .measure = REVOPS_USAGE_RETURN}, 1, 1, 9000, 9000},
};

START_TEST(test_mergers_stay_at_their_most)
{
    enum { EVENTS = UINT16_MAX + 3 };
    signup_ms = revops_utc_ms(2026, 3, 2, 9, 0);
    const revops_usage *model = model_of(saturated[_i].criterion);
    for (int which = 0; which < 2; which++) {
        const uint32_t value = which ? saturated[_i].other : saturated[_i].own;
        for (int i = 0; i < (value ? 1 : EVENTS); i++) {
            give(model, which ? other : record,
                 (revops_usage_event){.at_ms = signup_ms + (which ? saturated[_i].apart_days * DAY : 0),
                                      .value = value});
        }
    }
    const int64_t at_ms = signup_ms + saturated[_i].apart_days * DAY;
    uint32_t fired;
    ck_assert_int_eq(revops_usage_merge(model, record, other, at_ms, 0, &fired), REVOPS_OK);
    ck_assert_uint_eq(reading_of(model, record, 0, at_ms).value, saturated[_i].value);
    ck_assert_int_eq(revops_usage_verify(model, record), REVOPS_OK);
    /* And once more, from what is at its most already. */
    ck_assert_int_eq(revops_usage_merge(model, other, record, at_ms, 0, &fired), REVOPS_OK);
    ck_assert_int_eq(revops_usage_verify(model, other), REVOPS_OK);
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

/* A model of everything that records may hold: wide or not, with attributes. */
static const revops_usage *rich_model(random_state *random, int wide)
{
    static const revops_condition conditions[] = {
        {.attribute = 0, .test = REVOPS_CONDITION_IN_RANGE, .low = 50, .high = INT64_MAX},
        {.attribute = 1, .test = REVOPS_CONDITION_TEXT_STARTS, .first_value = 0, .value_count = 1},
    };
    static const char *const texts[] = {"enter"};
    static revops_usage_criterion criteria[20];
    static revops_usage_signal signals[8];
    uint32_t count = wide ? 20 : 13;
    memset(criteria, 0, sizeof criteria);
    memset(signals, 0, sizeof signals);
    for (uint32_t i = 0; i < count; i++) {
        revops_usage_measure measure = i % 13;
        int rolls = measure <= REVOPS_USAGE_ACTIVE_DAYS || measure == REVOPS_USAGE_USERS ||
                    measure == REVOPS_USAGE_ITEMS || measure == REVOPS_USAGE_SUM ||
                    measure == REVOPS_USAGE_GROWTH || measure == REVOPS_USAGE_SUM_GROWTH;
        criteria[i] = (revops_usage_criterion){
            .kinds = measure == REVOPS_USAGE_ATTRIBUTES ? 0 : 2u << random_below(random, 3),
            .measure = measure,
            .threshold = measure == REVOPS_USAGE_ATTRIBUTES ? 1 : (uint32_t)random_between(random, 1, 4),
            .window = rolls ? REVOPS_USAGE_ROLLING : REVOPS_USAGE_EVER,
            .window_days = rolls ? (uint32_t)random_between(random, 1, 30) : 0,
            .condition_count = measure == REVOPS_USAGE_ATTRIBUTES ? 2 : 0,
        };
    }
    for (uint32_t i = 0; i < (wide ? 8u : 3u); i++) {
        signals[i] = (revops_usage_signal){.any_of = UINT64_C(1) << random_below(random, count) | 1u << 12,
                                           .cooldown_ms = DAY,
                                           .route = i % 3};
    }
    revops_usage_params params = params_of(criteria, count, signals, wide ? 8 : 3);
    params.conditions = conditions;
    params.condition_count = 2;
    params.attribute_count = 2;
    params.texts = texts;
    params.text_count = 1;
    const revops_usage *model;
    ck_assert_int_eq(revops_usage_build(&params, memory, sizeof memory, NULL, &model), REVOPS_OK);
    ck_assert_uint_eq(revops_usage_hits_max(model), params.signal_count);
    return model;
}

static revops_usage_event random_event(random_state *random, int64_t at_ms)
{
    return (revops_usage_event){.at_ms = at_ms,
                                .kind = (uint32_t)random_between(random, 1, 4),
                                .user = (uint32_t)random_below(random, 9),
                                .item = {(uint32_t)random_below(random, 9)},
                                .value = (uint32_t)random_below(random, 20),
                                .limit = 10};
}

START_TEST(test_each_byte_damaged_is_refused_or_legal)
{
    random_state random = {(uint64_t)_i + 3};
    const revops_usage *model = rich_model(&random, _i % 2);
    size_t size = revops_usage_record_size(model), refused = 0, tried = 0;
    uint32_t fired;
    ck_assert_uint_le(size, sizeof record);
    ck_assert_int_eq(revops_usage_record_init(model, record, 0, 60), REVOPS_OK);
    ck_assert_int_eq(revops_usage_verify(model, record), REVOPS_OK);
    int64_t now_ms = DAY;
    for (int i = 0; i < 40; i++) {
        now_ms += random_between(&random, 0, 2 * DAY);
        give(model, record, random_event(&random, now_ms));
        const int64_t attributes[] = {random_between(&random, 0, 100), REVOPS_MISSING};
        ck_assert_int_eq(revops_usage_set_attributes(model, record, attributes, NULL, now_ms, 0, &fired),
                         REVOPS_OK);
    }
    ck_assert_int_eq(revops_usage_verify(model, record), REVOPS_OK);
    for (size_t at = 0; at < size; at++) {
        for (int bit = 0; bit < 8; bit++) {
            memcpy(other, record, size);
            other[at] ^= (uint8_t)(1u << bit);
            tried++;
            if (revops_usage_verify(model, other) != REVOPS_OK) {
                refused++;
                continue;
            }
            for (int i = 0; i < 3; i++) { /* what is accepted goes on as a legal record */
                revops_usage_event event = random_event(&random, now_ms + i * DAY);
                revops_status status = revops_usage_apply(model, other, &event, &fired);
                ck_assert(status == REVOPS_OK || status == REVOPS_ERR_LATE || status == REVOPS_ERR_RANGE);
                ck_assert_int_eq(revops_usage_verify(model, other), REVOPS_OK);
            }
        }
    }
    ck_assert_uint_gt(refused * 2, tried);
    for (int i = 0; i < 200; i++) { /* hostile bytes */
        for (size_t at = 0; at < size; at++) {
            other[at] = at == 11 ? record[11] : (uint8_t)random_next(&random);
        }
        ck_assert_int_eq(revops_usage_verify(model, other), REVOPS_ERR_CORRUPT);
    }
}
END_TEST

START_TEST(test_PQ10_many_records_are_as_single_ones)
{
    enum { RECORDS = 50, SIZE = 8192 };
    static uint8_t many[RECORDS * SIZE], single[RECORDS * SIZE];
    static int64_t signups[RECORDS], at_ms[RECORDS], employees[RECORDS];
    static uint8_t plan[RECORDS], working[RECORDS], enterprise[RECORDS];
    static revops_usage_hit hits[RECORDS * 8];
    static revops_usage_reading readings[RECORDS];
    static revops_usage_explanation explanations[RECORDS];
    static revops_usage_route routes[RECORDS];
    random_state random = {(uint64_t)_i + 77};
    const revops_usage *model = rich_model(&random, _i % 2);
    size_t size = revops_usage_record_size(model), count = 0, found = 0;
    uint32_t signals = (uint32_t)revops_usage_hits_max(model), fired;
    ck_assert_uint_le(size, SIZE);
    for (int i = 0; i < RECORDS; i++) {
        employees[i] = random_below(&random, 3) ? random_between(&random, 0, 100) : REVOPS_MISSING;
        plan[i] = (uint8_t)random_below(&random, 3); /* 2 names no text */
        working[i] = (uint8_t)random_below(&random, 2);
        enterprise[i] = (uint8_t)random_below(&random, 2);
        at_ms[i] = random_between(&random, 0, DAY);
    }
    ck_assert_int_eq(revops_usage_record_init_many(model, many, RECORDS, signups, NULL), REVOPS_OK);
    for (int i = 0; i < RECORDS; i++) {
        ck_assert_int_eq(revops_usage_record_init(model, single + (size_t)i * size, 0, 0), REVOPS_OK);
    }
    const int64_t offsets[] = {0, 4, 14};
    const revops_texts texts = {"FreeENTERprise", offsets, 2};
    const revops_column own[2] = {
        {employees, NULL, REVOPS_MISSING, REVOPS_COLUMN_I64, 0},
        {plan, &texts, REVOPS_MISSING, REVOPS_COLUMN_U8, 0},
    };
    revops_cursor cursor = {0};
    ck_assert_int_eq(
        revops_usage_set_attributes_many(model, many, RECORDS, own, 1, at_ms, &cursor, hits, signals, &count),
        REVOPS_ERR_ARG);
    revops_status status;
    do { /* room for one record's signals, again and again */
        status = revops_usage_set_attributes_many(model, many, RECORDS, own, 2, at_ms, &cursor, hits + found,
                                                  signals, &count);
        found += count;
    } while (status == REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(status, REVOPS_OK);
    ck_assert_uint_eq(cursor.applied, RECORDS);
    size_t hit = 0;
    for (uint32_t i = 0; i < RECORDS; i++) {
        const int64_t row[2] = {employees[i], plan[i]};
        ck_assert_int_eq(
            revops_usage_set_attributes(model, single + (size_t)i * size, row, &texts, at_ms[i], 0, &fired),
            REVOPS_OK);
        for (uint32_t signal = 0; signal < signals; signal++) {
            if (fired >> signal & 1) {
                ck_assert_uint_eq(hits[hit].record, i);
                ck_assert_uint_eq(hits[hit].signal, signal);
                ck_assert_uint_eq(hits[hit].route, signal % 3);
                hit++;
            }
        }
    }
    ck_assert_uint_eq(hit, found);
    ck_assert_uint_gt(found, 0);
    ck_assert_mem_eq(many, single, RECORDS * size);
    ck_assert_int_eq(revops_usage_work_many(model, many, RECORDS, working), REVOPS_OK);
    for (int i = 0; i < RECORDS; i++) {
        ck_assert_int_eq(revops_usage_work(model, single + (size_t)i * size, working[i]), REVOPS_OK);
    }
    ck_assert_mem_eq(many, single, RECORDS * size);
    memset(&cursor, 0, sizeof cursor);
    ck_assert_int_eq(
        revops_usage_advance_many(model, many, RECORDS, 3 * DAY, 0, &cursor, hits, RECORDS * 8, &count),
        REVOPS_OK);
    found = 0;
    for (int i = 0; i < RECORDS; i++) {
        ck_assert_int_eq(revops_usage_advance(model, single + (size_t)i * size, 3 * DAY, 0, &fired),
                         REVOPS_OK);
        for (; fired != 0; fired &= fired - 1) {
            found++;
        }
    }
    ck_assert_uint_eq(count, found);
    ck_assert_mem_eq(many, single, RECORDS * size);
    memset(&cursor, 0, sizeof cursor);
    ck_assert_int_eq(revops_usage_advance_many(model, many, RECORDS, DAY, 0, &cursor, NULL, 0, &count),
                     REVOPS_OK);
    ck_assert_uint_eq(cursor.late, RECORDS);
    for (uint32_t i = 0; i < 13; i++) {
        ck_assert_int_eq(revops_usage_read_many(model, many, RECORDS, i, 4 * DAY, 0, readings), REVOPS_OK);
        ck_assert_int_eq(
            revops_usage_explain_many(model, many, RECORDS, i % signals, 4 * DAY, 0, explanations),
            REVOPS_OK);
        for (int j = 0; j < RECORDS; j++) {
            revops_usage_reading reading;
            revops_usage_explanation explanation;
            ck_assert_int_eq(revops_usage_read(model, single + (size_t)j * size, i, 4 * DAY, 0, &reading),
                             REVOPS_OK);
            ck_assert_int_eq(
                revops_usage_explain(model, single + (size_t)j * size, i % signals, 4 * DAY, 0, &explanation),
                REVOPS_OK);
            ck_assert_mem_eq(&reading, &readings[j], sizeof reading);
            ck_assert_mem_eq(&explanation, &explanations[j], sizeof explanation);
        }
    }
    ck_assert_int_eq(
        revops_usage_choose_route_many(model, many, RECORDS, enterprise, REVOPS_TIME_NONE, 0, routes),
        REVOPS_OK);
    for (int i = 0; i < RECORDS; i++) {
        revops_usage_route route;
        ck_assert_int_eq(revops_usage_choose_route(model, single + (size_t)i * size, enterprise[i],
                                                   REVOPS_TIME_NONE, 0, &route),
                         REVOPS_OK);
        ck_assert_uint_eq(routes[i], route);
    }
    many[size + 11] ^= 1;
    ck_assert_int_eq(revops_usage_work_many(model, many, RECORDS, working), REVOPS_ERR_CORRUPT);
    ck_assert_int_eq(revops_usage_merge(model, many, many + size - 8, 5 * DAY, 0, &fired), REVOPS_ERR_ARG);
}
END_TEST

/* A hint changes nothing, whatever it is given. */
START_TEST(test_prefetching_changes_nothing)
{
    const revops_usage *model = built_in();
    ck_assert_int_eq(revops_usage_record_init(model, record, signup_ms, 0), REVOPS_OK);
    uint8_t before[sizeof record];
    memcpy(before, record, sizeof record);
    revops_usage_prefetch(model, record);
    revops_usage_prefetch(model, NULL);
    revops_usage_prefetch(NULL, record);
    ck_assert_mem_eq(record, before, sizeof record);
}
END_TEST

/* Each measure has a row, and there is no gap among them. */
START_TEST(test_measures_have_names)
{
    uint32_t count = 0;
    while (strcmp(revops_usage_measure_name(count), "unknown") != 0) {
        ck_assert_ptr_nonnull(revops_usage_measure_name(count));
        count++;
    }
    ck_assert_uint_eq(count, REVOPS_USAGE_ATTRIBUTES + 1);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("usage-record");
    TCase *tests = tcase_create("usage-record");
    tcase_add_test(tests, test_prefetching_changes_nothing);
    tcase_add_test(tests, test_measures_have_names);
    tcase_add_test(tests, test_accounts_merge_with_other_signups);
    tcase_add_loop_test(tests, test_mergers_stay_at_their_most, 0, ROWS(saturated));
    tcase_add_test(tests, test_check_finds_signals_that_no_fold_leaves);
    tcase_add_loop_test(tests, test_each_byte_damaged_is_refused_or_legal, 0, 6);
    tcase_add_loop_test(tests, test_PQ10_many_records_are_as_single_ones, 0, 6);
    suite_add_tcase(suite, tests);
    return suite;
}
