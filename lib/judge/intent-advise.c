/* SPDX-License-Identifier: MIT */
/* Finds events that would raise a lead to the next grade.

   More events of a rule never lower a score, so the least number that reaches a grade is found by bisection. If no
   single rule reaches it, every rule starts with the events that its limits allow. Then each rule is reduced to the
   least number that still suffices, beginning with the rule with the fewest points per event. The caller's array
   holds the events of each rule, so no other memory is needed. */
#include "core/text.h"
#include "judge/intent-internal.h"
#include "judge/score-internal.h"

enum { INTENT_EVENTS_TRIED = 1000 };

/* What a question is about. */
typedef struct intent_question {
    const revops_intent *intent;
    const revops_intent_record *record;
    int64_t at_ms;
    uint32_t share_bp; /* that inactivity leaves as long as nothing more happens */
    uint32_t target;   /* the grade to reach */
} intent_question;

/* Events of a rule that would still count on the day of `at_ms`; 0 where none would help. */
static uint32_t intent_allowed(const intent_question *question, uint32_t r)
{
    const revops__intent_rule *rule = &revops__intent_rules(question->intent)[r];
    const revops_intent_slot *slot = &revops__intent_slots(question->record)[r];
    if ((rule->rule.points_mpt <= 0 && rule->rule.decay != REVOPS_INTENT_TIERS) ||
        rule->rule.flags & REVOPS_INTENT_ENDS) {
        return 0;
    }
    uint32_t allowed = REVOPS_INTENT_EVENTS_MAX - slot->counted;
    if (rule->rule.daily_limit) {
        int today =
            slot->counted && revops__intent_is_same_day(question->intent, slot->newest_ms, question->at_ms);
        uint32_t used = today ? slot->day_count : 0;
        uint32_t left = used < rule->rule.daily_limit ? rule->rule.daily_limit - used : 0;
        allowed = left < allowed ? left : allowed;
    }
    return allowed < INTENT_EVENTS_TRIED ? allowed : INTENT_EVENTS_TRIED;
}

/* A rule's value with so many events more, with its sign: as the record would have it. */
static revops__fine intent_value_with(const intent_question *question, uint32_t r, uint32_t more)
{
    const revops__intent_rule *rule = &revops__intent_rules(question->intent)[r];
    revops_intent_slot slot = revops__intent_slots(question->record)[r];
    if (more) {
        revops__intent_take(rule, &slot, question->at_ms, more);
    }
    revops__fine value = revops__intent_piece_of(question->intent, rule, &slot, question->at_ms).value;
    return rule->rule.points_mpt < 0 ? revops__fine_subtract(revops__fine_of(0), value) : value;
}

/* What a rule gives an event at best. */
static int32_t intent_worth(const intent_question *question, uint32_t r, uint32_t allowed)
{
    const revops__intent_rule *rule = &revops__intent_rules(question->intent)[r];
    if (rule->rule.decay != REVOPS_INTENT_TIERS) {
        return rule->rule.points_mpt;
    }
    int64_t before = intent_value_with(question, r, 0).whole,
            most = intent_value_with(question, r, allowed).whole;
    uint32_t low = 0, high = allowed; /* the fewest that give the most */
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (intent_value_with(question, r, middle).whole == most) {
            high = middle;
        } else {
            low = middle;
        }
    }
    return (int32_t)((most - before) / (high ? high : 1));
}

/* What a step is worth is kept in `score_mpt`, and whether it is settled in `grade`, until the answer is written. */
static int intent_comes_first(const revops_intent_advice *a, const revops_intent_advice *b)
{
    return a->score_mpt != b->score_mpt ? a->score_mpt > b->score_mpt : a->behaviour < b->behaviour;
}

/* The score with all that the steps say; `up_to` leaves out those that come after it. Steps are in the order of rules. */
static int32_t intent_score_with(const intent_question *question, const revops_intent_advice *steps,
                                 size_t count, const revops_intent_advice *up_to)
{
    const revops_intent *intent = question->intent;
    const uint32_t *order = revops__intent_order(intent);
    const revops_score_group *groups = revops__intent_groups(intent);
    revops__intent_joined joined = {{0, 0}, {0, 0}};
    uint32_t i = 0, share_bp = question->share_bp;
    size_t k = 0;
    for (uint32_t group = 0; group <= intent->group_count; group++) {
        revops__fine sum = {0, 0};
        for (; i < intent->rule_count && revops__intent_rules(intent)[order[i]].rule.group == group; i++) {
            uint32_t more = 0;
            if (k < count && steps[k].behaviour == order[i]) {
                more = up_to && intent_comes_first(up_to, &steps[k]) ? 0 : steps[k].event_count;
                k++;
            }
            if (more && !(revops__intent_rules(intent)[order[i]].rule.flags & REVOPS_INTENT_PASSIVE)) {
                share_bp = REVOPS__INTENT_BASIS; /* whoever acts isn't inactive */
            }
            sum = revops__fine_add(sum, intent_value_with(question, order[i], more));
        }
        if (group > 0) {
            sum = revops__fine_clamp(sum, groups[group - 1].floor_mpt, groups[group - 1].cap_mpt);
        }
        revops__intent_join(intent->has_best_group, group, sum, &joined);
    }
    revops__fine total = revops__fine_add(joined.alone, joined.of_groups);
    return revops__intent_round(intent, revops__fine_clamp(total, intent->floor_mpt, intent->cap_mpt),
                                share_bp);
}

