/* SPDX-License-Identifier: MIT */
/* Rules: LC9, LC12. What a record keeps, how stored ones are proved, and many at once. */
#include "lifecycle-fixtures.h"

START_TEST(test_LC9_LC12_cycles_keep_first_and_latest)
{
    const revops_lifecycle *lifecycle = built_in();
    revops_lifecycle_record record = record_from(start_ms);
    revops_lifecycle_result result;
    uint64_t both = REVOPS_LIFECYCLE_ITEM_FIT | REVOPS_LIFECYCLE_ITEM_INTENT;
    ck_assert_int_eq(apply(lifecycle, &record, REVOPS_LIFECYCLE_TRIGGER_MQL, start_ms + 1, both, 0, &result),
                     REVOPS_OK);
    touch(&record, start_ms + 2);
    revops_lifecycle_input recycle = {start_ms + 3, 0, start_ms + 100, REVOPS_LIFECYCLE_TRIGGER_RECYCLED,
                                      REVOPS_LIFECYCLE_REASON_WRONG_TIMING};
    ck_assert_int_eq(revops_lifecycle_apply(lifecycle, &record, &recycle, &result), REVOPS_OK);
    ck_assert_uint_eq(record.touches, 1);
    /* the old cycle's intent doesn't count, its fit does */
    ck_assert_int_eq(apply(lifecycle, &record, REVOPS_LIFECYCLE_TRIGGER_MQL, start_ms + 4, 0, 0, &result),
                     REVOPS_ERR_REFUSED);
    ck_assert_uint_eq(result.missing_items, REVOPS_LIFECYCLE_ITEM_INTENT);
    ck_assert_int_eq(apply(lifecycle, &record, REVOPS_LIFECYCLE_TRIGGER_MQL, start_ms + 5,
                           REVOPS_LIFECYCLE_ITEM_INTENT, 0, &result),
                     REVOPS_OK);
    ck_assert_uint_eq(record.cycle, 2);
    ck_assert_uint_eq(record.count[REVOPS_LIFECYCLE_STAGE_MQL], 2);
    ck_assert_int_eq(record.dates[REVOPS_LIFECYCLE_STAGE_MQL].first_ms, start_ms + 1);
    ck_assert_int_eq(record.dates[REVOPS_LIFECYCLE_STAGE_MQL].latest_ms, start_ms + 5);
    ck_assert_uint_eq(record.touches, 0);
    ck_assert_int_eq(record.first_touch_ms, REVOPS_TIME_NONE);
    ck_assert_int_eq(record.resume_ms, REVOPS_TIME_NONE);
    /* won, reopened: a third cycle, the history stays */
    ck_assert_int_eq(apply(lifecycle, &record, REVOPS_LIFECYCLE_TRIGGER_WON, start_ms + 6,
                           REVOPS_LIFECYCLE_ITEM_SIGNATURE, 0, &result),
                     REVOPS_OK);
    ck_assert_int_eq(
        apply(lifecycle, &record, REVOPS_LIFECYCLE_TRIGGER_REOPENED, start_ms + 7, 0, 0, &result), REVOPS_OK);
    ck_assert_uint_eq(record.stage, REVOPS_LIFECYCLE_STAGE_LEAD);
    ck_assert_uint_eq(record.cycle, 3);
    ck_assert_uint_eq(record.count[REVOPS_LIFECYCLE_STAGE_CLOSED_WON], 1);
    ck_assert_int_eq(record.dates[REVOPS_LIFECYCLE_STAGE_CLOSED_WON].first_ms, start_ms + 6);
}
END_TEST

