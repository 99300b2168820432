/* SPDX-License-Identifier: MIT */
/* Events are folded, lead by lead: on two threads where no table is written. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "replay.h"

typedef struct fold {
    replay *run;
    size_t begin, end; /* of the events, which stand in order, leads together */
    counters *counters;
    revops_status status;
} fold;

const char *text_name(const replay *run, uint64_t number)
{
    return number ? names_text(&run->texts, (uint32_t)(number - 1)) : "";
}

const char *person_name(const replay *run, uint64_t number)
{
    uint32_t people = revops_engine_count(run->engine, REVOPS_ENGINE_LIST_PEOPLE);
    if (number == 0) {
        return "";
    }
    return number <= people ? revops_engine_name(run->engine, REVOPS_ENGINE_LIST_PEOPLE, (uint32_t)number)
                            : names_text(&run->texts, (uint32_t)(number - 1 - people));
}

static void count_bits(uint64_t *cells, uint32_t why)
{
    for (int bit = 0; bit < WHYS; bit++) {
        cells[bit] += why >> bit & 1;
    }
}

static void keep_reason(counters *all, uint32_t lead, const revops_effect *effect)
{
    if (all->reason_count == all->reason_room) {
        all->reason_room = all->reason_room ? all->reason_room * 2 : 256;
        all->reasons = grow(all->reasons, all->reason_room, sizeof *all->reasons);
    }
    all->reasons[all->reason_count++] = (given_reason){lead, effect->move, effect->reason, effect->stage};
}

static void count_effect(counters *all, uint32_t lead, const revops_effect *effect)
{
    static const signed char ends[] = {[REVOPS_EFFECT_STARTED] = CLOCK_STARTED,
                                       [REVOPS_EFFECT_BREACHED] = CLOCK_MISSED,
                                       [REVOPS_EFFECT_MET] = CLOCK_MET,
                                       [REVOPS_EFFECT_MET_LATE] = CLOCK_MET_LATE,
                                       [REVOPS_EFFECT_CANCELLED] = CLOCK_CALLED_OFF,
                                       [REVOPS_EFFECT_LAPSED] = CLOCK_LAPSED};
    all->effects++;
    switch (effect->kind) {
    case REVOPS_EFFECT_ENTERED:
        all->entered++;
        if (effect->reason) {
            keep_reason(all, lead, effect);
        }
        break;
    case REVOPS_EFFECT_REFUSED:
        all->refusals++;
        count_bits(all->refused + (size_t)effect->event * WHYS, effect->why);
        break;
    case REVOPS_EFFECT_DEVIATION:
        all->deviations++;
        count_bits(all->deviating + (size_t)effect->stage * WHYS, effect->why & ~REVOPS_EFFECT_STAGE_SKIPPED);
        for (uint32_t stage = 1; stage <= REVOPS_POLICY_STAGES_MAX; stage++) { /* a bit a stage */
            all->deviating[(size_t)stage * WHYS] += effect->stages >> (stage - 1) & 1;
        }
        break;
    case REVOPS_EFFECT_UNPLACEABLE:
        all->unplaceable++;
        break;
    case REVOPS_EFFECT_WON:
        all->wins++;
        break;
    case REVOPS_EFFECT_LATE:
        all->late++;
        break;
    case REVOPS_EFFECT_DUPLICATE:
        all->duplicate++;
        break;
    case REVOPS_EFFECT_STARTED:
    case REVOPS_EFFECT_BREACHED:
    case REVOPS_EFFECT_MET:
    case REVOPS_EFFECT_MET_LATE:
    case REVOPS_EFFECT_CANCELLED:
    case REVOPS_EFFECT_LAPSED:
        all->clocks[effect->clock][ends[effect->kind]]++;
        break;
    default:
        break; /* told in the table of effects */
    }
}

/* What a lead's effects say that its record doesn't: ranks to which it came, and to which it was only set back. */
typedef struct journey {
    uint64_t forward, back;
    int deviates;
} journey;

