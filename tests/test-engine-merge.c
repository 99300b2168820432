/* SPDX-License-Identifier: MIT */
/* Leads that are one [SEM23]: merged, and parted again. */
#include "test.h"

#include "engine-desks.h"

/* A duplicate: closed, with an owner, an attribute, two touches and a win of its own. */
static void make_other(unsigned char *record)
{
    static const revops_event events[] = {
        {.at_ms = 1772442000000 - 3 * REVOPS_DAY_MS,
         .id = 1,
         .kind = E_CREATED,
         .value = REVOPS_MISSING,
         .source = 5},
        {.at_ms = 1772442000000 - 2 * REVOPS_DAY_MS, .id = 2, .kind = E_GIVEN, .value = 2},
        {.at_ms = 1772442000000 - REVOPS_DAY_MS, .id = 3, .kind = E_CALL, .value = REVOPS_MISSING},
        {.at_ms = 1772442000000 - REVOPS_DAY_MS + 1, .id = 4, .kind = E_PRIORITY, .value = P_TOP},
        {.at_ms = 1772442000000 - REVOPS_DAY_MS + 2, .id = 5, .kind = E_CONFIRMED, .value = 5},
        {.at_ms = 1772442000000 - REVOPS_DAY_MS + 3, .id = 6, .kind = E_WON, .value = 30},
        {.at_ms = 1772442000000 - REVOPS_DAY_MS + 4,
         .id = 7,
         .kind = E_OUT,
         .value = R_SIZE,
         .reason = R_SIZE}};
    revops_effect effects[512];
    size_t count;
    ck_assert_int_eq(revops_lead_init(desks[0], record), REVOPS_OK);
    for (size_t i = 0; i < sizeof events / sizeof events[0]; i++) {
        ck_assert_int_eq(revops_engine_apply(desks[0], NULL, record, &events[i], REVOPS_ENGINE_RECORD,
                                             REVOPS_EFFECTS_ALL, effects, 512, &count),
                         REVOPS_OK);
    }
}

/* C08, LC22: the survivor stays in its stage, points add, nothing before the merge changes. */
START_TEST(test_SEM23_LC22_C08_a_closed_duplicate_leaves_the_survivor_where_it_stands)
{
    static live before;
    begin(REVOPS_ENGINE_RECORD);
    arrive(0, E_CREATED, REVOPS_MISSING, 0);
    arrive(10, E_STAGE, S_SAL, 0);
    arrive(20, E_CALL, REVOPS_MISSING, 0);
    live_advance(&l, T0 + 30 * 60000);
    before = l;
    make_other(l.others[0]);
    revops_event merge = {.at_ms = T0 + 30 * 60000, .id = 500, .flags = REVOPS_EVENT_MERGE, .value = 1};
    ck_assert_int_eq(live_arrive(&l, merge), 0);
    revops_lead_state state;
    ck_assert_int_eq(revops_lead_read(l.engine, l.record, &state), REVOPS_OK);
    ck_assert_int_eq(revops_lead_verify(l.engine, l.record, 1), REVOPS_OK);
    ck_assert_uint_eq(state.stage, S_SAL);
    ck_assert_uint_eq(state.owner, 0); /* the survivor's goes on */
    ck_assert_uint_eq(state.source, 5);
    ck_assert_uint_eq(state.touches, 2);
    ck_assert_uint_eq(state.wins, 1);
    ck_assert_int_eq(state.won_amount, 30);
    ck_assert_uint_eq(state.items & 5, 5);
    ck_assert_uint_eq(state.cycle, 1);
    int64_t priority;
    ck_assert_int_eq(revops_lead_attribute(l.engine, l.record, 2, &priority), REVOPS_OK);
    ck_assert_int_eq(priority, P_TOP);
    revops_lead_dates dates;
    ck_assert_int_eq(revops_lead_entered(l.engine, l.record, S_LEAD, &dates), REVOPS_OK);
    ck_assert_int_eq(dates.first_ms, T0 - 3 * REVOPS_DAY_MS);
    ck_assert_int_eq(dates.latest_ms, T0);
    ck_assert_int_eq(revops_lead_entered(l.engine, l.record, S_WON, &dates), REVOPS_OK);
    ck_assert_int_eq(dates.first_ms, REVOPS_TIME_NONE); /* the survivor wasn't there */
    /* what is late, before the merge, is folded in before it; undone, all is as before */
    ck_assert_int_eq(arrive(15, E_PRIORITY, P_LOW, 0), 1);
    ck_assert_int_eq(revops_lead_attribute(l.engine, l.record, 2, &priority), REVOPS_OK);
    ck_assert_int_eq(priority, P_LOW);
    live_delete(&l, 2);
    live_delete(&l, 3);
    ck_assert(live_are_same(&l, before.record, l.record));
    ck_assert(live_are_equal(&before.told, &l.told));
}
END_TEST

START_TEST(test_SEM23_the_duplicates_clocks_end_as_merged_and_begin_again_when_it_is_undone)
{
    static live before;
    begin(REVOPS_ENGINE_RECORD);
    arrive(0, E_CREATED, REVOPS_MISSING, 0);
    arrive(10, E_STAGE, S_MQL, 0);
    before = l;
    revops_event merged = {.at_ms = T0 + 20 * 60000, .id = 500, .flags = REVOPS_EVENT_MERGED, .value = 3};
    ck_assert_int_eq(live_arrive(&l, merged), 0);
    ck_assert_uint_eq(standing(REVOPS_EFFECT_MERGED, C_CONTACT), 1);
    ck_assert_int_eq(revops_lead_next_wakeup(l.engine, l.record), REVOPS_TIME_NONE);
    live_advance(&l, T0 + 20 * REVOPS_DAY_MS);
    ck_assert_uint_eq(standing(REVOPS_EFFECT_BREACHED, C_CONTACT), 0);
    live_delete(&l, 2);
    ck_assert(live_are_same(&l, before.record, l.record));
    ck_assert(live_are_equal(&before.told, &l.told));
}
END_TEST

