/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_ZONE_H
#define REVOPS_ZONE_H

#include <revops/base.h>
#include <revops/condition.h>

/**
 * @file
 * @defgroup zone Zone: UTC offsets of local time
 *
 * Converts between UTC and local time. A zone is built from the bytes of a TZif file (RFC 9636), a POSIX rule such as
 * `EET-2EEST,M3.5.0/3,M10.5.0/4`, a table of transitions, or a fixed offset. The library opens no file and knows no
 * zone names: the host reads a file such as `/usr/share/zoneinfo/Europe/Berlin` and passes its bytes.
 *
 * **Instants as text.** revops_zone_parse_many() reads a column of instants in the formats of exports, with or without an offset.
 *
 * **Range.** Answers are exact within #REVOPS_ZONE_TIME_MAX_MS (about 273,790 years) of 1970. A rule for daylight
 * saving time applies without end; the Gregorian calendar repeats every 400 years.
 *
 * **Many at once.** The `…_many` functions take arrays. The answer to #REVOPS_TIME_NONE is "none". The answer to a
 * row out of range is "none", too; all other rows are computed, and the status is #REVOPS_ERR_RANGE. The output array
 * of revops_zone_from_local_many() may be its input array.
 *
 * **Threads.** A compiled zone is read-only and may be shared.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** Instants lie at most this far from 1970-01-01T00:00Z, in milliseconds (100,000,000 days, as in ECMAScript). @since 0.1 */
#define REVOPS_ZONE_TIME_MAX_MS INT64_C(8640000000000000)

enum {
    /** Greatest UTC offset in seconds (RFC 9636 recommends to stay just below). @since 0.1 */
    REVOPS_ZONE_OFFSET_MAX_S = 26 * 3600,
    /** Transitions of a zone; no zone of the IANA database has 300. @since 0.1 */
    REVOPS_ZONE_TRANSITIONS_MAX = 60000
};

/** A time zone: opaque, compiled, read-only, without pointers, in the caller's memory. @since 0.1 */
typedef struct revops_zone revops_zone;

/** A change of the UTC offset. @since 0.1 */
typedef struct revops_zone_transition {
    int64_t at_ms;        /**< Instant of the change. */
    int32_t utc_offset_s; /**< Local minus UTC from then on, within #REVOPS_ZONE_OFFSET_MAX_S. */
    uint32_t reserved;    /**< 0. */
} revops_zone_transition;

/**
 * Definition of a zone.
 *
 * Set either `tzif` alone or any of the others. `utc_offset_s` applies before the first of the `transitions`. `posix`
 * applies from the last transition on; without transitions it always applies, and `utc_offset_s` is not used. The
 * defaults define UTC.
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
    uint32_t transition_count;    /**< Number of transitions, at most #REVOPS_ZONE_TRANSITIONS_MAX. */
    uint32_t transition_row_size; /**< Size of a transition as compiled. */
    int32_t utc_offset_s;         /**< Local minus UTC, in seconds, within #REVOPS_ZONE_OFFSET_MAX_S. */
    uint32_t reserved;            /**< 0. */
} revops_zone_params;

/** Parameters of UTC, to start from. @since 0.1 */
#define REVOPS_ZONE_PARAMS_INIT                                                                              \
    {                                                                                                        \
        sizeof(revops_zone_params), 0, 0, 0, 0, 0, 0, 0, sizeof(revops_zone_transition), 0, 0                \
    }

