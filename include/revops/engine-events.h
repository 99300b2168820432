/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_ENGINE_EVENTS_H
#define REVOPS_ENGINE_EVENTS_H

#include <revops/base.h>
#include <revops/condition.h>
#include <revops/sla.h>

/**
 * @file
 * @defgroup engine_events Engine events and effects
 *
 * Events are the input of revops_engine_apply() (engine.h), effects its output. Both structs are frozen, because logs
 * of them outlive a version of the library.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** Modes of an engine. @since 0.1 */
enum revops_engine_modes {
    REVOPS_ENGINE_ENFORCE = 0,         /**< Events are requests; automatic moves are made. */
    REVOPS_ENGINE_RECORD = 1,          /**< Events are facts; automatic moves are only reported. */
    REVOPS_ENGINE_RECORD_AND_TAKE = 2, /**< Events are facts; automatic moves are made (the log has none). */
    REVOPS_ENGINE_ENFORCE_AND_TELL = 3 /**< Events are requests; automatic moves are only reported. */
};
/** One of #revops_engine_modes. @since 0.1 */
typedef uint32_t revops_engine_mode;

/** Earlier decisions on a request [SEM9]. @since 0.1 */
enum revops_event_verdicts {
    REVOPS_EVENT_UNDECIDED = 0, /**< No decision yet. */
    REVOPS_EVENT_TAKEN = 1,     /**< Its move was taken, and is taken again under any rules. */
    REVOPS_EVENT_REFUSED = 2    /**< Its move was refused; only its facts count. */
};
/** One of #revops_event_verdicts. @since 0.1 */
typedef uint32_t revops_event_verdict;

/** It answers an effect: a router's assignment, an account's signal, an automatic move that was made [SEM19]. It comes after all else
 *  of its instant. @since 0.1 */
#define REVOPS_EVENT_ANSWER 1u
/** It is a change of policy: `value` is the mark of the engine from then on, `kind` 0. Of histories only (engine-refold.h)
 *  [SEM24]. @since 0.1 */
#define REVOPS_EVENT_POLICY 2u
/** Another lead was merged into it; `value` is that lead's id, `kind` 0. Of revops_lead_merge() and histories [SEM23]. @since 0.1 */
#define REVOPS_EVENT_MERGE 4u
/** It was merged into another lead, whose id `value` is; `kind` 0. Of revops_lead_merge() and histories. @since 0.1 */
#define REVOPS_EVENT_MERGED 8u
/** With #REVOPS_EVENT_ANSWER: a signal of the lead's account. `value` is the number of the signal, `actor` has the criteria that held
 *  (bit n − 1: criterion n), `kind` is 0. Written by revops_account_apply() [SEM18]. @since 0.1 */
#define REVOPS_EVENT_SIGNAL 16u
/** With #REVOPS_EVENT_ANSWER: an attribute of the lead's account changed. `actor` is the number of the attribute, `value` its value or
 *  #REVOPS_MISSING, `kind` is 0. Written by revops_account_apply(). @since 0.1 */
#define REVOPS_EVENT_ATTRIBUTE 32u
/** Rank of an answer in canonical order [SEM2]. @since 0.1 */
#define REVOPS_EVENT_ANSWER_RANK 2048u
/** Rank of a merge, the last of its instant. @since 0.1 */
#define REVOPS_EVENT_MERGE_RANK 4096u

/** An event of a lead. Frozen. Zero-fill it, then set the fields you have. @since 0.1 */
typedef struct revops_event {
    int64_t at_ms;     /**< Instant. */
    uint64_t sequence; /**< The log's own counter, 0 for none. */
    uint64_t id;       /**< Id within the lead, 0 for none. */
    int64_t
        value; /**< As the vocabulary says: number, minor units, instant, stage (0: one that the policy doesn't have), person, reason, bits of items, choice;
                      #REVOPS_MISSING for an empty one. */
    uint64_t actor;    /**< Person who acted; 0 nobody. */
    uint64_t source;   /**< Source of the lead; 0 none. */
    uint64_t campaign; /**< Campaign; 0 none. */
    uint64_t account;  /**< Account; 0 none. */
    int64_t
        resume_ms; /**< Time to resume, for a move that needs it; #REVOPS_TIME_NONE or 0 for none. Not needed if the
                            value of the event is an instant. */
    uint32_t kind;                /**< Number of the event in the vocabulary. */
    uint32_t reason;              /**< Number of the reason; 0 none. */
    revops_event_verdict verdict; /**< Earlier decision, when the event is applied again. */
    uint32_t flags;               /**< Sum of #REVOPS_EVENT_ANSWER …, or 0. */
    int64_t
        amount; /**< Amount of a win that the value doesn't tell, as where the stage is named, in minor units; 0 none. Not used by
                         events whose value is an amount. */
} revops_event;

