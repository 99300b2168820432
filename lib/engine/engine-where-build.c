/* SPDX-License-Identifier: MIT */
/* Conditions of a policy, checked and compiled.

   The compiled rows stand at the same positions as the given ones. A test of a value is a compiled condition of
   core/condition, one a row; a test of the stage is a mask of places. Tables may depend on each other, but not in a
   circle: each is sorted after those on which it depends. */
#include <string.h>

#include "core/bits.h"
#include "core/condition.h"
#include "engine/engine-where.h"

static revops_policy_condition where_given(const revops_policy_params *policy, uint32_t index)
{
    revops_policy_condition row;
    REVOPS__POLICY_ROW(revops_policy_condition, &row, policy, conditions, condition_row_size, index);
    return row;
}

static revops_policy_attribute where_attribute(const revops_policy_params *policy, uint32_t position)
{
    revops_policy_attribute row;
    REVOPS__POLICY_ROW(revops_policy_attribute, &row, policy, attributes, attribute_row_size, position - 1);
    return row;
}

/* Position of the table that a test asks for; 0 where it asks for none. */
uint32_t revops__where_table_of(const revops_policy_params *policy, const revops_policy_condition *row)
{
    revops_policy_table_kind kind = REVOPS_POLICY_TABLE_OTHER;
    if (row->kind != REVOPS_POLICY_TEST) {
        return 0;
    }
    if (row->about == REVOPS_POLICY_TABLE) {
        return row->subject;
    }
    if (row->about == REVOPS_POLICY_ATTRIBUTE) {
        revops_policy_attribute attribute = where_attribute(policy, row->subject);
        return attribute.by == REVOPS_POLICY_BY_TABLE ? attribute.table : 0;
    }
    if (row->about == REVOPS_POLICY_SEGMENT || row->about == REVOPS_POLICY_MOTION) {
        kind =
            row->about == REVOPS_POLICY_SEGMENT ? REVOPS_POLICY_TABLE_SEGMENTS : REVOPS_POLICY_TABLE_MOTIONS;
    }
    for (uint32_t i = 0; kind != REVOPS_POLICY_TABLE_OTHER && i < policy->table_count; i++) {
        revops_policy_table table;
        REVOPS__POLICY_ROW(revops_policy_table, &table, policy, tables, table_row_size, i);
        if (table.kind == kind) {
            return i + 1;
        }
    }
    return 0;
}

/* The places that a test of the stage names: a stage with steps is named at each of them. */
static uint64_t where_places(const revops__engine_builder *b, const revops_policy_condition *row)
{
    uint64_t places = 0;
    for (uint32_t i = 0; i < (row->value_count ? row->value_count : 1); i++) {
        int64_t stage = row->value_count ? b->policy->values[row->first_value + i] : row->low;
        if (stage >= 1 && stage <= b->policy->stage_count) {
            places |= revops__stages_of(b->stages, b->policy->stage_count, (uint32_t)stage, 0);
        }
    }
    return places;
}

/* The test as core/condition reads it: its value alone is the row, sets and texts are its own. */
static revops__condition_tables where_tables(const revops_policy_params *policy,
                                             const revops_policy_condition *row, revops_condition *one)
{
    int is_flags = row->test == REVOPS_CONDITION_ALL_FLAGS || row->test == REVOPS_CONDITION_ANY_FLAG;
    int is_text = row->test >= REVOPS_CONDITION_TEXT_IS && row->test <= REVOPS_CONDITION_TEXT_ENDS;
    *one = (revops_condition){.test = row->test,
                              .low = row->low,
                              .high = row->test == REVOPS_CONDITION_IN_RANGE ? row->high : 0,
                              .value_count = is_flags ? 0 : row->value_count,
                              .flags = row->flags};
    if (is_flags) {
        uint64_t mask = 0;
        for (uint32_t i = 0; i < row->value_count; i++) {
            mask |= UINT64_C(1) << ((policy->values[row->first_value + i] - 1) & 63);
        }
        one->low = (int64_t)(mask & INT64_MAX);
    }
    return (revops__condition_tables){
        .conditions = one,
        .condition_row_size = sizeof *one,
        .condition_count = 1,
        .values = is_flags || is_text || !row->value_count ? NULL : policy->values + row->first_value,
        .value_count = is_flags || is_text ? 0 : row->value_count,
        .texts = is_text && row->value_count ? policy->texts + row->first_value : NULL,
        .text_count = is_text ? row->value_count : 0,
        .attribute_count = 1};
}

