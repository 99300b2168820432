/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_SCORE_H
#define REVOPS_SCORE_H

#include <revops/base.h>
#include <revops/condition.h>

/**
 * @file
 * @defgroup score Score: fit rules, grades, explanation
 *
 * Scores how well a lead (or account) fits, by rules, and explains each score.
 *
 * revops_score_build() checks a rule set once and compiles it into a read-only block in the caller's memory. Then
 * revops_score_rate() scores one lead, revops_score_rate_many() scores columns of leads with the same results to the
 * last bit, and revops_score_explain() lists the points of a score.
 *
 * A lead is a *row*: one `int64_t` per attribute, #REVOPS_MISSING where it is unknown (@ref condition). A *rule* gives
 * its points when all of its conditions hold; points may be negative. A rule with dates counts only at instants within
 * them. Rules may belong to a *group* with a floor and a cap. The sum of base, groups (or the best group) and ungrouped
 * rules has a floor and a cap, too. The order of rules never matters. Points are thousandths (`_mpt`): 12.5 points are 12,500. Every
 * score is an `int32_t`.
 *
 * Points learned from won and lost leads (scorecard.h) form a rule set, too. intent.h scores behaviour, which fades
 * with time.
 *
 * **Threads.** A compiled rule set is read-only; any number of threads may use it at once. No function keeps state.
 *
 * Example: examples/score.c.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    /** Rules of a rule set: every value of hundreds of attributes may have its own points. @since 0.1 */
    REVOPS_SCORE_RULES_MAX = 65535,
    /** Groups of a rule set, numbered from 1: ten times as many as companies use. @since 0.1 */
    REVOPS_SCORE_GROUPS_MAX = 255,
    /** Grades; companies use three to six. @since 0.1 */
    REVOPS_SCORE_GRADES_MAX = 8,
    /** Steps of an advice. @since 0.1 */
    REVOPS_SCORE_ADVICE_MAX = 64
};
/** "No grade yet", as a previous grade. @since 0.1 */
#define REVOPS_SCORE_UNGRADED UINT32_MAX
/**
 * Flag of a #revops_score_params or #revops_intent_params: of all groups only the best one counts, the one with the most
 * points within its limits, and of equal ones the first. Rules without a group count beside it. @since 0.1
 */
#define REVOPS_SCORE_BEST_GROUP 1u
enum {
    REVOPS_SCORE_NO_FLOOR = INT32_MIN, /**< A floor that never takes effect. @since 0.1 */
    REVOPS_SCORE_NO_CAP = INT32_MAX    /**< A cap that never takes effect. @since 0.1 */
};

/** A rule: points if all its conditions hold. @since 0.1 */
typedef struct revops_score_rule {
    int32_t points_mpt;       /**< Thousandths of a point, of either sign, not INT32_MIN. */
    uint32_t group;           /**< 1 … `group_count`, or #REVOPS_NONE. */
    uint32_t first_condition; /**< Index of its first condition. */
    uint32_t condition_count; /**< 1 … #REVOPS_CONDITION_OF_RULE_MAX. */
    int64_t since_ms;         /**< First instant at which it counts; 0 for no start. */
    int64_t until_ms; /**< First instant at which it no longer counts, after `since_ms`; 0 for no end. */
} revops_score_rule;

/** Limits of the sum of a group. @since 0.1 */
typedef struct revops_score_group {
    int32_t floor_mpt; /**< Least sum; #REVOPS_SCORE_NO_FLOOR for none. */
    int32_t cap_mpt;   /**< Greatest sum, at least the floor; #REVOPS_SCORE_NO_CAP for none. */
} revops_score_group;

