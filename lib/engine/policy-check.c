/* SPDX-License-Identifier: MIT */
/* Every fault of a policy's rows. First whether rows can be read and refer to what is there, by the grammar; only then what
   they mean together (policy-check-path.c, policy-check-rules.c, policy-check-time.c, policy-bands.c). */
#include "engine/policy-fields.h"

#include <string.h>

uint32_t revops__policy_count(const policy_view *view, enum policy_table table)
{
    uint32_t count;
    memcpy(&count, (const unsigned char *)&view->params + revops__policy_places[table].count, sizeof count);
    return count;
}

void revops__policy_get(const policy_view *view, enum policy_table table, uint32_t index, void *row)
{
    const policy_place *place = &revops__policy_places[table];
    const unsigned char *params = (const unsigned char *)&view->params;
    const void *rows;
    uint32_t row_size = place->size;
    memcpy(&rows, params + place->pointer, sizeof rows);
    if (place->row_size) {
        memcpy(&row_size, params + place->row_size, sizeof row_size);
    }
    revops__row_get(row, place->size, rows, row_size, index);
}

revops_status revops__policy_view_of(const revops_policy_params *params, policy_view *out)
{
    revops_status status = REVOPS__PARAMS_COPY(revops_policy_params, &out->params, params);
    for (uint32_t i = 0; i < POLICY_TABLE_COUNT && status == REVOPS_OK; i++) {
        const policy_place *place = &revops__policy_places[i];
        const unsigned char *own = (const unsigned char *)&out->params;
        const void *rows;
        uint32_t count = revops__policy_count(out, (enum policy_table)i), row_size = place->size;
        memcpy(&rows, own + place->pointer, sizeof rows);
        if (place->row_size) {
            memcpy(&row_size, own + place->row_size, sizeof row_size);
        }
        status = count > REVOPS_POLICY_ROWS_MAX
                     ? REVOPS_ERR_ARG
                     : revops__rows_check(rows, count, row_size, place->size, place->first_size);
    }
    return status;
}

/* ---- references, by the grammar ---- */

/* Fields of a row, those of objects within it included. */
static void check_row(const policy_checked *at, const policy_shape *shape, const unsigned char *row)
{
    struct {
        const policy_shape *shape;
        uint32_t next;
    } stack[4] = {{shape, 0}};
    uint32_t depth = 1;
    while (depth > 0) {
        if (stack[depth - 1].next == stack[depth - 1].shape->field_count) {
            depth--;
            continue;
        }
        const policy_field *field = &stack[depth - 1].shape->fields[stack[depth - 1].next++];
        if (field->kind == POLICY_OBJECT && depth < 4) {
            stack[depth].shape = field->detail;
            stack[depth++].next = 0;
        } else {
            revops__policy_functions[field->kind].checks(at, field, row);
        }
    }
    if (shape->instead && shape->field_count == 0) {
        revops__policy_functions[shape->instead->kind].checks(at, shape->instead, row);
    }
}

static void check_needs(policy_view *view, revops__problems *problems)
{
    policy_checked at = {view, problems, "needs", 0};
    for (uint32_t i = 0; i < revops__policy_count(view, POLICY_IN_needs); i++) {
        revops_policy_need need;
        revops__policy_get(view, POLICY_IN_needs, i, &need);
        at.row = i;
        uint32_t most = need.kind == REVOPS_POLICY_NEED_ITEM ? revops__policy_count(view, POLICY_IN_items)
                        : need.kind == REVOPS_POLICY_NEED_CHECKLIST
                            ? revops__policy_count(view, POLICY_IN_checklists)
                            : 0;
        if (need.kind == 0 || need.kind > REVOPS_POLICY_NEED_ANY_OF || need.subject > most ||
            (most && !need.subject)) {
            revops__policy_checked_tell(&at, "subject", need.subject, "the position of an item or checklist");
        }
        revops__policy_checked_list(&at, "first_member", need.first_member, need.member_count,
                                    POLICY_IN_needs);
        if (need.at_least > need.member_count) {
            revops__policy_checked_tell(&at, "at_least", need.at_least,
                                        "at most as many as there are members");
        }
    }
}

