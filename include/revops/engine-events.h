/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_ENGINE_EVENTS_H
#define REVOPS_ENGINE_EVENTS_H

#include <revops/base.h>
#include <revops/condition.h>
#include <revops/sla.h>

/**
 * @file
 * @defgroup engine_events Engine: events that go in, effects that come out
 *
 * What revops_engine_apply() (engine.h) takes and tells. Both structs are frozen: they are rows of logs that outlive a library.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** How an event is taken. @since 0.1 */
enum revops_engine_modes {
    REVOPS_ENGINE_ENFORCE = 0, /**< As a request; moves that happen by themselves are made. */
    REVOPS_ENGINE_RECORD = 1,  /**< As what happened; moves that happen by themselves are only told. */
    REVOPS_ENGINE_RECORD_AND_TAKE =
        2, /**< As what happened; moves that happen by themselves are made: for logs that don't have them. */
    REVOPS_ENGINE_ENFORCE_AND_TELL = 3 /**< As a request; moves that happen by themselves are only told. */
};
/** One of #revops_engine_modes. @since 0.1 */
typedef uint32_t revops_engine_mode;

/** What was decided of a request [SEM9]. @since 0.1 */
enum revops_event_verdicts {
    REVOPS_EVENT_UNDECIDED = 0, /**< Nothing yet. */
    REVOPS_EVENT_TAKEN = 1,     /**< Its move was taken: it is taken again, rules or not. */
    REVOPS_EVENT_REFUSED = 2    /**< Its move was refused: only its facts count. */
};
/** One of #revops_event_verdicts. @since 0.1 */
typedef uint32_t revops_event_verdict;

/** It answers an effect: a router's assignment, an account's signal, an automatic move that was made [SEM19]. It comes after all else
 *  of its instant. @since 0.1 */
#define REVOPS_EVENT_ANSWER 1u
/** It is a change of policy: `value` is the mark of the engine from then on, `kind` 0. Of histories only (engine-refold.h)
 *  [SEM24]. @since 0.1 */
#define REVOPS_EVENT_POLICY 2u
/** Rank of an answer in canonical order [SEM2]. @since 0.1 */
#define REVOPS_EVENT_ANSWER_RANK 2048u

/** Something that happened to a lead. Frozen; zero-fill it, then set what you have. @since 0.1 */
typedef struct revops_event {
    int64_t at_ms;     /**< When. */
    uint64_t sequence; /**< The log's own counter, 0 for none. */
    uint64_t id;       /**< Id within the lead, 0 for none. */
    int64_t
        value; /**< As the vocabulary says: number, minor units, instant, stage (0: one that the policy doesn't have), person, reason, bits of items, choice;
                      #REVOPS_MISSING for an empty one. */
    uint64_t actor;    /**< Who did it; 0 nobody. */
    uint64_t source;   /**< Source of the lead; 0 none. */
    uint64_t campaign; /**< Campaign; 0 none. */
    uint64_t account;  /**< Account; 0 none. */
    int64_t
        resume_ms; /**< When to resume, with a move that needs it; #REVOPS_TIME_NONE or 0 for none. An event whose value
                          is an instant need not give it. */
    uint32_t kind;                /**< Number of the event in the vocabulary. */
    uint32_t reason;              /**< Number of the reason; 0 none. */
    revops_event_verdict verdict; /**< What was decided of it, when it is folded again. */
    uint32_t flags;               /**< Sum of #REVOPS_EVENT_ANSWER …, or 0. */
    uint64_t reserved;            /**< 0. */
} revops_event;

