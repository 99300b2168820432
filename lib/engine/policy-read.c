/* SPDX-License-Identifier: MIT */
/* Reads a document by the grammar, in three passes of the same code: names get positions, rows are counted, rows are
   filled.

   An open object or container is a frame on a stack. The fields of an object are read in the order of the grammar, so
   the order of its members doesn't matter. The rows of a container are read one after the other. */
#include "engine/policy-fields.h"

#include <string.h>

void revops__policy_tell(policy_reader *in, const policy_node *node, revops_policy_fault_kind kind,
                         const char *expected, const char *nearest)
{
    if (in->pass == POLICY_COUNTING || kind == REVOPS_POLICY_FAULT_DOUBLED) {
        revops__policy_fault(&in->faults, node, NULL, kind, expected, nearest);
    }
}

void *revops__policy_row(policy_reader *in, enum policy_table table, uint32_t index)
{
    return in->pass == POLICY_FILLING ? in->tables[table] + (size_t)index * revops__policy_places[table].size
                                      : memset(in->spare, 0, sizeof in->spare);
}

void *revops__policy_append(policy_reader *in, enum policy_table table, const policy_node *node)
{
    uint32_t index = in->counts[table]++;
    if (in->pass == POLICY_FILLING) {
        in->row_nodes[table][index] = node;
    }
    return revops__policy_row(in, table, index);
}

/* ---- frames ---- */

static policy_frame *read_push(policy_reader *in, const policy_shape *shape, const policy_node *node)
{
    policy_frame *frame = &in->frames[in->depth];
    memset(frame, 0, sizeof *frame);
    frame->shape = shape;
    frame->node = node;
    frame->table = POLICY_NOWHERE;
    in->depth++;
    return frame;
}

static void read_push_object(policy_reader *in, const policy_shape *shape, const policy_node *node,
                             enum policy_table table, uint32_t index, unsigned char *row)
{
    if (in->pass == POLICY_COUNTING && shape != &revops__policy_only_case_shape) {
        for (const policy_node *member = node->first; member; member = member->next) {
            if (revops__policy_field_of(shape, member->name)) {
                continue;
            }
            const char *nearest = NULL;
            uint32_t least = UINT32_MAX;
            for (uint32_t i = 0; i < shape->field_count; i++) {
                uint32_t distance = revops__policy_distance(shape->fields[i].key, member->name);
                if (distance < least) {
                    least = distance;
                    nearest = shape->fields[i].key;
                }
            }
            revops__policy_tell(in, member, REVOPS_POLICY_FAULT_UNKNOWN_KEY, "a key of the grammar", nearest);
        }
    }
    policy_frame *frame = read_push(in, shape, node);
    frame->table = table;
    frame->index = index;
    frame->row = row;
}

void revops__policy_push_rows(policy_reader *in, const policy_field *field, const policy_node *node)
{
    policy_frame *frame = read_push(in, field->detail, node);
    frame->is_rows = 1;
    frame->next = node->first;
    frame->field = field;
    frame->table = (enum policy_table)field->low;
    frame->first = frame->table < POLICY_TABLE_COUNT ? in->counts[frame->table] : 0;
}

/* A row to be filled: the table's own, or scratch while rows are only counted. */
static unsigned char *read_new_row(policy_reader *in, enum policy_table table, const policy_node *node,
                                   const policy_shape *shape)
{
    unsigned char *row = revops__policy_append(in, table, node);
    row = in->pass == POLICY_FILLING ? row : in->scratch[in->depth];
    size_t size = revops__policy_places[table].size;
    if (shape->defaults) {
        memcpy(row, shape->defaults, size);
    } else {
        memset(row, 0, size);
    }
    return row;
}

static void read_finish(const policy_frame *frame)
{
    if (frame->shape->field_count >= 2 && frame->shape->fields[1].kind == POLICY_KEEPS) {
        revops_policy_grade *grade = (revops_policy_grade *)(void *)frame->row;
        grade->keeps_to_mpt = grade->keeps_to_mpt == INT32_MIN ? grade->from_mpt : grade->keeps_to_mpt;
    }
}

static void read_field(policy_reader *in, policy_frame *frame, const policy_field *field,
                       const policy_node *node)
{
    const policy_functions *functions = &revops__policy_functions[field->kind];
    if (in->pass != POLICY_NAMING || functions->is_naming) {
        functions->reads(in, frame, field, node);
    }
}

/* The owner of names in a table of rows: classes belong to their table, cases to their clock. */
static uint32_t read_owner(const policy_reader *in, enum policy_table table)
{
    return table == POLICY_IN_classes ? in->counts[POLICY_IN_tables]
           : table == POLICY_IN_cases ? in->counts[POLICY_IN_clocks]
                                      : 0;
}

