/* SPDX-License-Identifier: MIT */
/* The compiled zone: a table of transitions, searched by halves, and a rule for what comes after. */
#include "time/zone-internal.h"

static const int64_t *zone_instants(const revops_zone *zone)
{
    return (const int64_t *)(const void *)((const unsigned char *)zone + sizeof *zone);
}

static const int32_t *zone_offsets(const revops_zone *zone)
{
    return (const int32_t *)(const void *)(zone_instants(zone) + zone->transition_count);
}

size_t revops__zone_size(uint32_t transition_count)
{
    return sizeof(revops_zone) + transition_count * (sizeof(int64_t) + sizeof(int32_t));
}

revops_status revops__zone_draft_add(revops__zone_draft *draft, int64_t at_ms, int32_t offset_s)
{
    uint32_t count = draft->zone.transition_count;
    if (count > 0 && at_ms <= draft->last_ms) {
        return REVOPS_ERR_UNSOUND;
    }
    if (at_ms < -REVOPS_ZONE_TIME_MAX_MS) {
        draft->zone.first_offset_s = offset_s;
        return REVOPS_OK;
    }
    if (at_ms > REVOPS_ZONE_TIME_MAX_MS) {
        draft->goes_beyond = 1;
        return REVOPS_OK;
    }
    if (count == REVOPS_ZONE_TRANSITIONS_MAX) {
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

int64_t revops__zone_last_ms(const revops_zone *zone)
{
    return zone->transition_count > 0 ? zone_instants(zone)[zone->transition_count - 1] : INT64_MIN;
}

int32_t revops__zone_at(const revops_zone *zone, int64_t at_ms, int64_t *next_ms)
{
    const int64_t *at = zone_instants(zone);
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
    return low > 0 ? zone_offsets(zone)[low - 1] : zone->first_offset_s;
}

/* Walks the stretches of one offset around the reading, of which there are as many as changes within two days. */
int64_t revops__zone_instant(const revops_zone *zone, int64_t local_ms, enum revops__folds fold)
{
    int64_t from_ms = local_ms - 2 * REVOPS_DAY_MS, end_ms = local_ms + 2 * REVOPS_DAY_MS, found_ms = 0;
    int64_t before_ms = INT64_MIN; /* offset of the stretch before */
    int found = 0;
    while (from_ms < end_ms) {
        int64_t until_ms;
        int64_t offset_ms = revops__zone_at(zone, from_ms, &until_ms) * REVOPS_SECOND_MS;
        int64_t at_ms = local_ms - offset_ms;
        if (at_ms >= from_ms && at_ms < until_ms) {
            if (fold == REVOPS__FOLD_BEFORE || fold == REVOPS__FOLD_FIRST) {
                return at_ms;
            }
            found_ms = at_ms;
            found = 2;
        } else if (!found && before_ms != INT64_MIN && at_ms < from_ms && local_ms - before_ms >= from_ms) {
            /* The reading lies in the gap that this stretch begins with. */
            switch (fold) {
            case REVOPS__FOLD_BEFORE:
                found_ms = local_ms - before_ms;
                break;
            case REVOPS__FOLD_AFTER:
                found_ms = local_ms - offset_ms;
                break;
            case REVOPS__FOLD_FIRST:
            case REVOPS__FOLD_LAST:
                found_ms = from_ms;
                break;
            }
            found = 1;
        }
        before_ms = offset_ms;
        from_ms = until_ms;
    }
    return found_ms;
}
