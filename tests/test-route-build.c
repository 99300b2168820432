/* SPDX-License-Identifier: MIT */
/* What a router is refused for. */
#include "route-team.h"

static revops_status built_with(void (*change)(revops_route_params *))
{
    static revops_route_rep reps[ROWS(team)];
    static revops_route_queue rows[ROWS(queues)];
    static revops_route_member seats[ROWS(members)];
    static revops_route_absence away;
    memcpy(reps, team, sizeof reps);
    memcpy(rows, queues, sizeof rows);
    memcpy(seats, members, sizeof seats);
    away = (revops_route_absence){10, REVOPS_ROUTE_ABSENT, 1, 2};
    revops_route_params params = params_of_team();
    params.reps = reps;
    params.queues = rows;
    params.members = seats;
    params.absences = &away;
    params.absence_count = 1;
    change(&params);
    const revops_route *route = NULL;
    revops_status status = revops_route_build(&params, route_memory, sizeof route_memory, NULL, &route);
    ck_assert_int_eq(route != NULL, status == REVOPS_OK);
    size_t count = 0;
    ck_assert_int_eq(revops_route_check(&params, NULL, 0, &count), status);
    ck_assert(count > 0 || status == REVOPS_OK || status == REVOPS_ERR_ABI);
    return status;
}

#define CHANGE(name, ...)                                                                                    \
    static void name(revops_route_params *p)                                                                 \
    {                                                                                                        \
        __VA_ARGS__;                                                                                         \
    }
#define REP(i)    ((revops_route_rep *)(uintptr_t)p->reps)[i]
#define QUEUE(i)  ((revops_route_queue *)(uintptr_t)p->queues)[i]
#define MEMBER(i) ((revops_route_member *)(uintptr_t)p->members)[i]
#define AWAY      ((revops_route_absence *)(uintptr_t)p->absences)[0]
CHANGE(as_it_is, (void)p)
CHANGE(small_struct, p->struct_size = 8)
CHANGE(a_flag, p->flags = 1)
CHANGE(no_queue, p->queue_count = 0)
CHANGE(too_many_reps, p->rep_count = REVOPS_ROUTE_ROWS_MAX + 1)
CHANGE(too_much_owed, p->owed_limit = 100001)
CHANGE(no_reps, p->reps = NULL)
CHANGE(no_members, p->members = NULL)
CHANGE(no_absences, p->absences = NULL)
CHANGE(rep_none, REP(0).rep = 0)
CHANGE(rep_reserved, REP(0).reserved = 1)
CHANGE(rep_twice, REP(0).rep = 20)
CHANGE(ramp_too_long, REP(0).ramp_days = UINT32_MAX)
CHANGE(queue_none, QUEUE(0).queue = 0)
CHANGE(queue_twice, QUEUE(0).queue = 9)
CHANGE(overflow_unknown, QUEUE(0).overflow = 5)
CHANGE(overflow_to_itself, QUEUE(0).overflow = 1)
CHANGE(overflow_circle, QUEUE(1).overflow = 1)
CHANGE(overflow_to_fallback, QUEUE(1).overflow = 9)
CHANGE(overflow_of_fallback, QUEUE(2).overflow = 1)
CHANGE(fallback_unknown, p->fallback_queue = 5)
CHANGE(member_unknown, MEMBER(0).rep = 11)
CHANGE(member_nowhere, MEMBER(0).queue = 5)
CHANGE(member_twice, MEMBER(0).rep = 20)
CHANGE(member_reserved, MEMBER(0).reserved = 1)
CHANGE(no_weight, MEMBER(0).weight = 0)
CHANGE(too_much_weight, MEMBER(0).weight = 1001)
CHANGE(absent_unknown, AWAY.rep = 11)
CHANGE(absent_kind, AWAY.kind = 2)
CHANGE(absent_never, AWAY.until_ms = 1)
CHANGE(territory_unknown, p->territories = all_to(5))
static const revops_segment_rule rule_to_nowhere = {5, 0, 0, 0};
static const revops_segment_params nowhere_rules = {
    sizeof nowhere_rules, 0,    1,    1,   sizeof(revops_segment_rule), 0, sizeof(revops_condition), 0, 0, 1,
    &rule_to_nowhere,     NULL, NULL, NULL};
CHANGE(rule_unknown, p->territories = &nowhere_rules)
CHANGE(no_queues, p->queues = NULL)
CHANGE(too_many_queues, p->queue_count = REVOPS_ROUTE_ROWS_MAX + 1)
CHANGE(too_many_members, p->member_count = REVOPS_ROUTE_ROWS_MAX + 1)
CHANGE(too_many_absences, p->absence_count = 1000001)
static revops_segment_params bad_rules = {sizeof bad_rules,
                                          0,
                                          0,
                                          0,
                                          sizeof(revops_segment_rule),
                                          0,
                                          sizeof(revops_condition),
                                          0,
                                          0,
                                          1,
                                          NULL,
                                          NULL,
                                          NULL,
                                          NULL};
CHANGE(bad_territories, p->territories = &bad_rules)