/* Name of a row in a map or list, with its node; NULL where it has none. */
static const char *read_row_name(policy_reader *in, const policy_frame *rows, const policy_node *child)
{
    if (child->name) {
        return revops__policy_may_be_name(in, child, child->name, child->name_length) ? child->name : NULL;
    }
    const policy_node *name =
        child->kind == REVOPS__JSON_STRING ? child : revops__policy_member(child, "name");
    (void)rows;
    return name && name->kind == REVOPS__JSON_STRING && name->text_length ? name->text : NULL;
}

static void read_start_row(policy_reader *in, const policy_node *child)
{
    policy_frame *rows = &in->frames[in->depth - 1];
    const policy_shape *shape = rows->shape;
    enum policy_table table = rows->table;
    const char *name = read_row_name(in, rows, child);
    if (table == POLICY_NOWHERE) {
        if (in->pass != POLICY_NAMING) {
            read_field(in, rows, shape->instead, child);
        }
        return;
    }
    unsigned char *row;
    uint32_t index = in->counts[table];
    if (table == POLICY_IN_reasons) { /* one that several lists have is one reason */
        uint32_t position = name ? revops__policy_name_find(&in->names, table, 0, name) : 0;
        if (in->pass == POLICY_NAMING) {
            if (name && !position) {
                position = ++in->counts[table];
                revops__policy_register(in, table, 0, name, position, child);
            }
            if (position && child->kind == REVOPS__JSON_OBJECT) {
                read_push_object(in, shape, child, table, position - 1, in->scratch[in->depth]);
            }
            return;
        }
        if (!position) {
            const policy_node *own = revops__policy_member(child, "name");
            revops__policy_tell(in, own ? own : child, REVOPS_POLICY_FAULT_TYPE,
                                own ? "a name in quotation marks" : shape->what, NULL);
            return;
        }
        int is_new = position > in->counts[table];
        if (!is_new && (child->kind != REVOPS__JSON_OBJECT || child->count < 2)) {
            return;
        }
        row = is_new ? read_new_row(in, table, child, shape) : in->scratch[in->depth];
        if (!is_new) {
            row = in->pass == POLICY_FILLING ? revops__policy_row(in, table, position - 1) : row;
            revops_policy_reason *known = (revops_policy_reason *)(void *)row;
            if (in->pass == POLICY_FILLING && (known->flags || known->need_count || known->means ||
                                               known->also_count || known->was_count)) {
                revops__policy_fault(&in->faults, child, NULL, REVOPS_POLICY_FAULT_DOUBLED,
                                     "properties of a reason in one of its lists alone", NULL);
            }
        }
        index = position - 1;
    } else {
        row = read_new_row(in, table, child, shape);
        if (name && in->pass == POLICY_NAMING) {
            revops__policy_register(in, table, read_owner(in, table), name,
                                    table == POLICY_IN_classes ? index - rows->first + 1 : index + 1, child);
        }
    }
    if (name && shape->name_offset != UINT32_MAX) {
        revops__policy_set_text(row, shape->name_offset, name);
    }
    const policy_frame *below = &in->frames[in->depth - 2];
    if (table == POLICY_IN_stages && below->table == POLICY_IN_stages) {
        ((revops_policy_stage *)(void *)row)->parent = below->index + 1;
    }
    if (table == POLICY_IN_cells && in->pass != POLICY_NAMING) {
        uint32_t grade = name ? revops__policy_name_find(&in->names, POLICY_IN_fit_grades, 0, name) : 0;
        ((revops_policy_cell *)(void *)row)->fit_grade = grade;
        if (!grade) {
            revops__policy_tell(in, child, REVOPS_POLICY_FAULT_NAME, "a fit grade as the name of each row",
                                name ? revops__policy_name_nearest(&in->names, POLICY_IN_fit_grades, 0, name)
                                     : NULL);
        }
    }
    if (child->kind == REVOPS__JSON_OBJECT && shape->field_count > 0) {
        read_push_object(in, shape, child, table, index, row);
    } else if (shape->instead && (child->kind != REVOPS__JSON_OBJECT || shape->field_count == 0)) {
        policy_frame *frame = read_push(in, shape, child);
        frame->at = shape->field_count;
        frame->table = table;
        frame->index = index;
        frame->row = row;
        read_field(in, frame, shape->instead, child);
    } else {
        revops__policy_tell(in, child, REVOPS_POLICY_FAULT_TYPE, shape->what, NULL);
    }
}

/* ---- fields ---- */

