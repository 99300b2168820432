/* SPDX-License-Identifier: MIT */
/* A router's naive twin: lists walked from end to end, credits as long doubles, no tree, no clocks, no caches. */
#ifndef REVOPS_TESTS_ROUTE_TWIN_H
#define REVOPS_TESTS_ROUTE_TWIN_H

#include <string.h>

#include <revops/route.h>

#include "random.h"
#include "route-model.h"

/* ---- Everything at once ---- */

enum { CALENDARS = 2, HOURS = 12, MINUTE_MS = 60000 };
enum { REPS = 7, QUEUES = 4, ABSENCES = 12, ATTRIBUTES = 2, STEPS = 400 };

typedef struct twin_seat {
    uint32_t rep, weight;
    long double credit;
    uint64_t received;
} twin_seat;

typedef struct naive_team {
    revops_route_rep reps[REPS];
    revops_route_queue queues[QUEUES];
    twin_seat seats[QUEUES][REPS];
    uint32_t seat_counts[QUEUES];
    revops_route_absence absences[ABSENCES];
    uint32_t absence_count;
    uint32_t open[REPS], today[REPS];
    int left[REPS];
    revops_calendar_exception hours[CALENDARS][HOURS];
    uint32_t hours_count[CALENDARS];
    const revops_calendar *calendars[CALENDARS];
    _Alignas(8) unsigned char calendar_memory[CALENDARS][1 << 17];
    int32_t day;
    int64_t at_ms;
    revops_route_member members[QUEUES * REPS];
    uint32_t member_count;
    revops_condition conditions[8];
    revops_segment_rule rules[4];
    revops_segment_params territories;
    revops_route_params params;
} naive_team;

static uint32_t twin_percent(const naive_team *twin, uint32_t rep)
{
    const revops_route_rep *row = &twin->reps[rep];
    if (row->ramp_days <= 1 || twin->day < row->start_day) {
        return 100;
    }
    for (uint32_t percent = 100; percent > 1; percent--) {
        if ((twin->day - row->start_day + 1) * 100 >= (int64_t)(percent * row->ramp_days)) {
            return percent;
        }
    }
    return 1;
}

static uint32_t ceiling(uint32_t most, uint32_t percent)
{
    uint32_t capacity = 0;
    while (capacity * 100 < most * percent) {
        capacity++;
    }
    return capacity;
}

static int twin_works(const naive_team *twin, uint32_t rep)
{
    uint32_t calendar = twin->reps[rep].calendar;
    int64_t minute = twin->at_ms / MINUTE_MS;
    for (uint32_t i = 0; calendar && i < twin->hours_count[calendar - 1]; i++) {
        const revops_calendar_exception *hours = &twin->hours[calendar - 1][i];
        if (hours->day * 1440 + hours->start_min <= minute && minute < hours->day * 1440 + hours->end_min) {
            return 1;
        }
    }
    return calendar == 0;
}

static int twin_is_full(const naive_team *twin, uint32_t rep)
{
    const revops_route_rep *row = &twin->reps[rep];
    uint32_t percent = twin_percent(twin, rep);
    return (row->max_open && twin->open[rep] >= ceiling(row->max_open, percent)) ||
           (row->max_per_day && twin->today[rep] >= ceiling(row->max_per_day, percent));
}

static revops_route_standing twin_standing(const naive_team *twin, uint32_t rep)
{
    const revops_route_rep *row = &twin->reps[rep];
    uint32_t percent = twin_percent(twin, rep);
    int absent = 0, off = 0;
    for (uint32_t i = 0; i < twin->absence_count; i++) {
        const revops_route_absence *absence = &twin->absences[i];
        if (absence->rep == row->rep && absence->from_ms <= twin->at_ms && twin->at_ms < absence->until_ms) {
            absent |= absence->kind == REVOPS_ROUTE_ABSENT;
            off |= absence->kind == REVOPS_ROUTE_TIME_OFF;
        }
    }
    int full = row->max_open && twin->open[rep] >= ceiling(row->max_open, percent);
    int full_today = row->max_per_day && twin->today[rep] >= ceiling(row->max_per_day, percent);
    return twin->left[rep]              ? REVOPS_ROUTE_HAS_LEFT
           : twin->day < row->start_day ? REVOPS_ROUTE_NOT_STARTED
           : off                        ? REVOPS_ROUTE_ON_TIME_OFF
           : absent                     ? REVOPS_ROUTE_IS_ABSENT
           : !twin_works(twin, rep)     ? REVOPS_ROUTE_OFF_HOURS
           : full                       ? REVOPS_ROUTE_FULL
           : full_today                 ? REVOPS_ROUTE_FULL_TODAY
                                        : REVOPS_ROUTE_WAITS;
}

