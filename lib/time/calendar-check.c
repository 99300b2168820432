/* SPDX-License-Identifier: MIT */
/* What can be wrong with a calendar's parameters. */
#include "time/calendar-internal.h"

static const char hours_expected_end[] =
    "above start_min, at most 2880; an end on the next day is its time of day + 1440";

static void calendar_problem(revops__problems *to, revops_status status, const char *field, int64_t found,
                             const char *expected)
{
    revops__problem_put(to, status, "params", REVOPS_NO_ROW, field, found, expected);
}

/* Minutes of one row; tells whether they are good. */
static int calendar_check_minutes(revops__problems *to, const char *part, uint32_t row, uint32_t start_min,
                                  uint32_t end_min)
{
    if (start_min >= 1440) {
        revops__problem_put(to, REVOPS_ERR_UNSOUND, part, row, "start_min", start_min, "0 to 1439");
        return 0;
    }
    if (end_min <= start_min || end_min > 2880) {
        revops__problem_put(to, REVOPS_ERR_UNSOUND, part, row, "end_min", end_min, hours_expected_end);
        return 0;
    }
    return 1;
}

static int calendar_is_date(int32_t day)
{
    return day >= -REVOPS_CALENDAR_DAY_MAX && day <= REVOPS_CALENDAR_DAY_MAX;
}

static void calendar_check_openings(const revops_calendar_params *params, revops__problems *to)
{
    int64_t before_start = -1, before_end = -1; /* minutes of the week, of the last good row */
    int64_t first_start = -1;
    uint32_t before = 0, first = 0;
    for (uint32_t i = 0; i < params->opening_count; i++) {
        revops_calendar_opening row;
        REVOPS__ROW_GET(revops_calendar_opening, &row, params->openings, params->opening_row_size, i);
        if (row.weekday > 6) {
            revops__problem_put(to, REVOPS_ERR_UNSOUND, "openings", i, "weekday", row.weekday,
                                "0 (Monday) to 6 (Sunday)");
            continue;
        }
        if (!calendar_check_minutes(to, "openings", i, row.start_min, row.end_min)) {
            continue;
        }
        int64_t start = row.weekday * 1440 + row.start_min, end = row.weekday * 1440 + row.end_min;
        if (start < before_start) {
            revops__problem_put_pair(to, REVOPS_ERR_UNSOUND, "openings", i, before, "start_min",
                                     row.start_min, "rows sorted by weekday and start_min");
            continue;
        }
        if (start < before_end) {
            revops__problem_put_pair(to, REVOPS_ERR_UNSOUND, "openings", i, before, "start_min",
                                     row.start_min, "no sooner than the end of the hours before");
        }
        if (first_start < 0) {
            first_start = start;
            first = i;
        }
        before_start = start;
        before_end = end > before_end ? end : before_end;
        before = i;
    }
    /* Sunday night runs into Monday. */
    if (first_start >= 0 && first_start < before_end - REVOPS__WEEK_MIN) {
        revops_calendar_opening row;
        REVOPS__ROW_GET(revops_calendar_opening, &row, params->openings, params->opening_row_size, before);
        revops__problem_put_pair(to, REVOPS_ERR_UNSOUND, "openings", before, first, "end_min", row.end_min,
                                 "no later than the first hours of the next week");
    }
}

static void calendar_check_holidays(const revops_calendar_params *params, revops__problems *to)
{
    for (uint32_t i = 0; i < params->holiday_count; i++) {
        int32_t day = params->holidays[i];
        if (!calendar_is_date(day)) {
            revops__problem_put(to, REVOPS_ERR_UNSOUND, "holidays", i, "day", day, "within 99000000");
        } else if (i > 0 && day < params->holidays[i - 1]) {
            revops__problem_put_pair(to, REVOPS_ERR_UNSOUND, "holidays", i, i - 1, "day", day,
                                     "dates sorted, as revops_calendar_unite() leaves them");
        }
    }
}

