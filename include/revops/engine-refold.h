/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_ENGINE_REFOLD_H
#define REVOPS_ENGINE_REFOLD_H

#include <revops/engine.h>

/**
 * @file
 * @defgroup engine_refold Engine refold: late events, corrections, deletions and policy changes in the past
 *
 * The past of a lead can change: an event arrives late, is corrected or deleted, or a policy came into force before it
 * was known. revops_engine_refold() applies the lead's changed **history** again, updates its record, and lists the
 * **difference** in effects: new, withdrawn and changed ones [LC21, SEM21].
 *
 * **History.** A history is all events of one lead in canonical order (@ref order), as they were stored. A request
 * carries its verdict, because a decision is final [SEM9]. An answer carries #REVOPS_EVENT_ANSWER and is taken as given
 * [SEM19]. A change of policy is a row, too [SEM24]: #REVOPS_EVENT_POLICY, with the mark of the next engine as `value`.
 * Numbers in a row are those of the policy in force then. Records are carried over as by revops_lead_rebase(). A change of
 * policy that is new in the past, or gone, between policies of other numbers changes the numbers of the rows behind it: it
 * needs `told`, since the rows have no longer the numbers of the old history.
 * Rows that weren't applied yet are marked *new*, rows that no longer count are marked *gone*. A correction is one row
 * of each.
 *
 * **Merges** [SEM23]. Two leads turn out to be one. revops_lead_merge() applies an event to the survivor that carries
 * the other lead's record, and an event to the other lead that ends it. Both events are rows of the histories. Deleting
 * them undoes the merge. A late event of the other lead is applied there first, then the survivor with its new record.
 *
 * **Verdicts.** revops_effects_verdict() finds the verdict of a request in its effects, so that it can be stored. A new
 * request is decided by the rules at its instant; its verdict is written to `verdicts`. Automatic moves, clocks and
 * scores are computed again.
 *
 * **Time.** Effects that were due before the record's last event, or were already written as time passed, are computed
 * under the new history. `as_of_ms`, usually now, adds the effects due before it. Without it, the next
 * revops_engine_advance() writes them.
 *
 * **Difference.** Effects that are equal in all bytes aren't listed. Two effects with the same kind, subject, cycle and
 * ordinal number are one change, with both contents. The subject is the stage, the grade, the move, or the clock and
 * its run. All other effects are withdrawn or new. The old effects, without the withdrawn and with the new and changed
 * ones, are therefore the effects of the new history, as a set.
 *
 * **Old effects.** `told` holds them as stored, in the order in which they were written. #REVOPS_EFFECT_LATE and
 * #REVOPS_EFFECT_DUPLICATE answer a call and are ignored. Without `told`, the history is applied twice: with the gone
 * rows, which must give the old record, and with the new rows.
 *
 * **Threads.** Engines and histories are read only and may be shared. A record and working memory belong to one thread at a time.
 *
 * The third page of @ref engine. Example: examples/late.c.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** Flag of revops_engine_refold_columns::flags: `told` holds all old effects, even if there are none. @since 0.1 */
#define REVOPS_ENGINE_REFOLD_BY_TOLD 1u

/** Marks of a row of a history. @since 0.1 */
enum revops_engine_row_marks {
    REVOPS_ENGINE_ROW_FOLDED = 0, /**< Applied before, and counts. */
    REVOPS_ENGINE_ROW_NEW = 1,    /**< Not applied yet. */
    REVOPS_ENGINE_ROW_GONE = 2    /**< Applied before, and no longer counts. */
};
/** One of #revops_engine_row_marks. @since 0.1 */
typedef uint32_t revops_engine_row_mark;

/** Input of a refold. Zero-fill it, set `struct_size`, then set the fields you have. @since 0.1 */
typedef struct revops_engine_refold_columns {
    uint32_t struct_size;       /**< Size of the struct as compiled. */
    uint32_t flags;             /**< 0 or #REVOPS_ENGINE_REFOLD_BY_TOLD. */
    uint64_t count;             /**< Rows of the history. */
    const revops_event *events; /**< The rows, in canonical order. */
    const uint8_t *marks;       /**< One of #revops_engine_row_marks per row; NULL: all were applied. */
    const void *const *merged;  /**< Record of each row with #REVOPS_EVENT_MERGE, NULL for others; or NULL. */
    const uint8_t *modes;       /**< One of #revops_engine_modes per row; NULL if all have `mode`. */
    const revops_engine *const
        *engines;              /**< Engines of all marks in the history; it begins with the first. */
    const revops_texts *texts; /**< As for revops_engine_apply(). */
    const void *start;         /**< Record before the first row, of the first engine; NULL for a new lead. */
    const revops_effect *told; /**< Old effects since `start`, with #REVOPS_ENGINE_REFOLD_BY_TOLD. */
    uint64_t told_count;       /**< Effects at `told`. */
    uint64_t lead_id;          /**< Id of the lead in effects. */
    int64_t as_of_ms; /**< Time passes at least up to here; 0 or #REVOPS_TIME_NONE: as far as before. */
    uint64_t
        wanted; /**< Kinds of effects, as for revops_engine_apply(), also those of `told`; 0 means all kinds. */
    uint32_t engine_count;   /**< Number of engines, all with different marks. */
    revops_engine_mode mode; /**< One of #revops_engine_modes. */
} revops_engine_refold_columns;

