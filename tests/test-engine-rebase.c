/* SPDX-License-Identifier: MIT */
/* A changed policy on live data: what a lead has is carried over by name, the rest is told [LC28, SEM24, SEM25, SEM29]. */
#include "test.h"

#include <stdio.h>

#include "engine-turns.h"

enum { ROOM = 1024, RECORD = 4096 };

static const int64_t T0 = 1772442000000; /* Monday, 2026-03-02T09:00Z */
static const int64_t texts_offsets[] = {0, 3};
static const revops_engine *before, *renamed, *less;
static unsigned char record[RECORD], out[RECORD];
static revops_effect effects[ROOM];
static size_t count;
static uint64_t last_id;

static const revops_engine *must(const char *document, uint64_t rules)
{
    revops_policy_fault fault = {.expected = ""};
    const revops_engine *engine = turn_engine(document, rules, &fault);
    ck_assert_msg(engine != NULL, "%s", fault.expected);
    ck_assert_uint_le(revops_lead_size(engine), RECORD);
    return engine;
}

static void setup(void)
{
    before = must(TURN_BEFORE, 1);
    renamed = must(TURN_RENAMED, 2);
    less = must(TURN_LESS, 3);
    ck_assert_int_eq(revops_lead_init(before, record), REVOPS_OK);
}

static void teardown(void)
{
    free((void *)(uintptr_t)before);
    free((void *)(uintptr_t)renamed);
    free((void *)(uintptr_t)less);
}

static uint32_t number(const revops_engine *engine, revops_engine_list list, const char *name)
{
    uint32_t found = turn_find(engine, list, name);
    ck_assert_msg(found != 0, "%s", name);
    return found;
}

static void happens(const revops_engine *engine, unsigned char *lead, int64_t hour, const char *event,
                    int64_t value)
{
    const revops_event row = {.at_ms = T0 + hour * REVOPS_HOUR_MS,
                              .id = ++last_id,
                              .kind = number(engine, REVOPS_ENGINE_LIST_EVENTS, event),
                              .value = value};
    ck_assert_int_eq(revops_engine_apply(engine, NULL, lead, &row, REVOPS_ENGINE_RECORD, REVOPS_EFFECTS_ALL,
                                         effects, ROOM, &count),
                     REVOPS_OK);
}

static void moves(const revops_engine *engine, unsigned char *lead, int64_t hour, const char *event,
                  const char *stage)
{
    happens(engine, lead, hour, event, number(engine, REVOPS_ENGINE_LIST_STAGES, stage));
}

/* A life that has something of everything; at hour 30 it stands in the second step of a deal. */
static void lives(void)
{
    moves(before, record, 0, "moved", "LEAD");
    happens(before, record, 1, "is a", 3); /* bank */
    happens(before, record, 1, "is of", 400);
    happens(before, record, 1, "has", 5); /* mail, calls */
    happens(before, record, 2, "chatted", REVOPS_MISSING);
    happens(before, record, 3, "mailed", REVOPS_MISSING);
    happens(before, record, 3, "visit", REVOPS_MISSING);
    happens(before, record, 4, "asked", REVOPS_MISSING);
    happens(before, record, 5, "given", 2); /* bob */
    happens(before, record, 6, "showed", 7);
    moves(before, record, 24, "moved", "MQL");
    moves(before, record, 26, "moved", "Demo");
    moves(before, record, 27, "moved", "Offer");
    ck_assert_int_eq(revops_lead_verify(before, record, 1), REVOPS_OK);
}

static revops_status rebase(const revops_engine *engine, const revops_engine *next, unsigned char *from,
                            unsigned char *to, int64_t hour)
{
    static const revops_texts texts = {"zoe", texts_offsets, 1};
    revops_status status = revops_lead_rebase(engine, next, &texts, from, T0 + hour * REVOPS_HOUR_MS,
                                              REVOPS_EFFECTS_ALL, to, effects, ROOM, &count);
    if (status == REVOPS_OK) {
        ck_assert_int_eq(revops_lead_verify(next, to, 1), REVOPS_OK);
    }
    return status;
}

static const revops_effect *told(revops_effect_kind kind, uint32_t row)
{
    for (size_t i = 0; i < count; i++) {
        if (effects[i].kind == kind && (row == 0 || effects[i].row == row)) {
            return &effects[i];
        }
    }
    return NULL;
}

