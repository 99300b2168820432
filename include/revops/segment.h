/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_SEGMENT_H
#define REVOPS_SEGMENT_H

#include <revops/base.h>
#include <revops/condition.h>

/**
 * @file
 * @defgroup segment Segment: ordered rules for segment, motion and ideal customer
 *
 * Decides which segment an account belongs to, which motion a deal takes, and whether a company fits the ideal customer
 * profile. revops_segment_build() compiles a table of rules, revops_segment_match() finds the first rule that matches a
 * row.
 *
 * These decisions, and the territories of @ref route, are tables of *rules* over a row of *attributes* (@ref
 * condition). A rule matches when all of its conditions hold. Its outcome is a number: of a segment, a motion, a queue.
 * **The first rule that matches wins.** If no rule matches, the outcome is the table's `otherwise`.
 *
 * An answer names the missing attributes that alone kept an earlier rule from matching. The answer may change when they
 * become known.
 *
 * **Large tables.** A table of more than #REVOPS_SEGMENT_SCANNED_MAX rules is indexed when it is built, so the time of
 * a match hardly depends on the number of rules. The index covers ranges, equality and sets. Other conditions are
 * tested only when the indexed conditions of their rule hold.
 *
 * **Proofs** (RT9): revops_segment_prove() finds the rules that can never match, and the earlier rules that hide them.
 * revops_segment_uncovered() finds a row that no rule matches.
 *
 * **Built-in tables** (revops_segment_standard()): segments of sales-led companies (SG1) and of companies with
 * self-service (SG2), the motion of a deal and the effort its size justifies (SG4), the motion of a customer (LC11) and
 * an example of an ideal customer profile (SG3). They use the attributes below; a caller's tables may use any.
 *
 * In the segment tables the larger segment wins: 600 employees make an enterprise at any contract value. A value on a
 * boundary belongs to the upper segment (50 employees and $25,000 are mid-market, SG1). The SMB and self-service rows
 * have no lower limit of the value, so they include every small account. The team size is used when the number of
 * employees is unknown. An individual's e-mail address (free or forwarding, SC3) alone means the smallest segment. A
 * company's address alone means no segment (#REVOPS_NONE).
 *
 * **Threads.** A compiled table is read-only: any number of threads may use it. The working memory of a proof belongs
 * to one call.
 *
 * Example: examples/segment.c.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    /** Attributes of a table: one bit each in revops_segment_answer. @since 0.1 */
    REVOPS_SEGMENT_ATTRIBUTES_MAX = 64,
    /** Rules of a table: ten named territories for each of 10,000 people. @since 0.1 */
    REVOPS_SEGMENT_RULES_MAX = 100000,
    /** Conditions of a table, also its values, and its texts: millions of named accounts. @since 0.1 */
    REVOPS_SEGMENT_ROWS_MAX = 10000000,
    /** Greatest number of rules without an index. @since 0.1 */
    REVOPS_SEGMENT_SCANNED_MAX = 12
};
/** "No rule matched", for the index of a rule. @since 0.1 */
#define REVOPS_SEGMENT_NO_RULE UINT32_MAX

