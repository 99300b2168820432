/* SPDX-License-Identifier: MIT */
/* Events out of columns. */
#include <revops/engine-events.h>

#include "core/compiler.h"
#include "core/params.h"

enum {
    COLUMNS_AHEAD = 24
}; /* rows that are fetched before they are read: their order is no order of memory */

#define COLUMNS_OF(columns, name, row, nothing) ((columns)->name ? (columns)->name[row] : (nothing))

#define COLUMNS_FETCH(columns, name, row)                                                                    \
    if ((columns)->name) {                                                                                   \
        REVOPS__FETCH(&(columns)->name[row]);                                                                \
    }

static void columns_fetch(const revops_event_columns *columns, uint32_t row)
{
    REVOPS__FETCH(&columns->at_ms[row]);
    COLUMNS_FETCH(columns, value, row)
    COLUMNS_FETCH(columns, kind, row)
    COLUMNS_FETCH(columns, source, row)
    COLUMNS_FETCH(columns, actor, row)
}

revops_status revops_event_take_many(const revops_event_columns *columns, const uint32_t *rows, size_t count,
                                     revops_event *out)
{
    revops_event_columns own;
    revops_status status = REVOPS__PARAMS_COPY(revops_event_columns, &own, columns);
    if (status != REVOPS_OK) {
        return status;
    }
    if (own.flags) {
        return REVOPS_ERR_NEWER;
    }
    if (count && (!rows || !out || !own.at_ms)) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        if (rows[i] >= own.count) {
            return REVOPS_ERR_ARG;
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (i + COLUMNS_AHEAD < count) {
            columns_fetch(&own, rows[i + COLUMNS_AHEAD]);
        }
        uint32_t row = rows[i];
        out[i] = (revops_event){
            .at_ms = own.at_ms[row],
            .sequence = COLUMNS_OF(&own, sequence, row, 0),
            .id = COLUMNS_OF(&own, id, row, 0),
            .value = COLUMNS_OF(&own, value, row, 0),
            .actor = COLUMNS_OF(&own, actor, row, 0),
            .source = COLUMNS_OF(&own, source, row, 0),
            .campaign = COLUMNS_OF(&own, campaign, row, 0),
            .account = COLUMNS_OF(&own, account, row, 0),
            .resume_ms = COLUMNS_OF(&own, resume_ms, row, REVOPS_TIME_NONE),
            .kind = COLUMNS_OF(&own, kind, row, 0),
            .reason = COLUMNS_OF(&own, reason, row, 0),
            .amount = COLUMNS_OF(&own, amount, row, 0),
        };
    }
    return REVOPS_OK;
}
