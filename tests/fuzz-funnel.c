/* SPDX-License-Identifier: MIT */
/* Any funnel over any columns: no crash; one by one and in columns are the same; what is added and taken back leaves nothing. */
#define FUZZ_WORDS "\0\1\0\2\0\3", "\xff\xff\xff\xff", "\0\0\0\0\0\0\0\0"
#include "fuzz.h"
#include "fuzz-take.h"

enum { LEADS = 3, EVENTS = 40, STAGES = 6, SPANS = 4 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint64_t memory[512], records[LEADS * 64], same[LEADS * 64], cells[2][30000];
    revops_funnel_stage stages[STAGES] = {{0}};
    revops_funnel_span spans[SPANS] = {{0}};
    revops_funnel_params params;
    const revops_funnel *funnel;
    input = data;
    left = size;
    MUST(revops_funnel_defaults(&params, sizeof params) == REVOPS_OK);
    params.flags = (uint32_t)take(1) % 9;
    params.stages = stages;
    params.stage_count = (uint32_t)take(1) % (STAGES + 1);
    params.stage_row_size = sizeof stages[0];
    params.spans = spans;
    params.span_count = (uint32_t)take(1) % (SPANS + 1);
    params.span_row_size = sizeof spans[0];
    params.cohort_stage = (uint32_t)take(1) % 8 - 1;
    params.reason_count = (uint32_t)take(1) % 4;
    for (int i = 0; i < STAGES; i++) {
        stages[i].kind = (uint32_t)take(1) % 4;
    }
    for (int i = 0; i < SPANS; i++) {
        spans[i].from = (uint32_t)take(1) % 7;
        spans[i].to = (uint32_t)take(1) % 7;
    }
    revops_status checked = revops_funnel_check(&params, NULL, 0, NULL);
    revops_status built = revops_funnel_build(&params, memory, sizeof memory, NULL, &funnel);
    MUST(checked == built);
    if (built != REVOPS_OK) {
        return 0;
    }
    uint32_t lead[EVENTS], reason[EVENTS], cycle[EVENTS];
    uint8_t stage[EVENTS], inferred[EVENTS];
    int64_t at_ms[EVENTS], amount[EVENTS], last_ms = INT64_MIN;
    size_t count = take(1) % EVENTS, record_size = revops_funnel_record_size(funnel), needed;
    MUST(record_size <= 64 * 8);
    memset(records, 0, sizeof records);
    memset(same, 0, sizeof same);
    revops_cursor cursor = {0}, expected = {0};
    for (size_t i = 0; i < count; i++) {
        uint64_t kind = take(1);
        lead[i] = (uint32_t)take(1) % (LEADS + 1);
        stage[i] = (uint8_t)(take(1) % (STAGES + 1));
        at_ms[i] = kind & 1 ? (int64_t)take(8) : (int64_t)(i * 100);
        inferred[i] = kind & 2 ? (uint8_t)(take(1) % 3) : 0;
        reason[i] = kind & 4 ? (uint32_t)take(1) % 5 : REVOPS_NO_ROW;
        amount[i] = kind & 8 ? (int64_t)take(8) : 7;
        cycle[i] = kind & 16 ? (uint32_t)take(1) : 0;
        const revops_funnel_event event = {.at_ms = at_ms[i],
                                           .amount = amount[i],
                                           .stage = stage[i],
                                           .reason = reason[i],
                                           .cycle = cycle[i],
                                           .is_inferred = inferred[i]};
        revops_status status = lead[i] < LEADS
                                   ? revops_funnel_apply(funnel, (char *)same + lead[i] * record_size, &event)
                                   : REVOPS_ERR_ARG;
        expected.applied += status == REVOPS_OK;
        expected.late += status == REVOPS_ERR_LATE;
        expected.invalid += status == REVOPS_ERR_ARG;
        if (status == REVOPS_OK && at_ms[i] > last_ms) {
            last_ms = at_ms[i];
        }
    }
    const revops_funnel_columns columns = {.struct_size = sizeof columns,
                                           .count = count,
                                           .lead = lead,
                                           .stage = stage,
                                           .at_ms = at_ms,
                                           .is_inferred = inferred,
                                           .amount = amount,
                                           .reason = reason,
                                           .cycle = cycle};
    MUST(revops_funnel_apply_many(funnel, &columns, records, LEADS, &cursor) == REVOPS_OK);
    expected.next = count;
    MUST(memcmp(&cursor, &expected, sizeof cursor) == 0 && memcmp(records, same, sizeof records) == 0);
    revops_funnel_place places[LEADS] = {{0}};
    static revops_funnel_move moves[(STAGES + 1) * STAGES];
    cursor = (revops_cursor){0};
    MUST(revops_funnel_flow_add(funnel, &columns, places, LEADS, moves, &cursor) == REVOPS_OK);
    revops_funnel_state *state, *empty;
    (void)!revops_funnel_state_init(funnel, NULL, 0, &needed, NULL);
    MUST(needed <= sizeof cells[0]);
    MUST(revops_funnel_state_init(funnel, cells[0], sizeof cells[0], NULL, &state) == REVOPS_OK &&
         revops_funnel_state_init(funnel, cells[1], sizeof cells[1], NULL, &empty) == REVOPS_OK);
    const int8_t back[LEADS] = {-1, -1, -1};
    MUST(revops_funnel_add(funnel, state, records, LEADS, NULL, NULL, last_ms) == REVOPS_OK);
    revops_funnel_total total;
    revops_funnel_bottleneck bottleneck;
    revops_funnel_velocity velocity;
    MUST(revops_funnel_totals(funnel, state, 0, &total) == REVOPS_OK);
    (void)!revops_funnel_bottleneck_of(funnel, state, 0, &bottleneck);
    (void)!revops_funnel_velocity_of(funnel, state, 0, 0, &velocity);
    MUST(revops_funnel_add(funnel, state, records, LEADS, NULL, back, last_ms) == REVOPS_OK);
    MUST(memcmp(state, empty, needed) == 0);
    return 0;
}
