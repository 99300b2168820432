/* SPDX-License-Identifier: MIT */
/* A naive twin of the lifecycle: it reads the table row by row each time and keeps every entry of every stage for ever,
   from which all that the library's record holds is worked out anew. Both are led through the same random triggers,
   touches and confirmations, on the built-in table, forward-only and free, and on random sound tables. */
#include <revops/revops.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "random.h"

enum { STAGES = REVOPS_LIFECYCLE_STAGES_MAX, ENTRIES = 80000 };

typedef struct entry {
    int64_t at_ms;
    uint32_t cycle;
    int inferred;
} entry;

typedef struct twin {
    entry *entries[STAGES];
    uint32_t entry_count[STAGES];
    uint32_t stage, step, reason;
    uint32_t cycle;
    int items[64];
    uint64_t touches;
    int64_t first_touch_ms, resume_ms;
    int has_touch, has_resume;
} twin;

static random_state rng = {20260302};
static uint64_t compared, accepted, refused_total, late;

static int fail(const char *what)
{
    fprintf(stderr, "%s differs after %llu comparisons\n", what, (unsigned long long)compared);
    exit(EXIT_FAILURE);
}

static void note_entry(twin *lead, uint32_t stage, int64_t at_ms, int inferred)
{
    if (lead->entry_count[stage] == ENTRIES) {
        fail("room for the history");
    }
    entry made = {at_ms, lead->cycle, inferred};
    lead->entries[stage][lead->entry_count[stage]++] = made;
}

static int was_visited(const twin *lead, uint32_t stage)
{
    for (uint32_t i = lead->entry_count[stage]; i > 0; i--) {
        if (lead->entries[stage][i - 1].cycle == lead->cycle) {
            return 1;
        }
        if (lead->entries[stage][i - 1].cycle < lead->cycle) {
            break;
        }
    }
    return 0;
}

static void start(twin *lead, int64_t at_ms)
{
    for (uint32_t s = 0; s < STAGES; s++) {
        lead->entry_count[s] = 0;
    }
    memset(lead->items, 0, sizeof lead->items);
    lead->stage = lead->step = lead->reason = 0;
    lead->cycle = 1;
    lead->touches = 0;
    lead->has_touch = lead->has_resume = 0;
    note_entry(lead, 0, at_ms, 0);
}

/* The row that answers a trigger in a step: one that names the step, or the stage that it is of. */
static const revops_lifecycle_transition *row_for(const revops_lifecycle_params *params, uint32_t step,
                                                  uint32_t trigger)
{
    for (uint32_t i = 0; i < params->transition_count; i++) {
        const revops_lifecycle_transition *row = &params->transitions[i];
        uint32_t parent = params->stages[step].parent;
        if (row->trigger == trigger && ((row->from_mask >> step & 1) || (row->from_mask >> parent & 1))) {
            return row;
        }
    }
    return NULL;
}

static int leads_anywhere_to(const revops_lifecycle_params *params, uint32_t step, uint32_t trigger)
{
    for (uint32_t i = 0; i < params->transition_count; i++) {
        if (params->transitions[i].trigger == trigger && params->transitions[i].to == step) {
            return 1;
        }
    }
    return 0;
}

