/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_USAGE_H
#define REVOPS_USAGE_H

#include <revops/condition.h>

/**
 * @file
 * @defgroup usage Usage: product usage windows and product-qualified leads
 *
 * Says from product usage which users (PQL) and accounts (PQA) qualify, when, by which criteria, and what
 * is still missing.
 *
 * A **model** is compiled once from criteria and signals. A **criterion** compares a measure (events, sums, active
 * days, a streak, distinct users or items, a level, the share of a plan's limit, growth, silence, the return from
 * silence) over a window with a threshold, or asks for attributes. A **signal** combines criteria: all of, any of, at
 * least n of, none of. A **record** holds one user's or one account's usage in as many bytes as
 * revops_usage_record_size() says (64 for the built-in model), without pointers, the same bytes on every machine. Feed
 * a user's record and the account's record the same events.
 *
 * **Built-in model** (rules PQ1 to PQ4), also usable as a start for one's own: activated (PQ1), used 3 or
 * more times in the first week (PQ2), value realised (PQ3), at 80 % of a plan limit or more (PQ4), and a
 * seat added, teammate invited, premium feature explored or key feature enabled (PQ4). Signal PQL: the
 * first three. Signal expansion: any of the last two.
 *
 * **Windows.** #REVOPS_USAGE_SINCE_SIGNUP with n days is the local date of the signup and the n − 1
 * dates after it. #REVOPS_USAGE_ROLLING is the local date of the event and the n − 1 dates before it.
 * With #REVOPS_USAGE_ELAPSED the same windows are n × 24 hours, both ends included: an event exactly n × 24
 * hours after the signup, or before the latest event, counts. Tools disagree here; calendar dates are the
 * default, since "the first week" is a matter of dates to those who read it. Usage on an earlier date than that of the
 * signup is in no window since signup. Usage on the date of the signup counts, even when it is earlier in that day:
 * instants of signup often come from another system, or are only dates. With #REVOPS_USAGE_ELAPSED no usage before the
 * instant of the signup counts.
 *
 * **Dates** are those of the event's `utc_offset_min` (local minus UTC at that instant); 0 is UTC. Within
 * one rolling measure, dates never run backwards: an event whose local date precedes that of the one before it
 * (a traveller, a clock set back over midnight) counts on the later date. For distinct users and items this holds for
 * each of them.
 *
 * **Late and duplicate events.** Events of a record come in order of time. One that is older than the
 * record's last is refused as #REVOPS_ERR_LATE, for it may move the instant of a criterion already met;
 * one whose sequence number isn't above the record's is refused as #REVOPS_ERR_DUPLICATE. Both leave the
 * record as it was. To take in a late event, fold that record's events again from revops_usage_record_init().
 *
 * **Signals** come at events that concern them, that is at events that one of their criteria counts. Other events
 * change neither their criteria nor whether a signal given once may be given again. What time alone brings about
 * (silence, use that falls) is seen at the next event that concerns the signal, at revops_usage_advance(), and at any
 * instant by revops_usage_read() and revops_usage_explain().
 *
 * **Threads.** A compiled model is read-only: any number of threads share it. A record belongs to one thread at a time.
 * The functions for many records may run at once on parts of an array that don't overlap.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** Kinds of usage events that have a name of their own. @since 0.1 */
