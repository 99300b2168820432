/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_CALENDAR_H
#define REVOPS_CALENDAR_H

#include <revops/base.h>
#include <revops/zone.h>

/**
 * @file
 * @defgroup calendar Calendar: opening hours, holidays, deadlines
 *
 * Computes open time between instants, deadlines in open time, and business days [SL9]. Build a calendar from weekly
 * opening hours, holidays and a time zone with revops_calendar_build(). Then ask revops_calendar_deadline() when a
 * target ends, and revops_calendar_between() how much open time has passed.
 *
 * Everything is one monotone function F(t): the open milliseconds since 1970-01-01T00:00Z. Open time between two
 * instants is F(b) − F(a). A deadline is the instant at which F reaches F(start) + target.
 *
 * **Open.** An instant is open when its local time lies within the opening hours of its local date, or within hours
 * of the previous date that end after 24:00. Hours include their start and exclude their end. A dated exception
 * replaces all weekly hours that begin on its date. Overlapping hours of two dates count once. Open time is real
 * elapsed time: local times that a clock change skips count nothing, and repeated ones count twice.
 *
 * **Range.** Answers are exact within #REVOPS_ZONE_TIME_MAX_MS of 1970. A query is a table look-up between 1990 and
 * 2068, and a binary search outside.
 *
 * **Deadline at closing time.** Tools disagree on a span that ends exactly at closing time, so revops_calendar_add()
 * has both answers: #REVOPS_CALENDAR_AT_CLOSE_STAY gives the closing time, #REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN the
 * next opening. A negative span that ends exactly at opening time gives that opening time or the close before it. A
 * span of zero from a closed instant gives the instant itself or the next opening.
 *
 * **Many at once.** The `…_many` functions take arrays. #REVOPS_TIME_NONE is answered by #REVOPS_TIME_NONE. So is a
 * row without an answer; all other rows are computed, and the status is #REVOPS_ERR_RANGE.
 *
 * **Threads.** A compiled calendar is read-only and may be shared.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    /** Greatest distance of a date from 1970-01-01, in days. @since 0.1 */
    REVOPS_CALENDAR_DAY_MAX = 99000000,
    /** Transitions of the zone, holidays and exceptions together: 1,000 a year for 65 years. @since 0.1 */
    REVOPS_CALENDAR_CHANGES_MAX = 65000
};

/** Opening hours: opaque, compiled, read-only, without pointers, in the caller's memory. @since 0.1 */
typedef struct revops_calendar revops_calendar;

/** Weekly opening hours. @since 0.1 */
typedef struct revops_calendar_opening {
    uint16_t weekday;   /**< Day on which the hours begin: 0 Monday … 6 Sunday. */
    uint16_t start_min; /**< Opening time, minutes from that day's midnight, 0 … 1439. */
    uint16_t
        end_min; /**< Closing time, minutes from the same midnight, start_min + 1 … 2880; 22:00 to 06:00 is 1320 … 1800. */
} revops_calendar_opening;

/** Opening hours of one date, instead of its weekly hours; they open a holiday, too. @since 0.1 */
typedef struct revops_calendar_exception {
    int32_t day;        /**< Local date on which the hours begin, days since 1970-01-01. */
    uint16_t start_min; /**< As in #revops_calendar_opening. */
    uint16_t end_min;   /**< As in #revops_calendar_opening. */
} revops_calendar_exception;

/**
 * Definition of a calendar.
 *
 * Openings are sorted by weekday and start, holidays by date, exceptions by date and start. Hours must not overlap
 * but may touch. A holiday may be repeated. An exception on a holiday takes precedence.
 * @since 0.1
 */
