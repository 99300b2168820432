/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_CALENDAR_H
#define REVOPS_CALENDAR_H

#include <revops/base.h>

/**
 * @file
 * @defgroup calendar Calendar: opening hours, holidays, time zones
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
 * **Range.** Instants are exact within #REVOPS_CALENDAR_LIMIT_MS (about 273,790 years) of 1970: a rule for daylight
 * saving goes on for ever, as the Gregorian calendar repeats every 400 years. Nothing walks over days: the cost of
 * a query is that of a table look-up between 1970 and 2109, and of a binary search outside.
 *
 * **Landing on an edge.** Where a span is used up exactly at closing time, tools disagree on the answer, so
 * revops_calendar_add() has both: #REVOPS_AT_CLOSE_STAY stops there and then, #REVOPS_AT_CLOSE_NEXT_OPEN goes on to
 * where the hours next begin. A negative span goes the other way by the same two rules: the first stops as soon as
 * it is used up (perhaps on an opening instant), the second goes on back to the closing instant before. Adding zero
 * while closed answers the start itself under the first, the next opening under the second.
 *
 * **Many at once.** The `…_many` functions take arrays. A #REVOPS_TIME_NONE in gives a #REVOPS_TIME_NONE out; a row
 * without an answer gives #REVOPS_TIME_NONE too, all other rows are done, and the status is #REVOPS_ERR_RANGE.
 * Out may be the same array as in.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** Instants lie at most this far from 1970-01-01T00:00Z, in milliseconds (100,000,000 days). @since 0.1 */
#define REVOPS_CALENDAR_LIMIT_MS INT64_C(8640000000000000)
/** Alignment of the memory of zones and calendars, in bytes. @since 0.1 */
#define REVOPS_CALENDAR_ALIGNMENT 16u

/* ---- zones ---------------------------------------------------------------------------------------------- */

/** A time zone: opaque, compiled, read-only, without pointers, in the caller's memory. @since 0.1 */
typedef struct revops_zone revops_zone;

/** From an instant on, local time is so far from UTC. @since 0.1 */
typedef struct revops_zone_transition {
    int64_t at_ms;        /**< Instant of the change. */
    int32_t utc_offset_s; /**< Local minus UTC from then on, in seconds; at most 26 hours either way. */
    uint32_t reserved;    /**< 0. */
} revops_zone_transition;

/**
 * What a zone is made of.
 *
 * Give `tzif` alone, or any of the others: `utc_offset_s` holds until the first of the `transitions`; `posix` holds
 * from the last of them on, or always when there are none (`utc_offset_s` then doesn't matter). All zero is UTC.
 * @since 0.1
 */
typedef struct revops_zone_params {
    uint32_t struct_size; /**< Size of the struct as compiled. */
    uint32_t flags;       /**< 0. */
    const char
        *posix; /**< POSIX TZ rule, such as `EET-2EEST,M3.5.0/3,M10.5.0/4` (RFC 9636, 3.3.2); or NULL. */
    const uint8_t *tzif; /**< Bytes of a TZif file, versions 1 to 4 (RFC 9636); or NULL. */
    const revops_zone_transition *transitions; /**< Strictly ascending; or NULL. */
    uint32_t posix_length;                     /**< Characters at posix. */
    uint32_t tzif_length;                      /**< Bytes at tzif. */
    uint32_t transition_count;                 /**< Number of transitions, at most 60,000. */
    int32_t utc_offset_s; /**< Local minus UTC, in seconds; at most 26 hours either way. */
} revops_zone_params;

/** Parameters of UTC, to start from. @since 0.1 */
#define REVOPS_ZONE_PARAMS_INIT                                                                              \
    {                                                                                                        \
        sizeof(revops_zone_params), 0, 0, 0, 0, 0, 0, 0, 0                                                   \
    }

