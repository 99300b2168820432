/* SPDX-License-Identifier: MIT */
/* One event, in the order of work: what fell due before it, facts, the move that it asks for. */
#include <string.h>

#include "engine/engine-move.h"

enum { APPLY_EFFECTS = 8 }; /* resume, first stage, cleared, move, deviation, win, owner; and one to spare */

typedef struct applying {
    const revops_engine *engine;
    unsigned char *lead;
    const revops_event *event; /* NULL while time passes */
    revops_effect *effects;
    uint64_t owner; /* as of then: just before the event */
    size_t count;
    revops_effect unwanted; /* where effects go that nobody wants */
} applying;

uint32_t revops_engine_effects_max(const revops_engine *engine)
{
    return engine ? APPLY_EFFECTS : 0;
}

static revops_effect *apply_tell(applying *a, revops_effect_kind kind, int64_t at_ms)
{
    static const revops_effect nothing;
    revops_effect *effect = a->effects ? &a->effects[a->count] : &a->unwanted;
    a->count++;
    *effect = nothing;
    uint8_t place = a->lead[REVOPS__LEAD_PLACE];
    effect->at_ms = at_ms;
    effect->kind = (uint16_t)kind;
    effect->owner = a->owner;
    effect->source = revops__lead_u64(a->lead, REVOPS__LEAD_SOURCE);
    effect->campaign = revops__lead_u64(a->lead, REVOPS__LEAD_CAMPAIGN);
    effect->stage = place == REVOPS__LEAD_UNKNOWN ? 0 : (uint16_t)(place + 1);
    effect->cycle = (uint16_t)revops__lead_get(a->lead, REVOPS__LEAD_CYCLE, 2);
    if (a->event) {
        effect->event = a->event->kind;
        effect->event_id = a->event->id;
        effect->reason = a->event->reason;
    }
    return effect;
}

static void apply_set_resume(unsigned char *lead, int64_t resume_ms)
{
    revops__lead_set(lead, REVOPS__LEAD_RESUME_MS, (uint64_t)resume_ms);
    lead[REVOPS__LEAD_FLAGS] &= (unsigned char)~REVOPS__LEAD_RESUME_TOLD;
    int due = resume_ms != REVOPS_TIME_NONE && resume_ms != INT64_MAX;
    revops__lead_set(lead, REVOPS__LEAD_WAKEUP_MS, (uint64_t)(due ? resume_ms + 1 : REVOPS_TIME_NONE));
}

/* Tells what fell due strictly before an instant. */
static void apply_due(applying *a, int64_t now_ms)
{
    int64_t wakeup_ms = revops__lead_i64(a->lead, REVOPS__LEAD_WAKEUP_MS);
    if (wakeup_ms == REVOPS_TIME_NONE || wakeup_ms > now_ms) {
        return;
    }
    int64_t resume_ms = revops__lead_i64(a->lead, REVOPS__LEAD_RESUME_MS);
    const revops_event *cause = a->event;
    a->event = NULL;
    apply_tell(a, REVOPS_EFFECT_RESUME_DUE, resume_ms);
    a->event = cause;
    a->lead[REVOPS__LEAD_FLAGS] |= REVOPS__LEAD_RESUME_TOLD;
    revops__lead_set(a->lead, REVOPS__LEAD_WAKEUP_MS, (uint64_t)REVOPS_TIME_NONE);
    revops__lead_set(a->lead, REVOPS__LEAD_TOLD_MS, (uint64_t)resume_ms);
}

static int apply_is_possible(const revops_engine *engine, const revops_event *event)
{
    uint32_t items = engine->counts[REVOPS_ENGINE_LIST_ITEMS];
    if (event->at_ms == REVOPS_TIME_NONE || event->kind == 0 ||
        event->kind > engine->counts[REVOPS_ENGINE_LIST_EVENTS] || event->verdict > REVOPS_EVENT_REFUSED ||
        event->reason > engine->counts[REVOPS_ENGINE_LIST_REASONS]) {
        return 0;
    }
    if (event->value == REVOPS_MISSING) {
        return 1;
    }
    switch ((enum revops_policy_values)revops__engine_event_of(engine, event->kind)->value) {
    case REVOPS_POLICY_VALUE_STAGE:
        return event->value >= 1 && event->value <= engine->counts[REVOPS_ENGINE_LIST_STAGES];
    case REVOPS_POLICY_VALUE_REASON:
        return event->value >= 0 && event->value <= engine->counts[REVOPS_ENGINE_LIST_REASONS];
    case REVOPS_POLICY_VALUE_ITEMS:
        return items == 64 || !((uint64_t)event->value >> items);
    case REVOPS_POLICY_VALUE_NONE:
    case REVOPS_POLICY_VALUE_NUMBER:
    case REVOPS_POLICY_VALUE_MONEY:
    case REVOPS_POLICY_VALUE_INSTANT:
    case REVOPS_POLICY_VALUE_DATE:
    case REVOPS_POLICY_VALUE_PERSON:
    case REVOPS_POLICY_VALUE_TEXT:
    case REVOPS_POLICY_VALUE_LEVEL:
    case REVOPS_POLICY_VALUE_ATTRIBUTE:
    case REVOPS_POLICY_VALUE_FIT:
        return 1;
    }
    return 1;
}

