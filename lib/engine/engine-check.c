/* SPDX-License-Identifier: MIT */
/* Reads a policy: every fault of the parts that are compiled. */
#include "engine/engine-usage.h"

typedef struct engine_checking {
    const revops_policy_params *policy;
    revops__problems *problems;
} engine_checking;

static void engine_check_put(engine_checking *c, revops_status status, const char *part, uint32_t row,
                             const char *field, int64_t found, const char *expected)
{
    revops__problem_put(c->problems, status, part, row, field, found, expected);
}

/* A list: `count` elements from `first` on, of `total`. */
static int engine_check_list(engine_checking *c, const char *part, uint32_t row, const char *field,
                             uint32_t first, uint32_t count, uint32_t total)
{
    if (count && (first > total || count > total - first)) {
        engine_check_put(c, REVOPS_ERR_ARG, part, row, field, first, "a list that lies within its table");
        return 0;
    }
    return 1;
}

static int engine_check_position(engine_checking *c, const char *part, uint32_t row, const char *field,
                                 uint32_t found, uint32_t least, uint32_t total)
{
    if (found < least || found > total) {
        engine_check_put(c, REVOPS_ERR_ARG, part, row, field, found, "a position in its table");
        return 0;
    }
    return 1;
}

static void engine_check_name(engine_checking *c, const char *part, uint32_t row, const char *name)
{
    if (!name || !*name) {
        engine_check_put(c, REVOPS_ERR_ARG, part, row, "name", 0, "a name");
    }
}

static void engine_check_texts(engine_checking *c, const char *part, uint32_t row, const char *field,
                               uint32_t first, uint32_t count)
{
    if (engine_check_list(c, part, row, field, first, count, c->policy->text_count)) {
        for (uint32_t i = 0; i < count; i++) {
            if (!c->policy->texts[first + i]) {
                engine_check_put(c, REVOPS_ERR_ARG, "texts", first + i, "", 0, "a text");
            }
        }
    }
}

static void engine_check_also(engine_checking *c, const char *part, uint32_t row, uint32_t first,
                              uint32_t count)
{
    engine_check_texts(c, part, row, "first_also", first, count);
}

static void engine_check_was(engine_checking *c, const char *part, uint32_t row, uint32_t first,
                             uint32_t count)
{
    engine_check_texts(c, part, row, "first_was", first, count);
}

/* A list of positions in `numbers`; `groups` allows those of stages. */
static void engine_check_numbers(engine_checking *c, const char *part, uint32_t row, const char *field,
                                 uint32_t first, uint32_t count, uint32_t total, int groups)
{
    if (!engine_check_list(c, part, row, field, first, count, c->policy->number_count)) {
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t number = c->policy->numbers[first + i];
        if (!(groups && number >= REVOPS_POLICY_ANY && number <= REVOPS_POLICY_ANY_NURTURE) &&
            (number == 0 || number > total)) {
            engine_check_put(c, REVOPS_ERR_ARG, "numbers", first + i, field, number,
                             "a position in its table");
        }
    }
}

static void engine_check_needs(engine_checking *c)
{
    const revops_policy_params *p = c->policy;
    for (uint32_t i = 0; i < p->need_count; i++) {
        revops_policy_need need;
        REVOPS__POLICY_ROW(revops_policy_need, &need, p, needs, need_row_size, i);
        switch ((enum revops_policy_need_kinds)need.kind) {
        case REVOPS_POLICY_NEED_ITEM:
            engine_check_position(c, "needs", i, "subject", need.subject, 1, p->item_count);
            continue;
        case REVOPS_POLICY_NEED_CHECKLIST:
            engine_check_position(c, "needs", i, "subject", need.subject, 1, p->checklist_count);
            continue;
        case REVOPS_POLICY_NEED_ANY_OF:
            engine_check_list(c, "needs", i, "first_member", need.first_member, need.member_count,
                              p->need_count);
            continue;
        }
        engine_check_put(c, REVOPS_ERR_NEWER, "needs", i, "kind", need.kind, "1 to 3");
    }
    for (uint32_t i = 0; i < p->checklist_count; i++) {
        revops_policy_checklist row;
        REVOPS__POLICY_ROW(revops_policy_checklist, &row, p, checklists, checklist_row_size, i);
        engine_check_list(c, "checklists", i, "first_need", row.first_need, row.need_count, p->need_count);
    }
}

