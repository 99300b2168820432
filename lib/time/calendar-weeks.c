/* SPDX-License-Identifier: MIT */
/* The table of weeks. Problem: thousands of weeks have only a few different patterns of open time, called shapes.
   Their number must be known before there is memory for them.

   Algorithm: weeks are processed in order, in two equal passes: one to count, one to fill. The shape of most weeks
   follows from the offset, at most one change of it, and the closed dates; weeks that agree in these have the same
   shape. For any other week, and without such a known shape, a hash of its open stretches is looked up. If it is
   found, the stretches of both weeks are compared, because equal hashes prove nothing. A shape that was dropped from
   the cache is stored again. */
#include "core/divide.h"
#include "time/calendar-internal.h"

enum {
    WEEKS_SLOTS_MAX = 4096, /* of a shape; above it, there is no table */
    WEEKS_SIZE_MAX = 1 << 20,
    WEEKS_INDEX_MAX = 8192
};

/* ---- open stretches in order of time -------------------------------------------------------------------- */

typedef struct weeks_walk {
    const revops_calendar_params *params;
    int64_t at_ms, end_ms, zone_until_ms, offset_ms;
    int64_t next_start_ms, next_end_ms; /* the piece after the stretch before, if it has one */
    int has_next;
    int64_t hours_day; /* whose hours are at hand, after those of the date before */
    revops__own_hours hours[2];
} weeks_walk;

static void weeks_offset(weeks_walk *walk)
{
    if (walk->at_ms >= walk->zone_until_ms) {
        walk->zone_until_ms = INT64_MAX;
        walk->offset_ms = 0;
        if (walk->params->zone) {
            walk->offset_ms =
                revops__zone_at(walk->params->zone, walk->at_ms, &walk->zone_until_ms) * REVOPS_SECOND_MS;
        }
    }
}

/* The hours of a date and of the one before; dates come in order, and several stretches of one. */
static const revops__own_hours *weeks_hours(weeks_walk *walk, int64_t day)
{
    if (day != walk->hours_day) {
        walk->hours[0] =
            day == walk->hours_day + 1 ? walk->hours[1] : revops__own_hours_of(walk->params, day - 1);
        walk->hours[1] = revops__own_hours_of(walk->params, day);
        walk->hours_day = day;
    }
    return walk->hours;
}

/* The next stretch within one date and one offset. */
static void weeks_piece(weeks_walk *walk)
{
    walk->has_next = 0;
    while (walk->at_ms < walk->end_ms) {
        weeks_offset(walk);
        int64_t day = revops__floor_divide(walk->at_ms + walk->offset_ms, REVOPS_DAY_MS);
        int64_t midnight_ms = day * REVOPS_DAY_MS - walk->offset_ms, until_ms = midnight_ms + REVOPS_DAY_MS;
        until_ms = until_ms < walk->zone_until_ms ? until_ms : walk->zone_until_ms;
        until_ms = until_ms < walk->end_ms ? until_ms : walk->end_ms;
        /* A stretch of the zone may begin within a minute; what is open then is found from that minute on. */
        int32_t minute = (int32_t)((walk->at_ms - midnight_ms) / REVOPS_MINUTE_MS);
        revops__span open;
        if (revops__open_of(walk->params, weeks_hours(walk, day), minute, &open)) {
            int64_t start_ms = midnight_ms + open.start_min * REVOPS_MINUTE_MS;
            int64_t end_ms = midnight_ms + open.end_min * REVOPS_MINUTE_MS;
            start_ms = start_ms < walk->at_ms ? walk->at_ms : start_ms;
            end_ms = end_ms > until_ms ? until_ms : end_ms;
            if (start_ms < end_ms) {
                walk->next_start_ms = start_ms;
                walk->next_end_ms = walk->at_ms = end_ms;
                walk->has_next = 1;
                return;
            }
        }
        walk->at_ms = until_ms;
    }
}

static weeks_walk weeks_walk_of(const revops_calendar_params *params, uint32_t week)
{
    int64_t from_ms = REVOPS__NEAR_MS + week * REVOPS__WEEK_MS;
    weeks_walk walk = {.params = params,
                       .at_ms = from_ms,
                       .end_ms = from_ms + REVOPS__WEEK_MS,
                       .zone_until_ms = INT64_MIN,
                       .hours_day = INT64_MIN};
    weeks_piece(&walk);
    return walk;
}

