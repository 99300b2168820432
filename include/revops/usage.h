/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_USAGE_H
#define REVOPS_USAGE_H

#include <revops/base.h>

/**
 * @file
 * @defgroup usage Usage: product usage windows and product-qualified leads
 *
 * Says from product usage which users (PQL) and accounts (PQA) qualify, when, by which criteria, and what
 * is still missing.
 *
 * A **model** is compiled once from criteria and signals. A **criterion** compares a measure (events,
 * active days, a streak, distinct users, a level, the share of a plan's limit, growth) over a window with
 * a threshold. A **signal** combines criteria: all of, any of, at least n of, none of. A **record** holds
 * one user's or one account's usage in as many bytes as revops_usage_record_size() says (64 for the
 * built-in model), without pointers, the same bytes on every machine; feed a user's record and his
 * account's record the same events.
 *
 * **Built-in model** (rules PQ1 to PQ4), also usable as a start for one's own: activated (PQ1), used 3 or
 * more times in the first week (PQ2), value realised (PQ3), at 80 % of a plan limit or more (PQ4), and a
 * seat added, teammate invited, premium feature explored or key feature enabled (PQ4). Signal PQL: the
 * first three. Signal expansion: any of the last two.
 *
 * **Windows.** `REVOPS_USAGE_SINCE_SIGNUP` with n days is the local date of the signup and the n − 1
 * dates after it; `REVOPS_USAGE_ROLLING` is the local date of the event and the n − 1 dates before it.
 * With #REVOPS_USAGE_ELAPSED the same windows are n × 24 hours, both ends included: an event exactly n × 24
 * hours after the signup, or before the latest event, counts. Tools disagree here; calendar dates are the
 * default, since "the first week" is a matter of dates to those who read it. Usage from before the signup
 * is in no window since signup.
 *
 * **Dates** are those of the event's `utc_offset_min` (local minus UTC at that instant); 0 is UTC. Within
 * one rolling measure, dates never run backwards: an event whose local date precedes that of the one before it
 * (a traveller, a clock set back over midnight) counts on the later date. Of distinct users each has his own.
 *
 * **Late and duplicate events.** Events of a record come in order of time. One that is older than the
 * record's last is refused as #REVOPS_ERR_LATE, for it may move the instant of a criterion already met;
 * one whose sequence number isn't above the record's is refused as #REVOPS_ERR_DUPLICATE. Both leave the
 * record as it was. To take in a late event, fold that record's events again from revops_usage_init().
 *
 * **Signals** come at events only: rolling values fall between events, so what only the absence of usage
 * brings about is seen at the next event, or at any instant by revops_usage_read().
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** Kind of a usage event: 1 to 63; 16 and up are the caller's own. @since 0.1 */
typedef uint32_t revops_usage_kind;
/** Used the product. */
#define REVOPS_USAGE_USED ((revops_usage_kind)1)
/** Completed the core setup (PQ1). */
#define REVOPS_USAGE_ACTIVATED ((revops_usage_kind)2)
/** Reached the product's specific outcome (PQ3). */
#define REVOPS_USAGE_VALUE_REALISED ((revops_usage_kind)3)
/** Reports a level, with `value` and `limit` (PQ4). */
#define REVOPS_USAGE_LIMIT ((revops_usage_kind)4)
/** Added a seat (PQ4). */
#define REVOPS_USAGE_SEAT_ADDED ((revops_usage_kind)5)
/** Invited a teammate (PQ4). */
#define REVOPS_USAGE_TEAMMATE_INVITED ((revops_usage_kind)6)
/** Explored a premium feature (PQ4). */
#define REVOPS_USAGE_PREMIUM_EXPLORED ((revops_usage_kind)7)
/** Enabled a key feature (PQ4). */
#define REVOPS_USAGE_KEY_FEATURE ((revops_usage_kind)8)
/** The bit of a kind in revops_usage_criterion::kinds. @since 0.1 */
#define REVOPS_USAGE_KIND(kind) (UINT64_C(1) << (kind))

