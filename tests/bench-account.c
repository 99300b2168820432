/* SPDX-License-Identifier: MIT */
/* Leads to accounts by domain: floor: the class of each address, which a match asks for, too. A thousand and 300,000 accounts, so
   that it shows what their number costs; single calls beside columns. */
#include <string.h>

#include <revops/account.h>

#include "bench.h"
#include "random.h"

enum { LEADS = 1 << 15, LARGE = 300000, SMALL = 1000 };

typedef struct job {
    const revops_account *account;
    const revops_email *email;
    revops_texts addresses;
    uint8_t *classes;
    revops_account_answer *out;
} job;

static uint64_t classify(void *context)
{
    job *own = context;
    if (revops_email_classify_many(own->email, &own->addresses, own->classes) != REVOPS_OK) {
        abort();
    }
    return own->classes[7];
}

static uint64_t match_many(void *context)
{
    job *own = context;
    if (revops_account_match_many(own->account, own->email, NULL, &own->addresses, NULL, LEADS, own->out) !=
        REVOPS_OK) {
        abort();
    }
    return own->out[7].account;
}

static uint64_t match_each(void *context)
{
    job *own = context;
    for (size_t i = 0; i < LEADS; i++) {
        revops_account_lead lead = {NULL, own->addresses.bytes + own->addresses.offsets[i], NULL, 0, 0, 0, 0};
        lead.address_length = (uint32_t)(own->addresses.offsets[i + 1] - own->addresses.offsets[i]);
        if (revops_account_match(own->account, own->email, &lead, &own->out[i]) != REVOPS_OK) {
            abort();
        }
    }
    return own->out[7].account;
}

/* Accounts company0.com …, and leads of the first of them. */
static int make(job *own, uint32_t accounts, random_state *random)
{
    revops_account_entry *entries = malloc(accounts * sizeof *entries);
    char *names = malloc((size_t)accounts * 32);
    for (uint32_t i = 0; i < accounts; i++) {
        snprintf(names + (size_t)i * 32, 32, "company%u.com", i);
        entries[i].text = names + (size_t)i * 32;
        entries[i].account = i + 1;
        entries[i].kind = REVOPS_ACCOUNT_BY_DOMAIN;
    }
    revops_account_params params = REVOPS_ACCOUNT_PARAMS_INIT;
    params.entries = entries;
    params.entry_count = accounts;
    size_t needed = 0;
    revops_status status = revops_account_build(&params, NULL, 0, &needed, NULL);
    double start = bench_now_ns();
    status = status == REVOPS_ERR_NOSPACE
                 ? revops_account_build(&params, aligned_alloc(64, (needed + 63) / 64 * 64), needed, NULL,
                                        &own->account)
                 : status;
    printf("%u accounts: %zu bytes, built in %.1f ms\n", accounts, needed, (bench_now_ns() - start) / 1e6);
    char *bytes = malloc(LEADS * 48);
    int64_t *offsets = malloc((LEADS + 1) * sizeof *offsets);
    offsets[0] = 0;
    for (size_t i = 0; i < LEADS; i++) {
        int length = snprintf(bytes + offsets[i], 48, "ada.%u@company%u.com", (unsigned)(i % 100),
                              (unsigned)random_below(random, accounts));
        offsets[i + 1] = offsets[i] + length;
    }
    own->addresses.bytes = bytes;
    own->addresses.offsets = offsets;
    own->addresses.count = LEADS;
    own->classes = malloc(LEADS);
    own->out = malloc(LEADS * sizeof *own->out);
    return status != REVOPS_OK;
}

int main(void)
{
    static _Alignas(8) unsigned char memory[1 << 17];
    static job small, large;
    revops_email_params params = REVOPS_EMAIL_PARAMS_INIT;
    random_state random = {8};
    if (revops_email_build(&params, memory, sizeof memory, NULL, &small.email) != REVOPS_OK) {
        return EXIT_FAILURE;
    }
    large.email = small.email;
    if (make(&small, SMALL, &random) || make(&large, LARGE, &random)) {
        return EXIT_FAILURE;
    }
    bench_contestant all[] = {{"floor: the class of each address", classify, &small, NULL, {0}},
                              {"columns, 1,000 accounts", match_many, &small, NULL, {0}},
                              {"single calls, 1,000 accounts", match_each, &small, NULL, {0}},
                              {"columns, 300,000 accounts", match_many, &large, NULL, {0}}};
    int failed = bench_run("32,768 leads to accounts, per lead", all, 4, LEADS, 0);
    failed |= bench_bar("columns to the class of each address", &all[1], &all[0], 5);
    failed |= bench_bar("300,000 accounts to 1,000", &all[3], &all[1], 4);
    return failed;
}
