/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_CALENDAR_H
#define REVOPS_CALENDAR_H

#include <revops/base.h>
#include <revops/zone.h>

/**
 * @file
 * @defgroup calendar Calendar: opening hours, holidays, deadlines
 *
 * Business time as one monotone function, F(t): how many milliseconds were open since 1970-01-01T00:00Z.
 *
 * The time between two instants is F(b) − F(a); a deadline is where F reaches F(start) + target; a pause is a
 * subtraction. Weekly hours, holidays, time zones and daylight saving are in F and nowhere else [SL9].
 *
 * **Open** is an instant whose local clock reading lies inside an interval of its local date, or of the date
 * before for an interval that ends past 24:00. Intervals hold their start and not their end. A dated exception
 * replaces the weekly hours of its date, with what they run past midnight; where two dates' hours meet through it,
 * they count once. Time is *real elapsed* time: where daylight saving skips readings, they count nothing; where it
 * repeats them, both passes count.
 *
 * **Range.** Instants are exact within #REVOPS_ZONE_TIME_MAX_MS of 1970. Nothing walks over days: a query is a table
 * look-up between 1990 and 2068, and a binary search outside.
 *
 * **Landing on an edge.** Where a span is used up exactly at closing time, tools disagree on the answer, so
 * revops_calendar_add() has both: #REVOPS_CALENDAR_AT_CLOSE_STAY stops there and then,
 * #REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN goes on to where the hours next begin. A negative span goes the other way by the
 * same two rules: the first stops as soon as it is used up (perhaps on an opening instant), the second goes on back to
 * the closing instant before. Adding zero while closed answers the start itself under the first, the next opening
 * under the second.
 *
 * **Many at once.** The `…_many` functions take arrays. A #REVOPS_TIME_NONE in gives a #REVOPS_TIME_NONE out; a row
 * without an answer gives #REVOPS_TIME_NONE too, all other rows are done, and the status is #REVOPS_ERR_RANGE.
 *
 * **Threads.** A compiled calendar is read-only and may be shared.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    /** Dates of parameters and of business days lie at most so many days from 1970-01-01. @since 0.1 */
    REVOPS_CALENDAR_DAY_MAX = 99000000,
    /** Changes of the zone and dates that differ from their week, together: 1,000 a year for 65 years. @since 0.1 */
    REVOPS_CALENDAR_CHANGES_MAX = 65000
};

/** Opening hours: opaque, compiled, read-only, without pointers, in the caller's memory. @since 0.1 */
typedef struct revops_calendar revops_calendar;

/** Open every week at these hours. @since 0.1 */
typedef struct revops_calendar_opening {
    uint16_t weekday;   /**< Day on which they begin: 0 Monday … 6 Sunday. */
    uint16_t start_min; /**< Minute of that day at which they open, 0 … 1439. */
    uint16_t
        end_min; /**< Minute at which they close, from that day's midnight: start_min + 1 … 2880. A night shift
                             from 22:00 to 06:00 is 1320 … 1800. */
} revops_calendar_opening;

/** Open on one date at these hours, instead of the weekly ones and whatever the holidays say. @since 0.1 */
typedef struct revops_calendar_exception {
    int32_t day;        /**< Local date on which they begin, days since 1970-01-01. */
    uint16_t start_min; /**< As in #revops_calendar_opening. */
    uint16_t end_min;   /**< As in #revops_calendar_opening. */
} revops_calendar_exception;

/**
 * What a calendar is made of.
 *
 * Openings ascend by weekday and start, holidays by date, exceptions by date and start. Hours may touch and may not
 * overlap. A holiday may be there twice, as it is where feeds are united (revops_calendar_unite()); an exception on a
 * holiday wins.
 * @since 0.1
 */
typedef struct revops_calendar_params {
    uint32_t struct_size;                    /**< Size of the struct as compiled. */
    uint32_t flags;                          /**< 0. */
    const revops_calendar_opening *openings; /**< Weekly hours; or NULL when there are only exceptions. */
    const int32_t *holidays; /**< Local dates without opening, days since 1970-01-01; or NULL. */
    const revops_calendar_exception
        *exceptions;             /**< Hours of dates that differ; a date may have several; or NULL. */
    const revops_zone *zone;     /**< Time zone of the hours, copied in; NULL for UTC. */
    uint32_t opening_count;      /**< Number of weekly hours. */
    uint32_t opening_row_size;   /**< Size of an opening as compiled. */
    uint32_t holiday_count;      /**< Number of holidays. */
    uint32_t exception_count;    /**< Number of exceptions. */
    uint32_t exception_row_size; /**< Size of an exception as compiled. */
    uint32_t reserved;           /**< 0. */
} revops_calendar_params;

