/* SPDX-License-Identifier: MIT */
/* Clocks of a policy, compiled: what each happening is, the cases, whose calendar each runs on. */
#include <string.h>

#include "engine/engine-work.h"

/* Bits of a stage or group: a stage is crossed from outside, a step is entered or left; a group has stages alone. */
static uint64_t clock_stages(const revops__engine_builder *b, uint32_t subject)
{
    if (subject <= b->policy->stage_count) {
        return subject ? revops__engine_bit(subject - 1) : 0;
    }
    uint64_t stages = 0, all = revops__stages_of(b->stages, b->policy->stage_count, subject, 0);
    for (uint32_t i = 0; i < b->policy->stage_count; i++) {
        stages |= b->stages[i].parent == i ? all & revops__engine_bit(i) : 0;
    }
    return stages;
}

static uint64_t clock_steps_of(const revops__engine_builder *b, uint32_t subject)
{
    uint64_t steps = 0;
    for (uint32_t i = 0; i < b->policy->stage_count; i++) {
        steps |= b->stages[i].parent != i && b->stages[i].parent + 1u == subject ? revops__engine_bit(i) : 0;
    }
    return steps;
}

void revops__engine_builder_hear(const revops__engine_builder *b, const revops_policy_happening *row,
                                 revops__clock_hears *hears)
{
    switch ((enum revops_policy_happening_kinds)row->kind) {
    case REVOPS_POLICY_HAPPENS_STAGE:
        hears->entered |= clock_stages(b, row->subject);
        break;
    case REVOPS_POLICY_HAPPENS_LEFT:
        hears->left |= clock_stages(b, row->subject);
        break;
    case REVOPS_POLICY_HAPPENS_STEPS_OF:
        hears->entered |= clock_steps_of(b, row->subject);
        break;
    case REVOPS_POLICY_HAPPENS_TOUCH:
        hears->channels |= row->subject ? UINT32_C(1) << (row->subject - 1) : UINT32_MAX;
        break;
    case REVOPS_POLICY_HAPPENS_INBOUND:
        hears->inbound = 1;
        break;
    case REVOPS_POLICY_HAPPENS_ASSIGNED:
        hears->assigned = 1;
        break;
    case REVOPS_POLICY_HAPPENS_MISSED:
        hears->missed |= (uint16_t)(1u << (row->subject - 1));
        break;
    case REVOPS_POLICY_HAPPENS_SIGNAL:
        hears->signals |= UINT32_C(1) << (row->subject - 1);
        break;
    case REVOPS_POLICY_HAPPENS_EVENT: /* a use of the event */
    case REVOPS_POLICY_HAPPENS_FIRST_TOUCH:
        break;
    }
}

/* What a happening of one part of a clock makes of an event. */
static void clock_use_add(const revops_policy_happening *happening, const revops_policy_event *row,
                          uint32_t event, uint16_t part, revops__clock_use *use)
{
    switch ((enum revops_policy_happening_kinds)happening->kind) {
    case REVOPS_POLICY_HAPPENS_EVENT:
        use->taken |= happening->subject == event ? part : 0;
        break;
    case REVOPS_POLICY_HAPPENS_TOUCH:
        use->always |= row->touch && (!happening->subject || happening->subject == row->touch) ? part : 0;
        break;
    case REVOPS_POLICY_HAPPENS_INBOUND:
        use->always |= row->flags & REVOPS_POLICY_INBOUND ? part : 0;
        break;
    case REVOPS_POLICY_HAPPENS_ASSIGNED:
        use->assigned |= row->owner != REVOPS_POLICY_OWNER_NONE ? part : 0;
        break;
    case REVOPS_POLICY_HAPPENS_STAGE: /* uses of the stage */
    case REVOPS_POLICY_HAPPENS_LEFT:
    case REVOPS_POLICY_HAPPENS_STEPS_OF:
    case REVOPS_POLICY_HAPPENS_MISSED: /* of another clock */
    case REVOPS_POLICY_HAPPENS_SIGNAL: /* what comes of events */
    case REVOPS_POLICY_HAPPENS_FIRST_TOUCH:
        break;
    }
}

