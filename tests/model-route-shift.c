/* SPDX-License-Identifier: MIT */
/* Many members who come and go at one instant: the same team once with calendars, whose members the router takes in one go, and
   once without, where it is told one by one who is gone and who is back. Every owner and every credit is
   the same to the bit, and the owner is the one whom looking at all seats finds (RT3, RT7). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <revops/route.h>

#include "random.h"
#include "route-model.h"

enum { PEOPLE = 400, QUEUES = 3, CALENDARS = 3, SPANS = 6, MINUTE_MS = 60000, STEPS = 400 };
/* The second day begins at no change's instant. */
enum { SECOND_DAY_MS = 700 * MINUTE_MS + 15000 };

typedef struct whole_team {
    revops_route_rep reps[PEOPLE];
    uint32_t calendar_of[PEOPLE];
    uint32_t rep_count;
    revops_route_queue queues[QUEUES];
    revops_route_member members[PEOPLE * QUEUES];
    uint32_t member_count;
    revops_calendar_exception open[CALENDARS][SPANS];
    const revops_calendar *calendars[CALENDARS];
    revops_route_absence absences[PEOPLE];
    uint32_t absence_count;
    revops_segment_rule rules[QUEUES];
    revops_condition conditions[QUEUES];
    revops_segment_params territories;
} whole_team;

static whole_team team;
static _Alignas(8) unsigned char calendar_memory[CALENDARS][1 << 17];

/* Spans of one day, on minutes of their own for each calendar, so that no two calendars change at one instant. */
static void make_hours(random_state *random)
{
    for (uint32_t i = 0; i < CALENDARS; i++) {
        for (uint32_t k = 0; k < SPANS; k++) {
            uint32_t from = k * 240 + (uint32_t)random_below(random, 40) * CALENDARS + i;
            uint32_t until = k * 240 + 120 + (uint32_t)random_below(random, 40) * CALENDARS + i;
            team.open[i][k] = (revops_calendar_exception){0, (uint16_t)from, (uint16_t)until};
        }
        revops_calendar_params params = REVOPS_CALENDAR_PARAMS_INIT;
        params.exceptions = team.open[i];
        params.exception_count = SPANS;
        EXPECT(revops_calendar_build(&params, calendar_memory[i], sizeof calendar_memory[i], NULL,
                                     &team.calendars[i]) == REVOPS_OK);
    }
}

static void make_absences(random_state *random)
{
    team.absence_count = 0;
    for (uint32_t i = 0; i < team.rep_count; i++) { /* a few illnesses, on minutes that no calendar has */
        if (random_below(random, 10) == 0) {
            int64_t from = random_between(random, 0, 1200) * MINUTE_MS + MINUTE_MS / 2;
            team.absences[team.absence_count++] =
                (revops_route_absence){team.reps[i].rep, (uint32_t)random_below(random, 2), from,
                                       from + random_between(random, 1, 300) * MINUTE_MS};
        }
    }
}

static void make(random_state *random)
{
    memset(&team, 0, sizeof team);
    make_hours(random);
    team.rep_count = (uint32_t)random_between(random, 2, PEOPLE);
    for (uint32_t i = 0; i < team.rep_count; i++) {
        team.reps[i] = (revops_route_rep){.rep = 7 + 3 * i};
        team.reps[i].max_open = random_below(random, 4) ? 0 : (uint32_t)random_between(random, 1, 4);
        team.reps[i].max_per_day = random_below(random, 4) ? 0 : (uint32_t)random_between(random, 1, 4);
        team.reps[i].ramp_days = random_below(random, 4) ? 0 : 30;
        team.reps[i].start_day = random_below(random, 8) ? 0 : 1;
        team.reps[i].calendar = team.calendar_of[i] = (uint32_t)random_below(random, CALENDARS + 1);
    }
    uint32_t most = random_below(random, 2) ? 1000 : 3;
    for (uint32_t queue = 0; queue < QUEUES; queue++) {
        team.queues[queue] = (revops_route_queue){queue + 1, REVOPS_NONE};
        team.rules[queue] = (revops_segment_rule){queue + 1, queue, 1, 0};
        team.conditions[queue] = (revops_condition){0, REVOPS_CONDITION_IS_EQUAL, queue, 0, 0, 0, 0, 0};
        for (uint32_t i = 0; i < team.rep_count; i++) {
            if (queue == 0 || random_below(random, 3) == 0) {
                team.members[team.member_count++] = (revops_route_member){
                    queue + 1, team.reps[i].rep, (uint32_t)random_between(random, 1, most), 0};
            }
        }
    }
    team.territories = (revops_segment_params)REVOPS_SEGMENT_PARAMS_INIT;
    team.territories.attribute_count = 1;
    team.territories.rule_count = team.territories.condition_count = QUEUES;
    team.territories.rules = team.rules;
    team.territories.conditions = team.conditions;
    make_absences(random);
}

static revops_route_params params_of_all(void)
{
    revops_route_params params = REVOPS_ROUTE_PARAMS_INIT;
    params.rep_count = team.rep_count;
    params.queue_count = QUEUES;
    params.member_count = team.member_count;
    params.absence_count = team.absence_count;
    params.fallback_queue = 1;
    params.reps = team.reps;
    params.queues = team.queues;
    params.members = team.members;
    params.absences = team.absences;
    params.territories = &team.territories;
    return params;
}

typedef struct router {
    const revops_route *route;
    revops_route_state *state;
} router;

