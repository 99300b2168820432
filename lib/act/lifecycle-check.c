/* SPDX-License-Identifier: MIT */
/* Problem: prove that a table of transitions is a lifecycle (LC14), or list every fault.

   Format: the params and their stages are copied. Transitions are read row by row, as there may be a thousand.

   Algorithm: unreadable params end the check. Then stages, names and rows are checked one by one, and pairs of rows
   for repeated answers. Reachability is a closure over masks of stages along the rows that can fire: forwards from
   the first stage, and backwards from the terminal ones. */
#include "act/lifecycle-internal.h"

const revops__lifecycle_fault_text revops__lifecycle_fault_texts[REVOPS__FAULT_COUNT] = {
    [REVOPS__FAULT_PARENT] = {"stages", "parent",
                              "a stage that is no step itself and is terminal as this one is; of the first "
                              "stage and of no other stage the first"},
    [REVOPS__FAULT_WON_OPEN] = {"stages", "flags", "TERMINAL beside WON"},
    [REVOPS__FAULT_STAGE_NAME] = {"stages", "name", "a name of its own and a definition"},
    [REVOPS__FAULT_TRIGGER_NAME] = {"triggers", "name", "a name that no other trigger has"},
    [REVOPS__FAULT_ITEM_NAME] = {"items", "name", "a name that no other item has"},
    [REVOPS__FAULT_REASON_NAME] = {"reasons", "name", "a name that no other reason has, and not \"none\""},
    [REVOPS__FAULT_TRIGGER] = {"transitions", "trigger", "a trigger of the table"},
    [REVOPS__FAULT_FROM] = {"transitions", "from_mask", "one or more stages of the table"},
    [REVOPS__FAULT_TO] = {"transitions", "to", "a stage of the table that isn't divided"},
    [REVOPS__FAULT_ITEMS] = {"transitions", "required_items", "items of the table"},
    [REVOPS__FAULT_REASONS] = {"transitions", "reason_mask", "0, or at least one reason of the table"},
    [REVOPS__FAULT_LEAVES_TERMINAL] = {"transitions", "flags", "NEW_CYCLE, to leave a terminal stage"},
    [REVOPS__FAULT_AMBIGUOUS] = {"transitions", "trigger", "one answer to a trigger in a stage"},
    [REVOPS__FAULT_UNREACHABLE] = {"stages", "name", "a stage that a transition can reach"},
    [REVOPS__FAULT_STUCK] = {"stages", "name", "a stage from which a terminal one can be reached"},
};

uint64_t revops__low_bits(uint32_t n)
{
    return n >= 64 ? UINT64_MAX : (UINT64_C(1) << n) - 1;
}

static void lifecycle_put_param(revops__problems *problems, revops_status status, const char *field,
                                int64_t found, const char *expected)
{
    revops__problem_put(problems, status, "params", REVOPS_NO_ROW, field, found, expected);
}

static void lifecycle_check_params(const revops_lifecycle_params *params, revops__problems *problems)
{
    const struct {
        const char *field, *rows_field, *expected;
        uint32_t count, min, max;
        const void *rows;
    } lists[] = {
        {"stage_count", "stages", "1 to 14", params->stage_count, 1, REVOPS_LIFECYCLE_STAGES_MAX,
         params->stages},
        {"trigger_count", "triggers", "1 to 64", params->trigger_count, 1, REVOPS_LIFECYCLE_TRIGGERS_MAX,
         params->triggers},
        {"item_count", "items", "0 to 64", params->item_count, 0, REVOPS_LIFECYCLE_ITEMS_MAX, params->items},
        {"reason_count", "reasons", "0 to 63", params->reason_count, 0, REVOPS_LIFECYCLE_REASONS_MAX,
         params->reasons},
        {"transition_count", "transitions", "1 to 1024", params->transition_count, 1,
         REVOPS_LIFECYCLE_TRANSITIONS_MAX, params->transitions},
    };
    const uint64_t items = revops__low_bits(params->item_count);
    if (params->flags & ~REVOPS_LIFECYCLE_FREE_MOVES) {
        lifecycle_put_param(problems, REVOPS_ERR_NEWER, "flags", params->flags, "0 or FREE_MOVES");
    }
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        if (lists[i].count < lists[i].min || lists[i].count > lists[i].max) {
            lifecycle_put_param(problems, REVOPS_ERR_ARG, lists[i].field, lists[i].count, lists[i].expected);
        } else if (lists[i].count && !lists[i].rows) {
            lifecycle_put_param(problems, REVOPS_ERR_ARG, lists[i].rows_field, 0, "rows");
        }
    }
    if (params->min_touches > UINT16_MAX) {
        lifecycle_put_param(problems, REVOPS_ERR_ARG, "min_touches", params->min_touches, "0 to 65535");
    }
    if (params->min_touch_span_ms < 0) {
        lifecycle_put_param(problems, REVOPS_ERR_ARG, "min_touch_span_ms", params->min_touch_span_ms,
                            "0 or more");
    }
    if (params->qualification_items & ~items) {
        lifecycle_put_param(problems, REVOPS_ERR_ARG, "qualification_items",
                            (int64_t)(params->qualification_items & INT64_MAX), "items of the table");
    }
    if (params->lasting_items & ~items) {
        lifecycle_put_param(problems, REVOPS_ERR_ARG, "lasting_items",
                            (int64_t)(params->lasting_items & INT64_MAX), "items of the table");
    }
}

