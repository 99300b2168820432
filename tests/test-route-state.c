/* SPDX-License-Identifier: MIT */
/* Batches, stored states and bytes that are none. */
#include "route-team.h"

static _Alignas(8) unsigned char other_memory[1 << 21];

enum { LEADS = 2000 };
static revops_route_lead leads[LEADS];
static int64_t regions[LEADS];
static const revops_condition by_region[] = {{0, REVOPS_CONDITION_IN_RANGE, 0, 6, 0, 0, 0, 0},
                                             {0, REVOPS_CONDITION_IS_PRESENT, 0, 0, 0, 0, 0, 0}};
static const revops_segment_rule region_rules[] = {{1, 0, 1, 0}, {2, 1, 1, 0}};

static revops_route_params busy_params(void)
{
    static const revops_route_rep reps[] = {{10, 40, 3, 0, 0, 0, 0, 0},
                                            {20, 0, 5, 30, 3, 0, 0, 0},
                                            {30, 300, 0, 0, 0, 0, 0, 0},
                                            {40, 0, 40, 0, 0, 0, 0, 0}};
    static const revops_route_member rows[] = {
        {1, 10, 3, 0}, {1, 20, 2, 0}, {1, 30, 2, 0}, {2, 40, 1, 0}, {2, 30, 7, 0}};
    static const revops_route_absence absences[] = {{30, REVOPS_ROUTE_ABSENT, 300, 500},
                                                    {10, REVOPS_ROUTE_TIME_OFF, 400, 900},
                                                    {30, REVOPS_ROUTE_ABSENT, 1200, 1300}};
    static revops_segment_params rules = {sizeof rules,
                                          0,
                                          1,
                                          2,
                                          sizeof(revops_segment_rule),
                                          2,
                                          sizeof(revops_condition),
                                          0,
                                          0,
                                          REVOPS_NONE,
                                          region_rules,
                                          by_region,
                                          NULL,
                                          NULL};
    random_state random = {11};
    for (int i = 0; i < LEADS; i++) {
        leads[i] = (revops_route_lead){i, i / 60, 0, 0, 0};
        leads[i].owner =
            random_below(&random, 20) ? REVOPS_NONE : 10 * (uint32_t)random_between(&random, 1, 5);
        leads[i].previous =
            random_below(&random, 20) ? REVOPS_NONE : 10 * (uint32_t)random_between(&random, 1, 4);
        regions[i] = random_below(&random, 9) ? (int64_t)random_below(&random, 10) : MISSING;
    }
    revops_route_params params = params_of_team();
    params.reps = reps;
    params.members = rows;
    params.member_count = ROWS(rows);
    params.absences = absences;
    params.absence_count = ROWS(absences);
    params.territories = &rules;
    return params;
}

