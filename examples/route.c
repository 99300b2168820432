/* SPDX-License-Identifier: MIT */
/* A morning of leads: territories, turns by weight, a sick colleague, a full one, a missed deadline.
   cc route.c $(pkg-config --cflags --libs revops) */
#include <revops/revops.h>
#include <stdio.h>
#include <stdlib.h>

enum { ADA = 1, BOB, CEM, DEE };
enum { DACH = 1, NORTH, DESK };
enum { REGION, EMPLOYEES, ATTRIBUTES };

static const char *const people[] = {NULL, "Ada", "Bob", "Cem", "Dee"};
static const char *const queues[] = {NULL, "DACH", "North", "front desk"};
static const char *const territories[] = {"Germany, Austria, Switzerland", "Nordics from 50 people"};
static const revops_route_names names = {5, 4, 2, 0, people, queues, territories};

static _Alignas(8) unsigned char route_memory[4096], state_memory[4096];

static void fail(const char *what, revops_status status)
{
    fprintf(stderr, "%s: %s\n", what, revops_status_text(status));
    exit(EXIT_FAILURE);
}

int main(void)
{
    /* Bob has half of Ada's share. Cem may hold two open leads. The front desk takes what nobody else does. */
    const revops_route_rep reps[] = {{.rep = ADA}, {.rep = BOB}, {.rep = CEM, .max_open = 2}, {.rep = DEE}};
    const revops_route_queue queue_rows[] = {{.queue = DACH}, {.queue = NORTH}, {.queue = DESK}};
    const revops_route_member members[] = {
        {.queue = DACH, .rep = ADA, .weight = 2},
        {.queue = DACH, .rep = BOB, .weight = 1},
        {.queue = NORTH, .rep = CEM, .weight = 1},
        {.queue = DESK, .rep = DEE, .weight = 1},
    };
    const int64_t nine = revops_utc_ms(2026, 3, 2, 9, 0);
    const revops_route_absence sick = {.rep = ADA,
                                       .kind = REVOPS_ROUTE_ABSENT,
                                       .from_ms = nine + 4 * REVOPS_MINUTE_MS,
                                       .until_ms = nine + 7 * REVOPS_MINUTE_MS};

    const int64_t countries[] = {49, 43, 41, 45, 46, 47, 358}; /* by dialling code */
    const revops_condition conditions[] = {
        {.attribute = REGION, .test = REVOPS_CONDITION_IS_ONE_OF, .first_value = 0, .value_count = 3},
        {.attribute = REGION, .test = REVOPS_CONDITION_IS_ONE_OF, .first_value = 3, .value_count = 4},
        {.attribute = EMPLOYEES, .test = REVOPS_CONDITION_IN_RANGE, .low = 50, .high = INT64_MAX},
    };
    const revops_segment_rule rules[] = {
        {.outcome = DACH, .first_condition = 0, .condition_count = 1},
        {.outcome = NORTH, .first_condition = 1, .condition_count = 2},
    };
    revops_segment_params territory_rules = REVOPS_SEGMENT_PARAMS_INIT;
    territory_rules.attribute_count = ATTRIBUTES;
    territory_rules.rules = rules;
    territory_rules.rule_count = 2;
    territory_rules.conditions = conditions;
    territory_rules.condition_count = 3;
    territory_rules.values = countries;
    territory_rules.value_count = 7;
    revops_route_params params = REVOPS_ROUTE_PARAMS_INIT;
    params.reps = reps;
    params.rep_count = 4;
    params.queues = queue_rows;
    params.queue_count = 3;
    params.members = members;
    params.member_count = 4;
    params.absences = &sick;
    params.absence_count = 1;
    params.fallback_queue = DESK;
    params.territories = &territory_rules;

    const revops_route *route;
    revops_route_state *state;
    revops_status status = revops_route_build(&params, route_memory, sizeof route_memory, NULL, &route);
    if (status != REVOPS_OK) {
        fail("building the router", status);
    }
    status = revops_route_state_init(route, state_memory, sizeof state_memory, NULL, &state);
    if (status != REVOPS_OK) {
        fail("starting its state", status);
    }

    const struct {
        int64_t region, employees;
        uint32_t owner, previous;
    } leads[] = {
        {49, 20, 0, 0},   {43, 20, 0, 0}, {49, 20, 0, 0}, {45, 80, 0, 0}, /* the Nordics */
        {49, 20, 0, 0},   {41, 20, 0, 0}, {49, 20, 0, 0},                 /* Ada is away */
        {49, 20, 0, 0},   {49, 20, 0, 0}, {49, 20, 0, 0},                 /* and makes up for it */
        {46, 90, 0, 0},   {47, 70, 0, 0},                                 /* Cem is full after the first */
        {45, 10, 0, 0},                                                   /* too small for any territory */
        {33, 10, CEM, 0}, /* a duplicate of a lead that Cem has */
        {49, 20, 0, ADA}, /* Ada missed the deadline */
    };
    for (size_t i = 0; i < sizeof leads / sizeof leads[0]; i++) {
        const int64_t attributes[ATTRIBUTES] = {leads[i].region, leads[i].employees};
        const revops_route_lead lead = {.at_ms = nine + (int64_t)i * REVOPS_MINUTE_MS,
                                        .day = 20514,
                                        .owner = leads[i].owner,
                                        .previous = leads[i].previous};
        revops_route_candidate candidates[8];
        revops_route_assignment assignment;
        char text[200];
        size_t count;
        status = revops_route_explain(route, state, &lead, attributes, NULL, candidates, 8, &count);
        if (status == REVOPS_OK) {
            status = revops_route_assign(route, state, &lead, attributes, NULL, &assignment);
        }
        if (status != REVOPS_OK) {
            fail("assigning", status);
        }
        revops_route_text(&assignment, candidates, count, &names, text, sizeof text);
        printf("09:%02u  %s\n", (unsigned)i, text);
    }

    revops_route_load loads[4];
    size_t count;
    status = revops_route_loads(route, state, loads, 4, &count);
    if (status != REVOPS_OK) {
        fail("asking for loads", status);
    }
    for (size_t i = 0; i < count; i++) {
        printf("%s in %s: %u by turn, %u open\n", people[loads[i].rep], queues[loads[i].queue],
               (unsigned)loads[i].received, loads[i].open);
    }
    return EXIT_SUCCESS;
}
