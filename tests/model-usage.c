/* SPDX-License-Identifier: MIT */
/* The naive twin keeps every event and recounts everything from them, for random models and random streams with late
   and duplicate events, year ends, leap days and zones. Verifies PQ5 and PQ7. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <revops/revops.h>

#include "random.h"

enum { EVENTS = 120, CRITERIA = 6, USERS = 40 };

typedef struct twin {
    int64_t signup_ms;
    int32_t signup_day;
    revops_usage_event events[2 * EVENTS];
    int count;
    uint32_t sequence;
    int met[REVOPS_USAGE_CRITERIA_MAX];
    int64_t met_ms[REVOPS_USAGE_CRITERIA_MAX], last_ms, signal_ms[4];
    int came[4], worked;
} twin;

static int failures;

#define SAME(a, b, what)                                                                                     \
    do {                                                                                                     \
        if ((int64_t)(a) != (int64_t)(b)) {                                                                  \
            fprintf(stderr, "round %d: %s is %lld, should be %lld (line %d)\n", round_number, what,          \
                    (long long)(a), (long long)(b), __LINE__);                                               \
            failures++;                                                                                      \
        }                                                                                                    \
    } while (0)

static int round_number;

static int32_t date_of(int64_t at_ms, int32_t offset_min)
{
    int64_t local = at_ms + offset_min * INT64_C(60000);
    int64_t day = local / 86400000;
    return (int32_t)(local % 86400000 < 0 ? day - 1 : day);
}

static int counts(const revops_usage_criterion *criterion, const twin *t, const revops_usage_event *event)
{
    if (!(criterion->kinds >> event->kind & 1)) {
        return 0;
    }
    if (criterion->window == REVOPS_USAGE_SINCE_SIGNUP) {
        if (criterion->flags & REVOPS_USAGE_ELAPSED) {
            int64_t past = event->at_ms - t->signup_ms;
            return past >= 0 && past <= criterion->window_days * INT64_C(86400000);
        }
        int32_t past = date_of(event->at_ms, event->utc_offset_min) - t->signup_day;
        return past >= 0 && past < (int32_t)criterion->window_days;
    }
    return 1;
}

/* Recounts a measure as of an instant; 0 if it has no value. */
static int recount(const revops_usage_criterion *criterion, const twin *t, int64_t at_ms, int32_t offset_min,
                   uint32_t *out)
{
    int rolling = criterion->window == REVOPS_USAGE_ROLLING,
        elapsed = criterion->flags & REVOPS_USAGE_ELAPSED;
    int at_most = (criterion->flags & REVOPS_USAGE_AT_MOST) != 0;
    uint32_t days = criterion->window_days, bound = criterion->threshold;
    bound = criterion->release > bound ? criterion->release : bound;
    bound += (uint32_t)at_most;
    static int32_t dates[2 * EVENTS];
    static const revops_usage_event *events[2 * EVENTS];
    int count = 0;
    int32_t latest = INT32_MIN, today = date_of(at_ms, offset_min);
    for (int i = 0; i < t->count; i++) {
        if (counts(criterion, t, &t->events[i])) {
            int32_t date = date_of(t->events[i].at_ms, t->events[i].utc_offset_min);
            latest = date > latest ? date : latest;
            events[count] = &t->events[i];
            dates[count++] =
                criterion->measure == REVOPS_USAGE_USERS || criterion->window == REVOPS_USAGE_SINCE_SIGNUP
                    ? date
                    : latest;
        }
    }
    int32_t eve = today > latest ? today : latest;
    uint32_t value = 0, before = 0;
    switch (criterion->measure) {
    case REVOPS_USAGE_COUNT:
        for (int i = 0; i < count; i++) {
            value += !rolling  ? 1
                     : elapsed ? at_ms - events[i]->at_ms <= days * INT64_C(86400000)
                               : dates[i] > eve - (int32_t)days;
        }
        if (rolling && elapsed && value > bound) {
            value = bound;
        }
        if (criterion->window == REVOPS_USAGE_EVER && criterion->threshold == 1 && !at_most && value > 1) {
            value = 1;
        }
        break;
    case REVOPS_USAGE_ACTIVE_DAYS:
        for (int i = 0; i < count; i++) {
            int seen = 0;
            for (int j = i + 1; j < count; j++) { /* the last event of a date stands for it */
                seen |= dates[j] == dates[i];
            }
            value += !seen && (!rolling  ? 1
                               : elapsed ? at_ms - events[i]->at_ms <= days * INT64_C(86400000)
                                         : dates[i] > eve - (int32_t)days);
        }
        if (rolling && elapsed && value > bound) {
            value = bound;
        }
        break;
    case REVOPS_USAGE_STREAK:
        if (count > 0 && today <= latest + 1) {
            for (int found = 1; found && value < bound;) {
                found = 0;
                for (int i = 0; i < count; i++) {
                    found |= dates[i] == latest - (int32_t)value;
                }
                value += (uint32_t)found;
            }
        }
        break;
    case REVOPS_USAGE_USERS:
        for (uint32_t user = 1; user <= USERS; user++) {
            int seen = 0;
            for (int i = 0; i < count; i++) {
                seen |= events[i]->user == user && (!rolling || dates[i] > today - (int32_t)days);
            }
            value += (uint32_t)seen;
        }
        break;
    case REVOPS_USAGE_LEVEL:
        if (count == 0) {
            return 0;
        }
        value = events[count - 1]->value;
        break;
    case REVOPS_USAGE_LIMIT_SHARE:
        if (count == 0 || events[count - 1]->limit == 0) {
            return 0;
        }
        value = (uint32_t)((uint64_t)events[count - 1]->value * 10000 / events[count - 1]->limit);
        value = value < 65534 ? value : 65534;
        break;
    default:
        for (int i = 0; i < count; i++) {
            value += dates[i] > eve - (int32_t)days;
            before += dates[i] <= eve - (int32_t)days && dates[i] > eve - 2 * (int32_t)days;
        }
        if (before == 0) {
            return 0;
        }
        value = value * 10000 / before;
    }
    *out = value;
    return 1;
}

