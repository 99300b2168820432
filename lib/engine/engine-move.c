/* SPDX-License-Identifier: MIT */
#include "core/bits.h"
#include "engine/engine-move.h"

/* The first place along the path: it is never passed over. */
static uint32_t move_first(const revops_engine *engine)
{
    return revops__engine_stages(engine)[0].leaf;
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
    uint32_t above = asked->new_cycle || comes_back || !from->rank ? move_first(engine) : place;
    asked->passed = revops__engine_ways(engine)[asked->to].before & ~revops__engine_ways(engine)[above].upto;
    if (!move || move->passed_over == REVOPS_POLICY_PASSED_CHECKED) {
        asked->skipped =
            asked->passed & ~(asked->new_cycle ? 0 : revops__lead_u64(lead, REVOPS__LEAD_OBSERVED));
    }
}

/* What a guard asks for, and what of it isn't there. */
static void move_ask(revops__facts *facts, const revops__guard *guard, uint64_t have,
                     revops__move_asked *asked)
{
    if (guard->all | guard->choice_count) {
        asked->missing |= revops__guard_missing(facts->engine, guard, have);
    }
    if (guard->where && !revops__where_holds(facts, guard->where)) {
        asked->why |= REVOPS_EFFECT_CONDITION_MISSING;
    }
}

/* The last open place along the path before another; `none` where there is none. */
static uint32_t move_before(const revops_engine *engine, uint32_t to, uint32_t none)
{
    const revops__engine_stage *stages = revops__engine_stages(engine);
    uint32_t before = none;
    uint8_t rank = 0;
    for (uint32_t i = 0; i < engine->counts[REVOPS_ENGINE_LIST_STAGES]; i++) {
        int is_before = stages[i].flags & REVOPS__STAGE_INFERRED && engine->open >> i & 1 &&
                        stages[i].rank > rank && stages[i].rank < stages[to].rank;
        rank = is_before ? stages[i].rank : rank;
        before = is_before ? i : before;
    }
    return before;
}

/* What entering a place asks for; its stage asks once. */
static void move_ask_entering(revops__facts *facts, uint32_t place, uint64_t have, uint64_t *stages_asked,
                              revops__move_asked *asked)
{
    const revops__engine_stage *stages = revops__engine_stages(facts->engine);
    uint32_t parent = stages[place].parent;
    move_ask(facts, &stages[place].need, have, asked);
    if (parent != place && !(*stages_asked >> parent & 1)) {
        *stages_asked |= revops__engine_bit(parent);
        move_ask(facts, &stages[parent].need, have, asked);
    }
}

static void move_ask_leaving(revops__facts *facts, uint32_t place, uint64_t have, revops__move_asked *asked)
{
    const revops__engine_stage *stages = revops__engine_stages(facts->engine);
    uint32_t parent = stages[place].parent;
    move_ask(facts, &stages[place].leave, have, asked);
    if (parent != place && parent != stages[asked->to].parent) {
        move_ask(facts, &stages[parent].leave, have, asked);
    }
}

/* What stages ask for: those passed over, what is left, the target. */
static void move_ask_stages(revops__facts *facts, uint32_t place, uint64_t have, revops__move_asked *asked)
{
    const revops_engine *engine = facts->engine;
    const revops__engine_stage *stages = revops__engine_stages(engine);
    const revops__engine_stage *from = &stages[place], *to = &stages[asked->to];
    const revops__engine_move *move = asked->number ? revops__engine_move_of(engine, asked->number) : NULL;
    uint32_t none = REVOPS_POLICY_STAGES_MAX, boundary = none;
    uint64_t stages_asked = 0;
    if (asked->to == place) {
        return;
    }
    if (move_is_on_path(to) && to->rank && (!move || move->passed_over == REVOPS_POLICY_PASSED_CHECKED)) {
        boundary = engine->open >> place & 1 && from->rank ? place : none;
        boundary = asked->backward ? move_before(engine, asked->to, none) : boundary;
        uint8_t above = boundary == none ? 0 : stages[boundary].rank;
        stages_asked = boundary == none ? 0 : revops__engine_bit(stages[boundary].parent);
        if (boundary != none && above < to->rank) {
            move_ask_leaving(facts, boundary, have, asked);
        }
        uint64_t passed = revops__engine_ways(engine)[asked->to].before & engine->open & engine->guarded;
        for (passed &= boundary == none ? UINT64_MAX : ~revops__engine_ways(engine)[boundary].upto; passed;
             passed &= passed - 1) {
            move_ask_entering(facts, revops__lowest_bit(passed), have, &stages_asked, asked);
            move_ask_leaving(facts, revops__lowest_bit(passed), have, asked);
        }
    }
    if (from->parent == to->parent && !asked->backward) {
        stages_asked |= revops__engine_bit(to->parent);
    }
    move_ask_entering(facts, asked->to, have, &stages_asked, asked);
}