/** What a criterion measures. @since 0.1 */
typedef uint32_t revops_usage_measure;
/** Number of events; up to 65,535 (over rolling dates: a date), then it stays there. */
#define REVOPS_USAGE_COUNT ((revops_usage_measure)0)
/** Number of distinct local dates with an event. */
#define REVOPS_USAGE_ACTIVE_DAYS ((revops_usage_measure)1)
/** Number of dates in a row with an event, up to today or yesterday; kept up to the threshold or release. */
#define REVOPS_USAGE_STREAK ((revops_usage_measure)2)
/** Number of distinct users, for accounts; exact up to `users_exact`, then an estimate. */
#define REVOPS_USAGE_USERS ((revops_usage_measure)3)
/** Latest `value`; none before the first. Also a flag that can be cleared: 1 and 0. */
#define REVOPS_USAGE_LEVEL ((revops_usage_measure)4)
/** Latest `value` ÷ `limit` in basis points, up to 65,534; none where the limit is 0. */
#define REVOPS_USAGE_LIMIT_SHARE ((revops_usage_measure)5)
/** Events in the rolling window ÷ events in the window of the same length before it, in basis points (10,000:
    no change); none where there were none before. */
#define REVOPS_USAGE_GROWTH ((revops_usage_measure)6)

/** Which events a criterion counts. @since 0.1 */
typedef uint32_t revops_usage_window;
/** All. */
#define REVOPS_USAGE_EVER ((revops_usage_window)0)
/** Those of the first `window_days` days from the signup on. */
#define REVOPS_USAGE_SINCE_SIGNUP ((revops_usage_window)1)
/** Those of the latest `window_days` days. */
#define REVOPS_USAGE_ROLLING ((revops_usage_window)2)

/** Flag of a criterion: the window is `window_days` × 24 hours, not dates. For events and active days. @since 0.1 */
#define REVOPS_USAGE_ELAPSED 1u
/** Flag of a criterion: it is met while the value is at most the threshold. @since 0.1 */
#define REVOPS_USAGE_AT_MOST 2u
/** Flag of a criterion: once met it stays met. @since 0.1 */
#define REVOPS_USAGE_LATCH 4u

/** Most criteria of a model. @since 0.1 */
#define REVOPS_USAGE_CRITERIA_MAX 16
/** Most signals of a model. @since 0.1 */
#define REVOPS_USAGE_SIGNALS_MAX 4
/** Longest window in days. @since 0.1 */
#define REVOPS_USAGE_WINDOW_MAX 366

/** A comparison of a measure with a threshold; a frozen row, zero-fill first. @since 0.1 */
typedef struct revops_usage_criterion {
    uint64_t kinds;               /**< which events it counts: bits of REVOPS_USAGE_KIND() */
    revops_usage_measure measure; /**< what is measured */
    revops_usage_window window;   /**< over which events; growth: rolling; streak, level and share: ever */
    uint32_t window_days;         /**< 1 … #REVOPS_USAGE_WINDOW_MAX, 0 for ever */
    uint32_t flags;               /**< #REVOPS_USAGE_ELAPSED, #REVOPS_USAGE_AT_MOST, #REVOPS_USAGE_LATCH */
    uint32_t threshold;   /**< 1 … 65,535 (from 0 with at most; levels up to 2^32 − 2; a streak up to 366;
                                       elapsed rolling windows up to 254) */
    uint32_t release;     /**< hysteresis: once met it stays so down to this value (up to it, with at
                                       most); 0 is the threshold itself */
    uint32_t users_exact; /**< distinct users: exact up to this many, 2 … 1,024; 0 is 64. Beyond, the
                                       standard error is 1 ÷ √(users_exact − 2): 12.7 % with 64 */
    uint32_t reserved;    /**< 0 */
} revops_usage_criterion;

