/* SPDX-License-Identifier: MIT */
#define FUZZ_WORDS                                                                                           \
    "EET-2EEST", "<+03>", "-3", ",M3.5.0/3", ",M10.5.0/4", ",J60", ",0/0", "/-167", "/25:30:15", "TZif2",    \
        "TZif", "\x03\x05", "\x01\xff\x7f", "UTC0", "\n", "GMT0BST"
#include "fuzz.h"

static _Alignas(16) unsigned char zone_memory[1 << 20], calendar_memory[1 << 22];

/* Takes bytes off the input; zeros once there are none. */
static uint64_t take(const uint8_t **data, size_t *size, int count)
{
    uint64_t value = 0;
    for (; count > 0; count--) {
        value = value << 8 | (*size > 0 ? **data : 0);
        if (*size > 0) {
            ++*data;
            --*size;
        }
    }
    return value;
}

static const revops_zone *build_zone(const revops_zone_params *params)
{
    const revops_zone *zone = NULL;
    size_t needed = 0;
    revops_status status = revops_zone_build(params, zone_memory, sizeof zone_memory, &needed, &zone);
    MUST((status == REVOPS_OK) == (zone != NULL));
    return zone;
}

/* Whatever builds has offsets within 26 hours and readings that lead back. */
static void check_zone(const revops_zone *zone, int64_t at_ms)
{
    int32_t offset_s;
    revops_status status = revops_zone_utc_offset(zone, at_ms, &offset_s);
    if (at_ms < -REVOPS_ZONE_TIME_MAX_MS || at_ms > REVOPS_ZONE_TIME_MAX_MS) {
        MUST(status == REVOPS_ERR_RANGE);
        return;
    }
    MUST(status == REVOPS_OK && offset_s >= -26 * 3600 && offset_s <= 26 * 3600);
    int64_t local_ms = at_ms + offset_s * INT64_C(1000), first, last;
    if (revops_zone_from_local(zone, local_ms, 0, &first) == REVOPS_OK &&
        revops_zone_from_local(zone, local_ms, 1, &last) == REVOPS_OK) {
        MUST(first <= at_ms && at_ms <= last);
    }
}

/* F rises by at most the time that passes, and its inverses and edges keep their promises. */
static void check_calendar(const revops_calendar *calendar, int64_t a, int64_t b)
{
    int64_t open_a, open_b, open, at;
    if (revops_calendar_between(calendar, 0, a, &open_a) != REVOPS_OK ||
        revops_calendar_between(calendar, 0, b, &open_b) != REVOPS_OK) {
        return;
    }
    MUST(revops_calendar_between(calendar, a, b, &open) == REVOPS_OK && open == open_b - open_a);
    MUST(a <= b ? open >= 0 && open <= b - a : open <= 0 && open >= b - a);
    for (uint32_t at_close = 0; at_close < 2; at_close++) {
        if (revops_calendar_add(calendar, a, open, at_close, &at) == REVOPS_OK) {
            int64_t reached;
            MUST(revops_calendar_between(calendar, 0, at, &reached) == REVOPS_OK && reached == open_b);
            MUST(at_close ? a <= b ? at >= b || open == 0 : at <= b || open == 0
                 : a <= b ? at <= b || open == 0
                          : at >= b || open == 0);
        }
    }
    for (revops_calendar_edge edge = 0; edge < 4; edge++) {
        int now, before;
        if (revops_calendar_seek_many(calendar, &a, 1, edge, &at) == REVOPS_OK &&
            at > -REVOPS_ZONE_TIME_MAX_MS) {
            MUST(edge < 2 ? at >= a : at <= a);
            MUST(revops_calendar_is_open(calendar, at, &now) == REVOPS_OK);
            MUST(revops_calendar_is_open(calendar, at - 1, &before) == REVOPS_OK);
            MUST(now != before && now == (edge == REVOPS_CALENDAR_EDGE_NEXT_OPEN ||
                                          edge == REVOPS_CALENDAR_EDGE_PREVIOUS_OPEN));
        }
    }
}

