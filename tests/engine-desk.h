/* SPDX-License-Identifier: MIT */
/* The second policy with priorities and regions, conditions, people, hours and clocks. */
#ifndef REVOPS_TESTS_ENGINE_DESK_H
#define REVOPS_TESTS_ENGINE_DESK_H

#include "engine-policies.h"

enum { E_PRIORITY = POLICY_EVENTS + 1, E_REGION, E_HOLD, E_GO_ON, E_GIVEN, DESK_EVENTS = E_GIVEN };
enum {
    W_TOP = 1,
    W_LARGE,
    W_NOT_TOP,
    W_EITHER = 5,
    W_NORTH = 8,
    W_MISSING,
    W_PROVEN,
    DESK_WHERES = W_PROVEN
};
enum { C_CONTACT = 1, C_FOLLOW_UP, C_RESOLUTION };
enum { P_LOW = 1, P_HIGH, P_TOP };

static inline void desk_policy(revops_policy_params *out)
{
    static const char *const texts[] = {"low", "high", "top", "north", "Nord"};
    static const revops_policy_attribute attributes[] = {
        {.name = "employees", .type = REVOPS_POLICY_NUMBER},
        {.name = "priority", .type = REVOPS_POLICY_CHOICE, .choice_count = 3},
        {.name = "region", .type = REVOPS_POLICY_TEXT}};
    static const revops_policy_condition conditions[DESK_WHERES] = {
        [W_TOP - 1] = {REVOPS_POLICY_TEST, 1, REVOPS_POLICY_ATTRIBUTE, 2, REVOPS_CONDITION_IS_EQUAL, 0, P_TOP,
                       0, 0, 0},
        [W_LARGE - 1] = {REVOPS_POLICY_TEST, 1, REVOPS_POLICY_ATTRIBUTE, 1, REVOPS_CONDITION_IN_RANGE, 0, 500,
                         INT64_MAX, 0, 0},
        [W_NOT_TOP - 1] = {.kind = REVOPS_POLICY_NOT, .row_count = 2},
        [W_NOT_TOP] = {REVOPS_POLICY_TEST, 1, REVOPS_POLICY_ATTRIBUTE, 2, REVOPS_CONDITION_IS_EQUAL, 0, P_TOP,
                       0, 0, 0},
        [W_EITHER - 1] = {.kind = REVOPS_POLICY_EITHER, .row_count = 3},
        [W_EITHER] = {REVOPS_POLICY_TEST, 1, REVOPS_POLICY_ATTRIBUTE, 2, REVOPS_CONDITION_IS_EQUAL, 0, P_HIGH,
                      0, 0, 0},
        [W_EITHER + 1] = {REVOPS_POLICY_TEST, 1, REVOPS_POLICY_STAGE, 0, REVOPS_CONDITION_IS_EQUAL, 0, S_SQL,
                          0, 0, 0},
        [W_NORTH - 1] = {REVOPS_POLICY_TEST, 1, REVOPS_POLICY_ATTRIBUTE, 3, REVOPS_CONDITION_TEXT_IS, 0, 0, 0,
                         3, 2},
        [W_MISSING - 1] = {REVOPS_POLICY_TEST, 1, REVOPS_POLICY_ATTRIBUTE, 1, REVOPS_CONDITION_IS_MISSING, 0,
                           0, 0, 0, 0},
        [W_PROVEN - 1] = {.kind = REVOPS_POLICY_PROVEN, .row_count = 1, .first_value = 0, .value_count = 2},
    };
    static const revops_policy_person people[] = {{.name = "freya", .calendar = 2},
                                                  {.name = "sam", .team = "east"}};
    static const revops_calendar_opening openings[] = {{0, 540, 1020}, {1, 540, 1020}, {2, 540, 1020},
                                                       {3, 540, 1020}, {4, 540, 1020}, {0, 720, 1200},
                                                       {1, 720, 1200}};
    static const revops_policy_holiday holidays[] = {{.month = 12, .day = 25}, {.month = 2, .day = 29}};
    static const revops_policy_zone zones[] = {{.name = "Berlin", .rule = "CET-1CEST,M3.5.0,M10.5.0/3"}};
    static const revops_policy_calendar calendars[] = {
        {.name = "desk", .opening_count = 5, .holiday_count = 2},
        {.name = "late", .zone = 1, .first_opening = 5, .opening_count = 2}};
    static const revops_policy_case cases[] = {{.name = "top",
                                                .target = REVOPS_HOUR_MS,
                                                .unit = REVOPS_CALENDAR_UNIT_OPEN,
                                                .where = W_TOP,
                                                .calendar = 1},
                                               {.name = "others",
                                                .target = 4 * REVOPS_HOUR_MS,
                                                .unit = REVOPS_CALENDAR_UNIT_OPEN,
                                                .calendar = 1,
                                                .warn_bp = {5000}},
                                               {.target = REVOPS_DAY_MS},
                                               {.target = 3,
                                                .unit = REVOPS_CALENDAR_UNIT_BUSINESS_DAYS,
                                                .calendar_of = REVOPS_POLICY_CALENDAR_OF_OWNER,
                                                .calendar = 1}};
    static const revops_policy_happening own[] = {
        {REVOPS_POLICY_HAPPENS_STAGE, S_SAL},
        {REVOPS_POLICY_HAPPENS_FIRST_TOUCH, 0}, /* 0: of the second policy */
        {REVOPS_POLICY_HAPPENS_STAGE, S_MQL},
        {REVOPS_POLICY_HAPPENS_TOUCH, 0},                        /* 2, 3: contact */
        {REVOPS_POLICY_HAPPENS_STAGE, REVOPS_POLICY_ANY_CLOSED}, /* 4 */
        {REVOPS_POLICY_HAPPENS_MISSED, C_CONTACT},
        {REVOPS_POLICY_HAPPENS_EVENT, E_GIVEN}, /* 5, 6 */
        {REVOPS_POLICY_HAPPENS_STEPS_OF, S_DEAL},
        {REVOPS_POLICY_HAPPENS_STAGE, S_WON}, /* 7, 8: resolution */
        {REVOPS_POLICY_HAPPENS_EVENT, E_HOLD},
        {REVOPS_POLICY_HAPPENS_EVENT, E_GO_ON}, /* 9, 10 */
    };
    static const revops_policy_clock clocks[] = {[C_CONTACT - 1] = {.name = "first contact",
                                                                    .when_it_changes = REVOPS_SLA_TIGHTEN,
                                                                    .first_case = 0,
                                                                    .case_count = 2,
                                                                    .first_start = 2,
                                                                    .start_count = 1,
                                                                    .first_meet = 3,
                                                                    .meet_count = 1,
                                                                    .first_end = 4,
                                                                    .end_count = 1,
                                                                    .first_pause = 9,
                                                                    .pause_count = 1,
                                                                    .first_resume = 10,
                                                                    .resume_count = 1},
                                                 [C_FOLLOW_UP - 1] = {.name = "follow-up",
                                                                      .first_case = 2,
                                                                      .case_count = 1,
                                                                      .first_start = 5,
                                                                      .start_count = 1,
                                                                      .first_meet = 6,
                                                                      .meet_count = 1},
                                                 [C_RESOLUTION - 1] = {.name = "resolution",
                                                                       .kind = REVOPS_SLA_RESOLUTION,
                                                                       .at_hand_over = REVOPS_SLA_ANEW,
                                                                       .first_case = 3,
                                                                       .case_count = 1,
                                                                       .first_start = 7,
                                                                       .start_count = 1,
                                                                       .first_meet = 8,
                                                                       .meet_count = 1}};
    static revops_policy_event events[DESK_EVENTS];
    static revops_policy_stage stages[S_OUT];
    static revops_policy_move moves[10];
    sales_policy(out);
    memcpy(events, out->events, POLICY_EVENTS * sizeof events[0]);
    memcpy(stages, out->stages, sizeof stages);
    memcpy(moves, out->moves, sizeof moves);
    events[E_PRIORITY - 1] = (revops_policy_event){.name = "priority",
                                                   .value = REVOPS_POLICY_VALUE_ATTRIBUTE,
                                                   .attribute = 2,
                                                   .when_empty = REVOPS_POLICY_EMPTY_CLEAR};
    events[E_REGION - 1] =
        (revops_policy_event){.name = "region", .value = REVOPS_POLICY_VALUE_ATTRIBUTE, .attribute = 3};
    events[E_HOLD - 1] = (revops_policy_event){.name = "hold"};
    events[E_GO_ON - 1] = (revops_policy_event){.name = "go on"};
    events[E_GIVEN - 1] = (revops_policy_event){
        .name = "given", .value = REVOPS_POLICY_VALUE_PERSON, .owner = REVOPS_POLICY_OWNER_VALUE};
    out->name = "desk";
    out->texts = texts;
    out->text_count = sizeof texts / sizeof texts[0];
    POLICY_ROWS(out, attributes, attribute, attributes);
    POLICY_ROWS(out, conditions, condition, conditions);
    POLICY_ROWS(out, people, people, people);
    POLICY_ROWS(out, openings, opening, openings);
    POLICY_ROWS(out, holidays, holiday, holidays);
    POLICY_ROWS(out, zones, zone, zones);
    POLICY_ROWS(out, calendars, calendar, calendars);
    POLICY_ROWS(out, cases, case, cases);
    POLICY_ROWS(out, happenings, happening, own);
    POLICY_ROWS(out, clocks, clock, clocks);
    POLICY_ROWS(out, events, event, events);
    POLICY_ROWS(out, stages, stage, stages);
    POLICY_ROWS(out, moves, move, moves);
}

#endif