enum revops_usage_kinds {
    REVOPS_USAGE_USED = 1,             /**< "used": used the product. */
    REVOPS_USAGE_ACTIVATED = 2,        /**< "activated": completed the core setup (PQ1). */
    REVOPS_USAGE_VALUE_REALISED = 3,   /**< "value realised": reached the product's outcome (PQ3). */
    REVOPS_USAGE_LIMIT = 4,            /**< "limit": reports a level, with `value` and `limit` (PQ4). */
    REVOPS_USAGE_SEAT_ADDED = 5,       /**< "seat added" (PQ4). */
    REVOPS_USAGE_TEAMMATE_INVITED = 6, /**< "teammate invited" (PQ4). */
    REVOPS_USAGE_PREMIUM_EXPLORED = 7, /**< "premium explored": explored a premium feature (PQ4). */
    REVOPS_USAGE_KEY_FEATURE = 8,      /**< "key feature": enabled a key feature (PQ4). */
    REVOPS_USAGE_OWN = 16              /**< The first of the caller's own; `kind_names[i]` is this plus i. */
};
/** One of #revops_usage_kinds, or the caller's own up to #REVOPS_USAGE_KIND_MAX. @since 0.1 */
typedef uint32_t revops_usage_kind;
/** The bit of a kind up to 63 in revops_usage_criterion::kinds. @since 0.1 */
#define REVOPS_USAGE_KIND(kind) (UINT64_C(1) << (kind))

/** What a criterion measures. @since 0.1 */
enum revops_usage_measures {
    /** Number of events; up to 65,535 (over rolling dates: a date), then it stays there. */
    REVOPS_USAGE_COUNT = 0,
    /** Number of distinct local dates with an event. */
    REVOPS_USAGE_ACTIVE_DAYS = 1,
    /** Number of dates in a row with an event, up to today or yesterday; kept up to the threshold or release. */
    REVOPS_USAGE_STREAK = 2,
    /** Number of distinct users, for accounts; exact up to `exact`, then an estimate. */
    REVOPS_USAGE_USERS = 3,
    /** Latest `value`; none before the first. Also a flag that can be cleared: 1 and 0. */
    REVOPS_USAGE_LEVEL = 4,
    /** Latest `value` ÷ `limit` in basis points, up to 65,534; none where the limit is 0. */
    REVOPS_USAGE_LIMIT_SHARE = 5,
    /** Events in the rolling window ÷ events in the window of the same length before it, in basis points (10,000: no
        change; 30,000: tripled); none where there were none before, or where a date has more than 2^32 − 3. */
    REVOPS_USAGE_GROWTH = 6,
    /** Number of distinct items (devices, pages, meetings): the event's `item[item]`; as for users. */
    REVOPS_USAGE_ITEMS = 7,
    /** Sum of `value`; up to 2^32 − 2, then it stays there. */
    REVOPS_USAGE_SUM = 8,
    /** Sum of `value` in the rolling window ÷ that of the window before it, as for growth; none where a date's sum is above
        2^51 − 2. */
    REVOPS_USAGE_SUM_GROWTH = 9,
    /** Days from the latest event (from the signup where there is none) to now: the difference of dates, or whole 24
        hours with #REVOPS_USAGE_ELAPSED. */
    REVOPS_USAGE_SILENCE = 10,
    /** How long the silence was that the latest event ended: days from the event before it, by the same reading; by
        dates, from the latest earlier date. None before a second event or date. */
    REVOPS_USAGE_RETURN = 11,
    /** Attributes of the user or account: 1 when all conditions of the criterion hold, else 0; see
        revops_usage_set_attributes(). */
    REVOPS_USAGE_ATTRIBUTES = 12
};
/** One of #revops_usage_measures. @since 0.1 */
typedef uint32_t revops_usage_measure;

/** Which events a criterion counts. @since 0.1 */
enum revops_usage_windows {
    REVOPS_USAGE_EVER = 0,         /**< All. */
    REVOPS_USAGE_SINCE_SIGNUP = 1, /**< Those of the first `window_days` days from the signup on. */
    REVOPS_USAGE_ROLLING = 2       /**< Those of the latest `window_days` days. */
};
/** One of #revops_usage_windows. @since 0.1 */
typedef uint32_t revops_usage_window;

/** Flag of a criterion: days are 24 hours each, not dates. For events and active days over a window, for users, items and
 * sums since signup, for silence and return. @since 0.1 */
#define REVOPS_USAGE_ELAPSED 1u
/** Flag of a criterion: it is met while the value is at most the threshold. @since 0.1 */
#define REVOPS_USAGE_AT_MOST 2u
/** Flag of a criterion: once met it stays met. @since 0.1 */
#define REVOPS_USAGE_LATCH 4u

