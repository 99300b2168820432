/* SPDX-License-Identifier: MIT */
/* Folding one event into a lead. */
#include "engine/builtin-internal.h"

#include <string.h>

/* The lead's new state and the effects while one event is folded; the caller's lead is written once all went well. */
typedef struct builtin_folding {
    const revops_builtin *engine;
    const revops_lifecycle *lifecycle;
    const revops_sla *sla;
    revops_builtin_lead *lead;
    revops_builtin_event_kind cause;
    revops_builtin_effect *effects;
    size_t capacity, count;
    const revops_calendar *calendars[REVOPS_BUILTIN_CALENDARS_MAX];
} builtin_folding;

static builtin_folding builtin_begin(const revops_builtin *engine, revops_builtin_lead *lead,
                                     revops_builtin_event_kind cause, revops_builtin_effect *effects,
                                     size_t capacity)
{
    builtin_folding fold = {.engine = engine,
                            .lifecycle = revops_builtin_lifecycle(engine),
                            .sla = revops_builtin_sla(engine),
                            .lead = lead,
                            .cause = cause,
                            .effects = effects,
                            .capacity = capacity};
    for (uint32_t i = 0; i < engine->calendar_count; i++) {
        fold.calendars[i] =
            (const revops_calendar *)(const void *)((const char *)engine + engine->calendars[i]);
    }
    return fold;
}

static revops_builtin_effect *builtin_tell(builtin_folding *fold, revops_builtin_effect_kind kind,
                                           int64_t at_ms, int64_t value)
{
    static const revops_builtin_effect nothing; /* all zero */
    if (fold->count++ >= fold->capacity) {
        return NULL;
    }
    revops_builtin_effect *effect = &fold->effects[fold->count - 1];
    *effect = nothing;
    effect->at_ms = at_ms;
    effect->value = value;
    effect->kind = kind;
    effect->event = fold->cause;
    return effect;
}

static void builtin_tell_clocks(builtin_folding *fold, const revops_sla_effect *effects, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const revops_sla_effect *clock = &effects[i];
        revops_builtin_effect *effect =
            builtin_tell(fold, REVOPS_BUILTIN_EFFECT_CLOCK + clock->kind, clock->at_ms, clock->due_ms);
        if (!effect) {
            continue;
        }
        effect->clock = clock->clock;
        if (clock->kind == REVOPS_SLA_EFFECT_WARNED || clock->kind == REVOPS_SLA_EFFECT_BREACHED) {
            effect->event = REVOPS_BUILTIN_EVENT_NONE; /* time brought it about, the event only noticed */
        }
    }
}

enum { BUILTIN_CLOCK_EFFECTS = REVOPS_BUILTIN_CLOCKS_MAX * REVOPS_SLA_EFFECTS_OF_CLOCK_MAX };

static revops_status builtin_signal_clocks(builtin_folding *fold, uint32_t signal, int64_t at_ms)
{
    if (!(fold->engine->signals >> signal & 1)) {
        return REVOPS_OK;
    }
    if (at_ms < -REVOPS_ZONE_TIME_MAX_MS || at_ms > REVOPS_ZONE_TIME_MAX_MS) {
        return REVOPS_ERR_OVERFLOW;
    }
    revops_sla_effect effects[BUILTIN_CLOCK_EFFECTS];
    size_t count = 0;
    const revops_builtin_lead *lead = fold->lead;
    const int64_t attributes[REVOPS_BUILTIN_CLOCK_ATTRIBUTES] = {
        [REVOPS_SLA_INTENT] = lead->engagement == 1 ? REVOPS_SLA_HIGH_INTENT : 1,
        [REVOPS_BUILTIN_CLOCK_SOURCE] = lead->source,
    };
    const revops_sla_event event = {.at_ms = at_ms,
                                    .signals = &signal,
                                    .signal_count = 1,
                                    .attributes = attributes,
                                    .flags = REVOPS_SLA_UNCHANGED};
    revops_status status = revops_sla_apply(fold->sla, fold->calendars, fold->lead->clocks, &event, effects,
                                            BUILTIN_CLOCK_EFFECTS, &count);
    if (status == REVOPS_OK) {
        builtin_tell_clocks(fold, effects, count);
    }
    return status;
}

