/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_ENGINE_RECORDS_H
#define REVOPS_ENGINE_RECORDS_H

#include <revops/engine.h>

/**
 * @file
 * @defgroup engine_records Engine records: layout, columns, and leads without history
 *
 * A lead's record is little-endian bytes. The policy determines its size and layout [SEM28]. revops_engine_layout()
 * lists the fields with their offsets, so other tools (numpy's dtype) can read many records at once.
 * revops_lead_column() copies one field of many records. revops_lead_begin() starts a lead whose history is unknown.
 * Only the functions of @ref engine may write a record.
 *
 * The second page of @ref engine.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** Types of a field. Integers are little-endian. @since 0.1 */
enum revops_engine_types {
    REVOPS_ENGINE_U8 = 1,  /**< Unsigned, one byte. */
    REVOPS_ENGINE_U16 = 2, /**< Unsigned, two bytes. */
    REVOPS_ENGINE_U32 = 3, /**< Unsigned, four bytes. */
    REVOPS_ENGINE_U64 = 4, /**< Unsigned, eight bytes. */
    REVOPS_ENGINE_I64 = 5  /**< Signed, eight bytes; #REVOPS_MISSING and #REVOPS_TIME_NONE for none. */
};
/** One of #revops_engine_types. @since 0.1 */
typedef uint32_t revops_engine_type;

/** Fields of a record. @since 0.1 */
enum revops_engine_field_kinds {
    REVOPS_ENGINE_FIELD_MARK = 1,          /**< Mark of the policy. */
    REVOPS_ENGINE_FIELD_LAST_MS = 2,       /**< Instant of the last event. */
    REVOPS_ENGINE_FIELD_LAST_SEQUENCE = 3, /**< Sequence of the last event. */
    REVOPS_ENGINE_FIELD_LAST_ID = 4,       /**< Id of the last event. */
    REVOPS_ENGINE_FIELD_LAST_DIGEST = 5,   /**< Digest of the last event. */
    REVOPS_ENGINE_FIELD_WAKEUP_MS = 6,     /**< revops_lead_next_wakeup(). */
    REVOPS_ENGINE_FIELD_OWNER = 7,         /**< Owner; 0 none. */
    REVOPS_ENGINE_FIELD_LAST_RANK = 8,     /**< Rank of the last event. */
    REVOPS_ENGINE_FIELD_PLACE = 9,  /**< Number of the stage or step − 1; 255 before the first event. */
    REVOPS_ENGINE_FIELD_FLAGS = 10, /**< Internal bits. */
    REVOPS_ENGINE_FIELD_CYCLE = 11, /**< Cycle, from 1. */
    REVOPS_ENGINE_FIELD_RUNS = 12,  /**< Bit n − 1: clock n is running. */
    REVOPS_ENGINE_FIELD_ITEMS = 13, /**< Bit n − 1: item n is proven. */
    REVOPS_ENGINE_FIELD_ITEMS_SINCE = 14, /**< Items proven since the lead left the open stages. */
    REVOPS_ENGINE_FIELD_VISITED = 15, /**< Bit n − 1: stage n was entered in this cycle, inferred or not. */
    REVOPS_ENGINE_FIELD_OBSERVED = 16,          /**< Observed stages among them. */
    REVOPS_ENGINE_FIELD_SOURCE = 17,            /**< Source; 0 none. */
    REVOPS_ENGINE_FIELD_CAMPAIGN = 18,          /**< Campaign; 0 none. */
    REVOPS_ENGINE_FIELD_RESUME_MS = 19,         /**< Time to resume. */
    REVOPS_ENGINE_FIELD_REASON = 20,            /**< Reason of the latest move; 0 none. */
    REVOPS_ENGINE_FIELD_SEGMENT = 21,           /**< Segment as of the latest event; 0 unknown. */
    REVOPS_ENGINE_FIELD_MOTION = 22,            /**< Motion as of the latest event; 0 unknown. */
    REVOPS_ENGINE_FIELD_OWNERS = 23,            /**< Number of owners so far. */
    REVOPS_ENGINE_FIELD_TOLD_MS = 24,           /**< Instant of the last effect by time [SEM6]. */
    REVOPS_ENGINE_FIELD_SINCE_MS = 25,          /**< Instant from which the time of touches counts. */
    REVOPS_ENGINE_FIELD_TOUCHES = 26,           /**< Touches counted in this cycle. */
    REVOPS_ENGINE_FIELD_ACCOUNT = 27,           /**< Account; 0 none. */
    REVOPS_ENGINE_FIELD_WON_SUM = 28,           /**< Sum of all wins, minor units. */
    REVOPS_ENGINE_FIELD_WON_LATEST = 29,        /**< Amount of the latest win, minor units. */
    REVOPS_ENGINE_FIELD_WINS = 30,              /**< Number of wins. */
    REVOPS_ENGINE_FIELD_CHANNEL_MS = 31,        /**< Instant of the latest touch of a channel. */
    REVOPS_ENGINE_FIELD_CHANNEL_TOUCHES = 32,   /**< Touches of a channel. */
    REVOPS_ENGINE_FIELD_CLOCK_DUE_MS = 33,      /**< As revops_sla_record::due_ms, of a clock. */
    REVOPS_ENGINE_FIELD_CLOCK_SINCE_MS = 34,    /**< As revops_sla_record::since_ms. */
    REVOPS_ENGINE_FIELD_CLOCK_CONSUMED_MS = 35, /**< As revops_sla_record::consumed_ms. */
    REVOPS_ENGINE_FIELD_CLOCK_DEADLINE_MS = 36, /**< As revops_sla_record::deadline_ms. */
    REVOPS_ENGINE_FIELD_CLOCK_STARTED_MS = 37,  /**< As revops_sla_record::started_ms. */
    REVOPS_ENGINE_FIELD_CLOCK_STATE = 38,       /**< As revops_sla_record::state. */
    REVOPS_ENGINE_FIELD_FIRST_MS = 39,          /**< First entry of a stage. */
    REVOPS_ENGINE_FIELD_LATEST_MS = 40,         /**< Latest entry of a stage. */
    REVOPS_ENGINE_FIELD_ENTERED =
        41, /**< Of a stage: 1 (first inferred) + 2 (latest inferred) + 4 (reached). */
    REVOPS_ENGINE_FIELD_ATTRIBUTE = 42 /**< Value of an attribute. */
};