/* Best first: insertion, as there are eight at most that count. */
static void read_sort_grades(policy_node *grades)
{
    for (uint32_t pass = 0; pass < grades->count; pass++) {
        policy_node **at = &grades->first;
        while (*at && (*at)->next) {
            int64_t points[2] = {INT64_MIN, INT64_MIN};
            policy_node *pair[2] = {*at, (*at)->next};
            for (int i = 0; i < 2; i++) {
                const policy_node *from =
                    pair[i]->kind == REVOPS__JSON_OBJECT ? revops__policy_member(pair[i], "from") : pair[i];
                if (from && from->kind == REVOPS__JSON_NUMBER) {
                    points[i] = revops__json_decimal_of(from->text, 3, &points[i]) == REVOPS_OK ? points[i]
                                                                                                : INT64_MIN;
                }
            }
            if (points[0] < points[1]) {
                pair[0]->next = pair[1]->next;
                pair[1]->next = pair[0];
                *at = pair[1];
            }
            at = &(*at)->next;
        }
    }
}

void revops__policy_reads_container(policy_reader *in, policy_frame *frame, const policy_field *field,
                                    const policy_node *node)
{
    int is_list = field->kind == POLICY_LIST;
    if (!revops__policy_is_kind(in, node, is_list ? REVOPS__JSON_ARRAY : REVOPS__JSON_OBJECT,
                                is_list ? "a list of rows" : "an object of rows by name")) {
        return;
    }
    if (in->pass == POLICY_NAMING) {
        policy_node *container = (policy_node *)(uintptr_t)node;
        const policy_node *otherwise = revops__policy_member(frame->node, "otherwise");
        if (field->kind == POLICY_MAP) {
            revops__policy_sort(container);
        } else if (field->kind == POLICY_GRADES) {
            read_sort_grades(container);
        }
        int is_named = otherwise && otherwise->kind == REVOPS__JSON_STRING;
        if (is_named && field->kind == POLICY_GRADES) {
            revops__policy_register(in, (enum policy_table)field->low, 0, otherwise->text, node->count + 1,
                                    otherwise);
        }
        if (is_named && field->low == POLICY_IN_classes &&
            !revops__policy_name_find(&in->names, POLICY_IN_classes, frame->index + 1, otherwise->text)) {
            uint32_t position = node->count + 1;
            for (const policy_node *rule = node->first; rule; rule = rule->next) {
                const policy_node *name = revops__policy_member(rule, "name");
                position = name && name->kind == REVOPS__JSON_STRING &&
                                   revops__policy_same(name->text, otherwise->text)
                               ? 0
                               : position;
            }
            if (position) {
                revops__policy_register(in, POLICY_IN_classes, frame->index + 1, otherwise->text, position,
                                        otherwise);
            }
        }
    }
    revops__policy_push_rows(in, field, node);
}

void revops__policy_reads_section(policy_reader *in, policy_frame *frame, const policy_field *field,
                                  const policy_node *node)
{
    (void)frame;
    if (!revops__policy_is_kind(in, node, REVOPS__JSON_OBJECT, "{rules, otherwise}")) {
        return;
    }
    const policy_shape *shape = field->detail;
    enum policy_table table = (enum policy_table)field->low;
    uint32_t index = in->counts[table];
    unsigned char *row = read_new_row(in, table, node, shape);
    if (in->pass == POLICY_NAMING) {
        revops__policy_register(in, table, 0, ((const revops_policy_table *)shape->defaults)->name, index + 1,
                                node);
    }
    read_push_object(in, shape, node, table, index, row);
}

/* A clock without cases: its target is its only case. */
static void read_only_case(policy_reader *in, policy_frame *frame, const policy_node *node)
{
    if (revops__policy_member(frame->node, "cases")) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE, "either target or cases", NULL);
        return;
    }
    uint32_t index = in->counts[POLICY_IN_cases];
    unsigned char *row = read_new_row(in, POLICY_IN_cases, frame->node, &revops__policy_only_case_shape);
    if (in->pass != POLICY_NAMING) {
        revops_policy_clock *clock = (revops_policy_clock *)(void *)frame->row;
        clock->first_case = index;
        clock->case_count = 1;
    }
    read_push_object(in, &revops__policy_only_case_shape, frame->node, POLICY_IN_cases, index, row);
}

void revops__policy_reads_object(policy_reader *in, policy_frame *frame, const policy_field *field,
                                 const policy_node *node)
{
    if (revops__policy_is_kind(in, node, REVOPS__JSON_OBJECT, ((const policy_shape *)field->detail)->what)) {
        read_push_object(in, field->detail, node, POLICY_IN_params, 0, frame->row);
    }
}

