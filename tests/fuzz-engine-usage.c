/* SPDX-License-Identifier: MIT */
/* Events of any kind, value and time over a lead and an account whose usage a policy counts: what is applied gives records that
   verify, whatever is wanted; and any bytes are a safe record. */
#define FUZZ_WORDS                                                                                           \
    "\x01\x02\x03", "\x0b\x00\x01", "\x02\x00\x20", "\x07\x02\x00", "\xff\x10\x20", "\x05\x03\x01"
#include "fuzz.h"

#include "engine-used.h"

enum { FUZZ_RECORD = 4096, FUZZ_EFFECTS = 128, FUZZ_ANSWERS = 8 };

static const int64_t T0 = 1772406000000;
static const revops_engine *of_lead, *of_account;

static uint8_t next(const uint8_t **data, size_t *size)
{
    if (!*size) {
        return 0;
    }
    --*size;
    return *(*data)++;
}

static const revops_engine *build(const char *of, unsigned char *block, size_t room)
{
    static _Alignas(8) unsigned char rows[USED_BYTES];
    const revops_engine *engine = NULL;
    revops_policy_params policy;
    used_policy(of, rows, &policy);
    const revops_engine_params params = {.struct_size = sizeof params, .policy = &policy};
    MUST(revops_engine_build(&params, block, room, NULL, &engine) == REVOPS_OK);
    MUST(revops_lead_size(engine) <= FUZZ_RECORD && revops_engine_account_size(engine) <= FUZZ_RECORD);
    MUST(revops_engine_effects_max(engine) <= FUZZ_EFFECTS);
    return engine;
}

static revops_event some_event(int64_t at_ms, const uint8_t **data, size_t *size)
{
    uint8_t kind = next(data, size), value = next(data, size);
    revops_event event = {.at_ms = at_ms,
                          .kind = 1u + kind % 12,
                          .value = value % 16,
                          .actor = value >> 6,
                          .resume_ms = at_ms + 9};
    event.value = value % 16 == 15 ? REVOPS_MISSING
                  : value & 16     ? event.value | INT64_C(10) << 32
                                   : event.value;
    event.value = value & 32 && event.value != REVOPS_MISSING ? -event.value : event.value;
    if (kind >= 240) { /* as if an account had said it */
        event = (revops_event){.at_ms = at_ms, .value = value % 5, .actor = value >> 5};
        event.flags = REVOPS_EVENT_ANSWER | (kind & 1 ? REVOPS_EVENT_SIGNAL : REVOPS_EVENT_ATTRIBUTE);
    }
    return event;
}

