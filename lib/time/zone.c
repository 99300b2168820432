/* SPDX-License-Identifier: MIT */
/* What a compiled zone answers. */
#include "time/zone-internal.h"

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
            found_ms =
                revops__zone_instant(zone, local_ms[i], fold ? REVOPS__FOLD_AFTER : REVOPS__FOLD_BEFORE);
        }
        if (!revops__in_range(found_ms)) {
            status = local_ms[i] == REVOPS_TIME_NONE ? status : REVOPS_ERR_RANGE;
            found_ms = REVOPS_TIME_NONE;
        }
        out_ms[i] = found_ms;
    }
    return status;
}
