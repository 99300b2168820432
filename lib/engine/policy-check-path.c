/* SPDX-License-Identifier: MIT */
/* Names that stand twice, and what stages and moves mean together: who is reached, who chases whom. */
#include "engine/policy-internal.h"

#include <string.h>

static void path_tell(revops__problems *problems, const char *part, uint32_t row, const char *field,
                      const char *expected)
{
    revops__problem_put(problems, REVOPS_ERR_UNSOUND, part, row, field, 0, expected);
}

static void path_limit(const policy_view *view, revops__problems *problems, enum policy_table table,
                       uint32_t most, const char *expected)
{
    uint32_t count = revops__policy_count(view, table);
    if (count > most) {
        revops__problem_put(problems, REVOPS_ERR_ARG, revops__policy_places[table].name, most, NULL, count,
                            expected);
    }
}

/* The first field of these rows is their name. */
static const char *path_name(const policy_view *view, enum policy_table table, uint32_t index)
{
    union {
        unsigned char bytes[POLICY_ROW_MAX];
        const char *name;
    } row;
    revops__policy_get(view, table, index, row.bytes);
    return row.name;
}

static char path_first_letter(const char *name)
{
    return (char)(*name >= 'A' && *name <= 'Z' ? *name - 'A' + 'a' : *name);
}

static void path_unique(const policy_view *view, revops__problems *problems, enum policy_table table,
                        uint32_t first, uint32_t count)
{
    int is_sorted = 1; /* as rows from a document are: then neighbours are enough */
    for (uint32_t i = 1; i < count && is_sorted; i++) {
        const char *before = path_name(view, table, first + i - 1), *own = path_name(view, table, first + i);
        is_sorted = before && own && revops__policy_compare(before, own) < 0;
    }
    for (uint32_t i = 1; i < count && !is_sorted; i++) {
        const char *own = path_name(view, table, first + i);
        for (uint32_t k = 0; own && k < i; k++) {
            const char *other = path_name(view, table, first + k);
            if (other && path_first_letter(other) == path_first_letter(own) &&
                revops__policy_same(other, own)) {
                revops__problem_put_pair(problems, REVOPS_ERR_UNSOUND, revops__policy_places[table].name,
                                         first + i, first + k, "name", 0, "a name that no other row has");
                break;
            }
        }
    }
}

static void path_names(const policy_view *view, revops__problems *problems)
{
    static const enum policy_table tables[] = {
        POLICY_IN_attributes,   POLICY_IN_items,         POLICY_IN_checklists,    POLICY_IN_reasons,
        POLICY_IN_reason_lists, POLICY_IN_tables,        POLICY_IN_stages,        POLICY_IN_moves,
        POLICY_IN_events,       POLICY_IN_fit_rules,     POLICY_IN_fit_groups,    POLICY_IN_fit_grades,
        POLICY_IN_intent_rules, POLICY_IN_intent_groups, POLICY_IN_intent_grades, POLICY_IN_criteria,
        POLICY_IN_signals,      POLICY_IN_calendars,     POLICY_IN_zones,         POLICY_IN_clocks,
        POLICY_IN_promises,     POLICY_IN_territories,   POLICY_IN_queues,        POLICY_IN_people,
    };
    for (uint32_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        path_unique(view, problems, tables[i], 0, revops__policy_count(view, tables[i]));
    }
    for (uint32_t i = 0; i < revops__policy_count(view, POLICY_IN_tables); i++) {
        revops_policy_table table;
        revops__policy_get(view, POLICY_IN_tables, i, &table);
        path_unique(view, problems, POLICY_IN_classes, table.first_class, table.class_count);
    }
    for (uint32_t i = 0; i < revops__policy_count(view, POLICY_IN_checklists); i++) {
        const char *own = path_name(view, POLICY_IN_checklists, i);
        for (uint32_t k = 0; own && k < revops__policy_count(view, POLICY_IN_items); k++) {
            const char *item = path_name(view, POLICY_IN_items, k);
            if (item && revops__policy_same(item, own)) {
                path_tell(problems, "checklists", i, "name", "a name that no item has");
            }
        }
    }
    for (uint32_t i = 0; i < revops__policy_count(view, POLICY_IN_stages); i++) {
        const char *own = path_name(view, POLICY_IN_stages, i);
        for (const policy_word *word = revops__policy_groups; own && word->word; word++) {
            if (revops__policy_same(word->word, own)) {
                path_tell(problems, "stages", i, "name", "a name that isn't a group of stages");
            }
        }
    }
    for (uint32_t i = 0;
         i < revops__policy_count(view, POLICY_IN_attributes) + revops__policy_count(view, POLICY_IN_tables);
         i++) {
        uint32_t attributes = revops__policy_count(view, POLICY_IN_attributes);
        int is_attribute = i < attributes;
        revops_policy_table table = {.kind = REVOPS_POLICY_TABLE_OTHER};
        if (!is_attribute) {
            revops__policy_get(view, POLICY_IN_tables, i - attributes, &table);
        }
        const char *own = is_attribute ? path_name(view, POLICY_IN_attributes, i) : table.name;
        for (const policy_word *word = revops__policy_subjects;
             own && table.kind == REVOPS_POLICY_TABLE_OTHER && word->word; word++) {
            if (revops__policy_same(word->word, own)) {
                path_tell(problems, is_attribute ? "attributes" : "tables", is_attribute ? i : i - attributes,
                          "name", "a name that isn't always known, as stage, fit and owner are");
            }
        }
    }
}