/** One of #revops_engine_field_kinds. @since 0.1 */
typedef uint32_t revops_engine_field_kind;

/** A field of a record. Frozen. @since 0.1 */
typedef struct revops_engine_field {
    uint32_t offset;               /**< Bytes from the start of the record. */
    revops_engine_type type;       /**< One of #revops_engine_types. */
    revops_engine_field_kind kind; /**< One of #revops_engine_field_kinds. */
    uint32_t number; /**< Number of the channel, clock, stage or attribute; 0 for other fields. */
} revops_engine_field;

/**
 * Lists the fields of a record, by ascending offset.
 *
 * @param[in]  engine    An engine.
 * @param[out] out       The fields; may be NULL with @p capacity 0.
 * @param      capacity  Room at @p out.
 * @param[out] needed    Number of fields; may be NULL.
 * @retval REVOPS_OK           Written.
 * @retval REVOPS_ERR_ARG      @p engine is NULL, or @p out is NULL with a capacity.
 * @retval REVOPS_ERR_NOSPACE  @p capacity is below @p needed.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_engine_layout(const revops_engine *engine,
                                                               revops_engine_field *out, size_t capacity,
                                                               size_t *needed);

/** "last_ms", "due_ms.first contact", "employees" … @param engine An engine. @param field One of its fields. @param out Text
 *  closed by a NUL; may be NULL when @p capacity is 0. @param capacity Bytes at @p out. @return Full length of the text
 *  (see @ref base); 0 when a pointer is NULL or there is no such field. @since 0.1 */
REVOPS_API size_t revops_engine_field_text(const revops_engine *engine, const revops_engine_field *field,
                                           char *out, size_t capacity);

