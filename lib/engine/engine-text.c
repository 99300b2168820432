/* SPDX-License-Identifier: MIT */
/* Names, ranks and effects in words. */
#include <string.h>

#include "core/text.h"
#include "engine/engine-score-text.h"

uint32_t revops_engine_count(const revops_engine *engine, revops_engine_list list)
{
    return engine && list < REVOPS__ENGINE_LISTS ? engine->counts[list] : 0;
}

const char *revops_engine_name(const revops_engine *engine, revops_engine_list list, uint32_t number)
{
    if (!engine || list >= REVOPS__ENGINE_LISTS || number == 0 || number > engine->counts[list]) {
        return "unknown";
    }
    uint32_t place = 0;
    switch ((enum revops_engine_lists)list) {
    case REVOPS_ENGINE_LIST_STAGES:
        place = ((const revops__engine_stage *)revops__engine_at(engine, engine->stages))[number - 1].name;
        break;
    case REVOPS_ENGINE_LIST_EVENTS:
        place = revops__engine_event_of(engine, number)->name;
        break;
    case REVOPS_ENGINE_LIST_ITEMS:
    case REVOPS_ENGINE_LIST_FIT_GRADES:
    case REVOPS_ENGINE_LIST_ENGAGEMENT_GRADES:
    case REVOPS_ENGINE_LIST_BANDS:
    case REVOPS_ENGINE_LIST_FIT_RULES:
    case REVOPS_ENGINE_LIST_FIT_GROUPS:
    case REVOPS_ENGINE_LIST_INTENT_RULES:
    case REVOPS_ENGINE_LIST_INTENT_GROUPS:
    case REVOPS_ENGINE_LIST_SEGMENTS:
    case REVOPS_ENGINE_LIST_MOTIONS:
    case REVOPS_ENGINE_LIST_QUEUES:
    case REVOPS_ENGINE_LIST_TERRITORIES:
    case REVOPS_ENGINE_LIST_SIGNALS:
    case REVOPS_ENGINE_LIST_CRITERIA:
    case REVOPS_ENGINE_LIST_ACCOUNT_GRADES:
        place = ((const uint32_t *)revops__engine_at(engine, engine->name_places[list]))[number - 1];
        break;
    case REVOPS_ENGINE_LIST_CHANNELS:
        place = ((const uint32_t *)revops__engine_at(engine, engine->field_names))[number - 1];
        break;
    case REVOPS_ENGINE_LIST_ATTRIBUTES:
        place = ((const uint32_t *)revops__engine_at(
            engine, engine->field_names))[engine->channel_count + number - 1];
        break;
    case REVOPS_ENGINE_LIST_REASONS:
        place = ((const revops__engine_reason *)revops__engine_at(engine, engine->reasons))[number - 1].name;
        break;
    case REVOPS_ENGINE_LIST_MOVES:
        place = revops__engine_move_of(engine, number)->name;
        break;
    case REVOPS_ENGINE_LIST_PEOPLE:
        place = ((const revops__engine_person *)revops__engine_at(engine, engine->people))[number - 1].name;
        break;
    case REVOPS_ENGINE_LIST_CLOCKS:
        place = revops__engine_clock_of(engine, number)->name;
        break;
    }
    return revops__engine_at(engine, place);
}

revops_status revops_engine_find(const revops_engine *engine, revops_engine_list list, const char *text,
                                 size_t length, uint32_t *out)
{
    if (!engine || !text || !out || list >= REVOPS__ENGINE_LISTS) {
        return REVOPS_ERR_ARG;
    }
    char folded[4 * REVOPS_POLICY_NAME_MAX], other[4 * REVOPS_POLICY_NAME_MAX];
    size_t size = revops__engine_fold(text, length, folded, sizeof folded);
    if (size > sizeof folded) {
        return REVOPS_ERR_RANGE;
    }
    const revops__engine_name *names = revops__engine_at(engine, engine->names);
    int64_t hash = revops__engine_hash(folded, size);
    size_t low = 0, high = engine->name_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        *(names[middle].hash < hash ? &low : &high) = names[middle].hash < hash ? middle + 1 : middle;
    }
    uint32_t found = 0;
    for (; low < engine->name_count && names[low].hash == hash; low++) {
        const char *name = revops__engine_at(engine, names[low].text);
        uint32_t number = names[low].what & ((1u << REVOPS__ENGINE_LIST_SHIFT) - 1);
        if (names[low].what >> REVOPS__ENGINE_LIST_SHIFT == list && (!found || number < found) &&
            revops__engine_fold(name, revops__engine_length(name), other, sizeof other) == size &&
            memcmp(folded, other, size) == 0) {
            found = number; /* of equal names the first row's counts */
        }
    }
    if (!found) {
        return REVOPS_ERR_RANGE;
    }
    *out = found;
    return REVOPS_OK;
}