static int64_t attribute(const revops_engine *engine, const unsigned char *lead, const char *name)
{
    int64_t value = 0;
    ck_assert_int_eq(
        revops_lead_attribute(engine, lead, number(engine, REVOPS_ENGINE_LIST_ATTRIBUTES, name), &value),
        REVOPS_OK);
    return value;
}

static int64_t entered(const revops_engine *engine, const unsigned char *lead, const char *name)
{
    revops_lead_dates dates;
    ck_assert_int_eq(
        revops_lead_entered(engine, lead, number(engine, REVOPS_ENGINE_LIST_STAGES, name), &dates),
        REVOPS_OK);
    return dates.first_ms;
}

START_TEST(test_LC28_SEM24_everything_is_carried_by_name)
{
    revops_lead_state state;
    revops_lead_scores_state scores, scores_before;
    lives();
    ck_assert_int_eq(revops_lead_scores(before, record, T0 + 30 * REVOPS_HOUR_MS, &scores_before), REVOPS_OK);
    ck_assert_int_eq(rebase(before, renamed, record, out, 30), REVOPS_OK);
    ck_assert_ptr_null(told(REVOPS_EFFECT_REMOVED, 0));
    ck_assert_int_eq(revops_lead_read(renamed, out, &state), REVOPS_OK);
    ck_assert_uint_eq(state.stage, number(renamed, REVOPS_ENGINE_LIST_STAGES, "Deal"));
    ck_assert_uint_eq(state.step, number(renamed, REVOPS_ENGINE_LIST_STAGES, "Quoted"));
    ck_assert_uint_eq(state.owner, number(renamed, REVOPS_ENGINE_LIST_PEOPLE, "bob"));
    ck_assert_uint_eq(state.items, 7);
    ck_assert_uint_eq(state.touches, 2);
    ck_assert_int_eq(attribute(renamed, out, "a kind"), 1); /* bank */
    ck_assert_int_eq(attribute(renamed, out, "head count"), 400);
    ck_assert_int_eq(attribute(renamed, out, "tools"), 3); /* calls, mail */
    ck_assert_int_eq(entered(renamed, out, "Qualified"), T0 + 24 * REVOPS_HOUR_MS);
    ck_assert_int_eq(entered(renamed, out, "Shown"), T0 + 26 * REVOPS_HOUR_MS);
    ck_assert_int_eq(entered(renamed, out, "NEW"), REVOPS_TIME_NONE);
    ck_assert_int_eq(revops_lead_scores(renamed, out, T0 + 30 * REVOPS_HOUR_MS, &scores), REVOPS_OK);
    ck_assert_int_eq(scores.intent_mpt, scores_before.intent_mpt);
    ck_assert_uint_eq(scores.engagement, scores_before.engagement);
}
END_TEST

START_TEST(test_SEM25_running_promises_go_on_under_their_new_names)
{
    lives();
    ck_assert_int_eq(rebase(before, renamed, record, out, 30), REVOPS_OK);
    const revops_effect *missed = told(REVOPS_EFFECT_BREACHED, 0); /* before the change, by its old number */
    ck_assert_ptr_nonnull(missed);
    ck_assert_str_eq(revops_engine_name(before, REVOPS_ENGINE_LIST_CLOCKS, missed->clock), "answer");
    ck_assert_int_eq(missed->at_ms, T0 + 28 * REVOPS_HOUR_MS);
    uint32_t offer = number(renamed, REVOPS_ENGINE_LIST_CLOCKS, "offer");
    uint32_t review = number(renamed, REVOPS_ENGINE_LIST_CLOCKS, "a review"), seen = 0;
    for (size_t i = 0; i < count; i++) {
        if (effects[i].kind == REVOPS_EFFECT_RETARGETED) {
            ck_assert_int_eq(effects[i].at_ms, T0 + 30 * REVOPS_HOUR_MS);
            ck_assert_int_eq(effects[i].value, effects[i].clock == offer ? T0 + (26 + 120) * REVOPS_HOUR_MS
                                                                         : T0 + (24 + 24) * REVOPS_HOUR_MS);
            seen += 1u << effects[i].clock;
        }
    }
    ck_assert_uint_eq(seen, (1u << offer) + (1u << review));
    ck_assert_int_eq(revops_engine_advance(renamed, NULL, out, T0 + 50 * REVOPS_HOUR_MS, REVOPS_EFFECTS_ALL,
                                           effects, ROOM, &count),
                     REVOPS_OK);
    ck_assert_uint_eq(count, 1);
    ck_assert_uint_eq(effects[0].kind, REVOPS_EFFECT_BREACHED);
    ck_assert_uint_eq(effects[0].clock, review);
}
END_TEST

