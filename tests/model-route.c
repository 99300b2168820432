/* SPDX-License-Identifier: MIT */
/* The router against its naive twin. Verifies RT1, RT2, RT3, RT5, RT6, RT7: availability, capacity, ramp, absences, working hours,
   owners and what becomes of their leads while they are away, full or gone, the leads of a leaver in one call, overflow,
   reassignment, turns returned, going on from stored bytes. */
#include "route-twin.h"

static revops_route_lead random_lead(const naive_team *twin, random_state *random, int64_t row[ATTRIBUTES])
{
    for (int i = 0; i < ATTRIBUTES; i++) {
        row[i] = random_below(random, 5) ? random_between(random, 0, 6) : REVOPS_MISSING;
    }
    int64_t at_ms = twin->at_ms == INT64_MIN ? 0 : twin->at_ms + (int64_t)random_below(random, 9) * MINUTE_MS;
    int32_t day = twin->day == INT32_MIN ? 0 : twin->day + (random_below(random, 12) == 0);
    revops_route_lead lead = {at_ms, day, 0, 0, 0};
    if (random_below(random, 10) == 0) {
        lead.owner = random_below(random, 4) ? twin->reps[random_below(random, REPS)].rep : 999;
    }
    if (random_below(random, 8) == 0) {
        lead.previous = random_below(random, 5) ? twin->reps[random_below(random, REPS)].rep : 998;
    }
    return lead;
}

static void one_lead(naive_team *twin, random_state *random, const revops_route *route,
                     revops_route_state *state)
{
    int64_t row[ATTRIBUTES];
    revops_route_lead lead = random_lead(twin, random, row);
    revops_route_candidate candidates[QUEUES * REPS];
    revops_route_assignment out;
    size_t count = 99;
    EXPECT(revops_route_explain(route, state, &lead, row, NULL, candidates, QUEUES * REPS, &count) ==
           REVOPS_OK);
    EXPECT(revops_route_assign(route, state, &lead, row, NULL, &out) == REVOPS_OK);
    twin_follow(twin, &lead, row, &out, candidates, count);
}
/* Somebody leaves: their leads are assigned one after the other as any lead that they had, in two calls now and then (RT6). */
static void redistribute(naive_team *twin, random_state *random, const revops_route *route,
                         revops_route_state *state)
{
    enum { LEADS = 12 };
    revops_route_lead leads[LEADS];
    revops_route_assignment out[LEADS];
    int64_t rows[LEADS][ATTRIBUTES], values[ATTRIBUTES][LEADS];
    uint32_t rep = (uint32_t)random_below(random, REPS), id = twin->reps[rep].rep;
    size_t count = (size_t)random_below(random, LEADS + 1), first = (size_t)random_below(random, count + 1);
    naive_team ahead = *twin; /* for instants and days that go on */
    for (size_t i = 0; i < count; i++) {
        leads[i] = random_lead(&ahead, random, rows[i]);
        leads[i].previous = random_below(random, 2) ? id : REVOPS_NONE;
        leads[i].owner = random_below(random, 3) == 0 ? id : leads[i].owner;
        ahead.at_ms = leads[i].at_ms;
        ahead.day = leads[i].day;
        for (int k = 0; k < ATTRIBUTES; k++) {
            values[k][i] = rows[i][k];
        }
    }
    revops_column columns[ATTRIBUTES];
    for (int k = 0; k < ATTRIBUTES; k++) {
        columns[k] = (revops_column){values[k], NULL, REVOPS_MISSING, REVOPS_COLUMN_I64, 0};
    }
    revops_cursor cursor = {0};
    if (first < count) { /* the lead of another one stops the call where it is */
        uint32_t own = leads[first].previous;
        leads[first].previous = twin->reps[(rep + 1) % REPS].rep;
        EXPECT(revops_route_redistribute(route, state, id, leads, columns, ATTRIBUTES, count, &cursor, out) ==
               REVOPS_ERR_ARG);
        EXPECT(cursor.next == first && cursor.applied == first);
        leads[first].previous = own;
    }
    EXPECT(revops_route_redistribute(route, state, id, leads, columns, ATTRIBUTES, count, &cursor, out) ==
           REVOPS_OK);
    EXPECT(cursor.next == count && cursor.applied == count);
    twin->left[rep] = 1;
    for (size_t i = 0; i < count; i++) {
        leads[i].previous = id;
        EXPECT(out[i].owner != id);
        twin_follow(twin, &leads[i], rows[i], &out[i], NULL, 0);
    }
    twin->open[rep] = 0;
}

