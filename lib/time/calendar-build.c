/* SPDX-License-Identifier: MIT */
/* Plans the block, then fills it: segments from knot to knot, the slots of the week, indexes over both axes. */
#include <string.h>

#include "time/calendar-internal.h"
#include "core/params.h"

/* ---- the plan: everything but the arrays ---------------------------------------------------------------- */

/* What the table spans: all of time, or from before the first knot to a period after the last. */
static void plan_span(const revops_calendar_params *params, revops_calendar *plan)
{
    int64_t margin_ms = 10 * REVOPS_DAY_MS;
    plan->begin_ms = -REVOPS_CALENDAR_LIMIT_MS - margin_ms;
    plan->end_ms = REVOPS_CALENDAR_LIMIT_MS + margin_ms;
    const revops_zone *zone = params->zone;
    if (!zone || !zone->has_rule || zone->rule.standard_s == zone->rule.daylight_s) {
        return;
    }
    int64_t first_day = 0, last_day = 0;
    if (params->holiday_count > 0) {
        first_day = params->holidays[0] < first_day ? params->holidays[0] : first_day;
        int32_t last = params->holidays[params->holiday_count - 1];
        last_day = last > last_day ? last : last_day;
    }
    if (params->exception_count > 0) {
        first_day = params->exceptions[0].day < first_day ? params->exceptions[0].day : first_day;
        int32_t last = params->exceptions[params->exception_count - 1].day;
        last_day = last > last_day ? last : last_day;
    }
    plan->has_period = 1;
    plan->period_ms = last_day * REVOPS_DAY_MS + margin_ms;
    int64_t zone_last_ms = revops__zone_last_ms(zone);
    if (zone_last_ms == INT64_MIN) {
        plan->has_past = 1;
        plan->begin_ms = first_day * REVOPS_DAY_MS - margin_ms;
    } else if (zone_last_ms + margin_ms > plan->period_ms) {
        plan->period_ms = zone_last_ms + margin_ms;
    }
    plan->end_ms = plan->period_ms + REVOPS__PERIOD_MS;
}

