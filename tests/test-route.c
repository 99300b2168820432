/* SPDX-License-Identifier: MIT */
/* Who gets a lead: territories, owners, overflow, reassignment (RT1, RT2, RT5, RT6). */
#include "route-team.h"

/* RT2: named accounts on top, vertical first, geography inside it, then size; first match wins. */
enum { REGION, VERTICAL, EMPLOYEES, ACCOUNT };
static const int64_t lists[] = {7001, 7002, 7003, 1, 2};
static const revops_condition territory_conditions[] = {
    {ACCOUNT, REVOPS_CONDITION_IS_ONE_OF, 0, 0, 0, 3, 0, 0},
    {VERTICAL, REVOPS_CONDITION_IS_EQUAL, 50, 0, 0, 0, 0, 0},
    {REGION, REVOPS_CONDITION_IS_ONE_OF, 0, 0, 3, 2, 0, 0},
    {VERTICAL, REVOPS_CONDITION_IS_EQUAL, 50, 0, 0, 0, 0, 0},
    {EMPLOYEES, REVOPS_CONDITION_IN_RANGE, 1000, INT64_MAX, 0, 0, 0, 0},
};
static const revops_segment_rule territory_rules[] = {{4, 0, 1, 0}, {3, 1, 2, 0}, {2, 3, 1, 0}, {1, 4, 1, 0}};
static const struct {
    int64_t row[4];
    uint32_t queue, territory, flags;
} territories[] = {
    {{1, 50, 5000, 7002}, 4, 0, 0},
    {{1, 50, 5000, 7004}, 3, 1, 0},
    {{3, 50, 5000, MISSING}, 2, 2, 0},
    {{MISSING, 50, 5000, MISSING}, 2, 2, 0},
    {{1, 51, 5000, MISSING}, 1, 3, 0},
    {{1, 51, 999, MISSING}, 9, REVOPS_SEGMENT_NO_RULE, REVOPS_ROUTE_NO_TERRITORY},
    {{MISSING, MISSING, MISSING, MISSING}, 9, REVOPS_SEGMENT_NO_RULE, REVOPS_ROUTE_NO_TERRITORY},
};

START_TEST(test_territories_RT2)
{
    static const revops_route_queue rows[] = {{4, 0}, {3, 0}, {2, 0}, {1, 0}, {9, 0}};
    static const revops_route_member seats[] = {
        {4, 10, 1, 0}, {3, 20, 1, 0}, {2, 30, 1, 0}, {1, 40, 1, 0}, {9, 10, 1, 0}};
    revops_segment_params rules = {sizeof rules,
                                   0,
                                   4,
                                   4,
                                   sizeof(revops_segment_rule),
                                   5,
                                   sizeof(revops_condition),
                                   5,
                                   0,
                                   REVOPS_NONE,
                                   territory_rules,
                                   territory_conditions,
                                   lists,
                                   NULL};
    revops_route_params params = params_of_team();
    params.queues = rows;
    params.queue_count = ROWS(rows);
    params.members = seats;
    params.member_count = ROWS(seats);
    params.territories = &rules;
    const revops_route *route = build(&params);
    revops_route_lead lead = {0, 0, 0, 0, 0};
    revops_route_assignment out;
    ck_assert_int_eq(revops_route_assign(route, start(route), &lead, territories[_i].row, NULL, &out),
                     REVOPS_OK);
    ck_assert_uint_eq(out.queue, territories[_i].queue);
    ck_assert_uint_eq(out.asked_queue, territories[_i].queue);
    ck_assert_uint_eq(out.territory, territories[_i].territory);
    ck_assert_uint_eq(out.flags, territories[_i].flags);
    ck_assert_uint_eq(out.reason, out.queue == 9 ? REVOPS_ROUTE_BY_FALLBACK : REVOPS_ROUTE_BY_TURN);
}
END_TEST

