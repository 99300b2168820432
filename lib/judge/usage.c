/* SPDX-License-Identifier: MIT */
/* One event: what it does to a record, and the signals it gives.

   Problem: say after each event which criteria are met, since when, and which signals come of it, so that the answer
   depends on the events that concern a signal and on nothing else. Format: usage-internal.h. Algorithm: the plan of an event's
   kind names the criteria that count it, the signals that name one of them, and the criteria of these signals that
   change with time. First these are brought up to the instant just before the event (use may have left its window,
   silence may have grown), then the event is added, then the signals are judged. All other criteria and signals stay
   as they are. Between two events that concern it, a criterion's value only falls (silence: only rises; growth is judged
   date by date), so that it doesn't matter how often it was looked at in between. */
#include "core/bits.h"
#include "core/compiler.h"
#include "judge/usage-fast.h"

size_t revops_usage_record_size(const revops_usage *usage)
{
    return is_built(usage) ? usage->record_size : 0;
}

size_t revops_usage_hits_max(const revops_usage *usage)
{
    return is_built(usage) ? usage->signal_count : 0;
}

revops_status revops_usage_record_init_many(const revops_usage *usage, void *records, size_t count,
                                            const int64_t *signup_ms, const int32_t *utc_offset_min)
{
    if (!is_built(usage) || (count > 0 && (!records || !signup_ms))) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        if (utc_offset_min && !offset_ok(utc_offset_min[i])) {
            return REVOPS_ERR_ARG;
        }
        if (signup_ms[i] < SIGNUP_MIN_MS || signup_ms[i] > SIGNUP_MAX_MS) {
            return REVOPS_ERR_RANGE;
        }
    }
    for (size_t i = 0; i < count; i++) {
        uint8_t *record = (uint8_t *)records + i * usage->record_size;
        memset(record, 0, usage->record_size);
        put64(record + HEAD_SIGNUP, signup_ms[i]);
        int64_t day = usage_local_day(signup_ms[i], utc_offset_min ? utc_offset_min[i] : 0);
        put32(record + HEAD_SIGNUP_DAY, (uint32_t)(day + DAY_SHIFT) | usage->check << 24);
    }
    return REVOPS_OK;
}

revops_status revops_usage_record_init(const revops_usage *usage, void *record, int64_t signup_ms,
                                       int32_t utc_offset_min)
{
    return revops_usage_record_init_many(usage, record, 1, &signup_ms, &utc_offset_min);
}

static uint32_t true_signals(const revops_usage *usage, uint64_t held)
{
    if (usage->criterion_count <= 8 && usage->signal_count <= 8) {
        return usage->true_of[held & 255];
    }
    uint32_t holds = 0;
    for (uint32_t i = 0; i < usage->signal_count; i++) {
        holds |= (uint32_t)combination_holds(usage_signal(usage, i), held) << i;
    }
    return holds;
}

/* Signals whose combination is true and that don't wait for it to become true anew. */
static uint32_t open_signals(const revops_usage *usage, uint32_t already_fired, uint32_t holds)
{
    return holds & ~(already_fired & usage->once);
}

int revops__usage_state_is_sound(const revops_usage *usage, const uint8_t *record)
{
    uint32_t already_fired = already_fired_get(usage, record), state = record[HEAD_STATE];
    uint32_t holds = true_signals(usage, held_get(usage, record));
    int waits = !(state & STATE_WORKED) && open_signals(usage, already_fired, holds) != 0;
    uint64_t beyond = (uint64_t)already_fired >> usage->signal_count;
    return beyond == 0 && ((already_fired & ~holds) == 0 || !usage->is_separate) &&
           ((state & STATE_WAITING) != 0) == waits;
}

/* Whether the last of a signal is long enough ago, or there was none. */
static uint32_t has_cooled(const revops_usage *usage, const uint8_t *record, uint32_t signal,
                           uint64_t instant)
{
    int64_t last = get40(record + signal_at(usage, signal));
    return (last == 0) | ((int64_t)instant - last >= usage_signal(usage, signal)->cooldown_ms);
}

