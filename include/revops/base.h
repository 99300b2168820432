/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_BASE_H
#define REVOPS_BASE_H

#include <stddef.h>
#include <stdint.h>

/**
 * @file
 * @defgroup base Base: status codes, version, time, checked arithmetic
 *
 * The conventions and small functions that every other header uses.
 *
 * **Time** is passed in, never read: an instant is an `int64_t` of milliseconds since
 * 1970-01-01T00:00Z whose name ends in `_ms`; a civil (calendar) date is an `int32_t` of days since
 * 1970-01-01 whose name ends in `_day`.
 *
 * **Ids** (of a person, source, campaign, account …) are `uint32_t` numbers that the host chooses, from 1 up and
 * dense; 0 (#REVOPS_NONE) means "none", so a zero-filled struct refers to nobody. **Indexes** (of a stage, a row of a
 * table …) count from 0.
 *
 * **Status.** Functions that can fail return a #revops_status: 0 for success, a negative code for a failure. Treat an
 * unknown code as a general failure. revops_status_text() gives a sentence that tells what to do. A failure leaves
 * every output untouched, except for these outputs, which every function writes with the given status:
 *
 * | status | outputs that are written |
 * |---|---|
 * | #REVOPS_ERR_NOSPACE | `needed`; with a cursor: the outputs of the rows taken so far, their count, the cursor |
 * | #REVOPS_ERR_RANGE | the progress of the search, where the function bounds its work |
 * | #REVOPS_ERR_REFUSED | the explanation (a `result`) |
 * | #REVOPS_ERR_LATE, #REVOPS_ERR_DUPLICATE | the explanation, where the function has one |
 * | any status of a `_check()` except #REVOPS_ERR_ABI | the problems and `needed` |
 *
 * **Parameters** are structs that start with `struct_size` and grow at their end. Start from the module's
 * `_defaults()` or `_INIT`. A table within parameters is a pointer, a `_count` and a `_row_size`, because rows can
 * grow, too. Set `_row_size` to `sizeof` your own row whenever you set a table: `_defaults()` writes the size of the
 * library's rows. `_check()` lists every fault. `_build()` compiles the parameters into the caller's memory, aligned
 * to #REVOPS_ALIGNMENT. Without memory `_build()` returns #REVOPS_ERR_NOSPACE and writes the size needed.
 *
 * **Threads.** Compiled objects are read-only and may be shared. A record, a state or a cursor belongs to one thread
 * at a time. Input and output arrays of one call must not overlap unless the function's page allows it.
 *
 * **Text** is written to the caller's buffer. The function returns the full length without the closing NUL. A length
 * that is not below the capacity means that the text was cut short. It is still closed by a NUL unless the capacity
 * is 0.
 * @{
 */

#if defined(_WIN32) && !defined(REVOPS_STATIC)
#ifdef REVOPS_BUILDING
#define REVOPS_API __declspec(dllexport)
#else
#define REVOPS_API __declspec(dllimport)
#endif
#elif defined(__GNUC__)
/** Marks an exported function. */
#define REVOPS_API __attribute__((visibility("default")))
#else
#define REVOPS_API
#endif

#if defined(__GNUC__)
/** Marks a result that must not be dropped. */
#define REVOPS_NODISCARD __attribute__((warn_unused_result))
#else
#define REVOPS_NODISCARD
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** Major version of the headers. */
#define REVOPS_VERSION_MAJOR 0
/** Minor version of the headers. */
#define REVOPS_VERSION_MINOR 1
/** Patch version of the headers. */
#define REVOPS_VERSION_PATCH 0
/** A version as one number that can be compared: 1.2.3 is 0x010203. */
#define REVOPS_VERSION_NUMBER(major, minor, patch) ((major)*65536u + (minor)*256u + (patch))
/** Version of the headers as one number. */
#define REVOPS_VERSION REVOPS_VERSION_NUMBER(REVOPS_VERSION_MAJOR, REVOPS_VERSION_MINOR, REVOPS_VERSION_PATCH)
/** Whether the headers are of this version or a later one; usable in `#if`. */
#define REVOPS_VERSION_AT_LEAST(major, minor, patch)                                                         \
    (REVOPS_VERSION >= REVOPS_VERSION_NUMBER(major, minor, patch))