START_TEST(test_no_lead_is_lost_RT1)
{
    /* Everybody may hold one lead: queue 1, its overflow 2, then held in 9, which has no members. */
    revops_route_rep reps[ROWS(team)];
    memcpy(reps, team, sizeof reps);
    for (int i = 0; i < ROWS(team); i++) {
        reps[i].max_open = 1;
    }
    revops_route_params params = params_of_team();
    params.reps = reps;
    params.territories = all_to(1);
    const revops_route *route = build(&params);
    revops_route_state *state = start(route);
    ASSERT_OWNERS(route, state, 0, 10, 20, 30);
    revops_route_assignment out = assign(route, state, (revops_route_lead){0, 0, 0, 0, 0});
    ck_assert_uint_eq(out.owner, 40);
    ck_assert_uint_eq(out.reason, REVOPS_ROUTE_BY_OVERFLOW);
    ck_assert_uint_eq(out.queue, 2);
    ck_assert_uint_eq(out.asked_queue, 1);
    ck_assert_uint_eq(out.passed_over, 3);
    out = assign(route, state, (revops_route_lead){0, 0, 0, 0, 0});
    ck_assert_uint_eq(out.owner, REVOPS_NONE);
    ck_assert_uint_eq(out.reason, REVOPS_ROUTE_HELD);
    ck_assert_uint_eq(out.queue, 9);
    ck_assert_uint_eq(out.passed_over, 4);
    ck_assert_int_eq(revops_route_release(route, state, 20, 1, REVOPS_ROUTE_KEEP_TURN), REVOPS_OK);
    ASSERT_OWNERS(route, state, 0, 20, REVOPS_NONE);
}
END_TEST

START_TEST(test_owner_affinity_RT5)
{
    revops_route_rep reps[ROWS(team)];
    memcpy(reps, team, sizeof reps);
    reps[1].max_open = 1;
    revops_route_absence away = {30, REVOPS_ROUTE_TIME_OFF, 0, 100};
    revops_route_params params = params_of_team();
    params.reps = reps;
    params.absences = &away;
    params.absence_count = 1;
    params.territories = all_to(1);
    const revops_route *route = build(&params);
    revops_route_state *state = start(route);
    revops_route_assignment out = assign(route, state, (revops_route_lead){0, 0, 20, 0, 0});
    ck_assert_uint_eq(out.owner, 20);
    ck_assert_uint_eq(out.reason, REVOPS_ROUTE_BY_OWNER);
    ck_assert_uint_eq(out.queue, REVOPS_NONE);
    ck_assert_uint_eq(out.territory, REVOPS_SEGMENT_NO_RULE);
    ck_assert_uint_eq(out.flags, 0);
    ck_assert_uint_eq(assign(route, state, (revops_route_lead){0, 0, 20, 0, 0}).flags,
                      REVOPS_ROUTE_OWNER_FULL);
    ck_assert_uint_eq(assign(route, state, (revops_route_lead){0, 0, 30, 0, 0}).flags,
                      REVOPS_ROUTE_OWNER_AWAY);
    /* An owner who left: by turn, and said so. */
    out = assign(route, state, (revops_route_lead){0, 0, 77, 0, 0});
    ck_assert_uint_eq(out.owner, 10);
    ck_assert_uint_eq(out.flags, REVOPS_ROUTE_OWNER_UNKNOWN);
    /* An owner who missed the deadline doesn't get it back. */
    out = assign(route, state, (revops_route_lead){0, 0, 10, 10, 0});
    ck_assert_uint_eq(out.owner, 40);
    ck_assert_uint_eq(out.flags, REVOPS_ROUTE_REASSIGNED);
}
END_TEST