/** Attributes of the built-in tables, by index. @since 0.1 */
enum revops_segment_attributes {
    REVOPS_SEGMENT_ATTRIBUTE_EMPLOYEES = 0,   /**< Employees of the company; values below 1 fit no segment. */
    REVOPS_SEGMENT_ATTRIBUTE_ACV = 1,         /**< Annual contract value, expected or signed, in cents. */
    REVOPS_SEGMENT_ATTRIBUTE_TEAM_SIZE = 2,   /**< People in the team, as answered at signup (SC4). */
    REVOPS_SEGMENT_ATTRIBUTE_EMAIL_CLASS = 3, /**< Class of the address, a #revops_email_class (SC3). */
    REVOPS_SEGMENT_ATTRIBUTE_SIGNALS = 4,     /**< Known signals: bits `REVOPS_SEGMENT_SIGNAL_…`. */
    REVOPS_SEGMENT_ATTRIBUTE_STACK = 5,       /**< Technology in use: bits `REVOPS_SEGMENT_STACK_…`. */
    REVOPS_SEGMENT_ATTRIBUTE_INDUSTRY = 6, /**< A #revops_segment_industry, or a caller's number from 100. */
    REVOPS_SEGMENT_ATTRIBUTE_REGION = 7,   /**< Geography, a caller's number. */
    REVOPS_SEGMENT_ATTRIBUTE_ACCOUNT = 8,  /**< Account, a caller's id. */
    REVOPS_SEGMENT_ATTRIBUTE_SEGMENT = 9,  /**< Segment, the outcome of a table. */
    REVOPS_SEGMENT_ATTRIBUTE_COUNT = 10    /**< Number of these attributes: the length of a row. */
};
/** One of #revops_segment_attributes. @since 0.1 */
typedef uint32_t revops_segment_attribute;

/** @name Bits of #REVOPS_SEGMENT_ATTRIBUTE_SIGNALS
 * @{ */
#define REVOPS_SEGMENT_SIGNAL_CONTACT_SALES    1u   /**< Asked for a demo or for contact. */
#define REVOPS_SEGMENT_SIGNAL_ENTERPRISE_PLAN  2u   /**< Asked about the plan without a price (SC5). */
#define REVOPS_SEGMENT_SIGNAL_PRODUCT          4u   /**< Product-qualified (PQ5). */
#define REVOPS_SEGMENT_SIGNAL_SIGNED_UP        8u   /**< Has an account in the product. */
#define REVOPS_SEGMENT_SIGNAL_OUTBOUND         16u  /**< Sales made the first touch. */
#define REVOPS_SEGMENT_SIGNAL_INBOUND          32u  /**< The buyer came first: form, content, event. */
#define REVOPS_SEGMENT_SIGNAL_TARGET_ACCOUNT   64u  /**< On the list of target accounts. */
#define REVOPS_SEGMENT_SIGNAL_CROSS_FUNCTIONAL 128u /**< Teams work across functions. */
#define REVOPS_SEGMENT_SIGNAL_GROWING          256u /**< Growing fast. */
/** @} */

/** @name Bits of #REVOPS_SEGMENT_ATTRIBUTE_STACK
 * @{ */
#define REVOPS_SEGMENT_STACK_SLACK 1u /**< Slack. */
#define REVOPS_SEGMENT_STACK_TEAMS 2u /**< Microsoft Teams. */
/** @} */

/** Industries of the built-in profile. @since 0.1 */
enum revops_segment_industries {
    REVOPS_SEGMENT_INDUSTRY_PROFESSIONAL_SERVICES = 1, /**< Consulting, legal, accounting … */
    REVOPS_SEGMENT_INDUSTRY_AGENCY = 2,                /**< Marketing, design and other agencies. */
    REVOPS_SEGMENT_INDUSTRY_TECHNOLOGY = 3             /**< Software and technology. */
};
/** One of #revops_segment_industries. @since 0.1 */
typedef uint32_t revops_segment_industry;

/** Segments of an account. @since 0.1 */
enum revops_segment_kinds {
    REVOPS_SEGMENT_SMB = 1,           /**< 1–50 employees, $5K–25K a year (SG1). */
    REVOPS_SEGMENT_MID_MARKET = 2,    /**< 50–500 employees, $25K–100K a year (SG1). */
    REVOPS_SEGMENT_ENTERPRISE = 3,    /**< From 500 (SG1) or 1,000 (SG2) employees, from $100K a year. */
    REVOPS_SEGMENT_SELF_SERVICE = 4,  /**< Under 100 employees and under $15K a year (SG2). */
    REVOPS_SEGMENT_SALES_ASSISTED = 5 /**< 100–1,000 employees, $15K–100K a year (SG2). */
};
/** One of #revops_segment_kinds; #REVOPS_NONE when unknown. @since 0.1 */
typedef uint32_t revops_segment_kind;

