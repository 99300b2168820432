/* SPDX-License-Identifier: MIT */
/* Whose turn it is: fairness by weight, capacity, days, newcomers, absences (RT3). */
#include "route-team.h"

START_TEST(test_two_equals_get_15_and_15_of_30_RT3)
{
    revops_route_params params = params_of_team();
    params.member_count = 2;
    params.territories = all_to(1);
    const revops_route *route = build(&params);
    const uint32_t *found = owners(route, start(route), 0, 30);
    ck_assert_int_eq(count_of(found, 30, 10), 15);
    ck_assert_int_eq(count_of(found, 30, 20), 15);
}
END_TEST

START_TEST(test_order_of_a_weighted_queue_RT3)
{
    revops_route_params params = params_of_team();
    revops_route_member weighted[] = {{1, 10, 3, 0}, {1, 20, 1, 0}, {1, 30, 2, 0}};
    params.members = weighted;
    params.member_count = 3;
    params.territories = all_to(1);
    const revops_route *route = build(&params);
    /* Slots, from-to: Ada 1-2, 3-4, 5-6; Bob 1-6; Cem 1-3, 4-6. */
    ASSERT_OWNERS(route, start(route), 0, 10, 30, 10, 20, 10, 30, 10, 30, 10, 20, 10, 30);
}
END_TEST

/* C42: of weights 2, 4 and 5 */
START_TEST(test_deadlines_are_exact_fractions_RT3_C42)
{
    /* The first lead is due by 11/2, 11/4 and 11/5: the third member's comes first, though slot 3 is the last for two. */
    revops_route_params params = params_of_team();
    revops_route_member weighted[] = {{1, 10, 2, 0}, {1, 20, 4, 0}, {1, 30, 5, 0}};
    params.members = weighted;
    params.member_count = 3;
    params.territories = all_to(1);
    const revops_route *route = build(&params);
    ASSERT_OWNERS(route, start(route), 0, 30, 20, 30, 10, 20, 30, 20, 30, 10, 20, 30);
}
END_TEST

START_TEST(test_a_giant_among_many_dwarfs)
{
    /* Smooth weighted round robin and divisor methods stray by whole leads here. */
    enum { DWARFS = 999 };
    static revops_route_rep reps[DWARFS + 1];
    static revops_route_member rows[DWARFS + 1];
    for (uint32_t i = 0; i <= DWARFS; i++) {
        reps[i] = (revops_route_rep){i + 1, 0, 0, 0, 0, 0, 0, 0};
        rows[i] = (revops_route_member){1, i + 1, i ? 1 : 999, 0};
    }
    revops_route_queue queue = {1, REVOPS_NONE};
    revops_route_params params = params_of(reps, DWARFS + 1, &queue, 1, rows, DWARFS + 1, 1);
    const revops_route *route = build(&params);
    revops_route_state *state = start(route);
    int64_t giant = 0;
    static int64_t dwarfs[DWARFS + 2];
    for (int64_t n = 1; n <= 4 * 1998; n++) {
        uint32_t owner = assign(route, state, (revops_route_lead){n, 0, 0, 0, 0}).owner;
        giant += owner == 1;
        dwarfs[owner]++;
        ck_assert_int_le(giant, (n + 1) / 2);
        ck_assert_int_ge(giant, n / 2);
        if (owner != 1) {
            ck_assert_int_lt(dwarfs[owner] * 1998 - n, 1998);
            ck_assert_int_gt(dwarfs[owner] * 1998 - n, -1998);
        }
    }
    for (uint32_t i = 2; i <= DWARFS + 1; i++) {
        ck_assert_int_eq(dwarfs[i], 4);
    }
}
END_TEST

START_TEST(test_the_tree_stays_low)
{
    enum { MEMBERS = 20000 };
    static revops_route_rep reps[MEMBERS];
    static revops_route_member rows[MEMBERS];
    for (uint32_t i = 0; i < MEMBERS; i++) {
        reps[i] = (revops_route_rep){i + 1, i % 3 ? 0 : 1 + i % 5, 0, 0, 0, 0, 0, 0};
        rows[i] = (revops_route_member){1, i + 1, 1 + i % 50, 0};
    }
    revops_route_queue queue = {1, REVOPS_NONE};
    revops_route_params params = params_of(reps, MEMBERS, &queue, 1, rows, MEMBERS, 1);
    const revops_route *route = build(&params);
    revops_route_state *state = start(route);
    random_state random = {1};
    for (int n = 0; n < 100000; n++) {
        assign(route, state, (revops_route_lead){0, 0, 0, 0, 0});
        if (random_below(&random, 2)) {
            uint32_t rep = 1 + (uint32_t)random_below(&random, MEMBERS);
            revops_status status =
                revops_route_release(route, state, rep, REVOPS_NONE, REVOPS_ROUTE_KEEP_TURN);
            ck_assert(status == REVOPS_OK || status == REVOPS_ERR_REFUSED);
        }
        if (n % 1000 == 0) {
            const revops__turns *turns = revops__state_turns(state);
            const revops__seat *seats = revops__state_seats(state);
            /* AVL: 1.44 log2(n + 2); log2(20002) = 14.29 */
            ck_assert_uint_le(seats[turns->root].height, 20);
            ck_assert_uint_ge(seats[turns->root].height, 13);
        }
    }
}
END_TEST

