/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_SCORE_H
#define REVOPS_SCORE_H

#include <revops/base.h>
#include <revops/condition.h>

/**
 * @file
 * @defgroup score Score: fit rules, grades, explanation
 *
 * How well a lead (or account) fits, as points that explain themselves.
 *
 * What is known of a lead is a *row*: one `int64_t` per attribute (@ref condition), #REVOPS_MISSING where nothing is
 * known. A *rule* gives its points when all of its conditions hold; points may be negative. A rule may have dates: it
 * counts only at instants within them. Rules may belong to a *group* with a floor and a cap; the sum of base, groups
 * and ungrouped rules has a floor and a cap, too. The order of rules never matters. Points are thousandths (`_mpt`):
 * 12.5 points are 12,500. Every score is an `int32_t`.
 *
 * revops_score_build() checks a rule set once and compiles it into one read-only block in the caller's memory. Then
 * revops_score_rate() scores one lead, revops_score_rate_many() scores millions column by column with the same results
 * to the last bit, and revops_score_explain() shows how a score came about. Points learned from won and lost leads
 * (scorecard.h) are such a rule set, too. Behaviour that fades with time is in intent.h.
 *
 * **Threads.** A compiled rule set is read-only: any number of threads may use it at once. No function keeps anything.
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
    /** Groups of a rule set, numbered from 1: ten times what companies have. @since 0.1 */
    REVOPS_SCORE_GROUPS_MAX = 255,
    /** Grades there may be; companies use three to six. @since 0.1 */
    REVOPS_SCORE_GRADES_MAX = 8,
    /** Steps of an advice; a lead that needs more is far from the grade. @since 0.1 */
    REVOPS_SCORE_ADVICE_MAX = 64
};
/** "No grade yet", where a previous grade is asked for. @since 0.1 */
#define REVOPS_SCORE_UNGRADED UINT32_MAX
enum {
    REVOPS_SCORE_NO_FLOOR = INT32_MIN, /**< A floor that never takes effect. @since 0.1 */
    REVOPS_SCORE_NO_CAP = INT32_MAX    /**< A cap that never takes effect. @since 0.1 */
};

/** One rule: points for conditions that all hold. @since 0.1 */
typedef struct revops_score_rule {
    int32_t points_mpt;       /**< Thousandths of a point, of either sign, not INT32_MIN. */
    uint32_t group;           /**< 1 … `group_count`, or #REVOPS_NONE. */
    uint32_t first_condition; /**< Index into the rule set's `conditions`. */
    uint32_t condition_count; /**< 1 … #REVOPS_CONDITION_OF_RULE_MAX. */
    int64_t since_ms;         /**< First instant at which it counts; 0 for "always has". */
    int64_t
        until_ms; /**< First instant at which it no longer counts, after `since_ms`; 0 for "never ends". */
} revops_score_rule;

/** Limits of a group's sum. @since 0.1 */
typedef struct revops_score_group {
    int32_t floor_mpt; /**< Least sum; #REVOPS_SCORE_NO_FLOOR for none. */
    int32_t cap_mpt;   /**< Greatest sum, at least the floor; #REVOPS_SCORE_NO_CAP for none. */
} revops_score_group;

/** A rule set. Start from #REVOPS_SCORE_PARAMS_INIT or revops_score_defaults(). @since 0.1 */
typedef struct revops_score_params {
    uint32_t struct_size;        /**< sizeof(revops_score_params) as compiled. */
    uint32_t flags;              /**< 0. */
    uint32_t attribute_count;    /**< Length of a row, 1 … #REVOPS_CONDITION_ATTRIBUTES_MAX. */
    uint32_t rule_count;         /**< 0 … #REVOPS_SCORE_RULES_MAX. */
    uint32_t rule_row_size;      /**< sizeof(revops_score_rule) as compiled. */
    uint32_t group_count;        /**< 0 … #REVOPS_SCORE_GROUPS_MAX. */
    uint32_t group_row_size;     /**< sizeof(revops_score_group) as compiled. */
    uint32_t condition_count;    /**< 0 … #REVOPS_CONDITION_ROWS_MAX. */
    uint32_t condition_row_size; /**< sizeof(revops_condition) as compiled. */
    uint32_t value_count;        /**< 0 … #REVOPS_CONDITION_ROWS_MAX. */
    uint32_t text_count;         /**< 0 … #REVOPS_CONDITION_ROWS_MAX. */
    uint32_t grade_count;        /**< Grades but the last, 0 … #REVOPS_SCORE_GRADES_MAX − 1. */
    int32_t base_mpt;            /**< Points that every lead starts with. */
    int32_t floor_mpt;           /**< Least score; #REVOPS_SCORE_NO_FLOOR for none. */
    int32_t cap_mpt;             /**< Greatest score, at least the floor; #REVOPS_SCORE_NO_CAP for none. */
    int32_t hysteresis_mpt;      /**< How far below a grade's threshold a lead keeps it, 0 or more (SC6). */
    int32_t grades_mpt
        [8]; /**< Least score of each grade but the last, falling: 80000, 60000, 40000 for A–D; 0 beyond. */
    const revops_score_rule *rules;     /**< NULL only when there are none. */
    const revops_score_group *groups;   /**< Group 1 first; NULL only when there are none. */
    const revops_condition *conditions; /**< NULL only when there are none. */
    const int64_t *values; /**< Of sets and masks, as conditions name them; NULL only when there are none. */
    const char *const *texts; /**< Of conditions on texts, closed by NULs; NULL only when there are none. */
} revops_score_params;

