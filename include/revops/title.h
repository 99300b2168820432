/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_TITLE_H
#define REVOPS_TITLE_H

#include <revops/base.h>
#include <revops/condition.h>

/**
 * @file
 * @defgroup title Titles: seniority and function from job titles
 *
 * What a job title says of its holder: how senior, and in which function (SC14). Rules of @ref score and @ref segment
 * then ask for the numbers as for those of any choice.
 *
 * A *phrase* is one word, or several in a row, that stands for a seniority or a function. Phrases and titles are
 * compared by their words, folded: without case and accents (@ref condition) and punctuation; dots of abbreviations are
 * left out, "&" and "+" are "and". `V.P., Marketing & Sales` has the words "vp", "marketing", "and", "sales". A word
 * counts as a whole: "intern" isn't found in "International".
 *
 * **The first phrase of the table that is found decides**, wherever it stands in the title; for seniority and for
 * function by itself. So "assistant to" stands before "ceo".
 *
 * **The table** can be added to or replaced: own phrases come before the built-in ones, which
 * #REVOPS_TITLE_OWN_SENIORITIES_ONLY and #REVOPS_TITLE_OWN_FUNCTIONS_ONLY leave out. Own phrases may stand for the
 * numbers below or for the host's own. revops_title_standard() tells the built-in table: English, German and some
 * French, as of 2026-11-26.
 *
 * A title costs two looks into a hash table for each of its words, as long as phrases have two words at most.
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
    REVOPS_TITLE_PHRASES_MAX = 1 << 20, /**< Own phrases: each title that a large company knows. @since 0.1 */
    REVOPS_TITLE_WORDS_MAX = 16,        /**< Words of a phrase: a whole title. @since 0.1 */
    /** Bytes of a phrase, folded, and those of a title that are looked at: the words that end before the last of them. @since 0.1 */
    REVOPS_TITLE_TEXT_MAX = 256
};

/** @name Flags of revops_title_params
 * @{ */
#define REVOPS_TITLE_OWN_SENIORITIES_ONLY 1u /**< Without the built-in phrases of seniorities. */
#define REVOPS_TITLE_OWN_FUNCTIONS_ONLY   2u /**< Without the built-in phrases of functions. */
/** @} */

/** What a phrase tells. @since 0.1 */
enum revops_title_kinds {
    REVOPS_TITLE_SENIORITY = 1, /**< How senior: a #revops_title_seniority or the host's own number. */
    REVOPS_TITLE_FUNCTION = 2   /**< In which function: a #revops_title_function or the host's own number. */
};
/** One of #revops_title_kinds. @since 0.1 */
typedef uint32_t revops_title_kind;

/** Seniorities of the built-in table, in the order in which their phrases decide. @since 0.1 */
enum revops_title_seniorities {
    REVOPS_TITLE_ASSISTANT =
        1,                    /**< Works for somebody whose title is named, such as "Assistant to the CEO". */
    REVOPS_TITLE_FOUNDER = 2, /**< Founders and owners. */
    REVOPS_TITLE_C_LEVEL = 3, /**< Chiefs and managing directors. */
    REVOPS_TITLE_VICE_PRESIDENT = 4, /**< Presidents and vice presidents. */
    REVOPS_TITLE_DIRECTOR = 5,       /**< Directors and heads. */
    REVOPS_TITLE_MANAGER = 6,        /**< Managers, leads, principals. */
    REVOPS_TITLE_INTERN = 7,         /**< Students, trainees, apprentices. */
    REVOPS_TITLE_SENIOR = 8,         /**< Senior without people: staff, experts, architects. */
    REVOPS_TITLE_JUNIOR = 9          /**< Juniors, associates, assistants. */
};
/** One of #revops_title_seniorities. @since 0.1 */
typedef uint32_t revops_title_seniority;

/** Functions of the built-in table, in the order in which their phrases decide. @since 0.1 */
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
    REVOPS_TITLE_GENERAL_MANAGEMENT = 12     /**< The whole company. */
};
/** One of #revops_title_functions. @since 0.1 */
typedef uint32_t revops_title_function;

/** One phrase. @since 0.1 */
typedef struct revops_title_phrase {
    const char *
        text; /**< 1 … #REVOPS_TITLE_WORDS_MAX words, closed by a NUL; up to #REVOPS_TITLE_TEXT_MAX bytes, folded. */
    revops_title_kind kind; /**< What it tells. */
    uint32_t outcome; /**< The seniority or function, from 1: of those above, or the host's own number. */
} revops_title_phrase;

/** A table of phrases. Start from #REVOPS_TITLE_PARAMS_INIT or revops_title_defaults(). @since 0.1 */
typedef struct revops_title_params {
    uint32_t struct_size;     /**< sizeof(revops_title_params) as compiled. */
    uint32_t flags;           /**< Sum of #REVOPS_TITLE_OWN_SENIORITIES_ONLY …, or 0. */
    uint32_t phrase_count;    /**< Own phrases, 0 … #REVOPS_TITLE_PHRASES_MAX. */
    uint32_t phrase_row_size; /**< sizeof(revops_title_phrase) as compiled. */
    const revops_title_phrase *
        phrases; /**< The first that is found decides, then the built-in ones. NULL only when there are none. */
} revops_title_params;

/** The built-in table alone. @since 0.1 */
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
 * Tells the built-in table as rows, with both flags: what revops_title_build() makes of it is what it makes of the
 * defaults.
 *
 * @param[out] out   Parameters with the phrases, which stay; `phrase_row_size` is the library's own: whoever
 *                   reads rows steps by it.
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
 * @retval REVOPS_OK         revops_title_build() would take it.
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
 * Checks a table and compiles it: some 50 bytes and its text for each phrase.
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

/** What a title says. @since 0.1 */
typedef struct revops_title_answer {
    uint32_t seniority; /**< Outcome of the phrase that decides; #REVOPS_NONE when none is found. */
    uint32_t function;  /**< The same for the function. */
} revops_title_answer;

/**
 * Seniority and function of one title.
 *
 * @param[in]  title   A compiled table.
 * @param[in]  text    UTF-8; need not end in a NUL; may be NULL when @p length is 0.
 * @param      length  Bytes.
 * @param[out] out     What it says.
 * @retval REVOPS_OK       Told, also where no phrase is found.
 * @retval REVOPS_ERR_ARG  A pointer is NULL.
 * @since 0.1  @see revops_title_classify_many()
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_title_classify(const revops_title *title, const char *text,
                                                                size_t length, revops_title_answer *out);

/**
 * Seniorities and functions of a column of titles, as revops_title_classify() gives them: as columns they are of width
 * #REVOPS_COLUMN_U32, and #REVOPS_NONE is their missing value.
 *
 * @param[in]  title        A compiled table.
 * @param[in]  texts        The titles; an empty text says nothing.
 * @param[out] seniorities  `texts->count` of them, or NULL.
 * @param[out] functions    The same. The outputs must not overlap each other or the texts.
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