/* Fires what fell due before an instant, in order of time. */
static revops_status builtin_fire_due(builtin_folding *fold, int64_t now_ms)
{
    revops_builtin_lead *lead = fold->lead;
    int resume = lead->lifecycle.resume_ms != REVOPS_TIME_NONE && !lead->resume_told &&
                 lead->lifecycle.resume_ms < now_ms;
    int64_t wakeup_ms = revops_sla_next_wakeup(lead->clocks, fold->engine->clock_count);
    int64_t until_ms = resume ? lead->lifecycle.resume_ms : now_ms;
    for (int pass = 0; pass < 1 + resume; pass++) {
        if (wakeup_ms != REVOPS_TIME_NONE && wakeup_ms <= until_ms) {
            revops_sla_effect effects[BUILTIN_CLOCK_EFFECTS];
            size_t count = 0;
            revops_status status = revops_sla_advance(fold->sla, fold->calendars, lead->clocks, until_ms,
                                                      effects, BUILTIN_CLOCK_EFFECTS, &count);
            if (status != REVOPS_OK) {
                return status;
            }
            builtin_tell_clocks(fold, effects, count);
        }
        if (resume && pass == 0) {
            builtin_tell(fold, REVOPS_BUILTIN_EFFECT_RESUME_DUE, lead->lifecycle.resume_ms, 0);
            lead->resume_told = 1;
            until_ms = now_ms;
        }
    }
    return REVOPS_OK;
}

/* What entering a stage means beyond the lifecycle. */
static revops_status builtin_enter_stage(builtin_folding *fold, const revops_lifecycle_result *result,
                                         int64_t at_ms)
{
    revops_builtin_lead *lead = fold->lead;
    revops_lifecycle_stage_row row;
    revops_status status = revops_lifecycle_stage_at(fold->lifecycle, lead->lifecycle.stage, &row);
    if (status != REVOPS_OK) {
        return REVOPS_ERR_CORRUPT;
    }
    int ends_cycle = (row.flags & REVOPS_LIFECYCLE_STAGE_FLAG_TERMINAL) ||
                     lead->lifecycle.stage == REVOPS_LIFECYCLE_STAGE_RECYCLED;
    revops_builtin_effect *effect = builtin_tell(fold, REVOPS_BUILTIN_EFFECT_ENTERED, at_ms, 0);
    if (effect) {
        effect->transition = *result;
        effect->fit = lead->fit;
        effect->engagement = lead->engagement;
    }
    if (row.flags & REVOPS_LIFECYCLE_STAGE_FLAG_WON) {
        builtin_tell(fold, REVOPS_BUILTIN_EFFECT_HANDOFF_STARTED, at_ms, 0);
    }
    if (ends_cycle) {
        lead->engagement = 0; /* the next cycle needs intent of its own */
        lead->resume_told = 0;
        status = revops_lifecycle_confirm(fold->lifecycle, &lead->lifecycle, 0, REVOPS_LIFECYCLE_ITEM_INTENT);
    }
    if (status == REVOPS_OK && lead->lifecycle.step != lead->lifecycle.stage) {
        status = builtin_signal_clocks(fold, REVOPS_BUILTIN_SIGNAL_STAGE(lead->lifecycle.step), at_ms);
    }
    if (status == REVOPS_OK) {
        status = builtin_signal_clocks(fold, REVOPS_BUILTIN_SIGNAL_STAGE(lead->lifecycle.stage), at_ms);
    }
    if (status == REVOPS_OK && lead->owner) { /* who owns it already has it: it is routed (RT5) */
        status = builtin_signal_clocks(fold, REVOPS_BUILTIN_EVENT_ASSIGNED, at_ms);
    }
    return status;
}

