/* SPDX-License-Identifier: MIT */
/* A naive twin of usage in the engine: what a policy makes of the use of a lead or an account [PQ2, PQ5, SEM16, SEM18]. It keeps
   a list of all uses and counts anew from it at each question. */
#ifndef REVOPS_TESTS_ENGINE_USED_TWIN_H
#define REVOPS_TESTS_ENGINE_USED_TWIN_H

#include "engine-used-rules.h"

enum { USED_USES = 512, USED_NOBODY = 0 };

typedef struct used_use {
    int64_t at_ms, value;
    uint32_t event;
    uint64_t who;
} used_use;

/* Usage of a lead or an account. */
typedef struct used_usage {
    const used_rules *rules;
    int is_begun;
    int64_t begun_ms, last_ms; /* last: of an event that a criterion counts, or of a condition */
    used_use uses[USED_USES];
    size_t count;
    uint32_t met, asked, came; /* bits of criteria, of signals, of signals since their combination holds */
    int64_t met_ms[USED_CRITERIA], signal_ms[USED_SIGNALS];
    int64_t facts[USED_ATTRIBUTES];
} used_usage;

static void used_begin(used_usage *u, const used_rules *policy)
{
    memset(u, 0, sizeof *u);
    u->rules = policy;
    u->last_ms = REVOPS_TIME_NONE;
    for (int i = 0; i < USED_CRITERIA; i++) {
        u->met_ms[i] = REVOPS_TIME_NONE;
    }
    for (int i = 0; i < USED_SIGNALS; i++) {
        u->signal_ms[i] = REVOPS_TIME_NONE;
    }
    for (int i = 0; i < USED_ATTRIBUTES; i++) {
        u->facts[i] = REVOPS_MISSING;
    }
}

/* Dates in Central Europe, of instants in 2026. */
static int64_t used_day(int64_t at_ms)
{
    int is_summer = at_ms >= INT64_C(1774746000000) && at_ms < INT64_C(1792890000000);
    return (at_ms + (1 + is_summer) * REVOPS_HOUR_MS) / REVOPS_DAY_MS;
}

static int used_condition(enum used_where where, const int64_t facts[], uint32_t stage)
{
    const int64_t free_plan = 1, paid = 2;
    switch (where) {
    case ASKS_NOTHING:
    case ASKS_COUNT:
        return 1;
    case ASKS_PAID:
        return facts[USED_OF_PLAN] == paid;
    case ASKS_SEATS:
        return facts[USED_OF_SEATS] != REVOPS_MISSING && facts[USED_OF_SEATS] >= 5;
    case ASKS_SIZE:
        return facts[USED_OF_SIZE] != REVOPS_MISSING && facts[USED_OF_SIZE] >= 50;
    case ASKS_NOT_FREE:
        return facts[USED_OF_PLAN] != REVOPS_MISSING && facts[USED_OF_PLAN] != free_plan &&
               facts[USED_OF_SEATS] != REVOPS_MISSING;
    case ASKS_STAGE:
        return stage == USED_LEAD && facts[USED_OF_PLAN] == paid;
    }
    return 0;
}

/* Whether a signal's condition is part of its combination: in a lead's usage any, in an account's what the account knows. */
static int used_is_asked(const used_rules *policy, const used_signal *row)
{
    return row->where && (!policy->is_of_account || (row->where != ASKS_SIZE && row->where != ASKS_STAGE));
}

static int used_names(const used_criterion *row, uint32_t event, int64_t value)
{
    int needs_value = row->measure == BY_LEVEL || row->measure == BY_SHARE;
    return (row->events >> event & 1) && (!needs_value || value != REVOPS_MISSING) &&
           (!row->at_least_value || (value != REVOPS_MISSING && value >= row->at_least_value));
}

static int used_is_in_window(const used_usage *u, const used_criterion *row, int64_t use_ms, int64_t at_ms)
{
    switch (row->window) {
    case W_EVER:
        return 1;
    case W_DAYS:
        return used_day(use_ms) > used_day(at_ms) - row->days;
    case W_HOURS:
        return at_ms - use_ms <= row->days * REVOPS_DAY_MS;
    case W_SIGNUP_DAYS:
        return used_day(use_ms) < used_day(u->begun_ms) + row->days;
    case W_SIGNUP_HOURS:
        return use_ms - u->begun_ms <= row->days * REVOPS_DAY_MS;
    }
    return 0;
}

