/* SPDX-License-Identifier: MIT */
/* Clocks of a lead: what happened is told to those that it concerns [SL9, SEM3, SEM25]. */
#include <stddef.h>
#include <string.h>

#include "act/sla-internal.h"
#include "core/bits.h"
#include "core/compiler.h"
#include "engine/engine-work.h"

/* Widths of the fields of a record of sla.h that are always used, one after the other: so they lie among the lead's bytes. */
static const struct {
    uint8_t count, bytes;
} clock_record_fields[] = {{5, 8}, {2, 4}, {6, 2}, {4, 1}};

#define CLOCK_INSTANT(field) offsetof(revops_sla_record, field), sizeof(int64_t), 7

/* The others, and in how many bytes each: instants and spans need 55 bits. They are zero where a run doesn't use them. Those from
   the fourth on are of clocks that can stand still. */
static const struct {
    uint8_t place, bytes, packed;
} clock_more_fields[] = {{CLOCK_INSTANT(target)},
                         {CLOCK_INSTANT(base_ms)},
                         {CLOCK_INSTANT(from_ms)},
                         {CLOCK_INSTANT(answered_ms)},
                         {CLOCK_INSTANT(known_from_ms)},
                         {offsetof(revops_sla_record, ran_day), 4, 4},
                         {offsetof(revops_sla_record, days), 4, 4},
                         {offsetof(revops_sla_record, still_count), 4, 1},
                         {CLOCK_INSTANT(still_from_ms[0])},
                         {CLOCK_INSTANT(still_from_ms[1])},
                         {CLOCK_INSTANT(still_from_ms[2])},
                         {CLOCK_INSTANT(still_from_ms[3])},
                         {CLOCK_INSTANT(still_until_ms[0])},
                         {CLOCK_INSTANT(still_until_ms[1])},
                         {CLOCK_INSTANT(still_until_ms[2])},
                         {CLOCK_INSTANT(still_until_ms[3])}};

#define CLOCK_NONE_MS (-(INT64_C(1) << 55)) /* REVOPS_TIME_NONE in seven bytes */

enum {
    CLOCK_DUE_AT = offsetof(revops_sla_record, due_ms),
    CLOCK_SINCE_AT = offsetof(revops_sla_record, since_ms),
    CLOCK_MEETINGS_AT = offsetof(revops_sla_record, unused_meetings),
    CLOCK_STARTS_AT = offsetof(revops_sla_record, unused_starts),
    CLOCK_STATE_AT = offsetof(revops_sla_record, state),
    CLOCK_FLAGS_AT = offsetof(revops_sla_record, flags),
    /* What can begin a run where none is under way, or concerns the place. */
    CLOCK_HEARD_WITHOUT_RUN = REVOPS_SLA_STARTS | REVOPS_SLA_PAUSES | REVOPS_SLA_RESUMES |
                              REVOPS_SLA_REOPENS | REVOPS_SLA_ENTERS_STILL | REVOPS_SLA_LEAVES_STILL
};

/* A record's bytes in memory from those of a lead, or the other way round. */
static void clock_turn(unsigned char *to, const unsigned char *from)
{
    size_t at = 0;
    for (size_t i = 0; i < sizeof clock_record_fields / sizeof clock_record_fields[0]; i++) {
        size_t bytes = clock_record_fields[i].bytes;
        for (unsigned k = 0; k < clock_record_fields[i].count; k++, at += bytes) {
            for (size_t n = 0; n < bytes; n++) {
                to[at + n] = from[at + bytes - 1 - n];
            }
        }
    }
}

static uint32_t clock_more_count(int stops)
{
    return stops ? (uint32_t)(sizeof clock_more_fields / sizeof clock_more_fields[0]) : 3;
}

static void clock_pack(unsigned char *bytes, const revops_sla_record *record, int stops)
{
    for (uint32_t i = 0, at = 0; i < clock_more_count(stops); at += clock_more_fields[i++].packed) {
        const unsigned char *field = (const unsigned char *)record + clock_more_fields[i].place;
        int64_t wide;
        if (clock_more_fields[i].bytes == sizeof wide) {
            memcpy(&wide, field, sizeof wide);
            wide = wide == REVOPS_TIME_NONE ? CLOCK_NONE_MS : wide;
        } else {
            uint32_t narrow;
            memcpy(&narrow, field, sizeof narrow);
            wide = narrow;
        }
        revops__lead_put(bytes, at, clock_more_fields[i].packed, (uint64_t)wide);
    }
}

