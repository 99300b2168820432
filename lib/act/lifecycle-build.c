/* SPDX-License-Identifier: MIT */
/* Compiling a table into the block that lifecycle.c runs on. */
#include "act/lifecycle-internal.h"
#include "core/params.h"
#include "core/text.h"

#include <string.h>

/* Counted by the text writer, as a plain loop would be compiled into a call of strlen(). */
static size_t length_of(const char *name)
{
    revops__text text = revops__text_begin(NULL, 0);
    revops__text_put(&text, name);
    return text.length;
}

/* Appends a name at the block's end and returns its offset. */
static uint32_t append_name(revops_lifecycle *block, const char *name)
{
    uint32_t offset = block->size;
    size_t size = length_of(name) + 1;
    memcpy((char *)block + offset, name, size);
    block->size += (uint32_t)size;
    return offset;
}

static void append_names(revops_lifecycle *block, uint32_t array, const char *const *names, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t offset = append_name(block, names[i]);
        memcpy((char *)block + array + i * sizeof offset, &offset, sizeof offset);
    }
}

static revops__move compile_move(const revops_lifecycle_params *params, uint32_t row_index, uint32_t from)
{
    const revops_transition *row = &params->transitions[row_index];
    const revops_stage_row *to = &params->stages[row->to];
    /* What comes back into a new cycle, or from beside the path, starts where leads start. */
    uint32_t from_rank = params->stages[from].rank;
    if ((row->flags & REVOPS_TRANSITION_NEW_CYCLE) || from_rank == 0) {
        from_rank = params->stages[0].rank;
    }
    uint32_t inferred = 0;
    for (uint32_t s = 0; s < params->stage_count && !(row->flags & REVOPS_TRANSITION_DIRECT); s++) {
        const revops_stage_row *stage = &params->stages[s];
        if ((stage->flags & REVOPS_STAGE_FLAG_BACKFILL) && stage->rank > from_rank &&
            stage->rank < to->rank) {
            inferred |= UINT32_C(1) << s;
        }
    }
    uint32_t entered = UINT32_C(1) << row->to;
    if (params->stages[from].parent != to->parent) {
        entered |= UINT32_C(1) << to->parent;
    }
    int backward = revops__lifecycle_is_backward(params, row, from);
    int new_cycle = (row->flags & REVOPS_TRANSITION_NEW_CYCLE) != 0;
    revops__move move = {
        .required_items = revops__lifecycle_items(params, row),
        .kept_items = new_cycle ? params->lasting_items : UINT64_MAX,
        .reason_mask = row->reason_mask ? row->reason_mask : UINT64_MAX,
        .touch_reasons = row->touch_reasons,
        .row = row_index,
        .to = row->to,
        .refusal = backward && !(params->flags & REVOPS_LIFECYCLE_FREE_MOVES) ? REVOPS_REFUSED_BACKWARD : 0,
        .flags = (uint16_t)(row->flags | (backward ? REVOPS__MOVE_BACKWARD : 0)),
        .inferred_mask = (uint16_t)(inferred & ~entered),
        .entered_mask = (uint16_t)(row->to == from ? 0 : entered),
        .to_stage = (uint8_t)to->parent,
    };
    return move;
}

static revops__move refused_move(uint32_t to, uint16_t refusal)
{
    revops__move move = {
        .kept_items = UINT64_MAX,
        .reason_mask = UINT64_MAX,
        .row = REVOPS__NO_INDEX,
        .to = to,
        .refusal = refusal,
    };
    return move;
}

static void append_move(revops_lifecycle *block, revops__move move)
{
    memcpy((char *)block + block->size, &move, sizeof move);
    block->size += (uint32_t)sizeof move;
}