/**
 * Parameters of UTC, to start from.
 *
 * @param[out] out   The parameters.
 * @param      size  `sizeof(revops_zone_params)` as compiled.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version of the struct.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_zone_defaults(revops_zone_params *out, size_t size);

/**
 * Lists every fault of a zone's parameters.
 *
 * @param      params    Definition of the zone.
 * @param[out] problems  Faults, as many as there is room for; may be NULL when @p capacity is 0.
 * @param      capacity  Room at @p problems.
 * @param[out] needed    Number of faults; NULL if not wanted.
 * @retval REVOPS_OK           No fault.
 * @retval REVOPS_ERR_ARG      A pointer is NULL; an offset, an instant or a count is beyond its limit; or `tzif` is
 *                             set together with others.
 * @retval REVOPS_ERR_ABI      `struct_size` or `transition_row_size` fits no version of the struct.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_FORMAT   `posix` or `tzif` doesn't have the format of RFC 9636.
 * @retval REVOPS_ERR_UNSOUND  The transitions aren't strictly ascending.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_zone_check(const revops_zone_params *params,
                                                            revops_problem *problems, size_t capacity,
                                                            size_t *needed);

/**
 * Compiles a zone.
 *
 * A POSIX rule names its zones in three or more letters or in `<>`. Its dates have the forms `Jn`, `n` and `Mm.w.d`,
 * its times are −167 to 167 hours. A rule with a second name must have dates. In TZif bytes, the first local time
 * type applies before the first transition, and the footer applies from the last transition on. Leap seconds are
 * removed.
 *
 * @param      params       Definition of the zone; read during the call only.
 * @param[out] memory       Memory for it, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed, set on REVOPS_OK, REVOPS_ERR_NOSPACE and REVOPS_ERR_ALIGN; NULL if not wanted.
 * @param[out] out          The zone (at @p memory), set only on REVOPS_OK; may be NULL when asking for the size.
 * @retval REVOPS_OK           Built.
 * @retval REVOPS_ERR_ARG      As revops_zone_check(), or @p out is NULL.
 * @retval REVOPS_ERR_ABI      As revops_zone_check().
 * @retval REVOPS_ERR_NEWER    As revops_zone_check().
 * @retval REVOPS_ERR_FORMAT   As revops_zone_check().
 * @retval REVOPS_ERR_UNSOUND  As revops_zone_check().
 * @retval REVOPS_ERR_NOSPACE  @p memory_size is below @p needed.
 * @retval REVOPS_ERR_ALIGN    @p memory is not aligned.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_zone_build(const revops_zone_params *params, void *memory,
                                                            size_t memory_size, size_t *needed,
                                                            const revops_zone **out);

/**
 * UTC offset at an instant.
 *
 * @param      zone              A zone.
 * @param      at_ms             Within #REVOPS_ZONE_TIME_MAX_MS.
 * @param[out] out_utc_offset_s  Local minus UTC, in seconds.
 * @retval REVOPS_OK         Found.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_RANGE  @p at_ms is outside the range.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_zone_utc_offset(const revops_zone *zone, int64_t at_ms,
                                                                 int32_t *out_utc_offset_s);

/**
 * UTC offsets at many instants.
 *
 * @param      zone               A zone.
 * @param      at_ms              @p count instants.
 * @param      count              Number of them.
 * @param[out] out_utc_offsets_s  @p count offsets in seconds; INT32_MIN for #REVOPS_TIME_NONE and out of range. Must
 *                                not overlap @p at_ms.
 * @retval REVOPS_OK         All found.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_RANGE  Some instants are outside the range; the others are done.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_zone_utc_offset_many(const revops_zone *zone,
                                                                      const int64_t *at_ms, size_t count,
                                                                      int32_t *out_utc_offsets_s);

/**
 * Instant of a local time.
 *
 * @param      zone      A zone.
 * @param      local_ms  Local time, encoded as if it were UTC: milliseconds since 1970-01-01T00:00 local time.
 * @param      fold      Which instant to take when a clock change repeats or skips the local time (Python's PEP 495).
 *                       0: the first of two instants; a skipped time uses the offset before the gap and so moves
 *                       forward. 1: the second of two; a skipped time uses the offset after the gap and so moves
 *                       back.
 * @param[out] out_ms    The instant.
 * @retval REVOPS_OK         Found.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or @p fold is neither 0 nor 1.
 * @retval REVOPS_ERR_RANGE  The local time or the instant is outside #REVOPS_ZONE_TIME_MAX_MS.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_zone_from_local(const revops_zone *zone, int64_t local_ms,
                                                                 uint32_t fold, int64_t *out_ms);

/**
 * Instants of many local times.
 *
 * @param      zone      A zone.
 * @param      local_ms  @p count local times.
 * @param      count     Number of them.
 * @param      fold      As for revops_zone_from_local(), for all of them.
 * @param[out] out_ms    @p count instants; may be the same array as @p local_ms.
 * @retval REVOPS_OK         All found.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or @p fold is neither 0 nor 1.
 * @retval REVOPS_ERR_RANGE  Some are out of range; the others are done.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_zone_from_local_many(const revops_zone *zone,
                                                                      const int64_t *local_ms, size_t count,
                                                                      uint32_t fold, int64_t *out_ms);

/** Periods of figures. @since 0.1 */
enum revops_zone_periods {
    REVOPS_ZONE_DAY = 1,    /**< From midnight to midnight, local time. */
    REVOPS_ZONE_WEEK = 2,   /**< From Monday, as in ISO 8601. */
    REVOPS_ZONE_MONTH = 3,  /**< From the first of the month. */
    REVOPS_ZONE_QUARTER = 4 /**< From the first of January, April, July, October. */
};
/** One of #revops_zone_periods. @since 0.1 */
typedef uint32_t revops_zone_period;