/* ---- stages ---- */

static revops_policy_stage path_stage(const policy_view *view, uint32_t index)
{
    revops_policy_stage stage;
    revops__policy_get(view, POLICY_IN_stages, index, &stage);
    return stage;
}

/* The kind that counts: a step has its stage's. */
static revops_policy_stage_kind path_kind(const policy_view *view, uint32_t index)
{
    revops_policy_stage stage = path_stage(view, index);
    return stage.parent ? path_stage(view, stage.parent - 1).kind : stage.kind;
}

uint64_t revops__policy_leaves(const policy_view *view, uint32_t position)
{
    uint64_t steps = 0;
    for (uint32_t i = 0; i < revops__policy_count(view, POLICY_IN_stages); i++) {
        steps |= path_stage(view, i).parent == position ? UINT64_C(1) << i : 0;
    }
    return steps ? steps : UINT64_C(1) << (position - 1);
}

static uint64_t path_all(const policy_view *view)
{
    uint64_t all = 0;
    for (uint32_t i = 0; i < revops__policy_count(view, POLICY_IN_stages); i++) {
        all |= revops__policy_leaves(view, i + 1);
    }
    return all;
}

/* Of the places of a stage the one that a move enters: its first step. */
static uint64_t path_entry(uint64_t places)
{
    return places & (0 - places);
}

static uint64_t path_group(const policy_view *view, uint32_t group, uint64_t to)
{
    uint64_t all = path_all(view), mask = 0;
    for (uint32_t i = 0; i < revops__policy_count(view, POLICY_IN_stages); i++) {
        revops_policy_stage_kind kind = path_kind(view, i);
        int is_open = kind == REVOPS_POLICY_STAGE_OPEN, is_nurture = kind == REVOPS_POLICY_STAGE_NURTURE;
        int is_in = group == REVOPS_POLICY_ANY           ? 1
                    : group == REVOPS_POLICY_ANY_OPEN    ? is_open
                    : group == REVOPS_POLICY_ANY_NURTURE ? is_nurture
                    : group == REVOPS_POLICY_ANY_CLOSED  ? !is_open && !is_nurture
                                                         : is_open && UINT64_C(1) << i < path_entry(to);
        mask |= is_in ? UINT64_C(1) << i : 0;
    }
    return mask & all;
}

uint64_t revops__policy_sources(const policy_view *view, const revops_policy_move *move)
{
    uint64_t to = move->to ? revops__policy_leaves(view, move->to) : 0, sources = 0;
    if (move->from_count == 0) {
        return path_group(view, REVOPS_POLICY_ANY_EARLIER, to) |
               path_group(view, REVOPS_POLICY_ANY_NURTURE, to);
    }
    for (uint32_t i = 0; i < move->from_count; i++) {
        uint32_t from;
        revops__policy_get(view, POLICY_IN_numbers, move->first_from + i, &from);
        sources |= from >= REVOPS_POLICY_ANY ? path_group(view, from, to)
                   : from                    ? revops__policy_leaves(view, from)
                                             : 0;
    }
    return sources;
}