revops_policy_value revops_engine_value(const revops_engine *engine, uint32_t event)
{
    return engine && event && event <= engine->counts[REVOPS_ENGINE_LIST_EVENTS]
               ? revops__engine_event_of(engine, event)->value
               : REVOPS_POLICY_VALUE_NONE;
}

enum { RANK_GROUP = 256 };

uint16_t revops_engine_rank(const revops_engine *engine, uint32_t event, int64_t value)
{
    if (!engine || event == 0 || event > engine->counts[REVOPS_ENGINE_LIST_EVENTS]) {
        return 0;
    }
    const revops__engine_event *row = revops__engine_event_of(engine, event);
    const revops__engine_stage *stages = revops__engine_at(engine, engine->stages);
    uint32_t rank = row->rank * (uint32_t)RANK_GROUP + row->within;
    if (row->ranked == REVOPS_POLICY_RANK_JUDGEMENT) {
        return (uint16_t)rank;
    }
    if (row->value == REVOPS_POLICY_VALUE_ATTRIBUTE || row->value == REVOPS_POLICY_VALUE_FIT ||
        row->value == REVOPS_POLICY_VALUE_ITEMS) { /* clearing before setting, withdrawing before giving */
        int gives =
            value != REVOPS_MISSING && !row->withdraws && !(row->flags & REVOPS_POLICY_WITHDRAWS_VALUE);
        rank = rank > RANK_GROUP + (uint32_t)gives ? rank : RANK_GROUP + (uint32_t)gives;
    }
    if (row->value == REVOPS_POLICY_VALUE_STAGE && row->ranked != REVOPS_POLICY_RANK_FACT) {
        uint32_t named = value == REVOPS_MISSING ? 5 * RANK_GROUP : 0;
        if (value >= 1 && value <= engine->counts[REVOPS_ENGINE_LIST_STAGES]) {
            const revops__engine_stage *stage = &stages[stages[value - 1].leaf];
            named =
                stage->kind == REVOPS_POLICY_STAGE_OPEN ? 5 * RANK_GROUP + 1u + stage->rank : 6 * RANK_GROUP;
        }
        rank = rank > named ? rank : named;
    }
    return (uint16_t)rank;
}

const char *revops_effect_name(revops_effect_kind kind)
{
    static const char *const names[] = {[REVOPS_EFFECT_ENTERED] = "entered",
                                        [REVOPS_EFFECT_REFUSED] = "refused",
                                        [REVOPS_EFFECT_UNCHANGED] = "unchanged",
                                        [REVOPS_EFFECT_DEVIATION] = "deviation",
                                        [REVOPS_EFFECT_CLEARED] = "cleared",
                                        [REVOPS_EFFECT_UNPLACEABLE] = "unplaceable",
                                        [REVOPS_EFFECT_OWNER] = "owner",
                                        [REVOPS_EFFECT_WON] = "won",
                                        [REVOPS_EFFECT_LATE] = "late",
                                        [REVOPS_EFFECT_RESUME_DUE] = "resume due",
                                        [REVOPS_EFFECT_DUPLICATE] = "duplicate",
                                        [REVOPS_EFFECT_STARTED] = "started",
                                        [REVOPS_EFFECT_WARNED] = "warned",
                                        [REVOPS_EFFECT_BREACHED] = "breached",
                                        [REVOPS_EFFECT_MET] = "met",
                                        [REVOPS_EFFECT_MET_LATE] = "met late",
                                        [REVOPS_EFFECT_CANCELLED] = "cancelled",
                                        [REVOPS_EFFECT_PAUSED] = "paused",
                                        [REVOPS_EFFECT_RESUMED] = "resumed",
                                        [REVOPS_EFFECT_REOPENED] = "reopened",
                                        [REVOPS_EFFECT_RETARGETED] = "re-targeted",
                                        [REVOPS_EFFECT_LAPSED] = "lapsed",
                                        [REVOPS_EFFECT_MERGED] = "merged",
                                        [REVOPS_EFFECT_GRADED] = "graded",
                                        [REVOPS_EFFECT_INTENT_SHOWN] = "closed lead shows intent",
                                        [REVOPS_EFFECT_WOULD_MOVE] = "would move",
                                        [REVOPS_EFFECT_NO_LONGER_QUALIFIES] = "no longer qualifies",
                                        [REVOPS_EFFECT_ASKED] = "asks for an owner",
                                        [REVOPS_EFFECT_REMOVED] = "removed",
                                        [REVOPS_EFFECT_SIGNALLED] = "signalled"};
    return kind < sizeof names / sizeof *names && names[kind] ? names[kind] : "unknown";
}