/* Sizes of rows; REVOPS_ERR_ABI ends the check, as nothing can be read then. */
static revops_status lifecycle_check_row_sizes(const revops_lifecycle_params *params,
                                               revops__problems *problems)
{
    revops_status stages = REVOPS__ROWS_CHECK(revops_lifecycle_stage_row, params->stages, params->stage_count,
                                              params->stage_row_size);
    revops_status transitions = REVOPS__ROWS_CHECK(revops_lifecycle_transition, params->transitions,
                                                   params->transition_count, params->transition_row_size);
    if (stages == REVOPS_ERR_ABI || transitions == REVOPS_ERR_ABI) {
        return REVOPS_ERR_ABI;
    }
    if (stages != REVOPS_OK) {
        lifecycle_put_param(problems, stages, "stage_row_size", params->stage_row_size,
                            "rows without fields that this library doesn't know");
    }
    if (transitions != REVOPS_OK) {
        lifecycle_put_param(problems, transitions, "transition_row_size", params->transition_row_size,
                            "rows without fields that this library doesn't know");
    }
    return REVOPS_OK;
}

static void lifecycle_check_flags(const revops__lifecycle_table *table, revops__problems *problems)
{
    const uint32_t of_stage = REVOPS_LIFECYCLE_STAGE_FLAG_TERMINAL | REVOPS_LIFECYCLE_STAGE_FLAG_WON |
                              REVOPS_LIFECYCLE_STAGE_FLAG_BACKFILL;
    const uint32_t of_row = REVOPS_LIFECYCLE_TRANSITION_NEW_CYCLE | REVOPS_LIFECYCLE_TRANSITION_DIRECT |
                            REVOPS_LIFECYCLE_TRANSITION_NEEDS_RESUME |
                            REVOPS_LIFECYCLE_TRANSITION_NEEDS_QUALIFICATION;
    for (uint32_t s = 0; s < table->params.stage_count; s++) {
        if (table->stages[s].flags & ~of_stage) {
            revops__problem_put(problems, REVOPS_ERR_NEWER, "stages", s, "flags", table->stages[s].flags,
                                "TERMINAL, WON, BACKFILL");
        }
        if (table->stages[s].reserved) {
            revops__problem_put(problems, REVOPS_ERR_NEWER, "stages", s, "reserved",
                                table->stages[s].reserved, "0");
        }
    }
    for (uint32_t i = 0; i < table->params.transition_count; i++) {
        revops_lifecycle_transition row = revops__lifecycle_row(table, i);
        if (row.flags & ~of_row) {
            revops__problem_put(problems, REVOPS_ERR_NEWER, "transitions", i, "flags", row.flags,
                                "NEW_CYCLE, DIRECT, NEEDS_RESUME, NEEDS_QUALIFICATION");
        }
    }
}

