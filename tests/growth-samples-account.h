/* SPDX-License-Identifier: MIT */
/* Part of growth-samples.h: those of account.h. */
#ifndef REVOPS_TESTS_GROWTH_SAMPLES_ACCOUNT_H
#define REVOPS_TESTS_GROWTH_SAMPLES_ACCOUNT_H

static void sample_revops_account_params(revops_account_params *out)
{
    static const revops_account_entry entries[] = {{"acme.com", 3, REVOPS_ACCOUNT_BY_DOMAIN},
                                                   {"Acme Inc.", 4, REVOPS_ACCOUNT_BY_NAME}};
    if (revops_account_defaults(out, sizeof *out) != REVOPS_OK) {
        abort();
    }
    GROWTH_ROWS(out, entries, entry, entries);
}

static int64_t answer_revops_account(const revops_account *built)
{
    const revops_account_lead lead = {NULL, NULL, "acme", 0, 0, 4, 0};
    revops_account_answer answer = {0, 0, 0, 0};
    return revops_account_match(built, NULL, &lead, &answer) == REVOPS_OK ? (int64_t)answer.account : -1;
}

#endif
