/* SPDX-License-Identifier: MIT */
#include "test.h"

#include "random.h"
#include "act/route-internal.h"

#define MISSING REVOPS_MISSING

static _Alignas(16) unsigned char route_memory[1 << 21], state_memory[1 << 23], other_memory[1 << 23];

/* The team that most tests use: queue 1 of Ada (10), Bob (20) and Cem (30), queue 2 of Dan (40), fallback 9. */
static const revops_route_rep team[] = {
    {10, 0, 0, 0, 0, 0}, {20, 0, 0, 0, 0, 0}, {30, 0, 0, 0, 0, 0}, {40, 0, 0, 0, 0, 0}};
static const revops_route_queue queues[] = {{1, 2}, {2, REVOPS_NONE}, {9, REVOPS_NONE}};
static const revops_route_member members[] = {{1, 10, 1, 0}, {1, 20, 1, 0}, {1, 30, 1, 0}, {2, 40, 1, 0}};

static revops_route_params params_of_team(void)
{
    revops_route_params params = {0};
    params.struct_size = sizeof params;
    params.rep_count = ROWS(team);
    params.queue_count = ROWS(queues);
    params.member_count = ROWS(members);
    params.fallback_queue = 9;
    params.reps = team;
    params.queues = queues;
    params.members = members;
    return params;
}

static const revops_segment_params *all_to(uint32_t queue)
{
    static revops_segment_params territories;
    territories = (revops_segment_params){sizeof territories, 0, 1, 0, 0, 0, queue, 0, NULL, NULL, NULL};
    return &territories;
}

static const revops_route *build(const revops_route_params *params)
{
    const revops_route *route;
    ck_assert_int_eq(revops_route_build(params, route_memory, sizeof route_memory, NULL, &route), REVOPS_OK);
    return route;
}

static revops_route_state *start(const revops_route *route)
{
    revops_route_state *state;
    ck_assert_int_eq(revops_route_state_init(route, state_memory, sizeof state_memory, &state), REVOPS_OK);
    return state;
}

static revops_route_assignment assign(const revops_route *route, revops_route_state *state,
                                      revops_route_lead lead)
{
    revops_route_assignment out;
    int64_t row[4] = {MISSING, MISSING, MISSING, MISSING};
    ck_assert_int_eq(revops_route_assign(route, state, &lead, row, &out), REVOPS_OK);
    return out;
}

/* Owners of some leads in a row, at one instant. */
static const uint32_t *owners(const revops_route *route, revops_route_state *state, int64_t at_ms, int count)
{
    static uint32_t out[1000];
    for (int i = 0; i < count; i++) {
        out[i] = assign(route, state, (revops_route_lead){at_ms, 0, 0, 0, 0}).owner;
    }
    return out;
}

static int count_of(const uint32_t *out, int count, uint32_t rep)
{
    int found = 0;
    for (int i = 0; i < count; i++) {
        found += out[i] == rep;
    }
    return found;
}

#define ASSERT_OWNERS(route, state, at_ms, ...)                                                              \
    do {                                                                                                     \
        const uint32_t expected[] = {__VA_ARGS__};                                                           \
        const uint32_t *found = owners(route, state, at_ms, ROWS(expected));                                 \
        for (int i_ = 0; i_ < ROWS(expected); i_++) {                                                        \
            ck_assert_msg(found[i_] == expected[i_], "lead %d went to %u, not %u", i_, found[i_],            \
                          expected[i_]);                                                                     \
        }                                                                                                    \
    } while (0)

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