/** A rule set. Start from #REVOPS_SCORE_PARAMS_INIT or revops_score_defaults(). @since 0.1 */
typedef struct revops_score_params {
    uint32_t struct_size;        /**< sizeof(revops_score_params) as compiled. */
    uint32_t flags;              /**< 0 or #REVOPS_SCORE_BEST_GROUP. */
    uint32_t attribute_count;    /**< Length of a row, 1 … #REVOPS_CONDITION_ATTRIBUTES_MAX. */
    uint32_t rule_count;         /**< 0 … #REVOPS_SCORE_RULES_MAX. */
    uint32_t rule_row_size;      /**< sizeof(revops_score_rule) as compiled. */
    uint32_t group_count;        /**< 0 … #REVOPS_SCORE_GROUPS_MAX. */
    uint32_t group_row_size;     /**< sizeof(revops_score_group) as compiled. */
    uint32_t condition_count;    /**< 0 … #REVOPS_CONDITION_ROWS_MAX. */
    uint32_t condition_row_size; /**< sizeof(revops_condition) as compiled. */
    uint32_t value_count;        /**< 0 … #REVOPS_CONDITION_ROWS_MAX. */
    uint32_t text_count;         /**< 0 … #REVOPS_CONDITION_ROWS_MAX. */
    uint32_t grade_count;        /**< Grades except the last, 0 … #REVOPS_SCORE_GRADES_MAX − 1. */
    int32_t base_mpt;            /**< Points that every lead starts with. */
    int32_t floor_mpt;           /**< Least score; #REVOPS_SCORE_NO_FLOOR for none. */
    int32_t cap_mpt;             /**< Greatest score, at least the floor; #REVOPS_SCORE_NO_CAP for none. */
    int32_t hysteresis_mpt;      /**< Distance below a threshold within which a lead keeps its grade (SC6). */
    int32_t grades_mpt[8];       /**< Least score of each grade except the last, descending; else 0. */
    const revops_score_rule *rules;     /**< NULL only when there are none. */
    const revops_score_group *groups;   /**< Group 1 first; NULL only when there are none. */
    const revops_condition *conditions; /**< NULL only when there are none. */
    const int64_t *values;              /**< Values of sets and masks; NULL only when there are none. */
    const char *const *texts; /**< Texts of conditions, closed by NULs; NULL only when there are none. */
} revops_score_params;

/** An empty rule set without limits; grades A–D from 80, 60 and 40 points. @since 0.1 */
#define REVOPS_SCORE_PARAMS_INIT                                                                             \
    {                                                                                                        \
        sizeof(revops_score_params), 0, 1, 0, sizeof(revops_score_rule), 0, sizeof(revops_score_group), 0,   \
            sizeof(revops_condition), 0, 0, 3, 0, REVOPS_SCORE_NO_FLOOR, REVOPS_SCORE_NO_CAP, 0,             \
            {80000, 60000, 40000, 0, 0, 0, 0, 0}, NULL, NULL, NULL, NULL, NULL                               \
    }

/**
 * Writes #REVOPS_SCORE_PARAMS_INIT.
 *
 * @param[out] out   Rule set.
 * @param      size  sizeof(revops_score_params) as compiled.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_score_defaults(revops_score_params *out, size_t size);

/**
 * Lists every fault of a rule set.
 *
 * The parts of a fault are "params", "rules", "groups", "grades_mpt", "conditions", "values" and "texts".
 *
 * @param      params    The rule set.
 * @param[out] problems  Its faults; may be NULL when @p capacity is 0.
 * @param      capacity  Faults at @p problems.
 * @param[out] needed    Number of faults.
 * @retval REVOPS_OK            No fault: revops_score_build() would succeed.
 * @retval REVOPS_ERR_ARG       A pointer is NULL, or a count, index, value, limit or date is out of range.
 * @retval REVOPS_ERR_ABI       `struct_size` or a `_row_size` fits no version.
 * @retval REVOPS_ERR_NEWER     A flag, test or field is set that this library doesn't know.
 * @retval REVOPS_ERR_OVERFLOW  The absolute values of base and points add up to 2^31 thousandths or more.
 * @retval REVOPS_ERR_UNSOUND   A floor lies above its cap, or thresholds of grades aren't descending.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_score_check(const revops_score_params *params,
                                                             revops_problem *problems, size_t capacity,
                                                             size_t *needed);

/** A compiled rule set: read-only, free of pointers, may be shared by threads and processes. @since 0.1 */
typedef struct revops_score revops_score;