static uint32_t greatest_common_divisor(uint32_t a, uint32_t b)
{
    while (b != 0) {
        uint32_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

static void plan_week(const revops_calendar_params *params, revops_calendar *plan)
{
    uint32_t slot_min = REVOPS__WEEK_MIN;
    for (uint32_t i = 0; i < params->weekly_count; i++) {
        const revops_weekly_hours *hours = &params->weekly[i];
        slot_min = greatest_common_divisor(slot_min, hours->weekday * 1440u + hours->start_min);
        slot_min = greatest_common_divisor(slot_min, hours->weekday * 1440u + hours->end_min);
        plan->week_open_ms += (hours->end_min - hours->start_min) * REVOPS_MINUTE_MS;
        plan->weekdays |= 1u << hours->weekday;
    }
    uint32_t open_min = (uint32_t)(plan->week_open_ms / REVOPS_MINUTE_MS);
    plan->slot_ms = slot_min * (uint32_t)REVOPS_MINUTE_MS;
    plan->slot_magic = ((UINT64_C(1) << REVOPS__SLOT_SHIFT) + plan->slot_ms / 32 - 1) / (plan->slot_ms / 32);
    plan->week_magic = open_min ? ((UINT64_C(1) << REVOPS__WEEK_SHIFT) + open_min - 1) / open_min : 0;
}

static uint32_t plan_day_knots(const revops_calendar_params *params, uint32_t weekdays, revops__day_knot *out)
{
    uint32_t holiday = 0, exception = 0, count = 0;
    int32_t surplus = 0;
    while (holiday < params->holiday_count || exception < params->exception_count) {
        int opens = holiday >= params->holiday_count ||
                    (exception < params->exception_count &&
                     params->exceptions[exception].day < params->holidays[holiday]);
        int32_t day = opens ? params->exceptions[exception].day : params->holidays[holiday];
        int is_weekday = (int)(weekdays >> revops_weekday(day) & 1);
        if (opens != is_weekday) {
            surplus += opens ? 1 : -1;
            if (out) {
                out[count] = (revops__day_knot){day, surplus};
            }
            count++;
        }
        if (opens) {
            while (exception < params->exception_count && params->exceptions[exception].day == day) {
                exception++;
            }
        } else {
            holiday++;
        }
    }
    return count;
}

static size_t aligned(size_t size)
{
    return (size + 15) / 16 * 16;
}

static size_t plan_layout(revops_calendar *plan)
{
    uint32_t slots = REVOPS__WEEK_MIN * (uint32_t)REVOPS_MINUTE_MS / plan->slot_ms;
    uint32_t open_slots = (uint32_t)(plan->week_open_ms / plan->slot_ms);
    uint32_t entries = 64;
    while (entries < REVOPS__INDEX_LARGEST && entries < plan->segment_count * 64) {
        entries *= 2;
    }
    plan->time_entries = entries;
    plan->open_entries = entries;
    size_t at = sizeof *plan + plan->segment_count * sizeof(revops__segment);
    struct {
        uint32_t *distance;
        size_t size;
    } const parts[] = {
        {&plan->time_index_at, (entries + 1) * sizeof(uint16_t)},
        {&plan->open_index_at, (entries + 1) * sizeof(uint16_t)},
        {&plan->slots_at, slots * sizeof(int32_t)},
        {&plan->open_slots_at, open_slots * sizeof(int32_t)},
        {&plan->day_knots_at, plan->day_knot_count * sizeof(revops__day_knot)},
    };
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        *parts[i].distance = (uint32_t)at;
        at += aligned(parts[i].size);
    }
    plan->size = (uint32_t)at;
    return at;
}

/* Everything but the arrays. */
static revops_status make_plan(const revops_calendar_params *params, revops_calendar *plan,
                               revops_calendar_fault *fault)
{
    *plan = (revops_calendar){.magic = REVOPS__CALENDAR_MAGIC};
    if (params->zone && params->zone->magic != REVOPS__ZONE_MAGIC) {
        return REVOPS_ERR_CORRUPT;
    }
    if (revops__calendar_lists_are_faulty(params, fault)) {
        return REVOPS_ERR_UNSOUND;
    }
    plan_span(params, plan);
    plan_week(params, plan);
    revops__builder count = {.params = params, .week_open_ms = plan->week_open_ms};
    revops__put_segments(&count, plan);
    if (count.count > REVOPS__MOST_SEGMENTS) {
        fault->kind = REVOPS_CALENDAR_TOO_MANY;
        return REVOPS_ERR_UNSOUND;
    }
    if (count.open_ms == 0) {
        fault->kind = REVOPS_CALENDAR_NEVER_OPENS;
        return REVOPS_ERR_UNSOUND;
    }
    plan->segment_count = count.count;
    plan->day_knot_count = plan_day_knots(params, plan->weekdays, NULL);
    return REVOPS_OK;
}

/* ---- filling the arrays --------------------------------------------------------------------------------- */

static void *part(revops_calendar *calendar, size_t distance)
{
    return (unsigned char *)calendar + distance;
}

static void fill_segments(const revops_calendar_params *params, revops_calendar *calendar)
{
    revops__segment *segments = part(calendar, sizeof *calendar);
    revops__builder fill = {
        .params = params,
        .week_open_ms = calendar->week_open_ms,
        .segments = segments,
        .capacity = calendar->segment_count,
    };
    revops__put_segments(&fill, calendar);
    /* So far counted from the begin of the table; F counts from 1970. */
    int64_t epoch_ms = revops__open_time(calendar, 0);
    for (uint32_t i = 0; i < calendar->segment_count; i++) {
        segments[i].open_ms -= epoch_ms;
        segments[i].base_ms -= epoch_ms;
        segments[i].next_open_ms -= i + 1 < calendar->segment_count ? epoch_ms : 0;
    }
    calendar->end_open_ms = fill.open_ms - epoch_ms;
    calendar->begin_open_ms = -epoch_ms;
    if (calendar->has_period) {
        calendar->period_open_ms = revops__open_time(calendar, calendar->period_ms);
        calendar->growth_ms = calendar->end_open_ms - calendar->period_open_ms;
    }
    if (calendar->has_past) {
        int64_t periods =
            (calendar->period_ms - calendar->begin_ms + REVOPS__PERIOD_MS - 1) / REVOPS__PERIOD_MS;
        calendar->past_ms = calendar->begin_open_ms + periods * calendar->growth_ms -
                            revops__open_time(calendar, calendar->begin_ms + periods * REVOPS__PERIOD_MS);
    }
}

static void fill_slots(const revops_calendar_params *params, revops_calendar *calendar)
{
    int32_t *slots = part(calendar, calendar->slots_at),
            *open_slots = part(calendar, calendar->open_slots_at);
    revops__builder week = {.params = params, .week_open_ms = calendar->week_open_ms};
    int32_t open_ms = 0, slot_ms = (int32_t)calendar->slot_ms;
    for (int32_t at_ms = 0; at_ms < REVOPS__WEEK_MS; at_ms += slot_ms) {
        int32_t next_ms = (int32_t)revops__week_open_time(&week, at_ms + slot_ms);
        if (next_ms > open_ms) {
            slots[at_ms / slot_ms] = (open_ms - at_ms) * 2 + 1;
            open_slots[open_ms / slot_ms] = at_ms - open_ms;
        } else {
            slots[at_ms / slot_ms] = open_ms * 2;
        }
        open_ms = next_ms;
    }
}

/* Entry i is the last segment that begins, in time or in open time, at or before i << shift. */
static void fill_index(uint16_t *index, uint32_t entries, uint32_t shift, int open,
                       const revops__segment *segments)
{
    uint32_t segment = 0;
    for (uint32_t i = 0; i <= entries; i++) {
        while ((open ? segments[segment].next_open_ms : segments[segment].next_start_ms) <= (int64_t)i
                                                                                                << shift) {
            segment++;
        }
        index[i] = (uint16_t)segment;
    }
}

static void fill_indexes(revops_calendar *calendar)
{
    uint32_t entries = calendar->time_entries;
    int64_t open_ms = revops__open_time(calendar, INT64_C(1) << REVOPS__HOT_BITS);
    calendar->time_shift = 0;
    while (INT64_C(1) << REVOPS__HOT_BITS > (int64_t)entries << calendar->time_shift) {
        calendar->time_shift++;
    }
    calendar->open_shift = 0;
    while (open_ms > (int64_t)entries << calendar->open_shift) {
        calendar->open_shift++;
    }
    const revops__segment *segments = revops__segments(calendar);
    fill_index(part(calendar, calendar->time_index_at), entries, calendar->time_shift, 0, segments);
    fill_index(part(calendar, calendar->open_index_at), entries, calendar->open_shift, 1, segments);
    /* Those beyond that instant aren't used. */
    calendar->open_entries = (uint32_t)(open_ms >> calendar->open_shift);
}

static revops_status read_params(const revops_calendar_params *params, revops_calendar_params *own)
{
    revops_status status = REVOPS__PARAMS_COPY(revops_calendar_params, own, params);
    if (status != REVOPS_OK) {
        return status;
    }
    if (own->flags != 0 || own->reserved != 0) {
        return REVOPS_ERR_NEWER;
    }
    if ((!own->weekly && own->weekly_count > 0) || (!own->holidays && own->holiday_count > 0) ||
        (!own->exceptions && own->exception_count > 0)) {
        return REVOPS_ERR_ARG;
    }
    return REVOPS_OK;
}

revops_status revops_calendar_check(const revops_calendar_params *params, revops_calendar_fault *out)
{
    revops_calendar_params own;
    revops_calendar plan;
    revops_calendar_fault fault;
    if (!out) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = read_params(params, &own);
    if (status == REVOPS_OK) {
        status = make_plan(&own, &plan, &fault);
    }
    if (status == REVOPS_OK || status == REVOPS_ERR_UNSOUND) {
        *out = fault;
    }
    return status;
}

revops_status revops_calendar_build(const revops_calendar_params *params, void *memory, size_t memory_size,
                                    size_t *needed, const revops_calendar **out)
{
    revops_calendar_params own;
    revops_calendar plan;
    revops_calendar_fault fault;
    if (!out) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = read_params(params, &own);
    if (status == REVOPS_OK) {
        status = make_plan(&own, &plan, &fault);
    }
    if (status != REVOPS_OK) {
        return status;
    }
    size_t size = plan_layout(&plan);
    status = revops__params_room(memory, memory_size, size, needed, out);
    if (status != REVOPS_OK) {
        return status;
    }
    /* Zero between the parts too, so that equal calendars are equal bytes. */
    memset(memory, 0, size);
    revops_calendar *calendar = memory;
    *calendar = plan;
    fill_slots(&own, calendar);
    fill_segments(&own, calendar);
    fill_indexes(calendar);
    plan_day_knots(&own, calendar->weekdays, part(calendar, calendar->day_knots_at));
    *out = calendar;
    return REVOPS_OK;
}
