/* SPDX-License-Identifier: MIT */
/* Addresses against a naive twin: patterns and lists read from front to back, no tables, no hashing. Random addresses of all
   lengths from words that matter, with random lists of one's own. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <revops/email.h>

#include "judge/email-tables.h"
#include "random.h"

static unsigned long round_number;

#define MUST(condition, text)                                                                                \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            fprintf(stderr, "%s:%d: round %lu: %s doesn't hold for %s\n", __FILE__, __LINE__, round_number,  \
                    #condition, text);                                                                       \
            exit(EXIT_FAILURE);                                                                              \
        }                                                                                                    \
    } while (0)

enum { DOMAINS = 6, ROLES = 3, BATCH = 24 };

typedef struct lists {
    revops_email_params params;
    revops_email_domain domains[DOMAINS];
    char names[DOMAINS][40];
    const char *roles[ROLES];
} lists;

static const char *const words[] = {
    "ada",        "info",    "sales", "no",   "reply",  "a",       "x", "gmail", "com", "mailinator",
    "mozmail",    "de",      "co",    "uk",   "web",    "42",      "7", "-",     "_",   "+",
    ".",          "@",       ".",     "@",    ".",      "=",       "?", "!",     "/",   "verylonglabel",
    "googlemail", "example", "ru",    "ABCD", "Office", "yopmail",
};

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

/* All texts here are ASCII without quotes. */
static int naive_valid(const char *address, char *local, char *domain)
{
    const char *at = strchr(address, '@');
    if (!at || strchr(at + 1, '@') || at == address || at - address > 64 || strstr(address, "=?")) {
        return 0;
    }
    size_t local_length = (size_t)(at - address);
    for (size_t i = 0; i < local_length; i++) {
        int dot = address[i] == '.';
        if (dot && (i == 0 || i + 1 == local_length || address[i + 1] == '.')) {
            return 0;
        }
        local[i] = lower(address[i]);
    }
    local[local_length] = '\0';
    strcpy(domain, at + 1);
    size_t length = strlen(domain);
    if (length && domain[length - 1] == '.') {
        domain[--length] = '\0';
    }
    int labels = 0, digits = 0;
    if (length == 0 || length > 253) {
        return 0;
    }
    for (char *label = domain; label;) {
        char *end = strchr(label, '.');
        size_t size = end ? (size_t)(end - label) : strlen(label);
        if (size == 0 || size > 63 || label[0] == '-' || label[size - 1] == '-') {
            return 0;
        }
        digits = 1;
        for (size_t i = 0; i < size; i++) {
            if (!isalnum((unsigned char)label[i]) && label[i] != '-') {
                return 0;
            }
            digits &= isdigit((unsigned char)label[i]) != 0;
            label[i] = lower(label[i]);
        }
        labels++;
        label = end ? end + 1 : NULL;
    }
    return labels >= 2 && !digits;
}

/* The row of exactly this domain: class, flags and other name. */
static int naive_row(const lists *own, const char *domain, revops_email_domain *row)
{
    for (int i = (int)own->params.domain_count - 1; i >= 0; i--) {
        char name[64];
        size_t k = 0;
        for (; own->domains[i].name[k]; k++) {
            name[k] = lower(own->domains[i].name[k]);
        }
        name[k] = '\0';
        if (strcmp(name, domain) == 0) {
            *row = own->domains[i];
            return 1;
        }
    }
    if (own->params.flags & REVOPS_EMAIL_OWN_DOMAINS_ONLY) {
        return 0;
    }
    *row = (revops_email_domain){domain, NULL, 0, 0};
    for (size_t i = 0; i < sizeof email_aliases / sizeof email_aliases[0]; i++) {
        if (strcmp(email_aliases[i].name, domain) == 0) {
            row->same_as = email_aliases[i].same_as[0] ? email_aliases[i].same_as : NULL;
            row->flags = email_aliases[i].flags;
        }
    }
    for (size_t i = 0; i < sizeof email_free / sizeof email_free[0]; i++) {
        row->email_class = strcmp(email_free[i], domain) == 0 ? REVOPS_EMAIL_FREE : row->email_class;
    }
    for (size_t i = 0; i < sizeof email_disposable / sizeof email_disposable[0]; i++) {
        if (strcmp(email_disposable[i], domain) == 0) {
            row->email_class = REVOPS_EMAIL_DISPOSABLE;
            row->flags = REVOPS_EMAIL_WITH_SUBDOMAINS;
        }
    }
    for (size_t i = 0; i < sizeof email_forwarding / sizeof email_forwarding[0]; i++) {
        if (strcmp(email_forwarding[i], domain) == 0) {
            row->email_class = REVOPS_EMAIL_FORWARDING;
            row->flags = REVOPS_EMAIL_WITH_SUBDOMAINS;
        }
    }
    return row->email_class != 0;
}