/**
 * Checks a rule set and compiles it.
 *
 * @param      params       The rule set; not needed afterwards.
 * @param[out] memory       Memory for the compiled form, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed; may be NULL. Set on REVOPS_OK and REVOPS_ERR_NOSPACE.
 * @param[out] out          The compiled rule set, inside @p memory; may be NULL when @p memory is.
 * @retval REVOPS_OK            Compiled.
 * @retval REVOPS_ERR_ARG       As revops_score_check(), or @p out is NULL.
 * @retval REVOPS_ERR_ABI       As revops_score_check().
 * @retval REVOPS_ERR_NEWER     As revops_score_check().
 * @retval REVOPS_ERR_NOSPACE   @p memory_size is too small.
 * @retval REVOPS_ERR_ALIGN     @p memory isn't aligned.
 * @retval REVOPS_ERR_OVERFLOW  As revops_score_check().
 * @retval REVOPS_ERR_UNSOUND   As revops_score_check().
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_score_build(const revops_score_params *params, void *memory,
                                                             size_t memory_size, size_t *needed,
                                                             const revops_score **out);

/**
 * Score of one lead.
 *
 * @param      score          Compiled rule set.
 * @param      row            One value per attribute.
 * @param      texts          Texts that values of text attributes are numbers of; may be NULL when no rule tests texts.
 * @param      at_ms          Instant, for rules with dates; not used without them.
 * @param[out] out_score_mpt  Thousandths of a point.
 * @retval REVOPS_OK       Scored.
 * @retval REVOPS_ERR_ARG  A pointer is NULL.
 * @since 0.1  @see revops_score_rate_many()
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_score_rate(const revops_score *score, const int64_t *row,
                                                            const revops_texts *texts, int64_t at_ms,
                                                            int32_t *out_score_mpt);

/**
 * Scores and grades of many leads, as revops_score_rate() and revops_score_grade() (without a previous grade) compute
 * them.
 *
 * Encode text columns by a dictionary: the texts of a dictionary of some ten thousand entries are compared once per
 * condition, not once per row. Columns may be the same array; outputs must not overlap anything.
 *
 * @param      score              Compiled rule set.
 * @param      columns            One per attribute, in the order of a row.
 * @param      column_count       Number of columns; must equal the rule set's number of attributes.
 * @param      row_count          Leads.
 * @param      at_ms              Instant, for rules with dates; not used without them.
 * @param[out] scores_mpt         @p row_count scores; NULL if not wanted.
 * @param[out] grades             @p row_count grades; NULL if not wanted.
 * @param[out] contributions_mpt  Points of each rule before limits: those of rule k for row i are at k × @p row_count +
 *                                i. NULL if not wanted.
 * @retval REVOPS_OK       Scored.
 * @retval REVOPS_ERR_ARG  A pointer is missing, a column or its texts can't be read, or @p column_count differs.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_score_rate_many(const revops_score *score,
                                                                 const revops_column *columns,
                                                                 size_t column_count, size_t row_count,
                                                                 int64_t at_ms, int32_t *scores_mpt,
                                                                 uint8_t *grades, int32_t *contributions_mpt);

/**
 * Grade of a score, with hysteresis.
 *
 * A lead gets a better grade as soon as its score reaches the threshold. It keeps a grade until the score falls more
 * than `hysteresis_mpt` below the threshold of that grade. A score that falls past several grades at once is graded as
 * if it fell step by step: hysteresis applies to each grade in between, too.
 *
 * @param      score      Compiled rule set.
 * @param      score_mpt  Thousandths of a point.
 * @param      previous   Grade so far, or #REVOPS_SCORE_UNGRADED.
 * @param[out] out_grade  0 for the best (A), 1 for B … the number of thresholds for the last.
 * @retval REVOPS_OK       Graded.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or @p previous isn't a grade.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_score_grade(const revops_score *score, int32_t score_mpt,
                                                             uint32_t previous, uint32_t *out_grade);

/**
 * Grades of many scores, as revops_score_grade() computes them.
 *
 * @param      score       Compiled rule set.
 * @param      scores_mpt  @p count scores.
 * @param      previous    Grades so far, UINT8_MAX for none; NULL when no lead has one.
 * @param      count       Leads.
 * @param[out] grades      @p count grades; @p previous may be the same array.
 * @retval REVOPS_OK       Graded.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or a previous grade isn't a grade; nothing was written.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_score_grade_many(const revops_score *score,
                                                                  const int32_t *scores_mpt,
                                                                  const uint8_t *previous, size_t count,
                                                                  uint8_t *grades);

/** @name Explanation (SC7)
 * @{ */

