/* SPDX-License-Identifier: MIT */
/* Applies a lead's history again [LC21, SEM9, SEM21, SEM24]. The common beginning of the new and the old history is
   applied once: with the old effects, as long as the new ones are equal; without them, up to the first row that
   differs. */
#include "engine/engine-refold.h"

#include <string.h>

#include <revops/engine-records.h>

#include "core/first-sizes.h"
#include "core/params.h"
#include "engine/engine-work.h"

enum { REFOLD_RECORDS = 3 }; /* two folds, and one that is being carried over */

/* One of the two folds. */
typedef struct refold_side {
    const revops_engine *engine;
    unsigned char *lead;
    uint8_t left_out; /* rows with this mark aren't its own */
    uint8_t is_quiet; /* what is told is told on the other side, too */
} refold_side;

typedef struct refold_work {
    revops_engine_refold_columns given;
    revops_effect *effects; /* room, and how much of it is used */
    size_t room, used, most;
    int is_counting;           /* the room ran out */
    const revops_effect *told; /* from the first that wasn't told again */
    size_t told_count;
    int is_matching;
    size_t first_marked; /* row */
    size_t failed;       /* row */
    uint8_t *verdicts;
    const revops_engine *so_far; /* engine of the old record */
    size_t size;                 /* of the largest record */
    unsigned char *other;        /* room for one */
} refold_work;

static uint8_t refold_mark(const refold_work *w, size_t row)
{
    return w->given.marks ? w->given.marks[row] : REVOPS_ENGINE_ROW_FOLDED;
}

static const revops_engine *refold_engine(const refold_work *w, const revops_event *event)
{
    for (uint32_t i = 0; i < w->given.engine_count; i++) {
        if (w->given.engines[i]->mark == (uint64_t)event->value) {
            return w->given.engines[i];
        }
    }
    return NULL;
}

/* ---- what is given ---- */

static revops_status refold_engines(const revops_engine_refold_columns *given)
{
    if (!given->engines || given->engine_count == 0) {
        return REVOPS_ERR_ARG;
    }
    for (uint32_t i = 0; i < given->engine_count; i++) {
        if (!given->engines[i]) {
            return REVOPS_ERR_ARG;
        }
    }
    for (uint32_t i = 0; i < given->engine_count; i++) {
        for (uint32_t k = 0; k < i; k++) {
            if (given->engines[i]->mark == given->engines[k]->mark) {
                return REVOPS_ERR_UNSOUND;
            }
        }
    }
    return REVOPS_OK;
}

/* Looks at all rows: where the histories part, and the engine of the old record. */
static revops_status refold_rows(refold_work *w)
{
    const revops_engine_refold_columns *given = &w->given;
    w->first_marked = (size_t)given->count;
    w->so_far = given->engines[0];
    for (size_t i = 0; i < given->count; i++) {
        uint8_t mark = refold_mark(w, i);
        w->failed = i;
        if (mark > REVOPS_ENGINE_ROW_GONE) {
            return REVOPS_ERR_ARG;
        }
        if (mark != REVOPS_ENGINE_ROW_FOLDED && i < w->first_marked) {
            w->first_marked = i;
        }
        if (given->events[i].flags & REVOPS_EVENT_POLICY) {
            const revops_engine *next = refold_engine(w, &given->events[i]);
            if (!next) {
                return REVOPS_ERR_RANGE;
            }
            w->so_far = mark == REVOPS_ENGINE_ROW_NEW ? w->so_far : next;
        }
    }
    w->failed = 0;
    return REVOPS_OK;
}

