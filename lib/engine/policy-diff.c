/* SPDX-License-Identifier: MIT */
/* Two policies told apart in words: both are written as canonical documents, and the two trees are walked side by side. */
#include "engine/policy-internal.h"

#include <string.h>

enum { DIFF_FRAMES = 16 };

/* The node after one, in the order of the text, within `root`; NULL at its end. */
static const policy_node *diff_next(const policy_node *node, const policy_node *root)
{
    if (node->first) {
        return node->first;
    }
    while (node != root && !node->next) {
        node = node->parent;
    }
    return node == root ? NULL : node->next;
}

static int diff_is_same(const policy_node *a, const policy_node *b)
{
    const policy_node *at = a, *other = b;
    while (at && other) {
        int is_named = at != a && at->name && other->name;
        if (at->kind != other->kind || at->count != other->count || at->text_length != other->text_length ||
            memcmp(at->text, other->text, at->text_length) != 0 ||
            (is_named && !revops__policy_equal(at->name, other->name))) {
            return 0;
        }
        at = diff_next(at, a);
        other = diff_next(other, b);
    }
    return !at && !other;
}

/* A value on one line; a text without its quotes. */
static void diff_put_value(revops__text *to, const policy_node *root)
{
    if (root->kind == REVOPS__JSON_STRING) {
        revops__text_put(to, root->text);
        return;
    }
    for (const policy_node *node = root; node; node = diff_next(node, root)) {
        if (node != root && node->parent->first != node) {
            revops__text_put(to, ", ");
        }
        if (node != root && node->parent->kind == REVOPS__JSON_OBJECT) {
            revops__text_put(to, node->name);
            revops__text_put(to, ": ");
        }
        int is_list = node->kind == REVOPS__JSON_ARRAY, is_object = node->kind == REVOPS__JSON_OBJECT;
        if (is_list || is_object) {
            revops__text_put(to, is_list ? "[" : "{");
        } else {
            revops__text_put(to, node->kind == REVOPS__JSON_TRUE    ? "true"
                                 : node->kind == REVOPS__JSON_FALSE ? "false"
                                                                    : node->text);
        }
        for (const policy_node *end = node; !end->first || end != node; end = end->parent) {
            if (end->kind == REVOPS__JSON_ARRAY || end->kind == REVOPS__JSON_OBJECT) {
                revops__text_put(to, end->kind == REVOPS__JSON_ARRAY ? "]" : "}");
            }
            if (end == root || end->next) {
                break;
            }
        }
    }
}

/* Name of a member or of a row; the one row of a list that has none is "others". */
static const char *diff_name(const policy_node *node)
{
    const policy_node *name = revops__policy_member(node, "name");
    return node->name                                          ? node->name
           : name && name->kind == REVOPS__JSON_STRING         ? name->text
           : node->kind == REVOPS__JSON_OBJECT && node->parent ? "others"
                                                               : NULL;
}

static int diff_is_named_list(const policy_node *node)
{
    uint32_t nameless = 0;
    for (const policy_node *row = node->kind == REVOPS__JSON_ARRAY ? node->first : NULL; row;
         row = row->next) {
        if (row->kind != REVOPS__JSON_OBJECT) {
            return 0;
        }
        nameless += revops__policy_member(row, "name") == NULL;
    }
    return node->kind == REVOPS__JSON_ARRAY && node->count > 0 && nameless < 2;
}

static const policy_node *diff_find(const policy_node *rows, const char *name)
{
    for (const policy_node *row = rows->first; row; row = row->next) {
        if (revops__policy_same(diff_name(row), name)) {
            return row;
        }
    }
    return NULL;
}

/* "first contact for high intent", "moves: mql: needs". Clocks go without their section, cases by their name, a target by
   itself: nothing is changed as often. */
static void diff_put_place(revops__text *to, const policy_node *node)
{
    const policy_node *way[REVOPS__JSON_DEPTH_MAX + 1];
    uint32_t depth = 0, written = 0;
    for (; node->parent; node = node->parent) {
        way[depth++] = node;
    }
    int is_clock = depth > 1 && revops__policy_equal(way[depth - 1]->name, "clocks");
    while (depth > 0) {
        const policy_node *step = way[--depth];
        const char *name = diff_name(step);
        int is_row = step->parent->kind == REVOPS__JSON_ARRAY, is_last = depth == 0;
        if ((is_clock && (revops__policy_equal(name, "clocks") || revops__policy_equal(name, "cases"))) ||
            (is_clock && is_last && written > 0 && revops__policy_equal(name, "target"))) {
            continue;
        }
        if (written++ > 0) {
            revops__text_put(to, is_clock && is_row ? " for " : ": ");
        }
        revops__text_put(to, name);
    }
}

static void diff_tell(revops__text *to, const policy_node *before, const policy_node *after)
{
    diff_put_place(to, after ? after : before);
    revops__text_put(to, ": ");
    if (before) {
        diff_put_value(to, before);
    } else {
        revops__text_put(to, "none");
    }
    revops__text_put(to, " \xe2\x86\x92 ");
    if (after) {
        diff_put_value(to, after);
    } else {
        revops__text_put(to, "none");
    }
    revops__text_char(to, '\n');
}

