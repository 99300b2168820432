/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_ENGINE_H
#define REVOPS_ENGINE_H

#include <revops/base.h>
#include <revops/condition.h>
#include <revops/engine-events.h>
#include <revops/policy-rows.h>
#include <revops/score.h>
#include <revops/sla.h>

/**
 * @file
 * @defgroup engine Engine: any company's lifecycle, one event in, a lead's new state and its effects out
 *
 * An engine is compiled from the rows of a policy (policy-rows.h). It knows no stage, event, reason or item of its own.
 * revops_engine_apply() brings one event to the record of one lead and tells **effects**: what came of it.
 *
 * **Numbers.** Stages (steps included), events, items and reasons are numbered from 1 by their row in the policy; 0 is none.
 * Names resolve both ways: revops_engine_find(), revops_engine_name().
 *
 * **Two modes** [LC18]. To *enforce* is to take an event as a request: a move that the rules refuse leaves the lead where
 * it is, and the effect says every reason. To *record* is to take what the log says happened: the move is taken, and what
 * the rules have against it is told as one deviation with the same bits [SEM12]. Both go through the same code.
 *
 * **Facts** [SEM11]. Attributes and touches always count. Owner, items and amounts that come with a move count if the move is
 * taken; a move to where the lead stands is *unchanged* and counts as taken.
 *
 * **Guards** stand at stages and are cumulative: a move asks for what its target needs, what stages need that it passes
 * over, and what the place that it leaves forward needs before it is left. A move adds its own.
 *
 * **Order.** Events of a lead come in canonical order (order.h), with revops_engine_rank() as the rank. One before the
 * last is late, one equal to it a duplicate [SEM5]. Events that differ only in fields are taken in the order given. What is late is
 * folded again with the lead's history: @ref engine_refold.
 *
 * **What a policy has and this engine doesn't execute yet** is refused by revops_engine_check(), unless `leave_out` names
 * it: #REVOPS_ENGINE_WITHOUT_SCORES, #REVOPS_ENGINE_WITHOUT_USAGE, #REVOPS_ENGINE_WITHOUT_CLOCKS,
 * #REVOPS_ENGINE_WITHOUT_ROUTING, #REVOPS_ENGINE_WITHOUT_CONDITIONS, #REVOPS_ENGINE_WITHOUT_AUTOMATIC. Days of touches are of UTC.
 *
 * **Scores** are those of the policy: fit by attributes and grades that events give, intent that fades, their total, the matrix
 * (revops_lead_scores()). A grade without a row in the matrix speaks against the item that the policy names; entering nurture or a
 * closed stage forgets the points of behaviour. **What happens by itself** [SEM10]: after an event's own move the matrix' move, or
 * else the automatic one that leads furthest along the path, is made once it is possible, or only told, as the mode says; time that
 * passes goes by the mode of the latest event. Grades that fall by fading alone are seen at their own instant, and a lead that no
 * longer qualifies is told and moved as the policy says [SEM16].
 *
 * **Conditions** ask about attributes, tables, the stage, grades and points, source, campaign, owner and team. On what isn't known only "is
 * missing" holds, negations included. Texts are numbers into the texts that come with a call: the value of a text attribute is
 * the number of its text; a source or campaign is 1 + that number; a person of the roster is its number in the policy, any other
 * person 1 + the number of people + that of his name. What another part of the library would have to say (signals, figures of
 * accounts) is unknown.
 *
 * **Clocks** are those of @ref sla, with the happenings of @ref policy_rules rows: they start, meet, end, pause, resume and
 * reopen them; cases choose the target by conditions; calendars are the policy's, the owner's, or chosen by an attribute.
 * Yearly holidays count from 1970 to 2100. Effects of clocks follow those of the event, clock by clock.
 *
 * **Records** are little-endian bytes of any alignment, the same on every platform; a policy decides their size
 * [SEM28]. The first 64 bytes hold what an event needs that moves nothing.
 *
 * **Threads.** An engine is read-only, without pointers, and may be shared. A record belongs to one thread at a time.
 *
 * Example: examples/engine.c.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    /** Items of a policy: bits of a mask. @since 0.1 */
    REVOPS_ENGINE_ITEMS_MAX = 64,
    /** Bytes of an effect's text that suffice, but for policies with names above 40 characters. @since 0.1 */
    REVOPS_ENGINE_TEXT_MAX = 1024
};