/** What an effect tells. @since 0.1 */
enum revops_effect_kinds {
    REVOPS_EFFECT_ENTERED = 1,   /**< The lead entered a stage: `stage`, from `from`. */
    REVOPS_EFFECT_REFUSED = 2,   /**< A move was refused: `why`, `items`, `missing_touches`, `span_ms`. */
    REVOPS_EFFECT_UNCHANGED = 3, /**< The lead stands there already. */
    REVOPS_EFFECT_DEVIATION =
        4, /**< A recorded move that the rules don't allow: `why`, `stages` skipped, `items`. */
    REVOPS_EFFECT_UNPLACEABLE =
        5, /**< A recorded event leads to several stages from nowhere in particular: not taken. */
    REVOPS_EFFECT_CLEARED = 6,    /**< The stage was cleared; the next change may lead back. */
    REVOPS_EFFECT_OWNER = 7,      /**< The owner changed: `owner` is the new one, `value` the old. */
    REVOPS_EFFECT_WON = 8,        /**< A win: `value` is the amount, #REVOPS_MISSING for none. */
    REVOPS_EFFECT_RESUME_DUE = 9, /**< The time to resume has come. */
    REVOPS_EFFECT_LATE = 10,      /**< The event is before `value`, the last one or what was told. */
    REVOPS_EFFECT_DUPLICATE = 11, /**< The event is equal to the last one. */
    REVOPS_EFFECT_STARTED =
        12, /**< A clock: a run began. Of clocks `clock`, `row` (the case), `value` (the deadline:
                                       #REVOPS_TIME_NONE while it stands still before it, #REVOPS_SLA_NEVER_MS beyond range),
                                       `span_ms` (time consumed) and `detail` are set. */
    REVOPS_EFFECT_WARNED = 13,     /**< A share of its target is consumed: `detail` in basis points. */
    REVOPS_EFFECT_BREACHED = 14,   /**< Its deadline passed. */
    REVOPS_EFFECT_MET = 15,        /**< It was met in time. */
    REVOPS_EFFECT_MET_LATE = 16,   /**< It was met after the deadline. */
    REVOPS_EFFECT_CANCELLED = 17,  /**< It was called off. */
    REVOPS_EFFECT_PAUSED = 18,     /**< It stands still from here. */
    REVOPS_EFFECT_RESUMED = 19,    /**< It runs on from here. */
    REVOPS_EFFECT_REOPENED = 20,   /**< A resolution was undone and goes on. */
    REVOPS_EFFECT_RETARGETED = 21, /**< It has another case or deadline. */
    REVOPS_EFFECT_LAPSED = 22, /**< It ended because the lead lost by fading alone what it was owed for. */
    REVOPS_EFFECT_MERGED = 23, /**< It ended because the lead was merged into another. */
    REVOPS_EFFECT_GRADED =
        24, /**< A grade changed: `row` (1 fit, 2 engagement, 3 total), `detail` (the grade now, plus 65,536 times the one
                                     before; 0 none), `value` and `span_ms` (points now and before, in thousandths). One that
                                     fell by time alone is told with the next thing that is told of the lead. */
    REVOPS_EFFECT_INTENT_SHOWN = 25, /**< A closed lead shows intent. */
    REVOPS_EFFECT_WOULD_MOVE =
        26, /**< A move that would happen by itself: `move`, to `stage`, from `from`. Told once while it is possible. */
    REVOPS_EFFECT_NO_LONGER_QUALIFIES =
        27 /**< The grades no longer make an MQL: `detail` is the fit grade plus 65,536 times that of
                                     engagement. Without an event, it is by fading alone. */
};
/** One of #revops_effect_kinds. @since 0.1 */
typedef uint32_t revops_effect_kind;

/** @name Kinds of effects that a call tells: a mask
 * @{ */
/** The bit of a kind; a mask is a sum of them. Bits of kinds that a library doesn't know do nothing. @since 0.1 */
#define REVOPS_EFFECT_KIND(kind) (UINT64_C(1) << (kind))
/** Every kind, those of later libraries too. @since 0.1 */
#define REVOPS_EFFECTS_ALL UINT64_C(0xffffffffffffffff)
/** @} */

/** @name Why a move is refused, or deviates: bits of revops_effect::why
 * @{ */
#define REVOPS_EFFECT_STAGE_SKIPPED     1u   /**< Stages were passed over that weren't observed. */
#define REVOPS_EFFECT_MOVED_BACK        2u   /**< It leads back. */
#define REVOPS_EFFECT_ITEM_MISSING      4u   /**< Items are missing. */
#define REVOPS_EFFECT_NO_ROW            8u   /**< No move of the policy leads there from here. */
#define REVOPS_EFFECT_REASON_MISSING    16u  /**< A reason is missing, or is of another group. */
#define REVOPS_EFFECT_RESUME_MISSING    32u  /**< An instant to resume, after the event, is missing. */
#define REVOPS_EFFECT_CONDITION_MISSING 64u  /**< A condition doesn't hold. */
#define REVOPS_EFFECT_TOO_FEW_TOUCHES   128u /**< Touches are missing, or time since they began. */
#define REVOPS_EFFECT_VALUE_MISSING     256u /**< The event has no value, or names no stage, and must not. */
#define REVOPS_EFFECT_REFUSED_BEFORE    512u /**< Its verdict says so, and nothing else is against it. */
/** @} */

