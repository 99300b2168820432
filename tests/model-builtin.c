/* SPDX-License-Identifier: MIT */
/* A naive engine: the order of work of one event as builtin.h tells it, written out step by step over plain structs,
   with clocks that keep each pause and work their deadline out anew every time. It is led through the same random
   events as the library; every effect, and the lead after each event, must be equal. Only the lifecycle is the
   library's own, which has a twin of its own (model-lifecycle.c). */
#include <revops/revops.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "random.h"

enum { CLOCKS = 4, PAUSES = 64 };
enum { ROUTING, FIRST_CONTACT, TOUCHES, DISPOSITION };

typedef struct span {
    int64_t from_ms, to_ms;
} span;

typedef struct plain_clock {
    int is_open, is_standing, warned, breached, meetings;
    int64_t started_ms, target_ms, breached_due_ms;
    span pauses[PAUSES];
    int pause_count;
    int64_t idle_ms;                /* instant of the two that follow */
    int idle_meetings, idle_starts; /* that found nothing to do in it */
} plain_clock;

typedef struct plain_lead {
    int exists;
    revops_builtin_event last;
    revops_lifecycle_record record;
    plain_clock clocks[CLOCKS];
    uint32_t owner, source, campaign, account;
    int fit, engagement, resume_told;
    int64_t amount;
} plain_lead;

static random_state rng = {42};
static const revops_builtin *engine;
static const revops_lifecycle *lifecycle;

/* What the naive engine tells in one call. */
static revops_builtin_effect told[256];
static size_t told_count;
static revops_builtin_event_kind cause;

static revops_builtin_effect *tell(revops_builtin_effect_kind kind, int64_t at_ms, int64_t value)
{
    revops_builtin_effect *effect = &told[told_count++];
    memset(effect, 0, sizeof *effect);
    effect->kind = kind;
    effect->at_ms = at_ms;
    effect->value = value;
    effect->event = cause;
    return effect;
}

/* ---- clocks */

/* Time lost in pauses that are over. */
static int64_t paused_ms(const plain_clock *clock)
{
    int64_t sum_ms = 0;
    for (int i = 0; i < clock->pause_count; i++) {
        sum_ms += clock->pauses[i].to_ms - clock->pauses[i].from_ms;
    }
    return sum_ms;
}

static int64_t deadline_of(const plain_clock *clock)
{
    if (clock->breached) {
        return clock->breached_due_ms;
    }
    return clock->is_standing ? REVOPS_TIME_NONE : clock->started_ms + clock->target_ms + paused_ms(clock);
}

static void tell_clock(int number, const plain_clock *clock, uint32_t kind, int64_t at_ms)
{
    revops_builtin_effect *effect = tell(REVOPS_BUILTIN_EFFECT_CLOCK + kind, at_ms, deadline_of(clock));
    effect->clock = (uint32_t)number;
    if (kind == REVOPS_SLA_EFFECT_WARNED || kind == REVOPS_SLA_EFFECT_BREACHED) {
        effect->event = REVOPS_BUILTIN_EVENT_NONE;
    }
}

/* Warnings at four fifths of the target, and breaches, of all clocks before an instant, in order of time. */
static void let_time_pass(plain_lead *lead, int64_t now_ms)
{
    for (;;) {
        int first = -1;
        int64_t first_ms = now_ms;
        for (int i = 0; i < CLOCKS; i++) {
            plain_clock *clock = &lead->clocks[i];
            if (clock->is_open && !clock->is_standing && !clock->breached) {
                int64_t due_ms = clock->started_ms + paused_ms(clock) +
                                 (clock->warned ? clock->target_ms : clock->target_ms / 10 * 8);
                if (due_ms < first_ms) {
                    first = i;
                    first_ms = due_ms;
                }
            }
        }
        if (first < 0) {
            return;
        }
        plain_clock *clock = &lead->clocks[first];
        if (!clock->warned) {
            clock->warned = 1;
            tell_clock(first, clock, REVOPS_SLA_EFFECT_WARNED, first_ms);
        } else {
            clock->breached_due_ms = first_ms;
            clock->breached = 1;
            tell_clock(first, clock, REVOPS_SLA_EFFECT_BREACHED, first_ms);
        }
    }
}

