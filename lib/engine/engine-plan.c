/* SPDX-License-Identifier: MIT */
/* Tables that are computed when an engine is built, to save work per event: places by rank, stages with requirements,
   ranks of events, and the cache lines of a record that an event changes, by its kind and by the places that the lead
   leaves and enters. */
#include "core/bits.h"
#include "engine/engine-usage.h"

enum { PLAN_LINE = 64, PLAN_LINES = 64 };

/* Lines of so many bytes of a record from a place on; those that a mask has no bit for are left out. */
static uint64_t plan_lines(size_t place, size_t bytes)
{
    uint64_t lines = 0;
    for (size_t line = place / PLAN_LINE; line <= (place + bytes - 1) / PLAN_LINE && line < PLAN_LINES;
         line++) {
        lines |= UINT64_C(1) << line;
    }
    return lines;
}

static uint64_t plan_lines_of_clocks(const revops_engine *engine, uint32_t clocks)
{
    uint64_t lines = 0;
    for (; clocks; clocks &= clocks - 1) {
        lines |= plan_lines(revops__lead_clock_at(engine, revops__lowest_bit(clocks)), REVOPS__LEAD_CLOCK);
    }
    return lines;
}

static int plan_asks(const revops__guard *guard)
{
    return guard->all || guard->choice_count || guard->where;
}