START_TEST(test_batch_equals_one_at_a_time)
{
    static revops_route_assignment batch[LEADS], one;
    revops_route_params params = busy_params();
    const revops_route *route = build(&params);
    const int64_t *columns[] = {regions};
    size_t done;
    ck_assert_int_eq(assign_rows(route, start(route), leads, columns, LEADS, batch, &done), REVOPS_OK);
    ck_assert_uint_eq(done, LEADS);
    revops_route_state *state;
    ck_assert_int_eq(revops_route_state_init(route, other_memory, sizeof other_memory, NULL, &state),
                     REVOPS_OK);
    int reasons[6] = {0};
    for (int i = 0; i < LEADS; i++) {
        ck_assert_int_eq(revops_route_assign(route, state, &leads[i], &regions[i], NULL, &one), REVOPS_OK);
        ck_assert_mem_eq(&one, &batch[i], sizeof one);
        reasons[one.reason]++;
    }
    for (int i = REVOPS_ROUTE_BY_OWNER; i <= (int)REVOPS_ROUTE_HELD; i++) {
        /* the fallback queue has no members, so nothing comes by it */
        ck_assert_int_eq(reasons[i] > 0, i != REVOPS_ROUTE_BY_FALLBACK);
    }
    ck_assert_mem_eq(state_memory, other_memory, state_size(route));
    /* A lead that fails stops the batch there. */
    leads[3].day = -1;
    ck_assert_int_eq(assign_rows(route, start(route), leads, columns, LEADS, batch, &done), REVOPS_ERR_LATE);
    ck_assert_uint_eq(done, 3);
    ck_assert_int_eq(assign_rows(route, state, NULL, NULL, 0, NULL, &done), REVOPS_OK);
    ck_assert_int_eq(assign_rows(route, state, NULL, columns, 1, batch, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(assign_rows(route, state, leads, NULL, 1, batch, NULL), REVOPS_ERR_ARG);
}
END_TEST

START_TEST(test_a_stored_state_goes_on_to_the_bit)
{
    static revops_route_assignment straight[LEADS], pieces[LEADS];
    static _Alignas(8) unsigned char stored[4096];
    revops_route_params params = busy_params();
    const revops_route *route = build(&params);
    const int64_t *columns[] = {regions};
    size_t size = state_size(route);
    ck_assert_uint_le(size, sizeof stored);
    ck_assert_int_eq(assign_rows(route, start(route), leads, columns, LEADS, straight, NULL), REVOPS_OK);
    revops_route_state *state = start(route);
    for (size_t from = 0; from < LEADS; from += 37) {
        size_t count = from + 37 < LEADS ? 37 : LEADS - from;
        const int64_t *rest[] = {regions + from};
        ck_assert_int_eq(assign_rows(route, state, leads + from, rest, count, pieces + from, NULL),
                         REVOPS_OK);
        memcpy(stored, state, size);
        memset(state_memory, '#', size);
        ck_assert_int_eq(revops_route_state_open(route, stored, size, state_memory, size, NULL, &state),
                         REVOPS_OK);
    }
    ck_assert_mem_eq(straight, pieces, sizeof straight);
}
END_TEST

START_TEST(test_a_changed_team_takes_the_state_over)
{
    revops_route_member weighted[] = {{1, 20, 3, 0}, {1, 10, 1, 0}};
    revops_route_params params = params_of_team();
    params.members = weighted;
    params.member_count = 2;
    params.territories = all_to(1);
    const revops_route *route = build(&params);
    revops_route_state *state = start(route), *carried;
    ASSERT_OWNERS(route, state, 0, 20, 20, 20);
    size_t size = state_size(route);
    memcpy(other_memory, state, size);
    /* Cem joins, Bob leaves the queue; Ada's credit of 3/4 stays, and an open lead of Bob's is remembered. */
    revops_route_member changed[] = {{1, 30, 1, 0}, {1, 10, 1, 0}};
    params.members = changed;
    route = build(&params);
    ck_assert_int_eq(revops_route_assign(route, state, &(revops_route_lead){0, 0, 0, 0, 0}, (int64_t[]){0},
                                         NULL, &(revops_route_assignment){0}),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(
        revops_route_state_open(route, other_memory, size, state_memory, sizeof state_memory, NULL, &carried),
        REVOPS_OK);
    revops_route_load loads[2];
    size_t count;
    ck_assert_int_eq(revops_route_loads(route, carried, loads, 2, &count), REVOPS_OK);
    ck_assert_uint_eq(loads[1].rep, 10);
    ck_assert_int_eq(loads[1].credit_mlead, 750);
    ck_assert_int_eq(loads[0].credit_mlead, 0);
    ck_assert_int_eq(revops_route_release(route, carried, 20, REVOPS_NONE, REVOPS_ROUTE_KEEP_TURN),
                     REVOPS_OK);
    ASSERT_OWNERS(route, carried, 0, 10, 30, 10);
}
END_TEST

START_TEST(test_bytes_that_are_no_state)
{
    revops_route_params params = busy_params();
    const revops_route *route = build(&params);
    revops_route_state *state = start(route), *carried = NULL;
    const int64_t *columns[] = {regions};
    static revops_route_assignment out[LEADS];
    ck_assert_int_eq(assign_rows(route, state, leads, columns, LEADS, out, NULL), REVOPS_OK);
    size_t size = state_size(route);
    ck_assert_int_eq(revops_route_state_open(route, NULL, size, other_memory, size, NULL, &carried),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_state_open(route, state, size - 1, other_memory, size, NULL, &carried),
                     REVOPS_ERR_CORRUPT);
    ck_assert_int_eq(revops_route_state_open(route, state, 3, other_memory, size, NULL, &carried),
                     REVOPS_ERR_CORRUPT);
    ck_assert_int_eq(revops_route_state_open(route, state, size, other_memory, size - 1, NULL, &carried),
                     REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_route_state_open(route, state, size, other_memory + 4, size, NULL, &carried),
                     REVOPS_ERR_ALIGN);
    ck_assert_int_eq(
        revops_route_state_open(route, state_memory + 4, size, other_memory, size, NULL, &carried),
        REVOPS_ERR_ALIGN);
    ck_assert_int_eq(revops_route_state_open(NULL, state, size, other_memory, size, NULL, &carried),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_state_open(route, state, size, NULL, size, NULL, &carried),
                     REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_route_state_open(route, state, size, other_memory, size, NULL, NULL),
                     REVOPS_ERR_ARG);
    ck_assert_ptr_null(carried);
    ck_assert_int_eq(revops_route_verify(NULL, size), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_verify(state_memory + 4, size), REVOPS_ERR_ALIGN);
    ck_assert_int_eq(revops_route_verify(state, size - 1), REVOPS_ERR_CORRUPT);
    ck_assert_int_eq(revops_route_verify(state, size), REVOPS_OK);
    /* Credits that no team can have are refused by a router with other members too. */
    static _Alignas(8) unsigned char changed_memory[4096];
    const revops_route *changed;
    params.member_count--;
    ck_assert_int_eq(revops_route_build(&params, changed_memory, sizeof changed_memory, NULL, &changed),
                     REVOPS_OK);
    revops__turns *turns = revops__state_turns(state);
    uint64_t clock = turns[1].clock;
    ck_assert_int_eq(revops_route_state_open(changed, state, size, other_memory, size, NULL, &carried),
                     REVOPS_OK);
    turns[1].clock += UINT64_C(1) << 55;
    ck_assert_int_eq(revops_route_state_open(changed, state, size, other_memory, size, NULL, &carried),
                     REVOPS_ERR_CORRUPT);
    turns[1].clock = clock;
    random_state random = {3};
    for (int i = 0; i < 20000; i++) {
        size_t at = (size_t)random_below(&random, size);
        unsigned char old = state_memory[at];
        state_memory[at] = (unsigned char)(random_below(&random, 2) ? 255 : random_next(&random));
        revops_status verified = revops_route_verify(state_memory, size);
        ck_assert(verified == REVOPS_OK || verified == REVOPS_ERR_CORRUPT);
        if (revops_route_state_open(route, state_memory, size, other_memory, size, NULL, &carried) ==
            REVOPS_OK) {
            ck_assert_int_eq(verified, REVOPS_OK);
            revops_route_lead lead = {INT64_MAX, INT32_MAX, 0, 0, 0};
            for (int n = 0; n < 20; n++) {
                ck_assert_int_eq(revops_route_assign(route, carried, &lead, regions, NULL, out), REVOPS_OK);
            }
        }
        if (revops_route_state_open(changed, state_memory, size, other_memory, size, NULL, &carried) ==
            REVOPS_OK) {
            revops_route_lead lead = {INT64_MAX, INT32_MAX, 0, 0, 0};
            ck_assert_int_eq(revops_route_assign(changed, carried, &lead, regions, NULL, out), REVOPS_OK);
        }
        state_memory[at] = old;
    }
}
END_TEST

START_TEST(test_late_leads_are_refused)
{
    revops_route_params params = params_of_team();
    params.territories = all_to(1);
    const revops_route *route = build(&params);
    revops_route_state *state = start(route);
    assign(route, state, (revops_route_lead){100, 3, 0, 0, 0});
    size_t size = state_size(route);
    memcpy(other_memory, state, size);
    revops_route_assignment out = {0};
    int64_t row = 0;
    const revops_route_lead wrong[] = {
        {99, 3, 0, 0, 0},
        {100, 2, 0, 0, 0},
        {100, 3, 0, 0, 1},
    };
    const revops_status statuses[] = {REVOPS_ERR_LATE, REVOPS_ERR_LATE, REVOPS_ERR_NEWER};
    for (int i = 0; i < ROWS(wrong); i++) {
        ck_assert_int_eq(revops_route_assign(route, state, &wrong[i], &row, NULL, &out), statuses[i]);
        ck_assert_mem_eq(state, other_memory, size);
    }
    ck_assert_int_eq(revops_route_assign(route, state, &wrong[0], NULL, NULL, &out), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_assign(NULL, state, &wrong[0], &row, NULL, &out), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_assign(route, NULL, &wrong[0], &row, NULL, &out), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_assign(route, state, NULL, &row, NULL, &out), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_assign(route, state, &wrong[0], &row, NULL, NULL), REVOPS_ERR_ARG);
    ck_assert_uint_eq(out.owner, 0);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("route-state");
    TCase *tests = tcase_create("route-state");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, test_batch_equals_one_at_a_time);
    tcase_add_test(tests, test_a_stored_state_goes_on_to_the_bit);
    tcase_add_test(tests, test_a_changed_team_takes_the_state_over);
    tcase_add_test(tests, test_bytes_that_are_no_state);
    tcase_add_test(tests, test_late_leads_are_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