static int where_is_of_text(const revops_policy_params *policy, const revops_policy_condition *row)
{
    switch ((enum revops_policy_subjects)row->about) {
    case REVOPS_POLICY_ATTRIBUTE: {
        revops_policy_attribute attribute = where_attribute(policy, row->subject);
        return attribute.type == REVOPS_POLICY_TEXT && attribute.by != REVOPS_POLICY_BY_TABLE;
    }
    case REVOPS_POLICY_VALUE:
        return row->test >= REVOPS_CONDITION_TEXT_IS && row->test <= REVOPS_CONDITION_TEXT_ENDS;
    case REVOPS_POLICY_SOURCE:
    case REVOPS_POLICY_CAMPAIGN:
    case REVOPS_POLICY_OWNER:
    case REVOPS_POLICY_TEAM:
        return 1;
    case REVOPS_POLICY_TABLE:
    case REVOPS_POLICY_STAGE:
    case REVOPS_POLICY_SEGMENT:
    case REVOPS_POLICY_MOTION:
    case REVOPS_POLICY_FIT:
    case REVOPS_POLICY_FIT_POINTS:
    case REVOPS_POLICY_ENGAGEMENT:
    case REVOPS_POLICY_ENGAGEMENT_POINTS:
    case REVOPS_POLICY_TOTAL:
    case REVOPS_POLICY_TOTAL_POINTS:
    case REVOPS_POLICY_SIGNAL:
    case REVOPS_POLICY_PEOPLE_ENGAGED:
    case REVOPS_POLICY_COVERAGE:
    case REVOPS_POLICY_ACCOUNT_ENGAGEMENT:
        return 0;
    }
    return 0;
}

static void where_compile_test(revops__engine_builder *b, const revops_policy_condition *given,
                               revops__where_row *row)
{
    uint32_t table = revops__where_table_of(b->policy, given),
             standing = revops__standing_attribute(b->engine, given->about);
    row->subject = (uint16_t)(table ? table : standing ? standing : given->subject);
    row->about = (uint8_t)(table ? REVOPS_POLICY_TABLE : standing ? REVOPS_POLICY_ATTRIBUTE : given->about);
    row->negated = (given->flags & REVOPS_CONDITION_NOT) != 0;
    row->how = where_is_of_text(b->policy, given) ? REVOPS__WHERE_BY_TEXT : REVOPS__WHERE_BY_NUMBER;
    if (given->test == REVOPS_CONDITION_IS_MISSING || given->test == REVOPS_CONDITION_IS_PRESENT) {
        row->known = given->test == REVOPS_CONDITION_IS_PRESENT ? 2 : 1;
    } else if (given->test == REVOPS_POLICY_WITHIN_LAST) {
        row->how = REVOPS__WHERE_BY_TIME;
        row->span_ms = given->low;
        row->in_days = given->about == REVOPS_POLICY_ATTRIBUTE &&
                       where_attribute(b->policy, given->subject).type == REVOPS_POLICY_DATE;
    } else if (given->about == REVOPS_POLICY_STAGE) {
        row->how = REVOPS__WHERE_BY_PLACE;
        row->places = where_places(b, given);
    } else {
        revops_condition one;
        revops__condition_tables tables = where_tables(b->policy, given, &one);
        row->condition = b->engine->where_bytes_at + b->engine->where_bytes;
        if (b->block) {
            revops__conditions_build(&tables, b->block + row->condition);
        }
        b->engine->where_bytes += (uint32_t)revops__conditions_size(&tables);
    }
}

