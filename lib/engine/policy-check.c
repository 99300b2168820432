/* SPDX-License-Identifier: MIT */
/* Every fault of a policy's rows. First whether rows can be read and refer to what is there, by the grammar; only then what
   they mean together (policy-check-path.c, policy-check-rules.c, policy-check-time.c). */
#include "engine/policy-internal.h"

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

typedef struct check_place {
    policy_view *view;
    revops__problems *problems;
    const char *part;
    uint32_t row;
} check_place;

static void check_tell(const check_place *at, const char *field, int64_t found, const char *expected)
{
    at->view->absent += found == 0;
    revops__problem_put(at->problems, REVOPS_ERR_ARG, at->part, at->row, field, found, expected);
}

static uint32_t check_u32(const unsigned char *row, uint32_t offset)
{
    uint32_t value;
    memcpy(&value, row + offset, sizeof value);
    return value;
}

static int check_is_name(const char *text)
{
    uint32_t characters = 0, length = 0;
    for (; text && text[length]; length++) {
        characters += ((unsigned char)text[length] & 0xc0) != 0x80;
        if ((unsigned char)text[length] < 0x20 || characters > REVOPS_POLICY_NAME_MAX) {
            return 0;
        }
    }
    return length > 0 && text[0] != ' ' && text[0] != '$' && text[length - 1] != ' ';
}

/* A list of `table`; whether it lies within. */
static int check_list(const check_place *at, const char *field, uint32_t first, uint32_t count,
                      enum policy_table table)
{
    uint32_t all = revops__policy_count(at->view, table);
    if (count > all || (count && first > all - count)) {
        check_tell(at, field, (int64_t)first + 1, "a list within its table");
        return 0;
    }
    return 1;
}

static void check_numbers(const check_place *at, const char *field, uint32_t first, uint32_t count,
                          uint32_t most, uint32_t groups)
{
    for (uint32_t i = 0; check_list(at, field, first, count, POLICY_IN_numbers) && i < count; i++) {
        uint32_t position;
        revops__policy_get(at->view, POLICY_IN_numbers, first + i, &position);
        int is_group = position >= REVOPS_POLICY_ANY && position <= REVOPS_POLICY_ANY_NURTURE &&
                       groups >> (position - REVOPS_POLICY_ANY) & 1;
        if (!is_group && (position == 0 || position > most)) {
            check_tell(at, field, position, "the position of a row that is there");
        }
    }
}

/* How many positions a table has for references: grades have one more, for the lowest. */
static uint32_t check_most(const policy_view *view, enum policy_table table)
{
    uint32_t count = revops__policy_count(view, table);
    return count + ((table == POLICY_IN_fit_grades && view->params.fit_otherwise) ||
                    (table == POLICY_IN_intent_grades && view->params.intent_otherwise));
}

