/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_TITLE_H
#define REVOPS_TITLE_H

#include <revops/base.h>
#include <revops/condition.h>

/**
 * @file
 * @defgroup title Title: seniority and function from job titles
 *
 * Finds the seniority and the function in a job title (SC14). revops_title_build() compiles a table of phrases,
 * revops_title_classify() looks up a title. Rules of @ref score and @ref segment can use the resulting numbers like any
 * choice.
 *
 * A *phrase* is one or several consecutive words that stand for a seniority or a function. Phrases and titles are
 * compared by words, folded: without case, accents (@ref condition) and punctuation. Dots in abbreviations are removed,
 * "&" and "+" become "and". `V.P., Marketing & Sales` has the words "vp", "marketing", "and", "sales". Only whole words
 * match: "intern" doesn't match "International".
 *
 * **The first phrase of the table that occurs in the title decides**, at any position, separately for seniority and for
 * function. Therefore "assistant to" is before "ceo" in the table. An occurrence within that of a longer phrase of the
 * same kind doesn't count: a "product owner" is no "owner", and a "vice president" no "president".
 *
 * **The table** can be extended or replaced. The caller's phrases come before the built-in ones.
 * #REVOPS_TITLE_OWN_SENIORITIES_ONLY and #REVOPS_TITLE_OWN_FUNCTIONS_ONLY exclude the built-in ones. A phrase may stand
 * for one of the numbers below or for a caller's number. revops_title_standard() writes the built-in table: English,
 * German and some French, as of 2026-11-27.
 *
 * A title takes two look-ups in a hash table per word if phrases have at most two words.
 *
 * **Threads.** A compiled table is read-only and may be shared.
 *
 * Example: examples/titles.c.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    REVOPS_TITLE_PHRASES_MAX = 1 << 20, /**< Phrases: all titles of a large company. @since 0.1 */
    REVOPS_TITLE_WORDS_MAX = 16,        /**< Words of a phrase: a long title. @since 0.1 */
    /** Bytes of a folded phrase. Of a folded title, only the words within these bytes are used. @since 0.1 */
    REVOPS_TITLE_TEXT_MAX = 256
};

/** @name Flags of revops_title_params
 * @{ */
#define REVOPS_TITLE_OWN_SENIORITIES_ONLY 1u /**< Exclude the built-in phrases of seniorities. */
#define REVOPS_TITLE_OWN_FUNCTIONS_ONLY   2u /**< Exclude the built-in phrases of functions. */
/** @} */

/** Kinds of phrase. @since 0.1 */
enum revops_title_kinds {
    REVOPS_TITLE_SENIORITY = 1, /**< Seniority: a #revops_title_seniority or a caller's number. */
    REVOPS_TITLE_FUNCTION = 2   /**< Function: a #revops_title_function or a caller's number. */
};
/** One of #revops_title_kinds. @since 0.1 */
typedef uint32_t revops_title_kind;

/** Seniorities of the built-in table, in order of precedence. @since 0.1 */
enum revops_title_seniorities {
    REVOPS_TITLE_ASSISTANT = 1,      /**< Assistants of a named title, such as "Assistant to the CEO". */
    REVOPS_TITLE_FOUNDER = 2,        /**< Founders and owners. */
    REVOPS_TITLE_C_LEVEL = 3,        /**< Chiefs and managing directors. */
    REVOPS_TITLE_VICE_PRESIDENT = 4, /**< Presidents and vice presidents. */
    REVOPS_TITLE_DIRECTOR = 5,       /**< Directors and heads. */
    REVOPS_TITLE_MANAGER = 6,        /**< Managers, leads, principals. */
    REVOPS_TITLE_INTERN = 7,         /**< Students, trainees, apprentices. */
    REVOPS_TITLE_SENIOR = 8,         /**< Seniors without staff: experts, architects. */
    REVOPS_TITLE_JUNIOR = 9          /**< Juniors, associates, assistants. */
};
/** One of #revops_title_seniorities. @since 0.1 */
typedef uint32_t revops_title_seniority;

/** Functions of the built-in table, in order of precedence. @since 0.1 */
enum revops_title_functions {
    REVOPS_TITLE_REVENUE_OPERATIONS = 1,     /**< Operations of sales and marketing. */
    REVOPS_TITLE_PRODUCT = 2,                /**< Product. */
    REVOPS_TITLE_MARKETING = 3,              /**< Marketing and communications. */
    REVOPS_TITLE_SALES = 4,                  /**< Sales and business development. */
    REVOPS_TITLE_CUSTOMER_SUCCESS = 5,       /**< Customer success and support. */
    REVOPS_TITLE_FINANCE = 6,                /**< Finance, accounting, controlling. */
    REVOPS_TITLE_PEOPLE = 7,                 /**< Human resources and recruiting. */
    REVOPS_TITLE_LEGAL = 8,                  /**< Legal and compliance. */
    REVOPS_TITLE_INFORMATION_TECHNOLOGY = 9, /**< Information technology and security. */
    REVOPS_TITLE_ENGINEERING = 10,           /**< Engineering, software, data. */
    REVOPS_TITLE_OPERATIONS = 11,            /**< Operations, logistics, purchasing. */
    REVOPS_TITLE_GENERAL_MANAGEMENT = 12     /**< General management. */
};
/** One of #revops_title_functions. @since 0.1 */
typedef uint32_t revops_title_function;

/** A phrase. @since 0.1 */
typedef struct revops_title_phrase {
    const char *text; /**< 1 … #REVOPS_TITLE_WORDS_MAX words, up to #REVOPS_TITLE_TEXT_MAX bytes when folded;
                         closed by a NUL. */
    revops_title_kind kind; /**< Kind of the phrase. */
    uint32_t outcome;       /**< Seniority or function, from 1: one of the above, or a caller's number. */
} revops_title_phrase;