/** Kinds of change of an effect. @since 0.1 */
enum revops_engine_change_kinds {
    REVOPS_ENGINE_WITHDRAWN = 1, /**< Old effect that no longer holds: `before`. */
    REVOPS_ENGINE_NEW = 2,       /**< New effect: `after`. */
    REVOPS_ENGINE_CHANGED = 3    /**< Effect with other contents: `before`, `after`. */
};
/** One of #revops_engine_change_kinds. @since 0.1 */
typedef uint32_t revops_engine_change_kind;

/** A change of an effect. Frozen. @since 0.1 */
typedef struct revops_engine_change {
    revops_engine_change_kind kind; /**< One of #revops_engine_change_kinds. */
    uint32_t reserved;              /**< 0. */
    revops_effect before;           /**< Old effect; zero if it is new. */
    revops_effect after;            /**< New effect; zero if it is withdrawn. */
} revops_engine_change;

/**
 * Applies a lead's history again, updates its record and lists the changes of its effects.
 *
 * @param[in]     history      The history; must not overlap the outputs.
 * @param[in,out] lead         The lead's record; it becomes that of the new history. With several engines it has room for
 *                             the largest revops_lead_size() of them.
 * @param[out]    memory       Working memory, aligned to #REVOPS_ALIGNMENT; NULL to ask for a size that usually
 *                             suffices.
 * @param         memory_size  Bytes at @p memory.
 * @param[out]    needed       Bytes needed; may be NULL. Written on #REVOPS_ERR_NOSPACE, too: then it suffices.
 * @param[out]    verdicts     Verdict of each row: the given one, or the decision on a new request; NULL if not wanted.
 * @param[out]    changes      Withdrawn effects in their old order, then new and changed ones in the order of the
 *                             history.
 * @param         capacity     Room at @p changes.
 * @param[out]    count        Number of changes, also if @p capacity is too small; if a row fails, its position; on
 *                             other failures 0.
 * @retval REVOPS_OK           Done.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, a number is out of range, or an event is.
 * @retval REVOPS_ERR_ABI      struct_size fits no version.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND  Engines have equal marks; or the rows that were applied before don't give the old record.
 * @retval REVOPS_ERR_RANGE    A row has a mark of none of the engines, or its policy has no name for the lead's stage.
 * @retval REVOPS_ERR_LATE     Rows aren't in canonical order.
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned.
 * @retval REVOPS_ERR_NOSPACE  @p memory_size is below @p needed, or @p capacity is too small; the record is unchanged.
 * @retval REVOPS_ERR_CORRUPT  The record or `start` isn't of the engine that the history requires.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_engine_refold(const revops_engine_refold_columns *history,
                                                               void *lead, void *memory, size_t memory_size,
                                                               size_t *needed, uint8_t *verdicts,
                                                               revops_engine_change *changes, size_t capacity,
                                                               size_t *count);

/**
 * Merges two leads that are one [SEM23], by an event of each. Flags are #REVOPS_EVENT_MERGE for the survivor, #REVOPS_EVENT_MERGED for
 * the other lead; `value` is the id of the counterpart, `kind` 0.
 *
 * The survivor's stage, owner, cycle, clocks and attributes go on; it takes over attributes, source, campaign, account and a grade of fit
 * that it doesn't have. Touches, points of behaviour, wins and amounts add up, items join, and of stages that it has entered the earlier
 * first date counts. Then what follows by itself follows: grades, automatic moves, promises that have another case by now. A date that
 * both touched on counts once only where it is the latest of both.
 *
 * The other lead's clocks end as merged, it won't wake up again, and its points are gone. Its later events are the survivor's. Of a lead
 * of which nothing is known nothing changes.
 *
 * @param[in]     engine    An engine.
 * @param[in]     texts     As for revops_engine_apply().
 * @param[in,out] lead      The record of the lead that the event is of.
 * @param[in]     event     The event; it comes after all else of its instant.
 * @param[in]     other     With #REVOPS_EVENT_MERGE the record of the other lead as of then, before its own event; else NULL.
 * @param         mode      As for revops_engine_apply().
 * @param         wanted    As for revops_engine_apply().
 * @param[out]    effects   As for revops_engine_apply().
 * @param         capacity  As for revops_engine_apply().
 * @param[out]    count     As for revops_engine_apply().
 * @retval REVOPS_OK             Merged.
 * @retval REVOPS_ERR_ARG        A pointer is NULL or isn't, a field is out of range, or the other record is of later than the event.
 * @retval REVOPS_ERR_NEWER      A flag or reserved field is set.
 * @retval REVOPS_ERR_LATE       As for revops_engine_apply().
 * @retval REVOPS_ERR_DUPLICATE  As for revops_engine_apply().
 * @retval REVOPS_ERR_NOSPACE    @p capacity is too small.
 * @retval REVOPS_ERR_CORRUPT    A record is of another policy.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lead_merge(const revops_engine *engine,
                                                            const revops_texts *texts, void *lead,
                                                            const revops_event *event, const void *other,
                                                            revops_engine_mode mode, uint64_t wanted,
                                                            revops_effect *effects, size_t capacity,
                                                            size_t *count);

/**
 * Verdict of a request [SEM9], to be stored with it.
 *
 * @param[in] effects Effects of the request, refusals included.
 * @param     count   Number of effects.
 * @return #REVOPS_EVENT_REFUSED if an effect is a refusal, else #REVOPS_EVENT_TAKEN.
 * @since 0.1
 */
REVOPS_API revops_event_verdict revops_effects_verdict(const revops_effect *effects, size_t count);

/** "withdrawn", "new", "changed". @param kind Any value. @return "unknown" for any other; never NULL. @since 0.1 */
REVOPS_API const char *revops_engine_change_name(revops_engine_change_kind kind);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