/* The fewest events of a step, of at most those it has, that reach the target; one more than it has when none do. */
static uint32_t intent_fewest(const intent_question *question, revops_intent_advice *steps, size_t count,
                              revops_intent_advice *step)
{
    uint32_t most = step->event_count, low = 0, high = most + 1;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        step->event_count = middle;
        if (middle <= most &&
            revops__intent_grade(question->intent, intent_score_with(question, steps, count, NULL)) <=
                question->target) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    step->event_count = most;
    return low;
}

/* Ways by one behaviour, fewest events first; as many as there is room for. */
static size_t intent_ways_alone(const intent_question *question, revops_intent_advice *out, size_t capacity)
{
    size_t count = 0;
    for (uint32_t r = 0; r < question->intent->rule_count; r++) {
        revops_intent_advice way = {r, intent_allowed(question, r), 0, 0};
        if (way.event_count == 0) {
            continue;
        }
        uint32_t events = intent_fewest(question, &way, 1, &way);
        if (events > way.event_count) {
            continue;
        }
        way.event_count = events;
        way.score_mpt = intent_score_with(question, &way, 1, NULL);
        way.grade = revops__intent_grade(question->intent, way.score_mpt);
        size_t place = count < capacity ? count : capacity;
        while (place > 0 && out[place - 1].event_count > events) {
            if (place < capacity) {
                out[place] = out[place - 1];
            }
            place--;
        }
        if (place < capacity) {
            out[place] = way;
        }
        count++;
    }
    return count;
}

/* The step that gives least an event of those not settled; NULL when all are. */
static revops_intent_advice *intent_next_step(revops_intent_advice *steps, size_t count)
{
    revops_intent_advice *least = NULL;
    for (size_t i = 0; i < count; i++) {
        if (!steps[i].grade && (!least || intent_comes_first(least, &steps[i]))) {
            least = &steps[i];
        }
    }
    return least;
}

/* One way by several behaviours, with room for one step a rule. */
static size_t intent_way_together(const intent_question *question, revops_intent_advice *out)
{
    const uint32_t *order = revops__intent_order(question->intent);
    size_t count = 0, kept = 0;
    for (uint32_t i = 0; i < question->intent->rule_count; i++) {
        uint32_t allowed = intent_allowed(question, order[i]);
        if (allowed) {
            revops_intent_advice step = {order[i], allowed, intent_worth(question, order[i], allowed), 0};
            out[count++] = step;
        }
    }
    if (revops__intent_grade(question->intent, intent_score_with(question, out, count, NULL)) >
        question->target) {
        return 0;
    }
    for (revops_intent_advice *step; (step = intent_next_step(out, count)) != NULL;) {
        step->event_count = intent_fewest(question, out, count, step);
        step->grade = 1;
    }
    for (size_t i = 0; i < count; i++) {
        if (out[i].event_count) {
            out[kept++] = out[i];
        }
    }
    /* Scores with the steps before: a second look at all, as the first still needs what they are worth. */
    for (size_t i = 0; i < kept; i++) {
        out[i].grade = (uint32_t)intent_score_with(question, out, kept, &out[i]);
    }
    for (size_t i = 1; i < kept; i++) {
        revops_intent_advice step = out[i];
        size_t place = i;
        for (; place > 0 && intent_comes_first(&step, &out[place - 1]); place--) {
            out[place] = out[place - 1];
        }
        out[place] = step;
    }
    for (size_t i = 0; i < kept; i++) {
        out[i].score_mpt = (int32_t)out[i].grade;
        out[i].grade = revops__intent_grade(question->intent, out[i].score_mpt);
    }
    return kept;
}

revops_status revops_intent_advise(const revops_intent *intent, const revops_intent_record *record,
                                   int64_t at_ms, revops_intent_advice *out, size_t capacity, size_t *needed)
{
    revops_status status = revops__intent_can_rate(intent, record, at_ms);
    if (status != REVOPS_OK || !needed || (!out && capacity)) {
        return status != REVOPS_OK ? status : REVOPS_ERR_ARG;
    }
    int64_t end_ms;
    uint32_t share_bp = revops__intent_share(intent, record, at_ms, &end_ms);
    uint32_t grade = revops__intent_grade(
        intent, revops__intent_round(intent, revops__intent_sum(intent, record, at_ms), share_bp));
    if (record->ended_by || grade == 0) {
        *needed = 0;
        return REVOPS_OK;
    }
    const intent_question question = {intent, record, at_ms, share_bp, grade - 1};
    size_t count = intent_ways_alone(&question, out, capacity);
    if (count == 0 && capacity >= intent->rule_count) {
        count = intent_way_together(&question, out);
    } else if (count == 0 && intent->rule_count) {
        count = intent->rule_count; /* what it may take */
    }
    *needed = count;
    return count > capacity ? REVOPS_ERR_NOSPACE : REVOPS_OK;
}

size_t revops_intent_advice_text(const revops_intent_advice *advice, const char *const *behaviour_names,
                                 char *out, size_t capacity)
{
    revops__text text = revops__text_begin(out, capacity);
    if (!advice) {
        return revops__text_end(&text);
    }
    revops__text_unsigned(&text, advice->event_count, 0);
    revops__score_name_put(&text, behaviour_names ? " of" : " of behaviour", behaviour_names, 0,
                           advice->behaviour);
    revops__text_put(&text, ": then ");
    revops__score_points_put(&text, advice->score_mpt, 0);
    revops__text_put(&text, " points, grade ");
    revops__text_unsigned(&text, (uint64_t)advice->grade + 1, 0);
    return revops__text_end(&text);
}
