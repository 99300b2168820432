/* SPDX-License-Identifier: MIT */
/* What checklists, scores, usage and routing mean together. */
#include "engine/policy-internal.h"

#include <string.h>

static void rules_tell(revops__problems *problems, const char *part, uint32_t row, const char *field,
                       const char *expected)
{
    revops__problem_put(problems, REVOPS_ERR_UNSOUND, part, row, field, 0, expected);
}

/* Checklists that a checklist names; a circle is a walk longer than there are checklists. */
static void rules_checklists(const policy_view *view, revops__problems *problems)
{
    uint32_t count = revops__policy_count(view, POLICY_IN_checklists);
    for (uint32_t start = 0; start < count; start++) {
        uint32_t rows[64], next[64], depth = 1;
        rows[0] = start;
        next[0] = 0;
        while (depth > 0) {
            revops_policy_checklist list;
            revops__policy_get(view, POLICY_IN_checklists, rows[depth - 1], &list);
            if (next[depth - 1] == list.need_count) {
                depth--;
                continue;
            }
            revops_policy_need need;
            revops__policy_get(view, POLICY_IN_needs, list.first_need + next[depth - 1]++, &need);
            if (need.kind != REVOPS_POLICY_NEED_CHECKLIST || need.subject == 0) {
                continue;
            }
            int is_circle = need.subject - 1 == start || depth == 64;
            for (uint32_t i = 0; i < depth; i++) {
                is_circle = is_circle || rows[i] == need.subject - 1;
            }
            if (is_circle) {
                if (need.subject - 1 == start) {
                    rules_tell(problems, "checklists", start, NULL,
                               "a checklist that doesn't name itself, not by way of others either");
                    depth = 0;
                }
                continue;
            }
            rows[depth] = need.subject - 1;
            next[depth++] = 0;
        }
    }
}

static void rules_grades(const policy_view *view, revops__problems *problems, enum policy_table table)
{
    revops_policy_grade before = {.from_mpt = INT32_MAX}, own;
    for (uint32_t i = 0; i < revops__policy_count(view, table); i++) {
        revops__policy_get(view, table, i, &own);
        if (i > 0 && own.from_mpt >= before.from_mpt) {
            rules_tell(problems, revops__policy_places[table].name, i, "from",
                       "less than the better grade has");
        }
        if (own.keeps_to_mpt > own.from_mpt) {
            rules_tell(problems, revops__policy_places[table].name, i, "keeps_to",
                       "at most what the grade begins with");
        }
        before = own;
    }
}

static void rules_groups(const policy_view *view, revops__problems *problems, enum policy_table table)
{
    for (uint32_t i = 0; i < revops__policy_count(view, table); i++) {
        revops_policy_group group;
        revops__policy_get(view, table, i, &group);
        if (group.floor_mpt > group.cap_mpt) {
            rules_tell(problems, revops__policy_places[table].name, i, "floor",
                       "a floor that isn't above the cap");
        }
    }
}

