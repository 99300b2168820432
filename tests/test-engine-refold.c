/* SPDX-License-Identifier: MIT */
/* Late events, corrections, deletions, verdicts, changes of policy in a lead's past, case by case. */
#include "test.h"

#include "engine-desks.h"

/* C07, LC21: which effects are withdrawn, which are new; model-engine-refold.c has any histories. */
START_TEST(test_LC21_C07_a_late_call_withdraws_the_miss_and_tells_that_it_was_met)
{
    begin(REVOPS_ENGINE_RECORD);
    arrive(0, E_CREATED, REVOPS_MISSING, 0);
    arrive(1, E_STAGE, S_MQL, 0);
    live_advance(&l, T0 + 6 * REVOPS_HOUR_MS);
    ck_assert_uint_eq(standing(REVOPS_EFFECT_BREACHED, C_CONTACT), 1);
    ck_assert_uint_eq(standing(REVOPS_EFFECT_STARTED, C_FOLLOW_UP), 1);
    ck_assert_int_eq(arrive(30, E_CALL, REVOPS_MISSING, 0), 1);
    ck_assert_ptr_nonnull(change(REVOPS_ENGINE_WITHDRAWN, REVOPS_EFFECT_BREACHED));
    ck_assert_ptr_nonnull(change(REVOPS_ENGINE_WITHDRAWN, REVOPS_EFFECT_STARTED));
    ck_assert_ptr_nonnull(change(REVOPS_ENGINE_NEW, REVOPS_EFFECT_MET));
    ck_assert_uint_eq(standing(REVOPS_EFFECT_BREACHED, C_CONTACT), 0);
    ck_assert_uint_eq(standing(REVOPS_EFFECT_STARTED, C_FOLLOW_UP), 0);
    ck_assert_uint_eq(standing(REVOPS_EFFECT_MET, C_CONTACT), 1);
}
END_TEST

/* C07: three events of 10,000 leads arrive after a day was told. Per lead, what is withdrawn and what is new leads from what was
   told to what would have been, which live_arrive() also finds by comparing two folds; the records end in the same bytes. */
START_TEST(test_LC21_C07_three_events_of_10_000_leads_arrive_a_day_late)
{
    static const revops_event rows[] = {{.at_ms = 0, .kind = E_CREATED, .value = REVOPS_MISSING},
                                        {.at_ms = 1, .kind = E_PRIORITY, .value = P_TOP},
                                        {.at_ms = 2, .kind = E_STAGE, .value = S_MQL},
                                        {.at_ms = 3, .kind = E_GIVEN, .value = 2},
                                        {.at_ms = 40, .kind = E_CALL, .value = REVOPS_MISSING},
                                        {.at_ms = 90, .kind = E_CONFIRMED, .value = 63},
                                        {.at_ms = 120, .kind = E_STAGE, .value = S_SAL},
                                        {.at_ms = 600, .kind = E_WON, .value = 30}};
    enum { ROWS_OF_LEAD = sizeof rows / sizeof rows[0] };
    static live whole;
    size_t withdrawn = 0, leads = 0;
    for (uint32_t late = 0; leads < 10001; late = (late + 1) % (1u << ROWS_OF_LEAD)) {
        uint32_t bits = 0;
        for (uint32_t i = 0; i < ROWS_OF_LEAD; i++) {
            bits += late >> i & 1;
        }
        if (bits != 3 && leads > 0) {
            continue;
        }
        begin(REVOPS_ENGINE_RECORD);
        l.id = ++leads;
        for (uint32_t turn = 0; turn < 2; turn++) { /* the late ones after a day */
            for (uint32_t i = 0; i < ROWS_OF_LEAD; i++) {
                revops_event row = rows[i];
                row.at_ms = T0 + row.at_ms * 60000;
                row.id = i + 1;
                if ((late >> i & 1) == turn) {
                    size_t breached = standing(REVOPS_EFFECT_BREACHED, C_CONTACT);
                    live_arrive(&l, row);
                    withdrawn += breached > standing(REVOPS_EFFECT_BREACHED, C_CONTACT);
                }
            }
            live_advance(&l, T0 + REVOPS_DAY_MS);
            l.as_of_ms = T0 + REVOPS_DAY_MS;
        }
        if (leads == 1) { /* none was late */
            whole = l;
            continue;
        }
        ck_assert(live_are_same(&l, whole.record, l.record));
        for (size_t i = 0; i < whole.told.count; i++) {
            whole.told.effects[i].lead = l.id;
        }
        ck_assert(live_are_equal(&whole.told, &l.told));
    }
    ck_assert_uint_gt(withdrawn, 1000);
}
END_TEST

