/* SPDX-License-Identifier: MIT */
/* Compiles scores and what happens by itself. As elsewhere the steps run twice: what is put has its place even while it is only
   counted. */
#include <string.h>

#include "core/compiler.h"
#include "engine/engine-usage.h"

enum { SCORE_PROBLEMS = 8 };

/* Room for bytes among those of scores. */
uint32_t revops__score_room(revops__engine_builder *b, size_t size)
{
    uint32_t place = b->engine->score_bytes_at + b->engine->score_bytes;
    b->engine->score_bytes += (uint32_t)(size + 7) / 8 * 8;
    return place;
}

void revops__score_put(const revops__engine_builder *b, uint32_t place, const void *bytes, size_t size)
{
    if (b->block) {
        memcpy(b->block + place, bytes, size);
    }
}

/* A number that decides what a record's bytes mean. */
void revops__score_mark(revops__engine_builder *b, uint64_t number)
{
    b->layout = (b->layout ^ number) * UINT64_C(0x9e3779b97f4a7c15) + 1;
    b->layout ^= b->layout >> 29;
}

/* A table of lib/judge's, and the policy's that it is made of. */
typedef struct scores_part {
    const char *name, *of_policy;
} scores_part;

enum { SCORE_PARTS = 2 };

/* What a compiler of lib/judge says of its rows, as of the policy's. */
static void scores_tell(const revops__engine_builder *b, const revops_problem *found, size_t count,
                        const scores_part *parts)
{
    for (size_t i = 0; b->problems && i < count && i < SCORE_PROBLEMS; i++) {
        const char *part = found[i].part;
        for (size_t k = 0; k < SCORE_PARTS; k++) {
            part = revops__engine_same_name(found[i].part, parts[k].name) ? parts[k].of_policy : part;
        }
        revops__problem_put(b->problems, found[i].status, part, found[i].row, found[i].field, found[i].found,
                            found[i].expected);
    }
}

/* ---- time ---- */

/* A zone's place in the block; 0 for UTC. */
uint32_t revops__score_zone(revops__engine_builder *b, uint32_t position)
{
    revops_zone_params params = REVOPS_ZONE_PARAMS_INIT;
    const revops_zone *zone;
    size_t needed = 0;
    if (position == 0) {
        return 0;
    }
    uint32_t place = b->engine->score_bytes_at + b->engine->score_bytes;
    revops_status status = revops__zone_given(b->policy, position, &params);
    if (status == REVOPS_OK) {
        status = revops_zone_build(&params, b->block ? b->block + place : NULL,
                                   b->block ? (size_t)(b->engine->size - place) : 0, &needed, &zone);
    }
    if (status != REVOPS_OK && status != REVOPS_ERR_NOSPACE && b->problems) {
        revops__problem_put(b->problems, status, "zones", position - 1, "rule", status,
                            "a zone that revops_zone_build() takes");
    }
    return revops__score_room(b, needed);
}

/* The first instant of a date; never 0, which is no instant to rules. */
static int64_t scores_instant(const revops__engine_builder *b, uint32_t zone, int32_t day)
{
    int64_t at_ms = day * REVOPS_DAY_MS;
    if (zone && b->block) {
        (void)!revops_zone_from_local(revops__engine_at(b->engine, zone), at_ms, 0, &at_ms);
    }
    return at_ms ? at_ms : 1;
}

/* ---- fit ---- */

static void scores_fit_groups(const revops_policy_params *policy, revops_score_group *groups)
{
    for (uint32_t i = 0; i < policy->fit_group_count; i++) {
        revops_policy_group row;
        REVOPS__POLICY_ROW(revops_policy_group, &row, policy, fit_groups, fit_group_row_size, i);
        groups[i] = (revops_score_group){row.floor_mpt, row.cap_mpt};
    }
}

static void scores_intent_groups(const revops_policy_params *policy, revops_score_group *groups)
{
    for (uint32_t i = 0; i < policy->intent_group_count; i++) {
        revops_policy_group row;
        REVOPS__POLICY_ROW(revops_policy_group, &row, policy, intent_groups, intent_group_row_size, i);
        groups[i] = (revops_score_group){row.floor_mpt, row.cap_mpt};
    }
}