/** A table of phrases. Start from #REVOPS_TITLE_PARAMS_INIT or revops_title_defaults(). @since 0.1 */
typedef struct revops_title_params {
    uint32_t struct_size;               /**< sizeof(revops_title_params) as compiled. */
    uint32_t flags;                     /**< Sum of #REVOPS_TITLE_OWN_SENIORITIES_ONLY …, or 0. */
    uint32_t phrase_count;              /**< Caller's phrases, 0 … #REVOPS_TITLE_PHRASES_MAX. */
    uint32_t phrase_row_size;           /**< sizeof(revops_title_phrase) as compiled. */
    const revops_title_phrase *phrases; /**< Caller's phrases in order of precedence; or NULL. */
} revops_title_params;

/** Only the built-in table. @since 0.1 */
#define REVOPS_TITLE_PARAMS_INIT                                                                             \
    {                                                                                                        \
        sizeof(revops_title_params), 0, 0, sizeof(revops_title_phrase), NULL                                 \
    }

/**
 * Writes #REVOPS_TITLE_PARAMS_INIT.
 *
 * @param[out] out   Parameters.
 * @param      size  sizeof(revops_title_params) as compiled.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_title_defaults(revops_title_params *out, size_t size);

/**
 * Writes the built-in table as rows, with both flags. revops_title_build() compiles it to the same table as the
 * defaults.
 *
 * @param[out] out   Parameters; their phrases are constants of the library. Read the rows in steps of
 *                 `phrase_row_size`, which is the library's size.
 * @param      size  sizeof(revops_title_params) as compiled.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_title_standard(revops_title_params *out, size_t size);

/**
 * Lists every fault of a table.
 *
 * @param[in]  params    The table.
 * @param[out] problems  Faults in the order of rows; may be NULL when @p capacity is 0.
 * @param      capacity  Problems at @p problems.
 * @param[out] needed    Number of faults; may be NULL.
 * @retval REVOPS_OK         revops_title_build() would accept the table.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or a count, outcome or text is out of range.
 * @retval REVOPS_ERR_ABI    `struct_size` or `phrase_row_size` fits no version.
 * @retval REVOPS_ERR_NEWER  A flag, field or kind is set that this library doesn't know.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_title_check(const revops_title_params *params,
                                                             revops_problem *problems, size_t capacity,
                                                             size_t *needed);

/** A compiled table: read-only, free of pointers. @since 0.1 */
typedef struct revops_title revops_title;

/**
 * Checks a table and compiles it. Each phrase takes about 50 bytes and its text.
 *
 * @param[in]  params       The table; not needed afterwards.
 * @param[out] memory       Memory for the compiled form, aligned to #REVOPS_ALIGNMENT; may be NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed; may be NULL. Set on REVOPS_OK and REVOPS_ERR_NOSPACE.
 * @param[out] out          The compiled table, inside @p memory; may be NULL with @p memory.
 * @retval REVOPS_OK           Compiled.
 * @retval REVOPS_ERR_ARG      A pointer is missing, or a count, outcome or text is out of range.
 * @retval REVOPS_ERR_ABI      `struct_size` or `phrase_row_size` fits no version.
 * @retval REVOPS_ERR_NEWER    A flag, field or kind is set that this library doesn't know.
 * @retval REVOPS_ERR_NOSPACE  @p memory is NULL, or @p memory_size is too small.
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_title_build(const revops_title_params *params, void *memory,
                                                             size_t memory_size, size_t *needed,
                                                             const revops_title **out);

/** Seniority and function of a title. @since 0.1 */
typedef struct revops_title_answer {
    uint32_t seniority; /**< Seniority, or #REVOPS_NONE. */
    uint32_t function;  /**< Function, or #REVOPS_NONE. */
} revops_title_answer;

/**
 * Seniority and function of one title.
 *
 * @param[in]  title   A compiled table.
 * @param[in]  text    UTF-8; need not end in a NUL; may be NULL when @p length is 0.
 * @param      length  Bytes of the text.
 * @param[out] out     Seniority and function.
 * @retval REVOPS_OK       Classified, also if no phrase occurs.
 * @retval REVOPS_ERR_ARG  A pointer is NULL.
 * @since 0.1  @see revops_title_classify_many()
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_title_classify(const revops_title *title, const char *text,
                                                                size_t length, revops_title_answer *out);

/**
 * Seniorities and functions of a column of titles, as revops_title_classify() finds them. The outputs can be used as
 * columns of width #REVOPS_COLUMN_U32 with #REVOPS_NONE as the missing value.
 *
 * @param[in]  title       A compiled table.
 * @param[in]  texts       The titles.
 * @param[out] seniorities `texts->count` seniorities; or NULL.
 * @param[out] functions   `texts->count` functions; or NULL. The outputs must not overlap each other or the texts.
 * @retval REVOPS_OK       Done.
 * @retval REVOPS_ERR_ARG  A pointer is missing, or offsets fall or are negative; nothing was written.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_title_classify_many(const revops_title *title,
                                                                     const revops_texts *texts,
                                                                     uint32_t *seniorities,
                                                                     uint32_t *functions);

/**
 * Name of a kind, such as "seniority".
 *
 * @param kind  Any value.
 * @return Text, "unknown" for an unknown value, never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_title_kind_name(revops_title_kind kind);

/**
 * Name of a seniority, such as "vice president".
 *
 * @param seniority  Any value.
 * @return Text, "unknown" for an unknown value, never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_title_seniority_name(revops_title_seniority seniority);

/**
 * Name of a function, such as "revenue operations".
 *
 * @param function  Any value.
 * @return Text, "unknown" for an unknown value, never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_title_function_name(revops_title_function function);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