static uint64_t apply_digest(const revops_event *event)
{
    const uint64_t words[] = {(uint64_t)event->kind << 32 | event->reason,
                              (uint64_t)event->value,
                              event->actor,
                              event->source,
                              event->campaign,
                              event->account,
                              (uint64_t)event->resume_ms};
    uint64_t digest = UINT64_C(0x9e3779b97f4a7c15);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        digest = (digest ^ words[i]) * UINT64_C(0xbf58476d1ce4e5b9);
        digest ^= digest >> 29;
    }
    return digest;
}

/* Below 0: the event is before the last one; 0: it stands at the same place of the order. */
static int apply_compare(const revops_engine *engine, const unsigned char *lead, const revops_event *event)
{
    int64_t last_ms = revops__lead_i64(lead, REVOPS__LEAD_LAST_MS);
    if (event->at_ms != last_ms) {
        return event->at_ms < last_ms ? -1 : 1;
    }
    uint64_t sequence = revops__lead_u64(lead, REVOPS__LEAD_LAST_SEQUENCE);
    if (event->sequence != sequence) {
        return event->sequence < sequence ? -1 : 1;
    }
    int rank = revops_engine_rank(engine, event->kind, event->value) -
               (int)revops__lead_get(lead, REVOPS__LEAD_LAST_RANK, 2);
    if (rank) {
        return rank;
    }
    uint64_t id = revops__lead_u64(lead, REVOPS__LEAD_LAST_ID);
    return (event->id > id) - (event->id < id);
}

static void apply_items(unsigned char *lead, const revops_engine *engine, uint64_t give, uint64_t withdraw)
{
    if (!(give | withdraw)) {
        return;
    }
    uint64_t items = revops__lead_u64(lead, REVOPS__LEAD_ITEMS),
             since = revops__lead_u64(lead, REVOPS__LEAD_ITEMS_SINCE);
    items = (items & ~withdraw) | give;
    since &= ~withdraw;
    since |=
        engine->open >> lead[REVOPS__LEAD_PLACE] & 1 ? 0 : give; /* it belongs to the next cycle [LC23] */
    revops__lead_set(lead, REVOPS__LEAD_ITEMS, items);
    revops__lead_set(lead, REVOPS__LEAD_ITEMS_SINCE, since);
}

static void apply_win(applying *a)
{
    unsigned char *lead = a->lead;
    const revops_event *event = a->event;
    int is_money = revops__engine_event_of(a->engine, event->kind)->value == REVOPS_POLICY_VALUE_MONEY;
    int64_t amount = is_money ? event->value : REVOPS_MISSING;
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
    revops_effect *effect = apply_tell(a, REVOPS_EFFECT_WON, event->at_ms);
    effect->value = amount;
    effect->owner = effect->owner ? effect->owner : event->actor; /* [SEM17] */
}

static void apply_observe(applying *a, uint32_t place, int64_t at_ms, int reached)
{
    revops__lead_observe(a->engine, a->lead, place, at_ms, reached);
    if (a->engine->since_stages & revops__engine_bit(place)) {
        revops__lead_begin_touches(a->engine, a->lead, at_ms);
    }
}

