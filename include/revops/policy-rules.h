/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_POLICY_RULES_H
#define REVOPS_POLICY_RULES_H

#include <revops/base.h>
#include <revops/calendar.h>
#include <revops/intent.h>
#include <revops/sla.h>

/**
 * @file
 * @defgroup policy_rules Policy rows II: scores, usage, calendars, clocks, routing, figures
 *
 * The rows of the second half of the tables of a #revops_policy_params (policy-rows.h).
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** @name Quantities
 * @{ */

/** Units of a quantity in a document. @since 0.1 */
enum revops_policy_units {
    REVOPS_POLICY_UNIT_NONE = 0,   /**< No quantity. */
    REVOPS_POLICY_UNIT_NUMBER = 1, /**< Thousandths: 3.5 is 3,500. */
    REVOPS_POLICY_UNIT_MONEY = 2,  /**< Minor units. */
    REVOPS_POLICY_UNIT_SHARE = 3,  /**< Basis points. */
    REVOPS_POLICY_UNIT_MS = 4,     /**< Milliseconds of real time. */
    REVOPS_POLICY_UNIT_DAYS = 5,   /**< Dates. */
    REVOPS_POLICY_UNIT_MONTHS = 6, /**< Months. */
    REVOPS_POLICY_UNIT_DATE = 7,   /**< A date, days since 1970-01-01. */
    REVOPS_POLICY_UNIT_INSTANT = 8 /**< An instant, milliseconds since 1970-01-01T00:00Z. */
};
/** One of #revops_policy_units. @since 0.1 */
typedef uint32_t revops_policy_unit;
/** @} */

/** @name Scores
 * @{ */

/** `since_day` is given. @since 0.1 */
#define REVOPS_POLICY_HAS_SINCE 1u
/** `until_day` is given. @since 0.1 */
#define REVOPS_POLICY_HAS_UNTIL 2u

/** A row of `fit_rules` [SC1]. @since 0.1 */
typedef struct revops_policy_fit_rule {
    const char *name;   /**< Name. */
    int32_t points_mpt; /**< Thousandths of a point, of either sign. */
    uint32_t group;     /**< Position among `fit_groups`; 0 none. */
    uint32_t where;     /**< Condition; 0 always holds. */
    uint32_t flags;     /**< Sum of #REVOPS_POLICY_HAS_SINCE and #REVOPS_POLICY_HAS_UNTIL. */
    int32_t since_day;  /**< First date on which it counts, in the policy's zone. */
    int32_t until_day;  /**< First date on which it no longer counts. */
} revops_policy_fit_rule;

/** A row of `intent_rules` [SC6]; its decay is as in #revops_intent_rule. @since 0.1 */
typedef struct revops_policy_intent_rule {
    const char *name;          /**< Name. */
    int64_t period_ms;         /**< Window, step, linear, half-life. */
    int32_t points_mpt;        /**< Thousandths of a point an event; 0 with tiers. */
    uint32_t group;            /**< Position among `intent_groups`; 0 none. */
    revops_intent_decay decay; /**< How the points fade. */
    uint32_t loss_bp;          /**< Share lost a period, for step and linear. */
    uint32_t daily_limit;      /**< Events of one day that count; 0 all. */
    uint32_t first_event;      /**< Its events: `event_count` of `numbers` from here on. */
    uint32_t event_count;      /**< How many. */
    uint32_t where_value;      /**< Condition on the event's value; 0 none. */
    uint32_t first_tier;       /**< `tier_count` of `tiers` from here on. */
    uint32_t tier_count;       /**< How many. */
    uint32_t flags;            /**< Sum of #REVOPS_POLICY_HAS_SINCE and #REVOPS_POLICY_HAS_UNTIL. */
    int32_t since_day;         /**< First date on which its events count, in the policy's zone. */
    int32_t until_day;         /**< First date on which they no longer count. */
    uint32_t reserved;         /**< 0. */
    uint32_t
        first_was; /**< Former names, by which records are carried over [SEM24]: `was_count` of `texts` from here on. */
    uint32_t was_count; /**< How many. */
} revops_policy_intent_rule;