/* The rules as lib/judge has them: each asks for one flag. Apart from scores_intent(), or both have theirs on the stack at once. */
static REVOPS__APART void scores_fit(revops__engine_builder *b, revops__engine_scores *scores, uint32_t zone)
{
    static const scores_part parts[] = {{"rules", "fit_rules"}, {"groups", "fit_groups"}};
    const revops_policy_params *policy = b->policy;
    revops_score_rule rules[REVOPS__SCORE_FIT_RULES_MAX];
    revops_condition conditions[REVOPS__SCORE_FIT_RULES_MAX];
    revops_score_group groups[REVOPS_SCORE_GROUPS_MAX];
    revops_problem found[SCORE_PROBLEMS];
    scores->fit_rule_count = policy->fit_rule_count;
    scores->fit_wheres = revops__score_room(b, policy->fit_rule_count * sizeof(uint32_t));
    for (uint32_t i = 0; i < policy->fit_rule_count; i++) {
        revops_policy_fit_rule row;
        REVOPS__POLICY_ROW(revops_policy_fit_rule, &row, policy, fit_rules, fit_rule_row_size, i);
        rules[i] = (revops_score_rule){
            .points_mpt = row.points_mpt,
            .group = row.group,
            .first_condition = i,
            .condition_count = 1,
            .since_ms = row.flags & REVOPS_POLICY_HAS_SINCE ? scores_instant(b, zone, row.since_day) : 0,
            .until_ms = row.flags & REVOPS_POLICY_HAS_UNTIL ? scores_instant(b, zone, row.until_day) : 0};
        conditions[i] = (revops_condition){.attribute = i / REVOPS__SCORE_FLAGS,
                                           .test = REVOPS_CONDITION_ALL_FLAGS,
                                           .low = INT64_C(1) << i % REVOPS__SCORE_FLAGS};
        revops__score_put(b, scores->fit_wheres + i * (uint32_t)sizeof row.where, &row.where,
                          sizeof row.where);
    }
    scores_fit_groups(policy, groups);
    revops_score_params params = REVOPS_SCORE_PARAMS_INIT;
    params.flags = policy->flags & REVOPS_POLICY_FIT_BEST_GROUP ? REVOPS_SCORE_BEST_GROUP : 0;
    params.attribute_count = REVOPS__SCORE_WORDS;
    params.rule_count = params.condition_count = policy->fit_rule_count;
    params.rules = rules;
    params.conditions = conditions;
    params.groups = groups;
    params.group_count = policy->fit_group_count;
    params.grade_count = 0;
    memset(params.grades_mpt, 0, sizeof params.grades_mpt);
    params.base_mpt = policy->fit_base_mpt;
    params.floor_mpt = policy->fit_floor_mpt;
    params.cap_mpt = policy->fit_cap_mpt;
    size_t needed = 0;
    const revops_score *out;
    if (b->problems) {
        (void)!revops_score_check(&params, found, SCORE_PROBLEMS, &needed);
        scores_tell(b, found, needed, parts);
    }
    needed = 0;
    scores->fit = b->engine->score_bytes_at + b->engine->score_bytes;
    (void)!revops_score_build(&params, b->block ? b->block + scores->fit : NULL,
                              b->block ? (size_t)(b->engine->size - scores->fit) : 0, &needed, &out);
    revops__score_room(b, needed);
}

/* Attributes that a condition names, as bits, and where the account stands. */
static void scores_asked(const revops_engine *engine, const revops_policy_params *policy, uint32_t where,
                         uint64_t *asked)
{
    revops_policy_condition row = {.row_count = 1};
    if (where == 0) {
        return;
    }
    REVOPS__POLICY_ROW(revops_policy_condition, &row, policy, conditions, condition_row_size, where - 1);
    for (uint32_t i = where - 1, end = i + row.row_count; i < end; i++) {
        REVOPS__POLICY_ROW(revops_policy_condition, &row, policy, conditions, condition_row_size, i);
        uint32_t standing =
            row.kind == REVOPS_POLICY_TEST ? revops__standing_attribute(engine, row.about) : 0;
        if (standing) {
            asked[(standing - 1) / 64] |= UINT64_C(1) << (standing - 1) % 64;
        }
        if (row.kind == REVOPS_POLICY_TEST && row.about == REVOPS_POLICY_ATTRIBUTE) {
            asked[(row.subject - 1) / 64] |= UINT64_C(1) << (row.subject - 1) % 64;
        }
    }
}

