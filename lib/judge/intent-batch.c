/* SPDX-License-Identifier: MIT */
/* Events of many leads.

   Problem: which behaviour comes next is random. A branch that can't be guessed costs as much as half an update, and slots of
   many leads aren't in cache.

   Algorithm: rows are taken by blocks. Of the next block the rows are sorted by what they have to do and their slots prefetched;
   of the present one each kind then has a loop of its own without such branches. Rows of one behaviour stay in order. What a loop
   doesn't take at once (late, damaged, full, an instant before 1970 in an empty slot) is taken as single events are.
   A test compares both ways, record for record. */
#include <string.h>

#include "core/compiler.h"
#include "core/params.h"
#include "judge/intent-take.h"

enum { INTENT_ROWS = 52 }; /* two blocks within 2 KiB of stack */

/* Rows of columns by what they do. Pointers are to the block's own parts of the columns. */
typedef struct intent_block {
    const uint32_t *behaviours;
    const int64_t *at_ms;
    revops_intent_slot *slots[INTENT_ROWS];
    uint8_t rows[REVOPS__INTENT_UPDATES][INTENT_ROWS];
    uint32_t counts[REVOPS__INTENT_UPDATES];
} intent_block;

typedef struct intent_batch {
    const revops_intent *intent;
    const revops__intent_rule *rules;
    unsigned char *slots; /* of the first record */
    size_t record_count, record_size;
    revops_intent_columns columns;
    uint64_t late, invalid;
} intent_batch;

/* Sorts the rows of a block and prefetches their slots. */
static REVOPS__INLINE void intent_sort_rows(intent_batch *batch, size_t start, size_t count, int keeps_head,
                                            intent_block *block)
{
    const uint32_t rule_count = batch->intent->rule_count, *lead = batch->columns.lead + start,
                   *behaviours = batch->columns.behaviour + start;
    const int64_t *times_ms = batch->columns.at_ms + start;
    const size_t record_count = batch->record_count, record_size = batch->record_size;
    const revops__intent_rule *rules = batch->rules;
    unsigned char *const slots = batch->slots;
    block->behaviours = behaviours;
    block->at_ms = times_ms;
    memset(block->counts, 0, sizeof block->counts);
    for (size_t i = 0; i < count; i++) {
        const uint32_t behaviour = behaviours[i];
        if (REVOPS__RARELY(lead[i] >= record_count || behaviour >= rule_count ||
                           !revops__intent_is_time(times_ms[i]))) {
            batch->invalid++;
            continue;
        }
        unsigned char *record = slots + lead[i] * record_size;
        revops_intent_slot *slot = (revops_intent_slot *)(void *)record + behaviour;
        REVOPS__FETCH_TO_CHANGE(slot);
        if (keeps_head) {
            REVOPS__FETCH_TO_CHANGE(record - sizeof(revops_intent_record));
        }
        const uint32_t update = rules[behaviour].update;
        block->slots[i] = slot;
        block->rows[update][block->counts[update]++] = (uint8_t)i;
    }
}

static REVOPS__APART void intent_sort_block(intent_batch *batch, size_t start, size_t count,
                                            intent_block *block)
{
    if (batch->intent->keeps_head) {
        intent_sort_rows(batch, start, count, 1, block);
    } else {
        intent_sort_rows(batch, start, count, 0, block);
    }
}

/* Takes a row as a single event. */
static REVOPS__APART void intent_take_apart(intent_batch *batch, revops_intent_slot *slot, uint32_t behaviour,
                                            int64_t at_ms)
{
    revops_intent_record *record = (revops_intent_record *)(void *)(slot - behaviour) - 1;
    revops_status status = revops_intent_apply(batch->intent, record, behaviour, at_ms);
    batch->late += status == REVOPS_ERR_LATE;
    batch->invalid += status == REVOPS_ERR_CORRUPT;
}

