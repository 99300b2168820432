/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_POLICY_H
#define REVOPS_POLICY_H

#include <revops/base.h>
#include <revops/plan.h>
#include <revops/policy-rows.h>

/**
 * @file
 * @defgroup policy Policy document: read, check, write and compare JSON policies
 *
 * A strict JSON document (RFC 8259) holds a company's policy [SEM32]. revops_policy_read() converts it to rows (@ref
 * policy_rows), revops_policy_write() writes rows as the canonical document, and revops_policy_diff() lists the
 * differences of two policies. The grammar is docs/policy-1.schema.json; examples/policies has complete documents.
 *
 * **General rules.** The order of an object's members doesn't matter. Names are the only identifiers. Numbers have
 * their unit in the text ("4 h", "80 %", "25k"). Every object may have a `$comment`. Any other unknown key is a fault,
 * and so is a repeated key.
 *
 * **Extension.** A document may extend another (`extends`); all bases are passed with it, the first base first. Rows
 * merge by name, key by key; the value of a key is replaced as a whole. New rows go to the end of a list, or to the
 * position that `before` or `after` gives. `{"drop": true}` removes a row. `replaces` starts a section from nothing.
 *
 * **Memory.** Nothing is allocated. Nodes, names and rows are in the caller's memory, which must not move while the
 * params are used.
 *
 * **Faults** are reported all at once, each with line, column, JSON path, the text found, the text expected, and the
 * nearest known name.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    /** Documents in a chain of extensions. @since 0.1 */
    REVOPS_POLICY_DOCUMENTS_MAX = 16,
    /** Nesting depth of arrays and objects: the deepest known policy has 9. @since 0.1 */
    REVOPS_POLICY_DEPTH_MAX = 16,
    /** Bytes of a document, 16 MiB: a hundred times the largest known policy. @since 0.1 */
    REVOPS_POLICY_SIZE_MAX = 16777216
};

/** Kinds of fault of a document. @since 0.1 */
enum revops_policy_fault_kinds {
    REVOPS_POLICY_FAULT_JSON = 1,        /**< Not JSON (RFC 8259), too deep or too long. */
    REVOPS_POLICY_FAULT_DOUBLED = 2,     /**< Repeated key or name. */
    REVOPS_POLICY_FAULT_UNKNOWN_KEY = 3, /**< Unknown key. */
    REVOPS_POLICY_FAULT_MISSING_KEY = 4, /**< Missing required key. */
    REVOPS_POLICY_FAULT_TYPE = 5,        /**< Value of a wrong type. */
    REVOPS_POLICY_FAULT_VALUE = 6,       /**< Value out of range, or without its unit. */
    REVOPS_POLICY_FAULT_NAME = 7,        /**< Unknown name. */
    REVOPS_POLICY_FAULT_EXTENDS = 8,     /**< Wrong extension of another document. */
    REVOPS_POLICY_FAULT_MEANING = 9      /**< Contradiction found by revops_policy_check(). */
};
/** One of #revops_policy_fault_kinds. @since 0.1 */
typedef uint32_t revops_policy_fault_kind;

/** One fault of a document. Texts that are too long are cut short. @since 0.1 */
typedef struct revops_policy_fault {
    revops_policy_fault_kind kind; /**< One of #revops_policy_fault_kinds. */
    uint32_t document;             /**< Index of the document, from 0. */
    uint32_t line;                 /**< Line of the value, from 1; 0 without a position. */
    uint32_t column;               /**< Column, in characters, from 1. */
    char path[256];                /**< JSON path: "$.clocks.first contact.cases[0].target". */
    char found[96];                /**< Text found. */
    char expected[192];            /**< Text expected. */
    char nearest[128];             /**< Nearest known name or key; empty for none. */
} revops_policy_fault;

/**
 * Writes a fault as a sentence: "line 12, column 7: $.clocks.routing.target: found "4h"; expected …; nearest: "…"".
 *
 * @param[in]  fault     From revops_policy_read(); NULL gives "no fault".
 * @param[out] out       Text closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity  Bytes at @p out.
 * @return Full length of the text (see @ref base).
 * @since 0.1
 */
REVOPS_API size_t revops_policy_fault_text(const revops_policy_fault *fault, char *out, size_t capacity);

/**
 * Name of a kind of fault, such as "unknown key".
 *
 * @param kind  Any value.
 * @return Text, "unknown" for an unknown value, never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_policy_fault_kind_name(revops_policy_fault_kind kind);

/** Input of revops_policy_read(). @since 0.1 */
typedef struct revops_policy_read_params {
    uint32_t struct_size;         /**< Size of the struct as compiled. */
    uint32_t flags;               /**< 0. */
    const char *const *documents; /**< JSON texts, the first base first, the policy itself last. */
    const uint64_t *lengths;      /**< Bytes of each document. */
    const revops_policy_zone
        *zones; /**< Host's time zones: a name and TZif bytes, or a POSIX rule. Zones of the document
                                          take precedence. */
    uint32_t document_count; /**< 1 … #REVOPS_POLICY_DOCUMENTS_MAX. */
    uint32_t length_count;   /**< Equal to `document_count`. */
    uint32_t zone_count;     /**< Number of zones. */
    uint32_t zone_row_size;  /**< Size of a zone as compiled. */
} revops_policy_read_params;

