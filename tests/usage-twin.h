/* SPDX-License-Identifier: MIT */
/* The naive twin of usage: it keeps every event and recounts everything from them. */
#ifndef REVOPS_TESTS_USAGE_TWIN_H
#define REVOPS_TESTS_USAGE_TWIN_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <revops/revops.h>

#include "random.h"

enum { EVENTS = 120, USERS = 40, CRITERIA = REVOPS_USAGE_CRITERIA_MAX, SIGNALS = REVOPS_USAGE_SIGNALS_MAX };

typedef struct twin {
    int64_t signup_ms;
    int32_t signup_day;
    revops_usage_event events[2 * EVENTS];
    int32_t dates[2 * EVENTS]; /* of the events */
    int count;
    uint32_t sequence;
    int met[CRITERIA], known[CRITERIA]; /* known: what attributes say */
    int32_t judged[CRITERIA];           /* growth: the date up to which it was judged */
    int64_t met_ms[CRITERIA], last_ms, signal_ms[SIGNALS];
    int came[SIGNALS], worked;
} twin;

static int32_t date_of(int64_t at_ms, int32_t offset_min)
{
    int64_t local = at_ms + offset_min * INT64_C(60000);
    int64_t day = local / 86400000;
    return (int32_t)(local % 86400000 < 0 ? day - 1 : day);
}

/* Whether a criterion counts events of a kind: by its bits, or by its list. */
static int counts_kind(const revops_usage_params *params, const revops_usage_criterion *criterion,
                       uint32_t kind)
{
    int found = kind < 64 && (criterion->kinds >> kind & 1);
    for (uint32_t i = 0; i < criterion->kind_count; i++) {
        found |= params->kinds[criterion->first_kind + i] == kind;
    }
    return found;
}

static int counts(const revops_usage_params *params, const revops_usage_criterion *criterion, const twin *t,
                  const revops_usage_event *event, int32_t date)
{
    if (!counts_kind(params, criterion, event->kind) || event->value < criterion->least_value ||
        (criterion->greatest_value != 0 && event->value > criterion->greatest_value)) {
        return 0;
    }
    if (criterion->window == REVOPS_USAGE_SINCE_SIGNUP) {
        if (criterion->flags & REVOPS_USAGE_ELAPSED) {
            int64_t past = event->at_ms - t->signup_ms;
            return past >= 0 && past <= criterion->window_days * INT64_C(86400000);
        }
        int32_t past = date - t->signup_day;
        return past >= 0 && past < (int32_t)criterion->window_days;
    }
    return 1;
}

/* The events that a criterion counts, and the date of each: within one rolling measure dates never run backwards. */
typedef struct counted {
    const revops_usage_event *events[2 * EVENTS];
    int32_t dates[2 * EVENTS], latest;
    int count;
} counted;

static void collect(const revops_usage_params *params, const revops_usage_criterion *criterion, const twin *t,
                    counted *own)
{
    own->count = 0;
    own->latest = INT32_MIN;
    for (int i = 0; i < t->count; i++) {
        int32_t date = t->dates[i];
        if (counts(params, criterion, t, &t->events[i], date)) {
            own->latest = date > own->latest ? date : own->latest;
            own->events[own->count] = &t->events[i];
            own->dates[own->count++] = criterion->measure == REVOPS_USAGE_USERS ||
                                               criterion->measure == REVOPS_USAGE_ITEMS ||
                                               criterion->window == REVOPS_USAGE_SINCE_SIGNUP
                                           ? date
                                           : own->latest;
        }
    }
}

static uint32_t at_most(uint64_t value, uint32_t most)
{
    return value < most ? (uint32_t)value : most;
}

/* Growth as of a date: events, or what they sum up to. */
static int recount_growth(const revops_usage_criterion *criterion, const counted *own, int32_t today,
                          uint32_t *out)
{
    uint64_t now = 0, before = 0;
    int32_t days = (int32_t)criterion->window_days;
    for (int i = 0; i < own->count; i++) {
        uint64_t weight = criterion->measure == REVOPS_USAGE_SUM_GROWTH ? own->events[i]->value : 1;
        now += own->dates[i] > today - days ? weight : 0;
        before += own->dates[i] <= today - days && own->dates[i] > today - 2 * days ? weight : 0;
    }
    *out = before ? at_most(now * 10000 / before, UINT32_MAX - 1) : 0;
    return before != 0;
}

