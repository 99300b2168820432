/* SPDX-License-Identifier: MIT */
/* Which accounts leads belong to: by key, by domain, by name; what is ambiguous is told. */
#include <revops/revops.h>
#include <stdio.h>
#include <string.h>

static const revops_account_entry entries[] = {
    {"https://www.acme.com", 1, REVOPS_ACCOUNT_BY_DOMAIN},
    {"acme.com", 2, REVOPS_ACCOUNT_BY_DOMAIN}, /* its subsidiary shares the domain */
    {"Acme Inc.", 1, REVOPS_ACCOUNT_BY_NAME},
    {"Acme France SAS", 2, REVOPS_ACCOUNT_BY_NAME},
    {"M\xc3\xbcller & S\xc3\xb6hne GmbH", 3, REVOPS_ACCOUNT_BY_NAME},
    {"C-0017", 4, REVOPS_ACCOUNT_BY_KEY},
};

static const struct {
    const char *key, *address, *name;
} leads[] = {
    {NULL, "ada@acme.com", "Acme France"},
    {NULL, "bob@eu.acme.com", NULL},
    {NULL, "cem@gmail.com", "MULLER AND SOHNE"},
    {"C-0017", "dee@acme.com", NULL},
    {NULL, "eve@other.org", NULL},
};

int main(void)
{
    static _Alignas(8) unsigned char memory[4096], email_memory[1 << 17];
    const revops_account *account;
    const revops_email *email;
    revops_email_params email_params = REVOPS_EMAIL_PARAMS_INIT;
    revops_account_params params = REVOPS_ACCOUNT_PARAMS_INIT;
    params.entries = entries;
    params.entry_count = sizeof entries / sizeof entries[0];
    if (revops_email_build(&email_params, email_memory, sizeof email_memory, NULL, &email) != REVOPS_OK ||
        revops_account_build(&params, memory, sizeof memory, NULL, &account) != REVOPS_OK) {
        return 1;
    }
    for (size_t i = 0; i < sizeof leads / sizeof leads[0]; i++) {
        revops_account_lead lead = {leads[i].key, leads[i].address, leads[i].name, 0, 0, 0, 0};
        lead.key_length = lead.key ? (uint32_t)strlen(lead.key) : 0;
        lead.address_length = (uint32_t)strlen(lead.address);
        lead.name_length = lead.name ? (uint32_t)strlen(lead.name) : 0;
        revops_account_answer answer;
        if (revops_account_match(account, email, &lead, &answer) != REVOPS_OK) {
            return 1;
        }
        printf("%-16s account %u by %s%s%s%s%s\n", lead.address, (unsigned)answer.account,
               answer.by ? revops_account_kind_name(answer.by) : "nothing",
               answer.flags & REVOPS_ACCOUNT_AMBIGUOUS ? ", ambiguous" : "",
               answer.flags & REVOPS_ACCOUNT_NARROWED ? ", narrowed" : "",
               answer.flags & REVOPS_ACCOUNT_CONTRADICTED ? ", contradicted" : "",
               answer.flags & REVOPS_ACCOUNT_NO_COMPANY ? ", not a company's address" : "");
    }
    return 0;
}
