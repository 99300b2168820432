/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_ENGINE_RECORDS_H
#define REVOPS_ENGINE_RECORDS_H

#include <revops/engine.h>

/**
 * @file
 * @defgroup engine_records Engine: where a record's fields lie, columns of them, live leads taken over
 *
 * A lead's record is little-endian bytes whose size and layout the policy decides [SEM28]. revops_engine_layout() tells each
 * field's place, so that a reader of tables (numpy's dtype) sees many records at once; revops_lead_column() copies one field of
 * many. Fields are for reading: only the functions of @ref engine write a record.
 *
 * The second page of @ref engine.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** How a field's bytes are to be read; integers are little-endian. @since 0.1 */
enum revops_engine_types {
    REVOPS_ENGINE_U8 = 1,  /**< Unsigned, one byte. */
    REVOPS_ENGINE_U16 = 2, /**< Unsigned, two bytes. */
    REVOPS_ENGINE_U32 = 3, /**< Unsigned, four bytes. */
    REVOPS_ENGINE_U64 = 4, /**< Unsigned, eight bytes. */
    REVOPS_ENGINE_I64 = 5  /**< Signed, eight bytes; #REVOPS_MISSING and #REVOPS_TIME_NONE for none. */
};
/** One of #revops_engine_types. @since 0.1 */
typedef uint32_t revops_engine_type;

/** What a field is. @since 0.1 */
enum revops_engine_field_kinds {
    REVOPS_ENGINE_FIELD_MARK = 1,          /**< Mark of the policy. */
    REVOPS_ENGINE_FIELD_LAST_MS = 2,       /**< The last event. */
    REVOPS_ENGINE_FIELD_LAST_SEQUENCE = 3, /**< Its sequence. */
    REVOPS_ENGINE_FIELD_LAST_ID = 4,       /**< Its id. */
    REVOPS_ENGINE_FIELD_LAST_DIGEST = 5,   /**< A digest of its contents. */
    REVOPS_ENGINE_FIELD_WAKEUP_MS = 6,     /**< revops_lead_next_wakeup(). */
    REVOPS_ENGINE_FIELD_OWNER = 7,         /**< Owner; 0 none. */
    REVOPS_ENGINE_FIELD_LAST_RANK = 8,     /**< Rank of the last event. */
    REVOPS_ENGINE_FIELD_PLACE = 9,  /**< Number of the stage or step less 1; 255 before the first event. */
    REVOPS_ENGINE_FIELD_FLAGS = 10, /**< Bits of the library's own. */
    REVOPS_ENGINE_FIELD_CYCLE = 11, /**< Cycle, from 1. */
    REVOPS_ENGINE_FIELD_RUNS = 12,  /**< Bit n − 1: a run of clock n is under way. */
    REVOPS_ENGINE_FIELD_ITEMS = 13, /**< Bit n − 1: item n is proven. */
    REVOPS_ENGINE_FIELD_ITEMS_SINCE = 14, /**< Of them those of the next cycle. */
    REVOPS_ENGINE_FIELD_VISITED = 15, /**< Bit n − 1: stage n was entered in this cycle, inferred or not. */
    REVOPS_ENGINE_FIELD_OBSERVED = 16,          /**< Of them those that were observed. */
    REVOPS_ENGINE_FIELD_SOURCE = 17,            /**< Source; 0 none. */
    REVOPS_ENGINE_FIELD_CAMPAIGN = 18,          /**< Campaign; 0 none. */
    REVOPS_ENGINE_FIELD_RESUME_MS = 19,         /**< When to resume. */
    REVOPS_ENGINE_FIELD_REASON = 20,            /**< Reason given with the latest move; 0 none. */
    REVOPS_ENGINE_FIELD_OWNERS = 21,            /**< Owners so far. */
    REVOPS_ENGINE_FIELD_TOLD_MS = 22,           /**< The last instant told [SEM6]. */
    REVOPS_ENGINE_FIELD_SINCE_MS = 23,          /**< From when on touches have to go on. */
    REVOPS_ENGINE_FIELD_TOUCHES = 24,           /**< Touches counted in this cycle. */
    REVOPS_ENGINE_FIELD_ACCOUNT = 25,           /**< Account; 0 none. */
    REVOPS_ENGINE_FIELD_WON_SUM = 26,           /**< Sum of all wins, minor units. */
    REVOPS_ENGINE_FIELD_WON_LATEST = 27,        /**< Amount of the latest win, minor units. */
    REVOPS_ENGINE_FIELD_WINS = 28,              /**< Number of wins. */
    REVOPS_ENGINE_FIELD_CHANNEL_MS = 29,        /**< The latest touch of a channel. */
    REVOPS_ENGINE_FIELD_CHANNEL_TOUCHES = 30,   /**< Touches of a channel. */
    REVOPS_ENGINE_FIELD_CLOCK_DUE_MS = 31,      /**< As revops_sla_record::due_ms, of a clock. */
    REVOPS_ENGINE_FIELD_CLOCK_SINCE_MS = 32,    /**< As revops_sla_record::since_ms. */
    REVOPS_ENGINE_FIELD_CLOCK_CONSUMED_MS = 33, /**< As revops_sla_record::consumed_ms. */
    REVOPS_ENGINE_FIELD_CLOCK_DEADLINE_MS = 34, /**< As revops_sla_record::deadline_ms. */
    REVOPS_ENGINE_FIELD_CLOCK_STARTED_MS = 35,  /**< As revops_sla_record::started_ms. */
    REVOPS_ENGINE_FIELD_CLOCK_STATE = 36,       /**< As revops_sla_record::state. */
    REVOPS_ENGINE_FIELD_FIRST_MS = 37,          /**< When a stage was first entered. */
    REVOPS_ENGINE_FIELD_LATEST_MS = 38,         /**< When it was entered last. */
    REVOPS_ENGINE_FIELD_ENTERED =
        39, /**< Sum of 1 (the first is inferred), 2 (the latest is), 4 (reached), of a stage. */
    REVOPS_ENGINE_FIELD_ATTRIBUTE = 40 /**< An attribute's value. */
};

