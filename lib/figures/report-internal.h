/* SPDX-License-Identifier: MIT */
/* Reading what a report is written from, for both writers. */
#ifndef REVOPS_LIB_REPORT_INTERNAL_H
#define REVOPS_LIB_REPORT_INTERNAL_H

#include <revops/report.h>

#include "core/params.h"

/* Whether a report can be written from it; copies what this version knows. */
int revops__report_read(const revops_builtin *engine, const revops_report *report, revops_report *out);

static inline revops_report_part revops__report_part(const revops_report_part *parts, uint32_t row_size,
                                                     uint32_t index)
{
    revops_report_part part;
    REVOPS__ROW_GET(revops_report_part, &part, parts, row_size, index);
    return part;
}

#endif