/**
 * Columns of events, one element per row. Zero-fill it, set `struct_size`, then set the columns that you have: of those
 * that are NULL every row has 0, and #REVOPS_TIME_NONE of `resume_ms`. @since 0.1
 */
typedef struct revops_event_columns {
    uint32_t struct_size;     /**< Size of the struct as compiled. */
    uint32_t flags;           /**< 0. */
    uint64_t count;           /**< Rows. */
    const int64_t *at_ms;     /**< As in #revops_event, as are all others; may not be NULL. */
    const uint64_t *sequence; /**< The log's own counter. */
    const uint64_t *id;       /**< Ids within the lead. */
    const int64_t *value;     /**< Values. */
    const uint64_t *actor;    /**< Who acted. */
    const uint64_t *source;   /**< Sources. */
    const uint64_t *campaign; /**< Campaigns. */
    const uint64_t *account;  /**< Accounts. */
    const int64_t *resume_ms; /**< Times to resume. */
    const uint32_t *kind;     /**< Numbers of events. */
    const uint32_t *reason;   /**< Reasons. */
    const int64_t *amount;    /**< Amounts of wins that a value names. */
} revops_event_columns;

/**
 * Takes events out of columns, in the order of some rows, such as revops_order_sort() tells: each is written once, whole.
 *
 * @param      columns  The columns.
 * @param      rows     Numbers of rows; may be NULL when @p count is 0.
 * @param      count    How many.
 * @param[out] out      As many events; overlaps no input.
 * @retval REVOPS_OK         Taken.
 * @retval REVOPS_ERR_ARG    A pointer is NULL that may not be, or there is no such row.
 * @retval REVOPS_ERR_ABI    `struct_size` fits no version.
 * @retval REVOPS_ERR_NEWER  A flag or field is set that this library doesn't know.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_event_take_many(const revops_event_columns *columns,
                                                                 const uint32_t *rows, size_t count,
                                                                 revops_event *out);

/** Kinds of effect. @since 0.1 */
enum revops_effect_kinds {
    REVOPS_EFFECT_ENTERED = 1,     /**< The lead entered a stage: `stage`, from `from`. */
    REVOPS_EFFECT_REFUSED = 2,     /**< A move was refused: `why`, `items`, `missing_touches`, `span_ms`. */
    REVOPS_EFFECT_UNCHANGED = 3,   /**< The lead is at the stage already. */
    REVOPS_EFFECT_DEVIATION = 4,   /**< A recorded move breaks rules: `why`, skipped `stages`, `items`. */
    REVOPS_EFFECT_UNPLACEABLE = 5, /**< A recorded event has several possible targets: not taken. */
    REVOPS_EFFECT_CLEARED = 6,     /**< The stage was cleared; the next move may lead back. */
    REVOPS_EFFECT_OWNER = 7,       /**< The owner changed: `owner` is the new one, `value` the old. */
    REVOPS_EFFECT_WON = 8,         /**< A win: `value` is the amount, #REVOPS_MISSING for none. */
    REVOPS_EFFECT_RESUME_DUE = 9,  /**< The time to resume has come. */
    REVOPS_EFFECT_LATE = 10,       /**< The event is before `value`, the last event or effect. */
    REVOPS_EFFECT_DUPLICATE = 11,  /**< The event is equal to the last one. */
    REVOPS_EFFECT_STARTED =
        12, /**< A clock: a run began. Effects of clocks set `clock`, `row` (the case), `value` (the
                                     deadline; #REVOPS_TIME_NONE while paused before it, #REVOPS_SLA_NEVER_MS beyond
                                     range), `span_ms` (time consumed) and `detail`. */
    REVOPS_EFFECT_WARNED = 13, /**< A clock: a share of the target was consumed, `detail` in basis points. */
    REVOPS_EFFECT_BREACHED = 14,   /**< A clock: the deadline passed. */
    REVOPS_EFFECT_MET = 15,        /**< A clock: met in time. */
    REVOPS_EFFECT_MET_LATE = 16,   /**< A clock: met after the deadline. */
    REVOPS_EFFECT_CANCELLED = 17,  /**< A clock: cancelled. */
    REVOPS_EFFECT_PAUSED = 18,     /**< A clock: a pause began. */
    REVOPS_EFFECT_RESUMED = 19,    /**< A clock: a pause ended. */
    REVOPS_EFFECT_REOPENED = 20,   /**< A clock: a resolution was undone; the run continues. */
    REVOPS_EFFECT_RETARGETED = 21, /**< A clock: the case or the deadline changed. */
    REVOPS_EFFECT_LAPSED = 22,     /**< A clock: ended because fading alone moved the lead. */
    REVOPS_EFFECT_MERGED = 23,     /**< A clock: ended because the lead was merged into another. */
    REVOPS_EFFECT_GRADED =
        24, /**< A grade changed: `row` (1 fit, 2 engagement, 3 total), `detail` (grade + 65,536 ×
                                    previous grade; 0 none), `value` and `span_ms` (points and previous points,
                                    thousandths). A fall by time alone is written with the lead's next effect. */
    REVOPS_EFFECT_INTENT_SHOWN = 25, /**< A closed lead shows intent. */
    REVOPS_EFFECT_WOULD_MOVE =
        26, /**< An automatic move is possible: `move`, to `stage`, from `from`; reported once. */
    REVOPS_EFFECT_ASKED =
        28, /**< Routing is asked for [RT1]: `row` is the territory (0 none), `owner` the owner at that instant,
                                    `detail` the missed clock that asks (0 none). */
    REVOPS_EFFECT_NO_LONGER_QUALIFIES =
        27, /**< The grades no longer make an MQL: `detail` is the fit grade + 65,536 ×
                                                the engagement grade. Without an event, by fading alone. */
    REVOPS_EFFECT_SIGNALLED =
        29, /**< A signal of usage: `row` is its number, `items` the criteria that held (bit n − 1: criterion n),
                `move` the move that it pulls, `value` the queue that it goes to (0 none, −1 nobody). */
    REVOPS_EFFECT_REMOVED =
        40 /**< A change of policy: the next policy has no name for something that the lead had. `row` is 1 + one of
                 #revops_engine_lists, `items` has bit n − 1 for number n of that list, up to 64, `detail` is how many. Of
                 clocks only running ones count. Numbers are those of the policy before. */
};
/** One of #revops_effect_kinds. @since 0.1 */
typedef uint32_t revops_effect_kind;

