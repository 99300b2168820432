/* SPDX-License-Identifier: MIT */
/* Reading and proving a table (LC14). */
#include "act/lifecycle-internal.h"
#include "core/params.h"
#include "core/text.h"

uint64_t revops__low_bits(uint32_t n)
{
    return n >= 64 ? UINT64_MAX : (UINT64_C(1) << n) - 1;
}

revops_status revops__lifecycle_read(const revops_lifecycle_params *params, revops_lifecycle_params *out)
{
    revops_status status = REVOPS__PARAMS_COPY(revops_lifecycle_params, out, params);
    if (status != REVOPS_OK) {
        return status;
    }
    if (out->flags & ~REVOPS_LIFECYCLE_FREE_MOVES) {
        return REVOPS_ERR_NEWER;
    }
    if (out->stage_count < 1 || out->stage_count > REVOPS_LIFECYCLE_STAGES || out->trigger_count < 1 ||
        out->trigger_count > REVOPS_LIFECYCLE_TRIGGERS || out->item_count > REVOPS_LIFECYCLE_ITEMS ||
        out->reason_count > REVOPS_LIFECYCLE_REASONS || out->transition_count < 1 ||
        out->transition_count > REVOPS_LIFECYCLE_TRANSITIONS || !out->stages || !out->triggers ||
        !out->transitions || (out->item_count && !out->items) || (out->reason_count && !out->reasons) ||
        out->min_touches > UINT16_MAX || out->min_touch_span_ms < 0 ||
        ((out->qualification_items | out->lasting_items) & ~revops__low_bits(out->item_count))) {
        return REVOPS_ERR_ARG;
    }
    for (uint32_t s = 0; s < out->stage_count; s++) {
        const uint32_t known =
            REVOPS_STAGE_FLAG_TERMINAL | REVOPS_STAGE_FLAG_WON | REVOPS_STAGE_FLAG_BACKFILL;
        if ((out->stages[s].flags & ~known) || out->stages[s].reserved) {
            return REVOPS_ERR_NEWER;
        }
    }
    for (uint32_t i = 0; i < out->transition_count; i++) {
        const uint32_t known = REVOPS_TRANSITION_NEW_CYCLE | REVOPS_TRANSITION_DIRECT |
                               REVOPS_TRANSITION_NEEDS_RESUME | REVOPS_TRANSITION_NEEDS_QUALIFICATION;
        if (out->transitions[i].flags & ~known) {
            return REVOPS_ERR_NEWER;
        }
    }
    return REVOPS_OK;
}

/* Steps of a stage, or the stage itself where it has none. */
static uint32_t steps_of(const revops_lifecycle_params *params, uint32_t stage)
{
    uint32_t mask = 0;
    for (uint32_t s = 0; s < params->stage_count; s++) {
        if (s != stage && params->stages[s].parent == stage) {
            mask |= UINT32_C(1) << s;
        }
    }
    return mask ? mask : UINT32_C(1) << stage;
}

uint32_t revops__lifecycle_from(const revops_lifecycle_params *params, const revops_transition *row)
{
    uint32_t mask = 0;
    for (uint32_t s = 0; s < params->stage_count; s++) {
        if (row->from_mask >> s & 1) {
            mask |= steps_of(params, s);
        }
    }
    return mask;
}

int revops__lifecycle_is_backward(const revops_lifecycle_params *params, const revops_transition *row,
                                  uint32_t from)
{
    uint32_t from_rank = params->stages[from].rank, to_rank = params->stages[row->to].rank;
    return !(row->flags & REVOPS_TRANSITION_NEW_CYCLE) && from_rank && to_rank && to_rank < from_rank;
}

uint64_t revops__lifecycle_items(const revops_lifecycle_params *params, const revops_transition *row)
{
    return row->required_items |
           (row->flags & REVOPS_TRANSITION_NEEDS_QUALIFICATION ? params->qualification_items : 0);
}

/* Faults found so far, of which the first `capacity` are kept. */
typedef struct findings {
    revops_lifecycle_problem *problems;
    size_t capacity, count;
} findings;

static void find(findings *found, revops_lifecycle_fault fault, uint32_t row, uint32_t other_row,
                 uint32_t stage)
{
    if (found->count < found->capacity) {
        revops_lifecycle_problem problem = {fault, row, other_row, stage};
        found->problems[found->count] = problem;
    }
    found->count++;
}

static int is_row_sane(const revops_lifecycle_params *params, const revops_transition *row)
{
    return row->trigger < params->trigger_count && row->to < params->stage_count && row->from_mask &&
           !(row->from_mask & ~(uint32_t)revops__low_bits(params->stage_count)) &&
           steps_of(params, row->to) == UINT32_C(1) << row->to;
}

/* A guard that no event can satisfy. */
static int is_guard_impossible(const revops_lifecycle_params *params, const revops_transition *row)
{
    uint64_t reasons = revops__low_bits(params->reason_count + 1) & ~UINT64_C(1);
    return (revops__lifecycle_items(params, row) & ~revops__low_bits(params->item_count)) ||
           (row->reason_mask && !(row->reason_mask & reasons));
}