/** Fit, intent, total and the matrix are left out. @since 0.1 */
#define REVOPS_ENGINE_WITHOUT_SCORES 1u
/** Criteria and signals of usage are left out. @since 0.1 */
#define REVOPS_ENGINE_WITHOUT_USAGE 2u
/** Clocks, and what only they need, are left out. @since 0.1 */
#define REVOPS_ENGINE_WITHOUT_CLOCKS 4u
/** Routing is left out. @since 0.1 */
#define REVOPS_ENGINE_WITHOUT_ROUTING 8u
/** Conditions of stages and moves are left out: they hold. @since 0.1 */
#define REVOPS_ENGINE_WITHOUT_CONDITIONS 16u
/** Automatic moves are left out: only events pull them. @since 0.1 */
#define REVOPS_ENGINE_WITHOUT_AUTOMATIC 32u

/** What an engine is built from. @since 0.1 */
typedef struct revops_engine_params {
    uint32_t struct_size;               /**< Size of the struct as compiled. */
    uint32_t flags;                     /**< 0. */
    const revops_policy_params *policy; /**< The policy. */
    uint32_t leave_out; /**< Sum of #REVOPS_ENGINE_WITHOUT_SCORES … that the policy may have. */
    uint32_t reserved;  /**< 0. */
    uint64_t
        rules; /**< Mark of the policy's rules, as revops_policy_mark() tells it, so that a record of other rules is
                             refused until it is rebased [SEM29]; 0: only names are watched. */
} revops_engine_params;

/**
 * Params without a policy, that leave nothing out.
 *
 * @param[out] out   Written as far as @p size goes.
 * @param      size  Bytes at @p out.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_engine_defaults(revops_engine_params *out, size_t size);

/** An engine; see revops_engine_build(). @since 0.1 */
typedef struct revops_engine revops_engine;

/**
 * Tells every fault of the parts of a policy that the engine compiles, and what it would have to leave out.
 *
 * @param[in]  params    Read during the call only.
 * @param[out] problems  Faults; may be NULL with @p capacity 0.
 * @param      capacity  Room at @p problems.
 * @param[out] needed    Number of faults; may be NULL.
 * @return What revops_engine_build() would, but for what it says of memory.
 * @retval REVOPS_OK           It is sound.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or a number is out of range.
 * @retval REVOPS_ERR_ABI      struct_size or a row size fits no version.
 * @retval REVOPS_ERR_NEWER    A flag or a field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND  Rows contradict each other, or a section isn't executed and `leave_out` doesn't name it.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_engine_check(const revops_engine_params *params,
                                                              revops_problem *problems, size_t capacity,
                                                              size_t *needed);

/**
 * Compiles a policy.
 *
 * @param[in]  params       Read during the call only.
 * @param[out] memory       Where it goes, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed; may be NULL.
 * @param[out] out          The engine, at the start of @p memory.
 * @retval REVOPS_OK           Built.
 * @retval REVOPS_ERR_ARG      As revops_engine_check().
 * @retval REVOPS_ERR_ABI      As revops_engine_check().
 * @retval REVOPS_ERR_NEWER    As revops_engine_check().
 * @retval REVOPS_ERR_UNSOUND  As revops_engine_check().
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned.
 * @retval REVOPS_ERR_NOSPACE  @p memory_size is below @p needed.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_engine_build(const revops_engine_params *params,
                                                              void *memory, size_t memory_size,
                                                              size_t *needed, const revops_engine **out);

/** What has names. @since 0.1 */
enum revops_engine_lists {
    REVOPS_ENGINE_LIST_STAGES = 0,            /**< Stages and steps. */
    REVOPS_ENGINE_LIST_EVENTS = 1,            /**< Events. */
    REVOPS_ENGINE_LIST_ITEMS = 2,             /**< Items. */
    REVOPS_ENGINE_LIST_REASONS = 3,           /**< Reasons. */
    REVOPS_ENGINE_LIST_MOVES = 4,             /**< Moves. */
    REVOPS_ENGINE_LIST_PEOPLE = 5,            /**< People of the roster. */
    REVOPS_ENGINE_LIST_CLOCKS = 6,            /**< Clocks. */
    REVOPS_ENGINE_LIST_FIT_GRADES = 7,        /**< Grades of fit, best first. */
    REVOPS_ENGINE_LIST_ENGAGEMENT_GRADES = 8, /**< Grades of engagement, best first. */
    REVOPS_ENGINE_LIST_BANDS = 9,             /**< Bands of the total, best first. */
    REVOPS_ENGINE_LIST_FIT_RULES = 10,        /**< Rules of fit. */
    REVOPS_ENGINE_LIST_FIT_GROUPS = 11,       /**< Groups of fit rules. */
    REVOPS_ENGINE_LIST_INTENT_RULES = 12,     /**< Rules of intent. */
    REVOPS_ENGINE_LIST_INTENT_GROUPS = 13     /**< Groups of intent rules. */
};
/** One of #revops_engine_lists. @since 0.1 */
typedef uint32_t revops_engine_list;