/* C35, LC28: or it is carried over by name. */
START_TEST(test_LC28_C35_what_has_no_name_any_more_is_told_and_counted)
{
    static const struct {
        revops_engine_list list;
        uint64_t bits;
        uint32_t count;
        const char *text;
    } removed[] = {{REVOPS_ENGINE_LIST_STAGES, 20, 2, "removed stages SAL, Demo"},
                   {REVOPS_ENGINE_LIST_ITEMS, 3, 2, "removed items budget, need"},
                   {REVOPS_ENGINE_LIST_ATTRIBUTES, 6, 2, "removed attributes size, uses"},
                   {REVOPS_ENGINE_LIST_CHANNELS, 2, 1, "removed channels chat"},
                   {REVOPS_ENGINE_LIST_CLOCKS, 5, 2, "removed clocks answer, review"},
                   {REVOPS_ENGINE_LIST_INTENT_RULES, 2, 1, "removed points of asks"}};
    revops_lead_state state;
    revops_lead_dates dates;
    lives();
    ck_assert_int_eq(rebase(before, less, record, out, 30), REVOPS_OK);
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        found += effects[i].kind == REVOPS_EFFECT_REMOVED;
    }
    ck_assert_uint_eq(found, sizeof removed / sizeof removed[0]);
    for (size_t i = 0; i < sizeof removed / sizeof removed[0]; i++) {
        char text[128];
        const revops_effect *effect = told(REVOPS_EFFECT_REMOVED, 1 + removed[i].list);
        ck_assert_msg(effect != NULL, "%s", removed[i].text);
        ck_assert_uint_eq(effect->items, removed[i].bits);
        ck_assert_uint_eq(effect->detail, removed[i].count);
        ck_assert_int_eq(effect->at_ms, T0 + 30 * REVOPS_HOUR_MS);
        ck_assert_uint_gt(revops_effect_text(before, effect, text, sizeof text), 0);
        ck_assert_str_eq(text, removed[i].text);
    }
    ck_assert_int_eq(revops_lead_read(less, out, &state), REVOPS_OK);
    ck_assert_uint_eq(state.items, 1);   /* timing */
    ck_assert_uint_eq(state.owner, 1);   /* bob */
    ck_assert_uint_eq(state.touches, 2); /* that of the chat counts on, by a channel that nobody names */
    ck_assert_int_eq(attribute(less, out, "kind"), 1); /* bank */
    ck_assert_int_eq(attribute(less, out, "size"), REVOPS_MISSING);
    ck_assert_int_eq(attribute(less, out, "uses"), 1);                           /* of mail and calls mail */
    ck_assert_int_eq(revops_lead_entered(less, out, 1, &dates), REVOPS_ERR_ARG); /* it keeps none */
    ck_assert_uint_eq(revops_engine_successor(before, less, REVOPS_ENGINE_LIST_ITEMS, 1), 0);
    ck_assert_uint_eq(revops_engine_successor(before, less, REVOPS_ENGINE_LIST_ITEMS, 3), 1);
    ck_assert_uint_eq(revops_engine_successor(before, less, REVOPS_ENGINE_LIST_ITEMS, 4), 0);
    ck_assert_uint_eq(revops_engine_successor(NULL, less, REVOPS_ENGINE_LIST_ITEMS, 1), 0);
}
END_TEST

START_TEST(test_LC28_a_lead_in_a_stage_without_a_successor_is_refused_and_in_such_a_step_stands_in_its_stage)
{
    unsigned char copy[RECORD];
    revops_lead_state state;
    moves(before, record, 0, "moved", "MQL");
    moves(before, record, 1, "moved", "SAL");
    memset(out, 0xa5, sizeof out);
    memcpy(copy, out, sizeof out);
    ck_assert_int_eq(rebase(before, less, record, out, 30), REVOPS_ERR_RANGE);
    ck_assert_mem_eq(copy, out, sizeof out);
    ck_assert_ptr_nonnull(told(REVOPS_EFFECT_BREACHED, 0)); /* what was due is told */
    ck_assert_int_eq(revops_lead_verify(before, record, 1), REVOPS_OK);
    ck_assert_int_eq(revops_lead_read(before, record, &state), REVOPS_OK);
    ck_assert_str_eq(revops_engine_name(before, REVOPS_ENGINE_LIST_STAGES, state.stage), "SAL");
    moves(before, record, 40, "moved", "Demo");
    ck_assert_int_eq(rebase(before, less, record, out, 41), REVOPS_OK);
    ck_assert_int_eq(revops_lead_read(less, out, &state), REVOPS_OK);
    ck_assert_str_eq(revops_engine_name(less, REVOPS_ENGINE_LIST_STAGES, state.step), "Offer");
}
END_TEST

