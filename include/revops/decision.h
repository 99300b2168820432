/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_DECISION_H
#define REVOPS_DECISION_H

#include <revops/base.h>
#include <revops/condition.h>

/**
 * @file
 * @defgroup decision Decision: whether a company needs sales, with reasons
 *
 * Answers the sales decisions of a product-led company (DC1, DC2, DC3, DC4), its readiness for sales, and the alignment
 * score of marketing and sales (MT16). Set the known inputs in an array and call revops_decision_decide(). Each answer
 * has reasons, and each reason tells which change of its input alone would change the answer (DC5).
 *
 * **Tables.** A *criterion* compares an input with a threshold. A *group* needs a minimum number of its criteria. The
 * answer is yes when every group is met. Decisions, groups and criteria are tables that a caller may replace. The
 * built-in decisions are:
 *
 * | decision | yes when |
 * |---|---|
 * | sales team (DC1) | lifetime value ≥ $1,000 |
 * | sales support (DC2) | lifetime value ≥ $1,000; large trials convert worse than small ones, with 95 % confidence; and two of six signs that buying is hard |
 * | sales-led (DC3) | two of: 20 accounts at the top plan, 4 custom-deal requests a month, complex use cases, large-account cycles of 90 days; and $10M of annual revenue |
 * | hire executives (DC4) | 10 accounts that yield $50,000 a year; until then, the advice is customer success with commercial duties |
 * | readiness | all of DC1, DC2 and DC3 |
 *
 * Unknown inputs are #REVOPS_MISSING. The answer is unknown when it depends on them.
 *
 * **Threads.** No function keeps state. Output arrays must not overlap input arrays.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    REVOPS_DECISION_ROWS_MAX = 1024,  /**< Rows of a table: 100 decisions of ten criteria. @since 0.1 */
    REVOPS_DECISION_INPUTS_MAX = 1024 /**< Inputs: as many as attributes of a lead. @since 0.1 */
};

/** Inputs of the built-in decisions: indexes into the array of inputs. A caller's own inputs start at 32. @since 0.1 */
enum revops_decision_inputs {
    REVOPS_DECISION_LIFETIME_VALUE = 0, /**< Lifetime value of a customer, minor units. */
    REVOPS_DECISION_TRIAL_GAP = 1, /**< Conversion rate of small trials − that of large ones, bp (MT18). */
    REVOPS_DECISION_TRIAL_CONFIDENCE = 2,      /**< Confidence in that gap, bp. */
    REVOPS_DECISION_CONTACT_IS_NO_DECIDER = 3, /**< 1 when the contact doesn't decide. */
    REVOPS_DECISION_COMPETITORS = 4,           /**< 1 when competitors are evaluated. */
    REVOPS_DECISION_STAGED_PURCHASE = 5,       /**< 1 when the purchase has several stages. */
    REVOPS_DECISION_MANY_STAKEHOLDERS = 6,     /**< 1 when there are many stakeholders. */
    REVOPS_DECISION_TECHNICAL_CONCERNS =
        7, /**< 1 for concerns of security, scale, privacy, integration or data. */
    REVOPS_DECISION_BUDGET_TO_NEGOTIATE = 8, /**< 1 when the budget must be negotiated. */
    REVOPS_DECISION_TOP_PLAN_ACCOUNTS = 9,   /**< Accounts at the top plan. */
    REVOPS_DECISION_CUSTOM_REQUESTS = 10,    /**< Requests for custom deals per month. */
    REVOPS_DECISION_COMPLEX_USE_CASES = 11,  /**< 1 when there are complex use cases. */
    REVOPS_DECISION_LARGE_CYCLE = 12,        /**< Sales cycle of large accounts, days. */
    REVOPS_DECISION_ANNUAL_REVENUE = 13,     /**< Annual recurring revenue, minor units. */
    REVOPS_DECISION_LARGE_ACCOUNTS = 14,     /**< Accounts that yield $50,000 a year or more. */
    REVOPS_DECISION_MARKETING_SLA = 15,      /**< Marketing's compliance, in bp (MT16). */
    REVOPS_DECISION_SALES_SLA = 16,          /**< Sales' compliance, in bp. */
    REVOPS_DECISION_SHARED_METRICS = 17,     /**< Attainment of shared metrics, in bp. */
    REVOPS_DECISION_COVERAGE_VARIATION = 18, /**< Coefficient of variation of pipeline coverage, in bp. */
    REVOPS_DECISION_PARTNER_NPS = 19         /**< Net promoter score between the teams, −100 … 100. */
};
/** One of #revops_decision_inputs, or a caller's number from 32. @since 0.1 */
typedef uint32_t revops_decision_input;