START_TEST(test_reassignment_after_a_missed_deadline)
{
    revops_route_params params = params_of_team();
    params.territories = all_to(1);
    const revops_route *route = build(&params);
    revops_route_state *state = start(route);
    ASSERT_OWNERS(route, state, 0, 10);
    revops_route_assignment out = assign(route, state, (revops_route_lead){5, 0, 0, 10, 0});
    ck_assert_uint_eq(out.owner, 20);
    ck_assert_uint_eq(out.passed_over, 1);
    revops_route_load loads[4];
    size_t count;
    ck_assert_int_eq(revops_route_loads(route, state, loads, 4, &count), REVOPS_OK);
    ck_assert_uint_eq(loads[0].open, 0);     /* taken back */
    ck_assert_uint_eq(loads[0].received, 1); /* but the turn is used */
    ck_assert_uint_eq(loads[1].open, 1);
    /* Where they are the only one, the lead overflows rather than going back. */
    params.territories = all_to(2);
    route = build(&params);
    state = start(route);
    ASSERT_OWNERS(route, state, 0, 40);
    ck_assert_uint_eq(assign(route, state, (revops_route_lead){5, 0, 0, 40, 0}).reason, REVOPS_ROUTE_HELD);
}
END_TEST

START_TEST(test_without_territories_there_is_no_fallback_RT1)
{
    static const revops_route_rep reps[] = {{.rep = 10}, {.rep = 20, .max_open = 1}};
    static const revops_route_queue pools[] = {{1, 0}, {2, 0}};
    static const revops_route_member seats[] = {{1, 10, 1, 0}, {2, 20, 1, 0}};
    for (int i = 0; i < 2; i++) {
        revops_segment_params none = REVOPS_SEGMENT_PARAMS_INIT;
        none.otherwise = i == 0 ? REVOPS_NONE : 2;
        revops_route_params params = params_of(reps, 2, pools, 2, seats, 2, 1);
        params.territories = &none;
        const revops_route *route = build(&params);
        revops_route_state *state = start(route);
        revops_route_lead lead = {0};
        const int64_t nothing = REVOPS_MISSING;
        for (int turn = 0; turn < 2; turn++) {
            revops_route_assignment out;
            ck_assert_int_eq(revops_route_assign(route, state, &lead, &nothing, NULL, &out), REVOPS_OK);
            ck_assert_uint_eq(out.flags, 0);
            ck_assert_uint_eq(out.owner, i == 1 && turn == 0 ? 20 : 10);
            ck_assert_uint_eq(out.reason,
                              i == 1 && turn == 1 ? REVOPS_ROUTE_BY_FALLBACK : REVOPS_ROUTE_BY_TURN);
        }
    }
}
END_TEST

/* RT6: who gets a lead whose owner is away, full or has left, by policy. Ada (10) is away, Bob (20) full, Cem (30) has left; all
   three are of queue 1, Dan (40) is of queue 2, to which the territories lead. */
static const struct {
    revops_route_policy away, full, left;
    uint32_t owner, got, reason, flags;
} affinities[] = {
    {REVOPS_ROUTE_TO_OWNER, 0, REVOPS_ROUTE_TO_QUEUE, 10, 10, REVOPS_ROUTE_BY_OWNER, REVOPS_ROUTE_OWNER_AWAY},
    {REVOPS_ROUTE_TO_COLLEAGUE, 0, REVOPS_ROUTE_TO_QUEUE, 10, 50, REVOPS_ROUTE_BY_COLLEAGUE,
     REVOPS_ROUTE_OWNER_AWAY},
    {REVOPS_ROUTE_TO_QUEUE, 0, REVOPS_ROUTE_TO_QUEUE, 10, 40, REVOPS_ROUTE_BY_TURN, REVOPS_ROUTE_OWNER_AWAY},
    {0, REVOPS_ROUTE_TO_OWNER, REVOPS_ROUTE_TO_QUEUE, 20, 20, REVOPS_ROUTE_BY_OWNER, REVOPS_ROUTE_OWNER_FULL},
    {0, REVOPS_ROUTE_TO_COLLEAGUE, REVOPS_ROUTE_TO_QUEUE, 20, 50, REVOPS_ROUTE_BY_COLLEAGUE,
     REVOPS_ROUTE_OWNER_FULL},
    {0, REVOPS_ROUTE_TO_QUEUE, REVOPS_ROUTE_TO_QUEUE, 20, 40, REVOPS_ROUTE_BY_TURN, REVOPS_ROUTE_OWNER_FULL},
    {0, 0, REVOPS_ROUTE_TO_COLLEAGUE, 30, 50, REVOPS_ROUTE_BY_COLLEAGUE, REVOPS_ROUTE_OWNER_LEFT},
    {0, 0, REVOPS_ROUTE_TO_QUEUE, 30, 40, REVOPS_ROUTE_BY_TURN, REVOPS_ROUTE_OWNER_LEFT},
};

