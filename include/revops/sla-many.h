/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_SLA_MANY_H
#define REVOPS_SLA_MANY_H

#include <revops/sla.h>

/**
 * @file
 * @ingroup sla
 * The clocks of many leads at once: columns of events, and what is asked of all records.
 *
 * Records of many leads are faster in pages of 2 MB. Records of different leads may be worked on by different threads.
 * Input arrays must not overlap output arrays.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** Columns of events. Zero-fill it, set struct_size, then fields. @since 0.1 */
typedef struct revops_sla_columns {
    uint32_t struct_size;            /**< Size of the struct as compiled. */
    uint32_t flags;                  /**< #REVOPS_SLA_BY_EVENT or 0. */
    uint64_t count;                  /**< Events. */
    const int64_t *at_ms;            /**< When; of one lead in order of time. */
    const uint32_t *lead;            /**< Index of the lead. */
    const uint32_t *signals;         /**< One an event, or as `first_signal` says. */
    const uint64_t *first_signal;    /**< `count` + 1 positions in `signals`, never falling; or NULL. */
    const uint8_t *event_flags;      /**< revops_sla_event::flags of each; or NULL. */
    const uint32_t *cycle;           /**< Cycle at each event; or NULL for 0. */
    const uint32_t *owner;           /**< Owner after each event; or NULL for none. */
    const uint32_t *owner_calendar;  /**< The owner's calendar at each event; or NULL. */
    const uint32_t *lead_calendar;   /**< The lead's calendar at each event; or NULL. */
    const revops_column *attributes; /**< Attributes, one row a lead; or NULL for all missing. */
    uint64_t attribute_count;        /**< Columns at `attributes`, at least the policy's. */
} revops_sla_columns;

/** revops_sla_columns::flags: attributes have one row an event, the lead just after it. @since 0.1 */
#define REVOPS_SLA_BY_EVENT 1u

/**
 * revops_sla_apply() over columns of events. The cursor counts late events and those that aren't as their page allows
 * (of no such lead, signal or calendar, or out of range); they change nothing. No two arrays may overlap.
 *
 * @param[in]     sla         Compiled policy.
 * @param[in]     calendars   As for revops_sla_apply().
 * @param[in,out] records     Lead after lead, one per clock each.
 * @param         lead_count  Leads at @p records.
 * @param[in]     columns     The events.
 * @param[in,out] cursor      Progress of the batch.
 * @param[out]    effects     In the order of the events; NULL with @p capacity 0 if none are wanted.
 * @param         capacity    Room at @p effects, at least revops_sla_effects_max().
 * @param[out]    count       Effects written by this call, also on a failure.
 * @retval REVOPS_OK           All applied.
 * @retval REVOPS_ERR_NOSPACE  The effects are full; take them and call again.
 * @retval REVOPS_ERR_ARG      A pointer, a column or a calendar is NULL, or @p capacity is too small for any event.
 * @retval REVOPS_ERR_ABI      `struct_size` fits no version.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_CORRUPT  A record of the event at the cursor is damaged or of another policy.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status
revops_sla_apply_many(const revops_sla *sla, const revops_calendar *const *calendars,
                      revops_sla_record *records, size_t lead_count, const revops_sla_columns *columns,
                      revops_cursor *cursor, revops_sla_effect *effects, size_t capacity, size_t *count);

/**
 * revops_sla_advance() over many leads; the cursor counts leads. No two of its arrays may overlap.
 *
 * @param[in]     sla         Compiled policy.
 * @param[in]     calendars   As for revops_sla_apply().
 * @param[in,out] records     Lead after lead, one per clock each.
 * @param         lead_count  Leads at @p records.
 * @param         now_ms      The present.
 * @param[in,out] cursor      Progress of the batch.
 * @param[out]    effects     Lead after lead.
 * @param         capacity    As for revops_sla_apply_many().
 * @param[out]    count       As for revops_sla_apply_many().
 * @retval REVOPS_OK           All leads are done.
 * @retval REVOPS_ERR_NOSPACE  The effects are full; take them and call again.
 * @retval REVOPS_ERR_ARG      A pointer or a calendar is NULL, or @p capacity is too small for any lead.
 * @retval REVOPS_ERR_CORRUPT  A record of the lead at the cursor is damaged or of another policy.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status
revops_sla_advance_many(const revops_sla *sla, const revops_calendar *const *calendars,
                        revops_sla_record *records, size_t lead_count, int64_t now_ms, revops_cursor *cursor,
                        revops_sla_effect *effects, size_t capacity, size_t *count);

/**
 * revops_sla_next_wakeup() of many leads. @p out_ms may not overlap @p records.
 *
 * @param[in]  records      Lead after lead.
 * @param      clock_count  Records of each lead, 1 or more.
 * @param      lead_count   Leads.
 * @param[out] out_ms       One per lead.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  A pointer is NULL or @p clock_count is 0.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sla_next_wakeup_many(const revops_sla_record *records,
                                                                      uint32_t clock_count, size_t lead_count,
                                                                      int64_t *out_ms);

/**
 * revops_sla_due() of every clock of many leads.
 *
 * @param[in]  sla         Compiled policy.
 * @param[in]  records     Lead after lead, one per clock each.
 * @param      lead_count  Leads.
 * @param[out] out_ms      One per record.
 * @retval REVOPS_OK           Written; @p out_ms may not overlap @p records.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_CORRUPT  A record is damaged; the outputs hold what came before it.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sla_due_many(const revops_sla *sla,
                                                              const revops_sla_record *records,
                                                              size_t lead_count, int64_t *out_ms);

/**
 * revops_sla_measure() of every clock of many leads at one instant. No two of its arrays may overlap.
 *
 * @param[in]  sla          Compiled policy.
 * @param[in]  calendars    As for revops_sla_apply().
 * @param[in]  records      Lead after lead, one per clock each.
 * @param      lead_count   Leads at @p records.
 * @param      at_ms        Not before any record's last change.
 * @param[out] consumed_ms  One per record; NULL if not wanted.
 * @param[out] answered_ms  One per record; NULL if not wanted.
 * @retval REVOPS_OK           Written.
 * @retval REVOPS_ERR_ARG      A pointer or a calendar is NULL, or @p at_ms is beyond the limit.
 * @retval REVOPS_ERR_LATE     @p at_ms is before a record's last change; the outputs hold what came before it.
 * @retval REVOPS_ERR_CORRUPT  A record is damaged or of another policy; the outputs hold what came before it.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_sla_measure_many(const revops_sla *sla,
                                                                  const revops_calendar *const *calendars,
                                                                  const revops_sla_record *records,
                                                                  size_t lead_count, int64_t at_ms,
                                                                  int64_t *consumed_ms, int64_t *answered_ms);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