static uint32_t recount_days(const revops_usage_criterion *criterion, const counted *own, int64_t at_ms,
                             int32_t eve)
{
    uint32_t value = 0;
    for (int i = 0; i < own->count; i++) {
        int seen = 0;
        for (int j = i + 1; j < own->count; j++) { /* the last event of a date stands for it */
            seen |= own->dates[j] == own->dates[i];
        }
        value += !seen && (criterion->window != REVOPS_USAGE_ROLLING ? 1
                           : criterion->flags & REVOPS_USAGE_ELAPSED
                               ? at_ms - own->events[i]->at_ms <= criterion->window_days * INT64_C(86400000)
                               : own->dates[i] > eve - (int32_t)criterion->window_days);
    }
    return value;
}

/* How many distinct users or items there are. */
static uint32_t recount_distinct(const revops_usage_criterion *criterion, const counted *own, int32_t today)
{
    uint32_t value = 0;
    for (uint32_t number = 1; number <= USERS; number++) {
        int seen = 0;
        for (int i = 0; i < own->count; i++) {
            uint32_t what = criterion->measure == REVOPS_USAGE_USERS ? own->events[i]->user
                                                                     : own->events[i]->item[criterion->item];
            seen |= what == number && (criterion->window != REVOPS_USAGE_ROLLING ||
                                       own->dates[i] > today - (int32_t)criterion->window_days);
        }
        value += (uint32_t)seen;
    }
    return value;
}

/* Days from one event to another. */
static uint32_t days_apart(const revops_usage_criterion *criterion, int64_t from_ms, int32_t from,
                           int64_t to_ms, int32_t to)
{
    int64_t days = criterion->flags & REVOPS_USAGE_ELAPSED ? (to_ms - from_ms) / 86400000 : to - from;
    return days > 0 ? (uint32_t)days : 0;
}

static int recount_return(const revops_usage_criterion *criterion, const counted *own, uint32_t *out)
{
    int last = own->count - 1, before = last - 1;
    int elapsed = (criterion->flags & REVOPS_USAGE_ELAPSED) != 0;
    while (!elapsed && last > 0 && own->dates[last - 1] == own->dates[last]) {
        last--; /* the first event of the latest date ended the silence */
        before = last - 1;
    }
    if (before < 0) {
        return 0;
    }
    *out = days_apart(criterion, own->events[before]->at_ms, own->dates[before], own->events[last]->at_ms,
                      own->dates[last]);
    return 1;
}

/* Recounts a measure as of an instant; 0 if it has no value. */
static int recount(const revops_usage_params *params, uint32_t index, const twin *t, int64_t at_ms,
                   int32_t offset_min, uint32_t *out)
{
    const revops_usage_criterion *criterion = &params->criteria[index];
    int rolling = criterion->window == REVOPS_USAGE_ROLLING,
        elapsed = criterion->flags & REVOPS_USAGE_ELAPSED;
    const int is_at_most = (criterion->flags & REVOPS_USAGE_AT_MOST) != 0;
    uint32_t days = criterion->window_days, bound = criterion->threshold;
    bound = criterion->release > bound ? criterion->release : bound;
    bound += (uint32_t)is_at_most;
    static counted own;
    collect(params, criterion, t, &own);
    int32_t today = date_of(at_ms, offset_min), eve = today > own.latest ? today : own.latest;
    const revops_usage_event *last = own.count ? own.events[own.count - 1] : NULL;
    uint32_t value = 0;
    uint64_t sum = 0;
    int has = 1;
    switch ((enum revops_usage_measures)criterion->measure) {
    case REVOPS_USAGE_COUNT:
        for (int i = 0; i < own.count; i++) {
            value += !rolling  ? 1
                     : elapsed ? at_ms - own.events[i]->at_ms <= days * INT64_C(86400000)
                               : own.dates[i] > eve - (int32_t)days;
        }
        if (rolling && elapsed && value > bound) {
            value = bound;
        }
        if (criterion->window == REVOPS_USAGE_EVER && criterion->threshold == 1 && !is_at_most && value > 1 &&
            criterion->least_value == 0 && criterion->greatest_value == 0) {
            value = 1;
        }
        break;
    case REVOPS_USAGE_SUM:
        for (int i = 0; i < own.count; i++) {
            sum += !rolling || own.dates[i] > eve - (int32_t)days ? own.events[i]->value : 0;
        }
        value = at_most(sum, UINT32_MAX - 1);
        break;
    case REVOPS_USAGE_ACTIVE_DAYS:
        value = recount_days(criterion, &own, at_ms, eve);
        value = rolling && elapsed && value > bound ? bound : value;
        break;
    case REVOPS_USAGE_STREAK:
        for (int found = own.count > 0 && today <= own.latest + 1; found && value < bound;) {
            found = 0;
            for (int i = 0; i < own.count; i++) {
                found |= own.dates[i] == own.latest - (int32_t)value;
            }
            value += (uint32_t)found;
        }
        break;
    case REVOPS_USAGE_USERS:
    case REVOPS_USAGE_ITEMS:
        value = recount_distinct(criterion, &own, today);
        break;
    case REVOPS_USAGE_LEVEL:
        has = last != NULL;
        value = last ? last->value : 0;
        break;
    case REVOPS_USAGE_LIMIT_SHARE:
        has = last && last->limit != 0;
        value = has ? at_most((uint64_t)last->value * 10000 / last->limit, 65534) : 0;
        break;
    case REVOPS_USAGE_GROWTH:
    case REVOPS_USAGE_SUM_GROWTH:
        has = own.count > 0 && recount_growth(criterion, &own, eve, &value);
        break;
    case REVOPS_USAGE_SILENCE:
        value = last ? days_apart(criterion, last->at_ms, own.latest, at_ms, today)
                     : days_apart(criterion, t->signup_ms, t->signup_day, at_ms, today);
        break;
    case REVOPS_USAGE_RETURN:
        has = recount_return(criterion, &own, &value);
        break;
    case REVOPS_USAGE_ATTRIBUTES:
        value = (uint32_t)t->met[index];
        break;
    }
    *out = has ? value : 0;
    return has;
}

