/* SPDX-License-Identifier: MIT */
/* Calendars of a policy, compiled into the engine's block. A zone and the dates of holidays are put together in memory of the
   function that compiles one calendar, so that counting and writing go the same way. */
#include <string.h>

#include "engine/engine-clock.h"

enum {
    CALENDAR_ZONE_WORDS = 1024, /* 8 KiB: a zone of 680 changes, three times the busiest there is */
    CALENDAR_DAYS = 8192,       /* dates of holidays */
    CALENDAR_FIRST_YEAR = 1970, /* years in which yearly holidays count */
    CALENDAR_LAST_YEAR = 2100
};

revops_status revops__zone_given(const revops_policy_params *policy, uint32_t position,
                                 revops_zone_params *out)
{
    revops_policy_zone row;
    REVOPS__POLICY_ROW(revops_policy_zone, &row, policy, zones, zone_row_size, position - 1);
    if (row.rule) {
        size_t length = 0;
        while (length <= REVOPS__BUILD_NAME_BYTES && row.rule[length]) {
            length++;
        }
        out->posix = row.rule;
        out->posix_length = (uint32_t)length;
    } else if (row.tzif && row.tzif_size <= UINT32_MAX) {
        out->tzif = row.tzif;
        out->tzif_length = (uint32_t)row.tzif_size;
    } else {
        return REVOPS_ERR_UNSOUND;
    }
    return REVOPS_OK;
}

/* The zone of a calendar; `*out` is NULL for UTC. */
static revops_status calendar_zone(const revops_policy_params *policy, uint32_t position, int64_t *memory,
                                   const revops_zone **out)
{
    *out = NULL;
    if (position == 0) {
        return REVOPS_OK;
    }
    revops_zone_params params = REVOPS_ZONE_PARAMS_INIT;
    revops_status status = revops__zone_given(policy, position, &params);
    return status == REVOPS_OK
               ? revops_zone_build(&params, memory, CALENDAR_ZONE_WORDS * sizeof *memory, NULL, out)
               : status;
}

/* Dates without hours, ascending. Returns their number, more than there is room for where they are too many. */
static size_t calendar_holidays(const revops_policy_params *policy, const revops_policy_calendar *calendar,
                                int32_t *days)
{
    size_t count = 0;
    for (uint32_t i = 0; i < calendar->holiday_count; i++) {
        revops_policy_holiday row;
        REVOPS__POLICY_ROW(revops_policy_holiday, &row, policy, holidays, holiday_row_size,
                           calendar->first_holiday + i);
        int32_t year = CALENDAR_FIRST_YEAR, day = row.first_day;
        while (row.month ? year <= CALENDAR_LAST_YEAR : day <= row.last_day) {
            int32_t at = day++;
            if (row.month &&
                revops_day_from_date(year++, (int32_t)row.month, (int32_t)row.day, &at) != REVOPS_OK) {
                continue; /* 29 February */
            }
            if (count == CALENDAR_DAYS) {
                return count + 1;
            }
            days[count++] = at;
        }
    }
    return revops_calendar_unite(days, count);
}

/* Compiles a calendar; without memory it tells the size. */
static revops_status calendar_compile(const revops_policy_params *policy, uint32_t index, void *memory,
                                      size_t memory_size, size_t *needed)
{
    static const revops_calendar_opening always[] = {{0, 0, 1440}, {1, 0, 1440}, {2, 0, 1440}, {3, 0, 1440},
                                                     {4, 0, 1440}, {5, 0, 1440}, {6, 0, 1440}};
    int64_t zone_memory[CALENDAR_ZONE_WORDS];
    int32_t days[CALENDAR_DAYS];
    revops_policy_calendar row;
    revops_calendar_params params;
    REVOPS__POLICY_ROW(revops_policy_calendar, &row, policy, calendars, calendar_row_size, index);
    revops_status status = revops_calendar_defaults(&params, sizeof params);
    if (status != REVOPS_OK) {
        return status;
    }
    if (row.flags & REVOPS_POLICY_ALWAYS_OPEN) {
        params.openings = always;
        params.opening_count = 7;
        params.opening_row_size = sizeof always[0];
    } else if (row.opening_count > 0) { /* without any there may be no table */
        params.openings =
            (const revops_calendar_opening *)((const char *)policy->openings +
                                              (size_t)row.first_opening * policy->opening_row_size);
        params.opening_count = row.opening_count;
        params.opening_row_size = policy->opening_row_size;
    }
    if (row.exception_count > 0) {
        params.exceptions =
            (const revops_calendar_exception *)((const char *)policy->exceptions +
                                                (size_t)row.first_exception * policy->exception_row_size);
        params.exception_count = row.exception_count;
        params.exception_row_size = policy->exception_row_size;
    }
    params.holidays = days;
    size_t holidays = calendar_holidays(policy, &row, days);
    if (holidays > CALENDAR_DAYS) {
        return REVOPS_ERR_RANGE;
    }
    params.holiday_count = (uint32_t)holidays;
    status = calendar_zone(policy, row.zone, zone_memory, &params.zone);
    const revops_calendar *out;
    return status == REVOPS_OK ? revops_calendar_build(&params, memory, memory_size, needed, &out) : status;
}