/**
 * Writes params without documents. @param[out] out   The params.
 * @param      size  `sizeof(revops_policy_read_params)` as compiled.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version of the struct.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_policy_read_defaults(revops_policy_read_params *out,
                                                                      size_t size);

/**
 * Reads and checks a policy.
 *
 * @param      params       Documents and zones.
 * @param[out] memory       Memory for nodes, names and rows, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes that suffice; NULL if not wanted.
 * @param[out] faults       Faults; may be NULL when @p capacity is 0.
 * @param      capacity     Faults at @p faults.
 * @param[out] count        Number of faults; NULL if not wanted.
 * @param[out] out          The policy; its rows are in @p memory.
 * @param      size         `sizeof(revops_policy_params)` as compiled.
 * @retval REVOPS_OK           Read, without faults.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or a number is out of range.
 * @retval REVOPS_ERR_ABI      A size fits no version of its struct.
 * @retval REVOPS_ERR_NEWER    A field or flag is set that this library doesn't know.
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned.
 * @retval REVOPS_ERR_NOSPACE  @p memory_size is too small.
 * @retval REVOPS_ERR_FORMAT   There are faults, in @p faults and @p count. A document that isn't JSON has this status
 *                           also without memory.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_policy_read(const revops_policy_read_params *params,
                                                             void *memory, size_t memory_size, size_t *needed,
                                                             revops_policy_fault *faults, size_t capacity,
                                                             size_t *count, revops_policy_params *out,
                                                             size_t size);

/**
 * Lists the time zones that a policy uses and doesn't define; the host must pass them to revops_policy_read().
 *
 * @param      params       As for revops_policy_read(); its zones are ignored.
 * @param[out] memory       Memory for nodes and names, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes that suffice; NULL if not wanted.
 * @param[out] out          Names, in @p memory; may be NULL when @p capacity is 0.
 * @param      capacity     Names at @p out.
 * @param[out] count        Number of names; NULL if not wanted.
 * @retval REVOPS_OK           Listed.
 * @retval REVOPS_ERR_NOSPACE  @p memory_size or @p capacity is too small.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or a number is out of range.
 * @retval REVOPS_ERR_ABI      A size fits no version of its struct.
 * @retval REVOPS_ERR_NEWER    A field or flag is set that this library doesn't know.
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned.
 * @retval REVOPS_ERR_FORMAT   A document isn't JSON; revops_policy_read() gives the position.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_policy_zones(const revops_policy_read_params *params,
                                                              void *memory, size_t memory_size,
                                                              size_t *needed, const char **out,
                                                              size_t capacity, size_t *count);

/**
 * Writes a policy as its canonical document: sections and keys in the order of the grammar, without defaults, one row
 * per line. Reading it gives equal rows. Rows that didn't come from a document are sorted when their order doesn't
 * matter.
 *
 * @param      params    The policy.
 * @param[out] out       The document, closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity  Bytes at @p out.
 * @param[out] needed    Bytes of the document, its NUL included; NULL if not wanted.
 * @retval REVOPS_OK           Written.
 * @retval REVOPS_ERR_NOSPACE  @p capacity is too small.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or as revops_policy_check() returns it.
 * @retval REVOPS_ERR_ABI      As revops_policy_check().
 * @retval REVOPS_ERR_NEWER    As revops_policy_check().
 * @retval REVOPS_ERR_UNSOUND  As revops_policy_check().
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_policy_write(const revops_policy_params *params, char *out,
                                                              size_t capacity, size_t *needed);

/**
 * Writes the differences of two policies, one per line: "first contact for high intent: 4 h → 2 h".
 *
 * @param      before       The earlier policy.
 * @param      after        The later one.
 * @param[out] memory       Working memory, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes of memory that suffice; NULL if not wanted.
 * @param[out] out          The lines, closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity     Bytes at @p out.
 * @param[out] count        Bytes of the lines, without the NUL; 0 if the policies are equal. NULL if not wanted.
 * @retval REVOPS_OK           Compared.
 * @retval REVOPS_ERR_NOSPACE  @p memory_size or @p capacity is too small.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or as revops_policy_check() returns it for one of them.
 * @retval REVOPS_ERR_ABI      As revops_policy_check().
 * @retval REVOPS_ERR_NEWER    As revops_policy_check().
 * @retval REVOPS_ERR_UNSOUND  As revops_policy_check().
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned.
 * @retval REVOPS_ERR_CORRUPT  A text of a policy isn't UTF-8.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_policy_diff(const revops_policy_params *before,
                                                             const revops_policy_params *after, void *memory,
                                                             size_t memory_size, size_t *needed, char *out,
                                                             size_t capacity, size_t *count);

enum {
    /** First metric number of a policy's figures that plan.h doesn't know. @since 0.1 */
    REVOPS_POLICY_OWN_METRIC = 1000
};