static int meets(const revops_usage_criterion *criterion, int was, int has, uint32_t value)
{
    if (was && (criterion->flags & REVOPS_USAGE_LATCH)) {
        return 1;
    }
    uint32_t bound = was && criterion->release ? criterion->release : criterion->threshold;
    return has && (criterion->flags & REVOPS_USAGE_AT_MOST ? value <= bound : value >= bound);
}

static int is_growth(const revops_usage_criterion *criterion)
{
    return criterion->measure == REVOPS_USAGE_GROWTH || criterion->measure == REVOPS_USAGE_SUM_GROWTH;
}

/* Whether a criterion is met as of an instant. Growth is judged at each date since it was judged before. */
static int is_met(const revops_usage_params *params, uint32_t index, const twin *t, int64_t at_ms,
                  int32_t offset_min, int was)
{
    const revops_usage_criterion *criterion = &params->criteria[index];
    uint32_t value = 0;
    if (!is_growth(criterion)) {
        int has = recount(params, index, t, at_ms, offset_min, &value);
        return meets(criterion, was, has, value);
    }
    static counted own;
    collect(params, criterion, t, &own);
    if (own.count == 0) {
        return meets(criterion, was, 0, 0);
    }
    int32_t today = date_of(at_ms, offset_min);
    int32_t judged = t->judged[index] > own.latest ? t->judged[index] : own.latest;
    int32_t date = today > judged ? judged + 1 : judged;
    int met = was;
    for (; date <= today || date == judged; date++) {
        int has = recount_growth(criterion, &own, date, &value);
        met = meets(criterion, met, has, value);
    }
    return met;
}

static void note_judged(const revops_usage_params *params, uint32_t index, twin *t, int32_t today)
{
    static counted own;
    collect(params, &params->criteria[index], t, &own);
    int32_t date = today > own.latest ? today : own.latest;
    if (is_growth(&params->criteria[index]) && own.count > 0 && date > t->judged[index]) {
        t->judged[index] = date;
    }
}

static uint64_t named_by(const revops_usage_signal *signal)
{
    return signal->all_of | signal->any_of | signal->at_least_of | signal->none_of;
}

static int holds(const revops_usage_signal *signal, const int met[])
{
    uint32_t all = 1, any = 0, some = 0, none = 1;
    const uint64_t named = named_by(signal);
    for (uint32_t i = 0; i < CRITERIA && named >> i; i++) {
        all &= !(signal->all_of >> i & 1) || met[i];
        any |= (signal->any_of >> i & 1) && met[i];
        some += (signal->at_least_of >> i & 1) && met[i];
        none &= !(signal->none_of >> i & 1) || !met[i];
    }
    return all && (any || signal->any_of == 0) && some >= signal->at_least_count && none;
}

