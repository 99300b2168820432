/* SPDX-License-Identifier: MIT */
/* Lays out F: segments from knot to knot, the slots of the week, and the indexes over both axes. */
#include <string.h>

#include "calendar-internal.h"
#include "params.h"

enum { MOST_SEGMENTS = 65000 };

/* ---- what is open on a date ----------------------------------------------------------------------------- */

typedef struct span {
    int32_t start_min, end_min;
} span;

/* First index whose date is `day` or later. */
static uint32_t first_holiday(const revops_calendar_params *params, int64_t day)
{
    uint32_t low = 0, high = params->holiday_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (params->holidays[middle] < day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static uint32_t first_exception(const revops_calendar_params *params, int64_t day)
{
    uint32_t low = 0, high = params->exception_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (params->exceptions[middle].day < day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static int is_exceptional(const revops_calendar_params *params, int64_t day)
{
    uint32_t holiday = first_holiday(params, day), exception = first_exception(params, day);
    return (holiday < params->holiday_count && params->holidays[holiday] == day) ||
           (exception < params->exception_count && params->exceptions[exception].day == day);
}

/* Hands out a date's own hours one after the other, and those of its weekday if asked. */
static int own_hours(const revops_calendar_params *params, int64_t day, int weekly, uint32_t *cursor,
                     span *out)
{
    if (!weekly) {
        uint32_t first = first_exception(params, day) + *cursor;
        if (first >= params->exception_count || params->exceptions[first].day != day) {
            return 0;
        }
        *out = (span){params->exceptions[first].start_min, params->exceptions[first].end_min};
        ++*cursor;
        return 1;
    }
    uint32_t weekday = revops_weekday((int32_t)day);
    for (; *cursor < params->weekly_count; ++*cursor) {
        const revops_weekly_hours *hours = &params->weekly[*cursor];
        if (hours->weekday == weekday) {
            *out = (span){hours->start_min, hours->end_min};
            ++*cursor;
            return 1;
        }
    }
    return 0;
}

static int runs_past_midnight(const revops_calendar_params *params, int64_t day, int weekly)
{
    uint32_t cursor = 0;
    span hours;
    while (own_hours(params, day, weekly, &cursor, &hours)) {
        if (hours.end_min > 1440) {
            return 1;
        }
    }
    return 0;
}

/* A date is irregular when its own hours or those that reach it from the date before aren't the weekly ones. */
static int is_irregular(const revops_calendar_params *params, int64_t day)
{
    return is_exceptional(params, day) ||
           (is_exceptional(params, day - 1) &&
            (runs_past_midnight(params, day - 1, 1) || runs_past_midnight(params, day - 1, 0)));
}

/* First irregular date from `day` on; INT64_MAX when there is none. */
static int64_t next_irregular(const revops_calendar_params *params, int64_t day)
{
    if (is_irregular(params, day)) {
        return day;
    }
    uint32_t holiday = first_holiday(params, day), exception = first_exception(params, day);
    int64_t next = INT64_MAX;
    if (holiday < params->holiday_count) {
        next = params->holidays[holiday];
    }
    if (exception < params->exception_count && params->exceptions[exception].day < next) {
        next = params->exceptions[exception].day;
    }
    return next;
}

/* The first open stretch of a date from a minute on, out of its own hours and what the date before left over. */
static int open_on(const revops_calendar_params *params, int64_t day, int32_t from_min, span *out)
{
    *out = (span){1440, 1440};
    int grown;
    do { /* what touches or overlaps is one stretch */
        grown = 0;
        for (int before = 0; before < 2; before++) {
            uint32_t cursor = 0;
            span hours;
            int weekly = !is_exceptional(params, day - before);
            while (own_hours(params, day - before, weekly, &cursor, &hours)) {
                int32_t start = hours.start_min - before * 1440, end = hours.end_min - before * 1440;
                start = start < from_min ? from_min : start;
                end = end > 1440 ? 1440 : end;
                if (start >= end) {
                    continue;
                }
                if (start < out->start_min) {
                    *out = (span){start, end};
                    grown = 1;
                } else if (start <= out->end_min && end > out->end_min && out->start_min < 1440) {
                    out->end_min = end;
                    grown = 1;
                }
            }
        }
    } while (grown);
    return out->start_min < out->end_min;
}

/* ---- segments ------------------------------------------------------------------------------------------- */

typedef struct builder {
    const revops_calendar_params *params;
    int64_t week_open_ms;
    /* Filled up to `capacity`; counted in any case. */
    int64_t *starts_ms, *opens_ms;
    revops__segment *segments;
    uint32_t capacity, count;
    revops__segment last;
    int64_t open_ms;  /* F so far, from the table's begin */
    int64_t level_ms; /* since when it is closed by exception, if it is */
    int level;
} builder;

/* W of lib/calendar-internal.h, from the parameters. */
static int64_t week_open_time(const builder *builder, int64_t local_ms)
{
    int64_t week = local_ms / REVOPS__WEEK_MS, within_ms = local_ms % REVOPS__WEEK_MS;
    int64_t open_ms = 0;
    for (uint32_t i = 0; i < builder->params->weekly_count; i++) {
        const revops_weekly_hours *hours = &builder->params->weekly[i];
        int64_t start_ms = (hours->weekday * 1440 + hours->start_min) * REVOPS_MINUTE_MS;
        int64_t end_ms = (hours->weekday * 1440 + hours->end_min) * REVOPS_MINUTE_MS;
        for (int round = 0; round < 2; round++) { /* Sunday night's hours also open the week */
            int64_t from = start_ms > 0 ? start_ms : 0, until = within_ms < end_ms ? within_ms : end_ms;
            open_ms += until > from ? until - from : 0;
            start_ms -= REVOPS__WEEK_MS;
            end_ms -= REVOPS__WEEK_MS;
        }
    }
    return week * builder->week_open_ms + open_ms;
}

static void put_closed(builder *builder, int64_t from_ms)
{
    if (!builder->level) {
        builder->level = 1;
        builder->level_ms = from_ms;
    }
}

/* Time from … until that is open throughout (weekly_mask 0) or follows the week. */
static void put_open(builder *builder, int64_t from_ms, int64_t until_ms, int64_t shift_ms,
                     int64_t weekly_mask)
{
    revops__segment segment = {0, from_ms + shift_ms, shift_ms, weekly_mask};
    int64_t end_ms = until_ms + shift_ms;
    if (weekly_mask) {
        segment.floor_ms = week_open_time(builder, segment.floor_ms);
        end_ms = week_open_time(builder, end_ms);
    }
    segment.base_ms = builder->open_ms - segment.floor_ms;
    int goes_on = !builder->level && builder->count > 0 && builder->last.weekly_mask == weekly_mask &&
                  builder->last.shift_ms == shift_ms;
    if (!goes_on) {
        if (builder->count < builder->capacity) {
            builder->starts_ms[builder->count] = builder->level ? builder->level_ms : from_ms;
            builder->opens_ms[builder->count] = builder->open_ms;
            builder->segments[builder->count] = segment;
        }
        builder->count++;
        builder->last = segment;
        builder->level = 0;
    }
    builder->open_ms += end_ms - segment.floor_ms;
}

static void put_irregular(builder *builder, int64_t day, int64_t from_ms, int64_t until_ms, int64_t offset_ms)
{
    int64_t midnight_ms = day * REVOPS_DAY_MS - offset_ms;
    int64_t at_ms = from_ms;
    span open;
    /* A stretch of the zone may begin within a minute; what is open then is found from that minute on. */
    int32_t minute = (int32_t)((from_ms - midnight_ms) / REVOPS_MINUTE_MS);
    while (at_ms < until_ms && open_on(builder->params, day, minute, &open)) {
        int64_t start_ms = midnight_ms + open.start_min * REVOPS_MINUTE_MS;
        int64_t end_ms = midnight_ms + open.end_min * REVOPS_MINUTE_MS;
        start_ms = start_ms < at_ms ? at_ms : start_ms;
        end_ms = end_ms > until_ms ? until_ms : end_ms;
        if (start_ms >= until_ms) {
            break;
        }
        if (start_ms > at_ms) {
            put_closed(builder, at_ms);
        }
        if (end_ms > start_ms) {
            put_open(builder, start_ms, end_ms, REVOPS__LOCAL_BIAS_MS, 0);
        }
        at_ms = end_ms;
        minute = open.end_min;
    }
    if (at_ms < until_ms) {
        put_closed(builder, at_ms);
    }
}

/* A stretch of one offset, date by date where dates are irregular. */
static void put_stretch(builder *builder, int64_t from_ms, int64_t until_ms, int64_t offset_ms)
{
    while (from_ms < until_ms) {
        int64_t day = revops__floor_divide(from_ms + offset_ms, REVOPS_DAY_MS);
        int64_t irregular = next_irregular(builder->params, day);
        if (irregular > day) {
            int64_t end_ms = until_ms;
            if (irregular != INT64_MAX && irregular * REVOPS_DAY_MS - offset_ms < until_ms) {
                end_ms = irregular * REVOPS_DAY_MS - offset_ms;
            }
            put_open(builder, from_ms, end_ms, offset_ms + REVOPS__LOCAL_BIAS_MS, -1);
            from_ms = end_ms;
        } else {
            int64_t end_ms = (day + 1) * REVOPS_DAY_MS - offset_ms;
            end_ms = end_ms < until_ms ? end_ms : until_ms;
            put_irregular(builder, day, from_ms, end_ms, offset_ms);
            from_ms = end_ms;
        }
    }
}

static void put_all(builder *builder, const revops_calendar *plan)
{
    for (int64_t at_ms = plan->begin_ms; at_ms < plan->end_ms && builder->count <= MOST_SEGMENTS;) {
        int64_t next_ms = INT64_MAX, offset_ms = 0;
        if (builder->params->zone) {
            offset_ms = revops__zone_at(builder->params->zone, at_ms, &next_ms) * REVOPS_SECOND_MS;
        }
        next_ms = next_ms < plan->end_ms ? next_ms : plan->end_ms;
        put_stretch(builder, at_ms, next_ms, offset_ms);
        at_ms = next_ms;
    }
}

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
    size_t at = aligned(sizeof *plan);
    struct {
        uint32_t *distance;
        size_t size;
    } const parts[] = {
        {&plan->segments_at, plan->segment_count * sizeof(revops__segment)},
        {&plan->starts_at, (plan->segment_count + 1) * sizeof(int64_t)},
        {&plan->opens_at, (plan->segment_count + 1) * sizeof(int64_t)},
        {&plan->time_index_at, (entries + 1) * sizeof(uint16_t)},
        {&plan->open_index_at, (entries + 1) * sizeof(uint16_t)},
        {&plan->slots_at, slots * sizeof(uint16_t)},
        {&plan->open_slots_at, open_slots * sizeof(uint16_t)},
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
    builder count = {.params = params, .week_open_ms = plan->week_open_ms};
    put_all(&count, plan);
    if (count.count > MOST_SEGMENTS) {
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

static void *part(revops_calendar *calendar, uint32_t distance)
{
    return (unsigned char *)calendar + distance;
}

static void fill_segments(const revops_calendar_params *params, revops_calendar *calendar)
{
    builder fill = {
        .params = params,
        .week_open_ms = calendar->week_open_ms,
        .starts_ms = part(calendar, calendar->starts_at),
        .opens_ms = part(calendar, calendar->opens_at),
        .segments = part(calendar, calendar->segments_at),
        .capacity = calendar->segment_count,
    };
    put_all(&fill, calendar);
    fill.starts_ms[calendar->segment_count] = INT64_MAX;
    fill.opens_ms[calendar->segment_count] = INT64_MAX;
    calendar->end_open_ms = fill.open_ms;
    /* So far counted from the begin of the table; F counts from 1970. */
    int64_t epoch_ms = revops__open_time(calendar, 0);
    for (uint32_t i = 0; i < calendar->segment_count; i++) {
        fill.opens_ms[i] -= epoch_ms;
        fill.segments[i].base_ms -= epoch_ms;
    }
    calendar->end_open_ms -= epoch_ms;
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
    uint16_t *slots = part(calendar, calendar->slots_at),
             *open_slots = part(calendar, calendar->open_slots_at);
    builder week = {.params = params, .week_open_ms = calendar->week_open_ms};
    int64_t open_ms = 0;
    uint32_t open_count = 0;
    for (int64_t at_ms = 0; at_ms < REVOPS__WEEK_MS; at_ms += calendar->slot_ms) {
        uint32_t slot = (uint32_t)(at_ms / calendar->slot_ms);
        int64_t next_ms = week_open_time(&week, at_ms + calendar->slot_ms);
        int open = next_ms > open_ms;
        slots[slot] = (uint16_t)(open_ms / REVOPS_MINUTE_MS | (open ? REVOPS__SLOT_OPEN : 0));
        if (open) {
            open_slots[open_count++] = (uint16_t)slot;
        }
        open_ms = next_ms;
    }
}

/* Entry i is the last segment that begins at or before i << shift. */
static void fill_index(uint16_t *index, uint32_t entries, uint32_t shift, const int64_t *begins,
                       uint32_t count)
{
    uint32_t segment = 0;
    for (uint32_t i = 0; i <= entries; i++) {
        while (segment + 1 < count && begins[segment + 1] <= (int64_t)i << shift) {
            segment++;
        }
        index[i] = (uint16_t)segment;
    }
}

static void fill_indexes(revops_calendar *calendar, uint32_t entries)
{
    int64_t open_ms = revops__open_time(calendar, INT64_C(1) << REVOPS__HOT_BITS);
    calendar->time_shift = 0;
    while (INT64_C(1) << REVOPS__HOT_BITS > (int64_t)entries << calendar->time_shift) {
        calendar->time_shift++;
    }
    calendar->open_shift = 0;
    while (open_ms > (int64_t)entries << calendar->open_shift) {
        calendar->open_shift++;
    }
    fill_index(part(calendar, calendar->time_index_at), entries, calendar->time_shift,
               part(calendar, calendar->starts_at), calendar->segment_count);
    fill_index(part(calendar, calendar->open_index_at), entries, calendar->open_shift,
               part(calendar, calendar->opens_at), calendar->segment_count);
    /* Where the table ends earlier, entries beyond must not be used. */
    int64_t usable = calendar->end_open_ms >> calendar->open_shift;
    calendar->open_entries = usable < entries ? (uint32_t)usable : entries;
    calendar->time_entries = entries;
}

static revops_status read_params(const revops_calendar_params *params, revops_calendar_params *own)
{
    revops_status status = revops__params_copy(own, sizeof *own, sizeof *own, params);
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
    if (needed) {
        *needed = size;
    }
    if (!memory || memory_size < size) {
        return REVOPS_ERR_NOSPACE;
    }
    if ((uintptr_t)memory % REVOPS_CALENDAR_ALIGNMENT != 0) {
        return REVOPS_ERR_ALIGN;
    }
    /* Zero between the parts too, so that equal calendars are equal bytes. */
    memset(memory, 0, size);
    revops_calendar *calendar = memory;
    *calendar = plan;
    /* Until they are filled, no index is used. */
    calendar->time_entries = 0;
    calendar->open_entries = 0;
    fill_slots(&own, calendar);
    fill_segments(&own, calendar);
    fill_indexes(calendar, plan.time_entries);
    plan_day_knots(&own, calendar->weekdays, part(calendar, calendar->day_knots_at));
    *out = calendar;
    return REVOPS_OK;
}