/* What a measure comes to as of an instant; REVOPS_MISSING without a value. */
static int64_t used_count(const used_usage *u, const used_criterion *row, int64_t at_ms)
{
    static const used_use *own[USED_USES];
    size_t count = 0;
    int64_t value = 0;
    for (size_t i = 0; i < u->count; i++) {
        if (used_names(row, u->uses[i].event, u->uses[i].value) &&
            used_is_in_window(u, row, u->uses[i].at_ms, at_ms)) {
            own[count++] = &u->uses[i];
        }
    }
    const used_use *last = count ? own[count - 1] : NULL;
    switch (row->measure) {
    case BY_EVENTS:
        return (int64_t)count;
    case BY_SUM:
        for (size_t i = 0; i < count; i++) {
            value += own[i]->value > 0 ? own[i]->value : 0;
        }
        return value;
    case BY_DAYS:
    case BY_PEOPLE:
    case BY_VALUES:
        for (size_t i = 0; i < count; i++) { /* each counts if none before it is the same */
            int is_known = (row->measure == BY_PEOPLE && own[i]->who == USED_NOBODY) ||
                           (row->measure == BY_VALUES && own[i]->value == REVOPS_MISSING);
            for (size_t k = 0; k < i; k++) {
                is_known |= row->measure == BY_DAYS     ? used_day(own[k]->at_ms) == used_day(own[i]->at_ms)
                            : row->measure == BY_PEOPLE ? own[k]->who == own[i]->who
                                                        : own[k]->value == own[i]->value;
            }
            value += !is_known;
        }
        return value;
    case BY_STREAK:
        for (int64_t found = last != NULL && used_day(at_ms) <= used_day(last->at_ms) + 1; found;
             value += found) {
            found = 0;
            for (size_t i = 0; i < count; i++) {
                found |= used_day(own[i]->at_ms) == used_day(last->at_ms) - value;
            }
        }
        return value;
    case BY_LEVEL:
        return last ? last->value : REVOPS_MISSING;
    case BY_SHARE:
        value = last ? (last->value & UINT32_MAX) * 10000 : 0;
        return last && last->value >> 32 ? value / (last->value >> 32) : REVOPS_MISSING;
    case BY_SILENCE:
        for (size_t i = count; !row->is_elapsed && i > 0; i--) { /* from date to date */
            if (used_day(own[i - 1]->at_ms) != used_day(last->at_ms)) {
                return used_day(last->at_ms) - used_day(own[i - 1]->at_ms);
            }
        }
        return row->is_elapsed && count > 1 ? (last->at_ms - own[count - 2]->at_ms) / REVOPS_DAY_MS
                                            : REVOPS_MISSING;
    }
    return REVOPS_MISSING;
}

static int used_meets(const used_criterion *row, int64_t value, int was)
{
    int64_t bound = was && row->keeps ? row->keeps : row->threshold;
    return (was && row->stays) ||
           (value != REVOPS_MISSING && (row->is_at_most ? value <= bound : value >= bound));
}

static int used_combines(const used_signal *row, uint32_t met, int is_asked, int holds)
{
    uint32_t some = 0;
    for (uint32_t i = 0; i < USED_CRITERIA; i++) {
        some += (row->some_of & met) >> i & 1;
    }
    return (row->all_of & ~met) == 0 && (!row->any_of || (row->any_of & met)) && !(row->none_of & met) &&
           some >= row->least && (!is_asked || holds);
}

/* Judges criteria anew that are in a set. */
static uint32_t used_judge(used_usage *u, uint32_t which, int64_t at_ms)
{
    uint32_t met = u->met;
    for (uint32_t i = 0; i < u->rules->criterion_count; i++) {
        const used_criterion *row = &u->rules->criteria[i];
        if (which >> i & 1) {
            int now = used_meets(row, used_count(u, row, at_ms), (int)(met >> i & 1));
            met = (met & ~(1u << i)) | (uint32_t)now << i;
            u->met_ms[i] = now && u->met_ms[i] == REVOPS_TIME_NONE ? at_ms : u->met_ms[i];
        }
    }
    return met;
}