static void check_field(const check_place *at, const policy_field *field, const unsigned char *row)
{
    const char *text;
    uint32_t value, is_known = 0;
    switch ((enum policy_kind)field->kind) {
    case POLICY_NAME:
        memcpy(&text, row + field->offset, sizeof text);
        if ((text || field->flags & POLICY_REQUIRED) && !check_is_name(text)) {
            check_tell(at, field->key, 0, "a name of 1 to 120 characters, without a space or $ at its ends");
        }
        break;
    case POLICY_WORD:
        value = check_u32(row, field->offset);
        for (const policy_word *word = field->detail; word->word; word++) {
            is_known = is_known || word->value == value;
        }
        is_known = is_known || value == 0 ||
                   (field->detail && value >= REVOPS_POLICY_VALUE_ATTRIBUTE &&
                    value <= REVOPS_POLICY_VALUE_FIT && revops__policy_equal(field->key, "value"));
        if (value == 0 && field->flags & POLICY_REQUIRED) {
            check_tell(at, field->key, 0, "a kind that this library knows");
        } else if (!is_known) {
            revops__problem_put(at->problems, REVOPS_ERR_NEWER, at->part, at->row, field->key, value,
                                "a kind that this library knows");
        }
        break;
    case POLICY_COUNT:
        value = check_u32(row, field->offset);
        if (value && (value < field->low || value > field->high)) {
            check_tell(at, field->key, value, "a number in the range that the grammar gives");
        }
        break;
    case POLICY_PERCENT:
        value = check_u32(row, field->offset);
        if (value > field->high) {
            check_tell(at, field->key, value, "0 to 10,000 basis points");
        }
        break;
    case POLICY_REFERENCE:
        value = check_u32(row, field->offset);
        if (value > check_most(at->view, (enum policy_table)field->low) ||
            (value == 0 && field->flags & POLICY_REQUIRED && at->row != REVOPS_NO_ROW)) {
            check_tell(at, field->key, value, "the position of a row that is there");
        }
        break;
    case POLICY_REFERENCES:
        check_numbers(at, field->key, check_u32(row, field->offset), check_u32(row, field->more),
                      check_most(at->view, (enum policy_table)field->low), 0);
        break;
    case POLICY_REASON_LIST:
        check_numbers(at, field->key, check_u32(row, field->offset), check_u32(row, field->more),
                      revops__policy_count(at->view, POLICY_IN_reasons), 0);
        break;
    case POLICY_REASONS:
        check_numbers(at, field->key, check_u32(row, field->offset), check_u32(row, field->more),
                      revops__policy_count(at->view, POLICY_IN_reasons), 0);
        check_numbers(at, field->key, check_u32(row, (uint32_t)field->low),
                      check_u32(row, (uint32_t)field->high),
                      revops__policy_count(at->view, POLICY_IN_reason_lists), 0);
        break;
    case POLICY_STAGE_LIST:
        check_numbers(at, field->key, check_u32(row, field->offset), check_u32(row, field->more),
                      revops__policy_count(at->view, POLICY_IN_stages), (uint32_t)field->low);
        break;
    case POLICY_TEXTS:
        check_list(at, field->key, check_u32(row, field->offset), check_u32(row, field->more),
                   POLICY_IN_texts);
        break;
    case POLICY_NEEDS:
    case POLICY_WITHDRAWS:
        check_list(at, field->key, check_u32(row, field->offset), check_u32(row, field->more),
                   POLICY_IN_needs);
        break;
    case POLICY_HAPPENS:
    case POLICY_SINCE:
        check_list(at, field->key, check_u32(row, field->offset), check_u32(row, field->more),
                   POLICY_IN_happenings);
        break;
    case POLICY_WHERE:
    case POLICY_OF_VALUE:
        value = check_u32(row, field->offset);
        if (value > revops__policy_count(at->view, POLICY_IN_conditions)) {
            check_tell(at, field->key, value, "the position of a condition");
        }
        break;
    case POLICY_OPEN:
        check_list(at, field->key, check_u32(row, field->offset), check_u32(row, field->more),
                   POLICY_IN_openings);
        break;
    case POLICY_HOLIDAYS:
        check_list(at, field->key, check_u32(row, field->offset), check_u32(row, field->more),
                   POLICY_IN_holidays);
        break;
    case POLICY_EXCEPTIONS:
        check_list(at, field->key, check_u32(row, field->offset), check_u32(row, field->more),
                   POLICY_IN_exceptions);
        break;
    case POLICY_ZONE_OF:
        value = check_u32(row, field->offset);
        if (value > revops__policy_count(at->view, POLICY_IN_zones)) {
            check_tell(at, field->key, value, "the position of a zone");
        }
        break;
    case POLICY_MEMBERS:
        check_list(at, field->key, check_u32(row, field->offset), check_u32(row, field->more),
                   POLICY_IN_members);
        break;
    case POLICY_TIERS:
        check_list(at, field->key, check_u32(row, field->offset), check_u32(row, (uint32_t)field->low),
                   POLICY_IN_tiers);
        break;
    case POLICY_LIST:
    case POLICY_MAP:
        if (field->more) {
            check_list(at, field->key, check_u32(row, field->offset), check_u32(row, field->more),
                       (enum policy_table)field->low);
        }
        break;
    case POLICY_SKIPPED:
    case POLICY_WORDS_OF_PEOPLE:
    case POLICY_FLAG_WORD:
    case POLICY_BIT:
    case POLICY_POINTS:
    case POLICY_SPAN:
    case POLICY_DAY:
    case POLICY_CHANNELS:
    case POLICY_OBJECT:
    case POLICY_ROW:
    case POLICY_GRADES:
    case POLICY_FORMAT_NUMBER:
    case POLICY_CODE:
    case POLICY_CLASSIFIER:
    case POLICY_SETS:
    case POLICY_CYCLE:
    case POLICY_DECAY:
    case POLICY_LOSES:
    case POLICY_KEEPS:
    case POLICY_WITHIN:
    case POLICY_THRESHOLD:
    case POLICY_GOES_TO:
    case POLICY_TARGET:
    case POLICY_CALENDAR_OF:
    case POLICY_WARNINGS:
    case POLICY_COUNTED:
    case POLICY_SHARED:
    case POLICY_OF_WHOM:
    case POLICY_QUANTITY:
    case POLICY_AWAY:
    case POLICY_MATCHES:
    case POLICY_BANDS:
    case POLICY_TARGETS:
    case POLICY_OVER:
        break;
    }
}