/* What a target in days measures is no less than the target, and ends no later; each date lies within its bounds. */
static void check_targets(const revops_calendar *calendar, int64_t a, int64_t b)
{
    for (revops_calendar_unit unit = REVOPS_CALENDAR_UNIT_BUSINESS_DAYS; unit <= REVOPS_CALENDAR_UNIT_DAYS;
         unit++) {
        int64_t end, again, days = b % 40, measured, first, last;
        int32_t day;
        if (revops_calendar_deadline(calendar, a, days, unit, REVOPS_CALENDAR_AT_CLOSE_STAY, &end) ==
                REVOPS_OK &&
            revops_calendar_measure(calendar, a, end, unit, &measured) == REVOPS_OK) {
            MUST(measured >= days);
            MUST(revops_calendar_deadline(calendar, a, measured, unit, REVOPS_CALENDAR_AT_CLOSE_STAY,
                                          &again) == REVOPS_OK &&
                 again <= end);
        }
        if (revops_calendar_date(calendar, a, unit, &day) == REVOPS_OK &&
            revops_calendar_bounds(calendar, day, unit, &first, &last) == REVOPS_OK) {
            MUST(first <= last && (unit == REVOPS_CALENDAR_UNIT_BUSINESS_DAYS || (first <= a && a < last)));
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    revops_zone_params zone_params = REVOPS_ZONE_PARAMS_INIT;
    revops_zone_transition transitions[8];
    int64_t a = (int64_t)take(&data, &size, 8), b = (int64_t)take(&data, &size, 8);
    if (a % 4) { /* mostly near today */
        a = a % (INT64_C(1) << 42);
        b = a + b % (INT64_C(1) << 38);
    }
    int kind = (int)take(&data, &size, 1) % 4;
    /* The calendar's own parameters come first, the rest is the zone's. */
    revops_calendar_opening weekly[8];
    revops_calendar_exception exceptions[6];
    int32_t holidays[6];
    revops_calendar_params params = REVOPS_CALENDAR_PARAMS_INIT;
    params.openings = weekly;
    params.holidays = holidays;
    params.exceptions = exceptions;
    params.opening_count = (uint32_t)take(&data, &size, 1) % 9;
    params.holiday_count = (uint32_t)take(&data, &size, 1) % 7;
    params.exception_count = (uint32_t)take(&data, &size, 1) % 7;
    for (uint32_t i = 0; i < params.opening_count; i++) {
        uint16_t start = (uint16_t)(take(&data, &size, 2) % 1441);
        weekly[i] = (revops_calendar_opening){(uint16_t)(i % 8), start,
                                              (uint16_t)(start + take(&data, &size, 2) % 1300)};
    }
    int32_t day = (int32_t)take(&data, &size, 2);
    for (uint32_t i = 0; i < params.holiday_count; i++) {
        holidays[i] = day += (int32_t)(take(&data, &size, 1) % 8);
    }
    for (uint32_t i = 0; i < params.exception_count; i++) {
        uint16_t start = (uint16_t)(take(&data, &size, 2) % 1441);
        day += (int32_t)(take(&data, &size, 1) % 5);
        exceptions[i] =
            (revops_calendar_exception){day, start, (uint16_t)(start + take(&data, &size, 2) % 1500)};
    }
    if (kind == 0) {
        zone_params.posix = (const char *)data;
        zone_params.posix_length = (uint32_t)size;
    } else if (kind == 1) {
        zone_params.tzif = data;
        zone_params.tzif_length = (uint32_t)size;
    } else {
        zone_params.utc_offset_s = (int32_t)take(&data, &size, 4) % 94000;
        zone_params.transitions = transitions;
        for (int64_t at = (int64_t)take(&data, &size, 6); size > 4 && zone_params.transition_count < 8;) {
            at += (int64_t)take(&data, &size, 4);
            transitions[zone_params.transition_count++] =
                (revops_zone_transition){at, (int32_t)take(&data, &size, 3) % 94000, 0};
        }
        if (kind == 3 && size > 0) {
            zone_params.posix = "EET-2EEST,M3.5.0/3,M10.5.0/4";
            zone_params.posix_length = 28;
        }
    }
    params.zone = build_zone(&zone_params);
    if (params.zone) {
        check_zone(params.zone, a);
        check_zone(params.zone, b);
    }
    const revops_calendar *calendar = NULL;
    size_t needed = 0;
    revops_problem problems[4];
    size_t problem_count = 0;
    revops_status status =
        revops_calendar_build(&params, calendar_memory, sizeof calendar_memory, &needed, &calendar);
    MUST(status == revops_calendar_check(&params, problems, 4, &problem_count));
    if (status == REVOPS_OK) {
        check_calendar(calendar, a, b);
        check_calendar(calendar, b, a);
        check_targets(calendar, a, b);
    } else {
        char text[200];
        MUST(status == REVOPS_ERR_UNSOUND && problem_count > 0);
        for (size_t i = 0; i < problem_count && i < 4; i++) {
            MUST(problems[i].status == REVOPS_ERR_UNSOUND &&
                 revops_problem_text(&problems[i], text, sizeof text) < sizeof text);
        }
    }
    return 0;
}
