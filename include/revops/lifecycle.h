/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_LIFECYCLE_H
#define REVOPS_LIFECYCLE_H

#include <revops/base.h>

/**
 * @file
 * @defgroup lifecycle Lifecycle: stages, transitions, guards, reasons
 *
 * Tracks the stage of each lead, checks moves between stages, and explains refused moves.
 *
 * A *lifecycle* is a table of transitions {from, trigger, guards, to}. revops_lifecycle_build() checks it and compiles
 * it once into a read-only block in the caller's memory. Each lead has a *record*; revops_lifecycle_apply() moves it
 * through the table. The built-in table (revops_lifecycle_defaults()) is LEAD → MQL or PQL → SAL → SQL → OPPORTUNITY →
 * CLOSED_WON or CLOSED_LOST, with RECYCLED and DISQUALIFIED beside the path. A caller may change it or use another
 * table.
 *
 * **Steps.** A stage may be divided into steps (OPPORTUNITY into DISCOVERY, DEMO, PROPOSAL, NEGOTIATION). A step is a
 * row whose `parent` is another stage. Entering a first step enters its parent, too. A record holds both the `stage`
 * and the `step` within it.
 *
 * **Items** are confirmed facts, one bit each, named in the table. Checklists (BANT, MEDDIC, CHAMP, your own) are sets
 * of items. A guard requires a set, and a refusal names each missing item.
 *
 * **Cycles.** A lead that was recycled or closed and comes back starts a new cycle. The record keeps, for each stage,
 * the number of entries and the first and latest entry. A new cycle starts with the lasting items (fit) and the items
 * of its first event. Its touches count from 0.
 *
 * **Observed and inferred.** A stage that is entered itself is *observed*. A move that skips a stage dates that stage
 * with the instant of the move and marks it *inferred*.
 *
 * **Threads.** A compiled lifecycle is read-only and may be shared. A record belongs to one thread at a time.
 *
 * Example: examples/lifecycle.c.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    /** Stages of a table, steps included: a record holds the dates of all. @since 0.1 */
    REVOPS_LIFECYCLE_STAGES_MAX = 14,
    /** Triggers of a table: four times as many as the built-in one has. @since 0.1 */
    REVOPS_LIFECYCLE_TRIGGERS_MAX = 64,
    /** Items of a table: the bits of a 64-bit set. @since 0.1 */
    REVOPS_LIFECYCLE_ITEMS_MAX = 64,
    /** Reasons of a table, numbered from 1: the bits of a 64-bit set, where bit 0 means "none". @since 0.1 */
    REVOPS_LIFECYCLE_REASONS_MAX = 63,
    /** Transitions of a table: more than one per pair of stage and trigger. @since 0.1 */
    REVOPS_LIFECYCLE_TRANSITIONS_MAX = 1024
};

/** Stages of the built-in table (LC1). @since 0.1 */
enum revops_lifecycle_stages {
    REVOPS_LIFECYCLE_STAGE_LEAD = 0, /**< Known, not yet qualified. */
    REVOPS_LIFECYCLE_STAGE_MQL = 1, /**< Fits the ideal customer profile and has shown buying intent (LC2). */
    REVOPS_LIFECYCLE_STAGE_PQL = 2, /**< Qualified by use of the product (PQ5). */
    REVOPS_LIFECYCLE_STAGE_SAL = 3, /**< Reviewed and accepted by sales, a human decision (LC3). */
    REVOPS_LIFECYCLE_STAGE_SQL = 4, /**< Contact made and a qualification checklist verified (LC5). */
    REVOPS_LIFECYCLE_STAGE_OPPORTUNITY =
        5, /**< Decision process defined, stakeholders mapped, timeline known (LC6). */
    REVOPS_LIFECYCLE_STAGE_CLOSED_WON = 6,   /**< Signed, or bought in self-service. */
    REVOPS_LIFECYCLE_STAGE_CLOSED_LOST = 7,  /**< An opportunity that ended without a deal. */
    REVOPS_LIFECYCLE_STAGE_RECYCLED = 8,     /**< In nurture until a stated time (LC9). */
    REVOPS_LIFECYCLE_STAGE_DISQUALIFIED = 9, /**< Rejected, or not to be pursued, for a stated reason. */
    REVOPS_LIFECYCLE_STAGE_DISCOVERY = 10,   /**< Step of OPPORTUNITY; left by a qualified next step (LC7). */
    REVOPS_LIFECYCLE_STAGE_DEMO = 11,     /**< Step of OPPORTUNITY; left when stakeholders see value (LC7). */
    REVOPS_LIFECYCLE_STAGE_PROPOSAL = 12, /**< Step of OPPORTUNITY; left by agreed commercial terms (LC7). */
    REVOPS_LIFECYCLE_STAGE_NEGOTIATION = 13 /**< Step of OPPORTUNITY; left by a signature (LC7). */
};
/** Index of a stage. Leads start in the first stage of a table. @since 0.1 */
typedef uint32_t revops_lifecycle_stage;

