/* SPDX-License-Identifier: MIT */
/* Updating a lead's record by an event, in the second-level cache and far beyond it; the floor is writing 32 bytes at the same
   places. Scores from records (floor: reading
   them) and from histories. When a score will fall: typical leads, a lower bound, and the costliest inputs known: sums that
   stay at the threshold while both signs fade. */
#include <string.h>

#include <revops/intent-next.h>
#include <revops/intent-total.h>

#include "bench.h"
#include "random.h"

enum { RULES = 8, LEADS = 1 << 10, MANY_LEADS = 200000, EVENTS = 1 << 20 };

static const revops_intent_tier tiers[] = {{7 * REVOPS_DAY_MS, 1, 35000}, {30 * REVOPS_DAY_MS, 2, 17500}};
static const revops_intent_rule rules[RULES] = {
    {40000, 0, REVOPS_INTENT_HALF_LIFE, 0, 14 * REVOPS_DAY_MS, 0, 0, 0, 0},
    {10000, 1, REVOPS_INTENT_LINEAR, 0, 30 * REVOPS_DAY_MS, 5000, 0, 0, 0},
    {2000, 1, REVOPS_INTENT_HALF_LIFE, 3, 7 * REVOPS_DAY_MS, 0, 0, 0, 0},
    {8000, 0, REVOPS_INTENT_STEP, 0, 30 * REVOPS_DAY_MS, 2500, 0, 0, 0},
    {5000, 0, REVOPS_INTENT_LASTING, 0, 0, 0, 0, 0, 0},
    {0, 0, REVOPS_INTENT_TIERS, 0, 0, 0, 0, 2, 0},
    {-30000, 0, REVOPS_INTENT_WINDOW, 0, 60 * REVOPS_DAY_MS, 0, 0, 0, 0},
    {15000, 0, REVOPS_INTENT_HALF_LIFE, 0, 30 * REVOPS_DAY_MS, 0, 0, 0, 0},
};
static const revops_score_group groups[] = {{REVOPS_SCORE_NO_FLOOR, 25000}};

typedef struct lead_record {
    revops_intent_record head;
    revops_intent_slot slots[RULES];
} lead_record;

typedef struct log_of_events {
    const revops_intent *intent;
    lead_record *records;
    size_t lead_count;
    uint32_t *leads, *behaviours;
    int64_t *at_ms;
    /* by lead, for audits */
    int64_t *sorted_ms;
    uint32_t *sorted;
    uint64_t *first;
    int32_t *scores;
} log_of_events;

static void empty(void *context)
{
    log_of_events *log = context;
    memset(log->records, 0, log->lead_count * sizeof log->records[0]);
}

static uint64_t write_only(void *context)
{
    log_of_events *log = context;
    uint64_t sum = 0;
    for (size_t i = 0; i < EVENTS; i++) {
        revops_intent_slot *slot = &log->records[log->leads[i]].slots[log->behaviours[i]];
        slot->newest_ms = log->at_ms[i];
        slot->state[0] += 1;
        slot->counted++;
        sum += slot->counted;
    }
    return sum;
}

static uint64_t apply_all(void *context)
{
    log_of_events *log = context;
    uint64_t applied = 0;
    for (size_t i = 0; i < EVENTS; i++) {
        applied += revops_intent_apply(log->intent, &log->records[log->leads[i]].head, log->behaviours[i],
                                       log->at_ms[i]) == REVOPS_OK;
    }
    return applied;
}

static uint64_t apply_many(void *context)
{
    log_of_events *log = context;
    const revops_intent_columns columns = {sizeof columns,  0,         EVENTS, log->leads,
                                           log->behaviours, log->at_ms};
    revops_cursor cursor = {0, 0, 0, 0, 0, 0, {0, 0}};
    return revops_intent_apply_many(log->intent, &log->records[0].head, log->lead_count, &columns, &cursor) ==
                   REVOPS_OK
               ? cursor.applied
               : 0;
}

static uint64_t read_records(void *context)
{
    log_of_events *log = context;
    uint64_t sum = 0;
    for (size_t i = 0; i < LEADS; i++) {
        for (size_t r = 0; r < RULES; r++) {
            const revops_intent_slot *slot = &log->records[i].slots[r];
            sum += (uint64_t)slot->newest_ms + slot->state[0] + slot->state[1] + slot->counted;
        }
    }
    return sum;
}

static uint64_t rate_records(void *context)
{
    log_of_events *log = context;
    return revops_intent_rate_many(log->intent, &log->records[0].head, LEADS, log->at_ms[EVENTS - 1],
                                   log->scores, NULL, NULL) == REVOPS_OK
               ? (uint64_t)log->scores[LEADS / 2]
               : 0;
}