/** A row of `fit_groups` or `intent_groups`. @since 0.1 */
typedef struct revops_policy_group {
    const char *name;  /**< Name. */
    int32_t floor_mpt; /**< Least sum; #REVOPS_SCORE_NO_FLOOR for none. */
    int32_t cap_mpt;   /**< Greatest sum; #REVOPS_SCORE_NO_CAP for none. */
} revops_policy_group;

/** A row of `fit_grades`, `intent_grades`, `total_bands` or `account_grades`, best first. @since 0.1 */
typedef struct revops_policy_grade {
    const char *name;     /**< Name. */
    int32_t from_mpt;     /**< Least score, in thousandths of a point; falls from row to row. */
    int32_t keeps_to_mpt; /**< A lead keeps it down to here; at most `from_mpt`. */
    uint32_t
        first_was; /**< Former names, by which records are carried over [SEM24]: `was_count` of `texts` from here on. */
    uint32_t was_count; /**< How many. */
} revops_policy_grade;

/** A row of `cells`: the engagement grades that make an MQL of a fit grade [LC2]. @since 0.1 */
typedef struct revops_policy_cell {
    uint32_t fit_grade; /**< Position among `fit_grades`, one more for `fit_otherwise`. */
    uint32_t
        first_grade; /**< Positions among `intent_grades` (one more for `intent_otherwise`): `grade_count` of
                                `numbers` from here on. */
    uint32_t grade_count; /**< How many. */
    uint32_t reserved;    /**< 0. */
} revops_policy_cell;
/** @} */

/** @name Usage of the product
 * @{ */

/** Measures of a criterion [PQ5, PQ10, PQ11]. @since 0.1 */
enum revops_policy_measures {
    REVOPS_POLICY_MEASURE_EVENTS = 0,          /**< Events. */
    REVOPS_POLICY_MEASURE_ACTIVE_DAYS = 1,     /**< Dates with an event. */
    REVOPS_POLICY_MEASURE_STREAK = 2,          /**< Dates in a row. */
    REVOPS_POLICY_MEASURE_PEOPLE = 3,          /**< Distinct people. */
    REVOPS_POLICY_MEASURE_DISTINCT_VALUES = 4, /**< Distinct values. */
    REVOPS_POLICY_MEASURE_SUM = 5,             /**< Sum of the values. */
    REVOPS_POLICY_MEASURE_LEVEL = 6,           /**< The latest level. */
    REVOPS_POLICY_MEASURE_SHARE_OF_LIMIT = 7,  /**< The latest level as a share of its limit. */
    REVOPS_POLICY_MEASURE_GROWTH = 8,          /**< Events of the window ÷ events of the previous window. */
    REVOPS_POLICY_MEASURE_SILENCE_BEFORE = 9   /**< Length of the silence that the latest event ended. */
};
/** One of #revops_policy_measures. @since 0.1 */
typedef uint32_t revops_policy_measure;

/** Windows of a criterion. @since 0.1 */
enum revops_policy_windows {
    REVOPS_POLICY_WINDOW_EVER = 0,        /**< All events. */
    REVOPS_POLICY_WINDOW_ROLLING = 1,     /**< Events of the latest `window` dates or milliseconds. */
    REVOPS_POLICY_WINDOW_SINCE_SIGNUP = 2 /**< Events of the first `window` dates or milliseconds. */
};
/** One of #revops_policy_windows. @since 0.1 */
typedef uint32_t revops_policy_window;

/** The criterion is met while the value is at most the threshold. @since 0.1 */
#define REVOPS_POLICY_AT_MOST 1u
/** Once met it stays met. @since 0.1 */
#define REVOPS_POLICY_STAYS 2u
/** `keeps_to` is given. @since 0.1 */
#define REVOPS_POLICY_HAS_KEEPS_TO 4u

