/* SPDX-License-Identifier: MIT */
/* Rules: PQ10, PQ11: published definitions of product-qualified leads, written down as they are, with own event names. */
#include "usage-test.h"

/* The caller's own events, by name; the library numbers them. */
static const char *const names[] = {
    "message sent", "file synced",  "page created",  "collaborator invited",
    "meeting held", "team invited", "api call made", "calendar connected",
};
enum { MESSAGE, FILE_SYNCED, PAGE, COLLABORATOR, MEETING, TEAM, API_CALL, CALENDAR };
enum { MANY_NAMES = 4096 };

static uint32_t own(const char *name)
{
    static const revops_usage *model;
    static _Alignas(8) uint8_t own_memory[1 << 15];
    if (!model) {
        revops_usage_params params;
        ck_assert_int_eq(revops_usage_defaults(&params, sizeof params), REVOPS_OK);
        params.kind_names = names;
        params.kind_name_count = ROWS(names);
        ck_assert_int_eq(revops_usage_build(&params, own_memory, sizeof own_memory, NULL, &model), REVOPS_OK);
    }
    revops_usage_kind kind = 0;
    ck_assert_int_eq(revops_usage_kind_find(model, name, strlen(name), &kind), REVOPS_OK);
    ck_assert_str_eq(revops_usage_kind_name(model, kind), name);
    return kind;
}

/* A criterion that counts an own event. */
static revops_usage_criterion counts_own(uint32_t name, uint32_t threshold)
{
    return (revops_usage_criterion){.kinds = REVOPS_USAGE_KIND(own(names[name])), .threshold = threshold};
}

/* A model whose signal asks for all criteria; its record starts at 1 March 2026, 12:00. */
static const revops_usage *all_of(const revops_usage_criterion *criteria, uint32_t count)
{
    static revops_usage_signal signal;
    signal = (revops_usage_signal){.all_of = (UINT64_C(1) << (count - 1)) * 2 - 1,
                                   .flags = REVOPS_USAGE_ONCE,
                                   .route = REVOPS_USAGE_SALES};
    revops_usage_params params = params_of(criteria, count, &signal, 1);
    params.kind_names = names;
    params.kind_name_count = ROWS(names);
    const revops_usage *model;
    signup_ms = revops_utc_ms(2026, 3, 1, 12, 0);
    ck_assert_int_eq(revops_usage_build(&params, memory, sizeof memory, NULL, &model), REVOPS_OK);
    ck_assert_int_eq(revops_usage_record_init(model, record, signup_ms, 0), REVOPS_OK);
    return model;
}

/* An own event so many days after the signup. */
static uint32_t happens(const revops_usage *model, uint32_t name, int64_t day, revops_usage_event event)
{
    event.kind = own(names[name]);
    event.at_ms = signup_ms + day * DAY;
    return give(model, record, event);
}

START_TEST(test_PQ11_a_team_sends_2000_messages)
{
    /* An event a message, and an event a batch of them that says how many they are. */
    revops_usage_criterion events = counts_own(MESSAGE, 2000), sum = events;
    sum.measure = REVOPS_USAGE_SUM;
    const revops_usage *model = all_of(&events, 1);
    for (int i = 1; i <= 2000; i++) {
        ck_assert_uint_eq(happens(model, MESSAGE, i / 100, (revops_usage_event){.user = (uint32_t)i % 7 + 1}),
                          i == 2000);
    }
    model = all_of(&sum, 1);
    ck_assert_uint_eq(happens(model, MESSAGE, 1, (revops_usage_event){.value = 1200}), 0);
    ck_assert_uint_eq(happens(model, MESSAGE, 400, (revops_usage_event){.value = 799}), 0);
    ck_assert_uint_eq(happens(model, MESSAGE, 401, (revops_usage_event){.value = 1}), 1);
    ck_assert_uint_eq(reading_of(model, record, 0, REVOPS_TIME_NONE).value, 2000);
}
END_TEST

