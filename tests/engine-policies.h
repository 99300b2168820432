/* SPDX-License-Identifier: MIT */
/* Policies for tests of the engine, as rows. */
#ifndef REVOPS_TESTS_ENGINE_POLICIES_H
#define REVOPS_TESTS_ENGINE_POLICIES_H

#include <stdlib.h>
#include <string.h>

#include <revops/engine.h>

#define POLICY_ROWS(to, rows, singular, table)                                                               \
    ((to)->rows = (table), (to)->singular##_count = sizeof(table) / sizeof((table)[0]),                      \
     (to)->singular##_row_size = sizeof((table)[0]))

/* HubSpot's default stages, read from the history of contact properties: no moves. */
static inline void hubspot_policy(revops_policy_params *out)
{
    static const char *const texts[] = {"marketingqualifiedlead", "salesqualifiedlead"};
    static const revops_policy_stage stages[] = {
        {.name = "Subscriber"},
        {.name = "Lead"},
        {.name = "Marketing Qualified Lead", .short_name = "MQL", .first_also = 0, .also_count = 1},
        {.name = "Sales Qualified Lead", .short_name = "SQL", .first_also = 1, .also_count = 1},
        {.name = "Opportunity"},
        {.name = "Customer", .kind = REVOPS_POLICY_STAGE_WON},
        {.name = "Evangelist", .kind = REVOPS_POLICY_STAGE_WON, .flags = REVOPS_POLICY_AFTER_WIN},
        {.name = "Other", .kind = REVOPS_POLICY_STAGE_CLOSED},
    };
    static const revops_policy_event events[] = {
        {.name = "lifecyclestage",
         .value = REVOPS_POLICY_VALUE_STAGE,
         .when_empty = REVOPS_POLICY_EMPTY_CLEAR},
        {.name = "hubspot_owner_id", .value = REVOPS_POLICY_VALUE_PERSON, .owner = REVOPS_POLICY_OWNER_VALUE},
    };
    if (revops_policy_defaults(out, sizeof *out) != REVOPS_OK) {
        abort();
    }
    out->name = "hubspot";
    out->backward = REVOPS_POLICY_BACKWARD_AFTER_CLEARING;
    out->texts = texts;
    out->text_count = 2;
    POLICY_ROWS(out, stages, stage, stages);
    POLICY_ROWS(out, events, event, events);
}

/* A company with a checklist, steps of a deal, touches, reasons, nurture. */
enum { S_LEAD = 1, S_MQL, S_SAL, S_SQL, S_DEAL, S_DEMO, S_OFFER, S_WON, S_LOST, S_NURTURE, S_OUT };
enum { I_FIT = 1, I_CONTACT, I_BUDGET, I_NEED, I_DEMO, I_SIGNATURE };
enum { R_SIZE = 1, R_TIMING, R_UNREACHABLE, R_PRICE };
enum {
    E_CREATED = 1,
    E_ASSIGNED,
    E_CALL,
    E_MAIL,
    E_TALK,
    E_CONFIRMED,
    E_WITHDRAWN,
    E_MQL,
    E_ACCEPTED,
    E_QUALIFIED,
    E_DEMO,
    E_OFFER,
    E_WON,
    E_LOST,
    E_RECYCLED,
    E_OUT,
    E_REOPENED,
    E_STAGE,
    E_COMPANY
};
enum { POLICY_EVENTS = E_COMPANY };

static inline void sales_policy(revops_policy_params *out)
{
    static const revops_policy_channel channels[] = {{.name = "call"}, {.name = "mail"}, {.name = "talk"}};
    static const revops_policy_attribute attributes[] = {{.name = "employees", .type = REVOPS_POLICY_NUMBER}};
    static const revops_policy_item items[] = {{.name = "fit", .flags = REVOPS_POLICY_LASTING},
                                               {.name = "contact"},
                                               {.name = "budget"},
                                               {.name = "need"},
                                               {.name = "value seen"},
                                               {.name = "signature"}};
    static const revops_policy_checklist checklists[] = {{.name = "BANT", .first_need = 0, .need_count = 2}};
    static const revops_policy_need needs[] = {
        {.kind = REVOPS_POLICY_NEED_ITEM, .subject = I_BUDGET}, /* 0, 1: BANT */
        {.kind = REVOPS_POLICY_NEED_ITEM, .subject = I_NEED},
        {.kind = REVOPS_POLICY_NEED_ITEM, .subject = I_FIT},     /* 2: MQL */
        {.kind = REVOPS_POLICY_NEED_ITEM, .subject = I_CONTACT}, /* 3, 4: SQL */
        {.kind = REVOPS_POLICY_NEED_CHECKLIST, .subject = 1},
        {.kind = REVOPS_POLICY_NEED_ITEM, .subject = I_DEMO},     /* 5: to leave the demo */
        {.kind = REVOPS_POLICY_NEED_ITEM, .subject = I_SIGNATURE} /* 6: won */
    };
    static const revops_policy_reason reasons[] = {
        {.name = "wrong size"},
        {.name = "wrong timing", .first_need = 1, .need_count = 1},
        {.name = "unreachable", .flags = REVOPS_POLICY_NEEDS_TOUCHES},
        {.name = "price"}};
    static const uint32_t numbers[] = {
        R_SIZE,
        R_TIMING,
        R_UNREACHABLE, /* 0: rejection and more */
        R_PRICE,       /* 3: loss */
        REVOPS_POLICY_ANY_OPEN,
        REVOPS_POLICY_ANY_NURTURE, /* 4 */
        REVOPS_POLICY_ANY_CLOSED,  /* 6 */
        S_DEAL,                    /* 7 */
        3,                         /* 8: channel talk */
        1,
        2, /* 9: lists of reasons */
        REVOPS_POLICY_ANY_OPEN,
        REVOPS_POLICY_ANY_NURTURE,
        S_WON, /* 11 */
    };
    static const revops_policy_reason_list lists[] = {
        {.name = "disposition", .first_reason = 0, .reason_count = 3},
        {.name = "loss", .first_reason = 3, .reason_count = 1}};
    static const revops_policy_stage stages[] = {
        {.name = "LEAD"},
        {.name = "MQL", .first_need = 2, .need_count = 1},
        {.name = "SAL", .flags = REVOPS_POLICY_BY_HAND},
        {.name = "SQL", .first_need = 3, .need_count = 2},
        {.name = "DEAL"},
        {.name = "DEMO", .parent = S_DEAL, .first_leave = 5, .leave_count = 1},
        {.name = "OFFER", .parent = S_DEAL},
        {.name = "WON", .kind = REVOPS_POLICY_STAGE_WON},
        {.name = "LOST", .kind = REVOPS_POLICY_STAGE_LOST},
        {.name = "NURTURE", .kind = REVOPS_POLICY_STAGE_NURTURE},
        {.name = "OUT", .kind = REVOPS_POLICY_STAGE_CLOSED},
    };
    static const revops_policy_move moves[] = {
        {.name = "mql", .to = S_MQL},
        {.name = "accepted", .to = S_SAL},
        {.name = "qualified", .to = S_SQL},
        {.name = "demo held", .to = S_DEMO},
        {.name = "offer sent", .to = S_OFFER},
        {.name = "won",
         .to = S_WON,
         .first_from = 11,
         .from_count = 3,
         .first_need = 6,
         .need_count = 1,
         .passed_over = REVOPS_POLICY_PASSED_INFERRED},
        {.name = "lost",
         .to = S_LOST,
         .first_from = 7,
         .from_count = 1,
         .first_reason_list = 10,
         .reason_list_count = 1},
        {.name = "recycled",
         .to = S_NURTURE,
         .first_from = 4,
         .from_count = 2,
         .first_reason_list = 9,
         .reason_list_count = 1,
         .flags = REVOPS_POLICY_NEEDS_RESUME},
        {.name = "out",
         .to = S_OUT,
         .first_from = 4,
         .from_count = 2,
         .first_reason_list = 9,
         .reason_list_count = 2},
        {.name = "reopened", .to = S_LEAD, .first_from = 6, .from_count = 1},
    };
    static const revops_policy_event events[] = {
        [E_CREATED - 1] = {.name = "created"},
        [E_ASSIGNED - 1] = {.name = "assigned", .owner = REVOPS_POLICY_OWNER_ACTOR},
        [E_CALL - 1] = {.name = "called", .touch = 1},
        [E_MAIL - 1] = {.name = "mailed", .touch = 2},
        [E_TALK - 1] = {.name = "talked", .touch = 3, .first_prove = 3, .prove_count = 1},
        [E_CONFIRMED - 1] = {.name = "confirmed", .value = REVOPS_POLICY_VALUE_ITEMS},
        [E_WITHDRAWN - 1] = {.name = "withdrawn",
                             .value = REVOPS_POLICY_VALUE_ITEMS,
                             .flags = REVOPS_POLICY_WITHDRAWS_VALUE},
        [E_MQL - 1] = {.name = "mql", .rank = REVOPS_POLICY_RANK_JUDGEMENT},
        [E_ACCEPTED - 1] = {.name = "accepted", .owner = REVOPS_POLICY_OWNER_ACTOR},
        [E_QUALIFIED - 1] = {.name = "qualified", .first_prove = 3, .prove_count = 1},
        [E_DEMO - 1] = {.name = "demo_held"},
        [E_OFFER - 1] = {.name = "Offer-Sent"},
        [E_WON - 1] = {.name = "won", .value = REVOPS_POLICY_VALUE_MONEY, .first_prove = 6, .prove_count = 1},
        [E_LOST - 1] = {.name = "lost"},
        [E_RECYCLED - 1] = {.name = "recycled", .value = REVOPS_POLICY_VALUE_INSTANT},
        [E_OUT - 1] = {.name = "out"},
        [E_REOPENED - 1] = {.name = "reopened"},
        [E_STAGE - 1] = {.name = "stage changed",
                         .value = REVOPS_POLICY_VALUE_STAGE,
                         .when_empty = REVOPS_POLICY_EMPTY_REFUSE},
        [E_COMPANY - 1] = {.name = "employees set",
                           .value = REVOPS_POLICY_VALUE_ATTRIBUTE,
                           .attribute = 1,
                           .when_empty = REVOPS_POLICY_EMPTY_CLEAR},
    };
    static const revops_policy_happening happenings[] = {{REVOPS_POLICY_HAPPENS_STAGE, S_SAL},
                                                         {REVOPS_POLICY_HAPPENS_FIRST_TOUCH, 0}};
    if (revops_policy_defaults(out, sizeof *out) != REVOPS_OK) {
        abort();
    }
    out->name = "sales";
    POLICY_ROWS(out, channels, channel, channels);
    out->numbers = numbers;
    out->number_count = sizeof numbers / sizeof numbers[0];
    out->first_touch_never = 8;
    out->touch_never_count = 1;
    out->touch_since_count = 2;
    POLICY_ROWS(out, attributes, attribute, attributes);
    POLICY_ROWS(out, items, item, items);
    POLICY_ROWS(out, checklists, checklist, checklists);
    POLICY_ROWS(out, needs, need, needs);
    POLICY_ROWS(out, reasons, reason, reasons);
    POLICY_ROWS(out, reason_lists, reason_list, lists);
    POLICY_ROWS(out, stages, stage, stages);
    POLICY_ROWS(out, moves, move, moves);
    POLICY_ROWS(out, events, event, events);
    POLICY_ROWS(out, happenings, happening, happenings);
}

/* The same with four clocks: routing, first contact, acceptance, qualification; two of them in open hours, if so wanted. */
static inline void promises_policy(revops_policy_params *out, int in_hours)
{
    static const revops_calendar_opening openings[] = {
        {0, 540, 1020}, {1, 540, 1020}, {2, 540, 1020}, {3, 540, 1020}, {4, 540, 1020}};
    static const revops_policy_holiday holidays[] = {{.month = 12, .day = 25}, {.month = 1, .day = 1}};
    static const revops_policy_zone zones[] = {{.name = "Berlin", .rule = "CET-1CEST,M3.5.0,M10.5.0/3"}};
    static const revops_policy_calendar calendars[] = {
        {.name = "desk", .zone = 1, .opening_count = 5, .holiday_count = 2}};
    static revops_policy_case cases[] = {{.target = 5 * REVOPS_MINUTE_MS},
                                         {.target = 4 * REVOPS_HOUR_MS, .calendar = 1, .warn_bp = {8000}},
                                         {.target = 2 * REVOPS_DAY_MS, .calendar = 1},
                                         {.target = 14 * REVOPS_DAY_MS}};
    static const revops_policy_happening happenings[] = {
        {REVOPS_POLICY_HAPPENS_STAGE, S_SAL},
        {REVOPS_POLICY_HAPPENS_FIRST_TOUCH, 0}, /* 0, 1: since when touches go on */
        {REVOPS_POLICY_HAPPENS_STAGE, S_LEAD},
        {REVOPS_POLICY_HAPPENS_ASSIGNED, 0}, /* 2, 3: routing */
        {REVOPS_POLICY_HAPPENS_STAGE, S_MQL},
        {REVOPS_POLICY_HAPPENS_TOUCH, 0}, /* 4, 5: first contact */
        {REVOPS_POLICY_HAPPENS_STAGE, S_MQL},
        {REVOPS_POLICY_HAPPENS_STAGE, S_SAL}, /* 6, 7: acceptance */
        {REVOPS_POLICY_HAPPENS_STAGE, S_SAL},
        {REVOPS_POLICY_HAPPENS_STAGE, S_SQL}, /* 8, 9: qualification */
        {REVOPS_POLICY_HAPPENS_STAGE, REVOPS_POLICY_ANY_CLOSED}};
    static const char *const names[] = {"routing", "first contact", "acceptance", "qualification"};
    static revops_policy_clock clocks[4];
    sales_policy(out);
    cases[1].unit = in_hours ? REVOPS_CALENDAR_UNIT_OPEN : REVOPS_CALENDAR_UNIT_ELAPSED;
    cases[2].unit = in_hours ? REVOPS_CALENDAR_UNIT_BUSINESS_DAYS : REVOPS_CALENDAR_UNIT_ELAPSED;
    cases[2].target = in_hours ? 2 : 2 * REVOPS_DAY_MS;
    for (uint32_t i = 0; i < 4; i++) {
        clocks[i] = (revops_policy_clock){.name = names[i],
                                          .first_case = i,
                                          .case_count = 1,
                                          .first_start = 2 + 2 * i,
                                          .start_count = 1,
                                          .first_meet = 3 + 2 * i,
                                          .meet_count = 1,
                                          .first_end = 10,
                                          .end_count = 1};
    }
    out->name = "promises";
    POLICY_ROWS(out, openings, opening, openings);
    POLICY_ROWS(out, holidays, holiday, holidays);
    POLICY_ROWS(out, zones, zone, zones);
    POLICY_ROWS(out, calendars, calendar, calendars);
    POLICY_ROWS(out, cases, case, cases);
    POLICY_ROWS(out, happenings, happening, happenings);
    POLICY_ROWS(out, clocks, clock, clocks);
}

/* An engine in memory of its own; free() it. */
static inline const revops_engine *engine_of(const revops_policy_params *policy)
{
    const revops_engine_params params = {.struct_size = sizeof params, .policy = policy};
    size_t needed = 0;
    if (revops_engine_build(&params, NULL, 0, &needed, NULL) != REVOPS_ERR_NOSPACE) {
        return NULL;
    }
    const revops_engine *engine = NULL;
    void *memory = malloc(needed);
    return memory && revops_engine_build(&params, memory, needed, NULL, &engine) == REVOPS_OK ? engine : NULL;
}

#endif