/** Reasons of a line of an explanation. @since 0.1 */
enum revops_score_reasons {
    REVOPS_SCORE_BASE = 1,        /**< The points that every lead starts with. */
    REVOPS_SCORE_RULE = 2,        /**< Points of rule `index`. */
    REVOPS_SCORE_DAILY_LIMIT = 3, /**< Points that the daily limit of rule `index` subtracts (intent.h). */
    REVOPS_SCORE_DECAY = 4,       /**< Points that rule `index` lost with time (intent.h). */
    REVOPS_SCORE_GROUP_FLOOR = 5, /**< Points that the floor of group `index` adds. */
    REVOPS_SCORE_GROUP_CAP = 6,   /**< Points that the cap of group `index` subtracts. */
    REVOPS_SCORE_FLOOR = 7,       /**< Points that the floor of the total adds. */
    REVOPS_SCORE_CAP = 8,         /**< Points that the cap of the total subtracts. */
    REVOPS_SCORE_INACTIVITY = 9,  /**< Points that inactivity subtracts (intent.h). */
    REVOPS_SCORE_ENDED = 10,      /**< Fixed score since rule `index` ended scoring (intent.h). */
    REVOPS_SCORE_GROUP_NOT_BEST =
        11 /**< Points of group `index` that don't count, as another group is the best. */
};
/** One of #revops_score_reasons. @since 0.1 */
typedef uint32_t revops_score_reason;

/** One line of an explanation. The points of all lines add up to the score exactly. @since 0.1 */
typedef struct revops_score_line {
    revops_score_reason reason; /**< One of #revops_score_reasons. */
    uint32_t index;             /**< Rule (from 0) or group (from 1); 0 for other reasons. */
    int64_t points_mpt;         /**< Points added (positive) or subtracted (negative); never 0. */
} revops_score_line;

/**
 * Name of a reason, such as "group cap".
 *
 * @param reason  Any value.
 * @return Text, "unknown" for an unknown value, never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_score_reason_name(revops_score_reason reason);

/**
 * Explains a score by lines that add up to it. @param      score     Compiled rule set.
 * @param      row       One value per attribute.
 * @param      texts     As for revops_score_rate().
 * @param      at_ms     As for revops_score_rate().
 * @param[out] out       Lines in order: base, rules, groups, total.
 * @param      capacity  Lines at @p out; rules + groups + 2 always suffice.
 * @param[out] needed    Number of lines; also written on REVOPS_ERR_NOSPACE.
 * @retval REVOPS_OK           Explained.
 * @retval REVOPS_ERR_ARG      A pointer is NULL (@p out may be when @p capacity is 0).
 * @retval REVOPS_ERR_NOSPACE  There are more lines; @p out is untouched.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_score_explain(const revops_score *score, const int64_t *row,
                                                               const revops_texts *texts, int64_t at_ms,
                                                               revops_score_line *out, size_t capacity,
                                                               size_t *needed);

/**
 * Compares two explanations of the same rules: of two rows, or of one lead at two instants.
 *
 * @param      before        Lines of the earlier explanation, in their order.
 * @param      before_count  Number of them.
 * @param      after         Lines of the later explanation.
 * @param      after_count   Number of them.
 * @param[out] out           Lines that differ; their points add up to the later score − the earlier one.
 * @param      capacity      Lines at @p out; both counts together always suffice.
 * @param[out] needed        Number of lines; also written on REVOPS_ERR_NOSPACE.
 * @retval REVOPS_OK            Compared.
 * @retval REVOPS_ERR_ARG       A pointer is NULL though its count isn't 0.
 * @retval REVOPS_ERR_NOSPACE   There are more lines; @p out is untouched.
 * @retval REVOPS_ERR_OVERFLOW  A difference of points doesn't fit.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_score_difference(const revops_score_line *before,
                                                                  size_t before_count,
                                                                  const revops_score_line *after,
                                                                  size_t after_count, revops_score_line *out,
                                                                  size_t capacity, size_t *needed);

/**
 * Writes a line as text: `rule "50-500 employees": +20`, `cap of group "behaviour": -5`, `base: +10`.
 *
 * @param      line         The line.
 * @param      rule_names   Names by rule index; NULL for "rule 3".
 * @param      group_names  Names, that of group 1 first; NULL for "group 1".
 * @param[out] out          Text closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity     Bytes at @p out.
 * @return Full length of the text (see @ref base); 0 when @p line is NULL.
 * @since 0.1
 */
