/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_ACCOUNT_H
#define REVOPS_ACCOUNT_H

#include <revops/base.h>
#include <revops/condition.h>
#include <revops/email.h>

/**
 * @file
 * @defgroup account Accounts: which account a lead belongs to
 *
 * A lead finds its account by the host's key, by the domain of its e-mail address, or by its company's name (RT8).
 *
 * An *entry* is one key, domain or name of an account; an account may have any number of each, and several accounts may
 * share one. What is known of a lead is looked up in this order:
 *
 * 1. **Key**: byte by byte.
 * 2. **Domain** of its e-mail address, or the nearest domain above it that is an entry: `ada@eu.acme.com` finds
 *    `acme.com`. Addresses that are no company's (free, disposable, forwarding, invalid: email.h) have none.
 * 3. **Name**, folded: without case and accents (@ref condition), punctuation, a leading "the" and legal forms at the end.
 *    "&" and "+" are "and". `Müller & Söhne GmbH` and `MULLER AND SOHNE` are one.
 *
 * The first of them that finds anything decides. What it finds may be several accounts: then those that the next one finds, too, are
 * left, where there are any. One account left is the answer; more than one are *ambiguous* and none is. Where another one
 * finds accounts of which none is left, the answer says that it is *contradicted*.
 *
 * A match costs a hash and a look for each key, name and label of a domain, however many accounts there are.
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
    REVOPS_ACCOUNT_ENTRIES_MAX = 1 << 24, /**< Entries: some of each of a few million accounts. @since 0.1 */
    REVOPS_ACCOUNT_TEXT_MAX = 254         /**< Bytes of an entry, folded: as long as a domain. @since 0.1 */
};

/** What a text is. @since 0.1 */
enum revops_account_kinds {
    REVOPS_ACCOUNT_BY_KEY = 1,    /**< The host's own key, compared byte by byte. */
    REVOPS_ACCOUNT_BY_DOMAIN = 2, /**< A domain, or a web address, of which the host without "www." counts. */
    REVOPS_ACCOUNT_BY_NAME = 3    /**< A company's name. */
};
/** One of #revops_account_kinds. @since 0.1 */
typedef uint32_t revops_account_kind;

/** A key, domain or name of an account. @since 0.1 */
typedef struct revops_account_entry {
    const char *text; /**< Closed by a NUL; folded not empty and up to #REVOPS_ACCOUNT_TEXT_MAX bytes. */
    uint32_t account; /**< Id of the account, from 1. */
    revops_account_kind kind; /**< What the text is. */
} revops_account_entry;

/** Entries of all accounts. Start from #REVOPS_ACCOUNT_PARAMS_INIT or revops_account_defaults(). @since 0.1 */
typedef struct revops_account_params {
    uint32_t struct_size;    /**< sizeof(revops_account_params) as compiled. */
    uint32_t flags;          /**< 0. */
    uint32_t entry_count;    /**< 0 … #REVOPS_ACCOUNT_ENTRIES_MAX. */
    uint32_t entry_row_size; /**< sizeof(revops_account_entry) as compiled. */
    const revops_account_entry
        *entries; /**< In any order; one given twice counts once. NULL only when there are none. */
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
 * Tells every fault of entries.
 *
 * @param[in]  params    The entries.
 * @param[out] problems  Faults in the order of rows; may be NULL when @p capacity is 0.
 * @param      capacity  Problems at @p problems.
 * @param[out] needed    Faults there are; may be NULL.
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
 * Checks entries and compiles them: some 40 bytes and its text for each.
 *
 * @param[in]  params       The entries; not needed afterwards.
 * @param[out] memory       Where to compile them, aligned to #REVOPS_ALIGNMENT; may be NULL to ask for the size.
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

/** What is known of a lead; texts need not end in a NUL, NULL is unknown. @since 0.1 */
typedef struct revops_account_lead {
    const char *key;         /**< The host's key of its account. */
    const char *address;     /**< Its e-mail address. */
    const char *name;        /**< Its company's name. */
    uint32_t key_length;     /**< Bytes of `key`. */
    uint32_t address_length; /**< Bytes of `address`. */
    uint32_t name_length;    /**< Bytes of `name`. */
    uint32_t reserved;       /**< 0. */
} revops_account_lead;

/** @name What else was so, as bits
 * @{ */
#define REVOPS_ACCOUNT_AMBIGUOUS    1u /**< Several accounts are left; `account` is none. */
#define REVOPS_ACCOUNT_NARROWED     2u /**< What came later told several accounts apart. */
#define REVOPS_ACCOUNT_CONTRADICTED 4u /**< What came later finds other accounts. */
#define REVOPS_ACCOUNT_NO_COMPANY   8u /**< The address is no company's, so that it has no domain. */
/** @} */

/** Which account a lead belongs to. @since 0.1 */
typedef struct revops_account_answer {
    uint32_t account;       /**< Id of the account; #REVOPS_NONE for none, or when ambiguous. */
    revops_account_kind by; /**< What found it first; 0 for nothing. */
    uint32_t count;         /**< Accounts left: 0, 1, or more when ambiguous. */
    uint32_t flags;         /**< Sum of #REVOPS_ACCOUNT_AMBIGUOUS … */
} revops_account_answer;

/**
 * Finds a lead's account.
 *
 * @param[in]  account  Compiled entries.
 * @param[in]  email    Compiled lists of domains that are no company's; NULL where every domain counts.
 * @param[in]  lead     What is known.
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
 * Finds the accounts of many leads, as revops_account_match() does; empty texts are unknown.
 *
 * @param[in]  account    Compiled entries.
 * @param[in]  email      As for revops_account_match().
 * @param[in]  keys       Keys, @p count of them; NULL where none is known. Columns may be the same.
 * @param[in]  addresses  E-mail addresses, the same.
 * @param[in]  names      Names of companies, the same.
 * @param      count      Leads.
 * @param[out] out        @p count answers; must not overlap the columns.
 * @retval REVOPS_OK       Looked up.
 * @retval REVOPS_ERR_ARG  A pointer is missing, a column has not @p count texts, or offsets fall or are negative; nothing was
 *                         written.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_account_match_many(
    const revops_account *account, const revops_email *email, const revops_texts *keys,
    const revops_texts *addresses, const revops_texts *names, size_t count, revops_account_answer *out);

/**
 * The accounts that are left of a lead: what an ambiguous answer can't choose from.
 *
 * @param[in]  account   Compiled entries.
 * @param[in]  email     As for revops_account_match().
 * @param[in]  lead      What is known.
 * @param[out] out       Ids, rising; may be NULL when @p capacity is 0.
 * @param      capacity  Ids at @p out.
 * @param[out] needed    Ids there are; also written on REVOPS_ERR_NOSPACE.
 * @retval REVOPS_OK           Told.
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
 * A text as entries and leads are compared.
 *
 * @param      kind      What the text is.
 * @param[in]  text      Bytes; need not end in a NUL; may be NULL when @p length is 0.
 * @param      length    Number of them.
 * @param[out] out       Text closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity  Bytes at @p out; #REVOPS_ACCOUNT_TEXT_MAX + 1 always suffice.
 * @return Full length of the text (see @ref base); 0 where it can't be an entry: empty, too long, no domain, an unknown kind.
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
