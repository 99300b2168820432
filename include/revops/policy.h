/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_POLICY_H
#define REVOPS_POLICY_H

#include <revops/base.h>
#include <revops/plan.h>
#include <revops/policy-rows.h>

/**
 * @file
 * @defgroup policy Policy document: JSON read, checked, written, compared
 *
 * One strict JSON document (RFC 8259) holds what a company decided [SEM32]. revops_policy_read() makes rows of it
 * (@ref policy_rows), revops_policy_write() makes the canonical document of rows, revops_policy_diff() tells two policies apart
 * in words. The grammar is docs/policy-1.schema.json; examples/policies has whole documents.
 *
 * **Rules that hold everywhere.** The order of an object's members means nothing. Names are the only identifiers. A number has
 * its unit in the text ("4 h", "80 %", "25k"). `$comment` may stand in every object; any other unknown or doubled
 * key is a fault.
 *
 * **A document may extend another** (`extends`): the bases are given with it, the base of all first. Rows merge by name and
 * key by key; the value of a key is replaced whole. New rows of a list go to its end, or where `before` or `after` says.
 * `{"drop": true}` removes a row, `replaces` starts a section from nothing.
 *
 * **Memory.** Nothing is allocated: nodes, names and rows lie in the caller's memory, which must stay where it is as long as
 * the params are used.
 *
 * **All faults at once**: line, column, JSON path, what was found, what was expected, and the nearest name there is.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    /** Documents that extend each other. @since 0.1 */
    REVOPS_POLICY_DOCUMENTS_MAX = 16,
    /** Arrays and objects within each other: the deepest known policy has 9. @since 0.1 */
    REVOPS_POLICY_DEPTH_MAX = 16,
    /** Bytes of a document, 16 MiB: a hundred times the largest known policy. @since 0.1 */
    REVOPS_POLICY_SIZE_MAX = 16777216
};

/** What is wrong with a document. @since 0.1 */
enum revops_policy_fault_kinds {
    REVOPS_POLICY_FAULT_JSON = 1,        /**< It isn't written as RFC 8259 says, is too deep or too long. */
    REVOPS_POLICY_FAULT_DOUBLED = 2,     /**< A key or a name stands twice. */
    REVOPS_POLICY_FAULT_UNKNOWN_KEY = 3, /**< There is no such key. */
    REVOPS_POLICY_FAULT_MISSING_KEY = 4, /**< A key that is needed is missing. */
    REVOPS_POLICY_FAULT_TYPE = 5,        /**< A value is of another type. */
    REVOPS_POLICY_FAULT_VALUE = 6,       /**< A value is out of range, or not written in its units. */
    REVOPS_POLICY_FAULT_NAME = 7,        /**< A name that nothing has. */
    REVOPS_POLICY_FAULT_EXTENDS = 8,     /**< A document extends another wrongly. */
    REVOPS_POLICY_FAULT_MEANING = 9 /**< The policy contradicts itself, as revops_policy_check() tells. */
};
/** One of #revops_policy_fault_kinds. @since 0.1 */
typedef uint32_t revops_policy_fault_kind;

/** One fault of a document. Texts that are too long are cut short. @since 0.1 */
typedef struct revops_policy_fault {
    revops_policy_fault_kind kind; /**< What is wrong. */
    uint32_t document;             /**< In which of the documents, from 0. */
    uint32_t line;                 /**< Line of the value, from 1; 0 if there is no place. */
    uint32_t column;               /**< Column, in characters, from 1. */
    char path[256];                /**< JSON path: "$.clocks.first contact.cases[0].target". */
    char found[96];                /**< What stands there. */
    char expected[192];            /**< What may stand there. */
    char nearest[128];             /**< The nearest name or key there is; empty for none. */
} revops_policy_fault;

/**
 * A sentence for a fault: "line 12, column 7: $.clocks.routing.target is "4h"; expected …; did you mean "…"?".
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

/** What revops_policy_read() reads. @since 0.1 */
typedef struct revops_policy_read_params {
    uint32_t struct_size;         /**< Size of the struct as compiled. */
    uint32_t flags;               /**< 0. */
    const char *const *documents; /**< JSON texts, the base of all first, the policy itself last. */
    const uint64_t *lengths;      /**< Bytes of each. */
    const revops_policy_zone
        *zones; /**< Time zones that the host hands in: a name and TZif bytes, or a POSIX rule. A zone
                                          of the document goes before. */
    uint32_t document_count; /**< 1 … #REVOPS_POLICY_DOCUMENTS_MAX. */
    uint32_t length_count;   /**< As many. */
    uint32_t zone_count;     /**< Zones. */
    uint32_t zone_row_size;  /**< Size of a zone as compiled. */
} revops_policy_read_params;