/** Built-in decisions. A caller's own decisions have numbers from 1,000. @since 0.1 */
enum revops_decision_kinds {
    REVOPS_DECISION_SALES_TEAM = 1,      /**< DC1. */
    REVOPS_DECISION_SALES_SUPPORT = 2,   /**< DC2. */
    REVOPS_DECISION_SALES_LED = 3,       /**< DC3. */
    REVOPS_DECISION_HIRE_EXECUTIVES = 4, /**< DC4. */
    REVOPS_DECISION_READINESS = 5        /**< DC1, DC2 and DC3 together. */
};
/** One of #revops_decision_kinds, or a caller's number from 1,000. @since 0.1 */
typedef uint32_t revops_decision_kind;

/** Comparisons of a criterion. @since 0.1 */
enum revops_decision_tests {
    REVOPS_DECISION_AT_LEAST = 1, /**< input ≥ threshold. */
    REVOPS_DECISION_AT_MOST = 2   /**< input ≤ threshold. */
};
/** One of #revops_decision_tests. @since 0.1 */
typedef uint32_t revops_decision_test;

/** Answers. @since 0.1 */
enum revops_decision_verdicts {
    REVOPS_DECISION_NO = 1,     /**< Not due. */
    REVOPS_DECISION_YES = 2,    /**< Due. */
    REVOPS_DECISION_UNKNOWN = 3 /**< Depends on unknown inputs. */
};
/** One of #revops_decision_verdicts. @since 0.1 */
typedef uint32_t revops_decision_verdict;

/** A decision and its texts. Grows at its end. @since 0.1 */
typedef struct revops_decision_row {
    revops_decision_kind decision; /**< Number of the decision, unique in the table. */
    uint32_t reserved;             /**< 0. */
    const char *name;              /**< Name, such as "sales team". */
    const char *yes;               /**< Advice when the answer is yes. */
    const char *no;                /**< Advice when the answer is no. */
} revops_decision_row;

/** A group of a decision. Grows at its end. @since 0.1 */
typedef struct revops_decision_group {
    revops_decision_kind decision; /**< Decision of the group. */
    uint32_t at_least;             /**< Criteria that must be met, 1 … their number. */
    const char *name;              /**< Name, such as "buying is hard". */
} revops_decision_group;

/** A criterion of a group. Grows at its end. @since 0.1 */
typedef struct revops_decision_criterion {
    uint32_t group;              /**< Row of its group. */
    revops_decision_input input; /**< Input to compare. */
    revops_decision_test test;   /**< One of #revops_decision_tests. */
    uint32_t reserved;           /**< 0. */
    int64_t threshold;           /**< Threshold; not #REVOPS_MISSING. */
} revops_decision_criterion;