enum {
    REVOPS_NONE = 0,     /**< "None", for an id. @since 0.1 */
    REVOPS_ALIGNMENT = 8 /**< Alignment of all memory given to the library, in bytes. @since 0.1 */
};
/** "No row", for an index into a table. @since 0.1 */
#define REVOPS_NO_ROW UINT32_MAX
/** "Never" or "not yet", for an instant in milliseconds. @since 0.1 */
#define REVOPS_TIME_NONE INT64_MIN
/** Milliseconds in a second. @since 0.1 */
#define REVOPS_SECOND_MS INT64_C(1000)
/** Milliseconds in a minute. @since 0.1 */
#define REVOPS_MINUTE_MS INT64_C(60000)
/** Milliseconds in an hour. @since 0.1 */
#define REVOPS_HOUR_MS INT64_C(3600000)
/** Milliseconds in a day of 24 hours. @since 0.1 */
#define REVOPS_DAY_MS INT64_C(86400000)

/** Status codes. A code never changes its value, and a value is never used again. @since 0.1 */
enum revops_statuses {
    REVOPS_OK = 0,            /**< Success. */
    REVOPS_ERR_ARG = -1,      /**< A pointer is NULL, or a value is outside what its page allows. */
    REVOPS_ERR_ABI = -2,      /**< `struct_size` or a `_row_size` fits no version of the struct. */
    REVOPS_ERR_NEWER = -3,    /**< A field or flag is set that this version of the library doesn't know. */
    REVOPS_ERR_NOSPACE = -4,  /**< The memory or array is too small; the needed size was written. */
    REVOPS_ERR_RANGE = -5,    /**< The answer is outside the range, or nothing has that name. */
    REVOPS_ERR_OVERFLOW = -6, /**< An integer would overflow. */
    REVOPS_ERR_FORMAT = -7,   /**< Text or bytes don't have the required format. */
    REVOPS_ERR_CORRUPT = -8,  /**< A stored record or compiled block is damaged or of another format. */
    REVOPS_ERR_ALIGN = -9,    /**< Memory is not aligned to #REVOPS_ALIGNMENT. */
    REVOPS_ERR_REFUSED = -20, /**< The rules refuse the event or row; only the explanation was written. */
    REVOPS_ERR_UNSOUND = -21, /**< A table or policy contradicts itself; its `_check()` names the rows. */
    REVOPS_ERR_LATE = -22,    /**< The event is older than its record; replay the record's events in order. */
    REVOPS_ERR_DUPLICATE = -23 /**< The event was already applied. */
};
/** 0 or one of the negative codes of #revops_statuses. @since 0.1 */
typedef int32_t revops_status;

/**
 * Progress of a batch. Zero-fill it before the first call. A function that takes a cursor stops when its outputs are
 * full and returns #REVOPS_ERR_NOSPACE. The same call with the same cursor then continues. @since 0.1
 */
typedef struct revops_cursor {
    uint64_t next;        /**< First row not yet taken; at the end, the number of rows. */
    uint64_t applied;     /**< Rows that were applied. */
    uint64_t late;        /**< Rows skipped as older than their record (#REVOPS_ERR_LATE). */
    uint64_t duplicate;   /**< Rows skipped as already applied (#REVOPS_ERR_DUPLICATE). */
    uint64_t refused;     /**< Rows refused by the rules (#REVOPS_ERR_REFUSED). */
    uint64_t invalid;     /**< Rows skipped as invalid (#REVOPS_ERR_ARG). */
    uint64_t reserved[2]; /**< 0. */
} revops_cursor;