static void path_stages(const policy_view *view, revops__problems *problems)
{
    uint32_t count = revops__policy_count(view, POLICY_IN_stages),
             moves = revops__policy_count(view, POLICY_IN_moves);
    for (uint32_t i = 0; i < count; i++) {
        revops_policy_stage stage = path_stage(view, i);
        if (stage.parent) {
            int is_behind = stage.parent <= i && path_stage(view, stage.parent - 1).parent == 0;
            int is_next = i > 0 && (path_stage(view, i - 1).parent == stage.parent || stage.parent == i);
            if (!is_behind || !is_next || stage.kind || stage.flags & ~REVOPS_POLICY_HAS_PROBABILITY) {
                path_tell(problems, "stages", i, "steps",
                          "steps behind their stage, without a kind and flags of their own");
            }
        }
        if (stage.instead_of == i + 1 ||
            (stage.instead_of && path_stage(view, stage.instead_of - 1).parent)) {
            path_tell(problems, "stages", i, "instead_of", "another stage, not a step");
        }
        if (stage.entered_by && stage.entered_by <= moves) {
            revops_policy_move move;
            revops__policy_get(view, POLICY_IN_moves, stage.entered_by - 1, &move);
            uint64_t to = move.to ? revops__policy_leaves(view, move.to) : UINT64_MAX;
            if (!(to & revops__policy_leaves(view, i + 1))) {
                path_tell(problems, "stages", i, "entered_by", "a move that leads to this stage");
            }
        }
    }
    if (count == 0) {
        path_tell(problems, "params", REVOPS_NO_ROW, "stages", "at least one stage");
    } else if (path_kind(view, 0) != REVOPS_POLICY_STAGE_OPEN) {
        path_tell(problems, "stages", 0, "kind", "an open stage first: there a lead begins");
    }
}

/* ---- moves ---- */

static int path_has_stage_event(const policy_view *view)
{
    for (uint32_t i = 0; i < revops__policy_count(view, POLICY_IN_events); i++) {
        revops_policy_event event;
        revops__policy_get(view, POLICY_IN_events, i, &event);
        if (event.value == REVOPS_POLICY_VALUE_STAGE) {
            return 1;
        }
    }
    return 0;
}

static int path_is_pulled(const policy_view *view, const revops_policy_move *move, uint32_t position)
{
    if (move->event_count || move->flags & REVOPS_POLICY_AUTOMATIC || position == view->params.mql_move ||
        position == view->params.lost_move) {
        return 1;
    }
    for (uint32_t i = 0; i < revops__policy_count(view, POLICY_IN_signals); i++) {
        revops_policy_signal signal;
        revops__policy_get(view, POLICY_IN_signals, i, &signal);
        if (signal.move == position) {
            return 1;
        }
    }
    for (uint32_t i = 0; move->name && i < revops__policy_count(view, POLICY_IN_events); i++) {
        const char *name = path_name(view, POLICY_IN_events, i);
        if (name && revops__policy_same(name, move->name)) {
            return 1;
        }
        revops_policy_event event;
        revops__policy_get(view, POLICY_IN_events, i, &event);
        for (uint32_t k = 0; k < event.also_count; k++) {
            const char *also;
            revops__policy_get(view, POLICY_IN_texts, event.first_also + k, &also);
            if (also && revops__policy_same(also, move->name)) {
                return 1;
            }
        }
    }
    return 0;
}

static void path_by_hand(const policy_view *view, revops__problems *problems, uint32_t position,
                         const char *part, uint32_t row, const char *field)
{
    revops_policy_move move;
    if (position == 0) {
        return;
    }
    revops__policy_get(view, POLICY_IN_moves, position - 1, &move);
    revops_policy_stage stage = path_stage(view, move.to ? move.to - 1 : 0);
    uint32_t flags = stage.flags | (stage.parent ? path_stage(view, stage.parent - 1).flags : 0);
    if (move.to && flags & REVOPS_POLICY_BY_HAND) {
        path_tell(problems, part, row, field,
                  "a move to a stage that may be entered by a rule: this one is by_hand (LC3)");
    }
}

/* Automatic moves in a circle: from stage to stage by their masks, as Warshall has it. */
static void path_circles(const policy_view *view, revops__problems *problems)
{
    uint64_t next[64] = {0};
    uint32_t count = revops__policy_count(view, POLICY_IN_moves), last = REVOPS_NO_ROW;
    for (uint32_t i = 0; i < count; i++) {
        revops_policy_move move;
        revops__policy_get(view, POLICY_IN_moves, i, &move);
        if (!(move.flags & REVOPS_POLICY_AUTOMATIC) || !move.to) {
            continue;
        }
        uint64_t sources = revops__policy_sources(view, &move),
                 to = path_entry(revops__policy_leaves(view, move.to));
        for (uint32_t k = 0; k < 63; k++) {
            next[k] |= sources >> k & 1 ? to & ~(UINT64_C(1) << k) : 0;
        }
        last = i;
    }
    for (uint32_t through = 0; through < 63; through++) {
        for (uint32_t k = 0; k < 63; k++) {
            next[k] |= next[k] >> through & 1 ? next[through] : 0;
        }
    }
    for (uint32_t k = 0; k < 63; k++) {
        if (next[k] >> k & 1) {
            path_tell(problems, "moves", last, "automatic", "automatic moves that don't lead in a circle");
            return;
        }
    }
}

