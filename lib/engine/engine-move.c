/* SPDX-License-Identifier: MIT */
#include "engine/engine-move.h"

/* The first place along the path: it is never passed over. */
static uint32_t move_first(const revops_engine *engine)
{
    return revops__engine_stages(engine)[0].leaf;
}

static uint64_t move_passed(const revops_engine *engine, uint8_t above, uint8_t below)
{
    const revops__engine_stage *stages = revops__engine_stages(engine);
    uint64_t passed = 0;
    for (uint32_t i = 0; i < engine->counts[REVOPS_ENGINE_LIST_STAGES]; i++) {
        int between =
            stages[i].flags & REVOPS__STAGE_INFERRED && stages[i].rank > above && stages[i].rank < below;
        passed |= between ? revops__engine_bit(i) : 0;
    }
    return passed;
}

static int move_is_on_path(const revops__engine_stage *stage)
{
    return stage->kind == REVOPS_POLICY_STAGE_OPEN || stage->kind == REVOPS_POLICY_STAGE_WON;
}

/* Cycle, direction, stages passed over. */
static void move_find_way(const revops_engine *engine, const unsigned char *lead, uint32_t place,
                          revops__move_asked *asked)
{
    const revops__engine_stage *stages = revops__engine_stages(engine);
    const revops__engine_stage *from = &stages[place], *to = &stages[asked->to];
    const revops__engine_move *move = asked->number ? revops__engine_move_of(engine, asked->number) : NULL;
    int stays_won = from->kind == REVOPS_POLICY_STAGE_WON && to->kind == REVOPS_POLICY_STAGE_WON;
    int is_open = from->kind == REVOPS_POLICY_STAGE_OPEN;
    asked->backward = move_is_on_path(from) && move_is_on_path(to) && to->rank && from->rank > to->rank &&
                      (is_open || asked->by_name); /* by a trigger a won lead is reopened */
    int comes_back = !is_open && move_is_on_path(to) && !stays_won && !asked->backward && asked->to != place;
    asked->new_cycle = comes_back && !(from->flags & REVOPS__STAGE_SAME_CYCLE);
    if (comes_back && move && move->cycle != REVOPS_POLICY_CYCLE_DERIVED) {
        asked->new_cycle = move->cycle == REVOPS_POLICY_CYCLE_NEW;
    }
    if (!to->rank || asked->backward || (move && move->passed_over == REVOPS_POLICY_PASSED_IGNORED)) {
        return;
    }
    uint8_t above =
        asked->new_cycle || comes_back || !from->rank ? stages[move_first(engine)].rank : from->rank;
    asked->passed = move_passed(engine, above, to->rank);
    if (!move || move->passed_over == REVOPS_POLICY_PASSED_CHECKED) {
        asked->skipped =
            asked->passed & ~(asked->new_cycle ? 0 : revops__lead_u64(lead, REVOPS__LEAD_OBSERVED));
    }
}

/* What a guard asks for, and what of it isn't there. */
static void move_ask(revops__facts *facts, const revops__guard *guard, uint64_t have,
                     revops__move_asked *asked)
{
    asked->missing |= revops__guard_missing(facts->engine, guard, have);
    if (guard->where && !revops__where_holds(facts, guard->where)) {
        asked->why |= REVOPS_EFFECT_CONDITION_MISSING;
    }
}

/* The last place before the target of a move back; the target itself where there is none. */
static uint32_t move_before(const revops_engine *engine, uint32_t to)
{
    const revops__engine_stage *stages = revops__engine_stages(engine);
    uint32_t before = to;
    for (uint32_t i = 0; i < engine->counts[REVOPS_ENGINE_LIST_STAGES]; i++) {
        before =
            stages[i].flags & REVOPS__STAGE_INFERRED && stages[i].rank + 1 == stages[to].rank ? i : before;
    }
    return before;
}