static void clock_unpack(const unsigned char *bytes, int stops, revops_sla_record *record)
{
    record->known_from_ms = record->started_ms;
    for (uint32_t i = 0, at = 0; i < clock_more_count(stops); at += clock_more_fields[i++].packed) {
        unsigned char *field = (unsigned char *)record + clock_more_fields[i].place;
        uint64_t packed = revops__lead_get(bytes, at, clock_more_fields[i].packed);
        if (clock_more_fields[i].bytes == sizeof(int64_t)) {
            int64_t wide = (int64_t)(packed ^ UINT64_C(1) << 55) - (INT64_C(1) << 55);
            wide = wide == CLOCK_NONE_MS ? REVOPS_TIME_NONE : wide;
            memcpy(field, &wide, sizeof wide);
        } else {
            uint32_t narrow = (uint32_t)packed;
            memcpy(field, &narrow, sizeof narrow);
        }
    }
}

static int clock_is_little(void)
{
    const uint16_t one = 1;
    unsigned char low;
    memcpy(&low, &one, sizeof low);
    return low;
}

/* The record as sla.h has it. */
static void clock_load(const revops_engine *engine, const unsigned char *lead, uint32_t index,
                       revops_sla_record *record)
{
    const unsigned char *bytes = lead + revops__lead_clock_at(engine, index);
    if (clock_is_little()) {
        memcpy(record, bytes, REVOPS__LEAD_CLOCK);
    } else {
        clock_turn((unsigned char *)record, bytes);
    }
    memset(&record->target, 0, sizeof *record - REVOPS__LEAD_CLOCK);
    if (record->flags & REVOPS_SLA_HAS_MORE) {
        const revops__engine_clock *clock = revops__engine_clock_of(engine, index + 1);
        clock_unpack(lead + clock->promise_at, clock->stops, record);
    }
}

static int clock_is_open(uint8_t state)
{
    return state == REVOPS_SLA_RUNNING || state == REVOPS_SLA_PAUSED || state == REVOPS_SLA_BREACHED;
}

static int64_t clock_due(const revops_sla_record *record)
{
    return record->state == REVOPS_SLA_RUNNING && record->due_ms != REVOPS_SLA_NEVER_MS ? record->due_ms
                                                                                        : REVOPS_TIME_NONE;
}

/* What is due first is sought among all clocks only where it was this clock's. */
static void clock_is_due(revops__work *w, int64_t before_ms, int64_t due_ms)
{
    int64_t wakeup_ms = revops__lead_i64(w->lead, REVOPS__LEAD_WAKEUP_MS);
    if (before_ms != REVOPS_TIME_NONE && before_ms + 1 == wakeup_ms) {
        w->is_due_changed = 1;
    } else if (due_ms != REVOPS_TIME_NONE && (wakeup_ms == REVOPS_TIME_NONE || due_ms + 1 < wakeup_ms)) {
        revops__lead_set(w->lead, REVOPS__LEAD_WAKEUP_MS, (uint64_t)due_ms + 1);
    }
}

/* `before_ms`: what was due of the clock before it changed. */
static void clock_store(revops__work *w, uint32_t index, const revops_sla_record *record, int64_t before_ms)
{
    unsigned char *bytes = w->lead + revops__lead_clock_at(w->engine, index);
    const unsigned char *from = (const unsigned char *)record;
    uint64_t runs = revops__lead_get(w->lead, REVOPS__LEAD_RUNS, 2) & ~(UINT64_C(1) << index);
    runs |= (uint64_t)clock_is_open(record->state) << index;
    revops__lead_put(w->lead, REVOPS__LEAD_RUNS, 2, runs);
    if (clock_due(record) != before_ms) {
        clock_is_due(w, before_ms, clock_due(record));
    }
    if ((bytes[CLOCK_FLAGS_AT] | record->flags) & REVOPS_SLA_HAS_MORE) { /* or had: then it is zero now */
        const revops__engine_clock *clock = revops__engine_clock_of(w->engine, index + 1);
        clock_pack(w->lead + clock->promise_at, record, clock->stops);
    }
    if (clock_is_little()) {
        memcpy(bytes, from, REVOPS__LEAD_CLOCK);
    } else {
        clock_turn(bytes, from);
    }
}