/**
 * Writes the bands and targets of a policy in the form of a #revops_plan_params: the policy's own, and the built-in bands
 * of metrics for which it has neither.
 *
 * **Bands.** A figure with the name of a metric is that metric ("pipeline coverage", "CAC payback" and "sales acceptance"
 * are coverage, payback and acceptance); its values have the metric's unit. Any other figure gets a metric number of its
 * own; its values have the unit of the policy. A band with the name of a built-in band of the metric has the same verdict,
 * any other #REVOPS_PLAN_FAIR.
 *
 * **Targets** become bands "below target", "on target" and "above target"; `to` is still on target. These parts are
 * metrics: overall, DISCOVERY to DEMO, DEMO to PROPOSAL and PROPOSAL to CLOSED_WON of "win rate" (MT2); SMB, mid-market and
 * enterprise of "cycle by segment" (MT3); self-service, product-led and inbound of "conversion by motion" (MT14); overall of
 * any metric. Other parts, and those of a metric that the policy has bands for, get numbers of their own. On target is
 * #REVOPS_PLAN_GOOD. Below and above have the verdicts of the metric's lowest and highest built-in band; without one,
 * #REVOPS_PLAN_FAIR.
 *
 * @param[in]  params    The policy; it owns the names of the bands.
 * @param[out] out       Bands; NULL with @p capacity 0 to ask for their number.
 * @param      capacity  Room at @p out.
 * @param[out] needed    Number of bands; may be NULL.
 * @retval REVOPS_OK           Written.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or a row has no name.
 * @retval REVOPS_ERR_ABI      A size fits no version of its struct.
 * @retval REVOPS_ERR_NEWER    A field is set that this library doesn't know.
 * @retval REVOPS_ERR_NOSPACE  @p capacity is too small; the bands that fit were written.
 * @retval REVOPS_ERR_UNSOUND  Bounds of a figure or target aren't ascending, or have another unit than its metric.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_policy_plan_bands(const revops_policy_params *params,
                                                                   revops_plan_band *out, size_t capacity,
                                                                   size_t *needed);

/**
 * Finds the metric of a figure by its name, numbered as by revops_policy_plan_bands(). That of a target has the name
 * "figure: part", such as "cycle by segment: SMB".
 *
 * @param[in]  params  The policy.
 * @param[in]  text    Name; need not end in a NUL. Case doesn't matter; runs of space, `_` and `-` are equal.
 * @param      length  Bytes of it.
 * @param[out] out     The metric.
 * @retval REVOPS_OK           Found.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or a row has no name.
 * @retval REVOPS_ERR_ABI      A size fits no version of its struct.
 * @retval REVOPS_ERR_NEWER    A field is set that this library doesn't know.
 * @retval REVOPS_ERR_RANGE    Nothing has that name.
 * @retval REVOPS_ERR_UNSOUND  As revops_policy_plan_bands().
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_policy_metric_find(const revops_policy_params *params,
                                                                    const char *text, size_t length,
                                                                    uint32_t *out);

/** Kinds of mark of a policy [SEM29]. @since 0.1 */
enum revops_policy_mark_kinds {
    REVOPS_POLICY_MARK_LAYOUT = 1, /**< Names and order of everything in a record. */
    REVOPS_POLICY_MARK_RULES =
        2 /**< Everything that changes a result: not texts for people, name, roster, figures,
                                        promises and escalation, nor zones of the host. */
};
/** One of #revops_policy_mark_kinds. @since 0.1 */
typedef uint32_t revops_policy_mark_kind;

/**
 * Mark of a policy. Policies that agree in everything that the kind covers have equal marks.
 *
 * @param      params  The policy.
 * @param      kind    One of #revops_policy_mark_kinds.
 * @param[out] out     The mark.
 * @retval REVOPS_OK           Done.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, there is no such @p kind, or as revops_policy_check() returns it.
 * @retval REVOPS_ERR_ABI      As revops_policy_check().
 * @retval REVOPS_ERR_NEWER    As revops_policy_check().
 * @retval REVOPS_ERR_UNSOUND  As revops_policy_check().
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_policy_mark(const revops_policy_params *params,
                                                             revops_policy_mark_kind kind, uint64_t *out);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