START_TEST(test_extreme_weights)
{
    enum { MEMBERS = 1000 };
    static revops_route_rep reps[MEMBERS];
    static revops_route_member rows[MEMBERS];
    static uint64_t counts[MEMBERS + 1];
    for (uint32_t i = 0; i < MEMBERS; i++) {
        reps[i] = (revops_route_rep){i + 1, 0, 0, 0, 0, 0, 0, 0};
        rows[i] = (revops_route_member){1, i + 1, i == 999 ? 1 : 1000, 0};
    }
    revops_route_queue queue = {1, REVOPS_NONE};
    revops_route_params params = params_of(reps, MEMBERS, &queue, 1, rows, MEMBERS, 1);
    const revops_route *route = build(&params);
    revops_route_state *state = start(route);
    const uint64_t all = 999001;
    memset(counts, 0, sizeof counts);
    for (uint64_t n = 1; n <= all; n++) {
        uint32_t owner = assign(route, state, (revops_route_lead){0, 0, 0, 0, 0}).owner;
        counts[owner]++;
        uint64_t share = n * (owner == 1000 ? 1 : 1000);
        ck_assert_uint_le(counts[owner], (share + all - 1) / all);
        ck_assert_uint_ge(counts[owner], share / all);
    }
    for (uint32_t i = 1; i <= MEMBERS; i++) {
        ck_assert_uint_eq(counts[i], i == 1000 ? 1 : 1000);
    }
}
END_TEST

START_TEST(test_absence_is_made_up)
{
    revops_route_absence away = {10, REVOPS_ROUTE_ABSENT, 10, 20};
    revops_route_params params = params_of_team();
    params.member_count = 2;
    params.absences = &away;
    params.absence_count = 1;
    params.territories = all_to(1);
    const revops_route *route = build(&params);
    revops_route_state *state = start(route);
    uint32_t all[30];
    for (int i = 0; i < 30; i++) { /* one lead a millisecond: 10 of them while Ada is away */
        all[i] = assign(route, state, (revops_route_lead){i, 0, 0, 0, 0}).owner;
    }
    ck_assert_int_eq(count_of(all + 10, 10, 20), 10);
    ck_assert_int_eq(count_of(all + 20, 10, 10), 10);
    ck_assert_int_eq(count_of(all, 30, 10), 15);
    ck_assert_int_eq(count_of(owners(route, state, 30, 30), 30, 10), 15);
}
END_TEST

START_TEST(test_time_off_keeps_the_credit_from_before)
{
    /* Ada has weight 1 of 4, credit 3/4 after three leads; then time off; the credit is there afterwards. */
    revops_route_member weighted[] = {{1, 20, 3, 0}, {1, 10, 1, 0}};
    revops_route_absence away = {10, REVOPS_ROUTE_TIME_OFF, 10, 20};
    revops_route_params params = params_of_team();
    params.members = weighted;
    params.member_count = 2;
    params.absences = &away;
    params.absence_count = 1;
    params.territories = all_to(1);
    const revops_route *route = build(&params);
    revops_route_state *state = start(route);
    ASSERT_OWNERS(route, state, 0, 20, 20, 20);
    ASSERT_OWNERS(route, state, 10, 20, 20, 20, 20, 20, 20, 20, 20, 20, 20);
    revops_route_load loads[2];
    size_t count;
    ck_assert_int_eq(revops_route_loads(route, state, loads, 2, &count), REVOPS_OK);
    ck_assert_int_eq(loads[1].credit_mlead, 750);
    ASSERT_OWNERS(route, state, 20, 10, 20, 20, 20, 10);
}
END_TEST