/* Appends a move for each pair of stage and trigger that has an answer, and points the cells to them. */
static void compile_moves(const revops_lifecycle_params *params, revops_lifecycle *block)
{
    append_move(block,
                refused_move(REVOPS__NO_INDEX, REVOPS_REFUSED_NO_TRANSITION)); /* all cells' at first */
    for (uint32_t s = 0; s < params->stage_count; s++) {
        append_move(block, refused_move(s, REVOPS_REFUSED_ALREADY));
    }
    uint32_t count = 1 + params->stage_count;
    for (uint32_t i = 0; i < params->transition_count; i++) {
        const revops_transition *row = &params->transitions[i];
        uint32_t from = revops__lifecycle_from(params, row);
        if (block->cells[row->to][row->trigger] == 0) {
            block->cells[row->to][row->trigger] = (uint16_t)(1 + row->to);
        }
        for (uint32_t s = 0; s < params->stage_count; s++) {
            if (from >> s & 1) {
                append_move(block, compile_move(params, i, s));
                block->cells[s][row->trigger] = (uint16_t)count++;
            }
        }
    }
}

/* Size of the block for a sound table. */
static size_t size_of_block(const revops_lifecycle_params *params)
{
    size_t size = sizeof(revops_lifecycle) + (1 + (size_t)params->stage_count) * sizeof(revops__move);
    for (uint32_t i = 0; i < params->transition_count; i++) {
        for (uint32_t from = revops__lifecycle_from(params, &params->transitions[i]); from;
             from &= from - 1) {
            size += sizeof(revops__move);
        }
    }
    size += sizeof(uint32_t) * ((size_t)params->trigger_count + params->item_count + params->reason_count);
    for (uint32_t s = 0; s < params->stage_count; s++) {
        size += length_of(params->stages[s].name) + length_of(params->stages[s].definition) + 2;
    }
    for (uint32_t i = 0; i < params->trigger_count; i++) {
        size += length_of(params->triggers[i]) + 1;
    }
    for (uint32_t i = 0; i < params->item_count; i++) {
        size += length_of(params->items[i]) + 1;
    }
    for (uint32_t i = 0; i < params->reason_count; i++) {
        size += length_of(params->reasons[i]) + 1;
    }
    return (size + 15) & ~(size_t)15;
}

revops_status revops_lifecycle_build(const revops_lifecycle_params *params, void *memory, size_t memory_size,
                                     size_t *needed, const revops_lifecycle **out)
{
    revops_lifecycle_params known;
    revops_status status = revops__lifecycle_read(params, &known);
    if (status != REVOPS_OK) {
        return status;
    }
    size_t problem_count;
    status = revops_lifecycle_check(&known, NULL, 0, &problem_count);
    if (status != REVOPS_OK) {
        return status == REVOPS_ERR_NOSPACE ? REVOPS_ERR_UNSOUND : status;
    }
    size_t size = size_of_block(&known);
    if (size > UINT32_MAX) {
        return REVOPS_ERR_ARG;
    }
    status = revops__params_room(memory, memory_size, size, needed, out);
    if (status != REVOPS_OK) {
        return status;
    }
    if (!out) {
        return REVOPS_ERR_ARG;
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
    compile_moves(&known, block);
    block->triggers = block->size;
    block->items = block->triggers + known.trigger_count * (uint32_t)sizeof(uint32_t);
    block->reasons = block->items + known.item_count * (uint32_t)sizeof(uint32_t);
    block->size = block->reasons + known.reason_count * (uint32_t)sizeof(uint32_t);
    append_names(block, block->triggers, known.triggers, known.trigger_count);
    append_names(block, block->items, known.items, known.item_count);
    append_names(block, block->reasons, known.reasons, known.reason_count);
    for (uint32_t s = 0; s < known.stage_count; s++) {
        const revops_stage_row *row = &known.stages[s];
        block->stages[s].name = append_name(block, row->name);
        block->stages[s].definition = append_name(block, row->definition);
        block->stages[s].flags = row->flags;
        block->stages[s].rank = row->rank;
        block->stages[s].parent = row->parent;
    }
    block->size = (uint32_t)size;
    *out = block;
    return REVOPS_OK;
}