START_TEST(test_LC22_SEM21_a_late_event_that_is_deleted_again_leaves_nothing)
{
    static live before;
    begin(REVOPS_ENGINE_ENFORCE);
    arrive(0, E_CREATED, REVOPS_MISSING, 0);
    arrive(1, E_CONFIRMED, 63, 0);
    arrive(2, E_MQL, REVOPS_MISSING, 0);
    live_advance(&l, T0 + 6 * REVOPS_HOUR_MS);
    before = l;
    l.as_of_ms = T0 + 6 * REVOPS_HOUR_MS;
    ck_assert_int_eq(arrive(30, E_CALL, REVOPS_MISSING, 0), 1);
    ck_assert(!live_are_equal(&before.told, &l.told));
    live_delete(&l, 3);
    ck_assert(live_are_same(&l, before.record, l.record));
    ck_assert(live_are_equal(&before.told, &l.told));
}
END_TEST

START_TEST(test_LC22_a_corrected_amount_is_one_changed_effect)
{
    begin(REVOPS_ENGINE_RECORD);
    arrive(0, E_CREATED, REVOPS_MISSING, 0);
    arrive(60, E_WON, 100, 0);
    revops_event corrected = l.rows[1];
    corrected.value = 90;
    l.marks[1] = REVOPS_ENGINE_ROW_GONE;
    live_insert(&l, &corrected, REVOPS_ENGINE_ROW_NEW);
    memset(live_changes, 0, sizeof live_changes);
    ck_assert_uint_eq(live_refold(&l), 1);
    ck_assert_uint_eq(live_changes[0].kind, REVOPS_ENGINE_CHANGED);
    ck_assert_int_eq(live_changes[0].before.value, 100);
    ck_assert_int_eq(live_changes[0].after.value, 90);
}
END_TEST

START_TEST(test_SEM9_what_was_decided_stays_decided)
{
    begin(REVOPS_ENGINE_ENFORCE);
    arrive(0, E_CREATED, REVOPS_MISSING, 0);
    arrive(10, E_MQL, REVOPS_MISSING, 0); /* refused: an item is missing */
    ck_assert_uint_eq(l.rows[1].verdict, REVOPS_EVENT_REFUSED);
    arrive(20, E_CONFIRMED, 63, 0);
    arrive(30, E_MQL, REVOPS_MISSING, 0);
    ck_assert_uint_eq(l.rows[3].verdict, REVOPS_EVENT_TAKEN);
    ck_assert_int_eq(arrive(5, E_CONFIRMED, 63, 0), 1);
    /* it stays refused, and nothing but its verdict is against it any more */
    const revops_engine_change *refused = change(REVOPS_ENGINE_CHANGED, REVOPS_EFFECT_REFUSED);
    ck_assert_ptr_nonnull(refused);
    ck_assert_uint_eq(refused->before.why, REVOPS_EFFECT_ITEM_MISSING);
    ck_assert_uint_eq(refused->after.why, REVOPS_EFFECT_REFUSED_BEFORE);
    /* the taken one stays taken where the rules are against it by now: a deviation */
    live_delete(&l, 3);
    live_delete(&l, 1);
    ck_assert_uint_eq(stage(), S_MQL);
    ck_assert_ptr_nonnull(change(REVOPS_ENGINE_NEW, REVOPS_EFFECT_DEVIATION));
}
END_TEST