static revops_status refold_read(refold_work *w, const revops_engine_refold_columns *history)
{
    revops_engine_refold_columns *given = &w->given;
    revops_status status = REVOPS__PARAMS_COPY(revops_engine_refold_columns, given, history);
    if (status != REVOPS_OK) {
        return status;
    }
    if (given->flags & ~REVOPS_ENGINE_REFOLD_BY_TOLD) {
        return REVOPS_ERR_NEWER;
    }
    int by_told = (given->flags & REVOPS_ENGINE_REFOLD_BY_TOLD) != 0;
    if ((!given->events && given->count) || given->count > UINT32_MAX || given->told_count > UINT32_MAX ||
        (by_told ? !given->told && given->told_count : given->told || given->told_count) ||
        given->mode > REVOPS_ENGINE_ENFORCE_AND_TELL) {
        return REVOPS_ERR_ARG;
    }
    status = refold_engines(given);
    if (status != REVOPS_OK) {
        return status;
    }
    given->wanted = given->wanted ? given->wanted : REVOPS_EFFECTS_ALL;
    w->told = given->told;
    w->told_count = (size_t)given->told_count;
    w->is_matching = by_told;
    for (uint32_t i = 0; i < given->engine_count; i++) {
        size_t most = revops_engine_effects_max(given->engines[i]);
        size_t size = given->engines[i]->record_size;
        most *= given->engine_count > 1 ? 2 : 1; /* what was due before a change of policy, and the change */
        w->most = w->most < most ? most : w->most;
        w->size = w->size < size ? size : w->size;
    }
    return refold_rows(w);
}

/* ---- one fold ---- */

static revops_effect *refold_room(refold_work *w, const refold_side *side)
{
    if (!w->is_counting && !side->is_quiet && w->room - w->used < w->most) {
        w->is_counting = 1;
    }
    return w->is_counting || side->is_quiet ? NULL : w->effects + w->used;
}

/* Keeps effects that a call told: as long as they were told before, they aren't kept. */
static void refold_keep(refold_work *w, const refold_side *side, const revops_effect *effects, size_t count)
{
    if (side->is_quiet) {
        return;
    }
    if (w->is_counting) {
        w->used += count;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        revops_effect *effect = &w->effects[w->used];
        if (&effects[i] != effect) {
            *effect = effects[i];
        }
        effect->lead = w->given.lead_id;
        while (w->is_matching && w->told_count && revops__refold_is_answer(w->told)) {
            w->told++;
            w->told_count--;
        }
        if (w->is_matching && w->told_count && memcmp(w->told, effect, sizeof *effect) == 0) {
            w->told++;
            w->told_count--;
            continue;
        }
        w->is_matching = 0;
        w->used++;
    }
}

static revops_status refold_row(refold_work *w, refold_side *side, size_t row)
{
    const revops_engine_refold_columns *given = &w->given;
    const revops_event *event = &given->events[row];
    revops_engine_mode mode = given->modes ? given->modes[row] : given->mode;
    revops__work call;
    call.effects = refold_room(w, side);
    call.capacity = call.effects ? w->room - w->used : 0;
    call.wanted = given->wanted;
    revops_status status;
    if (event->flags & REVOPS_EVENT_POLICY) {
        const revops_engine *next = refold_engine(w, event);
        if (event->flags & ~REVOPS_EVENT_POLICY) {
            return REVOPS_ERR_ARG;
        }
        if (next == side->engine) {
            return REVOPS_OK;
        }
        status = revops_lead_rebase(side->engine, next, given->texts, side->lead, event->at_ms, given->wanted,
                                    w->other, call.effects, call.capacity, &call.count);
        if (status == REVOPS_OK) {
            memcpy(side->lead, w->other, next->record_size);
            side->engine = next;
        }
    } else if (mode > REVOPS_ENGINE_ENFORCE_AND_TELL) {
        return REVOPS_ERR_ARG;
    } else if (event->flags & (REVOPS_EVENT_MERGE | REVOPS_EVENT_MERGED)) {
        status = revops__merge(&call, side->engine, given->texts, side->lead, event, mode,
                               given->merged ? given->merged[row] : NULL);
    } else {
        status = revops__apply(&call, side->engine, given->texts, side->lead, event, mode);
        if (status == REVOPS_ERR_DUPLICATE) {
            return REVOPS_OK;
        }
        int is_request = mode == REVOPS_ENGINE_ENFORCE || mode == REVOPS_ENGINE_ENFORCE_AND_TELL;
        if (w->verdicts && is_request && refold_mark(w, row) == REVOPS_ENGINE_ROW_NEW &&
            event->verdict == REVOPS_EVENT_UNDECIDED) {
            w->verdicts[row] = call.is_refused ? REVOPS_EVENT_REFUSED : REVOPS_EVENT_TAKEN;
        }
    }
    if (status == REVOPS_OK) {
        refold_keep(w, side, call.effects, call.count);
    }
    return status;
}