REVOPS_API size_t revops_score_line_text(const revops_score_line *line, const char *const *rule_names,
                                         const char *const *group_names, char *out, size_t capacity);

/** One step towards a better grade. @since 0.1 */
typedef struct revops_score_advice {
    uint32_t rule;        /**< Rule that should hold, or, with negative points, should no longer hold. */
    uint32_t ask_count;   /**< Unknown attributes to learn; each counts in its first step. */
    uint32_t alter_count; /**< Known attributes to change; each counts in its first step. */
    int32_t gain_mpt;     /**< Points gained by the step, after all limits. */
    int32_t score_mpt;    /**< Score after this step. */
    uint32_t grade;       /**< Grade of that score. */
} revops_score_advice;

/**
 * Finds a cheap way to the next better grade.
 *
 * Each step makes one rule hold (or a negative rule no longer hold) by changes to the row. Learning an unknown
 * attribute is cheaper than changing a known one, and fewer attributes are cheaper than more. A step may gain nothing
 * by itself, for example below a floor or as a preparation for the next step. The last step reaches the next better
 * grade, and no step can be omitted. Three strategies are tried (cheapest change first, greatest gain first, best ratio
 * first), and the cheapest result is returned. If rules exclude each other, a cheaper way may exist: finding the
 * cheapest one is as hard as set cover.
 *
 * @param      score     Compiled rule set.
 * @param      row       One value per attribute.
 * @param      texts     As for revops_score_rate().
 * @param      at_ms     As for revops_score_rate(); only rules that count at this instant are used.
 * @param[out] out       Steps; empty when the lead has the best grade or no way was found.
 * @param      capacity  Steps at @p out; #REVOPS_SCORE_ADVICE_MAX always suffice.
 * @param[out] needed    Number of steps; also written on REVOPS_ERR_NOSPACE.
 * @retval REVOPS_OK           Done; the last step, if any, has the better grade.
 * @retval REVOPS_ERR_ARG      A pointer is NULL (@p out may be when @p capacity is 0).
 * @retval REVOPS_ERR_NOSPACE  There are more steps; @p out is untouched.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_score_advise(const revops_score *score, const int64_t *row,
                                                              const revops_texts *texts, int64_t at_ms,
                                                              revops_score_advice *out, size_t capacity,
                                                              size_t *needed);

/**
 * Writes a step as text: `rule "chat" should hold (1 to learn): +20, then 90 points, grade A`, or, with negative
 * points, `rule "student" should not hold (1 to change): +30, then 45 points, grade C`.
 *
 * @param      score       Compiled rule set.
 * @param      step        The step.
 * @param      rule_names  Names by rule index; NULL for "rule 3".
 * @param[out] out         Text closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity    Bytes at @p out.
 * @return Full length of the text (see @ref base); 0 when @p score or @p step is NULL.
 * @since 0.1
 */
REVOPS_API size_t revops_score_advice_text(const revops_score *score, const revops_score_advice *step,
                                           const char *const *rule_names, char *out, size_t capacity);
/** @} */

/** @name Two rule sets (SC12)
 * @{ */

/** Change of a lead's score and grade by another rule set. @since 0.1 */
typedef struct revops_score_change {
    uint64_t lead;         /**< Row of the columns; 0 for a single lead. */
    int32_t before_mpt;    /**< Score by the earlier rule set. */
    int32_t after_mpt;     /**< Score by the later rule set. */
    uint32_t grade_before; /**< Grade by the earlier rule set, without hysteresis. */
    uint32_t grade_after;  /**< Grade by the later rule set, without hysteresis. */
    uint32_t rule; /**< Rule of the later set that caused most of the change; #REVOPS_NO_ROW for none. */
    uint32_t dropped_rule; /**< Dropped rule of the earlier set, if that caused most; else #REVOPS_NO_ROW. */
    int64_t points_mpt;    /**< Points that the rule changed, before limits; 0 without a rule. */
} revops_score_change;