static int calendar_is_within(uint32_t first, uint32_t count, uint32_t total)
{
    return first <= total && count <= total - first;
}

void revops__engine_builder_calendars(revops__engine_builder *b)
{
    const revops_policy_params *policy = b->policy;
    revops_engine *engine = b->engine;
    engine->calendar_bytes = 0;
    if (b->in_place && !b->block) {
        return;
    }
    for (uint32_t i = 0; i < engine->calendar_count; i++) {
        uint32_t place = engine->calendar_bytes_at + engine->calendar_bytes;
        size_t needed = 0;
        if (b->block) {
            memcpy(revops__engine_builder_row(b, engine->calendars, sizeof place, i), &place, sizeof place);
        }
        revops_status status = calendar_compile(policy, i, b->block ? b->block + place : NULL,
                                                b->block ? b->room - place : 0, &needed);
        b->lacks_calendars |= b->block && status != REVOPS_OK;
        if (b->lacks_calendars) {
            return;
        }
        if (status != REVOPS_OK && status != REVOPS_ERR_NOSPACE && b->problems) {
            revops__problem_put(b->problems, status, "calendars", i, "zone", status,
                                "hours, holidays and a zone that revops_calendar_build() takes");
        }
        engine->calendar_bytes += (uint32_t)(needed + 7) / 8 * 8;
    }
    if (b->block) {
        engine->size = (uint64_t)engine->calendar_bytes_at + engine->calendar_bytes;
    }
}

void revops__calendars_check(const revops_policy_params *policy, revops__problems *problems)
{
    for (uint32_t i = 0; i < policy->calendar_count; i++) {
        revops_policy_calendar row;
        REVOPS__POLICY_ROW(revops_policy_calendar, &row, policy, calendars, calendar_row_size, i);
        if (!calendar_is_within(row.first_opening, row.opening_count, policy->opening_count) ||
            !calendar_is_within(row.first_holiday, row.holiday_count, policy->holiday_count) ||
            !calendar_is_within(row.first_exception, row.exception_count, policy->exception_count) ||
            row.zone > policy->zone_count) {
            revops__problem_put(problems, REVOPS_ERR_ARG, "calendars", i, "first_opening", row.first_opening,
                                "lists and a zone within their tables");
        }
    }
    for (uint32_t i = 0; i < policy->holiday_count; i++) {
        revops_policy_holiday row;
        REVOPS__POLICY_ROW(revops_policy_holiday, &row, policy, holidays, holiday_row_size, i);
        int is_yearly = row.month >= 1 && row.month <= 12 && row.day >= 1 && row.day <= 31;
        int is_dated = row.month == 0 && row.first_day <= row.last_day && row.last_day < INT32_MAX;
        if (!is_yearly && !is_dated) {
            revops__problem_put(problems, REVOPS_ERR_ARG, "holidays", i, "first_day", row.first_day,
                                "a day of every year, or dates in order");
        }
    }
}

/* The zone in which dates of touches lie: that of their calendar, else the policy's. */
static uint32_t calendar_touch_zone(const revops_policy_params *policy)
{
    if (policy->touch_calendar == 0) {
        return policy->zone;
    }
    revops_policy_calendar row;
    REVOPS__POLICY_ROW(revops_policy_calendar, &row, policy, calendars, calendar_row_size,
                       policy->touch_calendar - 1);
    return row.zone;
}

void revops__engine_builder_touch_zone(revops__engine_builder *b)
{
    revops_engine *engine = b->engine;
    revops_zone_params params = REVOPS_ZONE_PARAMS_INIT;
    uint32_t position = calendar_touch_zone(b->policy);
    if (position == 0 || (b->policy->touch_days <= 1 && !engine->touch_over_days)) {
        return;
    }
    const revops_zone *zone;
    size_t needed = 0;
    revops_status status = revops__zone_given(b->policy, position, &params);
    if (status == REVOPS_OK) {
        status = revops_zone_build(&params, b->block ? b->block + engine->touch_zone : NULL,
                                   b->block ? engine->touch_zone_bytes : 0, &needed, &zone);
    }
    if (status != REVOPS_OK && status != REVOPS_ERR_NOSPACE && b->problems) {
        revops__problem_put(b->problems, status, "zones", position - 1, "rule", status,
                            "a zone that revops_zone_build() takes");
    }
    engine->touch_zone_bytes = (uint32_t)needed;
}

void revops__touch_zone_check(const revops_policy_params *policy, revops__problems *problems)
{
    int is_within = policy->zone <= policy->zone_count && policy->touch_calendar <= policy->calendar_count;
    if (!is_within || calendar_touch_zone(policy) > policy->zone_count) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, "touch_calendar",
                            policy->touch_calendar, "a calendar, and zones, that there are");
    }
    if (policy->touch_over < 0 || policy->touch_over > 2 * REVOPS_ZONE_TIME_MAX_MS ||
        (policy->touch_over_unit == REVOPS_CALENDAR_UNIT_DAYS &&
         policy->touch_over > 2 * REVOPS_ZONE_TIME_MAX_MS / REVOPS_DAY_MS)) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, "touch_over",
                            policy->touch_over, "0 or more, within the range of instants");
    }
}
