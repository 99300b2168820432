/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_PLAN_H
#define REVOPS_PLAN_H

#include <revops/base.h>

/**
 * @file
 * @defgroup plan Plan: formulas of a sales plan, and bands that judge figures
 *
 * Computes how many people, how much pipeline and how many leads a goal needs, and judges figures by bands.
 *
 * **Formulas.** In a formula, one quantity is the product or quotient of others (PL1, PL2, PL7, MT1, MT4, MT5, MT15).
 * revops_plan_solve() computes whichever quantity is unknown, so every formula can be inverted. The quantities of a
 * formula have places; place 0 gives the formula its name.
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
 * | velocity | revenue a day | deals | win rate (bp) | contract value | revenue × days (place 4) = deals × rate × value |
 * | attainment | attainment (bp) | achieved | quota | | attainment × quota = achieved |
 * | variable pay | variable pay | pay at target | share (bp) | | variable = pay × share |
 * | commission rate | rate (bp) | variable pay | quota | | rate × quota = variable |
 *
 * **Units.** Money is in minor units, rates are in basis points (`_bp`, 10,000 is 1). Both are 0 or more.
 *
 * **Exact.** Products are exact at any size. Only the answer is rounded, once. *Needed* people, leads, pipeline and
 * quotas are rounded up. *Reached* quantities (goal, revenue, deals) are rounded down. Rates, times, unit costs and
 * unit values are rounded to nearest, half up.
 *
 * **Bands** are rows of the params that judge the value of a metric. The built-in bands are those of MT1, MT2, MT3,
 * MT5, MT6, MT7, MT13, MT14, PL2, PL3, PL4, PL5 and PQ8.
 *
 * **Threads.** No function keeps state. Output arrays must not overlap input arrays, unless the function's page allows
 * it.
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
    REVOPS_PLAN_STEPS_MAX = 16      /**< Steps of a funnel: twice as many as companies use. @since 0.1 */
};

/** Formulas; the table above lists their quantities. @since 0.1 */
enum revops_plan_formulas {
    REVOPS_PLAN_REPS = 1,              /**< PL1, PL2. */
    REVOPS_PLAN_PIPELINE = 2,          /**< MT1. */
    REVOPS_PLAN_COVERAGE = 3,          /**< MT1. */
    REVOPS_PLAN_PAYBACK = 4,           /**< MT5. */
    REVOPS_PLAN_CONVERSION = 5,        /**< MT2, MT6, MT7, MT9, MT14. */
    REVOPS_PLAN_CONVERTED_REVENUE = 6, /**< PL7. */
    REVOPS_PLAN_CONTRACT_VALUE = 7,    /**< MT4. */
    REVOPS_PLAN_UNIT_COST = 8,         /**< MT15: cost per SQL, customer acquisition cost. */
    REVOPS_PLAN_RETURN = 9,            /**< MT15. */
    REVOPS_PLAN_LIFETIME_VALUE = 10,   /**< DC1. */
    REVOPS_PLAN_VELOCITY = 11,         /**< Deals × win rate × size ÷ length. */
    REVOPS_PLAN_ATTAINMENT = 12,       /**< PL4, of one representative. */
    REVOPS_PLAN_VARIABLE_PAY = 13,     /**< PL5. */
    REVOPS_PLAN_COMMISSION_RATE = 14   /**< PL5. */
};
/** One of #revops_plan_formulas. @since 0.1 */
typedef uint32_t revops_plan_formula;

/** Units of a quantity. @since 0.1 */
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
 * 
 * @param      formula  One of #revops_plan_formulas.
 * @param      unknown  Place of the unknown quantity, 0 … revops_plan_quantity_count() − 1.
 * @param[in]  values   One value per place, 0 or more; that of @p unknown isn't read.
 * @param[out] out      The value.
 * @retval REVOPS_OK            Found.
 * @retval REVOPS_ERR_ARG       A pointer is NULL, a value is negative, or there is no such formula or place.
 * @retval REVOPS_ERR_RANGE     The formula divides by 0.
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
 * @param      unknown   Place of the unknown quantity.
 * @param[in]  columns   One column of @p count values per place; that of @p unknown may be NULL.
 * @param      count     Number of rows.
 * @param[out] statuses  Status of revops_plan_solve() for each row; may be NULL.
 * @param[out] out       Values; 0 for a row without one.
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
 * Writes the calculation as text: "reps = goal ÷ (quota × attainment) = 1000000000 ÷ (75000000 × 75 %) = 17.78, rounded
 * up 18".
 *
 * @param      formula   One of #revops_plan_formulas.
 * @param      unknown   Place of the unknown quantity.
 * @param[in]  values    As for revops_plan_solve().
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
 * Number of quantities of a formula.
 *
 * @param formula  Any value.
 * @return Number of quantities; 0 for an unknown formula.
 * @since 0.1
 */