/* What the library must answer; moves the twin where it accepts. */
static revops_status move(const revops_lifecycle_params *params, twin *lead,
                          const revops_lifecycle_input *input, revops_lifecycle_result *out)
{
    const revops_lifecycle_transition *row = row_for(params, lead->step, input->trigger);
    const entry *here = &lead->entries[lead->step][lead->entry_count[lead->step] - 1];
    if (input->at_ms < here->at_ms) {
        return REVOPS_ERR_LATE;
    }
    memset(out, 0, sizeof *out);
    out->trigger = input->trigger;
    out->from = lead->step;
    out->reason = input->reason;
    if (!row) {
        int already = leads_anywhere_to(params, lead->step, input->trigger);
        out->refusal = already ? REVOPS_LIFECYCLE_REFUSED_ALREADY : REVOPS_LIFECYCLE_REFUSED_NO_TRANSITION;
        out->to = already ? lead->step : UINT32_MAX;
        out->row = UINT32_MAX;
        return REVOPS_ERR_REFUSED;
    }
    const revops_lifecycle_stage_row *from = &params->stages[lead->step], *to = &params->stages[row->to];
    int new_cycle = (row->flags & REVOPS_LIFECYCLE_TRANSITION_NEW_CYCLE) != 0;
    out->to = row->to;
    out->row = (uint32_t)(row - params->transitions);
    if (!new_cycle && from->rank > 0 && to->rank > 0 && to->rank < from->rank &&
        !(params->flags & REVOPS_LIFECYCLE_FREE_MOVES)) {
        out->refusal |= REVOPS_LIFECYCLE_REFUSED_BACKWARD;
    }
    for (uint32_t i = 0; i < 64; i++) {
        uint64_t bit = UINT64_C(1) << i;
        int wanted =
            (row->required_items & bit) || ((row->flags & REVOPS_LIFECYCLE_TRANSITION_NEEDS_QUALIFICATION) &&
                                            (params->qualification_items & bit));
        int there = (lead->items[i] && (!new_cycle || (params->lasting_items & bit))) || (input->items & bit);
        if (wanted && !there) {
            out->missing_items |= bit;
            out->refusal |= REVOPS_LIFECYCLE_REFUSED_ITEMS;
        }
    }
    if (row->reason_mask && !(row->reason_mask >> input->reason & 1)) {
        out->refusal |=
            input->reason == 0 ? REVOPS_LIFECYCLE_REFUSED_REASON : REVOPS_LIFECYCLE_REFUSED_WRONG_REASON;
    }
    int resumes = (row->flags & REVOPS_LIFECYCLE_TRANSITION_NEEDS_RESUME) != 0;
    if (resumes &&
        (input->resume_ms == 0 || input->resume_ms == REVOPS_TIME_NONE || input->resume_ms <= input->at_ms)) {
        out->refusal |= REVOPS_LIFECYCLE_REFUSED_RESUME;
    }
    if (row->touch_reasons >> input->reason & 1) {
        uint64_t touches = lead->touches < UINT16_MAX ? lead->touches : UINT16_MAX;
        out->missing_touches = touches < params->min_touches ? params->min_touches - (uint32_t)touches : 0;
        if (!lead->has_touch) {
            out->missing_ms = params->min_touch_span_ms;
        } else {
            __extension__ typedef __int128 wide;
            wide end_ms = (wide)lead->first_touch_ms + params->min_touch_span_ms;
            end_ms = end_ms > INT64_MAX ? INT64_MAX : end_ms;
            wide missing_ms = end_ms - input->at_ms;
            out->missing_ms = missing_ms <= 0 ? 0 : missing_ms > INT64_MAX ? INT64_MAX : (int64_t)missing_ms;
        }
        if (out->missing_touches || out->missing_ms) {
            out->refusal |= REVOPS_LIFECYCLE_REFUSED_TOUCHES;
        }
    }
    if (out->refusal) {
        return REVOPS_ERR_REFUSED;
    }
    if (new_cycle) {
        lead->cycle++;
        lead->touches = 0;
        lead->has_touch = 0;
    }
    for (uint32_t i = 0; i < 64; i++) {
        uint64_t bit = UINT64_C(1) << i;
        lead->items[i] =
            (lead->items[i] && (!new_cycle || (params->lasting_items & bit))) || (input->items & bit) != 0;
    }
    if (row->to == lead->step) {
        if (resumes) { /* put off */
            lead->has_resume = 1;
            lead->resume_ms = input->resume_ms;
            lead->reason = input->reason;
        }
        return REVOPS_OK;
    }
    int enters_parent = to->parent != row->to && from->parent != to->parent;
    uint32_t from_rank = new_cycle || from->rank == 0 ? params->stages[0].rank : from->rank;
    for (uint32_t s = 0; s < params->stage_count; s++) {
        const revops_lifecycle_stage_row *stage = &params->stages[s];
        if (!(row->flags & REVOPS_LIFECYCLE_TRANSITION_DIRECT) &&
            (stage->flags & REVOPS_LIFECYCLE_STAGE_FLAG_BACKFILL) && from_rank < stage->rank &&
            stage->rank < to->rank && s != row->to && !(enters_parent && s == to->parent) &&
            !was_visited(lead, s)) {
            note_entry(lead, s, input->at_ms, 1);
            out->inferred_mask |= UINT32_C(1) << s;
        }
    }
    note_entry(lead, row->to, input->at_ms, 0);
    if (enters_parent) {
        note_entry(lead, to->parent, input->at_ms, 0);
    }
    lead->step = row->to;
    lead->stage = to->parent;
    lead->reason = input->reason;
    lead->has_resume = resumes;
    lead->resume_ms = input->resume_ms;
    return REVOPS_OK;
}

