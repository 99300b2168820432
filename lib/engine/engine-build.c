/* SPDX-License-Identifier: MIT */
/* Compiles a policy. The same steps run twice: first to count what there is room for, then to write it. */
#include <string.h>

#include "core/sort.h"
#include "engine/engine-build.h"
#include "engine/engine-lead.h"
#include "engine/engine-usage.h"

static void engine_builder_stages(revops__engine_builder *b)
{
    const revops_policy_params *policy = b->policy;
    memset(b->stages, 0, sizeof b->stages);
    revops__stages_compile(policy, b->stages);
    revops_engine *engine = b->engine;
    engine->open = engine->won = engine->closed = engine->nurture = 0;
    for (uint32_t i = 0; i < policy->stage_count; i++) {
        revops_policy_stage row;
        REVOPS__POLICY_ROW(revops_policy_stage, &row, policy, stages, stage_row_size, i);
        revops__engine_stage *stage = &b->stages[i];
        stage->need = revops__engine_builder_guard(b, row.first_need, row.need_count, row.where);
        stage->leave = revops__engine_builder_guard(b, row.first_leave, row.leave_count, row.leave_where);
        stage->name = revops__engine_builder_name(b, REVOPS_ENGINE_LIST_STAGES, i + 1, row.name);
        if (row.short_name) {
            revops__engine_builder_name(b, REVOPS_ENGINE_LIST_STAGES, i + 1, row.short_name);
        }
        revops__engine_builder_also(b, REVOPS_ENGINE_LIST_STAGES, i + 1, row.first_also, row.also_count);
        revops__engine_builder_also(b, REVOPS_ENGINE_LIST_STAGES, i + 1, row.first_was, row.was_count);
        revops__engine_builder_mark(b, row.name);
        uint64_t bit = revops__engine_bit(i);
        switch ((enum revops_policy_stage_kinds)stage->kind) {
        case REVOPS_POLICY_STAGE_OPEN:
            engine->open |= bit;
            break;
        case REVOPS_POLICY_STAGE_WON:
            engine->won |= bit;
            break;
        case REVOPS_POLICY_STAGE_LOST:
        case REVOPS_POLICY_STAGE_CLOSED:
            engine->closed |= bit;
            break;
        case REVOPS_POLICY_STAGE_NURTURE:
            engine->nurture |= bit;
            break;
        }
    }
}

static void engine_builder_reasons_of(revops__engine_builder *b, revops__engine_move *move,
                                      const revops_policy_move *row)
{
    const revops_policy_params *policy = b->policy;
    if (!row->reason_list_count && !row->reason_count) {
        return;
    }
    move->asks_reason = 1;
    move->first_word = b->engine->word_count;
    b->engine->word_count += b->engine->reason_words;
    if (!b->block) {
        return;
    }
    uint64_t *words = revops__engine_builder_row(b, b->engine->words, sizeof *words, move->first_word);
    for (uint32_t i = 0; i < row->reason_count; i++) {
        uint32_t reason = policy->numbers[row->first_reason + i];
        words[reason / 64] |= UINT64_C(1) << reason % 64;
    }
    for (uint32_t i = 0; i < row->reason_list_count; i++) {
        revops_policy_reason_list list;
        REVOPS__POLICY_ROW(revops_policy_reason_list, &list, policy, reason_lists, reason_list_row_size,
                           policy->numbers[row->first_reason_list + i] - 1);
        for (uint32_t k = 0; k < list.reason_count; k++) {
            uint32_t reason = policy->numbers[list.first_reason + k];
            words[reason / 64] |= UINT64_C(1) << reason % 64;
        }
    }
}

uint64_t revops__engine_builder_from(const revops__engine_builder *b, const revops_policy_move *row,
                                     uint8_t rank)
{
    static const uint32_t usual[2] = {REVOPS_POLICY_ANY_EARLIER, REVOPS_POLICY_ANY_NURTURE};
    const uint32_t *list = row->from_count ? b->policy->numbers + row->first_from : usual;
    uint64_t mask = 0;
    for (uint32_t i = 0; i < (row->from_count ? row->from_count : 2u); i++) {
        mask |= revops__stages_of(b->stages, b->policy->stage_count, list[i], rank);
    }
    return mask;
}