static void follow(const replay *run, journey *to, const revops_effect *effect)
{
    uint32_t stage = effect->stage;
    const revops_policy_stage *row = stage ? &run->policy.params.stages[stage - 1] : NULL;
    uint32_t rank = row ? run->rank_of[row->parent ? row->parent : stage] : RANKS_MAX;
    uint64_t bit = rank < RANKS_MAX ? UINT64_C(1) << rank : 0;
    int is_back =
        effect->flags & REVOPS_EFFECT_BACK && run->policy.params.backward != REVOPS_POLICY_BACKWARD_ALLOWED;
    to->deviates |= effect->kind == REVOPS_EFFECT_DEVIATION;
    if (effect->kind == REVOPS_EFFECT_ENTERED && is_back) {
        to->back |= bit;
    } else if (effect->kind == REVOPS_EFFECT_ENTERED ||
               (effect->kind == REVOPS_EFFECT_UNCHANGED && !(to->back & bit))) {
        to->forward |= bit;
    }
}

static void take_effects(fold *of, uint32_t lead, const revops_effect *effects, size_t count, journey *to)
{
    replay *run = of->run;
    for (size_t i = 0; i < count; i++) {
        count_effect(of->counters, lead, &effects[i]);
        follow(run, to, &effects[i]);
        if (run->effects) {
            write_effect(run, run->effects, lead, &effects[i]);
        }
        if (run->options.explained && strcmp(run->options.explained, names_text(&run->leads, lead)) == 0) {
            explain_effect(run, &effects[i]);
        }
    }
}

/* What the figures need of a record. */
static revops_status summarise(const replay *run, uint32_t lead, const void *record, int64_t begun_ms,
                               const journey *of)
{
    revops_lead_state state;
    summary *out = &run->summaries[lead];
    int64_t *first_ms = run->first_ms + (size_t)lead * run->rank_count;
    revops_status status = revops_lead_read(run->engine, record, &state);
    *out = (summary){.since_ms = REVOPS_TIME_NONE,
                     .amount = state.won_amount,
                     .first_ms = begun_ms,
                     .last_ms = state.last_ms,
                     .source = (uint32_t)state.source,
                     .campaign = (uint32_t)state.campaign,
                     .wins = state.wins,
                     .stage = state.stage,
                     .step = state.step};
    for (uint32_t rank = 0; rank < run->rank_count; rank++) {
        first_ms[rank] = REVOPS_TIME_NONE;
    }
    uint32_t stages = revops_engine_count(run->engine, REVOPS_ENGINE_LIST_STAGES);
    for (uint32_t stage = 1; status == REVOPS_OK && stage <= stages; stage++) {
        revops_lead_dates dates;
        uint32_t rank = run->rank_of[stage];
        status = revops_lead_entered(run->engine, record, stage, &dates);
        if (status != REVOPS_OK || dates.first_ms == REVOPS_TIME_NONE) {
            continue;
        }
        if (stage == state.stage || stage == state.step) {
            out->since_ms = dates.latest_ms > out->since_ms || out->since_ms == REVOPS_TIME_NONE
                                ? dates.latest_ms
                                : out->since_ms;
        }
        if (rank == RANKS_MAX) {
            continue;
        }
        out->reached |= UINT64_C(1) << rank;
        out->kept |= (uint64_t)dates.reached << rank;
        if (of->back & ~of->forward & UINT64_C(1) << rank) {
            continue; /* it was set back there, and is said nowhere to have come there */
        }
        if (!dates.first_inferred || !dates.latest_inferred) {
            out->observed |= UINT64_C(1) << rank;
        }
        if (!dates.first_inferred &&
            (first_ms[rank] == REVOPS_TIME_NONE || dates.first_ms < first_ms[rank])) {
            first_ms[rank] = dates.first_ms;
        }
    }
    return status == REVOPS_ERR_ARG ? REVOPS_OK : status; /* a policy may keep no dates */
}

static void fill_event(const replay *run, size_t i, revops_event *out)
{
    const events *all = &run->events;
    memset(out, 0, sizeof *out);
    out->at_ms = all->at_ms[i];
    out->sequence = all->sequence[i];
    out->id = all->id[i];
    out->value = all->value[i];
    out->kind = all->kind[i];
    out->reason = all->reason[i];
    out->resume_ms = all->resume_ms[i];
    out->amount = all->amount[i];
    out->actor = all->actor[i] ? run->people[all->actor[i]] - 1 : 0;
    out->source = all->source[i] ? all->source[i] + UINT64_C(1) : 0;
    out->campaign = all->campaign[i] ? all->campaign[i] + UINT64_C(1) : 0;
    out->account = all->account[i] ? all->account[i] + UINT64_C(1) : 0;
}