static void clock_calendars(const revops_engine *engine, const revops_calendar **out)
{
    const uint32_t *places = revops__engine_at(engine, engine->calendars);
    for (uint32_t i = 0; i < engine->calendar_count; i++) {
        out[i] = revops__engine_at(engine, places[i]);
    }
}

/* `handed_over`: a run that is cancelled before another starts was the former owner's [SEM17]; above 1 also where no case holds
   from which another would start. */
static void clock_tell(revops__work *w, uint32_t index, const revops_sla_effect *effects, size_t count,
                       int handed_over)
{
    static const revops_effect_kind kinds[] = {[REVOPS_SLA_EFFECT_STARTED] = REVOPS_EFFECT_STARTED,
                                               [REVOPS_SLA_EFFECT_WARNED] = REVOPS_EFFECT_WARNED,
                                               [REVOPS_SLA_EFFECT_BREACHED] = REVOPS_EFFECT_BREACHED,
                                               [REVOPS_SLA_EFFECT_MET] = REVOPS_EFFECT_MET,
                                               [REVOPS_SLA_EFFECT_MET_LATE] = REVOPS_EFFECT_MET_LATE,
                                               [REVOPS_SLA_EFFECT_CANCELLED] = REVOPS_EFFECT_CANCELLED,
                                               [REVOPS_SLA_EFFECT_PAUSED] = REVOPS_EFFECT_PAUSED,
                                               [REVOPS_SLA_EFFECT_RESUMED] = REVOPS_EFFECT_RESUMED,
                                               [REVOPS_SLA_EFFECT_REOPENED] = REVOPS_EFFECT_REOPENED,
                                               [REVOPS_SLA_EFFECT_RETARGETED] = REVOPS_EFFECT_RETARGETED,
                                               [REVOPS_SLA_EFFECT_LAPSED] = REVOPS_EFFECT_LAPSED,
                                               [REVOPS_SLA_EFFECT_MERGED] = REVOPS_EFFECT_MERGED};
    uint32_t owners = revops__lead_u32(w->lead, REVOPS__LEAD_OWNERS);
    uint64_t owner = revops__lead_u64(w->lead, REVOPS__LEAD_OWNER);
    for (size_t i = 0; i < count; i++) {
        revops_effect *effect = revops__tell(w, kinds[effects[i].kind], effects[i].at_ms);
        int ends =
            i + 1 < count ? handed_over && effects[i + 1].kind == REVOPS_SLA_EFFECT_STARTED : handed_over > 1;
        int is_of_former = ends && effects[i].kind == REVOPS_SLA_EFFECT_CANCELLED &&
                           effects[i].owner != owners && effects[i].owner != REVOPS_NONE && owner;
        effect->owner = is_of_former ? w->owner : owner; /* [SEM17] */
        effect->value = effects[i].due_ms;
        effect->span_ms = effects[i].consumed_ms;
        effect->clock = (uint16_t)(index + 1);
        effect->row = effects[i].row == REVOPS_SLA_NO_CASE ? 0 : (uint16_t)(effects[i].row + 1);
        effect->detail = effects[i].detail;
    }
}

/* The first case that holds; as many as there are where none does. */
static uint32_t clock_case(revops__work *w, const revops__engine_clock *clock, uint32_t *lead_calendar)
{
    const revops__clock_case *cases = revops__engine_at(w->engine, w->engine->cases);
    const revops__clock_chosen *chosen = revops__engine_at(w->engine, w->engine->chosen);
    uint32_t held = clock->case_count;
    *lead_calendar = 0;
    for (uint32_t i = 0; i < clock->case_count; i++) {
        const revops__clock_case *row = &cases[clock->first_case + i];
        if (held == clock->case_count && (!row->where || revops__where_holds(&w->facts, row->where))) {
            held = i;
        }
        if (row->calendar_of == REVOPS_POLICY_CALENDAR_BY_ATTRIBUTE) {
            *lead_calendar = revops__facts_choose(&w->facts, row->attribute, row->table, row->names_calendar,
                                                  chosen + row->first_chosen, row->chosen_count);
        }
    }
    return held;
}

static uint32_t clock_owner_calendar(const revops_engine *engine, uint64_t owner)
{
    const revops__engine_person *people = revops__engine_at(engine, engine->people);
    uint32_t calendar =
        owner && owner <= engine->counts[REVOPS_ENGINE_LIST_PEOPLE] ? people[owner - 1].calendar : 0;
    return calendar <= engine->calendar_count ? calendar : 0;
}

