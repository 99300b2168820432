/* SPDX-License-Identifier: MIT */
#define FUZZ_WORDS "\x01", "\x02", "\x07", "\xff", "\xff\xff\xff\xff", "\x80", "\x02\x01", "\x40"
#include "fuzz.h"

/* Takes bytes from the input, zeros when it has run out. */
static void take(void *out, size_t length, const uint8_t **data, size_t *size)
{
    memset(out, 0, length);
    size_t have = length < *size ? length : *size;
    memcpy(out, *data, have);
    *data += have;
    *size -= have;
}

static uint32_t take_byte(const uint8_t **data, size_t *size)
{
    uint8_t byte;
    take(&byte, 1, data, size);
    return byte;
}

/* Any bytes are a safe record, whatever the model; what a fold writes from a sound one is sound. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static _Alignas(16) uint8_t memory[1 << 16];
    static const revops_condition condition = {.test = REVOPS_CONDITION_IS_PRESENT};
    revops_usage_criterion criteria[20];
    revops_usage_signal signals[2];
    revops_usage_params params;
    MUST(revops_usage_defaults(&params, sizeof params) == REVOPS_OK);
    params.criteria = criteria;
    params.signals = signals;
    params.criterion_count = 3;
    params.signal_count = 2;
    params.conditions = &condition;
    params.condition_count = params.attribute_count = 1;
    memset(criteria, 0, sizeof criteria);
    memset(signals, 0, sizeof signals);
    for (int i = 0; i < 3; i++) {
        criteria[i].kinds = take_byte(&data, &size);
        criteria[i].measure = take_byte(&data, &size) % 14;
        criteria[i].window = take_byte(&data, &size) % 3;
        criteria[i].window_days = criteria[i].window ? 1 + take_byte(&data, &size) : 0;
        criteria[i].flags = take_byte(&data, &size) & 7;
        criteria[i].threshold = 1 + take_byte(&data, &size);
        criteria[i].release = take_byte(&data, &size);
        criteria[i].least_value = take_byte(&data, &size) % 4;
        if (criteria[i].measure == REVOPS_USAGE_ATTRIBUTES) {
            criteria[i] = (revops_usage_criterion){
                .measure = REVOPS_USAGE_ATTRIBUTES, .threshold = 1, .condition_count = 1};
        }
    }
    const uint32_t wide = take_byte(&data, &size) % 4 == 0; /* a model with all criteria several times */
    for (uint32_t i = 3; wide && i < 20; i++) {
        criteria[i] = criteria[i % 3];
    }
    params.criterion_count = wide ? 20 : 3;
    for (int i = 0; i < 2; i++) {
        signals[i].all_of = take_byte(&data, &size) & 7;
        signals[i].any_of = take_byte(&data, &size) & 7;
        signals[i].flags = take_byte(&data, &size) & 1;
        signals[i].cooldown_ms = 1;
        signals[i].any_of |= wide ? (uint64_t)signals[i].any_of << 16 : 0;
    }
    const revops_usage *model;
    revops_problem problems[4];
    revops_status checked = revops_usage_check(&params, problems, 4, NULL);
    revops_status built = revops_usage_build(&params, memory, sizeof memory, NULL, &model);
    MUST(built == checked);
    if (built != REVOPS_OK) {
        MUST(revops_usage_build(NULL, memory, sizeof memory, NULL, &model) == REVOPS_OK);
    }
    size_t record_size = revops_usage_record_size(model);
    uint8_t *hostile = malloc(record_size), *sound = malloc(record_size), *twin = malloc(record_size);
    int64_t signup_ms = 0;
    MUST(revops_usage_record_init(model, sound, signup_ms, 0) == REVOPS_OK);
    uint8_t check = sound[11]; /* so that damage past the first look is reached */
    take(hostile, record_size, &data, &size);
    hostile[11] = check;
    int64_t now_ms = 0;
    while (size > 0) {
        revops_usage_event event;
        memset(&event, 0, sizeof event);
        uint64_t step = 0;
        take(&step, 5, &data, &size);
        event.kind = take_byte(&data, &size) % 65;
        event.user = take_byte(&data, &size);
        event.value = take_byte(&data, &size);
        event.limit = take_byte(&data, &size);
        event.item[0] = event.value;
        event.utc_offset_min = (int32_t)take_byte(&data, &size) * 12 - 1500;
        now_ms += (int64_t)(step % (uint64_t)(40 * REVOPS_DAY_MS));
        event.at_ms = now_ms;
        uint32_t fired = 0;
        memcpy(twin, sound, record_size);
        revops_status status = revops_usage_apply(model, sound, &event, &fired);
        const uint16_t kind = (uint16_t)event.kind;
        const uint32_t whose = 0;
        revops_usage_columns row = {.struct_size = sizeof row,
                                    .count = 1,
                                    .at_ms = &event.at_ms,
                                    .record = &whose,
                                    .kind = &kind,
                                    .user = &event.user,
                                    .value = &event.value,
                                    .limit = &event.limit,
                                    .item = {&event.item[0]},
                                    .utc_offset_min = &event.utc_offset_min};
        revops_cursor at_row = {0};
        revops_usage_hit row_hits[REVOPS_USAGE_SIGNALS_MAX];
        revops_status row_status = REVOPS_OK;
        size_t row_hit_count;
        (void)!revops_usage_apply_many(model, twin, 1, &row, &at_row, &row_status, row_hits,
                                       REVOPS_USAGE_SIGNALS_MAX, &row_hit_count);
        MUST(row_status == status && memcmp(twin, sound, record_size) == 0);
        MUST((row_hit_count != 0) == (fired != 0));
        MUST(status == REVOPS_OK || status == REVOPS_ERR_ARG || status == REVOPS_ERR_RANGE);
        MUST(revops_usage_verify(model, sound) == REVOPS_OK);
        if (event.user % 2 != 0) { /* the batch's own loop */
            const int64_t at_ms[3] = {now_ms, now_ms, now_ms};
            const uint16_t kinds[3] = {1, (uint16_t)event.kind, 2};
            const uint32_t firsts[3] = {0, 0, 0};
            revops_usage_columns columns = {
                .struct_size = sizeof columns, .count = 3, .at_ms = at_ms, .record = firsts, .kind = kinds};
            revops_cursor progress = {0};
            size_t hit_count;
            MUST(revops_usage_apply_many(model, hostile, 1, &columns, &progress, NULL, NULL, 0, &hit_count) ==
                 REVOPS_OK);
        }
        status = revops_usage_apply(model, hostile, &event, &fired);
        const int64_t attribute = event.value % 2 ? REVOPS_MISSING : event.value;
        if (event.limit % 4 == 0) { /* attributes and time, for both */
            MUST(revops_usage_set_attributes(model, sound, &attribute, NULL, now_ms, 0, &fired) !=
                 REVOPS_ERR_ARG);
            (void)!revops_usage_advance(model, sound, now_ms, 0, &fired);
            (void)!revops_usage_set_attributes(model, hostile, &attribute, NULL, now_ms, 0, &fired);
            (void)!revops_usage_advance(model, hostile, now_ms, 0, &fired);
            MUST(revops_usage_verify(model, sound) == REVOPS_OK);
        }
        char text[64];
        revops_usage_explanation_text(model, hostile, 1, now_ms, 0, text, sizeof text);
        revops_usage_explanation_text(model, hostile, 0, REVOPS_TIME_NONE, 0, text, sizeof text);
        MUST(memchr(text, 0, sizeof text));
        (void)!revops_usage_verify(model, hostile);
    }
    uint32_t fired;
    int accepted = revops_usage_verify(model, hostile) == REVOPS_OK;
    revops_status merged = revops_usage_merge(model, sound, hostile, now_ms, 0, &fired);
    MUST(!accepted || merged != REVOPS_OK || revops_usage_verify(model, sound) == REVOPS_OK);
    (void)!revops_usage_merge(model, sound, hostile, now_ms, 0, &fired);
    (void)!revops_usage_merge(model, hostile, sound, now_ms, 0, &fired);
    free(hostile);
    free(sound);
    free(twin);
    return 0;
}