/* The next stretch in all; pieces that touch are one. */
static int weeks_stretch(weeks_walk *walk, int64_t *start_ms, int64_t *end_ms)
{
    if (!walk->has_next) {
        return 0;
    }
    *start_ms = walk->next_start_ms;
    do {
        *end_ms = walk->next_end_ms;
        weeks_piece(walk);
    } while (walk->has_next && walk->next_start_ms == *end_ms);
    return 1;
}

/* ---- the shapes ----------------------------------------------------------------------------------------- */

static int64_t weeks_start(uint32_t week)
{
    return REVOPS__NEAR_MS + week * REVOPS__WEEK_MS;
}

static revops__week_traits weeks_look(const revops_calendar_params *params, uint32_t week)
{
    int64_t from_ms = weeks_start(week), start_ms, end_ms, before_ms = 0;
    weeks_walk walk = weeks_walk_of(params, week);
    revops__week_traits traits = {.hash = UINT64_C(14695981039346656037),
                                  .week = week,
                                  .least_ms = INT32_MAX,
                                  .least_open_ms = INT32_MAX};
    int32_t length_ms = 0; /* of the interval before */
    while (weeks_stretch(&walk, &start_ms, &end_ms)) {
        traits.hash = (traits.hash ^ (uint64_t)(start_ms - from_ms)) * UINT64_C(1099511628211);
        traits.hash = (traits.hash ^ (uint64_t)(end_ms - from_ms)) * UINT64_C(1099511628211);
        if (traits.interval_count > 0 && start_ms - before_ms < traits.least_ms) {
            traits.least_ms = (int32_t)(start_ms - before_ms);
        }
        if (traits.interval_count > 1 && length_ms < traits.least_open_ms) {
            traits.least_open_ms = length_ms;
        }
        length_ms = (int32_t)(end_ms - start_ms);
        before_ms = start_ms;
        traits.interval_count++;
        traits.open_ms += length_ms;
    }
    return traits;
}

static int weeks_are_alike(const revops_calendar_params *params, uint32_t a, uint32_t b)
{
    int64_t a_ms = weeks_start(a), b_ms = weeks_start(b);
    weeks_walk walk_a = weeks_walk_of(params, a), walk_b = weeks_walk_of(params, b);
    for (;;) {
        int64_t start_a, end_a, start_b, end_b;
        int has_a = weeks_stretch(&walk_a, &start_a, &end_a),
            has_b = weeks_stretch(&walk_b, &start_b, &end_b);
        if (!has_a || !has_b) {
            return has_a == has_b;
        }
        if (start_a - a_ms != start_b - b_ms || end_a - a_ms != end_b - b_ms) {
            return 0;
        }
    }
}

/* The first date from a week's first one on whose hours are its own; INT64_MAX for none. Weeks come in order. */
static int64_t weeks_exceptional(revops__week_shapes *shapes, int64_t first)
{
    const revops_calendar_params *params = shapes->params;
    revops_calendar_exception row;
    int64_t day = INT64_MAX;
    while (shapes->holiday < params->holiday_count && params->holidays[shapes->holiday] < first) {
        shapes->holiday++;
    }
    if (shapes->holiday < params->holiday_count) {
        day = params->holidays[shapes->holiday];
    }
    for (; shapes->exception < params->exception_count; shapes->exception++) {
        REVOPS__ROW_GET(revops_calendar_exception, &row, params->exceptions, params->exception_row_size,
                        shapes->exception);
        if (row.day >= first) {
            return row.day < day ? row.day : day;
        }
    }
    return day;
}

/* The dates of a week that are closed by exception, or that there are other hours on one. */
static void weeks_close(const revops__week_shapes *shapes, int64_t first, int64_t last, revops__week_key *key)
{
    const revops_calendar_params *params = shapes->params;
    for (uint32_t i = shapes->holiday; i < params->holiday_count && params->holidays[i] <= last; i++) {
        key->closed |= (uint16_t)(1u << (params->holidays[i] - first));
    }
    if (shapes->exception < params->exception_count) {
        revops_calendar_exception row;
        REVOPS__ROW_GET(revops_calendar_exception, &row, params->exceptions, params->exception_row_size,
                        shapes->exception);
        key->is_simple = row.day <= last ? 0 : key->is_simple;
    }
}