static int meets(const revops_usage_criterion *criterion, int was, int has, uint32_t value)
{
    if (was && (criterion->flags & REVOPS_USAGE_LATCH)) {
        return 1;
    }
    uint32_t bound = was && criterion->release ? criterion->release : criterion->threshold;
    return has && (criterion->flags & REVOPS_USAGE_AT_MOST ? value <= bound : value >= bound);
}

static int holds(const revops_usage_signal *signal, const int met[])
{
    uint32_t all = 1, any = 0, some = 0, none = 1;
    for (uint32_t i = 0; i < REVOPS_USAGE_CRITERIA_MAX; i++) {
        all &= !(signal->all_of >> i & 1) || met[i];
        any |= (signal->any_of >> i & 1) && met[i];
        some += (signal->at_least_of >> i & 1) && met[i];
        none &= !(signal->none_of >> i & 1) || !met[i];
    }
    return all && (any || signal->any_of == 0) && some >= signal->at_least_count && none;
}

static uint32_t give_signals(const revops_usage_params *params, twin *t, int64_t at_ms, const int before[])
{
    uint32_t fired = 0;
    for (uint32_t i = 0; i < params->signal_count; i++) {
        const revops_usage_signal *signal = &params->signals[i];
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

static revops_status twin_apply(const revops_usage_params *params, twin *t, const revops_usage_event *event,
                                uint32_t *fired)
{
    if (event->sequence != 0 && event->sequence <= t->sequence) {
        return REVOPS_ERR_DUPLICATE;
    }
    if (event->at_ms < t->last_ms) {
        return REVOPS_ERR_LATE;
    }
    int before[REVOPS_USAGE_CRITERIA_MAX];
    memcpy(before, t->met, sizeof before);
    for (uint32_t i = 0; i < params->criterion_count; i++) {
        uint32_t value = 0;
        int has = recount(&params->criteria[i], t, event->at_ms, event->utc_offset_min, &value);
        before[i] = before[i] && meets(&params->criteria[i], 1, has, value);
    }
    t->events[t->count++] = *event;
    t->last_ms = event->at_ms;
    t->sequence = event->sequence ? event->sequence : t->sequence;
    for (uint32_t i = 0; i < params->criterion_count; i++) {
        uint32_t value = 0;
        int has = recount(&params->criteria[i], t, event->at_ms, event->utc_offset_min, &value);
        t->met[i] = meets(&params->criteria[i], before[i], has, value);
        if (t->met[i] && t->met_ms[i] == REVOPS_TIME_NONE) {
            t->met_ms[i] = event->at_ms;
        }
    }
    *fired = give_signals(params, t, event->at_ms, before);
    return REVOPS_OK;
}

static void twin_init(twin *t, int64_t signup_ms, int32_t offset_min)
{
    memset(t, 0, sizeof *t);
    t->signup_ms = signup_ms;
    t->signup_day = date_of(signup_ms, offset_min);
    t->last_ms = INT64_MIN;
    for (int i = 0; i < REVOPS_USAGE_CRITERIA_MAX; i++) {
        t->met_ms[i] = REVOPS_TIME_NONE;
    }
    for (int i = 0; i < 4; i++) {
        t->signal_ms[i] = REVOPS_TIME_NONE;
    }
}

/* What a random model is made of; values stay small so that thresholds are crossed often. */
static void random_criterion(random_state *random, revops_usage_criterion *criterion)
{
    memset(criterion, 0, sizeof *criterion);
    criterion->kinds = (random_next(random) & 0xfe) | 2;
    criterion->measure = (uint32_t)random_below(random, 7);
    criterion->threshold = (uint32_t)random_between(random, 1, 6);
    criterion->window = (uint32_t)random_below(random, 3);
    criterion->flags = random_below(random, 4) ? 0 : REVOPS_USAGE_AT_MOST;
    criterion->flags |= random_below(random, 6) ? 0 : REVOPS_USAGE_LATCH;
    uint32_t most = 6;
    switch (criterion->measure) {
    case REVOPS_USAGE_STREAK:
    case REVOPS_USAGE_LEVEL:
        criterion->window = REVOPS_USAGE_EVER;
        break;
    case REVOPS_USAGE_LIMIT_SHARE:
        criterion->window = REVOPS_USAGE_EVER;
        criterion->threshold *= 2000;
        most = 20000;
        break;
    case REVOPS_USAGE_GROWTH:
        criterion->window = REVOPS_USAGE_ROLLING;
        criterion->threshold *= 4000;
        most = 40000;
        break;
    case REVOPS_USAGE_USERS:
        criterion->users_exact = USERS;
        break;
    default:
        criterion->flags |=
            criterion->window != REVOPS_USAGE_EVER && random_below(random, 2) ? REVOPS_USAGE_ELAPSED : 0;
    }
    if (criterion->window != REVOPS_USAGE_EVER) {
        criterion->window_days = (uint32_t)random_between(random, 1, random_below(random, 4) ? 10 : 40);
    }
    if (random_below(random, 2)) {
        criterion->release =
            criterion->flags & REVOPS_USAGE_AT_MOST
                ? (uint32_t)random_between(random, criterion->threshold, criterion->threshold + most)
                : (uint32_t)random_between(random, 1, criterion->threshold);
    }
}

static void random_signal(random_state *random, revops_usage_signal *signal)
{
    memset(signal, 0, sizeof *signal);
    uint64_t bits = random_next(random);
    signal->all_of = bits & bits >> 8 & ((1u << CRITERIA) - 1);
    signal->any_of = random_below(random, 2) ? bits >> 16 & ((1u << CRITERIA) - 1) : 0;
    signal->at_least_of = random_below(random, 2) ? bits >> 24 & ((1u << CRITERIA) - 1) : 0;
    signal->at_least_count = signal->at_least_of ? (uint32_t)random_between(random, 1, 3) : 0;
    signal->none_of = random_below(random, 4) ? 0 : 1u << random_below(random, CRITERIA);
    signal->cooldown_ms = random_between(random, 1, 20) * REVOPS_DAY_MS / 4;
    signal->flags = random_below(random, 2) ? REVOPS_USAGE_ONCE : 0;
}

/* Offsets of places that differ by more than a day, one that changes by an hour at midnight among them. */
static int travels;

static int32_t random_offset(random_state *random, int32_t home)
{
    static const int32_t far[] = {-720, -210, 0, 330, 840};
    return !travels                   ? home
           : random_below(random, 12) ? home + (random_below(random, 5) ? 0 : 60)
                                      : far[random_below(random, 5)];
}

static revops_usage_event random_event(random_state *random, int64_t *now_ms, uint32_t *sequence,
                                       int32_t home)
{
    revops_usage_event event;
    memset(&event, 0, sizeof event);
    switch (random_below(random, 8)) {
    case 0: /* the same instant, a midnight, a multiple of days later, a long gap */
        break;
    case 1:
        *now_ms += REVOPS_DAY_MS - ((*now_ms + home * 60000) % REVOPS_DAY_MS + REVOPS_DAY_MS) % REVOPS_DAY_MS;
        break;
    case 2:
        *now_ms += REVOPS_DAY_MS * random_between(random, 1, 8);
        break;
    case 3:
        *now_ms += random_between(random, 0, 30 * REVOPS_DAY_MS);
        break;
    default:
        *now_ms += random_between(random, 0, REVOPS_DAY_MS);
    }
    event.at_ms = *now_ms;
    event.kind = (uint32_t)random_between(random, 1, 8);
    event.user = (uint32_t)random_below(random, USERS + 1);
    event.value = (uint32_t)random_below(random, 10);
    event.limit = (uint32_t)random_below(random, 6);
    event.utc_offset_min = random_offset(random, home);
    event.sequence = random_below(random, 8) ? ++*sequence : 0;
    return event;
}

/* Year ends, leap days, months of 28 to 31 days, before and after 1970. */
static int64_t random_start(random_state *random)
{
    static const struct {
        int32_t year, month, day;
    } starts[] = {{2023, 12, 20}, {2024, 2, 20},  {1999, 12, 28}, {2000, 2, 26},
                  {2100, 2, 25},  {1969, 12, 25}, {2026, 3, 28}};
    uint64_t i = random_below(random, sizeof starts / sizeof starts[0]);
    return revops_utc_ms(starts[i].year, starts[i].month, starts[i].day, 0, 0) +
           random_between(random, 0, 3 * REVOPS_DAY_MS);
}

static void compare_standing(const revops_usage_model *model, const uint8_t *record,
                             const revops_usage_params *params, const twin *t, int64_t at_ms,
                             int32_t offset_min)
{
    int met[REVOPS_USAGE_CRITERIA_MAX] = {0};
    uint32_t near[REVOPS_USAGE_CRITERIA_MAX] = {0}, mask = 0;
    for (uint32_t i = 0; i < params->criterion_count; i++) {
        const revops_usage_criterion *criterion = &params->criteria[i];
        revops_usage_reading reading;
        uint32_t value = 0;
        int has = recount(criterion, t, at_ms, offset_min, &value);
        SAME(revops_usage_read(model, record, 1, i, at_ms, offset_min, &reading), REVOPS_OK,
             "status of a reading");
        SAME(reading.value, value, "value");
        met[i] = meets(criterion, t->met[i], has, value);
        mask |= (uint32_t)met[i] << i;
        near[i] = reading.near_bp;
        SAME(reading.state, (uint32_t)met[i] | (has ? 0 : REVOPS_USAGE_NO_VALUE), "state");
        SAME(reading.met_ms, t->met_ms[i], "instant met");
        SAME(reading.near_bp == 10000, met[i], "nearness");
    }
    for (uint32_t i = 0; i < params->signal_count; i++) {
        const revops_usage_signal *signal = &params->signals[i];
        revops_usage_standing standing;
        SAME(revops_usage_stand(model, record, 1, i, at_ms, offset_min, &standing), REVOPS_OK,
             "status of a standing");
        SAME(standing.held, mask, "criteria held");
        SAME(standing.state & REVOPS_USAGE_HOLDS, (uint32_t)holds(signal, met), "combination");
        SAME(standing.last_ms, t->signal_ms[i], "last signal");
        SAME((standing.state & REVOPS_USAGE_WORKED) != 0, t->worked, "worked");
        /* The least number lacking, by trying every set of criteria. */
        revops_usage_signal without = *signal;
        uint32_t least = 99;
        without.none_of = 0;
        for (uint32_t more = 0; more < 1u << CRITERIA; more++) {
            int then[REVOPS_USAGE_CRITERIA_MAX] = {0};
            uint32_t added = 0;
            for (uint32_t j = 0; j < CRITERIA; j++) {
                then[j] = met[j] || (more >> j & 1);
                added += (more >> j & 1) && !met[j];
            }
            if (!(more & signal->none_of) && holds(&without, then) && added < least) {
                least = added;
            }
        }
        SAME(standing.lacking, least, "number lacking");
        SAME(standing.near_bp == 10000, holds(signal, met), "nearness of a signal");
        (void)near;
    }
}

static void run_round(random_state *random)
{
    revops_usage_criterion criteria[CRITERIA];
    revops_usage_signal signals[2];
    revops_usage_params params = {sizeof params, 0, CRITERIA, 2, criteria, signals};
    static _Alignas(16) uint8_t memory[REVOPS_USAGE_MODEL_SIZE];
    const revops_usage_model *model;
    const int other_signup = (int)random_below(random, 2); /* for the record to merge */
    do {
        for (int i = 0; i < CRITERIA; i++) {
            do {
                random_criterion(random, &criteria[i]);
            } while (other_signup &&
                     criteria[i].window == REVOPS_USAGE_SINCE_SIGNUP); /* a first week of its own */
        }
        random_signal(random, &signals[0]);
        random_signal(random, &signals[1]);
    } while (revops_usage_build(&params, memory, sizeof memory, NULL, &model) != REVOPS_OK);

    static uint8_t record[65536], other_record[65536], before[65536];
    static twin t, other;
    size_t size = revops_usage_record_size(model);
    int32_t home = (int32_t)random_between(random, -11, 13) * 60;
    int64_t signup_ms = random_start(random),
            now_ms = signup_ms - (random_below(random, 3) ? 0 : REVOPS_DAY_MS);
    SAME(revops_usage_init(model, record, 1, &signup_ms, &home), REVOPS_OK, "status of init");
    int64_t other_signup_ms =
        signup_ms + (other_signup ? random_between(random, -40, 40) * (REVOPS_DAY_MS / 4) : 0);
    SAME(revops_usage_init(model, other_record, 1, &other_signup_ms, &home), REVOPS_OK, "status of init");
    twin_init(&t, signup_ms, home);
    twin_init(&other, other_signup_ms, home);
    uint32_t sequence = 0;
    travels = (int)random_below(random, 2);
    int split = (int)random_below(random, EVENTS), merging = 0;
    for (int i = 0; i < EVENTS && failures == 0; i++) {
        revops_usage_event event = random_event(random, &now_ms, &sequence, home);
        if (i > 0 && random_below(random, 10) == 0) { /* late, with a number that is new or none */
            event.at_ms -= random_between(random, 0, 3 * REVOPS_DAY_MS);
        }
        if (t.count > 0 && random_below(random, 10) == 0) { /* once more */
            event = t.events[random_below(random, (uint64_t)t.count)];
        }
        if (random_below(random, 40) == 0) {
            t.worked = !t.worked;
            SAME(revops_usage_work(model, record, t.worked), REVOPS_OK, "status of work");
        }
        if (i < split) { /* the other one gets a stream of its own, to merge later */
            revops_usage_event own = event;
            own.user = (uint32_t)random_below(random, USERS + 1);
            own.sequence = 0;
            uint32_t fired = 0, expected = 0;
            revops_status status = twin_apply(&params, &other, &own, &expected);
            SAME(revops_usage_apply(model, other_record, &own, &fired), status, "status of the other");
            SAME(fired, expected, "signals of the other");
        }
        uint32_t fired = 77, expected = 77;
        memcpy(before, record, size);
        revops_status status = twin_apply(&params, &t, &event, &expected);
        SAME(revops_usage_apply(model, record, &event, &fired), status, "status");
        SAME(fired, expected, "signals");
        if (status != REVOPS_OK) {
            SAME(memcmp(before, record, size), 0, "refused event's change");
        }
        SAME(revops_usage_check(model, record), REVOPS_OK, "check");
        if (random_below(random, 4) == 0 && t.count > 0) {
            compare_standing(model, record, &params, &t,
                             t.last_ms + random_between(random, 0, 12 * REVOPS_DAY_MS),
                             random_offset(random, home));
        }
        if (failures) {
            for (int c = 0; c < CRITERIA; c++) {
                fprintf(stderr,
                        "  %d: kinds %llx measure %u window %u days %u flags %u threshold %u release %u\n", c,
                        (unsigned long long)criteria[c].kinds, criteria[c].measure, criteria[c].window,
                        criteria[c].window_days, criteria[c].flags, criteria[c].threshold,
                        criteria[c].release);
            }
        }
    }
    if (failures || t.count + other.count == 0) {
        return;
    }
    if (travels) {
        return; /* dates that never run backwards in one record may do so among two */
    }
    /* The merged record measures what the union of the events does. */
    int64_t at_ms =
        (t.last_ms > other.last_ms ? t.last_ms : other.last_ms) + random_between(random, 0, REVOPS_DAY_MS);
    for (int i = 0; i < CRITERIA; i++) {
        merging |= criteria[i].measure == REVOPS_USAGE_ACTIVE_DAYS && criteria[i].window == REVOPS_USAGE_EVER;
    }
    uint32_t fired = 77;
    memcpy(before, record, size);
    revops_status status = revops_usage_merge(model, record, other_record, at_ms, home, &fired);
    if (merging) {
        SAME(status, REVOPS_ERR_REFUSED, "status of a merger that can't be");
        SAME(memcmp(before, record, size), 0, "refused merger's change");
        return;
    }
    SAME(status, REVOPS_OK, "status of a merger");
    static twin both;
    both = t;
    both.last_ms = at_ms;
    for (int i = 0; i < other.count; i++) { /* insert in order of time */
        int place = both.count;
        while (place > 0 && both.events[place - 1].at_ms > other.events[i].at_ms) {
            both.events[place] = both.events[place - 1];
            place--;
        }
        both.events[place] = other.events[i];
        both.count++;
    }
    for (uint32_t i = 0; i < CRITERIA; i++) {
        revops_usage_reading reading;
        uint32_t value = 0;
        if (criteria[i].measure == REVOPS_USAGE_LEVEL || criteria[i].measure == REVOPS_USAGE_LIMIT_SHARE) {
            uint32_t left = 0, right = 0;
            int has_left = recount(&criteria[i], &t, at_ms, home, &left);
            int has_right = recount(&criteria[i], &other, at_ms, home, &right);
            left = has_left ? left : 0;
            right = has_right ? right : 0;
            value = left > right ? left : right;
        } else {
            recount(&criteria[i], &both, at_ms, home, &value);
        }
        SAME(revops_usage_read(model, record, 1, i, at_ms, home, &reading), REVOPS_OK,
             "status of a merged reading");
        SAME(reading.value, value, "merged value");
        int64_t met_ms = t.met_ms[i];
        if (met_ms == REVOPS_TIME_NONE || (other.met_ms[i] != REVOPS_TIME_NONE && other.met_ms[i] < met_ms)) {
            met_ms = other.met_ms[i];
        }
        if (met_ms == REVOPS_TIME_NONE && (reading.state & REVOPS_USAGE_MET)) {
            met_ms = at_ms;
        }
        SAME(reading.met_ms, met_ms, "merged instant met");
        if (failures) {
            fprintf(
                stderr,
                "  criterion %u: kinds %llx measure %u window %u days %u flags %u threshold %u release %u\n",
                i, (unsigned long long)criteria[i].kinds, criteria[i].measure, criteria[i].window,
                criteria[i].window_days, criteria[i].flags, criteria[i].threshold, criteria[i].release);
            return;
        }
    }
    SAME(revops_usage_check(model, record), REVOPS_OK, "check of a merged record");
}

int main(int argc, char **argv)
{
    random_state random = {argc > 1 ? strtoull(argv[1], NULL, 10) : 20260302};
    for (round_number = 0; round_number < 2500 && failures == 0; round_number++) {
        run_round(&random);
    }
    return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