static void engine_builder_moves(revops__engine_builder *b)
{
    const revops_policy_params *policy = b->policy;
    for (uint32_t i = 0; i < policy->move_count; i++) {
        revops_policy_move row;
        REVOPS__POLICY_ROW(revops_policy_move, &row, policy, moves, move_row_size, i);
        uint32_t to = b->stages[row.to - 1].leaf;
        revops__engine_move move = {
            .need = revops__engine_builder_guard(b, row.first_need, row.need_count, row.where),
            .from = revops__engine_builder_from(b, &row, b->stages[to].rank),
            .name = revops__engine_builder_name(b, REVOPS_ENGINE_LIST_MOVES, i + 1, row.name),
            .to = (uint8_t)to,
            .passed_over = (uint8_t)row.passed_over,
            .cycle = (uint8_t)row.cycle,
            .flags = (uint8_t)row.flags,
            .step_inferred = to != row.to - 1,
            .named = (uint8_t)(row.to - 1)};
        revops__engine_builder_also(b, REVOPS_ENGINE_LIST_MOVES, i + 1, row.first_was, row.was_count);
        engine_builder_reasons_of(b, &move, &row);
        if (b->block) {
            memcpy(revops__engine_builder_row(b, b->engine->moves, sizeof move, i), &move, sizeof move);
        }
    }
}

static void engine_builder_items_and_reasons(revops__engine_builder *b)
{
    const revops_policy_params *policy = b->policy;
    revops_engine *engine = b->engine;
    engine->lasting = 0;
    for (uint32_t i = 0; i < policy->item_count; i++) {
        revops_policy_item row;
        REVOPS__POLICY_ROW(revops_policy_item, &row, policy, items, item_row_size, i);
        engine->lasting |= row.flags & REVOPS_POLICY_LASTING ? UINT64_C(1) << i : 0;
        uint32_t name = revops__engine_builder_name(b, REVOPS_ENGINE_LIST_ITEMS, i + 1, row.name);
        revops__engine_builder_also(b, REVOPS_ENGINE_LIST_ITEMS, i + 1, row.first_also, row.also_count);
        revops__engine_builder_also(b, REVOPS_ENGINE_LIST_ITEMS, i + 1, row.first_was, row.was_count);
        revops__engine_builder_mark(b, row.name);
        if (b->block) {
            memcpy(
                revops__engine_builder_row(b, engine->name_places[REVOPS_ENGINE_LIST_ITEMS], sizeof name, i),
                &name, sizeof name);
        }
    }
    for (uint32_t i = 0; i < policy->reason_count; i++) {
        revops_policy_reason row;
        REVOPS__POLICY_ROW(revops_policy_reason, &row, policy, reasons, reason_row_size, i);
        revops__engine_reason reason = {
            .need = revops__engine_builder_guard(b, row.first_need, row.need_count, 0),
            .name = revops__engine_builder_name(b, REVOPS_ENGINE_LIST_REASONS, i + 1, row.name),
            .flags = row.flags};
        revops__engine_builder_also(b, REVOPS_ENGINE_LIST_REASONS, i + 1, row.first_also, row.also_count);
        revops__engine_builder_also(b, REVOPS_ENGINE_LIST_REASONS, i + 1, row.first_was, row.was_count);
        revops__engine_builder_mark(b, row.name);
        if (b->block) {
            memcpy(revops__engine_builder_row(b, engine->reasons, sizeof reason, i), &reason, sizeof reason);
        }
    }
}

static uint32_t engine_builder_channels(const revops_policy_params *policy, uint32_t first, uint32_t count)
{
    /* In 64 bits: compilers for x86 without AVX2 shift vectors of 32 bits by way of floating point. */
    uint64_t mask = 0;
    for (uint32_t i = 0; i < count; i++) {
        mask |= UINT64_C(1) << (policy->numbers[first + i] - 1);
    }
    return (uint32_t)mask;
}

