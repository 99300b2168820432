/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_USAGE_H
#define REVOPS_USAGE_H

#include <revops/condition.h>

/**
 * @file
 * @defgroup usage Usage: product usage windows and product-qualified leads
 *
 * Detects from product usage which users (PQL) and accounts (PQA) qualify, when, by which criteria, and what is still
 * missing. revops_usage_build() compiles a model, revops_usage_record_init() starts a record, and revops_usage_apply()
 * applies events and returns the signals that fire.
 *
 * A **model** consists of criteria and signals. A **criterion** compares a measure (events, sums, active days, a
 * streak, distinct users or items, a level, the share of a plan's limit, growth, silence, the return from silence) over
 * a window with a threshold, or tests attributes. A **signal** combines criteria: all of, any of, at least n of, none
 * of. A **record** holds the usage of one user or account in revops_usage_record_size() bytes (64 for the built-in
 * model), without pointers, the same bytes on every machine. Apply each event to the user's record and to the account's
 * record.
 *
 * **Built-in model** (PQ1 to PQ4), also a starting point for your own. Its criteria are: activated (PQ1); used 3 or
 * more times in the first week (PQ2); value realised (PQ3); at 80 % of a plan limit or more (PQ4); and a seat added,
 * teammate invited, premium feature explored or key feature enabled (PQ4). The signal PQL needs the first three. The
 * signal expansion needs one of the last two.
 *
 * **Windows.** #REVOPS_USAGE_SINCE_SIGNUP with n days is the local date of the signup and the next n − 1 dates.
 * #REVOPS_USAGE_ROLLING is the local date of the event and the n − 1 dates before it. With #REVOPS_USAGE_ELAPSED the
 * window is n × 24 hours, both ends included. Usage on a date before the signup is in no window since signup. Usage
 * earlier on the date of the signup counts, because signup instants often come from another system or are only dates.
 * With #REVOPS_USAGE_ELAPSED no usage before the instant of the signup counts.
 *
 * **Dates** are local dates by the event's `utc_offset_min` (local minus UTC); 0 is UTC. Dates of a rolling measure
 * never run backwards: an event whose local date is before that of the previous event (a traveller, a clock set back
 * over midnight) counts on the later date. For distinct users and items this applies to each user or item.
 *
 * **Late and duplicate events.** Events of a record must come in order of time. An event older than the record's last
 * is refused as #REVOPS_ERR_LATE, because it could move the instant of a criterion that was already met. An event whose
 * sequence number isn't above the record's is refused as #REVOPS_ERR_DUPLICATE. Both leave the record unchanged. To
 * include a late event, apply the record's events again from revops_usage_record_init().
 *
 * **Signals** fire only at events that one of their criteria counts. Changes by time alone (silence, falling usage)
 * show at the next such event and at revops_usage_advance(). revops_usage_read() and revops_usage_explain() show them
 * at any instant.
 *
 * **Threads.** A compiled model is read-only and may be shared. A record belongs to one thread at a time. Functions
 * over many records may run at once on parts of an array that don't overlap.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** Built-in kinds of usage events. @since 0.1 */
enum revops_usage_kinds {
    REVOPS_USAGE_USED = 1,             /**< "used": used the product. */
    REVOPS_USAGE_ACTIVATED = 2,        /**< "activated": completed the core setup (PQ1). */
    REVOPS_USAGE_VALUE_REALISED = 3,   /**< "value realised": reached the product's outcome (PQ3). */
    REVOPS_USAGE_LIMIT = 4,            /**< "limit": reports a level, with `value` and `limit` (PQ4). */
    REVOPS_USAGE_SEAT_ADDED = 5,       /**< "seat added" (PQ4). */
    REVOPS_USAGE_TEAMMATE_INVITED = 6, /**< "teammate invited" (PQ4). */
    REVOPS_USAGE_PREMIUM_EXPLORED = 7, /**< "premium explored": explored a premium feature (PQ4). */
    REVOPS_USAGE_KEY_FEATURE = 8,      /**< "key feature": enabled a key feature (PQ4). */
    REVOPS_USAGE_OWN = 16              /**< First kind of the caller; `kind_names[i]` is this plus i. */
};
/** One of #revops_usage_kinds, or a caller's kind up to #REVOPS_USAGE_KIND_MAX. @since 0.1 */
typedef uint32_t revops_usage_kind;
/** The bit of a kind up to 63 in revops_usage_criterion::kinds. @since 0.1 */
#define REVOPS_USAGE_KIND(kind) (UINT64_C(1) << (kind))