START_TEST(test_skipped_stages_are_inferred_and_told_apart)
{
    const revops_lifecycle *lifecycle = built_in();
    revops_lifecycle_record record = record_from(start_ms);
    revops_lifecycle_result result;
    uint64_t both = REVOPS_LIFECYCLE_ITEM_FIT | REVOPS_LIFECYCLE_ITEM_INTENT;
    ck_assert_int_eq(apply(lifecycle, &record, REVOPS_LIFECYCLE_TRIGGER_MQL, start_ms + 1, both, 0, &result),
                     REVOPS_OK);
    ck_assert_int_eq(apply(lifecycle, &record, REVOPS_LIFECYCLE_TRIGGER_WON, start_ms + 9,
                           REVOPS_LIFECYCLE_ITEM_SIGNATURE, 0, &result),
                     REVOPS_OK);
    uint32_t inferred = 1u << REVOPS_LIFECYCLE_STAGE_SAL | 1u << REVOPS_LIFECYCLE_STAGE_SQL |
                        1u << REVOPS_LIFECYCLE_STAGE_OPPORTUNITY | 1u << REVOPS_LIFECYCLE_STAGE_DISCOVERY |
                        1u << REVOPS_LIFECYCLE_STAGE_DEMO | 1u << REVOPS_LIFECYCLE_STAGE_PROPOSAL |
                        1u << REVOPS_LIFECYCLE_STAGE_NEGOTIATION;
    ck_assert_uint_eq(result.inferred_mask, inferred);
    ck_assert_uint_eq(record.first_inferred_mask, inferred);
    ck_assert_uint_eq(record.latest_inferred_mask, inferred);
    ck_assert_int_eq(record.dates[REVOPS_LIFECYCLE_STAGE_SAL].first_ms, start_ms + 9);
    ck_assert_int_eq(record.dates[REVOPS_LIFECYCLE_STAGE_MQL].first_ms, start_ms + 1);
    char text[200];
    revops_lifecycle_result_text(lifecycle, &result, text, sizeof text);
    ck_assert_str_eq(
        text, "MQL \xe2\x86\x92 CLOSED_WON on \"won\", inferred SAL, SQL, OPPORTUNITY, DISCOVERY, DEMO, "
              "PROPOSAL, NEGOTIATION");
    /* in the next cycle SAL is observed: the first date stays inferred, the latest isn't */
    ck_assert_int_eq(
        apply(lifecycle, &record, REVOPS_LIFECYCLE_TRIGGER_REOPENED, start_ms + 10, 0, 0, &result),
        REVOPS_OK);
    ck_assert_int_eq(
        apply(lifecycle, &record, REVOPS_LIFECYCLE_TRIGGER_ACCEPTED, start_ms + 11, 0, 0, &result),
        REVOPS_OK);
    ck_assert_uint_eq(result.inferred_mask, 1u << REVOPS_LIFECYCLE_STAGE_MQL);
    ck_assert(record.first_inferred_mask >> REVOPS_LIFECYCLE_STAGE_SAL & 1);
    ck_assert(!(record.latest_inferred_mask >> REVOPS_LIFECYCLE_STAGE_SAL & 1));
    ck_assert(record.latest_inferred_mask >> REVOPS_LIFECYCLE_STAGE_MQL & 1);
    ck_assert(!(record.first_inferred_mask >> REVOPS_LIFECYCLE_STAGE_MQL & 1));
}
END_TEST

START_TEST(test_a_stage_visited_in_this_cycle_is_not_inferred_again)
{
    revops_lifecycle_params params = defaults();
    params.flags = REVOPS_LIFECYCLE_FREE_MOVES;
    const revops_lifecycle *lifecycle = build(&params);
    revops_lifecycle_record record = record_from(start_ms);
    revops_lifecycle_result result;
    uint64_t all = (UINT64_C(1) << 22) - 1;
    ck_assert_int_eq(
        apply(lifecycle, &record, REVOPS_LIFECYCLE_TRIGGER_ACCEPTED, start_ms + 1, all, 0, &result),
        REVOPS_OK);
    ck_assert_int_eq(apply(lifecycle, &record, REVOPS_LIFECYCLE_TRIGGER_MQL, start_ms + 2, 0, 0, &result),
                     REVOPS_OK);
    ck_assert_int_eq(
        apply(lifecycle, &record, REVOPS_LIFECYCLE_TRIGGER_QUALIFIED, start_ms + 3, 0, 0, &result),
        REVOPS_OK);
    ck_assert_uint_eq(result.inferred_mask, 0);
    ck_assert_int_eq(record.dates[REVOPS_LIFECYCLE_STAGE_SAL].latest_ms, start_ms + 1);
    ck_assert(record.first_inferred_mask >> REVOPS_LIFECYCLE_STAGE_MQL & 1);
    ck_assert(!(record.latest_inferred_mask >> REVOPS_LIFECYCLE_STAGE_MQL & 1));
}
END_TEST