static int is_stage_signal(uint32_t signal, revops_lifecycle_stage stage)
{
    return signal == REVOPS_BUILTIN_SIGNAL_STAGE(stage);
}

static int ends(uint32_t signal)
{
    return is_stage_signal(signal, REVOPS_LIFECYCLE_STAGE_CLOSED_WON) ||
           is_stage_signal(signal, REVOPS_LIFECYCLE_STAGE_CLOSED_LOST) ||
           is_stage_signal(signal, REVOPS_LIFECYCLE_STAGE_RECYCLED) ||
           is_stage_signal(signal, REVOPS_LIFECYCLE_STAGE_DISQUALIFIED);
}

static int is_touch(uint32_t signal)
{
    return signal == REVOPS_BUILTIN_EVENT_CALLED || signal == REVOPS_BUILTIN_EVENT_EMAILED ||
           signal == REVOPS_BUILTIN_EVENT_MESSAGED || signal == REVOPS_BUILTIN_EVENT_CONTACTED;
}

static int is_worked(uint32_t signal)
{
    return is_stage_signal(signal, REVOPS_LIFECYCLE_STAGE_SQL) ||
           is_stage_signal(signal, REVOPS_LIFECYCLE_STAGE_OPPORTUNITY);
}

static int starts_clock(int number, uint32_t signal)
{
    if (number == ROUTING || number == FIRST_CONTACT) {
        return is_stage_signal(signal, REVOPS_LIFECYCLE_STAGE_MQL) ||
               is_stage_signal(signal, REVOPS_LIFECYCLE_STAGE_PQL);
    }
    return is_stage_signal(signal, REVOPS_LIFECYCLE_STAGE_SAL);
}

static int cancels_clock(int number, uint32_t signal)
{
    return number == DISPOSITION ? 0 : ends(signal) || (number == TOUCHES && is_worked(signal));
}

static int meets_clock(int number, uint32_t signal)
{
    switch (number) {
    case ROUTING:
        return signal == REVOPS_BUILTIN_EVENT_ASSIGNED ||
               is_stage_signal(signal, REVOPS_LIFECYCLE_STAGE_SAL) || is_worked(signal);
    case DISPOSITION:
        return is_worked(signal) || ends(signal);
    default:
        return is_touch(signal);
    }
}

static void meet_clock(int number, plain_clock *clock, int64_t at_ms)
{
    if (++clock->meetings == (number == TOUCHES ? 6 : 1)) {
        tell_clock(number, clock, clock->breached ? REVOPS_SLA_EFFECT_MET_LATE : REVOPS_SLA_EFFECT_MET,
                   at_ms);
        clock->is_open = 0;
    }
}

/* What met no run in this instant meets the run that starts in it [SEM3]. */
static void start_clock(plain_lead *lead, int number, int64_t at_ms)
{
    plain_clock *clock = &lead->clocks[number], idle = *clock;
    memset(clock, 0, sizeof *clock);
    clock->idle_ms = idle.idle_ms;
    clock->idle_starts = idle.idle_starts;
    clock->is_open = 1;
    clock->started_ms = at_ms;
    clock->target_ms = number == ROUTING                                  ? 5 * REVOPS_MINUTE_MS
                       : number == FIRST_CONTACT && lead->engagement == 1 ? 4 * REVOPS_HOUR_MS
                       : number == FIRST_CONTACT                          ? 24 * REVOPS_HOUR_MS
                                                                          : 14 * REVOPS_DAY_MS;
    tell_clock(number, clock, REVOPS_SLA_EFFECT_STARTED, at_ms);
    for (; clock->is_open && idle.idle_meetings > 0; idle.idle_meetings--) {
        meet_clock(number, clock, at_ms);
    }
    clock->idle_meetings = idle.idle_meetings;
}