/** Triggers of the built-in table. @since 0.1 */
enum revops_lifecycle_triggers {
    REVOPS_LIFECYCLE_TRIGGER_MQL = 0,                 /**< Fit and intent are both met. */
    REVOPS_LIFECYCLE_TRIGGER_PQL = 1,                 /**< The product-qualified criteria are met. */
    REVOPS_LIFECYCLE_TRIGGER_ACCEPTED = 2,            /**< Sales accepts the lead. */
    REVOPS_LIFECYCLE_TRIGGER_REJECTED = 3,            /**< Sales rejects an MQL or PQL, with a reason. */
    REVOPS_LIFECYCLE_TRIGGER_QUALIFIED = 4,           /**< Sales qualifies the lead (SQL). */
    REVOPS_LIFECYCLE_TRIGGER_OPPORTUNITY_OPENED = 5,  /**< A deal is opened, in DISCOVERY. */
    REVOPS_LIFECYCLE_TRIGGER_DEMO_HELD = 6,           /**< The deal enters DEMO. */
    REVOPS_LIFECYCLE_TRIGGER_PROPOSAL_SENT = 7,       /**< The deal enters PROPOSAL. */
    REVOPS_LIFECYCLE_TRIGGER_NEGOTIATION_STARTED = 8, /**< The deal enters NEGOTIATION. */
    REVOPS_LIFECYCLE_TRIGGER_WON = 9,                 /**< The contract is signed. */
    REVOPS_LIFECYCLE_TRIGGER_LOST = 10,               /**< The deal is lost, with a reason. */
    REVOPS_LIFECYCLE_TRIGGER_RECYCLED = 11,     /**< Back to nurture, with a reason and a time to resume. */
    REVOPS_LIFECYCLE_TRIGGER_DISQUALIFIED = 12, /**< Not to be pursued, with a reason. */
    REVOPS_LIFECYCLE_TRIGGER_PURCHASED = 13,    /**< A self-service purchase: never refused (LC11). */
    REVOPS_LIFECYCLE_TRIGGER_REOPENED = 14      /**< A closed lead starts a new cycle (LC12). */
};
/** Index of a trigger. @since 0.1 */
typedef uint32_t revops_lifecycle_trigger;

/** @name Items of the built-in table, as bits
 * @{ */
#define REVOPS_LIFECYCLE_ITEM_FIT    (UINT64_C(1) << 0) /**< Fits the ideal customer profile. */
#define REVOPS_LIFECYCLE_ITEM_INTENT (UINT64_C(1) << 1) /**< Has shown buying intent. */
#define REVOPS_LIFECYCLE_ITEM_PRODUCT_QUALIFIED                                                              \
    (UINT64_C(1) << 2) /**< Meets the product-qualified criteria. */