typedef struct revops_calendar_params {
    uint32_t struct_size;                    /**< Size of the struct as compiled. */
    uint32_t flags;                          /**< 0. */
    const revops_calendar_opening *openings; /**< Weekly hours; or NULL when there are only exceptions. */
    const int32_t *holidays; /**< Local dates without opening, days since 1970-01-01; or NULL. */
    const revops_calendar_exception
        *exceptions;             /**< Hours of single dates; a date may have several; or NULL. */
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
 * Merges lists of holidays: sorts dates in place and removes duplicates.
 *
 * @param[in,out] days   Dates of all lists, one list after the other, days since 1970-01-01.
 * @param         count  Number of them.
 * @return Number of distinct dates, now the first of @p days; 0 when @p days is NULL.
 * @since 0.1
 */
REVOPS_API size_t revops_calendar_unite(int32_t *days, size_t count);

/**
 * Lists every fault of a calendar's parameters.
 *
 * @param      params    Definition of the calendar.
 * @param[out] problems  Faults, as many as there is room for; may be NULL when @p capacity is 0.
 * @param      capacity  Room at @p problems.
 * @param[out] needed    Number of faults; NULL if not wanted.
 * @retval REVOPS_OK           No fault.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_ABI      `struct_size` or a `_row_size` fits no version of the struct.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND  A value is out of range; hours are reversed, unsorted or overlap; the calendar never
 *                             opens, or has more than #REVOPS_CALENDAR_CHANGES_MAX changes.
 * @retval REVOPS_ERR_CORRUPT  The zone is damaged.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_check(const revops_calendar_params *params,
                                                                revops_problem *problems, size_t capacity,
                                                                size_t *needed);

/**
 * Compiles a calendar.
 *
 * A calendar takes 45 KiB for the years from 1990 to 2068, some hundred bytes for each different week in them, and 40
 * bytes for each holiday, exception and transition of the zone (a rule for daylight saving time has two a year for
 * 400 years). Memory aligned to 64 bytes is a little faster.
 *
 * @param      params       Definition of the calendar; read during the call only.
 * @param[out] memory       Memory for it, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
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
 * Open time between two instants [SL9]; negative when the end is before the start.
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

/** Where a deadline at closing time goes. @since 0.1 */
enum revops_calendar_at_closes {
    REVOPS_CALENDAR_AT_CLOSE_STAY = 0, /**< It stays at the closing time. */
    /** It moves to the next opening; with a negative span, from an opening time back to the last close. */
    REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN = 1
};
/** One of #revops_calendar_at_closes. @since 0.1 */
typedef uint32_t revops_calendar_at_close;

/**
 * Deadline: the instant at which a span of open time from a start is used up [SL9].
 *
 * @param      calendar  A calendar.
 * @param      start_ms  Within #REVOPS_ZONE_TIME_MAX_MS; open or closed.
 * @param      span_ms   Open milliseconds; negative to go back.
 * @param      at_close  One of #revops_calendar_at_closes.
 * @param[out] out_ms    The instant.
 * @retval REVOPS_OK         Done.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or there is no such @p at_close.
 * @retval REVOPS_ERR_RANGE  @p start_ms is outside the range, or there isn't that much open time within it.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_add(const revops_calendar *calendar,
                                                              int64_t start_ms, int64_t span_ms,
                                                              revops_calendar_at_close at_close,
                                                              int64_t *out_ms);

/**
 * Deadlines of many spans of open time.
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
 * @param[out] out       @p count bytes: 1 when open, else 0, also for #REVOPS_TIME_NONE and out of range. Must not
 *                       overlap @p at_ms.
 * @retval REVOPS_OK         All done.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_RANGE  Some instants are outside the range; the others are done.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_is_open_many(const revops_calendar *calendar,
                                                                       const int64_t *at_ms, size_t count,
                                                                       uint8_t *out);

/** Edges of opening hours. @since 0.1 */
enum revops_calendar_edges {
    /**
     * First change from closed to open at or after the instant. While open, it is the opening after the next close.
     * ("Now if open, else the next opening" is revops_calendar_add() of 0 with #REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN.)
     */
    REVOPS_CALENDAR_EDGE_NEXT_OPEN = 0,
    REVOPS_CALENDAR_EDGE_NEXT_CLOSE = 1, /**< First change from open to closed at or after the instant. */
    /** Last change from closed to open at or before the instant. */
    REVOPS_CALENDAR_EDGE_PREVIOUS_OPEN = 2,
    /** Last change from open to closed at or before the instant. */
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
 * @retval REVOPS_ERR_RANGE  @p at_ms is outside the range, or it has no such edge within it (open without end).
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

/** Units of a target [SL12]. @since 0.1 */
enum revops_calendar_units {
    REVOPS_CALENDAR_UNIT_ELAPSED = 0, /**< Milliseconds of real time. */
    REVOPS_CALENDAR_UNIT_OPEN = 1,    /**< Milliseconds of open time, as revops_calendar_add(). */
    /**
     * Business days: dates on which hours begin. "2 business days" end on the second business day after the start's
     * date, at the start's local time. A time before the opening or in a break moves to the next opening of that
     * date, a time after the last close moves to that close. A start within hours that began on the previous date
     * belongs to that date.
     */
    REVOPS_CALENDAR_UNIT_BUSINESS_DAYS = 2,
    /**
     * Calendar days: the same local time on a later date. A repeated local time means its first instant; a skipped
     * one uses the offset before the gap.
     */
    REVOPS_CALENDAR_UNIT_DAYS = 3
};
/** One of #revops_calendar_units. @since 0.1 */
typedef uint32_t revops_calendar_unit;

/**
 * When a target of any unit ends [SL12].
 *
 * @param      calendar  A calendar; NULL (for UTC) only when the unit is elapsed time or calendar days.
 * @param      start_ms  Within #REVOPS_ZONE_TIME_MAX_MS.
 * @param      amount    Milliseconds or days; negative to go back; 0 calendar days end at the start.
 * @param      unit      One of #revops_calendar_units.
 * @param      at_close  One of #revops_calendar_at_closes. With business days, #REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN
 *                       moves an end that isn't open to the next opening. Not used for elapsed time and calendar
 *                       days.
 * @param[out] out_ms    The instant.
 * @retval REVOPS_OK         Done.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or there is no such @p unit or @p at_close.
 * @retval REVOPS_ERR_RANGE  @p start_ms or the end is outside the range, or there aren't enough business days.
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
 * In days and business days the answer is the largest number whose deadline from the start (with
 * #REVOPS_CALENDAR_AT_CLOSE_STAY) is not after the end. It is negative when the end is before the start.
 *
 * @param      calendar    As for revops_calendar_deadline().
 * @param      start_ms    Within #REVOPS_ZONE_TIME_MAX_MS.
 * @param      end_ms      Within #REVOPS_ZONE_TIME_MAX_MS.
 * @param      unit        One of #revops_calendar_units.
 * @param[out] out_amount  Milliseconds or days.
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
 * Date of an instant: its local date, or the previous date when the instant lies within hours that began on that
 * date.
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
 * Start and end of a date. A business day lasts from the first opening to the last close of the hours that begin on
 * it, a calendar day from midnight to midnight. A skipped local time counts as the instant of the clock change.
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

/** How a date that is not a business day is moved to one, as in numpy's busday_offset. @since 0.1 */
enum revops_calendar_rolls {
    REVOPS_CALENDAR_ROLL_REFUSE = 0,   /**< Refused: #REVOPS_ERR_REFUSED. */
    REVOPS_CALENDAR_ROLL_FORWARD = 1,  /**< To the first business day after it. */
    REVOPS_CALENDAR_ROLL_BACKWARD = 2, /**< To the last business day before it. */
    /** Forward; backward when forward leaves the month or finds no business day. */
    REVOPS_CALENDAR_ROLL_MODIFIED_FORWARD = 3,
    /** Backward; forward when backward leaves the month or finds no business day. */
    REVOPS_CALENDAR_ROLL_MODIFIED_BACKWARD = 4
};
/** One of #revops_calendar_rolls. @since 0.1 */
typedef uint32_t revops_calendar_roll;

/**
 * Whether a date is a business day: hours begin on it.
 *
 * The zone doesn't matter: a date that the zone skipped counts like any other.
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
 * @param[out] out       @p count bytes: 1 for a business day, else 0, also for INT32_MIN and out of range. Must not
 *                       overlap @p days.
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
 * @param      roll      One of #revops_calendar_rolls, for a @p day that is not a business day.
 * @param[out] out_day   The business day.
 * @retval REVOPS_OK           Done.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or there is no such @p roll.
 * @retval REVOPS_ERR_REFUSED  @p day is no business day and @p roll is #REVOPS_CALENDAR_ROLL_REFUSE.
 * @retval REVOPS_ERR_RANGE    @p day is outside the range, or there aren't enough business days within it.
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
 * Number of business days from a date (included) to another (excluded).
 *
 * When the end is before the beginning, the result is negative: it counts the days after the end up to the beginning
 * (included), as numpy's busday_count does since 1.25.
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
 * @param[out] out_counts  @p count numbers; INT64_MIN when a date is INT32_MIN or out of range. Must not overlap the
 *                         dates.
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
