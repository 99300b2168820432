/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "time/calendar-internal.h"
#include "core/params.h"

enum { MOST_TRANSITIONS = 60000 };

static const int64_t *instants(const revops_zone *zone)
{
    return (const int64_t *)(const void *)((const unsigned char *)zone + sizeof *zone);
}

static const int32_t *offsets(const revops_zone *zone)
{
    return (const int32_t *)(const void *)(instants(zone) + zone->transition_count);
}

static size_t block_size(uint32_t transition_count)
{
    return sizeof(revops_zone) + transition_count * (sizeof(int64_t) + sizeof(int32_t));
}

revops_status revops__zone_draft_add(revops__zone_draft *draft, int64_t at_ms, int32_t offset_s)
{
    uint32_t count = draft->zone.transition_count;
    if (count > 0 && at_ms <= draft->last_ms) {
        return REVOPS_ERR_UNSOUND;
    }
    if (at_ms < -REVOPS_CALENDAR_LIMIT_MS) {
        draft->zone.first_offset_s = offset_s;
        return REVOPS_OK;
    }
    if (at_ms > REVOPS_CALENDAR_LIMIT_MS) {
        draft->goes_beyond = 1;
        return REVOPS_OK;
    }
    if (count == MOST_TRANSITIONS) {
        return REVOPS_ERR_ARG;
    }
    if (count < draft->capacity) {
        draft->at_ms[count] = at_ms;
        draft->offsets_s[count] = offset_s;
    }
    draft->last_ms = at_ms;
    draft->zone.transition_count++;
    return REVOPS_OK;
}

static int is_offset(int32_t offset_s)
{
    return offset_s >= -REVOPS__OFFSET_LIMIT_S && offset_s <= REVOPS__OFFSET_LIMIT_S;
}

static revops_status read_params(const revops_zone_params *params, revops__zone_draft *draft)
{
    draft->zone = (revops_zone){.magic = REVOPS__ZONE_MAGIC};
    if (params->tzif) {
        return revops__tzif_parse(params->tzif, params->tzif_length, draft);
    }
    draft->zone.first_offset_s = params->utc_offset_s;
    for (uint32_t i = 0; i < params->transition_count; i++) {
        const revops_zone_transition *transition = &params->transitions[i];
        if (!revops__in_range(transition->at_ms) || !is_offset(transition->utc_offset_s)) {
            return REVOPS_ERR_ARG;
        }
        if (transition->reserved != 0) {
            return REVOPS_ERR_NEWER;
        }
        revops_status status = revops__zone_draft_add(draft, transition->at_ms, transition->utc_offset_s);
        if (status != REVOPS_OK) {
            return status;
        }
    }
    if (params->posix) {
        draft->zone.has_rule = 1;
        return revops__rule_parse(params->posix, params->posix_length, &draft->zone.rule);
    }
    return REVOPS_OK;
}

revops_status revops_zone_build(const revops_zone_params *params, void *memory, size_t memory_size,
                                size_t *needed, const revops_zone **out)
{
    revops_zone_params own;
    if (!out) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = REVOPS__PARAMS_COPY(revops_zone_params, &own, params);
    if (status != REVOPS_OK) {
        return status;
    }
    if (own.flags != 0) {
        return REVOPS_ERR_NEWER;
    }
    if ((!own.posix && own.posix_length > 0) || (!own.tzif && own.tzif_length > 0) ||
        (!own.transitions && own.transition_count > 0) || !is_offset(own.utc_offset_s) ||
        (own.tzif && (own.posix || own.transition_count > 0 || own.utc_offset_s != 0))) {
        return REVOPS_ERR_ARG;
    }
    revops__zone_draft draft = {.capacity = 0};
    status = read_params(&own, &draft);
    if (status != REVOPS_OK) {
        return status;
    }
    size_t size = block_size(draft.zone.transition_count);
    status = revops__params_room(memory, memory_size, size, needed, out);
    if (status != REVOPS_OK) {
        return status;
    }
    revops_zone *zone = memory;
    draft.capacity = draft.zone.transition_count;
    draft.at_ms = (int64_t *)(void *)((unsigned char *)memory + sizeof *zone);
    draft.offsets_s = (int32_t *)(void *)(draft.at_ms + draft.capacity);
    status = read_params(&own, &draft);
    if (status != REVOPS_OK) {
        return status; /* never: it was read before */
    }
    *zone = draft.zone;
    *out = zone;
    return REVOPS_OK;
}

int64_t revops__zone_last_ms(const revops_zone *zone)
{
    return zone->transition_count > 0 ? instants(zone)[zone->transition_count - 1] : INT64_MIN;
}

