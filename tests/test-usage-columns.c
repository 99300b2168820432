/* SPDX-License-Identifier: MIT */
/* Rules: PQ5, PQ7: many events give what single ones do. */
#include "judge/usage-internal.h"

#include "usage-test.h"

START_TEST(test_columns_equal_single_events_and_resume)
{
    enum { EVENTS = 3000, RECORDS = 20 };
    static int64_t at_ms[EVENTS];
    static uint32_t whose[EVENTS], value[EVENTS], limit[EVENTS], sequence[EVENTS];
    static uint16_t kind[EVENTS];
    static uint8_t columns_records[RECORDS * 64], single_records[RECORDS * 64];
    static revops_status statuses[EVENTS];
    static int64_t signups[RECORDS];
    const revops_usage *model = built_in();
    random_state random = {5};
    for (int i = 0; i < RECORDS; i++) {
        signups[i] = signup_ms;
    }
    for (int i = 0; i < EVENTS; i++) {
        at_ms[i] = signup_ms + i * (DAY / 20) - random_between(&random, 0, DAY / 4);
        whose[i] = (uint32_t)random_below(&random, RECORDS + 1); /* one beyond the records */
        kind[i] = (uint16_t)random_below(&random, 10);           /* 0 is no kind */
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
    ck_assert_int_eq(revops_usage_record_init_many(model, columns_records, RECORDS, signups, NULL),
                     REVOPS_OK);
    ck_assert_int_eq(revops_usage_record_init_many(model, single_records, RECORDS, signups, NULL), REVOPS_OK);
    revops_cursor cursor = {0};
    revops_usage_hit hits[4], taken[EVENTS];
    size_t hit_count, total = 0;
    revops_status status;
    do {
        status = revops_usage_apply_many(model, columns_records, RECORDS, &columns, &cursor, statuses, hits,
                                         4, &hit_count);
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
    ck_assert_uint_eq(cursor.applied + cursor.late + cursor.duplicate + cursor.invalid, EVENTS);
    ck_assert_uint_gt(cursor.late, 0);
    ck_assert_uint_gt(cursor.duplicate, 0);
    ck_assert_uint_gt(cursor.invalid, 0);
}
END_TEST

/* A criterion of a form that has a fast path, mostly. */
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
    if (random_below(random, 5) == 0) { /* one that has none */
        static const revops_usage_measure others[] = {REVOPS_USAGE_SUM,     REVOPS_USAGE_ITEMS,
                                                      REVOPS_USAGE_SILENCE, REVOPS_USAGE_RETURN,
                                                      REVOPS_USAGE_USERS,   REVOPS_USAGE_LEVEL};
        criterion.measure = others[random_below(random, 6)];
        criterion.window = REVOPS_USAGE_EVER;
        criterion.window_days = 0;
        criterion.flags &= ~REVOPS_USAGE_ELAPSED;
        criterion.least_value = (uint32_t)random_below(random, 2) * 7;
        criterion.item = criterion.measure == REVOPS_USAGE_ITEMS ? (uint32_t)random_below(random, 4) : 0;
    }
    return criterion;
}

/* Sales begins or ends work on a record, or it takes in the one after it. */
static void change_two(const revops_usage *model, uint8_t *records, size_t turn)
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
    enum { EVENTS = 4000, RECORDS = 24, SIZE = 4096, MODELS = 12 };
    static int64_t at_ms[EVENTS], signups[RECORDS];
    static int32_t offsets[RECORDS];
    static uint32_t whose[EVENTS], user[EVENTS], value[EVENTS], limit[EVENTS], sequence[EVENTS];
    static int32_t utc_offset_min[EVENTS];
    static uint16_t kind[EVENTS];
    static uint8_t columns_records[RECORDS * SIZE], single_records[RECORDS * SIZE],
        general_records[RECORDS * SIZE];
    static revops_status statuses[EVENTS];
    random_state random = {(uint64_t)_i + 11};
    for (int turn = 0; turn < MODELS; turn++) {
        revops_usage_criterion criteria[20];
        revops_usage_signal signals[2] = {{.any_of = 1, .cooldown_ms = random_between(&random, 1, 20 * DAY)},
                                          {.all_of = 1, .flags = REVOPS_USAGE_ONCE}};
        uint32_t count = random_below(&random, 3)
                             ? 1
                             : (uint32_t)random_between(&random, 2, random_below(&random, 4) ? 9 : 20);
        for (uint32_t i = 0; i < count; i++) {
            criteria[i] = random_criterion(&random);
        }
        signals[1].all_of = UINT64_C(1) << (count - 1);
        signals[0].none_of = count > 1 && random_below(&random, 2) ? 2 : 0;
        if (count > 2 && random_below(&random, 2)) {
            signals[1].at_least_of = (UINT64_C(1) << count) - 1;
            signals[1].at_least_count = 2;
        }
        revops_usage_params params = params_of(criteria, count, signals, 2);
        const revops_usage *model;
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
                (uint16_t)(1 + random_below(&random, untidy && random_below(&random, 50) == 0 ? 256 : 4));
        }
        at_ms[EVENTS / 2] += untidy ? INT64_MAX / 8 : 0;
        for (int i = 0; untidy && i < 40;
             i++) { /* long before the signup, where some windows begin before any instant */
            at_ms[i] -= INT64_C(3000) * DAY + i % 2 * 179 * DAY;
        }
        ck_assert_int_eq(revops_usage_record_init_many(model, columns_records, RECORDS, signups, offsets),
                         REVOPS_OK);
        ck_assert_int_eq(revops_usage_work(model, columns_records, 1), REVOPS_OK);
        if (untidy) { /* of another model, and of an impossible date and instant of signup */
            columns_records[size + 11] ^= 1;
            columns_records[2 * size + 10] ^= 0x40;
            columns_records[3 * size + 6] ^= 0x40;
        }
        memcpy(single_records, columns_records, sizeof single_records);
        memcpy(general_records, columns_records, sizeof general_records);
        revops_usage_columns columns = {.struct_size = sizeof columns,
                                        .count = EVENTS / 2,
                                        .at_ms = at_ms,
                                        .record = whose,
                                        .kind = all_used ? NULL : kind,
                                        .user = plain ? NULL : user,
                                        .item = {NULL, plain ? NULL : user, NULL, plain ? NULL : value},
                                        .value = plain ? NULL : value,
                                        .limit = plain ? NULL : limit,
                                        .sequence = plain ? NULL : sequence,
                                        .utc_offset_min = plain ? NULL : utc_offset_min};
        revops_cursor cursor = {0};
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
                    change_two(model, general_records + i * size, i);
                }
                columns.count = EVENTS;
                status = REVOPS_ERR_NOSPACE;
            }
            while (hit == hit_count && status == REVOPS_ERR_NOSPACE && cursor.next <= row) {
                status = revops_usage_apply_many(model, columns_records, RECORDS, &columns, &cursor, statuses,
                                                 hits, 9, &hit_count);
                hit = 0;
            }
            revops_usage_event event = {.at_ms = at_ms[row],
                                        .kind = all_used ? REVOPS_USAGE_USED : kind[row],
                                        .user = plain ? REVOPS_NONE : user[row],
                                        .item = {0, plain ? 0 : user[row], 0, plain ? 0 : value[row]},
                                        .value = plain ? 0 : value[row],
                                        .limit = plain ? 0 : limit[row],
                                        .sequence = plain ? 0 : sequence[row],
                                        .utc_offset_min = plain ? 0 : utc_offset_min[row]};
            uint32_t fired = 0;
            revops_status expected = REVOPS_ERR_ARG;
            if (whose[row] < RECORDS) {
                revops__usage_outcome out = {0, 0, 0};
                expected = revops_usage_apply(model, single_records + size * whose[row], &event, &fired);
                const revops_status general =
                    revops__usage_fold_event(model, general_records + size * whose[row], &event, -1, 0, &out);
                EQUALS(general, expected);
                EQUALS(out.fired, fired);
            }
            EQUALS(statuses[row], expected);
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
        ck_assert_mem_eq(columns_records, general_records, RECORDS * size);
        ck_assert_uint_eq(cursor.next, EVENTS);
        ck_assert_uint_eq(cursor.applied + cursor.late + cursor.duplicate + cursor.invalid, EVENTS);
        ck_assert_int_eq(cursor.invalid > 0, untidy);
        ck_assert_int_eq(cursor.duplicate > 0, untidy && !plain);
    }
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
    revops_usage_params params = params_of(&criterion, 1, &signal, 1);
    const revops_usage *model;
    ck_assert_int_eq(revops_usage_build(&params, memory, sizeof memory, NULL, &model), REVOPS_OK);
    ck_assert_int_eq(revops_usage_record_init_many(model, record, 1, at_ms, NULL), REVOPS_OK);
    ck_assert_int_eq(revops_usage_record_init_many(model, other, 1, at_ms, NULL), REVOPS_OK);
    revops_usage_columns columns = {
        .struct_size = sizeof columns, .count = EVENTS, .at_ms = at_ms, .record = whose};
    revops_cursor cursor = {0};
    revops_usage_hit hits[4];
    size_t hit_count;
    ck_assert_int_eq(revops_usage_apply_many(model, record, 1, &columns, &cursor, NULL, hits, 1, &hit_count),
                     REVOPS_ERR_NOSPACE);
    ck_assert_uint_eq(hits[0].row, UINT16_MAX - 1);
    ck_assert_int_eq(revops_usage_apply_many(model, record, 1, &columns, &cursor, NULL, hits, 4, &hit_count),
                     REVOPS_OK);
    ck_assert_uint_eq(hit_count, 0);
    cursor.next++;
    ck_assert_int_eq(revops_usage_apply_many(model, record, 1, &columns, &cursor, NULL, hits, 4, &hit_count),
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
        ck_assert_int_eq(revops_usage_verify(model, record), REVOPS_OK);
        memset(record + COUNTS_AT, 0, COUNTS_SIZE);
        ck_assert_int_eq(revops_usage_verify(model, record), REVOPS_OK);
        record[COUNTS_AT] = 1;
        ck_assert_int_eq(revops_usage_verify(model, record), REVOPS_ERR_CORRUPT);
    }
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("usage-columns");
    TCase *tests = tcase_create("usage-columns");
    tcase_add_test(tests, test_columns_equal_single_events_and_resume);
    tcase_add_loop_test(tests, test_columns_equal_single_events_whatever_the_model, 0, 32);
    tcase_add_loop_test(tests, test_counts_stay_at_their_most, 0, 2);
    suite_add_tcase(suite, tests);
    return suite;
}
