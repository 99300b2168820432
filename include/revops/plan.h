/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_PLAN_H
#define REVOPS_PLAN_H

#include <revops/base.h>

/**
 * @file
 * @defgroup plan Plan: formulas of a sales plan, and bands that judge figures
 *
 * How many people, how much pipeline, how many leads a goal takes, and what a figure means.
 *
 * **Formulas.** A formula says that one quantity is the product or quotient of others (PL1, PL2, PL7, MT1, MT4, MT5,
 * MT15). revops_plan_solve() finds whichever quantity is unknown, so that each formula has its inverses. The quantities
 * of a formula have places: place 0 is what the formula is named for.
 *
 * | formula | 0 | 1 | 2 | 3 | relation |
 * |---|---|---|---|---|---|
 * | reps | reps | goal | quota | attainment (bp) | reps × quota × attainment = goal |
 * | pipeline | pipeline | quota | win rate (bp) | | pipeline × win rate = quota |
 * | coverage | coverage (bp) | pipeline | quota | | coverage × quota = pipeline |
 * | payback | payback (bp of a month) | cost | monthly revenue | margin (bp) | payback × revenue × margin = cost |
 * | conversion | reached | entered | rate (bp) | | reached = entered × rate |
 * | converted revenue | revenue | entered | rate (bp) | contract value | revenue = entered × rate × value |
 * | contract value | contract value | revenue | deals | | value × deals = revenue |
 * | unit cost | cost of one | spend | units | | cost × units = spend |
 * | return | return (bp) | revenue | spend | | return × spend = revenue |
 * | lifetime value | lifetime value | monthly revenue | margin (bp) | monthly churn (bp) | value × churn = revenue × margin |
 * | velocity | revenue a day | deals × | win rate (bp) | contract value | times days (place 4) = deals × rate × value |
 * | attainment | attainment (bp) | achieved | quota | | attainment × quota = achieved |
 * | variable pay | variable pay | pay at target | share (bp) | | variable = pay × share |
 * | commission rate | rate (bp) | variable pay | quota | | rate × quota = variable |
 *
 * **Units.** Money is in minor units, rates are in basis points (`_bp`, 10,000 are 1), both 0 or more.
 *
 * **Exact.** Products are exact whatever their size; only the answer is rounded, once. People, leads, pipeline and
 * quotas that are *needed* are rounded up; what is *reached* (goal, revenue, deals) is rounded down; rates, times,
 * costs and values of one are rounded to nearest, half up.
 *
 * **Bands** are data: rows of the params judge a metric's value. The built-in ones are those of MT1, MT2, MT3, MT5,
 * MT6, MT7, MT13, MT14, PL2, PL3, PL4, PL5 and PQ8.
 *
 * No function here has state. Output arrays must not overlap inputs, unless a page says so.
 *
 * Example: examples/plan.c.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    REVOPS_PLAN_QUANTITIES_MAX = 5, /**< Quantities of a formula. @since 0.1 */
    REVOPS_PLAN_BANDS_MAX = 4096,   /**< Rows of bands: forty metrics of a hundred segments. @since 0.1 */
    REVOPS_PLAN_STEPS_MAX = 16      /**< Steps of a funnel: twice what companies tell apart. @since 0.1 */
};

/** A formula; its quantities stand in the table above. @since 0.1 */
enum revops_plan_formulas {
    REVOPS_PLAN_REPS = 1,              /**< PL1, PL2. */
    REVOPS_PLAN_PIPELINE = 2,          /**< MT1. */
    REVOPS_PLAN_COVERAGE = 3,          /**< MT1. */
    REVOPS_PLAN_PAYBACK = 4,           /**< MT5. */
    REVOPS_PLAN_CONVERSION = 5,        /**< MT2, MT6, MT7, MT9, MT14. */
    REVOPS_PLAN_CONVERTED_REVENUE = 6, /**< PL7. */
    REVOPS_PLAN_CONTRACT_VALUE = 7,    /**< MT4. */
    REVOPS_PLAN_UNIT_COST = 8,         /**< MT15: cost per SQL, acquisition cost of a customer. */
    REVOPS_PLAN_RETURN = 9,            /**< MT15. */
    REVOPS_PLAN_LIFETIME_VALUE = 10,   /**< DC1. */
    REVOPS_PLAN_VELOCITY = 11,         /**< Deals × win rate × size ÷ length. */
    REVOPS_PLAN_ATTAINMENT = 12,       /**< PL4, of one representative. */
    REVOPS_PLAN_VARIABLE_PAY = 13,     /**< PL5. */
    REVOPS_PLAN_COMMISSION_RATE = 14   /**< PL5. */
};
/** One of #revops_plan_formulas. @since 0.1 */
typedef uint32_t revops_plan_formula;

