/* SPDX-License-Identifier: MIT */
/* Stages as the engine has them. */
#ifndef REVOPS_LIB_ENGINE_STAGES_H
#define REVOPS_LIB_ENGINE_STAGES_H

#include "engine/engine-internal.h"

/* Everything but names and guards. `out` is zero-filled. */
void revops__stages_compile(const revops_policy_params *policy, revops__engine_stage *out);
/* The stages that a position of one (its steps with it) or a group of stages means. `to_rank` is that of the target of
   "any earlier"; 0 beside the path. */
uint64_t revops__stages_of(const revops__engine_stage *stages, uint32_t count, uint32_t named,
                           uint8_t to_rank);

#endif