START_TEST(test_time_off_wins_over_absence)
{
    revops_route_absence away[] = {{10, REVOPS_ROUTE_ABSENT, 0, 20}, {10, REVOPS_ROUTE_TIME_OFF, 5, 30}};
    revops_route_params params = params_of_team();
    params.member_count = 2;
    params.absences = away;
    params.absence_count = 2;
    params.territories = all_to(1);
    const revops_route *route = build(&params);
    revops_route_state *state = start(route);
    ASSERT_OWNERS(route, state, 0, 20, 20);
    ASSERT_OWNERS(route, state, 5, 20, 20, 20, 20);
    ASSERT_OWNERS(route, state, 20, 20, 20);
    /* one lead is owed, of the two at the beginning; that makes two turns in a row against the other's lead */
    ASSERT_OWNERS(route, state, 30, 10, 10);
    ck_assert_int_eq(count_of(owners(route, state, 30, 30), 30, 10), 15);
}
END_TEST

START_TEST(test_owed_leads_have_a_limit)
{
    revops_route_absence away = {10, REVOPS_ROUTE_ABSENT, 0, 10};
    revops_route_params params = params_of_team();
    params.member_count = 2;
    params.absences = &away;
    params.absence_count = 1;
    params.owed_limit = 3;
    params.territories = all_to(1);
    const revops_route *route = build(&params);
    revops_route_state *state = start(route);
    owners(route, state, 0, 100);
    revops_route_load loads[2];
    size_t count;
    ck_assert_int_eq(revops_route_loads(route, state, loads, 2, &count), REVOPS_OK);
    ck_assert_int_eq(loads[0].credit_mlead, 3000);
    /* 3 leads owed by the other too: 6 in a row, then turn by turn */
    ASSERT_OWNERS(route, state, 10, 10, 10, 10, 10, 10, 10);
    ck_assert_int_eq(count_of(owners(route, state, 10, 30), 30, 10), 15);
}
END_TEST

START_TEST(test_absences_of_many_leads_do_not_overflow)
{
    revops_route_absence away[] = {{10, REVOPS_ROUTE_ABSENT, 0, 10}, {20, REVOPS_ROUTE_ABSENT, 0, 10}};
    revops_route_rep reps[] = {
        {10, 0, 0, 2000000000, 0, 0, 0, 0}, {20, 0, 0, 0, 0, 0, 0, 0}, {30, 0, 0, 2000000000, 0, 0, 0, 0}};
    revops_route_params params = params_of_team();
    params.reps = reps;
    params.rep_count = 3;
    params.member_count = 3;
    params.absences = away;
    params.absence_count = 2;
    params.territories = all_to(1);
    const revops_route *route = build(&params);
    revops_route_state *state = start(route);
    for (int i = 0; i < 200; i++) {
        owners(route, state, 0, 1000);
    }
    revops_route_load loads[3];
    size_t count;
    ck_assert_int_eq(revops_route_loads(route, state, loads, 3, &count), REVOPS_OK);
    int64_t owed = loads[0].credit_mlead + loads[1].credit_mlead;
    ck_assert_int_gt(owed, 60000000); /* until the debt's limit of 65,536 */
    ck_assert_int_le(owed, 66000000);
    const uint32_t *found = owners(route, state, 10, 1000);
    ck_assert_int_eq(count_of(found, 1000, 30), 0);
}
END_TEST

static const uint32_t *owners_of_day(const revops_route *route, revops_route_state *state, int32_t day,
                                     int count)
{
    static uint32_t out[100];
    for (int i = 0; i < count; i++) {
        out[i] = assign(route, state, (revops_route_lead){1000, day, 0, 0, 0}).owner;
    }
    return out;
}

START_TEST(test_capacity_and_days_RT3)
{
    revops_route_rep reps[ROWS(team)];
    memcpy(reps, team, sizeof reps);
    reps[0].max_per_day = 2;
    reps[1].max_open = 3;
    revops_route_params params = params_of_team();
    params.reps = reps;
    params.territories = all_to(1);
    const revops_route *route = build(&params);
    revops_route_state *state = start(route);
    const uint32_t *found = owners(route, state, 0, 12);
    ck_assert_int_eq(count_of(found, 12, 10), 2);
    ck_assert_int_eq(count_of(found, 12, 20), 3);
    ck_assert_int_eq(count_of(found, 12, 30), 7);
    uint32_t next_day[6];
    for (int i = 0; i < 6; i++) {
        next_day[i] = assign(route, state, (revops_route_lead){1, 1, 0, 0, 0}).owner;
    }
    ck_assert_int_eq(count_of(next_day, 6, 10), 2);
    ck_assert_int_eq(count_of(next_day, 6, 30), 4);
    ck_assert_int_eq(revops_route_set_open(route, state, 20, 0), REVOPS_OK);
    const uint32_t *later = owners_of_day(route, state, 1, 2);
    ck_assert(later[0] == 20 || later[1] == 20);
}
END_TEST