/* By way of a layout with an attribute more; the same instants without it. */
START_TEST(test_SEM24_to_another_layout_and_back_it_is_the_same_record)
{
    static const char attributes[] = "'attributes':{", more[] = "'a new one':{'type':'number'},";
    static char wider[sizeof TURN_BEFORE + sizeof more];
    static unsigned char there[RECORD], back[RECORD], stayed[RECORD];
    size_t at = (size_t)(strstr(TURN_BEFORE, attributes) - TURN_BEFORE) + sizeof attributes - 1;
    memcpy(wider, TURN_BEFORE, at);
    memcpy(wider + at, more, sizeof more - 1);
    memcpy(wider + at + sizeof more - 1, TURN_BEFORE + at, sizeof TURN_BEFORE - at);
    const revops_engine *other = must(wider, 4), *again = must(TURN_BEFORE, 5);
    lives();
    memcpy(out, record, sizeof out);
    ck_assert_int_eq(rebase(before, other, record, there, 30), REVOPS_OK);
    ck_assert_int_eq(rebase(other, before, there, back, 31), REVOPS_OK);
    ck_assert_int_eq(rebase(before, again, out, out, 30), REVOPS_OK);
    ck_assert_int_eq(rebase(again, before, out, stayed, 31), REVOPS_OK);
    ck_assert_mem_eq(stayed, back, revops_lead_size(before));
    free((void *)(uintptr_t)other);
    free((void *)(uintptr_t)again);
}
END_TEST

START_TEST(test_SEM29_in_place_only_where_layouts_are_equal)
{
    const revops_engine *again = must(TURN_BEFORE, 9);
    lives();
    ck_assert_uint_eq(revops_engine_mark(before) >> 32, revops_engine_mark(again) >> 32);
    ck_assert_uint_ne(revops_engine_mark(before) >> 32, revops_engine_mark(renamed) >> 32);
    ck_assert_int_eq(rebase(before, renamed, record, record, 30), REVOPS_ERR_ARG);
    memcpy(out, record, sizeof out);
    ck_assert_int_eq(rebase(before, again, out, out, 30), REVOPS_OK);
    static unsigned char other[RECORD];
    ck_assert_int_eq(rebase(before, again, record, other, 30), REVOPS_OK);
    ck_assert_mem_eq(out, other, revops_lead_size(again));
    ck_assert_int_eq(revops_lead_verify(before, record, 1), REVOPS_OK);
    ck_assert_int_eq(rebase(renamed, before, record, other, 31), REVOPS_ERR_CORRUPT);
    ck_assert_int_eq(revops_lead_rebase(before, renamed, NULL, record, T0, REVOPS_EFFECTS_ALL, other, effects,
                                        ROOM, &count),
                     REVOPS_ERR_LATE);
    ck_assert_int_eq(
        revops_lead_rebase(before, renamed, NULL, record, T0, REVOPS_EFFECTS_ALL, other, effects, 1, &count),
        REVOPS_ERR_NOSPACE);
    ck_assert_uint_eq(count, revops_lead_rebase_effects_max(before, renamed));
    ck_assert_uint_eq(revops_lead_rebase_effects_max(before, NULL), 0);
    free((void *)(uintptr_t)again);
}
END_TEST

/* C34, LC28, SEM25: what becomes of a promise that is running when the policy changes. Made on Friday 2026-03-06 at 16:00, it is
   due on Monday at 12:00; the policy changes on Saturday at 10:00. */
