/* SPDX-License-Identifier: MIT */
/* How an intent score came about. */
#include "judge/intent-internal.h"
#include "judge/score-internal.h"

/* Lines as they are written. What is exact has fractions of thousandths, what is shown has none; each line carries the
   fraction on to the next. */
typedef struct intent_writer {
    revops__score_lines lines;
    revops__fine exact;
    int64_t shown_mpt;
} intent_writer;

static int64_t intent_shown(revops__fine exact)
{
    return revops__fine_add(exact, revops__intent_up()).whole;
}

static void intent_put(intent_writer *to, revops_score_reason reason, uint32_t index, revops__fine points)
{
    to->exact = revops__fine_add(to->exact, points);
    int64_t shown_mpt = intent_shown(to->exact);
    revops__score_line_put(&to->lines, reason, index, shown_mpt - to->shown_mpt);
    to->shown_mpt = shown_mpt;
}

static void intent_put_limits(intent_writer *to, revops__fine sum, int32_t floor_mpt, int32_t cap_mpt,
                              revops_score_reason floor, revops_score_reason cap, uint32_t index)
{
    revops__fine held = revops__fine_clamp(sum, floor_mpt, cap_mpt);
    if (held.whole != sum.whole || held.part != sum.part) {
        intent_put(to, revops__fine_is_less(sum, held) ? floor : cap, index,
                   revops__fine_subtract(held, sum));
    }
}

static revops__fine intent_signed(const revops__intent_rule *rule, revops__fine value)
{
    return rule->rule.points_mpt < 0 ? revops__fine_subtract(revops__fine_of(0), value) : value;
}

static revops__fine intent_group_sum(const revops_intent *intent, const revops_intent_record *record,
                                     int64_t at_ms, uint32_t group, uint32_t *at)
{
    const uint32_t *order = revops__intent_order(intent);
    const revops__intent_rule *rules = revops__intent_rules(intent);
    revops__fine sum = {0, 0};
    for (; *at < intent->rule_count && rules[order[*at]].rule.group == group; ++*at) {
        const revops__intent_rule *rule = &rules[order[*at]];
        revops__intent_piece piece =
            revops__intent_piece_of(intent, rule, &revops__intent_slots(record)[order[*at]], at_ms);
        sum = revops__fine_add(sum, intent_signed(rule, piece.value));
    }
    return sum;
}

static void intent_put_rules(const revops_intent *intent, const revops_intent_record *record, int64_t at_ms,
                             intent_writer *to)
{
    for (uint32_t i = 0; i < intent->rule_count; i++) {
        const revops__intent_rule *rule = &revops__intent_rules(intent)[i];
        const revops_intent_slot *slot = &revops__intent_slots(record)[i];
        revops__fine value = intent_signed(rule, revops__intent_piece_of(intent, rule, slot, at_ms).value);
        if (rule->rule.decay == REVOPS_INTENT_TIERS) {
            intent_put(to, REVOPS_SCORE_RULE, i, value);
            continue;
        }
        int64_t counted = (int64_t)slot->counted * rule->rule.points_mpt;
        int64_t over = (int64_t)slot->over_limit * rule->rule.points_mpt;
        intent_put(to, REVOPS_SCORE_RULE, i, revops__fine_of(counted + over));
        intent_put(to, REVOPS_SCORE_DAILY_LIMIT, i, revops__fine_of(-over));
        intent_put(to, REVOPS_SCORE_DECAY, i, revops__fine_subtract(value, revops__fine_of(counted)));
    }
}

/* What limits of groups did, and which groups don't count. */
static void intent_put_groups(const revops_intent *intent, const revops_intent_record *record, int64_t at_ms,
                              intent_writer *to)
{
    const revops_score_group *groups = revops__intent_groups(intent);
    revops__fine best = {0, 0};
    uint32_t at = 0, best_group = 0;
    (void)intent_group_sum(intent, record, at_ms, 0, &at);
    for (uint32_t group = 1; group <= intent->group_count; group++) {
        revops__fine sum = intent_group_sum(intent, record, at_ms, group, &at), held;
        held = revops__fine_clamp(sum, groups[group - 1].floor_mpt, groups[group - 1].cap_mpt);
        intent_put_limits(to, sum, groups[group - 1].floor_mpt, groups[group - 1].cap_mpt,
                          REVOPS_SCORE_GROUP_FLOOR, REVOPS_SCORE_GROUP_CAP, group);
        if (!intent->has_best_group) {
            continue;
        }
        if (best_group && !revops__fine_is_less(best, held)) {
            intent_put(to, REVOPS_SCORE_GROUP_NOT_BEST, group,
                       revops__fine_subtract(revops__fine_of(0), held));
            continue;
        }
        if (best_group) {
            intent_put(to, REVOPS_SCORE_GROUP_NOT_BEST, best_group,
                       revops__fine_subtract(revops__fine_of(0), best));
        }
        best = held;
        best_group = group;
    }
}

static void intent_write(const revops_intent *intent, const revops_intent_record *record, int64_t at_ms,
                         revops__score_lines *lines)
{
    intent_writer to = {*lines, {0, 0}, 0};
    if (record->ended_by) {
        intent_put(&to, REVOPS_SCORE_ENDED, record->ended_by - 1, revops__fine_of(intent->ended_mpt));
        *lines = to.lines;
        return;
    }
    intent_put_rules(intent, record, at_ms, &to);
    intent_put_groups(intent, record, at_ms, &to);
    intent_put_limits(&to, to.exact, intent->floor_mpt, intent->cap_mpt, REVOPS_SCORE_FLOOR, REVOPS_SCORE_CAP,
                      0);
    int64_t end_ms;
    uint32_t share_bp = revops__intent_share(intent, record, at_ms, &end_ms);
    int32_t score_mpt = revops__intent_round(intent, to.exact, share_bp);
    revops__score_line_put(&to.lines, REVOPS_SCORE_INACTIVITY, 0, score_mpt - to.shown_mpt);
    *lines = to.lines;
}

revops_status revops_intent_explain(const revops_intent *intent, const revops_intent_record *record,
                                    int64_t at_ms, revops_score_line *out, size_t capacity, size_t *needed)
{
    revops_status status = revops__intent_can_rate(intent, record, at_ms);
    if (status != REVOPS_OK || !needed || (!out && capacity)) {
        return status != REVOPS_OK ? status : REVOPS_ERR_ARG;
    }
    revops__score_lines count = {NULL, 0, 0}, lines = {out, capacity, 0};
    intent_write(intent, record, at_ms, &count);
    *needed = count.count;
    if (count.count > capacity) {
        return REVOPS_ERR_NOSPACE;
    }
    intent_write(intent, record, at_ms, &lines);
    return REVOPS_OK;
}

size_t revops_intent_lines_max(const revops_intent *intent)
{
    return intent ? (size_t)3 * intent->rule_count +
                        (1 + (size_t)intent->has_best_group) * intent->group_count + 2
                  : 0;
}
