/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_EMAIL_H
#define REVOPS_EMAIL_H

#include <revops/base.h>
#include <revops/condition.h>

/**
 * @file
 * @defgroup email E-mail: class and canonical form of an address
 *
 * Classifies e-mail addresses as company, free, role, forwarding or disposable addresses (SC3), and gives the canonical
 * form of addresses that reach the same mailbox. revops_email_build() compiles the lists of domains and role names
 * once, revops_email_classify() classifies an address, and revops_email_canonical_text() writes its canonical form.
 *
 * The library has built-in lists. Your own lists are added to them or replace them. The built-in lists age:
 * revops_email_lists_day() gives the date of their last revision.
 *
 * An address is `local@domain` in the syntax of RFC 5321 (section 4.1.2) and RFC 6531 (internationalised, UTF-8), with
 * these differences:
 *
 * - ASCII white space around it (space, tab, line feed, vertical tab, form feed, carriage return) is ignored.
 * - One dot at the end of the domain (the root) is ignored. Any other empty label makes the address invalid.
 * - The domain must have two or more labels: `root@localhost` and address literals (`a@[192.0.2.1]`) are invalid.
 * - An empty quoted local part (`""@example.com`) is invalid.
 * - A local part that contains `=?` is invalid: RFC 2047 (section 5) forbids encoded words in addresses, and programs
 *   that decode them nevertheless deliver to another address.
 * - Invisible and confusable characters are invalid in both parts: white space beyond ASCII (U+00A0, U+3000 …), control
 *   characters and U+00AD, general punctuation (U+2000 – U+206F: zero width, writing direction, and the joiners of a
 *   few scripts), U+FEFF, full-width ASCII (U+FF01 – U+FF5E) and the full stops U+3002, U+FF0E and U+FF61.
 * - The library doesn't check whether a registry allows the other characters of a domain.
 *
 * The class may be used as an attribute of fit rules (@ref score).
 *
 * **Threads.** A compiled #revops_email is read-only and may be shared.
 *
 * Example: examples/email.c.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

enum {
    /** Domains of the caller: published lists of disposable domains have up to 200,000. @since 0.1 */
    REVOPS_EMAIL_DOMAINS_MAX = 1 << 20,
    /** Role names of the caller: ten times the built-in list. @since 0.1 */
    REVOPS_EMAIL_ROLES_MAX = 4096,
    /** Bytes of a domain (RFC 5321, section 4.5.3.1.2, without the dots at its ends). @since 0.1 */
    REVOPS_EMAIL_DOMAIN_MAX = 253,
    /** Bytes of a local part (RFC 5321, section 4.5.3.1.1). @since 0.1 */
    REVOPS_EMAIL_LOCAL_MAX = 64
};

/** Classes of an address. Precedence: invalid, the class of the domain, role, company. @since 0.1 */
enum revops_email_classes {
    REVOPS_EMAIL_COMPANY = 1,    /**< A person at a domain that isn't a known mail provider. */
    REVOPS_EMAIL_FREE = 2,       /**< A free mailbox, such as gmail.com: an individual. */
    REVOPS_EMAIL_ROLE = 3,       /**< A role at a company, such as info@ or sales.emea@. */
    REVOPS_EMAIL_DISPOSABLE = 4, /**< A disposable mailbox. */
    REVOPS_EMAIL_INVALID = 5,    /**< Not a valid public address. */
    REVOPS_EMAIL_FORWARDING = 6  /**< A forwarding alias of an unknown mailbox, such as mozmail.com. */
};
/** One of #revops_email_classes. @since 0.1 */
typedef uint32_t revops_email_class;

/** Subdomains of the domain have its class, too. @since 0.1 */
#define REVOPS_EMAIL_WITH_SUBDOMAINS 1u
/** Dots in a local part are ignored: `a.da@gmail.com` and `ada@gmail.com` reach the same mailbox. @since 0.1 */
#define REVOPS_EMAIL_WITHOUT_DOTS 2u

/** A domain of the caller. It replaces a built-in domain and any earlier row of the same name. @since 0.1 */
typedef struct revops_email_domain {
    const char *name; /**< "example.com", closed by a NUL; the case of letters doesn't matter. */
    /** Domain of which it is an alias, such as "gmail.com" for "googlemail.com"; NULL for none. Up to eight aliases of
        aliases are followed. */
    const char *same_as;
    revops_email_class
        email_class; /**< #REVOPS_EMAIL_COMPANY (role addresses still have class role), #REVOPS_EMAIL_FREE,
                                       #REVOPS_EMAIL_DISPOSABLE or #REVOPS_EMAIL_FORWARDING. */
    uint32_t flags;  /**< Sum of #REVOPS_EMAIL_WITH_SUBDOMAINS and #REVOPS_EMAIL_WITHOUT_DOTS. */
} revops_email_domain;

