/* SPDX-License-Identifier: MIT */
/* Segments of a few accounts by the built-in tables, what would still change them, and a check of the profile.
   cc segment.c $(pkg-config --cflags --libs revops) */
#include <revops/email.h>
#include <revops/segment.h>
#include <stdio.h>

enum { ATTRIBUTES = REVOPS_SEGMENT_ATTRIBUTE_COUNT };

static _Alignas(8) unsigned char memory[3][4096];

static const revops_segment *table(int place, revops_segment_table which)
{
    revops_segment_params params;
    const revops_segment *rules;
    if (revops_segment_standard(which, &params, sizeof params) != REVOPS_OK ||
        revops_segment_build(&params, memory[place], sizeof memory[place], NULL, &rules) != REVOPS_OK) {
        return NULL;
    }
    return rules;
}

int main(void)
{
    static const struct {
        const char *name;
        int64_t employees, acv, email, signals;
    } accounts[] = {
        {"a bakery", 12, REVOPS_MISSING, REVOPS_MISSING, REVOPS_MISSING},
        {"an agency", 50, 1200000, REVOPS_EMAIL_COMPANY,
         REVOPS_SEGMENT_SIGNAL_SIGNED_UP | REVOPS_SEGMENT_SIGNAL_PRODUCT},
        {"a bank", 4000, REVOPS_MISSING, REVOPS_EMAIL_COMPANY, REVOPS_SEGMENT_SIGNAL_CONTACT_SALES},
        {"ada@gmail.com", REVOPS_MISSING, REVOPS_MISSING, REVOPS_EMAIL_FREE, REVOPS_SEGMENT_SIGNAL_SIGNED_UP},
        {"info@example.com", REVOPS_MISSING, REVOPS_MISSING, REVOPS_EMAIL_ROLE, 0},
    };
    const revops_segment *sales_led = table(0, REVOPS_SEGMENT_TABLE_SALES_LED);
    const revops_segment *hybrid = table(1, REVOPS_SEGMENT_TABLE_HYBRID);
    const revops_segment *motions = table(2, REVOPS_SEGMENT_TABLE_MOTION_OF_CUSTOMER);
    if (!sales_led || !hybrid || !motions) {
        return 1;
    }
    printf("%-18s%-12s%-16s%-16s%s\n", "", "sales-led", "hybrid", "motion", "what may change it");
    for (size_t i = 0; i < sizeof accounts / sizeof accounts[0]; i++) {
        int64_t row[ATTRIBUTES];
        for (int k = 0; k < ATTRIBUTES; k++) {
            row[k] = REVOPS_MISSING;
        }
        row[REVOPS_SEGMENT_ATTRIBUTE_EMPLOYEES] = accounts[i].employees;
        row[REVOPS_SEGMENT_ATTRIBUTE_ACV] = accounts[i].acv;
        row[REVOPS_SEGMENT_ATTRIBUTE_EMAIL_CLASS] = accounts[i].email;
        row[REVOPS_SEGMENT_ATTRIBUTE_SIGNALS] = accounts[i].signals;
        revops_segment_answer led, mixed, motion;
        if (revops_segment_match(sales_led, row, NULL, &led) != REVOPS_OK ||
            revops_segment_match(hybrid, row, NULL, &mixed) != REVOPS_OK ||
            revops_segment_match(motions, row, NULL, &motion) != REVOPS_OK) {
            return 1;
        }
        const char *open = led.missing >> REVOPS_SEGMENT_ATTRIBUTE_EMPLOYEES & 1 ? "employees, for one"
                           : led.missing >> REVOPS_SEGMENT_ATTRIBUTE_ACV & 1     ? "contract value, for one"
                                                                                 : "nothing";
        printf("%-18s%-12s%-16s%-16s%s\n", accounts[i].name, revops_segment_kind_name(led.outcome),
               revops_segment_kind_name(mixed.outcome), revops_segment_motion_name(motion.outcome), open);
    }
    return 0;
}