enum {
    /** Criteria of a model: four times what published definitions take together; one bit each. @since 0.1 */
    REVOPS_USAGE_CRITERIA_MAX = 64,
    /** Signals of a model; one bit each. @since 0.1 */
    REVOPS_USAGE_SIGNALS_MAX = 32,
    /** Longest window in days: ten years, longer than accounts are looked back upon. @since 0.1 */
    REVOPS_USAGE_WINDOW_MAX = 3660,
    /** Attributes of a row: four times what is asked of users and accounts together. @since 0.1 */
    REVOPS_USAGE_ATTRIBUTES_MAX = 128,
    /** Items of an event. @since 0.1 */
    REVOPS_USAGE_ITEMS_MAX = 4,
    /** Names of own kinds: a large product's tracking plan, four times. @since 0.1 */
    REVOPS_USAGE_NAMES_MAX = 4096,
    /** Bytes of a name. @since 0.1 */
    REVOPS_USAGE_NAME_MAX = 255,
    /** Greatest kind. @since 0.1 */
    REVOPS_USAGE_KIND_MAX = 4111,
    /** Kinds that all criteria list, together. @since 0.1 */
    REVOPS_USAGE_KINDS_MAX = 65535,
    /** Distinct users or items that are counted exactly; beyond it, records are larger than what they tell. @since 0.1 */
    REVOPS_USAGE_EXACT_MAX = 4096
};

/** A comparison of a measure with a threshold. Zero-fill it, then set the fields you have. @since 0.1 */
typedef struct revops_usage_criterion {
    uint64_t kinds;               /**< Which events it counts: bits of REVOPS_USAGE_KIND(). */
    revops_usage_measure measure; /**< What is measured. */
    revops_usage_window
        window;           /**< Over which events. Growth: rolling; streak, level, share, silence, return and
                                       attributes: ever. */
    uint32_t window_days; /**< 1 … #REVOPS_USAGE_WINDOW_MAX; 0 for ever. */
    uint32_t flags;       /**< #REVOPS_USAGE_ELAPSED, #REVOPS_USAGE_AT_MOST, #REVOPS_USAGE_LATCH. */
    uint32_t
        threshold; /**< 1 … 65,535, or from 0 with at most. Levels, sums and growth: up to 2^32 − 2; a streak: up
                                       to 366; elapsed rolling windows: up to 254; attributes: 1. With at most, less than
                                       what counts, shares, sums and growth stay at. */
    uint32_t
        release; /**< Hysteresis: once met it stays so down to this value (up to it, with at most); 0 is the
                                       threshold itself. */
    uint32_t
        exact; /**< Distinct users and items: exact up to this many, 2 … #REVOPS_USAGE_EXACT_MAX; 0 is 64.
                                       Beyond, the standard error is 1 ÷ √(exact − 2): 12.7 % with 64. */
    uint32_t item; /**< Distinct items: which of the event's items, 0 … 3. */
    uint32_t
        first_kind; /**< Further kinds that it counts: `kind_count` of the params' `kinds` from here on. */
    uint32_t kind_count;      /**< How many; 0 for none. */
    uint32_t least_value;     /**< Only events of this `value` or more count; 0: any. */
    uint32_t greatest_value;  /**< Only events of this `value` or less count; 0: any. */
    uint32_t first_condition; /**< Attributes: `condition_count` of the params' `conditions` from here on. */
    uint32_t condition_count; /**< Attributes: 1 … #REVOPS_CONDITION_OF_RULE_MAX; else 0. */
} revops_usage_criterion;

/** Where a signal leads (PQ6). @since 0.1 */
enum revops_usage_routes {
    REVOPS_USAGE_SELF_SERVICE = 0,     /**< Stays in self-service: below every threshold. */
    REVOPS_USAGE_CUSTOMER_SUCCESS = 1, /**< Customer success reaches out. */
    REVOPS_USAGE_SALES = 2             /**< Sales takes it. */
};
/** One of #revops_usage_routes. @since 0.1 */
typedef uint32_t revops_usage_route;