/** Measures of a criterion. @since 0.1 */
enum revops_usage_measures {
    /** Number of events; saturates at 65,535 (over rolling dates: per date). */
    REVOPS_USAGE_COUNT = 0,
    /** Number of local dates with an event. */
    REVOPS_USAGE_ACTIVE_DAYS = 1,
    /** Number of consecutive dates with an event, up to today or yesterday; saturates at threshold or release. */
    REVOPS_USAGE_STREAK = 2,
    /** Number of distinct users, for accounts; exact up to `exact`, then estimated. */
    REVOPS_USAGE_USERS = 3,
    /** Latest `value`; none before the first event. Also for flags: 1 and 0. */
    REVOPS_USAGE_LEVEL = 4,
    /** Latest `value` ÷ `limit` in basis points, up to 65,534; none if the limit is 0. */
    REVOPS_USAGE_LIMIT_SHARE = 5,
    /** Events in the rolling window ÷ events in the previous window, in basis points (10,000: no change; 30,000: tripled);
        none if the previous window is empty or a date has more than 2^32 − 3 events. */
    REVOPS_USAGE_GROWTH = 6,
    /** Number of distinct items (devices, pages, meetings), the event's `item[item]`; exact or estimated, as users. */
    REVOPS_USAGE_ITEMS = 7,
    /** Sum of `value`; saturates at 2^32 − 2. */
    REVOPS_USAGE_SUM = 8,
    /** Sum of `value` in the rolling window ÷ that of the previous window, as growth; none if a date's sum is above
        2^51 − 2. */
    REVOPS_USAGE_SUM_GROWTH = 9,
    /** Days since the latest event (or the signup): difference of dates, or whole 24 hours with
        #REVOPS_USAGE_ELAPSED. */
    REVOPS_USAGE_SILENCE = 10,
    /** Days of silence that the latest event ended, since the previous event (or, by dates, the previous date with an
        event); none before the second event or date. */
    REVOPS_USAGE_RETURN = 11,
    /** 1 if all conditions of the criterion hold for the attributes of the user or account, else 0; see
        revops_usage_set_attributes(). */
    REVOPS_USAGE_ATTRIBUTES = 12
};
/** One of #revops_usage_measures. @since 0.1 */
typedef uint32_t revops_usage_measure;

/** Windows of a criterion. @since 0.1 */
enum revops_usage_windows {
    REVOPS_USAGE_EVER = 0,         /**< All events. */
    REVOPS_USAGE_SINCE_SIGNUP = 1, /**< Events of the first `window_days` days from the signup on. */
    REVOPS_USAGE_ROLLING = 2       /**< Events of the latest `window_days` days. */
};
/** One of #revops_usage_windows. @since 0.1 */
typedef uint32_t revops_usage_window;

/**
 * Flag of a criterion: days are 24 hours, not dates. Allowed for events and active days over a window, for users, items
 * and sums since signup, for silence and return. @since 0.1
 */
#define REVOPS_USAGE_ELAPSED 1u
/** Flag of a criterion: it is met if the value is at most the threshold. @since 0.1 */
#define REVOPS_USAGE_AT_MOST 2u
/** Flag of a criterion: once met it stays met. @since 0.1 */
#define REVOPS_USAGE_LATCH 4u