#define REVOPS_LIFECYCLE_ITEM_CONTACT           (UINT64_C(1) << 3)  /**< Sales made contact. */
#define REVOPS_LIFECYCLE_ITEM_BUDGET            (UINT64_C(1) << 4)  /**< BANT. */
#define REVOPS_LIFECYCLE_ITEM_AUTHORITY         (UINT64_C(1) << 5)  /**< BANT, CHAMP. */
#define REVOPS_LIFECYCLE_ITEM_NEED              (UINT64_C(1) << 6)  /**< BANT. */
#define REVOPS_LIFECYCLE_ITEM_TIMELINE          (UINT64_C(1) << 7)  /**< BANT; when the decision falls. */
#define REVOPS_LIFECYCLE_ITEM_METRICS           (UINT64_C(1) << 8)  /**< MEDDIC. */
#define REVOPS_LIFECYCLE_ITEM_ECONOMIC_BUYER    (UINT64_C(1) << 9)  /**< MEDDIC. */
#define REVOPS_LIFECYCLE_ITEM_DECISION_CRITERIA (UINT64_C(1) << 10) /**< MEDDIC. */
#define REVOPS_LIFECYCLE_ITEM_DECISION_PROCESS  (UINT64_C(1) << 11) /**< MEDDIC; how the decision is taken. */
#define REVOPS_LIFECYCLE_ITEM_IDENTIFY_PAIN     (UINT64_C(1) << 12) /**< MEDDIC. */
#define REVOPS_LIFECYCLE_ITEM_CHAMPION          (UINT64_C(1) << 13) /**< MEDDIC. */
#define REVOPS_LIFECYCLE_ITEM_CHALLENGES        (UINT64_C(1) << 14) /**< CHAMP. */
#define REVOPS_LIFECYCLE_ITEM_MONEY             (UINT64_C(1) << 15) /**< CHAMP. */
#define REVOPS_LIFECYCLE_ITEM_PRIORITIZATION    (UINT64_C(1) << 16) /**< CHAMP. */
#define REVOPS_LIFECYCLE_ITEM_STAKEHOLDERS      (UINT64_C(1) << 17) /**< Stakeholders are mapped. */
#define REVOPS_LIFECYCLE_ITEM_NEXT_STEP         (UINT64_C(1) << 18) /**< A qualified next step is agreed. */
#define REVOPS_LIFECYCLE_ITEM_VALUE_SEEN                                                                     \
    (UINT64_C(1) << 19) /**< Stakeholders see value and agree on a next step. */
#define REVOPS_LIFECYCLE_ITEM_TERMS_AGREED (UINT64_C(1) << 20) /**< Commercial terms are agreed. */
#define REVOPS_LIFECYCLE_ITEM_SIGNATURE    (UINT64_C(1) << 21) /**< Signed. */
/** @} */

/** @name Checklists: sets of items (LC5, LC6)
 * @{ */
/** Budget, authority, need, timeline. */
#define REVOPS_LIFECYCLE_CHECKLIST_BANT                                                                      \
    (REVOPS_LIFECYCLE_ITEM_BUDGET | REVOPS_LIFECYCLE_ITEM_AUTHORITY | REVOPS_LIFECYCLE_ITEM_NEED |           \
     REVOPS_LIFECYCLE_ITEM_TIMELINE)
/** Metrics, economic buyer, decision criteria, decision process, identify pain, champion. */
#define REVOPS_LIFECYCLE_CHECKLIST_MEDDIC                                                                    \
    (REVOPS_LIFECYCLE_ITEM_METRICS | REVOPS_LIFECYCLE_ITEM_ECONOMIC_BUYER |                                  \
     REVOPS_LIFECYCLE_ITEM_DECISION_CRITERIA | REVOPS_LIFECYCLE_ITEM_DECISION_PROCESS |                      \
     REVOPS_LIFECYCLE_ITEM_IDENTIFY_PAIN | REVOPS_LIFECYCLE_ITEM_CHAMPION)
/** Challenges, authority, money, prioritization. */
#define REVOPS_LIFECYCLE_CHECKLIST_CHAMP                                                                     \
    (REVOPS_LIFECYCLE_ITEM_CHALLENGES | REVOPS_LIFECYCLE_ITEM_AUTHORITY | REVOPS_LIFECYCLE_ITEM_MONEY |      \
     REVOPS_LIFECYCLE_ITEM_PRIORITIZATION)
/** Items that make an SQL an opportunity: decision process, stakeholders, timeline. */
#define REVOPS_LIFECYCLE_CHECKLIST_OPPORTUNITY                                                               \
    (REVOPS_LIFECYCLE_ITEM_DECISION_PROCESS | REVOPS_LIFECYCLE_ITEM_STAKEHOLDERS |                           \
     REVOPS_LIFECYCLE_ITEM_TIMELINE)
/** @} */