/** An empty rule set with no limits and grades A–D at 80, 60 and 40 points. @since 0.1 */
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
 * Parts are "params", "rules", "groups", "grades_mpt", "conditions", "values" and "texts".
 *
 * @param      params    The rule set.
 * @param[out] problems  Its faults; may be NULL when @p capacity is 0.
 * @param      capacity  Faults at @p problems.
 * @param[out] needed    Number of faults.
 * @retval REVOPS_OK            There is none: revops_score_build() succeeds.
 * @retval REVOPS_ERR_ARG       A pointer is NULL, or a count, index, value, limit or date is out of range.
 * @retval REVOPS_ERR_ABI       `struct_size` or a `_row_size` fits no version.
 * @retval REVOPS_ERR_NEWER     A flag, test or field is set that this library doesn't know.
 * @retval REVOPS_ERR_OVERFLOW  Base and points, signs dropped, add up to 2^31 thousandths or more.
 * @retval REVOPS_ERR_UNSOUND   A floor lies above its cap, or thresholds of grades don't fall.
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
 * @retval REVOPS_ERR_ARG       As revops_score_check() says, or @p out is NULL.
 * @retval REVOPS_ERR_ABI       As revops_score_check() says.
 * @retval REVOPS_ERR_NEWER     As revops_score_check() says.
 * @retval REVOPS_ERR_NOSPACE   @p memory_size is too small.
 * @retval REVOPS_ERR_ALIGN     @p memory isn't aligned.
 * @retval REVOPS_ERR_OVERFLOW  As revops_score_check() says.
 * @retval REVOPS_ERR_UNSOUND   As revops_score_check() says.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_score_build(const revops_score_params *params, void *memory,
                                                             size_t memory_size, size_t *needed,
                                                             const revops_score **out);

/**
 * Score of one lead.
 *
 * @param      score          Compiled rule set.
 * @param      row            One value an attribute.
 * @param      texts          What values of text attributes are numbers of; may be NULL when no rule asks for texts.
 * @param      at_ms          Instant, for rules with dates; any value when there are none.
 * @param[out] out_score_mpt  Thousandths of a point.
 * @retval REVOPS_OK       Scored.
 * @retval REVOPS_ERR_ARG  A pointer is NULL.
 * @since 0.1  @see revops_score_rate_many()
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_score_rate(const revops_score *score, const int64_t *row,
                                                            const revops_texts *texts, int64_t at_ms,
                                                            int32_t *out_score_mpt);

/**
 * Scores of many leads, as revops_score_rate() and revops_score_grade() (without a previous grade) give them.
 *
 * A column of texts should hold numbers of a dictionary: a dictionary of some ten thousand texts is compared once per
 * text and condition, not once per row. Columns may be the same array; outputs must not overlap anything.
 *
 * @param      score              Compiled rule set.
 * @param      columns            One per attribute, in the order of a row.
 * @param      column_count       Must be the rule set's number of attributes.
 * @param      row_count          Leads.
 * @param      at_ms              Instant, for rules with dates; any value when there are none.
 * @param[out] scores_mpt         @p row_count scores; NULL if not wanted.
 * @param[out] grades             @p row_count grades; NULL if not wanted.
 * @param[out] contributions_mpt  What each rule gave before limits, rule by rule: that of rule k to row i is at
 *                                k × @p row_count + i; NULL if not wanted.
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
 * A lead rises as soon as it reaches a better grade's threshold. It keeps its grade until the score falls more than
 * `hysteresis_mpt` below that grade's threshold. A score that falls past several grades at once is graded as if it had
 * fallen step by step: each grade between is kept alike.
 *
 * @param      score      Compiled rule set.
 * @param      score_mpt  Thousandths of a point.
 * @param      previous   Grade so far, or #REVOPS_SCORE_UNGRADED.
 * @param[out] out_grade  0 for the best (A), 1 for B … the number of thresholds for the last.
 * @retval REVOPS_OK       Graded.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or @p previous is no grade.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_score_grade(const revops_score *score, int32_t score_mpt,
                                                             uint32_t previous, uint32_t *out_grade);

/**
 * Grades of many scores, as revops_score_grade() gives them.
 *
 * @param      score       Compiled rule set.
 * @param      scores_mpt  @p count scores.
 * @param      previous    Grades so far, UINT8_MAX for none; NULL when no lead has one.
 * @param      count       Leads.
 * @param[out] grades      @p count grades; @p previous may be the same array.
 * @retval REVOPS_OK       Graded.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or a previous grade is none; nothing was written.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_score_grade_many(const revops_score *score,
                                                                  const int32_t *scores_mpt,
                                                                  const uint8_t *previous, size_t count,
                                                                  uint8_t *grades);

/** @name Explanation (SC7)
 * @{ */