enum {
    /** Criteria of a model, one bit each: four times as many as all published definitions together. @since 0.1 */
    REVOPS_USAGE_CRITERIA_MAX = 64,
    /** Signals of a model; one bit each. @since 0.1 */
    REVOPS_USAGE_SIGNALS_MAX = 32,
    /** Longest window in days: ten years. @since 0.1 */
    REVOPS_USAGE_WINDOW_MAX = 3660,
    /** Attributes of a row: four times as many as models use. @since 0.1 */
    REVOPS_USAGE_ATTRIBUTES_MAX = 128,
    /** Items of an event. @since 0.1 */
    REVOPS_USAGE_ITEMS_MAX = 4,
    /** Names of the caller's kinds: four times a large tracking plan. @since 0.1 */
    REVOPS_USAGE_NAMES_MAX = 4096,
    /** Bytes of a name. @since 0.1 */
    REVOPS_USAGE_NAME_MAX = 255,
    /** Greatest kind. @since 0.1 */
    REVOPS_USAGE_KIND_MAX = 4111,
    /** Kinds listed by all criteria together. @since 0.1 */
    REVOPS_USAGE_KINDS_MAX = 65535,
    /** Greatest number of distinct users or items that is counted exactly. @since 0.1 */
    REVOPS_USAGE_EXACT_MAX = 4096
};

/** A comparison of a measure with a threshold. Zero-fill it, then set the fields you have. @since 0.1 */
typedef struct revops_usage_criterion {
    uint64_t kinds;               /**< Kinds that it counts: bits of REVOPS_USAGE_KIND(). */
    revops_usage_measure measure; /**< One of #revops_usage_measures. */
    revops_usage_window
        window;           /**< One of #revops_usage_windows. Growth: rolling; streak, level, share, silence,
                                     return and attributes: ever. */
    uint32_t window_days; /**< 1 … #REVOPS_USAGE_WINDOW_MAX; 0 for ever. */
    uint32_t flags;       /**< #REVOPS_USAGE_ELAPSED, #REVOPS_USAGE_AT_MOST, #REVOPS_USAGE_LATCH. */
    uint32_t
        threshold; /**< 1 … 65,535, or from 0 with #REVOPS_USAGE_AT_MOST. Levels, sums and growth: up to 2^32 − 2;
                             streak: up to 366; elapsed rolling windows: up to 254; attributes: 1. With
                             #REVOPS_USAGE_AT_MOST it must be below the value at which a measure saturates. */
    uint32_t release; /**< Hysteresis: a met criterion stays met down to this value (up to it with
                             #REVOPS_USAGE_AT_MOST); 0 is the threshold. */
    uint32_t
        exact; /**< Distinct users and items: exact up to this many, 2 … #REVOPS_USAGE_EXACT_MAX; 0 is 64. The
                             standard error beyond is 1 ÷ √(exact − 2): 12.7 % with 64. */
    uint32_t item;            /**< Distinct items: index of the event's item, 0 … 3. */
    uint32_t first_kind;      /**< Index of the first further kind in the params' `kinds`. */
    uint32_t kind_count;      /**< Number of further kinds; 0 for none. */
    uint32_t least_value;     /**< Only events of this `value` or more count; 0: any. */
    uint32_t greatest_value;  /**< Only events of this `value` or less count; 0: any. */
    uint32_t first_condition; /**< Attributes: index of the first of the params' `conditions`. */
    uint32_t condition_count; /**< Attributes: 1 … #REVOPS_CONDITION_OF_RULE_MAX; else 0. */
} revops_usage_criterion;

/** Routes of a signal (PQ6). @since 0.1 */
enum revops_usage_routes {
    REVOPS_USAGE_SELF_SERVICE = 0,     /**< The account stays in self-service. */
    REVOPS_USAGE_CUSTOMER_SUCCESS = 1, /**< Customer success reaches out. */
    REVOPS_USAGE_SALES = 2             /**< Sales takes it. */
};
/** One of #revops_usage_routes. @since 0.1 */
typedef uint32_t revops_usage_route;

/** Flag of a signal: it isn't repeated while its combination stays true. @since 0.1 */
#define REVOPS_USAGE_ONCE 1u

/** A combination of criteria. Bit i of a mask is criterion i. Zero-fill it first. @since 0.1 */
typedef struct revops_usage_signal {
    uint64_t all_of;          /**< Criteria that must all be met. */
    uint64_t any_of;          /**< Criteria of which any must be met, unless 0. */
    uint64_t at_least_of;     /**< Criteria of which `at_least_count` must be met. */
    uint64_t none_of;         /**< Criteria of which none may be met (exclusions). */
    int64_t cooldown_ms;      /**< Least time between two signals (PQ7); above 0 unless once. */
    uint32_t at_least_count;  /**< Least number of `at_least_of`. */
    revops_usage_route route; /**< One of #revops_usage_routes. */
    uint32_t flags;           /**< 0 or #REVOPS_USAGE_ONCE. */
    uint32_t reserved;        /**< 0. */
} revops_usage_signal;