/** Reasons of the built-in table (LC4, LC8); 0 (#REVOPS_NONE) is none. @since 0.1 */
enum revops_lifecycle_reasons {
    REVOPS_LIFECYCLE_REASON_WRONG_COMPANY_SIZE = 1,  /**< Rejection. */
    REVOPS_LIFECYCLE_REASON_WRONG_GEOGRAPHY = 2,     /**< Rejection. */
    REVOPS_LIFECYCLE_REASON_WRONG_TITLE = 3,         /**< Rejection. */
    REVOPS_LIFECYCLE_REASON_INSUFFICIENT_BUDGET = 4, /**< Rejection: insufficient budget indicators. */
    REVOPS_LIFECYCLE_REASON_DUPLICATE = 5,           /**< Rejection. */
    REVOPS_LIFECYCLE_REASON_INCOMPLETE_DATA = 6,     /**< Rejection. */
    REVOPS_LIFECYCLE_REASON_OTHER = 7,               /**< Rejection or disposition. */
    REVOPS_LIFECYCLE_REASON_NOT_INTERESTED = 8,      /**< Disposition. */
    REVOPS_LIFECYCLE_REASON_NO_BUDGET = 9,           /**< Disposition. */
    REVOPS_LIFECYCLE_REASON_WRONG_TIMING = 10,       /**< Disposition; leads to RECYCLED only (LC9). */
    REVOPS_LIFECYCLE_REASON_CHOSE_COMPETITOR = 11,   /**< Disposition. */
    REVOPS_LIFECYCLE_REASON_NO_AUTHORITY = 12,       /**< Disposition. */
    REVOPS_LIFECYCLE_REASON_NO_NEED = 13,            /**< Disposition. */
    REVOPS_LIFECYCLE_REASON_UNREACHABLE = 14         /**< Disposition; only after enough touches (LC10). */
};
/** Number of a reason, from 1; 0 is none. @since 0.1 */
typedef uint32_t revops_lifecycle_reason;

/** @name Flags of a stage
 * @{ */
#define REVOPS_LIFECYCLE_STAGE_FLAG_TERMINAL                                                                 \
    1u /**< Closed: left only by a transition that starts a new cycle. */
#define REVOPS_LIFECYCLE_STAGE_FLAG_WON      2u /**< A terminal stage that counts as won. */
#define REVOPS_LIFECYCLE_STAGE_FLAG_BACKFILL 4u /**< On the main path: inferred when skipped. */
/** @} */

/**
 * One stage of a table; grows at its end, see `stage_row_size`.
 * @since 0.1
 */
typedef struct revops_lifecycle_stage_row {
    const char *name;       /**< Name for logs and reports; not empty, unique among stages. */
    const char *definition; /**< Definition of the stage, in a sentence. */
    uint32_t flags;         /**< REVOPS_LIFECYCLE_STAGE_FLAG_… */
    uint32_t rank;          /**< Position on the path, from 1; 0 beside it: neither forward nor backward. */
    uint32_t parent;        /**< Index of the stage of which it is a step; its own index for a stage. */
    uint32_t reserved;      /**< 0 */
} revops_lifecycle_stage_row;

/** @name Flags of a transition
 * @{ */
#define REVOPS_LIFECYCLE_TRANSITION_NEW_CYCLE                                                                \
    1u /**< Starts a new cycle; required to leave a terminal stage. */
#define REVOPS_LIFECYCLE_TRANSITION_DIRECT                                                                   \
    2u /**< Skipped stages belong to another motion and aren't inferred. */
#define REVOPS_LIFECYCLE_TRANSITION_NEEDS_RESUME                                                             \
    4u /**< Requires a time to resume, later than the event (LC9). */
#define REVOPS_LIFECYCLE_TRANSITION_NEEDS_QUALIFICATION                                                      \
    8u /**< Adds the policy's qualification items to the required ones. */
/** @} */

/**
 * One transition of a table; grows at its end, see `transition_row_size`.
 *
 * If `to` is one of the `from` stages, a lead there stays: the trigger is accepted without a new date. With
 * #REVOPS_LIFECYCLE_TRANSITION_NEEDS_RESUME it changes the time to resume.
 * @since 0.1
 */
typedef struct revops_lifecycle_transition {
    uint32_t trigger;        /**< Index of the trigger. */
    uint32_t from_mask;      /**< Bit s: from stage s; a stage with steps includes its steps. */
    uint32_t to;             /**< Index of the stage entered; for a stage with steps, that of the step. */
    uint32_t flags;          /**< REVOPS_LIFECYCLE_TRANSITION_… */
    uint64_t required_items; /**< Bit i: item i must be confirmed, earlier or by the event itself. */
    uint64_t reason_mask;    /**< Bit r: reason r is accepted; 0: no reason is required. */
    uint64_t touch_reasons;  /**< Bit r: reason r requires enough touches (LC10); bit 0: so does no reason. */
} revops_lifecycle_transition;

/** Flag of the params: backward moves are allowed, too. @since 0.1 */
#define REVOPS_LIFECYCLE_FREE_MOVES 1u

/**
 * Definition of a lifecycle. Start from revops_lifecycle_defaults() and change the fields that differ.
 * @since 0.1
 */
