/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_USAGE_RECORD_H
#define REVOPS_USAGE_RECORD_H

#include <revops/usage.h>

/**
 * @file
 * @addtogroup usage
 *
 * What else is done with records of usage: to say that sales works on one, to merge two, to prove that stored bytes are
 * legal, and to read how criteria and signals stand, in numbers and in words. Threads: as usage.h says; a record that
 * is only read may be read by several at once.
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
 * @return The name, which lives as long as the model; "unknown" without one. Never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_usage_criterion_name(const revops_usage *usage, uint32_t criterion);

/**
 * Name of a signal, as the parameters gave it.
 *
 * @param usage   The model.
 * @param signal  Index of the signal.
 * @return The name, which lives as long as the model; "unknown" without one. Never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_usage_signal_name(const revops_usage *usage, uint32_t signal);

/**
 * A sentence for a fault, with the criterion, signal or kind that it is about by its name:
 * `criterion "meetings": threshold is 0; expected 1 to 65535, …`.
 *
 * @param[in]  params    What was checked; NULL for the built-in model.
 * @param[in]  problem   From revops_usage_check(); NULL gives "no problem".
 * @param[out] out       Text closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity  Bytes at @p out.
 * @return Full length of the text (see @ref base); as of revops_problem_text() where there is no name.
 * @since 0.1
 */
REVOPS_API size_t revops_usage_problem_text(const revops_usage_params *params, const revops_problem *problem,
                                            char *out, size_t capacity);

/**
 * Says that sales works on a record, which gives no signal meanwhile (PQ7), or that it no longer does.
 *
 * @param         usage    The model.
 * @param[in,out] record   A record of that model.
 * @param         working  Not 0: from now on; 0: no longer.
 * @retval REVOPS_OK           Noted.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_CORRUPT  The record is of another model, or damaged.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_work(const revops_usage *usage, void *record,
                                                            int working);

/**
 * Says for many records whether sales works on them.
 *
 * @param         usage    The model.
 * @param[in,out] records  Records of that model, one after the other.
 * @param         count    Number of records.
 * @param         working  One each: not 0 where sales works on it. It may not overlap the records.
 * @retval REVOPS_OK           Noted.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_CORRUPT  A record is of another model, or damaged; nothing is changed.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_work_many(const revops_usage *usage, void *records,
                                                                 size_t count, const uint8_t *working);

/**
 * Folds one record into another: a user into an account, or an account into another.
 *
 * Afterwards @p into measures what it would, had it been fed the events of both: the earlier instant of a
 * criterion that either met; @p at_ms for one that only both together meet, since no such account existed
 * before. Each event keeps the date it had. Levels and shares: the higher. Attributes: those of @p into. A count or sum
 * since signup adds up what each counted in its own window; active days since signup count by date, within the window
 * of @p into. The signup stays that of @p into; the last signals are the later ones; sales works on it if it worked on
 * either.
 *
 * **A user moves.** The history stays behind if later events simply carry the new account. If it shall go along, keep
 * one record a user under the account's model, and merge both accounts anew from the records of their members.
 *
 * @param         usage           The model of both.
 * @param[in,out] into            The record that stays; untouched on failure.
 * @param         from            The record that goes; not changed. It may not overlap @p into.
 * @param         at_ms           When: not before the last event of either.
 * @param         utc_offset_min  Local minus UTC, −1,440 … 1,440.
 * @param[out]    fired           Signals that the merger gave; set only on REVOPS_OK.
 * @retval REVOPS_OK           Merged.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, the records overlap, or the offset is out of range.
 * @retval REVOPS_ERR_LATE     @p at_ms is before the last event of either.
 * @retval REVOPS_ERR_RANGE    An instant of @p from is too far from the signup of @p into.
 * @retval REVOPS_ERR_REFUSED  The model counts active days without a window, which can't be joined: give
 *                             that criterion a window or fold the events again.
 * @retval REVOPS_ERR_CORRUPT  A record is of another model, or damaged.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_merge(const revops_usage *usage, void *into,
                                                             const void *from, int64_t at_ms,
                                                             int32_t utc_offset_min, uint32_t *fired);

/**
 * Proves that a record that comes from outside, such as a database, is one that a fold of this model may have written.
 *
 * Any bytes are safe to use as a record; this finds those that no fold writes.
 *
 * @param usage   The model.
 * @param record  Bytes of the size of a record.
 * @retval REVOPS_OK           It may be a record of that model.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_CORRUPT  It isn't.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_verify(const revops_usage *usage, const void *record);

/** State of a criterion: it is met. @since 0.1 */
#define REVOPS_USAGE_MET 1u
/** State of a criterion: its measure has no value, so that it isn't met. @since 0.1 */
#define REVOPS_USAGE_NO_VALUE 2u
/** State of a criterion: the value is an estimate. @since 0.1 */
#define REVOPS_USAGE_ESTIMATE 4u

/** How a criterion stands. @since 0.1 */
typedef struct revops_usage_reading {
    int64_t met_ms;     /**< When it was first met, or #REVOPS_TIME_NONE. */
    uint32_t value;     /**< The measure; 0 without a value. */
    uint32_t threshold; /**< What it is compared with. */
    uint32_t missing; /**< What it takes to meet it: threshold − value, or value − threshold with at most. */
    uint32_t
        near_bp; /**< How near: 10,000 when met, else value ÷ threshold (or the reverse), at most 9,999. */
    uint32_t state;    /**< #REVOPS_USAGE_MET, #REVOPS_USAGE_NO_VALUE, #REVOPS_USAGE_ESTIMATE. */
    uint32_t error_bp; /**< Standard error of an estimate relative to it, in basis points; else 0. */
} revops_usage_reading;