/** Where a signal leads (PQ6). @since 0.1 */
typedef uint32_t revops_usage_route;
/** Stays in self-service: below every threshold. */
#define REVOPS_USAGE_SELF_SERVICE ((revops_usage_route)0)
/** Customer success reaches out. */
#define REVOPS_USAGE_CUSTOMER_SUCCESS ((revops_usage_route)1)
/** Sales takes it. */
#define REVOPS_USAGE_SALES ((revops_usage_route)2)

/** Flag of a signal: not repeated while its combination stays true. @since 0.1 */
#define REVOPS_USAGE_ONCE 1u

/** A combination of criteria; masks have bit i for criterion i. A frozen row, zero-fill first. @since 0.1 */
typedef struct revops_usage_signal {
    uint32_t all_of;          /**< all of these are met … */
    uint32_t any_of;          /**< … and any of these, unless 0 … */
    uint32_t at_least_of;     /**< … and of these … */
    uint32_t at_least_count;  /**< … at least so many … */
    uint32_t none_of;         /**< … and none of these (exclusions) */
    revops_usage_route route; /**< where it leads */
    uint32_t flags;           /**< 0 or #REVOPS_USAGE_ONCE */
    uint32_t reserved;        /**< 0 */
    int64_t cooldown_ms;      /**< least time from one signal to the next (PQ7); above 0 unless once */
} revops_usage_signal;

/** What a model is built from. @since 0.1 */
typedef struct revops_usage_params {
    uint32_t struct_size;                   /**< sizeof(revops_usage_params) */
    uint32_t flags;                         /**< 0 */
    uint32_t criterion_count;               /**< 1 … #REVOPS_USAGE_CRITERIA_MAX */
    uint32_t signal_count;                  /**< 1 … #REVOPS_USAGE_SIGNALS_MAX */
    const revops_usage_criterion *criteria; /**< the criteria */
    const revops_usage_signal *signals; /**< the signals; where several hold, the first one's route wins */
} revops_usage_params;

/** Criterion of the built-in model: activated (PQ1). @since 0.1 */
#define REVOPS_USAGE_PQ_ACTIVATED 0u
/** Criterion of the built-in model: used 3 or more times in the first week (PQ2). @since 0.1 */
#define REVOPS_USAGE_PQ_ENGAGED 1u
/** Criterion of the built-in model: value realised (PQ3). @since 0.1 */
#define REVOPS_USAGE_PQ_VALUE 2u
/** Criterion of the built-in model: 80 % of a plan limit or more (PQ4). @since 0.1 */
#define REVOPS_USAGE_PQ_NEAR_LIMIT 3u
/** Criterion of the built-in model: seat, invitation, premium or key feature (PQ4). @since 0.1 */
#define REVOPS_USAGE_PQ_EXPANSION 4u
/** Signal of the built-in model: any of PQ4, to customer success, once in 30 days. @since 0.1 */
#define REVOPS_USAGE_SIGNAL_EXPANSION 0u
/** Signal of the built-in model: all of PQ1, PQ2 and PQ3, to sales, once in 30 days. @since 0.1 */
#define REVOPS_USAGE_SIGNAL_PQL 1u
/** Bytes of a record of the built-in model. @since 0.1 */
#define REVOPS_USAGE_DEFAULT_RECORD_SIZE 64
/** Bytes that always suffice for a model. @since 0.1 */
#define REVOPS_USAGE_MODEL_SIZE 8192

/** A compiled model: read-only, without pointers, shared by threads. @since 0.1 */
typedef struct revops_usage_model revops_usage_model;