CHANGE(policy_unknown, p->owner_away = 3)
CHANGE(left_to_owner, p->owner_left = REVOPS_ROUTE_TO_OWNER)
CHANGE(home_unknown, REP(0).home_queue = 5)
CHANGE(calendar_unknown, REP(0).calendar = 1)
CHANGE(no_calendars, p->calendar_count = 1)
static const revops_calendar *const no_calendar[] = {NULL};
CHANGE(calendar_missing, p->calendar_count = 1; p->calendars = no_calendar)
CHANGE(short_reps, p->rep_row_size = 4)
CHANGE(long_members, p->member_row_size = 5000)
CHANGE(no_queue_size, p->queue_row_size = 0)

static const struct {
    void (*change)(revops_route_params *);
    revops_status status;
} builds[] = {
    {as_it_is, REVOPS_OK},
    {small_struct, REVOPS_ERR_ABI},
    {a_flag, REVOPS_ERR_NEWER},
    {no_queue, REVOPS_ERR_ARG},
    {too_many_reps, REVOPS_ERR_ARG},
    {too_much_owed, REVOPS_ERR_ARG},
    {no_reps, REVOPS_ERR_ARG},
    {no_members, REVOPS_ERR_ARG},
    {no_absences, REVOPS_ERR_ARG},
    {rep_none, REVOPS_ERR_ARG},
    {rep_reserved, REVOPS_ERR_NEWER},
    {rep_twice, REVOPS_ERR_UNSOUND},
    {ramp_too_long, REVOPS_ERR_ARG},
    {queue_none, REVOPS_ERR_ARG},
    {queue_twice, REVOPS_ERR_UNSOUND},
    {overflow_unknown, REVOPS_ERR_UNSOUND},
    {overflow_to_itself, REVOPS_ERR_UNSOUND},
    {overflow_circle, REVOPS_ERR_UNSOUND},
    {overflow_to_fallback, REVOPS_OK},
    {overflow_of_fallback, REVOPS_OK},
    {fallback_unknown, REVOPS_ERR_UNSOUND},
    {member_unknown, REVOPS_ERR_UNSOUND},
    {member_nowhere, REVOPS_ERR_UNSOUND},
    {member_twice, REVOPS_ERR_UNSOUND},
    {member_reserved, REVOPS_ERR_NEWER},
    {no_weight, REVOPS_ERR_ARG},
    {too_much_weight, REVOPS_ERR_ARG},
    {absent_unknown, REVOPS_ERR_UNSOUND},
    {absent_kind, REVOPS_ERR_NEWER},
    {absent_never, REVOPS_ERR_ARG},
    {territory_unknown, REVOPS_ERR_UNSOUND},
    {bad_territories, REVOPS_ERR_ARG},
    {rule_unknown, REVOPS_ERR_UNSOUND},
    {no_queues, REVOPS_ERR_ARG},
    {too_many_queues, REVOPS_ERR_ARG},
    {too_many_members, REVOPS_ERR_ARG},
    {too_many_absences, REVOPS_ERR_ARG},
    {policy_unknown, REVOPS_ERR_NEWER},
    {left_to_owner, REVOPS_ERR_ARG},
    {home_unknown, REVOPS_ERR_UNSOUND},
    {calendar_unknown, REVOPS_ERR_ARG},
    {no_calendars, REVOPS_ERR_ARG},
    {calendar_missing, REVOPS_ERR_ARG},
    {short_reps, REVOPS_ERR_ABI},
    {long_members, REVOPS_ERR_ABI},
    {no_queue_size, REVOPS_ERR_ABI},
};

START_TEST(test_building)
{
    ck_assert_int_eq(built_with(builds[_i].change), builds[_i].status);
}
END_TEST

