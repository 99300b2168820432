/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_ENGINE_ACCOUNT_H
#define REVOPS_ENGINE_ACCOUNT_H

#include <revops/engine.h>
#include <revops/usage-record.h>

/**
 * @file
 * @defgroup engine_account Engine accounts and usage: what accounts tell their leads, and readers of usage
 *
 * **Usage of a lead** is part of the lead's record. It begins at the first event that starts usage or that a criterion
 * names; that is the signup. Use always counts [SEM11], in closed leads, too. A signal that comes is an effect
 * (#REVOPS_EFFECT_SIGNALLED); the move that it pulls is tried before all others that happen by themselves [SEM10], and
 * what only the events of that move prove counts as shown. A signal that is held back in a stage stays due. With neither
 * `once` nor `not_again_within` a signal comes whenever its combination becomes true. Time alone tells nothing [SEM16].
 * The value of a level has its limit in the upper 32 bits; 0 is none.
 *
 * A policy says whose usage its criteria count: the lead's or the account's. Usage of a lead is part of the lead's record
 * (@ref engine). Usage of an **account** is a fold of its own [SEM18]: the events of all leads of an account, in one
 * record of the account. What it gives are **answers**: events for the leads of the account. There are two kinds:
 *
 * - A signal of usage (#REVOPS_EVENT_SIGNAL). In each lead's fold it is told and pulls its move, unless the lead stands
 *   in a stage in which it is held back ("sales already works it"), or the signal's condition doesn't hold for that
 *   lead. A condition that asks nothing but attributes of the account belongs to the combination instead: the signal
 *   comes once it holds.
 * - A change of an attribute that the policy says is `of` the account (#REVOPS_EVENT_ATTRIBUTE). Leads keep a copy.
 *
 * **Where an account stands** [SC9]. A policy's conditions may ask for three figures of the account:
 *
 * | name | what it is |
 * |---|---|
 * | people engaged | distinct leads that acted: an event for which an intent rule gives points, use, or an inbound event |
 * | stakeholder coverage | distinct leads that were touched or wrote, ÷ members of the policy's buying committee, in basis points |
 * | account engagement | grade of the points of all its leads: the policy's intent rules, fading as they say, without what is one person's: limits of a day, groups, caps, `never` |
 *
 * People count within the policy's `engaged_days`, by dates of the policy's zone, or for ever. They are exact up to 64 or
 * the buying committee, then estimated. Each figure that is asked for is an attribute of the account behind those of the
 * policy, with the name above in #REVOPS_ENGINE_LIST_ATTRIBUTES. Leads hear each change and keep a copy. A figure changes
 * at events of the account alone, also by time that passed; revops_engine_account_read() shows it as of any instant. A lead
 * that was merged away stays a person of its own until the account is folded anew with the survivor's id.
 *
 * **Who gets them.** Every lead that belongs to the account at that instant: those whose events up to then named it,
 * that of the event included. For each, apply a copy with revops_engine_apply() after the event. A lead that joins gets
 * what the account knows by then from revops_engine_account_join().
 *
 * **Order** within an account: instant, sequence, then the lead's id, then the order within the lead. An answer has its
 * cause's instant and sequence and an id made of account, signal or attribute, and instant, so it has one place in each
 * lead's canonical order and a refold takes it as given [SEM19]. An event before the account's last is late: fold the
 * account anew, then those leads whose answers changed.
 *
 * **Records** are little-endian bytes of any alignment, a multiple of 64 long. One record belongs to one thread at a
 * time; an engine may be shared.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** Bytes of an account's record. @param engine An engine. @return 0 for NULL. @since 0.1 */
REVOPS_API size_t revops_engine_account_size(const revops_engine *engine);

/** Most answers of one event: the room that always suffices. @param engine An engine. @return 0 for NULL. @since 0.1 */
REVOPS_API uint32_t revops_engine_account_answers_max(const revops_engine *engine);

