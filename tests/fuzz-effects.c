/* SPDX-License-Identifier: MIT */
/* Any bytes as effects: no crash, sums of the cursor, in blocks as in one. */
#define FUZZ_WORDS "\x01\x02\x03\x04", "\xff\xff\xff\xff\xff\xff\xff\xff", "\1", "\4", "\x0c\x12", "\x08"
#include "fuzz.h"

enum { EFFECTS = 24, LEADS = 3, STAGES = 7 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint64_t memory[512], whole[LEADS * 64], parts[LEADS * 64];
    static const uint32_t rows[9] = {0, 1, 1, 2, 3, REVOPS_NO_ROW, 4, 5, 6};
    static const revops_funnel_stage stages[STAGES] = {
        {REVOPS_FUNNEL_PATH, 1}, {REVOPS_FUNNEL_PATH, 2}, {REVOPS_FUNNEL_PATH, 2},  {REVOPS_FUNNEL_PATH, 0},
        {REVOPS_FUNNEL_WON, 3},  {REVOPS_FUNNEL_WON, 4},  {REVOPS_FUNNEL_CLOSED, 0}};
    static const revops_funnel_span spans[] = {{0, 1}, {1, 4}, {0, 6}};
    revops_effect effects[EFFECTS];
    revops_funnel_params params;
    const revops_funnel *funnel;
    memset(effects, 0, sizeof effects);
    size_t count = 0;
    for (; count < EFFECTS && size >= 16; count++, data += 16, size -= 16) {
        effects[count].kind = data[0] % 32;
        effects[count].stage = data[1] % 12;
        effects[count].lead = data[2] % (LEADS + 1);
        effects[count].cycle = data[3] % 4;
        effects[count].flags = data[4];
        effects[count].reason = data[5] % 6;
        effects[count].clock = data[6] % 3;
        effects[count].stages = data[7] & 1 ? UINT64_MAX : (uint64_t)data[7] << (data[8] % 60);
        effects[count].at_ms = data[9] & 3 ? (int64_t)count * 1000 : (int64_t)data[9] << 55;
        effects[count].value = data[10] & 1 ? INT64_MIN : (int64_t)((uint64_t)data[11] << 56);
        effects[count].why = (uint32_t)data[12] << 4;
        effects[count].items = data[13];
    }
    MUST(revops_funnel_defaults(&params, sizeof params) == REVOPS_OK);
    params.flags = size ? data[0] % 8 : REVOPS_FUNNEL_STAYS;
    params.stages = stages;
    params.stage_count = STAGES;
    params.spans = spans;
    params.span_count = 3;
    params.stage_row_size = sizeof stages[0];
    params.span_row_size = sizeof spans[0];
    params.reason_count = size > 1 && data[1] & 1 ? 0 : 4;
    MUST(revops_funnel_build(&params, memory, sizeof memory, NULL, &funnel) == REVOPS_OK);
    MUST(revops_funnel_record_size(funnel) <= 64 * 8);
    memset(whole, 0, sizeof whole);
    memset(parts, 0, sizeof parts);
    revops_cursor cursor = {0}, sum = {0};
    MUST(revops_effects_to_funnel(funnel, rows, 9, effects, count, whole, LEADS, &cursor) == REVOPS_OK);
    for (size_t i = 0; i < count; i++) {
        revops_cursor one = {0};
        MUST(revops_effects_to_funnel(funnel, rows, 9, effects + i, 1, parts, LEADS, &one) == REVOPS_OK);
        sum.applied += one.applied;
        sum.late += one.late;
        sum.invalid += one.invalid;
    }
    MUST(sum.applied == cursor.applied && sum.late == cursor.late && sum.invalid == cursor.invalid);
    MUST(memcmp(whole, parts, sizeof whole) == 0 && cursor.next == count);
    revops_sla_effect clocks[EFFECTS];
    uint64_t of[EFFECTS], leads[EFFECTS], bits[EFFECTS];
    size_t found = 0;
    MUST(revops_effects_to_clocks(effects, count, of, clocks, EFFECTS, &found) == REVOPS_OK);
    for (size_t i = 0; i < found; i++) {
        MUST(of[i] < count && effects[of[i]].clock == clocks[i].clock + 1u && (i == 0 || of[i] > of[i - 1]));
    }
    for (uint32_t part = 0; part <= REVOPS_EFFECTS_STAGES; part++) {
        MUST(revops_effects_to_deviations(effects, count, part, of, leads, bits, EFFECTS, &found) ==
             REVOPS_OK);
        for (size_t i = 0; i < found; i++) {
            MUST(bits[i] && effects[of[i]].kind == REVOPS_EFFECT_DEVIATION &&
                 effects[of[i]].lead == leads[i]);
        }
    }
    return 0;
}