/** Parameters without any hours, to start from. @since 0.1 */
#define REVOPS_CALENDAR_PARAMS_INIT                                                                          \
    {                                                                                                        \
        sizeof(revops_calendar_params), 0, 0, 0, 0, 0, 0, sizeof(revops_calendar_opening), 0, 0,             \
            sizeof(revops_calendar_exception), 0                                                             \
    }

/**
 * Parameters without any hours, to start from.
 *
 * @param[out] out   The parameters.
 * @param      size  `sizeof(revops_calendar_params)` as compiled.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version of the struct.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_defaults(revops_calendar_params *out, size_t size);

/**
 * Unites feeds of holidays: sorts dates in place and drops what is there twice.
 *
 * @param[in,out] days   Dates of one or more feeds, one after the other, days since 1970-01-01.
 * @param         count  Number of them.
 * @return Number of distinct dates, now the first of @p days; 0 when @p days is NULL.
 * @since 0.1
 */
REVOPS_API size_t revops_calendar_unite(int32_t *days, size_t count);

/**
 * Finds every fault of a calendar's parameters.
 *
 * @param      params    What the calendar would be made of.
 * @param[out] problems  Faults, as many as there is room for; may be NULL when @p capacity is 0.
 * @param      capacity  Room at @p problems.
 * @param[out] needed    Number of faults; NULL if not wanted.
 * @retval REVOPS_OK           No fault.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_ABI      `struct_size` or a `_row_size` fits no version of the struct.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND  A value is out of range, hours are reversed, unsorted or overlap, it never opens, or it
 *                             changes more than #REVOPS_CALENDAR_CHANGES_MAX times.
 * @retval REVOPS_ERR_CORRUPT  The zone is damaged.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_check(const revops_calendar_params *params,
                                                                revops_problem *problems, size_t capacity,
                                                                size_t *needed);

/**
 * Compiles a calendar.
 *
 * It takes 40 bytes for each change of zone (two a year for 400 years where daylight saving goes on), holiday and
 * exception, 45 KiB for the years from 1990 to 2068, and some hundred bytes for each different week in them. Memory that
 * starts at a multiple of 64 makes it a little faster.
 *
 * @param      params       What it is made of; read during the call only.
 * @param[out] memory       Where it goes, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed, set on REVOPS_OK, REVOPS_ERR_NOSPACE and REVOPS_ERR_ALIGN; NULL if not wanted.
 * @param[out] out          The calendar (at @p memory), set only on REVOPS_OK; may be NULL when asking for the size.
 * @retval REVOPS_OK           Built.
 * @retval REVOPS_ERR_ARG      As revops_calendar_check(), or @p out is NULL.
 * @retval REVOPS_ERR_ABI      As revops_calendar_check().
 * @retval REVOPS_ERR_NEWER    As revops_calendar_check().
 * @retval REVOPS_ERR_UNSOUND  As revops_calendar_check().
 * @retval REVOPS_ERR_CORRUPT  As revops_calendar_check().
 * @retval REVOPS_ERR_NOSPACE  @p memory_size is below @p needed.
 * @retval REVOPS_ERR_ALIGN    @p memory is not aligned.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_build(const revops_calendar_params *params,
                                                                void *memory, size_t memory_size,
                                                                size_t *needed, const revops_calendar **out);

/* ---- open time ------------------------------------------------------------------------------------------ */

