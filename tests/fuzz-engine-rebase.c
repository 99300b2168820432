/* SPDX-License-Identifier: MIT */
/* Leads of any life, whole and damaged, from one of three policies to another: a whole one gives a whole one, which
   lives on there; a damaged one is refused. */
#define FUZZ_WORDS "\x01\x02\x03", "\x12\x05\x00", "\x08\x00\x01", "\x0d\x03\x01", "\xff\x10\x20"
#include "fuzz.h"

#include "engine-turns.h"

enum { FUZZ_RECORD = 2048, FUZZ_EFFECTS = 1024 };

static const int64_t T0 = 1772442000000;
static const int64_t offsets[] = {0, 3, 7};
static const revops_texts texts = {"adaAdam", offsets, 2};
static const revops_engine *engines[3];

static uint8_t next(const uint8_t **data, size_t *size)
{
    if (!*size) {
        return 0;
    }
    --*size;
    return *(*data)++;
}

static void build(void)
{
    static const char *const documents[] = {TURN_BEFORE, TURN_RENAMED, TURN_LESS};
    for (uint32_t i = 0; i < 3; i++) {
        revops_policy_fault fault;
        engines[i] = turn_engine(documents[i], 1 + i, &fault);
        MUST(engines[i] && revops_lead_size(engines[i]) <= FUZZ_RECORD);
    }
}

static void live_on(const revops_engine *engine, unsigned char *record, int64_t *at_ms, const uint8_t **data,
                    size_t *size)
{
    static revops_effect effects[FUZZ_EFFECTS];
    for (uint32_t i = next(data, size) % 16; i > 0; i--) {
        size_t count = 0;
        *at_ms += (int64_t)(next(data, size) % 4) * REVOPS_HOUR_MS * 5;
        const revops_event event = {
            .at_ms = *at_ms,
            .id = i,
            .kind = 1u + next(data, size) % revops_engine_count(engine, REVOPS_ENGINE_LIST_EVENTS),
            .value = next(data, size) % 9 == 8 ? REVOPS_MISSING : next(data, size) % 8,
            .reason = next(data, size) % 2};
        (void)!revops_engine_apply(engine, &texts, record, &event, next(data, size) % 4, REVOPS_EFFECTS_ALL,
                                   effects, FUZZ_EFFECTS, &count);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static unsigned char records[2][FUZZ_RECORD];
    static revops_effect effects[FUZZ_EFFECTS];
    size_t count = 0;
    char text[64];
    if (!engines[0]) {
        build();
    }
    const revops_engine *engine = engines[next(&data, &size) % 3];
    int64_t at_ms = T0;
    uint32_t in = 0, damage = next(&data, &size);
    MUST(revops_lead_init(engine, records[in]) == REVOPS_OK);
    while (size) {
        live_on(engine, records[in], &at_ms, &data, &size);
        MUST(revops_lead_verify(engine, records[in], 1) == REVOPS_OK);
        for (uint32_t i = 0; damage % 4 == 0 && size && i < 3; i++) { /* behind the mark */
            size_t at = 8 + (next(&data, &size) * 8u + next(&data, &size)) % (revops_lead_size(engine) - 8);
            records[in][at] ^= next(&data, &size);
        }
        int is_whole = revops_lead_verify(engine, records[in], 1) == REVOPS_OK;
        const revops_engine *to = engines[next(&data, &size) % 3];
        at_ms += next(&data, &size) * REVOPS_MINUTE_MS + 1;
        revops_status status =
            revops_lead_rebase(engine, to, damage & 16 ? &texts : NULL, records[in], at_ms,
                               REVOPS_EFFECTS_ALL, records[1 - in], effects, FUZZ_EFFECTS, &count);
        MUST(is_whole == (status != REVOPS_ERR_CORRUPT));
        if (status != REVOPS_OK) {
            MUST(status == REVOPS_ERR_RANGE || status == REVOPS_ERR_CORRUPT || status == REVOPS_ERR_LATE);
            return 0;
        }
        for (size_t i = 0; i < count; i++) {
            int is_of_before = effects[i].at_ms < at_ms || effects[i].kind == REVOPS_EFFECT_REMOVED;
            MUST(!is_whole ||
                 revops_effect_text(is_of_before ? engine : to, &effects[i], text, sizeof text) > 0);
        }
        MUST(revops_lead_verify(to, records[1 - in], 1) == REVOPS_OK);
        in = 1 - in;
        engine = to;
    }
    return 0;
}