static uint64_t wake_records(void *context)
{
    log_of_events *log = context;
    uint64_t sum = 0;
    for (size_t i = 0; i < LEADS; i++) {
        int64_t when_ms;
        if (revops_intent_next_wakeup(log->intent, &log->records[i].head, log->at_ms[EVENTS - 1],
                                      log->scores[i], log->scores[i] - 10000, &when_ms) == REVOPS_OK) {
            sum += (uint64_t)when_ms;
        }
    }
    return sum;
}

static uint64_t cross_records(void *context)
{
    log_of_events *log = context;
    uint64_t sum = 0;
    for (size_t i = 0; i < LEADS; i++) {
        int64_t when_ms;
        if (revops_intent_crossing(log->intent, &log->records[i].head, log->at_ms[EVENTS - 1], 50000,
                                   &when_ms) == REVOPS_OK) {
            sum += (uint64_t)when_ms;
        }
    }
    return sum;
}

static uint64_t audit_histories(void *context)
{
    log_of_events *log = context;
    return revops_intent_audit_many(log->intent, log->sorted_ms, log->sorted, log->first, LEADS,
                                    log->at_ms[EVENTS - 1], log->scores, NULL) == REVOPS_OK
               ? (uint64_t)log->scores[LEADS / 2]
               : 0;
}

/* A sum that stays at its threshold: rules in pairs of either sign. */
typedef struct costly {
    const char *name;
    int32_t points_mpt;
    revops_intent_decay decay;
    uint32_t loss_bp;
    int64_t period_ms, second_period_ms, behind_ms;
    uint32_t pairs;
    unsigned char *memory;
    const revops_intent *intent;
    revops_intent_record *record;
} costly;

static int make_costly(costly *c)
{
    enum { MOST = 256 };
    static revops_intent_rule both[MOST];
    for (uint32_t i = 0; i < 2 * c->pairs; i++) {
        revops_intent_rule rule = {i % 2 ? -c->points_mpt : c->points_mpt,
                                   0,
                                   c->decay,
                                   0,
                                   (i % 2 ? c->second_period_ms : c->period_ms) + i / 2,
                                   c->loss_bp,
                                   0,
                                   0,
                                   0};
        both[i] = rule;
    }
    revops_intent_params params = REVOPS_INTENT_PARAMS_INIT;
    params.rules = both;
    params.rule_count = 2 * c->pairs;
    size_t needed;
    if (revops_intent_build(&params, NULL, 0, &needed, NULL) != REVOPS_ERR_NOSPACE) {
        return 0;
    }
    c->memory = malloc(needed);
    if (revops_intent_build(&params, c->memory, needed, NULL, &c->intent) != REVOPS_OK) {
        return 0;
    }
    c->record = malloc(revops_intent_record_size(c->intent));
    int sound = revops_intent_record_init(c->intent, c->record) == REVOPS_OK;
    for (uint32_t i = 0; i < 2 * c->pairs; i++) {
        sound &= revops_intent_apply(c->intent, c->record, i, i % 2 ? c->behind_ms : 0) == REVOPS_OK;
    }
    return sound;
}

enum { TIMES = 16 };

static uint64_t cross_costly(void *context)
{
    costly *c = context;
    uint64_t sum = 0;
    for (int i = 0; i < TIMES; i++) {
        int64_t when_ms;
        revops_status status = revops_intent_crossing(c->intent, c->record, c->behind_ms, 0, &when_ms);
        if (status == REVOPS_OK || status == REVOPS_ERR_RANGE) { /* not decided with bounded work */
            sum += (uint64_t)when_ms;
        }
    }
    return sum;
}