START_TEST(test_SEM23_merges_that_make_no_sense)
{
    unsigned char other[LIVE_RECORD];
    revops_effect effects[512];
    size_t count = 0;
    begin(REVOPS_ENGINE_RECORD);
    arrive(0, E_CREATED, REVOPS_MISSING, 0);
    make_other(other);
    revops_event merge = {.at_ms = T0 + 1, .flags = REVOPS_EVENT_MERGE};
#define MERGE(given)                                                                                         \
    revops_lead_merge(l.engine, NULL, l.record, &merge, given, REVOPS_ENGINE_RECORD, REVOPS_EFFECTS_ALL,     \
                      effects, 512, &count)
    ck_assert_int_eq(MERGE(NULL), REVOPS_ERR_ARG);
    merge.flags = REVOPS_EVENT_MERGED;
    ck_assert_int_eq(MERGE(other), REVOPS_ERR_ARG);
    merge.flags = REVOPS_EVENT_MERGE | REVOPS_EVENT_MERGED;
    ck_assert_int_eq(MERGE(other), REVOPS_ERR_ARG);
    merge.flags = REVOPS_EVENT_MERGE | REVOPS_EVENT_ANSWER;
    ck_assert_int_eq(MERGE(other), REVOPS_ERR_NEWER);
    merge.flags = REVOPS_EVENT_MERGE;
    merge.kind = 1;
    ck_assert_int_eq(MERGE(other), REVOPS_ERR_ARG);
    merge.kind = 0;
    merge.at_ms = T0 - 1;
    ck_assert_int_eq(MERGE(other), REVOPS_ERR_LATE);
    merge.at_ms = T0 - 5 * REVOPS_DAY_MS;
    ck_assert_int_eq(MERGE(other), REVOPS_ERR_ARG); /* the other record is of later */
    merge.at_ms = T0 + 1;
    other[0] ^= 1;
    ck_assert_int_eq(MERGE(other), REVOPS_ERR_CORRUPT);
    other[0] ^= 1;
    ck_assert_int_eq(MERGE(other), REVOPS_OK);
    ck_assert_int_eq(MERGE(other), REVOPS_ERR_DUPLICATE);
#undef MERGE
}
END_TEST

/* Behaviour of two leads adds up to that of one who did all of it, where no daily limit would have left any out. */
START_TEST(test_SEM23_points_add)
{
    static const char *const names[] = {"demo", "visit", "left us"};
    static unsigned char records[3][LIVE_RECORD];
    revops_policy_params policy;
    revops_effect effects[512];
    size_t count;
    uint32_t kinds[3];
    scored_policy(&policy);
    const revops_engine *engine = engine_of(&policy);
    for (uint32_t i = 0; i < 3; i++) {
        ck_assert_int_eq(
            revops_engine_find(engine, REVOPS_ENGINE_LIST_EVENTS, names[i], strlen(names[i]), &kinds[i]),
            REVOPS_OK);
        ck_assert_int_eq(revops_lead_init(engine, records[i]), REVOPS_OK);
    }
    for (uint32_t i = 0; i < 24; i++) {
        revops_event event = {.at_ms = T0 + i * 7 * REVOPS_HOUR_MS,
                              .id = i + 1,
                              .kind = kinds[i * 5 % 8 % 3 & 2],
                              .value = REVOPS_MISSING};
        for (uint32_t k = 0; k < 2; k++) { /* each to one of two leads, all to the third */
            ck_assert_int_eq(revops_engine_apply(engine, NULL, records[k ? 2 : i / 3 % 2], &event,
                                                 REVOPS_ENGINE_RECORD, REVOPS_EFFECTS_ALL, effects, 512,
                                                 &count),
                             REVOPS_OK);
        }
    }
    revops_event merge = {.at_ms = T0 + 8 * REVOPS_DAY_MS, .flags = REVOPS_EVENT_MERGE};
    ck_assert_int_eq(revops_lead_merge(engine, NULL, records[0], &merge, records[1], REVOPS_ENGINE_RECORD,
                                       REVOPS_EFFECTS_ALL, effects, 512, &count),
                     REVOPS_OK);
    ck_assert_int_eq(revops_lead_verify(engine, records[0], 1), REVOPS_OK);
    for (int64_t day = 8; day < 30; day++) {
        revops_lead_scores_state merged, one;
        ck_assert_int_eq(revops_lead_scores(engine, records[0], T0 + day * REVOPS_DAY_MS, &merged),
                         REVOPS_OK);
        ck_assert_int_eq(revops_lead_scores(engine, records[2], T0 + day * REVOPS_DAY_MS, &one), REVOPS_OK);
        ck_assert_int_le(merged.intent_mpt - one.intent_mpt, 1); /* halves are rounded once more */
        ck_assert_int_ge(merged.intent_mpt - one.intent_mpt, -1);
    }
    free((void *)(uintptr_t)engine);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("engine-merge");
    TCase *tests = tcase_create("engine-merge");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, test_SEM23_LC22_C08_a_closed_duplicate_leaves_the_survivor_where_it_stands);
    tcase_add_test(tests, test_SEM23_the_duplicates_clocks_end_as_merged_and_begin_again_when_it_is_undone);
    tcase_add_test(tests, test_SEM23_merges_that_make_no_sense);
    tcase_add_test(tests, test_SEM23_points_add);
    suite_add_tcase(suite, tests);
    return suite;
}