static void path_moves(const policy_view *view, revops__problems *problems)
{
    uint32_t count = revops__policy_count(view, POLICY_IN_moves),
             stages = revops__policy_count(view, POLICY_IN_stages);
    int is_named = path_has_stage_event(view);
    uint64_t reached = revops__policy_leaves(view, 1), left = 0, open = 0;
    reached &= ~reached + 1; /* the first step of the first stage */
    if (count == 0) {
        return; /* a stage change may go anywhere */
    }
    for (uint32_t round = 0; round <= stages; round++) {
        for (uint32_t i = 0; i < count; i++) {
            revops_policy_move move;
            revops__policy_get(view, POLICY_IN_moves, i, &move);
            uint64_t sources = revops__policy_sources(view, &move);
            left |= sources;
            reached |= move.to && sources & reached ? revops__policy_leaves(view, move.to) : 0;
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        revops_policy_move move;
        revops__policy_get(view, POLICY_IN_moves, i, &move);
        if (!is_named && !path_is_pulled(view, &move, i + 1)) {
            path_tell(problems, "moves", i, "on", "an event of the move's own name, or events that pull it");
        }
        if (move.flags & REVOPS_POLICY_AUTOMATIC) {
            path_by_hand(view, problems, i + 1, "moves", i, "automatic");
        }
    }
    path_by_hand(view, problems, view->params.mql_move, "moves", view->params.mql_move - 1, "to");
    path_by_hand(view, problems, view->params.lost_move, "moves", view->params.lost_move - 1, "to");
    for (uint32_t i = 0; i < revops__policy_count(view, POLICY_IN_signals); i++) {
        revops_policy_signal signal;
        revops__policy_get(view, POLICY_IN_signals, i, &signal);
        path_by_hand(view, problems, signal.move, "signals", i, "move");
    }
    for (uint32_t i = 0; i < stages; i++) {
        revops_policy_stage stage = path_stage(view, i);
        uint32_t leading = 0;
        int is_leaf = revops__policy_leaves(view, i + 1) == UINT64_C(1) << i;
        for (uint32_t k = 0; k < count; k++) {
            revops_policy_move move;
            revops__policy_get(view, POLICY_IN_moves, k, &move);
            leading += move.to == i + 1;
        }
        if (is_named && leading > 1 && !stage.entered_by) {
            path_tell(problems, "stages", i, "entered_by",
                      "the move that a stage change stands for: several lead here");
        }
        open |= is_leaf && path_kind(view, i) == REVOPS_POLICY_STAGE_OPEN ? UINT64_C(1) << i : 0;
        if (!is_named && is_leaf && !(reached >> i & 1)) {
            path_tell(problems, "stages", i, "name", "a stage that something leads to");
        } else if (!is_named && open >> i & 1 && !(left >> i & 1)) {
            path_tell(problems, "stages", i, "name", "an open stage that something leads out of");
        }
    }
    path_circles(view, problems);
}

void revops__policy_check_path(const policy_view *view, revops__problems *problems)
{
    path_limit(view, problems, POLICY_IN_stages, REVOPS_POLICY_STAGES_MAX, "at most 63 stages and steps");
    path_limit(view, problems, POLICY_IN_clocks, REVOPS_POLICY_CLOCKS_MAX, "at most 16 clocks");
    path_limit(view, problems, POLICY_IN_channels, REVOPS_POLICY_CHANNELS_MAX, "at most 32 channels");
    path_limit(view, problems, POLICY_IN_items, REVOPS_POLICY_ITEMS_MAX, "at most 256 items");
    path_limit(view, problems, POLICY_IN_criteria, 64, "at most 64 criteria");
    path_limit(view, problems, POLICY_IN_signals, 32, "at most 32 signals");
    path_limit(view, problems, POLICY_IN_fit_grades, REVOPS_POLICY_GRADES_MAX - 1,
               "at most 7 grades beside the lowest");
    path_limit(view, problems, POLICY_IN_intent_grades, REVOPS_POLICY_GRADES_MAX - 1,
               "at most 7 grades beside the lowest");
    path_limit(view, problems, POLICY_IN_total_bands, REVOPS_POLICY_GRADES_MAX - 1,
               "at most 7 bands beside the lowest");
    path_limit(view, problems, POLICY_IN_account_grades, REVOPS_POLICY_GRADES_MAX - 1,
               "at most 7 grades beside the lowest");
    if (revops__policy_count(view, POLICY_IN_stages) > REVOPS_POLICY_STAGES_MAX) {
        return;
    }
    path_names(view, problems);
    path_stages(view, problems);
    if (revops__policy_count(view, POLICY_IN_stages) > 0) {
        path_moves(view, problems);
    }
}