START_TEST(test_a_giant_among_many_dwarfs)
{
    /* Smooth weighted round robin and divisor methods stray by whole leads here. */
    enum { DWARFS = 999 };
    static revops_route_rep reps[DWARFS + 1];
    static revops_route_member rows[DWARFS + 1];
    for (uint32_t i = 0; i <= DWARFS; i++) {
        reps[i] = (revops_route_rep){i + 1, 0, 0, 0, 0, 0};
        rows[i] = (revops_route_member){1, i + 1, i ? 1 : 999, 0};
    }
    revops_route_queue queue = {1, REVOPS_NONE};
    revops_route_params params = {sizeof params, 0,      DWARFS + 1, 1,    DWARFS + 1, 0, 1, 0,
                                  reps,          &queue, rows,       NULL, NULL};
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
        reps[i] = (revops_route_rep){i + 1, i % 3 ? 0 : 1 + i % 5, 0, 0, 0, 0};
        rows[i] = (revops_route_member){1, i + 1, 1 + i % 50, 0};
    }
    revops_route_queue queue = {1, REVOPS_NONE};
    revops_route_params params = {sizeof params, 0,      MEMBERS, 1,    MEMBERS, 0, 1, 0,
                                  reps,          &queue, rows,    NULL, NULL};
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
        reps[i] = (revops_route_rep){i + 1, 0, 0, 0, 0, 0};
        rows[i] = (revops_route_member){1, i + 1, i == 999 ? 1 : 1000, 0};
    }
    revops_route_queue queue = {1, REVOPS_NONE};
    revops_route_params params = {sizeof params, 0,      MEMBERS, 1,    MEMBERS, 0, 1, 0,
                                  reps,          &queue, rows,    NULL, NULL};
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
    revops_segment_params rules = {sizeof rules,         0,    4, 4, 5, 5, REVOPS_NONE, 0, territory_rules,
                                   territory_conditions, lists};
    revops_route_params params = params_of_team();
    params.queues = rows;
    params.queue_count = ROWS(rows);
    params.members = seats;
    params.member_count = ROWS(seats);
    params.territories = &rules;
    const revops_route *route = build(&params);
    revops_route_lead lead = {0, 0, 0, 0, 0};
    revops_route_assignment out;
    ck_assert_int_eq(revops_route_assign(route, start(route), &lead, territories[_i].row, &out), REVOPS_OK);
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
        {10, 0, 0, 2000000000, 0, 0}, {20, 0, 0, 0, 0, 0}, {30, 0, 0, 2000000000, 0, 0}};
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
    revops_route_rep reps[] = {{10, 0, 0, 0, 0, 0}, {20, 10, 0, 10, 5, 0}};
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
    revops_route_rep reps[] = {{10, 0, 0, 0, 0, 0}, {20, 0, 0, 4, 0, 0}};
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

/* ---- Batches and stored states ---- */

enum { LEADS = 2000 };
static revops_route_lead leads[LEADS];
static int64_t regions[LEADS];
static const revops_condition by_region[] = {{0, REVOPS_CONDITION_IN_RANGE, 0, 6, 0, 0, 0, 0},
                                             {0, REVOPS_CONDITION_IS_PRESENT, 0, 0, 0, 0, 0, 0}};
static const revops_segment_rule region_rules[] = {{1, 0, 1, 0}, {2, 1, 1, 0}};