/**
 * Gives the parameters of the built-in model, as a start for one's own.
 *
 * @param[out] out   Parameters; their arrays are constants of the library.
 * @param      size  sizeof(revops_usage_params) as compiled; no more is written.
 * @retval REVOPS_OK       Done.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_defaults(revops_usage_params *out, size_t size);

/**
 * Checks criteria and signals and compiles them.
 *
 * @param      params       Read during the call only; NULL for the built-in model.
 * @param      memory       Where the model goes, aligned to #REVOPS_ALIGNMENT; may be NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory; #REVOPS_USAGE_MODEL_SIZE always suffice.
 * @param[out] needed       Bytes needed, set on REVOPS_OK and REVOPS_ERR_NOSPACE; NULL if not wanted.
 * @param[out] model        Set only on REVOPS_OK; lives as long as @p memory.
 * @retval REVOPS_OK           Built.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or a criterion or signal has a value out of range or that
 *                             doesn't go with its measure.
 * @retval REVOPS_ERR_ABI      struct_size fits no version.
 * @retval REVOPS_ERR_NEWER    A flag, measure, window, route or reserved field is set that isn't known.
 * @retval REVOPS_ERR_NOSPACE  @p memory_size is too small.
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned.
 * @retval REVOPS_ERR_UNSOUND  A signal asks for nothing, for criteria that don't exist, for more than it
 *                             lists, or for what it excludes; or a release lies beyond its threshold.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_build(const revops_usage_params *params, void *memory,
                                                             size_t memory_size, size_t *needed,
                                                             const revops_usage_model **model);

/**
 * Size of a record of a model.
 *
 * @param model  A model, or NULL.
 * @return Bytes, a multiple of 8; 0 for NULL.
 * @since 0.1
 */
REVOPS_API size_t revops_usage_record_size(const revops_usage_model *model);

/**
 * Starts records of users or accounts that signed up.
 *
 * @param      model           The model.
 * @param[out] records         @p count records one after the other, any alignment (64 is fastest; a million
 *                             of them are faster in pages of 2 MB).
 * @param      count           Number of records; 1 for one.
 * @param      signup_ms       When each signed up, @p count instants.
 * @param      utc_offset_min  Local minus UTC at the signup, −1,440 … 1,440, one each; NULL for UTC.
 * @retval REVOPS_OK         Done.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or an offset is out of range; nothing is written.
 * @retval REVOPS_ERR_RANGE  A signup isn't within the years 0000 to 9999; nothing is written.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_init(const revops_usage_model *model, void *records,
                                                            size_t count, const int64_t *signup_ms,
                                                            const int32_t *utc_offset_min);

/** A usage event. Zero-fill first; at_ms and kind must be set. @since 0.1 */
typedef struct revops_usage_event {
    int64_t at_ms;          /**< when */
    revops_usage_kind kind; /**< 1 … 63 */
    uint32_t user;          /**< who, for distinct users; #REVOPS_NONE counts as nobody */
    uint32_t value;         /**< for levels and shares, up to 2^32 − 2 */
    uint32_t limit;         /**< the plan's limit, for shares; 0 is unlimited */
    uint32_t sequence; /**< rising number of the record's events, to know duplicates; 0 if not numbered */
    int32_t utc_offset_min; /**< local minus UTC at that instant, −1,440 … 1,440 */
} revops_usage_event;

/**
 * Folds one event into a record.
 *
 * @param         model   The model.
 * @param[in,out] record  A record of that model; untouched on failure.
 * @param         event   The event.
 * @param[out]    fired   Signals that this event gave, bit i for signal i; set only on REVOPS_OK.
 * @retval REVOPS_OK             Folded, whether or not a criterion counts that kind.
 * @retval REVOPS_ERR_ARG        A pointer is NULL, or kind, value or offset is out of range.
 * @retval REVOPS_ERR_LATE       It is older than the record's last event.
 * @retval REVOPS_ERR_DUPLICATE  Its sequence number isn't above the record's last.
 * @retval REVOPS_ERR_RANGE      It lies over 8 years before or 26 years after the signup.
 * @retval REVOPS_ERR_CORRUPT    The record is of another model, or damaged.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_apply(const revops_usage_model *model, void *record,
                                                             const revops_usage_event *event,
                                                             uint32_t *fired);

/** Columns of events: row i of each array is event i. @since 0.1 */
typedef struct revops_usage_columns {
    uint32_t struct_size;          /**< sizeof(revops_usage_columns) */
    uint32_t flags;                /**< 0 */
    uint64_t count;                /**< rows */
    const int64_t *at_ms;          /**< when */
    const uint32_t *record;        /**< index of the record, from 0 */
    const uint8_t *kind;           /**< kind; NULL: all #REVOPS_USAGE_USED */
    const uint32_t *user;          /**< user; NULL: nobody */
    const uint32_t *value;         /**< value; NULL: 0 */
    const uint32_t *limit;         /**< limit; NULL: 0 */
    const uint32_t *sequence;      /**< sequence number; NULL: not numbered */
    const int32_t *utc_offset_min; /**< local minus UTC; NULL: UTC */
} revops_usage_columns;