/** A part of the alignment score. Grows at its end. @since 0.1 */
typedef struct revops_decision_weight {
    revops_decision_input input; /**< Input of the part. */
    uint32_t weight;             /**< Weight, 1 … 1,000,000. */
    int64_t none;                /**< Value that earns nothing. */
    int64_t full;                /**< Value that earns the full weight, above or below `none`, within 2^62. */
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
    uint32_t target_bp; /**< Target of the alignment score, up to 10,000; default 7,000. */
    uint32_t reserved;  /**< 0. */
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
 * @retval REVOPS_ERR_UNSOUND  A decision or the input of a weight is repeated, a group has no decision or needs more
 *                             criteria than it has, or a criterion has no group.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_decision_check(const revops_decision_params *params,
                                                                revops_problem *problems, size_t capacity,
                                                                size_t *needed);

/** An answer. @since 0.1 */
typedef struct revops_decision_answer {
    revops_decision_verdict verdict; /**< Yes, no or unknown. */
    uint32_t row;                    /**< Row of the decision. */
    const char *advice; /**< Advice; "" when the answer is unknown. Lives as long as the params. */
} revops_decision_answer;

/** One criterion as a reason of an answer. @since 0.1 */
typedef struct revops_decision_reason {
    uint32_t criterion;              /**< Row of the criterion. */
    revops_decision_input input;     /**< Its input. */
    revops_decision_verdict verdict; /**< Whether it is met. */
    uint32_t changes_answer;         /**< 1 if `change` alone changes the answer (DC5), else 0. */
    int64_t value;                   /**< Value of the input, or #REVOPS_MISSING. */
    int64_t threshold;               /**< Its threshold. */
    int64_t change;                  /**< Least change of the input that flips the criterion; 0 if unknown. */
} revops_decision_reason;

/**
 * Answers one decision. @param[in]  params       Parameters; NULL for the built-in ones.
 * @param      decision     Which decision.
 * @param[in]  inputs       Values by number of the input; #REVOPS_MISSING where unknown.
 * @param      input_count  Values at @p inputs; further inputs are unknown.
 * @param[out] answer       The answer.
 * @param[out] out          One reason per criterion of the decision, in order; may be NULL when @p capacity is 0.
 * @param      capacity     Reasons at @p out.
 * @param[out] needed       Number of reasons; may be NULL.
 * @retval REVOPS_OK           Decided.
 * @retval REVOPS_ERR_NOSPACE  There are more reasons than @p capacity, which isn't 0; the answer was written.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or revops_decision_check() returns it.
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
 * Answers one decision for many rows, verdicts only: the batch form of revops_decision_decide(). Columns may be the
 * same array; @p out must not overlap them.
 *
 * @param[in]  params        Parameters; NULL for the built-in ones.
 * @param      decision      Which decision.
 * @param[in]  columns       Columns by number of the input; NULL for an unknown input.
 * @param      column_count  Columns, up to #REVOPS_DECISION_INPUTS_MAX.
 * @param      count         Rows.
 * @param[out] out           @p count verdicts.
 * @retval REVOPS_OK           Decided.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or revops_decision_check() returns it.
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
 * Writes a reason as text: "lifetime value is 80000, at least 100000 asked for: 20000 more would change the answer".
 *
 * @param[in]  params    Params of the answer; NULL for the built-in ones.
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
    uint32_t score_bp; /**< Weighted mean of the known parts, rounded to nearest; 10,000 is full. */
    uint32_t known_bp; /**< Weight of the known parts ÷ all weights, rounded to nearest. */
    revops_decision_verdict
        verdict;       /**< Whether the score reaches the target; unknown without known parts. */
    uint32_t reserved; /**< 0. */
} revops_decision_score;

/** Share of one input in the alignment score. @since 0.1 */
typedef struct revops_decision_part {
    revops_decision_input input; /**< Input. */
    uint32_t points_bp;          /**< Points, which add up to the score; 0 if unknown. */
    uint32_t lost_bp;            /**< Further points at the full value, rounded down. */
    uint32_t changes_answer;     /**< 1 if `change` alone changes the verdict, else 0. */
    int64_t change;              /**< Least change of the input that changes the verdict; 0 for none. */
} revops_decision_part;

/**
 * Alignment score of marketing and sales (MT16): a weighted mean of the compliance of both sides, shared metrics, the
 * stability of coverage and the teams' view of each other.
 *
 * Each part earns its weight in proportion to its position from `none` to `full`, within these bounds.
 *
 * @param[in]  params       Parameters; NULL for the built-in ones.
 * @param[in]  inputs       Values by number of the input; #REVOPS_MISSING where unknown.
 * @param      input_count  Values at @p inputs; further inputs are unknown.
 * @param[out] score        The score.
 * @param[out] out          One part per weight, in order; may be NULL when @p capacity is 0.
 * @param      capacity     Parts at @p out.
 * @param[out] needed       Number of parts; may be NULL.
 * @retval REVOPS_OK           Scored.
 * @retval REVOPS_ERR_NOSPACE  There are more parts than @p capacity, which isn't 0; the score was written.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or revops_decision_check() returns it.
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
