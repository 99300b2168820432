/* SPDX-License-Identifier: MIT */
#include "test.h"

#include "sla-plain.h"
#include "random.h"

/* Signals of these tests. */
enum { QUALIFIED, ASSIGNED, CALL, ACCEPTED, DISPOSED, WAITING, RESUMED, ANSWERED, LEFT, MESSAGE, OTHER = 63 };

#define T0 INT64_C(1772442000000) /* 2026-03-02T09:00Z, a Monday */

static _Alignas(16) unsigned char memory[32768];

static const revops_sla *default_sla(void)
{
    revops_sla_params params;
    const revops_sla *sla = NULL;
    ck_assert_int_eq(revops_sla_defaults(&params, sizeof params), REVOPS_OK);
    ck_assert_int_eq(revops_sla_build(&params, memory, sizeof memory, NULL, &sla), REVOPS_OK);
    return sla;
}

static revops_sla_effect effects[4 * REVOPS_SLA_EFFECTS_OF_CLOCK_MAX];
static size_t count;

/* Columns over many leads give what one signal at a time gives, whatever the room for effects. */
START_TEST(test_columns_equal_single_signals)
{
    enum { LEADS = 40, EVENTS = 2000 };
    static int64_t at_ms[EVENTS];
    static uint32_t lead[EVENTS];
    static uint32_t signal[EVENTS];
    static uint8_t intent[LEADS];
    static revops_sla_record one[LEADS * 4], many[LEADS * 4];
    static revops_sla_effect singles[EVENTS * 12], batch[EVENTS * 12];
    const revops_sla *sla = default_sla();
    random_state random = {7};
    size_t single_count = 0, batch_count = 0, lates = 0;
    memset(one, 0, sizeof one);
    memset(many, 0, sizeof many);
    for (int i = 0; i < LEADS; i++) {
        intent[i] = (uint8_t)random_below(&random, 3);
    }
    for (int i = 0; i < EVENTS; i++) {
        /* Mostly in order. */
        at_ms[i] = T0 + i * 10 * REVOPS_MINUTE_MS - (int64_t)random_below(&random, 2) * REVOPS_HOUR_MS;
        lead[i] = (uint32_t)random_below(&random, LEADS);
        signal[i] = (uint32_t)random_below(&random, 9);
        const uint32_t lead_attributes[PLAIN_ATTRIBUTES] = {intent[lead[i]]};
        revops_status status =
            plain_signal(sla, NULL, one + lead[i] * 4, signal[i], at_ms[i], lead_attributes,
                         singles + single_count, ROWS(singles) - single_count, &count);
        if (status == REVOPS_ERR_LATE) {
            lates++;
            continue;
        }
        ck_assert_int_eq(status, REVOPS_OK);
        for (size_t j = 0; j < count; j++) {
            singles[single_count + j].lead = lead[i];
        }
        single_count += count;
    }
    ck_assert_uint_gt(lates, 0);
    ck_assert_uint_gt(single_count, 500);
    const revops_column column = {.values = intent, .missing = 0, .width = REVOPS_COLUMN_U8};
    revops_sla_columns columns = {.struct_size = sizeof columns,
                                  .count = EVENTS,
                                  .at_ms = at_ms,
                                  .lead = lead,
                                  .signals = signal,
                                  .attributes = &column,
                                  .attribute_count = 1};
    size_t room = revops_sla_effects_max(sla) + (size_t)_i * 100;
    revops_cursor cursor = {0};
    revops_status status;
    do {
        status = revops_sla_apply_many(sla, NULL, many, LEADS, &columns, &cursor, batch + batch_count, room,
                                       &count);
        batch_count += count;
    } while (status == REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(status, REVOPS_OK);
    ck_assert_uint_eq(cursor.next, EVENTS);
    ck_assert_uint_eq(cursor.late, lates);
    ck_assert_uint_eq(cursor.applied, EVENTS - lates);
    ck_assert_uint_eq(batch_count, single_count);
    ck_assert_mem_eq(batch, singles, single_count * sizeof singles[0]);
    ck_assert_mem_eq(one, many, sizeof one);
    /* And nobody need listen. */
    memset(many, 0, sizeof many);
    cursor = (revops_cursor){0};
    ck_assert_int_eq(revops_sla_apply_many(sla, NULL, many, LEADS, &columns, &cursor, NULL, 0, &count),
                     REVOPS_OK);
    ck_assert_uint_eq(count, 0);
    ck_assert_mem_eq(one, many, sizeof one);

    int64_t due_ms[LEADS * 4];
    ck_assert_int_eq(revops_sla_due_many(sla, many, LEADS, due_ms), REVOPS_OK);
    ck_assert_int_eq(revops_sla_due_many(sla, many, LEADS, NULL), REVOPS_ERR_ARG);
    int64_t now_ms = T0 + 40 * REVOPS_DAY_MS, wakeups[LEADS], consumed_ms[LEADS * 4], answered_ms[LEADS * 4];
    ck_assert_int_eq(revops_sla_next_wakeup_many(many, 4, LEADS, wakeups), REVOPS_OK);
    ck_assert_int_eq(revops_sla_measure_many(sla, NULL, many, LEADS, now_ms, consumed_ms, answered_ms),
                     REVOPS_OK);
    single_count = batch_count = 0;
    for (int i = 0; i < LEADS; i++) {
        ck_assert_int_eq(wakeups[i], revops_sla_next_wakeup(one + i * 4, 4));
        for (int j = 0; j < 4; j++) {
            int64_t consumed, answered, due;
            ck_assert_int_eq(revops_sla_due(sla, one + i * 4 + j, &due), REVOPS_OK);
            ck_assert_int_eq(due, due_ms[i * 4 + j]);
            ck_assert_int_eq(revops_sla_measure(sla, NULL, one + i * 4 + j, now_ms, &consumed, &answered),
                             REVOPS_OK);
            ck_assert_int_eq(consumed, consumed_ms[i * 4 + j]);
            ck_assert_int_eq(answered, answered_ms[i * 4 + j]);
        }
        ck_assert_int_eq(revops_sla_advance(sla, NULL, one + i * 4, now_ms, singles + single_count,
                                            ROWS(singles) - single_count, &count),
                         REVOPS_OK);
        for (size_t j = 0; j < count; j++) {
            singles[single_count + j].lead = (uint32_t)i;
        }
        single_count += count;
    }
    cursor = (revops_cursor){0};
    do {
        status = revops_sla_advance_many(sla, NULL, many, LEADS, now_ms, &cursor, batch + batch_count, room,
                                         &count);
        batch_count += count;
    } while (status == REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(status, REVOPS_OK);
    ck_assert_uint_eq(batch_count, single_count);
    ck_assert_mem_eq(batch, singles, single_count * sizeof singles[0]);
    ck_assert_mem_eq(one, many, sizeof one);
}
END_TEST

START_TEST(test_columns_refusals)
{
    const revops_sla *sla = default_sla();
    int64_t at_ms[4] = {T0, T0 + 1, INT64_MAX, T0 + 2};
    uint32_t lead[4] = {0, 1, 0, 0}, signal[4] = {QUALIFIED, QUALIFIED, QUALIFIED, 64};
    revops_sla_columns good = {.struct_size = sizeof good,
                               .count = 4,
                               .at_ms = at_ms,
                               .lead = lead,
                               .signals = signal},
                       bad = good;
    revops_sla_record two[8];
    revops_cursor cursor = {0};
    int64_t out_ms[8];
    memset(two, 0, sizeof two);
#define MANY(columns)                                                                                        \
    revops_sla_apply_many(sla, NULL, two, 2, columns, &cursor, effects, ROWS(effects), &count)
    /* What isn't as the page allows is left out and counted: no such lead, instant, signal. */
    ck_assert_int_eq(revops_sla_apply_many(sla, NULL, two, 1, &good, &cursor, effects, ROWS(effects), &count),
                     REVOPS_OK);
    ck_assert_uint_eq(cursor.next, 4);
    ck_assert_uint_eq(cursor.applied, 1);
    ck_assert_uint_eq(cursor.invalid, 3);
    ck_assert_uint_eq(count, 2);
    cursor.next = 5;
    ck_assert_int_eq(MANY(&good), REVOPS_ERR_ARG);
    cursor.next = 0;
    ck_assert_int_eq(revops_sla_apply_many(sla, NULL, two, 2, &good, &cursor, effects, 47, &count),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_apply_many(sla, NULL, two, 2, &good, &cursor, NULL, 48, &count),
                     REVOPS_ERR_ARG);
    bad.flags = 2;
    ck_assert_int_eq(MANY(&bad), REVOPS_ERR_NEWER);
    bad = good;
    bad.struct_size = 8;
    ck_assert_int_eq(MANY(&bad), REVOPS_ERR_ABI);
    bad = good;
    bad.lead = NULL;
    ck_assert_int_eq(MANY(&bad), REVOPS_ERR_ARG);
    ck_assert_int_eq(MANY(NULL), REVOPS_ERR_ARG);
    const uint8_t newer[4] = {8, 0, 0, 0};
    bad = good;
    bad.event_flags = newer;
    ck_assert_int_eq(MANY(&bad), REVOPS_ERR_NEWER);
    const revops_column wrong = {.values = newer, .width = 99};
    bad = good;
    bad.attributes = &wrong;
    bad.attribute_count = 1;
    ck_assert_int_eq(MANY(&bad), REVOPS_ERR_ARG);
    cursor.next = 3;
    ck_assert_int_eq(revops_sla_advance_many(sla, NULL, two, 2, T0, &cursor, effects, ROWS(effects), &count),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_next_wakeup_many(two, 0, 2, out_ms), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_measure_many(sla, NULL, NULL, 2, T0, NULL, NULL), REVOPS_ERR_ARG);
    two[0].state = 99;
    ck_assert_int_eq(revops_sla_measure_many(sla, NULL, two, 2, T0, NULL, NULL), REVOPS_ERR_CORRUPT);
    ck_assert_int_eq(revops_sla_due_many(sla, two, 2, out_ms), REVOPS_ERR_CORRUPT);
    cursor = (revops_cursor){0};
    ck_assert_int_eq(MANY(&good), REVOPS_ERR_CORRUPT);
    ck_assert_uint_eq(cursor.next, 0);
#undef MANY
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("sla-many");
    TCase *tcase = tcase_create("sla-many");
    tcase_add_loop_test(tcase, test_columns_equal_single_signals, 0, 4);
    tcase_add_test(tcase, test_columns_refusals);
    suite_add_tcase(suite, tcase);
    return suite;
}
