/* SPDX-License-Identifier: MIT */
/* Faults of a document, with their place. */
#include "engine/policy-internal.h"

#include <string.h>

void revops__policy_put_path(revops__text *to, const policy_node *node)
{
    const policy_node *way[REVOPS__JSON_DEPTH_MAX + 4];
    uint32_t depth = 0;
    for (; node && node->parent && depth < sizeof way / sizeof way[0]; node = node->parent) {
        way[depth++] = node;
    }
    revops__text_char(to, '$');
    while (depth > 0) {
        const policy_node *step = way[--depth];
        if (step->parent->kind == REVOPS__JSON_OBJECT) {
            revops__json_put_step(to, step->name);
        } else {
            uint32_t place = 0;
            for (const policy_node *other = step->parent->first; other && other != step;
                 other = other->next) {
                place++;
            }
            revops__text_char(to, '[');
            revops__text_unsigned(to, place, 0);
            revops__text_char(to, ']');
        }
    }
}

static void faults_put_found(revops__text *to, const policy_node *node)
{
    switch ((enum revops__json_kind)node->kind) {
    case REVOPS__JSON_NULL:
        revops__text_put(to, "null");
        break;
    case REVOPS__JSON_FALSE:
        revops__text_put(to, "false");
        break;
    case REVOPS__JSON_TRUE:
        revops__text_put(to, "true");
        break;
    case REVOPS__JSON_NUMBER:
        revops__text_put(to, node->text);
        break;
    case REVOPS__JSON_STRING:
        revops__json_put_string(to, node->text, node->text_length);
        break;
    case REVOPS__JSON_ARRAY:
        revops__text_put(to, "a list");
        break;
    case REVOPS__JSON_OBJECT:
        revops__text_put(to, "an object");
        break;
    }
}

static void faults_copy(char *out, size_t capacity, const char *text)
{
    revops__text to = revops__text_begin(out, capacity);
    revops__text_put(&to, text ? text : "");
    revops__text_end(&to);
}

void revops__policy_fault(policy_faults *faults, const policy_node *node, const char *key,
                          revops_policy_fault_kind kind, const char *expected, const char *nearest)
{
    if (faults->count++ >= faults->capacity) {
        return;
    }
    revops_policy_fault *fault = &faults->out[faults->count - 1];
    memset(fault, 0, sizeof *fault);
    fault->kind = kind;
    fault->document = node->document;
    fault->line = node->line;
    fault->column = node->column;
    revops__text path = revops__text_begin(fault->path, sizeof fault->path);
    revops__policy_put_path(&path, node);
    if (key) {
        revops__json_put_step(&path, key);
    }
    revops__text_end(&path);
    revops__text found = revops__text_begin(fault->found, sizeof fault->found);
    if (kind == REVOPS_POLICY_FAULT_UNKNOWN_KEY || kind == REVOPS_POLICY_FAULT_DOUBLED) {
        const policy_node *own = revops__policy_member(node, "name");
        const policy_node *named = !node->name && own && own->kind == REVOPS__JSON_STRING ? own : node;
        revops__json_put_string(&found, node->name ? node->name : named->text,
                                node->name ? node->name_length : named->text_length);
    } else if (key) {
        revops__text_put(&found, "nothing");
    } else {
        faults_put_found(&found, node);
    }
    revops__text_end(&found);
    faults_copy(fault->expected, sizeof fault->expected, expected);
    faults_copy(fault->nearest, sizeof fault->nearest, nearest);
    if (faults->count > 1 && revops__policy_equal(fault->path, fault[-1].path) &&
        revops__policy_equal(fault->expected, fault[-1].expected)) {
        faults->count--; /* as of hours that several days have */
    }
}

size_t revops_policy_fault_text(const revops_policy_fault *fault, char *out, size_t capacity)
{
    revops__text to = revops__text_begin(out, capacity);
    if (!fault || !fault->kind) {
        revops__text_put(&to, "no fault");
        return revops__text_end(&to);
    }
    if (fault->line) {
        revops__text_put(&to, "line ");
        revops__text_unsigned(&to, fault->line, 0);
        revops__text_put(&to, ", column ");
        revops__text_unsigned(&to, fault->column, 0);
        revops__text_put(&to, ": ");
    }
    revops__text_put(&to, fault->path);
    revops__text_put(&to, ": found ");
    revops__text_put(&to, fault->found);
    if (fault->expected[0]) {
        revops__text_put(&to, "; expected ");
        revops__text_put(&to, fault->expected);
    }
    if (fault->nearest[0]) {
        revops__text_put(&to, "; nearest: \"");
        revops__text_put(&to, fault->nearest);
        revops__text_char(&to, '"');
    }
    return revops__text_end(&to);
}

const char *revops_policy_fault_kind_name(revops_policy_fault_kind kind)
{
    static const char *const names[] = {
        [REVOPS_POLICY_FAULT_JSON] = "not JSON",           [REVOPS_POLICY_FAULT_DOUBLED] = "doubled",
        [REVOPS_POLICY_FAULT_UNKNOWN_KEY] = "unknown key", [REVOPS_POLICY_FAULT_MISSING_KEY] = "missing key",
        [REVOPS_POLICY_FAULT_TYPE] = "wrong type",         [REVOPS_POLICY_FAULT_VALUE] = "wrong value",
        [REVOPS_POLICY_FAULT_NAME] = "unknown name",       [REVOPS_POLICY_FAULT_EXTENDS] = "extends wrongly",
        [REVOPS_POLICY_FAULT_MEANING] = "contradiction",
    };
    return kind < sizeof names / sizeof names[0] && names[kind] ? names[kind] : "unknown";
}
