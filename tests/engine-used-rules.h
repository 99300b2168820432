/* SPDX-License-Identifier: MIT */
/* Random policies with usage of a lead or an account, and the documents that say them [PQ5, PQ10, PQ11]. */
#ifndef REVOPS_TESTS_ENGINE_USED_RULES_H
#define REVOPS_TESTS_ENGINE_USED_RULES_H

#include <stdarg.h>

#include "model.h"
#include "random.h"

#include "engine-turns.h"

enum { USED_CRITERIA = 7, USED_SIGNALS = 4, USED_TEXT = 1 << 13 };

/* Events of every policy here; those up to USED_SEATS may be named by criteria. */
enum used_events {
    USED_USED,
    USED_VIEWED,
    USED_HELD,
    USED_FILLED,
    USED_OPENED,
    USED_SEATS,
    USED_PLAN,
    USED_SIZE,
    USED_SIGNED_UP,
    USED_ACCEPTED,
    USED_WON,
    USED_OUT,
    USED_NOTED,
    USED_EVENTS
};
static const char *const used_event_names[] = {
    [USED_USED] = "used",         [USED_VIEWED] = "viewed", [USED_HELD] = "held",
    [USED_FILLED] = "filled",     [USED_OPENED] = "opened", [USED_SEATS] = "seats set",
    [USED_PLAN] = "plan set",     [USED_SIZE] = "size set", [USED_SIGNED_UP] = "signed up",
    [USED_ACCEPTED] = "accepted", [USED_WON] = "won",       [USED_OUT] = "out",
    [USED_NOTED] = "noted"};

enum used_attributes { USED_OF_PLAN, USED_OF_SEATS, USED_OF_SIZE, USED_ATTRIBUTES };
static const char *const used_attribute_names[] = {"plan", "seats", "size"};

enum used_stages { USED_NOWHERE, USED_LEAD, USED_PQL, USED_SAL, USED_STAGE_WON, USED_STAGE_OUT };
static const char *const used_stage_names[] = {"", "LEAD", "PQL", "SAL", "WON", "OUT"};

static const char *const used_measures[] = {"events", "active days",     "streak",
                                            "people", "distinct values", "sum",
                                            "level",  "share of limit",  "silence before"};
enum used_measure {
    BY_EVENTS,
    BY_DAYS,
    BY_STREAK,
    BY_PEOPLE,
    BY_VALUES,
    BY_SUM,
    BY_LEVEL,
    BY_SHARE,
    BY_SILENCE
};
enum used_window { W_EVER, W_DAYS, W_HOURS, W_SIGNUP_DAYS, W_SIGNUP_HOURS };
enum used_where { ASKS_NOTHING, ASKS_PAID, ASKS_SEATS, ASKS_SIZE, ASKS_NOT_FREE, ASKS_STAGE, ASKS_COUNT };
static const char *const used_wheres[] = {[ASKS_PAID] = "{'plan':'paid'}",
                                          [ASKS_SEATS] = "{'seats':{'at_least':5}}",
                                          [ASKS_SIZE] = "{'size':{'at_least':50}}",
                                          [ASKS_NOT_FREE] = "{'not':{'plan':'free'},'seats':{'known':true}}",
                                          [ASKS_STAGE] = "{'stage':'LEAD','plan':'paid'}"};

typedef struct used_criterion {
    enum used_measure measure;
    enum used_window window;
    uint32_t events; /* a bit each */
    int64_t days, at_least_value, threshold, keeps;
    int is_at_most, stays, is_elapsed;
} used_criterion;

typedef struct used_signal {
    uint32_t all_of, any_of, none_of, some_of, least;
    enum used_where where;
    uint32_t held_back; /* stages, a bit each */
    enum used_stages moves_to;
    int64_t again_days;   /* 0 not given */
    int is_once, goes_to; /* 0 nowhere, 1 the queue, -1 nobody */
} used_signal;

typedef struct used_rules {
    uint32_t criterion_count, signal_count;
    used_criterion criteria[USED_CRITERIA];
    used_signal signals[USED_SIGNALS];
    int is_of_account, seats_are_cleared;
} used_rules;