static void rules_scores(const policy_view *view, revops__problems *problems)
{
    const revops_policy_params *params = &view->params;
    rules_grades(view, problems, POLICY_IN_fit_grades);
    rules_grades(view, problems, POLICY_IN_intent_grades);
    rules_grades(view, problems, POLICY_IN_total_bands);
    rules_grades(view, problems, POLICY_IN_account_grades);
    rules_groups(view, problems, POLICY_IN_fit_groups);
    rules_groups(view, problems, POLICY_IN_intent_groups);
    if (params->fit_floor_mpt > params->fit_cap_mpt || params->intent_floor_mpt > params->intent_cap_mpt) {
        rules_tell(problems, "params", REVOPS_NO_ROW, "fit", "a floor that isn't above the cap");
    }
    for (uint32_t i = 0; i < revops__policy_count(view, POLICY_IN_fit_rules); i++) {
        revops_policy_fit_rule rule;
        revops__policy_get(view, POLICY_IN_fit_rules, i, &rule);
        if ((rule.flags & 3) == 3 && rule.since_day >= rule.until_day) {
            rules_tell(problems, "fit_rules", i, "until", "a date after since");
        }
    }
    for (uint32_t i = 0; i < revops__policy_count(view, POLICY_IN_intent_rules); i++) {
        revops_policy_intent_rule rule;
        revops__policy_get(view, POLICY_IN_intent_rules, i, &rule);
        if ((rule.flags & 3) == 3 && rule.since_day >= rule.until_day) {
            rules_tell(problems, "intent_rules", i, "until", "a date after since");
        }
        if (rule.decay < REVOPS_INTENT_LASTING || rule.decay > REVOPS_INTENT_TIERS ||
            (rule.decay == REVOPS_INTENT_TIERS) != (rule.tier_count > 0)) {
            rules_tell(problems, "intent_rules", i, "tiers",
                       "a way of fading, with tiers where it needs them");
        }
        if (rule.decay == REVOPS_INTENT_TIERS ? rule.points_mpt != 0 : rule.points_mpt == 0) {
            rules_tell(problems, "intent_rules", i, "points", "points, or tiers that have them");
        }
        if (rule.decay != REVOPS_INTENT_LASTING && rule.decay != REVOPS_INTENT_TIERS &&
            (rule.period_ms < 1 || rule.period_ms > REVOPS_INTENT_PERIOD_MAX_MS)) {
            rules_tell(problems, "intent_rules", i, "half_life", "a period of up to ten years");
        }
        if (rule.event_count == 0) {
            rules_tell(problems, "intent_rules", i, "events", "at least one event");
        }
    }
    if (params->lost_move && !params->mql_move) {
        rules_tell(problems, "params", REVOPS_NO_ROW, "mql", "a move of the matrix where when_lost has one");
    }
    for (uint32_t i = 0; i < revops__policy_count(view, POLICY_IN_cells); i++) {
        revops_policy_cell own, other;
        revops__policy_get(view, POLICY_IN_cells, i, &own);
        for (uint32_t k = 0; k < i; k++) {
            revops__policy_get(view, POLICY_IN_cells, k, &other);
            if (own.fit_grade == other.fit_grade && own.fit_grade) {
                rules_tell(problems, "cells", i, NULL, "each fit grade once");
            }
        }
    }
}

static int rules_share(const policy_view *view, uint32_t first, uint32_t count, uint32_t other_first,
                       uint32_t other_count)
{
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t k = 0; k < other_count; k++) {
            uint32_t own, other;
            revops__policy_get(view, POLICY_IN_numbers, first + i, &own);
            revops__policy_get(view, POLICY_IN_numbers, other_first + k, &other);
            if (own && own == other) {
                return 1;
            }
        }
    }
    return 0;
}

static void rules_usage(const policy_view *view, revops__problems *problems)
{
    for (uint32_t i = 0; i < revops__policy_count(view, POLICY_IN_criteria); i++) {
        revops_policy_criterion own;
        revops__policy_get(view, POLICY_IN_criteria, i, &own);
        int is_most = (own.flags & REVOPS_POLICY_AT_MOST) != 0,
            keeps = (own.flags & REVOPS_POLICY_HAS_KEEPS_TO) != 0;
        if (own.threshold_unit == REVOPS_POLICY_UNIT_NONE) {
            rules_tell(problems, "criteria", i, NULL, "at_least or at_most");
        }
        if (own.threshold_unit != REVOPS_POLICY_UNIT_NONE && !is_most && own.threshold <= 0) {
            rules_tell(problems, "criteria", i, "at_least", "more than 0, which would always be met");
        }
        if (keeps && (is_most ? own.keeps_to < own.threshold : own.keeps_to > own.threshold)) {
            rules_tell(problems, "criteria", i, "keeps_to", "a bound on the easier side of the threshold");
        }
        if (own.measure == REVOPS_POLICY_MEASURE_GROWTH && own.window_kind != REVOPS_POLICY_WINDOW_ROLLING) {
            rules_tell(problems, "criteria", i, "within",
                       "a window, such as \"30 days\": growth compares it with the one before");
        }
        if (own.event_count == 0) {
            rules_tell(problems, "criteria", i, "events", "at least one event");
        }
    }
    for (uint32_t i = 0; i < revops__policy_count(view, POLICY_IN_signals); i++) {
        revops_policy_signal own;
        revops__policy_get(view, POLICY_IN_signals, i, &own);
        if (own.all_of_count + own.any_of_count + own.at_least_of_count == 0 && !own.where) {
            rules_tell(problems, "signals", i, NULL, "all_of, any_of, at_least or where");
        }
        if (own.at_least > own.at_least_of_count) {
            rules_tell(problems, "signals", i, "at_least", "no more criteria than are listed");
        }
        if (own.flags & REVOPS_POLICY_ONCE && own.cooldown_ms) {
            rules_tell(problems, "signals", i, "once", "either once or not_again_within");
        }
        if (rules_share(view, own.first_all_of, own.all_of_count, own.first_none_of, own.none_of_count)) {
            rules_tell(problems, "signals", i, "none_of", "no criterion that is asked for, too");
        }
    }
}