START_TEST(test_PQ11_files_from_2_or_more_devices)
{
    revops_usage_criterion devices = counts_own(FILE_SYNCED, 2);
    devices.measure = REVOPS_USAGE_ITEMS;
    devices.item = 1;
    const revops_usage *model = all_of(&devices, 1);
    ck_assert_uint_eq(happens(model, FILE_SYNCED, 0, (revops_usage_event){.item = {1, 77}}), 0);
    ck_assert_uint_eq(happens(model, FILE_SYNCED, 3, (revops_usage_event){.item = {2, 77}}), 0);
    ck_assert_uint_eq(happens(model, PAGE, 3, (revops_usage_event){.item = {2, 78}}), 0);
    ck_assert_uint_eq(happens(model, FILE_SYNCED, 4, (revops_usage_event){.item = {3, REVOPS_NONE}}), 0);
    ck_assert_uint_eq(happens(model, FILE_SYNCED, 5, (revops_usage_event){.item = {3, 78}}), 1);
}
END_TEST

START_TEST(test_PQ11_3_pages_and_2_collaborators)
{
    revops_usage_criterion criteria[2] = {counts_own(PAGE, 3), counts_own(COLLABORATOR, 2)};
    criteria[0].measure = REVOPS_USAGE_ITEMS;
    criteria[1].measure = REVOPS_USAGE_USERS;
    const revops_usage *model = all_of(criteria, 2);
    ck_assert_uint_eq(happens(model, PAGE, 0, (revops_usage_event){.item = {10}}), 0);
    ck_assert_uint_eq(happens(model, PAGE, 1, (revops_usage_event){.item = {11}}), 0);
    ck_assert_uint_eq(happens(model, PAGE, 1, (revops_usage_event){.item = {11}}), 0); /* the same page */
    ck_assert_uint_eq(happens(model, COLLABORATOR, 2, (revops_usage_event){.user = 5}), 0);
    ck_assert_uint_eq(happens(model, PAGE, 3, (revops_usage_event){.item = {12}}), 0);
    ck_assert_uint_eq(happens(model, COLLABORATOR, 4, (revops_usage_event){.user = 5}), 0);
    ck_assert_uint_eq(happens(model, COLLABORATOR, 5, (revops_usage_event){.user = 6}), 1);
}
END_TEST

START_TEST(test_PQ11_5_meetings_team_invited_and_calendar_connected_within_14_days)
{
    revops_usage_criterion criteria[3] = {counts_own(MEETING, 5), counts_own(TEAM, 1),
                                          counts_own(CALENDAR, 1)};
    for (int i = 0; i < 3; i++) {
        criteria[i].window = REVOPS_USAGE_SINCE_SIGNUP;
        criteria[i].window_days = 14;
    }
    for (int late = 0; late < 2; late++) { /* the 14th date and the one after it */
        const revops_usage *model = all_of(criteria, 3);
        for (int i = 0; i < 5; i++) {
            ck_assert_uint_eq(happens(model, MEETING, i, (revops_usage_event){0}), 0);
        }
        ck_assert_uint_eq(happens(model, TEAM, 5, (revops_usage_event){0}), 0);
        ck_assert_uint_eq(happens(model, CALENDAR, 13 + late, (revops_usage_event){0}), !late);
    }
}
END_TEST

START_TEST(test_PQ11_3_meetings_with_3_or_more_participants)
{
    revops_usage_criterion meetings = counts_own(MEETING, 3);
    meetings.least_value = 3;
    const revops_usage *model = all_of(&meetings, 1);
    static const uint32_t participants[] = {2, 3, 4, 1, 2, 3};
    for (int i = 0; i < ROWS(participants); i++) {
        ck_assert_uint_eq(happens(model, MEETING, i, (revops_usage_event){.value = participants[i]}), i == 5);
    }
    char text[300];
    revops_usage_explanation_text(model, record, 0, REVOPS_TIME_NONE, 0, text, sizeof text);
    ck_assert_str_eq(text,
                     "qualifies, for sales; no second signal while it holds; criterion 0: events of a value "
                     "of 3 or more at least 3: 3, met first at 2026-03-06T12:00:00Z");
}
END_TEST

START_TEST(test_PQ11_first_100_api_calls)
{
    revops_usage_criterion calls = counts_own(API_CALL, 100);
    const revops_usage *model = all_of(&calls, 1);
    for (int i = 1; i <= 150; i++) {
        ck_assert_uint_eq(happens(model, API_CALL, i, (revops_usage_event){0}), i == 100);
    }
    ck_assert_int_eq(reading_of(model, record, 0, REVOPS_TIME_NONE).met_ms, signup_ms + 100 * DAY);
}
END_TEST

