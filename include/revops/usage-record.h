/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_USAGE_RECORD_H
#define REVOPS_USAGE_RECORD_H

#include <revops/usage.h>

/**
 * @file
 * @addtogroup usage
 *
 * More functions on usage records: mark that sales works on a record, merge two records, validate stored bytes, and
 * read the state of criteria and signals in numbers and as text. For threads see usage.h; several threads may read a
 * record at once.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Name of a criterion, as the parameters gave it.
 *
 * @param usage      The model.
 * @param criterion  Index of the criterion.
 * @return Name; "unknown" without one. Never NULL; lives as long as the model.
 * @since 0.1
 */
REVOPS_API const char *revops_usage_criterion_name(const revops_usage *usage, uint32_t criterion);

/**
 * Name of a signal, as the parameters gave it.
 *
 * @param usage   The model.
 * @param signal  Index of the signal.
 * @return Name; "unknown" without one. Never NULL; lives as long as the model.
 * @since 0.1
 */
REVOPS_API const char *revops_usage_signal_name(const revops_usage *usage, uint32_t signal);

/**
 * Writes a fault as a sentence with the name of its criterion, signal or kind: `criterion "meetings": threshold is 0;
 * expected 1 to 65535, …`.
 *
 * @param[in]  params    The checked parameters; NULL for the built-in model.
 * @param[in]  problem   From revops_usage_check(); NULL gives "no problem".
 * @param[out] out       Text closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity  Bytes at @p out.
 * @return Full length of the text (see @ref base). Without a name it is the text of revops_problem_text().
 * @since 0.1
 */
REVOPS_API size_t revops_usage_problem_text(const revops_usage_params *params, const revops_problem *problem,
                                            char *out, size_t capacity);

/**
 * Marks whether sales works on a record. While it does, no signals fire (PQ7).
 *
 * @param         usage    The model.
 * @param[in,out] record   A record of that model.
 * @param         working  Not 0 if sales works on it from now on, 0 if no longer.
 * @retval REVOPS_OK           Marked.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_CORRUPT  The record is of another model, or damaged.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_work(const revops_usage *usage, void *record,
                                                            int working);

/**
 * Marks for many records whether sales works on them.
 *
 * @param         usage    The model.
 * @param[in,out] records  Records of that model, one after the other.
 * @param         count    Number of records.
 * @param         working  One per record: not 0 if sales works on it. Must not overlap the records.
 * @retval REVOPS_OK           Marked.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_CORRUPT  A record is of another model, or damaged; nothing was changed.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_work_many(const revops_usage *usage, void *records,
                                                                 size_t count, const uint8_t *working);

/**
 * Merges one record into another: a user into an account, or an account into another.
 *
 * Afterwards @p into has the measures of the events of both records. A criterion that either record met keeps the
 * earlier instant. A criterion that only both together meet has @p at_ms, because no such account existed before. Each
 * event keeps its date. Of levels and shares, the higher one counts. Attributes and signup are those of @p into. Counts
 * and sums since signup add up, each from its own window. Active days since signup count by date, within the window of
 * @p into. Last signals are the later ones. Sales works on the record if it worked on either.
 *
 * **A user moves.** If later events carry the new account, the history stays with the old one. To move the history,
 * too, keep one record per user under the account's model, and build both accounts again by merging the records of
 * their members.
 *
 * @param         usage           The model of both.
 * @param[in,out] into            The record that stays; untouched on failure.
 * @param         from            The record that goes; not changed. It may not overlap @p into.
 * @param         at_ms           Instant, not before the last event of either.
 * @param         utc_offset_min  Local minus UTC, −1,440 … 1,440.
 * @param[out]    fired           Signals that the merge fired; set only on REVOPS_OK.
 * @retval REVOPS_OK           Merged.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, the records overlap, or the offset is out of range.
 * @retval REVOPS_ERR_LATE     @p at_ms is before the last event of either.
 * @retval REVOPS_ERR_RANGE    An instant of @p from is too far from the signup of @p into.
 * @retval REVOPS_ERR_REFUSED  The model counts active days without a window, which can't be merged: give that criterion
 *                             a window, or apply the events again.
 * @retval REVOPS_ERR_CORRUPT  A record is of another model, or damaged.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_merge(const revops_usage *usage, void *into,
                                                             const void *from, int64_t at_ms,
                                                             int32_t utc_offset_min, uint32_t *fired);

/**
 * Validates a stored record, for example from a database.
 *
 * Any bytes are safe to use as a record. This function finds bytes that this model can't have written.
 *
 * @param usage   The model.
 * @param record  Bytes of the size of a record.
 * @retval REVOPS_OK           The record is valid for the model.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_CORRUPT  The record is of another model, or damaged.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_verify(const revops_usage *usage, const void *record);

/** State of a criterion: it is met. @since 0.1 */
#define REVOPS_USAGE_MET 1u
/** State of a criterion: its measure has no value, so it isn't met. @since 0.1 */
#define REVOPS_USAGE_NO_VALUE 2u
/** State of a criterion: the value is an estimate. @since 0.1 */
#define REVOPS_USAGE_ESTIMATE 4u

