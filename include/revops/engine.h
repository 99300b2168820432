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
 * @defgroup engine Engine: the lifecycle of a policy, applied event by event
 *
 * Applies events to leads under a company's policy. revops_engine_build() compiles an engine from the rows of a policy
 * (policy-rows.h), revops_lead_init() starts the record of a lead, and revops_engine_apply() applies an event to it and
 * writes **effects**: the changes that the event caused. An engine has no built-in stages, events, reasons or items.
 *
 * **Numbers.** Stages (steps included), events, items and reasons are numbered from 1 by their row in the policy; 0 is
 * none. revops_engine_find() and revops_engine_name() convert between numbers and names.
 *
 * **Two modes** [LC18]. *Enforce* treats an event as a request: a move that the rules refuse leaves the lead where it
 * is, and the effect has every reason. *Record* treats an event as a fact: the move is taken, and the same reasons are
 * written as one deviation [SEM12]. Both modes use the same code.
 *
 * **Facts** [SEM11]. Attributes and touches always count. Owner, items and amounts of a move count if the move is
 * taken. A move to the current stage is *unchanged* and counts as taken.
 *
 * **Guards** belong to stages and add up. A move needs what its target requires, what skipped stages require, and what
 * the current place requires before it is left forward. A move can have guards of its own.
 *
 * **Order.** Events of a lead must come in canonical order (order.h), with revops_engine_rank() as the rank. An event
 * before the last one is late, an event equal to it is a duplicate [SEM5]. Events that differ only in fields are
 * applied in the given order. @ref engine_refold includes late events.
 *
 * **Dates of touches** [LC25], and the days over which touches must go on, are those of the zone of `touch_calendar`,
 * else of the policy's zone. Such days end at the same time of day, also where the clocks change.
 *
 * **Scores** follow the policy: fit from attributes and from grades that events give, intent that fades, their total,
 * and the matrix (revops_lead_scores()). A grade without a row in the matrix disproves the item that the policy names.
 * Entering a nurture or closed stage removes the points of behaviour.
 *
 * **Automatic moves** [SEM10]. After the event's own move, the engine makes the matrix' move if it is possible, or else
 * the possible automatic move that leads furthest along the path. Some modes only report such a move. Time uses the
 * mode of the latest event. A grade that falls by fading alone falls at its exact instant. A lead that no longer
 * qualifies is reported and moved as the policy defines [SEM16].
 *
 * **Conditions** test attributes, tables, the stage, grades and points, source, campaign, owner and team. An unknown
 * value meets only "is missing", not even a negated test. Texts are numbers of the texts that come with a call: a text
 * attribute holds the number of its text, a source or campaign 1 + that number. A person of the roster has its number
 * in the policy, any other person 1 + the number of people + the number of the name. `signal` is the lead's latest
 * signal. Where its account stands reaches a lead by answers (@ref engine_account).
 *
 * **Usage** follows the policy's criteria and signals, judged by @ref usage; @ref engine_account has it, and accounts.
 *
 * **Segment and motion** [SL10, SL14] are the rules that hold of the tables of that kind. An effect has those of its
 * instant, with the event's attributes: effects of clocks as the lead is after the event, others as before its move.
 *
 * **Routing** is asked for by an effect, #REVOPS_EFFECT_ASKED, when something of `asked_on` happens to a lead in an open
 * stage; the engine itself assigns nobody. An event that answers (#REVOPS_EVENT_ANSWER) asks for nothing, but for what the lead's
 * account says: its signals and attributes. @ref simulate answers with the policy's router.
 *
 * **Clocks** are those of @ref sla. The happenings of @ref policy_rules start, meet, end, pause, resume and reopen
 * them. Conditions select the case and so the target. Calendars are the policy's, the owner's, or selected by an
 * attribute. Yearly holidays count from 1970 to 2100. Effects of clocks follow those of the event, clock by clock.
 *
 * **Records** are little-endian bytes of any alignment, the same on every platform. The policy determines their size
 * [SEM28]. An event that moves nothing needs only the first 64 bytes. Functions that only read a record write to it, too,
 * where its policy has points of behaviour and it isn't aligned to #REVOPS_ALIGNMENT (or the machine is big-endian): they
 * move these within it and put them back, so such a record must lie in memory that can be written.
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
    /** Bytes that suffice for the text of an effect if no name is longer than 40 characters. @since 0.1 */
    REVOPS_ENGINE_TEXT_MAX = 1024
};

