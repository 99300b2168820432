/* SPDX-License-Identifier: MIT */
/* Each kind's functions. */
#include "engine/policy-fields.h"

const policy_functions revops__policy_functions[POLICY_KIND_COUNT] = {
#define KIND_FUNCTIONS(kind, is_naming, reads, checks, writes)                                               \
    [POLICY_##kind] = {is_naming, revops__policy_reads_##reads, revops__policy_checks_##checks,              \
                       revops__policy_writes_##writes},
    POLICY_KINDS(KIND_FUNCTIONS)
#undef KIND_FUNCTIONS
};
