/* SPDX-License-Identifier: MIT */
/* Offices for twins: calendars of weeks around changes of clock, walked minute by minute. Beside each stands the
   library's calendar of the same hours. Each office has a second version with more holidays. */
#ifndef REVOPS_TESTS_TWIN_OFFICES_H
#define REVOPS_TESTS_TWIN_OFFICES_H

#include "calendar-fixtures.h"

enum { OFFICES = 6, OFFICE_VERSIONS = 2, OFFICE_MINUTES = 90 * 1440, OFFICE_SPANS = 2 };
enum { UTC_ZONE, KYIV, NEW_YORK, KOLKATA, OFFICE_ZONES };

typedef struct office_day {
    int spans[OFFICE_SPANS][2]; /* minutes of the local date, past 24:00 too; 0-0 none */
} office_day;

typedef struct office_plan {
    int zone, first_weekday, last_weekday; /* 0 is Monday */
    office_day hours;
    const char *holidays[OFFICE_VERSIONS]; /* dates, parted by blanks */
    const char *exception;                 /* a date with other hours, or NULL */
    office_day exception_hours;
} office_plan;

static const office_plan office_plans[OFFICES] = {
    {UTC_ZONE,
     0,
     4,
     {{{540, 720}, {780, 1020}}},
     {"2026-03-17 2026-10-22", "2026-03-17 2026-03-19 2026-10-22 2026-10-27"},
     NULL,
     {{{0}}}},
    {KYIV,
     0,
     4,
     {{{1320, 1800}}},
     {"2026-03-30", "2026-03-30 2026-03-31 2026-10-26 2026-10-28"},
     NULL,
     {{{0}}}},
    {NEW_YORK,
     1,
     5,
     {{{540, 1050}}},
     {"2026-03-10 2026-11-03", "2026-03-12 2026-03-18 2026-10-29"},
     "2026-03-13",
     {{{600, 675}}}},
    {KYIV, 0, 6, {{{0, 1440}}}, {"", "2026-03-29 2026-10-25"}, NULL, {{{0}}}},
    {KOLKATA,
     2,
     6,
     {{{0, 150}, {480, 960}}},
     {"2026-03-15", "2026-03-15 2026-03-22 2026-10-24"},
     "2026-10-25",
     {{{960, 1500}}}},
    {NEW_YORK,
     0,
     6,
     {{{480, 600}, {1080, 1620}}},
     {"2026-03-11 2026-10-30", "2026-03-08 2026-11-01"},
     NULL,
     {{{0}}}},
};

typedef struct office {
    const office_plan *plan; /* NULL for UTC, always open */
    int version;
    unsigned char open[OFFICE_MINUTES]; /* 1: in hours of its date, 2: of the date before */
    int32_t before[OFFICE_MINUTES + 1]; /* open minutes before */
    const revops_calendar *calendar;
} office;

static office offices[OFFICE_VERSIONS][OFFICES + 1]; /* the last is UTC, always open */
static int64_t office_base_min;                      /* the first minute that is walked */

static int64_t office_offset_min(int zone, int64_t utc_min)
{
    switch (zone) {
    case KYIV:
        return utc_min >= revops_utc_ms(2026, 3, 29, 1, 0) / 60000 &&
                       utc_min < revops_utc_ms(2026, 10, 25, 1, 0) / 60000
                   ? 180
                   : 120;
    case NEW_YORK:
        return utc_min >= revops_utc_ms(2026, 3, 8, 7, 0) / 60000 &&
                       utc_min < revops_utc_ms(2026, 11, 1, 6, 0) / 60000
                   ? -240
                   : -300;
    case KOLKATA:
        return 330;
    default:
        return 0;
    }
}

static int64_t office_local_min(const office *of, int64_t utc_min)
{
    return utc_min + office_offset_min(of->plan ? of->plan->zone : UTC_ZONE, utc_min);
}