REVOPS_API uint32_t revops_plan_quantity_count(revops_plan_formula formula);

/**
 * Name of a quantity of a formula, such as "win rate".
 *
 * @param formula  Any value.
 * @param place    Any value.
 * @return Text; "unknown" for an unknown formula or place. Never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_plan_quantity_name(revops_plan_formula formula, uint32_t place);

/**
 * Unit of a quantity of a formula.
 *
 * @param formula  Any value.
 * @param place    Any value.
 * @return One of #revops_plan_units; 0 for an unknown formula or place.
 * @since 0.1
 */
REVOPS_API revops_plan_unit revops_plan_quantity_unit(revops_plan_formula formula, uint32_t place);

/** Metrics that bands judge. A caller's own metrics have numbers from 1,000. @since 0.1 */
enum revops_plan_metrics {
    REVOPS_PLAN_METRIC_COVERAGE = 1,            /**< Pipeline ÷ quota, in bp (MT1). */
    REVOPS_PLAN_METRIC_PAYBACK = 2,             /**< Months × 10,000 (MT5). */
    REVOPS_PLAN_METRIC_PAYBACK_ENTERPRISE = 3,  /**< Payback of enterprise deals, months × 10,000 (MT5). */
    REVOPS_PLAN_METRIC_MQL_TO_SQL = 4,          /**< Conversion, in bp (MT6). */
    REVOPS_PLAN_METRIC_ACCEPTANCE = 5,          /**< Share of MQLs that sales accepts, in bp (MT7). */
    REVOPS_PLAN_METRIC_WIN_RATE = 6,            /**< In bp (MT2). */
    REVOPS_PLAN_METRIC_DISCOVERY_TO_DEMO = 7,   /**< In bp (MT2). */
    REVOPS_PLAN_METRIC_DEMO_TO_PROPOSAL = 8,    /**< In bp (MT2). */
    REVOPS_PLAN_METRIC_PROPOSAL_TO_WON = 9,     /**< In bp (MT2). */
    REVOPS_PLAN_METRIC_CYCLE_SMALL = 10,        /**< Days from opportunity to won (MT3, SMB). */
    REVOPS_PLAN_METRIC_CYCLE_MIDDLE = 11,       /**< Days (MT3, mid-market). */
    REVOPS_PLAN_METRIC_CYCLE_ENTERPRISE = 12,   /**< Days (MT3, enterprise). */
    REVOPS_PLAN_METRIC_QUOTA_REACHED = 13,      /**< Representatives at or above quota, in bp (PL4). */
    REVOPS_PLAN_METRIC_SIGNUP_TO_PAID = 14,     /**< In bp (MT14). */
    REVOPS_PLAN_METRIC_PQL_TO_WON = 15,         /**< In bp (MT14). */
    REVOPS_PLAN_METRIC_INQUIRY_TO_WON = 16,     /**< In bp (MT14). */
    REVOPS_PLAN_METRIC_CEILING_ACCOUNTS = 17,   /**< Accounts at the plan's ceiling (PQ8). */
    REVOPS_PLAN_METRIC_RAMP_MONTHS = 18,        /**< Months to full productivity (PL3). */
    REVOPS_PLAN_METRIC_ATTRITION = 19,          /**< Representatives who leave per year, in bp (PL3). */
    REVOPS_PLAN_METRIC_QUOTA = 20,              /**< Quota a year, in minor units (PL2). */
    REVOPS_PLAN_METRIC_SELF_SERVICE_FALL = 21,  /**< Fall of self-service conversion, in bp (MT13). */
    REVOPS_PLAN_METRIC_VARIABLE_EXECUTIVE = 22, /**< Variable share of an executive's pay, in bp (PL5). */
    REVOPS_PLAN_METRIC_VARIABLE_SUCCESS = 23    /**< The same for customer success, in bp (PL5). */
};
/** One of #revops_plan_metrics, or a caller's number from 1,000. @since 0.1 */
typedef uint32_t revops_plan_metric;

