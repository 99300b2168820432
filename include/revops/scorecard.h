/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_SCORECARD_H
#define REVOPS_SCORECARD_H

#include <revops/base.h>
#include <revops/score.h>

/**
 * @file
 * @defgroup scorecard Scorecard: points learned from won and lost leads
 *
 * Learns a fit rule set (@ref score) from columns of attributes and their outcomes (SC8). revops_scorecard_fit() learns
 * the points; revops_score_build() compiles the resulting rules like any others.
 *
 * Numbers are divided into bins of about equal size, choices into their frequent values, sets of flags into single
 * flags. Missing values have a bin of their own. Each bin becomes one rule; neighbouring bins of a number whose points
 * are the same become one. Its points come from
 * - **naive Bayes**: log2 of (won share of the bin ÷ lost share of the bin), with smoothed counts; or
 * - **logistic regression** with penalties, by Newton steps on one attribute after the other. Choices, flags and missing
 *   have an L2 penalty. The bins of a number are one curve: a straight line costs what the L2 penalty costs in one
 *   standardised column, and bends cost `bend_milli` more. So a hundred leads are enough for bins of single leads, and
 *   thousands show a curve its own way (P-splines: Eilers and Marx, "Flexible smoothing with B-splines and penalties",
 *   1996). Straight means: over the mean of a bin's place in order and its middle value, both standardised.
 *
 * Points are scaled: `double_mpt` more points double the odds of winning, and `even_mpt` points mean even odds. They
 * are rounded to `unit_mpt`. Every score therefore has a win probability (revops_scorecard_probabilities()) and an
 * explanation. A value that didn't occur in training gives no points.
 *
 * A card flatters the leads that it was learned from. With #REVOPS_SCORECARD_CALIBRATE its probabilities are fitted
 * (@ref calibration, two parameters) to scores of each lead by a card that was learned without it, five cards a fifth
 * of the leads each (SC13); of more than 20,000 leads, to their scores by the card itself. Points don't change.
 *
 * All computation is in integers: the same data give the same points on every machine, in any order of rows. Training
 * time is proportional to rows × attributes.
 *
 * **Threads.** No function keeps state. Threads may call them at once, each with its own memory.
 *
 * Example: examples/scorecard.c.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    /** Bins of a number; frequent values of a choice. @since 0.1 */
    REVOPS_SCORECARD_BINS_MAX = 64,
    /** Attributes that aren't flags plus flags that occur: one rule per bin must fit a rule set. @since 0.1 */
    REVOPS_SCORECARD_FEATURES_MAX = 960
};

/** Kinds of attribute, for binning. @since 0.1 */
enum revops_scorecard_kinds {
    REVOPS_SCORECARD_SKIP = 0,   /**< Not used. */
    REVOPS_SCORECARD_NUMBER = 1, /**< A number, amount or day: divided into ranges. */
    REVOPS_SCORECARD_CHOICE = 2, /**< A choice: one bin per frequent value, one for all rare ones. */
    REVOPS_SCORECARD_FLAGS = 3   /**< A set of flags: one bin per flag. */
};
/** One of #revops_scorecard_kinds. @since 0.1 */
typedef uint32_t revops_scorecard_kind;

/** Methods of learning. @since 0.1 */
enum revops_scorecard_methods {
    REVOPS_SCORECARD_BAYES = 1,   /**< Additive log-odds of smoothed counts. */
    REVOPS_SCORECARD_LOGISTIC = 2 /**< Logistic regression with an L2 penalty. */
};
/** One of #revops_scorecard_methods. @since 0.1 */
typedef uint32_t revops_scorecard_method;

/** Fit probabilities to outcomes: `double_mpt` and `even_mpt` of the scorecard are then what was found. @since 0.1 */
#define REVOPS_SCORECARD_CALIBRATE 1u