/**
 * Starts the record of an account of which nothing is known.
 *
 * @param[in]  engine   An engine.
 * @param[out] account  revops_engine_account_size() bytes.
 * @retval REVOPS_OK       Started.
 * @retval REVOPS_ERR_ARG  A pointer is NULL.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_engine_account_init(const revops_engine *engine,
                                                                     void *account);

/**
 * Proves that stored bytes are records of accounts of this engine.
 *
 * @param[in] engine    An engine.
 * @param[in] accounts  Record after record.
 * @param     count     Number of records.
 * @retval REVOPS_OK           They are.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_CORRUPT  A record is damaged, or of another policy.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_engine_account_verify(const revops_engine *engine,
                                                                       const void *accounts, size_t count);

/**
 * Applies an event of one of its leads to an account.
 *
 * All events of a lead may be given: those that say nothing about its account change no more than the record's last
 * event. Distinct people are leads here.
 *
 * @param[in]     engine    An engine.
 * @param[in]     texts     As for revops_engine_apply().
 * @param[in,out] account   The account's record; untouched on failure.
 * @param         id        Id of the account, not 0.
 * @param         lead      Id of the lead, not 0.
 * @param[in]     event     The event.
 * @param[out]    answers   Answers; NULL with @p capacity 0 if none are wanted.
 * @param         capacity  Room at @p answers: revops_engine_account_answers_max() or more, or 0.
 * @param[out]    count     Number of answers; on #REVOPS_ERR_NOSPACE the room needed.
 * @retval REVOPS_OK             Applied.
 * @retval REVOPS_ERR_ARG        A pointer is NULL, an id is 0, or the event has no such kind or is out of range.
 * @retval REVOPS_ERR_NEWER      The event has flags or fields that this library doesn't know.
 * @retval REVOPS_ERR_LATE       It is before the account's last event.
 * @retval REVOPS_ERR_DUPLICATE  It is equal to the account's last event.
 * @retval REVOPS_ERR_NOSPACE    @p capacity is too small.
 * @retval REVOPS_ERR_CORRUPT    The record is of another policy.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_engine_account_apply(
    const revops_engine *engine, const revops_texts *texts, void *account, uint64_t id, uint64_t lead,
    const revops_event *event, revops_event *answers, size_t capacity, size_t *count);

/**
 * Applies many events to many accounts; the batch form of revops_engine_account_apply(). Arrays must not overlap.
 *
 * @param[in]     engine         An engine.
 * @param[in]     texts          As for revops_engine_apply().
 * @param[in,out] accounts       Record after record.
 * @param         account_count  Number of records.
 * @param[in]     ids            Id of each account; NULL for its index + 1.
 * @param[in]     indexes        Index of each event's account.
 * @param[in]     leads          Id of each event's lead.
 * @param[in]     events         The events, those of one account in its order.
 * @param         event_count    Number of events.
 * @param[in,out] cursor         Progress of the batch.
 * @param[out]    answers        Answers; NULL with @p capacity 0 if none are wanted.
 * @param[out]    rows           Index of each answer's cause among @p events; NULL if not wanted.
 * @param         capacity       Room at @p answers and @p rows: revops_engine_account_answers_max() or more, or 0.
 * @param[out]    count          Answers written by this call.
 * @retval REVOPS_OK           All events are done; the cursor counts the late, duplicate and invalid ones.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or the cursor isn't of this batch.
 * @retval REVOPS_ERR_NOSPACE  @p answers is full: take them and call again.
 * @retval REVOPS_ERR_CORRUPT  The record of the event at `cursor->next` is of another policy.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_engine_account_apply_many(
    const revops_engine *engine, const revops_texts *texts, void *accounts, size_t account_count,
    const uint64_t *ids, const uint32_t *indexes, const uint64_t *leads, const revops_event *events,
    size_t event_count, revops_cursor *cursor, revops_event *answers, uint64_t *rows, size_t capacity,
    size_t *count);

/**
 * Writes what an account knows, for a lead that joins it: an answer for each attribute.
 *
 * @param[in]  engine    An engine.
 * @param[in]  account   The account's record.
 * @param      id        Id of the account, not 0.
 * @param[in]  event     The event with which the lead joined, applied to the account before.
 * @param[out] answers   Answers for that lead alone; may be NULL with @p capacity 0.
 * @param      capacity  Room at @p answers; the number of #REVOPS_ENGINE_LIST_ATTRIBUTES suffices.
 * @param[out] needed    Number of answers.
 * @retval REVOPS_OK           Written.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or @p id is 0.
 * @retval REVOPS_ERR_NOSPACE  @p capacity is too small.
 * @retval REVOPS_ERR_CORRUPT  The record is of another policy.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_engine_account_join(const revops_engine *engine,
                                                                     const void *account, uint64_t id,
                                                                     const revops_event *event,
                                                                     revops_event *answers, size_t capacity,
                                                                     size_t *needed);

/** Where an account stands. What no condition of the policy asks for is unknown. @since 0.1 */
typedef struct revops_engine_account_state {
    int64_t last_ms;        /**< Its last event; #REVOPS_TIME_NONE for none. */
    int64_t people;         /**< People engaged; #REVOPS_MISSING if unknown. */
    int64_t coverage_bp;    /**< Stakeholder coverage; #REVOPS_MISSING if unknown. */
    int64_t engagement_mpt; /**< Points of engagement; #REVOPS_MISSING if unknown. */
    uint32_t engagement;    /**< Its grade, a number of #REVOPS_ENGINE_LIST_ACCOUNT_GRADES; 0 none. */
    uint32_t reserved;      /**< 0. */
} revops_engine_account_state;

/**
 * Reads where an account stands.
 *
 * @param[in]  engine   An engine.
 * @param[in]  account  A record of an account.
 * @param      at_ms    Instant; #REVOPS_TIME_NONE: that of its last event.
 * @param[out] out      The figures.
 * @retval REVOPS_OK           Read.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or @p at_ms is out of the range of @ref zone.
 * @retval REVOPS_ERR_LATE     @p at_ms is before its last event.
 * @retval REVOPS_ERR_CORRUPT  The record is of another policy.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_engine_account_read(const revops_engine *engine,
                                                                     const void *account, int64_t at_ms,
                                                                     revops_engine_account_state *out);

/** Room for effects that always suffices for revops_engine_account_rebase(). @param engine The engine so far. @param next The
 *  engine from now on. @return 0 for NULL. @since 0.1 */