/* When to resume, as an event says. */
static int64_t move_resume(const revops_engine *engine, const revops_event *event)
{
    const revops__engine_event *row = revops__engine_event_of(engine, event->kind);
    int64_t resume_ms = event->resume_ms == 0 ? REVOPS_TIME_NONE : event->resume_ms;
    if (resume_ms == REVOPS_TIME_NONE && row->value == REVOPS_POLICY_VALUE_INSTANT) {
        resume_ms = event->value;
    }
    return resume_ms != REVOPS_TIME_NONE && resume_ms <= event->at_ms ? REVOPS_TIME_NONE : resume_ms;
}

/* Reason, time to resume, touches: what a move asks of an event. */
static void move_judge_event(const revops_engine *engine, const unsigned char *lead, uint32_t given,
                             int64_t at_ms, uint64_t have, revops__move_asked *asked)
{
    const revops__engine_move *move = asked->number ? revops__engine_move_of(engine, asked->number) : NULL;
    if (!move) {
        return;
    }
    int touches = (move->flags & REVOPS_POLICY_MOVE_NEEDS_TOUCHES) != 0;
    if (move->asks_reason) {
        const uint64_t *words = revops__engine_at(engine, engine->words);
        words += move->first_word;
        if (!given || !(words[given / 64] >> given % 64 & 1)) {
            asked->why |= REVOPS_EFFECT_REASON_MISSING;
        } else {
            const revops__engine_reason *reason =
                (const revops__engine_reason *)revops__engine_at(engine, engine->reasons) + (given - 1);
            touches |= (reason->flags & REVOPS_POLICY_NEEDS_TOUCHES) != 0;
            asked->missing |= revops__guard_missing(engine, &reason->need, have);
        }
    }
    if (touches &&
        !revops__lead_has_touches(engine, lead, at_ms, asked->new_cycle, &asked->missing_touches)) {
        asked->why |= REVOPS_EFFECT_TOO_FEW_TOUCHES;
    }
    if (move->flags & REVOPS_POLICY_NEEDS_RESUME && asked->resume_ms == REVOPS_TIME_NONE) {
        asked->why |= REVOPS_EFFECT_RESUME_MISSING;
    }
}

/* Whether any move leads from a closed place to a stage. */
static int move_reopens(const revops_engine *engine, uint32_t place, uint32_t to)
{
    const revops__engine_stage *stages = revops__engine_stages(engine);
    for (uint32_t i = 1; i <= engine->counts[REVOPS_ENGINE_LIST_MOVES]; i++) {
        const revops__engine_move *move = revops__engine_move_of(engine, i);
        if (move->from >> place & 1 && stages[move->to].parent == stages[to].parent) {
            return 1;
        }
    }
    return 0;
}

static int move_has_row(const revops_engine *engine, uint32_t place, const revops__move_asked *asked)
{
    const revops__engine_move *move = asked->number ? revops__engine_move_of(engine, asked->number) : NULL;
    if ((asked->by_name && asked->backward) || !engine->has_moves) {
        return 1; /* judged by `backward` alone */
    }
    if (asked->by_name && (engine->closed | engine->won) >> place & 1) {
        return move_reopens(engine, place, asked->to);
    }
    if (!move || move->from >> place & 1) {
        return move != NULL;
    }
    return asked->backward && engine->open >> asked->to & 1 && move->from & engine->open &&
           engine->backward != REVOPS_POLICY_BACKWARD_REFUSED;
}