/** What a quantity is counted in. @since 0.1 */
enum revops_plan_units {
    REVOPS_PLAN_MONEY = 1,        /**< Minor units of a currency. */
    REVOPS_PLAN_COUNT = 2,        /**< Whole things or people. */
    REVOPS_PLAN_BASIS_POINTS = 3, /**< A rate, in ten-thousandths. */
    REVOPS_PLAN_MULTIPLE = 4,     /**< "4 times", in ten-thousandths. */
    REVOPS_PLAN_MONTHS = 5        /**< Months, in ten-thousandths. */
};
/** One of #revops_plan_units. @since 0.1 */
typedef uint32_t revops_plan_unit;

/**
 * Finds the unknown quantity of a formula.
 *
 * @param      formula  One of #revops_plan_formulas.
 * @param      unknown  Its place, 0 … revops_plan_quantity_count() − 1.
 * @param[in]  values   A value for each place, 0 or more; that of @p unknown isn't read.
 * @param[out] out      The value.
 * @retval REVOPS_OK            Found.
 * @retval REVOPS_ERR_ARG       A pointer is NULL, a value negative, or there is no such formula or place.
 * @retval REVOPS_ERR_RANGE     It would be divided by 0.
 * @retval REVOPS_ERR_OVERFLOW  The value doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_plan_solve(revops_plan_formula formula, uint32_t unknown,
                                                            const int64_t *values, int64_t *out);

/**
 * Finds the unknown quantity of many rows: the batch form of revops_plan_solve().
 *
 * @p out may be one of the columns, and columns may be the same.
 *
 * @param      formula   One of #revops_plan_formulas.
 * @param      unknown   Its place.
 * @param[in]  columns   A column of @p count values for each place; that of @p unknown may be NULL.
 * @param      count     Number of rows.
 * @param[out] statuses  What revops_plan_solve() returns for each row; may be NULL.
 * @param[out] out       Values; 0 where there is none.
 * @retval REVOPS_OK            All rows were tried.
 * @retval REVOPS_ERR_ARG       A pointer is NULL, or there is no such formula or place.
 * @retval REVOPS_ERR_RANGE     Only in @p statuses.
 * @retval REVOPS_ERR_OVERFLOW  Only in @p statuses.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_plan_solve_many(revops_plan_formula formula,
                                                                 uint32_t unknown,
                                                                 const int64_t *const *columns, size_t count,
                                                                 revops_status *statuses, int64_t *out);

/**
 * The calculation in words: "reps = goal ÷ (quota × attainment) = 1000000000 ÷ (75000000 × 75 %) = 17.78, rounded up
 * 18".
 *
 * @param      formula   One of #revops_plan_formulas.
 * @param      unknown   Its place.
 * @param[in]  values    As revops_plan_solve() takes them.
 * @param[out] out       Text (UTF-8) closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity  Bytes at @p out.
 * @return Full length of the text (see @ref base); 0 for no such formula or place, or NULL.
 * @since 0.1
 */
REVOPS_API size_t revops_plan_solve_text(revops_plan_formula formula, uint32_t unknown, const int64_t *values,
                                         char *out, size_t capacity);

/**
 * Name of a formula, such as "reps".
 *
 * @param formula  Any value.
 * @return Text; "unknown" for any other value. Never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_plan_formula_name(revops_plan_formula formula);

/**
 * How many quantities a formula has.
 *
 * @param formula  Any value.
 * @return The number; 0 for no such formula.
 * @since 0.1
 */
REVOPS_API uint32_t revops_plan_quantity_count(revops_plan_formula formula);