/** A signal that arose. @since 0.1 */
typedef struct revops_usage_hit {
    int64_t at_ms;   /**< instant of the event that gave it */
    uint64_t row;    /**< row of that event */
    uint32_t record; /**< index of the record */
    uint32_t signal; /**< index of the signal */
    uint32_t held;   /**< criteria met then, bit i for criterion i */
    uint32_t repeat; /**< 0 for the record's first of this signal, else 1 */
} revops_usage_hit;

/** Where a batch stands; zero-fill it to start. @since 0.1 */
typedef struct revops_usage_progress {
    uint64_t next;      /**< row to go on with */
    uint64_t applied;   /**< events folded */
    uint64_t late;      /**< refused as late */
    uint64_t duplicate; /**< refused as duplicate */
    uint64_t invalid;   /**< refused for any other reason, such as an index beyond the records */
} revops_usage_progress;

/**
 * Folds columns of events into records, each row as revops_usage_apply() does.
 *
 * Stops when @p hits has no room for the next event's signals; call again with the same columns and
 * progress to go on. A refused row changes nothing but the progress and its status, which says why. Of a
 * record that revops_usage_check() refuses, the two functions may make different things.
 *
 * @param         model         The model.
 * @param[in,out] records       Records of that model, one after the other.
 * @param         record_count  Number of records.
 * @param         columns       The events.
 * @param[in,out] progress      Where to start, and what became of the rows.
 * @param[in,out] statuses      One a row, where refused rows leave theirs; others keep what is there, so fill it
 *                              with 0 (#REVOPS_OK) before. NULL if not wanted.
 * @param[out]    hits          Signals in order of rows; may be NULL when @p capacity is 0.
 * @param         capacity      Room at @p hits; 4 or more, or 0 to drop signals.
 * @param[out]    hit_count     Signals written by this call; set on REVOPS_OK and REVOPS_ERR_NOSPACE.
 * @retval REVOPS_OK           All rows are done.
 * @retval REVOPS_ERR_NOSPACE  @p hits is full; take them and call again.
 * @retval REVOPS_ERR_ARG      A pointer that must not be NULL is, @p capacity is 1 to 3, or @p progress is
 *                             beyond the rows.
 * @retval REVOPS_ERR_ABI      struct_size fits no version.
 * @retval REVOPS_ERR_NEWER    A field or flag is set that isn't known.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_apply_columns(
    const revops_usage_model *model, void *records, size_t record_count, const revops_usage_columns *columns,
    revops_usage_progress *progress, revops_status *statuses, revops_usage_hit *hits, size_t capacity,
    size_t *hit_count);

/**
 * Folds one record into another: a user into his account, or an account into another.
 *
 * Afterwards @p into measures what it would, had it been fed the events of both: the earlier instant of a
 * criterion that either met; @p at_ms for one that only both together meet, since no such account existed
 * before. Each event keeps the date it had. Levels and shares: the higher. A count since signup adds up what each counted in its own window;
 * active days since signup count by date, within the window of @p into. The signup stays that of @p into; the
 * last signals are the later ones; sales works on it if it worked on either.
 *
 * **A user moves.** His history stays behind if his later events simply carry the new account. If it shall
 * go with him, keep one record a user under the account's model, and merge both accounts anew from the
 * records of their members.
 *
 * @param         model           The model of both.
 * @param[in,out] into            The record that stays; untouched on failure.
 * @param         from            The record that goes; not changed. May not overlap.
 * @param         at_ms           When: not before the last event of either.
 * @param         utc_offset_min  Local minus UTC, −1,440 … 1,440.
 * @param[out]    fired           Signals that the merger gave; set only on REVOPS_OK.
 * @retval REVOPS_OK           Merged.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, both are one, or the offset is out of range.
 * @retval REVOPS_ERR_LATE     @p at_ms is before the last event of either.
 * @retval REVOPS_ERR_RANGE    An instant of @p from is too far from the signup of @p into.
 * @retval REVOPS_ERR_REFUSED  The model counts active days without a window, which can't be joined: give
 *                             that criterion a window or fold the events again.
 * @retval REVOPS_ERR_CORRUPT  A record is of another model, or damaged.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_merge(const revops_usage_model *model, void *into,
                                                             const void *from, int64_t at_ms,
                                                             int32_t utc_offset_min, uint32_t *fired);

/**
 * Says that sales works on a record, which gives no signal meanwhile (PQ7), or that it no longer does.
 *
 * @param         model    The model.
 * @param[in,out] record   A record of that model.
 * @param         working  Not 0: from now on; 0: no longer.
 * @retval REVOPS_OK           Noted.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_CORRUPT  The record is of another model, or damaged.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_work(const revops_usage_model *model, void *record,
                                                            int working);

/** State of a criterion: it is met. @since 0.1 */
#define REVOPS_USAGE_MET 1u
/** State of a criterion: its measure has no value, so that it isn't met. @since 0.1 */
#define REVOPS_USAGE_NO_VALUE 2u
/** State of a criterion: the value is an estimate. @since 0.1 */
#define REVOPS_USAGE_ESTIMATE 4u