START_TEST(test_SEM9_a_late_request_is_decided_by_the_rules_as_of_then)
{
    begin(REVOPS_ENGINE_ENFORCE);
    arrive(0, E_CREATED, REVOPS_MISSING, 0);
    arrive(20, E_CONFIRMED, 63, 0);
    ck_assert_int_eq(arrive(10, E_MQL, REVOPS_MISSING, 0), 1);
    ck_assert_uint_eq(l.rows[1].verdict, REVOPS_EVENT_REFUSED);
    ck_assert_uint_eq(stage(), S_LEAD);
}
END_TEST

START_TEST(test_SEM19_answers_come_last_in_their_instant_and_are_taken_as_given)
{
    begin(REVOPS_ENGINE_RECORD);
    arrive(0, E_CREATED, REVOPS_MISSING, 0);
    revops_event answer = {.at_ms = T0, .id = 1, .kind = E_GIVEN, .value = 2, .flags = REVOPS_EVENT_ANSWER};
    ck_assert_int_eq(live_arrive(&l, answer), 0);
    ck_assert_int_eq(arrive(0, E_STAGE, S_MQL, 0), 1); /* a move of that instant precedes the answer */
    ck_assert_uint_eq(l.rows[2].flags, REVOPS_EVENT_ANSWER);
    revops_lead_state state;
    ck_assert_int_eq(revops_lead_read(l.engine, l.record, &state), REVOPS_OK);
    ck_assert_uint_eq(state.owner, 2);
    ck_assert_uint_eq(l.told.effects[l.told.count - 1].kind, REVOPS_EFFECT_OWNER);
}
END_TEST

START_TEST(test_SEM21_what_tells_of_the_same_thing_is_one_change)
{
    begin(REVOPS_ENGINE_RECORD);
    arrive(10, E_CREATED, REVOPS_MISSING, 0);
    arrive(20, E_STAGE, S_MQL, 0);
    arrive(30, E_STAGE, S_SAL, 0);
    ck_assert_int_eq(arrive(15, E_GIVEN, 2, 0), 1);
    const revops_engine_change *entered = change(REVOPS_ENGINE_CHANGED, REVOPS_EFFECT_ENTERED);
    ck_assert_ptr_nonnull(entered);
    ck_assert_uint_eq(entered->before.owner, 0);
    ck_assert_uint_eq(entered->after.owner, 2);
    ck_assert_uint_eq(entered->after.stage, S_MQL);
    ck_assert_ptr_nonnull(change(REVOPS_ENGINE_NEW, REVOPS_EFFECT_OWNER));
    ck_assert_ptr_null(change(REVOPS_ENGINE_WITHDRAWN, REVOPS_EFFECT_ENTERED));
}
END_TEST

/* C34, LC28: promises under policies that change, and that folded again. */
START_TEST(test_LC28_SEM24_C34_a_refold_spans_three_policies)
{
    begin(REVOPS_ENGINE_RECORD);
    arrive(0, E_CREATED, REVOPS_MISSING, 0);
    arrive(10, E_STAGE, S_MQL, 0); /* 4 h */
    changes_policy(30, 1);         /* 2 h, and promises move */
    changes_policy(60, 2);         /* 6 h */
    l.as_of_ms = T0 + 20 * REVOPS_DAY_MS;
    live_advance(&l, l.as_of_ms);
    ck_assert_uint_eq(standing(REVOPS_EFFECT_BREACHED, C_CONTACT), 1);
    ck_assert_int_eq(arrive(20, E_PRIORITY, P_LOW, 0), 1);
    ck_assert_int_eq(arrive(45, E_CALL, REVOPS_MISSING, 0), 1);
    ck_assert_uint_eq(standing(REVOPS_EFFECT_BREACHED, C_CONTACT), 0);
    ck_assert_uint_eq(standing(REVOPS_EFFECT_MET, C_CONTACT), 1);
    ck_assert_ptr_eq(l.engine, desks[2]);
    live_delete(&l, 4); /* the call */
    ck_assert_uint_eq(standing(REVOPS_EFFECT_BREACHED, C_CONTACT), 1);
}
END_TEST