/** Motions of a deal or a customer. @since 0.1 */
enum revops_segment_motions {
    REVOPS_SEGMENT_MOTION_OUTBOUND = 1,       /**< Sales reaches out (SG4). */
    REVOPS_SEGMENT_MOTION_INBOUND = 2,        /**< The buyer came first (SG4). */
    REVOPS_SEGMENT_MOTION_PRODUCT_LED = 3,    /**< The product qualified the buyer (SG4). */
    REVOPS_SEGMENT_MOTION_ACCOUNT_BASED = 4,  /**< A target account, from $100K a year (SG4). */
    REVOPS_SEGMENT_MOTION_SELF_SERVICE = 5,   /**< Signup → paid, without sales (LC11). */
    REVOPS_SEGMENT_MOTION_SALES_ASSISTED = 6, /**< PQL → opportunity → closed (LC11). */
    REVOPS_SEGMENT_MOTION_ENTERPRISE = 7      /**< Inquiry → qualified → closed (LC11). */
};
/** One of #revops_segment_motions; #REVOPS_NONE when unknown. @since 0.1 */
typedef uint32_t revops_segment_motion;

/** Selling efforts that a contract value justifies (SG4). @since 0.1 */
enum revops_segment_efforts {
    REVOPS_SEGMENT_EFFORT_SELF_SERVICE = 1, /**< Under $25K a year: no dedicated representative. */
    REVOPS_SEGMENT_EFFORT_DEDICATED = 2,    /**< From $25K: dedicated representatives, sales-led. */
    REVOPS_SEGMENT_EFFORT_ACCOUNT_BASED = 3 /**< From $100K: account-based. */
};
/** One of #revops_segment_efforts; #REVOPS_NONE when unknown. @since 0.1 */
typedef uint32_t revops_segment_effort;

/** Name of a segment, such as "mid-market". @param kind Any value. @return "unknown" for others. @since 0.1 */
REVOPS_API const char *revops_segment_kind_name(revops_segment_kind kind);
/** Name of a motion, such as "product-led". @param motion Any value. @return "unknown" for others. @since 0.1 */
REVOPS_API const char *revops_segment_motion_name(revops_segment_motion motion);
/** Name of an effort, such as "dedicated". @param effort Any value. @return "unknown" for others. @since 0.1 */
REVOPS_API const char *revops_segment_effort_name(revops_segment_effort effort);

/** A rule: all of its conditions must hold. A rule without conditions always matches. @since 0.1 */
typedef struct revops_segment_rule {
    uint32_t outcome;         /**< Outcome when this rule is the first to match. */
    uint32_t first_condition; /**< Index of its first condition in the table's `conditions`. */
    uint32_t condition_count; /**< 0 … #REVOPS_CONDITION_OF_RULE_MAX. */
    uint32_t reserved;        /**< 0. */
} revops_segment_rule;

/** A table of rules. Start from revops_segment_defaults(). @since 0.1 */
typedef struct revops_segment_params {
    uint32_t struct_size;               /**< sizeof(revops_segment_params) as compiled. */
    uint32_t flags;                     /**< 0. */
    uint32_t attribute_count;           /**< Length of a row, 1 … #REVOPS_SEGMENT_ATTRIBUTES_MAX. */
    uint32_t rule_count;                /**< Rows of `rules`, 0 … #REVOPS_SEGMENT_RULES_MAX. */
    uint32_t rule_row_size;             /**< sizeof(revops_segment_rule) as compiled. */
    uint32_t condition_count;           /**< Rows of `conditions`, 0 … #REVOPS_SEGMENT_ROWS_MAX. */
    uint32_t condition_row_size;        /**< sizeof(revops_condition) as compiled. */
    uint32_t value_count;               /**< Numbers in `values`, 0 … #REVOPS_SEGMENT_ROWS_MAX. */
    uint32_t text_count;                /**< Texts in `texts`, 0 … #REVOPS_SEGMENT_ROWS_MAX. */
    uint32_t otherwise;                 /**< Outcome when no rule matches. */
    const revops_segment_rule *rules;   /**< Rules in order: the first that matches wins. */
    const revops_condition *conditions; /**< Conditions of all rules. */
    const int64_t *values;              /**< Values of sets, and masks of flags of several words. */
    const char *const *texts;           /**< Texts of conditions, each closed by a NUL. */
} revops_segment_params;