/**
 * Name of a quantity of a formula, such as "win rate".
 *
 * @param formula  Any value.
 * @param place    Any value.
 * @return Text; "unknown" where there is none. Never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_plan_quantity_name(revops_plan_formula formula, uint32_t place);

/**
 * Unit of a quantity of a formula.
 *
 * @param formula  Any value.
 * @param place    Any value.
 * @return One of #revops_plan_units; 0 where there is none.
 * @since 0.1
 */
REVOPS_API revops_plan_unit revops_plan_quantity_unit(revops_plan_formula formula, uint32_t place);

/** A figure that bands judge. Own metrics have numbers from 1,000. @since 0.1 */
enum revops_plan_metrics {
    REVOPS_PLAN_METRIC_COVERAGE = 1,           /**< Pipeline ÷ quota, in bp (MT1). */
    REVOPS_PLAN_METRIC_PAYBACK = 2,            /**< Months × 10,000 (MT5). */
    REVOPS_PLAN_METRIC_PAYBACK_ENTERPRISE = 3, /**< The same for enterprise deals (MT5). */
    REVOPS_PLAN_METRIC_MQL_TO_SQL = 4,         /**< In bp (MT6). */
    REVOPS_PLAN_METRIC_ACCEPTANCE = 5,         /**< In bp (MT7). */
    REVOPS_PLAN_METRIC_WIN_RATE = 6,           /**< In bp (MT2). */
    REVOPS_PLAN_METRIC_DISCOVERY_TO_DEMO = 7,  /**< In bp (MT2). */
    REVOPS_PLAN_METRIC_DEMO_TO_PROPOSAL = 8,   /**< In bp (MT2). */
    REVOPS_PLAN_METRIC_PROPOSAL_TO_WON = 9,    /**< In bp (MT2). */
    REVOPS_PLAN_METRIC_CYCLE_SMALL = 10,       /**< Days from opportunity to won (MT3, SMB). */
    REVOPS_PLAN_METRIC_CYCLE_MIDDLE = 11,      /**< Days (MT3, mid-market). */
    REVOPS_PLAN_METRIC_CYCLE_ENTERPRISE = 12,  /**< Days (MT3, enterprise). */
    REVOPS_PLAN_METRIC_QUOTA_REACHED = 13,     /**< Representatives at or above quota, in bp (PL4). */
    REVOPS_PLAN_METRIC_SIGNUP_TO_PAID = 14,    /**< In bp (MT14). */
    REVOPS_PLAN_METRIC_PQL_TO_WON = 15,        /**< In bp (MT14). */
    REVOPS_PLAN_METRIC_INQUIRY_TO_WON = 16,    /**< In bp (MT14). */
    REVOPS_PLAN_METRIC_CEILING_ACCOUNTS = 17,  /**< Accounts at the plan's ceiling (PQ8). */
    REVOPS_PLAN_METRIC_RAMP_MONTHS = 18,       /**< Months to full productivity (PL3). */
    REVOPS_PLAN_METRIC_ATTRITION = 19,         /**< Of representatives a year, in bp (PL3). */
    REVOPS_PLAN_METRIC_QUOTA = 20,             /**< Quota a year, in minor units (PL2). */
    REVOPS_PLAN_METRIC_SELF_SERVICE_FALL = 21, /**< Fall of self-service conversion, in bp (MT13). */
    REVOPS_PLAN_METRIC_VARIABLE_EXECUTIVE =
        22, /**< Variable share of an account executive's pay at target, in bp (PL5). */
    REVOPS_PLAN_METRIC_VARIABLE_SUCCESS =
        23 /**< The same of customer success, paid on net revenue retention (PL5). */
};
/** One of #revops_plan_metrics, or an own number from 1,000. @since 0.1 */
typedef uint32_t revops_plan_metric;

/** What a band means. @since 0.1 */
enum revops_plan_verdicts {
    REVOPS_PLAN_BAD = 1,  /**< Act. */
    REVOPS_PLAN_FAIR = 2, /**< Watch. */
    REVOPS_PLAN_GOOD = 3  /**< Go on. */
};
/** One of #revops_plan_verdicts. @since 0.1 */
typedef uint32_t revops_plan_verdict;