/** Definition of a model. @since 0.1 */
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
    const revops_usage_signal *signals;     /**< Signals in order of precedence of their routes. */
    const revops_usage_kind *kinds;         /**< Kinds that criteria list; required for kinds above 63. */
    const char *const
        *kind_names; /**< Names of the caller's kinds: 1 … 255 bytes, all different, not built-in. */
    const revops_condition *conditions; /**< Conditions on attributes. */
    const int64_t *values;              /**< Values and masks of conditions. */
    const char *const *texts;           /**< Texts of conditions. */
    const char *const *criterion_names; /**< One per criterion: 1 … 255 bytes, all different; or NULL. */
    const char *const *signal_names;    /**< One per signal: 1 … 255 bytes, all different; or NULL. */
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
 * Writes the parameters of the built-in model.
 *
 * @param[out] out  Parameters; their arrays are constants of the library.
 * @param      size sizeof(revops_usage_params) as compiled.
 * @retval REVOPS_OK       Done.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_defaults(revops_usage_params *out, size_t size);

/**
 * Lists every fault of the parameters. Names are compared in pairs, which takes 10 ms for 4,096 names.
 *
 * @param      params    Parameters; NULL for the built-in ones.
 * @param[out] problems  Faults; may be NULL when @p capacity is 0.
 * @param      capacity  Room at @p problems.
 * @param[out] needed    Number of faults; NULL if not wanted.
 * @retval REVOPS_OK          No fault.
 * @retval REVOPS_ERR_ARG     As revops_usage_build(), for the first fault.
 * @retval REVOPS_ERR_ABI     As revops_usage_build().
 * @retval REVOPS_ERR_NEWER   As revops_usage_build().
 * @retval REVOPS_ERR_UNSOUND As revops_usage_build().
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_check(const revops_usage_params *params,
                                                             revops_problem *problems, size_t capacity,
                                                             size_t *needed);

/**
 * Checks criteria and signals and compiles them.
 *
 * @param      params       Read during the call only; NULL for the built-in model.
 * @param      memory       Memory for the model, aligned to #REVOPS_ALIGNMENT; may be NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed, set on REVOPS_OK and REVOPS_ERR_NOSPACE; NULL if not wanted.
 * @param[out] out          The model, at @p memory, set only on REVOPS_OK. May be NULL without memory.
 * @retval REVOPS_OK           Built.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or a value is out of range or not allowed for its measure.
 * @retval REVOPS_ERR_ABI      A size fits no version.
 * @retval REVOPS_ERR_NEWER    A flag, measure, window, route or field is set that this library doesn't know.
 * @retval REVOPS_ERR_NOSPACE  @p memory_size is too small.
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned.
 * @retval REVOPS_ERR_UNSOUND  A signal needs nothing, unknown criteria, more criteria than it lists, or criteria that
 *                             it excludes; a release is beyond its threshold; or a name is repeated.
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
 * Most signals of one event: the least room that a batch needs.
 *
 * @param usage  A model, or NULL.
 * @return Number of the model's signals; 0 for NULL.
 * @since 0.1
 */
REVOPS_API size_t revops_usage_hits_max(const revops_usage *usage);

/**
 * Finds a kind by its name, built-in or from `kind_names`. Names are compared byte by byte.
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
 * @return Name, such as "seat added"; "unknown" for a kind without a name. Never NULL; lives as long as the model.
 * @since 0.1
 */
REVOPS_API const char *revops_usage_kind_name(const revops_usage *usage, revops_usage_kind kind);

