/* SPDX-License-Identifier: MIT */
#define FUZZ_WORDS "\1", "\2", "\3", "\4", "\5", "\6", "\xff\xff\xff\xff", "AAAAAAAA", "\0\0\0\0\0\0\0\0"
#include "fuzz.h"

/* A slot of any bytes never breaks anything: it scores within the limits or is refused as damaged. Rules and events, too, are
   read from the input. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { RULES = 4, EVENTS = 16 };
    struct {
        revops_intent_rule rules[RULES];
        revops_intent_tier tiers[2];
        revops_score_group group;
        revops_intent_slot slots[RULES];
        int64_t from_ms;
        int64_t at_ms[EVENTS];
        uint8_t behaviours[EVENTS];
    } input;
    memset(&input, 0, sizeof input);
    memcpy(&input, data, size < sizeof input ? size : sizeof input);
    revops_intent_rules params = REVOPS_INTENT_RULES_INIT;
    for (int i = 0; i < RULES; i++) {
        revops_intent_rule *rule = &input.rules[i];
        rule->decay = 1 + rule->decay % 6;
        rule->reserved = 0;
        rule->group %= 2;
        rule->daily_limit &= 3;
        int tiers = rule->decay == REVOPS_INTENT_TIERS,
            shared = rule->decay == REVOPS_INTENT_STEP || rule->decay == REVOPS_INTENT_LINEAR;
        int timed = rule->decay >= REVOPS_INTENT_WINDOW && !tiers;
        rule->period_ms = timed ? 1 + (rule->period_ms & 0x7fffffff) : 0;
        rule->loss_bp = shared ? 1 + rule->loss_bp % 10000 : 0;
        rule->first_tier = 0;
        rule->tier_count = tiers ? 2 : 0;
        rule->points_mpt = tiers ? 0 : rule->points_mpt;
    }
    for (int i = 0; i < 2; i++) {
        input.tiers[i].within_ms = 1 + (input.tiers[i].within_ms & 0x7fffffff);
        input.tiers[i].count += input.tiers[i].count == 0;
        input.tiers[i].points_mpt = 1 + (input.tiers[i].points_mpt & 0xffff);
    }
    params.rules = input.rules;
    params.rule_count = RULES;
    params.tiers = input.tiers;
    params.tier_count = 2;
    params.groups = &input.group;
    params.group_count = 1;
    static _Alignas(16) unsigned char memory[4096];
    const revops_intent *intent;
    if (revops_intent_build(&params, memory, sizeof memory, NULL, &intent) != REVOPS_OK) {
        return 0;
    }
    revops_intent_source record = {input.slots, NULL, NULL, 0};
    int32_t score_mpt;
    int64_t crossing_ms;
    revops_score_line lines[3 * RULES + 2];
    revops_intent_step steps[RULES];
    size_t needed;
    if (revops_intent_score(intent, &record, input.from_ms, &score_mpt) == REVOPS_OK) {
        MUST(revops_intent_explain(intent, &record, input.from_ms, lines, 3 * RULES + 2, &needed) ==
             REVOPS_OK);
        int64_t sum = 0;
        for (size_t i = 0; i < needed; i++) {
            sum += lines[i].points_mpt;
        }
        MUST(sum == score_mpt);
        MUST(revops_intent_next_grade(intent, &record, input.from_ms, steps, RULES, &needed) == REVOPS_OK);
        if (revops_intent_crossing(intent, &record, input.from_ms, score_mpt, &crossing_ms) == REVOPS_OK &&
            crossing_ms != REVOPS_TIME_NONE) {
            MUST(crossing_ms > input.from_ms);
        }
    }
    uint32_t behaviours[EVENTS];
    for (int i = 0; i < EVENTS; i++) {
        behaviours[i] = input.behaviours[i] % (RULES + 1);
        revops_status status = revops_intent_apply(intent, input.slots, behaviours[i], input.at_ms[i]);
        MUST(status == REVOPS_OK || status == REVOPS_ERR_ARG || status == REVOPS_ERR_LATE ||
             status == REVOPS_ERR_CORRUPT);
    }
    revops_intent_source history = {NULL, input.at_ms, behaviours, EVENTS};
    revops_status status = revops_intent_score(intent, &history, input.from_ms, &score_mpt);
    MUST(status == REVOPS_OK || status == REVOPS_ERR_ARG || status == REVOPS_ERR_LATE);
    return 0;
}