/** Definition of an engine. @since 0.1 */
typedef struct revops_engine_params {
    uint32_t struct_size;               /**< Size of the struct as compiled. */
    uint32_t flags;                     /**< 0. */
    const revops_policy_params *policy; /**< The policy. */
    uint64_t
        rules; /**< Mark of the policy's rules from revops_policy_mark(): records under other rules are refused
                         until they are rebased [SEM29]. 0: only names are compared. */
} revops_engine_params;

/**
 * Writes params without a policy.
 *
 * @param[out] out   Params; the first @p size bytes are written.
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
 * Lists every fault of the sections that the engine compiles.
 *
 * @param[in]  params    Read during the call only.
 * @param[out] problems  Faults; may be NULL with @p capacity 0.
 * @param      capacity  Room at @p problems.
 * @param[out] needed    Number of faults; may be NULL.
 * @return As revops_engine_build(), except the statuses about memory.
 * @retval REVOPS_OK           No fault.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or a number is out of range.
 * @retval REVOPS_ERR_ABI      struct_size or a row size fits no version.
 * @retval REVOPS_ERR_NEWER    A flag or a field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND  Rows contradict each other.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_engine_check(const revops_engine_params *params,
                                                              revops_problem *problems, size_t capacity,
                                                              size_t *needed);

/**
 * Compiles a policy.
 *
 * @param[in]  params       Read during the call only.
 * @param[out] memory       Memory for the engine, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
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

/** Lists of names. @since 0.1 */
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
    REVOPS_ENGINE_LIST_INTENT_GROUPS = 13,    /**< Groups of intent rules. */
    REVOPS_ENGINE_LIST_SEGMENTS = 14,         /**< Segments, then `otherwise` unless a rule has its name. */
    REVOPS_ENGINE_LIST_MOTIONS = 15,          /**< Motions, likewise. */
    REVOPS_ENGINE_LIST_CHANNELS = 16,         /**< Channels of touches. */
    REVOPS_ENGINE_LIST_ATTRIBUTES =
        17,                         /**< Attributes, then what an account stands at (@ref engine_account). */
    REVOPS_ENGINE_LIST_QUEUES = 18, /**< Queues of routing. */
    REVOPS_ENGINE_LIST_TERRITORIES = 19, /**< Territories of routing. */
    REVOPS_ENGINE_LIST_SIGNALS = 20,     /**< Signals of usage. */
    REVOPS_ENGINE_LIST_CRITERIA = 21,    /**< Criteria of usage. */
    REVOPS_ENGINE_LIST_ACCOUNT_GRADES =
        22 /**< Grades of an account's engagement, best first, if a condition asks for it. */
};
/** One of #revops_engine_lists. @since 0.1 */
typedef uint32_t revops_engine_list;

/** Number of names of a list. @param engine An engine. @param list One of #revops_engine_lists. @return 0 for another list
 *  or NULL. @since 0.1 */
REVOPS_API uint32_t revops_engine_count(const revops_engine *engine, revops_engine_list list);
/** Name of a stage, event … @param engine An engine. @param list One of #revops_engine_lists. @param number Its number,
 *  from 1. @return "unknown" for any other; never NULL. @since 0.1 */
REVOPS_API const char *revops_engine_name(const revops_engine *engine, revops_engine_list list,
                                          uint32_t number);

/**
 * Finds a number by name, further spelling or short name. ASCII case doesn't matter; runs of space, `_` and `-` are
 * equal.
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

/** Kind of an event's value. @param engine An engine. @param event Its number. @return One of #revops_policy_values; none for
 *  an unknown number. @since 0.1 */
REVOPS_API revops_policy_value revops_engine_value(const revops_engine *engine, uint32_t event);
/** Rank within an instant [SEM2], for order.h. It depends only on the policy and the value. @param engine An engine.
 *  @param event Number of the event. @param value Its value. @return The rank. @since 0.1 */
REVOPS_API uint16_t revops_engine_rank(const revops_engine *engine, uint32_t event, int64_t value);
/** Most effects of one call for one lead. @param engine An engine. @return 0 for NULL.
 *  @since 0.1 */