/* Bytes of which a few are damaged: what verifies is safe. */
static void play_damaged(const revops_engine *engine, const unsigned char *lead, const uint8_t *data,
                         size_t size)
{
    unsigned char bytes[FUZZ_RECORD], merged[FUZZ_RECORD];
    revops_effect effects[FUZZ_EFFECTS];
    revops_event answers[FUZZ_ANSWERS];
    size_t count = 0, length = revops_lead_size(engine);
    memcpy(bytes, lead, length);
    for (size_t i = 0; i + 2 < size; i += 3) {
        bytes[8 + ((size_t)data[i] << 8 | data[i + 1]) % (length - 8)] ^=
            (unsigned char)(i < 6 ? data[i + 2] : 0);
    }
    memcpy(merged, bytes, length);
    revops_event event = {.at_ms = T0 + 99 * REVOPS_DAY_MS, .kind = 11, .value = 3};
    revops_event merge = {.at_ms = T0 + 100 * REVOPS_DAY_MS, .value = 3, .flags = REVOPS_EVENT_MERGE};
    if (revops_lead_verify(engine, bytes, 1) == REVOPS_OK) {
        (void)!revops_engine_apply(engine, NULL, bytes, &event, REVOPS_ENGINE_ENFORCE, REVOPS_EFFECTS_ALL,
                                   effects, FUZZ_EFFECTS, &count);
        (void)!revops_lead_merge(engine, NULL, bytes, &merge, merged, REVOPS_ENGINE_ENFORCE,
                                 REVOPS_EFFECTS_ALL, effects, FUZZ_EFFECTS, &count);
        MUST(revops_lead_verify(engine, bytes, 1) == REVOPS_OK);
    }
    MUST(revops_engine_account_init(of_account, bytes) == REVOPS_OK);
    length = revops_engine_account_size(of_account);
    for (size_t i = 0; i + 2 < size; i += 3) {
        bytes[8 + ((size_t)data[i] << 8 | data[i + 1]) % (length - 8)] ^=
            (unsigned char)(i < 6 ? data[i + 2] : 0);
    }
    int is_whole = revops_engine_account_verify(of_account, bytes, 1) == REVOPS_OK;
    for (uint32_t i = 0; i < 2; i++) { /* to a policy whose usage is of leads, and to the same */
        unsigned char next_account[FUZZ_RECORD];
        const revops_engine *to = i ? of_account : of_lead;
        revops_status status = revops_engine_account_rebase(of_account, to, bytes, event.at_ms, next_account,
                                                            effects, FUZZ_EFFECTS, &count);
        MUST(is_whole || status == REVOPS_ERR_CORRUPT);
        MUST(status != REVOPS_OK || revops_engine_account_verify(to, next_account, 1) == REVOPS_OK);
    }
    (void)!revops_engine_account_apply(of_account, NULL, bytes, 1, 1, &event, answers, FUZZ_ANSWERS, &count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static _Alignas(8) unsigned char blocks[2][1 << 17];
    unsigned char leads[2][FUZZ_RECORD], again[FUZZ_RECORD], account[FUZZ_RECORD];
    revops_effect effects[FUZZ_EFFECTS];
    revops_event answers[FUZZ_ANSWERS];
    const uint8_t *begin = data;
    size_t whole = size, count = 0;
    if (!of_lead) {
        of_lead = build("lead", blocks[0], sizeof blocks[0]);
        of_account = build("account", blocks[1], sizeof blocks[1]);
    }
    MUST(revops_lead_init(of_lead, leads[0]) == REVOPS_OK &&
         revops_lead_init(of_account, leads[1]) == REVOPS_OK);
    MUST(revops_engine_account_init(of_account, account) == REVOPS_OK);
    int64_t at_ms = T0;
    while (size) {
        uint8_t step = next(&data, &size);
        at_ms += step & 128 ? -(int64_t)(step & 7) : (step & 63) * 3 * REVOPS_HOUR_MS;
        revops_event event = some_event(at_ms, &data, &size);
        revops_engine_mode mode = step >> 6 & 1 ? REVOPS_ENGINE_RECORD : REVOPS_ENGINE_ENFORCE;
        for (uint32_t i = 0; i < 2; i++) {
            const revops_engine *engine = i ? of_account : of_lead;
            size_t length = revops_lead_size(engine), none = 0;
            memcpy(again, leads[i], length);
            revops_status status = revops_engine_apply(engine, NULL, leads[i], &event, mode,
                                                       REVOPS_EFFECTS_ALL, effects, FUZZ_EFFECTS, &count);
            MUST(revops_lead_verify(engine, leads[i], 1) == REVOPS_OK);
            MUST(revops_engine_apply(engine, NULL, again, &event, mode, 0, NULL, 0, &none) == status);
            MUST(memcmp(again, leads[i], length) == 0);
            for (size_t k = 0; status == REVOPS_OK && k < count; k++) {
                char text[REVOPS_ENGINE_TEXT_MAX];
                MUST(revops_effect_text(engine, &effects[k], text, sizeof text) > 0);
            }
        }
        revops_status status = revops_engine_account_apply(of_account, NULL, account, 1, 1 + step % 3u,
                                                           &event, answers, FUZZ_ANSWERS, &count);
        MUST(revops_engine_account_verify(of_account, account, 1) == REVOPS_OK);
        for (size_t k = 0; status == REVOPS_OK && k < count; k++) {
            size_t told = 0;
            MUST(answers[k].id != 0 && answers[k].at_ms == event.at_ms);
            status = revops_engine_apply(of_account, NULL, leads[1], &answers[k], mode, REVOPS_EFFECTS_ALL,
                                         effects, FUZZ_EFFECTS, &told);
            MUST(status == REVOPS_OK || status == REVOPS_ERR_LATE || status == REVOPS_ERR_DUPLICATE);
            MUST(revops_lead_verify(of_account, leads[1], 1) == REVOPS_OK);
        }
    }
    play_damaged(of_lead, leads[0], begin, whole);
    play_damaged(of_account, leads[1], begin, whole);
    return 0;
}