/**
 * Open time between two instants [SL9]; negative where the end is before the start.
 *
 * @param      calendar  A calendar.
 * @param      start_ms  Within #REVOPS_ZONE_TIME_MAX_MS.
 * @param      end_ms    Within #REVOPS_ZONE_TIME_MAX_MS.
 * @param[out] out_ms    Milliseconds that were open.
 * @retval REVOPS_OK         Done.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_RANGE  An instant is outside the range.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_between(const revops_calendar *calendar,
                                                                  int64_t start_ms, int64_t end_ms,
                                                                  int64_t *out_ms);

/**
 * Open time between many pairs of instants.
 *
 * @param      calendar  A calendar.
 * @param      start_ms  @p count starts.
 * @param      end_ms    @p count ends.
 * @param      count     Number of pairs.
 * @param[out] out_ms    @p count times; may be the same array as @p start_ms or @p end_ms.
 * @retval REVOPS_OK         All done.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_RANGE  Some instants are outside the range; the others are done.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_between_many(const revops_calendar *calendar,
                                                                       const int64_t *start_ms,
                                                                       const int64_t *end_ms, size_t count,
                                                                       int64_t *out_ms);

/** What a deadline does that falls on a closing instant. @since 0.1 */
enum revops_calendar_at_closes {
    /** Stop as soon as the span is used up, be it on the closing instant itself. */
    REVOPS_CALENDAR_AT_CLOSE_STAY = 0,
    /** Go on to where the hours next begin (for a negative span: back to where they last ended). */
    REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN = 1
};
/** One of #revops_calendar_at_closes. @since 0.1 */
typedef uint32_t revops_calendar_at_close;

/**
 * The instant at which a span of open time is used up, from a start on: a deadline [SL9].
 *
 * @param      calendar  A calendar.
 * @param      start_ms  Within #REVOPS_ZONE_TIME_MAX_MS; open or closed.
 * @param      span_ms   Open milliseconds; negative to go back.
 * @param      at_close  One of #revops_calendar_at_closes.
 * @param[out] out_ms    The instant.
 * @retval REVOPS_OK         Done.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or there is no such @p at_close.
 * @retval REVOPS_ERR_RANGE  @p start_ms is outside the range, or it doesn't open that long within it.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_add(const revops_calendar *calendar,
                                                              int64_t start_ms, int64_t span_ms,
                                                              revops_calendar_at_close at_close,
                                                              int64_t *out_ms);

/**
 * The instants at which many spans of open time are used up.
 *
 * @param      calendar  A calendar.
 * @param      start_ms  @p count starts.
 * @param      span_ms   @p count spans.
 * @param      count     Number of them.
 * @param      at_close  As for revops_calendar_add(), for all of them.
 * @param[out] out_ms    @p count instants; may be the same array as @p start_ms or @p span_ms.
 * @retval REVOPS_OK         All done.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or there is no such @p at_close.
 * @retval REVOPS_ERR_RANGE  Some have no answer; the others are done.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_add_many(const revops_calendar *calendar,
                                                                   const int64_t *start_ms,
                                                                   const int64_t *span_ms, size_t count,
                                                                   revops_calendar_at_close at_close,
                                                                   int64_t *out_ms);

/**
 * Whether an instant is open.
 *
 * @param      calendar  A calendar.
 * @param      at_ms     Within #REVOPS_ZONE_TIME_MAX_MS.
 * @param[out] out       1 when open, else 0.
 * @retval REVOPS_OK         Done.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_RANGE  @p at_ms is outside the range.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_is_open(const revops_calendar *calendar,
                                                                  int64_t at_ms, int *out);

/**
 * Whether many instants are open.
 *
 * @param      calendar  A calendar.
 * @param      at_ms     @p count instants.
 * @param      count     Number of them.
 * @param[out] out       @p count bytes, which don't overlap @p at_ms: 1 when open, else 0, also where the instant is none or out of range.
 * @retval REVOPS_OK         All done.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_RANGE  Some instants are outside the range; the others are done.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_is_open_many(const revops_calendar *calendar,
                                                                       const int64_t *at_ms, size_t count,
                                                                       uint8_t *out);

/** Which edge of opening hours to look for. @since 0.1 */
enum revops_calendar_edges {
    /** The first opening at or after an instant: closed until then, open from then on. While open, that is the opening
        after the coming close. (For "now if open, else the next opening" add 0 with next open.) */
    REVOPS_CALENDAR_EDGE_NEXT_OPEN = 0,
    /** The first close at or after an instant: open until then, closed from then on. */
    REVOPS_CALENDAR_EDGE_NEXT_CLOSE = 1,
    /** The last opening at or before an instant. */
    REVOPS_CALENDAR_EDGE_PREVIOUS_OPEN = 2,
    /** The last close at or before an instant. */
    REVOPS_CALENDAR_EDGE_PREVIOUS_CLOSE = 3
};
/** One of #revops_calendar_edges. @since 0.1 */
typedef uint32_t revops_calendar_edge;