/**
 * Compares the scores of one lead by two rule sets, and finds the rule that causes most of the change.
 *
 * @param      before         Earlier rule set.
 * @param      before_row     The lead, by its attributes.
 * @param      before_texts   As for revops_score_rate().
 * @param      after          Later rule set.
 * @param      after_row      The same lead, by the attributes of the later one.
 * @param      after_texts    As for revops_score_rate().
 * @param      at_ms          As for revops_score_rate().
 * @param      same_as        For each rule of the later set its index in the earlier set, or #REVOPS_NO_ROW; NULL when
 *                            equal indexes mean the same rule.
 * @param[out] out            The change.
 * @retval REVOPS_OK       Compared.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or @p same_as names no rule.
 * @since 0.1  @see revops_score_compare_many()
 */
REVOPS_API REVOPS_NODISCARD revops_status
revops_score_compare(const revops_score *before, const int64_t *before_row, const revops_texts *before_texts,
                     const revops_score *after, const int64_t *after_row, const revops_texts *after_texts,
                     int64_t at_ms, const uint32_t *same_as, revops_score_change *out);

/**
 * Lists the leads whose grade differs between two rule sets, as revops_score_compare() computes it.
 *
 * @param      before               Earlier rule set.
 * @param      before_columns       Leads, by its attributes.
 * @param      before_column_count  Number of columns; must equal its number of attributes.
 * @param      after                Later rule set.
 * @param      after_columns        The same leads, by the attributes of the later one; may be the same array.
 * @param      after_column_count   Number of columns; must equal its number of attributes.
 * @param      row_count            Leads.
 * @param      at_ms                As for revops_score_rate().
 * @param      same_as              As for revops_score_compare().
 * @param      cursor               Progress of the batch; zero-filled at first.
 * @param[out] out                  Leads whose grade changes, in order.
 * @param      capacity             Room at @p out.
 * @param[out] count                Leads written by this call.
 * @retval REVOPS_OK           All leads are compared.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, columns don't fit, or @p same_as names no rule.
 * @retval REVOPS_ERR_NOSPACE  @p out is full: take it and call again.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_score_compare_many(
    const revops_score *before, const revops_column *before_columns, size_t before_column_count,
    const revops_score *after, const revops_column *after_columns, size_t after_column_count,
    size_t row_count, int64_t at_ms, const uint32_t *same_as, revops_cursor *cursor, revops_score_change *out,
    size_t capacity, size_t *count);
/** @} */

/** @name Fit and engagement together (SC1)
 * @{ */

/** Pairs of fit grade and engagement grade that qualify a lead. @since 0.1 */
typedef struct revops_score_matrix_params {
    uint32_t struct_size;      /**< sizeof(revops_score_matrix_params) as compiled. */
    uint32_t flags;            /**< 0. */
    uint32_t fit_count;        /**< Fit grades, 2 … 8. */
    uint32_t engagement_count; /**< Engagement grades, 2 … 8. */
    uint8_t enter[8];          /**< By fit grade: bit e is set if engagement grade e makes an MQL. */
    uint8_t stay[8];           /**< The same for leads that are MQLs; includes `enter`. */
} revops_score_matrix_params;

/** A–D × 1–4: A1 A2 A3 B1 B2 C1 make an MQL; B3 and C2 also keep one. @since 0.1 */
#define REVOPS_SCORE_MATRIX_PARAMS_INIT                                                                      \
    {                                                                                                        \
        sizeof(revops_score_matrix_params), 0, 4, 4, {7, 3, 1, 0, 0, 0, 0, 0},                               \
        {                                                                                                    \
            7, 7, 3, 0, 0, 0, 0, 0                                                                           \
        }                                                                                                    \
    }