revops_status revops__lifecycle_read(const revops_lifecycle_params *params, revops__lifecycle_table *out,
                                     revops__problems *problems)
{
    revops_status status = REVOPS__PARAMS_COPY(revops_lifecycle_params, &out->params, params);
    if (status != REVOPS_OK) {
        if (status != REVOPS_ERR_ABI) {
            lifecycle_put_param(problems, status, "struct_size", params ? params->struct_size : 0,
                                "params without fields that this library doesn't know");
        }
        return status;
    }
    lifecycle_check_params(&out->params, problems);
    if (problems->count) {
        return problems->status;
    }
    status = lifecycle_check_row_sizes(&out->params, problems);
    if (status != REVOPS_OK || problems->count) {
        return status != REVOPS_OK ? status : problems->status;
    }
    for (uint32_t s = 0; s < out->params.stage_count; s++) {
        REVOPS__ROW_GET(revops_lifecycle_stage_row, &out->stages[s], out->params.stages,
                        out->params.stage_row_size, s);
    }
    lifecycle_check_flags(out, problems);
    return problems->count ? problems->status : REVOPS_OK;
}

uint32_t revops__lifecycle_steps(const revops__lifecycle_table *table, uint32_t stage)
{
    uint32_t mask = 0;
    for (uint32_t s = 0; s < table->params.stage_count; s++) {
        if (s != stage && table->stages[s].parent == stage) {
            mask |= UINT32_C(1) << s;
        }
    }
    return mask ? mask : UINT32_C(1) << stage;
}

uint32_t revops__lifecycle_from(const revops__lifecycle_table *table, const revops_lifecycle_transition *row)
{
    uint32_t mask = 0;
    for (uint32_t s = 0; s < table->params.stage_count; s++) {
        if (row->from_mask >> s & 1) {
            mask |= revops__lifecycle_steps(table, s);
        }
    }
    return mask;
}

int revops__lifecycle_is_backward(const revops__lifecycle_table *table,
                                  const revops_lifecycle_transition *row, uint32_t from)
{
    uint32_t from_rank = table->stages[from].rank, to_rank = table->stages[row->to].rank;
    return !(row->flags & REVOPS_LIFECYCLE_TRANSITION_NEW_CYCLE) && from_rank && to_rank &&
           to_rank < from_rank;
}

uint32_t revops__lifecycle_terminals_left(const revops__lifecycle_table *table,
                                          const revops_lifecycle_transition *row)
{
    uint32_t terminal = 0;
    for (uint32_t s = 0; s < table->params.stage_count; s++) {
        int leaves = s != row->to && !(row->flags & REVOPS_LIFECYCLE_TRANSITION_NEW_CYCLE);
        if (leaves && (table->stages[s].flags & REVOPS_LIFECYCLE_STAGE_FLAG_TERMINAL)) {
            terminal |= UINT32_C(1) << s;
        }
    }
    return revops__lifecycle_from(table, row) & terminal;
}

uint64_t revops__lifecycle_items(const revops__lifecycle_table *table, const revops_lifecycle_transition *row)
{
    return row->required_items |
           (row->flags & REVOPS_LIFECYCLE_TRANSITION_NEEDS_QUALIFICATION ? table->params.qualification_items
                                                                         : 0);
}

static void lifecycle_put(revops__problems *problems, enum revops__lifecycle_faults fault, uint32_t row,
                          uint32_t other_row, int64_t found)
{
    const revops__lifecycle_fault_text *text = &revops__lifecycle_fault_texts[fault];
    revops__problem_put_pair(problems, REVOPS_ERR_UNSOUND, text->part, row, other_row, text->field, found,
                             text->expected);
}

/* Whether steps mean something. */
static int lifecycle_check_stages(const revops__lifecycle_table *table, revops__problems *problems)
{
    int parents = 1;
    for (uint32_t s = 0; s < table->params.stage_count; s++) {
        const revops_lifecycle_stage_row *stage = &table->stages[s];
        uint32_t parent = stage->parent;
        /* The first stage is where records start: it can't be divided, nor be a step. Whether a lead is closed is
           asked of its stage and of its step. */
        if (parent >= table->params.stage_count || table->stages[parent].parent != parent ||
            ((s == 0) != (parent == 0)) ||
            ((stage->flags ^ table->stages[parent].flags) & REVOPS_LIFECYCLE_STAGE_FLAG_TERMINAL)) {
            lifecycle_put(problems, REVOPS__FAULT_PARENT, s, REVOPS_NO_ROW, parent);
            parents = 0;
        }
        if ((stage->flags & (REVOPS_LIFECYCLE_STAGE_FLAG_WON | REVOPS_LIFECYCLE_STAGE_FLAG_TERMINAL)) ==
            REVOPS_LIFECYCLE_STAGE_FLAG_WON) {
            lifecycle_put(problems, REVOPS__FAULT_WON_OPEN, s, REVOPS_NO_ROW, stage->flags);
        }
    }
    return parents;
}