/** A band: values of a metric from `from` up to the next band of the metric. Grows at its end. @since 0.1 */
typedef struct revops_plan_band {
    revops_plan_metric metric;   /**< Which metric, 1 or more; the rows of one stand together. */
    revops_plan_verdict verdict; /**< What it means. */
    int64_t from;     /**< Its least value; rising within a metric. The first reaches down without end. */
    const char *name; /**< In words, such as "healthy". */
} revops_plan_band;

/**
 * Name of a built-in metric, such as "win rate".
 *
 * @param metric  Any value.
 * @return Text; "unknown" for any other value. Never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_plan_metric_name(revops_plan_metric metric);

/** Bands, ratios and targets. Start from revops_plan_defaults(). @since 0.1 */
typedef struct revops_plan_params {
    uint32_t struct_size;                  /**< sizeof(revops_plan_params) as compiled. */
    uint32_t flags;                        /**< 0. */
    uint32_t band_count;                   /**< Rows at `bands`, up to #REVOPS_PLAN_BANDS_MAX. */
    uint32_t band_row_size;                /**< sizeof(revops_plan_band) as compiled. */
    const revops_plan_band *bands;         /**< The bands; the built-in ones by default. */
    uint32_t sdrs_per_executive_low;       /**< RT4: 2; at most `…_high`. */
    uint32_t sdrs_per_executive_high;      /**< RT4: 3. */
    uint32_t executives_per_engineer_low;  /**< RT4: 3; 1 to `…_high`. */
    uint32_t executives_per_engineer_high; /**< RT4: 5. */
    uint32_t sequence_touches_low;         /**< LC13: 8; at most `…_high`. */
    uint32_t sequence_touches_high;        /**< LC13: 12. */
    uint32_t sequence_low_day;  /**< LC13: 21 days (3 weeks) from first to last touch; at most `…_high`. */
    uint32_t sequence_high_day; /**< LC13: 28 days. */
    uint32_t ceiling_demand_bp; /**< PQ8: demand ÷ price from which an account counts; 20,000 (2 times). */
    uint32_t reserved;          /**< 0. */
} revops_plan_params;

/**
 * Writes the built-in bands, ratios and targets.
 *
 * @param[out] out   Parameters; its rows are constants of the library.
 * @param      size  sizeof(revops_plan_params) as compiled.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_plan_defaults(revops_plan_params *out, size_t size);

/**
 * Lists every fault of bands, ratios and targets.
 *
 * @param[in]  params    Parameters.
 * @param[out] problems  The first @p capacity faults; may be NULL.
 * @param      capacity  Faults at @p problems.
 * @param[out] needed    Number of faults; may be NULL.
 * @retval REVOPS_OK           No fault.
 * @retval REVOPS_ERR_ARG      @p params is NULL, or a value is out of range.
 * @retval REVOPS_ERR_ABI      A size fits no version.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND  The bands of a metric don't rise or don't stand together.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_plan_check(const revops_plan_params *params,
                                                            revops_problem *problems, size_t capacity,
                                                            size_t *needed);

/** What a value means, and what it takes to mean something else. @since 0.1 */
typedef struct revops_plan_judgement {
    revops_plan_verdict verdict; /**< Of the band. */
    uint32_t band;               /**< Row of the band. */
    const char *name;            /**< Name of the band. */
    int64_t to_next;     /**< What must be added to reach the next band above; 0 where there is none. */
    int64_t to_previous; /**< What must be taken away to fall into the band below; 0 where there is none. */
} revops_plan_judgement;

