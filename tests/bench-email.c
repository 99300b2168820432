/* SPDX-License-Identifier: MIT */
/* Classes of e-mail addresses, one by one and as a column. The floor is reading every byte once through a table, address by
   address, as any table-driven pass must. Addresses as CRMs have them: names, roles and tags at companies, free,
   disposable and forwarding providers, subdomains, some with capitals, one in fifty wrong. */
#include <string.h>

#include <revops/email.h>

#include "bench.h"
#include "random.h"

enum { ADDRESSES = 1 << 16 };

typedef struct column {
    const revops_email *email;
    revops_texts texts;
    uint8_t table[256];
    uint8_t *classes;
    char *bytes;
    int64_t *offsets, *canonical;
    size_t capacity;
} column;

static uint64_t sum_of(const column *c)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < ADDRESSES; i++) {
        sum = sum * 31 + c->classes[i];
    }
    return sum;
}

static uint64_t read_bytes(void *context)
{
    column *c = context;
    uint64_t sum = 0;
    for (size_t i = 0; i < ADDRESSES; i++) {
        uint8_t found = 0;
        for (int64_t k = c->offsets[i]; k < c->offsets[i + 1]; k++) {
            found = (uint8_t)(found | c->table[(unsigned char)c->bytes[k]]);
        }
        c->classes[i] = found;
        sum += found;
    }
    return sum;
}

static uint64_t classify_each(void *context)
{
    column *c = context;
    for (size_t i = 0; i < ADDRESSES; i++) {
        c->classes[i] = (uint8_t)revops_email_classify(c->email, c->bytes + c->offsets[i],
                                                       (size_t)(c->offsets[i + 1] - c->offsets[i]));
    }
    return sum_of(c);
}

static uint64_t classify_many(void *context)
{
    column *c = context;
    return revops_email_classify_many(c->email, &c->texts, c->classes) == REVOPS_OK ? sum_of(c) : 0;
}

static uint64_t canonical_many(void *context)
{
    static char out[ADDRESSES * 64];
    column *c = context;
    size_t needed = 0;
    return revops_email_canonical_text_many(c->email, &c->texts, out, sizeof out, &needed, c->canonical) ==
                   REVOPS_OK
               ? needed
               : 0;
}

static const char *pick(random_state *random, const char *const *words, size_t count)
{
    return words[random_below(random, count)];
}

#define PICK(random, words) pick(random, words, sizeof(words) / sizeof((words)[0]))

static void write_address(random_state *random, char *out, size_t size)
{
    static const char *const first[] = {"ada",   "grace", "Linus", "margaret", "d",    "jo",
                                        "maria", "Ahmed", "wei",   "sofia",    "hans", "chiara"};
    static const char *const last[] = {"lovelace", "hopper", "Torvalds", "hamilton", "ritchie",
                                       "garcia",   "li",     "nowak",    "okafor",   "johansson"};
    static const char *const role[] = {"info", "sales", "support.emea", "no-reply", "accounting"};
    static const char *const free_ones[] = {"gmail.com", "yahoo.co.uk", "Outlook.com",
                                            "web.de",    "qq.com",      "icloud.com"};
    static const char *const others[] = {"mailinator.com", "mozmail.com", "a.yopmail.com", "trashmail.com"};
    static const char *const ends[] = {".com", ".com", ".de", ".co.uk", ".io", ".com.br", ".internal.org"};
    char local[40], domain[64];
    unsigned kind = (unsigned)random_below(random, 100);
    if (kind < 8) {
        snprintf(local, sizeof local, "%s", PICK(random, role));
    } else if (kind < 70) {
        snprintf(local, sizeof local, "%s.%s", PICK(random, first), PICK(random, last));
    } else if (kind < 75) {
        snprintf(local, sizeof local, "%s+news", PICK(random, first));
    } else {
        snprintf(local, sizeof local, "%s%u", PICK(random, last), (unsigned)random_below(random, 100));
    }
    kind = (unsigned)random_below(random, 100);
    if (kind < 30) {
        snprintf(domain, sizeof domain, "%s", PICK(random, free_ones));
    } else if (kind < 34) {
        snprintf(domain, sizeof domain, "%s", PICK(random, others));
    } else {
        snprintf(domain, sizeof domain, "%s%s%u%s", PICK(random, last), kind < 60 ? "-" : "",
                 (unsigned)random_below(random, 5000), PICK(random, ends));
    }
    snprintf(out, size, "%s%s%s", local, random_below(random, 50) ? "@" : " at ", domain);
}

