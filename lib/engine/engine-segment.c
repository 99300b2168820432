/* SPDX-License-Identifier: MIT */
/* Segment and motion of a lead: the tables of these kinds, as of its latest event [SL14]. The record keeps both, so that an effect
   has them for nothing; they are found anew where an event may have changed them. */
#include <string.h>

#include "engine/engine-work.h"

/* ---- compiled ---- */

static revops_policy_table segment_table(const revops_policy_params *policy, uint32_t index)
{
    revops_policy_table row;
    REVOPS__POLICY_ROW(revops_policy_table, &row, policy, tables, table_row_size, index);
    return row;
}

static revops_policy_class segment_class(const revops_policy_params *policy, uint32_t index)
{
    revops_policy_class row;
    REVOPS__POLICY_ROW(revops_policy_class, &row, policy, classes, class_row_size, index);
    return row;
}

/* The names of a table's rules, then of what holds otherwise. Returns the table's position, 0 where there is none. */
static uint32_t segment_names(revops__engine_builder *b, revops_policy_table_kind kind,
                              revops_engine_list list)
{
    const revops_policy_params *policy = b->policy;
    uint32_t position = 0;
    while (position < b->engine->table_count && segment_table(policy, position).kind != kind) {
        position++;
    }
    if (position == b->engine->table_count) {
        return 0;
    }
    revops_policy_table table = segment_table(policy, position);
    int is_more = table.otherwise != NULL;
    for (uint32_t k = 0; k < table.class_count + (uint32_t)is_more; k++) {
        const char *name =
            k < table.class_count ? segment_class(policy, table.first_class + k).name : table.otherwise;
        uint32_t place = revops__engine_builder_name(b, list, k + 1, name ? name : "");
        if (is_more && k < table.class_count && name && revops__engine_same_name(name, table.otherwise)) {
            is_more = 0;
        }
        if (b->block) {
            memcpy(revops__engine_builder_row(b, b->engine->name_places[list], sizeof place, k), &place,
                   sizeof place);
        }
    }
    b->engine->counts[list] = table.class_count + (uint32_t)is_more;
    return position + 1;
}

/* The items that any condition asks for. */
static uint64_t segment_items(const revops_engine *engine)
{
    const revops__where_row *rows = revops__engine_at(engine, engine->wheres);
    const revops__guard_choice *choices = revops__engine_at(engine, engine->choices);
    const uint64_t *sets = revops__engine_at(engine, engine->sets);
    uint64_t items = 0;
    for (uint32_t i = 0; i < engine->where_count; i++) {
        items |= rows[i].need.all;
        for (uint32_t k = 0; k < rows[i].need.choice_count; k++) {
            const revops__guard_choice *choice = &choices[rows[i].need.first_choice + k];
            for (uint32_t n = 0; n < choice->set_count; n++) {
                items |= sets[choice->first_set + n];
            }
        }
    }
    return items;
}

void revops__engine_builder_segments(revops__engine_builder *b)
{
    revops_engine *engine = b->engine;
    revops__asked asked = {.found = 0};
    engine->segments = segment_names(b, REVOPS_POLICY_TABLE_SEGMENTS, REVOPS_ENGINE_LIST_SEGMENTS);
    engine->motions = segment_names(b, REVOPS_POLICY_TABLE_MOTIONS, REVOPS_ENGINE_LIST_MOTIONS);
    asked.tables |= engine->segments ? UINT64_C(1) << (engine->segments - 1) : 0;
    asked.tables |= engine->motions ? UINT64_C(1) << (engine->motions - 1) : 0;
    revops__ask_tables(b->policy, &asked);
    engine->segments_ask = asked.more;
    engine->asked_items = b->block ? segment_items(engine) : 0;
    for (uint32_t i = 0; b->block && i < b->policy->event_count; i++) {
        revops__engine_event *event = revops__engine_builder_row(b, engine->events, sizeof *event, i);
        event->changes_segments = (uint8_t)revops__is_asked(&asked, event);
    }
}

void revops__engine_builder_nobody(revops__engine_builder *b)
{
    static const unsigned char nobody[REVOPS__LEAD_HEAD];
    revops_engine *engine = b->engine;
    revops__facts facts;
    revops__facts_of_account(&facts, engine, nobody, NULL, NULL, 0);
    engine->nobody_is_known = !(engine->segments_ask & REVOPS__ASKS_MORE);
    if (engine->nobody_is_known) {
        engine->segment_of_nobody = (uint8_t)revops__where_table(&facts, engine->segments);
        engine->motion_of_nobody = (uint8_t)revops__where_table(&facts, engine->motions);
    }
}

/* ---- of a lead ---- */

void revops__segments_find(revops__work *w)
{
    const revops_engine *engine = w->engine;
    if (!engine->segments && !engine->motions) {
        return;
    }
    uint8_t segment = (uint8_t)revops__where_table(&w->facts, engine->segments);
    uint8_t motion = (uint8_t)revops__where_table(&w->facts, engine->motions);
    w->is_otherwise_proven = 0;
    if (w->lead[REVOPS__LEAD_SEGMENT] != segment || w->lead[REVOPS__LEAD_MOTION] != motion) {
        w->lead[REVOPS__LEAD_SEGMENT] = segment;
        w->lead[REVOPS__LEAD_MOTION] = motion;
    }
}

/* Whether they may be others by what happened beside facts. */
static inline int segment_asks_more(const revops__work *w)
{
    uint32_t asks = w->engine->segments_ask;
    return asks & REVOPS__ASKS_MORE || (asks & REVOPS__ASKS_ITEMS && w->is_otherwise_proven);
}

void revops__segments_at(revops__work *w, int64_t at_ms)
{
    if (segment_asks_more(w)) {
        revops__facts_begin(&w->facts, w->engine, w->lead, w->facts.texts, at_ms);
        revops__segments_find(w);
    }
}

void revops__segments_begin(revops__work *w)
{
    if (w->engine->segments || w->engine->motions) {
        revops__event_look(w, 0);
        revops__segments_find(w);
    }
}

void revops__segments_first(revops__work *w, const revops__engine_event *row)
{
    const revops_engine *engine = w->engine;
    if (!engine->nobody_is_known || row->changes_segments ||
        (engine->segments_ask & REVOPS__ASKS_ORIGIN && (w->event->source || w->event->campaign))) {
        revops__segments_begin(w);
    } else if (engine->segments || engine->motions) {
        w->lead[REVOPS__LEAD_SEGMENT] = engine->segment_of_nobody;
        w->lead[REVOPS__LEAD_MOTION] = engine->motion_of_nobody;
    }
}

void revops__segments_after_facts(revops__work *w, const revops__engine_event *row)
{
    uint32_t asks = w->engine->segments_ask;
    if (row->changes_segments || segment_asks_more(w) ||
        (asks & REVOPS__ASKS_ORIGIN && (w->event->source || w->event->campaign))) {
        revops__segments_begin(w);
    }
}

int revops__segments_are_legal(const revops_engine *engine, const unsigned char *lead)
{
    return lead[REVOPS__LEAD_SEGMENT] <= engine->counts[REVOPS_ENGINE_LIST_SEGMENTS] &&
           lead[REVOPS__LEAD_MOTION] <= engine->counts[REVOPS_ENGINE_LIST_MOTIONS];
}
