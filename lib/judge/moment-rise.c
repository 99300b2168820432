/* SPDX-License-Identifier: MIT */
/* When a score will reach a threshold from below: where negative points fade.

   Over a stretch of time, an upper bound of the score takes positive rules at its start and negative ones at its end, as
   either only fades. While that stays below the threshold, the stretch is skipped and the next one is longer. Otherwise the
   stretch ends before the first rule's next bend. If then each group is within, below or above its limits at both ends (and, where the best one counts, the same one is the
   best), the sum is one straight line, so that its ends tell whether it reaches the threshold, and halving tells when. If not, the
   stretch is halved: a group crosses each of its limits once at most. */
#include "judge/intent-internal.h"
#include "judge/moment-internal.h"

/* Sums at both ends of a stretch, and one that isn't below any in between. */
typedef struct rise_stretch {
    revops__fine early, late, most;
    int64_t bend_ms; /* the first rule's next bend, or inactivity's next share */
    int is_line;     /* no group crosses a limit */
} rise_stretch;

static int rise_side(revops__fine value, int32_t floor_mpt, int32_t cap_mpt)
{
    return value.whole < floor_mpt ? -1 : value.whole >= cap_mpt;
}

static void rise_add(revops__fine *sum, revops__fine value, int is_negative)
{
    *sum = is_negative ? revops__fine_subtract(*sum, value) : revops__fine_add(*sum, value);
}

static rise_stretch rise_look(const revops_intent *intent, const revops_intent_record *record,
                              int64_t early_ms, int64_t late_ms)
{
    const revops__intent_rule *rules = revops__intent_rules(intent);
    const uint32_t *order = revops__intent_order(intent);
    const revops_intent_slot *slots = revops__intent_slots(record);
    const revops_score_group *groups = revops__intent_groups(intent);
    rise_stretch all = {{0, 0}, {0, 0}, {0, 0}, REVOPS__INTENT_NEVER, 1};
    revops__intent_joined joined_early = {{0, 0}, {0, 0}}, joined_late = joined_early,
                          joined_most = joined_early;
    revops__fine late_of_best = {0, 0}; /* at the end, of the group that is the best at the start */
    uint32_t i = 0;
    for (uint32_t group = 0; group <= intent->group_count; group++) {
        revops__fine early = {0, 0}, late = {0, 0}, most = {0, 0};
        for (; i < intent->rule_count && rules[order[i]].rule.group == group; i++) {
            const revops__intent_rule *rule = &rules[order[i]];
            if (!slots[order[i]].counted) {
                continue;
            }
            revops__intent_piece from = revops__intent_piece_of(intent, rule, &slots[order[i]], early_ms),
                                 to = revops__intent_piece_of(intent, rule, &slots[order[i]], late_ms);
            int is_negative = rule->rule.points_mpt < 0;
            rise_add(&early, from.value, is_negative);
            rise_add(&late, to.value, is_negative);
            rise_add(&most, is_negative ? to.value : from.value, is_negative);
            all.bend_ms = from.end_ms < all.bend_ms ? from.end_ms : all.bend_ms;
        }
        if (group > 0) {
            int32_t floor_mpt = groups[group - 1].floor_mpt, cap_mpt = groups[group - 1].cap_mpt;
            all.is_line &= rise_side(early, floor_mpt, cap_mpt) == rise_side(late, floor_mpt, cap_mpt);
            early = revops__fine_clamp(early, floor_mpt, cap_mpt);
            late = revops__fine_clamp(late, floor_mpt, cap_mpt);
            most = revops__fine_clamp(most, floor_mpt, cap_mpt);
        }
        if (group == 1 || (group > 1 && (revops__fine_is_less(joined_early.of_groups, early) ||
                                         (!revops__fine_is_less(early, joined_early.of_groups) &&
                                          revops__fine_is_less(late_of_best, late))))) {
            late_of_best = late;
        }
        revops__intent_join(intent->has_best_group, group, early, &joined_early);
        revops__intent_join(intent->has_best_group, group, late, &joined_late);
        revops__intent_join(intent->has_best_group, group, most, &joined_most);
    }
    all.is_line &= !intent->has_best_group || !revops__fine_is_less(late_of_best, joined_late.of_groups);
    all.early = revops__fine_add(joined_early.alone, joined_early.of_groups);
    all.late = revops__fine_add(joined_late.alone, joined_late.of_groups);
    all.most = revops__fine_add(joined_most.alone, joined_most.of_groups);
    return all;
}

