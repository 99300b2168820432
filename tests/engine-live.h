/* SPDX-License-Identifier: MIT */
/* A lead in a live system: its record, its history, the effects that stand. What arrives late, is corrected or deleted is folded
   again; beside it the same is done naively: both histories folded from nothing, and their effects compared one by one. */
#ifndef REVOPS_TESTS_ENGINE_LIVE_H
#define REVOPS_TESTS_ENGINE_LIVE_H

#include <string.h>

#include <revops/engine-records.h>
#include <revops/engine-refold.h>

enum {
    LIVE_ROWS = 96,
    LIVE_RECORD = 4096,
    LIVE_TOLD = 2048,
    LIVE_ENGINES = 4,
    LIVE_OTHERS = 8,
    LIVE_MEMORY = 1 << 20
};

typedef struct live_told {
    revops_effect effects[LIVE_TOLD];
    size_t count;
} live_told;

typedef struct live {
    const revops_engine *engines[LIVE_ENGINES]; /* the history begins under the first */
    uint32_t engine_count;
    const revops_engine *engine; /* of the record */
    const revops_texts *texts;
    revops_engine_mode mode;
    uint64_t id;
    unsigned char record[LIVE_RECORD];
    revops_event rows[LIVE_ROWS];
    uint8_t marks[LIVE_ROWS];
    unsigned char others[LIVE_OTHERS]
                        [LIVE_RECORD]; /* records that merges carry; their value is 1 + the index */
    const void *merged[LIVE_ROWS];
    size_t count;
    live_told told; /* net of what was withdrawn */
    int64_t as_of_ms;
} live;

static _Alignas(8) unsigned char live_memory[LIVE_MEMORY];
static revops_engine_change live_changes[LIVE_TOLD];

static inline const revops_engine *live_engine(const live *l, uint64_t mark)
{
    for (uint32_t i = 0; i < l->engine_count; i++) {
        if (revops_engine_mark(l->engines[i]) == mark) {
            return l->engines[i];
        }
    }
    return NULL;
}

static inline int64_t live_field(const live *l, const unsigned char *record, revops_engine_field_kind kind)
{
    static revops_engine_field fields[1024];
    size_t count = 0;
    MUST(revops_engine_layout(l->engines[0], fields, 1024, &count) == REVOPS_OK);
    for (size_t i = 0; i < count; i++) {
        if (fields[i].kind == kind) {
            int64_t value;
            memcpy(&value, record + fields[i].offset, sizeof value);
            return value;
        }
    }
    return 0;
}

/* Time was told strictly before this. */
static inline int64_t live_until(const live *l)
{
    int64_t last_ms = live_field(l, l->record, REVOPS_ENGINE_FIELD_LAST_MS),
            told_ms = live_field(l, l->record, REVOPS_ENGINE_FIELD_TOLD_MS);
    return told_ms != REVOPS_TIME_NONE && told_ms >= last_ms ? told_ms + 1 : last_ms;
}

static inline int live_are_same(const live *l, const unsigned char *a, const unsigned char *b)
{
    unsigned char copy[LIVE_RECORD];
    size_t size = revops_lead_size(l->engines[0]), at = 40; /* the wake-up, which may have passed untold */
    memcpy(copy, a, size);
    memcpy(copy + at, b + at, 8);
    return memcmp(copy, b, size) == 0;
}

static inline void live_add(live *l, live_told *to, const revops_effect *effects, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        MUST(to->count < LIVE_TOLD);
        to->effects[to->count] = effects[i];
        to->effects[to->count++].lead = l->id;
    }
}

static inline const void *live_other(const live *l, const revops_event *row)
{
    return row->flags & REVOPS_EVENT_MERGE ? l->others[row->value - 1] : NULL;
}

static inline revops_status live_apply(const live *l, const revops_engine *engine, unsigned char *record,
                                       const revops_event *row, revops_effect *effects, size_t *count)
{
    return row->flags & (REVOPS_EVENT_MERGE | REVOPS_EVENT_MERGED)
               ? revops_lead_merge(engine, l->texts, record, row, live_other(l, row), l->mode,
                                   REVOPS_EFFECTS_ALL, effects, 512, count)
               : revops_engine_apply(engine, l->texts, record, row, l->mode, REVOPS_EFFECTS_ALL, effects, 512,
                                     count);
}

