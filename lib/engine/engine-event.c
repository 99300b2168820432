/* SPDX-License-Identifier: MIT */
/* One event: facts, the move that it asks for, what clocks hear of it. */
#include <string.h>

#include "core/bits.h"
#include "core/compiler.h"
#include "engine/engine-usage.h"

static void event_set_resume(revops__work *w, int64_t resume_ms)
{
    if (revops__lead_i64(w->lead, REVOPS__LEAD_RESUME_MS) != resume_ms ||
        w->lead[REVOPS__LEAD_FLAGS] & REVOPS__LEAD_RESUME_TOLD) {
        revops__lead_set(w->lead, REVOPS__LEAD_RESUME_MS, (uint64_t)resume_ms);
        revops__lead_unmark(w->lead, REVOPS__LEAD_RESUME_TOLD);
        w->is_due_changed = 1;
    }
}

static void event_items(revops__work *w, uint64_t give, uint64_t withdraw)
{
    const revops_engine *engine = w->engine;
    unsigned char *lead = w->lead;
    give &= engine->has_scores ? ~revops__scores_against(engine, lead) : UINT64_MAX;
    if (!(give | withdraw)) {
        return;
    }
    uint64_t items = revops__lead_u64(lead, REVOPS__LEAD_ITEMS),
             since = revops__lead_u64(lead, REVOPS__LEAD_ITEMS_SINCE);
    w->is_otherwise_proven |= ((items & withdraw) | (give & ~items)) & engine->asked_items ? 1 : 0;
    items = (items & ~withdraw) | give;
    since &= ~withdraw;
    since |=
        engine->open >> lead[REVOPS__LEAD_PLACE] & 1 ? 0 : give; /* it belongs to the next cycle [LC23] */
    revops__lead_set(lead, REVOPS__LEAD_ITEMS, items);
    revops__lead_set(lead, REVOPS__LEAD_ITEMS_SINCE, since);
}

static void event_win(revops__work *w, int further)
{
    unsigned char *lead = w->lead;
    const revops_event *event = w->event;
    int is_money = revops__engine_event_of(w->engine, event->kind)->value == REVOPS_POLICY_VALUE_MONEY;
    int64_t amount = is_money ? event->value : event->amount ? event->amount : REVOPS_MISSING;
    uint32_t wins = revops__lead_u32(lead, REVOPS__LEAD_WINS);
    revops__lead_put(lead, REVOPS__LEAD_WINS, 4, wins + (wins != UINT32_MAX));
    if (amount != REVOPS_MISSING) {
        int64_t sum = revops__lead_i64(lead, REVOPS__LEAD_WON_SUM);
        if (revops_add(sum, amount, &sum) != REVOPS_OK) {
            sum = amount > 0 ? INT64_MAX : INT64_MIN + 1;
        }
        revops__lead_set(lead, REVOPS__LEAD_WON_SUM, (uint64_t)sum);
        revops__lead_set(lead, REVOPS__LEAD_WON_LATEST, (uint64_t)amount);
    }
    revops_effect *effect = revops__tell(w, REVOPS_EFFECT_WON, event->at_ms);
    effect->value = amount;
    effect->owner = effect->owner ? effect->owner : event->actor; /* [SEM17] */
    effect->flags = further ? REVOPS_EFFECT_FURTHER : 0;
}