/* The event as a clock hears it. */
static void clock_event(revops__work *w, const revops__engine_clock *clock, int64_t at_ms, int64_t *held,
                        revops_sla_event *event)
{
    uint64_t owner = revops__lead_u64(w->lead, REVOPS__LEAD_OWNER);
    if (w->is_unlooked && clock->is_looked_at) {
        revops__event_look(w, 0);
    }
    *held = clock_case(w, clock, &event->lead_calendar);
    event->at_ms = at_ms;
    event->attributes = held;
    event->cycle = (uint32_t)revops__lead_get(w->lead, REVOPS__LEAD_CYCLE, 2);
    event->owner = owner ? revops__lead_u32(w->lead, REVOPS__LEAD_OWNERS) : REVOPS_NONE;
    event->owner_calendar = clock_owner_calendar(w->engine, owner);
}

static void clock_apply(revops__work *w, uint32_t index, const revops_sla_event *event, uint32_t parts,
                        int handed_over)
{
    const revops_engine *engine = w->engine;
    const revops__engine_clock *clock = revops__engine_clock_of(engine, index + 1);
    const revops_calendar *calendars[REVOPS__ENGINE_CALENDARS_MAX];
    revops_sla_effect effects[REVOPS_SLA_EFFECTS_OF_CLOCK_MAX];
    revops_sla_record record;
    size_t count = 0;
    clock_calendars(engine, calendars);
    clock_load(engine, w->lead, index, &record);
    int64_t before_ms = clock_due(&record);
    record.flags &= (uint8_t)~REVOPS_SLA_PASSED; /* the engine keeps the order itself */
    if (revops__sla_hear(revops__engine_at(engine, clock->sla), calendars, &record, event, parts, effects,
                         &count) == REVOPS_OK) {
        clock_store(w, index, &record, before_ms);
        clock_tell(w, index, effects, count, handed_over);
    }
}

/* What an event is to a clock that it may concern. */
static uint32_t clock_parts(const revops__clock_use *use, const revops__what *what)
{
    return use->always | (what->event ? use->taken : 0u) | (what->assigned ? use->assigned : 0u);
}

/* What happened to each clock. */
typedef struct clock_heard {
    uint32_t clocks; /* those that have parts */
    uint16_t parts[REVOPS_POLICY_CLOCKS_MAX];
} clock_heard;

static void clock_hear_part(clock_heard *heard, uint32_t clock, uint32_t parts)
{
    heard->parts[clock] = (uint16_t)((heard->clocks >> clock & 1 ? heard->parts[clock] : 0u) | parts);
    heard->clocks |= 1u << clock;
}

static void clock_hear_event(const revops_engine *engine, const revops__what *what, clock_heard *heard)
{
    const revops__engine_event *row = revops__engine_event_of(engine, what->kind);
    const revops__clock_use *uses = revops__engine_at(engine, engine->uses);
    for (uint32_t i = row->first_use; i < row->first_use + row->use_count; i++) {
        uint32_t parts = clock_parts(&uses[i], what);
        if (parts) {
            clock_hear_part(heard, uses[i].clock, parts);
        }
    }
}

static void clock_hear_stages(const revops_engine *engine, uint64_t crossed, int is_left, clock_heard *heard)
{
    const revops__clock_stage_use *uses = revops__engine_at(engine, engine->stage_uses);
    for (; crossed; crossed &= crossed - 1) {
        uint32_t stage = revops__lowest_bit(crossed);
        const revops__engine_stage *row = &revops__engine_stages(engine)[stage];
        uint32_t clocks = is_left ? row->leave_clocks : row->enter_clocks;
        for (; clocks; clocks &= clocks - 1) {
            uint32_t clock = revops__lowest_bit(clocks);
            const revops__clock_stage_use *use =
                &uses[stage * engine->counts[REVOPS_ENGINE_LIST_CLOCKS] + clock];
            clock_hear_part(heard, clock, is_left ? use->left : use->entered);
        }
    }
}