static void hear(plain_lead *lead, uint32_t signal, int64_t at_ms)
{
    for (int i = 0; i < CLOCKS; i++) {
        plain_clock *clock = &lead->clocks[i];
        int starts = starts_clock(i, signal), meets = meets_clock(i, signal);
        if (clock->idle_ms != at_ms) {
            clock->idle_ms = at_ms;
            clock->idle_meetings = clock->idle_starts = 0;
        }
        if (!clock->is_open) {
            if (starts) {
                start_clock(lead, i, at_ms);
            } else {
                clock->idle_meetings += meets;
            }
            continue;
        }
        if (meets) {
            meet_clock(i, clock, at_ms);
            while (!clock->is_open && clock->idle_starts > 0) {
                clock->idle_starts--;
                start_clock(lead, i, at_ms);
            }
        } else if (cancels_clock(i, signal)) {
            tell_clock(i, clock, REVOPS_SLA_EFFECT_CANCELLED, at_ms);
            clock->is_open = 0;
        } else if (i == DISPOSITION && signal == REVOPS_BUILTIN_EVENT_PAUSED && !clock->is_standing) {
            clock->is_standing = 1;
            clock->pauses[clock->pause_count].from_ms = at_ms;
            tell_clock(i, clock, REVOPS_SLA_EFFECT_PAUSED, at_ms);
        } else if (i == DISPOSITION && signal == REVOPS_BUILTIN_EVENT_RESUMED && clock->is_standing) {
            clock->is_standing = 0;
            clock->pauses[clock->pause_count++].to_ms = at_ms;
            tell_clock(i, clock, REVOPS_SLA_EFFECT_RESUMED, at_ms);
        } else {
            clock->idle_starts += starts;
        }
    }
}

/* ---- one event */

static uint32_t trigger_of(revops_builtin_event_kind kind)
{
    static const struct {
        revops_builtin_event_kind kind;
        uint32_t trigger;
    } pairs[] = {{REVOPS_BUILTIN_EVENT_MQL, REVOPS_LIFECYCLE_TRIGGER_MQL},
                 {REVOPS_BUILTIN_EVENT_PQL, REVOPS_LIFECYCLE_TRIGGER_PQL},
                 {REVOPS_BUILTIN_EVENT_ACCEPTED, REVOPS_LIFECYCLE_TRIGGER_ACCEPTED},
                 {REVOPS_BUILTIN_EVENT_REJECTED, REVOPS_LIFECYCLE_TRIGGER_REJECTED},
                 {REVOPS_BUILTIN_EVENT_QUALIFIED, REVOPS_LIFECYCLE_TRIGGER_QUALIFIED},
                 {REVOPS_BUILTIN_EVENT_OPPORTUNITY_OPENED, REVOPS_LIFECYCLE_TRIGGER_OPPORTUNITY_OPENED},
                 {REVOPS_BUILTIN_EVENT_DEMO_HELD, REVOPS_LIFECYCLE_TRIGGER_DEMO_HELD},
                 {REVOPS_BUILTIN_EVENT_PROPOSAL_SENT, REVOPS_LIFECYCLE_TRIGGER_PROPOSAL_SENT},
                 {REVOPS_BUILTIN_EVENT_NEGOTIATION_STARTED, REVOPS_LIFECYCLE_TRIGGER_NEGOTIATION_STARTED},
                 {REVOPS_BUILTIN_EVENT_WON, REVOPS_LIFECYCLE_TRIGGER_WON},
                 {REVOPS_BUILTIN_EVENT_LOST, REVOPS_LIFECYCLE_TRIGGER_LOST},
                 {REVOPS_BUILTIN_EVENT_RECYCLED, REVOPS_LIFECYCLE_TRIGGER_RECYCLED},
                 {REVOPS_BUILTIN_EVENT_DISQUALIFIED, REVOPS_LIFECYCLE_TRIGGER_DISQUALIFIED},
                 {REVOPS_BUILTIN_EVENT_PURCHASED, REVOPS_LIFECYCLE_TRIGGER_PURCHASED},
                 {REVOPS_BUILTIN_EVENT_REOPENED, REVOPS_LIFECYCLE_TRIGGER_REOPENED}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        if (pairs[i].kind == kind) {
            return pairs[i].trigger;
        }
    }
    return UINT32_MAX;
}

