/* SPDX-License-Identifier: MIT */
/* Compiles the vocabulary: what an event is, which moves it pulls from where, its rank. */
#include <string.h>

#include "engine/engine-clock.h"

/* Whether an event pulls a move: it is among the move's events, or has its name where there are none. */
static int vocabulary_pulls(const revops__engine_builder *b, const revops_policy_move *move, uint32_t event,
                            const char *name)
{
    for (uint32_t i = 0; i < move->event_count; i++) {
        if (b->policy->numbers[move->first_event + i] == event) {
            return 1;
        }
    }
    if (move->event_count) {
        return 0;
    }
    return revops__engine_same_name(move->name, name);
}

static uint8_t vocabulary_rank(const revops__engine_builder *b, const revops_policy_event *row,
                               const revops__engine_event *event, uint64_t pulled_from, int pulls_closing)
{
    const revops_engine *engine = b->engine;
    uint8_t rank = 0;
    if (row->value == REVOPS_POLICY_VALUE_ATTRIBUTE || row->value == REVOPS_POLICY_VALUE_FIT ||
        row->value == REVOPS_POLICY_VALUE_ITEMS || event->proves || event->withdraws) {
        rank = 1;
    }
    rank = row->touch || row->flags & REVOPS_POLICY_INBOUND ? 2 : rank;
    rank = row->flags & REVOPS_POLICY_STARTS_USAGE ? 3 : rank;
    if (event->pulls) {
        rank = pulls_closing ? 6 : 5;
        rank = pulled_from && !(pulled_from & (engine->open | engine->nurture)) ? 7 : rank;
    }
    switch ((enum revops_policy_ranks)row->rank) {
    case REVOPS_POLICY_RANK_DERIVED:
        return rank;
    case REVOPS_POLICY_RANK_FACT:
        return rank < 4 ? rank : 1;
    case REVOPS_POLICY_RANK_JUDGEMENT:
        return 4;
    case REVOPS_POLICY_RANK_MOVE:
        return rank < 5 ? 5 : rank;
    }
    return rank;
}

/* The moves that an event pulls, by the place where the lead stands. Bit 15: back along the path. */
static void vocabulary_pull(revops__engine_builder *b, revops__engine_event *event,
                            const revops_policy_event *row, uint32_t number)
{
    const revops_policy_params *policy = b->policy;
    uint64_t from = 0;
    int closing = 0, only = 1;
    uint16_t *pulls = NULL;
    for (uint32_t i = 0; i < policy->move_count; i++) {
        revops_policy_move move;
        REVOPS__POLICY_ROW(revops_policy_move, &move, policy, moves, move_row_size, i);
        if (!vocabulary_pulls(b, &move, number, row->name)) {
            continue;
        }
        if (!event->pulls) {
            event->pulls = 1;
            event->first_pull = b->engine->pull_count;
            b->engine->pull_count += policy->stage_count;
            if (b->block) {
                pulls = revops__engine_builder_row(b, b->engine->pulls, sizeof *pulls, event->first_pull);
            }
        }
        uint32_t to = b->stages[move.to - 1].leaf;
        uint8_t rank = b->stages[to].rank;
        uint64_t mask = revops__engine_builder_from(b, &move, rank);
        from |= mask;
        closing |= b->stages[to].kind != REVOPS_POLICY_STAGE_OPEN;
        only = only && (!event->only_to || event->only_to == to + 1);
        event->only_to = (uint8_t)(to + 1);
        for (uint32_t s = 0; pulls && s < policy->stage_count; s++) {
            int open = b->stages[s].kind == REVOPS_POLICY_STAGE_OPEN;
            if (mask >> s & 1) {
                pulls[s] = (uint16_t)(i + 1);
            } else if (!pulls[s] && open && rank && b->stages[s].rank > rank && mask & b->engine->open) {
                pulls[s] = (uint16_t)(i + 1) | 0x8000u;
            }
        }
    }
    event->only_to = only ? event->only_to : 0;
    event->rank = vocabulary_rank(b, row, event, from, closing);
}

/* Items that no event proves but those that pull one move: naming its stage claims them. */
void revops__engine_builder_claims(revops__engine_builder *b)
{
    const revops_policy_params *policy = b->policy;
    uint64_t others = 0;
    for (uint32_t i = 0; i < policy->event_count; i++) {
        const revops__engine_event *event = revops__engine_event_of(b->engine, i + 1);
        others |= event->pulls ? 0 : event->proves;
    }
    for (uint32_t m = 0; m < policy->move_count; m++) {
        revops_policy_move row;
        REVOPS__POLICY_ROW(revops_policy_move, &row, policy, moves, move_row_size, m);
        uint64_t mine = 0, elsewhere = others;
        for (uint32_t i = 0; i < policy->event_count; i++) {
            const revops__engine_event *event = revops__engine_event_of(b->engine, i + 1);
            if (event->pulls) {
                const char *name = (const char *)revops__engine_at(b->engine, event->name);
                *(vocabulary_pulls(b, &row, i + 1, name) ? &mine : &elsewhere) |= event->proves;
            }
        }
        revops__engine_move *move = revops__engine_builder_row(b, b->engine->moves, sizeof *move, m);
        move->claim = mine & ~elsewhere;
    }
}

void revops__engine_builder_events(revops__engine_builder *b)
{
    const revops_policy_params *policy = b->policy;
    for (uint32_t i = 0; i < policy->event_count; i++) {
        revops_policy_event row;
        REVOPS__POLICY_ROW(revops_policy_event, &row, policy, events, event_row_size, i);
        revops__engine_event event = {
            .proves = revops__needs_all(policy, row.first_prove, row.prove_count),
            .withdraws = revops__needs_all(policy, row.first_withdraw, row.withdraw_count),
            .name = revops__engine_builder_name(b, REVOPS_ENGINE_LIST_EVENTS, i + 1, row.name),
            .attribute = row.attribute,
            .value = (uint8_t)row.value,
            .flags = (uint8_t)row.flags,
            .touch = (uint8_t)row.touch,
            .owner = (uint8_t)row.owner,
            .when_empty = (uint8_t)row.when_empty};
        revops__engine_builder_also(b, REVOPS_ENGINE_LIST_EVENTS, i + 1, row.first_also, row.also_count);
        revops__engine_builder_uses(b, i + 1, &event.first_use, &event.use_count);
        vocabulary_pull(b, &event, &row, i + 1);
        if (b->block) {
            memcpy(revops__engine_builder_row(b, b->engine->events, sizeof event, i), &event, sizeof event);
        }
    }
}