static void compare(const twin *lead, const revops_lifecycle_record *record)
{
    compared++;
    uint64_t items = 0;
    for (uint32_t i = 0; i < 64; i++) {
        items |= (uint64_t)lead->items[i] << i;
    }
    uint32_t visited = 0, first_inferred = 0, latest_inferred = 0;
    for (uint32_t s = 0; s < STAGES; s++) {
        uint32_t count = lead->entry_count[s];
        const entry *entries = lead->entries[s];
        if (record->count[s] != (count < 255 ? count : 255)) {
            fail("a count of entries");
        }
        if (record->dates[s].first_ms != (count ? entries[0].at_ms : REVOPS_TIME_NONE) ||
            record->dates[s].latest_ms != (count ? entries[count - 1].at_ms : REVOPS_TIME_NONE)) {
            fail("a date");
        }
        visited |= (uint32_t)was_visited(lead, s) << s;
        first_inferred |= (uint32_t)(count && entries[0].inferred) << s;
        latest_inferred |= (uint32_t)(count && entries[count - 1].inferred) << s;
    }
    if (record->visited_mask != visited || record->first_inferred_mask != first_inferred ||
        record->latest_inferred_mask != latest_inferred) {
        fail("a mask");
    }
    if (record->stage != lead->stage || record->step != lead->step || record->reason != lead->reason ||
        record->cycle != (lead->cycle < 65535 ? lead->cycle : 65535) || record->items != items ||
        record->touches != (lead->touches < 65535 ? lead->touches : 65535) ||
        record->first_touch_ms != (lead->has_touch ? lead->first_touch_ms : REVOPS_TIME_NONE) ||
        record->resume_ms != (lead->has_resume ? lead->resume_ms : REVOPS_TIME_NONE) || record->reserved0 ||
        record->reserved1) {
        fail("the head of the record");
    }
}

static int results_differ(const revops_lifecycle_result *a, const revops_lifecycle_result *b)
{
    return a->refusal != b->refusal || a->trigger != b->trigger || a->from != b->from || a->to != b->to ||
           a->row != b->row || a->reason != b->reason || a->missing_items != b->missing_items ||
           a->missing_ms != b->missing_ms || a->missing_touches != b->missing_touches ||
           a->inferred_mask != b->inferred_mask;
}

/* Some of the lowest `count` bits: few, many or all. */
static uint64_t some_bits(uint32_t count)
{
    uint64_t all = count < 64 ? (UINT64_C(1) << count) - 1 : UINT64_MAX;
    switch (random_below(&rng, 4)) {
    case 0:
        return random_next(&rng) & random_next(&rng) & random_next(&rng) & all;
    case 1:
        return random_next(&rng) & all;
    default:
        return all;
    }
}