static int engagement_of(revops_builtin_event_kind kind)
{
    switch (kind) {
    case REVOPS_BUILTIN_EVENT_DEMO_REQUESTED:
    case REVOPS_BUILTIN_EVENT_CONTACT_REQUESTED:
        return 1;
    case REVOPS_BUILTIN_EVENT_PRICING_VISITED:
    case REVOPS_BUILTIN_EVENT_TRIAL_STARTED:
        return 2;
    case REVOPS_BUILTIN_EVENT_CONTENT_DOWNLOADED:
    case REVOPS_BUILTIN_EVENT_WEBINAR_ATTENDED:
        return 3;
    case REVOPS_BUILTIN_EVENT_EMAIL_CLICKED:
        return 4;
    default:
        return 0;
    }
}

static int has_items(revops_builtin_event_kind kind)
{
    return kind == REVOPS_BUILTIN_EVENT_CONFIRMED || kind == REVOPS_BUILTIN_EVENT_QUALIFIED ||
           (kind >= REVOPS_BUILTIN_EVENT_OPPORTUNITY_OPENED &&
            kind <= REVOPS_BUILTIN_EVENT_NEGOTIATION_STARTED);
}

static int is_amount(revops_builtin_event_kind kind)
{
    return kind == REVOPS_BUILTIN_EVENT_WON || kind == REVOPS_BUILTIN_EVENT_PURCHASED;
}

static int is_valid(const revops_builtin_event *event)
{
    return event->at_ms != REVOPS_TIME_NONE && event->kind >= REVOPS_BUILTIN_EVENT_CREATED &&
           event->kind <= REVOPS_BUILTIN_EVENT_RESUMED &&
           event->reason <= REVOPS_LIFECYCLE_REASON_UNREACHABLE &&
           (event->kind != REVOPS_BUILTIN_EVENT_FIT_GRADED || (event->value >= 1 && event->value <= 4)) &&
           (!has_items(event->kind) || (event->value >= 0 && event->value < INT64_C(1) << 22)) &&
           (!is_amount(event->kind) || event->value >= 0);
}

static void move(plain_lead *lead, const revops_lifecycle_input *input, int asked)
{
    revops_lifecycle_result result;
    revops_status status = revops_lifecycle_apply(lifecycle, &lead->record, input, &result);
    if (status == REVOPS_ERR_REFUSED || result.from == result.to) {
        if (status == REVOPS_OK && input->trigger == REVOPS_LIFECYCLE_TRIGGER_RECYCLED) {
            lead->resume_told = 0;
        }
        if (asked) {
            tell(status == REVOPS_OK ? REVOPS_BUILTIN_EFFECT_UNCHANGED : REVOPS_BUILTIN_EFFECT_REFUSED,
                 input->at_ms, 0)
                ->transition = result;
        }
        return;
    }
    revops_builtin_effect *effect = tell(REVOPS_BUILTIN_EFFECT_ENTERED, input->at_ms, 0);
    effect->transition = result;
    effect->fit = (uint32_t)lead->fit;
    effect->engagement = (uint32_t)lead->engagement;
    uint32_t stage = lead->record.stage, step = lead->record.step;
    if (stage == REVOPS_LIFECYCLE_STAGE_CLOSED_WON) {
        tell(REVOPS_BUILTIN_EFFECT_HANDOFF_STARTED, input->at_ms, 0);
    }
    if (ends(REVOPS_BUILTIN_SIGNAL_STAGE(stage))) {
        lead->engagement = 0;
        lead->resume_told = 0;
        lead->record.items &= ~REVOPS_LIFECYCLE_ITEM_INTENT;
    }
    if (step != stage) {
        hear(lead, REVOPS_BUILTIN_SIGNAL_STAGE(step), input->at_ms);
    }
    hear(lead, REVOPS_BUILTIN_SIGNAL_STAGE(stage), input->at_ms);
    if (lead->owner) {
        hear(lead, REVOPS_BUILTIN_EVENT_ASSIGNED, input->at_ms);
    }
}

