/* SPDX-License-Identifier: MIT */
/* Compiling a table into the block that lifecycle.c runs on. */
#include "act/lifecycle-internal.h"
#include "core/text.h"

#include <string.h>

/* Counted by the text writer, as a plain loop would be compiled into a call of strlen(). */
static size_t lifecycle_length_of(const char *name)
{
    revops__text text = revops__text_begin(NULL, 0);
    revops__text_put(&text, name);
    return text.length;
}

/* Appends a name at the block's end and returns its offset. */
static uint32_t lifecycle_append_name(revops_lifecycle *block, const char *name)
{
    uint32_t offset = block->size;
    size_t size = lifecycle_length_of(name) + 1;
    memcpy((char *)block + offset, name, size);
    block->size += (uint32_t)size;
    return offset;
}

static void lifecycle_append_names(revops_lifecycle *block, uint32_t array, const char *const *names,
                                   uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t offset = lifecycle_append_name(block, names[i]);
        memcpy((char *)block + array + i * sizeof offset, &offset, sizeof offset);
    }
}

static revops__move lifecycle_compile_move(const revops__lifecycle_table *table, uint32_t row_index,
                                           uint32_t from)
{
    const revops_lifecycle_transition given = revops__lifecycle_row(table, row_index), *row = &given;
    const revops_lifecycle_stage_row *to = &table->stages[row->to];
    /* What comes back into a new cycle, or from beside the path, starts where leads start. */
    uint32_t from_rank = table->stages[from].rank;
    if ((row->flags & REVOPS_LIFECYCLE_TRANSITION_NEW_CYCLE) || from_rank == 0) {
        from_rank = table->stages[0].rank;
    }
    uint32_t inferred = 0;
    for (uint32_t s = 0; s < table->params.stage_count && !(row->flags & REVOPS_LIFECYCLE_TRANSITION_DIRECT);
         s++) {
        const revops_lifecycle_stage_row *stage = &table->stages[s];
        if ((stage->flags & REVOPS_LIFECYCLE_STAGE_FLAG_BACKFILL) && stage->rank > from_rank &&
            stage->rank < to->rank) {
            inferred |= UINT32_C(1) << s;
        }
    }
    uint32_t entered = UINT32_C(1) << row->to;
    if (table->stages[from].parent != to->parent) {
        entered |= UINT32_C(1) << to->parent;
    }
    int backward = revops__lifecycle_is_backward(table, row, from);
    int new_cycle = (row->flags & REVOPS_LIFECYCLE_TRANSITION_NEW_CYCLE) != 0;
    revops__move move = {
        .required_items = revops__lifecycle_items(table, row),
        .kept_items = new_cycle ? table->params.lasting_items : UINT64_MAX,
        .reason_mask = row->reason_mask ? row->reason_mask : UINT64_MAX,
        .touch_reasons = row->touch_reasons,
        .row = row_index,
        .to = row->to,
        .refusal = backward && !(table->params.flags & REVOPS_LIFECYCLE_FREE_MOVES)
                       ? REVOPS_LIFECYCLE_REFUSED_BACKWARD
                       : 0,
        .flags = (uint16_t)(row->flags | (backward ? REVOPS__MOVE_BACKWARD : 0)),
        .inferred_mask = (uint16_t)(inferred & ~entered),
        .entered_mask = (uint16_t)(row->to == from ? 0 : entered),
        .to_stage = (uint8_t)to->parent,
    };
    return move;
}

static revops__move lifecycle_refused_move(uint32_t to, uint16_t refusal)
{
    revops__move move = {
        .kept_items = UINT64_MAX,
        .reason_mask = UINT64_MAX,
        .row = REVOPS_NO_ROW,
        .to = to,
        .refusal = refusal,
    };
    return move;
}

static void lifecycle_append_move(revops_lifecycle *block, revops__move move)
{
    memcpy((char *)block + block->size, &move, sizeof move);
    block->size += (uint32_t)sizeof move;
}