/** Parameters of learning. Start from #REVOPS_SCORECARD_PARAMS_INIT or revops_scorecard_defaults(). @since 0.1 */
typedef struct revops_scorecard_params {
    uint32_t struct_size;           /**< sizeof(revops_scorecard_params) as compiled. */
    uint32_t flags;                 /**< 0 or #REVOPS_SCORECARD_CALIBRATE. */
    revops_scorecard_method method; /**< One of #revops_scorecard_methods. */
    /** Most bins of a number or values of a choice, 2 … 64; 0: 64 and 20 (logistic), or 10 (naive Bayes). */
    uint32_t bin_count;
    /** Least leads of a bin (missing may have fewer); 0: 1 of a number and 3 of a choice (logistic), or the square root of the
     *  number of leads, 5 … 50 (naive Bayes). */
    uint32_t bin_leads;
    uint32_t smoothing_milli; /**< Added to each count (naive Bayes), thousandths, 1 … 1,000,000. */
    uint32_t ridge_milli;     /**< Weight of the L2 penalty (logistic), thousandths, 1 … 1,000,000. */
    uint32_t sweep_count;     /**< Most passes over all attributes (logistic), 1 … 100,000. */
    int32_t double_mpt;       /**< Points that double the odds, 1 … 1,000,000,000. */
    int32_t even_mpt;         /**< Points of even odds. */
    int32_t unit_mpt;         /**< Unit of points, 1 … 1,000,000. */
    uint32_t least_leads;     /**< Number of leads below which there is a warning. */
    uint32_t least_outcomes;  /**< Number of won or of lost leads below which there is a warning. */
    uint32_t bend_milli;      /**< Weight of the penalty on bends (logistic), thousandths, 0 … 100,000. */
} revops_scorecard_params;

/**
 * Logistic; bins as the method needs them; 10 points double the odds, 50 points are even; whole points; calibrated; warnings
 * below 1,000 leads and 120 of each outcome. @since 0.1
 */
#define REVOPS_SCORECARD_PARAMS_INIT                                                                         \
    {                                                                                                        \
        sizeof(revops_scorecard_params), REVOPS_SCORECARD_CALIBRATE, REVOPS_SCORECARD_LOGISTIC, 0, 0, 1000,  \
            1000, 500, 10000, 50000, 1000, 1000, 120, 5000                                                   \
    }

/**
 * Writes #REVOPS_SCORECARD_PARAMS_INIT.
 *
 * @param[out] out   Parameters.
 * @param      size  sizeof(revops_scorecard_params) as compiled.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_scorecard_defaults(revops_scorecard_params *out,
                                                                    size_t size);

/**
 * Lists every fault of parameters.
 *
 * @param      params    Parameters of learning.
 * @param[out] problems  Its faults, all with the part "params"; may be NULL when @p capacity is 0.
 * @param      capacity  Faults at @p problems.
 * @param[out] needed    Number of faults.
 * @retval REVOPS_OK         No fault.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or a field is out of range.
 * @retval REVOPS_ERR_ABI    `struct_size` fits no version.
 * @retval REVOPS_ERR_NEWER  A flag, field or method is set that this library doesn't know.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_scorecard_check(const revops_scorecard_params *params,
                                                                 revops_problem *problems, size_t capacity,
                                                                 size_t *needed);

/** @name Warnings of a trained scorecard, as bits
 * @{ */
#define REVOPS_SCORECARD_FEW_LEADS       1u  /**< Fewer leads than `least_leads`. */
#define REVOPS_SCORECARD_FEW_WON         2u  /**< Fewer won leads than `least_outcomes`. */
#define REVOPS_SCORECARD_FEW_LOST        4u  /**< Fewer lost leads than `least_outcomes`. */
#define REVOPS_SCORECARD_NOT_CONVERGED   8u  /**< Logistic regression stopped at `sweep_count`. */
#define REVOPS_SCORECARD_NOTHING_LEARNED 16u /**< No bin got points. */
/** @} */