/** A row of `criteria`. @since 0.1 */
typedef struct revops_policy_criterion {
    const char *name;              /**< Name. */
    const char *means;             /**< What it says, or NULL. */
    int64_t window;                /**< Its length in `window_unit`; 0 for ever. */
    int64_t threshold;             /**< In `threshold_unit`. */
    int64_t keeps_to;              /**< Hysteresis, in `threshold_unit`, with #REVOPS_POLICY_HAS_KEEPS_TO. */
    revops_policy_measure measure; /**< What is measured. */
    revops_policy_window window_kind; /**< Which events. */
    revops_policy_unit window_unit;   /**< #REVOPS_POLICY_UNIT_DAYS or #REVOPS_POLICY_UNIT_MS. */
    revops_policy_unit
        threshold_unit;   /**< As the measure asks: a number, money (sums), a share or milliseconds. */
    uint32_t first_event; /**< Its events: `event_count` of `numbers` from here on. */
    uint32_t event_count; /**< How many. */
    uint32_t of_value;    /**< Condition on the event's value; 0 none. */
    uint32_t exact_up_to; /**< Distinct people and values: exact up to so many; 0 is 64. */
    uint32_t flags; /**< Sum of #REVOPS_POLICY_AT_MOST, #REVOPS_POLICY_STAYS, #REVOPS_POLICY_HAS_KEEPS_TO. */
    uint32_t
        first_was; /**< Former names, by which records are carried over [SEM24]: `was_count` of `texts` from here on. */
    uint32_t was_count; /**< How many. */
    uint32_t reserved;  /**< 0. */
} revops_policy_criterion;

/** The signal fires once. @since 0.1 */
#define REVOPS_POLICY_ONCE 1u
/** The signal fires but is routed to nobody. @since 0.1 */
#define REVOPS_POLICY_TO_NOBODY 2u

/** A row of `signals`, in order of precedence. @since 0.1 */
typedef struct revops_policy_signal {
    const char *name;         /**< Name. */
    const char *goes_to_name; /**< Where it leads, as written; NULL for nowhere in particular. */
    int64_t cooldown_ms;      /**< Least time to the next one; 0 none. */
    uint32_t goes_to; /**< Position of the queue; 0 where there is no routing or #REVOPS_POLICY_TO_NOBODY. */
    uint32_t move;    /**< Move that it pulls; 0 none. */
    uint32_t first_all_of;      /**< Criteria that are all met: `all_of_count` of `numbers` from here on. */
    uint32_t all_of_count;      /**< How many. */
    uint32_t first_any_of;      /**< Criteria of which one is met. */
    uint32_t any_of_count;      /**< How many. */
    uint32_t first_none_of;     /**< Criteria of which none is met. */
    uint32_t none_of_count;     /**< How many. */
    uint32_t first_at_least_of; /**< Criteria of which `at_least` are met. */
    uint32_t at_least_of_count; /**< How many. */
    uint32_t at_least;          /**< So many of them. */
    uint32_t where;             /**< Condition; 0 none. */
    uint32_t first_held_back;   /**< Stages in which it is held back: `held_back_count` of `numbers`. */
    uint32_t held_back_count;   /**< How many. */
    uint32_t first_show;        /**< Items that it shows: `show_count` of `needs` from here on. */
    uint32_t show_count;        /**< How many. */
    uint32_t flags;             /**< Sum of #REVOPS_POLICY_ONCE and #REVOPS_POLICY_TO_NOBODY. */
    uint32_t
        first_was; /**< Former names, by which records are carried over [SEM24]: `was_count` of `texts` from here on. */
    uint32_t was_count; /**< How many. */
    uint32_t reserved;  /**< 0. */
} revops_policy_signal;
/** @} */

/** @name Calendars and clocks
 * @{ */

/** Open at any time. @since 0.1 */
#define REVOPS_POLICY_ALWAYS_OPEN 1u

/** A row of `calendars` [SL9]. @since 0.1 */
typedef struct revops_policy_calendar {
    const char *name;       /**< Name. */
    const char *means;      /**< What it says, or NULL. */
    uint32_t zone;          /**< Position among `zones`; 0 is UTC. */
    uint32_t flags;         /**< #REVOPS_POLICY_ALWAYS_OPEN or 0. */
    uint32_t first_opening; /**< Weekly hours, ascending: `opening_count` of `openings` from here on. */
    uint32_t opening_count; /**< How many. */
    uint32_t first_holiday; /**< `holiday_count` of `holidays` from here on. */
    uint32_t holiday_count; /**< How many. */
    uint32_t
        first_exception; /**< Hours of dates that differ, ascending: `exception_count` of `exceptions`. */
    uint32_t exception_count; /**< How many. */
} revops_policy_calendar;