/* Appends a move for each pair of stage and trigger that has an answer, and points the cells to them. */
static void lifecycle_compile_moves(const revops__lifecycle_table *table, revops_lifecycle *block)
{
    lifecycle_append_move(
        block, lifecycle_refused_move(REVOPS_NO_ROW,
                                      REVOPS_LIFECYCLE_REFUSED_NO_TRANSITION)); /* all cells' at first */
    for (uint32_t s = 0; s < table->params.stage_count; s++) {
        lifecycle_append_move(block, lifecycle_refused_move(s, REVOPS_LIFECYCLE_REFUSED_ALREADY));
    }
    uint32_t count = 1 + table->params.stage_count;
    for (uint32_t i = 0; i < table->params.transition_count; i++) {
        const revops_lifecycle_transition row = revops__lifecycle_row(table, i);
        uint32_t from = revops__lifecycle_from(table, &row);
        if (block->cells[row.to][row.trigger] == 0) {
            block->cells[row.to][row.trigger] = (uint16_t)(1 + row.to);
        }
        for (uint32_t s = 0; s < table->params.stage_count; s++) {
            if (from >> s & 1) {
                lifecycle_append_move(block, lifecycle_compile_move(table, i, s));
                block->cells[s][row.trigger] = (uint16_t)count++;
            }
        }
    }
}

/* Size of the block for a sound table. */
static size_t lifecycle_size_of_block(const revops__lifecycle_table *table)
{
    size_t size = sizeof(revops_lifecycle) + (1 + (size_t)table->params.stage_count) * sizeof(revops__move);
    for (uint32_t i = 0; i < table->params.transition_count; i++) {
        const revops_lifecycle_transition row = revops__lifecycle_row(table, i);
        for (uint32_t from = revops__lifecycle_from(table, &row); from; from &= from - 1) {
            size += sizeof(revops__move);
        }
    }
    size += sizeof(uint32_t) *
            ((size_t)table->params.trigger_count + table->params.item_count + table->params.reason_count);
    for (uint32_t s = 0; s < table->params.stage_count; s++) {
        size +=
            lifecycle_length_of(table->stages[s].name) + lifecycle_length_of(table->stages[s].definition) + 2;
    }
    for (uint32_t i = 0; i < table->params.trigger_count; i++) {
        size += lifecycle_length_of(table->params.triggers[i]) + 1;
    }
    for (uint32_t i = 0; i < table->params.item_count; i++) {
        size += lifecycle_length_of(table->params.items[i]) + 1;
    }
    for (uint32_t i = 0; i < table->params.reason_count; i++) {
        size += lifecycle_length_of(table->params.reasons[i]) + 1;
    }
    return (size + REVOPS_ALIGNMENT - 1) & ~(size_t)(REVOPS_ALIGNMENT - 1);
}

revops_status revops_lifecycle_build(const revops_lifecycle_params *params, void *memory, size_t memory_size,
                                     size_t *needed, const revops_lifecycle **out)
{
    revops__lifecycle_table table;
    revops__problems unwanted = revops__problems_begin(NULL, 0);
    revops_status status = revops__lifecycle_check(params, &table, &unwanted);
    if (status != REVOPS_OK) {
        return status;
    }
    const revops_lifecycle_params known = table.params;
    size_t size = lifecycle_size_of_block(&table);
    if (size > UINT32_MAX) {
        return REVOPS_ERR_ARG;
    }
    status = revops__params_room(memory, memory_size, size, needed, out);
    if (status != REVOPS_OK) {
        return status;
    }
    memset(memory, 0, size);
    revops_lifecycle *block = memory;
    block->size = sizeof *block;
    block->flags = known.flags;
    block->min_touch_span_ms = known.min_touch_span_ms;
    block->lasting_items = known.lasting_items;
    block->known_items = revops__low_bits(known.item_count);
    block->min_touches = known.min_touches;
    block->stage_count = known.stage_count;
    block->trigger_count = known.trigger_count;
    block->item_count = known.item_count;
    block->reason_count = known.reason_count;
    block->moves = block->size;
    lifecycle_compile_moves(&table, block);
    block->triggers = block->size;
    block->items = block->triggers + known.trigger_count * (uint32_t)sizeof(uint32_t);
    block->reasons = block->items + known.item_count * (uint32_t)sizeof(uint32_t);
    block->size = block->reasons + known.reason_count * (uint32_t)sizeof(uint32_t);
    lifecycle_append_names(block, block->triggers, known.triggers, known.trigger_count);
    lifecycle_append_names(block, block->items, known.items, known.item_count);
    lifecycle_append_names(block, block->reasons, known.reasons, known.reason_count);
    for (uint32_t s = 0; s < known.stage_count; s++) {
        const revops_lifecycle_stage_row *row = &table.stages[s];
        block->stages[s].name = lifecycle_append_name(block, row->name);
        block->stages[s].definition = lifecycle_append_name(block, row->definition);
        block->stages[s].flags = row->flags;
        block->stages[s].rank = row->rank;
        block->stages[s].parent = row->parent;
        block->divided_mask |= row->parent != s ? UINT32_C(1) << row->parent : 0;
    }
    block->size = (uint32_t)size;
    *out = block;
    return REVOPS_OK;
}
