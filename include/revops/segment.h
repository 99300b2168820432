/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_SEGMENT_H
#define REVOPS_SEGMENT_H

#include <revops/base.h>
#include <revops/email.h>
#include <revops/score.h>

/**
 * @file
 * @defgroup segment Segments: ordered rules for segment, motion and ideal customer
 *
 * Which segment an account belongs to, which motion a deal takes, and whether a company fits the ideal customer profile.
 *
 * All of these, and the territories of @ref route, are one thing: a table of *rules* over a row of *attributes*.
 * A rule is a set of conditions that must all hold, and has an outcome (a number: of a segment, a motion, a queue).
 * **The first rule that matches wins**; when none does, the table's `otherwise` is the outcome.
 *
 * **Rows and conditions** are those of @ref score – one `int64_t` an attribute, #REVOPS_MISSING where nothing
 * is known, and then no condition on it holds but #REVOPS_CONDITION_IS_MISSING. A match names the attributes whose
 * absence alone kept an earlier rule from matching, as the answer may change once they are known. The library's
 * own tables use the indexes below; a caller's tables may use any.
 *
 * **Built-in tables** (revops_segment_builtin()): segments of sales-led companies (SG1) and of companies with
 * self-service (SG2), the motion of a deal and the effort its size justifies (SG4), the motion of a customer
 * (LC11) and an example of an ideal customer profile (SG3).
 *
 * In the segment tables the larger segment wins: 600 employees make an enterprise whatever the contract's value, and
 * a value on a boundary belongs to the segment above it (50 employees and $25,000 are mid-market, SG1). Of the SMB and
 * self-service rows the lower limit of the value isn't asked for, so that no small account falls out. An answer about
 * the team's size stands in where the employees aren't known. A free e-mail address without anything else is the
 * smallest segment; a company's address without anything else is no segment (#REVOPS_NONE).
 *
 * Example: examples/segment.c.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** Attributes that a table may have. @since 0.1 */
#define REVOPS_SEGMENT_ATTRIBUTES_MAX 64
/** Conditions that one rule may have. @since 0.1 */
#define REVOPS_SEGMENT_CONDITIONS_MAX 32
/** "No rule matched", for the index of a rule. @since 0.1 */
#define REVOPS_SEGMENT_NO_RULE UINT32_MAX

/** @name Attributes of the built-in tables, by index
 * @{ */
#define REVOPS_ATTRIBUTE_EMPLOYEES   0u /**< Employees of the company; below 1 fits no segment. */
#define REVOPS_ATTRIBUTE_ACV         1u /**< Annual contract value, expected or signed, in cents. */
#define REVOPS_ATTRIBUTE_TEAM_SIZE   2u /**< People in the team, as answered at signup (SC4). */
#define REVOPS_ATTRIBUTE_EMAIL_CLASS 3u /**< Class of the e-mail address, a #revops_email_class (SC3). */
#define REVOPS_ATTRIBUTE_SIGNALS     4u /**< What is known to be so: bits `REVOPS_SIGNAL_…`. */
#define REVOPS_ATTRIBUTE_STACK       5u /**< Technology in use: bits `REVOPS_STACK_…`. */
#define REVOPS_ATTRIBUTE_INDUSTRY                                                                            \
    6u /**< Industry or vertical: `REVOPS_INDUSTRY_…`, or the caller's from 100. */
#define REVOPS_ATTRIBUTE_REGION  7u /**< Geography: the caller's numbers. */
#define REVOPS_ATTRIBUTE_ACCOUNT 8u /**< Account: the caller's id. */
#define REVOPS_ATTRIBUTE_SEGMENT 9u /**< Segment, as a table said. */
/** @} */

/** @name Bits of #REVOPS_ATTRIBUTE_SIGNALS
 * @{ */
#define REVOPS_SIGNAL_CONTACT_SALES    1   /**< Asked for a demo or to be contacted. */
#define REVOPS_SIGNAL_ENTERPRISE_PLAN  2   /**< Asked about the plan without a price, "contact us" (SC5). */
#define REVOPS_SIGNAL_PRODUCT          4   /**< Product-qualified (PQ5). */
#define REVOPS_SIGNAL_SIGNED_UP        8   /**< Has an account in the product. */
#define REVOPS_SIGNAL_OUTBOUND         16  /**< Sales made the first touch. */
#define REVOPS_SIGNAL_INBOUND          32  /**< Came by itself: form, content, event. */
#define REVOPS_SIGNAL_TARGET_ACCOUNT   64  /**< On the list of target accounts. */
#define REVOPS_SIGNAL_CROSS_FUNCTIONAL 128 /**< Teams work across functions. */
#define REVOPS_SIGNAL_GROWING          256 /**< Growing fast. */
/** @} */