static void rules_attributes(const policy_view *view, revops__problems *problems)
{
    for (uint32_t i = 0; i < revops__policy_count(view, POLICY_IN_attributes); i++) {
        revops_policy_attribute own;
        revops__policy_get(view, POLICY_IN_attributes, i, &own);
        int has_choices = own.type == REVOPS_POLICY_CHOICE || own.type == REVOPS_POLICY_FLAGS;
        if (has_choices && own.choice_count == 0 && own.by == REVOPS_POLICY_BY_NONE) {
            rules_tell(problems, "attributes", i, own.type == REVOPS_POLICY_FLAGS ? "flags" : "choices",
                       "names of choices or flags, or by");
        }
        if (own.choice_count > 0 && (!has_choices || own.by != REVOPS_POLICY_BY_NONE)) {
            rules_tell(problems, "attributes", i, "choices",
                       "none: the type has no choices, or by gives them");
        }
        if (own.type == REVOPS_POLICY_FLAGS && own.choice_count > REVOPS_POLICY_FLAGS_MAX) {
            rules_tell(problems, "attributes", i, "flags", "at most 63 flags; more take several attributes");
        }
        if ((own.from != 0) != (own.by != REVOPS_POLICY_BY_NONE) || own.by > REVOPS_POLICY_BY_TABLE ||
            (own.by == REVOPS_POLICY_BY_TABLE) != (own.table != 0) || own.from == i + 1) {
            rules_tell(problems, "attributes", i, own.from ? "from" : "by",
                       "from, another attribute, and by together");
        }
    }
    for (uint32_t i = 0; i < revops__policy_count(view, POLICY_IN_tables); i++) {
        revops_policy_table table;
        revops__policy_get(view, POLICY_IN_tables, i, &table);
        for (uint32_t k = 0; k < table.class_count; k++) {
            revops_policy_class rule;
            revops__policy_get(view, POLICY_IN_classes, table.first_class + k, &rule);
            if (!rule.where && k + 1 < table.class_count) {
                rules_tell(problems, "classes", table.first_class + k + 1, "name",
                           "a rule that is reached: the one before it always holds");
            }
        }
    }
}

