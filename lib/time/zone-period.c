/* SPDX-License-Identifier: MIT */
/* Days, weeks, months and quarters of a zone. */
#include "core/divide.h"
#include "time/zone-internal.h"

static int32_t period_first_day(enum revops_zone_periods period, int32_t day)
{
    int32_t year, month, first = day;
    switch (period) {
    case REVOPS_ZONE_DAY:
        break;
    case REVOPS_ZONE_WEEK:
        first = day - (int32_t)revops_weekday(day);
        break;
    case REVOPS_ZONE_MONTH:
        revops_date_from_day(day, NULL, NULL, &first);
        first = day - first + 1;
        break;
    case REVOPS_ZONE_QUARTER:
        revops_date_from_day(day, &year, &month, NULL);
        if (revops_day_from_date(year, (month - 1) / 3 * 3 + 1, 1, &first) != REVOPS_OK) {
            first = day;
        }
        break;
    }
    return first;
}

revops_status revops_zone_first_day_many(const revops_zone *zone, revops_zone_period period,
                                         const int64_t *at_ms, size_t count, int32_t *out_days)
{
    if (period < REVOPS_ZONE_DAY || period > REVOPS_ZONE_QUARTER || (count > 0 && (!at_ms || !out_days))) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = REVOPS_OK;
    /* Rows of a column tend to share a stretch between two changes, and a day. */
    int64_t from_ms = 0, until_ms = zone ? 0 : INT64_MAX, offset_ms = 0, known_day = INT64_MIN;
    int32_t first_day = 0;
    for (size_t i = 0; i < count; i++) {
        if (!revops__in_range(at_ms[i])) {
            status = at_ms[i] == REVOPS_TIME_NONE ? status : REVOPS_ERR_RANGE;
            out_days[i] = INT32_MIN;
            continue;
        }
        if (zone && (at_ms[i] < from_ms || at_ms[i] >= until_ms)) {
            from_ms = at_ms[i];
            offset_ms = revops__zone_at(zone, from_ms, &until_ms) * REVOPS_SECOND_MS;
        }
        int64_t day = revops__floor_divide(at_ms[i] + offset_ms, REVOPS_DAY_MS);
        if (day != known_day) {
            known_day = day;
            first_day = period_first_day((enum revops_zone_periods)period, (int32_t)day);
        }
        out_days[i] = first_day;
    }
    return status;
}

revops_status revops_zone_first_day(const revops_zone *zone, revops_zone_period period, int64_t at_ms,
                                    int32_t *out_day)
{
    int32_t day;
    if (!out_day) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = revops_zone_first_day_many(zone, period, &at_ms, 1, &day);
    if (status == REVOPS_OK && day == INT32_MIN) {
        status = REVOPS_ERR_RANGE;
    }
    if (status == REVOPS_OK) {
        *out_day = day;
    }
    return status;
}