static void where_put(revops__engine_builder *b, uint32_t table, size_t size, uint32_t index, const void *row)
{
    if (b->block) {
        memcpy(revops__engine_builder_row(b, table, size, index), row, size);
    }
}

/* A table's rules; "otherwise" is one more, unless a rule has its name. */
static void where_compile_table(revops__engine_builder *b, uint32_t index)
{
    const revops_policy_params *policy = b->policy;
    revops_policy_table given;
    REVOPS__POLICY_ROW(revops_policy_table, &given, policy, tables, table_row_size, index);
    revops__where_table_row table = {.first_class = b->engine->class_count,
                                     .class_count = (uint16_t)given.class_count,
                                     .otherwise = (uint16_t)(given.otherwise ? given.class_count + 1 : 0)};
    for (uint32_t k = 0; k < given.class_count; k++) {
        revops_policy_class rule;
        REVOPS__POLICY_ROW(revops_policy_class, &rule, policy, classes, class_row_size,
                           given.first_class + k);
        if (given.otherwise && rule.name && revops__engine_same_name(rule.name, given.otherwise)) {
            table.otherwise = (uint16_t)(k + 1);
        }
        where_put(b, b->engine->classes, sizeof rule.where, b->engine->class_count++, &rule.where);
    }
    where_put(b, b->engine->tables, sizeof table, index, &table);
}

/* The tables that one asks for. */
static uint64_t where_tables_asked(const revops_policy_params *policy, uint32_t index)
{
    uint64_t asked = 0;
    revops_policy_table given;
    REVOPS__POLICY_ROW(revops_policy_table, &given, policy, tables, table_row_size, index);
    for (uint32_t k = 0; k < given.class_count; k++) {
        revops_policy_class rule;
        REVOPS__POLICY_ROW(revops_policy_class, &rule, policy, classes, class_row_size,
                           given.first_class + k);
        uint32_t end = rule.where ? rule.where - 1 + where_given(policy, rule.where - 1).row_count : 0;
        for (uint32_t i = rule.where ? rule.where - 1 : 0; i < end; i++) {
            revops_policy_condition row = where_given(policy, i);
            uint32_t table = revops__where_table_of(policy, &row);
            asked |= table ? UINT64_C(1) << (table - 1) : 0;
        }
    }
    return asked;
}

/* Puts tables behind those that they ask for. Returns those that stand in a circle. */
static uint64_t where_order(const revops_policy_params *policy, uint16_t *order)
{
    uint64_t left = policy->table_count == 64 ? UINT64_MAX : (UINT64_C(1) << policy->table_count) - 1;
    uint32_t placed = 0;
    for (int goes_on = 1; goes_on;) {
        goes_on = 0;
        for (uint32_t i = 0; i < policy->table_count; i++) {
            if (left >> i & 1 && !(where_tables_asked(policy, i) & left)) {
                left &= ~(UINT64_C(1) << i);
                order[placed++] = (uint16_t)i;
                goes_on = 1;
            }
        }
    }
    return left;
}

/* What has to be answered before a table or a condition: of tables in their order, so that those asked for are known. */
static void where_compile_asked(revops__engine_builder *b)
{
    const revops_engine *engine = b->engine;
    uint16_t *order = revops__engine_builder_row(b, engine->table_order, sizeof *order, 0);
    revops__where_table_row *tables = revops__engine_builder_row(b, engine->tables, sizeof *tables, 0);
    revops__where_row *rows = revops__engine_builder_row(b, engine->wheres, sizeof *rows, 0);
    where_order(b->policy, order);
    for (uint32_t i = 0; i < engine->table_count; i++) {
        tables[order[i]].tables = UINT64_C(1) << order[i];
        for (uint64_t asked = where_tables_asked(b->policy, order[i]); asked; asked &= asked - 1) {
            tables[order[i]].tables |= tables[revops__lowest_bit(asked)].tables;
        }
    }
    for (uint32_t i = 0; i < engine->where_count; i++) {
        for (uint32_t k = 0; k < rows[i].row_count; k++) {
            if (rows[i + k].kind == REVOPS_POLICY_TEST && rows[i + k].about == REVOPS_POLICY_TABLE) {
                rows[i].tables |= tables[rows[i + k].subject - 1].tables;
            }
        }
    }
}