static int move_may_go_back(const revops_engine *engine, const unsigned char *lead)
{
    return engine->backward == REVOPS_POLICY_BACKWARD_ALLOWED ||
           (engine->backward == REVOPS_POLICY_BACKWARD_AFTER_CLEARING &&
            lead[REVOPS__LEAD_FLAGS] & REVOPS__LEAD_CLEARED);
}

static void move_judge_row(const revops_engine *engine, const unsigned char *lead, uint32_t place,
                           revops__move_asked *asked)
{
    asked->why |= asked->backward && !move_may_go_back(engine, lead) ? REVOPS_EFFECT_MOVED_BACK : 0;
    asked->why |= move_has_row(engine, place, asked) ? 0 : REVOPS_EFFECT_NO_ROW;
}

/* Whether a lead stands where a stage or step leads that is named. */
static int move_is_present(const revops_engine *engine, uint32_t place, uint32_t to, int names_a_stage)
{
    const revops__engine_stage *stages = revops__engine_stages(engine);
    return to == place || (names_a_stage && stages[to].parent == stages[place].parent);
}

/* The move that a trigger means from here: one with a row, else one that changes nothing, else its only target's; 0 none. */
static uint32_t move_pulled(const revops_engine *engine, const unsigned char *lead,
                            const revops__engine_event *row)
{
    const uint16_t *pulls = (const uint16_t *)revops__engine_at(engine, engine->pulls) + row->first_pull;
    const uint16_t *all = pulls + engine->counts[REVOPS_ENGINE_LIST_STAGES];
    const revops__engine_stage *stages = revops__engine_stages(engine);
    uint32_t place = lead[REVOPS__LEAD_PLACE];
    if (pulls[place]) {
        const revops__engine_move *move = revops__engine_move_of(engine, pulls[place]);
        revops__move_asked asked = {.to = move->to, .number = pulls[place]};
        asked.backward = engine->open >> place & 1 && move_is_on_path(&stages[move->to]) &&
                         stages[move->to].rank && stages[place].rank > stages[move->to].rank;
        move_judge_row(engine, lead, place, &asked);
        if (!asked.why && move->to != place) {
            return pulls[place];
        }
    }
    for (uint32_t i = 0; i < row->pulls; i++) {
        const revops__engine_move *move = revops__engine_move_of(engine, all[i]);
        if (move_is_present(engine, place, move->to, move->step_inferred)) {
            return all[i];
        }
    }
    return row->only_to ? all[0] : 0;
}

/* The move that naming a stage stands for: the event's own that leads there, else the stage's. */
static uint32_t move_named(const revops_engine *engine, const revops__engine_event *row, uint32_t named)
{
    const uint16_t *all = (const uint16_t *)revops__engine_at(engine, engine->pulls) + row->first_pull +
                          engine->counts[REVOPS_ENGINE_LIST_STAGES];
    const revops__engine_stage *stages = revops__engine_stages(engine);
    for (uint32_t i = 0; i < row->pulls; i++) {
        uint32_t target = revops__engine_move_of(engine, all[i])->named;
        if (target == named || target == stages[named].parent) {
            return all[i];
        }
    }
    return stages[named].entered_by;
}

