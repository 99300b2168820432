/* SPDX-License-Identifier: MIT */
/* The tree of a document, and one document merged over another.

   Rows merge by name, key by key; the value of a key is replaced as a whole. The grammar defines which keys hold
   rows: POLICY_MAP and POLICY_LIST without POLICY_WHOLE. Sections of the document merge key by key, like rows. */
#include "engine/policy-internal.h"

#include <string.h>

void *revops__policy_take(policy_arena *arena, size_t size)
{
    size_t begin = (arena->used + 7) / 8 * 8;
    arena->used = begin + size;
    if (!arena->memory || arena->used > arena->size) {
        return NULL;
    }
    return memset(arena->memory + begin, 0, size);
}

policy_node *revops__policy_member(const policy_node *object, const char *key)
{
    if (!object || object->kind != REVOPS__JSON_OBJECT) {
        return NULL;
    }
    for (policy_node *member = object->first; member; member = member->next) {
        if (revops__policy_equal(member->name, key)) {
            return member;
        }
    }
    return NULL;
}

uint32_t revops__policy_node_is(const policy_node *node, const char *text)
{
    return node && node->kind == REVOPS__JSON_STRING && revops__policy_equal(node->text, text);
}

policy_node *revops__policy_link(const revops__json *json, uint32_t document, policy_node *nodes)
{
    for (uint32_t i = 0; i < json->node_count; i++) {
        const revops__json_node *from = &json->nodes[i];
        policy_node *node = &nodes[i];
        node->kind = from->kind;
        node->document = document;
        node->line = from->line;
        node->column = from->column;
        node->text = json->texts + from->text;
        node->text_length = from->text_length;
        if (from->parent == REVOPS__JSON_END) {
            continue;
        }
        policy_node *parent = &nodes[from->parent];
        if (parent->kind == REVOPS__JSON_OBJECT) {
            node->name = json->texts + from->name;
            node->name_length = from->name_length;
        }
        node->parent = parent;
        if (node->name && (revops__policy_equal(node->name, "$comment") ||
                           (from->parent == 0 && revops__policy_equal(node->name, "$schema")))) {
            continue; /* with all that is within it */
        }
        if (parent->first) {
            parent->last->next = node;
        } else {
            parent->first = node;
        }
        parent->last = node;
        parent->count++;
    }
    return nodes;
}

/* ---- moving nodes about ---- */

static void tree_detach(policy_node *node)
{
    policy_node *parent = node->parent, **at = &parent->first;
    parent->last = NULL;
    for (policy_node *child = parent->first; child; child = child->next) {
        if (child == node) {
            *at = child->next;
        } else {
            parent->last = child;
            at = &child->next;
        }
    }
    parent->count--;
}

/* Puts a node before another child, or to the end. */
static void tree_insert(policy_node *parent, policy_node *node, policy_node *before)
{
    policy_node **at = &parent->first;
    while (*at && *at != before) {
        at = &(*at)->next;
    }
    node->next = *at;
    *at = node;
    node->parent = parent;
    parent->last = node->next ? parent->last : node;
    parent->count++;
}

static void tree_replace(policy_node *old, policy_node *node)
{
    policy_node *next = old->next, *parent = old->parent;
    tree_detach(old);
    tree_insert(parent, node, next);
}

void revops__policy_sort(policy_node *object)
{
    /* Merges runs of 1, 2, 4 … members: documents have thousands of events. */
    for (uint32_t run = 1; run < object->count; run *= 2) {
        policy_node *left = object->first, **end = &object->first;
        while (left) {
            policy_node *right = left;
            uint32_t left_count = 0, right_count = run;
            for (; right && left_count < run; left_count++) {
                right = right->next;
            }
            while (left_count > 0 || (right_count > 0 && right)) {
                int is_left = left_count > 0 && (right_count == 0 || !right ||
                                                 revops__policy_compare(left->name, right->name) <= 0);
                policy_node *taken = is_left ? left : right;
                *end = taken;
                end = &taken->next;
                if (is_left) {
                    left = left->next;
                    left_count--;
                } else {
                    right = right->next;
                    right_count--;
                }
            }
            left = right;
        }
        *end = NULL;
    }
    object->last = object->first;
    while (object->last && object->last->next) {
        object->last = object->last->next;
    }
}

/* ---- merging ---- */

typedef struct tree_frame {
    const policy_shape *shape;
    policy_node *base, *next; /* what is merged into, and what comes next of what is merged */
    int is_rows, is_list, is_document;
} tree_frame;

enum { TREE_NESTING_MAX = 8 };

static policy_node *tree_row(const policy_node *rows, const char *name, int is_list)
{
    for (policy_node *row = rows->first; row; row = row->next) {
        const policy_node *own = is_list ? revops__policy_member(row, "name") : row;
        const char *own_name =
            is_list ? (own && own->kind == REVOPS__JSON_STRING ? own->text : NULL) : row->name;
        if (own_name && revops__policy_same(own_name, name)) {
            return row;
        }
    }
    return NULL;
}

static const char *tree_nearest(const policy_node *rows, const char *name, int is_list)
{
    const char *nearest = NULL;
    uint32_t least = UINT32_MAX;
    for (const policy_node *row = rows->first; row; row = row->next) {
        const policy_node *own = is_list ? revops__policy_member(row, "name") : row;
        const char *own_name =
            is_list ? (own && own->kind == REVOPS__JSON_STRING ? own->text : NULL) : row->name;
        uint32_t distance = own_name ? revops__policy_distance(own_name, name) : UINT32_MAX;
        if (distance < least && distance > 0) {
            least = distance;
            nearest = own_name;
        }
    }
    return nearest;
}