START_TEST(test_affinity_by_policy_RT6)
{
    static const revops_route_rep reps[] = {
        {.rep = 10}, {.rep = 20, .max_open = 1}, {.rep = 30}, {.rep = 40}, {.rep = 50}};
    static const revops_route_member seats[] = {
        {1, 10, 1, 0}, {1, 20, 1, 0}, {1, 30, 1, 0}, {2, 40, 1, 0}, {1, 50, 1, 0}};
    static const revops_route_absence away = {10, REVOPS_ROUTE_ABSENT, 0, 100};
    revops_route_params params = params_of(reps, ROWS(reps), queues, ROWS(queues), seats, ROWS(seats), 9);
    params.absences = &away;
    params.absence_count = 1;
    params.territories = all_to(2);
    params.owner_away = affinities[_i].away;
    params.owner_full = affinities[_i].full;
    params.owner_left = affinities[_i].left;
    const revops_route *route = build(&params);
    revops_route_state *state = start(route);
    ck_assert_int_eq(revops_route_set_open(route, state, 20, 1), REVOPS_OK);
    ck_assert_int_eq(revops_route_set_left(route, state, 30, 1), REVOPS_OK);
    revops_route_assignment out = assign(route, state, (revops_route_lead){0, 0, affinities[_i].owner, 0, 0});
    ck_assert_uint_eq(out.owner, affinities[_i].got);
    ck_assert_uint_eq(out.reason, affinities[_i].reason);
    ck_assert_uint_eq(out.flags, affinities[_i].flags);
}
END_TEST

START_TEST(test_a_home_queue_of_ones_own_RT6)
{
    static const revops_route_rep reps[] = {{.rep = 10, .home_queue = 2}, {.rep = 20}, {.rep = 40}};
    static const revops_route_member seats[] = {{1, 10, 1, 0}, {1, 20, 1, 0}, {2, 40, 1, 0}};
    revops_route_params params = params_of(reps, ROWS(reps), queues, ROWS(queues), seats, ROWS(seats), 9);
    params.territories = all_to(1);
    params.owner_left = REVOPS_ROUTE_TO_COLLEAGUE;
    const revops_route *route = build(&params);
    revops_route_state *state = start(route);
    ck_assert_int_eq(revops_route_set_left(route, state, 10, 1), REVOPS_OK);
    ck_assert_uint_eq(assign(route, state, (revops_route_lead){0, 0, 10, 0, 0}).owner, 40);
    ck_assert_int_eq(revops_route_set_left(route, state, 10, 0), REVOPS_OK);
    ck_assert_uint_eq(assign(route, state, (revops_route_lead){0, 0, 10, 0, 0}).owner, 10);
    ck_assert_int_eq(revops_route_set_left(route, state, 10, 2), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_set_left(route, state, 11, 1), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_set_left(NULL, state, 10, 1), REVOPS_ERR_ARG);
}
END_TEST

