/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_REPORT_H
#define REVOPS_REPORT_H

#include <revops/base.h>
#include <revops/builtin.h>

/**
 * @file
 * @defgroup report Report: the figures of a replayed log, as text and as JSON
 *
 * Two kinds of figures. A *tally* counts what happened, effect by effect: refusals, reasons, clocks. It is a plain
 * struct of counters: keep one for all, one a source, one a campaign; add effects to each as they come. A *funnel*
 * measures where leads stand and how they got there, from the leads themselves.
 *
 * revops_report_text() and revops_report_json() write both out; the replay program and the Python binding print
 * what these functions write, so that they always agree.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    /** Causes of refusal that a tally tells apart: the bits of revops_lifecycle_result::refusal. @since 0.1 */
    REVOPS_TALLY_CAUSES = 8,
    /** Steps of a funnel: one a rank of stages. @since 0.1 */
    REVOPS_REPORT_STEPS_MAX = 12,
    /** Ages that open leads are told apart by: below 1, 7, 30, 90 days, and above. @since 0.1 */
    REVOPS_REPORT_AGES = 5
};

/** What became of one clock's runs. Frozen. @since 0.1 */
typedef struct revops_clock_tally {
    uint64_t started;   /**< Runs begun. */
    uint64_t met;       /**< Met in time. */
    uint64_t breached;  /**< Deadlines missed. */
    uint64_t met_late;  /**< Of those missed, met later. */
    uint64_t cancelled; /**< Called off. */
} revops_clock_tally;

/**
 * Counters over effects; zero-fill to begin, sum field by field to merge. Frozen.
 * @since 0.1
 */
typedef struct revops_tally {
    uint64_t events;    /**< Events given to revops_builtin_apply(). */
    uint64_t late;      /**< Of those, late. */
    uint64_t duplicate; /**< Of those, duplicates. */
    uint64_t invalid;   /**< Of those, invalid. */
    uint64_t refused[REVOPS_LIFECYCLE_TRIGGERS_MAX]
                    [REVOPS_TALLY_CAUSES];              /**< By trigger and bit of the refusal. */
    uint64_t reasons[REVOPS_LIFECYCLE_REASONS_MAX + 1]; /**< Transitions taken with that reason (LC4, LC8). */
    revops_clock_tally clocks[REVOPS_BUILTIN_CLOCKS_MAX]; /**< By clock. */
} revops_tally;

/**
 * Adds the effects of one event, or of time passing, to a tally.
 *
 * @param[in,out] tally    The counters.
 * @param         events   Events these effects are of: 1, or 0 for time passing.
 * @param[in]     effects  The effects; may be NULL when @p count is 0.
 * @param         count    Number of them.
 * @retval REVOPS_OK       Added.
 * @retval REVOPS_ERR_ARG  A pointer is NULL.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_tally_add(revops_tally *tally, uint64_t events,
                                                           const revops_builtin_effect *effects,
                                                           size_t count);

/**
 * Adds the effects of a replay to one of several tallies each: the batch form of revops_tally_add().
 *
 * Events are not counted, as effects don't tell how many there were: add them to `events` yourself.
 *
 * @param[in,out] tallies      The counters.
 * @param         tally_count  Number of tallies.
 * @param[in]     keys         lead_count indexes of the tally of each lead, such as its source.
 * @param         lead_count   Number of leads.
 * @param[in]     effects      The effects, with their `lead`; may be NULL when @p count is 0.
 * @param         count        Number of them.
 * @retval REVOPS_OK         Added.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_RANGE  A lead or key is out of range; the effects before it were added.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_tally_add_many(revops_tally *tallies, size_t tally_count,
                                                                const uint32_t *keys, size_t lead_count,
                                                                const revops_builtin_effect *effects,
                                                                size_t count);

/** One step of a funnel: the stages of one rank. Frozen. @since 0.1 */
typedef struct revops_report_step {
    uint32_t stage_mask; /**< Its stages. */
    uint32_t reserved;   /**< 0 */
    uint64_t reached;    /**< Leads that ever reached it, observed or inferred. */
    uint64_t inferred;   /**< Of those, leads for which that is only inferred. */
    uint64_t went_on;    /**< Of those, leads that reached the next step, too. */
    uint64_t timed;      /**< Of those, leads with both first entries observed, in this order. */
    int64_t
        median_ms; /**< Their median time from the one to the other; #REVOPS_TIME_NONE for none. Of an even
                              number the mean of the middle two, rounded down. */
} revops_report_step;