/**
 * Compiles a zone.
 *
 * A POSIX rule names its zones in three or more letters or in `<>`, has dates of the forms `Jn`, `n` and `Mm.w.d`
 * and times from −167 to 167 hours, and must have dates where it has a second name. Of TZif bytes, the footer holds
 * from the last transition on, the first type before the first transition, and leap seconds are taken out.
 *
 * @param      params       What it is made of; read during the call only.
 * @param[out] memory       Where it goes, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed, set on REVOPS_OK and REVOPS_ERR_NOSPACE; NULL if not wanted.
 * @param[out] out          The zone (at @p memory), set only on REVOPS_OK.
 * @retval REVOPS_OK           Built.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, an offset is beyond 26 hours, an instant or a number beyond its
 *                             limit, or tzif isn't alone.
 * @retval REVOPS_ERR_ABI      struct_size fits no version of the struct.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_FORMAT   posix or tzif isn't in the form of RFC 9636.
 * @retval REVOPS_ERR_UNSOUND  The transitions aren't strictly ascending.
 * @retval REVOPS_ERR_NOSPACE  memory_size is below @p needed.
 * @retval REVOPS_ERR_ALIGN    @p memory is not aligned.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_zone_build(const revops_zone_params *params, void *memory,
                                                            size_t memory_size, size_t *needed,
                                                            const revops_zone **out);

/**
 * How far local time is from UTC at an instant.
 *
 * @param      zone              A zone.
 * @param      at_ms             Within #REVOPS_CALENDAR_LIMIT_MS.
 * @param[out] out_utc_offset_s  Local minus UTC, in seconds.
 * @retval REVOPS_OK         Found.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_RANGE  @p at_ms is outside the range.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_zone_utc_offset(const revops_zone *zone, int64_t at_ms,
                                                                 int32_t *out_utc_offset_s);

/**
 * How far local time is from UTC at many instants.
 *
 * @param      zone               A zone.
 * @param      at_ms              @p count instants.
 * @param      count              Number of them.
 * @param[out] out_utc_offsets_s  @p count offsets in seconds; INT32_MIN for #REVOPS_TIME_NONE and out of range.
 * @retval REVOPS_OK         All found.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_RANGE  Some instants are outside the range; the others are done.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_zone_utc_offset_many(const revops_zone *zone,
                                                                      const int64_t *at_ms, size_t count,
                                                                      int32_t *out_utc_offsets_s);

/**
 * The instant of a local clock reading.
 *
 * @param      zone      A zone.
 * @param      local_ms  The reading, as if it were UTC: milliseconds since 1970-01-01T00:00 local time.
 * @param      fold      Which one where there are two or none, as Python's PEP 495 has it. 0: the first pass of a
 *                       repeated reading; a skipped one by the offset before the gap (so it moves forward). 1: the
 *                       second pass; a skipped one by the offset after the gap (so it moves back).
 * @param[out] out_ms    The instant.
 * @retval REVOPS_OK         Found.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or @p fold is neither 0 nor 1.
 * @retval REVOPS_ERR_RANGE  The reading or the instant is outside #REVOPS_CALENDAR_LIMIT_MS.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_zone_from_local(const revops_zone *zone, int64_t local_ms,
                                                                 uint32_t fold, int64_t *out_ms);

/**
 * The instants of many local clock readings.
 *
 * @param      zone      A zone.
 * @param      local_ms  @p count readings.
 * @param      count     Number of them.
 * @param      fold      As for revops_zone_from_local(), for all of them.
 * @param[out] out_ms    @p count instants.
 * @retval REVOPS_OK         All found.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or @p fold is neither 0 nor 1.
 * @retval REVOPS_ERR_RANGE  Some are out of range; the others are done.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_zone_from_local_many(const revops_zone *zone,
                                                                      const int64_t *local_ms, size_t count,
                                                                      uint32_t fold, int64_t *out_ms);

/* ---- calendars ------------------------------------------------------------------------------------------ */

/** Opening hours: opaque, compiled, read-only, without pointers, in the caller's memory. @since 0.1 */
typedef struct revops_calendar revops_calendar;

/** Open every week at these hours. @since 0.1 */
typedef struct revops_weekly_hours {
    uint16_t weekday;   /**< Day on which they begin: 0 Monday … 6 Sunday. */
    uint16_t start_min; /**< Minute of that day at which they open, 0 … 1439. */
    uint16_t end_min; /**< Minute at which they close, from that day's midnight: start_min + 1 … 2880, so that
                             1800 is 06:00 of the next day. */
} revops_weekly_hours;

/** Open on one date at these hours, instead of the weekly ones. @since 0.1 */
typedef struct revops_dated_hours {
    int32_t day;        /**< Local date on which they begin, days since 1970-01-01; within 99,000,000. */
    uint16_t start_min; /**< As in #revops_weekly_hours. */
    uint16_t end_min;   /**< As in #revops_weekly_hours. */
} revops_dated_hours;