/** Flag of a signal: not repeated while its combination stays true. @since 0.1 */
#define REVOPS_USAGE_ONCE 1u

/** A combination of criteria; masks have bit i for criterion i. Zero-fill it first. @since 0.1 */
typedef struct revops_usage_signal {
    uint64_t all_of;          /**< All of these are met … */
    uint64_t any_of;          /**< … and any of these, unless 0 … */
    uint64_t at_least_of;     /**< … and of these … */
    uint64_t none_of;         /**< … and none of these (exclusions). */
    int64_t cooldown_ms;      /**< Least time from one signal to the next (PQ7); above 0 unless once. */
    uint32_t at_least_count;  /**< … at least so many (of `at_least_of`). */
    revops_usage_route route; /**< Where it leads. */
    uint32_t flags;           /**< 0 or #REVOPS_USAGE_ONCE. */
    uint32_t reserved;        /**< 0. */
} revops_usage_signal;

/** What a model is built from. @since 0.1 */
typedef struct revops_usage_params {
    uint32_t struct_size;        /**< sizeof(revops_usage_params). */
    uint32_t flags;              /**< 0. */
    uint32_t criterion_count;    /**< 1 … #REVOPS_USAGE_CRITERIA_MAX. */
    uint32_t criterion_row_size; /**< sizeof(revops_usage_criterion). */
    uint32_t signal_count;       /**< 1 … #REVOPS_USAGE_SIGNALS_MAX. */
    uint32_t signal_row_size;    /**< sizeof(revops_usage_signal). */
    uint32_t kind_count;         /**< 0 … #REVOPS_USAGE_KINDS_MAX. */
    uint32_t kind_name_count;    /**< 0 … #REVOPS_USAGE_NAMES_MAX. */
    uint32_t condition_count;    /**< Conditions; 0 without attributes. */
    uint32_t condition_row_size; /**< sizeof(revops_condition). */
    uint32_t value_count;        /**< Values of conditions. */
    uint32_t text_count;         /**< Texts of conditions. */
    uint32_t
        attribute_count; /**< Attributes of a row, up to #REVOPS_USAGE_ATTRIBUTES_MAX; 0 without conditions. */
    uint32_t reserved;   /**< 0. */
    const revops_usage_criterion *criteria; /**< The criteria. */
    const revops_usage_signal *signals; /**< The signals; where several hold, the first one's route wins. */
    const revops_usage_kind
        *kinds; /**< What criteria list by `first_kind`; for kinds above 63, or for all. */
    const char *const
        *kind_names; /**< Names of the caller's own kinds: 1 … 255 bytes, none twice, none a built-in one. */
    const revops_condition *conditions; /**< What attributes are asked. */
    const int64_t *values;              /**< Values and masks of conditions. */
    const char *const *texts;           /**< Texts of conditions. */
    const char *const
        *criterion_names; /**< One per criterion, for messages: 1 … 255 bytes, none twice; or NULL. */
    const char *const *signal_names; /**< One per signal, likewise; or NULL. */
} revops_usage_params;

/** Criteria of the built-in model. @since 0.1 */
enum revops_usage_pq_rules {
    REVOPS_USAGE_PQ_ACTIVATED = 0,  /**< Activated (PQ1). */
    REVOPS_USAGE_PQ_ENGAGED = 1,    /**< Used 3 or more times in the first week (PQ2). */
    REVOPS_USAGE_PQ_VALUE = 2,      /**< Value realised (PQ3). */
    REVOPS_USAGE_PQ_NEAR_LIMIT = 3, /**< 80 % of a plan limit or more (PQ4). */
    REVOPS_USAGE_PQ_EXPANSION = 4   /**< Seat, invitation, premium or key feature (PQ4). */
};
/** One of #revops_usage_pq_rules: index of a criterion. @since 0.1 */
typedef uint32_t revops_usage_pq_rule;
/** Signals of the built-in model. @since 0.1 */
enum revops_usage_pq_signals {
    REVOPS_USAGE_SIGNAL_EXPANSION = 0, /**< Any of PQ4, to customer success, once in 30 days. */
    REVOPS_USAGE_SIGNAL_PQL = 1        /**< All of PQ1, PQ2 and PQ3, to sales, once in 30 days. */
};
/** One of #revops_usage_pq_signals: index of a signal. @since 0.1 */
typedef uint32_t revops_usage_pq_signal;
enum {
    REVOPS_USAGE_BUILT_IN_RECORD_MAX = 64, /**< Bytes of a record of the built-in model. @since 0.1 */
    REVOPS_USAGE_BUILT_IN_MAX = 16384      /**< Bytes that suffice for the built-in model. @since 0.1 */
};