static policy_node *tree_pull(policy_node *row, const char *key)
{
    policy_node *member = revops__policy_member(row, key);
    if (member) {
        tree_detach(member);
        member->parent = row; /* for its path */
    }
    return member;
}

/* One row of a map or list; the row to merge into key by key, or NULL. */
static policy_node *tree_merge_row(policy_node *rows, policy_node *row, int is_list, policy_faults *faults)
{
    const policy_node *named = is_list ? revops__policy_member(row, "name") : row;
    const char *name = !is_list                                      ? row->name
                       : named && named->kind == REVOPS__JSON_STRING ? named->text
                                                                     : NULL;
    policy_node *known = name ? tree_row(rows, name, is_list) : NULL;
    const policy_node *drop = tree_pull(row, "drop");
    policy_node *before = is_list ? tree_pull(row, "before") : NULL,
                *after = is_list ? tree_pull(row, "after") : NULL;
    if (drop) {
        if (drop->kind != REVOPS__JSON_TRUE || row->count > (uint32_t)is_list || before || after) {
            revops__policy_fault(faults, drop, NULL, REVOPS_POLICY_FAULT_EXTENDS,
                                 "true, and nothing beside it", NULL);
        } else if (!known) {
            revops__policy_fault(faults, drop, NULL, REVOPS_POLICY_FAULT_EXTENDS, "a row that the base has",
                                 name ? tree_nearest(rows, name, is_list) : NULL);
        } else {
            tree_detach(known);
        }
        return NULL;
    }
    policy_node *beside = before ? before : after, *place = NULL;
    if (beside) {
        place = beside->kind == REVOPS__JSON_STRING ? tree_row(rows, beside->text, 1) : NULL;
        if (!place || (before && after) || place == known) {
            revops__policy_fault(faults, beside, NULL, REVOPS_POLICY_FAULT_EXTENDS, "another row of the list",
                                 beside->kind == REVOPS__JSON_STRING ? tree_nearest(rows, beside->text, 1)
                                                                     : NULL);
            place = NULL;
        }
    }
    int is_new = !known;
    if (is_new) {
        known = row;
        row->inherited = rows->count ? rows : NULL;
    } else if (place) {
        tree_detach(known);
    }
    if (is_new || place) {
        tree_insert(rows, known, before || !place ? place : place->next);
    }
    if (is_new) {
        return NULL;
    }
    if (known->kind != REVOPS__JSON_OBJECT || row->kind != REVOPS__JSON_OBJECT) {
        tree_replace(known, row);
        return NULL;
    }
    return known;
}

/* A clock has a target or cases: either drops the other that it inherits. */
static void tree_drop_other(policy_node *base, const policy_field *field)
{
    const char *other = field->kind == POLICY_TARGET                                            ? "cases"
                        : field->kind == POLICY_LIST && (uint32_t)field->low == POLICY_IN_cases ? "target"
                                                                                                : NULL;
    policy_node *member = other ? revops__policy_member(base, other) : NULL;
    if (member) {
        tree_detach(member);
    }
}

void revops__policy_merge(policy_node *base, policy_node *over, policy_faults *faults)
{
    const policy_node *replaces = revops__policy_member(over, "replaces");
    for (policy_node *name = replaces && replaces->kind == REVOPS__JSON_ARRAY ? replaces->first : NULL; name;
         name = name->next) {
        policy_node *section =
            name->kind == REVOPS__JSON_STRING ? revops__policy_member(base, name->text) : NULL;
        if (section) {
            tree_detach(section);
        } else if (name->kind != REVOPS__JSON_STRING ||
                   !revops__policy_field_of(&revops__policy_root, name->text)) {
            revops__policy_fault(faults, name, NULL, REVOPS_POLICY_FAULT_EXTENDS, "a section", NULL);
        }
    }
    tree_frame frames[TREE_NESTING_MAX] = {{&revops__policy_root, base, over->first, 0, 0, 1}};
    uint32_t depth = 1;
    while (depth > 0) {
        tree_frame *frame = &frames[depth - 1];
        policy_node *node = frame->next;
        if (!node) {
            depth--;
            continue;
        }
        frame->next = node->next;
        if (frame->is_rows) {
            policy_node *known = tree_merge_row(frame->base, node, frame->is_list, faults);
            if (known && depth < TREE_NESTING_MAX) {
                tree_frame inner = {frame->shape, known, node->first, 0, 0, 0};
                frames[depth++] = inner;
            }
            continue;
        }
        const policy_field *field = revops__policy_field_of(frame->shape, node->name);
        if (frame->is_document &&
            (revops__policy_equal(node->name, "extends") || revops__policy_equal(node->name, "replaces"))) {
            continue;
        }
        policy_node *known = revops__policy_member(frame->base, node->name);
        if (field) {
            tree_drop_other(frame->base, field);
        }
        if (!known) {
            tree_insert(frame->base, node, NULL);
            continue;
        }
        int is_map = field && field->kind == POLICY_MAP && known->kind == REVOPS__JSON_OBJECT;
        int is_list = field && field->kind == POLICY_LIST && !(field->flags & POLICY_WHOLE) &&
                      known->kind == REVOPS__JSON_ARRAY;
        int is_section = frame->is_document && field &&
                         (field->kind == POLICY_OBJECT || field->kind == POLICY_ROW) &&
                         known->kind == REVOPS__JSON_OBJECT;
        if (node->kind != known->kind || depth == TREE_NESTING_MAX || !(is_map || is_list || is_section)) {
            tree_replace(known, node);
            continue;
        }
        tree_frame inner = {field->detail, known, node->first, is_map || is_list, is_list, 0};
        frames[depth++] = inner;
    }
}