/** Don't use the built-in domains. @since 0.1 */
#define REVOPS_EMAIL_OWN_DOMAINS_ONLY 1u
/** Don't use the built-in role names. @since 0.1 */
#define REVOPS_EMAIL_OWN_ROLES_ONLY 2u

/** Lists of the caller. Start from #REVOPS_EMAIL_PARAMS_INIT or revops_email_defaults(). @since 0.1 */
typedef struct revops_email_params {
    uint32_t struct_size;               /**< sizeof(revops_email_params) as compiled. */
    uint32_t flags;                     /**< #REVOPS_EMAIL_OWN_DOMAINS_ONLY, #REVOPS_EMAIL_OWN_ROLES_ONLY. */
    uint32_t domain_count;              /**< 0 … #REVOPS_EMAIL_DOMAINS_MAX. */
    uint32_t domain_row_size;           /**< sizeof(revops_email_domain) as compiled. */
    uint32_t role_count;                /**< 0 … #REVOPS_EMAIL_ROLES_MAX. */
    uint32_t reserved;                  /**< 0. */
    const revops_email_domain *domains; /**< NULL only when there are none. */
    const char *const *roles; /**< Local parts, closed by NULs: "sales", "no-reply"; ".", "-", "_" and "+" are
                                 equal. NULL only when there are none. */
} revops_email_params;

/** The built-in lists. @since 0.1 */
#define REVOPS_EMAIL_PARAMS_INIT                                                                             \
    {                                                                                                        \
        sizeof(revops_email_params), 0, 0, sizeof(revops_email_domain), 0, 0, NULL, NULL                     \
    }

/**
 * Writes #REVOPS_EMAIL_PARAMS_INIT.
 *
 * @param[out] out   Parameters.
 * @param      size  sizeof(revops_email_params) as compiled.
 * @retval REVOPS_OK       Written.
 * @retval REVOPS_ERR_ARG  @p out is NULL.
 * @retval REVOPS_ERR_ABI  @p size fits no version.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_email_defaults(revops_email_params *out, size_t size);

/**
 * Lists every fault of the lists.
 *
 * @param[in]  params    The lists.
 * @param[out] problems  Faults in the order of rows; may be NULL when @p capacity is 0.
 * @param      capacity  Problems at @p problems.
 * @param[out] needed    Number of faults; may be NULL.
 * @retval REVOPS_OK         revops_email_build() would take them.
 * @retval REVOPS_ERR_ARG    @p params is NULL, or a count, name, class or reserved field is out of range.
 * @retval REVOPS_ERR_ABI    `struct_size` or `domain_row_size` fits no version.
 * @retval REVOPS_ERR_NEWER  A flag or field is set that this library doesn't know.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_email_check(const revops_email_params *params,
                                                             revops_problem *problems, size_t capacity,
                                                             size_t *needed);

/**
 * Writes a fault as a sentence with its domain or role: `domains[3].name ("exa mple") is 8; expected …`.
 *
 * @param[in]  params    The lists that were checked; may be NULL.
 * @param[in]  problem   From revops_email_check(); NULL gives "no problem".
 * @param[out] out       Text closed by a NUL; may be NULL when @p capacity is 0.
 * @param      capacity  Bytes at @p out.
 * @return Full length of the text (see @ref base).
 * @since 0.1
 */
REVOPS_API size_t revops_email_problem_text(const revops_email_params *params, const revops_problem *problem,
                                            char *out, size_t capacity);

/** Compiled lists: read-only, free of pointers. @since 0.1 */
typedef struct revops_email revops_email;

/**
 * Checks lists and compiles them. The built-in ones alone take about 50 KB.
 *
 * @param[in]  params       The lists; not needed afterwards.
 * @param[out] memory       Memory for the compiled form, aligned to #REVOPS_ALIGNMENT; may be NULL to ask for the size.
 * @param      memory_size  Bytes at @p memory.
 * @param[out] needed       Bytes needed; may be NULL. Set on REVOPS_OK and REVOPS_ERR_NOSPACE.
 * @param[out] out          The compiled lists, inside @p memory; may be NULL with @p memory.
 * @retval REVOPS_OK           Compiled.
 * @retval REVOPS_ERR_ARG      A pointer is missing, or a count, name, class or reserved field is out of range.
 * @retval REVOPS_ERR_ABI      `struct_size` or `domain_row_size` fits no version.
 * @retval REVOPS_ERR_NEWER    A flag or field is set that this library doesn't know.
 * @retval REVOPS_ERR_NOSPACE  @p memory is NULL, or @p memory_size is too small.
 * @retval REVOPS_ERR_ALIGN    @p memory isn't aligned.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_email_build(const revops_email_params *params, void *memory,
                                                             size_t memory_size, size_t *needed,
                                                             const revops_email **out);

/**
 * Day on which the built-in lists were last revised.
 *
 * @return Days since 1970-01-01.
 * @since 0.1
 */