REVOPS_API uint32_t revops_engine_account_rebase_effects_max(const revops_engine *engine,
                                                             const revops_engine *next);

/**
 * Moves an account's record to another engine after a change of policy [SEM24, LC28], as revops_lead_rebase() moves a lead's.
 *
 * Attributes, criteria and signals are carried over by name (revops_engine_successor()). A criterion keeps what it counted
 * if it still counts in the same way: measure, window, flags. Criteria are then judged under the new thresholds; no signal comes
 * of it before the next event. People stay counted if `engaged_days` and what is asked of them are the same, points by their rules' names. What can't be carried is a #REVOPS_EFFECT_REMOVED, one for each list: values of attributes,
 * criteria that were ever met, signals that ever came, rules of intent that counted. Events before @p at_ms are late from then on. Two engines of one
 * mark, whose rules are marked, are the same: nothing changes.
 *
 * @param[in]  engine        The engine so far.
 * @param[in]  next          The engine from now on.
 * @param[in]  account       The account's record.
 * @param      at_ms         Instant at which the new policy comes into force, within the range of @ref zone.
 * @param[out] next_account  The record under @p next, revops_engine_account_size() bytes; must not overlap @p account.
 * @param[out] effects       What is removed, with numbers of @p engine; NULL with @p capacity 0 if it isn't wanted.
 * @param      capacity      Room at @p effects: revops_engine_account_rebase_effects_max(), or 0.
 * @param[out] count         Number of effects; on #REVOPS_ERR_NOSPACE the room needed.
 * @retval REVOPS_OK           Done.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, @p next_account is @p account, or @p at_ms is out of range.
 * @retval REVOPS_ERR_LATE     @p at_ms is before the account's last event.
 * @retval REVOPS_ERR_NOSPACE  @p capacity is too small.
 * @retval REVOPS_ERR_CORRUPT  The record is damaged, or of another policy.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_engine_account_rebase(
    const revops_engine *engine, const revops_engine *next, const void *account, int64_t at_ms,
    void *next_account, revops_effect *effects, size_t capacity, size_t *count);

/** Signals of a lead. Bit n − 1 of a mask is number n. @since 0.1 */
typedef struct revops_lead_signals_state {
    int64_t latest_ms; /**< When the latest signal came; #REVOPS_TIME_NONE for never. */
    uint64_t criteria; /**< Criteria of the lead's own usage that held at its last event. */
    uint32_t came;     /**< Signals that ever came. */
    uint32_t latest;   /**< Number of the latest signal, of several the first; 0 none. */
} revops_lead_signals_state;

/**
 * Reads the signals of a lead.
 *
 * @param[in]  engine  An engine.
 * @param[in]  lead    A record.
 * @param[out] out     The signals.
 * @retval REVOPS_OK           Read; without usage in the policy there are none.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_CORRUPT  The record is of a policy with other names.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lead_signals(const revops_engine *engine, const void *lead,
                                                              revops_lead_signals_state *out);

/**
 * Reads a criterion of a lead's usage, as revops_usage_read() does.
 *
 * @param[in]  engine     An engine.
 * @param[in]  lead       A record.
 * @param      criterion  Number of the criterion.
 * @param      at_ms      Instant; #REVOPS_TIME_NONE: that of its last use.
 * @param[out] out        The reading; of a lead without use, #REVOPS_USAGE_NO_VALUE.
 * @retval REVOPS_OK           Read.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, there is no such criterion, or usage isn't the lead's.
 * @retval REVOPS_ERR_LATE     @p at_ms is before its last use.
 * @retval REVOPS_ERR_RANGE    @p at_ms is too far from its signup.
 * @retval REVOPS_ERR_CORRUPT  The record is damaged, or of a policy with other names.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_lead_usage(const revops_engine *engine, const void *lead,
                                                            uint32_t criterion, int64_t at_ms,
                                                            revops_usage_reading *out);

/**
 * Reads a criterion of an account's usage, as revops_lead_usage() does.
 *
 * @param[in]  engine     An engine.
 * @param[in]  account    A record of an account.
 * @param      criterion  Number of the criterion.
 * @param      at_ms      Instant; #REVOPS_TIME_NONE: that of its last use.
 * @param[out] out        The reading; of an account without use, #REVOPS_USAGE_NO_VALUE.
 * @retval REVOPS_OK           Read.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, there is no such criterion, or usage isn't the account's.
 * @retval REVOPS_ERR_LATE     @p at_ms is before its last use.
 * @retval REVOPS_ERR_RANGE    @p at_ms is too far from its signup.
 * @retval REVOPS_ERR_CORRUPT  The record is damaged, or of another policy.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_engine_account_usage(const revops_engine *engine,
                                                                      const void *account, uint32_t criterion,
                                                                      int64_t at_ms,
                                                                      revops_usage_reading *out);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