static const struct {
    const char *holidays, *calendar, *target, *promises;
    int64_t due_hour; /* from Monday 00:00 on */
    int is_told;
} changed_promises[] = {
    {"", "'calendar':'office',", "4 business h", "keep", 12, 0},
    {"", "'calendar':'office',", "4 business h", "move", 12, 0},
    {"'2026-03-09'", "'calendar':'office',", "4 business h", "keep", 12,
     0}, /* it stays, though nobody is there */
    {"'2026-03-09'", "'calendar':'office',", "4 business h", "move", 36, 1}, /* Tuesday */
    {"", "'calendar':'office',", "2 business h", "keep", 12, 0},
    {"", "'calendar':'office',", "2 business h", "move", 10, 1}, /* an hour is consumed */
    {"", "'calendar':'office',", "6 business h", "keep", 12, 0},
    {"", "'calendar':'office',", "6 business h", "move", 14, 1},
    {"", "'calendar':'office',", "30 business min", "move", -38, 1}, /* overdue: at the change */
    {"", "", "4 h", "keep", 12, 0},
    {"", "", "4 h", "move", -35, 1}, /* three hours are left, of another kind */
    {"", "'calendar':'office',", "2 business days", "keep", 12, 0},
};

static const revops_engine *promising(const char *holidays, const char *calendar, const char *target,
                                      const char *promises, uint64_t mark)
{
    char document[1024];
    snprintf(
        document, sizeof document,
        "{'revops':1,'name':'p','stages':[{'name':'LEAD'},{'name':'WON','kind':'won'}],"
        "'events':{'demo':{},'called':{}},"
        "'calendars':{'office':{'zone':'UTC','open':{'mon-fri':'09:00-17:00'},'holidays':[%s]}},"
        "'clocks':{'first contact':{'kind':'once','starts':{'events':['demo']},'met':{'events':['called']},"
        "%s'target':'%s'}},'changes':{'running_promises':'%s'}}",
        holidays, calendar, target, promises);
    return must(document, mark);
}

START_TEST(test_C34_LC28_SEM25_a_running_promise_is_kept_or_moved_as_the_policy_says)
{
    const int64_t monday_ms = T0 - 9 * REVOPS_HOUR_MS + 7 * REVOPS_DAY_MS;
    const int64_t due_ms = monday_ms + changed_promises[_i].due_hour * REVOPS_HOUR_MS;
    const revops_engine *from = promising("", "'calendar':'office',", "4 business h", "keep", 11);
    const revops_engine *to = promising(changed_promises[_i].holidays, changed_promises[_i].calendar,
                                        changed_promises[_i].target, changed_promises[_i].promises, 12);
    ck_assert_int_eq(revops_lead_init(from, record), REVOPS_OK);
    happens(from, record, 4 * 24 + 7, "demo", REVOPS_MISSING);
    ck_assert_int_eq(rebase(from, to, record, out, 5 * 24 + 1), REVOPS_OK);
    ck_assert_int_eq(told(REVOPS_EFFECT_RETARGETED, 0) != NULL, changed_promises[_i].is_told);
    ck_assert_int_eq((int)count, changed_promises[_i].is_told);
    ck_assert_int_eq(revops_engine_advance(to, NULL, out, monday_ms + 30 * REVOPS_DAY_MS, REVOPS_EFFECTS_ALL,
                                           effects, ROOM, &count),
                     REVOPS_OK);
    ck_assert_uint_eq(count, 1);
    ck_assert_uint_eq(effects[0].kind, REVOPS_EFFECT_BREACHED);
    ck_assert_int_eq(effects[0].at_ms, due_ms);
    memcpy(record, out, sizeof record); /* a verdict stays whatever the next policy says */
    ck_assert_int_eq(rebase(to, from, record, out, 60 * 24), REVOPS_OK);
    ck_assert_uint_eq(count, 0);
    free((void *)(uintptr_t)from);
    free((void *)(uintptr_t)to);
}
END_TEST

/* SEM25: a run that stood still, and perhaps still does, under a policy by which its clock can't: it goes on from the change, and
   its deadline is the one that it would have if it had been resumed then. */
static const struct {
    const char *target;
    int stands;
} stopped_promises[] = {{"30 h", 0},   {"30 h", 1},   {"6 business h", 0},    {"6 business h", 1},
                        {"2 days", 0}, {"2 days", 1}, {"2 business days", 0}, {"2 business days", 1}};

static const revops_engine *stopping(const char *target, const char *pauses, uint64_t mark)
{
    char document[1024];
    snprintf(document, sizeof document,
             "{'revops':1,'name':'p','stages':[{'name':'LEAD'},{'name':'WAITS'},{'name':'WON','kind':'won'}],"
             "'events':{'moved':{'value':'stage'},'demo':{},'called':{}},"
             "'calendars':{'office':{'zone':'UTC','open':{'mon-fri':'09:00-17:00'}}},"
             "'clocks':{'first contact':{'kind':'repeating','starts':{'events':['demo']},"
             "'met':{'events':['called']},%s'calendar':'office','target':'%s'}}}",
             pauses, target);
    return must(document, mark);
}