/**
 * What a calendar is made of.
 *
 * Weekly hours ascend by weekday and start, holidays by date, exceptions by date and start. Hours may touch and may
 * not overlap, nor may a date be both a holiday and an exception.
 * @since 0.1
 */
typedef struct revops_calendar_params {
    uint32_t struct_size;              /**< Size of the struct as compiled. */
    uint32_t flags;                    /**< 0. */
    const revops_weekly_hours *weekly; /**< Weekly hours; or NULL when there are only exceptions. */
    const int32_t *holidays;           /**< Local dates without opening, days since 1970-01-01; or NULL. */
    const revops_dated_hours
        *exceptions;          /**< Hours of dates that differ; a date may have several; or NULL. */
    const revops_zone *zone;  /**< Time zone of the hours, copied in; NULL for UTC. */
    uint32_t weekly_count;    /**< Number of weekly hours. */
    uint32_t holiday_count;   /**< Number of holidays. */
    uint32_t exception_count; /**< Number of exceptions. */
    uint32_t reserved;        /**< 0. */
} revops_calendar_params;

/** Parameters without any hours, to start from. @since 0.1 */
#define REVOPS_CALENDAR_PARAMS_INIT                                                                          \
    {                                                                                                        \
        sizeof(revops_calendar_params), 0, 0, 0, 0, 0, 0, 0, 0, 0                                            \
    }

/** What is wrong with a calendar. @since 0.1 */
typedef uint32_t revops_calendar_fault_kind;
/** Nothing. */
#define REVOPS_CALENDAR_SOUND ((revops_calendar_fault_kind)0)
/** A weekday, minute or date is outside its range. */
#define REVOPS_CALENDAR_OUT_OF_RANGE ((revops_calendar_fault_kind)1)
/** Hours end before they start, or as they start. */
#define REVOPS_CALENDAR_REVERSED ((revops_calendar_fault_kind)2)
/** Entries aren't in ascending order. */
#define REVOPS_CALENDAR_UNSORTED ((revops_calendar_fault_kind)3)
/** Hours overlap those before them, in the round of the week too. */
#define REVOPS_CALENDAR_OVERLAP ((revops_calendar_fault_kind)4)
/** A date is there twice. */
#define REVOPS_CALENDAR_DUPLICATE ((revops_calendar_fault_kind)5)
/** It never opens. */
#define REVOPS_CALENDAR_NEVER_OPENS ((revops_calendar_fault_kind)6)
/** There are more changes of zone, holidays and exceptions than 65,000. */
#define REVOPS_CALENDAR_TOO_MANY ((revops_calendar_fault_kind)7)

/** Which list of #revops_calendar_params holds a faulty entry. @since 0.1 */
typedef uint32_t revops_calendar_list;
/** None of them. */
#define REVOPS_CALENDAR_NO_LIST ((revops_calendar_list)0)
/** `weekly`. */
#define REVOPS_CALENDAR_WEEKLY ((revops_calendar_list)1)
/** `holidays`. */
#define REVOPS_CALENDAR_HOLIDAYS ((revops_calendar_list)2)
/** `exceptions`. */
#define REVOPS_CALENDAR_EXCEPTIONS ((revops_calendar_list)3)

/** The first thing wrong with a calendar. @since 0.1 */
typedef struct revops_calendar_fault {
    revops_calendar_fault_kind kind; /**< What is wrong. */
    revops_calendar_list list;       /**< Where. */
    uint32_t index;                  /**< Index of the entry in that list. */
} revops_calendar_fault;

/**
 * Says which entry of a calendar is at fault.
 *
 * @param      params  What the calendar would be made of.
 * @param[out] out     The first fault; kind #REVOPS_CALENDAR_SOUND on REVOPS_OK. Written on REVOPS_OK and
 *                     REVOPS_ERR_UNSOUND.
 * @retval REVOPS_OK           It is sound.
 * @retval REVOPS_ERR_UNSOUND  It isn't.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_ABI      struct_size fits no version of the struct.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_CORRUPT  The zone is damaged.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_check(const revops_calendar_params *params,
                                                                revops_calendar_fault *out);

/**
 * Writes a fault for people, such as `exceptions[4] overlaps the entry before it`.
 *
 * @param      fault     A fault.
 * @param[out] out       Text closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity  Bytes at @p out; 96 always suffice.
 * @return Full length of the text (see @ref base).
 * @since 0.1
 */
