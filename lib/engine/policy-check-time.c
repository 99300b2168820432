/* SPDX-License-Identifier: MIT */
/* What clocks, cases, calendars and zones mean together. */
#include "engine/policy-internal.h"

#include <string.h>

enum { TIME_OPENINGS_MAX = 224, TIME_EXCEPTIONS_MAX = 1024 };

static void time_tell(revops__problems *problems, const char *part, uint32_t row, const char *field,
                      const char *expected)
{
    revops__problem_put(problems, REVOPS_ERR_UNSOUND, part, row, field, 0, expected);
}

static int time_is_calendar(const policy_view *view, const char *name)
{
    for (uint32_t i = 0; name && i < revops__policy_count(view, POLICY_IN_calendars); i++) {
        revops_policy_calendar calendar;
        revops__policy_get(view, POLICY_IN_calendars, i, &calendar);
        if (calendar.name && revops__policy_same(calendar.name, name)) {
            return 1;
        }
    }
    return name == NULL;
}

/* Without `choose`, each value must be a calendar's name. */
static void time_named_calendars(const policy_view *view, revops__problems *problems, uint32_t row,
                                 const revops_policy_case *own)
{
    static const char expected[] = "calendars named as the values are, or choose";
    uint32_t table_position = own->table;
    revops_policy_attribute attribute = {.name = NULL};
    if (own->attribute) {
        revops__policy_get(view, POLICY_IN_attributes, own->attribute - 1, &attribute);
        table_position = attribute.table;
    }
    for (uint32_t i = 0; i < attribute.choice_count && !own->choice_count; i++) {
        const char *name;
        revops__policy_get(view, POLICY_IN_texts, attribute.first_choice + i, &name);
        if (!own->calendar && !time_is_calendar(view, name)) {
            time_tell(problems, "cases", row, "calendar", expected);
            return;
        }
    }
    if (!table_position || own->choice_count) {
        return;
    }
    revops_policy_table table;
    revops__policy_get(view, POLICY_IN_tables, table_position - 1, &table);
    for (uint32_t i = 0; i < table.class_count && !own->calendar; i++) {
        revops_policy_class rule;
        revops__policy_get(view, POLICY_IN_classes, table.first_class + i, &rule);
        if (!time_is_calendar(view, rule.name)) {
            time_tell(problems, "cases", row, "calendar", expected);
            return;
        }
    }
}

static void time_case(const policy_view *view, revops__problems *problems, uint32_t row,
                      const revops_policy_case *own)
{
    int is_business =
        own->unit == REVOPS_CALENDAR_UNIT_OPEN || own->unit == REVOPS_CALENDAR_UNIT_BUSINESS_DAYS;
    if (own->target < 1) {
        time_tell(problems, "cases", row, "target", "a target");
    }
    if (own->unit > REVOPS_CALENDAR_UNIT_DAYS || own->at_close > REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN ||
        own->calendar_of > REVOPS_POLICY_CALENDAR_BY_ATTRIBUTE) {
        time_tell(problems, "cases", row, "target", "kinds that this library knows");
    }
    if (is_business && own->calendar == 0 && own->calendar_of == REVOPS_POLICY_CALENDAR_FIXED) {
        time_tell(problems, "cases", row, "target", "a calendar beside a target of business time");
    }
    if ((own->calendar_of == REVOPS_POLICY_CALENDAR_OF_LEAD ||
         own->calendar_of == REVOPS_POLICY_CALENDAR_OF_OWNER) &&
        own->calendar == 0) {
        time_tell(problems, "cases", row, "calendar", "otherwise: the calendar of one who has none");
    }
    if (own->calendar_of == REVOPS_POLICY_CALENDAR_BY_ATTRIBUTE) {
        time_named_calendars(view, problems, row, own);
    }
    for (uint32_t i = 0; i < REVOPS_SLA_WARNINGS_MAX; i++) {
        uint32_t warning = own->warn_bp[i];
        if (warning >= 10000 || (i > 0 && warning && warning <= own->warn_bp[i - 1])) {
            time_tell(problems, "cases", row, "warn", "rising shares below 100 %");
        }
    }
}

static void time_clocks(const policy_view *view, revops__problems *problems)
{
    for (uint32_t i = 0; i < revops__policy_count(view, POLICY_IN_clocks); i++) {
        revops_policy_clock clock;
        revops__policy_get(view, POLICY_IN_clocks, i, &clock);
        if (clock.start_count == 0) {
            time_tell(problems, "clocks", i, "starts", "something that starts it");
        }
        if (clock.meet_count == 0) {
            time_tell(problems, "clocks", i, "met", "something that meets it");
        }
        if (clock.case_count == 0) {
            time_tell(problems, "clocks", i, NULL, "a target or cases");
        }
        if (clock.still_count && clock.pause_count) {
            time_tell(problems, "clocks", i, "stands_still_in",
                      "either pauses or stages in which it stands still");
        }
        for (uint32_t k = 0; k < clock.case_count; k++) {
            revops_policy_case own;
            revops__policy_get(view, POLICY_IN_cases, clock.first_case + k, &own);
            time_case(view, problems, clock.first_case + k, &own);
            if (!own.where && k + 1 < clock.case_count) {
                time_tell(problems, "cases", clock.first_case + k + 1, "name",
                          "a case that is reached: the one before it always holds");
            }
        }
    }
}