/** @name Bits of #REVOPS_ATTRIBUTE_STACK
 * @{ */
#define REVOPS_STACK_SLACK 1 /**< Slack. */
#define REVOPS_STACK_TEAMS 2 /**< Microsoft Teams. */
/** @} */

/** @name Industries that the built-in profile knows
 * @{ */
#define REVOPS_INDUSTRY_PROFESSIONAL_SERVICES 1 /**< Consulting, legal, accounting … */
#define REVOPS_INDUSTRY_AGENCY                2 /**< Marketing, design and other agencies. */
#define REVOPS_INDUSTRY_TECHNOLOGY            3 /**< Software and technology. */
/** @} */

/** Segment of an account; 0 (#REVOPS_NONE) when unknown. @since 0.1 */
typedef uint32_t revops_segment;
#define REVOPS_SEGMENT_SMB            1u /**< 1–50 employees, $5K–25K a year (SG1). */
#define REVOPS_SEGMENT_MID_MARKET     2u /**< 50–500, $25K–100K (SG1). */
#define REVOPS_SEGMENT_ENTERPRISE     3u /**< From 500 (SG1) or 1,000 (SG2), from $100K. */
#define REVOPS_SEGMENT_SELF_SERVICE   4u /**< Under 100 and under $15K (SG2). */
#define REVOPS_SEGMENT_SALES_ASSISTED 5u /**< 100–1,000, $15K–100K (SG2). */

/** Motion of a deal or a customer; 0 (#REVOPS_NONE) when unknown. @since 0.1 */
typedef uint32_t revops_motion;
#define REVOPS_MOTION_OUTBOUND       1u /**< Sales reaches out (SG4). */
#define REVOPS_MOTION_INBOUND        2u /**< The buyer came by itself (SG4). */
#define REVOPS_MOTION_PRODUCT_LED    3u /**< The product qualified the buyer (SG4). */
#define REVOPS_MOTION_ACCOUNT_BASED  4u /**< A target account, worth it from $100K a year (SG4). */
#define REVOPS_MOTION_SELF_SERVICE   5u /**< Signup → paid, without sales (LC11). */
#define REVOPS_MOTION_SALES_ASSISTED 6u /**< PQL → opportunity → closed (LC11). */
#define REVOPS_MOTION_ENTERPRISE     7u /**< Inquiry → qualified → closed (LC11). */

/** Selling effort that a contract's value justifies (SG4); 0 (#REVOPS_NONE) when unknown. @since 0.1 */
typedef uint32_t revops_effort;
#define REVOPS_EFFORT_SELF_SERVICE  1u /**< Under $25K a year: no dedicated representative. */
#define REVOPS_EFFORT_DEDICATED     2u /**< From $25K: dedicated representatives, sales-led. */
#define REVOPS_EFFORT_ACCOUNT_BASED 3u /**< From $100K: account-based. */

/** Name of a segment, such as "mid-market". @param segment Any value. @return "unknown" for others. @since 0.1 */
REVOPS_API const char *revops_segment_name(revops_segment segment);
/** Name of a motion, such as "product-led". @param motion Any value. @return "unknown" for others. @since 0.1 */
REVOPS_API const char *revops_motion_name(revops_motion motion);
/** Name of an effort, such as "dedicated". @param effort Any value. @return "unknown" for others. @since 0.1 */
REVOPS_API const char *revops_effort_name(revops_effort effort);

/** One rule: all of its conditions must hold; a rule without any always matches. @since 0.1 */
typedef struct revops_segment_rule {
    uint32_t outcome;         /**< What the table answers when this rule is the first to match. */
    uint32_t first_condition; /**< Index of its first condition in the table's `conditions`. */
    uint32_t condition_count; /**< 0 … #REVOPS_SEGMENT_CONDITIONS_MAX. */
    uint32_t reserved;        /**< 0. */
} revops_segment_rule;

/** A table of rules, to be built. Zero-fill, set struct_size, then fields. @since 0.1 */
typedef struct revops_segment_params {
    uint32_t struct_size;               /**< sizeof(revops_segment_params) as you compiled it. */
    uint32_t flags;                     /**< 0. */
    uint32_t attribute_count;           /**< 1 … #REVOPS_SEGMENT_ATTRIBUTES_MAX. */
    uint32_t rule_count;                /**< Rows of `rules`, 0 … 1,000,000. */
    uint32_t condition_count;           /**< Rows of `conditions`, 0 … 10,000,000. */
    uint32_t value_count;               /**< Numbers in `values`, 0 … 100,000,000. */
    uint32_t otherwise;                 /**< The outcome when no rule matches. */
    uint32_t reserved;                  /**< 0. */
    const revops_segment_rule *rules;   /**< In order: the first that matches wins. */
    const revops_condition *conditions; /**< Of all the rules. */
    const int64_t *values;              /**< Values of sets, in any order. */
} revops_segment_params;

