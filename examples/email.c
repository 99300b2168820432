/* SPDX-License-Identifier: MIT */
/* What addresses say, with a list of one's own beside the built-in ones, and which of them reach one mailbox. */
#include <revops/revops.h>
#include <stdio.h>
#include <string.h>

int main(void)
{
    static _Alignas(8) unsigned char memory[1 << 16];
    const revops_email_domain own[] = {
        {"uni.example", NULL, REVOPS_EMAIL_FREE, REVOPS_EMAIL_WITH_SUBDOMAINS},
        {"acme.example", "acme.com", REVOPS_EMAIL_COMPANY, 0},
    };
    revops_email_params params = REVOPS_EMAIL_PARAMS_INIT;
    params.domains = own;
    params.domain_count = 2;
    const revops_email *email;
    if (revops_email_build(&params, memory, sizeof memory, NULL, &email) != REVOPS_OK) {
        return 1;
    }
    static const char *const addresses[] = {
        "Ada+demo@acme.example", "A.Lovelace@GoogleMail.com.", "sales.emea@acme.com",
        "eva@cs.uni.example",    "x7@a.mailinator.com",        "k3j@mozmail.com",
        "root@localhost",
    };
    for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++) {
        char canonical[320];
        revops_email_canonical_text(email, addresses[i], strlen(addresses[i]), canonical, sizeof canonical);
        printf("%-28s %-12s %s\n", addresses[i],
               revops_email_class_name(revops_email_classify(email, addresses[i], strlen(addresses[i]))),
               canonical);
    }
    return 0;
}