int revops__usage_is_due(const revops_usage *usage, const uint8_t *record, uint64_t instant, uint32_t judged)
{
    uint32_t due = 0, holds = true_signals(usage, held_get(usage, record)) & judged;
    for (uint32_t open = open_signals(usage, already_fired_get(usage, record), holds); open != 0;
         open &= open - 1) {
        due |= has_cooled(usage, record, revops__lowest_bit(open), instant);
    }
    return due != 0;
}

/* Writes the head but for the signup: criteria met, signals that came, whether one may come at any event. */
static void put_head(const revops_usage *usage, uint8_t *record, uint64_t held, uint32_t already_fired,
                     uint32_t holds, uint32_t worked, uint64_t instant)
{
    uint32_t state = worked;
    state |= !worked && open_signals(usage, already_fired, holds) ? STATE_WAITING : 0;
    if (usage->is_wide) {
        put_word(record + WIDE_HELD, held);
        put32(record + WIDE_ALREADY_FIRED, already_fired);
        held = already_fired = 0;
    }
    /* In one piece: callers would else read what was just written in other pieces, which stalls. */
    put_word(record + HEAD_HELD,
             held | (uint64_t)(state | already_fired << 1) << HEAD_STATE_SHIFT | instant << HEAD_LAST_SHIFT);
}

void revops__usage_settle(const revops_usage *usage, uint8_t *record, uint64_t instant,
                          revops__usage_asked asked, uint64_t before, uint64_t held,
                          revops__usage_outcome *out)
{
    const uint32_t judged = asked.judged;
    uint32_t fired = 0, repeats = 0, worked = record[HEAD_STATE] & STATE_WORKED;
    uint32_t holds = true_signals(usage, held), already_fired = already_fired_get(usage, record);
    for (uint64_t left = (held | before) & ~held_get(usage, record); left != 0; left &= left - 1) {
        uint8_t *met = record + met_at(usage, revops__lowest_bit(left));
        int64_t first = get40(met);
        put40(met, first == 0 ? (int64_t)instant : first);
    }
    /* a signal that came has done so while its combination was true: not any more, if that was interrupted */
    if ((already_fired & judged) != 0) {
        uint32_t held_on = holds & (before == held ? holds : true_signals(usage, before));
        already_fired &= held_on | ~judged;
    }
    uint32_t due = worked ? 0 : open_signals(usage, already_fired, holds) & judged & ~asked.held_back;
    for (; due != 0; due &= due - 1) {
        uint32_t i = revops__lowest_bit(due);
        if (has_cooled(usage, record, i, instant)) {
            uint8_t *last_at = record + signal_at(usage, i);
            fired |= 1u << i;
            repeats |= (uint32_t)(get40(last_at) != 0) << i;
            put40(last_at, (int64_t)instant);
        }
    }
    put_head(usage, record, held, already_fired | fired, holds, worked, instant);
    *out = (revops__usage_outcome){held, fired, repeats};
}

void revops__usage_set_working(const revops_usage *usage, uint8_t *record, int working)
{
    uint64_t held = held_get(usage, record);
    put_head(usage, record, held, already_fired_get(usage, record), true_signals(usage, held),
             working ? STATE_WORKED : 0, (uint64_t)get40(record + HEAD_LAST));
}

/* Criteria met just before an event: those that change with time are brought up to its instant. */
static uint64_t met_before_event(const revops_usage *usage, uint8_t *record, const revops__usage_when *when,
                                 uint64_t affected, uint64_t held)
{
    for (uint64_t left = affected; left != 0; left &= left - 1) {
        uint32_t i = revops__lowest_bit(left);
        const revops__usage_rule *rule = usage_rule(usage, i);
        uint64_t met = revops__usage_is_met(usage, i, record, when, (int)(held >> i & 1)) != 0;
        held = (held & ~(UINT64_C(1) << i)) | met << i;
        if (rule->form == FORM_GROWTH || rule->form == FORM_SUM_GROWTH) {
            revops__usage_growth_judged(rule, record + rule->offset, when->day);
        }
    }
    return held;
}