/** The stage was inferred, not observed. @since 0.1 */
#define REVOPS_EFFECT_INFERRED 1u
/** The entry begins a new cycle. @since 0.1 */
#define REVOPS_EFFECT_NEW_CYCLE 2u
/** The entry leads back where the policy allows it. @since 0.1 */
#define REVOPS_EFFECT_BACK 4u
/** A stage with steps was named: its first step is inferred. @since 0.1 */
#define REVOPS_EFFECT_STEP_INFERRED 8u
/** Too few touches: nothing happened from which their time would run. @since 0.1 */
#define REVOPS_EFFECT_NOT_BEGUN 16u
/** Too few touches: after a touch of a channel it is never enough. @since 0.1 */
#define REVOPS_EFFECT_NEVER_ENOUGH 32u
/** A win of a lead that was won before. @since 0.1 */
#define REVOPS_EFFECT_FURTHER 64u
/** The matrix made the move: `detail` is the fit grade plus 65,536 times that of engagement. @since 0.1 */
#define REVOPS_EFFECT_BY_MATRIX 128u
/** The move is automatic and was possible. @since 0.1 */
#define REVOPS_EFFECT_BY_CONDITION 256u
/** The grades no longer qualify the lead: `detail` as with #REVOPS_EFFECT_BY_MATRIX. @since 0.1 */
#define REVOPS_EFFECT_BY_LOSS 512u
/** A closed lead showed intent, and the policy reopens it. @since 0.1 */
#define REVOPS_EFFECT_BY_INTENT 1024u
/** The move was told before as one that would happen: `span_ms` is how long before. @since 0.1 */
#define REVOPS_EFFECT_TOLD_BEFORE 2048u

/** What came of an event or of time. Frozen; 128 bytes. @since 0.1 */
typedef struct revops_effect {
    int64_t at_ms;            /**< When. */
    uint64_t lead;            /**< Id of the lead in a batch; 0 from functions over one lead. */
    uint64_t event_id;        /**< Id of the event; 0 none. */
    uint64_t owner;           /**< Owner as of then [SEM17]; 0 none. */
    uint64_t source;          /**< Source of the lead; 0 none. */
    uint64_t campaign;        /**< Campaign; 0 none. */
    uint32_t event;           /**< Number of the event; 0 where time brought it about. */
    uint16_t kind;            /**< One of #revops_effect_kinds. */
    uint16_t segment;         /**< 0. */
    uint16_t stage;           /**< Stage or step where the lead stands, or that was asked for; 0 none. */
    uint16_t from;            /**< Stage or step before; 0 none. */
    uint16_t cycle;           /**< Cycle, from 1. */
    uint16_t flags;           /**< Sum of #REVOPS_EFFECT_INFERRED … #REVOPS_EFFECT_TOLD_BEFORE. */
    int64_t value;            /**< As the kind says. */
    uint64_t stages;          /**< Bit n − 1: stage n was passed over unobserved. */
    uint64_t items;           /**< Bit n − 1: item n is missing. */
    int64_t span_ms;          /**< Time missing since the touches began. */
    uint32_t why;             /**< #REVOPS_EFFECT_STAGE_SKIPPED …, all that apply. */
    uint32_t reason;          /**< Reason given; 0 none. */
    uint32_t move;            /**< Number of the move; 0 none. */
    uint32_t missing_touches; /**< Touches missing. */
    uint16_t clock;           /**< Number of the clock; 0 none. */
    uint16_t row;             /**< Case of the clock, from 1; 0 none. */
    uint32_t
        detail; /**< Clock: share in basis points (warned), else meetings counted. Too few touches: dates missing,
                                   and channels missing times 65,536. */
    uint64_t reserved; /**< 0. */
} revops_effect;

#ifdef __cplusplus
}
#endif

/** @} */
#endif