/** @name Mask of the kinds of effects that a call writes
 * @{ */
/** Bit of a kind; a mask is a sum of bits. Unknown bits have no effect. @since 0.1 */
#define REVOPS_EFFECT_KIND(kind) (UINT64_C(1) << (kind))
/** All kinds, also those of later libraries. @since 0.1 */
#define REVOPS_EFFECTS_ALL UINT64_C(0xffffffffffffffff)
/** @} */

/** @name Reasons of a refusal or deviation: bits of revops_effect::why
 * @{ */
#define REVOPS_EFFECT_STAGE_SKIPPED     1u   /**< Stages were skipped. */
#define REVOPS_EFFECT_MOVED_BACK        2u   /**< The move leads back. */
#define REVOPS_EFFECT_ITEM_MISSING      4u   /**< Items are missing. */
#define REVOPS_EFFECT_NO_ROW            8u   /**< No move of the policy leads there from here. */
#define REVOPS_EFFECT_REASON_MISSING    16u  /**< A reason is missing, or of another group. */
#define REVOPS_EFFECT_RESUME_MISSING    32u  /**< A time to resume, after the event, is missing. */
#define REVOPS_EFFECT_CONDITION_MISSING 64u  /**< A condition doesn't hold. */
#define REVOPS_EFFECT_TOO_FEW_TOUCHES   128u /**< Too few touches, or too short a time of touches. */
#define REVOPS_EFFECT_VALUE_MISSING     256u /**< The event lacks a required value or stage. */
#define REVOPS_EFFECT_REFUSED_BEFORE    512u /**< Its verdict is #REVOPS_EVENT_REFUSED, without other reasons. */
/** @} */

