/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_DECISION_H
#define REVOPS_DECISION_H

#include <revops/base.h>
#include <revops/condition.h>

/**
 * @file
 * @defgroup decision Decision: whether sales is due, with reasons and what would change the answer
 *
 * Decisions of a product-led company (DC1, DC2, DC3, DC4), readiness for sales, and the alignment score of marketing
 * and sales (MT16). Each answer has its reasons, and each reason says which change of its input alone would change the
 * answer (DC5).
 *
 * **A decision is rows.** A *criterion* compares an input with a threshold. A *group* asks for at least so many of its
 * criteria. The answer is yes when every group has what it asks for. Thresholds, groups and own decisions are data; the
 * built-in ones are:
 *
 * | decision | yes when |
 * |---|---|
 * | sales team (DC1) | lifetime value ≥ $1,000 |
 * | sales support (DC2) | that; large trials convert worse than small ones, with 95 % confidence; two of six signs that buying is hard |
 * | sales-led (DC3) | two of: 20 accounts at the top plan, 4 custom-deal requests a month, complex use cases, large-account cycles of 90 days; and $10M of annual revenue |
 * | hire executives (DC4) | 10 accounts that yield $50,000 a year; before that, customer success with commercial duty |
 * | readiness | all of DC1, DC2 and DC3 |
 *
 * Inputs that aren't known are #REVOPS_MISSING; the answer is unknown where they decide.
 *
 * No function here has state. Output arrays must not overlap inputs.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    REVOPS_DECISION_ROWS_MAX =
        1024, /**< Rows of each table: a hundred decisions of ten criteria. @since 0.1 */
    REVOPS_DECISION_INPUTS_MAX = 1024 /**< Inputs: as many as attributes of a lead. @since 0.1 */
};

/** Inputs of the built-in decisions; their numbers are places in the array of inputs. Own ones follow from 32. @since 0.1 */
enum revops_decision_inputs {
    REVOPS_DECISION_LIFETIME_VALUE = 0,   /**< Of a customer, in minor units. */
    REVOPS_DECISION_TRIAL_GAP = 1,        /**< Conversion of small less that of large trials, in bp (MT18). */
    REVOPS_DECISION_TRIAL_CONFIDENCE = 2, /**< That the gap is real, in bp. */
    REVOPS_DECISION_CONTACT_IS_NO_DECIDER =
        3,                                  /**< 1 when the contact doesn't decide; likewise the next five. */
    REVOPS_DECISION_COMPETITORS = 4,        /**< Competitors are evaluated. */
    REVOPS_DECISION_STAGED_PURCHASE = 5,    /**< The purchase has several stages. */
    REVOPS_DECISION_MANY_STAKEHOLDERS = 6,  /**< Many have a say. */
    REVOPS_DECISION_TECHNICAL_CONCERNS = 7, /**< Security, scalability, privacy, integration or data. */
    REVOPS_DECISION_BUDGET_TO_NEGOTIATE = 8, /**< The budget must be negotiated. */
    REVOPS_DECISION_TOP_PLAN_ACCOUNTS = 9,   /**< Accounts at the top plan. */
    REVOPS_DECISION_CUSTOM_REQUESTS = 10,    /**< Requests for custom deals, a month. */
    REVOPS_DECISION_COMPLEX_USE_CASES = 11,  /**< 1 when there are any. */
    REVOPS_DECISION_LARGE_CYCLE = 12,        /**< Days that large accounts take to buy. */
    REVOPS_DECISION_ANNUAL_REVENUE = 13,     /**< Recurring, in minor units. */
    REVOPS_DECISION_LARGE_ACCOUNTS = 14,     /**< Accounts that yield $50,000 a year or more. */
    REVOPS_DECISION_MARKETING_SLA = 15,      /**< Marketing's compliance, in bp (MT16). */
    REVOPS_DECISION_SALES_SLA = 16,          /**< Sales' compliance, in bp. */
    REVOPS_DECISION_SHARED_METRICS = 17,     /**< Attainment of shared metrics, in bp. */
    REVOPS_DECISION_COVERAGE_VARIATION = 18, /**< Coefficient of variation of pipeline coverage, in bp. */
    REVOPS_DECISION_PARTNER_NPS = 19         /**< Net promoter score between the teams, −100 … 100. */
};
/** One of #revops_decision_inputs, or an own number from 32. @since 0.1 */
typedef uint32_t revops_decision_input;