/** How many names a list has. @param engine An engine. @param list One of #revops_engine_lists. @return 0 for another list
 *  or NULL. @since 0.1 */
REVOPS_API uint32_t revops_engine_count(const revops_engine *engine, revops_engine_list list);
/** Name of a stage, event … @param engine An engine. @param list One of #revops_engine_lists. @param number Its number,
 *  from 1. @return "unknown" for any other; never NULL. @since 0.1 */
REVOPS_API const char *revops_engine_name(const revops_engine *engine, revops_engine_list list,
                                          uint32_t number);

/**
 * The number of a name, of a further spelling, or of a short name. ASCII case and runs of space, `_` and `-` make no difference.
 *
 * @param[in]  engine  An engine.
 * @param      list    One of #revops_engine_lists.
 * @param[in]  text    Name; need not end in a NUL.
 * @param      length  Bytes of it.
 * @param[out] out     The number.
 * @retval REVOPS_OK         Found.
 * @retval REVOPS_ERR_ARG    A pointer is NULL or the list unknown.
 * @retval REVOPS_ERR_RANGE  Nothing has that name.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_engine_find(const revops_engine *engine,
                                                             revops_engine_list list, const char *text,
                                                             size_t length, uint32_t *out);

/** What an event's value is. @param engine An engine. @param event Its number. @return One of #revops_policy_values; none for
 *  any other number. @since 0.1 */
REVOPS_API revops_policy_value revops_engine_value(const revops_engine *engine, uint32_t event);
/** Order within an instant [SEM2], for order.h. It follows from the policy and the value alone. @param engine An engine.
 *  @param event Number of the event. @param value Its value. @return The rank. @since 0.1 */
REVOPS_API uint16_t revops_engine_rank(const revops_engine *engine, uint32_t event, int64_t value);
/** Room that always suffices for the effects of one call over one lead. @param engine An engine. @return 0 for NULL.
 *  @since 0.1 */
REVOPS_API uint32_t revops_engine_effects_max(const revops_engine *engine);
/** The mark that records of an engine bear [SEM29]. Its upper half follows from all that has a place in the record, its lower half
 *  is that of revops_engine_params::rules: where the upper halves are equal, revops_lead_rebase() brings a record over.
 *  @param engine An engine. @return 0 for NULL. @since 0.1 */
REVOPS_API uint64_t revops_engine_mark(const revops_engine *engine);
/** Bytes of a lead's record, a multiple of 64. @param engine An engine. @return 0 for NULL. @since 0.1 */
REVOPS_API size_t revops_lead_size(const revops_engine *engine);