void revops__engine_builder_wheres(revops__engine_builder *b)
{
    const revops_policy_params *policy = b->policy;
    revops_engine *engine = b->engine;
    engine->where_bytes = engine->class_count = 0;
    for (uint32_t i = 0; i < engine->where_count; i++) {
        revops_policy_condition given = where_given(policy, i);
        revops__where_row row = {.kind = (uint8_t)given.kind, .row_count = given.row_count};
        if (given.kind == REVOPS_POLICY_TEST) {
            where_compile_test(b, &given, &row);
        } else if (given.kind == REVOPS_POLICY_PROVEN) {
            row.need = revops__engine_builder_guard(b, given.first_value, given.value_count, 0);
        }
        where_put(b, engine->wheres, sizeof row, i, &row);
    }
    for (uint32_t i = 0; i < engine->table_count; i++) {
        where_compile_table(b, i);
    }
    if (b->block) {
        where_compile_asked(b);
    }
}

/* ---- checked ---- */

static void where_tell(revops__problems *problems, uint32_t row, const char *field, int64_t found,
                       const char *expected)
{
    revops__problem_put(problems, REVOPS_ERR_ARG, "conditions", row, field, found, expected);
}

static int where_check_test(const revops_policy_params *policy, revops__problems *problems, uint32_t index,
                            const revops_policy_condition *row)
{
    int is_text = row->test >= REVOPS_CONDITION_TEXT_IS && row->test <= REVOPS_CONDITION_TEXT_ENDS;
    uint32_t limit = is_text ? policy->text_count : policy->value_count;
    uint32_t subjects = row->about == REVOPS_POLICY_ATTRIBUTE ? policy->attribute_count
                        : row->about == REVOPS_POLICY_TABLE   ? policy->table_count
                                                              : UINT32_MAX;
    if (row->about < REVOPS_POLICY_ATTRIBUTE || row->about > REVOPS_POLICY_VALUE) {
        where_tell(problems, index, "about", row->about, "what conditions can ask about");
        return 0;
    }
    if (subjects != UINT32_MAX && (row->subject == 0 || row->subject > subjects)) {
        where_tell(problems, index, "subject", row->subject, "a position in its table");
        return 0;
    }
    if (row->first_value > limit || row->value_count > limit - row->first_value) {
        where_tell(problems, index, "first_value", row->first_value, "a list that lies within its table");
        return 0;
    }
    if (row->test == REVOPS_POLICY_WITHIN_LAST) {
        return 1;
    }
    int is_flags = row->test == REVOPS_CONDITION_ALL_FLAGS || row->test == REVOPS_CONDITION_ANY_FLAG;
    for (uint32_t i = 0; is_flags && i < row->value_count; i++) {
        int64_t flag = policy->values[row->first_value + i];
        if (flag < 1 || flag > REVOPS_POLICY_FLAGS_MAX) {
            where_tell(problems, index, "first_value", flag, "flags at positions 1 to 63");
            return 0;
        }
    }
    for (uint32_t i = 0; is_text && i < row->value_count; i++) {
        if (!policy->texts[row->first_value + i]) {
            where_tell(problems, index, "first_value", 0, "a text");
            return 0;
        }
    }
    revops_condition one;
    revops__condition_tables tables = where_tables(policy, row, &one);
    revops__problems own = revops__problems_begin(NULL, 0);
    revops__conditions_check(&own, &tables);
    if (own.count) {
        where_tell(problems, index, "test", row->test, "a test with what it needs");
    }
    return own.count == 0;
}

