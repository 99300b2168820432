/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_POLICY_ROWS_H
#define REVOPS_POLICY_ROWS_H

#include <revops/base.h>
#include <revops/policy-rules.h>
#include <revops/policy-stages.h>

/**
 * @file
 * @defgroup policy_rows Policy rows: a company's policy as tables
 *
 * A #revops_policy_params holds a company's policy: stages and moves, the vocabulary of events, scores, clocks,
 * calendars, routing. revops_policy_read() (policy.h) fills it from a JSON document. A C program may also fill the
 * tables itself. No name and no number is built in.
 *
 * **Rows mirror the document.** Rows don't hold what can be derived (moves by source stage, ranks, new cycles).
 *
 * **References.** A row refers to another row by *position*: 1 is the first row of that table, 0 is none. A list is
 * given by `first_x`, an index from 0, and `x_count`, its length. Lists of positions are in `numbers`, lists of texts
 * in `texts`, lists of rows in their own table.
 *
 * **Names** are UTF-8, closed by a NUL, 1 … #REVOPS_POLICY_NAME_MAX characters. Names are equal if they differ only in
 * the case of ASCII letters and in runs of space, `_` and `-` ("Wait - User" is "wait_user"). An optional name may be
 * NULL.
 *
 * **Order.** Stages, cases, rules, signals, territories and members are in order of precedence. Tables whose order
 * doesn't matter (events, moves, attributes, clocks …) are sorted by folded name when they come from a document.
 *
 * **Zero-fill** a row, then set the fields you have: 0 is "none" or the default, unless the field says otherwise. Start
 * the params from revops_policy_defaults(), or from revops_policy_built_in() and change what differs.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    /** Characters of a name: four times a column of a report. @since 0.1 */
    REVOPS_POLICY_NAME_MAX = 120,
    /** Stages and steps together: one bit each in a mask of 64 [LC17]. @since 0.1 */
    REVOPS_POLICY_STAGES_MAX = 63,
    /** Clocks: four times as many as companies use. @since 0.1 */
    REVOPS_POLICY_CLOCKS_MAX = 16,
    /** Channels of touches: one bit each in a mask of 32. @since 0.1 */
    REVOPS_POLICY_CHANNELS_MAX = 32,
    /** Flags of one attribute: one bit each of a value that is never negative. @since 0.1 */
    REVOPS_POLICY_FLAGS_MAX = 63,
    /** Items: four times the longest qualification checklists together. @since 0.1 */
    REVOPS_POLICY_ITEMS_MAX = 256,
    /** Grades of a score, the lowest included: one bit each in a byte. @since 0.1 */
    REVOPS_POLICY_GRADES_MAX = 8,
    /** Rows of a table, and elements of a list. @since 0.1 */
    REVOPS_POLICY_ROWS_MAX = 65535,
    /** Depth of `any`, `all` and `not` in a condition: twice what people can read. @since 0.1 */
    REVOPS_POLICY_CONDITION_DEPTH_MAX = 4
};

/** Treatment of backward moves [LC19]. @since 0.1 */
enum revops_policy_backwards {
    REVOPS_POLICY_BACKWARD_REFUSED = 0,       /**< They are refused. */
    REVOPS_POLICY_BACKWARD_ALLOWED = 1,       /**< They are allowed. */
    REVOPS_POLICY_BACKWARD_AFTER_CLEARING = 2 /**< They are allowed once the stage was cleared (HubSpot). */
};
/** One of #revops_policy_backwards. @since 0.1 */
typedef uint32_t revops_policy_backward;

/** Substitutes of an owner who can't take a lead [RT6]. @since 0.1 */
enum revops_policy_substitutes {
    REVOPS_POLICY_TO_QUEUE = 0,     /**< The queue of the territory. */
    REVOPS_POLICY_TO_COLLEAGUE = 1, /**< First a colleague of the same team. */
    REVOPS_POLICY_TO_OWNER = 2      /**< The owner nevertheless (`if_away` only). */
};
/** One of #revops_policy_substitutes. @since 0.1 */
typedef uint32_t revops_policy_substitute;