static const revops_email *build_large(random_state *random)
{
    enum { DOMAINS = 200000 };
    static char names[DOMAINS][24];
    static revops_email_domain rows[DOMAINS];
    for (size_t i = 0; i < DOMAINS; i++) {
        snprintf(names[i], sizeof names[i], "%x-%u.com", (unsigned)random_below(random, 1 << 24),
                 (unsigned)i);
        rows[i] =
            (revops_email_domain){names[i], NULL, REVOPS_EMAIL_DISPOSABLE, REVOPS_EMAIL_WITH_SUBDOMAINS};
    }
    revops_email_params params = REVOPS_EMAIL_PARAMS_INIT;
    params.domains = rows;
    params.domain_count = DOMAINS;
    size_t needed;
    const revops_email *email;
    if (revops_email_build(&params, NULL, 0, &needed, NULL) != REVOPS_ERR_NOSPACE ||
        revops_email_build(&params, malloc(needed), needed, NULL, &email) != REVOPS_OK) {
        return NULL;
    }
    return email;
}

int main(void)
{
    static column c;
    revops_email_params params = REVOPS_EMAIL_PARAMS_INIT;
    size_t needed;
    if (revops_email_build(&params, NULL, 0, &needed, NULL) != REVOPS_ERR_NOSPACE ||
        revops_email_build(&params, malloc(needed), needed, NULL, &c.email) != REVOPS_OK) {
        return EXIT_FAILURE;
    }
    random_state random = {3};
    c.bytes = malloc((size_t)ADDRESSES * 128);
    c.offsets = malloc((ADDRESSES + 1) * sizeof *c.offsets);
    c.canonical = malloc((ADDRESSES + 1) * sizeof *c.canonical);
    c.classes = malloc(ADDRESSES);
    c.offsets[0] = 0;
    for (size_t i = 0; i < ADDRESSES; i++) {
        write_address(&random, c.bytes + c.offsets[i], 128);
        c.offsets[i + 1] = c.offsets[i] + (int64_t)strlen(c.bytes + c.offsets[i]);
    }
    for (int i = 0; i < 256; i++) {
        c.table[i] = (uint8_t)random_next(&random);
    }
    c.texts.bytes = c.bytes;
    c.texts.offsets = c.offsets;
    c.texts.count = ADDRESSES;
    uint64_t counts[7] = {0};
    classify_many(&c);
    for (size_t i = 0; i < ADDRESSES; i++) {
        counts[c.classes[i]]++;
    }
    for (uint32_t i = 1; i < 7; i++) {
        printf("%s %.1f %%  ", revops_email_class_name(i), 100.0 * (double)counts[i] / ADDRESSES);
    }
    printf("\n%.1f bytes an address, lists of %zu bytes\n", (double)c.offsets[ADDRESSES] / ADDRESSES, needed);
    static column large;
    large = c;
    if (!(large.email = build_large(&random))) {
        return EXIT_FAILURE;
    }
    bench_contestant all[] = {{"reading bytes through a table", read_bytes, &c, NULL, {0}},
                              {"revops_email_classify()", classify_each, &c, NULL, {0}},
                              {"revops_email_classify_many()", classify_many, &c, NULL, {0}},
                              {"revops_email_canonical_text_many()", canonical_many, &c, NULL, {0}},
                              {"single calls, 200,000 more domains", classify_each, &large, NULL, {0}},
                              {"a column, 200,000 more domains", classify_many, &large, NULL, {0}}};
    int failed = bench_run("65,536 addresses, per address", all, 6, ADDRESSES, 0);
    failed |= bench_bar("column to reading the bytes", &all[2], &all[0], 4);
    failed |= bench_bar("column to single calls", &all[2], &all[1], 1);
    failed |= bench_bar("column to single calls, 200,000 more domains", &all[5], &all[4], 1);
    return failed;
}
