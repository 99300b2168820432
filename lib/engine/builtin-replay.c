/* SPDX-License-Identifier: MIT */
/* Folding columns of events, and letting time pass for many leads. */
#include "engine/builtin-internal.h"
#include "core/params.h"

static revops_builtin_event builtin_event_at(const revops_builtin_columns *columns, uint64_t i)
{
    revops_builtin_event event = {
        .at_ms = columns->at_ms[i],
        .value = columns->value ? columns->value[i] : 0,
        .kind = columns->kind[i],
        .reason = columns->reason ? columns->reason[i] : 0,
        .source = columns->source ? columns->source[i] : 0,
        .campaign = columns->campaign ? columns->campaign[i] : 0,
        .actor = columns->actor ? columns->actor[i] : 0,
        .account = columns->account ? columns->account[i] : 0,
    };
    return event;
}

/* Room for effects: none at all, or enough for one call. */
static int builtin_is_room(const revops_builtin_effect *effects, size_t capacity, const size_t *effect_count)
{
    return effects ? effect_count && capacity >= REVOPS_BUILTIN_EFFECTS_MAX : capacity == 0;
}

revops_status revops_builtin_apply_many(const revops_builtin *engine, const revops_builtin_columns *columns,
                                        revops_builtin_lead *leads, size_t lead_count, revops_cursor *cursor,
                                        revops_builtin_effect *effects, size_t capacity, size_t *effect_count)
{
    revops_builtin_columns known;
    revops_status status = REVOPS__PARAMS_COPY(revops_builtin_columns, &known, columns);
    if (status != REVOPS_OK) {
        return status;
    }
    if (known.flags) {
        return REVOPS_ERR_NEWER;
    }
    if (!engine || !revops__cursor_is_whole(cursor) || (!leads && lead_count) ||
        (known.count && (!known.at_ms || !known.lead || !known.kind)) ||
        !builtin_is_room(effects, capacity, effect_count)) {
        return REVOPS_ERR_ARG;
    }
    revops_builtin_effect unwanted[REVOPS_BUILTIN_EFFECTS_MAX];
    size_t written = 0;
    uint64_t i = cursor->next;
    for (; i < known.count; i++) {
        if (effects && capacity - written < REVOPS_BUILTIN_EFFECTS_MAX) {
            status = REVOPS_ERR_NOSPACE;
            break;
        }
        if (known.lead[i] >= lead_count) {
            status = REVOPS_ERR_ARG;
            break;
        }
        revops_builtin_event event = builtin_event_at(&known, i);
        revops_builtin_effect *room = effects ? effects + written : unwanted;
        size_t count = 0;
        status = revops_builtin_apply(engine, &leads[known.lead[i]], &event, room, REVOPS_BUILTIN_EFFECTS_MAX,
                                      &count);
        if (status != REVOPS_OK && status != REVOPS_ERR_LATE && status != REVOPS_ERR_DUPLICATE &&
            status != REVOPS_ERR_ARG) {
            break;
        }
        cursor->applied += status == REVOPS_OK;
        cursor->late += status == REVOPS_ERR_LATE;
        cursor->duplicate += status == REVOPS_ERR_DUPLICATE;
        cursor->invalid += status == REVOPS_ERR_ARG;
        status = REVOPS_OK; /* late, duplicate and invalid events are told by their effect */
        for (size_t j = 0; j < count; j++) {
            room[j].lead = known.lead[i];
        }
        written += effects ? count : 0;
    }
    cursor->next = i;
    if (effect_count) {
        *effect_count = written;
    }
    return status;
}

revops_status revops_builtin_advance_many(const revops_builtin *engine, revops_builtin_lead *leads,
                                          size_t lead_count, int64_t now_ms, revops_cursor *cursor,
                                          revops_builtin_effect *effects, size_t capacity,
                                          size_t *effect_count)
{
    if (!engine || !revops__cursor_is_whole(cursor) || (!leads && lead_count) || now_ms == REVOPS_TIME_NONE ||
        !builtin_is_room(effects, capacity, effect_count)) {
        return REVOPS_ERR_ARG;
    }
    revops_builtin_effect unwanted[REVOPS_BUILTIN_EFFECTS_MAX];
    size_t written = 0;
    uint64_t i = cursor->next;
    revops_status status = REVOPS_OK;
    for (; status == REVOPS_OK && i < lead_count; i++) {
        if (effects && capacity - written < REVOPS_BUILTIN_EFFECTS_MAX) {
            status = REVOPS_ERR_NOSPACE;
            break;
        }
        revops_builtin_effect *room = effects ? effects + written : unwanted;
        size_t count = 0;
        status = revops_builtin_advance(engine, &leads[i], now_ms, room, REVOPS_BUILTIN_EFFECTS_MAX, &count);
        if (status != REVOPS_OK) {
            break;
        }
        cursor->applied++;
        for (size_t j = 0; j < count; j++) {
            room[j].lead = (uint32_t)i;
        }
        written += effects ? count : 0;
    }
    cursor->next = i;
    if (effect_count) {
        *effect_count = written;
    }
    return status;
}