/** Records don't keep dates of stages [SEM28]. @since 0.1 */
#define REVOPS_POLICY_NO_DATES 1u
/** A closed lead that shows intent is reopened, not only reported [LC24]. @since 0.1 */
#define REVOPS_POLICY_REOPENS_ON_INTENT 2u
/** Only the best group of fit counts, not the sum. @since 0.1 */
#define REVOPS_POLICY_FIT_BEST_GROUP 4u
/** Only the best group of intent counts, not the sum. @since 0.1 */
#define REVOPS_POLICY_INTENT_BEST_GROUP 8u
/** Criteria and signals of usage are the account's, not the lead's. @since 0.1 */
#define REVOPS_POLICY_USAGE_OF_ACCOUNT 16u
/** A duplicate goes to the owner of the other lead [RT5]. @since 0.1 */
#define REVOPS_POLICY_OWNER_OF_DUPLICATE 32u
/** A lead goes to the owner of its account [RT5]. @since 0.1 */
#define REVOPS_POLICY_OWNER_OF_ACCOUNT 64u
/** Running deadlines change when live leads move to this policy; else they are kept [LC28]. @since 0.1 */
#define REVOPS_POLICY_MOVES_PROMISES 128u

/** A policy. Start from revops_policy_defaults(). @since 0.1 */
typedef struct revops_policy_params {
    uint32_t struct_size;          /**< Size of the struct as compiled. */
    uint32_t flags;                /**< Sum of #REVOPS_POLICY_NO_DATES … #REVOPS_POLICY_MOVES_PROMISES. */
    const char *name;              /**< Name of the policy. */
    const char *means;             /**< What it is for, or NULL. */
    const char *fit_otherwise;     /**< Fit grade below all of `fit_grades`; NULL without grades. */
    const char *intent_otherwise;  /**< Engagement grade below all of `intent_grades`. */
    const char *total_otherwise;   /**< Band below all of `total_bands`. */
    const char *account_otherwise; /**< Grade below all of `account_grades`. */
    const char *const *texts;      /**< Lists of texts lie here. */
    const uint32_t *numbers;       /**< Lists of positions lie here. */
    const int64_t *values;         /**< Values of conditions lie here. */
    const revops_policy_channel *channels;     /**< Channels of touches, up to #REVOPS_POLICY_CHANNELS_MAX. */
    const revops_policy_attribute *attributes; /**< What is known of a lead or account. */
    const revops_policy_item *items;           /**< Facts that someone confirms. */
    const revops_policy_checklist *checklists; /**< Sets of items. */
    const revops_policy_need *needs;           /**< Lists of needs lie here. */
    const revops_policy_reason *reasons;       /**< Reasons. */
    const revops_policy_reason_list *reason_lists; /**< Reasons by what they explain. */
    const revops_policy_condition *conditions;     /**< Conditions lie here. */
    const revops_policy_table *tables;             /**< Segments, motions and further tables. */
    const revops_policy_class *classes;            /**< Rules of tables lie here. */
    const revops_policy_stage
        *stages; /**< Stages and steps, 1 … #REVOPS_POLICY_STAGES_MAX; the first is where a lead begins. */
    const revops_policy_move *moves;           /**< Moves; without any, a stage change may go to any stage. */
    const revops_policy_event *events;         /**< The vocabulary. */
    const revops_policy_happening *happenings; /**< Lists of happenings lie here. */
    const revops_policy_fit_rule *fit_rules;   /**< Rules of fit. */
    const revops_policy_group *fit_groups;     /**< Groups of fit rules. */
    const revops_policy_grade *fit_grades; /**< Grades of fit, best first, up to 7 beside `fit_otherwise`. */
    const revops_policy_intent_rule *intent_rules; /**< Rules of intent. */
    const revops_policy_group *intent_groups;      /**< Groups of intent rules. */
    const revops_policy_grade *intent_grades;      /**< Grades of engagement, as for fit. */
    const revops_policy_grade *total_bands;        /**< Bands of the total, as for fit. */
    const revops_policy_cell *cells;               /**< Which grades make an MQL. */
    const revops_policy_criterion *criteria;       /**< Criteria of usage, up to 64. */
    const revops_policy_signal *signals;           /**< Signals of usage, up to 32. */
    const revops_policy_calendar *calendars;       /**< Calendars. */
    const revops_policy_holiday *holidays;         /**< Holidays of calendars lie here. */
    const revops_policy_zone *zones;               /**< Time zones. */
    const revops_policy_clock *clocks;             /**< Clocks, up to #REVOPS_POLICY_CLOCKS_MAX. */
    const revops_policy_case *cases;               /**< Cases of clocks lie here. */
    const revops_policy_choice *choices;           /**< Calendars chosen by values lie here. */
    const revops_policy_promise *promises;         /**< Promises that aren't clocks. */
    const revops_policy_territory *territories;    /**< Territories. */
    const revops_policy_queue *queues;             /**< Queues. */
    const revops_policy_member *members;           /**< Members of queues lie here. */
    const revops_policy_person *people;            /**< The roster. */
    const revops_policy_absence *absences;         /**< Absences of people lie here. */
    const revops_policy_grade *account_grades;     /**< Grades of an account's engagement. */
    const revops_policy_band *bands;               /**< Bands of figures. */
    const revops_policy_target *targets;           /**< Targets of figures. */
    const revops_calendar_opening *openings;       /**< Weekly hours of calendars lie here. */
    const revops_calendar_exception *exceptions;   /**< Hours of dates that differ lie here. */
    const revops_intent_tier *tiers;               /**< Tiers of intent rules lie here. */
    uint32_t text_count;                           /**< Number of them. */
    uint32_t number_count;                         /**< Number of them. */
    uint32_t value_count;                          /**< Number of them. */
    uint32_t channel_count;                        /**< Number of `channels`. */
    uint32_t channel_row_size;                     /**< Size of a row as compiled. */
    uint32_t attribute_count;                      /**< Number of `attributes`. */
    uint32_t attribute_row_size;                   /**< Size of a row as compiled. */
    uint32_t item_count;                           /**< Number of `items`. */
    uint32_t item_row_size;                        /**< Size of a row as compiled. */
    uint32_t checklist_count;                      /**< Number of `checklists`. */
    uint32_t checklist_row_size;                   /**< Size of a row as compiled. */
    uint32_t need_count;                           /**< Number of `needs`. */
    uint32_t need_row_size;                        /**< Size of a row as compiled. */
    uint32_t reason_count;                         /**< Number of `reasons`. */
    uint32_t reason_row_size;                      /**< Size of a row as compiled. */
    uint32_t reason_list_count;                    /**< Number of `reason_lists`. */
    uint32_t reason_list_row_size;                 /**< Size of a row as compiled. */
    uint32_t condition_count;                      /**< Number of `conditions`. */
    uint32_t condition_row_size;                   /**< Size of a row as compiled. */
    uint32_t table_count;                          /**< Number of `tables`. */
    uint32_t table_row_size;                       /**< Size of a row as compiled. */
    uint32_t class_count;                          /**< Number of `classes`. */
    uint32_t class_row_size;                       /**< Size of a row as compiled. */
    uint32_t stage_count;                          /**< Number of `stages`. */
    uint32_t stage_row_size;                       /**< Size of a row as compiled. */
    uint32_t move_count;                           /**< Number of `moves`. */
    uint32_t move_row_size;                        /**< Size of a row as compiled. */
    uint32_t event_count;                          /**< Number of `events`. */
    uint32_t event_row_size;                       /**< Size of a row as compiled. */
    uint32_t happening_count;                      /**< Number of `happenings`. */
    uint32_t happening_row_size;                   /**< Size of a row as compiled. */
    uint32_t fit_rule_count;                       /**< Number of `fit_rules`. */
    uint32_t fit_rule_row_size;                    /**< Size of a row as compiled. */
    uint32_t fit_group_count;                      /**< Number of `fit_groups`. */
    uint32_t fit_group_row_size;                   /**< Size of a row as compiled. */
    uint32_t fit_grade_count;                      /**< Number of `fit_grades`. */
    uint32_t fit_grade_row_size;                   /**< Size of a row as compiled. */
    uint32_t intent_rule_count;                    /**< Number of `intent_rules`. */
    uint32_t intent_rule_row_size;                 /**< Size of a row as compiled. */
    uint32_t intent_group_count;                   /**< Number of `intent_groups`. */
    uint32_t intent_group_row_size;                /**< Size of a row as compiled. */
    uint32_t intent_grade_count;                   /**< Number of `intent_grades`. */
    uint32_t intent_grade_row_size;                /**< Size of a row as compiled. */
    uint32_t total_band_count;                     /**< Number of `total_bands`. */
    uint32_t total_band_row_size;                  /**< Size of a row as compiled. */
    uint32_t cell_count;                           /**< Number of `cells`. */
    uint32_t cell_row_size;                        /**< Size of a row as compiled. */
    uint32_t criterion_count;                      /**< Number of `criteria`. */
    uint32_t criterion_row_size;                   /**< Size of a row as compiled. */
    uint32_t signal_count;                         /**< Number of `signals`. */
    uint32_t signal_row_size;                      /**< Size of a row as compiled. */
    uint32_t calendar_count;                       /**< Number of `calendars`. */
    uint32_t calendar_row_size;                    /**< Size of a row as compiled. */
    uint32_t holiday_count;                        /**< Number of `holidays`. */
    uint32_t holiday_row_size;                     /**< Size of a row as compiled. */
    uint32_t zone_count;                           /**< Number of `zones`. */
    uint32_t zone_row_size;                        /**< Size of a row as compiled. */
    uint32_t clock_count;                          /**< Number of `clocks`. */
    uint32_t clock_row_size;                       /**< Size of a row as compiled. */
    uint32_t case_count;                           /**< Number of `cases`. */
    uint32_t case_row_size;                        /**< Size of a row as compiled. */
    uint32_t choice_count;                         /**< Number of `choices`. */
    uint32_t choice_row_size;                      /**< Size of a row as compiled. */
    uint32_t promise_count;                        /**< Number of `promises`. */
    uint32_t promise_row_size;                     /**< Size of a row as compiled. */
    uint32_t territory_count;                      /**< Number of `territories`. */
    uint32_t territory_row_size;                   /**< Size of a row as compiled. */
    uint32_t queue_count;                          /**< Number of `queues`. */
    uint32_t queue_row_size;                       /**< Size of a row as compiled. */
    uint32_t member_count;                         /**< Number of `members`. */
    uint32_t member_row_size;                      /**< Size of a row as compiled. */
    uint32_t people_count;                         /**< Number of `people`. */
    uint32_t people_row_size;                      /**< Size of a row as compiled. */
    uint32_t absence_count;                        /**< Number of `absences`. */
    uint32_t absence_row_size;                     /**< Size of a row as compiled. */
    uint32_t account_grade_count;                  /**< Number of `account_grades`. */
    uint32_t account_grade_row_size;               /**< Size of a row as compiled. */
    uint32_t band_count;                           /**< Number of `bands`. */
    uint32_t band_row_size;                        /**< Size of a row as compiled. */
    uint32_t target_count;                         /**< Number of `targets`. */
    uint32_t target_row_size;                      /**< Size of a row as compiled. */
    uint32_t opening_count;                        /**< Number of `openings`. */
    uint32_t opening_row_size;                     /**< Size of a row as compiled. */
    uint32_t exception_count;                      /**< Number of `exceptions`. */
    uint32_t exception_row_size;                   /**< Size of a row as compiled. */
    uint32_t tier_count;                           /**< Number of `tiers`. */
    uint32_t tier_row_size;                        /**< Size of a row as compiled. */
    int64_t
        touch_once_within_ms; /**< A touch counts once this has passed since the last counted one of its channel [LC25]. */
    int64_t touch_over;              /**< "Enough": over this, in `touch_over_unit` [LC10]. */
    int64_t closed_cooldown_ms;      /**< How long a closed lead's intent isn't told again [SEM14]. */
    int64_t intent_inactivity_ms;    /**< Inactivity takes a share after each of these; 0 never [SC15]. */
    int32_t fit_base_mpt;            /**< Points that every lead starts with. */
    int32_t fit_floor_mpt;           /**< Least fit; #REVOPS_SCORE_NO_FLOOR for none. */
    int32_t fit_cap_mpt;             /**< Greatest fit; #REVOPS_SCORE_NO_CAP for none. */
    int32_t intent_base_mpt;         /**< As for fit. */
    int32_t intent_floor_mpt;        /**< As for fit. */
    int32_t intent_cap_mpt;          /**< As for fit. */
    uint32_t money_decimals;         /**< Decimals of the currency, 0 … 4. */
    uint8_t money_code[4];           /**< Its code, such as "EUR", or empty. */
    uint32_t zone;                   /**< Zone in which periods of figures and bare days lie; 0 is UTC. */
    revops_policy_backward backward; /**< What becomes of moves against the path [LC19]. */
    uint32_t touch_at_least;         /**< "Enough": so many touches; 0 asks for none. */
    revops_calendar_unit touch_over_unit; /**< #REVOPS_CALENDAR_UNIT_ELAPSED or #REVOPS_CALENDAR_UNIT_DAYS. */
    uint32_t touch_calendar;              /**< Calendar in whose zone those days lie; 0 is `zone`. */
    uint32_t touch_days;                  /**< On so many different dates; 0 or 1 any. */
    uint32_t touch_channel_count;         /**< In so many different channels; 0 or 1 any. */
    uint32_t first_touch_in;    /**< Channels that count: `touch_in_count` of `numbers` from here on. */
    uint32_t touch_in_count;    /**< How many; 0 all. */
    uint32_t first_touch_since; /**< From when on, the earliest of `touch_since_count` of `happenings`. */
    uint32_t touch_since_count; /**< How many; 0 is the first touch. */
    uint32_t
        first_touch_never; /**< Channels after whose touch it is never enough: `touch_never_count` of `numbers`. */
    uint32_t touch_never_count; /**< How many. */
    uint32_t
        fit_unknown; /**< Fit grade of a lead that has none: position, one more for `fit_otherwise`; 0 none. */
    uint32_t fit_never;            /**< Condition that ends scoring; 0 none [SC15]. */
    uint32_t intent_never;         /**< As for fit. */
    uint32_t intent_calendar;      /**< Calendar whose zone begins a day of `daily_limit`; 0 is `zone`. */
    uint32_t intent_inactivity_bp; /**< Share that inactivity takes. */
    uint32_t total_fit_bp;         /**< Weight of fit in the total; both weights 0: there is no total. */
    uint32_t total_intent_bp;      /**< Weight of intent. */
    uint32_t mql_move;             /**< Move that the matrix makes; 0 none [SC11]. */
    uint32_t mql_shows_fit;        /**< Item that a fit grade decides; 0 none [SEM15]. */
    uint32_t mql_shows_intent;     /**< Item that an engagement grade decides; 0 none. */
    uint32_t lost_move;            /**< Move where the grades no longer qualify; 0 none [LC26]. */
    uint32_t lost_reason;          /**< Its reason; 0 none. */
    uint32_t
        first_lost_from; /**< Stages from which it is made: `lost_from_count` of `numbers` from here on. */
    uint32_t lost_from_count; /**< How many; 0 the target of `mql_move`. */
    uint32_t
        first_lost_grade; /**< Only with these fit grades: `lost_grade_count` of `numbers` from here on. */
    uint32_t lost_grade_count; /**< How many; 0 any. */
    uint32_t usage_calendar;   /**< Calendar whose zone begins dates of usage; 0 is `zone`. */
    uint32_t
        escalation_kept_bp; /**< Share of promises from which a week is kept; 0 there is no escalation [SL7]. */
    uint32_t escalation_calendar;     /**< Calendar whose zone weeks lie in; 0 is `zone`. */
    uint32_t review_missed;           /**< A review after so many weeks missed … */
    uint32_t review_of;               /**< … of so many. */
    uint32_t executive_missed;        /**< As before, for executives. */
    uint32_t executive_of;            /**< As before. */
    uint32_t first_route;             /**< What asks routing: `route_count` of `happenings` from here on. */
    uint32_t route_count;             /**< How many. */
    revops_policy_substitute if_away; /**< What becomes of a lead whose owner is absent [RT6]. */
    revops_policy_substitute if_gone; /**< … is gone. */
    uint32_t route_otherwise;         /**< Queue where no territory matches; 0 none. */
    uint32_t route_fallback;          /**< Queue where nobody can take it; 0 none. */
    uint32_t owed_at_most;            /**< Leads that are owed to an absent member at most. */
    uint32_t buying_committee;        /**< Members of a buying committee; 0 unknown [SC9]. */
    revops_policy_match
        matches[3]; /**< How a lead finds its account, in this order; 0 from the first that is none on. */
    uint32_t
        engaged_days; /**< Dates within which people count as engaged, that of the event included; 0 for ever [SC9]. */
} revops_policy_params;

