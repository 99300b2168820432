/* SPDX-License-Identifier: MIT */
/* Histories of any rows, marks, flags and times, under policies that change in one layout or to another one: what can be folded gives a record that verifies, is
   told alike whatever was told before, and comes back when what was deleted is added again. */
#define FUZZ_WORDS                                                                                           \
    "\x01\x02\x03", "\x12\x05\x00", "\x08\x00\x01", "\x0d\x03\x01", "\xff\x10\x20", "\x40\x01\x02"
#include "fuzz.h"

#include "engine-desk.h"
#include "engine-scored.h"
#include "engine-turns.h"

enum { FUZZ_RECORD = 2048, FUZZ_ROWS = 24, FUZZ_CHANGES = 1024 };

static const int64_t T0 = 1772442000000;
static const int64_t offsets[] = {0, 4, 8};
static const revops_texts texts = {"nordeast", offsets, 2};
static const revops_engine *engines[3][2]; /* the last two are of two layouts */
static _Alignas(8) unsigned char memory[1 << 19];
static revops_engine_change changes[FUZZ_CHANGES];

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
    static _Alignas(8) unsigned char blocks[4][1 << 18];
    for (uint32_t i = 0; i < 4; i++) {
        revops_policy_params policy;
        if (i / 2) {
            scored_policy(&policy);
        } else {
            desk_policy(&policy);
        }
        const revops_engine_params params = {
            .struct_size = sizeof params, .policy = &policy, .rules = 1 + i % 2};
        MUST(revops_engine_build(&params, blocks[i], sizeof blocks[i], NULL, &engines[i / 2][i % 2]) ==
             REVOPS_OK);
        MUST(revops_lead_size(engines[i / 2][i % 2]) <= FUZZ_RECORD);
    }
    for (uint32_t i = 0; i < 2; i++) {
        revops_policy_fault fault;
        engines[2][i] = turn_engine(i ? TURN_RENAMED : TURN_BEFORE, 1 + i, &fault);
        MUST(engines[2][i] && revops_lead_size(engines[2][i]) <= FUZZ_RECORD);
    }
}

static revops_event some_row(const revops_engine *const *of, int64_t at_ms, uint64_t id, const uint8_t **data,
                             size_t *size)
{
    uint8_t bits = next(data, size);
    revops_event row = {.at_ms = at_ms,
                        .id = id,
                        .kind =
                            1u + next(data, size) %
                                     (revops_engine_count(of[0], REVOPS_ENGINE_LIST_EVENTS) + (bits == 77)),
                        .value = next(data, size) % 8,
                        .reason = bits >> 3 & 3,
                        .resume_ms = at_ms + 5,
                        .actor = bits >> 5 & 3};
    row.value = row.value == 7 ? REVOPS_MISSING : row.value;
    switch (next(data, size) % 16) {
    case 0:
        row = (revops_event){.at_ms = at_ms, .id = id, .flags = REVOPS_EVENT_POLICY};
        row.value = (int64_t)revops_engine_mark(of[bits & 1]);
        break;
    case 1:
        row = (revops_event){
            .at_ms = at_ms, .id = id, .flags = bits & 1 ? REVOPS_EVENT_MERGE : REVOPS_EVENT_MERGED};
        break;
    case 2:
        row.verdict = bits & 3;
        break;
    case 3:
        row.flags = bits & 16 ? REVOPS_EVENT_ANSWER : bits & 15;
        break;
    default:
        break;
    }
    return row;
}