/* Misses of other clocks, and signals of usage. */
static void clock_hear_missed(const revops_engine *engine, const revops__what *what, clock_heard *heard)
{
    for (uint32_t i = 0; i < engine->counts[REVOPS_ENGINE_LIST_CLOCKS]; i++) {
        const revops__engine_clock *clock = revops__engine_clock_of(engine, i + 1);
        for (uint32_t part = 0; part < REVOPS__CLOCK_PARTS; part++) {
            if (clock->hears[part].missed & what->missed || clock->hears[part].signals & what->signals) {
                clock_hear_part(heard, i, 1u << part);
            }
        }
    }
}

/* Clocks that begin or cease to stand still where the lead is. */
static void clock_hear_place(const revops__work *w, clock_heard *heard)
{
    for (uint32_t clocks = w->engine->clocks_standing; clocks; clocks &= clocks - 1) {
        uint32_t i = revops__lowest_bit(clocks);
        const unsigned char *bytes = w->lead + revops__lead_clock_at(w->engine, i);
        int stands =
            (int)(revops__engine_clock_of(w->engine, i + 1)->still >> w->lead[REVOPS__LEAD_PLACE] & 1);
        if (stands != ((bytes[CLOCK_FLAGS_AT] & REVOPS_SLA_IN_STILL) != 0)) {
            clock_hear_part(heard, i, stands ? REVOPS_SLA_ENTERS_STILL : REVOPS_SLA_LEAVES_STILL);
        }
    }
}

void revops__clocks_merge(revops__work *w, int64_t at_ms)
{
    for (uint32_t runs = revops__lead_runs(w->engine, w->lead); runs; runs &= runs - 1) {
        uint32_t i = revops__lowest_bit(runs);
        revops_sla_event event = {.flags = REVOPS_SLA_MERGES};
        int64_t held;
        clock_event(w, revops__engine_clock_of(w->engine, i + 1), at_ms, &held, &event);
        clock_apply(w, i, &event, 0, 0);
    }
}

/* No run is under way and none begins: a meeting may yet meet one that begins at this instant [SEM3]. */
static void clock_keep_meeting(unsigned char *bytes, int64_t at_ms)
{
    uint64_t meetings = revops__lead_get(bytes, CLOCK_MEETINGS_AT, 2);
    bytes[CLOCK_FLAGS_AT] &= (unsigned char)~REVOPS_SLA_PASSED;
    if (revops__lead_i64(bytes, CLOCK_SINCE_AT) != at_ms) {
        revops__lead_set(bytes, CLOCK_SINCE_AT, (uint64_t)at_ms);
        revops__lead_put(bytes, CLOCK_STARTS_AT, 2, 0);
        meetings = 0;
    }
    revops__lead_put(bytes, CLOCK_MEETINGS_AT, 2, meetings + (meetings != UINT16_MAX));
}

static REVOPS__APART void clock_hear_run(revops__work *w, const revops__what *what, uint32_t index,
                                         uint32_t parts, int64_t at_ms)
{
    const revops__engine_clock *clock = revops__engine_clock_of(w->engine, index + 1);
    int64_t held;
    revops_sla_event event = {.flags = what->faded ? REVOPS_SLA_FADED : 0};
    clock_event(w, clock, at_ms, &held, &event);
    int handed_over = clock->anew && !(parts & REVOPS_SLA_ENDS) ? 1 + !(parts & REVOPS_SLA_MEETS) : 0;
    clock_apply(w, index, &event, parts, handed_over);
}

static inline void clock_hear(revops__work *w, const revops__what *what, uint32_t index, uint32_t parts,
                              int64_t at_ms)
{
    if (revops__lead_runs(w->engine, w->lead) >> index & 1 || parts & CLOCK_HEARD_WITHOUT_RUN) {
        clock_hear_run(w, what, index, parts, at_ms);
    } else if (parts & REVOPS_SLA_MEETS) {
        clock_keep_meeting(w->lead + revops__lead_clock_at(w->engine, index), at_ms);
    }
}

/* Nothing but the event itself can concern a clock: its uses are in the order of clocks. */
static void clock_hear_event_alone(revops__work *w, const revops__what *what, int64_t at_ms)
{
    const revops__engine_event *row = revops__engine_event_of(w->engine, what->kind);
    const revops__clock_use *use =
        (const revops__clock_use *)revops__engine_at(w->engine, w->engine->uses) + row->first_use;
    for (const revops__clock_use *end = use + row->use_count; use < end; use++) {
        clock_hear(w, what, use->clock, clock_parts(use, what), at_ms);
    }
}

