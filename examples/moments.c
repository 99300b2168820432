/* SPDX-License-Identifier: MIT */
/* When leads became MQLs and ceased to be, and why; how they stood at the end of each week; when they were hot first. */
#include <revops/revops.h>
#include <stdio.h>

enum { DEMO, VISIT, COMPLAINT, BEHAVIOURS, LEADS = 3, WEEKS = 4 };

static const revops_intent_rule rules[BEHAVIOURS] = {
    {40000, 0, REVOPS_INTENT_HALF_LIFE, 0, 14 * REVOPS_DAY_MS, 0, 0, 0, 0},
    {15000, 0, REVOPS_INTENT_WINDOW, 0, 7 * REVOPS_DAY_MS, 0, 0, 0, 0},
    {-30000, 0, REVOPS_INTENT_LINEAR, 0, 10 * REVOPS_DAY_MS, 10000, 0, 0, 0},
};
static const char *const names[] = {"demo requested", "pricing page", "complaint"};

static void print_time(int64_t at_ms)
{
    char text[40];
    revops_time_text(at_ms, text, sizeof text);
    printf("%.16s  ", at_ms == REVOPS_TIME_NONE ? "never           " : text);
}

int main(void)
{
    static _Alignas(8) unsigned char memory[4096], room[512];
    const int64_t start_ms = revops_utc_ms(2026, 3, 2, 9, 0), day = REVOPS_DAY_MS;
    revops_intent_params policy = REVOPS_INTENT_PARAMS_INIT;
    policy.rules = rules;
    policy.rule_count = BEHAVIOURS;
    policy.hysteresis_mpt = 2000;
    const revops_intent *intent;
    if (revops_intent_build(&policy, memory, sizeof memory, NULL, &intent) != REVOPS_OK ||
        revops_intent_record_size(intent) > sizeof room) {
        return 1;
    }
    /* Sorted by lead and then by time: lead 0 has three events, lead 1 two, lead 2 one. */
    const uint64_t first_event[LEADS + 1] = {0, 3, 5, 6};
    const int64_t at_ms[] = {start_ms, start_ms + day,     start_ms + 9 * day,
                             start_ms, start_ms + 2 * day, start_ms + 3 * day};
    const uint32_t behaviour[] = {DEMO, VISIT, DEMO, COMPLAINT, DEMO, DEMO};
    const int32_t fit_grade[LEADS] = {2, 1, 3}; /* C, B, D */
    revops_moment_columns columns = {sizeof columns, 0,     6,    at_ms, behaviour, LEADS,
                                     first_event,    LEADS, NULL, NULL,  fit_grade};
    revops_score_matrix_params matrix = REVOPS_SCORE_MATRIX_PARAMS_INIT;
    revops_intent_record *record = (revops_intent_record *)(void *)room;

    revops_moment moments[16];
    revops_cursor cursor = {0};
    size_t count;
    if (revops_moment_trace(intent, NULL, &matrix, &columns, start_ms + 60 * day, REVOPS_MOMENT_MQL, record,
                            &cursor, moments, 16, &count) != REVOPS_OK) {
        return 1;
    }
    for (size_t i = 0; i < count; i++) {
        char text[120];
        print_time(moments[i].at_ms);
        revops_moment_text(&moments[i], names, text, sizeof text);
        printf("lead %u %s\n", (unsigned)moments[i].lead, text);
    }

    int64_t weeks_ms[WEEKS], reached_ms[LEADS];
    int32_t scores_mpt[LEADS * WEEKS];
    uint8_t mqls[LEADS * WEEKS];
    for (int k = 0; k < WEEKS; k++) {
        weeks_ms[k] = start_ms + (k + 1) * 7 * day;
    }
    revops_cursor again = {0}, third = {0};
    if (revops_moment_sample(intent, NULL, &matrix, &columns, weeks_ms, WEEKS, record, &again, scores_mpt,
                             NULL, NULL, NULL, mqls) != REVOPS_OK ||
        revops_moment_reach(intent, &columns, 50000, weeks_ms[WEEKS - 1], record, &third, reached_ms) !=
            REVOPS_OK) {
        return 1;
    }
    for (int lead = 0; lead < LEADS; lead++) {
        print_time(reached_ms[lead]);
        printf("lead %d had 50 points first; by week:", lead);
        for (int k = 0; k < WEEKS; k++) {
            printf(" %.3f%s", scores_mpt[lead * WEEKS + k] / 1000.0, mqls[lead * WEEKS + k] ? " MQL" : "");
        }
        printf("\n");
    }
    return 0;
}