/**
 * Starts a record: nothing is known of the lead.
 *
 * @param[in]  engine  An engine.
 * @param[out] lead    revops_lead_size() bytes.
 * @retval REVOPS_OK       Started.
 * @retval REVOPS_ERR_ARG  A pointer is NULL.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lead_init(const revops_engine *engine, void *lead);

/**
 * Proves that stored records are legal, field by field.
 *
 * @param[in] engine  An engine.
 * @param[in] leads   Record after record.
 * @param     count   Number of them.
 * @retval REVOPS_OK           They are.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_CORRUPT  One is damaged or of a policy with other names.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lead_verify(const revops_engine *engine, const void *leads,
                                                             size_t count);

/**
 * Applies one event: what fell due before it is told first. After its first look it can't fail [SEM27].
 *
 * @param[in]     engine    An engine.
 * @param[in]     texts     What texts, sources, campaigns and persons are numbers of; NULL where no condition asks.
 * @param[in,out] lead      The lead's record.
 * @param[in]     event     The event.
 * @param         mode      One of #revops_engine_modes.
 * @param         wanted    The kinds of effects to tell: #REVOPS_EFFECTS_ALL, or a sum of #REVOPS_EFFECT_KIND. Others are neither
 *                          written nor counted; records and statuses don't depend on it.
 * @param[out]    effects   What came of it; NULL with @p capacity 0 to count only.
 * @param         capacity  Room at @p effects: revops_engine_effects_max(), or 0.
 * @param[out]    count     Effects of kinds wanted; on #REVOPS_ERR_NOSPACE the room that suffices.
 * @retval REVOPS_OK             Applied; the move, if any, was taken, unchanged, or refused in words.
 * @retval REVOPS_ERR_ARG        A pointer is NULL, or a field of the event is out of range.
 * @retval REVOPS_ERR_NEWER      A flag or reserved field is set.
 * @retval REVOPS_ERR_LATE       It is before the last one, or before what was told; an effect says so.
 * @retval REVOPS_ERR_DUPLICATE  It equals the last one; an effect says so.
 * @retval REVOPS_ERR_NOSPACE    @p capacity is too small.
 * @retval REVOPS_ERR_CORRUPT    The record is of a policy with other names.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_engine_apply(
    const revops_engine *engine, const revops_texts *texts, void *lead, const revops_event *event,
    revops_engine_mode mode, uint64_t wanted, revops_effect *effects, size_t capacity, size_t *count);

/**
 * Lets time pass: tells what fell due strictly before an instant [SEM6].
 *
 * @param[in]     engine    An engine.
 * @param[in]     texts     What texts, sources, campaigns and persons are numbers of; NULL where no condition asks.
 * @param[in,out] lead      The lead's record.
 * @param         now_ms    The present; not #REVOPS_TIME_NONE.
 * @param         wanted    As for revops_engine_apply().
 * @param[out]    effects   As for revops_engine_apply().
 * @param         capacity  As for revops_engine_apply().
 * @param[out]    count     As for revops_engine_apply().
 * @retval REVOPS_OK           Done.
 * @retval REVOPS_ERR_ARG      A pointer is NULL or @p now_ms is none.
 * @retval REVOPS_ERR_NOSPACE  @p capacity is too small.
 * @retval REVOPS_ERR_CORRUPT  The record is of a policy with other names.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_engine_advance(const revops_engine *engine,
                                                                const revops_texts *texts, void *lead,
                                                                int64_t now_ms, uint64_t wanted,
                                                                revops_effect *effects, size_t capacity,
                                                                size_t *count);

/**
 * Applies many events to many leads, in order; the batch form of revops_engine_apply().
 *
 * @p ids, @p indexes and @p events may overlap each other; @p effects and @p leads may overlap nothing.
 *
 * @param[in]     engine      An engine.
 * @param[in]     texts       As for revops_engine_apply().
 * @param[in,out] leads       Record after record, revops_lead_size() bytes each.
 * @param         lead_count  Number of records.
 * @param[in]     ids         Id of each lead, for effects; NULL for its index.
 * @param[in]     indexes     Index of the record that each event is for; several events may name one.
 * @param[in]     events      The events, those of one lead in canonical order.
 * @param         event_count Number of events.
 * @param         mode        As for revops_engine_apply().
 * @param[in,out] cursor      Where the batch stands. `refused` counts refusals, wanted or not.
 * @param         wanted      As for revops_engine_apply().
 * @param[out]    effects     What came of them; NULL with @p capacity 0 if none are wanted.
 * @param         capacity    Room at @p effects: revops_engine_effects_max() or more.
 * @param[out]    count       Effects written by this call.
 * @retval REVOPS_OK           All were taken; the cursor says how many were late, given twice or invalid.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or the cursor isn't of this batch.
 * @retval REVOPS_ERR_NOSPACE  @p effects is full: take them and call again.
 * @retval REVOPS_ERR_CORRUPT  The record of the event at `cursor->next` is of a policy with other names.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_engine_apply_many(
    const revops_engine *engine, const revops_texts *texts, void *leads, size_t lead_count,
    const uint64_t *ids, const uint32_t *indexes, const revops_event *events, size_t event_count,
    revops_engine_mode mode, revops_cursor *cursor, uint64_t wanted, revops_effect *effects, size_t capacity,
    size_t *count);

/**
 * Lets time pass for many leads; the batch form of revops_engine_advance(). No array may overlap another.
 *
 * @param[in]     engine      An engine.
 * @param[in]     texts       As for revops_engine_apply().
 * @param[in,out] leads       Record after record.
 * @param         lead_count  Number of records.
 * @param[in]     ids         As for revops_engine_apply_many().
 * @param         now_ms      As for revops_engine_advance().
 * @param[in,out] cursor      Where the batch stands; its rows are records.
 * @param         wanted      As for revops_engine_apply().
 * @param[out]    effects     As for revops_engine_apply_many().
 * @param         capacity    As for revops_engine_apply_many().
 * @param[out]    count       Effects written by this call.
 * @retval REVOPS_OK           Done.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, @p now_ms is none, or the cursor isn't of this batch.
 * @retval REVOPS_ERR_NOSPACE  @p effects is full: take them and call again.
 * @retval REVOPS_ERR_CORRUPT  The record at `cursor->next` is of a policy with other names.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_engine_advance_many(const revops_engine *engine,
                                                                     const revops_texts *texts, void *leads,
                                                                     size_t lead_count, const uint64_t *ids,
                                                                     int64_t now_ms, revops_cursor *cursor,
                                                                     uint64_t wanted, revops_effect *effects,
                                                                     size_t capacity, size_t *count);

/**
 * Brings a lead under another engine in mid-flight: a change of policy [SEM24, SEM25]. What fell due before is told under the old
 * one. Running promises move or keep their deadlines, as the new policy says; where the lead stands and what is known of it stay.
 * Events before @p at_ms are late from then on. Two engines of one mark, whose rules are marked, are the same: nothing changes.
 *
 * @param[in]     engine    The engine so far.
 * @param[in]     next      The engine from now on.
 * @param[in]     texts     As for revops_engine_apply().
 * @param[in,out] lead      The lead's record.
 * @param         at_ms     When the new policy comes into force, within the range of @ref zone.
 * @param         wanted    As for revops_engine_apply().
 * @param[out]    effects   As for revops_engine_apply().
 * @param         capacity  Room at @p effects: the greater revops_engine_effects_max() of the two, or 0.
 * @param[out]    count     As for revops_engine_apply().
 * @retval REVOPS_OK           Done.
 * @retval REVOPS_ERR_ARG      A pointer is NULL or @p at_ms out of range.
 * @retval REVOPS_ERR_UNSOUND  The policies name other stages, items, attributes, channels or clocks, or in another order.
 * @retval REVOPS_ERR_LATE     @p at_ms is before the lead's last event, or not after what was told.
 * @retval REVOPS_ERR_NOSPACE  @p capacity is too small.
 * @retval REVOPS_ERR_CORRUPT  The record is of a policy with other names.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lead_rebase(
    const revops_engine *engine, const revops_engine *next, const revops_texts *texts, void *lead,
    int64_t at_ms, uint64_t wanted, revops_effect *effects, size_t capacity, size_t *count);

/** The first instant at which revops_engine_advance() may tell something. @param engine An engine. @param lead A record.
 *  @return #REVOPS_TIME_NONE if there is none. @since 0.1 */
