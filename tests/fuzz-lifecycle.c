/* SPDX-License-Identifier: MIT */
#define FUZZ_WORDS "\x00\x01", "\x02\x03\x04", "\x09", "\x0e", "\xff\xff", "\x00\x00\x00\x00"
#include "fuzz.h"

/* The bytes write a table of up to 16 stages and a stream of triggers: whatever the checker calls sound must compile
   and run without breaking what every record promises. */
static uint8_t next(const uint8_t **data, size_t *size)
{
    if (*size == 0) {
        return 0;
    }
    (*size)--;
    return *(*data)++;
}

static void run(const revops_lifecycle *lifecycle, const uint8_t **data, size_t *size)
{
    revops_lifecycle_record record;
    MUST(revops_lifecycle_record_init(&record, 0) == REVOPS_OK);
    int64_t at_ms = 0;
    while (*size) {
        uint8_t code = next(data, size);
        at_ms += next(data, size) * INT64_C(10000000);
        if (code == 255) {
            MUST(revops_lifecycle_touch(&record, at_ms) == REVOPS_OK);
            continue;
        }
        revops_lifecycle_record before = record;
        revops_lifecycle_input input = {at_ms, next(data, size), at_ms + (int8_t)next(data, size), code % 17,
                                        next(data, size) % 18};
        revops_lifecycle_result result;
        revops_status status = revops_lifecycle_apply(lifecycle, &record, &input, &result);
        if (status == REVOPS_ERR_REFUSED || status == REVOPS_OK) {
            char text[600];
            MUST(revops_lifecycle_result_text(lifecycle, &result, text, sizeof text) > 0);
            MUST((status == REVOPS_OK) == (result.refusal == 0));
        }
        if (status != REVOPS_OK) {
            MUST(memcmp(&before, &record, sizeof record) == 0);
            continue;
        }
        MUST(record.step == result.to && before.step == result.from);
        MUST(record.cycle >= before.cycle);
        uint32_t count = revops_lifecycle_count(lifecycle, REVOPS_LIFECYCLE_LIST_STAGES);
        for (uint32_t s = 0; s < count; s++) {
            MUST((record.count[s] == 0) == (record.dates[s].first_ms == REVOPS_TIME_NONE));
            MUST(record.dates[s].first_ms <= record.dates[s].latest_ms);
            MUST(record.dates[s].latest_ms <= at_ms);
            MUST(record.count[s] >= before.count[s]);
        }
        MUST(record.dates[record.step].latest_ms != REVOPS_TIME_NONE);
        MUST(revops_lifecycle_verify(lifecycle, &record, 1, NULL) == REVOPS_OK);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static _Alignas(8) unsigned char memory[1 << 17];
    static const char *const names[] = {"a", "b", "c", "d", "e", "f", "g", "h",
                                        "i", "j", "k", "l", "m", "n", "o", "p"};
    revops_lifecycle_stage_row stages[16];
    revops_lifecycle_transition rows[32];
    revops_lifecycle_params params;
    MUST(revops_lifecycle_defaults(&params, sizeof params) == REVOPS_OK);
    uint8_t shape = next(&data, &size);
    if (shape & 1) {
        params.stage_count = next(&data, &size) % 16;
        params.trigger_count = 1 + next(&data, &size) % 15;
        params.transition_count = next(&data, &size) % 33;
        for (uint32_t s = 0; s < 16; s++) {
            revops_lifecycle_stage_row row = {names[s],
                                              "a stage",
                                              next(&data, &size) % 9,
                                              next(&data, &size) % 6,
                                              next(&data, &size) & 1 ? s : next(&data, &size) % 16u,
                                              0};
            stages[s] = row;
        }
        for (uint32_t i = 0; i < params.transition_count; i++) {
            revops_lifecycle_transition row = {
                next(&data, &size) % 16, next(&data, &size) | (uint32_t)next(&data, &size) << 8,
                next(&data, &size) % 17, next(&data, &size) % 17,
                next(&data, &size),      next(&data, &size),
                next(&data, &size)};
            rows[i] = row;
        }
        params.stages = stages;
        params.transitions = rows;
    }
    params.flags = shape >> 1 & 3;
    revops_problem problems[4];
    size_t found = 0, needed;
    revops_status checked = revops_lifecycle_check(&params, problems, 4, &found);
    const revops_lifecycle *lifecycle = NULL;
    revops_status built = revops_lifecycle_build(&params, memory, sizeof memory, &needed, &lifecycle);
    MUST(built == checked && (found == 0) == (checked == REVOPS_OK));
    for (size_t i = 0; i < found && i < 4; i++) {
        char text[200];
        MUST(revops_lifecycle_problem_text(&params, &problems[i], text, sizeof text) > 0);
    }
    if (built == REVOPS_OK) {
        size_t length = revops_lifecycle_dot_text(lifecycle, NULL, 0);
        MUST(length > 0);
        run(lifecycle, &data, &size);
    }
    return 0;
}