/* One lead's life of so many steps. */
static void live(const revops_lifecycle *lifecycle, const revops_lifecycle_params *params, twin *lead,
                 uint32_t steps, int64_t now_ms, uint64_t most_ms)
{
    revops_lifecycle_record record;
    start(lead, now_ms);
    if (revops_lifecycle_record_init(&record, now_ms) != REVOPS_OK) {
        fail("starting");
    }
    compare(lead, &record);
    for (uint32_t i = 0; i < steps; i++) {
        int64_t step_ms = (int64_t)random_below(&rng, most_ms);
        now_ms = now_ms < INT64_MAX - step_ms ? now_ms + step_ms : now_ms;
        uint64_t what = random_below(&rng, 16);
        if (what == 0) {
            uint64_t confirm = some_bits(params->item_count), withdraw = some_bits(params->item_count);
            for (uint32_t j = 0; j < 64; j++) {
                lead->items[j] = (lead->items[j] && !(withdraw >> j & 1)) || (confirm >> j & 1);
            }
            if (revops_lifecycle_confirm(lifecycle, &record, confirm, withdraw) != REVOPS_OK) {
                fail("confirming");
            }
        } else if (what <= 3) {
            lead->first_touch_ms = lead->has_touch ? lead->first_touch_ms : now_ms;
            lead->has_touch = 1;
            lead->touches++;
            if (revops_lifecycle_touch(&record, now_ms) != REVOPS_OK) {
                fail("touching");
            }
        } else {
            revops_lifecycle_input input = {
                .at_ms = random_below(&rng, 32) || now_ms < 0 ? now_ms : now_ms - (int64_t)most_ms,
                .items = some_bits(params->item_count),
                .trigger = (uint32_t)random_below(&rng, params->trigger_count),
                .reason = (uint32_t)random_below(&rng, params->reason_count + 1),
            };
            input.resume_ms = random_below(&rng, 4) && input.at_ms < INT64_MAX - 5
                                  ? input.at_ms + (int64_t)random_below(&rng, 5)
                              : random_below(&rng, 2) ? 0
                                                      : REVOPS_TIME_NONE;
            revops_lifecycle_result expected, result;
            memset(&result, 0xa5, sizeof result);
            revops_status status = move(params, lead, &input, &expected);
            if (revops_lifecycle_apply(lifecycle, &record, &input, &result) != status) {
                fail("a status");
            }
            if (status != REVOPS_ERR_LATE && results_differ(&expected, &result)) {
                fail("a result");
            }
            accepted += status == REVOPS_OK;
            refused_total += status == REVOPS_ERR_REFUSED;
            late += status == REVOPS_ERR_LATE;
        }
        compare(lead, &record);
    }
}

/* More cycles and entries than the record can count. */
static void live_long(const revops_lifecycle *lifecycle, twin *lead)
{
    static const uint32_t triggers[] = {REVOPS_LIFECYCLE_TRIGGER_PURCHASED,
                                        REVOPS_LIFECYCLE_TRIGGER_REOPENED};
    revops_lifecycle_params params;
    revops_lifecycle_record record;
    if (revops_lifecycle_defaults(&params, sizeof params) != REVOPS_OK ||
        revops_lifecycle_record_init(&record, 1) != REVOPS_OK) {
        fail("starting");
    }
    start(lead, 1);
    for (uint32_t i = 0; i < 2 * 66000; i++) {
        revops_lifecycle_input input = {.at_ms = i + 2, .trigger = triggers[i % 2]};
        revops_lifecycle_result expected, result;
        if (move(&params, lead, &input, &expected) != REVOPS_OK ||
            revops_lifecycle_apply(lifecycle, &record, &input, &result) != REVOPS_OK ||
            results_differ(&expected, &result)) {
            fail("a long life");
        }
        compare(lead, &record);
    }
    for (uint32_t i = 0; i < 66000; i++) {
        lead->first_touch_ms = lead->has_touch ? lead->first_touch_ms : 200000;
        lead->has_touch = 1;
        lead->touches++;
        if (revops_lifecycle_touch(&record, 200000 + i) != REVOPS_OK) {
            fail("touching");
        }
    }
    compare(lead, &record);
}

