/* SPDX-License-Identifier: MIT */
/* Tells every fault of scores that lib/judge can't see: references, grades, the matrix. */
#include "engine/engine-score.h"

static void score_fault(revops__problems *problems, const char *part, uint32_t row, const char *field,
                        int64_t found, const char *expected)
{
    revops__problem_put(problems, REVOPS_ERR_ARG, part, row, field, found, expected);
}

static void score_check_position(revops__problems *problems, const char *part, uint32_t row,
                                 const char *field, uint32_t found, uint32_t least, uint32_t most)
{
    if (found < least || found > most) {
        score_fault(problems, part, row, field, found, "a position in its table");
    }
}

/* A list of positions in `numbers`. */
static void score_check_list(const revops_policy_params *policy, revops__problems *problems, const char *part,
                             uint32_t row, const char *field, uint32_t first, uint32_t count, uint32_t most)
{
    if (count && (first > policy->number_count || count > policy->number_count - first)) {
        score_fault(problems, part, row, field, first, "a list that lies within its table");
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        score_check_position(problems, "numbers", first + i, field, policy->numbers[first + i], 1, most);
    }
}

static void score_check_name(revops__problems *problems, const char *part, uint32_t row, const char *name)
{
    if (!name || !*name) {
        score_fault(problems, part, row, "name", 0, "a name");
    }
}

static void score_check_grades(revops__problems *problems, const char *part, const revops_policy_grade *rows,
                               uint32_t row_size, uint32_t count)
{
    int32_t before_mpt = INT32_MAX;
    if (count >= REVOPS_POLICY_GRADES_MAX) {
        score_fault(problems, part, REVOPS_NO_ROW, "count", count, "0 to 7");
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        revops_policy_grade row;
        REVOPS__ROW_GET(revops_policy_grade, &row, rows, row_size, i);
        score_check_name(problems, part, i, row.name);
        if (i > 0 && row.from_mpt >= before_mpt) {
            revops__problem_put_pair(problems, REVOPS_ERR_UNSOUND, part, i, i - 1, "from_mpt", row.from_mpt,
                                     "less than the grade before");
        }
        if (row.keeps_to_mpt > row.from_mpt) {
            revops__problem_put(problems, REVOPS_ERR_UNSOUND, part, i, "keeps_to_mpt", row.keeps_to_mpt,
                                "from_mpt or less");
        }
        before_mpt = row.from_mpt;
    }
}

static void score_check_groups(revops__problems *problems, const char *part, const revops_policy_group *rows,
                               uint32_t row_size, uint32_t count)
{
    if (count > REVOPS_SCORE_GROUPS_MAX) {
        score_fault(problems, part, REVOPS_NO_ROW, "count", count, "0 to 255");
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        revops_policy_group row;
        REVOPS__ROW_GET(revops_policy_group, &row, rows, row_size, i);
        score_check_name(problems, part, i, row.name);
    }
}

static void score_check_rules(const revops_policy_params *p, revops__problems *problems)
{
    if (p->fit_rule_count > REVOPS__SCORE_FIT_RULES_MAX) {
        score_fault(problems, "params", REVOPS_NO_ROW, "fit_rule_count", p->fit_rule_count, "0 to 504");
        return;
    }
    if (p->intent_rule_count > REVOPS_INTENT_RULES_MAX) {
        score_fault(problems, "params", REVOPS_NO_ROW, "intent_rule_count", p->intent_rule_count,
                    "0 to 1024");
        return;
    }
    for (uint32_t i = 0; i < p->fit_rule_count; i++) {
        revops_policy_fit_rule row;
        REVOPS__POLICY_ROW(revops_policy_fit_rule, &row, p, fit_rules, fit_rule_row_size, i);
        score_check_name(problems, "fit_rules", i, row.name);
        score_check_position(problems, "fit_rules", i, "group", row.group, 0, p->fit_group_count);
        score_check_position(problems, "fit_rules", i, "where", row.where, 0, p->condition_count);
    }
    for (uint32_t i = 0; i < p->intent_rule_count; i++) {
        revops_policy_intent_rule row;
        REVOPS__POLICY_ROW(revops_policy_intent_rule, &row, p, intent_rules, intent_rule_row_size, i);
        score_check_name(problems, "intent_rules", i, row.name);
        score_check_position(problems, "intent_rules", i, "group", row.group, 0, p->intent_group_count);
        score_check_position(problems, "intent_rules", i, "where_value", row.where_value, 0,
                             p->condition_count);
        score_check_list(p, problems, "intent_rules", i, "first_event", row.first_event, row.event_count,
                         p->event_count);
        if (row.tier_count > p->tier_count || row.first_tier > p->tier_count - row.tier_count) {
            score_fault(problems, "intent_rules", i, "first_tier", row.first_tier,
                        "a list that lies within its table");
        }
    }
    for (uint32_t i = 0; i < p->criterion_count; i++) {
        revops_policy_criterion row;
        REVOPS__POLICY_ROW(revops_policy_criterion, &row, p, criteria, criterion_row_size, i);
        score_check_list(p, problems, "criteria", i, "first_event", row.first_event, row.event_count,
                         p->event_count);
    }
}

