/* SPDX-License-Identifier: MIT */
/* Random models and random streams with late and duplicate events, year ends, leap days and zones, compared with the naive
   twin. Verifies PQ5, PQ7, PQ10 and SEM16. */
#include "usage-twin.h"

static int failures, round_number;

#define SAME(a, b, what)                                                                                     \
    do {                                                                                                     \
        if ((int64_t)(a) != (int64_t)(b)) {                                                                  \
            fprintf(stderr, "round %d: %s is %lld, should be %lld (line %d)\n", round_number, what,          \
                    (long long)(a), (long long)(b), __LINE__);                                               \
            failures++;                                                                                      \
        }                                                                                                    \
    } while (0)

/* Kinds above 63 that criteria may list. */
enum { FAR_KINDS = 4, ATTRIBUTES = 3 };
static const revops_usage_kind far_kinds[FAR_KINDS] = {64, 700, 2, REVOPS_USAGE_KIND_MAX};
static const revops_condition conditions[] = {
    {.attribute = 0, .test = REVOPS_CONDITION_IN_RANGE, .low = 3, .high = 6},
    {.attribute = 1, .test = REVOPS_CONDITION_IS_PRESENT},
    {.attribute = 2, .test = REVOPS_CONDITION_IS_EQUAL, .low = 1, .flags = REVOPS_CONDITION_NOT},
};

/* What a random model is made of; values stay small so that thresholds are crossed often. */
static void random_criterion(random_state *random, revops_usage_criterion *criterion)
{
    memset(criterion, 0, sizeof *criterion);
    criterion->kinds = (random_next(random) & random_next(random) & 0xfe) | UINT64_C(2)
                                                                                << random_below(random, 7);
    criterion->measure = (uint32_t)random_below(random, REVOPS_USAGE_ATTRIBUTES + 1);
    criterion->threshold = (uint32_t)random_between(random, 1, 6);
    criterion->window = (uint32_t)random_below(random, 3);
    criterion->flags = random_below(random, 4) ? 0 : REVOPS_USAGE_AT_MOST;
    criterion->flags |= random_below(random, 6) ? 0 : REVOPS_USAGE_LATCH;
    uint32_t most = 6;
    int may_elapse = 0;
    if (random_below(random, 5) == 0) {
        criterion->first_kind = (uint32_t)random_below(random, FAR_KINDS);
        criterion->kind_count = 1;
    }
    if (random_below(random, 5) == 0) {
        criterion->least_value = (uint32_t)random_below(random, 5);
        criterion->greatest_value = (uint32_t)random_below(random, 2) * 7;
    }
    switch ((enum revops_usage_measures)criterion->measure) {
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
    case REVOPS_USAGE_SUM_GROWTH:
        criterion->window = REVOPS_USAGE_ROLLING;
        criterion->threshold *= 4000;
        most = 40000;
        break;
    case REVOPS_USAGE_USERS:
        criterion->exact = USERS;
        break;
    case REVOPS_USAGE_ITEMS:
        criterion->exact = USERS;
        criterion->item = (uint32_t)random_below(random, REVOPS_USAGE_ITEMS_MAX);
        criterion->threshold = criterion->threshold > 4 ? 4 : criterion->threshold;
        break;
    case REVOPS_USAGE_SUM:
        criterion->threshold *= 5;
        most = 20;
        break;
    case REVOPS_USAGE_SILENCE:
    case REVOPS_USAGE_RETURN:
        criterion->window = REVOPS_USAGE_EVER;
        may_elapse = 1;
        break;
    case REVOPS_USAGE_ATTRIBUTES:
        criterion->window = REVOPS_USAGE_EVER;
        criterion->kinds = 0;
        criterion->kind_count = criterion->first_kind = 0;
        criterion->least_value = criterion->greatest_value = 0;
        criterion->flags &= REVOPS_USAGE_LATCH;
        criterion->threshold = 1;
        criterion->first_condition = (uint32_t)random_below(random, ATTRIBUTES);
        criterion->condition_count =
            (uint32_t)random_between(random, 1, ATTRIBUTES - criterion->first_condition);
        break;
    case REVOPS_USAGE_COUNT:
    case REVOPS_USAGE_ACTIVE_DAYS:
        may_elapse = criterion->window != REVOPS_USAGE_EVER;
        break;
    }
    criterion->flags |= may_elapse && random_below(random, 2) ? REVOPS_USAGE_ELAPSED : 0;
    if (criterion->window != REVOPS_USAGE_EVER) {
        criterion->window_days = (uint32_t)random_between(random, 1, random_below(random, 4) ? 10 : 40);
        criterion->window_days = random_below(random, 20) ? criterion->window_days : 1100; /* three years */
    }
    if (random_below(random, 2) && criterion->measure != REVOPS_USAGE_ATTRIBUTES) {
        criterion->release =
            criterion->flags & REVOPS_USAGE_AT_MOST
                ? (uint32_t)random_between(random, criterion->threshold, criterion->threshold + most)
                : (uint32_t)random_between(random, 1, criterion->threshold);
    }
}

