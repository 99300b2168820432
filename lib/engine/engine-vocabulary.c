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

static int vocabulary_is_among(const revops_policy_params *policy, uint32_t first, uint32_t count,
                               uint32_t kind, uint32_t event)
{
    int found = 0;
    for (uint32_t i = 0; i < count; i++) {
        revops_policy_happening row;
        REVOPS__POLICY_ROW(revops_policy_happening, &row, policy, happenings, happening_row_size, first + i);
        found |= row.kind == kind && row.subject == event;
    }
    return found;
}

static int vocabulary_is_listed(const revops_policy_params *policy, uint32_t first, uint32_t count,
                                uint32_t event)
{
    int found = 0;
    for (uint32_t i = 0; i < count && first <= policy->number_count && i < policy->number_count - first;
         i++) {
        found |= policy->numbers[first + i] == event;
    }
    return found;
}

/* Whether an event is behaviour or use. */
static int vocabulary_is_behaviour(const revops_policy_params *policy, uint32_t event)
{
    int found = 0;
    for (uint32_t i = 0; i < policy->intent_rule_count; i++) {
        revops_policy_intent_rule row;
        REVOPS__POLICY_ROW(revops_policy_intent_rule, &row, policy, intent_rules, intent_rule_row_size, i);
        found |= vocabulary_is_listed(policy, row.first_event, row.event_count, event);
    }
    for (uint32_t i = 0; i < policy->criterion_count; i++) {
        revops_policy_criterion row;
        REVOPS__POLICY_ROW(revops_policy_criterion, &row, policy, criteria, criterion_row_size, i);
        found |= vocabulary_is_listed(policy, row.first_event, row.event_count, event);
    }
    return found;
}