/** A compiled model: read-only, without pointers. @since 0.1 */
typedef struct revops_usage revops_usage;

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
 * Lists every fault of the parameters. Names are compared each with each: 10 ms for 4,096 of them.
 *
 * @param      params    Parameters; NULL for the built-in ones.
 * @param[out] problems  Faults; may be NULL when @p capacity is 0.
 * @param      capacity  Room at @p problems.
 * @param[out] needed    Number of faults in all; NULL if not wanted.
 * @retval REVOPS_OK           There is none; revops_usage_build() needs but memory.
 * @retval REVOPS_ERR_ARG      As revops_usage_build() says, for the first fault.
 * @retval REVOPS_ERR_ABI      As revops_usage_build() says.
 * @retval REVOPS_ERR_NEWER    As revops_usage_build() says.
 * @retval REVOPS_ERR_UNSOUND  As revops_usage_build() says.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_check(const revops_usage_params *params,
                                                             revops_problem *problems, size_t capacity,
                                                             size_t *needed);

/**
 * Checks criteria and signals and compiles them.
 *
 * @param      params       Read during the call only; NULL for the built-in model.
 * @param      memory       Where the model goes, aligned to #REVOPS_ALIGNMENT; may be NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed, set on REVOPS_OK and REVOPS_ERR_NOSPACE; NULL if not wanted.
 * @param[out] out          Set only on REVOPS_OK; lives as long as @p memory. May be NULL without memory.
 * @retval REVOPS_OK           Built.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or a value is out of range or doesn't go with its measure.
 * @retval REVOPS_ERR_ABI      A size fits no version.
 * @retval REVOPS_ERR_NEWER    A flag, measure, window, route or reserved field is set that isn't known.
 * @retval REVOPS_ERR_NOSPACE  @p memory_size is too small.
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned.
 * @retval REVOPS_ERR_UNSOUND  A signal asks for nothing, for criteria that don't exist, for more than it
 *                             lists, or for what it excludes; a release lies beyond its threshold; or a name is there
 *                             twice.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_build(const revops_usage_params *params, void *memory,
                                                             size_t memory_size, size_t *needed,
                                                             const revops_usage **out);

/**
 * Size of a record of a model.
 *
 * @param usage  A model, or NULL.
 * @return Bytes, a multiple of 8; 0 for NULL.
 * @since 0.1
 */
REVOPS_API size_t revops_usage_record_size(const revops_usage *usage);

/**
 * Signals that one event can give at most: the least room that a batch needs.
 *
 * @param usage  A model, or NULL.
 * @return Number of the model's signals; 0 for NULL.
 * @since 0.1
 */
REVOPS_API size_t revops_usage_hits_max(const revops_usage *usage);

/**
 * Finds a kind by its name: a built-in one or one of `kind_names`. Names compare byte by byte.
 *
 * @param      usage   The model.
 * @param      text    The name.
 * @param      length  Bytes at @p text.
 * @param[out] out     The kind, set only on REVOPS_OK.
 * @retval REVOPS_OK         Found.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_RANGE  Nothing has that name.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_kind_find(const revops_usage *usage, const char *text,
                                                                 size_t length, uint32_t *out);

/**
 * Name of a kind.
 *
 * @param usage  The model, or NULL for built-in names only.
 * @param kind   Any value.
 * @return Such as "seat added", "unknown" for a kind without a name. Never NULL; lives as long as the model.
 * @since 0.1
 */