/* Whether rows that both have stand in another order. */
static int diff_is_reordered(const policy_node *before, const policy_node *after)
{
    const policy_node *at = after->first;
    for (const policy_node *row = before->first; row; row = row->next) {
        if (!diff_find(after, diff_name(row))) {
            continue;
        }
        while (at && !diff_find(before, diff_name(at))) {
            at = at->next;
        }
        if (!at || !revops__policy_same(diff_name(at), diff_name(row))) {
            return 1;
        }
        at = at->next;
    }
    return 0;
}

typedef struct diff_frame {
    const policy_node *before, *after, *next;
    int is_second; /* what is only after */
} diff_frame;

static void diff_walk(revops__text *to, const policy_node *before, const policy_node *after)
{
    diff_frame frames[DIFF_FRAMES] = {{before, after, before->first, 0}};
    uint32_t depth = 1;
    while (depth > 0) {
        diff_frame *frame = &frames[depth - 1];
        const policy_node *node = frame->next;
        if (!node && frame->is_second) {
            depth--;
            continue;
        }
        if (!node) {
            frame->is_second = 1;
            frame->next = frame->after->first;
            continue;
        }
        frame->next = node->next;
        const policy_node *other =
            diff_find(frame->is_second ? frame->before : frame->after, diff_name(node));
        if (frame->is_second) {
            if (!other) {
                diff_tell(to, NULL, node);
            }
            continue;
        }
        if (other && diff_is_same(node, other)) {
            continue;
        }
        int is_pair = other && depth < DIFF_FRAMES &&
                      ((node->kind == REVOPS__JSON_OBJECT && other->kind == REVOPS__JSON_OBJECT &&
                        !revops__policy_equal(diff_name(node), "where")) ||
                       (diff_is_named_list(node) && diff_is_named_list(other)));
        if (!is_pair) {
            diff_tell(to, node, other);
            continue;
        }
        if (node->kind == REVOPS__JSON_ARRAY && diff_is_reordered(node, other)) {
            diff_put_place(to, node);
            revops__text_put(to, ": another order\n");
        }
        diff_frame inner = {node, other, node->first, 0};
        frames[depth++] = inner;
    }
}

/* The canonical document of a policy as a tree. */
static revops_status diff_tree(policy_arena *arena, const revops_policy_params *params,
                               const policy_node **out)
{
    size_t length = 0, needed = 0;
    revops_status status = revops_policy_write(params, NULL, 0, &length);
    if (status != REVOPS_ERR_NOSPACE) {
        return status;
    }
    char *text = revops__policy_take(arena, length);
    if (!text) {
        arena->used += 64 * length; /* a node takes two bytes of text or more */
        return REVOPS_ERR_NOSPACE;
    }
    status = revops_policy_write(params, text, length, &length);
    revops__json json;
    if (status != REVOPS_OK ||
        revops__json_read(text, length - 1, NULL, 0, &needed, &json, NULL, 0) != REVOPS_ERR_NOSPACE) {
        return status != REVOPS_OK ? status : REVOPS_ERR_CORRUPT;
    }
    void *memory = revops__policy_take(arena, needed);
    policy_node *nodes = revops__policy_take(arena, json.node_count * sizeof *nodes);
    if (!memory || !nodes) {
        return REVOPS_ERR_NOSPACE;
    }
    if (revops__json_read(text, length - 1, memory, needed, NULL, &json, NULL, 0) != REVOPS_OK) {
        return REVOPS_ERR_CORRUPT;
    }
    *out = revops__policy_link(&json, 0, nodes);
    return REVOPS_OK;
}

revops_status revops_policy_diff(const revops_policy_params *before, const revops_policy_params *after,
                                 void *memory, size_t memory_size, size_t *needed, char *out, size_t capacity,
                                 size_t *count)
{
    policy_arena arena = {memory, memory_size, 0};
    const policy_node *first = NULL, *second = NULL;
    if (capacity > 0 && !out) {
        return REVOPS_ERR_ARG;
    }
    if (memory && (uintptr_t)memory % REVOPS_ALIGNMENT) {
        return REVOPS_ERR_ALIGN;
    }
    revops_status status = diff_tree(&arena, before, &first);
    revops_status other =
        status == REVOPS_OK || status == REVOPS_ERR_NOSPACE ? diff_tree(&arena, after, &second) : status;
    status = status == REVOPS_OK ? other : status;
    if (needed && (status == REVOPS_OK || status == REVOPS_ERR_NOSPACE)) {
        *needed = arena.used;
    }
    if (status != REVOPS_OK || other != REVOPS_OK) {
        return status != REVOPS_OK ? status : other;
    }
    revops__text to = revops__text_begin(out, capacity);
    diff_walk(&to, first, second);
    size_t length = revops__text_end(&to);
    if (count) {
        *count = length;
    }
    return length < capacity || (length == 0 && capacity == 0) ? REVOPS_OK : REVOPS_ERR_NOSPACE;
}
