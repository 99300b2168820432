/* SPDX-License-Identifier: MIT */
/* Faults of a table in words, with the names of its rows. */
#include "act/lifecycle-internal.h"
#include "core/text.h"

/* Which contradiction a problem tells; REVOPS__FAULT_COUNT for what concerns the params or a flag. */
static enum revops__lifecycle_faults lifecycle_fault_of(const revops_problem *problem)
{
    int fault = 0;
    while (fault < REVOPS__FAULT_COUNT &&
           problem->expected != revops__lifecycle_fault_texts[fault].expected) {
        fault++;
    }
    return (enum revops__lifecycle_faults)fault;
}

static void lifecycle_put_quoted(revops__text *text, const char *name)
{
    revops__text_char(text, '"');
    revops__text_put(text, name ? name : "?");
    revops__text_char(text, '"');
}

static void lifecycle_put_stages(revops__text *text, const revops__lifecycle_table *table, uint32_t mask)
{
    const char *comma = "";
    for (uint32_t s = 0; s < table->params.stage_count; s++) {
        if (mask >> s & 1) {
            revops__text_put(text, comma);
            revops__text_put(text, table->stages[s].name ? table->stages[s].name : "?");
            comma = ", ";
        }
    }
}

/* "transition 3 ", "transitions 3 and 7 ", "items 3 and 7 ". */
static void lifecycle_put_rows(revops__text *text, const char *one, const revops_problem *problem)
{
    revops__text_put(text, one);
    revops__text_put(text, problem->other_row == REVOPS_NO_ROW ? " " : "s ");
    revops__text_unsigned(text, problem->row, 0);
    if (problem->other_row != REVOPS_NO_ROW) {
        revops__text_put(text, " and ");
        revops__text_unsigned(text, problem->other_row, 0);
    }
    revops__text_char(text, ' ');
}

static void lifecycle_put_bad_name(revops__text *text, const char *one, const char *const *names,
                                   const revops_problem *problem)
{
    lifecycle_put_rows(text, one, problem);
    if (problem->other_row != REVOPS_NO_ROW) {
        revops__text_put(text, "have one name, ");
        lifecycle_put_quoted(text, names[problem->row]);
    } else {
        revops__text_put(text, problem->found ? "is named \"none\", which is reason 0" : "has no name");
    }
}

static void lifecycle_put_stage_fault(revops__text *text, const revops__lifecycle_table *table,
                                      const revops_problem *problem, const char *words)
{
    revops__text_put(text, "stage ");
    lifecycle_put_quoted(text, table->stages[problem->row].name);
    revops__text_char(text, ' ');
    revops__text_put(text, words);
}

static void lifecycle_put_row_fault(revops__text *text, const revops__lifecycle_table *table,
                                    const revops_problem *problem, enum revops__lifecycle_faults fault)
{
    const revops_lifecycle_transition row = revops__lifecycle_row(table, problem->row);
    const char *trigger =
        row.trigger < table->params.trigger_count ? table->params.triggers[row.trigger] : NULL;
    lifecycle_put_rows(text, "transition", problem);
    switch (fault) {
    case REVOPS__FAULT_LEAVES_TERMINAL: {
        uint32_t left = revops__lifecycle_terminals_left(table, &row);
        revops__text_put(text,
                         left & (left - 1) ? "leaves the terminal stages " : "leaves the terminal stage ");
        lifecycle_put_stages(text, table, left);
        revops__text_put(text, " without starting a new cycle");
        break;
    }
    case REVOPS__FAULT_AMBIGUOUS: {
        const revops_lifecycle_transition other = revops__lifecycle_row(table, problem->other_row);
        revops__text_put(text, "both answer ");
        lifecycle_put_quoted(text, trigger);
        revops__text_put(text, " in ");
        lifecycle_put_stages(text, table,
                             revops__lifecycle_from(table, &row) & revops__lifecycle_from(table, &other));
        break;
    }
    case REVOPS__FAULT_ITEMS:
    case REVOPS__FAULT_REASONS:
        revops__text_put(text, "has a guard on ");
        lifecycle_put_quoted(text, trigger);
        revops__text_put(text, " that can never hold: it asks for ");
        revops__text_put(text, fault == REVOPS__FAULT_ITEMS ? "an item" : "a reason");
        revops__text_put(text, " that isn't in the list");
        break;
    case REVOPS__FAULT_TRIGGER:
        revops__text_put(text, "names a trigger that isn't there, ");
        revops__text_unsigned(text, row.trigger, 0);
        break;
    case REVOPS__FAULT_FROM:
        revops__text_put(text, row.from_mask ? "leaves a stage that isn't there" : "leaves no stage at all");
        break;
    case REVOPS__FAULT_TO:
        revops__text_put(text, row.to < table->params.stage_count
                                   ? "enters a divided stage instead of one of its steps"
                                   : "enters a stage that isn't there");
        break;
    case REVOPS__FAULT_PARENT:
    case REVOPS__FAULT_WON_OPEN:
    case REVOPS__FAULT_STAGE_NAME:
    case REVOPS__FAULT_TRIGGER_NAME:
    case REVOPS__FAULT_ITEM_NAME:
    case REVOPS__FAULT_REASON_NAME:
    case REVOPS__FAULT_UNREACHABLE:
    case REVOPS__FAULT_STUCK:
    case REVOPS__FAULT_COUNT: /* no fault of a row */
        break;
    }
}