REVOPS_API int64_t revops_lead_next_wakeup(const revops_engine *engine, const void *lead);

/** Where a lead stands. @since 0.1 */
typedef struct revops_lead_state {
    int64_t last_ms;    /**< Its last event; #REVOPS_TIME_NONE before the first. */
    int64_t resume_ms;  /**< When to resume; #REVOPS_TIME_NONE for none. */
    uint64_t owner;     /**< Owner; 0 none. */
    uint64_t source;    /**< Source; 0 none. */
    uint64_t campaign;  /**< Campaign; 0 none. */
    uint64_t account;   /**< Account; 0 none. */
    uint64_t items;     /**< Bit n − 1: item n is proven. */
    int64_t won_amount; /**< Sum of all wins. */
    int64_t won_latest; /**< Amount of the latest win; #REVOPS_MISSING for none. */
    uint32_t wins;      /**< Number of wins. */
    uint32_t touches;   /**< Touches counted in this cycle. */
    uint32_t reason;    /**< Reason given with the latest move; 0 none. */
    uint16_t stage;     /**< Stage; 0 before the first event. */
    uint16_t step;      /**< Step in it; 0 none. */
    uint16_t cycle;     /**< Cycle, from 1; 0 before the first event. */
    uint16_t cleared;   /**< The stage was cleared: 0 or 1. */
    uint32_t reserved;  /**< 0. */
} revops_lead_state;