START_TEST(test_SEM24_a_change_of_policy_that_becomes_known_late_is_folded_in)
{
    static live at_once;
    begin(REVOPS_ENGINE_RECORD);
    arrive(0, E_CREATED, REVOPS_MISSING, 0);
    arrive(10, E_STAGE, S_MQL, 0);
    changes_policy(30, 1);
    arrive(40, E_PRIORITY, P_LOW, 0);
    at_once = l;
    begin(REVOPS_ENGINE_RECORD);
    arrive(0, E_CREATED, REVOPS_MISSING, 0);
    arrive(10, E_STAGE, S_MQL, 0);
    arrive(40, E_PRIORITY, P_LOW, 0);
    ck_assert_int_eq(changes_policy(30, 1), 1);
    ck_assert_uint_eq(l.told.count, at_once.told.count);
    ck_assert_uint_eq(standing(REVOPS_EFFECT_RETARGETED, C_CONTACT), 1);
    ck_assert_int_eq(live_field(&l, l.record, REVOPS_ENGINE_FIELD_MARK),
                     (int64_t)revops_engine_mark(desks[1]));
}
END_TEST

START_TEST(test_LC28_what_is_before_a_change_of_policy_is_late)
{
    begin(REVOPS_ENGINE_RECORD);
    arrive(0, E_CREATED, REVOPS_MISSING, 0);
    arrive(10, E_STAGE, S_MQL, 0);
    changes_policy(30, 1);
    ck_assert_int_eq(arrive(29, E_CALL, REVOPS_MISSING, 0), 1);
    ck_assert_int_eq(arrive(30, E_MAIL, REVOPS_MISSING, 0), 0);
}
END_TEST

START_TEST(test_SEM24_a_policy_of_equal_rules_changes_nothing)
{
    const revops_engine *again = desk_of(1, 4 * REVOPS_HOUR_MS, 0);
    unsigned char record[LIVE_RECORD];
    revops_effect effects[512];
    size_t count;
    begin(REVOPS_ENGINE_RECORD);
    arrive(0, E_CREATED, REVOPS_MISSING, 0);
    arrive(10, E_STAGE, S_MQL, 0);
    memcpy(record, l.record, sizeof record);
    ck_assert_int_eq(revops_lead_rebase(desks[0], again, NULL, l.record, T0 + 600000, REVOPS_EFFECTS_ALL,
                                        l.record, effects, 512, &count),
                     REVOPS_OK);
    ck_assert_uint_eq(count, 0);
    ck_assert_mem_eq(l.record, record, sizeof record);
    free((void *)(uintptr_t)again);
}
END_TEST

START_TEST(test_SEM6_time_that_was_told_is_told_again_and_as_of_goes_beyond)
{
    begin(REVOPS_ENGINE_RECORD);
    arrive(10, E_CREATED, REVOPS_MISSING, 0);
    arrive(20, E_CALL, REVOPS_MISSING, 0);
    l.as_of_ms = T0 + 20 * REVOPS_DAY_MS;
    ck_assert_int_eq(arrive(15, E_STAGE, S_MQL, 0), 1); /* met by the call */
    live_delete(&l, 2);
    ck_assert_uint_eq(standing(REVOPS_EFFECT_BREACHED, C_CONTACT), 1);
    l.as_of_ms = REVOPS_TIME_NONE;
    ck_assert_int_eq(arrive(16, E_PRIORITY, P_LOW, 0), 1);
    ck_assert_uint_eq(standing(REVOPS_EFFECT_BREACHED, C_CONTACT), 1);
}
END_TEST