REVOPS_API uint32_t revops_engine_effects_max(const revops_engine *engine);
/** Mark that an engine writes to its records [SEM29]. Its upper half covers the layout of the record, its lower half is
 *  that of revops_engine_params::rules. If the upper halves are equal, revops_lead_rebase() converts a record in place.
 *  @param engine An engine. @return 0 for NULL. @since 0.1 */
REVOPS_API uint64_t revops_engine_mark(const revops_engine *engine);
/** Bytes of a lead's record, a multiple of 64. @param engine An engine. @return 0 for NULL. @since 0.1 */
REVOPS_API size_t revops_lead_size(const revops_engine *engine);

/**
 * Starts the record of a lead without events.
 *
 * @param[in]  engine  An engine.
 * @param[out] lead    revops_lead_size() bytes.
 * @retval REVOPS_OK       Started.
 * @retval REVOPS_ERR_ARG  A pointer is NULL.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lead_init(const revops_engine *engine, void *lead);

/**
 * Validates stored records, field by field.
 *
 * @param[in] engine  An engine.
 * @param[in] leads   Record after record.
 * @param     count   Number of them.
 * @retval REVOPS_OK           The records are valid.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_CORRUPT  A record is damaged or of a policy with other names.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lead_verify(const revops_engine *engine, const void *leads,
                                                             size_t count);

/**
 * Applies one event. Effects that were due before it come first. The call checks everything first and can't fail later
 * [SEM27].
 *
 * @param[in]     engine    An engine.
 * @param[in]     texts     Texts that texts, sources, campaigns and persons are numbers of; NULL if no condition needs
 *                          them.
 * @param[in,out] lead      The lead's record.
 * @param[in]     event     The event.
 * @param         mode      One of #revops_engine_modes.
 * @param         wanted    Kinds of effects to write: #REVOPS_EFFECTS_ALL, or a sum of #REVOPS_EFFECT_KIND. Others are
 *                          neither written nor counted. Records and statuses don't depend on it.
 * @param[out]    effects   Effects; NULL with @p capacity 0 to count only.
 * @param         capacity  Room at @p effects: revops_engine_effects_max(), or 0.
 * @param[out]    count     Number of effects of the wanted kinds; on #REVOPS_ERR_NOSPACE the room that suffices.
 * @retval REVOPS_OK             Applied; the move, if any, was taken, unchanged or refused, as the effects tell.
 * @retval REVOPS_ERR_ARG        A pointer is NULL, or a field of the event is out of range.
 * @retval REVOPS_ERR_NEWER      A flag or reserved field is set.
 * @retval REVOPS_ERR_LATE       The event is before the last event or effect; there is an effect of it.
 * @retval REVOPS_ERR_DUPLICATE  The event equals the last one; there is an effect of it.
 * @retval REVOPS_ERR_NOSPACE    @p capacity is too small.
 * @retval REVOPS_ERR_CORRUPT    The record is of a policy with other names.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_engine_apply(
    const revops_engine *engine, const revops_texts *texts, void *lead, const revops_event *event,
    revops_engine_mode mode, uint64_t wanted, revops_effect *effects, size_t capacity, size_t *count);

/**
 * Lets time pass: writes the effects due strictly before an instant [SEM6].
 *
 * @param[in]     engine    An engine.
 * @param[in]     texts     Texts that texts, sources, campaigns and persons are numbers of; NULL if no condition needs
 *                          them.
 * @param[in,out] lead      The lead's record.
 * @param         now_ms    The present; not #REVOPS_TIME_NONE.
 * @param         wanted    As for revops_engine_apply().
 * @param[out]    effects   As for revops_engine_apply().
 * @param         capacity  As for revops_engine_apply().
 * @param[out]    count     As for revops_engine_apply().
 * @retval REVOPS_OK           Done.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or @p now_ms is #REVOPS_TIME_NONE.
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
 * @p ids, @p indexes and @p events may overlap each other; @p effects and @p leads must not overlap anything.
 *
 * @param[in]     engine      An engine.
 * @param[in]     texts       As for revops_engine_apply().
 * @param[in,out] leads       Record after record, revops_lead_size() bytes each.
 * @param         lead_count  Number of records.
 * @param[in]     ids         Id of each lead, for effects; NULL for its index.
 * @param[in]     indexes     Index of each event's record; several events may have the same.
 * @param[in]     events      The events, those of one lead in canonical order.
 * @param         event_count Number of events.
 * @param         mode        As for revops_engine_apply().
 * @param[in,out] cursor      Progress of the batch. `refused` counts refusals, wanted or not.
 * @param         wanted      As for revops_engine_apply().
 * @param[out]    effects     Effects; NULL with @p capacity 0 if none are wanted.
 * @param         capacity    Room at @p effects: revops_engine_effects_max() or more.
 * @param[out]    count       Effects written by this call.
 * @retval REVOPS_OK           All events are done; the cursor counts the late, duplicate and invalid ones.
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
 * Lets time pass for many leads; the batch form of revops_engine_advance(). Arrays must not overlap each other.
 *
 * @param[in]     engine      An engine.
 * @param[in]     texts       As for revops_engine_apply().
 * @param[in,out] leads       Record after record.
 * @param         lead_count  Number of records.
 * @param[in]     ids         As for revops_engine_apply_many().
 * @param         now_ms      As for revops_engine_advance().
 * @param[in,out] cursor      Progress of the batch; its rows are records.
 * @param         wanted      As for revops_engine_apply().
 * @param[out]    effects     As for revops_engine_apply_many().
 * @param         capacity    As for revops_engine_apply_many().
 * @param[out]    count       Effects written by this call.
 * @retval REVOPS_OK           Done.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, @p now_ms is #REVOPS_TIME_NONE, or the cursor isn't of this batch.
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

/** First instant at which revops_engine_advance() may write an effect. @param engine An engine. @param lead A record.
 *  @return #REVOPS_TIME_NONE if there is none. @since 0.1 */
