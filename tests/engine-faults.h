/* SPDX-License-Identifier: MIT */
/* What a fault of a policy must tell: its place, first of all, and the same status from check and build. */
#ifndef REVOPS_TESTS_ENGINE_FAULTS_H
#define REVOPS_TESTS_ENGINE_FAULTS_H

#include "test.h"

#include <revops/engine.h>

/* A policy whose first fault has this place. */
static inline void must_be_refused(const revops_policy_params *policy, const char *part, const char *field,
                                   revops_status status)
{
    const revops_engine_params params = {.struct_size = sizeof params, .policy = policy};
    revops_problem problems[4];
    size_t needed = 0;
    ck_assert_int_eq(revops_engine_check(&params, problems, 4, &needed), status);
    ck_assert_uint_ge(needed, 1);
    ck_assert_str_eq(problems[0].part, part);
    ck_assert_str_eq(problems[0].field, field);
    ck_assert_int_eq(revops_engine_build(&params, NULL, 0, NULL, NULL), status);
}

#endif