/* Groups lie within each other, not too deep. */
static void where_check_rows(const revops_policy_params *policy, revops__problems *problems)
{
    uint32_t ends[REVOPS__WHERE_FRAMES], depth = 0;
    for (uint32_t i = 0; i < policy->condition_count; i++) {
        revops_policy_condition row = where_given(policy, i);
        while (depth && ends[depth - 1] <= i) {
            depth--;
        }
        uint32_t end = depth ? ends[depth - 1] : policy->condition_count;
        int is_group = row.kind != REVOPS_POLICY_TEST && row.kind != REVOPS_POLICY_PROVEN;
        if (row.kind < REVOPS_POLICY_TEST || row.kind > REVOPS_POLICY_PROVEN) {
            where_tell(problems, i, "kind", row.kind, "1 to 5");
            return;
        }
        if (row.row_count == 0 || row.row_count > end - i || (!is_group && row.row_count != 1)) {
            where_tell(problems, i, "row_count", row.row_count, "the rows of it, itself included");
            return;
        }
        if (is_group) {
            if (depth == REVOPS__WHERE_FRAMES - 1) {
                where_tell(problems, i, "kind", row.kind, "groups within each other at most 4 deep");
                return;
            }
            ends[depth++] = i + row.row_count;
        } else if (row.kind == REVOPS_POLICY_TEST) {
            if (!where_check_test(policy, problems, i, &row)) {
                return;
            }
        } else if (row.first_value > policy->need_count ||
                   row.value_count > policy->need_count - row.first_value) {
            where_tell(problems, i, "first_value", row.first_value, "a list that lies within its table");
            return;
        }
    }
}

void revops__where_check(const revops_policy_params *policy, revops__problems *problems)
{
    size_t before = problems->count;
    for (uint32_t i = 0; i < policy->attribute_count; i++) {
        revops_policy_attribute row = where_attribute(policy, i + 1);
        if (row.table > policy->table_count || (row.by == REVOPS_POLICY_BY_TABLE && row.table == 0)) {
            revops__problem_put(problems, REVOPS_ERR_ARG, "attributes", i, "table", row.table,
                                "a position in its table");
        }
    }
    for (uint32_t i = 0; i < policy->table_count; i++) {
        revops_policy_table row;
        REVOPS__POLICY_ROW(revops_policy_table, &row, policy, tables, table_row_size, i);
        int is_of_leads = row.kind == REVOPS_POLICY_TABLE_SEGMENTS || row.kind == REVOPS_POLICY_TABLE_MOTIONS;
        if (is_of_leads && row.class_count > REVOPS__ENGINE_SEGMENTS_MAX) {
            revops__problem_put(problems, REVOPS_ERR_ARG, "tables", i, "class_count", row.class_count,
                                "at most 254 segments or motions");
        }
        if (row.first_class > policy->class_count ||
            row.class_count > policy->class_count - row.first_class) {
            revops__problem_put(problems, REVOPS_ERR_ARG, "tables", i, "first_class", row.first_class,
                                "a list that lies within its table");
        }
    }
    for (uint32_t i = 0; i < policy->class_count; i++) {
        revops_policy_class row;
        REVOPS__POLICY_ROW(revops_policy_class, &row, policy, classes, class_row_size, i);
        if (row.where > policy->condition_count) {
            revops__problem_put(problems, REVOPS_ERR_ARG, "classes", i, "where", row.where,
                                "a position in its table");
        }
    }
    if (problems->count == before) {
        where_check_rows(policy, problems);
    }
    uint16_t order[REVOPS__ENGINE_TABLES_MAX];
    if (problems->count == before && where_order(policy, order)) {
        revops__problem_put(problems, REVOPS_ERR_UNSOUND, "tables", REVOPS_NO_ROW, "first_class", 0,
                            "tables that don't depend on each other in a circle");
    }
}