static int naive_is_role_name(const char *role, const char *local)
{
    size_t i = 0;
    for (; role[i]; i++) {
        char a = lower(role[i]), b = local[i];
        if (b == '\0' || !(a == b || (strchr(".-_+", a) && strchr(".-_+", b)))) {
            return 0;
        }
    }
    return local[i] == '\0' || strchr(".-_+", local[i]) != NULL;
}

static revops_email_class naive_class(const lists *own, const char *address)
{
    char local[400], domain[400];
    revops_email_domain row;
    if (!naive_valid(address, local, domain)) {
        return REVOPS_EMAIL_INVALID;
    }
    revops_email_class found = naive_row(own, domain, &row) ? row.email_class : 0;
    for (const char *above = strchr(domain, '.'); above && !found; above = strchr(above + 1, '.')) {
        found =
            naive_row(own, above + 1, &row) && row.flags & REVOPS_EMAIL_WITH_SUBDOMAINS ? row.email_class : 0;
    }
    if (found > REVOPS_EMAIL_COMPANY) {
        return found;
    }
    for (uint32_t i = 0; i < own->params.role_count; i++) {
        if (naive_is_role_name(own->roles[i], local)) {
            return REVOPS_EMAIL_ROLE;
        }
    }
    for (size_t i = 0;
         !(own->params.flags & REVOPS_EMAIL_OWN_ROLES_ONLY) && i < sizeof email_roles / sizeof email_roles[0];
         i++) {
        if (naive_is_role_name(email_roles[i], local)) {
            return REVOPS_EMAIL_ROLE;
        }
    }
    return REVOPS_EMAIL_COMPANY;
}

static void naive_canonical(const lists *own, const char *address, char *out)
{
    char local[400], domain[400], kept[400];
    revops_email_domain row = {NULL, NULL, 0, 0};
    out[0] = '\0';
    if (!naive_valid(address, local, domain)) {
        return;
    }
    if (!naive_row(own, domain, &row)) {
        row.same_as = NULL;
        row.flags = 0;
    }
    char *tag = strchr(local + 1, '+');
    while (tag && tag[-1] == '.' &&
           !(row.flags & REVOPS_EMAIL_WITHOUT_DOTS)) { /* what is left must be an address */
        tag = strchr(tag + 1, '+');
    }
    if (tag) {
        *tag = '\0';
    }
    size_t k = 0;
    for (size_t i = 0; local[i]; i++) {
        if (local[i] != '.' || !(row.flags & REVOPS_EMAIL_WITHOUT_DOTS)) {
            kept[k++] = local[i];
        }
    }
    kept[k] = '\0';
    snprintf(out, 400, "%.64s@", kept);
    for (int followed = 0; row.same_as && followed < 8; followed++) { /* names of names, too */
        const char *to = row.same_as;
        for (k = 0; to[k]; k++) {
            domain[k] = lower(to[k]);
        }
        domain[k] = '\0';
        row.same_as = NULL;
        if (!naive_row(own, domain, &row)) {
            row.same_as = NULL;
        }
    }
    strcat(out, domain);
}