static void scores_asks(revops__engine_builder *b, revops__engine_scores *scores)
{
    const revops_policy_params *policy = b->policy;
    uint64_t asked[REVOPS_CONDITION_ATTRIBUTES_MAX / 64 + 1] = {0};
    for (uint32_t i = 0; i < policy->fit_rule_count; i++) {
        revops_policy_fit_rule row;
        REVOPS__POLICY_ROW(revops_policy_fit_rule, &row, policy, fit_rules, fit_rule_row_size, i);
        scores_asked(b->engine, policy, row.where, asked);
    }
    scores_asked(b->engine, policy, policy->fit_never, asked);
    scores->asks = b->engine->score_bytes_at + b->engine->score_bytes;
    for (uint32_t i = 0; i < b->engine->attribute_count; i++) {
        if (asked[i / 64] >> i % 64 & 1) {
            revops_policy_attribute row = {.by = REVOPS_POLICY_BY_NONE};
            if (i < policy->attribute_count) {
                REVOPS__POLICY_ROW(revops_policy_attribute, &row, policy, attributes, attribute_row_size, i);
            }
            revops__score_asks ask = {.attribute = i + 1,
                                      .table = row.by == REVOPS_POLICY_BY_TABLE ? row.table : 0};
            revops__score_put(b, revops__score_room(b, sizeof ask), &ask, sizeof ask);
            scores->ask_count++;
        }
    }
}

/* Which events may change fit by rules. */
static void scores_fit_asks(revops__engine_builder *b, revops__engine_scores *scores)
{
    const revops_policy_params *policy = b->policy;
    revops__asked asked = {.found = 0};
    for (uint32_t i = 0; i < policy->fit_rule_count; i++) {
        revops_policy_fit_rule row;
        REVOPS__POLICY_ROW(revops_policy_fit_rule, &row, policy, fit_rules, fit_rule_row_size, i);
        revops__ask_where(policy, row.where, &asked);
        asked.more |= row.flags & (REVOPS_POLICY_HAS_SINCE | REVOPS_POLICY_HAS_UNTIL) ? REVOPS__ASKS_MORE : 0;
    }
    revops__ask_where(policy, policy->fit_never, &asked);
    revops__ask_tables(policy, &asked);
    scores->fit_asks = asked.more | (asked.more & REVOPS__ASKS_ITEMS ? REVOPS__ASKS_MORE : 0u);
    for (uint32_t i = 0; b->block && i < policy->event_count; i++) {
        revops__engine_event *event = revops__engine_builder_row(b, b->engine->events, sizeof *event, i);
        event->changes_fit = (uint8_t)revops__is_asked(&asked, event);
    }
}

/* ---- intent ---- */

/* A limit without the points that every lead starts with. */
static int32_t scores_shifted(int32_t limit_mpt, int32_t base_mpt, int32_t none)
{
    int64_t shifted = (int64_t)limit_mpt - base_mpt;
    int32_t most = shifted > INT32_MAX - 1 ? INT32_MAX - 1 : (int32_t)shifted;
    return limit_mpt == none ? none : shifted < INT32_MIN + 1 ? INT32_MIN + 1 : most;
}

/* What is a person's: limits of a day, groups, least and greatest points. */
static void scores_intent_of_all(revops_intent_params *params, revops_intent_rule *rules)
{
    for (uint32_t i = 0; i < params->rule_count; i++) {
        rules[i].group = rules[i].daily_limit = 0;
    }
    params->flags = 0;
    params->group_count = 0;
    params->floor_mpt = REVOPS_SCORE_NO_FLOOR;
    params->cap_mpt = REVOPS_SCORE_NO_CAP;
}