REVOPS_API int32_t revops_email_lists_day(void);

/**
 * Class of an e-mail address.
 *
 * A domain has the class of its own row. Without one it has the class of the nearest parent domain whose row has
 * #REVOPS_EMAIL_WITH_SUBDOMAINS. Built-in disposable and forwarding domains have this flag, built-in free ones don't.
 *
 * A company address is a role address when its local part is a role name, or starts with one and a separator (`.`, `-`,
 * `_` or `+`): `sales@`, `sales.emea@`, `sales-team@`, `support+x@`. Separators within a name are equal: `no_reply@` is
 * `no-reply@`.
 *
 * @param[in] email   Compiled lists.
 * @param[in] text    Bytes; need not end in a NUL. NULL counts as empty.
 * @param     length  Number of them.
 * @return The class; #REVOPS_EMAIL_INVALID for an empty text, or when @p email is NULL.
 * @since 0.1  @see revops_email_classify_many() for many
 */
REVOPS_API revops_email_class revops_email_classify(const revops_email *email, const char *text,
                                                    size_t length);

/**
 * Classes of a column of addresses, as revops_email_classify() gives them.
 *
 * @param[in]  email    Compiled lists.
 * @param[in]  texts    The addresses; an empty text is invalid.
 * @param[out] classes  `texts->count` classes; must not overlap the texts.
 * @retval REVOPS_OK       Done.
 * @retval REVOPS_ERR_ARG  A pointer is missing, or offsets fall or are negative; nothing was written.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_email_classify_many(const revops_email *email,
                                                                     const revops_texts *texts,
                                                                     uint8_t *classes);

/**
 * Canonical form of an address, which is the same for all addresses that reach a mailbox. Use it to find duplicates:
 * `A.Da+news@GoogleMail.com.` becomes `ada@gmail.com`.
 *
 * White space around the address and the dot at its end are removed. Letters A–Z become lower case, also in the local
 * part, because no large provider distinguishes them. In an unquoted local part, everything from the first `+` on is
 * removed, unless the local part starts with it. Dots of an unquoted local part are removed if the domain's row has
 * #REVOPS_EMAIL_WITHOUT_DOTS. A domain with `same_as` is replaced by that domain.
 *
 * @param[in]  email     Compiled lists.
 * @param[in]  text      Bytes; need not end in a NUL. NULL counts as empty.
 * @param      length    Number of them.
 * @param[out] out       Text closed by a NUL; may be NULL when @p capacity is 0. Must not overlap @p text.
 * @param      capacity  Bytes at @p out; 319 always suffice.
 * @return Full length of the text (see @ref base); 0 for an invalid address, or when @p email is NULL.
 * @since 0.1  @see revops_email_canonical_text_many() for many
 */
REVOPS_API size_t revops_email_canonical_text(const revops_email *email, const char *text, size_t length,
                                              char *out, size_t capacity);

/**
 * Canonical forms of a column of addresses, as revops_email_canonical_text() gives them; empty for invalid ones.
 *
 * @param[in]  email     Compiled lists.
 * @param[in]  texts     The addresses.
 * @param[out] bytes     Canonical forms, one after the other without NULs; may be NULL when @p capacity is 0.
 * @param      capacity  Bytes at @p bytes.
 * @param[out] needed    Bytes needed; also written on REVOPS_ERR_NOSPACE.
 * @param[out] offsets   `texts->count` + 1 offsets into @p bytes. The outputs must not overlap the texts.
 * @retval REVOPS_OK           Done.
 * @retval REVOPS_ERR_ARG      A pointer is missing, or offsets fall or are negative; nothing was written.
 * @retval REVOPS_ERR_NOSPACE  There are more bytes than @p capacity; @p bytes and @p offsets are undefined.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_email_canonical_text_many(const revops_email *email,
                                                                           const revops_texts *texts,
                                                                           char *bytes, size_t capacity,
                                                                           size_t *needed, int64_t *offsets);

/**
 * Name of a class, such as "free".
 *
 * @param email_class  Any value.
 * @return Text, "unknown" for an unknown value, never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_email_class_name(revops_email_class email_class);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
