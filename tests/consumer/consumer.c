/* SPDX-License-Identifier: MIT */
/* A stranger's program: finds the headers, links the library, and both are of one version. */
#include <revops/revops.h>

#include <stdio.h>

int main(void)
{
    char text[32];
    revops_time_text(revops_utc_ms(2026, 3, 2, 9, 0), text, sizeof text);
    printf("%s, revops %s\n", text, revops_version_text());
    return revops_version() != REVOPS_VERSION;
}