/** State of a criterion. @since 0.1 */
typedef struct revops_usage_reading {
    int64_t met_ms;     /**< Instant at which it was first met, or #REVOPS_TIME_NONE. */
    uint32_t value;     /**< The measure; 0 without a value. */
    uint32_t threshold; /**< Threshold. */
    uint32_t missing;   /**< Distance to the threshold; 0 when met. */
    uint32_t
        near_bp; /**< Nearness: 10,000 when met, else value ÷ threshold (or its inverse), at most 9,999. */
    uint32_t state;    /**< #REVOPS_USAGE_MET, #REVOPS_USAGE_NO_VALUE, #REVOPS_USAGE_ESTIMATE. */
    uint32_t error_bp; /**< Standard error of an estimate relative to it, in basis points; else 0. */
} revops_usage_reading;

/**
 * Reads a criterion of many records.
 *
 * A count without a window and with a threshold of 1 is stored as a flag: its value is 0 or 1. Counts in elapsed
 * rolling windows and streaks saturate at the threshold (or release). A criterion that time alone meets has the instant
 * of the event or revops_usage_advance() that detected it.
 *
 * @param      usage           The model.
 * @param      records         Records of that model, one after the other.
 * @param      count           Number of records.
 * @param      criterion       Index of the criterion.
 * @param      at_ms           Instant, not before a record's last event; #REVOPS_TIME_NONE: that of each record's last
 *                             event.
 * @param      utc_offset_min  Local minus UTC, −1,440 … 1,440.
 * @param[out] out             One per record; must not overlap the records.
 * @retval REVOPS_OK           Read.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, there is no such criterion, or the offset is out of range.
 * @retval REVOPS_ERR_LATE     @p at_ms is before a record's last event.
 * @retval REVOPS_ERR_RANGE    @p at_ms is too far from a record's signup.
 * @retval REVOPS_ERR_CORRUPT  A record is of another model, or damaged.
 * @since 0.1
 *
 * If a record fails, the readings of earlier records may have been written.
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_read_many(const revops_usage *usage,
                                                                 const void *records, size_t count,
                                                                 uint32_t criterion, int64_t at_ms,
                                                                 int32_t utc_offset_min,
                                                                 revops_usage_reading *out);

/**
 * Reads a criterion of one record, as revops_usage_read_many() does.
 *
 * @param      usage           The model.
 * @param      record          A record of that model.
 * @param      criterion       Index of the criterion.
 * @param      at_ms           Instant; #REVOPS_TIME_NONE: that of its last event.
 * @param      utc_offset_min  Local minus UTC, −1,440 … 1,440.
 * @param[out] out             The reading, set only on REVOPS_OK.
 * @retval REVOPS_OK           Done.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or or or or or an index or the offset is out of range.
 * @retval REVOPS_ERR_LATE     @p at_ms is before a record's last event.
 * @retval REVOPS_ERR_RANGE    @p at_ms is too far from a record's signup.
 * @retval REVOPS_ERR_CORRUPT  A record is of another model, or damaged.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_read(const revops_usage *usage, const void *record,
                                                            uint32_t criterion, int64_t at_ms,
                                                            int32_t utc_offset_min,
                                                            revops_usage_reading *out);

/** State of a signal: its combination is true. @since 0.1 */
#define REVOPS_USAGE_HOLDS 1u
/** State of a signal: held back until `next_ms` by the cooldown. @since 0.1 */
#define REVOPS_USAGE_COOLING 2u
/** State of a signal: held back because sales works on the record. @since 0.1 */
#define REVOPS_USAGE_WORKED 4u
/** State of a signal: held back because it fired once while true. @since 0.1 */
#define REVOPS_USAGE_SPENT 8u

/** State of a signal. Bit i of a mask is criterion i. @since 0.1 */
typedef struct revops_usage_explanation {
    int64_t last_ms;          /**< Instant of the last signal, or #REVOPS_TIME_NONE. */
    int64_t next_ms;          /**< Earliest instant of the next signal; #REVOPS_TIME_NONE for any instant. */
    uint64_t held;            /**< Met criteria. */
    uint64_t missing;         /**< Unmet criteria that would bring it nearer. */
    uint64_t excluding;       /**< Met exclusions. */
    uint32_t lacking;         /**< Least number of further criteria that would make it true. */
    uint32_t near_bp;         /**< Mean nearness of the criteria it needs (of alternatives, the nearest). */
    uint32_t state;           /**< Sum of #REVOPS_USAGE_HOLDS … #REVOPS_USAGE_SPENT. */
    revops_usage_route route; /**< Route of the signal. */
} revops_usage_explanation;

