/* SPDX-License-Identifier: MIT */
/* One lead of a simulation: replayed until something concerns routing. */
#include <string.h>

#include "engine/simulate-internal.h"

uint32_t revops__simulate_holder(const revops_simulate_state *part, const unsigned char *record)
{
    uint8_t place = record[REVOPS__LEAD_PLACE];
    uint64_t owner = revops__lead_u64(record, REVOPS__LEAD_OWNER);
    return place != REVOPS__LEAD_UNKNOWN && part->engine->open >> place & 1 && owner <= part->people
               ? (uint32_t)owner
               : 0;
}

static int fold_is_open(const revops_simulate_state *part, const unsigned char *record)
{
    uint8_t place = record[REVOPS__LEAD_PLACE];
    return place != REVOPS__LEAD_UNKNOWN && part->engine->open >> place & 1;
}

/* Whether an event gives the lead an owner, unless it is refused. */
static int fold_assigns(const revops_engine *engine, const revops_event *event)
{
    if (event->flags & ~REVOPS_EVENT_ANSWER || event->kind - 1 >= engine->counts[REVOPS_ENGINE_LIST_EVENTS]) {
        return 0;
    }
    switch ((enum revops_policy_owners)revops__engine_event_of(engine, event->kind)->owner) {
    case REVOPS_POLICY_OWNER_NONE:
        return 0;
    case REVOPS_POLICY_OWNER_ACTOR:
        return event->actor != 0;
    case REVOPS_POLICY_OWNER_VALUE:
        return event->value != REVOPS_MISSING && event->value != 0;
    }
    return 0;
}

/* What routing hears of the effects of a call. */
typedef struct fold_heard {
    const revops_effect *asked; /* the last question */
    int by_time;                /* time asked */
    int is_refused;
} fold_heard;

static fold_heard fold_hear(const revops_effect *effects, size_t count)
{
    fold_heard heard = {0};
    for (size_t i = 0; i < count; i++) {
        if (effects[i].kind == REVOPS_EFFECT_ASKED) {
            heard.asked = &effects[i];
            heard.by_time |= effects[i].event == 0;
        }
        heard.is_refused |= effects[i].kind == REVOPS_EFFECT_REFUSED && effects[i].event != 0;
    }
    return heard;
}

static const uint64_t fold_kinds =
    REVOPS_EFFECT_KIND(REVOPS_EFFECT_ASKED) | REVOPS_EFFECT_KIND(REVOPS_EFFECT_REFUSED);

/* Passes on the effects that are wanted. */
static void fold_tell(const revops_simulate_state *part, uint32_t lead, size_t count,
                      revops__simulate_sink *sink)
{
    for (size_t i = 0; i < count && sink->effects; i++) {
        if (part->wanted >> part->effects[i].kind & 1) {
            sink->effects[sink->count] = part->effects[i];
            sink->effects[sink->count++].lead = revops__simulate_id(part, lead);
        }
    }
}

int revops__simulate_has_room(const revops_simulate_state *part, const revops__simulate_sink *sink)
{
    return !part->wanted || sink->capacity - sink->count >= revops_engine_effects_max(part->engine);
}

/* Remembers a question, forgets one that is settled; tells whether the holder is another one now. */
static void fold_settle(revops_simulate_state *part, uint32_t lead, const revops_event *event,
                        const fold_heard *heard, int64_t at_ms)
{
    revops__simulate_lead *row = &part->rows[lead];
    const unsigned char *record = revops__simulate_record(part, lead);
    if (heard->asked) {
        row->is_asking = 1;
        row->is_held = 0;
        row->answer_ms = heard->asked->at_ms + (heard->asked->event == 0); /* behind what fell due */
        row->sequence = heard->asked->event == 0 || !event ? 0 : event->sequence;
        row->territory = heard->asked->row;
        row->missed = (uint16_t)heard->asked->detail;
    }
    if (!fold_is_open(part, record) ||
        (event && !heard->is_refused && fold_assigns(part->engine, event))) { /* the log's assignment wins */
        row->is_asking = row->is_held = 0;
    }
    if (revops__simulate_holder(part, record) != row->holder ||
        (part->accounts && revops__lead_u64(record, REVOPS__LEAD_ACCOUNT) != row->account)) {
        row->waits = REVOPS__SIMULATE_COUNTS;
        row->at_ms = at_ms;
    }
}

/* Events of a log: of the lead's own, answers of the router, and what the lead's account says. */
static int fold_is_of_log(const revops_event *event)
{
    const uint32_t of_account = REVOPS_EVENT_SIGNAL | REVOPS_EVENT_ATTRIBUTE;
    uint32_t kind = event->flags & of_account;
    return !(event->flags & ~(REVOPS_EVENT_ANSWER | of_account)) &&
           (!kind || event->flags & REVOPS_EVENT_ANSWER);
}

revops_status revops__simulate_apply(revops_simulate_state *part, uint32_t lead, const revops_event *event,
                                     revops__simulate_sink *sink)
{
    size_t count = 0;
    revops_status status = REVOPS_ERR_ARG;
    if (fold_is_of_log(event)) { /* others are of histories */
        status = revops_engine_apply(part->engine, part->texts, revops__simulate_record(part, lead), event,
                                     part->mode, part->wanted | fold_kinds, part->effects,
                                     revops_engine_effects_max(part->engine), &count);
    }
    if (status == REVOPS_OK) {
        fold_heard heard = fold_hear(part->effects, count);
        fold_settle(part, lead, event, &heard, event->at_ms);
    }
    if (status == REVOPS_OK || status == REVOPS_ERR_LATE || status == REVOPS_ERR_DUPLICATE) {
        fold_tell(part, lead, count, sink);
    }
    if (status == REVOPS_ERR_LATE || status == REVOPS_ERR_DUPLICATE || status == REVOPS_ERR_ARG) {
        part->left_out++;
        status = REVOPS_OK;
    }
    return status;
}