/* Takes or refuses a transition; a refusal of what nobody asked for is not told. */
static revops_status builtin_try_transition(builtin_folding *fold, const revops_lifecycle_input *input,
                                            int asked)
{
    revops_lifecycle_result result;
    revops_status status = revops_lifecycle_apply(fold->lifecycle, &fold->lead->lifecycle, input, &result);
    if (status == REVOPS_ERR_REFUSED || (status == REVOPS_OK && result.to == result.from)) {
        if (status == REVOPS_OK && input->trigger == REVOPS_LIFECYCLE_TRIGGER_RECYCLED) {
            fold->lead->resume_told = 0; /* put off */
        }
        if (asked) {
            revops_builtin_effect *effect = builtin_tell(
                fold, status == REVOPS_OK ? REVOPS_BUILTIN_EFFECT_UNCHANGED : REVOPS_BUILTIN_EFFECT_REFUSED,
                input->at_ms, 0);
            if (effect) {
                effect->transition = result;
            }
        }
        return REVOPS_OK;
    }
    return status == REVOPS_OK ? builtin_enter_stage(fold, &result, input->at_ms) : status;
}

/* LC2: fit and intent as items, by the lead's grades. */
static uint64_t builtin_graded_items(const revops_builtin *engine, const revops_builtin_lead *lead)
{
    uint32_t fit = lead->fit ? lead->fit : engine->assumed_fit;
    uint64_t items = fit <= engine->worst_fit ? REVOPS_LIFECYCLE_ITEM_FIT : 0;
    return items |
           (lead->engagement && lead->engagement <= engine->worst_engagement ? REVOPS_LIFECYCLE_ITEM_INTENT
                                                                             : 0);
}

/* Whether an event carries what its kind allows. */
static int builtin_is_valid(const builtin_folding *fold, const revops_builtin_event *event,
                            const revops__builtin_event_meaning *meaning)
{
    uint64_t items;
    memcpy(&items, &event->value, sizeof items);
    uint32_t item_count = revops_lifecycle_count(fold->lifecycle, REVOPS_LIFECYCLE_LIST_ITEMS);
    return event->at_ms != REVOPS_TIME_NONE &&
           event->reason < revops_lifecycle_count(fold->lifecycle, REVOPS_LIFECYCLE_LIST_REASONS) &&
           (meaning->value != REVOPS_BUILTIN_EVENT_VALUE_GRADE || (event->value >= 1 && event->value <= 4)) &&
           (meaning->value != REVOPS_BUILTIN_EVENT_VALUE_ITEMS || item_count == 64 ||
            !(items >> item_count)) &&
           (meaning->value != REVOPS_BUILTIN_EVENT_VALUE_AMOUNT || event->value >= 0);
}

/* 32 bits over all fields but the instant, by which an event at the same instant is known again. */
static uint32_t builtin_digest(const revops_builtin_event *event)
{
    uint64_t value, mixed;
    memcpy(&value, &event->value, sizeof value);
    mixed = value * UINT64_C(0x9e3779b97f4a7c15);
    mixed = (mixed ^ (mixed >> 29) ^ ((uint64_t)event->kind << 32 | event->reason)) *
            UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ (mixed >> 31) ^ ((uint64_t)event->source << 32 | event->campaign)) *
            UINT64_C(0x94d049bb133111eb);
    mixed = (mixed ^ (mixed >> 30) ^ ((uint64_t)event->actor << 32 | event->account)) *
            UINT64_C(0x9e3779b97f4a7c15);
    return (uint32_t)(mixed >> 32);
}

/* Notes the facts that an event brings, before any transition. */
static void builtin_note_facts(builtin_folding *fold, const revops_builtin_event *event,
                               const revops__builtin_event_meaning *meaning)
{
    revops_builtin_lead *lead = fold->lead;
    lead->source = lead->source ? lead->source : event->source;
    lead->campaign = lead->campaign ? lead->campaign : event->campaign;
    lead->account = lead->account ? lead->account : event->account;
    if (meaning->engagement && (!lead->engagement || meaning->engagement < lead->engagement)) {
        lead->engagement = meaning->engagement;
    }
    if (meaning->value == REVOPS_BUILTIN_EVENT_VALUE_GRADE) {
        lead->fit = (uint8_t)event->value;
    }
    if (meaning->sets_owner && event->actor && event->actor != lead->owner) {
        lead->owner = event->actor;
        builtin_tell(fold, REVOPS_BUILTIN_EFFECT_ASSIGNED, event->at_ms, event->actor);
    }
}