/** A row of `holidays`: a day of every year, or dates. @since 0.1 */
typedef struct revops_policy_holiday {
    int32_t first_day; /**< First date; 0 with `month`. */
    int32_t last_day;  /**< Last date, at most 400 days later; 0 with `month`. */
    uint32_t month;    /**< Every year: 1 … 12; else 0. */
    uint32_t day;      /**< Every year: 1 … 31 (29 February in leap years alone); else 0. */
} revops_policy_holiday;

/** A row of `zones`. UTC needs none. @since 0.1 */
typedef struct revops_policy_zone {
    const char *name;   /**< Name, such as "Europe/Berlin". */
    const char *rule;   /**< POSIX rule of the document; NULL where the host gave the zone. */
    const void *tzif;   /**< TZif bytes that the host gave; else NULL. */
    uint64_t tzif_size; /**< How many. */
} revops_policy_zone;

/** A start cancels the current run and begins a new one. @since 0.1 */
#define REVOPS_POLICY_RESTARTS 1u

/** A row of `clocks` [SL9]; kinds, sides and changes are those of @ref sla. @since 0.1 */
typedef struct revops_policy_clock {
    const char *name;                  /**< Name. */
    const char *means;                 /**< What it says, or NULL. */
    revops_sla_kind kind;              /**< How often it runs. */
    revops_sla_side side;              /**< Whose promise it is. */
    revops_sla_change when_it_changes; /**< When another case holds. */
    revops_sla_hand_over at_hand_over; /**< When the owner changes. */
    uint32_t flags;                    /**< #REVOPS_POLICY_RESTARTS or 0. */
    uint32_t times;                    /**< Meetings that meet it; 0 is 1. */
    uint32_t first_case;   /**< Its cases, the first that holds counts: `case_count` of `cases`. */
    uint32_t case_count;   /**< How many. */
    uint32_t first_start;  /**< What starts it: `start_count` of `happenings` from here on. */
    uint32_t start_count;  /**< How many. */
    uint32_t first_meet;   /**< What meets it. */
    uint32_t meet_count;   /**< How many. */
    uint32_t first_end;    /**< What ends it. */
    uint32_t end_count;    /**< How many. */
    uint32_t first_pause;  /**< What pauses it. */
    uint32_t pause_count;  /**< How many. */
    uint32_t first_resume; /**< What resumes it. */
    uint32_t resume_count; /**< How many. */
    uint32_t first_answer; /**< What says that the customer answered. */
    uint32_t answer_count; /**< How many. */
    uint32_t first_reopen; /**< What reopens it. */
    uint32_t reopen_count; /**< How many. */
    uint32_t first_still;  /**< Where it stands still: `still_count` of `numbers`, stages and steps. */
    uint32_t still_count;  /**< How many. */
    uint32_t
        first_was; /**< Former names, by which records are carried over [SEM24]: `was_count` of `texts` from here on. */
    uint32_t was_count; /**< How many. */
} revops_policy_clock;

/** Sources of a case's calendar. @since 0.1 */
enum revops_policy_calendar_sources {
    REVOPS_POLICY_CALENDAR_FIXED = 0,       /**< The case's; none is UTC, always open. */
    REVOPS_POLICY_CALENDAR_OF_LEAD = 1,     /**< The lead's; without one, the case's [SL17]. */
    REVOPS_POLICY_CALENDAR_OF_OWNER = 2,    /**< The owner's; without one, the case's [SL17]. */
    REVOPS_POLICY_CALENDAR_BY_ATTRIBUTE = 3 /**< Selected by an attribute; without one, the case's. */
};
/** One of #revops_policy_calendar_sources. @since 0.1 */
typedef uint32_t revops_policy_calendar_source;