/**
 * The opening or close next to an instant.
 *
 * @param      calendar  A calendar.
 * @param      at_ms     Within #REVOPS_ZONE_TIME_MAX_MS.
 * @param      edge      One of #revops_calendar_edges.
 * @param[out] out_ms    The instant.
 * @retval REVOPS_OK         Found.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or there is no such @p edge.
 * @retval REVOPS_ERR_RANGE  @p at_ms is outside the range, or there is none within it (open without end).
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_seek(const revops_calendar *calendar, int64_t at_ms,
                                                               revops_calendar_edge edge, int64_t *out_ms);

/**
 * Openings or closes next to many instants.
 *
 * @param      calendar  A calendar.
 * @param      at_ms     @p count instants.
 * @param      count     Number of them.
 * @param      edge      One of #revops_calendar_edges, for all of them.
 * @param[out] out_ms    @p count instants; may be the same array as @p at_ms.
 * @retval REVOPS_OK         All found.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or there is no such @p edge.
 * @retval REVOPS_ERR_RANGE  Some have no answer; the others are done.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_seek_many(const revops_calendar *calendar,
                                                                    const int64_t *at_ms, size_t count,
                                                                    revops_calendar_edge edge,
                                                                    int64_t *out_ms);

/* ---- deadlines in any unit ------------------------------------------------------------------------------ */

/** What a target counts [SL12]. @since 0.1 */
enum revops_calendar_units {
    /** Milliseconds of real time. */
    REVOPS_CALENDAR_UNIT_ELAPSED = 0,
    /** Milliseconds of open time, as revops_calendar_add(). */
    REVOPS_CALENDAR_UNIT_OPEN = 1,
    /** Dates with hours that begin on them. "2 business days" end at the start's local reading on the second such date
        after the start's, clipped into that date's hours: a reading before the opening or in a break goes to the next
        opening of that date, one after the last closing to that closing. A start within hours that began on the
        date before belongs to that date (its reading is past 24:00). */
    REVOPS_CALENDAR_UNIT_BUSINESS_DAYS = 2,
    /** Dates: the same local reading so many dates later, over clock changes. A reading that is repeated is its first
        pass; one that is skipped goes by the offset before the gap. */
    REVOPS_CALENDAR_UNIT_DAYS = 3
};
/** One of #revops_calendar_units. @since 0.1 */
typedef uint32_t revops_calendar_unit;