static revops_status builtin_fold_event(builtin_folding *fold, const revops_builtin_event *event,
                                        const revops__builtin_event_meaning *meaning)
{
    revops_builtin_lead *lead = fold->lead;
    uint64_t items = meaning->items;
    if (meaning->value == REVOPS_BUILTIN_EVENT_VALUE_ITEMS) {
        uint64_t given;
        memcpy(&given, &event->value, sizeof given);
        items |= given;
    }
    builtin_note_facts(fold, event, meaning);
    revops_status status =
        meaning->is_touch ? revops_lifecycle_touch(&lead->lifecycle, event->at_ms) : REVOPS_OK;
    if (status == REVOPS_OK && meaning->trigger == REVOPS__NO_TRIGGER) {
        /* else they count only if the transition is taken */
        status = revops_lifecycle_confirm(fold->lifecycle, &lead->lifecycle, items, 0);
    }
    if (status == REVOPS_OK) {
        status = builtin_signal_clocks(fold, event->kind, event->at_ms);
    }
    if (status == REVOPS_OK && meaning->trigger != REVOPS__NO_TRIGGER) {
        revops_lifecycle_input input = {
            .at_ms = event->at_ms,
            .items = items,
            .resume_ms = meaning->value == REVOPS_BUILTIN_EVENT_VALUE_INSTANT ? event->value : 0,
            .trigger = meaning->trigger,
            .reason = event->reason,
        };
        int was_won = lead->lifecycle.stage == REVOPS_LIFECYCLE_STAGE_CLOSED_WON;
        status = builtin_try_transition(fold, &input, 1);
        if (meaning->value == REVOPS_BUILTIN_EVENT_VALUE_AMOUNT && !was_won &&
            lead->lifecycle.stage == REVOPS_LIFECYCLE_STAGE_CLOSED_WON) {
            lead->amount = event->value;
        }
    } else if (status == REVOPS_OK &&
               (meaning->engagement || meaning->value == REVOPS_BUILTIN_EVENT_VALUE_GRADE)) {
        uint64_t graded = builtin_graded_items(fold->engine, lead);
        status = revops_lifecycle_confirm(fold->lifecycle, &lead->lifecycle, graded,
                                          REVOPS_LIFECYCLE_ITEM_FIT | REVOPS_LIFECYCLE_ITEM_INTENT);
        revops_lifecycle_input input = {
            .at_ms = event->at_ms, .items = graded, .trigger = REVOPS_LIFECYCLE_TRIGGER_MQL};
        int awaits = lead->lifecycle.stage == REVOPS_LIFECYCLE_STAGE_LEAD ||
                     lead->lifecycle.stage == REVOPS_LIFECYCLE_STAGE_RECYCLED;
        if (status == REVOPS_OK && awaits) {
            status = builtin_try_transition(fold, &input, 0);
        }
    }
    return status;
}

revops_status revops_builtin_lead_init(revops_builtin_lead *lead, int64_t at_ms)
{
    if (!lead || at_ms == REVOPS_TIME_NONE) {
        return REVOPS_ERR_ARG;
    }
    memset(lead, 0, sizeof *lead);
    lead->last_ms = at_ms;
    return revops_lifecycle_record_init(&lead->lifecycle, at_ms);
}

/* Hands over the new state, or why not. */
static revops_status builtin_finish(builtin_folding *fold, revops_status status, revops_builtin_lead *lead,
                                    size_t *count)
{
    if (status == REVOPS_OK && fold->count > fold->capacity) {
        *count = fold->count;
        return REVOPS_ERR_NOSPACE;
    }
    if (status == REVOPS_OK) {
        *count = fold->count;
        *lead = *fold->lead;
    }
    return status;
}

/* Tells why an event is left out; the lead stays as it is. */
static revops_status builtin_leave_out(builtin_folding *fold, const revops_builtin_event *event,
                                       revops_builtin_effect_kind kind, revops_status status, int64_t value,
                                       size_t *count)
{
    fold->count = 0;
    builtin_tell(fold, kind, event->at_ms, value);
    *count = fold->count;
    return fold->count > fold->capacity ? REVOPS_ERR_NOSPACE : status;
}