/* ---- drawn and written ---- */

static uint32_t used_draw(random_state *random, uint32_t n)
{
    return (uint32_t)random_below(random, n);
}

static void used_draw_criterion(random_state *random, used_criterion *out)
{
    static const uint32_t anything[] = {
        1u << USED_USED, 1u << USED_USED | 1u << USED_VIEWED, 1u << USED_VIEWED,
        1u << USED_HELD, 1u << USED_USED | 1u << USED_OPENED, 1u << USED_SEATS | 1u << USED_VIEWED};
    static const uint32_t numbers[] = {1u << USED_HELD, 1u << USED_OPENED, 1u << USED_SEATS};
    static const int64_t lengths[] = {1, 3, 7, 20};
    *out = (used_criterion){.measure = (enum used_measure)used_draw(random, BY_SILENCE + 1),
                            .window = (enum used_window)used_draw(random, W_SIGNUP_HOURS + 1),
                            .events = anything[used_draw(random, 6)],
                            .days = lengths[used_draw(random, 4)],
                            .threshold = 1 + used_draw(random, 3),
                            .stays = used_draw(random, 8) == 0};
    int is_hours = out->window == W_HOURS || out->window == W_SIGNUP_HOURS;
    switch (out->measure) {
    case BY_EVENTS:
        out->is_at_most = used_draw(random, 6) == 0;
        if (used_draw(random, 3) == 0) {
            out->events = numbers[used_draw(random, 3)];
            out->at_least_value = 2 + used_draw(random, 4);
        }
        break;
    case BY_STREAK:
        out->window = W_EVER;
        break;
    case BY_VALUES:
        out->events = 1u << USED_OPENED;
        /* as for days */
        out->window = is_hours ? W_DAYS : out->window;
        break;
    case BY_DAYS:
    case BY_PEOPLE:
        out->window = is_hours ? W_DAYS : out->window;
        break;
    case BY_SUM:
        out->events = numbers[used_draw(random, 3)];
        out->window = is_hours ? W_SIGNUP_DAYS : out->window;
        out->threshold = 6 + used_draw(random, 6);
        out->keeps = used_draw(random, 2) ? 3 : 0;
        break;
    case BY_LEVEL:
        out->events = numbers[used_draw(random, 3)];
        out->window = W_EVER;
        out->threshold = 4;
        out->keeps = used_draw(random, 2) ? 2 : 0;
        out->is_at_most = !out->keeps && used_draw(random, 4) == 0;
        break;
    case BY_SHARE:
        out->events = 1u << USED_FILLED;
        out->window = W_EVER;
        out->threshold = 8000;
        out->keeps = used_draw(random, 2) ? 5000 : 0;
        break;
    case BY_SILENCE:
        out->window = W_EVER;
        out->threshold = 2 + used_draw(random, 2);
        out->is_elapsed = (int)used_draw(random, 2);
        break;
    }
}

/* Up to two of the criteria that are left. */
static uint32_t used_draw_some(random_state *random, uint32_t count, uint32_t *taken)
{
    uint32_t set = 0;
    for (uint32_t i = 0; i < 2; i++) {
        uint32_t bit = 1u << used_draw(random, count);
        set |= *taken & bit ? 0 : bit;
        *taken |= bit;
    }
    return set;
}