/** Where a set of leads stands. Frozen. @since 0.1 */
typedef struct revops_report_funnel {
    uint64_t leads;      /**< Leads with at least one event. */
    uint64_t won;        /**< Leads that were ever won. */
    uint64_t purchased;  /**< Of those, leads that never reached the step before (bought in self-service). */
    int64_t amount;      /**< Sum of the amounts of the latest wins, in minor units; stays at INT64_MAX. */
    uint32_t step_count; /**< Steps used. */
    uint32_t reserved;   /**< 0 */
    revops_report_step steps[REVOPS_REPORT_STEPS_MAX]; /**< In order of rank; stages, not their steps. */
    uint64_t now[REVOPS_LIFECYCLE_STAGES_MAX];         /**< Leads that stand in each stage or step now. */
    uint64_t open[REVOPS_LIFECYCLE_STAGES_MAX]
                 [REVOPS_REPORT_AGES]; /**< Open leads by stage and by time in it. */
} revops_report_funnel;

/**
 * Measures the funnel of a set of leads.
 *
 * @param[in]  engine    The engine that they were folded with.
 * @param[in]  leads     The leads.
 * @param[in]  indexes   Indexes of those to measure, count of them; NULL for the first @p count.
 * @param      count     Number of leads to measure.
 * @param      as_of_ms  The present, for ages.
 * @param[out] scratch   Room for @p count times; its contents are lost.
 * @param[out] out       The funnel.
 * @retval REVOPS_OK          Measured.
 * @retval REVOPS_ERR_ARG     A pointer is NULL.
 * @retval REVOPS_ERR_CORRUPT A lead is damaged or of another policy.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_report_measure(const revops_builtin *engine,
                                                                const revops_builtin_lead *leads,
                                                                const uint32_t *indexes, size_t count,
                                                                int64_t as_of_ms, int64_t *scratch,
                                                                revops_report_funnel *out);

/** The part of a report about one source or campaign. Zero-fill, then set; grows at its end. @since 0.1 */
typedef struct revops_report_part {
    const char *name;                   /**< Its name. */
    const revops_report_funnel *funnel; /**< Its leads; of a campaign NULL will do. */
    const revops_tally *tally;          /**< What happened to them. */
} revops_report_part;

/** What a report is written from. Zero-fill, set struct_size, then fields. @since 0.1 */
typedef struct revops_report {
    uint32_t struct_size;                /**< sizeof(revops_report) as compiled. */
    uint32_t flags;                      /**< 0 */
    int64_t as_of_ms;                    /**< The present of the report. */
    uint64_t rows;                       /**< Rows of the log. */
    uint64_t unknown;                    /**< Of those, rows whose event has an unknown name. */
    uint64_t after;                      /**< Of those, rows after the present, left out. */
    uint32_t source_count;               /**< Number of parts at `sources`. */
    uint32_t campaign_count;             /**< Number of parts at `campaigns`. */
    const revops_report_funnel *funnel;  /**< All leads. */
    const revops_tally *tally;           /**< All that happened. */
    const revops_report_part *sources;   /**< By source. */
    const revops_report_part *campaigns; /**< By campaign. */
    uint32_t source_row_size;            /**< sizeof(revops_report_part) as compiled. */
    uint32_t campaign_row_size;          /**< sizeof(revops_report_part) as compiled. */
} revops_report;

/**
 * A report for people, of lines of at most 100 characters where names allow.
 *
 * @param      engine    The engine that the figures are of.
 * @param      report    The figures.
 * @param[out] out       Text (UTF-8) closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity  Bytes at @p out.
 * @return Full length of the text (see @ref base); 0 when a pointer is NULL or struct_size fits no version.
 * @since 0.1
 */
REVOPS_API size_t revops_report_text(const revops_builtin *engine, const revops_report *report, char *out,
                                     size_t capacity);

/**
 * The same figures as one JSON object (RFC 8259). Times are milliseconds, shares basis points, unknown ones null.
 *
 * Bytes of names that aren't UTF-8 become U+FFFD.
 *
 * @param      engine    The engine that the figures are of.
 * @param      report    The figures.
 * @param[out] out       Text (UTF-8) closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity  Bytes at @p out.
 * @return Full length of the text (see @ref base); 0 when a pointer is NULL or struct_size fits no version.
 * @since 0.1
 */
REVOPS_API size_t revops_report_json(const revops_builtin *engine, const revops_report *report, char *out,
                                     size_t capacity);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