/** What a line of an explanation stands for. @since 0.1 */
enum revops_score_reasons {
    REVOPS_SCORE_BASE = 1,        /**< The points that every lead starts with. */
    REVOPS_SCORE_RULE = 2,        /**< What rule `index` gave. */
    REVOPS_SCORE_DAILY_LIMIT = 3, /**< What its limit of events a day took from rule `index` (intent.h). */
    REVOPS_SCORE_DECAY = 4,       /**< What time took from rule `index` (intent.h). */
    REVOPS_SCORE_GROUP_FLOOR = 5, /**< What the floor of group `index` added. */
    REVOPS_SCORE_GROUP_CAP = 6,   /**< What the cap of group `index` took. */
    REVOPS_SCORE_FLOOR = 7,       /**< What the total's floor added. */
    REVOPS_SCORE_CAP = 8,         /**< What the total's cap took. */
    REVOPS_SCORE_INACTIVITY = 9,  /**< What inactivity took (intent.h). */
    REVOPS_SCORE_ENDED = 10       /**< The score since rule `index` ended scoring (intent.h). */
};
/** One of #revops_score_reasons. @since 0.1 */
typedef uint32_t revops_score_reason;

/** One line of an explanation; the points of all lines add up exactly to the score. @since 0.1 */
typedef struct revops_score_line {
    revops_score_reason reason; /**< What it stands for. */
    uint32_t index;             /**< Rule (from 0) or group (from 1); 0 for the others. */
    int64_t points_mpt;         /**< What it added or, negative, took; never 0. */
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
 * How a score came about.
 *
 * @param      score     Compiled rule set.
 * @param      row       One value an attribute.
 * @param      texts     As for revops_score_rate().
 * @param      at_ms     As for revops_score_rate().
 * @param[out] out       Lines: base, rules in their order, groups, total; their points add up to the score.
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
 * What changed between two explanations of the same rules: two rows, or one lead at two instants.
 *
 * @param      before        Lines of one explanation, as written.
 * @param      before_count  Number of them.
 * @param      after         Lines of the other.
 * @param      after_count   Number of them.
 * @param[out] out           Lines that differ; their points add up to the later score less the earlier one.
 * @param      capacity      Lines at @p out; both counts together always suffice.
 * @param[out] needed        Number of lines; also written on REVOPS_ERR_NOSPACE.
 * @retval REVOPS_OK            Compared.
 * @retval REVOPS_ERR_ARG       A pointer is NULL without its count being 0.
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
 * A line in words: `rule "50-500 employees": +20`, `cap of group "behaviour": -5`, `base: +10`.
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
    uint32_t rule; /**< Rule that should come to hold or, when its points are negative, cease to. */
    uint32_t
        ask_count; /**< Attributes that are unknown and would have to be learned; each counts at its first step. */
    uint32_t
        alter_count; /**< Attributes that are known and would have to change; each counts at its first step. */
    int32_t gain_mpt;  /**< Points gained over the steps before, after all limits. */
    int32_t score_mpt; /**< Score with this step and all before it. */
    uint32_t grade;    /**< Its grade. */
} revops_score_advice;