/** A row of `cases`: what a clock promises to whom. @since 0.1 */
typedef struct revops_policy_case {
    const char *name;                          /**< Name, or NULL. */
    int64_t target;                            /**< Milliseconds or days. */
    revops_calendar_unit unit;                 /**< What the target counts. */
    uint32_t where;                            /**< Condition; 0 always holds. */
    revops_policy_calendar_source calendar_of; /**< Whose calendar. */
    uint32_t calendar;                         /**< Position of a calendar; 0 none. */
    uint32_t attribute; /**< Attribute that chooses; 0 otherwise, or where `table` does. */
    uint32_t table;     /**< Table whose value chooses; 0 otherwise. */
    uint32_t
        first_choice; /**< Calendar of each value: `choice_count` of `choices`; none: the value is its name. */
    uint32_t choice_count;                     /**< How many. */
    revops_calendar_at_close at_close;         /**< Business targets and their warnings that aren't open. */
    uint32_t warn_bp[REVOPS_SLA_WARNINGS_MAX]; /**< Shares of the target, ascending, 1 … 9999; 0 none. */
    uint32_t reserved;                         /**< 0. */
} revops_policy_case;

/** A row of `choices`: the calendar that a value of an attribute chooses. @since 0.1 */
typedef struct revops_policy_choice {
    const char *name;  /**< The value: a choice or a text. */
    uint32_t calendar; /**< Position of the calendar. */
    uint32_t reserved; /**< 0. */
} revops_policy_choice;
/** @} */

/** @name Promises, routing, people, figures
 * @{ */

/** Kinds of promise. @since 0.1 */
enum revops_policy_promise_kinds {
    REVOPS_POLICY_PROMISE_COUNT = 1, /**< Number of happenings in each period. */
    REVOPS_POLICY_PROMISE_SHARE = 2, /**< Share of leads with a happening or a condition. */
    REVOPS_POLICY_PROMISE_HOST = 3,  /**< An amount that the host counts. */
    REVOPS_POLICY_PROMISE_NOTICE = 4 /**< Time of a notice in advance [SL5]. */
};
/** One of #revops_policy_promise_kinds. @since 0.1 */
typedef uint32_t revops_policy_promise_kind;

/** Periods. @since 0.1 */
enum revops_policy_periods {
    REVOPS_POLICY_PERIOD_NONE = 0,   /**< None. */
    REVOPS_POLICY_PERIOD_DAY = 1,    /**< A date. */
    REVOPS_POLICY_PERIOD_WEEK = 2,   /**< Monday to Sunday. */
    REVOPS_POLICY_PERIOD_MONTH = 3,  /**< A month. */
    REVOPS_POLICY_PERIOD_QUARTER = 4 /**< Three months. */
};
/** One of #revops_policy_periods. @since 0.1 */
typedef uint32_t revops_policy_period;

/** A row of `promises` [SL5, SL6]. @since 0.1 */
typedef struct revops_policy_promise {
    const char *name;                /**< Name. */
    const char *means;               /**< What it says, or NULL. */
    int64_t at_least;                /**< What is promised, in `unit`. */
    revops_policy_unit unit;         /**< Its unit. */
    revops_policy_promise_kind kind; /**< What it counts. */
    revops_sla_side side;            /**< Whose it is. */
    revops_policy_period period;     /**< How often. */
    uint32_t first_of;       /**< What is counted, or whole of the share: `of_count` of `happenings`. */
    uint32_t of_count;       /**< How many. */
    uint32_t first_reaching; /**< Part of the share: `reaching_count` of `happenings`. */
    uint32_t reaching_count; /**< How many. */
    uint32_t where;          /**< Condition instead; 0 none. */
    uint32_t reserved;       /**< 0. */
} revops_policy_promise;

/** A row of `territories`, first match first [RT2]. @since 0.1 */
typedef struct revops_policy_territory {
    const char *name; /**< Name. */
    uint32_t where;   /**< Condition; 0 always holds. */
    uint32_t queue;   /**< Position of the queue. */
} revops_policy_territory;

/** A row of `queues` [RT3]. @since 0.1 */
typedef struct revops_policy_queue {
    const char *name;      /**< Name. */
    uint32_t overflow;     /**< Queue that takes over; 0 none. */
    uint32_t like;         /**< Queue whose members and turn it shares; 0 none. */
    uint32_t first_member; /**< `member_count` of `members` from here on. */
    uint32_t member_count; /**< How many. */
} revops_policy_queue;