/**
 * Explains a signal for many records: met criteria, missing criteria, nearness.
 *
 * @param      usage           The model.
 * @param      records         Records of that model, one after the other.
 * @param      count           Number of records.
 * @param      signal          Index of the signal.
 * @param      at_ms           Instant, as for revops_usage_read_many().
 * @param      utc_offset_min  Local minus UTC, −1,440 … 1,440.
 * @param[out] out             One per record; must not overlap the records.
 * @retval REVOPS_OK           Done.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, an index or the offset is out of range.
 * @retval REVOPS_ERR_LATE     @p at_ms is before a record's last event.
 * @retval REVOPS_ERR_RANGE    @p at_ms is too far from a record's signup.
 * @retval REVOPS_ERR_CORRUPT  A record is of another model, or damaged.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_explain_many(const revops_usage *usage,
                                                                    const void *records, size_t count,
                                                                    uint32_t signal, int64_t at_ms,
                                                                    int32_t utc_offset_min,
                                                                    revops_usage_explanation *out);

/**
 * Explains a signal for one record.
 *
 * @param      usage           The model.
 * @param      record          A record of that model.
 * @param      signal          Index of the signal.
 * @param      at_ms           Instant; #REVOPS_TIME_NONE: that of its last event.
 * @param      utc_offset_min  Local minus UTC, −1,440 … 1,440.
 * @param[out] out             The explanation, set only on REVOPS_OK.
 * @retval REVOPS_OK           Done.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, an index or the offset is out of range.
 * @retval REVOPS_ERR_LATE     @p at_ms is before a record's last event.
 * @retval REVOPS_ERR_RANGE    @p at_ms is too far from a record's signup.
 * @retval REVOPS_ERR_CORRUPT  A record is of another model, or damaged.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_explain(const revops_usage *usage, const void *record,
                                                               uint32_t signal, int64_t at_ms,
                                                               int32_t utc_offset_min,
                                                               revops_usage_explanation *out);

/**
 * Writes an explanation of a signal as text: whether it holds, and the value of each criterion with the instant at
 * which it was met or the missing amount.
 *
 * @param      usage           The model.
 * @param      record          A record of that model.
 * @param      signal          Index of the signal.
 * @param      at_ms           Instant; #REVOPS_TIME_NONE: that of its last event.
 * @param      utc_offset_min  Local minus UTC, −1,440 … 1,440.
 * @param[out] out             Text closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity        Bytes at @p out.
 * @return Full length of the text (see @ref base). The text is "unknown" if revops_usage_explain() fails.
 * @since 0.1
 */
REVOPS_API size_t revops_usage_explanation_text(const revops_usage *usage, const void *record,
                                                uint32_t signal, int64_t at_ms, int32_t utc_offset_min,
                                                char *out, size_t capacity);

/**
 * Routes of accounts (PQ6): an account with an enterprise profile goes to sales from the first day, another by the
 * first signal whose combination is true, or else it stays in self-service.
 *
 * @param      usage           The model.
 * @param      records         Records of that model, one after the other.
 * @param      count           Number of records.
 * @param      enterprise      One per record: not 0 if the account has an enterprise profile; NULL if none has.
 * @param      at_ms           Instant, as for revops_usage_read_many().
 * @param      utc_offset_min  Local minus UTC, −1,440 … 1,440.
 * @param[out] out             One per record; must not overlap the records.
 * @retval REVOPS_OK           Done.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, an index or the offset is out of range.
 * @retval REVOPS_ERR_LATE     @p at_ms is before a record's last event.
 * @retval REVOPS_ERR_RANGE    @p at_ms is too far from a record's signup.
 * @retval REVOPS_ERR_CORRUPT  A record is of another model, or damaged.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_choose_route_many(
    const revops_usage *usage, const void *records, size_t count, const uint8_t *enterprise, int64_t at_ms,
    int32_t utc_offset_min, revops_usage_route *out);

/**
 * Route of one account, as revops_usage_choose_route_many() chooses it.
 *
 * @param      usage           The model.
 * @param      record          A record of that model.
 * @param      enterprise      Not 0 if the account has an enterprise profile.
 * @param      at_ms           Instant; #REVOPS_TIME_NONE: that of its last event.
 * @param      utc_offset_min  Local minus UTC, −1,440 … 1,440.
 * @param[out] out             The route, set only on REVOPS_OK.
 * @retval REVOPS_OK           Done.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, an index or the offset is out of range.
 * @retval REVOPS_ERR_LATE     @p at_ms is before a record's last event.
 * @retval REVOPS_ERR_RANGE    @p at_ms is too far from a record's signup.
 * @retval REVOPS_ERR_CORRUPT  A record is of another model, or damaged.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_choose_route(const revops_usage *usage,
                                                                    const void *record, int enterprise,
                                                                    int64_t at_ms, int32_t utc_offset_min,
                                                                    revops_usage_route *out);

/**
 * Name of a measure.
 *
 * @param measure  Any value.
 * @return Name, such as "active days"; "unknown" for any other value. Never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_usage_measure_name(revops_usage_measure measure);

/**
 * Name of a route.
 *
 * @param route  Any value.
 * @return Name, such as "customer success"; "unknown" for any other value. Never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_usage_route_name(revops_usage_route route);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