void revops__engine_builder_uses(revops__engine_builder *b, const revops_policy_event *row, uint32_t event,
                                 uint32_t *first, uint32_t *count)
{
    const revops_policy_params *policy = b->policy;
    *first = b->engine->use_count;
    *count = 0;
    for (uint32_t i = 0; i < b->engine->counts[REVOPS_ENGINE_LIST_CLOCKS]; i++) {
        revops_policy_clock clock = revops__clock_given(policy, i);
        revops__clock_use use = {.clock = (uint16_t)i};
        for (uint32_t part = 0; part < REVOPS__CLOCK_PARTS; part++) {
            revops__clock_list list = revops__clock_list_of(&clock, part);
            for (uint32_t k = 0; k < list.count; k++) {
                revops_policy_happening happening = revops__clock_happening(policy, list.first + k);
                clock_use_add(&happening, row, event, (uint16_t)(1u << part), &use);
            }
        }
        if (use.always | use.taken | use.assigned) {
            if (b->block) {
                memcpy(revops__engine_builder_row(b, b->engine->uses, sizeof use, b->engine->use_count), &use,
                       sizeof use);
            }
            b->engine->use_count++;
            ++*count;
        }
    }
}

/* ---- cases ---- */

/* Adds the calendar that a value chooses. */
static void clock_choose(revops__engine_builder *b, uint32_t value, uint32_t calendar)
{
    revops__clock_chosen chosen = {value, calendar};
    if (b->block) {
        memcpy(revops__engine_builder_row(b, b->engine->chosen, sizeof chosen, b->engine->chosen_count),
               &chosen, sizeof chosen);
    }
    b->engine->chosen_count++;
}

static uint32_t clock_calendar_named(const revops_policy_params *policy, const revops_policy_case *row,
                                     const char *name)
{
    for (uint32_t i = 0; i < row->choice_count; i++) {
        revops_policy_choice choice;
        REVOPS__POLICY_ROW(revops_policy_choice, &choice, policy, choices, choice_row_size,
                           row->first_choice + i);
        if (choice.name && revops__engine_same_name(choice.name, name)) {
            return choice.calendar;
        }
    }
    for (uint32_t i = 0; row->choice_count == 0 && i < policy->calendar_count; i++) {
        revops_policy_calendar calendar;
        REVOPS__POLICY_ROW(revops_policy_calendar, &calendar, policy, calendars, calendar_row_size, i);
        if (calendar.name && revops__engine_same_name(calendar.name, name)) {
            return i + 1;
        }
    }
    return 0;
}

/* Names of a table's rules, or of an attribute's choices, and the calendars that they choose. */
static void clock_choose_by_position(revops__engine_builder *b, const revops_policy_case *row, uint32_t table,
                                     const revops_policy_attribute *attribute)
{
    const revops_policy_params *policy = b->policy;
    revops_policy_table rules = {0};
    if (table) {
        REVOPS__POLICY_ROW(revops_policy_table, &rules, policy, tables, table_row_size, table - 1);
    }
    uint32_t count = table ? rules.class_count + (rules.otherwise != NULL) : attribute->choice_count;
    for (uint32_t i = 0; i < count; i++) {
        revops_policy_class rule = {.name = rules.otherwise};
        if (table && i < rules.class_count) {
            REVOPS__POLICY_ROW(revops_policy_class, &rule, policy, classes, class_row_size,
                               rules.first_class + i);
        }
        const char *name = table ? rule.name : policy->texts[attribute->first_choice + i];
        uint32_t calendar = name ? clock_calendar_named(policy, row, name) : 0;
        if (calendar) {
            clock_choose(b, i + 1, calendar);
        }
    }
}

/* Texts that choose calendars. */
static void clock_choose_by_text(revops__engine_builder *b, const revops_policy_case *row)
{
    const revops_policy_params *policy = b->policy;
    uint32_t count = row->choice_count ? row->choice_count : policy->calendar_count;
    for (uint32_t i = 0; i < count; i++) {
        revops_policy_choice choice = {.calendar = i + 1};
        if (row->choice_count) {
            REVOPS__POLICY_ROW(revops_policy_choice, &choice, policy, choices, choice_row_size,
                               row->first_choice + i);
        } else {
            revops_policy_calendar calendar;
            REVOPS__POLICY_ROW(revops_policy_calendar, &calendar, policy, calendars, calendar_row_size, i);
            choice.name = calendar.name;
        }
        clock_choose(b, revops__engine_builder_text(b, choice.name ? choice.name : ""), choice.calendar);
    }
}