/** One of #revops_engine_field_kinds. @since 0.1 */
typedef uint32_t revops_engine_field_kind;

/** Where a field of a record lies. Frozen. @since 0.1 */
typedef struct revops_engine_field {
    uint32_t offset;               /**< From the record's start. */
    revops_engine_type type;       /**< How its bytes are to be read. */
    revops_engine_field_kind kind; /**< One of #revops_engine_field_kinds. */
    uint32_t number; /**< Of the channel, clock, stage or attribute; 0 for a field that there is once. */
} revops_engine_field;

/**
 * Tells where the fields of a record lie, in ascending order.
 *
 * @param[in]  engine    An engine.
 * @param[out] out       The fields; may be NULL with @p capacity 0.
 * @param      capacity  Room at @p out.
 * @param[out] needed    How many there are; may be NULL.
 * @retval REVOPS_OK           Written.
 * @retval REVOPS_ERR_ARG      @p engine is NULL, or @p out is NULL with a capacity.
 * @retval REVOPS_ERR_NOSPACE  @p capacity is below @p needed.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_engine_layout(const revops_engine *engine,
                                                               revops_engine_field *out, size_t capacity,
                                                               size_t *needed);

/** "last_ms", "due_ms.first contact", "employees" … @param engine An engine. @param field One of its fields. @param out Text
 *  closed by a NUL; may be NULL when @p capacity is 0. @param capacity Bytes at @p out. @return Full length of the text (see
 *  @ref base); 0 when a pointer is NULL or there is no such field. @since 0.1 */
REVOPS_API size_t revops_engine_field_text(const revops_engine *engine, const revops_engine_field *field,
                                           char *out, size_t capacity);

/**
 * Reads one field of many records. No array may overlap another.
 *
 * @param[in]  engine  An engine.
 * @param[in]  leads   Record after record.
 * @param      count   Number of them.
 * @param[in]  field   One of the engine's fields.
 * @param[out] out     A value for each record; 64 unsigned bits as they are.
 * @retval REVOPS_OK           Read.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or the record has no such field.
 * @retval REVOPS_ERR_CORRUPT  A record is of a policy with other names; what was read before it is written.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lead_column(const revops_engine *engine, const void *leads,
                                                             size_t count, const revops_engine_field *field,
                                                             int64_t *out);

/**
 * Takes over a live lead whose events aren't known [SEM31]: it stands where it stands, in its first cycle. Nothing before @p at_ms
 * is told, no clock runs, and events before @p at_ms are late.
 *
 * @param[in]  engine       An engine.
 * @param[out] lead         revops_lead_size() bytes.
 * @param      stage        Number of the stage or step; of a stage with ordered steps its first step, inferred.
 * @param[in]  entered_ms   For each stage and step when it was entered, #REVOPS_TIME_NONE for never or not known; NULL for none.
 * @param      stage_count  Number of @p entered_ms: 0, or as many as the policy has.
 * @param      at_ms        The takeover; not before any of @p entered_ms, within the range of @ref zone.
 * @retval REVOPS_OK       Started.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or a number is out of range.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lead_begin(const revops_engine *engine, void *lead,
                                                            uint32_t stage, const int64_t *entered_ms,
                                                            uint32_t stage_count, int64_t at_ms);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
