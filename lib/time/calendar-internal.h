/* SPDX-License-Identifier: MIT */
/* Between the parts of the calendar module: layout of the compiled blocks, and what one part asks of another. */
#ifndef REVOPS_LIB_CALENDAR_INTERNAL_H
#define REVOPS_LIB_CALENDAR_INTERNAL_H

#include <revops/calendar.h>

enum {
    REVOPS__WEEK_MIN = 7 * 1440,
    REVOPS__OFFSET_LIMIT_S = 26 * 3600, /* RFC 9636 recommends to stay just below */
    REVOPS__DAY_LIMIT = 99000000,       /* of parameters, so that whatever surrounds them is in range */
};
#define REVOPS__WEEK_MS (7 * REVOPS_DAY_MS)
/* The Gregorian calendar repeats after 400 years, which are a whole number of weeks. */
#define REVOPS__PERIOD_MS (INT64_C(146097) * REVOPS_DAY_MS)

/* Rounds towards the past. */
static inline int64_t revops__floor_divide(int64_t a, int64_t b)
{
    return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

static inline int revops__in_range(int64_t at_ms)
{
    return at_ms >= -REVOPS_CALENDAR_LIMIT_MS && at_ms <= REVOPS_CALENDAR_LIMIT_MS;
}

/* ---- POSIX rules (calendar-rule.c) ---------------------------------------------------------------------- */

enum { REVOPS__DATE_JULIAN, REVOPS__DATE_ZERO_BASED, REVOPS__DATE_MONTH }; /* Jn, n, Mm.w.d */

typedef struct revops__rule_date {
    int32_t form, month, week, day; /* month and week only for REVOPS__DATE_MONTH, there day 0 is Sunday */
    int32_t time_s;                 /* from that day's midnight, local time before the change */
} revops__rule_date;

typedef struct revops__rule {
    int32_t standard_s, daylight_s; /* local minus UTC; equal when there is no daylight saving */
    revops__rule_date start, end;   /* of daylight saving */
} revops__rule;

revops_status revops__rule_parse(const char *text, size_t length, revops__rule *out);
/* Offset at an instant, and the next instant at which it may differ. */
int32_t revops__rule_at(const revops__rule *rule, int64_t at_ms, int64_t *next_ms);

/* ---- zones (calendar-zone.c, calendar-tzif.c) ----------------------------------------------------------- */

#define REVOPS__ZONE_MAGIC UINT32_C(0x315a5652) /* "RVZ1" */

struct revops_zone {
    uint32_t magic;
    uint32_t transition_count;
    int32_t first_offset_s; /* before the first transition */
    uint32_t has_rule;      /* from the last transition on, always when there is none */
    revops__rule rule;
    uint32_t reserved[2]; /* the transitions follow, aligned: int64_t instants, then int32_t offsets */
};

/* Where the parsers put transitions: they count all and write those for which there is room. */
typedef struct revops__zone_draft {
    revops_zone zone;
    int64_t *at_ms;
    int32_t *offsets_s;
    uint32_t capacity;
    int64_t last_ms;
    int goes_beyond; /* a transition was dropped, so that what follows the last one never begins */
} revops__zone_draft;

/* Adds a transition; those before the range only change the first offset, those beyond it are dropped. */
revops_status revops__zone_draft_add(revops__zone_draft *draft, int64_t at_ms, int32_t offset_s);
revops_status revops__tzif_parse(const uint8_t *bytes, size_t length, revops__zone_draft *draft);

/* Offset at an instant and the next instant at which it may differ, INT64_MAX when there is none. */
int32_t revops__zone_at(const revops_zone *zone, int64_t at_ms, int64_t *next_ms);
/* The instant from which on only the rule counts; INT64_MIN without transitions. */
int64_t revops__zone_last_ms(const revops_zone *zone);

/* ---- calendars (calendar.c, calendar-build.c, calendar-segments.c) ------------------------------------------ */

#define REVOPS__CALENDAR_MAGIC UINT32_C(0x31435652) /* "RVC1" */

enum {
    REVOPS__HOT_BITS = 42,         /* the index covers 2^42 ms from 1970 on, until May 2109 */
    REVOPS__MOST_SEGMENTS = 65000, /* so that an index of 16 bits does */
    REVOPS__INDEX_LARGEST = 8192,  /* entries, so that one covers 6.2 days */
    /*
     * Divisions by the length of a slot and by the open time of a week are multiplications by 2^shift / divisor,
     * rounded up, which is exact while numerator * divisor <= 2^shift: (a week / 32) squared is below 2^49, and
     * the minutes of 7,300 weeks times 10,080 are below 2^40.
     */
    REVOPS__SLOT_SHIFT = 49,
    REVOPS__WEEK_SHIFT = 40
};

/*
 * Local time counted from the Monday before 1970-01-01, a Thursday. In it weeks repeat, so that the open time of the
 * week's hours is W(x) = x / week * open_of_week + open_within(x % week).
 */
#define REVOPS__LOCAL_BIAS_MS (3 * REVOPS_DAY_MS)

/*
 * From one knot (change of zone, holiday, exception) to the next,
 *     F(t) = base + max(floor, x)     x = t + shift, where it is open throughout
 *     F(t) = base + max(floor, W(x))  where it follows the week.
 * The floor keeps F level until the hours begin again, so that a holiday costs one knot and not two. What a query
 * needs of a segment is in one line of cache.
 */
typedef struct revops__segment {
    int64_t start_ms, open_ms;           /* where it begins, and F there */
    int64_t next_start_ms, next_open_ms; /* those of the next one; INT64_MAX for the last */
    int64_t base_ms, floor_ms, shift_ms;
    int64_t follows_week; /* or is open throughout, 0 */
} revops__segment;

/* Business days: how many more or fewer than weekdays alone tell, before and including a date. */
typedef struct revops__day_knot {
    int32_t day, surplus;
} revops__day_knot;

struct revops_calendar {
    uint32_t magic, size;
    uint32_t segment_count, day_knot_count;
    /* Distances from the start of the block. */
    uint32_t starts_at, opens_at, segments_at, time_index_at, open_index_at, slots_at, open_slots_at,
        day_knots_at;
    /* Index entries are 2^shift ms apart; beyond their number it takes a binary search. */
    uint32_t time_shift, time_entries, open_shift, open_entries;
    /*
     * The week in slots, each open or closed throughout. An entry is twice what to add to the time of the week (where
     * open: minus the closed time before; the lowest bit is set) or to nothing (where closed: the open time before).
     * An open slot's entry is the closed time before it.
     */
    uint32_t slot_ms, weekdays; /* a bit for each weekday with hours, Monday lowest */
    uint64_t slot_magic, week_magic;
    int64_t week_open_ms;
    /* Where a rule goes on for ever: one period from `period_ms` on is in the table, which ends at `end_ms`. */
    int64_t begin_ms, period_ms, end_ms;
    int64_t begin_open_ms, period_open_ms, end_open_ms; /* F at these */
    int64_t growth_ms;                                  /* F over one period; 0 also where there is none */
    int64_t past_ms; /* F(t) = F(t + n periods) - n * growth + past, before the table */
    uint32_t has_period, has_past, reserved[6];
};

/* The segments follow right after the struct, which fills whole lines of cache for their sake. */
typedef char revops__calendar_is_of_whole_lines[sizeof(revops_calendar) % 64 == 0 ? 1 : -1];

static inline const revops__segment *revops__segments(const revops_calendar *calendar)
{
    return (const revops__segment *)(const void *)(calendar + 1);
}

static inline const void *revops__at(const revops_calendar *calendar, uint32_t distance)
{
    return (const unsigned char *)calendar + distance;
}

/* Where segments are put: counted in any case, written while there is room. */
typedef struct revops__builder {
    const revops_calendar_params *params;
    int64_t week_open_ms;
    revops__segment *segments;
    uint32_t capacity, count;
    revops__segment last;
    int64_t open_ms;  /* F so far, from the table's begin */
    int64_t level_ms; /* since when it is closed by exception, if it is */
    int level;
} revops__builder;

/* All segments of the plan's span; stops soon after REVOPS__MOST_SEGMENTS. */
void revops__put_segments(revops__builder *builder, const revops_calendar *plan);
/* W, from the parameters. */
int64_t revops__week_open_time(const revops__builder *builder, int64_t local_ms);

/* calendar-check.c: what can be said from the lists alone. */
int revops__calendar_lists_are_faulty(const revops_calendar_params *params, revops_calendar_fault *out);
/* F, for any instant in range and a bit beyond, without the index. */
int64_t revops__open_time(const revops_calendar *calendar, int64_t at_ms);

#endif
