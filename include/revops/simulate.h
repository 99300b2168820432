/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_SIMULATE_H
#define REVOPS_SIMULATE_H

#include <revops/engine.h>
#include <revops/route.h>

/**
 * @file
 * @defgroup simulate Simulate: a log replayed with the policy's routing
 *
 * Replays the events of leads and lets a router answer where the policy's routing is asked for (#REVOPS_EFFECT_ASKED).
 * Each answer returns to its lead as an event with the flag #REVOPS_EVENT_ANSWER [SEM19, SEM20].
 *
 * 1. revops_simulate_route() builds the router of the policy: territories, queues, roster, working hours, absences.
 * 2. revops_simulate_state_init() takes over leads and their events.
 * 3. revops_simulate() replays them until the end, and writes effects and answers.
 *
 * **Recorded assignments win.** The router isn't asked if the next thing that routing hears of the lead, replayed
 * without an answer, is an assignment that the log records.
 *
 * **Order.** A lead is replayed up to the next thing that routing hears of it: it asks, its owner changes, it leaves
 * the open stages, its owner leaves. Then it waits. The lead that waits for the earliest instant is served first; of one
 * instant, the one with the least id [SEM7]. So the owners don't depend on how leads are divided into parts.
 *
 * **Answers** are assigned at the instant of the event that asks. What time asks, such as a missed clock, is answered
 * 1 ms later, because events come before what falls due at their instant [SEM3]. After a miss the owner is passed over
 * and loses the lead; other questions may give the lead to any member.
 *
 * **Owners.** A duplicate goes to the owner whom another lead of the same identity got last, a lead of an account to the
 * one whom another lead of the account got last [RT5], each if the policy says so; the duplicate's comes first. The host says
 * which leads are duplicates of each other, as it finds them by their addresses. People who leave lose their open leads at the beginning of the day of `leaves` [RT6].
 *
 * **Nobody available.** A lead that is held stays as it is and asks again when working hours begin, an absence ends or
 * a day begins, until it has an owner or leaves the open stages.
 *
 * **Capacity.** A person's open leads are those that they own in open stages. Recorded assignments count as open, but
 * use no turn and nothing of a day's limit.
 *
 * **Threads.** Parts may be started by different threads. revops_simulate() needs all of them for itself. The engine,
 * the texts, the events and the leads must stay where they are until the end.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Builds the router of a policy [RT1–RT3, RT5–RT7]. Ids of representatives are numbers of #REVOPS_ENGINE_LIST_PEOPLE,
 * ids of queues those of #REVOPS_ENGINE_LIST_QUEUES, territories those of #REVOPS_ENGINE_LIST_TERRITORIES minus 1.
 * Without a fallback of the policy, a further queue without members is the fallback. The territories' only attribute
 * is the territory of the lead, from an effect's `row`.
 *
 * Dates of a person are of the zone of the person's calendar, else of the policy's.
 *
 * @param[in]  engine       An engine.
 * @param[out] memory       Memory for the router, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed; may be NULL.
 * @param[out] out          The router.
 * @retval REVOPS_OK           Built.
 * @retval REVOPS_ERR_ARG      @p engine is NULL or has no routing, or an absence doesn't end after it begins.
 * @retval REVOPS_ERR_UNSOUND  As revops_route_build().
 * @retval REVOPS_ERR_RANGE    As revops_route_build().
 * @retval REVOPS_ERR_CORRUPT  As revops_route_build().
 * @retval REVOPS_ERR_NOSPACE  @p memory is NULL or too small.
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_simulate_route(const revops_engine *engine, void *memory,
                                                                size_t memory_size, size_t *needed,
                                                                const revops_route **out);

/** Leads to replay. Zero-fill it, then set `struct_size` and the fields you have. @since 0.1 */
typedef struct revops_simulate_columns {
    uint32_t struct_size;        /**< Size of the struct as compiled. */
    uint32_t flags;              /**< 0. */
    uint64_t count;              /**< Number of leads, below 2^32 - 1. */
    const revops_engine *engine; /**< An engine with routing. */
    const revops_texts *texts;   /**< As for revops_engine_apply(). */
    void *leads;                 /**< Record after record, in the state before the first event. */
    const uint64_t *ids;         /**< Id of each lead, unique over all parts; NULL for its index. */
    const uint64_t
        *firsts; /**< Index of each lead's first event, then the number of events: `count` + 1, ascending. */
    const revops_event *events; /**< The events, lead by lead, each lead's in canonical order. */
    int64_t until_ms;           /**< Time passes up to here after the last event of a lead. */
    uint64_t wanted;            /**< Kinds of effects to write, as for revops_engine_apply(). */
    revops_engine_mode mode;    /**< As for revops_engine_apply(). */
    uint32_t
        event; /**< Event that assigns an owner; 0: the first of the vocabulary that does nothing else. */
    const uint64_t *
        identities; /**< Who each lead is: leads with the same number, not 0, are duplicates of each other; NULL none. */
} revops_simulate_columns;

