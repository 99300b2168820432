/* SPDX-License-Identifier: MIT */
/* Names, words and the DOT graph of a compiled lifecycle. */
#include "act/lifecycle-internal.h"
#include "core/text.h"

#include <string.h>

static const char *name_at(const revops_lifecycle *lifecycle, uint32_t array, uint32_t index)
{
    uint32_t offset;
    memcpy(&offset, (const char *)lifecycle + array + index * sizeof offset, sizeof offset);
    return (const char *)lifecycle + offset;
}

uint32_t revops_lifecycle_count(const revops_lifecycle *lifecycle, revops_lifecycle_list list)
{
    if (!lifecycle) {
        return 0;
    }
    switch (list) {
    case REVOPS_LIST_STAGES:
    case REVOPS_LIST_DEFINITIONS:
        return lifecycle->stage_count;
    case REVOPS_LIST_TRIGGERS:
        return lifecycle->trigger_count;
    case REVOPS_LIST_ITEMS:
        return lifecycle->item_count;
    case REVOPS_LIST_REASONS:
        return lifecycle->reason_count + 1;
    default:
        return 0;
    }
}

const char *revops_lifecycle_name(const revops_lifecycle *lifecycle, revops_lifecycle_list list,
                                  uint32_t index)
{
    if (index >= revops_lifecycle_count(lifecycle, list)) {
        return "unknown";
    }
    switch (list) {
    case REVOPS_LIST_STAGES:
        return (const char *)lifecycle + lifecycle->stages[index].name;
    case REVOPS_LIST_DEFINITIONS:
        return (const char *)lifecycle + lifecycle->stages[index].definition;
    case REVOPS_LIST_TRIGGERS:
        return name_at(lifecycle, lifecycle->triggers, index);
    case REVOPS_LIST_ITEMS:
        return name_at(lifecycle, lifecycle->items, index);
    default:
        return index ? name_at(lifecycle, lifecycle->reasons, index - 1) : "none";
    }
}

char revops__name_fold(char c)
{
    if (c >= 'A' && c <= 'Z') {
        return (char)(c - 'A' + 'a');
    }
    return c == '_' || c == '-' ? ' ' : c;
}

revops_status revops_lifecycle_find(const revops_lifecycle *lifecycle, revops_lifecycle_list list,
                                    const char *text, size_t length, uint32_t *out)
{
    uint32_t count = revops_lifecycle_count(lifecycle, list);
    if (!text || !out || !count || list == REVOPS_LIST_DEFINITIONS) {
        return REVOPS_ERR_ARG;
    }
    for (uint32_t i = 0; i < count; i++) {
        const char *name = revops_lifecycle_name(lifecycle, list, i);
        size_t at = 0;
        while (at < length && name[at] && revops__name_fold(name[at]) == revops__name_fold(text[at])) {
            at++;
        }
        if (at == length && !name[at]) {
            *out = i;
            return REVOPS_OK;
        }
    }
    return REVOPS_ERR_RANGE;
}

revops_status revops_lifecycle_stage(const revops_lifecycle *lifecycle, revops_stage stage,
                                     revops_stage_row *out)
{
    if (!lifecycle || !out || stage >= lifecycle->stage_count) {
        return REVOPS_ERR_ARG;
    }
    const revops__stage *row = &lifecycle->stages[stage];
    out->name = (const char *)lifecycle + row->name;
    out->definition = (const char *)lifecycle + row->definition;
    out->flags = row->flags;
    out->rank = row->rank;
    out->parent = row->parent;
    out->reserved = 0;
    return REVOPS_OK;
}

/* Names of the bits of a mask, parted by commas. */
static void put_names(revops__text *text, const revops_lifecycle *lifecycle, revops_lifecycle_list list,
                      uint64_t mask)
{
    const char *comma = "";
    for (uint32_t i = 0; i < 64; i++) {
        if (mask >> i & 1) {
            revops__text_put(text, comma);
            revops__text_put(text, revops_lifecycle_name(lifecycle, list, i));
            comma = ", ";
        }
    }
}