START_TEST(test_PQ11_use_tripled_against_the_month_before)
{
    /* By events, and by what they sum up to. */
    for (int sums = 0; sums < 2; sums++) {
        revops_usage_criterion tripled = counts_own(API_CALL, 30000);
        tripled.measure = sums ? REVOPS_USAGE_SUM_GROWTH : REVOPS_USAGE_GROWTH;
        tripled.window = REVOPS_USAGE_ROLLING;
        tripled.window_days = 30;
        const revops_usage *model = all_of(&tripled, 1);
        for (int i = 0; i < 4; i++) { /* 4 in the month before … */
            ck_assert_uint_eq(happens(model, API_CALL, i, (revops_usage_event){.value = 10}), 0);
        }
        for (int i = 0; i < 12; i++) { /* … and 12 in the next 30 days */
            ck_assert_uint_eq(happens(model, API_CALL, 33 + i, (revops_usage_event){.value = 10}), i == 11);
        }
        ck_assert_uint_eq(reading_of(model, record, 0, REVOPS_TIME_NONE).value >= 30000, 1);
    }
}
END_TEST

START_TEST(test_PQ11_reactivation_after_30_days_of_silence)
{
    for (uint32_t elapsed = 0; elapsed < 2; elapsed++) {
        revops_usage_criterion criterion = counts_own(PAGE, 30);
        criterion.measure = REVOPS_USAGE_RETURN;
        criterion.flags = elapsed ? REVOPS_USAGE_ELAPSED : 0;
        const revops_usage *model = all_of(&criterion, 1);
        ck_assert_uint_eq(reading_of(model, record, 0, signup_ms).state, REVOPS_USAGE_NO_VALUE);
        ck_assert_uint_eq(happens(model, PAGE, 0, (revops_usage_event){0}), 0);
        ck_assert_uint_eq(happens(model, PAGE, 29, (revops_usage_event){0}), 0);
        ck_assert_uint_eq(happens(model, API_CALL, 40, (revops_usage_event){0}),
                          0); /* other use is no return */
        ck_assert_uint_eq(happens(model, PAGE, 59, (revops_usage_event){0}), 1);
        ck_assert_uint_eq(reading_of(model, record, 0, REVOPS_TIME_NONE).value, 30);
        ck_assert_uint_eq(happens(model, PAGE, 60, (revops_usage_event){0}), 0);
        ck_assert_uint_eq(happens(model, PAGE, 95, (revops_usage_event){0}), 1); /* and again */
    }
}
END_TEST

START_TEST(test_PQ11_silence_of_30_days_is_told_when_time_passes)
{
    revops_usage_criterion silent = counts_own(PAGE, 30);
    silent.measure = REVOPS_USAGE_SILENCE;
    const revops_usage *model = all_of(&silent, 1);
    uint32_t fired = 99;
    ck_assert_uint_eq(happens(model, PAGE, 1, (revops_usage_event){0}), 0);
    ck_assert_uint_eq(happens(model, API_CALL, 40, (revops_usage_event){0}), 0);
    ck_assert_uint_eq(reading_of(model, record, 0, REVOPS_TIME_NONE).state, REVOPS_USAGE_MET);
    ck_assert_int_eq(revops_usage_advance(model, record, signup_ms + 41 * DAY, 0, &fired), REVOPS_OK);
    ck_assert_uint_eq(fired, 1);
    ck_assert_int_eq(revops_usage_advance(model, record, signup_ms + 42 * DAY, 0, &fired), REVOPS_OK);
    ck_assert_uint_eq(fired, 0); /* once while it lasts */
    ck_assert_uint_eq(happens(model, PAGE, 43, (revops_usage_event){0}), 0);
    ck_assert_int_eq(revops_usage_advance(model, record, signup_ms + 72 * DAY, 0, &fired), REVOPS_OK);
    ck_assert_uint_eq(fired, 0);
    ck_assert_int_eq(revops_usage_advance(model, record, signup_ms + 73 * DAY, 0, &fired), REVOPS_OK);
    ck_assert_uint_eq(fired, 1);
    ck_assert_int_eq(revops_usage_advance(model, record, signup_ms, 0, &fired), REVOPS_ERR_LATE);
}
END_TEST