START_TEST(test_a_leaver_is_replaced_RT6)
{
    enum { LEADS = 30 };
    static revops_route_lead open[LEADS];
    static revops_route_assignment out[LEADS];
    revops_route_params params = params_of_team();
    params.territories = all_to(1);
    const revops_route *route = build(&params);
    revops_route_state *state = start(route);
    ASSERT_OWNERS(route, state, 0, 10, 20, 30, 10, 20, 30);
    for (int i = 0; i < LEADS; i++) {
        open[i] = (revops_route_lead){5, 0, i % 7 ? REVOPS_NONE : 10, i % 5 ? REVOPS_NONE : 10, 0};
    }
    revops_column region = {0};
    revops_cursor cursor = {0};
    ck_assert_int_eq(revops_route_redistribute(route, state, 10, open, &region, 1, LEADS, &cursor, out),
                     REVOPS_OK);
    ck_assert_uint_eq(cursor.next, LEADS);
    ck_assert_uint_eq(cursor.applied, LEADS);
    int got[41] = {0};
    for (int i = 0; i < LEADS; i++) {
        got[out[i].owner]++;
        ck_assert_uint_eq(out[i].flags, REVOPS_ROUTE_REASSIGNED | (i % 7 ? 0 : REVOPS_ROUTE_OWNER_LEFT));
        ck_assert_uint_eq(out[i].previous, 10);
    }
    ck_assert_int_eq(got[20], 15);
    ck_assert_int_eq(got[30], 15);
    revops_route_load loads[4];
    size_t count;
    ck_assert_int_eq(revops_route_loads(route, state, loads, 4, &count), REVOPS_OK);
    ck_assert_uint_eq(loads[0].open, 0);
    ASSERT_OWNERS(route, state, 5, 20, 30, 20, 30);
    /* A lead that another one had isn't the leaver's. */
    open[2].previous = 20;
    cursor = (revops_cursor){0};
    ck_assert_int_eq(revops_route_redistribute(route, state, 10, open, &region, 1, LEADS, &cursor, out),
                     REVOPS_ERR_ARG);
    ck_assert_uint_eq(cursor.next, 2);
    ck_assert_int_eq(revops_route_redistribute(route, state, 77, open, &region, 1, 0, &cursor, out),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_redistribute(route, state, 10, open, &region, 1, 1, NULL, out),
                     REVOPS_ERR_ARG);
}
END_TEST

START_TEST(test_leads_of_a_leaver_follow_the_policy_for_leavers_RT6)
{
    revops_route_params params = params_of_team();
    revops_route_rep reps[4];
    memcpy(reps, params.reps, sizeof reps);
    reps[0].home_queue = 2;
    params.reps = reps;
    params.territories = all_to(1);
    params.owner_left = REVOPS_ROUTE_TO_COLLEAGUE;
    const revops_route *route = build(&params);
    revops_route_state *state = start(route);
    revops_route_lead open[2] = {{0, 0, 10, 10, 0}, {0, 0, REVOPS_NONE, REVOPS_NONE, 0}};
    revops_column region = {0};
    revops_cursor cursor = {0};
    revops_route_assignment out[2];
    /* Missed, but still here: no claim. */
    ck_assert_int_eq(assign(route, state, open[0]).reason, REVOPS_ROUTE_BY_TURN);
    ck_assert_int_eq(revops_route_redistribute(route, state, 10, open, &region, 1, 2, &cursor, out),
                     REVOPS_OK);
    ck_assert_uint_eq(out[0].reason, REVOPS_ROUTE_BY_COLLEAGUE);
    ck_assert_uint_eq(out[0].queue, 2);
    ck_assert_uint_eq(out[0].flags, REVOPS_ROUTE_REASSIGNED | REVOPS_ROUTE_OWNER_LEFT);
    ck_assert_uint_eq(out[1].reason, REVOPS_ROUTE_BY_TURN);
    ck_assert_uint_eq(out[1].queue, 1);
}
END_TEST

START_TEST(test_a_previous_owner_who_left_is_passed_over_RT6_C41)
{
    revops_route_params params = params_of_team();
    params.territories = all_to(1);
    const revops_route *route = build(&params);
    revops_route_state *state = start(route);
    revops_route_assignment out = assign(route, state, (revops_route_lead){0, 0, 0, 99, 0});
    ck_assert_uint_eq(out.owner, 10);
    ck_assert_uint_eq(out.previous, 99);
    ck_assert_uint_eq(out.flags, REVOPS_ROUTE_REASSIGNED | REVOPS_ROUTE_PREVIOUS_UNKNOWN);
}
END_TEST