START_TEST(test_newcomers_ramp_RT3)
{
    revops_route_rep reps[] = {{10, 0, 0, 0, 0, 0, 0, 0}, {20, 10, 0, 10, 5, 0, 0, 0}};
    revops_route_params params = params_of_team();
    params.reps = reps;
    params.rep_count = 2;
    params.member_count = 2;
    params.territories = all_to(1);
    const revops_route *route = build(&params);
    revops_route_state *state = start(route);
    int got[20] = {0};
    for (int32_t day = 0; day < 20; day++) {
        for (int i = 0; i < 110; i++) {
            uint32_t owner = assign(route, state, (revops_route_lead){day, day, 0, 0, 0}).owner;
            got[day] += owner == 20;
            if (day >= 14 && owner == 20) {
                ck_assert_int_eq(revops_route_release(route, state, 20, 1, REVOPS_ROUTE_KEEP_TURN),
                                 REVOPS_OK);
            }
        }
    }
    for (int day = 0; day < 5; day++) {
        ck_assert_int_eq(got[day], 0);
    }
    for (int day = 5; day < 14; day++) { /* capacity 1, 2, … 9 of 10, all of it open */
        ck_assert_int_eq(got[day], 1);
    }
    ck_assert_int_eq(got[15], 55);
    ck_assert_int_eq(got[19], 55);
}
END_TEST

START_TEST(test_weight_of_newcomers)
{
    revops_route_rep reps[] = {{10, 0, 0, 0, 0, 0, 0, 0}, {20, 0, 0, 4, 0, 0, 0, 0}};
    revops_route_params params = params_of_team();
    params.reps = reps;
    params.rep_count = 2;
    params.member_count = 2;
    params.territories = all_to(1);
    const revops_route *route = build(&params);
    revops_route_state *state = start(route);
    const int expected[] = {25, 50, 75, 100}; /* of 100 + that */
    for (int32_t day = 0; day < 4; day++) {
        int got = 0;
        for (int i = 0; i < 100 + expected[day]; i++) {
            got += assign(route, state, (revops_route_lead){day, day, 0, 0, 0}).owner == 20;
        }
        ck_assert_int_eq(got, expected[day]);
    }
}
END_TEST

START_TEST(test_a_returned_turn_is_due_again)
{
    revops_route_params params = params_of_team();
    params.territories = all_to(1);
    const revops_route *route = build(&params);
    revops_route_state *state = start(route);
    ASSERT_OWNERS(route, state, 0, 10, 20);
    ck_assert_int_eq(revops_route_release(route, state, 20, 1, REVOPS_ROUTE_RETURN_TURN), REVOPS_OK);
    ASSERT_OWNERS(route, state, 0, 20, 30, 10);
    ck_assert_int_eq(revops_route_release(route, state, 40, 2, REVOPS_ROUTE_RETURN_TURN), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_release(route, state, 40, 2, REVOPS_ROUTE_KEEP_TURN), REVOPS_ERR_REFUSED);
    ck_assert_int_eq(revops_route_release(route, state, 10, 2, REVOPS_ROUTE_RETURN_TURN), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_release(route, state, 99, 1, REVOPS_ROUTE_KEEP_TURN), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_release(route, state, 10, 77, REVOPS_ROUTE_KEEP_TURN), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_release(route, state, 10, 1, 2), REVOPS_ERR_ARG);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("route-turn");
    TCase *tests = tcase_create("route-turn");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, test_two_equals_get_15_and_15_of_30_RT3);
    tcase_add_test(tests, test_order_of_a_weighted_queue_RT3);
    tcase_add_test(tests, test_deadlines_are_exact_fractions_RT3_C42);
    tcase_add_test(tests, test_a_giant_among_many_dwarfs);
    tcase_add_test(tests, test_the_tree_stays_low);
    tcase_add_test(tests, test_extreme_weights);
    tcase_add_test(tests, test_absence_is_made_up);
    tcase_add_test(tests, test_time_off_keeps_the_credit_from_before);
    tcase_add_test(tests, test_time_off_wins_over_absence);
    tcase_add_test(tests, test_owed_leads_have_a_limit);
    tcase_add_test(tests, test_absences_of_many_leads_do_not_overflow);
    tcase_add_test(tests, test_capacity_and_days_RT3);
    tcase_add_test(tests, test_newcomers_ramp_RT3);
    tcase_add_test(tests, test_weight_of_newcomers);
    tcase_add_test(tests, test_a_returned_turn_is_due_again);
    suite_add_tcase(suite, tests);
    return suite;
}