/**
 * Writes #REVOPS_SCORE_MATRIX_PARAMS_INIT.
 *
 * @param[out] out   Matrix.
 * @param      size  sizeof(revops_score_matrix_params) as compiled.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_score_matrix_defaults(revops_score_matrix_params *out,
                                                                       size_t size);

/**
 * Lists every fault of a matrix.
 *
 * @param      params    The matrix.
 * @param[out] problems  Its faults, with the parts "params", "enter" and "stay" (rows are fit grades); may be NULL when
 *                       @p capacity is 0.
 * @param      capacity  Faults at @p problems.
 * @param[out] needed    Number of faults.
 * @retval REVOPS_OK           No fault.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or a count is out of range.
 * @retval REVOPS_ERR_ABI      `struct_size` fits no version.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND  A worst grade qualifies, `stay` lacks a pair of `enter`, or a pair is outside the matrix.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_score_matrix_check(const revops_score_matrix_params *params,
                                                                    revops_problem *problems, size_t capacity,
                                                                    size_t *needed);

/**
 * Decides whether a lead is marketing qualified (LC2).
 *
 * Fit and intent are both required: the worst fit grade (doesn't fit) and the worst engagement grade (no intent) never
 * qualify. A matrix that qualifies them is refused.
 *
 * @param      matrix      Pairs that qualify.
 * @param      fit         Fit grade, 0 for the best.
 * @param      engagement  Engagement grade, 0 for the best.
 * @param      was_mql     1 if the lead is an MQL so far, and `stay` applies, else 0.
 * @param[out] out_mql     1 if the lead is an MQL now, else 0.
 * @retval REVOPS_OK           Decided.
 * @retval REVOPS_ERR_ARG      As revops_score_matrix_check(), or a grade is outside the matrix, or @p was_mql is
 *                             neither 0 nor 1.
 * @retval REVOPS_ERR_ABI      As revops_score_matrix_check().
 * @retval REVOPS_ERR_NEWER    As revops_score_matrix_check().
 * @retval REVOPS_ERR_UNSOUND  As revops_score_matrix_check().
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_score_qualify(const revops_score_matrix_params *matrix,
                                                               uint32_t fit, uint32_t engagement, int was_mql,
                                                               int *out_mql);

/**
 * Decides which of many leads are marketing qualified, as revops_score_qualify() does.
 *
 * @param      matrix       Pairs that qualify.
 * @param      fit          @p count fit grades.
 * @param      engagement   @p count engagement grades.
 * @param      was_mql      1 for leads that are MQLs so far, else 0; NULL when none is.
 * @param      count        Leads.
 * @param[out] mql          1 for leads that are MQLs now, else 0; @p was_mql may be the same array.
 * @retval REVOPS_OK           Decided.
 * @retval REVOPS_ERR_ARG      As revops_score_qualify(), for any lead; nothing was written.
 * @retval REVOPS_ERR_ABI      As revops_score_matrix_check().
 * @retval REVOPS_ERR_NEWER    As revops_score_matrix_check().
 * @retval REVOPS_ERR_UNSOUND  As revops_score_matrix_check().
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_score_qualify_many(const revops_score_matrix_params *matrix,
                                                                    const uint8_t *fit,
                                                                    const uint8_t *engagement,
                                                                    const uint8_t *was_mql, size_t count,
                                                                    uint8_t *mql);
/** @} */

/** @name Accounts (SC9)
 * @{ */

/** A person belongs to the buying committee. @since 0.1 */
#define REVOPS_SCORE_COMMITTEE 1u
/** A person has been contacted. @since 0.1 */
#define REVOPS_SCORE_CONTACTED 2u

/** Score and coverage of an account. @since 0.1 */
typedef struct revops_score_account {
    int64_t score_mpt;    /**< Sum of its people's (decayed) scores. */
    uint32_t people;      /**< Number of people. */
    uint32_t engaged;     /**< People with a score above 0. */
    uint32_t committee;   /**< Members of the buying committee. */
    uint32_t contacted;   /**< Members who were contacted. */
    uint32_t coverage_bp; /**< contacted ÷ committee in basis points, rounded down; 0 without a committee. */
    uint32_t reserved;    /**< 0. */
} revops_score_account;

/**
 * Sums people's scores by account and measures stakeholder coverage.
 *
 * @param      scores_mpt     Score of each person, decayed to one instant.
 * @param      accounts       Index of each person's account.
 * @param      roles          Sum of #REVOPS_SCORE_COMMITTEE and #REVOPS_SCORE_CONTACTED by person; NULL for none.
 * @param      person_count   People, below 2^31.
 * @param[out] out            Accounts, all written.
 * @param      account_count  Accounts at @p out.
 * @retval REVOPS_OK       Done.
 * @retval REVOPS_ERR_ARG  A pointer is missing, or an account index or a role is out of range; nothing was written.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_score_accounts(const int32_t *scores_mpt,
                                                                const uint32_t *accounts,
                                                                const uint8_t *roles, size_t person_count,
                                                                revops_score_account *out,
                                                                size_t account_count);
/** @} */

#ifdef __cplusplus
}
#endif

/** @} */
#endif
