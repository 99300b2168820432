/* SPDX-License-Identifier: MIT */
/* What the parts of the decision module share: read params and their rows. */
#ifndef REVOPS_LIB_DECISION_INTERNAL_H
#define REVOPS_LIB_DECISION_INTERNAL_H

#include <revops/decision.h>

#include "core/params.h"

/* Parameters of the library's own version, the built-in ones for NULL; checked whole. */
revops_status revops__decision_read(const revops_decision_params *params, revops_decision_params *out);

static inline revops_decision_row revops__decision_row(const revops_decision_params *known, uint32_t index)
{
    revops_decision_row row;
    REVOPS__ROW_GET(revops_decision_row, &row, known->decisions, known->decision_row_size, index);
    return row;
}

static inline revops_decision_group revops__decision_group(const revops_decision_params *known,
                                                           uint32_t index)
{
    revops_decision_group group;
    REVOPS__ROW_GET(revops_decision_group, &group, known->groups, known->group_row_size, index);
    return group;
}

static inline revops_decision_criterion revops__decision_criterion(const revops_decision_params *known,
                                                                   uint32_t index)
{
    revops_decision_criterion criterion;
    REVOPS__ROW_GET(revops_decision_criterion, &criterion, known->criteria, known->criterion_row_size, index);
    return criterion;
}

static inline revops_decision_weight revops__decision_weight(const revops_decision_params *known,
                                                             uint32_t index)
{
    revops_decision_weight weight;
    REVOPS__ROW_GET(revops_decision_weight, &weight, known->weights, known->weight_row_size, index);
    return weight;
}

#endif