/* Statuses that a history may have; a record that isn't its own is none. */
static int is_of_rows(revops_status status)
{
    return status == REVOPS_ERR_ARG || status == REVOPS_ERR_NEWER || status == REVOPS_ERR_LATE ||
           status == REVOPS_ERR_CORRUPT || status == REVOPS_ERR_RANGE;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static unsigned char record[FUZZ_RECORD], first[FUZZ_RECORD], second[FUZZ_RECORD], other[FUZZ_RECORD];
    revops_event rows[FUZZ_ROWS];
    uint8_t marks[FUZZ_ROWS], verdicts[FUZZ_ROWS];
    const void *merged[FUZZ_ROWS];
    revops_effect told[4];
    if (!engines[0][0]) {
        build();
    }
    uint8_t which = next(&data, &size);
    const revops_engine *const *of = engines[which >> 5 & 1 ? 2 : which & 1];
    int64_t at_ms = T0, step_ms = which & 2 ? 60000 : REVOPS_DAY_MS;
    size_t count = 0, changed = 0;
    MUST(revops_lead_init(of[0], record) == REVOPS_OK && revops_lead_init(of[0], other) == REVOPS_OK);
    while (size && count < FUZZ_ROWS) {
        at_ms += next(&data, &size) % 4 * step_ms;
        merged[count] = NULL;
        rows[count] = some_row(of, at_ms, count + 1, &data, &size);
        if (rows[count].flags == REVOPS_EVENT_MERGE && which & 4) {
            merged[count] = other;
        }
        marks[count++] = REVOPS_ENGINE_ROW_NEW;
    }
    revops_engine_refold_columns history = {.struct_size = sizeof history,
                                            .count = count,
                                            .events = rows,
                                            .marks = marks,
                                            .merged = merged,
                                            .engines = of,
                                            .engine_count = 2,
                                            .texts = &texts,
                                            .mode = which >> 3 & 3};
    revops_status status;
    while ((status = revops_engine_refold(&history, record, memory, sizeof memory, NULL, verdicts, changes,
                                          FUZZ_CHANGES, &changed)) !=
           REVOPS_OK) { /* without the row that fails */
        MUST(is_of_rows(status) && changed < count);
        count--;
        history.count = count;
        memmove(&rows[changed], &rows[changed + 1], (count - changed) * sizeof rows[0]);
        memmove(&merged[changed], &merged[changed + 1], (count - changed) * sizeof merged[0]);
    }
    const revops_engine *last = of[0];
    for (size_t i = 0; i < count; i++) {
        last = rows[i].flags == REVOPS_EVENT_POLICY ? of[(uint64_t)rows[i].value != revops_engine_mark(of[0])]
                                                    : last;
        rows[i].verdict = verdicts[i];
        marks[i] = next(&data, &size) % 4 == 1 && rows[i].flags != REVOPS_EVENT_POLICY
                       ? REVOPS_ENGINE_ROW_GONE
                       : REVOPS_ENGINE_ROW_FOLDED;
    }
    MUST(revops_lead_verify(last, record, 1) == REVOPS_OK);
    memcpy(first, record, sizeof first);
    memcpy(second, record, sizeof second);
    status = revops_engine_refold(&history, first, memory, sizeof memory, NULL, NULL, changes, FUZZ_CHANGES,
                                  &changed);
    if (status == REVOPS_ERR_RANGE && of == engines[2]) {
        MUST(memcmp(first, record, sizeof first) == 0);
        return 0; /* without what is gone it stands where no name leads on */
    }
    MUST(status == REVOPS_OK && revops_lead_verify(last, first, 1) == REVOPS_OK);
    for (size_t i = 0; i < sizeof told; i++) { /* any effects */
        ((unsigned char *)told)[i] = next(&data, &size);
    }
    history.flags = REVOPS_ENGINE_REFOLD_BY_TOLD;
    history.told = told;
    history.told_count = 4;
    MUST(revops_engine_refold(&history, second, memory, sizeof memory, NULL, NULL, changes, FUZZ_CHANGES,
                              &changed) == REVOPS_OK);
    MUST(memcmp(first, second, revops_lead_size(last)) == 0);
    for (size_t i = 0; i < changed; i++) {
        char text[64];
        const revops_effect *effect =
            changes[i].kind == REVOPS_ENGINE_WITHDRAWN ? &changes[i].before : &changes[i].after;
        (void)revops_effect_text(last, effect, text, sizeof text);
    }
    return 0;
}