/* Begins a new cycle where the move says so; infers what is passed over; enters. */
revops_effect *revops__event_enter(revops__work *w, const revops__move_asked *asked, int64_t at_ms,
                                   uint32_t reason)
{
    const revops_engine *engine = w->engine;
    const revops__engine_stage *stages = revops__engine_stages(engine);
    unsigned char *lead = w->lead;
    uint32_t place = lead[REVOPS__LEAD_PLACE], to = asked->to;
    revops__scores_catch_up(w, at_ms);
    revops__lead_unmark(lead, REVOPS__LEAD_SETTLED);
    if (asked->new_cycle) {
        uint64_t cycle = revops__lead_get(lead, REVOPS__LEAD_CYCLE, 2);
        revops__lead_put(lead, REVOPS__LEAD_CYCLE, 2, cycle + (cycle != UINT16_MAX));
        revops__lead_set(lead, REVOPS__LEAD_VISITED, 0);
        revops__lead_set(lead, REVOPS__LEAD_OBSERVED, 0);
        revops__lead_set(lead, REVOPS__LEAD_ITEMS,
                         (revops__lead_u64(lead, REVOPS__LEAD_ITEMS) & engine->lasting) |
                             revops__lead_u64(lead, REVOPS__LEAD_ITEMS_SINCE));
        revops__lead_set(lead, REVOPS__LEAD_ITEMS_SINCE, 0);
        revops__lead_renew_touches(lead);
        revops__automatic_renew(engine, lead);
        w->is_otherwise_proven = 1;
    }
    uint64_t inferred = asked->passed & ~revops__lead_u64(lead, REVOPS__LEAD_VISITED);
    for (uint64_t rest = inferred; rest; rest &= rest - 1) {
        uint32_t i = revops__lowest_bit(rest);
        revops__lead_infer(engine, lead, i, at_ms);
        if (stages[i].parent != stages[to].parent) {
            revops__lead_infer(engine, lead, stages[i].parent, at_ms);
        }
    }
    int reached = !asked->why && (!asked->backward || engine->backward == REVOPS_POLICY_BACKWARD_ALLOWED);
    if (to != place) {
        int outside = stages[to].parent != stages[place].parent;
        w->what.entered |= outside ? revops__engine_bit(stages[to].parent) : 0;
        w->what.left |= outside ? revops__engine_bit(stages[place].parent) : 0;
        w->what.entered |= stages[to].parent != to && !asked->step_inferred ? revops__engine_bit(to) : 0;
        w->what.left |= stages[place].parent != place ? revops__engine_bit(place) : 0;
    }
    if (stages[to].parent != to && stages[to].parent != stages[place].parent) {
        revops__lead_observe(w->engine, w->lead, stages[to].parent, at_ms, reached);
    }
    if (asked->step_inferred) {
        revops__lead_infer(engine, lead, to, at_ms);
    } else {
        revops__lead_observe(w->engine, w->lead, to, at_ms, reached);
    }
    lead[REVOPS__LEAD_PLACE] = (unsigned char)to;
    if (!(engine->open >> to & 1) && !(engine->won >> place & engine->won >> to & 1)) {
        revops__lead_set(lead, REVOPS__LEAD_ITEMS_SINCE, 0); /* what comes from now on is the next cycle's */
        revops__lead_part_touches(lead);
        revops__scores_forget(engine, lead, at_ms);
        w->is_rated = 0;
    }
    revops__lead_unmark(lead, REVOPS__LEAD_CLEARED);
    revops__lead_put(lead, REVOPS__LEAD_REASON, 2, asked->why & REVOPS_EFFECT_REASON_MISSING ? 0 : reason);
    event_set_resume(w, engine->nurture >> to & 1 ? asked->resume_ms : REVOPS_TIME_NONE);
    revops_effect *effect = revops__tell(w, REVOPS_EFFECT_ENTERED, at_ms);
    effect->from = (uint16_t)(place + 1);
    effect->move = asked->number;
    effect->reason = (uint32_t)revops__lead_get(lead, REVOPS__LEAD_REASON, 2);
    effect->stages = inferred;
    effect->flags = (asked->new_cycle ? REVOPS_EFFECT_NEW_CYCLE : 0) |
                    (asked->backward ? REVOPS_EFFECT_BACK : 0) |
                    (asked->step_inferred ? REVOPS_EFFECT_STEP_INFERRED : 0);
    effect->value = asked->resume_ms != REVOPS_TIME_NONE && engine->nurture >> to & 1 ? asked->resume_ms : 0;
    return effect;
}