static void check_happenings(policy_view *view, revops__problems *problems)
{
    policy_checked at = {view, problems, "happenings", 0};
    for (uint32_t i = 0; i < revops__policy_count(view, POLICY_IN_happenings); i++) {
        static const enum policy_table tables[] = {
            [REVOPS_POLICY_HAPPENS_EVENT] = POLICY_IN_events,
            [REVOPS_POLICY_HAPPENS_STAGE] = POLICY_IN_stages,
            [REVOPS_POLICY_HAPPENS_LEFT] = POLICY_IN_stages,
            [REVOPS_POLICY_HAPPENS_STEPS_OF] = POLICY_IN_stages,
            [REVOPS_POLICY_HAPPENS_TOUCH] = POLICY_IN_channels,
            [REVOPS_POLICY_HAPPENS_INBOUND] = POLICY_NOWHERE,
            [REVOPS_POLICY_HAPPENS_ASSIGNED] = POLICY_NOWHERE,
            [REVOPS_POLICY_HAPPENS_SIGNAL] = POLICY_IN_signals,
            [REVOPS_POLICY_HAPPENS_MISSED] = POLICY_IN_clocks,
            [REVOPS_POLICY_HAPPENS_FIRST_TOUCH] = POLICY_NOWHERE,
        };
        revops_policy_happening row;
        revops__policy_get(view, POLICY_IN_happenings, i, &row);
        at.row = i;
        if (row.kind == 0 || row.kind > REVOPS_POLICY_HAPPENS_FIRST_TOUCH) {
            revops__policy_checked_tell(&at, "kind", row.kind, "one of revops_policy_happening_kinds");
            continue;
        }
        enum policy_table table = tables[row.kind];
        uint32_t most = table == POLICY_NOWHERE ? 0 : revops__policy_count(view, table);
        int is_group = table == POLICY_IN_stages && row.subject >= REVOPS_POLICY_ANY &&
                       row.subject <= REVOPS_POLICY_ANY_NURTURE && row.subject != REVOPS_POLICY_ANY_EARLIER;
        int is_any = row.kind == REVOPS_POLICY_HAPPENS_TOUCH || table == POLICY_NOWHERE;
        if (!is_group && (row.subject > most || (row.subject == 0 && !is_any))) {
            revops__policy_checked_tell(&at, "subject", row.subject, "the position of a row that is there");
        }
    }
}

static void check_conditions(policy_view *view, revops__problems *problems)
{
    policy_checked at = {view, problems, "conditions", 0};
    for (uint32_t i = 0; i < revops__policy_count(view, POLICY_IN_conditions); i++) {
        revops_policy_condition row;
        revops__policy_get(view, POLICY_IN_conditions, i, &row);
        at.row = i;
        if (row.row_count == 0 || row.row_count > revops__policy_count(view, POLICY_IN_conditions) - i) {
            revops__policy_checked_tell(&at, "row_count", row.row_count,
                                        "the rows of the condition, itself included");
        }
        if (row.kind == 0 || row.kind > REVOPS_POLICY_PROVEN ||
            (row.kind == REVOPS_POLICY_TEST && row.about > REVOPS_POLICY_VALUE)) {
            revops__problem_put(problems, REVOPS_ERR_NEWER, at.part, i, "kind", row.kind,
                                "a kind that this library knows");
            continue;
        }
        int is_text = row.test >= REVOPS_CONDITION_TEXT_IS && row.test <= REVOPS_CONDITION_TEXT_ENDS;
        revops__policy_checked_list(&at, "first_value", row.first_value, row.value_count,
                                    row.kind == REVOPS_POLICY_PROVEN ? POLICY_IN_needs
                                    : is_text                        ? POLICY_IN_texts
                                                                     : POLICY_IN_values);
        uint32_t most = row.about == REVOPS_POLICY_ATTRIBUTE
                            ? revops__policy_count(view, POLICY_IN_attributes)
                        : row.about == REVOPS_POLICY_TABLE ? revops__policy_count(view, POLICY_IN_tables)
                                                           : 0;
        if (row.kind == REVOPS_POLICY_TEST && (row.subject > most || (most && !row.subject))) {
            revops__policy_checked_tell(&at, "subject", row.subject, "the position of an attribute or table");
        }
    }
}

void revops__policy_check_references(policy_view *view, revops__problems *problems)
{
    policy_checked at = {view, problems, "params", REVOPS_NO_ROW};
    union {
        unsigned char bytes[POLICY_ROW_MAX];
        int64_t aligned;
    } row;
    check_row(&at, &revops__policy_root, (const unsigned char *)&view->params);
    for (const policy_rows_shape *rows = revops__policy_row_shapes; rows->shape; rows++) {
        at.part = revops__policy_places[rows->table].name;
        for (uint32_t i = 0; i < revops__policy_count(view, rows->table); i++) {
            at.row = i;
            revops__policy_get(view, rows->table, i, row.bytes);
            check_row(&at, rows->shape, row.bytes);
        }
    }
    check_needs(view, problems);
    check_happenings(view, problems);
    check_conditions(view, problems);
}

revops_status revops_policy_check(const revops_policy_params *params, revops_problem *problems,
                                  size_t capacity, size_t *needed)
{
    policy_view view;
    if (capacity > 0 && !problems) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = revops__policy_view_of(params, &view);
    if (status != REVOPS_OK) {
        return status;
    }
    view.absent = 0;
    revops__problems found = revops__problems_begin(problems, capacity);
    if (view.params.flags & ~255u) {
        revops__problem_put(&found, REVOPS_ERR_NEWER, "params", REVOPS_NO_ROW, "flags", view.params.flags,
                            "flags that this library knows");
    }
    revops__policy_check_references(&view, &found);
    if (found.count == view.absent) { /* rows can be followed now */
        revops__policy_check_path(&view, &found);
        revops__policy_check_rules(&view, &found);
        revops__policy_check_time(&view, &found);
        revops__policy_check_figures(&view, &found);
    }
    return revops__problems_end(&found, needed);
}