typedef struct revops_lifecycle_params {
    uint32_t struct_size;         /**< sizeof(revops_lifecycle_params) as compiled. */
    uint32_t flags;               /**< 0 or #REVOPS_LIFECYCLE_FREE_MOVES. */
    int64_t min_touch_span_ms;    /**< Least time since the first touch, 0 or more; default 14 days. */
    uint64_t qualification_items; /**< Checklist of an SQL; default BANT. */
    uint64_t lasting_items;       /**< Items that a new cycle keeps; default fit. */
    uint32_t min_touches;         /**< Touches required (LC10), 0 … 65535; default 6. */
    uint32_t stage_count;         /**< 1 … #REVOPS_LIFECYCLE_STAGES_MAX */
    uint32_t trigger_count;       /**< 1 … #REVOPS_LIFECYCLE_TRIGGERS_MAX */
    uint32_t item_count;          /**< 0 … #REVOPS_LIFECYCLE_ITEMS_MAX */
    uint32_t reason_count;        /**< 0 … #REVOPS_LIFECYCLE_REASONS_MAX */
    uint32_t transition_count;    /**< 1 … #REVOPS_LIFECYCLE_TRANSITIONS_MAX */
    const revops_lifecycle_stage_row *stages;       /**< stage_count rows; leads start in the first. */
    const char *const *triggers;                    /**< trigger_count names. */
    const char *const *items;                       /**< item_count names. */
    const char *const *reasons;                     /**< reason_count names; the first is reason 1. */
    const revops_lifecycle_transition *transitions; /**< transition_count rows, in any order. */
    uint32_t stage_row_size;                        /**< sizeof(revops_lifecycle_stage_row) as compiled. */
    uint32_t transition_row_size;                   /**< sizeof(revops_lifecycle_transition) as compiled. */
} revops_lifecycle_params;

/**
 * Writes the built-in lifecycle: forward-only, BANT, 6 touches over 14 days. Its arrays are constants of the library.
 *
 * @param[out] out   Definition; the first @p size bytes are written.
 * @param      size  sizeof(revops_lifecycle_params) as the caller compiled it.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version of the struct.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lifecycle_defaults(revops_lifecycle_params *out,
                                                                    size_t size);

/**
 * Lists every fault of a table (LC14).
 *
 * A table is sound when all stages are reachable from the first, every open stage can close, terminal stages are left
 * only into a new cycle, no stage answers a trigger twice, every name is unique (as revops_lifecycle_find() compares
 * names), and every guard can be met. A row that can never fire doesn't make a stage reachable.
 *
 * @param      params    The table.
 * @param[out] problems  The first @p capacity faults: only those of the params themselves if there are any, else those
 *                       of stages, names, transitions and reachability. May be NULL.
 * @param      capacity  Number of elements at @p problems.
 * @param[out] needed    Number of faults; may be NULL.
 * @retval REVOPS_OK           No fault.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or a count or another value is out of range.
 * @retval REVOPS_ERR_ABI      `struct_size` or a `_row_size` fits no version.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND  The table contradicts itself.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lifecycle_check(const revops_lifecycle_params *params,
                                                                 revops_problem *problems, size_t capacity,
                                                                 size_t *needed);

/**
 * Writes a fault as text with the names of the rows: "transitions 3 and 7 both answer \"won\" in SQL".
 *
 * @param      params    The table that was checked.
 * @param      problem   A fault that revops_lifecycle_check() wrote for it.
 * @param[out] out       Text closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity  Bytes at @p out.
 * @return Full length of the text (see @ref base). For params that can't be read it is the text of
 * revops_problem_text().
 * @since 0.1
 */
REVOPS_API size_t revops_lifecycle_problem_text(const revops_lifecycle_params *params,
                                                const revops_problem *problem, char *out, size_t capacity);

/** A compiled lifecycle: read-only, without pointers, shared by threads; lives in the caller's memory. @since 0.1 */
typedef struct revops_lifecycle revops_lifecycle;