static void make_lists(lists *own, random_state *random)
{
    static const char *const ends[] = {"web.de",           "a.com",     "Example.co.uk",
                                       "x.mailinator.com", "gmail.com", "googlemail.com"};
    static const char *const others[] = {"same.Example.com", "gmail.com", "Ada.Web.de", "a.com",
                                         "googlemail.com"};
    static const char *const roles[] = {"ada", "no-reply", "X_a", "a", "verylonglabel.info"};
    static const revops_email_class classes[] = {REVOPS_EMAIL_COMPANY, REVOPS_EMAIL_FREE,
                                                 REVOPS_EMAIL_DISPOSABLE, REVOPS_EMAIL_FORWARDING};
    const revops_email_params init = REVOPS_EMAIL_PARAMS_INIT;
    own->params = init;
    own->params.flags = (uint32_t)random_below(random, 4);
    own->params.domain_count = (uint32_t)random_below(random, DOMAINS + 1);
    own->params.role_count = (uint32_t)random_below(random, ROLES + 1);
    own->params.domains = own->domains;
    own->params.roles = own->roles;
    for (int i = 0; i < DOMAINS; i++) {
        snprintf(own->names[i], sizeof own->names[i], "%s%s", random_below(random, 2) ? "ada." : "",
                 ends[random_below(random, 6)]);
        own->domains[i] = (revops_email_domain){
            own->names[i], random_below(random, 3) ? NULL : others[random_below(random, 5)],
            classes[random_below(random, 4)], (uint32_t)random_below(random, 4)};
    }
    for (int i = 0; i < ROLES; i++) {
        own->roles[i] = roles[random_below(random, 5)];
    }
}

static void make_address(char *out, random_state *random)
{
    size_t count = 1 + random_below(random, 1 + random_below(random, 60)), length = 0;
    out[0] = '\0';
    if (random_below(random, 4)) { /* one that is likely valid */
        const char *a = words[random_below(random, 17)], *b = words[random_below(random, 17)];
        length = (size_t)sprintf(out, "%s%s%s@%s%s.%s", a, words[17 + random_below(random, 4)], b,
                                 random_below(random, 2) ? "ada." : "", words[random_below(random, 17)],
                                 words[random_below(random, 14)]);
        return;
    }
    for (size_t i = 0; i < count && length < 340; i++) {
        length +=
            (size_t)sprintf(out + length, "%s", words[random_below(random, sizeof words / sizeof words[0])]);
    }
}

int main(void)
{
    static _Alignas(8) unsigned char memory[1 << 16];
    static lists own;
    random_state random = {48};
    unsigned long valid = 0, seen[7] = {0};
    for (round_number = 1; round_number <= 6000; round_number++) {
        make_lists(&own, &random);
        const revops_email *email;
        MUST(revops_email_build(&own.params, memory, sizeof memory, NULL, &email) == REVOPS_OK, "lists");
        char bytes[BATCH * 360], expected[400], got[400];
        int64_t offsets[BATCH + 1] = {0};
        uint8_t classes[BATCH], each[BATCH];
        for (size_t i = 0; i < BATCH; i++) {
            char *address = bytes + offsets[i];
            make_address(address, &random);
            offsets[i + 1] = offsets[i] + (int64_t)strlen(address);
            each[i] = (uint8_t)revops_email_classify(email, address, strlen(address));
            MUST(each[i] == naive_class(&own, address), address);
            seen[each[i]]++;
            valid += each[i] != REVOPS_EMAIL_INVALID;
            naive_canonical(&own, address, expected);
            MUST(revops_email_canonical_text(email, address, strlen(address), got, sizeof got) ==
                     strlen(expected),
                 address);
            MUST(strcmp(got, expected) == 0, address);
        }
        const revops_texts texts = {bytes, offsets, BATCH};
        MUST(revops_email_classify_many(email, &texts, classes) == REVOPS_OK, "column");
        MUST(memcmp(classes, each, BATCH) == 0, "column");
    }
    for (int i = 1; i <= 6; i++) {
        MUST(seen[i] > 100, "a class");
    }
    printf("%lu of %d addresses valid\n", valid, 6000 * BATCH);
    return EXIT_SUCCESS;
}