/** A part of the leads and how far each was replayed. @since 0.1 */
typedef struct revops_simulate_state revops_simulate_state;

/**
 * Takes over leads and their events. Nothing is replayed yet.
 *
 * @param[in]  columns      Leads and events; the arrays must stay until the end.
 * @param[out] memory       Memory for the state, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed; may be NULL.
 * @param[out] out          The state.
 * @retval REVOPS_OK           Taken over.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, a number is out of range, or the engine has no routing.
 * @retval REVOPS_ERR_ABI      `struct_size` fits no version.
 * @retval REVOPS_ERR_NEWER    A flag or later field is set.
 * @retval REVOPS_ERR_UNSOUND  The policy has no event that only assigns an owner.
 * @retval REVOPS_ERR_NOSPACE  @p memory is NULL or too small.
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_simulate_state_init(const revops_simulate_columns *columns,
                                                                     void *memory, size_t memory_size,
                                                                     size_t *needed,
                                                                     revops_simulate_state **out);

/** An answer of the router. Frozen. @since 0.1 */
typedef struct revops_simulate_answer {
    uint64_t lead;              /**< Id of the lead. */
    revops_event event;         /**< The event of the answer, to be stored with the log; `kind` 0 if held. */
    uint32_t owner;             /**< The new owner; 0 if held. */
    uint32_t previous;          /**< The owner before; 0 none. */
    revops_route_reason reason; /**< Reason of the assignment. */
    uint32_t queue;             /**< Queue of the turn; 0 by owner, or of no name. */
    uint32_t territory;         /**< Territory; 0 none. */
    uint32_t flags;             /**< As revops_route_assignment::flags. */
    uint32_t missed;            /**< Missed clock that asked; 0 none. */
    uint32_t left;              /**< 1 if the previous owner left, else 0. */
} revops_simulate_answer;

/**
 * Replays leads, asks the router and gives its answers to the leads, until nothing is left to do.
 *
 * @param[in,out] parts            Parts of the same engine and texts, each given once.
 * @param         part_count       Number of them.
 * @param[in]     route            The policy's router.
 * @param[in,out] route_state      Its state.
 * @param[out]    effects          Effects, those of one lead in order; `lead` is its id.
 * @param         capacity         Room at @p effects: revops_engine_effects_max() or more.
 * @param[out]    count            Effects written by this call.
 * @param[out]    answers          Answers, in the order in which the router gave them.
 * @param         answer_capacity  Room at @p answers: 1 or more.
 * @param[out]    answer_count     Answers written by this call.
 * @retval REVOPS_OK           Done.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or the router's state isn't its own.
 * @retval REVOPS_ERR_NOSPACE  @p effects or @p answers is full: take them and call again.
 * @retval REVOPS_ERR_LATE     The router assigned a later lead before.
 * @retval REVOPS_ERR_CORRUPT  A record is of a policy with other names.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_simulate(revops_simulate_state *const *parts,
                                                          size_t part_count, const revops_route *route,
                                                          revops_route_state *route_state,
                                                          revops_effect *effects, size_t capacity,
                                                          size_t *count, revops_simulate_answer *answers,
                                                          size_t answer_capacity, size_t *answer_count);

/** Events of a part that weren't applied: late, duplicate or impossible ones. @param state A part. @return Their number; 0 for
 *  NULL. @since 0.1 */
REVOPS_API uint64_t revops_simulate_left_out(const revops_simulate_state *state);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