/** An empty table with one attribute. @since 0.1 */
#define REVOPS_SEGMENT_PARAMS_INIT                                                                           \
    {                                                                                                        \
        sizeof(revops_segment_params), 0, 1, 0, sizeof(revops_segment_rule), 0, sizeof(revops_condition), 0, \
            0, 0, NULL, NULL, NULL, NULL                                                                     \
    }

/**
 * Writes #REVOPS_SEGMENT_PARAMS_INIT.
 *
 * @param[out] out   Parameters.
 * @param      size  sizeof(revops_segment_params) as compiled.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_segment_defaults(revops_segment_params *out, size_t size);

/** The built-in tables. @since 0.1 */
enum revops_segment_tables {
    REVOPS_SEGMENT_TABLE_SALES_LED = 0,          /**< SG1; outcome a #revops_segment_kind. */
    REVOPS_SEGMENT_TABLE_HYBRID = 1,             /**< SG2; outcome a #revops_segment_kind. */
    REVOPS_SEGMENT_TABLE_MOTION_OF_DEAL = 2,     /**< SG4; outcome a #revops_segment_motion. */
    REVOPS_SEGMENT_TABLE_MOTION_OF_CUSTOMER = 3, /**< LC11; outcome a #revops_segment_motion. */
    REVOPS_SEGMENT_TABLE_EFFORT = 4,             /**< SG4; outcome a #revops_segment_effort. */
    REVOPS_SEGMENT_TABLE_IDEAL_CUSTOMER =
        5 /**< SG3, of a work-management tool; outcome 1 if it fits, else 0. */
};
/** One of #revops_segment_tables. @since 0.1 */
typedef uint32_t revops_segment_table;

/**
 * Writes the parameters of a built-in table. Build them as they are, or change them first.
 *
 * @param      table  One of #revops_segment_tables.
 * @param[out] out    Parameters; their pointers lead to constants of the library.
 * @param      size   sizeof(revops_segment_params) as compiled.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  There is no such table, or @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_segment_standard(revops_segment_table table,
                                                                  revops_segment_params *out, size_t size);

/**
 * Lists every fault of a table.
 *
 * @param[in]  params    The table.
 * @param[out] problems  The first @p capacity faults; may be NULL when @p capacity is 0.
 * @param      capacity  Entries at @p problems.
 * @param[out] needed    Number of faults; may be NULL.
 * @retval REVOPS_OK         No fault.
 * @retval REVOPS_ERR_ARG    @p params is NULL; or the first fault is a pointer that is NULL, or a count, index or
 *                           operand out of range.
 * @retval REVOPS_ERR_ABI    `struct_size` or a `_row_size` fits no version.
 * @retval REVOPS_ERR_NEWER  The first fault is a flag, reserved field, test or later field that is set.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_segment_check(const revops_segment_params *params,
                                                               revops_problem *problems, size_t capacity,
                                                               size_t *needed);

/** A compiled table: read-only, pointer-free, may be shared by threads and copied as bytes. @since 0.1 */
typedef struct revops_segment revops_segment;