REVOPS_API size_t revops_calendar_fault_text(const revops_calendar_fault *fault, char *out, size_t capacity);

/**
 * Compiles a calendar.
 *
 * It takes 64 bytes for each change of zone (two a year for 400 years where daylight saving goes on), holiday and
 * exception, an index of them of up to 32 KiB, and up to 8 bytes for each slot of the week, where a slot is the greatest
 * common divisor of all opening and closing times: 2 KiB for office hours in UTC, 100 KiB for them with daylight saving
 * and 100 holidays. Memory that starts at a multiple of 64 makes it a little faster.
 *
 * @param      params       What it is made of; read during the call only.
 * @param[out] memory       Where it goes, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed, set on REVOPS_OK and REVOPS_ERR_NOSPACE; NULL if not wanted.
 * @param[out] out          The calendar (at @p memory), set only on REVOPS_OK.
 * @retval REVOPS_OK           Built.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_ABI      struct_size fits no version of the struct.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND  It contradicts itself or never opens; revops_calendar_check() says which entry.
 * @retval REVOPS_ERR_CORRUPT  The zone is damaged.
 * @retval REVOPS_ERR_NOSPACE  memory_size is below @p needed.
 * @retval REVOPS_ERR_ALIGN    @p memory is not aligned.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_build(const revops_calendar_params *params,
                                                                void *memory, size_t memory_size,
                                                                size_t *needed, const revops_calendar **out);

/**
 * F: open time from 1970-01-01T00:00Z until an instant; negative before.
 *
 * @param      calendar  A calendar.
 * @param      at_ms     Within #REVOPS_CALENDAR_LIMIT_MS.
 * @param[out] out_ms    Milliseconds that were open.
 * @retval REVOPS_OK         Done.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_RANGE  @p at_ms is outside the range.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_open_time(const revops_calendar *calendar,
                                                                    int64_t at_ms, int64_t *out_ms);

/**
 * Open time between two instants [SL9]; negative where the end is before the start.
 *
 * @param      calendar  A calendar.
 * @param      start_ms  Within #REVOPS_CALENDAR_LIMIT_MS.
 * @param      end_ms    Within #REVOPS_CALENDAR_LIMIT_MS.
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
 * @param[out] out_ms    @p count times.
 * @retval REVOPS_OK         All done.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_RANGE  Some instants are outside the range; the others are done.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_between_many(const revops_calendar *calendar,
                                                                       const int64_t *start_ms,
                                                                       const int64_t *end_ms, size_t count,
                                                                       int64_t *out_ms);

/** Stop as soon as the span is used up, be it on the closing instant itself. @since 0.1 */
#define REVOPS_AT_CLOSE_STAY 0u
/** Go on to where the hours next begin (for a negative span: back to where they last ended). @since 0.1 */
#define REVOPS_AT_CLOSE_NEXT_OPEN 1u