static void engine_builder_touches(revops__engine_builder *b)
{
    const revops_policy_params *policy = b->policy;
    revops_engine *engine = b->engine;
    engine->touch_at_least = policy->touch_at_least;
    engine->touch_days = policy->touch_days;
    engine->touch_channels = policy->touch_channel_count;
    engine->touch_in = policy->touch_in_count
                           ? engine_builder_channels(policy, policy->first_touch_in, policy->touch_in_count)
                           : UINT32_MAX;
    engine->touch_never =
        engine_builder_channels(policy, policy->first_touch_never, policy->touch_never_count);
    engine->touch_once_within_ms = policy->touch_once_within_ms;
    engine->touch_over_days = policy->touch_over_unit == REVOPS_CALENDAR_UNIT_DAYS;
    engine->touch_over_ms = engine->touch_over_days ? policy->touch_over * REVOPS_DAY_MS : policy->touch_over;
    revops__engine_builder_touch_zone(b);
    engine->since_first_touch = policy->touch_since_count == 0;
    revops__clock_hears since = {0};
    for (uint32_t i = 0; i < policy->touch_since_count; i++) {
        revops_policy_happening row = revops__clock_happening(policy, policy->first_touch_since + i);
        engine->since_first_touch |= row.kind == REVOPS_POLICY_HAPPENS_FIRST_TOUCH;
        revops__engine_builder_hear(b, &row, &since);
    }
    if (b->block) {
        memcpy(revops__engine_builder_row(b, engine->since, sizeof since, 0), &since, sizeof since);
    }
}

void revops__engine_builder_field(revops__engine_builder *b, revops_engine_list list, uint32_t number,
                                  uint32_t index, const char *name)
{
    uint32_t place = revops__engine_builder_name(b, list, number, name ? name : "");
    revops__engine_builder_mark(b, name ? name : "");
    if (b->block) {
        memcpy(revops__engine_builder_row(b, b->engine->field_names, sizeof place, index), &place,
               sizeof place);
    }
}

/* What values of an attribute are has a place in the record, too. */
static void engine_builder_kind(revops__engine_builder *b, uint32_t index, const revops_policy_attribute *row)
{
    revops_engine *engine = b->engine;
    const char type[] = {(char)('0' + row->type), 0};
    revops__engine_kind kind = {
        .type = row->type, .first_choice = engine->choice_name_count, .choice_count = row->choice_count};
    revops__engine_builder_mark(b, type);
    for (uint32_t i = 0; i < row->choice_count; i++) {
        const char *name = b->policy->texts[row->first_choice + i];
        uint32_t place = revops__engine_builder_text(b, name);
        revops__engine_builder_mark(b, name);
        if (b->block) {
            memcpy(revops__engine_builder_row(b, engine->choice_names, sizeof place, kind.first_choice + i),
                   &place, sizeof place);
        }
    }
    engine->choice_name_count += row->choice_count;
    if (b->block) {
        memcpy(revops__engine_builder_row(b, engine->kinds, sizeof kind, index), &kind, sizeof kind);
    }
}

/* The part of a clock that few runs use, from a place of the record on. Returns the place behind it. */
static uint32_t engine_builder_clock(revops__engine_builder *b, uint32_t index, uint32_t at)
{
    revops_policy_clock row = revops__clock_given(b->policy, index);
    int stops = revops__clock_stops(&row);
    revops__engine_builder_mark(b, row.name);
    revops__engine_builder_mark(b, stops ? "stops" : "runs");
    if (b->block) {
        revops__engine_clock *clock = revops__engine_builder_row(b, b->engine->clocks, sizeof *clock, index);
        clock->promise_at = at;
    }
    return at + revops__lead_promise_size(stops);
}