/** Verdicts of a band. @since 0.1 */
enum revops_plan_verdicts {
    REVOPS_PLAN_BAD = 1,  /**< Act. */
    REVOPS_PLAN_FAIR = 2, /**< Watch. */
    REVOPS_PLAN_GOOD = 3  /**< Nothing to do. */
};
/** One of #revops_plan_verdicts. @since 0.1 */
typedef uint32_t revops_plan_verdict;

/** A band: values of a metric from `from` up to the next band of the metric. Grows at its end. @since 0.1 */
typedef struct revops_plan_band {
    revops_plan_metric metric;   /**< Metric, 1 or more; rows of a metric are consecutive. */
    revops_plan_verdict verdict; /**< One of #revops_plan_verdicts. */
    int64_t from;     /**< Least value, ascending within a metric; the first band has no lower limit. */
    const char *name; /**< Name, such as "healthy". */
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
    const revops_plan_band *bands;         /**< Bands; the built-in ones by default. */
    uint32_t sdrs_per_executive_low;       /**< Least SDRs per executive (RT4); default 2. */
    uint32_t sdrs_per_executive_high;      /**< Most SDRs per executive; default 3. */
    uint32_t executives_per_engineer_low;  /**< Least executives per engineer (RT4), from 1; default 3. */
    uint32_t executives_per_engineer_high; /**< Most executives per engineer; default 5. */
    uint32_t sequence_touches_low;         /**< Least touches of a sequence (LC13); default 8. */
    uint32_t sequence_touches_high;        /**< Most touches of a sequence; default 12. */
    uint32_t sequence_low_day;             /**< Least days from first to last touch (LC13); default 21. */
    uint32_t sequence_high_day;            /**< Most days from first to last touch; default 28. */
    uint32_t ceiling_demand_bp; /**< Least demand ÷ price of a counted account (PQ8); default 20,000. */
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
 * @retval REVOPS_ERR_UNSOUND  The bands of a metric aren't ascending or aren't consecutive.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_plan_check(const revops_plan_params *params,
                                                            revops_problem *problems, size_t capacity,
                                                            size_t *needed);

/** Band of a value, and the distance to the next bands. @since 0.1 */
typedef struct revops_plan_judgement {
    revops_plan_verdict verdict; /**< Verdict of the band. */
    uint32_t band;               /**< Row of the band. */
    const char *name;            /**< Name of the band. */
    int64_t to_next;             /**< Amount to add to reach the band above; 0 for none. */
    int64_t to_previous;         /**< Amount to subtract to fall to the band below; 0 for none. */
} revops_plan_judgement;

/**
 * Judges a value by the bands of its metric.
 *
 * @param[in]  params  Parameters; NULL for the built-in ones.
 * @param      metric  The metric.
 * @param      value   Its value.
 * @param[out] out     The judgement; its name lives as long as the params.
 * @retval REVOPS_OK           Judged.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or revops_plan_check() returns it.
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
 * Judges many values of one metric: the batch form of revops_plan_judge(). @p out must not overlap @p values.
 *
 * @param[in]  params  Parameters; NULL for the built-in ones.
 * @param      metric  The metric.
 * @param[in]  values  Values.
 * @param      count   Number of them.
 * @param[out] out     Row of the band of each value.
 * @retval REVOPS_OK           Judged.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or revops_plan_check() returns it.
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
 * Leads that each step of a funnel needs for a revenue goal (PL6): the least whole numbers that give the goal at these
 * rates. Each step is computed from the exact value of the next, not from its rounded value: 13.3 wins don't count as
 * 14.
 *
 * @param      goal            Revenue, in minor units.
 * @param      contract_value  Revenue of one win, in minor units; 1 or more.
 * @param[in]  rates_bp        Rate from each step to the next, first step first; 1 … 10,000 each.
 * @param      rate_count      Number of rates, up to #REVOPS_PLAN_STEPS_MAX.
 * @param[out] out             @p rate_count + 1 numbers, the wins last.
 * @retval REVOPS_OK            Written.
 * @retval REVOPS_ERR_ARG       A pointer is NULL, or a value is out of range.
 * @retval REVOPS_ERR_OVERFLOW  A number doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_plan_funnel_for(int64_t goal, int64_t contract_value,
                                                                 const uint32_t *rates_bp,
                                                                 uint32_t rate_count, int64_t *out);

/**
 * Revenue and steps of a number of leads at these rates: the inverse of revops_plan_funnel_for().
 *
 * @param      entered         Leads at the first step, 0 or more.
 * @param      contract_value  Revenue of one win, in minor units, 0 or more.
 * @param[in]  rates_bp        Rate from each step to the next, first step first; 0 … 10,000 each.
 * @param      rate_count      Number of rates, up to #REVOPS_PLAN_STEPS_MAX.
 * @param[out] revenue         Exact wins × contract value, rounded down.
 * @param[out] out             @p rate_count + 1 numbers, the wins last, each rounded down from its exact value; may be
 *                             NULL.
 * @retval REVOPS_OK            Written.
 * @retval REVOPS_ERR_ARG       A pointer is NULL, or a value is out of range.
 * @retval REVOPS_ERR_OVERFLOW  A number doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_plan_funnel_from(int64_t entered, int64_t contract_value,
                                                                  const uint32_t *rates_bp,
                                                                  uint32_t rate_count, int64_t *revenue,
                                                                  int64_t *out);

/** One step of a funnel compared with its plan. @since 0.1 */
typedef struct revops_plan_gap_step {
    uint32_t attainment_bp; /**< Actual ÷ planned rate (first step: number), UINT32_MAX at most. */
    uint32_t reserved;      /**< 0. */
    int64_t restores;       /**< Revenue gained by the planned rate alone; negative if it was exceeded. */
} revops_plan_gap_step;

/** Gap between needed and actual revenue, and the step that causes most of it. @since 0.1 */
typedef struct revops_plan_gap {
    int64_t gap;         /**< Needed − actual; negative above the plan. */
    uint32_t gap_bp;     /**< gap ÷ needed, rounded to nearest; 0 without a gap. */
    uint32_t worst_step; /**< Step with the least attainment (first of equals); #REVOPS_NO_ROW for none. */
} revops_plan_gap;

/**
 * Measures the gap of pipeline or revenue, and the share of each step of the funnel in it (MT17).
 *
 * The actual amount is the product of the number at the first step, the rates and the value of one win. So the
 * attainments of all steps multiply to the attainment of the whole.
 *
 * @param      needed   Needed amount, 1 or more.
 * @param      there       Actual amount, 0 or more.
 * @param[in]  planned     Planned number at each of @p step_count steps, 1 or more; may be NULL without steps.
 * @param[in]  actual      Actual number at each of @p step_count steps, 0 or more; may be NULL without steps.
 * @param      step_count  Steps, up to #REVOPS_PLAN_STEPS_MAX.
 * @param[out] steps    @p step_count rows; may be NULL without steps.
 * @param[out] out      The gap.
 * @retval REVOPS_OK            Measured.
 * @retval REVOPS_ERR_ARG       A pointer is NULL, or a value is out of range.
 * @retval REVOPS_ERR_OVERFLOW  A number doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_plan_gap_between(int64_t needed, int64_t there,
                                                                  const int64_t *planned,
                                                                  const int64_t *actual, uint32_t step_count,
                                                                  revops_plan_gap_step *steps,
                                                                  revops_plan_gap *out);

/** Staff of a number of account executives. @since 0.1 */
typedef struct revops_plan_staff {
    uint32_t sdrs_low;       /**< Least sales development representatives (SDRs). */
    uint32_t sdrs_high;      /**< Most SDRs. */
    uint32_t engineers_low;  /**< Least solutions engineers. */
    uint32_t engineers_high; /**< Most solutions engineers, at least `engineers_low`. */
} revops_plan_staff;

/**
 * Staff for a number of account executives, by the ratios of the params (RT4).
 *
 * @param[in]  params      Parameters; NULL for the built-in ones.
 * @param      executives  Account executives.
 * @param[out] out         The staff.
 * @retval REVOPS_OK            Written.
 * @retval REVOPS_ERR_ARG       @p out is NULL, or revops_plan_check() returns it.
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
 * @param[out] out        Greatest number of executives whose least staff this covers; UINT32_MAX if the ratios need no
 *                        staff.
 * @retval REVOPS_OK           Written.
 * @retval REVOPS_ERR_ARG      @p out is NULL, or revops_plan_check() returns it.
 * @retval REVOPS_ERR_ABI      A size fits no version.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND  The bands contradict each other.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_plan_executives_for(const revops_plan_params *params,
                                                                     uint32_t sdrs, uint32_t engineers,
                                                                     uint32_t *out);

/** Attainment of quotas (PL4). @since 0.1 */
typedef struct revops_plan_quota_check {
    uint64_t reps;          /**< Representatives with a quota above 0. */
    uint64_t reached;       /**< Representatives at or above their quota. */
    uint32_t reached_bp;    /**< reached ÷ reps, rounded to nearest. */
    uint32_t attainment_bp; /**< All achieved ÷ all quotas, rounded to nearest; UINT32_MAX at most. */
    revops_plan_judgement judgement; /**< Judgement of `reached_bp`: quotas are too high or too low. */
} revops_plan_quota_check;

/**
 * Checks whether quotas are realistic, by the share of representatives who reach theirs (PL4).
 *
 * @param[in]  params    Parameters; NULL for the built-in ones.
 * @param[in]  achieved  Amount that each achieved, 0 or more.
 * @param[in]  quotas    Quota of each, 0 or more; representatives with 0 don't count.
 * @param      count     Number of representatives.
 * @param[out] out       The answer.
 * @retval REVOPS_OK            Written.
 * @retval REVOPS_ERR_ARG       A pointer is NULL, a value is negative, or revops_plan_check() returns it.
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

/** An account that may have outgrown its pricing plan (PQ8). Frozen. @since 0.1 */
typedef struct revops_plan_account {
    int64_t price; /**< Monthly price, 0 or more. */
    int64_t
        potential_low; /**< Least monthly potential; 0: price × demand, rounded down, at most `potential_high`. */
    int64_t
        potential_high; /**< Greatest monthly potential, at least the least; 0: price × demand, rounded down, at least
                               `potential_low`. */
    uint32_t demand_bp;  /**< Spend suggested by usage ÷ price (20,000: twice). */
    uint8_t is_top_plan; /**< 1 on the top plan. */
    uint8_t reserved[3]; /**< 0. */
} revops_plan_account;

/** Accounts at the ceiling of the top pricing plan. @since 0.1 */
typedef struct revops_plan_ceiling {
    uint64_t accounts;               /**< Accounts of the top plan with enough demand. */
    int64_t missed_low;              /**< Least revenue missed in twelve months. */
    int64_t missed_high;             /**< Greatest revenue missed in twelve months. */
    revops_plan_judgement judgement; /**< Judgement of the number of accounts: is sales needed? */
} revops_plan_ceiling;

/**
 * Finds the accounts at the ceiling: on the top pricing plan, with demand for more (PQ8).
 *
 * @param[in]  params    Parameters; NULL for the built-in ones.
 * @param[in]  accounts  The accounts; may be NULL when @p count is 0.
 * @param      count     Number of them.
 * @param[out] out       Number of these accounts and missed revenue.
 * @retval REVOPS_OK            Found.
 * @retval REVOPS_ERR_ARG       A pointer is NULL, a value is out of range, or revops_plan_check() returns it.
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

/** @name Departures of an outreach sequence from its plan, as bits (LC13)
 * @{ */
#define REVOPS_PLAN_TOO_FEW_TOUCHES  1u /**< Fewer touches than planned. */
#define REVOPS_PLAN_TOO_MANY_TOUCHES 2u /**< More touches than planned. */
#define REVOPS_PLAN_TOO_SHORT        4u /**< Less time than planned. */
#define REVOPS_PLAN_TOO_LONG         8u /**< More time than planned. */
/** @} */

/** An outreach sequence compared with its plan. Frozen. @since 0.1 */
typedef struct revops_plan_sequence {
    int64_t span_ms;          /**< Time from first to last touch; 0 for less than two touches. */
    int64_t missing_ms;       /**< Time missing to the least time. */
    uint32_t touches;         /**< Touches. */
    uint32_t missing_touches; /**< Touches missing to the least number. */
    uint32_t departures;      /**< REVOPS_PLAN_TOO_… bits; 0 if the plan was followed. */
    uint32_t reserved;        /**< 0. */
} revops_plan_sequence;

/**
 * Compares outreach sequences with the plan: 8 to 12 touches over 3 to 4 weeks (LC13).
 *
 * @param[in]  params   Parameters; NULL for the built-in ones.
 * @param[in]  at_ms    Instants of all touches, lead after lead, in any order within a lead.
 * @param[in]  offsets     @p lead_count + 1 offsets: lead i has the touches from `offsets[i]` up to `offsets[i + 1]`.
 * @param      lead_count  Leads.
 * @param[out] out      @p lead_count answers.
 * @retval REVOPS_OK           Compared.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, offsets fall, an instant is #REVOPS_TIME_NONE, or revops_plan_check()
 *                             returns it.
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
