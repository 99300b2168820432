/* SPDX-License-Identifier: MIT */
/* Moves and times in one pass.

   Problem: stay close to the speed of a bare loop although the place of the next lead isn't in the cache.
   Algorithm: places are prefetched. A first event is a move from a row after the last stage, so only skipped rows
   branch. */
#include "core/compiler.h"
#include "core/params.h"
#include "figures/funnel-internal.h"

enum { FUNNEL_FLOW_AHEAD = 16 };

revops_status revops_funnel_flow_add(const revops_funnel *funnel, const revops_funnel_columns *columns,
                                     revops_funnel_place *places, size_t place_count,
                                     revops_funnel_move *moves, revops_cursor *cursor)
{
    revops_funnel_columns own;
    if (!funnel || !moves || !revops__cursor_is_whole(cursor) || (place_count > 0 && !places)) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = revops__funnel_columns_read(columns, &own);
    if (status != REVOPS_OK) {
        return status;
    }
    const uint32_t *const leads = own.lead;
    const uint8_t *const entered = own.stage;
    const int64_t *const instants = own.at_ms;
    const uint64_t count = own.count;
    const uint32_t stages = funnel->stage_count;
    uint64_t late = 0, invalid = 0;
    for (uint64_t i = cursor->next; i < count; i++) {
        uint32_t ahead = leads[i + FUNNEL_FLOW_AHEAD < count ? i + FUNNEL_FLOW_AHEAD : i];
        REVOPS__FETCH_TO_CHANGE(&places[ahead < place_count ? ahead : 0]);
        int64_t at_ms = instants[i];
        uint32_t lead = leads[i], stage = entered[i];
        if (lead >= place_count || stage >= stages || at_ms == REVOPS_TIME_NONE) {
            invalid++;
            continue;
        }
        revops_funnel_place *place = &places[lead];
        int is_first = place->reached == 0;
        int64_t since_ms = is_first ? at_ms : place->since_ms;
        if (at_ms < since_ms) {
            late++;
            continue;
        }
        revops_funnel_move *move = &moves[(is_first ? stages : place->stage) * stages + stage];
        move->count++;
        move->time_ms += (uint64_t)at_ms - (uint64_t)since_ms;
        place->since_ms = at_ms;
        place->stage = stage;
        place->reached |= UINT32_C(1) << stage;
    }
    cursor->applied += count > cursor->next ? count - cursor->next - late - invalid : 0;
    cursor->late += late;
    cursor->invalid += invalid;
    cursor->next = count;
    return REVOPS_OK;
}
