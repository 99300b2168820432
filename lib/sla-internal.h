/* SPDX-License-Identifier: MIT */
/* The compiled form of a policy of clocks, shared by the files of this module. */
#ifndef REVOPS_LIB_SLA_INTERNAL_H
#define REVOPS_LIB_SLA_INTERNAL_H

#include <revops/sla.h>

struct revops_sla {
    uint32_t magic; /* marks a block of this format */
    uint32_t clock_count;
    uint32_t row_count;
    uint32_t calendar_count;
    uint64_t signals;                              /* that concern any clock */
    uint64_t clock_signals[REVOPS_SLA_CLOCKS_MAX]; /* that concern each */
    uint16_t first[REVOPS_SLA_CLOCKS_MAX + 1];     /* where each clock's rows start in `order` */
    uint16_t order[REVOPS_SLA_ROWS_MAX];           /* indexes of rows by clock, then in order of precedence */
    uint16_t reserved[3];
    revops_sla_row rows[]; /* row_count of them */
};

enum { REVOPS__SLA_MAGIC = 0x31414c53 };

/* Warnings that a row has. */
uint32_t revops__sla_warnings(const revops_sla_row *row);
/* First row of a clock whose conditions the attributes fit; REVOPS_SLA_NO_ROW if none does. */
uint32_t revops__sla_match(const revops_sla *sla, uint32_t clock, const revops_sla_attributes *attributes);

#endif
