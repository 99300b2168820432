/* SPDX-License-Identifier: MIT */
/* When a score will fall below a threshold.

   The score is a straight line up to the next instant at which a rule's line ends, a limit is met, another group
   becomes the best or inactivity takes its next share. On a line the instant is found by bisection, without evaluating the rules again. Several lines are
   skipped at once if one of two lower bounds of the sum stays high enough: positive rules at the later end with
   negative ones at the earlier, as either only fades; or, where half-lives are concerned, the tangents of positive
   ones (which lie below the curve) with the chords of negative ones.

   Work is bounded. Sums of many half-lives of both signs may stay at a threshold for all of their lines, 4,096 per
   rule, and only going through all of them finds the first instant below it. The search stops after a fixed number of
   slots and returns how far it came, so it can be continued from there. */
#include "judge/intent-internal.h"

enum {
    /* Slots that a search may look at: some 2 ms, ten times what the costliest usual records take, and as often as a
       hundred scores take where rules are many. */
    INTENT_WORK_LEAST = 1 << 16,
    INTENT_WORK_OF_RULE = 100
};

uint64_t revops__fine_steps(revops__fine distance, revops__fine step, uint64_t most)
{
    if (!revops__fine_is_less(distance, revops__fine_times(step, most))) {
        return most;
    }
    uint64_t low = 0, high = most; /* low steps fit, high don't */
    while (high - low > 1) {
        uint64_t middle = low + (high - low) / 2;
        if (revops__fine_is_less(distance, revops__fine_times(step, middle))) {
            high = middle;
        } else {
            low = middle;
        }
    }
    return low;
}

static int intent_is_negative(revops__fine value)
{
    return value.whole < 0;
}

static int intent_is_zero(revops__fine value)
{
    return value.whole == 0 && value.part == 0;
}

static revops__fine intent_minus(revops__fine value)
{
    return revops__fine_subtract(revops__fine_of(0), value);
}

/* A sum as a line: value − slope × (ms since the instant), up to before `end_ms`. */
typedef struct intent_line {
    revops__fine value, slope;
    int64_t end_ms;
} intent_line;

/* Holds a line within limits; where it meets one or comes back to it, it ends. */
static void intent_limit(intent_line *line, int32_t floor_mpt, int32_t cap_mpt, int64_t at_ms)
{
    int rises = intent_is_negative(line->slope), falls = !rises && !intent_is_zero(line->slope);
    revops__fine least = revops__fine_of(floor_mpt), most = revops__fine_of(cap_mpt);
    revops__fine step = rises ? intent_minus(line->slope) : line->slope, distance = {0, 0};
    if (revops__fine_is_less(line->value, least)) {
        distance = revops__fine_subtract(least, line->value);
        falls = 0;
        line->value = least;
        line->slope = revops__fine_of(0);
    } else if (revops__fine_is_less(most, line->value)) {
        distance = revops__fine_subtract(line->value, most);
        rises = 0;
        line->value = most;
        line->slope = revops__fine_of(0);
    } else if (rises || falls) {
        distance =
            falls ? revops__fine_subtract(line->value, least) : revops__fine_subtract(most, line->value);
    }
    if (rises || falls) {
        uint64_t length = (uint64_t)(line->end_ms - at_ms),
                 steps = revops__fine_steps(distance, step, length);
        line->end_ms = steps < length ? at_ms + (int64_t)steps + 1 : line->end_ms;
    }
}

/* Of two lines the one above the other, up to where they meet. */
static intent_line intent_upper(intent_line a, intent_line b, int64_t at_ms)
{
    int is_b = revops__fine_is_less(a.value, b.value) ||
               (!revops__fine_is_less(b.value, a.value) && revops__fine_is_less(b.slope, a.slope));
    intent_line upper = is_b ? b : a, lower = is_b ? a : b;
    upper.end_ms = a.end_ms < b.end_ms ? a.end_ms : b.end_ms;
    if (revops__fine_is_less(lower.slope, upper.slope)) {
        uint64_t length = (uint64_t)(upper.end_ms - at_ms),
                 steps = revops__fine_steps(revops__fine_subtract(upper.value, lower.value),
                                            revops__fine_subtract(upper.slope, lower.slope), length);
        upper.end_ms = steps < length ? at_ms + (int64_t)steps + 1 : upper.end_ms;
    }
    return upper;
}