REVOPS_API int64_t revops_lead_next_wakeup(const revops_engine *engine, const void *lead);

/** State of a lead. @since 0.1 */
typedef struct revops_lead_state {
    int64_t last_ms;    /**< Instant of its last event; #REVOPS_TIME_NONE before the first. */
    int64_t resume_ms;  /**< Time to resume; #REVOPS_TIME_NONE for none. */
    uint64_t owner;     /**< Owner; 0 none. */
    uint64_t source;    /**< Source; 0 none. */
    uint64_t campaign;  /**< Campaign; 0 none. */
    uint64_t account;   /**< Account; 0 none. */
    uint64_t items;     /**< Bit n − 1: item n is proven. */
    int64_t won_amount; /**< Sum of all wins. */
    int64_t won_latest; /**< Amount of the latest win; #REVOPS_MISSING for none. */
    uint32_t wins;      /**< Number of wins. */
    uint32_t touches;   /**< Touches counted in this cycle. */
    uint32_t reason;    /**< Reason of the latest move; 0 none. */
    uint16_t stage;     /**< Stage; 0 before the first event. */
    uint16_t step;      /**< Step in it; 0 none. */
    uint16_t cycle;     /**< Cycle, from 1; 0 before the first event. */
    uint16_t cleared;   /**< 1 if the stage was cleared, else 0. */
    uint16_t segment;   /**< Segment as of its latest event; 0 unknown. */
    uint16_t motion;    /**< Motion as of its latest event; 0 unknown. */
} revops_lead_state;

/** Entries of a stage. @since 0.1 */
typedef struct revops_lead_dates {
    int64_t first_ms;        /**< First entry over all cycles; #REVOPS_TIME_NONE for never. */
    int64_t latest_ms;       /**< Latest entry. */
    uint8_t first_inferred;  /**< 1 if the first entry is inferred, else 0. */
    uint8_t latest_inferred; /**< 1 if the latest entry is inferred, else 0. */
    uint8_t reached;         /**< 1 if entered by the rules or inferred at least once, else 0. */
    uint8_t reserved[5];     /**< 0. */
} revops_lead_dates;