/** The built-in decisions; own ones have numbers from 1,000. @since 0.1 */
enum revops_decision_kinds {
    REVOPS_DECISION_SALES_TEAM = 1,      /**< DC1. */
    REVOPS_DECISION_SALES_SUPPORT = 2,   /**< DC2. */
    REVOPS_DECISION_SALES_LED = 3,       /**< DC3. */
    REVOPS_DECISION_HIRE_EXECUTIVES = 4, /**< DC4. */
    REVOPS_DECISION_READINESS = 5        /**< DC1, DC2 and DC3 together. */
};
/** One of #revops_decision_kinds, or an own number from 1,000. @since 0.1 */
typedef uint32_t revops_decision_kind;

/** How a criterion compares. @since 0.1 */
enum revops_decision_tests {
    REVOPS_DECISION_AT_LEAST = 1, /**< input ≥ threshold. */
    REVOPS_DECISION_AT_MOST = 2   /**< input ≤ threshold. */
};
/** One of #revops_decision_tests. @since 0.1 */
typedef uint32_t revops_decision_test;

/** An answer. @since 0.1 */
enum revops_decision_verdicts {
    REVOPS_DECISION_NO = 1,     /**< Not due. */
    REVOPS_DECISION_YES = 2,    /**< Due. */
    REVOPS_DECISION_UNKNOWN = 3 /**< Inputs that aren't known decide. */
};
/** One of #revops_decision_verdicts. @since 0.1 */
typedef uint32_t revops_decision_verdict;

/** A decision and its words. Grows at its end. @since 0.1 */
typedef struct revops_decision_row {
    revops_decision_kind decision; /**< Its number, once in the table. */
    uint32_t reserved;             /**< 0. */
    const char *name;              /**< Such as "sales team". */
    const char *yes;               /**< What to do then. */
    const char *no;                /**< What to do else. */
} revops_decision_row;

/** A group of a decision. Grows at its end. @since 0.1 */
typedef struct revops_decision_group {
    revops_decision_kind decision; /**< Whose. */
    uint32_t at_least;             /**< How many of its criteria must be met, 1 to their number. */
    const char *name;              /**< Such as "buying is hard". */
} revops_decision_group;

/** A criterion of a group. Grows at its end. @since 0.1 */
typedef struct revops_decision_criterion {
    uint32_t group;              /**< Row of its group. */
    revops_decision_input input; /**< What is compared. */
    revops_decision_test test;   /**< How. */
    uint32_t reserved;           /**< 0. */
    int64_t threshold;           /**< With what; not #REVOPS_MISSING. */
} revops_decision_criterion;

/** A part of the alignment score. Grows at its end. @since 0.1 */
typedef struct revops_decision_weight {
    revops_decision_input input; /**< What counts. */
    uint32_t weight;             /**< How much, 1 to 1,000,000. */
    int64_t none;                /**< Value that earns nothing. */
    int64_t full; /**< Value that earns the whole weight; above or below `none`, within 2^62. */
} revops_decision_weight;