static int64_t breached_ms(const revops_engine *engine, unsigned char *lead)
{
    ck_assert_int_eq(revops_engine_advance(engine, NULL, lead, T0 + 30 * REVOPS_DAY_MS, REVOPS_EFFECTS_ALL,
                                           effects, ROOM, &count),
                     REVOPS_OK);
    const revops_effect *breach = told(REVOPS_EFFECT_BREACHED, 0);
    ck_assert_ptr_nonnull(breach);
    return breach->at_ms;
}

START_TEST(test_SEM25_where_a_clock_can_not_stand_still_any_more_its_run_goes_on)
{
    const char *target = stopped_promises[_i].target;
    const revops_engine *from = stopping(target, "'stands_still_in':['WAITS'],", 21);
    const revops_engine *to = stopping(target, "", 22);
    ck_assert_uint_ge(revops_lead_size(from), revops_lead_size(to));
    ck_assert_int_eq(revops_lead_init(from, record), REVOPS_OK);
    moves(from, record, 0, "moved", "LEAD");
    happens(from, record, 1, "demo", REVOPS_MISSING);
    moves(from, record, 2, "moved", "WAITS");
    moves(from, record, 27, "moved", "LEAD");
    if (stopped_promises[_i].stands) {
        moves(from, record, 28, "moved", "WAITS");
    }
    ck_assert_int_eq(rebase(from, to, record, out, 30), REVOPS_OK);
    ck_assert_int_eq((int)count, stopped_promises[_i].stands);
    ck_assert_int_eq(told(REVOPS_EFFECT_RESUMED, 0) != NULL, stopped_promises[_i].stands);
    if (stopped_promises[_i].stands) {
        moves(from, record, 30, "moved", "LEAD");
    }
    ck_assert_int_eq(breached_ms(to, out), breached_ms(from, record));
    happens(to, out, 31 * 24, "called", REVOPS_MISSING);
    happens(to, out, 31 * 24, "demo", REVOPS_MISSING); /* a lead that waits there stops no run */
    ck_assert_ptr_nonnull(told(REVOPS_EFFECT_STARTED, 0));
    ck_assert_ptr_null(told(REVOPS_EFFECT_PAUSED, 0));
    ck_assert_int_eq(revops_lead_verify(to, out, 1), REVOPS_OK);
    free((void *)(uintptr_t)from);
    free((void *)(uintptr_t)to);
}
END_TEST

START_TEST(test_SEM24_owners_keep_their_names_in_and_out_of_the_roster)
{
    static const struct {
        uint64_t owner, expected;
        int told;
    } owners[] = {{2, 2, 0}, {3, 3, 0}, {1, 0, 1}, {4, 4, 0}, {77, 77, 0}};
    revops_lead_state state;
    moves(before, record, 0, "moved", "LEAD");
    happens(before, record, 1, "given", (int64_t)owners[_i].owner);
    ck_assert_int_eq(rebase(before, renamed, record, out, 2), REVOPS_OK);
    ck_assert_int_eq(revops_lead_read(renamed, out, &state), REVOPS_OK);
    ck_assert_uint_eq(state.owner, owners[_i].expected);
    ck_assert_int_eq(told(REVOPS_EFFECT_REMOVED, 1 + REVOPS_ENGINE_LIST_PEOPLE) != NULL, owners[_i].told);
    ck_assert_int_eq(rebase(before, less, record, out, 3), REVOPS_OK); /* bob alone is left */
    ck_assert_int_eq(revops_lead_read(less, out, &state), REVOPS_OK);
    ck_assert_uint_eq(state.owner, _i == 0 ? 1 : _i == 3 ? 2 : _i == 4 ? 77 : 0);
}
END_TEST