/* Queues that lead on to each other for ever. */
static void rules_queues(const policy_view *view, revops__problems *problems)
{
    uint32_t count = revops__policy_count(view, POLICY_IN_queues);
    for (uint32_t i = 0; i < count; i++) {
        for (int is_like = 0; is_like < 2; is_like++) {
            uint32_t at = i, steps = 0;
            revops_policy_queue queue;
            do {
                revops__policy_get(view, POLICY_IN_queues, at, &queue);
                at = (is_like ? queue.like : queue.overflow) - 1;
                steps++;
            } while (at < count && at != i && steps <= count);
            if (at == i) {
                rules_tell(problems, "queues", i, is_like ? "like" : "overflow",
                           "queues that don't lead in a circle");
            }
        }
        revops_policy_queue own;
        revops__policy_get(view, POLICY_IN_queues, i, &own);
        if (own.like && own.member_count) {
            rules_tell(problems, "queues", i, "like", "either members or like");
        }
        for (uint32_t k = 0; k < own.member_count; k++) {
            revops_policy_member member, other;
            revops__policy_get(view, POLICY_IN_members, own.first_member + k, &member);
            if (member.person > revops__policy_count(view, POLICY_IN_people) || member.weight > 1000) {
                rules_tell(problems, "members", own.first_member + k, "person",
                           "a person of the roster, with a weight of 1 to 1000");
            }
            for (uint32_t l = 0; l < k; l++) {
                revops__policy_get(view, POLICY_IN_members, own.first_member + l, &other);
                if (member.person && member.person == other.person) {
                    rules_tell(problems, "members", own.first_member + k, "person", "each person once");
                }
            }
        }
    }
    uint32_t territories = revops__policy_count(view, POLICY_IN_territories);
    for (uint32_t i = 0; i + 1 < territories; i++) {
        revops_policy_territory territory;
        revops__policy_get(view, POLICY_IN_territories, i, &territory);
        if (!territory.where) {
            rules_tell(problems, "territories", i + 1, "name",
                       "a territory that is reached: the one before it always holds");
        }
    }
    for (uint32_t i = 0; i < revops__policy_count(view, POLICY_IN_people); i++) {
        revops_policy_person person;
        revops__policy_get(view, POLICY_IN_people, i, &person);
        if ((person.flags & 3) == 3 && person.leaves_day <= person.starts_day) {
            rules_tell(problems, "people", i, "leaves", "a date after starts");
        }
    }
    for (uint32_t i = 0; i < revops__policy_count(view, POLICY_IN_absences); i++) {
        revops_policy_absence absence;
        revops__policy_get(view, POLICY_IN_absences, i, &absence);
        if (absence.from_unit == absence.until_unit && absence.from >= absence.until && absence.from_unit) {
            rules_tell(problems, "absences", i, "until", "a time after from");
        }
    }
}

static void rules_events(const policy_view *view, revops__problems *problems)
{
    for (uint32_t i = 0; i < revops__policy_count(view, POLICY_IN_events); i++) {
        revops_policy_event event;
        revops__policy_get(view, POLICY_IN_events, i, &event);
        if (event.owner == REVOPS_POLICY_OWNER_VALUE && event.value != REVOPS_POLICY_VALUE_PERSON) {
            rules_tell(problems, "events", i, "owner",
                       "a value that is a person where the value becomes the owner");
        }
        if (event.flags & REVOPS_POLICY_WITHDRAWS_VALUE && event.value != REVOPS_POLICY_VALUE_ITEMS) {
            rules_tell(problems, "events", i, "withdraws",
                       "a value that is items where the value is withdrawn");
        }
        if ((event.value == REVOPS_POLICY_VALUE_ATTRIBUTE) != (event.attribute != 0) &&
            event.value != REVOPS_POLICY_VALUE_ATTRIBUTE) {
            rules_tell(problems, "events", i, "sets", "an attribute where the value sets one");
        }
    }
    for (uint32_t i = 0; i < revops__policy_count(view, POLICY_IN_promises); i++) {
        revops_policy_promise promise;
        revops__policy_get(view, POLICY_IN_promises, i, &promise);
        if (promise.kind == 0 || promise.kind > REVOPS_POLICY_PROMISE_NOTICE) {
            rules_tell(problems, "promises", i, NULL, "count, share or of");
        } else if (promise.kind == REVOPS_POLICY_PROMISE_SHARE && promise.unit != REVOPS_POLICY_UNIT_SHARE &&
                   promise.unit) {
            rules_tell(problems, "promises", i, "at_least", "a share, such as \"40 %\"");
        } else if (promise.kind == REVOPS_POLICY_PROMISE_COUNT && promise.unit != REVOPS_POLICY_UNIT_NUMBER &&
                   promise.unit) {
            rules_tell(problems, "promises", i, "at_least", "a number");
        }
    }
    const revops_policy_params *params = &view->params;
    if (params->review_missed > params->review_of || params->executive_missed > params->executive_of) {
        rules_tell(problems, "params", REVOPS_NO_ROW, "escalation",
                   "no more weeks missed than are looked at");
    }
}

void revops__policy_check_rules(const policy_view *view, revops__problems *problems)
{
    rules_checklists(view, problems);
    rules_scores(view, problems);
    rules_usage(view, problems);
    rules_attributes(view, problems);
    rules_events(view, problems);
    rules_queues(view, problems);
}
