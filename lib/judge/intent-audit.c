/* SPDX-License-Identifier: MIT */
/* Scores from histories, event by event. A history is gone through once for each block of rules, so that no memory is needed:
   the rules of a block follow one another in the order of groups. */
#include <string.h>

#include "judge/intent-internal.h"

enum { INTENT_BLOCK = 8 };

/* What a rule's events come to. */
typedef struct intent_tally {
    revops__fine value;
    int64_t newest_ms;
    uint32_t counted, day_count;
    uint32_t tier_counts[REVOPS_INTENT_TIERS_OF_RULE_MAX];
} intent_tally;

/* points × 2^-(age ÷ period), or points × parts ÷ whole. */
static revops__fine intent_event_curve(uint64_t size_mpt, uint64_t share)
{
    revops__fine value = {(int64_t)(revops__multiply_high(size_mpt, share) << 1 | size_mpt * share >> 63),
                          size_mpt * share << 1};
    return value;
}

static void intent_tally_event(const revops_intent *intent, const revops__intent_rule *rule, uint64_t age,
                               intent_tally *tally)
{
    revops__fine left = revops__fine_of(0);
    int is_over = rule->life_ms && age >= (uint64_t)rule->life_ms;
    switch ((enum revops_intent_decays)rule->rule.decay) {
    case REVOPS_INTENT_LASTING:
        left.whole = (int64_t)rule->size_mpt;
        break;
    case REVOPS_INTENT_WINDOW:
        left.whole = is_over ? 0 : (int64_t)rule->size_mpt;
        break;
    case REVOPS_INTENT_STEP:
        if (!is_over) {
            uint64_t parts =
                rule->size_mpt * (REVOPS__INTENT_BASIS - age / rule->period.value * rule->rule.loss_bp);
            left.whole = (int64_t)(parts / REVOPS__INTENT_BASIS);
            left.part = parts % REVOPS__INTENT_BASIS * (UINT64_MAX / REVOPS__INTENT_BASIS);
        }
        break;
    case REVOPS_INTENT_LINEAR:
        if (!is_over) {
            left = revops__fine_subtract(revops__fine_of((int64_t)rule->size_mpt),
                                         revops__fine_times(rule->loss, age));
        }
        break;
    case REVOPS_INTENT_HALF_LIFE:
        left = intent_event_curve(rule->size_mpt, revops__half_life(age, &rule->period));
        break;
    case REVOPS_INTENT_TIERS:
        for (uint32_t i = 0; i < rule->rule.tier_count; i++) {
            const revops_intent_tier *tier = &revops__intent_tiers(intent)[rule->rule.first_tier + i];
            tally->tier_counts[i] += age < (uint64_t)tier->within_ms;
        }
        break;
    }
    tally->value = revops__fine_add(tally->value, left);
}

/* Whether an event counts; takes note of it. */
static int intent_tally_counts(const revops_intent *intent, const revops__intent_rule *rule, int64_t at_ms,
                               intent_tally *tally)
{
    if (rule->rule.daily_limit) {
        int same = tally->counted && revops__intent_is_same_day(intent, tally->newest_ms, at_ms);
        if (same && tally->day_count >= rule->rule.daily_limit) {
            return 0;
        }
        tally->day_count = same ? tally->day_count + 1 : 1;
    }
    if (tally->counted == REVOPS_INTENT_EVENTS_MAX) {
        return 0;
    }
    tally->counted++;
    tally->newest_ms = at_ms;
    return 1;
}

static revops__fine intent_tally_value(const revops_intent *intent, const revops__intent_rule *rule,
                                       const intent_tally *tally)
{
    revops__fine value = tally->value;
    for (uint32_t i = 0; i < rule->rule.tier_count; i++) {
        const revops_intent_tier *tier = &revops__intent_tiers(intent)[rule->rule.first_tier + i];
        if (tally->tier_counts[i] >= tier->count && tier->points_mpt > value.whole) {
            value.whole = tier->points_mpt;
        }
    }
    return rule->rule.points_mpt < 0 ? revops__fine_subtract(revops__fine_of(0), value) : value;
}

/* Checks a history; finds the latest activity and whether scoring has ended. */
static revops_status intent_read_history(const revops_intent *intent, const revops_intent_history *history,
                                         int64_t at_ms, revops_intent_record *head)
{
    memset(head, 0, sizeof *head);
    for (size_t i = 0; i < history->event_count; i++) {
        if (history->behaviours[i] >= intent->rule_count || !revops__intent_is_time(history->at_ms[i])) {
            return REVOPS_ERR_ARG;
        }
        if (i > 0 && history->at_ms[i] < history->at_ms[i - 1]) {
            return REVOPS_ERR_LATE;
        }
        uint32_t flags = revops__intent_rules(intent)[history->behaviours[i]].rule.flags;
        if (history->at_ms[i] > at_ms) {
            continue; /* what comes later is only checked */
        }
        if (!(flags & REVOPS_INTENT_PASSIVE)) {
            head->is_active = 1;
            head->active_ms = history->at_ms[i];
        }
        head->ended_by |= flags & REVOPS_INTENT_ENDS;
    }
    return REVOPS_OK;
}