/* Where a row belongs. */
static inline int live_is_before(const live *l, const revops_event *a, const revops_event *b)
{
    uint32_t ranks[2];
    for (int i = 0; i < 2; i++) {
        const revops_event *row = i ? b : a;
        ranks[i] = row->flags & (REVOPS_EVENT_MERGE | REVOPS_EVENT_MERGED) ? REVOPS_EVENT_MERGE_RANK
                   : row->flags & REVOPS_EVENT_POLICY                      ? 0
                   : row->flags & REVOPS_EVENT_ANSWER                      ? REVOPS_EVENT_ANSWER_RANK
                                                      : revops_engine_rank(l->engine, row->kind, row->value);
    }
    return a->at_ms != b->at_ms         ? a->at_ms < b->at_ms
           : a->sequence != b->sequence ? a->sequence < b->sequence
           : ranks[0] != ranks[1]       ? ranks[0] < ranks[1]
                                        : a->id < b->id;
}

static inline size_t live_insert(live *l, const revops_event *row, uint8_t mark)
{
    size_t at = 0;
    MUST(l->count < LIVE_ROWS);
    while (at < l->count && !live_is_before(l, row, &l->rows[at])) {
        at++;
    }
    memmove(&l->rows[at + 1], &l->rows[at], (l->count - at) * sizeof l->rows[0]);
    memmove(&l->marks[at + 1], &l->marks[at], l->count - at);
    l->rows[at] = *row;
    l->marks[at] = mark;
    l->count++;
    return at;
}

/* Rows that are gone go; none is new any more. */
static inline void live_settle(live *l)
{
    size_t kept = 0;
    for (size_t i = 0; i < l->count; i++) {
        if (l->marks[i] != REVOPS_ENGINE_ROW_GONE) {
            l->rows[kept] = l->rows[i];
            l->marks[kept++] = REVOPS_ENGINE_ROW_FOLDED;
        }
    }
    l->count = kept;
}

/* From one engine's record to the other's, by way of other memory. */
static inline revops_status live_rebase(const live *l, const revops_engine *engine, const revops_engine *next,
                                        unsigned char *record, int64_t at_ms, revops_effect *effects,
                                        size_t *count)
{
    unsigned char out[LIVE_RECORD];
    revops_status status = revops_lead_rebase(engine, next, l->texts, record, at_ms, REVOPS_EFFECTS_ALL, out,
                                              effects, 512, count);
    if (status == REVOPS_OK) {
        memcpy(record, out, revops_lead_size(next));
    }
    return status;
}

/* ---- naively ---- */

/* Folds the rows that don't bear a mark from nothing, and tells time up to an instant. */
static inline const revops_engine *live_fold(live *l, uint8_t left_out, int64_t until_ms,
                                             unsigned char *record, live_told *told)
{
    static revops_effect effects[512];
    const revops_engine *engine = l->engines[0];
    size_t count = 0;
    told->count = 0;
    MUST(revops_lead_init(engine, record) == REVOPS_OK);
    for (size_t i = 0; i < l->count; i++) {
        if (l->marks[i] == left_out) {
            continue;
        }
        if (l->rows[i].flags & REVOPS_EVENT_POLICY) {
            const revops_engine *next = live_engine(l, (uint64_t)l->rows[i].value);
            count = 0;
            MUST(next == engine ||
                 live_rebase(l, engine, next, record, l->rows[i].at_ms, effects, &count) == REVOPS_OK);
            engine = next;
        } else {
            MUST(live_apply(l, engine, record, &l->rows[i], effects, &count) == REVOPS_OK);
        }
        live_add(l, told, effects, count);
    }
    if (until_ms != REVOPS_TIME_NONE) {
        MUST(revops_engine_advance(engine, l->texts, record, until_ms, REVOPS_EFFECTS_ALL, effects, 512,
                                   &count) == REVOPS_OK);
        live_add(l, told, effects, count);
    }
    return engine;
}

static inline int live_is_of_clock(const revops_effect *effect)
{
    return effect->kind >= REVOPS_EFFECT_STARTED && effect->kind <= REVOPS_EFFECT_MERGED;
}

/* The run of an effect of a clock: how many began before it in the cycle of the latest, and that cycle. */
static inline uint32_t live_run(const live_told *told, size_t at)
{
    uint32_t run = 0, cycle = 0;
    for (size_t i = 0; i <= at && live_is_of_clock(&told->effects[at]); i++) {
        const revops_effect *effect = &told->effects[i];
        if (effect->kind == REVOPS_EFFECT_STARTED && effect->clock == told->effects[at].clock) {
            run = effect->cycle == cycle ? run + 1 : 1;
            cycle = effect->cycle;
        }
    }
    return cycle << 16 | run;
}

static inline int live_is_of_stage(uint16_t kind)
{
    return kind == REVOPS_EFFECT_ENTERED || kind == REVOPS_EFFECT_REFUSED ||
           kind == REVOPS_EFFECT_UNCHANGED || kind == REVOPS_EFFECT_DEVIATION ||
           kind == REVOPS_EFFECT_CLEARED;
}