/* Begins a new cycle where the move says so; infers what is passed over; enters. */
static void apply_enter(applying *a, const revops__move_asked *asked, uint64_t given, uint64_t withdrawn)
{
    const revops_engine *engine = a->engine;
    const revops__engine_stage *stages = revops__engine_stages(engine);
    unsigned char *lead = a->lead;
    int64_t at_ms = a->event->at_ms;
    uint32_t place = lead[REVOPS__LEAD_PLACE], to = asked->to;
    if (asked->new_cycle) {
        uint64_t cycle = revops__lead_get(lead, REVOPS__LEAD_CYCLE, 2);
        revops__lead_put(lead, REVOPS__LEAD_CYCLE, 2, cycle + (cycle != UINT16_MAX));
        revops__lead_set(lead, REVOPS__LEAD_VISITED, 0);
        revops__lead_set(lead, REVOPS__LEAD_OBSERVED, 0);
        revops__lead_set(lead, REVOPS__LEAD_ITEMS,
                         (revops__lead_u64(lead, REVOPS__LEAD_ITEMS) & engine->lasting) |
                             revops__lead_u64(lead, REVOPS__LEAD_ITEMS_SINCE));
        revops__lead_forget_touches(engine, lead);
    }
    if (engine->open >> place & 1 || asked->new_cycle) {
        revops__lead_set(lead, REVOPS__LEAD_ITEMS_SINCE, 0);
    }
    apply_items(lead, engine, 0, withdrawn);
    revops__lead_set(lead, REVOPS__LEAD_ITEMS, revops__lead_u64(lead, REVOPS__LEAD_ITEMS) | given);
    uint64_t inferred = asked->passed & ~revops__lead_u64(lead, REVOPS__LEAD_VISITED);
    for (uint32_t i = 0; i < engine->counts[REVOPS_ENGINE_LIST_STAGES]; i++) {
        if (inferred >> i & 1) {
            revops__lead_infer(engine, lead, i, at_ms);
            if (stages[i].parent != stages[to].parent && stages[i].parent != stages[place].parent) {
                revops__lead_infer(engine, lead, stages[i].parent, at_ms);
            }
        }
    }
    int reached = !asked->backward || engine->backward == REVOPS_POLICY_BACKWARD_ALLOWED;
    if (stages[to].parent != to && (stages[to].parent != stages[place].parent || asked->new_cycle)) {
        apply_observe(a, stages[to].parent, at_ms, reached);
    }
    apply_observe(a, to, at_ms, reached);
    lead[REVOPS__LEAD_PLACE] = (unsigned char)to;
    lead[REVOPS__LEAD_FLAGS] &= (unsigned char)~REVOPS__LEAD_CLEARED;
    revops__lead_put(lead, REVOPS__LEAD_REASON, 4,
                     asked->why & REVOPS_EFFECT_REASON_MISSING ? 0 : a->event->reason);
    apply_set_resume(lead, engine->nurture >> to & 1 ? asked->resume_ms : REVOPS_TIME_NONE);
    revops_effect *effect = apply_tell(a, REVOPS_EFFECT_ENTERED, at_ms);
    effect->from = (uint16_t)(place + 1);
    effect->move = asked->number;
    effect->stages = inferred;
    effect->flags =
        (asked->new_cycle ? REVOPS_EFFECT_NEW_CYCLE : 0) | (asked->backward ? REVOPS_EFFECT_BACK : 0);
    effect->value = asked->resume_ms != REVOPS_TIME_NONE && engine->nurture >> to & 1 ? asked->resume_ms : 0;
}

static void apply_explain(revops_effect *effect, const revops__move_asked *asked, uint32_t why)
{
    effect->why = why;
    effect->items = asked->missing;
    effect->missing_touches = asked->missing_touches;
    effect->span_ms = asked->missing_ms;
    effect->move = asked->number;
}