/* Whether the answer to a question comes before an event [SEM19]. */
static int fold_is_behind(const revops_engine *engine, const revops_event *event, int64_t at_ms,
                          uint64_t sequence)
{
    if (event->at_ms != at_ms) {
        return event->at_ms > at_ms;
    }
    if (event->sequence != sequence) {
        return event->sequence > sequence;
    }
    uint32_t rank =
        event->flags ? REVOPS_EVENT_ANSWER_RANK : revops_engine_rank(engine, event->kind, event->value);
    return rank > REVOPS_EVENT_ANSWER_RANK;
}

/* Whether the log itself answers: the next that routing hears of the lead is an assignment. */
static int fold_log_answers(revops_simulate_state *part, uint32_t lead)
{
    const revops_engine *engine = part->engine;
    uint64_t next = part->rows[lead].next, last = part->firsts[lead + 1], found = next;
    while (found < last && !fold_assigns(engine, &part->events[found])) {
        found++;
    }
    if (found == last) {
        return 0;
    }
    memcpy(part->scratch, revops__simulate_record(part, lead), engine->record_size);
    for (; next < last; next++) {
        const revops_event *event = &part->events[next];
        size_t count = 0;
        revops_status status =
            revops_engine_apply(engine, part->texts, part->scratch, event, part->mode, fold_kinds,
                                part->effects, revops_engine_effects_max(engine), &count);
        fold_heard heard = fold_hear(part->effects, status == REVOPS_OK ? count : 0);
        if (heard.by_time) {
            return 0;
        }
        if (status == REVOPS_OK && !heard.is_refused && fold_assigns(engine, event)) {
            return 1;
        }
        if (heard.asked || !fold_is_open(part, part->scratch)) {
            return 0;
        }
    }
    return 0;
}

/* Lets what falls due first be told, of one instant. */
static revops_status fold_advance(revops_simulate_state *part, uint32_t lead, int64_t now_ms,
                                  revops__simulate_sink *sink)
{
    size_t count = 0;
    revops_status status = revops_engine_advance(
        part->engine, part->texts, revops__simulate_record(part, lead), now_ms, part->wanted | fold_kinds,
        part->effects, revops_engine_effects_max(part->engine), &count);
    if (status == REVOPS_OK) {
        fold_heard heard = fold_hear(part->effects, count);
        fold_settle(part, lead, NULL, &heard, now_ms - 1);
        fold_tell(part, lead, count, sink);
    }
    return status;
}

static void fold_wait(revops__simulate_lead *row, enum revops__simulate_waits waits, int64_t at_ms)
{
    row->waits = (uint8_t)waits;
    row->at_ms = at_ms;
}

revops_status revops__simulate_fold(revops_simulate_state *part, uint32_t lead, revops__simulate_sink *sink)
{
    revops__simulate_lead *row = &part->rows[lead];
    unsigned char *record = revops__simulate_record(part, lead);
    uint64_t last = part->firsts[lead + 1];
    row->waits = REVOPS__SIMULATE_GOES_ON;
    for (;;) {
        const revops_event *event = row->next < last ? &part->events[row->next] : NULL;
        int64_t leaves_ms = row->holder ? revops__routing_leaves(part->engine, row->holder) : INT64_MAX;
        int64_t until_ms = event ? event->at_ms : part->until_ms;
        enum revops__simulate_waits waits = REVOPS__SIMULATE_GOES_ON;
        if (row->is_asking && row->answer_ms <= until_ms &&
            (!event || fold_is_behind(part->engine, event, row->answer_ms, row->sequence))) {
            waits = REVOPS__SIMULATE_ASKS;
            until_ms = row->answer_ms;
        }
        if (leaves_ms > row->since_ms && !row->is_left && leaves_ms <= until_ms &&
            (waits || !event || fold_is_behind(part->engine, event, leaves_ms, 0))) {
            waits = REVOPS__SIMULATE_LOSES;
            until_ms = leaves_ms;
        }
        if (!revops__simulate_has_room(part, sink)) {
            return REVOPS_ERR_NOSPACE;
        }
        int64_t wakeup_ms = revops_lead_next_wakeup(part->engine, record);
        revops_status status = REVOPS_OK;
        if (wakeup_ms != REVOPS_TIME_NONE && wakeup_ms <= until_ms) {
            status = fold_advance(part, lead, wakeup_ms, sink);
        } else if (waits == REVOPS__SIMULATE_ASKS && !row->is_held && fold_log_answers(part, lead)) {
            row->is_asking = 0;
        } else if (waits) {
            fold_wait(row, waits, until_ms);
        } else if (event) {
            row->next++;
            status = revops__simulate_apply(part, lead, event, sink);
        } else {
            fold_wait(row, REVOPS__SIMULATE_ENDED, until_ms);
        }
        if (status != REVOPS_OK || row->waits) {
            return status;
        }
    }
}