/* The score as a line of its sum and a share of it. */
typedef struct intent_state {
    intent_line line;
    uint32_t share_bp;
} intent_state;

static intent_state intent_state_at(const revops_intent *intent, const revops_intent_record *record,
                                    int64_t at_ms)
{
    const revops__intent_rule *rules = revops__intent_rules(intent);
    const uint32_t *order = revops__intent_order(intent);
    const revops_intent_slot *slots = revops__intent_slots(record);
    const revops_score_group *groups = revops__intent_groups(intent);
    intent_state state = {{{0, 0}, {0, 0}, REVOPS__INTENT_NEVER}, 0};
    state.share_bp = revops__intent_share(intent, record, at_ms, &state.line.end_ms);
    intent_line best = {{0, 0}, {0, 0}, state.line.end_ms};
    uint32_t i = 0;
    for (uint32_t group = 0; group <= intent->group_count; group++) {
        intent_line sum = {{0, 0}, {0, 0}, state.line.end_ms};
        for (; i < intent->rule_count && rules[order[i]].rule.group == group; i++) {
            const revops__intent_rule *rule = &rules[order[i]];
            revops__intent_piece piece = revops__intent_piece_of(intent, rule, &slots[order[i]], at_ms);
            int negative = rule->rule.points_mpt < 0;
            sum.value = negative ? revops__fine_subtract(sum.value, piece.value)
                                 : revops__fine_add(sum.value, piece.value);
            sum.slope = negative ? revops__fine_subtract(sum.slope, piece.slope)
                                 : revops__fine_add(sum.slope, piece.slope);
            sum.end_ms = piece.end_ms < sum.end_ms ? piece.end_ms : sum.end_ms;
        }
        if (group > 0) {
            intent_limit(&sum, groups[group - 1].floor_mpt, groups[group - 1].cap_mpt, at_ms);
        }
        state.line.end_ms = sum.end_ms;
        if (group > 0 && intent->has_best_group) {
            best = group == 1 ? sum : intent_upper(best, sum, at_ms);
            state.line.end_ms = best.end_ms;
            continue;
        }
        state.line.value = revops__fine_add(state.line.value, sum.value);
        state.line.slope = revops__fine_add(state.line.slope, sum.slope);
    }
    state.line.value = revops__fine_add(state.line.value, best.value);
    state.line.slope = revops__fine_add(state.line.slope, best.slope);
    intent_limit(&state.line, intent->floor_mpt, intent->cap_mpt, at_ms);
    return state;
}

static int32_t intent_score_on(const revops_intent *intent, const intent_state *state, uint64_t after_ms)
{
    revops__fine sum =
        revops__fine_subtract(state->line.value, revops__fine_times(state->line.slope, after_ms));
    return revops__intent_round(intent, sum, state->share_bp);
}

/* Lower bounds of a sum over a stretch of time: by its ends, and a line from one end to the other. */
typedef struct intent_bound {
    revops__fine least, from, to;
} intent_bound;

static void intent_bound_add(intent_bound *bound, const revops__intent_piece *early,
                             const revops__intent_piece *late, int negative, int64_t early_ms,
                             int64_t late_ms)
{
    if (negative) {
        int chord = early->is_curved || early->end_ms > late_ms;
        bound->least = revops__fine_subtract(bound->least, early->value);
        bound->from = revops__fine_subtract(bound->from, early->value);
        bound->to = revops__fine_subtract(bound->to, chord ? late->value : early->value);
        return;
    }
    revops__fine from = late->value, to = late->value;
    if (early->is_curved || early->end_ms > late_ms) {
        from = early->value;
        to = revops__fine_subtract(from, revops__fine_times(early->slope, (uint64_t)(late_ms - early_ms)));
    }
    bound->least = revops__fine_add(bound->least, late->value);
    bound->from = revops__fine_add(bound->from, from);
    bound->to = revops__fine_add(bound->to, to);
}

static revops__fine intent_lesser(revops__fine a, revops__fine b)
{
    return revops__fine_is_less(a, b) ? a : b;
}