/* Takes or refuses what the event asks for. Returns whether its facts count. */
static int apply_move(applying *a, revops_engine_mode mode, uint64_t given, uint64_t withdrawn)
{
    const revops_engine *engine = a->engine;
    const revops_event *event = a->event;
    const revops__engine_stage *stages = revops__engine_stages(engine);
    uint32_t place = a->lead[REVOPS__LEAD_PLACE];
    revops__move_asked asked = revops__move_judge(engine, a->lead, event, given);
    int takes = mode == REVOPS_ENGINE_RECORD || event->verdict == REVOPS_EVENT_TAKEN;
    switch ((enum revops__move_outcomes)asked.outcome) {
    case REVOPS__MOVE_NOT_ASKED:
        apply_items(a->lead, engine, given, withdrawn);
        return 1;
    case REVOPS__MOVE_UNCHANGED:
        a->lead[REVOPS__LEAD_FLAGS] &= (unsigned char)~REVOPS__LEAD_CLEARED;
        apply_items(a->lead, engine, given, withdrawn);
        if (!(revops__lead_u64(a->lead, REVOPS__LEAD_OBSERVED) >> place & 1)) {
            apply_observe(a, place, event->at_ms, 1); /* [SEM11] */
        }
        apply_tell(a, REVOPS_EFFECT_UNCHANGED, event->at_ms);
        if (!asked.by_name && engine->won >> place & 1 && !(stages[place].flags & REVOPS__STAGE_AFTER_WIN)) {
            apply_win(a); /* a further one [LC23] */
        }
        return 1;
    case REVOPS__MOVE_UNPLACEABLE:
        if (mode == REVOPS_ENGINE_RECORD) {
            apply_tell(a, REVOPS_EFFECT_UNPLACEABLE, event->at_ms)->why = REVOPS_EFFECT_NO_ROW;
            return 0;
        }
        asked.why = REVOPS_EFFECT_NO_ROW;
        takes = 0;
        break;
    case REVOPS__MOVE_NOWHERE:
    case REVOPS__MOVE_LEADS:
        break;
    }
    if (event->verdict == REVOPS_EVENT_REFUSED || (asked.why && !takes)) {
        uint32_t before = event->verdict == REVOPS_EVENT_REFUSED ? REVOPS_EFFECT_REFUSED_BEFORE : 0;
        revops_effect *effect = apply_tell(a, REVOPS_EFFECT_REFUSED, event->at_ms);
        apply_explain(effect, &asked, asked.why | before);
        effect->from = effect->stage;
        effect->stage = asked.outcome == REVOPS__MOVE_UNPLACEABLE ? 0 : (uint16_t)(asked.to + 1);
        return 0;
    }
    int was_won = (int)(engine->won >> place & 1);
    apply_enter(a, &asked, given, withdrawn);
    uint32_t told = asked.why;
    if (mode == REVOPS_ENGINE_RECORD) {
        told |= asked.skipped ? REVOPS_EFFECT_STAGE_SKIPPED : 0;
        told |= asked.backward && engine->backward != REVOPS_POLICY_BACKWARD_ALLOWED
                    ? REVOPS_EFFECT_MOVED_BACK
                    : 0;
    }
    if (told) {
        revops_effect *effect = apply_tell(a, REVOPS_EFFECT_DEVIATION, event->at_ms);
        apply_explain(effect, &asked, told);
        effect->from = (uint16_t)(place + 1);
        effect->stages = told & REVOPS_EFFECT_STAGE_SKIPPED ? asked.skipped : 0;
    }
    if (engine->won >> asked.to & 1 && !was_won && !(stages[asked.to].flags & REVOPS__STAGE_AFTER_WIN)) {
        apply_win(a);
    }
    return 1;
}

/* The first event that is known of a lead: it stands in the first stage [SEM12]. Returns whether that is all the event says. */
static int apply_first(applying *a)
{
    const revops_engine *engine = a->engine;
    const revops_event *event = a->event;
    const revops__engine_stage *stages = revops__engine_stages(engine);
    const revops__engine_event *row = revops__engine_event_of(engine, event->kind);
    uint32_t first = stages[0].leaf;
    int names = row->value == REVOPS_POLICY_VALUE_STAGE && event->value != REVOPS_MISSING;
    int names_first = names && (event->value == 1 || (uint32_t)(event->value - 1) == first);
    int inferred = (names && !names_first) || (row->pulls && !names);
    unsigned char *lead = a->lead;
    revops__lead_put(lead, REVOPS__LEAD_CYCLE, 2, 1);
    for (uint32_t i = 0; i < 2; i++) {
        uint32_t stage = i ? first : 0; /* the stage, then its first step */
        if (inferred) {
            revops__lead_infer(engine, lead, stage, event->at_ms);
        } else {
            revops__lead_observe(engine, lead, stage, event->at_ms, 1);
        }
        if (first == 0) {
            break;
        }
    }
    if (!inferred && engine->since_stages & (revops__engine_bit(first) | 1)) {
        revops__lead_begin_touches(engine, lead, event->at_ms);
    }
    lead[REVOPS__LEAD_PLACE] = (unsigned char)first;
    apply_tell(a, REVOPS_EFFECT_ENTERED, event->at_ms)->flags = inferred ? REVOPS_EFFECT_INFERRED : 0;
    return names_first;
}

