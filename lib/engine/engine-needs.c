/* SPDX-License-Identifier: MIT */
/* Needs as masks of items, guards. */
#include <string.h>

#include "engine/engine-where.h"

enum { ENGINE_NEEDS_DEPTH = 32 };

uint64_t revops__needs_all(const revops_policy_params *policy, uint32_t first, uint32_t count)
{
    struct {
        uint32_t next, end;
    } open[ENGINE_NEEDS_DEPTH];
    uint64_t all = 0, seen_checklists = 0;
    uint32_t depth = 1;
    open[0].next = first;
    open[0].end = first + count;
    while (depth) {
        if (open[depth - 1].next == open[depth - 1].end) {
            depth--;
            continue;
        }
        revops_policy_need need;
        REVOPS__POLICY_ROW(revops_policy_need, &need, policy, needs, need_row_size, open[depth - 1].next++);
        if (need.kind == REVOPS_POLICY_NEED_ITEM) {
            all |= UINT64_C(1) << (need.subject - 1);
        } else if (need.kind == REVOPS_POLICY_NEED_CHECKLIST) {
            uint64_t bit = UINT64_C(1) << ((need.subject - 1) & 63);
            revops_policy_checklist checklist;
            REVOPS__POLICY_ROW(revops_policy_checklist, &checklist, policy, checklists, checklist_row_size,
                               need.subject - 1);
            /* the first 64 are opened once; a circle of others ends at the depth */
            if (depth < ENGINE_NEEDS_DEPTH && !(need.subject <= 64 && seen_checklists & bit)) {
                seen_checklists |= need.subject <= 64 ? bit : 0;
                open[depth].next = checklist.first_need;
                open[depth++].end = checklist.first_need + checklist.need_count;
            }
        }
    }
    return all;
}

revops__guard revops__engine_builder_guard(revops__engine_builder *b, uint32_t first, uint32_t count,
                                           uint32_t where)
{
    revops_engine *engine = b->engine;
    revops__guard guard = {.all = revops__needs_all(b->policy, first, count),
                           .first_choice = engine->choice_count,
                           .where = where};
    for (uint32_t i = 0; i < count; i++) {
        revops_policy_need need;
        REVOPS__POLICY_ROW(revops_policy_need, &need, b->policy, needs, need_row_size, first + i);
        if (need.kind != REVOPS_POLICY_NEED_ANY_OF) {
            continue;
        }
        revops__guard_choice choice = {.first_set = engine->set_count,
                                       .set_count = need.member_count,
                                       .at_least = need.at_least ? need.at_least : 1};
        for (uint32_t k = 0; k < need.member_count; k++) {
            uint64_t set = revops__needs_all(b->policy, need.first_member + k, 1);
            if (b->block) {
                memcpy(revops__engine_builder_row(b, engine->sets, sizeof set, engine->set_count), &set,
                       sizeof set);
            }
            engine->set_count++;
        }
        if (b->block) {
            memcpy(revops__engine_builder_row(b, engine->choices, sizeof choice, engine->choice_count),
                   &choice, sizeof choice);
        }
        engine->choice_count++;
        guard.choice_count++;
    }
    return guard;
}

uint64_t revops__guard_missing(const revops_engine *engine, const revops__guard *guard, uint64_t have)
{
    uint64_t missing = guard->all & ~have;
    const revops__guard_choice *choices = revops__engine_at(engine, engine->choices);
    const uint64_t *sets = revops__engine_at(engine, engine->sets);
    for (uint32_t i = 0; i < guard->choice_count; i++) {
        const revops__guard_choice *choice = &choices[guard->first_choice + i];
        uint32_t met = 0;
        uint64_t would_serve = 0;
        for (uint32_t k = 0; k < choice->set_count; k++) {
            uint64_t lacks = sets[choice->first_set + k] & ~have;
            met += lacks == 0;
            would_serve |= lacks;
        }
        missing |= met < choice->at_least ? would_serve : 0;
    }
    return missing;
}