static void score_check_matrix(const revops_policy_params *p, revops__problems *problems)
{
    uint32_t fits = p->fit_grade_count + (p->fit_otherwise != NULL),
             levels = p->intent_grade_count + (p->intent_otherwise != NULL);
    uint32_t seen = 0;
    for (uint32_t i = 0; i < p->cell_count; i++) {
        revops_policy_cell row;
        REVOPS__POLICY_ROW(revops_policy_cell, &row, p, cells, cell_row_size, i);
        score_check_position(problems, "cells", i, "fit_grade", row.fit_grade, 1, fits);
        score_check_list(p, problems, "cells", i, "first_grade", row.first_grade, row.grade_count, levels);
        uint32_t bit = row.fit_grade <= fits && fits <= REVOPS_POLICY_GRADES_MAX ? 1u << row.fit_grade : 0;
        if (seen & bit) {
            revops__problem_put(problems, REVOPS_ERR_UNSOUND, "cells", i, "fit_grade", row.fit_grade,
                                "each fit grade once");
        }
        seen |= bit;
    }
    const struct {
        const char *field;
        uint32_t found, most;
    } positions[] = {{"mql_move", p->mql_move, p->move_count},
                     {"mql_shows_fit", p->mql_shows_fit, p->item_count},
                     {"mql_shows_intent", p->mql_shows_intent, p->item_count},
                     {"lost_move", p->lost_move, p->mql_move ? p->move_count : 0},
                     {"lost_reason", p->lost_reason, p->reason_count},
                     {"fit_unknown", p->fit_unknown, fits},
                     {"fit_never", p->fit_never, p->condition_count},
                     {"intent_never", p->intent_never, p->condition_count},
                     {"zone", p->zone, p->zone_count},
                     {"intent_calendar", p->intent_calendar, p->calendar_count}};
    for (size_t i = 0; i < sizeof positions / sizeof positions[0]; i++) {
        score_check_position(problems, "params", REVOPS_NO_ROW, positions[i].field, positions[i].found, 0,
                             positions[i].most);
    }
    score_check_list(p, problems, "params", REVOPS_NO_ROW, "first_lost_from", p->first_lost_from,
                     p->lost_from_count, p->stage_count);
    score_check_list(p, problems, "params", REVOPS_NO_ROW, "first_lost_grade", p->first_lost_grade,
                     p->lost_grade_count, fits);
    if (p->total_fit_bp > 10000 || p->total_intent_bp > 10000) {
        score_fault(problems, "params", REVOPS_NO_ROW, "total_fit_bp",
                    p->total_fit_bp > 10000 ? p->total_fit_bp : p->total_intent_bp, "0 to 10000");
    }
    if (p->intent_calendar && p->intent_calendar <= p->calendar_count) {
        revops_policy_calendar row;
        REVOPS__POLICY_ROW(revops_policy_calendar, &row, p, calendars, calendar_row_size,
                           p->intent_calendar - 1);
        score_check_position(problems, "calendars", p->intent_calendar - 1, "zone", row.zone, 0,
                             p->zone_count);
    }
}

/* Nobody but people may lead a lead to a stage that is entered by hand [LC3]. */
static void score_check_by_hand(const revops_policy_params *p, revops__problems *problems)
{
    for (uint32_t i = 0; i < p->move_count; i++) {
        revops_policy_move move;
        revops_policy_stage stage;
        REVOPS__POLICY_ROW(revops_policy_move, &move, p, moves, move_row_size, i);
        int is_of_scores = i + 1 == p->mql_move || i + 1 == p->lost_move;
        if ((!(move.flags & REVOPS_POLICY_AUTOMATIC) && !is_of_scores) || move.to == 0 ||
            move.to > p->stage_count) {
            continue; /* what it leads to is told elsewhere */
        }
        REVOPS__POLICY_ROW(revops_policy_stage, &stage, p, stages, stage_row_size, move.to - 1);
        uint32_t flags = stage.flags;
        if (stage.parent && stage.parent <= p->stage_count) {
            REVOPS__POLICY_ROW(revops_policy_stage, &stage, p, stages, stage_row_size, stage.parent - 1);
            flags |= stage.flags;
        }
        if (flags & REVOPS_POLICY_BY_HAND) {
            revops__problem_put(problems, REVOPS_ERR_UNSOUND, "moves", i, "to", move.to,
                                "a stage that automatic moves may enter: it is by_hand");
        }
    }
}

void revops__scores_check(const revops_policy_params *policy, revops__problems *problems)
{
    score_check_by_hand(policy, problems);
    score_check_grades(problems, "fit_grades", policy->fit_grades, policy->fit_grade_row_size,
                       policy->fit_grade_count);
    score_check_grades(problems, "intent_grades", policy->intent_grades, policy->intent_grade_row_size,
                       policy->intent_grade_count);
    score_check_grades(problems, "total_bands", policy->total_bands, policy->total_band_row_size,
                       policy->total_band_count);
    score_check_groups(problems, "fit_groups", policy->fit_groups, policy->fit_group_row_size,
                       policy->fit_group_count);
    score_check_groups(problems, "intent_groups", policy->intent_groups, policy->intent_group_row_size,
                       policy->intent_group_count);
    score_check_rules(policy, problems);
    score_check_matrix(policy, problems);
}