REVOPS__APART uint32_t revops__score_intent_build(revops__engine_builder *b, int of_account)
{
    static const scores_part parts[] = {{"rules", "intent_rules"}, {"groups", "intent_groups"}};
    const revops_policy_params *policy = b->policy;
    revops_intent_rule rules[REVOPS_INTENT_RULES_MAX];
    revops_score_group groups[REVOPS_SCORE_GROUPS_MAX];
    revops_problem found[SCORE_PROBLEMS];
    for (uint32_t i = 0; i < policy->intent_rule_count; i++) {
        revops_policy_intent_rule row;
        REVOPS__POLICY_ROW(revops_policy_intent_rule, &row, policy, intent_rules, intent_rule_row_size, i);
        rules[i] = (revops_intent_rule){.points_mpt = row.points_mpt,
                                        .group = row.group,
                                        .decay = row.decay,
                                        .daily_limit = row.daily_limit,
                                        .period_ms = row.period_ms,
                                        .loss_bp = row.loss_bp,
                                        .first_tier = row.first_tier,
                                        .tier_count = row.tier_count};
    }
    scores_intent_groups(policy, groups);
    revops_intent_params params = REVOPS_INTENT_PARAMS_INIT;
    params.flags = policy->flags & REVOPS_POLICY_INTENT_BEST_GROUP ? REVOPS_SCORE_BEST_GROUP : 0;
    params.rules = rules;
    params.rule_count = policy->intent_rule_count;
    params.tiers = policy->tiers;
    params.tier_count = policy->tier_count;
    params.tier_row_size = policy->tier_count ? policy->tier_row_size : params.tier_row_size;
    params.groups = groups;
    params.group_count = policy->intent_group_count;
    params.grade_count = 0;
    memset(params.grades_mpt, 0, sizeof params.grades_mpt);
    params.floor_mpt =
        scores_shifted(policy->intent_floor_mpt, policy->intent_base_mpt, REVOPS_SCORE_NO_FLOOR);
    params.cap_mpt = scores_shifted(policy->intent_cap_mpt, policy->intent_base_mpt, REVOPS_SCORE_NO_CAP);
    params.inactivity_loss_bp = policy->intent_inactivity_bp;
    params.inactivity_period_ms = policy->intent_inactivity_ms;
    if (of_account) {
        scores_intent_of_all(&params, rules);
    }
    size_t needed = 0;
    const revops_intent *out;
    if (b->problems && !of_account) {
        (void)!revops_intent_check(&params, found, SCORE_PROBLEMS, &needed);
        scores_tell(b, found, needed, parts);
    }
    needed = 0;
    uint32_t place = b->engine->score_bytes_at + b->engine->score_bytes;
    (void)!revops_intent_build(&params, b->block ? b->block + place : NULL,
                               b->block ? (size_t)(b->engine->size - place) : 0, &needed, &out);
    revops__score_room(b, needed);
    return place;
}

static void scores_intent(revops__engine_builder *b, revops__engine_scores *scores)
{
    const revops_policy_params *policy = b->policy;
    scores->intent = revops__score_intent_build(b, 0);
    scores->has_intent = 1;
    revops__score_mark(b, policy->intent_inactivity_bp != 0);
    scores->intent_bytes =
        (uint32_t)(sizeof(revops_intent_record) + policy->intent_rule_count * sizeof(revops_intent_slot));
}

/* Whether an event stands among those of a rule before another. */
static int scores_stands_before(const revops_policy_params *policy, uint32_t first, uint32_t before)
{
    for (uint32_t i = first; i < before; i++) {
        if (policy->numbers[i] == policy->numbers[before]) {
            return 1;
        }
    }
    return 0;
}

/* Rules by event: counted, given their places, put. */
static void scores_of_events(revops__engine_builder *b, revops__engine_scores *scores)
{
    const revops_policy_params *policy = b->policy;
    uint32_t total = 0;
    for (uint32_t i = 0; i < policy->intent_rule_count; i++) {
        revops_policy_intent_rule row;
        REVOPS__POLICY_ROW(revops_policy_intent_rule, &row, policy, intent_rules, intent_rule_row_size, i);
        total += row.event_count;
    }
    scores->events = revops__score_room(b, policy->event_count * sizeof(revops__score_event));
    scores->event_rules = revops__score_room(b, total * sizeof(uint16_t));
    if (!b->block) {
        return;
    }
    revops__score_event *events = revops__engine_builder_row(b, scores->events, sizeof *events, 0);
    uint16_t *rules = revops__engine_builder_row(b, scores->event_rules, sizeof *rules, 0);
    for (int puts = 0; puts < 2; puts++) {
        for (uint32_t i = 0; i < policy->intent_rule_count; i++) {
            revops_policy_intent_rule row;
            REVOPS__POLICY_ROW(revops_policy_intent_rule, &row, policy, intent_rules, intent_rule_row_size,
                               i);
            for (uint32_t k = row.first_event; k < row.first_event + row.event_count; k++) {
                if (!scores_stands_before(policy, row.first_event, k)) {
                    revops__score_event *event = &events[policy->numbers[k] - 1];
                    if (puts) {
                        rules[event->first + event->count] = (uint16_t)i;
                    }
                    event->count++;
                    event->shows_intent = 1;
                }
            }
        }
        for (uint32_t i = 0, first = 0; !puts && i < policy->event_count; i++) {
            events[i].first = first;
            first += events[i].count;
            events[i].count = 0;
        }
    }
    for (uint32_t i = 0; i < policy->criterion_count; i++) {
        revops_policy_criterion row;
        REVOPS__POLICY_ROW(revops_policy_criterion, &row, policy, criteria, criterion_row_size, i);
        for (uint32_t k = 0; k < row.event_count; k++) {
            events[policy->numbers[row.first_event + k] - 1].shows_intent = 1;
        }
    }
    for (uint32_t i = 0; i < policy->event_count; i++) {
        revops_policy_event row;
        REVOPS__POLICY_ROW(revops_policy_event, &row, policy, events, event_row_size, i);
        events[i].shows_intent |= (row.flags & REVOPS_POLICY_STARTS_USAGE) != 0;
    }
}

