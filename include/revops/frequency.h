/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_FREQUENCY_H
#define REVOPS_FREQUENCY_H

#include <revops/base.h>

/**
 * @file
 * @defgroup frequency Frequency: win probability from running counts, as Odoo does
 *
 * Keeps, team by team, how many leads with each value of each field were won and lost, moves a lead's counts as it is won,
 * lost or restored, and gives the win probability by naive Bayes: the predictive lead scoring of Odoo, so that a host
 * that comes from there keeps its numbers.
 *
 * A *table* is an array of rows in the caller's memory, sorted by team, variable and value, to be stored as it is. Counts are
 * in tenths, since each count of a new row starts at 0.1. Variable #REVOPS_FREQUENCY_STAGE is the stage, its values
 * the stages' places in the pipeline, from 0. A winning lead counts for every stage, a lost one for those up to its own.
 *
 * The probability is w ÷ (w + l), where w is the won count of the first stage, times (won count of the lead's stage ÷
 * won count of the first stage), times for each other field won count of its value ÷ won counts of all values of that
 * field; l is the same of lost counts. A value that was never counted is left out; so is a tag (a field that may have
 * several values) with fewer than `tag_least` leads. Unlike Odoo, nothing is carried over from one team to the next: a team that
 * has no counts has no probability (REVOPS_ERR_RANGE), never another team's.
 *
 * For points that explain themselves and work without running counts see scorecard.h.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** The variable that is the stage. @since 0.1 */
#define REVOPS_FREQUENCY_STAGE 0u

/** What came of a lead. @since 0.1 */
typedef uint32_t revops_frequency_outcome;

#define REVOPS_FREQUENCY_PENDING 1u /**< Open: counted nowhere. */
#define REVOPS_FREQUENCY_WON     2u /**< Won. */
#define REVOPS_FREQUENCY_LOST    3u /**< Lost. */

/** One row of a table: a value of a variable in a team. @since 0.1 */
typedef struct revops_frequency {
    uint32_t team;       /**< Id of the team, #REVOPS_NONE for leads without one. */
    uint32_t variable;   /**< Number of the field, or #REVOPS_FREQUENCY_STAGE. */
    int64_t value;       /**< Its value. */
    int64_t won_tenths;  /**< Won leads, in tenths, 0 or more. */
    int64_t lost_tenths; /**< Lost leads, in tenths, 0 or more. */
} revops_frequency;

/** A table. @since 0.1 */
typedef struct revops_frequency_table {
    revops_frequency *rows; /**< Rows, sorted by team, variable and value. */
    size_t capacity;        /**< Rows there is room for. */
    size_t count;           /**< Rows in use. */
} revops_frequency_table;

/** A field of a lead and its value; of a field with several values, one of them. @since 0.1 */
typedef struct revops_frequency_fact {
    uint32_t variable; /**< Number of the field, above 0. */
    uint32_t reserved; /**< 0. */
    int64_t value;     /**< Its value. */
} revops_frequency_fact;

/**
 * Moves a lead's counts from one outcome to another.
 *
 * Taking a count away that isn't there, or more than is there, leaves 0.1.
 *
 * @param         table        The table; rows are added as needed.
 * @param         team         The lead's team.
 * @param         stage        Place of the lead's stage, as it was when the earlier outcome was counted, 0 … @p stage_count − 1.
 * @param         stage_count  Stages of the pipeline, 1 … 1,000.
 * @param         facts        The lead's fields.
 * @param         fact_count   Number of them.
 * @param         from         What the lead is counted as so far.
 * @param         to           What it becomes.
 * @param[out]    needed       Rows the table must have room for; NULL if not wanted. Written on success and on
 *                             REVOPS_ERR_NOSPACE.
 * @retval REVOPS_OK            Moved.
 * @retval REVOPS_ERR_ARG       A pointer is missing, or an outcome, stage or variable is out of range.
 * @retval REVOPS_ERR_NOSPACE   There is no room for the new rows; nothing was changed.
 * @retval REVOPS_ERR_CORRUPT   The rows aren't sorted or a count is out of range; nothing was changed.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_frequency_move(revops_frequency_table *table, uint32_t team,
                                                                uint32_t stage, uint32_t stage_count,
                                                                const revops_frequency_fact *facts,
                                                                size_t fact_count,
                                                                revops_frequency_outcome from,
                                                                revops_frequency_outcome to, size_t *needed);

/** What a probability is asked for. @since 0.1 */
typedef struct revops_frequency_query {
    uint32_t struct_size;               /**< sizeof(revops_frequency_query) as compiled. */
    uint32_t flags;                     /**< 0. */
    uint32_t team;                      /**< The lead's team; #REVOPS_NONE adds the counts of all teams. */
    uint32_t stage;                     /**< Place of its stage. */
    revops_frequency_outcome outcome;   /**< Won leads are at 100 %, lost ones at 0 %. */
    uint32_t tag_variable;              /**< The field with several values; 0 for none. */
    uint32_t tag_least;                 /**< Leads that a tag needs to be used; Odoo: 50. */
    uint32_t fact_count;                /**< Number of facts. */
    const revops_frequency_fact *facts; /**< The lead's fields. */
} revops_frequency_query;

/**
 * Win probability of a lead.
 *
 * @param      table     The table.
 * @param      query     The lead.
 * @param[out] out_bp    Basis points (hundredths of a percent), rounded; 1 … 9,999 for a pending lead.
 * @retval REVOPS_OK           Computed.
 * @retval REVOPS_ERR_ARG      A pointer is missing, or an outcome or variable is out of range.
 * @retval REVOPS_ERR_ABI      `struct_size` fits no version.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_RANGE    The team has no won or no lost count of the first stage, so there is no probability.
 * @retval REVOPS_ERR_CORRUPT  The rows aren't sorted or a count is out of range.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_frequency_probability(const revops_frequency_table *table,
                                                                       const revops_frequency_query *query,
                                                                       uint32_t *out_bp);

/**
 * Dissolves a team: its counts go to the leads without a team.
 *
 * A count of 0.1 or less is what a row starts with and counts as none; a row without any count vanishes.
 *
 * @param[in,out] table  The table.
 * @param         team   The team, not #REVOPS_NONE.
 * @retval REVOPS_OK           Merged.
 * @retval REVOPS_ERR_ARG      @p table is NULL, or @p team is none.
 * @retval REVOPS_ERR_CORRUPT  The rows aren't sorted or a count is out of range; nothing was changed.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_frequency_merge_team(revops_frequency_table *table,
                                                                      uint32_t team);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
