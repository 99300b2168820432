/* SPDX-License-Identifier: MIT */
/* Between the parts of the calendar module: layout of the compiled block, and what one part asks of another.

   Problem: open time between instants and deadlines, exact for all of time, at the cost of a table look-up for the years
   that matter.

   Format: one block, without pointers.
   - Segments, from one knot (change of zone, holiday, exception) to the next, for all of time: within one, F follows
     the week at one offset, or rises throughout. Searched by halves: the far path (calendar-far.c).
   - A table of the weeks from 1990 to 2068, a word each: open time until its start, and where its shape lies. A shape is what is
     open in such a week, and the many weeks that are alike share one. In a shape a slot of time says which interval to
     look at, a slot of open time says where it lies: no search is left (calendar-near.h).
   - The lists of hours and dates, and the zone, for what is asked of dates (calendar-deadline.c), and how many more or
     fewer business days there are than weekdays alone tell (calendar-days.c).

   Files need each other in this order only: hours; segments, weeks; plan; check; far; build; calendar (F), days; seek,
   deadline. */
#ifndef REVOPS_LIB_CALENDAR_INTERNAL_H
#define REVOPS_LIB_CALENDAR_INTERNAL_H

#include <revops/calendar.h>

#include "core/params.h"
#include "time/zone-internal.h"

enum { REVOPS__WEEK_MIN = 7 * 1440 };
#define REVOPS__WEEK_MS (7 * REVOPS_DAY_MS)

/* ---- hours of dates (calendar-hours.c) ------------------------------------------------------------------ */

/* Minutes from a date's midnight. */
typedef struct revops__span {
    int32_t start_min, end_min;
} revops__span;

/* The hours that begin on a date are rows first … first + count − 1 of the exceptions, or else of the openings. */
typedef struct revops__own_hours {
    uint32_t first, count;
    int is_exception;
} revops__own_hours;

revops__own_hours revops__own_hours_of(const revops_calendar_params *params, int64_t day);
/* Row `index` of them. */
revops__span revops__own_span(const revops_calendar_params *params, const revops__own_hours *hours,
                              uint32_t index);

/* First irregular date from `day` on, whose hours or what reaches it from the date before aren't the weekly ones;
   INT64_MAX when there is none. */
int64_t revops__next_irregular(const revops_calendar_params *params, int64_t day);
/* The first open stretch of a date from a minute on, out of its own hours and what the date before left over. */
int revops__open_on(const revops_calendar_params *params, int64_t day, int32_t from_min, revops__span *out);
/* The same, of hours at hand: those of the date before and of the date. */
int revops__open_of(const revops_calendar_params *params, const revops__own_hours hours[2], int32_t from_min,
                    revops__span *out);

/* ---- the compiled block --------------------------------------------------------------------------------- */

#define REVOPS__CALENDAR_MAGIC UINT32_C(0x32435652) /* "RVC2" */

/* Local time counted from the Monday before 1970-01-01, a Thursday. In it weeks repeat, so that the open time of the
   week's hours is W(x) = x / week * open_of_week + open_within(x % week). */
#define REVOPS__LOCAL_BIAS_MS (3 * REVOPS_DAY_MS)

/* From one knot to the next,
       F(t) = base + max(floor, x)     x = t + shift, where it is open throughout
       F(t) = base + max(floor, W(x))  where it follows the week.
   The floor keeps F level until the hours begin again, so that a holiday costs one knot and not two. */
typedef struct revops__segment {
    int64_t start_ms, open_ms; /* where it begins, and F there */
    int64_t base_ms, floor_ms;
    int32_t shift_ms;
    uint32_t follows_week; /* or is open throughout, 0 */
} revops__segment;

/* A stretch of the week that is open, in time from Monday's midnight, and the open time before it. */
typedef struct revops__week_part {
    int32_t start_ms, end_ms, open_ms;
} revops__week_part;

/* Business days: how many more or fewer than weekdays alone tell, before and including a date. */
typedef struct revops__day_knot {
    int32_t day, surplus;
} revops__day_knot;

/* The table of weeks begins on Monday, 1990-01-01, and ends in July 2068. */
enum { REVOPS__NEAR_WEEKS = 4096, REVOPS__SHAPE_BITS = 20 };
#define REVOPS__NEAR_MS (INT64_C(7305) * REVOPS_DAY_MS)

/* Of a slot of time, the interval that it begins in, or the last before it: open time within the week at t is add + t,
   held between those of start and end. From `middle_ms` on the next slot's counts. */
typedef struct revops__time_slot {
    int32_t middle_ms, start_ms, end_ms, add_ms;
} revops__time_slot;

/* Of a slot of open time, what to add to it for the time of the week; from `middle_ms` on the next slot's counts. */
typedef struct revops__open_slot {
    int32_t middle_ms, add_ms;
} revops__open_slot;

/* A shape is its time slots and then its open slots, of both one more than there is time for. */

struct revops_calendar {
    uint32_t magic, size;
    /* The table of weeks: 0 where a shape would take too many slots. Slots are 2^shift ms long. */
    uint32_t near_weeks, time_shift, open_shift, index_shift;
    uint32_t weeks_at, index_at;        /* distances from the start of the block, as all that end in _at */
    uint32_t open_slots_at, shape_size; /* from the start of a shape; a multiple of 8 */
    int64_t near_open_ms;               /* F at the table's begin; words count from it */
    uint64_t near_span_ms;              /* F over the table */
    uint32_t time_slot_count, open_slot_count; /* of a shape */
    uint32_t segment_count, segments_at, part_count, parts_at, day_knot_count, day_knots_at;
    uint32_t opening_count, openings_at, holiday_count, holidays_at, exception_count, exceptions_at;
    uint32_t zone_at;  /* 0 for UTC */
    uint32_t weekdays; /* a bit for each weekday with hours, Monday lowest */
    int64_t week_open_ms;
    /* Where a rule goes on for ever: one period from `period_ms` on is in the segments, which end at `end_ms`. */
    int64_t begin_ms, period_ms, end_ms;
    int64_t begin_open_ms, period_open_ms, end_open_ms; /* F at these */
    int64_t growth_ms;                                  /* F over one period; 0 also where there is none */
    int64_t past_ms; /* F(t) = F(t + n periods) - n * growth + past, before the table */
    uint32_t has_period, has_past;
};