static void used_draw_signal(random_state *random, const used_rules *rules, used_signal *out)
{
    static const enum used_stages targets[] = {USED_NOWHERE, USED_PQL, USED_PQL, USED_STAGE_OUT};
    static const uint32_t held[] = {0, 1u << USED_SAL, 1u << USED_PQL | 1u << USED_SAL, 1u << USED_STAGE_OUT};
    uint32_t taken = 0, n = rules->criterion_count;
    *out = (used_signal){.where = (enum used_where)(used_draw(random, 2) ? used_draw(random, ASKS_COUNT) : 0),
                         .held_back = held[used_draw(random, 4)],
                         .moves_to = targets[used_draw(random, 4)],
                         .is_once = used_draw(random, 3) == 0,
                         .goes_to = (int)used_draw(random, 3) - 1};
    out->again_days = !out->is_once && used_draw(random, 2) ? 1 + used_draw(random, 5) : 0;
    out->all_of = used_draw(random, 2) ? used_draw_some(random, n, &taken) : 0;
    out->none_of = used_draw(random, 4) == 0 ? used_draw_some(random, n, &taken) : 0;
    out->some_of = used_draw(random, 3) == 0 ? used_draw_some(random, n, &taken) : 0;
    out->least =
        out->some_of ? 1 + (uint32_t)((out->some_of & (out->some_of - 1)) != 0 && used_draw(random, 2)) : 0;
    out->any_of =
        used_draw(random, 2) || !(out->all_of | out->some_of) ? used_draw_some(random, n, &taken) : 0;
    if (!(out->all_of | out->any_of | out->some_of)) {
        *out = (used_signal){.any_of = 1};
    }
}

static void used_draw_rules(random_state *random, used_rules *out)
{
    memset(out, 0, sizeof *out);
    out->criterion_count = 2 + used_draw(random, USED_CRITERIA - 1);
    out->signal_count = 1 + used_draw(random, USED_SIGNALS);
    out->is_of_account = used_draw(random, 4) != 0;
    out->seats_are_cleared = (int)used_draw(random, 2);
    for (uint32_t i = 0; i < out->criterion_count; i++) {
        used_draw_criterion(random, &out->criteria[i]);
    }
    for (uint32_t i = 0; i < out->signal_count; i++) {
        used_draw_signal(random, out, &out->signals[i]);
    }
}

typedef struct used_text {
    char text[USED_TEXT];
    size_t length;
} used_text;

__attribute__((format(printf, 2, 3))) static void used_put(used_text *to, const char *form, ...)
{
    va_list arguments;
    va_start(arguments, form);
    to->length += (size_t)vsnprintf(to->text + to->length, USED_TEXT - to->length, form, arguments);
    va_end(arguments);
    MUST(to->length < USED_TEXT);
}

static void used_put_set(used_text *to, const char *key, uint32_t set)
{
    const char *between = "";
    if (set) {
        used_put(to, ",'%s':[", key);
        for (uint32_t i = 0; i < 32; i++) {
            if (set >> i & 1) {
                used_put(to, "%s'c%u'", between, (unsigned)i);
                between = ",";
            }
        }
        used_put(to, "]");
    }
}

static void used_put_names(used_text *to, const char *key, const char *const *names, uint32_t set)
{
    const char *between = "";
    used_put(to, "'%s':[", key);
    for (uint32_t i = 0; i < 32; i++) {
        if (set >> i & 1) {
            used_put(to, "%s'%s'", between, names[i]);
            between = ",";
        }
    }
    used_put(to, "]");
}

static void used_put_bound(used_text *to, const used_criterion *row, const char *key, int64_t bound)
{
    used_put(to,
             row->measure == BY_SHARE     ? ",'%s':'%d %%'"
             : row->measure != BY_SILENCE ? ",'%s':%d"
             : row->is_elapsed            ? ",'%s':'%d h'"
                                          : ",'%s':'%d days'",
             key,
             (int)(row->measure == BY_SHARE ? bound / 100
                   : row->is_elapsed        ? bound * 24
                                            : bound));
}

static void used_put_criterion(used_text *to, const used_criterion *row, uint32_t i)
{
    static const char *const forms[] = {[W_DAYS] = ",'within':'%d days'",
                                        [W_HOURS] = ",'within':'%d h'",
                                        [W_SIGNUP_DAYS] = ",'within':'%d days since signup'",
                                        [W_SIGNUP_HOURS] = ",'within':'%d h since signup'"};
    int is_hours = row->window == W_HOURS || row->window == W_SIGNUP_HOURS;
    used_put(to, "%s'c%u':{", i ? "," : "", (unsigned)i);
    used_put_names(to, "events", used_event_names, row->events);
    used_put(to, ",'measure':'%s'", used_measures[row->measure]);
    if (row->window != W_EVER) {
        used_put(to, forms[row->window], (int)(is_hours ? row->days * 24 : row->days));
    }
    if (row->at_least_value) {
        used_put(to, ",'of_value':{'at_least':%d}", (int)row->at_least_value);
    }
    used_put_bound(to, row, row->is_at_most ? "at_most" : "at_least", row->threshold);
    if (row->keeps) {
        used_put_bound(to, row, "keeps_to", row->keeps);
    }
    used_put(to, row->stays ? ",'stays':true}" : "}");
}