/* What a table of leads says of where it comes from counts from the first event, unless that says otherwise. */
static void begin_event(const replay *run, uint32_t lead, revops_event *event)
{
    uint32_t source = run->lead_source[lead], campaign = run->lead_campaign[lead],
             account = run->lead_account[lead];
    event->source = event->source || !source ? event->source : source + UINT64_C(1);
    event->campaign = event->campaign || !campaign ? event->campaign : campaign + UINT64_C(1);
    event->account = event->account || !account ? event->account : account + UINT64_C(1);
}

void event_of(const replay *run, size_t position, int is_first, revops_event *out)
{
    fill_event(run, position, out);
    if (is_first) {
        begin_event(run, run->events.lead[position], out);
    }
}

static revops_status apply_event(fold *of, uint32_t lead, void *record, const revops_event *event,
                                 revops_effect *effects, size_t room, journey *way)
{
    replay *run = of->run;
    size_t count;
    revops_status status = revops_engine_apply(run->engine, &run->given, record, event, run->options.mode,
                                               REVOPS_EFFECTS_ALL, effects, room, &count);
    if (status == REVOPS_OK || status == REVOPS_ERR_LATE || status == REVOPS_ERR_DUPLICATE) {
        take_effects(of, lead, effects, count, way);
        status = REVOPS_OK;
    }
    return status;
}