static revops__clock_case clock_compile_case(revops__engine_builder *b, const revops_policy_case *row)
{
    revops__clock_case own = {.where = row->where,
                              .table = row->table,
                              .attribute = row->attribute,
                              .calendar_of = (uint8_t)row->calendar_of,
                              .first_chosen = b->engine->chosen_count};
    if (row->calendar_of != REVOPS_POLICY_CALENDAR_BY_ATTRIBUTE) {
        return own;
    }
    revops_policy_attribute attribute = {0};
    if (row->attribute) {
        REVOPS__POLICY_ROW(revops_policy_attribute, &attribute, b->policy, attributes, attribute_row_size,
                           row->attribute - 1);
        own.table = attribute.by == REVOPS_POLICY_BY_TABLE ? attribute.table : own.table;
    }
    if (own.table || attribute.type == REVOPS_POLICY_CHOICE) {
        clock_choose_by_position(b, row, own.table, &attribute);
    } else {
        own.names_calendar = 1;
        clock_choose_by_text(b, row);
    }
    own.chosen_count = b->engine->chosen_count - own.first_chosen;
    return own;
}

static int clock_has_conditions(const revops_engine *engine, const revops_policy_case *row)
{
    return row->where != 0 && row->where <= engine->where_count;
}

/* One clock as a policy of its own. Its only attribute is the position of the case that holds. */
static revops_status clock_build(const revops__engine_builder *b, const revops_policy_clock *given,
                                 void *memory, size_t memory_size, size_t *needed)
{
    revops_sla_use uses[REVOPS__CLOCK_SIGNALS];
    revops_sla_case cases[REVOPS__CLOCK_CASES_MAX];
    revops_condition conditions[REVOPS__CLOCK_CASES_MAX];
    revops_policy_case first = revops__clock_case_given(b->policy, given->first_case);
    revops_sla_clock clock = {.kind = given->kind,
                              .side = given->side,
                              .needed = given->times,
                              .when_it_changes = given->when_it_changes,
                              .at_hand_over = given->at_hand_over,
                              .at_close = first.at_close,
                              .flags = given->flags & REVOPS_POLICY_RESTARTS ? REVOPS_SLA_RESTARTS : 0};
    uint32_t use_count = 0;
    for (uint32_t i = 0; i < REVOPS__CLOCK_SIGNALS; i++) {
        if (1u << i != REVOPS_SLA_REOPENS || given->reopen_count) {
            uses[use_count++] = (revops_sla_use){.signal = i, .parts = 1u << i};
        }
    }
    for (uint32_t i = 0; i < given->case_count; i++) {
        revops_policy_case row = revops__clock_case_given(b->policy, given->first_case + i);
        int asks = clock_has_conditions(b->engine, &row);
        revops_sla_case own = {.target = row.target,
                               .unit = row.unit,
                               .calendar_of = row.calendar_of == REVOPS_POLICY_CALENDAR_BY_ATTRIBUTE
                                                  ? (uint32_t)REVOPS_SLA_CALENDAR_OF_LEAD
                                                  : row.calendar_of,
                               .calendar = row.calendar,
                               .first_condition = asks ? i : 0,
                               .condition_count = asks != 0};
        memcpy(own.warn_bp, row.warn_bp, sizeof own.warn_bp);
        cases[i] = own;
        conditions[i] = (revops_condition){.test = REVOPS_CONDITION_IS_EQUAL, .low = i};
    }
    revops_sla_params params = {.struct_size = sizeof params,
                                .clocks = &clock,
                                .clock_count = 1,
                                .clock_row_size = sizeof clock,
                                .cases = cases,
                                .case_count = given->case_count,
                                .case_row_size = sizeof cases[0],
                                .uses = uses,
                                .use_count = use_count,
                                .use_row_size = sizeof uses[0],
                                .signal_count = REVOPS__CLOCK_SIGNALS,
                                .calendar_count = b->engine->calendar_count,
                                .conditions = conditions,
                                .condition_count = given->case_count,
                                .condition_row_size = sizeof conditions[0],
                                .attribute_count = 1};
    const revops_sla *out;
    return revops_sla_build(&params, memory, memory_size, needed, &out);
}