START_TEST(test_faults_name_the_row_and_leave_the_record)
{
    unsigned char record[LIVE_RECORD];
    size_t count = 0, needed = 0;
    begin(REVOPS_ENGINE_RECORD);
    arrive(0, E_CREATED, REVOPS_MISSING, 0);
    arrive(10, E_STAGE, S_MQL, 0);
    revops_engine_refold_columns params = live_params(&l);
    memcpy(record, l.record, sizeof record);
#define REFOLD(memory, size, room)                                                                           \
    revops_engine_refold(&params, l.record, memory, size, &needed, NULL, live_changes, room, &count)
    ck_assert_int_eq(REFOLD(NULL, 0, 8), REVOPS_ERR_NOSPACE);
    ck_assert_uint_gt(needed, 0);
    ck_assert_int_eq(REFOLD(live_memory, needed, 8), REVOPS_OK);
    ck_assert_uint_eq(count, 0);
    size_t enough = needed;
    ck_assert_int_eq(REFOLD(live_memory, enough - 1, 8), REVOPS_ERR_NOSPACE);
    ck_assert_uint_le(needed, enough);
    ck_assert_int_eq(REFOLD(live_memory + 1, enough, 8), REVOPS_ERR_ALIGN);
    l.marks[1] = REVOPS_ENGINE_ROW_GONE + 1;
    ck_assert_int_eq(REFOLD(live_memory, enough, 8), REVOPS_ERR_ARG);
    ck_assert_uint_eq(count, 1);
    l.marks[1] = REVOPS_ENGINE_ROW_NEW; /* so the history so far is without it: not that of the record */
    ck_assert_int_eq(REFOLD(live_memory, sizeof live_memory, 8), REVOPS_ERR_UNSOUND);
    l.marks[1] = REVOPS_ENGINE_ROW_GONE;
    ck_assert_int_eq(REFOLD(live_memory, sizeof live_memory, 0), REVOPS_ERR_NOSPACE);
    ck_assert_uint_gt(count, 0);
    l.marks[1] = REVOPS_ENGINE_ROW_FOLDED;
    revops_event row = l.rows[1];
    l.rows[1].at_ms = T0 - 1;
    ck_assert_int_eq(REFOLD(live_memory, sizeof live_memory, 8), REVOPS_ERR_LATE);
    ck_assert_uint_eq(count, 1);
    l.rows[1] = (revops_event){.at_ms = T0 + 1, .flags = REVOPS_EVENT_POLICY, .value = 5};
    ck_assert_int_eq(REFOLD(live_memory, sizeof live_memory, 8), REVOPS_ERR_RANGE);
    l.rows[1].value = (int64_t)revops_engine_mark(desks[1]);
    ck_assert_int_eq(REFOLD(live_memory, sizeof live_memory, 8), REVOPS_ERR_CORRUPT);
    l.rows[1] = row;
    l.rows[1].flags = 64;
    ck_assert_int_eq(REFOLD(live_memory, sizeof live_memory, 8), REVOPS_ERR_NEWER);
    l.rows[1] = row;
    l.engines[1] = desks[0];
    ck_assert_int_eq(REFOLD(live_memory, sizeof live_memory, 8), REVOPS_ERR_UNSOUND);
    l.engines[1] = desks[1];
    params.told = l.told.effects; /* without the flag */
    ck_assert_int_eq(REFOLD(live_memory, sizeof live_memory, 8), REVOPS_ERR_ARG);
    params.told = NULL;
    params.flags = 8;
    ck_assert_int_eq(REFOLD(live_memory, sizeof live_memory, 8), REVOPS_ERR_NEWER);
    params.flags = 0;
    params.struct_size = 3;
    ck_assert_int_eq(REFOLD(live_memory, sizeof live_memory, 8), REVOPS_ERR_ABI);
    ck_assert_mem_eq(l.record, record, sizeof record);
#undef REFOLD
    ck_assert_str_eq(revops_engine_change_name(REVOPS_ENGINE_WITHDRAWN), "withdrawn");
    ck_assert_str_eq(revops_engine_change_name(REVOPS_ENGINE_NEW), "new");
    ck_assert_str_eq(revops_engine_change_name(REVOPS_ENGINE_CHANGED), "changed");
    ck_assert_str_eq(revops_engine_change_name(0), "unknown");
}
END_TEST

