/* SPDX-License-Identifier: MIT */
/* Where the fields of a record lie, and columns of them. */
#include <revops/engine-records.h>

#include <stddef.h>

#include "core/text.h"
#include "engine/engine-clock.h"

/* What there is several times of: channels, clocks, stages, attributes. */
enum layout_groups { LAYOUT_HEAD, LAYOUT_CHANNEL, LAYOUT_CLOCK, LAYOUT_STAGE, LAYOUT_ATTRIBUTE };

typedef struct layout_row {
    const char *name;
    uint16_t place; /* from the group's start */
    uint8_t group, type;
} layout_row;

#define LAYOUT_ROW(group, type, place, name)                                                                 \
    {                                                                                                        \
        name, place, LAYOUT_##group, REVOPS_ENGINE_##type                                                    \
    }

static const layout_row layout_rows[REVOPS_ENGINE_FIELD_ATTRIBUTE + 1] = {
    [REVOPS_ENGINE_FIELD_MARK] = LAYOUT_ROW(HEAD, U64, REVOPS__LEAD_MARK, "mark"),
    [REVOPS_ENGINE_FIELD_LAST_MS] = LAYOUT_ROW(HEAD, I64, REVOPS__LEAD_LAST_MS, "last_ms"),
    [REVOPS_ENGINE_FIELD_LAST_SEQUENCE] = LAYOUT_ROW(HEAD, U64, REVOPS__LEAD_LAST_SEQUENCE, "last_sequence"),
    [REVOPS_ENGINE_FIELD_LAST_ID] = LAYOUT_ROW(HEAD, U64, REVOPS__LEAD_LAST_ID, "last_id"),
    [REVOPS_ENGINE_FIELD_LAST_DIGEST] = LAYOUT_ROW(HEAD, U64, REVOPS__LEAD_LAST_DIGEST, "last_digest"),
    [REVOPS_ENGINE_FIELD_WAKEUP_MS] = LAYOUT_ROW(HEAD, I64, REVOPS__LEAD_WAKEUP_MS, "wakeup_ms"),
    [REVOPS_ENGINE_FIELD_OWNER] = LAYOUT_ROW(HEAD, U64, REVOPS__LEAD_OWNER, "owner"),
    [REVOPS_ENGINE_FIELD_LAST_RANK] = LAYOUT_ROW(HEAD, U16, REVOPS__LEAD_LAST_RANK, "last_rank"),
    [REVOPS_ENGINE_FIELD_PLACE] = LAYOUT_ROW(HEAD, U8, REVOPS__LEAD_PLACE, "place"),
    [REVOPS_ENGINE_FIELD_FLAGS] = LAYOUT_ROW(HEAD, U8, REVOPS__LEAD_FLAGS, "flags"),
    [REVOPS_ENGINE_FIELD_CYCLE] = LAYOUT_ROW(HEAD, U16, REVOPS__LEAD_CYCLE, "cycle"),
    [REVOPS_ENGINE_FIELD_RUNS] = LAYOUT_ROW(HEAD, U16, REVOPS__LEAD_RUNS, "runs"),
    [REVOPS_ENGINE_FIELD_ITEMS] = LAYOUT_ROW(HEAD, U64, REVOPS__LEAD_ITEMS, "items"),
    [REVOPS_ENGINE_FIELD_ITEMS_SINCE] = LAYOUT_ROW(HEAD, U64, REVOPS__LEAD_ITEMS_SINCE, "items_since"),
    [REVOPS_ENGINE_FIELD_VISITED] = LAYOUT_ROW(HEAD, U64, REVOPS__LEAD_VISITED, "visited"),
    [REVOPS_ENGINE_FIELD_OBSERVED] = LAYOUT_ROW(HEAD, U64, REVOPS__LEAD_OBSERVED, "observed"),
    [REVOPS_ENGINE_FIELD_SOURCE] = LAYOUT_ROW(HEAD, U64, REVOPS__LEAD_SOURCE, "source"),
    [REVOPS_ENGINE_FIELD_CAMPAIGN] = LAYOUT_ROW(HEAD, U64, REVOPS__LEAD_CAMPAIGN, "campaign"),
    [REVOPS_ENGINE_FIELD_RESUME_MS] = LAYOUT_ROW(HEAD, I64, REVOPS__LEAD_RESUME_MS, "resume_ms"),
    [REVOPS_ENGINE_FIELD_REASON] = LAYOUT_ROW(HEAD, U16, REVOPS__LEAD_REASON, "reason"),
    [REVOPS_ENGINE_FIELD_SEGMENT] = LAYOUT_ROW(HEAD, U8, REVOPS__LEAD_SEGMENT, "segment"),
    [REVOPS_ENGINE_FIELD_MOTION] = LAYOUT_ROW(HEAD, U8, REVOPS__LEAD_MOTION, "motion"),
    [REVOPS_ENGINE_FIELD_OWNERS] = LAYOUT_ROW(HEAD, U32, REVOPS__LEAD_OWNERS, "owners"),
    [REVOPS_ENGINE_FIELD_TOLD_MS] = LAYOUT_ROW(HEAD, I64, REVOPS__LEAD_TOLD_MS, "told_ms"),
    [REVOPS_ENGINE_FIELD_SINCE_MS] = LAYOUT_ROW(HEAD, I64, REVOPS__LEAD_SINCE_MS, "since_ms"),
    [REVOPS_ENGINE_FIELD_TOUCHES] =
        LAYOUT_ROW(HEAD, U32, REVOPS__LEAD_TOUCHED + REVOPS__TOUCHED_COUNT, "touches"),
    [REVOPS_ENGINE_FIELD_ACCOUNT] = LAYOUT_ROW(HEAD, U64, REVOPS__LEAD_ACCOUNT, "account"),
    [REVOPS_ENGINE_FIELD_WON_SUM] = LAYOUT_ROW(HEAD, I64, REVOPS__LEAD_WON_SUM, "won_sum"),
    [REVOPS_ENGINE_FIELD_WON_LATEST] = LAYOUT_ROW(HEAD, I64, REVOPS__LEAD_WON_LATEST, "won_latest"),
    [REVOPS_ENGINE_FIELD_WINS] = LAYOUT_ROW(HEAD, U32, REVOPS__LEAD_WINS, "wins"),
    [REVOPS_ENGINE_FIELD_CHANNEL_MS] = LAYOUT_ROW(CHANNEL, I64, 0, "touched_ms"),
    [REVOPS_ENGINE_FIELD_CHANNEL_TOUCHES] = LAYOUT_ROW(CHANNEL, U32, 8, "touches"),
    [REVOPS_ENGINE_FIELD_CLOCK_DUE_MS] =
        LAYOUT_ROW(CLOCK, I64, offsetof(revops_sla_record, due_ms), "due_ms"),
    [REVOPS_ENGINE_FIELD_CLOCK_SINCE_MS] =
        LAYOUT_ROW(CLOCK, I64, offsetof(revops_sla_record, since_ms), "since_ms"),
    [REVOPS_ENGINE_FIELD_CLOCK_CONSUMED_MS] =
        LAYOUT_ROW(CLOCK, I64, offsetof(revops_sla_record, consumed_ms), "consumed_ms"),
    [REVOPS_ENGINE_FIELD_CLOCK_DEADLINE_MS] =
        LAYOUT_ROW(CLOCK, I64, offsetof(revops_sla_record, deadline_ms), "deadline_ms"),
    [REVOPS_ENGINE_FIELD_CLOCK_STARTED_MS] =
        LAYOUT_ROW(CLOCK, I64, offsetof(revops_sla_record, started_ms), "started_ms"),
    [REVOPS_ENGINE_FIELD_CLOCK_STATE] = LAYOUT_ROW(CLOCK, U8, offsetof(revops_sla_record, state), "state"),
    [REVOPS_ENGINE_FIELD_FIRST_MS] = LAYOUT_ROW(STAGE, I64, 0, "first_ms"),
    [REVOPS_ENGINE_FIELD_LATEST_MS] = LAYOUT_ROW(STAGE, I64, 8, "latest_ms"),
    [REVOPS_ENGINE_FIELD_ENTERED] = LAYOUT_ROW(STAGE, U8, 16, "entered"),
    [REVOPS_ENGINE_FIELD_ATTRIBUTE] = LAYOUT_ROW(ATTRIBUTE, I64, 0, "value"),
};

