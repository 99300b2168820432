/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_ENGINE_REFOLD_H
#define REVOPS_ENGINE_REFOLD_H

#include <revops/engine.h>

/**
 * @file
 * @defgroup engine_refold Engine: late events, corrections, deletions, changes of policy in a lead's past
 *
 * What was told of a lead stands until its past changes: an event arrives late, is corrected or deleted, a policy came into force
 * before it was known. revops_engine_refold() folds the lead again from its **history** and tells the **difference** of what was
 * told and what is to be told: effects that are new, withdrawn, or changed [LC21, SEM21].
 *
 * **A history** is all events of one lead in canonical order (@ref order). Its rows are events as stored: with the verdict that
 * was given of a request, since what was decided stays decided [SEM9], with #REVOPS_EVENT_ANSWER on answers, which are taken as
 * given [SEM19]. A change of policy is a row, too [SEM24]: #REVOPS_EVENT_POLICY, `value` the mark of the engine from then on. Rows
 * are marked: those that weren't folded yet are *new*, those that no longer count are *gone*. A correction is one of each.
 *
 * **Verdicts.** revops_effects_verdict() reads one out of the effects of an event, for whoever stores a request. A request that is
 * new in a refold is decided by the rules as of its instant; the answer is in `verdicts`. Automatic moves, clocks and scores are
 * computed anew.
 *
 * **Time.** Whatever had fallen due before the record's last event, or was told since as time passed, is told under the new past,
 * too. `as_of_ms`, usually now, adds what falls due before it under the new past only; else the next revops_engine_advance() does.
 *
 * **The difference.** Effects equal in all bytes aren't told. Of the others those that tell of the same thing – kind, subject,
 * cycle, and how many-th of them – make one change with both contents. The subject is the stage, the grade, the move, or the clock
 * and its run. What remains was withdrawn, or is new. So the effects told so far, without those withdrawn and with those new, are
 * those of the lead's new history, as a set.
 *
 * **What was told** is given as it is stored, in the order of its telling; #REVOPS_EFFECT_LATE and #REVOPS_EFFECT_DUPLICATE, which
 * are answers to a call, make no difference. Without it the history is folded twice, with the rows that are new and with those that
 * are gone; then it has to give the old record.
 *
 * The third page of @ref engine. Example: examples/late.c.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** revops_engine_refold_columns::flags: `told` is what was told so far, even if nothing was. @since 0.1 */
#define REVOPS_ENGINE_REFOLD_BY_TOLD 1u

/** What a row of a history is to a refold. @since 0.1 */
enum revops_engine_row_marks {
    REVOPS_ENGINE_ROW_FOLDED = 0, /**< It was folded, and counts. */
    REVOPS_ENGINE_ROW_NEW = 1,    /**< It wasn't folded yet. */
    REVOPS_ENGINE_ROW_GONE = 2    /**< It was folded, and counts no more. */
};
/** One of #revops_engine_row_marks. @since 0.1 */
typedef uint32_t revops_engine_row_mark;

/** What a lead is folded again from. Zero-fill it, set `struct_size`, then what there is. @since 0.1 */
typedef struct revops_engine_refold_columns {
    uint32_t struct_size;       /**< Size of the struct as compiled. */
    uint32_t flags;             /**< 0 or #REVOPS_ENGINE_REFOLD_BY_TOLD. */
    uint64_t count;             /**< Rows of the history. */
    const revops_event *events; /**< The rows, in canonical order. */
    const uint8_t *marks;       /**< One of #revops_engine_row_marks for each row; NULL: all were folded. */
    const uint8_t *modes;       /**< One of #revops_engine_modes for each row; NULL where all have `mode`. */
    const revops_engine *const
        *engines;              /**< Engines of all marks that the history names; under the first it begins. */
    const revops_texts *texts; /**< As for revops_engine_apply(). */
    const void
        *start; /**< The record before the first row, of the first engine; NULL where nothing was known. */
    const revops_effect *told; /**< Effects told so far since `start`; with #REVOPS_ENGINE_REFOLD_BY_TOLD. */
    uint64_t told_count;       /**< Effects at `told`. */
    uint64_t lead_id;          /**< Id of the lead in effects. */
    int64_t as_of_ms; /**< Time is told up to here at least; 0 or #REVOPS_TIME_NONE: as far as it was. */
    uint64_t
        wanted; /**< As for revops_engine_apply(), where it isn't 0: then all kinds are. `told` are of these kinds. */
    uint32_t engine_count;   /**< Engines; each has a mark of its own. */
    revops_engine_mode mode; /**< How events are taken. */
} revops_engine_refold_columns;

/** How an effect differs. @since 0.1 */
enum revops_engine_change_kinds {
    REVOPS_ENGINE_WITHDRAWN = 1, /**< It was told, and no longer holds: `before`. */
    REVOPS_ENGINE_NEW = 2,       /**< It wasn't told: `after`. */
    REVOPS_ENGINE_CHANGED = 3    /**< It tells of the same thing, with other contents: `before`, `after`. */
};
/** One of #revops_engine_change_kinds. @since 0.1 */
typedef uint32_t revops_engine_change_kind;

/** A difference between what was told and what is to be told. Frozen. @since 0.1 */
typedef struct revops_engine_change {
    revops_engine_change_kind kind; /**< One of #revops_engine_change_kinds. */
    uint32_t reserved;              /**< 0. */
    revops_effect before;           /**< What was told; zero where it is new. */
    revops_effect after;            /**< What is to be told; zero where it is withdrawn. */
} revops_engine_change;

/**
 * Folds a lead again from its history and tells what differs from what was told.
 *
 * @param[in]     history      The history; nothing in it may overlap what the call writes.
 * @param[in,out] lead         The lead's record; it becomes that of the new history.
 * @param[out]    memory       Working memory, aligned to #REVOPS_ALIGNMENT; NULL to ask for a size that usually suffices.
 * @param         memory_size  Bytes at @p memory.
 * @param[out]    needed       Bytes needed; may be NULL. Written on #REVOPS_ERR_NOSPACE, too: then it suffices.
 * @param[out]    verdicts     The verdict of each row: as given, or of a request that is new as decided; NULL if not wanted.
 * @param[out]    changes      Those withdrawn in the order told, then new and changed ones in the order of the history.
 * @param         capacity     Room at @p changes.
 * @param[out]    count        Changes; on #REVOPS_ERR_NOSPACE of @p changes how many there are, else 0; where a row fails its
 *                             position.
 * @retval REVOPS_OK           Folded.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, a number is out of range, or an event is.
 * @retval REVOPS_ERR_ABI      struct_size fits no version.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND  Engines share a mark or differ in names; or the rows that were folded don't give the old record.
 * @retval REVOPS_ERR_RANGE    A row names a mark of none of the engines.
 * @retval REVOPS_ERR_LATE     Rows aren't in canonical order.
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned.
 * @retval REVOPS_ERR_NOSPACE  @p memory_size is below @p needed, or @p capacity too small; the record is as it was.
 * @retval REVOPS_ERR_CORRUPT  The record or `start` isn't of the engine that the history says.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_engine_refold(const revops_engine_refold_columns *history,
                                                               void *lead, void *memory, size_t memory_size,
                                                               size_t *needed, uint8_t *verdicts,
                                                               revops_engine_change *changes, size_t capacity,
                                                               size_t *count);

/**
 * What was decided of a request [SEM9], to be stored with it.
 *
 * @param[in] effects  What came of it.
 * @param     count    Number of effects.
 * @return #REVOPS_EVENT_REFUSED where one says so, which takes that refusals are wanted; else #REVOPS_EVENT_TAKEN.
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