/* What a slot keeps depends on how points fade, whether days have a limit, and how long spans are. */
static void scores_mark_rule(revops__engine_builder *b, const revops_policy_intent_rule *row)
{
    revops__score_mark(b, row->decay | (row->daily_limit ? 256u : 0));
    if (row->decay == REVOPS_INTENT_WINDOW || row->decay == REVOPS_INTENT_STEP ||
        row->decay == REVOPS_INTENT_LINEAR) {
        revops__score_mark(b, (uint64_t)row->period_ms ^ (uint64_t)row->loss_bp << 48);
    }
    for (uint32_t i = 0; i < row->tier_count; i++) {
        revops_intent_tier tier;
        REVOPS__POLICY_ROW(revops_intent_tier, &tier, b->policy, tiers, tier_row_size, row->first_tier + i);
        revops__score_mark(b, (uint64_t)tier.within_ms);
    }
}

static void scores_of_rules(revops__engine_builder *b, revops__engine_scores *scores, uint32_t zone)
{
    const revops_policy_params *policy = b->policy;
    scores->rules = revops__score_room(b, policy->intent_rule_count * sizeof(revops__score_rule));
    for (uint32_t i = 0; i < policy->intent_rule_count; i++) {
        revops_policy_intent_rule row;
        REVOPS__POLICY_ROW(revops_policy_intent_rule, &row, policy, intent_rules, intent_rule_row_size, i);
        revops__score_rule rule = {
            .since_ms =
                row.flags & REVOPS_POLICY_HAS_SINCE ? scores_instant(b, zone, row.since_day) : INT64_MIN,
            .until_ms =
                row.flags & REVOPS_POLICY_HAS_UNTIL ? scores_instant(b, zone, row.until_day) : INT64_MAX,
            .where = row.where_value};
        revops__score_put(b, scores->rules + i * (uint32_t)sizeof rule, &rule, sizeof rule);
        scores_mark_rule(b, &row);
    }
}

/* ---- grades ---- */

void revops__score_grades_build(revops__engine_builder *b, revops_engine_list list,
                                revops__score_grades *grades, const revops_policy_grade *rows,
                                uint32_t row_size, uint32_t count, const char *otherwise)
{
    grades->count = count;
    grades->last = otherwise ? count + 1 : 0;
    b->engine->counts[list] = count + (otherwise != NULL);
    b->engine->name_places[list] = revops__score_room(b, b->engine->counts[list] * sizeof(uint32_t));
    for (uint32_t i = 0; i < b->engine->counts[list]; i++) {
        revops_policy_grade row = {.name = otherwise};
        if (i < count) {
            REVOPS__ROW_GET(revops_policy_grade, &row, rows, row_size, i);
            grades->from_mpt[i] = row.from_mpt;
            grades->keeps_to_mpt[i] = row.keeps_to_mpt;
        }
        uint32_t name = revops__engine_builder_name(b, list, i + 1, row.name);
        revops__engine_builder_also(b, list, i + 1, row.first_was, row.was_count);
        revops__score_put(b, b->engine->name_places[list] + i * (uint32_t)sizeof name, &name, sizeof name);
        revops__engine_builder_mark(b, row.name);
    }
}