/**
 * Checks a table of rules and compiles it into the caller's memory.
 *
 * A rule takes 16 bytes, a condition 40, a value 8. An index adds up to 32 bytes per value and 256 bytes per range.
 *
 * @param[in]  params       Read during the call only.
 * @param[out] memory       Memory for the compiled form, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed; may be NULL.
 * @param[out] out          The table, inside @p memory; may be NULL when @p memory is.
 * @retval REVOPS_OK           Built.
 * @retval REVOPS_ERR_ARG      revops_segment_check() finds a value out of range, or a pointer is NULL.
 * @retval REVOPS_ERR_ABI      `struct_size` or a `_row_size` fits no version.
 * @retval REVOPS_ERR_NEWER    A flag, reserved field, test or later field is set.
 * @retval REVOPS_ERR_NOSPACE  @p memory is NULL or too small.
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned to #REVOPS_ALIGNMENT.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_segment_build(const revops_segment_params *params,
                                                               void *memory, size_t memory_size,
                                                               size_t *needed, const revops_segment **out);

/** Answer of a table to one row. @since 0.1 */
typedef struct revops_segment_answer {
    uint32_t outcome; /**< Outcome of the first rule that matched, or the table's `otherwise`. */
    uint32_t rule;    /**< Index of that rule, or #REVOPS_SEGMENT_NO_RULE. */
    uint64_t missing; /**< Missing attributes, as bits, that alone kept an earlier rule from matching. */
} revops_segment_answer;

/**
 * Finds the first rule that matches a row.
 *
 * @param[in]  segment  Compiled table.
 * @param[in]  row      One number per attribute of the table, #REVOPS_MISSING where unknown.
 * @param[in]  texts    One table of texts per attribute, NULL for an attribute without texts. May be NULL: then no
 *                      condition on texts holds.
 * @param[out] out      Set only on REVOPS_OK.
 * @retval REVOPS_OK       Answered, also if no rule matches.
 * @retval REVOPS_ERR_ARG  A pointer is NULL.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_segment_match(const revops_segment *segment,
                                                               const int64_t *row,
                                                               const revops_texts *const *texts,
                                                               revops_segment_answer *out);

/**
 * revops_segment_match() over columns.
 *
 * @param[in]  segment       Compiled table.
 * @param[in]  columns       One per attribute of the table.
 * @param      column_count  The table's `attribute_count`.
 * @param      count         Rows.
 * @param[out] out           @p count answers; must not overlap the columns.
 * @retval REVOPS_OK       Done.
 * @retval REVOPS_ERR_ARG  A pointer that is needed is NULL, a width is unknown, or @p column_count differs.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_segment_match_many(const revops_segment *segment,
                                                                    const revops_column *columns,
                                                                    size_t column_count, size_t count,
                                                                    revops_segment_answer *out);

/**
 * Tests one rule on a row, condition by condition, for example to show a profile check (SG3).
 *
 * @param[in]  segment      Compiled table.
 * @param      rule         Index of the rule.
 * @param[in]  row          As for revops_segment_match().
 * @param[in]  texts        As for revops_segment_match().
 * @param[out] out_met      Conditions that hold, one bit each in the order of the rule.
 * @param[out] out_missing  Conditions that don't hold only because the attribute is missing, one bit each.
 * @retval REVOPS_OK       Answered; the rule matches when all of its bits are in @p out_met.
 * @retval REVOPS_ERR_ARG  A pointer is NULL, or there is no such rule.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_segment_explain(const revops_segment *segment, uint32_t rule,
                                                                 const int64_t *row,
                                                                 const revops_texts *const *texts,
                                                                 uint64_t *out_met, uint64_t *out_missing);

/** @name Proofs (RT9)
 *
 * A proof searches for a row that a rule matches and no earlier rule matches. It is exact for ranges, equality, sets,
 * presence, whole texts, and flags of one word (up to 1,024 combinations of the bits that masks distinguish).
 * Conditions on parts of texts and on other flags are only compared for equality: what they imply isn't considered, so
 * a hidden rule with such a condition may not be found. Every finding is correct.
 * @{ */

/** Findings about a rule. @since 0.1 */
enum revops_segment_findings {
    REVOPS_SEGMENT_DEAD = 1,            /**< Its own conditions contradict each other. */
    REVOPS_SEGMENT_HIDDEN = 2,          /**< The earlier rule `other` matches every row that it matches. */
    REVOPS_SEGMENT_HIDDEN_TOGETHER = 3, /**< Several earlier rules together do; `other` is one of them. */
    REVOPS_SEGMENT_UNDECIDED = 4        /**< Neither a row nor a proof was found within the steps. */
};
/** One of #revops_segment_findings. @since 0.1 */
typedef uint32_t revops_segment_finding;