static void effect_text_names(revops__text *text, const revops_engine *engine, revops_engine_list list,
                              uint64_t mask)
{
    const char *between = " ";
    for (uint32_t i = 0; i < 64; i++) {
        if (mask >> i & 1) {
            revops__text_put(text, between);
            revops__text_put(text, revops_engine_name(engine, list, i + 1));
            between = ", ";
        }
    }
}

static void effect_text_why(revops__text *text, const revops_engine *engine, const revops_effect *effect)
{
    static const struct {
        uint32_t bit;
        const char *words;
    } whys[] = {{REVOPS_EFFECT_STAGE_SKIPPED, "skipped"},
                {REVOPS_EFFECT_MOVED_BACK, "moved back"},
                {REVOPS_EFFECT_ITEM_MISSING, "missing"},
                {REVOPS_EFFECT_NO_ROW, "no move leads there"},
                {REVOPS_EFFECT_REASON_MISSING, "a reason that leads there is missing"},
                {REVOPS_EFFECT_RESUME_MISSING, "a time to resume is missing"},
                {REVOPS_EFFECT_CONDITION_MISSING, "a condition doesn't hold"},
                {REVOPS_EFFECT_TOO_FEW_TOUCHES, "too few touches"},
                {REVOPS_EFFECT_VALUE_MISSING, "a value is missing"},
                {REVOPS_EFFECT_REFUSED_BEFORE, "refused before"}};
    const char *between = ": ";
    for (size_t i = 0; i < sizeof whys / sizeof whys[0]; i++) {
        if (!(effect->why & whys[i].bit)) {
            continue;
        }
        revops__text_put(text, between);
        revops__text_put(text, whys[i].words);
        between = "; ";
        if (whys[i].bit == REVOPS_EFFECT_STAGE_SKIPPED) {
            effect_text_names(text, engine, REVOPS_ENGINE_LIST_STAGES, effect->stages);
        } else if (whys[i].bit == REVOPS_EFFECT_ITEM_MISSING) {
            effect_text_names(text, engine, REVOPS_ENGINE_LIST_ITEMS, effect->items);
        } else if (whys[i].bit == REVOPS_EFFECT_TOO_FEW_TOUCHES &&
                   (effect->missing_touches || effect->span_ms)) {
            revops__text_put(text, " (");
            revops__text_unsigned(text, effect->missing_touches, 0);
            revops__text_put(text, " and ");
            revops__text_span(text, effect->span_ms);
            revops__text_put(text, " missing)");
        }
    }
}

static void effect_text_entered(revops__text *text, const revops_engine *engine, const revops_effect *effect)
{
    revops__text_put(text, effect->flags & REVOPS_EFFECT_INFERRED ? "began in " : "became ");
    revops__text_put(text, revops_engine_name(engine, REVOPS_ENGINE_LIST_STAGES, effect->stage));
    if (effect->from) {
        revops__text_put(text, " from ");
        revops__text_put(text, revops_engine_name(engine, REVOPS_ENGINE_LIST_STAGES, effect->from));
    }
    if (effect->stages) {
        revops__text_put(text, ", inferred");
        effect_text_names(text, engine, REVOPS_ENGINE_LIST_STAGES, effect->stages);
    }
    if (effect->flags & REVOPS_EFFECT_NEW_CYCLE) {
        revops__text_put(text, ", cycle ");
        revops__text_unsigned(text, effect->cycle, 0);
    }
    revops__text_put(text, effect->flags & REVOPS_EFFECT_BACK ? ", back" : "");
    if (effect->reason) {
        revops__text_put(text, ", reason ");
        revops__text_put(text, revops_engine_name(engine, REVOPS_ENGINE_LIST_REASONS, effect->reason));
    }
    revops__effect_text_why_itself(text, engine, effect);
}

