/* SPDX-License-Identifier: MIT */
/* Random logs under three policies: the funnel out of effects agrees with the leads' own records, with plain loops over the effects, and
   with itself in any blocks. */
#include <string.h>

#include <revops/effects.h>

#include "engine-desk.h"
#include "model.h"
#include "random.h"

enum { ROUNDS = 400, LEADS = 6, EVENTS = 60, TOLD = 8192, LEAD_BYTES = 2048, STAGES = 32 };

static random_state seed = {20260302};
static revops_effect effects[TOLD];
static size_t told;
static _Alignas(8) unsigned char leads[LEADS][LEAD_BYTES];
static uint32_t rows[64];
static revops_funnel_stage stages[STAGES];
static uint64_t memory[1024], whole[LEADS * 128], parts[LEADS * 128];

static uint32_t below(uint32_t n)
{
    return (uint32_t)random_below(&seed, n);
}

static void play(const revops_engine *engine)
{
    int64_t at_ms = 1772442000000;
    told = 0;
    for (int i = 0; i < LEADS; i++) {
        MUST(revops_lead_init(engine, leads[i]) == REVOPS_OK);
    }
    uint32_t events = revops_engine_count(engine, REVOPS_ENGINE_LIST_EVENTS), mode = below(2);
    for (int i = 0; i < EVENTS; i++) {
        uint32_t lead = below(LEADS);
        at_ms += (int64_t)below(4) * REVOPS_HOUR_MS;
        revops_event event = {.at_ms = at_ms,
                              .id = (uint64_t)i + 1,
                              .kind = 1 + below(events),
                              .value = REVOPS_MISSING,
                              .actor = below(3),
                              .reason = below(5)};
        revops_policy_value value = revops_engine_value(engine, event.kind);
        if (value == REVOPS_POLICY_VALUE_STAGE) {
            event.value = below(10) ? 1 + below(revops_engine_count(engine, REVOPS_ENGINE_LIST_STAGES))
                                    : REVOPS_MISSING;
        } else if (value == REVOPS_POLICY_VALUE_MONEY || value == REVOPS_POLICY_VALUE_ITEMS) {
            event.value = below(64);
        } else if (value == REVOPS_POLICY_VALUE_PERSON) {
            event.value = 1 + below(3);
        }
        size_t count = 0;
        MUST(told + 64 <= TOLD);
        revops_status status = revops_engine_apply(engine, NULL, leads[lead], &event, mode,
                                                   REVOPS_EFFECTS_ALL, effects + told, TOLD - told, &count);
        if (status == REVOPS_OK) {
            for (size_t k = 0; k < count; k++) {
                effects[told + k].lead = lead;
            }
            told += count;
        }
    }
}

/* Plain loops over the effects of one lead. */
static void plain_lead(uint32_t lead, uint32_t *reached, uint32_t *observed)
{
    *reached = *observed = 0;
    for (size_t i = 0; i < told; i++) {
        if (effects[i].lead != lead) {
            continue;
        }
        int enters = effects[i].kind == REVOPS_EFFECT_ENTERED;
        for (uint32_t k = 0; enters && k < 64; k++) {
            *reached |= effects[i].stages >> k & 1 ? UINT32_C(1) << rows[k] : 0;
        }
        if (enters || effects[i].kind == REVOPS_EFFECT_UNCHANGED) {
            uint32_t bit = UINT32_C(1) << rows[effects[i].stage - 1];
            *reached |= bit;
            *observed |= effects[i].flags & REVOPS_EFFECT_INFERRED ? 0 : bit;
        }
    }
}