/** Decisions as data. Start from revops_decision_defaults(). @since 0.1 */
typedef struct revops_decision_params {
    uint32_t struct_size;                      /**< sizeof(revops_decision_params) as compiled. */
    uint32_t flags;                            /**< 0. */
    const revops_decision_row *decisions;      /**< Decisions. */
    const revops_decision_group *groups;       /**< Groups. */
    const revops_decision_criterion *criteria; /**< Criteria. */
    const revops_decision_weight *weights;     /**< Parts of the alignment score. */
    uint32_t decision_count;                   /**< Rows at `decisions`, up to #REVOPS_DECISION_ROWS_MAX. */
    uint32_t decision_row_size;                /**< Size of one as compiled. */
    uint32_t group_count;                      /**< Rows at `groups`, up to #REVOPS_DECISION_ROWS_MAX. */
    uint32_t group_row_size;                   /**< Size of one as compiled. */
    uint32_t criterion_count;                  /**< Rows at `criteria`, up to #REVOPS_DECISION_ROWS_MAX. */
    uint32_t criterion_row_size;               /**< Size of one as compiled. */
    uint32_t weight_count;                     /**< Rows at `weights`, up to #REVOPS_DECISION_ROWS_MAX. */
    uint32_t weight_row_size;                  /**< Size of one as compiled. */
    uint32_t target_bp;                        /**< Alignment score that is aimed at, up to 10,000; 7,000. */
    uint32_t reserved;                         /**< 0. */
} revops_decision_params;

/**
 * Writes the built-in decisions and weights.
 *
 * @param[out] out   Parameters; its rows are constants of the library.
 * @param      size  sizeof(revops_decision_params) as compiled.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_decision_defaults(revops_decision_params *out, size_t size);

/**
 * Lists every fault of decisions.
 *
 * @param[in]  params    Parameters.
 * @param[out] problems  The first @p capacity faults; may be NULL.
 * @param      capacity  Faults at @p problems.
 * @param[out] needed    Number of faults; may be NULL.
 * @retval REVOPS_OK           No fault.
 * @retval REVOPS_ERR_ARG      @p params is NULL, or a value is out of range.
 * @retval REVOPS_ERR_ABI      A size fits no version.
 * @retval REVOPS_ERR_NEWER    A flag, test or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND  A decision or the input of a weight stands twice, a group has no decision or asks for
 *                             more criteria than it has, or a criterion has no group.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_decision_check(const revops_decision_params *params,
                                                                revops_problem *problems, size_t capacity,
                                                                size_t *needed);

/** An answer. @since 0.1 */
typedef struct revops_decision_answer {
    revops_decision_verdict verdict; /**< Yes, no or unknown. */
    uint32_t row;                    /**< Row of the decision. */
    const char *advice;              /**< What to do; "" while unknown. Lives as long as the params. */
} revops_decision_answer;

/** What one criterion has to do with an answer. @since 0.1 */
typedef struct revops_decision_reason {
    uint32_t criterion;              /**< Row of the criterion. */
    revops_decision_input input;     /**< Its input. */
    revops_decision_verdict verdict; /**< Whether it is met. */
    uint32_t changes_answer;         /**< 1: that change of the input alone changes the answer (DC5). */
    int64_t value;                   /**< Value of the input; #REVOPS_MISSING. */
    int64_t threshold;               /**< Its threshold. */
    int64_t
        change; /**< The least change of the input that turns the criterion over; 0 where it isn't known. */
} revops_decision_reason;

