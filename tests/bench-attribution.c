/* SPDX-License-Identifier: MIT */
/* Attribution over 1 million paths of 1 to 9 touches, beside reading them and adding one number a touch. */
#include <revops/revops.h>

#include "bench.h"
#include "random.h"

enum { PATHS = 1 << 20, CHANNELS = 12, TOUCHES_MOST = PATHS * 9 };

static uint64_t first_touch[PATHS + 1], first_conversion[PATHS + 1];
static int64_t touch_ms[TOUCHES_MOST], conversion_ms[PATHS], amount[PATHS];
static uint32_t channel[TOUCHES_MOST];
static int64_t touch_lead[TOUCHES_MOST], conversion_lead[PATHS];
static uint8_t channel8[TOUCHES_MOST];
static revops_attribution_columns columns;
static revops_attribution_row_columns rows;

static uint64_t run_floor(void *context)
{
    (void)context;
    uint64_t sums[CHANNELS] = {0}, check = 0;
    for (int path = 0; path < PATHS; path++) {
        for (uint64_t i = first_touch[path]; i < first_touch[path + 1] && touch_ms[i] <= conversion_ms[path];
             i++) {
            sums[channel[i]] += (uint64_t)amount[path];
        }
    }
    for (int i = 0; i < CHANNELS; i++) {
        check = check * 31 + sums[i];
    }
    return check;
}

/* What rows can't be shared without: a look at each column of the touches. */
static uint64_t run_reading(void *context)
{
    uint64_t sums[CHANNELS] = {0}, check = 0;
    (void)context;
    for (uint64_t i = 0; i < rows.count; i++) {
        sums[channel8[i]] += (uint64_t)touch_lead[i] ^ (uint64_t)touch_ms[i];
    }
    for (int i = 0; i < CHANNELS; i++) {
        check = check * 31 + sums[i];
    }
    return check;
}

/* Shares columns with offsets or, without a model, equally over rows. */
static uint64_t run_model(void *context)
{
    static _Alignas(8) unsigned char memory[2048], state_memory[4096];
    revops_attribution_params params;
    const revops_attribution *attribution;
    revops_attribution_state *state;
    revops_cursor cursor = {0};
    revops_attribution_credit credits[CHANNELS + 1];
    uint64_t check = 0;
    if (revops_attribution_defaults(&params, sizeof params) != REVOPS_OK) {
        abort();
    }
    params.model = context ? *(const revops_attribution_model *)context : REVOPS_ATTRIBUTION_LINEAR;
    params.channel_count = CHANNELS;
    if (revops_attribution_build(&params, memory, sizeof memory, NULL, &attribution) != REVOPS_OK ||
        revops_attribution_state_init(attribution, state_memory, sizeof state_memory, NULL, &state) !=
            REVOPS_OK ||
        (context ? revops_attribution_apply_many(attribution, state, &columns, 1, NULL, NULL, NULL, &cursor)
                 : revops_attribution_apply_rows(attribution, state, &rows, 1)) != REVOPS_OK ||
        revops_attribution_credits(attribution, state, credits, CHANNELS + 1, NULL) != REVOPS_OK) {
        abort();
    }
    for (int i = 0; i <= CHANNELS; i++) {
        check += (uint64_t)credits[i].amount;
    }
    return check;
}

int main(void)
{
    random_state random = {1};
    for (int path = 0; path < PATHS; path++) {
        uint64_t count = 1 + random_below(&random, 9), begin = first_touch[path];
        for (uint64_t i = begin; i < begin + count; i++) {
            touch_ms[i] =
                (i > begin ? touch_ms[i - 1] : 0) + (1 + (int64_t)random_below(&random, 4)) * REVOPS_DAY_MS;
            channel[i] = (uint32_t)random_below(&random, CHANNELS);
            channel8[i] = (uint8_t)channel[i];
            touch_lead[i] = path;
        }
        first_touch[path + 1] = begin + count;
        first_conversion[path + 1] = (uint64_t)path + 1;
        conversion_ms[path] = touch_ms[begin + count - 1];
        amount[path] = (int64_t)random_below(&random, 10000000);
        conversion_lead[path] = path;
    }
    columns = (revops_attribution_columns){.struct_size = sizeof columns,
                                           .count = PATHS,
                                           .touch_count = first_touch[PATHS],
                                           .conversion_count = PATHS,
                                           .first_touch = first_touch,
                                           .first_conversion = first_conversion,
                                           .touch_ms = touch_ms,
                                           .channel = channel,
                                           .conversion_ms = conversion_ms,
                                           .amount = amount};
    static revops_attribution_model models[] = {REVOPS_ATTRIBUTION_LAST, REVOPS_ATTRIBUTION_LINEAR,
                                                REVOPS_ATTRIBUTION_U_SHAPED, REVOPS_ATTRIBUTION_TIME_DECAY,
                                                REVOPS_ATTRIBUTION_SHAPLEY};
    bench_contestant contestants[6] = {{.name = "floor: one addition a touch", .run = run_floor}};
    for (int i = 0; i < 5; i++) {
        contestants[i + 1] = (bench_contestant){
            .name = revops_attribution_model_name(models[i]), .run = run_model, .context = &models[i]};
    }
    int failed = bench_run("attribution of a path of 5 touches", contestants, 6, PATHS, 0);
    failed |= bench_bar("linear over the floor", &contestants[2], &contestants[0], 12.0);
    rows = (revops_attribution_row_columns){.struct_size = sizeof rows,
                                            .count = columns.touch_count,
                                            .conversion_count = PATHS,
                                            .touch_lead = touch_lead,
                                            .touch_ms = touch_ms,
                                            .channel8 = channel8,
                                            .conversion_lead = conversion_lead,
                                            .conversion_ms = conversion_ms,
                                            .amount = amount};
    bench_contestant by_rows[] = {{.name = "floor: reading the touches once", .run = run_reading},
                                  {.name = "linear", .run = run_model}};
    failed |= bench_run("attribution over rows", by_rows, 2, PATHS, 0);
    return failed | bench_bar("linear over reading", &by_rows[1], &by_rows[0], 4.0);
}