/* Names of rules and groups; the name is the first field of their rows. */
static void scores_names(revops__engine_builder *b, revops_engine_list list, const void *rows,
                         uint32_t row_size, uint32_t count, int has_place_in_record)
{
    b->engine->counts[list] = count;
    b->engine->name_places[list] = revops__score_room(b, count * sizeof(uint32_t));
    for (uint32_t i = 0; i < count; i++) {
        const char *text;
        memcpy((void *)&text, (const char *)rows + (size_t)i * row_size, sizeof text);
        uint32_t name = revops__engine_builder_name(b, list, i + 1, text);
        revops__score_put(b, b->engine->name_places[list] + i * (uint32_t)sizeof name, &name, sizeof name);
        if (has_place_in_record) {
            revops__engine_builder_mark(b, text);
        }
    }
}

static void scores_matrix(const revops__engine_builder *b, revops__engine_scores *scores)
{
    const revops_policy_params *policy = b->policy;
    for (uint32_t i = 0; i < policy->cell_count; i++) {
        revops_policy_cell row;
        REVOPS__POLICY_ROW(revops_policy_cell, &row, policy, cells, cell_row_size, i);
        scores->matrix_rows |= (uint16_t)(1u << row.fit_grade);
        for (uint32_t k = 0; k < row.grade_count; k++) {
            scores->matrix[row.fit_grade] |= (uint16_t)(1u << policy->numbers[row.first_grade + k]);
        }
    }
    uint64_t fit = policy->mql_shows_fit ? UINT64_C(1) << (policy->mql_shows_fit - 1) : 0,
             intent = policy->mql_shows_intent ? UINT64_C(1) << (policy->mql_shows_intent - 1) : 0;
    scores->shows_fit = fit;
    scores->shows = fit | intent;
}

static void scores_lost(const revops__engine_builder *b, revops__engine_scores *scores)
{
    const revops_policy_params *policy = b->policy;
    scores->lost_move = policy->lost_move;
    scores->lost_reason = policy->lost_reason;
    for (uint32_t i = 0; i < policy->lost_grade_count; i++) {
        scores->lost_grades |= 1u << policy->numbers[policy->first_lost_grade + i];
    }
    for (uint32_t i = 0; i < policy->lost_from_count; i++) {
        scores->lost_from |= revops__stages_of(b->stages, policy->stage_count,
                                               policy->numbers[policy->first_lost_from + i], 0);
    }
    if (policy->mql_move && policy->lost_from_count == 0) {
        revops_policy_move row;
        REVOPS__POLICY_ROW(revops_policy_move, &row, policy, moves, move_row_size, policy->mql_move - 1);
        scores->lost_from |= revops__engine_bit(b->stages[row.to - 1].leaf);
    }
}

/* ---- all ---- */

static int scores_are_there(const revops_policy_params *policy)
{
    for (uint32_t i = 0; i < policy->event_count; i++) {
        revops_policy_event row;
        REVOPS__POLICY_ROW(revops_policy_event, &row, policy, events, event_row_size, i);
        if (row.flags & REVOPS_POLICY_STARTS_USAGE) {
            return 1; /* use of a closed lead is told */
        }
    }
    return policy->fit_rule_count || policy->fit_grade_count || policy->fit_otherwise ||
           policy->intent_rule_count || policy->intent_grade_count || policy->intent_otherwise ||
           policy->total_fit_bp || policy->total_intent_bp || policy->cell_count || policy->mql_move ||
           policy->criterion_count;
}