/* What stages ask for: the target and what it is a step of, those passed over, and what is left. */
static void move_ask_stages(revops__facts *facts, uint32_t place, uint64_t have, revops__move_asked *asked)
{
    const revops_engine *engine = facts->engine;
    const revops__engine_stage *stages = revops__engine_stages(engine);
    const revops__engine_stage *from = &stages[place], *to = &stages[asked->to];
    const revops__engine_move *move = asked->number ? revops__engine_move_of(engine, asked->number) : NULL;
    move_ask(facts, &to->need, have, asked);
    if (to->parent != asked->to && to->parent != from->parent) {
        move_ask(facts, &stages[to->parent].need, have, asked);
    }
    if (asked->backward) { /* the last boundary before the target */
        uint32_t before = move_before(engine, asked->to);
        if (before != asked->to) {
            move_ask(facts, &stages[before].leave, have, asked);
        }
        return;
    }
    if (!to->rank || (move && move->passed_over != REVOPS_POLICY_PASSED_CHECKED)) {
        return;
    }
    if (from->rank && from->kind == REVOPS_POLICY_STAGE_OPEN && !asked->new_cycle) {
        move_ask(facts, &from->leave, have, asked);
        if (from->parent != place && from->parent != to->parent) {
            move_ask(facts, &stages[from->parent].leave, have, asked);
        }
    }
    for (uint32_t i = 0; i < engine->counts[REVOPS_ENGINE_LIST_STAGES]; i++) {
        if (asked->passed >> i & 1) {
            const revops__engine_stage *stage = &stages[i], *parent = &stages[stage->parent];
            move_ask(facts, &stage->need, have, asked);
            move_ask(facts, &stage->leave, have, asked);
            if (stage->parent != i && stage->parent != to->parent) {
                move_ask(facts, &parent->leave, have, asked);
            }
            if (stage->parent != i && stage->parent != from->parent) {
                move_ask(facts, &parent->need, have, asked);
            }
        }
    }
}

/* Reason, time to resume, touches: what a move asks of the event. */
static void move_judge_event(const revops_engine *engine, const unsigned char *lead,
                             const revops_event *event, uint64_t have, revops__move_asked *asked)
{
    const revops__engine_move *move = asked->number ? revops__engine_move_of(engine, asked->number) : NULL;
    const revops__engine_event *row = revops__engine_event_of(engine, event->kind);
    asked->resume_ms = event->resume_ms == 0 ? REVOPS_TIME_NONE : event->resume_ms;
    if (asked->resume_ms == REVOPS_TIME_NONE && row->value == REVOPS_POLICY_VALUE_INSTANT) {
        asked->resume_ms = event->value;
    }
    if (asked->resume_ms != REVOPS_TIME_NONE && asked->resume_ms <= event->at_ms) {
        asked->resume_ms = REVOPS_TIME_NONE;
    }
    if (!move) {
        return;
    }
    int touches = (move->flags & REVOPS_POLICY_MOVE_NEEDS_TOUCHES) != 0;
    if (move->asks_reason) {
        const uint64_t *words = revops__engine_at(engine, engine->words);
        words += move->first_word;
        if (!event->reason || !(words[event->reason / 64] >> event->reason % 64 & 1)) {
            asked->why |= REVOPS_EFFECT_REASON_MISSING;
        } else {
            const revops__engine_reason *reason =
                (const revops__engine_reason *)revops__engine_at(engine, engine->reasons) +
                (event->reason - 1);
            touches |= (reason->flags & REVOPS_POLICY_NEEDS_TOUCHES) != 0;
            asked->missing |= revops__guard_missing(engine, &reason->need, have);
        }
    }
    if (touches &&
        !revops__lead_has_touches(engine, lead, event->at_ms, &asked->missing_touches, &asked->missing_ms)) {
        asked->why |= REVOPS_EFFECT_TOO_FEW_TOUCHES;
    }
    if (move->flags & REVOPS_POLICY_NEEDS_RESUME && asked->resume_ms == REVOPS_TIME_NONE) {
        asked->why |= REVOPS_EFFECT_RESUME_MISSING;
    }
}

/* Whether any move leads from a closed place back, to the target or at all. */
static int move_reopens(const revops_engine *engine, uint32_t place)
{
    for (uint32_t i = 1; i <= engine->counts[REVOPS_ENGINE_LIST_MOVES]; i++) {
        const revops__engine_move *move = revops__engine_move_of(engine, i);
        if (move->from >> place & 1 && engine->open >> move->to & 1) {
            return 1;
        }
    }
    return 0;
}

static void move_judge_row(const revops_engine *engine, const unsigned char *lead, uint32_t place,
                           revops__move_asked *asked)
{
    const revops__engine_move *move = asked->number ? revops__engine_move_of(engine, asked->number) : NULL;
    if (asked->backward) {
        int cleared = lead[REVOPS__LEAD_FLAGS] & REVOPS__LEAD_CLEARED;
        if (engine->backward == REVOPS_POLICY_BACKWARD_REFUSED ||
            (engine->backward == REVOPS_POLICY_BACKWARD_AFTER_CLEARING && !cleared)) {
            asked->why |= REVOPS_EFFECT_MOVED_BACK;
        }
        return;
    }
    int allowed = move ? (int)(move->from >> place & 1) : !engine->has_moves;
    if (!allowed && asked->new_cycle && asked->by_name) {
        allowed = move_reopens(engine, place);
    }
    asked->why |= allowed ? 0 : REVOPS_EFFECT_NO_ROW;
}