/** How a criterion stands. @since 0.1 */
typedef struct revops_usage_reading {
    int64_t met_ms;     /**< when it was first met, or #REVOPS_TIME_NONE */
    uint32_t value;     /**< the measure; 0 without a value */
    uint32_t threshold; /**< what it is compared with */
    uint32_t missing; /**< what it takes to meet it: threshold − value, or value − threshold with at most */
    uint32_t
        near_bp;    /**< how near: 10,000 when met, else value ÷ threshold (or the reverse), at most 9,999 */
    uint32_t state; /**< #REVOPS_USAGE_MET, #REVOPS_USAGE_NO_VALUE, #REVOPS_USAGE_ESTIMATE */
    uint32_t error_bp; /**< standard error of an estimate relative to it, in basis points; else 0 */
} revops_usage_reading;

/**
 * Reads a criterion of one record or of many.
 *
 * A count without a window and with a threshold of 1 is kept as a flag: its value is 0 or 1. Counts by
 * elapsed rolling windows and streaks are kept only up to the threshold (or release).
 *
 * @param      model           The model.
 * @param      records         Records of that model, one after the other.
 * @param      count           Number of records; 1 for one.
 * @param      criterion       Index of the criterion.
 * @param      at_ms           As of when, not before a record's last event; #REVOPS_TIME_NONE: as of each
 *                             record's last event.
 * @param      utc_offset_min  Local minus UTC, −1,440 … 1,440.
 * @param[out] out             One reading a record.
 * @retval REVOPS_OK           Read.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, there is no such criterion, or the offset is out of range.
 * @retval REVOPS_ERR_LATE     @p at_ms is before a record's last event.
 * @retval REVOPS_ERR_RANGE    @p at_ms is too far from a record's signup.
 * @retval REVOPS_ERR_CORRUPT  A record is of another model, or damaged.
 * @since 0.1
 *
 * Readings before a record that fails may have been written.
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_read(const revops_usage_model *model,
                                                            const void *records, size_t count,
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

/** How a signal stands. @since 0.1 */
typedef struct revops_usage_standing {
    int64_t last_ms;    /**< the last signal, or #REVOPS_TIME_NONE */
    int64_t next_ms;    /**< not before this is the next one given; #REVOPS_TIME_NONE if at any time */
    uint32_t held;      /**< criteria met, bit i for criterion i */
    uint32_t missing;   /**< criteria that would bring it nearer */
    uint32_t excluding; /**< exclusions that are met */
    uint32_t lacking;   /**< least number of missing criteria that would make it true */
    uint32_t near_bp;   /**< mean nearness of the criteria it takes (the nearest, where it has a choice) */
    uint32_t state;     /**< #REVOPS_USAGE_HOLDS … */
    revops_usage_route route; /**< where it leads */
    uint32_t reserved;        /**< 0 */
} revops_usage_standing;

