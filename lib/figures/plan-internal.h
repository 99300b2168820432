/* SPDX-License-Identifier: MIT */
/* What the parts of the plan module share. */
#ifndef REVOPS_LIB_PLAN_INTERNAL_H
#define REVOPS_LIB_PLAN_INTERNAL_H

#include <revops/plan.h>

#include "core/params.h"

/* Parameters of the library's own version, the built-in ones for NULL; checked whole. */
revops_status revops__plan_read(const revops_plan_params *params, revops_plan_params *out);

/* Judges a value by read params. */
revops_status revops__plan_judge(const revops_plan_params *known, revops_plan_metric metric, int64_t value,
                                 revops_plan_judgement *out);

#endif
