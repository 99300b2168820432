/* SPDX-License-Identifier: MIT */
/* The canonical document of rows: sections and keys in the order of the grammar, what is a default left out, one row a line. */
#include "engine/policy-fields.h"

#include <string.h>

/* ---- names ---- */

const char *revops__policy_name_at(const policy_writer *to, enum policy_table table, uint32_t position)
{
    const revops_policy_params *params = &to->view.params;
    uint32_t count = revops__policy_count(&to->view, table);
    union {
        unsigned char bytes[POLICY_ROW_MAX];
        const char *name;
    } row;
    if (position == count + 1) {
        const char *lowest = table == POLICY_IN_fit_grades       ? params->fit_otherwise
                             : table == POLICY_IN_intent_grades  ? params->intent_otherwise
                             : table == POLICY_IN_total_bands    ? params->total_otherwise
                             : table == POLICY_IN_account_grades ? params->account_otherwise
                                                                 : NULL;
        return lowest ? lowest : "";
    }
    if (position == 0 || position > count) {
        return "";
    }
    revops__policy_get(&to->view, table, position - 1, row.bytes);
    return row.name ? row.name : "";
}

void revops__policy_put_name(policy_writer *to, enum policy_table table, uint32_t position)
{
    revops__policy_put_string(to, revops__policy_name_at(to, table, position));
}

static void write_field(policy_writer *to, const policy_field *field, const unsigned char *row,
                        const unsigned char *usual, uint32_t index)
{
    policy_written from = {row, usual, index};
    revops__policy_functions[field->kind].writes(to, field, &from);
}

/* ---- frames ---- */

typedef struct write_frame {
    const policy_shape *shape;
    const policy_field *field; /* rows: whose they are */
    const unsigned char *row, *usual;
    uint32_t at, end, index, parent; /* object: next field; rows: next row and behind the last */
    uint32_t depth, waiting;
    int is_rows, is_bare;
} write_frame;

enum { WRITE_FRAMES = 12 };

typedef union write_row {
    unsigned char bytes[POLICY_ROW_MAX];
    int64_t aligned;
} write_row;

static void write_begin_rows(policy_writer *to, write_frame *frame, const write_frame *of,
                             const policy_field *field)
{
    enum policy_table table = (enum policy_table)field->low;
    frame->is_rows = 1;
    frame->field = field;
    frame->shape = field->detail;
    frame->at = field->more ? revops__policy_u32(of->row, field->offset) : 0;
    frame->end = field->more ? frame->at + revops__policy_u32(of->row, field->more)
                             : revops__policy_count(&to->view, table);
    frame->parent = of->field || of->row != (const unsigned char *)&to->view.params ? of->index + 1 : 0;
    frame->parent = table == POLICY_IN_stages ? frame->parent : 0;
}

/* Whether a row of the table stands here. */
static int write_is_here(const policy_writer *to, const write_frame *frame, const unsigned char *row)
{
    enum policy_table table = (enum policy_table)frame->field->low;
    (void)to;
    if (table == POLICY_IN_stages) {
        return ((const revops_policy_stage *)(const void *)row)->parent == frame->parent;
    }
    if (table == POLICY_IN_zones) {
        return ((const revops_policy_zone *)(const void *)row)->rule != NULL;
    }
    return table != POLICY_IN_tables ||
           ((const revops_policy_table *)(const void *)row)->kind == REVOPS_POLICY_TABLE_OTHER;
}

/* A row that is written as a single value: as `instead` reads it. */
static int write_is_bare(const policy_writer *to, const policy_shape *shape, const unsigned char *row)
{
    if (shape->field_count == 0) {
        return 1;
    }
    if (!shape->instead) {
        return 0;
    }
    int is_grade = shape->fields[1].kind == POLICY_KEEPS, is_name = shape->instead->kind == POLICY_NAME;
    const policy_field *was = &shape->fields[shape->field_count - 1];
    return (is_grade || is_name) && (to->without_prose || revops__policy_u32(row, was->more) == 0) &&
           (!is_grade || revops__policy_u32(row, shape->fields[0].offset) ==
                             revops__policy_u32(row, shape->fields[1].offset));
}

static const revops_policy_params *write_defaults(revops_policy_params *own)
{
    return revops_policy_defaults(own, sizeof *own) == REVOPS_OK ? own : NULL;
}