/* Whether revops_lifecycle_find() takes one for the other. */
static int lifecycle_is_same_name(const char *a, const char *b)
{
    while (*a && revops__name_fold(*a) == revops__name_fold(*b)) {
        a++;
        b++;
    }
    return *a == *b;
}

static void lifecycle_check_list(const char *const *names, uint32_t count,
                                 enum revops__lifecycle_faults fault, revops__problems *problems)
{
    for (uint32_t i = 0; i < count; i++) {
        const char *name = names[i];
        int is_empty = !name || !name[0];
        int is_none = fault == REVOPS__FAULT_REASON_NAME && name && lifecycle_is_same_name(name, "none");
        if (is_empty || is_none) {
            lifecycle_put(problems, fault, i, REVOPS_NO_ROW, !is_empty);
            continue;
        }
        for (uint32_t j = 0; j < i; j++) {
            if (names[j] && lifecycle_is_same_name(names[j], name)) {
                lifecycle_put(problems, fault, i, j, 1);
                break;
            }
        }
    }
}

static void lifecycle_check_names(const revops__lifecycle_table *table, revops__problems *problems)
{
    const revops_lifecycle_params *params = &table->params;
    const char *stage_names[REVOPS_LIFECYCLE_STAGES_MAX] = {NULL};
    for (uint32_t s = 0; s < params->stage_count; s++) { /* without a definition it is as good as unnamed */
        stage_names[s] = table->stages[s].definition ? table->stages[s].name : NULL;
    }
    lifecycle_check_list(stage_names, params->stage_count, REVOPS__FAULT_STAGE_NAME, problems);
    lifecycle_check_list(params->triggers, params->trigger_count, REVOPS__FAULT_TRIGGER_NAME, problems);
    lifecycle_check_list(params->items, params->item_count, REVOPS__FAULT_ITEM_NAME, problems);
    lifecycle_check_list(params->reasons, params->reason_count, REVOPS__FAULT_REASON_NAME, problems);
}

/* Which of a row's indexes is wrong; REVOPS__FAULT_COUNT for none. */
static enum revops__lifecycle_faults lifecycle_row_fault(const revops__lifecycle_table *table,
                                                         const revops_lifecycle_transition *row)
{
    const revops_lifecycle_params *params = &table->params;
    if (row->trigger >= params->trigger_count) {
        return REVOPS__FAULT_TRIGGER;
    }
    if (!row->from_mask || (row->from_mask & ~(uint32_t)revops__low_bits(params->stage_count))) {
        return REVOPS__FAULT_FROM;
    }
    if (row->to >= params->stage_count || revops__lifecycle_steps(table, row->to) != UINT32_C(1) << row->to) {
        return REVOPS__FAULT_TO;
    }
    return REVOPS__FAULT_COUNT;
}

/* Which guard no event can satisfy; REVOPS__FAULT_COUNT for none. */
static enum revops__lifecycle_faults lifecycle_guard_fault(const revops__lifecycle_table *table,
                                                           const revops_lifecycle_transition *row)
{
    uint64_t reasons = revops__low_bits(table->params.reason_count + 1) & ~UINT64_C(1);
    if (revops__lifecycle_items(table, row) & ~revops__low_bits(table->params.item_count)) {
        return REVOPS__FAULT_ITEMS;
    }
    return row->reason_mask && !(row->reason_mask & reasons) ? REVOPS__FAULT_REASONS : REVOPS__FAULT_COUNT;
}

static int64_t lifecycle_found(const revops_lifecycle_transition *row, enum revops__lifecycle_faults fault)
{
    uint64_t found = fault == REVOPS__FAULT_TRIGGER ? row->trigger
                     : fault == REVOPS__FAULT_FROM  ? row->from_mask
                     : fault == REVOPS__FAULT_TO    ? row->to
                     : fault == REVOPS__FAULT_ITEMS ? row->required_items
                                                    : row->reason_mask;
    return (int64_t)(found & INT64_MAX);
}