static int office_is_named(const char *dates, int64_t day)
{
    char text[16];
    int32_t year, month, date;
    revops_date_from_day((int32_t)day, &year, &month, &date);
    snprintf(text, sizeof text, "%04d-%02d-%02d", (int)(year % 10000), (int)(month % 100), (int)(date % 100));
    return strstr(dates, text) != NULL;
}

/* The hours that begin on a date, on paper; NULL if there are none. */
static const office_day *office_hours(const office *of, int64_t day)
{
    static const office_day always = {{{0, 1440}}};
    const office_plan *plan = of->plan;
    if (!plan) {
        return &always;
    }
    if (plan->exception && office_is_named(plan->exception, day)) {
        return &plan->exception_hours;
    }
    int weekday = (int)revops_weekday((int32_t)day);
    return office_is_named(plan->holidays[of->version], day) || weekday < plan->first_weekday ||
                   weekday > plan->last_weekday
               ? NULL
               : &plan->hours;
}

/* Whether a local minute lies in the hours that begin on a date. */
static int office_within(const office *of, int64_t local_min, int64_t day)
{
    const office_day *hours = office_hours(of, day);
    int64_t minute = local_min - day * 1440;
    for (int i = 0; hours && i < OFFICE_SPANS; i++) {
        if (minute >= hours->spans[i][0] && minute < hours->spans[i][1]) {
            return 1;
        }
    }
    return 0;
}

/* Open time before an instant, from where the walk begins. */
static int64_t office_open_ms(const office *of, int64_t at_ms)
{
    int64_t minute = at_ms / 60000 - office_base_min;
    FIXTURE_MUST(minute >= 0 && minute < OFFICE_MINUTES);
    return of->before[minute] * INT64_C(60000) + (of->open[minute] ? at_ms % 60000 : 0);
}

static int office_is_open(const office *of, int64_t at_ms)
{
    return of->open[at_ms / 60000 - office_base_min] != 0;
}

/* The first open instant from one on. */
static int64_t office_next_open(const office *of, int64_t at_ms)
{
    while (!office_is_open(of, at_ms)) {
        at_ms = (at_ms / 60000 + 1) * 60000;
    }
    return at_ms;
}

/* When so much open time has passed. */
static int64_t office_reach(const office *of, int64_t at_ms, int64_t open_ms)
{
    while (open_ms > 0) {
        int64_t next_ms = (at_ms / 60000 + 1) * 60000, step_ms = next_ms - at_ms;
        if (office_is_open(of, at_ms)) {
            step_ms = step_ms < open_ms ? step_ms : open_ms;
            open_ms -= step_ms;
        }
        at_ms += step_ms;
    }
    return at_ms;
}

/* The instant of a local reading: its first pass; one that is skipped by the offset before. */
static int64_t office_instant(const office *of, int64_t reading_ms)
{
    int64_t reading_min = reading_ms / 60000, rest_ms = reading_ms % 60000;
    int64_t utc_min = reading_min - 24 * 60;
    while (office_local_min(of, utc_min + 1) <= reading_min && office_local_min(of, utc_min) != reading_min) {
        utc_min++;
    }
    return (reading_min - (office_local_min(of, utc_min) - utc_min)) * 60000 + rest_ms;
}

/* The date that an instant belongs to. */
static int64_t office_date(const office *of, int64_t at_ms, int is_business)
{
    int64_t local_min = office_local_min(of, at_ms / 60000), day = local_min / 1440;
    return is_business && office_within(of, local_min, day - 1) ? day - 1 : day;
}

/* A reading, in milliseconds of a date, clipped into that date's hours. */
static int64_t office_clip(const office *of, int64_t day, int64_t reading_ms)
{
    const office_day *hours = office_hours(of, day);
    int64_t next_ms = INT64_MAX, last_ms = 0;
    for (int i = 0; i < OFFICE_SPANS; i++) {
        int64_t from_ms = hours->spans[i][0] * INT64_C(60000), until_ms = hours->spans[i][1] * INT64_C(60000);
        if (from_ms == until_ms) {
            continue;
        }
        if (reading_ms >= from_ms && reading_ms <= until_ms) {
            return reading_ms; /* the closing instant counts as inside */
        }
        if (reading_ms < from_ms && from_ms < next_ms) {
            next_ms = from_ms;
        }
        last_ms = until_ms > last_ms ? until_ms : last_ms;
    }
    return next_ms < INT64_MAX ? next_ms : last_ms;
}