/**
 * Reads one field of many records. Arrays must not overlap each other.
 *
 * @param[in]  engine  An engine.
 * @param[in]  leads   Record after record.
 * @param      count   Number of them.
 * @param[in]  field   One of the engine's fields.
 * @param[out] out     One value per record; unsigned 64-bit values keep their bits.
 * @retval REVOPS_OK           Read.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or the record has no such field.
 * @retval REVOPS_ERR_CORRUPT  A record is of a policy with other names; values of the records before it were written.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lead_column(const revops_engine *engine, const void *leads,
                                                             size_t count, const revops_engine_field *field,
                                                             int64_t *out);

/**
 * Starts the record of a live lead whose events are unknown [SEM31]: at a given stage, in the first cycle. There are no
 * effects before @p at_ms, no clock runs, and events before @p at_ms are late.
 *
 * @param[in]  engine       An engine.
 * @param[out] lead         revops_lead_size() bytes.
 * @param      stage        Number of the stage or step; a stage with ordered steps means its first step, inferred.
 * @param[in]  entered_ms   Entry of each stage and step, #REVOPS_TIME_NONE for never or unknown; NULL for none.
 * @param      stage_count  Number of @p entered_ms: 0, or as many as the policy has.
 * @param      at_ms        The takeover; not before any of @p entered_ms, within the range of @ref zone.
 * @retval REVOPS_OK       Started.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or a number is out of range.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lead_begin(const revops_engine *engine, void *lead,
                                                            uint32_t stage, const int64_t *entered_ms,
                                                            uint32_t stage_count, int64_t at_ms);

/**
 * Number that something has under another policy, found by its name: the name itself, a further spelling, or a former
 * name (`was`) of the next policy [SEM24].
 *
 * @param engine  The engine so far.
 * @param next    The engine from now on.
 * @param list    One of #revops_engine_lists.
 * @param number  Number in @p engine.
 * @return Number in @p next; 0 if it has none, or a pointer is NULL.
 * @since 0.1
 */
REVOPS_API uint32_t revops_engine_successor(const revops_engine *engine, const revops_engine *next,
                                            revops_engine_list list, uint32_t number);

/** Room for effects that always suffices for revops_lead_rebase(). @param engine The engine so far. @param next The engine
 *  from now on. @return 0 for NULL. @since 0.1 */
REVOPS_API uint32_t revops_lead_rebase_effects_max(const revops_engine *engine, const revops_engine *next);

/**
 * Moves a lead's record to another engine after a change of policy [SEM24, SEM25, LC28].
 *
 * **By name.** Stages and their dates, items, attributes, choices, touches by channel, clocks, reason, grades, points of
 * behaviour and the owner are carried over by name (revops_engine_successor()); several names may become one. What has
 * no name in the next policy is a #REVOPS_EFFECT_REMOVED. A value of another type is removed, too. A lead in a removed
 * step stands in its stage; a lead in a removed stage isn't moved: #REVOPS_ERR_RANGE.
 *
 * **Clocks** that go on keep or change their deadlines as the new policy defines. A run that stands still goes on where the
 * new clock has no pauses, and of pauses before nothing is kept. **Points** fade as the new rules say; where a
 * rule fades in another way, past events count as of the newest of them, as far as the record doesn't know better.
 * **Grades** that the new rules change are told, and that the lead no longer qualifies under them. Neither moves the
 * lead. **An owner** beyond the roster is a number of @p texts, if there are any, and counts on.
 *
 * Effects that were due before come first, under the old policy: effects before @p at_ms and #REVOPS_EFFECT_REMOVED have
 * numbers of @p engine, all others those of @p next. Events before @p at_ms are late from then on. Two engines of one mark,
 * whose rules are marked, are the same: nothing changes but the number of the owner, whose roster may differ.
 *
 * @param[in]     engine    The engine so far.
 * @param[in]     next      The engine from now on.
 * @param[in]     texts     As for revops_engine_apply().
 * @param[in,out] lead      The lead's record; what was due before the change is applied to it.
 * @param         at_ms     Instant at which the new policy comes into force, within the range of @ref zone.
 * @param         wanted    As for revops_engine_apply().
 * @param[out]    next_lead The record under @p next, revops_lead_size() bytes. It may be @p lead where the layouts are
 *                          equal (revops_engine_mark()), else it must not overlap it.
 * @param[out]    effects   As for revops_engine_apply().
 * @param         capacity  Room at @p effects: revops_lead_rebase_effects_max(), or 0.
 * @param[out]    count     As for revops_engine_apply().
 * @retval REVOPS_OK           Done.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, @p next_lead is @p lead and the layouts differ, or @p at_ms is out of range.
 * @retval REVOPS_ERR_RANGE    The next policy has no name for the lead's stage (revops_lead_read()). What was due before is
 *                             applied to @p lead, and its effects are written; @p next_lead isn't.
 * @retval REVOPS_ERR_LATE     @p at_ms is before the lead's last event, or not after its last effect.
 * @retval REVOPS_ERR_NOSPACE  @p capacity is too small.
 * @retval REVOPS_ERR_CORRUPT  The record is damaged (revops_lead_verify()) or of another policy.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lead_rebase(
    const revops_engine *engine, const revops_engine *next, const revops_texts *texts, void *lead,
    int64_t at_ms, uint64_t wanted, void *next_lead, revops_effect *effects, size_t capacity, size_t *count);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