/* The place that an event leads to, before it is judged. */
static revops__move_asked move_find(const revops_engine *engine, uint32_t place, const revops_event *event)
{
    const revops__engine_event *row = revops__engine_event_of(engine, event->kind);
    const revops__engine_stage *stages = revops__engine_stages(engine);
    revops__move_asked asked = {.outcome = REVOPS__MOVE_NOT_ASKED};
    const uint16_t *pulls = revops__engine_at(engine, engine->pulls);
    uint32_t pulled = row->pulls ? pulls[row->first_pull + place] & 0x7fffu : 0;
    if (row->value == REVOPS_POLICY_VALUE_STAGE && event->value != REVOPS_MISSING) {
        asked.by_name = 1;
        asked.to = place;
        if (event->value == 0) {
            asked.outcome = REVOPS__MOVE_UNPLACEABLE;
            return asked;
        }
        uint32_t named = (uint32_t)(event->value - 1);
        asked.to = stages[named].leaf;
        asked.step_inferred = asked.to != named;
        int within = stages[named].flags & REVOPS__STAGE_HAS_STEPS && stages[place].parent == named;
        asked.outcome = asked.to == place || within ? REVOPS__MOVE_UNCHANGED : REVOPS__MOVE_LEADS;
        asked.number = stages[asked.to].entered_by;
        if (pulled && stages[revops__engine_move_of(engine, pulled)->to].parent == stages[asked.to].parent) {
            asked.number = pulled; /* the event is the move, its value says to which step */
        }
        return asked;
    }
    if (!row->pulls) {
        return asked;
    }
    if (!pulled) {
        asked.outcome = row->only_to == 0            ? REVOPS__MOVE_UNPLACEABLE
                        : row->only_to == place + 1u ? REVOPS__MOVE_UNCHANGED
                                                     : REVOPS__MOVE_NOWHERE;
        asked.to = row->only_to ? row->only_to - 1u : place;
        return asked;
    }
    const revops__engine_move *move = revops__engine_move_of(engine, pulled);
    int again = engine->nurture >> place & 1 && move->from >> place & 1; /* nurture is entered again */
    asked.number = pulled;
    asked.to = move->to;
    asked.step_inferred = move->step_inferred;
    asked.outcome = asked.to == place && !again ? REVOPS__MOVE_UNCHANGED : REVOPS__MOVE_LEADS;
    return asked;
}

revops__move_asked revops__move_judge(revops__facts *facts, const revops_event *event, uint64_t given)
{
    const revops_engine *engine = facts->engine;
    const unsigned char *lead = facts->lead;
    uint32_t place = lead[REVOPS__LEAD_PLACE];
    revops__move_asked asked = move_find(engine, place, event);
    if (asked.outcome != REVOPS__MOVE_LEADS && asked.outcome != REVOPS__MOVE_NOWHERE) {
        return asked;
    }
    const revops__engine_move *move = asked.number ? revops__engine_move_of(engine, asked.number) : NULL;
    uint64_t have = revops__lead_u64(lead, REVOPS__LEAD_ITEMS) | given;
    move_find_way(engine, lead, place, &asked);
    if (asked.new_cycle) { /* only what lasts, and what was given since the lead left the open stages */
        have = (have & engine->lasting) | revops__lead_u64(lead, REVOPS__LEAD_ITEMS_SINCE) | given;
    }
    have |= asked.by_name && move ? move->claim : 0;
    move_judge_row(engine, lead, place, &asked);
    if (asked.outcome == REVOPS__MOVE_NOWHERE) {
        asked.why |= REVOPS_EFFECT_NO_ROW;
        return asked;
    }
    if (asked.backward && asked.by_name) {
        return asked; /* by `backward` alone */
    }
    move_ask_stages(facts, place, have, &asked);
    if (move) {
        move_ask(facts, &move->need, have, &asked);
    }
    move_judge_event(engine, lead, event, have, &asked);
    asked.why |= asked.missing ? REVOPS_EFFECT_ITEM_MISSING : 0;
    return asked;
}