/* Limits of a group: a line that meets one becomes its lower end. */
static void intent_bound_limit(intent_bound *bound, int32_t floor_mpt, int32_t cap_mpt)
{
    revops__fine from = revops__fine_clamp(bound->from, floor_mpt, cap_mpt),
                 to = revops__fine_clamp(bound->to, floor_mpt, cap_mpt);
    int is_whole = from.whole == bound->from.whole && to.whole == bound->to.whole &&
                   from.part == bound->from.part && to.part == bound->to.part;
    bound->from = is_whole ? from : intent_lesser(from, to);
    bound->to = is_whole ? to : intent_lesser(from, to);
    bound->least = revops__fine_clamp(bound->least, floor_mpt, cap_mpt);
}

/* Of the best group: any line of one group isn't above it. */
static void intent_bound_best(intent_bound *best, const intent_bound *bound, int is_first)
{
    if (is_first || revops__fine_is_less(best->least, bound->least)) {
        best->least = bound->least;
    }
    if (is_first ||
        revops__fine_is_less(intent_lesser(best->from, best->to), intent_lesser(bound->from, bound->to))) {
        best->from = bound->from;
        best->to = bound->to;
    }
}

/* A score that isn't above any from one instant to another. */
static int32_t intent_least_score(const revops_intent *intent, const revops_intent_record *record,
                                  int64_t early_ms, int64_t late_ms)
{
    const revops__intent_rule *rules = revops__intent_rules(intent);
    const uint32_t *order = revops__intent_order(intent);
    const revops_intent_slot *slots = revops__intent_slots(record);
    const revops_score_group *groups = revops__intent_groups(intent);
    intent_bound total = {{0, 0}, {0, 0}, {0, 0}}, best = total;
    uint32_t i = 0;
    for (uint32_t group = 0; group <= intent->group_count; group++) {
        intent_bound sum = {{0, 0}, {0, 0}, {0, 0}};
        for (; i < intent->rule_count && rules[order[i]].rule.group == group; i++) {
            const revops__intent_rule *rule = &rules[order[i]];
            const revops_intent_slot *slot = &slots[order[i]];
            if (slot->counted) {
                revops__intent_piece early = revops__intent_piece_of(intent, rule, slot, early_ms),
                                     late = revops__intent_piece_of(intent, rule, slot, late_ms);
                intent_bound_add(&sum, &early, &late, rule->rule.points_mpt < 0, early_ms, late_ms);
            }
        }
        if (group > 0) {
            intent_bound_limit(&sum, groups[group - 1].floor_mpt, groups[group - 1].cap_mpt);
        }
        if (group > 0 && intent->has_best_group) {
            intent_bound_best(&best, &sum, group == 1);
            continue;
        }
        total.least = revops__fine_add(total.least, sum.least);
        total.from = revops__fine_add(total.from, sum.from);
        total.to = revops__fine_add(total.to, sum.to);
    }
    total.least = revops__fine_add(total.least, best.least);
    total.from = revops__fine_add(total.from, best.from);
    total.to = revops__fine_add(total.to, best.to);
    /* Binary digits that were cut off may bend a curve the wrong way by as little. */
    const revops__fine slack = {0, UINT64_C(1) << 40};
    revops__fine line = revops__fine_subtract(intent_lesser(total.from, total.to), slack);
    line = revops__fine_is_less(line, total.least) ? total.least : line;
    int64_t end_ms;
    return revops__intent_round(intent, revops__fine_clamp(line, intent->floor_mpt, intent->cap_mpt),
                                revops__intent_share(intent, record, late_ms, &end_ms));
}

/* From here on nothing changes. */
static int64_t intent_last_change(const revops_intent *intent, const revops_intent_record *record,
                                  int64_t from_ms)
{
    int64_t last_ms = from_ms;
    const revops__intent_rule *rules = revops__intent_rules(intent);
    const revops_intent_slot *slots = revops__intent_slots(record);
    for (uint32_t i = 0; i < intent->rule_count; i++) {
        int64_t end_ms = slots[i].newest_ms + rules[i].life_ms;
        last_ms = slots[i].counted && end_ms > last_ms ? end_ms : last_ms;
    }
    if (record->is_active && intent->inactivity_loss_bp) {
        int64_t periods =
                    (REVOPS__INTENT_BASIS + intent->inactivity_loss_bp - 1) / intent->inactivity_loss_bp,
                end_ms = record->active_ms + periods * intent->inactivity_period_ms;
        last_ms = end_ms > last_ms ? end_ms : last_ms;
    }
    return last_ms;
}