static void engine_check_names(engine_checking *c)
{
    const revops_policy_params *p = c->policy;
    for (uint32_t i = 0; i < p->item_count; i++) {
        revops_policy_item row;
        REVOPS__POLICY_ROW(revops_policy_item, &row, p, items, item_row_size, i);
        engine_check_name(c, "items", i, row.name);
        engine_check_also(c, "items", i, row.first_also, row.also_count);
        engine_check_was(c, "items", i, row.first_was, row.was_count);
    }
    for (uint32_t i = 0; i < p->reason_count; i++) {
        revops_policy_reason row;
        REVOPS__POLICY_ROW(revops_policy_reason, &row, p, reasons, reason_row_size, i);
        engine_check_name(c, "reasons", i, row.name);
        engine_check_also(c, "reasons", i, row.first_also, row.also_count);
        engine_check_was(c, "reasons", i, row.first_was, row.was_count);
        engine_check_list(c, "reasons", i, "first_need", row.first_need, row.need_count, p->need_count);
    }
    for (uint32_t i = 0; i < p->reason_list_count; i++) {
        revops_policy_reason_list row;
        REVOPS__POLICY_ROW(revops_policy_reason_list, &row, p, reason_lists, reason_list_row_size, i);
        engine_check_numbers(c, "reason_lists", i, "first_reason", row.first_reason, row.reason_count,
                             p->reason_count, 0);
    }
}

static void engine_check_stages(engine_checking *c)
{
    const revops_policy_params *p = c->policy;
    if (p->stage_count == 0 || p->stage_count > REVOPS_POLICY_STAGES_MAX) {
        engine_check_put(c, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, "stage_count", p->stage_count,
                         "1 to 63");
        return;
    }
    uint32_t parent = 0; /* the stage that steps may belong to by now */
    for (uint32_t i = 0; i < p->stage_count; i++) {
        revops_policy_stage row;
        REVOPS__POLICY_ROW(revops_policy_stage, &row, p, stages, stage_row_size, i);
        engine_check_name(c, "stages", i, row.name);
        engine_check_also(c, "stages", i, row.first_also, row.also_count);
        engine_check_was(c, "stages", i, row.first_was, row.was_count);
        engine_check_list(c, "stages", i, "first_need", row.first_need, row.need_count, p->need_count);
        engine_check_list(c, "stages", i, "first_leave", row.first_leave, row.leave_count, p->need_count);
        engine_check_position(c, "stages", i, "entered_by", row.entered_by, 0, p->move_count);
        engine_check_position(c, "stages", i, "instead_of", row.instead_of, 0, p->stage_count);
        if (row.kind > REVOPS_POLICY_STAGE_NURTURE) {
            engine_check_put(c, REVOPS_ERR_NEWER, "stages", i, "kind", row.kind, "0 to 4");
        }
        if (row.parent && row.parent != parent) {
            engine_check_put(c, REVOPS_ERR_UNSOUND, "stages", i, "parent", row.parent,
                             "the stage that stands before its steps");
        }
        parent = row.parent ? parent : i + 1;
        engine_check_position(c, "stages", i, "where", row.where, 0, p->condition_count);
        engine_check_position(c, "stages", i, "leave_where", row.leave_where, 0, p->condition_count);
    }
}

