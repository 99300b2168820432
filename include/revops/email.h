/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_EMAIL_H
#define REVOPS_EMAIL_H

#include <revops/base.h>

/**
 * @file
 * @defgroup email E-mail: what an address says about a lead
 *
 * Whether an e-mail address is a company's, an individual's, a role's or a throw-away one (SC3).
 *
 * The tables of domains and of role names are constant data, searched by halving; nothing is allocated and case
 * doesn't matter. An attribute of a fit rule set (@ref score) may hold the class as it is.
 * @{
 */

#ifdef __cplusplus
extern "C" {
#endif

/** Class of an address. @since 0.1 */
typedef uint32_t revops_email_class;

#define REVOPS_EMAIL_COMPANY    1u /**< A person at a domain that is no known provider: a potential business. */
#define REVOPS_EMAIL_FREE       2u /**< At a provider of free mailboxes, such as gmail.com: an individual. */
#define REVOPS_EMAIL_ROLE       3u /**< A function at a company, such as info@ or sales.emea@. */
#define REVOPS_EMAIL_DISPOSABLE 4u /**< At a provider of throw-away mailboxes, or at a subdomain of one. */
#define REVOPS_EMAIL_INVALID    5u /**< No address that mail could reach from outside. */

/**
 * Class of an e-mail address.
 *
 * An address is `local@domain` as RFC 5321 (section 4.1.2) and RFC 6531 (internationalised, UTF-8) write it, but:
 *
 * - ASCII white space around it (space, tab, line feed, vertical tab, form feed, carriage return) is skipped.
 * - The domain has two labels or more, so that `root@localhost` and address literals (`a@[192.0.2.1]`) are invalid here.
 * - An empty quoted local part (`""@example.com`) is invalid here.
 * - Characters that are invisible or are typed for another make it invalid, on either side: all white space beyond ASCII
 *   (U+00A0, U+3000 …), control characters and U+00AD, general punctuation (U+2000 – U+206F: zero width, writing
 *   direction; also the joiners that a few scripts could use), U+FEFF, full-width ASCII (U+FF01 – U+FF5E) and the
 *   full stops U+3002, U+FF0E and U+FF61. Whether a registry allows the other characters of a domain isn't checked.
 *
 * An address is a role's when its local part is a role's name or starts with one and a separator (`.`, `-`, `_` or `+`):
 * `sales@`, `sales.emea@`, `sales-team@`, `support+x@`. Within a name separators are the same: `no_reply@` is `no-reply@`.
 * Of several classes the first of: invalid, disposable, free, role, company.
 *
 * @param text    Bytes; need not end in a NUL. NULL counts as empty.
 * @param length  Number of them.
 * @return The class; #REVOPS_EMAIL_INVALID when there is nothing.
 * @since 0.1
 */
REVOPS_API revops_email_class revops_email_classify(const char *text, size_t length);

/**
 * Classes of a column of addresses, laid out as Apache Arrow does: all bytes in one piece, and where each starts.
 *
 * @param      bytes    The addresses, one behind the other.
 * @param      offsets  @p count + 1 of them, rising from 0: address i is the bytes from offset i up to offset i + 1.
 * @param      count    Addresses.
 * @param[out] classes  @p count classes.
 * @retval REVOPS_OK       Done.
 * @retval REVOPS_ERR_ARG  A pointer is missing, or offsets fall or are negative; nothing was written.
 * @since 0.1
 */
REVOPS_API REVOPS_NODISCARD revops_status revops_email_classify_column(const char *bytes,
                                                                       const int64_t *offsets, size_t count,
                                                                       uint8_t *classes);

/**
 * Name of a class, such as "free".
 *
 * @param value  Any value.
 * @return Text, "unknown" for an unknown value, never NULL.
 * @since 0.1
 */
REVOPS_API const char *revops_email_class_name(revops_email_class value);

#ifdef __cplusplus
}
#endif

/** @} */
#endif