/* Takes the sum of a group, which is complete. */
static void intent_tally_join(const revops_intent *intent, uint32_t group, revops__fine sum,
                              revops__intent_joined *joined)
{
    if (group > 0) {
        const revops_score_group *limits = &revops__intent_groups(intent)[group - 1];
        sum = revops__fine_clamp(sum, limits->floor_mpt, limits->cap_mpt);
    }
    revops__intent_join(intent->has_best_group, group, sum, joined);
}

static revops__fine intent_history_sum(const revops_intent *intent, const revops_intent_history *history,
                                       int64_t at_ms)
{
    const revops__intent_rule *rules = revops__intent_rules(intent);
    const uint32_t *order = revops__intent_order(intent);
    revops__intent_joined joined = {{0, 0}, {0, 0}};
    revops__fine sum = {0, 0};
    uint32_t group = 0;
    for (uint32_t first = 0; first < intent->rule_count; first += INTENT_BLOCK) {
        intent_tally tallies[INTENT_BLOCK];
        memset(tallies, 0, sizeof tallies);
        uint32_t count =
            intent->rule_count - first < INTENT_BLOCK ? intent->rule_count - first : INTENT_BLOCK;
        for (size_t i = 0; i < history->event_count && history->at_ms[i] <= at_ms; i++) {
            const revops__intent_rule *rule = &rules[history->behaviours[i]];
            uint32_t place = rule->position - first;
            if (place < count && intent_tally_counts(intent, rule, history->at_ms[i], &tallies[place])) {
                intent_tally_event(intent, rule, (uint64_t)(at_ms - history->at_ms[i]), &tallies[place]);
            }
        }
        for (uint32_t k = 0; k < count; k++) {
            const revops__intent_rule *rule = &rules[order[first + k]];
            for (; group < rule->rule.group; group++) {
                intent_tally_join(intent, group, sum, &joined);
                sum = revops__fine_of(0);
            }
            sum = revops__fine_add(sum, intent_tally_value(intent, rule, &tallies[k]));
        }
    }
    for (; group <= intent->group_count; group++) {
        intent_tally_join(intent, group, sum, &joined);
        sum = revops__fine_of(0);
    }
    return revops__fine_clamp(revops__fine_add(joined.alone, joined.of_groups), intent->floor_mpt,
                              intent->cap_mpt);
}

revops_status revops_intent_audit(const revops_intent *intent, const revops_intent_history *history,
                                  int64_t at_ms, int32_t *out_score_mpt)
{
    if (!intent || !history || !out_score_mpt || !revops__intent_is_time(at_ms) ||
        history->event_count > INT32_MAX ||
        ((!history->at_ms || !history->behaviours) && history->event_count)) {
        return REVOPS_ERR_ARG;
    }
    revops_intent_record head;
    revops_status status = intent_read_history(intent, history, at_ms, &head);
    if (status != REVOPS_OK) {
        return status;
    }
    if (head.ended_by) {
        *out_score_mpt = intent->ended_mpt;
        return REVOPS_OK;
    }
    int64_t end_ms;
    uint32_t share_bp = revops__intent_share(intent, &head, at_ms, &end_ms);
    *out_score_mpt = revops__intent_round(intent, intent_history_sum(intent, history, at_ms), share_bp);
    return REVOPS_OK;
}

revops_status revops_intent_audit_many(const revops_intent *intent, const int64_t *at_ms,
                                       const uint32_t *behaviours, const uint64_t *first, size_t lead_count,
                                       int64_t when_ms, int32_t *scores_mpt, size_t *out_bad)
{
    if (!intent || ((!first || !scores_mpt) && lead_count)) {
        return REVOPS_ERR_ARG;
    }
    for (size_t lead = 0; lead < lead_count; lead++) {
        revops_status status = REVOPS_ERR_ARG;
        if (first[lead] <= first[lead + 1] && ((at_ms && behaviours) || first[lead] == first[lead + 1])) {
            size_t start = (size_t)first[lead];
            revops_intent_history history = {NULL, NULL, (size_t)(first[lead + 1] - first[lead])};
            if (history.event_count) {
                history.at_ms = at_ms + start;
                history.behaviours = behaviours + start;
            }
            status = revops_intent_audit(intent, &history, when_ms, &scores_mpt[lead]);
        }
        if (status != REVOPS_OK) {
            if (out_bad) {
                *out_bad = lead;
            }
            return status;
        }
    }
    return REVOPS_OK;
}