static void engine_check_moves(engine_checking *c)
{
    const revops_policy_params *p = c->policy;
    for (uint32_t i = 0; i < p->move_count; i++) {
        revops_policy_move row;
        REVOPS__POLICY_ROW(revops_policy_move, &row, p, moves, move_row_size, i);
        engine_check_name(c, "moves", i, row.name);
        engine_check_position(c, "moves", i, "to", row.to, 1, p->stage_count);
        engine_check_numbers(c, "moves", i, "first_from", row.first_from, row.from_count, p->stage_count, 1);
        engine_check_numbers(c, "moves", i, "first_event", row.first_event, row.event_count, p->event_count,
                             0);
        engine_check_list(c, "moves", i, "first_need", row.first_need, row.need_count, p->need_count);
        engine_check_numbers(c, "moves", i, "first_reason_list", row.first_reason_list, row.reason_list_count,
                             p->reason_list_count, 0);
        engine_check_numbers(c, "moves", i, "first_reason", row.first_reason, row.reason_count,
                             p->reason_count, 0);
        if (row.passed_over > REVOPS_POLICY_PASSED_IGNORED) {
            engine_check_put(c, REVOPS_ERR_NEWER, "moves", i, "passed_over", row.passed_over, "0 to 2");
        }
        if (row.cycle > REVOPS_POLICY_CYCLE_SAME) {
            engine_check_put(c, REVOPS_ERR_NEWER, "moves", i, "cycle", row.cycle, "0 to 2");
        }
        engine_check_position(c, "moves", i, "where", row.where, 0, p->condition_count);
    }
}

static void engine_check_events(engine_checking *c)
{
    const revops_policy_params *p = c->policy;
    for (uint32_t i = 0; i < p->event_count; i++) {
        revops_policy_event row;
        REVOPS__POLICY_ROW(revops_policy_event, &row, p, events, event_row_size, i);
        engine_check_name(c, "events", i, row.name);
        engine_check_also(c, "events", i, row.first_also, row.also_count);
        engine_check_position(c, "events", i, "touch", row.touch, 0, p->channel_count);
        engine_check_position(c, "events", i, "attribute", row.attribute,
                              row.value == REVOPS_POLICY_VALUE_ATTRIBUTE, p->attribute_count);
        engine_check_list(c, "events", i, "first_prove", row.first_prove, row.prove_count, p->need_count);
        engine_check_list(c, "events", i, "first_withdraw", row.first_withdraw, row.withdraw_count,
                          p->need_count);
        if (row.value > REVOPS_POLICY_VALUE_FIT || row.owner > REVOPS_POLICY_OWNER_VALUE ||
            row.rank > REVOPS_POLICY_RANK_MOVE || row.when_empty > REVOPS_POLICY_EMPTY_REFUSE) {
            engine_check_put(c, REVOPS_ERR_NEWER, "events", i, "value", row.value,
                             "kinds that this library knows");
        }
    }
}

static void engine_check_people(engine_checking *c)
{
    const revops_policy_params *p = c->policy;
    for (uint32_t i = 0; i < p->people_count; i++) {
        revops_policy_person row;
        REVOPS__POLICY_ROW(revops_policy_person, &row, p, people, people_row_size, i);
        engine_check_name(c, "people", i, row.name);
        engine_check_also(c, "people", i, row.first_also, row.also_count);
        engine_check_position(c, "people", i, "calendar", row.calendar, 0, p->calendar_count);
    }
}

static void engine_check_attributes(engine_checking *c)
{
    const revops_policy_params *p = c->policy;
    for (uint32_t i = 0; i < p->attribute_count; i++) {
        revops_policy_attribute row;
        REVOPS__POLICY_ROW(revops_policy_attribute, &row, p, attributes, attribute_row_size, i);
        engine_check_texts(c, "attributes", i, "first_choice", row.first_choice, row.choice_count);
        engine_check_also(c, "attributes", i, row.first_also, row.also_count);
        engine_check_was(c, "attributes", i, row.first_was, row.was_count);
    }
}