/**
 * One fault of a parameter struct, written by a `_check()` function. Its texts live as long as the library. @since
 * 0.1
 */
typedef struct revops_problem {
    revops_status status; /**< Status that the module's `_build()` returns for the fault. */
    uint32_t row;         /**< Row of `part`, or #REVOPS_NO_ROW. */
    uint32_t other_row;   /**< Second row, which the first contradicts, or #REVOPS_NO_ROW. */
    uint32_t reserved;    /**< 0. */
    int64_t found;        /**< The value of the field; 0 for a pointer that is NULL. */
    const char *part;     /**< Array of the row, such as "rules"; "params" for the struct itself. */
    const char *field;    /**< Field of the row or struct, such as "points_mpt". */
    const char *expected; /**< Allowed values, such as "1 to 64". */
} revops_problem;

/**
 * Writes a fault as a sentence: "rules[3].points_mpt is 0; expected 1 to 64".
 *
 * @param[in]  problem   A fault from a `_check()` function; NULL or a zero-filled one gives "no problem".
 * @param[out] out       Text closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity  Bytes at @p out.
 * @return Full length of the text (see @ref base).
 * @since 0.1
 */
REVOPS_API size_t revops_problem_text(const revops_problem *problem, char *out, size_t capacity);

/**
 * Short name of a status code, for logs.
 *
 * @param status  Any value.
 * @return The constant's name, such as "REVOPS_ERR_ARG"; "unknown" for any other value. Never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_status_name(revops_status status);

/**
 * Sentence for people: the error, and what to do about it.
 *
 * @param status  Any value.
 * @return Text in English, never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_status_text(revops_status status);

/**
 * Version of the running library, comparable with #REVOPS_VERSION.
 *
 * @return A number as #REVOPS_VERSION_NUMBER makes it.
 * @since 0.1
 */
REVOPS_API uint32_t revops_version(void);

/**
 * Version of the running library, as text.
 *
 * @return Text such as "0.1.0", never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_version_text(void);

/**
 * Size of a public struct as this library was compiled. Bindings use it to allocate a struct or to compare their own.
 *
 * @param[in] name    Name of the struct, such as "revops_problem"; need not end in a NUL.
 * @param     length  Characters of the name.
 * @return Bytes; 0 when no public struct has that name.
 * @since 0.1
 */
REVOPS_API size_t revops_sizeof(const char *name, size_t length);

/**
 * Adds two integers and detects overflow.
 *
 * @param      a    First summand.
 * @param      b    Second summand.
 * @param[out] out  a + b, set only on REVOPS_OK.
 * @retval REVOPS_OK            Done.
 * @retval REVOPS_ERR_ARG       @p out is NULL.
 * @retval REVOPS_ERR_OVERFLOW  The sum doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_add(int64_t a, int64_t b, int64_t *out);

/**
 * Subtracts two integers and detects overflow.
 *
 * @param      a    Minuend.
 * @param      b    Subtrahend.
 * @param[out] out  a − b, set only on REVOPS_OK.
 * @retval REVOPS_OK            Done.
 * @retval REVOPS_ERR_ARG       @p out is NULL.
 * @retval REVOPS_ERR_OVERFLOW  The difference doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_subtract(int64_t a, int64_t b, int64_t *out);

/**
 * Multiplies two integers and detects overflow.
 *
 * @param      a    First factor.
 * @param      b    Second factor.
 * @param[out] out  a × b, set only on REVOPS_OK.
 * @retval REVOPS_OK            Done.
 * @retval REVOPS_ERR_ARG       @p out is NULL.
 * @retval REVOPS_ERR_OVERFLOW  The product doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_multiply(int64_t a, int64_t b, int64_t *out);

/**
 * Day number of a date of the proleptic Gregorian calendar.
 *
 * @param      year   −5,000,000 … 5,000,000; year 0 is 1 BC, as in ISO 8601.
 * @param      month  1 … 12.
 * @param      day    1 … length of that month.
 * @param[out] out_day  Days since 1970-01-01, set only on REVOPS_OK.
 * @retval REVOPS_OK       Done.
 * @retval REVOPS_ERR_ARG  There is no such date, or @p out_day is NULL.
 * @since 0.1  @see revops_date_from_day()
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_day_from_date(int32_t year, int32_t month, int32_t day,
                                                               int32_t *out_day);

/**
 * Date of a day number, the inverse of revops_day_from_date().
 *
 * Any `int32_t` has a date.
 *
 * @param      day        Days since 1970-01-01.
 * @param[out] out_year   Year; NULL if not wanted.
 * @param[out] out_month  1 … 12; NULL if not wanted.
 * @param[out] out_day    1 … 31; NULL if not wanted.
 * @since 0.1
 */