static void event_explain(revops_effect *effect, const revops__move_asked *asked, uint32_t why)
{
    effect->why = why;
    effect->items = asked->missing;
    effect->missing_touches = asked->missing_touches.touches;
    effect->detail = (asked->missing_touches.days & 0xffff) | (asked->missing_touches.channels << 16);
    effect->flags = (asked->missing_touches.not_begun ? REVOPS_EFFECT_NOT_BEGUN : 0) |
                    (asked->missing_touches.never ? REVOPS_EFFECT_NEVER_ENOUGH : 0);
    effect->span_ms = asked->missing_touches.span_ms;
    effect->move = asked->number;
}

/* The lead stands there already: a date that was inferred is observed [SEM11]. */
static void event_stays(revops__work *w, uint32_t named)
{
    uint64_t visited = revops__lead_u64(w->lead, REVOPS__LEAD_VISITED),
             observed = revops__lead_u64(w->lead, REVOPS__LEAD_OBSERVED);
    revops__lead_unmark(w->lead, REVOPS__LEAD_CLEARED);
    if (visited & ~observed & revops__engine_bit(named)) {
        revops__lead_observe(w->engine, w->lead, named, w->event->at_ms, 1);
    }
    revops__tell(w, REVOPS_EFFECT_UNCHANGED, w->event->at_ms);
}

void revops__event_look(revops__work *w, uint64_t given)
{
    const revops__engine_event *row = revops__engine_event_of(w->engine, w->event->kind);
    w->is_unlooked = 0;
    revops__facts_begin(&w->facts, w->engine, w->lead, w->facts.texts, w->event->at_ms);
    w->facts.items = (w->facts.items | given) & ~w->facts.against;
    w->facts.value = w->event->value;
    w->facts.value_is_text = row->value == REVOPS_POLICY_VALUE_TEXT;
}

/* Takes or refuses what the event asks for. Returns whether its facts count. */
static REVOPS__APART int event_move(revops__work *w, revops_engine_mode mode, uint64_t given)
{
    const revops_engine *engine = w->engine;
    const revops_event *event = w->event;
    const revops__engine_stage *stages = revops__engine_stages(engine);
    uint32_t place = w->lead[REVOPS__LEAD_PLACE];
    revops__event_look(w, given);
    revops__move_asked asked = revops__move_judge(&w->facts, event, given);
    int takes = mode == REVOPS_ENGINE_RECORD || event->verdict == REVOPS_EVENT_TAKEN;
    switch ((enum revops__move_outcomes)asked.outcome) {
    case REVOPS__MOVE_NOT_ASKED:
        return 1;
    case REVOPS__MOVE_WINS_AGAIN: /* [LC23] */
        revops__tell(w, REVOPS_EFFECT_UNCHANGED, event->at_ms);
        event_win(w, 1);
        return 1;
    case REVOPS__MOVE_UNCHANGED:
        event_stays(w, asked.step_inferred ? stages[place].parent : asked.to);
        return 1;
    case REVOPS__MOVE_UNPLACEABLE:
        if (mode == REVOPS_ENGINE_RECORD || asked.by_name) {
            revops__tell(w, REVOPS_EFFECT_UNPLACEABLE, event->at_ms)->why = REVOPS_EFFECT_NO_ROW;
            return 0;
        }
        asked.why = REVOPS_EFFECT_NO_ROW;
        takes = 0;
        break;
    case REVOPS__MOVE_LEADS:
        break;
    }
    if (event->verdict == REVOPS_EVENT_REFUSED || (asked.why && !takes)) {
        revops_effect *effect = revops__tell(w, REVOPS_EFFECT_REFUSED, event->at_ms);
        event_explain(effect, &asked, asked.why ? asked.why : REVOPS_EFFECT_REFUSED_BEFORE);
        effect->from = effect->stage;
        effect->stage = asked.outcome == REVOPS__MOVE_UNPLACEABLE ? 0 : (uint16_t)(asked.to + 1);
        return 0;
    }
    int was_won = (int)(engine->won >> place & 1);
    int64_t told_ms = revops__automatic_told(engine, w->lead, asked.number);
    revops_effect *entered = revops__event_enter(w, &asked, event->at_ms, event->reason);
    if (told_ms != REVOPS_TIME_NONE) {
        entered->flags |= REVOPS_EFFECT_TOLD_BEFORE;
        entered->span_ms = event->at_ms - told_ms;
    }
    uint32_t told = asked.why;
    if (mode == REVOPS_ENGINE_RECORD) {
        told |= asked.skipped ? REVOPS_EFFECT_STAGE_SKIPPED : 0;
        told |= asked.backward && engine->backward != REVOPS_POLICY_BACKWARD_ALLOWED
                    ? REVOPS_EFFECT_MOVED_BACK
                    : 0;
    }
    if (told) {
        revops_effect *effect = revops__tell(w, REVOPS_EFFECT_DEVIATION, event->at_ms);
        event_explain(effect, &asked, told);
        effect->from = (uint16_t)(place + 1);
        effect->stages = told & REVOPS_EFFECT_STAGE_SKIPPED ? asked.skipped : 0;
    }
    if (engine->won >> asked.to & 1 && !(was_won && asked.by_name) &&
        !(stages[asked.to].flags & REVOPS__STAGE_AFTER_WIN)) {
        event_win(w, was_won);
    }
    return 1;
}