/* The first millisecond on a line at which the score is below the threshold; it is at the line's last one. */
static int64_t intent_solve(const revops_intent *intent, const intent_state *state, int64_t at_ms,
                            int32_t threshold_mpt)
{
    uint64_t low = 0, high = (uint64_t)(state->line.end_ms - at_ms) - 1;
    while (high - low > 1) {
        uint64_t middle = low + (high - low) / 2;
        if (intent_score_on(intent, state, middle) < threshold_mpt) {
            high = middle;
        } else {
            low = middle;
        }
    }
    return at_ms + (int64_t)high;
}

/* A search. */
typedef struct intent_search {
    int64_t at_ms;     /* the score wasn't below the threshold before */
    int64_t length_ms; /* what may be skipped from here, if it can be proved */
    uint64_t work;     /* slots that may still be looked at */
} intent_search;

/* Skips what can be proved not to be below the threshold; whether there was something. */
static int intent_skip(const revops_intent *intent, const revops_intent_record *record, int32_t threshold_mpt,
                       int64_t last_ms, int64_t line_ms, intent_search *search)
{
    while (search->length_ms > line_ms) {
        int64_t late_ms =
            search->length_ms < last_ms - search->at_ms ? search->at_ms + search->length_ms : last_ms;
        uint64_t work = 2 * (uint64_t)intent->rule_count;
        search->work -= search->work < work ? search->work : work;
        if (search->work && intent_least_score(intent, record, search->at_ms, late_ms) >= threshold_mpt) {
            search->at_ms = late_ms;
            search->length_ms *= 2;
            return 1;
        }
        search->length_ms /= 2;
    }
    return 0;
}

static revops_status intent_crossing(const revops_intent *intent, const revops_intent_record *record,
                                     int64_t from_ms, int32_t threshold_mpt, int64_t *out_ms)
{
    int64_t last_ms = intent_last_change(intent, record, from_ms);
    intent_search search = {from_ms, last_ms - from_ms,
                            INTENT_WORK_LEAST + INTENT_WORK_OF_RULE * (uint64_t)intent->rule_count};
    while (search.at_ms <= last_ms) {
        if (search.work < intent->rule_count) {
            *out_ms = search.at_ms;
            return REVOPS_ERR_RANGE;
        }
        search.work -= intent->rule_count;
        intent_state state = intent_state_at(intent, record, search.at_ms);
        if (intent_score_on(intent, &state, 0) < threshold_mpt) {
            *out_ms = search.at_ms;
            return REVOPS_OK;
        }
        int64_t line_ms = state.line.end_ms - search.at_ms; /* above 0 */
        if (intent_skip(intent, record, threshold_mpt, last_ms, line_ms, &search)) {
            continue;
        }
        if (state.line.end_ms == REVOPS__INTENT_NEVER) { /* it has no slope */
            break;
        }
        if (intent_score_on(intent, &state, (uint64_t)line_ms - 1) < threshold_mpt) {
            *out_ms = intent_solve(intent, &state, search.at_ms, threshold_mpt);
            return REVOPS_OK;
        }
        search.at_ms = state.line.end_ms;
        search.length_ms = line_ms * 2;
    }
    *out_ms = REVOPS_TIME_NONE;
    return REVOPS_OK;
}

revops_status revops_intent_crossing(const revops_intent *intent, const revops_intent_record *record,
                                     int64_t from_ms, int32_t threshold_mpt, int64_t *out_ms)
{
    revops_status status = revops__intent_can_rate(intent, record, from_ms);
    if (status != REVOPS_OK || !out_ms) {
        return status != REVOPS_OK ? status : REVOPS_ERR_ARG;
    }
    if (record->ended_by) {
        *out_ms = intent->ended_mpt < threshold_mpt ? from_ms : REVOPS_TIME_NONE;
        return REVOPS_OK;
    }
    return intent_crossing(intent, record, from_ms, threshold_mpt, out_ms);
}