REVOPS_API const char *revops_usage_kind_name(const revops_usage *usage, revops_usage_kind kind);

/**
 * Starts the record of a user or account that signed up.
 *
 * @param      usage           The model.
 * @param[out] record          Its bytes, any alignment.
 * @param      signup_ms       When.
 * @param      utc_offset_min  Local minus UTC at the signup, −1,440 … 1,440.
 * @retval REVOPS_OK         Done.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or the offset is out of range; nothing is written.
 * @retval REVOPS_ERR_RANGE  The signup isn't within the years 0000 to 9999; nothing is written.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_record_init(const revops_usage *usage, void *record,
                                                                   int64_t signup_ms, int32_t utc_offset_min);

/**
 * Starts many records.
 *
 * @param      usage           The model.
 * @param[out] records         @p count records one after the other, any alignment (64 is fastest; a million
 *                             of them are faster in pages of 2 MB). They may not overlap the other arrays.
 * @param      count           Number of records.
 * @param      signup_ms       When each signed up, @p count instants.
 * @param      utc_offset_min  Local minus UTC at the signup, one each; NULL for UTC.
 * @retval REVOPS_OK         Done.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or an offset is out of range; nothing is written.
 * @retval REVOPS_ERR_RANGE  A signup isn't within the years 0000 to 9999; nothing is written.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_record_init_many(const revops_usage *usage,
                                                                        void *records, size_t count,
                                                                        const int64_t *signup_ms,
                                                                        const int32_t *utc_offset_min);

/** A usage event. Zero-fill it first; at_ms and kind must be set. @since 0.1 */
typedef struct revops_usage_event {
    int64_t at_ms;          /**< When. */
    revops_usage_kind kind; /**< 1 … #REVOPS_USAGE_KIND_MAX. */
    uint32_t user;          /**< Who, for distinct users; #REVOPS_NONE counts as nobody. */
    uint32_t item
        [REVOPS_USAGE_ITEMS_MAX]; /**< What with (a device, a page), for distinct items; #REVOPS_NONE counts as
                                       nothing. */
    uint32_t value;               /**< For levels, shares and sums, up to 2^32 − 2. */
    uint32_t limit;               /**< The plan's limit, for shares; 0 is unlimited. */
    uint32_t sequence; /**< Rising number of the record's events, to know duplicates; 0 if not numbered. */
    int32_t utc_offset_min; /**< Local minus UTC at that instant, −1,440 … 1,440. */
} revops_usage_event;

/**
 * Folds one event into a record.
 *
 * Over many records in random order most of the time is the cache miss on the record: call revops_usage_prefetch() for
 * an event some places ahead in the queue, or use revops_usage_apply_many(), which does.
 *
 * @param         usage   The model.
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
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_apply(const revops_usage *usage, void *record,
                                                             const revops_usage_event *event,
                                                             uint32_t *fired);

/**
 * Asks for a record's memory ahead, for revops_usage_apply() some events later: where records are many, most of an
 * event's time is the miss on its record. Does nothing where the compiler knows no prefetching.
 *
 * @param usage   The model.
 * @param record  A record of that model; any address is safe.
 * @since 0.1
 */
REVOPS_API void revops_usage_prefetch(const revops_usage *usage, const void *record);