/* The first event that is known of a lead: it stands in the first stage [SEM12]. Returns whether that is all the event says. */
static REVOPS__APART int event_first(revops__work *w)
{
    const revops_engine *engine = w->engine;
    const revops_event *event = w->event;
    const revops__engine_stage *stages = revops__engine_stages(engine);
    const revops__engine_event *row = revops__engine_event_of(engine, event->kind);
    uint32_t first = stages[0].leaf;
    int names = row->value == REVOPS_POLICY_VALUE_STAGE && event->value > 0;
    int names_first = names && (event->value == 1 || (uint32_t)(event->value - 1) == first);
    int inferred = (names && !names_first) || (row->pulls && !names);
    int step_inferred = inferred || !(names_first && (uint32_t)(event->value - 1) == first);
    unsigned char *lead = w->lead;
    revops__lead_put(lead, REVOPS__LEAD_CYCLE, 2, 1);
    for (uint32_t i = 0; i < 2; i++) {
        uint32_t stage = i ? first : 0; /* the stage, then its first step */
        if (i ? step_inferred : inferred) {
            revops__lead_infer(engine, lead, stage, event->at_ms);
        } else {
            revops__lead_observe(engine, lead, stage, event->at_ms, 1);
        }
        if (first == 0) {
            break;
        }
    }
    if (!inferred) {
        w->what.entered |= 1 | (first && !step_inferred ? revops__engine_bit(first) : 0);
    }
    lead[REVOPS__LEAD_PLACE] = (unsigned char)first;
    revops__tell(w, REVOPS_EFFECT_ENTERED, event->at_ms)->flags =
        (inferred ? REVOPS_EFFECT_INFERRED : 0) | (first && step_inferred ? REVOPS_EFFECT_STEP_INFERRED : 0);
    return names_first;
}

/* The first value that is known stays. */
static void event_keep_first(unsigned char *lead, size_t place, uint64_t value)
{
    if (value && !revops__lead_u64(lead, place)) {
        revops__lead_set(lead, place, value);
    }
}

/* What counts whatever becomes of the move: attributes, where the lead came from. */
static void event_attributes(revops__work *w, const revops__engine_event *row)
{
    const revops_event *event = w->event;
    if (event->source | event->campaign | event->account) {
        event_keep_first(w->lead, REVOPS__LEAD_SOURCE, event->source);
        event_keep_first(w->lead, REVOPS__LEAD_CAMPAIGN, event->campaign);
        event_keep_first(w->lead, REVOPS__LEAD_ACCOUNT, event->account);
    }
    if (row->value == REVOPS_POLICY_VALUE_ATTRIBUTE &&
        (event->value != REVOPS_MISSING || row->when_empty == REVOPS_POLICY_EMPTY_CLEAR)) {
        revops__lead_set(w->lead, w->engine->attributes_at + (row->attribute - 1) * sizeof(int64_t),
                         (uint64_t)event->value);
    }
}