static void calendar_check_exceptions(const revops_calendar_params *params, revops__problems *to)
{
    revops_calendar_exception before = {0, 0, 0};
    uint32_t before_row = REVOPS_NO_ROW;
    for (uint32_t i = 0; i < params->exception_count; i++) {
        revops_calendar_exception row;
        REVOPS__ROW_GET(revops_calendar_exception, &row, params->exceptions, params->exception_row_size, i);
        if (!calendar_is_date(row.day)) {
            revops__problem_put(to, REVOPS_ERR_UNSOUND, "exceptions", i, "day", row.day, "within 99000000");
            continue;
        }
        if (!calendar_check_minutes(to, "exceptions", i, row.start_min, row.end_min)) {
            continue;
        }
        if (before_row != REVOPS_NO_ROW) {
            if (row.day < before.day) {
                revops__problem_put_pair(to, REVOPS_ERR_UNSOUND, "exceptions", i, before_row, "day", row.day,
                                         "rows sorted by day and start_min");
                continue;
            }
            int64_t start_min = ((int64_t)row.day - before.day) * 1440 + row.start_min;
            if (start_min < before.end_min) {
                revops__problem_put_pair(
                    to, REVOPS_ERR_UNSOUND, "exceptions", i, before_row, "start_min", row.start_min,
                    start_min < before.start_min ? "rows sorted by day and start_min"
                                                 : "no sooner than the end of the hours before");
            }
        }
        before = row;
        before_row = i;
    }
}

static void calendar_check_rows(revops__problems *to, revops_status status, const char *rows,
                                const char *row_size, uint32_t size)
{
    if (status == REVOPS_ERR_ABI) {
        calendar_problem(to, status, row_size, size, "the size of a row as compiled");
    } else if (status != REVOPS_OK) {
        calendar_problem(to, status, rows, 0, "rows, of fields that this library knows");
    }
}

/* All faults, and the plan where there is none. */
static void calendar_check_own(const revops_calendar_params *own, revops__problems *to, revops_calendar *plan)
{
    if (own->flags != 0) {
        calendar_problem(to, REVOPS_ERR_NEWER, "flags", own->flags, "0");
    }
    if (own->reserved != 0) {
        calendar_problem(to, REVOPS_ERR_NEWER, "reserved", own->reserved, "0");
    }
    if (own->zone && own->zone->magic != REVOPS__ZONE_MAGIC) {
        calendar_problem(to, REVOPS_ERR_CORRUPT, "zone", own->zone->magic, "a zone that was built");
    }
    if (!own->holidays && own->holiday_count > 0) {
        calendar_problem(to, REVOPS_ERR_ARG, "holidays", 0, "dates");
    }
    calendar_check_rows(
        to,
        REVOPS__ROWS_CHECK(revops_calendar_opening, own->openings, own->opening_count, own->opening_row_size),
        "openings", "opening_row_size", own->opening_row_size);
    calendar_check_rows(to,
                        REVOPS__ROWS_CHECK(revops_calendar_exception, own->exceptions, own->exception_count,
                                           own->exception_row_size),
                        "exceptions", "exception_row_size", own->exception_row_size);
    if (to->count > 0) {
        return;
    }
    calendar_check_openings(own, to);
    calendar_check_holidays(own, to);
    calendar_check_exceptions(own, to);
    if (to->count > 0) {
        return;
    }
    uint32_t segments;
    if (revops__calendar_plan(own, plan, &segments) != REVOPS_OK) {
        int are_many = segments > REVOPS_CALENDAR_CHANGES_MAX;
        calendar_problem(to, REVOPS_ERR_UNSOUND, are_many ? "exception_count" : "opening_count",
                         are_many ? own->exception_count : own->opening_count,
                         are_many ? "at most 65000 changes of zone, holidays and exceptions"
                                  : "hours that open at some time");
    }
}

revops_status revops__calendar_open_params(const revops_calendar_params *params, revops_calendar_params *own,
                                           revops__problems *to, revops_calendar *plan)
{
    revops_status status = REVOPS__PARAMS_COPY(revops_calendar_params, own, params);
    if (status == REVOPS_ERR_NEWER) {
        calendar_problem(to, status, "struct_size", params->struct_size,
                         "no fields that this library doesn't know");
    } else if (status == REVOPS_OK) {
        calendar_check_own(own, to, plan);
        status = to->status;
    }
    return status;
}

revops_status revops_calendar_check(const revops_calendar_params *params, revops_problem *problems,
                                    size_t capacity, size_t *needed)
{
    revops_calendar_params own;
    revops_calendar plan;
    revops__problems found = revops__problems_begin(problems, capacity);
    revops_status status = revops__calendar_open_params(params, &own, &found, &plan);
    return found.count > 0 || status == REVOPS_OK ? revops__problems_end(&found, needed) : status;
}