static void scores_compile(revops__engine_builder *b, revops__engine_scores *scores)
{
    const revops_policy_params *policy = b->policy;
    uint32_t zone = revops__score_zone(b, policy->zone);
    revops_policy_calendar calendar = {.zone = policy->zone};
    if (policy->intent_calendar) {
        REVOPS__POLICY_ROW(revops_policy_calendar, &calendar, policy, calendars, calendar_row_size,
                           policy->intent_calendar - 1);
    }
    scores->zone_of_days = calendar.zone == policy->zone ? zone : revops__score_zone(b, calendar.zone);
    revops__score_grades_build(b, REVOPS_ENGINE_LIST_FIT_GRADES, &scores->grades[REVOPS__SCORE_FIT],
                               policy->fit_grades, policy->fit_grade_row_size, policy->fit_grade_count,
                               policy->fit_otherwise);
    revops__score_grades_build(b, REVOPS_ENGINE_LIST_ENGAGEMENT_GRADES,
                               &scores->grades[REVOPS__SCORE_ENGAGEMENT], policy->intent_grades,
                               policy->intent_grade_row_size, policy->intent_grade_count,
                               policy->intent_otherwise);
    revops__score_grades_build(b, REVOPS_ENGINE_LIST_BANDS, &scores->grades[REVOPS__SCORE_TOTAL],
                               policy->total_bands, policy->total_band_row_size, policy->total_band_count,
                               policy->total_otherwise);
    scores_names(b, REVOPS_ENGINE_LIST_FIT_RULES, policy->fit_rules, policy->fit_rule_row_size,
                 policy->fit_rule_count, 0);
    scores_names(b, REVOPS_ENGINE_LIST_FIT_GROUPS, policy->fit_groups, policy->fit_group_row_size,
                 policy->fit_group_count, 0);
    scores_names(b, REVOPS_ENGINE_LIST_INTENT_RULES, policy->intent_rules, policy->intent_rule_row_size,
                 policy->intent_rule_count, 1);
    for (uint32_t i = 0; i < policy->intent_rule_count; i++) {
        revops_policy_intent_rule row;
        REVOPS__POLICY_ROW(revops_policy_intent_rule, &row, policy, intent_rules, intent_rule_row_size, i);
        revops__engine_builder_also(b, REVOPS_ENGINE_LIST_INTENT_RULES, i + 1, row.first_was, row.was_count);
    }
    scores_names(b, REVOPS_ENGINE_LIST_INTENT_GROUPS, policy->intent_groups, policy->intent_group_row_size,
                 policy->intent_group_count, 0);
    if (policy->fit_rule_count) {
        scores_fit(b, scores, zone);
    }
    scores_asks(b, scores);
    scores_fit_asks(b, scores);
    if (policy->intent_rule_count || policy->intent_grade_count || policy->intent_otherwise) {
        scores_intent(b, scores);
    }
    scores_of_events(b, scores);
    scores_of_rules(b, scores, zone);
    scores->fit_never = policy->fit_never;
    scores->intent_never = policy->intent_never;
    scores->fit_unknown = policy->fit_unknown;
    scores->total_fit_bp = policy->total_fit_bp;
    scores->total_intent_bp = policy->total_intent_bp;
    scores->intent_base_mpt = policy->intent_base_mpt;
    scores->matrix_move = policy->mql_move;
    scores->reopens = (policy->flags & REVOPS_POLICY_REOPENS_ON_INTENT) != 0;
    scores->cooldown_ms = policy->closed_cooldown_ms;
    scores_matrix(b, scores);
    scores_lost(b, scores);
}

/* Whether no grade rises and fit stays as it is, as long as nothing happens that rules count or ask for. */
static int scores_are_steady(const revops_policy_params *policy, const revops__engine_scores *scores)
{
    int is_steady =
        !(scores->fit_asks & REVOPS__ASKS_MORE) && !scores->intent_never && !scores->total_intent_bp;
    for (uint32_t i = 0; scores->has_intent && i < policy->intent_rule_count; i++) {
        revops_policy_intent_rule row;
        REVOPS__POLICY_ROW(revops_policy_intent_rule, &row, policy, intent_rules, intent_rule_row_size, i);
        is_steady = is_steady && row.points_mpt >= 0; /* what is lost fades, too */
    }
    return is_steady;
}

void revops__engine_builder_scores(revops__engine_builder *b)
{
    revops_engine *engine = b->engine;
    revops__engine_scores scores;
    int with_scores = scores_are_there(b->policy);
    engine->score_bytes = engine->scores = engine->score_slots = engine->score_intent_bytes = 0;
    if (!with_scores && b->policy->signal_count == 0 && !revops__automatic_is_there(b->policy)) {
        return;
    }
    memset(&scores, 0, sizeof scores);
    engine->scores = revops__score_room(b, sizeof scores);
    engine->has_scores = 1;
    if (with_scores) {
        scores_compile(b, &scores);
    } else {
        scores.events = revops__score_room(b, b->policy->event_count * sizeof(revops__score_event));
    }
    revops__automatic_compile(b, &scores);
    scores.is_steady = (uint8_t)scores_are_steady(b->policy, &scores);
    engine->score_slots = scores.slot_count;
    engine->score_intent_bytes = scores.has_intent ? scores.intent_bytes : 0;
    engine->score_loses = scores.lost_move != 0;
    revops__score_put(b, engine->scores, &scores, sizeof scores);
}