static void lifecycle_check_rows(const revops__lifecycle_table *table, revops__problems *problems)
{
    for (uint32_t i = 0; i < table->params.transition_count; i++) {
        const revops_lifecycle_transition row = revops__lifecycle_row(table, i);
        enum revops__lifecycle_faults fault = lifecycle_row_fault(table, &row);
        if (fault != REVOPS__FAULT_COUNT) {
            lifecycle_put(problems, fault, i, REVOPS_NO_ROW, lifecycle_found(&row, fault));
            continue;
        }
        fault = lifecycle_guard_fault(table, &row);
        if (fault != REVOPS__FAULT_COUNT) {
            lifecycle_put(problems, fault, i, REVOPS_NO_ROW, lifecycle_found(&row, fault));
        }
        if (revops__lifecycle_terminals_left(table, &row)) {
            lifecycle_put(problems, REVOPS__FAULT_LEAVES_TERMINAL, i, REVOPS_NO_ROW, row.flags);
        }
        uint32_t from = revops__lifecycle_from(table, &row);
        for (uint32_t j = i + 1; j < table->params.transition_count; j++) {
            const revops_lifecycle_transition other = revops__lifecycle_row(table, j);
            if (other.trigger == row.trigger && lifecycle_row_fault(table, &other) == REVOPS__FAULT_COUNT &&
                (from & revops__lifecycle_from(table, &other))) {
                lifecycle_put(problems, REVOPS__FAULT_AMBIGUOUS, i, j, row.trigger);
            }
        }
    }
}

static void lifecycle_check_ways(const revops__lifecycle_table *table, revops__problems *problems)
{
    const revops_lifecycle_params *params = &table->params;
    uint32_t next[REVOPS_LIFECYCLE_STAGES_MAX] = {0}, leaves = 0, terminal = 0;
    for (uint32_t s = 0; s < params->stage_count; s++) {
        leaves |= revops__lifecycle_steps(table, s);
        if (table->stages[s].flags & REVOPS_LIFECYCLE_STAGE_FLAG_TERMINAL) {
            terminal |= UINT32_C(1) << s;
        }
    }
    for (uint32_t i = 0; i < params->transition_count; i++) {
        const revops_lifecycle_transition row = revops__lifecycle_row(table, i);
        if (lifecycle_row_fault(table, &row) != REVOPS__FAULT_COUNT ||
            lifecycle_guard_fault(table, &row) != REVOPS__FAULT_COUNT) {
            continue;
        }
        uint32_t from = revops__lifecycle_from(table, &row);
        for (uint32_t s = 0; s < params->stage_count; s++) {
            if ((from >> s & 1) && (params->flags & REVOPS_LIFECYCLE_FREE_MOVES ||
                                    !revops__lifecycle_is_backward(table, &row, s))) {
                next[s] |= UINT32_C(1) << row.to;
            }
        }
    }
    uint32_t reached = 1, closing = terminal;
    for (uint32_t round = 0; round < params->stage_count; round++) {
        for (uint32_t s = 0; s < params->stage_count; s++) {
            reached |= reached >> s & 1 ? next[s] : 0;
            closing |= next[s] & closing ? UINT32_C(1) << s : 0;
        }
    }
    for (uint32_t s = 0; s < params->stage_count; s++) {
        if ((leaves & ~reached) >> s & 1) {
            lifecycle_put(problems, REVOPS__FAULT_UNREACHABLE, s, REVOPS_NO_ROW, s);
        }
        if ((leaves & ~closing) >> s & 1) {
            lifecycle_put(problems, REVOPS__FAULT_STUCK, s, REVOPS_NO_ROW, s);
        }
    }
}

revops_status revops__lifecycle_check(const revops_lifecycle_params *params, revops__lifecycle_table *out,
                                      revops__problems *problems)
{
    revops_status status = revops__lifecycle_read(params, out, problems);
    if (status != REVOPS_OK) {
        return status;
    }
    int parents = lifecycle_check_stages(out, problems);
    lifecycle_check_names(out, problems);
    if (parents) { /* else steps mean nothing */
        lifecycle_check_rows(out, problems);
        lifecycle_check_ways(out, problems);
    }
    return problems->count ? problems->status : REVOPS_OK;
}

revops_status revops_lifecycle_check(const revops_lifecycle_params *params, revops_problem *problems,
                                     size_t capacity, size_t *needed)
{
    revops__lifecycle_table table;
    revops__problems found = revops__problems_begin(problems, capacity);
    revops_status status = revops__lifecycle_check(params, &table, &found);
    if (status != REVOPS_ERR_ABI) {
        (void)revops__problems_end(&found, needed);
    }
    return status;
}