/* Whether revops_lifecycle_find() takes one for the other. */
static int is_same_name(const char *a, const char *b)
{
    while (*a && revops__name_fold(*a) == revops__name_fold(*b)) {
        a++;
        b++;
    }
    return *a == *b;
}

static int is_name_bad(const char *const *names, uint32_t index)
{
    if (!names[index] || !names[index][0]) {
        return 1;
    }
    for (uint32_t i = 0; i < index; i++) {
        if (names[i] && is_same_name(names[i], names[index])) {
            return 1;
        }
    }
    return 0;
}

static void check_names(const revops_lifecycle_params *params, findings *found)
{
    const char *stage_names[REVOPS_LIFECYCLE_STAGES];
    for (uint32_t s = 0; s < params->stage_count; s++) {
        stage_names[s] = params->stages[s].name;
        if (is_name_bad(stage_names, s) || !params->stages[s].definition) {
            find(found, REVOPS_FAULT_NAME, REVOPS__NO_INDEX, REVOPS__NO_INDEX, s);
        }
    }
    const struct {
        const char *const *names;
        uint32_t count;
    } lists[] = {{params->triggers, params->trigger_count},
                 {params->items, params->item_count},
                 {params->reasons, params->reason_count}};
    for (size_t list = 0; list < 3; list++) {
        for (uint32_t i = 0; i < lists[list].count; i++) {
            const char *name = lists[list].names[i];
            int is_none = list == 2 && name && is_same_name(name, "none"); /* that is reason 0 */
            if (is_none || is_name_bad(lists[list].names, i)) {
                find(found, REVOPS_FAULT_NAME, REVOPS__NO_INDEX, REVOPS__NO_INDEX, REVOPS__NO_INDEX);
            }
        }
    }
}

static void check_rows(const revops_lifecycle_params *params, findings *found)
{
    for (uint32_t i = 0; i < params->transition_count; i++) {
        const revops_transition *row = &params->transitions[i];
        if (!is_row_sane(params, row)) {
            find(found, REVOPS_FAULT_INDEX, i, REVOPS__NO_INDEX, REVOPS__NO_INDEX);
            continue;
        }
        uint32_t from = revops__lifecycle_from(params, row);
        if (is_guard_impossible(params, row)) {
            find(found, REVOPS_FAULT_IMPOSSIBLE_GUARD, i, REVOPS__NO_INDEX, row->to);
        }
        for (uint32_t s = 0; s < params->stage_count; s++) {
            int leaves = (from >> s & 1) && s != row->to;
            if (leaves && (params->stages[s].flags & REVOPS_STAGE_FLAG_TERMINAL) &&
                !(row->flags & REVOPS_TRANSITION_NEW_CYCLE)) {
                find(found, REVOPS_FAULT_LEAVES_TERMINAL, i, REVOPS__NO_INDEX, s);
            }
        }
        for (uint32_t j = i + 1; j < params->transition_count; j++) {
            const revops_transition *other = &params->transitions[j];
            uint32_t both = is_row_sane(params, other) && other->trigger == row->trigger
                                ? from & revops__lifecycle_from(params, other)
                                : 0;
            for (uint32_t s = 0; s < params->stage_count; s++) {
                if (both >> s & 1) {
                    find(found, REVOPS_FAULT_AMBIGUOUS, i, j, s);
                }
            }
        }
    }
}