/** Which built-in table. @since 0.1 */
typedef uint32_t revops_segment_table;
#define REVOPS_SEGMENT_TABLE_SALES_LED          0u /**< SG1; outcome a #revops_segment. */
#define REVOPS_SEGMENT_TABLE_HYBRID             1u /**< SG2; outcome a #revops_segment. */
#define REVOPS_SEGMENT_TABLE_MOTION_OF_DEAL     2u /**< SG4; outcome a #revops_motion. */
#define REVOPS_SEGMENT_TABLE_MOTION_OF_CUSTOMER 3u /**< LC11; outcome a #revops_motion. */
#define REVOPS_SEGMENT_TABLE_EFFORT             4u /**< SG4; outcome a #revops_effort. */
#define REVOPS_SEGMENT_TABLE_IDEAL_CUSTOMER                                                                  \
    5u /**< SG3, a work-management tool; outcome 1 when it fits, else 0. */

/**
 * Parameters of a built-in table, to be built as they are or changed first.
 *
 * @param      table  Which.
 * @param[out] out    Parameters whose pointers lead to read-only tables of the library.
 * @param      size   sizeof(revops_segment_params) as you compiled it; no more is written.
 * @retval REVOPS_OK       Given.
 * @retval REVOPS_ERR_ARG  There is no such table, or @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size is smaller than the struct ever was.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_segment_builtin(revops_segment_table table,
                                                                 revops_segment_params *out, size_t size);

/** A built table: read-only, pointer-free, may be shared by threads and copied as bytes. @since 0.1 */
typedef struct revops_segment_rules revops_segment_rules;

/**
 * Checks a table of rules and builds it into the caller's memory.
 *
 * @param[in]  params       Read during the call only.
 * @param[out] memory       Where to build, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed, written also on REVOPS_ERR_NOSPACE; may be NULL.
 * @param[out] out          The table, inside @p memory; may be NULL when @p memory is.
 * @retval REVOPS_OK           Built.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or a count, index, comparison or operand is out of range.
 * @retval REVOPS_ERR_ABI      struct_size fits no known version.
 * @retval REVOPS_ERR_NEWER    A flag, reserved field or later field is set.
 * @retval REVOPS_ERR_NOSPACE  @p memory is NULL or too small.
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned to #REVOPS_ALIGNMENT.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_segment_build(const revops_segment_params *params,
                                                               void *memory, size_t memory_size,
                                                               size_t *needed,
                                                               const revops_segment_rules **out);

/** What a table says of one row, and why. @since 0.1 */
typedef struct revops_segment_answer {
    uint32_t outcome; /**< Of the first rule that matched, or the table's `otherwise`. */
    uint32_t rule;    /**< Index of that rule, or #REVOPS_SEGMENT_NO_RULE. */
    uint64_t missing; /**< Attributes (a bit each) whose absence alone kept an earlier rule from matching. */
} revops_segment_answer;

/**
 * The first rule that matches a row.
 *
 * @param[in]  rules       Built table.
 * @param[in]  attributes  One number per attribute of the table, #REVOPS_MISSING where unknown.
 * @param[out] out         Set only on REVOPS_OK.
 * @retval REVOPS_OK       Answered; "no rule" is an answer too.
 * @retval REVOPS_ERR_ARG  A pointer is NULL.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_segment_match(const revops_segment_rules *rules,
                                                               const int64_t *attributes,
                                                               revops_segment_answer *out);

/**
 * revops_segment_match() over columns.
 *
 * @param[in]  rules    Built table.
 * @param[in]  columns  One pointer per attribute of the table, each to @p count numbers; NULL for an attribute
 *                      that no row has.
 * @param      count    Rows.
 * @param[out] out      @p count answers.
 * @retval REVOPS_OK       Done.
 * @retval REVOPS_ERR_ARG  A pointer that is needed is NULL.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_segment_match_batch(const revops_segment_rules *rules,
                                                                     const int64_t *const *columns,
                                                                     size_t count,
                                                                     revops_segment_answer *out);

/**
 * How one rule stands to a row, condition by condition: what a profile check shows (SG3).
 *
 * @param[in]  rules        Built table.
 * @param      rule         Index of the rule.
 * @param[in]  attributes   As for revops_segment_match().
 * @param[out] out_met      Conditions that hold, a bit each in the rule's own order.
 * @param[out] out_missing  Conditions that don't hold only because the attribute isn't known.
 * @retval REVOPS_OK       Answered; the rule matches when all of its bits are in @p out_met.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or there is no such rule.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_segment_check(const revops_segment_rules *rules,
                                                               uint32_t rule, const int64_t *attributes,
                                                               uint32_t *out_met, uint32_t *out_missing);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