/* Absent with nothing else against them: the claim lasts. */
static int twin_has_claim(naive_team *twin, uint32_t rep)
{
    if (twin_standing(twin, rep) != REVOPS_ROUTE_IS_ABSENT) {
        return 0;
    }
    return twin_works(twin, rep) && !twin_is_full(twin, rep);
}

/* Whether the router's choice in a queue is one that the rules allow; then the credits follow it. */
static void twin_turn(naive_team *twin, uint32_t queue, uint32_t previous, uint32_t chosen)
{
    const long double tiny = 1e-9L;
    long double weight = 0, claims = 0, lag = 0;
    twin_seat *seats = twin->seats[queue];
    for (uint32_t i = 0; i < twin->seat_counts[queue]; i++) {
        uint32_t rep = seats[i].rep, own = seats[i].weight * twin_percent(twin, rep);
        if (twin_standing(twin, rep) == REVOPS_ROUTE_WAITS && rep != previous) {
            weight += own;
            lag += seats[i].credit;
        } else if (twin_has_claim(twin, rep)) {
            claims += own;
        }
    }
    uint32_t choice = UINT32_MAX;
    long double earliest = 1e30L;
    for (uint32_t i = 0; i < twin->seat_counts[queue]; i++) {
        uint32_t rep = seats[i].rep;
        long double own = seats[i].weight * twin_percent(twin, rep);
        if (rep == chosen) {
            choice = i;
        }
        if (twin_standing(twin, rep) == REVOPS_ROUTE_WAITS && rep != previous &&
            seats[i].credit * weight > own * (lag - 1) + tiny && (1 - seats[i].credit) / own < earliest) {
            earliest = (1 - seats[i].credit) / own;
        }
    }
    EXPECT(choice != UINT32_MAX);
    EXPECT(twin_standing(twin, chosen) == REVOPS_ROUTE_WAITS && chosen != previous);
    long double own = seats[choice].weight * twin_percent(twin, chosen);
    EXPECT(seats[choice].credit * weight > own * (lag - 1) - tiny);
    EXPECT((1 - seats[choice].credit) / own <= earliest + tiny);
    for (uint32_t i = 0; i < twin->seat_counts[queue]; i++) {
        uint32_t rep = seats[i].rep;
        if ((twin_standing(twin, rep) == REVOPS_ROUTE_WAITS && rep != previous) ||
            twin_has_claim(twin, rep)) {
            seats[i].credit += seats[i].weight * twin_percent(twin, rep) / (weight + claims);
        }
    }
    seats[choice].credit -= 1;
    seats[choice].received++;
}

static int twin_somebody(const naive_team *twin, uint32_t queue, uint32_t previous, uint32_t *passed_over)
{
    int somebody = 0;
    for (uint32_t i = 0; i < twin->seat_counts[queue]; i++) {
        uint32_t rep = twin->seats[queue][i].rep;
        int available = twin_standing(twin, rep) == REVOPS_ROUTE_WAITS && rep != previous;
        somebody |= available;
        *passed_over += !available;
    }
    return somebody;
}

static int twin_holds(const revops_condition *condition, int64_t value)
{
    switch (condition->test) {
    case REVOPS_CONDITION_IN_RANGE:
        return value != REVOPS_MISSING && condition->low <= value && value <= condition->high;
    case REVOPS_CONDITION_IS_EQUAL:
        return value == condition->low;
    default:
        return value == REVOPS_MISSING;
    }
}