/* "first contact due 2026-03-09T12:00:00Z", "first contact in time, after 2 h 40 min", "first contact met late, due …, after 6 h" */
static void effect_text_clock(revops__text *text, const revops_engine *engine, const revops_effect *effect)
{
    int is_met = effect->kind == REVOPS_EFFECT_MET, is_started = effect->kind == REVOPS_EFFECT_STARTED;
    int is_missed = effect->kind == REVOPS_EFFECT_BREACHED, has_due = effect->value != REVOPS_TIME_NONE;
    revops__text_put(text, revops_engine_name(engine, REVOPS_ENGINE_LIST_CLOCKS, effect->clock));
    if (!is_started || !has_due) {
        revops__text_put(text, " ");
        revops__text_put(text, is_met ? "in time" : is_missed ? "missed" : revops_effect_name(effect->kind));
    }
    if (effect->kind == REVOPS_EFFECT_WARNED) {
        revops__text_put(text, " at ");
        revops__text_unsigned(text, effect->detail / 100, 0);
        revops__text_put(text, " %");
    }
    if (effect->value == REVOPS_SLA_NEVER_MS) {
        revops__text_put(text, is_started ? " never due" : ", never due");
    } else if (has_due && !is_met) {
        revops__text_put(text, is_started ? " due " : is_missed ? " " : ", due ");
        revops__text_time(text, effect->value);
    }
    if (!is_started && !is_missed) {
        revops__text_put(text, ", after ");
        revops__text_span(text, effect->span_ms);
    }
}

/* "removed items Budget, Need" */
static void effect_text_removed(revops__text *text, const revops_engine *engine, const revops_effect *effect)
{
    static const char *const lists[REVOPS__ENGINE_LISTS] = {
        [REVOPS_ENGINE_LIST_STAGES] = "stages",
        [REVOPS_ENGINE_LIST_EVENTS] = "events",
        [REVOPS_ENGINE_LIST_ITEMS] = "items",
        [REVOPS_ENGINE_LIST_REASONS] = "reason",
        [REVOPS_ENGINE_LIST_MOVES] = "moves",
        [REVOPS_ENGINE_LIST_PEOPLE] = "owner",
        [REVOPS_ENGINE_LIST_CLOCKS] = "clocks",
        [REVOPS_ENGINE_LIST_FIT_GRADES] = "fit grade",
        [REVOPS_ENGINE_LIST_ENGAGEMENT_GRADES] = "engagement grade",
        [REVOPS_ENGINE_LIST_BANDS] = "band",
        [REVOPS_ENGINE_LIST_FIT_RULES] = "fit rules",
        [REVOPS_ENGINE_LIST_FIT_GROUPS] = "fit groups",
        [REVOPS_ENGINE_LIST_INTENT_RULES] = "points of",
        [REVOPS_ENGINE_LIST_INTENT_GROUPS] = "intent groups",
        [REVOPS_ENGINE_LIST_SEGMENTS] = "segments",
        [REVOPS_ENGINE_LIST_MOTIONS] = "motions",
        [REVOPS_ENGINE_LIST_CHANNELS] = "channels",
        [REVOPS_ENGINE_LIST_ATTRIBUTES] = "attributes",
        [REVOPS_ENGINE_LIST_QUEUES] = "queues",
        [REVOPS_ENGINE_LIST_TERRITORIES] = "territories",
        [REVOPS_ENGINE_LIST_SIGNALS] = "signals",
        [REVOPS_ENGINE_LIST_CRITERIA] = "criteria",
        [REVOPS_ENGINE_LIST_ACCOUNT_GRADES] = "account engagement"};
    uint32_t list = effect->row - 1u, told = 0;
    for (uint64_t bits = effect->items; bits; bits &= bits - 1) {
        told++;
    }
    revops__text_put(text, " ");
    revops__text_put(text, list < REVOPS__ENGINE_LISTS ? lists[list] : "unknown");
    effect_text_names(text, engine, list, effect->items);
    if (effect->detail > told) {
        revops__text_put(text, told ? " and " : " ");
        revops__text_unsigned(text, effect->detail - told, 0);
        revops__text_put(text, told ? " more" : "");
    }
}