/* Where the parts of a group lie, and how many there are. */
typedef struct layout_place {
    uint32_t at, bytes, count;
} layout_place;

static layout_place layout_place_of(const revops_engine *engine, enum layout_groups group)
{
    const layout_place places[LAYOUT_ATTRIBUTE + 1] = {
        [LAYOUT_HEAD] = {0, 0, 1},
        [LAYOUT_CHANNEL] = {engine->channels_at, REVOPS__LEAD_CHANNEL, engine->channel_count},
        [LAYOUT_CLOCK] = {engine->clocks_at, REVOPS__LEAD_CLOCK, engine->counts[REVOPS_ENGINE_LIST_CLOCKS]},
        [LAYOUT_STAGE] = {engine->dates_at, REVOPS__LEAD_DATES,
                          engine->dates_at ? engine->counts[REVOPS_ENGINE_LIST_STAGES] : 0},
        [LAYOUT_ATTRIBUTE] = {engine->attributes_at, sizeof(int64_t), engine->attribute_count}};
    return places[group];
}

revops_status revops_engine_layout(const revops_engine *engine, revops_engine_field *out, size_t capacity,
                                   size_t *needed)
{
    if (!engine || (!out && capacity)) {
        return REVOPS_ERR_ARG;
    }
    size_t count = 0;
    for (uint32_t first = 1, end = 1; first <= REVOPS_ENGINE_FIELD_ATTRIBUTE; first = end) {
        enum layout_groups group = layout_rows[first].group;
        layout_place place = layout_place_of(engine, group);
        while (end <= REVOPS_ENGINE_FIELD_ATTRIBUTE && layout_rows[end].group == group) {
            end++;
        }
        for (uint32_t i = 0; i < place.count; i++) {
            for (uint32_t kind = first; kind < end; kind++, count++) {
                if (count < capacity) {
                    out[count] =
                        (revops_engine_field){.offset = place.at + i * place.bytes + layout_rows[kind].place,
                                              .type = layout_rows[kind].type,
                                              .kind = kind,
                                              .number = group == LAYOUT_HEAD ? 0 : i + 1};
                }
            }
        }
    }
    if (needed) {
        *needed = count;
    }
    return count <= capacity ? REVOPS_OK : REVOPS_ERR_NOSPACE;
}