/* Memory for a part of the effects only: the answer says what suffices, and that does. */
START_TEST(test_any_memory_is_too_little_or_enough)
{
    begin(REVOPS_ENGINE_RECORD);
    for (int64_t i = 0; i < 40; i++) {
        arrive(10 * i, E_STAGE, i % 2 ? S_MQL : S_SAL, 0);
    }
    l.marks[5] = REVOPS_ENGINE_ROW_GONE;
    revops_engine_refold_columns params = live_params(&l);
    size_t least = 0;
    for (size_t size = 0; size < 1 << 18; size += 1024) {
        unsigned char record[LIVE_RECORD];
        size_t needed = 0, count = 0;
        memcpy(record, l.record, sizeof record);
        revops_status status = revops_engine_refold(&params, record, live_memory, size, &needed, NULL,
                                                    live_changes, LIVE_TOLD, &count);
        if (status == REVOPS_OK) {
            ck_assert_uint_le(needed, size);
            least = least ? least : size;
            continue;
        }
        ck_assert_int_eq(status, REVOPS_ERR_NOSPACE);
        ck_assert_uint_eq(least, 0);
        ck_assert_uint_gt(needed, size);
        ck_assert_mem_eq(record, l.record, revops_lead_size(l.engine));
    }
    ck_assert_uint_gt(least, 0);
}
END_TEST

START_TEST(test_SEM31_a_history_may_begin_with_a_record)
{
    unsigned char start[LIVE_RECORD];
    size_t count = 0;
    begin(REVOPS_ENGINE_RECORD);
    ck_assert_int_eq(revops_lead_begin(l.engine, start, S_SAL, NULL, 0, T0), REVOPS_OK);
    memcpy(l.record, start, sizeof start);
    arrive(20, E_CALL, REVOPS_MISSING, 0);
    revops_event late = {.at_ms = T0 + 600000, .id = 900, .kind = E_STAGE, .value = S_SQL};
    live_insert(&l, &late, REVOPS_ENGINE_ROW_NEW);
    revops_engine_refold_columns params = live_params(&l);
    params.start = start;
    ck_assert_int_eq(revops_engine_refold(&params, l.record, live_memory, sizeof live_memory, NULL, NULL,
                                          live_changes, LIVE_TOLD, &count),
                     REVOPS_OK);
    ck_assert_uint_eq(stage(), S_SQL);
    ck_assert_uint_gt(count, 0);
    ck_assert_uint_eq(live_changes[0].after.from, S_SAL);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("engine-refold");
    TCase *tests = tcase_create("engine-refold");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, test_LC21_C07_a_late_call_withdraws_the_miss_and_tells_that_it_was_met);
    tcase_add_test(tests, test_LC22_SEM21_a_late_event_that_is_deleted_again_leaves_nothing);
    tcase_add_test(tests, test_LC22_a_corrected_amount_is_one_changed_effect);
    tcase_add_test(tests, test_SEM9_what_was_decided_stays_decided);
    tcase_add_test(tests, test_SEM9_a_late_request_is_decided_by_the_rules_as_of_then);
    tcase_add_test(tests, test_SEM19_answers_come_last_in_their_instant_and_are_taken_as_given);
    tcase_add_test(tests, test_SEM21_what_tells_of_the_same_thing_is_one_change);
    tcase_add_test(tests, test_LC28_SEM24_C34_a_refold_spans_three_policies);
    tcase_add_test(tests, test_SEM24_a_change_of_policy_that_becomes_known_late_is_folded_in);
    tcase_add_test(tests, test_LC28_what_is_before_a_change_of_policy_is_late);
    tcase_add_test(tests, test_SEM24_a_policy_of_equal_rules_changes_nothing);
    tcase_add_test(tests, test_SEM6_time_that_was_told_is_told_again_and_as_of_goes_beyond);
    tcase_add_test(tests, test_faults_name_the_row_and_leave_the_record);
    tcase_add_test(tests, test_any_memory_is_too_little_or_enough);
    tcase_add_test(tests, test_SEM31_a_history_may_begin_with_a_record);
    suite_add_tcase(suite, tests);
    TCase *many = tcase_create("many leads");
    tcase_set_timeout(many, 120);
    tcase_add_checked_fixture(many, setup, teardown);
    tcase_add_test(many, test_LC21_C07_three_events_of_10_000_leads_arrive_a_day_late);
    suite_add_tcase(suite, many);
    return suite;
}