static void engine_builder_record(revops__engine_builder *b)
{
    const revops_policy_params *policy = b->policy;
    revops_engine *engine = b->engine;
    uint32_t at = REVOPS__LEAD_HEAD;
    engine->channels_at = at;
    at += policy->channel_count * REVOPS__LEAD_CHANNEL;
    for (uint32_t i = 0; i < engine->counts[REVOPS_ENGINE_LIST_CLOCKS]; i++) {
        at = engine_builder_clock(b, i, at);
    }
    engine->promises_end = at;
    at = (at + 63) / 64 * 64; /* of a clock one line is in use, as a rule */
    engine->clocks_at = at;
    at += engine->counts[REVOPS_ENGINE_LIST_CLOCKS] * REVOPS__LEAD_CLOCK;
    engine->scores_at = at; /* of scores the first line, of most events */
    at += revops__scores_size(engine);
    engine->use_at = at;
    at += engine->use_bytes;
    engine->dates_at = policy->flags & REVOPS_POLICY_NO_DATES ? 0 : at;
    at += engine->dates_at ? policy->stage_count * REVOPS__LEAD_DATES : 0;
    engine->attributes_at = at;
    at += engine->attribute_count * (uint32_t)sizeof(int64_t);
    engine->record_size = (at + 63) / 64 * 64;
    for (uint32_t i = 0; i < policy->channel_count; i++) {
        revops_policy_channel row;
        REVOPS__POLICY_ROW(revops_policy_channel, &row, policy, channels, channel_row_size, i);
        revops__engine_builder_field(b, REVOPS_ENGINE_LIST_CHANNELS, i + 1, i, row.name);
        revops__engine_builder_also(b, REVOPS_ENGINE_LIST_CHANNELS, i + 1, row.first_was, row.was_count);
    }
    for (uint32_t i = 0; i < policy->attribute_count; i++) {
        revops_policy_attribute row;
        REVOPS__POLICY_ROW(revops_policy_attribute, &row, policy, attributes, attribute_row_size, i);
        revops__engine_builder_field(b, REVOPS_ENGINE_LIST_ATTRIBUTES, i + 1, policy->channel_count + i,
                                     row.name);
        revops__engine_builder_also(b, REVOPS_ENGINE_LIST_ATTRIBUTES, i + 1, row.first_also, row.also_count);
        revops__engine_builder_also(b, REVOPS_ENGINE_LIST_ATTRIBUTES, i + 1, row.first_was, row.was_count);
        engine_builder_kind(b, i, &row);
    }
    revops__engine_builder_standing_fields(b);
    uint64_t layout = b->layout ^ engine->record_size ^ (uint64_t)engine->dates_at << 32;
    engine->mark = (layout << 32 ^ layout) >> 32 << 32 | UINT64_C(1) << 32 | (engine->mark & UINT32_MAX);
}

static void engine_builder_run(revops__engine_builder *b)
{
    revops_engine *engine = b->engine;
    engine->choice_count = engine->set_count = engine->word_count = engine->pull_count = 0;
    engine->name_count = engine->text_bytes = engine->use_count = engine->choice_name_count = 0;
    b->layout = 0;
    engine_builder_stages(b);
    engine_builder_items_and_reasons(b);
    engine_builder_moves(b);
    revops__engine_builder_events(b);
    engine_builder_touches(b);
    revops__engine_builder_people(b);
    revops__engine_builder_wheres(b);
    revops__engine_builder_segments(b);
    revops__engine_builder_calendars(b);
    revops__engine_builder_routing(b);
    revops__engine_builder_clocks(b);
    revops__engine_builder_scores(b);
    revops__engine_builder_use(b);
    revops__engine_builder_standing(b);
    engine_builder_record(b);
    if (b->block) {
        revops__engine_builder_plan(b);
        revops__engine_builder_nobody(b);
        memcpy(b->block + engine->stages, b->stages, b->policy->stage_count * sizeof b->stages[0]);
        revops__engine_builder_claims(b);
        revops__sort(b->block + engine->names, engine->name_count, sizeof(revops__engine_name));
    }
}

static uint32_t engine_builder_place(uint64_t *size, uint64_t count, size_t row)
{
    uint32_t place = (uint32_t)*size;
    *size += (count * row + 7) / 8 * 8;
    return place;
}