/**
 * When a target of any unit ends [SL12].
 *
 * @param      calendar  A calendar; NULL (for UTC) only where the unit is elapsed time or days.
 * @param      start_ms  Within #REVOPS_ZONE_TIME_MAX_MS.
 * @param      amount    How much of the unit: milliseconds or dates; negative to go back; 0 dates are the start itself.
 * @param      unit      One of #revops_calendar_units.
 * @param      at_close  One of #revops_calendar_at_closes; of business days, #REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN moves an
 *                       end that isn't open to the next opening; it says nothing to elapsed time and days.
 * @param[out] out_ms    The instant.
 * @retval REVOPS_OK         Done.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or there is no such @p unit or @p at_close.
 * @retval REVOPS_ERR_RANGE  @p start_ms or the end is outside the range, or there aren't as many business days.
 * @since 0.1  @see revops_calendar_measure()
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_deadline(const revops_calendar *calendar,
                                                                   int64_t start_ms, int64_t amount,
                                                                   revops_calendar_unit unit,
                                                                   revops_calendar_at_close at_close,
                                                                   int64_t *out_ms);

/**
 * When many targets of one unit end.
 *
 * @param      calendar  As for revops_calendar_deadline().
 * @param      start_ms  @p count starts.
 * @param      amounts   @p count amounts; #REVOPS_TIME_NONE for none.
 * @param      count     Number of them.
 * @param      unit      As for revops_calendar_deadline(), for all of them.
 * @param      at_close  As for revops_calendar_deadline(), for all of them.
 * @param[out] out_ms    @p count instants; may be the same array as @p start_ms or @p amounts.
 * @retval REVOPS_OK         All done.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or there is no such @p unit or @p at_close.
 * @retval REVOPS_ERR_RANGE  Some have no answer; the others are done.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_deadline_many(
    const revops_calendar *calendar, const int64_t *start_ms, const int64_t *amounts, size_t count,
    revops_calendar_unit unit, revops_calendar_at_close at_close, int64_t *out_ms);

/**
 * How much of a unit lies between two instants, the inverse of revops_calendar_deadline().
 *
 * Of days and business days it is the largest number whose deadline (with #REVOPS_CALENDAR_AT_CLOSE_STAY) from the
 * start isn't after the end: whole days that are used up. Where the end is before the start it is negative.
 *
 * @param      calendar    As for revops_calendar_deadline().
 * @param      start_ms    Within #REVOPS_ZONE_TIME_MAX_MS.
 * @param      end_ms      Within #REVOPS_ZONE_TIME_MAX_MS.
 * @param      unit        One of #revops_calendar_units.
 * @param[out] out_amount  Milliseconds or dates.
 * @retval REVOPS_OK         Done.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or there is no such @p unit.
 * @retval REVOPS_ERR_RANGE  An instant is outside the range, or no business day is as early as the end.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_measure(const revops_calendar *calendar,
                                                                  int64_t start_ms, int64_t end_ms,
                                                                  revops_calendar_unit unit,
                                                                  int64_t *out_amount);

/**
 * How much of a unit lies between many pairs of instants.
 *
 * @param      calendar     As for revops_calendar_deadline().
 * @param      start_ms     @p count starts.
 * @param      end_ms       @p count ends.
 * @param      count        Number of pairs.
 * @param      unit         As for revops_calendar_measure(), for all of them.
 * @param[out] out_amounts  @p count amounts; may be the same array as @p start_ms or @p end_ms.
 * @retval REVOPS_OK         All done.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or there is no such @p unit.
 * @retval REVOPS_ERR_RANGE  Some have no answer; the others are done.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_measure_many(const revops_calendar *calendar,
                                                                       const int64_t *start_ms,
                                                                       const int64_t *end_ms, size_t count,
                                                                       revops_calendar_unit unit,
                                                                       int64_t *out_amounts);

/**
 * The date that an instant belongs to: its local date, or the date before for an instant within hours that began on it.
 *
 * @param      calendar  A calendar; NULL for UTC.
 * @param      at_ms     Within #REVOPS_ZONE_TIME_MAX_MS.
 * @param      unit      #REVOPS_CALENDAR_UNIT_BUSINESS_DAYS, or #REVOPS_CALENDAR_UNIT_DAYS for the local date alone.
 * @param[out] out_day   Days since 1970-01-01.
 * @retval REVOPS_OK         Done.
 * @retval REVOPS_ERR_ARG    @p out_day (or the calendar of business days) is NULL, or @p unit is another.
 * @retval REVOPS_ERR_RANGE  @p at_ms is outside the range.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_date(const revops_calendar *calendar, int64_t at_ms,
                                                               revops_calendar_unit unit, int32_t *out_day);

/**
 * From when until when a date lasts: of business days from the first opening to the last close of the hours that begin
 * on it, of days from midnight to midnight. A reading that is skipped counts as the instant of the skip.
 *
 * @param      calendar      A calendar; NULL for UTC.
 * @param      day           Days since 1970-01-01, within #REVOPS_CALENDAR_DAY_MAX.
 * @param      unit          #REVOPS_CALENDAR_UNIT_BUSINESS_DAYS or #REVOPS_CALENDAR_UNIT_DAYS.
 * @param[out] out_start_ms  The first instant.
 * @param[out] out_end_ms    The instant after the last.
 * @retval REVOPS_OK           Done.
 * @retval REVOPS_ERR_ARG      A pointer (or the calendar of business days) is NULL, or @p unit is another.
 * @retval REVOPS_ERR_REFUSED  @p day is no business day; nothing was written.
 * @retval REVOPS_ERR_RANGE    @p day is outside the range.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_bounds(const revops_calendar *calendar, int32_t day,
                                                                 revops_calendar_unit unit,
                                                                 int64_t *out_start_ms, int64_t *out_end_ms);

/* ---- business days -------------------------------------------------------------------------------------- */

/** How a date that is no business day is moved onto one, as numpy's busday_offset has it. @since 0.1 */
enum revops_calendar_rolls {
    /** Not at all: #REVOPS_ERR_REFUSED. */
    REVOPS_CALENDAR_ROLL_REFUSE = 0,
    /** To the first business day after it. */
    REVOPS_CALENDAR_ROLL_FORWARD = 1,
    /** To the last business day before it. */
    REVOPS_CALENDAR_ROLL_BACKWARD = 2,
    /** Forward, or backward when that leaves the month or finds none. */
    REVOPS_CALENDAR_ROLL_MODIFIED_FORWARD = 3,
    /** Backward, or forward when that leaves the month or finds none. */
    REVOPS_CALENDAR_ROLL_MODIFIED_BACKWARD = 4
};
/** One of #revops_calendar_rolls. @since 0.1 */
typedef uint32_t revops_calendar_roll;