static void engine_check_grades(engine_checking *c, const char *part, const revops_policy_grade *rows,
                                uint32_t row_size, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        revops_policy_grade row;
        REVOPS__ROW_GET(revops_policy_grade, &row, rows, row_size, i);
        engine_check_was(c, part, i, row.first_was, row.was_count);
    }
}

/* Former names of rows whose own parts are checked elsewhere. */
static void engine_check_former(engine_checking *c)
{
    const revops_policy_params *p = c->policy;
    for (uint32_t i = 0; i < p->move_count; i++) {
        revops_policy_move row;
        REVOPS__POLICY_ROW(revops_policy_move, &row, p, moves, move_row_size, i);
        engine_check_was(c, "moves", i, row.first_was, row.was_count);
    }
    for (uint32_t i = 0; i < p->clock_count; i++) {
        revops_policy_clock row;
        REVOPS__POLICY_ROW(revops_policy_clock, &row, p, clocks, clock_row_size, i);
        engine_check_was(c, "clocks", i, row.first_was, row.was_count);
    }
    for (uint32_t i = 0; i < p->intent_rule_count; i++) {
        revops_policy_intent_rule row;
        REVOPS__POLICY_ROW(revops_policy_intent_rule, &row, p, intent_rules, intent_rule_row_size, i);
        engine_check_was(c, "intent_rules", i, row.first_was, row.was_count);
    }
    for (uint32_t i = 0; i < p->criterion_count; i++) {
        revops_policy_criterion row;
        REVOPS__POLICY_ROW(revops_policy_criterion, &row, p, criteria, criterion_row_size, i);
        engine_check_was(c, "criteria", i, row.first_was, row.was_count);
    }
    for (uint32_t i = 0; i < p->signal_count; i++) {
        revops_policy_signal row;
        REVOPS__POLICY_ROW(revops_policy_signal, &row, p, signals, signal_row_size, i);
        engine_check_was(c, "signals", i, row.first_was, row.was_count);
    }
    engine_check_grades(c, "fit_grades", p->fit_grades, p->fit_grade_row_size, p->fit_grade_count);
    engine_check_grades(c, "intent_grades", p->intent_grades, p->intent_grade_row_size,
                        p->intent_grade_count);
    engine_check_grades(c, "total_bands", p->total_bands, p->total_band_row_size, p->total_band_count);
}