static inline int live_tell_of_the_same(const live_told *a, size_t i, const live_told *b, size_t k)
{
    const revops_effect *x = &a->effects[i], *y = &b->effects[k];
    return x->kind == y->kind && x->cycle == y->cycle &&
           (!live_is_of_stage(x->kind) || x->stage == y->stage) &&
           (!live_is_of_clock(x) || (x->clock == y->clock && live_run(a, i) == live_run(b, k))) &&
           (x->kind != REVOPS_EFFECT_GRADED || x->row == y->row) &&
           (x->kind != REVOPS_EFFECT_WOULD_MOVE || x->move == y->move);
}

/* The difference of two lists, effect by effect. Returns how many changes there are. */
static inline size_t live_differ(const live_told *was, const live_told *is, revops_engine_change *changes)
{
    static uint8_t was_done[LIVE_TOLD], is_done[LIVE_TOLD];
    static size_t pairs[LIVE_TOLD];
    size_t count = 0;
    memset(was_done, 0, sizeof was_done);
    memset(is_done, 0, sizeof is_done);
    for (size_t i = 0; i < was->count; i++) {
        for (size_t k = 0; k < is->count && !was_done[i]; k++) {
            if (!is_done[k] && memcmp(&was->effects[i], &is->effects[k], sizeof was->effects[i]) == 0) {
                was_done[i] = is_done[k] = 1;
            }
        }
    }
    for (size_t k = 0; k < is->count; k++) {
        pairs[k] = LIVE_TOLD;
        for (size_t i = 0; i < was->count && !is_done[k] && pairs[k] == LIVE_TOLD; i++) {
            if (!was_done[i] && live_tell_of_the_same(was, i, is, k)) {
                was_done[i] = 1;
                pairs[k] = i;
            }
        }
    }
    memset(changes, 0, LIVE_TOLD * sizeof changes[0]);
    for (size_t i = 0; i < was->count; i++) {
        if (!was_done[i]) {
            changes[count].kind = REVOPS_ENGINE_WITHDRAWN;
            changes[count++].before = was->effects[i];
        }
    }
    for (size_t k = 0; k < is->count; k++) {
        if (!is_done[k]) {
            changes[count].kind = pairs[k] == LIVE_TOLD ? REVOPS_ENGINE_NEW : REVOPS_ENGINE_CHANGED;
            changes[count].after = is->effects[k];
            if (pairs[k] != LIVE_TOLD) {
                changes[count].before = was->effects[pairs[k]];
            }
            count++;
        }
    }
    return count;
}

static inline int live_take_out(live_told *told, const revops_effect *effect)
{
    for (size_t i = 0; i < told->count; i++) {
        if (memcmp(&told->effects[i], effect, sizeof *effect) == 0) {
            memmove(&told->effects[i], &told->effects[i + 1], (told->count - i - 1) * sizeof *effect);
            told->count--;
            return 1;
        }
    }
    return 0;
}

static inline int live_are_equal(const live_told *a, const live_told *b)
{
    static live_told rest;
    rest = *a;
    for (size_t i = 0; i < b->count; i++) {
        if (!live_take_out(&rest, &b->effects[i])) {
            return 0;
        }
    }
    return rest.count == 0;
}

/* What a host does with a difference: new effects go behind those of their instant. */
static inline void live_patch(live_told *told, const revops_engine_change *changes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (changes[i].kind != REVOPS_ENGINE_NEW) {
            MUST(live_take_out(told, &changes[i].before));
        }
        if (changes[i].kind != REVOPS_ENGINE_WITHDRAWN) {
            size_t at = told->count;
            MUST(at < LIVE_TOLD);
            while (at > 0 && told->effects[at - 1].at_ms > changes[i].after.at_ms) {
                at--;
            }
            memmove(&told->effects[at + 1], &told->effects[at], (told->count - at) * sizeof told->effects[0]);
            told->effects[at] = changes[i].after;
            told->count++;
        }
    }
}

/* ---- both ---- */

static inline revops_engine_refold_columns live_params(live *l)
{
    for (size_t i = 0; i < l->count; i++) {
        l->merged[i] = live_other(l, &l->rows[i]);
    }
    revops_engine_refold_columns params = {.struct_size = sizeof params};
    params.engines = l->engines;
    params.engine_count = l->engine_count;
    params.texts = l->texts;
    params.events = l->rows;
    params.marks = l->marks;
    params.merged = l->merged;
    params.count = l->count;
    params.lead_id = l->id;
    params.as_of_ms = l->as_of_ms;
    params.mode = l->mode;
    return params;
}