/** Columns of events: row i of each array is event i. @since 0.1 */
typedef struct revops_usage_columns {
    uint32_t struct_size;                         /**< sizeof(revops_usage_columns). */
    uint32_t flags;                               /**< 0. */
    uint64_t count;                               /**< Rows. */
    const int64_t *at_ms;                         /**< When. */
    const uint32_t *record;                       /**< Index of the record, from 0. */
    const uint16_t *kind;                         /**< Kind; NULL: all #REVOPS_USAGE_USED. */
    const uint32_t *user;                         /**< User; NULL: nobody. */
    const uint32_t *item[REVOPS_USAGE_ITEMS_MAX]; /**< Items; NULL: nothing. */
    const uint32_t *value;                        /**< Value; NULL: 0. */
    const uint32_t *limit;                        /**< Limit; NULL: 0. */
    const uint32_t *sequence;                     /**< Sequence number; NULL: not numbered. */
    const int32_t *utc_offset_min;                /**< Local minus UTC; NULL: UTC. */
    const uint8_t
        *working; /**< Not 0: sales works on the record from this row on; 0: it doesn't (PQ7). NULL: as
                                       revops_usage_work() said. A refused row says nothing. */
} revops_usage_columns;

/** A signal that arose. @since 0.1 */
typedef struct revops_usage_hit {
    int64_t at_ms;            /**< Instant of the event that gave it. */
    uint64_t row;             /**< Row of that event; the record's index, where there are no events. */
    uint64_t held;            /**< Criteria met then, bit i for criterion i. */
    uint32_t record;          /**< Index of the record. */
    uint32_t signal;          /**< Index of the signal. */
    revops_usage_route route; /**< Where it leads (PQ6). */
    uint32_t repeat;          /**< 0 for the record's first of this signal, else 1. */
} revops_usage_hit;