/* The tables that are read: whether they are there, and what size their rows have. */
static revops_status engine_check_tables(const revops_policy_params *p)
{
    const revops_status tables[] = {
        REVOPS__ROWS_CHECK(revops_policy_channel, p->channels, p->channel_count, p->channel_row_size),
        REVOPS__ROWS_CHECK(revops_policy_attribute, p->attributes, p->attribute_count, p->attribute_row_size),
        REVOPS__ROWS_CHECK(revops_policy_item, p->items, p->item_count, p->item_row_size),
        REVOPS__ROWS_CHECK(revops_policy_checklist, p->checklists, p->checklist_count, p->checklist_row_size),
        REVOPS__ROWS_CHECK(revops_policy_need, p->needs, p->need_count, p->need_row_size),
        REVOPS__ROWS_CHECK(revops_policy_reason, p->reasons, p->reason_count, p->reason_row_size),
        REVOPS__ROWS_CHECK(revops_policy_reason_list, p->reason_lists, p->reason_list_count,
                           p->reason_list_row_size),
        REVOPS__ROWS_CHECK(revops_policy_stage, p->stages, p->stage_count, p->stage_row_size),
        REVOPS__ROWS_CHECK(revops_policy_move, p->moves, p->move_count, p->move_row_size),
        REVOPS__ROWS_CHECK(revops_policy_event, p->events, p->event_count, p->event_row_size),
        REVOPS__ROWS_CHECK(revops_policy_condition, p->conditions, p->condition_count, p->condition_row_size),
        REVOPS__ROWS_CHECK(revops_policy_table, p->tables, p->table_count, p->table_row_size),
        REVOPS__ROWS_CHECK(revops_policy_class, p->classes, p->class_count, p->class_row_size),
        REVOPS__ROWS_CHECK(revops_policy_clock, p->clocks, p->clock_count, p->clock_row_size),
        REVOPS__ROWS_CHECK(revops_policy_fit_rule, p->fit_rules, p->fit_rule_count, p->fit_rule_row_size),
        REVOPS__ROWS_CHECK(revops_policy_group, p->fit_groups, p->fit_group_count, p->fit_group_row_size),
        REVOPS__ROWS_CHECK(revops_policy_grade, p->fit_grades, p->fit_grade_count, p->fit_grade_row_size),
        REVOPS__ROWS_CHECK(revops_policy_intent_rule, p->intent_rules, p->intent_rule_count,
                           p->intent_rule_row_size),
        REVOPS__ROWS_CHECK(revops_policy_group, p->intent_groups, p->intent_group_count,
                           p->intent_group_row_size),
        REVOPS__ROWS_CHECK(revops_policy_grade, p->intent_grades, p->intent_grade_count,
                           p->intent_grade_row_size),
        REVOPS__ROWS_CHECK(revops_policy_grade, p->total_bands, p->total_band_count, p->total_band_row_size),
        REVOPS__ROWS_CHECK(revops_policy_cell, p->cells, p->cell_count, p->cell_row_size),
        REVOPS__ROWS_CHECK(revops_intent_tier, p->tiers, p->tier_count, p->tier_row_size),
        REVOPS__ROWS_CHECK(revops_policy_criterion, p->criteria, p->criterion_count, p->criterion_row_size),
        REVOPS__ROWS_CHECK(revops_policy_signal, p->signals, p->signal_count, p->signal_row_size),
        REVOPS__ROWS_CHECK(revops_policy_case, p->cases, p->case_count, p->case_row_size),
        REVOPS__ROWS_CHECK(revops_policy_choice, p->choices, p->choice_count, p->choice_row_size),
        REVOPS__ROWS_CHECK(revops_policy_calendar, p->calendars, p->calendar_count, p->calendar_row_size),
        REVOPS__ROWS_CHECK(revops_policy_holiday, p->holidays, p->holiday_count, p->holiday_row_size),
        REVOPS__ROWS_CHECK(revops_policy_zone, p->zones, p->zone_count, p->zone_row_size),
        REVOPS__ROWS_CHECK(revops_calendar_opening, p->openings, p->opening_count, p->opening_row_size),
        REVOPS__ROWS_CHECK(revops_calendar_exception, p->exceptions, p->exception_count,
                           p->exception_row_size),
        REVOPS__ROWS_CHECK(revops_policy_person, p->people, p->people_count, p->people_row_size),
        REVOPS__ROWS_CHECK(revops_policy_happening, p->happenings, p->happening_count, p->happening_row_size),
        REVOPS__ROWS_CHECK(revops_policy_absence, p->absences, p->absence_count, p->absence_row_size),
        REVOPS__ROWS_CHECK(revops_policy_queue, p->queues, p->queue_count, p->queue_row_size),
        REVOPS__ROWS_CHECK(revops_policy_member, p->members, p->member_count, p->member_row_size),
        REVOPS__ROWS_CHECK(revops_policy_territory, p->territories, p->territory_count,
                           p->territory_row_size),
    };
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        if (tables[i] != REVOPS_OK) {
            return tables[i];
        }
    }
    return (p->numbers || !p->number_count) && (p->texts || !p->text_count) && (p->values || !p->value_count)
               ? REVOPS_OK
               : REVOPS_ERR_ARG;
}