static void compare(const revops_engine *engine, const revops_funnel *funnel, uint32_t lead, int64_t *amount)
{
    revops_funnel_standing standing;
    revops_lead_state state;
    uint32_t reached, observed;
    const char *record = (const char *)whole + lead * revops_funnel_record_size(funnel);
    MUST(revops_funnel_stand(funnel, record, 1, &standing) == REVOPS_OK);
    MUST(revops_lead_read(engine, leads[lead], &state) == REVOPS_OK);
    plain_lead(lead, &reached, &observed);
    MUST(standing.reached == reached && standing.observed == observed);
    MUST(standing.wins == state.wins && standing.cycles == state.cycle);
    MUST(state.stage ? standing.stage == rows[state.stage - 1] : standing.stage == REVOPS_NO_ROW);
    *amount += state.won_amount;
    for (uint32_t i = 0; i < revops_engine_count(engine, REVOPS_ENGINE_LIST_STAGES); i++) {
        revops_lead_dates dates;
        MUST(revops_lead_entered(engine, leads[lead], i + 1, &dates) == REVOPS_OK);
        MUST(dates.first_ms == REVOPS_TIME_NONE || reached >> rows[i] & 1);
        int is_stage = i == 0 || rows[i] != rows[i - 1];
        MUST(!is_stage || dates.first_ms != REVOPS_TIME_NONE || !(reached >> rows[i] & 1));
    }
}

static void run(const revops_engine *engine)
{
    revops_funnel_params params;
    const revops_funnel *funnel;
    size_t needed;
    play(engine);
    MUST(revops_effects_stages(engine, rows, stages, STAGES, &needed) == REVOPS_OK);
    const revops_funnel_span spans[] = {{0, 1}, {1, 3}, {0, 5}};
    MUST(revops_funnel_defaults(&params, sizeof params) == REVOPS_OK);
    params.flags = below(2) ? REVOPS_FUNNEL_STAYS : 0;
    params.stages = stages;
    params.stage_count = (uint32_t)needed;
    params.spans = spans;
    params.span_count = 3;
    params.stage_row_size = sizeof stages[0];
    params.span_row_size = sizeof spans[0];
    params.reason_count = 8;
    MUST(revops_funnel_build(&params, memory, sizeof memory, NULL, &funnel) == REVOPS_OK);
    MUST(revops_funnel_record_size(funnel) * LEADS <= sizeof whole);
    memset(whole, 0, sizeof whole);
    memset(parts, 0, sizeof parts);
    uint32_t row_count = revops_engine_count(engine, REVOPS_ENGINE_LIST_STAGES);
    revops_cursor cursor = {0};
    MUST(revops_effects_to_funnel(funnel, rows, row_count, effects, told, whole, LEADS, &cursor) ==
         REVOPS_OK);
    MUST(cursor.late == 0 && cursor.invalid == 0);
    for (size_t at = 0; at < told;) { /* in blocks of any size */
        size_t some = 1 + below(20);
        some = some < told - at ? some : told - at;
        revops_cursor of_block = {0};
        MUST(revops_effects_to_funnel(funnel, rows, row_count, effects + at, some, parts, LEADS, &of_block) ==
             REVOPS_OK);
        at += some;
    }
    MUST(memcmp(whole, parts, sizeof whole) == 0);
    int64_t amount = 0;
    for (uint32_t i = 0; i < LEADS; i++) {
        compare(engine, funnel, i, &amount);
    }
    size_t size;
    revops_funnel_state *state;
    revops_funnel_total total;
    (void)!revops_funnel_state_init(funnel, NULL, 0, &size, NULL);
    void *cells = malloc(size);
    MUST(cells && revops_funnel_state_init(funnel, cells, size, NULL, &state) == REVOPS_OK);
    MUST(revops_funnel_add(funnel, state, whole, LEADS, NULL, NULL, INT64_MAX) == REVOPS_OK);
    MUST(revops_funnel_totals(funnel, state, 0, &total) == REVOPS_OK);
    MUST(total.amount == amount);
    free(cells);
}

int main(int argc, char **argv)
{
    void (*const policies[])(revops_policy_params *) = {hubspot_policy, sales_policy, desk_policy};
    int times = argc > 1 ? atoi(argv[1]) : 1;
    for (int i = 0; i < 3; i++) {
        revops_policy_params policy;
        policies[i](&policy);
        const revops_engine *engine = engine_of(&policy);
        MUST(engine && revops_lead_size(engine) <= LEAD_BYTES);
        for (round_number = 0; round_number < ROUNDS * times; round_number++) {
            run(engine);
        }
        free((void *)(uintptr_t)engine);
    }
    printf("%d logs agree\n", 3 * ROUNDS * times);
    return 0;
}