/**
 * Judges a value by the bands of its metric.
 *
 * @param[in]  params  Parameters; NULL for the built-in ones.
 * @param      metric  Which metric.
 * @param      value   Its value.
 * @param[out] out     The judgement; its name lives as long as the params.
 * @retval REVOPS_OK           Judged.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or revops_plan_check() says so.
 * @retval REVOPS_ERR_ABI      A size fits no version.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND  The bands contradict each other.
 * @retval REVOPS_ERR_RANGE    The metric has no bands.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_plan_judge(const revops_plan_params *params,
                                                            revops_plan_metric metric, int64_t value,
                                                            revops_plan_judgement *out);

/**
 * Judges many values of one metric: the batch form of revops_plan_judge(). @p out may not overlap @p values.
 *
 * @param[in]  params  Parameters; NULL for the built-in ones.
 * @param      metric  Which metric.
 * @param[in]  values  Values.
 * @param      count   Number of them.
 * @param[out] out     Row of the band of each.
 * @retval REVOPS_OK           Judged.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or revops_plan_check() says so.
 * @retval REVOPS_ERR_ABI      A size fits no version.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND  The bands contradict each other.
 * @retval REVOPS_ERR_RANGE    The metric has no bands.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_plan_judge_many(const revops_plan_params *params,
                                                                 revops_plan_metric metric,
                                                                 const int64_t *values, size_t count,
                                                                 uint32_t *out);

/**
 * What each step of a funnel must hold for a goal of revenue (PL6): the least whole number that gives the goal at these
 * rates. No step is rounded before the next: 14 wins are not needed where 13.3 are.
 *
 * @param      goal            Revenue, in minor units.
 * @param      contract_value  Revenue of one win, in minor units; 1 or more.
 * @param[in]  rates_bp        Rate from each step to the next, first step first; 1 … 10,000 each.
 * @param      rate_count      Number of rates, up to #REVOPS_PLAN_STEPS_MAX.
 * @param[out] out             rate_count + 1 numbers, the wins last.
 * @retval REVOPS_OK            Written.
 * @retval REVOPS_ERR_ARG       A pointer is NULL or a value is out of range.
 * @retval REVOPS_ERR_OVERFLOW  A number doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_plan_funnel_for(int64_t goal, int64_t contract_value,
                                                                 const uint32_t *rates_bp,
                                                                 uint32_t rate_count, int64_t *out);

/**
 * What a number of leads gives at these rates: the inverse of revops_plan_funnel_for().
 *
 * @param      entered         Leads at the first step, 0 or more.
 * @param      contract_value  Revenue of one win, in minor units, 0 or more.
 * @param[in]  rates_bp        Rate from each step to the next, first step first; 0 … 10,000 each.
 * @param      rate_count      Number of rates, up to #REVOPS_PLAN_STEPS_MAX.
 * @param[out] revenue         Exact wins × contract value, rounded down.
 * @param[out] out             rate_count + 1 numbers, the wins last, each rounded down from its exact value; may be
 *                             NULL.
 * @retval REVOPS_OK            Written.
 * @retval REVOPS_ERR_ARG       A pointer is NULL or a value is out of range.
 * @retval REVOPS_ERR_OVERFLOW  A number doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_plan_funnel_from(int64_t entered, int64_t contract_value,
                                                                  const uint32_t *rates_bp,
                                                                  uint32_t rate_count, int64_t *revenue,
                                                                  int64_t *out);

/** How one step of a funnel did against its plan. @since 0.1 */
typedef struct revops_plan_gap_step {
    uint32_t attainment_bp; /**< Actual ÷ planned rate (of the first step: numbers); UINT32_MAX at most. */
    uint32_t reserved;      /**< 0. */
    int64_t restores; /**< Revenue that the planned rate alone would add; negative where it did better. */
} revops_plan_gap_step;

/** How far revenue is from what is needed, and which step causes it. @since 0.1 */
typedef struct revops_plan_gap {
    int64_t gap;     /**< Needed − there; negative above the plan. */
    uint32_t gap_bp; /**< gap ÷ needed, to nearest; 0 where there is no gap. */
    uint32_t
        worst_step; /**< Step of the least attainment, the first of equals; #REVOPS_NO_ROW without steps. */
} revops_plan_gap;