int32_t revops__zone_at(const revops_zone *zone, int64_t at_ms, int64_t *next_ms)
{
    const int64_t *at = instants(zone);
    uint32_t low = 0, high = zone->transition_count; /* the first transition after at_ms */
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (at[middle] <= at_ms) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low == zone->transition_count && zone->has_rule) {
        return revops__rule_at(&zone->rule, at_ms, next_ms);
    }
    *next_ms = low < zone->transition_count ? at[low] : INT64_MAX;
    return low > 0 ? offsets(zone)[low - 1] : zone->first_offset_s;
}

revops_status revops_zone_utc_offset(const revops_zone *zone, int64_t at_ms, int32_t *out_utc_offset_s)
{
    int64_t next_ms;
    if (!zone || !out_utc_offset_s) {
        return REVOPS_ERR_ARG;
    }
    if (!revops__in_range(at_ms)) {
        return REVOPS_ERR_RANGE;
    }
    *out_utc_offset_s = revops__zone_at(zone, at_ms, &next_ms);
    return REVOPS_OK;
}

revops_status revops_zone_utc_offset_many(const revops_zone *zone, const int64_t *at_ms, size_t count,
                                          int32_t *out_utc_offsets_s)
{
    if (!zone || (count > 0 && (!at_ms || !out_utc_offsets_s))) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = REVOPS_OK;
    /* Rows of a column tend to share a stretch between two changes. */
    int64_t from_ms = 0, until_ms = 0;
    int32_t offset_s = 0;
    for (size_t i = 0; i < count; i++) {
        if (!revops__in_range(at_ms[i])) {
            status = at_ms[i] == REVOPS_TIME_NONE ? status : REVOPS_ERR_RANGE;
            out_utc_offsets_s[i] = INT32_MIN;
            continue;
        }
        if (at_ms[i] < from_ms || at_ms[i] >= until_ms) {
            from_ms = at_ms[i];
            offset_s = revops__zone_at(zone, from_ms, &until_ms);
        }
        out_utc_offsets_s[i] = offset_s;
    }
    return status;
}

/* Walks the stretches of one offset around the reading, of which there are as many as changes within two days. */
static int64_t from_local(const revops_zone *zone, int64_t local_ms, uint32_t fold)
{
    int64_t from_ms = local_ms - 2 * REVOPS_DAY_MS, end_ms = local_ms + 2 * REVOPS_DAY_MS, found_ms = 0;
    int64_t before_ms = INT64_MIN; /* offset of the stretch before */
    int found = 0;
    while (from_ms < end_ms) {
        int64_t until_ms;
        int64_t offset_ms = revops__zone_at(zone, from_ms, &until_ms) * REVOPS_SECOND_MS;
        int64_t at_ms = local_ms - offset_ms;
        if (at_ms >= from_ms && at_ms < until_ms) {
            if (fold == 0) {
                return at_ms;
            }
            found_ms = at_ms;
            found = 2;
        } else if (!found && before_ms != INT64_MIN && at_ms < from_ms && local_ms - before_ms >= from_ms) {
            /* The reading lies in the gap that this stretch begins with. */
            found_ms = local_ms - (fold ? offset_ms : before_ms);
            found = 1;
        }
        before_ms = offset_ms;
        from_ms = until_ms;
    }
    return found_ms;
}

revops_status revops_zone_from_local(const revops_zone *zone, int64_t local_ms, uint32_t fold,
                                     int64_t *out_ms)
{
    if (!out_ms) {
        return REVOPS_ERR_ARG;
    }
    int64_t found_ms = REVOPS_TIME_NONE;
    if (local_ms == REVOPS_TIME_NONE) {
        return zone && fold <= 1 ? REVOPS_ERR_RANGE : REVOPS_ERR_ARG;
    }
    revops_status status = revops_zone_from_local_many(zone, &local_ms, 1, fold, &found_ms);
    if (status == REVOPS_OK) {
        *out_ms = found_ms;
    }
    return status;
}

revops_status revops_zone_from_local_many(const revops_zone *zone, const int64_t *local_ms, size_t count,
                                          uint32_t fold, int64_t *out_ms)
{
    if (!zone || fold > 1 || (count > 0 && (!local_ms || !out_ms))) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = REVOPS_OK;
    for (size_t i = 0; i < count; i++) {
        int64_t found_ms = REVOPS_TIME_NONE;
        if (revops__in_range(local_ms[i])) {
            found_ms = from_local(zone, local_ms[i], fold);
        }
        if (!revops__in_range(found_ms)) {
            status = local_ms[i] == REVOPS_TIME_NONE ? status : REVOPS_ERR_RANGE;
            found_ms = REVOPS_TIME_NONE;
        }
        out_ms[i] = found_ms;
    }
    return status;
}