/**
 * Writes a policy without rows: money has two decimals, a touch counts once per minute, 6 touches over 14 days are
 * enough, and the intent of a closed lead is reported once in 24 hours.
 *
 * @param[out] out   The params.
 * @param      size  `sizeof(revops_policy_params)` as compiled.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version of the struct.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_policy_defaults(revops_policy_params *out, size_t size);

/**
 * Writes the built-in policy "built-in-1": the lead lifecycle of a company that sells software, with and without sales
 * people. It equals examples/policies/built-in-1.json as revops_policy_read() reads it. Its rows are constants of the
 * library.
 *
 * @param[out] out   The params.
 * @param      size  `sizeof(revops_policy_params)` as compiled.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version of the struct.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_policy_built_in(revops_policy_params *out, size_t size);

/**
 * Lists every fault of a policy: positions without a row, repeated names, unreachable stages, circular moves,
 * unreachable cases, contradicting dates.
 *
 * `part` is the table ("clocks"), `row` an index into it, `field` the key in a document if there is one.
 *
 * @param      params    The policy.
 * @param[out] problems  Its faults; may be NULL when @p capacity is 0.
 * @param      capacity  Faults at @p problems.
 * @param[out] needed    Number of faults; NULL if not wanted.
 * @retval REVOPS_OK           No fault.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or a number is out of range.
 * @retval REVOPS_ERR_ABI      `struct_size` or a `_row_size` fits no version.
 * @retval REVOPS_ERR_NEWER    A flag, kind or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND  The policy contradicts itself.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_policy_check(const revops_policy_params *params,
                                                              revops_problem *problems, size_t capacity,
                                                              size_t *needed);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