static uint32_t vocabulary_greater(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

enum { VOCABULARY_GROUP = 256 }; /* ranks of a group: the finer ones within */

/* The greatest of the ranks of all that an event is, whatever its value [SEM2]. */
static void vocabulary_rank(const revops__engine_builder *b, const revops_policy_event *row, uint32_t number,
                            uint32_t moves, revops__engine_event *event)
{
    const revops_policy_params *policy = b->policy;
    uint32_t rank = event->proves ? VOCABULARY_GROUP + 1u : event->withdraws ? VOCABULARY_GROUP : 0;
    if (row->touch || row->flags & REVOPS_POLICY_INBOUND) {
        rank = 2 * VOCABULARY_GROUP;
    }
    for (uint32_t i = 0; i < b->engine->counts[REVOPS_ENGINE_LIST_CLOCKS]; i++) {
        revops_policy_clock clock = revops__clock_given(policy, i);
        if (vocabulary_is_among(policy, clock.first_pause, clock.pause_count, REVOPS_POLICY_HAPPENS_EVENT,
                                number)) {
            rank = vocabulary_greater(rank, 2 * VOCABULARY_GROUP + 1);
        }
        if (vocabulary_is_among(policy, clock.first_resume, clock.resume_count, REVOPS_POLICY_HAPPENS_EVENT,
                                number)) {
            rank = vocabulary_greater(rank, 2 * VOCABULARY_GROUP + 2);
        }
    }
    if (row->flags & REVOPS_POLICY_STARTS_USAGE || vocabulary_is_behaviour(policy, number)) {
        rank = 3 * VOCABULARY_GROUP;
    }
    switch ((enum revops_policy_ranks)row->rank) {
    case REVOPS_POLICY_RANK_FACT:
        break;
    case REVOPS_POLICY_RANK_DERIVED:
        rank = vocabulary_greater(rank, moves);
        break;
    case REVOPS_POLICY_RANK_JUDGEMENT:
        rank = 4 * VOCABULARY_GROUP;
        break;
    case REVOPS_POLICY_RANK_MOVE:
        rank = vocabulary_greater(vocabulary_greater(rank, moves), 5 * VOCABULARY_GROUP);
        break;
    }
    event->rank = (uint8_t)(rank / VOCABULARY_GROUP);
    event->within = (uint8_t)(rank % VOCABULARY_GROUP);
    event->ranked = (uint8_t)row->rank;
}

/* Moves that an event pulls, one after the other. Returns how many. */
static uint32_t vocabulary_moves(revops__engine_builder *b, const char *name, uint32_t number, uint16_t *out)
{
    const revops_policy_params *policy = b->policy;
    uint32_t count = 0;
    for (uint32_t i = 0; i < policy->move_count; i++) {
        revops_policy_move move;
        REVOPS__POLICY_ROW(revops_policy_move, &move, policy, moves, move_row_size, i);
        if (vocabulary_pulls(b, &move, number, name)) {
            if (out) {
                out[count] = (uint16_t)(i + 1);
            }
            count += count < UINT8_MAX;
        }
    }
    return count;
}

/* The moves that an event pulls, and which of them by the place where the lead stands; and its rank. */
static void vocabulary_pull(revops__engine_builder *b, revops__engine_event *event,
                            const revops_policy_event *row, uint32_t number)
{
    const revops_policy_params *policy = b->policy;
    const revops_engine *engine = b->engine;
    uint32_t rank_of_moves = 0;
    int only = 1;
    event->pulls = (uint8_t)vocabulary_moves(b, row->name, number, NULL);
    event->first_pull = engine->pull_count;
    b->engine->pull_count += event->pulls ? policy->stage_count + event->pulls : 0;
    uint16_t *pulls = b->block && event->pulls
                          ? revops__engine_builder_row(b, engine->pulls, sizeof *pulls, event->first_pull)
                          : NULL;
    if (pulls) {
        vocabulary_moves(b, row->name, number, pulls + policy->stage_count);
    }
    for (uint32_t i = 0; event->pulls && i < policy->move_count; i++) {
        revops_policy_move move;
        REVOPS__POLICY_ROW(revops_policy_move, &move, policy, moves, move_row_size, i);
        if (!vocabulary_pulls(b, &move, number, row->name)) {
            continue;
        }
        uint32_t to = b->stages[move.to - 1].leaf;
        uint8_t rank = b->stages[to].rank;
        uint64_t mask = revops__engine_builder_from(b, &move, rank);
        int reopens = mask && !(mask & (engine->open | engine->nurture));
        rank_of_moves = vocabulary_greater(rank_of_moves, reopens ? 7 * VOCABULARY_GROUP
                                                          : b->stages[to].kind == REVOPS_POLICY_STAGE_OPEN
                                                              ? 5 * VOCABULARY_GROUP + rank + 1u
                                                              : 6 * VOCABULARY_GROUP);
        only = only && (!event->only_to || event->only_to == to + 1);
        event->only_to = (uint8_t)(to + 1);
        for (uint32_t s = 0; pulls && s < policy->stage_count; s++) {
            int open = b->stages[s].kind == REVOPS_POLICY_STAGE_OPEN;
            int derived = open && rank && b->stages[s].rank > rank && mask & engine->open &&
                          b->stages[to].kind == REVOPS_POLICY_STAGE_OPEN;
            if (mask >> s & 1 || (!pulls[s] && derived)) {
                pulls[s] = (uint16_t)(i + 1);
            }
        }
    }
    event->only_to = only ? event->only_to : 0;
    vocabulary_rank(b, row, number, rank_of_moves, event);
    event->begins = vocabulary_is_among(policy, policy->first_touch_since, policy->touch_since_count,
                                        REVOPS_POLICY_HAPPENS_EVENT, number)
                        ? REVOPS__EVENT_BEGINS_TAKEN
                        : 0;
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
        revops__engine_builder_uses(b, &row, i + 1, &event.first_use, &event.use_count);
        vocabulary_pull(b, &event, &row, i + 1);
        if (b->block) {
            memcpy(revops__engine_builder_row(b, b->engine->events, sizeof event, i), &event, sizeof event);
        }
    }
}