/**
 * Reads an instant as an export writes it.
 *
 * Without a format: as revops_time_parse() does; as whole milliseconds since 1970 (`1772442060000`); or as ISO 8601 with
 * less than an instant: `2026-03-02`, `2026-03-02 10:00`, `2026-03-02T10:00:00.000+0100`. With one, as it says, by the
 * directives of strptime(): `%Y %y %m %d %H %I %p %M %S %f %z %%`; `%m %d %H %I %M %S` take one digit or two, `%f` any
 * number, of which those beyond the millisecond are cut off, `%z` also `Z`; every other character stands for itself.
 *
 * A reading without an offset is one of the zone's clock: its first pass where there are two, moved forward where it was
 * skipped. A bare date is the start of that day. Nothing is guessed: neither a zone nor whether a day or a month comes first.
 *
 * @param      zone    Of readings without an offset; NULL where they are refused.
 * @param      format  How instants are written, ending in a NUL; NULL for ISO 8601.
 * @param      text    Characters; need not end in a NUL.
 * @param      length  Number of them; all must belong to the instant.
 * @param[out] out_ms  The instant, in the years 0000 to 9999.
 * @retval REVOPS_OK          Read.
 * @retval REVOPS_ERR_ARG     A pointer is NULL that may not be.
 * @retval REVOPS_ERR_FORMAT  It is not written so, or there is no such date, time, offset or directive, or not in those years.
 * @retval REVOPS_ERR_RANGE   It has no offset, and no zone is given or the zone has no such instant.
 * @since 0.1  @see revops_zone_parse_many()
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_zone_parse(const revops_zone *zone, const char *format,
                                                            const char *text, size_t length, int64_t *out_ms);

/**
 * Reads a column of instants. The output array overlaps no array of @p texts.
 *
 * @param      zone    As for revops_zone_parse().
 * @param      format  As for revops_zone_parse().
 * @param      texts   The column. An empty text gives #REVOPS_TIME_NONE.
 * @param[out] out_ms  As many instants; #REVOPS_TIME_NONE where a text can't be read: revops_zone_parse() tells why.
 * @retval REVOPS_OK          All that aren't empty are read.
 * @retval REVOPS_ERR_ARG     A pointer is NULL that may not be, or offsets of @p texts fall; the others are done.
 * @retval REVOPS_ERR_FORMAT  Some aren't written so; the others are done.
 * @retval REVOPS_ERR_RANGE   Some have no offset or no instant in the zone, and no other can't be read; the others are done.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_zone_parse_many(const revops_zone *zone, const char *format,
                                                                 const revops_texts *texts, int64_t *out_ms);

/**
 * First day of the period in which an instant lies, in local time.
 *
 * @param[in]  zone     A zone; NULL for UTC.
 * @param      period   One of #revops_zone_periods.
 * @param      at_ms    Within #REVOPS_ZONE_TIME_MAX_MS.
 * @param[out] out_day  Day number of the period's first day.
 * @retval REVOPS_OK         Found.
 * @retval REVOPS_ERR_ARG    @p out_day is NULL, or the period is unknown.
 * @retval REVOPS_ERR_RANGE  @p at_ms is outside the range.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_zone_first_day(const revops_zone *zone,
                                                                revops_zone_period period, int64_t at_ms,
                                                                int32_t *out_day);

/**
 * First days of the periods in which many instants lie, in local time.
 *
 * @param[in]  zone      A zone; NULL for UTC.
 * @param      period    One of #revops_zone_periods.
 * @param[in]  at_ms     @p count instants.
 * @param      count     Number of them.
 * @param[out] out_days  Day number of each period's first day, INT32_MIN for #REVOPS_TIME_NONE and out of range; must
 *                       not overlap @p at_ms.
 * @retval REVOPS_OK         All found.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or the period is unknown.
 * @retval REVOPS_ERR_RANGE  Some instants are outside the range; the others are done.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_zone_first_day_many(const revops_zone *zone,
                                                                     revops_zone_period period,
                                                                     const int64_t *at_ms, size_t count,
                                                                     int32_t *out_days);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