static revops_status refold_fold(refold_work *w, refold_side *side, size_t from, size_t end)
{
    for (size_t i = from; i < end; i++) {
        if (refold_mark(w, i) == side->left_out) {
            continue;
        }
        revops_status status = refold_row(w, side, i);
        if (status != REVOPS_OK) {
            w->failed = i;
            return status;
        }
    }
    return REVOPS_OK;
}

static revops_status refold_advance(refold_work *w, refold_side *side, int64_t now_ms)
{
    revops__work call;
    call.effects = refold_room(w, side);
    call.capacity = call.effects ? w->room - w->used : 0;
    call.wanted = w->given.wanted;
    if (now_ms == REVOPS_TIME_NONE) {
        return REVOPS_OK;
    }
    revops_status status = revops__advance(&call, side->engine, w->given.texts, side->lead, now_ms);
    if (status == REVOPS_OK) {
        refold_keep(w, side, call.effects, call.count);
    }
    return status;
}

/* Up to when time was told after the last event; none where it wasn't. */
static int64_t refold_told_until(const unsigned char *lead)
{
    return lead[REVOPS__LEAD_FLAGS] & REVOPS__LEAD_TOLD_SINCE
               ? revops__lead_i64(lead, REVOPS__LEAD_TOLD_MS) + 1
               : REVOPS_TIME_NONE;
}

/* All but the wake-up, which may have passed untold. */
static int refold_is_same(const unsigned char *a, const unsigned char *b, size_t size)
{
    enum { BEHIND = REVOPS__LEAD_WAKEUP_MS + sizeof(int64_t) };
    return memcmp(a, b, REVOPS__LEAD_WAKEUP_MS) == 0 && memcmp(a + BEHIND, b + BEHIND, size - BEHIND) == 0;
}

/* ---- both ---- */

static int64_t refold_later(int64_t a_ms, int64_t b_ms)
{
    return a_ms > b_ms ? a_ms : b_ms; /* none is before all */
}

static revops_status refold_both(refold_work *w, const unsigned char *lead, refold_side *now,
                                 refold_side *old, size_t *now_count)
{
    size_t count = (size_t)w->given.count;
    int by_told = (w->given.flags & REVOPS_ENGINE_REFOLD_BY_TOLD) != 0;
    revops_status status = REVOPS_OK;
    if (w->given.start) {
        memcpy(now->lead, w->given.start, now->engine->record_size);
    } else {
        status = revops_lead_init(now->engine, now->lead);
    }
    now->is_quiet = !by_told;
    status = status == REVOPS_OK ? refold_fold(w, now, 0, w->first_marked) : status;
    now->is_quiet = 0;
    if (status != REVOPS_OK) {
        return status;
    }
    memcpy(old->lead, now->lead, now->engine->record_size);
    old->engine = now->engine;
    status = refold_fold(w, now, w->first_marked, count);
    if (status == REVOPS_OK) {
        int64_t until_ms =
            refold_later(refold_told_until(lead), revops__lead_i64(lead, REVOPS__LEAD_LAST_MS));
        status = refold_advance(w, now, refold_later(until_ms, w->given.as_of_ms));
    }
    *now_count = w->used;
    if (status != REVOPS_OK || by_told) {
        return status;
    }
    status = refold_fold(w, old, w->first_marked, count);
    if (status == REVOPS_OK) {
        status = refold_advance(w, old, refold_told_until(lead));
    }
    if (status == REVOPS_OK && !refold_is_same(old->lead, lead, old->engine->record_size)) {
        return REVOPS_ERR_UNSOUND;
    }
    return status;
}