static void put_refusal(revops__text *text, const revops_lifecycle *lifecycle,
                        const revops_lifecycle_result *result)
{
    const char *separator = ": ";
#define PUT(words)                                                                                           \
    do {                                                                                                     \
        revops__text_put(text, separator);                                                                   \
        revops__text_put(text, words);                                                                       \
        separator = "; ";                                                                                    \
    } while (0)
    if (result->refusal & REVOPS_REFUSED_NO_TRANSITION) {
        PUT("no transition answers it there");
    }
    if (result->refusal & REVOPS_REFUSED_ALREADY) {
        PUT("the lead is there already");
    }
    if (result->refusal & REVOPS_REFUSED_BACKWARD) {
        PUT("it would go back, and the policy is forward-only");
    }
    if (result->refusal & REVOPS_REFUSED_ITEMS) {
        PUT("missing ");
        put_names(text, lifecycle, REVOPS_LIST_ITEMS, result->missing_items);
    }
    if (result->refusal & REVOPS_REFUSED_REASON) {
        PUT("a reason must be given");
    }
    if (result->refusal & REVOPS_REFUSED_WRONG_REASON) {
        PUT("not for the reason \"");
        revops__text_put(text, revops_lifecycle_name(lifecycle, REVOPS_LIST_REASONS, result->reason));
        revops__text_char(text, '"');
    }
    if (result->refusal & REVOPS_REFUSED_RESUME) {
        PUT("a time to resume, later than the event, must be given");
    }
    if (result->refusal & REVOPS_REFUSED_TOUCHES) {
        PUT("too early for \"");
        revops__text_put(text, revops_lifecycle_name(lifecycle, REVOPS_LIST_REASONS, result->reason));
        revops__text_put(text, "\", missing ");
        if (result->missing_touches) {
            revops__text_unsigned(text, result->missing_touches, 0);
            revops__text_put(text, result->missing_touches == 1 ? " touch" : " touches");
            revops__text_put(text, result->missing_ms ? " and " : "");
        }
        if (result->missing_ms) {
            revops__text_span(text, result->missing_ms);
            revops__text_put(text, " since the first touch");
        }
    }
#undef PUT
}

size_t revops_lifecycle_result_text(const revops_lifecycle *lifecycle, const revops_lifecycle_result *result,
                                    char *out, size_t capacity)
{
    if (!lifecycle || !result) {
        return 0;
    }
    revops__text text = revops__text_begin(out, capacity);
    const char *trigger = revops_lifecycle_name(lifecycle, REVOPS_LIST_TRIGGERS, result->trigger);
    const char *from = revops_lifecycle_name(lifecycle, REVOPS_LIST_STAGES, result->from);
    if (result->refusal) {
        revops__text_char(&text, '"');
        revops__text_put(&text, trigger);
        revops__text_put(&text, "\" refused in ");
        revops__text_put(&text, from);
        put_refusal(&text, lifecycle, result);
        return revops__text_end(&text);
    }
    revops__text_put(&text, from);
    if (result->to == result->from) {
        revops__text_put(&text, " unchanged");
    } else {
        revops__text_put(&text, " \xe2\x86\x92 "); /* → */
        revops__text_put(&text, revops_lifecycle_name(lifecycle, REVOPS_LIST_STAGES, result->to));
    }
    revops__text_put(&text, " on \"");
    revops__text_put(&text, trigger);
    revops__text_char(&text, '"');
    if (result->reason) {
        revops__text_put(&text, ", reason ");
        revops__text_put(&text, revops_lifecycle_name(lifecycle, REVOPS_LIST_REASONS, result->reason));
    }
    if (result->inferred_mask) {
        revops__text_put(&text, ", inferred ");
        put_names(&text, lifecycle, REVOPS_LIST_STAGES, result->inferred_mask);
    }
    return revops__text_end(&text);
}

/* A DOT string: quotes and backslashes escaped. */
static void put_dot(revops__text *text, const char *string)
{
    for (; *string; string++) {
        if (*string == '"' || *string == '\\') {
            revops__text_char(text, '\\');
        }
        revops__text_char(text, *string);
    }
}