static void used_put_signal(used_text *to, const used_signal *row, uint32_t i)
{
    used_put(to, "%s{'name':'s%u'", i ? "," : "", (unsigned)i);
    used_put_set(to, "all_of", row->all_of);
    used_put_set(to, "any_of", row->any_of);
    used_put_set(to, "none_of", row->none_of);
    if (row->some_of) {
        used_put(to, ",'at_least':{'count':%u", (unsigned)row->least);
        used_put_set(to, "of", row->some_of);
        used_put(to, "}");
    }
    if (row->where) {
        used_put(to, ",'where':%s", used_wheres[row->where]);
    }
    if (row->held_back) {
        used_put(to, ",");
        used_put_names(to, "held_back_in", used_stage_names, row->held_back);
    }
    used_put(to, "%s",
             row->moves_to == USED_PQL ? ",'move':'pql'"
             : row->moves_to           ? ",'move':'lost sight'"
                                       : "");
    used_put(to, "%s", row->is_once ? ",'once':true" : "");
    if (row->again_days) {
        used_put(to, ",'not_again_within':'%d days'", (int)row->again_days);
    }
    used_put(to, "%s}", row->goes_to > 0 ? ",'goes_to':'sales'" : row->goes_to ? ",'goes_to':'nobody'" : "");
}

static void used_write(const used_rules *rules, used_text *to)
{
    to->length = 0;
    used_put(to,
             "{'revops':1,'name':'used','attributes':{'size':{'type':'number'},'seats':{'type':'number','of':"
             "'account'},'plan':{'type':'choice','choices':['free','paid'],'of':'account'}},"
             "'items':{'qualified':'by use'},"
             "'stages':[{'name':'LEAD'},{'name':'PQL'},{'name':'SAL','by_hand':true},"
             "{'name':'WON','kind':'won'},{'name':'OUT','kind':'closed'}],"
             "'moves':{'pql':{'from':['LEAD'],'to':'PQL','needs':['qualified']},'accepted':{'to':'SAL'},"
             "'won':{'from':['any open'],'to':'WON'},'out':{'from':['any open'],'to':'OUT'},"
             "'lost sight':{'from':['any open'],'to':'OUT','on':['forgotten']}},"
             "'events':{'accepted':{},'out':{},'won':{},'noted':{},'used':{},'viewed':{},'forgotten':{},"
             "'pql':{'proves':['qualified']},'held':{'value':'number'},'opened':{'value':'number'},"
             "'filled':{'value':'level'},'plan set':{'sets':'plan'},'size set':{'sets':'size'},"
             "'seats set':{'sets':'seats','when_empty':'%s'},'signed up':{'starts_usage':true}},",
             rules->seats_are_cleared ? "clear" : "ignore");
    used_put(
        to,
        "'calendars':{'home':{'zone':'Home','open':'always'}},'zones':{'Home':'CET-1CEST,M3.5.0,M10.5.0/3'},"
        "'routing':{'queues':{'sales':{'members':['ada']}},'fallback':'sales'},'roster':{'ada':{}},"
        "'usage':{'of':'%s','dates_in':'home','criteria':{",
        rules->is_of_account ? "account" : "lead");
    for (uint32_t i = 0; i < rules->criterion_count; i++) {
        used_put_criterion(to, &rules->criteria[i], i);
    }
    used_put(to, "},'signals':[");
    for (uint32_t i = 0; i < rules->signal_count; i++) {
        used_put_signal(to, &rules->signals[i], i);
    }
    used_put(to, "]}}");
    for (char *at = to->text; (at = strstr(at, "{,")) != NULL;) { /* `of` comes first */
        memmove(at + 1, at + 2, strlen(at + 2) + 1);
    }
}

#endif