START_TEST(test_bad_arguments)
{
    const revops_lifecycle *lifecycle = built_in();
    revops_lifecycle_record record;
    revops_lifecycle_result result;
    revops_lifecycle_input input = {start_ms, 0, 0, 0, 0};
    ck_assert_int_eq(revops_lifecycle_record_init(NULL, 0), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_lifecycle_record_init(&record, REVOPS_TIME_NONE), REVOPS_ERR_ARG);
    record = record_from(start_ms);
    ck_assert_int_eq(revops_lifecycle_apply(NULL, &record, &input, &result), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_lifecycle_apply(lifecycle, NULL, &input, &result), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_lifecycle_apply(lifecycle, &record, NULL, &result), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_lifecycle_apply(lifecycle, &record, &input, NULL), REVOPS_ERR_ARG);
    input.trigger = 15;
    ck_assert_int_eq(revops_lifecycle_apply(lifecycle, &record, &input, &result), REVOPS_ERR_ARG);
    input.trigger = 0;
    input.reason = 15;
    ck_assert_int_eq(revops_lifecycle_apply(lifecycle, &record, &input, &result), REVOPS_ERR_ARG);
    input.reason = 0;
    input.items = UINT64_C(1) << 22;
    ck_assert_int_eq(revops_lifecycle_apply(lifecycle, &record, &input, &result), REVOPS_ERR_ARG);
    input.items = 0;
    record.step = 14;
    ck_assert_int_eq(revops_lifecycle_apply(lifecycle, &record, &input, &result), REVOPS_ERR_CORRUPT);
    ck_assert_int_eq(revops_lifecycle_confirm(lifecycle, &record, UINT64_C(1) << 40, 0), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_lifecycle_touch(NULL, 0), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_lifecycle_touch(&record, REVOPS_TIME_NONE), REVOPS_ERR_ARG);
    ck_assert_uint_eq(revops_lifecycle_count(NULL, 0), 0);
    ck_assert_uint_eq(revops_lifecycle_count(lifecycle, 9), 0);
    ck_assert_str_eq(revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_STAGES, 99), "unknown");
    ck_assert_uint_eq(revops_lifecycle_dot_text(NULL, NULL, 0), 0);
    uint32_t index = 7;
    ck_assert_int_eq(revops_lifecycle_find(lifecycle, REVOPS_LIFECYCLE_LIST_STAGES, "closed-won", 10, &index),
                     REVOPS_OK);
    ck_assert_uint_eq(index, REVOPS_LIFECYCLE_STAGE_CLOSED_WON);
    ck_assert_int_eq(revops_lifecycle_find(lifecycle, REVOPS_LIFECYCLE_LIST_STAGES, "closed", 6, &index),
                     REVOPS_ERR_RANGE);
    ck_assert_int_eq(
        revops_lifecycle_find(lifecycle, REVOPS_LIFECYCLE_LIST_STAGES, "closed won ", 11, &index),
        REVOPS_ERR_RANGE);
}
END_TEST