/* Calendars with hours on two dates, in minutes; all instants of the twin are whole minutes of these. */
static void make_hours(naive_team *twin, random_state *random)
{
    for (int i = 0; i < CALENDARS; i++) {
        revops_calendar_params params = REVOPS_CALENDAR_PARAMS_INIT;
        uint32_t at = 0;
        twin->hours_count[i] = 0;
        while (twin->hours_count[i] < HOURS && at < 2700) {
            uint32_t start = at + (uint32_t)random_between(random, 1, 300);
            uint32_t end = start + (uint32_t)random_between(random, 1, 300);
            if (start / 1440 == (end - 1) / 1440 && start < 2880) {
                twin->hours[i][twin->hours_count[i]++] =
                    (revops_calendar_exception){(int32_t)(start / 1440), (uint16_t)(start % 1440),
                                                (uint16_t)(start % 1440 + end - start)};
            }
            at = end;
        }
        params.exceptions = twin->hours[i];
        params.exception_count = twin->hours_count[i];
        twin->calendars[i] = NULL;
        EXPECT(revops_calendar_build(&params, twin->calendar_memory[i], sizeof twin->calendar_memory[i], NULL,
                                     &twin->calendars[i]) == REVOPS_OK);
    }
    twin->params.calendars = twin->calendars;
    twin->params.calendar_count = CALENDARS;
}

static void make(naive_team *twin, random_state *random)
{
    memset(twin, 0, sizeof *twin);
    twin->at_ms = INT64_MIN;
    twin->day = INT32_MIN;
    for (uint32_t i = 0; i < REPS; i++) {
        revops_route_rep *rep = &twin->reps[i];
        rep->rep = 10 + i * 3;
        rep->max_open = random_below(random, 2) ? (uint32_t)random_between(random, 1, 12) : 0;
        rep->max_per_day = random_below(random, 3) ? 0 : (uint32_t)random_between(random, 1, 5);
        rep->start_day = random_below(random, 3) ? 0 : (int32_t)random_between(random, -5, 15);
        rep->ramp_days = random_below(random, 3) ? 0 : (uint32_t)random_between(random, 0, 25);
        rep->calendar = random_below(random, 2) ? (uint32_t)random_below(random, CALENDARS + 1) : 0;
        rep->home_queue = random_below(random, 2) ? 100 + (uint32_t)random_below(random, QUEUES) : 0;
    }
    for (uint32_t i = 0; i < QUEUES; i++) {
        /* Overflows lead to higher ones only; the last is the fallback queue. */
        twin->queues[i].queue = 100 + i;
        twin->queues[i].overflow = i + 1 < QUEUES && random_below(random, 2)
                                       ? 100 + (uint32_t)random_between(random, i + 1, QUEUES - 1)
                                       : 0;
        for (uint32_t k = 0; k < REPS; k++) {
            uint32_t rep = (k + i) % REPS;
            if (random_below(random, 2)) {
                uint32_t weight = (uint32_t)random_between(random, 1, 5);
                twin->seats[i][twin->seat_counts[i]++] = (twin_seat){rep, weight, 0, 0};
                twin->members[twin->member_count++] =
                    (revops_route_member){100 + i, twin->reps[rep].rep, weight, 0};
            }
        }
    }
    twin->absence_count = (uint32_t)random_below(random, ABSENCES + 1);
    for (uint32_t i = 0; i < twin->absence_count; i++) {
        int64_t from = random_between(random, -100, 1500);
        twin->absences[i] = (revops_route_absence){
            twin->reps[random_below(random, REPS)].rep,
            (uint32_t)random_below(random, 2),
            from * MINUTE_MS,
            (from + random_between(random, 1, 300)) * MINUTE_MS,
        };
    }
    for (uint32_t i = 0; i < 4; i++) {
        uint32_t count = (uint32_t)random_between(random, 1, 2);
        twin->rules[i] = (revops_segment_rule){100 + (uint32_t)random_below(random, QUEUES), 2 * i, count, 0};
        for (uint32_t k = 0; k < 2; k++) {
            int64_t low = random_between(random, 0, 4);
            twin->conditions[2 * i + k] =
                random_below(random, 5) == 0
                    ? (revops_condition){k, REVOPS_CONDITION_IS_MISSING, 0, 0, 0, 0, 0, 0}
                : random_below(random, 2)
                    ? (revops_condition){k, REVOPS_CONDITION_IS_EQUAL, low, 0, 0, 0, 0, 0}
                    : (revops_condition){k, REVOPS_CONDITION_IN_RANGE, low, low + 2, 0, 0, 0, 0};
        }
    }
    twin->territories = (revops_segment_params)REVOPS_SEGMENT_PARAMS_INIT;
    twin->territories.attribute_count = ATTRIBUTES;
    twin->territories.rule_count = 4;
    twin->territories.condition_count = 8;
    twin->territories.rules = twin->rules;
    twin->territories.conditions = twin->conditions;
    twin->params = (revops_route_params)REVOPS_ROUTE_PARAMS_INIT;
    twin->params.rep_count = REPS;
    twin->params.queue_count = QUEUES;
    twin->params.member_count = twin->member_count;
    twin->params.absence_count = twin->absence_count;
    twin->params.fallback_queue = 100 + QUEUES - 1;
    twin->params.reps = twin->reps;
    twin->params.queues = twin->queues;
    twin->params.members = twin->members;
    twin->params.absences = twin->absences;
    twin->params.territories = &twin->territories;
    twin->params.owner_away = (uint32_t)random_below(random, 3);
    twin->params.owner_full = (uint32_t)random_below(random, 3);
    twin->params.owner_left = (uint32_t)random_between(random, 1, 2);
    make_hours(twin, random);
}