/**
 * Checks and compiles a table; names are copied in.
 *
 * @param      params       The table; read during the call only.
 * @param[out] memory       Memory for the compiled form, aligned to #REVOPS_ALIGNMENT; may be NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed; may be NULL. Set on REVOPS_OK and REVOPS_ERR_NOSPACE.
 * @param[out] out          The lifecycle, at @p memory.
 * @retval REVOPS_OK           Compiled.
 * @retval REVOPS_ERR_ARG      A pointer is NULL or a count is out of range.
 * @retval REVOPS_ERR_ABI      `struct_size` or a `_row_size` fits no version.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND  revops_lifecycle_check() finds a fault.
 * @retval REVOPS_ERR_NOSPACE  @p memory_size is too small.
 * @retval REVOPS_ERR_ALIGN    @p memory is not aligned.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lifecycle_build(const revops_lifecycle_params *params,
                                                                 void *memory, size_t memory_size,
                                                                 size_t *needed,
                                                                 const revops_lifecycle **out);

/** Lists of names. @since 0.1 */
enum revops_lifecycle_lists {
    REVOPS_LIFECYCLE_LIST_STAGES = 0,     /**< Stages and steps. */
    REVOPS_LIFECYCLE_LIST_TRIGGERS = 1,   /**< Triggers. */
    REVOPS_LIFECYCLE_LIST_ITEMS = 2,      /**< Items; the index is the bit's number. */
    REVOPS_LIFECYCLE_LIST_REASONS = 3,    /**< Reasons; index 0 is "none". */
    REVOPS_LIFECYCLE_LIST_DEFINITIONS = 4 /**< Definitions of the stages (LC1). */
};
/** One of #revops_lifecycle_lists. @since 0.1 */
typedef uint32_t revops_lifecycle_list;

/**
 * Number of names of a list.
 *
 * @param lifecycle  A compiled lifecycle.
 * @param list       REVOPS_LIFECYCLE_LIST_…
 * @return Number of names; 0 for an unknown list or NULL.
 * @since 0.1
 */
REVOPS_API uint32_t revops_lifecycle_count(const revops_lifecycle *lifecycle, revops_lifecycle_list list);

/**
 * Name of a stage, trigger, item or reason, or the definition of a stage.
 *
 * @param lifecycle  A compiled lifecycle.
 * @param list       REVOPS_LIFECYCLE_LIST_…
 * @param index      0 … revops_lifecycle_count() − 1.
 * @return Text inside the lifecycle; "unknown" for any other list or index. Never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_lifecycle_name(const revops_lifecycle *lifecycle, revops_lifecycle_list list,
                                             uint32_t index);

/**
 * Finds a stage, trigger, item or reason by name. The case of ASCII letters doesn't matter; `_`, `-` and space are
 * equal.
 *
 * @param      lifecycle  A compiled lifecycle.
 * @param      list       REVOPS_LIFECYCLE_LIST_…, except definitions.
 * @param      text       Characters; need not end in a NUL.
 * @param      length     Number of them.
 * @param[out] out        The index, set only on REVOPS_OK.
 * @retval REVOPS_OK         Found.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or the list is unknown.
 * @retval REVOPS_ERR_RANGE  Nothing has that name.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lifecycle_find(const revops_lifecycle *lifecycle,
                                                                revops_lifecycle_list list, const char *text,
                                                                size_t length, uint32_t *out);

/**
 * Reads the row of a stage: name, definition, flags, rank and parent.
 *
 * @param      lifecycle  A compiled lifecycle.
 * @param      stage      Index of the stage.
 * @param[out] out        The row; its texts are inside the lifecycle.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  A pointer is NULL or there is no such stage.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lifecycle_stage_at(const revops_lifecycle *lifecycle,
                                                                    revops_lifecycle_stage stage,
                                                                    revops_lifecycle_stage_row *out);

/**
 * Entries of a stage. Frozen.
 * @since 0.1
 */
typedef struct revops_lifecycle_dates {
    int64_t first_ms;  /**< First entry over all cycles; #REVOPS_TIME_NONE for none. */
    int64_t latest_ms; /**< Latest entry; #REVOPS_TIME_NONE for none. */
} revops_lifecycle_dates;

/**
 * State of a lead. Frozen and free of pointers; 280 bytes. Arrays are indexed by stage. Bit s of a mask is stage s.
 * Both include steps.
 * @since 0.1
 */