static void plan_stages(revops__engine_builder *b)
{
    revops_engine *engine = b->engine;
    uint32_t count = b->policy->stage_count;
    engine->places = engine->path = engine->guarded = 0;
    for (uint32_t i = 0; i < count; i++) {
        const revops__engine_stage *stage = &b->stages[i];
        const revops__engine_stage *parent = &b->stages[stage->parent];
        revops__engine_way *way = revops__engine_builder_row(b, engine->ways, sizeof *way, i);
        uint64_t bit = revops__engine_bit(i);
        engine->places |= stage->leaf == i ? bit : 0;
        engine->path |= stage->flags & REVOPS__STAGE_INFERRED ? bit : 0;
        engine->guarded |= plan_asks(&stage->need) || plan_asks(&stage->leave) || plan_asks(&parent->need) ||
                                   plan_asks(&parent->leave)
                               ? bit
                               : 0;
        way->leave_lines = plan_lines(REVOPS__LEAD_ITEMS, PLAN_LINE) |
                           plan_lines_of_clocks(engine, stage->leave_clocks | parent->leave_clocks);
        way->enter_lines = plan_lines_of_clocks(engine, stage->enter_clocks | parent->enter_clocks);
        if (engine->dates_at) {
            way->enter_lines |=
                plan_lines(engine->dates_at + (size_t)i * REVOPS__LEAD_DATES, REVOPS__LEAD_DATES);
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        const revops__engine_stage *stage = &b->stages[i];
        revops__engine_way *way = revops__engine_builder_row(b, engine->ways, sizeof *way, i);
        for (uint32_t k = 0; k < count; k++) {
            int is_passed = b->stages[k].flags & REVOPS__STAGE_INFERRED;
            way->before |= is_passed && b->stages[k].rank < stage->rank ? revops__engine_bit(k) : 0;
            way->upto |= is_passed && b->stages[k].rank <= stage->rank ? revops__engine_bit(k) : 0;
        }
    }
}

/* What an event does at most, and when it begins the time of touches. */
static void plan_doing(const revops_engine *engine, revops__engine_event *event)
{
    const revops__clock_hears *since = revops__engine_at(engine, engine->since);
    int has_stage = event->value == REVOPS_POLICY_VALUE_STAGE;
    int inbound = (event->flags & REVOPS_POLICY_INBOUND) != 0;
    int minds_empty = event->when_empty == REVOPS_POLICY_EMPTY_REFUSE
                          ? event->value != REVOPS_POLICY_VALUE_NONE
                          : event->when_empty == REVOPS_POLICY_EMPTY_CLEAR && has_stage;
    event->does = (uint8_t)((event->pulls || has_stage ? REVOPS__EVENT_MOVES : 0) |
                            (event->owner != REVOPS_POLICY_OWNER_NONE ? REVOPS__EVENT_OWNS : 0) |
                            (minds_empty ? REVOPS__EVENT_MINDS_EMPTY : 0));
    event->begins |=
        (event->touch && since->channels >> (event->touch - 1) & 1) || (since->inbound && inbound)
            ? REVOPS__EVENT_BEGINS_ALWAYS
            : 0;
    event->begins |= since->assigned ? REVOPS__EVENT_BEGINS_ASSIGNED : 0;
}

/* Whether no grade can rise by an event: rules don't count it, nor ask for what it says, and it moves nobody. */
static int plan_keeps_scores(const revops_engine *engine, const revops__engine_event *event, uint32_t number)
{
    const revops__engine_scores *scores = revops__scores_of(engine);
    return scores && scores->is_steady && event->value != REVOPS_POLICY_VALUE_FIT && !event->changes_fit &&
           !(event->does & REVOPS__EVENT_MOVES) &&
           !((const revops__score_event *)revops__engine_at(engine, scores->events) + (number - 1))->count;
}

/* Whether what happens by itself asks for nothing but grades, places and items. */
static int plan_settles(const revops_engine *engine, const revops__engine_stage *stages)
{
    const revops__engine_scores *scores = revops__scores_of(engine);
    int settles = scores != NULL;
    for (uint32_t i = 0; settles && i < engine->counts[REVOPS_ENGINE_LIST_STAGES]; i++) {
        settles = !stages[i].need.where && !stages[i].leave.where;
    }
    const revops__score_move *moves = settles ? revops__engine_at(engine, scores->moves) : NULL;
    for (uint32_t i = 0; settles && i < scores->move_count; i++) {
        const revops__engine_move *move = revops__engine_move_of(engine, moves[i].move);
        settles = !move->need.where && !move->asks_reason &&
                  !(move->flags & (REVOPS_POLICY_MOVE_NEEDS_TOUCHES | REVOPS_POLICY_NEEDS_RESUME));
    }
    return settles;
}

/* Whether an event moves nobody and changes nothing that segments, scores or routing ask for: but for its value, only touches, use
   and clocks may hear it where the owner stays. */
static int plan_is_quiet(const revops_engine *engine, const revops__engine_event *event)
{
    return !(event->does & (REVOPS__EVENT_MOVES | REVOPS__EVENT_MINDS_EMPTY)) && !event->asks_route &&
           event->keeps_items && !event->changes_segments && event->value != REVOPS_POLICY_VALUE_FIT &&
           !(engine->segments_ask & REVOPS__ASKS_MORE) && !engine->clocks_standing &&
           (event->keeps_scores || !engine->has_scores);
}

static void plan_event(revops__engine_builder *b, uint32_t number)
{
    const revops_engine *engine = b->engine;
    revops__engine_event *event =
        revops__engine_builder_row(b, engine->events, sizeof *event, (size_t)number - 1);
    const revops__clock_use *uses = revops__engine_at(engine, engine->uses);
    uint32_t clocks = 0;
    for (uint32_t i = 0; i < event->use_count; i++) {
        clocks |= 1u << uses[event->first_use + i].clock;
    }
    event->lines = plan_lines_of_clocks(engine, clocks);
    event->lines |= event->touch
                        ? plan_lines(REVOPS__LEAD_TOUCHED, PLAN_LINE / 4) |
                              plan_lines(revops__lead_channel_at(engine, event->touch), REVOPS__LEAD_CHANNEL)
                        : 0;
    event->lines |= event->value == REVOPS_POLICY_VALUE_ATTRIBUTE && event->attribute
                        ? plan_lines(engine->attributes_at + (event->attribute - 1) * sizeof(int64_t), 8)
                        : 0;
    event->lines |= event->proves || event->withdraws || event->value == REVOPS_POLICY_VALUE_ITEMS
                        ? plan_lines(REVOPS__LEAD_ITEMS, 16)
                        : 0;
    event->lines |= revops__use_hears(engine, number) ? plan_lines(engine->use_at, engine->use_bytes) : 0;
    event->is_checked = event->value == REVOPS_POLICY_VALUE_STAGE ||
                        event->value == REVOPS_POLICY_VALUE_REASON ||
                        event->value == REVOPS_POLICY_VALUE_FIT || event->value == REVOPS_POLICY_VALUE_ITEMS;
    plan_doing(engine, event);
    event->keeps_items = !event->proves && !event->withdraws && event->value != REVOPS_POLICY_VALUE_ITEMS;
    event->keeps_scores = (uint8_t)plan_keeps_scores(engine, event, number);
    if (engine->has_scores) { /* whoever is rated is looked at */
        size_t size = event->keeps_scores ? REVOPS__SCORES_HEAD : revops__scores_size(engine);
        event->lines |= plan_lines(engine->scores_at, size);
        event->lines |= event->keeps_scores ? 0 : plan_lines(REVOPS__LEAD_ITEMS, sizeof(uint64_t));
    }
    event->is_quiet = (uint8_t)plan_is_quiet(engine, event);
    event->passes = event->is_quiet && !event->does && !event->touch && !event->use_count && !event->begins &&
                    event->value != REVOPS_POLICY_VALUE_ATTRIBUTE && !revops__use_hears(engine, number);
    event->rank_empty = revops_engine_rank(engine, number, REVOPS_MISSING);
    event->rank_given = revops_engine_rank(engine, number, 0);
}

/* Lines that a lead's first event asks for: what conditions ask for; and those that fading asks for. */
static void plan_asked_lines(revops_engine *engine)
{
    size_t attributes = engine->attribute_count * sizeof(int64_t), scores = revops__scores_size(engine);
    engine->first_lines = plan_lines(REVOPS__LEAD_ITEMS, PLAN_LINE);
    engine->first_lines |= attributes ? plan_lines(engine->attributes_at, attributes) : 0;
    engine->due_lines = scores ? plan_lines(engine->scores_at, scores) : 0;
}

void revops__engine_builder_plan(revops__engine_builder *b)
{
    plan_stages(b);
    b->engine->settles = (uint32_t)plan_settles(b->engine, b->stages);
    plan_asked_lines(b->engine);
    for (uint32_t i = 1; i <= b->policy->event_count; i++) {
        plan_event(b, i);
    }
}