static void fire_due(plain_lead *lead, int64_t now_ms)
{
    int64_t resume_ms = lead->record.resume_ms;
    if (lead->record.stage == REVOPS_LIFECYCLE_STAGE_RECYCLED && !lead->resume_told && resume_ms < now_ms) {
        let_time_pass(lead, resume_ms);
        tell(REVOPS_BUILTIN_EFFECT_RESUME_DUE, resume_ms, 0);
        lead->resume_told = 1;
    }
    let_time_pass(lead, now_ms);
}

static revops_status fold(plain_lead *lead, const revops_builtin_event *event)
{
    told_count = 0;
    cause = event->kind;
    if (!is_valid(event)) {
        tell(REVOPS_BUILTIN_EFFECT_INVALID, event->at_ms, 0);
        return REVOPS_ERR_ARG;
    }
    if (lead->exists && event->at_ms < lead->last.at_ms) {
        tell(REVOPS_BUILTIN_EFFECT_LATE, event->at_ms, lead->last.at_ms);
        return REVOPS_ERR_LATE;
    }
    if (lead->exists && memcmp(event, &lead->last, sizeof *event) == 0) {
        tell(REVOPS_BUILTIN_EFFECT_DUPLICATE, event->at_ms, 0);
        return REVOPS_ERR_DUPLICATE;
    }
    if (!lead->exists) {
        lead->exists = 1;
        if (revops_lifecycle_record_init(&lead->record, event->at_ms) != REVOPS_OK) {
            return REVOPS_ERR_ARG;
        }
    }
    lead->last = *event;
    fire_due(lead, event->at_ms);

    /* facts */
    lead->source = lead->source ? lead->source : event->source;
    lead->campaign = lead->campaign ? lead->campaign : event->campaign;
    lead->account = lead->account ? lead->account : event->account;
    int engagement = engagement_of(event->kind);
    if (engagement && (!lead->engagement || engagement < lead->engagement)) {
        lead->engagement = engagement;
    }
    if (event->kind == REVOPS_BUILTIN_EVENT_FIT_GRADED) {
        lead->fit = (int)event->value;
    }
    if ((event->kind == REVOPS_BUILTIN_EVENT_ASSIGNED || event->kind == REVOPS_BUILTIN_EVENT_ACCEPTED) &&
        event->actor && event->actor != lead->owner) {
        lead->owner = event->actor;
        tell(REVOPS_BUILTIN_EFFECT_ASSIGNED, event->at_ms, event->actor);
    }
    if (is_touch(event->kind)) {
        lead->record.touches++;
        if (lead->record.first_touch_ms == REVOPS_TIME_NONE) {
            lead->record.first_touch_ms = event->at_ms;
        }
    }
    if (event->kind == REVOPS_BUILTIN_EVENT_CONTACTED) {
        lead->record.items |= REVOPS_LIFECYCLE_ITEM_CONTACT;
    }
    if (event->kind == REVOPS_BUILTIN_EVENT_CONFIRMED) {
        lead->record.items |= (uint64_t)event->value;
    }

    hear(lead, event->kind, event->at_ms);

    /* the transition that it triggers, or an MQL by itself */
    revops_lifecycle_input input = {.at_ms = event->at_ms, .reason = event->reason};
    input.trigger = trigger_of(event->kind);
    if (input.trigger != UINT32_MAX) {
        input.items = has_items(event->kind)                    ? (uint64_t)event->value
                      : event->kind == REVOPS_BUILTIN_EVENT_WON ? REVOPS_LIFECYCLE_ITEM_SIGNATURE
                      : event->kind == REVOPS_BUILTIN_EVENT_PQL ? REVOPS_LIFECYCLE_ITEM_PRODUCT_QUALIFIED
                      : event->kind == REVOPS_BUILTIN_EVENT_MQL
                          ? REVOPS_LIFECYCLE_ITEM_FIT | REVOPS_LIFECYCLE_ITEM_INTENT
                          : 0;
        input.resume_ms = event->kind == REVOPS_BUILTIN_EVENT_RECYCLED ? event->value : 0;
        int was_won = lead->record.stage == REVOPS_LIFECYCLE_STAGE_CLOSED_WON;
        move(lead, &input, 1);
        if (is_amount(event->kind) && !was_won && lead->record.stage == REVOPS_LIFECYCLE_STAGE_CLOSED_WON) {
            lead->amount = event->value;
        }
    } else if (engagement || event->kind == REVOPS_BUILTIN_EVENT_FIT_GRADED) {
        int fit = lead->fit ? lead->fit : 2;
        input.items = (fit <= 2 ? REVOPS_LIFECYCLE_ITEM_FIT : 0) |
                      (lead->engagement >= 1 && lead->engagement <= 3 ? REVOPS_LIFECYCLE_ITEM_INTENT : 0);
        lead->record.items =
            (lead->record.items & ~(REVOPS_LIFECYCLE_ITEM_FIT | REVOPS_LIFECYCLE_ITEM_INTENT)) | input.items;
        input.trigger = REVOPS_LIFECYCLE_TRIGGER_MQL;
        input.reason = 0;
        if (lead->record.stage == REVOPS_LIFECYCLE_STAGE_LEAD ||
            lead->record.stage == REVOPS_LIFECYCLE_STAGE_RECYCLED) {
            move(lead, &input, 0);
        }
    }
    return REVOPS_OK;
}