/* ---- calendars ---- */

static void time_dates(const policy_view *view, revops__problems *problems, uint32_t row,
                       const revops_policy_calendar *calendar)
{
    for (uint32_t i = 0; i < calendar->holiday_count; i++) {
        revops_policy_holiday own, other;
        revops__policy_get(view, POLICY_IN_holidays, calendar->first_holiday + i, &own);
        int is_single = own.month == 0 && own.first_day == own.last_day;
        if (own.month ? own.month > 12 || own.day < 1 || own.day > 31 || own.first_day || own.last_day
                      : own.last_day < own.first_day || own.last_day - own.first_day > 400) {
            time_tell(problems, "holidays", calendar->first_holiday + i, NULL,
                      "a day of every year, or up to 400 dates");
        }
        for (uint32_t k = 0; k < calendar->exception_count && is_single; k++) {
            revops_calendar_exception exception;
            revops__policy_get(view, POLICY_IN_exceptions, calendar->first_exception + k, &exception);
            if (exception.day == own.first_day) {
                time_tell(problems, "calendars", row, "exceptions",
                          "a date that is either a holiday or an exception");
            }
        }
        for (uint32_t k = 0; k < i; k++) {
            revops__policy_get(view, POLICY_IN_holidays, calendar->first_holiday + k, &other);
            if (memcmp(&own, &other, sizeof own) == 0) {
                time_tell(problems, "holidays", calendar->first_holiday + i, NULL, "each holiday once");
            }
        }
    }
}

static void time_calendar_hours(const policy_view *view, revops__problems *problems, uint32_t row,
                                const revops_policy_calendar *calendar)
{
    revops_calendar_opening openings[TIME_OPENINGS_MAX];
    revops_calendar_params params = REVOPS_CALENDAR_PARAMS_INIT;
    revops_problem found;
    size_t count = 0;
    if (calendar->opening_count > TIME_OPENINGS_MAX || calendar->exception_count > TIME_EXCEPTIONS_MAX) {
        time_tell(problems, "calendars", row, "open", "at most 224 hours a week and 1024 of dates");
        return;
    }
    for (uint32_t i = 0; i < calendar->opening_count; i++) {
        revops__policy_get(view, POLICY_IN_openings, calendar->first_opening + i, &openings[i]);
    }
    params.openings = openings;
    params.opening_count = calendar->opening_count;
    if (calendar->opening_count && revops_calendar_check(&params, &found, 1, &count) != REVOPS_OK) {
        time_tell(problems, "calendars", row, "open",
                  "hours that don't overlap, those past midnight included");
    }
}

static void time_exceptions_check(const policy_view *view, revops__problems *problems, uint32_t row,
                                  const revops_policy_calendar *calendar)
{
    int64_t last = INT64_MIN;
    for (uint32_t i = 0; i < calendar->exception_count; i++) {
        revops_calendar_exception own;
        revops__policy_get(view, POLICY_IN_exceptions, calendar->first_exception + i, &own);
        int64_t start = (int64_t)own.day * 1440 + own.start_min, end = (int64_t)own.day * 1440 + own.end_min;
        if (own.start_min > 1439 || own.end_min <= own.start_min || own.end_min > 2880 || start < last) {
            time_tell(problems, "calendars", row, "exceptions",
                      "hours that rise and don't overlap, those past midnight included");
            return;
        }
        last = end;
    }
}

void revops__policy_check_time(const policy_view *view, revops__problems *problems)
{
    for (uint32_t i = 0; i < revops__policy_count(view, POLICY_IN_zones); i++) {
        revops_policy_zone zone;
        revops__policy_get(view, POLICY_IN_zones, i, &zone);
        revops_zone_params params;
        size_t length = zone.rule ? revops__policy_length(zone.rule) : 0, count = 0;
        if (revops_zone_defaults(&params, sizeof params) != REVOPS_OK) {
            return;
        }
        params.posix = zone.rule;
        params.posix_length = (uint32_t)length;
        params.tzif = zone.rule ? NULL : zone.tzif;
        params.tzif_length = zone.rule ? 0 : (uint32_t)zone.tzif_size;
        if ((!zone.rule && !zone.tzif) || revops_zone_check(&params, NULL, 0, &count) != REVOPS_OK) {
            time_tell(problems, "zones", i, NULL, "a POSIX rule, such as \"CET-1CEST,M3.5.0,M10.5.0/3\"");
        }
    }
    for (uint32_t i = 0; i < revops__policy_count(view, POLICY_IN_calendars); i++) {
        revops_policy_calendar calendar;
        revops__policy_get(view, POLICY_IN_calendars, i, &calendar);
        if ((calendar.flags & REVOPS_POLICY_ALWAYS_OPEN) != 0
                ? calendar.opening_count > 0
                : calendar.opening_count + calendar.exception_count == 0) {
            time_tell(problems, "calendars", i, "open", "hours, or \"always\"");
        }
        time_dates(view, problems, i, &calendar);
        time_calendar_hours(view, problems, i, &calendar);
        time_exceptions_check(view, problems, i, &calendar);
    }
    time_clocks(view, problems);
}