/**
 * Nothing to read.
 *
 * @param[out] out   The params.
 * @param      size  `sizeof(revops_policy_read_params)` as compiled.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version of the struct.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_policy_read_defaults(revops_policy_read_params *out,
                                                                      size_t size);

/**
 * Reads a policy, and checks it.
 *
 * @param      params       What to read.
 * @param[out] memory       Where nodes, names and rows go, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes that suffice; NULL if not wanted.
 * @param[out] faults       Faults; may be NULL when @p capacity is 0.
 * @param      capacity     Faults at @p faults.
 * @param[out] count        Faults there are; NULL if not wanted.
 * @param[out] out          The policy; its rows lie in @p memory.
 * @param      size         `sizeof(revops_policy_params)` as compiled.
 * @retval REVOPS_OK           Read: there is no fault.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or a number is out of range.
 * @retval REVOPS_ERR_ABI      A size fits no version of its struct.
 * @retval REVOPS_ERR_NEWER    A field or flag is set that this library doesn't know.
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned.
 * @retval REVOPS_ERR_NOSPACE  @p memory_size is too small; also where a document isn't JSON and no memory was given, the
 *                             answer is REVOPS_ERR_FORMAT.
 * @retval REVOPS_ERR_FORMAT   There are faults; @p faults and @p count tell them.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_policy_read(const revops_policy_read_params *params,
                                                             void *memory, size_t memory_size, size_t *needed,
                                                             revops_policy_fault *faults, size_t capacity,
                                                             size_t *count, revops_policy_params *out,
                                                             size_t size);

/**
 * Lists the time zones that a policy names and doesn't define: those that the host hands in.
 *
 * @param      params       As for revops_policy_read(); its zones don't matter.
 * @param[out] memory       Where nodes and names go, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes that suffice; NULL if not wanted.
 * @param[out] out          Names, in @p memory; may be NULL when @p capacity is 0.
 * @param      capacity     Names at @p out.
 * @param[out] count        Names there are; NULL if not wanted.
 * @retval REVOPS_OK           Listed.
 * @retval REVOPS_ERR_NOSPACE  @p memory_size or @p capacity is too small.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or a number is out of range.
 * @retval REVOPS_ERR_ABI      A size fits no version of its struct.
 * @retval REVOPS_ERR_NEWER    A field or flag is set that this library doesn't know.
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned.
 * @retval REVOPS_ERR_FORMAT   A document isn't JSON: revops_policy_read() tells where.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_policy_zones(const revops_policy_read_params *params,
                                                              void *memory, size_t memory_size,
                                                              size_t *needed, const char **out,
                                                              size_t capacity, size_t *count);

/**
 * Writes a policy as its canonical document: sections and keys in the order of the grammar, defaults left out, one row a
 * line. Read again it gives equal rows; of rows that no document gave, those whose order means nothing come back sorted.
 *
 * @param      params    The policy.
 * @param[out] out       The document, closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity  Bytes at @p out.
 * @param[out] needed    Bytes of the document, its NUL included; NULL if not wanted.
 * @retval REVOPS_OK           Written.
 * @retval REVOPS_ERR_NOSPACE  @p capacity is too small.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or as revops_policy_check() says.
 * @retval REVOPS_ERR_ABI      As revops_policy_check() says.
 * @retval REVOPS_ERR_NEWER    As revops_policy_check() says.
 * @retval REVOPS_ERR_UNSOUND  As revops_policy_check() says.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_policy_write(const revops_policy_params *params, char *out,
                                                              size_t capacity, size_t *needed);

/**
 * Tells two policies apart in words, one line a difference: "first contact for high intent: 4 h → 2 h".
 *
 * @param      before       The earlier policy.
 * @param      after        The later one.
 * @param[out] memory       For work, aligned to #REVOPS_ALIGNMENT; NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes of memory that suffice; NULL if not wanted.
 * @param[out] out          The lines, closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity     Bytes at @p out.
 * @param[out] count        Bytes of the lines, without the NUL; 0: the policies are equal. NULL if not wanted.
 * @retval REVOPS_OK           Told.
 * @retval REVOPS_ERR_NOSPACE  @p memory_size or @p capacity is too small.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, or as revops_policy_check() says of one of them.
 * @retval REVOPS_ERR_ABI      As revops_policy_check() says.
 * @retval REVOPS_ERR_NEWER    As revops_policy_check() says.
 * @retval REVOPS_ERR_UNSOUND  As revops_policy_check() says.
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned.
 * @retval REVOPS_ERR_CORRUPT  A text of a policy isn't UTF-8.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_policy_diff(const revops_policy_params *before,
                                                             const revops_policy_params *after, void *memory,
                                                             size_t memory_size, size_t *needed, char *out,
                                                             size_t capacity, size_t *count);

enum {
    /** Number of the first figure of a policy that plan.h doesn't know, as a metric; the next ones follow. @since 0.1 */
    REVOPS_POLICY_OWN_METRIC = 1000
};