/* Reachability forwards from the first stage and backwards from the terminal ones, over the rows that can fire. */
static void check_ways(const revops_lifecycle_params *params, findings *found)
{
    uint32_t next[REVOPS_LIFECYCLE_STAGES] = {0}, leaves = 0, terminal = 0;
    for (uint32_t s = 0; s < params->stage_count; s++) {
        leaves |= steps_of(params, s);
        if (params->stages[s].flags & REVOPS_STAGE_FLAG_TERMINAL) {
            terminal |= UINT32_C(1) << s;
        }
    }
    for (uint32_t i = 0; i < params->transition_count; i++) {
        const revops_transition *row = &params->transitions[i];
        if (!is_row_sane(params, row) || is_guard_impossible(params, row)) {
            continue;
        }
        uint32_t from = revops__lifecycle_from(params, row);
        for (uint32_t s = 0; s < params->stage_count; s++) {
            if ((from >> s & 1) && (params->flags & REVOPS_LIFECYCLE_FREE_MOVES ||
                                    !revops__lifecycle_is_backward(params, row, s))) {
                next[s] |= UINT32_C(1) << row->to;
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
            find(found, REVOPS_FAULT_UNREACHABLE, REVOPS__NO_INDEX, REVOPS__NO_INDEX, s);
        }
        if ((leaves & ~closing) >> s & 1) {
            find(found, REVOPS_FAULT_STUCK, REVOPS__NO_INDEX, REVOPS__NO_INDEX, s);
        }
    }
}

revops_status revops_lifecycle_check(const revops_lifecycle_params *params,
                                     revops_lifecycle_problem *problems, size_t capacity, size_t *needed)
{
    revops_lifecycle_params known;
    revops_status status = revops__lifecycle_read(params, &known);
    if (status != REVOPS_OK) {
        return status;
    }
    if (!needed || (!problems && capacity)) {
        return REVOPS_ERR_ARG;
    }
    findings found = {problems, capacity, 0};
    int parents = 1;
    for (uint32_t s = 0; s < known.stage_count; s++) {
        uint32_t parent = known.stages[s].parent;
        /* The first stage is where records start: it can't be divided, nor be a step. Whether a lead is closed is
           asked of its stage and of its step. */
        if (parent >= known.stage_count || known.stages[parent].parent != parent ||
            ((s == 0) != (parent == 0)) ||
            ((known.stages[s].flags ^ known.stages[parent].flags) & REVOPS_STAGE_FLAG_TERMINAL)) {
            find(&found, REVOPS_FAULT_PARENT, REVOPS__NO_INDEX, REVOPS__NO_INDEX, s);
            parents = 0;
        }
        if ((known.stages[s].flags & (REVOPS_STAGE_FLAG_WON | REVOPS_STAGE_FLAG_TERMINAL)) ==
            REVOPS_STAGE_FLAG_WON) {
            find(&found, REVOPS_FAULT_WON_OPEN, REVOPS__NO_INDEX, REVOPS__NO_INDEX, s);
        }
    }
    check_names(&known, &found);
    if (parents) { /* else steps mean nothing */
        check_rows(&known, &found);
        check_ways(&known, &found);
    }
    *needed = found.count;
    return found.count > capacity ? REVOPS_ERR_NOSPACE : REVOPS_OK;
}

static void put_quoted(revops__text *text, const char *name)
{
    revops__text_char(text, '"');
    revops__text_put(text, name ? name : "?");
    revops__text_char(text, '"');
}

size_t revops_lifecycle_problem_text(const revops_lifecycle_params *params,
                                     const revops_lifecycle_problem *problem, char *out, size_t capacity)
{
    revops_lifecycle_params known;
    if (!problem || revops__lifecycle_read(params, &known) != REVOPS_OK) {
        return 0;
    }
    const char *stage = problem->stage < known.stage_count ? known.stages[problem->stage].name : NULL;
    const char *trigger = NULL;
    if (problem->row < known.transition_count &&
        known.transitions[problem->row].trigger < known.trigger_count) {
        trigger = known.triggers[known.transitions[problem->row].trigger];
    }
    revops__text text = revops__text_begin(out, capacity);
    if (problem->row != REVOPS__NO_INDEX) {
        revops__text_put(&text, problem->other_row != REVOPS__NO_INDEX ? "transitions " : "transition ");
        revops__text_unsigned(&text, problem->row, 0);
        if (problem->other_row != REVOPS__NO_INDEX) {
            revops__text_put(&text, " and ");
            revops__text_unsigned(&text, problem->other_row, 0);
        }
        revops__text_char(&text, ' ');
    } else if (problem->stage != REVOPS__NO_INDEX) {
        revops__text_put(&text, "stage ");
        put_quoted(&text, stage);
        revops__text_char(&text, ' ');
    }
    switch (problem->fault) {
    case REVOPS_FAULT_INDEX:
        revops__text_put(
            &text, "names a trigger or stage that isn't there, no stage at all, or enters a divided stage "
                   "instead of one of its steps");
        break;
    case REVOPS_FAULT_PARENT:
        revops__text_put(&text, "has a parent that isn't there or is itself a step, or of the two only one "
                                "is terminal, or is the "
                                "first stage and divided");
        break;
    case REVOPS_FAULT_NAME:
        revops__text_put(&text, problem->stage == REVOPS__NO_INDEX
                                    ? "a trigger, item or reason has no name, or the name of another"
                                    : "has no name or definition, or the name of another");
        break;
    case REVOPS_FAULT_AMBIGUOUS:
        revops__text_put(&text, "both answer ");
        put_quoted(&text, trigger);
        revops__text_put(&text, " in ");
        revops__text_put(&text, stage ? stage : "?");
        break;
    case REVOPS_FAULT_LEAVES_TERMINAL:
        revops__text_put(&text, "leaves the terminal stage ");
        put_quoted(&text, stage);
        revops__text_put(&text, " without starting a new cycle");
        break;
    case REVOPS_FAULT_UNREACHABLE:
        revops__text_put(&text, "can't be reached from the first stage");
        break;
    case REVOPS_FAULT_STUCK:
        revops__text_put(&text, "is open but no way leads from it to a terminal stage");
        break;
    case REVOPS_FAULT_WON_OPEN:
        revops__text_put(&text, "counts as won but isn't terminal");
        break;
    case REVOPS_FAULT_IMPOSSIBLE_GUARD:
        revops__text_put(&text, "has a guard on ");
        put_quoted(&text, trigger);
        revops__text_put(&text,
                         " that can never hold: it asks for an item or reason that isn't in the lists");
        break;
    default:
        revops__text_put(&text, "has an unknown fault");
        break;
    }
    return revops__text_end(&text);
}