/* Fields of a row, those of objects within it included. */
static void check_row(const check_place *at, const policy_shape *shape, const unsigned char *row)
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
            check_field(at, field, row);
        }
    }
    if (shape->instead && shape->field_count == 0) {
        check_field(at, shape->instead, row);
    }
}

static void check_parts(policy_view *view, revops__problems *problems)
{
    check_place at = {view, problems, "needs", 0};
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
            check_tell(&at, "subject", need.subject, "the position of an item or checklist");
        }
        check_list(&at, "first_member", need.first_member, need.member_count, POLICY_IN_needs);
        if (need.at_least > need.member_count) {
            check_tell(&at, "at_least", need.at_least, "at most as many as there are members");
        }
    }
    at.part = "happenings";
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
            check_tell(&at, "kind", row.kind, "one of revops_policy_happening_kinds");
            continue;
        }
        enum policy_table table = tables[row.kind];
        uint32_t most = table == POLICY_NOWHERE ? 0 : revops__policy_count(view, table);
        int is_group = table == POLICY_IN_stages && row.subject >= REVOPS_POLICY_ANY &&
                       row.subject <= REVOPS_POLICY_ANY_NURTURE && row.subject != REVOPS_POLICY_ANY_EARLIER;
        int is_any = row.kind == REVOPS_POLICY_HAPPENS_TOUCH || table == POLICY_NOWHERE;
        if (!is_group && (row.subject > most || (row.subject == 0 && !is_any))) {
            check_tell(&at, "subject", row.subject, "the position of a row that is there");
        }
    }
    at.part = "conditions";
    for (uint32_t i = 0; i < revops__policy_count(view, POLICY_IN_conditions); i++) {
        revops_policy_condition row;
        revops__policy_get(view, POLICY_IN_conditions, i, &row);
        at.row = i;
        if (row.row_count == 0 || row.row_count > revops__policy_count(view, POLICY_IN_conditions) - i) {
            check_tell(&at, "row_count", row.row_count, "the rows of the condition, itself included");
        }
        if (row.kind == 0 || row.kind > REVOPS_POLICY_PROVEN ||
            (row.kind == REVOPS_POLICY_TEST && row.about > REVOPS_POLICY_VALUE)) {
            revops__problem_put(problems, REVOPS_ERR_NEWER, at.part, i, "kind", row.kind,
                                "a kind that this library knows");
            continue;
        }
        int is_text = row.test >= REVOPS_CONDITION_TEXT_IS && row.test <= REVOPS_CONDITION_TEXT_ENDS;
        check_list(&at, "first_value", row.first_value, row.value_count,
                   row.kind == REVOPS_POLICY_PROVEN ? POLICY_IN_needs
                   : is_text                        ? POLICY_IN_texts
                                                    : POLICY_IN_values);
        uint32_t most = row.about == REVOPS_POLICY_ATTRIBUTE
                            ? revops__policy_count(view, POLICY_IN_attributes)
                        : row.about == REVOPS_POLICY_TABLE ? revops__policy_count(view, POLICY_IN_tables)
                                                           : 0;
        if (row.kind == REVOPS_POLICY_TEST && (row.subject > most || (most && !row.subject))) {
            check_tell(&at, "subject", row.subject, "the position of an attribute or table");
        }
    }
}

void revops__policy_check_references(policy_view *view, revops__problems *problems)
{
    check_place at = {view, problems, "params", REVOPS_NO_ROW};
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
    check_parts(view, problems);
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
    }
    return revops__problems_end(&found, needed);
}