START_TEST(test_limits_and_memory)
{
    enum { MEMBERS = 1001 };
    static revops_route_rep reps[MEMBERS];
    static revops_route_member rows[MEMBERS];
    for (uint32_t i = 0; i < MEMBERS; i++) {
        reps[i] = (revops_route_rep){UINT32_MAX - i, 0, 0, 0, 0, 0, 0, 0};
        rows[i] = (revops_route_member){1, UINT32_MAX - i, 1000, 0};
    }
    revops_route_queue queue = {1, REVOPS_NONE};
    revops_route_params params = params_of(reps, MEMBERS, &queue, 1, rows, MEMBERS, 1);
    const revops_route *route = NULL;
    size_t needed;
    ck_assert_int_eq(revops_route_build(&params, route_memory, sizeof route_memory, NULL, &route),
                     REVOPS_ERR_RANGE);
    params.member_count = MEMBERS - 1;
    ck_assert_int_eq(revops_route_build(&params, NULL, 0, &needed, NULL), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_route_build(&params, route_memory, needed - 1, NULL, &route), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_route_build(&params, route_memory + 4, needed, NULL, &route), REVOPS_ERR_ALIGN);
    ck_assert_int_eq(revops_route_build(&params, route_memory, needed, NULL, NULL), REVOPS_ERR_ARG);
    memset(route_memory, '#', needed + 1);
    ck_assert_int_eq(revops_route_build(&params, route_memory, needed, NULL, &route), REVOPS_OK);
    ck_assert_uint_eq(route_memory[needed], '#');
    revops_route_state *state = NULL;
    size_t size = state_size(route);
    ck_assert_int_eq(revops_route_state_init(route, state_memory, size - 1, NULL, &state),
                     REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_route_state_init(route, state_memory + 4, size, NULL, &state), REVOPS_ERR_ALIGN);
    ck_assert_int_eq(revops_route_state_init(route, NULL, size, NULL, &state), REVOPS_ERR_NOSPACE);
    memset(state_memory, '#', size + 1);
    ck_assert_int_eq(revops_route_state_init(route, state_memory, size, NULL, &state), REVOPS_OK);
    ck_assert_uint_eq(state_memory[size], '#');
    ck_assert_uint_eq(assign(route, state, (revops_route_lead){0, 0, 0, 0, 0}).owner, UINT32_MAX);
    size_t count;
    ck_assert_int_eq(revops_route_loads(route, state, NULL, 0, &count), REVOPS_ERR_NOSPACE);
    ck_assert_uint_eq(count, MEMBERS - 1);
    ck_assert_int_eq(revops_route_loads(route, state, NULL, 0, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_loads(route, NULL, NULL, 0, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_loads(route, state, NULL, 1, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_set_open(route, state, 5, 0), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_set_open(route, NULL, UINT32_MAX, 0), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_release(route, NULL, UINT32_MAX, 0, 0), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_state_init(NULL, state_memory, size, NULL, &state), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_state_init(route, state_memory, size, NULL, NULL), REVOPS_ERR_ARG);
}
END_TEST

START_TEST(test_long_chains_of_overflows)
{
    revops_route_queue chain[20];
    for (uint32_t i = 0; i < 20; i++) {
        chain[i] = (revops_route_queue){i + 1, i < 19 ? i + 2 : REVOPS_NONE};
    }
    revops_route_params params = params_of_team();
    params.queues = chain;
    params.members = NULL;
    params.member_count = 0;
    const revops_route *route;
    for (uint32_t count = 1; count <= 20; count++) {
        chain[count - 1].overflow = REVOPS_NONE;
        params.queue_count = count;
        params.fallback_queue = 1; /* whose overflow is never asked */
        revops_status status = revops_route_build(&params, route_memory, sizeof route_memory, NULL, &route);
        ck_assert_int_eq(status, count <= REVOPS_ROUTE_OVERFLOWS_MAX + 2 ? REVOPS_OK : REVOPS_ERR_UNSOUND);
        chain[count - 1].overflow = count + 1;
    }
}
END_TEST

START_TEST(test_every_fault_is_told)
{
    static const revops_route_rep reps[] = {{.rep = 20}, {.rep = 10}, {.rep = 20, .calendar = 3}};
    static const revops_route_queue rows[] = {{1, 7}, {2, 2}};
    static const revops_route_member seats[] = {{1, 10, 0, 0}, {1, 11, 1, 0}, {1, 10, 1, 0}};
    static const revops_route_absence away = {12, REVOPS_ROUTE_ABSENT, 5, 5};
    static const char *const expected[] = {
        "reps[2].rep is 20; expected an id that no other row has (see also row 0)",
        "reps[2].calendar is 3; expected 0, or 1 + the index of a calendar",
        "queues[0].overflow is 7; expected the id of a queue, or REVOPS_NONE",
        "queues[1].overflow is 2; expected a chain of 16 at most that ends, or leads to the fallback queue",
        "members[0].weight is 0; expected 1 to 1000",
        "members[1].rep is 11; expected the id of a representative",
        "members[2].rep is 10; expected a representative once in each queue (see also row 0)",
        "absences[0].until_ms is 5; expected after from_ms",
        "absences[0].rep is 12; expected the id of a representative",
        "params.otherwise is 4; expected the id of a queue, or REVOPS_NONE",
    };
    revops_route_params params = params_of(reps, 3, rows, 2, seats, 3, 1);
    params.absences = &away;
    params.absence_count = 1;
    params.territories = all_to(4);
    revops_problem problems[16];
    const revops_route *route = NULL;
    size_t count;
    char text[160];
    ck_assert_int_eq(revops_route_check(&params, problems, 16, &count), REVOPS_ERR_UNSOUND);
    for (size_t i = 0; i < count && i < ROWS(expected); i++) {
        revops_problem_text(&problems[i], text, sizeof text);
        ck_assert_str_eq(text, expected[i]);
    }
    ck_assert_uint_eq(count, ROWS(expected));
    ck_assert_int_eq(revops_route_build(&params, route_memory, sizeof route_memory, NULL, &route),
                     REVOPS_ERR_UNSOUND);
    ck_assert_int_eq(revops_route_check(NULL, problems, 16, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_defaults(NULL, sizeof params), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_defaults(&params, 8), REVOPS_ERR_ABI);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("route-build");
    TCase *tests = tcase_create("route-build");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, test_building, 0, ROWS(builds));
    tcase_add_test(tests, test_limits_and_memory);
    tcase_add_test(tests, test_long_chains_of_overflows);
    tcase_add_test(tests, test_every_fault_is_told);
    suite_add_tcase(suite, tests);
    return suite;
}
