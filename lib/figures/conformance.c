/* SPDX-License-Identifier: MIT */
/* Deviations by kind and group.

   Problem: count a lead once per cell, however often it deviates there, without a set of leads per cell.
   Algorithm: rows of a lead are consecutive; a mark per cell holds the number of the last lead that was counted
   there. */
#include <revops/conformance.h>

#include <string.h>

#include "core/bits.h"
#include "core/params.h"

static revops_status conformance_check_rows(const revops_conformance_columns *own, uint32_t group_count,
                                            uint32_t bit_count)
{
    uint64_t beyond = bit_count < 64 ? ~UINT64_C(0) << bit_count : 0;
    for (uint64_t i = 0; i < own->count; i++) {
        int is_same = i > 0 && own->lead[i] == own->lead[i - 1];
        if (own->bits[i] & beyond ||
            (own->group && own->group[i] >= group_count && own->group[i] != REVOPS_NO_ROW) ||
            (own->lost_ms && own->lost_ms[i] < 0) ||
            (own->weight && ((own->weight[i] != 1 && own->weight[i] != -1) ||
                             (is_same && own->weight[i] != own->weight[i - 1])))) {
            return REVOPS_ERR_ARG;
        }
    }
    return REVOPS_OK;
}

static void conformance_count(revops_conformance *cell, uint64_t *mark, uint64_t lead, uint64_t deviations,
                              int64_t lost_ms, uint64_t weight)
{
    cell->deviations += weight * deviations;
    cell->lost_ms = (int64_t)((uint64_t)cell->lost_ms + weight * (uint64_t)lost_ms);
    if (*mark != lead) {
        *mark = lead;
        cell->leads += weight;
    }
}

revops_status revops_conformance_add(const revops_conformance_columns *columns, revops_conformance *cells,
                                     uint64_t *marks, uint32_t group_count, uint32_t bit_count)
{
    revops_conformance_columns own;
    revops_status status = REVOPS__PARAMS_COPY(revops_conformance_columns, &own, columns);
    if (status != REVOPS_OK) {
        return status;
    }
    if (own.flags != 0) {
        return REVOPS_ERR_NEWER;
    }
    if (!cells || !marks || group_count == 0 || bit_count == 0 || bit_count > REVOPS_CONFORMANCE_BITS_MAX ||
        (own.count > 0 && (!own.lead || !own.bits))) {
        return REVOPS_ERR_ARG;
    }
    status = conformance_check_rows(&own, group_count, bit_count);
    if (status != REVOPS_OK) {
        return status;
    }
    const size_t columns_of_group = (size_t)bit_count + 1;
    memset(marks, 0, columns_of_group * group_count * sizeof *marks);
    uint64_t lead = 0; /* leads are numbered from 1 in order of their rows */
    for (uint64_t i = 0; i < own.count; i++) {
        lead += i == 0 || own.lead[i] != own.lead[i - 1];
        size_t group = own.group ? own.group[i] : 0;
        if (group == REVOPS_NO_ROW || own.bits[i] == 0) {
            continue;
        }
        uint64_t weight = own.weight ? (uint64_t)(int64_t)own.weight[i] : 1, deviations = 0;
        int64_t lost_ms = own.lost_ms ? own.lost_ms[i] : 0;
        size_t first = group * columns_of_group;
        for (uint64_t bits = own.bits[i]; bits; bits &= bits - 1, deviations++) {
            size_t cell = first + revops__lowest_bit(bits);
            conformance_count(&cells[cell], &marks[cell], lead, 1, lost_ms, weight);
        }
        conformance_count(&cells[first + bit_count], &marks[first + bit_count], lead, deviations, lost_ms,
                          weight);
    }
    return REVOPS_OK;
}

revops_status revops_conformance_merge(revops_conformance *cells, const revops_conformance *others,
                                       size_t count, int32_t weight)
{
    if (((!cells || !others) && count > 0) || (weight != 1 && weight != -1)) {
        return REVOPS_ERR_ARG;
    }
    uint64_t times = (uint64_t)(int64_t)weight;
    for (size_t i = 0; i < count; i++) {
        cells[i].deviations += times * others[i].deviations;
        cells[i].leads += times * others[i].leads;
        cells[i].lost_ms = (int64_t)((uint64_t)cells[i].lost_ms + times * (uint64_t)others[i].lost_ms);
    }
    return REVOPS_OK;
}

revops_status revops_conformance_share(const revops_conformance *all, uint64_t leads, uint32_t *share_bp)
{
    if (!all || !share_bp || all->leads > leads) {
        return REVOPS_ERR_ARG;
    }
    return revops_stats_rate(leads - all->leads, leads, share_bp);
}