static revops_route_params busy_params(void)
{
    static const revops_route_rep reps[] = {
        {10, 40, 3, 0, 0, 0}, {20, 0, 5, 30, 3, 0}, {30, 300, 0, 0, 0, 0}, {40, 0, 40, 0, 0, 0}};
    static const revops_route_member rows[] = {
        {1, 10, 3, 0}, {1, 20, 2, 0}, {1, 30, 2, 0}, {2, 40, 1, 0}, {2, 30, 7, 0}};
    static const revops_route_absence absences[] = {{30, REVOPS_ROUTE_ABSENT, 300, 500},
                                                    {10, REVOPS_ROUTE_TIME_OFF, 400, 900},
                                                    {30, REVOPS_ROUTE_ABSENT, 1200, 1300}};
    static revops_segment_params rules = {sizeof rules, 0,         1,   2, 2, 0, REVOPS_NONE, 0,
                                          region_rules, by_region, NULL};
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
    ck_assert_int_eq(revops_route_assign_batch(route, start(route), leads, columns, LEADS, batch, &done),
                     REVOPS_OK);
    ck_assert_uint_eq(done, LEADS);
    revops_route_state *state;
    ck_assert_int_eq(revops_route_state_init(route, other_memory, sizeof other_memory, &state), REVOPS_OK);
    int reasons[6] = {0};
    for (int i = 0; i < LEADS; i++) {
        ck_assert_int_eq(revops_route_assign(route, state, &leads[i], &regions[i], &one), REVOPS_OK);
        ck_assert_mem_eq(&one, &batch[i], sizeof one);
        reasons[one.reason]++;
    }
    for (int i = REVOPS_ROUTE_BY_OWNER; i <= (int)REVOPS_ROUTE_HELD; i++) {
        /* the fallback queue has no members, so nothing comes by it */
        ck_assert_int_eq(reasons[i] > 0, i != REVOPS_ROUTE_BY_FALLBACK);
    }
    ck_assert_mem_eq(state_memory, other_memory, revops_route_state_size(route));
    /* A lead that fails stops the batch there. */
    leads[3].day = -1;
    ck_assert_int_eq(revops_route_assign_batch(route, start(route), leads, columns, LEADS, batch, &done),
                     REVOPS_ERR_LATE);
    ck_assert_uint_eq(done, 3);
    ck_assert_int_eq(revops_route_assign_batch(route, state, NULL, NULL, 0, NULL, &done), REVOPS_OK);
    ck_assert_int_eq(revops_route_assign_batch(route, state, NULL, columns, 1, batch, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_assign_batch(route, state, leads, NULL, 1, batch, NULL), REVOPS_ERR_ARG);
}
END_TEST

START_TEST(test_a_stored_state_goes_on_to_the_bit)
{
    static revops_route_assignment straight[LEADS], pieces[LEADS];
    static _Alignas(16) unsigned char stored[4096];
    revops_route_params params = busy_params();
    const revops_route *route = build(&params);
    const int64_t *columns[] = {regions};
    size_t size = revops_route_state_size(route);
    ck_assert_uint_le(size, sizeof stored);
    ck_assert_int_eq(revops_route_assign_batch(route, start(route), leads, columns, LEADS, straight, NULL),
                     REVOPS_OK);
    revops_route_state *state = start(route);
    for (size_t from = 0; from < LEADS; from += 37) {
        size_t count = from + 37 < LEADS ? 37 : LEADS - from;
        const int64_t *rest[] = {regions + from};
        ck_assert_int_eq(
            revops_route_assign_batch(route, state, leads + from, rest, count, pieces + from, NULL),
            REVOPS_OK);
        memcpy(stored, state, size);
        memset(state_memory, '#', size);
        ck_assert_int_eq(revops_route_state_restore(route, stored, size, state_memory, size, &state),
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
    size_t size = revops_route_state_size(route);
    memcpy(other_memory, state, size);
    /* Cem joins, Bob leaves the queue; Ada's credit of 3/4 stays, and an open lead of Bob's is remembered. */
    revops_route_member changed[] = {{1, 30, 1, 0}, {1, 10, 1, 0}};
    params.members = changed;
    route = build(&params);
    ck_assert_int_eq(revops_route_assign(route, state, &(revops_route_lead){0, 0, 0, 0, 0}, (int64_t[]){0},
                                         &(revops_route_assignment){0}),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(
        revops_route_state_restore(route, other_memory, size, state_memory, sizeof state_memory, &carried),
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
    ck_assert_int_eq(revops_route_assign_batch(route, state, leads, columns, LEADS, out, NULL), REVOPS_OK);
    size_t size = revops_route_state_size(route);
    ck_assert_int_eq(revops_route_state_restore(route, NULL, size, other_memory, size, &carried),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_state_restore(route, state, size - 1, other_memory, size, &carried),
                     REVOPS_ERR_CORRUPT);
    ck_assert_int_eq(revops_route_state_restore(route, state, 3, other_memory, size, &carried),
                     REVOPS_ERR_CORRUPT);
    ck_assert_int_eq(revops_route_state_restore(route, state, size, other_memory, size - 1, &carried),
                     REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_route_state_restore(route, state, size, other_memory + 4, size, &carried),
                     REVOPS_ERR_ALIGN);
    ck_assert_int_eq(revops_route_state_restore(route, state_memory + 4, size, other_memory, size, &carried),
                     REVOPS_ERR_ALIGN);
    ck_assert_int_eq(revops_route_state_restore(NULL, state, size, other_memory, size, &carried),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_state_restore(route, state, size, NULL, size, &carried), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_state_restore(route, state, size, other_memory, size, NULL),
                     REVOPS_ERR_ARG);
    ck_assert_ptr_null(carried);
    /* Credits that no team can have are refused by a router with other members too. */
    static _Alignas(16) unsigned char changed_memory[4096];
    const revops_route *changed;
    params.member_count--;
    ck_assert_int_eq(revops_route_build(&params, changed_memory, sizeof changed_memory, NULL, &changed),
                     REVOPS_OK);
    revops__turns *turns = revops__state_turns(state);
    uint64_t clock = turns[1].clock;
    ck_assert_int_eq(revops_route_state_restore(changed, state, size, other_memory, size, &carried),
                     REVOPS_OK);
    turns[1].clock += UINT64_C(1) << 55;
    ck_assert_int_eq(revops_route_state_restore(changed, state, size, other_memory, size, &carried),
                     REVOPS_ERR_CORRUPT);
    turns[1].clock = clock;
    random_state random = {3};
    for (int i = 0; i < 20000; i++) {
        size_t at = (size_t)random_below(&random, size);
        unsigned char old = state_memory[at];
        state_memory[at] = (unsigned char)(random_below(&random, 2) ? 255 : random_next(&random));
        if (revops_route_state_restore(route, state_memory, size, other_memory, size, &carried) ==
            REVOPS_OK) {
            revops_route_lead lead = {INT64_MAX, INT32_MAX, 0, 0, 0};
            for (int n = 0; n < 20; n++) {
                ck_assert_int_eq(revops_route_assign(route, carried, &lead, regions, out), REVOPS_OK);
            }
        }
        if (revops_route_state_restore(changed, state_memory, size, other_memory, size, &carried) ==
            REVOPS_OK) {
            revops_route_lead lead = {INT64_MAX, INT32_MAX, 0, 0, 0};
            ck_assert_int_eq(revops_route_assign(changed, carried, &lead, regions, out), REVOPS_OK);
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
    size_t size = revops_route_state_size(route);
    memcpy(other_memory, state, size);
    revops_route_assignment out = {0};
    int64_t row = 0;
    const revops_route_lead wrong[] = {
        {99, 3, 0, 0, 0},
        {100, 2, 0, 0, 0},
        {100, 3, 0, 99, 0},
        {100, 3, 0, 0, 1},
    };
    const revops_status statuses[] = {REVOPS_ERR_LATE, REVOPS_ERR_LATE, REVOPS_ERR_ARG, REVOPS_ERR_NEWER};
    for (int i = 0; i < ROWS(wrong); i++) {
        ck_assert_int_eq(revops_route_assign(route, state, &wrong[i], &row, &out), statuses[i]);
        ck_assert_mem_eq(state, other_memory, size);
    }
    ck_assert_int_eq(revops_route_assign(route, state, &wrong[0], NULL, &out), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_assign(NULL, state, &wrong[0], &row, &out), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_assign(route, NULL, &wrong[0], &row, &out), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_assign(route, state, NULL, &row, &out), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_assign(route, state, &wrong[0], &row, NULL), REVOPS_ERR_ARG);
    ck_assert_uint_eq(out.owner, 0);
}
END_TEST

/* ---- Explanations ---- */

START_TEST(test_why_this_representative)
{
    revops_route_rep reps[] = {{10, 1, 0, 0, 0, 0}, {20, 0, 1, 0, 0, 0},  {30, 0, 0, 0, 0, 0},
                               {40, 0, 0, 0, 0, 0}, {50, 0, 0, 0, 30, 0}, {60, 0, 0, 0, 0, 0},
                               {70, 0, 0, 0, 0, 0}};
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
    ck_assert_int_eq(revops_route_candidates(route, state, &lead, NULL, found, 6, &count),
                     REVOPS_ERR_NOSPACE);
    ck_assert_uint_eq(count, 7);
    ck_assert_int_eq(revops_route_candidates(route, state, &lead, NULL, found, 8, &count), REVOPS_OK);
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
        "turn of rep 60 in queue 1; passed over: rep 10 (full, 1 open), "
        "rep 20 (full today, 1 today), rep 30 (absent), rep 40 (on time off), rep 50 (not "
        "started), rep 70 (missed its deadline)";
    ck_assert_uint_eq(revops_route_text(&out, found, count, NULL, text, sizeof text), strlen(full));
    ck_assert_str_eq(text, full);
    for (size_t capacity = 0; capacity < strlen(full) + 2; capacity++) {
        memset(text, '#', sizeof text);
        ck_assert_uint_eq(revops_route_text(&out, found, count, NULL, text, capacity), strlen(full));
        ck_assert_int_eq(text[capacity], '#');
    }
    ck_assert_int_eq(revops_route_candidates(route, state, &lead, NULL, NULL, 1, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_candidates(route, state, &lead, NULL, found, 8, NULL), REVOPS_ERR_ARG);
    lead.at_ms = 0;
    ck_assert_int_eq(revops_route_candidates(route, state, &lead, NULL, found, 8, &count), REVOPS_ERR_LATE);
}
END_TEST

START_TEST(test_without_territories_there_is_no_fallback_RT1)
{
    static const revops_route_rep reps[] = {{.rep = 10}, {.rep = 20, .max_open = 1}};
    static const revops_route_queue pools[] = {{1, 0}, {2, 0}};
    static const revops_route_member seats[] = {{1, 10, 1, 0}, {2, 20, 1, 0}};
    for (int i = 0; i < 2; i++) {
        revops_segment_params none = {
            .struct_size = sizeof none, .attribute_count = 1, .otherwise = i == 0 ? REVOPS_NONE : 2};
        revops_route_params params = {.struct_size = sizeof params,
                                      .rep_count = 2,
                                      .queue_count = 2,
                                      .member_count = 2,
                                      .fallback_queue = 1,
                                      .reps = reps,
                                      .queues = pools,
                                      .members = seats,
                                      .territories = &none};
        const revops_route *route = build(&params);
        revops_route_state *state = start(route);
        revops_route_lead lead = {0};
        const int64_t nothing = REVOPS_MISSING;
        for (int turn = 0; turn < 2; turn++) {
            revops_route_assignment out;
            ck_assert_int_eq(revops_route_assign(route, state, &lead, &nothing, &out), REVOPS_OK);
            ck_assert_uint_eq(out.flags, 0);
            ck_assert_uint_eq(out.owner, i == 1 && turn == 0 ? 20 : 10);
            ck_assert_uint_eq(out.reason,
                              i == 1 && turn == 1 ? REVOPS_ROUTE_BY_FALLBACK : REVOPS_ROUTE_BY_TURN);
        }
    }
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
    ck_assert_str_eq(revops_route_reason_name(6), "unknown");
    ck_assert_str_eq(revops_route_standing_name(REVOPS_ROUTE_NEXT), "next");
    ck_assert_str_eq(revops_route_standing_name(REVOPS_ROUTE_HAD_IT), "missed its deadline");
    ck_assert_str_eq(revops_route_standing_name(9), "unknown");
}
END_TEST

/* ---- What is refused when building ---- */

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
CHANGE(too_many_reps, p->rep_count = 65536)
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
static const revops_segment_params nowhere_rules = {sizeof nowhere_rules, 0,    1,   1, 0, 0, 1, 0,
                                                    &rule_to_nowhere,     NULL, NULL};
CHANGE(rule_unknown, p->territories = &nowhere_rules)
CHANGE(no_queues, p->queues = NULL)
CHANGE(too_many_queues, p->queue_count = 65536)
CHANGE(too_many_members, p->member_count = 65536)
CHANGE(too_many_absences, p->absence_count = 1000001)
static revops_segment_params bad_rules = {sizeof bad_rules, 0, 0, 0, 0, 0, 1, 0, NULL, NULL, NULL};
CHANGE(bad_territories, p->territories = &bad_rules)

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
        reps[i] = (revops_route_rep){UINT32_MAX - i, 0, 0, 0, 0, 0};
        rows[i] = (revops_route_member){1, UINT32_MAX - i, 1000, 0};
    }
    revops_route_queue queue = {1, REVOPS_NONE};
    revops_route_params params = {sizeof params, 0,      MEMBERS, 1,    MEMBERS, 0, 1, 0,
                                  reps,          &queue, rows,    NULL, NULL};
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
    size_t size = revops_route_state_size(route);
    ck_assert_uint_eq(revops_route_state_size(NULL), 0);
    ck_assert_int_eq(revops_route_state_init(route, state_memory, size - 1, &state), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_route_state_init(route, state_memory + 4, size, &state), REVOPS_ERR_ALIGN);
    ck_assert_int_eq(revops_route_state_init(route, NULL, size, &state), REVOPS_ERR_ARG);
    memset(state_memory, '#', size + 1);
    ck_assert_int_eq(revops_route_state_init(route, state_memory, size, &state), REVOPS_OK);
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
    ck_assert_int_eq(revops_route_state_init(NULL, state_memory, size, &state), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_route_state_init(route, state_memory, size, NULL), REVOPS_ERR_ARG);
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
        ck_assert_int_eq(status, count <= REVOPS_ROUTE_OVERFLOWS + 2 ? REVOPS_OK : REVOPS_ERR_UNSOUND);
        chain[count - 1].overflow = count + 1;
    }
}
END_TEST

/* RT4: 2-3 SDRs an account executive, 1 solutions engineer for 3-5 of them. */
static const struct {
    uint32_t executives;
    revops_staffing staffing;
} staffings[] = {
    {0, {0, 0, 0, 0}},    {1, {2, 3, 1, 1}},        {3, {6, 9, 1, 1}},    {5, {10, 15, 1, 1}},
    {6, {12, 18, 2, 2}},  {9, {18, 27, 2, 3}},      {10, {20, 30, 2, 3}}, {11, {22, 33, 3, 3}},
    {15, {30, 45, 3, 5}}, {60, {120, 180, 12, 20}},
};

START_TEST(test_staffing_RT4)
{
    revops_staffing out;
    ck_assert_int_eq(revops_staffing_for(NULL, staffings[_i].executives, &out), REVOPS_OK);
    ck_assert_mem_eq(&out, &staffings[_i].staffing, sizeof out);
}
END_TEST

START_TEST(test_staffing_of_ones_own)
{
    revops_staffing_params params;
    revops_staffing out = {7, 7, 7, 7};
    revops_staffing_defaults(&params, sizeof params);
    params.sdrs_per_executive_low = 0;
    params.sdrs_per_executive_high = 1;
    params.executives_per_engineer_low = params.executives_per_engineer_high = 10;
    ck_assert_int_eq(revops_staffing_for(&params, 25, &out), REVOPS_OK);
    ck_assert_uint_eq(out.sdrs_low, 0);
    ck_assert_uint_eq(out.sdrs_high, 25);
    ck_assert_uint_eq(out.engineers_low, 3);
    ck_assert_uint_eq(out.engineers_high, 3);
    ck_assert_int_eq(revops_staffing_for(NULL, UINT32_MAX, &out), REVOPS_ERR_OVERFLOW);
    ck_assert_int_eq(revops_staffing_for(NULL, 1, NULL), REVOPS_ERR_ARG);
    params.executives_per_engineer_low = 11;
    ck_assert_int_eq(revops_staffing_for(&params, 1, &out), REVOPS_ERR_ARG);
    params.executives_per_engineer_low = 0;
    ck_assert_int_eq(revops_staffing_for(&params, 1, &out), REVOPS_ERR_ARG);
    params.executives_per_engineer_low = 1;
    params.sdrs_per_executive_low = 2;
    ck_assert_int_eq(revops_staffing_for(&params, 1, &out), REVOPS_ERR_ARG);
    params.sdrs_per_executive_low = 0;
    params.flags = 1;
    ck_assert_int_eq(revops_staffing_for(&params, 1, &out), REVOPS_ERR_NEWER);
    params.struct_size = 4;
    ck_assert_int_eq(revops_staffing_for(&params, 1, &out), REVOPS_ERR_ABI);
    ck_assert_uint_eq(out.sdrs_high, 25);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("route");
    TCase *tests = tcase_create("route");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, test_two_equals_get_15_and_15_of_30_RT3);
    tcase_add_test(tests, test_without_territories_there_is_no_fallback_RT1);
    tcase_add_test(tests, test_order_of_a_weighted_queue_RT3);
    tcase_add_test(tests, test_a_giant_among_many_dwarfs);
    tcase_add_test(tests, test_the_tree_stays_low);
    tcase_add_test(tests, test_extreme_weights);
    tcase_add_loop_test(tests, test_territories_RT2, 0, ROWS(territories));
    tcase_add_test(tests, test_no_lead_is_lost_RT1);
    tcase_add_test(tests, test_owner_affinity_RT5);
    tcase_add_test(tests, test_reassignment_after_a_missed_deadline);
    tcase_add_test(tests, test_absence_is_made_up);
    tcase_add_test(tests, test_time_off_keeps_the_credit_from_before);
    tcase_add_test(tests, test_time_off_wins_over_absence);
    tcase_add_test(tests, test_owed_leads_have_a_limit);
    tcase_add_test(tests, test_absences_of_many_leads_do_not_overflow);
    tcase_add_test(tests, test_capacity_and_days_RT3);
    tcase_add_test(tests, test_newcomers_ramp_RT3);
    tcase_add_test(tests, test_weight_of_newcomers);
    tcase_add_test(tests, test_a_returned_turn_is_due_again);
    tcase_add_test(tests, test_batch_equals_one_at_a_time);
    tcase_add_test(tests, test_a_stored_state_goes_on_to_the_bit);
    tcase_add_test(tests, test_a_changed_team_takes_the_state_over);
    tcase_add_test(tests, test_bytes_that_are_no_state);
    tcase_add_test(tests, test_late_leads_are_refused);
    tcase_add_test(tests, test_why_this_representative);
    tcase_add_loop_test(tests, test_reasons_in_words, 0, ROWS(texts));
    tcase_add_test(tests, test_long_lists_are_cut);
    tcase_add_test(tests, test_names);
    tcase_add_loop_test(tests, test_building, 0, ROWS(builds));
    tcase_add_test(tests, test_limits_and_memory);
    tcase_add_test(tests, test_long_chains_of_overflows);
    tcase_add_loop_test(tests, test_staffing_RT4, 0, ROWS(staffings));
    tcase_add_test(tests, test_staffing_of_ones_own);
    suite_add_tcase(suite, tests);
    return suite;
}