static const char *const names[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n"};

/* A random table: a way forward through all stages, some of which have steps, and random rows beside it. */
static void make_table(revops_lifecycle_params *params, revops_lifecycle_stage_row *stages,
                       revops_lifecycle_transition *rows)
{
    uint32_t count = 3 + (uint32_t)random_below(&rng, STAGES - 2), row_count = 0;
    params->stage_count = count;
    params->trigger_count = 2 + (uint32_t)random_below(&rng, 8);
    params->item_count = 1 + (uint32_t)random_below(&rng, 8);
    params->reason_count = 1 + (uint32_t)random_below(&rng, 5);
    params->min_touches = (uint32_t)random_below(&rng, 3);
    params->min_touch_span_ms = (int64_t)random_below(&rng, 1000);
    params->qualification_items = some_bits(params->item_count);
    params->lasting_items = some_bits(params->item_count);
    params->flags = (uint32_t)random_below(&rng, 2);
    for (uint32_t s = 0; s < count; s++) {
        int last = s == count - 1, step = s >= 2 && !last && random_below(&rng, 3) == 0;
        uint32_t parent = step ? (stages[s - 1].parent ? stages[s - 1].parent : s) : s;
        revops_lifecycle_stage_row row = {names[s],
                                          "a stage",
                                          last                    ? REVOPS_LIFECYCLE_STAGE_FLAG_TERMINAL
                                          : random_below(&rng, 3) ? REVOPS_LIFECYCLE_STAGE_FLAG_BACKFILL
                                                                  : 0,
                                          random_below(&rng, 6) ? s + 1 : 0,
                                          parent,
                                          0};
        stages[s] = row;
    }
    for (uint32_t i = 0; i < 40; i++) {
        uint32_t from = i < count - 1 ? i : (uint32_t)random_below(&rng, count);
        uint32_t to = i < count - 1 ? i + 1 : (uint32_t)random_below(&rng, count);
        revops_lifecycle_transition row = {
            .trigger = (uint32_t)random_below(&rng, params->trigger_count),
            .from_mask = UINT32_C(1) << from,
            .to = to,
            .flags = stages[from].flags & REVOPS_LIFECYCLE_STAGE_FLAG_TERMINAL
                         ? REVOPS_LIFECYCLE_TRANSITION_NEW_CYCLE
                         : (uint32_t)random_below(&rng, 16),
            .required_items = random_below(&rng, 3) ? 0 : some_bits(params->item_count),
            .reason_mask = random_below(&rng, 4) ? 0 : some_bits(params->reason_count + 1) & ~UINT64_C(1),
            .touch_reasons = random_below(&rng, 4) ? 0 : some_bits(params->reason_count + 1),
        };
        int taken = 0;
        for (uint32_t j = 0; j < row_count; j++) {
            taken |= rows[j].trigger == row.trigger && (rows[j].from_mask & row.from_mask);
        }
        if (!taken) {
            rows[row_count++] = row;
        }
    }
    params->transition_count = row_count;
    params->stages = stages;
    params->triggers = names;
    params->items = names;
    params->reasons = names;
    params->transitions = rows;
}

int main(void)
{
    static _Alignas(8) unsigned char memory[65536];
    static twin lead;
    for (uint32_t s = 0; s < STAGES; s++) {
        lead.entries[s] = malloc(ENTRIES * sizeof(entry));
        if (!lead.entries[s]) {
            return EXIT_FAILURE;
        }
    }
    const revops_lifecycle *lifecycle;
    revops_lifecycle_params params;
    for (uint32_t flags = 0; flags < 2; flags++) {
        if (revops_lifecycle_defaults(&params, sizeof params) != REVOPS_OK) {
            return EXIT_FAILURE;
        }
        params.flags = flags;
        if (revops_lifecycle_build(&params, memory, sizeof memory, NULL, &lifecycle) != REVOPS_OK) {
            return EXIT_FAILURE;
        }
        for (int i = 0; i < 3000; i++) {
            live(lifecycle, &params, &lead, 200, random_between(&rng, 0, INT64_C(2000000000000)),
                 3 * (uint64_t)REVOPS_DAY_MS);
        }
        live(lifecycle, &params, &lead, 3000, INT64_MIN + 1, UINT64_C(1) << 53);
        live(lifecycle, &params, &lead, 3000, INT64_MAX - 1000000, 1000);
    }
    live_long(lifecycle, &lead);
    uint32_t tables = 0, tried = 0;
    for (; tables < 300 && tried < 1000000; tried++) {
        revops_lifecycle_stage_row stages[STAGES];
        revops_lifecycle_transition rows[40];
        size_t faults;
        make_table(&params, stages, rows);
        if (revops_lifecycle_check(&params, NULL, 0, &faults) != REVOPS_OK) {
            continue;
        }
        tables++;
        if (revops_lifecycle_build(&params, memory, sizeof memory, NULL, &lifecycle) != REVOPS_OK) {
            fail("building what the checker calls sound");
        }
        for (int i = 0; i < 20; i++) {
            live(lifecycle, &params, &lead, 200, 0, 100);
        }
    }
    printf("%llu records compared (%llu moves, %llu refusals, %llu late), %u random tables of %u\n",
           (unsigned long long)compared, (unsigned long long)accepted, (unsigned long long)refused_total,
           (unsigned long long)late, tables, tried);
    for (uint32_t s = 0; s < STAGES; s++) {
        free(lead.entries[s]);
    }
    return tables == 300 && accepted > 100000 && late > 1000 ? EXIT_SUCCESS : EXIT_FAILURE;
}
