/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_ZONE_H
#define REVOPS_ZONE_H

#include <revops/base.h>

/**
 * @file
 * @defgroup zone Zone: how far local time is from UTC
 *
 * A zone comes from the bytes of a TZif file (RFC 9636), from a POSIX rule such as `EET-2EEST,M3.5.0/3,M10.5.0/4`, from
 * a table of transitions, or from one fixed offset. The library opens no file and knows no name: the host reads
 * `/usr/share/zoneinfo/Europe/Berlin`, or whatever it has, and hands over the bytes.
 *
 * **Range.** Answers are exact within #REVOPS_ZONE_TIME_MAX_MS (about 273,790 years) of 1970: a rule for daylight
 * saving goes on for ever, as the Gregorian calendar repeats every 400 years.
 *
 * **Many at once.** The `…_many` functions take arrays. A #REVOPS_TIME_NONE in gives "none" out; a row without an
 * answer gives "none", too, all other rows are done, and the status is #REVOPS_ERR_RANGE. The out array of revops_zone_from_local_many()
 * may be its in array.
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
    /** Local time is at most this far from UTC, in seconds (RFC 9636 recommends to stay just below). @since 0.1 */
    REVOPS_ZONE_OFFSET_MAX_S = 26 * 3600,
    /** Transitions of one zone; the zone database has fewer than 300 for any. @since 0.1 */
    REVOPS_ZONE_TRANSITIONS_MAX = 60000
};

/** A time zone: opaque, compiled, read-only, without pointers, in the caller's memory. @since 0.1 */
typedef struct revops_zone revops_zone;

/** From an instant on, local time is so far from UTC. @since 0.1 */
typedef struct revops_zone_transition {
    int64_t at_ms;        /**< Instant of the change. */
    int32_t utc_offset_s; /**< Local minus UTC from then on, in seconds, within #REVOPS_ZONE_OFFSET_MAX_S. */
    uint32_t reserved;    /**< 0. */
} revops_zone_transition;

/**
 * What a zone is made of.
 *
 * Give `tzif` alone, or any of the others: `utc_offset_s` holds until the first of the `transitions`; `posix` holds
 * from the last of them on, or always when there are none (`utc_offset_s` then doesn't matter). The defaults are UTC.
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
 * Finds every fault of a zone's parameters.
 *
 * @param      params    What the zone would be made of.
 * @param[out] problems  Faults, as many as there is room for; may be NULL when @p capacity is 0.
 * @param      capacity  Room at @p problems.
 * @param[out] needed    Number of faults; NULL if not wanted.
 * @retval REVOPS_OK           No fault.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, an offset, an instant or a number is beyond its limit, or `tzif` isn't
 *                             alone.
 * @retval REVOPS_ERR_ABI      `struct_size` or `transition_row_size` fits no version of the struct.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_FORMAT   `posix` or `tzif` isn't in the form of RFC 9636.
 * @retval REVOPS_ERR_UNSOUND  The transitions aren't strictly ascending.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_zone_check(const revops_zone_params *params,
                                                            revops_problem *problems, size_t capacity,
                                                            size_t *needed);

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
 * How far local time is from UTC at an instant.
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
 * How far local time is from UTC at many instants.
 *
 * @param      zone               A zone.
 * @param      at_ms              @p count instants.
 * @param      count              Number of them.
 * @param[out] out_utc_offsets_s  @p count offsets in seconds, which don't overlap @p at_ms; INT32_MIN for #REVOPS_TIME_NONE and out of range.
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
 * @retval REVOPS_ERR_RANGE  The reading or the instant is outside #REVOPS_ZONE_TIME_MAX_MS.
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
 * @param[out] out_ms    @p count instants; may be the same array as @p local_ms.
 * @retval REVOPS_OK         All found.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or @p fold is neither 0 nor 1.
 * @retval REVOPS_ERR_RANGE  Some are out of range; the others are done.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_zone_from_local_many(const revops_zone *zone,
                                                                      const int64_t *local_ms, size_t count,
                                                                      uint32_t fold, int64_t *out_ms);

/** Periods that figures are cut by. @since 0.1 */
enum revops_zone_periods {
    REVOPS_ZONE_DAY = 1,    /**< From midnight to midnight, by the zone's clock. */
    REVOPS_ZONE_WEEK = 2,   /**< From Monday, as in ISO 8601. */
    REVOPS_ZONE_MONTH = 3,  /**< From the first of the month. */
    REVOPS_ZONE_QUARTER = 4 /**< From the first of January, April, July, October. */
};
/** One of #revops_zone_periods. @since 0.1 */
typedef uint32_t revops_zone_period;

/**
 * The period of a zone that an instant falls into.
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
 * The periods of a zone that many instants fall into.
 *
 * @param[in]  zone      A zone; NULL for UTC.
 * @param      period    One of #revops_zone_periods.
 * @param[in]  at_ms     @p count instants.
 * @param      count     Number of them.
 * @param[out] out_days  Day number of each period's first day, INT32_MIN for #REVOPS_TIME_NONE and out of range; must not
 *                       overlap @p at_ms.
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
