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
        revops_intent_record record;
        revops_intent_slot slots[RULES]; /* which follow it */
        int64_t from_ms;
        int32_t threshold_mpt;
        uint32_t inactivity_loss_bp;
        int64_t at_ms[EVENTS];
        uint8_t behaviours[EVENTS];
    } input;
    memset(&input, 0, sizeof input);
    memcpy(&input, data, size < sizeof input ? size : sizeof input);
    revops_intent_params params = REVOPS_INTENT_PARAMS_INIT;
    for (int i = 0; i < RULES; i++) {
        revops_intent_rule *rule = &input.rules[i];
        rule->decay = 1 + rule->decay % 6;
        rule->flags &= REVOPS_INTENT_PASSIVE | (i == 0 ? REVOPS_INTENT_ENDS : 0);
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
    params.inactivity_loss_bp = input.inactivity_loss_bp % 10001;
    params.inactivity_period_ms = params.inactivity_loss_bp ? 1 + (input.from_ms & 0xfffffff) : 0;
    static _Alignas(8) unsigned char memory[4096];
    const revops_intent *intent;
    revops_status built = revops_intent_build(&params, memory, sizeof memory, NULL, &intent);
    MUST(revops_intent_check(&params, NULL, 0, NULL) == built);
    if (built != REVOPS_OK) {
        return 0;
    }
    int32_t score_mpt, later_mpt;
    int64_t crossing_ms, wakeup_ms;
    revops_score_line lines[3 * RULES + 3];
    revops_intent_advice steps[RULES];
    size_t needed;
    revops_intent_record *record = &input.record;
    if (revops_intent_rate(intent, record, input.from_ms, &score_mpt) == REVOPS_OK) {
        MUST(revops_intent_explain(intent, record, input.from_ms, lines, revops_intent_lines_max(intent),
                                   &needed) == REVOPS_OK);
        int64_t sum = 0;
        for (size_t i = 0; i < needed; i++) {
            sum += lines[i].points_mpt;
        }
        MUST(sum == score_mpt);
        MUST(revops_intent_advise(intent, record, input.from_ms, steps, RULES, &needed) == REVOPS_OK);
        if (revops_intent_verify(intent, record) == REVOPS_OK) {
            int32_t below_mpt = input.threshold_mpt & 0xffff;
            int32_t threshold_mpt = score_mpt < INT32_MIN + below_mpt ? INT32_MIN : score_mpt - below_mpt;
            MUST(revops_intent_crossing(intent, record, input.from_ms, threshold_mpt, &crossing_ms) ==
                 REVOPS_OK);
            MUST(revops_intent_next_wakeup(intent, record, input.from_ms, score_mpt, threshold_mpt,
                                           &wakeup_ms) == REVOPS_OK);
            if (crossing_ms != REVOPS_TIME_NONE) {
                MUST(crossing_ms > input.from_ms && wakeup_ms > input.from_ms && wakeup_ms <= crossing_ms);
                if (crossing_ms <= REVOPS_INTENT_TIME_MAX_MS) {
                    MUST(revops_intent_rate(intent, record, crossing_ms, &later_mpt) == REVOPS_OK);
                    MUST(later_mpt < threshold_mpt);
                    MUST(revops_intent_rate(intent, record, crossing_ms - 1, &later_mpt) == REVOPS_OK);
                    MUST(later_mpt >= threshold_mpt);
                }
            }
        }
    }
    uint32_t behaviours[EVENTS], leads[EVENTS];
    for (int i = 0; i < EVENTS; i++) {
        behaviours[i] = input.behaviours[i] % (RULES + 1);
        leads[i] = 0;
        revops_status status = revops_intent_apply(intent, record, behaviours[i], input.at_ms[i]);
        MUST(status == REVOPS_OK || status == REVOPS_ERR_ARG || status == REVOPS_ERR_LATE ||
             status == REVOPS_ERR_CORRUPT);
    }
    /* What comes from here is legal. */
    MUST(revops_intent_record_init(intent, record) == REVOPS_OK);
    const revops_intent_columns columns = {sizeof columns, 0, EVENTS, leads, behaviours, input.at_ms};
    revops_cursor cursor = {0, 0, 0, 0, 0, 0, {0, 0}};
    MUST(revops_intent_apply_many(intent, record, 1, &columns, &cursor) == REVOPS_OK);
    MUST(cursor.applied + cursor.late + cursor.invalid == EVENTS);
    MUST(revops_intent_verify(intent, record) == REVOPS_OK);
    revops_intent_history history = {input.at_ms, behaviours, EVENTS};
    revops_status status = revops_intent_audit(intent, &history, input.from_ms, &score_mpt);
    MUST(status == REVOPS_OK || status == REVOPS_ERR_ARG || status == REVOPS_ERR_LATE);
    return 0;
}