static void engine_check_touches(engine_checking *c)
{
    const revops_policy_params *p = c->policy;
    if (p->channel_count > REVOPS_POLICY_CHANNELS_MAX) {
        engine_check_put(c, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, "channel_count", p->channel_count,
                         "0 to 32");
    }
    for (uint32_t i = 0; i < p->channel_count; i++) {
        revops_policy_channel row;
        REVOPS__POLICY_ROW(revops_policy_channel, &row, p, channels, channel_row_size, i);
        engine_check_name(c, "channels", i, row.name);
        engine_check_was(c, "channels", i, row.first_was, row.was_count);
    }
    revops__touch_zone_check(p, c->problems);
    engine_check_numbers(c, "params", REVOPS_NO_ROW, "first_touch_in", p->first_touch_in, p->touch_in_count,
                         p->channel_count, 0);
    engine_check_numbers(c, "params", REVOPS_NO_ROW, "first_touch_never", p->first_touch_never,
                         p->touch_never_count, p->channel_count, 0);
    if (!engine_check_list(c, "params", REVOPS_NO_ROW, "first_touch_since", p->first_touch_since,
                           p->touch_since_count, p->happening_count)) {
        return;
    }
    for (uint32_t i = 0; i < p->touch_since_count; i++) {
        revops__happening_check(p, c->problems, p->first_touch_since + i);
    }
}

revops_status revops__engine_read(const revops_engine_params *params, revops__engine_source *out,
                                  revops__problems *problems)
{
    revops_status status = REVOPS__PARAMS_COPY(revops_engine_params, &out->params, params);
    if (status == REVOPS_OK && out->params.flags) {
        status = REVOPS_ERR_NEWER;
    }
    if (status == REVOPS_OK) {
        status = REVOPS__PARAMS_COPY(revops_policy_params, &out->policy, out->params.policy);
    }
    if (status == REVOPS_OK) {
        status = engine_check_tables(&out->policy);
    }
    if (status != REVOPS_OK) {
        return status;
    }
    engine_checking c = {.policy = &out->policy, .problems = problems};
    const revops_policy_params *p = &out->policy;
    const struct {
        uint32_t count, most;
        const char *field, *expected;
    } limits[] = {
        {p->item_count, REVOPS_ENGINE_ITEMS_MAX, "item_count", "0 to 64"},
        {p->event_count, REVOPS_POLICY_ROWS_MAX, "event_count", "0 to 65535"},
        {p->move_count, REVOPS_POLICY_ROWS_MAX / 2, "move_count", "0 to 32767"},
        {p->reason_count, REVOPS_POLICY_ROWS_MAX, "reason_count", "0 to 65535"},
        {p->need_count, REVOPS_POLICY_ROWS_MAX, "need_count", "0 to 65535"},
        {p->condition_count, REVOPS_POLICY_ROWS_MAX, "condition_count", "0 to 65535"},
        {p->table_count, REVOPS__ENGINE_TABLES_MAX, "table_count", "0 to 64"},
        {p->people_count, REVOPS_POLICY_ROWS_MAX, "people_count", "0 to 65535"},
        {p->clock_count, REVOPS_POLICY_CLOCKS_MAX, "clock_count", "0 to 16"},
        {p->calendar_count, REVOPS__ENGINE_CALENDARS_MAX, "calendar_count", "0 to 64"},
        {p->attribute_count, REVOPS_CONDITION_ATTRIBUTES_MAX, "attribute_count", "0 to 1024"},
    };
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        if (limits[i].count > limits[i].most) {
            engine_check_put(&c, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, limits[i].field, limits[i].count,
                             limits[i].expected);
        }
    }
    if (problems->count == 0) {
        engine_check_needs(&c);
        engine_check_names(&c);
        engine_check_stages(&c);
        engine_check_moves(&c);
        engine_check_events(&c);
        engine_check_touches(&c);
        revops__where_check(p, problems);
        engine_check_people(&c);
        engine_check_attributes(&c);
        engine_check_former(&c);
        revops__calendars_check(p, problems);
        revops__clocks_check(p, problems);
        if (p->queue_count) {
            revops__routing_check(p, problems);
        }
        revops__scores_check(p, problems);
        revops__use_check(p, problems);
    }
    return problems->status;
}