/* The place that an event leads to, before it is judged. */
static revops__move_asked move_find(const revops_engine *engine, const unsigned char *lead,
                                    const revops_event *event)
{
    const revops__engine_event *row = revops__engine_event_of(engine, event->kind);
    const revops__engine_stage *stages = revops__engine_stages(engine);
    uint32_t place = lead[REVOPS__LEAD_PLACE];
    revops__move_asked asked = {.outcome = REVOPS__MOVE_NOT_ASKED, .to = place};
    if (row->value == REVOPS_POLICY_VALUE_STAGE) {
        if (event->value == REVOPS_MISSING) {
            return asked;
        }
        asked.by_name = 1;
        if (event->value == 0) {
            asked.outcome = REVOPS__MOVE_UNPLACEABLE;
            return asked;
        }
        uint32_t named = (uint32_t)(event->value - 1);
        asked.to = stages[named].leaf;
        asked.step_inferred = asked.to != named;
        asked.number = move_named(engine, row, named);
    } else if (row->pulls) {
        asked.number = move_pulled(engine, lead, row);
        if (!asked.number) {
            asked.outcome = REVOPS__MOVE_UNPLACEABLE;
            return asked;
        }
        asked.to = revops__engine_move_of(engine, asked.number)->to;
        asked.step_inferred = revops__engine_move_of(engine, asked.number)->step_inferred;
    } else {
        return asked;
    }
    const revops__engine_move *move = asked.number ? revops__engine_move_of(engine, asked.number) : NULL;
    int again = asked.to == place && engine->nurture >> place & 1 && move && move->from >> place & 1;
    int wins_again = !asked.by_name && (engine->won >> place & engine->won >> asked.to & 1) &&
                     !(stages[asked.to].flags & REVOPS__STAGE_AFTER_WIN) &&
                     stages[asked.to].rank <= stages[place].rank;
    asked.outcome = wins_again ? REVOPS__MOVE_WINS_AGAIN
                    : !again && move_is_present(engine, place, asked.to, asked.step_inferred)
                        ? REVOPS__MOVE_UNCHANGED
                        : REVOPS__MOVE_LEADS;
    return asked;
}

/* What the rules say of a move that is found. `given` are items that are shown beside those that the lead has. */
static void move_judge(revops__facts *facts, uint32_t reason, int64_t at_ms, uint64_t given,
                       revops__move_asked *asked)
{
    const revops_engine *engine = facts->engine;
    const unsigned char *lead = facts->lead;
    uint32_t place = lead[REVOPS__LEAD_PLACE];
    const revops__engine_move *move = asked->number ? revops__engine_move_of(engine, asked->number) : NULL;
    uint64_t have = revops__lead_u64(lead, REVOPS__LEAD_ITEMS) | given;
    move_find_way(engine, lead, place, asked);
    if (asked->new_cycle) { /* only what lasts, and what was given since the lead left the open stages */
        have = (have & engine->lasting) | revops__lead_u64(lead, REVOPS__LEAD_ITEMS_SINCE) | given;
    }
    have |= asked->by_name && move ? move->claim : 0;
    have &= ~facts->against;
    move_judge_row(engine, lead, place, asked);
    if (asked->backward && asked->by_name) {
        return; /* by `backward` alone */
    }
    move_ask_stages(facts, place, have, asked);
    if (move) {
        move_ask(facts, &move->need, have, asked);
    }
    move_judge_event(engine, lead, reason, at_ms, have, asked);
    asked->why |= asked->missing ? REVOPS_EFFECT_ITEM_MISSING : 0;
}

revops__move_asked revops__move_judge(revops__facts *facts, const revops_event *event, uint64_t given)
{
    revops__move_asked asked = move_find(facts->engine, facts->lead, event);
    if (asked.outcome == REVOPS__MOVE_LEADS) {
        asked.resume_ms = move_resume(facts->engine, event);
        move_judge(facts, event->reason, event->at_ms, given, &asked);
    }
    return asked;
}

revops__move_asked revops__move_judge_automatic(revops__facts *facts, uint32_t move, uint32_t reason,
                                                uint64_t shown, int64_t at_ms)
{
    const revops_engine *engine = facts->engine;
    revops__move_asked asked = {.outcome = REVOPS__MOVE_LEADS,
                                .to = move ? revops__engine_move_of(engine, move)->to : move_first(engine),
                                .number = move,
                                .resume_ms = REVOPS_TIME_NONE};
    if (move) {
        move_judge(facts, reason, at_ms, shown, &asked);
    } else {
        move_find_way(engine, facts->lead, facts->lead[REVOPS__LEAD_PLACE], &asked);
    }
    return asked;
}