/* What counts whatever becomes of the move: attributes, touches, where the lead came from. */
static void apply_facts(applying *a)
{
    const revops_engine *engine = a->engine;
    const revops_event *event = a->event;
    const revops__engine_event *row = revops__engine_event_of(engine, event->kind);
    const struct {
        size_t place;
        uint64_t value;
    } first_known[] = {{REVOPS__LEAD_SOURCE, event->source},
                       {REVOPS__LEAD_CAMPAIGN, event->campaign},
                       {REVOPS__LEAD_ACCOUNT, event->account}};
    for (size_t i = 0; i < sizeof first_known / sizeof first_known[0]; i++) {
        if (first_known[i].value && !revops__lead_u64(a->lead, first_known[i].place)) {
            revops__lead_set(a->lead, first_known[i].place, first_known[i].value);
        }
    }
    if (row->value == REVOPS_POLICY_VALUE_ATTRIBUTE &&
        (event->value != REVOPS_MISSING || row->when_empty == REVOPS_POLICY_EMPTY_CLEAR)) {
        revops__lead_set(a->lead, engine->attributes_at + (row->attribute - 1) * sizeof(int64_t),
                         (uint64_t)event->value);
    }
    if (row->touch) {
        revops__lead_touch(engine, a->lead, row->touch, event->at_ms);
    }
}

static void apply_owner(applying *a)
{
    const revops_event *event = a->event;
    const revops__engine_event *row = revops__engine_event_of(a->engine, event->kind);
    uint64_t owner = a->owner;
    switch ((enum revops_policy_owners)row->owner) {
    case REVOPS_POLICY_OWNER_NONE:
        return;
    case REVOPS_POLICY_OWNER_ACTOR:
        owner = event->actor ? event->actor : owner;
        break;
    case REVOPS_POLICY_OWNER_VALUE:
        if (event->value == REVOPS_MISSING || event->value == 0) {
            owner = row->when_empty == REVOPS_POLICY_EMPTY_CLEAR ? 0 : owner;
        } else {
            owner = (uint64_t)event->value;
        }
        break;
    }
    if (owner != a->owner) {
        revops__lead_set(a->lead, REVOPS__LEAD_OWNER, owner);
        revops_effect *effect = apply_tell(a, REVOPS_EFFECT_OWNER, event->at_ms);
        effect->value = (int64_t)a->owner;
        effect->owner = owner;
    }
}

/* An empty value where a value says something: nothing, cleared, or refused. Returns whether the event goes on. */
static int apply_empty(applying *a)
{
    const revops_event *event = a->event;
    const revops__engine_event *row = revops__engine_event_of(a->engine, event->kind);
    if (event->value != REVOPS_MISSING || row->value == REVOPS_POLICY_VALUE_NONE) {
        return 1;
    }
    switch ((enum revops_policy_empties)row->when_empty) {
    case REVOPS_POLICY_EMPTY_IGNORE:
        return 1;
    case REVOPS_POLICY_EMPTY_CLEAR:
        if (row->value == REVOPS_POLICY_VALUE_STAGE) {
            a->lead[REVOPS__LEAD_FLAGS] |= REVOPS__LEAD_CLEARED;
            apply_tell(a, REVOPS_EFFECT_CLEARED, event->at_ms);
        }
        return 1;
    case REVOPS_POLICY_EMPTY_REFUSE:
        apply_tell(a, REVOPS_EFFECT_REFUSED, event->at_ms)->why = REVOPS_EFFECT_VALUE_MISSING;
        return 0;
    }
    return 1;
}

static void apply_event(applying *a, revops_engine_mode mode)
{
    const revops_event *event = a->event;
    const revops__engine_event *row = revops__engine_event_of(a->engine, event->kind);
    uint64_t given = row->proves, withdrawn = row->withdraws;
    if (row->value == REVOPS_POLICY_VALUE_ITEMS && event->value != REVOPS_MISSING) {
        *(row->flags & REVOPS_POLICY_WITHDRAWS_VALUE ? &withdrawn : &given) |= (uint64_t)event->value;
    }
    int done = 0;
    if (a->lead[REVOPS__LEAD_PLACE] == REVOPS__LEAD_UNKNOWN) {
        done = apply_first(a);
    }
    apply_facts(a);
    if (!apply_empty(a)) {
        return;
    }
    if (done) {
        apply_items(a->lead, a->engine, given, withdrawn);
        apply_owner(a);
    } else if (apply_move(a, mode, given, withdrawn)) {
        apply_owner(a);
    }
}

