/* SPDX-License-Identifier: MIT */
/* How interest fades: one lead's history, scored as of any day, with what changed in between. */
#include <revops/revops.h>
#include <stdio.h>

enum { DEMO_REQUESTED, WHITEPAPER, WEBINAR, BEHAVIOURS };

static const revops_intent_rule rules[BEHAVIOURS] = {
    {40000, 0, REVOPS_INTENT_HALF_LIFE, 0, 14 * REVOPS_DAY_MS, 0, 0, 0, 0},
    {10000, 0, REVOPS_INTENT_LINEAR, 0, 30 * REVOPS_DAY_MS, 5000, 0, 0, 0},
    {15000, 0, REVOPS_INTENT_WINDOW, 0, 21 * REVOPS_DAY_MS, 0, 0, 0, 0},
};
static const char *const names[] = {"demo requested", "white paper", "webinar"};

int main(void)
{
    static _Alignas(16) unsigned char memory[4096];
    const revops_intent *intent;
    revops_intent_rules policy = REVOPS_INTENT_RULES_INIT;
    policy.rules = rules;
    policy.rule_count = BEHAVIOURS;
    if (revops_intent_build(&policy, memory, sizeof memory, NULL, &intent) != REVOPS_OK) {
        return 1;
    }
    int64_t start_ms = revops_utc_ms(2026, 3, 2, 9, 0);
    const int64_t at_ms[] = {start_ms, start_ms + 3 * REVOPS_DAY_MS, start_ms + 5 * REVOPS_DAY_MS};
    const uint32_t behaviours[] = {WHITEPAPER, WEBINAR, DEMO_REQUESTED};
    const revops_intent_source history = {NULL, at_ms, behaviours, 3};

    revops_score_line before[16], after[16], change[32];
    size_t before_count = 0, after_count, change_count;
    for (int week = 0; week <= 5; week++) {
        int64_t when_ms = start_ms + week * 7 * REVOPS_DAY_MS;
        int32_t score_mpt;
        if (revops_intent_score(intent, &history, when_ms, &score_mpt) != REVOPS_OK ||
            revops_intent_explain(intent, &history, when_ms, after, 16, &after_count) != REVOPS_OK ||
            revops_score_difference(before, before_count, after, after_count, change, 32, &change_count) !=
                REVOPS_OK) {
            return 1;
        }
        char text[80];
        revops_time_text(when_ms, text, sizeof text);
        printf("%.10s  %6.3f points\n", text, score_mpt / 1000.0);
        for (size_t i = 0; i < change_count; i++) {
            revops_score_line_text(&change[i], names, NULL, text, sizeof text);
            printf("    %s\n", text);
        }
        for (size_t i = 0; i < after_count; i++) {
            before[i] = after[i];
        }
        before_count = after_count;
    }
    return 0;
}
