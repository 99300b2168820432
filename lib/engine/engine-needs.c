/* SPDX-License-Identifier: MIT */
/* Needs as masks of items. */
#include "engine/engine-internal.h"

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
