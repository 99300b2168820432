/* SPDX-License-Identifier: MIT */
/* Many leads: events and time, with records fetched ahead in blocks of events: first the line that says where a lead stands and
   those that its event changes anywhere, then the lines that are changed where it stands. In blocks, as a fetch from a page that
   isn't at hand waits until the page is found: several at once wait together, one between the work of two events alone. */
#include "core/bits.h"
#include "core/compiler.h"
#include "core/params.h"
#include "engine/engine-work.h"

enum { MANY_BLOCK = 16, MANY_LINE = 64 };

static int many_is_possible(const revops_engine *engine, const void *leads, size_t lead_count,
                            const revops_cursor *cursor, const revops_effect *effects, size_t capacity,
                            const size_t *count)
{
    return engine && (leads || !lead_count) && revops__cursor_is_whole(cursor) && count &&
           (effects || !capacity);
}

/* The lines that an event changes or asks for of a record whose first line is there, beside those that it changes anywhere. The
   caller fetches them: a function that did nothing else would do nothing in the eyes of a compiler, and go. */
static uint64_t many_lines_there(const revops_engine *engine, const unsigned char *lead,
                                 const revops_event *event)
{
    const revops__engine_event *row = revops__engine_event_of(engine, event->kind);
    const revops__engine_way *ways = revops__engine_ways(engine);
    uint32_t place = lead[REVOPS__LEAD_PLACE], to = REVOPS__LEAD_UNKNOWN;
    int64_t wakeup_ms = revops__lead_i64(lead, REVOPS__LEAD_WAKEUP_MS);
    int is_due = wakeup_ms != REVOPS_TIME_NONE && wakeup_ms <= event->at_ms;
    uint64_t lines = is_due ? engine->due_lines : 0;
    if (row->passes && !is_due && place != REVOPS__LEAD_UNKNOWN) {
        return 0;
    }
    if (place < engine->counts[REVOPS_ENGINE_LIST_STAGES] && row->pulls) {
        const uint16_t *pulls = revops__engine_at(engine, engine->pulls);
        uint32_t move = pulls[row->first_pull + place];
        to = move ? revops__engine_move_of(engine, move)->to : to;
    } else if (place == REVOPS__LEAD_UNKNOWN) {
        to = revops__engine_stages(engine)[0].leaf;
        lines |= engine->first_lines;
    } else if (row->value == REVOPS_POLICY_VALUE_STAGE && event->value > 0 &&
               event->value <= engine->counts[REVOPS_ENGINE_LIST_STAGES]) {
        to = (uint32_t)event->value - 1;
    }
    if (to != REVOPS__LEAD_UNKNOWN) {
        lines |= ways[to].enter_lines;
        lines |= place == REVOPS__LEAD_UNKNOWN ? 0 : ways[place].leave_lines;
    }
    if (is_due || to != REVOPS__LEAD_UNKNOWN ||
        (engine->has_scores && !row->keeps_scores)) { /* what is due next is found anew */
        for (uint32_t runs = revops__lead_runs(engine, lead); runs; runs &= runs - 1) {
            size_t at = revops__lead_clock_at(engine, revops__lowest_bit(runs));
            lines |= UINT64_C(1) << at / MANY_LINE % 64;
        }
    }
    return lines;
}

static int many_is_known(const revops_engine *engine, size_t lead_count, uint32_t index,
                         const revops_event *event)
{
    return index < lead_count && event->kind - 1 < engine->counts[REVOPS_ENGINE_LIST_EVENTS];
}

static void many_number(revops_effect *effects, size_t count, const uint64_t *ids, size_t lead)
{
    for (size_t i = 0; i < count; i++) {
        effects[i].lead = ids ? ids[lead] : lead;
    }
}