/* `looked_at`: clocks whose case or calendar may be another by now. */
static REVOPS__APART void clock_hear_all(revops__work *w, const revops__what *what, uint32_t looked_at,
                                         int64_t at_ms)
{
    const revops_engine *engine = w->engine;
    clock_heard heard;
    heard.clocks = 0;
    if (what->kind) {
        clock_hear_event(engine, what, &heard);
    }
    clock_hear_stages(engine, what->entered, 0, &heard);
    clock_hear_stages(engine, what->left, 1, &heard);
    if (what->missed | what->signals) {
        clock_hear_missed(engine, what, &heard);
    }
    if (engine->clocks_standing) {
        clock_hear_place(w, &heard);
    }
    for (uint32_t rest = (heard.clocks | looked_at) & ~(uint32_t)what->missed; rest; rest &= rest - 1) {
        uint32_t i = revops__lowest_bit(rest); /* but for its own miss */
        clock_hear(w, what, i, heard.clocks >> i & 1 ? heard.parts[i] : 0, at_ms);
    }
}

void revops__clocks_hear(revops__work *w, const revops__what *what, int64_t at_ms)
{
    const revops_engine *engine = w->engine;
    int all = what->faded || revops__lead_u64(w->lead, REVOPS__LEAD_OWNER) != w->owner;
    uint32_t looked_at = revops__lead_runs(engine, w->lead) & (all ? UINT16_MAX : engine->clocks_looked_at);
    if (what->kind && !(what->entered | what->left | what->signals) &&
        !(looked_at | engine->clocks_standing)) {
        clock_hear_event_alone(w, what, at_ms);
    } else {
        clock_hear_all(w, what, looked_at, at_ms);
    }
}

int64_t revops__clocks_due(const revops_engine *engine, const unsigned char *lead, uint32_t *clock)
{
    int64_t earliest_ms = REVOPS_TIME_NONE;
    for (uint32_t runs = revops__lead_runs(engine, lead); runs; runs &= runs - 1) {
        uint32_t i = revops__lowest_bit(runs);
        const unsigned char *bytes = lead + revops__lead_clock_at(engine, i);
        int64_t due_ms = revops__lead_i64(bytes, CLOCK_DUE_AT);
        if (bytes[CLOCK_STATE_AT] == REVOPS_SLA_RUNNING && due_ms != REVOPS_SLA_NEVER_MS &&
            (earliest_ms == REVOPS_TIME_NONE || due_ms < earliest_ms)) {
            earliest_ms = due_ms;
            *clock = i;
        }
    }
    return earliest_ms;
}

void revops__clocks_fire(revops__work *w, uint32_t index, int64_t due_ms)
{
    const revops_engine *engine = w->engine;
    const revops__engine_clock *clock = revops__engine_clock_of(engine, index + 1);
    const revops_calendar *calendars[REVOPS__ENGINE_CALENDARS_MAX];
    revops_sla_effect effects[REVOPS_SLA_EFFECTS_OF_CLOCK_MAX];
    revops_sla_record record;
    size_t count = 0;
    int is_missed = 0;
    clock_calendars(engine, calendars);
    clock_load(engine, w->lead, index, &record);
    int64_t before_ms = clock_due(&record);
    if (revops_sla_advance(revops__engine_at(engine, clock->sla), calendars, &record, due_ms + 1, effects,
                           REVOPS_SLA_EFFECTS_OF_CLOCK_MAX, &count) != REVOPS_OK) {
        record.state = REVOPS_SLA_CANCELLED; /* a record that revops_lead_verify() refuses */
    }
    clock_store(w, index, &record, before_ms);
    revops__segments_at(w, due_ms);
    clock_tell(w, index, effects, count, 0);
    for (size_t i = 0; i < count; i++) {
        is_missed |= effects[i].kind == REVOPS_SLA_EFFECT_BREACHED;
    }
    if (is_missed) {
        revops__what what = {.missed = (uint16_t)(1u << index)};
        revops__facts_begin(&w->facts, engine, w->lead, w->facts.texts, due_ms);
        revops__clocks_hear(w, &what, due_ms);
        revops__routing_hear(w, &what, due_ms);
    }
}