static router router_of(const revops_route_params *params)
{
    const revops_route *route = build(params);
    return (router){route, start(route)};
}

/* What calendars would do, told one by one: who is off hours is said to have left. */
static void tell_hours(const router *own, int64_t at_ms)
{
    for (uint32_t i = 0; i < team.rep_count; i++) {
        uint32_t calendar = team.calendar_of[i];
        int is_open = calendar == 0;
        for (uint32_t k = 0; calendar && k < SPANS; k++) {
            const revops_calendar_exception *span = &team.open[calendar - 1][k];
            is_open |=
                span->start_min * (int64_t)MINUTE_MS <= at_ms && at_ms < span->end_min * (int64_t)MINUTE_MS;
        }
        EXPECT(revops_route_set_left(own->route, own->state, team.reps[i].rep, !is_open) == REVOPS_OK);
    }
}

static void compare_loads(const router *a, const router *b)
{
    static revops_route_load loads[2][PEOPLE * QUEUES];
    size_t count[2];
    EXPECT(revops_route_loads(a->route, a->state, loads[0], PEOPLE * QUEUES, &count[0]) == REVOPS_OK);
    EXPECT(revops_route_loads(b->route, b->state, loads[1], PEOPLE * QUEUES, &count[1]) == REVOPS_OK);
    EXPECT(count[0] == count[1] && memcmp(loads[0], loads[1], count[0] * sizeof loads[0][0]) == 0);
}

/* Whom looking at all seats finds; explaining doesn't walk the tree. */
static uint32_t next_of(const router *own, const revops_route_lead *lead, const int64_t *row)
{
    static revops_route_candidate found[PEOPLE * QUEUES];
    size_t count;
    EXPECT(revops_route_explain(own->route, own->state, lead, row, NULL, found, PEOPLE * QUEUES, &count) ==
           REVOPS_OK);
    for (size_t i = 0; i < count; i++) {
        if (found[i].standing == REVOPS_ROUTE_NEXT) {
            return found[i].rep;
        }
    }
    return REVOPS_NONE;
}

/* An instant that isn't after the next change: where a lead comes between all changes, both see the same ones in turn. */
static int64_t not_beyond_a_change(int64_t from_ms, int64_t at_ms)
{
    at_ms = from_ms < SECOND_DAY_MS && SECOND_DAY_MS < at_ms ? SECOND_DAY_MS : at_ms;
    for (uint32_t i = 0; i < CALENDARS * SPANS * 2; i++) {
        const revops_calendar_exception *span = &team.open[i / 2 / SPANS][i / 2 % SPANS];
        int64_t edge_ms = (i % 2 ? span->end_min : span->start_min) * (int64_t)MINUTE_MS;
        at_ms = edge_ms > from_ms && edge_ms < at_ms ? edge_ms : at_ms;
    }
    for (uint32_t i = 0; i < team.absence_count; i++) {
        const revops_route_absence *row = &team.absences[i];
        at_ms = row->from_ms > from_ms && row->from_ms < at_ms ? row->from_ms : at_ms;
        at_ms = row->until_ms > from_ms && row->until_ms < at_ms ? row->until_ms : at_ms;
    }
    return at_ms;
}

static void one_team(random_state *random)
{
    make(random);
    revops_route_params params = params_of_all();
    params.calendars = team.calendars;
    params.calendar_count = CALENDARS;
    router in_one_go = router_of(&params);
    for (uint32_t i = 0; i < team.rep_count; i++) {
        team.reps[i].calendar = 0;
    }
    params = params_of_all();
    router one_by_one = router_of(&params);
    int64_t at_ms = 0;
    for (current_step = 0; current_step < STEPS; current_step++) {
        int64_t later_ms = at_ms + (random_below(random, 3) ? 0 : random_between(random, 0, 15 * MINUTE_MS));
        at_ms = not_beyond_a_change(at_ms, later_ms);
        int64_t row = random_between(random, 0, QUEUES);
        revops_route_lead lead = {at_ms, at_ms >= SECOND_DAY_MS, 0, 0, 0};
        revops_route_assignment out[2];
        tell_hours(&one_by_one, at_ms);
        uint32_t next = next_of(&in_one_go, &lead, &row);
        EXPECT(revops_route_assign(in_one_go.route, in_one_go.state, &lead, &row, NULL, &out[0]) ==
               REVOPS_OK);
        EXPECT(revops_route_assign(one_by_one.route, one_by_one.state, &lead, &row, NULL, &out[1]) ==
               REVOPS_OK);
        EXPECT(memcmp(&out[0], &out[1], sizeof out[0]) == 0 && out[0].owner == next);
        if (out[0].owner != REVOPS_NONE && random_below(random, 2)) {
            uint32_t turn = random_below(random, 8) == 0;
            EXPECT(revops_route_release(in_one_go.route, in_one_go.state, out[0].owner, out[0].queue, turn) ==
                   REVOPS_OK);
            EXPECT(revops_route_release(one_by_one.route, one_by_one.state, out[0].owner, out[0].queue,
                                        turn) == REVOPS_OK);
        }
        compare_loads(&in_one_go, &one_by_one);
    }
    free((void *)(uintptr_t)in_one_go.route);
    free(in_one_go.state);
    free((void *)(uintptr_t)one_by_one.route);
    free(one_by_one.state);
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 1;
    random_state random = {11};
    for (current_case = 0; current_case < 150 * rounds; current_case++) {
        one_team(&random);
    }
    printf("%d cases\n", current_case);
    return EXIT_SUCCESS;
}