START_TEST(test_SEM29_under_the_same_rules_an_owner_is_the_same_person)
{
    static char hired[sizeof TURN_BEFORE + 16];
    revops_lead_state state;
    size_t at = (size_t)(strstr(TURN_BEFORE, "'ada':{}") - TURN_BEFORE);
    memcpy(hired, TURN_BEFORE, at);
    memcpy(hired + at, "'aaron':{},", 11);
    memcpy(hired + at + 11, TURN_BEFORE + at, sizeof TURN_BEFORE - at);
    const revops_engine *next = must(hired, 1);
    ck_assert(revops_engine_mark(before) == revops_engine_mark(next)); /* a roster is none of the rules */
    lives();
    ck_assert_int_eq(rebase(before, next, record, record, 30), REVOPS_OK);
    ck_assert_int_eq(revops_lead_read(next, record, &state), REVOPS_OK);
    ck_assert_str_eq(revops_engine_name(next, REVOPS_ENGINE_LIST_PEOPLE, (uint32_t)state.owner), "bob");
    free((void *)(uintptr_t)next);
}
END_TEST

START_TEST(test_SEM24_a_new_lead_is_a_new_lead_and_a_name_is_of_one_thing)
{
    static const char *const faulty = "{'revops':1,'name':'x','stages':[{'name':'A'},{'name':'B','was':['a']}"
                                      "],'events':{'to':{'value':'stage'}}}";
    unsigned char fresh[RECORD];
    revops_policy_fault fault;
    ck_assert_int_eq(revops_lead_init(renamed, fresh), REVOPS_OK);
    ck_assert_int_eq(rebase(before, renamed, record, out, 2), REVOPS_OK);
    ck_assert_mem_eq(out, fresh, revops_lead_size(renamed));
    ck_assert_uint_eq(count, 0);
    ck_assert_ptr_null(turn_engine(faulty, 1, &fault));
}
END_TEST

static int64_t channel_field(const revops_engine *engine, const unsigned char *lead, const char *name,
                             revops_engine_field_kind kind)
{
    static revops_engine_field fields[ROOM];
    size_t field_count = 0;
    int64_t value = -1;
    ck_assert_int_eq(revops_engine_layout(engine, fields, ROOM, &field_count), REVOPS_OK);
    for (size_t i = 0; i < field_count; i++) {
        if (fields[i].kind == kind && fields[i].number == number(engine, REVOPS_ENGINE_LIST_CHANNELS, name)) {
            ck_assert_int_eq(revops_lead_column(engine, lead, 1, &fields[i], &value), REVOPS_OK);
        }
    }
    return value;
}

/* A channel that is called otherwise, and two that become one: their touches add up, the later instant counts. */
START_TEST(test_SEM24_channels_are_carried_by_former_names)
{
    const revops_engine *one = must(
        "{'revops':1,'name':'joined','touches':{'channels':['call',{'name':'talk','was':['email','chat']}]},"
        "'stages':[{'name':'LEAD'},{'name':'DEAL'}],'events':{'to':{'value':'stage'}}}",
        6);
    lives();
    ck_assert_int_eq(rebase(before, renamed, record, out, 30), REVOPS_OK);
    ck_assert_int_eq(channel_field(renamed, out, "talk", REVOPS_ENGINE_FIELD_CHANNEL_TOUCHES), 1);
    ck_assert_int_eq(rebase(before, one, record, out, 30), REVOPS_OK);
    ck_assert_int_eq(channel_field(one, out, "talk", REVOPS_ENGINE_FIELD_CHANNEL_TOUCHES), 2);
    ck_assert_int_eq(channel_field(one, out, "talk", REVOPS_ENGINE_FIELD_CHANNEL_MS),
                     T0 + 3 * REVOPS_HOUR_MS);
    free((void *)(uintptr_t)one);
}
END_TEST