/* Folds the lead again, with what was told and without, and compares with what is found naively. */
static inline size_t live_refold(live *l)
{
    static live_told was, is, net;
    static unsigned char record[LIVE_RECORD], old[LIVE_RECORD], by_told[LIVE_RECORD];
    static revops_engine_change found[LIVE_TOLD];
    static uint8_t verdicts[LIVE_ROWS];
    int64_t until_ms = live_until(l);
    size_t size = revops_lead_size(l->engines[0]), count = 0, plain_count = 0, needed = 0;
    revops_engine_refold_columns params = live_params(l);
    memcpy(old, l->record, size);
    memcpy(by_told, l->record, size);
    MUST(revops_engine_refold(&params, l->record, live_memory, sizeof live_memory, &needed, verdicts,
                              live_changes, LIVE_TOLD, &count) == REVOPS_OK);
    MUST(needed <= sizeof live_memory);
    net = l->told;
    live_patch(&net, live_changes, count);
    params.flags = REVOPS_ENGINE_REFOLD_BY_TOLD;
    params.told = l->told.effects;
    params.told_count = l->told.count;
    MUST(revops_engine_refold(&params, by_told, live_memory, sizeof live_memory, NULL, NULL, live_changes,
                              LIVE_TOLD, &count) == REVOPS_OK);
    MUST(memcmp(by_told, l->record, size) == 0);
    live_fold(l, REVOPS_ENGINE_ROW_NEW, until_ms, record, &was);
    MUST(live_are_same(l, record, old) && live_are_equal(&was, &l->told));
    l->engine =
        live_fold(l, REVOPS_ENGINE_ROW_GONE, until_ms > l->as_of_ms ? until_ms : l->as_of_ms, record, &is);
    MUST(memcmp(record, l->record, size) == 0);
    MUST(revops_lead_verify(l->engine, l->record, 1) == REVOPS_OK);
    plain_count = live_differ(&l->told, &is, found);
    MUST(count == plain_count && memcmp(found, live_changes, count * sizeof found[0]) == 0);
    live_patch(&l->told, live_changes, count);
    MUST(live_are_equal(&l->told, &is) && live_are_equal(&net, &is));
    for (size_t i = 0; i < l->count; i++) {
        MUST(l->rows[i].verdict == REVOPS_EVENT_UNDECIDED || l->rows[i].verdict == verdicts[i]);
        l->rows[i].verdict = verdicts[i];
    }
    live_settle(l);
    return count;
}

static inline void live_advance(live *l, int64_t now_ms)
{
    static revops_effect effects[512];
    size_t count = 0;
    MUST(revops_engine_advance(l->engine, l->texts, l->record, now_ms, REVOPS_EFFECTS_ALL, effects, 512,
                               &count) == REVOPS_OK);
    live_add(l, &l->told, effects, count);
}

/* A row arrives, late or not. Returns whether it was late. */
static inline int live_arrive(live *l, revops_event row)
{
    static revops_effect effects[512];
    size_t count = 0;
    revops_status status;
    int is_policy = (row.flags & REVOPS_EVENT_POLICY) != 0;
    const revops_engine *next = is_policy ? live_engine(l, (uint64_t)row.value) : l->engine;
    int is_unknown = live_field(l, l->record, REVOPS_ENGINE_FIELD_LAST_MS) == REVOPS_TIME_NONE;
    if ((is_unknown || is_policy) && l->count && live_is_before(l, &row, &l->rows[l->count - 1])) {
        status = REVOPS_ERR_LATE; /* what leaves nothing in the record the history knows */
    } else if (is_policy && next == l->engine) {
        status = REVOPS_OK;
    } else if (is_policy) {
        status = live_rebase(l, l->engine, next, l->record, row.at_ms, effects, &count);
    } else {
        status = live_apply(l, l->engine, l->record, &row, effects, &count);
    }
    if (status == REVOPS_ERR_LATE) {
        live_insert(l, &row, REVOPS_ENGINE_ROW_NEW);
        live_refold(l);
        return 1;
    }
    MUST(status == REVOPS_OK);
    live_add(l, &l->told, effects, count);
    l->engine = next;
    if (!is_policy && (l->mode == REVOPS_ENGINE_ENFORCE || l->mode == REVOPS_ENGINE_ENFORCE_AND_TELL)) {
        row.verdict = revops_effects_verdict(effects, count);
    }
    for (size_t i = live_insert(l, &row, REVOPS_ENGINE_ROW_FOLDED) + 1; i < l->count; i++) {
        MUST(l->rows[i].flags & REVOPS_EVENT_POLICY); /* one that changed nothing */
    }
    return 0;
}

static inline void live_delete(live *l, size_t at)
{
    l->marks[at] = REVOPS_ENGINE_ROW_GONE;
    live_refold(l);
}

#endif