static inline const void *revops__calendar_at(const revops_calendar *calendar, uint32_t distance)
{
    return (const unsigned char *)calendar + distance;
}

static inline const revops__segment *revops__segments(const revops_calendar *calendar)
{
    return revops__calendar_at(calendar, calendar->segments_at);
}

static inline const revops_zone *revops__calendar_zone(const revops_calendar *calendar)
{
    return calendar->zone_at ? revops__calendar_at(calendar, calendar->zone_at) : NULL;
}

/* ---- building ------------------------------------------------------------------------------------------- */

/* Where segments are put: counted in any case, written while there is room. */
typedef struct revops__builder {
    const revops_calendar_params *params;
    int64_t week_open_ms;
    int64_t midnights_ms[8]; /* open time of the week before each */
    uint32_t holiday;        /* about the first that isn't before the date */
    int closes_dates;        /* what is irregular is closed all day */
    revops__segment *segments;
    uint32_t capacity, count;
    revops__segment last;
    int64_t open_ms;  /* F so far, from the table's begin */
    int64_t level_ms; /* since when it is closed by exception, if it is */
    int level;
} revops__builder;

/* calendar-segments.c: all segments of the plan's span; stops soon after REVOPS_CALENDAR_CHANGES_MAX. */
void revops__put_segments(revops__builder *builder, const revops_calendar *plan);
/* The open parts of the week, touching ones as one; their number. */
uint32_t revops__week_parts(const revops_calendar_params *params, revops__week_part *out);

enum { REVOPS__SHAPES_KNOWN = 28 }; /* shapes that are remembered */

/* Weeks that agree in these are open alike. */
typedef struct revops__week_key {
    int32_t offset_s, after_s; /* before and after the change of zone; equal where there is none */
    int32_t change_s;          /* from the start of the week; 0 where there is none */
    uint16_t closed;    /* dates without hours, by exception: the lowest bit for the date before the first */
    uint16_t is_simple; /* whether there is no more to it */
} revops__week_key;

/* What is to be known of a shape before it is laid out. */
typedef struct revops__week_traits {
    uint64_t hash;
    revops__week_key key;
    uint32_t week; /* one that has it */
    uint32_t interval_count;
    int32_t open_ms;
    int32_t least_ms;      /* least time between two openings */
    int32_t least_open_ms; /* least length of an interval between two others */
    uint32_t number;       /* of the shape, in order of first appearance */
} revops__week_traits;

/* Which shape each week has, in order of the weeks. */
typedef struct revops__week_shapes {
    const revops_calendar_params *params;
    revops__week_traits
        known[REVOPS__SHAPES_KNOWN]; /* those found often come first, the last one gives way */
    uint32_t count, made;
    uint32_t dropped; /* whether one gave way */
    int64_t zone_until_ms;
    int32_t offset_s;
    uint32_t holiday, exception; /* the first dates not before the week's */
} revops__week_shapes;

/* calendar-weeks.c: plans the table of weeks (its size in bytes), and fills it; the shapes are those of the plan. */
size_t revops__plan_weeks(revops__week_shapes *shapes, revops_calendar *plan);
void revops__fill_weeks(revops__week_shapes *shapes, revops_calendar *calendar);

/* calendar-plan.c: everything but the arrays. UNSOUND: it never opens, or there are too many segments. */
revops_status revops__calendar_plan(const revops_calendar_params *params, revops_calendar *plan,
                                    uint32_t *segment_count);
/* Lays the arrays out and tells the size of the block. */
size_t revops__calendar_lay_out(revops__week_shapes *shapes, revops_calendar *plan);
uint32_t revops__day_knots(const revops_calendar_params *params, uint32_t weekdays, revops__day_knot *out);

/* calendar-check.c: copies parameters, finds all faults, and plans where there is none. */
revops_status revops__calendar_open_params(const revops_calendar_params *params, revops_calendar_params *own,
                                           revops__problems *to, revops_calendar *plan);

/* ---- asking --------------------------------------------------------------------------------------------- */

/* calendar-far.c: F, for any instant in range and a bit beyond, and the last instant at which F is so much
   (REVOPS_TIME_NONE where there is none); from the segments. */
int64_t revops__far_open_time(const revops_calendar *calendar, int64_t at_ms);
int64_t revops__far_inverse(const revops_calendar *calendar, int64_t open_ms);

/* calendar.c: the same, by the table of weeks where that has it. */
int64_t revops__open_time(const revops_calendar *calendar, int64_t at_ms);
int64_t revops__open_inverse(const revops_calendar *calendar, int64_t open_ms);

/* calendar-days.c: business days before a date, and the one with `count` before it; INT64_MIN where there is none. */
int64_t revops__days_before(const revops_calendar *calendar, int64_t day);
int64_t revops__day_after(const revops_calendar *calendar, int64_t count);
static inline int revops__is_business_day(const revops_calendar *calendar, int64_t day)
{
    return revops__days_before(calendar, day + 1) > revops__days_before(calendar, day);
}

/* calendar-seek.c: NONE where there is none; the instant is in range. */
int64_t revops__seek(const revops_calendar *calendar, int64_t at_ms, enum revops_calendar_edges edge);

#endif