/**
 * Whether a date is a business day: one with hours that begin on it.
 *
 * Dates are counted as on paper: the zone doesn't matter, nor that a date was skipped in it.
 *
 * @param      calendar  A calendar.
 * @param      day       Days since 1970-01-01, within #REVOPS_CALENDAR_DAY_MAX.
 * @param[out] out       1 for a business day, else 0.
 * @retval REVOPS_OK         Done.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_RANGE  @p day is outside the range.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_is_business_day(const revops_calendar *calendar,
                                                                          int32_t day, int *out);

/**
 * Which of many dates are business days.
 *
 * @param      calendar  A calendar.
 * @param      days      @p count dates; INT32_MIN for none.
 * @param      count     Number of them.
 * @param[out] out       @p count bytes, which don't overlap @p days: 1 for a business day, else 0, also where the date is none or out of range.
 * @retval REVOPS_OK         All done.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_RANGE  Some dates are outside the range; the others are done.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_is_business_day_many(
    const revops_calendar *calendar, const int32_t *days, size_t count, uint8_t *out);

/**
 * Rolls a date onto a business day, then moves it by a number of business days.
 *
 * @param      calendar  A calendar.
 * @param      day       Days since 1970-01-01, within #REVOPS_CALENDAR_DAY_MAX.
 * @param      count     Business days to add; negative to go back; 0 only to roll.
 * @param      roll      One of #revops_calendar_rolls: what to do when @p day is no business day.
 * @param[out] out_day   The business day.
 * @retval REVOPS_OK           Done.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or there is no such @p roll.
 * @retval REVOPS_ERR_REFUSED  @p day is no business day and @p roll is #REVOPS_CALENDAR_ROLL_REFUSE.
 * @retval REVOPS_ERR_RANGE    @p day is outside the range, or there aren't as many business days within it.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_add_days(const revops_calendar *calendar,
                                                                   int32_t day, int64_t count,
                                                                   revops_calendar_roll roll,
                                                                   int32_t *out_day);

/**
 * Moves many dates by business days, as revops_calendar_add_days().
 *
 * @param      calendar  A calendar.
 * @param      days      @p count dates; INT32_MIN for none.
 * @param      counts    @p count numbers of business days to add.
 * @param      count     Number of them.
 * @param      roll      One of #revops_calendar_rolls.
 * @param[out] out_days  @p count business days; INT32_MIN where there is none; may be the same array as @p days.
 * @retval REVOPS_OK           All done.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or there is no such @p roll.
 * @retval REVOPS_ERR_REFUSED  Some dates are no business days under #REVOPS_CALENDAR_ROLL_REFUSE; the others are done.
 * @retval REVOPS_ERR_RANGE    Some are out of range (and none refused); the others are done.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_add_days_many(const revops_calendar *calendar,
                                                                        const int32_t *days,
                                                                        const int64_t *counts, size_t count,
                                                                        revops_calendar_roll roll,
                                                                        int32_t *out_days);

/**
 * Number of business days from a date on, until before another.
 *
 * Where the end is before the beginning it is minus the number after the end, until the beginning, as numpy's
 * busday_count has it since 1.25.
 *
 * @param      calendar   A calendar.
 * @param      begin_day  First date counted, within #REVOPS_CALENDAR_DAY_MAX.
 * @param      end_day    Date after the last counted, within #REVOPS_CALENDAR_DAY_MAX.
 * @param[out] out_count  Number of business days.
 * @retval REVOPS_OK         Done.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_RANGE  A date is outside the range.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_count_days(const revops_calendar *calendar,
                                                                     int32_t begin_day, int32_t end_day,
                                                                     int64_t *out_count);

/**
 * Counts business days between many pairs of dates, as revops_calendar_count_days().
 *
 * @param      calendar    A calendar.
 * @param      begin_days  @p count first dates; INT32_MIN for none.
 * @param      end_days    @p count dates after the last; INT32_MIN for none.
 * @param      count       Number of pairs.
 * @param[out] out_counts  @p count numbers, which don't overlap the dates; INT64_MIN where a date is none or out of range.
 * @retval REVOPS_OK         All done.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_RANGE  Some dates are outside the range; the others are done.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_count_days_many(const revops_calendar *calendar,
                                                                          const int32_t *begin_days,
                                                                          const int32_t *end_days,
                                                                          size_t count, int64_t *out_counts);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