typedef struct revops_lifecycle_record {
    uint8_t stage;                              /**< Current stage. */
    uint8_t step;                               /**< Current step; the stage itself if it has no steps. */
    uint8_t reason;                             /**< Reason of the latest transition; 0 for none. */
    uint8_t reserved0;                          /**< 0 */
    uint16_t cycle;                             /**< Cycle, from 1; saturates at 65535. */
    uint16_t touches;                           /**< Touches in this cycle; saturates at 65535. */
    uint16_t visited_mask;                      /**< Stages observed or inferred in this cycle. */
    uint16_t first_inferred_mask;               /**< Stages whose first_ms is inferred. */
    uint16_t latest_inferred_mask;              /**< Stages whose latest_ms is inferred. */
    uint8_t count[REVOPS_LIFECYCLE_STAGES_MAX]; /**< Entries, observed or inferred; saturates at 255. */
    uint32_t reserved1;                         /**< 0 */
    uint64_t items;                             /**< Confirmed items. */
    int64_t first_touch_ms;                     /**< First touch of this cycle; #REVOPS_TIME_NONE for none. */
    int64_t resume_ms; /**< Time to resume, while recycled; else #REVOPS_TIME_NONE. */
    revops_lifecycle_dates dates[REVOPS_LIFECYCLE_STAGES_MAX]; /**< Entries of each stage. */
} revops_lifecycle_record;

/**
 * Starts a record in the first stage and the first cycle, at an instant.
 *
 * @param[out] record  The record.
 * @param      at_ms   Instant at which the lead became known; not #REVOPS_TIME_NONE.
 * @retval REVOPS_OK       Started.
 * @retval REVOPS_ERR_ARG  @p record is NULL or @p at_ms is #REVOPS_TIME_NONE.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lifecycle_record_init(revops_lifecycle_record *record,
                                                                       int64_t at_ms);

/**
 * Validates stored records against a lifecycle.
 *
 * @param      lifecycle  A compiled lifecycle.
 * @param      records    The records; may be NULL when @p count is 0.
 * @param      count      Number of them.
 * @param[out] first      Index of the first invalid record, on REVOPS_ERR_CORRUPT; may be NULL.
 * @retval REVOPS_OK           All records are valid.
 * @retval REVOPS_ERR_CORRUPT  A record has an unknown stage, item or reason, a reserved byte that is set, or dates,
 *                             counts and masks that contradict each other.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lifecycle_verify(const revops_lifecycle *lifecycle,
                                                                  const revops_lifecycle_record *records,
                                                                  size_t count, size_t *first);

/**
 * One trigger for one record. Frozen.
 * @since 0.1
 */
typedef struct revops_lifecycle_input {
    int64_t at_ms;     /**< Instant of the event. */
    uint64_t items;    /**< Items that the event confirms; kept only if it is accepted. */
    int64_t resume_ms; /**< Time to resume; 0 or #REVOPS_TIME_NONE for none. */
    uint32_t trigger;  /**< Index of the trigger. */
    uint32_t reason;   /**< Reason; 0 for none. */
} revops_lifecycle_input;

/** @name Causes of a refusal, as bits; all that apply are set
 * @{ */
#define REVOPS_LIFECYCLE_REFUSED_NO_TRANSITION 1u /**< The stage has no transition for the trigger. */
#define REVOPS_LIFECYCLE_REFUSED_ALREADY       2u /**< The lead is in that stage already. */
#define REVOPS_LIFECYCLE_REFUSED_BACKWARD      4u /**< The move is backward, and the policy is forward-only. */
#define REVOPS_LIFECYCLE_REFUSED_ITEMS         8u  /**< Items are missing. */
#define REVOPS_LIFECYCLE_REFUSED_REASON        16u /**< A reason is required. */
#define REVOPS_LIFECYCLE_REFUSED_WRONG_REASON  32u /**< The reason isn't accepted for this transition. */
#define REVOPS_LIFECYCLE_REFUSED_RESUME        64u /**< A time to resume, later than the event, is required. */
#define REVOPS_LIFECYCLE_REFUSED_TOUCHES       128u /**< Too few touches, or too short a time (LC10). */
/** @} */

/**
 * Result of a trigger: the transition taken, or all causes of the refusal. Frozen.
 * @since 0.1
 */
typedef struct revops_lifecycle_result {
    uint32_t refusal;         /**< REVOPS_LIFECYCLE_REFUSED_… bits; 0 when accepted. */
    uint32_t trigger;         /**< The trigger. */
    uint32_t from;            /**< Step (or stage without steps) before. */
    uint32_t to;              /**< Step after, or the refused one; #REVOPS_NO_ROW without a transition. */
    uint32_t row;             /**< Index of the transition in the table; #REVOPS_NO_ROW for none. */
    uint32_t reason;          /**< Reason given. */
    uint64_t missing_items;   /**< Missing items. */
    int64_t missing_ms;       /**< Missing time since the first touch. */
    uint32_t missing_touches; /**< Missing touches. */
    uint32_t inferred_mask;   /**< Stages inferred by this transition. */
} revops_lifecycle_result;