START_TEST(test_confirm_and_withdraw)
{
    const revops_lifecycle *lifecycle = built_in();
    revops_lifecycle_record record = record_from(start_ms);
    ck_assert_int_eq(revops_lifecycle_confirm(lifecycle, &record, 7, 0), REVOPS_OK);
    ck_assert_int_eq(revops_lifecycle_confirm(lifecycle, &record, 1, 3), REVOPS_OK);
    ck_assert_uint_eq(record.items, 5);
}
END_TEST

START_TEST(test_apply_many_equals_one_at_a_time)
{
    const revops_lifecycle *lifecycle = built_in();
    revops_lifecycle_record one[2], many[2];
    for (int i = 0; i < 2; i++) {
        one[i] = record_from(start_ms);
        many[i] = one[i];
    }
    const uint32_t indexes[] = {0, 1, 0, 9, 1};
    const revops_lifecycle_input inputs[] = {{start_ms + 1, 3, 0, REVOPS_LIFECYCLE_TRIGGER_MQL, 0},
                                             {start_ms + 2, 0, 0, REVOPS_LIFECYCLE_TRIGGER_MQL, 0},
                                             {start_ms + 3, 0, 0, REVOPS_LIFECYCLE_TRIGGER_ACCEPTED, 0},
                                             {start_ms + 4, 0, 0, REVOPS_LIFECYCLE_TRIGGER_MQL, 0},
                                             {start_ms + 5, 0, 0, 77, 0}};
    revops_status statuses[5];
    revops_lifecycle_result results[5];
    ck_assert_int_eq(revops_lifecycle_apply_many(lifecycle, many, 2, indexes, inputs, 5, statuses, results),
                     REVOPS_OK);
    for (int i = 0; i < 5; i++) {
        revops_lifecycle_result result;
        revops_status status = indexes[i] < 2
                                   ? revops_lifecycle_apply(lifecycle, &one[indexes[i]], &inputs[i], &result)
                                   : REVOPS_ERR_RANGE;
        ck_assert_int_eq(statuses[i], status);
    }
    ck_assert_int_eq(memcmp(one, many, sizeof one), 0);
    ck_assert_int_eq(statuses[1], REVOPS_ERR_REFUSED);
    ck_assert_uint_eq(results[1].missing_items, 3);
}
END_TEST

/* ---- stored records */