static uint32_t index_of(const naive_team *twin, uint32_t id)
{
    for (uint32_t i = 0; i < REPS; i++) {
        if (twin->reps[i].rep == id) {
            return i;
        }
    }
    return UINT32_MAX;
}

/* What a lead that was just assigned must have come to; then the twin follows the router's choice where the rules leave one. Without
   candidates these aren't compared. */
static void twin_follow(naive_team *twin, const revops_route_lead *asked_lead, const int64_t *row,
                        const revops_route_assignment *got, const revops_route_candidate *candidates,
                        size_t count)
{
    const revops_route_lead lead = *asked_lead;
    const revops_route_assignment out = *got;
    twin->at_ms = lead.at_ms;
    if (lead.day != twin->day) {
        twin->day = lead.day;
        memset(twin->today, 0, sizeof twin->today);
    }
    uint32_t flags = 0, previous = lead.previous ? index_of(twin, lead.previous) : UINT32_MAX;
    uint32_t owner = lead.owner ? index_of(twin, lead.owner) : UINT32_MAX;
    int is_full = owner != UINT32_MAX && twin_is_full(twin, owner); /* before the lead is taken back */
    if (lead.previous) {
        flags |= REVOPS_ROUTE_REASSIGNED;
        if (previous == UINT32_MAX) {
            flags |= REVOPS_ROUTE_PREVIOUS_UNKNOWN;
        } else {
            twin->open[previous] -= twin->open[previous] > 0;
        }
    }
    EXPECT(out.previous == lead.previous);
    int colleague = 0;
    uint32_t home = UINT32_MAX;
    if (lead.owner && (lead.owner != lead.previous || (previous != UINT32_MAX && twin->left[previous]))) {
        uint32_t policy = REVOPS_ROUTE_TO_QUEUE;
        if (owner == UINT32_MAX) {
            flags |= REVOPS_ROUTE_OWNER_UNKNOWN;
        } else {
            revops_route_standing standing = twin_standing(twin, owner);
            int away = standing != REVOPS_ROUTE_WAITS && standing != REVOPS_ROUTE_FULL &&
                       standing != REVOPS_ROUTE_FULL_TODAY;
            int left = twin->left[owner];
            twin->left[owner] = 0; /* whether they would be away had they not left */
            standing = twin_standing(twin, owner);
            away = standing != REVOPS_ROUTE_WAITS && standing != REVOPS_ROUTE_FULL &&
                   standing != REVOPS_ROUTE_FULL_TODAY;
            twin->left[owner] = left;
            flags |= (away ? REVOPS_ROUTE_OWNER_AWAY : 0u) | (is_full ? REVOPS_ROUTE_OWNER_FULL : 0u) |
                     (left ? REVOPS_ROUTE_OWNER_LEFT : 0u);
            policy = left      ? twin->params.owner_left
                     : away    ? twin->params.owner_away
                     : is_full ? twin->params.owner_full
                               : REVOPS_ROUTE_TO_OWNER;
        }
        if (policy == REVOPS_ROUTE_TO_OWNER) {
            EXPECT(out.owner == lead.owner && out.reason == REVOPS_ROUTE_BY_OWNER && out.queue == 0 &&
                   count == 0 && out.flags == flags);
            twin->open[owner]++;
            twin->today[owner]++;
            return;
        }
        if (policy == REVOPS_ROUTE_TO_COLLEAGUE) {
            home = twin->reps[owner].home_queue ? twin->reps[owner].home_queue - 100 : UINT32_MAX;
            for (uint32_t i = QUEUES; i-- > 0 && !twin->reps[owner].home_queue;) {
                for (uint32_t k = 0; k < twin->seat_counts[i]; k++) {
                    home = twin->seats[i][k].rep == owner ? i : home;
                }
            }
            colleague = home != UINT32_MAX;
        }
    }
    uint32_t queue = QUEUES - 1, rule = REVOPS_SEGMENT_NO_RULE;
    queue = colleague ? home : queue;
    for (uint32_t i = 0; i < 4 && rule == REVOPS_SEGMENT_NO_RULE && !colleague; i++) {
        int all = 1;
        for (uint32_t k = 0; k < twin->rules[i].condition_count; k++) {
            all &= twin_holds(&twin->conditions[2 * i + k], row[k]);
        }
        if (all) {
            rule = i;
            queue = twin->rules[i].outcome - 100;
        }
    }
    flags |= rule == REVOPS_SEGMENT_NO_RULE && !colleague ? REVOPS_ROUTE_NO_TERRITORY : 0u;
    uint32_t asked = queue, passed_over = 0;
    int somebody;
    while (!(somebody = twin_somebody(twin, queue, previous, &passed_over)) && queue != QUEUES - 1) {
        queue = twin->queues[queue].overflow ? twin->queues[queue].overflow - 100 : QUEUES - 1;
    }
    EXPECT(out.flags == flags && out.territory == rule && out.passed_over == passed_over);
    EXPECT(out.queue == 100 + queue && out.asked_queue == 100 + asked);
    size_t next = 0;
    for (size_t i = 0; candidates && i < count; i++) {
        uint32_t rep = index_of(twin, candidates[i].rep);
        if (candidates[i].standing == REVOPS_ROUTE_NEXT) {
            EXPECT(candidates[i].rep == out.owner && candidates[i].queue == out.queue);
            next++;
        } else if (rep == previous && !twin->left[rep]) {
            EXPECT(candidates[i].standing == REVOPS_ROUTE_HAD_IT);
        } else {
            EXPECT(candidates[i].standing == twin_standing(twin, rep));
        }
    }
    EXPECT(!candidates || next == (size_t)somebody);
    if (!somebody) {
        EXPECT(out.reason == REVOPS_ROUTE_HELD && out.owner == REVOPS_NONE);
        return;
    }
    EXPECT(out.reason == (colleague && queue == asked ? REVOPS_ROUTE_BY_COLLEAGUE
                          : queue == QUEUES - 1       ? REVOPS_ROUTE_BY_FALLBACK
                          : queue != asked            ? REVOPS_ROUTE_BY_OVERFLOW
                                                      : REVOPS_ROUTE_BY_TURN));
    uint32_t chosen = index_of(twin, out.owner);
    EXPECT(chosen != UINT32_MAX);
    twin_turn(twin, queue, previous, chosen);
    twin->open[chosen]++;
    twin->today[chosen]++;
}

#endif