/** A row of `members`. @since 0.1 */
typedef struct revops_policy_member {
    uint32_t person; /**< Position among `people`. */
    uint32_t weight; /**< 1 … 1000; 0 is 100. */
} revops_policy_member;

/** `starts_day` is given. @since 0.1 */
#define REVOPS_POLICY_HAS_STARTS 1u
/** `leaves_day` is given. @since 0.1 */
#define REVOPS_POLICY_HAS_LEAVES 2u

/** A row of `people`: the roster. @since 0.1 */
typedef struct revops_policy_person {
    const char *name;         /**< Name. */
    const char *team;         /**< Team, or NULL. */
    int64_t ramp_ms;          /**< How long the share grows after the start; 0 not at all. */
    int32_t starts_day;       /**< First date, with #REVOPS_POLICY_HAS_STARTS. */
    int32_t leaves_day;       /**< First date of absence for good, with #REVOPS_POLICY_HAS_LEAVES. */
    uint32_t flags;           /**< Sum of #REVOPS_POLICY_HAS_STARTS and #REVOPS_POLICY_HAS_LEAVES. */
    uint32_t calendar;        /**< Working hours [RT7]; 0 none. */
    uint32_t open_at_most;    /**< Open leads at most; 0 any number. */
    uint32_t per_day_at_most; /**< Leads a day at most; 0 any number. */
    uint32_t first_absence;   /**< `absence_count` of `absences` from here on. */
    uint32_t absence_count;   /**< How many. */
    uint32_t first_also;      /**< Further spellings: `also_count` of `texts` from here on. */
    uint32_t also_count;      /**< How many. */
} revops_policy_person;

/** Leads missed during the absence are waived, not owed. @since 0.1 */
#define REVOPS_POLICY_WAIVED 1u

/** A row of `absences`. @since 0.1 */
typedef struct revops_policy_absence {
    int64_t from;                  /**< Beginning. */
    int64_t until;                 /**< End, after it. */
    revops_policy_unit from_unit;  /**< #REVOPS_POLICY_UNIT_DATE or #REVOPS_POLICY_UNIT_INSTANT. */
    revops_policy_unit until_unit; /**< As before. */
    uint32_t flags;                /**< #REVOPS_POLICY_WAIVED or 0. */
    uint32_t reserved;             /**< 0. */
} revops_policy_absence;

/** Ways to match a lead with an account [RT8]. @since 0.1 */
enum revops_policy_matches {
    REVOPS_POLICY_MATCH_KEY = 1,          /**< The host's key. */
    REVOPS_POLICY_MATCH_EMAIL_DOMAIN = 2, /**< Domain of its e-mail address. */
    REVOPS_POLICY_MATCH_FOLDED_NAME = 3   /**< Folded name. */
};
/** One of #revops_policy_matches. @since 0.1 */
typedef uint32_t revops_policy_match;

/** A row of `bands`. Bands of a figure are consecutive; the last has no bound. @since 0.1 */
typedef struct revops_policy_band {
    const char *figure;      /**< Figure. */
    const char *name;        /**< Band. */
    int64_t below;           /**< Bound, in `unit`. */
    revops_policy_unit unit; /**< #REVOPS_POLICY_UNIT_NONE for the last one. */
    uint32_t reserved;       /**< 0. */
} revops_policy_band;

/** A row of `targets`: the target range of a part of a figure. @since 0.1 */
typedef struct revops_policy_target {
    const char *figure;           /**< Figure. */
    const char *part;             /**< Part of it. */
    int64_t from;                 /**< Least, in `from_unit`. */
    int64_t to;                   /**< Greatest, in `to_unit`. */
    revops_policy_unit from_unit; /**< #REVOPS_POLICY_UNIT_NONE where none is given. */
    revops_policy_unit to_unit;   /**< As before. */
} revops_policy_target;
/** @} */

#ifdef __cplusplus
}
#endif

/** @} */
#endif