static uint32_t used_named_by(const used_signal *row)
{
    return row->all_of | row->any_of | row->none_of | row->some_of;
}

/* What signals hold of, and those that come. */
static uint32_t used_settle(used_usage *u, uint32_t judged, uint32_t before, uint32_t asked_before,
                            int64_t at_ms, uint32_t stage)
{
    uint32_t came = 0;
    for (uint32_t i = 0; i < u->rules->signal_count; i++) {
        const used_signal *row = &u->rules->signals[i];
        int is_asked = used_is_asked(u->rules, row);
        int held = used_combines(row, before, is_asked, (int)(asked_before >> i & 1));
        int holds = used_combines(row, u->met, is_asked, (int)(u->asked >> i & 1));
        int is_first = u->signal_ms[i] == REVOPS_TIME_NONE;
        if (!(judged >> i & 1)) {
            continue;
        }
        u->came &= held && holds ? UINT32_MAX : ~(1u << i);
        if (holds && !(row->held_back >> stage & 1) && !(row->is_once && !is_first) &&
            !(row->again_days && !is_first && at_ms - u->signal_ms[i] < row->again_days * REVOPS_DAY_MS) &&
            (row->is_once || row->again_days || !(u->came >> i & 1))) {
            u->came |= 1u << i;
            u->signal_ms[i] = at_ms;
            came |= 1u << i;
        }
    }
    return came;
}

/* Just before an event: what left a window doesn't count any more. */
static void used_pass(used_usage *u, uint32_t judged, uint32_t touched, int64_t at_ms)
{
    uint32_t which = touched;
    for (uint32_t i = 0; i < u->rules->signal_count; i++) {
        which |= judged >> i & 1 ? used_named_by(&u->rules->signals[i]) : 0;
    }
    for (uint32_t i = 0; i < u->rules->criterion_count; i++) {
        const used_criterion *row = &u->rules->criteria[i];
        int changes =
            row->is_at_most || row->window == W_DAYS || row->window == W_HOURS || row->measure == BY_STREAK;
        which &= changes ? UINT32_MAX : ~(1u << i);
    }
    u->met = used_judge(u, which, at_ms);
}

/* Signals that come as what their conditions ask has changed. `stage` is where a lead stands, 0 of an account. */
static uint32_t used_look(used_usage *u, int64_t at_ms, uint32_t stage)
{
    uint32_t asked = 0, judged = 0, was = u->asked;
    for (uint32_t i = 0; i < u->rules->signal_count; i++) {
        const used_signal *row = &u->rules->signals[i];
        if (used_is_asked(u->rules, row)) {
            judged |= 1u << i;
            asked |= (uint32_t)used_condition(row->where, u->facts, stage) << i;
        }
    }
    if (!u->is_begun || asked == was) {
        return 0;
    }
    used_pass(u, judged, 0, at_ms);
    u->asked = asked;
    u->last_ms = at_ms;
    return used_settle(u, judged, u->met, was, at_ms, stage);
}

static uint32_t used_take(used_usage *u, int64_t at_ms, uint32_t event, int64_t value, uint64_t who,
                          uint32_t stage)
{
    uint32_t touched = 0, judged = 0, named = 0;
    for (uint32_t i = 0; i < u->rules->criterion_count; i++) {
        named |= u->rules->criteria[i].events >> event & 1;
        touched |= (uint32_t)used_names(&u->rules->criteria[i], event, value) << i;
    }
    if (!u->is_begun && !named && event != USED_SIGNED_UP) {
        return 0;
    }
    u->begun_ms = u->is_begun ? u->begun_ms : at_ms;
    u->is_begun = 1;
    uint32_t found = used_look(u, at_ms, stage);
    if (!touched) {
        return found;
    }
    for (uint32_t i = 0; i < u->rules->signal_count; i++) {
        judged |= (uint32_t)((used_named_by(&u->rules->signals[i]) & touched) != 0) << i;
    }
    used_pass(u, judged, touched, at_ms);
    uint32_t before = u->met;
    MUST(u->count < USED_USES);
    u->uses[u->count++] = (used_use){at_ms, value, event, who};
    u->met = used_judge(u, touched, at_ms);
    u->last_ms = at_ms;
    return found | used_settle(u, judged, before, u->asked, at_ms, stage);
}

#endif