/** A trained scorecard. Only the library makes one. @since 0.1 */
typedef struct revops_scorecard {
    const revops_score_params *rules; /**< The rule set, for revops_score_build(). */
    uint64_t lead_count;              /**< Leads used. */
    uint64_t won_count;               /**< Won leads. */
    uint32_t warnings;                /**< Warnings, sum of the bits above; 0 for none. */
    uint32_t sweep_count;             /**< Passes made (logistic). */
    int32_t double_mpt;               /**< Points that double the odds: found, or from the parameters. */
    int32_t even_mpt;                 /**< Points of even odds: found, or from the parameters. */
} revops_scorecard;

/**
 * Learns a scorecard.
 *
 * @param      params        Parameters of learning.
 * @param      columns       One per attribute, as for revops_score_rate_many(); choices as numbers, not texts.
 * @param      kinds         Kind of each attribute.
 * @param      column_count  Attributes, 1 … #REVOPS_CONDITION_ATTRIBUTES_MAX.
 * @param      outcomes      1 for won, 0 for lost, by lead.
 * @param      row_count     Leads, 1 … 2^31 − 1.
 * @param[out] memory        Working memory that also holds the scorecard, aligned to #REVOPS_ALIGNMENT; NULL to ask for
 *                           its size.
 * @param      memory_size   Bytes at @p memory.
 * @param[out] needed        Bytes needed; may be NULL. Set on REVOPS_OK and REVOPS_ERR_NOSPACE.
 * @param[out] out           The scorecard, inside @p memory; may be NULL when @p memory is.
 * @retval REVOPS_OK            Learned; see its warnings.
 * @retval REVOPS_ERR_ARG       A pointer is missing, or a parameter, column, kind or outcome is out of range.
 * @retval REVOPS_ERR_ABI       `struct_size` fits no version.
 * @retval REVOPS_ERR_NEWER     A flag, field or method is set that this library doesn't know.
 * @retval REVOPS_ERR_NOSPACE   @p memory_size is too small.
 * @retval REVOPS_ERR_ALIGN     @p memory isn't aligned.
 * @retval REVOPS_ERR_RANGE     All leads were won, or all were lost: nothing can be learned.
 * @retval REVOPS_ERR_OVERFLOW  The points don't fit: use fewer points to double the odds.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_scorecard_fit(
    const revops_scorecard_params *params, const revops_column *columns, const revops_scorecard_kind *kinds,
    size_t column_count, const uint8_t *outcomes, size_t row_count, void *memory, size_t memory_size,
    size_t *needed, const revops_scorecard **out);

/**
 * Win probabilities of scores: 1 ÷ (1 + 2^((even − score) ÷ double)).
 *
 * @param      scores_mpt         Scores.
 * @param      count              Number of them.
 * @param      double_mpt         Points that double the odds, 1 … 1,000,000,000.
 * @param      even_mpt           Points of even odds.
 * @param[out] probabilities_ppb  Parts per billion, accurate to 1.
 * @retval REVOPS_OK       Done.
 * @retval REVOPS_ERR_ARG  A pointer is missing, or @p double_mpt is out of range.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_scorecard_probabilities(const int32_t *scores_mpt,
                                                                         size_t count, int32_t double_mpt,
                                                                         int32_t even_mpt,
                                                                         uint32_t *probabilities_ppb);

/**
 * Splits leads into training and holdout leads by a hash of their ids. A lead is always on the same side, whatever the
 * other leads are.
 *
 * @param      ids       Ids of leads.
 * @param      count     Number of them.
 * @param      seed      Seed of the split.
 * @param      share_bp  Share to hold out, 0 … 10,000 basis points.
 * @param[out] held_out  1 for a holdout lead, else 0.
 * @retval REVOPS_OK       Split.
 * @retval REVOPS_ERR_ARG  A pointer is missing, or @p share_bp is out of range.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_scorecard_holdout(const uint64_t *ids, size_t count,
                                                                   uint64_t seed, uint32_t share_bp,
                                                                   uint8_t *held_out);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