/* What counts likewise: a grade that is given, touches. */
static void event_facts(revops__work *w, const revops__engine_event *row)
{
    const revops_event *event = w->event;
    if (row->value == REVOPS_POLICY_VALUE_FIT) {
        revops__scores_give(w->engine, w->lead, event, row->when_empty == REVOPS_POLICY_EMPTY_CLEAR);
        w->is_otherwise_proven = 1; /* what speaks against an item may be another grade */
        revops__lead_unmark(w->lead, REVOPS__LEAD_SETTLED);
    }
    if (row->touch) {
        revops__lead_touch(w->engine, w->lead, row->touch, event->at_ms);
    }
}

/* Who owns the lead after an event that isn't refused. */
static uint64_t event_owner_of(revops__work *w, const revops__engine_event *row)
{
    const revops_event *event = w->event;
    uint64_t owner = w->owner;
    switch ((enum revops_policy_owners)row->owner) {
    case REVOPS_POLICY_OWNER_NONE:
        break;
    case REVOPS_POLICY_OWNER_ACTOR:
        owner = event->actor ? event->actor : owner;
        w->what.assigned = event->actor != 0;
        break;
    case REVOPS_POLICY_OWNER_VALUE:
        if (event->value == REVOPS_MISSING || event->value == 0) {
            owner = row->when_empty == REVOPS_POLICY_EMPTY_CLEAR ? 0 : owner;
        } else {
            owner = (uint64_t)event->value;
            w->what.assigned = 1;
        }
        break;
    }
    return owner;
}

int revops__event_changes_owner(revops__work *w, const revops__engine_event *row)
{
    return event_owner_of(w, row) != w->owner;
}

static void event_owner(revops__work *w, const revops__engine_event *row)
{
    const revops_event *event = w->event;
    uint64_t owner = event_owner_of(w, row);
    if (owner != w->owner) {
        revops__lead_set(w->lead, REVOPS__LEAD_OWNER, owner);
        uint32_t owners = revops__lead_u32(w->lead, REVOPS__LEAD_OWNERS);
        revops__lead_put(w->lead, REVOPS__LEAD_OWNERS, 4, owners + (owner && owners != UINT32_MAX));
        revops_effect *effect = revops__tell(w, REVOPS_EFFECT_OWNER, event->at_ms);
        effect->value = (int64_t)w->owner;
        effect->owner = owner;
    }
}

/* Whether what happened begins the time of touches. `row` is of the event; NULL for none. */
static inline int event_begins_touches(const revops__work *w, const revops__engine_event *row)
{
    const revops__what *what = &w->what;
    if (what->entered | what->left | what->signals) {
        const revops__clock_hears *since = revops__engine_at(w->engine, w->engine->since);
        if ((since->entered & what->entered) | (since->left & what->left) |
            (uint64_t)(since->signals & what->signals)) {
            return 1;
        }
    }
    return row &&
           row->begins & (REVOPS__EVENT_BEGINS_ALWAYS | (what->event ? REVOPS__EVENT_BEGINS_TAKEN : 0) |
                          (what->assigned ? REVOPS__EVENT_BEGINS_ASSIGNED : 0));
}

static inline void event_end(revops__work *w, const revops__engine_event *row, int64_t at_ms)
{
    if (event_begins_touches(w, row)) {
        revops__lead_begin_touches(w->lead, at_ms);
    }
    if (w->engine->segments_ask) {
        revops__segments_at(w, at_ms);
    }
    if (w->engine->has_routing) {
        revops__routing_hear(w, &w->what, at_ms);
    }
    revops__clocks_hear(w, &w->what, at_ms);
}

void revops__event_end(revops__work *w, int64_t at_ms)
{
    event_end(w, NULL, at_ms);
}