revops_status revops__usage_fold(const revops_usage *usage, uint8_t *record, const revops__usage_step *step,
                                 revops__usage_outcome *out)
{
    const revops_usage_event *event = step->event;
    const revops__usage_plan *plan = step->plan;
    if (record[HEAD_CHECK] != usage->check) {
        return REVOPS_ERR_CORRUPT;
    }
    if (event->sequence != 0 && event->sequence <= get32(record + HEAD_SEQUENCE)) {
        return REVOPS_ERR_DUPLICATE;
    }
    uint64_t instant = usage_instant_of(record, event->at_ms);
    if (!instant_fits(instant)) {
        return REVOPS_ERR_RANGE;
    }
    if (instant < (uint64_t)get40(record + HEAD_LAST)) {
        return REVOPS_ERR_LATE;
    }
    revops__usage_when when = {(int64_t)instant,
                               usage_date_of(record, usage_local_day(event->at_ms, event->utc_offset_min))};
    if (step->working >= 0) {
        revops__usage_set_working(usage, record, step->working);
    }
    uint64_t before =
        met_before_event(usage, record, &when, plan->affected & usage->always, held_get(usage, record));
    uint64_t held = before | plan->flags, asked = plan->touched & usage->attributes;
    held = (held & ~asked) | (step->attributes & asked) | (before & asked & usage->latches);
    for (uint64_t left = plan->touched & ~plan->flags & ~asked; left != 0; left &= left - 1) {
        uint32_t i = revops__lowest_bit(left);
        const revops__usage_rule *rule = usage_rule(usage, i);
        if (is_counted(rule, &when, event->value)) {
            revops__usage_update(rule, record, &when, event);
            uint64_t met = revops__usage_is_met(usage, i, record, &when, (int)(before >> i & 1)) != 0;
            held = (held & ~(UINT64_C(1) << i)) | met << i;
        }
    }
    revops__usage_settle(usage, record, instant, (revops__usage_asked){plan->judged, step->held_back}, before,
                         held, out);
    if (event->sequence != 0) {
        put32(record + HEAD_SEQUENCE, event->sequence);
    }
    return REVOPS_OK;
}

revops_status revops__usage_fold_event(const revops_usage *usage, uint8_t *record,
                                       const revops_usage_event *event, int working, uint32_t held_back,
                                       revops__usage_outcome *out)
{
    if (event->kind - 1 >= REVOPS_USAGE_KIND_MAX || event->value > VALUE_MAX ||
        !offset_ok(event->utc_offset_min)) {
        return REVOPS_ERR_ARG;
    }
    const revops__usage_step step = {usage_plan(usage, event->kind), event, 0, working, held_back};
    return revops__usage_fold(usage, record, &step, out);
}

revops_status revops__usage_judge_anew(const revops_usage *usage, void *record, uint64_t criteria,
                                       uint32_t signals, int64_t at_ms, int32_t utc_offset_min)
{
    uint8_t *bytes = record;
    revops__usage_when when;
    revops_status status = usage_place(bytes, at_ms, utc_offset_min, &when);
    if (status != REVOPS_OK || bytes[HEAD_CHECK] != usage->check) {
        return status == REVOPS_OK ? REVOPS_ERR_CORRUPT : status;
    }
    uint64_t was = held_get(usage, bytes), held = was;
    for (uint64_t left = criteria & ~usage->attributes; left != 0; left &= left - 1) {
        uint32_t i = revops__lowest_bit(left);
        int is_met = revops__usage_is_met(usage, i, bytes, &when, (int)(was >> i & 1));
        held = (held & ~(UINT64_C(1) << i)) | (uint64_t)(is_met != 0) << i;
    }
    for (uint32_t i = 0; i < usage->signal_count; i++) {
        signals |= (uint32_t)((criteria_named(usage_signal(usage, i)) & criteria) != 0) << i;
    }
    revops__usage_outcome out;
    revops__usage_settle(usage, bytes, (uint64_t)get40(bytes + HEAD_LAST),
                         (revops__usage_asked){signals, UINT32_MAX}, held, held, &out);
    return REVOPS_OK;
}

/* The ends of a single event. They are functions apart, called last, so that the fast path has no registers to save: over many
   records what bounds single events is how many of them a processor can have on their way at once. */
static REVOPS__APART revops_status apply_any(const revops_usage *usage, uint8_t *record,
                                             const revops_usage_event *event, uint32_t *fired)
{
    revops__usage_outcome out;
    revops_status status = revops__usage_fold_event(usage, record, event, -1, 0, &out);
    if (status == REVOPS_OK) {
        *fired = out.fired;
    }
    return status;
}