void revops__policy_write_all(policy_writer *to)
{
    static const unsigned char nothing[sizeof(revops_policy_params) > POLICY_ROW_MAX
                                           ? sizeof(revops_policy_params)
                                           : POLICY_ROW_MAX];
    write_frame frames[WRITE_FRAMES];
    write_row rows[WRITE_FRAMES];
    revops_policy_params defaults;
    uint32_t depth = 1;
    memset(frames, 0, sizeof frames);
    frames[0].shape = &revops__policy_root;
    frames[0].row = (const unsigned char *)&to->view.params;
    frames[0].usual = (const unsigned char *)write_defaults(&defaults);
    frames[0].end = revops__policy_root.field_count;
    revops__policy_open(to, NULL, '{');
    while (depth > 0) {
        write_frame *frame = &frames[depth - 1];
        if (frame->at == frame->end) {
            if (depth > 1 && !frame->is_bare) {
                revops__policy_unawait(to, frame->depth, frame->waiting);
            }
            depth--;
            continue;
        }
        write_frame *inner = &frames[depth];
        memset(inner, 0, sizeof *inner);
        inner->depth = to->depth;
        inner->waiting = to->waiting_count;
        if (frame->is_rows) {
            enum policy_table table = (enum policy_table)frame->field->low;
            uint32_t index = frame->at++;
            unsigned char *row = rows[depth].bytes;
            revops__policy_get(&to->view, table, index, row);
            if (!write_is_here(to, frame, row)) {
                continue;
            }
            const char *name =
                table == POLICY_IN_cells
                    ? revops__policy_name_at(to, POLICY_IN_fit_grades,
                                             ((const revops_policy_cell *)(const void *)row)->fit_grade)
                    : revops__policy_name_at(to, table, index + 1);
            const char *key = frame->field->kind == POLICY_LIST ? NULL : name;
            if (frame->shape->instead && write_is_bare(to, frame->shape, row)) {
                policy_field bare = *frame->shape->instead;
                bare.key = key;
                if (bare.kind == POLICY_NEEDS && revops__policy_u32(row, bare.more) == 0) {
                    revops__policy_open(to, key, '['); /* it has a name that others use */
                    revops__policy_close(to);
                } else {
                    write_field(to, &bare, row, nothing, index);
                }
                continue;
            }
            revops__policy_open(to, key, '{');
            inner->shape = frame->shape;
            inner->row = row;
            inner->usual = frame->shape->defaults ? frame->shape->defaults : nothing;
            inner->index = index;
            inner->end = frame->shape->field_count;
            depth++;
            continue;
        }
        const policy_field *field = &frame->shape->fields[frame->at++];
        if (to->without_prose && frame->row == (const unsigned char *)&to->view.params &&
            (revops__policy_equal(field->key, "roster") || revops__policy_equal(field->key, "figures") ||
             revops__policy_equal(field->key, "promises") || revops__policy_equal(field->key, "escalation") ||
             (field->offset == offsetof(revops_policy_params, name) && field->kind == POLICY_NAME))) {
            continue;
        }
        if (field->kind == POLICY_OBJECT) {
            revops__policy_await(to, field->key);
            inner->shape = field->detail;
            inner->row = frame->row;
            inner->usual = frame->usual;
            inner->index = frame->index;
            inner->end = inner->shape->field_count;
            depth++;
        } else if (field->kind == POLICY_ROW) {
            revops_policy_table *table = (revops_policy_table *)(void *)rows[depth].bytes;
            const revops_policy_table *wanted = ((const policy_shape *)field->detail)->defaults;
            for (uint32_t i = 0; i < revops__policy_count(&to->view, POLICY_IN_tables); i++) {
                revops__policy_get(&to->view, POLICY_IN_tables, i, table);
                if (table->kind == wanted->kind) {
                    revops__policy_open(to, field->key, '{');
                    inner->shape = field->detail;
                    inner->row = rows[depth].bytes;
                    inner->usual = nothing;
                    inner->index = i;
                    inner->end = inner->shape->field_count;
                    depth++;
                    break;
                }
            }
        } else if ((field->kind == POLICY_MAP || field->kind == POLICY_LIST ||
                    field->kind == POLICY_GRADES) &&
                   field->low != POLICY_NOWHERE) {
            write_begin_rows(to, inner, frame, field);
            int is_only = (uint32_t)field->low == POLICY_IN_cases && inner->end == inner->at + 1;
            if (is_only) {
                revops_policy_case *only = (revops_policy_case *)(void *)rows[depth].bytes;
                revops__policy_get(&to->view, POLICY_IN_cases, inner->at, only);
                is_only = !only->name && !only->where;
            }
            uint32_t here = 0;
            for (uint32_t i = inner->at; i < inner->end && !is_only; i++) {
                revops__policy_get(&to->view, (enum policy_table)field->low, i, rows[depth].bytes);
                here += write_is_here(to, inner, rows[depth].bytes) != 0;
            }
            if (is_only) { /* written as the clock's own target */
                inner->is_rows = 0;
                inner->is_bare = 1;
                inner->shape = &revops__policy_only_case_shape;
                inner->row = rows[depth].bytes;
                inner->usual = nothing;
                inner->at = 0;
                inner->end = inner->shape->field_count;
                depth++;
            } else if (here > 0 ||
                       field->flags & POLICY_REQUIRED) { /* also of nothing, where it must stand */
                revops__policy_open(to, field->key, field->kind == POLICY_LIST ? '[' : '{');
                depth++;
            }
        } else if (field->kind != POLICY_TARGET || field->more) {
            write_field(to, field, frame->row, frame->usual, frame->index);
        }
    }
    revops__policy_close(to);
}

revops_status revops_policy_write(const revops_policy_params *params, char *out, size_t capacity,
                                  size_t *needed)
{
    policy_writer to;
    size_t problems;
    revops_status status = revops_policy_check(params, NULL, 0, &problems);
    if (status != REVOPS_OK) {
        return status;
    }
    memset(&to, 0, sizeof to);
    status = revops__policy_view_of(params, &to.view);
    if (status != REVOPS_OK || (capacity > 0 && !out)) {
        return status != REVOPS_OK ? status : REVOPS_ERR_ARG;
    }
    to.out = revops__text_begin(out, capacity);
    revops__policy_write_all(&to);
    revops__policy_put_char(&to, '\n');
    size_t length = revops__text_end(&to.out);
    if (needed) {
        *needed = length + 1;
    }
    return length < capacity ? REVOPS_OK : REVOPS_ERR_NOSPACE;
}