/**
 * Starts the record of a user or account at its signup.
 *
 * @param      usage           The model.
 * @param[out] record          Bytes of the record, any alignment.
 * @param      signup_ms       Instant of the signup.
 * @param      utc_offset_min  Local minus UTC at the signup, −1,440 … 1,440.
 * @retval REVOPS_OK         Done.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or the offset is out of range; nothing was written.
 * @retval REVOPS_ERR_RANGE  The signup isn't within the years 0000 to 9999; nothing was written.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_record_init(const revops_usage *usage, void *record,
                                                                   int64_t signup_ms, int32_t utc_offset_min);

/**
 * Starts many records.
 *
 * @param      usage           The model.
 * @param[out] records         @p count records one after the other, any alignment (64 is fastest; 2 MB pages make
 *                             millions of records faster). Must not overlap the other arrays.
 * @param      count           Number of records.
 * @param      signup_ms       @p count instants of signups.
 * @param      utc_offset_min  @p count values of local minus UTC at the signup; NULL for UTC.
 * @retval REVOPS_OK         Done.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or an offset is out of range; nothing was written.
 * @retval REVOPS_ERR_RANGE  A signup isn't within the years 0000 to 9999; nothing was written.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_record_init_many(const revops_usage *usage,
                                                                        void *records, size_t count,
                                                                        const int64_t *signup_ms,
                                                                        const int32_t *utc_offset_min);

/** A usage event. Zero-fill it; `at_ms` and `kind` must be set. @since 0.1 */
typedef struct revops_usage_event {
    int64_t at_ms;                         /**< Instant. */
    revops_usage_kind kind;                /**< Kind, 1 … #REVOPS_USAGE_KIND_MAX. */
    uint32_t user;                         /**< User, for distinct users; #REVOPS_NONE isn't counted. */
    uint32_t item[REVOPS_USAGE_ITEMS_MAX]; /**< Items (devices, pages …); #REVOPS_NONE isn't counted. */
    uint32_t value;                        /**< Value of levels, shares and sums, up to 2^32 − 2. */
    uint32_t limit;                        /**< The plan's limit, for shares; 0 is unlimited. */
    uint32_t sequence;                     /**< Ascending number of the record's events; 0 if not numbered. */
    int32_t utc_offset_min;                /**< Local minus UTC at that instant, −1,440 … 1,440. */
} revops_usage_event;

/**
 * Applies one event to a record.
 *
 * With many records in random order, most of the time is the cache miss on the record. Call revops_usage_prefetch() for
 * a later event in the queue, or use revops_usage_apply_many(), which prefetches.
 *
 * @param         usage   The model.
 * @param[in,out] record  A record of that model; untouched on failure.
 * @param         event   The event.
 * @param[out]    fired   Signals that fired, bit i for signal i; set only on REVOPS_OK.
 * @retval REVOPS_OK             Applied, also if no criterion counts the kind.
 * @retval REVOPS_ERR_ARG        A pointer is NULL, or kind, value or offset is out of range.
 * @retval REVOPS_ERR_LATE       The event is older than the record's last event.
 * @retval REVOPS_ERR_DUPLICATE  Its sequence number isn't above the record's last.
 * @retval REVOPS_ERR_RANGE      It is more than 8 years before or 26 years after the signup.
 * @retval REVOPS_ERR_CORRUPT    The record is of another model, or damaged.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_apply(const revops_usage *usage, void *record,
                                                             const revops_usage_event *event,
                                                             uint32_t *fired);

/**
 * Prefetches a record for revops_usage_apply() some events later. It does nothing if the compiler has no prefetch.
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
    const int64_t *at_ms;                         /**< Instants. */
    const uint32_t *record;                       /**< Indexes of the records, from 0. */
    const uint16_t *kind;                         /**< Kind; NULL: all #REVOPS_USAGE_USED. */
    const uint32_t *user;                         /**< User; NULL: nobody. */
    const uint32_t *item[REVOPS_USAGE_ITEMS_MAX]; /**< Items; NULL: nothing. */
    const uint32_t *value;                        /**< Value; NULL: 0. */
    const uint32_t *limit;                        /**< Limit; NULL: 0. */
    const uint32_t *sequence;                     /**< Sequence number; NULL: not numbered. */
    const int32_t *utc_offset_min;                /**< Local minus UTC; NULL: UTC. */
    const uint8_t
        *working; /**< Not 0: sales works on the record from this row on; 0: it doesn't (PQ7). NULL: as
                                       set by revops_usage_work(). Refused rows change nothing. */
} revops_usage_columns;