/* Whether a record has the field, there and so read. */
static int layout_has(const revops_engine *engine, const revops_engine_field *field)
{
    if (field->kind == 0 || field->kind > REVOPS_ENGINE_FIELD_ATTRIBUTE) {
        return 0;
    }
    const layout_row *row = &layout_rows[field->kind];
    layout_place place = layout_place_of(engine, row->group);
    uint32_t number = row->group == LAYOUT_HEAD ? 0 : field->number - 1;
    return number < place.count && (row->group != LAYOUT_HEAD || field->number == 0) &&
           field->type == row->type && field->offset == place.at + number * place.bytes + row->place;
}

size_t revops_engine_field_text(const revops_engine *engine, const revops_engine_field *field, char *out,
                                size_t capacity)
{
    if (!engine || !field || (!out && capacity) || !layout_has(engine, field)) {
        return 0;
    }
    const layout_row *row = &layout_rows[field->kind];
    const uint32_t *names;
    revops__text text = revops__text_begin(out, capacity);
    revops__text_put(&text, row->name);
    switch ((enum layout_groups)row->group) {
    case LAYOUT_HEAD:
        break;
    case LAYOUT_CHANNEL:
    case LAYOUT_ATTRIBUTE:
        names = revops__engine_at(engine, engine->field_names);
        revops__text_put(&text, ".");
        revops__text_put(
            &text,
            revops__engine_at(
                engine,
                names[field->number - 1 + (row->group == LAYOUT_CHANNEL ? 0 : engine->channel_count)]));
        break;
    case LAYOUT_CLOCK:
        revops__text_put(&text, ".");
        revops__text_put(&text, revops_engine_name(engine, REVOPS_ENGINE_LIST_CLOCKS, field->number));
        break;
    case LAYOUT_STAGE:
        revops__text_put(&text, ".");
        revops__text_put(&text, revops_engine_name(engine, REVOPS_ENGINE_LIST_STAGES, field->number));
        break;
    }
    return revops__text_end(&text);
}

revops_status revops_lead_column(const revops_engine *engine, const void *leads, size_t count,
                                 const revops_engine_field *field, int64_t *out)
{
    static const uint8_t widths[] = {[REVOPS_ENGINE_U8] = 1,
                                     [REVOPS_ENGINE_U16] = 2,
                                     [REVOPS_ENGINE_U32] = 4,
                                     [REVOPS_ENGINE_U64] = 8,
                                     [REVOPS_ENGINE_I64] = 8};
    if (!engine || (!leads && count) || !field || (!out && count) || !layout_has(engine, field)) {
        return REVOPS_ERR_ARG;
    }
    const unsigned char *lead = leads;
    for (size_t i = 0; i < count; i++, lead += engine->record_size) {
        if (!revops__lead_is_of(engine, lead)) {
            return REVOPS_ERR_CORRUPT;
        }
        out[i] = (int64_t)revops__lead_get(lead, field->offset, widths[field->type]);
    }
    return REVOPS_OK;
}
