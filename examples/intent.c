/* SPDX-License-Identifier: MIT */
/* How interest fades: one lead's record, scored on any day, with what changed in between. */
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
    static _Alignas(8) unsigned char memory[4096];
    static struct { /* its slots follow its head */
        revops_intent_record head;
        revops_intent_slot slots[BEHAVIOURS];
    } record;
    const revops_intent *intent;
    revops_intent_params policy = REVOPS_INTENT_PARAMS_INIT;
    policy.rules = rules;
    policy.rule_count = BEHAVIOURS;
    if (revops_intent_build(&policy, memory, sizeof memory, NULL, &intent) != REVOPS_OK) {
        return 1;
    }
    int64_t start_ms = revops_utc_ms(2026, 3, 2, 9, 0);
    static const uint32_t after_days[BEHAVIOURS] = {[WHITEPAPER] = 0, [WEBINAR] = 3, [DEMO_REQUESTED] = 5};

    revops_score_line before[16], after[16], change[32];
    size_t before_count = 0, after_count, change_count;
    for (int week = 0; week <= 5; week++) {
        int64_t when_ms = start_ms + week * 7 * REVOPS_DAY_MS;
        int32_t score_mpt;
        for (uint32_t i = 0; i < BEHAVIOURS; i++) {
            int64_t at_ms = start_ms + after_days[i] * REVOPS_DAY_MS;
            if (at_ms <= when_ms && at_ms > when_ms - 7 * REVOPS_DAY_MS &&
                revops_intent_apply(intent, &record.head, i, at_ms) != REVOPS_OK) {
                return 1;
            }
        }
        if (revops_intent_rate(intent, &record.head, when_ms, &score_mpt) != REVOPS_OK ||
            revops_intent_explain(intent, &record.head, when_ms, after, 16, &after_count) != REVOPS_OK ||
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