/**
 * Decides.
 *
 * @param[in]  params       Parameters; NULL for the built-in ones.
 * @param      decision     Which decision.
 * @param[in]  inputs       Values by number of the input; #REVOPS_MISSING for what isn't known.
 * @param      input_count  Values at @p inputs; inputs beyond aren't known.
 * @param[out] answer       The answer.
 * @param[out] out          One reason a criterion of the decision, in order; may be NULL when @p capacity is 0.
 * @param      capacity     Reasons at @p out.
 * @param[out] needed       Number of reasons; may be NULL.
 * @retval REVOPS_OK           Decided.
 * @retval REVOPS_ERR_NOSPACE  More reasons than @p capacity, which isn't 0; the answer was written, too.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or revops_decision_check() says so.
 * @retval REVOPS_ERR_ABI      A size fits no version.
 * @retval REVOPS_ERR_NEWER    A flag, test or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND  The tables contradict each other.
 * @retval REVOPS_ERR_RANGE    There is no such decision.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_decision_decide(const revops_decision_params *params,
                                                                 revops_decision_kind decision,
                                                                 const int64_t *inputs, size_t input_count,
                                                                 revops_decision_answer *answer,
                                                                 revops_decision_reason *out, size_t capacity,
                                                                 size_t *needed);

/**
 * Decides for many rows: the batch form of revops_decision_decide(), verdicts only. Columns may be the same array; @p
 * out may not overlap them.
 *
 * @param[in]  params        Parameters; NULL for the built-in ones.
 * @param      decision      Which decision.
 * @param[in]  columns       Columns by number of the input; NULL for one that isn't known.
 * @param      column_count  Columns, up to #REVOPS_DECISION_INPUTS_MAX.
 * @param      count         Rows.
 * @param[out] out           count verdicts.
 * @retval REVOPS_OK           Decided.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or revops_decision_check() says so.
 * @retval REVOPS_ERR_ABI      A size fits no version.
 * @retval REVOPS_ERR_NEWER    A flag, test or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND  The tables contradict each other.
 * @retval REVOPS_ERR_RANGE    There is no such decision.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_decision_decide_many(const revops_decision_params *params,
                                                                      revops_decision_kind decision,
                                                                      const int64_t *const *columns,
                                                                      size_t column_count, size_t count,
                                                                      revops_decision_verdict *out);

/**
 * Name of a built-in input, such as "lifetime value".
 *
 * @param input  Any value.
 * @return Text; "unknown" for any other value. Never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_decision_input_name(revops_decision_input input);

/**
 * A reason in words: "lifetime value is 80000, at least 100000 asked for: 20000 more would change the answer".
 *
 * @param[in]  params    The params that it is of; NULL for the built-in ones.
 * @param[in]  reason    The reason.
 * @param[out] out       Text closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity  Bytes at @p out.
 * @return Full length of the text (see @ref base); 0 for params that can't be read, or NULL.
 * @since 0.1
 */
REVOPS_API size_t revops_decision_reason_text(const revops_decision_params *params,
                                              const revops_decision_reason *reason, char *out,
                                              size_t capacity);

/** The alignment score (MT16). @since 0.1 */
typedef struct revops_decision_score {
    uint32_t score_bp;               /**< Weighted mean of the known parts, to nearest; 10,000 is full. */
    uint32_t known_bp;               /**< Weight of the known parts ÷ all weights, to nearest. */
    revops_decision_verdict verdict; /**< Whether the score reaches the target; unknown without any part. */
    uint32_t reserved;               /**< 0. */
} revops_decision_score;

/** What one input adds to the alignment score. @since 0.1 */
typedef struct revops_decision_part {
    revops_decision_input input; /**< Which. */
    uint32_t points_bp;          /**< What it adds; parts add up to the score. 0 where it isn't known. */
    uint32_t lost_bp;            /**< What its full value would add to that, rounded down. */
    uint32_t changes_answer;     /**< 1: `change` alone brings the score to the target, or below it. */
    int64_t change; /**< The least change of the input that does; 0 where none does or it isn't known. */
} revops_decision_part;

/**
 * The alignment score of marketing and sales: weighted from the compliance of both sides, shared metrics, stability of
 * coverage and the partners' view of each other (MT16).
 *
 * Each part earns its weight in proportion, from `none` to `full`, and no more than that.
 *
 * @param[in]  params       Parameters; NULL for the built-in ones.
 * @param[in]  inputs       Values by number of the input; #REVOPS_MISSING for what isn't known.
 * @param      input_count  Values at @p inputs; inputs beyond aren't known.
 * @param[out] score        The score.
 * @param[out] out          One part a weight, in order; may be NULL when @p capacity is 0.
 * @param      capacity     Parts at @p out.
 * @param[out] needed       Number of parts; may be NULL.
 * @retval REVOPS_OK           Scored.
 * @retval REVOPS_ERR_NOSPACE  More parts than @p capacity, which isn't 0; the score was written, too.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or revops_decision_check() says so.
 * @retval REVOPS_ERR_ABI      A size fits no version.
 * @retval REVOPS_ERR_NEWER    A flag, test or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND  The tables contradict each other.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_decision_align(const revops_decision_params *params,
                                                                const int64_t *inputs, size_t input_count,
                                                                revops_decision_score *score,
                                                                revops_decision_part *out, size_t capacity,
                                                                size_t *needed);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