/* RT7: 300 people on two calendars, without a single absence. */
START_TEST(test_working_hours_RT7)
{
    enum { PEOPLE = 300 };
    static revops_route_rep reps[PEOPLE];
    static revops_route_member seats[PEOPLE];
    static _Alignas(8) unsigned char early_memory[1 << 17], late_memory[1 << 17];
    static const revops_calendar_opening early[] = {{3, 480, 960}, {4, 480, 960}},
                                         late[] = {{3, 840, 1320}, {4, 840, 1320}};
    const revops_calendar *calendars[2];
    revops_calendar_params hours = REVOPS_CALENDAR_PARAMS_INIT;
    hours.openings = early;
    hours.opening_count = 2;
    ck_assert_int_eq(revops_calendar_build(&hours, early_memory, sizeof early_memory, NULL, &calendars[0]),
                     REVOPS_OK);
    hours.openings = late;
    ck_assert_int_eq(revops_calendar_build(&hours, late_memory, sizeof late_memory, NULL, &calendars[1]),
                     REVOPS_OK);
    for (uint32_t i = 0; i < PEOPLE; i++) {
        reps[i] = (revops_route_rep){.rep = i + 1, .calendar = 1 + i % 2};
        seats[i] = (revops_route_member){1, i + 1, 1, 0};
    }
    revops_route_params params = params_of(reps, PEOPLE, queues, ROWS(queues), seats, PEOPLE, 9);
    params.calendars = calendars;
    params.calendar_count = 2;
    params.territories = all_to(1);
    const revops_route *route = build(&params);
    memset(early_memory, 0, sizeof early_memory); /* the router has copies */
    memset(late_memory, 0, sizeof late_memory);
    revops_route_state *state = start(route);
    int got[2] = {0};
    for (int32_t minute = 0; minute < 2 * 1440; minute += 5) { /* 1970-01-01 was a Thursday */
        revops_route_assignment out =
            assign(route, state, (revops_route_lead){minute * REVOPS_MINUTE_MS, minute / 1440, 0, 0, 0});
        int at = minute % 1440, is_early = at >= 480 && at < 960, is_late = at >= 840 && at < 1320;
        ck_assert_int_eq(out.owner == REVOPS_NONE, !is_early && !is_late);
        ck_assert(out.owner == REVOPS_NONE || (out.owner % 2 ? is_early : is_late));
        if (out.owner) {
            got[out.owner % 2]++;
        }
    }
    ck_assert_int_eq(got[0] + got[1], 2 * 840 / 5);
    revops_route_candidate found[PEOPLE];
    size_t count;
    revops_route_lead lead = {2 * REVOPS_DAY_MS - 1, 2, 0, 0, 0};
    ck_assert_int_eq(revops_route_explain(route, state, &lead, (int64_t[]){0}, NULL, found, PEOPLE, &count),
                     REVOPS_OK);
    ck_assert_uint_eq(found[0].standing, REVOPS_ROUTE_OFF_HOURS);
    /* Beyond what a calendar can answer for nobody works. */
    lead = (revops_route_lead){INT64_MAX, 3, 0, 0, 0};
    ck_assert_uint_eq(assign(route, state, lead).reason, REVOPS_ROUTE_HELD);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("route");
    TCase *tests = tcase_create("route");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, test_without_territories_there_is_no_fallback_RT1);
    tcase_add_loop_test(tests, test_territories_RT2, 0, ROWS(territories));
    tcase_add_test(tests, test_no_lead_is_lost_RT1);
    tcase_add_test(tests, test_owner_affinity_RT5);
    tcase_add_test(tests, test_reassignment_after_a_missed_deadline);
    tcase_add_loop_test(tests, test_affinity_by_policy_RT6, 0, ROWS(affinities));
    tcase_add_test(tests, test_a_home_queue_of_ones_own_RT6);
    tcase_add_test(tests, test_a_leaver_is_replaced_RT6);
    tcase_add_test(tests, test_leads_of_a_leaver_follow_the_policy_for_leavers_RT6);
    tcase_add_test(tests, test_a_previous_owner_who_left_is_passed_over_RT6_C41);
    tcase_add_test(tests, test_working_hours_RT7);
    suite_add_tcase(suite, tests);
    return suite;
}