/* Gives each table its place, once all are counted. */
static void engine_builder_places(revops_engine *engine)
{
    uint64_t size = (sizeof *engine + 7) / 8 * 8;
    engine->stages =
        engine_builder_place(&size, engine->counts[REVOPS_ENGINE_LIST_STAGES], sizeof(revops__engine_stage));
    engine->ways =
        engine_builder_place(&size, engine->counts[REVOPS_ENGINE_LIST_STAGES], sizeof(revops__engine_way));
    engine->moves =
        engine_builder_place(&size, engine->counts[REVOPS_ENGINE_LIST_MOVES], sizeof(revops__engine_move));
    engine->events =
        engine_builder_place(&size, engine->counts[REVOPS_ENGINE_LIST_EVENTS], sizeof(revops__engine_event));
    engine->reasons = engine_builder_place(&size, engine->counts[REVOPS_ENGINE_LIST_REASONS],
                                           sizeof(revops__engine_reason));
    engine->choices = engine_builder_place(&size, engine->choice_count, sizeof(revops__guard_choice));
    engine->sets = engine_builder_place(&size, engine->set_count, sizeof(uint64_t));
    engine->words = engine_builder_place(&size, engine->word_count, sizeof(uint64_t));
    engine->pulls = engine_builder_place(&size, engine->pull_count, sizeof(uint16_t));
    engine->names = engine_builder_place(&size, engine->name_count, sizeof(revops__engine_name));
    engine->name_places[REVOPS_ENGINE_LIST_ITEMS] =
        engine_builder_place(&size, engine->counts[REVOPS_ENGINE_LIST_ITEMS], sizeof(uint32_t));
    engine->field_names = engine_builder_place(
        &size, (uint64_t)engine->channel_count + engine->attribute_count, sizeof(uint32_t));
    engine->kinds = engine_builder_place(&size, engine->attribute_count, sizeof(revops__engine_kind));
    engine->choice_names = engine_builder_place(&size, engine->choice_name_count, sizeof(uint32_t));
    engine->people =
        engine_builder_place(&size, engine->counts[REVOPS_ENGINE_LIST_PEOPLE], sizeof(revops__engine_person));
    engine->wheres = engine_builder_place(&size, engine->where_count, sizeof(revops__where_row));
    engine->tables = engine_builder_place(&size, engine->table_count, sizeof(revops__where_table_row));
    engine->table_order = engine_builder_place(&size, engine->table_count, sizeof(uint16_t));
    engine->classes = engine_builder_place(&size, engine->class_count, sizeof(uint32_t));
    engine->name_places[REVOPS_ENGINE_LIST_SEGMENTS] =
        engine_builder_place(&size, engine->counts[REVOPS_ENGINE_LIST_SEGMENTS], sizeof(uint32_t));
    engine->name_places[REVOPS_ENGINE_LIST_MOTIONS] =
        engine_builder_place(&size, engine->counts[REVOPS_ENGINE_LIST_MOTIONS], sizeof(uint32_t));
    engine->where_bytes_at = engine_builder_place(&size, engine->where_bytes, 1);
    engine->calendars = engine_builder_place(&size, engine->calendar_count, sizeof(uint32_t));
    engine->clocks =
        engine_builder_place(&size, engine->counts[REVOPS_ENGINE_LIST_CLOCKS], sizeof(revops__engine_clock));
    engine->cases = engine_builder_place(&size, engine->case_count, sizeof(revops__clock_case));
    engine->chosen = engine_builder_place(&size, engine->chosen_count, sizeof(revops__clock_chosen));
    engine->uses = engine_builder_place(&size, engine->use_count, sizeof(revops__clock_use));
    engine->stage_uses = engine_builder_place(&size,
                                              (uint64_t)engine->counts[REVOPS_ENGINE_LIST_STAGES] *
                                                  engine->counts[REVOPS_ENGINE_LIST_CLOCKS],
                                              sizeof(revops__clock_stage_use));
    engine->clock_bytes_at = engine_builder_place(&size, engine->clock_bytes, 1);
    engine->since = engine_builder_place(&size, 1, sizeof(revops__clock_hears));
    engine->touch_zone = engine_builder_place(&size, engine->touch_zone_bytes, 1);
    engine->score_bytes_at = engine_builder_place(&size, engine->score_bytes, 1);
    engine->name_places[REVOPS_ENGINE_LIST_QUEUES] =
        engine_builder_place(&size, engine->counts[REVOPS_ENGINE_LIST_QUEUES], sizeof(uint32_t));
    engine->name_places[REVOPS_ENGINE_LIST_TERRITORIES] =
        engine_builder_place(&size, engine->counts[REVOPS_ENGINE_LIST_TERRITORIES], sizeof(uint32_t));
    engine->routing = engine->has_routing ? engine_builder_place(&size, engine->routing_bytes, 1) : 0;
    engine->texts = engine_builder_place(&size, engine->text_bytes, 1);
    engine->calendar_bytes_at = engine_builder_place(&size, engine->calendar_bytes, 1); /* last: see build */
    engine->size = size;
}