REVOPS_API void revops_date_from_day(int32_t day, int32_t *out_year, int32_t *out_month, int32_t *out_day);

/**
 * Day of the week of a day number.
 *
 * @param day  Days since 1970-01-01.
 * @return 0 for Monday … 6 for Sunday (ISO 8601 order).
 * @since 0.1
 */
REVOPS_API uint32_t revops_weekday(int32_t day);

/**
 * Instant of a UTC date and clock time. Use it to write constants.
 *
 * @param year    0 … 9999.
 * @param month   1 … 12.
 * @param day     1 … length of that month.
 * @param hour    0 … 24 (24 only with 0 minutes: the end of the day).
 * @param minute  0 … 59.
 * @return Milliseconds since 1970-01-01T00:00Z, or #REVOPS_TIME_NONE when there is no such date or time.
 * @since 0.1
 */
REVOPS_API int64_t revops_utc_ms(int32_t year, int32_t month, int32_t day, int32_t hour, int32_t minute);

/**
 * Reads an instant in the format of RFC 3339, section 5.6.
 *
 * Examples: `2026-03-02T09:00:00Z`, `2026-03-02 10:00:00.250+01:00`. `T`, `t` or one space separates date and time.
 * The UTC offset is `Z`, `z` or `±hh:mm` and is required. Digits beyond the millisecond are cut off (rounded towards
 * the past). A leap second (`:60` at 23:59 UTC) is read as the following second, because POSIX time has no leap
 * seconds.
 *
 * @param      text    Characters; need not end in a NUL.
 * @param      length  Number of them; all must belong to the instant.
 * @param[out] out_ms  Milliseconds since 1970-01-01T00:00Z, set only on REVOPS_OK.
 * @retval REVOPS_OK          Read.
 * @retval REVOPS_ERR_ARG     A pointer is NULL.
 * @retval REVOPS_ERR_FORMAT  The text doesn't have this format, or there is no such date, time or offset.
 * @since 0.1  @see revops_time_text()
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_time_parse(const char *text, size_t length, int64_t *out_ms);

/**
 * Writes an instant in the format of RFC 3339, in UTC: `2026-03-02T09:00:00Z`, with `.250` when there are
 * milliseconds.
 *
 * @param      at_ms     Years 0000 to 9999; "never" for #REVOPS_TIME_NONE, "out of range" beyond.
 * @param[out] out       Text closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity  Bytes at @p out; 25 always suffice.
 * @return Full length of the text (see @ref base).
 * @since 0.1
 */
REVOPS_API size_t revops_time_text(int64_t at_ms, char *out, size_t capacity);

/**
 * Writes a span of time for people, in its two largest units: `3 d 4 h`, `5 min`, `250 ms`, `-2 h 5 min`.
 *
 * Smaller units are cut off, so the text never exceeds the span.
 *
 * @param      span_ms   Milliseconds; "never" for #REVOPS_TIME_NONE.
 * @param[out] out       Text closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity  Bytes at @p out; 32 always suffice.
 * @return Full length of the text (see @ref base).
 * @since 0.1
 */
REVOPS_API size_t revops_span_text(int64_t span_ms, char *out, size_t capacity);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
