/* SPDX-License-Identifier: MIT */
/* Compiles what happens by itself: the order in which moves are tried, and where a record keeps since when each was told. */
#include <string.h>

#include "engine/engine-usage.h"

int revops__automatic_is_there(const revops_policy_params *policy)
{
    for (uint32_t i = 0; i < policy->move_count; i++) {
        revops_policy_move row;
        REVOPS__POLICY_ROW(revops_policy_move, &row, policy, moves, move_row_size, i);
        if (row.flags & REVOPS_POLICY_AUTOMATIC) {
            return 1;
        }
    }
    return 0;
}

/* The automatic moves that lead to places of a rank. */
static void automatic_moves_to(revops__engine_builder *b, revops__engine_scores *scores, uint8_t rank)
{
    const revops_policy_params *policy = b->policy;
    for (uint32_t i = 0; i < policy->move_count; i++) {
        revops_policy_move row;
        REVOPS__POLICY_ROW(revops_policy_move, &row, policy, moves, move_row_size, i);
        int is_of_matrix = i + 1 == scores->matrix_move;
        int is_automatic = row.flags & REVOPS_POLICY_AUTOMATIC && !is_of_matrix &&
                           b->stages[b->stages[row.to - 1].leaf].rank == rank;
        if (is_automatic || (is_of_matrix && rank == UINT8_MAX)) {
            revops__score_move move = {.move = (uint16_t)(i + 1), .slot = (uint16_t)scores->move_count};
            revops__score_put(b, scores->moves + scores->move_count * (uint32_t)sizeof move, &move,
                              sizeof move);
            revops__score_put(b, scores->slots + i * (uint32_t)sizeof move.slot, &move.slot,
                              sizeof move.slot);
            scores->move_count++;
            revops__engine_builder_mark(b, row.name);
        }
    }
}

/* The slot of a signal's move, unless it has one: it happens by itself anyway, or a signal before pulls it, too. */
static void automatic_slot_of_signal(revops__engine_builder *b, revops__engine_scores *scores,
                                     const revops_policy_signal *signal, uint32_t index)
{
    const revops_policy_params *policy = b->policy;
    for (uint32_t i = 0; i < index; i++) {
        revops_policy_signal other;
        REVOPS__POLICY_ROW(revops_policy_signal, &other, policy, signals, signal_row_size, i);
        if (other.move == signal->move) {
            return;
        }
    }
    if (signal->move == 0 || signal->move == scores->matrix_move) {
        return;
    }
    revops_policy_move row;
    REVOPS__POLICY_ROW(revops_policy_move, &row, policy, moves, move_row_size, signal->move - 1);
    if (row.flags & REVOPS_POLICY_AUTOMATIC) {
        return;
    }
    uint16_t slot = (uint16_t)scores->slot_count++;
    revops__score_put(b, scores->slots + (signal->move - 1) * (uint32_t)sizeof slot, &slot, sizeof slot);
    revops__engine_builder_mark(b, row.name);
}

void revops__automatic_compile(revops__engine_builder *b, revops__engine_scores *scores)
{
    const revops_policy_params *policy = b->policy;
    uint32_t most = scores->matrix_move != 0;
    uint8_t leads_to[UINT8_MAX + 1] = {0}; /* ranks */
    for (uint32_t i = 0; i < policy->move_count; i++) {
        revops_policy_move row;
        REVOPS__POLICY_ROW(revops_policy_move, &row, policy, moves, move_row_size, i);
        if (row.flags & REVOPS_POLICY_AUTOMATIC) {
            leads_to[b->stages[b->stages[row.to - 1].leaf].rank] = 1;
            most++;
        }
    }
    scores->moves = revops__score_room(b, most * sizeof(revops__score_move));
    scores->slots = revops__score_room(b, policy->move_count * sizeof(uint16_t));
    if (b->block) {
        memset(b->block + scores->slots, 0xff, policy->move_count * sizeof(uint16_t));
    }
    /* the matrix' move first, then those that lead furthest along the path [SEM10] */
    for (uint32_t rank = UINT8_MAX + 1; rank-- > 0;) {
        if (rank == UINT8_MAX || leads_to[rank]) {
            automatic_moves_to(b, scores, (uint8_t)rank);
        }
    }
    scores->slot_count = scores->move_count;
    for (uint32_t i = 0; i < policy->signal_count; i++) {
        revops_policy_signal row;
        REVOPS__POLICY_ROW(revops_policy_signal, &row, policy, signals, signal_row_size, i);
        automatic_slot_of_signal(b, scores, &row, i);
    }
}