/* A stage that several moves lead to says which one naming it stands for. */
static void engine_build_find_faults(const revops__engine_builder *b, revops__problems *problems)
{
    const revops_policy_params *policy = b->policy;
    for (uint32_t s = 0; s < policy->stage_count; s++) {
        uint32_t leads = 0;
        for (uint32_t i = 0; i < policy->move_count; i++) {
            revops_policy_move row;
            REVOPS__POLICY_ROW(revops_policy_move, &row, policy, moves, move_row_size, i);
            leads += b->stages[row.to - 1].leaf == s;
        }
        int named = 0;
        for (uint32_t i = 0; i < policy->event_count; i++) {
            revops_policy_event row;
            REVOPS__POLICY_ROW(revops_policy_event, &row, policy, events, event_row_size, i);
            named |= row.value == REVOPS_POLICY_VALUE_STAGE;
        }
        int says = b->stages[s].entered_by != 0 || (b->stages[b->stages[s].parent].leaf == s &&
                                                    b->stages[b->stages[s].parent].entered_by != 0);
        if (named && leads > 1 && !says) {
            revops__problem_put(problems, REVOPS_ERR_UNSOUND, "stages", s, "entered_by", leads,
                                "the move for a change to this stage: several moves lead there");
        }
    }
}

/* The only move that names a stage or step; 0 for none. */
static uint16_t engine_builder_only_to(const revops_engine *engine, uint32_t named)
{
    for (uint32_t m = 1; m <= engine->counts[REVOPS_ENGINE_LIST_MOVES]; m++) {
        if (revops__engine_move_of(engine, m)->named == named) {
            return (uint16_t)m;
        }
    }
    return 0;
}

/* Naming a stage or step stands for the only move that leads there, unless the policy says which; of a step without any, for
   that of its stage; of a stage with steps, for that of its first step. */
static void engine_builder_enter_by(revops__engine_builder *b)
{
    revops_engine *engine = b->engine;
    revops__engine_stage *stages = revops__engine_builder_row(b, engine->stages, sizeof *stages, 0);
    for (uint32_t s = 0; s < b->policy->stage_count; s++) {
        stages[s].entered_by =
            stages[s].entered_by ? stages[s].entered_by : engine_builder_only_to(engine, s);
    }
    for (uint32_t s = 0; s < b->policy->stage_count; s++) {
        if (!stages[s].entered_by && stages[s].parent != s) {
            stages[s].entered_by = stages[stages[s].parent].entered_by;
        }
    }
    for (uint32_t s = 0; s < b->policy->stage_count; s++) {
        if (!stages[s].entered_by) {
            stages[s].entered_by = stages[stages[s].leaf].entered_by;
        }
    }
}

