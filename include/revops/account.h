/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_ACCOUNT_H
#define REVOPS_ACCOUNT_H

#include <revops/base.h>
#include <revops/condition.h>
#include <revops/email.h>

/**
 * @file
 * @defgroup account Account: which account a lead belongs to
 *
 * Finds the account of a lead by the host's key, by the domain of the e-mail address, or by the company's name (RT8).
 * revops_account_build() compiles the accounts' keys, domains and names; revops_account_match() looks up one lead and
 * revops_account_match_many() many.
 *
 * An *entry* is one key, domain or name of an account. An account may have any number of entries, and several
 * accounts may share one. A lead is looked up by its
 *
 * 1. **key**, compared byte by byte.
 * 2. **domain** of the e-mail address, or the nearest parent domain that is an entry: `ada@eu.acme.com` finds
 *    `acme.com`. Free, disposable, forwarding and invalid addresses (email.h) have no company domain.
 * 3. **name**, folded: without case and accents (@ref condition), punctuation, a leading "the" and legal forms at the
 *    end. "&" and "+" become "and". `Müller & Söhne GmbH` and `MULLER AND SOHNE` are equal.
 *
 * The first of the three that finds accounts determines the candidates. Each later one that finds accounts keeps the
 * candidates that it finds, too. If it finds none of them, the candidates stay, and the answer is flagged as
 * *contradicted*. A single remaining candidate is the answer. If several remain, the answer is *ambiguous* and names no
 * account.
 *
 * A match takes one hash look-up for the key, one for the name and one for each label of the domain. The number of
 * accounts doesn't matter.
 *
 * **Threads.** Compiled entries are read-only and may be shared.
 *
 * Example: examples/accounts.c.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    REVOPS_ACCOUNT_ENTRIES_MAX = 1 << 24, /**< Entries of a few million accounts. @since 0.1 */
    REVOPS_ACCOUNT_TEXT_MAX = 254         /**< Bytes of a folded entry: the longest domain. @since 0.1 */
};

/** Kinds of an entry. @since 0.1 */
enum revops_account_kinds {
    REVOPS_ACCOUNT_BY_KEY = 1,    /**< The host's own key, compared byte by byte. */
    REVOPS_ACCOUNT_BY_DOMAIN = 2, /**< A domain, or a web address, whose host counts without "www.". */
    REVOPS_ACCOUNT_BY_NAME = 3    /**< A company's name. */
};
/** One of #revops_account_kinds. @since 0.1 */
typedef uint32_t revops_account_kind;

/** A key, domain or name of an account. @since 0.1 */
typedef struct revops_account_entry {
    const char *text;         /**< Text closed by a NUL; 1 … #REVOPS_ACCOUNT_TEXT_MAX bytes when folded. */
    uint32_t account;         /**< Id of the account, from 1. */
    revops_account_kind kind; /**< Kind of the text. */
} revops_account_entry;

/** Entries of all accounts. Start from #REVOPS_ACCOUNT_PARAMS_INIT or revops_account_defaults(). @since 0.1 */
typedef struct revops_account_params {
    uint32_t struct_size;                /**< sizeof(revops_account_params) as compiled. */
    uint32_t flags;                      /**< 0. */
    uint32_t entry_count;                /**< 0 … #REVOPS_ACCOUNT_ENTRIES_MAX. */
    uint32_t entry_row_size;             /**< sizeof(revops_account_entry) as compiled. */
    const revops_account_entry *entries; /**< Entries in any order; NULL for none. Repeats are ignored. */
} revops_account_params;

/** No entries. @since 0.1 */
#define REVOPS_ACCOUNT_PARAMS_INIT                                                                           \
    {                                                                                                        \
        sizeof(revops_account_params), 0, 0, sizeof(revops_account_entry), NULL                              \
    }

/**
 * Writes #REVOPS_ACCOUNT_PARAMS_INIT.
 *
 * @param[out] out   Parameters.
 * @param      size  sizeof(revops_account_params) as compiled.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_account_defaults(revops_account_params *out, size_t size);

/**
 * Lists every fault of entries.
 *
 * @param[in]  params    The entries.
 * @param[out] problems  Faults in the order of rows; may be NULL when @p capacity is 0.
 * @param      capacity  Problems at @p problems.
 * @param[out] needed    Number of faults; may be NULL.
 * @retval REVOPS_OK         revops_account_build() would take them.
 * @retval REVOPS_ERR_ARG    A pointer is NULL, or a count, account or text is out of range.
 * @retval REVOPS_ERR_ABI    `struct_size` or `entry_row_size` fits no version.
 * @retval REVOPS_ERR_NEWER  A flag, field or kind is set that this library doesn't know.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_account_check(const revops_account_params *params,
                                                               revops_problem *problems, size_t capacity,
                                                               size_t *needed);

/** Compiled entries: read-only, free of pointers. @since 0.1 */
typedef struct revops_account revops_account;