static void release(naive_team *twin, random_state *random, const revops_route *route,
                    revops_route_state *state)
{
    uint32_t queue = (uint32_t)random_below(random, QUEUES), turn = random_below(random, 4) == 0;
    if (twin->seat_counts[queue] == 0) {
        return;
    }
    uint32_t seat = (uint32_t)random_below(random, twin->seat_counts[queue]),
             rep = twin->seats[queue][seat].rep;
    revops_status expected = turn && twin->seats[queue][seat].received == 0 ? REVOPS_ERR_ARG
                             : twin->open[rep] == 0                         ? REVOPS_ERR_REFUSED
                                                                            : REVOPS_OK;
    if (expected == REVOPS_OK) {
        if (turn) {
            long double weight = 0;
            for (uint32_t i = 0; i < twin->seat_counts[queue]; i++) {
                uint32_t other = twin->seats[queue][i].rep;
                if (twin_standing(twin, other) == REVOPS_ROUTE_WAITS) {
                    weight += twin->seats[queue][i].weight * twin_percent(twin, other);
                }
            }
            for (uint32_t i = 0; i < twin->seat_counts[queue]; i++) {
                uint32_t other = twin->seats[queue][i].rep;
                if (twin_standing(twin, other) == REVOPS_ROUTE_WAITS) {
                    twin->seats[queue][i].credit -=
                        twin->seats[queue][i].weight * twin_percent(twin, other) / weight;
                }
            }
            twin->seats[queue][seat].credit += 1;
            twin->seats[queue][seat].received--;
        }
        twin->open[rep]--;
    }
    EXPECT(revops_route_release(route, state, twin->reps[rep].rep, 100 + queue, turn) == expected);
}

static void compare(naive_team *twin, const revops_route *route, revops_route_state *state)
{
    revops_route_load loads[QUEUES * REPS];
    size_t count;
    EXPECT(revops_route_loads(route, state, loads, QUEUES * REPS, &count) == REVOPS_OK);
    EXPECT(count == twin->member_count);
    size_t at = 0;
    for (uint32_t queue = 0; queue < QUEUES; queue++) {
        for (uint32_t i = 0; i < twin->seat_counts[queue]; i++, at++) {
            const twin_seat *seat = &twin->seats[queue][i];
            EXPECT(loads[at].queue == 100 + queue && loads[at].rep == twin->reps[seat->rep].rep);
            EXPECT(loads[at].received == seat->received);
            EXPECT(loads[at].open == twin->open[seat->rep] && loads[at].today == twin->today[seat->rep]);
            long double off = loads[at].credit_mlead - seat->credit * 1000;
            EXPECT(off < 0.501L && off > -0.501L);
        }
    }
}

static void everything(random_state *random)
{
    static naive_team twin;
    make(&twin, random);
    const revops_route *route = build(&twin.params);
    revops_route_state *state = start(route);
    for (current_step = 0; current_step < STEPS; current_step++) {
        uint64_t what = random_below(random, 20);
        if (what < 13) {
            one_lead(&twin, random, route, state);
        } else if (what < 17) {
            release(&twin, random, route, state);
        } else if (what < 18) {
            uint32_t rep = (uint32_t)random_below(random, REPS);
            twin.open[rep] = (uint32_t)random_below(random, 8);
            EXPECT(revops_route_set_open(route, state, twin.reps[rep].rep, twin.open[rep]) == REVOPS_OK);
        } else if (what < 19 && random_below(random, 3) == 0) { /* someone leaves, or is back (RT6) */
            uint32_t rep = (uint32_t)random_below(random, REPS);
            twin.left[rep] = random_below(random, 3) == 0;
            EXPECT(revops_route_set_left(route, state, twin.reps[rep].rep, twin.left[rep]) == REVOPS_OK);
        } else if (what < 19 && random_below(random, 3) == 0) {
            redistribute(&twin, random, route, state);
        } else if (what < 19 && random_below(random, 3) == 0) {
            /* Someone reports sick, or comes back: another router takes the state over. */
            uint32_t i = (uint32_t)random_below(random, ABSENCES);
            int64_t from =
                (twin.at_ms == INT64_MIN ? 0 : twin.at_ms) + random_between(random, -20, 20) * MINUTE_MS;
            twin.absence_count += i >= twin.absence_count;
            i = i < twin.absence_count ? i : twin.absence_count - 1;
            twin.absences[i] = (revops_route_absence){
                twin.reps[random_below(random, REPS)].rep,
                (uint32_t)random_below(random, 2),
                from,
                from + random_between(random, 1, 300) * MINUTE_MS,
            };
            twin.params.absence_count = twin.absence_count;
            const revops_route *changed = build(&twin.params);
            size_t size = state_size(changed);
            void *memory = aligned_alloc(16, (size + 15) / 16 * 16);
            revops_route_state *carried;
            EXPECT(revops_route_state_open(changed, state, state_size(route), memory, size, NULL, &carried) ==
                   REVOPS_OK);
            free(state);
            free((void *)(uintptr_t)route);
            route = changed;
            state = carried;
        }
        compare(&twin, route, state);
    }
    free(state);
    free((void *)(uintptr_t)route);
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 1;
    random_state random = {5};
    for (current_case = 0; current_case < 2000 * rounds; current_case++) {
        everything(&random);
    }
    printf("%d cases\n", current_case);
    return EXIT_SUCCESS;
}
