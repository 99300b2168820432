/* SPDX-License-Identifier: MIT */
/* A compiled lifecycle as a Graphviz graph (LC14): one node a stage, steps inside their stage, one edge a move. */
#include "act/lifecycle-internal.h"
#include "core/text.h"

/* A DOT string: quotes and backslashes escaped. */
static void lifecycle_put_dot(revops__text *text, const char *string)
{
    for (; *string; string++) {
        if (*string == '"' || *string == '\\') {
            revops__text_char(text, '\\');
        }
        revops__text_char(text, *string);
    }
}

static void lifecycle_put_node(revops__text *text, const revops_lifecycle *lifecycle, uint32_t stage)
{
    uint32_t flags = lifecycle->stages[stage].flags;
    revops__text_put(text, "  s");
    revops__text_unsigned(text, stage, 0);
    revops__text_put(text, " [label=\"");
    lifecycle_put_dot(text, revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_STAGES, stage));
    revops__text_put(text, "\", tooltip=\"");
    lifecycle_put_dot(text, revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_DEFINITIONS, stage));
    revops__text_put(text, flags & REVOPS_LIFECYCLE_STAGE_FLAG_TERMINAL ? "\", peripheries=2];\n" : "\"];\n");
}

static void lifecycle_put_edge(revops__text *text, const revops_lifecycle *lifecycle, uint32_t from,
                               uint32_t trigger, const revops__move *move)
{
    revops__text_put(text, "  s");
    revops__text_unsigned(text, from, 0);
    revops__text_put(text, " -> s");
    revops__text_unsigned(text, move->to, 0);
    revops__text_put(text, " [label=\"");
    lifecycle_put_dot(text, revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_TRIGGERS, trigger));
    for (uint32_t i = 0, first = 1; i < 64; i++) {
        if (move->required_items >> i & 1) {
            revops__text_put(text, first ? "\\n" : ", ");
            lifecycle_put_dot(text, revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_ITEMS, i));
            first = 0;
        }
    }
    revops__text_put(text, move->reason_mask & 1 ? "" : "\\nwith a reason");
    revops__text_put(text, move->flags & REVOPS_LIFECYCLE_TRANSITION_NEEDS_RESUME ? "\\nwith a time to resume"
                                                                                  : "");
    revops__text_put(text, move->touch_reasons ? "\\nafter enough touches" : "");
    revops__text_char(text, '"');
    revops__text_put(text, move->flags & REVOPS_LIFECYCLE_TRANSITION_NEW_CYCLE ? ", style=dashed" : "");
    revops__text_put(text, move->flags & REVOPS__MOVE_BACKWARD ? ", color=gray" : "");
    revops__text_put(text, "];\n");
}

size_t revops_lifecycle_dot_text(const revops_lifecycle *lifecycle, char *out, size_t capacity)
{
    if (!lifecycle) {
        return 0;
    }
    revops__text text = revops__text_begin(out, capacity);
    revops__text_put(&text, "digraph lifecycle {\n  rankdir=LR;\n  node [shape=box, style=rounded];\n");
    for (uint32_t s = 0; s < lifecycle->stage_count; s++) {
        if (lifecycle->divided_mask >> s & 1) {
            revops__text_put(&text, "  subgraph cluster_");
            revops__text_unsigned(&text, s, 0);
            revops__text_put(&text, " {\n  label=\"");
            lifecycle_put_dot(&text, revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_STAGES, s));
            revops__text_put(&text, "\";\n");
            for (uint32_t step = 0; step < lifecycle->stage_count; step++) {
                if (step != s && lifecycle->stages[step].parent == s) {
                    lifecycle_put_node(&text, lifecycle, step);
                }
            }
            revops__text_put(&text, "  }\n");
        } else if (lifecycle->stages[s].parent == s) {
            lifecycle_put_node(&text, lifecycle, s);
        }
    }
    for (uint32_t s = 0; s < lifecycle->stage_count; s++) {
        for (uint32_t t = 0; t < lifecycle->trigger_count; t++) {
            const revops__move *move = revops__lifecycle_move(lifecycle, s, t);
            if (!move->refusal && move->entered_mask) {
                lifecycle_put_edge(&text, lifecycle, s, t, move);
            }
        }
    }
    revops__text_put(&text, "}\n");
    return revops__text_end(&text);
}