/** The stage was inferred, not observed. @since 0.1 */
#define REVOPS_EFFECT_INFERRED 1u
/** The entry begins a new cycle. @since 0.1 */
#define REVOPS_EFFECT_NEW_CYCLE 2u
/** The entry leads back, as the policy allows. @since 0.1 */
#define REVOPS_EFFECT_BACK 4u
/** The event named a stage with steps: its first step is inferred. @since 0.1 */
#define REVOPS_EFFECT_STEP_INFERRED 8u
/** Too few touches: their time hasn't begun. @since 0.1 */
#define REVOPS_EFFECT_NOT_BEGUN 16u
/** Too few touches: a touch of some channel makes them never enough. @since 0.1 */
#define REVOPS_EFFECT_NEVER_ENOUGH 32u
/** A win of a lead that was won before; a signal that came before. @since 0.1 */
#define REVOPS_EFFECT_FURTHER 64u
/** The matrix made the move: `detail` is the fit grade + 65,536 × the engagement grade. @since 0.1 */
#define REVOPS_EFFECT_BY_MATRIX 128u
/** An automatic move became possible. @since 0.1 */
#define REVOPS_EFFECT_BY_CONDITION 256u
/** The grades no longer qualify the lead: `detail` as with #REVOPS_EFFECT_BY_MATRIX. @since 0.1 */
#define REVOPS_EFFECT_BY_LOSS 512u
/** A closed lead showed intent, and the policy reopens it. @since 0.1 */
#define REVOPS_EFFECT_BY_INTENT 1024u
/** The move was reported as possible `span_ms` before. @since 0.1 */
#define REVOPS_EFFECT_TOLD_BEFORE 2048u

/** A signal of usage made the move: `detail` is its number. @since 0.1 */
#define REVOPS_EFFECT_BY_SIGNAL 4096u

/** An effect of an event or of time. Frozen; 128 bytes. @since 0.1 */
typedef struct revops_effect {
    int64_t at_ms;            /**< Instant. */
    uint64_t lead;            /**< Id of the lead in a batch; 0 from functions over one lead. */
    uint64_t event_id;        /**< Id of the event; 0 none. */
    uint64_t owner;           /**< Owner at that instant [SEM17]; 0 none. */
    uint64_t source;          /**< Source of the lead; 0 none. */
    uint64_t campaign;        /**< Campaign; 0 none. */
    uint32_t event;           /**< Number of the event; 0 for an effect of time. */
    uint16_t kind;            /**< One of #revops_effect_kinds. */
    uint16_t segment;         /**< Segment at that instant; 0 unknown. */
    uint16_t stage;           /**< Current or requested stage or step; 0 none. */
    uint16_t from;            /**< Stage or step before; 0 none. */
    uint16_t cycle;           /**< Cycle, from 1. */
    uint16_t flags;           /**< Sum of #REVOPS_EFFECT_INFERRED … #REVOPS_EFFECT_BY_SIGNAL. */
    int64_t value;            /**< Value, by kind. */
    uint64_t stages;          /**< Bit n − 1: stage n was skipped. */
    uint64_t items;           /**< Bit n − 1: item n is missing; or by kind. */
    int64_t span_ms;          /**< Missing time of touches; or by kind. */
    uint32_t why;             /**< #REVOPS_EFFECT_STAGE_SKIPPED …, all that apply. */
    uint32_t reason;          /**< Reason given; 0 none. */
    uint32_t move;            /**< Number of the move; 0 none. */
    uint32_t missing_touches; /**< Touches missing. */
    uint16_t clock;           /**< Number of the clock; 0 none. */
    uint16_t row;             /**< Case of the clock, from 1; 0 none; or by kind. */
    uint32_t
        detail; /**< Clock: share in basis points (warned), else meetings counted. Too few touches: missing dates +
                          65,536 × missing channels. */
    uint16_t motion;      /**< Motion at that instant; 0 unknown. */
    uint16_t reserved[3]; /**< 0. */
} revops_effect;

#ifdef __cplusplus
}
#endif

/** @} */
#endif