revops_status revops_engine_apply_many(const revops_engine *engine, const revops_texts *texts, void *leads,
                                       size_t lead_count, const uint64_t *ids, const uint32_t *indexes,
                                       const revops_event *events, size_t event_count,
                                       revops_engine_mode mode, revops_cursor *cursor, uint64_t wanted,
                                       revops_effect *effects, size_t capacity, size_t *count)
{
    if (!many_is_possible(engine, leads, lead_count, cursor, effects, capacity, count) ||
        ((!indexes || !events) && event_count) || mode > REVOPS_ENGINE_ENFORCE_AND_TELL ||
        cursor->next > event_count) {
        return REVOPS_ERR_ARG;
    }
    revops__work w;
    w.wanted = wanted;
    unsigned char *records = leads;
    size_t size = engine->record_size, most = revops_engine_effects_max(engine), used = 0;
    for (size_t i = (size_t)cursor->next; i < event_count; i++, cursor->next++) {
        if (effects && capacity - used < most) {
            *count = used;
            return REVOPS_ERR_NOSPACE;
        }
        if (i % MANY_BLOCK == 0) {
            for (size_t k = i + 2 * MANY_BLOCK; k < i + 3 * MANY_BLOCK && k < event_count; k++) {
                if (many_is_known(engine, lead_count, indexes[k], &events[k])) {
                    const unsigned char *next = records + indexes[k] * size;
                    uint64_t lines = revops__engine_event_of(engine, events[k].kind)->lines | 1;
                    for (; lines; lines &= lines - 1) {
                        REVOPS__FETCH_TO_CHANGE(next + MANY_LINE * (size_t)revops__lowest_bit(lines));
                    }
                }
            }
            for (size_t k = i + MANY_BLOCK; k < i + 2 * MANY_BLOCK && k < event_count; k++) {
                if (many_is_known(engine, lead_count, indexes[k], &events[k])) {
                    const unsigned char *next = records + indexes[k] * size;
                    uint64_t lines = many_lines_there(engine, next, &events[k]);
                    for (; lines; lines &= lines - 1) {
                        REVOPS__FETCH_TO_CHANGE(next + MANY_LINE * (size_t)revops__lowest_bit(lines));
                    }
                }
            }
        }
        revops_status status = REVOPS_ERR_ARG;
        w.effects = effects ? effects + used : NULL;
        w.capacity = capacity - used;
        w.count = 0;
        w.is_refused = 0;
        if (indexes[i] < lead_count) {
            status = revops__apply(&w, engine, texts, records + indexes[i] * size, &events[i], mode);
        }
        if (status == REVOPS_ERR_CORRUPT) {
            *count = used;
            return status;
        }
        if (status == REVOPS_OK) {
            cursor->applied++;
            cursor->refused += (uint64_t)w.is_refused;
        } else {
            cursor->late += status == REVOPS_ERR_LATE;
            cursor->duplicate += status == REVOPS_ERR_DUPLICATE;
            cursor->invalid += status == REVOPS_ERR_ARG || status == REVOPS_ERR_NEWER;
        }
        if (effects) {
            many_number(w.effects, w.count, ids, indexes[i]);
            used += w.count;
        }
    }
    *count = used;
    return REVOPS_OK;
}

revops_status revops_engine_advance_many(const revops_engine *engine, const revops_texts *texts, void *leads,
                                         size_t lead_count, const uint64_t *ids, int64_t now_ms,
                                         revops_cursor *cursor, uint64_t wanted, revops_effect *effects,
                                         size_t capacity, size_t *count)
{
    if (!many_is_possible(engine, leads, lead_count, cursor, effects, capacity, count) ||
        now_ms == REVOPS_TIME_NONE || cursor->next > lead_count) {
        return REVOPS_ERR_ARG;
    }
    revops__work w;
    w.wanted = wanted;
    unsigned char *records = leads;
    size_t most = revops_engine_effects_max(engine), used = 0;
    for (size_t i = (size_t)cursor->next; i < lead_count; i++, cursor->next++) {
        if (effects && capacity - used < most) {
            *count = used;
            return REVOPS_ERR_NOSPACE;
        }
        w.effects = effects ? effects + used : NULL;
        w.capacity = capacity - used;
        revops_status status = revops__advance(&w, engine, texts, records + i * engine->record_size, now_ms);
        if (status != REVOPS_OK) {
            *count = used;
            return status;
        }
        cursor->applied++;
        if (effects) {
            many_number(w.effects, w.count, ids, i);
            used += w.count;
        }
    }
    *count = used;
    return REVOPS_OK;
}