static void lifecycle_put_fault(revops__text *text, const revops__lifecycle_table *table,
                                const revops_problem *problem, enum revops__lifecycle_faults fault)
{
    const char *stage_names[REVOPS_LIFECYCLE_STAGES_MAX] = {NULL};
    for (uint32_t s = 0; s < table->params.stage_count; s++) {
        stage_names[s] = table->stages[s].name;
    }
    switch (fault) {
    case REVOPS__FAULT_PARENT:
        lifecycle_put_stage_fault(text, table, problem,
                                  "has a parent that isn't there or is itself a step, or of the two only one "
                                  "is terminal, or is the first stage and divided");
        break;
    case REVOPS__FAULT_WON_OPEN:
        lifecycle_put_stage_fault(text, table, problem, "counts as won but isn't terminal");
        break;
    case REVOPS__FAULT_UNREACHABLE:
        lifecycle_put_stage_fault(text, table, problem, "can't be reached from the first stage");
        break;
    case REVOPS__FAULT_STUCK:
        lifecycle_put_stage_fault(text, table, problem,
                                  "is open but no way leads from it to a terminal stage");
        break;
    case REVOPS__FAULT_STAGE_NAME:
        if (problem->other_row == REVOPS_NO_ROW && stage_names[problem->row]) {
            lifecycle_put_stage_fault(text, table, problem, "has no definition");
        } else {
            lifecycle_put_bad_name(text, "stage", stage_names, problem);
        }
        break;
    case REVOPS__FAULT_TRIGGER_NAME:
        lifecycle_put_bad_name(text, "trigger", table->params.triggers, problem);
        break;
    case REVOPS__FAULT_ITEM_NAME:
        lifecycle_put_bad_name(text, "item", table->params.items, problem);
        break;
    case REVOPS__FAULT_REASON_NAME:
        lifecycle_put_bad_name(text, "reason", table->params.reasons, problem);
        break;
    case REVOPS__FAULT_TRIGGER:
    case REVOPS__FAULT_FROM:
    case REVOPS__FAULT_TO:
    case REVOPS__FAULT_ITEMS:
    case REVOPS__FAULT_REASONS:
    case REVOPS__FAULT_LEAVES_TERMINAL:
    case REVOPS__FAULT_AMBIGUOUS:
        lifecycle_put_row_fault(text, table, problem, fault);
        break;
    case REVOPS__FAULT_COUNT: /* told by revops_problem_text() */
        break;
    }
}

/* Rows of the part that a fault is in. */
static uint32_t lifecycle_rows_of(const revops_lifecycle_params *params, enum revops__lifecycle_faults fault)
{
    switch (fault) {
    case REVOPS__FAULT_PARENT:
    case REVOPS__FAULT_WON_OPEN:
    case REVOPS__FAULT_STAGE_NAME:
    case REVOPS__FAULT_UNREACHABLE:
    case REVOPS__FAULT_STUCK:
        return params->stage_count;
    case REVOPS__FAULT_TRIGGER_NAME:
        return params->trigger_count;
    case REVOPS__FAULT_ITEM_NAME:
        return params->item_count;
    case REVOPS__FAULT_REASON_NAME:
        return params->reason_count;
    case REVOPS__FAULT_TRIGGER:
    case REVOPS__FAULT_FROM:
    case REVOPS__FAULT_TO:
    case REVOPS__FAULT_ITEMS:
    case REVOPS__FAULT_REASONS:
    case REVOPS__FAULT_LEAVES_TERMINAL:
    case REVOPS__FAULT_AMBIGUOUS:
        return params->transition_count;
    case REVOPS__FAULT_COUNT:
        break;
    }
    return 0;
}

size_t revops_lifecycle_problem_text(const revops_lifecycle_params *params, const revops_problem *problem,
                                     char *out, size_t capacity)
{
    revops__lifecycle_table table;
    revops__problems unwanted = revops__problems_begin(NULL, 0);
    enum revops__lifecycle_faults fault = problem ? lifecycle_fault_of(problem) : REVOPS__FAULT_COUNT;
    if (fault == REVOPS__FAULT_COUNT || revops__lifecycle_read(params, &table, &unwanted) != REVOPS_OK) {
        return revops_problem_text(problem, out, capacity);
    }
    uint32_t rows = lifecycle_rows_of(&table.params, fault);
    if (problem->row >= rows || (problem->other_row != REVOPS_NO_ROW && problem->other_row >= rows) ||
        (fault == REVOPS__FAULT_AMBIGUOUS && problem->other_row == REVOPS_NO_ROW)) {
        return revops_problem_text(problem, out, capacity); /* of another table */
    }
    revops__text text = revops__text_begin(out, capacity);
    lifecycle_put_fault(&text, &table, problem, fault);
    return revops__text_end(&text);
}