/**
 * Checks entries and compiles them. Each takes about 40 bytes and its text.
 *
 * @param[in]  params       The entries; not needed afterwards.
 * @param[out] memory       Memory for the compiled form, aligned to #REVOPS_ALIGNMENT; may be NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed; may be NULL. Set on REVOPS_OK and REVOPS_ERR_NOSPACE.
 * @param[out] out          The compiled entries, inside @p memory; may be NULL with @p memory.
 * @retval REVOPS_OK           Compiled.
 * @retval REVOPS_ERR_ARG      A pointer is missing, or a count, account or text is out of range.
 * @retval REVOPS_ERR_ABI      `struct_size` or `entry_row_size` fits no version.
 * @retval REVOPS_ERR_NEWER    A flag, field or kind is set that this library doesn't know.
 * @retval REVOPS_ERR_NOSPACE  @p memory is NULL, or @p memory_size is too small.
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_account_build(const revops_account_params *params,
                                                               void *memory, size_t memory_size,
                                                               size_t *needed, const revops_account **out);

/** Known texts of a lead. They need not end in a NUL; NULL means unknown. @since 0.1 */
typedef struct revops_account_lead {
    const char *key;         /**< The host's key of its account. */
    const char *address;     /**< Its e-mail address. */
    const char *name;        /**< Its company's name. */
    uint32_t key_length;     /**< Bytes of `key`. */
    uint32_t address_length; /**< Bytes of `address`. */
    uint32_t name_length;    /**< Bytes of `name`. */
    uint32_t reserved;       /**< 0. */
} revops_account_lead;

/** @name Flags of an answer
 * @{ */
#define REVOPS_ACCOUNT_AMBIGUOUS    1u /**< Several candidates remain; `account` is #REVOPS_NONE. */
#define REVOPS_ACCOUNT_NARROWED     2u /**< A later look-up removed candidates. */
#define REVOPS_ACCOUNT_CONTRADICTED 4u /**< A later look-up found other accounts only. */
#define REVOPS_ACCOUNT_NO_COMPANY   8u /**< The address is not a company's, so its domain didn't count. */
/** @} */

/** Which account a lead belongs to. @since 0.1 */
typedef struct revops_account_answer {
    uint32_t account;       /**< Id of the account; #REVOPS_NONE when none or several remain. */
    revops_account_kind by; /**< Look-up that found the candidates; 0 when none did. */
    uint32_t count;         /**< Remaining candidates. */
    uint32_t flags;         /**< Sum of #REVOPS_ACCOUNT_AMBIGUOUS … */
} revops_account_answer;

/**
 * Finds a lead's account.
 *
 * @param[in]  account  Compiled entries.
 * @param[in]  email    Compiled lists of domains that are not a company's; NULL when every domain counts.
 * @param[in]  lead     Known texts of the lead.
 * @param[out] out      The account, and how it was found.
 * @retval REVOPS_OK         Looked up.
 * @retval REVOPS_ERR_ARG    A pointer is NULL.
 * @retval REVOPS_ERR_NEWER  A reserved field is set.
 * @since 0.1  @see revops_account_match_many()
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_account_match(const revops_account *account,
                                                               const revops_email *email,
                                                               const revops_account_lead *lead,
                                                               revops_account_answer *out);

/**
 * Finds the accounts of many leads, as revops_account_match() does. Empty texts are unknown.
 *
 * @param[in]  account    Compiled entries.
 * @param[in]  email      As for revops_account_match().
 * @param[in]  keys       @p count keys; NULL when none is known. Columns may be the same.
 * @param[in]  addresses  @p count e-mail addresses; or NULL.
 * @param[in]  names      @p count names of companies; or NULL.
 * @param      count      Leads.
 * @param[out] out        @p count answers; must not overlap the columns.
 * @retval REVOPS_OK       Looked up.
 * @retval REVOPS_ERR_ARG  A pointer is missing, a column doesn't have @p count texts, or offsets fall or are
 *                         negative; nothing was written.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_account_match_many(
    const revops_account *account, const revops_email *email, const revops_texts *keys,
    const revops_texts *addresses, const revops_texts *names, size_t count, revops_account_answer *out);

/**
 * Lists the remaining candidates of a lead, for example to resolve an ambiguous answer.
 *
 * @param[in]  account   Compiled entries.
 * @param[in]  email     As for revops_account_match().
 * @param[in]  lead      Known texts of the lead.
 * @param[out] out       Ids in ascending order; may be NULL when @p capacity is 0.
 * @param      capacity  Ids at @p out.
 * @param[out] needed    Number of ids; also written on REVOPS_ERR_NOSPACE.
 * @retval REVOPS_OK           Listed.
 * @retval REVOPS_ERR_ARG      A pointer is NULL.
 * @retval REVOPS_ERR_NEWER    A reserved field is set.
 * @retval REVOPS_ERR_NOSPACE  There are more; @p out is untouched.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_account_candidates(const revops_account *account,
                                                                    const revops_email *email,
                                                                    const revops_account_lead *lead,
                                                                    uint32_t *out, size_t capacity,
                                                                    size_t *needed);

/**
 * Folds a text as it is compared.
 *
 * @param      kind      Kind of the text.
 * @param[in]  text      Bytes; need not end in a NUL; may be NULL when @p length is 0.
 * @param      length    Number of them.
 * @param[out] out       Text closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity  Bytes at @p out; #REVOPS_ACCOUNT_TEXT_MAX + 1 always suffice.
 * @return Full length of the text (see @ref base); 0 when the text can't be an entry: it is empty, too long or not a
 * domain, or the kind is unknown.
 * @since 0.1
 */
REVOPS_API size_t revops_account_folded_text(revops_account_kind kind, const char *text, size_t length,
                                             char *out, size_t capacity);

/**
 * Name of a kind, such as "domain".
 *
 * @param kind  Any value.
 * @return Text, "unknown" for an unknown value, never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_account_kind_name(revops_account_kind kind);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