/* Whether an event is older than the last one, or than the end of a nurture that advancing has told. */
static int builtin_is_late(const revops_builtin_lead *lead, int64_t at_ms)
{
    return at_ms < lead->last_ms || (lead->resume_told && at_ms <= lead->lifecycle.resume_ms);
}

revops_status revops_builtin_apply(const revops_builtin *engine, revops_builtin_lead *lead,
                                   const revops_builtin_event *event, revops_builtin_effect *effects,
                                   size_t capacity, size_t *count)
{
    if (!engine || !lead || !event || !count || (!effects && capacity)) {
        return REVOPS_ERR_ARG;
    }
    revops_builtin_lead next = *lead;
    builtin_folding fold = builtin_begin(engine, &next, event->kind, effects, capacity);
    const revops__builtin_event_meaning *meaning = revops__builtin_event_meaning_of(event->kind);
    if (next.lifecycle.cycle == 0 && event->at_ms != REVOPS_TIME_NONE &&
        revops_builtin_lead_init(&next, event->at_ms) != REVOPS_OK) {
        return REVOPS_ERR_ARG;
    }
    uint32_t event_digest = builtin_digest(event);
    if (!meaning || !builtin_is_valid(&fold, event, meaning)) {
        return builtin_leave_out(&fold, event, REVOPS_BUILTIN_EFFECT_INVALID, REVOPS_ERR_ARG, 0, count);
    }
    if (event->at_ms == next.last_ms && event_digest == next.last_digest) {
        return builtin_leave_out(&fold, event, REVOPS_BUILTIN_EFFECT_DUPLICATE, REVOPS_ERR_DUPLICATE, 0,
                                 count);
    }
    if (builtin_is_late(&next, event->at_ms)) {
        return builtin_leave_out(&fold, event, REVOPS_BUILTIN_EFFECT_LATE, REVOPS_ERR_LATE, next.last_ms,
                                 count);
    }
    revops_status status = builtin_fire_due(&fold, event->at_ms);
    if (status == REVOPS_OK) {
        status = builtin_fold_event(&fold, event, meaning);
    }
    if (status == REVOPS_ERR_LATE) { /* a clock that it concerns has already told what fell due later */
        return builtin_leave_out(&fold, event, REVOPS_BUILTIN_EFFECT_LATE, status, next.last_ms, count);
    }
    next.last_ms = event->at_ms;
    next.last_digest = event_digest;
    return builtin_finish(&fold, status, lead, count);
}

revops_status revops_builtin_advance(const revops_builtin *engine, revops_builtin_lead *lead, int64_t now_ms,
                                     revops_builtin_effect *effects, size_t capacity, size_t *count)
{
    if (!engine || !lead || !count || (!effects && capacity) || now_ms == REVOPS_TIME_NONE) {
        return REVOPS_ERR_ARG;
    }
    revops_builtin_lead next = *lead;
    builtin_folding fold = builtin_begin(engine, &next, REVOPS_BUILTIN_EVENT_NONE, effects, capacity);
    return builtin_finish(&fold, next.lifecycle.cycle ? builtin_fire_due(&fold, now_ms) : REVOPS_OK, lead,
                          count);
}

int64_t revops_builtin_next_wakeup(const revops_builtin *engine, const revops_builtin_lead *lead)
{
    if (!engine || !lead || !lead->lifecycle.cycle) {
        return REVOPS_TIME_NONE;
    }
    int64_t clocks_ms = revops_sla_next_wakeup(lead->clocks, engine->clock_count);
    int64_t resume_ms = lead->lifecycle.resume_ms;
    if (resume_ms == REVOPS_TIME_NONE || resume_ms == INT64_MAX || lead->resume_told) {
        return clocks_ms;
    }
    resume_ms++; /* told once time has passed it, as a clock's deadline is */
    return clocks_ms != REVOPS_TIME_NONE && clocks_ms < resume_ms ? clocks_ms : resume_ms;
}