/* What entering and leaving each stage is to a clock. */
static void clock_stage_uses(revops__engine_builder *b, const revops__engine_clock *clock, uint32_t index)
{
    uint32_t clocks = b->engine->counts[REVOPS_ENGINE_LIST_CLOCKS];
    for (uint32_t stage = 0; stage < b->policy->stage_count; stage++) {
        revops__clock_stage_use use = {0, 0};
        for (uint32_t part = 0; part < REVOPS__CLOCK_PARTS; part++) {
            use.entered |= clock->hears[part].entered >> stage & 1 ? (uint16_t)(1u << part) : 0;
            use.left |= clock->hears[part].left >> stage & 1 ? (uint16_t)(1u << part) : 0;
        }
        b->stages[stage].enter_clocks |= use.entered ? (uint16_t)(1u << index) : 0;
        b->stages[stage].leave_clocks |= use.left ? (uint16_t)(1u << index) : 0;
        memcpy(revops__engine_builder_row(b, b->engine->stage_uses, sizeof use, stage * clocks + index), &use,
               sizeof use);
    }
}

static void clock_compile(revops__engine_builder *b, uint32_t index)
{
    revops_engine *engine = b->engine;
    revops_policy_clock given = revops__clock_given(b->policy, index);
    revops__engine_clock clock = {.sla = engine->clock_bytes_at + engine->clock_bytes,
                                  .first_case = engine->case_count,
                                  .case_count = given.case_count,
                                  .anew = given.at_hand_over == REVOPS_SLA_ANEW,
                                  .stops = (uint8_t)revops__clock_stops(&given)};
    clock.name = revops__engine_builder_name(b, REVOPS_ENGINE_LIST_CLOCKS, index + 1, given.name);
    revops__engine_builder_also(b, REVOPS_ENGINE_LIST_CLOCKS, index + 1, given.first_was, given.was_count);
    for (uint32_t part = 0; part < REVOPS__CLOCK_PARTS; part++) {
        revops__clock_list list = revops__clock_list_of(&given, part);
        for (uint32_t k = 0; k < list.count; k++) {
            revops_policy_happening row = revops__clock_happening(b->policy, list.first + k);
            revops__engine_builder_hear(b, &row, &clock.hears[part]);
        }
    }
    for (uint32_t k = 0; k < given.still_count; k++) {
        clock.still |= revops__stages_of(b->stages, b->policy->stage_count,
                                         b->policy->numbers[given.first_still + k], 0);
    }
    for (uint32_t k = 0; k < given.case_count; k++) {
        revops_policy_case row = revops__clock_case_given(b->policy, given.first_case + k);
        revops__clock_case own = clock_compile_case(b, &row);
        clock.is_looked_at |= clock_has_conditions(engine, &row) || own.calendar_of;
        if (b->block) {
            memcpy(revops__engine_builder_row(b, engine->cases, sizeof own, engine->case_count), &own,
                   sizeof own);
        }
        engine->case_count++;
    }
    size_t needed = 0;
    revops_status status = clock_build(b, &given, b->block ? b->block + clock.sla : NULL,
                                       b->block ? (size_t)(engine->size - clock.sla) : 0, &needed);
    if (status != REVOPS_OK && status != REVOPS_ERR_NOSPACE && b->problems) {
        revops__problem_put(b->problems, status, "clocks", index, "first_case", status,
                            "cases that revops_sla_build() takes");
    }
    engine->clock_bytes += (uint32_t)(needed + 7) / 8 * 8;
    engine->clocks_looked_at |= clock.is_looked_at ? (uint16_t)(1u << index) : 0;
    engine->clocks_standing |= clock.still ? (uint16_t)(1u << index) : 0;
    if (b->block) {
        clock_stage_uses(b, &clock, index);
        memcpy(revops__engine_builder_row(b, engine->clocks, sizeof clock, index), &clock, sizeof clock);
    }
}

void revops__engine_builder_clocks(revops__engine_builder *b)
{
    b->engine->clock_bytes = b->engine->case_count = b->engine->chosen_count = 0;
    b->engine->clocks_looked_at = b->engine->clocks_standing = 0;
    for (uint32_t i = 0; i < b->engine->counts[REVOPS_ENGINE_LIST_CLOCKS]; i++) {
        clock_compile(b, i);
    }
}