/**
 * The instant at which a span of open time is used up, from a start on: a deadline [SL9].
 *
 * @param      calendar  A calendar.
 * @param      start_ms  Within #REVOPS_CALENDAR_LIMIT_MS; open or closed.
 * @param      span_ms   Open milliseconds; negative to go back.
 * @param      at_close  #REVOPS_AT_CLOSE_STAY or #REVOPS_AT_CLOSE_NEXT_OPEN.
 * @param[out] out_ms    The instant.
 * @retval REVOPS_OK         Done.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or @p at_close is neither.
 * @retval REVOPS_ERR_RANGE  @p start_ms is outside the range, or it doesn't open that long within it.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_add(const revops_calendar *calendar,
                                                              int64_t start_ms, int64_t span_ms,
                                                              uint32_t at_close, int64_t *out_ms);

/**
 * The instants at which many spans of open time are used up.
 *
 * @param      calendar  A calendar.
 * @param      start_ms  @p count starts.
 * @param      span_ms   @p count spans.
 * @param      count     Number of them.
 * @param      at_close  As for revops_calendar_add(), for all of them.
 * @param[out] out_ms    @p count instants.
 * @retval REVOPS_OK         All done.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or @p at_close is neither.
 * @retval REVOPS_ERR_RANGE  Some have no answer; the others are done.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_add_many(const revops_calendar *calendar,
                                                                   const int64_t *start_ms,
                                                                   const int64_t *span_ms, size_t count,
                                                                   uint32_t at_close, int64_t *out_ms);

/**
 * Whether an instant is open.
 *
 * @param      calendar  A calendar.
 * @param      at_ms     Within #REVOPS_CALENDAR_LIMIT_MS.
 * @param[out] out       1 when open, else 0.
 * @retval REVOPS_OK         Done.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_RANGE  @p at_ms is outside the range.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_is_open(const revops_calendar *calendar,
                                                                  int64_t at_ms, uint32_t *out);

/**
 * Whether many instants are open.
 *
 * @param      calendar  A calendar.
 * @param      at_ms     @p count instants.
 * @param      count     Number of them.
 * @param[out] out       @p count bytes: 1 when open, else 0, also where the instant is none or out of range.
 * @retval REVOPS_OK         All done.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_RANGE  Some instants are outside the range; the others are done.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_is_open_many(const revops_calendar *calendar,
                                                                       const int64_t *at_ms, size_t count,
                                                                       uint8_t *out);

/**
 * The first opening at or after an instant: closed until then, open from then on.
 *
 * While open, that is the opening after the coming close. For "now if open, else the next opening" add 0 with
 * #REVOPS_AT_CLOSE_NEXT_OPEN.
 *
 * @param      calendar  A calendar.
 * @param      at_ms     Within #REVOPS_CALENDAR_LIMIT_MS.
 * @param[out] out_ms    The instant.
 * @retval REVOPS_OK         Found.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_RANGE  @p at_ms is outside the range, or there is none within it (open without end).
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_next_open(const revops_calendar *calendar,
                                                                    int64_t at_ms, int64_t *out_ms);

/**
 * The first close at or after an instant: open until then, closed from then on.
 *
 * @param      calendar  A calendar.
 * @param      at_ms     Within #REVOPS_CALENDAR_LIMIT_MS.
 * @param[out] out_ms    The instant.
 * @retval REVOPS_OK         Found.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_RANGE  @p at_ms is outside the range, or there is none within it (open without end).
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_next_close(const revops_calendar *calendar,
                                                                     int64_t at_ms, int64_t *out_ms);

/**
 * The last opening at or before an instant.
 *
 * @param      calendar  A calendar.
 * @param      at_ms     Within #REVOPS_CALENDAR_LIMIT_MS.
 * @param[out] out_ms    The instant.
 * @retval REVOPS_OK         Found.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_RANGE  @p at_ms is outside the range, or there is none within it.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_previous_open(const revops_calendar *calendar,
                                                                        int64_t at_ms, int64_t *out_ms);

/**
 * The last close at or before an instant.
 *
 * @param      calendar  A calendar.
 * @param      at_ms     Within #REVOPS_CALENDAR_LIMIT_MS.
 * @param[out] out_ms    The instant.
 * @retval REVOPS_OK         Found.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_RANGE  @p at_ms is outside the range, or there is none within it.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_previous_close(const revops_calendar *calendar,
                                                                         int64_t at_ms, int64_t *out_ms);

/** Which edge of opening hours to look for. @since 0.1 */
typedef uint32_t revops_calendar_edge;
/** As revops_calendar_next_open(). */
#define REVOPS_EDGE_NEXT_OPEN ((revops_calendar_edge)0)
/** As revops_calendar_next_close(). */
#define REVOPS_EDGE_NEXT_CLOSE ((revops_calendar_edge)1)
/** As revops_calendar_previous_open(). */
#define REVOPS_EDGE_PREVIOUS_OPEN ((revops_calendar_edge)2)
/** As revops_calendar_previous_close(). */
#define REVOPS_EDGE_PREVIOUS_CLOSE ((revops_calendar_edge)3)

/**
 * Openings or closes next to many instants.
 *
 * @param      calendar  A calendar.
 * @param      edge      Which ones.
 * @param      at_ms     @p count instants.
 * @param      count     Number of them.
 * @param[out] out_ms    @p count instants.
 * @retval REVOPS_OK         All found.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or there is no such edge.
 * @retval REVOPS_ERR_RANGE  Some have no answer; the others are done.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_edge_many(const revops_calendar *calendar,
                                                                    revops_calendar_edge edge,
                                                                    const int64_t *at_ms, size_t count,
                                                                    int64_t *out_ms);

/* ---- business days -------------------------------------------------------------------------------------- */