/* What the week's shape follows from, and until which week that stays so. Weeks must come in order. */
static revops__week_key weeks_key_of(revops__week_shapes *shapes, uint32_t week, uint32_t *until)
{
    const revops_calendar_params *params = shapes->params;
    int64_t from_ms = weeks_start(week), end_ms = from_ms + REVOPS__WEEK_MS;
    revops__week_key key = {.is_simple = 1};
    *until = week + 1;
    if (week == 0 || from_ms >= shapes->zone_until_ms) {
        shapes->zone_until_ms = INT64_MAX;
        shapes->offset_s = params->zone ? revops__zone_at(params->zone, from_ms, &shapes->zone_until_ms) : 0;
    }
    key.offset_s = key.after_s = shapes->offset_s;
    while (shapes->zone_until_ms < end_ms) {
        int64_t change_ms = shapes->zone_until_ms;
        int32_t offset_s = revops__zone_at(params->zone, change_ms, &shapes->zone_until_ms);
        if (offset_s != shapes->offset_s) {
            key.is_simple =
                key.is_simple && key.change_s == 0 && (change_ms - from_ms) % REVOPS_SECOND_MS == 0;
            key.change_s = (int32_t)((change_ms - from_ms) / REVOPS_SECOND_MS);
            key.after_s = shapes->offset_s = offset_s;
        }
    }
    int32_t low_s = key.offset_s < key.after_s ? key.offset_s : key.after_s;
    int32_t high_s = key.offset_s < key.after_s ? key.after_s : key.offset_s;
    int64_t first = revops__floor_divide(from_ms + low_s * REVOPS_SECOND_MS, REVOPS_DAY_MS) - 1;
    int64_t last = revops__floor_divide(end_ms - 1 + high_s * REVOPS_SECOND_MS, REVOPS_DAY_MS);
    int64_t exceptional = weeks_exceptional(shapes, first);
    if (exceptional <= last) {
        weeks_close(shapes, first, last, &key);
    } else if (key.is_simple && key.change_s == 0) { /* nothing happens for a while */
        int64_t until_ms = exceptional < REVOPS_CALENDAR_DAY_MAX
                               ? (exceptional - 1) * REVOPS_DAY_MS - key.offset_s * REVOPS_SECOND_MS
                               : weeks_start(REVOPS__NEAR_WEEKS);
        until_ms = until_ms < shapes->zone_until_ms ? until_ms : shapes->zone_until_ms;
        int64_t weeks = revops__floor_divide(until_ms - from_ms, REVOPS__WEEK_MS);
        if (weeks > 1) {
            *until = weeks < REVOPS__NEAR_WEEKS - week ? week + (uint32_t)weeks : REVOPS__NEAR_WEEKS;
        }
    }
    return key;
}

/* Finds the shape of a week, and until which week others have it as well. Weeks must come in order. */
static const revops__week_traits *weeks_next(revops__week_shapes *shapes, uint32_t week, uint32_t *until)
{
    revops__week_traits *known = shapes->known;
    revops__week_key key = weeks_key_of(shapes, week, until);
    uint32_t at = 0;
    while (at < shapes->count &&
           !(key.is_simple && known[at].key.is_simple && known[at].key.offset_s == key.offset_s &&
             known[at].key.after_s == key.after_s && known[at].key.change_s == key.change_s &&
             known[at].key.closed == key.closed)) {
        at++;
    }
    if (at == shapes->count) {
        revops__week_traits traits = weeks_look(shapes->params, week);
        traits.key = key;
        at = 0;
        while (at < shapes->count &&
               !(known[at].hash == traits.hash && weeks_are_alike(shapes->params, known[at].week, week))) {
            at++;
        }
        /* other reasons, but the same shape; or a new one */
        traits.number = at < shapes->count ? known[at].number : shapes->made++;
        if (shapes->count < REVOPS__SHAPES_KNOWN) {
            at = shapes->count++;
        } else {
            at = REVOPS__SHAPES_KNOWN - 1;
            shapes->dropped = 1;
        }
        known[at] = traits;
    }
    if (at > 0) {
        revops__week_traits swap = known[at];
        known[at] = known[at - 1];
        known[--at] = swap;
    }
    return &known[at];
}