static REVOPS__APART revops_status apply_settle(const revops_usage *usage, uint8_t *record, uint32_t judged,
                                                usage_fast_row row, int waits, uint32_t *fired)
{
    revops__usage_outcome out;
    usage_end_fast(usage, record, judged, row, waits, &out);
    *fired = out.fired;
    return REVOPS_OK;
}

/* A fast path, of a kind that has one. */
static REVOPS__INLINE revops_status apply_fast(const revops_usage *usage, uint8_t *record,
                                               const revops_usage_event *event, enum revops__usage_form form,
                                               uint32_t *fired)
{
    const revops__usage_fast *fast = &usage->fast[event->kind];
    const usage_fast_event given = {event->at_ms, event->utc_offset_min, event->sequence, event->value};
    usage_fast_row row;
    enum usage_fast_end end = usage_fold_fast(fast, usage->check, form, 0, record, &given, &row);
    switch (end) {
    case FAST_DONE:
        *fired = 0;
        return REVOPS_OK;
    case FAST_CHANGES:
    case FAST_WAITS:
        return apply_settle(usage, record, fast->judged, row, end == FAST_WAITS, fired);
    case FAST_LEFT:
        break;
    }
    return apply_any(usage, record, event, fired);
}

static REVOPS__APART revops_status apply_instant(const revops_usage *usage, uint8_t *record,
                                                 const revops_usage_event *event, uint32_t *fired)
{
    return apply_fast(usage, record, event, FORM_INSTANTS, fired);
}

static REVOPS__APART revops_status apply_word(const revops_usage *usage, uint8_t *record,
                                              const revops_usage_event *event, uint32_t *fired)
{
    return apply_fast(usage, record, event, FORM_WORD, fired);
}

static REVOPS__APART revops_status apply_count(const revops_usage *usage, uint8_t *record,
                                               const revops_usage_event *event, uint32_t *fired)
{
    return apply_fast(usage, record, event, FORM_COUNTS, fired);
}

revops_status revops_usage_apply(const revops_usage *usage, void *record, const revops_usage_event *event,
                                 uint32_t *fired)
{
    if (!is_built(usage) || !record || !event || !fired) {
        return REVOPS_ERR_ARG;
    }
    if (event->kind >= USAGE_FAST_KINDS || !usage->fast[event->kind].has_fast_path) {
        return apply_any(usage, record, event, fired);
    }
    const uint32_t form = usage->fast_form;
    return form == FORM_INSTANTS ? apply_instant(usage, record, event, fired)
           : form == FORM_WORD   ? apply_word(usage, record, event, fired)
           : form == FORM_COUNTS ? apply_count(usage, record, event, fired)
                                 : apply_fast(usage, record, event, FORM_COUNTER, fired);
}

void revops_usage_prefetch(const revops_usage *usage, const void *record)
{
    enum { LINE = 64, LINES_MAX = 8 };
    uintptr_t at = (uintptr_t)record, end = at + (is_built(usage) ? usage->record_size : 0);
    for (uint32_t line = 0; line < LINES_MAX && at < end; line++, at += LINE) {
        REVOPS__FETCH_TO_CHANGE((const void *)at);
    }
}

revops_status revops_usage_work(const revops_usage *usage, void *record, int working)
{
    uint8_t value = working != 0;
    return revops_usage_work_many(usage, record, 1, &value);
}

revops_status revops_usage_work_many(const revops_usage *usage, void *records, size_t count,
                                     const uint8_t *working)
{
    if (!is_built(usage) || (count > 0 && (!records || !working))) {
        return REVOPS_ERR_ARG;
    }
    uint8_t *bytes = records;
    for (size_t i = 0; i < count; i++) {
        if (bytes[i * usage->record_size + HEAD_CHECK] != usage->check) {
            return REVOPS_ERR_CORRUPT;
        }
    }
    for (size_t i = 0; i < count; i++) {
        revops__usage_set_working(usage, bytes + i * usage->record_size, working[i]);
    }
    return REVOPS_OK;
}