/**
 * Says how a signal stands for one record or many: what is met, what is missing, how near.
 *
 * @param      model           The model.
 * @param      records         Records of that model, one after the other.
 * @param      count           Number of records; 1 for one.
 * @param      signal          Index of the signal.
 * @param      at_ms           As of when, as for revops_usage_read().
 * @param      utc_offset_min  Local minus UTC, −1,440 … 1,440.
 * @param[out] out             One standing a record.
 * @return As revops_usage_read().
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_stand(const revops_usage_model *model,
                                                             const void *records, size_t count,
                                                             uint32_t signal, int64_t at_ms,
                                                             int32_t utc_offset_min,
                                                             revops_usage_standing *out);

/**
 * Where an account goes now (PQ6): an enterprise profile to sales from day one, else by the first signal
 * whose combination is true, else it stays in self-service.
 *
 * @param      model           The model.
 * @param      record          A record of that model.
 * @param      enterprise      Not 0 if the account has the profile of an enterprise.
 * @param      at_ms           As of when, as for revops_usage_read().
 * @param      utc_offset_min  Local minus UTC, −1,440 … 1,440.
 * @param[out] out             The route, set only on REVOPS_OK.
 * @return As revops_usage_read().
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_route_of(const revops_usage_model *model,
                                                                const void *record, int enterprise,
                                                                int64_t at_ms, int32_t utc_offset_min,
                                                                revops_usage_route *out);

/**
 * Writes how a signal stands for people: whether it holds, and for each criterion what was measured, when it
 * was met or what is missing.
 *
 * @param      model           The model.
 * @param      record          A record of that model.
 * @param      signal          Index of the signal.
 * @param      at_ms           As of when, as for revops_usage_read().
 * @param      utc_offset_min  Local minus UTC, −1,440 … 1,440.
 * @param[out] out             Text closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity        Bytes at @p out.
 * @return Full length of the text (see @ref base); "unknown" where revops_usage_stand() fails.
 * @since 0.1
 */
REVOPS_API size_t revops_usage_text(const revops_usage_model *model, const void *record, uint32_t signal,
                                    int64_t at_ms, int32_t utc_offset_min, char *out, size_t capacity);

/**
 * Checks a record that comes from outside, such as a database.
 *
 * Any bytes are safe to use as a record; this finds those that no fold writes.
 *
 * @param model   The model.
 * @param record  Bytes of the size of a record.
 * @retval REVOPS_OK           It may be a record of that model.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_CORRUPT  It isn't.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_check(const revops_usage_model *model,
                                                             const void *record);

/**
 * Name of a measure.
 * @param measure  Any value.
 * @return Such as "active days", "unknown" for any other value. Never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_usage_measure_name(revops_usage_measure measure);

/**
 * Name of a route.
 * @param route  Any value.
 * @return Such as "customer success", "unknown" for any other value. Never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_usage_route_name(revops_usage_route route);

/** An account for the plan-ceiling cohort (PQ8). @since 0.1 */
typedef struct revops_usage_ceiling_row {
    int64_t price;          /**< what it pays a month, in minor units, 0 or more */
    int64_t potential_low;  /**< what it would pay a month, at least; 0: price × demand */
    int64_t potential_high; /**< what it would pay a month, at most; 0: price × demand */
    uint32_t top_plan;      /**< not 0 if it is on the top plan */
    uint32_t demand_bp;     /**< spend that its usage suggests ÷ price, in basis points (20,000: twice) */
} revops_usage_ceiling_row;