/* Goes back to the first week. Shapes that are known stay known, unless one gave way: it would be found at another week. */
static void weeks_begin(revops__week_shapes *shapes)
{
    shapes->zone_until_ms = 0;
    shapes->offset_s = 0;
    shapes->holiday = shapes->exception = 0;
    if (shapes->dropped) {
        shapes->count = shapes->made = shapes->dropped = 0;
    }
}

/* ---- the plan ------------------------------------------------------------------------------------------- */

/* The largest power of two that isn't above; at most 2^30, which no week reaches. */
static uint32_t weeks_shift(int32_t least)
{
    uint32_t shift = 0;
    while (shift < 30 && least >> shift > 1) {
        shift++;
    }
    return shift;
}

static size_t weeks_aligned(size_t size)
{
    return (size + 7) / 8 * 8;
}

size_t revops__plan_weeks(revops__week_shapes *shapes, revops_calendar *plan)
{
    int32_t least_ms = INT32_MAX, least_open_ms = INT32_MAX, most_open_ms = 1;
    int64_t open_ms = 0;
    weeks_begin(shapes);
    for (uint32_t week = 0, until; week < REVOPS__NEAR_WEEKS; week = until) {
        const revops__week_traits *traits = weeks_next(shapes, week, &until);
        open_ms += (int64_t)(until - week) * traits->open_ms;
        least_ms = traits->least_ms < least_ms ? traits->least_ms : least_ms;
        least_open_ms = traits->least_open_ms < least_open_ms ? traits->least_open_ms : least_open_ms;
        most_open_ms = traits->open_ms > most_open_ms ? traits->open_ms : most_open_ms;
    }
    plan->time_shift = weeks_shift(least_ms);
    plan->open_shift = weeks_shift(least_open_ms);
    plan->time_slot_count = (uint32_t)((REVOPS__WEEK_MS - 1) >> plan->time_shift) + 1;
    plan->open_slot_count = (uint32_t)(most_open_ms >> plan->open_shift) + 1;
    plan->open_slots_at = (plan->time_slot_count + 1) * (uint32_t)sizeof(revops__time_slot);
    plan->shape_size =
        plan->open_slots_at + (plan->open_slot_count + 1) * (uint32_t)sizeof(revops__open_slot);
    uint64_t size = (uint64_t)shapes->made * plan->shape_size;
    if (plan->time_slot_count > WEEKS_SLOTS_MAX || plan->open_slot_count > WEEKS_SLOTS_MAX ||
        size > WEEKS_SIZE_MAX) {
        return 0;
    }
    plan->near_weeks = REVOPS__NEAR_WEEKS;
    while (open_ms >> plan->index_shift >= WEEKS_INDEX_MAX) {
        plan->index_shift++;
    }
    plan->weeks_at = 0; /* from the start of this part; the caller moves it */
    plan->index_at = (REVOPS__NEAR_WEEKS + 1) * (uint32_t)sizeof(uint64_t);
    size_t index_size = weeks_aligned(((size_t)(open_ms >> plan->index_shift) + 1) * sizeof(uint16_t));
    return plan->index_at + index_size + (size_t)size;
}

/* ---- filling -------------------------------------------------------------------------------------------- */

/* An interval of a week, in time since it began, and what to add for open time. */
typedef struct weeks_interval {
    int32_t start_ms, end_ms, add_ms;
} weeks_interval;

/* The interval after another; begins beyond all slots where there is none. */
static weeks_interval weeks_interval_after(weeks_walk *walk, weeks_interval before, int64_t from_ms)
{
    int64_t start_ms, end_ms;
    int32_t open_ms = before.end_ms + before.add_ms;
    if (!weeks_stretch(walk, &start_ms, &end_ms)) {
        return (weeks_interval){INT32_MAX, INT32_MAX, open_ms - INT32_MAX};
    }
    return (weeks_interval){(int32_t)(start_ms - from_ms), (int32_t)(end_ms - from_ms),
                            open_ms - (int32_t)(start_ms - from_ms)};
}