/**
 * Reads the state of a lead.
 *
 * @param[in]  engine  An engine.
 * @param[in]  lead    A record.
 * @param[out] out     The state.
 * @retval REVOPS_OK           Read.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_CORRUPT  The record is of a policy with other names.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lead_read(const revops_engine *engine, const void *lead,
                                                           revops_lead_state *out);

/**
 * Reads the entries of a stage.
 *
 * @param[in]  engine  An engine.
 * @param[in]  lead    A record.
 * @param      stage   Number of the stage or step.
 * @param[out] out     The entries.
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
 * @param[out] out        Its value, or #REVOPS_MISSING.
 * @retval REVOPS_OK           Read.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or there is no such attribute.
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
 * @param[out] answered_ms  As for revops_sla_measure(); NULL if not wanted.
 * @param[out] out          The clock's record; its `owner` counts the lead's owners.
 * @retval REVOPS_OK           Read.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or there is no such clock.
 * @retval REVOPS_ERR_LATE     @p at_ms is before the clock's last change.
 * @retval REVOPS_ERR_CORRUPT  The record is damaged, or of a policy with other names.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lead_clock(const revops_engine *engine, const void *lead,
                                                            uint32_t clock, int64_t at_ms,
                                                            int64_t *consumed_ms, int64_t *answered_ms,
                                                            revops_sla_record *out);

/** @name Scores of a lead
 *
 * **Fit** is computed as soon as an attribute that one of its rules tests is known. A grade that an event gave takes
 * precedence. **Intent** is that of @ref intent; its record is part of the lead's record. **Grades** change at events.
 * Engagement also falls by fading, at the exact instant at which its points fall below the limit of its grade. The
 * total is that of the latest event. The matrix defines which grades make an MQL [SC11] and so controls the engine's
 * automatic move.
 * @{ */

/** Scores. @since 0.1 */
enum revops_engine_scores {
    REVOPS_ENGINE_SCORE_FIT = 1,        /**< Fit. */
    REVOPS_ENGINE_SCORE_ENGAGEMENT = 2, /**< Intent. */
    REVOPS_ENGINE_SCORE_TOTAL = 3       /**< Weighted sum of both. */
};
/** One of #revops_engine_scores. @since 0.1 */
typedef uint32_t revops_engine_score;

/** Scores of a lead. Grades are numbers of #REVOPS_ENGINE_LIST_FIT_GRADES and the lists after it; 0 none. @since 0.1 */
typedef struct revops_lead_scores_state {
    int64_t rated_ms;    /**< Latest change of grades and fit; #REVOPS_TIME_NONE for none. */
    int64_t fit_mpt;     /**< Fit, thousandths of a point; #REVOPS_MISSING if unknown. */
    int64_t intent_mpt;  /**< Intent at the given instant; #REVOPS_MISSING without rules. */
    int64_t total_mpt;   /**< Total; #REVOPS_MISSING if there is none. */
    uint32_t fit;        /**< Fit grade, given by an event, by rules, or the default. */
    uint32_t engagement; /**< Engagement grade. */
    uint32_t band;       /**< Band of the total. */
    uint8_t is_graded;   /**< 1 if an event or rules graded the fit, else 0. */
    uint8_t is_given;    /**< 1 if an event graded the fit, else 0. */
    uint8_t is_mql;      /**< 1 if the grades make an MQL, else 0. */
    uint8_t reserved;    /**< 0. */
} revops_lead_scores_state;

/**
 * Reads the scores of a lead.
 *
 * @param[in]  engine  An engine.
 * @param[in]  lead    A record.
 * @param      at_ms   Instant of the intent points; not before the lead's last event.
 * @param[out] out     The scores.
 * @retval REVOPS_OK           Read; all values are missing if the policy has no scores.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_LATE     @p at_ms is before the lead's last event.
 * @retval REVOPS_ERR_CORRUPT  The record is of a policy with other names.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lead_scores(const revops_engine *engine, const void *lead,
                                                             int64_t at_ms, revops_lead_scores_state *out);

/**
 * Explains the points of fit or intent by lines that add up to them (SC7). Indexes are those of rules (from 0) and
 * groups (from 1) of the policy; their names are in #REVOPS_ENGINE_LIST_FIT_RULES and the lists after it.
 * revops_score_line_text() writes a line.
 *
 * @param[in]  engine    An engine.
 * @param[in]  texts     As for revops_engine_apply().
 * @param[in]  lead      A record.
 * @param      score     #REVOPS_ENGINE_SCORE_FIT or #REVOPS_ENGINE_SCORE_ENGAGEMENT.
 * @param      at_ms     Instant; not before the lead's last event.
 * @param[out] out       Lines; none without points.
 * @param      capacity  Room at @p out.
 * @param[out] needed    Number of lines; also written on #REVOPS_ERR_NOSPACE.
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
 * Writes an effect as text: "SQL refused: missing budget, need".
 *
 * @param[in]  engine    The engine that wrote it.
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
