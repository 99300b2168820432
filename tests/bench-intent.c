/* SPDX-License-Identifier: MIT */
/* Updating a lead's record by an event, at most 15 ns; the floor is writing 32 bytes at the same places. Then scores from
   records, and exact ones from histories. */
#include <string.h>

#include <revops/intent.h>

#include "bench.h"
#include "random.h"

enum { RULES = 8, LEADS = 1 << 10, EVENTS = 1 << 20 };

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

typedef struct log_of_events {
    const revops_intent *intent;
    revops_intent_slot (*records)[RULES];
    uint32_t *leads, *behaviours;
    int64_t *at_ms;
} log_of_events;

static void empty(void *context)
{
    log_of_events *log = context;
    memset(log->records, 0, LEADS * sizeof log->records[0]);
}

static uint64_t write_only(void *context)
{
    log_of_events *log = context;
    uint64_t sum = 0;
    for (size_t i = 0; i < EVENTS; i++) {
        revops_intent_slot *slot = &log->records[log->leads[i]][log->behaviours[i]];
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
        applied += revops_intent_apply(log->intent, log->records[log->leads[i]], log->behaviours[i],
                                       log->at_ms[i]) == REVOPS_OK;
    }
    return applied;
}

static uint64_t score_records(void *context)
{
    log_of_events *log = context;
    uint64_t sum = 0;
    for (size_t i = 0; i < LEADS; i++) {
        const revops_intent_source source = {log->records[i], NULL, NULL, 0};
        int32_t score_mpt = 0;
        if (revops_intent_score(log->intent, &source, log->at_ms[EVENTS - 1], &score_mpt) == REVOPS_OK) {
            sum += (uint64_t)score_mpt;
        }
    }
    return sum;
}

typedef struct histories {
    const revops_intent *intent;
    int64_t *at_ms, when_ms;
    uint32_t *behaviours;
    uint64_t *first;
    int32_t *scores;
} histories;

static uint64_t score_histories(void *context)
{
    histories *h = context;
    return revops_intent_columns(h->intent, h->at_ms, h->behaviours, h->first, LEADS, h->when_ms, h->scores,
                                 NULL, NULL) == REVOPS_OK
               ? (uint64_t)h->scores[LEADS / 2]
               : 0;
}

int main(void)
{
    static _Alignas(16) unsigned char memory[1 << 13];
    revops_intent_rules params = REVOPS_INTENT_RULES_INIT;
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
    log.records = malloc(LEADS * sizeof log.records[0]);
    log.leads = malloc(EVENTS * sizeof *log.leads);
    log.behaviours = malloc(EVENTS * sizeof *log.behaviours);
    log.at_ms = malloc(EVENTS * sizeof *log.at_ms);
    histories h = {log.intent,
                   malloc(EVENTS * sizeof *h.at_ms),
                   0,
                   malloc(EVENTS * sizeof *h.behaviours),
                   calloc(LEADS + 1, sizeof *h.first),
                   malloc(LEADS * sizeof *h.scores)};
    random_state random = {15};
    for (size_t i = 0; i < EVENTS; i++) {
        log.leads[i] = (uint32_t)random_below(&random, LEADS);
        log.behaviours[i] = (uint32_t)random_below(&random, RULES);
        log.at_ms[i] = (int64_t)i * 9000 + (int64_t)random_below(&random, 9000);
        h.first[log.leads[i] + 1]++;
    }
    h.when_ms = log.at_ms[EVENTS - 1];
    for (size_t i = 0; i < LEADS; i++) {
        h.first[i + 1] += h.first[i];
    }
    uint64_t *next = malloc(LEADS * sizeof *next);
    memcpy(next, h.first, LEADS * sizeof *next);
    for (size_t i = 0; i < EVENTS; i++) {
        uint64_t at = next[log.leads[i]]++;
        h.at_ms[at] = log.at_ms[i];
        h.behaviours[at] = log.behaviours[i];
    }
    bench_contestant updates[] = {
        {"writing a slot", write_only, &log, empty, {0}},
        {"revops_intent_apply()", apply_all, &log, empty, {0}},
    };
    int failed =
        bench_run("a million events of 8 behaviours over 1,024 leads, per event", updates, 2, EVENTS, 0);
    double nanoseconds = bench_median(&updates[1]);
    printf("  bar: update: %.1f ns, at most 15 ns: %s\n", nanoseconds, nanoseconds <= 15 ? "met" : "MISSED");
    failed |= nanoseconds > 15 * 1.25;
    bench_contestant scores[] = {
        {"score of a record of 8 slots", score_records, &log, NULL, {0}},
        {"exact score of a history of 1,024 events", score_histories, &h, NULL, {0}},
    };
    failed |= bench_run("scores, per lead", scores, 2, LEADS, 0);
    return failed;
}