static void weeks_fill_shape(const revops_calendar_params *params, const revops_calendar *calendar,
                             uint32_t week, unsigned char *place)
{
    revops__time_slot *slots = (revops__time_slot *)(void *)place;
    revops__open_slot *open_slots = (revops__open_slot *)(void *)(place + calendar->open_slots_at);
    int64_t from_ms = weeks_start(week);
    const weeks_interval none = {0, 0, 0};
    weeks_walk walk = weeks_walk_of(params, week);
    weeks_interval at = weeks_interval_after(&walk, none, from_ms);
    at = at.start_ms == INT32_MAX ? none : at;
    weeks_interval first = at, next = weeks_interval_after(&walk, at, from_ms);
    for (uint32_t slot = 0; slot <= calendar->time_slot_count; slot++) {
        while (next.start_ms <= (int64_t)slot << calendar->time_shift) {
            at = next;
            next = weeks_interval_after(&walk, at, from_ms);
        }
        slots[slot] = (revops__time_slot){next.start_ms, at.start_ms, at.end_ms, at.add_ms};
    }
    walk = weeks_walk_of(params, week);
    at = weeks_interval_after(&walk, none, from_ms);
    at = first;
    next = weeks_interval_after(&walk, at, from_ms);
    for (uint32_t slot = 0; slot <= calendar->open_slot_count; slot++) {
        while (next.start_ms != INT32_MAX && next.start_ms + next.add_ms <= (int64_t)slot
                                                                                << calendar->open_shift) {
            at = next;
            next = weeks_interval_after(&walk, at, from_ms);
        }
        int32_t middle_ms = next.start_ms == INT32_MAX ? INT32_MAX : next.start_ms + next.add_ms;
        open_slots[slot] = (revops__open_slot){middle_ms, -at.add_ms};
    }
}

void revops__fill_weeks(revops__week_shapes *shapes, revops_calendar *calendar)
{
    if (calendar->near_weeks == 0) {
        return;
    }
    unsigned char *block = (unsigned char *)calendar;
    uint64_t *words = (uint64_t *)(void *)(block + calendar->weeks_at);
    uint16_t *index = (uint16_t *)(void *)(block + calendar->index_at);
    int64_t begin_ms = revops__far_open_time(calendar, REVOPS__NEAR_MS), open_ms = 0;
    int64_t end_ms = revops__far_open_time(calendar, weeks_start(REVOPS__NEAR_WEEKS));
    size_t entries = (size_t)((end_ms - begin_ms) >> calendar->index_shift) + 1;
    const size_t place = calendar->index_at + weeks_aligned(entries * sizeof *index);
    uint32_t laid = 0; /* shapes, in order of first appearance */
    weeks_begin(shapes);
    for (uint32_t week = 0, until; week < REVOPS__NEAR_WEEKS;) {
        const revops__week_traits *traits = weeks_next(shapes, week, &until);
        size_t shape = place + (size_t)traits->number * calendar->shape_size;
        if (traits->number == laid) {
            weeks_fill_shape(shapes->params, calendar, week, block + shape);
            laid++;
        }
        const uint64_t step = (uint64_t)traits->open_ms << REVOPS__SHAPE_BITS;
        uint64_t word = (uint64_t)open_ms << REVOPS__SHAPE_BITS | (shape - calendar->weeks_at) / 8;
        open_ms += (int64_t)(until - week) * traits->open_ms;
        for (; week < until; week++, word += step) {
            words[week] = word;
        }
    }
    words[REVOPS__NEAR_WEEKS] = (uint64_t)open_ms << REVOPS__SHAPE_BITS;
    calendar->near_open_ms = begin_ms;
    calendar->near_span_ms = (uint64_t)open_ms;
    /* Entry i is the last week that begins at or before so much open time. */
    size_t entry = 0;
    for (uint32_t week = 0; week < REVOPS__NEAR_WEEKS; week++) {
        uint64_t next_ms = week + 1 < REVOPS__NEAR_WEEKS ? words[week + 1] >> REVOPS__SHAPE_BITS : UINT64_MAX;
        for (; entry < entries && (uint64_t)entry << calendar->index_shift < next_ms; entry++) {
            index[entry] = (uint16_t)week;
        }
    }
}