/* Items that an event shows, and those that it takes back. */
static void event_shown(const revops_event *event, const revops__engine_event *row, uint64_t *given,
                        uint64_t *withdrawn)
{
    *given = row->proves;
    *withdrawn = row->withdraws;
    if (row->value == REVOPS_POLICY_VALUE_ITEMS && event->value != REVOPS_MISSING) {
        *(row->flags & REVOPS_POLICY_WITHDRAWS_VALUE ? withdrawn : given) |= (uint64_t)event->value;
    }
}

void revops__event_take(revops__work *w, revops_engine_mode mode)
{
    const revops_event *event = w->event;
    const revops__engine_event *row = revops__engine_event_of(w->engine, event->kind);
    int is_empty = event->value == REVOPS_MISSING && row->does & REVOPS__EVENT_MINDS_EMPTY;
    if (is_empty && row->when_empty == REVOPS_POLICY_EMPTY_REFUSE) {
        revops__scores_catch_up(
            w, revops__lead_i64(w->lead, REVOPS__LEAD_LAST_MS)); /* they aren't of this event */
        revops__tell(w, REVOPS_EFFECT_REFUSED, event->at_ms)->why = REVOPS_EFFECT_VALUE_MISSING;
        w->is_due_changed = 1;
        return;
    }
    int is_first = w->lead[REVOPS__LEAD_PLACE] == REVOPS__LEAD_UNKNOWN;
    event_attributes(w, row);
    if (is_first) {
        revops__segments_first(w, row);
    }
    int done = is_first && event_first(w);
    revops__scores_before before = {.held = 0};
    revops__scores_room room;
    int is_rated = w->engine->has_scores && !revops__scores_keep(w, row);
    if (!row->keeps_items) {
        revops__lead_unmark(w->lead, REVOPS__LEAD_SETTLED);
    }
    if (is_rated) {
        before = revops__scores_look_before(w, &room);
    }
    event_facts(w, row);
    if (is_rated) {
        revops__event_look(w, 0);
        if (!before.was_closed) {
            revops__scores_take(w);
        }
        revops__scores_rate(w, event->at_ms);
    }
    if (row->changes_segments | w->engine->segments_ask) {
        revops__segments_after_facts(w, row);
    }
    if (w->engine->use) {
        revops__use_take(w);
    }
    if (is_empty) {
        w->lead[REVOPS__LEAD_FLAGS] |= REVOPS__LEAD_CLEARED;
        revops__tell(w, REVOPS_EFFECT_CLEARED, event->at_ms);
    }
    uint64_t given, withdrawn;
    event_shown(event, row, &given, &withdrawn);
    if (done || !(row->does & REVOPS__EVENT_MOVES) || event_move(w, mode, given)) {
        if (given | withdrawn) {
            event_items(w, given, withdrawn);
        }
        if (row->does & REVOPS__EVENT_OWNS) {
            event_owner(w, row);
        }
        w->what.event = event->kind;
    }
    w->what.kind = event->kind;
    int is_settled = w->lead[REVOPS__LEAD_FLAGS] & REVOPS__LEAD_SETTLED && w->is_rated && !before.was_closed;
    if (w->engine->has_scores && (!is_settled || w->what.signals)) {
        revops__automatic_after(w, is_rated ? &before : NULL);
    }
    w->is_unlooked = 1; /* few clocks ask */
    event_end(w, row, event->at_ms);
}

void revops__event_take_quiet(revops__work *w, const revops__engine_event *row)
{
    const revops_event *event = w->event;
    event_attributes(w, row);
    if (row->touch) {
        revops__lead_touch(w->engine, w->lead, row->touch, event->at_ms);
    }
    if (w->engine->use) {
        revops__use_take(w);
    }
    w->what.kind = w->what.event = event->kind;
    w->is_unlooked = 1;
    if (w->what.signals) {
        if (w->engine->has_scores) {
            revops__automatic_after(w, NULL);
            w->is_unlooked = 1;
        }
        event_end(w, row, event->at_ms);
        return;
    }
    if (event_begins_touches(w, row)) {
        revops__lead_begin_touches(w->lead, event->at_ms);
    }
    revops__clocks_hear(w, &w->what, event->at_ms);
}