/* A combination of up to six criteria from `first` on. */
static void random_signal(random_state *random, revops_usage_signal *signal, uint32_t first, uint32_t count)
{
    memset(signal, 0, sizeof *signal);
    uint64_t bits = random_next(random), all = (UINT64_C(1) << count) - 1;
    signal->all_of = (bits & bits >> 8 & all) << first;
    signal->any_of = random_below(random, 2) ? (bits >> 16 & all) << first : 0;
    signal->at_least_of = random_below(random, 2) ? (bits >> 24 & all) << first : 0;
    signal->at_least_count = signal->at_least_of ? (uint32_t)random_between(random, 1, 3) : 0;
    signal->none_of = random_below(random, 4) ? 0 : UINT64_C(1) << random_below(random, count) << first;
    signal->cooldown_ms = random_between(random, 1, 20) * REVOPS_DAY_MS / 4;
    signal->flags = random_below(random, 2) ? REVOPS_USAGE_ONCE : 0;
}

/* A model, and its parameters, which the twin reads. */
typedef struct random_model {
    revops_usage_criterion criteria[CRITERIA];
    revops_usage_signal signals[SIGNALS];
    revops_usage_params params;
    _Alignas(8) uint8_t memory[1 << 19];
    const revops_usage *usage;
} random_model;