/* Takes the rows of one kind. Constants: the kind, and whether the rules keep the heads of records. */
static REVOPS__INLINE void intent_take_rows(intent_batch *batch, const intent_block *block,
                                            enum revops__intent_update update, int keeps_head)
{
    const revops_intent *intent = batch->intent;
    const revops__intent_rule *rules = batch->rules;
    const uint32_t *behaviours = block->behaviours;
    const int64_t *times_ms = block->at_ms;
    const uint8_t *rows = block->rows[update], *end = rows + block->counts[update];
    for (; rows < end; rows++) {
        const uint32_t row = *rows, behaviour = behaviours[row];
        revops_intent_slot *slot = block->slots[row];
        const int64_t at_ms = times_ms[row], newest_ms = slot->newest_ms;
        /* neither late nor damaged, and with room */
        if (REVOPS__RARELY((uint64_t)newest_ms + (uint64_t)REVOPS_INTENT_TIME_MAX_MS >
                               (uint64_t)at_ms + (uint64_t)REVOPS_INTENT_TIME_MAX_MS ||
                           slot->counted >= REVOPS_INTENT_EVENTS_MAX)) {
            intent_take_apart(batch, slot, behaviour, at_ms);
            continue;
        }
        if (keeps_head) {
            intent_apply_head(intent, (revops_intent_record *)(void *)(slot - behaviour) - 1, behaviour,
                              at_ms);
        }
        switch (update) {
        case REVOPS__INTENT_UPDATE_COUNTS:
            intent_take_counted(&rules[behaviour], slot, newest_ms, at_ms);
            break;
        case REVOPS__INTENT_UPDATE_FADES:
            intent_take_fading(&rules[behaviour], slot, newest_ms, at_ms);
            break;
        case REVOPS__INTENT_UPDATE_LASTS:
            slot->newest_ms = at_ms;
            slot->counted++;
            break;
        case REVOPS__INTENT_UPDATE_COUNTS_LIMITED:
            if (intent_is_within_limit(intent, &rules[behaviour], slot, newest_ms, at_ms)) {
                intent_take_counted(&rules[behaviour], slot, newest_ms, at_ms);
            }
            break;
        case REVOPS__INTENT_UPDATE_FADES_LIMITED:
            if (intent_is_within_limit(intent, &rules[behaviour], slot, newest_ms, at_ms)) {
                intent_take_fading(&rules[behaviour], slot, newest_ms, at_ms);
            }
            break;
        case REVOPS__INTENT_UPDATE_LASTS_LIMITED:
            if (intent_is_within_limit(intent, &rules[behaviour], slot, newest_ms, at_ms)) {
                slot->newest_ms = at_ms;
                slot->counted++;
            }
            break;
        case REVOPS__INTENT_UPDATES:
            break;
        }
    }
}

static REVOPS__INLINE void intent_take_block(intent_batch *batch, const intent_block *block, int keeps_head)
{
    intent_take_rows(batch, block, REVOPS__INTENT_UPDATE_COUNTS, keeps_head);
    intent_take_rows(batch, block, REVOPS__INTENT_UPDATE_FADES, keeps_head);
    intent_take_rows(batch, block, REVOPS__INTENT_UPDATE_LASTS, keeps_head);
    intent_take_rows(batch, block, REVOPS__INTENT_UPDATE_COUNTS_LIMITED, keeps_head);
    intent_take_rows(batch, block, REVOPS__INTENT_UPDATE_FADES_LIMITED, keeps_head);
    intent_take_rows(batch, block, REVOPS__INTENT_UPDATE_LASTS_LIMITED, keeps_head);
}

/* Takes a block; a function each, as most rules keep nothing in the head. */
static REVOPS__APART void intent_take_slots(intent_batch *batch, const intent_block *block)
{
    intent_take_block(batch, block, 0);
}

static REVOPS__APART void intent_take_slots_and_heads(intent_batch *batch, const intent_block *block)
{
    intent_take_block(batch, block, 1);
}

revops_status revops_intent_apply_many(const revops_intent *intent, revops_intent_record *records,
                                       size_t record_count, const revops_intent_columns *given,
                                       revops_cursor *cursor)
{
    intent_batch batch = {.intent = intent,
                          .slots = records ? (unsigned char *)(records + 1) : NULL,
                          .record_count = record_count,
                          .record_size = revops_intent_record_size(intent)};
    const revops_intent_columns *columns = &batch.columns;
    revops_status status = REVOPS__PARAMS_COPY(revops_intent_columns, &batch.columns, given);
    if (status != REVOPS_OK) {
        return status;
    }
    if (columns->flags) {
        return REVOPS_ERR_NEWER;
    }
    if (!intent || !revops__cursor_is_whole(cursor) || (!records && record_count) ||
        cursor->next > columns->count ||
        (columns->count && (!columns->lead || !columns->behaviour || !columns->at_ms))) {
        return REVOPS_ERR_ARG;
    }
    size_t count = (size_t)columns->count, start = (size_t)cursor->next,
           taken = count - start < INTENT_ROWS ? count - start : INTENT_ROWS;
    const uint64_t rows = count - start;
    intent_block blocks[2];
    unsigned present = 0;
    batch.rules = revops__intent_rules(intent);
    intent_sort_block(&batch, start, taken, &blocks[present]);
    while (start < count) {
        start += taken;
        taken = count - start < INTENT_ROWS ? count - start : INTENT_ROWS;
        intent_sort_block(&batch, start, taken, &blocks[1 - present]);
        if (intent->keeps_head) {
            intent_take_slots_and_heads(&batch, &blocks[present]);
        } else {
            intent_take_slots(&batch, &blocks[present]);
        }
        present = 1 - present;
    }
    cursor->late += batch.late;
    cursor->invalid += batch.invalid;
    cursor->applied += rows - batch.late - batch.invalid;
    cursor->next = count;
    return REVOPS_OK;
}