static uint32_t give_signals(const revops_usage_params *params, twin *t, int64_t at_ms, const int before[],
                             uint32_t judged)
{
    uint32_t fired = 0;
    for (uint32_t i = 0; i < params->signal_count; i++) {
        const revops_usage_signal *signal = &params->signals[i];
        if (!(judged >> i & 1)) {
            continue;
        }
        if (!holds(signal, before)) {
            t->came[i] = 0;
        }
        if (!holds(signal, t->met)) {
            t->came[i] = 0;
        } else if (!t->worked && !((signal->flags & REVOPS_USAGE_ONCE) && t->came[i]) &&
                   (t->signal_ms[i] == REVOPS_TIME_NONE || at_ms - t->signal_ms[i] >= signal->cooldown_ms)) {
            t->came[i] = 1;
            t->signal_ms[i] = at_ms;
            fired |= 1u << i;
        }
    }
    return fired;
}

/* What happens to a record: an event, attributes that are set (kind 0), or time that passes (kind UINT32_MAX). */
enum { SETS_ATTRIBUTES = 0 };
#define TIME_PASSES UINT32_MAX

static int touches(const revops_usage_params *params, uint32_t index, uint32_t kind)
{
    const revops_usage_criterion *criterion = &params->criteria[index];
    return kind == TIME_PASSES || (kind == SETS_ATTRIBUTES ? criterion->measure == REVOPS_USAGE_ATTRIBUTES
                                                           : counts_kind(params, criterion, kind));
}

static revops_status twin_apply(const revops_usage_params *params, twin *t, const revops_usage_event *event,
                                uint32_t *fired)
{
    if (event->sequence != 0 && event->sequence <= t->sequence) {
        return REVOPS_ERR_DUPLICATE;
    }
    if (event->at_ms < t->last_ms) {
        return REVOPS_ERR_LATE;
    }
    int32_t today = date_of(event->at_ms, event->utc_offset_min);
    int before[CRITERIA];
    uint32_t judged = 0;
    uint64_t concerned = 0;
    for (uint32_t i = 0; i < params->criterion_count; i++) {
        concerned |= (uint64_t)touches(params, i, event->kind) << i;
    }
    for (uint32_t i = 0; i < params->signal_count; i++) {
        judged |= (uint32_t)((named_by(&params->signals[i]) & concerned) != 0) << i;
    }
    for (uint32_t i = 0; i < params->signal_count; i++) {
        concerned |= judged >> i & 1 ? named_by(&params->signals[i]) : 0;
    }
    memcpy(before, t->met, sizeof before);
    /* Just before it, then with it. */
    for (int now = 0; now < 2; now++) {
        for (uint32_t i = 0; i < params->criterion_count; i++) {
            if (!(concerned >> i & 1)) {
                continue;
            }
            if (params->criteria[i].measure == REVOPS_USAGE_ATTRIBUTES) {
                int latched = t->met[i] && (params->criteria[i].flags & REVOPS_USAGE_LATCH);
                t->met[i] = now && event->kind == SETS_ATTRIBUTES ? t->known[i] || latched : t->met[i];
            } else {
                t->met[i] = is_met(params, i, t, event->at_ms, event->utc_offset_min, t->met[i]);
                note_judged(params, i, t, today);
            }
            if (t->met[i] && t->met_ms[i] == REVOPS_TIME_NONE) {
                t->met_ms[i] = event->at_ms;
            }
        }
        if (now == 0) {
            memcpy(before, t->met, sizeof before);
            if (event->kind != SETS_ATTRIBUTES && event->kind != TIME_PASSES) {
                t->dates[t->count] = today;
                t->events[t->count++] = *event;
            }
        }
    }
    t->last_ms = event->at_ms;
    t->sequence = event->sequence ? event->sequence : t->sequence;
    *fired = give_signals(params, t, event->at_ms, before, judged);
    return REVOPS_OK;
}

static void twin_init(twin *t, int64_t signup_ms, int32_t offset_min)
{
    memset(t, 0, sizeof *t);
    t->signup_ms = signup_ms;
    t->signup_day = date_of(signup_ms, offset_min);
    t->last_ms = INT64_MIN;
    for (int i = 0; i < CRITERIA; i++) {
        t->met_ms[i] = REVOPS_TIME_NONE;
        t->judged[i] = INT32_MIN;
    }
    for (int i = 0; i < SIGNALS; i++) {
        t->signal_ms[i] = REVOPS_TIME_NONE;
    }
}

#endif