START_TEST(test_PQ10_thousands_of_own_names)
{
    static char texts[MANY_NAMES][16];
    static const char *many[MANY_NAMES];
    for (int i = 0; i < MANY_NAMES; i++) {
        snprintf(texts[i], sizeof texts[i], "event %d", i * 7919);
        many[i] = texts[i];
    }
    const uint32_t kinds[] = {REVOPS_USAGE_OWN + 4095, REVOPS_USAGE_OWN + 63, REVOPS_USAGE_USED};
    revops_usage_criterion criterion = {.first_kind = 0, .kind_count = 3, .threshold = 3};
    revops_usage_signal signal = {.all_of = 1, .flags = REVOPS_USAGE_ONCE};
    revops_usage_params params = params_of(&criterion, 1, &signal, 1);
    params.kinds = kinds;
    params.kind_count = 3;
    params.kind_names = many;
    params.kind_name_count = MANY_NAMES;
    const revops_usage *model;
    ck_assert_int_eq(revops_usage_build(&params, memory, sizeof memory, NULL, &model), REVOPS_OK);
    for (uint32_t i = 0; i < MANY_NAMES; i++) {
        revops_usage_kind kind = 0;
        ck_assert_int_eq(revops_usage_kind_find(model, many[i], strlen(many[i]), &kind), REVOPS_OK);
        ck_assert_uint_eq(kind, REVOPS_USAGE_OWN + i);
        ck_assert_str_eq(revops_usage_kind_name(model, kind), many[i]);
    }
    revops_usage_kind kind = 9;
    ck_assert_int_eq(revops_usage_kind_find(model, "event 1", 7, &kind), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_usage_kind_find(model, "seat added", 10, &kind), REVOPS_OK);
    ck_assert_uint_eq(kind, REVOPS_USAGE_SEAT_ADDED);
    ck_assert_str_eq(revops_usage_kind_name(model, 9), "unknown");
    ck_assert_str_eq(revops_usage_kind_name(NULL, REVOPS_USAGE_USED), "used");
    ck_assert_int_eq(revops_usage_record_init(model, record, 0, 0), REVOPS_OK);
    ck_assert_uint_eq(give(model, record, (revops_usage_event){.kind = kinds[0]}), 0);
    ck_assert_uint_eq(give(model, record, (revops_usage_event){.kind = kinds[0] - 1}), 0);
    ck_assert_uint_eq(give(model, record, (revops_usage_event){.kind = kinds[1]}), 0);
    ck_assert_uint_eq(give(model, record, (revops_usage_event){.kind = REVOPS_USAGE_USED}), 1);
    many[77] = many[4000]; /* a name that is there twice */
    revops_problem problem;
    size_t needed = 0;
    ck_assert_int_eq(revops_usage_check(&params, &problem, 1, &needed), REVOPS_ERR_UNSOUND);
    ck_assert_uint_eq(needed, 1);
    ck_assert_uint_eq(problem.row, 4000);
    ck_assert_uint_eq(problem.other_row, 77);
    ck_assert_int_eq(revops_usage_build(&params, memory, sizeof memory, NULL, &model), REVOPS_ERR_UNSOUND);
    many[77] = "used";
    ck_assert_int_eq(revops_usage_check(&params, NULL, 0, NULL), REVOPS_ERR_UNSOUND);
    many[77] = "";
    ck_assert_int_eq(revops_usage_check(&params, NULL, 0, NULL), REVOPS_ERR_ARG);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("usage-definitions");
    TCase *tests = tcase_create("usage-definitions");
    tcase_add_test(tests, test_PQ11_a_team_sends_2000_messages);
    tcase_add_test(tests, test_PQ11_files_from_2_or_more_devices);
    tcase_add_test(tests, test_PQ11_3_pages_and_2_collaborators);
    tcase_add_test(tests, test_PQ11_5_meetings_team_invited_and_calendar_connected_within_14_days);
    tcase_add_test(tests, test_PQ11_3_meetings_with_3_or_more_participants);
    tcase_add_test(tests, test_PQ11_first_100_api_calls);
    tcase_add_test(tests, test_PQ11_use_tripled_against_the_month_before);
    tcase_add_test(tests, test_PQ11_reactivation_after_30_days_of_silence);
    tcase_add_test(tests, test_PQ11_silence_of_30_days_is_told_when_time_passes);
    tcase_add_test(tests, test_PQ10_thousands_of_own_names);
    suite_add_tcase(suite, tests);
    return suite;
}