/**
 * Applies a trigger to a record, or refuses it and explains everything that is missing (LC15). A refusal leaves the
 * record untouched.
 *
 * @param      lifecycle  A compiled lifecycle.
 * @param      record     The lead's record.
 * @param      input      The trigger.
 * @param[out] result     Result; written on REVOPS_OK and REVOPS_ERR_REFUSED.
 * @retval REVOPS_OK           The lead moved, or stayed by a row whose `from` stages include `to`.
 * @retval REVOPS_ERR_REFUSED  The rules refuse it.
 * @retval REVOPS_ERR_LATE     The event is before the entry of the current step.
 * @retval REVOPS_ERR_CORRUPT  The record's stage doesn't exist in this lifecycle.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or the trigger, reason, an item or the instant doesn't exist.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lifecycle_apply(const revops_lifecycle *lifecycle,
                                                                 revops_lifecycle_record *record,
                                                                 const revops_lifecycle_input *input,
                                                                 revops_lifecycle_result *result);

/**
 * Applies many triggers to many records, in order; the batch form of revops_lifecycle_apply().
 *
 * Several inputs may be for the same record. @p indexes and @p inputs may overlap each other; all other overlaps are
 * refused.
 *
 * @param      lifecycle     A compiled lifecycle.
 * @param      records       The records.
 * @param      record_count  Number of records.
 * @param      indexes       Index of the record for each of the @p count inputs.
 * @param      inputs        @p count triggers.
 * @param      count         Number of triggers.
 * @param[out] statuses      @p count statuses of revops_lifecycle_apply(), and #REVOPS_ERR_RANGE for an index without a
 *                           record.
 * @param[out] results       @p count results of revops_lifecycle_apply(); NULL if not wanted.
 * @retval REVOPS_OK         All triggers were tried.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or arrays overlap that must not.
 * @retval REVOPS_ERR_RANGE  Only in @p statuses.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lifecycle_apply_many(
    const revops_lifecycle *lifecycle, revops_lifecycle_record *records, size_t record_count,
    const uint32_t *indexes, const revops_lifecycle_input *inputs, size_t count, revops_status *statuses,
    revops_lifecycle_result *results);

/**
 * Confirms and withdraws items.
 *
 * @param lifecycle  A compiled lifecycle.
 * @param record     The lead's record.
 * @param confirm    Items that hold from now on, as bits.
 * @param withdraw   Items that no longer hold, as bits; an item in both is confirmed.
 * @retval REVOPS_OK       Done.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or an item doesn't exist; nothing was changed.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lifecycle_confirm(const revops_lifecycle *lifecycle,
                                                                   revops_lifecycle_record *record,
                                                                   uint64_t confirm, uint64_t withdraw);

/**
 * Counts a touch (call, e-mail, social message) by sales (LC10).
 *
 * @param record  The lead's record.
 * @param at_ms   Instant of the touch.
 * @retval REVOPS_OK       Counted.
 * @retval REVOPS_ERR_ARG  @p record is NULL or @p at_ms is #REVOPS_TIME_NONE.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lifecycle_touch(revops_lifecycle_record *record,
                                                                 int64_t at_ms);

/**
 * Writes a result as text: "MQL → SQL on \"qualified\", SAL inferred", "\"qualified\" refused in SAL: missing budget,
 * need".
 *
 * @param      lifecycle  The lifecycle of the result.
 * @param      result     The result.
 * @param[out] out        Text (UTF-8) closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity   Bytes at @p out.
 * @return Full length of the text (see @ref base); 0 when a pointer is NULL.
 * @since 0.1
 */
REVOPS_API size_t revops_lifecycle_result_text(const revops_lifecycle *lifecycle,
                                               const revops_lifecycle_result *result, char *out,
                                               size_t capacity);

/**
 * Writes the table as a Graphviz graph in the DOT language (LC14).
 *
 * @param      lifecycle  A compiled lifecycle.
 * @param[out] out        Text closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity   Bytes at @p out.
 * @return Full length of the text (see @ref base); 0 when @p lifecycle is NULL.
 * @since 0.1
 */
REVOPS_API size_t revops_lifecycle_dot_text(const revops_lifecycle *lifecycle, char *out, size_t capacity);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