/**
 * What is missing for the next grade: the cheapest way found to it.
 *
 * Each step makes one rule hold (or a negative one cease to) by changes to the row. Learning what is unknown is cheaper
 * than changing what is known; fewer attributes are cheaper than more. A step may gain nothing by itself where a floor
 * still hides it, or where it makes way for the next one. The steps end when the next better grade is reached, and each
 * is needed for it. Three ways are sought (cheapest change first, greatest gain first, best value first) and the
 * cheapest is told. Among rules that exclude each other a cheaper one may exist: to find the cheapest of all is as
 * hard as set cover.
 *
 * @param      score     Compiled rule set.
 * @param      row       One value an attribute.
 * @param      texts     As for revops_score_rate().
 * @param      at_ms     As for revops_score_rate(): only rules that count then are sought.
 * @param[out] out       Steps; none when the lead has the best grade already or no way was found.
 * @param      capacity  Steps at @p out; #REVOPS_SCORE_ADVICE_MAX always suffice.
 * @param[out] needed    Number of steps; also written on REVOPS_ERR_NOSPACE.
 * @retval REVOPS_OK           Sought; where there are steps, the last one's grade is the better one.
 * @retval REVOPS_ERR_ARG      A pointer is NULL (@p out may be when @p capacity is 0).
 * @retval REVOPS_ERR_NOSPACE  There are more steps; @p out is untouched.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_score_advise(const revops_score *score, const int64_t *row,
                                                              const revops_texts *texts, int64_t at_ms,
                                                              revops_score_advice *out, size_t capacity,
                                                              size_t *needed);

/**
 * A step in words: `rule "chat" should hold (1 to learn): +20, then 90 points, grade A`, or, where points are negative,
 * `rule "student" should not hold (1 to change): +30, then 45 points, grade C`.
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

/** What another rule set makes of a lead. @since 0.1 */
typedef struct revops_score_change {
    uint64_t lead;         /**< Row of the columns; 0 for a single lead. */
    int32_t before_mpt;    /**< Score by the earlier rule set. */
    int32_t after_mpt;     /**< Score by the later one. */
    uint32_t grade_before; /**< Grade by the earlier rule set, without hysteresis. */
    uint32_t grade_after;  /**< Grade by the later one. */
    uint32_t
        rule; /**< Rule that moved the score most in its direction, of the later rule set; #REVOPS_NO_ROW when
                        none did, or when it was `dropped_rule`. */
    uint32_t
        dropped_rule; /**< The same of the earlier rule set, when the later one lacks it; else #REVOPS_NO_ROW. */
    int64_t
        points_mpt; /**< What that rule changed, before limits; 0 when base, limits or thresholds alone did. */
} revops_score_change;

/**
 * What another rule set makes of one lead, and which rule is why.
 *
 * @param      before         Earlier rule set.
 * @param      before_row     The lead, by its attributes.
 * @param      before_texts   As for revops_score_rate().
 * @param      after          Later rule set.
 * @param      after_row      The same lead, by the attributes of the later one.
 * @param      after_texts    As for revops_score_rate().
 * @param      at_ms          As for revops_score_rate().
 * @param      same_as        For each rule of the later set the rule of the earlier one that it continues, or
 *                            #REVOPS_NO_ROW; NULL when rules of one index are the same.
 * @param[out] out            What changes.
 * @retval REVOPS_OK       Compared.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or @p same_as names no rule.
 * @since 0.1  @see revops_score_compare_many()
 */
REVOPS_API REVOPS_NODISCARD revops_status
revops_score_compare(const revops_score *before, const int64_t *before_row, const revops_texts *before_texts,
                     const revops_score *after, const int64_t *after_row, const revops_texts *after_texts,
                     int64_t at_ms, const uint32_t *same_as, revops_score_change *out);

/**
 * Which of many leads another rule set grades otherwise, as revops_score_compare() tells.
 *
 * @param      before               Earlier rule set.
 * @param      before_columns       Leads, by its attributes.
 * @param      before_column_count  Must be its number of attributes.
 * @param      after                Later rule set.
 * @param      after_columns        The same leads, by the attributes of the later one; may be the same array.
 * @param      after_column_count   Must be its number of attributes.
 * @param      row_count            Leads.
 * @param      at_ms                As for revops_score_rate().
 * @param      same_as              As for revops_score_compare().
 * @param      cursor               Where the batch stands; zero-filled at first.
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

/** Which pairs of fit grade and engagement grade qualify a lead. @since 0.1 */
typedef struct revops_score_matrix_params {
    uint32_t struct_size;      /**< sizeof(revops_score_matrix_params) as compiled. */
    uint32_t flags;            /**< 0. */
    uint32_t fit_count;        /**< Fit grades, 2 … 8. */
    uint32_t engagement_count; /**< Engagement grades, 2 … 8. */
    uint8_t enter[8];          /**< By fit grade: bit e set when engagement grade e makes an MQL. */
    uint8_t stay[8];           /**< The same for a lead that is one; contains `enter`. */
} revops_score_matrix_params;

