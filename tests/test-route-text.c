/* SPDX-License-Identifier: MIT */
/* Why this representative, in rows and in words. */
#include "route-team.h"

START_TEST(test_why_this_representative)
{
    revops_route_rep reps[] = {{10, 1, 0, 0, 0, 0, 0, 0},  {20, 0, 1, 0, 0, 0, 0, 0},
                               {30, 0, 0, 0, 0, 0, 0, 0},  {40, 0, 0, 0, 0, 0, 0, 0},
                               {50, 0, 0, 0, 30, 0, 0, 0}, {60, 0, 0, 0, 0, 0, 0, 0},
                               {70, 0, 0, 0, 0, 0, 0, 0}};
    revops_route_member rows[] = {{1, 10, 1, 0}, {1, 20, 1, 0}, {1, 30, 1, 0}, {1, 40, 1, 0},
                                  {1, 50, 1, 0}, {1, 60, 1, 0}, {1, 70, 2, 0}};
    revops_route_absence away[] = {{30, REVOPS_ROUTE_ABSENT, 0, 100}, {40, REVOPS_ROUTE_TIME_OFF, 0, 100}};
    revops_route_params params = params_of_team();
    params.reps = reps;
    params.rep_count = ROWS(reps);
    params.members = rows;
    params.member_count = ROWS(rows);
    params.absences = away;
    params.absence_count = 2;
    const revops_route_queue single[] = {{1, REVOPS_NONE}};
    params.queues = single;
    params.queue_count = 1;
    params.fallback_queue = 1;
    const revops_route *route = build(&params);
    revops_route_state *state = start(route);
    ASSERT_OWNERS(route, state, 0, 70, 10, 20);
    revops_route_lead lead = {1, 0, 0, 70, 0};
    revops_route_candidate found[8];
    size_t count = 0;
    ck_assert_int_eq(revops_route_explain(route, state, &lead, NULL, NULL, found, 6, &count),
                     REVOPS_ERR_NOSPACE);
    ck_assert_uint_eq(count, 7);
    ck_assert_int_eq(revops_route_explain(route, state, &lead, NULL, NULL, found, 8, &count), REVOPS_OK);
    const revops_route_standing expected[] = {
        REVOPS_ROUTE_FULL,        REVOPS_ROUTE_FULL_TODAY, REVOPS_ROUTE_IS_ABSENT, REVOPS_ROUTE_ON_TIME_OFF,
        REVOPS_ROUTE_NOT_STARTED, REVOPS_ROUTE_NEXT,       REVOPS_ROUTE_HAD_IT,
    };
    for (int i = 0; i < 7; i++) {
        ck_assert_uint_eq(found[i].standing, expected[i]);
        ck_assert_uint_eq(found[i].queue, 1);
        ck_assert_uint_eq(found[i].rep, 10 + 10 * (uint32_t)i);
    }
    ck_assert_uint_eq(found[0].open, 1);
    ck_assert_uint_eq(found[1].today, 1);
    revops_route_assignment out = assign(route, state, lead);
    char text[400];
    const char *const full =
        "turn of rep 60 in queue 1; taken from rep 70; passed over: rep 10 (full, 1 open), "
        "rep 20 (full today, 1 today), rep 30 (absent), rep 40 (on time off), rep 50 (not "
        "started), rep 70 (missed its deadline)";
    ck_assert_uint_eq(revops_route_text(&out, found, count, NULL, text, sizeof text), strlen(full));
    ck_assert_str_eq(text, full);
    for (size_t capacity = 0; capacity < strlen(full) + 2; capacity++) {
        memset(text, '#', sizeof text);
        ck_assert_uint_eq(revops_route_text(&out, found, count, NULL, text, capacity), strlen(full));
        ck_assert_int_eq(text[capacity], '#');
    }
    ck_assert_int_eq(revops_route_explain(route, state, &lead, NULL, NULL, NULL, 1, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_explain(route, state, &lead, NULL, NULL, found, 8, NULL), REVOPS_ERR_ARG);
    lead.at_ms = 0;
    ck_assert_int_eq(revops_route_explain(route, state, &lead, NULL, NULL, found, 8, &count),
                     REVOPS_ERR_LATE);
}
END_TEST

/* Every reason in words, with names. */
static const struct {
    revops_route_assignment assignment;
    const char *text;
} texts[] = {
    {{2, REVOPS_ROUTE_BY_OWNER, 0, 0, REVOPS_SEGMENT_NO_RULE, 0, 0, 0}, "already owned by Bob"},
    {{2, REVOPS_ROUTE_BY_OWNER, 0, 0, REVOPS_SEGMENT_NO_RULE,
      REVOPS_ROUTE_OWNER_AWAY | REVOPS_ROUTE_OWNER_FULL, 0, 0},
     "already owned by Bob, who is away, over capacity"},
    {{1, REVOPS_ROUTE_BY_TURN, 1, 1, 0, 0, 0, 0}, "turn of Ada in queue DACH (Germany)"},
    {{1, REVOPS_ROUTE_BY_TURN, 1, 1, REVOPS_SEGMENT_NO_RULE, 0, 0, 0}, "turn of Ada in queue DACH"},
    {{3, REVOPS_ROUTE_BY_TURN, 2, 2, 1, 0, 0, 0}, "turn of rep 3 in queue 2 (territory 1)"},
    {{1, REVOPS_ROUTE_BY_OVERFLOW, 2, 1, 0, 0, 2, 0},
     "turn of Ada in queue 2 (Germany), as nobody was available in queue DACH"},
    {{1, REVOPS_ROUTE_BY_FALLBACK, 2, 2, REVOPS_SEGMENT_NO_RULE,
      REVOPS_ROUTE_NO_TERRITORY | REVOPS_ROUTE_OWNER_UNKNOWN, 2, 0},
     "turn of Ada in queue 2 (no territory matched); the former owner is no longer here"},
    {{1, REVOPS_ROUTE_BY_COLLEAGUE, 1, 1, REVOPS_SEGMENT_NO_RULE, REVOPS_ROUTE_OWNER_AWAY, 1, 0},
     "turn of Ada in queue DACH, a colleague of the owner; the owner is away"},
    {{1, REVOPS_ROUTE_BY_TURN, 1, 1, REVOPS_SEGMENT_NO_RULE, REVOPS_ROUTE_OWNER_FULL, 1, 0},
     "turn of Ada in queue DACH; the owner is full"},
    {{1, REVOPS_ROUTE_BY_TURN, 1, 1, 0, REVOPS_ROUTE_OWNER_LEFT | REVOPS_ROUTE_REASSIGNED, 1, 2},
     "turn of Ada in queue DACH (Germany); the former owner is no longer here; taken from Bob"},
    {{1, REVOPS_ROUTE_BY_TURN, 1, 1, 0, REVOPS_ROUTE_REASSIGNED | REVOPS_ROUTE_PREVIOUS_UNKNOWN, 1, 9},
     "turn of Ada in queue DACH (Germany); taken from a former representative"},
    {{1, REVOPS_ROUTE_BY_TURN, 1, 1, 0, REVOPS_ROUTE_REASSIGNED | REVOPS_ROUTE_PREVIOUS_UNKNOWN, 1, 2},
     "turn of Ada in queue DACH (Germany); taken from Bob"},
    {{0, REVOPS_ROUTE_HELD, 2, 1, 0, 0, 2, 0},
     "nobody is available: held in queue 2 (Germany), as nobody was available in queue DACH"},
};

START_TEST(test_reasons_in_words)
{
    const char *const reps[] = {NULL, "Ada", "Bob"}, *const queue_names[] = {NULL, "DACH"},
                      *const rules[] = {"Germany"};
    revops_route_names names = {3, 2, 1, 0, reps, queue_names, rules};
    char text[200];
    revops_route_text(&texts[_i].assignment, NULL, 0, &names, text, sizeof text);
    ck_assert_str_eq(text, texts[_i].text);
    ck_assert_uint_eq(revops_route_text(NULL, NULL, 0, NULL, text, sizeof text), 0);
}
END_TEST

START_TEST(test_long_lists_are_cut)
{
    revops_route_candidate rows[20] = {{0}};
    for (uint32_t i = 0; i < 20; i++) {
        rows[i] = (revops_route_candidate){
            i + 1, 1, i % 2 ? REVOPS_ROUTE_WAITS : REVOPS_ROUTE_FULL, 1, i, 0, (int64_t)i * 500 - 3250};
    }
    revops_route_assignment out = {99, REVOPS_ROUTE_BY_TURN, 1, 1, 0, 0, 0, 0};
    char text[1000];
    revops_route_text(&out, rows, 20, NULL, text, sizeof text);
    ck_assert_ptr_nonnull(strstr(text, "passed over: rep 1 (full, 0 open), rep 3"));
    ck_assert_ptr_nonnull(
        strstr(text, "rep 15 (full, 14 open) and 2 more; later: rep 2 (-2.750), rep 4 (-1.750)"));
    ck_assert_ptr_nonnull(strstr(text, "rep 16 (+4.250) and 2 more"));
}
END_TEST

START_TEST(test_names)
{
    ck_assert_str_eq(revops_route_reason_name(REVOPS_ROUTE_BY_OVERFLOW), "overflow");
    ck_assert_str_eq(revops_route_reason_name(0), "unknown");
    ck_assert_str_eq(revops_route_reason_name(REVOPS_ROUTE_BY_COLLEAGUE), "colleague");
    ck_assert_str_eq(revops_route_reason_name(7), "unknown");
    ck_assert_str_eq(revops_route_standing_name(REVOPS_ROUTE_NEXT), "next");
    ck_assert_str_eq(revops_route_standing_name(REVOPS_ROUTE_HAD_IT), "missed its deadline");
    ck_assert_str_eq(revops_route_standing_name(REVOPS_ROUTE_OFF_HOURS), "off hours");
    ck_assert_str_eq(revops_route_standing_name(REVOPS_ROUTE_HAS_LEFT), "has left");
    ck_assert_str_eq(revops_route_standing_name(11), "unknown");
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("route-text");
    TCase *tests = tcase_create("route-text");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, test_why_this_representative);
    tcase_add_loop_test(tests, test_reasons_in_words, 0, ROWS(texts));
    tcase_add_test(tests, test_long_lists_are_cut);
    tcase_add_test(tests, test_names);
    suite_add_tcase(suite, tests);
    return suite;
}