/**
 * Reads a criterion of many records.
 *
 * A count without a window and with a threshold of 1 is kept as a flag: its value is 0 or 1. Counts by
 * elapsed rolling windows and streaks are kept only up to the threshold (or release). What time alone brought about is
 * first met at the event, or revops_usage_advance(), that noted it.
 *
 * @param      usage           The model.
 * @param      records         Records of that model, one after the other.
 * @param      count           Number of records.
 * @param      criterion       Index of the criterion.
 * @param      at_ms           As of when, not before a record's last event; #REVOPS_TIME_NONE: as of each
 *                             record's last event.
 * @param      utc_offset_min  Local minus UTC, −1,440 … 1,440.
 * @param[out] out             One reading a record; may not overlap the records.
 * @retval REVOPS_OK           Read.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, there is no such criterion, or the offset is out of range.
 * @retval REVOPS_ERR_LATE     @p at_ms is before a record's last event.
 * @retval REVOPS_ERR_RANGE    @p at_ms is too far from a record's signup.
 * @retval REVOPS_ERR_CORRUPT  A record is of another model, or damaged.
 * @since 0.1
 *
 * Readings before a record that fails may have been written.
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
 * @param      at_ms           As of when; #REVOPS_TIME_NONE: as of its last event.
 * @param      utc_offset_min  Local minus UTC, −1,440 … 1,440.
 * @param[out] out             The reading, set only on REVOPS_OK.
 * @retval REVOPS_OK           Done.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, an index or the offset is out of range.
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
/** State of a signal: held back until `next_ms`, as the last one is too recent. @since 0.1 */
#define REVOPS_USAGE_COOLING 2u
/** State of a signal: held back because sales works on the record. @since 0.1 */
#define REVOPS_USAGE_WORKED 4u
/** State of a signal: held back because it came once already while true. @since 0.1 */
#define REVOPS_USAGE_SPENT 8u

/** How a signal stands; masks have bit i for criterion i. @since 0.1 */
typedef struct revops_usage_explanation {
    int64_t last_ms;    /**< The last signal, or #REVOPS_TIME_NONE. */
    int64_t next_ms;    /**< Not before this is the next one given; #REVOPS_TIME_NONE if at any time. */
    uint64_t held;      /**< Criteria met. */
    uint64_t missing;   /**< Criteria that would bring it nearer. */
    uint64_t excluding; /**< Exclusions that are met. */
    uint32_t lacking;   /**< Least number of missing criteria that would make it true. */
    uint32_t near_bp;   /**< Mean nearness of the criteria it takes (the nearest, where it has a choice). */
    uint32_t
        state; /**< #REVOPS_USAGE_HOLDS, #REVOPS_USAGE_COOLING, #REVOPS_USAGE_WORKED, #REVOPS_USAGE_SPENT. */
    revops_usage_route route; /**< Where it leads. */
} revops_usage_explanation;

/**
 * Says how a signal stands for many records: what is met, what is missing, how near.
 *
 * @param      usage           The model.
 * @param      records         Records of that model, one after the other.
 * @param      count           Number of records.
 * @param      signal          Index of the signal.
 * @param      at_ms           As of when, as for revops_usage_read_many().
 * @param      utc_offset_min  Local minus UTC, −1,440 … 1,440.
 * @param[out] out             One explanation a record; may not overlap the records.
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
 * Says how a signal stands for one record.
 *
 * @param      usage           The model.
 * @param      record          A record of that model.
 * @param      signal          Index of the signal.
 * @param      at_ms           As of when; #REVOPS_TIME_NONE: as of its last event.
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
 * Writes how a signal stands for people: whether it holds, and for each criterion what was measured, when it
 * was met or what is missing.
 *
 * @param      usage           The model.
 * @param      record          A record of that model.
 * @param      signal          Index of the signal.
 * @param      at_ms           As of when; #REVOPS_TIME_NONE: as of its last event.
 * @param      utc_offset_min  Local minus UTC, −1,440 … 1,440.
 * @param[out] out             Text closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity        Bytes at @p out.
 * @return Full length of the text (see @ref base); "unknown" where revops_usage_explain() fails.
 * @since 0.1
 */
REVOPS_API size_t revops_usage_explanation_text(const revops_usage *usage, const void *record,
                                                uint32_t signal, int64_t at_ms, int32_t utc_offset_min,
                                                char *out, size_t capacity);

/**
 * Where accounts go now (PQ6): one with the profile of an enterprise to sales from day one, else by the first signal
 * whose combination is true, else it stays in self-service.
 *
 * @param      usage           The model.
 * @param      records         Records of that model, one after the other.
 * @param      count           Number of records.
 * @param      enterprise      One each: not 0 if the account has the profile of an enterprise; NULL: none has.
 * @param      at_ms           As of when, as for revops_usage_read_many().
 * @param      utc_offset_min  Local minus UTC, −1,440 … 1,440.
 * @param[out] out             One route a record; may not overlap the records.
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
 * Where one account goes now, as revops_usage_choose_route_many() says.
 *
 * @param      usage           The model.
 * @param      record          A record of that model.
 * @param      enterprise      Not 0 if the account has the profile of an enterprise.
 * @param      at_ms           As of when; #REVOPS_TIME_NONE: as of its last event.
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
 * @return Such as "active days", "unknown" for any other value. Never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_usage_measure_name(revops_usage_measure measure);

/**
 * Name of a route.
 *
 * @param route  Any value.
 * @return Such as "customer success", "unknown" for any other value. Never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_usage_route_name(revops_usage_route route);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