/** When a lead entered a stage. @since 0.1 */
typedef struct revops_lead_dates {
    int64_t first_ms;        /**< First of all cycles; #REVOPS_TIME_NONE for never. */
    int64_t latest_ms;       /**< Latest. */
    uint8_t first_inferred;  /**< The first is inferred: 0 or 1. */
    uint8_t latest_inferred; /**< The latest is inferred: 0 or 1. */
    uint8_t reached;         /**< Entered with the policy, or inferred, at least once: 0 or 1. */
    uint8_t reserved[5];     /**< 0. */
} revops_lead_dates;

/**
 * Reads where a lead stands.
 *
 * @param[in]  engine  An engine.
 * @param[in]  lead    A record.
 * @param[out] out     Where it stands.
 * @retval REVOPS_OK           Read.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_CORRUPT  The record is of a policy with other names.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lead_read(const revops_engine *engine, const void *lead,
                                                           revops_lead_state *out);

/**
 * Reads when a lead entered a stage.
 *
 * @param[in]  engine  An engine.
 * @param[in]  lead    A record.
 * @param      stage   Number of the stage or step.
 * @param[out] out     When.
 * @retval REVOPS_OK           Read.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, there is no such stage, or the policy keeps no dates.
 * @retval REVOPS_ERR_CORRUPT  The record is of a policy with other names.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lead_entered(const revops_engine *engine, const void *lead,
                                                              uint32_t stage, revops_lead_dates *out);

/**
 * Reads an attribute that events set.
 *
 * @param[in]  engine     An engine.
 * @param[in]  lead       A record.
 * @param      attribute  Number of the attribute in the policy.
 * @param[out] out        Its value; #REVOPS_MISSING where nothing is known.
 * @retval REVOPS_OK           Read.
 * @retval REVOPS_ERR_ARG      A pointer is NULL or there is no such attribute.
 * @retval REVOPS_ERR_CORRUPT  The record is of a policy with other names.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lead_attribute(const revops_engine *engine, const void *lead,
                                                                uint32_t attribute, int64_t *out);

/**
 * Reads a clock of a lead.
 *
 * @param[in]  engine       An engine.
 * @param[in]  lead         A record.
 * @param      clock        Number of the clock.
 * @param      at_ms        Not before its last change.
 * @param[out] consumed_ms  Time consumed at @p at_ms; NULL if not wanted.
 * @param[out] answered_ms  As revops_sla_measure() says; NULL if not wanted.
 * @param[out] out          The clock's record; its `owner` counts the lead's owners.
 * @retval REVOPS_OK           Read.
 * @retval REVOPS_ERR_ARG      A pointer is NULL or there is no such clock.
 * @retval REVOPS_ERR_LATE     @p at_ms is before the clock's last change.
 * @retval REVOPS_ERR_CORRUPT  The record is damaged, or of a policy with other names.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lead_clock(const revops_engine *engine, const void *lead,
                                                            uint32_t clock, int64_t at_ms,
                                                            int64_t *consumed_ms, int64_t *answered_ms,
                                                            revops_sla_record *out);

/** @name What a lead is worth
 *
 * **Fit** is rated as soon as an attribute is known that one of its rules asks for; a grade that an event gave goes before it.
 * **Intent** is that of @ref intent, whose record lies in that of the lead. **Grades** rise and fall at events; engagement falls by
 * itself, too, at the very instant at which its points fall below what keeps its grade. The total is that of the latest event.
 * The matrix says which grades make an MQL [SC11]: whether they do is what the engine's automatic move goes by.
 * @{ */