/** How a date that is no business day is moved onto one, as numpy's busday_offset has it. @since 0.1 */
typedef uint32_t revops_roll;
/** Not at all: REVOPS_ERR_REFUSED. */
#define REVOPS_ROLL_REFUSE ((revops_roll)0)
/** To the first business day after it. */
#define REVOPS_ROLL_FORWARD ((revops_roll)1)
/** To the last business day before it. */
#define REVOPS_ROLL_BACKWARD ((revops_roll)2)
/** Forward, or backward when that leaves the month or finds none. */
#define REVOPS_ROLL_MODIFIED_FORWARD ((revops_roll)3)
/** Backward, or forward when that leaves the month or finds none. */
#define REVOPS_ROLL_MODIFIED_BACKWARD ((revops_roll)4)

/**
 * Whether a date is a business day: one with hours that begin on it.
 *
 * Dates are counted as on paper: the zone doesn't matter, nor that a date was skipped in it.
 *
 * @param      calendar  A calendar.
 * @param      day       Days since 1970-01-01, within 99,000,000.
 * @param[out] out       1 for a business day, else 0.
 * @retval REVOPS_OK         Done.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_RANGE  @p day is outside the range.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_is_business_day(const revops_calendar *calendar,
                                                                          int32_t day, uint32_t *out);

/**
 * Rolls a date onto a business day, then moves it by a number of business days.
 *
 * @param      calendar  A calendar.
 * @param      day       Days since 1970-01-01, within 99,000,000.
 * @param      count     Business days to add; negative to go back; 0 only to roll.
 * @param      roll      What to do when @p day is no business day.
 * @param[out] out_day   The business day.
 * @retval REVOPS_OK           Done.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or there is no such @p roll.
 * @retval REVOPS_ERR_REFUSED  @p day is no business day and @p roll is #REVOPS_ROLL_REFUSE.
 * @retval REVOPS_ERR_RANGE    @p day is outside the range, or there aren't as many business days within it.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_add_days(const revops_calendar *calendar,
                                                                   int32_t day, int64_t count,
                                                                   revops_roll roll, int32_t *out_day);

/**
 * Number of business days from a date on, until before another.
 *
 * Where the end is before the beginning it is minus the number after the end, until the beginning, as numpy's
 * busday_count has it since 1.25.
 *
 * @param      calendar   A calendar.
 * @param      begin_day  First date counted, within 99,000,000.
 * @param      end_day    Date after the last counted, within 99,000,000.
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
 * Which of many dates are business days.
 *
 * @param      calendar  A calendar.
 * @param      days      @p count dates; INT32_MIN for none.
 * @param      count     Number of them.
 * @param[out] out       @p count bytes: 1 for a business day, else 0, also where the date is none or out of range.
 * @retval REVOPS_OK         All done.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_RANGE  Some dates are outside the range; the others are done.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_is_business_day_many(
    const revops_calendar *calendar, const int32_t *days, size_t count, uint8_t *out);

/**
 * Moves many dates by business days, as revops_calendar_add_days().
 *
 * @param      calendar  A calendar.
 * @param      days      @p count dates; INT32_MIN for none.
 * @param      counts    @p count numbers of business days to add.
 * @param      count     Number of them.
 * @param      roll      What to do with dates that are no business days.
 * @param[out] out_days  @p count business days; INT32_MIN where there is none.
 * @retval REVOPS_OK           All done.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or there is no such @p roll.
 * @retval REVOPS_ERR_REFUSED  Some dates are no business days under #REVOPS_ROLL_REFUSE; the others are done.
 * @retval REVOPS_ERR_RANGE    Some are out of range (and none refused); the others are done.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_calendar_add_days_many(const revops_calendar *calendar,
                                                                        const int32_t *days,
                                                                        const int64_t *counts, size_t count,
                                                                        revops_roll roll, int32_t *out_days);

/**
 * Counts business days between many pairs of dates, as revops_calendar_count_days().
 *
 * @param      calendar    A calendar.
 * @param      begin_days  @p count first dates; INT32_MIN for none.
 * @param      end_days    @p count dates after the last; INT32_MIN for none.
 * @param      count       Number of pairs.
 * @param[out] out_counts  @p count numbers; INT64_MIN where a date is none or out of range.
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