START_TEST(test_stored_records_are_proved)
{
    const revops_lifecycle *lifecycle = built_in();
    revops_lifecycle_record records[3];
    for (int i = 0; i < 3; i++) {
        records[i] = record_from(start_ms);
    }
    size_t first = 77;
    ck_assert_int_eq(revops_lifecycle_verify(lifecycle, records, 3, &first), REVOPS_OK);
    ck_assert_int_eq(revops_lifecycle_verify(lifecycle, NULL, 0, NULL), REVOPS_OK);
    ck_assert_int_eq(revops_lifecycle_verify(lifecycle, NULL, 1, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_lifecycle_verify(NULL, records, 3, NULL), REVOPS_ERR_ARG);
    ck_assert_uint_eq(first, 77);
    records[1].reserved1 = 1;
    ck_assert_int_eq(revops_lifecycle_verify(lifecycle, records, 3, &first), REVOPS_ERR_CORRUPT);
    ck_assert_uint_eq(first, 1);
    ck_assert_int_eq(revops_lifecycle_verify(lifecycle, &records[1], 1, NULL), REVOPS_ERR_CORRUPT);
    memset(&records[2], 0, sizeof records[2]); /* never started */
    ck_assert_int_eq(revops_lifecycle_verify(lifecycle, &records[2], 1, NULL), REVOPS_ERR_CORRUPT);
}
END_TEST

/* C53: a bit that turned over is refused, or leaves a value that a record may have. */
START_TEST(test_LC28_a_damaged_record_is_refused_or_legal)
{
    const revops_lifecycle *lifecycle = built_in();
    revops_lifecycle_record record = record_in(lifecycle, REVOPS_LIFECYCLE_STAGE_LEAD);
    revops_lifecycle_result result;
    uint64_t all = (UINT64_C(1) << 22) - 1;
    ck_assert_int_eq(
        apply(lifecycle, &record, REVOPS_LIFECYCLE_TRIGGER_PROPOSAL_SENT, start_ms + 1, all, 0, &result),
        REVOPS_ERR_REFUSED);
    ck_assert_int_eq(
        apply(lifecycle, &record, REVOPS_LIFECYCLE_TRIGGER_OPPORTUNITY_OPENED, start_ms + 1, all, 0, &result),
        REVOPS_OK);
    ck_assert_int_eq(revops_lifecycle_verify(lifecycle, &record, 1, NULL), REVOPS_OK);
    int refused = 0, bits = 0;
    for (size_t byte = 0; byte < sizeof record; byte++) {
        for (int bit = 0; bit < 8; bit++, bits++) {
            revops_lifecycle_record damaged = record;
            ((unsigned char *)&damaged)[byte] ^= (unsigned char)(1 << bit);
            if (revops_lifecycle_verify(lifecycle, &damaged, 1, NULL) == REVOPS_ERR_CORRUPT) {
                refused++;
                continue;
            }
            revops_status status = apply(lifecycle, &damaged, REVOPS_LIFECYCLE_TRIGGER_WON,
                                         start_ms + 365 * (int64_t)DAY, all, 0, &result);
            ck_assert_int_eq(status, REVOPS_OK);
            ck_assert_int_eq(revops_lifecycle_verify(lifecycle, &damaged, 1, NULL), REVOPS_OK);
        }
    }
    ck_assert_int_gt(refused, bits * 3 / 4);
}
END_TEST

START_TEST(test_arrays_that_overlap_are_refused)
{
    const revops_lifecycle *lifecycle = built_in();
    union {
        revops_lifecycle_record records[2];
        revops_lifecycle_input inputs[4];
        revops_lifecycle_result results[2];
        revops_status statuses[8];
        uint32_t indexes[8];
    } shared;
    memset(&shared, 0, sizeof shared);
    revops_lifecycle_record records[2] = {record_from(start_ms), record_from(start_ms)};
    revops_lifecycle_input inputs[2] = {{.at_ms = start_ms}, {.at_ms = start_ms}};
    revops_lifecycle_result results[2];
    revops_status statuses[2];
    const uint32_t indexes[2] = {0, 1};
    ck_assert_int_eq(revops_lifecycle_apply_many(lifecycle, shared.records, 2, indexes, inputs, 2,
                                                 shared.statuses, results),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_lifecycle_apply_many(lifecycle, records, 2, shared.indexes, inputs, 2,
                                                 shared.statuses + 1, results),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_lifecycle_apply_many(lifecycle, records, 2, indexes, shared.inputs, 2, statuses,
                                                 shared.results),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_lifecycle_apply_many(lifecycle, records, 2, indexes, inputs, 2, shared.statuses,
                                                 shared.results),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_lifecycle_apply_many(lifecycle, records, 2, shared.indexes, shared.inputs, 2,
                                                 statuses, results),
                     REVOPS_OK); /* inputs may overlap each other */
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("lifecycle-record");
    TCase *tests = tcase_create("lifecycle-record");
    tcase_add_test(tests, test_LC9_LC12_cycles_keep_first_and_latest);
    tcase_add_test(tests, test_skipped_stages_are_inferred_and_told_apart);
    tcase_add_test(tests, test_a_stage_visited_in_this_cycle_is_not_inferred_again);
    tcase_add_test(tests, test_bad_arguments);
    tcase_add_test(tests, test_confirm_and_withdraw);
    tcase_add_test(tests, test_apply_many_equals_one_at_a_time);
    tcase_add_test(tests, test_stored_records_are_proved);
    tcase_add_test(tests, test_LC28_a_damaged_record_is_refused_or_legal);
    tcase_add_test(tests, test_arrays_that_overlap_are_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