/**
 * The bands by which a policy judges figures, as those of a #revops_plan_params: the policy's own, and the built-in ones of metrics that it
 * doesn't speak of. A figure is the metric of its name ("pipeline coverage", "CAC payback" and "sales acceptance" are coverage, payback and
 * acceptance), with values in that metric's unit; any other is an own one, with values in the unit in which the policy gives it. A band with the name of
 * a built-in one of the metric has its verdict; any other is #REVOPS_PLAN_FAIR.
 *
 * @param[in]  params    The policy; names of bands stay its own.
 * @param[out] out       Bands; NULL with @p capacity 0 to ask for their number.
 * @param      capacity  Room at @p out.
 * @param[out] needed    Number of bands; may be NULL.
 * @retval REVOPS_OK           Written.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_ABI      A size fits no version of its struct.
 * @retval REVOPS_ERR_NEWER    A field is set that this library doesn't know.
 * @retval REVOPS_ERR_NOSPACE  @p capacity is too small; what fits was written.
 * @retval REVOPS_ERR_UNSOUND  Bounds of a figure don't rise, or have another unit than its metric.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_policy_plan_bands(const revops_policy_params *params,
                                                                   revops_plan_band *out, size_t capacity,
                                                                   size_t *needed);

/**
 * The metric of a figure's name, as revops_policy_plan_bands() numbers them.
 *
 * @param[in]  params  The policy.
 * @param[in]  text    Name; need not end in a NUL. Case and runs of space, `_` and `-` make no difference.
 * @param      length  Bytes of it.
 * @param[out] out     The metric.
 * @retval REVOPS_OK         Found.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_ABI    A size fits no version of its struct.
 * @retval REVOPS_ERR_NEWER  A field is set that this library doesn't know.
 * @retval REVOPS_ERR_RANGE  Nothing has that name.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_policy_metric_find(const revops_policy_params *params,
                                                                    const char *text, size_t length,
                                                                    uint32_t *out);

/** What a mark says of a policy [SEM29]. @since 0.1 */
enum revops_policy_mark_kinds {
    REVOPS_POLICY_MARK_LAYOUT = 1, /**< Names and order of what has a place in a record. */
    REVOPS_POLICY_MARK_RULES =
        2 /**< All that changes a result: without texts for people, name, roster, figures, promises
                                        and escalation, and without zones that the host handed in. */
};
/** One of #revops_policy_mark_kinds. @since 0.1 */
typedef uint32_t revops_policy_mark_kind;

/**
 * Mark of a policy: equal for policies that are equal in what it covers.
 *
 * @param      params  The policy.
 * @param      kind    One of #revops_policy_mark_kinds.
 * @param[out] out     The mark.
 * @retval REVOPS_OK           Done.
 * @retval REVOPS_ERR_ARG      A pointer is NULL, there is no such @p kind, or as revops_policy_check() says.
 * @retval REVOPS_ERR_ABI      As revops_policy_check() says.
 * @retval REVOPS_ERR_NEWER    As revops_policy_check() says.
 * @retval REVOPS_ERR_UNSOUND  As revops_policy_check() says.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_policy_mark(const revops_policy_params *params,
                                                             revops_policy_mark_kind kind, uint64_t *out);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