/** A–D × 1–4: A1 A2 A3 B1 B2 C1 make an MQL, which stays one through B3 and C2. @since 0.1 */
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
 * @param[out] problems  Its faults, of the parts "params", "enter" and "stay" (rows are fit grades); may be NULL when
 *                       @p capacity is 0.
 * @param      capacity  Faults at @p problems.
 * @param[out] needed    Number of faults.
 * @retval REVOPS_OK           No fault.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or a count is out of range.
 * @retval REVOPS_ERR_ABI      `struct_size` fits no version.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_UNSOUND  The worst grades would qualify, `stay` lacks a pair of `enter`, or a pair lies outside.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_score_matrix_check(const revops_score_matrix_params *params,
                                                                    revops_problem *problems, size_t capacity,
                                                                    size_t *needed);

/**
 * Whether a lead is marketing qualified (LC2).
 *
 * Both halves are needed: the worst fit grade (doesn't fit) and the worst engagement grade (no intent) never
 * qualify, so a matrix that lets them is refused.
 *
 * @param      matrix      Which pairs qualify.
 * @param      fit         Fit grade, 0 for the best.
 * @param      engagement  Engagement grade, 0 for the best.
 * @param      was_mql     Whether the lead is an MQL so far, 0 or 1; it then keeps to `stay`.
 * @param[out] out_mql     1 if it is one now, else 0.
 * @retval REVOPS_OK           Decided.
 * @retval REVOPS_ERR_ARG      As revops_score_matrix_check() says, or a grade is outside the matrix, or @p was_mql is
 *                             neither 0 nor 1.
 * @retval REVOPS_ERR_ABI      As revops_score_matrix_check() says.
 * @retval REVOPS_ERR_NEWER    As revops_score_matrix_check() says.
 * @retval REVOPS_ERR_UNSOUND  As revops_score_matrix_check() says.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_score_qualify(const revops_score_matrix_params *matrix,
                                                               uint32_t fit, uint32_t engagement, int was_mql,
                                                               int *out_mql);

/**
 * Which of many leads are marketing qualified, as revops_score_qualify() decides.
 *
 * @param      matrix       Which pairs qualify.
 * @param      fit          @p count fit grades.
 * @param      engagement   @p count engagement grades.
 * @param      was_mql      1 for leads that are MQLs so far, else 0; NULL when none is.
 * @param      count        Leads.
 * @param[out] mql          1 for leads that are MQLs now, else 0; @p was_mql may be the same array.
 * @retval REVOPS_OK           Decided.
 * @retval REVOPS_ERR_ARG      As revops_score_qualify() says of any lead; nothing was written.
 * @retval REVOPS_ERR_ABI      As revops_score_matrix_check() says.
 * @retval REVOPS_ERR_NEWER    As revops_score_matrix_check() says.
 * @retval REVOPS_ERR_UNSOUND  As revops_score_matrix_check() says.
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

/** What its people make of an account. @since 0.1 */
typedef struct revops_score_account {
    int64_t score_mpt;    /**< Sum of its people's (decayed) scores. */
    uint32_t people;      /**< People. */
    uint32_t engaged;     /**< Those with a score above 0. */
    uint32_t committee;   /**< Members of the buying committee. */
    uint32_t contacted;   /**< Members who were contacted. */
    uint32_t coverage_bp; /**< contacted ÷ committee in basis points, rounded down; 0 without a committee. */
    uint32_t reserved;    /**< 0. */
} revops_score_account;

/**
 * Adds people's scores up by account and measures stakeholder coverage.
 *
 * @param      scores_mpt     Score of each person, decayed to one instant.
 * @param      accounts       Index of each person's account.
 * @param      roles          Sum of #REVOPS_SCORE_COMMITTEE and #REVOPS_SCORE_CONTACTED by person; NULL for none.
 * @param      person_count   People, below 2^31.
 * @param[out] out            Accounts, all written.
 * @param      account_count  Accounts at @p out.
 * @retval REVOPS_OK       Done.
 * @retval REVOPS_ERR_ARG  A pointer is missing, an account index or a role out of range; nothing was written.
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