/* Under a policy by which it can't stand still, a run goes on, and of its pauses nothing is kept. */
static REVOPS__APART void clock_run_on(revops__work *w, const revops__engine_clock *clock, uint32_t index,
                                       const revops_calendar *const *calendars, const revops_sla_event *event,
                                       revops_sla_record *record)
{
    revops_sla_effect effects[REVOPS_SLA_EFFECTS_OF_CLOCK_MAX];
    record->flags &= (uint8_t) ~(clock->still ? 0 : REVOPS_SLA_IN_STILL);
    if (!clock->stops) {
        size_t count =
            revops__sla_run_on(revops__engine_at(w->engine, clock->sla), calendars, event, record, effects);
        clock_tell(w, index, effects, count, 0);
    }
}

void revops__clocks_rebase(revops__work *w, const revops_engine *from, const unsigned char *was,
                           const uint32_t *sources, int64_t at_ms)
{
    const revops_engine *to = w->engine;
    const revops_calendar *calendars[REVOPS__ENGINE_CALENDARS_MAX],
        *to_calendars[REVOPS__ENGINE_CALENDARS_MAX];
    revops_sla_change promises = to->moves_promises ? REVOPS_SLA_MOVE : REVOPS_SLA_KEEP;
    clock_calendars(from, calendars);
    clock_calendars(to, to_calendars);
    revops__facts_begin(&w->facts, to, w->lead, w->facts.texts, at_ms);
    revops__segments_find(w);
    for (uint32_t i = 0; i < to->counts[REVOPS_ENGINE_LIST_CLOCKS]; i++) {
        if (!sources[i]) {
            continue; /* it is new */
        }
        const revops__engine_clock *clock = revops__engine_clock_of(to, i + 1);
        revops_sla_effect effects[REVOPS_SLA_EFFECTS_OF_CLOCK_MAX];
        revops_sla_event event = {0};
        revops_sla_record record;
        size_t count = 0;
        int64_t held;
        clock_event(w, clock, at_ms, &held, &event);
        clock_load(from, was, sources[i] - 1, &record);
        if (revops_sla_rebase(revops__engine_at(from, revops__engine_clock_of(from, sources[i])->sla),
                              calendars, revops__engine_at(to, clock->sla), to_calendars, &record, &event,
                              promises, effects, REVOPS_SLA_EFFECTS_OF_CLOCK_MAX, &count) == REVOPS_OK) {
            clock_tell(w, i, effects, count, 0);
            clock_run_on(w, clock, i, to_calendars, &event, &record);
            clock_store(w, i, &record, REVOPS_TIME_NONE); /* the caller seeks what is due */
        }
    }
}

int revops__clocks_are_legal(const revops_engine *engine, const unsigned char *lead)
{
    uint64_t runs = 0;
    for (uint32_t i = 0; i < engine->counts[REVOPS_ENGINE_LIST_CLOCKS]; i++) {
        const revops__engine_clock *clock = revops__engine_clock_of(engine, i + 1);
        revops_sla_record record;
        clock_load(engine, lead, i, &record);
        runs |= (uint64_t)clock_is_open(record.state) << i;
        uint32_t end = clock->promise_at + revops__lead_promise_size(clock->stops);
        int has_more = record.flags & REVOPS_SLA_HAS_MORE;
        if (revops_sla_verify(revops__engine_at(engine, clock->sla), &record, 1) != REVOPS_OK ||
            (!has_more && !revops__is_zero(lead, clock->promise_at, end))) {
            return 0;
        }
    }
    return runs == revops__lead_get(lead, REVOPS__LEAD_RUNS, 2);
}

revops_status revops_lead_clock(const revops_engine *engine, const void *lead, uint32_t clock, int64_t at_ms,
                                int64_t *consumed_ms, int64_t *answered_ms, revops_sla_record *out)
{
    if (!engine || !lead || !out || clock == 0 || clock > engine->counts[REVOPS_ENGINE_LIST_CLOCKS]) {
        return REVOPS_ERR_ARG;
    }
    if (!revops__lead_is_of(engine, lead)) {
        return REVOPS_ERR_CORRUPT;
    }
    const revops_calendar *calendars[REVOPS__ENGINE_CALENDARS_MAX];
    revops_sla_record record;
    clock_calendars(engine, calendars);
    clock_load(engine, lead, clock - 1, &record);
    revops_status status =
        revops_sla_measure(revops__engine_at(engine, revops__engine_clock_of(engine, clock)->sla), calendars,
                           &record, at_ms, consumed_ms, answered_ms);
    if (status == REVOPS_OK) {
        *out = record;
    }
    return status;
}