/**
 * Folds columns of events into records, each row as revops_usage_apply() does.
 *
 * Stops when @p hits has no room for the next event's signals; call again with the same columns and
 * cursor to go on. A refused row changes nothing but the cursor and its status, which says why. For a record that
 * revops_usage_verify() rejects, single and batch results may differ. Records, @p statuses and @p hits may not overlap
 * each other or the columns; columns may overlap each other.
 *
 * @param         usage         The model.
 * @param[in,out] records       Records of that model, one after the other.
 * @param         record_count  Number of records.
 * @param         columns       The events.
 * @param[in,out] cursor        Where to start, and what became of the rows; `refused` stays as it is.
 * @param[in,out] statuses      One per row, where refused rows leave theirs; others keep what is there, so fill it
 *                              with 0 (#REVOPS_OK) before. NULL if not wanted.
 * @param[out]    hits          Signals in order of rows; may be NULL when @p capacity is 0.
 * @param         capacity      Room at @p hits: revops_usage_hits_max() or more, or 0 to drop signals.
 * @param[out]    count         Signals written by this call; set on REVOPS_OK and REVOPS_ERR_NOSPACE.
 * @retval REVOPS_OK           All rows are done.
 * @retval REVOPS_ERR_NOSPACE  @p hits is full; take them and call again.
 * @retval REVOPS_ERR_ARG      A pointer that must not be NULL is, @p capacity is too small, or @p cursor is
 *                             beyond the rows.
 * @retval REVOPS_ERR_ABI      `struct_size` fits no version.
 * @retval REVOPS_ERR_NEWER    A field or flag is set that isn't known.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_apply_many(
    const revops_usage *usage, void *records, size_t record_count, const revops_usage_columns *columns,
    revops_cursor *cursor, revops_status *statuses, revops_usage_hit *hits, size_t capacity, size_t *count);

/**
 * Lets time pass in records: what time alone brings about is noted, and signals come of it. A host does this once a
 * day, say; events do without.
 *
 * A record whose last event is later than @p at_ms, that is of another model, or out of range is left as it is and
 * counted by the cursor. Records and @p hits may not overlap.
 *
 * @param         usage           The model.
 * @param[in,out] records         Records of that model, one after the other.
 * @param         record_count    Number of records.
 * @param         at_ms           Until when.
 * @param         utc_offset_min  Local minus UTC, −1,440 … 1,440.
 * @param[in,out] cursor          Where to start, and what became of the records.
 * @param[out]    hits            Signals in order of records; may be NULL when @p capacity is 0.
 * @param         capacity        Room at @p hits: revops_usage_hits_max() or more, or 0 to drop signals.
 * @param[out]    count           Signals written by this call; set on REVOPS_OK and REVOPS_ERR_NOSPACE.
 * @retval REVOPS_OK           All records are done.
 * @retval REVOPS_ERR_NOSPACE  @p hits is full; take them and call again.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, @p capacity is too small, the offset is out of range, or @p cursor is
 *                             beyond the records.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_advance_many(
    const revops_usage *usage, void *records, size_t record_count, int64_t at_ms, int32_t utc_offset_min,
    revops_cursor *cursor, revops_usage_hit *hits, size_t capacity, size_t *count);

/**
 * Lets time pass in one record, as revops_usage_advance_many() does.
 *
 * @param         usage           The model.
 * @param[in,out] record          A record of that model; untouched on failure.
 * @param         at_ms           Until when: not before its last event.
 * @param         utc_offset_min  Local minus UTC, −1,440 … 1,440.
 * @param[out]    fired           Signals that came, bit i for signal i; set only on REVOPS_OK.
 * @retval REVOPS_OK           Done.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or the offset is out of range.
 * @retval REVOPS_ERR_LATE     @p at_ms is before the record's last event.
 * @retval REVOPS_ERR_RANGE    @p at_ms is too far from the record's signup.
 * @retval REVOPS_ERR_CORRUPT  The record is of another model, or damaged.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_advance(const revops_usage *usage, void *record,
                                                               int64_t at_ms, int32_t utc_offset_min,
                                                               uint32_t *fired);

/**
 * Says what is known of a user or account from now on; criteria that ask for attributes remember whether they are met.
 *
 * This is an event of the record: it comes in order of time, and signals may come of it. A user's row may hold the
 * attributes of the account, too.
 *
 * @param         usage           The model.
 * @param[in,out] record          A record of that model; untouched on failure.
 * @param         attributes      One value for each of the model's attributes, #REVOPS_MISSING where nothing is known.
 * @param         texts           Texts that values of text attributes are numbers of; NULL where there are none.
 * @param         at_ms           When.
 * @param         utc_offset_min  Local minus UTC, −1,440 … 1,440.
 * @param[out]    fired           Signals that came, bit i for signal i; set only on REVOPS_OK.
 * @retval REVOPS_OK           Done.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or the offset is out of range.
 * @retval REVOPS_ERR_LATE     @p at_ms is before the record's last event.
 * @retval REVOPS_ERR_RANGE    @p at_ms is too far from the record's signup.
 * @retval REVOPS_ERR_CORRUPT  The record is of another model, or damaged.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_set_attributes(const revops_usage *usage, void *record,
                                                                      const int64_t *attributes,
                                                                      const revops_texts *texts,
                                                                      int64_t at_ms, int32_t utc_offset_min,
                                                                      uint32_t *fired);

/**
 * Says what is known of many users or accounts: row i of the columns is record i.
 *
 * @param         usage         The model.
 * @param[in,out] records       Records of that model, one after the other. They may not overlap the columns or @p hits.
 * @param         record_count  Number of records.
 * @param         columns       The model's attributes in their order, each with its own texts.
 * @param         column_count  Number of them: the model's attribute count.
 * @param         at_ms         When, one each; NULL: as of each record's last event (its signup, without one).
 * @param[in,out] cursor        Where to start, and what became of the records.
 * @param[out]    hits          Signals in order of records; may be NULL when @p capacity is 0.
 * @param         capacity      Room at @p hits: revops_usage_hits_max() or more, or 0 to drop signals.
 * @param[out]    count         Signals written by this call; set on REVOPS_OK and REVOPS_ERR_NOSPACE.
 * @retval REVOPS_OK           All records are done.
 * @retval REVOPS_ERR_NOSPACE  @p hits is full; take them and call again.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, @p capacity is too small, a column or their number doesn't fit, or
 *                             @p cursor is beyond the records.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_set_attributes_many(
    const revops_usage *usage, void *records, size_t record_count, const revops_column *columns,
    size_t column_count, const int64_t *at_ms, revops_cursor *cursor, revops_usage_hit *hits, size_t capacity,
    size_t *count);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
