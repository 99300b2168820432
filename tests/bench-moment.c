/* SPDX-License-Identifier: MIT */
/* MQL moments of all leads from their events. The floors take the same events into a record, score it after each,
   and ask when the grade will fall next. Samples at 12 instants; the first instant at a threshold. */
#include <revops/intent-next.h>
#include <revops/moment.h>

#include "bench.h"
#include "random.h"

enum { RULES = 8, LEADS = 1 << 14, EVENTS = 1 << 17, INSTANTS = 12 };

static const revops_intent_rule rules[RULES] = {
    {.points_mpt = 40000, .decay = REVOPS_INTENT_HALF_LIFE, .period_ms = 14 * REVOPS_DAY_MS},
    {.points_mpt = 10000, .decay = REVOPS_INTENT_LINEAR, .period_ms = 30 * REVOPS_DAY_MS, .loss_bp = 5000},
    {.points_mpt = 2000, .decay = REVOPS_INTENT_HALF_LIFE, .daily_limit = 3, .period_ms = 7 * REVOPS_DAY_MS},
    {.points_mpt = 8000, .decay = REVOPS_INTENT_STEP, .period_ms = 30 * REVOPS_DAY_MS, .loss_bp = 2500},
    {.points_mpt = 5000, .decay = REVOPS_INTENT_LASTING},
    {.points_mpt = 4000, .decay = REVOPS_INTENT_WINDOW, .period_ms = 7 * REVOPS_DAY_MS},
    {.points_mpt = -30000, .decay = REVOPS_INTENT_WINDOW, .period_ms = 60 * REVOPS_DAY_MS},
    {.points_mpt = 15000, .decay = REVOPS_INTENT_HALF_LIFE, .period_ms = 30 * REVOPS_DAY_MS},
};

typedef struct leads {
    const revops_intent *intent;
    revops_moment_columns columns;
    revops_intent_record *record;
    revops_moment *out;
    int64_t *reached;
    int32_t *scores;
    uint8_t *mqls;
    int64_t instants[INSTANTS];
} leads;

static const revops_score_matrix_params matrix = REVOPS_SCORE_MATRIX_PARAMS_INIT;

static uint64_t walk(leads *all, int with_falls)
{
    uint64_t sum = 0;
    for (uint64_t lead = 0; lead < LEADS; lead++) {
        int failed = revops_intent_record_init(all->intent, all->record) != REVOPS_OK;
        for (uint64_t i = all->columns.first_event[lead]; i < all->columns.first_event[lead + 1]; i++) {
            int32_t score_mpt = 0;
            failed |= revops_intent_apply(all->intent, all->record, all->columns.behaviour[i],
                                          all->columns.at_ms[i]);
            failed |= revops_intent_rate(all->intent, all->record, all->columns.at_ms[i], &score_mpt);
            sum += (uint64_t)(int64_t)score_mpt;
            int64_t fall_ms = 0;
            if (with_falls && score_mpt >= 5000) {
                int32_t threshold_mpt = score_mpt >= 50000 ? 48000 : score_mpt >= 20000 ? 18000 : 3000;
                failed |= revops_intent_crossing(all->intent, all->record, all->columns.at_ms[i],
                                                 threshold_mpt, &fall_ms);
                sum += (uint64_t)fall_ms;
            }
        }
        if (failed) {
            abort();
        }
    }
    return sum;
}

static uint64_t apply_and_rate(void *context)
{
    return walk(context, 0);
}

static uint64_t apply_and_ask(void *context)
{
    return walk(context, 1);
}

static uint64_t trace(void *context)
{
    leads *all = context;
    revops_cursor cursor = {0};
    size_t count = 0;
    if (revops_moment_trace(all->intent, NULL, &matrix, &all->columns, all->instants[INSTANTS - 1],
                            REVOPS_MOMENT_MQL, all->record, &cursor, all->out, EVENTS, &count) != REVOPS_OK) {
        abort();
    }
    return count;
}

static uint64_t sample(void *context)
{
    leads *all = context;
    revops_cursor cursor = {0};
    if (revops_moment_sample(all->intent, NULL, &matrix, &all->columns, all->instants, INSTANTS, all->record,
                             &cursor, all->scores, NULL, NULL, NULL, all->mqls) != REVOPS_OK) {
        abort();
    }
    return (uint64_t)all->scores[77];
}

static uint64_t reach(void *context)
{
    leads *all = context;
    revops_cursor cursor = {0};
    if (revops_moment_reach(all->intent, &all->columns, 50000, all->instants[INSTANTS - 1], all->record,
                            &cursor, all->reached) != REVOPS_OK) {
        abort();
    }
    return (uint64_t)all->reached[77];
}

int main(void)
{
    static leads all;
    static _Alignas(8) unsigned char memory[4096], record[1024];
    static uint64_t first[LEADS + 1];
    static int64_t at_ms[EVENTS];
    static uint32_t behaviour[EVENTS];
    static int32_t grades[LEADS];
    static revops_moment out[EVENTS];
    static int64_t reached[LEADS];
    static int32_t scores[LEADS * INSTANTS];
    static uint8_t mqls[LEADS * INSTANTS];
    revops_intent_params params = REVOPS_INTENT_PARAMS_INIT;
    params.rules = rules;
    params.rule_count = RULES;
    params.hysteresis_mpt = 2000;
    if (revops_intent_build(&params, memory, sizeof memory, NULL, &all.intent) != REVOPS_OK) {
        return EXIT_FAILURE;
    }
    random_state random = {11};
    for (size_t lead = 0; lead < LEADS; lead++) {
        int64_t now_ms = (int64_t)random_below(&random, 200) * REVOPS_DAY_MS;
        first[lead] = lead * (EVENTS / LEADS);
        grades[lead] = (int32_t)random_below(&random, 4);
        for (size_t i = 0; i < EVENTS / LEADS; i++) {
            now_ms += (int64_t)random_below(&random, 20 * REVOPS_DAY_MS);
            at_ms[first[lead] + i] = now_ms;
            uint32_t drawn = (uint32_t)random_below(&random, 20);
            behaviour[first[lead] + i] = drawn < RULES ? drawn : 2 + drawn % 3;
        }
    }
    first[LEADS] = EVENTS;
    revops_moment_columns columns = {sizeof columns, 0,     EVENTS, at_ms, behaviour, LEADS,
                                     first,          LEADS, NULL,   NULL,  grades};
    all.columns = columns;
    all.record = (revops_intent_record *)(void *)record;
    all.out = out;
    all.reached = reached;
    all.scores = scores;
    all.mqls = mqls;
    for (int k = 0; k < INSTANTS; k++) {
        all.instants[k] = (k + 1) * 35 * REVOPS_DAY_MS;
    }
    bench_contestant contestants[] = {{"floor: apply and score each event", apply_and_rate, &all, NULL, {0}},
                                      {"floor: and when its grade falls", apply_and_ask, &all, NULL, {0}},
                                      {"MQL moments", trace, &all, NULL, {0}},
                                      {"samples at 12 instants", sample, &all, NULL, {0}},
                                      {"first instant at a threshold", reach, &all, NULL, {0}}};
    int failed = bench_run("16,384 leads with 8 events each, 8 rules, per event", contestants, 5, EVENTS, 0);
    failed |= bench_bar("moments to one fall an event", &contestants[2], &contestants[1], 2);
    failed |= bench_bar("the first instant to applying and scoring", &contestants[4], &contestants[0], 4);
    return failed;
}