/* Mostly six criteria and two signals; now and then as many as there may be. */
static void make_model(random_state *random, random_model *model, int tells_first_week)
{
    uint32_t criteria = random_below(random, 12) ? 6 : (uint32_t)random_between(random, 15, CRITERIA);
    uint32_t signals = criteria == 6 ? 2 : (uint32_t)random_between(random, 5, SIGNALS);
    if (revops_usage_defaults(&model->params, sizeof model->params) != REVOPS_OK) {
        abort();
    }
    revops_usage_params *params = &model->params;
    params->criteria = model->criteria;
    params->criterion_count = criteria;
    params->signals = model->signals;
    params->signal_count = signals;
    params->kinds = far_kinds;
    params->kind_count = FAR_KINDS;
    params->conditions = conditions;
    params->condition_count = ATTRIBUTES;
    params->attribute_count = ATTRIBUTES;
    for (uint32_t i = 0; i < criteria; i++) {
        do {
            random_criterion(random, &model->criteria[i]);
        } while (!tells_first_week && model->criteria[i].window == REVOPS_USAGE_SINCE_SIGNUP);
    }
    for (uint32_t i = 0; i < signals; i++) {
        params->signal_count = i + 1;
        do {
            uint32_t count = criteria == 6 ? 6 : (uint32_t)random_between(random, 2, 6);
            random_signal(random, &model->signals[i], (uint32_t)random_below(random, criteria - count + 1),
                          count);
        } while (revops_usage_check(params, NULL, 0, NULL) != REVOPS_OK);
    }
    if (revops_usage_build(params, model->memory, sizeof model->memory, NULL, &model->usage) != REVOPS_OK) {
        abort();
    }
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
    event.kind = random_below(random, 6) ? (uint32_t)random_between(random, 1, 8)
                                         : far_kinds[random_below(random, FAR_KINDS)];
    event.user = (uint32_t)random_below(random, USERS + 1);
    for (uint32_t i = 0; i < REVOPS_USAGE_ITEMS_MAX; i++) {
        event.item[i] = (uint32_t)random_below(random, 6);
    }
    event.value = (uint32_t)random_below(random, 10);
    if (random_below(random, 40) == 0) { /* sums of a date beyond 32 bits */
        event.value =
            UINT32_MAX - 1 - (uint32_t)random_below(random, 1000) * (uint32_t)random_below(random, 4000000);
    }
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

/* The least number of criteria that a signal lacks, by trying every set of those that it names. */
static uint32_t least_lacking(const revops_usage_signal *signal, const int met[])
{
    revops_usage_signal without = *signal;
    uint64_t named = named_by(signal);
    uint32_t least = 99;
    without.none_of = 0;
    for (uint64_t more = 0;; more = (more - named) & named) { /* each subset of those named */
        int then[CRITERIA] = {0};
        uint32_t added = 0;
        for (uint32_t i = 0; i < CRITERIA && named >> i; i++) {
            then[i] = met[i] || (more >> i & 1);
            added += (more >> i & 1) && !met[i];
        }
        if (!(more & signal->none_of) && holds(&without, then) && added < least) {
            least = added;
        }
        if (more == named) {
            return least;
        }
    }
}

static void compare_explanations(const random_model *model, const uint8_t *record, const twin *t,
                                 int64_t at_ms, int32_t offset_min)
{
    const revops_usage_params *params = &model->params;
    int met[CRITERIA] = {0};
    uint64_t mask = 0;
    for (uint32_t i = 0; i < params->criterion_count; i++) {
        revops_usage_reading reading;
        uint32_t value = 0;
        int has = recount(params, i, t, at_ms, offset_min, &value);
        SAME(revops_usage_read(model->usage, record, i, at_ms, offset_min, &reading), REVOPS_OK,
             "status of a reading");
        SAME(reading.value, value, "value");
        met[i] = params->criteria[i].measure == REVOPS_USAGE_ATTRIBUTES
                     ? t->met[i]
                     : is_met(params, i, t, at_ms, offset_min, t->met[i]);
        mask |= (uint64_t)met[i] << i;
        SAME(reading.state, (uint32_t)met[i] | (has ? 0 : REVOPS_USAGE_NO_VALUE), "state");
        SAME(reading.met_ms, t->met_ms[i], "instant met");
        SAME(reading.near_bp == 10000, met[i], "nearness");
    }
    for (uint32_t i = 0; i < params->signal_count; i++) {
        const revops_usage_signal *signal = &params->signals[i];
        revops_usage_explanation explanation;
        SAME(revops_usage_explain(model->usage, record, i, at_ms, offset_min, &explanation), REVOPS_OK,
             "status of an explanation");
        SAME(explanation.held, mask, "criteria held");
        SAME(explanation.state & REVOPS_USAGE_HOLDS, (uint32_t)holds(signal, met), "combination");
        SAME(explanation.last_ms, t->signal_ms[i], "last signal");
        SAME((explanation.state & REVOPS_USAGE_WORKED) != 0, t->worked, "worked");
        SAME(explanation.lacking, least_lacking(signal, met), "number lacking");
        SAME(explanation.near_bp == 10000, holds(signal, met), "nearness of a signal");
    }
}

static void print_model(const random_model *model)
{
    for (uint32_t i = 0; i < model->params.criterion_count; i++) {
        const revops_usage_criterion *c = &model->criteria[i];
        fprintf(
            stderr,
            "  %u: kinds %llx+%u measure %u window %u days %u flags %u threshold %u release %u values %u to "
            "%u\n",
            i, (unsigned long long)c->kinds, c->kind_count, c->measure, c->window, c->window_days, c->flags,
            c->threshold, c->release, c->least_value, c->greatest_value);
    }
    for (uint32_t i = 0; i < model->params.signal_count; i++) {
        const revops_usage_signal *s = &model->signals[i];
        fprintf(stderr, "  signal %u: all %llx any %llx least %u of %llx none %llx flags %u\n", i,
                (unsigned long long)s->all_of, (unsigned long long)s->any_of, s->at_least_count,
                (unsigned long long)s->at_least_of, (unsigned long long)s->none_of, s->flags);
    }
}

/* Attributes are set, or time passes. */
static void change_otherwise(random_state *random, const random_model *model, uint8_t *record, twin *t,
                             int64_t at_ms, int32_t offset_min)
{
    revops_usage_event event = {.at_ms = at_ms, .utc_offset_min = offset_min};
    uint32_t fired = 77, expected = 77;
    if (random_below(random, 2)) {
        event.kind = TIME_PASSES;
        revops_status status = twin_apply(&model->params, t, &event, &expected);
        SAME(revops_usage_advance(model->usage, record, at_ms, offset_min, &fired), status, "status of time");
    } else {
        int64_t row[ATTRIBUTES];
        int known[ATTRIBUTES];
        for (int i = 0; i < ATTRIBUTES; i++) {
            row[i] = random_below(random, 4) ? random_between(random, 0, 8) : REVOPS_MISSING;
        }
        known[0] = row[0] != REVOPS_MISSING && row[0] >= 3 && row[0] <= 6;
        known[1] = row[1] != REVOPS_MISSING;
        known[2] = row[2] != REVOPS_MISSING && row[2] != 1;
        for (uint32_t i = 0; i < model->params.criterion_count; i++) {
            const revops_usage_criterion *criterion = &model->criteria[i];
            t->known[i] = 1;
            for (uint32_t j = 0; j < criterion->condition_count; j++) {
                t->known[i] &= known[criterion->first_condition + j];
            }
        }
        event.kind = SETS_ATTRIBUTES;
        revops_status status = twin_apply(&model->params, t, &event, &expected);
        SAME(revops_usage_set_attributes(model->usage, record, row, NULL, at_ms, offset_min, &fired), status,
             "status of attributes");
    }
    SAME(fired, expected, "signals of time or attributes");
}

/* The merged record measures what the union of the events does. */
static void compare_merger(random_state *random, const random_model *model, uint8_t *record,
                           const uint8_t *other_record, const twin *t, const twin *other, int32_t home)
{
    const revops_usage_params *params = &model->params;
    int64_t at_ms = (t->last_ms > other->last_ms ? t->last_ms : other->last_ms) +
                    random_between(random, 0, REVOPS_DAY_MS);
    int refused = 0;
    for (uint32_t i = 0; i < params->criterion_count; i++) {
        refused |= model->criteria[i].measure == REVOPS_USAGE_ACTIVE_DAYS &&
                   model->criteria[i].window == REVOPS_USAGE_EVER;
    }
    static uint8_t before[1 << 20];
    size_t size = revops_usage_record_size(model->usage);
    uint32_t fired = 77;
    memcpy(before, record, size);
    revops_status status = revops_usage_merge(model->usage, record, other_record, at_ms, home, &fired);
    if (refused) {
        SAME(status, REVOPS_ERR_REFUSED, "status of a merger that can't be");
        SAME(memcmp(before, record, size), 0, "refused merger's change");
        return;
    }
    SAME(status, REVOPS_OK, "status of a merger");
    static twin both;
    both = *t;
    both.last_ms = at_ms;
    for (int i = 0; i < other->count; i++) { /* insert in order of time */
        int place = both.count;
        while (place > 0 && both.events[place - 1].at_ms > other->events[i].at_ms) {
            both.events[place] = both.events[place - 1];
            both.dates[place] = both.dates[place - 1];
            place--;
        }
        both.events[place] = other->events[i];
        both.dates[place] = other->dates[i];
        both.count++;
    }
    for (uint32_t i = 0; i < params->criterion_count; i++) {
        revops_usage_reading reading;
        uint32_t value = 0;
        if (model->criteria[i].measure == REVOPS_USAGE_LEVEL ||
            model->criteria[i].measure == REVOPS_USAGE_LIMIT_SHARE) {
            uint32_t left = 0, right = 0;
            int has_left = recount(params, i, t, at_ms, home, &left);
            int has_right = recount(params, i, other, at_ms, home, &right);
            left = has_left ? left : 0;
            right = has_right ? right : 0;
            value = left > right ? left : right;
        } else {
            recount(params, i, &both, at_ms, home, &value);
        }
        SAME(revops_usage_read(model->usage, record, i, at_ms, home, &reading), REVOPS_OK,
             "status of a merged reading");
        SAME(reading.value, value, "merged value");
        int64_t met_ms = t->met_ms[i];
        if (met_ms == REVOPS_TIME_NONE ||
            (other->met_ms[i] != REVOPS_TIME_NONE && other->met_ms[i] < met_ms)) {
            met_ms = other->met_ms[i];
        }
        if (met_ms == REVOPS_TIME_NONE && (reading.state & REVOPS_USAGE_MET)) {
            met_ms = at_ms;
        }
        SAME(reading.met_ms, met_ms, "merged instant met");
        if (failures) {
            fprintf(stderr, "  criterion %u\n", i);
            return;
        }
    }
    SAME(revops_usage_verify(model->usage, record), REVOPS_OK, "proof of a merged record");
}

static void run_round(random_state *random)
{
    static random_model model;
    const int other_signup =
        (int)random_below(random, 2); /* for the record to merge: a first week of its own */
    make_model(random, &model, !other_signup);
    static uint8_t record[1 << 20], other_record[1 << 20], before[1 << 20];
    static twin t, other;
    size_t size = revops_usage_record_size(model.usage);
    int32_t home = (int32_t)random_between(random, -11, 13) * 60;
    int64_t signup_ms = random_start(random),
            now_ms = signup_ms - (random_below(random, 3) ? 0 : REVOPS_DAY_MS);
    int64_t other_signup_ms =
        signup_ms + (other_signup ? random_between(random, -40, 40) * (REVOPS_DAY_MS / 4) : 0);
    SAME(revops_usage_record_init(model.usage, record, signup_ms, home), REVOPS_OK, "status of init");
    SAME(revops_usage_record_init(model.usage, other_record, other_signup_ms, home), REVOPS_OK,
         "status of init");
    twin_init(&t, signup_ms, home);
    twin_init(&other, other_signup_ms, home);
    uint32_t sequence = 0;
    travels = (int)random_below(random, 2);
    int split = (int)random_below(random, EVENTS);
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
            SAME(revops_usage_work(model.usage, record, t.worked), REVOPS_OK, "status of work");
        }
        if (i < split) { /* the other one gets a stream of its own, to merge later */
            revops_usage_event own = event;
            own.user = (uint32_t)random_below(random, USERS + 1);
            own.sequence = 0;
            uint32_t fired = 0, expected = 0;
            revops_status status = twin_apply(&model.params, &other, &own, &expected);
            SAME(revops_usage_apply(model.usage, other_record, &own, &fired), status, "status of the other");
            SAME(fired, expected, "signals of the other");
        }
        if (random_below(random, 8) == 0) {
            change_otherwise(random, &model, record, &t, now_ms, random_offset(random, home));
        }
        uint32_t fired = 77, expected = 77;
        memcpy(before, record, size);
        revops_status status = twin_apply(&model.params, &t, &event, &expected);
        SAME(revops_usage_apply(model.usage, record, &event, &fired), status, "status");
        SAME(fired, expected, "signals");
        if (status != REVOPS_OK) {
            SAME(memcmp(before, record, size), 0, "refused event's change");
        }
        SAME(revops_usage_verify(model.usage, record), REVOPS_OK, "proof");
        if (random_below(random, 4) == 0 && t.count > 0) {
            compare_explanations(&model, record, &t,
                                 t.last_ms + random_between(random, 0, 12 * REVOPS_DAY_MS),
                                 random_offset(random, home));
        }
    }
    /* Dates that never run backwards in one record may do so among two. */
    if (failures == 0 && t.count > 0 && other.count > 0 && !travels) {
        compare_merger(random, &model, record, other_record, &t, &other, home);
    }
    if (failures) {
        print_model(&model);
    }
}

int main(int argc, char **argv)
{
    random_state random = {argc > 1 ? strtoull(argv[1], NULL, 10) : 20260302};
    for (round_number = 0; round_number < 2500 && failures == 0; round_number++) {
        run_round(&random);
    }
    return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