START_TEST(test_SEM24_a_history_spans_three_policies)
{
    static _Alignas(8) unsigned char memory[1 << 17];
    static revops_engine_change changes[ROOM];
    static unsigned char lead[RECORD], expected[RECORD], middle[RECORD];
    const revops_engine *again = must(TURN_BEFORE, 4), *engines[] = {before, renamed, again, less};
    const revops_event rows[] = {
        {.at_ms = T0, .id = 1, .kind = number(before, REVOPS_ENGINE_LIST_EVENTS, "moved"), .value = 1},
        {.at_ms = T0 + 1,
         .id = 2,
         .kind = number(before, REVOPS_ENGINE_LIST_EVENTS, "visit"),
         .value = REVOPS_MISSING},
        {.at_ms = T0 + 2, .id = 3, .kind = number(before, REVOPS_ENGINE_LIST_EVENTS, "moved"), .value = 2},
        {.at_ms = T0 + 1000,
         .id = 4,
         .flags = REVOPS_EVENT_POLICY,
         .value = (int64_t)revops_engine_mark(renamed)},
        {.at_ms = T0 + 2000,
         .id = 5,
         .kind = number(renamed, REVOPS_ENGINE_LIST_EVENTS, "to"),
         .value = number(renamed, REVOPS_ENGINE_LIST_STAGES, "Quoted")},
        {.at_ms = T0 + 3000,
         .id = 6,
         .flags = REVOPS_EVENT_POLICY,
         .value = (int64_t)revops_engine_mark(less)},
        {.at_ms = T0 + 4000,
         .id = 7,
         .kind = number(less, REVOPS_ENGINE_LIST_EVENTS, "visit"),
         .value = REVOPS_MISSING}};
    enum { ROWS = sizeof rows / sizeof rows[0] };
    const uint8_t marks[ROWS] = {0, REVOPS_ENGINE_ROW_NEW};
    revops_engine_refold_columns history = {.struct_size = sizeof history,
                                            .count = ROWS,
                                            .events = rows,
                                            .marks = marks,
                                            .engines = engines,
                                            .engine_count = 4,
                                            .mode = REVOPS_ENGINE_RECORD};
    /* one by one, once with the row that is late and once without it */
    for (int with = 0; with < 2; with++) {
        const revops_engine *engine = before;
        unsigned char *to = with ? expected : lead;
        ck_assert_int_eq(revops_lead_init(before, to), REVOPS_OK);
        for (size_t i = 0; i < ROWS; i++) {
            if (rows[i].flags & REVOPS_EVENT_POLICY) {
                const revops_engine *next = i == 3 ? renamed : less;
                memcpy(middle, to, sizeof middle);
                ck_assert_int_eq(revops_lead_rebase(engine, next, NULL, middle, rows[i].at_ms,
                                                    REVOPS_EFFECTS_ALL, to, effects, ROOM, &count),
                                 REVOPS_OK);
                engine = next;
            } else if (i != 1 || with) {
                ck_assert_int_eq(revops_engine_apply(engine, NULL, to, &rows[i], REVOPS_ENGINE_RECORD,
                                                     REVOPS_EFFECTS_ALL, effects, ROOM, &count),
                                 REVOPS_OK);
            }
        }
    }
    ck_assert_int_eq(
        revops_engine_refold(&history, lead, memory, sizeof memory, NULL, NULL, changes, ROOM, &count),
        REVOPS_OK);
    ck_assert_int_eq(revops_lead_verify(less, lead, 1), REVOPS_OK);
    ck_assert_mem_eq(lead, expected, revops_lead_size(less));
    ck_assert_uint_gt(count, 0);
    free((void *)(uintptr_t)again);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("engine-rebase");
    TCase *tcase = tcase_create("names");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, test_LC28_SEM24_everything_is_carried_by_name);
    tcase_add_test(tcase, test_SEM25_running_promises_go_on_under_their_new_names);
    tcase_add_test(tcase, test_LC28_C35_what_has_no_name_any_more_is_told_and_counted);
    tcase_add_loop_test(tcase, test_C34_LC28_SEM25_a_running_promise_is_kept_or_moved_as_the_policy_says, 0,
                        sizeof changed_promises / sizeof changed_promises[0]);
    tcase_add_loop_test(tcase, test_SEM25_where_a_clock_can_not_stand_still_any_more_its_run_goes_on, 0,
                        sizeof stopped_promises / sizeof stopped_promises[0]);
    tcase_add_test(
        tcase,
        test_LC28_a_lead_in_a_stage_without_a_successor_is_refused_and_in_such_a_step_stands_in_its_stage);
    tcase_add_test(tcase, test_SEM24_to_another_layout_and_back_it_is_the_same_record);
    tcase_add_test(tcase, test_SEM29_in_place_only_where_layouts_are_equal);
    tcase_add_loop_test(tcase, test_SEM24_owners_keep_their_names_in_and_out_of_the_roster, 0, 5);
    tcase_add_test(tcase, test_SEM29_under_the_same_rules_an_owner_is_the_same_person);
    tcase_add_test(tcase, test_SEM24_a_new_lead_is_a_new_lead_and_a_name_is_of_one_thing);
    tcase_add_test(tcase, test_SEM24_a_history_spans_three_policies);
    tcase_add_test(tcase, test_SEM24_channels_are_carried_by_former_names);
    suite_add_tcase(suite, tcase);
    return suite;
}