/** The plan-ceiling cohort (PQ8). @since 0.1 */
typedef struct revops_usage_ceiling {
    uint64_t accounts;   /**< accounts on the top plan whose usage suggests at least the factor */
    int64_t missed_low;  /**< left on the table a year, at least, in minor units */
    int64_t missed_high; /**< left on the table a year, at most */
    uint32_t sales_due;  /**< 0: fewer than the low mark; 1: within the marks, the sign that sales is due; 2:
                               above the high mark */
    uint32_t reserved;   /**< 0 */
} revops_usage_ceiling;

/**
 * Finds the plan-ceiling cohort: accounts at the top plan that would spend more (PQ8).
 *
 * 20 to 30 such accounts are the sign that sales is due.
 *
 * @param      rows       Accounts; may be NULL when @p count is 0.
 * @param      count      Number of them.
 * @param      demand_bp  Least demand that counts, in basis points; 0 is 20,000 (twice the price).
 * @param      low        Accounts from which sales is due; 0 is 20.
 * @param      high       Accounts up to which it is just due; 0 is 30.
 * @param[out] out        The cohort, set only on REVOPS_OK.
 * @retval REVOPS_OK            Done.
 * @retval REVOPS_ERR_ARG       A pointer is NULL, an amount is negative, or a high mark is below its low one.
 * @retval REVOPS_ERR_OVERFLOW  An amount doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_find_ceiling(const revops_usage_ceiling_row *rows,
                                                                    size_t count, uint32_t demand_bp,
                                                                    uint32_t low, uint32_t high,
                                                                    revops_usage_ceiling *out);

/** What became of one signal (PQ9); instants are #REVOPS_TIME_NONE where it didn't happen. @since 0.1 */
typedef struct revops_usage_outcome {
    int64_t signal_ms;      /**< the signal */
    int64_t contact_ms;     /**< first contact by sales */
    int64_t opportunity_ms; /**< became an opportunity */
    int64_t won_ms;         /**< closed-won */
    int64_t revenue;        /**< revenue won, in minor units */
    int64_t expansion;      /**< of that, expansion of an existing customer */
} revops_usage_outcome;

/** Metrics of signals (PQ9). @since 0.1 */
typedef struct revops_usage_metrics {
    uint64_t signals;         /**< volume */
    uint64_t contacted;       /**< with a contact */
    uint64_t opportunities;   /**< that became an opportunity */
    uint64_t won;             /**< that were won */
    int64_t contact_mean_ms;  /**< mean time from signal to first contact; #REVOPS_TIME_NONE without one */
    int64_t contact_worst_ms; /**< longest time from signal to first contact; #REVOPS_TIME_NONE without one */
    int64_t won_mean_ms;      /**< mean time from signal to win; #REVOPS_TIME_NONE without one */
    int64_t revenue;          /**< sum, in minor units */
    int64_t expansion;        /**< sum, in minor units */
    int64_t velocity; /**< revenue a day in the pipeline: opportunities × win rate × mean revenue ÷ mean time
                                   from signal to win = revenue ÷ that time, in minor units a day; 0 without a win */
    uint32_t opportunity_bp; /**< opportunities ÷ signals, in basis points, cut off */
    uint32_t won_bp;         /**< won ÷ signals, in basis points, cut off */
    uint32_t won_band;       /**< 0: below the target of 25 to 35 %, 1: within, 2: above; 3: no signal */
    uint32_t misdated;       /**< contacts or wins before their signal: counted, but in no mean */
} revops_usage_metrics;

/**
 * Sums up what became of signals (PQ9).
 *
 * @param      rows   One row a signal; may be NULL when @p count is 0.
 * @param      count  Number of rows.
 * @param[out] out    Metrics, set only on REVOPS_OK.
 * @retval REVOPS_OK            Done.
 * @retval REVOPS_ERR_ARG       A pointer is NULL, or a row has no signal.
 * @retval REVOPS_ERR_OVERFLOW  A sum doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_measure_outcomes(const revops_usage_outcome *rows,
                                                                        size_t count,
                                                                        revops_usage_metrics *out);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