static revops_status engine_build_prepare(const revops_engine_params *params, revops__problems *problems,
                                          int in_place, revops__engine_source *source, revops_engine *head,
                                          revops__engine_builder *b)
{
    revops_status status = revops__engine_read(params, source, problems);
    if (status != REVOPS_OK) {
        return status;
    }
    memset(head, 0, sizeof *head);
    memset(b, 0, sizeof *b);
    b->policy = &source->policy;
    b->engine = head;
    b->problems = problems;
    b->in_place = in_place;
    const revops_policy_params *policy = b->policy;
    head->counts[REVOPS_ENGINE_LIST_STAGES] = policy->stage_count;
    head->counts[REVOPS_ENGINE_LIST_EVENTS] = policy->event_count;
    head->counts[REVOPS_ENGINE_LIST_ITEMS] = policy->item_count;
    head->counts[REVOPS_ENGINE_LIST_REASONS] = policy->reason_count;
    head->counts[REVOPS_ENGINE_LIST_MOVES] = policy->move_count;
    head->counts[REVOPS_ENGINE_LIST_PEOPLE] = policy->people_count;
    head->where_count = policy->condition_count;
    head->table_count = policy->table_count;
    head->counts[REVOPS_ENGINE_LIST_CLOCKS] = policy->clock_count;
    head->moves_promises = policy->flags & REVOPS_POLICY_MOVES_PROMISES;
    head->counts[REVOPS_ENGINE_LIST_CHANNELS] = policy->channel_count;
    head->stands = revops__standing_asked(policy);
    head->attribute_count = policy->attribute_count + revops__standing_count(head->stands);
    head->counts[REVOPS_ENGINE_LIST_ATTRIBUTES] = head->attribute_count;
    if (policy->queue_count) {
        head->has_routing = 1;
        head->counts[REVOPS_ENGINE_LIST_QUEUES] = policy->queue_count;
        head->counts[REVOPS_ENGINE_LIST_TERRITORIES] = policy->territory_count;
    }
    head->calendar_count = policy->calendar_count;
    head->effects_max = revops__clocks_effects_max(policy);
    head->effects_max += revops__routing_effects_max(head, head->effects_max);
    head->channel_count = policy->channel_count;
    head->reason_words = policy->reason_count / 64 + 1;
    head->backward = policy->backward;
    head->mark = (source->params.rules ^ source->params.rules >> 32) & UINT32_MAX;
    head->has_moves = policy->move_count != 0;
    engine_builder_run(b);
    head->effects_max += revops__scores_effects_max(head, head->effects_max) + head->use_signals;
    engine_builder_places(head);
    engine_build_find_faults(b, problems);
    return problems->status;
}

revops_status revops_engine_defaults(revops_engine_params *out, size_t size)
{
    static const revops_engine_params defaults = {.struct_size = sizeof defaults};
    return REVOPS__PARAMS_GIVE(revops_engine_params, out, size, &defaults);
}

revops_status revops_engine_check(const revops_engine_params *params, revops_problem *problems,
                                  size_t capacity, size_t *needed)
{
    if (!params || (!problems && capacity)) {
        return REVOPS_ERR_ARG;
    }
    revops__problems found = revops__problems_begin(problems, capacity);
    revops__engine_source source;
    revops_engine head;
    revops__engine_builder b;
    revops_status status = engine_build_prepare(params, &found, 0, &source, &head, &b);
    if (needed && status != REVOPS_ERR_ABI) {
        *needed = found.count;
    }
    return status;
}

revops_status revops_engine_build(const revops_engine_params *params, void *memory, size_t memory_size,
                                  size_t *needed, const revops_engine **out)
{
    if (!params) {
        return REVOPS_ERR_ARG;
    }
    revops__problems found = revops__problems_begin(NULL, 0);
    revops__engine_source source;
    revops_engine head;
    revops__engine_builder b;
    /* Calendars take most of the time, and nothing lies behind them: what has room is compiled once, where it stays. */
    int in_place = memory && out;
    revops_status status = engine_build_prepare(params, &found, in_place, &source, &head, &b);
    if (in_place && status == REVOPS_OK && head.size <= UINT32_MAX &&
        revops__params_room(memory, memory_size, (size_t)head.size, NULL, out) == REVOPS_OK) {
        memset(memory, 0, (size_t)head.size);
        memcpy(memory, &head, sizeof head);
        b.engine = memory;
        b.problems = NULL;
        b.block = memory;
        b.room = memory_size;
        engine_builder_run(&b);
        if (!b.lacks_calendars) {
            engine_builder_enter_by(&b);
            if (needed) {
                *needed = (size_t)b.engine->size;
            }
            *out = memory;
            return REVOPS_OK;
        }
    }
    if (in_place && status == REVOPS_OK) {
        status = engine_build_prepare(params, &found, 0, &source, &head, &b);
    }
    if (status == REVOPS_OK && head.size > UINT32_MAX) {
        status = REVOPS_ERR_ARG;
    }
    return status == REVOPS_OK ? revops__params_room(memory, memory_size, (size_t)head.size, needed, out)
                               : status;
}