/**
 * Measures the gap of pipeline or revenue, and what each step of the funnel has to do with it (MT17).
 *
 * What is there is the product of the first step's number, the rates and the value of one; so the attainments of all
 * steps multiply to that of the whole.
 *
 * @param      needed   What is needed, 1 or more.
 * @param      there    What is there, 0 or more.
 * @param[in]  planned  step_count numbers at each step by plan, 1 or more each; may be NULL without steps.
 * @param[in]  actual   step_count numbers at each step in fact, 0 or more each; may be NULL without steps.
 * @param      step_count  Steps, up to #REVOPS_PLAN_STEPS_MAX.
 * @param[out] steps    step_count rows; may be NULL without steps.
 * @param[out] out      The gap.
 * @retval REVOPS_OK            Measured.
 * @retval REVOPS_ERR_ARG       A pointer is NULL or a value is out of range.
 * @retval REVOPS_ERR_OVERFLOW  A number doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_plan_gap_between(int64_t needed, int64_t there,
                                                                  const int64_t *planned,
                                                                  const int64_t *actual, uint32_t step_count,
                                                                  revops_plan_gap_step *steps,
                                                                  revops_plan_gap *out);

/** Who works beside a number of account executives. @since 0.1 */
typedef struct revops_plan_staff {
    uint32_t sdrs_low;       /**< Sales development representatives, at least. */
    uint32_t sdrs_high;      /**< At most. */
    uint32_t engineers_low;  /**< Solutions engineers, at least. */
    uint32_t engineers_high; /**< At most; `engineers_low` where the ratio leaves nothing between. */
} revops_plan_staff;

/**
 * Staff for a number of account executives, by the ratios of the params (RT4).
 *
 * @param[in]  params      Parameters; NULL for the built-in ones.
 * @param      executives  Account executives.
 * @param[out] out         The staff.
 * @retval REVOPS_OK            Written.
 * @retval REVOPS_ERR_ARG       @p out is NULL, or revops_plan_check() says so.
 * @retval REVOPS_ERR_ABI       A size fits no version.
 * @retval REVOPS_ERR_NEWER     A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND   The bands contradict each other.
 * @retval REVOPS_ERR_OVERFLOW  A number doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_plan_staff_for(const revops_plan_params *params,
                                                                uint32_t executives, revops_plan_staff *out);

/**
 * Most account executives that a staff can serve within the ratios: the inverse of revops_plan_staff_for().
 *
 * @param[in]  params     Parameters; NULL for the built-in ones.
 * @param      sdrs       Sales development representatives.
 * @param      engineers  Solutions engineers.
 * @param[out] out        The greatest number of executives whose least staff this covers; UINT32_MAX where the ratios
 *                        ask for nobody.
 * @retval REVOPS_OK           Written.
 * @retval REVOPS_ERR_ARG      @p out is NULL, or revops_plan_check() says so.
 * @retval REVOPS_ERR_ABI      A size fits no version.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND  The bands contradict each other.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_plan_executives_for(const revops_plan_params *params,
                                                                     uint32_t sdrs, uint32_t engineers,
                                                                     uint32_t *out);

/** How representatives did against their quotas (PL4). @since 0.1 */
typedef struct revops_plan_quota_check {
    uint64_t reps;                   /**< Representatives with a quota above 0. */
    uint64_t reached;                /**< Of those, at or above it. */
    uint32_t reached_bp;             /**< reached ÷ reps, to nearest. */
    uint32_t attainment_bp;          /**< All achieved ÷ all quotas, to nearest; UINT32_MAX at most. */
    revops_plan_judgement judgement; /**< Of `reached_bp`: whether quotas are too high or too low. */
} revops_plan_quota_check;

/**
 * Whether quotas are right: the share of representatives that reach theirs (PL4).
 *
 * @param[in]  params    Parameters; NULL for the built-in ones.
 * @param[in]  achieved  What each achieved, 0 or more.
 * @param[in]  quotas    The quota of each, 0 or more; those without one don't count.
 * @param      count     Number of representatives.
 * @param[out] out       The answer.
 * @retval REVOPS_OK            Written.
 * @retval REVOPS_ERR_ARG       A pointer is NULL, a value negative, or revops_plan_check() says so.
 * @retval REVOPS_ERR_ABI       A size fits no version.
 * @retval REVOPS_ERR_NEWER     A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND   The bands contradict each other.
 * @retval REVOPS_ERR_RANGE     Nobody has a quota, or the metric has no bands.
 * @retval REVOPS_ERR_OVERFLOW  A sum doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_plan_check_quotas(const revops_plan_params *params,
                                                                   const int64_t *achieved,
                                                                   const int64_t *quotas, size_t count,
                                                                   revops_plan_quota_check *out);

/** An account that may be at its plan's ceiling (PQ8). Frozen. @since 0.1 */
typedef struct revops_plan_account {
    int64_t price;          /**< What it pays a month, 0 or more. */
    int64_t potential_low;  /**< What it would pay a month, at least; 0: price × demand, rounded down. */
    int64_t potential_high; /**< What it would pay a month, at most; 0: likewise. */
    uint32_t demand_bp;     /**< Spend that its usage suggests ÷ price (20,000: twice). */
    uint8_t is_top_plan;    /**< 1 on the top plan. */
    uint8_t reserved[3];    /**< 0. */
} revops_plan_account;