static void put_node(revops__text *text, const revops_lifecycle *lifecycle, uint32_t stage)
{
    uint32_t flags = lifecycle->stages[stage].flags;
    revops__text_put(text, "  s");
    revops__text_unsigned(text, stage, 0);
    revops__text_put(text, " [label=\"");
    put_dot(text, revops_lifecycle_name(lifecycle, REVOPS_LIST_STAGES, stage));
    revops__text_put(text, "\", tooltip=\"");
    put_dot(text, revops_lifecycle_name(lifecycle, REVOPS_LIST_DEFINITIONS, stage));
    revops__text_put(text, flags & REVOPS_STAGE_FLAG_TERMINAL ? "\", peripheries=2];\n" : "\"];\n");
}

static void put_edge(revops__text *text, const revops_lifecycle *lifecycle, uint32_t from, uint32_t trigger,
                     const revops__move *move)
{
    revops__text_put(text, "  s");
    revops__text_unsigned(text, from, 0);
    revops__text_put(text, " -> s");
    revops__text_unsigned(text, move->to, 0);
    revops__text_put(text, " [label=\"");
    put_dot(text, revops_lifecycle_name(lifecycle, REVOPS_LIST_TRIGGERS, trigger));
    for (uint32_t i = 0, first = 1; i < 64; i++) {
        if (move->required_items >> i & 1) {
            revops__text_put(text, first ? "\\n" : ", ");
            put_dot(text, revops_lifecycle_name(lifecycle, REVOPS_LIST_ITEMS, i));
            first = 0;
        }
    }
    revops__text_put(text, move->reason_mask & 1 ? "" : "\\nwith a reason");
    revops__text_put(text, move->flags & REVOPS_TRANSITION_NEEDS_RESUME ? "\\nwith a time to resume" : "");
    revops__text_put(text, move->touch_reasons ? "\\nafter enough touches" : "");
    revops__text_char(text, '"');
    revops__text_put(text, move->flags & REVOPS_TRANSITION_NEW_CYCLE ? ", style=dashed" : "");
    revops__text_put(text, move->flags & REVOPS__MOVE_BACKWARD ? ", color=gray" : "");
    revops__text_put(text, "];\n");
}

size_t revops_lifecycle_dot(const revops_lifecycle *lifecycle, char *out, size_t capacity)
{
    if (!lifecycle) {
        return 0;
    }
    revops__text text = revops__text_begin(out, capacity);
    uint32_t divided = 0;
    for (uint32_t s = 0; s < lifecycle->stage_count; s++) {
        divided |= lifecycle->stages[s].parent != s ? UINT32_C(1) << lifecycle->stages[s].parent : 0;
    }
    revops__text_put(&text, "digraph lifecycle {\n  rankdir=LR;\n  node [shape=box, style=rounded];\n");
    for (uint32_t s = 0; s < lifecycle->stage_count; s++) {
        if (divided >> s & 1) {
            revops__text_put(&text, "  subgraph cluster_");
            revops__text_unsigned(&text, s, 0);
            revops__text_put(&text, " {\n  label=\"");
            put_dot(&text, revops_lifecycle_name(lifecycle, REVOPS_LIST_STAGES, s));
            revops__text_put(&text, "\";\n");
            for (uint32_t step = 0; step < lifecycle->stage_count; step++) {
                if (step != s && lifecycle->stages[step].parent == s) {
                    put_node(&text, lifecycle, step);
                }
            }
            revops__text_put(&text, "  }\n");
        } else if (lifecycle->stages[s].parent == s) {
            put_node(&text, lifecycle, s);
        }
    }
    for (uint32_t s = 0; s < lifecycle->stage_count; s++) {
        for (uint32_t t = 0; t < lifecycle->trigger_count; t++) {
            const revops__move *move = revops__lifecycle_move(lifecycle, s, t);
            if (!move->refusal && move->entered_mask) {
                put_edge(&text, lifecycle, s, t, move);
            }
        }
    }
    revops__text_put(&text, "}\n");
    return revops__text_end(&text);
}