void revops__policy_reads_target(policy_reader *in, policy_frame *frame, const policy_field *field,
                                 const policy_node *node)
{
    if (field->more == 0) {
        read_only_case(in, frame, node);
    } else if (in->pass != POLICY_NAMING) {
        revops__policy_read_target(in, frame->row, node);
    }
}

void revops__policy_reads_reason_list(policy_reader *in, policy_frame *frame, const policy_field *field,
                                      const policy_node *node)
{
    static const policy_field reasons = {"", POLICY_LIST,       0, 0,
                                         0,  POLICY_IN_reasons, 0, &revops__policy_reason_shape};
    if (!revops__policy_is_kind(in, node, REVOPS__JSON_ARRAY, "a list of reasons")) {
        return;
    }
    if (in->pass != POLICY_NAMING) {
        uint32_t first = in->counts[POLICY_IN_numbers];
        for (const policy_node *element = node->first; element; element = element->next) {
            const policy_node *name =
                element->kind == REVOPS__JSON_OBJECT ? revops__policy_member(element, "name") : element;
            uint32_t position = name && name->kind == REVOPS__JSON_STRING
                                    ? revops__policy_name_find(&in->names, POLICY_IN_reasons, 0, name->text)
                                    : 0;
            *(uint32_t *)revops__policy_append(in, POLICY_IN_numbers, element) = position;
        }
        revops__policy_set_u32(frame->row, field->offset, node->count ? first : 0);
        revops__policy_set_u32(frame->row, field->more, node->count);
    }
    revops__policy_push_rows(in, &reasons, node);
}

static const policy_node *read_member(const policy_frame *frame, const policy_field *field)
{
    const policy_node *member = revops__policy_member(frame->node, field->key);
    if (!member && (field->flags & POLICY_INHERITED) && frame->shape == &revops__policy_case_shape) {
        member = revops__policy_member(frame->node->parent->parent, field->key);
    }
    return member;
}

static void read_missing(policy_reader *in, const policy_frame *frame, const policy_field *field)
{
    if (in->pass != POLICY_COUNTING || (frame->table == POLICY_IN_params && !field->key[0])) {
        return;
    }
    const char *nearest = NULL;
    const policy_node *rows = frame->node->inherited;
    const policy_node *own = revops__policy_member(frame->node, "name");
    const char *name = frame->node->name ? frame->node->name : own ? own->text : NULL;
    uint32_t least = UINT32_MAX;
    for (const policy_node *row = rows ? rows->first : NULL; row && name; row = row->next) {
        const policy_node *other = revops__policy_member(row, "name");
        const char *other_name = row->name ? row->name : other ? other->text : NULL;
        uint32_t distance =
            row != frame->node && other_name ? revops__policy_distance(other_name, name) : UINT32_MAX;
        if (distance < least) {
            least = distance;
            nearest = other_name;
        }
    }
    char expected[128];
    revops__text to = revops__text_begin(expected, sizeof expected);
    revops__text_put(&to, "the key \"");
    revops__text_put(&to, field->key);
    revops__text_put(&to, "\" in ");
    revops__text_put(&to, frame->shape->what);
    revops__text_end(&to);
    revops__policy_fault(&in->faults, frame->node, field->key, REVOPS_POLICY_FAULT_MISSING_KEY, expected,
                         nearest);
}

void revops__policy_walk(policy_reader *in, enum policy_pass pass)
{
    in->pass = pass;
    in->depth = 0;
    memset(in->counts, 0, sizeof in->counts);
    read_push_object(in, &revops__policy_root, in->root, POLICY_IN_params, 0, (unsigned char *)in->params);
    while (in->depth > 0) {
        policy_frame *frame = &in->frames[in->depth - 1];
        if (frame->is_rows) {
            const policy_node *child = frame->next;
            if (child) {
                frame->next = child->next;
                read_start_row(in, child);
                continue;
            }
            if (frame->field->more && in->pass != POLICY_NAMING) {
                unsigned char *row = in->frames[in->depth - 2].row;
                uint32_t count = in->counts[frame->table] - frame->first;
                revops__policy_set_u32(row, frame->field->offset, count ? frame->first : 0);
                revops__policy_set_u32(row, frame->field->more, count);
            }
            in->depth--;
            continue;
        }
        if (frame->at == frame->shape->field_count) {
            read_finish(frame);
            in->depth--;
            continue;
        }
        const policy_field *field = &frame->shape->fields[frame->at++];
        const policy_node *member = read_member(frame, field);
        if (member) {
            read_field(in, frame, field, member);
        } else if (field->flags & POLICY_REQUIRED) {
            read_missing(in, frame, field);
        }
    }
}
