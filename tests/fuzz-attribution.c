/* SPDX-License-Identifier: MIT */
/* Any model over any columns: no crash, and what is shared adds up to the amounts. */
#define FUZZ_WORDS "\1\0\0\0", "\2\0\0\0", "\xff\xff\xff\xff", "\0\0\0\0\0\0\0\0"
#include "fuzz.h"
#include "fuzz-take.h"

enum { LEADS = 4, TOUCHES = 24, CONVERSIONS = 8 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static _Alignas(8) unsigned char memory[2048], state_memory[1 << 16];
    input = data;
    left = size;
    revops_attribution_position positions[3];
    revops_attribution_params params;
    MUST(revops_attribution_defaults(&params, sizeof params) == REVOPS_OK);
    params.flags = (uint32_t)take(1) % 3;
    params.model = (uint32_t)take(1) % 13;
    params.channel_count = (uint32_t)take(1) % 60 + (take(1) != 0);
    params.direct_channel =
        params.model == REVOPS_ATTRIBUTION_LAST_NON_DIRECT ? (uint32_t)take(1) % 60 : REVOPS_NO_ROW;
    params.lookback_ms = (int64_t)take(1);
    params.half_life_ms = (int64_t)take(2) + (take(1) != 0);
    params.position_count = params.model == REVOPS_ATTRIBUTION_POSITION ? (uint32_t)take(1) % 4 : 0;
    params.positions = positions;
    for (int i = 0; i < 3; i++) {
        positions[i] = (revops_attribution_position){(uint32_t)take(1) % 5, (uint32_t)take(1) % 34,
                                                     (uint32_t)take(2) % 4000, 0};
    }
    const revops_attribution *attribution = NULL;
    revops_status checked = revops_attribution_check(&params, NULL, 0, NULL);
    MUST(revops_attribution_build(&params, memory, sizeof memory, NULL, &attribution) == checked);
    if (checked != REVOPS_OK) {
        return 0;
    }
    revops_attribution_state *state;
    MUST(revops_attribution_state_init(attribution, state_memory, sizeof state_memory, NULL, &state) ==
         REVOPS_OK);
    uint64_t first_touch[LEADS + 1], first_conversion[LEADS + 1];
    int64_t touch_ms[TOUCHES], conversion_ms[CONVERSIONS], amount[CONVERSIONS], touch_amounts[TOUCHES] = {0};
    uint32_t channel[TOUCHES], milestones[TOUCHES], weight[TOUCHES];
    for (int i = 0; i <= LEADS; i++) {
        first_touch[i] = take(1) % (TOUCHES + 2);
        first_conversion[i] = take(1) % (CONVERSIONS + 2);
    }
    for (int i = 0; i < TOUCHES; i++) {
        touch_ms[i] = i ? touch_ms[i - 1] + (int64_t)take(1) - 1 : (int64_t)take(8) / 2;
        channel[i] = (uint32_t)take(1) % (params.channel_count + 1);
        milestones[i] = (uint32_t)take(1);
        weight[i] = (uint32_t)take(1);
    }
    for (int i = 0; i < CONVERSIONS; i++) {
        conversion_ms[i] = touch_ms[0] + (int64_t)take(2);
        amount[i] = (int64_t)take(7) - (INT64_C(1) << 53);
    }
    revops_attribution_columns columns = {sizeof columns,
                                          0,
                                          LEADS,
                                          TOUCHES,
                                          CONVERSIONS,
                                          first_touch,
                                          first_conversion,
                                          touch_ms,
                                          channel,
                                          milestones,
                                          params.model == REVOPS_ATTRIBUTION_CUSTOM ? weight : NULL,
                                          conversion_ms,
                                          amount,
                                          NULL};
    revops_status statuses[LEADS] = {0};
    revops_cursor cursor = {0};
    MUST(revops_attribution_apply_many(attribution, state, &columns, 1, touch_amounts, NULL, statuses,
                                       &cursor) == REVOPS_OK);
    MUST(cursor.applied + cursor.invalid == LEADS && cursor.next == LEADS);
    int64_t revenue = 0, shared = 0, of_touches = 0;
    for (int lead = 0; lead < LEADS; lead++) {
        for (uint64_t i = first_conversion[lead]; !statuses[lead] && i < first_conversion[lead + 1]; i++) {
            revenue += amount[i];
        }
    }
    static revops_attribution_credit credits[REVOPS_ATTRIBUTION_CHANNELS_MAX + 1];
    MUST(revops_attribution_credits(attribution, state, credits, REVOPS_ATTRIBUTION_CHANNELS_MAX + 1, NULL) ==
         REVOPS_OK);
    for (uint32_t i = 0; i <= params.channel_count; i++) {
        shared += credits[i].amount;
    }
    for (int i = 0; i < TOUCHES; i++) {
        of_touches += touch_amounts[i];
    }
    MUST(shared == revenue && of_touches + credits[params.channel_count].amount == revenue);
    return 0;
}