/** What has points. @since 0.1 */
enum revops_engine_scores {
    REVOPS_ENGINE_SCORE_FIT = 1,        /**< Fit. */
    REVOPS_ENGINE_SCORE_ENGAGEMENT = 2, /**< Intent. */
    REVOPS_ENGINE_SCORE_TOTAL = 3       /**< Both, by their weights. */
};
/** One of #revops_engine_scores. @since 0.1 */
typedef uint32_t revops_engine_score;

/** What a lead is worth. Grades are numbers of #REVOPS_ENGINE_LIST_FIT_GRADES and the lists behind it; 0 none. @since 0.1 */
typedef struct revops_lead_scores_state {
    int64_t
        rated_ms; /**< As of when grades and fit are: the latest event or fall; #REVOPS_TIME_NONE for none. */
    int64_t fit_mpt;     /**< Fit in thousandths of a point; #REVOPS_MISSING where nothing is known. */
    int64_t intent_mpt;  /**< Intent at the instant asked for; #REVOPS_MISSING without rules. */
    int64_t total_mpt;   /**< The total; #REVOPS_MISSING where there is none. */
    uint32_t fit;        /**< Fit grade: given, by rules, or that of the ungraded. */
    uint32_t engagement; /**< Engagement grade. */
    uint32_t band;       /**< Band of the total. */
    uint8_t is_graded;   /**< 1 where an event or rules graded fit. */
    uint8_t is_given;    /**< 1 where an event did. */
    uint8_t is_mql;      /**< 1 where the matrix holds. */
    uint8_t reserved;    /**< 0. */
} revops_lead_scores_state;

/**
 * Reads what a lead is worth.
 *
 * @param[in]  engine  An engine.
 * @param[in]  lead    A record.
 * @param      at_ms   Instant of the intent points; not before the lead's last event.
 * @param[out] out     What it is worth.
 * @retval REVOPS_OK           Read; all is missing where the policy has no scores.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_LATE     @p at_ms is before the lead's last event.
 * @retval REVOPS_ERR_CORRUPT  The record is of a policy with other names.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lead_scores(const revops_engine *engine, const void *lead,
                                                             int64_t at_ms, revops_lead_scores_state *out);

/**
 * How points of fit or intent came about (SC7). Indexes are of rules (from 0) and groups (from 1) of the policy; their names are
 * those of #REVOPS_ENGINE_LIST_FIT_RULES and the lists behind it. revops_score_line_text() writes a line.
 *
 * @param[in]  engine    An engine.
 * @param[in]  texts     As for revops_engine_apply().
 * @param[in]  lead      A record.
 * @param      score     #REVOPS_ENGINE_SCORE_FIT or #REVOPS_ENGINE_SCORE_ENGAGEMENT.
 * @param      at_ms     Instant; not before the lead's last event.
 * @param[out] out       Lines that add up to the points; none where there are no points.
 * @param      capacity  Room at @p out.
 * @param[out] needed    Lines there are; also written on #REVOPS_ERR_NOSPACE.
 * @retval REVOPS_OK           Explained.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or @p score is another.
 * @retval REVOPS_ERR_LATE     @p at_ms is before the lead's last event.
 * @retval REVOPS_ERR_NOSPACE  @p capacity is too small.
 * @retval REVOPS_ERR_CORRUPT  The record is damaged, or of a policy with other names.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lead_explain(const revops_engine *engine,
                                                              const revops_texts *texts, const void *lead,
                                                              revops_engine_score score, int64_t at_ms,
                                                              revops_score_line *out, size_t capacity,
                                                              size_t *needed);
/** @} */

/** "entered", "refused", "deviation" … @param kind Any value. @return "unknown" for any other; never NULL. @since 0.1 */
REVOPS_API const char *revops_effect_name(revops_effect_kind kind);

/**
 * An effect in words: "SQL refused: missing budget, need".
 *
 * @param[in]  engine    The engine that told it.
 * @param[in]  effect    The effect.
 * @param[out] out       Text closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity  Bytes at @p out.
 * @return Full length of the text (see @ref base); 0 when a pointer is NULL.
 * @since 0.1
 */
REVOPS_API size_t revops_effect_text(const revops_engine *engine, const revops_effect *effect, char *out,
                                     size_t capacity);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