static const revops_calendar *office_build(const office *of)
{
    static const char *const rules[OFFICE_ZONES] = {"UTC0", "EET-2EEST,M3.5.0/3,M10.5.0/4",
                                                    "EST5EDT,M3.2.0,M11.1.0", "IST-5:30"};
    static const revops_zone *zones[OFFICE_ZONES];
    const office_plan *plan = of->plan;
    revops_calendar_opening openings[7 * OFFICE_SPANS];
    revops_calendar_exception exceptions[OFFICE_SPANS];
    int32_t holidays[64];
    revops_calendar_params params = REVOPS_CALENDAR_PARAMS_INIT;
    if (!zones[plan->zone]) {
        revops_zone_params zone = REVOPS_ZONE_PARAMS_INIT;
        zone.posix = rules[plan->zone];
        zone.posix_length = (uint32_t)strlen(zone.posix);
        zones[plan->zone] = fixture_build_zone(&zone);
    }
    for (int weekday = plan->first_weekday; weekday <= plan->last_weekday; weekday++) {
        for (int i = 0; i < OFFICE_SPANS; i++) {
            if (plan->hours.spans[i][1] > 0) {
                openings[params.opening_count++] = (revops_calendar_opening){
                    (uint16_t)weekday, (uint16_t)plan->hours.spans[i][0], (uint16_t)plan->hours.spans[i][1]};
            }
        }
    }
    for (int64_t day = office_base_min / 1440 - 7; day < office_base_min / 1440 + OFFICE_MINUTES / 1440;
         day++) {
        if (plan->exception && office_is_named(plan->exception, day)) {
            for (int i = 0; i < OFFICE_SPANS; i++) {
                if (plan->exception_hours.spans[i][1] > 0) {
                    exceptions[params.exception_count++] =
                        (revops_calendar_exception){(int32_t)day, (uint16_t)plan->exception_hours.spans[i][0],
                                                    (uint16_t)plan->exception_hours.spans[i][1]};
                }
            }
        } else if (office_is_named(plan->holidays[of->version], day)) {
            holidays[params.holiday_count++] = (int32_t)day;
        }
    }
    params.zone = zones[plan->zone];
    params.openings = openings;
    params.exceptions = exceptions;
    params.holidays = holidays;
    return fixture_build(&params);
}

/* Walks all offices for a season that begins at a midnight of UTC. */
static void offices_open(int64_t begin_ms)
{
    office_base_min = begin_ms / 60000;
    for (int version = 0; version < OFFICE_VERSIONS; version++) {
        for (int number = 0; number <= OFFICES; number++) {
            office *of = &offices[version][number];
            of->plan = number < OFFICES ? &office_plans[number] : NULL;
            of->version = version;
            for (int minute = 0; minute < OFFICE_MINUTES; minute++) {
                int64_t local_min = office_local_min(of, office_base_min + minute), day = local_min / 1440;
                of->open[minute] = (unsigned char)(office_within(of, local_min, day) |
                                                   office_within(of, local_min, day - 1) << 1);
                of->before[minute + 1] = of->before[minute] + (of->open[minute] != 0);
            }
            of->calendar = of->plan ? office_build(of) : NULL;
        }
    }
}

static void offices_close(void)
{
    for (int version = 0; version < OFFICE_VERSIONS; version++) {
        for (int number = 0; number <= OFFICES; number++) {
            free((void *)(uintptr_t)offices[version][number].calendar);
            offices[version][number].calendar = NULL;
        }
    }
}

#endif