/** A signal that fired. @since 0.1 */
typedef struct revops_usage_hit {
    int64_t at_ms;            /**< Instant of the event. */
    uint64_t row;             /**< Row of the event; without events, the index of the record. */
    uint64_t held;            /**< Criteria that were met, bit i for criterion i. */
    uint32_t record;          /**< Index of the record. */
    uint32_t signal;          /**< Index of the signal. */
    revops_usage_route route; /**< Route of the signal (PQ6). */
    uint32_t repeat;          /**< 0 if it is the record's first of this signal, else 1. */
} revops_usage_hit;

/**
 * Applies columns of events to records, as revops_usage_apply() does.
 *
 * The call stops when @p hits has no room for the signals of the next event. Call again with the same columns and
 * cursor to continue. A refused row changes only the cursor and its status. For a record that revops_usage_verify()
 * rejects, single and batch results may differ. Records, @p statuses and @p hits must not overlap each other or the
 * columns; columns may overlap each other.
 *
 * @param         usage         The model.
 * @param[in,out] records       Records of that model, one after the other.
 * @param         record_count  Number of records.
 * @param         columns       The events.
 * @param[in,out] cursor        Progress and counts of rows; `refused` isn't changed.
 * @param[in,out] statuses      One per row. Only refused rows write theirs, so fill it with 0 (#REVOPS_OK) before. NULL
 *                         if not wanted.
 * @param[out]    hits          Signals in order of rows; may be NULL when @p capacity is 0.
 * @param         capacity      Room at @p hits: revops_usage_hits_max() or more, or 0 to drop signals.
 * @param[out]    count         Signals written by this call; set on REVOPS_OK and REVOPS_ERR_NOSPACE.
 * @retval REVOPS_OK           All rows are done.
 * @retval REVOPS_ERR_NOSPACE  @p hits is full; take them and call again.
 * @retval REVOPS_ERR_ARG      A pointer that must not be NULL is, @p capacity is too small, or @p cursor is
 *                             beyond the rows.
 * @retval REVOPS_ERR_ABI      `struct_size` fits no version.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this library doesn't know.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_usage_apply_many(
    const revops_usage *usage, void *records, size_t record_count, const revops_usage_columns *columns,
    revops_cursor *cursor, revops_status *statuses, revops_usage_hit *hits, size_t capacity, size_t *count);

/**
 * Lets time pass in records: updates criteria that change by time alone, and fires their signals. A host may do this
 * once a day. Events don't need it.
 *
 * A record whose last event is after @p at_ms, of another model, or out of range is skipped and counted by the cursor.
 * Records and @p hits must not overlap.
 *
 * @param         usage           The model.
 * @param[in,out] records         Records of that model, one after the other.
 * @param         record_count    Number of records.
 * @param         at_ms           The present.
 * @param         utc_offset_min  Local minus UTC, −1,440 … 1,440.
 * @param[in,out] cursor          Progress and counts of records.
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
 * @param         at_ms           The present, not before the record's last event.
 * @param         utc_offset_min  Local minus UTC, −1,440 … 1,440.
 * @param[out]    fired           Signals that fired, bit i for signal i; set only on REVOPS_OK.
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
 * Sets the attributes of a user or account from an instant on. Criteria that test attributes store whether they are
 * met.
 *
 * This is an event of the record: it must come in order of time, and signals may fire. A user's row may hold attributes
 * of the account, too.
 *
 * @param         usage           The model.
 * @param[in,out] record          A record of that model; untouched on failure.
 * @param         attributes      One value per attribute of the model, or #REVOPS_MISSING.
 * @param         texts           Texts that values of text attributes are numbers of; NULL without text attributes.
 * @param         at_ms           Instant.
 * @param         utc_offset_min  Local minus UTC, −1,440 … 1,440.
 * @param[out]    fired           Signals that fired, bit i for signal i; set only on REVOPS_OK.
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
 * Sets the attributes of many users or accounts: row i of the columns is record i.
 *
 * @param         usage         The model.
 * @param[in,out] records       Records of that model, one after the other. Must not overlap the columns or @p hits.
 * @param         record_count  Number of records.
 * @param         columns       The model's attributes in their order, each with its own texts.
 * @param         column_count  Number of columns: the model's attribute count.
 * @param         at_ms         One instant per record; NULL: that of each record's last event, or its signup.
 * @param[in,out] cursor        Progress and counts of records.
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