/** The cohort at the plan's ceiling. @since 0.1 */
typedef struct revops_plan_ceiling {
    uint64_t accounts;               /**< Accounts of the top plan with enough demand. */
    int64_t missed_low;              /**< Left on the table in twelve months, at least. */
    int64_t missed_high;             /**< At most. */
    revops_plan_judgement judgement; /**< Of the number of accounts: whether sales is due. */
} revops_plan_ceiling;

/**
 * Finds the cohort at the plan's ceiling: accounts of the top plan that would spend more (PQ8).
 *
 * @param[in]  params    Parameters; NULL for the built-in ones.
 * @param[in]  accounts  The accounts; may be NULL when @p count is 0.
 * @param      count     Number of them.
 * @param[out] out       The cohort.
 * @retval REVOPS_OK            Found.
 * @retval REVOPS_ERR_ARG       A pointer is NULL, a value out of range, or revops_plan_check() says so.
 * @retval REVOPS_ERR_ABI       A size fits no version.
 * @retval REVOPS_ERR_NEWER     A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND   The bands contradict each other.
 * @retval REVOPS_ERR_RANGE     The metric has no bands.
 * @retval REVOPS_ERR_OVERFLOW  A sum doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_plan_ceiling_of(const revops_plan_params *params,
                                                                 const revops_plan_account *accounts,
                                                                 size_t count, revops_plan_ceiling *out);

/** @name What an outreach sequence lacks, as bits (LC13)
 * @{ */
#define REVOPS_PLAN_TOO_FEW_TOUCHES  1u /**< Fewer touches than planned. */
#define REVOPS_PLAN_TOO_MANY_TOUCHES 2u /**< More touches than planned. */
#define REVOPS_PLAN_TOO_SHORT        4u /**< Given up too early. */
#define REVOPS_PLAN_TOO_LONG         8u /**< Drawn out. */
/** @} */

/** How an outreach sequence kept to its plan. Frozen. @since 0.1 */
typedef struct revops_plan_sequence {
    int64_t span_ms;          /**< From the first touch to the last; 0 for less than two. */
    int64_t missing_ms;       /**< Time that is missing to the least span. */
    uint32_t touches;         /**< Touches. */
    uint32_t missing_touches; /**< Touches that are missing to the least number. */
    uint32_t departures;      /**< REVOPS_PLAN_TOO_… bits; 0: it kept to the plan. */
    uint32_t reserved;        /**< 0. */
} revops_plan_sequence;

/**
 * Compares outreach sequences with the plan: 8 to 12 touches over 3 to 4 weeks (LC13).
 *
 * @param[in]  params   Parameters; NULL for the built-in ones.
 * @param[in]  at_ms    Instants of all touches, of one lead after the other, in any order within a lead.
 * @param[in]  offsets  lead_count + 1 of them: the touches of lead i are those from offsets[i] up to offsets[i + 1].
 * @param      lead_count  Leads.
 * @param[out] out      lead_count answers.
 * @retval REVOPS_OK           Compared.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, offsets fall, an instant is #REVOPS_TIME_NONE, or revops_plan_check()
 *                             says so.
 * @retval REVOPS_ERR_ABI      A size fits no version.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND  The bands contradict each other.
 * @retval REVOPS_ERR_OVERFLOW A span doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_plan_compare_sequences(const revops_plan_params *params,
                                                                        const int64_t *at_ms,
                                                                        const uint64_t *offsets,
                                                                        size_t lead_count,
                                                                        revops_plan_sequence *out);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