/** A rule that never matches. Flaws are in the order of rules; a rule may have several. @since 0.1 */
typedef struct revops_segment_flaw {
    revops_segment_finding finding; /**< One of #revops_segment_findings. */
    uint32_t rule;                  /**< The rule. */
    uint32_t other;                 /**< Earlier rule that hides it, or #REVOPS_SEGMENT_NO_RULE. */
    uint32_t reserved;              /**< 0. */
} revops_segment_flaw;

/** Name of a finding, such as "hidden". @param finding Any value. @return "unknown" for others. @since 0.1 */
REVOPS_API const char *revops_segment_finding_name(revops_segment_finding finding);

/**
 * Size of the working memory of a proof: about one bit per rule and per value in a condition.
 *
 * @param[in] segment  Compiled table.
 * @return Bytes; 0 when @p segment is NULL.
 * @since 0.1
 */
REVOPS_API size_t revops_segment_proof_size(const revops_segment *segment);

/**
 * Finds the rules that can never match, and the earlier rules that hide them.
 *
 * @param[in]  segment      Compiled table.
 * @param      steps        Most steps per rule, each about a nanosecond; 0 for about a second.
 * @param      memory       Working memory, revops_segment_proof_size() bytes, aligned to #REVOPS_ALIGNMENT.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] out          Flaws.
 * @param      capacity     Entries at @p out.
 * @param[out] needed       Number of flaws.
 * @retval REVOPS_OK           Done. If there are no flaws, every rule can match.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_NOSPACE  There are more flaws than @p capacity, or the working memory is too small (then @p needed
 *                             is 0).
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_segment_prove(const revops_segment *segment, uint64_t steps,
                                                               void *memory, size_t memory_size,
                                                               revops_segment_flaw *out, size_t capacity,
                                                               size_t *needed);

/** Coverage of a table: whether some rule matches every row. @since 0.1 */
enum revops_segment_coverages {
    REVOPS_SEGMENT_COVERED = 1,             /**< Some rule matches every row. */
    REVOPS_SEGMENT_COVERED_WHERE_KNOWN = 2, /**< Some rule matches every row without missing attributes. */
    REVOPS_SEGMENT_NOT_COVERED = 3,         /**< No rule matches some row without missing attributes. */
    REVOPS_SEGMENT_COVERAGE_UNDECIDED = 4   /**< Neither a row nor a proof was found within the steps. */
};
/** One of #revops_segment_coverages. @since 0.1 */
typedef uint32_t revops_segment_coverage;

/** Name of a coverage, such as "not covered". @param coverage Any value. @return "unknown" for others. @since 0.1 */
REVOPS_API const char *revops_segment_coverage_name(revops_segment_coverage coverage);

/**
 * Finds a row that no rule matches.
 *
 * Rows without missing attributes are tried first. In the row, the value of a text attribute is an index into the
 * params' `texts`, or −1 for any other text. An attribute that no rule tests is 0, and so is one whose conditions are
 * only compared for equality (see above).
 *
 * @param[in]  segment       Compiled table.
 * @param      steps         As for revops_segment_prove().
 * @param      memory        As for revops_segment_prove().
 * @param      memory_size   Bytes at @p memory.
 * @param[out] out_row       A row that no rule matches, one number per attribute; set only if there is one.
 * @param[out] out_coverage  One of #revops_segment_coverages.
 * @retval REVOPS_OK           Done.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_NOSPACE  @p memory is too small.
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_segment_uncovered(const revops_segment *segment,
                                                                   uint64_t steps, void *memory,
                                                                   size_t memory_size, int64_t *out_row,
                                                                   revops_segment_coverage *out_coverage);
/** @} */

#ifdef __cplusplus
}
#endif

/** @} */
#endif