/* The first answer to a lead. */
static size_t first_answer(const replay *run, uint32_t lead)
{
    size_t low = 0, high = run->answer_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (run->answers[middle].lead < lead) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* An answer stands behind the events of its instant and counter. */
static int is_answer_before(const replay *run, size_t at, uint32_t lead, const revops_event *event)
{
    if (at >= run->answer_count || run->answers[at].lead != lead) {
        return 0;
    }
    const revops_event *given = &run->answers[at].event;
    return !event || given->at_ms < event->at_ms ||
           (given->at_ms == event->at_ms && given->sequence < event->sequence);
}

/* `fresh` is a lead's record as it begins. */
static revops_status fold_lead(fold *of, size_t *at, const void *fresh, void *record, revops_effect *effects,
                               size_t room)
{
    replay *run = of->run;
    uint32_t lead = run->events.lead[*at];
    int is_first = 1;
    journey way = {0};
    int64_t begun_ms = run->events.at_ms[*at];
    revops_status status = REVOPS_OK;
    size_t count;
    size_t next = first_answer(run, lead);
    memcpy(record, fresh, revops_lead_size(run->engine));
    for (; status == REVOPS_OK && *at < of->end && run->events.lead[*at] == lead; ++*at) {
        revops_event event;
        event_of(run, *at, is_first, &event);
        is_first = 0;
        for (; status == REVOPS_OK && is_answer_before(run, next, lead, &event); next++) {
            status = apply_event(of, lead, record, &run->answers[next].event, effects, room, &way);
        }
        status = status == REVOPS_OK ? apply_event(of, lead, record, &event, effects, room, &way) : status;
    }
    for (; status == REVOPS_OK && is_answer_before(run, next, lead, NULL); next++) {
        status = apply_event(of, lead, record, &run->answers[next].event, effects, room, &way);
    }
    if (status == REVOPS_OK && run->as_of_ms != REVOPS_TIME_NONE) {
        status = revops_engine_advance(run->engine, &run->given, record, run->as_of_ms, REVOPS_EFFECTS_ALL,
                                       effects, room, &count);
        if (status == REVOPS_OK) {
            take_effects(of, lead, effects, count, &way);
        }
    }
    of->counters->deviating_leads += (uint64_t)way.deviates;
    status = status == REVOPS_OK ? summarise(run, lead, record, begun_ms, &way) : status;
    if (status == REVOPS_OK && run->lead_rows) {
        write_lead(run, run->lead_rows, lead, record);
    }
    if (status != REVOPS_OK) {
        char shown[LOG_SHOWN];
        const char *name = names_text(&run->leads, lead);
        fprintf(stderr, "replay: lead \"%s\": %s\n", log_show(name, strlen(name), shown),
                revops_status_text(status));
    }
    return status;
}

static void *fold_part(void *context)
{
    fold *of = context;
    size_t room = revops_engine_effects_max(of->run->engine), size = revops_lead_size(of->run->engine);
    revops_effect *effects = grow(NULL, room, sizeof *effects);
    void *fresh = grow(NULL, size, 1), *record = grow(NULL, size, 1);
    of->status = revops_lead_init(of->run->engine, fresh);
    for (size_t at = of->begin; of->status == REVOPS_OK && at < of->end;) {
        of->status = fold_lead(of, &at, fresh, record, effects, room);
    }
    free(effects);
    free(fresh);
    free(record);
    return NULL;
}

static void counters_init(const replay *run, counters *out)
{
    size_t stages = REVOPS_POLICY_STAGES_MAX + 1;
    size_t kinds = revops_engine_count(run->engine, REVOPS_ENGINE_LIST_EVENTS) + 1;
    memset(out, 0, sizeof *out);
    out->refused = grow(NULL, kinds * WHYS, sizeof *out->refused);
    out->deviating = grow(NULL, stages * WHYS, sizeof *out->deviating);
    memset(out->refused, 0, kinds * WHYS * sizeof *out->refused);
    memset(out->deviating, 0, stages * WHYS * sizeof *out->deviating);
}

/* Adds the second thread's to the first's. */
static void counters_add(const replay *run, counters *to, counters *from)
{
    size_t stages = REVOPS_POLICY_STAGES_MAX + 1;
    size_t kinds = revops_engine_count(run->engine, REVOPS_ENGINE_LIST_EVENTS) + 1;
    for (size_t i = 0; i < kinds * WHYS; i++) {
        to->refused[i] += from->refused[i];
    }
    for (size_t i = 0; i < stages * WHYS; i++) {
        to->deviating[i] += from->deviating[i];
    }
    for (int clock = 0; clock <= REVOPS_POLICY_CLOCKS_MAX; clock++) {
        for (int end = 0; end < CLOCK_ENDS; end++) {
            to->clocks[clock][end] += from->clocks[clock][end];
        }
    }
    to->reasons = grow(to->reasons, to->reason_count + from->reason_count + 1, sizeof *to->reasons);
    if (from->reason_count) {
        memcpy(to->reasons + to->reason_count, from->reasons, from->reason_count * sizeof *to->reasons);
    }
    to->reason_count += from->reason_count;
    to->effects += from->effects;
    to->entered += from->entered;
    to->unplaceable += from->unplaceable;
    to->late += from->late;
    to->duplicate += from->duplicate;
    to->deviations += from->deviations;
    to->deviating_leads += from->deviating_leads;
    to->refusals += from->refusals;
    to->wins += from->wins;
    free(from->refused);
    free(from->deviating);
    free(from->reasons);
}

void do_halves(void *(*half)(void *), void *first, void *second)
{
    pthread_t thread;
    int is_started = second && pthread_create(&thread, NULL, half, second) == 0;
    half(first);
    if (is_started) {
        pthread_join(thread, NULL);
    } else if (second) {
        half(second);
    }
}

static int fold_parts(replay *run)
{
    size_t count = run->events.count, middle = count / 2;
    int is_one = run->effects || run->lead_rows || run->options.explained || count < 10000;
    counters second;
    counters_init(run, &run->counters);
    while (middle < count && middle && run->events.lead[middle] == run->events.lead[middle - 1]) {
        middle++;
    }
    middle = is_one ? count : middle;
    fold parts[] = {{run, 0, middle, &run->counters, REVOPS_OK}, {run, middle, count, &second, REVOPS_OK}};
    if (middle < count) {
        counters_init(run, &second);
    }
    do_halves(fold_part, &parts[0], middle < count ? &parts[1] : NULL);
    if (middle < count) {
        counters_add(run, &run->counters, &second);
    }
    return parts[0].status != REVOPS_OK || parts[1].status != REVOPS_OK;
}

int fold_events(replay *run)
{
    size_t leads = (size_t)run->leads.count + 1;
    int failed = order_events(run);
    for (size_t i = 0; run->options.as_of_ms == REVOPS_TIME_NONE && i < run->events.count; i++) {
        run->as_of_ms = run->events.at_ms[i] > run->as_of_ms ? run->events.at_ms[i] : run->as_of_ms;
    }
    run->summaries = grow(NULL, leads, sizeof *run->summaries);
    memset(run->summaries, 0, leads * sizeof *run->summaries);
    run->first_ms = grow(NULL, leads * (run->rank_count + 1), sizeof *run->first_ms);
    return failed || fold_accounts(run) || fold_parts(run);
}