int main(void)
{
    static _Alignas(8) unsigned char memory[1 << 13];
    revops_intent_params params = REVOPS_INTENT_PARAMS_INIT;
    params.rules = rules;
    params.rule_count = RULES;
    params.tiers = tiers;
    params.tier_count = 2;
    params.groups = groups;
    params.group_count = 1;
    log_of_events log;
    if (revops_intent_build(&params, memory, sizeof memory, NULL, &log.intent) != REVOPS_OK) {
        return EXIT_FAILURE;
    }
    log.records = calloc(LEADS, sizeof log.records[0]);
    log.lead_count = LEADS;
    log.leads = malloc(EVENTS * sizeof *log.leads);
    log.behaviours = malloc(EVENTS * sizeof *log.behaviours);
    log.at_ms = malloc(EVENTS * sizeof *log.at_ms);
    log.sorted_ms = malloc(EVENTS * sizeof *log.sorted_ms);
    log.sorted = malloc(EVENTS * sizeof *log.sorted);
    log.first = calloc(LEADS + 1, sizeof *log.first);
    log.scores = malloc(LEADS * sizeof *log.scores);
    random_state random = {15};
    for (size_t i = 0; i < EVENTS; i++) {
        log.leads[i] = (uint32_t)random_below(&random, LEADS);
        log.behaviours[i] = (uint32_t)random_below(&random, RULES);
        log.at_ms[i] = (int64_t)i * 9000 + (int64_t)random_below(&random, 9000);
        log.first[log.leads[i] + 1]++;
    }
    for (size_t i = 0; i < LEADS; i++) {
        log.first[i + 1] += log.first[i];
    }
    uint64_t *next = malloc(LEADS * sizeof *next);
    memcpy(next, log.first, LEADS * sizeof *next);
    for (size_t i = 0; i < EVENTS; i++) {
        uint64_t at = next[log.leads[i]]++;
        log.sorted_ms[at] = log.at_ms[i];
        log.sorted[at] = log.behaviours[i];
    }
    bench_contestant updates[] = {
        {"writing a slot", write_only, &log, empty, {0}},
        {"revops_intent_apply()", apply_all, &log, empty, {0}},
        {"revops_intent_apply_many()", apply_many, &log, empty, {0}},
    };
    int failed =
        bench_run("a million events of 8 behaviours over 1,024 leads, per event", updates, 3, EVENTS, 0);
    failed |= bench_bar("an update to writing its slot", &updates[2], &updates[0], 2.5);
    log_of_events wide = log;
    wide.records = calloc(MANY_LEADS, sizeof wide.records[0]);
    wide.lead_count = MANY_LEADS;
    wide.leads = malloc(EVENTS * sizeof *wide.leads);
    for (size_t i = 0; i < EVENTS; i++) {
        wide.leads[i] = (uint32_t)random_below(&random, MANY_LEADS);
    }
    for (int i = 0; i < 3; i++) {
        updates[i].context = &wide;
    }
    failed |= bench_run("the same over 200,000 leads, 58 MB", updates, 3, EVENTS, 0);
    failed |= bench_bar("an update to writing its slot", &updates[2], &updates[0], 2.5);
    bench_contestant scores[] = {
        {"reading a record of 8 slots", read_records, &log, NULL, {0}},
        {"revops_intent_rate_many()", rate_records, &log, NULL, {0}},
        {"revops_intent_next_wakeup()", wake_records, &log, NULL, {0}},
        {"revops_intent_crossing()", cross_records, &log, NULL, {0}},
        {"audit of a history of 1,024 events", audit_histories, &log, NULL, {0}},
    };
    failed |= bench_run("answers, per lead", scores, 5, LEADS, 0);
    failed |=
        bench_bar("a wake-up to reading the record: some four dozen nanoseconds", &scores[2], &scores[0], 6);
    costly inputs[] = {
        {.name = "linear, +20 and -20 points, 30 days",
         .points_mpt = 20000,
         .decay = REVOPS_INTENT_LINEAR,
         .loss_bp = 10000},
        {.name = "linear, 2,700 points",
         .points_mpt = 2700000,
         .decay = REVOPS_INTENT_LINEAR,
         .loss_bp = 10000},
        {.name = "linear, 2,700 points, a day between",
         .points_mpt = 2700000,
         .decay = REVOPS_INTENT_LINEAR,
         .loss_bp = 10000,
         .behind_ms = REVOPS_DAY_MS},
        {.name = "steps of 1 %, 2,700 points",
         .points_mpt = 2700000,
         .decay = REVOPS_INTENT_STEP,
         .loss_bp = 100},
        {.name = "half-life, 20 points, equal", .points_mpt = 20000, .decay = REVOPS_INTENT_HALF_LIFE},
        {.name = "half-life, 2,700 points, 1 ms apart",
         .points_mpt = 2700000,
         .decay = REVOPS_INTENT_HALF_LIFE,
         .second_period_ms = -1},
        {.name = "half-life, 8 rules",
         .points_mpt = 20000,
         .decay = REVOPS_INTENT_HALF_LIFE,
         .second_period_ms = -1,
         .pairs = 4},
        {.name = "half-life, 128 rules, undecided",
         .points_mpt = 20000,
         .decay = REVOPS_INTENT_HALF_LIFE,
         .second_period_ms = -1,
         .pairs = 64},
    };
    bench_contestant costs[sizeof inputs / sizeof inputs[0]];
    for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++) {
        inputs[i].period_ms = 30 * REVOPS_DAY_MS;
        inputs[i].second_period_ms += inputs[i].period_ms;
        inputs[i].pairs += inputs[i].pairs == 0;
        bench_contestant contestant = {inputs[i].name, cross_costly, &inputs[i], NULL, {0}};
        costs[i] = contestant;
        failed |= !make_costly(&inputs[i]);
    }
    failed |= bench_run("crossings of a sum that stays at the threshold, each", costs,
                        sizeof inputs / sizeof inputs[0], TIMES, 0);
    return failed;
}