size_t revops_effect_text(const revops_engine *engine, const revops_effect *effect, char *out,
                          size_t capacity)
{
    if (!engine || !effect) {
        return 0;
    }
    revops__text text = revops__text_begin(out, capacity);
    const char *stage = revops_engine_name(engine, REVOPS_ENGINE_LIST_STAGES, effect->stage);
    if (effect->clock) {
        effect_text_clock(&text, engine, effect);
        return revops__text_end(&text);
    }
    if (effect->kind == REVOPS_EFFECT_ENTERED) {
        effect_text_entered(&text, engine, effect);
        return revops__text_end(&text);
    }
    revops__text_put(&text, revops_effect_name(effect->kind));
    switch ((enum revops_effect_kinds)effect->kind) {
    case REVOPS_EFFECT_REFUSED:
    case REVOPS_EFFECT_DEVIATION:
        revops__text_put(&text, effect->stage ? " " : "");
        revops__text_put(&text, effect->stage ? stage : "");
        effect_text_why(&text, engine, effect);
        break;
    case REVOPS_EFFECT_UNCHANGED:
    case REVOPS_EFFECT_CLEARED:
        revops__text_put(&text, " in ");
        revops__text_put(&text, stage);
        break;
    case REVOPS_EFFECT_OWNER:
        revops__text_put(&text, " is now ");
        revops__text_unsigned(&text, effect->owner, 0);
        break;
    case REVOPS_EFFECT_WON:
        if (effect->value != REVOPS_MISSING) {
            revops__text_put(&text, " ");
            revops__text_signed(&text, effect->value);
        }
        break;
    case REVOPS_EFFECT_LATE:
    case REVOPS_EFFECT_DUPLICATE:
        revops__text_put(&text, ", the lead's last is of ");
        revops__text_time(&text, effect->value);
        break;
    case REVOPS_EFFECT_UNPLACEABLE:
        effect_text_why(&text, engine, effect);
        break;
    case REVOPS_EFFECT_REMOVED:
        effect_text_removed(&text, engine, effect);
        break;
    case REVOPS_EFFECT_GRADED:
    case REVOPS_EFFECT_NO_LONGER_QUALIFIES:
    case REVOPS_EFFECT_INTENT_SHOWN:
    case REVOPS_EFFECT_WOULD_MOVE:
        revops__effect_text_score(&text, engine, effect);
        break;
    case REVOPS_EFFECT_ASKED:
        if (effect->row) {
            revops__text_put(&text, " in ");
            revops__text_put(&text, revops_engine_name(engine, REVOPS_ENGINE_LIST_TERRITORIES, effect->row));
        }
        if (effect->detail) {
            revops__text_put(&text, ", after a miss of ");
            revops__text_put(&text, revops_engine_name(engine, REVOPS_ENGINE_LIST_CLOCKS, effect->detail));
        }
        break;
    case REVOPS_EFFECT_SIGNALLED:
        revops__text_put(&text, " ");
        revops__text_put(&text, revops_engine_name(engine, REVOPS_ENGINE_LIST_SIGNALS, effect->row));
        revops__text_put(&text, effect->items ? ":" : "");
        effect_text_names(&text, engine, REVOPS_ENGINE_LIST_CRITERIA, effect->items);
        break;
    case REVOPS_EFFECT_ENTERED:
    case REVOPS_EFFECT_RESUME_DUE:
    case REVOPS_EFFECT_STARTED: /* of clocks: above */
    case REVOPS_EFFECT_WARNED:
    case REVOPS_EFFECT_BREACHED:
    case REVOPS_EFFECT_MET:
    case REVOPS_EFFECT_MET_LATE:
    case REVOPS_EFFECT_CANCELLED:
    case REVOPS_EFFECT_PAUSED:
    case REVOPS_EFFECT_RESUMED:
    case REVOPS_EFFECT_REOPENED:
    case REVOPS_EFFECT_RETARGETED:
    case REVOPS_EFFECT_LAPSED:
    case REVOPS_EFFECT_MERGED:
        break;
    }
    return revops__text_end(&text);
}