static size_t refold_needed(const refold_work *w, size_t effects)
{
    return REFOLD_RECORDS * w->size + (effects + w->most) * sizeof(revops_effect) +
           revops__refold_bytes(effects + w->told_count);
}

/* A size that usually suffices. */
static size_t refold_usual(const refold_work *w)
{
    enum { REFOLD_EFFECTS_OF_ROW = 4 };
    return refold_needed(w, 2 * REFOLD_EFFECTS_OF_ROW * ((size_t)w->given.count + 1));
}

static revops_status refold_begin(refold_work *w, const void *lead, const void *memory, size_t memory_size,
                                  size_t *needed)
{
    size_t records = REFOLD_RECORDS * w->size;
    if (!revops__lead_is_of(w->so_far, lead) ||
        (w->given.start && !revops__lead_is_of(w->given.engines[0], w->given.start))) {
        return REVOPS_ERR_CORRUPT;
    }
    if (!memory || memory_size < records) {
        if (needed) {
            *needed = refold_usual(w);
        }
        return REVOPS_ERR_NOSPACE;
    }
    w->room = (memory_size - records) / sizeof(revops_effect);
    return REVOPS_OK;
}

revops_status revops_engine_refold(const revops_engine_refold_columns *history, void *lead, void *memory,
                                   size_t memory_size, size_t *needed, uint8_t *verdicts,
                                   revops_engine_change *changes, size_t capacity, size_t *count)
{
    if (!history || !lead || !count || (!changes && capacity)) {
        return REVOPS_ERR_ARG;
    }
    if ((uintptr_t)memory % REVOPS_ALIGNMENT) {
        return REVOPS_ERR_ALIGN;
    }
    refold_work w = {.verdicts = verdicts};
    revops_status status = refold_read(&w, history);
    if (status == REVOPS_OK) {
        status = refold_begin(&w, lead, memory, memory_size, needed);
    }
    if (status != REVOPS_OK) {
        *count = w.failed;
        return status;
    }
    size_t now_count = 0;
    refold_side now = {w.given.engines[0], memory, REVOPS_ENGINE_ROW_GONE, 0};
    refold_side old = {w.given.engines[0], (unsigned char *)memory + w.size, REVOPS_ENGINE_ROW_NEW, 0};
    w.other = (unsigned char *)memory + 2 * w.size;
    w.effects = (revops_effect *)(void *)((unsigned char *)memory + REFOLD_RECORDS * w.size);
    for (size_t i = 0; verdicts && i < w.given.count; i++) {
        verdicts[i] = (uint8_t)w.given.events[i].verdict;
    }
    status = refold_both(&w, lead, &now, &old, &now_count);
    size_t enough = refold_needed(&w, w.used);
    *count = w.failed;
    if (needed) {
        *needed = enough;
    }
    if (status != REVOPS_OK) {
        return status;
    }
    if (w.is_counting || memory_size < enough) {
        return REVOPS_ERR_NOSPACE;
    }
    int by_told = (w.given.flags & REVOPS_ENGINE_REFOLD_BY_TOLD) != 0;
    revops__refold_list is = {w.effects, now_count};
    revops__refold_list was = {by_told ? w.told : w.effects + now_count,
                               by_told ? w.told_count : w.used - now_count};
    *count = revops__refold_differ(&was, &is, w.effects + w.used, changes, capacity);
    if (*count > capacity) {
        return REVOPS_ERR_NOSPACE;
    }
    memcpy(lead, now.lead, now.engine->record_size);
    return REVOPS_OK;
}