static revops_status apply_leave_out(applying *a, revops_effect_kind kind, int64_t value,
                                     revops_status status, size_t *count)
{
    apply_tell(a, kind, a->event->at_ms)->value = value;
    *count = a->count;
    return status;
}

/* The first look of a call at the record and at the room for effects, after which nothing fails [SEM27]. */
static revops_status apply_begin(applying *a, const revops_engine *engine, void *lead,
                                 const revops_event *event, revops_effect *effects, size_t capacity,
                                 size_t *count)
{
    if (!revops__lead_is_of(engine, lead)) {
        return REVOPS_ERR_CORRUPT;
    }
    if (effects && capacity < APPLY_EFFECTS) {
        *count = APPLY_EFFECTS;
        return REVOPS_ERR_NOSPACE;
    }
    a->engine = engine;
    a->lead = lead;
    a->event = event;
    a->effects = effects;
    a->owner = revops__lead_u64(lead, REVOPS__LEAD_OWNER);
    a->count = 0;
    return REVOPS_OK;
}

revops_status revops_engine_apply(const revops_engine *engine, void *lead, const revops_event *event,
                                  revops_engine_mode mode, revops_effect *effects, size_t capacity,
                                  size_t *count)
{
    if (!engine || !lead || !event || !count || (!effects && capacity) || mode > REVOPS_ENGINE_RECORD) {
        return REVOPS_ERR_ARG;
    }
    if (event->flags || event->reserved) {
        return REVOPS_ERR_NEWER;
    }
    if (!apply_is_possible(engine, event)) {
        return REVOPS_ERR_ARG;
    }
    applying a;
    revops_status status = apply_begin(&a, engine, lead, event, effects, capacity, count);
    if (status != REVOPS_OK) {
        return status;
    }
    uint64_t digest = apply_digest(event);
    if (a.lead[REVOPS__LEAD_PLACE] != REVOPS__LEAD_UNKNOWN) {
        int64_t last_ms = revops__lead_i64(lead, REVOPS__LEAD_LAST_MS), told_ms = REVOPS_TIME_NONE;
        if (a.lead[REVOPS__LEAD_FLAGS] & REVOPS__LEAD_RESUME_TOLD) { /* else a later event is behind it */
            told_ms = revops__lead_i64(lead, REVOPS__LEAD_TOLD_MS);
        }
        int way = apply_compare(engine, lead, event);
        if (way == 0 && digest == revops__lead_u64(lead, REVOPS__LEAD_LAST_DIGEST)) {
            return apply_leave_out(&a, REVOPS_EFFECT_DUPLICATE, last_ms, REVOPS_ERR_DUPLICATE, count);
        }
        if (way < 0 || event->at_ms <= told_ms) { /* what was told at its instant stands [SEM6] */
            return apply_leave_out(&a, REVOPS_EFFECT_LATE, told_ms > last_ms ? told_ms : last_ms,
                                   REVOPS_ERR_LATE, count);
        }
        apply_due(&a, event->at_ms);
    }
    revops__lead_set(lead, REVOPS__LEAD_LAST_MS, (uint64_t)event->at_ms);
    revops__lead_set(lead, REVOPS__LEAD_LAST_SEQUENCE, event->sequence);
    revops__lead_set(lead, REVOPS__LEAD_LAST_ID, event->id);
    revops__lead_set(lead, REVOPS__LEAD_LAST_DIGEST, digest);
    revops__lead_put(lead, REVOPS__LEAD_LAST_RANK, 2, revops_engine_rank(engine, event->kind, event->value));
    apply_event(&a, mode);
    *count = a.count;
    return REVOPS_OK;
}

revops_status revops_engine_advance(const revops_engine *engine, void *lead, int64_t now_ms,
                                    revops_effect *effects, size_t capacity, size_t *count)
{
    if (!engine || !lead || !count || (!effects && capacity) || now_ms == REVOPS_TIME_NONE) {
        return REVOPS_ERR_ARG;
    }
    applying a;
    revops_status status = apply_begin(&a, engine, lead, NULL, effects, capacity, count);
    if (status != REVOPS_OK) {
        return status;
    }
    if (a.lead[REVOPS__LEAD_PLACE] != REVOPS__LEAD_UNKNOWN) {
        apply_due(&a, now_ms);
    }
    *count = a.count;
    return REVOPS_OK;
}