/* ---- comparing */

static uint64_t compared;

static void must(int condition, const char *what)
{
    if (!condition) {
        fprintf(stderr, "%s differs after %llu comparisons\n", what, (unsigned long long)compared);
        exit(EXIT_FAILURE);
    }
}

static void compare(const plain_lead *plain, const revops_builtin_lead *lead,
                    const revops_builtin_effect *effects, size_t count)
{
    compared++;
    must(count == told_count, "the number of effects");
    for (size_t i = 0; i < count; i++) {
        must(memcmp(&effects[i], &told[i], sizeof told[i]) == 0, "an effect");
    }
    if (!plain->exists) {
        return;
    }
    must(memcmp(&plain->record, &lead->lifecycle, sizeof plain->record) == 0, "the lifecycle");
    must(plain->owner == lead->owner && plain->source == lead->source && plain->campaign == lead->campaign &&
             plain->account == lead->account && plain->fit == lead->fit &&
             plain->engagement == lead->engagement && plain->resume_told == lead->resume_told &&
             plain->amount == lead->amount && plain->last.at_ms == lead->last_ms,
         "a fact");
    for (int i = 0; i < CLOCKS; i++) {
        const plain_clock *clock = &plain->clocks[i];
        int64_t due_ms;
        must(revops_sla_due(revops_builtin_sla(engine), &lead->clocks[i], &due_ms) == REVOPS_OK, "a clock");
        must(due_ms == (clock->is_open ? deadline_of(clock) : REVOPS_TIME_NONE), "a deadline");
        must(!clock->is_open || clock->started_ms == lead->clocks[i].started_ms, "the start of a clock");
    }
}