static int rise_reaches(const revops_intent *intent, const revops_intent_record *record, revops__fine sum,
                        int64_t share_at_ms, int32_t threshold_mpt)
{
    int64_t end_ms;
    uint32_t share_bp = revops__intent_share(intent, record, share_at_ms, &end_ms);
    return revops__intent_round(intent, revops__fine_clamp(sum, intent->floor_mpt, intent->cap_mpt),
                                share_bp) >= threshold_mpt;
}

static int rise_is_reached(const revops_intent *intent, const revops_intent_record *record, int64_t at_ms,
                           int32_t threshold_mpt)
{
    int32_t score_mpt;
    return revops_intent_rate(intent, record, at_ms, &score_mpt) == REVOPS_OK && score_mpt >= threshold_mpt;
}

/* Whether a negative rule still fades. */
static int rise_is_possible(const revops_intent *intent, const revops_intent_record *record, int64_t at_ms)
{
    const revops__intent_rule *rules = revops__intent_rules(intent);
    const revops_intent_slot *slots = revops__intent_slots(record);
    for (uint32_t i = 0; i < intent->rule_count; i++) {
        if (rules[i].rule.points_mpt < 0 && slots[i].counted &&
            slots[i].newest_ms + rules[i].life_ms > at_ms) {
            return !record->ended_by;
        }
    }
    return 0;
}

int64_t revops__moment_rise(const revops_intent *intent, const revops_intent_record *record, int64_t from_ms,
                            int32_t threshold_mpt, int64_t until_ms)
{
    /* Below its threshold at `at_ms`. */
    int64_t at_ms = from_ms, length_ms = until_ms - from_ms;
    if (!rise_is_possible(intent, record, from_ms)) {
        return REVOPS_TIME_NONE;
    }
    while (at_ms < until_ms) {
        length_ms = length_ms < 1 ? 1 : length_ms > until_ms - at_ms ? until_ms - at_ms : length_ms;
        int64_t late_ms = at_ms + length_ms, share_end_ms;
        rise_stretch stretch = rise_look(intent, record, at_ms, late_ms);
        if (!rise_reaches(intent, record, stretch.most, at_ms, threshold_mpt)) {
            at_ms = late_ms;
            length_ms = length_ms < INT64_MAX / 2 ? length_ms * 2 : length_ms;
            continue;
        }
        (void)revops__intent_share(intent, record, at_ms, &share_end_ms);
        int64_t bend_ms = share_end_ms < stretch.bend_ms ? share_end_ms : stretch.bend_ms;
        if (bend_ms <= late_ms && length_ms > 1) { /* up to before the bend, or else across it */
            int64_t before_ms = bend_ms - 1 - at_ms;
            length_ms = before_ms < 1 ? 1 : before_ms;
            continue;
        }
        if (!stretch.is_line && length_ms > 1) {
            length_ms /= 2;
            continue;
        }
        if (rise_is_reached(intent, record, late_ms, threshold_mpt)) {
            while (late_ms - at_ms > 1) {
                int64_t middle_ms = at_ms + (late_ms - at_ms) / 2;
                if (rise_is_reached(intent, record, middle_ms, threshold_mpt)) {
                    late_ms = middle_ms;
                } else {
                    at_ms = middle_ms;
                }
            }
            return late_ms;
        }
        at_ms = late_ms;
        length_ms *= 2;
    }
    return REVOPS_TIME_NONE;
}
