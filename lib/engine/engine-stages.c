/* SPDX-License-Identifier: MIT */
/* Compiles stages: kinds, places along the path, what names of several stages mean. */
#include "engine/engine-stages.h"

/* Ranks along the path. A stage with ordered steps has the rank of its first step; one that stands instead of another
   has that one's; unordered steps have their stage's. */
static void stages_rank(const revops_policy_params *policy, revops__engine_stage *out)
{
    uint8_t rank = 0;
    for (uint32_t i = 0; i < policy->stage_count; i++) {
        revops_policy_stage row;
        REVOPS__POLICY_ROW(revops_policy_stage, &row, policy, stages, stage_row_size, i);
        revops__engine_stage *stage = &out[i], *parent = &out[stage->parent];
        if (i != stage->parent) {
            int first = out[stage->parent].leaf == i;
            if (stage->flags & REVOPS__STAGE_LOOSE || !parent->rank) {
                stage->rank = parent->rank;
            } else if (parent->flags & REVOPS__STAGE_INFERRED) {
                stage->flags |= REVOPS__STAGE_INFERRED;
                stage->rank = first ? parent->rank : ++rank;
            } else {
                stage->rank = parent->rank; /* steps of a stage that stands instead of another */
            }
        } else if ((row.kind == REVOPS_POLICY_STAGE_OPEN || row.kind == REVOPS_POLICY_STAGE_WON) &&
                   !(row.flags & REVOPS_POLICY_BESIDE) && !row.instead_of) {
            stage->rank = ++rank;
            stage->flags |= REVOPS__STAGE_INFERRED;
        }
    }
    for (uint32_t i = 0; i < policy->stage_count; i++) {
        revops_policy_stage row;
        REVOPS__POLICY_ROW(revops_policy_stage, &row, policy, stages, stage_row_size, i);
        if (row.instead_of) {
            for (uint32_t k = 0; k < policy->stage_count; k++) {
                out[k].rank = out[k].parent == i ? out[row.instead_of - 1].rank : out[k].rank;
            }
        }
    }
    for (uint32_t i = 0; i < policy->stage_count; i++) {
        if (out[i].flags & REVOPS__STAGE_HAS_STEPS) {
            out[i].flags &= (uint8_t)~REVOPS__STAGE_INFERRED; /* its steps are */
        }
    }
}

void revops__stages_compile(const revops_policy_params *policy, revops__engine_stage *out)
{
    uint8_t parent_flags = 0;
    for (uint32_t i = 0; i < policy->stage_count; i++) {
        revops_policy_stage row;
        REVOPS__POLICY_ROW(revops_policy_stage, &row, policy, stages, stage_row_size, i);
        revops__engine_stage *stage = &out[i];
        stage->parent = (uint8_t)(row.parent ? row.parent - 1 : i);
        stage->leaf = (uint8_t)i;
        stage->entered_by = (uint16_t)row.entered_by;
        if (row.parent) {
            revops__engine_stage *parent = &out[stage->parent];
            stage->kind = parent->kind;
            stage->flags = parent->flags & (REVOPS__STAGE_SAME_CYCLE | REVOPS__STAGE_AFTER_WIN);
            if (parent_flags & REVOPS__STAGE_LOOSE) {
                stage->flags |= REVOPS__STAGE_LOOSE;
            } else if (!(parent->flags & REVOPS__STAGE_HAS_STEPS)) {
                parent->flags |= REVOPS__STAGE_HAS_STEPS;
                parent->leaf = (uint8_t)i;
            }
        } else {
            stage->kind = (uint8_t)row.kind;
            parent_flags = row.flags & REVOPS_POLICY_STEPS_WITHOUT_ORDER ? REVOPS__STAGE_LOOSE : 0;
            stage->flags = (row.flags & REVOPS_POLICY_SAME_CYCLE ? REVOPS__STAGE_SAME_CYCLE : 0) |
                           (row.flags & REVOPS_POLICY_AFTER_WIN ? REVOPS__STAGE_AFTER_WIN : 0);
        }
    }
    stages_rank(policy, out);
}

uint64_t revops__stages_of(const revops__engine_stage *stages, uint32_t count, uint32_t named,
                           uint8_t to_rank)
{
    uint64_t mask = 0;
    for (uint32_t i = 0; i < count; i++) {
        const revops__engine_stage *stage = &stages[i];
        int open = stage->kind == REVOPS_POLICY_STAGE_OPEN,
            nurture = stage->kind == REVOPS_POLICY_STAGE_NURTURE;
        int in = i + 1 == named || stage->parent + 1u == named; /* a position */
        switch ((enum revops_policy_stage_groups)named) {
        case REVOPS_POLICY_ANY:
            in = 1;
            break;
        case REVOPS_POLICY_ANY_OPEN:
            in = open;
            break;
        case REVOPS_POLICY_ANY_EARLIER:
            in = open && stage->rank && stage->rank < to_rank;
            break;
        case REVOPS_POLICY_ANY_CLOSED:
            in = !open && !nurture;
            break;
        case REVOPS_POLICY_ANY_NURTURE:
            in = nurture;
            break;
        }
        mask |= in ? revops__engine_bit(i) : 0;
    }
    return mask;
}