/* An event that has a fair chance to move the lead on. */
static revops_builtin_event any_event(int64_t now_ms, const plain_lead *lead)
{
    static const int64_t steps_ms[] = {0, 1, 60000, 3600000, 86400000, 10 * INT64_C(86400000)};
    revops_builtin_event event = {.kind = (uint32_t)random_below(&rng, REVOPS_BUILTIN_EVENT_RESUMED + 2)};
    event.at_ms = now_ms + (int64_t)random_below(&rng, (uint64_t)steps_ms[random_below(&rng, 6)] + 1);
    if (random_below(&rng, 40) == 0) { /* to the very moment of a deadline */
        for (int i = 0; i < CLOCKS; i++) {
            int64_t due_ms = deadline_of(&lead->clocks[i]);
            event.at_ms = lead->clocks[i].is_open && due_ms > now_ms ? due_ms + random_between(&rng, -1, 1)
                                                                     : event.at_ms;
        }
    }
    event.at_ms -= random_below(&rng, 50) ? 0 : 100000;
    event.reason = random_below(&rng, 3) ? (uint32_t)random_below(&rng, 16) : 0;
    event.value = event.kind == REVOPS_BUILTIN_EVENT_FIT_GRADED ? random_between(&rng, 0, 5)
                  : event.kind == REVOPS_BUILTIN_EVENT_RECYCLED
                      ? event.at_ms + random_between(&rng, -10, 86400000)
                  : random_below(&rng, 4) ? (INT64_C(1) << 22) - 1
                                          : random_between(&rng, -2, INT64_C(1) << 22);
    event.actor = (uint32_t)random_below(&rng, 4);
    event.source = (uint32_t)random_below(&rng, 3);
    event.campaign = (uint32_t)random_below(&rng, 3);
    event.account = (uint32_t)random_below(&rng, 3);
    return random_below(&rng, 30) || !lead->exists ? event : lead->last;
}

int main(void)
{
    static _Alignas(8) unsigned char memory[REVOPS_BUILTIN_DEFAULT_SIZE];
    if (revops_builtin_default(memory, sizeof memory, &engine) != REVOPS_OK) {
        return EXIT_FAILURE;
    }
    lifecycle = revops_builtin_lifecycle(engine);
    uint64_t statuses[4] = {0}, effects_seen[64] = {0};
    for (int life = 0; life < 20000; life++) {
        static plain_lead plain;
        revops_builtin_lead lead = {0};
        memset(&plain, 0, sizeof plain);
        int64_t now_ms = random_between(&rng, -1000000000000, 2000000000000);
        for (int i = 0; i < 60; i++) {
            revops_builtin_effect effects[REVOPS_BUILTIN_EFFECTS_MAX];
            size_t count = 0;
            revops_builtin_event event = any_event(now_ms, &plain);
            now_ms = event.at_ms > now_ms ? event.at_ms : now_ms;
            if (random_below(&rng, 8) == 0 && plain.exists && event.at_ms >= plain.last.at_ms) {
                /* time is noticed to pass before the event */
                told_count = 0;
                cause = REVOPS_BUILTIN_EVENT_NONE;
                fire_due(&plain, event.at_ms);
                must(revops_builtin_advance(engine, &lead, event.at_ms, effects, REVOPS_BUILTIN_EFFECTS_MAX,
                                            &count) == REVOPS_OK,
                     "advancing");
                compare(&plain, &lead, effects, count);
            }
            revops_status status = fold(&plain, &event);
            must(revops_builtin_apply(engine, &lead, &event, effects, REVOPS_BUILTIN_EFFECTS_MAX, &count) ==
                     status,
                 "a status");
            compare(&plain, &lead, effects, count);
            statuses[status == REVOPS_OK              ? 0
                     : status == REVOPS_ERR_LATE      ? 1
                     : status == REVOPS_ERR_DUPLICATE ? 2
                                                      : 3]++;
            for (size_t j = 0; j < count; j++) {
                effects_seen[effects[j].kind]++;
            }
        }
    }
    printf("%llu leads compared: %llu events applied, %llu late, %llu twice, %llu invalid\n",
           (unsigned long long)compared, (unsigned long long)statuses[0], (unsigned long long)statuses[1],
           (unsigned long long)statuses[2], (unsigned long long)statuses[3]);
    for (uint32_t kind = 1; kind <= REVOPS_BUILTIN_EFFECT_CLOCK + REVOPS_SLA_EFFECT_RESUMED; kind++) {
        if (strcmp(revops_builtin_effect_name(kind), "unknown") != 0 && effects_seen[kind] < 50) {
            fprintf(stderr, "\"%s\" came about %llu times only\n", revops_builtin_effect_name(kind),
                    (unsigned long long)effects_seen[kind]);
            return EXIT_FAILURE;
        }
    }
    return EXIT_SUCCESS;
}
